//! The folder that holds everything: opened whatever its settings say, and made.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use rustix::fs::{Access, access};
use toml_edit::{DocumentMut, Table as EditTable};

use super::document::{Document, Item, SMALL, read_text};
use super::layout::Layout;
use super::table::{Table, as_date, as_text};
use super::{atomic, edit, palette};
use crate::domain::{ClosedDays, LibrarySettings, Palette, Place, Slug, new_ulid};
use crate::error::{Error, Result};
use crate::locale::Language;
use crate::plan::ics;
use crate::text;

/// Nobody rests longer than a day between two talks.
const REST_MINUTES: std::ops::RangeInclusive<i64> = 1..=1440;

/// An open library.
#[derive(Debug)]
pub struct Library {
    pub layout: Layout,
    pub settings: LibrarySettings,
    /// The calendars of closed days that `library.toml` names, whether they could be read or not.
    pub calendars: Vec<PathBuf>,
    /// What is wrong in `library.toml`, and has cost its own key or table.
    pub settings_faults: Vec<Error>,
    /// What in `library.toml` needs a look, and costs only itself.
    pub warnings: Vec<Error>,
    /// This user's own.
    pub owned: bool,
    /// Neither the disk nor its permissions forbid to write.
    pub writable: bool,
}

/// What a new library begins with.
#[derive(Debug, Clone)]
pub struct NewLibrary {
    pub folder: PathBuf,
    pub title: String,
    pub language: Language,
    pub zone: Tz,
    pub palette: Palette,
}

impl Library {
    /// Opens the library at `root`.
    ///
    /// What is wrong in its `library.toml` costs its own key and stands in `settings_faults`; a recording begins all the same. Nothing
    /// is given away by a mistyped line: see `palette::read`. Fails where there is no `library.toml`. A library of somebody else
    /// opens; see [`Library::require_writable`].
    pub fn open(root: impl Into<PathBuf>) -> Result<Library> {
        let layout = Layout::new(root);
        if !is_library(layout.root()) {
            return Err(no_library(&layout));
        }
        let (settings, calendars, faults) = load_settings(&layout);
        let (warnings, settings_faults) = faults.into_iter().partition(|fault| !fault.is_doubt());
        let (owned, writable) = (is_own(layout.root()), is_writable(&layout));
        Ok(Library { layout, settings, calendars, settings_faults, warnings, owned, writable })
    }

    /// Fails, with a sentence, where nothing may be written: somebody else's library, or a disk that is read-only.
    pub fn require_writable(&self) -> Result<()> {
        if !self.owned {
            return Err(Error::new(text!("files-not-own")).at(self.layout.root()).hint(text!("files-not-own-hint")));
        }
        if !self.writable {
            return Err(Error::new(text!("files-read-only")).at(self.layout.root()).hint(text!("files-read-only-hint")));
        }
        Ok(())
    }
}

/// Whether the folder holds a `library.toml`.
pub fn is_library(folder: &Path) -> bool {
    folder.join("library.toml").is_file()
}

/// Whether the folder belongs to this user.
pub fn is_own(folder: &Path) -> bool {
    folder.metadata().is_ok_and(|found| found.uid() == rustix::process::geteuid().as_raw())
}

fn is_writable(layout: &Layout) -> bool {
    access(layout.root(), Access::WRITE_OK).is_ok()
}

/// Makes a library in `folder`, which may exist and hold other things, but no library.
pub fn init(new: &NewLibrary) -> Result<Library> {
    let layout = Layout::new(&new.folder);
    if layout.settings_file().symlink_metadata().is_ok() {
        return Err(Error::new(text!("files-library-exists")).at(&new.folder).hint(text!("files-library-exists-hint")));
    }
    for folder in [layout.root().to_owned(), layout.people_dir(), layout.series_dir(), layout.sessions_dir()] {
        atomic::create_dir_private(&folder)?;
    }
    atomic::write_new(&layout.settings_file(), settings_text(new).as_bytes())?;
    Library::open(&new.folder)
}

fn settings_text(new: &NewLibrary) -> String {
    let template = match new.language {
        Language::French => include_str!("templates/library.fr.toml"),
        Language::English => include_str!("templates/library.en.toml"),
    };
    let gaps = [
        ("{id}", edit::quoted(&new_ulid())),
        ("{zone}", edit::quoted(new.zone.name())),
        ("{language}", edit::quoted(new.language.tag())),
        ("{title}", edit::quoted(&new.title)),
    ];
    let text = gaps.iter().fold(template.to_owned(), |text, (gap, value)| text.replacen(gap, value, 1));
    text + &palette::write(&new.palette)
}

