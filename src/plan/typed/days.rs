//! On which days a series comes back, from the words that people type.

use chrono::{NaiveDateTime, NaiveTime, Weekday};

use super::words::Word;
use crate::plan::recurrence::LONGEST_INTERVAL;
use crate::plan::{Frequency, NumberedWeekday, Pattern};

/// What the words say of one rule. `start` fills in what they leave open: `chaque semaine` takes its weekday from there.
///
/// `None` where they say no rule.
pub fn days(words: &[Word], start: NaiveDateTime) -> Option<Pattern> {
    if matches!(words, [Word::Of, Word::Unit(_), ..]) {
        return None; // of what
    }
    let mut rest = words.to_vec();
    let week_start = take_week_start(&mut rest);
    let clauses = clauses(&rest);
    let mut narrowing = Narrowing::default();
    clauses[1..].iter().try_for_each(|clause| narrowing.read(clause))?;
    let mut said = Said::default();
    let mut days = clauses[0].to_vec();
    said.take_interval(&mut days)?;
    said.take_times(&mut days);
    said.read(&days)?;
    said.count_weeks_by_days()?;
    let unit = said.unit(&narrowing)?;
    let mut pattern = said.pattern;
    pattern.unit = unit;
    pattern.weekdays.extend(narrowing.weekdays);
    pattern.month_days.extend(narrowing.month_days);
    pattern.positions.extend(narrowing.positions);
    pattern.week_start = week_start.unwrap_or(Weekday::Mon);
    Some(pattern.settled(start))
}

/// `la semaine commençant le dimanche`.
fn take_week_start(words: &mut Vec<Word>) -> Option<Weekday> {
    let at = words.iter().position(|word| *word == Word::Beginning)?;
    let Some(Word::On(day)) = words.get(at + 1).copied() else { return None };
    let from = at.checked_sub(1).filter(|before| words[*before] == Word::Unit(Frequency::Weekly))?;
    words.drain(from..at + 2);
    Some(day)
}

/// The days, then each clause that begins with `seulement`.
fn clauses(words: &[Word]) -> Vec<&[Word]> {
    let begins = |word: &Word| matches!(word, Word::Only | Word::OnlyIf);
    let mut cuts: Vec<usize> = words.iter().enumerate().filter(|(_, word)| begins(word)).map(|(at, _)| at).collect();
    cuts.insert(0, 0);
    cuts.push(words.len());
    cuts.windows(2).map(|cut| &words[cut[0]..cut[1]]).collect()
}

/// What leaves only some of the days.
#[derive(Default)]
struct Narrowing {
    weekdays: Vec<NumberedWeekday>,
    month_days: Vec<i32>,
    positions: Vec<i32>,
    /// Of which the positions are counted.
    unit: Option<Frequency>,
}

impl Narrowing {
    fn read(&mut self, clause: &[Word]) -> Option<()> {
        match clause {
            [Word::OnlyIf, days @ ..] => self.only_if(days),
            [Word::Only, positions @ .., Word::Every, unit] => self.only(positions, unit),
            _ => None,
        }
    }

    /// `un lundi ou un mardi`, `le 13`, `le dernier jour`.
    fn only_if(&mut self, days: &[Word]) -> Option<()> {
        for (at, word) in days.iter().enumerate() {
            let next = days.get(at + 1);
            match *word {
                Word::Number(1) if matches!(next, Some(Word::On(_))) => {}
                Word::On(weekday) => self.weekdays.push(NumberedWeekday { number: None, weekday }),
                Word::Number(day) => self.month_days.push(i32::try_from(day).ok()?),
                Word::Nth(day) => self.month_days.push(day),
                Word::FromEnd => negate_last(&mut self.month_days, 1)?,
                Word::Day | Word::Of | Word::Unit(Frequency::Monthly) => {}
                _ => return None,
            }
        }
        Some(())
    }

    /// `le premier et le dernier de chaque mois`.
    fn only(&mut self, positions: &[Word], unit: &Word) -> Option<()> {
        for word in positions {
            match *word {
                Word::Nth(position) => self.positions.push(position),
                Word::FromEnd => negate_last(&mut self.positions, 1)?,
                Word::Of => {}
                _ => return None,
            }
        }
        self.unit = Some(match unit {
            Word::Day => Frequency::Daily,
            Word::Unit(unit) => *unit,
            _ => return None,
        });
        (!self.positions.is_empty()).then_some(())
    }
}

/// What the words about days have said so far.
struct Said {
    pattern: Pattern,
    /// Of the interval.
    unit: Option<Frequency>,
    /// Numbers whose noun has not come yet.
    pending: Vec<i32>,
    /// Numbered days, of the month or of the year.
    days: Vec<i32>,
    last: Last,
    has_plain_day: bool,
    /// `le 100e jour de l’année`, not `chaque année`.
    of_the_year: bool,
    units: Vec<Frequency>,
}

