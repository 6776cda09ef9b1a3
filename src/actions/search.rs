//! Finding words in names, titles, notes, marks and transcripts. Files are read anew each time: an index is not worth its faults, and would
//! hold what is said in private outside of the library.
//!
//! `sieve` passes over the sessions that cannot hold the words, `beside` reads notes and transcripts, `near` knows names that were typed
//! wrong, `withheld` what is not told outside.

mod beside;
mod near;
mod sieve;
pub mod withheld;

use chrono::{DateTime, FixedOffset};

use self::beside::{Line, lines_beside};
use self::near::is_near;
use self::sieve::Sieve;
use self::withheld::Withheld;
use crate::domain::{Frames, Hertz, Marker, MarkerId, Palette, RESERVED_KINDS, Session, Slug, TakeId};
use crate::error::Loaded;
use crate::locale::{Language, Locale};
use crate::store::sessions::SessionEntry;
use crate::store::unmerged::Unmerged;
use crate::store::{Library, markers, people, sessions};
use crate::threads::in_threads;

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
/// those count where a name comes near, but for a letter or two.
///
/// What is known of a session (title, names) counts for all its texts, so that `nadia father` finds a mark on the father with Nadia.
///
/// Marks are found by their kinds and themes too: by their ids, and by their names in either language; `locale` words what is shown.
pub fn search(library: &Library, words: &[String], locale: &Locale) -> Loaded<Hit> {
    let words: Vec<String> = words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
    let names = people::load_all(&library.layout);
    let sessions = sessions::list(&library.layout);
    let called = |id: &Slug| names.rows.iter().find(|person| person.id == *id).map(|person| person.name.clone());
    let unmerged = Unmerged::of(&library.layout);
    let look = |nearly| {
        let begin = |_| Search::new(&library.settings.palette, locale.language, words.clone(), nearly, &unmerged);
        let searches = in_threads(&sessions.rows, begin, |search, entry| search.look_into(entry, &About::of(entry, called)));
        Loaded::joined(searches.into_iter().map(|search| search.found).collect())
    };
    let exact = look(false);
    let mut found = if exact.rows.is_empty() { look(true) } else { exact };
    found.faults.splice(..0, names.faults.iter().chain(&sessions.faults).cloned());
    found
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

struct Search<'a> {
    words: Vec<String>,
    /// A letter of a name may be wrong.
    nearly: bool,
    naming: Naming<'a>,
    /// For each word, the ids of kinds and themes whose names come near it.
    meant: Vec<Vec<String>>,
    sieve: Sieve,
    unmerged: &'a Unmerged,
    found: Loaded<Hit>,
}

