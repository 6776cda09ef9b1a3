//! The input and the disk: what the tuner, the collector and the writer tell.

use std::sync::Arc;

use super::super::collector::{Note, Order};
use super::super::marks;
use super::super::protocol::{Event, FORMAT, StopReason};
use super::super::scribe::{Deed, Home};
use super::super::tuner::{Attempt, Opened};
use super::super::watchdog::DEVICE_SILENT;
use super::{Engine, Message, Next, homes, teller};
use crate::audio::capture::Format;
use crate::audio::input::{InputRole, Stream};
use crate::audio::meter::{DeviceError, Meter};
use crate::audio::writer::{self, Report, TakePlan};
use crate::clock::Monotonic;
use crate::domain::{Bits, Channel, Frames, GapReason, Slug};
use crate::error::{Error, Result};
use crate::text;

/// How long the first sound may take before the start is given up, in seconds.
const START_PATIENCE: f64 = 20.0;

/// The input: the one that delivers, or the one that is looked for.
#[derive(Default)]
pub struct InputSide {
    pub source: Option<Source>,
    /// Looked for since, for the first time or again.
    pub wanted_since: Option<Monotonic>,
    /// It had delivered, and is gone since.
    pub lost_since: Option<Monotonic>,
    /// It is back, with a format that this take cannot hold, and the take is paused.
    pub is_foreign: bool,
    /// What it delivered last.
    pub last: Option<(Format, Option<Bits>)>,
    /// What it is called, also while it is gone.
    pub name: String,
    pub id: String,
    /// Frames that the rings of earlier streams had dropped.
    pub dropped_before: u64,
}

/// An input that delivers.
pub struct Source {
    pub format: Format,
    pub bits: Option<Bits>,
    pub role: InputRole,
    pub paced: bool,
    pub meter: Arc<Meter>,
    stream: Stream,
    since: Monotonic,
}

impl InputSide {
    /// Ends the stream, without waiting for it.
    pub fn close(&mut self) {
        if let Some(source) = self.source.take() {
            self.dropped_before += source.meter.dropped_frames().0;
            source.stream.close();
        }
    }

    /// A block has come from the stream that is open.
    fn delivers(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.meter.last_arrival().is_some())
    }

    /// A file that could not be read to its end.
    fn has_failed_for_good(&self) -> bool {
        let is_final = |source: &Source| source.meter.last_error().is_some_and(DeviceError::is_final);
        self.id.starts_with("file:") && self.source.as_ref().is_some_and(is_final)
    }

    /// Seconds since the last block of an input that should send all the time.
    pub fn silent_for(&self, now: Monotonic) -> Option<f64> {
        let source = self.source.as_ref().filter(|source| source.paced && !source.meter.has_ended())?;
        Some(now.seconds_since(source.meter.last_arrival().unwrap_or(source.since).max(source.since)))
    }

    pub fn dropped(&self) -> u64 {
        self.dropped_before + self.source.as_ref().map_or(0, |source| source.meter.dropped_frames().0)
    }
}

impl Engine {
    pub(super) fn attempted(&mut self, attempt: Attempt) {
        let is_wanted = self.input.source.is_none() && self.next.is_none() && self.ending.is_none();
        match self.tuner.arrived(attempt, is_wanted) {
            Some(Ok(opened)) => self.opened(opened),
            Some(Err(error)) => self.not_opened(error),
            None => {}
        }
    }

    fn opened(&mut self, opened: Opened) {
        let format = opened.format;
        let is_foreign = self.take.as_ref().is_some_and(|take| {
            !take.take.channels.is_empty()
                && (take.take.rate, take.take.channels.len()) != (format.rate, usize::from(format.channels))
        });
        match &self.take {
            Some(take) if is_foreign && take.paused.is_some() => {
                // Looked for again when the pause is over: nothing may begin before.
                self.input.is_foreign = true;
                opened.stream.close();
            }
            Some(take) if is_foreign => {
                // Two formats do not fit on one timeline: this take ends, the next one of the session begins.
                let mut plan = take.plan.clone();
                plan.session = take.session_id().map(ToOwned::to_owned);
                plan.seconds = plan.seconds.map(|seconds| (seconds - self.clock.monotonic().seconds_since(take.key)).max(0.0));
                let open = take.ledger.open().into_iter().map(|marker| marker.kind).collect();
                self.next = Some(Next { plan, opened: Box::new(opened), steps_taken: take.steps_taken, open });
                self.stop(None, StopReason::FormatChanged);
            }
            _ => self.attach(opened),
        }
    }

