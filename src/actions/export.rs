//! Hands sessions over: their marks and their sound, past the gate, in the formats of other programs, with an entry in the register.
//!
//! What is not known for sure does not leave: a file of marks, of people or `library.toml` with a fault in it stops everything. The
//! register is written before anything is seen outside, so that nothing can leave without it. How it is told is in `words`, where the files
//! are put in `files`, which sound may leave in `sound`, and the program of the user's own that hears of it in `hook`.

mod files;
pub mod hook;
mod making;
mod sound;
mod tell;
pub mod words;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::callers::Callers;
use super::listen::Listening;
use crate::config::Config;
use crate::copies::Elsewhere;
use crate::domain::{Lack, Marker, Person, Slug, nearest};
use crate::error::{Error, ErrorKind, Result};
use crate::export::{Format, gate::Kept};
use crate::locale::{Locale, Text, kind_called, nearest_kind};
use crate::recorder::spare_marks::Spares;
use crate::store::layout::{markers_file, session_file};
use crate::store::lock::RecorderLock;
use crate::store::register::Entry;
use crate::store::sessions::{self, SessionEntry};
use crate::store::unmerged::{self, Unmerged};
use crate::store::{Library, people};
use crate::text;

pub use files::Out;
pub use sound::{Refused, Why};

use making::{Made, make};

/// What is to be handed over.
#[derive(Debug, Clone)]
pub struct Asked {
    /// As [`sessions::resolve`] takes them.
    pub sessions: Vec<String>,
    pub formats: Vec<&'static Format>,
    pub out: Out,
    /// Added to each place, in seconds.
    pub offset: f64,
    pub leaves_out_gaps: bool,
    pub usage: Option<String>,
    /// Ids or names; empty: all but what is missing in the sound.
    pub kinds: Vec<String>,
    pub recipient: Option<String>,
}

/// What was handed over, and what was not.
#[derive(Debug, Default)]
pub struct HandedOver {
    pub files: Vec<HandedFile>,
    /// The one file that goes to the standard output.
    pub text: Option<String>,
    /// Marks that are outside now, each once.
    pub marks: usize,
    /// Marks that stayed here, each once.
    pub kept: usize,
    pub off_record: usize,
    /// Of these, those that are outside all the same: bare, and without the part that is off the record.
    pub shortened: usize,
    pub people: Vec<Absent>,
    /// Takes whose sound was asked for and stayed here.
    pub refused: Vec<Refused>,
    /// Marks before the beginning, once they were moved.
    pub dropped: usize,
    /// What a format could not hold, and what was not asked for.
    pub remarks: Vec<Text>,
    /// What tells all this beside the files.
    pub details: Option<PathBuf>,
}

#[derive(Debug)]
pub struct HandedFile {
    /// `-` for the standard output.
    pub path: PathBuf,
    pub format: &'static str,
    pub session: String,
    pub take: u32,
    pub marks: usize,
    pub blake3: String,
}

/// Somebody whose words stayed here.
#[derive(Debug, Clone, PartialEq)]
pub struct Absent {
    pub person: Slug,
    /// As exports call them.
    pub who: String,
    pub usage: Option<String>,
    pub lack: Lack,
    /// Marks.
    pub count: usize,
}

/// Everything that is known before a session is opened.
struct Desk<'a> {
    library: &'a Library,
    elsewhere: Elsewhere,
    people: Vec<Person>,
    callers: Callers<'a>,
    usage: Option<String>,
    kinds: Vec<String>,
    now: DateTime<Utc>,
    /// Of what is handed over: the library's language.
    locale: Locale,
}

