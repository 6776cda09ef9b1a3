//! Sound of a take that only the second copy holds: what the take went on with there is entered as it lies; of a file that mirrors other
//! parts, what these lack is copied home, second by second as its journal vouches for it.
//!
//! A part that is gone at home comes back under its own name. Nothing is begun for which there is no room. A crash within it leaves a part
//! that broke off, and the next time goes on behind that.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::enter::{Mended, take_in};
use super::find::{More, more_in_copy, parts_in};
use crate::audio::disk_error::disk_error;
use crate::audio::journal::{Checkpoint, Journal, JournalHead};
use crate::audio::part_file::PartFile;
use crate::audio::read::WavReader;
use crate::audio::recover::recover_part;
use crate::copies::Homes;
use crate::domain::{Frames, Session, journal_path, part_file_name};
use crate::error::{Error, Result};
use crate::store::layout::parse_part_file_name;
use crate::store::room::room;
use crate::text;

/// Frames that are copied at once.
const STRIDE: usize = 48_000;

/// Bytes that stay free, for the texts.
const SPARE_ROOM: u64 = 1_000_000;

/// Brings all of it; what failed is a fault, and stays where it is.
pub fn bring(homes: &Homes, session: &Session) -> (Vec<Mended>, Vec<Error>) {
    let (mut brought, mut faults) = (Vec::new(), Vec::new());
    let mut session = session.clone();
    let listed = more_in_copy(homes, &session).unwrap_or_else(|fault| {
        faults.push(fault);
        Vec::new()
    });
    for path in listed.into_iter().map(|more| more.path) {
        let Some(more) = More::of(path, &session) else { continue }; // one before may have brought it
        match bring_one(&more, homes, &session) {
            Ok(part) => {
                take_in(&mut session, std::slice::from_ref(&part));
                brought.push(part);
            }
            Err(fault) => faults.push(fault),
        }
    }
    (brought, faults)
}

fn bring_one(more: &More, homes: &Homes, session: &Session) -> Result<Mended> {
    if let Some(own) = gone_at_home(more, homes, session) {
        check_room(more, homes)?;
        set_journal_aside(&own).map_err(|cause| disk_error(&cause, &own))?;
        return copied_home(more, &own, more.found.whole);
    }
    if more.is_new() && !is_named_elsewhere(more, session) {
        return mended(&more.path, true); // as it lies
    }
    check_room(more, homes)?;
    copied_home(more, &homes.own.join(free_name(more, homes, session)?), Frames(0))
}

/// The file of the session's own part of which this is the mirror, where it is gone.
fn gone_at_home(more: &More, homes: &Homes, session: &Session) -> Option<PathBuf> {
    let head = &more.found.head;
    let take = session.take(head.take.as_str())?;
    let mut own = take.parts.iter().filter(|part| !part.elsewhere && part.frames.is_none());
    let part = own.find(|part| more.path.ends_with(&part.file) && (part.input, part.start) == (head.input, head.start))?;
    Some(homes.own.join(&part.file)).filter(|own| own.symlink_metadata().is_err())
}

/// Room for the sound, and for `session.toml` behind it.
fn check_room(more: &More, homes: &Homes) -> Result<()> {
    let format = more.found.head.format;
    let needed = more.frames.0 * format.frame_bytes() + SPARE_ROOM;
    let missing = needed.saturating_sub(room(&homes.own).unwrap_or(needed));
    if missing == 0 {
        return Ok(());
    }
    let seconds = format!("{:.1}", more.frames.seconds(format.rate));
    let text = text!("cli-recover-no-room", seconds = seconds, missing = missing.div_ceil(1_000_000));
    Err(Error::new(text).at(&more.path).hint(text!("cli-recover-no-room-hint")))
}

/// The journal that a power cut left of a part without its sound: it keeps no name from the part that comes back.
fn set_journal_aside(own: &Path) -> io::Result<()> {
    let journal = journal_path(own);
    if journal.symlink_metadata().is_err() {
        return Ok(());
    }
    let name = |n: u32| journal.with_extension(format!("crc.alone-{n}"));
    let free = (1..1000).map(name).find(|aside| aside.symlink_metadata().is_err());
    std::fs::rename(&journal, free.ok_or(io::ErrorKind::AlreadyExists)?)
}

