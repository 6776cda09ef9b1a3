//! The disk thread: takes blocks from the collector and makes them certain.
//!
//! Every block stays in memory until a checkpoint has confirmed it. When the disk fails, the part is given up and the take goes
//! on in the fallback folder, from memory, at the first frame that was not confirmed; nothing is tried twice. A stalled disk only
//! delays: [`WriterHandle::backlog_frames`] grows, and [`WriterHandle::try_send`] hands work back when [`room_frames`] is used up.
//!
//! It does not know about devices, levels or markers, and it never writes `session.toml`: it reports, the recorder writes.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::take_file::{REFRESH, TakeFile};
use super::wav::Format;
use crate::clock::Monotonic;
use crate::domain::{Bits, Frames, Hertz, Part, TakeId};
use crate::error::Error;

/// Where and how a take is kept.
#[derive(Debug, Clone)]
pub struct TakePlan {
    /// The session's folder, which exists.
    pub folder: PathBuf,
    /// The corresponding folder elsewhere, made when `folder` fails.
    pub fallback: Option<PathBuf>,
    pub take: TakeId,
    pub number: u32,
    /// Number of the first part, normally 1; a name that is taken gets the next one.
    pub first_part: u32,
    pub rate: Hertz,
    pub channels: u16,
    pub bits: Bits,
    /// Length of a part; never above [`max_frames`](super::wav::max_frames).
    pub part_frames: Frames,
    pub checkpoint: Duration,
    /// Wall time of frame 0.
    pub started: DateTime<FixedOffset>,
}

impl TakePlan {
    pub fn format(&self) -> Format {
        Format { rate: self.rate, channels: self.channels, bits: self.bits }
    }
}

/// What the collector hands over.
#[derive(Debug)]
pub enum Work {
    Sound(Sound),
    /// The part ends here; the next sound opens another one at its own place.
    Gap,
    /// Close everything; nothing may follow.
    Finish,
}

/// Whole frames of a take, interleaved, full scale at ±1.0.
#[derive(Debug)]
pub struct Sound {
    /// Frame of the timeline at which it begins.
    pub at: Frames,
    /// When its first frame was captured.
    pub captured: Monotonic,
    pub samples: Vec<f32>,
}

/// What the writer tells.
#[derive(Debug, Clone)]
pub enum Report {
    PartOpened(Part),
    /// The timeline up to `until` is certainly on the disk. The first of these is when the lamp may go on.
    Confirmed {
        until: Frames,
        /// Bytes of the take's samples so far.
        bytes: u64,
    },
    PartClosed(Part),
    /// Blocks were dropped on the way: the part is silent there.
    Silenced {
        start: Frames,
        frames: Frames,
    },
    /// A disk failed. `elsewhere`: the take goes on in the fallback folder; else nothing is kept any more, and the open part, which
    /// gets no `PartClosed`, is to be recovered.
    Failed {
        error: Error,
        elsewhere: bool,
    },
    /// The last of all reports.
    Finished,
}

/// A block of at most this many works waits for the writer, besides the limit in frames.
const QUEUE: usize = 8192;

/// Frames that may wait in memory: 60 s or 32 MiB, whichever is less.
pub fn room_frames(rate: Hertz, channels: u16) -> Frames {
    let frame_bytes = u64::from(channels.max(1)) * size_of::<f32>() as u64;
    Frames((60 * u64::from(rate.0)).min((32 << 20) / frame_bytes))
}

/// The collector's end.
pub struct WriterHandle {
    queue: SyncSender<Work>,
    backlog: Arc<AtomicU64>,
    room: u64,
    channels: usize,
    thread: JoinHandle<()>,
}

/// Starts the disk thread. The first part is created when the first sound arrives. `report` is called on that thread and must not
/// wait for it.
pub fn spawn(plan: TakePlan, report: impl Fn(Report) + Send + 'static) -> std::io::Result<WriterHandle> {
    let (queue, work) = sync_channel(QUEUE);
    let backlog = Arc::new(AtomicU64::new(0));
    let room = room_frames(plan.rate, plan.channels).0;
    let channels = usize::from(plan.channels.max(1));
    let thread = std::thread::Builder::new().name("writer".into()).spawn({
        let backlog = backlog.clone();
        move || run(TakeFile::new(plan, report, backlog), &work)
    })?;
    Ok(WriterHandle { queue, backlog, room, channels, thread })
}

impl WriterHandle {
    /// Never waits. Sound that finds no room comes back, to be offered again; so does anything when the thread is gone
    /// (see [`WriterHandle::is_over`]). A single block larger than the room is taken when nothing else waits.
    #[expect(clippy::result_large_err, reason = "the work itself comes back, so that no sound is lost")]
    pub fn try_send(&self, work: Work) -> Result<(), Work> {
        let frames = self.frames_of(&work);
        let waiting = self.backlog.load(Ordering::Acquire);
        if frames > 0 && waiting > 0 && waiting + frames > self.room {
            return Err(work);
        }
        self.backlog.fetch_add(frames, Ordering::AcqRel);
        match self.queue.try_send(work) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(work) | TrySendError::Disconnected(work)) => {
                self.backlog.fetch_sub(frames, Ordering::AcqRel);
                Err(work)
            }
        }
    }

    fn frames_of(&self, work: &Work) -> u64 {
        match work {
            Work::Sound(sound) => (sound.samples.len() / self.channels) as u64,
            Work::Gap | Work::Finish => 0,
        }
    }

    /// Frames that were handed over and are not yet certain.
    pub fn backlog_frames(&self) -> Frames {
        Frames(self.backlog.load(Ordering::Acquire))
    }

    /// The thread has ended, after `Finished` or by a fault of the program.
    pub fn is_over(&self) -> bool {
        self.thread.is_finished()
    }

    /// Waits for the end of the thread; finishes first, should that have been forgotten. `Err` when it panicked.
    pub fn join(self) -> std::thread::Result<()> {
        drop(self.queue);
        self.thread.join()
    }
}

/// A collector that vanishes without `Finish` ends the take in order as well.
fn run<R: Fn(Report)>(mut take: TakeFile<R>, queue: &Receiver<Work>) {
    let mut next_refresh = Instant::now() + REFRESH;
    loop {
        match queue.recv_timeout(next_refresh.saturating_duration_since(Instant::now())) {
            Ok(Work::Sound(sound)) => take.sound(sound),
            Ok(Work::Gap) => take.gap(),
            Ok(Work::Finish) | Err(RecvTimeoutError::Disconnected) => return take.finish(),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = Instant::now();
        if now >= next_refresh {
            take.tick(now);
            next_refresh = now + REFRESH;
        }
    }
}
