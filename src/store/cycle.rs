//! A cycle file, as people write it: `plan cycle FILE`. It may lie anywhere; the library keeps a copy of what was carried out last.

use std::path::Path;

use chrono::{Datelike, Duration};
use chrono_tz::Tz;

use super::document::{Document, SMALL, read_text};
use super::folder;
use super::layout::Layout;
use super::library::read_closed;
use super::series::{MINUTES, read_chains, read_on_closed, read_step};
use super::table::Table;
use crate::domain::{OnClosed, Slug};
use crate::error::{Error, Result};
use crate::plan::YEARS;
use crate::plan::cycle::{Cycle, GROUP, Group};
use crate::text;

/// So many days at most from one session to the next.
const EVERY: std::ops::RangeInclusive<i64> = 1..=366;

/// No group has more sessions.
const SESSIONS: std::ops::RangeInclusive<i64> = 1..=500;

/// A cycle, and its file's text. It is named after the file; `zone` is the library's, for one that names none.
///
/// Fails where the file cannot be read, or is no cycle: the first fault, with its line.
pub fn load(path: &Path, zone: Tz) -> Result<(Cycle, String)> {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let named = || Error::new(text!("files-cycle-name")).at(path).hint(text!("files-cycle-name-hint"));
    let id = Slug::of(name).ok_or_else(named)?;
    let text = read_text(path, SMALL)?;
    parse(path, id, &text, zone).map(|cycle| (cycle, text))
}

/// What was carried out last under this name; `None` where there is nothing that can be read.
pub fn carried_out(layout: &Layout, id: &Slug, zone: Tz) -> Option<Cycle> {
    let path = layout.cycle_file(id);
    layout.check(&path).ok()?;
    parse(&path, id.clone(), &read_text(&path, SMALL).ok()?, zone).ok()
}

fn parse(path: &Path, id: Slug, text: &str, zone: Tz) -> Result<Cycle> {
    let document = Document::parse(path, text)?;
    folder::only(folder::read_document(document, id, |table, id| read(table, id, zone)))
}

fn read(table: &Table, id: Slug, zone: Tz) -> Option<Cycle> {
    let title = table.need("title", Table::text);
    let every = table.need("every", |table, key| table.duration(key).map(|every| (every, table.line_of(key))));
    let sessions = table.need("sessions", |table, key| table.whole(key, SESSIONS));
    let groups = read_groups(table);
    check_title(table, title.as_deref(), groups.len());
    if groups.is_empty() {
        table.fault("group", text!("files-cycle-without-groups"));
    }
    let every = every.and_then(|(every, line)| whole_days(table, every, line));
    Some(Cycle {
        id,
        zone: table.zone("zone").unwrap_or(zone),
        minutes: table.whole("minutes", MINUTES).unwrap_or(60) as u32,
        closed: read_closed(table).0,
        on_closed: read_on_closed(table).unwrap_or(OnClosed::Shift),
        guests: table.slugs("guests"),
        place: table.slug("place"),
        quiet: table.flag("quiet").unwrap_or(false),
        announce: table.text("announce"),
        steps: table.tables("step").iter().filter_map(read_step).collect(),
        chains: read_chains(table),
        groups,
        title: title?,
        every: every?,
        sessions: sessions? as u32,
    })
}

/// A rule counts whole days.
fn whole_days(table: &Table, every: Duration, line: usize) -> Option<u32> {
    let days = every.num_days();
    if Duration::days(days) != every || !EVERY.contains(&days) {
        table.fault_on(line, text!("files-cycle-every", most = *EVERY.end()));
        return None;
    }
    Some(days as u32)
}

/// Several groups are told apart by their titles.
fn check_title(table: &Table, title: Option<&str>, groups: usize) {
    if groups > 1 && title.is_some_and(|title| !title.contains(GROUP)) {
        table.fault_with_hint("title", text!("files-cycle-title"), text!("files-cycle-title-hint"));
    }
}

