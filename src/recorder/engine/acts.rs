//! What clients do to the marks of the running take: make, list, change and take back.

use super::super::client::idle;
use super::super::edits::{self, Desk};
use super::super::ledger::Cause;
use super::super::marks::{self, Scene};
use super::super::protocol::{LINE_MAX, MarkEdit, MarkRequest, MarkerFacts, Reply, Stamp};
use super::super::questions;
use super::super::scribe::Deed;
use super::super::server::Answer;
use super::super::take::{MarkAct, RunningTake};
use super::{Engine, Ticket};
use crate::clock::Monotonic;
use crate::domain::{Frames, Made, Marker, MarkerId};
use crate::error::{Error, Result};
use crate::text;

/// What an answer, or an event, needs beside its markers, in bytes.
const ENVELOPE: usize = 4096;

/// What one marker may need as JSON, and all those of a page, so that every line is whole.
const MARKERS_MAX: usize = LINE_MAX - ENVELOPE;

impl Engine {
    /// What comes before the take has its frame 0 waits for it: nobody has to press again.
    pub(super) fn act(&mut self, act: MarkAct, received: Monotonic, answer: Answer) {
        match &mut self.take {
            Some(take) if take.stopping.is_some() => self.refuse(answer, &idle()),
            Some(take) if take.place.is_none() => take.early.push((act, received, answer)),
            Some(_) => self.carry_out(act, received, answer),
            None => self.refuse(answer, &idle()),
        }
    }

    /// `answer` hears of it when it is on the disk.
    pub(super) fn carry_out(&mut self, act: MarkAct, received: Monotonic, answer: Answer) {
        match act {
            MarkAct::Make(request) => self.make(&request, received, answer),
            MarkAct::Step(stamp) => self.step(stamp, received, answer),
            MarkAct::Edit(edit) => self.edit(&edit, received, answer),
            MarkAct::Undo => self.undo(answer),
        }
    }

    /// A question that is asked comes from somebody else, at any time: whoever takes back what was just done does not mean it.
    fn make(&mut self, request: &MarkRequest, received: Monotonic, answer: Answer) {
        let cause = if request.state.as_deref() == Some("asked") { Cause::Recorder } else { Cause::Client };
        let known = request.id.clone().and_then(|id| Some(self.take.as_ref()?.ledger.entry(&MarkerId(id))?.marker.clone()));
        if let Some(known) = known {
            return self.file_mark(known, Cause::Recorder, Some(answer.into())); // once more: it may have been refused
        }
        match self.made(request, received) {
            Ok(marker) => self.take_in(marker, cause, marks::moment(request.stamp.mono, received), answer),
            Err(error) => self.refuse(answer, &error),
        }
    }

    fn edit(&mut self, edit: &MarkEdit, received: Monotonic, answer: Answer) {
        match self.edited(edit, received) {
            Ok(marker) => self.take_in(marker, Cause::Client, marks::moment(edit.stamp.mono, received), answer),
            Err(error) => self.refuse(answer, &error),
        }
    }

    /// Files a mark that a client has made or changed, with what follows from it for others. `said`: when the client sent it,
    /// as far as that is believed. A key that ends what is off the record may have come before the receipt.
    fn take_in(&mut self, mut marker: Marker, cause: Cause, said: Monotonic, answer: Answer) {
        let before = self.take.as_ref().and_then(|take| take.ledger.entry(&marker.id)).map(|entry| entry.marker.clone());
        let is_new_and_only_words = before.is_none() && (marker.kind == "note" || marker.state.is_some());
        let is_apart = self.takes_words_apart(before.as_ref(), &marker);
        match is_apart {
            true if is_new_and_only_words => {
                (marker.frame, marker.ago, marker.made) = (self.withheld_at(said), None, Vec::new());
            }
            true => self.file_words_apart(before.and_then(|before| before.note), &mut marker, said),
            false => self.keep_moment(before.as_ref(), &mut marker, said),
        }
        self.end_answers(&marker, cause);
        let words = is_apart.then(|| text!("question-words-apart"));
        self.file_mark(marker, cause, Some(Ticket { answer, words }));
    }

    /// Whether somebody types words off the record onto a mark that lies elsewhere: they would leave with it.
    fn takes_words_apart(&self, before: Option<&Marker>, marker: &Marker) -> bool {
        let is_said = marker.note.is_some() && before.is_none_or(|before| before.note != marker.note);
        is_said && self.is_off_record() && !self.touches_off_record(marker)
    }

