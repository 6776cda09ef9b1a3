//! A series in words: its rule, how long it goes on, and what differs from the rule. The rule itself is in `rules`.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime};

use super::Locale;
use crate::domain::{ChangeTo, ClosedDays, OnClosed, Series, Skip};
use crate::plan::{Fewer, Repeat, Shifts, Span, parse_rule};
use crate::text;

/// So many dates are named one by one.
const MOST_NAMED: usize = 3;

impl Locale {
    /// `Tous les jours à 20h30, 60 fois, à partir du 20 mars 2020, sauf le 12 avril. Pas le 5 avril.`
    ///
    /// Then where the rest has moved to. Single dates that have moved are not named.
    pub fn series(&self, series: &Series) -> String {
        let by_rule = self.say(&text!("schedule-sentence", words = self.by_rule(series)));
        let mut sentences = vec![capitalized(&by_rule)];
        let cancelled = cancelled(series);
        if !cancelled.is_empty() {
            let dates = cancelled.iter().map(|date| self.said_date(*date, series.start.year())).collect();
            sentences.push(self.say(&text!("schedule-without", dates = self.few(dates, true))));
        }
        sentences.extend(self.shifts(series));
        sentences.join(" ")
    }

    /// Days, times, how long and from when; then the dates that `skip` leaves out, and those that `also` adds.
    fn by_rule(&self, series: &Series) -> String {
        let (repeat, span) = Repeat::of_rules(&series.rules, series.start, series.zone);
        let (date, time) = (series.start.date(), series.start.time());
        let is_endless = match &repeat {
            Repeat::Several(rules) => rules.iter().any(|(_, span)| *span == Span::Endless),
            Repeat::Once | Repeat::By(_) | Repeat::Rule(_) => span == Span::Endless,
        };
        let mut clauses = Vec::new();
        match (repeat, span) {
            (Repeat::Once, _) => {
                clauses.push(self.say(&text!("schedule-once", repeat = self.repeat(&Repeat::Once), date = date, time = time)));
            }
            (repeat, span) => {
                clauses.push(self.until(self.repeat_at(&repeat, Some(time)), span));
                clauses.extend(matches!(span, Span::Count(_)).then(|| self.span(span)));
                clauses.push(self.say(&text!("schedule-from", first = self.day_month_year(date))));
            }
        }
        clauses.extend(self.except(series, is_endless));
        clauses.extend(self.plus(series));
        clauses.join(", ")
    }

    /// The last day stands beside the time, where no comma comes between.
    fn until(&self, words: String, span: Span) -> String {
        match span {
            Span::Until(_) if words.contains(',') => format!("{words}, {}", self.span(span)),
            Span::Until(_) => format!("{words} {}", self.span(span)),
            Span::Endless | Span::Count(_) => words,
        }
    }

    /// Dates of a series without end have their year: another year has the same day. Several, one behind the other, are a span.
    fn except(&self, series: &Series, is_endless: bool) -> Option<String> {
        let mut dates: Vec<NaiveDate> = series.skip.iter().map(|skip| skip.date()).collect();
        dates.sort();
        dates.dedup();
        let word = |date: NaiveDate| match date.year() == series.start.year() && !is_endless {
            true => self.day_and_month(date),
            false => self.day_month_year(date),
        };
        let said: Vec<String> = spans(&dates, &beside_each_other(series))
            .into_iter()
            .map(|(first, last)| self.span_of_days(first, last, word))
            .collect();
        (!said.is_empty()).then(|| self.say(&text!("schedule-except", dates = self.few(said, false))))
    }

    fn plus(&self, series: &Series) -> Option<String> {
        let said: Vec<String> = series.also.iter().map(|at| self.said_moment(*at, series.start.year())).collect();
        (!said.is_empty()).then(|| self.say(&text!("schedule-plus", dates = self.few(said, false))))
    }

