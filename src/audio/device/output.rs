//! A device that plays.
