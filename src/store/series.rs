//! `series/ID.toml`: a recurring plan, as people write it.

use chrono::Datelike;
use chrono_tz::Tz;

use super::document::{Document, SMALL, read_text};
use super::folder;
use super::layout::Layout;
use super::library::read_spans;
use super::table::{Table, as_date, as_wall};
use crate::domain::{Chain, Change, ChangeTo, MOST_MINUTES, OnClosed, Rota, Series, Skip, Slug, Source, Step, Turn};
use crate::error::{Loaded, Result};
use crate::plan::YEARS;
use crate::plan::recurrence::parse_rule;
use crate::text;

pub(super) const MINUTES: std::ops::RangeInclusive<i64> = 1..=MOST_MINUTES as i64;

/// Every series, by id. A bad file costs one series. `zone` is the library's, for those that name none.
pub fn load_all(layout: &Layout, zone: Tz) -> Loaded<Series> {
    folder::load_all(layout, &layout.series_dir(), |table, id| read(table, id, zone))
}

/// The ids that files have, whatever these hold.
pub fn ids(layout: &Layout) -> Vec<Slug> {
    let names = folder::names(&layout.series_dir(), &mut Vec::new());
    names.iter().filter_map(|name| Slug::parse(name.to_ascii_lowercase().strip_suffix(".toml")?)).collect()
}

/// One series.
pub fn load(layout: &Layout, id: &Slug, zone: Tz) -> Result<Series> {
    folder::only(folder::load_file(layout, &layout.series_file(id), id.clone(), |table, id| read(table, id, zone)))
}

/// The series that `text` holds as the file of `id`, without a look at the disk.
pub fn parse(layout: &Layout, id: &Slug, text: &str, zone: Tz) -> Result<Series> {
    let path = layout.series_file(id);
    let document = Document::parse(&path, text)?;
    folder::only(folder::read_document(document, id.clone(), |table, id| read(table, id, zone)))
}

/// One series, and the text of its file, to be edited.
pub fn load_text(layout: &Layout, id: &Slug, zone: Tz) -> Result<(Series, String)> {
    let path = layout.series_file(id);
    layout.check(&path)?;
    let text = read_text(&path, SMALL)?;
    Ok((parse(layout, id, &text, zone)?, text))
}

fn read(table: &Table, id: Slug, zone: Tz) -> Option<Series> {
    let title = table.need("title", Table::text);
    let start = table.need("start", Table::wall);
    let changes: Vec<(usize, Change)> = table.tables("change").iter().filter_map(read_change).collect();
    let chains = read_chains(table);
    check_changes(table, &changes);
    let rotas = read_rotas(table);
    let turns: Vec<(usize, Turn)> = table.tables("turn").iter().filter_map(read_turn).collect();
    check_turns(table, &turns, &rotas);
    let source = Source {
        file: table.path().to_owned(),
        skip: table.lines_of("skip"),
        changes: changes.iter().map(|(line, _)| *line).collect(),
        turns: turns.iter().map(|(line, _)| *line).collect(),
    };
    let series = Series {
        id,
        source,
        uid: table.text("uid"),
        zone: table.zone("zone").unwrap_or(zone),
        minutes: table.whole("minutes", MINUTES).unwrap_or(60) as u32,
        rules: read_rules(table),
        skip: table.list(
            "skip",
            || text!("files-a-skip"),
            |item| as_date(item).map(Skip::Date).or(as_wall(item).map(Skip::Time)),
        ),
        also: table.list("also", || text!("files-a-wall-time"), as_wall),
        closed: read_spans(table),
        on_closed: read_on_closed(table).unwrap_or_default(),
        hosts: table.slugs("hosts"),
        guests: table.slugs("guests"),
        place: table.slug("place"),
        quiet: table.flag("quiet").unwrap_or(false),
        heavy: table.flag("heavy").unwrap_or(false),
        announce: table.text("announce"),
        changes: changes.into_iter().map(|(_, change)| change).collect(),
        steps: table.tables("step").iter().filter_map(read_step).collect(),
        chains,
        rotas,
        turns: turns.into_iter().map(|(_, turn)| turn).collect(),
        title: title?,
        start: start?,
    };
    check_rules(table, &series);
    Some(series)
}

