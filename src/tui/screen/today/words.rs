//! Words each part of Today. Where names are hidden, titles and words of marks are too.

use chrono::{Datelike, Duration, NaiveDate, Utc};
use unicode_width::UnicodeWidthStr;

use super::State;
use crate::actions::agenda::{self, Card};
use crate::actions::mend::Deed;
use crate::actions::readiness::{ReadyInput, Supplies};
use crate::actions::recover::RecoveredSession;
use crate::actions::sitting::Sitting;
use crate::actions::today::ClockDoubt;
use crate::domain::{Marker, OccurrenceId, Slug};
use crate::locale::Text;
use crate::plan::{Occurrence, State as Stand, clock_change};
use crate::store::sessions::SessionEntry;
use crate::text;
use crate::tui::model::Model;
use crate::tui::screen::odd;
use crate::tui::screen::record::Lamp;
use crate::tui::view::{cut, place_name, title_of, wrap};

/// `Nadia, le soir, dimanche 29 mars, 20h30`.
pub fn named(model: &Model, occurrence: &Occurrence) -> String {
    let start = occurrence.start;
    let day = format!("{} {}", model.locale.weekday(start.date_naive()), model.locale.day_and_month(start.date_naive()));
    format!("{}, {day}, {}", title_of(model, occurrence), model.locale.clock(start.time()))
}

/// What Today knows of an occurrence that is to be recorded.
pub fn sitting(model: &Model, occurrence: &Occurrence) -> Sitting {
    let names = model.today.facts.as_ref().map(|facts| facts.names.clone()).unwrap_or_default();
    let place = occurrence.place.as_ref().map(|place| place_name(model, place));
    Sitting::planned(occurrence, place, &names)
}

/// `DANS 6 MIN`, `EN RETARD DE 14 MIN`, `INTERROMPUE`, `FAIT`; of the take that runs, the words of the lamp. Where the clock is in
/// doubt nothing is called late.
pub fn stands(model: &Model, row: &agenda::Row) -> String {
    let start = row.occurrence.start.with_timezone(&Utc);
    let until = start - model.now.wall;
    let has_doubt = model.today.facts.as_ref().is_some_and(|facts| facts.clock_doubt.is_some());
    let text = match row.state {
        Stand::Done if is_running(model, row) => Lamp::of(model).words(model),
        Stand::Done if broke_off(model, row) => text!("today-is-broken-off"),
        Stand::Done => text!("today-is-done"),
        _ if has_doubt => text!("today-is-planned"),
        Stand::Late => text!("today-is-late", length = minutes(model, -until)),
        _ if until > Duration::minutes(90) => day(model, row.occurrence.start.with_timezone(&zone(model)).date_naive()),
        _ if until > Duration::zero() => text!("today-is-in", length = minutes(model, until + Duration::seconds(59))),
        _ if until > -Duration::minutes(1) => text!("today-is-now"),
        _ => text!("today-is-since", length = minutes(model, -until)),
    };
    model.locale.say(&text).to_uppercase()
}

/// Its last take broke off, and it may go on.
pub fn broke_off(model: &Model, row: &agenda::Row) -> bool {
    let due = model.today.facts.iter().flat_map(|facts| &facts.due);
    due.filter(|due| due.broke_off).any(|due| due.row.occurrence.id == row.occurrence.id)
}

/// It is being recorded.
pub fn is_running(model: &Model, row: &agenda::Row) -> bool {
    row.session.is_some() && model.live.as_ref().is_some_and(|live| live.status.session == row.session)
}

fn zone(model: &Model) -> chrono_tz::Tz {
    model.library.as_ref().map_or(chrono_tz::UTC, |library| library.settings.zone)
}

/// Rounded down to the minute.
fn minutes(model: &Model, length: Duration) -> String {
    model.locale.length((length.num_minutes() * 60) as f64)
}

/// `aujourd’hui`, `demain`, `dim 29 mars`.
fn day(model: &Model, date: NaiveDate) -> Text {
    match (date - model.local().date_naive()).num_days() {
        0 => text!("today-is-today"),
        1 => text!("today-is-tomorrow"),
        -1 => text!("today-was-yesterday"),
        _ => text!("today-is-on", day = model.locale.short_date(date)),
    }
}