impl<'a> Search<'a> {
    fn new(palette: &'a Palette, reader: Language, words: Vec<String>, nearly: bool, unmerged: &'a Unmerged) -> Search<'a> {
        let naming = Naming::new(palette, reader);
        let meant: Vec<_> = words.iter().map(|word| if nearly { naming.near(word) } else { Vec::new() }).collect();
        let named = words.iter().zip(&meant).map(|(word, meant)| naming.holding(word).into_iter().chain(meant.clone()).collect());
        let sieve = Sieve::new(&words, &named.collect::<Vec<_>>());
        Search { words, nearly, naming, meant, sieve, unmerged, found: Loaded::default() }
    }

    fn look_into(&mut self, entry: &SessionEntry, about: &About) {
        let lacks: Vec<bool> = self.words.iter().map(|word| !self.is_about(word, about)).collect();
        if !lacks.contains(&true) {
            let sounds = entry.session.takes.iter().any(|take| !take.parts.is_empty());
            let spot = Spot { place: None, sounds, withheld: false };
            self.found.rows.push(hit(entry, Found::Session, &about.text, spot));
        }
        if self.sieve.lets_through(&entry.folder, &lacks) {
            self.look_into_texts(entry, about);
        }
    }

    fn look_into_texts(&mut self, entry: &SessionEntry, about: &About) {
        let (mut marks, lines) =
            (markers::load(&entry.folder, &entry.session.takes), lines_beside(&entry.folder, &entry.session));
        if let Some(doubt) = self.unmerged.marks_of(entry) {
            marks.faults.retain(|fault| fault.place() != doubt.place());
            marks.faults.push(doubt);
        }
        let plain: Vec<Marker> = marks.rows.into_iter().map(|filed| filed.marker).collect();
        let withheld = Withheld::of(&entry.session, self.naming.palette, &plain, &marks.faults);
        for mark in plain.iter().filter(|mark| self.is_in(&self.naming.all(mark), about, &ids_of(mark))).collect::<Vec<_>>() {
            let spot = Spot::of(&entry.session, &mark.take, mark.frame, mark.end_frame);
            let found = Found::Marker { id: mark.id.clone(), kind: mark.kind.clone() };
            let spot = Spot { withheld: withheld.holds_mark(mark), ..spot };
            self.found.rows.push(hit(entry, found, &self.naming.shown(mark), spot));
        }
        for line in lines.rows.iter().filter(|line| self.is_in(&line.text, about, &[])).collect::<Vec<_>>() {
            let spot = Spot { withheld: withheld.holds_line(line), ..Spot::of_line(&entry.session, line) };
            let found = Found::Line { file: line.file.clone(), line: line.number };
            self.found.rows.push(hit(entry, found, &line.text, spot));
        }
        self.found.faults.extend(marks.faults.into_iter().chain(lines.faults));
    }

    /// Whether the session itself is called so.
    fn is_about(&self, word: &str, about: &About) -> bool {
        about.known.contains(word) || (self.nearly && is_near(word, &about.names))
    }

    /// In a text that belongs to a session, and has names with these ids in it: some word stands in it itself.
    fn is_in(&self, text: &str, about: &About, ids: &[&str]) -> bool {
        let text = fold(text);
        let words = || self.words.iter().zip(&self.meant);
        let is_named = |meant: &[String]| ids.iter().any(|id| meant.iter().any(|meant| meant == id));
        let is_own = |(word, meant): (&String, &Vec<String>)| text.contains(word) || is_named(meant);
        words().any(is_own) && words().all(|(word, meant)| is_own((word, meant)) || self.is_about(word, about))
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
    reader: Language,
    /// French, English.
    both: [Locale; 2],
}

impl<'a> Naming<'a> {
    fn new(palette: &'a Palette, reader: Language) -> Naming<'a> {
        Naming { palette, reader, both: [Language::French, Language::English].map(Locale::new) }
    }

    /// The ids of kinds and themes whose names in either language come near a word.
    fn near(&self, word: &str) -> Vec<String> {
        self.ids_where(|name| is_near(word, name))
    }

    /// Those whose names hold it.
    fn holding(&self, word: &str) -> Vec<String> {
        self.ids_where(|name| fold(name).contains(word))
    }

    /// By an id, or a name in either language.
    fn ids_where(&self, is_meant: impl Fn(&str) -> bool) -> Vec<String> {
        let own = self.palette.kinds.iter().map(|kind| kind.id.as_str());
        let in_both = |name: &dyn Fn(&Locale) -> String| self.both.each_ref().map(name);
        let kinds = RESERVED_KINDS.into_iter().chain(own).map(|id| (id, in_both(&|locale| locale.kind_name(id, self.palette))));
        let ids = self.palette.themes.iter().map(|theme| theme.id.as_str());
        let themes = ids.map(|id| (id, in_both(&|locale| locale.theme_name(id, self.palette))));
        let named = kinds.chain(themes).filter(|(id, names)| is_meant(id) || names.iter().any(|name| is_meant(name)));
        named.map(|(id, _)| id.to_owned()).collect()
    }

    /// Kind, themes, who asked, and the note, as the reader calls them.
    fn shown(&self, mark: &Marker) -> String {
        let [french, english] = &self.both;
        let mut words = self.names(mark, if self.reader == Language::French { french } else { english });
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
