//! Takes in what the recorder says: its status, its answers, its events. What was asked before it was there is asked now.

use super::take::{counted, sitting, withheld};
use super::{Advice, Bell, Broken, Checked, Ended, Number, lamp::Lamp, late, people, says, touch};
use crate::actions::sitting::{NextDate, Sitting};
use crate::clock::Monotonic;
use crate::domain::HOLE;
use crate::locale::Text;
use crate::recorder::protocol::{MarkerFacts, Reply, State as RecorderState, StopReason, Warning};
use crate::text;
use crate::tui::event::{Act, Effect, Fetch};
use crate::tui::keymap::{Command, Scope};
use crate::tui::live::Live;
use crate::tui::model::{Model, Screen, Words, Yes};
use crate::tui::screen::after;
use crate::tui::theme::Filling;

/// A recorder that has ended in order says so within this time, in seconds.
const LAST_WORD: f64 = 1.0;

/// The bell is not rung again within this time, in seconds.
const BELL: f64 = 10.0;

/// So long the library may take to say whether a bell would be heard by a guest, in seconds.
const UNKNOWN: f64 = 3.0;

/// It is said again after so long that it is still off the record, in seconds.
const REMINDER: f64 = 300.0;

/// From when on a recorder without a last word counts as broken off.
pub fn certain_at(gone: Monotonic) -> Monotonic {
    Monotonic(gone.0 + (LAST_WORD * 1e9) as u64)
}

/// What the passing of time changes.
pub fn tick(model: &mut Model) -> Vec<Effect> {
    let now = model.now.mono;
    model.record.touch.take_if(|touch| !touch.is_alive(now));
    if let Some(broken) = model.record.broken.as_mut().filter(|broken| !broken.is_certain && now >= certain_at(broken.at)) {
        broken.is_certain = true;
        let pressed = broken.pressed.take();
        model.message = None; // what broke off is said by the lamp
        let mut effects = pressed.map_or_else(Vec::new, |at| super::safe(model, at));
        effects.extend(ring(model));
        return effects;
    }
    ring(model)
}

/// The recorder's status is a new one.
pub fn followed(model: &mut Model) -> Vec<Effect> {
    let now = model.now.mono;
    let Some(live) = &model.live else { return Vec::new() };
    model.record.meters.listen(&live.status.levels, now);
    let mut effects = Vec::new();
    if live.has_take() {
        if model.record.take_since.is_none() {
            model.message = None; // of the time before the take
        }
        if model.record.take_since.is_none()
            && let Some(advice) = live.status.warnings.iter().find(|warning| is_advice(&warning.code))
        {
            let told = Advice { code: advice.code.clone(), input: advice.input, words: advice.text.clone() };
            model.repeat(told.words.clone()); // it was raised before anybody listened
            model.record.advice = Some(told);
        }
        model.record.take_since.get_or_insert(now);
        let Some(live) = &model.live else { return effects };
        model.record.broken = None;
        if is_another(live, model.record.ended.as_ref()) {
            model.record.ended = None;
        }
        model.record.fault.take_if(|_| model.record.ended.is_none());
        effects.extend(model.record.starting.take().into_iter().flat_map(|starting| starting.held));
        remind(model);
        tell_voices(model);
    } else {
        (model.record.take_since, model.record.all_heard) = (None, None);
    }
    effects.extend(ring(model));
    effects
}

/// Whether the open take is another one than the one that has ended: its last status may come after its last word.
fn is_another(live: &Live, ended: Option<&Ended>) -> bool {
    let Some(ended) = ended else { return false };
    let is_other = live.status.session.as_ref() != Some(&ended.session) || live.status.seconds + 1.0 < ended.seconds;
    is_other && live.status.state != RecorderState::Stopping
}

/// Rings when the lamp becomes chequered: not again for the same reason, not often, and never where a guest would hear it.
fn ring(model: &mut Model) -> Vec<Effect> {
    let now = model.now.mono;
    if Lamp::of(model).filling != Filling::Alarm {
        model.record.bell.is_done = false;
        return Vec::new();
    }
    let bell = model.record.bell;
    let is_too_early = bell.rung.is_some_and(|rung| now.seconds_since(rung) < BELL);
    if bell.is_done || is_too_early || is_quiet(model) {
        return Vec::new();
    }
    model.record.bell = Bell { rung: Some(now), is_done: true };
    vec![Effect::Bell]
}

/// Whether the series wants no bell. As long as that is not known, none is rung.
fn is_quiet(model: &Model) -> bool {
    match sitting(model) {
        Some(sitting) => sitting.quiet,
        None => model.record.take_since.is_some_and(|since| model.now.mono.seconds_since(since) < UNKNOWN),
    }
}