/// Errors: a use or a kind that the library does not know, or no use where it names some, or sound for the standard output (all
/// [`ErrorKind::Usage`]); a session that is being recorded; what cannot be read whole; nothing but takes without sound where sound is
/// asked for; a library or a folder that cannot be written to, or has no room. Then nothing is outside.
pub fn export(library: &Library, asked: &Asked, config: &Config, now: DateTime<Utc>, locale: &Locale) -> Result<HandedOver> {
    asked.require_text_for_standard()?;
    library.require_writable()?;
    let desk = Desk::new(library, asked, config, now, locale)?;
    let (mut made, mut handed) = (Vec::new(), HandedOver::default());
    let (mut kept, mut entry) = (Kept::default(), Entry::export(desk.now.with_timezone(&library.settings.zone).fixed_offset()));
    for session in desk.sessions(&asked.sessions)? {
        let telling = desk.tell(&session, asked)?;
        kept.add(&telling.kept);
        handed.dropped += telling.dropped;
        handed.remarks.extend(telling.remark.clone());
        made.extend(make(&session.id, telling, &asked.formats, &mut handed, &mut entry));
    }
    desk.add_remarks(asked, &made, &mut handed);
    desk.add_kept(&kept, &mut handed);
    if made.is_empty() {
        return handed.or_without_sound();
    }
    entry.people.sort();
    entry.people.dedup();
    entry.withheld = kept.marks as u64;
    (entry.usage, entry.recipient) = (desk.usage.clone(), asked.recipient.clone());
    entry.formats = asked.formats.iter().map(|format| format.name.to_owned()).collect();
    entry.formats.retain(|format| made.iter().any(|file| file.format.name == format.as_str()));
    files::hand_over(made, asked, entry, &desk, &mut handed)?;
    Ok(handed)
}

impl Asked {
    fn require_text_for_standard(&self) -> Result<()> {
        let is_refused = matches!(self.out, Out::Standard) && self.formats.iter().any(|format| format.is_sound());
        let refused = || Error::usage(text!("export-sound-standard")).hint(text!("export-one-file-hint"));
        if is_refused { Err(refused()) } else { Ok(()) }
    }
}

impl HandedOver {
    /// Nothing was made. That somebody has not agreed is told; where there was nothing to make it of, that is the error.
    fn or_without_sound(self) -> Result<HandedOver> {
        match self.refused.iter().all(|refused| refused.why == Why::NoSound).then(|| self.refused.first()).flatten() {
            Some(first) => {
                let none = Error::new(text!("export-no-sound", session = first.session.as_str(), take = first.take));
                Err(none.hint(text!("export-no-sound-hint")))
            }
            None => Ok(self),
        }
    }
}

