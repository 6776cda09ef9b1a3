//! Any text as a rule, a moment, a length and a place in the sound: an answer or a refusal, soon, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use temoin::domain::{Position, parse_duration, parse_moment};
use temoin::plan::parse_rule;

fuzz_target!(|text: &str| {
    let start = "2020-03-20T20:30:00".parse().expect("a time");
    if let Ok(rule) = parse_rule(text, start, chrono_tz::Europe::Brussels) {
        let dates: Vec<_> = rule.walk(start).take(50).collect();
        assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{text}: dates rise");
    }
    drop(parse_duration(text));
    drop(parse_moment(text, start));
    drop(Position::parse(text));
});
