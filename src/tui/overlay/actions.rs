//! The list of all actions, and of the screens: what is typed picks, in French or English, `Enter` does.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::clock::Monotonic;
use crate::domain::{folded, nearest};
use crate::locale::{Language, Locale};
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::{Action, Command, Scope};
use crate::tui::model::{Model, Screen};
use crate::tui::screen::{listen, today};
use crate::tui::update::{commanded, show};
use crate::tui::view::{self, put, put_line};

/// Rows above the list: the line, and an empty one.
const ABOVE: u16 = 2;

/// The column of the keys.
const KEYS: u16 = 44;

/// What can be chosen.
#[derive(Debug, Clone, Copy)]
pub enum Choice {
    Screen(Screen),
    /// A rehearsal, while nothing is recorded.
    Rehearse,
    Action(&'static Action),
    /// What is done from the command line: the line to type for the session that is open.
    Call(&'static str),
}

/// What carries marks and sound out of the library and into it.
const CALLS: [&str; 3] = ["export", "import", "merge"];

/// The screens that are listed, with the names by which they are found in any language.
const SCREENS: [(Screen, &str); 5] = [
    (Screen::Today, "today"),
    (Screen::Record, "record"),
    (Screen::Listen, "listen"),
    (Screen::Plan, "plan"),
    (Screen::Guided, "guided"),
];

/// Whatever the language of the screen, words are found in both.
const LOCALES: [Locale; 2] = [Locale::new(Language::French), Locale::new(Language::English)];

impl Choice {
    fn label(self, model: &Model) -> String {
        match self {
            Choice::Action(action) => view::label(model, action),
            _ => self.words(&model.locale),
        }
    }

    fn words(self, locale: &Locale) -> String {
        match self {
            Choice::Screen(screen) => locale.say(&text!("screen-tab", name = name_of(screen))),
            Choice::Rehearse => locale.say(&text!("screen-rehearse")),
            Choice::Call(name) => locale.say(&text!("screen-call", name = name)),
            Choice::Action(action) => action.words(locale),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Choice::Screen(screen) => name_of(screen),
            Choice::Rehearse => "rehearse",
            Choice::Call(name) => name,
            Choice::Action(action) => action.name,
        }
    }

    /// What its key does.
    fn command(self) -> Option<Command> {
        match self {
            Choice::Screen(_) | Choice::Call(_) => None,
            Choice::Rehearse => Some(Command::Rehearse),
            Choice::Action(action) => Some(action.command),
        }
    }

    fn fits(self, wanted: &str) -> bool {
        let holds = |locale: &Locale| folded(&self.words(locale)).contains(wanted);
        self.name().contains(wanted) || LOCALES.iter().any(holds)
    }
}

fn name_of(screen: Screen) -> &'static str {
    SCREENS.iter().find(|(listed, _)| *listed == screen).map_or("", |(_, name)| name)
}

/// `Enter`: what is chosen is done as by its key, since nothing lies over the screen any more; or the screen is opened.
pub fn run(model: &mut Model, choice: Choice, at: Monotonic) -> Vec<Effect> {
    match choice {
        Choice::Screen(screen) => show(model, screen),
        Choice::Rehearse => today::rehearse(model),
        Choice::Call(name) => {
            let line = line_of(model, name);
            model.say(text!("screen-call-line", line = line));
            Vec::new()
        }
        Choice::Action(action) => commanded(model, action.command, at),
    }
}

/// `temoin export 2020-03-28-2030-nadia --as wav --use film`, with what this library wants to know.
fn line_of(model: &Model, name: &str) -> String {
    let session = listen::session(model).unwrap_or("last");
    match name {
        "export" => {
            let usage = model.library.as_ref().and_then(|library| library.settings.uses.first());
            let usage = usage.map_or_else(String::new, |usage| format!(" --use {usage}"));
            format!("temoin export {session} --as wav --as csv{usage}")
        }
        "import" => format!("temoin import {} --session {session}", model.locale.say(&text!("screen-call-file"))),
        _ => format!("temoin merge {}", model.locale.say(&text!("screen-call-folder"))),
    }
}

/// The screens, and the actions of the screen below, that fit what is typed, whatever the accents.
pub fn fitting(model: &Model) -> Vec<Choice> {
    let wanted = folded(model.line.as_ref().map_or("", |line| line.text()));
    let all = all(model);
    let fitting: Vec<Choice> = all.iter().copied().filter(|choice| choice.fits(&wanted)).collect();
    match fitting.is_empty() {
        false => fitting,
        true => nearest(&wanted, all.iter().map(|choice| choice.name()))
            .map(|near| all.iter().copied().filter(|choice| choice.name() == near).collect())
            .unwrap_or_default(),
    }
}

fn all(model: &Model) -> Vec<Choice> {
    let screens = SCREENS.iter().map(|(screen, _)| *screen).filter(|screen| *screen != model.screen);
    let actions = model.keymap.of_scope(model.screen.scope()).map(|(action, _)| action);
    let stands_already = |action: &&Action| matches!(action.command, Command::Rehearse | Command::Actions | Command::Back);
    let actions = actions.filter(|action| !stands_already(action)).map(Choice::Action);
    let calls = CALLS.iter().filter(|_| model.screen == Screen::Listen && !model.setup.rehearsal).map(|name| Choice::Call(name));
    let screens = screens.map(Choice::Screen).chain(today::may_rehearse(model).then_some(Choice::Rehearse));
    screens.chain(actions).chain(calls).collect()
}

pub fn view(model: &Model, screen: &mut Frame, inner: Rect, chosen: usize) {
    if let Some(line) = &model.line {
        put_line(model, screen, Rect { height: 1.min(inner.height), ..inner }, line);
    }
    let fitting = fitting(model);
    if fitting.is_empty() {
        put(screen, inner, 1, ABOVE, &model.locale.say(&text!("screen-actions-none")), model.theme.faint());
    }
    let list = Rect { height: inner.height.saturating_sub(1), ..inner };
    let room = usize::from(list.height.saturating_sub(ABOVE));
    let top = (chosen + 1).saturating_sub(room);
    for (row, (at, choice)) in (ABOVE..list.height).zip(fitting.iter().enumerate().skip(top)) {
        let (style, key_style) = match at == chosen {
            true => (model.theme.chosen(), model.theme.chosen()),
            false => (model.theme.plain(), model.theme.key()),
        };
        if at == chosen {
            put(screen, inner, 0, row, &" ".repeat(usize::from(inner.width)), style);
            put(screen, inner, 0, row, "▌", style);
        }
        put(screen, inner, 2, row, &choice.label(model), style);
        let key = choice.command().and_then(|command| model.keymap.key(command, model.screen.scope()));
        put(screen, inner, KEYS, row, &key.map(|key| key.shown(&model.locale)).unwrap_or_default(), key_style);
    }
    let hidden = fitting.len().saturating_sub(top + room);
    if hidden > 0 {
        let key = model.keymap.key(Command::Down, Scope::Overlay).map(|key| key.shown(&model.locale)).unwrap_or_default();
        let more = model.locale.say(&text!("screen-help-more", key = key, count = hidden));
        put(screen, inner, 0, list.height, &more, model.theme.faint());
    }
}
