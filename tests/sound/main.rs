//! Whole evenings with real parts: the real program, a real sound server, real faults; judged by programs that others wrote.
//!
//! Each promise is a file. The short forms run in `make test`, the long ones (`TEMOIN_LONG=1`) in `make faults`. Without the
//! tools that `tools/setup` installs they fail; nothing is skipped.

#[path = "../rig/mod.rs"]
mod rig;

mod calls;
mod clicks;
mod clients;
mod clocks;
mod disks;
mod drifts;
mod evening;
mod files;
mod full;
mod hooks;
mod inputs;
mod kills;
mod lengths;
mod levels;
mod listening;
mod live;
mod loads;
mod mending;
mod network;
mod own_parts;
mod power;
mod questions;
mod second;
mod servers;
mod stops;
mod table;
mod takeovers;
mod takes;
mod vanishings;
mod waveforms;
