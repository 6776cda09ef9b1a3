//! Changes plans: adds, changes and removes series, moves, cancels and shifts their occurrences, and takes each act back.
//!
//! Every act edits one file below the save lock, a cycle and a calendar several as one (`writing`): read again, changed so that comments
//! survive, read back, and written whole. What is needed to take it back is kept before that. Sessions are never touched, and ids stay
//! true: a series that has begun changes its hour by a change that later ones follow, never by its start.

mod act;
mod continuing;
mod cycle;
mod ids;
mod importing;
mod undoing;
mod writing;

pub use act::Act;
pub use cycle::{Cycled, Did, Said};

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};

use ids::TakenIds;
use writing::put;

use crate::config::state_folder;
use crate::domain::{Change, ChangeTo, OccurrenceId, Series, Slug, Turn, new_ulid};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::plan::{
    Changed, Occurrence, Plan, SeriesDraft, Standing, changed, following, no_such_occurrence, within_reach, without_change,
};
use crate::store::document::{SMALL, read_text};
use crate::store::lock::SaveLock;
use crate::store::undo::UndoLog;
use crate::store::{Library, series, series_edit, sessions, trash};
use crate::text;

/// Who changes the plans of a library, at a given moment.
pub struct Planner<'a> {
    library: &'a Library,
    undo: UndoLog,
    now: DateTime<Utc>,
}

