//! Evenings of a microphone and a call, told second by second: sound goes through the judges of level as in a recorder, the clock is
//! the test's own.

use chrono::DateTime;

use super::*;
use crate::audio::capture::Format;
use crate::audio::levels::Levels;
use crate::config::Config;
use crate::domain::{Dbfs, Hertz};
use crate::locale::Language;
use crate::recorder::watchdog::{Facts, Watchdog};

const RATE: u32 = 1000;
const PIECES_A_SECOND: u64 = 10;

/// What is heard on one channel.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Air {
    /// Exact zeros: a mute switch, or a computer that plays nothing.
    Zeros,
    /// Noise of a converter that hears nothing, at −72 dBFS.
    Converter,
    /// A room in which nobody speaks, at −46 dBFS.
    Room,
    /// Words of two seconds, and a breath.
    Speech,
    /// Speech that is cut off at full scale.
    Shouting,
}

use Air::*;

/// One input, as the recorder sees it.
struct Line {
    role: InputRole,
    levels: Levels,
    cut: Vec<u64>,
    view: View,
}

/// A take with these inputs, from its first second on.
struct Evening {
    lines: Vec<Line>,
    attention: Attention,
    dog: Watchdog,
    pieces: u64,
}

/// Second, code, and whether it is over.
type Told = (u64, String, bool);

impl Evening {
    /// Kinds of the inputs, and how many channels each has.
    fn of(lines: &[(InputRole, u16)]) -> Evening {
        let line = |&(role, channels): &(InputRole, u16)| Line {
            role,
            levels: Levels::new(Format { rate: Hertz(RATE), channels }),
            cut: vec![0; usize::from(channels)],
            view: View::default(),
        };
        let (lines, dog) = (lines.iter().map(line).collect(), Watchdog::default());
        Evening { lines, attention: Attention::Take, dog, pieces: 0 }
    }

    /// My microphone and the call.
    fn of_call() -> Evening {
        Evening::of(&[(InputRole::Microphone, 1), (InputRole::System, 1)])
    }

    /// What is told while this is heard for `seconds`, channel by channel.
    fn hear(&mut self, seconds: u64, air: &[Air]) -> Vec<Told> {
        let mut told = Vec::new();
        for _ in 0..seconds * PIECES_A_SECOND {
            let mut channels = air.iter();
            for line in &mut self.lines {
                let count = line.cut.len();
                line.hear(self.pieces, channels.by_ref().take(count).copied().collect(), self.attention);
            }
            self.pieces += 1;
            told.extend(self.look());
        }
        told
    }

    fn look(&mut self) -> Vec<Told> {
        let input = |line: &Line| InputFacts {
            name: "X".into(),
            device_silent: Some(0.0),
            is_foreign: false,
            role: line.role,
            attention: self.attention,
            channels: ChannelFacts::of(&line.view),
        };
        let facts = Facts { inputs: self.lines.iter().map(input).collect(), ..Facts::default() };
        let now = Monotonic(self.pieces * 1_000_000_000 / PIECES_A_SECOND);
        let wall = DateTime::from_timestamp(1_585_424_000, 0).unwrap();
        let changes = self.dog.look(&facts, &Config::default().limits, now, wall, &Locale::new(Language::French));
        let second = self.pieces / PIECES_A_SECOND;
        changes.into_iter().map(|change| (second, change.warning.code, change.cleared)).collect()
    }

    fn words(&self) -> Vec<String> {
        self.dog.warnings().into_iter().map(|warning| warning.text).collect()
    }
}

impl Line {
    fn hear(&mut self, piece: u64, air: Vec<Air>, attention: Attention) {
        let frames = u64::from(RATE) / PIECES_A_SECOND;
        let numbers = piece * frames..(piece + 1) * frames;
        let samples: Vec<f32> = numbers.flat_map(|n| air.iter().map(move |air| air.sample(n, piece))).collect();
        self.levels.add(&samples, Dbfs(-60.0));
        let kept = if attention == Attention::Take { 1.0 / PIECES_A_SECOND as f64 } else { 0.0 };
        self.view.take_in(&self.levels, &mut self.cut, kept);
    }
}

impl Air {
    fn sample(self, n: u64, piece: u64) -> f32 {
        let wave = (n as f32 * 0.7).sin();
        let speaks = piece % (3 * PIECES_A_SECOND) < 2 * PIECES_A_SECOND;
        match self {
            Zeros => 0.0,
            Converter => wave * 0.000_25,
            Room => wave * 0.005,
            Speech | Shouting if !speaks => wave * 0.005,
            Speech => wave * 0.2,
            Shouting => (wave * 4.0).clamp(-1.0, 1.0),
        }
    }
}

fn told(second: u64, code: &str) -> Told {
    (second, code.to_owned(), false)
}

fn over(second: u64, code: &str) -> Told {
    (second, code.to_owned(), true)
}

