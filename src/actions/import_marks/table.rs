//! The table that `export --as csv` writes, also when a spreadsheet has saved it: with semicolons or tabs between the fields, and commas in
//! the numbers. Columns are known by their names; `start` and `kind` must be there, what is not known is left.

use super::titles::Titles;
use super::{Row, Said, labels};
use crate::domain::{Position, Slug};
use crate::error::Error;
use crate::text;

type Fault = (usize, Error);

/// Words for people that the library does not have are added to `unknown`. Fails with the line of the first row that cannot be read.
pub fn read(text: &str, titles: &Titles, unknown: &mut Vec<String>) -> Result<Vec<Row>, Fault> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [',', ';', '\t'].into_iter().max_by_key(|delimiter| head.matches(*delimiter).count()).unwrap_or(',');
    let records = records(text, delimiter).map_err(|line| (line, no_end()))?;
    let mut records = records.into_iter();
    let columns = Columns::of(records.next().map(|(_, names)| names).unwrap_or_default()).ok_or_else(|| (1, no_table()))?;
    let filled = records.filter(|(_, fields)| fields.iter().any(|field| !field.trim().is_empty()));
    filled.map(|(line, fields)| columns.row(line, &fields, titles, unknown).map_err(|fault| (line, fault))).collect()
}

/// Rows of fields, each with its first line. A field in quotes may hold anything, a quote of its own twice. Fails with the line of a quote
/// that does not end.
fn records(text: &str, delimiter: char) -> Result<Vec<(usize, Vec<String>)>, usize> {
    let (mut records, mut fields, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begun, mut opened) = (1, 1, None);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        line += usize::from(sign == '\n');
        match sign {
            '"' if opened.is_some() && signs.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if opened.is_some() => opened = None,
            '"' if field.is_empty() => opened = Some(line),
            sign if opened.is_some() => field.push(sign),
            '\r' if signs.peek() == Some(&'\n') => {}
            '\n' => {
                fields.push(std::mem::take(&mut field));
                records.push((begun, std::mem::take(&mut fields)));
                begun = line;
            }
            sign if sign == delimiter => fields.push(std::mem::take(&mut field)),
            sign => field.push(sign),
        }
    }
    if let Some(line) = opened {
        return Err(line);
    }
    if !field.is_empty() || !fields.is_empty() {
        fields.push(field);
        records.push((begun, fields));
    }
    Ok(records)
}

/// Where each known column stands.
struct Columns(Vec<String>);

impl Columns {
    fn of(names: Vec<String>) -> Option<Columns> {
        let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
        ["start", "kind"].iter().all(|needed| names.iter().any(|name| name == needed)).then_some(Columns(names))
    }

    /// `None` where it is empty, or not there.
    fn field<'f>(&self, name: &str, fields: &'f [String]) -> Option<&'f str> {
        let place = self.0.iter().position(|known| known == name)?;
        fields.get(place).map(|field| field.trim()).filter(|field| !field.is_empty())
    }

    fn row(&self, line: usize, fields: &[String], titles: &Titles, unknown: &mut Vec<String>) -> Result<Row, Error> {
        let field = |name: &str| self.field(name, fields);
        let read = |name: &'static str, read: fn(&str) -> Option<f64>| {
            field(name).map(|found| read(found).ok_or_else(|| no_value(name, found)))
        };
        let start = read("start", seconds).unwrap_or_else(|| Err(no_value("start", "")))?;
        let end = read("end", seconds).transpose()?;
        let strength = read("strength", one_to_three).transpose()?.map(|strength| strength as u8);
        let take = read("take", number).transpose()?.map(|take| take as u32);
        let list = |name| field(name).unwrap_or_default().split(';').map(str::trim).filter(|word| !word.is_empty());
        let who = who(list("who"), titles, unknown);
        let (kind, note) = titles.kind_and_note(field("kind").unwrap_or_default(), field("note"));
        Ok(Row {
            line,
            id: field("id").map(str::to_owned),
            take,
            start,
            end: end.filter(|end| *end != start),
            said: Said { kind, strength, who, note },
            themes: list("themes").map(str::to_owned).collect(),
        })
    }
}

/// Where one of them is not known, nobody is named: that counts as everybody.
fn who<'w>(words: impl Iterator<Item = &'w str>, titles: &Titles, unknown: &mut Vec<String>) -> Vec<Slug> {
    let mut who = Vec::new();
    let mut is_sure = true;
    for word in words {
        match titles.person(word) {
            Some(Some(person)) => who.push(person.clone()),
            Some(None) => is_sure = false,
            None => {
                unknown.push(word.to_owned());
                is_sure = false;
            }
        }
    }
    if is_sure { who } else { Vec::new() }
}

/// `715.250000`, `715,25`, `0:11:55.25`.
fn seconds(text: &str) -> Option<f64> {
    match text.contains(':') {
        true => Position::parse(text).filter(|position| position.take.is_none()).map(|position| position.seconds),
        false => labels::seconds(text),
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse::<u32>().ok().map(f64::from)
}

fn one_to_three(text: &str) -> Option<f64> {
    number(text).filter(|strength| (1.0..=3.0).contains(strength))
}

fn no_table() -> Error {
    Error::new(text!("import-marks-table")).hint(text!("import-marks-table-hint"))
}

fn no_end() -> Error {
    Error::new(text!("import-marks-quote")).hint(text!("import-marks-nothing-hint"))
}

fn no_value(column: &'static str, found: &str) -> Error {
    let found: String = if found.is_empty() { "empty".into() } else { found.chars().take(40).collect() };
    Error::new(text!("import-marks-value", column = column, found = found)).hint(text!("import-marks-nothing-hint"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Palette;

    fn rows(text: &str) -> Result<Vec<Row>, usize> {
        read(text, &Titles::of(&Palette::default(), &[]), &mut Vec::new()).map_err(|(line, _)| line)
    }

    #[test]
    fn a_spreadsheet_may_have_saved_it() {
        let ours = "start,kind,note,end\n1.500000,touching,\"a, \"\"b\"\"\nc\",\n2.25,thread,,3\n";
        let theirs = "Start;Kind;Note;End\r\n1,5;touching;\"a, \"\"b\"\"\nc\";\r\n2,25;thread;;3\r\n;;;\r\n";
        let [first, second] = &rows(ours).unwrap()[..] else { panic!("two rows") };
        assert_eq!((first.start, first.end, first.said.note.as_deref()), (1.5, None, Some("a, \"b\"\nc")));
        assert_eq!((second.start, second.end, second.line), (2.25, Some(3.0), 4));
        assert_eq!(rows(theirs).unwrap(), rows(ours).unwrap());
        assert_eq!(rows("start\tkind\n0:01:02.5\tstep").unwrap()[0].start, 62.5);
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named_by_its_line() {
        for (text, line) in [
            ("", 1),
            ("a,b\n1,2\n", 1),
            ("start,kind\n1,note\nsoon,note\n", 3),
            ("start,kind\n,note\n", 2),
            ("start,kind,strength\n1,touching,4\n", 2),
            ("start,kind,take\n1,touching,one\n", 2),
            ("start,kind\n1,\"note\n", 2),
        ] {
            assert_eq!(rows(text).unwrap_err(), line, "{text:?}");
        }
    }
}