    /// Words and themes that a mark gets off the record, and which it touches, stay so if it touches it no more one day: the moment counts as
    /// a key of it.
    fn keep_moment(&self, before: Option<&Marker>, marker: &mut Marker, said: Monotonic) {
        let Some(take) = self.take.as_ref().filter(|_| self.is_off_record()) else { return };
        let says = |marker: &Marker| (marker.note.clone(), marker.themes.clone());
        let is_said = says(marker) != before.map(says).unwrap_or_default();
        if is_said && !self.options.palette.withholds(&marker.kind) && self.touches_off_record(marker) {
            let key = Made { take: take.take.id.clone(), frame: self.withheld_at(said) };
            marker.add_key(key, self.withheld_since(), take.take.rate);
        }
    }

    /// The words as a note of their own; the mark keeps those that it had.
    fn file_words_apart(&mut self, before: Option<String>, marker: &mut Marker, said: Monotonic) {
        let now = self.withheld_at(said);
        let mut note = Marker::point(marker.take.clone(), "note", now);
        (note.note, note.wall) = (std::mem::replace(&mut marker.note, before), Some(self.wall_of(self.clock.monotonic())));
        self.file_mark(note, Cause::Client, None);
    }

    /// At a moment, and not before what is off the record has begun.
    fn withheld_at(&self, said: Monotonic) -> Frames {
        self.withheld_since().max(self.lead().frame_at(said).unwrap_or_default())
    }

    /// Where the last of what is off the record now has begun.
    fn withheld_since(&self) -> Frames {
        let open = self.take.as_ref().map(|take| take.ledger.open()).unwrap_or_default();
        let begins = open.iter().filter(|marker| self.options.palette.withholds(&marker.kind)).map(|marker| marker.frame);
        begins.max().unwrap_or_default()
    }

    /// Who takes a question has answered the one before.
    fn end_answers(&mut self, marker: &Marker, cause: Cause) {
        if !questions::is_taken(marker) {
            return;
        }
        let open = self.take.as_ref().map(|take| take.ledger.open()).unwrap_or_default();
        for mut before in open.into_iter().filter(|open| questions::is_taken(open) && open.id != marker.id) {
            questions::end(&mut before, marker.frame);
            self.file_mark(before, cause, None);
        }
    }

    fn made(&self, request: &MarkRequest, received: Monotonic) -> Result<Marker> {
        let take = self.take.as_ref().ok_or_else(idle)?;
        let view = self.lead().view();
        let timeline = view.timeline.as_ref().ok_or_else(idle)?;
        let open = left_open(take, request.state.as_deref());
        let scene = Scene {
            take: &take.take.id,
            palette: &self.options.palette,
            reaction: self.options.config.marks.reaction,
            timeline,
            clock: view.clock.as_ref(),
            open: &open,
        };
        let marker = marks::make(request, received, self.wall_of(received), &scene)?;
        self.check_size(&marker)?;
        Ok(marker)
    }

    /// A marker that fits into no line could be told to nobody.
    fn check_size(&self, marker: &Marker) -> Result<()> {
        match size(&self.facts_of(marker)) {
            0..=MARKERS_MAX => Ok(()),
            _ => Err(Error::usage(text!("recorder-mark-too-long", bytes = MARKERS_MAX))),
        }
    }

    /// Hands a mark to the scribe; whoever has the ticket hears of it when it is safe.
    pub(super) fn file_mark(&mut self, marker: Marker, cause: Cause, ticket: Option<Ticket>) {
        let is_private = self.is_off_record();
        if let Some(take) = &mut self.take {
            take.ledger.enter(&marker, cause, is_private);
        }
        self.last_ticket += 1;
        if let Some(ticket) = ticket {
            self.tickets.insert(self.last_ticket, ticket);
        }
        self.write(Deed::Mark { marker: Box::new(marker), ticket: self.last_ticket });
    }

    /// The recorder's own mark.
    pub(super) fn file_own(&mut self, marker: Marker) {
        self.file_mark(marker, Cause::Recorder, None);
    }

