//! `sessions/YYYY/NAME/session.toml`: what a session is, and what was recorded.
//!
//! The program writes these files, so a key that this version does not know is kept: a save edits the file that is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use toml_edit::{DocumentMut, Table as EditTable};

use super::atomic;
use super::document::{Document, FORMAT, SMALL, read_text};
use super::edit;
use super::folder::{self, Kind};
use super::joined;
use super::layout::{self, Layout};
use super::table::Table;
use crate::domain::{After, Bits, Channel, Frames, Gap, GapReason, Hertz, Loudness, Part, Roles, Session, Slug, Take, TakeId};
use crate::error::{Error, Loaded, Result};
use crate::text;
use crate::threads::in_threads;

/// A session and where it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionEntry {
    /// The folder's name.
    pub id: String,
    pub folder: PathBuf,
    pub session: Session,
}

/// A folder of a session, as it was listed.
pub struct SessionFolder {
    pub path: PathBuf,
    kind: Kind,
}

/// Every session, in the order of the folders' names. A session that cannot be read costs itself; one that was only joined here is none.
pub fn list(layout: &Layout) -> Loaded<SessionEntry> {
    let Loaded { rows: all, faults } = folders(layout);
    let load = |loaded: &mut Loaded<SessionEntry>, folder: &SessionFolder| loaded.append(load_listed(layout, folder));
    let mut loaded = Loaded::joined(in_threads(&all, Loaded::with_room, load));
    loaded.faults.splice(..0, faults);
    loaded
}

/// The folders of all sessions that lie in the library, by their names; what is no link lies where its year lies.
pub fn folders(layout: &Layout) -> Loaded<SessionFolder> {
    let mut faults = Vec::new();
    let mut years = folders_in(&layout.sessions_dir(), &mut faults);
    years.retain(|year| layout.check(&year.path).map_err(|fault| faults.push(fault)).is_ok());
    let mut rows: Vec<SessionFolder> = years.iter().flat_map(|year| folders_in(&year.path, &mut faults)).collect();
    rows.sort_by(|a, b| a.path.file_name().cmp(&b.path.file_name()));
    Loaded { rows, faults }
}

/// What one of [`folders`] holds: a session, a fault, or nothing where somebody has only joined.
pub fn load_listed(layout: &Layout, folder: &SessionFolder) -> Loaded<SessionEntry> {
    let inside = if folder.kind == Kind::Folder { Ok(()) } else { layout.check(&folder.path) };
    match inside.and_then(|()| load_with_faults(&folder.path)) {
        Ok((entry, faults)) => Loaded { rows: vec![entry], faults },
        Err(_) if joined::holds_only_marks(&folder.path) => Loaded::default(),
        Err(fault) => Loaded { rows: Vec::new(), faults: vec![fault] },
    }
}

/// The folders in which somebody has only joined, by name.
pub fn joined(layout: &Layout) -> Vec<PathBuf> {
    let all = folders(layout).rows.into_iter().map(|folder| folder.path); // `list` tells what is wrong
    all.filter(|folder| joined::holds_only_marks(folder) && layout.check(folder).is_ok()).collect()
}

/// The session in `folder`.
pub fn load(folder: &Path) -> Result<SessionEntry> {
    load_with_faults(folder).map(|(entry, _)| entry)
}

/// The session in `folder`, and what in its file needs a look.
pub fn load_with_faults(folder: &Path) -> Result<(SessionEntry, Vec<Error>)> {
    load_file(folder, &layout::session_file(folder))
}

/// As [`load_with_faults`], from another file of that folder.
pub fn load_file(folder: &Path, path: &Path) -> Result<(SessionEntry, Vec<Error>)> {
    let text = read_text(path, SMALL)?;
    let document = Document::parse(path, &text)?;
    let session = read_session(&document.table());
    let loaded = document.finish(session);
    let faults = loaded.faults.clone();
    let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((SessionEntry { id, folder: folder.to_owned(), session: folder::only(loaded)? }, faults))
}

/// Whether recovery has made it up from the sound alone: nothing tells of it but its folder's name.
pub fn is_made_up(entry: &SessionEntry) -> bool {
    let session = &entry.session;
    let is_bare = session.series.is_none() && session.chain.is_none() && session.people.is_empty();
    let is_untold = session.after == After::default() && session.roles.is_empty();
    let mut inputs = session.takes.iter().flat_map(|take| &take.inputs);
    session.title == entry.id && is_bare && is_untold && inputs.all(|input| input == "none")
}

