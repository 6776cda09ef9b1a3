//! Between the ring and the disk: what of the sound is kept, and where it lies on the take's timeline.
//!
//! The collector alone knows whether a take runs. It holds the pre-roll, begins and ends runs of sound at the frame that a key
//! belongs to, and hands sound to the writer. When the disk is slow the sound waits here; only when a minute of it (or 32 MiB) has
//! piled up are further blocks dropped, counted, and later written as silence.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::stream_clock::StreamClock;
use super::timeline::Timeline;
use crate::audio::capture::{Block, Listener};
use crate::audio::levels::{Level, Levels};
use crate::audio::writer::{self, Sound, Work, WriterHandle};
use crate::clock::Monotonic;
use crate::domain::{Dbfs, Frames, Gap, GapReason, Hertz};

/// How often the ring is emptied when nobody gives an order.
const PERIOD: Duration = Duration::from_millis(20);

/// How long an end waits for sound that was heard before the key but has not arrived yet.
const PATIENCE: u64 = 400_000_000;

/// Sound that is remembered in any case, in seconds: an order comes a little later than the key that it belongs to.
const GRACE_SECONDS: f64 = 1.0;

/// What the engine wants.
pub enum Order {
    /// From now on this device's sound, as fast as it comes where it is not `paced`.
    Attach {
        listener: Listener,
        paced: bool,
    },
    /// The device is gone, or no longer wanted; a run of sound ends here.
    Detach {
        why: GapReason,
    },
    /// A take begins at the key, or where the pre-roll does; ordered before the device comes, with its first frame.
    Begin {
        key: Monotonic,
        preroll: bool,
        seconds: Option<f64>,
    },
    /// Where the take's sound goes. Until then it waits.
    Write(WriterHandle),
    Pause {
        key: Monotonic,
    },
    Resume {
        key: Monotonic,
    },
    Slept {
        nanoseconds: u64,
    },
    /// The take ends at the key; at once where `key` is `None`.
    Finish {
        key: Option<Monotonic>,
    },
    Quit,
}

/// What the collector tells.
#[derive(Debug)]
pub enum Note {
    /// The first frame of the take: when it was captured, and how many frames lie before the key.
    Began {
        first: Monotonic,
        preroll: Frames,
    },
    /// Sound runs from `start` on; `gap` is what was missing before it.
    RunBegan {
        start: Frames,
        gap: Option<Gap>,
    },
    RunEnded {
        end: Frames,
    },
    /// The file that is the input is at its end.
    InputEnded,
    /// As much was recorded as was wished.
    LengthReached,
    /// The take's sound is complete, and the writer knows it.
    Finished {
        end: Frames,
    },
}

/// What other threads may look at.
#[derive(Debug, Default)]
pub struct View {
    pub clock: Option<StreamClock>,
    pub timeline: Option<Timeline>,
    pub levels: Vec<Level>,
    /// Dropped because memory was full, in frames.
    pub dropped: u64,
    /// Waiting for the disk, in frames.
    pub backlog: u64,
    /// How long a channel has been digitally silent, and all of them nearly so.
    pub silent_seconds: f64,
    pub nearly_silent_seconds: f64,
}

/// The collector's state, shared with the engine.
#[derive(Debug, Clone, Default)]
pub struct Shared(Arc<Mutex<View>>);

impl Shared {
    pub fn view(&self) -> MutexGuard<'_, View> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The frame of the take that was heard at `time`; `None` without a take.
    pub fn frame_at(&self, time: Monotonic) -> Option<Frames> {
        let view = self.view();
        view.timeline.as_ref().map(|timeline| timeline.frame_at(time, view.clock.as_ref()))
    }
}

struct Source {
    listener: Listener,
    levels: Levels,
    rate: Hertz,
    channels: usize,
    /// As fast as time goes; a file may come faster.
    paced: bool,
    has_ended: bool,
}

struct Take {
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
    Finish,
}

pub struct Collector<F> {
    orders: Receiver<Order>,
    tell: F,
    shared: Shared,
    source: Option<Source>,
    preroll: VecDeque<Block>,
    habits: Habits,
    take: Option<Take>,
}

/// What of the config concerns the collector.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    pub preroll_seconds: f64,
    /// A peak up to here counts as no sound.
    pub near_silence: Dbfs,
}

impl<F: Fn(Note)> Collector<F> {
    pub fn new(orders: Receiver<Order>, shared: Shared, habits: Habits, tell: F) -> Collector<F> {
        Collector { orders, tell, shared, source: None, preroll: VecDeque::new(), habits, take: None }
    }

