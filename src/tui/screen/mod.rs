//! One module for each screen: its state and what its keys do, and beside it how it is drawn.

pub mod after;
pub mod first;
pub mod guided;
mod inputs;
pub mod listen;
mod odd;
pub mod plan;
pub mod record;
pub mod today;
