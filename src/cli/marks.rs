//! `marks`: the marks of a session, and what can be done to one's own after the take, as on the screen that listens.

use chrono::{Duration, NaiveDate, NaiveTime};
use clap::Command;
use clap::builder::StringValueParser;
use serde::Serialize;

use super::documents::MarkerDocument;
use super::words::Definition;
use super::{Call, Exit, Output, events, look_if, show, tell_faults, values};
use crate::actions::marks::{Done, Editor};
use crate::actions::{World, play};
use crate::domain::{Marker, MarkerId, Position, Session, Take, parse_moment};
use crate::error::{Error, Loaded, Result};
use crate::locale::Locale;
use crate::recorder::protocol::{MarkEdit, MarkRequest, MarkerFacts};
use crate::store::Library;
use crate::store::markers::{self, FiledMarker};
use crate::store::sessions::SessionEntry;
use crate::text;

#[derive(Serialize)]
struct Listed {
    format: u32,
    session: String,
    markers: Vec<MarkerDocument>,
}

pub fn definition(locale: &Locale) -> Command {
    let act = |name| Definition::within(locale, "marks", name);
    let in_session = |name| act(name).required("session", "session", StringValueParser::new());
    let on_one = |name| in_session(name).required("marker", "marker", values::marker);
    Definition::new(locale, "marks")
        .required("session", "session", StringValueParser::new())
        .flag("deleted")
        .json()
        .with(add_definition(in_session("add")))
        .with(edit_definition(on_one("edit")))
        .with(on_one("merge").required("other", "marker", values::marker).json().done())
        .with(on_one("delete").json().done())
        .with(on_one("restore").json().done())
        .with(act("undo").json().done())
        .refine(|command| command.subcommand_required(false).args_conflicts_with_subcommands(true).subcommand_negates_reqs(true))
        .done()
}

fn add_definition(definition: Definition) -> Command {
    let placed = definition.optional("kind", "kind", StringValueParser::new()).option("at", "position", values::position);
    let placed = placed.refine(|command| command.mut_arg("at", |at| at.required(true)));
    words(placed.option("to", "position", values::position)).json().done()
}

fn edit_definition(definition: Definition) -> Command {
    let placed = definition.option("at", "position", values::position).option("to", "position", values::position);
    let placed = placed.option("nudge", "length", values::signed_length).option("kind", "kind", StringValueParser::new());
    words(placed)
        .option("done", "day", values::day_or_none)
        .refine(|command| {
            let command = command.mut_arg("nudge", |nudge| nudge.allow_hyphen_values(true).conflicts_with_all(["at", "to"]));
            command.mut_arg("done", |done| done.num_args(0..=1).require_equals(true).default_missing_value("today"))
        })
        .json()
        .done()
}

/// What a mark says besides its place and kind.
fn words<'a>(definition: Definition<'a>) -> Definition<'a> {
    definition
        .option("note", "text", StringValueParser::new())
        .options("theme", "theme", StringValueParser::new())
        .options("who", "person", StringValueParser::new())
        .choice("strength", "count", ["1", "2", "3"])
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let Some((name, call)) = call.inner_if_any() else { return list(call, &library, world, output) };
    let who = world.config.who_or_machine();
    let desk = Desk { editor: Editor::of(&library, &who, world.clock.now()), library: &library, locale: world.locale };
    if name == "undo" {
        return desk.undo(&call, output);
    }
    let entry = super::session(&call, &library, &world.locale, output)?;
    let done = match name {
        "add" => desk.add(&call, &entry)?,
        "edit" => desk.edit(&call, &entry, world)?,
        "merge" => desk.editor.merge(&entry, [&named(&call, "marker", &entry)?, &named(&call, "other", &entry)?])?,
        "delete" => desk.set_deleted(&call, &entry, true)?,
        _ => desk.set_deleted(&call, &entry, false)?,
    };
    Ok(desk.tell(done, &entry.id, &call, output))
}

fn list(call: &Call, library: &Library, world: &World, output: &mut Output) -> Result<Exit> {
    let entry = super::session(call, library, &world.locale, output)?;
    let mut marks = markers::load_with_deleted(&entry.folder, &entry.session.takes);
    marks.rows.retain(|filed| filed.marker.deleted == call.flag("deleted"));
    if call.flag("json") {
        let markers = marks.rows.iter().map(|filed| show::marker_document(filed, &entry.session)).collect();
        output.json(&Listed { format: 1, session: entry.id.clone(), markers });
    } else {
        print(&entry.session, &marks, library, &world.locale, output);
    }
    tell_faults(&marks.faults, &world.locale, output);
    Ok(look_if(!marks.faults.is_empty()))
}

