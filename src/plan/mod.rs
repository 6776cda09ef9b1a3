//! Turns series into dated occurrences: pure, same input, same answer.
//!
//! ```text
//! RRULE text ─ recurrence ─→ dates by the rule ─ dates ─→ the set, numbered ─ agenda ─→ occurrences ─→ state, clashes, find
//!                                  (wall time, as if there were no zones)      (placed in the zone)
//! ```

mod agenda;
mod clashes;
mod clock_change;
mod dates;
mod find;
mod placing;
pub mod recurrence;
mod state;

pub use agenda::{Occurrence, Window, occurrence, occurrences};
pub use clashes::{Clash, Twice, clashes};
pub use clock_change::clock_change;
pub use find::{Found, find};
pub use placing::place;
pub use recurrence::{Rule, parse_rule};
pub use state::{State, state};

#[cfg(test)]
pub(crate) mod examples;
