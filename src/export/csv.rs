//! A table with commas, quoted where a field needs it (RFC 4180), with plain line ends, in UTF-8 without a mark of byte order.

use super::words::{seconds, several_lines};
use super::{Moment, Told, Written};

const COLUMNS: [&str; 12] =
    ["session", "take", "id", "start", "end", "frame", "end_frame", "kind", "strength", "themes", "who", "note"];

/// A line of names, then one for each mark. Several themes and people of one mark stand in one field, with `; ` between them. Line ends in
/// notes are kept.
pub fn write(told: &Told) -> Written {
    let rows: Vec<Vec<String>> = told.marks.iter().map(|mark| row(mark, told)).collect();
    Written { text: table(&COLUMNS, &rows), marks: rows.len(), remarks: Vec::new() }
}

fn row(mark: &Moment, told: &Told) -> Vec<String> {
    let themes: Vec<&str> = mark.themes.iter().map(|theme| theme.id.as_str()).collect();
    vec![
        told.session.clone(),
        told.take.to_string(),
        mark.id.clone(),
        seconds(mark.start, told.rate),
        mark.end.map(|end| seconds(end, told.rate)).unwrap_or_default(),
        mark.start.0.to_string(),
        mark.end.map(|end| end.0.to_string()).unwrap_or_default(),
        mark.kind.clone(),
        mark.strength.map(|strength| strength.to_string()).unwrap_or_default(),
        themes.join("; "),
        mark.who.join("; "),
        mark.note.clone().unwrap_or_default(),
    ]
}

/// Any table, each row as long as the names of its columns.
pub fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let header: String = columns.join(",") + "\n";
    let line = |row: &Vec<String>| row.iter().map(|field| quoted(&several_lines(field))).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().fold(header, |text, row| text + &line(row))
}

fn quoted(field: &str) -> String {
    let needs = field.contains(['"', ',', '\n']) || field.starts_with(' ') || field.ends_with(' ');
    if needs { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{moment, told};
    use super::*;

    #[test]
    fn quotes_commas_and_line_ends_are_kept_in_quotes() {
        let mut mark = moment("touching", 1.5, "« a », \"b\"\r\n\tc\u{1b}");
        (mark.strength, mark.who) = (Some(3), vec!["N., pneumologue".into()]);
        let text = write(&told(vec![mark])).text;
        let head = "session,take,id,start,end,frame,end_frame,kind,strength,themes,who,note\n";
        let row = "2020-03-28-2030-s-03,1,m-01JD44Q8ZK2M6T0V5W9X3Y7B1C,1.500000,,72000,,touching,3,,\"N., pneumologue\",";
        assert_eq!(text, format!("{head}{row}\"« a », \"\"b\"\"\n\tc\"\n"));
    }
}