/// What was numbered last, and how much of it.
#[derive(Clone, Copy)]
enum Last {
    Nothing,
    Weekdays(usize),
    /// `le 1er et le troisième jour en partant de la fin`: only the last one.
    Day,
    Weeks(usize),
    Positions(usize),
}

impl Default for Said {
    fn default() -> Said {
        Said {
            pattern: Pattern::plain(Frequency::Daily, 1),
            unit: None,
            pending: Vec::new(),
            days: Vec::new(),
            last: Last::Nothing,
            has_plain_day: false,
            of_the_year: false,
            units: Vec::new(),
        }
    }
}

impl Said {
    /// Takes out what says each how many units: `un mardi sur deux`, `tous les 3 jours`, `every other week`.
    fn take_interval(&mut self, words: &mut Vec<Word>) -> Option<()> {
        if let Some(over) = words.iter().position(|word| *word == Word::Over) {
            let Some(Word::Number(every)) = words.get(over + 1).copied() else { return None };
            self.pattern.every = every;
            words.drain(over..over + 2);
            let one = words[..over].iter().rposition(|word| *word == Word::Number(1))?;
            words.remove(one);
            self.take_unit(words, one)?;
        } else if let Some(at) = every_so_many(words) {
            self.pattern.every = if let Word::Number(every) = words[at + 1] { every } else { 2 };
            words.drain(at..at + 2);
            self.take_unit(words, at)?;
        }
        (1..=LONGEST_INTERVAL).contains(&self.pattern.every).then_some(())
    }

    /// The unit of an interval stands there; a weekday stays, and counts weeks.
    fn take_unit(&mut self, words: &mut Vec<Word>, at: usize) -> Option<()> {
        self.unit = Some(match words.get(at)? {
            Word::Day => Frequency::Daily,
            Word::Unit(unit) => *unit,
            Word::On(_) | Word::Working | Word::Weekend => Frequency::Weekly,
            _ => return None,
        });
        if matches!(words[at], Word::Day | Word::Unit(_)) {
            words.remove(at);
            self.units.extend(self.unit);
        }
        Some(())
    }

    fn take_times(&mut self, words: &mut Vec<Word>) {
        let time = |word: &Word| if let Word::At(time) = word { Some(*time) } else { None };
        let mut times: Vec<NaiveTime> = words.iter().filter_map(time).collect();
        times.sort_unstable();
        times.dedup();
        self.pattern.times = times;
        words.retain(|word| time(word).is_none());
    }

    fn read(&mut self, words: &[Word]) -> Option<()> {
        let mut at = 0;
        while let Some(word) = words.get(at) {
            at += self.read_one(*word, &words[at + 1..])?;
        }
        self.flush();
        Some(())
    }

    /// How many words were read.
    fn read_one(&mut self, word: Word, next: &[Word]) -> Option<usize> {
        match (word, next) {
            (Word::On(from), [Word::To, Word::On(to), ..]) => {
                self.weekdays_from(from, *to);
                return Some(3);
            }
            (Word::Unit(Frequency::Weekly), [Word::Number(_), ..]) => return Some(1 + self.weeks(next)?),
            (Word::Nth(nth), _) => self.pending.push(nth),
            (Word::Number(_), [Word::Unit(_), ..]) => return None,
            (Word::Number(day), _) => {
                self.pending.push(i32::try_from(day).ok()?);
                self.flush();
            }
            (Word::On(weekday), _) => self.weekday(weekday),
            (Word::Working, _) => self.several_weekdays(0..5),
            (Word::Weekend, _) => self.several_weekdays(5..7),
            (Word::Day, _) if self.pending.is_empty() => self.has_plain_day = true,
            (Word::Day, _) => self.flush(),
            (Word::Unit(Frequency::Weekly), _) if !self.pending.is_empty() => {
                self.last = Last::Weeks(self.pending.len());
                self.pattern.weeks.append(&mut self.pending);
            }
            (Word::Unit(unit), _) => {
                self.flush();
                self.units.push(unit);
            }
            (Word::Month(month), _) => {
                self.flush();
                self.pattern.months.push(i32::try_from(month).ok()?);
            }
            (Word::Of, []) => return None,
            (Word::Of, [Word::Unit(Frequency::Yearly), ..]) => self.of_the_year = true,
            (Word::FromEnd, _) => self.end_counted()?,
            (Word::Every | Word::Of, _) => {}
            _ => return None,
        }
        Some(1)
    }

