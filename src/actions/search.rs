//! Finding words in names, titles, notes, marks and transcripts. Files are read anew each time: an index is not worth its faults.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use crate::domain::{Frames, Hertz, Marker, MarkerId, Palette, Position, Session, Take};
use crate::error::{Error, Loaded};
use crate::locale::{Language, Locale};
use crate::store::document::read_text;
use crate::store::sessions::SessionEntry;
use crate::store::{Library, markers, people, sessions};
use crate::text;

/// The longest transcript or file of notes that is read, in bytes.
const TEXT_LIMIT: u64 = 64 << 20;

/// One place where all words were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Name of the session's folder.
    pub session: String,
    pub title: String,
    /// When its first take began; `None` where nothing was recorded.
    pub started: Option<DateTime<FixedOffset>>,
    pub what: Found,
    pub place: Option<Place>,
    /// The text that holds the words, whole.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// In the session's title, its people's names, its series, or what was noted after it.
    Session,
    Marker {
        id: MarkerId,
        kind: String,
    },
    /// In a file of notes or a transcript: its bare name, and the line from one.
    Line {
        file: String,
        line: usize,
    },
}

/// A place in the sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Number of the take.
    pub take: u32,
    pub frame: Frames,
    pub rate: Hertz,
}

/// Every place that holds all `words`, whatever their accents and capitals; sessions in the order of their names.
///
/// What is known of a session (title, names) counts for all its texts, so that `nadia father` finds a mark on the father with Nadia.
///
/// Marks are found by their kinds and themes too: by their ids, and by their names in either language; `locale` words what is shown.
pub fn search(library: &Library, words: &[String], locale: &Locale) -> Loaded<Hit> {
    let words: Vec<String> = words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
    let mut found = Loaded::default();
    let names = people::load_all(&library.layout);
    let sessions = sessions::list(&library.layout);
    let naming = Naming::new(&library.settings.palette, locale);
    found.faults.extend(names.faults);
    found.faults.extend(sessions.faults);
    for entry in &sessions.rows {
        let about = about(entry, |id| names.rows.iter().find(|person| person.id == *id).map(|person| person.name.clone()));
        search_session(entry, &about, &words, &naming, &mut found);
    }
    found
}

/// What is known of a session as a whole.
fn about(entry: &SessionEntry, name: impl Fn(&crate::domain::Slug) -> Option<String>) -> String {
    let session = &entry.session;
    let mut words = vec![session.title.clone()];
    words.extend(session.people.iter().map(|id| name(id).unwrap_or_else(|| id.to_string())));
    words.extend(session.after.mood.clone());
    words.extend(session.after.gist.clone());
    words.join(" · ")
}

fn search_session(entry: &SessionEntry, about: &str, words: &[String], naming: &Naming, found: &mut Loaded<Hit>) {
    let known = fold(&format!("{about} {}", entry.id));
    let mut keep = |what: Found, place: Option<Place>, text: &str| {
        let (title, started) = (entry.session.title.clone(), entry.session.takes.first().map(|take| take.started));
        found.rows.push(Hit { session: entry.id.clone(), title, started, what, place, text: text.to_owned() });
    };
    if words.iter().all(|word| known.contains(word)) {
        keep(Found::Session, None, about);
    }
    let is_hit = |text: &str| {
        let text = fold(text);
        words.iter().any(|word| text.contains(word)) && words.iter().all(|word| text.contains(word) || known.contains(word))
    };
    let marks = markers::load(&entry.folder, &entry.session.takes);
    for mark in marks.rows.into_iter().map(|filed| filed.marker) {
        if is_hit(&naming.all(&mark)) {
            let text = naming.shown(&mark);
            let take = entry.session.take(mark.take.as_str());
            let place = take.map(|take| Place { take: take.number, frame: mark.frame, rate: take.rate });
            keep(Found::Marker { id: mark.id, kind: mark.kind }, place, &text);
        }
    }
    let lines = lines_beside(&entry.folder, &entry.session);
    for line in lines.rows.into_iter().filter(|line| is_hit(&line.text)) {
        keep(Found::Line { file: line.file, line: line.number }, line.place, &line.text);
    }
    found.faults.extend(marks.faults.into_iter().chain(lines.faults));
}

/// Words marks.
struct Naming<'a> {
    palette: &'a Palette,
    reader: &'a Locale,
    both: [Locale; 2],
}

