//! One TOML file, read once, with the line of everything in it: the door to `toml` for reading.
//!
//! A [`Document`] is read through a [`Table`](super::table), which gives typed values and collects what is wrong. Reading is
//! bounded: regular files only, of a size that such a file can have, in UTF-8.

use std::borrow::Cow;
use std::cell::{OnceCell, Ref, RefCell};
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::os::fd::AsFd;
use std::path::Path;
use std::str::Utf8Error;

use rustix::fs::{CWD, FileType, Mode, OFlags, fstat, openat};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::table::{Table, shown};
use crate::error::{Error, Loaded, Result};
use crate::locale::Text;
use crate::text;

/// The form of files that this version reads and writes.
pub const FORMAT: i64 = 1;

/// No settings, person, series or session is larger than this, in bytes.
pub const SMALL: u64 = 1024 * 1024;

/// No file of marks is larger than this, in bytes.
pub const LARGE: u64 = 64 * 1024 * 1024;

/// In one piece are read so many bytes: more than most files hold.
const ROOM: usize = 16 * 1024;

/// A parsed file, and what was found wrong in it so far.
pub struct Document<'t> {
    path: &'t Path,
    text: &'t str,
    root: Node<'t>,
    /// Counted when the first line is asked for.
    lines: OnceCell<Lines>,
    faults: RefCell<Vec<Error>>,
}

/// A table: where it stands, and its keys in alphabetical order.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub at: usize,
    pub entries: Vec<(Cow<'t, str>, Item<'t>)>,
}

/// A value, where it stands, and where its key does, or the value itself in a list.
#[derive(Debug)]
pub(super) struct Item<'t> {
    pub at: usize,
    pub span: Range<usize>,
    pub value: Value<'t>,
}

#[derive(Debug)]
pub(super) enum Value<'t> {
    Text(Cow<'t, str>),
    /// `None`: beyond 64 bits.
    Whole(Option<i64>),
    Real(f64),
    Flag(bool),
    Moment(Datetime),
    List(Vec<Item<'t>>),
    Table(Node<'t>),
}

impl<'t> Document<'t> {
    /// Parses `text` as what `path` holds. An empty file parses; it is refused by [`Table::format`] for want of its `format`.
    pub fn parse(path: &'t Path, text: &'t str) -> Result<Document<'t>> {
        let (table, faults) = DeTable::parse_recoverable(text);
        if let Some(first) = faults.iter().min_by_key(|fault| fault.span().map(|span| span.start)) {
            return Err(syntax_error(first, path, text));
        }
        let root = node(table.into_inner(), 0);
        Ok(Document { path, text, root, lines: OnceCell::new(), faults: RefCell::default() })
    }

    /// Parses what can be parsed; the lines that cannot are left aside and stand among the faults.
    pub fn parse_in_part(path: &'t Path, text: &'t str) -> Document<'t> {
        let lines = Lines::of(text);
        let (table, faults) = DeTable::parse_recoverable(text);
        let line = |fault: &Error| fault.place().and_then(|place| place.line);
        let mut faults: Vec<Error> = faults.iter().map(|fault| syntax_error(fault, path, text)).collect();
        faults.sort_by_key(line);
        faults.dedup_by_key(|fault| line(fault)); // one slip may give several complaints
        let torn: Vec<usize> = faults.iter().filter_map(line).collect();
        let root = without_lines(node(table.into_inner(), 0), &torn, &lines);
        Document { path, text, root, lines: OnceCell::from(lines), faults: RefCell::new(faults) }
    }

    pub fn table(&self) -> Table<'_> {
        Table::new(self, &self.root)
    }

    pub fn path(&self) -> &'t Path {
        self.path
    }

    /// The line, from one, of what stands there.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.get_or_init(|| Lines::of(self.text)).line(at)
    }

    /// How many lines there are, where the last one does not end.
    pub(super) fn lines_without_end(&self) -> Option<usize> {
        (!self.text.ends_with('\n')).then(|| self.text.lines().count())
    }

    pub(super) fn push(&self, fault: Error) {
        self.faults.borrow_mut().push(fault);
    }

    /// Tells these before the others from that place on.
    pub(super) fn insert(&self, place: usize, faults: Vec<Error>) {
        self.faults.borrow_mut().splice(place..place, faults);
    }

    /// A fault of what stands there.
    pub(super) fn fault_at(&self, at: usize, message: Text) -> Error {
        self.fault_on(self.line(at), message)
    }

    pub(super) fn fault_on(&self, line: usize, message: Text) -> Error {
        Error::new(message).at(self.path).line(line)
    }

    pub fn faults(&self) -> Ref<'_, Vec<Error>> {
        self.faults.borrow()
    }

    pub fn into_faults(self) -> Vec<Error> {
        self.faults.into_inner()
    }

    /// Whether something in it costs the file; what only needs a look does not.
    pub fn is_refused(&self) -> bool {
        self.faults().iter().any(Error::is_doubt)
    }

    /// What the file gave: its row, unless a fault costs it, and everything that was found wrong.
    pub fn finish<T>(self, row: Option<T>) -> Loaded<T> {
        let mut loaded = Loaded::default();
        self.finish_into(row, &mut loaded);
        loaded
    }

    /// As [`Document::finish`], behind what was read before.
    pub(super) fn finish_into<T>(self, row: Option<T>, loaded: &mut Loaded<T>) {
        loaded.rows.extend(row.filter(|_| !self.is_refused()));
        loaded.faults.append(&mut self.into_faults());
    }

    /// The value as TOML on one line (but for texts of several lines), as it was written where that is possible.
    pub(super) fn source(&self, item: &Item) -> String {
        match &item.value {
            Value::Table(node) => {
                let pairs: Vec<String> = node.entries.iter().map(|(key, item)| self.pair(key, item)).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.source(item)).collect();
                format!("[{}]", items.join(", "))
            }
            _ => self.text[item.span.clone()].to_owned(),
        }
    }

    /// `key = value`, the key quoted where it must be.
    pub(super) fn pair(&self, key: &str, item: &Item) -> String {
        let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let value = self.source(item);
        if bare { format!("{key} = {value}") } else { format!("{} = {value}", super::edit::quoted(key)) }
    }
}

