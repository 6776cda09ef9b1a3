//! What the tests with real parts stand on: a machine of one's own, a sound server without hardware, sound of which every
//! frame is known.
//!
//! Nothing here touches the person's own home, microphone, sound server or library: each [`Machine`] has its own folders and
//! environment, and its processes end with it. The benchmark uses the same parts, hence a few are unused in each place.
#![allow(dead_code, unused_imports)]

pub mod air;
pub mod bare;
pub mod failing;
pub mod hand;
pub mod left;
pub mod machine;
pub mod microphone;
pub mod pages;
pub mod server;
pub mod sound;
pub mod table;
pub mod terminal;
pub mod tries;
pub mod watch;

pub use bare::Bare;
pub use hand::Hand;
pub use machine::{Answer, Machine};
pub use microphone::Microphone;
pub use server::SoundServer;
pub use terminal::Terminal;
pub use watch::Watch;

use std::time::{Duration, Instant};

/// Whether the long forms are wanted: `make faults`.
pub fn is_long() -> bool {
    std::env::var_os("TEMOIN_LONG").is_some()
}

/// The first of the two in a plain `make test`, the second in `make faults`.
pub fn short_or_long<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

/// Asks until there is an answer, for `limit` at most, and tells how long it took.
pub fn wait_for<T>(what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> (T, Duration) {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return (answer, start.elapsed());
        }
        assert!(start.elapsed() < limit, "waited {limit:?} in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Voluntary context switches of all threads so far: each is the end of one time awake (see proc(5)).
pub fn wake_ups(process: rustix::process::Pid) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", process.as_raw_nonzero())).expect("the interface lives");
    let statuses = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("status")).ok());
    statuses
        .filter_map(|status| {
            status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
        })
        .sum()
}

/// Numbers that look random and are the same in each run.
pub struct Dice(pub u64);

impl Dice {
    /// Of a seed, which may be small and one more than the last.
    pub fn of(seed: u64) -> Dice {
        Dice(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From `low` to `high`, the end excluded.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.roll() % (high - low)
    }
}
