//! What Record says: the question, the alarm, the latest message, else how things stand.

use std::collections::BTreeSet;

use super::Ended;
use super::lamp::{Lamp, is_late, is_soundless, is_synthetic};
use super::people;
use super::questions::is_open;
use super::take::{kind_and_themes, seconds};
use crate::clock::Monotonic;
use crate::locale::{Text, capitalized};
use crate::recorder::protocol::{Level, MarkerFacts, State, Status, StopReason};
use crate::recorder::questions::QUESTION;
use crate::text;
use crate::tui::keymap::{Command, Scope};
use crate::tui::live::Live;
use crate::tui::model::{About, Model, Screen};
use crate::tui::view::words;

/// Warnings that stand on the screen in the recorder's own words for as long as they last, the worst first.
pub const ALARMS: [&str; 6] = ["disk_failed", "device_lost", "silence", "disk_slow", "dropped", "unsaved_marks"];

/// People talk, and nothing is recorded.
pub const TALK: &str = "talk_unrecorded";

/// How long a message may stand before what must not be forgotten, in seconds.
const PASSING: f64 = 6.0;

/// So long into a take it is said that it runs, also where every voice is heard, in seconds.
const BEGINNING: f64 = 60.0;

/// One sentence of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub words: String,
    pub tone: Tone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Alarm,
    Question,
    /// The latest message.
    Message,
    /// How things stand.
    Calm,
}

fn sentence(words: String, tone: Tone) -> Sentence {
    Sentence { words, tone }
}

/// What is to be said now, the most urgent first. Under an alarm nothing calm is said: it would contradict the lamp. The line that is
/// being typed is not among it.
pub fn sentences(model: &Model) -> Vec<Sentence> {
    let mut said = Vec::new();
    if let Some(question) = &model.question {
        said.push(sentence(model.locale.say(&question.sentence), Tone::Question));
    }
    let alarm = alarm(model).or_else(|| model.record.fault.as_ref().map(|fault| what_was_kept(model, fault)));
    let is_quiet = alarm.is_none();
    let may_be_calm = is_quiet || stands_out(model);
    let withheld = alarm.as_ref().and_then(|_| off_record_now(model));
    said.extend(alarm.map(|words| sentence(words, Tone::Alarm)));
    said.extend(withheld.iter().map(|words| sentence(words.clone(), Tone::Message)));
    if !model.has_focus {
        said.push(sentence(elsewhere(model), Tone::Alarm));
    }
    if model.question.is_none() && model.line.is_none() {
        let is_said = |latest: &Sentence| withheld.as_ref().is_some_and(|words| *words == latest.words);
        let may_be_said = |latest: &Sentence| (may_be_calm || latest.tone != Tone::Calm) && !latest.words.is_empty();
        said.extend(Some(latest(model)).filter(|latest| may_be_said(latest) && !is_said(latest)));
    }
    if model.screen == Screen::Record && !model.has_or_awaits_take() && is_expected(model) && is_quiet {
        said.extend(people::no_consent(model).map(|words| sentence(model.locale.say(&words), Tone::Message)));
    }
    if model.screen == Screen::Record && is_expected(model) && is_synthetic(model) {
        said.push(sentence(synthetic(model), if model.setup.rehearsal { Tone::Calm } else { Tone::Message }));
    }
    said
}

/// Something is recorded, or waits to be.
fn is_expected(model: &Model) -> bool {
    model.has_take() || (model.record.ended.is_none() && model.record.broken.is_none())
}

/// What speaks is no guest: nobody may take it for a microphone.
pub fn synthetic(model: &Model) -> String {
    let inputs = model.keymap.key(Command::Inputs, model.screen.scope()).map(|key| key.shown(&model.locale));
    model.locale.say(&match inputs {
        _ if model.setup.rehearsal => text!("record-synthetic-rehearsal"),
        Some(key) if !model.has_take() => text!("record-synthetic-inputs", key = key),
        _ => text!("record-synthetic"),
    })
}

/// The keyboard is in another window.
pub fn elsewhere(model: &Model) -> String {
    model.locale.say(&if model.has_take() { text!("record-keyboard-elsewhere") } else { text!("record-keyboard-away") })
}

/// The same, for a narrow strip.
pub fn elsewhere_in_short(model: &Model) -> String {
    model.locale.say(&text!("record-keyboard-short"))
}

