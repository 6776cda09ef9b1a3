//! Series for the tests of planning.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::{Occurrence, Repeat, Window, occurrences};
use crate::domain::{Chain, Change, ChangeTo, ClosedDays, LibrarySettings, OnClosed, Palette, Series, Skip, Slug, Source};

pub fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap_or_else(|_| panic!("{text}"))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

pub fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// 45 minutes in Brussels; no rule where it is empty.
pub fn series(id: &str, start: &str, rule: &str) -> Series {
    Series {
        id: slug(id),
        uid: None,
        title: id.to_uppercase(),
        start: at(start),
        zone: Tz::Europe__Brussels,
        minutes: 45,
        rules: Vec::from_iter(Some(rule.to_owned()).filter(|rule| !rule.is_empty())),
        skip: Vec::new(),
        also: Vec::new(),
        closed: Vec::new(),
        on_closed: OnClosed::Skip,
        hosts: vec![slug("olivier")],
        guests: vec![slug("s-03")],
        place: Some(slug("appel")),
        quiet: false,
        heavy: false,
        announce: None,
        changes: Vec::new(),
        steps: Vec::new(),
        chains: Vec::new(),
        rotas: Vec::new(),
        turns: Vec::new(),
        source: Source::default(),
    }
}

/// Sixty evenings from 20 March 2020, as in the manual.
pub fn nadia() -> Series {
    series("nadia", "2020-03-20 20:30", "FREQ=DAILY;COUNT=60")
}

/// What this rule says, without its end.
pub fn repeat(rule: &str) -> Repeat {
    Repeat::of_rules(&[rule.to_owned()], at("2020-03-20 20:30"), Tz::Europe__Brussels).0
}

impl Series {
    pub fn skipping(mut self, date: &str) -> Series {
        self.skip.push(Skip::Date(day(date)));
        self
    }

    pub fn adding(mut self, time: &str) -> Series {
        self.also.push(at(time));
        self
    }

    pub fn closing(mut self, on_closed: OnClosed) -> Series {
        self.on_closed = on_closed;
        self
    }

    pub fn moving(self, of: &str, to: &str) -> Series {
        self.changing(of, ChangeTo::Time(at(to)), false)
    }

    pub fn cancelling(self, of: &str) -> Series {
        self.changing(of, ChangeTo::Cancelled, false)
    }

    pub fn shifting(self, of: &str, days: i64) -> Series {
        self.changing(of, ChangeTo::By(Duration::days(days)), true)
    }

    pub fn changing(mut self, of: &str, to: ChangeTo, following: bool) -> Series {
        self.changes.push(Change { of: at(of), to, following });
        self
    }

    pub fn chaining(mut self, id: &str, days: i64, minutes: u32) -> Series {
        self.chains.push(Chain { id: slug(id), title: id.to_uppercase(), by: Duration::days(days), minutes });
        self
    }
}

/// Each `2020-04-06` or `2020-04-06/2020-04-19`.
pub fn spans(closed: &[&str]) -> Vec<ClosedDays> {
    let span = |text: &&str| {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        ClosedDays { first: day(first), last: day(last) }
    };
    closed.iter().map(span).collect()
}

/// A library in Brussels with these closed days, `2020-04-06` or `2020-04-06/2020-04-19`.
pub fn library(closed: &[&str]) -> LibrarySettings {
    LibrarySettings {
        id: "01JD3Z5N0V9Q4T8R2M6K7P1XAB".to_owned(),
        title: "La première vague".to_owned(),
        zone: Tz::Europe__Brussels,
        language: None,
        uses: Vec::new(),
        private: Vec::new(),
        support: None,
        closed: spans(closed),
        rest_minutes: None,
        places: Vec::new(),
        palette: Palette::default(),
    }
}

/// What lies in these days of the library, without a fault.
pub fn agenda(series: &[Series], settings: &LibrarySettings, first: &str, last: &str) -> Vec<Occurrence> {
    let (found, faults) = occurrences(series, settings, Window::days(day(first), day(last), settings.zone));
    assert!(faults.is_empty(), "{faults:?}");
    found
}

/// `03-28 20:30 9/60`, in wall time.
pub fn brief(found: &[Occurrence]) -> Vec<String> {
    let number = |number: Option<u32>| number.map_or("-".to_owned(), |number| number.to_string());
    let one = |found: &Occurrence| format!("{} {}/{}", found.start.format("%m-%d %H:%M"), number(found.number), number(found.of));
    found.iter().map(one).collect()
}
