//! Looks for words in the library, beside all else that is read and written: of several searches that wait only the latest is made.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::{Outbox, Place, or_broken};
use crate::actions::search::{Hit, search};
use crate::error::{Loaded, Result};
use crate::locale::Locale;
use crate::tui::event::Event;

/// The words that somebody looks for, and the number of the search.
pub struct Task {
    pub number: u64,
    pub words: Vec<String>,
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("seeker", move || {
        while let Some(Task { number, words }) = latest(&tasks) {
            match or_broken(|| search_words(&place, &words)) {
                Ok(found) => outbox.tell(Event::Found(number, Box::new(found))),
                Err(error) => outbox.tell(Event::Failed(error)),
            }
        }
    })
}

/// Waits for a search, and passes over those behind which another one waits already. `None` when nobody asks any more.
fn latest(tasks: &Receiver<Task>) -> Option<Task> {
    let first = tasks.recv().ok()?;
    Some(tasks.try_iter().last().unwrap_or(first))
}

/// Every place that holds all the words.
pub fn search_words(place: &Place, words: &[String]) -> Result<Loaded<Hit>> {
    Ok(search(&place.library()?, words, &Locale::new(place.language)))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn of_several_searches_only_the_latest_is_made() {
        let (sender, tasks) = channel();
        for number in 1..=3 {
            sender.send(Task { number, words: Vec::new() }).unwrap();
        }
        assert_eq!(latest(&tasks).map(|task| task.number), Some(3));
        sender.send(Task { number: 4, words: Vec::new() }).unwrap();
        drop(sender);
        assert_eq!(latest(&tasks).map(|task| task.number), Some(4));
        assert!(latest(&tasks).is_none());
    }
}
