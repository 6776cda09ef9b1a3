//! Who speaks: the people of the session, each with a letter of the palette, put on the last mark and taken off it; and who of them has agreed
//! to nothing yet.
//!
//! Only those letters are the people's while they are shown; every other key does its own work all the time.

use super::take::sitting;
use super::touch;
use crate::clock::Monotonic;
use crate::domain::Slug;
use crate::locale::Text;
use crate::store::palette::LETTERS;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::{Command, Key, Scope};
use crate::tui::model::Model;

/// Somebody who can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub letter: char,
    pub id: String,
    pub name: String,
    /// Speaks in the mark.
    pub is_on: bool,
}

/// Whether the people are shown, on the mark that was made last.
pub fn is_open(model: &Model) -> bool {
    model.record.touch.as_ref().is_some_and(|touch| touch.asks_who && touch.is_alive(model.now.mono))
}

/// The people of the session in their order, as far as there are letters.
pub fn choices(model: &Model) -> Vec<Choice> {
    let Some(sitting) = sitting(model) else { return Vec::new() };
    let speaking = model.record.touch.as_ref().map_or(&[][..], |touch| &touch.who);
    let free = letters(model).take_while(|letter| is_free(model, *letter));
    let people = sitting.ids.iter().zip(&sitting.people);
    let choice = |(letter, (id, name)): (char, (&Slug, &String))| Choice {
        letter,
        id: id.to_string(),
        name: name.clone(),
        is_on: speaking.iter().any(|speaking| speaking == id.as_str()),
    };
    free.zip(people).map(choice).collect()
}

/// The letters of people, in their order, on every screen: first those that are free on Record, then the others, which only a screen
/// on which every letter is somebody's can give.
pub fn letters(model: &Model) -> impl Iterator<Item = char> + '_ {
    let free = move |letter: &char| LETTERS.contains(letter) && is_free(model, *letter);
    ('a'..='z').filter(free).chain(('a'..='z').filter(move |letter| !free(letter)))
}

/// `Qui parle ?  b Lise   c [Nadia]`: with the letters that put somebody on the mark or take them off it.
pub fn words(model: &Model) -> String {
    let choice =
        |Choice { letter, name, is_on, .. }| if is_on { format!("{letter} [{name}]") } else { format!("{letter} {name}") };
    let who = choices(model).into_iter().map(choice).collect::<Vec<_>>().join("   ");
    model.locale.say(&text!("record-who", who = who, key = model.key(Command::Who, Scope::Record)))
}

/// Who has agreed to nothing yet, of those who are recorded: nothing of theirs may leave.
pub fn no_consent(model: &Model) -> Option<Text> {
    let lacking = sitting(model)?.lacking.iter().filter(|lacking| lacking.is_all);
    let who: Vec<String> = lacking.map(|lacking| format!("{} ({})", lacking.name, lacking.uses.join(", "))).collect();
    let key = model.key(Command::Consent, Scope::Record);
    (!who.is_empty()).then(|| text!("record-no-consent", who = who.join(", "), key = key))
}

/// Whether a letter of the palette is no action's key here.
pub fn is_free(model: &Model, letter: char) -> bool {
    let command = Key::parse(&letter.to_string()).and_then(|key| model.keymap.command(key, Scope::Record));
    matches!(command, Some(Command::Letter(_)))
}

/// What a key does to who speaks; `None` where it does its own work.
pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Option<Vec<Effect>> {
    match command {
        Command::Who => Some(turn(model, at)),
        _ if !is_open(model) => None,
        Command::Accept | Command::Back => Some(turn(model, at)),
        Command::Letter(letter) => {
            let chosen = choices(model).into_iter().find(|choice| choice.letter == letter)?;
            Some(switch(model, &chosen, at))
        }
        _ => None,
    }
}

/// Shows the people, or shows them no more.
fn turn(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let refused = match &model.record.touch {
        _ if !model.has_or_awaits_take() => Some(text!("record-nothing-runs")),
        Some(touch) if touch.is_alive(at) => choices(model).is_empty().then(|| text!("record-who-nobody")),
        _ => Some(text!("record-who-late", key = model.key(Command::Who, Scope::Record))),
    };
    match (refused, &mut model.record.touch) {
        (Some(words), _) => model.say(words),
        (None, Some(touch)) => (touch.asks_who, touch.at) = (!touch.asks_who, at),
        (None, None) => {}
    }
    Vec::new()
}

fn switch(model: &mut Model, chosen: &Choice, at: Monotonic) -> Vec<Effect> {
    touch::change(model, at, |touch, edit| {
        touch.who.retain(|id| *id != chosen.id);
        touch.who.extend((!chosen.is_on).then(|| chosen.id.clone()));
        edit.who = Some(touch.who.clone());
    })
}
