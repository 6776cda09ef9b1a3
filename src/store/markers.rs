//! `markers-WHO.toml`: the marks of one person in one session.
//!
//! One table is appended and synced for each act, so a mark that was acknowledged survives whatever dies. A later table with the same
//! id replaces the earlier one *in the same file*: one writer a file, and nobody's mark is changed by another person's file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use memchr::memmem;

pub use super::marker_file::{MarkerFile, compact, is_blank};
pub use super::marker_head::{clock, joined, set_clock, set_joined};

use super::document::{Document, LARGE, read_bytes};
use super::folder;
use super::layout::{is_leftover, marker_writer};
use super::marker_head::read_head;
use super::marker_table::{Chunk, chunks, read_marker, write_marker};
use super::table::shown;
use crate::domain::{Hertz, Marker, MarkerId, Slug, Take, placed};
use crate::error::{Error, ErrorKind, Loaded, Result};
use crate::text;

/// A marker, and whose file it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct FiledMarker {
    pub by: Slug,
    pub marker: Marker,
}

/// The marks of the session in `folder`, by take and frame, without those that were withdrawn.
///
/// A bad line costs itself; a file that is damaged is read table by table, and of a table its good lines. While there are faults
/// other than [`ErrorKind::Look`], it is not known what is off the record.
pub fn load(folder: &Path, takes: &[Take]) -> Loaded<FiledMarker> {
    let mut loaded = load_with_deleted(folder, takes);
    loaded.rows.retain(|row| !row.marker.deleted);
    loaded
}

/// As [`load`], with the marks that were withdrawn (`deleted`).
pub fn load_with_deleted(folder: &Path, takes: &[Take]) -> Loaded<FiledMarker> {
    let mut loaded = Loaded::default();
    for (path, who) in marker_files(folder, &mut loaded.faults) {
        let file = load_file(&path, takes);
        loaded.rows.extend(file.rows.into_iter().map(|marker| FiledMarker { by: who.clone(), marker }));
        loaded.faults.extend(file.faults);
    }
    let order = |row: &FiledMarker| takes.iter().position(|take| take.id == row.marker.take);
    loaded.rows.sort_by_key(|row| (order(row), row.marker.frame));
    loaded
}

/// Whether a file of marks in this folder, read as it is, may hold one of these kinds. Lets too much through, never too little: what cannot
/// be read, or is written with escapes, may hold anything.
pub fn may_hold(folder: &Path, kinds: &[&str]) -> bool {
    let mut faults = Vec::new();
    let files = marker_files(folder, &mut faults);
    let holds = |needle: &str, bytes: &[u8]| memmem::find(bytes, needle.as_bytes()).is_some();
    let may = |bytes: Vec<u8>| kinds.iter().chain(&["\\"]).any(|needle| holds(needle, &bytes));
    !faults.is_empty() || files.iter().any(|(path, _)| read_bytes(path, LARGE).map_or(true, may))
}

/// A marker as one table of a file, as it is carried to another file.
pub fn table_of(marker: &Marker, rate: Hertz) -> String {
    write_marker(marker, rate)
}

/// By what a mark is known again that stands in a file: a digest of its table, which tells nothing of its words.
pub fn trace_of(marker: &Marker, rate: Hertz) -> String {
    let written = write_marker(marker, rate);
    let read = read_each(Path::new("marker"), written.as_bytes(), &[]).rows.pop();
    let table = read.map_or(written, |read| write_marker(&read, rate)); // as it is when it comes from the file
    blake3::hash(table.as_bytes()).to_hex().to_string()
}

/// The marks of one file, in the order in which they were first made; of several tables with one id the last.
pub fn load_file(path: &Path, takes: &[Take]) -> Loaded<Marker> {
    match read_bytes(path, LARGE) {
        Ok(bytes) => read_tables(path, &bytes, takes),
        Err(fault) => Loaded { rows: Vec::new(), faults: vec![fault] },
    }
}

