//! Looks for words in the library, beside all else that is read and written, and tells what is found as it is found: a search ends where
//! another one is asked for, or nobody looks any more.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::{Outbox, Place, or_broken};
use crate::actions::search::{Hit, search_in_steps};
use crate::error::{Loaded, Result};
use crate::locale::Locale;
use crate::tui::event::Event;

/// The words that somebody looks for, and the number of the search.
pub struct Task {
    pub number: u64,
    pub words: Vec<String>,
}

/// `None` among the tasks ends the search that runs.
pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Option<Task>>) -> Result<()> {
    outbox.clone().work("seeker", move || {
        while let Ok(first) = tasks.recv() {
            let mut next = Some(first);
            while let Some(Some(Task { number, words })) = next.take() {
                let tell = |found, is_all| {
                    outbox.tell(Event::Found { number, found: Box::new(found), is_all });
                    next = tasks.try_iter().last();
                    next.is_none()
                };
                or_broken(|| search_words(&place, &words, tell)).unwrap_or_else(|error| outbox.tell(Event::Failed(error)));
            }
        }
    })
}

/// Tells every place that holds all the words, in steps, for as long as `tell` wants them; whether that was all stands with each of them.
/// Where nothing is told, nothing was found yet.
pub fn search_words(place: &Place, words: &[String], mut tell: impl FnMut(Loaded<Hit>, bool) -> bool) -> Result<()> {
    let mut wants_more = true;
    search_in_steps(&place.library()?, words, &Locale::new(place.language), |found| {
        wants_more = tell(found, false);
        wants_more
    });
    if wants_more {
        tell(Loaded::default(), true);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::store::samples;
    use crate::store::sessions;
    use crate::tui::queue::{Inbox, queue};

    #[test]
    fn a_search_ends_where_another_one_is_asked_for() {
        let (_folder, layout) = samples::library();
        let start = "2020-03-28T20:30:00".parse().unwrap();
        for _ in 0..300 {
            let folder = sessions::create(&layout, start, &samples::slug("nadia")).unwrap();
            sessions::save(&folder, &samples::session(Vec::new())).unwrap();
        }
        let ((queue, told), (sender, tasks)) = (queue(), channel());
        for number in 1..=3 {
            sender.send(Some(Task { number, words: vec!["nadia".to_owned()] })).unwrap();
        }
        super::start(Arc::new(Place::of_test(layout.root())), Outbox::new(queue, 1), tasks).unwrap();
        let mut hits = [0; 4];
        let mut is_done = false;
        while !is_done {
            if let Some(Inbox::Event(_, Event::Found { number, found, is_all })) = told.take_within(Duration::from_secs(5)) {
                hits[number as usize] += found.rows.len();
                is_done = is_all && number == 3;
            }
        }
        assert_eq!(hits, [0, 0, 0, 300]);
        drop(sender);
    }
}
