//! Writes what changed in a series into the text of its file; comments, order and all else stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use super::document::FORMAT;
use super::edit;
use crate::domain::{Chain, Change, ChangeTo, ClosedDays, OnClosed, Rota, Series, Skip, Slug, Step, Turn, iso_duration};
use crate::error::{Error, Result};
use crate::text;

/// The text of a new file.
pub fn created(series: &Series) -> String {
    let mut document = DocumentMut::new();
    let table = document.as_table_mut();
    edit::set(table, "format", Some(FORMAT.to_string()));
    edit::set(table, "uid", series.uid.as_deref().map(edit::quoted));
    edit::set(table, "title", Some(edit::quoted(&series.title)));
    edit::set(table, "start", Some(edit::wall(series.start)));
    edit::set(table, "zone", Some(edit::quoted(series.zone.name())));
    edit::set(table, "minutes", Some(series.minutes.to_string()));
    write_rules(table, &series.rules);
    around(series).into_iter().for_each(|(key, source)| edit::set(table, key, source));
    write_steps(table, &series.steps);
    write_chains(table, &series.chains);
    write_changes(table, &[], &series.changes);
    write_rotas(table, &series.rotas);
    write_turns(table, &[], &series.turns);
    document.to_string()
}

/// `text`, which holds `old`, changed so that it holds `new`.
///
/// Fails where the text is not TOML; the caller has read it as such.
pub fn edited(text: &str, old: &Series, new: &Series) -> Result<String> {
    let parsed = text.parse::<DocumentMut>();
    let mut document = parsed.map_err(|fault| Error::new(text!("files-unread")).because(fault.message()))?;
    let table = document.as_table_mut();
    if old.title != new.title {
        edit::set(table, "title", Some(edit::quoted(&new.title)));
    }
    if old.start != new.start {
        edit::set(table, "start", Some(edit::wall(new.start)));
    }
    if old.zone != new.zone {
        edit::set(table, "zone", Some(edit::quoted(new.zone.name())));
    }
    if old.minutes != new.minutes {
        edit::set(table, "minutes", Some(new.minutes.to_string()));
    }
    if old.rules != new.rules {
        write_rules(table, &new.rules);
    }
    for ((key, old), (_, new)) in around(old).into_iter().zip(around(new)).filter(|(old, new)| old != new) {
        put(table, key, new.or_else(|| empty(table, key, old)));
    }
    if old.steps != new.steps {
        write_steps(table, &new.steps);
    }
    if old.chains != new.chains {
        write_chains(table, &new.chains);
    }
    if old.rotas != new.rotas {
        write_rotas(table, &new.rotas);
    }
    write_changes(table, &old.changes, &new.changes);
    write_turns(table, &old.turns, &new.turns);
    Ok(document.to_string())
}

/// A list of rules that is there stays a list.
fn write_rules(table: &mut Table, rules: &[String]) {
    let is_list = table.contains_key("rules");
    let (one, several) = match rules {
        [] => (None, None),
        [rule] if !is_list => (Some(edit::quoted(rule)), None),
        rules => (None, Some(edit::quoted_list(rules))),
    };
    put(table, "rule", one);
    put(table, "rules", several);
}

