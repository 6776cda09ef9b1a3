//! On which days a series comes back, as people type it.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::weekday_called;
use crate::plan::repeat::{Repeat, Weekdays};

/// No series pauses longer between two dates, in days or weeks.
const LONGEST_INTERVAL: u32 = 52;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Number(u32),
    /// -1 for the last.
    Nth(i32),
    Day,
    Week,
    Month,
    Times,
    Once,
    Daily,
    Weekly,
    Monthly,
    Working,
    Weekend,
    On(Weekday),
    Every,
    Other,
    /// `un mardi sur deux`.
    Over,
    To,
    Of,
}

/// Reads folded text; `None` where a word is not known or the words say no rule.
pub fn read(text: &str, first: NaiveDate) -> Option<Repeat> {
    let words = words(text)?;
    let (words, every) = without_interval(&words)?;
    let words: Vec<Word> = words.into_iter().filter(|word| *word != Word::Every).collect();
    let weekly = |days: Weekdays, every: u32| Some(Repeat::Weekdays { days, every });
    match words[..] {
        [Word::Once] | [Word::Number(1) | Word::Once, Word::Times] if every == 1 => Some(Repeat::Once),
        [Word::Day | Word::Daily] => Some(Repeat::Days { every }),
        [Word::Week | Word::Weekly] => weekly(Weekdays::of([first.weekday()]), every),
        [Word::Working] => weekly(Weekdays::working(), every),
        [Word::Weekend] => weekly(Weekdays::of([Weekday::Sat, Weekday::Sun]), every),
        [Word::Month | Word::Monthly] if every == 1 => Some(Repeat::MonthlyOnDay(first.day())),
        [Word::Nth(nth), Word::On(weekday)] | [Word::Nth(nth), Word::On(weekday), Word::Of, Word::Month] if every == 1 => {
            Some(Repeat::MonthlyOnWeekday { nth, weekday })
        }
        _ => month_day(&words).filter(|_| every == 1).or_else(|| weekly(weekdays(&words)?, every)),
    }
}

/// `15 du mois`, `the 15th of the month`, `every month on the 15th`, `1er de chaque mois`.
fn month_day(words: &[Word]) -> Option<Repeat> {
    let day = match words {
        [Word::Number(day), Word::Of, Word::Month] | [Word::Month | Word::Monthly, Word::Number(day)] => *day,
        [Word::Nth(day), Word::Of, Word::Month] | [Word::Month | Word::Monthly, Word::Nth(day)] => u32::try_from(*day).ok()?,
        _ => return None,
    };
    (1..=31).contains(&day).then_some(Repeat::MonthlyOnDay(day))
}

/// `lundi jeudi`, `du lundi au vendredi`, `mardi soir`, `lundi chaque semaine`.
fn weekdays(words: &[Word]) -> Option<Weekdays> {
    let words = match words {
        [words @ .., Word::Week | Word::Weekly | Word::Day] => words,
        words => words,
    };
    let words = words.strip_prefix(&[Word::Of]).unwrap_or(words);
    if let [Word::On(from), Word::To, Word::On(to)] = *words {
        let length = (to.num_days_from_monday() + 7 - from.num_days_from_monday()) % 7;
        let days = std::iter::successors(Some(from), |day| Some(day.succ()));
        return Some(Weekdays::of(days.take(length as usize + 1)));
    }
    let days: Option<Vec<Weekday>> = words.iter().map(|word| if let Word::On(day) = word { Some(*day) } else { None }).collect();
    Some(Weekdays::of(days?)).filter(|days| !days.is_empty())
}

