//! The session's texts and marks: what the scribe has done, and what it is to do next.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, TimeDelta};
use chrono_tz::Tz;
use serde_json::json;

use super::super::awake::Awake;
use super::super::hooks::{Facts, FilesOf, SoundFile};
use super::super::ledger::Cause;
use super::super::marks;
use super::super::protocol::{Event, FORMAT, Reply, SessionPlan, StopReason};
use super::super::questions;
use super::super::scribe::{Deed, Done, Founded};
use super::super::take::{Place, RunningTake, Track};
use super::sound::{apart, gaps_of_all};
use super::{Engine, Ticket, homes};
use crate::audio::aligned::Alignment;
use crate::clock::Monotonic;
use crate::copies::Homes;
use crate::domain::{After, Frames, Gap, GapReason, Marker, OffRecord, Part, Session, Slug, Take};
use crate::error::{Error, Result};
use crate::text;

impl Engine {
    pub(super) fn done(&mut self, done: Done) {
        self.texts_changed();
        match done {
            Done::Founded(Ok(founded)) => self.founded(*founded),
            Done::Founded(Err(fault)) => self.give_up(fault),
            Done::Saved(outcome) => self.saved(outcome),
            Done::Marked { marker, ticket, outcome } => self.marked(&marker, ticket, outcome),
            Done::Closed { fault, markers, session } => self.closed(fault, markers, &session),
        }
    }

    fn founded(&mut self, founded: Founded) {
        let Founded { folder, id, session } = founded;
        let Some(take) = &mut self.take else { return };
        if let Some(own) = session.takes.last() {
            take.take.number = own.number;
        }
        take.place = Some(Place { folder, id, session });
        take.owe_from(self.clock.monotonic());
        let stops = take.stopping.is_some();
        self.watch_disks();
        self.begin_second_copy();
        let Some(take) = &mut self.take else { return };
        let early = std::mem::take(&mut take.early);
        if take.take.channels.is_empty() {
            self.light();
        } else if let Err(fault) = self.open_writers() {
            return self.give_up(fault);
        }
        self.reopen();
        early.into_iter().for_each(|(act, received, answer)| self.carry_out(act, received, answer));
        if stops {
            self.finish(None);
        }
    }

    /// What was carried on from the take before, which had to end: ranges are open from frame 0 on, questions wait there.
    fn reopen(&mut self) {
        let carried = self.take.as_ref().and_then(|take| take.ledger.behind(None));
        let carried: Vec<Marker> = carried.into_iter().flatten().cloned().collect();
        carried.into_iter().for_each(|marker| self.file_own(marker));
    }

    /// The lamp goes on: what was heard first is on the disk.
    pub(super) fn light(&mut self) {
        let input = self.input_id();
        let (why, log) = (self.locale.say(&text!("recorder-awake")), self.options.log.clone());
        let Some(take) = &mut self.take else { return };
        take.lamp = true;
        let told = move |granted| log.line(if granted { "kept from sleeping" } else { "not kept from sleeping" });
        take.awake = Some(Awake::ask(why, told));
        let Some(place) = &take.place else { return };
        let (session, pid, number) = (place.id.clone(), std::process::id(), take.take.number);
        let event = Event::Started {
            format: FORMAT,
            session: session.clone(),
            path: place.folder.display().to_string(),
            take: number,
            pid,
            input,
            joined: take.plan.joins,
        };
        for answer in std::mem::take(&mut take.starts) {
            answer.give(Reply { session: Some(session.clone()), pid: Some(pid), ..Reply::done() });
        }
        let pauses = std::mem::take(&mut take.pauses);
        let facts = json!({ "format": FORMAT, "event": "started", "session": session, "take": number });
        self.options.log.line(&format!("recording take {number}, {}", take.take.id));
        self.tell(&event);
        self.run_hook("on_start", facts, Vec::new(), Box::new(Vec::new));
        let now = self.clock.monotonic();
        pauses.into_iter().for_each(|answer| self.pause(now, answer));
    }

    /// Has the session written as it stands.
    pub(super) fn save(&mut self) {
        if let Some(session) = self.take.as_ref().and_then(RunningTake::session) {
            self.write(Deed::Save(Box::new(session)));
        }
    }

