//! Enters in a session what was found on the disks: the lengths of its parts, and sound that `session.toml` does not name.

use chrono::{Duration, Utc};

use crate::audio::journal::{Journal, JournalHead};
use crate::audio::recover::Recovered;
use crate::domain::{Channel, Frames, Gap, GapReason, Part, Session, Take};
use crate::store::markers::FiledMarker;

/// One part on the disk, and what was found in it.
#[derive(Debug)]
pub struct Mended {
    pub file: String,
    pub elsewhere: bool,
    pub recovered: Recovered,
    pub journal: Journal,
    /// Number of the take by the file's name.
    pub take_number: u32,
    pub input: u32,
}

impl Mended {
    /// It is the file of that part.
    pub fn is(&self, part: &Part) -> bool {
        part.file == self.file && part.elsewhere == self.elsewhere
    }
}

/// The parts that the session names get their lengths first: of the others, what these hold already is left alone.
pub fn take_in(session: &mut Session, mended: &[Mended]) {
    let mut unnamed = Vec::new();
    for found in mended {
        match session.takes.iter_mut().flat_map(|take| &mut take.parts).find(|part| found.is(part)) {
            Some(known) => {
                known.frames = Some(found.recovered.frames);
                known.blake3.clone_from(&found.recovered.blake3);
            }
            None => unnamed.push(found),
        }
    }
    unnamed.sort_by_key(|found| found.journal.head.as_ref().map(|head| (head.start, found.elsewhere)));
    unnamed.into_iter().for_each(|found| adopt(session, found));
}

/// Gives a part that `session.toml` does not name to the take that its journal names, or to a new one.
fn adopt(session: &mut Session, mended: &Mended) {
    let Some(head) = mended.journal.head.clone() else { return };
    if session.takes.iter().any(|take| take.id == head.take && take.has_sound(head.input, head.start, mended.recovered.frames)) {
        return;
    }
    let part = Part {
        file: mended.file.clone(),
        input: mended.input,
        start: head.start,
        frames: Some(mended.recovered.frames),
        blake3: mended.recovered.blake3.clone(),
        elsewhere: mended.elsewhere,
    };
    let at = match session.takes.iter().position(|take| take.id == head.take) {
        Some(at) => at,
        None => {
            session.takes.push(new_take(session, mended, &head));
            session.takes.len() - 1
        }
    };
    let take = &mut session.takes[at];
    if take.channels_of(part.input) == 0 {
        take.channels.extend(channels_of(&head)); // a further input of a take whose session.toml is gone
        take.channels.sort_by_key(|channel| channel.input);
    }
    let inputs = take.channels.iter().map(|channel| channel.input as usize).max().unwrap_or(1);
    take.inputs.resize(take.inputs.len().max(inputs), "none".to_owned());
    take.parts.push(part);
    take.parts.sort_by_key(|part| (part.start, part.input));
}

/// Of an input of which nothing but its journal is known.
fn channels_of(head: &JournalHead) -> impl Iterator<Item = Channel> + use<> {
    Channel::of_input(head.input, head.format.channels)
}

fn new_take(session: &Session, mended: &Mended, head: &JournalHead) -> Take {
    let first = mended.journal.checkpoints.first();
    // Frame 0 lies before the first checkpoint by the frames up to it; without any, only now is known.
    let started = first.map_or_else(Utc::now, |first| {
        let before = (head.start + first.frames).nanoseconds(head.format.rate);
        first.stamp.utc - Duration::nanoseconds(before as i64)
    });
    let is_taken = |number: u32| session.takes.iter().any(|take| take.number == number);
    let number = (mended.take_number..).find(|&number| !is_taken(number)).expect("there are more numbers than takes");
    Take {
        id: head.take.clone(),
        number,
        started: started.with_timezone(&session.zone).fixed_offset(),
        preroll: Frames(0),
        rate: head.format.rate,
        bits: head.format.bits,
        channels: channels_of(head).collect(),
        inputs: vec!["none".to_owned()],
        frames: None,
        parts: Vec::new(),
        gaps: Vec::new(),
        loudness: Default::default(),
    }
}

/// Gives every open take that may be closed its length: up to its last sound, or its last mark. One that was stopped while its last part
/// was open may hold more sound than was known then.
pub fn close_takes(session: &mut Session, marks: &[FiledMarker], may_close: impl Fn(&Take) -> bool) {
    session.takes.iter_mut().for_each(forget_filled_gaps);
    for take in session.takes.iter_mut().filter(|take| take.frames.is_some()) {
        take.frames = Some(take.end());
    }
    for take in session.takes.iter_mut().filter(|take| take.frames.is_none() && may_close(take)) {
        let of_take = marks.iter().map(|filed| &filed.marker).filter(|mark| mark.take == take.id);
        let last = of_take.map(|mark| mark.end_frame.unwrap_or(mark.frame)).max().unwrap_or_default();
        name_gaps(take);
        take.frames = Some(take.end().max(last));
    }
}

/// The length of each of its parts is known.
pub fn has_whole_parts(take: &Take) -> bool {
    take.parts.iter().all(|part| part.frames.is_some())
}

/// Holes that recovery had named, and in which sound was found later.
fn forget_filled_gaps(take: &mut Take) {
    let is_filled = |take: &Take, gap: &Gap| {
        gap.why == GapReason::Device && take.parts.iter().any(|part| take.has_sound(part.input, gap.start, gap.frames))
    };
    let gaps = std::mem::take(&mut take.gaps);
    take.gaps = gaps.into_iter().filter(|gap| !is_filled(take, gap)).collect();
}

/// Where no input has sound between two parts, and nothing says why, the devices were away.
fn name_gaps(take: &mut Take) {
    let mut parts: Vec<(Frames, Frames)> =
        take.parts.iter().filter_map(|part| Some((part.start, part.start + part.frames?))).collect();
    parts.sort();
    let ends = parts.iter().scan(Frames(0), |end, part| {
        *end = part.1.max(*end);
        Some(*end)
    });
    let ends: Vec<Frames> = ends.collect();
    for (end, (next, _)) in ends.into_iter().zip(parts.into_iter().skip(1)) {
        let is_named = take.gaps.iter().any(|gap| gap.start < next && end < gap.start + gap.frames);
        if end < next && !is_named {
            take.gaps.push(Gap { start: end, frames: next - end, why: GapReason::Device });
        }
    }
    take.gaps.sort_by_key(|gap| gap.start);
}
