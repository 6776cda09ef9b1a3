//! One input of a take on its way to the disk: which part is open, what is not yet certain, and where to go when a disk fails.
//!
//! Everything here runs in the writer's thread; `writer` has the queue around it.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::ballast::Ballast;
use super::capture::Format;
use super::disk_error::disk_error;
use super::journal::{JournalHead, Stamp};
use super::loudness::LoudnessMeter;
use super::mirror::Link;
use super::part_file::{PartFile, create_folder};
use super::peaks::Gatherer;
use super::wav::max_frames;
use super::writer::{Report, Sound, TakePlan, room_frames};
use crate::clock::{Clock, Monotonic};
use crate::domain::{Frames, Part, journal_path, part_file_name};
use crate::error::Error;

/// How often a part's header follows its samples.
pub const REFRESH: Duration = Duration::from_millis(100);

/// Between two checkpoints while the power may go.
const HURRIED: Duration = Duration::from_millis(250);

/// A longer hole within a part is not filled with silence, but ends the part.
const LONGEST_SILENCE_SECONDS: u64 = 60;

pub struct TakeWriter<R> {
    plan: TakePlan,
    report: R,
    /// Frames in `kept`, for the collector.
    backlog: Arc<AtomicU64>,
    /// Where parts are created: the session's folder, then one after the other of `next`.
    folder: PathBuf,
    elsewhere: bool,
    next: VecDeque<Next>,
    /// The folder is nearly full, and there is no other.
    stays: bool,
    /// No folder is left: sound is taken and forgotten.
    lost: bool,
    ballast: Ballast,
    loudness: LoudnessMeter,
    peaks: Gatherer,
    next_part: u32,
    /// Sound came since the last gap: a jump of positions is a loss, also where a part has just ended.
    goes_on: bool,
    part: Option<PartFile>,
    /// Blocks that no checkpoint has confirmed, without holes between them.
    kept: VecDeque<Sound>,
    /// End of what was written to the open part, on the timeline.
    written: Frames,
    /// When the frame before `written` was captured.
    last: Monotonic,
    /// End of what is certain, on the timeline.
    confirmed: Frames,
    /// Frames of the closed parts.
    closed_frames: u64,
    next_checkpoint: Instant,
}

/// Where a take goes on whose folder fails or fills up.
enum Next {
    Fallback(PathBuf),
    /// The second copy's folder, whose own writer is closed first.
    Mirror(Arc<Link>),
}

impl<R: Fn(Report)> TakeWriter<R> {
    /// `mirror`: the second copy, into which the take goes where everything else has failed.
    pub fn new(plan: TakePlan, mirror: Option<Arc<Link>>, report: R, backlog: Arc<AtomicU64>) -> TakeWriter<R> {
        TakeWriter {
            next: plan.fallback.clone().map(Next::Fallback).into_iter().chain(mirror.map(Next::Mirror)).collect(),
            stays: false,
            folder: plan.folder.clone(),
            ballast: Ballast::create(&plan.folder),
            loudness: LoudnessMeter::new(Format { rate: plan.rate, channels: plan.channels }),
            peaks: Gatherer::new(plan.format()),
            next_part: plan.first_part.max(1),
            next_checkpoint: Instant::now() + plan.checkpoint,
            report,
            backlog,
            elsewhere: false,
            lost: false,
            goes_on: false,
            part: None,
            kept: VecDeque::new(),
            written: Frames(0),
            last: Monotonic(0),
            confirmed: Frames(0),
            closed_frames: 0,
            plan,
        }
    }

    /// Nothing can be kept at all, and why.
    pub fn refuse(&mut self, error: Error) {
        self.lost = true;
        (self.report)(Report::Lost(error));
    }

    /// Writes a block; what lies before the end of the part already is left out.
    pub fn sound(&mut self, sound: Sound) {
        if self.frames_of(&sound) == 0 {
            return;
        }
        if self.goes_on && !self.lost {
            self.bridge(&sound);
        }
        self.goes_on = true;
        if !self.lost {
            self.loudness.add(&sound.samples);
        }
        self.kept.push_back(sound);
        self.attempt(Self::write_kept);
        if self.unconfirmed() >= room_frames(self.plan.rate, self.plan.channels).0 / 4 {
            self.attempt(Self::checkpoint); // sound comes faster than the clock, or a great deal of it at once
        }
    }

    /// Ends the part; the next sound opens another one.
    pub fn gap(&mut self) {
        self.goes_on = false;
        self.attempt(Self::close_part);
    }

    pub fn finish(mut self) {
        self.attempt(Self::close_part);
        self.ballast.release();
        self.loudness.measured().into_iter().for_each(|loudness| (self.report)(Report::Measured(loudness)));
        let is_lost = self.lost;
        self.peaks.gathered().filter(|_| !is_lost).into_iter().for_each(|found| (self.report)(Report::Gathered(found)));
        (self.report)(Report::Finished);
    }

    /// To be called every [`REFRESH`].
    pub fn tick(&mut self, now: Instant) {
        if !self.stays && !self.lost && self.plan.nearly_full.holds(&self.folder) {
            self.leave();
        }
        if now >= self.next_checkpoint {
            self.attempt(Self::checkpoint);
        } else {
            self.attempt(Self::refresh);
        }
    }

