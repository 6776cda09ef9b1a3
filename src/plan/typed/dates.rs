//! The dates in a line about a series: from when, until when, without which ones.

use chrono::{Datelike, Days, Duration, Months, NaiveDate};

use super::without::Without;
use super::words::counted;
use crate::domain::{Skip, month_called, parse_date, parse_date_and_time, weekday_called};

/// Of folded text: dates parted by commas; nothing is none.
pub fn skipped(text: &str, first: NaiveDate) -> Option<Vec<Skip>> {
    let text = text.replace([',', ';'], " , ");
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut dates = Dates::new(first, first);
    if !words.is_empty() && dates.skip(&words)? < words.len() {
        return None;
    }
    dates.without.is_nothing().then_some(dates.skip)
}

/// The last day of folded words: `19 mai`, `juin`, `fin juin`, `the end of the year`; that of a month is its last one, not before `first`.
pub fn last_day(text: &str, first: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    end_of(&words, first).filter(|(_, used)| *used == words.len()).map(|(date, _)| date)
}

/// The last day of folded words that say how long from `first` on: `pendant un an`, `for 6 months`.
pub fn last_of_length(text: &str, first: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (_, length) = words.split_first().filter(|(word, _)| matches!(**word, "pendant" | "durant" | "for"))?;
    end_after(length, first).filter(|(_, used)| *used == length.len()).map(|(last, _)| last)
}

/// Words that open a date, each as one sign.
pub fn opened(text: &str) -> String {
    OPENING.iter().fold(text.to_owned(), |text, (phrase, word)| text.replace(phrase, word))
}

/// Words that stand only in dates, and the signs of [`opened`].
pub fn is_of_a_date(word: &str) -> bool {
    let of_the_end =
        ["pendant", "durant", "for", "fin", "end", "debut", "begin", "mois", "annee", "year", "l'annee"].contains(&word);
    word.starts_with('@') || RELATIVE.contains(&word) || is_in_digits(word) || of_the_end
}

/// A date, or a day by its place beside today: a weekday alone says no single day, nor does `mar`, which is one too.
pub fn says_one_day(text: &str) -> bool {
    let is_month = |word: &str| month_called(word).is_some() && weekday_called(word).is_none();
    text.split(' ').any(|word| RELATIVE.contains(&word) || is_in_digits(word) || is_month(word))
}

/// What is said of single dates.
pub struct Dates {
    start: NaiveDate,
    today: NaiveDate,
    pub first: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub skip: Vec<Skip>,
    pub without: Without,
    /// The words behind one that asks for a date, where they are none.
    pub odd: Option<Odd>,
}

/// Words that should be dates.
pub struct Odd {
    pub words: Vec<String>,
    /// They stand behind `sauf`.
    pub is_skip: bool,
}

/// A date that is said without its year lies behind this one, not just before it.
const JUST_BEEN: Duration = Duration::days(32);
/// No span is longer.
const LONGEST_SPAN: Duration = Duration::days(366);

/// The longest date takes so many words, `jeudi le 2 avril 2020 à 20h30`.
const MOST_WORDS: usize = 7;

impl Dates {
    /// `start`: the first date, where the words name no other.
    pub fn new(start: NaiveDate, today: NaiveDate) -> Dates {
        Dates { start, today, first: None, until: None, skip: Vec::new(), without: Without::default(), odd: None }
    }

    /// What is left of the words when all dates are taken in; `None` where a word that asks for one has none.
    pub fn taken_from(&mut self, text: &str) -> Option<String> {
        let text = opened(text);
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let left = left_of(&words, |word, behind| match word {
            "@from" => Some(1 + self.from(behind).or_else(|| self.is_odd(word, behind))?),
            "des" if behind.first() == Some(&"mois") => Some(0), // the plural, not `dès`
            "from" if behind.get(1).is_some_and(|word| THROUGH.contains(word)) => Some(0),
            "from" if self.span(behind, self.today).is_some() => Some(0),
            "from" | "des" => Some(self.from(behind).map_or(0, |used| 1 + used)),
            _ => Some(0),
        })?;
        left_of(&left, |word, behind| match word {
            "@end" => Some(1 + self.until(behind).or_else(|| self.is_odd(word, behind))?),
            "@skip" => Some(1 + self.skip(behind).or_else(|| self.is_odd(word, behind))?),
            "pendant" | "durant" | "for" => Some(1 + self.lasting(behind).or_else(|| self.is_odd(word, behind))?),
            "du" | "from" => self.between(behind),
            _ => Some(0),
        })
        .map(|left| left.join(" "))
    }

