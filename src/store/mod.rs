//! Every file of a library: where it lies, how it is read, how it is written safely.
//!
//! [`layout`] knows each path, [`document`] and [`table`] read TOML with places for errors, [`atomic`] writes, [`lock`] keeps two
//! writers apart; the others hold one kind of file each. The door to `toml` is `document`, the door to `toml_edit` is `edit`.

pub mod atomic;
pub mod broken_saves;
pub mod cycle;
pub mod discovery;
pub mod document;
pub(crate) mod edit;
mod folder;
pub mod followed;
pub mod joined;
pub mod layout;

pub mod library;
pub mod lock;
mod marker_file;
mod marker_head;
mod marker_table;
pub mod markers;
pub mod palette;
pub mod people;
pub mod register;
pub mod remembered;
pub mod room;
pub mod series;
pub mod series_edit;
pub mod sessions;
pub mod staging;
pub mod table;
pub mod told;
pub mod trash;
mod unborn;
pub mod undo;
pub mod unmerged;

pub use layout::Layout;
pub use library::Library;

#[cfg(test)]
pub(crate) mod samples;
