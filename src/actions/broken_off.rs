//! Planned sessions whose last take broke off, by a crash, a power cut or a fault: while the evening may last, it can go on with its next
//! take. What a take has kept is mended elsewhere, by `recover`; that it broke off is read from its journal, which stays as it was.

use chrono::{DateTime, Utc};

use super::agenda::{Plans, Row};
use crate::audio::journal::Journal;
use crate::domain::journal_path;
use crate::plan::{MISSED_AFTER, State};
use crate::store::Library;
use crate::store::lock::RecorderLock;
use crate::store::sessions::SessionEntry;

/// Tells which rows are such sessions: before their planned end or within twelve hours after it, and not being recorded.
pub fn may_go_on(plans: &Plans, library: &Library, now: DateTime<Utc>) -> impl Fn(&Row) -> bool {
    let running = RecorderLock::holder(&library.layout);
    move |row| {
        let may_last = row.state == State::Done && now < row.occurrence.end.with_timezone(&Utc) + MISSED_AFTER;
        let is_free = || {
            running.as_ref().is_ok_and(|running| running.as_ref().and_then(|held| held.session.as_ref()) != row.session.as_ref())
        };
        let entry = || plans.sessions().iter().find(|entry| Some(&entry.id) == row.session.as_ref());
        may_last && is_free() && entry().is_some_and(broke_off)
    }
}

/// Whether nobody ended the last take. Where its last part has no journal, only a take that is still open is known to have broken off.
fn broke_off(entry: &SessionEntry) -> bool {
    let Some(take) = entry.session.takes.iter().max_by_key(|take| take.started) else { return false };
    let last = take.parts.iter().filter(|part| !part.elsewhere).max_by_key(|part| part.start);
    let journal = last.and_then(|part| Journal::read(&journal_path(&entry.folder.join(&part.file))).ok());
    match journal.filter(|journal| journal.head.is_some()) {
        Some(journal) => !journal.ended(),
        None => take.is_open(),
    }
}