/// Nobody is named in it, and recovery has made up a take of it from the sound alone: who was there is not known. In a session that was
/// recorded or brought in, nobody is named because nobody was.
pub fn lost_its_people(session: &Session) -> bool {
    let is_bare = |take: &Take| !take.parts.is_empty() && take.inputs.iter().all(|input| input == "none");
    session.people.is_empty() && session.takes.iter().any(is_bare)
}

/// The session that a person names: the folder's name, its start (`2020-03-28T20:30`) where that is unique, or `last`.
pub fn resolve(layout: &Layout, text: &str) -> Result<SessionEntry> {
    if text == "last" {
        return last(layout)?.ok_or_else(|| Error::new(text!("files-no-session-yet")).hint(text!("files-no-session-yet-hint")));
    }
    if let Some(folder) = folder_of(layout, text) {
        return load_here(&folder);
    }
    let found: Vec<String> = match start_prefix(text) {
        Some(prefix) => names(layout).into_iter().filter(|name| name.starts_with(&prefix)).collect(),
        None => Vec::new(),
    };
    match &found[..] {
        [name] => load_here(&folder_of(layout, name).expect("the name was just listed")),
        [] => Err(unknown(layout, text)),
        several => Err(Error::new(text!("files-session-several", found = super::table::shown(text), names = several.join(", ")))),
    }
}

fn load_here(folder: &Path) -> Result<SessionEntry> {
    load(folder).map_err(|fault| if joined::holds_only_marks(folder) { joined::not_arrived(folder) } else { fault })
}

/// The session with the latest `started`, a running one included. One without takes comes before all that have one.
pub fn last(layout: &Layout) -> Result<Option<SessionEntry>> {
    let latest = |entry: &SessionEntry| entry.session.takes.iter().map(|take| take.started).max();
    Ok(list(layout).rows.into_iter().max_by_key(|entry| (latest(entry), entry.id.clone())))
}

/// Why sessions whose folders stand after that of `entry` cannot be read: each of them may be the latest.
pub fn unread_after(layout: &Layout, entry: &SessionEntry) -> Vec<Error> {
    let is_later = |fault: &Error| {
        let folder = fault.place().and_then(|place| place.path.parent()?.file_name());
        fault.is_doubt() && folder.is_some_and(|name| name > entry.id.as_str())
    };
    list(layout).faults.into_iter().filter(is_later).collect()
}

/// Makes the folder of a new session, 0700, and those above it. A name that is taken gets `-2`, `-3` …; one under which somebody has only
/// joined is taken over.
pub fn create(layout: &Layout, start: NaiveDateTime, slug: &Slug) -> Result<PathBuf> {
    first_free(layout, start, slug, |folder| Ok(atomic::create_dir_new(folder)? || joined::holds_only_marks(folder)))
}

/// As [`create`], of a folder of the library in which the whole session was made: it is there with all that it holds, or not at all.
pub fn adopt(layout: &Layout, made: &Path, start: NaiveDateTime, slug: &Slug) -> Result<PathBuf> {
    atomic::sync_folder(made).map_err(|cause| atomic::unwritten(made, cause))?;
    first_free(layout, start, slug, |folder| match joined::holds_only_marks(folder) {
        true => joined::take_over(folder, made).map(|()| true),
        false => atomic::rename_dir_new(made, folder),
    })
}

/// As [`adopt`], for a session whose folder has a name already, on another laptop: the name itself where it is free.
pub fn adopt_as(layout: &Layout, made: &Path, name: &str) -> Result<PathBuf> {
    let (start, slug) =
        name_parts(name).ok_or_else(|| Error::new(text!("files-file-name", found = super::table::shown(name))))?;
    adopt(layout, made, start, &slug)
}

/// The start and the slug of a folder's name.
pub fn name_parts(name: &str) -> Option<(NaiveDateTime, Slug)> {
    let (start, slug) = name.split_at_checked("YYYY-MM-DD-HHMM".len())?;
    let start = NaiveDateTime::parse_from_str(start, "%Y-%m-%d-%H%M").ok()?;
    Some((start, Slug::parse(slug.strip_prefix('-')?)?))
}

