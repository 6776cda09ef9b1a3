//! The one door to cpal: finds devices, records from them, plays on them.
//!
//! On Linux PulseAudio comes before ALSA (PipeWire is reached through its PulseAudio server); elsewhere the system's own. A sound
//! server that answers badly is passed over. CoreAudio and WASAPI go through the same code and have not been tried.
//!
//! Nothing here may run on a thread that must answer: asking a sound server can hang, and so can starting a stream.

mod faults;
mod hosts;
mod list;
mod output;
#[cfg(target_os = "linux")]
mod pulse;
mod record;
#[cfg(target_os = "linux")]
mod route;
mod signals;

pub use list::{InputInfo, inputs};
pub(super) use output::{Speaker, open_output};
pub use record::{DeviceInput, none_found, open, open_default};