/// `hier`, `aujourd’hui`, `le 25 mars`.
fn day_past(model: &Model, date: NaiveDate) -> Text {
    match (model.local().date_naive() - date).num_days() {
        0 => text!("today-is-today"),
        1 => text!("today-was-yesterday"),
        _ => text!("today-was-on", day = past_date(model, date)),
    }
}

/// `25 mars`, of another year `25 mars 2020`.
fn past_date(model: &Model, date: NaiveDate) -> String {
    let day = model.locale.day_and_month(date);
    if model.local().year() == date.year() { day } else { format!("{day} {}", date.year()) }
}

/// `9 sur 60`, `n° 9`, nothing.
pub fn number(model: &Model, occurrence: &Occurrence) -> String {
    model.locale.number_of(occurrence.number, occurrence.of).unwrap_or_default()
}

pub fn length(model: &Model, occurrence: &Occurrence) -> String {
    model.locale.length((occurrence.end - occurrence.start).num_seconds() as f64)
}

/// `dim 29`, `mer 1er`: within two weeks that is clear.
pub fn short_day(model: &Model, date: NaiveDate) -> String {
    let weekday: String = model.locale.weekday(date).chars().take(3).collect();
    format!("{weekday} {}", model.locale.day_of_month(date))
}

/// What is odd about a row, in at most so many columns: the last remarks go first, and of the
/// first, where it is too long, its last words.
pub fn remark(model: &Model, row: &agenda::Row, room: usize) -> String {
    let (whole, short) = (remarks(model, row, false), remarks(model, row, true));
    let fewer = (1..=short.len()).rev().map(|kept| short[..kept].join(" · "));
    let fitting = std::iter::once(whole.join(" · ")).chain(fewer).find(|words| words.width() <= room);
    fitting.unwrap_or_else(|| short.first().map_or_else(String::new, |first| cut_at_word(first, room)))
}

/// Columns that the first remark wants at least.
pub fn remark_width(model: &Model, row: &agenda::Row) -> usize {
    remarks(model, row, true).first().map_or(0, |first| first.width())
}

/// As many whole words as fit, with an ellipsis.
fn cut_at_word(words: &str, room: usize) -> String {
    let first = wrap(words, room.saturating_sub(1)).into_iter().next().unwrap_or_default();
    cut(&format!("{}…", first.trim_end_matches('…')), room)
}

/// A clash, with a `short` title or a whole one; cancelled, moved, in `short` without from when; the night of a clock change, in `short` with
/// fewer letters.
fn remarks(model: &Model, row: &agenda::Row, short: bool) -> Vec<String> {
    let occurrence = &row.occurrence;
    let mut remarks = Vec::new();
    if row.state == Stand::Cancelled {
        remarks.push(format!("{} {}", "×", model.locale.say(&text!("today-cancelled"))));
    } else {
        remarks.extend(clash_words(model, row, short));
    }
    remarks.extend(roles(model, row).filter(|_| row.state != Stand::Cancelled));
    remarks.extend(occurrence.moved_from.filter(|_| row.state != Stand::Cancelled).map(|from| {
        let text = match from.date() == occurrence.start.date_naive() {
            true if short => text!("today-moved-short"),
            true => text!("today-moved", time = from.time()),
            false => text!("today-moved-day", day = short_day(model, from.date()), time = from.time()),
        };
        model.locale.say(&text)
    }));
    let date = occurrence.start.date_naive();
    let changed = if short { odd::clock_change_in_short } else { odd::clock_change };
    remarks.extend(clock_change(date, occurrence.start.timezone()).map(|by| changed(model, date, by)));
    remarks
}

/// Who has which role.
pub fn roles(model: &Model, row: &agenda::Row) -> Option<String> {
    odd::roles(model, &row.roles, &model.today.facts.as_ref()?.names)
}

fn clash_words(model: &Model, row: &agenda::Row, is_short: bool) -> Option<String> {
    let names = &model.today.facts.as_ref()?.names;
    let other = |id: &OccurrenceId| {
        let other = model.today.all().map(|row| &row.occurrence).find(|other| other.id == *id)?;
        Some((title_of(model, other), other.start.naive_local()))
    };
    match is_short {
        true => odd::clashing_in_short(model, &row.clashes, names, other),
        false => odd::clashing(model, &row.clashes, names, other),
    }
}

