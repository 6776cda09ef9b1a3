//! A microphone made of a pipe: the test knows when each of its frames was in the air.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::process::setpriority_process;
use temoin::clock::Monotonic;

pub const RATE: u64 = 48_000;
/// How often the pipe is filled; a sound card's period.
const PERIOD: Duration = Duration::from_millis(10);
/// What a card holds, in bytes: 171 ms.
const CARD: usize = 32_768;
/// A card needs no processor: its stand-in comes before programs, as desktops run their sound server too. Where that is not allowed, the tests
/// are only harder.
const BEFORE_PROGRAMS: i32 = -11;
const NANOSECONDS: u64 = 1_000_000_000;

/// What the microphone hears: frame number to sample, of which the upper 24 bits count.
type Air = dyn Fn(u64) -> i32 + Send + Sync;

/// Delivers each frame within a period after it was in the air, as a sound card does: frame n is in the air n/48000 s after
/// `beginning`. What nobody reads (the server is dead) is gone, and time goes on.
pub struct Microphone {
    pub beginning: Monotonic,
    stop: Arc<AtomicBool>,
    feeder: Option<JoinHandle<()>>,
}

/// Moments at which somebody snaps with the fingers, to be given while the microphone listens.
#[derive(Clone, Default)]
pub struct Clicks(Arc<Mutex<Vec<u64>>>);

impl Microphone {
    /// Each frame carries its own number, in 24 bits: a quiet, ever rising line.
    pub fn counting(pipe: &Path) -> Microphone {
        Microphone::hearing(pipe, |frame| (counted(frame)) << 8)
    }

    /// A faint hiss, and a click of one frame for each of `clicks`.
    pub fn clicking(pipe: &Path, clicks: &Clicks) -> Microphone {
        let clicks = clicks.clone();
        Microphone::hearing(pipe, move |frame| if clicks.falls_on(frame) { i32::MAX / 2 } else { hiss(frame) })
    }

    /// A faint hiss.
    pub fn hissing(pipe: &Path) -> Microphone {
        Microphone::hearing(pipe, hiss)
    }

    /// As [`Microphone::counting`], with a clock that is faster by so many millionths.
    pub fn counting_too_fast(pipe: &Path, millionths: u64) -> Microphone {
        Microphone::made(pipe, millionths, None, |frame| (counted(frame)) << 8)
    }

    /// As [`Microphone::counting`], of a card that holds 171 ms: what a server that hangs does not fetch in time is gone.
    pub fn counting_on_a_card(pipe: &Path) -> Microphone {
        Microphone::made(pipe, 0, Some(CARD), |frame| (counted(frame)) << 8)
    }

    /// Whatever the test says: frame number to sample.
    pub fn hearing(pipe: &Path, air: impl Fn(u64) -> i32 + Send + Sync + 'static) -> Microphone {
        Microphone::made(pipe, 0, None, air)
    }

    /// `faster`: its clock, in millionths. `card`: the bytes that its card holds; without one the pipe waits.
    fn made(pipe: &Path, faster: u64, card: Option<usize>, air: impl Fn(u64) -> i32 + Send + Sync + 'static) -> Microphone {
        let beginning = Monotonic::now();
        let stop = Arc::new(AtomicBool::new(false));
        let feeder =
            Feeder { pipe: pipe.to_owned(), faster, card, air: Box::new(air), beginning, stop: Arc::clone(&stop), file: None };
        Microphone { beginning, stop, feeder: Some(std::thread::spawn(move || feeder.run())) }
    }

    /// The frame that is in the air at `time`.
    pub fn frame_at(&self, time: Monotonic) -> u64 {
        frame_at(self.beginning, time)
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.feeder.take().expect("it is joined once").join().expect("the feeder does not panic");
    }
}

impl Clicks {
    /// Must be told within the period in which it happens.
    pub fn click(&self, frame: u64) {
        self.0.lock().expect("nobody panics with it").push(frame);
    }

    fn falls_on(&self, frame: u64) -> bool {
        self.0.lock().expect("nobody panics with it").last() == Some(&frame)
    }
}

/// The 24-bit number that frame `frame` of a counting microphone or file carries; never zero, back to the beginning after 174 s.
pub fn counted(frame: u64) -> i32 {
    (frame % ((1 << 23) - 1)) as i32 + 1
}

fn frame_at(beginning: Monotonic, time: Monotonic) -> u64 {
    let nanoseconds = u128::from(time.0 - beginning.0);
    (nanoseconds * u128::from(RATE) / u128::from(NANOSECONDS)) as u64
}

/// Noise at about −66 dBFS: a quiet room, neither silence nor a click.
pub fn hiss(frame: u64) -> i32 {
    let mixed = frame.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    (mixed as i32 & 0x000F_FFFF) - 0x0007_FFFF
}

struct Feeder {
    pipe: PathBuf,
    faster: u64,
    card: Option<usize>,
    air: Box<Air>,
    beginning: Monotonic,
    stop: Arc<AtomicBool>,
    file: Option<File>,
}

impl Feeder {
    fn run(mut self) {
        setpriority_process(None, BEFORE_PROGRAMS).ok(); // of this thread alone
        let mut next = 0;
        while !self.stop.load(Ordering::Relaxed) {
            sleep(PERIOD);
            let nominal = frame_at(self.beginning, Monotonic::now());
            let until = nominal + nominal * self.faster / 1_000_000;
            let bytes: Vec<u8> = (next..until).flat_map(|frame| (self.air)(frame).to_le_bytes()).collect();
            next = until;
            self.deliver(&bytes);
        }
    }

    /// Writes all of it, unless nobody is there to read, or the card is full.
    fn deliver(&mut self, bytes: &[u8]) {
        if self.file.is_none() {
            self.file = OpenOptions::new().write(true).custom_flags(OFlags::NONBLOCK.bits() as i32).open(&self.pipe).ok();
            if let (Some(file), Some(card)) = (&self.file, self.card) {
                rustix::pipe::fcntl_setpipe_size(file, card).expect("a pipe may be small");
            }
        }
        let mut left = bytes;
        while let (Some(file), false) = (&mut self.file, left.is_empty()) {
            match file.write(left) {
                Ok(count) => left = &left[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock && self.card.is_some() => return,
                Err(error) if error.kind() == ErrorKind::WouldBlock && !self.stop.load(Ordering::Relaxed) => sleep(PERIOD / 10),
                Err(_) => self.file = None,
            }
        }
    }
}
