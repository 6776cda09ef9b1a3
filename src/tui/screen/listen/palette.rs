//! Letters for the chosen mark: its kind and themes, or who speaks. While they are open every letter is one of them; arrows and `Space` go
//! on working.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::change::{self, own};
use super::opened::Opened;
use crate::domain::Slug;
use crate::locale::Text;
use crate::recorder::protocol::MarkEdit;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::Model;
use crate::tui::screen::record::people;
use crate::tui::theme::CHIP;
use crate::tui::view::{cut, put};

/// What the letters choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chooser {
    Palette,
    People,
}

/// One letter, and what it stands for.
struct Choice {
    letter: char,
    name: String,
    what: What,
    /// The chosen mark has it.
    is_on: bool,
    /// That of its marks; the words do without, so that they can be read.
    colour: Style,
}

enum What {
    Kind(String),
    Theme(Slug),
    Person(Slug),
}

impl Chooser {
    /// What is chosen, and the key that ends it.
    pub fn title(self, model: &Model) -> Text {
        let key = model.key(Command::Back, Scope::Listen);
        match self {
            Chooser::Palette => text!("listen-palette-rule", key = key),
            Chooser::People => text!("listen-people-rule", key = key),
        }
    }

    fn command(self) -> Command {
        match self {
            Chooser::Palette => Command::Themes,
            Chooser::People => Command::Who,
        }
    }
}

/// Opens the letters, where the chosen mark is one's own and there is something to choose from.
pub fn open(model: &mut Model, chooser: Chooser) -> Vec<Effect> {
    if own(model).is_none() {
        return Vec::new();
    }
    model.let_go_message();
    if choices(model, chooser).is_empty() {
        model.say(match chooser {
            Chooser::Palette => text!("listen-no-palette"),
            Chooser::People => text!("listen-no-people"),
        });
        return Vec::new();
    }
    model.listen.chooser = Some(chooser);
    Vec::new()
}

/// What keys do while the letters are open; `None` for those that go on working.
pub fn commanded(model: &mut Model, command: Command) -> Option<Vec<Effect>> {
    let chooser = model.listen.chooser?;
    match command {
        Command::Letter(letter) => Some(chosen(model, chooser, letter)),
        Command::Back | Command::Themes | Command::Who => Some(close(model)),
        _ => None,
    }
}

fn close(model: &mut Model) -> Vec<Effect> {
    model.listen.chooser = None;
    Vec::new()
}

/// A letter that stands for nothing here and has opened the letters closes them.
fn chosen(model: &mut Model, chooser: Chooser, letter: char) -> Vec<Effect> {
    let choice = choices(model, chooser).into_iter().find(|choice| choice.letter == letter);
    let opens = model.keymap.keys_of(chooser.command(), Scope::Listen).iter().any(|key| key.letter() == Some(letter));
    match choice {
        Some(choice) => choose(model, choice),
        None if opens => close(model),
        None => Vec::new(),
    }
}

fn choose(model: &mut Model, choice: Choice) -> Vec<Effect> {
    let Some(mark) = own(model) else { return Vec::new() };
    match choice.what {
        What::Kind(kind) => {
            let edit = MarkEdit { kind: Some(kind.clone()), ..MarkEdit::default() };
            change::edit(model, &mark, edit, |mark| mark.kind = kind)
        }
        What::Theme(theme) => {
            let themes = switched(&mark.themes, theme);
            let ids = Some(themes.iter().map(ToString::to_string).collect());
            change::edit(model, &mark, MarkEdit { themes: ids, ..MarkEdit::default() }, |mark| mark.themes = themes)
        }
        What::Person(person) => {
            let who = switched(&mark.who, person);
            let ids = Some(who.iter().map(ToString::to_string).collect());
            change::edit(model, &mark, MarkEdit { who: ids, ..MarkEdit::default() }, |mark| mark.who = who)
        }
    }
}

fn switched(slugs: &[Slug], slug: Slug) -> Vec<Slug> {
    let without: Vec<Slug> = slugs.iter().filter(|known| **known != slug).cloned().collect();
    if without.len() < slugs.len() { without } else { [slugs, &[slug]].concat() }
}

fn choices(model: &Model, chooser: Chooser) -> Vec<Choice> {
    let Some(opened) = &model.listen.opened else { return Vec::new() };
    match chooser {
        Chooser::Palette => of_palette(model, opened),
        Chooser::People => of_people(model, opened),
    }
}

fn of_palette(model: &Model, opened: &Opened) -> Vec<Choice> {
    let (palette, mark) = (opened.listening.palette(), opened.mark().map(|filed| &filed.marker));
    let kinds = palette.kinds.iter().filter_map(|kind| {
        let (id, is_on) = (kind.id.to_string(), mark.is_some_and(|mark| mark.kind == kind.id.as_str()));
        let name = model.locale.kind_name(&id, palette);
        Some(Choice {
            letter: kind.key?,
            name,
            what: What::Kind(id),
            is_on,
            colour: model.theme.of_palette(kind.colour.as_deref()),
        })
    });
    let themes = palette.themes.iter().filter_map(|theme| {
        let (id, is_on) = (theme.id.clone(), mark.is_some_and(|mark| mark.themes.contains(&theme.id)));
        let name = model.locale.theme_name(id.as_str(), palette);
        let colour = model.theme.of_palette(theme.colour.as_deref());
        Some(Choice { letter: theme.key?, name, what: What::Theme(id), is_on, colour })
    });
    kinds.chain(themes).collect()
}

/// The people of the session, each with the letter that they have on Record; who has none there, too.
fn of_people(model: &Model, opened: &Opened) -> Vec<Choice> {
    let mark = opened.mark().map(|filed| &filed.marker);
    let choice = |(letter, id): (char, &Slug)| Choice {
        letter,
        name: opened.names.of(id).to_owned(),
        what: What::Person(id.clone()),
        is_on: mark.is_some_and(|mark| mark.who.contains(id)),
        colour: Style::new(),
    };
    people::letters(model).zip(&opened.listening.entry.session.people).map(choice).collect()
}

/// The longest name, in columns.
const LONGEST: usize = 22;

/// A letter as it is drawn: its column, its row, its words. What the mark has stands in brackets.
fn placed(choices: &[Choice], width: u16) -> Vec<(u16, u16, String)> {
    let (mut column, mut row) = (1, 0);
    let place = |choice: &Choice| {
        let name = cut(&choice.name, LONGEST);
        let words = if choice.is_on { format!("[{} {name}]", choice.letter) } else { format!("{} {name}", choice.letter) };
        let needed = words.width() as u16;
        if column > 1 && column + needed >= width {
            (column, row) = (1, row + 1);
        }
        let placed = (column, row, words);
        column += needed + 2;
        placed
    };
    choices.iter().map(place).collect()
}

/// How many rows the letters want; 0 where they are closed.
pub fn rows(model: &Model, width: u16) -> u16 {
    let Some(chooser) = model.listen.chooser else { return 0 };
    placed(&choices(model, chooser), width).last().map_or(0, |(_, row, _)| row + 1)
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(chooser) = model.listen.chooser else { return };
    let choices = choices(model, chooser);
    for (choice, (column, row, words)) in choices.iter().zip(placed(&choices, area.width)) {
        let style = if choice.is_on { model.theme.chosen() } else { model.theme.plain() };
        if choice.colour.fg.is_some() {
            put(screen, area, column - 1, row, CHIP, choice.colour);
        }
        put(screen, area, column, row, &words, style);
    }
}
