//! The strip: three lines to lie beside a video call, and whatever fits of them in less.

use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::super::Lamp;
use super::super::lamp::is_soundless;
use super::super::questions::is_open;
use super::super::says::{self, Tone, position};
use super::super::take::{counted, seconds, step};
use super::{foot, levels, lines, marks, questions};
use crate::text;
use crate::tui::keymap::Command;
use crate::tui::model::{Listener, Model};
use crate::tui::theme::Filling;
use crate::tui::view::{put, put_line, put_right, wrap};

/// Columns of a meter, at least and at most.
const METER: (usize, usize) = (9, 30);

pub fn strip(model: &Model, screen: &mut Frame, area: Rect) {
    let row = |at: u16| Rect { y: area.y.saturating_add(at), height: 1, ..area }.intersection(area);
    let is_urgent = model.question.is_some() || model.line.is_some() || !model.has_focus;
    match area.height {
        0 => {}
        1 if model.question.is_some() || model.line.is_some() => third(model, screen, row(0)),
        1 => first(model, screen, row(0)),
        2 if is_urgent => {
            first(model, screen, row(0));
            third(model, screen, row(1));
        }
        _ => {
            first(model, screen, row(0));
            second(model, screen, row(1));
            third(model, screen, Rect { y: area.y.saturating_add(2), height: area.height - 2, ..area }.intersection(area));
        }
    }
}

/// A piece of the first line, and how soon it is wanted: 0 first.
struct Piece {
    words: String,
    /// A meter behind the words.
    bar: String,
    wanted: usize,
}

impl Piece {
    fn new(words: String, wanted: usize) -> Piece {
        Piece { words, bar: String::new(), wanted }
    }

    fn width(&self) -> usize {
        self.words.width() + self.bar.width()
    }
}

/// Lamp, position, time, meters, step, room, marks: the more there is room, the more of it.
fn first(model: &Model, screen: &mut Frame, area: Rect) {
    let lamp = Lamp::of(model);
    let name = format!("{} {}{}", lamp.shape.sign(model.theme), model.locale.say(&lamp.words(model)), filling(&lamp));
    put(screen, area, 1, 0, &name, lamp.style(model));
    let mut column = 1 + name.width() + 2;
    for piece in widest(model, usize::from(area.width).saturating_sub(column)) {
        put(screen, area, column as u16, 0, &piece.words, model.theme.plain());
        put(screen, area, (column + piece.words.width()) as u16, 0, &piece.bar, model.theme.good());
        column += piece.width() + 2;
    }
}

/// The filling is the truth about the sound, also here.
fn filling(lamp: &Lamp) -> &'static str {
    match lamp.filling {
        Filling::Solid | Filling::Empty => "",
        Filling::Withheld => " ▒▒",
        Filling::Memory => " ░░",
        Filling::Alarm => " ▀▄",
    }
}

/// The pieces that fit, their meters as wide as there is room for.
fn widest(model: &Model, room: usize) -> Vec<Piece> {
    let kept = fitting(pieces(model, METER.0), room);
    let meters = kept.iter().filter(|piece| !piece.bar.is_empty()).count();
    let used: usize = kept.iter().map(|piece| piece.width() + 2).sum();
    match (room + 1).saturating_sub(used).checked_div(meters) {
        Some(more @ 1..) => fitting(pieces(model, (METER.0 + more).min(METER.1)), room),
        _ => kept,
    }
}

