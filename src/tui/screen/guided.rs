//! Guided: three keys, large, for somebody who has never used the program.

use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::record::view::{guided_clock, header, is_large, lamp_area, put_clock, put_lamp, say};
use super::record::{self, Loudness, StepView, Tone, is_synthetic, sentences, step, synthetic};
use crate::clock::Monotonic;
use crate::locale::Text;
use crate::recorder::protocol::State;
use crate::text;
use crate::tui::big;
use crate::tui::event::Effect;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::{Model, Yes};
use crate::tui::view::{cut, label, put, put_right, wrap};

/// Rows of what is said.
const MESSAGES: u16 = 2;

/// Between a step and the key for the next one; the narrow one where the wide one would cost the step's words.
const GAPS: [&str; 2] = ["    ", "  "];

/// Columns of the meter.
const METER: usize = 18;

/// The few keys of this screen do what they do on Record; the others do nothing.
pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    let is_before = !model.has_or_awaits_take();
    match command {
        Command::Accept if is_waiting(model) && !model.setup.rehearsal => {
            model.ask(text!("guided-rehearse-ask"), Yes::Do(vec![Effect::Rehearse]));
            Vec::new()
        }
        Command::Accept if is_before => Vec::new(),
        Command::Accept if step(model).is_none() => Vec::new(),
        Command::OffRecord | Command::Stop if is_before => Vec::new(),
        Command::Safe | Command::OffRecord | Command::Stop | Command::Accept | Command::Back => {
            record::commanded(model, command, at)
        }
        _ => Vec::new(),
    }
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    if is_waiting(model) { before(model, screen, area) } else { during(model, screen, area) }
}

/// What `Enter` does now, if anything.
pub fn enter(model: &Model) -> Option<Text> {
    match model.has_take() {
        true => step(model).map(|step| next_step(&step)),
        false => (is_waiting(model) && !model.setup.rehearsal).then(|| text!("guided-rehearse")),
    }
}

/// Nothing has begun, and nothing has just ended.
fn is_waiting(model: &Model) -> bool {
    let record = &model.record;
    !model.has_or_awaits_take() && record.ended.is_none() && record.broken.is_none()
}

/// What begins here, the one key, whether the microphone hears, the words to read aloud.
fn before(model: &Model, screen: &mut Frame, area: Rect) {
    let now = model.local();
    put(screen, area, 1, 0, "témoin", model.theme.title());
    let date = format!("{}   {}", model.locale.date(now.date_naive()), model.locale.clock(now.time()));
    put_right(screen, area, 0, &date, model.theme.plain());
    if model.setup.rehearsal {
        put_lamp(model, screen, lamp_area(area));
    }
    let more = if is_large(screen.area()) { big::LETTER_ROWS as u16 } else { 0 };
    let mut page = Page::of(area, if model.setup.rehearsal { lamp_area(area).bottom() + 1 } else { 2 }, 19 + more);
    page.line(screen, &sitting_line(model), model.theme.title());
    page.skip(1);
    page.large(screen, &model.locale.say(&text!("guided-start")), model.theme.title());
    page.skip(1);
    page.line(screen, &model.locale.say(&text!("guided-press-space")), model.theme.title());
    page.skip(1);
    page.line(screen, &hears(model), model.theme.plain());
    page.skip(1);
    for line in read_aloud(model, usize::from(area.width).saturating_sub(4)) {
        page.line(screen, &line, model.theme.plain());
    }
    if model.setup.rehearsal {
        return foot(model, screen, area, None);
    }
    let (enter, rehearse) = (key(model, Command::Accept), model.locale.say(&text!("guided-rehearse")));
    let column = (usize::from(area.width).saturating_sub(enter.width() + 2 + rehearse.width()) / 2) as u16;
    put_key(model, screen, area, (column, area.height.saturating_sub(4)), &enter, &rehearse);
    foot(model, screen, area, None);
}

