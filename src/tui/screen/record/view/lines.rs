//! The rows of words about the take: what it is, what the lamp stands on, the guide.

use chrono::{DateTime, Duration};
use chrono_tz::Tz;
use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::super::Number;
use super::super::lamp::{FULL, is_soundless};
use super::super::questions::is_open;
use super::super::says::position;
use super::super::take::{StepView, seconds, sitting, step, title};
use crate::actions::sitting::Sitting;
use crate::locale::Text;
use crate::recorder::protocol::State;
use crate::text;
use crate::tui::keymap::{Command, Scope};
use crate::tui::live::Live;
use crate::tui::model::{Listener, Model};
use crate::tui::view::{cut, put, put_right};

/// `Nadia, le soir · 9 sur 60 · appel     20h44   fin prévue 21h15   batterie 82 %`
pub fn header(model: &Model, screen: &mut Frame, area: Rect) {
    let right = times(model);
    let room = usize::from(area.width).saturating_sub(right.width() + 4);
    put(screen, area, 1, 0, &cut(&what(model), room), model.theme.title());
    put_right(screen, area, 0, &model.theme.in_font(&right), model.theme.plain());
    if let Some(battery) = battery(model).filter(|_| is_battery_low(model)) {
        put_right(screen, area, 0, &model.theme.in_font(&battery), model.theme.due());
    }
}

/// What is recorded: its title, the how-manieth of how many, where.
pub fn what(model: &Model) -> String {
    let (sitting, status) = (sitting(model), model.live.as_ref().map(|live| &live.status));
    let number = sitting.and_then(|sitting| sitting.number).or_else(|| status.and_then(|status| status.number));
    let of = sitting.and_then(|sitting| sitting.of).or_else(|| status.and_then(|status| status.of));
    let count = model.locale.number_of(number, of);
    let place = sitting.and_then(|sitting| sitting.place.clone());
    let rehearsal = model.setup.rehearsal.then(|| model.locale.say(&text!("record-rehearsal")));
    let title = title(model).unwrap_or_else(|| model.locale.say(&text!("record-unplanned")));
    [rehearsal, Some(title), count, place].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn times(model: &Model) -> String {
    let end = sitting(model).and_then(|sitting| planned_end(model, sitting));
    let end = end.map(|end| model.locale.say(&text!("record-planned-end", time = model.locale.clock(end.time()))));
    let now = (model.record.number != Number::Clock).then(|| model.locale.clock(model.local().time()));
    let place = (model.has_take() && model.record.number != Number::Position).then(|| position(seconds(model)));
    [place, now, end, battery(model)].into_iter().flatten().collect::<Vec<_>>().join("   ")
}

/// The last words of the header.
fn battery(model: &Model) -> Option<String> {
    let percent = model.live.as_ref()?.status.battery_percent?;
    let look = if is_battery_low(model) { "yes" } else { "no" };
    Some(model.locale.say(&text!("record-battery", percent = u32::from(percent), look = look)))
}

fn is_battery_low(model: &Model) -> bool {
    model.live.as_ref().is_some_and(|live| live.warns_of("battery_low"))
}

/// As planned; a first take that began late, or would if it began now, lasts as long as was planned all the same.
fn planned_end(model: &Model, sitting: &Sitting) -> Option<DateTime<Tz>> {
    let (start, end) = (sitting.start?, sitting.end?);
    let is_over = model.record.ended.is_some() || model.record.broken.is_some();
    let since = match model.live.as_ref().filter(|live| live.has_take()) {
        Some(live) if live.status.take == Some(1) => live.seconds(model.now.mono),
        None if !is_over => 0.0,
        _ => return Some(end),
    };
    let begun = model.now.wall - Duration::milliseconds((since * 1000.0) as i64);
    Some(end.max(begun.with_timezone(&end.timezone()) + (end - start)))
}

/// Whether something that the lamp stands on holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Yes,
    No,
    /// It cannot be said yet.
    Open,
}

/// `le son arrive ✓   le disque écrit ✓   il y a du niveau ✓   place 41 h   copie ✓`; of the level in short where it is too long.
pub fn stands(model: &Model, screen: &mut Frame, area: Rect) {
    let worded = |level| -> Vec<(String, Holds)> {
        let grounds = grounds(model, level).into_iter();
        grounds
            .map(|(words, holds)| (model.theme.in_font(&format!("{}{}", model.locale.say(&words), holds.sign())), holds))
            .collect()
    };
    let width = |row: &[(String, Holds)]| row.iter().map(|(words, _)| words.width() + usize::from(BETWEEN)).sum::<usize>();
    let mut row = worded("level");
    if width(&row) > usize::from(area.width) + 2 {
        row = worded("level-short");
    }
    let mut column = 1;
    for (words, holds) in row {
        if usize::from(column) + words.width() > usize::from(area.width) {
            return;
        }
        let style = if holds == Holds::No { model.theme.due() } else { model.theme.plain() };
        put(screen, area, column, 0, &words, style);
        column += words.width() as u16 + BETWEEN;
    }
}

/// Columns between two of them.
const BETWEEN: u16 = 3;

impl Holds {
    fn sign(self) -> &'static str {
        match self {
            Holds::Yes => " ✓",
            Holds::No => " ▲",
            Holds::Open => "",
        }
    }
}