/// Every table of one file as it stands there, also one that a later one replaces. Fails where the file cannot be read.
pub fn every_table(path: &Path, takes: &[Take]) -> Result<Loaded<Marker>> {
    read_bytes(path, LARGE).map(|bytes| read_each(path, &bytes, takes))
}

/// As [`every_table`], without those in which anything is wrong: in another file they would be sound, and what is missing of them, told nowhere.
pub fn every_sound_table(path: &Path, takes: &[Take]) -> Result<Loaded<Marker>> {
    let is_bad = |fault: &Error| fault.kind() != ErrorKind::Look;
    let bytes = read_bytes(path, LARGE)?;
    let whole = read_each(path, &bytes, takes);
    if !whole.faults.iter().any(is_bad) {
        return Ok(whole);
    }
    let mut sound = Loaded { rows: Vec::new(), faults: whole.faults };
    for piece in chunks(&bytes) {
        let part = read_chunk(path, &piece, takes);
        sound.rows.extend(part.rows.into_iter().filter(|_| !part.faults.iter().any(is_bad)));
    }
    Ok(sound)
}

/// What a mark was so far: each of its tables in the file, on the takes as [`load_file`] places it. Fails where the file cannot be read.
pub fn history(path: &Path, id: &MarkerId, takes: &[Take]) -> Result<Vec<Marker>> {
    let bytes = read_bytes(path, LARGE)?;
    let tables = read_each(path, &bytes, takes).rows.into_iter().filter(|marker| marker.id == *id);
    Ok(on_takes(path, &bytes, tables.collect(), takes))
}

pub(super) fn read_tables(path: &Path, bytes: &[u8], takes: &[Take]) -> Loaded<Marker> {
    let mut loaded = read_each(path, bytes, takes);
    loaded.rows = on_takes(path, bytes, latest(loaded.rows), takes);
    loaded
}

/// Marks of a clock of their own on the takes that ran at their moments.
fn on_takes(path: &Path, bytes: &[u8], marks: Vec<Marker>, takes: &[Take]) -> Vec<Marker> {
    if marks.iter().all(|marker| marker.take.join_began().is_none()) {
        return marks;
    }
    let clock = clock(path, bytes).unwrap_or_default();
    marks.into_iter().flat_map(|marker| placed(marker, takes, &clock)).collect()
}

fn read_each(path: &Path, bytes: &[u8], takes: &[Take]) -> Loaded<Marker> {
    let whole = std::str::from_utf8(bytes).ok().and_then(|text| Document::parse(path, text).ok());
    match whole {
        Some(document) => read_document(document, takes),
        None => read_chunks(path, bytes, takes),
    }
}

fn read_document(document: Document, takes: &[Take]) -> Loaded<Marker> {
    let table = document.table();
    table.format();
    read_head(&table);
    let rows = table.tables("marker").iter().filter_map(|table| read_marker(table, takes)).collect();
    table.keep_unknown();
    Loaded { rows, faults: document.into_faults() }
}

fn read_chunks(path: &Path, bytes: &[u8], takes: &[Take]) -> Loaded<Marker> {
    let mut loaded = Loaded::default();
    for piece in chunks(bytes) {
        let part = read_chunk(path, &piece, takes);
        loaded.rows.extend(part.rows);
        loaded.faults.extend(part.faults);
    }
    loaded
}

pub(super) fn read_chunk(path: &Path, piece: &Chunk, takes: &[Take]) -> Loaded<Marker> {
    let whole = std::str::from_utf8(piece.bytes).ok().and_then(|text| Document::parse(path, text).ok());
    let mut loaded = match whole {
        Some(document) => read_part(document, piece, takes),
        None => read_good_lines(path, piece, takes),
    };
    for fault in &mut loaded.faults {
        let line = fault.place().and_then(|place| place.line).unwrap_or(1);
        *fault = fault.clone().line(line + piece.lines_before);
    }
    loaded
}

