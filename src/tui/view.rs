//! Draws the model: the frame that all screens share, and the pen that they write with. Changes nothing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Clear;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::keymap::{Action, Command};
use super::line::Line;
use super::model::{Model, Screen, Words};
use super::overlay;
use super::screen::{after, first, guided, listen, plan, record, today};
use crate::domain::sanitize;
use crate::text;

/// Rows of the frame above a screen: title, tabs, a rule; and below it: message or question, two of keys.
const HEAD: u16 = 3;
const FOOT: u16 = 3;

/// A terminal that is smaller than this shows the strip of Record, or one sentence.
const SMALLEST: (u16, u16) = (60, 16);

pub fn view(model: &Model, screen: &mut Frame) {
    let area = screen.area();
    match model.screen {
        Screen::Record => record::view(model, screen, area),
        _ if area.width < SMALLEST.0 || area.height < SMALLEST.1 => {
            put(screen, area, 0, 0, &model.locale.say(&text!("screen-too-small")), model.theme.title());
        }
        Screen::Today => today::view(model, screen, area),
        Screen::After => after::view(model, screen, area),
        Screen::First => first::view(model, screen, area),
        Screen::Listen => listen::view(model, screen, area),
        Screen::Plan => plan::view(model, screen, area),
        Screen::Guided => guided::view(model, screen, area),
    }
    let is_framed = !matches!(model.screen, Screen::Record | Screen::Guided);
    if is_framed && area.width >= SMALLEST.0 && area.height >= SMALLEST.1 {
        above_foot(model, screen, area);
    }
    overlay::view(model, screen, area);
}

/// Draws the frame of a screen with tabs: title and clock, tabs, message, keys. Gives what is left between.
pub fn frame(model: &Model, screen: &mut Frame, area: Rect, title: &str) -> Rect {
    head(model, screen, area, title);
    let message = Rect { y: area.bottom().saturating_sub(FOOT), height: 1, ..area }.intersection(area);
    say(model, screen, message);
    inner(area)
}

/// What the frame leaves to a screen.
pub fn inner(area: Rect) -> Rect {
    Rect { y: area.y + HEAD, height: area.height.saturating_sub(HEAD + FOOT), ..area }.intersection(area)
}

/// Two rows of keys at the foot of a screen.
pub fn footer(model: &Model, screen: &mut Frame, area: Rect, commands: [&[Command]; 2]) {
    for (row, commands) in commands.iter().enumerate() {
        let row = area.height.saturating_sub(2) + row as u16;
        keys(model, screen, area, row, commands);
    }
}

/// Words in lines of at most `width` columns, broken between words.
pub fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let line = lines.last_mut().expect("it begins with one");
        if line.is_empty() {
            line.push_str(word);
        } else if line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Over the last rows of a screen: a message or a question that is longer than its row, what was understood of a line.
fn above_foot(model: &Model, screen: &mut Frame, area: Rect) {
    let (words, style, at_least) = match (&model.question, &model.line, &model.message) {
        (Some(question), ..) => (model.locale.say(&question.sentence), model.theme.alarm(), 2),
        (None, Some(line), _) => match &line.read_back {
            Some(read) => (self::words(model, read), model.theme.title(), 1),
            None => return,
        },
        (None, None, Some(message)) => (self::words(model, &message.words), model.theme.title(), 2),
        (None, None, None) => return,
    };
    let words = words.replace('\n', " ");
    let lines = wrapped(&words, usize::from(area.width).saturating_sub(2));
    if lines.len() < at_least {
        return;
    }
    let rows = (lines.len() as u16).min(3).min(area.height.saturating_sub(FOOT));
    let below = area.bottom().saturating_sub(FOOT) + u16::from(at_least == 2);
    let over = Rect { y: below.saturating_sub(rows), height: rows, ..area }.intersection(area);
    screen.render_widget(Clear, over);
    for (row, line) in lines.iter().take(usize::from(rows)).enumerate() {
        put(screen, over, 1, row as u16, line, style);
    }
}

fn head(model: &Model, screen: &mut Frame, area: Rect, title: &str) {
    let library = model.library.as_ref().map_or("", |library| library.settings.title.as_str());
    let title = if title.is_empty() { format!("témoin · {library}") } else { title.to_owned() };
    put(screen, area, 1, 0, &title, model.theme.title());
    let now = model.local();
    put_right(
        screen,
        area,
        0,
        &format!("{}   {}", model.locale.date(now.date_naive()), model.locale.clock(now.time())),
        Style::new(),
    );
    for (tab, column, width) in tabs(model) {
        let words = tab_words(model, tab);
        let style = if tab == model.screen { model.theme.chosen() } else { Style::new() };
        let shown = if tab == model.screen { format!("[{words}]") } else { format!(" {words} ") };
        debug_assert_eq!(shown.width() as u16, width);
        put(screen, area, column, 1, &shown, style);
    }
    put(screen, area, 0, 2, &"─".repeat(usize::from(area.width)), model.theme.faint());
    if model.setup.rehearsal {
        let words = format!(" {} ", model.locale.say(&text!("today-rehearsal-banner")));
        put(screen, area, 3, 2, &words, model.theme.title());
    }
}

