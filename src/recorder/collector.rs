//! Between the ring and the disk: what of the sound is kept, and where it lies on the take's timeline.
//!
//! The collector alone knows whether a take runs. It holds the pre-roll, begins and ends runs of sound at the frame that a key
//! belongs to, and hands sound to the writer. When the disk is slow the sound waits here; only when a minute of it (or 32 MiB) has
//! piled up are further blocks dropped, counted, and later written as silence.
//!
//! Each input has a collector of its own. The first one leads: the take's frame 0 is its own, and so is the timeline. The others
//! lay their runs where the leading one has the same moment; until that is certain, what they hear waits in memory.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

pub use self::orders::{Habits, Note, Order};
pub use self::shared::{Heard, Noticed, Shared, View};
use super::stream_clock::StreamClock;
use super::timeline::Timeline;
use crate::audio::capture::{Block, Listener};
use crate::audio::levels::Levels;
use crate::audio::writer::{self, Sound, Work, WriterHandle};
use crate::clock::Monotonic;
use crate::domain::{Frames, GapReason, Hertz};

mod orders;
mod shared;

/// How often the ring is emptied when nobody gives an order.
const PERIOD: Duration = Duration::from_millis(20);

/// How long an end waits for sound that was heard before the key but has not arrived yet.
const PATIENCE: u64 = 400_000_000;

/// Sound that is remembered while no take runs, in seconds: an order comes a little later than the key that it belongs to.
const GRACE_SECONDS: f64 = 1.0;

/// A device that was kept with more than it had (its sound server had given another one's in its place) and is back before the end of that
/// waits until then: its own place counts more than its first sound. In seconds; less is jitter.
const OVERLAP: f64 = 0.02;

struct Source {
    listener: Listener,
    levels: Levels,
    /// Samples that were cut off, on each channel, as far as they have been told.
    clipped: Vec<u64>,
    rate: Hertz,
    channels: usize,
    /// As fast as time goes; a file may come faster.
    paced: bool,
    has_ended: bool,
}

struct Take {
    /// As the engine counts them.
    number: u64,
    writer: Option<WriterHandle>,
    /// On its way to the writer.
    waiting: VecDeque<Work>,
    waiting_frames: u64,
    channels: usize,
    mode: Mode,
    /// Frames before the key.
    lead: Frames,
    /// How long it lasts from the key, where that was said.
    seconds: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    /// The next sound from this frame of the device on begins a run.
    Ready {
        from: u64,
    },
    Running,
    /// Runs on to this frame of the device, or until patience ends.
    Ending {
        at: u64,
        deadline: Monotonic,
        then: Then,
    },
    /// No sound is kept.
    Resting,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Then {
    Rest,
    /// A pause that was over before it had begun: sound again from this frame of the device on.
    GoOn {
        from: u64,
    },
    Finish,
}

pub struct Collector<F> {
    orders: Receiver<Order>,
    tell: F,
    shared: Shared,
    /// What the leading input shares; `None`: this one leads.
    lead: Option<Shared>,
    source: Option<Source>,
    preroll: VecDeque<Block>,
    habits: Habits,
    take: Option<Take>,
    /// Counts devices, so that a block of one that was replaced is known.
    attached: u32,
    has_quit: bool,
}

impl<F: Fn(Note)> Collector<F> {
    pub fn new(orders: Receiver<Order>, shared: Shared, habits: Habits, tell: F) -> Collector<F> {
        Collector {
            orders,
            tell,
            shared,
            lead: None,
            source: None,
            preroll: VecDeque::new(),
            habits,
            take: None,
            attached: 0,
            has_quit: false,
        }
    }

    /// A further input of the takes that `lead` leads.
    pub fn following(self, lead: Shared) -> Collector<F> {
        Collector { lead: Some(lead), ..self }
    }

