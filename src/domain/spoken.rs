//! Dates and times as people type them, in French and English at once: `28 mars`, `sam 28/3`, `March 28th`, `demain`, `8pm`.
//!
//! Capitals and accents do not matter. What is longer than a person types into a field is refused, so that nothing here takes long.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveTime, Weekday};

/// No date, length or repetition is typed with more characters.
const LONGEST: usize = 800;

/// A date without a year that lies no further back than this is the one that has just been.
const JUST_BEEN: Duration = Duration::days(31);

/// Text as it is compared: without capitals and accents, each space a plain one. Nothing of what is too long. A fraction such as `½`
/// is `?`: its digits would be those of a date.
pub fn folded(text: &str) -> String {
    if text.chars().nth(LONGEST).is_some() {
        return String::new();
    }
    let is_fraction = |c: char| c != '/' && deunicode::deunicode_char(c).is_some_and(|plain| plain.contains('/'));
    let sign = |c: char| match c {
        _ if c.is_whitespace() => ' ',
        _ if !c.is_ascii() && is_fraction(c) => '?',
        _ => c,
    };
    let spaced: String = text.chars().map(sign).collect();
    deunicode::deunicode(&spaced).to_ascii_lowercase().trim().to_owned()
}

/// `20h30`, `20:30`, `20 h 30`, `18h`, `à 18h`, `8pm`, `8:30 pm`, `midi`, `noon`.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = folded(text);
    let text = ["a ", "at "].iter().find_map(|filler| text.strip_prefix(filler)).unwrap_or(&text).replace(' ', "");
    match text.as_str() {
        "midi" | "noon" => return NaiveTime::from_hms_opt(12, 0, 0),
        "minuit" | "midnight" => return NaiveTime::from_hms_opt(0, 0, 0),
        _ => {}
    }
    let half = [("am", 0), ("pm", 12)].into_iter().find_map(|(word, hours)| Some((text.strip_suffix(word)?, hours)));
    match half {
        None => clock(&text),
        Some((text, hours)) => {
            let time = if text.contains([':', 'h']) { clock(text)? } else { clock(&format!("{text}:"))? };
            let (hour, rest) = (chrono::Timelike::hour(&time), time);
            (1..=12).contains(&hour).then(|| chrono::Timelike::with_hour(&rest, hour % 12 + hours)).flatten()
        }
    }
}

/// Hours before `:` or `h`, then minutes, then seconds.
fn clock(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once([':', 'h'])?;
    let (minutes, seconds) = minutes.split_once(':').unwrap_or((minutes, "0"));
    let minutes = if minutes.is_empty() { 0 } else { number(minutes)? };
    NaiveTime::from_hms_opt(number(hours)?, minutes, number(seconds)?)
}

/// A date, and the weekday that was typed beside it, which may be the wrong one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpokenDate {
    pub date: NaiveDate,
    pub weekday: Option<Weekday>,
}

/// `2020-03-28`, `28/3`, `28.3.2020`, `28 mars`, `sam 28 mars 2020`, `March 28th`, `aujourd’hui`, `demain`, `lundi`.
///
/// A weekday alone is the next one, never today. Without a year it is this year's, or that of a month ago at most, else the next.
/// `None` where the weekday is not that of the date: see [`spoken_date`].
pub fn parse_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    parse_date_behind(text, today, today)
}

fn parse_date_behind(text: &str, today: NaiveDate, behind: NaiveDate) -> Option<NaiveDate> {
    let spoken = spoken_date_behind(text, today, behind)?;
    spoken.weekday.is_none_or(|weekday| weekday == spoken.date.weekday()).then_some(spoken.date)
}

/// As [`parse_date`], the weekday left to the caller.
pub fn spoken_date(text: &str, today: NaiveDate) -> Option<SpokenDate> {
    spoken_date_behind(text, today, today)
}

fn spoken_date_behind(text: &str, today: NaiveDate, behind: NaiveDate) -> Option<SpokenDate> {
    let text = folded(text).replace("aujourd'hui", "today").replace([',', '\''], " ");
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty() && !FILLERS.contains(word)).collect();
    let plain = |date: Option<NaiveDate>| date.map(|date| SpokenDate { date, weekday: None });
    match words[..] {
        [] => None,
        ["today" | "aujourdhui"] => plain(Some(today)),
        ["tomorrow" | "demain"] => plain(today.succ_opt()),
        ["yesterday" | "hier"] => plain(today.pred_opt()),
        ["apres-demain"] | ["apres", "demain"] | ["day", "after", "tomorrow"] => plain(today.checked_add_days(Days::new(2))),
        [word] if weekday_called(word).is_some() => plain(next_weekday(weekday_called(word)?, behind)),
        _ => calendar_date(&words, today),
    }
}

