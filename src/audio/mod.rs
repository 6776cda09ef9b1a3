//! Sound: from the device to the disk, and back to the ear.

pub mod capture;
pub mod device;
mod file_input;
pub mod input;
pub mod meter;
mod pace;
mod pcm;
mod voice;
