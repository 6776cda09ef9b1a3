//! How the form is drawn: a label, what is typed, what is understood; below, what comes of it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::{Field, Form, Name};
use crate::text;
use crate::tui::event::Size;
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::view::{cut, hints, inner, message_row, put, put_input, wrap};

/// Where what is typed begins, behind the labels.
const BEGIN: u16 = 18;

/// What is understood needs no more, so that what is typed has the rest of a wide screen.
const UNDERSTOOD: u16 = 40;

/// Rows that are kept for the rule and the next dates.
const PREVIEW: u16 = 5;

pub struct Areas {
    pub fields: Rect,
    /// The first field that is shown.
    pub first: usize,
    preview: Rect,
}

impl Areas {
    pub fn of(size: Size, at: usize) -> Areas {
        let inner = inner(Rect::new(0, 0, size.width, size.height));
        let count = Name::ALL.len() as u16;
        let height = count.min(inner.height.saturating_sub(PREVIEW)).max(1);
        let fields = Rect { height, ..inner }.intersection(inner);
        let first = at.saturating_sub(usize::from(height) / 2).min(usize::from(count - height.min(count)));
        let preview = Rect { y: inner.y + height, height: inner.height.saturating_sub(height), ..inner }.intersection(inner);
        Areas { fields, first, preview }
    }
}

/// What the form is for.
pub fn heading(model: &Model, form: &Form) -> String {
    model.locale.say(&match form.of {
        None => text!("schedule-heading-new"),
        Some(_) => text!("schedule-heading-change", title = form.title(model)),
    })
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(form) = &model.plan.form else { return };
    let areas = Areas::of(model.size, form.at);
    let shown = form.fields.iter().enumerate().skip(areas.first).take(usize::from(areas.fields.height));
    for (row, (at, field)) in shown.enumerate() {
        let line = Rect { y: areas.fields.y + row as u16, height: 1, ..areas.fields };
        draw_field(model, screen, line, field, at == form.at);
    }
    draw_preview(model, screen, areas.preview, form);
    draw_fault(model, screen, area, form);
    footer(model, screen, area);
}

fn draw_field(model: &Model, screen: &mut Frame, line: Rect, field: &Field, is_chosen: bool) {
    let label = model.locale.say(&text!("schedule-field", name = field.name.as_str()));
    if is_chosen {
        put(screen, line, 1, 0, "▌", model.theme.title());
    }
    if field.name == Name::Keep {
        let style = if is_chosen { model.theme.chosen() } else { Style::new() };
        return put(screen, line, 3, 0, &format!("[ {label} ]"), style);
    }
    put(screen, line, 3, 0, &label, if is_chosen { model.theme.title() } else { Style::new() });
    let room = line.width.saturating_sub(BEGIN);
    let half = (room * 9 / 20).max(room.saturating_sub(UNDERSTOOD).min(80));
    let typed = Rect { x: line.x + BEGIN, width: half, ..line }.intersection(line);
    match model.line.as_ref().filter(|_| is_chosen && model.overlay.is_none()) {
        Some(typing) => {
            put(screen, typed, 0, 0, &" ".repeat(usize::from(half)), model.theme.field());
            put_input(screen, typed, 0, typing);
        }
        None => put(screen, typed, 0, 0, &cut(&field.typed, usize::from(half)), Style::new()),
    }
    let said = BEGIN + half + 2;
    let room = usize::from(line.width.saturating_sub(said + 1));
    match &field.said {
        Ok(words) => put(screen, line, said, 0, &cut(words, room), Style::new()),
        Err(fault) if is_chosen && field.typed.is_empty() => {
            put(screen, line, said, 0, &cut(&model.locale.say(fault.message()), room), model.theme.faint());
        }
        Err(fault) => {
            let words = format!("{} {}", model.theme.sign("▲"), model.locale.say(fault.message()));
            put(screen, line, said, 0, &cut(&words, room), model.theme.due());
        }
    }
}