fn read_groups(table: &Table) -> Vec<Group> {
    let tables = table.tables("group");
    let mut groups: Vec<(usize, Group)> = Vec::new();
    for (line, group) in tables.iter().filter_map(read_group) {
        match groups.iter().find(|(_, other)| other.id == group.id) {
            Some((first, _)) => table.fault_on(line, text!("files-twice", id = group.id.as_str(), line = *first)),
            None => groups.push((line, group)),
        }
    }
    if tables.is_empty() && !table.has("group") {
        table.fault_with_hint("group", text!("files-needed", key = "group"), text!("files-cycle-group-hint"));
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// With the line of its `id`.
fn read_group(table: &Table) -> Option<(usize, Group)> {
    let id = table.need("id", Table::slug);
    let name = table.text("name");
    let start = table.need("start", Table::wall).filter(|start| {
        let is_near = YEARS.contains(&start.year());
        if !is_near {
            table.fault("start", text!("files-year", first = *YEARS.start(), last = *YEARS.end()));
        }
        is_near
    });
    let (pair, guests, place) = (table.slugs("pair"), table.slugs("guests"), table.slug("place"));
    table.refuse_unknown();
    let id = id?;
    let name = name.unwrap_or_else(|| id.to_string());
    Some((table.line_of("id"), Group { id, name, start: start?, pair, guests, place }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{put, slug, told};

    const HEAD: &str = "format = 1\ntitle = \"Intervision, {group}\"\nevery = \"P3W\"\nsessions = 5\n";
    const GROUPS: &str = "group = [\n  { id = \"g1\", start = 2021-01-11T13:30:00, pair = [\"a\", \"b\"] },\n  \
        { id = \"g2\", name = \"Groupe 2\", start = 2021-01-12T13:30:00, place = \"salle\" },\n]\n";

    fn read_text(text: &str) -> Result<Cycle> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Intervisions 2021.toml");
        put(&path, text);
        load(&path, Tz::Europe__Brussels).map(|(cycle, _)| cycle)
    }

    #[test]
    fn a_cycle_is_read_with_inline_groups_or_tables() {
        let cycle = read_text(&format!("{HEAD}closed = [\"2021-02-15/2021-02-21\"]\n{GROUPS}")).unwrap();
        assert_eq!((cycle.id, cycle.every, cycle.sessions), (slug("intervisions-2021"), 21, 5));
        assert_eq!((cycle.on_closed, cycle.closed.len(), cycle.zone), (OnClosed::Shift, 1, Tz::Europe__Brussels));
        assert_eq!((cycle.groups[0].name.as_str(), cycle.groups[1].name.as_str()), ("g1", "Groupe 2"));
        assert_eq!((cycle.groups[0].pair.len(), cycle.groups[1].place.clone()), (2, Some(slug("salle"))));
        let tables = format!("{HEAD}[[group]]\nid = \"g1\"\nstart = 2021-01-11T13:30:00\n[[step]]\ntitle = \"A\"\n");
        let cycle = read_text(&tables).unwrap();
        assert_eq!((cycle.groups.len(), cycle.steps.len()), (1, 1));
    }

    #[test]
    fn each_mistake_is_told_with_its_line() {
        for (text, line, words) in [
            (format!("{HEAD}{GROUPS}").replace("P3W", "PT90M"), 3, "whole days"),
            (format!("{HEAD}{GROUPS}").replace("P3W", "P9999D"), 3, "whole days"),
            (format!("{HEAD}{GROUPS}").replace(", {group}", ""), 2, "same title"),
            (format!("{HEAD}{GROUPS}").replace("g2", "g1"), 7, "`g1` stands on line 6 already"),
            (format!("{HEAD}{GROUPS}").replace("pair", "pairs"), 6, "did you mean `pair`?"),
            (format!("{HEAD}{GROUPS}").replace("2021-01-12", "0021-01-12"), 7, "expected a year"),
            (HEAD.to_owned(), 1, "`group` is missing"),
            (GROUPS.to_owned(), 1, "`format` is missing"),
            (format!("{HEAD}{GROUPS}sesions = 4\n"), 9, "unknown key `sesions`"),
            (format!("{HEAD}{GROUPS}").replace("sessions", "sesions"), 4, "did you mean `sessions`?"),
            (format!("{HEAD}{GROUPS}").replace("start = 2021-01-12", "strat = 2021-01-12"), 7, "did you mean `start`?"),
        ] {
            let fault = told(&read_text(&text).unwrap_err());
            assert!(fault.contains(&format!("2021.toml:{line}: ")) && fault.contains(words), "{text}: {fault}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_cycle_or_a_fault(text in "[a-z0-9=\"{}\\[\\]T:,\n-]{0,200}") {
            let _ = read_text(&format!("{HEAD}{text}"));
        }
    }
}
