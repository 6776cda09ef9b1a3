//! How Listen is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::areas::{Areas, column_of};
use super::opened::Opened;
use super::wave::{self, Stretch};
use super::{choose, list, palette};
use crate::audio::stretch::Tempo;
use crate::domain::{Frames, Take};
use crate::text;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::Model;
use crate::tui::view::{cut, frame, frame_with, hints, keys, put, put_right, title, wrap};

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    match &model.listen.opened {
        None => {
            let inner = frame(model, screen, area, "");
            choose::view(model, screen, inner);
            list_keys(model, screen, area);
            general(model, screen, area);
        }
        Some(opened) => {
            let (title, right) = head(model, opened, area.width);
            let inner = frame_with(model, screen, area, &title, &right);
            view_session(model, screen, opened, inner);
            session_keys(model, screen, area);
        }
    }
}

/// `Nadia, le soir · 9 sur 60 · samedi 28 mars 2020  prise 1` and `1 h 12   9 repères`. A long title is cut, what follows it is not.
fn head(model: &Model, opened: &Opened, width: u16) -> (String, String) {
    let session = &opened.listening.entry.session;
    let title = title(model, &session.title, &session.people);
    let Some(take) = opened.take() else { return (title, String::new()) };
    let number = choose::number(model, session);
    let date = model.locale.date(take.started.date_naive());
    let mut rest: String = [number, date].iter().filter(|part| !part.is_empty()).map(|part| format!(" · {part}")).collect();
    rest += &format!("  {}", model.locale.say(&text!("listen-take", number = take.number)));
    let length = model.locale.length(take.end().seconds(take.rate));
    let room = usize::from(width).saturating_sub(rest.width() + length.width() + 3 + 4);
    let marks = choose::marks(model, opened.listening.counted(), room.saturating_sub(title.width()));
    let right = match choose::is_running(model, &opened.listening.entry.id) {
        true => model.locale.say(&text!("listen-running")),
        false => format!("{length}   {marks}"),
    };
    let room = usize::from(width).saturating_sub(rest.width() + right.width() + 4);
    (format!("{}{rest}", cut(&title, room)), right)
}

fn view_session(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect) {
    let areas = Areas::of(area).with_words(palette::rows(model, area.width));
    let whole = Stretch { over: areas.marks, wave: areas.overview, times: areas.times, span: (Frames(0), opened.end()) };
    let zoomed = Stretch {
        over: areas.range,
        wave: areas.zoom,
        times: areas.zoom_times,
        span: opened.window(model.listen.zoom_seconds()),
    };
    wave::draw_marks(model, screen, opened, &whole);
    if let Some(selection) = selection(model, opened) {
        draw_span(model, screen, selection, &whole);
    }
    wave::draw(model, screen, opened, &whole);
    wave::draw_head(model, screen, opened, &whole);
    wave::draw_times(model, screen, opened, &whole, true);
    wave::draw_marks(model, screen, opened, &zoomed);
    wave::draw(model, screen, opened, &zoomed);
    draw_range(model, screen, opened, &zoomed);
    wave::draw_times(model, screen, opened, &zoomed, false);
    view_state(model, screen, opened, areas.state);
    rule(model, screen, areas.list_rule, &model.locale.say(&text!("listen-marks-rule")));
    list::view(model, screen, opened, areas.list);
    match model.listen.chooser {
        Some(chooser) => {
            rule(model, screen, areas.words_rule, &model.locale.say(&chooser.title(model)));
            palette::view(model, screen, areas.words);
        }
        None => {
            rule(model, screen, areas.words_rule, &model.locale.say(&text!("listen-words-rule")));
            view_words(model, screen, opened, areas.words);
        }
    }
}

/// What the mouse has drawn, until it is a mark or not.
fn selection(model: &Model, opened: &Opened) -> Option<(Frames, Frames)> {
    opened.mouse.selection.filter(|_| opened.mouse.drag.is_some() || model.question.is_some())
}