    fn saved(&mut self, outcome: Result<Option<PathBuf>>) {
        let changes = match outcome {
            Ok(None) => Vec::from_iter(self.watchdog.clear("unsaved_session")),
            Ok(Some(aside)) => {
                self.options.log.line("session.toml could not be read and was set aside");
                let name = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let words = text!("recorder-session-set-aside", name = name);
                let told = self.watchdog.raise("session_set_aside", &words, self.clock.now(), &self.locale);
                self.watchdog.clear("unsaved_session").into_iter().chain(told).collect()
            }
            Err(error) => {
                if !self.watchdog.stands("unsaved_session") {
                    self.options.log.line(&format!("session.toml: {error}"));
                }
                let words = text!("recorder-unsaved-session", words = error.headline(&self.locale));
                Vec::from_iter(self.watchdog.raise("unsaved_session", &words, self.clock.now(), &self.locale))
            }
        };
        self.tell_changes(changes);
    }

    fn marked(&mut self, marker: &Marker, ticket: u64, outcome: Result<()>) {
        let facts = self.facts_of(marker);
        let Some(take) = &mut self.take else { return };
        let session = take.session_id().unwrap_or_default().to_owned();
        let ticket = self.tickets.remove(&ticket);
        let error = match outcome {
            Ok(()) => None,
            Err(error) => {
                self.options.log.line(&format!("mark not on the disk: {error}"));
                self.unsaved.insert(marker.id.clone());
                Some(text!("recorder-mark-in-memory", words = error.headline(&self.locale)))
            }
        };
        if let Some(Ticket { answer, words }) = ticket {
            answer.give(Reply {
                exit: error.is_some().then_some(3),
                message: error.as_ref().or(words.as_ref()).map(|words| self.locale.say(words)),
                session: Some(session.clone()),
                marker: Some(facts.clone()),
                ..Reply::done()
            });
        }
        if error.is_some() {
            return;
        }
        self.unsaved.remove(&marker.id);
        take.ledger.confirm(&marker.id);
        self.tell(&Event::Mark { format: FORMAT, session: session.clone(), marker: Box::new(facts.clone()) });
        if !self.is_withheld(marker) {
            let document = json!({ "format": FORMAT, "event": "mark", "session": session, "marker": facts });
            self.run_hook("on_mark", document, vec![("marker", facts.id)], Box::new(Vec::new));
        }
    }

    /// Of a withheld kind, or within a withheld stretch, its key included, or made or changed during one: nothing of it goes to
    /// hooks.
    pub(super) fn is_withheld(&self, marker: &Marker) -> bool {
        let Some(entry) = self.take.as_ref().and_then(|take| take.ledger.entry(&marker.id)) else { return true };
        entry.is_private || self.is_off_record() || self.touches_off_record(marker)
    }

    /// Of a withheld kind, or anything of it lies off the record.
    pub(super) fn touches_off_record(&self, marker: &Marker) -> bool {
        self.options.palette.withholds(&marker.kind) || self.off_record(&[]).touches(marker)
    }

    /// What is off the record by the marks of this take, and by `more`. Of the takes before, nothing is known here.
    fn off_record(&self, more: &[Marker]) -> OffRecord {
        let Some(take) = &self.take else { return OffRecord::default() };
        let before = take.place.iter().flat_map(|place| &place.session.takes);
        OffRecord::of(before.chain([&take.take]), take.ledger.standing().chain(more), &self.options.palette)
    }

    pub(super) fn is_off_record(&self) -> bool {
        self.take.as_ref().is_some_and(|take| take.ledger.is_off_record(&self.options.palette))
    }