/// The rule in words, then as many dates as there is room for.
fn draw_preview(model: &Model, screen: &mut Frame, area: Rect, form: &Form) {
    put(screen, area, 0, 0, &"─".repeat(usize::from(area.width)), model.theme.faint());
    let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area }.intersection(area);
    let width = usize::from(body.width.saturating_sub(4));
    if let Some(fault) = &form.preview.fault {
        let words = format!("{} {}", model.theme.sign("▲"), fault.worded(&model.locale));
        for (row, line) in wrap(&words, width).iter().enumerate() {
            put(screen, body, 3, row as u16, line, model.theme.due());
        }
        return;
    }
    let rule = wrap(&form.preview.rule, width);
    for (row, line) in rule.iter().enumerate() {
        put(screen, body, 3, row as u16, line, model.theme.title());
    }
    let below = body.height.min(rule.len() as u16);
    draw_dates(model, screen, Rect { y: body.y + below, height: body.height - below, ..body }, &form.preview.dates);
}

/// As many dates as there is room for. Of one further on that needs a look, the last row tells.
fn draw_dates(model: &Model, screen: &mut Frame, area: Rect, dates: &[[String; 3]]) {
    let needs_a_look = |odd: &str| odd.contains(model.theme.sign("▲"));
    let column = dates.iter().map(|[date, ..]| date.width()).max().unwrap_or(0) as u16;
    for (row, [date, time, odd]) in (0..area.height).zip(dates) {
        put(screen, area, 3, row, date, Style::new());
        put(screen, area, column + 6, row, time, Style::new());
        put(screen, area, column + 14, row, odd, if needs_a_look(odd) { model.theme.due() } else { Style::new() });
    }
    let further = dates.iter().skip(usize::from(area.height)).find(|[.., odd]| needs_a_look(odd));
    if let Some(([date, _, odd], last)) = further.zip(area.height.checked_sub(1).filter(|last| *last > 0)) {
        let words = model.locale.say(&text!("schedule-further", date = date.clone(), odd = odd.clone()));
        put(screen, area, 0, last, &" ".repeat(usize::from(area.width)), Style::new());
        put(screen, area, 3, last, &cut(&words, usize::from(area.width.saturating_sub(4))), model.theme.due());
    }
}

/// Whether something is wrong with the field that is being typed in; nothing is before the first letter.
pub fn has_fault(form: &Form) -> bool {
    let field = &form.fields[form.at];
    field.said.is_err() && !field.typed.is_empty()
}

/// What is wrong with that field, whole, on the rows of messages, before any other message.
fn draw_fault(model: &Model, screen: &mut Frame, area: Rect, form: &Form) {
    let field = &form.fields[form.at];
    let Some(fault) = field.said.as_ref().err().filter(|_| has_fault(form) && model.question.is_none()) else { return };
    let words = format!("{} {}", model.theme.sign("▲"), fault.worded(&model.locale));
    let lines: Vec<String> = words.lines().flat_map(|line| wrap(line, usize::from(area.width.saturating_sub(2)))).collect();
    let last = message_row(model, area);
    let above = lines.len().saturating_sub(1) as u16;
    let rows = Rect { y: last.y.saturating_sub(above), height: above + 1, ..last }.intersection(area);
    let blank = " ".repeat(usize::from(area.width));
    for (row, line) in lines.iter().enumerate() {
        put(screen, rows, 0, row as u16, &blank, Style::reset());
        put(screen, rows, 1, row as u16, line, model.theme.due());
    }
}

fn footer(model: &Model, screen: &mut Frame, area: Rect) {
    let rows = Rect { y: area.bottom().saturating_sub(2), height: 2, ..area }.intersection(area);
    let is_last = model.plan.form.as_ref().is_some_and(|form| form.fields[form.at].name == Name::Keep);
    let next = (&[Command::Accept][..], if is_last { text!("schedule-key-keep") } else { text!("schedule-key-next-field") });
    let fields = (&[Command::Up, Command::Down][..], text!("schedule-key-fields"));
    let save = (&[Command::Save][..], text!("schedule-key-keep"));
    let leave = (&[Command::Back][..], text!("schedule-key-give-up"));
    hints(model, screen, rows, 1, &[next, fields, save, leave]);
}
