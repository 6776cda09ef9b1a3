//! What the inputs give and the disk takes: what the collectors and the writers tell.

use std::sync::Arc;

use super::super::collector::{Note, Order};
use super::super::marks;
use super::super::protocol::{Event, FORMAT, StopReason};
use super::super::scribe::{Deed, Home};
use super::super::take::{RunningTake, Track};
use super::{Engine, Message, homes, teller};
use crate::audio::capture::Format;
use crate::audio::writer::{self, Report, TakePlan};
use crate::clock::Monotonic;
use crate::copies::apart::apart_of_take;
use crate::domain::{Bits, Channel, Frames, Gap, GapReason, Part, Slug, common_gaps};
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::text;

/// How long the lamp waits for the inputs that are slower than the first one on the disk, in seconds.
const LAMP_PATIENCE: f64 = 5.0;

impl Engine {
    /// From now on the disk owes a confirmation of this input.
    pub(super) fn owe_from(&mut self, n: usize, now: Monotonic) {
        if let Some(take) = &mut self.take {
            take.tracks[n].confirmed_at = now;
        }
    }

    /// A file that cannot be read on has nothing more to give: another try would begin it anew.
    pub(super) fn file_failed(&mut self) {
        let fault = Error::new(text!("recorder-file-failed")).hint(text!("recorder-file-failed-hint"));
        if let Some(take) = &mut self.take {
            take.fault = Some(fault);
        }
        self.stop(None, StopReason::Fault);
    }

    pub(super) fn note(&mut self, n: usize, note: Note) {
        match note {
            Note::Began { first, preroll } => self.began(first, preroll),
            Note::RunBegan { start, gap } => self.run_began(n, start, gap),
            Note::RunEnded { end } => self.options.log.line(&format!("sound of input {} ends at frame {}", n + 1, end.0)),
            Note::WriterGone { number } if number == self.begun => self.writer_gone(n),
            Note::WriterGone { .. } => {} // that of the take before, which has ended in order
            Note::Slept { nanoseconds } => {
                (1..self.strands.len()).for_each(|n| self.order(n, Order::Slept { nanoseconds }));
            }
            Note::InputEnded => self.over(n, StopReason::InputEnded),
            Note::LengthReached => self.over(n, StopReason::Asked),
            Note::Finished { end } => {
                if let Some(take) = &mut self.take {
                    take.tracks[n].end = Some(end);
                }
            }
        }
    }

    /// A hole of one input gets its mark; the take's own gaps are those that all inputs have in common. What an input misses because it came
    /// later than the others is no hole before the lamp is on.
    fn run_began(&mut self, n: usize, start: Frames, gap: Option<Gap>) {
        let (Some(take), Some(gap)) = (self.take.as_mut(), gap) else { return };
        take.tracks[n].gaps.push(gap);
        take.take.gaps = gaps_of_all(&take.tracks);
        let is_hole = gap.why != GapReason::Pause && (gap.start.0 > 0 || take.lamp);
        let hole = is_hole.then(|| marks::hole(&take.take.id, gap.start, gap.frames));
        let (missing, why) = (gap.frames.0, gap.why.as_str());
        self.options.log.line(&format!("sound of input {} again at frame {}, {missing} missing ({why})", n + 1, start.0));
        if let Some(hole) = hole {
            self.file_own(hole);
        }
        self.save();
    }

    /// The disk thread has died: what it had confirmed is on the disk, recovery finds the rest. The others are still finished in order.
    fn writer_gone(&mut self, n: usize) {
        let Some(take) = self.take.as_mut().filter(|take| !take.is_settled && !take.tracks[n].is_finished) else { return };
        take.fault.get_or_insert_with(|| Error::new(text!("recorder-broken")));
        self.finished(n);
        self.stop(None, StopReason::Fault);
    }

    /// The files of one input are closed; those of the last one settle the take.
    fn finished(&mut self, n: usize) {
        let Some(take) = &mut self.take else { return };
        take.tracks[n].is_finished = true;
        if take.tracks.iter().all(|track| track.is_finished) {
            self.settle();
        }
    }

    /// One input has given all that is wanted of it; the take ends when nothing more comes from any.
    fn over(&mut self, n: usize, why: StopReason) {
        let is_gone = |n: usize| self.strands[n].input.lost_since.is_some();
        match &mut self.take {
            Some(take) => {
                take.tracks[n].is_over = true;
                if (0..).zip(&take.tracks).all(|(n, track)| track.is_over || is_gone(n)) {
                    self.stop(None, why);
                }
            }
            None if self.strands.iter().all(|strand| strand.input.has_ended()) => self.end(Some(why), None),
            None => {}
        }
    }

