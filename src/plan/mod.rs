//! Turns series into dated occurrences: pure, same input, same answer.
//!
//! ```text
//! RRULE text ─ recurrence ─→ dates by the rule ─ dates ─→ the set, numbered ─ agenda ─→ occurrences ─→ state, clashes, find
//!                                  (wall time, as if there were no zones)      (placed in the zone)
//! ```
//!
//! For whom changes plans: `repeat` says a rule as people do, by `pattern`, `typed` reads what they type, `draft` is the form, `begun` and
//! `changes` change a series by it, `preview` and `month` show what comes of it.

mod agenda;
mod begun;
mod changes;
mod clashes;
pub mod cycle;
mod dates;
mod draft;
mod find;
pub mod ics;
mod left_out;
mod month;
mod pattern;
mod placing;
mod preview;
pub mod recurrence;
mod reminders;
mod repeat;
pub mod rota;
mod state;
pub mod typed;
mod weights;

pub use agenda::{Occurrence, Plan, Window, occurrence, occurrences};
pub use begun::{Changed, Standing, changed, check_recorded, keeps_true};
pub use changes::{Shifts, YEARS, following, within_reach, without_change};
pub use clashes::{Clash, Why, clash_window, clashes};
pub use dates::merged as closed_days;
pub use draft::SeriesDraft;
pub use find::{Found, find, find_one, no_such_occurrence};
pub use left_out::{Fewer, falls_away, fewer, is_pushed_on};
pub use month::{Dated, Day, Sign, Week, weeks};
pub use pattern::{Pattern, length_of_month};
pub use placing::{clock_change, place};
pub use preview::{Beside, Closed, Preview, moved, next_dates, upcoming};
pub use recurrence::{Frequency, NumberedWeekday, Rule, parse_rule};
pub use reminders::{Look, Occasion, Planned, Reminder, Telling, look};
pub use repeat::{Repeat, Span};
pub use state::{MISSED_AFTER, State, longest_wait, state};
pub use weights::weigh;

#[cfg(test)]
pub(crate) mod examples;
