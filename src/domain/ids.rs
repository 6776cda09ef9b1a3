//! Names that are safe in a path, and ids that two laptops never share.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};

/// A lower-case ASCII name that every file system takes: `a-z 0-9 -`, 1 to 60 characters, not a device name of Windows.
/// It is made once and named often: a copy shares the letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    pub const MAX: usize = 60;

    /// Takes `text` as it is; `None` where it is no slug.
    pub fn parse(text: &str) -> Option<Slug> {
        let ok = !text.is_empty()
            && text.len() <= Self::MAX
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !is_windows_device(text);
        ok.then(|| Slug(text.into()))
    }

    /// Makes a slug of any title: `Nadia, le soir` → `nadia-le-soir`, cut to 60 characters. `None` where nothing is left.
    pub fn of(title: &str) -> Option<Slug> {
        let ascii = deunicode::deunicode(title).to_ascii_lowercase();
        let mut slug = String::new();
        for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            let room = Self::MAX.saturating_sub(slug.len() + usize::from(!slug.is_empty()));
            if room == 0 {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&word[..word.len().min(room)]);
        }
        if is_windows_device(&slug) {
            slug.push_str("-1");
        }
        Slug::parse(&slug)
    }

    /// The name of a session that has neither a series nor a title that gives one.
    pub fn session() -> Slug {
        Slug("session".into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// NTFS and exFAT under Windows refuse these, with any ending.
fn is_windows_device(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || (name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(|c: char| c.is_ascii_digit()))
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl serde::Serialize for Slug {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// `SERIES@T` or `SERIES.CHAIN@T`; T is the occurrence's wall time by its rule, before any change, in whole minutes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OccurrenceId {
    pub series: Slug,
    pub chain: Option<Slug>,
    pub at: NaiveDateTime,
}

impl OccurrenceId {
    /// Seconds of `at` are cut off: ids have whole minutes.
    pub fn new(series: Slug, chain: Option<Slug>, at: NaiveDateTime) -> OccurrenceId {
        OccurrenceId { series, chain, at: whole_minute(at) }
    }
}

/// Ids of occurrences have whole minutes, and so have all times of plans.
pub fn whole_minute(wall: NaiveDateTime) -> NaiveDateTime {
    wall.with_second(0).and_then(|wall| wall.with_nanosecond(0)).expect("each minute has a second 0")
}

impl fmt::Display for OccurrenceId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.series)?;
        if let Some(chain) = &self.chain {
            write!(f, ".{chain}")?;
        }
        write!(f, "@{}T{:02}:{:02}", self.at.date(), self.at.hour(), self.at.minute())
    }
}

/// What is no id gives `()`: the caller knows in which words it was asked for.
impl FromStr for OccurrenceId {
    type Err = ();

    fn from_str(text: &str) -> Result<OccurrenceId, ()> {
        let (who, at) = text.split_once('@').ok_or(())?;
        let at = NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M").map_err(|_| ())?;
        let (series, chain) = match who.split_once('.') {
            Some((series, chain)) => (series, Some(Slug::parse(chain).ok_or(())?)),
            None => (who, None),
        };
        Ok(OccurrenceId { series: Slug::parse(series).ok_or(())?, chain, at })
    }
}

impl serde::Serialize for OccurrenceId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A new [ULID](https://github.com/ulid/spec): 26 characters that sort by the time they were made.
pub fn new_ulid() -> String {
    ulid::Ulid::generate().to_string()
}

/// When a ULID was made, to the second; `None` for any other text.
pub fn ulid_time(text: &str) -> Option<DateTime<Utc>> {
    let ulid = ulid::Ulid::from_string(text).ok()?;
    DateTime::from_timestamp(i64::try_from(ulid.timestamp_ms() / 1000).ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_that_every_disk_takes() {
        for (title, slug) in [
            ("Nadia, le soir", Some("nadia-le-soir")),
            ("L’émission : « à cœur »", Some("l-emission-a-coeur")),
            ("../../etc/passwd", Some("etc-passwd")),
            ("CON", Some("con-1")),
            ("\u{1b}]0;x\u{7}", Some("0-x")),
            ("…", None),
            ("", None),
        ] {
            assert_eq!(Slug::of(title).as_ref().map(Slug::as_str), slug, "{title:?}");
        }
        assert_eq!(Slug::of(&"é".repeat(10_000)).unwrap().as_str().len(), Slug::MAX);
    }

    #[test]
    fn an_occurrence_id_is_read_as_it_is_written() {
        for text in ["nadia@2020-03-28T20:30", "emission.preparation@2020-04-02T20:00"] {
            assert_eq!(text.parse::<OccurrenceId>().unwrap().to_string(), text);
        }
        for text in ["nadia", "Nadia@2020-03-28T20:30", "nadia@2020-03-28", "@2020-03-28T20:30"] {
            assert!(text.parse::<OccurrenceId>().is_err(), "{text}");
        }
    }
}
