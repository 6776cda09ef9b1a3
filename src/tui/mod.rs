//! The interface: what happened, what to do about it, what it looks like.
//!
//! ```text
//! keys, mouse ─→ input ─┐                       ┌─→ view ─→ the screen
//! the recorder ─────────┼─→ Event ─→ update ─→ Model
//! results ──────────────┘                └─→ Effect ─→ perform ─→ recorder, actions, player ─→ Event
//! ```
//!
//! `update` reads and changes the model and nothing else; `view` changes nothing; `perform` alone touches the outside, on threads of
//! its own, and reports through the same queue, which is bounded. The interface is a client of the recorder: closing or killing it ends no
//! take.

pub mod big;
pub mod event;
mod input;
pub mod keymap;
pub mod line;
pub mod live;
pub mod model;
pub mod overlay;
mod perform;
mod queue;
mod reminders;
mod run;
pub mod screen;
mod small_lamp;
mod terminal;
pub mod theme;
mod update;
mod view;

pub use input::Reader;
pub use perform::{Place, change_marks, change_plans, fetch_facts, look_at, note, note_late, search_words};
pub use run::{Options, has_terminal, run};
pub use update::update;
pub use view::view;
