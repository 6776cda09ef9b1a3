//! When a series takes place, as people say it in one line: days, times, how long, from when, without which dates.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::dates::{Dates, is_of_a_date, opened, says_one_day};
use super::days::days;
use super::words::{Word, unknown, words};
use super::{as_written, refused};
use crate::domain::{Skip, folded, month_called, parse_date_and_time};
use crate::error::{Error, Result};
use crate::plan::recurrence::{MOST_DATES, parse_rule};
use crate::plan::{Pattern, Repeat, Span, length_of_month};
use crate::text;

/// What was said; what was not is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    pub repeat: Repeat,
    pub time: Option<NaiveTime>,
    pub span: Option<Span>,
    pub first: Option<NaiveDate>,
    pub skip: Vec<Skip>,
}

/// `tous les jours 20h30 sauf le dimanche`, `lundi et jeudi 18h, 12 fois`, `every 3 weeks on tuesday 13:30`, `demain 20h`, or an RRULE.
/// `start` is the first date and time, from which `chaque semaine` takes its weekday, and dates without a year their year; `demain`
/// counts from `today`.
///
/// The fault names the first word that is not known, else the whole line.
pub fn every(typed: &str, start: NaiveDateTime, today: NaiveDate) -> Result<Spoken> {
    if let Some(rule) = as_written(typed) {
        parse_rule(&rule, start, chrono_tz::UTC)?;
        return Ok(Spoken { repeat: Repeat::Rule(rule), time: None, span: None, first: None, skip: Vec::new() });
    }
    let text = plain(typed);
    if let Some(spoken) = once(&text, today) {
        return Ok(spoken);
    }
    let mut dates = Dates::new(start.date(), today);
    read(&text, start, &mut dates).ok_or_else(|| {
        let word = odd_word(&text, typed).or_else(|| as_typed(&no_such_day(&text)?, typed));
        match &dates.odd {
            Some(odd) => refused_date(odd.is_skip, word.or_else(|| as_typed(&odd.words, typed)).unwrap_or(typed)),
            None => refused(text!("schedule-a-repeat"), word.unwrap_or(typed)).hint(text!("schedule-a-repeat-hint")),
        }
    })
}

fn refused_date(is_skip: bool, found: &str) -> Error {
    match is_skip {
        true => refused(text!("schedule-a-skip"), found).hint(text!("schedule-a-skip-hint")),
        false => refused(text!("schedule-a-date"), found).hint(text!("schedule-a-date-hint")),
    }
}

/// `31 juin`: a day that its month does not have.
fn no_such_day(text: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_beyond = |pair: &&[&str]| match (pair[0].trim_end_matches("er").parse::<i32>(), month_called(pair[1])) {
        (Ok(day), Some(month)) => i32::try_from(month).is_ok_and(|month| day > length_of_month(month)),
        _ => false,
    };
    words.windows(2).find(is_beyond).map(|pair| pair.iter().map(|word| (*word).to_owned()).collect())
}

/// Folded words as they stand in what was typed, from the first to the last of them.
fn as_typed<'a>(folded_words: &[String], typed: &'a str) -> Option<&'a str> {
    let wanted: Vec<&String> = folded_words.iter().filter(|word| *word != ",").collect();
    let bare = |word: &'a str| word.trim_matches([',', ';']);
    let words: Vec<&'a str> = typed.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let is_meant = |some: &&[&str]| some.iter().zip(&wanted).all(|(word, wanted)| folded(word) == **wanted);
    let found = words.windows(wanted.len().max(1)).find(is_meant).filter(|_| !wanted.is_empty())?;
    let begin = found.first()?.as_ptr() as usize - typed.as_ptr() as usize;
    let end = found.last()?.as_ptr() as usize - typed.as_ptr() as usize + found.last()?.len();
    typed.get(begin..end)
}

/// Folded, with single spaces, commas by themselves.
fn plain(typed: &str) -> String {
    let text = folded(typed).replace("and also", "et aussi").replace("ce soir", "today").replace("tonight", "today");
    let text = text.replace([',', ';'], " , ");
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The first of the typed words that nothing here knows.
fn odd_word<'a>(text: &str, typed: &'a str) -> Option<&'a str> {
    let odd = unknown(&opened(text), is_of_a_date)?;
    let bare = |word: &'a str| word.trim_matches([',', ';']);
    typed.split_whitespace().map(bare).find(|word| folded(word).contains(&odd))
}

