//! One `[[marker]]` table: read, written, and cut out of a file that is damaged elsewhere.

use super::document::{Item, Value};
use super::edit;
use super::table::{Table, as_clock, as_text, shown};
use crate::domain::{AGO_MAX, Frames, Hertz, Made, Marker, MarkerId, Position, QuestionState, Take, TakeId, timestamp};
use crate::text;
use chrono::Timelike;

/// What a new file of marks begins with.
pub(super) const HEADER: &str = "format = 1\n\n";

/// A stretch of a file that stands for itself: the head, one table, or a line of rubbish.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk<'f> {
    /// Lines before it in the file.
    pub lines_before: usize,
    pub bytes: &'f [u8],
}

/// Cuts a file at each line that begins with `[`, and at rubbish behind an empty line, so that a table that was torn or mistyped
/// does not take the others with it. Put together again, the chunks are the file.
pub(super) fn chunks(bytes: &[u8]) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    let (mut start, mut at, mut lines, mut lines_before) = (0, 0, 0, 0);
    let mut after_empty = false;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if at > start && (line.starts_with(b"[") || (after_empty && is_rubbish(line))) {
            chunks.push(Chunk { lines_before, bytes: &bytes[start..at] });
            (start, lines_before) = (at, lines);
        }
        at += line.len();
        lines += 1;
        after_empty = line.iter().all(u8::is_ascii_whitespace);
    }
    if at > start {
        chunks.push(Chunk { lines_before, bytes: &bytes[start..at] });
    }
    chunks
}

