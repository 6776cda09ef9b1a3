//! Chapters as lines: `HH:MM:SS.mmm Title`, as mp4chaps, Auphonic and Kdenlive read them, and the short form of YouTube.

use super::chapters::{Chapter, Chapters, chapters};
use super::words::{clock, milliseconds};
use super::{Told, Written};
use crate::text;

/// What YouTube takes no chapter below, and how many it wants: else it shows none at all.
const LEAST_MILLISECONDS: u64 = 10_000;
const LEAST_CHAPTERS: usize = 3;

pub fn write(told: &Told) -> Written {
    let found = chapters(told);
    let line = |chapter: &Chapter| format!("{} {}\n", clock(chapter.milliseconds), chapter.title);
    Written { text: found.chapters.iter().map(line).collect(), marks: found.marks, remarks: found.remarks }
}

/// `M:SS Title` in whole seconds. What lies less than ten seconds behind another, or before the end, is left out and told.
pub fn write_short(told: &Told) -> Written {
    let Chapters { chapters, mut remarks, .. } = chapters(told);
    let second = |chapter: &Chapter| chapter.milliseconds / 1000 * 1000;
    let end = milliseconds(told.end, told.rate);
    let mut kept: Vec<&Chapter> = Vec::new();
    for chapter in &chapters {
        let is_apart = kept.last().is_none_or(|last| second(chapter) >= second(last) + LEAST_MILLISECONDS);
        if is_apart && (kept.is_empty() || second(chapter) + LEAST_MILLISECONDS <= end) {
            kept.push(chapter);
        }
    }
    let left_out = chapters.len() - kept.len();
    if left_out > 0 {
        remarks.push(text!("export-too-near", count = left_out));
    }
    if kept.len() < LEAST_CHAPTERS {
        remarks.push(text!("export-too-few", least = LEAST_CHAPTERS));
    }
    let text = kept.iter().map(|chapter| format!("{} {}\n", short(chapter.milliseconds), chapter.title)).collect();
    Written { text, marks: kept.iter().map(|chapter| chapter.marks).sum(), remarks }
}

/// `0:00`, `11:55`, `1:02:03`.
fn short(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{moment, told};
    use super::*;

    #[test]
    fn each_chapter_is_a_line() {
        let text = write(&told(vec![moment("step", 61.25, "Le père\nabsent")])).text;
        assert_eq!(text, "00:00:00.000 N., le soir\n00:01:01.250 Le père absent\n");
    }

    #[test]
    fn the_short_form_leaves_out_what_lies_too_near_and_says_so() {
        let at = |seconds: f64| moment("step", seconds, &format!("{seconds}"));
        let written = write_short(&told(vec![at(9.0), at(10.9), at(19.5), at(65.0), at(591.0)]));
        assert_eq!(written.text, "0:00 N., le soir\n0:10 10.9\n1:05 65\n");
        assert_eq!((written.marks, written.remarks.len()), (2, 1));
        let merged = write_short(&told(vec![at(10.9), at(10.9), at(19.5), at(19.5), at(65.0)]));
        assert_eq!((merged.text.lines().count(), merged.marks), (3, 3), "two of a chapter that is left out are two fewer");
        let few = write_short(&told(vec![at(20.0)]));
        assert_eq!((few.text.lines().count(), few.remarks.len()), (2, 1));
        assert_eq!(short(3_723_000), "1:02:03");
    }
}
