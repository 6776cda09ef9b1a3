//! Chapters: which marks are, and the JSON of Podcasting 2.0 (version 1.2.0, `application/json+chapters`).
//!
//! The steps of the guide are chapters; where kinds were named, their marks; where there is neither, the touching ones. They begin at 0,
//! with the session's title where nothing is marked there, rise, and have names.

use serde::Serialize;
use serde_json::{Value, json};

use super::words::{chapter_title, milliseconds, one_line};
use super::{Moment, Told, Written};
use crate::locale::Text;
use crate::text;

pub struct Chapter {
    /// Strictly rising; the first at 0.
    pub milliseconds: u64,
    /// Of a range that ends before the next chapter.
    pub end: Option<u64>,
    pub title: String,
    /// How many marks it is; none where it begins the take by its title.
    pub marks: usize,
}

/// The chapters of a take, how many marks they are, and what is to be said of them.
pub struct Chapters {
    pub chapters: Vec<Chapter>,
    pub marks: usize,
    pub remarks: Vec<Text>,
}

#[derive(Serialize)]
struct Document<'c> {
    version: &'static str,
    chapters: Vec<Row<'c>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'c> {
    start_time: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<Value>,
    title: &'c str,
}

pub fn write(told: &Told) -> Written {
    let found = chapters(told);
    let rows = found.chapters.iter().map(|chapter| Row {
        start_time: number(chapter.milliseconds),
        end_time: chapter.end.map(number),
        title: &chapter.title,
    });
    let document = Document { version: "1.2.0", chapters: rows.collect() };
    let text = serde_json::to_string_pretty(&document).expect("documents have string keys and no failing parts");
    Written { text: text + "\n", marks: found.marks, remarks: found.remarks }
}

/// Seconds, without a fraction where there is none.
fn number(milliseconds: u64) -> Value {
    match milliseconds % 1000 {
        0 => json!(milliseconds / 1000),
        _ => json!(milliseconds as f64 / 1000.0),
    }
}

pub fn chapters(told: &Told) -> Chapters {
    let marks = marks_of(told);
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut merged = 0;
    for mark in &marks {
        let chapter = Chapter {
            milliseconds: milliseconds(mark.start, told.rate),
            end: mark.end.map(|end| milliseconds(end, told.rate)),
            title: chapter_title(mark),
            marks: 1,
        };
        match chapters.last_mut().filter(|last| last.milliseconds == chapter.milliseconds) {
            Some(last) => {
                last.title = format!("{} · {}", last.title, chapter.title);
                last.marks += 1;
                merged += 1;
            }
            None => chapters.push(chapter),
        }
    }
    if chapters.first().is_none_or(|first| first.milliseconds > 0) {
        chapters.insert(0, Chapter { milliseconds: 0, end: None, title: one_line(&told.title), marks: 0 });
    }
    let starts: Vec<u64> = chapters.iter().map(|chapter| chapter.milliseconds).skip(1).chain([u64::MAX]).collect();
    for (chapter, next) in chapters.iter_mut().zip(starts) {
        chapter.end = chapter.end.filter(|end| chapter.milliseconds < *end && *end <= next);
    }
    let remarks = (merged > 0).then(|| text!("export-merged", count = merged)).into_iter().collect();
    Chapters { chapters, marks: marks.len(), remarks }
}

fn marks_of(told: &Told) -> Vec<&Moment> {
    let of = |kind: &str| told.marks.iter().filter(|mark| mark.kind == kind).collect::<Vec<_>>();
    match (told.is_chosen, of("step")) {
        (true, _) => told.marks.iter().collect(),
        (false, steps) if steps.is_empty() => of("touching"),
        (false, steps) => steps,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{moment, told};
    use super::*;
    use crate::domain::Frames;

    fn titles(marks: Vec<Moment>, is_chosen: bool) -> Vec<String> {
        let told = Told { is_chosen, ..told(marks) };
        chapters(&told).chapters.iter().map(|chapter| format!("{} {}", chapter.milliseconds, chapter.title)).collect()
    }

    #[test]
    fn steps_are_chapters_else_what_was_named_else_what_touched() {
        let (step, touching, note) = (moment("step", 5.0, "Le père"), moment("touching", 7.0, ""), moment("note", 9.0, "x"));
        let all = || vec![step.clone(), touching.clone(), note.clone()];
        assert_eq!(titles(all(), false), ["0 N., le soir", "5000 Le père"]);
        assert_eq!(titles(all()[1..].to_vec(), false), ["0 N., le soir", "7000 touching"]);
        assert_eq!(titles(all()[1..].to_vec(), true), ["0 N., le soir", "7000 touching", "9000 x"]);
        assert_eq!(titles(Vec::new(), false), ["0 N., le soir"]);
    }

    #[test]
    fn chapters_begin_at_0_and_rise() {
        let marks =
            vec![moment("step", 0.0, "a"), moment("step", 1.0001, "b"), moment("step", 1.0003, "c"), moment("step", 2.0, "d")];
        let found = chapters(&told(marks.clone()));
        assert_eq!((found.marks, found.remarks.len()), (4, 1));
        assert_eq!(titles(marks, false), ["0 a", "1000 b · c", "2000 d"]);
    }

    #[test]
    fn a_range_ends_before_the_next_chapter_or_not_at_all() {
        let mut marks = vec![moment("step", 1.0, "a"), moment("step", 2.5, "b")];
        (marks[0].end, marks[1].end) = (Some(Frames(48_000 * 9)), Some(Frames(48_000 * 4)));
        let written: Value = serde_json::from_str(&write(&told(marks)).text).unwrap();
        let expected = json!({ "version": "1.2.0", "chapters": [
            { "startTime": 0, "title": "N., le soir" }, { "startTime": 1, "title": "a" }, { "startTime": 2.5, "endTime": 4, "title": "b" },
        ] });
        assert_eq!(written, expected);
    }
}
