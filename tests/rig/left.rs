//! What a fault has left of the sessions of a library: sound, and texts, as they lie on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::machine::{Machine, entries};

/// The files of sound in a folder.
pub fn parts_in(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "wav")).collect()
}

/// Those of all sessions.
pub fn parts(machine: &Machine) -> Vec<PathBuf> {
    machine.sessions().iter().flat_map(|session| parts_in(session)).collect()
}

/// Where a part begins on the timeline, by its journal.
pub fn start_of(part: &Path) -> u64 {
    let journal = fs::read_to_string(part.with_extension("crc")).expect("a journal beside each part");
    let start = journal.split(' ').find_map(|word| word.strip_prefix("start="));
    start.and_then(|start| start.parse().ok()).unwrap_or_else(|| panic!("{}: {journal}", part.display()))
}

/// How many frames of a part its journal says are certainly on the disk.
pub fn confirmed(part: &Path) -> u64 {
    let journal = fs::read(part.with_extension("crc")).unwrap_or_default();
    let text = String::from_utf8_lossy(&journal);
    let lines = text.lines().skip(1).map_while(confirmed_frames);
    lines.last().unwrap_or(0)
}

/// `1 48000 crc=… ~0b1c2d3e`, of which the last word is the CRC-32 of all before it; `None` where it is torn.
fn confirmed_frames(line: &str) -> Option<u64> {
    let (text, check) = line.rsplit_once(" ~")?;
    let is_whole = u32::from_str_radix(check, 16).ok()? == crc32fast::hash(text.as_bytes());
    text.split(' ').nth(1)?.parse().ok().filter(|_| is_whole)
}

/// Wall time of frame 0 of the first take, as `session.toml` has it; `None` before there is a take.
pub fn started(machine: &Machine) -> Option<SystemTime> {
    let session = machine.sessions().into_iter().next()?;
    let text = fs::read_to_string(session.join("session.toml")).ok()?;
    let table: toml::Table = text.parse().expect("valid at all times");
    let started = table.get("take")?.get(0)?.get("started")?.as_datetime().expect("a date and time").to_string();
    Some(chrono::DateTime::parse_from_rfc3339(&started).expect("a date and time").into())
}

/// How many of the acknowledged marks, by their notes, do not stand just once in the files of marks.
pub fn lost_marks(machine: &Machine, acknowledged: &[String]) -> u64 {
    let files = machine.sessions().iter().flat_map(|session| entries(session)).collect::<Vec<_>>();
    let is_markers = |path: &PathBuf| name(path).starts_with("markers-") && name(path).ends_with(".toml");
    let text: String = files.into_iter().filter(is_markers).map(|path| fs::read_to_string(path).expect("text")).collect();
    let is_lost = |note: &&String| text.matches(&format!("note = \"{note}\"\n")).count() != 1;
    acknowledged.iter().filter(is_lost).count() as u64
}

/// All files of all sessions.
pub fn bytes(machine: &Machine) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = machine.sessions().iter().flat_map(|session| entries(session)).collect::<Vec<_>>();
    files.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

/// Recovery leaves alone for a minute what a recorder may just be making: as an hour later.
pub fn age_what_never_began(machine: &Machine) {
    for session in machine.sessions().iter().filter(|session| !session.join("session.toml").exists()) {
        let folder = fs::File::open(session).expect("a folder");
        folder.set_modified(SystemTime::now() - Duration::from_secs(3_600)).expect("our own folder");
    }
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}
