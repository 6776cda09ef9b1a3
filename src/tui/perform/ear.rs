//! Plays what is listened to. Only the latest wish counts: what played before is silent, and wishes that were passed over are not met.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::{Outbox, Place, or_broken};
use crate::actions::listen;
use crate::actions::play::From;
use crate::audio::player::Manner;
use crate::audio::playing::{Played, Playing};
use crate::error::Result;
use crate::tui::event::Event;

pub enum Task {
    Play { number: u64, session: String, from: From, manner: Manner },
    Stop,
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("ear", move || {
        let mut playing: Option<Playing> = None;
        while let Ok(task) = tasks.recv() {
            let latest = tasks.try_iter().last().unwrap_or(task);
            drop(playing.take());
            let Task::Play { number, session, from, manner } = latest else { continue };
            match or_broken(|| play(&place, &outbox, number, &session, (&from, manner))) {
                Ok(begun) => playing = Some(begun),
                Err(error) => outbox.tell(Event::Played(number, Played::Failed(error))),
            }
        }
    })
}

/// Reads the session anew: what is off the record is as it stands now.
fn play(place: &Place, outbox: &Outbox, number: u64, session: &str, (from, manner): (&From, Manner)) -> Result<Playing> {
    let listening = listen::open(&place.library()?, &place.elsewhere, session)?;
    let outbox = outbox.clone();
    listening.play(from, manner, move |played| outbox.tell(Event::Played(number, played)))
}