/// What is being said leaves in no export: that stands under every alarm.
fn off_record_now(model: &Model) -> Option<String> {
    let live = model.live.as_ref().filter(|live| live.has_take() && live.status.off_record)?;
    Some(model.locale.say(&off_record(model, off_record_since(live))))
}

/// Since when a recorder that runs has not answered.
fn mute(model: &Model) -> Option<Text> {
    let live = model.live.as_ref()?;
    let seconds = model.now.mono.seconds_since(live.mute?) as u64;
    let pid = live.status.pid.map(|pid| pid.to_string()).unwrap_or_default();
    let take = if live.has_take() { "yes" } else { "no" };
    Some(text!("record-mute", pid = pid, seconds = seconds, take = take))
}

fn alarm(model: &Model) -> Option<String> {
    if let Some(words) = mute(model) {
        return Some(model.locale.say(&words));
    }
    if is_late(model) {
        return Some(model.locale.say(&text!("record-starting-late")));
    }
    let warnings = &model.live.as_ref()?.status.warnings;
    let is_safe_again = |code: &str| code == "disk_failed" && warnings.iter().any(|warning| warning.code == "disk_elsewhere");
    let code = ALARMS
        .into_iter()
        .filter(|code| !is_safe_again(code))
        .find(|code| warnings.iter().any(|warning| warning.code == *code))?;
    let words = warnings.iter().find(|warning| warning.code == code).map(|warning| warning.text.clone())?;
    Some([Some(words), way_to_inputs(model, code)].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Behind an alarm of an input, the key that leads to the others; the recorder knows no keys.
fn way_to_inputs(model: &Model, code: &str) -> Option<String> {
    let code = ["device_lost", "silence"].into_iter().find(|known| *known == code)?;
    let key = model.keymap.key(Command::Inputs, model.screen.scope())?;
    Some(model.locale.say(&text!("record-alarm-inputs", code = code, key = key.shown(&model.locale))))
}

/// The mark on which keys work, the latest message, or how things stand.
fn latest(model: &Model) -> Sentence {
    let message = model.message.as_ref();
    if people::is_open(model) {
        return sentence(people::words(model), Tone::Message);
    }
    if let Some(words) = touched(model).filter(|_| message.is_none_or(|message| message.about == About::Mark)) {
        return sentence(words, Tone::Message);
    }
    let is_calm = |since: Monotonic| stands_out(model) && model.now.mono.seconds_since(since) > PASSING;
    match message.filter(|message| !is_calm(message.since)) {
        Some(message) => sentence(words(model, &message.words).replace('\n', " "), Tone::Message),
        None if talks_unrecorded(model) => sentence(standing(model), Tone::Message),
        None => sentence(standing(model), Tone::Calm),
    }
}

/// Nothing is kept, or nothing of it leaves: nobody may forget that for long.
fn stands_out(model: &Model) -> bool {
    model.live.as_ref().is_some_and(|live| live.status.state == State::Paused || live.status.off_record)
}

/// People talk, and nothing is kept of it.
pub fn talks_unrecorded(model: &Model) -> bool {
    model.live.as_ref().is_some_and(|live| !live.has_take() && live.warns_of(TALK))
}

/// The last mark, as the recorder has it, with the keys that work on it.
fn touched(model: &Model) -> Option<String> {
    let touch = model.record.touch.as_ref().filter(|touch| touch.is_alive(model.now.mono))?;
    let marks = &model.live.as_ref()?.marks;
    let Some(marker) = marks.iter().find(|mark| Some(&mark.id) == touch.id.as_ref()) else {
        let waits_long = model.now.mono.seconds_since(touch.at) > 1.0;
        return waits_long.then(|| model.locale.say(&text!("record-mark-waits")));
    };
    let keys = match marker.kind.as_str() {
        _ if marker.deleted => return None,
        // There are no arrows there, or they are the queue's.
        _ if model.screen == Screen::Guided || is_open(model) => return Some(model.locale.say(&marked(model, marker))),
        "off-record" | "mask" => text!("record-keys-withheld"),
        _ => text!("record-keys-mark", key = model.key(Command::Note, Scope::Record)),
    };
    Some(format!("{}  {}", model.locale.say(&marked(model, marker)), model.locale.say(&keys)))
}

/// How things stand while nothing has just happened; empty where the lamp says it all.
fn standing(model: &Model) -> String {
    let say = |text: &Text| model.locale.say(text);
    let Some(live) = &model.live else { return without_recorder(model) };
    let status = &live.status;
    match status.state {
        _ if model.record.starting.is_some() => say(&text!("record-starting")),
        State::Idle | State::Armed => match status.warnings.iter().find(|warning| warning.code == TALK) {
            Some(talk) => talk.text.clone(),
            None if status.preroll_seconds >= 1.0 => {
                say(&text!("record-waiting-memory", length = model.locale.length(status.preroll_seconds.floor())))
            }
            None => say(&text!("record-waiting")),
        },
        State::Starting => say(&text!("record-starting")),
        State::Stopping => say(&text!("record-closing")),
        State::Paused => {
            let since = status.paused_seconds.unwrap_or(0.0) + live.age(model.now.mono);
            let length = model.locale.length(since.floor());
            say(&match is_soundless(status) {
                true => text!("record-paused-without-sound", length = length),
                false => text!("record-paused", length = length),
            })
        }
        State::Lost => say(&Lamp::of(model).words(model)),
        State::Recording if status.off_record => say(&off_record(model, off_record_since(live))),
        State::Recording if is_soundless(status) => say(&text!("record-runs-without-sound")),
        State::Recording if is_known_to_run(live, model.now.mono) => String::new(),
        State::Recording => say(&text!("record-runs", voices = voices(model, &status.levels).as_str())),
    }
}

/// All is well, and has been for a while: lamp and meters say so.
fn is_known_to_run(live: &Live, now: Monotonic) -> bool {
    let hears_all = has_all_inputs(&live.status) && live.status.levels.iter().all(|level| level.heard);
    hears_all && !live.status.levels.is_empty() && live.seconds(now) > BEGINNING
}

fn without_recorder(model: &Model) -> String {
    let record = &model.record;
    let words = match (&record.ended, &record.broken) {
        _ if record.starting.is_some() => text!("record-starting"),
        (Some(ended), _) => return done(model, ended),
        (None, Some(broken)) if broken.is_certain => text!("record-recorder-gone"),
        (None, Some(_)) => text!("record-closing"),
        (None, None) if record.is_arming => text!("record-opening"),
        (None, None) if !model.may_write() => text!("record-read-only"),
        (None, None) => text!("record-waiting"),
    };
    model.locale.say(&words)
}

fn off_record(model: &Model, since: Option<f64>) -> Text {
    let at = since.or(model.live.as_ref().and_then(|live| live.off_record)).unwrap_or_else(|| seconds(model));
    text!("record-off-record", at = position(at), key = model.key(Command::OffRecord, Scope::Record))
}

/// Where the stretch off the record begins that is open now, in seconds of the take.
pub fn off_record_since(live: &Live) -> Option<f64> {
    live.marks.iter().filter(|mark| mark.open && !mark.deleted).filter_map(|mark| mark.seconds).min_by(f64::total_cmp)
}

/// A mark as it is on the disk.
pub fn marked(model: &Model, marker: &MarkerFacts) -> Text {
    let kind = kind_and_themes(model, marker);
    let at = place(marker);
    match (marker.kind.as_str(), marker.length) {
        (QUESTION, _) if marker.state.is_some() => {
            let state = marker.state.as_deref().unwrap_or_default();
            text!("question-told", state = state, at = at, end = end(marker))
        }
        ("off-record", None) => off_record(model, marker.seconds),
        ("off-record", Some(length)) => {
            text!("record-back-on", at = at, end = end(marker), length = model.locale.length(length))
        }
        ("mask", _) => text!("record-masked", at = at, end = end(marker)),
        (_, Some(_)) => text!("record-marked-range", kind = capitalized(&kind), at = at, end = end(marker)),
        _ if marker.ago.is_some_and(|ago| ago > 0.0) => text!("record-marked-from", kind = capitalized(&kind), at = at),
        _ => text!("record-marked-at", kind = capitalized(&kind), at = at),
    }
}

pub fn taken_back(model: &Model, marker: &MarkerFacts) -> Text {
    let kind = kind_and_themes(model, marker);
    match marker.deleted {
        true => text!("record-taken-back", kind = kind, at = place(marker)),
        false => text!("record-as-before", kind = kind, at = place(marker)),
    }
}

/// The gap that a lost microphone has left.
pub fn missing(model: &Model, hole: &MarkerFacts, is_back: bool) -> Text {
    let back = if is_back { "yes" } else { "no" };
    let length = model.locale.length(hole.length.unwrap_or(0.0));
    text!("record-missing", back = back, length = length, at = place(hole), end = end(hole))
}

/// `0:11:58`: where a mark begins.
pub fn place(marker: &MarkerFacts) -> String {
    position(marker.seconds.unwrap_or(0.0))
}

/// Where a range ends.
pub fn end(marker: &MarkerFacts) -> String {
    position(marker.seconds.unwrap_or(0.0) + marker.length.unwrap_or(0.0))
}

/// `0:20:44`: a place in a take, its fraction of a second cut off.
pub fn position(seconds: f64) -> String {
    let seconds = seconds.max(0.0) as u64;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `moi ✓, Nadia pas encore`; empty without channels.
pub fn voices(model: &Model, levels: &[Level]) -> String {
    let voice = |level: &Level| {
        let name = channel(model, level, levels);
        let words =
            if level.heard { text!("record-voice-heard", name = name) } else { text!("record-voice-not-yet", name = name) };
        model.locale.say(&words)
    };
    levels.iter().map(voice).collect::<Vec<_>>().join(", ")
}

/// Every input gives sound: the levels of one that is gone are not among the others.
pub fn has_all_inputs(status: &Status) -> bool {
    let of: BTreeSet<u32> = status.levels.iter().map(|level| level.input).collect();
    of.len() >= status.inputs.len()
}

/// What one of these channels is called; the recorder knows some of them by their side or number only. Of several inputs, with the number of
/// its own.
pub fn channel(model: &Model, level: &Level, levels: &[Level]) -> String {
    let of = levels.iter().filter(|other| other.input == level.input).count();
    let name = match (level.channel.as_str(), of) {
        _ if is_synthetic(model) => "synthetic",
        ("1", 1) => "mono",
        ("1", 2) => "left",
        ("2", 2) => "right",
        (name, _) => name,
    };
    let name = model.locale.say(&text!("record-channel", name = name));
    match model.live.as_ref().is_some_and(|live| live.status.inputs.len() > 1) {
        true => format!("{name} {}", level.input),
        false => name,
    }
}

/// What was kept, and when one meets again.
fn done(model: &Model, ended: &Ended) -> String {
    let kept_and_next = [Some(what_was_kept(model, ended)), next_time(model, ended)];
    kept_and_next.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// When one meets again.
pub fn next_time(model: &Model, ended: &Ended) -> Option<String> {
    next(model, ended).map(|next| model.locale.say(&next))
}

/// What was kept.
pub fn what_was_kept(model: &Model, ended: &Ended) -> String {
    let why = match ended.why {
        StopReason::Asked | StopReason::FormatChanged => "asked",
        StopReason::InputEnded => "input",
        StopReason::Battery => "battery",
        StopReason::Fault => "fault",
    };
    let length = model.locale.length(ended.seconds);
    model.locale.say(&text!("record-done", why = why, length = length, marks = ended.marks, withheld = ended.withheld))
}

fn next(model: &Model, ended: &Ended) -> Option<Text> {
    let next = ended.next.as_ref()?;
    let (date, today) = (next.start.date_naive(), model.now.wall.with_timezone(&next.start.timezone()).date_naive());
    let day = match (date - today).num_days() {
        0 => "today",
        1 => "tomorrow",
        _ => "later",
    };
    let minutes = next.clock_change.map_or(0, |change| change.num_minutes());
    let change = match (minutes, day) {
        (0, _) => "none",
        (1.., "tomorrow") => "tonight-on",
        (..0, "tomorrow") => "tonight-back",
        (1.., _) => "on",
        _ => "back",
    };
    let (weekday, date) = (model.locale.weekday(date), model.locale.day_and_month(date));
    let time = model.locale.clock(next.start.time());
    Some(text!("record-next", day = day, weekday = weekday, date = date, time = time, change = change, minutes = minutes.abs()))
}

/// To `Ctrl+S` in a take: since when all is on the disk.
pub fn all_kept(model: &Model) -> Option<Text> {
    if let Some(words) = mute(model) {
        return Some(words);
    }
    let live = model.live.as_ref().filter(|live| live.has_take())?;
    let ago = live.status.confirmed_seconds? + live.age(model.now.mono);
    Some(text!("record-all-kept", seconds = model.locale.decimal(ago, 1)))
}

impl Lamp {
    /// What the lamp is called at the moment.
    pub fn words(&self, model: &Model) -> Text {
        let room = model.live.as_ref().and_then(|live| live.status.disk_seconds_left).unwrap_or(0);
        text!("record-lamp", lamp = self.name, minutes = room / 60)
    }
}