    /// Numbers without a noun are days.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.last = Last::Day;
            self.days.append(&mut self.pending);
        }
    }

    /// `semaines 20 et 22`: how many numbers there are.
    fn weeks(&mut self, next: &[Word]) -> Option<usize> {
        let number = |word: &Word| if let Word::Number(number) = word { i32::try_from(*number).ok() } else { None };
        let weeks: Vec<i32> = next.iter().map_while(number).collect();
        self.pattern.weeks.extend(&weeks);
        Some(weeks.len())
    }

    /// `lundi`, `premier et troisième lundi`.
    fn weekday(&mut self, weekday: Weekday) {
        let numbers: Vec<Option<i32>> = match self.pending.is_empty() {
            true => vec![None],
            false => std::mem::take(&mut self.pending).into_iter().map(Some).collect(),
        };
        self.last = Last::Weekdays(numbers.len());
        self.pattern.weekdays.extend(numbers.into_iter().map(|number| NumberedWeekday { number, weekday }));
    }

    /// `en semaine`; `le dernier jour ouvrable`.
    fn several_weekdays(&mut self, days: std::ops::Range<u8>) {
        let days = days.filter_map(|day| Weekday::try_from(day).ok());
        self.pattern.weekdays.extend(days.map(|weekday| NumberedWeekday { number: None, weekday }));
        self.last = Last::Positions(self.pending.len());
        self.pattern.positions.append(&mut self.pending);
    }

    fn weekdays_from(&mut self, from: Weekday, to: Weekday) {
        let length = (to.num_days_from_monday() + 7 - from.num_days_from_monday()) % 7;
        let days = std::iter::successors(Some(from), |day| Some(day.succ())).take(length as usize + 1);
        self.pattern.weekdays.extend(days.map(|weekday| NumberedWeekday { number: None, weekday }));
    }

    fn end_counted(&mut self) -> Option<()> {
        match self.last {
            Last::Nothing => None,
            Last::Day => negate_last(&mut self.days, 1),
            Last::Weeks(count) => negate_last(&mut self.pattern.weeks, count),
            Last::Positions(count) => negate_last(&mut self.pattern.positions, count),
            Last::Weekdays(count) => {
                let from = self.pattern.weekdays.len() - count;
                self.pattern.weekdays[from..].iter_mut().for_each(|day| day.number = day.number.map(|number| -number));
                Some(())
            }
        }
    }

    /// `every 14 days on Monday` is every second week; other numbers of days do not keep to a weekday.
    fn count_weeks_by_days(&mut self) -> Option<()> {
        if self.unit != Some(Frequency::Daily) || self.pattern.every == 1 || self.pattern.weekdays.is_empty() {
            return Some(());
        }
        let weeks = self.pattern.every.is_multiple_of(7).then_some(self.pattern.every / 7)?;
        (self.unit, self.pattern.every) = (Some(Frequency::Weekly), weeks);
        Some(())
    }

    /// Of what the rule is; puts numbered days where they belong. `None` where the words leave it open.
    fn unit(&mut self, narrowing: &Narrowing) -> Option<Frequency> {
        use Frequency::{Daily, Monthly, Weekly, Yearly};
        let says = |unit: Frequency| self.units.contains(&unit);
        let (of_month, of_year) = (says(Monthly) || !self.pattern.months.is_empty(), says(Yearly));
        let is_numbered = self.pattern.has_numbered_weekdays();
        let is_mixed = is_numbered && self.pattern.weekdays.iter().any(|day| day.number.is_none());
        if (!self.days.is_empty() || is_mixed) && !of_month && !self.of_the_year {
            return None;
        }
        let is_choice = !self.pattern.positions.is_empty();
        let days = std::mem::take(&mut self.days);
        let has_days = !days.is_empty();
        let of_month_days = has_days && !self.of_the_year;
        match self.of_the_year {
            true => self.pattern.year_days = days,
            false => self.pattern.month_days = days,
        }
        let has_weekdays = !self.pattern.weekdays.is_empty();
        let has_months = !self.pattern.months.is_empty();
        Some(match self.unit.or(narrowing.unit) {
            Some(unit) => unit,
            None if is_choice => Monthly,
            None if !self.pattern.weeks.is_empty() || !self.pattern.year_days.is_empty() => Yearly,
            None if (is_numbered || of_month_days) && has_months => Yearly,
            None if is_numbered && of_year && !of_month => Yearly,
            None if is_numbered || of_month_days => Monthly,
            None if has_weekdays => Weekly,
            None if self.has_plain_day => Daily,
            None if says(Weekly) => Weekly,
            None if says(Monthly) => Monthly,
            None if of_year => Yearly,
            None => return None,
        })
    }
}

/// The last so many count from the end.
fn negate_last(list: &mut [i32], count: usize) -> Option<()> {
    let from = list.len().checked_sub(count)?;
    list[from..].iter_mut().for_each(|number| *number = -*number);
    Some(())
}

/// Where `every other`, `every 2 weeks`, `every second tuesday`, `tous les deux jours` begin.
fn every_so_many(words: &[Word]) -> Option<usize> {
    let of_month = |words: &[Word]| matches!(words, [Word::On(_), Word::Of, Word::Unit(_), ..]);
    let counts = |words: &[Word]| match words {
        [Word::Every, Word::Other, ..] => true,
        [Word::Every, Word::Number(_), next, ..] => matches!(next, Word::Day | Word::Unit(_) | Word::On(_)),
        [Word::Every, Word::Nth(2), rest @ ..] => {
            matches!(rest, [Word::Day | Word::Unit(_) | Word::On(_), ..]) && !of_month(rest)
        }
        _ => false,
    };
    (0..words.len()).find(|at| counts(&words[*at..]))
}
