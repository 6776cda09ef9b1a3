//! What is heard, and what is told of it.

use super::draw_other;
use super::opened::Opened;
use crate::actions::listen::POINT_SECONDS;
use crate::actions::play::From;
use crate::audio::player::Manner;
use crate::audio::playing::Played;
use crate::domain::{Frames, Marker, MarkerId};
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::{Model, Yes};

/// How the sound of a session stands. `until` is where what plays ends, if that is before the end of its take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sound {
    Still,
    /// Stopped at the head, which has not been moved since.
    Stopped,
    /// It plays as soon as a question has been answered by yes.
    Asked {
        until: Option<Frames>,
    },
    Playing {
        until: Option<Frames>,
    },
}

/// Playing begins so many seconds before the place where it stopped.
const RESUME_SECONDS: f64 = 2.0;

/// `Space`.
pub fn play_or_stop(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    if opened.is_playing() {
        opened.sound = Sound::Stopped;
        return silence(model);
    }
    if opened.sound == Sound::Stopped {
        opened.move_by(-RESUME_SECONDS);
    } else if opened.head >= opened.end() {
        opened.move_to(Frames(0));
    }
    opened.go_into_loop();
    opened.asked = opened.selected().into_iter().collect();
    let from = opened.on_from_head();
    from.map_or_else(Vec::new, |from| play(model, from))
}

/// `b`: the chosen range over and over, at once; again: what plays goes on behind it.
pub fn loop_or_not(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    if opened.looped.take().is_some() {
        return follow_head(model);
    }
    if opened.stretch().is_none() {
        model.say(text!("listen-no-range", key = model.key(Command::OutPoint, Scope::Listen)));
        return Vec::new();
    }
    opened.looped = opened.mark().map(|mark| mark.marker.id.clone());
    opened.asked = opened.looped.iter().cloned().collect();
    opened.go_into_loop();
    let from = opened.on_from_head();
    from.map_or_else(Vec::new, |from| play(model, from))
}

/// `r`: the next rate; what plays goes on with it, to its own end.
pub fn other_rate(model: &mut Model) -> Vec<Effect> {
    model.listen.tempo = model.listen.tempo.next();
    let playing = model.listen.opened.as_ref().filter(|opened| opened.is_playing());
    let from = playing.and_then(|opened| opened.on_to_its_end().or_else(|| opened.on_from_head()));
    from.map_or_else(Vec::new, |from| play(model, from))
}

/// `Enter`: the chosen mark from its beginning to its end; without one, on from the head.
pub fn play_mark(model: &mut Model) -> Vec<Effect> {
    let Some(mark) = model.listen.opened.as_ref().and_then(Opened::mark) else { return play_or_stop(model) };
    let id = mark.marker.id.clone();
    if let Some(opened) = &mut model.listen.opened {
        opened.choose(opened.chosen.unwrap_or_default());
        opened.asked = vec![id.clone()];
    }
    let mut effects = play_here(model, From::Marker(id.0));
    effects.extend(draw_other(model));
    effects
}

/// What was found, as soon as it is open: the mark, else on from the place; what is off the record after a question, since it was not looked
/// at before. Where there is no sound nothing is asked for.
pub fn play_hit(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    let Some(take) = opened.take().filter(|take| !take.parts.is_empty()).map(|take| take.id.clone()) else { return Vec::new() };
    opened.asked.clear();
    let place = From::Place { take, frame: opened.head, selected: Vec::new() };
    let from = opened.mark().map_or(place, |mark| From::Marker(mark.marker.id.0.clone()));
    play_here(model, from)
}

/// Plays what begins at the head. Where another mark than what is asked for keeps that place off the record, it would begin elsewhere:
/// that is said, and asked.
fn play_here(model: &mut Model, from: From) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    let withheld = opened.withheld_here();
    opened.asked.extend(withheld.iter().cloned());
    match opened.take().map(|take| take.id.clone()).filter(|_| !withheld.is_empty()) {
        None => play(model, from),
        Some(take) => {
            let (start, selected) = (opened.head, opened.asked.clone());
            let from = match opened.end_of(&from) {
                Some(end) => From::Stretch { take, start, end, selected },
                None => From::Place { take, frame: start, selected },
            };
            play_unless(model, from, true)
        }
    }
}

/// The head was moved: what plays goes on from there. A mark off the record is skipped, unless somebody had asked to hear it.
pub fn follow_head(model: &mut Model) -> Vec<Effect> {
    let playing = model.listen.opened.as_ref().filter(|opened| opened.is_playing());
    let from = playing.and_then(Opened::on_from_head);
    from.map_or_else(Vec::new, |from| play(model, from))
}

/// Plays a stretch around an edge that is moved, without a question: where there is a reason to ask, nothing is heard.
pub fn preview(model: &mut Model, from: From) -> Vec<Effect> {
    let is_doubtful = model.listen.opened.as_ref().is_none_or(|opened| doubt(model, opened).is_some());
    if is_doubtful { Vec::new() } else { play(model, from) }
}

/// Plays, after a question where there is a reason to ask. What plays already was agreed to.
fn play(model: &mut Model, from: From) -> Vec<Effect> {
    play_unless(model, from, false)
}

