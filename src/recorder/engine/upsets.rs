//! What upsets the time while a take runs: the machine sleeps, this process stands still, the clock is set, the zone is changed.
//!
//! Lengths and places come from frames and the monotonic clock, and none of it changes them; the person hears of it all the same, for a
//! minute.

use chrono_tz::Tz;

use super::super::collector::Order;
use super::Engine;
use crate::clock::{Clock, Monotonic};
use crate::locale::Text;
use crate::text;

/// A jump of the time slept by so much is a sleep, in nanoseconds.
const NAP: u64 = 500_000_000;

/// A watchdog that has not looked for so long was kept from it, in seconds.
const STILL: f64 = 1.0;

/// A clock that is so far from where it should be was set, in milliseconds.
const SET: i64 = 2_000;

/// Two readings of two clocks belong together when there is no more time between them, in seconds.
const AT_ONCE: f64 = 0.1;

/// How long it is told, in seconds.
const TOLD: f64 = 60.0;

pub struct Upsets {
    slept: u64,
    looked_at: Monotonic,
    /// Wall time minus the time since boot, in milliseconds.
    ahead: i64,
    zone: Option<Tz>,
    /// Warnings that stand, and since when.
    told: Vec<(&'static str, Monotonic)>,
}

impl Upsets {
    pub fn begin(clock: Clock) -> Upsets {
        let ahead = ahead(clock).unwrap_or_default();
        Upsets { slept: clock.asleep(), looked_at: clock.monotonic(), ahead, zone: None, told: Vec::new() }
    }
}

impl Engine {
    pub(super) fn notice_upsets(&mut self, now: Monotonic) {
        self.notice_sleep();
        self.notice_stop(now);
        self.notice_clock(now);
        self.notice_zone(now);
        let (over, standing) = self.upsets.told.drain(..).partition(|(_, since)| now.seconds_since(*since) >= TOLD);
        self.upsets.told = standing;
        let over: Vec<(&'static str, Monotonic)> = over;
        let cleared: Vec<_> = over.into_iter().filter_map(|(code, _)| self.watchdog.clear(code)).collect();
        self.tell_changes(cleared);
    }

    fn notice_sleep(&mut self) {
        let slept = self.clock.asleep();
        if slept > self.upsets.slept + NAP {
            let nanoseconds = slept - self.upsets.slept;
            self.options.log.line(&format!("slept for {} s", nanoseconds / 1_000_000_000));
            self.order(0, Order::Slept { nanoseconds });
        }
        self.upsets.slept = slept.max(self.upsets.slept);
    }

    /// Somebody stopped this process (SIGSTOP, a frozen machine), and it goes on: what it waited for is not late.
    fn notice_stop(&mut self, now: Monotonic) {
        let before = std::mem::replace(&mut self.upsets.looked_at, now);
        let still = now.seconds_since(before);
        if still < STILL {
            return;
        }
        self.options.log.line(&format!("stood still for {still:.1} s"));
        self.strands.iter_mut().for_each(|strand| strand.input.excuse(now));
        self.watched_at = now;
        if let Some(take) = &mut self.take {
            take.owe_from(now);
            let (at, length) = (self.wall_of(before).time(), self.locale.length(still.floor()));
            self.tell_upset("held_up", &text!("recorder-warning-held-up", at = at, length = length), now);
        }
    }

    fn notice_clock(&mut self, now: Monotonic) {
        let Some(ahead) = ahead(self.clock) else { return };
        let by = ahead - std::mem::replace(&mut self.upsets.ahead, ahead);
        if by.abs() < SET {
            return;
        }
        self.options.log.line(&format!("the clock was set by {by} ms"));
        let way = if by > 0 { "forward" } else { "back" };
        let length = self.locale.length(by.abs() as f64 / 1_000.0);
        self.tell_upset("clock_set", &text!("recorder-warning-clock", way = way, length = length), now);
    }

    fn notice_zone(&mut self, now: Monotonic) {
        let Some(zone) = self.vitals.last().zone else { return };
        let before = self.upsets.zone.replace(zone);
        if let Some(own) =
            self.take.as_ref().map(|take| take.plan.zone.clone()).filter(|_| before.is_some_and(|before| before != zone))
        {
            self.options.log.line(&format!("the zone of this machine is {zone}"));
            self.tell_upset("zone_changed", &text!("recorder-warning-zone", zone = zone.name(), own = own), now);
        }
    }

    /// Tells it anew though the same has just been told; nothing where no take runs.
    fn tell_upset(&mut self, code: &'static str, words: &Text, now: Monotonic) {
        if self.take.is_none() {
            return;
        }
        let cleared = self.watchdog.clear(code);
        let raised = self.watchdog.raise(code, words, self.clock.now(), &self.locale);
        self.tell_changes(cleared.into_iter().chain(raised));
        self.upsets.told.retain(|(told, _)| *told != code);
        self.upsets.told.push((code, now));
    }
}

/// Wall time minus the time since boot, in milliseconds; `None` where the clocks were not read at once.
fn ahead(clock: Clock) -> Option<i64> {
    let before = clock.monotonic();
    let (wall, slept) = (clock.now().timestamp_millis(), clock.asleep());
    let after = clock.monotonic();
    (after.seconds_since(before) < AT_ONCE).then(|| wall - ((before.0 + slept) / 1_000_000) as i64)
}
