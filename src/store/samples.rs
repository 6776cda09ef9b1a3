//! Small libraries in temporary folders, for tests.

use std::path::Path;

use chrono::DateTime;
use chrono_tz::Tz;
use tempfile::TempDir;

use super::layout::Layout;
use crate::domain::{After, Bits, Channel, Frames, Gap, GapReason, Hertz, Loudness, Part, Roles, Session, Slug, Take, TakeId};
use crate::error::Error;

/// A folder with a `library.toml`; it is gone when the first half is dropped.
pub fn library() -> (TempDir, Layout) {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::new(folder.path().join("recordings"));
    put(&layout.settings_file(), "format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\n");
    (folder, layout)
}

/// Writes a file, and the folders above it.
pub fn put(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// The fault as a person sees it, its path cut to the file's name.
pub fn told(fault: &Error) -> String {
    let text = fault.to_string();
    let place = fault.place().unwrap().path.parent().unwrap().display().to_string();
    text.replace(&format!("{place}/"), "")
}

pub fn take(id: &str, number: u32) -> Take {
    Take {
        id: TakeId(id.into()),
        number,
        started: DateTime::parse_from_rfc3339("2020-03-28T20:32:04.125+01:00").unwrap(),
        preroll: Frames(0),
        rate: Hertz(48_000),
        bits: Bits::Int24,
        channels: vec![Channel { name: "voix \"a\"".into(), input: 1 }, Channel { name: "appel".into(), input: 2 }],
        inputs: vec!["pulseaudio:x".into(), "voice".into()],
        frames: Some(Frames(86_496_000)),
        parts: vec![Part {
            file: format!("take-{number:02}-001.wav"),
            input: 1,
            start: Frames(0),
            frames: Some(Frames(86_400_000)),
            blake3: Some("ab".repeat(32)),
            elsewhere: false,
        }],
        gaps: vec![Gap { start: Frames(86_400_000), frames: Frames(96_000), why: GapReason::Pause }],
        loudness: [(1, Loudness { integrated: -18.2, range: 5.1, true_peak: -3.0 })].into(),
    }
}

pub fn session(takes: Vec<Take>) -> Session {
    Session {
        title: "Nadia, le soir".into(),
        series: Some(slug("nadia")),
        occurrence: "2020-03-28T20:30:00".parse().ok(),
        chain: None,
        zone: Tz::Europe__Brussels,
        number: Some(9),
        of: Some(60),
        people: vec![slug("olivier"), slug("s-03")],
        takes,
        roles: Roles::from([(slug("leader"), slug("olivier"))]),
        after: After { mood: Some("fatiguée\nsoulagée".into()), gist: None, heavy: Some(true) },
    }
}