    /// `le 1er mai 2020, le 12 avril 2020 à 9h00`: each of them, as a field of a form holds them.
    pub fn skipped(&self, skip: &[Skip]) -> String {
        let is_next = |one: &Skip, next: &Skip| match (one, next) {
            (Skip::Date(one), Skip::Date(next)) => one.succ_opt() == Some(*next),
            _ => false,
        };
        let words = |skip: &Skip| match *skip {
            Skip::Date(date) => self.day_month_year(date),
            Skip::Time(at) => self.say(&text!("schedule-on-date-at", date = self.day_month_year(at.date()), time = at.time())),
        };
        let said = |days: &[Skip]| match days {
            [first, _, .., last] => vec![self.span_of_days(first.date(), last.date(), |date| self.day_month_year(date))],
            few => few.iter().map(words).collect(),
        };
        skip.chunk_by(is_next).flat_map(said).collect::<Vec<_>>().join(", ")
    }

    /// `annulé : dim 5 avril`: the dates that were cancelled one by one; nothing where none was.
    pub fn cancelled(&self, series: &Series) -> Option<String> {
        let dates: Vec<String> = cancelled(series).into_iter().map(|date| self.short_date(date)).collect();
        (!dates.is_empty()).then(|| self.say(&text!("schedule-reads-cancelled", dates = self.few(dates, false))))
    }

    /// `le 1er mai`; `du 20 décembre au 3 janvier`.
    pub fn span_of_days(&self, first: NaiveDate, last: NaiveDate, word: impl Fn(NaiveDate) -> String) -> String {
        match first == last {
            true => self.say(&text!("schedule-on-date", date = word(first))),
            false => self.say(&text!("schedule-from-to", first = word(first), last = word(last))),
        }
    }

    /// `11 dates sont laissées de côté : 49 rendez-vous.`
    pub fn fewer(&self, fewer: Fewer) -> String {
        self.say(&text!("schedule-fewer", left = fewer.left_out, kept = fewer.kept))
    }

    /// `Fermé du 6 au 19 avril : la suite se décale.`: what closed days do to a series.
    pub fn closed(&self, days: &ClosedDays, on_closed: OnClosed) -> String {
        let last = self.day_and_month(days.last);
        let same_month = (days.first.year(), days.first.month()) == (days.last.year(), days.last.month());
        let first = if same_month { self.day_of_month(days.first) } else { self.day_and_month(days.first) };
        let when = match days.first == days.last {
            true => text!("schedule-closed-day", date = last),
            false => text!("schedule-closed-days", first = first, last = last),
        };
        self.say(&match on_closed {
            OnClosed::Skip => text!("schedule-closed-skip", when = when),
            OnClosed::Shift => text!("schedule-closed-shift", when = when),
            OnClosed::Keep => text!("schedule-closed-keep", when = when),
        })
    }

    /// Where the rest lies after each change that all later ones follow.
    fn shifts(&self, series: &Series) -> Vec<String> {
        let shifts = Shifts::of(&series.changes);
        let steps = shifts.stretches().iter().zip(shifts.stretches().iter().skip(1));
        steps.map(|((_, before), (of, now))| self.shift(moved(*of, *before), *now - *before, series.start.year())).collect()
    }

    fn shift(&self, was: NaiveDateTime, by: Duration, year: i32) -> String {
        let date = self.said_date(was.date(), year);
        let now = moved(was, by);
        let length = self.days_and_hours(by.abs());
        self.say(&match () {
            () if now.date() == was.date() => text!("schedule-then-at", date = date, time = now.time()),
            () if by < Duration::zero() => text!("schedule-then-earlier", date = date, length = length),
            () => text!("schedule-then-later", date = date, length = length),
        })
    }

    /// `7 jours`, `2 h 30`, `1 jour et 2 h`.
    pub fn days_and_hours(&self, length: Duration) -> String {
        let (days, rest) = (length.num_days(), length - Duration::days(length.num_days()));
        let days_said = (days > 0).then(|| self.say(&text!("schedule-days", count = days)));
        let rest_said = (days == 0 || rest > Duration::zero()).then(|| self.length(rest.num_seconds() as f64));
        self.list(days_said.into_iter().chain(rest_said).collect())
    }

    /// `20 mars 2020`.
    pub fn day_month_year(&self, date: NaiveDate) -> String {
        format!("{} {}", self.day_and_month(date), date.year())
    }

