//! Looks for what is due or late while the interface is open, as `temoin remind` does; where that runs, the hook is its affair.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};

use super::{Outbox, Place};
use crate::actions::remind::Teller;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Result;
use crate::store::{Layout, Library};
use crate::tui::event::Event;

/// Reminds until it is dropped.
pub struct Reminding {
    _end: Sender<Infallible>,
}

impl Reminding {
    /// Not in a rehearsal, whose plans are not real.
    pub fn start(place: &Arc<Place>, config: &Config, outbox: &Outbox) -> Result<Option<Reminding>> {
        let Some(state) = place.state.clone().filter(|_| !Layout::new(&place.root).rehearsal_lock().exists()) else {
            return Ok(None);
        };
        let (end, ended) = channel();
        let (root, config, told) = (place.root.clone(), config.clone(), outbox.clone());
        outbox.work("reminder", move || {
            let Ok(library) = Library::open(root) else { return }; // the screens say why
            match Teller::of(&library, &config, &state) {
                Ok(teller) => remind(teller, &told, &ended),
                Err(error) => told.tell(Event::Failed(error)),
            }
        })?;
        Ok(Some(Reminding { _end: end }))
    }
}

fn remind(mut teller: Teller, outbox: &Outbox, ended: &Receiver<Infallible>) {
    loop {
        let another_tells = teller.reminders.memory.has_turn();
        let round = teller.look(Clock.now(), another_tells); // its faults stand on the screens
        for reminder in round.found {
            let is_told = !round.mine.contains(&reminder);
            outbox.tell(Event::Reminded { reminder: Box::new(reminder), is_told });
        }
        if let Err(RecvTimeoutError::Disconnected) = ended.recv_timeout(round.patience) {
            return;
        }
    }
}