/// As [`play`]; that it begins off the record is a reason to ask, whatever plays.
fn play_unless(model: &mut Model, from: From, is_withheld: bool) -> Vec<Effect> {
    let Some(opened) = &model.listen.opened else { return Vec::new() };
    let (session, until) = (opened.listening.entry.id.clone(), opened.end_of(&from));
    let why = match (is_withheld, doubt(model, opened)) {
        (true, why) => Some(text!("listen-play-withheld", why = why.unwrap_or("withheld"))),
        (false, why) => why.map(|why| text!("listen-play-all-the-same", why = why)),
    };
    let manner = Manner { tempo: model.listen.tempo, again_from: opened.again_from(&from) };
    let mut effects = if why.is_some() { silence(model) } else { Vec::new() };
    model.listen.player += 1;
    if let Some(opened) = &mut model.listen.opened {
        opened.sound = if why.is_some() { Sound::Asked { until } } else { Sound::Playing { until } };
    }
    let wish = Effect::Play { number: model.listen.player, session, from, manner };
    match why {
        Some(why) => model.ask(why, Yes::Play(Box::new(wish))),
        None => effects.push(wish),
    }
    effects
}

/// Why one is asked before something plays.
fn doubt(model: &Model, opened: &Opened) -> Option<&'static str> {
    if opened.is_playing() {
        return None;
    }
    match (model.has_take() && !model.setup.rehearsal, opened.listening.is_sure()) {
        (true, true) => Some("heard"),
        (true, false) => Some("both"),
        (false, false) => Some("unsure"),
        (false, true) => None,
    }
}

/// Nothing plays, and nothing that was asked about will.
pub fn silence(model: &mut Model) -> Vec<Effect> {
    model.question.take_if(|question| matches!(question.yes, Yes::Play(_)));
    model.listen.player += 1;
    ended(model);
    vec![Effect::StopPlaying]
}

/// Nothing plays any more; where it was stopped by hand, that is remembered.
fn ended(model: &mut Model) {
    if let Some(opened) = model.listen.opened.as_mut().filter(|opened| opened.sound != Sound::Stopped) {
        opened.sound = Sound::Still;
    }
}

/// A report of the player with this number.
pub fn played(model: &mut Model, number: u64, played: Played) -> Vec<Effect> {
    if number != model.listen.player {
        return Vec::new();
    }
    match played {
        Played::At { take, place } => {
            let Some(opened) = &mut model.listen.opened else { return Vec::new() };
            if opened.held.is_some() || opened.mouse.drag.is_some() {
                return Vec::new(); // the head stands on the edge, or where the mouse has put it
            }
            if let Some(at) = opened.takes().iter().position(|known| known.id == take) {
                opened.take = at;
                opened.move_to(place);
                opened.sound = Sound::Playing { until: opened.until() };
            }
            draw_other(model)
        }
        Played::Ended => {
            ended(model);
            Vec::new()
        }
        Played::Failed(error) => {
            ended(model);
            model.complain(error);
            Vec::new()
        }
    }
}

impl Opened {
    /// From the head on, or the range that is played over and over. The chosen mark is heard whole where that was asked for and the
    /// head stands in it, also off the record.
    fn on_from_head(&self) -> Option<From> {
        let take = self.take()?.id.clone();
        if let Some((start, end)) = self.loop_span() {
            return Some(From::Stretch { take, start, end, selected: self.looped.iter().cloned().collect() });
        }
        Some(From::Place { take, frame: self.head, selected: self.asked_here() })
    }

    pub fn is_playing(&self) -> bool {
        matches!(self.sound, Sound::Playing { .. })
    }

    fn until(&self) -> Option<Frames> {
        match self.sound {
            Sound::Asked { until } | Sound::Playing { until } => until,
            Sound::Still | Sound::Stopped => None,
        }
    }

    /// From the head to where what plays now ends; `None` where that is the end of its take, or a loop.
    fn on_to_its_end(&self) -> Option<From> {
        let end = self.until().filter(|end| self.head < *end && self.looped.is_none())?;
        let (take, selected) = (self.take()?.id.clone(), self.asked_here());
        Some(From::Stretch { take, start: self.head, end, selected })
    }

    /// The head stands where the range that is played over and over is heard.
    fn go_into_loop(&mut self) {
        if let Some((start, _)) = self.loop_span().filter(|(start, end)| !(*start..*end).contains(&self.head)) {
            self.move_to(start);
        }
    }

    /// The place from which on the loop is heard first; `None` for what is heard once.
    fn again_from(&self, from: &From) -> Option<Frames> {
        match (from, self.loop_span()) {
            (From::Stretch { start, end, .. }, Some(looped)) if (*start, *end) == looped => Some(self.head),
            _ => None,
        }
    }

    /// Where it ends, if not with the take.
    fn end_of(&self, from: &From) -> Option<Frames> {
        match from {
            From::Stretch { end, .. } => Some(*end),
            From::Marker(_) => {
                let (mark, rate) = (&self.mark()?.marker, self.take()?.rate);
                let point = || Frames(mark.frame.0.saturating_add(Frames::from_seconds(POINT_SECONDS, rate).0));
                mark.end_frame.or_else(|| (!mark.open).then(point))
            }
            From::Beginning | From::Position(_) | From::Place { .. } => None,
        }
    }

    /// The marks in which the head stands, of those that somebody asked to hear.
    fn asked_here(&self) -> Vec<MarkerId> {
        let asked = self.marks_here().map(|(_, mark)| mark).filter(|mark| self.asked.contains(&mark.id));
        asked.filter(|mark| self.is_inside(mark)).map(|mark| mark.id.clone()).collect()
    }

    /// The chosen mark, where the head stands in it.
    fn selected(&self) -> Option<MarkerId> {
        let mark = &self.mark()?.marker;
        let is_here = mark.take == self.take()?.id && self.is_inside(mark);
        is_here.then(|| mark.id.clone())
    }

    fn is_inside(&self, mark: &Marker) -> bool {
        (mark.frame..mark.end_frame.unwrap_or(Frames(u64::MAX))).contains(&self.head)
    }
}
