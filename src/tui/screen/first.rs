//! The first start: language, who, microphone, folder; each has a proposal, so that `Enter` four times is enough. Then a rehearsal is
//! offered. The meter lives while the microphone is chosen; nothing of it is kept.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::inputs::{self, Choice};
use super::record::{FLOOR, Loudness, clamped};
use super::today;
use crate::actions::first_start::Answers;
use crate::audio::device::InputInfo;
use crate::domain::{Dbfs, Slug};
use crate::error::{Error, Loaded, Result};
use crate::locale::{Language, Locale, Text};
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::Command;
use crate::tui::line::{Line, Purpose};
use crate::tui::model::{Model, Screen};
use crate::tui::view::{cut, hints, keys, put, put_line, wrap_evenly};

#[derive(Debug, Default)]
pub struct State {
    /// What is proposed, and what was answered; absent where this is no first start.
    answers: Option<Answers>,
    ask: Ask,
    /// What can be recorded from; absent until the system has answered.
    choices: Option<Vec<Choice>>,
    /// Why nothing was found, where the sound system could not be asked.
    fault: Option<Error>,
    chosen: usize,
    level: Option<Result<Dbfs>>,
    /// Library and config are being written.
    is_settling: bool,
}

/// What is asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Ask {
    #[default]
    Language,
    Who,
    Input,
    Folder,
    /// Whether to rehearse, once everything is written.
    Rehearse,
}

/// What the questions need at most, in cells.
const WIDTH: u16 = 100;
const HEIGHT: u16 = 22;

/// Width of the meter in cells.
const METER: usize = 24;

/// The first screen of somebody new.
pub fn open(model: &mut Model, answers: Answers) -> Vec<Effect> {
    model.screen = Screen::First;
    set_language(model, answers.language);
    model.first.answers = Some(answers);
    vec![Effect::ListInputs]
}

pub fn commanded(model: &mut Model, command: Command) -> Vec<Effect> {
    match (model.first.ask, command) {
        _ if model.first.is_settling => Vec::new(),
        (Ask::Rehearse, Command::Accept) => vec![Effect::Rehearse],
        (Ask::Rehearse, _) => today::opened(model),
        (Ask::Language, Command::Left | Command::Right | Command::Up | Command::Down | Command::Choose) => turn_language(model),
        (Ask::Language, Command::Accept) => ask(model, Ask::Who),
        (Ask::Input, Command::Up | Command::Left) => choose(model, model.first.chosen.saturating_sub(1)),
        (Ask::Input, Command::Down | Command::Right) => choose(model, model.first.chosen + 1),
        (Ask::Input, Command::Accept) => input_kept(model),
        (Ask::Input, Command::Back) => {
            let mut effects = vec![Effect::Meter(None)];
            effects.extend(ask(model, Ask::Who));
            effects
        }
        _ => Vec::new(),
    }
}

/// `Enter` in a line.
pub fn kept(model: &mut Model, line: Line) -> Vec<Effect> {
    let typed = line.text().trim().to_owned();
    let Some(answers) = &mut model.first.answers else { return Vec::new() };
    match model.first.ask {
        Ask::Who => match Slug::of(&typed) {
            Some(who) => {
                answers.who = who;
                ask(model, Ask::Input)
            }
            None => refused(model, line, Error::new(text!("today-first-no-name"))),
        },
        Ask::Folder if typed.is_empty() => refused(model, line, Error::new(text!("today-first-no-folder"))),
        Ask::Folder => {
            answers.library = typed.into();
            let answers = answers.clone();
            model.first.is_settling = true;
            model.say(text!("screen-preparing"));
            vec![Effect::FirstStart(answers)]
        }
        Ask::Language | Ask::Input | Ask::Rehearse => Vec::new(),
    }
}

fn refused(model: &mut Model, line: Line, error: Error) -> Vec<Effect> {
    model.complain(error);
    model.line = Some(line);
    Vec::new()
}

/// `Esc` in a line: the question before.
pub fn given_up(model: &mut Model) -> Vec<Effect> {
    match model.first.ask {
        Ask::Folder => ask(model, Ask::Input),
        _ => ask(model, Ask::Language),
    }
}

/// Opens a question with what is proposed.
fn ask(model: &mut Model, ask: Ask) -> Vec<Effect> {
    (model.first.ask, model.message) = (ask, None);
    let Some(answers) = &model.first.answers else { return Vec::new() };
    let proposed = match ask {
        Ask::Who => answers.who.to_string(),
        Ask::Folder => answers.library.display().to_string(),
        Ask::Input => return meter(model),
        Ask::Language | Ask::Rehearse => return Vec::new(),
    };
    model.line = Some(Line::new(label(ask), Purpose::Field(ask as usize), model.now.mono).proposed(&proposed));
    Vec::new()
}

fn label(ask: Ask) -> Text {
    match ask {
        Ask::Language => text!("today-first-language"),
        Ask::Who => text!("today-first-who"),
        Ask::Input => text!("today-first-input"),
        Ask::Folder | Ask::Rehearse => text!("today-first-folder"),
    }
}