    /// Frame 0 is known: now the session can be founded.
    fn began(&mut self, first: Monotonic, preroll: Frames) {
        let started = self.wall_of(first);
        let formats: Vec<_> = self.strands.iter().filter_map(|strand| strand.input.last).collect();
        let (Some((lead, _)), Some(bits)) = (formats.first(), self.bits_of(&formats)) else { return };
        let inputs = self.input_ids();
        let Some(take) = &mut self.take else { return };
        take.take.started = started;
        take.take.preroll = preroll;
        take.take.rate = lead.rate;
        take.take.bits = bits;
        take.take.inputs = inputs;
        take.take.channels =
            (1..).zip(&formats).flat_map(|(input, (format, _))| Channel::of_input(input, format.channels)).collect();
        self.found();
    }

    /// All inputs of a take are kept with the same bits: as many as the finest of them has.
    fn bits_of(&self, formats: &[(Format, Option<Bits>)]) -> Option<Bits> {
        formats.iter().map(|(_, own)| self.bits(*own)).max_by_key(|bits| bits.number())
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

    /// For a take that somebody asks for; one that goes on with another uses the disk up as that would have.
    fn too_little_room(&self) -> Option<Error> {
        if self.take.as_ref().is_some_and(|take| take.continues) {
            return None;
        }
        let left = self.seconds_left()? as f64;
        let needed = self.options.config.limits.disk_minutes * 60.0;
        (left < needed).then(|| {
            let message =
                text!("recorder-too-little-room", expected = self.locale.length(needed), found = self.locale.length(left));
            Error::new(message).at(self.options.layout.root()).hint(text!("recorder-too-little-room-hint"))
        })
    }

    /// How long the fullest disk lasts at this take's rate.
    pub(super) fn seconds_left(&self) -> Option<u64> {
        Some(self.vitals.last().room? / self.bytes_a_second()?)
    }

    /// Bytes of sound a second, of all inputs; absent without sound.
    pub(super) fn bytes_a_second(&self) -> Option<u64> {
        let take = self.take.as_ref().filter(|take| !take.take.channels.is_empty());
        let a_second = match take {
            Some(take) => {
                u64::from(take.take.rate.0) * take.take.channels.len() as u64 * take.take.bits.bytes_per_sample() as u64
            }
            None => self
                .strands
                .iter()
                .filter_map(|strand| strand.input.source.as_ref())
                .map(|source| {
                    let bytes = self.bits(source.bits).bytes_per_sample() as u64;
                    u64::from(source.format.rate.0) * u64::from(source.format.channels) * bytes
                })
                .sum(),
        };
        Some(a_second).filter(|bytes| *bytes > 0)
    }

    /// A start that could not be made: nothing was recorded.
    pub(super) fn give_up(&mut self, fault: Error) {
        self.order_all(|| Order::Finish { key: None });
        self.end(None, Some(fault));
    }

    /// Gives the sound of each input its place on the disk.
    pub(super) fn open_writers(&mut self) -> Result<()> {
        for n in 0..self.strands.len() {
            let Some(plan) = self.take_plan(n) else { return Ok(()) };
            let tell = teller(&self.outbox, move |report| Message::Disk(n, report));
            let writer = match self.mirror(n) {
                Some(mirror) => writer::spawn_mirrored(plan, mirror, tell),
                None => writer::spawn(plan, tell),
            };
            self.order(n, Order::Write(writer.map_err(super::no_thread)?));
        }
        Ok(())
    }

    fn take_plan(&self, n: usize) -> Option<TakePlan> {
        let take = self.take.as_ref()?;
        let place = take.place.as_ref()?;
        let audio = &self.options.config.audio;
        let input = n as u32 + 1;
        Some(TakePlan {
            folder: place.folder.clone(),
            fallback: homes(&self.options, &place.folder).fallback,
            nearly_full: Arc::clone(&take.nearly_full),
            take: take.take.id.clone(),
            number: take.take.number,
            input,
            first_part: 1,
            rate: take.take.rate,
            channels: take.take.channels_of(input) as u16,
            bits: take.take.bits,
            part_frames: Frames::from_seconds(audio.part_minutes * 60.0, take.take.rate),
            checkpoint: std::time::Duration::from_secs_f64(audio.checkpoint_seconds),
            hurry: Arc::clone(&self.hurry),
            started: take.take.started,
        })
    }

    pub(super) fn report(&mut self, n: usize, report: Report) {
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
                take.tracks[n].confirmed_at = now;
                self.tell(&event);
                self.save();
            }
            Report::Confirmed { bytes, .. } => {
                let track = &mut take.tracks[n];
                (track.bytes, track.confirmed_at) = (bytes, now);
                if bytes > 0 {
                    track.safe_since.get_or_insert(now);
                }
                self.light_when_safe(now);
                self.safe_elsewhere(n);
            }
            Report::Silenced { start, frames } => {
                let hole = marks::hole(&take.take.id, start, frames);
                self.file_own(hole);
            }
            Report::Turned { folder, fault } => self.turned(n, folder, fault),
            Report::Stays => self.room_is_over(),
            Report::Lost(error) => self.disk_lost(error),
            Report::Measured(loudness) => drop(take.take.loudness.insert(n as u32 + 1, loudness)),
            Report::Gathered(found) => take.tracks[n].peaks = Some(found),
            Report::Finished => self.finished(n),
        }
    }

    /// The lamp goes on when something of every input that delivers is on the disk; a slow one does not keep it off for long.
    pub(super) fn light_when_safe(&mut self, now: Monotonic) {
        let Some(take) = self.take.as_ref().filter(|take| !take.lamp) else { return };
        let Some(first) = take.tracks.iter().filter_map(|track| track.safe_since).min() else { return };
        let is_waited_for = |n: usize, track: &Track| track.safe_since.is_none() && self.strands[n].input.delivers();
        let waits = (0..).zip(&take.tracks).any(|(n, track)| is_waited_for(n, track));
        if !waits || now.seconds_since(first) >= LAMP_PATIENCE {
            self.light();
        }
    }

    /// After a disk has failed: the first confirmation of the fallback folder.
    fn safe_elsewhere(&mut self, n: usize) {
        let is_elsewhere = self.take.as_ref().is_some_and(|take| take.tracks[n].elsewhere.is_some() && take.fault.is_none());
        if is_elsewhere {
            let words = text!("recorder-disk-elsewhere", copy = yes_or_no(self.is_in_second_copy()));
            let change = self.watchdog.raise("disk_elsewhere", &words, self.clock.now(), &self.locale);
            self.tell_changes(change);
        }
    }

    /// The sound of an input goes on in another folder: since its own has failed, or before that is full.
    fn turned(&mut self, n: usize, folder: std::path::PathBuf, fault: Option<Error>) {
        let copy = yes_or_no(self.took_over(&folder));
        self.options.log.line(if copy == "yes" {
            "the take goes on in the second copy"
        } else {
            "the take goes on in the fallback"
        });
        let Some(take) = &mut self.take else { return };
        take.tracks[n].elsewhere = Some(folder);
        self.watch_disks();
        if let Some(error) = fault {
            let why = error.headline(&self.locale);
            let at = self.wall_of(self.clock.monotonic()).time();
            let words = text!("recorder-disk-failing", full = is_full(&error), at = at, words = why, copy = copy);
            self.disk_failed(&error, &words);
        }
    }

    /// No folder is left: nothing of this input is kept any more, and the take ends.
    fn disk_lost(&mut self, error: Error) {
        let words = text!("recorder-disk-failed", full = is_full(&error), words = error.headline(&self.locale));
        self.disk_failed(&error, &words);
        let Some(take) = &mut self.take else { return };
        take.fault = Some(error);
        if take.stopping.is_none() {
            self.stop(None, StopReason::Fault);
        }
    }

    fn disk_failed(&mut self, error: &Error, words: &Text) {
        self.options.log.line(&format!("disk failed: {error}"));
        let raised = self.watchdog.raise("disk_failed", words, self.clock.now(), &self.locale);
        let cleared = self.watchdog.clear("disk_elsewhere");
        self.tell_changes(raised.into_iter().chain(cleared));
    }
}

/// Where parts of the take lie in another folder, in words.
pub fn apart(take: &RunningTake, locale: &Locale) -> Option<String> {
    let home = &take.place.as_ref()?.folder;
    let place = |part: &Part| take.tracks.get(part.input as usize - 1)?.elsewhere.clone();
    let apart: Vec<String> = apart_of_take(&take.take, home, place).iter().map(|apart| locale.say(&apart.text())).collect();
    (!apart.is_empty()).then(|| apart.join(" "))
}

fn is_full(error: &Error) -> &'static str {
    yes_or_no(error.message().id == "sound-disk-full")
}

/// Where no input has sound.
pub fn gaps_of_all(tracks: &[Track]) -> Vec<Gap> {
    let mut gaps = tracks.iter().map(|track| track.gaps.clone());
    let first = gaps.next().unwrap_or_default();
    gaps.fold(first, |common, gaps| common_gaps(&common, &gaps))
}

fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}
