//! Finding words in names, titles, notes, marks and transcripts. Files are read anew each time: an index is not worth its faults, and would
//! hold what is said in private outside of the library.
//!
//! `sieve` passes over the sessions that cannot hold the words, `beside` reads notes and transcripts, `near` knows names that were typed
//! wrong, `withheld` what is not told outside.

mod beside;
mod near;
mod sieve;
pub mod withheld;

use std::collections::HashMap;
use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset};

use self::beside::{Line, lines_beside};
use self::near::is_near;
use self::sieve::Sieve;
use self::withheld::Withheld;
use crate::domain::{Frames, Hertz, Marker, MarkerId, Palette, Person, RESERVED_KINDS, Session, Slug, TakeId};
use crate::error::Loaded;
use crate::locale::{Language, Locale};
use crate::store::sessions::{SessionEntry, SessionFolder};
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

/// So many sessions are looked through before what they hold is told.
const STEP: usize = 256;

/// Every place that holds all `words`, whatever their accents and capitals; sessions in the order of their names. Where there is none,
/// those count where a name comes near, but for a letter or two.
///
/// What is known of a session (title, names) counts for all its texts, so that `nadia father` finds a mark on the father with Nadia.
///
/// Marks are found by their kinds and themes too: by their ids, and by their names in either language; `locale` words what is shown.
pub fn search(library: &Library, words: &[String], locale: &Locale) -> Loaded<Hit> {
    let mut all = Loaded::default();
    search_in_steps(library, words, locale, |found| {
        all.append(found);
        true
    });
    all
}

/// As [`search`], told step by step as it is found, for as long as somebody wants it: until `tell` gives `false`.
pub fn search_in_steps(library: &Library, words: &[String], locale: &Locale, mut tell: impl FnMut(Loaded<Hit>) -> bool) {
    let words: Vec<String> = words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
    let names = people::load_all(&library.layout);
    let folders = sessions::folders(&library.layout);
    if !tell(Loaded { rows: Vec::new(), faults: [names.faults, folders.faults].concat() }) {
        return;
    }
    let (naming, unmerged) = (Naming::new(&library.settings.palette, locale.language), OnceLock::new());
    let desk = Desk { library, people: &names.rows, naming, unmerged };
    for nearly in [false, true] {
        let search = Search::new(&desk, &words, nearly);
        let (mut has_hits, mut faults) = (false, Vec::new());
        for some in folders.rows.chunks(STEP) {
            let found = in_threads(some, |_| Loaded::default(), |found, folder| search.look_into(folder, found));
            let mut found = Loaded::joined(found);
            has_hits |= !found.rows.is_empty();
            faults.append(&mut found.faults);
            if !tell(found) {
                return;
            }
        }
        if has_hits || nearly {
            tell(Loaded { rows: Vec::new(), faults });
            return;
        }
    }
}

/// What does not change from search to search.
struct Desk<'a> {
    library: &'a Library,
    people: &'a [Person],
    naming: Naming,
    /// Looked for when the first session is read: most searches read few.
    unmerged: OnceLock<Unmerged>,
}

impl Desk<'_> {
    fn name_of(&self, id: &Slug) -> Option<String> {
        self.people.iter().find(|person| person.id == *id).map(|person| person.name.clone())
    }
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
    desk: &'a Desk<'a>,
    words: &'a [String],
    /// A letter of a name may be wrong.
    nearly: bool,
    /// For each word, the ids of kinds and themes whose names come near it.
    meant: Vec<Vec<String>>,
    sieve: Sieve,
}

