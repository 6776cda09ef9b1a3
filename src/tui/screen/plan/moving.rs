//! The line in which the new place of a date is typed, read back as a whole sentence before `Enter` takes it; on Plan and on Today.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{refresh, words};
use crate::clock::Monotonic;
use crate::domain::OccurrenceId;
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::plan::{Occurrence, Plan, State, Window, following, moved, place, typed};
use crate::text;
use crate::tui::event::{Change, Effect};
use crate::tui::line::{Line, Purpose};
use crate::tui::model::{Listener, Model};
use crate::tui::view::{cut, put, put_line, title_of, wrap};

/// What is understood takes so many rows above the line.
const MOST_ROWS: usize = 3;

/// So many closed days are named.
const MOST_NAMED: usize = 3;

/// So far behind the one that is moved closed days are looked for, in days.
const LOOKED_AT: i64 = 400;

/// The date that is being moved.
#[derive(Debug, Clone)]
pub struct Moving {
    kind: Kind,
    id: OccurrenceId,
    zone: Tz,
    /// Where it lies now, in its zone.
    lies: NaiveDateTime,
    /// What was typed, as it is understood.
    said: Result<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// This one alone.
    Move,
    /// This one and all later ones.
    Shift,
}

impl Moving {
    /// As sentences choose by it.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Move => "move",
            Kind::Shift => "shift",
        }
    }
}

/// Opens the line, or says why this date stays where it is.
pub fn open(model: &mut Model, occurrence: &Occurrence, state: State, kind: Kind, at: Monotonic) -> Vec<Effect> {
    if let Some(why) = why_fixed(model, occurrence, state) {
        model.say(why);
        return Vec::new();
    }
    let label = match kind {
        Kind::Move => text!("schedule-move-line"),
        Kind::Shift => text!("schedule-shift-line"),
    };
    let (id, zone, lies) = (occurrence.id.clone(), occurrence.start.timezone(), occurrence.start.naive_local());
    let moving = Moving { kind, id, zone, lies, said: Ok(String::new()) };
    model.line = Some(Line::new(label, Purpose::Moving(Box::new(moving)), at));
    self::typed(model);
    if model.plan.calendar.is_none() { refresh(model) } else { Vec::new() }
}

/// Why an occurrence cannot be moved or cancelled.
pub fn why_fixed(model: &Model, occurrence: &Occurrence, state: State) -> Option<Text> {
    match (state, &occurrence.chain) {
        (State::Done, _) => {
            let (title, date) = (title_of(model, occurrence), occurrence.start.date_naive());
            Some(text!("schedule-has-session", title = title, date = date))
        }
        (_, Some(_)) => Some(text!("schedule-chain")),
        _ => None,
    }
}

/// Reads back what is in the line.
pub fn typed(model: &mut Model) {
    let Some((line, moving)) = moved_line(model) else { return };
    let understood = match (line.is_empty(), moving.kind) {
        (true, Kind::Move) => Ok(model.locale.say(&text!("schedule-a-move-hint"))),
        (true, Kind::Shift) => Ok(model.locale.say(&text!("schedule-a-shift-hint"))),
        (false, _) => destination(model, moving, line.text()).map(|to| reading(model, moving, to)),
    };
    if let Some(Line { purpose: Purpose::Moving(moving), .. }) = &mut model.line {
        moving.said = understood;
    }
}

/// The line in which a new place is typed, with the date that is moved.
fn moved_line(model: &Model) -> Option<(&Line, &Moving)> {
    match model.line.as_ref()? {
        line @ Line { purpose: Purpose::Moving(moving), .. } => Some((line, moving)),
        _ => None,
    }
}

/// Where the date would lie. Fails where the words cannot be read, or nothing would move.
fn destination(model: &Model, moving: &Moving, words: &str) -> Result<NaiveDateTime> {
    let today = model.now.wall.with_timezone(&moving.zone).date_naive();
    let to = match moving.kind {
        Kind::Move => typed::as_digits(words, |words| typed::moved_to(words, moving.lies, today))?,
        Kind::Shift => {
            let by = typed::as_digits(words, |words| typed::shift(words, moving.lies, today))?;
            moving.lies.checked_add_signed(by).ok_or_else(|| Error::new(text!("schedule-stays")))?
        }
    };
    if to == moving.lies { Err(Error::new(text!("schedule-stays"))) } else { Ok(to) }
}