/// Adds words that no public output may hold, and withholds kinds; comments, order and all else in `library.toml` stay. The caller holds the
/// save lock.
///
/// Errors: the file cannot be read as TOML, or not written.
pub fn protect(layout: &Layout, private: &[String], withheld: &[Slug]) -> Result<()> {
    let path = layout.settings_file();
    layout.check(&path)?;
    let parsed = read_text(&path, SMALL)?.parse::<DocumentMut>();
    let mut document = parsed.map_err(|fault| Error::new(text!("files-unread")).at(&path).because(fault.message()))?;
    let table = document.as_table_mut();
    if !private.is_empty() {
        let words = table.entry("private").or_insert(toml_edit::value(toml_edit::Array::new()));
        words.as_array_mut().into_iter().for_each(|words| words.extend(private.iter().map(String::as_str)));
    }
    let mut kinds = edit::tables_in_place(table, "kind");
    let is_meant = |kind: &&mut EditTable| {
        let id = kind.get("id").and_then(toml_edit::Item::as_str);
        id.is_some_and(|id| withheld.iter().any(|slug| slug.as_str() == id))
    };
    kinds.iter_mut().filter(is_meant).for_each(|kind| edit::set(kind, "withhold", Some("true".into())));
    if !kinds.is_empty() {
        table.insert("kind", toml_edit::Item::ArrayOfTables(kinds));
    }
    atomic::write(&path, document.to_string().as_bytes())
}

/// The zone of this machine; UTC where the system does not tell.
pub fn machine_zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}

fn no_library(layout: &Layout) -> Error {
    let folder = super::table::shown_path(&layout.root().display().to_string());
    Error::new(text!("files-no-library")).at(layout.root()).hint(text!("files-no-library-hint", folder = folder))
}

/// The settings as far as they can be read, the calendars that they name, and what cannot be read.
fn load_settings(layout: &Layout) -> (LibrarySettings, Vec<PathBuf>, Vec<Error>) {
    let path = layout.settings_file();
    let text = match layout.check(&path).and_then(|()| read_text(&path, SMALL)) {
        Ok(text) => text,
        Err(fault) => return (settings_without_file(), Vec::new(), vec![fault]),
    };
    let document = Document::parse_in_part(&path, &text);
    let table = document.table();
    table.format();
    let (settings, calendars) = read_settings(&table);
    table.refuse_unknown();
    (settings, calendars, document.into_faults())
}

fn settings_without_file() -> LibrarySettings {
    LibrarySettings {
        id: String::new(),
        title: String::new(),
        zone: machine_zone(),
        language: None,
        uses: Vec::new(),
        private: Vec::new(),
        support: None,
        closed: Vec::new(),
        rest_minutes: None,
        places: Vec::new(),
        palette: Palette::default(),
    }
}

fn read_settings(table: &Table) -> (LibrarySettings, Vec<PathBuf>) {
    let (closed, calendars) = read_closed(table);
    let settings = LibrarySettings {
        id: table.need("id", Table::text).unwrap_or_default(),
        title: table.text("title").unwrap_or_default(),
        zone: table.zone("zone").unwrap_or_else(machine_zone),
        language: table.one_of("language", &[("fr", Language::French), ("en", Language::English)]),
        uses: table.texts("uses"),
        private: table.texts("private"),
        support: table.text("support"),
        closed,
        rest_minutes: table.whole("rest_minutes", REST_MINUTES).map(|minutes| minutes as u32),
        places: read_places(table),
        palette: palette::read(table),
    };
    (settings, calendars)
}

/// One entry of `closed`.
enum Closed {
    Days(ClosedDays),
    /// The name of a calendar in the library's folder.
    Calendar(String),
}