/// The first name that `put` finds free.
fn first_free(layout: &Layout, start: NaiveDateTime, slug: &Slug, put: impl Fn(&Path) -> Result<bool>) -> Result<PathBuf> {
    let year = layout.sessions_dir().join(start.format("%Y").to_string());
    layout.check(&year)?;
    atomic::create_dir_private(&year)?;
    let name = layout::session_folder_name(start, slug);
    for number in 1..=999 {
        let folder = year.join(if number == 1 { name.clone() } else { format!("{name}-{number}") });
        if put(&folder)? {
            atomic::sync_folder(&year).map_err(|cause| atomic::unwritten(&year, cause))?;
            return Ok(folder);
        }
    }
    Err(Error::new(text!("files-session-names-taken", name = name)).at(&year))
}

/// Behind every take that the session names, and every file of a take that lies in the folder.
pub fn next_take_number(folder: &Path, session: &Session) -> Result<u32> {
    let named = session.takes.iter().map(|take| take.number);
    let fault = |error| Error::new(text!("files-unread")).at(folder).because(error);
    let lying = std::fs::read_dir(folder).map_err(fault)?.filter_map(|entry| {
        let name = entry.ok()?.file_name();
        name.to_str()?.strip_prefix("take-")?.split('-').next()?.parse().ok()
    });
    Ok(named.chain(lying).max().unwrap_or(0) + 1)
}

/// Writes `session.toml`, durably. Keys that this version does not know stay; a file that cannot be read is set aside first, as
/// `session.toml.broken-1`, never saved over. The caller holds the save lock, or is the recorder of this folder.
pub fn save(folder: &Path, session: &Session) -> Result<()> {
    let path = layout::session_file(folder);
    let (mut document, _) = present(&path)?;
    write_session(document.as_table_mut(), session);
    atomic::write(&path, document.to_string().as_bytes())
}

/// As [`save`], but of a file that is there only the table of the session's last take is written: all else is as it was last saved by
/// whomever, and a recorder that has run for hours knows an older one. Gives where a file was set aside that could not be read.
pub fn save_last_take(folder: &Path, session: &Session) -> Result<Option<PathBuf>> {
    let path = layout::session_file(folder);
    let (mut document, aside) = present(&path)?;
    match session.takes.last().filter(|_| !document.is_empty()) {
        Some(take) => write_one_take(document.as_table_mut(), take),
        None => write_session(document.as_table_mut(), session),
    }
    atomic::write(&path, document.to_string().as_bytes()).map(|()| aside)
}

/// What is there to be edited; an empty document where nothing is, and where what is there was set aside.
fn present(path: &Path) -> Result<(DocumentMut, Option<PathBuf>)> {
    if !path.exists() {
        return Ok((DocumentMut::new(), None));
    }
    let text = read_text(path, SMALL)?;
    let document = Document::parse(path, &text);
    if let Ok(document) = &document {
        document.table().format();
        if let Some(newer) = document.faults().first().filter(|_| document.table().has("format")) {
            return Err(newer.clone());
        }
    }
    match text.parse::<DocumentMut>() {
        Ok(parsed) if document.is_ok_and(|document| document.faults().is_empty()) => Ok((parsed, None)),
        _ => set_aside(path).map(|aside| (DocumentMut::new(), Some(aside))),
    }
}

/// Renames a file to the first free `NAME.broken-N`.
fn set_aside(path: &Path) -> Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1..1000).map(|n| path.with_file_name(format!("{name}.broken-{n}"))).find(|aside| !aside.exists());
    let Some(aside) = free else { return Err(Error::new(text!("files-exists")).at(path)) };
    std::fs::rename(path, &aside).map_err(|cause| atomic::unwritten(path, cause))?;
    Ok(aside)
}

fn read_session(table: &Table) -> Option<Session> {
    table.format();
    let title = table.text("title").unwrap_or_default();
    let session = Session {
        title,
        series: table.slug("series"),
        occurrence: table.wall("occurrence"),
        chain: table.slug("chain"),
        zone: table.need("zone", Table::zone).unwrap_or(Tz::UTC),
        number: table.whole("number", 1..=i64::from(u32::MAX)).map(|number| number as u32),
        of: table.whole("of", 1..=i64::from(u32::MAX)).map(|of| of as u32),
        people: table.slugs("people"),
        roles: read_roles(table),
        takes: table.tables("take").iter().filter_map(read_take).collect(),
        after: table.table("after").map(|after| read_after(&after)).unwrap_or_default(),
    };
    table.keep_unknown();
    Some(session)
}

