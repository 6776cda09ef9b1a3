//! The fields of the form: with which words each begins, and what is understood of them.

use chrono::{Duration, NaiveDate};

use super::people;
use crate::actions::calendar::Calendar;
use crate::domain::{Series, Step};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::plan::{Repeat, SeriesDraft, Span, typed};
use crate::text;

/// In the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    Title,
    First,
    Time,
    Repeat,
    Span,
    Skip,
    Minutes,
    Place,
    Guests,
    Hosts,
    Announce,
    Steps,
    /// No field: `Enter` keeps the series there.
    Keep,
}

impl Name {
    pub const ALL: [Name; 13] = [
        Name::Title,
        Name::First,
        Name::Time,
        Name::Repeat,
        Name::Span,
        Name::Skip,
        Name::Minutes,
        Name::Place,
        Name::Guests,
        Name::Hosts,
        Name::Announce,
        Name::Steps,
        Name::Keep,
    ];

    /// Chooses the words of its label.
    pub fn as_str(self) -> &'static str {
        match self {
            Name::Title => "title",
            Name::First => "first",
            Name::Time => "time",
            Name::Repeat => "repeat",
            Name::Span => "span",
            Name::Skip => "skip",
            Name::Minutes => "minutes",
            Name::Place => "place",
            Name::Guests => "guests",
            Name::Hosts => "hosts",
            Name::Announce => "announce",
            Name::Steps => "steps",
            Name::Keep => "keep",
        }
    }

    /// What the field begins with; it is read back as the same.
    pub fn words(self, draft: &SeriesDraft, calendar: &Calendar, locale: &Locale) -> String {
        match self {
            Name::Title => draft.title.clone(),
            Name::First => locale.day_month_year(draft.first),
            Name::Time => locale.clock(draft.time),
            Name::Repeat => locale.repeat(&draft.repeat),
            Name::Span if draft.repeat == Repeat::Once => String::new(),
            Name::Span => locale.span(draft.span),
            Name::Skip => locale.skipped(&draft.skip),
            Name::Minutes => length(draft.minutes, locale),
            Name::Place => draft.place.as_ref().map(|id| calendar.settings.place_name(id)).unwrap_or_default(),
            Name::Guests => people::listed(&draft.guests, calendar),
            Name::Hosts => people::listed(&draft.hosts, calendar),
            Name::Announce => draft.announce.clone().unwrap_or_default(),
            Name::Steps => draft.steps.iter().map(|step| step_words(step, locale)).collect::<Vec<_>>().join(" ; "),
            Name::Keep => String::new(),
        }
    }

    /// Puts what is typed into the draft. `today` is the day of the library.
    pub fn read(self, typed: &str, draft: &mut SeriesDraft, today: NaiveDate, calendar: &Calendar) -> Result<()> {
        match self {
            Name::Title => draft.title = title(typed)?,
            Name::First => draft.first = typed::as_digits(typed, |typed| typed::date(typed, today))?,
            Name::Time => draft.time = typed::as_digits(typed, typed::time)?,
            Name::Repeat => draft.take_in(typed::every(typed, draft.start(), today)?),
            Name::Span => draft.span = typed::as_digits(typed, |typed| typed::span(typed, draft.first))?,
            Name::Skip => draft.skip = typed::as_digits(typed, |typed| typed::skip(typed, draft.first))?,
            Name::Minutes => draft.minutes = typed::as_digits(typed, typed::minutes)?,
            Name::Place => draft.place = people::place(typed, calendar)?,
            Name::Guests => draft.guests = people::people(typed, calendar)?,
            Name::Hosts => draft.hosts = people::people(typed, calendar)?,
            Name::Announce => draft.announce = Some(typed.trim().to_owned()).filter(|words| !words.is_empty()),
            Name::Steps => draft.steps = typed::steps(typed),
            Name::Keep => {}
        }
        Ok(())
    }

    /// What is understood, as it stands beside the field; nothing where it would only say the words again. `of`: the series that is
    /// being changed, whose cancelled dates are no field and fall away all the same.
    pub fn understood(self, draft: &SeriesDraft, of: Option<&Series>, calendar: &Calendar, locale: &Locale) -> String {
        match self {
            Name::First => locale.date(draft.first),
            Name::Time => locale.say(&text!("schedule-reads-time", time = draft.time)),
            Name::Repeat => locale.repeat(&draft.said_repeat()),
            Name::Span if draft.repeat == Repeat::Once => locale.say(&text!("schedule-reads-no-span")),
            Name::Span => match draft.span {
                Span::Until(last) => locale.say(&text!("schedule-reads-until", date = last)),
                span => locale.span(span),
            },
            Name::Skip => {
                let skipped = locale.list(draft.skip.iter().map(|skip| locale.short_date(skip.date())).collect());
                let skipped = Some(skipped).filter(|dates| !dates.is_empty());
                match (skipped, of.and_then(|series| locale.cancelled(series))) {
                    (None, None) => locale.say(&text!("schedule-reads-no-skip")),
                    (None, Some(cancelled)) => format!("{} · {cancelled}", locale.say(&text!("schedule-reads-none"))),
                    (Some(skipped), cancelled) => {
                        [Some(skipped), cancelled].into_iter().flatten().collect::<Vec<_>>().join(" · ")
                    }
                }
            }
            Name::Minutes => {
                let end = draft.time.overflowing_add_signed(Duration::minutes(i64::from(draft.minutes))).0;
                locale.say(&text!("schedule-reads-minutes", from = draft.time, to = end))
            }
            Name::Place => match &draft.place {
                Some(id) => calendar.settings.place_name(id),
                None => locale.say(&text!("schedule-reads-no-place")),
            },
            Name::Guests if draft.guests.is_empty() => locale.say(&text!("schedule-reads-nobody")),
            Name::Hosts if draft.hosts.is_empty() => locale.say(&text!("schedule-reads-nobody")),
            Name::Guests => locale.list(draft.guests.iter().map(|id| calendar.names.of(id).to_owned()).collect()),
            Name::Hosts => locale.list(draft.hosts.iter().map(|id| calendar.names.of(id).to_owned()).collect()),
            Name::Announce => match &draft.announce {
                Some(_) => locale.say(&text!("schedule-reads-announce")),
                None => locale.say(&text!("schedule-reads-no-announce")),
            },
            Name::Steps => {
                let minutes: u32 = draft.steps.iter().filter_map(|step| step.minutes).fold(0, u32::saturating_add);
                let length = locale.length(f64::from(minutes) * 60.0);
                locale.say(&text!("schedule-reads-steps", count = draft.steps.len(), minutes = minutes, length = length))
            }
            Name::Title | Name::Keep => String::new(),
        }
    }
}

