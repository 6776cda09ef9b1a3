//! The watchdog's round, and what the status says.

use super::super::hearing::{Attention, ChannelFacts};
use super::super::protocol::{Event, FORMAT, Level, State, Status, StepFacts, StopReason};
use super::super::scribe::Deed;
use super::super::take::RunningTake;
use super::super::watchdog::{Change, DEVICE_SILENT, DISK_SLOW, Facts, InputFacts, ROOM_OVER};
use super::paper::session_of;
use super::strand::{InputSide, Strand};
use super::{Engine, Unwatched};
use crate::audio::input::InputRole;
use crate::audio::writer::room_frames;
use crate::clock::Monotonic;
use crate::domain::{Frames, Session};
use crate::error::Error;
use crate::text;
use std::sync::atomic::Ordering;

/// What the disk refused is offered again so often, in seconds.
const TRY_AGAIN: f64 = 2.0;

/// So long without anybody who watches ends a recorder that was armed for a watcher, in seconds.
const UNWATCHED: f64 = 5.0;

/// A battery with so little charge, in percent, may fail at any moment.
const NEARLY_EMPTY: u8 = 5;

impl Engine {
    /// One round: signals, sleep, battery, input, limits.
    pub(super) fn look(&mut self, now: Monotonic) {
        if self.options.stop.swap(false, Ordering::Relaxed) {
            match self.take {
                Some(_) => self.stop(Some(now), StopReason::Asked),
                None => self.end(Some(StopReason::Asked), None),
            }
        }
        self.notice_upsets(now);
        self.tune(now);
        self.watch_battery();
        self.watch_room();
        let is_refused = !self.unsaved.is_empty() || self.watchdog.stands("unsaved_session");
        if is_refused && now.seconds_since(self.tried_again) >= TRY_AGAIN {
            self.tried_again = now;
            self.write(Deed::Retry);
        }
        self.light_when_safe(now);
        self.try_copy_again(now);
        self.stop_when_over(now);
        self.end_when_unwatched(now);
        let facts = self.facts(now);
        let changes = self.watchdog.look(&facts, &self.options.config.limits, now, self.clock.now(), &self.locale);
        self.tell_changes(changes);
    }

    fn watch_battery(&mut self) {
        let vitals = self.vitals.last();
        let limit = self.options.config.limits.battery_percent;
        let is_down_to = |limit| vitals.discharging && vitals.battery.is_some_and(|percent| percent <= limit);
        self.hurry.store(is_down_to(NEARLY_EMPTY), Ordering::Relaxed);
        if limit > 0 && is_down_to(limit) {
            self.stop(None, StopReason::Battery);
        }
    }

    /// A session may lie on another disk than its library, and each input on one of its own.
    pub(super) fn watch_disks(&self) {
        let folders = self.take.as_ref().map(RunningTake::folders).unwrap_or_default();
        if !folders.is_empty() {
            self.vitals.watch(folders);
        }
    }

    /// Two minutes before a disk is full what is written there goes on elsewhere. A disk that had no more from the start is used up
    /// to its end.
    fn watch_room(&mut self) {
        let Some(a_second) = self.bytes_a_second() else { return };
        let Some(take) = self.take.as_mut().filter(|take| take.lamp && take.stopping.is_none()) else { return };
        for folder in take.folders() {
            match self.vitals.room(&folder).map(|room| room / a_second) {
                Some(left) if left > ROOM_OVER => drop(take.had_room.insert(folder)),
                Some(_) if take.continues || take.had_room.contains(&folder) => take.nearly_full.add(folder),
                _ => {}
            }
        }
    }

    /// A disk has two minutes left, and there is nowhere to go: the take is closed well.
    pub(super) fn room_is_over(&mut self) {
        let Some(take) = self.take.as_mut().filter(|take| take.stopping.is_none()) else { return };
        let fault = Error::new(text!("recorder-room-over")).at(self.options.layout.root());
        take.fault = Some(fault.hint(text!("sound-disk-full-hint")));
        self.stop(None, StopReason::Fault);
    }

    /// A take whose time is over while no sound comes: nothing else would end it.
    fn stop_when_over(&mut self, now: Monotonic) {
        let Some(take) = &self.take else { return };
        let over = take.plan.seconds.is_some_and(|seconds| now.seconds_since(take.key) >= seconds);
        let no_sound = take.take.channels.is_empty() || take.paused.is_some() || self.is_lost();
        if over && take.lamp && no_sound {
            self.stop(Some(now), StopReason::Asked);
        }
    }

