//! The words of a rule, in French and English at once.

use chrono::{NaiveTime, Weekday};

use crate::domain::{month_called, parse_time, weekday_called};
use crate::plan::Frequency;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Number(u32),
    /// -1 for the last, -2 for the one before.
    Nth(i32),
    Day,
    /// A week, month, year; also `hebdomadaire`, `monthly`.
    Unit(Frequency),
    Times,
    Once,
    Working,
    Weekend,
    On(Weekday),
    Month(u32),
    At(NaiveTime),
    Every,
    Other,
    /// `un mardi sur deux`.
    Over,
    To,
    Of,
    /// `en partant de la fin`: what was numbered counts from there.
    FromEnd,
    /// `seulement si c’est`.
    OnlyIf,
    /// `seulement`.
    Only,
    /// `la semaine commençant le dimanche`.
    Beginning,
}

/// Of folded text; `None` where one is not known.
pub fn words(text: &str) -> Option<Vec<Word>> {
    let text = in_one_word(text);
    let parts: Vec<&str> = text.split([' ', '\'', '&', '+', ';']).filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    let mut rest = &parts[..];
    while let Some(&first) = rest.first() {
        let mut used = 1;
        if let Some((time, words)) = clock(rest) {
            found.push(Word::At(time));
            used = words;
        } else if first == "a" && is_range(&parts[..parts.len() - rest.len()], found.last(), &rest[1..]) {
            found.push(Word::To);
        } else if !FILLERS.contains(&first) {
            found.push(known(first)?);
        }
        rest = &rest[used..];
    }
    Some(found)
}

/// The first word of folded text that is known neither here nor by `elsewhere`.
pub fn unknown(text: &str, elsewhere: impl Fn(&str) -> bool) -> Option<String> {
    let parts = in_one_word(text);
    let parts: Vec<&str> = parts.split([' ', '&', '+', ';']).filter(|word| !word.is_empty()).collect();
    let is_known = |word: &str| word.is_empty() || FILLERS.contains(&word) || known(word).is_some();
    let is_odd = |at: &usize| {
        let word = parts[*at];
        clock(&parts[*at..]).is_none() && !elsewhere(word) && !word.split('\'').all(is_known)
    };
    (0..parts.len()).find(is_odd).map(|at| parts[at].to_owned())
}

/// Phrases that mean something else than their words, each as one word.
fn in_one_word(text: &str) -> String {
    PHRASES.iter().fold(text.replace(',', " , "), |text, (phrase, word)| text.replace(phrase, word))
}

/// `lundi à vendredi`, `mars à juin`, `18h à 20h`; elsewhere `à` says nothing, nor does the English `a` of `or a Tuesday`.
fn is_range(before: &[&str], said: Option<&Word>, behind: &[&str]) -> bool {
    let is_name = |word: &&str| weekday_called(word).is_some() || month_called(word).is_some();
    let is_between_names = before.last().is_some_and(is_name) && behind.first().is_some_and(is_name);
    is_between_names || (matches!(said, Some(Word::At(_))) && clock(behind).is_some())
}

/// A time at the beginning, and how many words it takes: `20h30`, `20 h 30`, `8 pm`, `midi`.
fn clock(words: &[&str]) -> Option<(NaiveTime, usize)> {
    let is_clock = |text: &str| {
        let has_digit = text.starts_with(|c: char| c.is_ascii_digit());
        (has_digit || matches!(text, "midi" | "minuit" | "noon" | "midnight")).then(|| parse_time(text)).flatten()
    };
    let most = match words {
        [_, "h", minutes, ..] if minutes.len() == 2 => 3,
        [_, "h" | "am" | "pm", ..] => 2,
        _ => 1,
    };
    (1..=most).rev().find_map(|used| Some((is_clock(&words.get(..used)?.concat())?, used)))
}

