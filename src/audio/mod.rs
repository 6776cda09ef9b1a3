//! Sound: from the device to the disk, and back to the ear.

pub mod ballast;
pub mod bext;
pub mod disk_error;
pub mod journal;
pub mod part_file;
pub mod read;
pub mod recover;
pub mod riff;
pub mod sink;
mod take_writer;
pub mod verify;
pub mod wav;
pub mod withheld;
pub mod writer;
