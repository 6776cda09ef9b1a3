//! What can be chosen on Today, from the top to the bottom.

use super::State;
use crate::actions::agenda;
use crate::actions::today::Today;
use crate::domain::OccurrenceId;
use crate::plan::{Occurrence, State as Stand};

/// A row, by its place in the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    Due(usize),
    /// Recorded today.
    Done(usize),
    /// Recorded today without a place in the plan.
    Unplanned(usize),
    Following(usize),
    Missed(usize),
    /// Sessions with marks that say nothing.
    Unworded,
}

/// What a row stands for, also when the facts are read anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    Occurrence(OccurrenceId),
    /// By the name of its folder.
    Session(String),
    Unworded,
}

/// The session that is `running` comes first.
pub fn of(facts: &Today, running: Option<&str>) -> Vec<Row> {
    let is_running = |at: &usize| running.is_some() && facts.done[*at].session.as_deref() == running;
    let (now, done): (Vec<usize>, Vec<usize>) = (0..facts.done.len()).partition(is_running);
    let is_running_unplanned = |at: &usize| running == Some(facts.unplanned[*at].id.as_str());
    let (now_unplanned, unplanned): (Vec<usize>, Vec<usize>) = (0..facts.unplanned.len()).partition(is_running_unplanned);
    let mut rows: Vec<Row> = now.into_iter().map(Row::Done).chain(now_unplanned.into_iter().map(Row::Unplanned)).collect();
    rows.extend((0..facts.due.len()).map(Row::Due));
    rows.extend(done.into_iter().map(Row::Done));
    rows.extend(unplanned.into_iter().map(Row::Unplanned));
    rows.extend((0..facts.following.len()).map(Row::Following));
    rows.extend((0..facts.missed.len()).map(Row::Missed));
    rows.extend((!facts.unworded.is_empty()).then_some(Row::Unworded));
    rows
}

impl State {
    /// The chosen one.
    pub fn row(&self) -> Option<Row> {
        self.rows.get(self.chosen).copied()
    }

    pub fn chosen_key(&self) -> Option<Key> {
        self.key(self.row()?)
    }

    pub fn key(&self, row: Row) -> Option<Key> {
        match row {
            Row::Unworded => Some(Key::Unworded),
            Row::Unplanned(at) => self.facts.as_ref()?.unplanned.get(at).map(|entry| Key::Session(entry.id.clone())),
            row => self.planned(row).map(|planned| Key::Occurrence(planned.occurrence.id.clone())),
        }
    }

    /// The occurrence of a row as the agenda has it.
    pub fn planned(&self, row: Row) -> Option<&agenda::Row> {
        let facts = self.facts.as_ref()?;
        match row {
            Row::Due(at) => facts.due.get(at).map(|due| &due.row),
            Row::Done(at) => facts.done.get(at),
            Row::Following(at) => facts.following.get(at),
            Row::Missed(at) => facts.missed.get(at),
            Row::Unplanned(_) | Row::Unworded => None,
        }
    }

    /// The folder of the session that a row without a date stands for.
    pub fn recorded(&self, row: Row) -> Option<String> {
        let facts = self.facts.as_ref()?;
        let entry = match row {
            Row::Unplanned(at) => facts.unplanned.get(at),
            Row::Unworded => facts.unworded.first().map(|unworded| &unworded.entry),
            _ => None,
        };
        entry.map(|entry| entry.id.clone())
    }

    /// A copy of a row's occurrence, how it stands, and the name of its session's folder.
    pub fn occurrence(&self, row: Row) -> Option<(Occurrence, Stand, Option<String>)> {
        let planned = self.planned(row)?;
        Some((planned.occurrence.clone(), planned.state, planned.session.clone()))
    }

    /// Every occurrence that the screen knows.
    pub fn all(&self) -> impl Iterator<Item = &agenda::Row> {
        self.rows.iter().filter_map(|row| self.planned(*row))
    }
}
