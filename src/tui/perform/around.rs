//! Listens around: which inputs there are, and how loud one of them is. Sound servers may hang, so nothing waits for these threads.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::Outbox;
use crate::actions::readiness;
use crate::audio::input::{Wanted, open};
use crate::audio::{device, metering};
use crate::config::Config;
use crate::domain::{Dbfs, Hertz};
use crate::error::Result;
use crate::tui::event::Event;

/// The meter that runs, if one does.
pub struct Around {
    outbox: Outbox,
    stop: Arc<AtomicBool>,
}

impl Around {
    pub fn new(outbox: Outbox) -> Around {
        Around { outbox, stop: Arc::default() }
    }

    /// Tells at once what room there is for a library, and then which inputs of the config are there.
    pub fn look(&self, root: PathBuf, config: Config) {
        let told = self.outbox.clone();
        self.work("look", move || {
            told.tell(Event::Supplied(readiness::supplies(&root, &config)));
            told.tell(Event::Heard(readiness::inputs(&config)));
        });
    }

    /// Tells what can be recorded from.
    pub fn list(&self) {
        let told = self.outbox.clone();
        self.work("inputs", move || told.tell(Event::Inputs(device::inputs())));
    }

    fn work(&self, name: &str, work: impl FnOnce() + Send + 'static) {
        if let Err(error) = self.outbox.work(name, work) {
            self.outbox.tell(Event::Failed(error));
        }
    }

    /// Follows the level of an input, and no longer that of the one before.
    pub fn meter(&mut self, input: Option<String>, rate: Hertz) {
        self.stop.store(true, Relaxed);
        let Some(input) = input else { return };
        self.stop = Arc::default();
        let (outbox, stop) = (self.outbox.clone(), Arc::clone(&self.stop));
        let work = move || {
            let told = |level: Result<Dbfs>| {
                if !stop.load(Relaxed) {
                    outbox.tell(Event::Metered(level));
                }
            };
            let followed = input.parse().and_then(|id| open(&id, &Wanted { rate, exactly: false, fast: false }));
            if let Err(error) = followed.and_then(|input| metering::follow(input, &stop, |level| told(Ok(level)))) {
                told(Err(error));
            }
        };
        self.work("meter", work);
    }
}

/// Nobody looks any more.
impl Drop for Around {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
    }
}