    pub(super) fn attach(&mut self, opened: Opened) {
        let Opened { id, name, format, bits, role, paced, listener, meter, stream } = opened;
        let first = self.input.id.is_empty();
        let held = if listener.is_held() { "locked" } else { "not locked" };
        self.options.log.line(&format!("input {id} at {} Hz, {} channels, ring {held}", format.rate.0, format.channels));
        self.input.source = Some(Source { format, bits, role, paced, meter, stream, since: self.clock.monotonic() });
        (self.input.id, self.input.name) = (id, name);
        self.input.last = Some((format, bits));
        self.order(Order::Attach { listener, paced });
        if first && self.take.is_none() {
            self.tell_armed();
        }
    }

    pub(super) fn tell_armed(&mut self) {
        let input = if self.input.id.is_empty() { self.options.input.to_string() } else { self.input.id.clone() };
        self.tell(&Event::Armed { format: FORMAT, pid: std::process::id(), input });
    }

    /// The first input must be there; one that was lost is looked for as long as the take is open.
    fn not_opened(&mut self, error: Error) {
        if self.input.lost_since.is_none() {
            self.end(None, Some(error));
        }
    }

    /// Follows the input at each tick: there again, gone, looked for, or too late.
    pub(super) fn tune(&mut self, now: Monotonic) {
        if self.input.delivers() {
            if self.input.lost_since.take().is_some() {
                self.owe_from(now);
            }
            self.input.wanted_since = None;
        }
        if self.input.has_failed_for_good() && self.take.as_ref().is_some_and(|take| take.stopping.is_none()) {
            return self.file_failed();
        }
        let is_silent = self.input.silent_for(now).is_some_and(|seconds| seconds >= DEVICE_SILENT);
        if is_silent && self.input.wanted_since.is_none() {
            self.options.log.line("input lost");
            self.input.close();
            self.input.lost_since.get_or_insert(now);
            self.order(Order::Detach { why: GapReason::Device });
        }
        let stops = self.take.as_ref().is_some_and(|take| take.stopping.is_some());
        let is_looked_for = self.input.lost_since.is_some() && self.input.source.is_none() && !self.input.is_foreign;
        if is_looked_for && self.next.is_none() && !stops {
            self.tuner.attempt(now);
        }
        if self.input.wanted_since.is_some_and(|since| now.seconds_since(since) > START_PATIENCE) {
            let error = Error::new(text!("recorder-no-sound-came", seconds = START_PATIENCE as u64));
            self.end(None, Some(error.hint(text!("recorder-no-sound-came-hint"))));
        }
    }

    /// From now on the disk owes a confirmation.
    pub(super) fn owe_from(&mut self, now: Monotonic) {
        if let Some(take) = &mut self.take {
            take.confirmed_at = now;
        }
    }

    /// A file that cannot be read on has nothing more to give: another try would begin it anew.
    fn file_failed(&mut self) {
        let fault = Error::new(text!("recorder-file-failed")).hint(text!("recorder-file-failed-hint"));
        if let Some(take) = &mut self.take {
            take.fault = Some(fault);
        }
        self.stop(None, StopReason::Fault);
    }

    pub(super) fn note(&mut self, note: Note) {
        match note {
            Note::Began { first, preroll } => self.began(first, preroll),
            Note::RunBegan { start, gap } => {
                let Some(take) = self.take.as_mut() else { return };
                let Some(gap) = gap else { return };
                take.take.gaps.push(gap);
                let hole = (gap.why != GapReason::Pause).then(|| marks::hole(&take.take.id, gap.start, gap.frames));
                self.options.log.line(&format!(
                    "sound again at frame {}, {} missing ({})",
                    start.0,
                    gap.frames.0,
                    gap.why.as_str()
                ));
                if let Some(hole) = hole {
                    self.file_own(hole);
                }
                self.save();
            }
            Note::RunEnded { end } => self.options.log.line(&format!("sound ends at frame {}", end.0)),
            Note::WriterGone => self.writer_gone(),
            Note::InputEnded => self.input_ended(),
            Note::LengthReached => self.stop(None, StopReason::Asked),
            Note::Finished { end } => {
                if let Some(take) = &mut self.take {
                    take.end = Some(end);
                }
            }
        }
    }