/// `good_level`: what is said of the level where there is one.
fn grounds(model: &Model, good_level: &'static str) -> Vec<(Text, Holds)> {
    let Some(live) = model.live.as_ref().filter(|live| live.mute.is_none()) else { return Vec::new() };
    let mut grounds = Vec::new();
    if !is_soundless(&live.status) {
        let others_go_on = live.status.state != State::Lost && live.warns_of("device_lost");
        let missing = if others_go_on { "not-all" } else { "no-sound" };
        grounds.extend(ground(sound(live), "sound", missing));
    }
    if live.has_take() {
        grounds.extend(ground(disk(live), "disk", "no-disk"));
    }
    if !is_soundless(&live.status) {
        grounds.extend(ground(level(live), good_level, "no-level"));
    }
    if let Some(left) = live.status.disk_seconds_left {
        let holds = if live.warns_of("disk_low") || left < FULL { Holds::No } else { Holds::Open };
        grounds.push((text!("record-room", length = model.locale.room(left)), holds));
    }
    let is_away = model.today.supplies.is_some_and(|supplies| supplies.copy == Some(false)) && !model.setup.rehearsal;
    match live.has_take() {
        true => grounds.extend(ground(copy(live), "copy", "copy")), // the sign tells: a longer word would not fit
        false if is_away => grounds.push((text!("record-ground", name = "copy-away"), Holds::No)),
        false => {}
    }
    grounds
}

fn copy(live: &Live) -> Holds {
    match live.status.copy.as_deref() {
        Some("keeping") => Holds::Yes,
        Some("failed") => Holds::No,
        _ => Holds::Open,
    }
}

/// The words that fit the sign behind them; none of what cannot be said.
fn ground(holds: Holds, good: &'static str, bad: &'static str) -> Option<(Text, Holds)> {
    match holds {
        Holds::Yes => Some((text!("record-ground", name = good), holds)),
        Holds::No => Some((text!("record-ground", name = bad), holds)),
        Holds::Open => None,
    }
}

fn sound(live: &Live) -> Holds {
    match live.status.state {
        State::Lost => Holds::No,
        State::Paused | State::Stopping => Holds::Open,
        _ if live.warns_of("device_lost") || live.warns_of("silence") => Holds::No,
        _ if live.status.levels.is_empty() => Holds::Open,
        _ => Holds::Yes,
    }
}

fn disk(live: &Live) -> Holds {
    let has_failed = live.warns_of("disk_failed") && !live.warns_of("disk_elsewhere");
    match live.status.state {
        _ if has_failed || live.status.memory_seconds_left.is_some() || live.warns_of("unsaved_marks") => Holds::No,
        State::Starting | State::Paused | State::Lost => Holds::Open,
        _ => Holds::Yes,
    }
}

fn level(live: &Live) -> Holds {
    let is_heard = live.status.levels.iter().any(|level| level.heard || level.peak_dbfs.is_some_and(|peak| peak > -50.0));
    match live.status.state {
        State::Lost | State::Paused | State::Stopping => Holds::Open,
        _ if live.warns_of("silence") || live.warns_of("near_silence") => Holds::No,
        _ if is_heard => Holds::Yes,
        _ => Holds::Open,
    }
}

pub fn has_guide(model: &Model) -> bool {
    step(model).is_some()
}

/// `► 2 sur 5  Ce qui a été dur aujourd’hui             4 min sur 10    Entrée ► 3`, and below it what comes next. Before the first step
/// nothing is on: how many there are, and below it the first.
pub fn guide(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(step) = step(model) else { return };
    let next = step.next.as_ref().filter(|_| steps_on(model)).map(|_| next_key(model, step.number + 1)).unwrap_or_default();
    let on = match step.number {
        0 => format!("  {}", model.locale.say(&text!("record-guide", count = step.of))),
        number => format!("► {}  {}", model.locale.nth(number, Some(step.of)), step.title),
    };
    let [wide, narrow] = ["    ", "  "].map(|gap| model.theme.in_font(&format!("{}{gap}{next}", lasts(model, &step))));
    let room = |right: &str| usize::from(area.width).saturating_sub(right.width() + 4);
    let right = if on.width() > room(&wide) { narrow } else { wide };
    let room = room(&right);
    put(screen, area, 1, 0, &cut(&on, room), model.theme.title());
    put_right(screen, area, 0, right.trim_end(), model.theme.plain());
    if let Some(next) = step.next.as_ref().filter(|_| !is_closing(model)) {
        let words = match step.number {
            0 => text!("record-step-first", title = next.as_str()),
            _ => text!("record-step-next", title = next.as_str()),
        };
        put(screen, area, 3, 1, &model.locale.say(&words), model.theme.plain());
    }
}

/// Whether `Enter` leads to the next step: not where it answers a question, takes one of the queue, keeps a line, or comes too late.
fn steps_on(model: &Model) -> bool {
    let has_take = model.live.as_ref().is_some_and(|live| live.has_take());
    has_take && !is_closing(model) && !is_open(model) && model.listens() == Listener::Screen
}

/// No step follows any more.
fn is_closing(model: &Model) -> bool {
    model.live.as_ref().is_some_and(|live| live.status.state == State::Stopping)
}

fn next_key(model: &Model, number: u32) -> String {
    let key = model.keymap.key(Command::Accept, Scope::Record).map(|key| key.shown(&model.locale));
    key.map_or_else(String::new, |key| format!("{key} ► {number}"))
}

/// `4 min sur 10`, `▲ 12 min sur 10, + 2 min`; what is over is said quietly.
pub fn lasts(model: &Model, step: &StepView) -> String {
    let minutes = (step.elapsed / 60.0) as u64;
    let words = match step.minutes {
        _ if step.number == 0 => return String::new(),
        None => text!("record-step-lasts", minutes = minutes),
        Some(planned) if minutes > u64::from(planned) => {
            text!("record-step-over", minutes = minutes, planned = planned, over = minutes - u64::from(planned))
        }
        Some(planned) => text!("record-step-of", minutes = minutes, planned = planned),
    };
    model.locale.say(&words)
}
