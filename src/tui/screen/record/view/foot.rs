//! The foot of the screen: the palette with its letters, what is said, the keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::super::people;
use super::super::says::{Sentence, Tone, sentences};
use crate::domain::{Bilingual, Slug};
use crate::recorder::protocol::State;
use crate::text;
use crate::tui::keymap::{Command, Scope};
use crate::tui::line::Line;
use crate::tui::model::Model;
use crate::tui::theme::CHIP;
use crate::tui::view::{cut, key_of, label, put, put_keys, put_line, put_right, wrap, yes};

/// The longest name in the palette where whole ones do not fit, in columns.
const SHORT: usize = 14;

/// The most rows of whole names: marks are wanted more.
const WHOLE: usize = 2;

/// Columns between two letters: the wide gap, and the narrow one where it saves a row.
const GAPS: [u16; 2] = [3, 2];

/// What stands between two groups.
const GROUPS: &str = "|  ";

/// One letter of the palette.
#[derive(Clone)]
struct Letter {
    key: char,
    name: String,
    short: Option<String>,
    /// The colour of its marks. The words do without: nobody knows whether it can be read on the terminal's own background.
    colour: Style,
    /// The first theme behind the kinds, or one that stands apart from those before it.
    begins_group: bool,
}

impl Letter {
    fn width(&self) -> u16 {
        (2 + self.name.width() + if self.begins_group { GROUPS.width() } else { 0 }) as u16
    }
}

/// Letters in rows, so many columns apart.
#[derive(Default)]
struct Laid {
    gap: u16,
    rows: Vec<Vec<Letter>>,
}

/// Kinds with a key, then themes with one. A letter that is an action's key is not the palette's.
fn letters(model: &Model) -> Vec<Letter> {
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    let Some(palette) = palette.filter(|_| model.record.ended.is_none()) else { return Vec::new() };
    let language = model.locale.language;
    let letter = |key: Option<char>, id: &Slug, (names, short): (&Bilingual, &Bilingual), colour: &Option<String>| {
        Some(Letter {
            key: key.filter(|key| people::is_free(model, *key))?,
            name: names.in_language(language).unwrap_or(id.as_str()).to_owned(),
            short: short.own(language).map(ToOwned::to_owned),
            colour: model.theme.of_palette(colour.as_deref()),
            begins_group: false,
        })
    };
    let kinds = palette.kinds.iter().filter_map(|kind| letter(kind.key, &kind.id, (&kind.names, &kind.short), &kind.colour));
    let mut letters: Vec<Letter> = kinds.collect();
    let kinds = letters.len();
    for theme in &palette.themes {
        let begins_group = letters.len() == kinds || theme.apart;
        let letter = letter(theme.key, &theme.id, (&theme.names, &theme.short), &theme.colour);
        letters.extend(letter.map(|letter| Letter { begins_group, ..letter }));
    }
    if let Some(first) = letters.first_mut() {
        first.begins_group = false; // nothing stands before it
    }
    letters
}

/// The letters alone, for the strip; while people are chosen by letters, they are theirs.
pub fn keys_of_palette(model: &Model) -> String {
    let letters = if people::is_open(model) { Vec::new() } else { letters(model) };
    letters.iter().map(|letter| letter.key.to_string()).collect::<Vec<_>>().join(" ")
}

/// Each letter and what it stands for, for help.
pub fn palette_keys(model: &Model) -> Vec<(String, String)> {
    letters(model).into_iter().map(|letter| (letter.key.to_string(), letter.name)).collect()
}

/// The palette in rows. Where whole names do not fit into `most` rows the longest are shortened, as few as need be.
fn palette_lines(model: &Model, width: u16, most: u16) -> Laid {
    if !is_offered(model) {
        return Laid::default();
    }
    let mut letters = letters(model);
    let mut longest: Vec<usize> = (0..letters.len()).collect();
    longest.sort_by_key(|at| std::cmp::Reverse(letters[*at].name.width()));
    let mut laid = in_rows(&letters, width);
    for at in longest {
        if laid.rows.len() <= usize::from(most).min(WHOLE) {
            break;
        }
        letters[at].name = short_name(&letters[at]);
        laid = in_rows(&letters, width);
    }
    laid
}

