//! The collector between a device that the test plays and a writer in a folder.

use std::rc::Rc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Instant;

use super::*;
use crate::audio::aligned::Aligned;
use crate::audio::capture::{self, Capture, Format};
use crate::audio::read::WavReader;
use crate::audio::writer::{Report, TakePlan};
use crate::domain::{Bits, Channel, Dbfs, Gap, Part, Take, TakeId};
use crate::store::samples;

const RATE: Hertz = Hertz(1000); // one frame is one millisecond
const CHANNELS: u16 = 2;

/// A collector between a device that is played by the test and a writer in a folder.
struct Studio {
    folder: Rc<tempfile::TempDir>,
    /// Which input of the take this is, from 1.
    input: u32,
    device: Option<Capture>,
    /// When the device's frame 0 was.
    zero: Monotonic,
    /// Nanoseconds of a frame.
    frame: u64,
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
        let zero = Monotonic::now().minus(60_000_000_000);
        let mut studio = Studio::quiet(preroll_seconds, None, zero);
        studio.plug_in(0);
        studio
    }

    /// A second input of the same take, whose device was plugged in 300 ms later and has another idea of a millisecond.
    fn beside(lead: &Studio, frame: u64) -> Studio {
        let mut studio = Studio::quiet(0.0, Some(lead), lead.zero);
        studio.frame = frame;
        studio.plug_in(300);
        studio
    }

    /// No device yet.
    fn quiet(preroll_seconds: f64, lead: Option<&Studio>, zero: Monotonic) -> Studio {
        let (orders, queue) = channel();
        let (tell, notes) = channel();
        let (tell_report, reports) = channel();
        let shared = Shared::default();
        let habits = Habits { preroll_seconds, near_silence: Dbfs(-60.0) };
        let collector = Collector::new(queue, shared.clone(), habits, move |note| drop(tell.send(note)));
        let collector = match lead {
            Some(lead) => collector.following(lead.shared.clone()),
            None => collector,
        };
        let thread = Some(std::thread::spawn(move || collector.run()));
        let folder = lead.map_or_else(|| Rc::new(tempfile::tempdir().unwrap()), |lead| Rc::clone(&lead.folder));
        let (input, frame) = (lead.map_or(1, |lead| lead.input + 1), 1_000_000);
        Studio { folder, input, device: None, zero, frame, position: 0, orders, notes, reports, tell_report, shared, thread }
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
        Monotonic(self.zero.0 + position * self.frame)
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
            nearly_full: Default::default(),
            take: TakeId("t".into()),
            number: 1,
            input: self.input,
            first_part: 1,
            rate: RATE,
            channels: CHANNELS,
            bits: Bits::Int24,
            part_frames: Frames(1_000_000),
            checkpoint: Duration::from_millis(50),
            hurry: Default::default(),
            started: chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04Z").unwrap(),
        };
        self.order(Order::Write(writer::spawn(plan, move |report| drop(tell.send(report))).unwrap()));
    }

    fn note(&self) -> Note {
        self.notes.recv_timeout(Duration::from_secs(10)).expect("a note")
    }

    /// The parts, once they are all closed.
    fn closed(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        loop {
            match self.reports.recv_timeout(Duration::from_secs(10)).expect("the writer finishes") {
                Report::PartClosed(part) => parts.push(part),
                Report::Finished => return parts,
                _ => {}
            }
        }
    }

    /// Where each part begins on the timeline, and the frame numbers in it.
    fn parts(&self) -> Vec<(u64, Vec<u64>)> {
        let mut parts = Vec::new();
        for part in self.closed() {
            let mut reader = WavReader::open(&self.folder.path().join(&part.file)).unwrap();
            let mut samples = Vec::new();
            reader.read(Frames(0), &mut samples, part.frames.unwrap().0 as usize).unwrap();
            let numbers = samples.iter().step_by(2).map(|sample| (sample * 8_388_608.0) as u64).collect();
            parts.push((part.start.0, numbers));
        }
        parts
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
    studio.order(Order::Begin { number: 1, key: studio.moment(2990), preroll: true, seconds: None });
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
    studio.order(Order::Begin { number: 1, key: studio.moment(2950), preroll: false, seconds: None });
    studio.write();
    studio.order(Order::Finish { key: Some(studio.moment(3000)) });
    assert_eq!(studio.parts(), [(0, numbers(2950..3000))]);
}