/// Days, spans, and the days of the calendars that are named; a bad calendar closes nothing and is told. Then the paths of the calendars
/// that lie beside the file or below.
pub(super) fn read_closed(table: &Table) -> (Vec<ClosedDays>, Vec<PathBuf>) {
    let entries = table.list("closed", || text!("files-closed-days"), as_closed);
    let zone = table.zone("zone").unwrap_or_else(machine_zone);
    let layout = Layout::new(table.path().parent().unwrap_or(Path::new(".")));
    let (mut closed, mut calendars) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Closed::Days(days) => closed.push(days),
            Closed::Calendar(name) => match layout.inside(&name) {
                Ok(path) => {
                    closed.extend(holidays(table, &layout, &path, zone));
                    calendars.push(path);
                }
                Err(fault) => table.fault_from(table.line_of("closed"), fault),
            },
        }
    }
    (closed, calendars)
}

fn as_closed(item: &Item) -> Option<Closed> {
    let calendar = || as_text(item).filter(|text| text.to_ascii_lowercase().ends_with(".ics")).map(Closed::Calendar);
    as_span(item).map(Closed::Days).or_else(calendar)
}

/// Days and spans without sessions, and no calendars.
pub(super) fn read_spans(table: &Table) -> Vec<ClosedDays> {
    table.list("closed", || text!("files-closed-spans"), as_span)
}

/// A date, `2020-04-06/2020-04-19` or `2020-05-01`.
fn as_span(item: &Item) -> Option<ClosedDays> {
    match as_date(item) {
        Some(day) => Some(ClosedDays { first: day, last: day }),
        None => parse_closed(&as_text(item)?),
    }
}

fn holidays(table: &Table, layout: &Layout, path: &Path, zone: Tz) -> Vec<ClosedDays> {
    let text = layout.check(path).and_then(|()| read_text(path, ics::LARGEST));
    let read = text.and_then(|text| ics::closed_days(&text, zone).map_err(|fault| ics::placed(fault, path)));
    match read {
        Ok((days, faults)) => {
            faults.into_iter().for_each(|fault| table.note(ics::placed(fault, path)));
            days
        }
        Err(fault) => {
            table.note(fault);
            Vec::new()
        }
    }
}

fn parse_closed(text: &str) -> Option<ClosedDays> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let days = ClosedDays { first: first.trim().parse().ok()?, last: last.trim().parse().ok()? };
    (days.first <= days.last).then_some(days)
}