/// Says every five minutes that it is still off the record.
fn remind(model: &mut Model) {
    let since = model.live.as_ref().and_then(|live| {
        let begun = says::off_record_since(live)?;
        Some(live.seconds(model.now.mono) - begun).filter(|_| live.status.off_record)
    });
    let times = since.map_or(0, |seconds| (seconds / REMINDER).max(0.0) as u64);
    if times > model.record.reminded {
        let length = model.locale.length(times as f64 * REMINDER);
        model.say(text!("record-off-record-still", length = length, key = model.key(Command::OffRecord, Scope::Record)));
    }
    model.record.reminded = times;
}

/// Says once in a take of several voices that all of them are heard, as soon as nothing else is being said.
fn tell_voices(model: &mut Model) {
    let Some(live) = &model.live else { return };
    let count = live.status.levels.len();
    let all = count > 1 && says::has_all_inputs(&live.status) && live.status.levels.iter().all(|level| level.heard);
    let was = *model.record.all_heard.get_or_insert(all);
    if all && !was && model.message.is_none() {
        model.record.all_heard = Some(true);
        model.say(text!("record-voices-heard", count = count));
    }
}

/// No recorder runs any more. Where a take was open, an orderly end is told by an answer or an event; both may still be on their way.
pub fn recorder_gone(model: &mut Model, was: Option<Live>) -> Vec<Effect> {
    (model.record.take_since, model.record.all_heard) = (None, None);
    let Some(live) = was.filter(Live::has_take) else { return Vec::new() };
    forget_wishes(model);
    late::keep_open(model, Some(&live));
    if model.record.ended.is_none() {
        let withheld = withheld(model, &live);
        let at = model.now.mono;
        model.record.broken = Some(Broken { session: live.status.session, at, is_certain: false, pressed: None, withheld });
        model.message = None;
    }
    ring(model)
}

/// A warning has begun or is over. What stands on the lamp is said there for as long as it lasts; what was said once leaves the screen
/// when it is no longer so, and `relief` says what is good again.
pub fn warned(model: &mut Model, warning: &Warning, cleared: bool, relief: Option<Text>) {
    let code = warning.code.as_str();
    if !cleared && is_advice(code) {
        model.repeat(warning.text.clone());
        model.record.advice = Some(Advice { code: code.to_owned(), input: warning.input, words: warning.text.clone() });
        return;
    }
    if code == "device_lost" && cleared {
        model.record.returned = Some(model.now.mono);
    }
    let is_of_it = |advice: &mut Advice| cleared && advice.code == code && advice.input == warning.input;
    if let Some(over) = model.record.advice.take_if(is_of_it) {
        model.message.take_if(|message| matches!(&message.words, Words::Told(words) if *words == over.words));
    }
    if let Some(words) = relief {
        model.say(words);
    }
}

/// Said once; what is not stands on the screen for as long as it lasts.
fn is_advice(code: &str) -> bool {
    !says::ALARMS.contains(&code) && code != says::TALK
}

/// A mark is on the disk: one of ours, of another client, or the recorder's own.
pub fn told_mark(model: &mut Model, marker: MarkerFacts) {
    let is_hole = marker.kind == HOLE && marker.end_frame.is_some();
    if is_hole && let Some(returned) = model.record.returned.take() {
        model.say(says::missing(model, &marker, model.now.mono.seconds_since(returned) < REMINDER));
    } else if !model.record.made.is_waiting()
        && !model.record.made.knows(&marker.id)
        && marker.kind != HOLE
        && is_new(model, &marker)
    {
        model.say(says::marked(model, &marker)); // by another hand
    }
    remember(model, marker);
}

fn is_new(model: &Model, marker: &MarkerFacts) -> bool {
    !marker.deleted && model.live.as_ref().is_some_and(|live| !live.marks.iter().any(|known| known.id == marker.id))
}

/// The marks that were there when the interface came.
pub fn marks_read(model: &mut Model, marks: Vec<MarkerFacts>) {
    marks.into_iter().for_each(|marker| remember(model, marker));
}

fn remember(model: &mut Model, marker: MarkerFacts) {
    if let Some(live) = &mut model.live {
        live.remember(marker);
    }
}

/// The recorder has checked the second copy after the stop. While something is still asked of that session it is not said: what is
/// answered goes there too.
pub fn checked(model: &mut Model, checked: Checked) {
    match after::asks_of(model, &checked.session) {
        true => model.record.checked = Some(checked),
        false => copied(model, checked),
    }
}

/// The second copy of a session was compared with it.
pub fn copied(model: &mut Model, Checked { at, complete, same_disk, .. }: Checked) {
    let at = at.with_timezone(&model.local().timezone()).time();
    let same = if same_disk { "yes" } else { "no" };
    model.say(if complete { text!("record-copied", at = at, same = same) } else { text!("record-not-copied") });
}