/// One day by its date, maybe with a time: `demain 20h`, `une fois le 3 mars à 15h`.
fn once(text: &str, today: NaiveDate) -> Option<Spoken> {
    let said = ["une seule fois", "une fois", "1 fois", "only once", "once"].iter().find_map(|word| text.strip_prefix(word));
    let day = said.unwrap_or(text).trim_start_matches([' ', ',']);
    let (date, time) = parse_date_and_time(day, today).filter(|_| said.is_some() || says_one_day(day))?;
    Some(Spoken { repeat: Repeat::Once, time, span: None, first: Some(date?), skip: Vec::new() })
}

/// One rule of several, each parted by `et aussi`.
struct Part {
    /// Absent: once.
    pattern: Option<Pattern>,
    span: Option<Span>,
}

fn read(text: &str, start: NaiveDateTime, dates: &mut Dates) -> Option<Spoken> {
    let mut parts = Vec::new();
    for part in text.split("et aussi") {
        let rest = dates.taken_from(part).filter(|rest| no_such_day(rest).is_none())?;
        let mut part = one(&rest, dates.until.take().map(Span::Until), start)?;
        let without = std::mem::take(&mut dates.without);
        part.pattern.as_mut().map_or(Some(()), |pattern| without.narrow(pattern, start))?;
        parts.push(part);
    }
    let time = common_time(&mut parts);
    let (repeat, span) = together(parts, start)?;
    Some(Spoken { repeat, time, span, first: dates.first, skip: std::mem::take(&mut dates.skip) })
}

/// One rule, its dates taken out.
fn one(text: &str, until: Option<Span>, start: NaiveDateTime) -> Option<Part> {
    let mut words = words(text)?;
    let mut span = until;
    let at = words.windows(2).position(|pair| matches!(pair, [Word::Number(_), Word::Times]));
    if let Some((at, Word::Number(times))) = at.map(|at| (at, words[at])).filter(|_| words.len() > 2) {
        span = Some(Span::Count(times)).filter(|_| span.is_none() && (1..=MOST_DATES).contains(&times));
        span?;
        words.drain(at..at + 2);
    }
    let is_time = |word: &Word| matches!(word, Word::At(_));
    let bare: Vec<Word> = words.iter().filter(|word| !is_time(word)).copied().collect();
    let is_once = matches!(bare[..], [Word::Once] | [Word::Number(1), Word::Times] | [Word::Number(1) | Word::Once, Word::Once]);
    if is_once {
        return (words.len() == bare.len()).then_some(Part { pattern: None, span: None });
    }
    Some(Part { pattern: Some(days(&words, start)?), span })
}

/// One and the same time of all rules is that of the series.
fn common_time(parts: &mut [Part]) -> Option<NaiveTime> {
    let mut times = parts.iter().filter_map(|part| part.pattern.as_ref()).flat_map(|pattern| pattern.times.iter().copied());
    let time = times.next()?;
    if times.any(|other| other != time) {
        return None;
    }
    parts.iter_mut().filter_map(|part| part.pattern.as_mut()).for_each(|pattern| pattern.times.clear());
    Some(time)
}

fn together(parts: Vec<Part>, start: NaiveDateTime) -> Option<(Repeat, Option<Span>)> {
    let mut rules = Vec::new();
    let count = parts.len();
    for part in parts {
        match part.pattern {
            Some(pattern) => rules.extend(of_one_minute(pattern).into_iter().map(|pattern| (pattern, part.span))),
            None if count == 1 => return Some((Repeat::Once, None)),
            None => return None,
        }
    }
    if rules
        .iter()
        .any(|(pattern, _)| parse_rule(&pattern.rule(), start.date().and_time(NaiveTime::MIN), chrono_tz::UTC).is_err())
    {
        return None;
    }
    match <[(Pattern, Option<Span>); 1]>::try_from(rules) {
        Ok([(pattern, span)]) => Some((Repeat::By(pattern), span)),
        Err(rules) => {
            let ended = rules.into_iter().map(|(pattern, span)| (pattern, span.unwrap_or(Span::Endless)));
            Some((Repeat::Several(ended.collect()), None))
        }
    }
}

/// Times that one rule cannot give, as 9:00 and 14:30, are those of several.
fn of_one_minute(pattern: Pattern) -> Vec<Pattern> {
    if pattern.is_one_rule() || pattern.times.is_empty() {
        return vec![pattern];
    }
    let times = pattern.times.clone();
    times.into_iter().map(|time| Pattern { times: vec![time], ..pattern.clone() }).collect()
}