impl<'t> Node<'t> {
    pub fn get(&self, key: &str) -> Option<&Item<'t>> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, item)| item)
    }
}

/// Reads a text file: a regular file, of `limit` bytes at most, in UTF-8.
pub fn read_text(path: &Path, limit: u64) -> Result<String> {
    let bytes = read_bytes(path, limit)?;
    String::from_utf8(bytes).map_err(|fault| not_utf8(fault.as_bytes(), fault.utf8_error(), path))
}

/// As [`read_text`], for the file of that name in a folder that is open, which spares the way to it; a link is refused. `path` is told.
/// The text lies in `room`, which can be used for one file after the other.
///
/// What was a file when the folder was listed is not looked at again: it is read, and by POSIX gives less than there is room for only
/// where it ends.
pub(super) fn read_text_in<'r>(folder: impl AsFd, name: &str, path: &Path, limit: u64, room: &'r mut Vec<u8>) -> Result<&'r str> {
    let name = Path::new(name);
    room.resize(ROOM, 0);
    let filled = open_in(&folder, name, OFlags::NOFOLLOW, path)?.read(room).unwrap_or(ROOM);
    let bytes = match filled {
        ROOM => {
            *room = read_bytes_in(folder, name, OFlags::NOFOLLOW, path, limit)?;
            &room[..]
        }
        filled => &room[..filled],
    };
    str::from_utf8(bytes).map_err(|fault| not_utf8(bytes, fault, path))
}

fn not_utf8(bytes: &[u8], fault: Utf8Error, path: &Path) -> Error {
    let good = fault.valid_up_to();
    let line = 1 + bytes[..good].iter().filter(|&&b| b == b'\n').count();
    Error::new(text!("files-not-utf8")).at(path).line(line).hint(text!("files-not-utf8-hint"))
}

pub(crate) fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>> {
    read_bytes_in(CWD, path, OFlags::empty(), path, limit)
}

fn read_bytes_in(folder: impl AsFd, name: &Path, how: OFlags, path: &Path, limit: u64) -> Result<Vec<u8>> {
    let file = open_in(folder, name, how, path)?;
    let found = fstat(&file).map_err(|cause| unread(cause.into(), path))?;
    if !FileType::from_raw_mode(found.st_mode).is_file() {
        return Err(Error::new(text!("files-no-file")).at(path));
    }
    let size = found.st_size.unsigned_abs();
    if size > limit {
        let message = text!("files-too-large", limit = limit / 1024 / 1024, found = size.div_ceil(1024 * 1024));
        return Err(Error::new(message).at(path));
    }
    read_file(file, size as usize, limit).map_err(|cause| unread(cause, path))
}

/// Opened without a wait for somebody who writes into what is no file.
fn open_in(folder: impl AsFd, name: &Path, how: OFlags, path: &Path) -> Result<File> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | how;
    openat(folder, name, flags, Mode::empty()).map(File::from).map_err(|cause| unread(cause.into(), path))
}

