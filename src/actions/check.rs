//! Names everything that is wrong in a library. Reads only.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};

use super::mend::past_end;
use super::recover::{adds_sound, has_text, is_adoptable, is_empty, more_in_copy, no_fallback, parts_in};
use crate::audio::verify::verify;
use crate::audio::wav::WavFormat;
use crate::copies::apart::{self, Apart};
use crate::copies::{Elsewhere, Homes};
use crate::domain::{LibrarySettings, Part, Person, Series, Session, Slug, Take};
use crate::error::Error;
use crate::plan::{Window, occurrences};
use crate::recorder::client::Client;
use crate::recorder::spare_marks::{Spares, Waiting};
use crate::store::broken_saves::broken_saves;
use crate::store::layout::{parse_part_file_name, session_file};
use crate::store::lock::RecorderLock;
use crate::store::sessions::SessionEntry;
use crate::store::{Layout, Library, markers, people, series, sessions};
use crate::text;

/// Every fault of the library's files; with `deep`, each sample is compared with its digest too. `elsewhere`: where parts
/// lie that are not in their session's folder. The session of a living recorder is left out: its files are not finished.
pub fn check(library: &Library, elsewhere: &Elsewhere, deep: bool, now: DateTime<Utc>) -> Vec<Error> {
    let layout = &library.layout;
    let mut faults: Vec<Error> = library.settings_faults.iter().chain(&library.warnings).cloned().collect();
    faults.extend(
        broken_saves(layout)
            .into_iter()
            .map(|path| Error::new(text!("cli-check-broken-save")).at(path).hint(text!("cli-check-broken-save-hint"))),
    );
    let people = people::load_all(layout);
    let series = series::load_all(layout, library.settings.zone);
    let sessions = sessions::list(layout);
    faults.extend(people.faults.into_iter().chain(series.faults).chain(sessions.faults));
    let mut lost = Lost::of(library, &people.rows, &series.rows);
    for series in &series.rows {
        faults.extend(check_series(series, library, now));
        let (people, place) = lost.names(series, &layout.series_file(&series.id));
        faults.extend(people.into_iter().chain(place));
    }
    faults.extend(
        Client::stale_socket(layout)
            .map(|path| Error::new(text!("cli-check-stale-socket")).at(path).hint(text!("cli-check-recover-hint"))),
    );
    let running = RecorderLock::holder(layout).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let held = running.and_then(|running| running.session);
    let spares = Spares::of(library, elsewhere.fallback.as_deref());
    for entry in sessions.rows.iter().filter(|entry| Some(&entry.id) != held.as_ref()) {
        let path = session_file(&entry.folder);
        faults.extend(lost.people(&entry.session.people, &path));
        faults.extend(lost.series(entry.session.series.as_ref(), &path));
        faults.extend(set_aside(entry));
        faults.extend(check_marks(entry, library));
        faults.extend(spares.waiting(&entry.folder, &entry.session).iter().map(waits));
        faults.extend(check_parts(entry, &elsewhere.homes(layout, &entry.folder), deep));
    }
    faults
}

/// People without a file and places that the library does not know, each told once, with the file that `file_of` gives for the first
/// series that names it. Whoever writes down no people, or no places, misses none.
pub fn unknown_names(library: &Library, series: &[Series], file_of: impl Fn(&Series) -> PathBuf) -> Vec<Error> {
    let people = people::load_all(&library.layout).rows;
    let (keeps_people, keeps_places) = (!people.is_empty(), !library.settings.places.is_empty());
    let mut lost = Lost::of(library, &people, series);
    let mut names = |one: &Series| {
        let (people, place) = lost.names(one, &file_of(one));
        people.into_iter().filter(|_| keeps_people).chain(place.filter(|_| keeps_places)).collect::<Vec<Error>>()
    };
    series.iter().flat_map(&mut names).collect()
}

/// A rule that cannot be honoured, and changes that change nothing.
fn check_series(series: &Series, library: &Library, now: DateTime<Utc>) -> Vec<Error> {
    let path = library.layout.series_file(&series.id);
    let window = Window { from: now, to: now + Duration::days(1) };
    let (_, faults) = occurrences(std::slice::from_ref(series), &library.settings, window);
    let placed = |fault: Error| if fault.place().is_none() { fault.at(&path) } else { fault };
    faults.into_iter().map(placed).collect()
}

/// Ids without their file, and places that the settings do not name, each told once: at the first file that names it.
struct Lost<'a> {
    layout: &'a Layout,
    settings: &'a LibrarySettings,
    people: &'a [Person],
    series: &'a [Series],
    told: BTreeSet<PathBuf>,
    places: BTreeSet<Slug>,
}

