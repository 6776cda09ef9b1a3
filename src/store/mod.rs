//! Every file of a library: where it lies, how it is read, how it is written safely.
//!
//! [`layout`] knows each path, [`document`] and [`table`] read TOML with places for errors, [`atomic`] writes, [`lock`] keeps two
//! writers apart; the others hold one kind of file each. The door to `toml` is `document`, the door to `toml_edit` is `edit`.

pub mod atomic;
pub mod document;
mod edit;
pub mod layout;
pub mod lock;
mod marker_table;
pub mod markers;
pub mod sessions;
pub mod table;

pub use layout::Layout;