    /// The sound is complete: ends what is open, enters the length, and has it all written for the last time.
    pub(super) fn settle(&mut self) {
        let is_lost: Vec<bool> = self.strands.iter().map(|strand| strand.input.lost_since.is_some()).collect();
        let Some(take) = self.take.as_mut().filter(|take| !take.is_settled) else { return };
        take.is_settled = true;
        if take.stopping.is_none() {
            take.stopping = Some(StopReason::Fault);
        }
        let sound_ends = take.tracks[0].end.or(take.stop_at.filter(|_| take.take.channels.is_empty()));
        let is_end_known = sound_ends.is_some() && take.stopping != Some(StopReason::Fault);
        let sound_ends = sound_ends.unwrap_or_else(|| take.take.end());
        let mut holes = Vec::new();
        if !take.take.channels.is_empty() {
            for (track, is_lost) in take.tracks.iter_mut().zip(is_lost) {
                let Some(gap) = last_gap(track, take.stop_at, take.paused.is_some(), is_lost) else { continue };
                track.gaps.push(gap);
                holes.extend((gap.why == GapReason::Device).then(|| marks::hole(&take.take.id, gap.start, gap.frames)));
            }
            take.take.gaps = gaps_of_all(&take.tracks);
        }
        let paused_without_sound = take.paused.filter(|_| take.take.channels.is_empty());
        if let Some(since) = paused_without_sound {
            take.take.gaps.push(Gap { start: since, frames: sound_ends.saturating_sub(since), why: GapReason::Pause });
        }
        let lead_ends = take.tracks[0].gaps.iter().map(|gap| gap.start + gap.frames).max().unwrap_or_default();
        let others_go_on = take.tracks[0].is_over; // its file was at its end before theirs
        let others_end = take.tracks.iter().filter(|_| others_go_on).filter_map(|track| track.end).max().unwrap_or_default();
        take.take.frames = Some(sound_ends.max(lead_ends).max(others_end));
        let end = take.take.end().max(take.ledger.end());
        take.take.frames = Some(end);
        let open = take.ledger.ending(is_end_known, &self.options.palette);
        holes.into_iter().for_each(|hole| self.file_own(hole));
        for mut marker in open {
            questions::end(&mut marker, end);
            self.file_own(marker);
        }
        let marks_end = self.take.as_ref().map(|take| take.ledger.end()).unwrap_or_default();
        if let Some(session) = self.take.as_ref().and_then(RunningTake::session) {
            self.write(Deed::Close { session: Box::new(session), marks_end });
        }
    }

    fn closed(&mut self, fault: Option<Error>, markers: Vec<Marker>, session: &Session) {
        let Some(take) = &mut self.take else { return };
        if let Some(last) = session.takes.last() {
            take.take.clone_from(last);
        }
        let why = take.stopping.unwrap_or(StopReason::Fault);
        let fault = take.fault.clone().or(fault);
        let frames = take.take.frames.unwrap_or_default();
        let elsewhere = apart(take, &self.locale);
        let event = Event::Stopped {
            format: FORMAT,
            session: take.session_id().unwrap_or_default().to_owned(),
            frames: frames.0,
            seconds: frames.seconds(take.take.rate),
            marks: take.ledger.count(&self.options.palette),
            why,
            elsewhere,
            joined: take.plan.joins,
        };
        self.options.log.line(&format!("stopped at frame {} ({why:?})", frames.0));
        self.tell(&event);
        self.tell_stop_hook(frames, why, &markers);
        self.keep_peaks();
        self.end(Some(why), fault);
        if let Some(next) = self.next.take().filter(|_| why == StopReason::FormatChanged) {
            self.last_session = self.ending.take().and_then(|ending| ending.session);
            self.take = None;
            self.attach(0, *next.opened);
            self.begin_take(next.plan, self.clock.monotonic(), None);
            self.carry_on(next.steps_taken, &next.open, next.questions);
        }
    }

    /// The waveform of the take is there before anybody looks at it.
    fn keep_peaks(&mut self) {
        let Some((take, place)) = self.take.as_ref().and_then(|take| Some((take, take.place.as_ref()?))) else { return };
        let Some(found) = take.peaks() else { return };
        let deed = Deed::KeepPeaks { take: Box::new(take.take.clone()), homes: homes(&self.options, &place.folder), found };
        self.write(deed);
    }

    /// What held in the take before holds in this one, from its first frame on. A question that waits moves, with its id.
    fn carry_on(&mut self, steps_taken: u32, open: &[String], questions: Vec<(Marker, bool)>) {
        let Some(take) = &mut self.take else { return };
        (take.steps_taken, take.continues) = (steps_taken, true);
        for kind in open {
            let mut marker = Marker::point(take.take.id.clone(), kind, Frames(0));
            marker.open = true;
            take.ledger.enter(&marker, Cause::Recorder, false);
        }
        for (question, is_private) in questions {
            let moved = Marker { take: take.take.id.clone(), frame: Frames(0), end_frame: None, ago: None, ..question };
            take.ledger.enter(&moved, Cause::Recorder, is_private);
        }
    }

