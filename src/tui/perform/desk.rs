//! Reads and writes the library, one thing after the other.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use chrono::{DateTime, Utc};

use super::{Outbox, Place, copier, or_broken};
use crate::actions::calendar::calendar;
use crate::actions::listen::Count;
use crate::actions::marks::{Did, Editor, Undone};
use crate::actions::mend::{Depth, mend};
use crate::actions::names::PeopleNames;
use crate::actions::notes::LateNote;
use crate::actions::schedule::Planner;
use crate::actions::today::{Moment, today};
use crate::actions::{after, join, listen, sitting};
use crate::clock::Clock;
use crate::config::cache_folder;
use crate::error::Result;
use crate::locale::Locale;
use crate::store::{Library, sessions};
use crate::text;
use crate::tui::event::{Change, Changed, Event, Facts, Fetch, MarkChange, MarkChanged};
use crate::tui::model::LibraryFacts;

pub enum Task {
    Fetch(Fetch),
    Change(Change),
    ChangeMark {
        session: String,
        change: MarkChange,
    },
    Recover,
    Note {
        session: String,
        answers: after::Answers,
    },
    /// Keeps what was being typed when its take ended.
    NoteLate(LateNote),
    /// Tells when all before it is done.
    Finish(Sender<()>),
}

/// `copier` hears of each session of which something was written.
pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>, copier: Sender<copier::Task>) -> Result<()> {
    outbox.clone().work("desk", move || {
        work_through(&outbox, &tasks, |task| {
            let events = carry_out(&place, &outbox, task)?;
            for session in events.iter().filter_map(written) {
                copier.send(copier::Task::Written(session.to_owned())).unwrap_or_default(); // it has told why it ended
            }
            Ok(events)
        });
    })
}

/// The session of which something was written.
fn written(event: &Event) -> Option<&str> {
    match event {
        Event::Noted { session, outcome: Ok(()) } => Some(session),
        Event::MarkChanged { outcome: Ok(Some(changed)), .. } => Some(&changed.session),
        Event::LateNoted(late, Ok(())) => Some(&late.session),
        _ => None,
    }
}

/// One task after the other, until nobody sends any more. One that breaks is told, and the next one is done all the same.
fn work_through(outbox: &Outbox, tasks: &Receiver<Task>, mut carry_out: impl FnMut(Task) -> Result<Vec<Event>>) {
    for task in tasks {
        match or_broken(|| carry_out(task)) {
            Ok(events) => events.into_iter().for_each(|event| outbox.tell(event)),
            Err(error) => outbox.tell(Event::Failed(error)),
        }
    }
}

/// What somebody has typed or done has an event that says what became of it, so that nothing is lost with an error.
fn carry_out(place: &Arc<Place>, outbox: &Outbox, task: Task) -> Result<Vec<Event>> {
    match task {
        Task::Fetch(Fetch::Sessions) => list_sessions(place, outbox),
        Task::Fetch(fetch) => Ok(vec![Event::Fetched(fetch_facts(place, fetch, Clock.now())?)]),
        Task::Change(change) => Ok(vec![Event::Changed(or_broken(|| change_plans(place, change, Clock.now())))]),
        Task::ChangeMark { session, change } => {
            let outcome = or_broken(|| change_marks(place, &session, &change, Clock.now()));
            Ok(vec![Event::MarkChanged { session, change, outcome }])
        }
        Task::NoteLate(late) => {
            let outcome = or_broken(|| note_late(place, &late, Clock.now()));
            Ok(vec![Event::LateNoted(late, outcome)])
        }
        Task::Recover => mend_beside(Arc::clone(place), outbox.clone()).map(|()| Vec::new()),
        Task::Finish(done) => {
            done.send(()).unwrap_or_default(); // nobody waits any more: then nobody has to know
            Ok(Vec::new())
        }
        Task::Note { session, answers } => {
            let outcome = or_broken(|| note(place, &session, &answers, Clock.now()));
            Ok(vec![Event::Noted { session, outcome }])
        }
    }
}

/// The list stands at once; where the marks of many sessions were never counted, they are counted beside it.
fn list_sessions(place: &Arc<Place>, outbox: &Outbox) -> Result<Vec<Event>> {
    let cache = cache_folder().ok();
    let sessions = listen::list(&place.library()?, None, cache.as_deref(), Count::Few);
    if sessions.rows.iter().any(|row| row.tally.is_none()) {
        let (place, beside) = (Arc::clone(place), outbox.clone());
        outbox.work("counter", move || {
            let counted = or_broken(|| fetch_facts(&place, Fetch::Sessions, Clock.now()));
            beside.tell(counted.map_or_else(Event::Failed, Event::Fetched));
        })?;
    }
    Ok(vec![Event::Fetched(Facts::Sessions(sessions))])
}

/// Makes, changes or takes back marks.
pub fn change_marks(place: &Place, session: &str, change: &MarkChange, now: DateTime<Utc>) -> Result<Option<Box<MarkChanged>>> {
    let library = place.library()?;
    let editor = editor(place, &library, now);
    let entry = || sessions::resolve(&library.layout, session);
    let (did, done) = match change {
        MarkChange::Add(take, request) => (Did::Added, editor.add(&entry()?, take, request)?),
        MarkChange::Edit(marker, edit) => (Did::of(edit), editor.change(&entry()?, marker, edit)?),
        MarkChange::Undo { may_open } => return Ok(editor.undo(*may_open)?.map(as_changed).map(Box::new)),
    };
    let session = session.to_owned();
    Ok(Some(Box::new(MarkChanged { session, did, mark: done.mark, opens: done.opens, look: done.look, is_done: true })))
}

