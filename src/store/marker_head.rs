//! The head of a file of marks of somebody who joined: `joined`, what was joined, and its clock: `clock_offset`, by how many seconds that
//! laptop's has to be put forward to be that of the one that recorded, `clock_doubt`, what it may be instead, and `clock_said`, how many times
//! somebody has said so, 0 where it was found; once where nothing tells.
//!
//! The clock holds for the marks of clocks of their own (`domain::placed`), and for no others. By `joined` the session is found where it lies
//! in a folder of another name: a date that one of the laptops has moved.

use std::path::Path;

use super::atomic;
use super::document::{Document, LARGE, read_bytes};
use super::edit;
use super::layout::markers_file;
use super::marker_table::chunks;
use super::table::{Table, as_number};
use crate::domain::{Clock, OccurrenceId, Slug};
use crate::error::{Error, Result};
use crate::text;

const OFFSET: &str = "clock_offset";

const DOUBT: &str = "clock_doubt";

const SAID: &str = "clock_said";

const JOINED: &str = "joined";

/// Clocks that are further apart were never set; in seconds.
pub const MOST: f64 = 366.0 * 86_400.0;

/// What the head of the file in `bytes` says of the clock.
pub fn clock(path: &Path, bytes: &[u8]) -> Option<Clock> {
    head_of(path, bytes).0
}

/// What was joined, as the head of the file in `bytes` says.
pub fn joined(path: &Path, bytes: &[u8]) -> Option<OccurrenceId> {
    head_of(path, bytes).1
}

fn head_of(path: &Path, bytes: &[u8]) -> (Option<Clock>, Option<OccurrenceId>) {
    let head = chunks(bytes).first().and_then(|head| std::str::from_utf8(head.bytes).ok());
    head.map(|head| read_head(&Document::parse_in_part(path, head).table())).unwrap_or_default()
}

pub(super) fn read_head(head: &Table) -> (Option<Clock>, Option<OccurrenceId>) {
    let within = -MOST..=MOST;
    let a_number = || text!("files-a-number", least = within.start().to_string(), most = within.end().to_string());
    let doubt = head.list(DOUBT, a_number, |item| as_number(item).filter(|number| within.contains(number)));
    let said = head.whole(SAID, 0..=i64::from(u32::MAX)).and_then(|said| u32::try_from(said).ok()).unwrap_or(1);
    let clock = head.number(OFFSET, within.clone()).map(|behind| Clock { behind, doubt, said });
    (clock, head.text(JOINED).and_then(|id| id.parse().ok()))
}

/// Writes the clock into the head of the file of `who`; all else stays as it is. The caller holds the save lock, and no recorder writes there.
///
/// Fails where the file has no head, or cannot be read or written.
pub fn set_clock(folder: &Path, who: &Slug, clock: &Clock) -> Result<()> {
    let doubt: Vec<String> = clock.doubt.iter().map(|behind| edit::number(*behind)).collect();
    let lines = [
        (OFFSET, Some(edit::number(clock.behind))),
        (DOUBT, (!doubt.is_empty()).then(|| format!("[{}]", doubt.join(", ")))),
        (SAID, (clock.said != 1).then(|| clock.said.to_string())),
    ];
    set(folder, who, &lines)
}

/// As [`set_clock`], what was joined; for the recorder that is about to open the file.
pub fn set_joined(folder: &Path, who: &Slug, occurrence: &OccurrenceId) -> Result<()> {
    set(folder, who, &[(JOINED, Some(edit::quoted(&occurrence.to_string())))])
}

/// `None` takes the line away.
fn set(folder: &Path, who: &Slug, values: &[(&str, Option<String>)]) -> Result<()> {
    let path = markers_file(folder, who);
    let bytes = read_bytes(&path, LARGE)?;
    let head = chunks(&bytes).first().map(|head| head.bytes.to_vec()).unwrap_or_default();
    let text = String::from_utf8(head.clone()).map_err(|_| Error::new(text!("files-not-utf8")).at(&path))?;
    let key_of = |line: &str| line.split('=').next().unwrap_or_default().trim().to_owned();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.retain(|line| !values.iter().any(|(key, _)| key_of(line) == *key));
    let Some(format) = lines.iter().position(|line| key_of(line) == "format") else {
        return Err(Error::new(text!("files-needed", key = "format")).at(&path).line(1));
    };
    let new: String = values.iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", value.as_ref()?))).collect();
    lines.insert(format + 1, &new);
    let all = [lines.concat().as_bytes(), &bytes[head.len()..]].concat();
    if all == bytes { Ok(()) } else { atomic::write(&path, &all) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Frames, Marker, TakeId};
    use crate::store::markers::{self, MarkerFile};
    use crate::store::samples::{put, slug, take};

    #[test]
    fn the_offset_of_a_clock_stands_in_the_head_and_moves_what_has_no_take() {
        let folder = tempfile::tempdir().unwrap();
        let who = slug("paul");
        let began = chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04.125+01:00").unwrap();
        let mut file = MarkerFile::open(folder.path(), &who).unwrap();
        for take in [TakeId::of_join(began), TakeId("01A".into())] {
            file.append(&Marker::point(take, "note", Frames(4_000)), crate::domain::JOINED).unwrap();
        }
        let takes = [take("01A", 1)];
        let frames = || markers::load(folder.path(), &takes).rows.iter().map(|row| row.marker.frame.0).collect::<Vec<_>>();
        assert_eq!(frames(), [4_000, 4 * 48_000]);
        set_clock(folder.path(), &who, &Clock::said(-1.5, None)).unwrap();
        assert_eq!(frames(), [4_000, 120_000]);
        set_clock(folder.path(), &who, &Clock::said(2.0, None)).unwrap();
        assert_eq!(frames(), [4_000, 6 * 48_000]);
        file.append(&Marker::point(TakeId("01A".into()), "note", Frames(9)), crate::domain::JOINED).unwrap();
        let loaded = markers::load(folder.path(), &takes);
        assert!(loaded.rows.len() == 3 && loaded.faults.is_empty(), "{:?}", loaded.faults);
    }

    #[test]
    fn comments_stay_and_what_has_no_head_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = markers_file(folder.path(), &slug("paul"));
        put(&path, "# mine\nformat = 1 # one\nclock_offset = 7\n\n[[marker]]\nid = \"m\"\n");
        set_clock(folder.path(), &slug("paul"), &Clock::said(0.25, None)).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "# mine\nformat = 1 # one\nclock_offset = 0.25\n\n[[marker]]\nid = \"m\"\n");
        let nadia: OccurrenceId = "nadia@2020-03-28T20:30".parse().unwrap();
        set_joined(folder.path(), &slug("paul"), &nadia).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!((joined(&path, &bytes), clock(&path, &bytes)), (Some(nadia), Some(Clock::said(0.25, None))));
        for clock in [Clock::found(42.5), Clock { behind: -1.0, doubt: vec![2.0, 7.25], said: 3 }, Clock::said(0.0, None)] {
            set_clock(folder.path(), &slug("paul"), &clock).unwrap();
            let bytes = std::fs::read(&path).unwrap();
            assert_eq!(super::clock(&path, &bytes), Some(clock));
        }
        put(&path, "[[marker]]\nid = \"m\"\n");
        assert!(set_clock(folder.path(), &slug("paul"), &Clock::said(1.0, None)).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[[marker]]\nid = \"m\"\n");
    }
}
