//! The marks made here, and the last of them, on which keys work for six seconds.
//!
//! The recorder tells a mark's id when it has it on the disk. What is changed before that waits for the id and is then sent, in order.

use crate::clock::Monotonic;
use crate::locale::Text;
use crate::recorder::protocol::{MarkEdit, MarkRequest, MarkerFacts, Request, Stamp};
use crate::text;
use crate::tui::event::{Act, Effect};
use crate::tui::keymap::Command;
use crate::tui::line::{Line, Purpose};
use crate::tui::model::Model;

use super::take::withholds;
use super::{questions, send};

/// How long keys work on a mark after its key, or after the last of them, in seconds.
pub const TOUCH: f64 = 6.0;

/// The safe key again within this time reaches further back, in seconds.
const AGAIN: f64 = 1.0;

/// How far back each press reaches, in seconds before the mark's own key.
const REACH: [f64; 4] = [8.0, 15.0, 30.0, 60.0];

/// The marks that were asked for here, in their order.
#[derive(Debug, Default)]
pub struct Made {
    marks: Vec<MadeMark>,
    answered: usize,
}

#[derive(Debug, Default)]
struct MadeMark {
    id: Option<String>,
    /// Changes that wait for the id.
    waits: Vec<MarkEdit>,
}

/// The mark made last, for as long as keys work on it.
#[derive(Debug, Clone)]
pub struct Touch {
    /// Its number among those made here.
    pub number: usize,
    pub id: Option<String>,
    pub kind: String,
    /// When it was last worked on.
    pub at: Monotonic,
    /// Seconds before its key at which it begins.
    ago: f64,
    strength: u8,
    themes: Vec<String>,
    /// Who speaks.
    pub who: Vec<String>,
    /// The people are shown, to choose from.
    pub asks_who: bool,
}

impl Touch {
    pub fn is_alive(&self, at: Monotonic) -> bool {
        at.seconds_since(self.at) <= TOUCH
    }

    pub fn ends(&self) -> Monotonic {
        Monotonic(self.at.0 + (TOUCH * 1e9) as u64)
    }
}

impl Made {
    /// Whether marks are on their way to the disk.
    pub fn is_waiting(&self) -> bool {
        self.answered < self.marks.len()
    }

    pub fn knows(&self, id: &str) -> bool {
        self.marks.iter().any(|mark| mark.id.as_deref() == Some(id))
    }

    /// What the recorder calls the mark with this number, if it has said so.
    pub fn id(&self, number: usize) -> Option<&str> {
        self.marks.get(number)?.id.as_deref()
    }

    /// The next mark is answered: gives its number, and what was to be changed of it.
    fn answer(&mut self, id: Option<&str>) -> Option<(usize, Vec<MarkEdit>)> {
        let number = self.answered;
        let mark = self.marks.get_mut(number)?;
        self.answered += 1;
        mark.id = id.map(ToOwned::to_owned);
        Some((number, std::mem::take(&mut mark.waits)))
    }
}

/// Makes a mark; from then on keys work on it.
pub fn make(model: &mut Model, request: MarkRequest, at: Monotonic) -> Vec<Effect> {
    let kind = request.kind.clone().unwrap_or_default();
    let reaction = model.setup.reaction;
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    model.record.touch = Some(Touch {
        number: model.record.made.marks.len(),
        id: None,
        ago: palette.map_or(0.0, |palette| palette.reaction(&kind, reaction)),
        strength: request.strength.unwrap_or(1),
        themes: request.themes.clone(),
        who: request.who.clone(),
        asks_who: false,
        kind,
        at,
    });
    make_apart(model, request).1
}

/// Makes a mark on which no keys work. Gives its number among those made here, too.
pub fn make_apart(model: &mut Model, request: MarkRequest) -> (usize, Vec<Effect>) {
    let made = &mut model.record.made;
    made.marks.push(MadeMark::default());
    let number = made.marks.len() - 1;
    (number, send(model, vec![Effect::Ask(Act::Mark, Request::Mark(Box::new(request)))]))
}

/// A mark without words.
pub fn mark(model: &mut Model, kind: &str, at: Monotonic) -> Vec<Effect> {
    make(model, plain(kind, at), at)
}

pub fn plain(kind: &str, at: Monotonic) -> MarkRequest {
    MarkRequest { kind: Some(kind.to_owned()), stamp: stamp(at), ..MarkRequest::default() }
}

pub fn stamp(at: Monotonic) -> Stamp {
    Stamp { mono: Some(at), wall: None }
}

/// The safe key in a take: a touching mark; once more within a second, the same one further back.
pub fn mark_or_reach(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let is_again = |touch: &Touch| touch.kind == "touching" && at.seconds_since(touch.at) <= AGAIN;
    match &model.record.touch {
        Some(touch) if is_again(touch) => earlier(model, at),
        _ => mark(model, "touching", at),
    }
}

/// What arrows and the note's key do to the last mark; `None` when it is too late for them.
pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Option<Vec<Effect>> {
    let touch = model.record.touch.as_ref().filter(|touch| touch.is_alive(at))?;
    match command {
        Command::Left => Some(earlier(model, at)),
        Command::Right if withholds(model, &touch.kind) => None,
        Command::Right => Some(change(model, at, |_, edit| edit.until = true)),
        Command::Up => Some(change_strength(model, at, 1)),
        Command::Down => Some(change_strength(model, at, -1)),
        Command::Note => Some(open_note(model, at)),
        Command::Thread if touch.kind == "thread" => Some(promise(model, at)),
        _ => None,
    }
}