/// `début ├──────▼───┤ fin`: the range of the chosen mark, or what is drawn with the mouse, and the head.
fn draw_range(model: &Model, screen: &mut Frame, opened: &Opened, stretch: &Stretch) {
    let over = stretch.over;
    let range = selection(model, opened).or_else(|| opened.range());
    let columns = range.and_then(|range| draw_span(model, screen, range, stretch));
    let Some(column) = column_of(opened.head, stretch.span, over) else { return };
    let is_in_range = columns.is_some_and(|(first, last)| (first..=last).contains(&column));
    if !is_in_range && wave::has_mark(opened, stretch, column) {
        return wave::draw_head(model, screen, opened, stretch); // its sign stays, and the waveform shows the place
    }
    put(screen, over, column - over.x, 0, "▼", model.theme.head());
}

/// Gives the columns that it takes.
fn draw_span(model: &Model, screen: &mut Frame, (start, end): (Frames, Frames), stretch: &Stretch) -> Option<(u16, u16)> {
    let over = stretch.over;
    let (first, last) = wave::columns_of(start, end, stretch)?;
    let between = "─".repeat(usize::from((last - first).saturating_sub(1)));
    put(screen, over, first - over.x, 0, &format!("├{between}┤"), model.theme.head());
    let words = [text!("listen-range-start"), text!("listen-range-end")].map(|words| model.locale.say(&words));
    let before = (first - over.x).checked_sub(words[0].width() as u16 + 1).filter(|column| *column > 0);
    before.iter().for_each(|column| put(screen, over, *column, 0, &words[0], model.theme.faint()));
    put(screen, over, last - over.x + 2, 0, &words[1], model.theme.faint());
    Some((first, last))
}

/// Columns that the zoom takes, with some air.
const ZOOM: usize = 16;

/// What plays, where and how fast.
fn view_state(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect) {
    let Some(take) = opened.take() else {
        put(screen, area, 1, 0, &model.locale.say(&text!("listen-no-take")), Style::new());
        return;
    };
    let sign = if opened.is_playing() { "►" } else { " " };
    let state = text!("listen-state", state = if opened.is_playing() { "playing" } else { "still" });
    let at = model.locale.position(opened.head, take.rate);
    let tempo = model.listen.tempo;
    let rate = text!("listen-rate", rate = model.locale.decimal(tempo.factor(), tempo.digits()));
    let flags = flags(model, opened);
    let state = format!("{sign} {at}   {}", model.locale.say(&state));
    let with_rate = format!("{state}   {}{flags}", model.locale.say(&rate));
    let is_crowded = with_rate.width() + ZOOM > usize::from(area.width);
    let words = if is_crowded && tempo == Tempo::NORMAL { state + &flags } else { with_rate };
    put(screen, area, 1, 0, &words, model.theme.title());
    let room = usize::from(area.width).saturating_sub(words.width() + 4);
    put_right(screen, area, 0, &state_right(model, opened, take, room), Style::new());
}

/// What is to be known of the place.
fn flags(model: &Model, opened: &Opened) -> String {
    let mut flags = String::new();
    if opened.is_withheld() {
        flags += &format!("   ▒ {}", model.locale.say(&text!("listen-withheld")));
    }
    if !opened.listening.is_sure() {
        flags += &format!("   {} {}", model.theme.sign("▲"), model.locale.say(&text!("listen-unsure")));
    }
    flags
}

/// Loudness, zoom and loop, as much of it as there is room for.
fn state_right(model: &Model, opened: &Opened, take: &Take, room: usize) -> String {
    let zoom = model.locale.length(model.listen.zoom_seconds());
    let zoom = model.locale.say(&text!("listen-zoom", length = zoom));
    let is_looped = opened.loop_span().is_some();
    let looped = model.locale.say(&text!("listen-loop", state = if is_looped { "on" } else { "off" }));
    let most = [loudness(model, take).as_slice(), &[zoom.clone(), looped.clone()]].concat();
    let forms = [most.join("   "), format!("{zoom}   {looped}")];
    let least = if is_looped { looped } else { zoom };
    forms.into_iter().find(|form| form.width() <= room).unwrap_or(least)
}

/// `−18,2 LUFS`: how loud the take is to the ear, input by input; absent where nobody measured it.
fn loudness(model: &Model, take: &Take) -> Option<String> {
    let of_inputs: Vec<String> = take.loudness.values().map(|loudness| model.locale.decimal(loudness.integrated, 1)).collect();
    let words = text!("listen-loudness", loudness = of_inputs.join(" · "));
    (!of_inputs.is_empty()).then(|| model.locale.say(&words))
}

