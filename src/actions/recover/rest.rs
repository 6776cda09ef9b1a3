//! Sound of a take that only the second copy holds: what the take went on with there is entered as it lies; of a file that mirrors other
//! parts, what these lack is copied home, second by second as its journal vouches for it.
//!
//! A crash within it leaves a part that broke off, and the next time goes on behind that.

use std::fs::File;
use std::io;
use std::path::Path;

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

/// Frames that are copied at once.
const STRIDE: usize = 48_000;

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
        let outcome = match more.is_new() && !is_named_elsewhere(&more, &session) {
            true => as_it_lies(&more),
            false => copied_home(&more, homes, &session),
        };
        match outcome {
            Ok(part) => {
                take_in(&mut session, std::slice::from_ref(&part));
                brought.push(part);
            }
            Err(fault) => faults.push(fault),
        }
    }
    (brought, faults)
}

/// In the fallback there is another part of that name.
fn is_named_elsewhere(more: &More, session: &Session) -> bool {
    let mut parts = session.takes.iter().flat_map(|take| &take.parts);
    parts.any(|part| part.elsewhere && more.path.ends_with(&part.file))
}

fn as_it_lies(more: &More) -> Result<Mended> {
    mended(&more.path, true)
}

fn mended(path: &Path, elsewhere: bool) -> Result<Mended> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (take_number, _, input) = parse_part_file_name(&file).expect("only names of parts were listed");
    let recovered = recover_part(path, None)?;
    let journal = Journal::read(&journal_path(path)).unwrap_or_default();
    Ok(Mended { file, elsewhere, recovered, journal, take_number, input })
}

/// Makes a part of it in the session's folder, and reads that back.
fn copied_home(more: &More, homes: &Homes, session: &Session) -> Result<Mended> {
    let confirmed = recover_part(&more.path, None)?.confirmed; // each line of its journal is compared
    let head = &more.found.head;
    let own = homes.own.join(free_name(more, homes, session)?);
    let mut source = WavReader::open(&more.path)?;
    let from = more.from.saturating_sub(head.start);
    let kept: Vec<&Checkpoint> =
        more.found.journal.checkpoints.iter().filter(|line| from < line.frames && line.frames <= confirmed).collect();
    let failed = |cause: io::Error| disk_error(&cause, &own);
    let mut part = PartFile::create(&own, JournalHead { start: more.from, ..head.clone() }).map_err(failed)?;
    let (mut at, mut samples) = (from, Vec::new());
    for line in kept {
        while at < line.frames {
            source.read(at, &mut samples, STRIDE.min((line.frames - at).0 as usize))?;
            part.write(&samples).map_err(failed)?;
            at += Frames((samples.len() / usize::from(head.format.channels)) as u64);
        }
        part.checkpoint(line.stamp).map_err(failed)?;
    }
    drop(part); // not closed: its journal tells still that the take broke off
    File::open(&own).and_then(|file| file.sync_all()).map_err(failed)?;
    mended(&own, false)
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
