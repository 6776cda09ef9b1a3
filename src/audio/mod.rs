//! Sound: from the device to the disk, and back to the ear.

pub mod ballast;
pub mod bext;
pub mod capture;
pub mod check_sound;
pub mod device;
pub mod disk_error;
mod file_input;
pub mod input;
pub mod journal;
pub mod levels;
pub mod meter;
mod pace;
pub mod part_file;
pub mod player;
pub mod quiet;
pub mod read;
pub mod recover;
pub mod riff;
pub mod sink;
mod take_writer;
pub mod timing;
pub mod verify;
mod voice;
pub mod wav;
pub mod withheld;
pub mod writer;
