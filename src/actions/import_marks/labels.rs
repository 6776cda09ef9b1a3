//! Labels of Audacity, as it reads them itself: `start TAB end TAB title`, seconds with a dot or a comma, a missing end, ends that stand
//! before their beginning. Lines that begin with `\` say of a label which frequencies it is about, and are left.

use super::Row;
use super::titles::Titles;
use crate::error::Error;
use crate::text;

/// Fails with the line of the first label that is none.
pub fn read(text: &str, titles: &Titles) -> Result<Vec<Row>, (usize, Error)> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n"); // an old end of a line is no word
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('\\'));
    lines.map(|(number, line)| label(number, line, titles).ok_or_else(|| (number, refused(line)))).collect()
}

fn label(number: usize, line: &str, titles: &Titles) -> Option<Row> {
    let mut fields = line.split('\t');
    let start = seconds(fields.next()?)?;
    let second = fields.next().unwrap_or_default();
    let (end, title) = match seconds(second) {
        Some(end) => (end, fields.next().unwrap_or_default()),
        None => (start, second),
    };
    let (start, end) = (start.min(end), start.max(end));
    Some(Row { line: number, start, end: (start < end).then_some(end), said: titles.said(title), ..Row::default() })
}

pub fn seconds(text: &str) -> Option<f64> {
    let seconds: f64 = text.trim().replace(',', ".").parse().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
}

fn refused(line: &str) -> Error {
    let found: String = line.chars().take(40).collect();
    Error::new(text!("import-marks-label", found = found)).hint(text!("import-marks-nothing-hint"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Palette;

    /// `line start end note` of each label.
    fn rows(text: &str) -> Result<Vec<String>, usize> {
        let end = |row: &Row| row.end.map(|end| format!(" {end}")).unwrap_or_default();
        let note = |row: &Row| row.said.note.clone().unwrap_or_default();
        let rows = read(text, &Titles::of(&Palette::default(), &[])).map_err(|(line, _)| line)?;
        Ok(rows.iter().map(|row| format!("{} {}{} {}", row.line, row.start, end(row), note(row))).collect())
    }

    #[test]
    fn a_label_is_read_as_audacity_reads_it() {
        let text = "1.500000\t1.500000\ta\r\n\n2,5\t3,25\tb\tbehind\n\\\t100.0\t200.0\n9\t7\tback\n10\talone\n11\t12\n12\t\t13\n";
        assert_eq!(rows("1\t1\ta\r2\t2\tb\r").unwrap(), ["1 1 a", "2 2 b"]);
        assert_eq!(rows(text).unwrap(), ["1 1.5 a", "3 2.5 3.25 b", "5 7 9 back", "6 10 alone", "7 11 12 ", "8 12 "]);
    }

    #[test]
    fn what_is_no_label_is_named_by_its_line() {
        for (text, line) in [("1\t2\ta\nhello\n", 2), ("-1\t2\ta\n", 1), ("\n\nNaN\t1\tx", 3), ("WEBVTT\n", 1)] {
            assert_eq!(rows(text).unwrap_err(), line, "{text:?}");
        }
    }
}