impl<'a> Search<'a> {
    fn new(desk: &'a Desk, words: &'a [String], nearly: bool) -> Search<'a> {
        let naming = &desk.naming;
        let meant: Vec<_> = words.iter().map(|word| if nearly { naming.near(word) } else { Vec::new() }).collect();
        let named = words.iter().zip(&meant).map(|(word, meant)| naming.holding(word).into_iter().chain(meant.clone()).collect());
        let sieve = Sieve::new(words, &named.collect::<Vec<_>>(), desk.people);
        Search { desk, words, nearly, meant, sieve }
    }

    /// A name with a letter wrong stands nowhere as it was typed: then no session can be passed over.
    fn look_into(&self, folder: &SessionFolder, found: &mut Loaded<Hit>) {
        if !self.nearly && !self.sieve.lets_through(&folder.path) {
            return;
        }
        let Loaded { rows, faults } = sessions::load_listed(&self.desk.library.layout, folder);
        found.faults.extend(faults);
        rows.iter().for_each(|entry| self.look_into_session(entry, &About::of(entry, |id| self.desk.name_of(id)), found));
    }

    fn look_into_session(&self, entry: &SessionEntry, about: &About, found: &mut Loaded<Hit>) {
        let lacks: Vec<bool> = self.words.iter().map(|word| !self.is_about(word, about)).collect();
        if !lacks.contains(&true) {
            let sounds = entry.session.takes.iter().any(|take| !take.parts.is_empty());
            let spot = Spot { place: None, sounds, withheld: false };
            found.rows.push(hit(entry, Found::Session, &about.text, spot));
        }
        if self.sieve.lets_texts_through(&entry.folder, &lacks) {
            self.look_into_texts(entry, about, found);
        }
    }

    fn look_into_texts(&self, entry: &SessionEntry, about: &About, found: &mut Loaded<Hit>) {
        let (mut marks, lines) =
            (markers::load(&entry.folder, &entry.session.takes), lines_beside(&entry.folder, &entry.session));
        let Desk { library, naming, unmerged, .. } = self.desk;
        if let Some(doubt) = unmerged.get_or_init(|| Unmerged::of(&library.layout)).marks_of(entry) {
            marks.faults.retain(|fault| fault.place() != doubt.place());
            marks.faults.push(doubt);
        }
        let plain: Vec<Marker> = marks.rows.into_iter().map(|filed| filed.marker).collect();
        let withheld = Withheld::of(&entry.session, &library.settings.palette, &plain, &marks.faults);
        for mark in plain.iter().filter(|mark| self.is_in(&naming.all(mark), about, &ids_of(mark))) {
            let spot = Spot::of(&entry.session, &mark.take, mark.frame, mark.end_frame);
            let what = Found::Marker { id: mark.id.clone(), kind: mark.kind.clone() };
            let spot = Spot { withheld: withheld.holds_mark(mark), ..spot };
            found.rows.push(hit(entry, what, &naming.shown(mark), spot));
        }
        for line in lines.rows.iter().filter(|line| self.is_in(&line.text, about, &[])) {
            let spot = Spot { withheld: withheld.holds_line(line), ..Spot::of_line(&entry.session, line) };
            let what = Found::Line { file: line.file.clone(), line: line.number };
            found.rows.push(hit(entry, what, &line.text, spot));
        }
        found.faults.extend(marks.faults.into_iter().chain(lines.faults));
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

/// What kinds and themes are called.
struct Naming {
    reader: Language,
    /// Their names in French and English, by id; the id alone names what is not there.
    kinds: HashMap<String, [String; 2]>,
    themes: HashMap<String, [String; 2]>,
}

impl Naming {
    fn new(palette: &Palette, reader: Language) -> Naming {
        let both = [Language::French, Language::English].map(Locale::new);
        let kinds = RESERVED_KINDS.into_iter().chain(palette.kinds.iter().map(|kind| kind.id.as_str()));
        let kinds = kinds.map(|id| (id.to_owned(), both.each_ref().map(|locale| locale.kind_name(id, palette))));
        let themes = palette.themes.iter().map(|theme| theme.id.as_str());
        let themes = themes.map(|id| (id.to_owned(), both.each_ref().map(|locale| locale.theme_name(id, palette))));
        Naming { reader, kinds: kinds.collect(), themes: themes.collect() }
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
        let named = self.kinds.iter().chain(&self.themes);
        let meant = named.filter(|(id, names)| is_meant(id) || names.iter().any(|name| is_meant(name)));
        meant.map(|(id, _)| id.clone()).collect()
    }

    /// Kind, themes, who asked, and the note, as the reader calls them.
    fn shown(&self, mark: &Marker) -> String {
        let mut words = self.names(mark, self.reader);
        words.extend(words_of(mark));
        words.join(" · ")
    }

    /// Everything by which the mark can be found.
    fn all(&self, mark: &Marker) -> String {
        let mut words = ids_of(mark);
        words.extend([Language::French, Language::English].into_iter().flat_map(|language| self.names(mark, language)));
        words.extend(words_of(mark));
        words.join(" · ")
    }

    fn names<'n>(&'n self, mark: &'n Marker, language: Language) -> Vec<&'n str> {
        let name = |names: &'n HashMap<String, [String; 2]>, id: &'n str| match (names.get(id), language) {
            (Some([french, _]), Language::French) => french.as_str(),
            (Some([_, english]), Language::English) => english.as_str(),
            (None, _) => id,
        };
        let themes = mark.themes.iter().map(|theme| name(&self.themes, theme.as_str()));
        [name(&self.kinds, &mark.kind)].into_iter().chain(themes).collect()
    }
}

/// Who asked, and the note.
fn words_of(mark: &Marker) -> impl Iterator<Item = &str> {
    mark.from.iter().chain(&mark.note).map(String::as_str)
}

/// As two texts are compared: ASCII, small letters.
fn fold(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}

#[cfg(test)]
mod tests;
