//! What is done to marks while they are listened to: put, changed, taken away, taken back. Only one's own are changed.

use super::opened::Opened;
use super::{Unkept, give_words_back};
use crate::actions::marks::Did;
use crate::clock::Monotonic;
use crate::domain::{Frames, Hertz, MASK_SECONDS, Marker, MarkerId, TakeId};
use crate::error::Result;
use crate::recorder::edits::{opens, says_it_opens};
use crate::recorder::protocol::{MarkEdit, MarkRequest};
use crate::text;
use crate::tui::event::{Effect, Fetch, MarkChange, MarkChanged};
use crate::tui::keymap::{Command, Scope};
use crate::tui::line::{Line, Purpose};
use crate::tui::model::{Model, Yes};
use crate::tui::screen::record::withholds;
use crate::tui::screen::today;

/// A place in a take, as far as marks go.
struct Here {
    take: TakeId,
    frame: Frames,
    rate: Hertz,
}

/// The chosen mark, where it is one's own; else it is said why nothing is done.
pub fn own(model: &mut Model) -> Option<Marker> {
    let chosen = model.listen.opened.as_ref().and_then(|opened| Some((opened.mark()?, &opened.names)));
    let said = match chosen {
        Some((mark, _)) if model.setup.who.as_ref() == Some(&mark.by) => return Some(mark.marker.clone()),
        Some((mark, names)) => text!("listen-not-own", by = names.of(&mark.by)),
        None => text!("listen-no-mark", key = model.key(Command::Mark, Scope::Listen)),
    };
    model.say(said);
    None
}

/// Asks for a change of a mark, and shows it at once as `show` makes it, so that the next key builds on it; what the file says comes after
/// it. What lets something out that was off the record is asked first, and what would do so by the way is not done.
pub fn edit(model: &mut Model, mark: &Marker, edit: MarkEdit, show: impl FnOnce(&mut Marker)) -> Vec<Effect> {
    let Some(opened) = &model.listen.opened else { return Vec::new() };
    let mut after = mark.clone();
    show(&mut after);
    let palette = opened.listening.palette();
    let says_so = says_it_opens(&edit, mark, palette);
    if !says_so && opens(mark, &after, palette) {
        let key = |command| model.key(command, Scope::Listen);
        model.say(text!("listen-never-less", away = key(Command::Cancel), key = key(Command::OffRecord)));
        return Vec::new();
    }
    let how = match &edit {
        MarkEdit { deleted: Some(_), .. } => "deleted",
        MarkEdit { kind: Some(_), .. } => "retyped",
        _ => "ended",
    };
    let effects = change(model, &mark.id, edit);
    if says_so {
        model.ask(text!("listen-ask-open", how = how), Yes::Do(effects));
        return Vec::new();
    }
    locally(model, after);
    effects
}

fn change(model: &Model, id: &MarkerId, edit: MarkEdit) -> Vec<Effect> {
    wish(model, MarkChange::Edit(id.clone(), Box::new(edit)))
}

fn locally(model: &mut Model, changed: Marker) {
    let marks = model.listen.opened.as_mut().map(|opened| &mut opened.listening.marks);
    let mark = marks.and_then(|marks| marks.iter_mut().find(|filed| filed.marker.id == changed.id));
    if let Some(filed) = mark {
        filed.marker = changed;
    }
}

fn wish(model: &Model, change: MarkChange) -> Vec<Effect> {
    let session = model.listen.opened.as_ref().map(|opened| opened.listening.entry.id.clone());
    session.map_or_else(Vec::new, |session| vec![Effect::ChangeMark { session, change }])
}

/// A mark of this kind at the head: nothing is taken off, since the head stands where it is wanted.
pub fn put(model: &mut Model, kind: &str) -> Vec<Effect> {
    let Some(here) = here(model) else { return Vec::new() };
    let request = MarkRequest { kind: Some(kind.to_owned()), at: Some(here.frame.seconds(here.rate)), ..MarkRequest::default() };
    wish(model, MarkChange::Add(here.take, Box::new(request)))
}