/// `rule` or `rules`, not both.
fn read_rules(table: &Table) -> Vec<String> {
    let one = table.text("rule");
    let several = table.texts("rules");
    if table.has("rule") && table.has("rules") {
        table.fault("rules", text!("files-rule-and-rules"));
    }
    one.into_iter().chain(several).collect()
}

/// With the line of its `of`.
fn read_change(table: &Table) -> Option<(usize, Change)> {
    let of = table.need("of", Table::wall);
    let (to, by, cancelled) = (table.wall("to"), table.duration("by"), table.flag("cancelled"));
    let following = table.flag("following").unwrap_or(false);
    let ways = [table.has("to"), table.has("by"), table.has("cancelled")].iter().filter(|&&named| named).count();
    if ways != 1 {
        table.fault("of", text!("files-change-one-way"));
    }
    if following && !table.has("by") {
        table.fault("following", text!("files-change-following"));
    }
    table.refuse_unknown();
    let to = match (to, by, cancelled) {
        (Some(to), ..) => ChangeTo::Time(to),
        (_, Some(by), _) => ChangeTo::By(by),
        (.., Some(true)) => ChangeTo::Cancelled,
        (.., Some(false)) => return None, // `cancelled = false`: nothing differs
        _ => return None,
    };
    Some((table.line_of("of"), Change { of: of?, to, following }))
}

pub(super) fn read_on_closed(table: &Table) -> Option<OnClosed> {
    table.one_of("on_closed", &OnClosed::ALL.map(|one| (one.as_str(), one)))
}

pub(super) fn read_step(table: &Table) -> Option<Step> {
    let title = table.need("title", Table::text);
    let minutes = table.whole("minutes", MINUTES).map(|minutes| minutes as u32);
    table.refuse_unknown();
    Some(Step { title: title?, minutes })
}

pub(super) fn read_chains(table: &Table) -> Vec<Chain> {
    let chains: Vec<(usize, Chain)> = table.tables("chain").iter().filter_map(read_chain).collect();
    check_chains(table, &chains);
    chains.into_iter().map(|(_, chain)| chain).collect()
}

/// With the line of its `id`.
fn read_chain(table: &Table) -> Option<(usize, Chain)> {
    let id = table.need("id", Table::slug);
    let title = table.text("title");
    let by = table.need("by", Table::duration);
    let minutes = table.whole("minutes", MINUTES).unwrap_or(60) as u32;
    table.refuse_unknown();
    let id = id?;
    let line = table.line_of("id");
    Some((line, Chain { title: title.unwrap_or_else(|| id.to_string()), id, by: by?, minutes }))
}

fn read_rotas(table: &Table) -> Vec<Rota> {
    let mut rotas: Vec<(usize, Rota)> = Vec::new();
    for table in table.tables("rota") {
        let (role, people) = (table.need("role", Table::slug), table.slugs("people"));
        if !table.has("people") {
            table.fault_with_hint("role", text!("files-needed", key = "people"), text!("files-rota-people-hint"));
        }
        table.refuse_unknown();
        let Some(role) = role else { continue };
        match rotas.iter().find(|(_, rota)| rota.role == role) {
            Some((line, _)) => table.fault("role", text!("files-twice", id = role.as_str(), line = *line)),
            None => rotas.push((table.line_of("role"), Rota { role, people })),
        }
    }
    rotas.into_iter().map(|(_, rota)| rota).collect()
}

/// With the line of its `of`.
fn read_turn(table: &Table) -> Option<(usize, Turn)> {
    let of = table.need("of", Table::wall);
    let role = table.need("role", Table::slug);
    let person = table.need("person", Table::slug);
    table.refuse_unknown();
    Some((table.line_of("of"), Turn { of: of?, role: role?, person: person? }))
}

/// A role has one turn on one evening, and goes round.
fn check_turns(table: &Table, turns: &[(usize, Turn)], rotas: &[Rota]) {
    for (n, (line, turn)) in turns.iter().enumerate() {
        if let Some((first, _)) = turns[..n].iter().find(|(_, other)| (other.of, &other.role) == (turn.of, &turn.role)) {
            table.fault_on(*line, text!("files-change-twice", line = *first));
        }
        if !rotas.iter().any(|rota| rota.role == turn.role) {
            table.fault_on(*line, text!("files-turn-without-rota", role = turn.role.as_str()));
        }
    }
}