/// All of them, with meters of so many columns.
fn pieces(model: &Model, meter: usize) -> Vec<Piece> {
    let mut pieces = vec![Piece::new(position(seconds(model)), 0), Piece::new(model.locale.clock(model.local().time()), 1)];
    let Some(live) = &model.live else { return pieces };
    if !is_soundless(&live.status) {
        for (n, level) in live.status.levels.iter().enumerate() {
            let bar = levels::bar(level, model.record.meters.held(n), meter, model.theme.ascii);
            pieces.push(Piece { words: format!("{} ", says::channel(model, level, &live.status.levels)), bar, wanted: 2 + n });
        }
    }
    if let Some(step) = step(model).filter(|step| step.number > 0) {
        let words = format!("► {}/{} {}", step.number, step.of, lines::lasts(model, &step));
        pieces.push(Piece::new(model.theme.in_font(&words), usize::MAX - 2));
    }
    if let Some(left) = live.status.disk_seconds_left {
        pieces.push(Piece::new(model.locale.room(left), usize::MAX - 1));
    }
    if live.has_take() {
        let count = counted(model).count();
        pieces.push(Piece::new(model.locale.say(&text!("record-marks", count = count)), usize::MAX));
    }
    pieces
}

/// Those that fit, the most wanted first, in their order.
fn fitting(pieces: Vec<Piece>, room: usize) -> Vec<Piece> {
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by_key(|at| pieces[*at].wanted);
    let (mut kept, mut used) = (Vec::new(), 0);
    for at in order {
        let width = pieces[at].width() + 2;
        if used + width <= room + 1 {
            used += width;
            kept.push(at);
        }
    }
    pieces.into_iter().enumerate().filter(|(at, _)| kept.contains(at)).map(|(_, piece)| piece).collect()
}

/// The last mark, or the chosen question of an open queue, the palette's letters, the keys.
fn second(model: &Model, screen: &mut Frame, area: Rect) {
    use Command::*;
    let last = questions::in_short(model).or_else(|| marks::last(model)).unwrap_or_else(|| lines::what(model));
    let commands: &[Command] = match model.has_take() {
        true if is_open(model) => &[Accept, Left, Questions, Back],
        true => &[Safe, OffRecord, Note, Thread, Pause, Stop, Help],
        false if !model.may_write() => &[Help],
        false => &[Safe, Inputs, Help],
    };
    let keys: Vec<String> = commands.iter().filter_map(|command| foot::named(model, *command)).map(|(key, _)| key).collect();
    let palette = if model.has_take() { foot::keys_of_palette(model) } else { String::new() };
    let (narrow, keys) = (keys.join(" "), keys.join("  "));
    let room = usize::from(area.width).saturating_sub(2);
    let fits = |right: &String, left: usize| right.width() + 2 + left <= room;
    let closed = palette.replace(' ', ""); // closed up, they still are letters
    let both = [(&palette, &keys), (&palette, &narrow), (&closed, &keys)].into_iter();
    let both = both.map(|(letters, keys)| format!("{letters}   {keys}").trim_start().to_owned());
    let right = both.into_iter().find(|right| fits(right, last.width())); // letters go before words are cut
    let right = right.or(Some(keys).filter(|keys| fits(keys, 10))).unwrap_or_default();
    let left = room.saturating_sub(right.width() + if right.is_empty() { 0 } else { 2 });
    put(screen, area, 1, 0, &crate::tui::view::cut(&last, left), model.theme.plain());
    put_right(screen, area, 0, &right, if model.has_focus { model.theme.key() } else { model.theme.away() });
}

/// What is said; where there are more rows, all of it.
fn third(model: &Model, screen: &mut Frame, area: Rect) {
    if let Some(line) = model.line.as_ref().filter(|_| model.listens() == Listener::Line) {
        return put_line(model, screen, area, line);
    }
    let room = usize::from(area.width).saturating_sub(2);
    let mut row = 0;
    for mut sentence in says::sentences(model) {
        if area.height == 1 && !model.has_focus && sentence.words.width() + 2 > room && sentence.tone == Tone::Alarm {
            sentence.words = says::elsewhere_in_short(model);
        }
        let (style, sign) = match sentence.tone {
            Tone::Alarm => (model.theme.alarm(), "▲ "),
            Tone::Question => (model.theme.question(), ""),
            Tone::Message => (model.theme.title(), ""),
            Tone::Calm => (model.theme.plain(), ""),
        };
        for line in wrap(&model.theme.in_font(&format!("{sign}{}", sentence.words)), room) {
            put(screen, area, 1, row, &line, style);
            row = row.saturating_add(1);
        }
    }
}