    /// The disk thread has died: what it had confirmed is on the disk, recovery finds the rest.
    fn writer_gone(&mut self) {
        let Some(take) = self.take.as_mut().filter(|take| !take.is_settled) else { return };
        take.fault.get_or_insert_with(|| Error::new(text!("recorder-broken")));
        self.settle();
    }

    fn input_ended(&mut self) {
        match &self.take {
            Some(_) => self.stop(None, StopReason::InputEnded),
            None => self.end(Some(StopReason::InputEnded), None),
        }
    }

    /// Frame 0 is known: now the session can be founded.
    fn began(&mut self, first: Monotonic, preroll: Frames) {
        let started = self.wall_of(first);
        let Some((format, own_bits)) = self.input.last else { return };
        let bits = self.bits(own_bits);
        let Some(take) = &mut self.take else { return };
        take.take.started = started;
        take.take.preroll = preroll;
        take.take.rate = format.rate;
        take.take.bits = bits;
        take.take.inputs = vec![self.input.id.clone()];
        take.take.channels =
            (1..=format.channels).map(|n| Channel { name: channel_name(n, format.channels), input: 1 }).collect();
        self.found();
    }

    /// Asks the scribe for the session's folder.
    pub(super) fn found(&mut self) {
        if let Some(fault) = self.too_little_room() {
            return self.give_up(fault);
        }
        let Some(take) = &self.take else { return };
        let home = match (&take.plan.session, Slug::parse(&take.plan.slug)) {
            (Some(id), _) => Home::Existing { id: id.clone() },
            (None, slug) => Home::New { start: take.plan.start, slug: slug.unwrap_or_else(Slug::session) },
        };
        let session = Box::new(super::paper::session_of(&take.plan));
        let deed = Deed::Found { home, session, take: Box::new(take.take.clone()) };
        self.write(deed);
    }

    fn too_little_room(&self) -> Option<Error> {
        let left = self.seconds_left()? as f64;
        let needed = self.options.config.limits.disk_minutes * 60.0;
        (left < needed).then(|| {
            let message =
                text!("recorder-too-little-room", expected = self.locale.length(needed), found = self.locale.length(left));
            Error::new(message).at(self.options.layout.root()).hint(text!("recorder-too-little-room-hint"))
        })
    }

    /// How long the disk lasts at this take's rate.
    pub(super) fn seconds_left(&self) -> Option<u64> {
        let take = self.take.as_ref().filter(|take| !take.take.channels.is_empty());
        let a_second = match take {
            Some(take) => {
                u64::from(take.take.rate.0) * take.take.channels.len() as u64 * take.take.bits.bytes_per_sample() as u64
            }
            None => {
                let source = self.input.source.as_ref()?;
                u64::from(source.format.rate.0)
                    * u64::from(source.format.channels)
                    * self.bits(source.bits).bytes_per_sample() as u64
            }
        };
        Some(self.vitals.last().room? / a_second.max(1))
    }

    /// A start that could not be made: nothing was recorded.
    pub(super) fn give_up(&mut self, fault: Error) {
        self.order(Order::Finish { key: None });
        self.end(None, Some(fault));
    }

    /// Gives the sound its place on the disk.
    pub(super) fn open_writer(&mut self) -> Result<()> {
        let Some((take, place)) = self.take.as_ref().and_then(|take| Some((take, take.place.as_ref()?))) else { return Ok(()) };
        let audio = &self.options.config.audio;
        let plan = TakePlan {
            folder: place.folder.clone(),
            fallback: homes(&self.options, &place.folder).fallback,
            leave: Arc::clone(&self.leave),
            take: take.take.id.clone(),
            number: take.take.number,
            first_part: 1,
            rate: take.take.rate,
            channels: take.take.channels.len() as u16,
            bits: take.take.bits,
            part_frames: Frames::from_seconds(audio.part_minutes * 60.0, take.take.rate),
            checkpoint: std::time::Duration::from_secs_f64(audio.checkpoint_seconds),
            hurry: Arc::clone(&self.hurry),
            started: take.take.started,
        };
        let tell = teller(&self.outbox, Message::Disk);
        let writer = match self.mirror() {
            Some(mirror) => writer::spawn_mirrored(plan, mirror, tell),
            None => writer::spawn(plan, tell),
        };
        let writer = writer.map_err(super::no_thread)?;
        self.order(Order::Write(writer));
        Ok(())
    }