/// Two changes of one occurrence contradict each other, unless one of them moves all later ones too.
fn check_changes(table: &Table, changes: &[(usize, Change)]) {
    for (n, (line, change)) in changes.iter().enumerate() {
        let same = |(_, other): &&(usize, Change)| (other.of, other.following) == (change.of, change.following);
        if let Some((first, _)) = changes[..n].iter().find(same) {
            table.fault_on(*line, text!("files-change-twice", line = *first));
        }
    }
}

fn check_chains(table: &Table, chains: &[(usize, Chain)]) {
    for (n, (line, chain)) in chains.iter().enumerate() {
        if let Some((first, _)) = chains[..n].iter().find(|(_, other)| other.id == chain.id) {
            table.fault_on(*line, text!("files-twice", id = chain.id.as_str(), line = *first));
        }
    }
}

/// Names each rule that `plan` cannot expand, on its own line. A start of another age is refused first: no rule is walked from there.
fn check_rules(table: &Table, series: &Series) {
    if !YEARS.contains(&series.start.year()) {
        table.fault("start", text!("files-year", first = *YEARS.start(), last = *YEARS.end()));
        return;
    }
    let key = if table.has("rule") { "rule" } else { "rules" };
    for (n, rule) in series.rules.iter().enumerate() {
        if let Err(fault) = parse_rule(rule, series.start, series.zone)
            && let Some(line) = table.lines_of(key).get(n)
        {
            table.fault_from(*line, fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, slug, told};
    use chrono::Duration;

    const HEAD: &str = "format = 1\ntitle = \"Nadia\"\nstart = 2020-03-20T20:30:00\n";

    /// A series file, and what loading it gives.
    fn read_text(text: &str) -> (Option<Series>, Vec<String>) {
        let (_folder, layout) = library();
        put(&layout.series_file(&slug("nadia")), text);
        let loaded = load_all(&layout, Tz::Europe__Paris);
        (loaded.rows.into_iter().next(), loaded.faults.iter().map(told).collect())
    }

    #[test]
    fn a_series_is_read_as_the_contract_shows_it() {
        let text = r#"format = 1
uid = "01JD3Z"
title = "Nadia, le soir"
start = 2020-03-20T20:30
zone = "Europe/Brussels"
minutes = 45
rule = "FREQ=DAILY;COUNT=60"
skip = [2020-04-12, 2020-04-13T20:30:00]
also = [2020-04-12T12:00:00]
on_closed = "keep"
hosts = ["olivier"]
guests = ["s-03"]
place = "appel"
quiet = true
announce = "Cet entretien est enregistré."
[[change]]
of = 2020-04-02T20:30:00
to = 2020-04-02T12:00:00
[[change]]
of = 2020-04-05T20:30:00
cancelled = true
[[change]]
of = 2020-04-20T20:30:00
by = "P7D"
following = true
[[step]]
title = "Comment s'est passée la journée ?"
minutes = 10
[[chain]]
id = "preparation"
title = "Préparation"
by = "-P7D"
minutes = 30
"#;
        let (series, faults) = read_text(text);
        let series = series.unwrap();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((series.zone, series.minutes, series.on_closed), (Tz::Europe__Brussels, 45, OnClosed::Keep));
        assert_eq!(series.skip, [Skip::Date("2020-04-12".parse().unwrap()), Skip::Time("2020-04-13T20:30:00".parse().unwrap())]);
        let ways: Vec<_> = series.changes.iter().map(|change| (change.to.clone(), change.following)).collect();
        let noon = "2020-04-02T12:00:00".parse().unwrap();
        assert_eq!(ways, [(ChangeTo::Time(noon), false), (ChangeTo::Cancelled, false), (ChangeTo::By(Duration::days(7)), true)]);
        assert_eq!((series.chains[0].by, series.steps[0].minutes), (Duration::days(-7), Some(10)));
        assert_eq!(series.people(), [slug("olivier"), slug("s-03")]);
        assert!(series.source.file.ends_with("series/nadia.toml"));
        assert_eq!((series.source.skip, series.source.changes), (vec![8, 8], vec![17, 20, 23]));
    }

    #[test]
    fn times_are_read_to_the_minute() {
        let text = format!(
            "{}also = [2020-04-12T12:00:59]\nskip = [2020-03-22T20:30:20]\n[[change]]\nof = 2020-03-21T20:30:20\nto = 2020-03-21T12:00:05\n",
            HEAD.replace("20:30:00", "20:30:15.5")
        );
        let series = read_text(&text).0.unwrap();
        let at = |text: &str| text.parse().unwrap();
        assert_eq!((series.start, series.also[0]), (at("2020-03-20T20:30:00"), at("2020-04-12T12:00:00")));
        assert_eq!(series.skip, [Skip::Time(at("2020-03-22T20:30:00"))]);
        let change = Change { of: at("2020-03-21T20:30:00"), to: ChangeTo::Time(at("2020-03-21T12:00:00")), following: false };
        assert_eq!(series.changes, [change]);
    }

    #[test]
    fn files_of_any_length_are_read_whole_one_after_the_other() {
        let (_folder, layout) = library();
        let text = |title: &str, comment: usize| format!("#{}\n{}", "é".repeat(comment), HEAD.replace("Nadia", title));
        for (id, comment) in [("a", 0), ("b", 100_000), ("c", 8_100), ("d", 1), ("e", 8_200)] {
            put(&layout.series_file(&slug(id)), text(id, comment));
        }
        let loaded = load_all(&layout, Tz::Europe__Paris);
        let titles: Vec<&str> = loaded.rows.iter().map(|series| series.title.as_str()).collect();
        assert_eq!((titles, loaded.faults.len()), (vec!["a", "b", "c", "d", "e"], 0));
        put(&layout.series_file(&slug("b")), vec![b'#'; SMALL as usize + 1]);
        assert_eq!(
            load_all(&layout, Tz::Europe__Paris).faults.iter().map(told).collect::<Vec<_>>(),
            ["b.toml: expected 1 MB at most, found 2 MB"]
        );
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let series = read_text(HEAD).0.unwrap();
        assert_eq!((series.zone, series.minutes, series.rules.len()), (Tz::Europe__Paris, 60, 0));
        assert_eq!((series.on_closed, series.quiet, series.id), (OnClosed::Skip, false, slug("nadia")));
    }

    #[test]
    fn several_rules_stand_in_a_list() {
        let series = read_text(&format!("{HEAD}rules = [\n  \"FREQ=DAILY\", # weekdays\n  \"FREQ=WEEKLY\",\n]\n")).0.unwrap();
        assert_eq!(series.rules, ["FREQ=DAILY", "FREQ=WEEKLY"]);
    }

    #[test]
    fn each_mistake_costs_the_series_and_is_told_with_its_line() {
        let change = "[[change]]\nof = 2020-04-02T20:30:00\n";
        let chain = "[[chain]]\nid = \"a\"\nby = \"P1D\"\n";
        for (more, line, words) in [
            ("rul = \"FREQ=DAILY\"\n".to_owned(), 4, "unknown key `rul`\n  hint: did you mean `rule`?"),
            ("rule = \"A\"\nrules = [\"B\"]\n".to_owned(), 5, "expected `rule` or `rules`, found both"),
            ("minutes = 0\n".to_owned(), 4, "expected a whole number from 1 to 525600, found 0"),
            ("skip = [\"2020-04-12\"]\n".to_owned(), 4, "expected a date such as 2020-04-12, or a date and time"),
            ("on_closed = \"maybe\"\n".to_owned(), 4, "expected one of `skip`, `shift`, `keep`, found \"maybe\""),
            ("rule = \"FREQ=DAYLY\"\n".to_owned(), 4, "DAYLY"),
            ("rule = \"every day\"\n".to_owned(), 4, "found `every day`\n  hint: a rule begins with its frequency"),
            ("rules = [\n  \"FREQ=DAILY\",\n  \"FREQ=WEEKLY;BYDAY=monday\",\n]\n".to_owned(), 6, "monday"),
            (change.to_owned(), 5, "expected one of `to`, `by` and `cancelled` in a change"),
            (format!("{change}to = 2020-04-02T12:00:00\ncancelled = true\n"), 5, "expected one of `to`, `by` and `cancelled`"),
            (format!("{change}cancelled = true\nfollowing = true\n"), 7, "`following` goes with `by`"),
            (format!("{change}cancelled = true\n{change}by = \"PT1H\"\n"), 8, "this occurrence is changed on line 5 already"),
            (format!("{change}by = \"1 week\"\n"), 6, "expected a length such as \"P7D\""),
            (format!("{chain}{chain}"), 8, "`a` stands on line 5 already"),
            ("[[rota]]\nrole = \"leader\"\n".to_owned(), 5, "`people` is missing"),
            ("[[turn]]\nof = 2020-03-20T20:30:00\nrole = \"a\"\nperson = \"b\"\n".to_owned(), 5, "no [[rota]] has the role `a`"),
            ("[[step]]\nminutes = 3\n".to_owned(), 4, "`title` is missing"),
        ] {
            let (series, faults) = read_text(&format!("{HEAD}{more}"));
            assert!(series.is_none(), "{more}");
            assert!(faults[0].starts_with(&format!("nadia.toml:{line}: ")) && faults[0].contains(words), "{more}: {faults:?}");
        }
    }

    #[test]
    fn a_date_that_the_rule_does_not_give_is_told_with_its_line() {
        let text = format!(
            "{HEAD}rule = \"FREQ=DAILY\"\nskip = [\n  2020-03-21,\n  2019-01-01,\n]\n[[change]]\nof = 2020-03-22T20:31:00\ncancelled = true\n"
        );
        let series = read_text(&text).0.unwrap();
        let settings = crate::plan::examples::library(&[]);
        let window = crate::plan::Window { from: chrono::Utc::now(), to: chrono::Utc::now() };
        let faults: Vec<String> = crate::plan::occurrences(&[series], &settings, window).1.iter().map(told).collect();
        assert!(faults[0].starts_with("nadia.toml:7: skip in the series `nadia` names 2019-01-01"), "{faults:?}");
        assert!(faults[1].starts_with("nadia.toml:10: change in the series"), "{faults:?}");
    }

    #[test]
    fn what_a_series_needs_is_asked_for_at_once() {
        let (series, faults) = read_text("format = 1\n");
        assert!(series.is_none() && faults.len() == 2, "{faults:?}");
        assert!(faults[0].starts_with("nadia.toml:1: `title` is missing\n  hint: add a line"), "{faults:?}");
        assert!(faults[1].starts_with("nadia.toml:1: `start` is missing\n  hint: add a line"), "{faults:?}");
        let (series, faults) = read_text("");
        assert!(series.is_none() && faults[0].contains("`format` is missing: the file is empty, or broke off"), "{faults:?}");
        let (_, faults) = read_text(&HEAD.replace("2020-03-20", "0020-03-20"));
        assert_eq!(faults, ["nadia.toml:3: expected a year from 1900 to 2200"]);
    }

    #[test]
    fn one_bad_file_costs_one_row_and_leftovers_are_named() {
        let (_folder, layout) = library();
        put(&layout.series_file(&slug("a")), HEAD);
        put(&layout.series_file(&slug("b")), "format = 1\n");
        put(&layout.series_dir().join("a.sync-conflict-1.toml"), HEAD);
        put(&layout.series_dir().join("Nadia G.toml"), HEAD);
        put(&layout.series_dir().join("b.TOML"), HEAD);
        put(&layout.series_dir().join(".temoin-x.tmp"), HEAD);
        put(&layout.series_dir().join("notes.md"), "");
        let loaded = load_all(&layout, Tz::UTC);
        assert_eq!(loaded.rows.len(), 1);
        let faults: Vec<String> = loaded.faults.iter().map(told).collect();
        assert_eq!(faults.len(), 5, "{faults:?}");
        assert!(faults[2].contains("found b.TOML"), "{faults:?}");
        assert!(faults[0].contains("named with small letters") && faults[1].contains("was left behind"), "{faults:?}");
        assert_eq!(load(&layout, &slug("a"), Tz::UTC).unwrap().title, "Nadia");
        assert!(load(&layout, &slug("c"), Tz::UTC).unwrap_err().to_string().contains("this file is not there"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_series_or_a_fault(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let (_folder, layout) = library();
            put(&layout.series_file(&slug("a")), &bytes);
            let loaded = load_all(&layout, Tz::UTC);
            proptest::prop_assert!(loaded.rows.len() + loaded.faults.len() > 0);
        }
    }
}