/// A table in which a line is bad: its good lines still count, so that what is off the record stays so; the bad ones are faults. Who
/// speaks is then unknown, since a list of names may have lost one.
fn read_good_lines(path: &Path, piece: &Chunk, takes: &[Take]) -> Loaded<Marker> {
    let (text, unread) = text_of(path, piece.bytes);
    let document = Document::parse_in_part(path, &text);
    let bad_lines = document.faults().len();
    let mut loaded = read_part(document, piece, takes);
    if loaded.rows.is_empty() {
        loaded.faults.truncate(bad_lines); // what is missing besides stood on them
    }
    loaded.rows.iter_mut().for_each(|marker| marker.who.clear());
    loaded.faults.extend(unread);
    loaded
}

/// The lines that are text, an empty one for each that is not, and what is wrong with those.
fn text_of(path: &Path, bytes: &[u8]) -> (String, Vec<Error>) {
    let (mut text, mut faults) = (String::new(), Vec::new());
    for (line, bytes) in (1..).zip(bytes.split_inclusive(|&b| b == b'\n')) {
        match std::str::from_utf8(bytes) {
            Ok(good) => text += good,
            Err(_) => {
                text += "\n";
                faults.push(Error::new(text!("files-not-utf8")).at(path).line(line).hint(text!("files-not-utf8-hint")));
            }
        }
    }
    (text, faults)
}

fn read_part(document: Document, piece: &Chunk, takes: &[Take]) -> Loaded<Marker> {
    let table = document.table();
    if piece.lines_before == 0 {
        table.format();
        read_head(&table);
    }
    let rows = table.tables("marker").iter().filter_map(|table| read_marker(table, takes)).collect();
    table.keep_unknown();
    Loaded { rows, faults: document.into_faults() }
}

/// Of several with one id the last, at the place of the first.
pub fn latest(rows: Vec<Marker>) -> Vec<Marker> {
    let mut places = HashMap::new();
    let mut merged: Vec<Marker> = Vec::new();
    for marker in rows {
        match places.get(&marker.id) {
            Some(&place) => merged[place] = marker,
            None => {
                places.insert(marker.id.clone(), merged.len());
                merged.push(marker);
            }
        }
    }
    merged
}

/// Another version of a file of marks, by its name; what was torn off when a laptop died is none.
pub(super) fn is_leftover_of_marks(name: &str) -> bool {
    let is_left = is_leftover(name) || !name.ends_with(".toml");
    name.starts_with("markers-") && !name.contains(".torn-") && is_left
}

