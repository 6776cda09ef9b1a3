//! The sessions of another copy: known here by the id of a take or by what was planned, joined here, or new.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::marks::{Theirs, merge_file};
use super::takes::length;
use super::texts::is_file;
use super::{Merging, Placing, offset, session};
use crate::audio::verify::verify;
use crate::copies::{Elsewhere, Item, copy_new, of_session};
use crate::domain::{Marker, OccurrenceId, Session, Slug, Take, TakeId, journal_path, part_file_name};
use crate::error::{Error, Result};
use crate::store::joined::{holds_only_marks, planned_in};
use crate::store::layout::{self, is_hidden, is_leftover, parse_part_file_name, session_file};
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::sessions::{self, SessionEntry};
use crate::store::staging::Staging;
use crate::store::{atomic, markers, trash};
use crate::text;

impl Merging<'_, '_> {
    pub(super) fn sessions(&mut self) -> Result<()> {
        let mut known = Known::of(sessions::list(&self.desk.library.layout).rows);
        let theirs = sessions::list(&self.other.layout);
        theirs.faults.into_iter().for_each(|fault| self.desk.fault(fault));
        for entry in theirs.rows {
            if self.held.as_ref() == Some(&entry.id) {
                self.desk.left_out(&entry.folder, text!("merge-recorded-there"), text!("merge-recorded-hint"));
                continue;
            }
            let path = session_file(&entry.folder);
            if !is_file(&path) {
                self.desk.left_out(&path, text!("copy-no-file"), text!("copy-no-file-hint"));
                continue;
            }
            self.session(&entry, &mut known)?;
        }
        for folder in sessions::joined(&self.other.layout) {
            self.joined(&folder, &known)?;
        }
        Ok(())
    }

    fn session(&mut self, theirs: &SessionEntry, known: &mut Known) -> Result<()> {
        if let Some(ours) = known.find(theirs) {
            return self.known_session(ours, theirs, known);
        }
        let relative = self.other.layout.relative(&theirs.folder).unwrap_or_default();
        if let Some(fault) = self.gone.session(&theirs.id, &relative, &theirs.session) {
            self.desk.fault(fault.at(&theirs.folder));
            return Ok(());
        }
        let done = self.whole(theirs);
        if let Some(folder) = self.desk.told(done)? {
            let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.offsets(&folder);
            self.desk.outcome.sessions.push(id);
            known.add(SessionEntry { id: name_of(&folder), folder, ..theirs.clone() });
        }
        Ok(())
    }

    /// Marks first: what is off the record is so before there is sound to it.
    fn known_session(&mut self, ours: &SessionEntry, theirs: &SessionEntry, known: &Known) -> Result<()> {
        if self.is_recorded(&ours.id)? {
            self.desk.left_out(&ours.folder, text!("merge-recorded-here"), text!("merge-recorded-hint"));
            return Ok(());
        }
        self.marks(&ours.folder, &ours.session.takes, &theirs.folder, &theirs.session.takes);
        let told = if ours.session == theirs.session { Ok(()) } else { self.told_of(ours, theirs) };
        told.unwrap_or_else(|fault| self.desk.fault(fault));
        self.takes(ours, theirs, known)?;
        let now = sessions::load(&ours.folder).map(|entry| entry.session.takes).unwrap_or_default();
        let numbers = theirs.session.takes.iter().filter_map(|take| {
            let own = now.iter().find(|own| own.id == take.id)?;
            Some((take.number, own.number))
        });
        self.others(&ours.folder, &theirs.folder, &numbers.collect())?;
        self.offsets(&ours.folder);
        Ok(())
    }

    fn is_recorded(&self, session: &str) -> Result<bool> {
        let running = RecorderLock::holder(&self.desk.library.layout)?.and_then(|running| running.session);
        Ok(running.as_deref() == Some(session))
    }

