//! The process that records, and what can be said to it.
