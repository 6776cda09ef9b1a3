//! Everything that the Today screen says, in one reading of the library: what is due with its card, what follows, what was missed, what
//! still wants a word.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, Utc};

use super::agenda::{Agenda, Card, Plans, Row};
use super::broken_off;
use super::names::PeopleNames;
use crate::config::ShowNames;
use crate::domain::Marker;
use crate::error::Error;
use crate::plan::{State, Window};
use crate::store::lock::RecorderLock;
use crate::store::sessions::{self, SessionEntry};
use crate::store::{Library, markers};

/// How far the screen looks ahead and back, in days.
const AHEAD: i64 = 14;
const BEHIND: i64 = 7;
const UNWORDED: i64 = 30;

/// No list of the screen is longer.
const ROWS: usize = 100;

/// Clocks of two laptops may lie so far apart without being wrong.
const CLOCKS_DIFFER: Duration = Duration::hours(1);

#[derive(Debug, Default)]
pub struct Today {
    /// What is due or late, or has broken off and may go on, the latest start first; with none of it, the next one that is planned,
    /// within a year.
    pub due: Vec<Due>,
    /// Of the next fourteen days, by start: planned or cancelled. What stands in `due` is left out.
    pub following: Vec<Row>,
    /// Recorded today in the library's zone, by start.
    pub done: Vec<Row>,
    /// Recorded today without a place in the plan, by start; each has a take, and none that is open.
    pub unplanned: Vec<SessionEntry>,
    /// Of the last seven days, the latest first.
    pub missed: Vec<Row>,
    /// Sessions of the last thirty days with touching marks that say neither why nor what, the latest first.
    pub unworded: Vec<Unworded>,
    /// Sessions with an open take that nobody records: `recover` mends them.
    pub broken_off: Vec<SessionEntry>,
    pub clock_doubt: Option<ClockDoubt>,
    pub names: PeopleNames,
    pub faults: Vec<Error>,
}

#[derive(Debug)]
pub struct Due {
    pub row: Row,
    /// It has a session, whose last take broke off.
    pub broke_off: bool,
    /// `None` before the first session of the series.
    pub card: Option<Card>,
}

impl Due {
    fn of(row: Row) -> Due {
        Due { row, broke_off: false, card: None }
    }
}

/// Touching marks without a note and without a theme.
#[derive(Debug)]
pub struct Unworded {
    pub entry: SessionEntry,
    /// At least one.
    pub marks: usize,
}

/// The clock says less than it can, so nothing should be called late before somebody has looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockDoubt {
    /// A session was recorded later than this.
    BeforeSession(DateTime<FixedOffset>),
    /// The program was built later than this.
    BeforeProgram(DateTime<Utc>),
}

/// What the clock says, and when the program was built.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: DateTime<Utc>,
    pub built: DateTime<Utc>,
}

/// The facts of the screen. Reads all plans and sessions once, and marks only of the last thirty days and of the series that are due.
pub fn today(library: &Library, moment: Moment, show: ShowNames) -> Today {
    let now = moment.now;
    let plans = Plans::of(library);
    let window = Window { from: now - plans.longest_wait().max(Duration::days(BEHIND)), to: now + Duration::days(AHEAD) };
    let Agenda { rows, faults } = plans.within(window, now);
    let mut today = Today { faults, clock_doubt: doubt(&plans, moment), ..Today::default() };
    let local = now.with_timezone(&library.settings.zone).date_naive();
    let may_go_on = broken_off::may_go_on(&plans, library, now);
    for row in rows {
        match may_go_on(&row) {
            true => today.due.push(Due { broke_off: true, ..Due::of(row) }),
            false => sort_in(&mut today, row, local, library),
        }
    }
    take_next(&mut today, &plans, now);
    today.due.sort_by_key(|due| std::cmp::Reverse(due.row.occurrence.start));
    today.due.iter_mut().for_each(|due| due.card = plans.card(&due.row.occurrence.series));
    today.missed.reverse();
    for rows in [&mut today.following, &mut today.missed, &mut today.done] {
        rows.truncate(ROWS);
    }
    today.unplanned = unplanned(&plans, local);
    (today.unworded, today.broken_off) = (unworded(&plans, now, &mut today.faults), unmended(&plans, library));
    let (names, faults) = PeopleNames::load(library, show);
    today.names = names;
    today.faults.extend(faults);
    today
}

