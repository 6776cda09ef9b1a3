//! When a series takes place, as people say it in one line: days, times, how long, from when, without which dates.

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};

use super::repeat::pattern;
use super::words::{Word, words};
use super::{MOST_TIMES, as_written, refused};
use crate::domain::{Skip, folded, month_called, parse_date, parse_date_and_time};
use crate::error::Result;
use crate::plan::recurrence::parse_rule;
use crate::plan::{Pattern, Repeat, Span};
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

/// `tous les jours 20h30 sauf le 1er mai`, `lundi et jeudi 18h, 12 fois`, `every 3 weeks on tuesday 13:30`, `once`, or an RRULE. `start`
/// is the first date and time, from which `chaque semaine` takes its weekday, and dates without a year their year.
pub fn every(typed: &str, start: NaiveDateTime) -> Result<Spoken> {
    if let Some(rule) = as_written(typed) {
        parse_rule(&rule, start, chrono_tz::UTC)?;
        return Ok(Spoken { repeat: Repeat::Rule(rule), time: None, span: None, first: None, skip: Vec::new() });
    }
    read(&folded(typed), start).ok_or_else(|| refused(text!("schedule-a-repeat"), typed).hint(text!("schedule-a-repeat-hint")))
}

/// Of folded text: dates parted by commas; nothing is none.
pub(super) fn skipped(text: &str, first: NaiveDate) -> Option<Vec<Skip>> {
    let text = text.replace([',', ';'], " , ");
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut dates = Dates { start: first, first: None, until: None, skip: Vec::new() };
    if !words.is_empty() && dates.skip(&words)? < words.len() {
        return None;
    }
    Some(dates.skip)
}

/// One rule of several, each parted by `et aussi`.
struct Part {
    /// Absent: once.
    pattern: Option<Pattern>,
    span: Option<Span>,
}

fn read(text: &str, start: NaiveDateTime) -> Option<Spoken> {
    let text = text.replace("and also", "et aussi").replace(',', " , ");
    let mut dates = Dates { start: start.date(), first: None, until: None, skip: Vec::new() };
    let mut parts = Vec::new();
    for part in text.split("et aussi") {
        let rest = dates.taken_from(part)?;
        parts.push(one(&rest, dates.until.take().map(Span::Until), start)?);
    }
    let time = common_time(&mut parts);
    let (repeat, span) = together(parts, start)?;
    Some(Spoken { repeat, time, span, first: dates.first, skip: dates.skip })
}

