//! `show`: one session with its takes and marks.

use clap::Command;
use clap::builder::StringValueParser;
use serde::Serialize;

use super::documents::{MarkerDocument, SessionDocument};
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults};
use crate::actions::World;
use crate::actions::play::short_id;
use crate::copies::apart::apart;
use crate::domain::{Frames, Gap, Loudness, Marker, MarkerId, Palette, Session, Slug, Take};
use crate::error::Result;
use crate::locale::{Locale, Text};
use crate::store::markers;
use crate::store::markers::FiledMarker;
use crate::text;

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    session: SessionDocument,
    markers: Vec<MarkerDocument>,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "show").required("session", "session", StringValueParser::new()).json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let entry = super::session(call, &library, &world.locale, output)?;
    let marks = markers::load(&entry.folder, &entry.session.takes);
    if call.flag("json") {
        output.json(&Shown {
            session: SessionDocument::new(&entry.id, &entry.folder, &entry.session),
            markers: marks.rows.iter().map(|filed| marker_document(filed, &entry.session)).collect(),
        });
    } else {
        output.line(format!("{}  {}", entry.id, entry.session.title));
        output.line(entry.folder.display().to_string());
        print_session(&entry.session, &world.locale, output);
        let homes = world.config.audio.elsewhere().homes(&library.layout, &entry.folder);
        apart(&entry.session, &homes).iter().for_each(|apart| output.say(&world.locale, &apart.text()));
        let runs = super::running_session(&library, &world.locale, output).as_ref() == Some(&entry.id);
        for take in &entry.session.takes {
            let runs = runs && Some(&take.id) == entry.session.takes.last().map(|take| &take.id);
            print_take(take, runs, &world.locale, output);
            print_marks(take, &marks.rows, &world.config.who_or_machine(), &library.settings.palette, &world.locale, output);
        }
    }
    tell_faults(&marks.faults, &world.locale, output);
    Ok(look_if(!marks.faults.is_empty()))
}

/// A mark with whose it is, and the place in its file.
pub fn marker_document(filed: &FiledMarker, session: &Session) -> MarkerDocument {
    MarkerDocument { by: Some(filed.by.to_string()), ..MarkerDocument::new(&filed.marker, session) }
}

fn print_session(session: &Session, locale: &Locale, output: &mut Output) {
    if let Some(number) = locale.number_of(session.number, session.of) {
        output.line(number);
    }
    if !session.people.is_empty() {
        let people: Vec<_> = session.people.iter().map(|id| id.as_str()).collect();
        output.say(locale, &text!("cli-people", people = people.join(", ")));
    }
    for said in [&session.after.mood, &session.after.gist].into_iter().flatten() {
        output.line(said);
    }
}

fn print_take(take: &Take, runs: bool, locale: &Locale, output: &mut Output) {
    let length = match take.is_open() {
        true => locale.say(&open_words(runs)),
        false => locale.length(take.end().seconds(take.rate)),
    };
    let when = format!("{} {}", locale.date(take.started.date_naive()), locale.clock(take.started.time()));
    output.line("");
    output.say(locale, &text!("cli-take", number = take.number, when = when, length = length));
    for line in loudness_lines(take, locale) {
        output.line(format!("  {line}"));
    }
    for line in sound_lines(take, locale) {
        output.line(format!("  {line}"));
    }
}

/// The marks of a take; one of somebody else than `own` ends with whose it is.
fn print_marks(take: &Take, marks: &[FiledMarker], own: &Slug, palette: &Palette, locale: &Locale, output: &mut Output) {
    let ids: Vec<&MarkerId> = marks.iter().map(|filed| &filed.marker.id).collect();
    for FiledMarker { marker, by } in marks.iter().filter(|filed| filed.marker.take == take.id) {
        let line = mark_line(marker, short_id(&marker.id, &ids), take, palette, locale);
        let by = if by == own { String::new() } else { format!("  {by}") };
        output.line(format!("  {line}{by}"));
    }
}

/// Of each input that could be measured; with its number where there are several.
fn loudness_lines(take: &Take, locale: &Locale) -> Vec<String> {
    let line = |(input, loudness): (&u32, &Loudness)| {
        let number = if take.inputs.len() > 1 { *input } else { 0 };
        format!("{}{}", locale.say(&text!("cli-of-input", input = number)), loudness_words(loudness, locale))
    };
    take.loudness.iter().map(line).collect()
}

/// `loudness −18.2 LUFS, range 5.1 LU, true peak −3.0 dBTP`
pub fn loudness_words(loudness: &Loudness, locale: &Locale) -> String {
    let [integrated, range, peak] =
        [loudness.integrated, loudness.range, loudness.true_peak].map(|number| locale.decimal(number, 1));
    locale.say(&text!("cli-loudness", integrated = integrated, range = range, peak = peak))
}

/// What an open take is: the recorder's, or one that broke off.
pub fn open_words(runs: bool) -> Text {
    if runs { text!("cli-take-running") } else { text!("cli-take-broken") }
}

/// Files and gaps, in the order of the timeline.
fn sound_lines(take: &Take, locale: &Locale) -> Vec<String> {
    let at = |frame| locale.position(frame, take.rate);
    let parts = take.parts.iter().map(|part| (part.start, format!("{}  {}", at(part.start), part.file)));
    let gaps = take.gaps.iter().map(|gap| (gap.start, gap_line(gap, take, locale)));
    let mut lines: Vec<(Frames, String)> = parts.chain(gaps).collect();
    lines.sort_by_key(|(start, _)| *start);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// `┄ 0:00:02 → 0:00:12  pause, 10 s`
fn gap_line(gap: &Gap, take: &Take, locale: &Locale) -> String {
    let (at, end) = (locale.position(gap.start, take.rate), locale.position(gap.start + gap.frames, take.rate));
    let length = locale.length(gap.frames.seconds(take.rate));
    locale.say(&text!("cli-gap", at = at, end = end, why = gap.why.as_str(), length = length))
}

/// `◆ 0:11:55 → 0:12:24  touchant  tristesse  s-03  •••  sa voix se casse  7B1C`
///
/// With as much of its `id` as names it.
pub fn mark_line(mark: &Marker, id: &str, take: &Take, palette: &Palette, locale: &Locale) -> String {
    let end = match (mark.open, mark.end_frame) {
        (true, _) => format!(" → {}", locale.say(&text!("cli-still-open"))),
        (false, Some(end)) => format!(" → {}", locale.position(end, take.rate)),
        (false, None) => String::new(),
    };
    let mut line = format!(
        "{} {}{end}  {}",
        palette.sign(&mark.kind),
        locale.position(mark.frame, take.rate),
        locale.kind_name(&mark.kind, palette)
    );
    for theme in &mark.themes {
        line += &format!("  {}", locale.theme_name(theme.as_str(), palette));
    }
    for who in &mark.who {
        line += &format!("  {who}");
    }
    if let Some(strength) = mark.strength {
        line += &format!("  {}", "•".repeat(usize::from(strength)));
    }
    if let Some(note) = &mark.note {
        line += &format!("  {note}");
    }
    format!("{line}  {id}")
}
