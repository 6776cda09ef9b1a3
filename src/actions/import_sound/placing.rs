//! The last step of an import: what was made ready takes its place in a session, so that a kill leaves all of it or nothing.
//!
//! A new session is made whole and comes to its place by one renaming. Into a session that exists the sound goes first, then
//! `session.toml` names it, then the journals follow: sound that nobody names is nobody's take as long as it has no journal. Before the first of these
//! steps the made folder holds a `session.toml` with the take, by which `recover` takes the remaining ones.

use std::path::{Path, PathBuf};

use crate::actions::recover::RecoveredSession;
use crate::domain::{Session, Slug, Take, journal_path, part_file_name};
use crate::error::{Error, Loaded, Result};
use crate::recorder::protocol::SessionPlan;
use crate::recorder::session_of;
use crate::store::layout::{parse_part_file_name, session_file};
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::sessions::SessionEntry;
use crate::store::staging::{self, Staging};
use crate::store::{Layout, Library, atomic, markers, sessions};
use crate::text;

/// Where in `staging` the parts are to be made: a folder called as the session that they go to, `made` for a new one.
pub fn made_folder(staging: &Staging, plan: &SessionPlan) -> Result<PathBuf> {
    let made = staging.path().join(plan.session.as_deref().unwrap_or("made"));
    atomic::create_dir_private(&made)?;
    Ok(made)
}

/// Brings the take from `made`, where its parts are numbered as those of take 1, to its session. Gives the session's name and folder.
///
/// Where it fails half-way, `staging` stays for `recover`; else it goes.
pub fn take_place(
    library: &Library,
    plan: &SessionPlan,
    staging: Staging,
    made: &Path,
    take: &mut Take,
) -> Result<(String, PathBuf)> {
    if let Some(id) = &plan.session {
        return into_session(library, id, staging, made, take);
    }
    let _lock = SaveLock::take(&library.layout)?;
    require_free(library, plan)?;
    place_whole(&library.layout, plan, made, take)
}

/// As `take_place`, into the session of that name, whose next take it becomes.
pub fn into_session(library: &Library, id: &str, staging: Staging, made: &Path, take: &mut Take) -> Result<(String, PathBuf)> {
    let _lock = SaveLock::take(&library.layout)?;
    require_not_recorded(library, id)?;
    let entry = sessions::resolve(&library.layout, id)?;
    if let Some(known) = entry.session.take(take.id.as_str()) {
        take.clone_from(known); // what was made ready goes with its folder
        return Ok((entry.id, entry.folder));
    }
    let placed = announce(&entry, made, take).and_then(|()| move_in(&entry, made, take));
    match placed {
        Ok(_) => Ok((entry.id, entry.folder)),
        Err(fault) if has_begun(made, take) => {
            staging.leave();
            Err(fault.hint(text!("sound-import-begun-hint")))
        }
        Err(fault) => Err(fault),
    }
}

/// While a take runs, only the recorder writes in its session.
pub fn require_free(library: &Library, plan: &SessionPlan) -> Result<()> {
    plan.session.iter().try_for_each(|id| require_not_recorded(library, id))
}

fn require_not_recorded(library: &Library, id: &str) -> Result<()> {
    match running(&library.layout)?.filter(|session| session == id) {
        Some(session) => {
            let error = Error::new(text!("sound-import-recorded-now", session = session.as_str()));
            Err(error.at(library.layout.root()).hint(text!("sound-import-recorded-now-hint")))
        }
        None => Ok(()),
    }
}

/// Completes the imports that were killed on the way into their session. Of one that had not come so far nothing is to be found; its
/// folder is for `sweep`.
pub fn finish_broken_off(library: &Library) -> Loaded<RecoveredSession> {
    let mut done = Loaded::default();
    for folder in staging::left(&library.layout) {
        match finish(library, &folder) {
            Ok(found) => done.rows.extend(found),
            Err(fault) => done.faults.push(fault),
        }
    }
    done
}

/// Whether `staging` holds the rest of a take whose other half is in its session.
pub fn is_half_placed(library: &Library, staging: &Path) -> bool {
    let Some(made) = announced(staging) else { return false };
    let is_session = made.file_name().is_some_and(|id| sessions::resolve(&library.layout, &id.to_string_lossy()).is_ok());
    let take = sessions::load(&made).ok().and_then(|mut entry| entry.session.takes.pop());
    is_session && take.is_some_and(|take| has_begun(&made, &take))
}