/// What is to be done for a mark on this stretch of the take of the head.
pub fn put_range(model: &Model, start: Frames, end: Frames) -> Vec<Effect> {
    let Some(take) = model.listen.opened.as_ref().and_then(Opened::take) else { return Vec::new() };
    let [at, end] = [start, end].map(|frame| Some(frame.seconds(take.rate)));
    let request = MarkRequest { kind: Some("touching".to_owned()), at, end, ..MarkRequest::default() };
    wish(model, MarkChange::Add(take.id.clone(), Box::new(request)))
}

/// The place of the head; at the end of a take its last frame.
fn here(model: &mut Model) -> Option<Here> {
    let place = |opened: &Opened| {
        let take = opened.take()?;
        let frame = opened.head.min(opened.end().saturating_sub(Frames(1)));
        Some(Here { take: take.id.clone(), frame, rate: take.rate })
    };
    let here = model.listen.opened.as_ref().and_then(place);
    if here.is_none() {
        model.say(text!("listen-no-take"));
    }
    here
}

/// From the head on; where that has begun in this take and has no end yet, up to the head.
pub fn off_record(model: &mut Model) -> Vec<Effect> {
    let Some(here) = here(model) else { return Vec::new() };
    let who = model.setup.who.clone();
    let begun = model.listen.opened.as_ref().and_then(|opened| {
        let mut mine = opened.listening.marks.iter().filter(|filed| Some(&filed.by) == who.as_ref()).map(|filed| &filed.marker);
        mine.find(|mark| mark.open && mark.kind == "off-record" && mark.take == here.take).cloned()
    });
    let seconds = Some(here.frame.seconds(here.rate));
    match begun {
        None => put(model, "off-record"),
        Some(begun) if here.frame > begun.frame => {
            let ended = MarkEdit { end: seconds, ..MarkEdit::default() };
            edit(model, &begun, ended, |mark| (mark.end_frame, mark.open) = (Some(here.frame), false))
        }
        Some(begun) => edit(model, &begun, MarkEdit { at: seconds, ..MarkEdit::default() }, |mark| mark.frame = here.frame),
    }
}

/// Masks what was heard just now.
pub fn mask(model: &mut Model) -> Vec<Effect> {
    let Some(here) = here(model) else { return Vec::new() };
    let end = here.frame.seconds(here.rate);
    let start = Some((end - MASK_SECONDS).max(0.0));
    let request = MarkRequest { kind: Some("mask".to_owned()), at: start, end: Some(end), ..MarkRequest::default() };
    wish(model, MarkChange::Add(here.take, Box::new(request)))
}

/// Opens the line for a thread at the head; kept empty, there is none.
pub fn thread(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let Some(here) = here(model) else { return Vec::new() };
    let purpose = Purpose::MarkAt { kind: "thread", take: here.take, frame: here.frame };
    model.line = Some(Line::new(text!("record-line", kind = "thread"), purpose, at));
    Vec::new()
}

/// `Enter` in that line.
pub fn mark_kept(model: &mut Model, kind: &'static str, take: &TakeId, frame: Frames, words: &str) -> Vec<Effect> {
    let rate = model.listen.opened.as_ref().and_then(|opened| opened.listening.take(take)).map(|take| take.rate);
    let Some(rate) = rate.filter(|_| !words.trim().is_empty()) else { return Vec::new() };
    let (at, note) = (Some(frame.seconds(rate)), Some(words.trim().to_owned()));
    let request = MarkRequest { kind: Some(kind.to_owned()), at, note, ..MarkRequest::default() };
    wish(model, MarkChange::Add(take.clone(), Box::new(request)))
}

/// `Enter` in the line of words.
pub fn words_kept(model: &Model, marker: MarkerId, was: &str, words: &str) -> Vec<Effect> {
    let (note, was) = (Some(words.trim().to_owned()), Some(was.to_owned()));
    change(model, &marker, MarkEdit { note, was, ..MarkEdit::default() })
}

/// One stronger; behind the strongest comes the weakest.
pub fn strength(model: &mut Model) -> Vec<Effect> {
    let Some(mark) = own(model) else { return Vec::new() };
    let strength = mark.strength.map_or(1, |strength| strength % 3 + 1);
    let stronger = MarkEdit { strength: Some(strength), ..MarkEdit::default() };
    edit(model, &mark, stronger, |mark| mark.strength = Some(strength))
}