/// Takes out what says each how many days or weeks; without it each one.
fn without_interval(words: &[Word]) -> Option<(Vec<Word>, u32)> {
    let mut rest = words.to_vec();
    let mut every = 1;
    if let Some(at) = rest.iter().position(|word| *word == Word::Over) {
        let Some(Word::Number(number)) = rest.get(at + 1) else { return None };
        every = *number;
        rest.drain(at..at + 2);
        let one = rest.iter().position(|word| *word == Word::Number(1))?;
        rest.remove(one);
    } else if let Some(at) = every_so_many(&rest) {
        every = match rest[at + 1] {
            Word::Number(number) => number,
            _ => 2,
        };
        rest.drain(at..at + 2);
    }
    (1..=LONGEST_INTERVAL).contains(&every).then_some((rest, every))
}

/// Where `every other`, `every 2 weeks`, `every second tuesday`, `tous les deux jours` begin.
fn every_so_many(words: &[Word]) -> Option<usize> {
    let counts = |words: &[Word]| match words {
        [Word::Every, Word::Other, ..] => true,
        [Word::Every, Word::Number(_) | Word::Nth(2), next, ..] => matches!(next, Word::Day | Word::Week | Word::On(_)),
        _ => false,
    };
    (0..words.len()).find(|at| counts(&words[*at..]))
}

/// `None` where one is not known.
fn words(text: &str) -> Option<Vec<Word>> {
    let text = PHRASES.iter().fold(text.to_owned(), |text, (phrase, word)| text.replace(phrase, word)).replace('-', " to ");
    let words = text.split([' ', ',', '\'', '&', '+', ';']).filter(|word| !word.is_empty() && !FILLERS.contains(word));
    words.map(word).collect()
}

/// Phrases that mean something else than their words.
const PHRASES: [(&str, &str); 4] =
    [("en semaine", "weekday"), ("jours ouvrables", "weekday"), ("jours ouvres", "weekday"), ("week-end", "weekend")];

const FILLERS: [&str; 12] = ["le", "la", "les", "l", "the", "et", "and", "on", "seule", "a", "en", "soit"];

fn word(word: &str) -> Option<Word> {
    Some(match word {
        "un" | "une" | "one" => Word::Number(1),
        "deux" | "two" => Word::Number(2),
        "trois" | "three" => Word::Number(3),
        "quatre" | "four" => Word::Number(4),
        "premier" | "premiere" | "first" | "1er" | "1st" => Word::Nth(1),
        "deuxieme" | "second" | "seconde" => Word::Nth(2),
        "troisieme" | "third" => Word::Nth(3),
        "quatrieme" | "fourth" => Word::Nth(4),
        "cinquieme" | "fifth" => Word::Nth(5),
        "dernier" | "derniere" | "last" => Word::Nth(-1),
        "jour" | "jours" | "day" | "days" | "soir" | "soirs" | "evening" | "evenings" => Word::Day,
        "semaine" | "semaines" | "week" | "weeks" => Word::Week,
        "mois" | "month" | "months" => Word::Month,
        "fois" | "time" | "times" => Word::Times,
        "once" | "unique" | "single" => Word::Once,
        "daily" | "quotidien" | "quotidienne" => Word::Daily,
        "weekly" | "hebdomadaire" => Word::Weekly,
        "monthly" | "mensuel" | "mensuelle" => Word::Monthly,
        "weekday" | "weekdays" => Word::Working,
        "weekend" | "weekends" => Word::Weekend,
        "tous" | "toutes" | "chaque" | "every" | "each" => Word::Every,
        "other" | "autre" => Word::Other,
        "sur" => Word::Over,
        "au" | "to" => Word::To,
        "du" | "de" | "of" | "from" => Word::Of,
        _ => weekday_called(word).map(Word::On).or_else(|| number(word))?,
    })
}

/// `15`, `2e`, `3eme`, `4th`.
fn number(word: &str) -> Option<Word> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u32 = (digits.len() <= 3).then(|| digits.parse().ok()).flatten()?;
    match &word[digits.len()..] {
        "" => Some(Word::Number(number)),
        "e" | "eme" | "er" | "re" | "st" | "nd" | "rd" | "th" => Some(Word::Nth(i32::try_from(number).ok()?)),
        _ => None,
    }
}
