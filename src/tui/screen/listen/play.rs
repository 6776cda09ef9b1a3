//! What is heard, and what is told of it.

use super::draw_other;
use super::opened::Opened;
use crate::actions::play::From;
use crate::audio::playing::Played;
use crate::domain::{Frames, MarkerId};
use crate::text;
use crate::tui::event::Effect;
use crate::tui::model::{Model, Question, Yes};

/// Playing begins so many seconds before the place where it stopped.
const RESUME_SECONDS: f64 = 2.0;

/// `Space`.
pub fn play_or_stop(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    if opened.is_playing {
        opened.was_stopped = true;
        return silence(model);
    }
    if opened.was_stopped {
        opened.move_by(-RESUME_SECONDS);
    } else if opened.head >= opened.end() {
        opened.move_to(Frames(0));
    }
    opened.is_asked = opened.selected().is_some();
    let from = opened.on_from_head();
    from.map_or_else(Vec::new, |from| play(model, from))
}

/// `Enter`: the chosen mark from its beginning to its end; without one, on from the head.
pub fn play_mark(model: &mut Model) -> Vec<Effect> {
    let Some(mark) = model.listen.opened.as_ref().and_then(Opened::mark) else { return play_or_stop(model) };
    let id = mark.marker.id.clone();
    if let Some(opened) = &mut model.listen.opened {
        opened.choose(opened.chosen.unwrap_or_default());
        opened.is_asked = true;
    }
    let mut effects = play(model, From::Marker(id.0));
    effects.extend(draw_other(model));
    effects
}

/// The head was moved: what plays goes on from there. A mark off the record is skipped, unless somebody had asked to hear it.
pub fn follow_head(model: &mut Model) -> Vec<Effect> {
    let playing = model.listen.opened.as_ref().filter(|opened| opened.is_playing);
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
    let Some(opened) = &model.listen.opened else { return Vec::new() };
    let (session, why) = (opened.listening.entry.id.clone(), doubt(model, opened));
    let mut effects = if why.is_some() { silence(model) } else { Vec::new() };
    model.listen.player += 1;
    let wish = Effect::Play { number: model.listen.player, session, from };
    match why {
        Some(why) => model.ask(text!("listen-play-all-the-same", why = why), Yes::Do(vec![wish])),
        None => {
            set_playing(model, true);
            effects.push(wish);
        }
    }
    effects
}

/// Why one is asked before something plays.
fn doubt(model: &Model, opened: &Opened) -> Option<&'static str> {
    if opened.is_playing {
        return None;
    }
    match (model.has_take(), opened.listening.is_sure()) {
        (true, true) => Some("heard"),
        (true, false) => Some("both"),
        (false, false) => Some("unsure"),
        (false, true) => None,
    }
}

/// Nothing plays, and nothing that was asked about will.
pub fn silence(model: &mut Model) -> Vec<Effect> {
    let plays = |effect: &Effect| matches!(effect, Effect::Play { .. });
    model.question.take_if(|Question { yes, .. }| matches!(yes, Yes::Do(effects) if effects.iter().any(plays)));
    model.listen.player += 1;
    set_playing(model, false);
    vec![Effect::StopPlaying]
}

fn set_playing(model: &mut Model, is_playing: bool) {
    if let Some(opened) = &mut model.listen.opened {
        opened.is_playing = is_playing;
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
            if opened.held.is_some() {
                return Vec::new(); // the head stands on the edge
            }
            if let Some(at) = opened.takes().iter().position(|known| known.id == take) {
                opened.take = at;
                opened.move_to(place);
                opened.is_playing = true;
            }
            draw_other(model)
        }
        Played::Ended => {
            set_playing(model, false);
            Vec::new()
        }
        Played::Failed(error) => {
            set_playing(model, false);
            model.complain(error);
            Vec::new()
        }
    }
}

impl Opened {
    /// From the head on. The chosen mark is heard whole where that was asked for and the head stands in it, also off the record.
    fn on_from_head(&self) -> Option<From> {
        let take = self.take()?.id.clone();
        Some(From::Place { take, frame: self.head, selected: self.selected().filter(|_| self.is_asked) })
    }

    fn selected(&self) -> Option<MarkerId> {
        let mark = &self.mark()?.marker;
        let end = mark.end_frame.unwrap_or(Frames(u64::MAX));
        let is_inside = mark.take == self.take()?.id && (mark.frame..end).contains(&self.head);
        is_inside.then(|| mark.id.clone())
    }
}
