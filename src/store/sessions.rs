//! `sessions/YYYY/NAME/session.toml`: what a session is, and what was recorded.
//!
//! The program writes these files, so a key that this version does not know is kept: a save edits the file that is there.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table as EditTable};

use super::atomic;
use super::document::{Document, FORMAT, SMALL, read_text};
use super::edit;
use super::folder;
use super::layout::{self, Layout};
use super::table::Table;
use crate::domain::{After, Bits, Channel, Frames, Gap, GapReason, Hertz, Part, Session, Slug, Take, TakeId};
use crate::error::{Error, Loaded, Result};
use crate::text;

/// A session and where it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionEntry {
    /// The folder's name.
    pub id: String,
    pub folder: PathBuf,
    pub session: Session,
}

/// Every session, in the order of the folders' names. A session that cannot be read costs itself.
pub fn list(layout: &Layout) -> Loaded<SessionEntry> {
    let mut loaded = Loaded::default();
    for year in folders(&layout.sessions_dir(), &mut loaded.faults) {
        for folder in folders(&year, &mut loaded.faults) {
            match layout.check(&folder).and_then(|()| load_with_faults(&folder)) {
                Ok((entry, faults)) => {
                    loaded.rows.push(entry);
                    loaded.faults.extend(faults);
                }
                Err(fault) => loaded.faults.push(fault),
            }
        }
    }
    loaded.rows.sort_by(|a, b| a.id.cmp(&b.id));
    loaded
}

/// The session in `folder`.
pub fn load(folder: &Path) -> Result<SessionEntry> {
    load_with_faults(folder).map(|(entry, _)| entry)
}

/// The session in `folder`, and what in its file needs a look.
pub fn load_with_faults(folder: &Path) -> Result<(SessionEntry, Vec<Error>)> {
    let document = Document::read(&layout::session_file(folder), SMALL)?;
    let session = read_session(&document.table());
    let loaded = document.finish(session);
    let faults = loaded.faults.clone();
    let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((SessionEntry { id, folder: folder.to_owned(), session: folder::only(loaded)? }, faults))
}

/// The session that a person names: the folder's name, its start (`2020-03-28T20:30`) where that is unique, or `last`.
pub fn resolve(layout: &Layout, text: &str) -> Result<SessionEntry> {
    if text == "last" {
        return last(layout)?.ok_or_else(|| Error::new(text!("files-no-session-yet")).hint(text!("files-no-session-yet-hint")));
    }
    if let Some(folder) = folder_of(layout, text) {
        return load(&folder);
    }
    let found: Vec<String> = match start_prefix(text) {
        Some(prefix) => names(layout).into_iter().filter(|name| name.starts_with(&prefix)).collect(),
        None => Vec::new(),
    };
    match &found[..] {
        [name] => load(&folder_of(layout, name).expect("the name was just listed")),
        [] => Err(unknown(layout, text)),
        several => Err(Error::new(text!("files-session-several", found = super::table::shown(text), names = several.join(", ")))),
    }
}

/// The session with the latest `started`, a running one included. One without takes comes before all that have one.
pub fn last(layout: &Layout) -> Result<Option<SessionEntry>> {
    let latest = |entry: &SessionEntry| entry.session.takes.iter().map(|take| take.started).max();
    Ok(list(layout).rows.into_iter().max_by_key(|entry| (latest(entry), entry.id.clone())))
}

/// Makes the folder of a new session, 0700, and those above it. A name that is taken gets `-2`, `-3` …
pub fn create(layout: &Layout, start: NaiveDateTime, slug: &Slug) -> Result<PathBuf> {
    let year = layout.sessions_dir().join(start.format("%Y").to_string());
    layout.check(&year)?;
    atomic::create_dir_private(&year)?;
    let name = layout::session_folder_name(start, slug);
    for number in 1..=999 {
        let folder = year.join(if number == 1 { name.clone() } else { format!("{name}-{number}") });
        if atomic::create_dir_new(&folder)? {
            atomic::sync_folder(&year).map_err(|cause| atomic::unwritten(&year, cause))?;
            return Ok(folder);
        }
    }
    Err(Error::new(text!("files-session-names-taken", name = name)).at(&year))
}

