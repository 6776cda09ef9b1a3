//! `series/ID.toml`: a recurring plan, as people write it.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::folder;
use super::layout::Layout;
use super::table::{Table, as_date, as_wall};
use crate::domain::{Chain, Change, ChangeTo, OnClosed, Series, Skip, Slug, Step};
use crate::error::{Loaded, Result};
use crate::text;

/// A year of minutes: no session is longer.
const MINUTES: std::ops::RangeInclusive<i64> = 1..=525_600;

const ON_CLOSED: [(&str, OnClosed); 3] = [("skip", OnClosed::Skip), ("shift", OnClosed::Shift), ("keep", OnClosed::Keep)];

/// Every series, by id. A bad file costs one series. `zone` is the library's, for those that name none.
pub fn load_all(layout: &Layout, zone: Tz) -> Loaded<Series> {
    folder::load_all(layout, &layout.series_dir(), |table, id| read(table, id, zone))
}

/// One series.
pub fn load(layout: &Layout, id: &Slug, zone: Tz) -> Result<Series> {
    folder::only(folder::load_file(layout, &layout.series_file(id), id.clone(), |table, id| read(table, id, zone)))
}

fn read(table: &Table, id: Slug, zone: Tz) -> Option<Series> {
    let title = table.need("title", Table::text);
    let start = table.need("start", Table::wall);
    let changes: Vec<(usize, Change)> = table.tables("change").iter().filter_map(read_change).collect();
    let chains: Vec<(usize, Chain)> = table.tables("chain").iter().filter_map(read_chain).collect();
    check_changes(table, &changes);
    check_chains(table, &chains);
    let series = Series {
        id,
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
        on_closed: table.one_of("on_closed", &ON_CLOSED).unwrap_or_default(),
        hosts: table.slugs("hosts"),
        guests: table.slugs("guests"),
        place: table.slug("place"),
        quiet: table.flag("quiet").unwrap_or(false),
        announce: table.text("announce"),
        changes: changes.into_iter().map(|(_, change)| change).collect(),
        steps: table.tables("step").iter().filter_map(read_step).collect(),
        chains: chains.into_iter().map(|(_, chain)| chain).collect(),
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

fn read_step(table: &Table) -> Option<Step> {
    let title = table.need("title", Table::text);
    let minutes = table.whole("minutes", MINUTES).map(|minutes| minutes as u32);
    table.refuse_unknown();
    Some(Step { title: title?, minutes })
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

/// The years that a plan can reach; others are slips of the hand.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What the rules say is judged by `plan::recurrence`; here only that the start is of this age.
fn check_rules(table: &Table, series: &Series) {
    use chrono::Datelike;
    if !YEARS.contains(&NaiveDate::from(series.start).year()) {
        table.fault("start", text!("files-year", first = *YEARS.start() as i64, last = *YEARS.end() as i64));
    }
}