fn turn_language(model: &mut Model) -> Vec<Effect> {
    set_language(
        model,
        match model.locale.language {
            Language::French => Language::English,
            Language::English => Language::French,
        },
    );
    Vec::new()
}

/// The whole screen speaks it at once.
fn set_language(model: &mut Model, language: Language) {
    model.locale = Locale::new(language);
    if let Some(answers) = &mut model.first.answers {
        answers.language = language;
    }
}

/// The system has been asked what there is, and has not answered yet, whatever screen is shown by now.
pub fn is_asking(model: &Model) -> bool {
    model.first.answers.is_some() && model.first.choices.is_none()
}

/// The system has said what there is: devices, and what is always there. Without a device the voice is proposed.
pub fn listed(model: &mut Model, found: Loaded<InputInfo>) -> Vec<Effect> {
    let Some(answers) = &model.first.answers else { return Vec::new() };
    model.first.fault = found.faults.into_iter().next();
    let mut choices = inputs::choices(found.rows);
    for choice in choices.iter_mut().filter(|choice| choice.is_default) {
        choice.id = "default".to_owned();
    }
    let wanted = answers.inputs.first();
    model.first.chosen = choices.iter().position(|choice| Some(&choice.id) == wanted).unwrap_or(0);
    model.first.choices = Some(choices);
    if model.first.ask == Ask::Input { meter(model) } else { Vec::new() }
}

fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    let last = model.first.choices.as_ref().map_or(0, Vec::len).saturating_sub(1);
    model.first.chosen = at.min(last);
    meter(model)
}

/// The meter turns to the chosen input.
fn meter(model: &mut Model) -> Vec<Effect> {
    model.first.level = None;
    let input = model.first.choice().map(|choice| choice.id.clone()).filter(|input| input != "none");
    vec![Effect::Meter(input)]
}

pub fn metered(model: &mut Model, level: Result<Dbfs>) {
    model.first.level = Some(level);
}

fn input_kept(model: &mut Model) -> Vec<Effect> {
    if let (Some(choice), Some(answers)) = (model.first.choice().cloned(), &mut model.first.answers) {
        answers.inputs = vec![choice.id];
    }
    let mut effects = vec![Effect::Meter(None)];
    effects.extend(ask(model, Ask::Folder));
    effects
}

/// Library and config are written, or the folder is asked for once more.
pub fn settled(model: &mut Model, outcome: Result<()>) -> Vec<Effect> {
    model.first.is_settling = false;
    match outcome {
        Ok(()) => {
            model.message = None;
            model.setup.who = model.first.answers.as_ref().map(|answers| answers.who.clone());
            model.first.ask = Ask::Rehearse;
            Vec::new()
        }
        Err(error) => {
            let effects = ask(model, Ask::Folder);
            model.complain(error);
            effects
        }
    }
}

impl State {
    fn choice(&self) -> Option<&Choice> {
        self.choices.as_ref()?.get(self.chosen)
    }
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    put(screen, area, 1, 0, &model.locale.say(&text!("today-first-title")), model.theme.title());
    put(screen, area, 0, 1, &"─".repeat(usize::from(area.width)), model.theme.faint());
    let inner = in_middle(Rect { y: area.y + 2, height: area.height.saturating_sub(5), ..area }.intersection(area));
    match model.first.ask {
        Ask::Rehearse => view_offer(model, screen, inner),
        _ => view_questions(model, screen, inner),
    }
    foot(model, screen, area);
}

/// Of a large terminal the middle.
fn in_middle(area: Rect) -> Rect {
    let (across, down) = (area.width.saturating_sub(WIDTH) / 2, area.height.saturating_sub(HEIGHT) / 2);
    Rect { x: area.x + across, y: area.y + down, width: area.width.min(WIDTH), height: area.height - down }
}

/// What the keys do here; a line that is typed has its own.
fn foot(model: &Model, screen: &mut Frame, area: Rect) {
    use Command::*;
    let key = |what: &str| text!("today-first-key", what = what);
    let answers: &[(&[Command], Text)] = match model.first.ask {
        Ask::Language => &[(&[Accept], key("keep")), (&[Left, Right], key("language"))],
        Ask::Input => &[(&[Accept], key("keep")), (&[Up, Down], key("choose")), (&[Back], key("before"))],
        Ask::Who | Ask::Folder | Ask::Rehearse => &[], // the offer names its keys itself
    };
    hints(model, screen, area, area.height.saturating_sub(2), answers);
    if model.first.ask != Ask::Rehearse {
        keys(model, screen, area, area.height.saturating_sub(1), &[Help, Quit]); // there any other key is a no
    }
}

fn view_offer(model: &Model, screen: &mut Frame, area: Rect) {
    let sentences = [text!("today-first-ready"), text!("today-first-rehearse"), text!("today-first-rehearse-keys")];
    let mut row = 2;
    for sentence in sentences {
        row = paragraph(model, screen, area, row, &sentence) + 1;
    }
}

