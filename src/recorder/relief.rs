//! What is said when a warning is over, by the command line and the screen alike.
//!
//! A level that is no longer judged has not become good: in a pause, and under a warning that says more, its end is not told.

use std::collections::BTreeSet;

use super::protocol::{Event, Warning};
use crate::locale::Text;
use crate::text;

/// Warnings about the level of an input.
const LEVEL: [&str; 6] = ["silence", "near_silence", "unheard", "dead_channel", "call_silent", "clipping"];

/// What is told for a while, and mends by itself or by nothing: there is no end to tell.
const NOTICES: [&str; 8] =
    ["talk_unrecorded", "disk_elsewhere", "clock_set", "zone_changed", "held_up", "recovered", "files", "session_set_aside"];

/// Follows what a recorder tells.
#[derive(Debug, Default)]
pub struct Relief {
    /// By code and input.
    standing: BTreeSet<(String, Option<u32>)>,
    is_paused: bool,
}

impl Relief {
    /// Takes in an event; where it is the end of a warning, and something has become good by it, gives what to say.
    pub fn hear(&mut self, event: &Event) -> Option<Text> {
        match event {
            Event::Paused { .. } => self.is_paused = true,
            Event::Resumed { .. } | Event::Stopped { .. } => self.is_paused = false,
            Event::Warning { warning, cleared: false, .. } => drop(self.standing.insert(key(warning))),
            Event::Warning { warning, .. } => {
                self.standing.remove(&key(warning));
                return Some(words(warning)).filter(|_| self.is_good(warning));
            }
            _ => {}
        }
        None
    }

    fn is_good(&self, over: &Warning) -> bool {
        let code = over.code.as_str();
        let hides = |code: &str| code == "device_lost" || LEVEL.contains(&code);
        let is_hidden = || self.standing.iter().any(|(code, input)| *input == over.input && hides(code));
        !NOTICES.contains(&code) && (!LEVEL.contains(&code) || (!self.is_paused && !is_hidden()))
    }
}

fn key(warning: &Warning) -> (String, Option<u32>) {
    (warning.code.clone(), warning.input)
}

fn words(over: &Warning) -> Text {
    text!("recorder-relief", code = over.code.as_str(), text = over.text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, Locale};

    fn warning(code: &str, cleared: bool) -> Event {
        let warning = Warning { code: code.into(), since: chrono::DateTime::UNIX_EPOCH, text: "AÏE.".into(), input: None };
        Event::Warning { format: 1, warning, cleared }
    }

    fn heard(events: &[Event]) -> Vec<String> {
        let (mut relief, locale) = (Relief::default(), Locale::new(Language::French));
        events.iter().filter_map(|event| relief.hear(event)).map(|text| locale.say(&text)).collect()
    }

    #[test]
    fn what_is_over_is_said_as_what_is_good_again() {
        let over = |code| heard(&[warning(code, false), warning(code, true)]);
        assert_eq!(over("device_lost"), ["Le micro est revenu."]);
        assert_eq!(over("disk_low"), ["Il y a de nouveau de la place."]);
        assert_eq!(over("copy_failed"), ["La seconde copie se fait de nouveau."]);
        assert_eq!(over("of_another_version"), ["C’est réglé\u{a0}: AÏE."]);
        assert_eq!(over("clock_set"), [""; 0], "nothing was wrong");
    }

    #[test]
    fn a_level_that_is_no_longer_judged_is_not_called_good() {
        let paused = Event::Paused { format: 1, session: "s".into(), frame: 9 };
        assert_eq!(heard(&[warning("silence", false), paused, warning("silence", true)]), [""; 0]);
        let gone = [warning("silence", false), warning("device_lost", false), warning("silence", true)];
        assert_eq!(heard(&gone), [""; 0]);
        assert_eq!(heard(&[warning("silence", false), warning("silence", true)]), ["Il y a de nouveau du son."]);
    }
}