/// What a power cut leaves: zeros, or bytes that are no text.
pub(super) fn is_rubbish(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_err() || line.iter().any(|&b| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r'))
}

/// Reads one table. Without `id`, `take`, `kind`, or a place, it is no marker; a wrong value elsewhere costs only itself.
///
/// By hand, `take` may be the take's number in `takes`, and `at` may stand without `frame`.
pub(super) fn read_marker(table: &Table, takes: &[Take]) -> Option<Marker> {
    let id = table.need("id", Table::text);
    let take = table.need("take", |table, key| read_take(table, key, takes));
    let kind = table.need("kind", Table::text);
    let frame = take.as_ref().and_then(|take| read_place(table, take, takes));
    let mut marker = Marker::point(take?, &kind?, frame?);
    marker.id = MarkerId(id?);
    marker.end_frame = frames(table, "end_frame").filter(|&end| ends_behind(table, marker.frame, end));
    marker.open = table.flag("open").unwrap_or(false);
    marker.themes = table.slugs("themes");
    marker.who = table.slugs("who");
    if marker.who.len() != table.length_of("who") {
        marker.who.clear(); // one unreadable name: unknown, which the gate takes as everybody
    }
    marker.strength = table.whole("strength", 1..=3).map(|strength| strength as u8);
    marker.ago = table.number("ago", 0.0..=AGO_MAX);
    marker.made = made(table);
    marker.wall = table.instant("wall");
    marker.note = table.text("note");
    marker.done = table.date("done");
    marker.from = table.text("from");
    marker.state = table.one_of("state", &STATES);
    marker.deleted = table.flag("deleted").unwrap_or(false);
    marker.unknown = table.keep_unknown();
    Some(marker)
}

/// A key that cannot be read may have been pressed off the record: it is a fault.
fn made(table: &Table) -> Vec<Made> {
    let keys = table.texts("made").into_iter().filter_map(|text| {
        let key = Made::parse(&text);
        if key.is_none() {
            table.fault("made", text!("files-made", found = shown(&text)));
        }
        key
    });
    keys.collect()
}

const STATES: [(&str, QuestionState); 4] = [
    ("asked", QuestionState::Asked),
    ("taken", QuestionState::Taken),
    ("answered", QuestionState::Answered),
    ("parked", QuestionState::Parked),
];

fn frames(table: &Table, key: &'static str) -> Option<Frames> {
    table.whole(key, 0..=i64::MAX).map(|frames| Frames(frames as u64))
}

fn ends_behind(table: &Table, start: Frames, end: Frames) -> bool {
    if end < start {
        table.fault("end_frame", text!("files-end-before-start", start = start.0, end = end.0));
    }
    start <= end
}

/// The take's id; by hand its number, which `takes` must have.
fn read_take(table: &Table, key: &'static str, takes: &[Take]) -> Option<TakeId> {
    table.read(
        key,
        || text!("files-a-take"),
        |item| match &item.value {
            Value::Whole(number) => takes.iter().find(|take| Some(i64::from(take.number)) == *number).map(|take| take.id.clone()),
            _ => as_text(item).filter(|id| !id.is_empty()).map(TakeId),
        },
    )
}

/// `frame`, which is the truth; else `at`, taken to the nearest frame.
fn read_place(table: &Table, take: &TakeId, takes: &[Take]) -> Option<Frames> {
    let frame = frames(table, "frame");
    let at = table.read("at", || text!("files-a-position"), seconds);
    if frame.is_some() || table.has("frame") {
        return frame;
    }
    let Some(at) = at else {
        if !table.has("at") {
            table.fault("frame", text!("files-needed", key = "frame"));
        }
        return None;
    };
    let Some(take) = takes.iter().find(|known| known.id == *take) else {
        table.fault("take", text!("files-no-such-take", found = shown(take.as_str())));
        return None;
    };
    Some(Frames::from_seconds(at, take.rate))
}

/// `"00:11:55.250"`, `"90s"`, or the same as a TOML time.
fn seconds(item: &Item) -> Option<f64> {
    if let Some(time) = as_clock(item) {
        return Some(f64::from(time.num_seconds_from_midnight()) + f64::from(time.nanosecond()) / 1e9);
    }
    let position = Position::parse(&as_text(item)?)?;
    position.take.is_none().then_some(position.seconds)
}

/// The whole table, an empty line behind it. All that places the mark and withholds sound stands before `kind`, which is required: so
/// a table that was torn anywhere before its notes is no marker, rather than a wrong one.
pub(super) fn write_marker(marker: &Marker, rate: Hertz) -> String {
    let mut out = String::from("[[marker]]\n");
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out += &format!("{key} = {value}\n");
        }
    };
    let text = |text: &Option<String>| text.as_deref().map(edit::quoted);
    line("id", Some(edit::quoted(marker.id.as_str())));
    line("take", Some(edit::quoted(marker.take.as_str())));
    line("frame", Some(marker.frame.0.min(i64::MAX as u64).to_string()));
    line("end_frame", marker.end_frame.map(|end| end.0.min(i64::MAX as u64).to_string()));
    line("open", marker.open.then(|| "true".to_owned()));
    line("deleted", marker.deleted.then(|| "true".to_owned()));
    line("at", Some(edit::quoted(&timestamp(marker.frame, rate))));
    line(
        "made",
        (!marker.made.is_empty()).then(|| edit::quoted_list(&marker.made.iter().map(Made::to_string).collect::<Vec<_>>())),
    );
    line("kind", Some(edit::quoted(&marker.kind)));
    line("themes", (!marker.themes.is_empty()).then(|| edit::quoted_list(&marker.themes)));
    line("who", (!marker.who.is_empty()).then(|| edit::quoted_list(&marker.who)));
    line("strength", marker.strength.map(|strength| strength.to_string()));
    line("ago", marker.ago.filter(|ago| ago.is_finite()).map(edit::number));
    line("wall", marker.wall.map(edit::instant));
    line("note", text(&marker.note));
    line("done", marker.done.map(edit::date));
    line("from", text(&marker.from));
    line("state", marker.state.map(|state| edit::quoted(state.as_str())));
    marker.unknown.iter().for_each(|pair| out += &format!("{pair}\n"));
    out + "\n"
}