/// A take has ended in order.
pub fn stopped(model: &mut Model, session: String, seconds: f64, marks: u32, why: StopReason) -> Vec<Effect> {
    if let Some(ended) = model.record.ended.as_mut().filter(|ended| ended.session == session) {
        if why != StopReason::Asked {
            ended.why = why;
            model.record.fault = Some(ended.clone()).filter(Ended::is_fault);
        }
        return Vec::new();
    }
    let live = model.live.take();
    late::keep_open(model, live.as_ref());
    model.live = live;
    let of_broken = model.record.broken.take().map(|broken| broken.withheld);
    let withheld = model.live.as_ref().map(|live| withheld(model, live)).or(of_broken).unwrap_or(0);
    // Also where it ended before its planned beginning, it is not the next one itself.
    let next = sitting(model).and_then(|sitting| {
        let after = sitting.start.map_or(model.now.wall, |start| start.to_utc().max(model.now.wall));
        Some(Effect::Fetch(Fetch::Next { series: sitting.series.clone()?, after }))
    });
    let counted = model.live.as_ref().map(|_| counted(model).count() as u32);
    let marks = counted.unwrap_or(marks);
    model.record.number = Number::Position;
    let ended = Ended { session, seconds, marks, withheld, why, next: None };
    model.record.ended = Some(ended.clone());
    model.record.fault = Some(ended.clone()).filter(Ended::is_fault);
    model.message = None;
    model.record.reminded = 0;
    forget_wishes(model);
    touch::forget(model);
    let mut effects = after::begin(model, &ended);
    effects.extend(next);
    effects.extend(ring(model));
    effects
}

/// What was wanted of a take that is over, or has never begun, is wanted of no other one.
fn forget_wishes(model: &mut Model) {
    model.record.starting = None;
    model.question.take_if(|question| matches!(question.yes, Yes::Stop(_)));
}

/// The library has told what is being recorded. That somebody has not agreed to anything yet is said once, unless a consent was said
/// already.
pub fn known(model: &mut Model, sitting: Sitting) {
    model.record.facts = Some(sitting);
    let has_consent = |live: &Live| live.marks.iter().any(|mark| mark.kind == "consent" && !mark.deleted);
    let is_new = model.live.as_ref().is_some_and(|live| live.has_take() && !has_consent(live));
    if let Some(words) = people::no_consent(model).filter(|_| is_new && model.message.is_none()) {
        model.say(words);
    }
}

/// What is due now, for a screen that was opened without a choice.
pub fn waits(model: &mut Model, sitting: Option<Sitting>) {
    if model.record.chosen.is_none() && matches!(model.screen, Screen::Record | Screen::Guided) {
        model.record.chosen = sitting;
    }
}

pub fn next_is(model: &mut Model, date: Option<NextDate>) {
    if let Some(ended) = &mut model.record.ended {
        ended.next = date;
    }
}

pub fn answered(model: &mut Model, act: Act, reply: Reply) -> Vec<Effect> {
    let mut effects = Vec::new();
    match act {
        Act::Start => {} // the first status of the take says that it runs
        Act::Mark => effects = touch::answered(model, reply.marker.as_ref()),
        Act::Stop => {
            if let (Some(session), Some(seconds)) = (reply.session.clone(), reply.seconds) {
                effects = stopped(model, session, seconds, reply.marks.unwrap_or(0), StopReason::Asked);
            }
        }
        Act::Resume if model.live.as_ref().is_some_and(|live| live.status.off_record) => {
            model.say(text!("record-resumed-off-record", key = model.key(Command::OffRecord, Scope::Record)));
        }
        Act::Resume => model.say(text!("record-resumed")),
        Act::Pause => (model.message, model.record.touch) = (None, None), // the screen says how long it has been so
        Act::Edit | Act::Undo | Act::Step => {}
    }
    if let Some(marker) = reply.marker {
        match act {
            Act::Undo => model.say(says::taken_back(model, &marker)),
            Act::Step => {
                model.say(text!("record-stepped", title = marker.note.as_deref().unwrap_or_default(), at = says::place(&marker)));
            }
            _ => model.say_of_mark(says::marked(model, &marker)),
        }
        remember(model, marker);
    }
    if let Some(words) = reply.message {
        model.repeat(words);
    }
    effects
}

pub fn refused(model: &mut Model, act: Act) -> Vec<Effect> {
    match act {
        Act::Start => {
            forget_wishes(model);
            touch::forget(model);
            Vec::new()
        }
        Act::Mark => touch::answered(model, None),
        _ => Vec::new(),
    }
}
