//! Finding words in names, titles, notes, marks and transcripts. Files are read anew each time: an index is not worth its faults.
//!
//! `beside` reads notes and transcripts, `near` knows names that were typed wrong, `withheld` what is not told outside.

mod beside;
mod near;
mod withheld;

use chrono::{DateTime, FixedOffset};

use self::beside::{Line, lines_beside};
use self::near::is_near;
use self::withheld::Withheld;
use crate::domain::{Frames, Hertz, Marker, MarkerId, Palette, RESERVED_KINDS, Session, Slug, TakeId};
use crate::error::{Error, Loaded};
use crate::locale::{Language, Locale};
use crate::store::sessions::SessionEntry;
use crate::store::{Library, markers, people, sessions};

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
    /// There is sound to be heard of it.
    pub sounds: bool,
    /// It is off the record, or may be: for nobody outside of the interface.
    pub withheld: bool,
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
    /// Of a range or a cue; excluded.
    pub end: Option<Frames>,
    pub rate: Hertz,
}

/// Every place that holds all `words`, whatever their accents and capitals; sessions in the order of their names. Where there is none,
/// those count where a name comes near: see [`is_near`].
///
/// What is known of a session (title, names) counts for all its texts, so that `nadia father` finds a mark on the father with Nadia.
///
/// Marks are found by their kinds and themes too: by their ids, and by their names in either language; `locale` words what is shown.
pub fn search(library: &Library, words: &[String], locale: &Locale) -> Loaded<Hit> {
    let words: Vec<String> = words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
    let names = people::load_all(&library.layout);
    let sessions = sessions::list(&library.layout);
    let mut search = Search::new(&library.settings.palette, locale, words);
    search.faults.extend(names.faults);
    search.faults.extend(sessions.faults);
    for entry in &sessions.rows {
        let called = |id: &Slug| names.rows.iter().find(|person| person.id == *id).map(|person| person.name.clone());
        search.look_into(entry, &About::of(entry, called));
    }
    let rows = if search.exact.is_empty() { search.near } else { search.exact };
    Loaded { rows, faults: search.faults }
}

/// What is known of a session as a whole.
struct About {
    /// As it is shown.
    text: String,
    /// Its title and the names of its people.
    names: String,
    /// All of it, folded.
    known: String,
}

impl About {
    fn of(entry: &SessionEntry, name: impl Fn(&Slug) -> Option<String>) -> About {
        let session = &entry.session;
        let people = session.people.iter().map(|id| name(id).unwrap_or_else(|| id.to_string()));
        let names: Vec<String> = [session.title.clone()].into_iter().chain(people).collect();
        let noted = [&session.after.mood, &session.after.gist].into_iter().flatten().cloned();
        let text = names.iter().cloned().chain(noted).collect::<Vec<_>>().join(" · ");
        About { known: fold(&format!("{text} {}", entry.id)), names: names.join(" · "), text }
    }
}

/// How well a text holds the words.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fit {
    Exact,
    /// But for a letter in a name.
    Near,
}

struct Search<'a> {
    words: Vec<String>,
    naming: Naming<'a>,
    /// For each word, the ids of kinds and themes whose names come near it.
    meant: Vec<Vec<String>>,
    exact: Vec<Hit>,
    /// Not looked for any more as soon as there is something exact.
    near: Vec<Hit>,
    faults: Vec<Error>,
}