    pub(super) fn report(&mut self, report: Report) {
        let now = self.clock.monotonic();
        let Some(take) = &mut self.take else { return };
        match report {
            Report::PartOpened(part) | Report::PartClosed(part) => {
                let event = Event::Part {
                    format: FORMAT,
                    session: take.session_id().unwrap_or_default().to_owned(),
                    file: part.file.clone(),
                    start: part.start.0,
                    frames: part.frames.map(|frames| frames.0),
                };
                take.take.enter(part);
                take.confirmed_at = now;
                self.tell(&event);
                self.save();
            }
            Report::Confirmed { bytes, .. } => {
                take.bytes = bytes;
                take.confirmed_at = now;
                if !take.lamp && bytes > 0 {
                    self.light();
                }
                self.safe_elsewhere();
            }
            Report::Silenced { start, frames } => {
                let hole = marks::hole(&take.take.id, start, frames);
                self.file_own(hole);
            }
            Report::GoesOn { folder } => self.goes_on(folder),
            Report::Failed { error, elsewhere } => self.disk_failed(error, elsewhere),
            Report::Finished => self.settle(),
        }
    }

    /// After a disk has failed: the first confirmation of the fallback folder.
    fn safe_elsewhere(&mut self) {
        let is_elsewhere = self.take.as_ref().is_some_and(|take| take.elsewhere.is_some() && take.fault.is_none());
        if is_elsewhere {
            let words = text!("recorder-disk-elsewhere", copy = yes_or_no(self.is_in_second_copy()));
            let change = self.watchdog.raise("disk_elsewhere", &words, self.clock.now(), &self.locale);
            self.tell_changes(change);
        }
    }

    /// The take has turned to another folder: because its own has failed, which is told next, or before that is full.
    fn goes_on(&mut self, folder: std::path::PathBuf) {
        let is_copy = self.took_over(&folder);
        self.options.log.line(if is_copy { "the take goes on in the second copy" } else { "the take goes on in the fallback" });
        self.vitals.turn_to(folder);
        let words = self.locale.say(&text!("recorder-room-left"));
        let told = self.locale.say(&text!("recorder-partly-elsewhere", copy = yes_or_no(is_copy), words = words));
        if let Some(take) = &mut self.take {
            take.turned += 1;
            take.had_room = false;
            take.elsewhere = Some(told);
        }
    }

    fn disk_failed(&mut self, error: Error, elsewhere: bool) {
        self.options.log.line(&format!("disk failed: {error}"));
        let words = error.headline(&self.locale);
        if elsewhere {
            let copy = yes_or_no(self.is_in_second_copy());
            let told = self.locale.say(&text!("recorder-partly-elsewhere", copy = copy, words = words.as_str()));
            if let Some(take) = &mut self.take {
                take.elsewhere = Some(told);
            }
        }
        let full = if error.message().id == "sound-disk-full" { "yes" } else { "no" };
        let words = match elsewhere {
            true => text!("recorder-disk-failing", full = full, words = words, copy = yes_or_no(self.is_in_second_copy())),
            false => text!("recorder-disk-failed", full = full, words = words),
        };
        let raised = self.watchdog.raise("disk_failed", &words, self.clock.now(), &self.locale);
        let cleared = self.watchdog.clear("disk_elsewhere");
        self.tell_changes(raised.into_iter().chain(cleared));
        let Some(take) = self.take.as_mut().filter(|_| !elsewhere) else { return };
        take.fault = Some(error);
        if take.stopping.is_none() {
            self.stop(None, StopReason::Fault);
        }
    }
}

fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// Names of channels: a recorder knows no more of them than their side.
pub fn channel_name(n: u16, of: u16) -> String {
    match (n, of) {
        (1, 1) => "mono".to_owned(),
        (1, 2) => "left".to_owned(),
        (2, 2) => "right".to_owned(),
        _ => n.to_string(),
    }
}