const FILLERS: [&str; 15] = ["le", "la", "l", "the", "of", "on", "du", "de", "d", "au", "ce", "this", "prochain", "next", "a"];

fn next_weekday(weekday: Weekday, behind: NaiveDate) -> Option<NaiveDate> {
    let days = (weekday.num_days_from_monday() + 7 - behind.weekday().num_days_from_monday()) % 7;
    behind.checked_add_days(Days::new(if days == 0 { 7 } else { u64::from(days) }))
}

/// Day, month, maybe a weekday and a year, in any order but for the numbers of `28/3`.
fn calendar_date(words: &[&str], today: NaiveDate) -> Option<SpokenDate> {
    let (mut weekday, mut day, mut month, mut year) = (None, None, None, None);
    let months = words.iter().filter(|word| month_called(word).is_some()).count();
    for &word in words {
        let is_month = month_called(word).is_some() && !(word.starts_with("mar") && word.len() == 3 && months > 1);
        match word {
            _ if is_month => put(&mut month, month_called(word)?)?,
            _ if weekday_called(word).is_some() => put(&mut weekday, weekday_called(word)?)?,
            _ if word.len() == 4 && number(word).is_some() => put(&mut year, number(word)?)?,
            _ if day_number(word).is_some() => put(&mut day, day_number(word)?)?,
            _ => {
                let (of_year, of_month, of_day) = in_digits(word)?;
                put(&mut day, of_day)?;
                put(&mut month, of_month)?;
                of_year.map_or(Some(()), |of_year| put(&mut year, of_year))?;
            }
        }
    }
    let date = in_year(year, month?, day?, today)?;
    Some(SpokenDate { date, weekday })
}

fn put<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

fn in_year(year: Option<u32>, month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    match year {
        Some(year) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        None => {
            let least = today.checked_sub_signed(JUST_BEEN)?;
            let years = (least.year()..).take(9); // eight years hold a leap day, also around 1900
            years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|date| *date >= least)
        }
    }
}

/// `2020-03-28`, `28/3`, `28.3.20`: year, month, day.
fn in_digits(word: &str) -> Option<(Option<u32>, u32, u32)> {
    let numbers: Vec<&str> = word.trim_end_matches('.').split(['-', '/', '.']).collect();
    let short = |text: &str| (text.len() <= 2).then(|| number(text)).flatten();
    match numbers[..] {
        [year, month, day] if year.len() == 4 => Some((Some(number(year)?), short(month)?, short(day)?)),
        [day, month] => Some((None, short(month)?, short(day)?)),
        [day, month, year] if year.len() == 4 => Some((Some(number(year)?), short(month)?, short(day)?)),
        [day, month, year] => Some((Some(2000 + short(year)?), short(month)?, short(day)?)),
        _ => None,
    }
}