    /// Keeps the words behind one that asks for a date, up to the next such word.
    fn is_odd(&mut self, asking: &str, words: &[&str]) -> Option<usize> {
        let words = words.iter().take_while(|word| !word.starts_with('@')).map(|word| (*word).to_owned()).collect();
        self.odd = Some(Odd { words, is_skip: asking == "@skip" });
        None
    }

    /// `un an`, `6 months`: up to the day before.
    fn lasting(&mut self, words: &[&str]) -> Option<usize> {
        let (last, used) = end_after(words, self.start)?;
        self.until.replace(last).is_none().then_some(used)
    }

    /// `du 1er décembre au 31 janvier`: how many words say the first and the last day, with `du` before them; 0 where they do not.
    fn between(&mut self, words: &[&str]) -> Option<usize> {
        let Some((first, last, used)) = self.span(words, self.today) else { return Some(0) };
        self.start = first;
        (self.first.replace(first).is_none() && self.until.replace(last).is_none()).then_some(1 + used)
    }

    /// The first and the last day of a span, and how many words say them: `20 décembre au 3 janvier`, `6 au 19 avril`.
    fn span(&self, words: &[&str], least: NaiveDate) -> Option<(NaiveDate, NaiveDate, usize)> {
        let at = words.iter().take(MOST_WORDS).position(|word| THROUGH.contains(word))?;
        let (from, behind) = (&words[..at], &words[at + 1..]);
        let day = |words: &[&str], least: NaiveDate| parse_date(&said(words)?, least);
        let (first, (last, used)) = match day(from, least) {
            Some(first) => (first, longest(behind, |words| day(words, first + JUST_BEEN))?),
            None => {
                let (last, used) = longest(behind, |words| day(words, least))?;
                (last.with_day(day_of_month(from)?)?, (last, used))
            }
        };
        (first < last && last - first <= LONGEST_SPAN).then_some((first, last, at + 1 + used))
    }

    fn until(&mut self, words: &[&str]) -> Option<usize> {
        let dated = longest(words, |words| parse_date(&said(words)?, self.least()));
        let (date, used) = dated.or_else(|| end_of(words, self.start))?;
        self.until.replace(date).is_none().then_some(used)
    }

    /// The other dates are then those behind it.
    fn from(&mut self, words: &[&str]) -> Option<usize> {
        let beside = |words: &[&str]| if said(words).is_some() { self.start } else { self.today };
        let dated = longest(words, |words| parse_date(&words.join(" "), beside(words)));
        let (date, used) = dated.or_else(|| begin_of(words, self.start))?;
        self.start = date;
        let on = usize::from(words.get(used).is_some_and(|word| *word == "on"));
        self.first.replace(date).is_none().then_some(used + on)
    }

    /// One date or several, `le 1er mai, le 8 mai et le 21 mai`, all days of a span, `du 20 décembre au 3 janvier`, weekdays, months.
    fn skip(&mut self, words: &[&str]) -> Option<usize> {
        let mut used = 0;
        loop {
            let begin = used + words[used..].iter().take_while(|word| BESIDE.contains(word)).count();
            match self.skip_some(&words[begin..])? {
                0 => return (used > 0).then_some(used),
                more => used = begin + more,
            }
        }
    }

    /// How many words say what falls away next; `None` for a span without an end.
    fn skip_some(&mut self, words: &[&str]) -> Option<usize> {
        if let Some((first, last, used)) = self.span(words, self.least()) {
            self.skip.extend(first.iter_days().take_while(|day| *day <= last).map(Skip::Date));
            return Some(used);
        }
        if let Some((dates, used)) = self.of_one_month(words) {
            self.skip.extend(dates.into_iter().map(Skip::Date));
            return Some(used);
        }
        let Some((skip, used)) = self.skipped(words) else { return Some(self.without.read(words).unwrap_or(0)) };
        self.skip.push(skip);
        let is_open = words.get(used).is_some_and(|word| THROUGH.contains(word));
        let more = if used == 2 && month_called(words[0]).is_some() { self.more_days_of(words[0], &words[used..]) } else { 0 };
        (!is_open).then_some(used + more)
    }