    fn step(&mut self, stamp: Stamp, received: Monotonic, answer: Answer) {
        match self.next_step() {
            Ok(title) => {
                let kind = Some("step".to_owned());
                let request = MarkRequest { kind, note: Some(title), ago: Some(0.0), stamp, ..MarkRequest::default() };
                let made = self.made(&request, received);
                if let (Ok(_), Some(take)) = (&made, &mut self.take) {
                    take.steps_taken += 1;
                }
                match made {
                    Ok(marker) => self.file_mark(marker, Cause::Step, Some(answer.into())),
                    Err(error) => self.refuse(answer, &error),
                }
            }
            Err(error) => self.refuse(answer, &error),
        }
    }

    fn next_step(&self) -> Result<String> {
        let take = self.take.as_ref().ok_or_else(idle)?;
        let title = take.plan.steps.get(take.steps_taken as usize).map(|step| step.title.clone());
        title.ok_or_else(|| match take.plan.steps.len() {
            0 => Error::new(text!("recorder-no-steps")).hint(text!("recorder-no-steps-hint")),
            count => Error::new(text!("recorder-last-step", count = count)),
        })
    }

    fn edited(&self, edit: &MarkEdit, received: Monotonic) -> Result<Marker> {
        let take = self.take.as_ref().ok_or_else(idle)?;
        let entry = take.ledger.entry(&MarkerId(edit.id.clone())).ok_or_else(|| unknown_mark(&edit.id))?;
        let open = left_open(take, edit.state.as_deref());
        let desk = Desk {
            palette: &self.options.palette,
            rate: take.take.rate,
            now: self.lead().frame_at(marks::moment(edit.stamp.mono, received)).unwrap_or_default(),
            open: &open,
        };
        let marker = edits::changed(edit, &entry.marker, &desk)?;
        self.check_size(&marker)?;
        Ok(marker)
    }

    fn undo(&mut self, answer: Answer) {
        let Some(undone) = self.take.as_mut().and_then(|take| take.ledger.undo()) else {
            return self.refuse(answer, &Error::new(text!("recorder-nothing-to-undo")));
        };
        if let Some(take) = self.take.as_mut().filter(|_| undone.is_step) {
            take.steps_taken = take.steps_taken.saturating_sub(1);
        }
        self.file_mark(undone.marker, Cause::Recorder, Some(answer.into()));
    }

    /// One page; of a take that has no place yet, an empty one.
    pub(super) fn list_marks(&self, after: Option<String>, answer: Answer) {
        match self.page(after.map(MarkerId).as_ref()) {
            Ok(reply) => answer.give(reply),
            Err(error) => self.refuse(answer, &error),
        }
    }

    fn page(&self, after: Option<&MarkerId>) -> Result<Reply> {
        let take = self.take.as_ref().ok_or_else(idle)?;
        let unknown = || unknown_mark(after.map_or("", MarkerId::as_str));
        let mut behind = take.ledger.behind(after).ok_or_else(unknown)?.map(|marker| self.facts_of(marker)).peekable();
        let (mut markers, mut room) = (Vec::new(), MARKERS_MAX);
        while let Some(facts) = behind.next_if(|facts| markers.is_empty() || size(facts) < room) {
            room = room.saturating_sub(size(&facts) + 1);
            markers.push(facts);
        }
        let session = take.session_id().map(ToOwned::to_owned);
        Ok(Reply { session, more: behind.peek().is_some(), markers, ..Reply::done() })
    }

    /// A marker of the running take, for clients.
    pub(super) fn facts_of(&self, marker: &Marker) -> MarkerFacts {
        let rate = self.take.as_ref().map(|take| take.take.rate);
        let name = Some(self.locale.kind_name(&marker.kind, &self.options.palette));
        MarkerFacts { name, ..MarkerFacts::of(marker, rate) }
    }
}

impl From<Answer> for Ticket {
    fn from(answer: Answer) -> Ticket {
        Ticket { answer, words: None }
    }
}

/// The ranges that are open; without the question that is answered by taking the next one.
fn left_open(take: &RunningTake, state: Option<&str>) -> Vec<Marker> {
    let mut open = take.ledger.open();
    open.retain(|marker| state != Some("taken") || !questions::is_taken(marker));
    open
}

/// As JSON, in bytes.
fn size(facts: &MarkerFacts) -> usize {
    serde_json::to_vec(facts).map_or(usize::MAX, |bytes| bytes.len())
}

fn unknown_mark(id: &str) -> Error {
    Error::new(text!("recorder-unknown-mark", id = id))
}