    /// What the session is, and what was noted of it.
    fn told_of(&mut self, ours: &SessionEntry, theirs: &SessionEntry) -> Result<()> {
        let path = session_file(&ours.folder);
        let differs = {
            let Some(_lock) = SaveLock::of_free(&self.desk.library.layout, &ours.id)? else { return Ok(()) };
            let now = sessions::load(&ours.folder)?;
            let (both, differs) = session::together(&now, theirs);
            if both != now.session {
                sessions::save(&ours.folder, &both)?;
                self.desk.outcome.files.push(self.desk.shown(&path));
            }
            differs
        };
        let theirs = session_file(&theirs.folder);
        if differs { self.desk.beside(&path, &theirs).map_err(|failure| failure.error) } else { Ok(()) }
    }

    /// The folder of somebody who joined over there, and never had the session.
    fn joined(&mut self, theirs: &Path, known: &Known) -> Result<()> {
        let Some(relative) = self.other.layout.relative(theirs) else { return Ok(()) };
        let called_so = || sessions::folder_of(&self.desk.library.layout, &name_of(theirs));
        let own = match planned_in(theirs).and_then(|plan| known.folder_of(&plan)).or_else(called_so) {
            Some(own) => own,
            None if self.gone.is_trashed(&relative) => {
                self.desk.left_out(theirs, text!("merge-in-trash"), text!("merge-in-trash-hint"));
                return Ok(());
            }
            None => match self.new_folder(&relative) {
                Ok(own) => own,
                Err(fault) => {
                    self.desk.fault(fault);
                    return Ok(());
                }
            },
        };
        if self.is_recorded(&name_of(&own))? {
            self.desk.left_out(&own, text!("merge-recorded-here"), text!("merge-recorded-hint"));
            return Ok(());
        }
        let takes = sessions::load(&own).map(|entry| entry.session.takes).unwrap_or_default();
        self.marks(&own, &takes, theirs, &[]);
        self.others(&own, theirs, &BTreeMap::new())?;
        self.offsets(&own);
        Ok(())
    }

    fn new_folder(&self, relative: &str) -> Result<PathBuf> {
        let own = self.desk.library.layout.inside(relative)?;
        atomic::create_dir_private(&own).map(|()| own)
    }

    /// Every person's marks in one session.
    fn marks(&mut self, own: &Path, takes: &[Take], theirs: &Path, their_takes: &[Take]) {
        let name = own.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for (path, who) in marker_files(theirs) {
            let other = Theirs { path: &path, takes: their_takes };
            let merged = match SaveLock::of_free(&self.desk.library.layout, &name) {
                Ok(Some(_lock)) => merge_file(own, &who, takes, &other, &self.withheld()),
                Ok(None) => Err(Error::new(text!("merge-recorded-here")).at(own).hint(text!("merge-recorded-hint"))),
                Err(fault) => Err(fault),
            };
            match merged {
                Ok(merged) => {
                    self.desk.outcome.marks += merged.marks;
                    self.desk.outcome.closed_again += merged.closed_again;
                    let is_whole = merged.faults.is_empty();
                    merged.faults.into_iter().for_each(|fault| self.desk.fault(fault));
                    let own = layout::markers_file(own, &who);
                    if !is_whole && let Err(failure) = self.desk.beside(&own, &path) {
                        self.desk.fault(failure.error); // its bad lines are not lost with the card
                    }
                }
                Err(fault) => self.desk.fault(fault),
            }
        }
    }

    /// Notes, transcripts and whatever else lies in the folder; what is named after a take is named after its number here.
    fn others(&mut self, own: &Path, theirs: &Path, numbers: &BTreeMap<u32, u32>) -> Result<()> {
        let listed = of_session(&self.other.layout, &Elsewhere::default(), theirs);
        for item in listed.rows.into_iter().filter(is_other) {
            let Some(name) = item.source.strip_prefix(theirs).ok().and_then(Path::to_str) else { continue };
            let Some(own) = self.desk.library.layout.relative(&own.join(renumbered(name, numbers))) else { continue };
            self.bring(&item.source, &own)?;
        }
        Ok(())
    }