impl<'a> Lost<'a> {
    fn of(library: &'a Library, people: &'a [Person], series: &'a [Series]) -> Lost<'a> {
        let (told, places) = (BTreeSet::new(), BTreeSet::new());
        Lost { layout: &library.layout, settings: &library.settings, people, series, told, places }
    }

    /// Whom and where a series names.
    fn names(&mut self, series: &Series, path: &Path) -> (Vec<Error>, Option<Error>) {
        let people = self.people(&series.named(), path);
        (people, series.place.as_ref().and_then(|place| self.place(place, path)))
    }

    fn place(&mut self, id: &Slug, path: &Path) -> Option<Error> {
        let is_known = self.settings.places.iter().any(|known| known.id == *id);
        let fault = || Error::new(text!("cli-check-no-place", id = id.as_str())).at(path).hint(text!("cli-check-no-place-hint"));
        (!is_known && self.places.insert(id.clone())).then(fault)
    }

    fn people(&mut self, ids: &[Slug], path: &Path) -> Vec<Error> {
        let unknown = ids.iter().filter(|id| self.people.iter().all(|person| person.id != **id));
        let lost: Vec<&Slug> = unknown.filter(|id| is_first(&mut self.told, self.layout.person_file(id))).collect();
        let fault = |id: &Slug| {
            let file = format!("people/{id}.toml");
            Error::new(text!("cli-check-no-person", id = id.as_str()))
                .at(path)
                .hint(text!("cli-check-no-person-hint", file = file))
        };
        lost.into_iter().map(fault).collect()
    }

    fn series(&mut self, id: Option<&Slug>, path: &Path) -> Option<Error> {
        let id = id.filter(|id| self.series.iter().all(|known| known.id != **id))?;
        let fault = || Error::new(text!("cli-check-no-series", id = id.as_str())).at(path);
        is_first(&mut self.told, self.layout.series_file(id)).then(fault)
    }
}

/// A file that is there but bad has been named already.
fn is_first(told: &mut BTreeSet<PathBuf>, file: PathBuf) -> bool {
    !file.exists() && told.insert(file)
}

/// Files of the session that somebody broke while it was recorded: a new one was written, and nobody has looked at theirs.
fn set_aside(entry: &SessionEntry) -> Vec<Error> {
    let aside = names(&entry.folder).into_iter().filter(|name| name.contains(".broken-"));
    let texts = aside.map(|name| entry.folder.join(name)).filter(|path| has_text(path).unwrap_or(true));
    texts.map(|path| Error::new(text!("cli-check-set-aside")).at(path).hint(text!("cli-check-set-aside-hint"))).collect()
}

/// What lies in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let found = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = found.filter_map(|found| found.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Marks that cannot be read, of no take, behind the end, or of a kind that the library does not know.
fn check_marks(entry: &SessionEntry, library: &Library) -> Vec<Error> {
    let marks = markers::load(&entry.folder, &entry.session.takes);
    let mut faults = marks.faults;
    for filed in &marks.rows {
        let path = crate::store::layout::markers_file(&entry.folder, &filed.by);
        let (mark, id) = (&filed.marker, filed.marker.id.as_str());
        match entry.session.take(mark.take.as_str()) {
            None => faults.push(Error::new(text!("cli-check-no-take", id = id, take = mark.take.as_str())).at(&path)),
            Some(take) if past_end(mark, take, &library.settings.palette).is_some() => {
                let fault = Error::new(text!("cli-check-behind-end", id = id)).at(&path);
                faults.push(fault.hint(text!("cli-check-recover-hint")));
            }
            Some(_) => {}
        }
        if !library.settings.palette.knows(&mark.kind) {
            let fault = Error::new(text!("cli-check-no-kind", id = id, kind = mark.kind.as_str())).at(&path);
            faults.push(fault.hint(text!("cli-check-no-kind-hint")));
        }
    }
    faults
}

/// Parts that lie in another folder than their session's; nothing is wrong with them.
pub fn apart(library: &Library, elsewhere: &Elsewhere) -> Vec<Apart> {
    let sessions = sessions::list(&library.layout).rows;
    let of = |entry: &SessionEntry| apart::apart(&entry.session, &elsewhere.homes(&library.layout, &entry.folder));
    sessions.iter().flat_map(of).collect()
}

/// Marks that the session's own file had refused.
fn waits(waiting: &Waiting) -> Error {
    let fault = Error::new(text!("cli-check-marks-wait", count = waiting.count)).at(&waiting.path);
    fault.hint(text!("recorder-marks-elsewhere-hint"))
}

/// Sound that is missing, cut, changed, unclosed, or that `session.toml` does not name.
fn check_parts(entry: &SessionEntry, homes: &Homes, deep: bool) -> Vec<Error> {
    let mut faults = Vec::new();
    for (take, part) in entry.session.takes.iter().flat_map(|take| take.parts.iter().map(move |part| (take, part))) {
        let path = homes.path_of(part);
        if part.elsewhere && !homes.knows_elsewhere() && !path.is_file() {
            faults.push(no_fallback(part, &entry.folder));
            continue;
        }
        let found = verify(&path, part, WavFormat::of(take, part.input), deep);
        faults.extend(found.into_iter().map(|fault| with_copy(fault, part, take, homes)));
    }
    faults.extend(entry.session.takes.iter().flat_map(|take| overlaps(take, homes)));
    faults.extend(check_open_takes(&entry.session, &entry.folder));
    faults.extend(unnamed_parts(entry));
    faults.extend(unnamed_elsewhere(&entry.session, homes));
    faults
}

/// What only a copy can bring back is told with where one lies.
fn with_copy(fault: Error, part: &Part, take: &Take, homes: &Homes) -> Error {
    let Some(copy) = homes.second_copy.as_ref().map(|folder| folder.join(&part.file)) else { return fault };
    let is_other = !part.elsewhere && part.frames.is_some();
    match is_other && verify(&copy, part, WavFormat::of(take, part.input), true).is_empty() {
        true => fault.hint(text!("cli-check-copy-has-it", path = copy.display().to_string())),
        false => fault,
    }
}

/// Parts of one input of which the later begins before the earlier ends.
fn overlaps(take: &Take, homes: &Homes) -> Vec<Error> {
    let mut parts: Vec<&Part> = take.parts.iter().filter(|part| part.frames.is_some()).collect();
    parts.sort_by_key(|part| (part.input, part.start));
    let fault = |pair: &[&Part]| {
        let (before, part) = (pair[0], pair[1]);
        let over = (before.start + before.frames?).saturating_sub(part.start);
        let drift = if part.input == 1 { 0 } else { u64::from(take.rate.0) }; // the others' clocks run apart from the timeline
        let is_one = before.input == part.input && over.0 > drift;
        let words = || text!("cli-check-overlap", file = before.file.as_str(), frames = over.0);
        is_one.then(|| Error::new(words()).at(homes.path_of(part)).hint(text!("cli-check-overlap-hint")))
    };
    parts.windows(2).filter_map(fault).collect()
}

fn check_open_takes(session: &Session, folder: &Path) -> Vec<Error> {
    let is_open = |take: &&Take| take.frames.is_none() && take.parts.iter().all(|part| part.frames.is_some());
    let fault = |take: &Take| {
        let fault = Error::new(text!("cli-check-open-take", number = take.number)).at(session_file(folder));
        fault.hint(text!("cli-check-recover-hint"))
    };
    session.takes.iter().filter(is_open).map(fault).collect()
}

fn unnamed_parts(entry: &SessionEntry) -> Vec<Error> {
    let named = |name: &str| entry.session.takes.iter().flat_map(|take| &take.parts).any(|part| part.file == name);
    let mut names = names(&entry.folder);
    names.retain(|name| parse_part_file_name(name).is_some() && !named(name) && !is_empty(&entry.folder.join(name)));
    let fault = |name: &String| {
        let path = entry.folder.join(name);
        let (message, hint) = match (adds_sound(&path, &entry.session), is_adoptable(&path)) {
            (true, _) => (text!("cli-check-unnamed-part"), text!("cli-check-recover-hint")),
            (false, true) => (text!("cli-check-known-part"), text!("cli-check-known-part-hint")),
            (false, false) => (text!("cli-check-unnamed-part"), text!("cli-check-unnamed-part-hint")),
        };
        Error::new(message).at(path).hint(hint)
    };
    names.iter().map(fault).collect()
}

/// Sound in the second copy and in the fallback that recovery would take in. A folder that cannot be read holds none for now.
fn unnamed_elsewhere(session: &Session, homes: &Homes) -> Vec<Error> {
    let more = more_in_copy(homes, session).unwrap_or_default().into_iter().filter_map(|more| {
        let take = session.takes.iter().find(|take| take.id == more.found.head.take)?;
        let seconds = more.frames.seconds(take.rate);
        Some(Error::new(text!("cli-check-more-elsewhere", seconds = seconds, number = take.number)).at(more.path))
    });
    let is_named = |path: &PathBuf| session.takes.iter().flat_map(|take| &take.parts).any(|part| path.ends_with(&part.file));
    let lying = parts_in(homes.fallback.as_ref()).unwrap_or_default().into_iter();
    let unnamed = lying.filter(|path| !is_named(path) && adds_sound(path, session));
    let unnamed = unnamed.map(|path| Error::new(text!("cli-check-unnamed-part")).at(path));
    more.chain(unnamed).map(|fault| fault.hint(text!("cli-check-recover-hint"))).collect()
}