/// The marker files of a session and whose they are, by name.
fn marker_files(session: &Path, faults: &mut Vec<Error>) -> Vec<(PathBuf, Slug)> {
    let names = folder::names(session, faults);
    let mut files = Vec::new();
    for name in names.iter().filter(|name| name.starts_with("markers-") && !name.contains(".torn-")) {
        let path = session.join(name);
        match marker_writer(name) {
            Some(who) => files.push((path, who)),
            None if is_leftover_of_marks(name) => faults.push(folder::leftover(&path)),
            None => {
                let fault = Error::new(text!("files-file-name", found = shown(name))).at(path);
                faults.push(fault.hint(text!("files-markers-name-hint")));
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Frames, Hertz, QuestionState, TakeId};
    use crate::store::atomic;
    use crate::store::layout::markers_file;
    use crate::store::marker_table::{HEADER, write_marker};
    use crate::store::samples::{put, slug, take, told};
    use std::os::unix::fs::PermissionsExt;

    const RATE: Hertz = Hertz(48_000);

    fn point(frame: u64, note: &str) -> Marker {
        let mut marker = Marker::point(TakeId("01A".into()), "touching", Frames(frame));
        marker.note = Some(note.to_owned());
        marker
    }

    /// A marker with everything that one can have.
    fn full() -> Marker {
        Marker {
            end_frame: Some(Frames(34_400_000)),
            themes: vec![slug("relations")],
            who: vec![slug("s-03")],
            strength: Some(2),
            ago: Some(8.0),
            wall: chrono::DateTime::parse_from_rfc3339("2020-03-28T20:44:07.375+01:00").ok(),
            done: "2020-03-29".parse().ok(),
            from: Some("Ève \u{202e}".into()),
            state: Some(QuestionState::Parked),
            unknown: vec!["colour = \"red\"".into()],
            ..point(34_332_000, "sa \"voix\" \\ se casse\n\tquand\u{1b}[2J \u{7f}")
        }
    }

    /// A session's folder in which `markers` were appended one by one.
    fn appended(markers: &[Marker]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut file = MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
        markers.iter().for_each(|marker| file.append(marker, RATE).unwrap());
        folder
    }

    fn path(folder: &tempfile::TempDir) -> PathBuf {
        markers_file(folder.path(), &slug("olivier"))
    }

    fn read(folder: &tempfile::TempDir) -> (Vec<Marker>, Vec<String>) {
        let loaded = load(folder.path(), &[take("01A", 1), take("01B", 2)]);
        (loaded.rows.into_iter().map(|row| row.marker).collect(), loaded.faults.iter().map(told).collect())
    }

    fn read_text(text: &str) -> (Vec<Marker>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        put(&path(&folder), text);
        read(&folder)
    }

    #[test]
    fn a_folder_is_passed_over_only_where_no_file_of_marks_can_hold_such_a_kind() {
        let may = |marks: &str| {
            let folder = tempfile::tempdir().unwrap();
            put(&path(&folder), format!("{HEADER}\n[[marker]]\n{marks}\n"));
            may_hold(folder.path(), &["thread", "promise"])
        };
        assert!(!may("kind = \"touching\"\nnote = \"sa voix\""));
        for kind in [
            "kind = \"thread\"",
            "kind='promise'",
            "kind = \"\\u0074hread\"",
            "kind = \"\"\"thr\\\n ead\"\"\"",
            "note = \"a thread\"",
        ] {
            assert!(may(kind), "{kind}");
        }
        let empty = tempfile::tempdir().unwrap();
        assert!(!may_hold(empty.path(), &["thread"]));
        put(&empty.path().join("markers-lise.sync-conflict-1.toml"), HEADER);
        assert!(may_hold(empty.path(), &["thread"]), "whatever lies there in its place has to be told");
    }

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let folder = appended(&[full(), point(5, "")]);
        let (rows, faults) = read(&folder);
        assert_eq!(rows, [point_like(&rows[0], 5), Marker { id: rows[1].id.clone(), ..full() }]);
        assert_eq!(faults.len(), 1, "the unknown key is kept and named: {faults:?}");
        assert_eq!(path(&folder).metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(path(&folder)).unwrap();
        assert!(text.contains("frame = 34332000\nend_frame = 34400000\nat = \"00:11:55.250\"\nkind = "), "{text}");
    }

    fn point_like(row: &Marker, frame: u64) -> Marker {
        Marker { id: row.id.clone(), ..point(frame, "") }
    }

    #[test]
    fn a_later_table_replaces_an_earlier_one_of_its_file_only() {
        let first = point(5, "first");
        let mut later = Marker { note: Some("later".into()), ..first.clone() };
        let folder = appended(&[first.clone(), point(9, ""), later.clone()]);
        let mut other = MarkerFile::open(folder.path(), &slug("zoe")).unwrap();
        later.deleted = true;
        other.append(&later, RATE).unwrap();
        let loaded = load(folder.path(), &[take("01A", 1)]);
        let notes: Vec<_> = loaded.rows.iter().map(|row| (row.by.as_str(), row.marker.note.clone().unwrap())).collect();
        assert_eq!(notes, [("olivier", "later".into()), ("olivier", String::new())]);
        assert_eq!(load_with_deleted(folder.path(), &[]).rows.len(), 3);
    }

    #[test]
    fn marks_stand_in_the_order_of_takes_and_frames() {
        let mut other = point(1, "second take");
        other.take = TakeId("01B".into());
        let folder = appended(&[other, point(9, ""), point(5, "")]);
        let frames: Vec<u64> = read(&folder).0.iter().map(|marker| marker.frame.0).collect();
        assert_eq!(frames, [5, 9, 1]);
    }

    #[test]
    fn by_hand_a_take_is_a_number_and_a_place_a_time() {
        let text = |place: &str| format!("format = 1\n[[marker]]\nid = \"m-1\"\ntake = 2\nkind = \"note\"\n{place}\n");
        for (place, frame) in [
            ("at = \"00:11:55.250\"", 34_332_000),
            ("at = \"90s\"", 4_320_000),
            ("at = 00:00:01.5", 72_000),
            ("frame = 7\nat = \"0:01\"", 7),
        ] {
            let (rows, faults) = read_text(&text(place));
            assert_eq!((rows[0].take.as_str(), rows[0].frame.0, faults.len()), ("01B", frame, 0), "{place}");
        }
        for (place, told) in [
            ("", "markers-olivier.toml:2: `frame` is missing"),
            ("at = \"soon\"", "markers-olivier.toml:6: `at`: expected a position such as \"00:11:55.250\", found \"soon\""),
            ("frame = -1\nat = \"0:01\"", "markers-olivier.toml:6: `frame`: expected a whole number from 0 on, found -1"),
        ] {
            let (rows, faults) = read_text(&text(place));
            assert!(rows.is_empty() && faults.len() == 1 && faults[0].starts_with(told), "{place}: {faults:?}");
        }
        let unknown = read_text(&text("frame = 7").replace("take = 2", "take = 9")).1;
        assert_eq!(unknown, ["markers-olivier.toml:4: `take`: expected the id of a take, in \"quotes\", or its number, found 9"]);
    }

    #[test]
    fn a_wrong_value_never_makes_a_mark_less_protected() {
        let text = "format = 1\n[[marker]]\nid = \"m-1\"\ntake = 1\nkind = \"off-record\"\nframe = 9\nend_frame = 5\nwho = [\"s-03\", \"Nadia G.\"]\nstrength = 7\n";
        let (rows, faults) = read_text(text);
        assert_eq!((rows[0].span(), rows[0].who.len(), rows[0].strength), ((Frames(9), Frames(u64::MAX)), 0, None));
        assert_eq!(faults.len(), 3, "{faults:?}");
    }

    #[test]
    fn one_bad_table_costs_itself() {
        let good = |n: u32| format!("[[marker]]\nid = \"m-{n}\"\ntake = 1\nframe = {n}\nkind = \"note\"\n");
        let text = format!(
            "format = 1\n{}[[marker]]\nid = \"m-2\nframe = = 3\n{}[[marker]]\nkind = \"note\"\n{}",
            good(1),
            good(3),
            good(4)
        );
        let (rows, faults) = read_text(&text);
        assert_eq!(rows.iter().map(|marker| marker.frame.0).collect::<Vec<_>>(), [1, 3, 4]);
        assert!(faults[0].starts_with("markers-olivier.toml:8: expected a line of TOML"), "{faults:?}");
        assert!(faults[2].starts_with("markers-olivier.toml:15: `id` is missing"), "{faults:?}");
    }

    #[test]
    fn a_bad_line_leaves_the_good_ones_of_its_table() {
        let off = "format = 1\n[[marker]]\nid = \"m-1\"\ntake = \"01A\"\nframe = 9\nwho = [\"s-03\"]\nkind = \"off-record\"\nend_frame = 50\n";
        for (bad, line) in [("oops\n", 9), ("open = tru\n", 9), ("note = \"x\nstrength = 2\n", 9), ("\nnote = = 3\n", 10)] {
            let (rows, faults) = read_text(&format!("{off}{bad}"));
            let [row] = &rows[..] else { panic!("{bad}: {rows:?}") };
            assert_eq!((row.span(), row.kind.as_str(), row.who.len()), ((Frames(9), Frames(50)), "off-record", 0), "{bad}");
            assert!(faults[0].starts_with(&format!("markers-olivier.toml:{line}: ")), "{bad}: {faults:?}");
        }
        let (rows, faults) = read_text(&off.replace("end_frame = 50", "end_frame = 5 0"));
        assert_eq!((rows[0].span().1, faults.len()), (Frames(u64::MAX), 1), "without its end it lasts to the end of the take");
        let folder = tempfile::tempdir().unwrap();
        put(&path(&folder), [off.as_bytes(), b"note = \"\xff\"\n"].concat());
        let (rows, faults) = read(&folder);
        assert!(rows.len() == 1 && faults[0].starts_with("markers-olivier.toml:9: expected text in UTF-8"), "{faults:?}");
    }

    #[test]
    fn what_a_hand_broke_is_never_set_aside() {
        let good = "[[marker]]\nid = \"m-1\"\ntake = \"01A\"\nframe = 9\nend_frame = 50\nkind = \"off-record\"\n";
        let without_kind = "[[marker]]\nid = \"m-2\"\ntake = \"01A\"\nframe = 90\nkind = \"off-record\n";
        for text in [
            format!("format = 1\n{good}oops\n"),
            format!("format = 1\n{good}note = \"x\nstrength = 2\n"),
            format!("format = 1\n{good}{without_kind}"),
            format!("format = 1\n{good}{}", without_kind.replace("kind", "knd")),
        ] {
            let folder = tempfile::tempdir().unwrap();
            put(&path(&folder), &text);
            let mut file = MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
            file.append(&point(70, "after"), RATE).unwrap();
            assert!(std::fs::read_to_string(path(&folder)).unwrap().starts_with(&text), "{text}");
            let (rows, faults) = read(&folder);
            let frames: Vec<_> = rows.iter().map(|row| row.span().0.0).collect();
            assert!(frames == [9, 70] && !faults.is_empty(), "{text}: {frames:?} {faults:?}");
            compact(folder.path(), &slug("olivier")).unwrap();
            assert_eq!(read(&folder).0, rows);
        }
    }

    #[test]
    fn a_line_that_broke_off_is_set_aside_without_its_table() {
        let folder = appended(&[Marker { kind: "off-record".into(), ..point(5, "") }]);
        let whole = std::fs::read_to_string(path(&folder)).unwrap();
        put(&path(&folder), format!("{}stren", whole.trim_end_matches('\n').to_owned() + "\n"));
        MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
        let (rows, faults) = read(&folder);
        assert_eq!((rows.len(), rows[0].kind.as_str(), faults.len()), (1, "off-record", 0), "{faults:?}");
        assert_eq!(std::fs::read_to_string(folder.path().join("markers-olivier.torn-1")).unwrap(), "stren");
    }

    #[test]
    fn a_file_cut_at_any_byte_keeps_every_whole_table_and_no_wrong_one() {
        let markers = [full(), point(5, "b"), Marker { open: true, kind: "off-record".into(), ..point(7, "c") }];
        let folder = appended(&markers);
        let bytes = std::fs::read(path(&folder)).unwrap();
        let ends: Vec<usize> = markers
            .iter()
            .scan(HEADER.len(), |end, marker| {
                *end += write_marker(marker, RATE).len();
                Some(*end)
            })
            .collect();
        for cut in 0..=bytes.len() {
            let folder = tempfile::tempdir().unwrap();
            put(&path(&folder), &bytes[..cut]);
            let whole = ends.iter().filter(|&&end| end <= cut).count();
            let rows = load_file(&path(&folder), &[]).rows;
            assert!(rows.starts_with(&markers[..whole]) && rows.len() <= whole + 1, "cut at {cut}");
            if let Some(torn) = rows.get(whole) {
                assert_eq!((torn.span(), &torn.kind), (markers[whole].span(), &markers[whole].kind), "cut at {cut}");
            }
            let mut file = MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
            file.append(&point(11, "after"), RATE).unwrap();
            let rows = load_file(&path(&folder), &[]);
            assert!(rows.rows.starts_with(&markers[..whole]), "cut at {cut}");
            assert_eq!(rows.rows.last().unwrap().frame, Frames(11), "cut at {cut}");
            assert!(
                rows.faults.iter().all(|fault| fault.kind() == crate::error::ErrorKind::Look),
                "cut at {cut}: {:?}",
                rows.faults
            );
        }
    }

    #[test]
    fn a_torn_tail_is_set_aside_and_not_lost() {
        let folder = appended(&[point(5, "")]);
        let whole = std::fs::read(path(&folder)).unwrap();
        for (n, tail) in [&b"[[marker]]\nid = \"m-1\"\nfra"[..], &[0; 40], b"[[mar", b"\xff\xfe"].iter().enumerate() {
            put(&path(&folder), [&whole, *tail].concat());
            MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
            assert_eq!(std::fs::read(path(&folder)).unwrap(), whole);
            assert_eq!(std::fs::read(folder.path().join(format!("markers-olivier.torn-{}", n + 1))).unwrap(), *tail);
        }
        assert_eq!(read(&folder).0.len(), 1);
        assert_eq!(read(&folder).1.len(), 0, "what was set aside is not named as left behind");
    }

    #[test]
    fn a_file_that_was_replaced_is_opened_again() {
        let folder = appended(&[point(5, "by us")]);
        let mut file = MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
        let text = std::fs::read_to_string(path(&folder)).unwrap();
        atomic::write(&path(&folder), text.replace("by us", "by an editor").as_bytes()).unwrap();
        file.append(&point(9, "after"), RATE).unwrap();
        std::fs::remove_file(path(&folder)).unwrap();
        file.append(&point(11, "anew"), RATE).unwrap();
        let (rows, faults) = read(&folder);
        assert_eq!((rows.len(), rows[0].note.as_deref(), faults.len()), (1, Some("anew"), 0));
    }

    #[test]
    fn an_editor_s_file_gets_marks_behind_what_it_wrote() {
        let folder = appended(&[point(5, "by us")]);
        let mut file = MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
        let text = std::fs::read_to_string(path(&folder)).unwrap();
        atomic::write(&path(&folder), text.trim_end().replace("by us", "by an editor").as_bytes()).unwrap();
        file.append(&point(9, "after"), RATE).unwrap();
        let notes: Vec<_> = read(&folder).0.into_iter().map(|marker| marker.note.unwrap()).collect();
        assert_eq!(notes, ["by an editor", "after"]);
    }

    #[test]
    fn a_newer_file_and_a_link_are_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        put(&path(&folder), "format = 2\n");
        let fault = told(&MarkerFile::open(folder.path(), &slug("olivier")).unwrap_err());
        assert!(fault.starts_with("markers-olivier.toml:1: expected `format = 1`, found 2"), "{fault}");
        assert_eq!(std::fs::read(path(&folder)).unwrap(), b"format = 2\n");
        let other = folder.path().join("other");
        put(&other, HEADER);
        std::os::unix::fs::symlink(&other, markers_file(folder.path(), &slug("zoe"))).unwrap();
        assert!(MarkerFile::open(folder.path(), &slug("zoe")).is_err());
    }

    #[test]
    fn compacting_takes_out_what_was_replaced_and_nothing_else() {
        let first = full();
        let gone = Marker { deleted: true, ..point(9, "") };
        let folder = appended(&[
            first.clone(),
            gone.clone(),
            Marker { strength: Some(3), ..first.clone() },
            Marker { strength: Some(1), ..first },
        ]);
        let text = std::fs::read_to_string(path(&folder)).unwrap().replacen("strength = 3", "strength = 3 # by hand", 1);
        put(&path(&folder), format!("# head\n{text}"));
        let before = load_with_deleted(folder.path(), &[]).rows;
        compact(folder.path(), &slug("olivier")).unwrap();
        let text = std::fs::read_to_string(path(&folder)).unwrap();
        assert_eq!(text.matches("[[marker]]").count(), 3, "the one with the comment stays: {text}");
        assert!(text.starts_with("# head\n") && text.contains("# by hand") && text.contains("colour = \"red\""), "{text}");
        assert_eq!(load_with_deleted(folder.path(), &[]).rows.len(), before.len());
        assert_eq!(load_file(&path(&folder), &[]).rows.iter().find(|row| row.deleted).unwrap().id, gone.id);
        compact(folder.path(), &slug("olivier")).unwrap();
        assert_eq!(std::fs::read_to_string(path(&folder)).unwrap(), text, "a second time changes nothing");
    }

    #[test]
    fn compacting_leaves_a_file_alone_in_which_a_note_looks_like_a_table() {
        let row = |note: &str| {
            format!("[[marker]]\nid = \"m-1\"\ntake = \"01A\"\nframe = 1\nkind = \"note\"\nnote = \"\"\"\n{note}\"\"\"\n")
        };
        let folder = tempfile::tempdir().unwrap();
        let text = format!("format = 1\n{}{}", row("a\n[[marker]]\nid = \"m-1\"\ntake = \"x\"\n"), row("b\n[laughs]\n"));
        put(&path(&folder), &text);
        let before = load(folder.path(), &[]).rows;
        compact(folder.path(), &slug("olivier")).unwrap();
        assert_eq!(load(folder.path(), &[]).rows, before);
        MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
        assert_eq!(std::fs::read_to_string(path(&folder)).unwrap(), text);
    }

    #[test]
    fn what_synchronisers_leave_is_named_and_not_read() {
        let folder = appended(&[point(5, "")]);
        for name in [
            "markers-olivier.sync-conflict-20200328-1.toml",
            "markers-olivier (conflicted copy).toml",
            "markers-Zoé.toml",
            "markers-x.toml~",
        ] {
            std::fs::copy(path(&folder), folder.path().join(name)).unwrap();
        }
        let (rows, faults) = read(&folder);
        assert_eq!((rows.len(), faults.len()), (1, 4), "{faults:?}");
        assert!(faults[1].contains("was left behind by a synchroniser or an editor"), "{faults:?}");
        assert!(faults[0].starts_with("markers-Zoé.toml: expected a file named with small letters"), "{faults:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_behind_whole_tables_leave_them_whole(tail in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
            let folder = appended(&[point(5, "b"), point(6, "c")]);
            let bytes = [std::fs::read(path(&folder)).unwrap(), b"[[marker]]\n".to_vec(), tail].concat();
            put(&path(&folder), &bytes);
            proptest::prop_assert!(read(&folder).0.len() >= 2);
            let mut file = MarkerFile::open(folder.path(), &slug("olivier")).unwrap();
            file.append(&point(11, "after"), RATE).unwrap();
            proptest::prop_assert!(read(&folder).0.len() >= 3);
        }

        #[test]
        fn any_note_comes_back(note in "\\PC{0,60}|[\"\\\\\n\r\t#\\[\\]=\0-\u{1f}]{0,20}") {
            let folder = appended(&[point(5, &note)]);
            let rows = read(&folder).0;
            proptest::prop_assert_eq!(rows[0].note.as_deref(), Some(note.as_str()));
        }

        #[test]
        fn any_file_is_read_without_a_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let folder = tempfile::tempdir().unwrap();
            put(&path(&folder), &bytes);
            read(&folder);
            MarkerFile::open(folder.path(), &slug("olivier")).unwrap().append(&point(11, "after"), RATE).unwrap();
            let rows = read(&folder).0;
            proptest::prop_assert_eq!(rows.last().unwrap().frame, Frames(11));
        }
    }
}
