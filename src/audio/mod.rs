//! Sound: from the device to the disk, and back to the ear.