fn as_changed(Undone { session, did, mark, opens, is_done }: Undone) -> MarkChanged {
    MarkChanged { session, did, mark, opens, look: None, is_done }
}

fn editor<'a>(place: &'a Place, library: &'a Library, now: DateTime<Utc>) -> Editor<'a> {
    Editor::keeping(library, &place.who, now, place.state.as_deref())
}

/// Reads what is wanted of the library as it is now.
pub fn fetch_facts(place: &Place, fetch: Fetch, now: DateTime<Utc>) -> Result<Facts> {
    let library = place.library()?;
    match fetch {
        Fetch::Library => Ok(Facts::Library(Box::new(LibraryFacts {
            writable: library.writable,
            names: PeopleNames::load(&library, place.show).0, // what is wrong in their files, Today says
            faults: library.settings_faults,
            settings: library.settings,
        }))),
        Fetch::Today => {
            let moment = Moment { now, built: place.built };
            Ok(Facts::Today(Box::new(today(&library, moment, place.show))))
        }
        Fetch::Occurrence(occurrence) => {
            Ok(Facts::Occurrence(Box::new(sitting::of_occurrence(&library, &occurrence, place.show, now))))
        }
        Fetch::Calendar { first, last } => Ok(Facts::Calendar(Box::new(calendar(&library, (first, last), now, place.show)))),
        Fetch::Sessions => Ok(Facts::Sessions(listen::list(&library, None, cache_folder().ok().as_deref(), Count::All))),
        Fetch::Listening { session } => {
            let names = PeopleNames::load(&library, place.show).0;
            Ok(Facts::Listening(Box::new(listen::open(&library, &place.elsewhere, &session)?), names))
        }
        Fetch::Sitting { session } => Ok(Facts::Sitting(Box::new(sitting::of_session(&library, &session, place.show, now)?))),
        Fetch::Waiting => Ok(Facts::Waiting(sitting::waiting(&library, now, place.show).map(Box::new))),
        Fetch::Next { series, after } => Ok(Facts::Next(sitting::next_date(&library, &series, after))),
    }
}

/// Changes plans; without a home folder nothing is changed, since nothing could be taken back.
pub fn change_plans(place: &Place, change: Change, now: DateTime<Utc>) -> Result<Changed> {
    let library = place.library()?;
    let planner = match &place.state {
        Some(state) => Planner::keeping(&library, now, state),
        None => Planner::of(&library, now)?,
    };
    let words = match change {
        Change::Add(draft) => {
            let (id, words) = planner.add(&draft)?;
            return Ok(Changed { words, added: Some(id) });
        }
        Change::Edit(id, draft) => planner.change(&id, &draft)?,
        Change::Remove(id) => planner.remove_series(&id)?,
        Change::Move(id, to) => planner.move_occurrence(&id, to)?,
        Change::Cancel(id) => planner.cancel(&id)?,
        Change::Restore(id) => planner.restore(&id)?,
        Change::Shift(id, by) => planner.shift_following(&id, by)?,
        Change::Undo => planner.undo()?.unwrap_or(text!("schedule-nothing-to-undo")),
    };
    Ok(Changed { words, added: None })
}

/// Keeps what is noted after a session.
pub fn note(place: &Place, session: &str, answers: &after::Answers, now: DateTime<Utc>) -> Result<()> {
    join::keep_answers(&editor(place, &place.library()?, now), session, answers, &Locale::new(place.language))
}

/// Keeps what was being typed when its take ended.
pub fn note_late(place: &Place, late: &LateNote, now: DateTime<Utc>) -> Result<()> {
    join::keep_late(&editor(place, &place.library()?, now), late)
}

/// Mends what broke off, and what else a crash has left, on a thread of its own: in a large library it takes its time, and nobody waits
/// for it. A library that cannot be written is left as it is.
fn mend_beside(place: Arc<Place>, outbox: Outbox) -> Result<()> {
    outbox.clone().work("mender", move || {
        let cache = cache_folder().ok();
        let mended = or_broken(|| Ok(mend(&place.library()?, &place.elsewhere, Depth::Texts, cache.as_deref(), Clock.now())));
        outbox.tell(mended.map_or_else(Event::Failed, Event::Recovered));
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::domain::{Frames, Marker, TakeId};
    use crate::recorder::protocol::MarkerFacts;
    use crate::tui::queue::{Inbox, queue};

    #[test]
    fn the_second_copy_is_told_of_a_changed_mark_too() {
        let mark = MarkerFacts::of(&Marker::point(TakeId("t".into()), "touching", Frames(5)), None);
        let (session, did) = ("2020-03-28-2030-nadia".to_owned(), Did::Changed);
        let done = MarkChanged { session: session.clone(), did, mark, opens: false, look: None, is_done: true };
        let change = MarkChange::Undo { may_open: false };
        let event = Event::MarkChanged { session: String::new(), change, outcome: Ok(Some(Box::new(done))) };
        assert_eq!(written(&event), Some(session.as_str()));
    }

    #[test]
    fn a_task_that_breaks_is_told_and_the_next_one_is_done() {
        let ((queue, told), (sender, tasks)) = (queue(), channel());
        for task in [Task::Fetch(Fetch::Library), Task::Recover] {
            sender.send(task).unwrap();
        }
        drop(sender);
        work_through(&Outbox::new(queue, 1), &tasks, |task| match task {
            Task::Recover => Ok(vec![Event::Recovered(Default::default())]),
            _ => panic!("on purpose"),
        });
        let told: Vec<Inbox> = std::iter::from_fn(|| told.take()).collect();
        assert!(matches!(&told[..], [Inbox::Event(1, Event::Failed(_)), Inbox::Event(1, Event::Recovered(_))]));
    }
}