    /// Closes the part well and turns to the next folder, before this one is full. Where there is none, it stays.
    fn leave(&mut self) {
        let before = self.folder.clone();
        self.attempt(Self::close_part);
        if self.lost || self.folder != before {
            return; // a fault was faster
        }
        match self.next_folder(Link::is_well) {
            Ok(Some(folder)) => self.turn_to(folder, None),
            Ok(None) | Err(_) => {
                self.stays = true;
                (self.report)(Report::Stays);
            }
        }
    }

    fn turn_to(&mut self, folder: PathBuf, fault: Option<Error>) {
        self.elsewhere = true;
        self.folder.clone_from(&folder);
        (self.report)(Report::Turned { folder, fault });
    }

    /// Does `step`, and after a fault does it again in the fallback folder, with all that is not certain.
    fn attempt(&mut self, step: fn(&mut Self) -> io::Result<()>) {
        while !self.lost {
            match self.write_kept().and_then(|()| step(self)) {
                Ok(()) => return,
                Err(error) => self.fail(error),
            }
        }
        self.forget(Frames(u64::MAX));
    }

    /// Fills a hole before `sound` with silence, or ends the part where the hole is long.
    fn bridge(&mut self, sound: &Sound) {
        let hole = sound.at.saturating_sub(self.written);
        if hole.0 > LONGEST_SILENCE_SECONDS * u64::from(self.plan.rate.0) {
            self.attempt(Self::close_part);
        } else if hole.0 > 0 {
            (self.report)(Report::Silenced { start: self.written, frames: hole });
            let silence = Sound {
                at: self.written,
                captured: sound.captured.minus(hole.nanoseconds(self.plan.rate)),
                samples: vec![0.0; hole.0 as usize * usize::from(self.plan.channels)].into(),
            };
            self.backlog.fetch_add(hole.0, Ordering::AcqRel);
            self.kept.push_back(silence);
        }
    }

    /// Writes what is kept and not written, over as many parts as it takes.
    fn write_kept(&mut self) -> io::Result<()> {
        loop {
            let n = self.kept.partition_point(|sound| self.end_of(sound) <= self.written);
            let Some(sound) = self.kept.get(n) else { return Ok(()) };
            let from = sound.at.max(self.written);
            if self.part.is_none() {
                self.open_part(from)?;
            }
            self.write_some(n, from)?;
            if self.part.as_ref().is_some_and(|part| part.frames() >= self.part_frames()) {
                self.close_part()?;
            }
        }
    }

    /// Writes of the kept block `n` what the part has room for, beginning at frame `from` of the timeline.
    fn write_some(&mut self, n: usize, from: Frames) -> io::Result<()> {
        let limit = self.part_frames();
        let (Some(part), Some(sound)) = (&mut self.part, self.kept.get(n)) else { return Ok(()) };
        let channels = usize::from(self.plan.channels);
        let samples = &sound.samples[(from - sound.at).0 as usize * channels..];
        let frames = (samples.len() / channels).min((limit - part.frames()).0 as usize);
        part.write(&samples[..frames * channels])?;
        self.peaks.add(from, &samples[..frames * channels]);
        self.written = from + Frames(frames as u64);
        let past = self.written - sound.at - Frames(1);
        self.last = Monotonic(sound.captured.0 + past.nanoseconds(self.plan.rate));
        Ok(())
    }

    fn open_part(&mut self, start: Frames) -> io::Result<()> {
        let head = JournalHead { take: self.plan.take.clone(), input: self.plan.input, start, format: self.plan.format() };
        let part = loop {
            let path = self.free_path();
            self.next_part += 1; // also where it cannot be made: what lies there by then keeps its name
            match PartFile::create(&path, head.clone()) {
                Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {} // the second copy's writer was faster
                made => break made?,
            }
        };
        self.written = start;
        self.confirmed = start;
        self.next_checkpoint = Instant::now() + REFRESH.min(self.plan.checkpoint); // the lamp waits for the first one
        (self.report)(Report::PartOpened(self.part_of(&part, None)));
        self.part = Some(part);
        Ok(())
    }

    /// The next name that neither a file nor a journal has; here a race is caught by the creation, which is exclusive.
    fn free_path(&mut self) -> PathBuf {
        loop {
            let path = self.folder.join(part_file_name(self.plan.number, self.next_part, self.plan.input));
            let taken = |path: &Path| path.symlink_metadata().is_ok();
            if !taken(&path) && !taken(&journal_path(&path)) {
                return path;
            }
            self.next_part += 1;
        }
    }

    /// Between two checkpoints.
    fn every(&self) -> Duration {
        match self.plan.hurry.load(Ordering::Relaxed) {
            true => HURRIED.min(self.plan.checkpoint),
            false => self.plan.checkpoint,
        }
    }

    fn refresh(&mut self) -> io::Result<()> {
        self.part.as_mut().map_or(Ok(()), PartFile::refresh)
    }

