//! What clients ask, and what they are answered.

use super::super::client::idle;
use super::super::collector::Order;
use super::super::marks;
use super::super::protocol::{Event, FORMAT, Reply, Request, SessionPlan, Stamp, StopReason};
use super::super::server::{Answer, Asked};
use super::super::take::{MarkAct, RunningTake};
use super::super::timeline::Timeline;
use super::Engine;
use crate::clock::Monotonic;
use crate::domain::{Bits, Frames, Gap, GapReason, Hertz, Slug, Take, TakeId, new_ulid};
use crate::error::{Error, ErrorKind};
use crate::text;

/// The timeline of a take without sound counts milliseconds.
pub const SOUNDLESS: Hertz = Hertz(1000);

impl Engine {
    pub(super) fn answer(&mut self, asked: Asked) {
        let Asked { request, received, answer } = asked;
        let key = |stamp: Stamp| marks::moment(stamp.mono, received);
        match request {
            Request::Status => {
                self.watched_at = received;
                answer.give(Reply { status: Some(Box::new(self.status(received))), ..Reply::done() });
            }
            Request::Record(plan) => self.record(*plan, received, answer),
            Request::Mark(mark) => self.act(MarkAct::Make(mark), received, answer),
            Request::Step(stamp) => self.act(MarkAct::Step(stamp), received, answer),
            Request::Edit(edit) => self.act(MarkAct::Edit(edit), received, answer),
            Request::Undo(_) => self.act(MarkAct::Undo, received, answer),
            Request::Marks { after } => self.list_marks(after, answer),
            Request::Pause(stamp) => self.pause(key(stamp), answer),
            Request::Resume(stamp) => self.resume(key(stamp), answer),
            Request::Stop(stamp) => self.asked_to_stop(key(stamp), answer),
            Request::Disarm => self.disarm(answer),
            Request::Watch => answer.give(Reply::done()), // the server has seen to it
        }
    }

    pub(super) fn refuse(&self, answer: Answer, error: &Error) {
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
            None if plan.joins => {
                self.refuse(answer, &Error::new(text!("join-recorder-runs")).hint(text!("join-recorder-runs-hint")))
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
        let mut running = RunningTake::new(plan.clone(), key, self.blank_take(&plan, key), self.strands.len());
        running.starts.extend(answer);
        self.take = Some(running);
        if self.is_soundless() {
            self.lead().view().timeline = Some(Timeline::new(SOUNDLESS, key));
            self.found();
        } else {
            self.begin_sound();
        }
    }

    /// A take of which nothing is known but when it was asked for.
    fn blank_take(&self, plan: &SessionPlan, key: Monotonic) -> Take {
        let started = self.wall_in(plan.zone.parse().ok(), key);
        Take {
            id: if plan.joins { TakeId::of_join(started) } else { TakeId(new_ulid()) },
            number: 0,
            started,
            preroll: Frames(0),
            rate: SOUNDLESS,
            bits: self.options.config.audio.bits,
            channels: Vec::new(),
            inputs: self.options.inputs.iter().map(ToString::to_string).collect(),
            frames: None,
            parts: Vec::new(),
            gaps: Vec::new(),
            loudness: Default::default(),
        }
    }

    /// Asked for while the take is starting, the pause begins when the lamp is on: a take has a beginning on the disk first.
    pub(super) fn pause(&mut self, key: Monotonic, answer: Answer) {
        let at = self.lead().frame_at(key).unwrap_or_default();
        let Some(take) = self.take.as_mut().filter(|take| take.stopping.is_none()) else {
            return self.refuse(answer, &idle());
        };
        if take.plan.joins {
            return self.refuse(answer, &Error::new(text!("join-no-pause")).hint(text!("join-no-pause-hint")));
        }
        if !take.lamp {
            return take.pauses.push(answer);
        }
        if take.paused.is_some() {
            return answer.give(Reply { already: true, ..Reply::done() });
        }
        take.paused = Some(at);
        let session = take.session_id().unwrap_or_default().to_owned();
        self.order_all(|| Order::Pause { key });
        self.tell(&Event::Paused { format: FORMAT, session, frame: at.0 });
        answer.give(Reply::done());
    }

    /// While the take is starting it takes back the pause that was asked for.
    fn resume(&mut self, key: Monotonic, answer: Answer) {
        let at = self.lead().frame_at(key).unwrap_or_default();
        let Some(take) = self.take.as_mut().filter(|take| take.stopping.is_none()) else {
            return self.refuse(answer, &idle());
        };
        if !take.lamp {
            let pauses = std::mem::take(&mut take.pauses);
            let already = pauses.is_empty();
            pauses.into_iter().for_each(|waiting| waiting.give(Reply::done()));
            return answer.give(Reply { already, ..Reply::done() });
        }
        let Some(since) = take.paused.take() else { return answer.give(Reply { already: true, ..Reply::done() }) };
        if take.take.channels.is_empty() {
            take.take.gaps.push(Gap { start: since, frames: at.saturating_sub(since), why: GapReason::Pause });
        }
        let session = take.session_id().unwrap_or_default().to_owned();
        self.strands.iter_mut().for_each(|strand| strand.input.foreign_since = None);
        (0..self.strands.len()).for_each(|n| self.owe_from(n, self.clock.monotonic()));
        self.order_all(|| Order::Resume { key });
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
        let at = self.lead().frame_at(key.unwrap_or(self.clock.monotonic()));
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
            (None, _) => {
                let fault = take.fault.take();
                self.end(Some(why), fault); // nothing was heard, nothing has been created
            }
            (Some(_), true) => self.finish(key),
            (Some(_), false) => {} // the folder is being made: the take is finished when it is there
        }
    }

    /// Ends the sound; the texts follow when the last of it is safe.
    pub(super) fn finish(&mut self, key: Option<Monotonic>) {
        match &mut self.take {
            Some(take) if take.take.channels.is_empty() => {
                self.settle();
            }
            _ => self.order_all(|| Order::Finish { key }),
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