impl<'a> Naming<'a> {
    fn new(palette: &'a Palette, reader: &'a Locale) -> Naming<'a> {
        Naming { palette, reader, both: [Language::French, Language::English].map(Locale::new) }
    }

    /// Kind, themes, who asked, and the note, as the reader calls them.
    fn shown(&self, mark: &Marker) -> String {
        let mut words = self.names(mark, self.reader);
        words.extend(mark.from.iter().chain(&mark.note).cloned());
        words.join(" · ")
    }

    /// Everything by which the mark can be found.
    fn all(&self, mark: &Marker) -> String {
        let themes = mark.themes.iter().map(ToString::to_string);
        let mut words: Vec<String> = [mark.kind.clone()].into_iter().chain(themes).collect();
        words.extend(self.both.iter().flat_map(|locale| self.names(mark, locale)));
        words.extend(mark.from.iter().chain(&mark.note).cloned());
        words.join(" · ")
    }

    fn names(&self, mark: &Marker, locale: &Locale) -> Vec<String> {
        let kind = locale.kind_name(&mark.kind, self.palette);
        let themes = mark.themes.iter().map(|theme| locale.theme_name(theme.as_str(), self.palette));
        [kind].into_iter().chain(themes).collect()
    }
}

/// One line of notes, or what is said in one cue of a transcript.
#[derive(Debug, PartialEq)]
struct Line {
    file: String,
    number: usize,
    place: Option<Place>,
    text: String,
}

fn lines_beside(folder: &Path, session: &Session) -> Loaded<Line> {
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
        found.rows.extend(lines.into_iter().map(|(number, seconds, text)| Line {
            file: name.clone(),
            number,
            place: origin.zip(seconds).map(|((take, start), seconds)| Place {
                take: take.number,
                frame: start + Frames::from_seconds(seconds, take.rate),
                rate: take.rate,
            }),
            text,
        }));
    }
    found
}

/// Notes and transcripts in a session's folder, by name.
fn texts_in(folder: &Path, faults: &mut Vec<Error>) -> Vec<String> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) => {
            faults.push(Error::new(text!("cli-folder-unreadable")).at(folder).because(cause));
            return Vec::new();
        }
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| is_notes(name) || has_cues(name) || name.ends_with(".txt")).collect();
    names.sort();
    names
}

fn is_notes(name: &str) -> bool {
    name == "notes.md" || (name.starts_with("notes-") && name.ends_with(".md"))
}

fn has_cues(name: &str) -> bool {
    name.ends_with(".vtt") || name.ends_with(".srt")
}

/// Where the time of a transcript begins: at the part of the same name, at the take of its name (`take-02.vtt`), else at the first take.
fn origin<'s>(name: &str, session: &'s Session) -> Option<(&'s Take, Frames)> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let part_of = |take: &'s Take| {
        take.parts.iter().find(|part| part.file.strip_suffix(".wav") == Some(stem)).map(|part| (take, part.start))
    };
    if let Some(part) = session.takes.iter().find_map(part_of) {
        return Some(part);
    }
    let number = stem.strip_prefix("take-").and_then(|rest| rest.split('-').next()?.parse().ok()).unwrap_or(1);
    session.takes.iter().find(|take| take.number == number).map(|take| (take, Frames(0)))
}

/// Lines with something in them: number from one, no time, text.
fn plain(text: &str) -> Vec<(usize, Option<f64>, String)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| (index + 1, None, line.trim().to_owned())).collect()
}

/// The cues of WebVTT and SubRip: number of the line with the times, seconds of the beginning, text without tags.
fn cues(text: &str) -> Vec<(usize, Option<f64>, String)> {
    let mut found: Vec<(usize, Option<f64>, String)> = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        if let Some((start, _)) = line.split_once("-->") {
            let seconds = Position::parse(&start.trim().replace(',', ".")).map(|position| position.seconds);
            found.push((index + 1, seconds, String::new()));
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

/// As two texts are compared: ASCII, small letters.
fn fold(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_do_not_count() {
        assert_eq!(fold("Le Père a l’œil"), fold("le pere a l'oeil"));
    }

    #[test]
    fn cues_of_both_kinds_have_their_time_and_no_tags() {
        let vtt = "WEBVTT\n\n00:01:02.500 --> 00:01:04.000\n<v Nadia>mon père\nn’a pas été testé\n\nNOTE x\n\n01:05.000 --> 01:06.000\noui\n";
        let found = cues(vtt);
        assert_eq!(found[0], (3, Some(62.5), "mon père n’a pas été testé".to_owned()));
        assert_eq!(found[1], (9, Some(65.0), "oui".to_owned()));
        assert_eq!(cues("1\n00:00:01,250 --> 00:00:02,000\nbon\n")[0], (2, Some(1.25), "bon".to_owned()));
        assert_eq!(cues("x --> y\nz")[0], (1, None, "z".to_owned()));
    }
}