#[test]
fn forty_seconds_without_a_word_on_both_sides_of_a_call_are_no_alarm_and_no_line() {
    let mut evening = Evening::of_call();
    assert_eq!(evening.hear(30, &[Speech, Speech]), []);
    assert_eq!(evening.hear(40, &[Room, Zeros]), []);
    assert_eq!(evening.hear(40, &[Room, Room]), []);
}

#[test]
fn a_muted_microphone_is_an_alarm_within_four_seconds_and_over_with_its_first_sound() {
    let mut evening = Evening::of_call();
    assert_eq!(evening.hear(30, &[Speech, Speech]), []);
    assert_eq!(evening.hear(40, &[Zeros, Zeros]), [told(33, "silence")]);
    assert_eq!(evening.hear(1, &[Room, Zeros]), [over(70, "silence")]);
}

#[test]
fn a_call_that_is_dead_while_the_host_speaks_is_a_line_within_65_seconds() {
    let mut evening = Evening::of_call();
    assert_eq!(evening.hear(30, &[Speech, Speech]), []);
    let line = evening.hear(65, &[Speech, Zeros]);
    assert!(matches!(&line[..], [(90..=95, code, false)] if code == "call_silent"), "{line:?}");
    assert!(evening.words()[0].starts_with("L’appel est muet depuis 1\u{a0}min"), "{:?}", evening.words());
    assert_eq!(evening.hear(2, &[Speech, Room]), [over(95, "call_silent")]);
}

#[test]
fn a_call_is_silent_as_long_as_it_likes_while_nobody_speaks_here_either() {
    let mut evening = Evening::of_call();
    assert_eq!(evening.hear(50, &[Speech, Zeros]), []);
    assert_eq!(evening.hear(600, &[Room, Zeros]), [], "a breath of ten minutes");
    let line = evening.hear(20, &[Speech, Zeros]);
    assert!(matches!(&line[..], [(_, code, false)] if code == "call_silent"), "the talk goes on: {line:?}");
}

#[test]
fn a_microphone_without_a_peak_for_20_seconds_is_a_line() {
    let mut evening = Evening::of(&[(InputRole::Microphone, 1)]);
    assert_eq!(evening.hear(10, &[Speech]), []);
    assert_eq!(evening.hear(30, &[Converter]), [told(30, "near_silence")]);
    assert_eq!(evening.hear(2, &[Room]), [over(40, "near_silence")]);
}

#[test]
fn a_channel_on_which_nobody_was_heard_for_two_minutes_is_a_line_until_somebody_is() {
    let mut evening = Evening::of(&[(InputRole::Microphone, 2)]);
    let line = evening.hear(130, &[Speech, Room]);
    assert!(matches!(&line[..], [(120..=121, code, false)] if code == "unheard"), "{line:?}");
    assert!(evening.words()[0].contains("2"), "which of them: {:?}", evening.words());
    let line = evening.hear(3, &[Speech, Speech]);
    assert!(matches!(&line[..], [(_, code, true)] if code == "unheard"), "{line:?}");
}

#[test]
fn one_dead_channel_has_words_of_its_own() {
    let mut evening = Evening::of(&[(InputRole::Microphone, 2)]);
    assert_eq!(evening.hear(10, &[Speech, Zeros]), [told(3, "dead_channel")]);
    assert_eq!(evening.hear(1, &[Speech, Speech]), [over(10, "dead_channel")]);
    let line = evening.hear(70, &[Converter, Speech]);
    assert!(matches!(&line[..], [(70..=76, code, false)] if code == "dead_channel"), "{line:?}");
}

#[test]
fn what_is_cut_off_is_told_once_and_forgotten_after_a_minute() {
    let mut evening = Evening::of(&[(InputRole::Microphone, 1)]);
    assert_eq!(evening.hear(20, &[Shouting]), [told(0, "clipping")]);
    let line = evening.hear(70, &[Speech]);
    assert!(matches!(&line[..], [(78..=80, code, true)] if code == "clipping"), "{line:?}");
}

#[test]
fn what_the_computer_plays_may_be_as_loud_as_it_likes() {
    let mut evening = Evening::of_call();
    assert_eq!(evening.hear(10, &[Room, Shouting]), []);
}

#[test]
fn a_pause_and_a_file_that_comes_faster_than_time_are_judged_by_nobody() {
    let mut evening = Evening::of_call();
    evening.attention = Attention::Nobody;
    assert_eq!(evening.hear(200, &[Zeros, Zeros]), []);
}

#[test]
fn a_muted_microphone_is_told_before_anything_is_recorded_and_a_silent_call_is_not() {
    let mut evening = Evening::of_call();
    evening.attention = Attention::Armed;
    assert_eq!(evening.hear(10, &[Zeros, Zeros]), [told(3, "silence")]);
    let mut evening = Evening::of_call();
    evening.attention = Attention::Armed;
    assert_eq!(evening.hear(200, &[Speech, Zeros]), []);
}
