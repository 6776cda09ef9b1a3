//! Typed values out of one table of a file, and sentences about those that are missing, misspelt or of the wrong kind.
//!
//! A getter gives `None` for what is absent, and also for what is wrong, which it notes as a fault of the document: so one reading
//! finds every fault of a file. The getters remember which keys were asked for; the rest are unknown.

use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use std::path::Path;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use toml::value::{Datetime, Offset};

use super::document::{Document, FORMAT, Item, Node, Value};
pub(crate) use crate::domain::nearest;
use crate::domain::{Slug, parse_iso_duration, sanitize, whole_minute};
use crate::error::{Error, ErrorKind, Place};
use crate::locale::Text;
use crate::text;

/// Few tables are asked for more keys than this.
const MOST_ASKED: usize = 32;

/// A table of a [`Document`].
pub struct Table<'d> {
    document: &'d Document<'d>,
    node: &'d Node<'d>,
    asked: RefCell<Vec<&'static str>>,
    /// How many faults the document had before the first key that is missing.
    before_missing: Cell<Option<usize>>,
}

impl<'d> Table<'d> {
    pub(super) fn new(document: &'d Document<'d>, node: &'d Node<'d>) -> Table<'d> {
        Table { document, node, asked: RefCell::new(Vec::with_capacity(MOST_ASKED)), before_missing: Cell::default() }
    }

    /// The file that it stands in.
    pub fn path(&self) -> &'d Path {
        self.document.path()
    }

    /// The line of its header, from one.
    pub fn line(&self) -> usize {
        self.document.line(self.node.at)
    }

    /// The line of `key`, else of the table.
    pub fn line_of(&self, key: &str) -> usize {
        self.document.line(self.place_of(key))
    }

    /// Where `key` stands, else the table.
    fn place_of(&self, key: &str) -> usize {
        self.node.get(key).map_or(self.node.at, |item| item.at)
    }

    /// Whether the key is there. It counts as known from then on.
    pub fn has(&self, key: &'static str) -> bool {
        self.asked.borrow_mut().push(key);
        self.node.get(key).is_some()
    }

    /// Asks for `format`: required, and of a version that this program reads.
    pub fn format(&self) {
        match self.whole("format", 1..=i64::MAX) {
            Some(format) if format > FORMAT => {
                let message = text!("files-newer", found = format, known = FORMAT);
                self.fault_with_hint("format", message, text!("files-newer-hint"));
            }
            Some(_) => (),
            None if self.has("format") => (),
            None => self.fault_with_hint("format", text!("files-no-format"), text!("files-no-format-hint", known = FORMAT)),
        }
    }

    /// A key that must be there: names its absence.
    pub fn need<T>(&self, key: &'static str, read: impl Fn(&Self, &'static str) -> Option<T>) -> Option<T> {
        let value = read(self, key);
        if value.is_none() && !self.has(key) {
            self.before_missing.set(self.before_missing.get().or(Some(self.document.faults().len())));
            self.fault_with_hint(key, text!("files-needed", key = key), text!("files-needed-hint", key = key));
        }
        value
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        self.read(key, || text!("files-a-text"), as_text)
    }

    pub fn slug(&self, key: &'static str) -> Option<Slug> {
        let hint = |item: &Item| {
            let meant = Slug::of(&as_text(item)?).filter(|meant| meant.as_str().len() <= 30)?;
            Some(text!("files-as-in", key = key, example = format!("\"{meant}\"")))
        };
        self.read_with(key, || text!("files-a-slug"), hint, as_slug)
    }

    pub fn flag(&self, key: &'static str) -> Option<bool> {
        self.read(
            key,
            || text!("files-a-flag"),
            |item| match item.value {
                Value::Flag(flag) => Some(flag),
                _ => None,
            },
        )
    }

    pub fn whole(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let expected = || match *range.end() {
            i64::MAX => text!("files-a-whole-from", least = *range.start()),
            most => text!("files-a-whole-within", least = *range.start(), most = most),
        };
        let hint = |item: &Item| {
            let near = number_in(item).unwrap_or(*range.start()).clamp(*range.start(), *range.end());
            Some(number_hint(key, item, near.to_string()))
        };
        self.read_with(key, expected, hint, |item| match item.value {
            Value::Whole(whole) => whole.filter(|whole| range.contains(whole)),
            _ => None,
        })
    }

    /// A number with or without a fraction, within `range`, never NaN.
    pub fn number(&self, key: &'static str, range: RangeInclusive<f64>) -> Option<f64> {
        let expected = || text!("files-a-number", least = range.start().to_string(), most = range.end().to_string());
        let hint = |item: &Item| {
            let near = as_number(item).or(number_in(item).map(|whole| whole as f64)).filter(|number| number.is_finite());
            let near = near.unwrap_or(*range.start()).clamp(*range.start(), *range.end());
            Some(number_hint(key, item, near.to_string()))
        };
        self.read_with(key, expected, hint, |item| as_number(item).filter(|number| range.contains(number)))
    }

    pub fn date(&self, key: &'static str) -> Option<NaiveDate> {
        self.read_with(key, || text!("files-a-date"), |_| Some(text!("files-as-in", key = key, example = "2020-03-28")), as_date)
    }

    /// A date and time without an offset.
    pub fn wall(&self, key: &'static str) -> Option<NaiveDateTime> {
        let hint = |_: &Item| Some(text!("files-as-in", key = key, example = "2020-03-28T20:30:00"));
        self.read_with(key, || text!("files-a-wall-time"), hint, as_wall)
    }

    /// A date and time with its offset.
    pub fn instant(&self, key: &'static str) -> Option<DateTime<FixedOffset>> {
        self.read(key, || text!("files-an-instant"), as_instant)
    }

    /// An ISO 8601 duration.
    pub fn duration(&self, key: &'static str) -> Option<Duration> {
        let hint = |_: &Item| Some(text!("files-duration-hint"));
        self.read_with(key, || text!("files-a-duration"), hint, |item| parse_iso_duration(&as_text(item)?))
    }

    /// The name of a time zone; near names are proposed.
    pub fn zone(&self, key: &'static str) -> Option<Tz> {
        let name = self.text(key)?;
        if let Ok(zone) = name.parse() {
            return Some(zone);
        }
        let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let hint = nearest(&name, known).map_or(text!("files-zone-hint"), |near| text!("files-did-you-mean", near = near));
        self.fault_with_hint(key, text!("files-zone", found = shown(&name)), hint);
        None
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let list = || words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let find = |item: &Item| {
            let found = as_text(item)?;
            words.iter().find(|(word, _)| *word == found).map(|(_, value)| *value)
        };
        let hint = |item: &Item| {
            let found = as_text(item).unwrap_or_default();
            match (nearest(&found, words.iter().map(|(word, _)| *word)), words.first()) {
                (Some(near), _) => Some(text!("files-did-you-mean", near = near)),
                (None, Some((word, _))) => Some(text!("files-as-in", key = key, example = format!("\"{word}\""))),
                (None, None) => None,
            }
        };
        self.read_with(key, || text!("files-one-of", words = list()), hint, find)
    }

    /// One of a few words, which may also be written as a bare number or as `true`.
    pub fn word(&self, key: &'static str, words: &[&'static str]) -> Option<&'static str> {
        let list = || words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let hint = |item: &Item| match nearest(&as_word(item)?, words.iter().copied()) {
            Some(near) => Some(text!("files-did-you-mean", near = near)),
            None => Some(text!("files-as-in", key = key, example = format!("\"{}\"", words.first()?))),
        };
        let find = |item: &Item| {
            let found = as_word(item)?;
            words.iter().copied().find(|word| *word == found)
        };
        self.read_with(key, || text!("files-one-of", words = list()), hint, find)
    }

    /// One of a few numbers.
    pub fn one_of_numbers(&self, key: &'static str, numbers: &[i64]) -> Option<i64> {
        let list = || numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let hint = |_: &Item| Some(text!("files-as-in", key = key, example = numbers.first()?.to_string()));
        self.read_with(
            key,
            || text!("files-one-of", words = list()),
            hint,
            |item| match item.value {
                Value::Whole(whole) => whole.filter(|whole| numbers.contains(whole)),
                _ => None,
            },
        )
    }

    pub fn texts(&self, key: &'static str) -> Vec<String> {
        self.list(key, || text!("files-a-text"), as_text)
    }

    /// Everything in this table, whatever it is called: a text or a list of texts, by name, with its place.
    pub fn texts_by_name(&self) -> Vec<(String, Vec<String>, Place)> {
        let texts = |item: &Item| match &item.value {
            Value::List(items) => items.iter().map(as_text).collect(),
            _ => Some(vec![as_text(item)?]),
        };
        let mut found = Vec::new();
        for (name, item) in &self.node.entries {
            match texts(item) {
                Some(texts) => {
                    let place = Place { path: self.path().to_owned(), line: Some(self.document.line(item.at)) };
                    found.push((name.to_string(), texts, place));
                }
                None => self.mismatch(name, item, text!("files-a-text-or-texts"), None),
            }
        }
        found
    }

    pub fn slugs(&self, key: &'static str) -> Vec<Slug> {
        self.list(key, || text!("files-a-slug"), as_slug)
    }

    /// The tables of `[[key]]`, in order.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'d>> {
        self.asked.borrow_mut().push(key);
        let Some(item) = self.node.get(key) else { return Vec::new() };
        let Value::List(items) = &item.value else {
            self.fault(key, text!("files-tables-expected", key = key));
            return Vec::new();
        };
        items.iter().filter_map(|item| self.inner(key, item)).collect()
    }

    /// The table `[key]`, or `key = { … }`.
    pub fn table(&self, key: &'static str) -> Option<Table<'d>> {
        self.asked.borrow_mut().push(key);
        self.inner(key, self.node.get(key)?)
    }

    fn inner(&self, key: &'static str, item: &'d Item<'d>) -> Option<Table<'d>> {
        match &item.value {
            Value::Table(node) => Some(Table::new(self.document, node)),
            _ => {
                self.document.push(self.document.fault_at(item.at, text!("files-table-expected", key = key)));
                None
            }
        }
    }

    /// A value through `convert`; what it refuses is a fault that names what was expected and what was found.
    pub(super) fn read<T>(
        &self,
        key: &'static str,
        expected: impl Fn() -> Text,
        convert: impl Fn(&Item) -> Option<T>,
    ) -> Option<T> {
        self.read_with(key, expected, |_| None, convert)
    }

    /// As [`Table::read`], with what to do about a value that is refused.
    fn read_with<T>(
        &self,
        key: &'static str,
        expected: impl Fn() -> Text,
        hint: impl Fn(&Item) -> Option<Text>,
        convert: impl Fn(&Item) -> Option<T>,
    ) -> Option<T> {
        self.asked.borrow_mut().push(key);
        let item = self.node.get(key)?;
        let value = convert(item);
        if value.is_none() {
            self.mismatch(key, item, expected(), hint(item));
        }
        value
    }

    pub(super) fn list<T>(&self, key: &'static str, expected: impl Fn() -> Text, convert: impl Fn(&Item) -> Option<T>) -> Vec<T> {
        self.asked.borrow_mut().push(key);
        let Some(item) = self.node.get(key) else { return Vec::new() };
        let Value::List(items) = &item.value else {
            self.mismatch(key, item, text!("files-a-list", of = expected()), None);
            return Vec::new();
        };
        let one = |item: &Item| {
            let value = convert(item);
            if value.is_none() {
                self.mismatch(key, item, expected(), None);
            }
            value
        };
        items.iter().filter_map(one).collect()
    }

    /// The lines (from one) of a list's items; of a single value its own.
    pub(super) fn lines_of(&self, key: &'static str) -> Vec<usize> {
        let line = |item: &Item| self.document.line(item.at);
        match self.node.get(key) {
            Some(Item { value: Value::List(items), .. }) => items.iter().map(line).collect(),
            Some(item) => vec![line(item)],
            None => Vec::new(),
        }
    }

    /// How many items the list has.
    pub(super) fn length_of(&self, key: &'static str) -> usize {
        match self.node.get(key).map(|item| &item.value) {
            Some(Value::List(items)) => items.len(),
            value => usize::from(value.is_some()),
        }
    }

    fn mismatch(&self, key: &str, item: &Item, expected: Text, hint: Option<Text>) {
        let found = shown(&self.document.source(item));
        let fault = self.document.fault_at(item.at, text!("files-expected", key = key, expected = expected, found = found));
        self.document.push(match hint {
            Some(hint) => fault.hint(hint),
            None => fault,
        });
    }

    /// Notes a fault at `key`.
    pub fn fault(&self, key: &str, message: Text) {
        self.document.push(self.error(key, message));
    }

    pub fn fault_with_hint(&self, key: &str, message: Text, hint: Text) {
        self.document.push(self.error(key, message).hint(hint));
    }

    /// Notes something that needs a look and costs nothing but itself.
    pub fn warn(&self, key: &str, message: Text) {
        self.document.push(self.error(key, message).kind_of(ErrorKind::Look));
    }

    /// Notes a fault that has its own place, in a file that this one names.
    pub(super) fn note(&self, fault: Error) {
        self.document.push(fault);
    }

    /// Notes a fault on a line of the file.
    pub(super) fn fault_on(&self, line: usize, message: Text) {
        self.document.push(self.document.fault_on(line, message));
    }

    /// Notes what another module found wrong with a line of the file.
    pub(super) fn fault_from(&self, line: usize, fault: Error) {
        self.document.push(fault.at(self.document.path()).line(line));
    }

    /// Whether something that costs was found so far between the header of this table and the line `end`.
    pub(super) fn has_fault_before(&self, end: usize) -> bool {
        let line = |fault: &Error| fault.place().and_then(|place| place.line);
        let is_here = |fault: &Error| line(fault).is_some_and(|line| (self.line()..end).contains(&line));
        self.document.faults().iter().any(|fault| fault.is_doubt() && is_here(fault))
    }

    /// Whether the key holds a text.
    pub(crate) fn is_text(&self, key: &str) -> bool {
        self.node.get(key).is_some_and(|item| matches!(item.value, Value::Text(_)))
    }

    /// Whether the key holds a list.
    pub(crate) fn is_list(&self, key: &str) -> bool {
        self.node.get(key).is_some_and(|item| matches!(item.value, Value::List(_)))
    }

    fn error(&self, key: &str, message: Text) -> Error {
        self.document.fault_at(self.place_of(key), message)
    }

    /// For files that people write: a key that nobody asked for is a fault, with the nearest one that is known.
    pub fn refuse_unknown(&self) {
        let fault = |(key, item): (&str, &Item)| {
            let fault = self.document.fault_at(item.at, text!("files-unknown-key", key = shown(key)));
            match nearest(key, self.asked.borrow().iter().copied()) {
                Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
                None => fault,
            }
        };
        let place = self.before_missing.get().unwrap_or(self.document.faults().len());
        self.document.insert(place, self.unasked().into_iter().map(fault).collect());
    }

    /// For files that the program writes: each key that nobody asked for, as a `key = value` line; named as needing a look.
    pub fn keep_unknown(&self) -> Vec<String> {
        let keep = |(key, item): (&str, &Item)| {
            let message = text!("files-unknown-kept", key = shown(key));
            self.document.push(self.document.fault_at(item.at, message).kind_of(ErrorKind::Look));
            self.document.pair(key, item)
        };
        self.unasked().into_iter().map(keep).collect()
    }

    fn unasked(&self) -> Vec<(&'d str, &'d Item<'d>)> {
        let asked = self.asked.borrow();
        let entries = self.node.entries.iter().map(|(key, item)| (key.as_ref(), item));
        entries.filter(|(key, _)| !asked.contains(key)).collect()
    }
}

pub(super) fn as_text(item: &Item) -> Option<String> {
    match &item.value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

/// A text, or what stands bare where one was meant: `16`, `true`.
fn as_word(item: &Item) -> Option<String> {
    match &item.value {
        Value::Whole(whole) => whole.map(|whole| whole.to_string()),
        Value::Flag(flag) => Some(flag.to_string()),
        _ => as_text(item),
    }
}

fn as_slug(item: &Item) -> Option<Slug> {
    Slug::parse(&as_text(item)?)
}

fn as_number(item: &Item) -> Option<f64> {
    match item.value {
        Value::Real(real) => Some(real),
        Value::Whole(whole) => Some(whole? as f64),
        _ => None,
    }
}

fn number_hint(key: &'static str, item: &Item, example: String) -> Text {
    match item.value {
        Value::Whole(_) | Value::Real(_) => text!("files-as-in", key = key, example = example),
        _ => text!("files-number-hint", key = key, example = example),
    }
}

/// The number that a wrong value seems to mean: `"45"`, `"45 min"`, `44.9`.
fn number_in(item: &Item) -> Option<i64> {
    match &item.value {
        Value::Text(text) => {
            let text = text.trim();
            let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
            text[..digits].parse().ok()
        }
        _ => as_number(item).map(|number| number.round() as i64),
    }
}

pub(super) fn as_date(item: &Item) -> Option<NaiveDate> {
    match item.value {
        Value::Moment(Datetime { date: Some(date), time: None, offset: None }) => to_date(date),
        _ => None,
    }
}

pub(super) fn as_wall(item: &Item) -> Option<NaiveDateTime> {
    match item.value {
        Value::Moment(Datetime { date: Some(date), time: Some(time), offset: None }) => {
            Some(whole_minute(to_date(date)?.and_time(to_time(time)?)))
        }
        _ => None,
    }
}

/// A local time, as seconds since midnight.
pub(super) fn as_clock(item: &Item) -> Option<NaiveTime> {
    match item.value {
        Value::Moment(Datetime { date: None, time: Some(time), offset: None }) => to_time(time),
        _ => None,
    }
}

fn as_instant(item: &Item) -> Option<DateTime<FixedOffset>> {
    let Value::Moment(Datetime { date: Some(date), time: Some(time), offset: Some(offset) }) = item.value else { return None };
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i32::from(minutes),
    };
    let wall = to_date(date)?.and_time(to_time(time)?);
    wall.and_local_timezone(FixedOffset::east_opt(minutes * 60)?).single()
}

fn to_date(date: toml::value::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

/// A leap second is the second before it.
fn to_time(time: toml::value::Time) -> Option<NaiveTime> {
    let second = u32::from(time.second.unwrap_or(0)).min(59);
    NaiveTime::from_hms_nano_opt(u32::from(time.hour), u32::from(time.minute), second, time.nanosecond.unwrap_or(0))
}

/// What was found, as it stands in a sentence: harmless, and 40 characters at most.
pub(crate) fn shown(text: &str) -> String {
    let text = sanitize(text);
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}

/// A path as it stands in a sentence: harmless, and whole.
pub(crate) fn shown_path(path: &str) -> String {
    sanitize(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::told;
    use std::path::Path;

    fn document(text: &str) -> Document<'_> {
        Document::parse(Path::new("series/ada.toml"), text).unwrap()
    }

    /// What is told of a file when `read` reads it and the rest is unknown.
    fn faults<T>(text: &str, read: impl Fn(&Table) -> T) -> Vec<String> {
        let document = document(text);
        let table = document.table();
        read(&table);
        table.refuse_unknown();
        document.into_faults().iter().map(told).collect()
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_line_and_the_one_that_was_meant() {
        let told = faults("title = \"Ada\"\nrul = \"FREQ=WEEKLY\"\n", |table| (table.text("title"), table.text("rule")));
        assert_eq!(told, ["ada.toml:2: unknown key `rul`\n  hint: did you mean `rule`?"]);
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_told_with_what_was_expected_and_found() {
        type IsRefused = fn(&Table) -> bool;
        let cases: [(&str, IsRefused, &str); 9] = [
            ("x = 3", |t| t.text("x").is_none(), "expected a text in \"quotes\", found 3"),
            (
                "x = \"A b\"",
                |t| t.slug("x").is_none(),
                "expected a name of small letters, digits and hyphens, in \"quotes\", found \"A b\"",
            ),
            ("x = 99", |t| t.whole("x", 1..=3).is_none(), "expected a whole number from 1 to 3, found 99"),
            ("x = nan", |t| t.number("x", 0.0..=1.5).is_none(), "expected a number from 0 to 1.5, found nan"),
            (
                "x = \"2020-03-28\"",
                |t| t.date("x").is_none(),
                "expected a date such as 2020-03-28, without quotes, found \"2020-03-28\"",
            ),
            (
                "x = 2020-03-28",
                |t| t.wall("x").is_none(),
                "expected a date and time such as 2020-03-28T20:30:00, without quotes, found 2020-03-28",
            ),
            (
                "x = \"P1M\"",
                |t| t.duration("x").is_none(),
                "expected a length such as \"P7D\", \"-P1W\" or \"PT2H\", found \"P1M\"",
            ),
            ("x = [1, \"a\"]", |t| t.texts("x").len() == 1, "expected a text in \"quotes\", found 1"),
            ("x = \"b\"", |t| t.one_of("x", &[("a", 1)]).is_none(), "expected one of `a`, found \"b\""),
        ];
        for (text, read, expected) in cases {
            let told = faults(text, |table| assert!(read(table), "{text}"));
            let first: Vec<&str> = told.iter().filter_map(|told| told.lines().next()).collect();
            assert_eq!(first, [format!("ada.toml:1: `x`: {expected}")], "{text}");
        }
    }

    #[test]
    fn a_refused_value_comes_with_the_way_to_write_it() {
        type Read = fn(&Table) -> bool;
        let minutes: Read = |t| t.whole("x", 1..=600).is_some();
        let word: Read = |t| t.one_of("x", &[("skip", 1), ("shift", 2)]).is_some();
        let cases: [(&str, Read, &str); 11] = [
            ("x = \"45 min\"", minutes, "a number stands without quotes and without a unit, as in `x = 45`"),
            ("x = 45.2", minutes, "as in `x = 45`"),
            ("x = 900", minutes, "as in `x = 600`"),
            ("x = \"shfit\"", word, "did you mean `shift`?"),
            ("x = \"de\"", word, "write it as in `x = \"skip\"`"),
            ("x = \"2020-03-28\"", |t| t.wall("x").is_some(), "write it as in `x = 2020-03-28T20:30:00`"),
            ("x = \"1 week\"", |t| t.duration("x").is_some(), "P7D is seven days"),
            ("x = \"Nadia G.\"", |t| t.slug("x").is_some(), "write it as in `x = \"nadia-g\"`"),
            ("x = \"8 s\"", |t| t.number("x", 0.0..=1.5).is_some(), "as in `x = 1.5`"),
            ("x = 20", |t| t.one_of_numbers("x", &[16, 24]).is_some(), "as in `x = 16`"),
            ("", |t| t.need("x", Table::text).is_some(), "add a line that begins with `x =`"),
        ];
        for (text, read, hint) in cases {
            let told = faults(text, |table| assert!(!read(table), "{text}"));
            assert!(told[0].contains("\n  hint: ") && told[0].contains(hint), "{text}: {told:?}");
        }
    }

    #[test]
    fn a_zone_that_does_not_exist_is_told_with_the_one_that_was_meant() {
        let told = faults("\nzone = \"Europe/Bruxelles\"", |table| table.zone("zone"));
        let expected = "ada.toml:2: expected a time zone such as `Europe/Brussels`, found Europe/Bruxelles\n  hint: did you mean `Europe/Brussels`?";
        assert_eq!(told, [expected]);
    }

    #[test]
    fn a_file_without_a_format_or_of_a_newer_one_is_refused() {
        let told = |text| faults(text, |table| table.format()).join("");
        assert!(told("").starts_with("ada.toml:1: `format` is missing: the file is empty, or broke off"), "{}", told(""));
        assert!(
            told("\nformat = 2").starts_with("ada.toml:2: expected `format = 1`, found 2: a newer version"),
            "{}",
            told("format = 2")
        );
        assert!(told("format = \"1\"").contains("expected a whole number from 1 on"), "{}", told("format = \"1\""));
        assert_eq!(told("format = 1"), "");
    }

    #[test]
    fn what_is_found_is_shown_short_and_harmless() {
        let told =
            faults(&format!("x = '\u{1b}[31m\u{202e}{}'", "é".repeat(10_000)).replace('\u{1b}', ""), |table| table.slug("x"));
        assert!(told[0].len() < 220 && !told[0].contains('\u{202e}'), "{told:?}");
    }

    #[test]
    fn unknown_keys_of_the_program_are_kept_as_they_are() {
        let text = "a = 1\n\"odd key\" = \"x\"\nb.c = 0x1F\n[[d]]\ne = [1, # one\n 2]\n";
        let document = document(text);
        let table = document.table();
        assert_eq!(table.keep_unknown(), ["a = 1", "b = { c = 0x1F }", "d = [{ e = [1, 2] }]", "\"odd key\" = \"x\""]);
        assert!(!document.is_refused() && document.faults().len() == 4);
    }

    #[test]
    fn times_of_toml_are_read_with_and_without_seconds_and_wall_times_to_the_minute() {
        let document = document(
            "a = 2020-03-28T20:30\nb = 2020-03-28 20:30:07.5\nc = 2020-03-28T20:30:00+01:00\nd = 2020-03-28T20:30:00Z\n",
        );
        let table = document.table();
        assert_eq!(table.wall("a").unwrap().to_string(), "2020-03-28 20:30:00");
        assert_eq!(table.wall("b").unwrap().to_string(), "2020-03-28 20:30:00");
        assert_eq!(table.instant("c").unwrap().to_rfc3339(), "2020-03-28T20:30:00+01:00");
        assert_eq!(table.instant("d").unwrap().timestamp(), table.instant("c").unwrap().timestamp() + 3600);
    }
}
