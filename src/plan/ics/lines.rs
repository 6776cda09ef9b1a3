//! Content lines, the one door to the `icalendar` crate: it takes a line apart (parameters, quotes, escapes).
//!
//! Lines, folding and nesting are ours: the crate counts no lines, follows nesting by recursion, takes several lines for one where line
//! ends are mixed, folds in quadratic time and writes NAME without escapes. Nothing here recurses, and every size has a limit.

use chrono::{DateTime, NaiveDateTime, Utc};
use icalendar::parser::Property;

use crate::error::{Error, Result};
use crate::plan::recurrence::shown;
use crate::text;

/// No calendar is larger than this, in bytes.
pub const LARGEST: u64 = 16 * 1024 * 1024;
/// Events, zones and all else that stands in calendars.
const MOST_COMPONENTS: usize = 10_000;
const DEEPEST: usize = 8;
/// Of one line, unfolded, in bytes. A longer one costs what it stands in, where that cannot do without it.
const LONGEST_LINE: usize = 64 * 1024;
/// Lines that nobody here reads may be as long as they like: pictures, and what was written in mails.
const PASSED_OVER: [&str; 6] = ["ATTACH", "COMMENT", "CONTACT", "DESCRIPTION", "ATTENDEE", "X-ALT-DESC"];
/// Faults of lines beyond this are not told one by one.
const MOST_FAULTS: usize = 100;

/// What stands in a calendar, such as a VEVENT, without what is nested in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Component {
    pub name: String,
    /// Of its BEGIN, from one.
    pub line: usize,
    pub lines: Vec<Line>,
    /// What is nested in a VTIMEZONE.
    pub parts: Vec<Component>,
}

/// One property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: usize,
    /// In capitals.
    pub name: String,
    pub parameters: Vec<(String, String)>,
    /// Unescaped, where it is a text.
    pub value: String,
}

impl Component {
    pub fn first(&self, name: &str) -> Option<&Line> {
        self.all(name).next()
    }