/// From the second take on each is headed by its number; a mark of somebody else ends with whose it is.
fn print(session: &Session, marks: &Loaded<FiledMarker>, library: &Library, locale: &Locale, output: &mut Output) {
    if marks.rows.is_empty() {
        output.say(locale, &text!("marks-none"));
    }
    let ids: Vec<&MarkerId> = marks.rows.iter().map(|filed| &filed.marker.id).collect();
    for (n, take) in session.takes.iter().enumerate() {
        let mut of_take = marks.rows.iter().filter(|filed| filed.marker.take == take.id).peekable();
        if n > 0 && of_take.peek().is_some() {
            output.say(locale, &text!("listen-take", number = take.number));
        }
        for filed in of_take {
            let id = play::short_id(&filed.marker.id, &ids);
            let line = show::mark_line(&filed.marker, id, take, &library.settings.palette, locale);
            output.line(format!("{line}  {}", filed.by));
        }
    }
}

/// The mark that a word of the call names, of those that stand.
fn named(call: &Call, word: &str, entry: &SessionEntry) -> Result<MarkerId> {
    named_among(call, word, entry, &markers::load(&entry.folder, &entry.session.takes))
}

/// Errors: where there is no such mark, the file that may hold it and could not be read comes first.
fn named_among(call: &Call, word: &str, entry: &SessionEntry, found: &Loaded<FiledMarker>) -> Result<MarkerId> {
    let marks: Vec<Marker> = found.rows.iter().map(|filed| filed.marker.clone()).collect();
    let named = play::named(&call.required::<String>(word), &marks, entry).map(|mark| mark.id.clone());
    named.map_err(|none| found.doubt().cloned().unwrap_or(none))
}

/// Who changes marks, and how it is told.
struct Desk<'a> {
    editor: Editor<'a>,
    library: &'a Library,
    locale: Locale,
}

impl Desk<'_> {
    fn add(&self, call: &Call, entry: &SessionEntry) -> Result<Done> {
        let at: Position = call.required("at");
        let take = take_of(&at, entry)?;
        let request = MarkRequest {
            kind: call.text("kind"),
            note: call.text_or_input("note")?,
            themes: filled(call.texts("theme")),
            who: filled(call.texts("who")),
            strength: strength(call),
            at: Some(at.seconds),
            end: in_take(call.get("to"), take)?,
            ..MarkRequest::default()
        };
        self.editor.add(entry, &take.id, &request)
    }

    fn edit(&self, call: &Call, entry: &SessionEntry, world: &World) -> Result<Done> {
        let marks = markers::load(&entry.folder, &entry.session.takes);
        let id = named_among(call, "marker", entry, &marks)?;
        let mark = marks.rows.into_iter().map(|filed| filed.marker).find(|mark| mark.id == id);
        let (at, end) = mark.map_or(Ok((None, None)), |mark| placed(call, &mark, entry))?;
        let edit = MarkEdit {
            at,
            end,
            kind: call.text("kind"),
            note: call.text_or_input("note")?,
            themes: list_of(call, "theme"),
            who: list_of(call, "who"),
            strength: strength(call),
            done: done(call, entry, world)?,
            ..MarkEdit::default()
        };
        if edit == MarkEdit::default() {
            return Err(Error::usage(text!("marks-nothing-to-change")).hint(text!("marks-nothing-to-change-hint")));
        }
        self.editor.change(entry, &id, &edit)
    }

    fn set_deleted(&self, call: &Call, entry: &SessionEntry, deleted: bool) -> Result<Done> {
        let mut marks = markers::load_with_deleted(&entry.folder, &entry.session.takes);
        marks.rows.retain(|filed| filed.marker.deleted != deleted);
        let id = named_among(call, "marker", entry, &marks)?;
        self.editor.change(entry, &id, &MarkEdit { deleted: Some(deleted), ..MarkEdit::default() })
    }

    fn undo(&self, call: &Call, output: &mut Output) -> Result<Exit> {
        let Some(undone) = self.editor.undo(true)? else {
            output.say(&self.locale, &text!("schedule-nothing-to-undo"));
            return Ok(Exit::Done);
        };
        if call.flag("json") {
            let (session, mark) = (&undone.session, &undone.mark);
            output.json(&serde_json::json!({ "format": 1, "session": session, "undone": undone.did.as_str(), "marker": mark }));
        } else {
            let said =
                text!("marks-undone", did = undone.did.as_str(), mark = self.worded(undone.mark), session = undone.session);
            output.say(&self.locale, &said);
        }
        self.tell_opened(undone.opens, output);
        Ok(Exit::Done)
    }

    fn tell(&self, done: Done, session: &str, call: &Call, output: &mut Output) -> Exit {
        if call.flag("json") {
            output.json(&serde_json::json!({ "format": 1, "session": session, "marker": done.mark }));
        } else {
            let id = done.mark.id.clone();
            output.say(&self.locale, &text!("cli-marked", done = self.worded(done.mark), id = id));
        }
        self.tell_opened(done.opens, output);
        match done.look {
            Some(look) => {
                output.error(&self.locale, &look);
                Exit::Look
            }
            None => Exit::Done,
        }
    }

    fn worded(&self, mark: MarkerFacts) -> crate::locale::Text {
        let name = mark.name.clone().unwrap_or_else(|| self.locale.kind_name(&mark.kind, &self.library.settings.palette));
        events::marked(&MarkerFacts { name: Some(name), ..mark }, &self.locale)
    }

    fn tell_opened(&self, opens: bool, output: &mut Output) {
        if opens {
            output.message(&self.locale, &text!("marks-opened"));
        }
    }
}