fn title(typed: &str) -> Result<String> {
    match typed.trim() {
        "" => Err(Error::new(text!("schedule-no-title")).hint(text!("schedule-no-title-hint"))),
        title => Ok(title.to_owned()),
    }
}

/// `Ce qui a été dur 10 min`.
fn step_words(step: &Step, locale: &Locale) -> String {
    match step.minutes {
        Some(minutes) => format!("{} {}", step.title, length(minutes, locale)),
        None => step.title.clone(),
    }
}

/// `1 h 30`, as a person types it.
fn length(minutes: u32, locale: &Locale) -> String {
    locale.length(f64::from(minutes) * 60.0).replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn steps_are_read_back_as_they_are_shown() {
        let read = typed::steps("Comment s’est passée la journée ? 10 min ; Acte 2; Une longue suite 1 h 30 ;; Fin 5min");
        let brief: Vec<(&str, Option<u32>)> = read.iter().map(|step| (step.title.as_str(), step.minutes)).collect();
        let expected =
            [("Comment s’est passée la journée ?", Some(10)), ("Acte 2", None), ("Une longue suite", Some(90)), ("Fin", Some(5))];
        assert_eq!(brief, expected);
        let locale = Locale::new(Language::French);
        let words: Vec<String> = read.iter().map(|step| step_words(step, &locale)).collect();
        assert_eq!(typed::steps(&words.join(" ; ")), read);
    }
}