/// `mardi 31 mars, 18h00, libre. La suite ne bouge pas.`
fn reading(model: &Model, moving: &Moving, to: NaiveDateTime) -> String {
    let locale = &model.locale;
    let now = model.now.wall.with_timezone(&moving.zone).naive_local();
    let day = words::day(to.date(), now.year(), locale);
    if moving.kind == Kind::Shift {
        let said = locale.say(&shifted(model, to - moving.lies, day, to));
        let closed = closed_then(model, moving, to).map(|closed| locale.say(&closed));
        return [Some(said), closed].into_iter().flatten().collect::<Vec<String>>().join(" ");
    }
    let preview = model.plan.calendar.as_ref().and_then(|calendar| {
        let found = moved(&calendar.beside(model.now.wall), &moving.id, to).ok()??;
        Some(words::of_move(&found, calendar, model))
    });
    let odd = match preview {
        _ if to < now => locale.say(&text!("schedule-gone-by")),
        Some(odd) if odd.is_empty() => locale.say(&text!("schedule-free")),
        Some(odd) => odd,
        None => String::new(),
    };
    match odd.is_empty() {
        true => locale.say(&text!("schedule-reads", date = day, time = to.time())),
        false => locale.say(&text!("schedule-reads-odd", date = day, time = to.time(), odd = odd)),
    }
}

/// The closed days on which this one and later ones come to lie.
fn closed_then(model: &Model, moving: &Moving, to: NaiveDateTime) -> Option<Text> {
    let calendar = model.plan.calendar.as_ref()?;
    let series = calendar.series.iter().find(|series| series.id == moving.id.series)?;
    let series = following(series, moving.id.at, to - moving.lies).ok()?;
    let plan = Plan::of(&series, &calendar.settings).ok()?;
    let from = place(to.min(moving.lies), moving.zone).with_timezone(&Utc);
    let found = plan.within(Window { from, to: from + Duration::days(LOOKED_AT) }).ok()?;
    let own = found.iter().filter(|found| found.chain.is_none() && found.id.at >= moving.id.at && !found.cancelled);
    let mut days: Vec<NaiveDate> = own.filter(|found| found.on_closed_day).map(|found| found.start.date_naive()).collect();
    days.sort();
    days.dedup();
    let named: Vec<String> = days.iter().take(MOST_NAMED).map(|day| model.locale.day_and_month(*day)).collect();
    let dates = match days.len() > MOST_NAMED {
        true => model.locale.say(&text!("schedule-and-more", head = named.join(", "), more = days.len() - MOST_NAMED)),
        false => model.locale.list(named),
    };
    (!days.is_empty()).then(|| text!("schedule-then-closed", sign = "▒", count = days.len(), dates = dates))
}

fn shifted(model: &Model, by: Duration, day: String, to: NaiveDateTime) -> Text {
    let length = model.locale.days_and_hours(by.abs());
    match by < Duration::zero() {
        true => text!("schedule-reads-earlier", date = day, time = to.time(), length = length),
        false => text!("schedule-reads-later", date = day, time = to.time(), length = length),
    }
}

/// `Enter`: the date moves; where the words cannot be read, the line stays.
pub fn kept(model: &mut Model, line: Line) -> Vec<Effect> {
    let Purpose::Moving(moving) = &line.purpose else { return Vec::new() };
    if line.is_empty() {
        return Vec::new();
    }
    match destination(model, moving, line.text()) {
        Ok(to) => {
            model.plan.follows = Some(to.date());
            vec![Effect::Change(match moving.kind {
                Kind::Move => Change::Move(moving.id.clone(), to),
                Kind::Shift => Change::Shift(moving.id.clone(), to - moving.lies),
            })]
        }
        Err(_) => {
            model.line = Some(line); // the fault stands beside it already
            Vec::new()
        }
    }
}

/// Draws the line on the row of messages, and beside it, or above where that is too narrow, what was understood.
pub fn view(model: &Model, screen: &mut Frame, message: Rect) {
    let Some((line, moving)) = moved_line(model) else { return };
    if model.listens() != Listener::Line || model.overlay.is_some() {
        return;
    }
    let (said, style) = match &moving.said {
        Ok(said) => (said.clone(), model.theme.title()),
        Err(error) => (fault(model, error), model.theme.due()),
    };
    let begin = model.locale.say(&line.label).width() + line.text().width() + 5;
    let blank = " ".repeat(usize::from(message.width));
    put(screen, message, 0, 0, &blank, ratatui::style::Style::new());
    put_line(model, screen, message, line);
    let beside = begin.max(25);
    if beside + said.width() <= usize::from(message.width) {
        put(screen, message, beside as u16, 0, &said, style);
    } else {
        let mut lines = wrap(&said, usize::from(message.width.saturating_sub(2)));
        if lines.len() > MOST_ROWS {
            lines.truncate(MOST_ROWS);
            lines[MOST_ROWS - 1] = cut(&format!("{} …", lines[MOST_ROWS - 1]), usize::from(message.width.saturating_sub(2)));
        }
        for (row, line) in lines.iter().rev().enumerate() {
            let above = Rect { y: message.y.saturating_sub(1 + row as u16), ..message };
            put(screen, above, 0, 0, &blank, ratatui::style::Style::new());
            put(screen, above, 1, 0, line, style);
        }
    }
}

fn fault(model: &Model, error: &Error) -> String {
    format!("{} {}", model.theme.sign("▲"), model.locale.say(error.message()))
}