/// The take in which a position lies; the first one where it names none.
fn take_of<'e>(position: &Position, entry: &'e SessionEntry) -> Result<&'e Take> {
    let takes = &entry.session.takes;
    let number = position.take.unwrap_or_else(|| takes.first().map_or(1, |take| take.number));
    let take = takes.iter().find(|take| take.number == number);
    take.ok_or_else(|| Error::new(text!("cli-play-no-take", number = number, count = takes.len())))
}

/// Seconds of a position within the take of a mark.
fn in_take(position: Option<Position>, take: &Take) -> Result<Option<f64>> {
    let Some(position) = position else { return Ok(None) };
    match position.take.filter(|number| *number != take.number) {
        None => Ok(Some(position.seconds)),
        Some(number) => Err(Error::usage(text!("marks-other-take", number = number, expected = take.number))),
    }
}

/// Where a mark is to begin and end, as far as the call says.
fn placed(call: &Call, mark: &Marker, entry: &SessionEntry) -> Result<(Option<f64>, Option<f64>)> {
    let (at, to, by) = (call.get("at"), call.get("to"), call.get::<Duration>("nudge"));
    if at.is_none() && to.is_none() && by.is_none() {
        return Ok((None, None));
    }
    let take = entry.session.take(mark.take.as_str());
    let take = take.ok_or_else(|| Error::new(text!("marks-take-gone")).at(&entry.folder))?;
    match by {
        Some(by) => Ok(nudged(mark, take, by.num_milliseconds() as f64 / 1000.0)),
        None => Ok((in_take(at, take)?, in_take(to, take)?)),
    }
}

/// Where a mark begins and ends that moves by so many seconds: as long as before, within its take.
fn nudged(mark: &Marker, take: &Take, by: f64) -> (Option<f64>, Option<f64>) {
    let (start, end) = (mark.frame.seconds(take.rate), mark.end_frame.map(|end| end.seconds(take.rate)));
    let room = if take.is_open() { f64::MAX } else { take.end().seconds(take.rate) - end.unwrap_or(start) };
    let by = by.clamp(-start, room.max(0.0));
    (Some(start + by), end.map(|end| end + by))
}

/// Ids without empty ones: an empty one stands for none.
fn filled(ids: Vec<String>) -> Vec<String> {
    ids.into_iter().filter(|id| !id.is_empty()).collect()
}

fn list_of(call: &Call, name: &str) -> Option<Vec<String>> {
    let ids = call.texts(name);
    (!ids.is_empty()).then(|| filled(ids))
}

fn strength(call: &Call) -> Option<u8> {
    call.text("strength").and_then(|digit| digit.parse().ok())
}

/// The day, in the session's zone; an empty one takes it away.
fn done(call: &Call, entry: &SessionEntry, world: &World) -> Result<Option<String>> {
    let Some(typed) = call.text("done") else { return Ok(None) };
    if typed.is_empty() {
        return Ok(Some(typed));
    }
    let today: NaiveDate = world.clock.now().with_timezone(&entry.session.zone).date_naive();
    let day = parse_moment(&typed, today.and_time(NaiveTime::MIN)).ok_or_else(|| values::not_a_moment(&typed))?;
    Ok(Some(day.date().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Frames;
    use crate::store::samples;

    #[test]
    fn a_nudge_keeps_the_length_and_ends_at_the_ends_of_the_take() {
        let take = samples::take("01A", 1); // 1802 s
        let mark = |start: u64, end: Option<u64>| Marker {
            end_frame: end.map(|end| Frames(end * 48_000)),
            ..Marker::point(take.id.clone(), "touching", Frames(start * 48_000))
        };
        assert_eq!(nudged(&mark(10, None), &take, -0.1), (Some(9.9), None));
        assert_eq!(nudged(&mark(10, Some(20)), &take, -60.0), (Some(0.0), Some(10.0)));
        assert_eq!(nudged(&mark(1700, Some(1800)), &take, 60.0), (Some(1702.0), Some(1802.0)));
    }

    #[test]
    fn a_position_in_another_take_is_refused() {
        let take = samples::take("01A", 2);
        let at = |number| Some(Position { take: number, seconds: 3.0 });
        assert_eq!(in_take(at(None), &take).unwrap(), Some(3.0));
        assert_eq!(in_take(at(Some(2)), &take).unwrap(), Some(3.0));
        assert!(in_take(at(Some(1)), &take).is_err());
    }
}