/// Each tab with its column and width.
fn tabs(model: &Model) -> Vec<(Screen, u16, u16)> {
    let mut column = 1;
    let place = |tab: &Screen| {
        let width = tab_words(model, *tab).width() as u16 + 2;
        let at = column;
        column += width + 1;
        (*tab, at, width)
    };
    Screen::TABS.iter().map(place).collect()
}

fn tab_words(model: &Model, tab: Screen) -> String {
    let name = match tab {
        Screen::Today => "today",
        Screen::Record => "record",
        Screen::Listen => "listen",
        Screen::Plan => "plan",
        Screen::Guided | Screen::After | Screen::First => "guided",
    };
    model.locale.say(&text!("screen-tab", name = name))
}

/// The tab at a place of the terminal, on screens that have tabs.
pub fn tab_at(model: &Model, column: u16, row: u16) -> Option<Screen> {
    if row != 1 || model.screen == Screen::Record {
        return None;
    }
    tabs(model).into_iter().find(|(_, at, width)| (*at..at + width).contains(&column)).map(|(tab, _, _)| tab)
}

/// The question, else the line that is being typed, else the latest message.
pub fn say(model: &Model, screen: &mut Frame, area: Rect) {
    if let Some(question) = &model.question {
        put(screen, area, 1, 0, &model.locale.say(&question.sentence), model.theme.alarm());
    } else if let Some(line) = model.line.as_ref().filter(|_| model.overlay.is_none() && !has_own_lines(model.screen)) {
        put_line(model, screen, area, line);
    } else if let Some(message) = &model.message {
        put(screen, area, 1, 0, &words(model, &message.words), model.theme.title());
    }
}

/// Forms show a line where it is asked for.
fn has_own_lines(screen: Screen) -> bool {
    matches!(screen, Screen::After | Screen::First)
}

pub fn words(model: &Model, words: &Words) -> String {
    match words {
        Words::Said(text) => model.locale.say(text),
        Words::Wrong(error) => error.worded(&model.locale),
        Words::Told(words) => words.clone(),
    }
}

/// A line that is being typed, with its label and the terminal's own cursor.
pub fn put_line(model: &Model, screen: &mut Frame, area: Rect, line: &Line) {
    let label = format!("{} ", model.locale.say(&line.label));
    put(screen, area, 1, 0, &label, model.theme.key());
    let begin = 1 + label.width() as u16;
    let room = usize::from(area.width.saturating_sub(begin + 1));
    let scroll = line.input.visual_scroll(room);
    put(screen, area, begin, 0, &cut_front(line.text(), scroll), Style::new());
    let cursor = begin + (line.input.visual_cursor().saturating_sub(scroll)) as u16;
    if cursor < area.width && area.height > 0 {
        screen.set_cursor_position((area.x + cursor, area.y));
    }
}

/// The words of an action, for help, footers and the list of actions.
pub fn label(model: &Model, action: &Action) -> String {
    model.locale.message(&format!("action-{}", action.name)).unwrap_or_else(|| action.name.to_owned())
}

/// Keys and what they do, as many as fit on one row, in the order given.
pub fn keys(model: &Model, screen: &mut Frame, area: Rect, row: u16, commands: &[Command]) {
    let mut column = 1;
    for command in commands {
        let scope = model.screen.scope();
        let Some((action, keys)) = model.keymap.of_scope(scope).find(|(action, _)| action.command == *command) else { continue };
        let Some(key) = keys.first() else { continue };
        let (key, words) = (key.shown(&model.locale), label(model, action));
        let width = (key.width() + 1 + words.width()) as u16;
        if column + width > area.width {
            return;
        }
        put(screen, area, column, row, &key, model.theme.key());
        put(screen, area, column + key.width() as u16 + 1, row, &words, Style::new());
        column += width + 2;
    }
}

/// Writes on one row of `area`, cut at its right edge; outside it nothing happens. Text from files is made harmless here.
pub fn put(screen: &mut Frame, area: Rect, column: u16, row: u16, words: &str, style: Style) {
    let area = area.intersection(screen.area());
    if column >= area.width || row >= area.height {
        return;
    }
    let room = usize::from(area.width - column);
    screen.buffer_mut().set_stringn(area.x + column, area.y + row, sanitize(words), room, style);
}

/// Writes so that the words end one cell before the right edge.
pub fn put_right(screen: &mut Frame, area: Rect, row: u16, words: &str, style: Style) {
    let width = words.width() as u16 + 1;
    put(screen, area, area.width.saturating_sub(width), row, words, style);
}

/// The words, cut to a width with an ellipsis; whole letters only.
pub fn cut(words: &str, width: usize) -> String {
    let words = sanitize(words);
    if words.width() <= width {
        return words;
    }
    let mut kept = String::new();
    for letter in words.graphemes(true) {
        if kept.width() + letter.width() + 1 > width {
            break;
        }
        kept.push_str(letter);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

fn cut_front(words: &str, width: usize) -> String {
    let mut gone = 0;
    words
        .graphemes(true)
        .skip_while(|letter| {
            let skip = gone < width;
            gone += letter.width();
            skip
        })
        .collect()
}