/// Who had which role; a name that is none is kept in the file and passed over.
fn read_roles(table: &Table) -> Roles {
    let named = table.table("roles").map(|roles| roles.texts_by_name()).unwrap_or_default();
    let slugs = |(role, people, _): (String, Vec<String>, _)| Some((Slug::parse(&role)?, Slug::parse(people.first()?)?));
    named.into_iter().filter_map(slugs).collect()
}

fn read_after(table: &Table) -> After {
    let after = After { mood: table.text("mood"), gist: table.text("gist"), heavy: table.flag("heavy") };
    table.keep_unknown();
    after
}

fn read_take(table: &Table) -> Option<Take> {
    let id = table.need("id", Table::text);
    let number = table.need("number", |table, key| table.whole(key, 1..=9999));
    let started = table.need("started", Table::instant);
    let rate = table.need("rate", |table, key| table.whole(key, 1..=10_000_000));
    let bits = table.one_of_numbers("bits", &[16, 24, 32]);
    let take = Take {
        id: TakeId(id.unwrap_or_default()),
        number: number.unwrap_or(1) as u32,
        started: started?,
        preroll: frames(table, "preroll").unwrap_or_default(),
        rate: Hertz(rate? as u32),
        bits: bits.and_then(Bits::from_number).unwrap_or(Bits::Int24),
        channels: table.tables("channels").iter().filter_map(read_channel).collect(),
        inputs: table.texts("inputs"),
        frames: frames(table, "frames"),
        parts: table.tables("part").iter().filter_map(read_part).collect(),
        gaps: table.tables("gap").iter().filter_map(read_gap).collect(),
        loudness: table.tables("loudness").iter().filter_map(read_loudness).collect(),
    };
    table.keep_unknown();
    Some(take)
}

fn read_channel(table: &Table) -> Option<Channel> {
    let channel = Channel { name: table.text("name").unwrap_or_default(), input: input(table) };
    table.keep_unknown();
    Some(channel)
}

fn input(table: &Table) -> u32 {
    table.whole("input", 1..=64).unwrap_or(1) as u32
}

fn frames(table: &Table, key: &'static str) -> Option<Frames> {
    table.whole(key, 0..=i64::MAX).map(|frames| Frames(frames as u64))
}

fn read_part(table: &Table) -> Option<Part> {
    let file = table.need("file", Table::text)?;
    if !layout::is_part_file_name(&file) {
        table.fault("file", text!("files-part-name", found = super::table::shown(&file)));
        return None;
    }
    let part = Part {
        file,
        input: input(table),
        start: table.need("start", frames)?,
        frames: frames(table, "frames"),
        blake3: table.text("blake3"),
        elsewhere: table.flag("elsewhere").unwrap_or(false),
    };
    table.keep_unknown();
    Some(part)
}

fn read_gap(table: &Table) -> Option<Gap> {
    const REASONS: [(&str, GapReason); 3] =
        [("pause", GapReason::Pause), ("device", GapReason::Device), ("sleep", GapReason::Sleep)];
    let start = table.need("start", frames);
    let length = table.need("frames", frames);
    let why = table.need("why", |table, key| table.one_of(key, &REASONS));
    table.keep_unknown();
    Some(Gap { start: start?, frames: length?, why: why? })
}

/// With the number of its input.
fn read_loudness(table: &Table) -> Option<(u32, Loudness)> {
    let number = |key| table.need(key, |table, key| table.number(key, -1000.0..=1000.0));
    let (integrated, range, true_peak) = (number("integrated"), number("range"), number("true_peak"));
    let loudness = Loudness::of(integrated?, range?, true_peak?)?;
    let input = input(table);
    table.keep_unknown();
    Some((input, loudness))
}

fn write_session(table: &mut EditTable, session: &Session) {
    let text = |text: &str| Some(edit::quoted(text));
    edit::set(table, "format", Some(FORMAT.to_string()));
    edit::set(table, "title", text(&session.title));
    edit::set(table, "series", session.series.as_ref().map(|id| edit::quoted(id.as_str())));
    edit::set(table, "chain", session.chain.as_ref().map(|id| edit::quoted(id.as_str())));
    edit::set(table, "occurrence", session.occurrence.map(edit::wall));
    edit::set(table, "zone", text(session.zone.name()));
    edit::set(table, "number", session.number.map(|number| number.to_string()));
    edit::set(table, "of", session.of.map(|of| of.to_string()));
    edit::set(table, "people", Some(edit::quoted_list(&session.people)));
    write_roles(table, &session.roles);
    write_takes(table, &session.takes);
    write_after(table, &session.after);
}

