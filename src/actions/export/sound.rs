//! The sound of a take, which leaves as a whole or not at all.
//!
//! It holds the words of everybody who was there, so everybody must have agreed. What is off the record is silent in it. Marks lie on the
//! sound that they are in: `--offset` moves none of them.

use super::tell::{Leaving, Veils};
use super::{Absent, Asked, Desk};
use crate::audio::bext::{self, Bext};
use crate::audio::export_wav::Whole;
use crate::audio::verify::verify;
use crate::audio::wav::WavFormat;
use crate::copies::Homes;
use crate::domain::{Frames, Part, Slug, Take};
use crate::error::{Error, ErrorKind, Result};
use crate::export::wav::{self, Chunks};
use crate::export::{Timeline, Told};
use crate::text;

/// A take's sound that may leave.
pub struct Sound {
    pub whole: Whole,
    /// The folders in which its parts lie.
    pub homes: Homes,
    pub cues: Chunks,
    /// Whom it holds.
    pub speaking: Vec<Slug>,
}

/// Why a take's sound stays here.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// It has none.
    NoSound,
    /// These have not agreed.
    People(Vec<Absent>),
}

/// A take whose sound stayed here.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub session: String,
    /// As the session is called outside.
    pub called: String,
    pub take: u32,
    pub why: Why,
}

impl Desk<'_> {
    /// Errors: the take broke off and was not mended, or a file of it is not what it was.
    pub(super) fn sound(&self, leaving: &Leaving, asked: &Asked, veils: &Veils) -> Result<std::result::Result<Sound, Why>> {
        let Leaving { listening, take, .. } = leaving;
        let off_record = &listening.off_record;
        if take.channels.is_empty() || take.parts.is_empty() {
            return Ok(Err(Why::NoSound));
        }
        let people = &listening.entry.session.people;
        let lacks = self.gate(people).lacks_of_sound(&leaving.marks, off_record, take.end());
        if !lacks.is_empty() {
            return Ok(Err(Why::People(lacks.into_iter().map(|(id, lack)| self.absent(id, lack, 1)).collect())));
        }
        if take.is_open() {
            let refused = Error::new(text!("export-take-open", take = take.number));
            return Err(refused.at(&listening.entry.folder).hint(text!("export-take-open-hint")));
        }
        require_whole(take, &listening.homes)?;
        let timeline = Timeline::new(take, asked.leaves_out_gaps, 0.0);
        let spans = timeline.spans(take.end());
        let told = self.told(leaving, &timeline, veils);
        let mut cues = wav::chunks(&told);
        cues.bytes.extend(origin(take, &told, spans.first().map_or(Frames(0), |first| first.0), veils));
        // As far as it reaches, and not to the take's end only: of a take that broke off, marks may lie behind it.
        let withheld = off_record.ranges(&take.id).to_vec();
        let whole = Whole { take: (*take).clone(), spans, withheld, chunks: std::mem::take(&mut cues.bytes) };
        let speaking = self.gate(people).heard(&leaving.marks, off_record, take.end());
        Ok(Ok(Sound { whole, homes: listening.homes.clone(), cues, speaking }))
    }
}

/// Every part is there, as long as it was, and of the take's format.
fn require_whole(take: &Take, homes: &Homes) -> Result<()> {
    let fault_of = |part: &Part| verify(&homes.path_of(part), part, WavFormat::of(take, part.input), false).into_iter().next();
    match take.parts.iter().find_map(fault_of) {
        Some(fault) => Err(fault.kind_of(ErrorKind::Failed)),
        None => Ok(()),
    }
}

/// The `bext` of a file that begins with frame `first`: editors place it by the time of the day.
fn origin(take: &Take, told: &Told, first: Frames, veils: &Veils) -> Vec<u8> {
    let since = chrono::TimeDelta::nanoseconds(first.nanoseconds(take.rate).min(i64::MAX as u64) as i64);
    bext::chunk(&Bext {
        description: &told.name(),
        reference: &veils.id(take.id.as_str()),
        began: take.started.checked_add_signed(since).unwrap_or(take.started),
        rate: take.rate,
    })
}