    fn checkpoint(&mut self) -> io::Result<()> {
        self.next_checkpoint = Instant::now() + self.every();
        let stamp = self.stamp();
        let Some(part) = &mut self.part else { return Ok(()) };
        part.checkpoint(stamp)?;
        self.confirm();
        Ok(())
    }

    fn close_part(&mut self) -> io::Result<()> {
        let stamp = self.stamp();
        let Some(part) = &mut self.part else { return Ok(()) };
        let began = wall_time(&self.plan, part.start());
        let closed = part.close(stamp, began);
        self.confirm(); // also when only what stands behind the sound has failed
        closed?;
        if let Some(part) = self.part.take() {
            self.report_closed(&part);
        }
        Ok(())
    }

    /// Forgets what the open part has confirmed, and tells.
    fn confirm(&mut self) {
        let Some(part) = &self.part else { return };
        let (until, frames) = (part.start() + part.confirmed(), self.closed_frames + part.confirmed().0);
        if until == self.confirmed {
            return;
        }
        self.confirmed = until;
        self.forget(until);
        (self.report)(Report::Confirmed { until, bytes: frames * self.plan.format().frame_bytes() });
    }

    /// Forgets the blocks that end at `until` or before.
    fn forget(&mut self, until: Frames) {
        while self.kept.front().is_some_and(|sound| self.end_of(sound) <= until) {
            if let Some(sound) = self.kept.pop_front() {
                self.backlog.fetch_sub(self.frames_of(&sound), Ordering::AcqRel);
            }
        }
    }

    /// Gives the open part up and turns to the fallback folder, where there is one.
    fn fail(&mut self, cause: io::Error) {
        if matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
            self.ballast.release();
        }
        let path = self.part.as_ref().map_or(self.folder.as_path(), PartFile::path);
        let mut error = disk_error(&cause, path);
        let next = self.next_folder(Link::is_there);
        if let Some(part) = self.part.take() {
            self.written = part.start() + part.confirmed();
            if let Err(cause) = self.give_up(part, matches!(next, Ok(Some(_)))) {
                error = error.because(cause);
            }
        }
        match next {
            Ok(Some(folder)) => self.turn_to(folder, Some(error)),
            Ok(None) => self.refuse(error),
            Err(cause) => self.refuse(error.because(cause)),
        }
    }

    /// Makes the next folder; each is tried once, but a mirror that is not good enough now may be later. The error is that of the
    /// last one.
    fn next_folder(&mut self, is_good: fn(&Link) -> bool) -> io::Result<Option<PathBuf>> {
        let mut outcome = Ok(None);
        for next in std::mem::take(&mut self.next) {
            let folder = match &next {
                _ if matches!(outcome, Ok(Some(_))) => None,
                Next::Fallback(folder) => Some(folder.clone()),
                Next::Mirror(link) if is_good(link) => {
                    link.close();
                    Some(link.folder().to_owned())
                }
                Next::Mirror(_) => None, // the card is gone: nothing is put where it used to be
            };
            match folder {
                None => self.next.push_back(next),
                Some(folder) => outcome = create_folder(&folder).map(|()| Some(folder)),
            }
        }
        outcome
    }

    /// A part that another one will follow ends where that begins; the last of all keeps every frame that reached the file, and
    /// stays open for recovery.
    fn give_up(&mut self, part: PartFile, followed: bool) -> io::Result<()> {
        if !followed {
            return part.leave_open();
        }
        self.report_closed(&part);
        part.end_at_confirmed()
    }

    fn report_closed(&mut self, part: &PartFile) {
        self.closed_frames += part.confirmed().0;
        (self.report)(Report::PartClosed(self.part_of(part, Some(part.confirmed()))));
    }

    fn part_of(&self, part: &PartFile, frames: Option<Frames>) -> Part {
        Part {
            file: file_name(part.path()),
            input: self.plan.input,
            start: part.start(),
            frames,
            blake3: frames.map(|_| part.blake3()),
            elsewhere: self.elsewhere,
        }
    }

    fn part_frames(&self) -> Frames {
        self.plan.part_frames.min(max_frames(self.plan.format())).max(Frames(1))
    }

    /// Frames that were written to the open part and are not certain.
    fn unconfirmed(&self) -> u64 {
        self.part.as_ref().map_or(0, |part| (part.frames() - part.confirmed()).0)
    }

    fn frames_of(&self, sound: &Sound) -> u64 {
        (sound.samples.len() / usize::from(self.plan.channels.max(1))) as u64
    }

    fn end_of(&self, sound: &Sound) -> Frames {
        sound.at + Frames(self.frames_of(sound))
    }

    /// When the last written frame was captured, by both clocks.
    fn stamp(&self) -> Stamp {
        let clock = Clock;
        let ago = clock.monotonic().since(self.last);
        Stamp { monotonic: self.last, utc: clock.now() - TimeDelta::nanoseconds(ago) }
    }
}

fn wall_time(plan: &TakePlan, at: Frames) -> DateTime<FixedOffset> {
    let since = at.nanoseconds(plan.rate).min(i64::MAX as u64) as i64;
    plan.started + TimeDelta::nanoseconds(since)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
