//! What clients ask, and what they are answered.

use super::super::client::idle;
use super::super::collector::Order;
use super::super::marks::{self, Scene};
use super::super::protocol::{Event, FORMAT, MarkRequest, Reply, Request, SessionPlan, Stamp, StopReason};
use super::super::scribe::Deed;
use super::super::server::{Answer, Asked};
use super::super::take::RunningTake;
use super::super::timeline::Timeline;
use super::Engine;
use crate::audio::input::InputId;
use crate::clock::Monotonic;
use crate::domain::{Bits, Frames, Gap, GapReason, Hertz, Marker, Slug, Take, TakeId, new_ulid};
use crate::error::{Error, ErrorKind};
use crate::text;

/// The timeline of a take without sound counts milliseconds.
pub const SOUNDLESS: Hertz = Hertz(1000);

impl Engine {
    pub(super) fn answer(&mut self, asked: Asked) {
        let Asked { request, received, answer } = asked;
        let key = |stamp: Stamp| marks::moment(stamp.mono, received);
        match request {
            Request::Status => answer.give(Reply { status: Some(Box::new(self.status(received))), ..Reply::done() }),
            Request::Record(plan) => self.record(*plan, received, answer),
            Request::Mark(mark) => self.mark(mark, received, answer),
            Request::Step(stamp) => self.step(stamp, received, answer),
            Request::Pause(stamp) => self.pause(key(stamp), answer),
            Request::Resume(stamp) => self.resume(key(stamp), answer),
            Request::Stop(stamp) => self.asked_to_stop(key(stamp), answer),
            Request::Disarm => self.disarm(answer),
            Request::Watch => answer.give(Reply::done()), // the server has seen to it
        }
    }

    fn refuse(&self, answer: Answer, error: &Error) {
        let exit = match error.kind() {
            ErrorKind::Failed => 1,
            ErrorKind::Usage => 2,
            ErrorKind::Look => 3,
            ErrorKind::Idle => 4,
        };
        answer.give(Reply::refused(exit, error.worded(&self.locale)));
    }

    fn record(&mut self, plan: SessionPlan, received: Monotonic, answer: Answer) {
        match &self.take {
            Some(take) => {
                let session = take.session_id().unwrap_or_default();
                let running = Error::new(text!("recorder-runs-already", session = session));
                self.refuse(answer, &running.hint(text!("recorder-runs-already-hint")));
            }
            None => {
                let key = marks::moment(plan.stamp.mono, received);
                let plan = self.armed_plan(plan);
                self.begin_take(plan, key, Some(answer));
            }
        }
    }

    /// Asked for nothing in particular, an armed recorder records what it was armed for.
    fn armed_plan(&self, asked: SessionPlan) -> SessionPlan {
        match &self.options.armed_for {
            Some(armed) if asked.session.is_none() && asked.series.is_none() => {
                let title = if asked.slug == Slug::session().as_str() { armed.title.clone() } else { asked.title };
                SessionPlan { title, seconds: asked.seconds, stamp: asked.stamp, ..armed.clone() }
            }
            _ => asked,
        }
    }

    /// Begins a take; `answer` hears of it when the lamp is on.
    pub(super) fn begin_take(&mut self, plan: SessionPlan, key: Monotonic, answer: Option<Answer>) {
        let soundless = matches!(self.options.input, InputId::None);
        let seconds = plan.seconds;
        let mut running = RunningTake::new(plan.clone(), key, self.blank_take(&plan, key));
        running.starts.extend(answer);
        self.take = Some(running);
        if soundless {
            self.shared.view().timeline = Some(Timeline::new(SOUNDLESS, key));
            self.found();
        } else {
            self.order(Order::Begin { key, preroll: self.options.config.audio.preroll > 0.0, seconds });
        }
    }