    /// Runs until [`Order::Quit`], or until nobody can give orders any more.
    pub fn run(mut self) {
        while !self.has_quit {
            let heard = self.listen();
            self.hand_over();
            self.end_if_due();
            match self.orders.recv_timeout(if heard { Duration::ZERO } else { PERIOD }) {
                Ok(order) => self.obey(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Attach { listener, paced } => self.attach(listener, paced),
            Order::Detach { why } => self.detach(why),
            Order::Begin { number, key, preroll, seconds } => self.begin(number, key, preroll, seconds),
            Order::Anchor { key, rate } => self.anchor(key, rate),
            Order::Write(writer) => {
                if let Some(take) = &mut self.take {
                    take.writer = Some(writer);
                }
            }
            Order::Mirror(mirror) => {
                if let Some(writer) = self.take.as_ref().and_then(|take| take.writer.as_ref()) {
                    writer.mirror_again(mirror);
                }
            }
            Order::Pause { key } => self.end_at(Some(key), Then::Rest),
            Order::Finish { key } => self.end_at(key, Then::Finish),
            Order::Resume { key } => self.resume(key),
            Order::Slept { nanoseconds } => {
                self.interrupt(GapReason::Sleep);
                if let Some(timeline) = &mut self.shared.view().timeline {
                    timeline.sleep(nanoseconds);
                }
                if self.lead.is_none() {
                    (self.tell)(Note::Slept { nanoseconds });
                }
            }
            Order::Quit => self.has_quit = true,
        }
    }

    fn attach(&mut self, listener: Listener, paced: bool) {
        let format = listener.format();
        self.attached += 1;
        self.shared.view().clock = Some(StreamClock::new(format.rate, paced));
        self.preroll.clear();
        self.source = Some(Source {
            levels: Levels::new(format),
            clipped: vec![0; usize::from(format.channels)],
            rate: format.rate,
            channels: usize::from(format.channels),
            listener,
            paced,
            has_ended: false,
        });
    }

    /// The run ends here; where a take wants sound, the next device goes on with it.
    fn detach(&mut self, why: GapReason) {
        self.release();
        self.interrupt(why);
        self.source = None;
        let mut view = self.shared.view();
        view.clock = None;
        view.levels.clear();
        view.heard.clear();
        view.preroll_seconds = 0.0;
    }

    /// Ends a run that nobody asked to end. A pause stays a pause, an end an end; else the next sound begins a run.
    fn interrupt(&mut self, why: GapReason) {
        let Some(take) = &self.take else { return };
        let (then, wish) = match take.mode {
            Mode::Running | Mode::Ready { .. } => (Then::Rest, Mode::Ready { from: 0 }),
            Mode::Ending { then: Then::GoOn { .. }, .. } => (Then::Rest, Mode::Ready { from: 0 }),
            Mode::Ending { then, .. } => (then, Mode::Resting),
            Mode::Resting => return,
        };
        self.end_run(why, then);
        if let Some(take) = &mut self.take {
            take.mode = wish;
        }
    }

    fn begin(&mut self, number: u64, key: Monotonic, preroll: bool, seconds: Option<f64>) {
        let mut view = self.shared.view();
        let known = view.clock.as_ref().filter(|clock| clock.is_running());
        let at_key = known.map_or(0, |clock| clock.position_at(key));
        let lead = match (&self.source, preroll) {
            (Some(source), true) => Frames::from_seconds(self.habits.preroll_seconds, source.rate).0,
            _ => 0,
        };
        let oldest = self.preroll.front().map_or(at_key, |block| block.position.min(at_key));
        let from = if self.lead.is_some() { 0 } else { at_key.saturating_sub(lead).max(oldest) };
        (view.timeline, view.until) = (None, None);
        view.noticed.clear();
        view.preroll_seconds = 0.0;
        drop(view);
        self.take = Some(Take {
            number,
            writer: None,
            waiting: VecDeque::new(),
            waiting_frames: 0,
            channels: 1,
            mode: Mode::Ready { from },
            lead: Frames(at_key.saturating_sub(from)),
            seconds,
        });
        if self.lead.is_none() {
            self.held_back().for_each(|block| self.keep(block, at_key));
        }
    }

    fn anchor(&mut self, key: Monotonic, rate: Hertz) {
        let Some(take) = &self.take else { return };
        let mut view = self.shared.view();
        if view.timeline.is_none() {
            view.timeline = Some(Timeline::new(rate, key));
            view.until = take.seconds.map(|seconds| Frames::from_seconds(seconds, rate));
            drop(view);
            (self.tell)(Note::Began { first: key, preroll: Frames(0) });
        }
    }

    fn resume(&mut self, key: Monotonic) {
        let from = self.shared.view().clock.as_ref().filter(|clock| clock.is_running()).map_or(0, |clock| clock.position_at(key));
        let Some(take) = &mut self.take else { return };
        match &mut take.mode {
            Mode::Ending { then, .. } if *then == Then::Rest => *then = Then::GoOn { from },
            mode if *mode == Mode::Resting => *mode = Mode::Ready { from },
            _ => {}
        }
    }

    /// Ends the run at the frame of `key`; sound that was heard before it may still arrive, for a moment.
    fn end_at(&mut self, key: Option<Monotonic>, then: Then) {
        self.release();
        let at = key.and_then(|key| self.shared.view().clock.as_ref().map(|clock| clock.position_at(key)));
        let Some(take) = &mut self.take else { return };
        match (take.mode, at) {
            (Mode::Running, Some(at)) if self.source.is_some() => {
                take.mode = Mode::Ending { at, deadline: Monotonic(Monotonic::now().0 + PATIENCE), then };
            }
            (Mode::Ending { at, deadline, .. }, _) => take.mode = Mode::Ending { at, deadline, then },
            _ => self.end_run(GapReason::Pause, then),
        }
    }

    fn end_if_due(&mut self) {
        let Some(Take { mode: Mode::Ending { at, deadline, then }, .. }) = self.take else { return };
        let arrived = self.shared.view().clock.as_ref().is_none_or(|clock| clock.end() >= at);
        if arrived || Monotonic::now() >= deadline {
            self.end_run(GapReason::Pause, then);
        }
    }

    /// Closes the run, if one is open, and tells it; then rests or finishes.
    fn end_run(&mut self, why: GapReason, then: Then) {
        let Some(take) = &mut self.take else { return };
        let was_open = matches!(take.mode, Mode::Running | Mode::Ending { .. });
        let mut view = self.shared.view();
        let view = &mut *view;
        let end = match (&mut view.timeline, &view.clock) {
            (Some(timeline), Some(clock)) if was_open => {
                timeline.end_run(|position| clock.time_of(position), why);
                timeline.end()
            }
            (Some(timeline), _) => timeline.end(),
            (None, _) => Frames(0),
        };
        take.mode = Mode::Resting;
        if let Then::GoOn { from } = then {
            take.mode = Mode::Ready { from };
        }
        match then {
            Then::Rest | Then::GoOn { .. } if was_open => {
                take.waiting.push_back(Work::Gap);
                (self.tell)(Note::RunEnded { end });
            }
            Then::Rest | Then::GoOn { .. } => {}
            Then::Finish => {
                take.waiting.push_back(Work::Finish);
                (self.tell)(Note::Finished { end });
            }
        }
    }

    /// Empties the ring. Says whether there was anything.
    ///
    /// An order that was given before a block came is obeyed before the block is looked at, so that it counts for it.
    fn listen(&mut self) -> bool {
        let mut heard = false;
        while let Some(block) = self.next_block() {
            heard = true;
            let attached = self.attached;
            while let Ok(order) = self.orders.try_recv() {
                self.obey(order);
            }
            if attached == self.attached && !self.has_quit {
                self.hear(block);
            }
            if self.take.as_ref().is_some_and(|take| matches!(take.mode, Mode::Ending { .. } | Mode::Resting)) {
                break; // a file that is read fast would go on to its end before the writer hears of this one
            }
        }
        heard
    }

    /// The next block of the ring; tells the end of a file once.
    fn next_block(&mut self) -> Option<Block> {
        let source = self.source.as_mut()?;
        let room = writer::room_frames(source.rate, source.channels as u16).0;
        let is_early = self.lead.as_ref().is_some_and(|lead| lead.origin().is_none());
        if !source.paced && (is_early || self.take.as_ref().is_none_or(|take| take.backlog() > room / 2)) {
            return None; // a file that is read as fast as it is written waits for the take, and for the disk
        }
        let has_ended = source.listener.meter().has_ended(); // asked first: what the ring gives then is all
        let block = source.listener.next();
        if block.is_none() && has_ended && !source.has_ended {
            source.has_ended = true;
            (self.tell)(Note::InputEnded);
        }
        block
    }

    fn hear(&mut self, block: Block) {
        let Some(source) = &mut self.source else { return };
        let frames = (block.samples.len() / source.channels) as u64;
        source.levels.add(&block.samples, self.habits.near_silence);
        let is_kept = self.take.as_ref().is_some_and(|take| take.mode == Mode::Running);
        let kept_seconds = if is_kept { Frames(frames).seconds(source.rate) } else { 0.0 };
        let mut view = self.shared.view();
        view.take_in(&source.levels, &mut source.clipped, kept_seconds);
        let lost = view.clock.as_mut().and_then(|clock| clock.observe(&block, frames));
        drop(view);
        if let Some(lost) = lost {
            self.slip(lost);
            self.interrupt(GapReason::Device);
        }
        if self.take.is_none() || self.must_settle() {
            return self.remember(block);
        }
        for block in self.held_back().chain([block]) {
            self.keep(block, 0);
        }
    }

    /// The device has lost sound without a word: the run ends, and the next one begins where the clock says.
    fn slip(&mut self, lost: Frames) {
        let mut view = self.shared.view();
        let view = &mut *view;
        if let (Some(timeline), Some(clock)) = (&mut view.timeline, &mut view.clock) {
            timeline.end_run(|position| clock.time_before_the_loss(position), GapReason::Device);
            clock.believe();
        }
        view.dropped += lost.0;
    }

    /// A device that has just come back does not know yet when its frames were: until it does, they wait in memory, so that the
    /// hole gets its true length. So do those of a further input until it and the leading one know.
    fn must_settle(&self) -> bool {
        let goes_on = self.take.as_ref().is_some_and(|take| matches!(take.mode, Mode::Ready { .. }));
        let is_led = self.lead.is_some();
        let is_lead_certain = self.lead.as_ref().is_none_or(|lead| lead.origin().is_some_and(|(_, is_certain)| is_certain));
        let view = self.shared.view();
        let is_settled = view.clock.as_ref().is_none_or(StreamClock::is_settled);
        goes_on && (!is_lead_certain || ((is_led || view.timeline.is_some()) && !is_settled))
    }

    /// Keeps what has waited for the clock, as well as it is known by now.
    fn release(&mut self) {
        if self.take.is_some() {
            for block in self.held_back() {
                self.keep(block, 0);
            }
        }
    }

    /// What has waited for the clock.
    fn held_back(&mut self) -> std::collections::vec_deque::IntoIter<Block> {
        std::mem::take(&mut self.preroll).into_iter()
    }

    /// Keeps the block for the pre-roll.
    fn remember(&mut self, block: Block) {
        let Some(source) = &self.source else { return };
        let wanted = Frames::from_seconds(self.habits.preroll_seconds + GRACE_SECONDS, source.rate).0;
        let end = block.position + (block.samples.len() / source.channels) as u64;
        self.preroll.push_back(block);
        let length = |block: &Block| (block.samples.len() / source.channels) as u64;
        let is_armed = self.take.is_none();
        while is_armed && self.preroll.front().is_some_and(|first| first.position + length(first) + wanted <= end) {
            self.preroll.pop_front();
        }
        if let Some(first) = self.preroll.front().filter(|_| is_armed) {
            let held = Frames(end - first.position).seconds(source.rate);
            self.shared.view().preroll_seconds = held.min(self.habits.preroll_seconds);
        }
    }

    /// Keeps what of the block belongs to the take. `key` is the device's frame at which it was asked for, where that is new.
    fn keep(&mut self, block: Block, key: u64) {
        let (Some(source), Some(take)) = (&self.source, &self.take) else { return };
        let end = block.position + (block.samples.len() / source.channels) as u64;
        let (from, to) = match take.mode {
            Mode::Ready { from } => (from.max(block.position).max(self.first_of_take()), end),
            Mode::Running => (block.position, end),
            Mode::Ending { at, .. } => (block.position, end.min(at)),
            Mode::Resting => return,
        };
        if from < to {
            self.put(&block, from..to, key);
        }
        // A pause and its end may lie in one block.
        let Some(Take { mode: Mode::Ending { at, then: then @ Then::GoOn { .. }, .. }, .. }) = self.take else { return };
        if at <= end {
            self.end_run(GapReason::Pause, then);
            self.keep(block, 0);
        }
    }

    /// The first of a further input's frames that the take holds.
    fn first_of_take(&self) -> u64 {
        let Some((origin, _)) = self.lead.as_ref().and_then(Shared::origin) else { return 0 };
        self.shared.view().clock.as_ref().filter(|clock| clock.is_paced()).map_or(0, |clock| clock.position_at(origin))
    }

    /// Where a run of a further input begins, whose first frame was captured then. A file without a clock follows on what it gave before.
    fn place(&self, lead: &Shared, captured: Monotonic) -> Option<Frames> {
        match self.source.as_ref().is_some_and(|source| source.paced) {
            true => lead.frame_at(captured),
            false => Some(Frames(0)),
        }
    }

    /// Lays frames of the block, counted as the device does, on the timeline, and hands them on.
    fn put(&mut self, block: &Block, frames: Range<u64>, key: u64) {
        let captured = self.shared.view().clock.as_ref().map_or(block.captured, |clock| clock.time_of(frames.start));
        // Asked before this input's own view is held: no two are ever held at once.
        let place = self.lead.as_ref().map(|lead| (self.place(lead, captured), lead.view().until));
        let (Some(source), Some(take)) = (&self.source, &mut self.take) else { return };
        let mut guard = self.shared.view();
        let view = &mut *guard;
        take.channels = source.channels;
        if let Mode::Ready { .. } = take.mode {
            let is_first = view.timeline.is_none();
            let timeline = view.timeline.get_or_insert_with(|| Timeline::new(source.rate, captured));
            let at = match place {
                None => timeline.elapsed(captured),
                Some((Some(at), _)) => at,
                Some((None, _)) => return, // the take ends before it has begun
            };
            let over = timeline.end().saturating_sub(at);
            if source.paced && over.seconds(source.rate) >= OVERLAP {
                take.mode = Mode::Ready { from: frames.start + over.0 };
                drop(guard);
                return self.keep_again(block);
            }
            let (start, gap) = timeline.begin_run(at, frames.start, captured);
            take.mode = Mode::Running;
            if is_first && place.is_none() {
                view.until = take.seconds.map(|seconds| take.lead + Frames::from_seconds(seconds, source.rate));
                (self.tell)(Note::Began { first: captured, preroll: Frames(key.saturating_sub(frames.start)) });
            }
            (self.tell)(Note::RunBegan { start, gap });
        }
        let until = place.map_or(view.until, |(_, until)| until);
        let Some(timeline) = &mut view.timeline else { return };
        let at = timeline.frame_of(frames.start);
        let room_in_time = until.map_or(u64::MAX, |until| until.saturating_sub(at).0);
        let count = (frames.end - frames.start).min(room_in_time);
        timeline.extend(frames.start + count);
        if take.backlog() + count > writer::room_frames(source.rate, source.channels as u16).0 {
            view.dropped += count;
        } else if count > 0 {
            let first = (frames.start - block.position) as usize * source.channels;
            let samples = block.samples[first..first + count as usize * source.channels].into();
            take.waiting_frames += count;
            take.waiting.push_back(Work::Sound(Sound { at, captured, samples }));
        }
        drop(guard);
        if until.is_some_and(|until| at + Frames(count) >= until) {
            self.end_run(GapReason::Pause, Then::Rest);
            (self.tell)(Note::LengthReached);
        }
    }

    /// What of the block comes after all that is kept already.
    fn keep_again(&mut self, block: &Block) {
        let Some(Take { mode: Mode::Ready { from }, .. }) = self.take else { return };
        let Some(source) = &self.source else { return };
        let end = block.position + (block.samples.len() / source.channels) as u64;
        if from < end {
            self.put(block, from..end, 0);
        }
    }

    fn hand_over(&mut self) {
        if let Some(take) = &mut self.take {
            take.hand_over();
            self.shared.view().backlog = take.backlog();
            if take.writer.take_if(|writer| writer.is_over()).is_some() {
                (self.tell)(Note::WriterGone { number: take.number });
            }
        }
    }
}

impl Take {
    /// Frames that are not safe on the disk yet.
    fn backlog(&self) -> u64 {
        self.waiting_frames + self.writer.as_ref().map_or(0, |writer| writer.backlog_frames().0)
    }

    /// Gives the writer what waits, as far as it takes it.
    fn hand_over(&mut self) {
        let Some(writer) = &self.writer else { return };
        while let Some(work) = self.waiting.pop_front() {
            let frames = match &work {
                Work::Sound(sound) => (sound.samples.len() / self.channels) as u64,
                Work::Gap | Work::Finish => 0,
            };
            if let Err(work) = writer.try_send(work) {
                self.waiting.push_front(work);
                return;
            }
            self.waiting_frames -= frames;
        }
    }
}

#[cfg(test)]
mod tests;
