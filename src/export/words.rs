//! Titles and times, as the formats without fields of their own write them.

use super::Moment;
use crate::domain::{Frames, Hertz, sanitize};

/// `touchant 2/3 S-03: sa voix se casse`: the one grammar of titles, always on one line and never empty.
pub fn title(moment: &Moment) -> String {
    title_of(moment, &moment.who.join(", "))
}

/// As [`title`], for a format that says by itself who speaks.
pub fn title_without_who(moment: &Moment) -> String {
    title_of(moment, "")
}

fn title_of(moment: &Moment, who: &str) -> String {
    let heading = heading(moment, who);
    match note(moment) {
        Some(note) => format!("{heading}: {note}"),
        None => heading,
    }
}

/// What a chapter is called: by its words, else by its kind.
pub fn chapter_title(moment: &Moment) -> String {
    note(moment).unwrap_or_else(|| heading(moment, &moment.who.join(", ")))
}

fn heading(moment: &Moment, who: &str) -> String {
    let name = one_line(&moment.name);
    let kind = if name.is_empty() { &moment.kind } else { &name };
    let strength = moment.strength.map(|strength| format!("{strength}/3")).unwrap_or_default();
    [kind, &strength, &one_line(who)].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

fn note(moment: &Moment) -> Option<String> {
    moment.note.as_deref().map(one_line).filter(|note| !note.is_empty())
}

/// Without line ends, tabs, control characters, and spaces that follow each other.
pub fn one_line(text: &str) -> String {
    sanitize(text).split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// With its line ends and tabs, and without what would disturb a terminal.
pub fn several_lines(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let plain = |line: &str| line.split('\t').map(sanitize).collect::<Vec<_>>().join("\t");
    lines.split('\n').map(plain).collect::<Vec<_>>().join("\n")
}

/// `12.345678`: seconds with a dot in every language, rounded to the nearest millionth.
pub fn seconds(at: Frames, rate: Hertz) -> String {
    let rate = u128::from(rate.0.max(1));
    let millionths = (u128::from(at.0) * 1_000_000 + rate / 2) / rate;
    format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)
}

/// To the nearest.
pub fn milliseconds(at: Frames, rate: Hertz) -> u64 {
    let rate = u128::from(rate.0.max(1));
    u64::try_from((u128::from(at.0) * 1000 + rate / 2) / rate).unwrap_or(u64::MAX)
}

/// `00:11:55.250`.
pub fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}.{:03}", seconds / 3600, seconds / 60 % 60, seconds % 60, milliseconds % 1000)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{RATE, moment};
    use super::*;

    #[test]
    fn a_title_says_kind_strength_who_and_words_on_one_line() {
        let mut mark = moment("touchant", 1.0, " sa voix\tse\n casse\u{1b}[2J ");
        assert_eq!(title(&mark), "touchant: sa voix se casse[2J");
        (mark.strength, mark.who) = (Some(2), vec!["S-03".into(), "N., pneumologue".into()]);
        assert_eq!(title(&mark), "touchant 2/3 S-03, N., pneumologue: sa voix se casse[2J");
        assert_eq!(title_without_who(&mark), "touchant 2/3: sa voix se casse[2J");
        mark.note = Some("\n".into());
        assert_eq!((title(&mark), chapter_title(&mark)), ("touchant 2/3 S-03, N., pneumologue".into(), title(&mark)));
        mark.name = "\u{200b}".into();
        assert_eq!(title_without_who(&mark), "touchant 2/3", "a name of which nothing can be read");
    }

    #[test]
    fn seconds_have_a_dot_and_never_an_exponent() {
        for (frames, expected) in
            [(0, "0.000000"), (1, "0.000021"), (48_000 * 36_000, "36000.000000"), (34_332_000, "715.250000")]
        {
            assert_eq!(seconds(Frames(frames), RATE), expected);
        }
        assert_eq!(seconds(Frames(u64::MAX), Hertz(1)), format!("{}.000000", u64::MAX));
        assert_eq!(
            (clock(milliseconds(Frames(34_332_000), RATE)), clock(360_000_001)),
            ("00:11:55.250".into(), "100:00:00.001".into())
        );
    }
}