fn sort_in(today: &mut Today, row: Row, local: NaiveDate, library: &Library) {
    let date = row.occurrence.start.with_timezone(&library.settings.zone).date_naive();
    match row.state {
        State::Due | State::Late => today.due.push(Due::of(row)),
        State::Planned => today.following.push(row),
        State::Cancelled if date >= local => today.following.push(row),
        State::Missed => today.missed.push(row),
        State::Done if date == local => today.done.push(row),
        State::Cancelled | State::Done => (),
    }
}

/// With nothing due, the next one that is planned stands in its place.
fn take_next(today: &mut Today, plans: &Plans, now: DateTime<Utc>) {
    if !today.due.is_empty() {
        return;
    }
    let near = today.following.iter().position(|row| row.state == State::Planned);
    let next = match near {
        Some(at) => Some(today.following.remove(at)),
        None => plans.next(now).rows.pop(),
    };
    today.due.extend(next.map(Due::of));
}

/// When the latest take of a session began.
fn began(entry: &SessionEntry) -> Option<DateTime<FixedOffset>> {
    entry.session.takes.iter().map(|take| take.started).max()
}

/// When the latest session of all began.
pub fn latest_session(plans: &Plans) -> Option<DateTime<FixedOffset>> {
    plans.sessions().iter().filter_map(began).max()
}

/// Whether the clock says less than when this session began, by more than two clocks differ: it cannot be right.
pub fn is_before(now: DateTime<Utc>, session: DateTime<FixedOffset>) -> bool {
    session > now + CLOCKS_DIFFER
}

fn doubt(plans: &Plans, moment: Moment) -> Option<ClockDoubt> {
    match latest_session(plans).filter(|latest| is_before(moment.now, *latest)) {
        Some(latest) => Some(ClockDoubt::BeforeSession(latest)),
        None => (moment.now + CLOCKS_DIFFER < moment.built).then_some(ClockDoubt::BeforeProgram(moment.built)),
    }
}

fn unplanned(plans: &Plans, local: NaiveDate) -> Vec<SessionEntry> {
    let is_today =
        |entry: &SessionEntry| began(entry).is_some_and(|began| began.with_timezone(&entry.session.zone).date_naive() == local);
    let is_closed = |entry: &SessionEntry| entry.session.takes.iter().all(|take| !take.is_open());
    let sessions = plans.sessions().iter().filter(|entry| entry.session.occurrence.is_none());
    sessions.filter(|entry| is_today(entry) && is_closed(entry)).cloned().collect()
}

fn unworded(plans: &Plans, now: DateTime<Utc>, faults: &mut Vec<Error>) -> Vec<Unworded> {
    let is_recent = |entry: &&SessionEntry| began(entry).is_some_and(|began| began > now - Duration::days(UNWORDED));
    let mut found = Vec::new();
    for entry in plans.sessions().iter().rev().filter(is_recent) {
        let marks = markers::load(&entry.folder, &entry.session.takes);
        faults.extend(marks.faults);
        let count = marks.rows.iter().filter(|filed| is_unworded(&filed.marker)).count();
        if count > 0 {
            found.push(Unworded { entry: entry.clone(), marks: count });
        }
    }
    found
}

fn is_unworded(mark: &Marker) -> bool {
    mark.kind == "touching" && mark.themes.is_empty() && mark.note.as_ref().is_none_or(|note| note.trim().is_empty())
}

fn unmended(plans: &Plans, library: &Library) -> Vec<SessionEntry> {
    let is_open = |entry: &SessionEntry| entry.session.takes.iter().any(|take| take.is_open());
    let mut open: Vec<SessionEntry> = plans.sessions().iter().filter(|entry| is_open(entry)).cloned().collect();
    if open.is_empty() {
        return open;
    }
    let Ok(running) = RecorderLock::holder(&library.layout) else { return Vec::new() };
    let running = running.and_then(|running| running.session);
    // Read again afterwards: a take may have ended between the first look and the question who records.
    let is_still = |entry: &SessionEntry| sessions::load(&entry.folder).is_ok_and(|now| is_open(&now));
    open.retain(|entry| running.as_ref() != Some(&entry.id) && is_still(entry));
    open
}

#[cfg(test)]
mod tests;
