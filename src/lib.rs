//! témoin plans recurring interviews, records them safely, marks the moments that touch, and finds them again.
#![forbid(unsafe_code)]

pub mod actions;
pub mod audio;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod locale;
pub mod plan;
pub mod recorder;
pub mod store;