/// Takes the chosen mark away; it is shown until the file says that it has gone.
pub fn take_away(model: &mut Model) -> Vec<Effect> {
    let Some(mark) = own(model) else { return Vec::new() };
    edit(model, &mark, MarkEdit { deleted: Some(true), ..MarkEdit::default() }, |_| ())
}

pub fn undo(model: &Model) -> Vec<Effect> {
    wish(model, MarkChange::Undo { may_open: false })
}

/// What came of it. What was typed and could not be kept comes back into its line.
pub fn changed(model: &mut Model, session: String, change: MarkChange, outcome: Result<Option<Box<MarkChanged>>>) -> Vec<Effect> {
    let changed = match outcome {
        Ok(Some(done)) if !done.is_done => {
            let again = Effect::ChangeMark { session, change: MarkChange::Undo { may_open: true } };
            model.ask(text!("listen-ask-open", how = "undone"), Yes::Do(vec![again]));
            return Vec::new();
        }
        Ok(Some(done)) => {
            let session = done.session.clone();
            tell(model, *done, &change);
            session
        }
        Ok(None) => {
            model.say(text!("schedule-nothing-to-undo"));
            return Vec::new();
        }
        Err(error) => {
            keep_words(model, &session, change);
            model.complain(error);
            session
        }
    };
    let mut effects = today::refresh(model);
    let is_open = model.listen.opened.as_ref().is_some_and(|opened| opened.listening.entry.id == changed);
    effects.extend(is_open.then_some(Effect::Fetch(Fetch::Listening { session: changed })));
    effects
}

fn tell(model: &mut Model, done: MarkChanged, change: &MarkChange) {
    let is_undo = matches!(change, MarkChange::Undo { .. });
    let MarkChanged { session, did, mark, opens, look, is_done: _ } = done;
    let opened = model.listen.opened.as_mut().filter(|opened| opened.listening.entry.id == session);
    let is_here = opened.is_some();
    let is_new = is_undo || did == Did::Added;
    if let Some(opened) = opened.filter(|_| is_new && !mark.deleted) {
        opened.wanted = Some(MarkerId(mark.id.clone()));
    }
    let at = model.locale.position(Frames::from_seconds(mark.seconds.unwrap_or_default(), MILLI), MILLI);
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    let kind = palette.map_or_else(|| mark.kind.clone(), |palette| model.locale.kind_name(&mark.kind, palette));
    let undone = if is_undo { "yes" } else { "no" };
    let key = |command| model.key(command, Scope::Listen);
    model.say(match (opens, is_undo) {
        (true, _) => text!("listen-opened", undone = undone, key = key(Command::Undo)),
        (false, true) => text!("listen-undone", place = if is_here { "here" } else { "elsewhere" }, kind = kind, at = at),
        (false, false) if matches!(change, MarkChange::Edit(_, edit) if edit.note.is_some()) => text!("listen-words-kept"),
        (false, false) if mark.open && withholds(model, &mark.kind) => {
            text!("listen-withheld-from", at = at, key = key(Command::OffRecord))
        }
        (false, false) => text!("listen-did", did = did.as_str(), kind = kind, at = at, key = key(Command::Undo)),
    });
    if let Some(look) = look {
        model.complain(look);
    }
}

/// Seconds are shown from thousandths.
const MILLI: Hertz = Hertz(1000);

/// Of what is made here only a thread's words are typed before it is there.
fn keep_words(model: &mut Model, session: &str, change: MarkChange) {
    let rate_of = |take| Some(model.listen.opened.as_ref()?.listening.take(take)?.rate);
    let (purpose, words) = match change {
        MarkChange::Add(take, request) => {
            let frame = Frames::from_seconds(request.at.unwrap_or_default(), rate_of(&take).unwrap_or(MILLI));
            (Purpose::MarkAt { kind: "thread", take, frame }, request.note)
        }
        MarkChange::Edit(marker, edit) => (Purpose::WordsOf { marker, was: edit.was.unwrap_or_default() }, edit.note),
        MarkChange::Undo { .. } => return,
    };
    let Some(words) = words else { return };
    model.listen.unkept.push(Unkept { session: session.to_owned(), purpose, words });
    give_words_back(model);
}