/// Each thing that a recording needs, and whether it is there, where that is known.
pub fn ready(model: &Model) -> Vec<(String, Option<bool>)> {
    let mut parts = Vec::new();
    match &model.today.inputs {
        _ if model.setup.rehearsal => parts.push((model.locale.say(&text!("today-ready-voice")), Some(true))),
        Some(inputs) => parts.extend(inputs.iter().map(|input| {
            let (words, is_there) = input_words(model, input);
            (words, Some(is_there))
        })),
        None if model.today.is_looking => parts.push((model.locale.say(&text!("today-ready-asking")), None)),
        None => {} // why it cannot be told is said as a message
    }
    if !model.may_write() {
        parts.push((model.locale.say(&text!("today-ready-read-only")), Some(false)));
    }
    if let Some(Supplies { room, least_room, battery, is_battery_enough, copy }) = model.today.supplies {
        let copy = copy.filter(|_| !model.setup.rehearsal).map(|is_there| {
            let there = if is_there { "yes" } else { "no" };
            (model.locale.say(&text!("today-ready-copy", there = there)), Some(is_there))
        });
        parts.extend(copy);
        let room = room.map(|seconds| seconds / channels(model));
        let is_room_enough = room.is_none_or(|seconds| seconds >= least_room);
        let room = room.map(|seconds| text!("record-room", length = model.locale.room(seconds)));
        parts.extend(room.map(|room| (model.locale.say(&room), Some(is_room_enough))));
        let battery = battery.map(|percent| model.locale.say(&text!("today-ready-battery", percent = u32::from(percent))));
        parts.extend(battery.map(|words| (words, Some(is_battery_enough))));
    }
    parts
}

/// How many channels are going to be recorded: at least one; of an input that nobody has looked at yet, two.
fn channels(model: &Model) -> u64 {
    let of_one = |input: &ReadyInput| match input {
        ReadyInput::Device { channels, .. } => u64::from(*channels),
        ReadyInput::Missing(_) | ReadyInput::File(_) => 2,
        ReadyInput::Voice => 1,
        ReadyInput::Nothing => 0,
    };
    match &model.today.inputs {
        _ if model.setup.rehearsal => 1,
        Some(inputs) => inputs.iter().map(of_one).sum::<u64>().max(1),
        None => 2,
    }
}

fn input_words(model: &Model, input: &ReadyInput) -> (String, bool) {
    let say = |text: Text| model.locale.say(&text);
    match input {
        ReadyInput::Device { name, .. } | ReadyInput::File(name) => (name.clone(), true),
        ReadyInput::Voice => (say(text!("today-ready-voice")), true),
        ReadyInput::Nothing => (say(text!("today-ready-nothing")), true),
        ReadyInput::Missing(id) if id == "default" => (say(text!("today-ready-no-microphone")), false),
        ReadyInput::Missing(id) => (say(text!("today-ready-missing", input = id)), false),
    }
}