/// Where several have a role, the first of them counts, and the others stay.
fn write_roles(table: &mut EditTable, roles: &Roles) {
    let Some(inner) = (!roles.is_empty()).then(|| edit::table_of(table, "roles")).flatten() else { return };
    for (role, person) in roles {
        if !edit::begins_with(inner, role.as_str(), person.as_str()) {
            edit::set(inner, role.as_str(), Some(edit::quoted(person.as_str())));
        }
    }
}

fn write_after(table: &mut EditTable, after: &After) {
    if *after == After::default() && !table.contains_key("after") {
        return;
    }
    if let Some(inner) = edit::table_of(table, "after") {
        edit::set(inner, "mood", after.mood.as_deref().map(edit::quoted));
        edit::set(inner, "gist", after.gist.as_deref().map(edit::quoted));
        edit::set(inner, "heavy", after.heavy.map(|heavy| heavy.to_string()));
    }
}

/// Each take keeps its own table, found by its id, and with it the keys that this version does not know.
fn write_takes(table: &mut EditTable, takes: &[Take]) {
    let mut old = edit::take_tables(table, "take");
    let mut new = Vec::new();
    for take in takes {
        let mut table = edit::claim(&mut old, "id", take.id.as_str());
        write_take(&mut table, take);
        new.push(table);
    }
    edit::put_tables(table, "take", new);
}

/// The others stay as they stand there.
fn write_one_take(table: &mut EditTable, take: &Take) {
    let mut tables = edit::take_tables(table, "take");
    let is_it = |table: &EditTable| table.get("id").and_then(toml_edit::Item::as_str) == Some(take.id.as_str());
    let at = tables.iter().position(is_it).unwrap_or_else(|| {
        tables.push(EditTable::new());
        tables.len() - 1
    });
    write_take(&mut tables[at], take);
    edit::put_tables(table, "take", tables);
}

fn write_take(table: &mut EditTable, take: &Take) {
    let written = |channel: &Channel| {
        let pairs = [("name", edit::quoted(&channel.name)), ("input", channel.input.to_string())];
        edit::inline_table(table, "channels", &pairs)
    };
    let channels: Vec<String> = take.channels.iter().map(written).collect();
    edit::set(table, "id", Some(edit::quoted(take.id.as_str())));
    edit::set(table, "number", Some(take.number.to_string()));
    edit::set(table, "started", Some(edit::instant(take.started)));
    edit::set(table, "preroll", Some(take.preroll.0.to_string()));
    edit::set(table, "rate", Some(take.rate.0.to_string()));
    edit::set(table, "bits", Some(take.bits.number().to_string()));
    edit::set(table, "channels", Some(format!("[{}]", channels.join(", "))));
    edit::set(table, "inputs", Some(edit::quoted_list(&take.inputs)));
    edit::set(table, "frames", take.frames.map(|frames| frames.0.to_string()));
    write_parts(table, &take.parts);
    write_gaps(table, &take.gaps);
    write_loudness(table, &take.loudness);
}

fn write_parts(table: &mut EditTable, parts: &[Part]) {
    let mut old = edit::take_tables(table, "part");
    let mut new = Vec::new();
    for part in parts {
        let mut table = edit::claim(&mut old, "file", &part.file);
        edit::set(&mut table, "file", Some(edit::quoted(&part.file)));
        edit::set(&mut table, "input", Some(part.input.to_string()));
        edit::set(&mut table, "start", Some(part.start.0.to_string()));
        edit::set(&mut table, "frames", part.frames.map(|frames| frames.0.to_string()));
        edit::set(&mut table, "blake3", part.blake3.as_deref().map(edit::quoted));
        edit::set(&mut table, "elsewhere", part.elsewhere.then(|| "true".to_owned()));
        new.push(table);
    }
    edit::put_tables(table, "part", new);
}

fn write_gaps(table: &mut EditTable, gaps: &[Gap]) {
    let mut old = edit::take_tables(table, "gap").into_iter();
    let mut new = Vec::new();
    for gap in gaps {
        let mut table = old.next().unwrap_or_default();
        edit::set(&mut table, "start", Some(gap.start.0.to_string()));
        edit::set(&mut table, "frames", Some(gap.frames.0.to_string()));
        edit::set(&mut table, "why", Some(edit::quoted(gap.why.as_str())));
        new.push(table);
    }
    edit::put_tables(table, "gap", new);
}