/// The letters make marks now: a take is open, and nothing is being typed.
fn is_offered(model: &Model) -> bool {
    let is_closing = model.live.as_ref().is_some_and(|live| live.status.state == State::Stopping);
    model.has_or_awaits_take() && !is_closing && model.line.is_none()
}

/// The library's own short name; without one the word in which the letter stands, of a name without such a word the longest.
fn short_name(letter: &Letter) -> String {
    if let Some(short) = &letter.short {
        return cut(short, SHORT);
    }
    let word = letter.name.split(' ').find(|word| word.to_lowercase().contains(letter.key));
    let longest = || letter.name.split(' ').rev().max_by_key(|word| word.width());
    cut(word.or_else(longest).unwrap_or_default(), SHORT)
}

fn in_rows(letters: &[Letter], width: u16) -> Laid {
    let [wide, narrow] = GAPS.map(|gap| Laid { gap, rows: rows_apart(letters, width, gap) });
    let laid = if narrow.rows.len() < wide.rows.len() { narrow } else { wide };
    let by_group = rows_by_group(letters, width, laid.gap);
    if by_group.len() == laid.rows.len() { Laid { rows: by_group, ..laid } } else { laid }
}

/// Each group in rows of its own: then nothing else needs to part them.
fn rows_by_group(letters: &[Letter], width: u16, gap: u16) -> Vec<Vec<Letter>> {
    let rows = |group: &[Letter]| {
        let mut group = group.to_vec();
        group[0].begins_group = false;
        rows_apart(&group, width, gap)
    };
    letters.chunk_by(|_, next| !next.begins_group).flat_map(rows).collect()
}

fn rows_apart(letters: &[Letter], width: u16, gap: u16) -> Vec<Vec<Letter>> {
    let (mut rows, mut used) = (Vec::<Vec<Letter>>::new(), 0);
    for letter in letters {
        let width_of_letter = letter.width();
        match rows.last_mut().filter(|_| used + width_of_letter < width) {
            Some(row) => row.push(letter.clone()),
            None => {
                rows.push(vec![letter.clone()]);
                used = 2;
            }
        }
        used += width_of_letter + gap;
    }
    rows
}

/// How many rows the palette wants.
pub fn palette_rows(model: &Model, width: u16, most: u16) -> u16 {
    (palette_lines(model, width, most).rows.len() as u16).min(most)
}

/// Each letter, before it the colour of its marks. Its rows stay empty while people are chosen by letters.
pub fn palette(model: &Model, screen: &mut Frame, area: Rect) {
    if people::is_open(model) {
        return;
    }
    let laid = palette_lines(model, area.width, area.height);
    for (row, letters) in laid.rows.iter().enumerate() {
        let (row, mut column) = (row as u16, 2);
        for letter in letters {
            if letter.begins_group {
                put(screen, area, column, row, GROUPS, model.theme.faint());
                column += GROUPS.width() as u16;
            }
            if letter.colour.fg.is_some() {
                put(screen, area, column - 1, row, CHIP, letter.colour);
            }
            put(screen, area, column, row, &letter.key.to_string(), model.theme.key());
            put(screen, area, column + 2, row, &letter.name, model.theme.plain());
            column += 2 + letter.name.width() as u16 + laid.gap;
        }
    }
}

/// What is said, in rows, with how each row looks.
pub fn rows(model: &Model, width: u16) -> Vec<(String, Style)> {
    let room = usize::from(width).saturating_sub(2);
    let row = |Sentence { words, tone }: Sentence| {
        let style = match tone {
            Tone::Alarm => model.theme.alarm(),
            Tone::Question => model.theme.question(),
            Tone::Message => model.theme.title(),
            Tone::Calm => model.theme.plain(),
        };
        wrap(&model.theme.in_font(&words), room).into_iter().map(move |line| (line, style)).collect::<Vec<_>>()
    };
    let mut rows: Vec<(String, Style)> = sentences(model).into_iter().flat_map(row).collect();
    if model.line.is_some() {
        rows.push((String::new(), model.theme.plain())); // drawn by itself
    }
    rows
}

