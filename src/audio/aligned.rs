//! The files of several inputs on one timeline.
//!
//! Each device has a clock of its own, and two of them run apart: by 360 ms in an hour at 100 millionths. The first input's frames are
//! the timeline. The journals say when frames were captured, on the clock of the machine, which all inputs share; through it each frame of a
//! further input finds its place, and between two such pairs a straight line does. Without journals a part lies where its `start` says,
//! and drifts. It changes no file.

use std::ops::Range;
use std::path::PathBuf;

use super::capture::Format;
use super::journal::Journal;
use super::read::WavReader;
use super::recover::worded;
use super::verify::open_part;
use super::wav::WavFormat;
use crate::domain::{Frames, Hertz, Part, Take, journal_path};
use crate::error::{Error, Result};
use crate::text;

/// The pairs of a run's beginning are off, as long as the sound server has not told its latency; in seconds.
const EARLY: f64 = 1.0;

/// Pairs nearer than that tell more of the jitter of their stamps than of the clocks, in seconds.
const APART: f64 = 10.0;

/// A clock that is further off than that is none: a file that was read faster than it sounds.
const TOLERANCE: f64 = 0.02;

/// By so much a place may err, in seconds.
const DOUBT: f64 = 0.01;

/// By how much the place of a further input's sound may err; the first input's is exact.
pub fn doubt(input: u32, rate: Hertz) -> Frames {
    if input == 1 { Frames(0) } else { Frames((DOUBT * f64::from(rate.0)).ceil() as u64) }
}

/// Where the frames of a take's files belong.
#[derive(Debug, Clone)]
pub struct Alignment {
    runs: Vec<Run>,
    rate: Hertz,
}

/// Parts of one input that follow each other without a hole. Its frames count from the first one's.
#[derive(Debug, Clone)]
struct Run {
    input: u32,
    parts: Vec<Part>,
    /// Places of the timeline and the run's frames that belong to them: at least one, each later than the one before.
    knots: Vec<(f64, f64)>,
}

impl Alignment {
    /// Reads the journals; `path_of` says where a part lies. Parts without a length are left out.
    pub fn of(take: &Take, path_of: impl Fn(&Part) -> PathBuf) -> Alignment {
        let mut runs = runs_of(take);
        if runs.iter().any(|run| run.input > 1) {
            let lead = Clock::of(runs.iter().filter(|run| run.input == 1), take.rate, &path_of);
            for run in runs.iter_mut().filter(|run| run.input > 1) {
                run.tie(&lead, &run.pairs(take.rate, &path_of));
            }
        }
        Alignment { runs, rate: take.rate }
    }

    /// The frames of a part's file that were heard during `range` of the timeline. Of a further input they reach a little too far at both
    /// ends rather than not far enough.
    pub fn frames_of(&self, part: &Part, range: Range<Frames>) -> Range<Frames> {
        let place = |run: &Run| run.offset(part).map(|offset| (run.clone(), offset));
        let Some((run, offset)) = self.runs.iter().find_map(place) else { return Frames(0)..Frames(0) };
        let doubt = if run.input == 1 { 0.0 } else { DOUBT * f64::from(self.rate.0) };
        let frames = part.frames.unwrap_or_default().0 as f64;
        let inside = |at: f64| (at - offset as f64).clamp(0.0, frames);
        let first = inside(run.frame(range.start.0 as f64) - doubt).floor();
        let behind = inside(run.frame(range.end.0 as f64) + doubt).ceil();
        Frames(first as u64)..Frames(behind as u64)
    }
}

/// The runs of all inputs, each where its first part's `start` says.
fn runs_of(take: &Take) -> Vec<Run> {
    let mut parts: Vec<&Part> = take.parts.iter().filter(|part| part.frames.is_some_and(|frames| frames.0 > 0)).collect();
    parts.sort_by_key(|part| (part.input, part.start));
    let mut runs: Vec<Run> = Vec::new();
    for part in parts {
        match runs.last_mut().filter(|run| run.input == part.input && run.ends_at() == part.start) {
            Some(run) => run.parts.push(part.clone()),
            None => {
                let knots = vec![(part.start.0 as f64, 0.0)];
                runs.push(Run { input: part.input, parts: vec![part.clone()], knots });
            }
        }
    }
    runs
}

impl Run {
    fn start(&self) -> Frames {
        self.parts[0].start
    }

    /// Behind its last part, by the starts and lengths alone.
    fn ends_at(&self) -> Frames {
        self.parts.last().map_or(Frames(0), |part| part.start + part.frames.unwrap_or_default())
    }

    fn frames(&self) -> u64 {
        (self.ends_at() - self.start()).0
    }

    /// The frame of the run at which the part begins; `None`: it is not one of it.
    fn offset(&self, part: &Part) -> Option<u64> {
        let known = self.parts.iter().find(|known| (&known.file, known.elsewhere) == (&part.file, part.elsewhere))?;
        Some((known.start - self.start()).0)
    }