    /// `le 24, le 25 et le 31 décembre`: days that share what stands behind the last one; `December 24 and 25`, before the first one.
    fn of_one_month(&self, words: &[&str]) -> Option<(Vec<NaiveDate>, usize)> {
        let at = words.iter().position(|word| month_called(word).is_some() && weekday_called(word).is_none())?;
        let year = usize::from(words.get(at + 1).is_some_and(|word| is_year(word)));
        let (month, end) = (words[at..=at + year].join(" "), at + 1 + year);
        let days: Vec<&[&str]> = words[..at].split(|word| LISTING.contains(word)).filter(|day| !day.is_empty()).collect();
        let date = |day: &&[&str]| parse_date(&format!("{} {month}", day.join(" ")), self.least());
        (days.len() > 1).then(|| days.iter().map(date).collect::<Option<_>>())?.map(|dates| (dates, end))
    }

    /// `and 25` behind `December 24`: how many words say more days of that month.
    fn more_days_of(&mut self, month: &str, words: &[&str]) -> usize {
        let begin = words.iter().take_while(|word| LISTING.contains(word)).count();
        let Some(word) = words.get(begin).filter(|word| begin > 0 && day_of_month(&[**word]).is_some()) else { return 0 };
        let is_day = words.get(begin + 1).is_none_or(|next| LISTING.contains(next) || next.starts_with('@'));
        match parse_date(&format!("{month} {word}"), self.least()).filter(|_| is_day) {
            Some(date) => {
                self.skip.push(Skip::Date(date));
                begin + 1 + self.more_days_of(month, &words[begin + 1..])
            }
            None => 0,
        }
    }

    fn skipped(&self, words: &[&str]) -> Option<(Skip, usize)> {
        let end = words.iter().position(|word| THROUGH.contains(word)).unwrap_or(words.len());
        let words = &words[..end];
        let read = |words: &[&str]| match parse_date_and_time(&said(words)?, self.least())? {
            (Some(date), Some(time)) => Some(Skip::Time(date.and_time(time))),
            (Some(date), None) => Some(Skip::Date(date)),
            (None, _) => None,
        };
        longest(words, read)
    }

    /// From here on the next date of a name is never before the start.
    fn least(&self) -> NaiveDate {
        self.start.checked_add_days(Days::new(31)).unwrap_or(self.start)
    }
}

/// Words that say nothing between those of dates that fall away.
const BESIDE: [&str; 19] = [
    ",", "et", "and", "ni", "or", "ou", "le", "les", "the", "on", "en", "in", "au", "mois", "de", "du", "des", "pendant",
    "during",
];

/// Words between the first and the last day of a span.
const THROUGH: [&str; 3] = ["au", "to", "through"];

/// Words between days of one month.
const LISTING: [&str; 9] = [",", "et", "and", "ni", "or", "ou", "le", "les", "the"];

/// Days by their place beside today.
const RELATIVE: [&str; 10] =
    ["demain", "tomorrow", "today", "aujourd'hui", "aujourdhui", "apres-demain", "hier", "yesterday", "prochain", "next"];

/// Words that open a date, as one sign; `dès` comes folded.
const OPENING: [(&str, &str); 21] = [
    ("jusqu'au ", "@end "),
    ("jusqu'a ", "@end "),
    ("jusqu'en ", "@end "),
    ("jusqu'", "@end "),
    ("jusque ", "@end "),
    ("until ", "@end "),
    ("till ", "@end "),
    ("a partir du ", "@from "),
    ("a partir de ", "@from "),
    ("a partir d'", "@from "),
    ("a compter du ", "@from "),
    ("a compter de ", "@from "),
    ("starting ", "@from "),
    ("beginning in ", "@from "),
    ("sauf ", "@skip "),
    ("except from ", "@skip "),
    ("but not from ", "@skip "),
    ("except ", "@skip "),
    ("excepte ", "@skip "),
    ("but not ", "@skip "),
    ("sans le ", "@skip "),
];

