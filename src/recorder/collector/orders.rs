//! What the engine asks of a collector, and what it is told.

use crate::audio::capture::Listener;
use crate::audio::mirror::Mirror;
use crate::audio::writer::WriterHandle;
use crate::clock::Monotonic;
use crate::domain::{Dbfs, Frames, Gap, GapReason, Hertz};

/// What of the config concerns the collector.
#[derive(Debug, Clone, Copy)]
pub struct Habits {
    pub preroll_seconds: f64,
    /// A peak up to here counts as no sound.
    pub near_silence: Dbfs,
}

/// What the engine wants.
pub enum Order {
    /// From now on this device's sound, as fast as it comes where it is not `paced`.
    Attach {
        listener: Listener,
        paced: bool,
    },
    /// The device is gone, or no longer wanted; a run of sound ends here.
    Detach {
        why: GapReason,
    },
    /// A take begins at the key, or where the pre-roll does; ordered before the device comes, with its first frame.
    Begin {
        /// Which of the engine's takes it is.
        number: u64,
        key: Monotonic,
        preroll: bool,
        seconds: Option<f64>,
    },
    /// To the leading input, while it gives no sound: the take that was asked for has its frame 0 at the key, so that the other inputs
    /// can be kept. Changes nothing once frame 0 is known.
    Anchor {
        key: Monotonic,
        rate: Hertz,
    },
    /// Where the take's sound goes. Until then it waits.
    Write(WriterHandle),
    /// Another second copy of it, instead of one that has failed.
    Mirror(Mirror),
    Pause {
        key: Monotonic,
    },
    Resume {
        key: Monotonic,
    },
    Slept {
        nanoseconds: u64,
    },
    /// The take ends at the key; at once where `key` is `None`.
    Finish {
        key: Option<Monotonic>,
    },
    Quit,
}

/// What the collector tells.
#[derive(Debug)]
pub enum Note {
    /// The first frame of the take: when it was captured, and how many frames lie before the key.
    Began {
        first: Monotonic,
        preroll: Frames,
    },
    /// Sound runs from `start` on; `gap` is what was missing before it.
    RunBegan {
        start: Frames,
        gap: Option<Gap>,
    },
    RunEnded {
        end: Frames,
    },
    /// The disk thread of that take is no more; whatever it had to tell it has told before.
    WriterGone {
        number: u64,
    },
    /// The leading timeline counts so much sleep from now on; the other inputs are to hear of it.
    Slept {
        nanoseconds: u64,
    },
    /// The file that is the input is at its end.
    InputEnded,
    /// As much was recorded as was wished.
    LengthReached,
    /// The take's sound is complete, and the writer knows it.
    Finished {
        end: Frames,
    },
}