fn unread(cause: std::io::Error, path: &Path) -> Error {
    match cause.kind() {
        std::io::ErrorKind::NotFound => Error::new(text!("files-missing")).at(path),
        _ => Error::new(text!("files-unread")).at(path).because(cause),
    }
}

/// A file of `size` bytes when it was opened. One read is enough: a file that gives less than is asked for has ended there.
fn read_file(mut file: File, size: usize, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; size + 1];
    let mut filled = 0;
    while filled < size {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    bytes.truncate(filled);
    if filled > size {
        file.take(limit.saturating_sub(filled as u64)).read_to_end(&mut bytes)?; // it grows
    }
    Ok(bytes)
}

fn syntax_error(fault: &toml::de::Error, path: &Path, text: &str) -> Error {
    let line = fault.span().map_or(1, |span| Lines::of(text).line(span.start));
    if fault.message() == "duplicate key" {
        return Error::new(text!("files-duplicate-key")).at(path).line(line).hint(text!("files-syntax-hint"));
    }
    let written = text.lines().nth(line - 1).unwrap_or_default();
    let slip = slip(fault.message(), written);
    let is_date = slip.id == "files-slip-date";
    let is_other = slip.id == "files-slip-other";
    let error = Error::new(text!("files-syntax", slip = slip)).at(path).line(line);
    let error = error.hint(if is_date { text!("files-slip-date-hint") } else { text!("files-syntax-hint") });
    if is_other { error.because(fault.message()) } else { error }
}

/// What the library complains of, in our words; it words each slip by what it expected first.
fn slip(complaint: &str, line: &str) -> Text {
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let begins = |begin: &str| complaint.starts_with(begin);
    if begins("string values must be quoted") && value.is_empty() {
        return text!("files-slip-no-value");
    }
    if begins("invalid date") || begins("invalid time") {
        return text!("files-slip-date", found = shown(value));
    }
    if begins("invalid basic string") || begins("invalid literal string") || begins("invalid multi-line") {
        return text!("files-slip-open-text");
    }
    if line.contains(['“', '”', '„', '«', '‘', '’']) {
        return text!("files-slip-curly");
    }
    match complaint.split([' ', ',']).next() {
        Some("string") => text!("files-slip-unquoted", found = shown(value)),
        Some("key") => text!("files-slip-no-equals"),
        Some("unclosed") => text!("files-slip-open-bracket"),
        Some("unexpected") => text!("files-slip-more"),
        _ => text!("files-slip-other"),
    }
}

/// `at` is where its header or its key stands.
fn node<'t>(table: DeTable<'t>, at: usize) -> Node<'t> {
    let entry = |(key, value): (Spanned<Cow<'t, str>>, _)| {
        let at = key.span().start;
        (key.into_inner(), item(value, at))
    };
    Node { at, entries: table.into_iter().map(entry).collect() }
}

fn item<'t>(value: Spanned<DeValue<'t>>, at: usize) -> Item<'t> {
    Item { at, span: value.span(), value: convert(value.into_inner(), at) }
}

fn convert<'t>(value: DeValue<'t>, at: usize) -> Value<'t> {
    match value {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(whole) => Value::Whole(i64::from_str_radix(whole.as_str(), whole.radix()).ok()),
        DeValue::Float(real) => Value::Real(real.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(moment) => Value::Moment(moment),
        DeValue::Array(items) => Value::List(items.into_iter().map(in_list).collect()),
        DeValue::Table(table) => Value::Table(node(table, at)),
    }
}

fn in_list<'t>(value: Spanned<DeValue<'t>>) -> Item<'t> {
    let at = value.span().start;
    item(value, at)
}

/// Takes out the keys that stand on a line which could not be parsed: what the parser made of them is a guess.
fn without_lines<'t>(node: Node<'t>, torn: &[usize], lines: &Lines) -> Node<'t> {
    let keep = node
        .entries
        .into_iter()
        .filter(|(_, item)| matches!(item.value, Value::List(_) | Value::Table(_)) || !torn.contains(&lines.line(item.at)));
    let inner = |value| match value {
        Value::Table(node) => Value::Table(without_lines(node, torn, lines)),
        Value::List(items) => Value::List(items.into_iter().filter_map(|item| inside(item, torn, lines)).collect()),
        value => value,
    };
    Node { at: node.at, entries: keep.map(|(key, item)| (key, Item { value: inner(item.value), ..item })).collect() }
}