    /// A take of which nothing is known but when it was asked for.
    fn blank_take(&self, plan: &SessionPlan, key: Monotonic) -> Take {
        Take {
            id: TakeId(new_ulid()),
            number: 0,
            started: self.wall_in(plan.zone.parse().ok(), key),
            preroll: Frames(0),
            rate: SOUNDLESS,
            bits: self.options.config.audio.bits,
            channels: Vec::new(),
            inputs: vec![self.options.input.to_string()],
            frames: None,
            parts: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// A mark that comes before the take has its frame 0 waits for it: nobody has to press again.
    pub(super) fn mark(&mut self, request: MarkRequest, received: Monotonic, answer: Answer) {
        let Some(take) = self.take.as_mut().filter(|take| take.stopping.is_none()) else {
            return self.refuse(answer, &idle());
        };
        if take.place.is_none() {
            return take.early.push((request, received, answer));
        }
        self.place_mark(request, received, answer);
    }

    /// Lays a mark on the take that is there.
    pub(super) fn place_mark(&mut self, request: MarkRequest, received: Monotonic, answer: Answer) {
        match self.make_mark(&request, received) {
            Ok(marker) => self.file_mark(marker, Some(answer)),
            Err(error) => self.refuse(answer, &error),
        }
    }

    fn make_mark(&self, request: &MarkRequest, received: Monotonic) -> crate::error::Result<Marker> {
        let view = self.shared.view();
        let (Some(take), Some(timeline)) = (&self.take, &view.timeline) else { return Err(idle()) };
        let scene = Scene {
            take: &take.take.id,
            palette: &self.options.palette,
            reaction: self.options.config.marks.reaction,
            timeline,
            clock: view.clock.as_ref(),
            open: &take.open,
        };
        marks::make(request, received, self.wall_of(received), &scene)
    }

    /// Hands a mark to the scribe; `answer` hears of it when it is safe.
    pub(super) fn file_mark(&mut self, marker: Marker, answer: Option<Answer>) {
        let is_withheld = self.options.palette.withholds(&marker.kind);
        if let Some(take) = &mut self.take {
            take.remember(&marker, is_withheld);
        }
        self.last_ticket += 1;
        if let Some(answer) = answer {
            self.tickets.insert(self.last_ticket, answer);
        }
        self.write(Deed::Mark { marker: Box::new(marker), ticket: self.last_ticket });
    }

    fn step(&mut self, stamp: Stamp, received: Monotonic, answer: Answer) {
        let Some(take) = self.take.as_mut().filter(|take| take.stopping.is_none() && take.place.is_some()) else {
            return self.refuse(answer, &idle());
        };
        let Some(title) = take.plan.steps.get(take.steps_taken as usize).cloned() else {
            let error = match take.plan.steps.len() {
                0 => Error::new(text!("recorder-no-steps")).hint(text!("recorder-no-steps-hint")),
                count => Error::new(text!("recorder-last-step", count = count)),
            };
            return self.refuse(answer, &error);
        };
        take.steps_taken += 1;
        let request =
            MarkRequest { kind: Some("step".into()), note: Some(title), ago: Some(0.0), stamp, ..MarkRequest::default() };
        self.mark(request, received, answer);
    }

    fn pause(&mut self, key: Monotonic, answer: Answer) {
        let at = self.shared.frame_at(key).unwrap_or_default();
        let Some(take) = self.take.as_mut().filter(|take| take.stopping.is_none() && take.lamp) else {
            return self.refuse(answer, &idle());
        };
        if take.paused.is_some() {
            return answer.give(Reply { already: true, ..Reply::done() });
        }
        take.paused = Some(at);
        let session = take.session_id().unwrap_or_default().to_owned();
        self.order(Order::Pause { key });
        self.tell(&Event::Paused { format: FORMAT, session, frame: at.0 });
        answer.give(Reply::done());
    }

    fn resume(&mut self, key: Monotonic, answer: Answer) {
        let at = self.shared.frame_at(key).unwrap_or_default();
        let Some(take) = self.take.as_mut().filter(|take| take.stopping.is_none() && take.lamp) else {
            return self.refuse(answer, &idle());
        };
        let Some(since) = take.paused.take() else { return answer.give(Reply { already: true, ..Reply::done() }) };
        if take.take.channels.is_empty() {
            take.take.gaps.push(Gap { start: since, frames: at.saturating_sub(since), why: GapReason::Pause });
        }
        let session = take.session_id().unwrap_or_default().to_owned();
        self.input.is_foreign = false;
        self.owe_from(self.clock.monotonic());
        self.order(Order::Resume { key });
        self.tell(&Event::Resumed { format: FORMAT, session, frame: at.0 });
        self.save();
        answer.give(Reply::done());
    }

    fn asked_to_stop(&mut self, key: Monotonic, answer: Answer) {
        if self.take.is_none() {
            return self.refuse(answer, &idle());
        }
        self.stops.push(answer);
        self.stop(Some(key), StopReason::Asked);
    }

    /// Ends the take at the key, or at once. What is asked again while it ends changes nothing.
    pub(super) fn stop(&mut self, key: Option<Monotonic>, why: StopReason) {
        let at = self.shared.frame_at(key.unwrap_or(self.clock.monotonic()));
        let Some(take) = &mut self.take else { return };
        if take.stopping == Some(StopReason::FormatChanged) && why != StopReason::FormatChanged {
            take.stopping = Some(why); // no next take: somebody wants an end
            self.next = None;
        }
        if take.stopping.is_some() {
            return;
        }
        take.stopping = Some(why);
        take.stop_at = at;
        match (at, take.place.is_some()) {
            (None, _) => self.end(Some(why), None), // nothing was heard, nothing has been created
            (Some(_), true) => self.finish(key),
            (Some(_), false) => {} // the folder is being made: the take is finished when it is there
        }
    }

    /// Ends the sound; the texts follow when the last of it is safe.
    pub(super) fn finish(&mut self, key: Option<Monotonic>) {
        match &mut self.take {
            Some(take) if take.take.channels.is_empty() => {
                take.end = take.stop_at;
                self.settle();
            }
            _ => self.order(Order::Finish { key }),
        }
    }

    fn disarm(&mut self, answer: Answer) {
        if let Some(take) = &self.take {
            let session = take.session_id().unwrap_or_default();
            let running = Error::new(text!("recorder-runs-already", session = session)).hint(text!("recorder-disarm-hint"));
            return self.refuse(answer, &running);
        }
        self.stops.push(answer);
        self.end(Some(StopReason::Asked), None);
    }

    /// Bits of a take's samples: a file's own, else as the config says.
    pub(super) fn bits(&self, own: Option<Bits>) -> Bits {
        own.unwrap_or(self.options.config.audio.bits)
    }
}