    /// An interface that armed this recorder and was killed, or stopped, leaves no microphone open behind it. Whether it still has a
    /// connection says nothing: a stopped process keeps its own.
    fn end_when_unwatched(&mut self, now: Monotonic) {
        let is_opening = !self.is_open();
        let may_end = match self.options.unwatched {
            Unwatched::GoesOn => false,
            Unwatched::EndsArmed => self.take.is_none() && !is_opening,
            Unwatched::Ends => !is_opening,
        };
        if !may_end {
            self.watched_at = now;
        } else if now.seconds_since(self.watched_at) >= UNWATCHED {
            self.options.log.line("nobody watches any more");
            match self.take {
                Some(_) => self.stop(Some(now), StopReason::Asked),
                None => self.end(Some(StopReason::Asked), None),
            }
            self.watched_at = now; // a take needs a moment to end
        }
    }

    fn facts(&self, now: Monotonic) -> Facts {
        let vitals = self.vitals.last();
        let speaks = self.strands.iter().any(|strand| strand.shared.view().heard.iter().any(|channel| channel.speaks));
        Facts {
            inputs: self.strands.iter().map(|strand| self.facts_of_input(strand, now)).collect(),
            disk_slow_after: self.options.config.audio.checkpoint_seconds + DISK_SLOW,
            disk_waiting: self.disk_waiting(now),
            memory_left: self.strands.iter().filter_map(memory_left).min_by(f64::total_cmp).unwrap_or_default(),
            room_left: self.take.as_ref().and(self.seconds_left()),
            next_folder: self.next_folder(),
            battery: vitals.battery.filter(|_| vitals.discharging),
            unrecorded_speech: self.take.is_none().then_some(speaks),
            dropped: self.dropped(),
            unsaved: self.unsaved.len(),
            clock: self.wall_of(now).time(),
        }
    }

    fn facts_of_input(&self, strand: &Strand, now: Monotonic) -> InputFacts {
        let input = &strand.input;
        InputFacts {
            name: input.name.clone(),
            device_silent: input
                .lost_since
                .map(|since| now.seconds_since(since) + DEVICE_SILENT)
                .or_else(|| input.silent_for(now)),
            is_foreign: input.foreign_since.is_some(),
            role: input.source.as_ref().map_or(InputRole::Microphone, |source| source.role),
            attention: self.attention(input),
            channels: ChannelFacts::of(&strand.shared.view()),
        }
    }

    fn attention(&self, input: &InputSide) -> Attention {
        let is_paced = input.source.as_ref().is_some_and(|source| source.paced);
        match &self.take {
            _ if !is_paced => Attention::Nobody,
            None => Attention::Armed,
            Some(take) if take.paused.is_some() => Attention::Nobody,
            Some(_) => Attention::Take,
        }
    }

    /// Frames that were dropped so far, of all inputs.
    fn dropped(&self) -> u64 {
        self.strands.iter().map(|strand| strand.shared.view().dropped + strand.input.dropped()).sum()
    }

    /// Seconds since the disk last confirmed anything of an input that gives sound, while it owes something; the longest of them.
    fn disk_waiting(&self, now: Monotonic) -> Option<f64> {
        let take = self.take.as_ref()?;
        let runs = take.lamp && take.paused.is_none() && take.stopping.is_none() && !take.take.channels.is_empty();
        let owed = take.tracks.iter().zip(&self.strands);
        let owed = owed.filter(|(track, strand)| !track.is_over && strand.input.lost_since.is_none());
        let waiting = owed.map(|(track, _)| now.seconds_since(track.confirmed_at));
        waiting.max_by(f64::total_cmp).filter(|_| runs)
    }

    pub(super) fn tell_changes(&mut self, changes: impl IntoIterator<Item = Change>) {
        for Change { warning, cleared } in changes {
            self.options.log.line(&format!("warning {} {}", warning.code, if cleared { "over" } else { "begins" }));
            let facts = serde_json::json!({
                "format": FORMAT, "event": "warning", "code": warning.code, "since": warning.since, "text": warning.text, "cleared": cleared,
            });
            self.tell(&Event::Warning { format: FORMAT, warning, cleared });
            self.run_hook("on_warning", facts, Vec::new(), Box::new(Vec::new));
        }
    }

    fn state(&self) -> State {
        match &self.take {
            None => State::Armed,
            Some(take) if take.stopping.is_some() => State::Stopping,
            Some(take) if !take.lamp => State::Starting,
            Some(take) if take.paused.is_some() => State::Paused,
            Some(_) if self.is_lost() => State::Lost,
            Some(_) => State::Recording,
        }
    }