/// The words of the chosen mark, on as many rows as there are.
fn view_words(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect) {
    let note = opened.mark().and_then(|mark| mark.marker.note.as_deref());
    let (words, style) = match (opened.mark(), note) {
        (Some(_), Some(_)) if model.setup.hides_names => (model.locale.say(&text!("listen-hidden")), model.theme.faint()),
        (Some(_), Some(note)) => (note.to_owned(), Style::new()),
        (Some(_), None) => {
            (model.locale.say(&text!("listen-no-words", key = model.key(Command::Note, Scope::Listen))), model.theme.faint())
        }
        (None, _) => (String::new(), Style::new()),
    };
    for (row, line) in (0..area.height).zip(wrap(&words, usize::from(area.width.saturating_sub(2)))) {
        put(screen, area, 1, row, &line, style);
    }
}

/// `─ repères ─────…`
fn rule(model: &Model, screen: &mut Frame, area: Rect, words: &str) {
    let rest = usize::from(area.width).saturating_sub(words.width() + 3);
    put(screen, area, 0, 0, &format!("─ {words} {}", "─".repeat(rest)), model.theme.faint());
    put(screen, area, 2, 0, words, Style::reset());
}

fn list_keys(model: &Model, screen: &mut Frame, area: Rect) {
    use Command::*;
    foot(model, screen, area, &[(&[Accept], "open"), (&[Up, Down], "choose"), (&[Back], "today")]);
}

/// What the keys do now: while an edge is held or letters are open, less.
fn session_keys(model: &Model, screen: &mut Frame, area: Rect) {
    use Command::*;
    if model.listen.opened.as_ref().is_some_and(|opened| opened.held.is_some()) {
        return foot(
            model,
            screen,
            area,
            &[(&[Play], "play"), (&[PageUp, PageDown], "seconds"), (&[Zoom], "zoom"), (&[Help], "help")],
        );
    }
    if model.listen.chooses() {
        let keys: [(&[Command], _); 4] =
            [(&[Play], "play"), (&[Up, Down], "marks"), (&[Left, Right], "seconds"), (&[Back], "close")];
        return foot(model, screen, area, &keys);
    }
    let sound: [(&[Command], _); 4] =
        [(&[Play], "play"), (&[Accept], "mark"), (&[Up, Down], "marks"), (&[Left, Right], "seconds")];
    let mark: [(&[Command], _); 5] =
        [(&[InPoint], "start"), (&[OutPoint], "end"), (&[Note], "words"), (&[Themes], "themes"), (&[Strength], "strength")];
    let more: [(&[Command], _); 2] = [(&[Zoom], "zoom"), (&[Who], "who")];
    foot(model, screen, area, &[&sound[..], &mark, &more].concat());
    let below: [(&[Command], _); 6] = [
        (&[Loop], "loop"),
        (&[Rate], "rate"),
        (&[OffRecord], "off"),
        (&[Undo], "undo"),
        (&[Back], "sessions"),
        (&[Help], "help"),
    ];
    let rest: [(&[Command], _); 5] =
        [(&[Cancel], "away"), (&[Quit], "quit"), (&[Mask], "mask"), (&[Thread], "thread"), (&[Find], "find")];
    foot_row(model, screen, area, 1, &[&below[..], &rest].concat());
}

fn foot(model: &Model, screen: &mut Frame, area: Rect, keys: &[(&[Command], &'static str)]) {
    foot_row(model, screen, area, 2, keys);
}

/// Keys on the row so many above the lower edge.
fn foot_row(model: &Model, screen: &mut Frame, area: Rect, from_end: u16, keys: &[(&[Command], &'static str)]) {
    let worded: Vec<_> = keys.iter().map(|(commands, what)| (*commands, text!("listen-foot", what = *what))).collect();
    hints(model, screen, area, area.height.saturating_sub(from_end), &worded);
}

/// What holds on every screen.
fn general(model: &Model, screen: &mut Frame, area: Rect) {
    let everywhere = [Command::NextScreen, Command::Find, Command::Actions, Command::Help, Command::Quit];
    keys(model, screen, area, area.height.saturating_sub(1), &everywhere);
}
