//! What was handed over and what stayed, in sentences: for the person here, and for `remis.txt`, which goes with the files.

use super::{Absent, HandedOver, Refused, Why};
use crate::domain::Lack;
use crate::locale::{Locale, Text};
use crate::store::register::Entry;
use crate::text;

/// `Restés ici : 2 hors diffusion, 1 de N. (film : accord retiré le 1er juin 2020).`; `None` where nothing stayed.
pub fn kept(handed: &HandedOver, locale: &Locale) -> Option<Text> {
    kept_with(handed, locale, called_here)
}

/// One whom nobody knows has no other name than the id.
fn called_here(absent: &Absent) -> String {
    match absent.lack {
        Lack::Unknown => absent.person.to_string(),
        _ => absent.who.clone(),
    }
}

/// `2020-03-28-2030-nadia, prise 1 : le son reste ici : S-03 (film : aucun accord noté).`
pub fn refused(refused: &Refused, locale: &Locale) -> Text {
    refused_with(refused, &refused.session, locale, called_here)
}

fn refused_with(refused: &Refused, session: &str, locale: &Locale, called: impl Fn(&Absent) -> String) -> Text {
    match &refused.why {
        Why::NoSound => text!("export-no-sound", session = session, take = refused.take),
        Why::People(people) => {
            let of = |absent: &Absent| locale.say(&text!("export-sound-of", who = called(absent), why = why(absent, locale)));
            let list: Vec<String> = people.iter().map(of).collect();
            text!("export-sound-kept", session = session, take = refused.take, list = list.join(", "))
        }
    }
}

fn kept_with(handed: &HandedOver, locale: &Locale, called: impl Fn(&Absent) -> String) -> Option<Text> {
    let stayed = text!("export-kept-off-record", count = handed.off_record, shortened = handed.shortened);
    let off_record = (handed.off_record > 0).then(|| locale.say(&stayed));
    let of = |absent: &Absent| {
        let why = why(absent, locale);
        locale.say(&text!("export-kept-of", count = absent.count, who = called(absent), why = why))
    };
    let parts: Vec<String> = off_record.into_iter().chain(handed.people.iter().map(of)).collect();
    (!parts.is_empty()).then(|| text!("export-kept", list = parts.join(", ")))
}

/// Why somebody's words may not leave: `film : accord retiré le 1er juin 2020`.
pub fn why(absent: &Absent, locale: &Locale) -> Text {
    let day = |date| locale.day_month_year(date);
    let lack = match absent.lack {
        Lack::Unknown => text!("export-lack-unknown"),
        Lack::Never => text!("export-lack-never"),
        Lack::NotBefore(date) => text!("export-lack-not-before", date = day(date)),
        Lack::Ended(date) => text!("export-lack-ended", date = day(date)),
        Lack::Withdrawn(date) => text!("export-lack-withdrawn", date = day(date)),
    };
    match &absent.usage {
        Some(usage) => text!("export-why", usage = usage, lack = lack),
        None => lack,
    }
}

/// How it is called in documents.
pub fn code(lack: Lack) -> &'static str {
    match lack {
        Lack::Unknown => "unknown",
        Lack::Never => "never",
        Lack::NotBefore(_) => "not_before",
        Lack::Ended(_) => "ended",
        Lack::Withdrawn(_) => "withdrawn",
    }
}

/// The text of `remis.txt`: no name stands in it, and nothing of what stayed.
pub(super) fn report(handed: &HandedOver, entry: &Entry, locale: &Locale) -> String {
    let day = locale.day_month_year(entry.when.date_naive());
    let mut lines = vec![locale.say(&text!("export-report", day = day, formats = entry.formats.join(", ")))];
    lines.extend(entry.usage.as_ref().map(|usage| locale.say(&text!("export-report-use", usage = usage))));
    lines.extend(entry.recipient.as_ref().map(|to| locale.say(&text!("export-report-to", to = to))));
    for file in &handed.files {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        lines.push(locale.say(&text!("export-report-file", file = name, marks = file.marks)));
    }
    lines.extend(kept_with(handed, locale, |absent| absent.who.clone()).map(|kept| locale.say(&kept)));
    let sound = |one: &Refused| refused_with(one, &one.called, locale, |absent| absent.who.clone());
    lines.extend(handed.refused.iter().map(|one| locale.say(&sound(one))));
    lines.extend((handed.dropped > 0).then(|| locale.say(&text!("export-dropped", count = handed.dropped))));
    lines.join("\n") + "\n"
}