/// Says what is to be said; what does not fit is the least urgent. A line that is being typed stands in the last row.
pub fn say(model: &Model, screen: &mut Frame, area: Rect) {
    let line = model.line.as_ref().filter(|_| model.overlay.is_none());
    for (row, (words, style)) in rows(model, area.width).iter().take(usize::from(area.height)).enumerate() {
        put(screen, area, 1, row as u16, words, *style);
    }
    if let Some(line) = line {
        let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }.intersection(area);
        put(screen, last, 0, 0, &" ".repeat(usize::from(area.width)), model.theme.plain());
        let begin = model.locale.say(&line.label).width() + 2;
        let field = " ".repeat(usize::from(area.width).saturating_sub(begin + 1));
        put(screen, last, begin as u16, 0, &field, model.theme.field());
        put_line(model, screen, last, line);
    }
}

/// The keys that matter now; help stands at the right edge.
pub fn keys(model: &Model, screen: &mut Frame, area: Rect) {
    let (help_key, help) = named(model, Command::Help).filter(|_| model.line.is_none()).unwrap_or_default();
    let help_width = (help_key.width() + 1 + help.width()) as u16;
    let room = Rect { width: area.width.saturating_sub(help_width + 4), ..area };
    put_keys(model, screen, room, 0, footer(model).into_iter());
    put_right(screen, area, 0, &help, model.theme.plain());
    put(screen, area, area.width.saturating_sub(help_width + 1), 0, &help_key, model.theme.key());
}

/// Keys with their words, the most wanted first.
fn footer(model: &Model) -> Vec<(String, String)> {
    if let Some(question) = &model.question {
        return key_of(model, Command::Accept, &yes(question)).into_iter().collect();
    }
    if let Some(line) = &model.line {
        return keys_of_line(model, line);
    }
    offered(model).iter().filter_map(|command| named(model, *command)).collect()
}

/// What ends the line that is being typed: in a take both keys keep it.
fn keys_of_line(model: &Model, line: &Line) -> Vec<(String, String)> {
    let (keep, leave) = match line.is_live() {
        true => (text!("record-foot-keep"), text!("record-foot-keep")),
        false => (text!("screen-line-keep", what = "find"), text!("screen-line-leave", what = "find")),
    };
    [key_of(model, Command::Accept, &keep), key_of(model, Command::Back, &leave)].into_iter().flatten().collect()
}

/// The most wanted first: a wider terminal shows more of them. In a pause the safe key takes the take up again.
fn offered(model: &Model) -> &'static [Command] {
    use Command::*;
    match model.live.as_ref().map(|live| live.status.state) {
        Some(State::Stopping) => &[],
        Some(State::Paused) => &[Safe, OffRecord, Note, Thread, Stop, Undo, BigNumber, NextScreen, Actions, Quit],
        _ if model.has_joined() => &[Safe, OffRecord, Note, Thread, Stop, Undo, Consent, NextScreen, Actions, Quit],
        _ if model.has_or_awaits_take() => {
            &[Safe, OffRecord, Note, Thread, Pause, Stop, Mask, Undo, Consent, Questions, BigNumber, NextScreen, Actions, Quit]
        }
        _ if !model.may_write() => &[NextScreen, Quit, Actions], // nothing can begin
        _ if model.setup.rehearsal => &[Safe, NextScreen, Quit, Actions],
        _ => &[Safe, Inputs, NextScreen, Quit, Actions],
    }
}

/// The first key of a command and its words; the safe key says what it does now.
pub fn named(model: &Model, command: Command) -> Option<(String, String)> {
    let scope = Scope::Record;
    let (action, keys) = model.keymap.of_scope(scope).find(|(action, _)| action.command == command)?;
    let words = match command {
        Command::Safe => model.locale.say(&text!("record-safe", now = safe_now(model))),
        Command::Quit if !model.has_take() => model.locale.say(&text!("record-leave")),
        Command::OffRecord if model.live.as_ref().is_some_and(|live| live.status.off_record) => {
            model.locale.say(&text!("record-back"))
        }
        _ => label(model, action),
    };
    Some((keys.first()?.shown(&model.locale), words))
}

fn safe_now(model: &Model) -> &'static str {
    match model.live.as_ref().map(|live| live.status.state) {
        Some(State::Paused) => "resume",
        _ if model.has_or_awaits_take() => "mark",
        _ => "start",
    }
}
