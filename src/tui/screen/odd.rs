//! What is odd about a date, in the words that Today and Plan share: a clash, a clock change.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate, NaiveDateTime};

use crate::actions::names::PeopleNames;
use crate::domain::{OccurrenceId, Roles, Slug};
use crate::locale::{Locale, Text};
use crate::plan::{Clash, Why};
use crate::text;
use crate::tui::model::Model;
use crate::tui::view::place_name;

/// `▲ Lise a aussi à 20h30 : Samir, le soir`; of several clashes the first, and how many more there are. `other` says what another
/// occurrence is called here and where it lies, if it is known.
pub fn clashing(
    model: &Model,
    clashes: &[Clash],
    names: &PeopleNames,
    other: impl Fn(&OccurrenceId) -> Option<(String, NaiveDateTime)>,
) -> Option<String> {
    said(model, clashes, |first| {
        let (title, at) = other(&first.with).unwrap_or_else(|| (unknown(model, &first.with), first.with.at));
        match &first.why {
            Why::Person(id) => text!("schedule-clash-person", who = names.of(id), title = title, time = at.time()),
            Why::Place(id) => text!("schedule-clash-place", place = place_name(model, id), title = title, time = at.time()),
            Why::Rest { person, minutes } => {
                let rest = model.locale.length(f64::from(*minutes) * 60.0);
                text!("schedule-clash-rest", who = names.of(person), rest = rest, title = title, time = at.time())
            }
            Why::Heavy { person, is_third: true } => text!("schedule-clash-heavy", who = names.of(person)),
            Why::Heavy { person, is_third: false } => text!("schedule-clash-heavy-more", who = names.of(person)),
        }
    })
}

/// `▲ Lise a aussi Samir`: as [`clashing`], where there is little room.
pub fn clashing_in_short(
    model: &Model,
    clashes: &[Clash],
    names: &PeopleNames,
    other: impl Fn(&OccurrenceId) -> Option<(String, NaiveDateTime)>,
) -> Option<String> {
    said(model, clashes, |first| {
        let title = other(&first.with).map_or_else(|| unknown(model, &first.with), |(title, _)| title);
        let title = title.split(',').next().unwrap_or_default().to_owned();
        match &first.why {
            Why::Person(id) => text!("schedule-clash-person-short", who = names.of(id), title = title),
            Why::Place(id) => text!("schedule-clash-place-short", place = place_name(model, id), title = title),
            Why::Rest { person, minutes } => {
                let rest = model.locale.length(f64::from(*minutes) * 60.0);
                text!("schedule-clash-rest-short", who = names.of(person), rest = rest)
            }
            Why::Heavy { person, is_third: true } => text!("schedule-clash-heavy-short", who = names.of(person)),
            Why::Heavy { person, is_third: false } => text!("schedule-clash-heavy-more-short", who = names.of(person)),
        }
    })
}

fn said(model: &Model, clashes: &[Clash], words: impl Fn(&Clash) -> Text) -> Option<String> {
    let first = words(clashes.first()?);
    let others: BTreeSet<_> = clashes.iter().map(|clash| &clash.with).collect();
    let more = others.len() - 1;
    let more = if more > 0 { format!(" (+ {more})") } else { String::new() };
    Some(format!("{} {}{more}", model.theme.sign("▲"), model.locale.say(&first)))
}

/// `leader : Lise Exemple, helper : Paul Exemple`.
pub fn roles(model: &Model, roles: &Roles, names: &PeopleNames) -> Option<String> {
    each_role(model, roles, |person| names.of(person))
}

/// `leader : Lise, helper : Paul`: as [`roles`], where there is little room.
pub fn roles_in_short(model: &Model, roles: &Roles, names: &PeopleNames) -> Option<String> {
    each_role(model, roles, |person| first_name(names, person))
}

fn each_role<'n>(model: &Model, roles: &'n Roles, name: impl Fn(&'n Slug) -> &'n str) -> Option<String> {
    let said = |(role, person): (&'n Slug, &'n Slug)| {
        model.locale.say(&text!("plan-role", role = Slug::as_str(role), person = name(person)))
    };
    (!roles.is_empty()).then(|| roles.iter().map(said).collect::<Vec<String>>().join(", "))
}

/// `Lise`
pub fn first_name<'n>(names: &'n PeopleNames, person: &'n Slug) -> &'n str {
    names.of(person).split(' ').next().unwrap_or_default()
}

/// Where names must not be seen, the id of a series may hold one.
fn unknown(model: &Model, id: &OccurrenceId) -> String {
    match model.setup.hides_names {
        true => model.locale.say(&text!("today-some-session")),
        false => id.series.to_string(),
    }
}

/// `cette nuit, + 1 heure`: the clocks change in the night before `date`.
pub fn clock_change(model: &Model, date: NaiveDate, by: Duration) -> String {
    clocks(model, date, signed(by, &model.locale))
}

/// `cette nuit, + 1 h`: as [`clock_change`], where there is little room.
pub fn clock_change_in_short(model: &Model, date: NaiveDate, by: Duration) -> String {
    clocks(model, date, signed_length(by, &model.locale))
}

fn clocks(model: &Model, date: NaiveDate, change: Text) -> String {
    let is_tonight = date - model.local().date_naive() == Duration::days(1);
    model.locale.say(&match is_tonight {
        true => text!("schedule-clocks-tonight", change = change),
        false => text!("schedule-clocks-before", change = change),
    })
}

/// `+ 1 heure`, `− 30 min`.
pub fn signed(by: Duration, locale: &Locale) -> Text {
    match by.num_minutes().unsigned_abs() {
        60 => text!("schedule-one-hour", sign = sign(by)),
        _ => signed_length(by, locale),
    }
}

fn signed_length(by: Duration, locale: &Locale) -> Text {
    text!("schedule-so-long", sign = sign(by), length = locale.length(by.abs().num_seconds() as f64))
}

fn sign(by: Duration) -> &'static str {
    if by < Duration::zero() { "−" } else { "+" }
}