    /// A session that is new here comes to its place in one step, with all that lies in its folder.
    fn whole(&mut self, theirs: &SessionEntry) -> Placing<PathBuf> {
        let listed = of_session(&self.other.layout, &Elsewhere::default(), &theirs.folder);
        let bytes = |item: &Item| length(&item.source) + item.part().map_or(0, |_| length(&journal_path(&item.source)));
        self.desk.require_room(listed.rows.iter().map(bytes).sum())?;
        listed.faults.into_iter().for_each(|fault| self.desk.fault(fault));
        let staging = Staging::create(&self.desk.library.layout)?;
        let made = staging.path().join("made");
        atomic::create_dir_private(&made)?;
        for item in listed.rows.iter().filter(|item| !is_leftover(&name_of(&item.source))) {
            self.stage(item, &theirs.folder, &made)?;
        }
        let library = self.desk.library;
        let layout = &library.layout;
        let _lock = SaveLock::take(layout)?;
        let joined = sessions::folder_of(layout, &theirs.id).filter(|folder| holds_only_marks(folder));
        if let Some(joined) = &joined {
            if self.is_recorded(&theirs.id)? {
                return Err(Error::new(text!("merge-recorded-here")).at(joined).hint(text!("merge-recorded-hint")).into());
            }
            let faults = self.marks_of_join(joined, &made, &theirs.session.takes)?;
            faults.into_iter().for_each(|fault| self.desk.fault(fault));
        }
        let folder = sessions::adopt_as(layout, &made, &theirs.id)?;
        if made.exists()
            && let Some(from) = layout.relative(&folder)
        {
            trash::adopt(layout, &made, &from, self.desk.now)?; // what was joined here stands in the session now
        }
        Ok(folder)
    }

    /// What was marked here in a session that arrives now, into the files that come with it.
    fn marks_of_join(&self, joined: &Path, made: &Path, takes: &[Take]) -> Result<Vec<Error>> {
        let mut faults = Vec::new();
        for (path, who) in marker_files(joined) {
            if layout::markers_file(made, &who).exists() {
                faults.extend(merge_file(made, &who, takes, &Theirs { path: &path, takes }, &self.withheld())?.faults);
            }
        }
        Ok(faults)
    }

    fn stage(&mut self, item: &Item, theirs: &Path, made: &Path) -> Placing<()> {
        let Ok(name) = item.source.strip_prefix(theirs) else { return Ok(()) };
        let to = made.join(name);
        to.parent().map_or(Ok(()), atomic::create_dir_private)?;
        copy_new(&item.source, &to)?;
        let Some((part, format)) = item.part() else { return Ok(()) };
        verify(&to, part, format, true).into_iter().for_each(|fault| self.desk.fault(fault.at(&item.source)));
        let journal = journal_path(&item.source);
        if is_file(&journal) {
            copy_new(&journal, &journal_path(&to))?;
        }
        Ok(())
    }

    /// Clocks of those who joined the session in `own`, once its takes are here: as given, else as the marks tell.
    fn offsets(&mut self, own: &Path) {
        let joined = marker_files(own).into_iter().filter_map(|(path, who)| Some((joined_marks(&path)?, path, who)));
        let joined: Vec<_> = joined.collect();
        let Some(entry) = sessions::load(own).ok().filter(|_| !joined.is_empty()) else { return };
        if entry.session.takes.is_empty() {
            return;
        }
        let all = markers::load(own, &entry.session.takes).rows;
        for (joined, path, who) in joined {
            let known = std::fs::read(&path).ok().and_then(|bytes| markers::clock_offset(&path, &bytes));
            let recorded: Vec<_> = all.iter().filter(|filed| filed.by != who).map(|filed| filed.marker.clone()).collect();
            let found = || offset::found(&joined, &recorded, &entry.session.takes);
            let new = self.offset.or_else(|| known.or_else(found)).filter(|new| known != Some(*new));
            let Some(seconds) = new else { continue };
            match set_offset(self, &entry, &who, seconds) {
                Ok(true) => self.desk.outcome.offsets.push((entry.id.clone(), who, seconds)),
                Ok(false) => {}
                Err(fault) => self.desk.fault(fault),
            }
        }
    }
}

/// The marks of a file, as they are on the clock of whoever joined; `None` where nobody did.
fn joined_marks(path: &Path) -> Option<Vec<Marker>> {
    let bytes = std::fs::read(path).ok()?;
    bytes.windows(5).any(|window| window == b"join-").then_some(())?;
    let marks = markers::latest(markers::every_table(path, &[]).ok()?.rows);
    marks.iter().any(|marker| marker.take.join_began().is_some()).then_some(marks)
}

