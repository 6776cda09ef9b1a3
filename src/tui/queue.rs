//! The loop's queue. It is bounded: whoever floods it waits, and of what only shows a state the latest stands for those before it.
//!
//! No key is ever dropped, and nothing is put in front of one: what a key does depends on what was there when it came.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossterm::event::Event as Report;

use super::event::Event;
use crate::audio::playing::Played;
use crate::clock::Monotonic;
use crate::recorder::protocol::Status;

/// What the loop is told.
pub enum Inbox {
    Terminal(Report, Monotonic),
    /// For the sitting with this number: what was done for an earlier one does not count any more.
    Event(u32, Event),
    /// What a sitting with this number waited for beside the loop is there.
    Prepared(u32),
    /// The system wants the program to end.
    Leave,
    /// SIGTSTP: gives the terminal back and stops.
    Suspend,
    /// The terminal is gone: nothing may be written any more.
    HungUp,
}

/// So many may wait: seconds of a hand that hammers on all keys, and a megabyte of waveform.
const ROOM: usize = 1024;

/// A sender. When the loop has gone, nobody listens any more, and nobody has to.
#[derive(Clone)]
pub struct Queue(Arc<Shared>);

/// The loop's end.
pub struct Waiting(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    /// Something has come, or was taken out, or the loop has gone.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    told: VecDeque<Inbox>,
    has_gone: bool,
}

pub fn queue() -> (Queue, Waiting) {
    let shared: Arc<Shared> = Arc::default();
    (Queue(Arc::clone(&shared)), Waiting(shared))
}

impl Queue {
    /// Waits while the queue is full. Gives whether anybody listens.
    pub fn tell(&self, told: Inbox) -> bool {
        let mut state = self.0.lock();
        while state.told.len() >= ROOM && !state.has_gone {
            state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        self.put(state, told)
    }

    /// As [`Queue::tell`], but never waits: for signals, of which one of each sort is enough.
    pub fn tell_at_once(&self, told: Inbox) -> bool {
        self.put(self.0.lock(), told)
    }

    fn put(&self, mut state: MutexGuard<State>, told: Inbox) -> bool {
        if state.has_gone {
            return false;
        }
        match state.told.iter_mut().rev().take_while(|waiting| !is_from_a_hand(waiting)).find(|waiting| is_alike(waiting, &told))
        {
            Some(waiting) if stands_for(&told, waiting) => *waiting = told,
            _ => state.told.push_back(told),
        }
        self.0.changed.notify_all();
        true
    }
}

impl Waiting {
    pub fn take(&self) -> Option<Inbox> {
        let taken = self.0.lock().told.pop_front();
        self.0.changed.notify_all();
        taken
    }

