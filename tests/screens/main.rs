//! What the screens show, and what their keys do: the whole interface but for the terminal and the recorder.

mod after;
mod desk;
mod everywhere;
mod find;
mod first;
mod hearing;
mod keys;
mod listen;
mod marking;
mod mouse;
mod people;
mod pictures;
mod plan;
mod practices;
mod questions;
mod record;
mod rehearsal;
mod storms;
mod today;