    /// When frames of the run were captured, in nanoseconds: those pairs that are worth it.
    fn pairs(&self, rate: Hertz, path_of: impl Fn(&Part) -> PathBuf) -> Vec<(f64, f64)> {
        let mut pairs = Vec::new();
        for part in &self.parts {
            let offset = (part.start - self.start()).0;
            let journal = Journal::read(&journal_path(&path_of(part))).unwrap_or_default(); // without one, `start` counts
            let inside = journal.checkpoints.iter().filter(|line| line.frames.0 > 0 && Some(line.frames) <= part.frames);
            pairs.extend(inside.map(|line| ((offset + line.frames.0 - 1) as f64, line.stamp.monotonic.0 as f64)));
        }
        sifted(&pairs, f64::from(rate.0))
    }

    /// Lays the run where the leading input's clock has the moments of its pairs.
    fn tie(&mut self, lead: &Clock, pairs: &[(f64, f64)]) {
        let mut knots: Vec<(f64, f64)> = Vec::new();
        for (frame, moment) in pairs {
            let Some(place) = lead.place(*moment) else { return };
            if knots.last().is_none_or(|last| last.0 < place) {
                knots.push((place, *frame));
            }
        }
        if !knots.is_empty() {
            self.knots = knots;
        }
    }

    /// The run's frame at a place of the timeline; before its beginning it is negative.
    fn frame(&self, place: f64) -> f64 {
        on_line(&self.knots, place)
    }

    /// The places of the timeline that it has sound for.
    fn span(&self) -> Range<u64> {
        let turned: Vec<(f64, f64)> = self.knots.iter().map(|(place, frame)| (*frame, *place)).collect();
        let (first, last) = (on_line(&turned, 0.0), on_line(&turned, self.frames() as f64 - 1.0));
        first.ceil().max(0.0) as u64..last.floor().max(-1.0) as u64 + 1
    }
}

/// When the frames of the timeline were, by the clock of the machine.
struct Clock {
    /// Moments in nanoseconds, and their frames; each later than the one before.
    points: Vec<(f64, f64)>,
    /// Frames in a nanosecond.
    rate: f64,
}

impl Clock {
    fn of<'r>(runs: impl Iterator<Item = &'r Run>, rate: Hertz, path_of: impl Fn(&Part) -> PathBuf) -> Clock {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for run in runs {
            for (frame, moment) in run.pairs(rate, &path_of) {
                let place = run.start().0 as f64 + frame;
                if points.last().is_none_or(|last| last.0 < moment && last.1 < place) {
                    points.push((moment, place));
                }
            }
        }
        Clock { points, rate: f64::from(rate.0) / 1e9 }
    }

    /// Between two points on a straight line, beyond them as the nominal rate has it.
    fn place(&self, moment: f64) -> Option<f64> {
        let (first, last) = (self.points.first()?, self.points.last()?);
        Some(match moment {
            early if early < first.0 => first.1 - (first.0 - early) * self.rate,
            late if late > last.0 => last.1 + (late - last.0) * self.rate,
            inside => on_line(&self.points, inside),
        })
    }
}

/// Leaves out the pairs of the beginning where there are better ones, and what lies too close together. None of them where they are no clock's.
fn sifted(pairs: &[(f64, f64)], rate: f64) -> Vec<(f64, f64)> {
    let late = pairs.iter().position(|(frame, _)| *frame >= EARLY * rate).unwrap_or(0);
    let mut sifted: Vec<(f64, f64)> = Vec::new();
    let is_apart = |sifted: &[(f64, f64)], pair: &(f64, f64), seconds: f64| {
        sifted.last().is_none_or(|last| pair.0 - last.0 >= seconds * rate && pair.1 > last.1)
    };
    for pair in &pairs[late..] {
        if is_apart(&sifted, pair, APART) {
            sifted.push(*pair);
        }
    }
    sifted.extend(pairs.last().filter(|last| is_apart(&sifted, last, EARLY)));
    let speed = |pair: &[(f64, f64)]| (pair[1].0 - pair[0].0) / (pair[1].1 - pair[0].1) * 1e9 / rate;
    let is_clock = sifted.windows(2).all(|pair| (speed(pair) - 1.0).abs() <= TOLERANCE);
    if is_clock { sifted } else { Vec::new() }
}

/// The value at `x` on the line through the points; beyond the outer ones it goes on straight, through a single one with slope 1.
fn on_line(points: &[(f64, f64)], x: f64) -> f64 {
    let behind = points.partition_point(|point| point.0 <= x).clamp(1, points.len().max(2) - 1);
    let first = points[behind - 1];
    match points.get(behind) {
        Some(second) => first.1 + (x - first.0) * (second.1 - first.1) / (second.0 - first.0),
        None => first.1 + (x - first.0),
    }
}

/// The sound of a take, all channels of all its inputs, at each place of its timeline.
pub struct Aligned {
    format: Format,
    lanes: Vec<Lane>,
}

/// One run, its files, and the columns in which its channels stand.
struct Lane {
    run: Run,
    files: Vec<WavReader>,
    columns: Vec<usize>,
    /// Kept between calls: frames of the run, and of one file.
    samples: Vec<f32>,
    piece: Vec<f32>,
}

