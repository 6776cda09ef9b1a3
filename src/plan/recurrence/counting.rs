//! How many dates lie before a time: arithmetic where each period has the same number, else a walk that is remembered.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::MOST_WALKED;
use super::parts::{Frequency, Parts};

/// What a walk counted: rules in one form, their start and their zone.
pub type Key = (String, NaiveDateTime, Tz);

/// By rule, the number of dates before 1 January of each year from that of the start on. A library has fewer rules than this.
static REMEMBERED: LazyLock<Mutex<HashMap<Key, Vec<u64>>>> = LazyLock::new(Mutex::default);
const MOST_REMEMBERED: usize = 4096;

/// The calendar repeats after so many years: what has not come by then is looked for no further.
const MOST_YEARS: usize = 400;

/// Dates before 1 January of `year`, counted once for as long as the program runs. `in_year` gives the number of a year's dates.
///
/// `None` beyond the [`MOST_WALKED`]th date and the 400th year.
pub fn before_year(key: &Key, year: i32, in_year: impl Fn(i32) -> usize) -> Option<u64> {
    let Ok(years) = usize::try_from(year - key.1.year()) else { return Some(0) };
    let known = known_until(key, in_year, |known| known.len() > years);
    known.get(years).copied().filter(|count| *count <= MOST_WALKED as u64)
}

/// The year of the date that has `before` others before it, and how many of these lie in earlier years. `None` as above.
pub fn year_behind(key: &Key, before: u64, in_year: impl Fn(i32) -> usize) -> Option<(i32, u64)> {
    let known = known_until(key, in_year, |known| known.last().is_some_and(|count| *count > before));
    let behind = known.iter().position(|count| *count > before)?;
    Some((key.1.year() + behind as i32 - 1, known[behind - 1]))
}

/// The count before each year, as far as it takes.
fn known_until(key: &Key, in_year: impl Fn(i32) -> usize, is_enough: impl Fn(&[u64]) -> bool) -> Vec<u64> {
    let mut known = lock().get(key).cloned().unwrap_or_else(|| vec![0]);
    let was = known.len();
    while !is_enough(&known) && known.len() <= MOST_YEARS && known[known.len() - 1] <= MOST_WALKED as u64 {
        known.push(known[known.len() - 1] + in_year(key.1.year() + known.len() as i32 - 1) as u64);
    }
    if known.len() > was {
        remember(key, &known);
    }
    known
}

fn remember(key: &Key, known: &[u64]) {
    let mut remembered = lock();
    if remembered.len() >= MOST_REMEMBERED {
        remembered.clear();
    }
    remembered.insert(key.clone(), known.to_vec());
}

fn lock() -> std::sync::MutexGuard<'static, HashMap<Key, Vec<u64>>> {
    REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// 1 January at midnight; the end of the calendar behind it.
pub fn new_year(year: i32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, 1, 1).map_or(NaiveDateTime::MAX, |day| day.and_time(NaiveTime::MIN))
}

/// Dates in each period of a settled rule, where arithmetic tells; `None` where periods differ.
pub fn dates_in_each_period(parts: &Parts) -> Option<u64> {
    let times = parts.times_a_day();
    if parts.set_positions.is_empty() {
        return days_in_each_period(parts).map(|days| (days * times) as u64);
    }
    let least = days_in_each_period(parts).or_else(|| weekdays_at_least(parts))? * times;
    let largest = |sign: i32| parts.set_positions.iter().map(|place| place * sign).max().unwrap_or(0).max(0) as usize;
    let (from_first, from_last) = (largest(1), largest(-1));
    // Each place is there, and no date has two of them.
    let are_sure = from_first + from_last <= least;
    are_sure.then_some(parts.set_positions.len() as u64)
}

/// Whether BYSETPOS of a settled rule names only places that no period has: more than it has days and times.
pub fn has_no_place(parts: &Parts) -> bool {
    let days = match parts.frequency {
        Frequency::Daily => 1,
        Frequency::Weekly if parts.weekdays.is_empty() => 7,
        Frequency::Weekly => parts.weekdays.len(),
        Frequency::Monthly => 31,
        Frequency::Yearly => 371, // of 53 whole weeks
    };
    let most = days * parts.times_a_day();
    !parts.set_positions.is_empty() && parts.set_positions.iter().all(|place| place.unsigned_abs() as usize > most)
}

fn days_in_each_period(parts: &Parts) -> Option<usize> {
    let (days, weekdays) = (&parts.month_days, &parts.weekdays);
    let plain = weekdays.iter().all(|day| day.number.is_none());
    let within =
        |most: i32, list: &[i32]| list.iter().all(|n| (1..=most).contains(n)) || list.iter().all(|n| (-most..0).contains(n));
    let sure_days = !days.is_empty() && within(28, days);
    let numbers: Vec<i32> = weekdays.iter().filter_map(|day| day.number).collect();
    let numbered = |most| !numbers.is_empty() && numbers.len() == weekdays.len() && within(most, &numbers);
    let months = if parts.months.is_empty() { 12 } else { parts.months.len() };
    let only_weekdays = days.is_empty() && parts.year_days.is_empty();
    if !parts.weeks.is_empty() {
        return None;
    }
    match parts.frequency {
        Frequency::Yearly if !parts.year_days.is_empty() => {
            let is_alone = days.is_empty() && weekdays.is_empty() && parts.months.is_empty();
            (is_alone && within(365, &parts.year_days)).then_some(parts.year_days.len())
        }
        Frequency::Yearly if weekdays.is_empty() && sure_days => Some(months * days.len()),
        Frequency::Yearly if only_weekdays && parts.months.is_empty() && numbered(52) => Some(weekdays.len()),
        Frequency::Yearly if only_weekdays && !parts.months.is_empty() && numbered(4) => Some(months * weekdays.len()),
        _ if !parts.months.is_empty() => None,
        Frequency::Daily if weekdays.is_empty() && days.is_empty() => Some(1),
        Frequency::Weekly if plain => Some(weekdays.len()),
        Frequency::Monthly if weekdays.is_empty() && sure_days => Some(days.len()),
        Frequency::Monthly if only_weekdays && numbered(4) => Some(weekdays.len()),
        _ => None,
    }
}

/// Each weekday comes at least four times a month and 52 times a year.
fn weekdays_at_least(parts: &Parts) -> Option<usize> {
    let plain = !parts.weekdays.is_empty() && parts.weekdays.iter().all(|day| day.number.is_none());
    let alone = [&parts.months, &parts.month_days, &parts.year_days, &parts.weeks].iter().all(|list| list.is_empty());
    let each = match parts.frequency {
        Frequency::Monthly => 4,
        Frequency::Yearly => 52,
        Frequency::Daily | Frequency::Weekly => return None,
    };
    (plain && alone).then_some(each * parts.weekdays.len())
}