impl<'a> Desk<'a> {
    fn new(library: &'a Library, asked: &Asked, config: &Config, now: DateTime<Utc>, locale: &Locale) -> Result<Desk<'a>> {
        if let Some(fault) = library.settings_faults.first() {
            return Err(unsure(fault));
        }
        let people = people::load_all(&library.layout);
        if let Some(fault) = people.doubt() {
            return Err(unsure(fault));
        }
        unmerged::people(&library.layout).map_or(Ok(()), Err)?;
        let locale = Locale::new(library.settings.language.unwrap_or(locale.language));
        Ok(Desk {
            library,
            elsewhere: config.audio.elsewhere(),
            callers: Callers::among(people.rows.clone(), library, config.show_names, &locale),
            people: people.rows,
            usage: usage(library, asked.usage.as_deref())?,
            kinds: asked.kinds.iter().map(|kind| known_kind(library, kind)).collect::<Result<_>>()?,
            now,
            locale,
        })
    }

    /// Each once.
    fn sessions(&self, names: &[String]) -> Result<Vec<SessionEntry>> {
        let mut entries: Vec<SessionEntry> = Vec::new();
        let running = RecorderLock::holder(&self.library.layout)?.and_then(|running| running.session);
        for name in names {
            let entry = sessions::resolve(&self.library.layout, name)?;
            if running.as_ref() == Some(&entry.id) {
                let refused = Error::new(text!("export-running", session = entry.id));
                return Err(refused.hint(text!("export-running-hint")));
            }
            if entries.iter().all(|known| known.id != entry.id) {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// The session with all its marks. Errors: some of them could not be read, or are not here.
    fn open(&self, entry: &SessionEntry) -> Result<Listening> {
        let spares = Spares::of(self.library, self.elsewhere.fallback.as_deref());
        if let Some(kept) = spares.away(&entry.folder, &entry.session) {
            return Err(Error::new(text!("export-marks-elsewhere")).at(kept).hint(text!("export-marks-elsewhere-hint")));
        }
        let listening = Listening::of(self.library, &self.elsewhere, entry.clone());
        if let Some(fault) = listening.faults.iter().find(|fault| fault.is_doubt()) {
            return Err(unsure(fault));
        }
        Unmerged::of(&self.library.layout).marks_of(entry).map_or(Ok(()), Err)?;
        if self.usage.is_some() && sessions::lost_its_people(&entry.session) {
            let refused = Error::new(text!("export-people-lost")).kind_of(ErrorKind::Look);
            return Err(refused.at(session_file(&entry.folder)).hint(text!("export-people-lost-hint")));
        }
        let palette = listening.palette();
        let is_stray = |mark: &Marker| palette.withholds(&mark.kind) && listening.take(&mark.take).is_none();
        match listening.marks.iter().find(|filed| is_stray(&filed.marker)) {
            Some(filed) => {
                let refused = Error::new(text!("export-stray", mark = filed.marker.id.as_str()));
                Err(refused.at(markers_file(&entry.folder, &filed.by)).hint(text!("export-stray-hint")))
            }
            None => Ok(listening),
        }
    }

    fn add_kept(&self, kept: &Kept, handed: &mut HandedOver) {
        (handed.kept, handed.off_record, handed.shortened) = (kept.marks, kept.off_record, kept.shortened);
        handed.people = kept.people.iter().map(|(person, (lack, count))| self.absent(person.clone(), *lack, *count)).collect();
    }

    fn absent(&self, person: Slug, lack: Lack, count: usize) -> Absent {
        let who = self.callers.names(std::slice::from_ref(&person)).concat();
        Absent { person, who, usage: self.usage.clone(), lack, count }
    }

    fn add_remarks(&self, asked: &Asked, made: &[Made], handed: &mut HandedOver) {
        if self.usage.is_none() {
            handed.remarks.push(text!("export-unasked"));
        }
        handed.remarks.extend(made.iter().flat_map(|file| file.remarks.iter().cloned()));
        if asked.offset != 0.0 && made.iter().any(|file| file.format.is_sound()) {
            handed.remarks.push(text!("export-offset-sound"));
        }
    }
}

/// What could not be read may be what must stay.
fn unsure(fault: &Error) -> Error {
    let refused = Error::new(text!("export-unsure")).hint(text!("export-unsure-hint"));
    match fault.place() {
        Some(place) => place.line.into_iter().fold(refused.at(&place.path), Error::line),
        None => refused,
    }
}

/// Only a library that names no uses takes any, or none.
fn usage(library: &Library, asked: Option<&str>) -> Result<Option<String>> {
    let uses = &library.settings.uses;
    let list = || uses.join(", ");
    match asked {
        None if uses.is_empty() => Ok(None),
        None => Err(Error::usage(text!("export-needs-use", uses = list())).hint(text!("export-needs-use-hint"))),
        Some(usage) if uses.is_empty() || uses.iter().any(|known| known == usage) => Ok(Some(usage.to_owned())),
        Some(usage) => {
            let refused = Error::usage(text!("export-unknown-use", uses = list(), found = usage));
            Err(match nearest(usage, uses.iter().map(String::as_str)) {
                Some(near) => refused.hint(text!("files-did-you-mean", near = near)),
                None => refused.hint(text!("export-needs-use-hint")),
            })
        }
    }
}

fn known_kind(library: &Library, word: &str) -> Result<String> {
    let palette = &library.settings.palette;
    kind_called(word, palette).ok_or_else(|| {
        let refused = Error::usage(text!("export-unknown-kind", found = word));
        match nearest_kind(word, palette) {
            Some(near) => refused.hint(text!("files-did-you-mean", near = near)),
            None => refused.hint(text!("export-unknown-kind-hint")),
        }
    })
}

#[cfg(test)]
mod tests;