    fn tell_stop_hook(&mut self, frames: Frames, why: StopReason, markers: &[Marker]) {
        if !self.hooks.contains_key("on_stop") {
            return;
        }
        let Some((take, place)) = self.take.as_ref().and_then(|take| Some((take, take.place.as_ref()?))) else { return };
        // What the disk refused is withheld all the same.
        let withheld = self.off_record(markers).ranges(&take.take.id).to_vec();
        let homes = homes(&self.options, &place.folder);
        let sound = take.take.clone();
        let files = move || sound_files(&sound, &withheld, &homes);
        let own = markers.iter().filter(|marker| marker.take == take.take.id);
        let marks = own.filter(|marker| self.options.palette.counts(&marker.kind)).count();
        let facts = json!({
            "format": FORMAT, "event": "stopped", "session": place.id, "take": take.take.number,
            "seconds": frames.seconds(take.take.rate), "marks": marks, "why": why,
        });
        self.run_hook("on_stop", facts, Vec::new(), Box::new(files));
    }

    /// Tells a hook, where there is one; one that is too busy misses it, and the log says so.
    pub(super) fn run_hook(
        &mut self,
        name: &'static str,
        document: serde_json::Value,
        mut names: Vec<(&'static str, String)>,
        files: FilesOf,
    ) {
        let Some(hook) = self.hooks.get(name) else { return };
        if let Some(take) = &self.take {
            names.push(("session", take.session_id().unwrap_or_default().to_owned()));
            names.push(("take", take.take.number.to_string()));
        }
        if !hook.tell(Facts { document, names, files }) {
            self.options.log.line(&format!("hook {name}: too busy, one call left out"));
        }
    }

    /// A session that had broken off was mended: the person is told, and nothing has to be done.
    pub(super) fn recovered(&mut self, words: String) {
        self.options.log.line("a session that had broken off was mended");
        self.found_again.push(words);
        let all = text!("recorder-warning-recovered", words = self.found_again.join(" "));
        let change = self.watchdog.raise("recovered", &all, self.clock.now(), &self.locale);
        self.tell_changes(change);
    }

    /// Wall time of a moment, in the zone of the session, else of this machine.
    pub(super) fn wall_of(&self, moment: Monotonic) -> DateTime<FixedOffset> {
        self.wall_in(self.take.as_ref().and_then(|take| take.plan.zone.parse().ok()), moment)
    }

    pub(super) fn wall_in(&self, zone: Option<Tz>, moment: Monotonic) -> DateTime<FixedOffset> {
        let ago = TimeDelta::nanoseconds(self.clock.monotonic().since(moment));
        let utc = self.clock.now() - ago;
        match zone {
            Some(zone) => utc.with_timezone(&zone).fixed_offset(),
            None => utc.with_timezone(&chrono::Local).fixed_offset(),
        }
    }
}

/// The files of a take, with what is withheld of each: in those of further inputs by their own clocks. Reads journals.
fn sound_files(take: &Take, withheld: &[(Frames, Frames)], homes: &Homes) -> Vec<SoundFile> {
    let path_of = |part: &Part| homes.path_of(part);
    let alignment = Alignment::of(take, path_of);
    let file = |part: &Part| {
        let ranges = withheld.iter().map(|(from, to)| alignment.frames_of(part, *from..*to)).filter(|range| !range.is_empty());
        SoundFile { path: path_of(part), withheld: ranges.collect() }
    };
    take.parts.iter().map(file).collect()
}

/// What an input lacks between its last sound and the stop.
fn last_gap(track: &Track, stop_at: Option<Frames>, is_paused: bool, is_lost: bool) -> Option<Gap> {
    let start = track.end?;
    let frames = stop_at?.saturating_sub(start);
    let why = if is_paused { Some(GapReason::Pause) } else { is_lost.then_some(GapReason::Device) };
    why.filter(|_| frames.0 > 0).map(|why| Gap { start, frames, why })
}

/// The session that a plan describes, without a take.
pub fn session_of(plan: &SessionPlan) -> Session {
    let slug = |text: &Option<String>| text.as_deref().and_then(Slug::parse);
    Session {
        title: plan.title.clone(),
        series: slug(&plan.series),
        occurrence: plan.occurrence,
        chain: slug(&plan.chain),
        zone: plan.zone.parse().unwrap_or(Tz::UTC),
        number: plan.number,
        of: plan.of,
        people: plan.people.iter().filter_map(|id| Slug::parse(id)).collect(),
        roles: plan.roles.iter().filter_map(|(role, person)| Some((Slug::parse(role)?, Slug::parse(person)?))).collect(),
        takes: Vec::new(),
        after: After::default(),
    }
}
