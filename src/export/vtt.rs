//! WebVTT (W3C): one cue for each mark, its speaker as a voice.
//!
//! `&`, `<` and `>` are escaped, so no text can hold `-->`. Cues have no identifiers: a mark's own id may be any text.

use super::words::{clock, milliseconds, one_line, title_without_who};
use super::{Moment, Told, Written};

/// A point has no length of its own; this long it can be read.
const POINT_MILLISECONDS: u64 = 2000;
/// A cue ends behind its beginning.
const LEAST_MILLISECONDS: u64 = 500;

pub fn write(told: &Told) -> Written {
    let cues: String = told.marks.iter().map(|mark| cue(mark, told)).collect();
    Written { text: format!("WEBVTT\n{cues}"), marks: told.marks.len(), remarks: Vec::new() }
}

fn cue(mark: &Moment, told: &Told) -> String {
    let start = milliseconds(mark.start, told.rate);
    let end = match mark.end {
        Some(end) => milliseconds(end, told.rate).max(start.saturating_add(LEAST_MILLISECONDS)),
        None => start.saturating_add(POINT_MILLISECONDS),
    };
    let who = escaped(&one_line(&mark.who.join(", ")));
    let voice = if who.is_empty() { String::new() } else { format!("<v {who}>") };
    format!("\n{} --> {}\n{voice}{}\n", clock(start), clock(end), escaped(&title_without_who(mark)))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{moment, told};
    use super::*;
    use crate::domain::Frames;

    #[test]
    fn a_point_gets_a_length_and_no_text_looks_like_a_cue() {
        let mut mark = moment("touchant", 1.0, "<b>a</b> --> b & c");
        mark.who = vec!["N., pneumologue".into()];
        let mut range = moment("note", 3.0, "");
        range.end = Some(Frames(144_048));
        assert_eq!(
            write(&told(vec![mark, range])).text,
            "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v N., pneumologue>touchant: &lt;b&gt;a&lt;/b&gt; --&gt; b &amp; c\n\n\
             00:00:03.000 --> 00:00:03.500\nnote\n"
        );
    }
}
