//! How loud an input is, for as long as somebody looks. Nothing is kept.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use super::capture::ring;
use super::input::Input;
use super::levels::Levels;
use super::patience::within;
use crate::domain::Dbfs;
use crate::error::{Error, Result};
use crate::text;

/// How long the start of an input may take. PulseAudio's first sound may take 2 s.
const PATIENCE: Duration = Duration::from_secs(8);

/// Between two looks.
const EVERY: Duration = Duration::from_millis(100);

/// Tells the loudest peak of all channels ten times a second, until `stop` is set or the input ends.
///
/// Errors: the input refuses to start, or gives nothing.
pub fn follow(input: Box<dyn Input>, stop: &AtomicBool, mut tell: impl FnMut(Dbfs)) -> Result<()> {
    let format = input.format();
    let (capture, mut listener) = ring(format, 2);
    let started = within(PATIENCE, || !stop.load(Relaxed), move || input.start(capture))?;
    let Some(stream) = started else {
        let given_up = stop.load(Relaxed);
        return if given_up { Ok(()) } else { Err(Error::new(text!("sound-check-no-blocks"))) };
    };
    let mut levels = Levels::new(format);
    while !stop.load(Relaxed) && !listener.meter().has_ended() {
        for block in listener.by_ref() {
            levels.add(&block.samples, Dbfs(f32::NEG_INFINITY));
        }
        let loudest = levels.last_second().into_iter().map(|level| level.now.0).fold(f32::NEG_INFINITY, f32::max);
        tell(Dbfs(loudest));
        thread::sleep(EVERY);
    }
    stream.close();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_voice_moves_the_meter_until_nobody_looks() {
        let stop = AtomicBool::new(false);
        let mut loudest = f32::NEG_INFINITY;
        let voice = Box::new(super::super::voice::open());
        follow(voice, &stop, |level| {
            loudest = loudest.max(level.0);
            stop.store(loudest > -30.0, Relaxed);
        })
        .unwrap();
        assert!(loudest > -30.0);
    }
}