fn write_loudness(table: &mut EditTable, loudness: &BTreeMap<u32, Loudness>) {
    let mut old = edit::take_tables(table, "loudness").into_iter();
    let mut new = Vec::new();
    for (input, loudness) in loudness {
        let mut table = old.next().unwrap_or_default();
        edit::set(&mut table, "input", Some(input.to_string()));
        for (key, number) in [("integrated", loudness.integrated), ("range", loudness.range), ("true_peak", loudness.true_peak)] {
            edit::set(&mut table, key, Some(format!("{number:.1}")));
        }
        new.push(table);
    }
    edit::put_tables(table, "loudness", new);
}

/// The folders in `folder`, by name; hidden ones, leftovers and files are passed over.
fn folders_in(folder: &Path, faults: &mut Vec<Error>) -> Vec<SessionFolder> {
    let mut entries = folder::entries(folder, faults);
    entries.retain(|(name, kind)| *kind != Kind::File && !layout::is_hidden(name) && !layout::is_leftover(name));
    let found = entries.into_iter().map(|(name, kind)| SessionFolder { path: folder.join(name), kind });
    found.filter(|folder| folder.kind == Kind::Folder || folder.path.is_dir()).collect()
}

fn names(layout: &Layout) -> Vec<String> {
    folders(layout).rows.iter().filter_map(|folder| Some(folder.path.file_name()?.to_str()?.to_owned())).collect()
}

/// The folder of that exact name, where it exists.
pub fn folder_of(layout: &Layout, name: &str) -> Option<PathBuf> {
    Slug::parse(name)?;
    let folder = layout.sessions_dir().join(name.get(..4)?).join(name);
    folder.is_dir().then_some(folder)
}

/// `2020-03-28T20:30` (or with a space) as the head of a folder's name.
fn start_prefix(text: &str) -> Option<String> {
    let start = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
    let start = start.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(start.format("%Y-%m-%d-%H%M-").to_string())
}