/// In the fallback there is another part of that name.
fn is_named_elsewhere(more: &More, session: &Session) -> bool {
    let mut parts = session.takes.iter().flat_map(|take| &take.parts);
    parts.any(|part| part.elsewhere && more.path.ends_with(&part.file))
}

fn mended(path: &Path, elsewhere: bool) -> Result<Mended> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (take_number, _, input) = parse_part_file_name(&file).expect("only names of parts were listed");
    let recovered = recover_part(path, None)?;
    let journal = Journal::read(&journal_path(path)).unwrap_or_default();
    Ok(Mended { file, elsewhere, recovered, journal, take_number, input })
}

/// Makes a part of it at `own`, in the session's folder, and reads that back: what the journal vouches for, and what lies behind that up
/// to the mirror's frame `end`, for which nobody vouches here either.
fn copied_home(more: &More, own: &Path, end: Frames) -> Result<Mended> {
    let confirmed = recover_part(&more.path, None)?.confirmed; // each line of its journal is compared
    let head = &more.found.head;
    let from = more.from.saturating_sub(head.start);
    let kept: Vec<&Checkpoint> =
        more.found.journal.checkpoints.iter().filter(|line| from < line.frames && line.frames <= confirmed).collect();
    let failed = |cause: io::Error| disk_error(&cause, own);
    let mut source = Source { sound: WavReader::open(&more.path)?, channels: head.format.channels, at: from };
    let mut part = PartFile::create(own, JournalHead { start: more.from, ..head.clone() }).map_err(failed)?;
    for line in kept {
        source.pass(line.frames, &mut part, own)?;
        part.checkpoint(line.stamp).map_err(failed)?;
    }
    source.pass(end, &mut part, own)?;
    part.refresh().map_err(failed)?;
    drop(part); // not closed: its journal tells still that the take broke off
    File::open(own).and_then(|file| file.sync_all()).map_err(failed)?;
    mended(own, false)
}

/// A mirror that is read from frame `at` on.
struct Source {
    sound: WavReader,
    channels: u16,
    at: Frames,
}

impl Source {
    fn pass(&mut self, until: Frames, part: &mut PartFile, own: &Path) -> Result<()> {
        let mut samples = Vec::new();
        while self.at < until {
            self.sound.read(self.at, &mut samples, STRIDE.min((until - self.at).0 as usize))?;
            if samples.is_empty() {
                break; // the file ends here
            }
            part.write(&samples).map_err(|cause| disk_error(&cause, own))?;
            self.at += Frames((samples.len() / usize::from(self.channels)) as u64);
        }
        Ok(())
    }
}

/// Behind every part of that take and input, wherever it lies.
fn free_name(more: &More, homes: &Homes, session: &Session) -> Result<String> {
    let name = more.path.file_name().unwrap_or_default().to_string_lossy();
    let (take, _, input) = parse_part_file_name(&name).expect("only names of parts were listed");
    let named = session.takes.iter().flat_map(|take| &take.parts).map(|part| part.file.clone());
    let mut names: Vec<String> = named.collect();
    for folder in [Some(&homes.own), homes.fallback.as_ref(), homes.second_copy.as_ref()] {
        let lying = parts_in(folder)?.into_iter().filter_map(|path| path.file_name()?.to_str().map(str::to_owned));
        names.extend(lying);
    }
    let numbers = names.iter().filter_map(|name| parse_part_file_name(name)).filter(|(of, _, own)| (*of, *own) == (take, input));
    let last = numbers.map(|(_, number, _)| number).max().unwrap_or(0);
    let is_free = |number: &u32| journal_path(&homes.own.join(part_file_name(take, *number, input))).symlink_metadata().is_err();
    let number = (last + 1..).find(is_free).expect("there are more numbers than files");
    Ok(part_file_name(take, number, input))
}
