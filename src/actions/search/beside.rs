//! Notes and transcripts beside a session: files that a person has written there, or the `on_stop` hook.

use std::path::Path;

use crate::domain::{Frames, Position, Session, Take, TakeId};
use crate::error::{Error, Loaded};
use crate::store::document::read_text;
use crate::text;

/// The longest transcript or file of notes that is read, in bytes.
pub const TEXT_LIMIT: u64 = 64 << 20;

/// One line of notes, or what is said in one cue of a transcript.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub file: String,
    /// From one.
    pub number: usize,
    pub span: Option<Span>,
    pub text: String,
}

/// When something is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub take: TakeId,
    pub start: Frames,
    /// `None` where the transcript does not say.
    pub end: Option<Frames>,
}

/// What one line or cue of a file says: its number, its times in seconds, its text.
type Said = (usize, Option<(f64, Option<f64>)>, String);

pub fn lines_beside(folder: &Path, session: &Session) -> Loaded<Line> {
    let mut found = Loaded::default();
    for name in texts_in(folder, &mut found.faults) {
        let text = match read_text(&folder.join(&name), TEXT_LIMIT) {
            Ok(text) => text,
            Err(fault) => {
                found.faults.push(fault);
                continue;
            }
        };
        let origin = if has_cues(&name) { origin(&name, session) } else { None };
        let lines = if has_cues(&name) { cues(&text) } else { plain(&text) };
        found.rows.extend(lines.into_iter().map(|(number, times, text)| {
            let span = origin.zip(times).map(|((take, start), (from, to))| {
                let place = |seconds| start + Frames::from_seconds(seconds, take.rate);
                Span { take: take.id.clone(), start: place(from), end: to.map(place) }
            });
            Line { file: name.clone(), number, span, text }
        }));
    }
    found
}

/// Notes and transcripts in a session's folder, by name. A link is none: it may lead out of the library.
fn texts_in(folder: &Path, faults: &mut Vec<Error>) -> Vec<String> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) => {
            faults.push(Error::new(text!("cli-folder-unreadable")).at(folder).because(cause));
            return Vec::new();
        }
    };
    let mut names = Vec::new();
    for entry in entries.flatten() {
        let Some(name) = entry.file_name().into_string().ok().filter(|name| is_text(name)) else { continue };
        match entry.file_type() {
            Ok(kind) if kind.is_file() => names.push(name),
            _ => faults.push(Error::new(text!("files-no-file")).at(entry.path()).hint(text!("files-no-file-hint"))),
        }
    }
    names.sort();
    names
}

/// Written by a person; what else lies there is a transcript.
pub fn is_notes(name: &str) -> bool {
    name == "notes.md" || (name.starts_with("notes-") && name.ends_with(".md"))
}

/// Notes or a transcript.
pub fn is_text(name: &str) -> bool {
    is_notes(name) || has_cues(name) || name.ends_with(".txt")
}

fn has_cues(name: &str) -> bool {
    name.ends_with(".vtt") || name.ends_with(".srt")
}

/// Where the time of a transcript begins: at the part or the take of its name (`take-01-002.fr.vtt`, `take-02.vtt`), else, in a session of
/// one take, at its one part. What stands behind the first dot does not count. `None` where it is not known: at another place, words that are
/// off the record could be taken for others.
fn origin<'s>(name: &str, session: &'s Session) -> Option<(&'s Take, Frames)> {
    let stem = name.split('.').next().unwrap_or_default();
    let part_of = |take: &'s Take| {
        let mut parts = take.parts.iter();
        parts.find(|part| part.file.strip_suffix(".wav") == Some(stem)).map(|part| (take, part.start))
    };
    if let Some(part) = session.takes.iter().find_map(part_of) {
        return Some(part);
    }
    match (stem.strip_prefix("take-"), &session.takes[..]) {
        (Some(number), takes) => {
            let number: u32 = number.parse().ok()?;
            takes.iter().find(|take| take.number == number).map(|take| (take, Frames(0)))
        }
        (None, [only]) => {
            let start = only.parts.first()?.start;
            only.parts.iter().all(|part| part.start == start).then_some((only, start))
        }
        (None, _) => None,
    }
}

/// Lines with something in them: number from one, no time, text.
fn plain(text: &str) -> Vec<Said> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| (index + 1, None, line.trim().to_owned())).collect()
}

/// The cues of WebVTT and SubRip: number of the line with the times, those of beginning and end, text without tags.
fn cues(text: &str) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        if let Some((start, behind)) = line.split_once("-->") {
            let seconds = |time: &str| Position::parse(&time.replace(',', ".")).map(|position| position.seconds);
            let end = behind.split_whitespace().next().and_then(seconds); // settings may follow it
            found.push((index + 1, seconds(start.trim()).map(|start| (start, end)), String::new()));
            inside = true;
        } else if line.trim().is_empty() {
            inside = false;
        } else if let Some((_, _, said)) = found.last_mut().filter(|_| inside) {
            let separator = if said.is_empty() { "" } else { " " };
            *said = format!("{said}{separator}{}", untagged(line.trim()));
        }
    }
    found
}

/// Takes out `<v Nadia>` and `<i>`.
fn untagged(line: &str) -> String {
    let mut inside = false;
    let mut keep = |c: char| match c {
        '<' => {
            inside = true;
            false
        }
        '>' if inside => {
            inside = false;
            false
        }
        _ => !inside,
    };
    line.chars().filter(|&c| keep(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_of_both_kinds_have_their_times_and_no_tags() {
        let vtt = "WEBVTT\n\n00:01:02.500 --> 00:01:04.000 line:0\n<v Nadia>mon père\nn’a pas été testé\n\nNOTE x\n\n01:05.000 --> 01:06.000\noui\n";
        let found = cues(vtt);
        assert_eq!(found[0], (3, Some((62.5, Some(64.0))), "mon père n’a pas été testé".to_owned()));
        assert_eq!(found[1], (9, Some((65.0, Some(66.0))), "oui".to_owned()));
        assert_eq!(cues("1\n00:00:01,250 --> 00:00:02,000\nbon\n")[0], (2, Some((1.25, Some(2.0))), "bon".to_owned()));
        assert_eq!(cues("x --> y\nz")[0], (1, None, "z".to_owned()));
        assert_eq!(cues("0:07 -->\nz")[0], (1, Some((7.0, None)), "z".to_owned()));
    }
}