/// Writes `session.toml`, durably. Keys that this version does not know stay; a file that cannot be read is set aside first, as
/// `session.toml.broken-1`, never saved over. The caller holds the save lock, or is the recorder of this folder.
pub fn save(folder: &Path, session: &Session) -> Result<()> {
    let path = layout::session_file(folder);
    let mut document = present(&path)?;
    write_session(document.as_table_mut(), session);
    atomic::write(&path, document.to_string().as_bytes())
}

/// What is there to be edited; an empty document where nothing is.
fn present(path: &Path) -> Result<DocumentMut> {
    if !path.exists() {
        return Ok(DocumentMut::new());
    }
    let text = read_text(path, SMALL)?;
    let document = Document::parse(path, text.clone());
    if let Ok(document) = &document {
        document.table().format();
        if let Some(newer) = document.faults().first().filter(|_| document.table().has("format")) {
            return Err(newer.clone());
        }
    }
    match text.parse::<DocumentMut>() {
        Ok(parsed) if document.is_ok_and(|document| document.faults().is_empty()) => Ok(parsed),
        _ => set_aside(path).map(|()| DocumentMut::new()),
    }
}

/// Renames a file to the first free `NAME.broken-N`.
fn set_aside(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1..1000).map(|n| path.with_file_name(format!("{name}.broken-{n}"))).find(|aside| !aside.exists());
    let Some(aside) = free else { return Err(Error::new(text!("files-exists")).at(path)) };
    std::fs::rename(path, aside).map_err(|cause| atomic::unwritten(path, cause))
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
        takes: table.tables("take").iter().filter_map(read_take).collect(),
        after: table.table("after").map(|after| read_after(&after)).unwrap_or_default(),
    };
    table.keep_unknown();
    Some(session)
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
    write_takes(table, &session.takes);
    write_after(table, &session.after);
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
    let mut new = ArrayOfTables::new();
    for take in takes {
        let mut table = edit::claim(&mut old, "id", take.id.as_str());
        write_take(&mut table, take);
        new.push(table);
    }
    if !takes.is_empty() {
        table.insert("take", Item::ArrayOfTables(new));
    }
}

fn write_take(table: &mut EditTable, take: &Take) {
    let pairs = |channel: &Channel| format!("{{ name = {}, input = {} }}", edit::quoted(&channel.name), channel.input);
    let channels: Vec<String> = take.channels.iter().map(pairs).collect();
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
}

fn write_parts(table: &mut EditTable, parts: &[Part]) {
    let mut old = edit::take_tables(table, "part");
    let mut new = ArrayOfTables::new();
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
    if !parts.is_empty() {
        table.insert("part", Item::ArrayOfTables(new));
    }
}

fn write_gaps(table: &mut EditTable, gaps: &[Gap]) {
    let mut old = edit::take_tables(table, "gap").into_iter();
    let mut new = ArrayOfTables::new();
    for gap in gaps {
        let mut table = old.next().unwrap_or_default();
        edit::set(&mut table, "start", Some(gap.start.0.to_string()));
        edit::set(&mut table, "frames", Some(gap.frames.0.to_string()));
        edit::set(&mut table, "why", Some(edit::quoted(gap.why.as_str())));
        new.push(table);
    }
    if !gaps.is_empty() {
        table.insert("gap", Item::ArrayOfTables(new));
    }
}

/// The folders in `folder`, by name; hidden ones, leftovers and files are passed over.
fn folders(folder: &Path, faults: &mut Vec<Error>) -> Vec<PathBuf> {
    let mut names = folder::names(folder, faults);
    names.retain(|name| !layout::is_hidden(name) && !layout::is_leftover(name));
    names.iter().map(|name| folder.join(name)).filter(|path| path.is_dir()).collect()
}

fn names(layout: &Layout) -> Vec<String> {
    let mut faults = Vec::new();
    let years = folders(&layout.sessions_dir(), &mut faults);
    let inner: Vec<PathBuf> = years.iter().flat_map(|year| folders(year, &mut faults)).collect();
    inner.iter().filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned())).collect()
}

/// The folder of that exact name, where it exists.
fn folder_of(layout: &Layout, name: &str) -> Option<PathBuf> {
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
    match super::table::nearest(text, names.iter().map(String::as_str)) {
        Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
        None => fault.hint(text!("files-no-such-session-hint")),
    }
}