/// One rule, its dates taken out.
fn one(text: &str, until: Option<Span>, start: NaiveDateTime) -> Option<Part> {
    let mut words = words(text)?;
    let mut span = until;
    let at = words.windows(2).position(|pair| matches!(pair, [Word::Number(_), Word::Times]));
    if let Some((at, Word::Number(times))) = at.map(|at| (at, words[at])).filter(|_| words.len() > 2) {
        span = Some(Span::Count(times)).filter(|_| span.is_none() && (1..=MOST_TIMES).contains(&times));
        span?;
        words.drain(at..at + 2);
    }
    let is_time = |word: &Word| matches!(word, Word::At(_));
    let bare: Vec<Word> = words.iter().filter(|word| !is_time(word)).copied().collect();
    let is_once = matches!(bare[..], [Word::Once] | [Word::Number(1), Word::Times] | [Word::Number(1) | Word::Once, Word::Once]);
    if is_once {
        return (words.len() == bare.len()).then_some(Part { pattern: None, span: None });
    }
    Some(Part { pattern: Some(pattern(&words, start)?), span })
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

/// What is said of single dates.
struct Dates {
    start: NaiveDate,
    first: Option<NaiveDate>,
    until: Option<NaiveDate>,
    skip: Vec<Skip>,
}

/// A date that is said without its year lies behind this one, not just before it.
const JUST_BEEN: Duration = Duration::days(32);
/// No holiday is longer, in days.
const LONGEST_SPAN: usize = 366;

/// The longest date takes so many words, `jeudi le 2 avril 2020 à 20h30`.
const MOST_WORDS: usize = 7;

impl Dates {
    /// What is left of the words when all dates are taken in; `None` where a word that asks for one has none.
    fn taken_from(&mut self, text: &str) -> Option<String> {
        let text = OPENING.iter().fold(text.to_owned(), |text, (phrase, word)| text.replace(phrase, word));
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let mut left = Vec::new();
        let mut rest = &words[..];
        while let Some((&word, behind)) = rest.split_first() {
            let used = match word {
                "@end" => 1 + self.until(behind)?,
                "@from" => 1 + self.from(behind)?,
                "@skip" => 1 + self.skip(behind)?,
                "from" => self.from(behind).map_or(0, |used| 1 + used),
                _ => 0,
            };
            if used == 0 {
                left.push(word);
            }
            rest = &rest[used.max(1)..];
        }
        Some(left.join(" "))
    }

    fn until(&mut self, words: &[&str]) -> Option<usize> {
        let (date, used) = self.date(words)?;
        self.until.replace(date).is_none().then_some(used)
    }

    fn from(&mut self, words: &[&str]) -> Option<usize> {
        let read = |words: &[&str]| parse_date(&words.join(" "), self.start);
        let (date, used) = longest(words, read)?;
        self.first.replace(date).is_none().then_some(used)
    }

    /// One date or several, `le 1er mai, le 8 mai et le 21 mai`, or all days of a span, `du 20 décembre au 3 janvier`.
    fn skip(&mut self, words: &[&str]) -> Option<usize> {
        let mut used = 0;
        loop {
            let fillers = words[used..]
                .iter()
                .take_while(|word| matches!(**word, "," | "et" | "and" | "ni" | "or" | "ou" | "le" | "les" | "the" | "on"));
            let begin = used + fillers.count();
            match self.skipped(&words[begin..]) {
                Some((skip, more)) => {
                    self.skip.push(skip);
                    used = begin + more;
                    used += self.skip_on(skip, &words[used..])?;
                }
                None => return (used > 0).then_some(used),
            }
        }
    }

    /// The rest of a span, and how many words say it; `None` where it does not end.
    fn skip_on(&mut self, first: Skip, words: &[&str]) -> Option<usize> {
        let (Skip::Date(first), Some((&("au" | "to" | "through"), behind))) = (first, words.split_first()) else {
            return Some(0);
        };
        let (last, used) = longest(behind, |words| parse_date(&said(words)?, first + JUST_BEEN))?;
        let days = first.iter_days().skip(1).take_while(|day| *day <= last);
        self.skip.extend(days.take(LONGEST_SPAN).map(Skip::Date));
        (first < last && last - first <= Duration::days(LONGEST_SPAN as i64)).then_some(1 + used)
    }

    fn skipped(&self, words: &[&str]) -> Option<(Skip, usize)> {
        let end = words.iter().position(|word| matches!(*word, "au" | "to" | "through")).unwrap_or(words.len());
        let words = &words[..end];
        let read = |words: &[&str]| match parse_date_and_time(&said(words)?, self.least())? {
            (Some(date), Some(time)) => Some(Skip::Time(date.and_time(time))),
            (Some(date), None) => Some(Skip::Date(date)),
            (None, _) => None,
        };
        longest(words, read)
    }

    /// A date with its number: a weekday alone says no single day.
    fn date(&self, words: &[&str]) -> Option<(NaiveDate, usize)> {
        longest(words, |words| parse_date(&said(words)?, self.least()))
    }

    /// From here on the next date of a name is never before the start.
    fn least(&self) -> NaiveDate {
        self.start.checked_add_days(Days::new(31)).unwrap_or(self.start)
    }
}

/// Words that open a date, as one.
const OPENING: [(&str, &str); 13] = [
    ("jusqu'au ", "@end "),
    ("jusqu'a ", "@end "),
    ("jusqu'en ", "@end "),
    ("jusqu'", "@end "),
    ("until ", "@end "),
    ("till ", "@end "),
    ("a partir du ", "@from "),
    ("a partir de ", "@from "),
    ("starting ", "@from "),
    ("sauf ", "@skip "),
    ("except ", "@skip "),
    ("but not ", "@skip "),
    ("sans le ", "@skip "),
];

/// Words that may be a date: with a month, or in digits. A weekday with a time is none.
fn said(words: &[&str]) -> Option<String> {
    let in_digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(['-', '/', '.']);
    words.iter().any(|word| month_called(word).is_some() || in_digits(word)).then(|| words.join(" "))
}

/// The most words from the beginning that can be read, up to a comma, and their number.
fn longest<T>(words: &[&str], read: impl Fn(&[&str]) -> Option<T>) -> Option<(T, usize)> {
    let most = words.iter().take(MOST_WORDS).take_while(|word| **word != ",").count();
    (1..=most).rev().find_map(|used| Some((read(&words[..used])?, used)))
}
