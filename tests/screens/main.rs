//! What the screens show, and what their keys do: the whole interface but for the terminal and the recorder.

mod desk;
mod everywhere;
mod storms;
mod today;
