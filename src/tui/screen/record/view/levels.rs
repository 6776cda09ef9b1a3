//! The meters beside the clock: how loud each channel is, and what that means in words.

use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::super::lamp::{is_soundless, is_synthetic};
use super::super::meters::{FLOOR, Loudness, clamped, latest};
use super::super::says::{channel, has_all_inputs, talks_unrecorded};
use super::is_large;
use super::lamp::{CLOCK_COLUMN, clock_width};
use crate::recorder::protocol::{Level, State, Status};
use crate::text;
use crate::tui::model::Model;
use crate::tui::view::{cut, put};

/// Where the meters begin, unless the clock is wider.
const COLUMN: u16 = 53;

/// The longest name of a channel, in columns.
const NAME: usize = 9;

/// Columns of the figure behind a meter, with the gap before it.
const FIGURE: usize = 5;

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(live) = &model.live else { return };
    if is_soundless(&live.status) || matches!(live.status.state, State::Paused | State::Lost | State::Stopping) {
        return; // nothing is heard, or a microphone that is called off hears it
    }
    let column = COLUMN.max(CLOCK_COLUMN + clock_width(model, is_large(screen.area())) + 3);
    let area = Rect { x: area.x.saturating_add(column), width: area.width.saturating_sub(column), ..area };
    let levels = &live.status.levels;
    let high = if is_large(screen.area()) { 2 } else { 1 };
    let rows = usize::from(area.height.saturating_sub(2) / high).min(levels.len());
    let step = high + gap(rows, high, area.height);
    let name = name_width(model, levels);
    let width = usize::from(area.width).saturating_sub(name + 1 + FIGURE + 1);
    for (n, level) in levels.iter().take(rows).enumerate() {
        let row = n as u16 * step;
        put(screen, area, 0, row, &cut(&channel(model, level, levels), name), model.theme.plain());
        let meter = bar(level, model.record.meters.held(n), width, model.theme.ascii);
        (row..row + high).for_each(|row| put(screen, area, name as u16 + 1, row, &meter, model.theme.good()));
        put(screen, area, (name + 1 + width) as u16, row, &format!("{:>FIGURE$}", figure(level)), model.theme.plain());
    }
    let words_row = (if levels.len() < 3 { 2 } else { rows as u16 } * step).min(area.height.saturating_sub(2));
    let room = usize::from(area.width.saturating_sub(1));
    put(screen, area, 0, words_row, &cut(&loudness(model, levels), room), model.theme.plain());
    let heard_row = (words_row + 2).min(area.height.saturating_sub(1));
    put(screen, area, 0, heard_row, &cut(&heard(model, &live.status), room), model.theme.plain());
}

/// Rows between two high meters, which would look like one; below low ones there is no room for it.
fn gap(rows: usize, high: u16, height: u16) -> u16 {
    u16::from(high > 1 && rows as u16 * (high + 1) < height)
}

/// All names take the room of the longest.
pub fn name_width(model: &Model, levels: &[Level]) -> usize {
    levels.iter().map(|level| channel(model, level, levels).width()).max().unwrap_or(0).min(NAME)
}

/// `█████▒···┃·`: steady up to the level of the last second, `▒` up to the peak of this moment, `┃` at the peak that is held.
pub fn bar(level: &Level, held: f32, width: usize, ascii: bool) -> String {
    let cells = |dbfs: f32| ((dbfs - FLOOR) / -FLOOR * width as f32).round() as usize;
    let now = cells(latest(level));
    let steady = cells(clamped(level.rms_dbfs)).min(now);
    let at_held = cells(held).checked_sub(1).filter(|at| *at >= now);
    let [full, half, none, peak] = if ascii { ['#', '=', '.', '|'] } else { ['█', '▒', '·', '┃'] };
    let cell = |at: usize| match at {
        at if Some(at) == at_held => peak,
        at if at < steady => full,
        at if at < now => half,
        _ => none,
    };
    (0..width).map(cell).collect()
}

/// The peak of the last second in dBFS.
fn figure(level: &Level) -> String {
    match level.peak_dbfs.filter(|dbfs| dbfs.is_finite()) {
        Some(dbfs) => format!("{:.0}", dbfs.clamp(-99.0, 0.0)).replace('-', "−"),
        None => "−∞".to_owned(),
    }
}

/// One word for all channels, or the channel that is not well.
pub fn loudness(model: &Model, levels: &[Level]) -> String {
    let word = |n: usize| model.record.meters.loudness(n, model.now.mono);
    let worst = (0..levels.len()).filter(|n| word(*n) != Loudness::Good).max_by_key(|n| severity(word(*n)));
    let words = match worst {
        None if levels.is_empty() => return String::new(),
        None => text!("record-levels-good"),
        Some(n) if levels.len() == 1 => text!("record-levels", name = word(n).name()),
        Some(n) => {
            let who = channel(model, &levels[n], levels);
            text!("record-level-of", channel = who, name = word(n).name())
        }
    };
    model.locale.say(&words)
}

fn severity(loudness: Loudness) -> u8 {
    match loudness {
        Loudness::Good => 0,
        Loudness::Nothing => 1,
        Loudness::Low => 2,
        Loudness::High => 3,
        Loudness::Clipped => 4,
    }
}

/// Whose voices have been heard since the beginning; a synthetic one is nobody's whom one waits for. Of an input that is gone nothing is known now: then all are only the others.
fn heard(model: &Model, status: &Status) -> String {
    let levels = status.levels.as_slice();
    let names =
        || -> Vec<String> { levels.iter().filter(|level| level.heard).map(|level| channel(model, level, levels)).collect() };
    let heard = levels.iter().filter(|level| level.heard).count();
    let words = match (levels.len(), heard) {
        (0, _) => return String::new(),
        (_, 0) if talks_unrecorded(model) || is_synthetic(model) => return String::new(),
        (_, 0) => text!("record-heard", who = "nobody"),
        (all, heard) if all == heard && !has_all_inputs(status) => text!("record-heard", who = "rest"),
        (1, 1) => text!("record-heard", who = "one"),
        (2, 2) => text!("record-heard", who = "both"),
        (all, heard) if all == heard => text!("record-heard", who = "all"),
        _ => text!("record-heard-of", count = heard, names = names().join(", ")),
    };
    model.locale.say(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(peak: f32, rms: f32) -> Level {
        Level {
            channel: "1".into(),
            input: 1,
            peak_dbfs: Some(peak),
            rms_dbfs: Some(rms),
            now_dbfs: None,
            heard: true,
            clipped: 0,
        }
    }

    #[test]
    fn a_meter_shows_what_is_steady_what_is_now_and_what_is_held() {
        assert_eq!(bar(&level(-30.0, -40.0), -10.0, 12, false), "████▒▒···┃··");
        assert_eq!(bar(&level(-30.0, -40.0), -30.0, 12, true), "####==......");
    }

    #[test]
    fn no_number_makes_a_meter_fall_over() {
        for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30] {
            for width in [0, 1, 15, 400] {
                assert_eq!(bar(&level(odd, odd), FLOOR, width, false).width(), width, "{odd}");
            }
        }
        assert_eq!(figure(&level(f32::NAN, 0.0)), "−∞");
        assert_eq!(figure(&level(3.0, 0.0)), "0");
    }
}
