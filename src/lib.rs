//! témoin plans recurring interviews, records them safely, marks the moments that touch, and finds them again.
//!
//! ```text
//! main ─→ cli, tui ─→ actions ─→ recorder ─→ copies ─→ audio ─→ domain
//!                         ├────→ store, plan ──────────────────→ domain
//!                         └────→ export ───────────────────────→ domain
//!                                                                      (error, config, clock, locale, threads, local_bus: leaves)
//!
//! a file of a series ─→ store/series ─→ plan/agenda ─→ actions/agenda ─→ cli/agenda ─→ the reader
//! sound ─→ audio/capture ─→ recorder/collector ─→ audio/writer ─→ take-01-001.wav
//! marks ─→ actions/export ─→ export/gate ─→ export/csv … ─→ the editor, and register.toml
//! a key ─→ tui/keymap ─→ update ─→ recorder/client ═ socket ═ recorder/server ─→ engine ─→ marks ─→ scribe ─→ markers-WHO.toml
//! ```
//!
//! * [`domain`]: the words of the trade as plain types; touches nothing outside.
//! * [`plan`]: series become dated occurrences; as pure as `domain`.
//! * [`store`]: every file of a library, read with places for errors, written safely.
//! * [`audio`]: sound from the device to the disk, and back to the ear.
//! * [`copies`]: a second folder that holds the same as the library, compared and verified.
//! * [`export`]: what may leave, and the formats of other programs.
//! * [`recorder`]: the process that records, and what can be said to it.
//! * [`actions`]: what a user can do, one file for each verb.
//! * [`cli`]: the command line: parse, call the action, print.
//! * [`tui`]: the interface: what happened, what to do about it, what it looks like.
//! * [`config`], [`clock`], [`locale`], [`error`]: this machine's settings, the time, every sentence, what goes wrong.
#![forbid(unsafe_code)]

pub mod actions;
pub mod audio;
pub mod cli;
pub mod clock;
pub mod config;
pub mod copies;
pub mod domain;
pub mod error;
pub mod export;
#[cfg(feature = "desktop")]
mod local_bus;
pub mod locale;
pub mod plan;
pub mod recorder;
pub mod store;
mod threads;
pub mod tui;
