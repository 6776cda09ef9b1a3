//! Planned sessions whose last take broke off, by a crash, a power cut or a fault: while the evening may last, it can go on with its next
//! take. What a take has kept is mended elsewhere, by `recover`; that it broke off is read from its journal, which stays as it was.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::agenda::{Plans, Row};
use crate::audio::journal::Journal;
use crate::domain::{Part, journal_path};
use crate::locale::{Locale, Text};
use crate::plan::{MISSED_AFTER, State};
use crate::store::lock::RecorderLock;
use crate::store::sessions::{self, SessionEntry};
use crate::store::{Layout, Library};
use crate::text;

/// A take that nobody records any more, and nobody has mended.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenOff {
    /// The session's folder name.
    pub session: String,
    /// As far as its journals tell, at the place of the session.
    pub at: DateTime<Tz>,
}

impl BrokenOff {
    /// What to say of it, and what to do. `now` decides whether the day has to be named.
    pub fn text(&self, now: DateTime<Utc>, locale: &Locale) -> Text {
        let (date, time) = (self.at.date_naive(), locale.clock(self.at.time()));
        let is_today = date == now.with_timezone(&self.at.timezone()).date_naive();
        let day = if is_today { String::new() } else { locale.short_date(date) };
        let today = if is_today { "yes" } else { "no" };
        text!("today-broke-off-at", session = self.session.as_str(), today = today, day = day, time = time)
    }
}

/// Whether the last recorder of the library was killed within a take.
pub fn left_open(layout: &Layout) -> Option<BrokenOff> {
    let session = RecorderLock::last_session(layout)?;
    let entry = sessions::resolve(layout, &session).ok()?;
    let take = entry.session.takes.iter().max_by_key(|take| take.started).filter(|take| take.is_open())?;
    let last = |part: &Part| {
        let journal = Journal::read(&journal_path(&entry.folder.join(&part.file))).ok()?;
        journal.checkpoints.last().map(|checkpoint| checkpoint.stamp.utc)
    };
    let at = take.parts.iter().filter_map(last).max().unwrap_or(take.started.to_utc());
    Some(BrokenOff { session: entry.id, at: at.with_timezone(&entry.session.zone) })
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Take;
    use crate::locale::Language;
    use crate::store::lock::Running;
    use crate::store::samples::{self, slug};

    #[test]
    fn a_take_whose_recorder_was_killed_is_told_with_what_to_do() {
        let (_folder, layout) = samples::library();
        let folder = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        let save = |frames| {
            let take = Take { frames, ..samples::take("01JD41", 1) };
            sessions::save(&folder, &samples::session(vec![take])).unwrap();
        };
        save(None);
        assert_eq!(left_open(&layout), None, "nobody has recorded here");
        let mut lock = RecorderLock::take(&layout).unwrap();
        let session = Some("2020-03-28-2030-nadia".to_owned());
        lock.announce(&Running { pid: 1, session, socket: "/run/x.sock".into(), fault: None }).unwrap();
        assert_eq!(left_open(&layout), None, "it is being recorded");
        drop(lock);
        let broken = left_open(&layout).unwrap();
        let said = |now: &str| {
            let french = Locale::new(Language::French);
            french.say(&broken.text(now.parse().unwrap(), &french)).replace('\u{a0}', " ")
        };
        let rest = "« temoin record 2020-03-28-2030-nadia » reprend la séance, « temoin recover » répare la prise.";
        let start = "La prise de 2020-03-28-2030-nadia s’est interrompue";
        assert_eq!(said("2020-03-28T19:40:00Z"), format!("{start} à 20h32 ; {rest}"));
        assert_eq!(said("2020-03-30T10:00:00Z"), format!("{start} sam 28 mars à 20h32 ; {rest}"));
        save(Some(crate::domain::Frames(48_000)));
        assert_eq!(left_open(&layout), None, "it was mended");
    }
}