    /// The next, for which it waits so long at most.
    pub fn take_within(&self, patience: Duration) -> Option<Inbox> {
        let state = self.0.lock();
        let is_empty = |state: &mut State| state.told.is_empty();
        drop(self.0.changed.wait_timeout_while(state, patience, is_empty).unwrap_or_else(PoisonError::into_inner));
        self.take()
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.lock().has_gone = true;
        self.0.changed.notify_all();
    }
}

impl Shared {
    /// Nothing in here panics with the lock in hand: a poisoned one holds what it should.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_from_a_hand(told: &Inbox) -> bool {
    matches!(told, Inbox::Terminal(report, _) if !matches!(report, Report::Resize(..)))
}

/// Both tell of the same thing.
fn is_alike(one: &Inbox, other: &Inbox) -> bool {
    use std::mem::discriminant;
    match (one, other) {
        (Inbox::Terminal(one, _), Inbox::Terminal(other, _)) => discriminant(one) == discriminant(other),
        (Inbox::Event(one_sitting, one), Inbox::Event(other_sitting, other)) => {
            one_sitting == other_sitting && discriminant(one) == discriminant(other)
        }
        (one, other) => discriminant(one) == discriminant(other),
    }
}

/// Whoever knows `new` needs not know `old`, which is alike and waits.
fn stands_for(new: &Inbox, old: &Inbox) -> bool {
    match (new, old) {
        (Inbox::Terminal(Report::Resize(..), _), Inbox::Terminal(Report::Resize(..), _)) => true,
        (Inbox::Event(_, new), Inbox::Event(_, old)) => match (new, old) {
            (Event::Status(Some(new)), Event::Status(Some(old))) => is_same_take(new, old),
            (Event::Status(None), Event::Status(None)) | (Event::Metered(_), Event::Metered(_)) => true,
            (Event::Mute(_), Event::Mute(_)) => true,
            (Event::Played(new, Played::At { .. }), Event::Played(old, Played::At { .. })) => new == old,
            _ => false,
        },
        (Inbox::Leave | Inbox::Suspend | Inbox::HungUp, _) => true,
        _ => false,
    }
}

fn is_same_take(new: &Status, old: &Status) -> bool {
    (new.pid, new.take, &new.session, new.state) == (old.pid, old.take, &old.session, old.state)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;
    use crate::domain::Dbfs;

    fn key(letter: char) -> Inbox {
        Inbox::Terminal(Report::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)), Monotonic(0))
    }

    fn level(level: f32) -> Inbox {
        Inbox::Event(1, Event::Metered(Ok(Dbfs(level))))
    }

    fn status(seconds: f64, state: &str) -> Inbox {
        let status = serde_json::json!({ "format": 1, "state": state, "pid": 7, "session": "s", "take": 1, "seconds": seconds,
            "frames": 0, "bytes": 0, "dropped_frames": 0, "levels": [], "off_record": false, "marks": 0, "warnings": [] });
        Inbox::Event(1, Event::Status(Some(serde_json::from_value(status).unwrap())))
    }

    fn worded(waiting: &Waiting) -> Vec<String> {
        let word = |told| match told {
            Inbox::Terminal(Report::Key(key), _) => key.code.to_string(),
            Inbox::Terminal(Report::Resize(width, _), _) => format!("width {width}"),
            Inbox::Event(_, Event::Metered(Ok(Dbfs(level)))) => format!("level {level}"),
            Inbox::Event(_, Event::Status(Some(status))) => format!("{} s", status.seconds),
            Inbox::Event(_, Event::Status(None)) => "none".to_owned(),
            Inbox::Event(..) | Inbox::Terminal(..) | Inbox::Prepared(_) => "something else".to_owned(),
            Inbox::Leave | Inbox::Suspend | Inbox::HungUp => "signal".to_owned(),
        };
        std::iter::from_fn(|| waiting.take()).map(word).collect()
    }

    #[test]
    fn of_a_flood_of_levels_and_statuses_the_latest_is_left_and_every_key_in_its_place() {
        let (queue, waiting) = queue();
        for round in 0..3 * ROOM {
            queue.tell(level(-(round as f32)));
            queue.tell(status(round as f64, "recording"));
            queue.tell_at_once(Inbox::Terminal(Report::Resize(round as u16, 24), Monotonic(0)));
            queue.tell_at_once(Inbox::Suspend);
            if round % ROOM == 0 {
                queue.tell(key('m'));
            }
        }
        let latest = 3 * ROOM - 1;
        let before_key =
            |at: usize| [format!("level -{at}"), format!("{at} s"), format!("width {at}"), "signal".into(), "m".into()];
        let mut expected: Vec<String> = [0, ROOM, 2 * ROOM].into_iter().flat_map(before_key).collect();
        expected[0] = "level -0".into();
        expected.extend(before_key(latest).into_iter().take(4));
        assert_eq!(worded(&waiting), expected);
    }

    #[test]
    fn another_state_of_the_recorder_never_hides_the_one_before() {
        let (queue, waiting) = queue();
        for told in [status(1.0, "recording"), status(2.0, "paused"), Inbox::Event(1, Event::Status(None)), status(3.0, "paused")]
        {
            queue.tell(told);
        }
        assert_eq!(worded(&waiting), ["1 s", "2 s", "none", "3 s"]);
    }

    #[test]
    fn keys_wait_at_a_full_queue_and_none_is_dropped() {
        let (queue, waiting) = queue();
        let letters: Vec<char> = ('a'..='z').cycle().take(3 * ROOM).collect();
        let typed = letters.clone();
        let hand = thread::spawn(move || assert!(typed.into_iter().all(|letter| queue.tell(key(letter)))));
        let mut seen = Vec::new();
        while seen.len() < letters.len() {
            assert!(waiting.0.lock().told.len() <= ROOM);
            seen.extend(waiting.take_within(Duration::from_secs(10)));
        }
        hand.join().unwrap();
        let seen: Vec<char> = seen
            .into_iter()
            .map(|told| match told {
                Inbox::Terminal(Report::Key(KeyEvent { code: KeyCode::Char(letter), .. }), _) => letter,
                _ => panic!("a key"),
            })
            .collect();
        assert_eq!(seen, letters);
    }

    #[test]
    fn whoever_waits_at_a_full_queue_is_let_go_when_the_loop_has_gone() {
        let (queue, waiting) = queue();
        let hand = thread::spawn(move || while queue.tell(key('a')) {});
        drop(waiting);
        hand.join().unwrap();
    }
}
