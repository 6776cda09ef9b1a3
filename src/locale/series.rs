//! A series in words: its rule, how long it goes on, and what differs from the rule. The rule itself is in `rules`.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};

use super::Locale;
use crate::domain::{ChangeTo, ClosedDays, OnClosed, Series, Skip};
use crate::plan::{Fewer, Repeat, Span};
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
        clauses.extend(self.except(series));
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

    fn except(&self, series: &Series) -> Option<String> {
        let mut dates: Vec<NaiveDate> = series.skip.iter().map(|skip| skip.date()).collect();
        dates.sort();
        dates.dedup();
        let said: Vec<String> = dates.iter().map(|date| self.said_date(*date, series.start.year())).collect();
        (!said.is_empty()).then(|| self.say(&text!("schedule-except", dates = self.few(said, false))))
    }

    fn plus(&self, series: &Series) -> Option<String> {
        let said: Vec<String> = series.also.iter().map(|at| self.said_moment(*at, series.start.year())).collect();
        (!said.is_empty()).then(|| self.say(&text!("schedule-plus", dates = self.few(said, false))))
    }

    /// `le 1er mai 2020, le 12 avril 2020 à 9h00`: each of them, as a field of a form holds them.
    pub fn skipped(&self, skip: &[Skip]) -> String {
        let words = |skip: &Skip| match *skip {
            Skip::Date(date) => self.day_month_year(date),
            Skip::Time(at) => self.say(&text!("schedule-on-date-at", date = self.day_month_year(at.date()), time = at.time())),
        };
        skip.iter().map(words).collect::<Vec<_>>().join(", ")
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
        let by = |to: &ChangeTo| if let ChangeTo::By(by) = to { Some(*by) } else { None };
        let following = series.changes.iter().filter(|change| change.following);
        let mut steps: Vec<(NaiveDateTime, Duration)> =
            following.filter_map(|change| Some((change.of, by(&change.to)?))).collect();
        steps.sort();
        let mut total = Duration::zero();
        let mut said = Vec::new();
        for (of, by) in steps {
            let was = of.checked_add_signed(total).unwrap_or(of);
            total = total.checked_add(&by).unwrap_or(total);
            said.push(self.shift(was, by, series.start.year()));
        }
        said
    }

    fn shift(&self, was: NaiveDateTime, by: Duration, year: i32) -> String {
        let date = self.said_date(was.date(), year);
        let now = was.checked_add_signed(by).unwrap_or(was);
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

/// The dates that were cancelled one by one, in order.
fn cancelled(series: &Series) -> Vec<NaiveDate> {
    let cancelled = series.changes.iter().filter(|change| change.to == ChangeTo::Cancelled).map(|change| change.of.date());
    let mut dates: Vec<NaiveDate> = cancelled.collect();
    dates.sort();
    dates.dedup();
    dates
}

fn capitalized(sentence: &str) -> String {
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
        assert_eq!(
            said(&many).map(behind_year),
            [", sauf le 1er avril, le 2 avril, le 3 avril et 4 autres.", ", except 1 April, 2 April, 3 April and 4 more."]
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
