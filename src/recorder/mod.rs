//! The process that records, and what can be said to it.
//!
//! ```text
//! device ─→ ring ─→ collector ─→ writer            (sound: audio/capture, collector, audio/writer)
//!                      │ reports     │ reports
//! client ─→ server ─→ engine ←───────┘             (requests, watchdog, state: engine)
//!                      ├─→ ledger                  (the take's markers, changed and taken back: marks, edits, questions, ledger)
//!                      ├─→ scribe                  (session.toml and marks: scribe)
//!                      ├─→ tuner                   (opens the input, and opens it again: tuner)
//!                      └─→ watchers, hooks
//! ```
//!
//! The engine decides and never waits: whatever can be slow (a disk, a device, a client, a hook) has a thread of its own and
//! reports through the engine's one queue. So a stalled disk does not silence the watchdog, and no client can touch a take.

mod awake;
pub mod client;
mod collector;
mod copyist;
pub(crate) mod edits;
mod engine;
mod hearing;
pub mod hooks;
mod ledger;
mod log;
pub mod marks;
mod process;
pub mod protocol;
pub(crate) mod questions;
pub mod relief;
mod scribe;
mod server;
pub mod spare_marks;
mod stream_clock;
mod take;
pub mod timeline;
mod tuner;
pub mod vitals;
mod watchdog;

pub use client::sweep_socket;
pub use engine::session_of;
pub use engine::{Ending, Engine, EngineOptions, Unwatched};
pub use log::Log;
pub use process::{become_recorder, leave_terminal};
pub use server::{socket_folder, socket_path};