impl<'a> Search<'a> {
    fn new(palette: &'a Palette, reader: &'a Locale, words: Vec<String>) -> Search<'a> {
        let naming = Naming::new(palette, reader);
        let meant = words.iter().map(|word| naming.near(word)).collect();
        Search { words, naming, meant, exact: Vec::new(), near: Vec::new(), faults: Vec::new() }
    }

    fn look_into(&mut self, entry: &SessionEntry, about: &About) {
        if let Some(fit) = self.fit_of_session(about) {
            let sounds = entry.session.takes.iter().any(|take| !take.parts.is_empty());
            self.keep(fit, hit(entry, Found::Session, &about.text, Spot { place: None, sounds, withheld: false }));
        }
        let (marks, lines) = (markers::load(&entry.folder, &entry.session.takes), lines_beside(&entry.folder, &entry.session));
        let plain: Vec<Marker> = marks.rows.into_iter().map(|filed| filed.marker).collect();
        let withheld = Withheld::of(&entry.session, self.naming.palette, &plain, &marks.faults);
        for mark in &plain {
            let Some(fit) = self.fit(&self.naming.all(mark), about, &ids_of(mark)) else { continue };
            let spot = Spot::of(&entry.session, &mark.take, mark.frame, mark.end_frame);
            let found = Found::Marker { id: mark.id.clone(), kind: mark.kind.clone() };
            let spot = Spot { withheld: withheld.holds_mark(mark), ..spot };
            self.keep(fit, hit(entry, found, &self.naming.shown(mark), spot));
        }
        for line in &lines.rows {
            let Some(fit) = self.fit(&line.text, about, &[]) else { continue };
            let spot = Spot { withheld: withheld.holds_line(line), ..Spot::of_line(&entry.session, line) };
            self.keep(fit, hit(entry, Found::Line { file: line.file.clone(), line: line.number }, &line.text, spot));
        }
        self.faults.extend(marks.faults.into_iter().chain(lines.faults));
    }

    fn keep(&mut self, fit: Fit, hit: Hit) {
        match fit {
            Fit::Exact => self.exact.push(hit),
            Fit::Near => self.near.push(hit),
        }
    }

    fn fit_of_session(&self, about: &About) -> Option<Fit> {
        let holds = |word: &String| about.known.contains(word);
        if self.words.iter().all(holds) {
            return Some(Fit::Exact);
        }
        let is_near = |word: &String| holds(word) || is_near(word, &about.names);
        (self.exact.is_empty() && self.words.iter().all(is_near)).then_some(Fit::Near)
    }

    /// Of a text that belongs to a session, and has names with these ids in it; some word stands in it itself.
    fn fit(&self, text: &str, about: &About, ids: &[&str]) -> Option<Fit> {
        let text = fold(text);
        let words = || self.words.iter().zip(&self.meant);
        if words().any(|(word, _)| text.contains(word))
            && words().all(|(word, _)| text.contains(word) || about.known.contains(word))
        {
            return Some(Fit::Exact);
        }
        if !self.exact.is_empty() {
            return None;
        }
        let is_named = |meant: &[String]| ids.iter().any(|id| meant.iter().any(|meant| meant == id));
        let is_own = |(word, meant): (&String, &Vec<String>)| text.contains(word) || is_named(meant);
        let is_about = |word: &String| about.known.contains(word) || is_near(word, &about.names);
        (words().any(is_own) && words().all(|(word, meant)| is_own((word, meant)) || is_about(word))).then_some(Fit::Near)
    }
}

/// Where a hit lies, and what may be done with it.
struct Spot {
    place: Option<Place>,
    sounds: bool,
    withheld: bool,
}

impl Spot {
    fn of(session: &Session, take: &TakeId, frame: Frames, end: Option<Frames>) -> Spot {
        let take = session.take(take.as_str());
        let place = take.map(|take| Place { take: take.number, frame, end, rate: take.rate });
        Spot { place, sounds: take.is_some_and(|take| !take.parts.is_empty()), withheld: false }
    }

    fn of_line(session: &Session, line: &Line) -> Spot {
        match &line.span {
            Some(span) => Spot::of(session, &span.take, span.start, span.end),
            None => Spot { place: None, sounds: session.takes.iter().any(|take| !take.parts.is_empty()), withheld: false },
        }
    }
}

fn hit(entry: &SessionEntry, what: Found, text: &str, spot: Spot) -> Hit {
    let Spot { place, sounds, withheld } = spot;
    let (title, started) = (entry.session.title.clone(), entry.session.takes.first().map(|take| take.started));
    Hit { session: entry.id.clone(), title, started, what, place, text: text.to_owned(), sounds, withheld }
}

fn ids_of(mark: &Marker) -> Vec<&str> {
    [mark.kind.as_str()].into_iter().chain(mark.themes.iter().map(Slug::as_str)).collect()
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

    /// The ids of kinds and themes whose names in either language come near a word.
    fn near(&self, word: &str) -> Vec<String> {
        let own = self.palette.kinds.iter().map(|kind| kind.id.as_str());
        let in_both = |name: &dyn Fn(&Locale) -> String| self.both.each_ref().map(name);
        let kinds = RESERVED_KINDS.into_iter().chain(own).map(|id| (id, in_both(&|locale| locale.kind_name(id, self.palette))));
        let ids = self.palette.themes.iter().map(|theme| theme.id.as_str());
        let themes = ids.map(|id| (id, in_both(&|locale| locale.theme_name(id, self.palette))));
        let is_meant = |(id, names): &(&str, [String; 2])| is_near(word, id) || names.iter().any(|name| is_near(word, name));
        kinds.chain(themes).filter(is_meant).map(|(id, _)| id.to_owned()).collect()
    }

    /// Kind, themes, who asked, and the note, as the reader calls them.
    fn shown(&self, mark: &Marker) -> String {
        let mut words = self.names(mark, self.reader);
        words.extend(mark.from.iter().chain(&mark.note).cloned());
        words.join(" · ")
    }

    /// Everything by which the mark can be found.
    fn all(&self, mark: &Marker) -> String {
        let mut words: Vec<String> = ids_of(mark).into_iter().map(ToOwned::to_owned).collect();
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

/// As two texts are compared: ASCII, small letters.
fn fold(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}

#[cfg(test)]
mod tests;