/// The words of which `taken` takes none; it says how many it took from each on.
fn left_of<'a>(words: &[&'a str], mut taken: impl FnMut(&str, &[&'a str]) -> Option<usize>) -> Option<Vec<&'a str>> {
    let mut left = Vec::new();
    let mut rest = words;
    while let Some((&word, behind)) = rest.split_first() {
        let used = taken(word, behind)?;
        if used == 0 {
            left.push(word);
        }
        rest = &rest[used.max(1)..];
    }
    Some(left)
}

/// `juin`, `début juin`, `mois de juin 2021`, `in june`: its first day, and how many words say it.
fn begin_of(words: &[&str], start: NaiveDate) -> Option<(NaiveDate, usize)> {
    let (month, year, used) = month(words, &["debut", "le", "du", "de", "mois", "en", "in", "the", "begin", "of", "month"])?;
    let name = words[used - 1 - usize::from(year.is_some())];
    let date = match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, 1),
        None => parse_date(&format!("1 {}", elided(name)), start),
    };
    Some((date?, used))
}

/// `juin`, `fin juin`, `the end of june 2021`, `la fin de l’année`: its last day not before `start`, and how many words say it.
fn end_of(words: &[&str], start: NaiveDate) -> Option<(NaiveDate, usize)> {
    const OPEN: [&str; 10] = ["la", "fin", "le", "du", "de", "mois", "en", "the", "end", "of"];
    if let Some((month, year, used)) = month(words, &OPEN) {
        let date = match year {
            Some(year) => last_of(year, month),
            None => (start.year()..).take(2).filter_map(|year| last_of(year, month)).find(|last| *last >= start),
        };
        return Some((date?, used));
    }
    let open = words.iter().take_while(|word| OPEN.contains(word)).count();
    let says_end = words[..open].iter().any(|word| matches!(*word, "fin" | "end"));
    let is_year = words.get(open).is_some_and(|word| matches!(elided(word), "annee" | "year"));
    (says_end && is_year).then_some((last_of(start.year(), 12)?, open + 1))
}

/// A month, its year where it is said, and how many words say it, with those before it.
fn month(words: &[&str], open: &[&str]) -> Option<(u32, Option<i32>, usize)> {
    let at = words.iter().take_while(|word| open.contains(word)).count();
    let month = month_called(elided(words.get(at)?))?;
    let year: Option<i32> = words.get(at + 1).filter(|word| word.len() == 4).and_then(|word| word.parse().ok());
    Some((month, year, at + 1 + usize::from(year.is_some())))
}

/// `un an`, `6 months`, `a week` from `first` on: the last day of it, and how many words say it.
fn end_after(words: &[&str], first: NaiveDate) -> Option<(NaiveDate, usize)> {
    let number = |word: &str| if matches!(word, "a" | "an") { counted(word).or(Some(1)) } else { counted(word) };
    let (count, unit) = (number(words.first()?)?, words.get(1)?);
    let end = match unit.strip_suffix('s').unwrap_or(unit) {
        "jour" | "day" => first.checked_add_days(Days::new(count.into())),
        "semaine" | "week" => first.checked_add_days(Days::new(u64::from(count) * 7)),
        "moi" | "month" => first.checked_add_months(Months::new(count)),
        "an" | "annee" | "year" => first.checked_add_months(Months::new(count.checked_mul(12)?)),
        _ => return None,
    };
    Some((end?.pred_opt().filter(|last| *last >= first)?, 2))
}

fn day_of_month(words: &[&str]) -> Option<u32> {
    let bare = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok();
    match words {
        [day] => counted(day).or_else(|| bare(day)).filter(|day| (1..=31).contains(day)),
        [day, rest @ ..] if *day == "le" || *day == "the" || *day == "les" || weekday_called(day).is_some() => day_of_month(rest),
        _ => None,
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

fn last_of(year: i32, month: u32) -> Option<NaiveDate> {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1)?.pred_opt()
}

/// `août` of `d’août`.
pub fn elided(word: &str) -> &str {
    word.strip_prefix("d'").or_else(|| word.strip_prefix("l'")).unwrap_or(word)
}

fn is_in_digits(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(['-', '/', '.'])
}

/// Words that may be a date: with a month, or in digits. A weekday with a time is none.
fn said(words: &[&str]) -> Option<String> {
    words.iter().any(|word| month_called(word).is_some() || is_in_digits(word)).then(|| words.join(" "))
}

/// The most words from the beginning that can be read, up to a comma, and their number.
fn longest<T>(words: &[&str], read: impl Fn(&[&str]) -> Option<T>) -> Option<(T, usize)> {
    let most = words.iter().take(MOST_WORDS).take_while(|word| **word != ",").count();
    (1..=most).rev().find_map(|used| Some((read(&words[..used])?, used)))
}