/// `28`, `1er`, `28th`.
fn day_number(word: &str) -> Option<u32> {
    let digits = ["er", "st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    (digits.len() <= 2).then(|| number(digits)).flatten()
}

pub fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// The weekday of a folded word: whole, in the plural, or its first letters, three at least.
pub fn weekday_called(word: &str) -> Option<Weekday> {
    const NAMES: [[&str; 2]; 7] = [
        ["lundi", "monday"],
        ["mardi", "tuesday"],
        ["mercredi", "wednesday"],
        ["jeudi", "thursday"],
        ["vendredi", "friday"],
        ["samedi", "saturday"],
        ["dimanche", "sunday"],
    ];
    let place =
        NAMES.iter().position(|names| names.iter().any(|name| is_called(word, name) || word.strip_suffix('s') == Some(name)));
    place.and_then(|place| Weekday::try_from(place as u8).ok())
}

/// The month (from 1) of a folded word: whole, or its first letters, where no other month begins with them.
pub fn month_called(word: &str) -> Option<u32> {
    const NAMES: [[&str; 2]; 12] = [
        ["janvier", "january"],
        ["fevrier", "february"],
        ["mars", "march"],
        ["avril", "april"],
        ["mai", "may"],
        ["juin", "june"],
        ["juillet", "july"],
        ["aout", "august"],
        ["septembre", "september"],
        ["octobre", "october"],
        ["novembre", "november"],
        ["decembre", "december"],
    ];
    let mut fitting = (1..).zip(NAMES).filter(|(_, names)| names.iter().any(|name| is_called(word, name)));
    let (month, _) = fitting.next()?;
    fitting.next().is_none().then_some(month)
}

fn is_called(word: &str, name: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    word.len() >= 3 && name.starts_with(word)
}

/// A date, a time, or both in either order: `demain 18h`, `20h30 jeudi`, `2020-03-28T20:30`.
pub fn parse_date_and_time(text: &str, today: NaiveDate) -> Option<(Option<NaiveDate>, Option<NaiveTime>)> {
    parse_date_and_time_behind(text, today, today)
}

/// As [`parse_date_and_time`]; a weekday alone is the next one behind that date.
pub fn parse_date_and_time_behind(
    text: &str,
    today: NaiveDate,
    behind: NaiveDate,
) -> Option<(Option<NaiveDate>, Option<NaiveTime>)> {
    let mut text = folded(text);
    if text.get(10..11) == Some("t") && text.starts_with(|c: char| c.is_ascii_digit()) {
        text.replace_range(10..11, " ");
    }
    if let Some(time) = parse_time(&text) {
        return Some((None, Some(time)));
    }
    let date = |text: &str| parse_date_behind(text, today, behind);
    if let Some(date) = date(&text) {
        return Some((Some(date), None));
    }
    text.match_indices(' ').map(|(cut, _)| text.split_at(cut)).find_map(|(head, tail)| {
        let (date, time) = date(head).zip(parse_time(tail)).or_else(|| date(tail).zip(parse_time(head)))?;
        Some((Some(date), Some(time)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Saturday.
    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 3, 28).unwrap();

    #[test]
    fn dates_are_read_in_both_languages() {
        for (typed, expected) in [
            ("28 mars", "2020-03-28"),
            ("28/3", "2020-03-28"),
            ("2020-03-28", "2020-03-28"),
            ("28.3.20", "2020-03-28"),
            ("demain", "2020-03-29"),
            ("Après-demain", "2020-03-30"),
            ("aujourd’hui", "2020-03-28"),
            ("lundi", "2020-03-30"),
            ("samedi", "2020-04-04"),
            ("mar", "2020-03-31"),
            ("next Thursday", "2020-04-02"),
            ("mon 30 march", "2020-03-30"),
            ("mar 31 mars", "2020-03-31"),
            ("31 mar", "2020-03-31"),
            ("le 1er août", "2020-08-01"),
            ("the 28th of April, 2021", "2021-04-28"),
            ("April 2nd", "2020-04-02"),
            ("5 mars", "2020-03-05"),
            ("5 février", "2021-02-05"),
            ("29 févr. 2024", "2024-02-29"),
            ("29 février", "2020-02-29"),
            ("dim 29/3", "2020-03-29"),
        ] {
            assert_eq!(parse_date(typed, TODAY), Some(expected.parse().unwrap()), "{typed}");
        }
        for typed in
            ["", "28", "soon", "32 mars", "28 mars avril", "mon 28 march", "jui 3", "30 février 2020", "lundi mardi", "1/2/3/4"]
        {
            assert_eq!(parse_date(typed, TODAY), None, "{typed}");
        }
    }

    #[test]
    fn times_are_read_in_both_languages() {
        for (typed, expected) in [
            ("20h30", "20:30"),
            ("20 h 30", "20:30"),
            ("20\u{202f}h\u{a0}30", "20:30"),
            ("20:30", "20:30"),
            ("18H", "18:00"),
            ("à 9h05", "09:05"),
            ("8pm", "20:00"),
            ("8:30 PM", "20:30"),
            ("12 am", "00:00"),
            ("12pm", "12:00"),
            ("midi", "12:00"),
            ("midnight", "00:00"),
        ] {
            assert_eq!(parse_time(typed).map(|time| time.format("%H:%M").to_string()).as_deref(), Some(expected), "{typed}");
        }
        for typed in ["", "20", "25h", "20h61", "13pm", "0am", "h", ":", "pm", "20h30h"] {
            assert_eq!(parse_time(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_date_and_a_time_stand_in_either_order() {
        let evening = NaiveTime::from_hms_opt(20, 30, 0);
        let thursday = Some("2020-04-02".parse().unwrap());
        for typed in ["jeu 20h30", "20:30 on Thursday", "2020-04-02T20:30", "2 avril à 20 h 30", "jeudi, 8:30 pm"] {
            assert_eq!(parse_date_and_time(typed, TODAY), Some((thursday, evening)), "{typed}");
        }
        assert_eq!(parse_date_and_time("20h30", TODAY), Some((None, evening)));
        assert_eq!(parse_date_and_time("jeudi", TODAY), Some((thursday, None)));
        assert_eq!(parse_date_and_time("jeudi bientôt", TODAY), None);
    }

    proptest::proptest! {
        #[test]
        fn anything_typed_is_read_or_refused(typed in "\\PC{0,130}|[0-9a-z :/h.-]{0,30}") {
            parse_date_and_time(&typed, TODAY);
            parse_date_and_time(&typed, NaiveDate::MAX);
            parse_date_and_time(&typed, NaiveDate::MIN);
        }
    }
}
