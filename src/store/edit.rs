//! The door to `toml_edit`: values as text, and keys set in a file so that all else in it stays as it was.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat};
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TomlError, Value};

/// A text as TOML, on one line.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `["a", "b"]`.
pub(super) fn quoted_list<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

/// With milliseconds and offset.
pub(super) fn instant(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, false)
}

/// With seconds, as TOML 1.0 wants them.
pub(super) fn wall(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

pub(super) fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// A number that TOML reads back as one with a fraction.
pub(super) fn number(number: f64) -> String {
    format!("{number:?}")
}

/// Sets `key` to the TOML value in `source`, or takes it away. What stood around it (comments, order) stays, and so does a value that says
/// the same already, with all that is written within it.
pub(super) fn set(table: &mut Table, key: &str, source: Option<String>) {
    let Some(source) = source else {
        table.remove(key);
        return;
    };
    let mut value: Value = source.parse().expect("sources are made by this module and are TOML");
    match table.get_mut(key) {
        Some(Item::Value(old)) if is_same(old, &value) => {}
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        Some(item) => *item = Item::Value(value),
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Whether both read alike, however they are written.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.value() == other.value(),
        (Value::Integer(one), Value::Integer(other)) => one.value() == other.value(),
        (Value::Float(one), Value::Float(other)) => one.value() == other.value(),
        (Value::Boolean(one), Value::Boolean(other)) => one.value() == other.value(),
        (Value::Datetime(one), Value::Datetime(other)) => one.value() == other.value(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::InlineTable(one), Value::InlineTable(other)) => {
            one.len() == other.len() && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => false,
    }
}

/// The table of an array at `key` that says all of this, as it is written there, with the keys that this version does not know; a new one
/// where there is none. `pairs`: keys with their values as TOML.
pub(super) fn inline_table(table: &Table, key: &str, pairs: &[(&str, String)]) -> String {
    let mut old = table.get(key).and_then(Item::as_array).into_iter().flatten().filter_map(Value::as_inline_table);
    let says = |old: &&InlineTable| {
        let is_there = |(key, source): &(&str, String)| {
            let value: Value = source.parse().expect("sources are made by this module and are TOML");
            old.get(key).is_some_and(|old| is_same(old, &value))
        };
        pairs.iter().all(is_there)
    };
    let known = old.find(says);
    let new = || pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ");
    known.map_or_else(|| format!("{{ {} }}", new()), |known| known.to_string().trim().to_owned())
}

/// Whether the value at `key` is that text, or a list that begins with it.
pub(super) fn begins_with(table: &Table, key: &str, text: &str) -> bool {
    let value = table.get(key).and_then(Item::as_value);
    let first = value.and_then(|value| value.as_array().map_or(Some(value), |all| all.get(0)));
    first.and_then(Value::as_str) == Some(text)
}

/// The settings of a person, ready to be changed.
pub(crate) struct Settings(DocumentMut);

impl Settings {
    pub(crate) fn parse(text: &str) -> Result<Settings, TomlError> {
        text.parse().map(Settings)
    }

    /// Sets `key` of `[section]` (empty: the top of the file) to the TOML value in `source`. `false` where something else stands at
    /// `section`.
    pub(crate) fn put(&mut self, section: &str, key: &str, source: &str) -> bool {
        let table = self.0.as_table_mut();
        let table = if section.is_empty() { Some(table) } else { table_of(table, section) };
        let Some(table) = table else { return false };
        set(table, key, Some(source.to_owned()));
        true
    }
}

impl std::fmt::Display for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The tables of `[[key]]`, taken out of `table`, those written inline too. [`put_tables`] puts tables in their place.
pub(super) fn take_tables(table: &mut Table, key: &str) -> Vec<Table> {
    let item = table.get_mut(key).map(std::mem::take).unwrap_or_default();
    let mut tables: Vec<Table> = item.into_array_of_tables().map(|tables| tables.into_iter().collect()).unwrap_or_default();
    tables.iter_mut().for_each(forget_position);
    tables
}

/// The tables of `[[key]]`, those written inline too, each with its place in the file. They are put back by inserting them.
pub(super) fn tables_in_place(table: &mut Table, key: &str) -> ArrayOfTables {
    let item = table.get_mut(key).map(std::mem::take).unwrap_or_default();
    item.into_array_of_tables().unwrap_or_default()
}

/// Puts tables under `[[key]]`, in this order.
pub(super) fn put_tables(table: &mut Table, key: &str, tables: Vec<Table>) {
    if tables.is_empty() {
        table.remove(key);
        return;
    }
    table.insert(key, Item::ArrayOfTables(tables.into_iter().collect::<ArrayOfTables>()));
}

/// Lets a table be written where it stands now, and not where it was read.
fn forget_position(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => forget_position(inner),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(forget_position),
            _ => (),
        }
    }
}

/// The table whose `key` is `id`, taken out of `tables`; a new one where there is none.
pub(super) fn claim(tables: &mut Vec<Table>, key: &str, id: &str) -> Table {
    let found = tables.iter().position(|table| table.get(key).and_then(Item::as_str) == Some(id));
    found.map(|at| tables.remove(at)).unwrap_or_default()
}

/// The table at `key`, made where it is missing; `None` where something else stands there.
pub(super) fn table_of<'t>(table: &'t mut Table, key: &str) -> Option<&'t mut Table> {
    if table.get(key).is_some_and(Item::is_inline_table) {
        let item = table.remove(key)?;
        table.insert(key, Item::Table(item.into_table().ok()?));
    }
    table.entry(key).or_insert_with(|| Item::Table(Table::new())).as_table_mut()
}