/// `La dernière fois, hier, 38 min · d’habitude 41 min · fatiguée, soulagée`: how long it was is not known where it broke off; with the name
/// of what it was a session `of` where that is in doubt.
pub fn last_time(model: &Model, card: &Card, of: Option<String>) -> String {
    let last = &card.last;
    let takes = &last.session.takes;
    let date = takes.first().map(|take| take.started.with_timezone(&zone(model)).date_naive());
    let day = date.map_or_else(|| text!("today-some-day"), |date| day_past(model, date));
    let length = match takes.iter().any(|take| take.is_open()) {
        true => model.locale.say(&text!("today-last-broke-off")),
        false => recorded_length(model, last),
    };
    let words = model.locale.say(&match of {
        None => text!("today-last-time", day = day, length = length),
        Some(title) => text!("today-last-time-of", title = title, day = day, length = length),
    });
    let length = |seconds: &f64| in_minutes(model, *seconds);
    // What is as ever needs no word.
    let usual = card.usual.as_ref().map(length).filter(|usual| *usual != recorded_length(model, last));
    let usual = usual.map(|usual| model.locale.say(&text!("today-usual", length = usual)));
    let mood = last.session.after.mood.clone().filter(|_| !model.setup.hides_names);
    [Some(words), usual, mood].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Of all takes.
pub fn recorded_length(model: &Model, entry: &SessionEntry) -> String {
    in_minutes(model, entry.session.seconds())
}

/// From a minute on in whole minutes.
fn in_minutes(model: &Model, seconds: f64) -> String {
    model.locale.length(if seconds >= 60.0 { (seconds / 60.0).round() * 60.0 } else { seconds })
}

/// The words of a mark; none where they are hidden.
pub fn note(model: &Model, mark: &Marker) -> String {
    let note = mark.note.as_deref().unwrap_or_default();
    if model.setup.hides_names { String::new() } else { note.to_owned() }
}

pub fn themes(model: &Model, mark: &Marker) -> String {
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    let named = |id: &Slug| palette.map_or_else(|| id.to_string(), |palette| model.locale.theme_name(id.as_str(), palette));
    mark.themes.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// `depuis le 25 mars`.
pub fn since(model: &Model, entry: &SessionEntry) -> String {
    let date = entry.session.takes.first().map(|take| take.started.with_timezone(&zone(model)).date_naive());
    date.map_or_else(String::new, |date| {
        let day = match (model.local().date_naive() - date).num_days() {
            0 => text!("today-is-today"),
            1 => text!("today-was-yesterday"),
            _ => text!("today-since-date", day = past_date(model, date)),
        };
        model.locale.say(&text!("today-since", day = day))
    })
}

/// `Hier 22h00, Samir : manqué.`
pub fn missed(model: &Model, occurrence: &Occurrence) -> String {
    let date = occurrence.start.with_timezone(&zone(model)).date_naive();
    let day = model.locale.say(&day_past(model, date));
    let mut letters = day.chars();
    let day: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    model.locale.say(&text!("today-missed", day = day, time = occurrence.start.time(), title = title_of(model, occurrence)))
}

pub fn unworded(model: &Model, state: &State) -> Option<String> {
    let facts = state.facts.as_ref()?;
    let marks: usize = facts.unworded.iter().map(|unworded| unworded.marks).sum();
    let sessions = facts.unworded.len();
    Some(model.locale.say(&text!("today-unworded", sessions = sessions, marks = marks)))
}

/// A session that broke off and could not be mended.
pub fn broken_off(model: &Model, entry: &SessionEntry) -> String {
    let date = entry.session.takes.first().map(|take| take.started.with_timezone(&zone(model)).date_naive());
    model.locale.say(&text!("today-broken-off", session = session_of(model, date)))
}

/// `La séance d’hier`, `La séance du 25 mars`.
fn session_of(model: &Model, date: Option<NaiveDate>) -> Text {
    let when = match date.map(|date| (model.local().date_naive() - date).num_days()) {
        None => "unknown",
        Some(0) => "today",
        Some(1) => "yesterday",
        Some(_) => "on",
    };
    text!("today-session-of", when = when, day = date.map_or_else(String::new, |date| past_date(model, date)))
}

pub fn doubt(model: &Model, doubt: ClockDoubt) -> String {
    let now = model.local().date_naive();
    let text = match doubt {
        ClockDoubt::BeforeSession(last) => text!("today-doubt-session", now = now, last = last.date_naive()),
        ClockDoubt::BeforeProgram(built) => text!("today-doubt-program", now = now, built = built.date_naive()),
    };
    model.locale.say(&text)
}

/// What was found of the last session that broke off, and how many there were.
pub fn recovered_words(model: &Model, found: &RecoveredSession, sessions: usize) -> Text {
    let date = found.started.map(|started| started.with_timezone(&zone(model)).date_naive());
    let session = session_of(model, date);
    let tail = match found.unverified_seconds {
        seconds if seconds <= 0.0 => text!("today-recovered-sure"),
        seconds => text!("today-recovered-unsure", length = model.locale.length(seconds.max(1.0))),
    };
    let length = model.locale.length(found.seconds);
    let others = sessions.saturating_sub(1);
    text!("today-recovered", session = session, length = length, marks = found.marks, tail = tail, others = others)
}

/// The first thing that was mended besides, and how many others were; what is none of a person's things is not told.
pub fn mended_words(model: &Model, deeds: &[Deed]) -> Option<Text> {
    let mut told = deeds.iter().filter(|deed| !matches!(deed, Deed::Socket));
    let first = told.next()?;
    Some(text!("today-mended", words = first.text(&model.locale), others = told.count()))
}