    /// `le 5 avril`; with its year where that is another one.
    fn said_date(&self, date: NaiveDate, year: i32) -> String {
        let date = if date.year() == year { self.day_and_month(date) } else { self.day_month_year(date) };
        self.say(&text!("schedule-on-date", date = date))
    }

    fn said_moment(&self, at: NaiveDateTime, year: i32) -> String {
        self.say(&text!("schedule-on-date-at", date = self.said_date(at.date(), year), time = at.time()))
    }

    /// `lundi, mardi et jeudi`.
    pub fn list(&self, mut items: Vec<String>) -> String {
        match (items.pop(), items.join(", ")) {
            (None, _) => String::new(),
            (Some(last), head) if head.is_empty() => last,
            (Some(last), head) => self.say(&text!("schedule-and", head = head, last = last)),
        }
    }

    /// The first few, and how many more there are. `denied`: none of them.
    fn few(&self, mut items: Vec<String>, denied: bool) -> String {
        if items.len() > MOST_NAMED + 1 {
            let more = items.len() - MOST_NAMED;
            items.truncate(MOST_NAMED);
            return self.say(&text!("schedule-and-more", head = items.join(", "), more = more));
        }
        match (denied, items.len()) {
            (true, 2..) => {
                let last = items.pop().unwrap_or_default();
                self.say(&text!("schedule-nor", head = items.join(", "), last = last))
            }
            _ => self.list(items),
        }
    }
}

/// Dates of which at least so many follow one another are said as a span.
const LEAST_SPAN: usize = 3;

/// Dates in order, as first and last of those that follow one another; a single one is both.
fn spans(dates: &[NaiveDate], follow: &dyn Fn(&NaiveDate, &NaiveDate) -> bool) -> Vec<(NaiveDate, NaiveDate)> {
    let span = |run: &[NaiveDate]| match run {
        [first, .., last] if run.len() >= LEAST_SPAN => vec![(*first, *last)],
        few => few.iter().map(|date| (*date, *date)).collect(),
    };
    dates.chunk_by(follow).flat_map(span).collect()
}

/// Whether a series has no date between two days.
fn beside_each_other(series: &Series) -> impl Fn(&NaiveDate, &NaiveDate) -> bool {
    let rules: Vec<_> = series.rules.iter().filter_map(|rule| parse_rule(rule, series.start, series.zone).ok()).collect();
    let also: Vec<NaiveDate> = series.also.iter().map(|at| at.date()).collect();
    move |one, other| {
        let (from, to) = (one.and_time(NaiveTime::MIN) + Duration::days(1), other.and_time(NaiveTime::MIN));
        let is_free = rules.iter().all(|rule| rule.between(from, to).next().is_none());
        is_free && !rules.is_empty() && !also.iter().any(|date| one < date && date < other)
    }
}

/// The dates that were cancelled one by one, in order, as the shifts before have put them.
fn cancelled(series: &Series) -> Vec<NaiveDate> {
    let shifts = Shifts::of(&series.changes);
    let cancelled = series.changes.iter().filter(|change| change.to == ChangeTo::Cancelled);
    let mut dates: Vec<NaiveDate> = cancelled.map(|change| moved(change.of, shifts.shift_at(change.of)).date()).collect();
    dates.sort();
    dates.dedup();
    dates
}

/// Beyond the calendar nothing moves.
fn moved(at: NaiveDateTime, by: Duration) -> NaiveDateTime {
    at.checked_add_signed(by).unwrap_or(at)
}