fn running(layout: &Layout) -> Result<Option<String>> {
    Ok(RecorderLock::holder(layout)?.and_then(|running| running.session))
}

fn place_whole(layout: &Layout, plan: &SessionPlan, made: &Path, take: &mut Take) -> Result<(String, PathBuf)> {
    take.number = 1;
    let session = Session { takes: vec![take.clone()], ..session_of(plan) };
    sessions::save(made, &session)?;
    let slug = Slug::parse(&plan.slug).unwrap_or_else(Slug::session);
    let folder = sessions::adopt(layout, made, plan.start, &slug)?;
    Ok((folder.file_name().unwrap_or_default().to_string_lossy().into_owned(), folder))
}

/// Gives the take its number and its files their names in the session, and writes down what is to be done.
fn announce(entry: &SessionEntry, made: &Path, take: &mut Take) -> Result<()> {
    take.number = sessions::next_take_number(&entry.folder, &entry.session)?;
    for part in &mut take.parts {
        if let Some((_, number, input)) = parse_part_file_name(&part.file) {
            part.file = part_file_name(take.number, number, input);
        }
    }
    sessions::save(made, &Session { takes: vec![take.clone()], ..entry.session.clone() })
}

/// Takes the steps that have not been taken yet; `false`: all of them had.
fn move_in(entry: &SessionEntry, made: &Path, take: &Take) -> Result<bool> {
    let unwritten = |cause| atomic::unwritten(&entry.folder, cause);
    let mut is_new = false;
    for part in &take.parts {
        is_new |= bring(&made.join(made_name(&part.file)), &entry.folder.join(&part.file))?;
    }
    atomic::sync_folder(&entry.folder).map_err(unwritten)?;
    if entry.session.take(take.id.as_str()).is_none() {
        let mut session = entry.session.clone();
        session.takes.push(take.clone());
        sessions::save(&entry.folder, &session)?;
        is_new = true;
    }
    for part in &take.parts {
        let (from, to) = (made.join(made_name(&part.file)), entry.folder.join(&part.file));
        is_new |= bring(&journal_path(&from), &journal_path(&to))?;
    }
    atomic::sync_folder(&entry.folder).map_err(unwritten)?;
    Ok(is_new)
}

/// `false`: it is there already, or was not to be had when it was made ready. Never over something else.
fn bring(from: &Path, to: &Path) -> Result<bool> {
    match (from.symlink_metadata().is_ok(), to.symlink_metadata().is_ok()) {
        (false, _) => Ok(false),
        (true, true) => Err(Error::new(text!("files-exists")).at(to).hint(text!("files-exists-hint"))),
        (true, false) => std::fs::rename(from, to).map(|()| true).map_err(|cause| atomic::unwritten(to, cause)),
    }
}

/// The name of a part where it was made.
fn made_name(file: &str) -> String {
    parse_part_file_name(file).map_or_else(|| file.to_owned(), |(_, part, input)| part_file_name(1, part, input))
}

/// Some of its sound is in the session already.
fn has_begun(made: &Path, take: &Take) -> bool {
    take.parts.iter().any(|part| !made.join(made_name(&part.file)).exists())
}

fn finish(library: &Library, staging: &Path) -> Result<Option<RecoveredSession>> {
    let _lock = SaveLock::take(&library.layout)?;
    let Some(made) = announced(staging).filter(|_| staging::is_left(staging)) else { return Ok(None) };
    let id = made.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Ok(entry) = sessions::resolve(&library.layout, &id) else { return Ok(None) }; // a new session, or one that is gone
    let Some(mut take) = sessions::load(&made)?.session.takes.pop() else { return Ok(None) };
    if running(&library.layout)?.as_ref() == Some(&id) {
        return Ok(None); // the next time
    }
    if !has_begun(&made, &take) {
        announce(&entry, &made, &mut take)?; // its number may have been given away meanwhile
    }
    let is_new = move_in(&entry, &made, &take)?;
    std::fs::remove_dir_all(staging).map_err(|cause| atomic::unwritten(staging, cause))?;
    let marks = markers::load(&entry.folder, &entry.session.takes).rows.len();
    Ok(is_new.then(|| RecoveredSession {
        session: entry.id,
        started: Some(take.started),
        seconds: take.end().seconds(take.rate),
        marks,
        unverified_seconds: 0.0,
        silent_tail: false,
    }))
}

/// The folder in which a take waits for the rest of its way.
fn announced(staging: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(staging).ok()?.flatten();
    entries.map(|entry| entry.path()).find(|made| session_file(made).is_file())
}
