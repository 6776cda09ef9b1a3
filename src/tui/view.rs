//! Draws the model: the frame that all screens share, and the pen that they write with. Changes nothing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::keymap::{Action, Command, Scope};
use super::line::{Line, Purpose};
use super::model::{About, Listener, Message, Model, Question, Screen, Words, Yes};
use super::overlay;
use super::reminders;
use super::screen::{after, first, guided, listen, plan, record, today};
use super::small_lamp::small_lamp;
use crate::domain::{Slug, sanitize};
use crate::locale::{Text, capitalized};
use crate::plan::Occurrence;
use crate::text;

/// Rows of the frame above a screen: title, tabs, a rule; and below it: message or question, two of keys.
const HEAD: u16 = 3;
const FOOT: u16 = 3;

/// No message takes more rows.
const MESSAGE_ROWS: usize = 3;

/// A terminal that is smaller than this shows the strip of Record, or one sentence.
const SMALLEST: (u16, u16) = (60, 16);

pub fn view(model: &Model, screen: &mut Frame) {
    let area = screen.area();
    match model.screen {
        Screen::Record => record::view(model, screen, area),
        Screen::Guided if area.width < SMALLEST.0 || area.height < SMALLEST.1 => record::view(model, screen, area),
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
    if model.screen.has_frame() && area.width >= SMALLEST.0 && area.height >= SMALLEST.1 {
        keys_of_line(model, screen, area);
        say(model, screen, message_row(model, area)); // over the screen's last rows, where it takes more than its own
        plan::moving::view(model, screen, message_row(model, area));
    }
    overlay::view(model, screen, area);
    if model.screen.has_frame() || model.overlay.is_some() {
        ask(model, screen, area);
    }
    in_plain_signs(model, screen);
}

/// Whatever was drawn, also what a library or a box of the screen holds, is shown in signs that the font has.
fn in_plain_signs(model: &Model, screen: &mut Frame) {
    for cell in &mut screen.buffer_mut().content {
        if let Some(plain) = model.theme.plain_cell(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

/// A question stands over everything else, with the one key that is its own. Record and Guided have their places for it.
fn ask(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(question) = &model.question else { return };
    let foot = clear_foot(screen, area);
    put_keys(model, screen, foot, 1, key_of(model, Command::Accept, &yes(question)).into_iter());
    put_message(screen, message_row(model, area), &model.locale.say(&question.sentence), model.theme.question());
}

/// What `Enter` answers.
pub fn yes(question: &Question) -> Text {
    match question.yes {
        Yes::Stop(_) => text!("record-foot-stop"),
        _ => text!("screen-key-yes"),
    }
}

/// A key of questions and lines, and what it does.
pub fn key_of(model: &Model, command: Command, words: &Text) -> Option<(String, String)> {
    Some((model.keymap.key(command, Scope::Form)?.shown(&model.locale), model.locale.say(words)))
}

/// Empties the rows of keys.
fn clear_foot(screen: &mut Frame, area: Rect) -> Rect {
    let foot = Rect { y: area.bottom().saturating_sub(2), height: 2, ..area }.intersection(area);
    for row in 0..foot.height {
        put(screen, foot, 0, row, &" ".repeat(usize::from(area.width)), Style::reset());
    }
    foot
}

/// While something is typed letters are letters: in the place of the screen's keys stand the two that the line has. Plan's form has its
/// own.
fn keys_of_line(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(line) = model.line.as_ref().filter(|_| model.listens() == Listener::Line) else { return };
    let what = match (&line.purpose, model.screen) {
        (Purpose::Field(_), Screen::Plan) => return,
        (Purpose::Field(_), Screen::First) => "first",
        (Purpose::Field(_), _) => after::enter_does(model, line.text()),
        (Purpose::Moving(moving), _) => moving.name(),
        (Purpose::Find, _) => return, // what lies over the screen has its own
        _ => "line",
    };
    let foot = clear_foot(screen, area);
    let leave = match what {
        "shift" => "move",
        "nothing" | "thread" => "after",
        what => what,
    };
    let of_line =
        [(Command::Accept, text!("screen-line-keep", what = what)), (Command::Back, text!("screen-line-leave", what = leave))];
    let keys = of_line.iter().filter_map(|(command, words)| key_of(model, *command, words));
    put_keys(model, screen, foot, u16::from(has_low_foot(model)), keys);
}

/// Draws the frame of a screen with tabs: title and clock, tabs. Gives what is left between it and the message and keys.
pub fn frame(model: &Model, screen: &mut Frame, area: Rect, title: &str) -> Rect {
    let now = model.local();
    let clock = format!("{}   {}", model.locale.date(now.date_naive()), model.locale.clock(now.time()));
    frame_with(model, screen, area, title, &clock)
}

/// As [`frame`], with something else in the place of the clock.
pub fn frame_with(model: &Model, screen: &mut Frame, area: Rect, title: &str, right: &str) -> Rect {
    head(model, screen, area, title, right);
    inner(area)
}

/// Where messages stand, above the rows of keys.
pub fn message_row(model: &Model, area: Rect) -> Rect {
    let foot = FOOT - u16::from(has_low_foot(model));
    Rect { y: area.bottom().saturating_sub(foot), height: 1, ..area }.intersection(area)
}

/// The keys of what is asked or typed take the last row alone, which leaves one more to the words above them.
fn has_low_foot(model: &Model) -> bool {
    match (&model.question, &model.line) {
        (Some(_), _) => true,
        (None, Some(line)) => model.overlay.is_none() && !matches!(line.purpose, Purpose::Field(_) | Purpose::Find),
        (None, None) => false,
    }
}

/// What the frame leaves to a screen.
pub fn inner(area: Rect) -> Rect {
    Rect { y: area.y + HEAD, height: area.height.saturating_sub(HEAD + FOOT), ..area }.intersection(area)
}

fn head(model: &Model, screen: &mut Frame, area: Rect, title: &str, right: &str) {
    let library = model.library.as_ref().map_or("", |library| library.settings.title.as_str());
    let title = if title.is_empty() { format!("témoin · {library}") } else { title.to_owned() };
    let room = usize::from(area.width).saturating_sub(right.width() + 4);
    put(screen, area, 1, 0, &cut(&title, room), model.theme.title());
    put_right(screen, area, 0, right, Style::new());
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
        let column = if words.width() + 4 < usize::from(area.width) { 3 } else { 0 };
        put(screen, area, column, 2, &words, Style::reset().patch(model.theme.title()));
    }
    put_small_lamp(model, screen, area);
}

/// At the right of the tabs; in the rule below them where that is too narrow.
fn put_small_lamp(model: &Model, screen: &mut Frame, area: Rect) {
    let Some((words, style)) = small_lamp(model) else { return };
    let behind_tabs = tabs(model).last().map_or(0, |(_, at, width)| at + width);
    let begin = area.width.saturating_sub(words.width() as u16 + 1);
    if begin > behind_tabs {
        return put(screen, area, begin, 1, &words, style);
    }
    put(screen, area, begin.saturating_sub(1), 2, " ", Style::new());
    put_right(screen, area, 2, &words, Style::reset().patch(style));
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
    let has_tabs = matches!(model.screen, Screen::Today | Screen::Listen | Screen::Plan | Screen::After);
    if row != 1 || !has_tabs {
        return None;
    }
    tabs(model).into_iter().find(|(_, at, width)| (*at..at + width).contains(&column)).map(|(tab, _, _)| tab)
}

/// The line that is being typed, else the latest message; a question comes before both.
fn say(model: &Model, screen: &mut Frame, area: Rect) {
    if model.listens() == Listener::Question {
        return;
    }
    if let Some(line) = model.line.as_ref().filter(|line| model.overlay.is_none() && !matches!(line.purpose, Purpose::Field(_))) {
        put_line(model, screen, area, line);
    } else if let Some(words) = listen::held(model) {
        put_message(screen, area, &model.locale.say(&words), model.theme.title());
    } else if let Some(message) = model.message.as_ref().filter(|message| belongs_here(model, message)) {
        put_message(screen, area, &words(model, &message.words), model.theme.title());
    }
}

/// What cannot be recorded from hides no row of the plans, and hinders nobody who listens; what is wrong with the field that is being
/// typed in comes first.
fn belongs_here(model: &Model, message: &Message) -> bool {
    match (model.screen, &model.plan.form) {
        (Screen::Plan, Some(form)) if plan::form::has_fault(form) => false,
        (Screen::Plan | Screen::Listen, _) => message.about != About::Input,
        _ => true,
    }
}

/// A message ends on its row; what is longer takes up to two rows above, and what cannot stand there ends in an ellipsis.
fn put_message(screen: &mut Frame, area: Rect, words: &str, style: Style) {
    let width = usize::from(area.width.saturating_sub(2));
    let mut lines: Vec<String> = words.lines().flat_map(|line| wrap_evenly(line, width)).collect();
    if lines.len() > MESSAGE_ROWS {
        lines.truncate(MESSAGE_ROWS);
        lines[MESSAGE_ROWS - 1] = format!("{}…", cut(&lines[MESSAGE_ROWS - 1], width.saturating_sub(1)).trim_end_matches('…'));
    }
    for (row, line) in lines.iter().rev().enumerate() {
        let at = Rect { y: area.y.saturating_sub(row as u16), ..area };
        put(screen, at, 0, 0, &" ".repeat(usize::from(area.width)), Style::reset());
        put(screen, at, 1, 0, line, style);
    }
}

/// As [`wrap`], with no word alone in the last line where that can be had in as many lines.
pub fn wrap_evenly(words: &str, width: usize) -> Vec<String> {
    let lines = wrap(words, width);
    if lines.len() < 2 || lines.last().is_some_and(|last| last.contains(' ')) {
        return lines;
    }
    let narrower = (width / 2..width).rev().map(|narrow| wrap(words, narrow));
    let even = narrower.take_while(|even| even.len() == lines.len()).find(|even| even[even.len() - 1].contains(' '));
    even.unwrap_or(lines)
}

pub fn words(model: &Model, words: &Words) -> String {
    match words {
        Words::Said(text) => capitalized(&model.locale.say(text)),
        Words::Wrong(error) if error.place().is_none() => capitalized(&error.plain(&model.locale)),
        Words::Wrong(error) => error.plain(&model.locale), // a path begins as it is written
        Words::Told(words) => words.clone(),
        Words::Due(reminder) => model.locale.say(&reminders::words(model, reminder)),
    }
}

/// What a session or series is called on the screen, in questions and in what is said: where names must not be seen, by the codes of
/// its people. Nobody is named before the codes have been read.
pub fn title(model: &Model, title: &str, people: &[Slug]) -> String {
    let codes = model.library.iter().flat_map(|library| people.iter().map(|id| library.names.of(id).to_owned()));
    called(model, title, &codes.collect::<Vec<String>>())
}

/// As [`title`], with people as they are called here.
pub fn called(model: &Model, title: &str, people: &[String]) -> String {
    match (model.setup.hides_names, people) {
        (false, _) => title.to_owned(),
        (true, []) => model.locale.say(&text!("today-some-session")),
        (true, people) => people.join(", "),
    }
}

/// What a date is called.
pub fn title_of(model: &Model, occurrence: &Occurrence) -> String {
    title(model, &occurrence.title, &occurrence.people)
}

/// What a place is called; by its id until the library has been read.
pub fn place_name(model: &Model, id: &Slug) -> String {
    model.library.as_ref().map_or_else(|| id.to_string(), |library| library.settings.place_name(id))
}

/// A line that is being typed, with its label and the terminal's own cursor.
pub fn put_line(model: &Model, screen: &mut Frame, area: Rect, line: &Line) {
    let label = format!("{} ", model.locale.say(&line.label));
    put(screen, area, 1, 0, &label, model.theme.key());
    put_input(screen, area, 1 + label.width() as u16, line);
}

/// What has been typed so far, or is proposed, from a column on, with the cursor.
pub fn put_input(screen: &mut Frame, area: Rect, begin: u16, line: &Line) {
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
    match action.command {
        Command::Quit if !model.has_take() => model.locale.say(&text!("screen-quit")),
        Command::Mark if model.screen == Screen::Listen => model.locale.say(&text!("screen-mark-here")),
        _ => action.words(&model.locale),
    }
}

/// Keys and what they do, in the words of their actions.
pub fn keys(model: &Model, screen: &mut Frame, area: Rect, row: u16, commands: &[Command]) {
    let scope = model.screen.scope();
    let worded = |command: &Command| {
        let (action, keys) = model.keymap.of_scope(scope).find(|(action, _)| action.command == *command)?;
        Some((keys.first()?.shown(&model.locale), label(model, action)))
    };
    put_keys(model, screen, area, row, commands.iter().filter_map(worded));
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

/// The words in lines of at most `width` cells, parted at spaces; wide gaps stay within a line. A longer word is cut.
pub fn wrap(words: &str, width: usize) -> Vec<String> {
    let words = words.replace('\n', " ");
    if words.width() <= width {
        return vec![words];
    }
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.iter().map(|line| cut(line.trim_end(), width)).collect()
}

/// The width that a row of hints wants, with a margin at both sides.
pub fn hints_width(model: &Model, hints: &[(&[Command], Text)]) -> u16 {
    let widths = hints.iter().map(|(commands, words)| hinted(model, commands).width() + model.locale.say(words).width() + 3);
    widths.sum::<usize>() as u16
}

/// The keys of some commands, as a footer shows them.
fn hinted(model: &Model, commands: &[Command]) -> String {
    let scope = if model.overlay.is_some() { Scope::Overlay } else { model.screen.scope() };
    let keys = commands.iter().filter_map(|command| model.keymap.key(*command, scope));
    let keys: Vec<String> = keys.map(|key| key.shown(&model.locale)).collect();
    keys.join(if keys.iter().all(|key| key.width() == 1) { "" } else { " " })
}

/// Keys and what they do, in words of their own.
pub fn hints(model: &Model, screen: &mut Frame, area: Rect, row: u16, hints: &[(&[Command], Text)]) {
    put_keys(model, screen, area, row, hints.iter().map(|(commands, words)| (hinted(model, commands), model.locale.say(words))));
}

/// Keys and what they do, as many as fit on one row, in the order given.
pub fn put_keys(model: &Model, screen: &mut Frame, area: Rect, row: u16, keys: impl Iterator<Item = (String, String)>) {
    let mut column = 1;
    for (key, words) in keys {
        let width = (key.width() + 1 + words.width()) as u16;
        if key.is_empty() || column + width > area.width {
            continue;
        }
        put(screen, area, column, row, &key, model.theme.key());
        put(screen, area, column + key.width() as u16 + 1, row, &words, Style::new());
        column += width + 2;
    }
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