/// With a capital first letter.
pub fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;
    use crate::plan::examples::{day, nadia};

    /// In French and in English.
    fn said(series: &Series) -> [String; 2] {
        [Language::French, Language::English].map(|language| Locale::new(language).series(series))
    }

    #[test]
    fn a_series_is_said_as_the_screen_shows_it() {
        assert_eq!(
            said(&nadia().cancelling("2020-04-05 20:30")),
            [
                "Tous les jours à 20h30, 60 fois, à partir du 20 mars 2020. Pas le 5 avril.",
                "Every day at 20:30, 60 times, from 20 March 2020. Not on 5 April.",
            ]
        );
    }

    #[test]
    fn exceptions_are_named_shortly() {
        let two = nadia().skipping("2020-04-12").cancelling("2020-04-05 20:30").adding("2020-04-12 12:00");
        let two = two.cancelling("2020-04-06 20:30");
        let behind_year = |said: String| said.split_once(" 2020").unwrap().1.to_owned();
        assert_eq!(
            said(&two).map(behind_year),
            [
                ", sauf le 12 avril, et en plus le 12 avril à 12h00. Pas le 5 avril ni le 6 avril.",
                ", except 12 April, plus 12 April at 12:00. Not on 5 April or 6 April."
            ]
        );
        let many = (1..=7).fold(nadia(), |nadia, n| nadia.skipping(&format!("2020-04-0{n}")));
        assert_eq!(said(&many).map(behind_year), [", sauf du 1er avril au 7 avril.", ", except 1 April to 7 April."]);
        let apart = (1..=7).fold(nadia(), |nadia, n| nadia.skipping(&format!("2020-04-{:02}", 2 * n)));
        assert_eq!(
            said(&apart).map(behind_year),
            [", sauf le 2 avril, le 4 avril, le 6 avril et 4 autres.", ", except 2 April, 4 April, 6 April and 4 more."]
        );
    }

    #[test]
    fn the_dates_of_a_series_without_end_have_their_year_and_its_holidays_are_spans() {
        let start = nadia();
        let tuesdays = Series { rules: vec!["FREQ=WEEKLY;BYDAY=TU".into()], ..start };
        let tuesdays = tuesdays.skipping("2020-05-05").skipping("2020-12-22").skipping("2020-12-29").skipping("2021-01-05");
        assert_eq!(
            said(&tuesdays).map(|said| said
                .split_once(", à partir du 20 mars 2020, ")
                .or(said.split_once(", from 20 March 2020, "))
                .unwrap()
                .1
                .to_owned()),
            [
                "sauf le 5 mai 2020 et du 22 décembre 2020 au 5 janvier 2021.",
                "except 5 May 2020 and 22 December 2020 to 5 January 2021."
            ]
        );
    }

    #[test]
    fn what_follows_a_shift_is_said() {
        let earlier = ChangeTo::By(Duration::minutes(-150));
        let moved = nadia().changing("2020-04-02 20:30", earlier, true).shifting("2020-04-20 20:30", 7);
        assert_eq!(
            said(&moved).map(|said| said.split_once("2020. ").unwrap().1.to_owned()),
            [
                "Depuis le 2 avril, à 18h00. Depuis le 20 avril, 7 jours plus tard.",
                "Since 2 April, at 18:00. Since 20 April, 7 days later."
            ]
        );
    }

    #[test]
    fn a_cancelled_date_is_named_where_it_would_have_lain() {
        let weekly = crate::plan::examples::series("a", "2030-05-01 20:30", "FREQ=WEEKLY");
        let shifted = weekly.shifting("2030-05-08 20:30", 7).cancelling("2030-05-15 20:30");
        let said = said(&shifted)[1].clone();
        assert!(said.ends_with("Not on 22 May. Since 8 May, 7 days later."), "{said}");
    }

    #[test]
    fn closed_days_say_what_becomes_of_the_rest() {
        let days = |first: &str, last: &str| ClosedDays { first: day(first), last: day(last) };
        let locale = Locale::new(Language::French);
        for (days, on_closed, expected) in [
            (days("2020-04-06", "2020-04-19"), OnClosed::Shift, "Fermé du 6 au 19 avril\u{a0}: la suite se décale."),
            (days("2020-03-30", "2020-04-01"), OnClosed::Skip, "Fermé du 30 mars au 1er avril\u{a0}: rien ces jours-là."),
            (days("2020-05-01", "2020-05-01"), OnClosed::Keep, "Fermé le 1er mai\u{a0}: cette série a lieu quand même."),
        ] {
            assert_eq!(locale.closed(&days, on_closed), expected);
        }
    }
}