    pub fn is_cancelled(&self) -> bool {
        self.first("STATUS").is_some_and(|line| line.value.trim().eq_ignore_ascii_case("CANCELLED"))
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}

impl Line {
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// One line of our own, its value as it is: folded after 75 octets, never within a character, with its line end.
pub fn content(name: &str, parameters: &[(&str, &str)], value: &str) -> String {
    let mut line = name.to_owned();
    for (key, value) in parameters {
        line += &format!(";{key}={value}");
    }
    folded(&format!("{line}:{value}"))
}

/// A text as it stands in a value.
pub fn escaped(text: &str) -> String {
    crate::domain::sanitize(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

fn folded(line: &str) -> String {
    const MOST: usize = 75;
    let mut out = String::with_capacity(line.len() + line.len() / 36 + 2);
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > MOST {
            out += "\r\n ";
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out + "\r\n"
}

/// `20200328T203000`
pub fn wall(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

pub fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Everything that stands in the calendars of a text, and what is wrong with its lines.
///
/// Fails where it holds no calendar, or more than anybody looks at. What is broken off is left out and told.
pub fn components(text: &str) -> Result<(Vec<Component>, Vec<Error>)> {
    let mut reading = Reading::default();
    for (number, line) in unfolded(text) {
        reading.take(number, &line)?;
    }
    reading.finish()
}

/// Logical lines with the number of their first; empty ones left out. A line that is too long is cut, and then refused.
fn unfolded(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut lines = text.trim_start_matches('\u{feff}').split('\n').enumerate().peekable();
    std::iter::from_fn(move || {
        let (n, first) = lines.next()?;
        let mut line = first.trim_end_matches('\r').to_owned();
        while let Some((_, more)) = lines.next_if(|(_, next)| next.starts_with([' ', '\t'])) {
            if line.len() <= LONGEST_LINE {
                line += more[1..].trim_end_matches('\r');
            }
        }
        Some((n + 1, line))
    })
    .filter(|(_, line)| !line.trim().is_empty())
}

#[derive(Default)]
struct Reading {
    /// What has begun and not ended: in capitals, with its line.
    open: Vec<(String, usize)>,
    current: Option<Component>,
    /// A line that `current` needs could not be read.
    is_lost: bool,
    found: Vec<Component>,
    faults: Vec<Error>,
    calendars: usize,
}

impl Reading {
    fn take(&mut self, number: usize, line: &str) -> Result<()> {
        if line.len() > LONGEST_LINE {
            self.too_long(number, line);
            return Ok(());
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        match name.trim().to_ascii_uppercase().as_str() {
            "BEGIN" => self.begin(number, value.trim().to_ascii_uppercase()),
            "END" => self.end(number, &value.trim().to_ascii_uppercase()),
            _ => {
                self.property(number, line);
                Ok(())
            }
        }
    }

    /// Only what stands directly in a component is needed by it.
    fn too_long(&mut self, number: usize, line: &str) {
        let name = line.find([':', ';']).map_or("", |end| line[..end].trim());
        if self.open.len() == 2 && !PASSED_OVER.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            self.is_lost = true;
            self.fault(number, Error::new(text!("ics-long-line", limit = LONGEST_LINE / 1024)));
        }
    }

    fn begin(&mut self, number: usize, name: String) -> Result<()> {
        if self.open.is_empty() && name != "VCALENDAR" {
            return Err(at(number, Error::new(text!("ics-no-calendar")).hint(text!("ics-no-calendar-hint"))));
        }
        if self.open.len() >= DEEPEST {
            return Err(at(number, Error::new(text!("ics-too-deep", limit = DEEPEST))));
        }
        self.calendars += usize::from(self.open.is_empty());
        if self.open.len() == 1 {
            if self.found.len() >= MOST_COMPONENTS {
                return Err(at(
                    number,
                    Error::new(text!("ics-too-many", limit = MOST_COMPONENTS)).hint(text!("ics-too-many-hint")),
                ));
            }
            self.current = Some(Component { name: name.clone(), line: number, ..Component::default() });
            self.is_lost = false;
        }
        if let Some(zone) = self.current.as_mut().filter(|zone| self.open.len() == 2 && zone.name == "VTIMEZONE") {
            zone.parts.push(Component { name: name.clone(), line: number, ..Component::default() });
        }
        self.open.push((name, number));
        Ok(())
    }

    fn end(&mut self, number: usize, name: &str) -> Result<()> {
        match self.open.pop() {
            Some((begun, _)) if begun == name => {}
            Some((begun, line)) => {
                let message = text!("ics-wrong-end", expected = shown(&begun), line = line, found = shown(name));
                return Err(at(number, Error::new(message)));
            }
            None => return Err(at(number, Error::new(text!("ics-end-alone", found = shown(name))))),
        }
        if self.open.len() == 1 {
            self.found.extend(self.current.take().filter(|_| !self.is_lost));
        }
        Ok(())
    }

    /// Only what stands directly in a component of a calendar is kept, and in the parts of a zone.
    fn property(&mut self, number: usize, line: &str) {
        let current = self.current.as_mut();
        let component = match self.open.len() {
            0 => return self.fault(number, Error::new(text!("ics-outside"))),
            2 => current,
            3 => current.and_then(|current| current.parts.last_mut()),
            _ => None,
        };
        let Some(component) = component else { return };
        match parse(number, line) {
            Some(line) => component.lines.push(line),
            None => self.fault(number, Error::new(text!("ics-no-line", found = shown(line)))),
        }
    }

    fn fault(&mut self, number: usize, fault: Error) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(at(number, fault));
        }
    }

    fn finish(mut self) -> Result<(Vec<Component>, Vec<Error>)> {
        if self.calendars == 0 {
            return Err(at(1, Error::new(text!("ics-no-calendar")).hint(text!("ics-no-calendar-hint"))));
        }
        if let Some((name, line)) = self.open.last() {
            let fault = Error::new(text!("ics-broken-off", found = shown(name))).hint(text!("ics-broken-off-hint"));
            self.faults.push(at(*line, fault));
        }
        Ok((self.found, self.faults))
    }
}

/// The caller names the file.
pub fn at(line: usize, fault: Error) -> Error {
    fault.at("").line(line)
}

fn parse(number: usize, line: &str) -> Option<Line> {
    let name_end = line.find([':', ';'])?;
    let name = line[..name_end].trim().to_ascii_uppercase();
    let whole = format!("{name}{}", &line[name_end..]);
    let property = Property::try_from(whole.as_str()).ok().filter(|property| property.name.as_ref() == name)?;
    let parameters = property.params.iter();
    let value = |value: Option<&icalendar::parser::ParseString>| value.map(|value| value.as_ref().to_owned()).unwrap_or_default();
    let parameters = parameters.map(|one| (one.key.as_ref().to_ascii_uppercase(), value(one.val.as_ref())));
    Some(Line { number, parameters: parameters.collect(), value: property.val.as_ref().to_owned(), name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Component>, Vec<String>) {
        let (found, faults) = components(text).unwrap();
        (found, faults.iter().map(ToString::to_string).collect())
    }

    fn refused(text: &str) -> String {
        components(text).unwrap_err().to_string()
    }

    #[test]
    fn lines_are_folded_within_75_octets_and_never_within_a_character() {
        let line = content("SUMMARY", &[], &"é€😀".repeat(40));
        assert!(line.split("\r\n").all(|line| line.len() <= 75) && line.ends_with("\r\n"));
        let calendar = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}END:VEVENT\r\nEND:VCALENDAR\r\n");
        assert_eq!(read(&calendar).0[0].lines[0].value, "é€😀".repeat(40));
    }

    #[test]
    fn a_text_is_read_as_it_was_written() {
        for text in ["Nadia, le soir; ou \\n'importe", "a:b", "\\", "\\n", "\"x\"", "a,b;c\\,d"] {
            let line = content("SUMMARY", &[], &escaped(text));
            let calendar = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{line}END:VEVENT\nEND:VCALENDAR\n");
            assert_eq!(read(&calendar).0[0].lines[0].value, text);
        }
    }

    #[test]
    fn each_line_knows_where_it_stands() {
        let text = "\u{feff}BEGIN:VCALENDAR\nVERSION:2.0\nbegin:vevent\ndtstart;tzid=\"Europe/Paris\";X=1:2020\n 0320T203000\n\n\
                    BEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR";
        let (found, faults) = read(text);
        assert!(faults.is_empty() && found.len() == 1, "{faults:?}");
        assert_eq!((found[0].name.as_str(), found[0].line), ("VEVENT", 3));
        let start = found[0].first("DTSTART").unwrap();
        assert_eq!((start.number, start.value.as_str(), start.parameter("TZID")), (4, "20200320T203000", Some("Europe/Paris")));
        assert_eq!(found[0].first("SUMMARY").unwrap().number, 10);
        assert!(found[0].first("TRIGGER").is_none());
    }

    #[test]
    fn what_is_no_calendar_is_refused_with_its_line() {
        assert!(refused("").contains("expected a calendar"));
        assert!(refused("hello\n").contains("expected a calendar"));
        assert!(refused("BEGIN:VEVENT\n").contains("expected a calendar"));
        assert!(
            refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VTODO\n").starts_with(":3: "),
            "{}",
            refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VTODO\n")
        );
        assert!(refused("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n").starts_with(":3: "));
        assert!(refused(&"BEGIN:VCALENDAR\n".repeat(100_000)).contains("8"));
        let many = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", "BEGIN:VEVENT\nEND:VEVENT\n".repeat(100_000));
        assert!(refused(&many).contains("10,000") || refused(&many).contains("10000"), "{}", refused(&many));
    }

    #[test]
    fn a_line_without_end_costs_its_event_and_one_that_nobody_reads_costs_nothing() {
        let event = |name: &str| format!("BEGIN:VEVENT\nUID:1\n{name}:{}\nEND:VEVENT\n", "x\n ".repeat(200_000));
        let inner = format!("BEGIN:VEVENT\nUID:2\nBEGIN:VALARM\nATTACH:{}\nEND:VALARM\nEND:VEVENT\n", "x".repeat(100_000));
        for (text, kept, told) in [(event("SUMMARY"), 0, 1), (event("ATTACH"), 1, 0), (event("Description"), 1, 0), (inner, 1, 0)]
        {
            let (found, faults) = read(&format!("BEGIN:VCALENDAR\n{text}BEGIN:VEVENT\nUID:3\nEND:VEVENT\nEND:VCALENDAR\n"));
            assert_eq!((found.len(), faults.len()), (kept + 1, told), "{faults:?}");
            assert!(faults.iter().all(|fault| fault.starts_with(":4: ") && fault.contains("64 KiB")), "{faults:?}");
        }
    }

    #[test]
    fn what_is_broken_off_keeps_what_stood_before() {
        let (found, faults) = read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\n");
        assert_eq!((found.len(), faults.len()), (1, 1));
        assert!(faults[0].starts_with(":5: "), "{faults:?}");
        let (found, faults) = read("BEGIN:VCALENDAR\nBEGIN:VEVENT\n???\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n");
        assert_eq!((found[0].lines.len(), faults.len()), (1, 1), "{faults:?}");
    }
}