/// One step further back. At the last step nothing changes.
fn earlier(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let Some(touch) = &mut model.record.touch else { return Vec::new() };
    touch.at = at;
    let Some(further) = REACH.into_iter().find(|reach| *reach > touch.ago + 0.5) else { return Vec::new() };
    change(model, at, |touch, edit| {
        touch.ago = further;
        edit.ago = Some(further);
    })
}

fn change_strength(model: &mut Model, at: Monotonic, by: i8) -> Vec<Effect> {
    change(model, at, |touch, edit| {
        touch.strength = touch.strength.saturating_add_signed(by).clamp(1, 3);
        edit.strength = Some(touch.strength);
    })
}

fn promise(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    change(model, at, |touch, edit| {
        touch.kind = "promise".to_owned();
        edit.kind = Some(touch.kind.clone());
    })
}

/// A theme's letter puts itself on the last mark, once more takes itself off again; later it makes a touching mark with it. A kind's
/// letter makes a mark.
pub fn letter(model: &mut Model, letter: char, at: Monotonic) -> Vec<Effect> {
    let Some(palette) = model.library.as_ref().map(|library| &library.settings.palette) else { return Vec::new() };
    if let Some(kind) = palette.kinds.iter().find(|kind| kind.key == Some(letter)) {
        let kind = kind.id.to_string();
        return mark(model, &kind, at);
    }
    let Some(theme) = palette.themes.iter().find(|theme| theme.key == Some(letter)) else { return Vec::new() };
    let theme = theme.id.to_string();
    if model.record.touch.as_ref().is_some_and(|touch| touch.is_alive(at)) {
        return change(model, at, |touch, edit| {
            match touch.themes.iter().position(|known| *known == theme) {
                Some(place) => drop(touch.themes.remove(place)),
                None => touch.themes.push(theme.clone()),
            }
            edit.themes = Some(touch.themes.clone());
        });
    }
    let request = MarkRequest { themes: vec![theme], ..plain("touching", at) };
    make(model, request, at)
}

/// Changes the last mark: at once, or when its id is known.
pub fn change(model: &mut Model, at: Monotonic, what: impl FnOnce(&mut Touch, &mut MarkEdit)) -> Vec<Effect> {
    let Some(touch) = &mut model.record.touch else { return Vec::new() };
    let mut edit = MarkEdit { stamp: stamp(at), ..MarkEdit::default() };
    what(touch, &mut edit);
    touch.at = at;
    let number = touch.number;
    edit_made(model, number, edit)
}

/// Changes a mark that was made here.
pub fn edit_made(model: &mut Model, number: usize, edit: MarkEdit) -> Vec<Effect> {
    let is_answered = number < model.record.made.answered;
    match model.record.made.marks.get_mut(number) {
        Some(MadeMark { id: Some(id), .. }) => vec![ask_edit(id, edit)],
        Some(mark) if !is_answered => {
            mark.waits.push(edit);
            Vec::new()
        }
        _ => Vec::new(), // it was refused
    }
}

pub fn ask_edit(id: &str, edit: MarkEdit) -> Effect {
    Effect::Ask(Act::Edit, Request::Edit(Box::new(MarkEdit { id: id.to_owned(), ..edit })))
}

/// The words of the last mark. Typed while its id is not known yet, they wait for it.
fn open_note(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let Some(touch) = &mut model.record.touch else { return Vec::new() };
    touch.at = at;
    let (number, id) = (touch.number, touch.id.clone());
    let known = model.live.as_ref().and_then(|live| live.marks.iter().find(|mark| Some(&mark.id) == id.as_ref()));
    let words = known.and_then(|mark| mark.note.clone()).unwrap_or_default();
    if model.setup.hides_names && !words.is_empty() {
        model.say(text!("listen-hidden"));
        return Vec::new();
    }
    model.line = Some(Line::new(label("words"), Purpose::NoteOfMade(number), at).filled(&words));
    Vec::new()
}

pub fn label(kind: &str) -> Text {
    text!("record-line", kind = kind)
}

/// The recorder has the mark on its disk, or has refused it: what waited for its id is sent.
pub fn answered(model: &mut Model, marker: Option<&MarkerFacts>) -> Vec<Effect> {
    let record = &mut model.record;
    let Some((number, waits)) = record.made.answer(marker.map(|marker| marker.id.as_str())) else { return Vec::new() };
    questions::answered(model, number);
    let record = &mut model.record;
    let Some(marker) = marker else {
        record.touch.take_if(|touch| touch.number == number);
        return Vec::new();
    };
    if let Some(touch) = record.touch.as_mut().filter(|touch| touch.number == number) {
        touch.id = Some(marker.id.clone());
        if waits.is_empty() {
            (touch.ago, touch.strength) = (marker.ago.unwrap_or(0.0), marker.strength.unwrap_or(1));
        }
    }
    // The second `h` has ended a range: nothing is left to work on.
    let has_ended = marker.end_frame.is_some() && marker.kind != "mask";
    record.touch.take_if(|touch| touch.number == number && has_ended);
    waits.into_iter().map(|edit| ask_edit(&marker.id, edit)).collect()
}

/// Keys that the recorder cannot have yet: the take has not begun, or the mark that they change has no id.
pub fn keys_held(model: &Model) -> usize {
    let record = &model.record;
    record.starting.as_ref().map_or(0, |starting| starting.held.len())
        + record.made.marks.iter().map(|mark| mark.waits.len()).sum::<usize>()
}

/// Takes back the last change that has not been sent yet. Gives whether there was one.
pub fn take_back_waiting(model: &mut Model) -> bool {
    model.record.made.marks.last_mut().is_some_and(|mark| mark.waits.pop().is_some())
}

/// The take that was asked for has not begun: nothing of what was to be marked in it is there.
pub fn forget(model: &mut Model) {
    (model.record.made, model.record.touch, model.record.questions) = (Made::default(), None, Default::default());
}