impl<'a> Planner<'a> {
    /// Fails where this user has no home folder to keep acts in.
    pub fn of(library: &'a Library, now: DateTime<Utc>) -> Result<Planner<'a>> {
        Ok(Planner::keeping(library, now, &state_folder()?))
    }

    /// Keeps what is needed to take acts back below `state`.
    pub fn keeping(library: &'a Library, now: DateTime<Utc>, state: &Path) -> Planner<'a> {
        Planner { library, undo: UndoLog::of(state, &library.settings.id, library.layout.root()), now }
    }

    /// Adds a series in a file of its own, named after its title; a name that is taken gets `-2`.
    pub fn add(&self, draft: &SeriesDraft) -> Result<(Slug, Text)> {
        let _lock = self.lock()?;
        let id = TakenIds::of(&self.library.layout).take(&draft.title)?;
        let series = Series { uid: Some(new_ulid()), ..draft.series(id.clone())? };
        let after = series_edit::created(&series);
        series::parse(&self.library.layout, &id, &after, series.zone)?;
        let file = self.file_change(&id, None, Some(after));
        self.carry_out(vec![file], Act::Added { title: series.title }, None, &mut put).map(|said| (id, said))
    }

    /// Makes a series what its form says.
    ///
    /// Errors: as [`changed`].
    pub fn change(&self, id: &Slug, draft: &SeriesDraft) -> Result<Text> {
        self.edit(id, |series| {
            let Changed { series, from } = changed(series, draft, &self.standing(&self.recorded()))?;
            Ok((series, Act::Changed { title: draft.title.trim().to_owned(), from }))
        })
    }

    /// Moves one occurrence to a wall time of its series' zone.
    pub fn move_occurrence(&self, id: &OccurrenceId, to: NaiveDateTime) -> Result<Text> {
        self.edit(&id.series, |series| {
            let found = self.open_occurrence(series, id)?;
            within_reach(to)?;
            if found.start.naive_local() == to && !found.cancelled {
                return Err(Error::new(text!("schedule-stays")));
            }
            let mut moved = without_change(series, id.at);
            if self.lies(&moved, id)?.start.naive_local() != to {
                moved.changes.push(Change { of: id.at, to: ChangeTo::Time(to), following: false });
            }
            let to = self.lies(&moved, id)?.start.naive_local(); // a time in the gap of a clock change lies behind it
            Ok((moved, Act::Moved { title: found.title, to }))
        })
    }

    /// Cancels one occurrence; it stays in the set, and keeps its number.
    pub fn cancel(&self, id: &OccurrenceId) -> Result<Text> {
        self.edit(&id.series, |series| {
            let found = self.open_occurrence(series, id)?;
            if found.cancelled {
                return Err(Error::new(text!("schedule-cancelled-already")));
            }
            let mut cancelled = without_change(series, id.at);
            cancelled.changes.push(Change { of: id.at, to: ChangeTo::Cancelled, following: false });
            Ok((cancelled, Act::Cancelled { at: found.start.naive_local(), title: found.title }))
        })
    }

    /// Takes back that one occurrence was moved or cancelled, by whomever: it lies by its rule again.
    pub fn restore(&self, id: &OccurrenceId) -> Result<Text> {
        self.edit(&id.series, |series| {
            let found = self.open_occurrence(series, id)?;
            let restored = without_change(series, id.at);
            if restored.changes.len() == series.changes.len() {
                return Err(Error::new(text!("schedule-as-by-rule")));
            }
            let at = self.lies(&restored, id)?.start.naive_local();
            Ok((restored, Act::Restored { title: found.title, at }))
        })
    }

    /// Moves one occurrence and all later ones by a length of wall time.
    pub fn shift_following(&self, id: &OccurrenceId, by: Duration) -> Result<Text> {
        self.edit(&id.series, |series| {
            let found = self.open_occurrence(series, id)?;
            if self.standing(&self.recorded()).recorded_of(series).iter().any(|at| *at > id.at) {
                let message = text!("schedule-later-has-session", date = found.start.date_naive());
                return Err(Error::new(message).hint(text!("schedule-later-has-session-hint")));
            }
            let shifted = following(series, id.at, by)?;
            let to = self.lies(&shifted, id)?.start.naive_local();
            within_reach(to)?;
            Ok((shifted, Act::Shifted { title: found.title, to }))
        })
    }

    /// Says who has a role on one evening; `None`: whoever is proposed.
    pub fn set_turn(&self, id: &OccurrenceId, role: &Slug, person: Option<&Slug>) -> Result<Text> {
        self.edit(&id.series, |series| {
            let found = self.open_occurrence(series, id)?;
            if !series.rotas.iter().any(|rota| rota.role == *role) {
                return Err(no_such_role(series, role));
            }
            let is_this = |turn: &Turn| turn.role == *role && turn.of == id.at;
            let mut turned = series.clone();
            turned.turns.retain(|turn| !is_this(turn));
            turned.turns.extend(person.map(|person| Turn { of: id.at, role: role.clone(), person: person.clone() }));
            let person = person.map(ToString::to_string);
            Ok((turned, Act::Turned { title: found.title, at: found.start.naive_local(), role: role.to_string(), person }))
        })
    }

    /// Moves the file of a series to the trash, also one that cannot be read as a series. Its sessions stay.
    pub fn remove_series(&self, id: &Slug) -> Result<Text> {
        let _lock = self.lock()?;
        let layout = &self.library.layout;
        let path = layout.series_file(id);
        layout.check(&path)?;
        let before = read_text(&path, SMALL)?;
        let title = series::parse(layout, id, &before, self.library.settings.zone).map_or(id.to_string(), |series| series.title);
        let now = self.now.with_timezone(&self.library.settings.zone).fixed_offset();
        let file = self.file_change(id, Some(before), None);
        self.carry_out(vec![file], Act::Removed { title }, None, &mut |path, _| trash::discard(layout, path, now).map(drop))
    }

    /// Takes back the last act that has not been taken back; `None` where there is none.
    ///
    /// Fails, and changes nothing, where the file was edited since by somebody else.
    pub fn undo(&self) -> Result<Option<Text>> {
        let _lock = self.lock()?;
        undoing::undo(self)
    }

    fn lock(&self) -> Result<SaveLock> {
        self.library.require_writable()?;
        if self.library.settings.id.is_empty() {
            let fault = Error::new(text!("schedule-settings-unread")).at(self.library.layout.settings_file());
            return Err(fault.hint(text!("schedule-settings-unread-hint")));
        }
        SaveLock::take(&self.library.layout)
    }

    /// Changes one series in its file. A change that says the same as the file leaves it, says so, and is no act to take back.
    fn edit(&self, id: &Slug, change: impl FnOnce(&Series) -> Result<(Series, Act)>) -> Result<Text> {
        let _lock = self.lock()?;
        let layout = &self.library.layout;
        let (series, before) = series::load_text(layout, id, self.library.settings.zone)?;
        let (changed, act) = change(&series)?;
        let after = series_edit::edited(&before, &series, &changed)?;
        series::parse(layout, id, &after, self.library.settings.zone)?;
        if after == before {
            return Ok(text!("schedule-as-it-was", title = series.title.as_str()));
        }
        self.carry_out(vec![self.file_change(id, Some(before), Some(after))], act, None, &mut put)
    }

    /// Occurrences that have a session.
    fn recorded(&self) -> BTreeSet<OccurrenceId> {
        sessions::list(&self.library.layout).rows.iter().filter_map(|entry| entry.session.occurrence_id()).collect()
    }

    fn standing<'s>(&'s self, recorded: &'s BTreeSet<OccurrenceId>) -> Standing<'s> {
        Standing { settings: &self.library.settings, recorded, now: self.now }
    }

    /// An occurrence that has no session yet, and may move.
    fn open_occurrence(&self, series: &Series, id: &OccurrenceId) -> Result<Occurrence> {
        if let Some(chain) = &id.chain {
            return Err(moves_along(series, chain, id.at));
        }
        let found = self.lies(series, id)?;
        if self.recorded().contains(id) {
            let message = text!("schedule-has-session", title = found.title, date = found.start.date_naive());
            return Err(Error::new(message));
        }
        Ok(found)
    }

    fn lies(&self, series: &Series, id: &OccurrenceId) -> Result<Occurrence> {
        let found = Plan::of(series, &self.library.settings)?.at(id)?;
        found.ok_or_else(|| no_such_occurrence(&series.id, &id.to_string()))
    }
}

/// A session of a chain has no place of its own; its occurrence is named.
fn moves_along(series: &Series, chain: &Slug, at: NaiveDateTime) -> Error {
    let fault = Error::new(text!("schedule-chain"));
    let by = series.chains.iter().find(|one| one.id == *chain).map(|one| one.by);
    match by.and_then(|by| at.checked_sub_signed(by)) {
        Some(at) => fault.hint(text!("schedule-chain-hint", id = OccurrenceId::new(series.id.clone(), None, at).to_string())),
        None => fault,
    }
}

fn no_such_role(series: &Series, role: &Slug) -> Error {
    let fault = Error::new(text!("schedule-no-such-role", series = series.id.as_str(), role = role.as_str()));
    let known: Vec<&str> = series.rotas.iter().map(|rota| rota.role.as_str()).collect();
    match known.is_empty() {
        true => fault.hint(text!("schedule-no-rota-hint")),
        false => fault.hint(text!("schedule-known-roles-hint", roles = known.join(", "))),
    }
}

#[cfg(test)]
mod tests;