fn inside<'t>(item: Item<'t>, torn: &[usize], lines: &Lines) -> Option<Item<'t>> {
    match item.value {
        Value::Table(node) => Some(Item { value: Value::Table(without_lines(node, torn, lines)), ..item }),
        _ if torn.contains(&lines.line(item.at)) => None,
        _ => Some(item),
    }
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend((1..).zip(text.bytes()).filter(|(_, byte)| *byte == b'\n').map(|(next, _)| next));
        Lines(starts)
    }

    /// The line, from one, of the byte at `offset`.
    fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|&start| start <= offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{put, told};

    fn fault(text: &str) -> String {
        told(&Document::parse(Path::new("series/ada.toml"), text).err().expect("a fault"))
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_line() {
        let told = fault("format = 1\ntitle = \"Ada\nminutes = 3\n");
        assert!(told.starts_with("ada.toml:2: expected a line of TOML"), "{told}");
        let told = fault("format = 1\ntitle = \"a\"\ntitle = \"b\"\n");
        assert!(told.starts_with("ada.toml:3: this key stands here a second time"), "{told}");
    }

    #[test]
    fn the_commonest_slips_have_words_of_ours() {
        for (text, words) in [
            ("a = “b”\n", "found curly quotes, where straight ones are meant"),
            ("a = every day\n", "found every day, which is no number and has no quotes"),
            ("a =\n", "found nothing behind the `=`"),
            ("a = # b\n", "found # b, which is no number"),
            ("oops\n", "found a key without `= value`"),
            ("a = 2020-02-30\n", "found 2020-02-30, which is no date and no time\n  hint: a date is written 2020-03-28"),
            ("a = 20:30h\n", "found 20:30h, which is no date and no time"),
            ("a = \"l’été\n", "found a text whose quotes do not close"),
            ("a = [1,\n", "found a bracket that does not close"),
            ("a = \"x\" \"y\"\n", "found something more behind the value"),
            ("= 3\n", "found something else (unquoted keys cannot be empty"),
        ] {
            let told = fault(text);
            assert!(told.contains(&format!("expected a line of TOML, {words}")), "{text}: {told}");
        }
    }

    #[test]
    fn only_regular_files_of_a_sane_size_in_utf8_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        let read = |limit| told(&read_text(&path, limit).unwrap_err());
        assert_eq!(read(SMALL), "a.toml: this file is not there");
        put(&path, b"format = 1\ntitle = \"\xff\"\n");
        assert!(read(SMALL).starts_with("a.toml:2: expected text in UTF-8"), "{}", read(SMALL));
        put(&path, vec![b'#'; 2_000_000]);
        assert_eq!(read(SMALL), "a.toml: expected 1 MB at most, found 2 MB");
        let text = read_text(folder.path(), SMALL).unwrap_err().to_string();
        assert!(text.contains("expected a file, found something else"), "{text}");
        let text = read_text(Path::new("/dev/zero"), SMALL).unwrap_err().to_string();
        assert!(text.contains("expected a file, found something else"), "{text}");
    }

    #[test]
    fn what_can_be_read_of_a_broken_file_is_kept() {
        let text = "a = 1\nb = = 2\n[c]\nd = 3\ne = \"x\nf = 4\n";
        let document = Document::parse_in_part(Path::new("x/config.toml"), text);
        let table = document.table();
        let inner = table.table("c").unwrap();
        assert_eq!((table.whole("a", 0..=9), inner.whole("d", 0..=9), inner.whole("f", 0..=9)), (Some(1), Some(3), Some(4)));
        assert_eq!((table.whole("b", 0..=9), inner.text("e")), (None, None));
        let lines: Vec<_> = document.faults().iter().map(|fault| fault.place().unwrap().line.unwrap()).collect();
        assert!(lines.contains(&2) && lines.contains(&5), "{lines:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_value_or_an_error(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.toml");
            put(&path, &bytes);
            if let Ok(text) = read_text(&path, SMALL)
                && let Ok(document) = Document::parse(&path, &text)
            {
                document.table().keep_unknown();
            }
            Document::parse_in_part(&path, &String::from_utf8_lossy(&bytes)).table().keep_unknown();
        }

        #[test]
        fn any_text_of_toml_signs_is_a_value_or_an_error(text in "[\\[\\]a-c=\\.{}\"', 0-9:T\n#é-]{0,120}") {
            if let Ok(document) = Document::parse(Path::new("a.toml"), &text) {
                document.table().keep_unknown();
            }
            Document::parse_in_part(Path::new("a.toml"), &text).table().keep_unknown();
        }
    }
}