fn set_offset(merging: &Merging, entry: &SessionEntry, who: &Slug, seconds: f64) -> Result<bool> {
    let Some(_lock) = SaveLock::of_free(&merging.desk.library.layout, &entry.id)? else { return Ok(false) };
    markers::set_clock_offset(&entry.folder, who, seconds).map(|()| true)
}

/// The sessions that are here: known by a take, by what was planned, and, without either, where both are the same.
#[derive(Default)]
pub(super) struct Known {
    entries: Vec<SessionEntry>,
    by_take: HashMap<TakeId, usize>,
    by_plan: HashMap<OccurrenceId, usize>,
}

impl Known {
    fn of(entries: Vec<SessionEntry>) -> Known {
        let mut known = Known::default();
        entries.into_iter().for_each(|entry| known.add(entry));
        known
    }

    fn add(&mut self, entry: SessionEntry) {
        let at = self.entries.len();
        self.by_take.extend(entry.session.takes.iter().map(|take| (take.id.clone(), at)));
        if let Some(plan) = entry.session.occurrence_id() {
            self.by_plan.entry(plan).or_insert(at);
        }
        self.entries.push(entry);
    }

    fn find(&self, theirs: &SessionEntry) -> Option<&SessionEntry> {
        let other = &theirs.session;
        let by_take = || other.takes.iter().find_map(|take| self.by_take.get(&take.id));
        let by_plan = || self.by_plan.get(&theirs.session.occurrence_id()?);
        let is_bare = |session: &Session| session.takes.is_empty() && session.occurrence.is_none();
        let is_same = |own: &&SessionEntry| {
            let is_called_so = own.id == theirs.id && own.session.title == other.title;
            is_bare(&own.session) && (is_called_so || own.session == *other)
        };
        let alike = || self.entries.iter().find(is_same).filter(|_| is_bare(other));
        by_take().or_else(by_plan).map(|at| &self.entries[*at]).or_else(alike)
    }

    /// The folder of what was planned so.
    fn folder_of(&self, plan: &OccurrenceId) -> Option<PathBuf> {
        self.by_plan.get(plan).map(|at| self.entries[*at].folder.clone())
    }

    /// Also where it belongs to another session.
    pub(super) fn has_take(&self, take: &TakeId) -> bool {
        self.by_take.contains_key(take)
    }
}

/// The files of marks in a folder, and whose they are; no links, and nothing that a synchroniser has left.
pub(super) fn marker_files(folder: &Path) -> Vec<(PathBuf, Slug)> {
    let mut found: Vec<(PathBuf, Slug)> = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let who = name.strip_prefix("markers-").and_then(|name| name.strip_suffix(".toml")).and_then(Slug::parse);
        found.extend(who.filter(|_| is_file(&entry.path())).map(|who| (entry.path(), who)));
    }
    found.sort();
    found
}

/// No sound, no marks, not what the session is, and nothing that was left behind.
fn is_other(item: &Item) -> bool {
    let name = name_of(&item.source);
    let is_sound = parse_part_file_name(&name_of(&item.source.with_extension("wav"))).is_some();
    let is_text_of_sound = is_sound && !["wav", "crc"].iter().any(|end| name.ends_with(end));
    let is_marks = name.starts_with("markers-") && name.ends_with(".toml");
    (!is_sound || is_text_of_sound) && !is_marks && name != "session.toml" && !is_leftover(&name) && !is_hidden(&name)
}

/// `take-01-001.vtt` → `take-02-001.vtt`, where take 1 over there is take 2 here.
fn renumbered(name: &str, numbers: &BTreeMap<u32, u32>) -> String {
    let (stem, end) = name.split_once('.').unwrap_or((name, ""));
    let new = parse_part_file_name(&format!("{stem}.wav")).and_then(|(take, part, input)| {
        let number = *numbers.get(&take)?;
        Some(part_file_name(number, part, input).trim_end_matches("wav").to_owned() + end)
    });
    new.unwrap_or_else(|| name.to_owned())
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