/// Gives the row below it.
fn paragraph(model: &Model, screen: &mut Frame, area: Rect, row: u16, sentence: &Text) -> u16 {
    let lines = wrap_evenly(&model.locale.say(sentence), usize::from(area.width).saturating_sub(4));
    let below = row + lines.len() as u16;
    for (n, line) in lines.iter().enumerate() {
        put(screen, area, 3, row + n as u16, line, Style::new());
    }
    below
}

fn view_questions(model: &Model, screen: &mut Frame, area: Rect) {
    let mut row = paragraph(model, screen, area, 0, &text!("today-first-way")) + 1;
    for ask in [Ask::Language, Ask::Who, Ask::Input, Ask::Folder] {
        question(model, screen, area, row, ask);
        row += 1;
        if model.first.ask == ask {
            row = help(model, screen, area, row, ask);
        }
        row += 1;
    }
}

/// One question with its answer, or with the line in which it is typed.
fn question(model: &Model, screen: &mut Frame, area: Rect, row: u16, ask: Ask) {
    let is_now = model.first.ask == ask;
    if is_now {
        put(screen, area, 1, row, "▌", model.theme.title());
    }
    if let Some(line) = model.line.as_ref().filter(|_| is_now) {
        let place = Rect { x: area.x + 2, y: area.y.saturating_add(row), width: area.width.saturating_sub(2), height: 1 };
        return put_line(model, screen, place.intersection(area), line);
    }
    let words = model.locale.say(&label(ask));
    put(screen, area, 3, row, &words, if is_now { model.theme.key() } else { Style::new() });
    let column = 4 + words.width();
    let room = usize::from(area.width).saturating_sub(column + 1);
    let style = if is_now { model.theme.title() } else { Style::new() };
    put(screen, area, column as u16, row, &cut(&answer(model, ask), room), style);
}

fn answer(model: &Model, ask: Ask) -> String {
    let Some(answers) = &model.first.answers else { return String::new() };
    match ask {
        Ask::Language => model.locale.say(&text!("today-first-this-language")),
        Ask::Who => answers.who.to_string(),
        Ask::Input => model.first.choice().map_or_else(String::new, |choice| choice.words(&model.locale)),
        Ask::Folder | Ask::Rehearse => answers.library.display().to_string(),
    }
}

/// What stands below the question that is asked. Gives the row below it.
fn help(model: &Model, screen: &mut Frame, area: Rect, row: u16, ask: Ask) -> u16 {
    match ask {
        Ask::Language => paragraph(model, screen, area, row, &text!("today-first-language-help")),
        Ask::Who => {
            let below = paragraph(model, screen, area, row, &text!("today-first-who-help"));
            let who = model.line.as_ref().and_then(|line| Slug::of(line.text()));
            who.map_or(below, |who| paragraph(model, screen, area, below, &text!("today-first-who-file", who = who.to_string())))
        }
        Ask::Folder | Ask::Rehearse => paragraph(model, screen, area, row, &text!("today-first-folder-help")),
        Ask::Input => view_inputs(model, screen, area, row),
    }
}

fn view_inputs(model: &Model, screen: &mut Frame, area: Rect, row: u16) -> u16 {
    let Some(choices) = &model.first.choices else {
        return paragraph(model, screen, area, row, &text!("today-ready-asking"));
    };
    let mut row = row;
    if choices.iter().all(|choice| choice.name.is_none()) {
        let why = match &model.first.fault {
            Some(fault) => text!("today-first-no-sound", fault = fault.message().clone()),
            None => text!("today-first-no-microphone"),
        };
        row = paragraph(model, screen, area, row, &why);
    }
    let first = (model.first.chosen + 1).saturating_sub(5);
    for (n, choice) in choices.iter().enumerate().skip(first).take(5) {
        let is_chosen = n == model.first.chosen;
        if is_chosen {
            put(screen, area, 4, row, "▌", model.theme.title());
        }
        let style = if is_chosen { model.theme.chosen() } else { Style::new() };
        put(screen, area, 5, row, &format!(" {} ", choice.words(&model.locale)), style);
        row += 1;
    }
    view_meter(model, screen, area, row + 1);
    row + 2
}

fn view_meter(model: &Model, screen: &mut Frame, area: Rect, row: u16) {
    let nothing = model.first.choice().is_some_and(|choice| choice.id == "none");
    let (bar, words) = match &model.first.level {
        _ if nothing => (String::new(), text!("today-first-level-none")),
        None => (bar(FLOOR), text!("today-first-level-opening")),
        Some(Ok(level)) => (bar(level.0), text!("today-first-level", name = Loudness::of(level.0).name())),
        Some(Err(error)) => return put(screen, area, 5, row, &model.locale.say(error.message()), model.theme.due()),
    };
    let words = model.locale.say(&words);
    put(screen, area, 5, row, &format!("{bar}   {words}"), model.theme.title());
}

fn bar(level: f32) -> String {
    let part = 1.0 - clamped(Some(level)) / FLOOR;
    let filled = (part * METER as f32).round() as usize;
    "█".repeat(filled) + &"·".repeat(METER - filled)
}