fn unknown(layout: &Layout, text: &str) -> Error {
    let names = names(layout);
    let fault = Error::new(text!("files-no-such-session", found = super::table::shown(text)));
    if Slug::parse(text).is_some_and(|id| layout.series_file(&id).exists()) {
        return fault.hint(text!("files-series-not-session", series = text));
    }
    match super::table::nearest(text, names.iter().map(String::as_str)) {
        Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
        None => fault.hint(text!("files-no-such-session-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, session, slug, take, told};

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    /// A library with one saved session for each pair of a start and the `started` of its take.
    fn library_with(sessions: &[(&str, &str)]) -> (tempfile::TempDir, Layout) {
        let (folder, layout) = library();
        for (start, started) in sessions {
            let path = create(&layout, at(start), &slug("nadia")).unwrap();
            let mut take = take(&format!("01JD{started}"), 1);
            take.started = chrono::DateTime::parse_from_rfc3339(started).unwrap();
            save(&path, &session(vec![take])).unwrap();
        }
        (folder, layout)
    }

    #[test]
    fn a_session_is_read_as_it_was_written() {
        let (_folder, layout) = library();
        let folder = create(&layout, at("2020-03-28T20:30:00"), &slug("nadia")).unwrap();
        let mut open = take("01B", 2);
        (open.frames, open.parts[0].frames, open.parts[0].blake3, open.gaps) = (None, None, None, Vec::new());
        open.parts[0].elsewhere = true;
        let session = session(vec![take("01A", 1), open]);
        save(&folder, &session).unwrap();
        let entry = load(&folder).unwrap();
        assert_eq!((entry.id.as_str(), entry.session), ("2020-03-28-2030-nadia", session));
        let text = std::fs::read_to_string(folder.join("session.toml")).unwrap();
        assert!(text.contains("occurrence = 2020-03-28T20:30:00\n"), "TOML 1.0 has seconds: {text}");
    }

    #[test]
    fn a_running_take_is_saved_without_what_was_changed_beside_it() {
        let (_folder, layout) = library();
        let folder = create(&layout, at("2020-03-28T20:30:00"), &slug("nadia")).unwrap();
        let mut known = session(vec![take("01A", 1), take("01B", 2)]);
        known.takes[1].frames = None;
        save_last_take(&folder, &known).unwrap();
        assert_eq!(load(&folder).unwrap().session, known, "where there is no file, all is written");
        let mut changed = known.clone();
        changed.title = "Nadia, by hand".into();
        changed.takes[0].gaps.clear();
        save(&folder, &changed).unwrap();
        known.takes[1].frames = Some(Frames(77));
        save_last_take(&folder, &known).unwrap();
        changed.takes[1].frames = Some(Frames(77));
        assert_eq!(load(&folder).unwrap().session, changed);
        known.takes.push(take("01C", 3));
        save_last_take(&folder, &known).unwrap();
        changed.takes.push(take("01C", 3));
        assert_eq!(load(&folder).unwrap().session, changed);
    }

    #[test]
    fn what_a_newer_version_wrote_survives_a_save() {
        let (_folder, layout) = library();
        let folder = create(&layout, at("2020-03-28T20:30:00"), &slug("nadia")).unwrap();
        let mut session = session(vec![take("01A", 1), take("01B", 2)]);
        save(&folder, &session).unwrap();
        let path = folder.join("session.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text
            .replace("id = \"01B\"\n", "id = \"01B\"\nlens = \"50 mm\" # new\n")
            .replace("number = 9\n", "number = 9 # of sixty\nweather = \"rain\"\n");
        put(&path, text.replace("file = \"take-02-001.wav\"\n", "file = \"take-02-001.wav\"\nspeaker = \"x\"\n"));
        session.takes.swap(0, 1);
        session.number = Some(10);
        session.after.mood = None;
        save(&folder, &session).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        for kept in ["lens = \"50 mm\" # new\n", "number = 10 # of sixty\nweather = \"rain\"\n", "speaker = \"x\"\n"] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        let (entry, faults) = load_with_faults(&folder).unwrap();
        assert_eq!(entry.session, session);
        assert!(faults.iter().all(|fault| fault.kind() == crate::error::ErrorKind::Look) && faults.len() == 3, "{faults:?}");
    }

    #[test]
    fn what_a_person_has_added_within_a_value_survives_a_save() {
        let (_folder, layout) = library();
        let folder = create(&layout, at("2020-03-28T20:30:00"), &slug("nadia")).unwrap();
        let mut session = session(vec![take("01A", 1)]);
        session.roles = [(slug("leader"), slug("lise"))].into();
        session.people = vec![slug("lise"), slug("paul")];
        save(&folder, &session).unwrap();
        let path = folder.join("session.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text
            .replace("people = [\"lise\", \"paul\"]", "people = [\n  \"lise\", # leads\n  \"paul\",\n]")
            .replace("leader = \"lise\"", "leader = [\"lise\", \"paul\"]")
            .replace("name = \"appel\", input = 2 }", "name = \"appel\", input = 2, gain = 3 }");
        put(&path, &text);
        session.takes[0].channels[0].name = "voix".into();
        save(&folder, &session).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        for kept in ["  \"lise\", # leads\n", "leader = [\"lise\", \"paul\"]", "input = 2, gain = 3 }", "{ name = \"voix\""] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        assert_eq!(load(&folder).unwrap().session, session);
    }

    #[test]
    fn a_broken_file_is_set_aside_and_a_newer_one_left_alone() {
        let (_folder, layout) = library();
        let folder = create(&layout, at("2020-03-28T20:30:00"), &slug("nadia")).unwrap();
        let path = folder.join("session.toml");
        for (n, broken) in ["", "format = 1\ntitle = \"cut o", "title = \"no format\"\n"].iter().enumerate() {
            put(&path, broken);
            save(&folder, &session(vec![])).unwrap();
            assert_eq!(std::fs::read_to_string(folder.join(format!("session.toml.broken-{}", n + 1))).unwrap(), *broken);
            load(&folder).unwrap();
        }
        put(&path, "by hand, and cut o");
        assert_eq!(save_last_take(&folder, &session(vec![])).unwrap(), Some(folder.join("session.toml.broken-4")));
        assert_eq!(save_last_take(&folder, &session(vec![])).unwrap(), None);
        put(&path, "format = 2\nshape = \"round\"\n");
        let fault = told(&save(&folder, &session(vec![])).unwrap_err());
        assert!(fault.starts_with("session.toml:1: expected `format = 1`, found 2"), "{fault}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "format = 2\nshape = \"round\"\n");
    }

    #[test]
    fn a_part_outside_its_folder_is_refused() {
        let (_folder, layout) = library();
        let folder = create(&layout, at("2020-03-28T20:30:00"), &slug("nadia")).unwrap();
        save(&folder, &session(vec![take("01A", 1)])).unwrap();
        let path = folder.join("session.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        put(&path, text.replace("take-01-001.wav", "../../../secret.wav"));
        let fault = told(&load(&folder).unwrap_err());
        assert!(fault.contains("expected a name such as `take-01-001.wav`, found ../../../secret.wav"), "{fault}");
    }

    #[test]
    fn one_bad_session_costs_itself() {
        let (_folder, layout) = library_with(&[("2020-03-28T20:30:00", "2020-03-28T20:31:00+01:00")]);
        put(&layout.sessions_dir().join("2020/2020-03-29-2030-x/session.toml"), "format = 1\nzone = \"Mars\"\n");
        std::fs::create_dir(layout.sessions_dir().join("2020/2020-03-30-2030-x")).unwrap();
        std::fs::create_dir(layout.sessions_dir().join("2020/.hidden")).unwrap();
        let loaded = list(&layout);
        assert_eq!(loaded.rows.len(), 1);
        let faults: Vec<String> = loaded.faults.iter().map(told).collect();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(
            faults[0].contains("session.toml:2: expected a time zone") && faults[1].contains("this file is not there"),
            "{faults:?}"
        );
    }

    #[test]
    fn a_session_or_a_year_that_leads_out_of_the_library_is_named_and_not_read() {
        let (_folder, layout) = library_with(&[("2020-03-28T20:30:00", "2020-03-28T20:31:00+01:00")]);
        let (_other, outside) = library_with(&[("2021-03-28T20:30:00", "2021-03-28T20:31:00+01:00")]);
        let year = outside.sessions_dir().join("2021");
        std::os::unix::fs::symlink(&year, layout.sessions_dir().join("2021")).unwrap();
        std::os::unix::fs::symlink(year.join("2021-03-28-2030-nadia"), layout.sessions_dir().join("2020/2020-05-01-2030-x"))
            .unwrap();
        let loaded = list(&layout);
        assert_eq!((loaded.rows.len(), loaded.faults.len()), (1, 2), "{:?}", loaded.faults);
        assert!(loaded.faults.iter().all(|fault| fault.to_string().contains("leads out of the library")), "{:?}", loaded.faults);
    }

    #[test]
    fn a_taken_name_gets_the_next_number() {
        let (_folder, layout) = library();
        let make = || create(&layout, at("2020-03-28T20:30:00"), &slug("nadia")).unwrap();
        let names: Vec<PathBuf> = (0..3).map(|_| make()).collect();
        let ends = ["2020-03-28-2030-nadia", "2020-03-28-2030-nadia-2", "2020-03-28-2030-nadia-3"];
        assert!(names.iter().zip(ends).all(|(path, end)| path.ends_with(end)), "{names:?}");
    }

    #[test]
    fn a_session_is_named_by_folder_start_or_last() {
        let (_folder, layout) = library_with(&[
            ("2020-03-28T20:30:00", "2020-04-02T20:31:00+01:00"), // got a take later than the one after it
            ("2020-03-29T20:30:00", "2020-03-29T20:31:00+02:00"),
            ("2020-03-29T20:30:00", "2020-03-29T22:31:00+02:00"),
        ]);
        let id = |text: &str| resolve(&layout, text).map(|entry| entry.id).map_err(|fault| fault.to_string());
        assert_eq!(id("last").unwrap(), "2020-03-28-2030-nadia");
        assert_eq!(id("2020-03-29-2030-nadia-2").unwrap(), "2020-03-29-2030-nadia-2");
        assert_eq!(id("2020-03-28T20:30").unwrap(), "2020-03-28-2030-nadia");
        let several = id("2020-03-29T20:30").unwrap_err();
        assert_eq!(several, "2020-03-29T20:30 is the start of several sessions: 2020-03-29-2030-nadia, 2020-03-29-2030-nadia-2");
        assert!(id("2020-03-28-2030-nadja").unwrap_err().contains("did you mean `2020-03-28-2030-nadia`?"));
        crate::store::samples::put(&layout.series_file(&slug("nadia")), "format = 1\n");
        assert!(id("nadia").unwrap_err().contains("`temoin list --series nadia`"));
        for hostile in ["", "..", "../2020", "2020/2020-03-28-2030-nadia", "\u{1b}[2J", "é"] {
            assert!(id(hostile).unwrap_err().starts_with("there is no session"), "{hostile:?}");
        }
    }

    #[test]
    fn an_empty_library_says_how_to_begin() {
        let (_folder, layout) = library();
        let fault = resolve(&layout, "last").unwrap_err().to_string();
        assert_eq!(fault, "there is no session yet\n  hint: `temoin record` makes the first one");
    }
}