/// `Soirée jeux, 20h00, au coin du bar`
fn sitting_line(model: &Model) -> String {
    let title = record::title(model).unwrap_or_else(|| model.locale.say(&text!("record-unplanned")));
    let sitting = record::sitting(model);
    let start = sitting.and_then(|sitting| sitting.start).map(|start| model.locale.clock(start.time()));
    [Some(title), start, sitting.and_then(|sitting| sitting.place.clone())].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The loudest channel, and what that means.
fn hears(model: &Model) -> String {
    let levels = model.live.as_ref().map_or(&[][..], |live| &live.status.levels);
    let loudest = (0..levels.len()).max_by(|a, b| {
        let held = |n: &usize| model.record.meters.held(*n);
        held(a).total_cmp(&held(b))
    });
    let loudness = loudest.map_or(Loudness::Nothing, |n| model.record.meters.loudness(n, model.now.mono));
    let bar = loudest.map(|n| record::view::bar(&levels[n], model.record.meters.held(n), METER, model.theme.ascii));
    let say = |text: Text| model.locale.say(&text);
    if is_synthetic(model) {
        return model.theme.in_font(&format!("{}   {}", synthetic(model), bar.unwrap_or_default())).trim_end().to_owned();
    }
    format!(
        "{}   {}   {}",
        say(text!("guided-hears")),
        bar.unwrap_or_default(),
        say(text!("guided-level", name = loudness.name()))
    )
}

fn read_aloud(model: &Model, width: usize) -> Vec<String> {
    let Some(words) = record::sitting(model).and_then(|sitting| sitting.announce.as_ref()) else { return Vec::new() };
    let quoted = model.locale.say(&text!("record-quoted", words = words));
    std::iter::once(model.locale.say(&text!("record-read-aloud"))).chain(wrap(&quoted, width)).collect()
}

/// Lamp and clock as on Record, the step, and the two keys.
fn during(model: &Model, screen: &mut Frame, area: Rect) {
    header(model, screen, Rect { height: 1.min(area.height), ..area });
    put_lamp(model, screen, lamp_area(area));
    put_clock(model, screen, guided_clock(area));
    let below = guided_clock(area).bottom();
    let room = usize::from(area.width).saturating_sub(4);
    let [wide, narrow] = GAPS.map(|gap| step_line(model, gap));
    let [before, enter, behind] = if wide.concat().width() > room { narrow } else { wide };
    if before.is_empty() && model.has_take() && is_synthetic(model) {
        put(screen, area, 3, below, &cut(&model.theme.in_font(&synthetic(model)), room), model.theme.title());
    } else {
        put(screen, area, 3, below, &cut(&format!("{before}{enter}{behind}"), room), model.theme.plain());
        let enter = cut(&enter, room.saturating_sub(before.width()));
        put(screen, area, 3 + before.width() as u16, below, &enter, model.theme.key());
    }
    let more = if is_large(screen.area()) { 2 * big::LETTER_ROWS as u16 } else { 0 };
    let mut page = Page::of(area, below + 1, 10 + more);
    if model.has_take() {
        page.large(screen, &model.locale.say(&text!("guided-mark")), model.theme.title());
        page.line(screen, &model.locale.say(&space(model)), model.theme.plain());
        page.line(screen, &kept(model), model.theme.plain());
        page.skip(1);
        page.large(screen, &model.locale.say(&text!("guided-stop")), model.theme.title());
        let stop = key(model, Command::Stop).to_uppercase();
        page.line(screen, &model.locale.say(&text!("guided-stop-how", key = stop)), model.theme.plain());
    }
    let is_off = model.live.as_ref().is_some_and(|live| live.status.off_record);
    let words = if is_off { text!("guided-back-on") } else { text!("guided-off-record") };
    foot(model, screen, area, model.has_take().then(|| (key(model, Command::OffRecord), model.locale.say(&words))));
}

fn space(model: &Model) -> Text {
    match model.live.as_ref().map(|live| live.status.state) {
        Some(State::Paused) => text!("guided-resume-how"),
        _ => text!("guided-mark-how"),
    }
}

/// The game that is led, the key for the next one, and what stands behind it.
fn step_line(model: &Model, gap: &str) -> [String; 3] {
    let Some(step) = step(model).filter(|_| model.has_take()) else { return Default::default() };
    let count = match step.number {
        0 => model.locale.say(&text!("record-guide", count = step.of)),
        number => model.locale.nth(number, Some(step.of)),
    };
    let next = step.next.as_ref().map(|_| {
        let words = model.locale.say(&next_step(&step));
        [gap.to_owned(), key(model, Command::Accept), format!("  {words}")]
    });
    let [gap_before, key, words] = next.unwrap_or_default();
    match step.number {
        // The key stands before what may be cut.
        0 => [format!("{count}{gap_before}"), key, format!("{words}{gap}{}", step.next.unwrap_or_default())],
        _ => [format!("{count}  {}{gap_before}", step.title), key, words],
    }
}

fn next_step(step: &StepView) -> Text {
    if step.number == 0 { text!("guided-first-step") } else { text!("guided-next-step") }
}

/// `4 moments gardés, le dernier à 0:29:40`
fn kept(model: &Model) -> String {
    let (count, latest) = (record::counted(model).count(), record::counted(model).next());
    let at = latest.map_or_else(String::new, record::place);
    model.locale.say(&text!("guided-kept", count = count, at = at))
}

/// What is said, and the keys that are left: one at the left, help and leaving at the right.
fn foot(model: &Model, screen: &mut Frame, area: Rect, left: Option<(String, String)>) {
    let rows = if has_news(model) { MESSAGES } else { 0 };
    let top = area.bottom().saturating_sub(1 + rows);
    say(model, screen, Rect { y: top, height: rows, ..area }.intersection(area));
    let row = area.height.saturating_sub(1);
    left.iter().for_each(|(key, words)| put_key(model, screen, area, (1, row), key, words));
    let help = model.keymap.of_scope(Scope::Guided).find(|(action, _)| action.command == Command::Help);
    let help = help.map(|(action, _)| (key(model, Command::Help), label(model, action)));
    let quit = (key(model, Command::Quit), model.locale.say(&text!("record-leave")));
    let mut column = area.width;
    for (key, words) in [(!model.has_take()).then_some(quit), help].into_iter().flatten() {
        column = column.saturating_sub((key.width() + 1 + words.width()) as u16 + 1);
        put(screen, area, column, row, &key, model.theme.key());
        put(screen, area, column + key.width() as u16 + 1, row, &words, model.theme.plain());
        column = column.saturating_sub(2);
    }
}

/// A key and, two cells on, what it does.
fn put_key(model: &Model, screen: &mut Frame, area: Rect, (column, row): (u16, u16), key: &str, words: &str) {
    put(screen, area, column, row, key, model.theme.key());
    put(screen, area, column + key.width() as u16 + 2, row, words, model.theme.plain());
}

/// Whether there is more to say than what the screen shows anyway.
fn has_news(model: &Model) -> bool {
    let is_plain = is_waiting(model) || model.has_or_awaits_take();
    !is_plain || sentences(model).iter().any(|sentence| sentence.tone != Tone::Calm)
}

fn key(model: &Model, command: Command) -> String {
    model.key(command, Scope::Guided)
}

fn put_centred(screen: &mut Frame, area: Rect, row: u16, words: &str, style: ratatui::style::Style) {
    let column = (usize::from(area.width).saturating_sub(words.width()) / 2) as u16;
    put(screen, area, column, row, words, style);
}

/// Centred lines, one below the other.
struct Page {
    area: Rect,
    row: u16,
}

impl Page {
    /// From `top` on; where there is more room than `rows`, in the middle of it.
    fn of(area: Rect, top: u16, rows: u16) -> Page {
        let spare = area.height.saturating_sub(top + rows + 3);
        Page { area, row: top + spare / 2 }
    }

    fn line(&mut self, screen: &mut Frame, words: &str, style: ratatui::style::Style) {
        put_centred(screen, self.area, self.row, words, style);
        self.row += 1;
    }

    /// Twice as large where lamp and clock are.
    fn large(&mut self, screen: &mut Frame, words: &str, style: ratatui::style::Style) {
        let rows = big::word(words).to_vec();
        let rows = if is_large(screen.area()) { big::doubled(&rows) } else { rows };
        rows.iter().for_each(|row| self.line(screen, row, style));
    }

    fn skip(&mut self, rows: u16) {
        self.row += rows;
    }
}
