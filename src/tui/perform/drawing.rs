//! Looks at takes for their waveforms, one at a time: a new look ends the one before.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::{Outbox, Place};
use crate::actions::listen;
use crate::actions::waveform::waveform;
use crate::audio::peaks::Bucket;
use crate::config::cache_folder;
use crate::domain::TakeId;
use crate::error::{Error, Result};
use crate::tui::event::Event;

pub struct Drawing {
    place: Arc<Place>,
    outbox: Outbox,
    stop: Arc<AtomicBool>,
}

impl Drawing {
    pub fn new(place: Arc<Place>, outbox: Outbox) -> Drawing {
        Drawing { place, outbox, stop: Arc::default() }
    }

    /// Its buckets come as events with the number of the look; what is wrong with files is told.
    pub fn begin(&mut self, look: u64, session: String, take: TakeId) {
        self.stop();
        self.stop = Arc::default();
        let (place, outbox, stop) = (Arc::clone(&self.place), self.outbox.clone(), Arc::clone(&self.stop));
        let work = move || {
            let cache = cache_folder().ok(); // without one it is looked at anew each time
            let hand_over = |buckets: &[Bucket]| {
                outbox.tell(Event::Peaks { look, take: take.clone(), buckets: buckets.to_vec() });
            };
            let faults = look_at(&place, &session, &take, cache.as_deref(), &stop, hand_over);
            faults.unwrap_or_else(|error| vec![error]).into_iter().for_each(|fault| outbox.tell(Event::Failed(fault)));
        };
        if let Err(error) = self.outbox.work("drawing", work) {
            self.outbox.tell(Event::Failed(error));
        }
    }

    pub fn stop(&self) {
        self.stop.store(true, Relaxed);
    }
}

/// Hands over the buckets of a take: see [`waveform`]. One that has gone meanwhile has none.
pub fn look_at(
    place: &Place,
    session: &str,
    take: &TakeId,
    cache: Option<&Path>,
    stop: &AtomicBool,
    hand_over: impl FnMut(&[Bucket]),
) -> Result<Vec<Error>> {
    let listening = listen::open(&place.library()?, &place.elsewhere, session)?;
    Ok(listening.take(take).map_or_else(Vec::new, |take| waveform(&listening, take, cache, stop, hand_over)))
}
