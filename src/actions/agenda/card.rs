//! The card for the next session of a series: what was said last time, and what is open since.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Plans, SessionEntry};
use crate::actions::questions;
use crate::actions::search::withheld::Withheld;
use crate::domain::{Marker, OffRecord, Palette, Slug};
use crate::error::Error;
use crate::recorder::questions::QUESTION;
use crate::store::unmerged::Unmerged;
use crate::store::{Library, markers};
use crate::threads::in_threads;

/// What was said last time, and what is open since.
#[derive(Debug)]
pub struct Card {
    pub last: SessionEntry,
    /// The touching marks of the last session.
    pub touching: Vec<Marker>,
    /// Threads and promises of all sessions of the series that nobody has taken up or kept, the oldest first.
    pub threads: Vec<Open>,
    pub promises: Vec<Open>,
    /// What was to be checked, and has not been.
    pub checks: Vec<Open>,
    /// Questions of the public that were kept for later.
    pub questions: Vec<Open>,
    /// How long a session usually is, in seconds; `None` before there are a few.
    pub usual: Option<f64>,
    /// How many of the last sessions, without a lighter one between them, were heavy.
    pub heavy_in_a_row: usize,
    /// Marks that are left out, since they are off the record, or may be.
    pub withheld: usize,
}

impl Card {
    /// What can be taken up, kept or checked, in the order in which the card shows it.
    pub fn open(&self) -> impl Iterator<Item = &Open> {
        self.threads.iter().chain(&self.promises).chain(&self.checks)
    }
}

/// From so many sessions on a length can be called usual.
const USUAL_LEAST: usize = 3;

/// No more than the last of them count.
const USUAL_MOST: usize = 10;

/// A mark that waits to be taken up, and the session in which it was made.
#[derive(Debug, Clone)]
pub struct Open {
    pub entry: Arc<SessionEntry>,
    pub marker: Marker,
    /// Something of it is off the record, or may be.
    pub is_off_record: bool,
}

impl Open {
    /// The marks of these kinds, session by session. Files in which none of them is named are not read one by one.
    pub fn all(entries: &[&SessionEntry], kinds: &[&str], palette: &Palette) -> Vec<Open> {
        let read = |found: &mut Vec<Open>, entry: &&SessionEntry| {
            if markers::may_hold(&entry.folder, kinds) {
                found.extend(Open::of(entry, kinds, palette));
            }
        };
        in_threads(entries, |_| Vec::new(), read).into_iter().flatten().collect()
    }

    fn of(entry: &SessionEntry, kinds: &[&str], palette: &Palette) -> Vec<Open> {
        let read = markers::load(&entry.folder, &entry.session.takes);
        let is_sure = read.doubt().is_none();
        let off_record = OffRecord::of(&entry.session.takes, read.rows.iter().map(|filed| &filed.marker), palette);
        let entry = Arc::new(entry.clone());
        let wanted = read.rows.into_iter().map(|filed| filed.marker).filter(|marker| kinds.contains(&marker.kind.as_str()));
        let open = |marker: Marker| {
            let is_known = entry.session.take(marker.take.as_str()).is_some();
            let is_off_record = !is_sure || !is_known || off_record.touches(&marker);
            Open { entry: Arc::clone(&entry), marker, is_off_record }
        };
        wanted.map(open).collect()
    }
}

/// The card for the next session of each `series`, as it may be told outside of the interface; `None` where nothing was recorded yet. Sessions
/// that cannot be read are left out: the agenda beside it names them.
pub fn cards_outside<'s>(plans: &Plans, series: impl Iterator<Item = &'s Slug>) -> Vec<Option<Card>> {
    let library = plans.library;
    let mut outside = Outside { library, unmerged: Unmerged::of(&library.layout), read: HashMap::new() };
    series.map(|series| card_outside(plans, series, &mut outside)).collect()
}

fn card_outside(plans: &Plans, series: &Slug, outside: &mut Outside) -> Option<Card> {
    let mut card = plans.card(series)?;
    let last = card.last.clone();
    let before = card.touching.len() + card.open().chain(&card.questions).count();
    card.touching.retain(|mark| outside.tells(&last, mark));
    for open in [&mut card.threads, &mut card.promises, &mut card.checks, &mut card.questions] {
        open.retain(|open| outside.tells(&open.entry, &open.marker));
    }
    card.withheld = before - card.touching.len() - card.open().chain(&card.questions).count();
    Some(card)
}

/// What may be told outside of the interface.
struct Outside<'a> {
    library: &'a Library,
    unmerged: Unmerged,
    /// All marks of the sessions that were asked for, and what is wrong with their files.
    read: HashMap<String, (Vec<Marker>, Vec<Error>)>,
}

impl Outside<'_> {
    fn tells(&mut self, entry: &SessionEntry, mark: &Marker) -> bool {
        let read = || {
            let marks = markers::load(&entry.folder, &entry.session.takes);
            let faults = marks.faults.into_iter().chain(self.unmerged.marks_of(entry)).collect();
            (marks.rows.into_iter().map(|filed| filed.marker).collect(), faults)
        };
        let (marks, faults) = self.read.entry(entry.id.clone()).or_insert_with(read);
        !Withheld::of(&entry.session, &self.library.settings.palette, marks, faults).holds_mark(mark)
    }
}

impl Plans<'_> {
    /// As [`cards_outside`], with what is off the record. Reads the marks of every session of the series that has something to take up, and of the last one.
    pub fn card(&self, series: &Slug) -> Option<Card> {
        let entries = self.of_series(series);
        let last = *entries.last()?;
        let palette = &self.library.settings.palette;
        let marks = Open::all(&entries, &["thread", "promise", "check", QUESTION], palette);
        let open =
            |kind: &str| marks.iter().filter(|open| open.marker.kind == kind && open.marker.done.is_none()).cloned().collect();
        let is_heavy = |entry: &&&SessionEntry| entry.session.after.heavy == Some(true);
        Some(Card {
            threads: open("thread"),
            promises: open("promise"),
            checks: open("check"),
            questions: questions::kept(&marks, None).into_iter().cloned().collect(),
            touching: Open::all(&[last], &["touching"], palette).into_iter().map(|open| open.marker).collect(),
            usual: usual(&entries),
            heavy_in_a_row: entries.iter().rev().take_while(is_heavy).count(),
            withheld: 0,
            last: last.clone(),
        })
    }
}

/// The middle one of the lengths of the last sessions that have ended; of an even number the mean of the two in the middle.
fn usual(entries: &[&SessionEntry]) -> Option<f64> {
    let has_ended = |entry: &&&SessionEntry| entry.session.takes.iter().all(|take| !take.is_open());
    let mut lengths: Vec<f64> =
        entries.iter().rev().filter(has_ended).take(USUAL_MOST).map(|entry| entry.session.seconds()).collect();
    lengths.sort_by(f64::total_cmp);
    let middle = lengths.len() / 2;
    (lengths.len() >= USUAL_LEAST).then(|| match lengths.len() % 2 {
        0 => (lengths[middle - 1] + lengths[middle]) / 2.0,
        _ => lengths[middle],
    })
}