/// Who, where, and what goes with it: each key with its value, absent where it is the default.
fn around(series: &Series) -> [(&'static str, Option<String>); 10] {
    let list = |ids: &[Slug]| (!ids.is_empty()).then(|| edit::quoted_list(ids));
    let also: Vec<String> = series.also.iter().map(|at| edit::wall(*at)).collect();
    [
        ("skip", (!series.skip.is_empty()).then(|| skipped(&series.skip))),
        ("also", (!also.is_empty()).then(|| format!("[{}]", also.join(", ")))),
        ("closed", (!series.closed.is_empty()).then(|| edit::quoted_list(&written_spans(&series.closed)))),
        ("on_closed", (series.on_closed != OnClosed::default()).then(|| edit::quoted(series.on_closed.as_str()))),
        ("hosts", list(&series.hosts)),
        ("guests", list(&series.guests)),
        ("place", series.place.as_ref().map(|id| edit::quoted(id.as_str()))),
        ("quiet", series.quiet.then(|| "true".to_owned())),
        ("heavy", series.heavy.then(|| "true".to_owned())),
        ("announce", series.announce.as_deref().map(edit::quoted)),
    ]
}

/// `[2020-04-12, 2020-05-01T20:30:00]`.
fn skipped(skip: &[Skip]) -> String {
    let written = |skip: &Skip| match *skip {
        Skip::Date(date) => date.to_string(),
        Skip::Time(at) => edit::wall(at),
    };
    format!("[{}]", skip.iter().map(written).collect::<Vec<_>>().join(", "))
}

/// `2020-04-06/2020-04-19`, `2020-05-01`.
fn written_spans(closed: &[ClosedDays]) -> Vec<String> {
    let written = |days: &ClosedDays| match days.first == days.last {
        true => days.first.to_string(),
        false => format!("{}/{}", days.first, days.last),
    };
    closed.iter().map(written).collect()
}

/// What says nothing in the place of a value, where TOML has such a thing: the key and what is said beside it stay.
fn empty(table: &Table, key: &str, old: Option<String>) -> Option<String> {
    match table.get(key)? {
        Item::Value(value) if value.is_array() => Some("[]".to_owned()),
        Item::Value(value) if value.is_bool() && old.is_some() => Some("false".to_owned()),
        _ => None,
    }
}

/// Sets a key, or takes it out; a comment above it then stands above the next one.
fn put(table: &mut Table, key: &str, source: Option<String>) {
    let next = table.iter().map(|(key, _)| key.to_owned()).skip_while(|name| name != key).nth(1);
    let comment = table.key(key).and_then(|key| key.leaf_decor().prefix()?.as_str().map(str::to_owned));
    if let (None, Some(next), Some(comment)) = (&source, next, comment.filter(|comment| comment.contains('#')))
        && let Some(mut next) = table.key_mut(&next)
    {
        let own = next.leaf_decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
        next.leaf_decor_mut().set_prefix(comment + &own);
    }
    edit::set(table, key, source);
}

/// A step keeps its own table, found by its title.
fn write_steps(table: &mut Table, steps: &[Step]) {
    let mut old = edit::take_tables(table, "step");
    let mut new = Vec::new();
    for step in steps {
        let mut own = edit::claim(&mut old, "title", &step.title);
        if !own.contains_key("title") {
            edit::set(&mut own, "title", Some(edit::quoted(&step.title)));
        }
        put(&mut own, "minutes", step.minutes.map(|minutes| minutes.to_string()));
        new.push(own);
    }
    edit::put_tables(table, "step", new);
}

/// A chain keeps its own table, found by its id.
fn write_chains(table: &mut Table, chains: &[Chain]) {
    let mut old = edit::take_tables(table, "chain");
    let mut new = Vec::new();
    for chain in chains {
        let mut own = edit::claim(&mut old, "id", chain.id.as_str());
        edit::set(&mut own, "id", Some(edit::quoted(chain.id.as_str())));
        edit::set(&mut own, "title", Some(edit::quoted(&chain.title)));
        edit::set(&mut own, "by", Some(edit::quoted(&iso_duration(chain.by))));
        edit::set(&mut own, "minutes", Some(chain.minutes.to_string()));
        new.push(own);
    }
    edit::put_tables(table, "chain", new);
}

/// Each change that stays keeps its own table, untouched; the others are edited in their place, taken out, or put behind.
fn write_changes(table: &mut Table, old: &[Change], new: &[Change]) {
    if old == new {
        return;
    }
    let mut tables = edit::tables_in_place(table, "change");
    let kept: BTreeSet<PlaceOf> = new.iter().map(place_of).collect();
    let gone: BTreeSet<PlaceOf> = old.iter().map(place_of).filter(|place| !kept.contains(place)).collect();
    tables.retain(|table| place_of_table(table).is_none_or(|place| !gone.contains(&place)));
    let mut places: BTreeMap<PlaceOf, usize> = BTreeMap::new();
    for (n, table) in tables.iter().enumerate() {
        place_of_table(table).map(|place| *places.entry(place).or_insert(n));
    }
    let mut olds: BTreeMap<PlaceOf, Vec<&Change>> = BTreeMap::new();
    old.iter().for_each(|change| olds.entry(place_of(change)).or_default().push(change));
    let is_old = |change: &Change| olds.get(&place_of(change)).is_some_and(|olds| olds.contains(&change));
    for change in new.iter().filter(|change| !is_old(change)) {
        let next = tables.len();
        let there = *places.entry(place_of(change)).or_insert(next);
        match tables.get_mut(there) {
            Some(table) => write_change(table, change),
            None => tables.push(new_change(change)),
        }
    }
    put_back(table, "change", tables);
}

/// Tables that were taken in their places; none where none is left.
fn put_back(table: &mut Table, key: &str, tables: ArrayOfTables) {
    match tables.is_empty() {
        true => drop(table.remove(key)),
        false => drop(table.insert(key, Item::ArrayOfTables(tables))),
    }
}

/// What a change is of, and whether all later ones follow.
type PlaceOf = (NaiveDateTime, bool);

fn place_of(change: &Change) -> PlaceOf {
    (change.of, change.following)
}

fn place_of_table(table: &Table) -> Option<PlaceOf> {
    let following = table.get("following").and_then(Item::as_bool).unwrap_or(false);
    Some((table.get("of").and_then(as_wall)?, following))
}

/// To the minute, as it is read.
fn as_wall(item: &Item) -> Option<NaiveDateTime> {
    let at = item.as_datetime()?;
    let (date, time) = (at.date?, at.time?);
    let date = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    date.and_hms_opt(time.hour.into(), time.minute.into(), 0)
}

fn new_change(change: &Change) -> Table {
    let mut table = Table::new();
    edit::set(&mut table, "of", Some(edit::wall(change.of)));
    write_change(&mut table, change);
    table
}

fn write_change(table: &mut Table, change: &Change) {
    let (to, by, cancelled) = match change.to {
        ChangeTo::Time(to) => (Some(edit::wall(to)), None, None),
        ChangeTo::By(by) => (None, Some(edit::quoted(&iso_duration(by))), None),
        ChangeTo::Cancelled => (None, None, Some("true".to_owned())),
    };
    edit::set(table, "to", to);
    edit::set(table, "by", by);
    edit::set(table, "cancelled", cancelled);
    edit::set(table, "following", change.following.then(|| "true".to_owned()));
}

/// A rota keeps its own table, found by its role.
fn write_rotas(table: &mut Table, rotas: &[Rota]) {
    let mut old = edit::take_tables(table, "rota");
    let mut written = |rota: &Rota| {
        let mut own = edit::claim(&mut old, "role", rota.role.as_str());
        edit::set(&mut own, "role", Some(edit::quoted(rota.role.as_str())));
        edit::set(&mut own, "people", Some(edit::quoted_list(&rota.people)));
        own
    };
    let new = rotas.iter().map(&mut written).collect();
    edit::put_tables(table, "rota", new);
}

/// As [`write_changes`].
fn write_turns(table: &mut Table, old: &[Turn], new: &[Turn]) {
    if old == new {
        return;
    }
    let mut tables = edit::tables_in_place(table, "turn");
    tables.retain(|table| new.iter().any(|turn| is_turn(table, turn)));
    for turn in new.iter().filter(|turn| !old.contains(turn)) {
        let there = tables.iter().position(|table| is_turn(table, turn));
        match there.and_then(|at| tables.get_mut(at)) {
            Some(table) => edit::set(table, "person", Some(edit::quoted(turn.person.as_str()))),
            None => tables.push(new_turn(turn)),
        }
    }
    put_back(table, "turn", tables);
}

fn is_turn(table: &Table, turn: &Turn) -> bool {
    let role = table.get("role").and_then(Item::as_str);
    table.get("of").and_then(as_wall) == Some(turn.of) && role == Some(turn.role.as_str())
}

fn new_turn(turn: &Turn) -> Table {
    let mut table = Table::new();
    edit::set(&mut table, "of", Some(edit::wall(turn.of)));
    edit::set(&mut table, "role", Some(edit::quoted(turn.role.as_str())));
    edit::set(&mut table, "person", Some(edit::quoted(turn.person.as_str())));
    table
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::domain::Source;
    use crate::plan::examples::{at, nadia, slug, spans};
    use crate::store::samples::library;
    use crate::store::series::parse;

    /// The series in a text, without its lines.
    fn read(text: &str) -> Series {
        let (_folder, layout) = library();
        let series = parse(&layout, &slug("nadia"), text, chrono_tz::Tz::Europe__Brussels);
        Series { source: Source::default(), ..series.unwrap_or_else(|fault| panic!("{fault}\n{text}")) }
    }

    /// A file as a person keeps it.
    const FILE: &str = r#"# Nadia, tous les soirs.
format = 1
title   = "Nadia, le soir"   # comme elle dit
start = 2020-03-20T20:30
minutes = 45
rule = "FREQ=DAILY;COUNT=60" # soixante
# Paul remplace Lise en avril.
hosts = [ "lise",   'paul' ]
skip = [2020-04-12]

# Le 30, elle est de garde.
[[change]]
of = 2020-03-30T20:30:00
to = 2020-03-30T12:00:00 # midi

# Les questions.
[[step]]
title = "Comment ça va ?"
minutes = 10

[[change]] # Pâques
of = 2020-04-13T20:30:00
cancelled = true
# fin
"#;

    fn lines_changed(after: &str) -> Vec<String> {
        let mark = |sign: char, a: &str, b: &str| -> Vec<String> {
            let known: Vec<&str> = b.lines().collect();
            a.lines().filter(|line| !line.is_empty() && !known.contains(line)).map(|line| format!("{sign}{line}")).collect()
        };
        [mark('-', FILE, after), mark('+', after, FILE)].concat()
    }

    fn edit_file(change: impl FnOnce(&mut Series)) -> Vec<String> {
        let old = read(FILE);
        let mut new = old.clone();
        change(&mut new);
        let after = edited(FILE, &old, &new).unwrap();
        let mut expected = new.clone();
        let mut found = read(&after);
        expected.changes.sort_by_key(|change| (change.of, change.following));
        found.changes.sort_by_key(|change| (change.of, change.following));
        assert_eq!(found, expected, "{after}");
        lines_changed(&after)
    }

    #[test]
    fn a_new_file_is_read_back_as_what_it_was_made_of() {
        let mut series = nadia().moving("2020-04-02 20:30", "2020-04-02 12:00").shifting("2020-04-20 20:30", 7);
        series.uid = Some("01JD3Z".into());
        series.announce = Some("Cet entretien est \"enregistré\".".into());
        series.quiet = true;
        series.steps = vec![Step { title: "Le père ?".into(), minutes: Some(10) }, Step { title: "B".into(), minutes: None }];
        series = series.skipping("2020-04-12").chaining("debrief", 2, 30).closing(OnClosed::Shift);
        series.skip.push(Skip::Time(at("2020-04-13 20:30")));
        series.closed = spans(&["2020-05-01", "2020-04-06/2020-04-19"]);
        series.rotas = vec![Rota { role: slug("leader"), people: vec![slug("a"), slug("b")] }];
        series.turns = vec![Turn { of: at("2020-03-21 20:30"), role: slug("leader"), person: slug("b") }];
        assert_eq!(read(&created(&series)), series);
        let turned = |person: &str| Turn { of: at("2020-03-21 20:30"), role: slug("leader"), person: slug(person) };
        for turns in [vec![], vec![turned("a")], vec![turned("b"), Turn { of: at("2020-03-22 20:30"), ..turned("a") }]] {
            let new = Series { turns, ..series.clone() };
            assert_eq!(read(&edited(&created(&series), &series, &new).unwrap()), new);
        }
        let plain = created(&nadia());
        assert_eq!(
            plain,
            "format = 1\ntitle = \"NADIA\"\nstart = 2020-03-20T20:30:00\nzone = \"Europe/Brussels\"\nminutes = 45\n\
             rule = \"FREQ=DAILY;COUNT=60\"\nhosts = [\"olivier\"]\nguests = [\"s-03\"]\nplace = \"appel\"\n"
        );
    }

    #[test]
    fn nothing_changed_is_the_same_text() {
        let series = read(FILE);
        assert_eq!(edited(FILE, &series, &series).unwrap(), FILE);
    }

    #[test]
    fn only_what_changed_is_written_and_comments_stay() {
        assert_eq!(
            edit_file(|series| series.title = "Nadia".into()),
            ["-title   = \"Nadia, le soir\"   # comme elle dit", "+title   = \"Nadia\"   # comme elle dit"]
        );
        assert_eq!(
            edit_file(|series| series.rules = vec!["FREQ=DAILY".into()]),
            ["-rule = \"FREQ=DAILY;COUNT=60\" # soixante", "+rule = \"FREQ=DAILY\" # soixante"]
        );
        assert_eq!(edit_file(|series| series.guests = vec![slug("s-03")]), ["+guests = [\"s-03\"]"]);
        assert_eq!(edit_file(|series| series.place = Some(slug("bar"))), ["+place = \"bar\""]);
        assert_eq!(edit_file(|series| series.hosts.clear()), ["-hosts = [ \"lise\",   'paul' ]", "+hosts = []"]);
    }

    #[test]
    fn the_comment_above_a_key_that_goes_stays() {
        let text = FILE.replace("# Paul", "# Le lieu.\nplace = \"bar\"\n# Paul");
        let old = read(&text);
        let new = Series { place: None, ..old.clone() };
        assert_eq!(edited(&text, &old, &new).unwrap(), text.replace("place = \"bar\"\n", ""));
    }

    #[test]
    fn a_change_is_put_behind_the_others_edited_or_taken_out() {
        let new = Change { of: at("2020-04-02 20:30"), to: ChangeTo::Time(at("2020-04-02 18:00")), following: false };
        assert_eq!(edit_file(|series| series.changes.push(new)), ["+of = 2020-04-02T20:30:00", "+to = 2020-04-02T18:00:00"]);
        assert_eq!(
            edit_file(|series| series.changes[0].to = ChangeTo::Time(at("2020-03-30 13:00"))),
            ["-to = 2020-03-30T12:00:00 # midi", "+to = 2020-03-30T13:00:00 # midi"]
        );
        assert_eq!(
            edit_file(|series| series.changes.truncate(1)),
            ["-[[change]] # Pâques", "-of = 2020-04-13T20:30:00", "-cancelled = true"]
        );
        let all = edit_file(|series| series.changes.clear());
        assert!(all.iter().all(|line| line.starts_with('-')) && !all.contains(&"-# Les questions.".to_owned()), "{all:?}");
        let back = Change { of: at("2020-04-13 20:30"), to: ChangeTo::By(Duration::minutes(-150)), following: true };
        assert_eq!(edit_file(|series| series.changes.push(back)), ["+by = \"-PT2H30M\"", "+following = true"]);
    }

    #[test]
    fn steps_keep_their_tables() {
        let first = Step { title: "Avant".into(), minutes: None };
        assert_eq!(edit_file(|series| series.steps.insert(0, first)), ["+title = \"Avant\""]);
        assert_eq!(edit_file(|series| series.steps[0].minutes = Some(15)), ["-minutes = 10", "+minutes = 15"]);
        let gone = edit_file(|series| series.steps.clear());
        assert!(gone.contains(&"-title = \"Comment ça va ?\"".to_owned()), "{gone:?}");
    }

    #[test]
    fn dates_left_out_and_chains_are_edited() {
        assert_eq!(edit_file(|series| series.skip.clear()), ["-skip = [2020-04-12]", "+skip = []"]);
        assert_eq!(edit_file(|series| series.on_closed = OnClosed::Keep), ["+on_closed = \"keep\""]);
        let chain = Chain { id: slug("test"), title: "Test".into(), by: Duration::days(-1), minutes: 60 };
        let added = ["+[[chain]]", "+id = \"test\"", "+title = \"Test\"", "+by = \"-P1D\"", "+minutes = 60"];
        assert_eq!(edit_file(|series| series.chains.push(chain)), added);
    }

    #[test]
    fn changes_written_inline_and_a_list_of_rules_are_edited_too() {
        let text = "format = 1\ntitle = \"N\"\nstart = 2020-03-20T20:30:00\nrules = [\"FREQ=DAILY\", \"FREQ=WEEKLY\"]\n\
                    change = [{ of = 2020-03-21T20:30:00, cancelled = true }]\n";
        let old = read(text);
        let mut new = old.clone();
        new.rules.pop();
        new.changes.push(Change { of: at("2020-03-22 20:30"), to: ChangeTo::Cancelled, following: false });
        let after = edited(text, &old, &new).unwrap();
        assert_eq!(read(&after), new, "{after}");
        assert!(after.contains("rules = [\"FREQ=DAILY\"]"), "{after}");
    }
}