#[test]
fn a_pause_leaves_a_gap_of_its_own_length() {
    let mut studio = Studio::with_preroll(0.0);
    studio.play_to(1000);
    studio.order(Order::Begin { number: 1, key: studio.moment(1000), preroll: false, seconds: None });
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
fn a_pause_that_is_over_before_its_sound_has_come_is_still_over() {
    let mut studio = Studio::with_preroll(0.0);
    studio.play_to(1000);
    studio.order(Order::Begin { number: 1, key: studio.moment(1000), preroll: false, seconds: None });
    studio.write();
    studio.play_to(1500);
    studio.order(Order::Pause { key: studio.moment(1520) });
    studio.order(Order::Resume { key: studio.moment(1530) });
    studio.play_to(2000);
    studio.order(Order::Finish { key: Some(studio.moment(2000)) });
    assert_eq!(studio.parts(), [(0, numbers(1000..1520)), (530, numbers(1530..2000))]);
}

#[test]
fn a_device_that_comes_back_goes_on_behind_the_hole() {
    let mut studio = Studio::with_preroll(0.0);
    studio.order(Order::Begin { number: 1, key: studio.moment(0), preroll: false, seconds: None });
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
    studio.order(Order::Begin { number: 1, key: studio.moment(0), preroll: false, seconds: Some(0.777) });
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
    studio.order(Order::Begin { number: 1, key: studio.moment(0), preroll: false, seconds: None });
    studio.write();
    studio.play_to(300);
    studio.order(Order::Detach { why: GapReason::Device });
    studio.order(Order::Finish { key: Some(Monotonic::now()) });
    assert_eq!(studio.parts(), [(0, numbers(0..300))]);
}

#[test]
fn sound_that_a_device_loses_without_a_word_is_a_hole() {
    let mut studio = Studio::with_preroll(0.0);
    studio.order(Order::Begin { number: 1, key: studio.moment(0), preroll: false, seconds: None });
    studio.write();
    (1..=20).for_each(|second| studio.play_to(second * 1000));
    studio.zero = Monotonic(studio.zero.0 + 300_000_000); // 300 frames never came
    (21..=40).for_each(|second| studio.play_to(second * 1000));
    studio.order(Order::Finish { key: None });
    let parts = studio.parts();
    let (first, second) = (&parts[0], &parts[1]);
    assert_eq!(parts.len(), 2);
    assert_eq!(second.0, first.1.len() as u64 + 300, "the hole is as long as what was lost");
    assert_eq!(first.1.len() + second.1.len(), 40_000, "nothing else is lost");
    assert_eq!(studio.shared.view().dropped, 300);
}

#[test]
fn what_was_cut_off_before_the_take_is_not_counted_for_it() {
    let mut studio = Studio::with_preroll(0.5);
    let shout = |studio: &mut Studio| {
        let captured = studio.moment(studio.position);
        studio.device.as_mut().unwrap().block(&[1.0; 20 * CHANNELS as usize], captured);
        studio.position += 20;
        let end = studio.position;
        studio.wait_until(|view| view.clock.as_ref().is_some_and(|clock| clock.end() == end));
    };
    shout(&mut studio);
    studio.play_to(1000);
    assert_eq!(studio.shared.view().noticed, [Noticed { clipped: 20, ..Noticed::default() }; 2]);
    assert!((studio.shared.view().preroll_seconds - 0.5).abs() < 1e-9);
    studio.order(Order::Begin { number: 1, key: studio.moment(1000), preroll: false, seconds: None });
    studio.write();
    shout(&mut studio);
    assert_eq!(studio.shared.view().noticed, [Noticed { clipped: 20, ..Noticed::default() }; 2]);
    assert_eq!(studio.shared.view().preroll_seconds, 0.0);
}

/// Else the next take, which begins at once when a device is back in another format, would be ended for it.
#[test]
fn the_end_of_a_writer_is_told_with_the_take_that_it_was_of() {
    let mut studio = Studio::with_preroll(0.0);
    studio.order(Order::Begin { number: 7, key: studio.moment(0), preroll: false, seconds: None });
    studio.write();
    studio.play_to(500);
    studio.order(Order::Finish { key: None });
    let gone = std::iter::repeat_with(|| studio.note()).find_map(|note| match note {
        Note::WriterGone { number } => Some(number),
        _ => None,
    });
    assert_eq!(gone, Some(7));
}

/// A sound server that gives another device in its place begins with what that one heard before.
#[test]
fn a_device_that_is_back_before_the_end_of_what_was_kept_lies_in_its_own_place() {
    let mut studio = Studio::with_preroll(0.0);
    studio.order(Order::Begin { number: 1, key: studio.moment(0), preroll: false, seconds: None });
    studio.write();
    studio.play_to(2_000);
    studio.order(Order::Detach { why: GapReason::Device });
    studio.plug_in(1_500);
    studio.play_to(1_500);
    studio.order(Order::Finish { key: Some(studio.moment(1_500)) });
    assert_eq!(studio.parts(), [(0, numbers(0..2_000)), (2_000, numbers(500..1_500))]);
}

/// A take of both, begun by a key at the leading device's frame `at`.
fn begin(lead: &Studio, other: &Studio, at: u64) {
    for studio in [lead, other] {
        studio.order(Order::Begin { number: 1, key: lead.moment(at), preroll: false, seconds: None });
        studio.write();
    }
}

fn finish(lead: &Studio, other: &Studio, at: Monotonic) {
    [lead, other].iter().for_each(|studio| studio.order(Order::Finish { key: Some(at) }));
}

#[test]
fn a_second_input_lies_where_the_leading_one_has_the_same_moment() {
    let mut lead = Studio::with_preroll(0.0);
    let mut other = Studio::beside(&lead, 1_000_000);
    lead.play_to(3_000);
    other.play_to(2_650);
    begin(&lead, &other, 2_990);
    lead.play_to(5_000);
    other.play_to(4_700);
    [&lead, &other].iter().for_each(|studio| studio.order(Order::Pause { key: lead.moment(5_000) }));
    lead.play_to(8_100);
    other.play_to(7_800);
    [&lead, &other].iter().for_each(|studio| studio.order(Order::Resume { key: lead.moment(8_100) }));
    lead.play_to(9_000);
    other.play_to(8_700);
    finish(&lead, &other, lead.moment(9_000));
    assert_eq!(lead.parts(), [(0, numbers(2_990..5_000)), (5_110, numbers(8_100..9_000))]);
    assert_eq!(other.parts(), [(0, numbers(2_690..4_700)), (5_110, numbers(7_800..8_700))]);
}

#[test]
fn what_a_second_input_hears_waits_until_the_leading_one_knows_its_frame_0() {
    let mut lead = Studio::with_preroll(0.0);
    let mut other = Studio::beside(&lead, 1_000_000);
    begin(&lead, &other, 0);
    other.play_to(1_900);
    assert!(other.shared.view().timeline.is_none(), "nothing is laid where nobody knows where it belongs");
    lead.play_to(2_300);
    other.play_to(2_000);
    finish(&lead, &other, lead.moment(2_300));
    assert_eq!(lead.parts(), [(0, numbers(0..2_300))]);
    assert_eq!(other.parts(), [(300, numbers(0..2_000))], "it was plugged in 300 ms later");
}

#[test]
fn a_take_whose_leading_input_is_gone_keeps_the_other_one_from_the_key_on() {
    let mut lead = Studio::with_preroll(0.0);
    let mut other = Studio::beside(&lead, 1_000_000);
    lead.play_to(2_000);
    other.play_to(2_000);
    lead.order(Order::Detach { why: GapReason::Device });
    begin(&lead, &other, 2_500);
    lead.order(Order::Anchor { key: lead.moment(2_500), rate: RATE });
    assert!(matches!(lead.note(), Note::Began { preroll: Frames(0), .. }));
    other.play_to(4_000);
    let zero = lead.zero;
    lead.plug_in(5_000);
    lead.play_to(2_000);
    finish(&lead, &other, Monotonic(zero.0 + 7_000_000_000));
    assert_eq!(other.parts(), [(0, numbers(2_200..4_000))]);
    assert_eq!(lead.parts(), [(2_500, numbers(0..2_000))]);
}

#[test]
fn two_devices_that_run_apart_by_100_millionths_are_within_10_ms_after_an_hour() {
    let mut lead = Studio::with_preroll(0.0);
    let mut other = Studio::beside(&lead, 1_000_100);
    lead.play_to(2_000);
    other.play_to(1_700);
    begin(&lead, &other, 2_000);
    for second in (5..=3_600).step_by(5) {
        lead.play_to(second * 1_000);
        other.play_to(second * 1_000 - 300 - second / 10);
        // An hour in a moment: a disk that is busy otherwise would be called too slow.
        [&lead, &other].iter().for_each(|studio| studio.wait_until(|view| view.backlog < 20_000));
    }
    finish(&lead, &other, lead.moment(3_599_500));
    let parts: Vec<Part> = lead.closed().into_iter().chain(other.closed()).collect();
    assert_eq!(parts.len(), 8, "four full files of each, one behind the other");
    let channels = [1, 1, 2, 2].map(|input| Channel { name: "x".into(), input }).to_vec();
    let take = Take { rate: RATE, bits: Bits::Int24, channels, parts, gaps: Vec::new(), frames: None, ..samples::take("T", 1) };
    let mut aligned = Aligned::open(&take, |part| lead.folder.path().join(&part.file)).unwrap();
    let mut row = Vec::new();
    // Within frame 0 the other one may not have begun yet.
    for place in (1..3_597_000).step_by(9_973).chain([3_597_400]) {
        aligned.read(Frames(place), &mut row, 1).unwrap();
        let [first, second] = [row[0], row[2]].map(|sample| f64::from(sample) * 8_388_608.0);
        let apart = (lead.zero.0 as f64 + first * 1e6 - other.zero.0 as f64 - second * 1_000_100.0) / 1e6;
        assert!(apart.abs() < 10.0, "{apart} ms apart at {place}");
    }
}