/// Phrases that mean something else than their words.
const PHRASES: [(&str, &str); 34] = [
    ("tous les 15 jours", "toutes les 2 semaines"), // both ends counted: two weeks
    ("tous les quinze jours", "toutes les 2 semaines"),
    ("tous les 8 jours", "chaque semaine"),
    ("tous les huit jours", "chaque semaine"),
    ("toutes les quinzaines", "toutes les 2 semaines"),
    ("chaque quinzaine", "toutes les 2 semaines"),
    ("une fois par", "chaque"),
    ("every fortnight", "every 2 weeks"),
    ("fortnightly", "every 2 weeks"),
    ("biweekly", "every 2 weeks"),
    ("bi-weekly", "every 2 weeks"),
    ("once a", "every"),
    ("en semaine", "weekday"),
    ("jours de semaine", "weekday"),
    ("jour de semaine", "weekday"),
    ("jours ouvrables", "weekday"),
    ("jour ouvrable", "weekday"),
    ("jours ouvres", "weekday"),
    ("jour ouvre", "weekday"),
    ("working day", "weekday"),
    ("week-end", "weekend"),
    ("jours de weekend", "weekend"),
    ("jour de weekend", "weekend"),
    ("weekend day", "weekend"),
    ("avant-dernier", "penultimate"),
    ("second to last", "penultimate"),
    ("second-to-last", "penultimate"),
    ("en partant de la fin", "fromend"),
    ("from the end", "fromend"),
    ("seulement si c'est", "onlyif"),
    ("only if it is", "onlyif"),
    ("apres-midis", "apresmidi"),
    ("apres-midi", "apresmidi"),
    ("-", " to "),
];

const FILLERS: [&str; 17] =
    ["le", "la", "les", "l", "the", "et", "and", "on", "seule", "a", "at", "en", "in", "soit", "or", "ou", ","];

fn known(word: &str) -> Option<Word> {
    Some(match word {
        "un" | "une" | "one" => Word::Number(1),
        "deux" | "two" => Word::Number(2),
        "trois" | "three" => Word::Number(3),
        "quatre" | "four" => Word::Number(4),
        "cinq" | "five" => Word::Number(5),
        "six" => Word::Number(6),
        "sept" | "seven" => Word::Number(7),
        "huit" | "eight" => Word::Number(8),
        "dix" | "ten" => Word::Number(10),
        "douze" | "twelve" => Word::Number(12),
        "premier" | "premiere" | "first" | "1er" | "1st" => Word::Nth(1),
        "deuxieme" | "second" | "seconde" => Word::Nth(2),
        "troisieme" | "third" => Word::Nth(3),
        "quatrieme" | "fourth" => Word::Nth(4),
        "cinquieme" | "fifth" => Word::Nth(5),
        "dernier" | "derniere" | "last" => Word::Nth(-1),
        "penultimate" | "penultimatee" => Word::Nth(-2),
        "jour" | "jours" | "day" | "days" | "soir" | "soirs" | "evening" | "evenings" => Word::Day,
        "matin" | "matins" | "morning" | "mornings" | "apresmidi" | "afternoon" | "afternoons" => Word::Day,
        "daily" | "quotidien" | "quotidienne" => Word::Day,
        "semaine" | "semaines" | "week" | "weeks" => Word::Unit(Frequency::Weekly),
        "weekly" | "hebdomadaire" => Word::Unit(Frequency::Weekly),
        "mois" | "month" | "months" | "monthly" | "mensuel" | "mensuelle" => Word::Unit(Frequency::Monthly),
        "an" | "ans" | "annee" | "annees" | "year" | "years" => Word::Unit(Frequency::Yearly),
        "yearly" | "annuel" | "annuelle" => Word::Unit(Frequency::Yearly),
        "fois" | "time" | "times" => Word::Times,
        "once" | "unique" | "single" => Word::Once,
        "weekday" | "weekdays" => Word::Working,
        "weekend" | "weekends" => Word::Weekend,
        "tous" | "toutes" | "chaque" | "every" | "each" => Word::Every,
        "other" | "autre" => Word::Other,
        "sur" => Word::Over,
        "au" | "to" | "through" => Word::To,
        "du" | "de" | "d" | "des" | "of" | "from" => Word::Of,
        "fromend" => Word::FromEnd,
        "onlyif" => Word::OnlyIf,
        "seulement" | "only" => Word::Only,
        "commencant" | "beginning" => Word::Beginning,
        _ => weekday_called(word).map(Word::On).or_else(|| number(word)).or_else(|| month_called(word).map(Word::Month))?,
    })
}

/// `une`, `two`, `12`.
pub fn counted(word: &str) -> Option<u32> {
    match known(word)? {
        Word::Number(number) => Some(number),
        _ => None,
    }
}

/// `15`, `2e`, `3eme`, `4th`.
fn number(word: &str) -> Option<Word> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u32 = (digits.len() <= 4).then(|| digits.parse().ok()).flatten()?;
    match &word[digits.len()..] {
        "" => Some(Word::Number(number)),
        "e" | "eme" | "er" | "re" | "st" | "nd" | "rd" | "th" => Some(Word::Nth(i32::try_from(number).ok()?)),
        _ => None,
    }
}