    /// Runs until [`Order::Quit`], or until nobody can give orders any more.
    pub fn run(mut self) {
        loop {
            let busy = self.listen();
            self.hand_over();
            self.end_if_due();
            match self.orders.recv_timeout(if busy { Duration::ZERO } else { PERIOD }) {
                Ok(Order::Quit) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(order) => self.obey(order),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Attach { listener, paced } => self.attach(listener, paced),
            Order::Detach { why } => self.detach(why),
            Order::Begin { key, preroll, seconds } => self.begin(key, preroll, seconds),
            Order::Write(writer) => {
                if let Some(take) = &mut self.take {
                    take.writer = Some(writer);
                }
            }
            Order::Pause { key } => self.end_at(Some(key), Then::Rest),
            Order::Finish { key } => self.end_at(key, Then::Finish),
            Order::Resume { key } => self.resume(key),
            Order::Slept { nanoseconds } => {
                self.listen();
                self.interrupt(GapReason::Sleep);
                if let Some(timeline) = &mut self.shared.view().timeline {
                    timeline.sleep(nanoseconds);
                }
            }
            Order::Quit => {}
        }
    }

    fn attach(&mut self, listener: Listener, paced: bool) {
        let format = listener.format();
        self.shared.view().clock = Some(StreamClock::new(format.rate, paced));
        self.preroll.clear();
        self.source = Some(Source {
            levels: Levels::new(format),
            rate: format.rate,
            channels: usize::from(format.channels),
            listener,
            paced,
            has_ended: false,
        });
    }

    /// The run ends here; where a take wants sound, the next device goes on with it.
    fn detach(&mut self, why: GapReason) {
        self.listen();
        self.interrupt(why);
        self.source = None;
        let mut view = self.shared.view();
        view.clock = None;
        view.levels.clear();
    }

    /// Ends a run that nobody asked to end. A pause stays a pause, an end an end; else the next sound begins a run.
    fn interrupt(&mut self, why: GapReason) {
        let Some(take) = &self.take else { return };
        let (then, wish) = match take.mode {
            Mode::Running | Mode::Ready { .. } => (Then::Rest, Mode::Ready { from: 0 }),
            Mode::Ending { then, .. } => (then, Mode::Resting),
            Mode::Resting => return,
        };
        self.end_run(why, then);
        if let Some(take) = &mut self.take {
            take.mode = wish;
        }
    }

    fn begin(&mut self, key: Monotonic, preroll: bool, seconds: Option<f64>) {
        let mut view = self.shared.view();
        let known = view.clock.as_ref().filter(|clock| clock.is_running());
        let at_key = known.map_or(0, |clock| clock.position_at(key));
        let lead = match (&self.source, preroll) {
            (Some(source), true) => Frames::from_seconds(self.habits.preroll_seconds, source.rate).0,
            _ => 0,
        };
        let oldest = self.preroll.front().map_or(at_key, |block| block.position.min(at_key));
        let from = at_key.saturating_sub(lead).max(oldest);
        view.timeline = None;
        view.dropped = 0;
        drop(view);
        self.take = Some(Take {
            writer: None,
            waiting: VecDeque::new(),
            waiting_frames: 0,
            channels: 1,
            mode: Mode::Ready { from },
            lead: Frames(at_key.saturating_sub(from)),
            seconds,
        });
        for block in std::mem::take(&mut self.preroll) {
            self.keep(block, at_key);
        }
    }

    fn resume(&mut self, key: Monotonic) {
        let from = self.shared.view().clock.as_ref().filter(|clock| clock.is_running()).map_or(0, |clock| clock.position_at(key));
        if let Some(take) = self.take.as_mut().filter(|take| matches!(take.mode, Mode::Resting)) {
            take.mode = Mode::Ready { from };
        }
    }

    /// Ends the run at the frame of `key`; sound that was heard before it may still arrive, for a moment.
    fn end_at(&mut self, key: Option<Monotonic>, then: Then) {
        self.listen();
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
                timeline.end_run(clock, why);
                timeline.end()
            }
            (Some(timeline), _) => timeline.end(),
            (None, _) => Frames(0),
        };
        take.mode = Mode::Resting;
        match then {
            Then::Rest if was_open => {
                take.waiting.push_back(Work::Gap);
                (self.tell)(Note::RunEnded { end });
            }
            Then::Rest => {}
            Then::Finish => {
                take.waiting.push_back(Work::Finish);
                (self.tell)(Note::Finished { end });
            }
        }
    }

    /// Empties the ring. Says whether there was anything.
    fn listen(&mut self) -> bool {
        let mut heard = false;
        while let Some(source) = &mut self.source {
            let room = writer::room_frames(source.rate, source.channels as u16).0;
            if !source.paced && self.take.as_ref().is_none_or(|take| take.backlog() > room / 2) {
                break; // a file that is read as fast as it is written waits for the take, and for the disk
            }
            let Some(block) = source.listener.next() else {
                let ended = source.listener.meter().has_ended() && !source.has_ended;
                source.has_ended |= ended;
                if ended {
                    (self.tell)(Note::InputEnded);
                }
                break;
            };
            heard = true;
            let frames = (block.samples.len() / source.channels) as u64;
            source.levels.add(&block.samples, self.habits.near_silence);
            let mut view = self.shared.view();
            source.show(&mut view);
            if let Some(clock) = &mut view.clock {
                clock.observe(block.position, block.captured, frames);
            }
            drop(view);
            match self.take {
                Some(_) => self.keep(block, 0),
                None => self.remember(block),
            }
        }
        heard
    }

    /// Keeps the block for the pre-roll.
    fn remember(&mut self, block: Block) {
        let Some(source) = &self.source else { return };
        let wanted = Frames::from_seconds(self.habits.preroll_seconds + GRACE_SECONDS, source.rate).0;
        let end = block.position + (block.samples.len() / source.channels) as u64;
        self.preroll.push_back(block);
        let length = |block: &Block| (block.samples.len() / source.channels) as u64;
        while self.preroll.front().is_some_and(|first| first.position + length(first) + wanted <= end) {
            self.preroll.pop_front();
        }
    }

    /// Keeps what of the block belongs to the take. `key` is the device's frame at which it was asked for, where that is new.
    fn keep(&mut self, block: Block, key: u64) {
        let (Some(source), Some(take)) = (&self.source, &mut self.take) else { return };
        let frames = (block.samples.len() / source.channels) as u64;
        let (from, to) = match take.mode {
            Mode::Ready { from } => (from.max(block.position), block.position + frames),
            Mode::Running => (block.position, block.position + frames),
            Mode::Ending { at, .. } => (block.position, (block.position + frames).min(at)),
            Mode::Resting => return,
        };
        if from >= to {
            return;
        }
        let mut view = self.shared.view();
        let captured = view.clock.as_ref().map_or(block.captured, |clock| clock.time_of(from));
        take.channels = source.channels;
        if let Mode::Ready { .. } = take.mode {
            let is_first = view.timeline.is_none();
            let timeline = view.timeline.get_or_insert_with(|| Timeline::new(source.rate, captured));
            let (start, gap) = timeline.begin_run(from, captured);
            take.mode = Mode::Running;
            if is_first {
                (self.tell)(Note::Began { first: captured, preroll: Frames(key.saturating_sub(from)) });
            }
            (self.tell)(Note::RunBegan { start, gap });
        }
        let Some(timeline) = &mut view.timeline else { return };
        let at = timeline.frame_of(from);
        let until = take.seconds.map(|seconds| take.lead + Frames::from_seconds(seconds, source.rate));
        let wanted = until.map_or(to, |until| to.min(from + until.saturating_sub(at).0));
        if wanted > from {
            let first = (from - block.position) as usize * source.channels;
            let last = (wanted - block.position) as usize * source.channels;
            let room = writer::room_frames(source.rate, source.channels as u16).0;
            let backlog = take.backlog();
            if backlog + (wanted - from) > room {
                view.dropped += wanted - from;
            } else {
                let samples = block.samples[first..last].to_vec();
                take.waiting_frames += wanted - from;
                take.waiting.push_back(Work::Sound(Sound { at, captured, samples }));
            }
            if let Some(timeline) = &mut view.timeline {
                timeline.extend(wanted);
            }
        }
        if until.is_some_and(|until| at.0 + (wanted - from) >= until.0) {
            drop(view);
            self.end_run(GapReason::Pause, Then::Rest);
            (self.tell)(Note::LengthReached);
        }
    }

    fn hand_over(&mut self) {
        if let Some(take) = &mut self.take {
            take.hand_over();
            self.shared.view().backlog = take.backlog();
        }
    }
}

