//! The parts of an imported take: written by the writer of the recordings, and compared with their file sample for sample.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::sources::Source;
use crate::audio::read::WavReader;
use crate::audio::writer::{self, Report, Sound, TakePlan, Work, WriterHandle};
use crate::clock::Monotonic;
use crate::config::AudioConfig;
use crate::domain::{Frames, Part, Take};
use crate::error::{Error, Result};
use crate::text;

/// Frames that are read at once.
const STRIDE: usize = 48_000;

/// Between two looks at a writer that takes no more for now.
const PAUSE: Duration = Duration::from_millis(2);

/// Writes the take's parts into `folder`, enters them, and reads them back. Inputs are counted in the order of the sources.
pub fn make(sources: &mut [Source], folder: &Path, take: &mut Take, audio: &AudioConfig) -> Result<()> {
    let origin = Monotonic::now(); // the same for all: they began together, by one clock
    for (input, source) in (1..).zip(&mut *sources) {
        copy(&mut source.reader, input, origin, folder, take, audio)?;
    }
    take.parts.sort_by_key(|part| (part.start, part.input));
    take.frames = Some(take.end());
    for (input, source) in (1..).zip(sources) {
        if let Some(path) = differing(&mut source.reader, take, input, |part| folder.join(&part.file))? {
            return Err(Error::new(text!("sound-import-differs")).at(&path));
        }
    }
    Ok(())
}

/// The first part of an input that does not hold the source, sample for sample; the last one where it has less or more.
pub fn differing(source: &mut WavReader, take: &Take, input: u32, path_of: impl Fn(&Part) -> PathBuf) -> Result<Option<PathBuf>> {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    let mut end = (Frames(0), PathBuf::new());
    for part in take.parts.iter().filter(|part| part.input == input) {
        let path = path_of(part);
        let mut copy = WavReader::open(&path)?;
        if copy.format() != source.format() {
            return Ok(Some(path));
        }
        let mut at = Frames(0);
        while at < copy.frames() {
            copy.read(at, &mut own, STRIDE)?;
            let frames = own.len() / usize::from(copy.format().channels);
            source.read(part.start + at, &mut others, frames)?;
            let bits = |samples: &[f32]| samples.iter().map(|sample| sample.to_bits()).collect::<Vec<u32>>();
            if bits(&own) != bits(&others) {
                return Ok(Some(path));
            }
            at += Frames(frames as u64);
        }
        end = (part.start + at, path);
    }
    Ok((end.0 != source.frames()).then_some(end.1))
}

fn copy(
    source: &mut WavReader,
    input: u32,
    origin: Monotonic,
    folder: &Path,
    take: &mut Take,
    audio: &AudioConfig,
) -> Result<()> {
    let plan = TakePlan {
        folder: folder.to_owned(),
        fallback: None,
        nearly_full: Default::default(),
        take: take.id.clone(),
        number: 1,
        input,
        first_part: 1,
        rate: take.rate,
        channels: source.format().channels,
        bits: take.bits,
        part_frames: Frames::from_seconds(audio.part_minutes * 60.0, take.rate),
        checkpoint: Duration::from_secs_f64(audio.checkpoint_seconds),
        hurry: Default::default(),
        started: take.started,
    };
    let (tell, reports) = channel();
    let writer = writer::spawn(plan, move |report| drop(tell.send(report)));
    let writer = writer.map_err(|cause| Error::new(text!("recorder-no-thread")).because(cause))?;
    let fed = feed(source, origin, &writer);
    let finished = send(&writer, Work::Finish);
    let heard = hear(&reports, input, take);
    fed.and(finished).and(heard)
}

fn feed(source: &mut WavReader, origin: Monotonic, writer: &WriterHandle) -> Result<()> {
    let (rate, frames) = (source.format().rate, source.frames());
    let mut at = Frames(0);
    while at < frames {
        let mut samples = Vec::new();
        source.read(at, &mut samples, STRIDE)?;
        let count = (samples.len() / usize::from(source.format().channels)) as u64;
        send(writer, Work::Sound(Sound { at, captured: Monotonic(origin.0 + at.nanoseconds(rate)), samples: samples.into() }))?;
        at += Frames(count);
    }
    Ok(())
}

/// Waits for a disk that is slower than the file.
fn send(writer: &WriterHandle, mut work: Work) -> Result<()> {
    while let Err(back) = writer.try_send(work) {
        if writer.is_over() {
            return Err(Error::new(text!("recorder-broken")));
        }
        work = back;
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

/// Enters what the writer tells until it has finished.
fn hear(reports: &Receiver<Report>, input: u32, take: &mut Take) -> Result<()> {
    let mut failed = None;
    for report in reports {
        match report {
            Report::PartOpened(part) | Report::PartClosed(part) => take.enter(part),
            Report::Lost(error) => failed = Some(error),
            Report::Measured(loudness) => drop(take.loudness.insert(input, loudness)),
            Report::Gathered(_)
            | Report::Finished
            | Report::Confirmed { .. }
            | Report::Silenced { .. }
            | Report::Turned { .. }
            | Report::Stays => {}
        }
    }
    failed.map_or(Ok(()), |error| Err(error.hint(text!("sound-import-failed-hint"))))
}