fn read_places(table: &Table) -> Vec<Place> {
    let mut places: Vec<(usize, Place)> = Vec::new();
    for table in table.tables("place") {
        let (id, name) = (table.need("id", Table::slug), table.text("name"));
        table.refuse_unknown();
        let Some(id) = id else { continue };
        match places.iter().find(|(_, place)| place.id == id) {
            Some((line, _)) => table.fault("id", text!("files-twice", id = id.as_str(), line = *line)),
            None => places.push((table.line_of("id"), Place { name: name.unwrap_or_else(|| id.to_string()), id })),
        }
    }
    places.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, told};

    fn new(folder: &Path) -> NewLibrary {
        NewLibrary {
            folder: folder.join("recordings"),
            title: "La \"première\" vague {zone}".into(),
            language: Language::French,
            zone: Tz::Europe__Brussels,
            palette: palette::ready("web-series").unwrap(),
        }
    }

    #[test]
    fn a_new_library_opens_with_what_it_was_made_of() {
        let folder = tempfile::tempdir().unwrap();
        for language in [Language::French, Language::English] {
            let new = NewLibrary { folder: folder.path().join(language.tag()), language, ..new(folder.path()) };
            let library = init(&new).unwrap();
            let settings = &library.settings;
            assert_eq!((&settings.title, settings.zone, settings.language), (&new.title, new.zone, Some(language)));
            assert_eq!((&settings.palette, settings.uses.len(), settings.id.len()), (&new.palette, 3, 26));
            assert!(library.warnings.is_empty() && library.owned && library.writable);
            library.require_writable().unwrap();
        }
    }

    #[test]
    fn a_library_is_never_made_over_another() {
        let folder = tempfile::tempdir().unwrap();
        init(&new(folder.path())).unwrap();
        let path = folder.path().join("recordings/library.toml");
        let before = std::fs::read(&path).unwrap();
        let fault = init(&new(folder.path())).unwrap_err().to_string();
        assert!(fault.contains("there is a library here already"), "{fault}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_folder_without_settings_is_no_library() {
        let folder = tempfile::tempdir().unwrap();
        let fault = Library::open(folder.path()).unwrap_err().to_string();
        assert!(fault.contains("this folder is no library") && fault.contains("`temoin init "), "{fault}");
    }

    #[test]
    fn bad_settings_cost_themselves_and_are_told() {
        let (_folder, layout) = library();
        for (text, words) in [
            ("format = 1\n", "library.toml:1: `id` is missing"),
            ("format = 2\nid = \"x\"\n", "library.toml:1: expected `format = 1`, found 2: a newer version of temoin wrote this"),
            (
                "format = 1\nid = \"x\"\nclosed = [\"2020-04-19/2020-04-06\"]\n",
                "library.toml:3: `closed`: expected a day such as",
            ),
            ("format = 1\nid = \"x\"\ntitel = \"y\"\n", "library.toml:3: unknown key `titel`\n  hint: did you mean `title`?"),
            (
                "format = 1\nid = \"x\"\n[[place]]\nid = \"a\"\n[[place]]\nid = \"a\"\n",
                "library.toml:6: `a` stands on line 4 already",
            ),
            ("", "library.toml:1: `format` is missing"),
        ] {
            put(&layout.settings_file(), text);
            let faults: Vec<String> = Library::open(layout.root()).unwrap().settings_faults.iter().map(told).collect();
            assert!(faults[0].starts_with(words), "{faults:?}");
            assert_eq!(std::fs::read_to_string(layout.settings_file()).unwrap(), text, "nothing is harmed");
        }
    }

    #[test]
    fn a_slip_in_the_settings_leaves_the_rest_of_them() {
        let (_folder, layout) = library();
        let text = "format = 1\nid = \"x\"\ntitle = \"The wave\"\nzone = \"Europe/Paris\"\n";
        for (slip, line) in [("uses = = 1\n", 5), ("closed = [\"soon\"]\n", 5), ("[[kind]]\nid = \"A b\"\n", 6), ("[[plac\n", 5)]
        {
            put(&layout.settings_file(), format!("{text}{slip}"));
            let library = Library::open(layout.root()).unwrap();
            assert_eq!((library.settings.title.as_str(), library.settings.zone), ("The wave", Tz::Europe__Paris), "{slip}");
            assert_eq!(library.settings_faults[0].place().unwrap().line, Some(line), "{slip}");
        }
        std::fs::write(layout.settings_file(), [0xff]).unwrap();
        assert_eq!(Library::open(layout.root()).unwrap().settings_faults.len(), 1);
    }

    #[test]
    fn a_kind_with_a_slip_is_withheld() {
        let (_folder, layout) = library();
        let text = "format = 1\nid = \"x\"\n[[kind]]\nid = \"open\"\n[[kind]]\nid = \"secret\"\n";
        for slip in ["withhold = tru\n", "withhold = 1\n", "withold = true\n", "withhold true\n"] {
            put(&layout.settings_file(), format!("{text}{slip}"));
            let palette = Library::open(layout.root()).unwrap().settings.palette;
            assert_eq!((palette.withholds("open"), palette.withholds("secret")), (false, true), "{slip}");
        }
    }

    #[test]
    fn closed_days_are_days_or_spans() {
        let (_folder, layout) = library();
        put(
            &layout.settings_file(),
            "format = 1\nid = \"x\"\nclosed = [\"2020-04-06/2020-04-19\", \"2020-05-01\", 2020-05-21]\n",
        );
        let closed = Library::open(layout.root()).unwrap().settings.closed;
        let is_closed = |day: &str| closed.iter().any(|days| days.contains(day.parse().unwrap()));
        let days = ["2020-04-05", "2020-04-06", "2020-04-19", "2020-04-20", "2020-05-01", "2020-05-21"];
        assert_eq!(days.map(is_closed), [false, true, true, false, true, true]);
    }

    #[test]
    fn a_letter_that_clashes_is_a_warning() {
        let (_folder, layout) = library();
        put(&layout.settings_file(), "format = 1\nid = \"x\"\n[[kind]]\nid = \"a\"\nkey = \"s\"\n");
        assert_eq!(Library::open(layout.root()).unwrap().warnings.len(), 1);
    }

    #[test]
    fn somebody_else_s_library_is_read_and_not_written() {
        let (_folder, layout) = library();
        let mut library = Library::open(layout.root()).unwrap();
        library.owned = false;
        assert!(library.require_writable().unwrap_err().to_string().contains("this library belongs to somebody else"));
        (library.owned, library.writable) = (true, false);
        assert!(library.require_writable().unwrap_err().to_string().contains("this disk is read-only"));
        assert!(!is_own(Path::new("/proc/1/nowhere")));
    }
}