impl Source {
    fn show(&self, view: &mut View) {
        let (levels, channels) = (&self.levels, 0..self.channels);
        view.levels = levels.last_second();
        view.silent_seconds = channels.clone().map(|n| levels.silent_for(n)).max().unwrap_or_default().seconds(self.rate);
        view.nearly_silent_seconds = channels.map(|n| levels.quiet_for(n)).min().unwrap_or_default().seconds(self.rate);
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
mod tests {
    use std::sync::mpsc::{Sender, channel};
    use std::thread::JoinHandle;
    use std::time::Instant;

    use super::*;
    use crate::audio::capture::{self, Capture, Format};
    use crate::audio::read::WavReader;
    use crate::audio::writer::{Report, TakePlan};
    use crate::domain::{Bits, TakeId};

    const RATE: Hertz = Hertz(1000); // one frame is one millisecond
    const CHANNELS: u16 = 2;

    /// A collector between a device that is played by the test and a writer in a folder.
    struct Studio {
        folder: tempfile::TempDir,
        device: Option<Capture>,
        /// When the device's frame 0 was.
        zero: Monotonic,
        position: u64,
        orders: Sender<Order>,
        notes: Receiver<Note>,
        reports: Receiver<Report>,
        tell_report: Sender<Report>,
        shared: Shared,
        thread: Option<JoinHandle<()>>,
    }

    impl Studio {
        fn with_preroll(preroll_seconds: f64) -> Studio {
            let (orders, queue) = channel();
            let (tell, notes) = channel();
            let (tell_report, reports) = channel();
            let shared = Shared::default();
            let habits = Habits { preroll_seconds, near_silence: Dbfs(-60.0) };
            let collector = Collector::new(queue, shared.clone(), habits, move |note| drop(tell.send(note)));
            let thread = Some(std::thread::spawn(move || collector.run()));
            let folder = tempfile::tempdir().unwrap();
            let zero = Monotonic::now().minus(60_000_000_000);
            let mut studio =
                Studio { folder, device: None, zero, position: 0, orders, notes, reports, tell_report, shared, thread };
            studio.plug_in(0);
            studio
        }

        /// A device whose frame 0 is captured at `at` milliseconds.
        fn plug_in(&mut self, at: u64) {
            let (capture, listener) = capture::ring(Format { rate: RATE, channels: CHANNELS }, 10);
            self.device = Some(capture);
            self.position = 0;
            self.zero = Monotonic(self.zero.0 + at * 1_000_000);
            self.order(Order::Attach { listener, paced: true });
        }

        fn order(&self, order: Order) {
            self.orders.send(order).unwrap();
        }

        /// The moment of the device's frame `position`.
        fn moment(&self, position: u64) -> Monotonic {
            Monotonic(self.zero.0 + position * 1_000_000)
        }

        /// Plays frames up to `position`; each sample is its own frame's number in 24 bits.
        fn play_to(&mut self, position: u64) {
            while self.position < position {
                let frames = (position - self.position).min(50);
                let numbers = self.position..self.position + frames;
                let samples: Vec<f32> = numbers.flat_map(|n| [n as f32 / 8_388_608.0; CHANNELS as usize]).collect();
                let captured = self.moment(self.position);
                self.device.as_mut().unwrap().block(&samples, captured);
                self.position += frames;
            }
            self.wait_until(|view| view.clock.as_ref().is_some_and(|clock| clock.end() == position));
        }

        fn wait_until(&self, is_so: impl Fn(&View) -> bool) {
            let limit = Instant::now() + Duration::from_secs(10);
            while !is_so(&self.shared.view()) {
                assert!(Instant::now() < limit, "the collector does not get there");
                std::thread::yield_now();
            }
        }

        fn write(&self) {
            let tell = self.tell_report.clone();
            let plan = TakePlan {
                folder: self.folder.path().to_owned(),
                fallback: None,
                take: TakeId("t".into()),
                number: 1,
                first_part: 1,
                rate: RATE,
                channels: CHANNELS,
                bits: Bits::Int24,
                part_frames: Frames(1_000_000),
                checkpoint: Duration::from_millis(50),
                started: chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04Z").unwrap(),
            };
            self.order(Order::Write(writer::spawn(plan, move |report| drop(tell.send(report))).unwrap()));
        }

        fn note(&self) -> Note {
            self.notes.recv_timeout(Duration::from_secs(10)).expect("a note")
        }

        /// Where each part begins on the timeline, and the frame numbers in it.
        fn parts(&self) -> Vec<(u64, Vec<u64>)> {
            let mut parts = Vec::new();
            loop {
                match self.reports.recv_timeout(Duration::from_secs(10)).expect("the writer finishes") {
                    Report::PartClosed(part) => {
                        let mut reader = WavReader::open(&self.folder.path().join(&part.file)).unwrap();
                        let mut samples = Vec::new();
                        reader.read(Frames(0), &mut samples, part.frames.unwrap().0 as usize).unwrap();
                        let numbers = samples.iter().step_by(2).map(|sample| (sample * 8_388_608.0) as u64).collect();
                        parts.push((part.start.0, numbers));
                    }
                    Report::Finished => return parts,
                    _ => {}
                }
            }
        }
    }

    impl Drop for Studio {
        fn drop(&mut self) {
            drop(self.orders.send(Order::Quit));
            drop(self.thread.take().map(JoinHandle::join));
        }
    }

    fn numbers(range: std::ops::Range<u64>) -> Vec<u64> {
        range.collect()
    }

    #[test]
    fn a_take_begins_with_the_preroll_and_ends_at_the_key() {
        let mut studio = Studio::with_preroll(0.5);
        studio.play_to(3000);
        studio.order(Order::Begin { key: studio.moment(2990), preroll: true, seconds: None });
        let Note::Began { first, preroll } = studio.note() else { panic!("not begun") };
        assert_eq!((first, preroll), (studio.moment(2490), Frames(500)));
        studio.write();
        studio.play_to(4000);
        studio.order(Order::Finish { key: Some(studio.moment(4020)) });
        studio.play_to(4100);
        assert_eq!(studio.parts(), [(0, numbers(2490..4020))]);
    }

    #[test]
    fn without_preroll_a_take_begins_at_the_key_though_the_order_comes_later() {
        let mut studio = Studio::with_preroll(0.0);
        studio.play_to(3000);
        studio.order(Order::Begin { key: studio.moment(2950), preroll: false, seconds: None });
        studio.write();
        studio.order(Order::Finish { key: Some(studio.moment(3000)) });
        assert_eq!(studio.parts(), [(0, numbers(2950..3000))]);
    }

    #[test]
    fn a_pause_leaves_a_gap_of_its_own_length() {
        let mut studio = Studio::with_preroll(0.0);
        studio.play_to(1000);
        studio.order(Order::Begin { key: studio.moment(1000), preroll: false, seconds: None });
        studio.write();
        studio.play_to(2000);
        studio.order(Order::Pause { key: studio.moment(2000) });
        studio.play_to(2600);
        studio.order(Order::Resume { key: studio.moment(2600) });
        studio.play_to(3000);
        assert_eq!(studio.shared.frame_at(studio.moment(2900)), Some(Frames(1900)));
        assert_eq!(studio.shared.frame_at(studio.moment(1500)), Some(Frames(500)));
        studio.order(Order::Finish { key: Some(studio.moment(3000)) });
        assert_eq!(studio.parts(), [(0, numbers(1000..2000)), (1600, numbers(2600..3000))]);
    }

    #[test]
    fn a_device_that_comes_back_goes_on_behind_the_hole() {
        let mut studio = Studio::with_preroll(0.0);
        studio.order(Order::Begin { key: studio.moment(0), preroll: false, seconds: None });
        studio.write();
        studio.play_to(1000);
        studio.order(Order::Detach { why: GapReason::Device });
        studio.plug_in(4000);
        studio.play_to(500);
        studio.order(Order::Finish { key: Some(studio.moment(500)) });
        assert_eq!(studio.parts(), [(0, numbers(0..1000)), (4000, numbers(0..500))]);
        let gaps: Vec<Gap> =
            studio.notes.try_iter().filter_map(|note| if let Note::RunBegan { gap, .. } = note { gap } else { None }).collect();
        assert_eq!(gaps, [Gap { start: Frames(1000), frames: Frames(3000), why: GapReason::Device }]);
    }

    #[test]
    fn a_take_of_a_given_length_has_it_to_the_frame() {
        let mut studio = Studio::with_preroll(0.0);
        studio.order(Order::Begin { key: studio.moment(0), preroll: false, seconds: Some(0.777) });
        studio.write();
        studio.play_to(500);
        assert!(matches!(studio.note(), Note::Began { .. }));
        studio.play_to(2000);
        let reached = std::iter::repeat_with(|| studio.note()).any(|note| matches!(note, Note::LengthReached));
        assert!(reached);
        studio.order(Order::Finish { key: None });
        assert_eq!(studio.parts(), [(0, numbers(0..777))]);
    }

    #[test]
    fn a_take_that_ends_while_the_device_is_gone_ends_at_once() {
        let mut studio = Studio::with_preroll(0.0);
        studio.order(Order::Begin { key: studio.moment(0), preroll: false, seconds: None });
        studio.write();
        studio.play_to(300);
        studio.order(Order::Detach { why: GapReason::Device });
        studio.order(Order::Finish { key: Some(Monotonic::now()) });
        assert_eq!(studio.parts(), [(0, numbers(0..300))]);
    }
}