    pub(super) fn status(&self, now: Monotonic) -> Status {
        let frame = self.lead().frame_at(now).unwrap_or_default();
        let take = self.take.as_ref();
        let rate = take.map(|take| take.take.rate);
        let vitals = self.vitals.last();
        let facts = self.facts(now);
        let session = self.shown_session();
        let preroll_seconds = self.lead().view().preroll_seconds;
        Status {
            format: FORMAT,
            state: self.state(),
            pid: Some(std::process::id()),
            library: Some(self.options.layout.root().display().to_string()),
            session: take.and_then(|take| take.session_id().map(ToOwned::to_owned)),
            take: take.map(|take| take.take.number).filter(|number| *number > 0),
            title: session.as_ref().map(|session| session.title.clone()),
            series: session.as_ref().and_then(|session| session.series.as_ref()).map(ToString::to_string),
            number: session.as_ref().and_then(|session| session.number),
            of: session.as_ref().and_then(|session| session.of),
            seconds: rate.map_or(0.0, |rate| frame.seconds(rate)),
            frames: frame.0,
            bytes: take.map_or(0, RunningTake::bytes),
            dropped_frames: self.dropped(),
            disk_seconds_left: self.seconds_left(),
            paused_seconds: take.and_then(|take| Some(frame.saturating_sub(take.paused?).seconds(take.take.rate))),
            confirmed_seconds: facts.disk_waiting,
            memory_seconds_left: facts.disk_waiting.filter(|wait| *wait >= facts.disk_slow_after).map(|_| facts.memory_left),
            preroll_seconds,
            levels: (0..self.strands.len()).flat_map(|n| self.levels(n)).collect(),
            off_record: self.is_off_record(),
            joined: take.is_some_and(|take| take.plan.joins),
            step: take.and_then(|take| step(take, frame)),
            copy: self.second.as_ref().map(|second| second.word().to_owned()),
            battery_percent: vitals.battery,
            marks: take.map_or(0, |take| take.ledger.count(&self.options.palette)),
            input: Some(self.input_id()),
            inputs: self.input_ids(),
            warnings: self.watchdog.warnings(),
        }
    }

    /// The channels of one input, counted from 0; none while it is gone.
    fn levels(&self, n: usize) -> Vec<Level> {
        let input = n as u32 + 1;
        let channels = self.take.iter().flat_map(|take| &take.take.channels).filter(|channel| channel.input == input);
        let names: Vec<&str> = channels.map(|channel| channel.name.as_str()).collect();
        let view = self.strands[n].shared.view();
        let levels = view.levels.iter().enumerate().map(|(n, level)| Level {
            channel: names.get(n).map_or_else(|| (n + 1).to_string(), |name| (*name).to_owned()),
            input,
            peak_dbfs: level.peak.finite(),
            rms_dbfs: level.rms.finite(),
            now_dbfs: level.now.finite(),
            heard: view.noticed.get(n).is_some_and(|noticed| noticed.heard),
            clipped: view.noticed.get(n).map_or(0, |noticed| noticed.clipped),
        });
        levels.collect()
    }

    /// The session that records, or that an armed recorder was armed for.
    fn shown_session(&self) -> Option<Session> {
        match &self.take {
            Some(RunningTake { place: Some(place), .. }) => Some(place.session.clone()),
            Some(take) => Some(session_of(&take.plan)),
            None => self.options.armed_for.as_ref().map(session_of),
        }
    }
}

/// Seconds of its sound that memory still has room for, where it delivers.
fn memory_left(strand: &Strand) -> Option<f64> {
    let format = strand.input.source.as_ref()?.format;
    let room = room_frames(format.rate, format.channels);
    Some(room.saturating_sub(Frames(strand.shared.view().backlog)).seconds(format.rate))
}

/// The step of the guide that is on at `frame`; none before the first.
fn step(take: &RunningTake, frame: Frames) -> Option<StepFacts> {
    let (steps, number) = (&take.plan.steps, take.steps_taken);
    let on = steps.get(number.checked_sub(1)? as usize)?;
    let marks = take.ledger.behind(None)?.filter(|marker| marker.kind == "step");
    let began = marks.map(|marker| marker.frame).max();
    Some(StepFacts {
        number,
        of: steps.len() as u32,
        title: on.title.clone(),
        minutes: on.minutes,
        seconds: began.map(|began| frame.saturating_sub(began).seconds(take.take.rate)),
        next: steps.get(number as usize).map(|step| step.title.clone()),
    })
}
