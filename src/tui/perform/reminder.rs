//! Looks for what is due or late while the interface is open, as `temoin remind` does; where that runs, the hook is its affair.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::{Outbox, Place};
use crate::actions::remind::{self, Reminders};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Result;
use crate::recorder::hooks::Runner;
use crate::store::{Layout, Library};
use crate::tui::event::Event;

/// It looks again after so long, whatever is planned: files change, and laptops sleep.
const MINUTE: Duration = Duration::from_secs(60);

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
            match remind::hook(&config) {
                Ok(hook) => remind(Reminders::of(&library, &state), hook, &told, &ended),
                Err(error) => told.tell(Event::Failed(error)),
            }
        })?;
        Ok(Some(Reminding { _end: end }))
    }
}

fn remind(mut reminders: Reminders, hook: Option<Runner>, outbox: &Outbox, ended: &Receiver<Infallible>) {
    loop {
        let now = Clock.now();
        let (look, _) = reminders.look(now); // its faults stand on the screens
        let another = reminders.memory.has_turn();
        let mine = if another { Vec::new() } else { reminders.claim(look.tell.clone()).0 };
        for reminder in &mine {
            if let Some(hook) = &hook {
                hook.tell(remind::facts(reminder, now)); // a queue that is full of older ones has no room for more
            }
        }
        for reminder in look.tell {
            let is_told = !mine.contains(&reminder);
            outbox.tell(Event::Reminded { reminder: Box::new(reminder), is_told });
        }
        let until = look.next.and_then(|next| (next - Clock.now()).to_std().ok()).unwrap_or(MINUTE);
        if let Err(RecvTimeoutError::Disconnected) = ended.recv_timeout(until.min(MINUTE) + Duration::from_millis(10)) {
            return;
        }
    }
}
