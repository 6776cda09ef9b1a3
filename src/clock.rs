//! What time it is. Only the shells (command line, recorder, interface) own a [`Clock`]; everything else is told `now`.

use chrono::{DateTime, Utc};
use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds of the machine's monotonic clock: the same for all processes until the next boot, still during sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Monotonic(pub u64);

impl Monotonic {
    /// Reads the clock. Realtime-safe: no system call on Linux (vDSO), no allocation.
    pub fn now() -> Monotonic {
        Monotonic(nanoseconds(ClockId::Monotonic))
    }

    pub fn minus(self, nanoseconds: u64) -> Monotonic {
        Monotonic(self.0.saturating_sub(nanoseconds))
    }

    /// Nanoseconds from `earlier` to here, negative when `earlier` is later.
    pub fn since(self, earlier: Monotonic) -> i64 {
        self.0 as i64 - earlier.0 as i64
    }

    pub fn seconds_since(self, earlier: Monotonic) -> f64 {
        self.since(earlier) as f64 / 1e9
    }
}

/// Wall time and monotonic time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock;

impl Clock {
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    pub fn monotonic(&self) -> Monotonic {
        Monotonic::now()
    }

    /// When this program was built: no true clock says less.
    pub fn built(&self) -> DateTime<Utc> {
        env!("TEMOIN_BUILT").parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default()
    }

    /// How long this machine has slept since boot, in nanoseconds; it jumps when the machine wakes up.
    pub fn asleep(&self) -> u64 {
        boottime().saturating_sub(nanoseconds(ClockId::Monotonic))
    }
}

#[cfg(target_os = "linux")]
fn boottime() -> u64 {
    nanoseconds(ClockId::Boottime)
}

#[cfg(not(target_os = "linux"))]
fn boottime() -> u64 {
    nanoseconds(ClockId::Monotonic)
}

fn nanoseconds(clock: ClockId) -> u64 {
    let time = clock_gettime(clock);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