impl Aligned {
    /// Opens all files. Errors: one that is gone or cannot be read, or that has another rate or other channels than the take says.
    pub fn open(take: &Take, path_of: impl Fn(&Part) -> PathBuf) -> Result<Aligned> {
        let alignment = Alignment::of(take, &path_of);
        let format = Format { rate: take.rate, channels: take.channels.len() as u16 };
        let lanes = alignment.runs.into_iter().map(|run| Lane::open(run, take, &path_of)).collect::<Result<Vec<Lane>>>()?;
        Ok(Aligned { format, lanes })
    }

    /// Channels in the order of the take's.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Replaces `into` by `frames` frames from place `at` of the timeline on, interleaved; silent where an input has no sound.
    pub fn read(&mut self, at: Frames, into: &mut Vec<f32>, frames: usize) -> Result<()> {
        let channels = usize::from(self.format.channels);
        into.clear();
        into.resize(frames * channels, 0.0);
        for lane in &mut self.lanes {
            lane.lay(at.0, into, channels)?;
        }
        Ok(())
    }
}

impl Lane {
    fn open(run: Run, take: &Take, path_of: impl Fn(&Part) -> PathBuf) -> Result<Lane> {
        let columns: Vec<usize> = (0..take.channels.len()).filter(|n| take.channels[*n].input == run.input).collect();
        let files = run.parts.iter().map(|part| {
            let path = path_of(part);
            let file = open_part(&path)?;
            let found = file.format();
            if (found.rate, usize::from(found.channels)) == (take.rate, columns.len()) {
                return Ok(file);
            }
            let expected = worded(WavFormat::of(take, run.input));
            let fault = Error::new(text!("sound-other-format", expected = expected, found = worded(found)));
            Err(fault.at(&path).hint(text!("sound-other-format-hint")))
        });
        let files = files.collect::<Result<Vec<WavReader>>>()?;
        Ok(Lane { run, files, columns, samples: Vec::new(), piece: Vec::new() })
    }

    /// Lays what the run has of the places from `at` on into its columns.
    fn lay(&mut self, at: u64, into: &mut [f32], channels: usize) -> Result<()> {
        let span = self.run.span();
        let (from, to) = (at.max(span.start), (at + (into.len() / channels) as u64).min(span.end));
        if from >= to {
            return Ok(());
        }
        let first = self.run.frame(from as f64).floor().max(0.0) as u64;
        let behind = (self.run.frame((to - 1) as f64).ceil().max(0.0) as u64 + 1).min(self.run.frames());
        self.fetch(first, behind)?;
        let own = self.columns.len();
        for place in from..to {
            let frame = (self.run.frame(place as f64) - first as f64).max(0.0);
            let (whole, part) = (frame.floor() as usize, frame.fract() as f32);
            let row = (place - at) as usize * channels;
            for (n, column) in self.columns.iter().enumerate() {
                let sample = |frame: usize| self.samples.get(frame * own + n).copied();
                let one = sample(whole).unwrap_or_default();
                into[row + column] = one + (sample(whole + 1).unwrap_or(one) - one) * part;
            }
        }
        Ok(())
    }

    /// Reads frames of the run, over its parts.
    fn fetch(&mut self, first: u64, behind: u64) -> Result<()> {
        self.samples.clear();
        let start = self.run.start();
        for (part, file) in self.run.parts.iter().zip(&mut self.files) {
            let offset = (part.start - start).0;
            let from = first.max(offset);
            let to = behind.min(offset + part.frames.unwrap_or_default().0);
            if from < to {
                file.read(Frames(from - offset), &mut self.piece, (to - from) as usize)?;
                self.samples.extend(&self.piece);
                let there = (from - first + (to - from)) as usize * self.columns.len();
                self.samples.resize(there, 0.0); // a file that is shorter than was written down
            }
        }
        Ok(())
    }
}

/// Mixes frames of a take's channels to two: a side gets the average of what belongs to it. What an input has on one channel alone is in the middle.
pub fn mixed_down(samples: &[f32], take: &Take, into: &mut Vec<f32>) {
    let sides = sides(take);
    let counts = [0, 1].map(|side| sides.iter().filter(|on| on[side]).count().max(1) as f32);
    into.clear();
    for frame in samples.chunks_exact(sides.len().max(1)) {
        for (side, count) in counts.iter().enumerate() {
            let sum: f32 = frame.iter().zip(&sides).filter(|(_, on)| on[side]).map(|(sample, _)| sample).sum();
            into.push(sum / count);
        }
    }
}

/// For each channel, whether it is heard on the left and on the right.
fn sides(take: &Take) -> Vec<[bool; 2]> {
    let place = |n: usize| take.channels[..n].iter().filter(|channel| channel.input == take.channels[n].input).count();
    let of = |n: usize| match take.channels_of(take.channels[n].input) {
        1 => [true, true],
        _ => [place(n).is_multiple_of(2), !place(n).is_multiple_of(2)],
    };
    (0..take.channels.len()).map(of).collect()
}

#[cfg(test)]
mod tests;
