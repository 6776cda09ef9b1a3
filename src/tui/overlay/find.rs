//! Find: where words stand in the library, found as they are typed. `Enter` opens the place in Listen, and plays it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::Overlay;
use crate::actions::search::{Found, Hit};
use crate::clock::Monotonic;
use crate::domain::folded;
use crate::error::Loaded;
use crate::text;
use crate::tui::event::{Click, Effect};
use crate::tui::model::Model;
use crate::tui::screen::listen::{self, Spot};
use crate::tui::view::{self, cut, put, put_line};

#[derive(Debug)]
pub struct Find {
    /// Of the latest search; what an earlier one finds is passed over.
    number: u64,
    /// Of the search that has found what is shown.
    shown: u64,
    /// Absent until something has been looked for, and something was found or nothing.
    found: Option<Loaded<Hit>>,
    /// The search goes on.
    is_looking: bool,
    /// Cells of the longest date of the hits.
    dates: u16,
    chosen: usize,
}

/// Rows above the first hit: the line, and an empty one.
const ABOVE: u16 = 2;

impl Find {
    /// Numbers count from the moment of opening, so that no two searches share one.
    pub fn new(at: Monotonic) -> Find {
        Find { number: at.0, shown: at.0, found: None, is_looking: false, dates: 0, chosen: 0 }
    }

    pub fn look_for(&mut self, typed: &str) -> Vec<Effect> {
        let words: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
        self.number += 1;
        if words.is_empty() {
            (self.found, self.is_looking, self.chosen) = (None, false, 0);
            return vec![Effect::StopSearch];
        }
        self.is_looking = true;
        vec![Effect::Search { number: self.number, words }]
    }

    /// The chosen row, and how many there are.
    pub fn rows(&mut self) -> (&mut usize, usize) {
        (&mut self.chosen, self.found.as_ref().map_or(0, |found| found.rows.len()))
    }

    /// Chooses the hit at a cell of the terminal, if there is one.
    pub fn choose_at(&mut self, inner: Rect, click: Click) -> bool {
        let list = list(inner);
        let is_inside = list.contains(ratatui::layout::Position { x: click.column, y: click.row });
        let at = top(self.chosen, list) + usize::from(click.row.saturating_sub(list.y));
        let is_hit = is_inside && at < self.rows().1;
        if is_hit {
            self.chosen = at;
        }
        is_hit
    }

    pub fn has_hits(&self) -> bool {
        !self.hits().is_empty()
    }

    fn hits(&self) -> &[Hit] {
        self.found.as_ref().map_or(&[], |found| &found.rows)
    }
}

/// More of what the search with this number has found; until it has found something, that of the one before is shown. Of many thousand
/// hits no drawing words more dates than it shows.
pub fn found(model: &mut Model, number: u64, found: Loaded<Hit>, is_all: bool) {
    let Some(Overlay::Find(find)) = &mut model.overlay else { return };
    if number != find.number {
        return;
    }
    find.is_looking = !is_all;
    if find.shown != number && (is_all || !found.rows.is_empty() || !found.faults.is_empty()) {
        (find.shown, find.found, find.dates, find.chosen) = (number, None, 0, 0);
    }
    if find.shown == number {
        let days: BTreeSet<NaiveDate> = found.rows.iter().filter_map(day).collect();
        let dates = days.into_iter().map(|day| model.locale.short_date_of_year(day).width()).max().unwrap_or(0) as u16;
        find.dates = find.dates.max(dates);
        find.found.get_or_insert_default().append(found);
    }
}

/// Opens the session of the chosen hit in Listen, and plays from its place; without a hit nothing happens.
pub fn open_chosen(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Find(find)) = &model.overlay else { return Vec::new() };
    let Some(hit) = find.hits().get(find.chosen).cloned() else { return Vec::new() };
    let spot = match (hit.what, hit.place) {
        (Found::Marker { id, .. }, _) => Spot::Mark(id),
        (_, Some(place)) => Spot::Place { take: place.take, frame: place.frame },
        (Found::Session | Found::Line { .. }, None) => Spot::Beginning,
    };
    (model.line, model.overlay) = (None, None);
    listen::play_at(model, &hit.session, spot)
}

/// Where the hits stand; the last row is for what is to be said of them.
fn list(inner: Rect) -> Rect {
    Rect { y: inner.y + ABOVE, height: inner.height.saturating_sub(ABOVE + 1), ..inner }.intersection(inner)
}

/// The first hit that is shown, so that the chosen one is.
fn top(chosen: usize, list: Rect) -> usize {
    (chosen + 1).saturating_sub(usize::from(list.height).max(1))
}

pub fn view(model: &Model, screen: &mut Frame, inner: Rect, find: &Find) {
    if let Some(line) = &model.line {
        put_line(model, screen, Rect { height: 1.min(inner.height), ..inner }, line);
    }
    let list = list(inner);
    let top = top(find.chosen, list);
    for (row, (at, hit)) in (0..list.height).zip(find.hits().iter().enumerate().skip(top)) {
        view_hit(model, screen, Rect { y: list.y + row, height: 1, ..list }, (hit, find.dates), at == find.chosen);
    }
    let Some(found) = &find.found else {
        let words = if find.is_looking { text!("screen-find-looking", count = 0) } else { text!("screen-find-empty") };
        let words = model.locale.say(&words);
        return put(screen, list, 2, 0, &cut(&words, usize::from(list.width.saturating_sub(2))), model.theme.faint());
    };
    if found.rows.is_empty() && !find.is_looking {
        let words = model.line.as_ref().map_or(0, |line| line.text().split_whitespace().count());
        put(screen, list, 2, 0, &model.locale.say(&text!("screen-find-none", words = words)), Style::new());
    }
    let below = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner }.intersection(inner);
    let hidden = found.rows.len().saturating_sub(top + usize::from(list.height));
    if let Some(fault) = found.faults.first() {
        let words = text!("listen-faults", count = found.faults.len(), first = fault.plain(&model.locale));
        put(screen, below, 0, 0, &format!("{} {}", model.theme.sign("▲"), model.locale.say(&words)), model.theme.due());
    } else if find.is_looking {
        let words = text!("screen-find-looking", count = found.rows.len());
        put(screen, below, 0, 0, &model.locale.say(&words), model.theme.faint());
    } else if hidden > 0 {
        put(screen, below, 0, 0, &model.locale.say(&text!("screen-find-more", count = hidden)), model.theme.faint());
    }
}

/// Sign, place, text; before them whose session.
fn view_hit(model: &Model, screen: &mut Frame, area: Rect, (hit, dates): (&Hit, u16), is_chosen: bool) {
    let style = if is_chosen { model.theme.title() } else { Style::new() };
    let title = area.width / 4;
    if is_chosen {
        put(screen, area, 0, 0, "▌", style);
    }
    let called = view::title(model, &hit.title, &[]);
    put(screen, area, 2, 0, &cut(&called, usize::from(title)), style);
    put(screen, area, title + 3, 0, &date(model, hit), style);
    let behind_date = title + 3 + dates + 2;
    put(screen, area, behind_date, 0, sign(model, hit), style);
    let place = hit.place.map(|place| model.locale.position(place.frame, place.rate)).unwrap_or_default();
    put(screen, area, behind_date + 3, 0, &place, style);
    let column = behind_date + 12;
    let room = usize::from(area.width.saturating_sub(column));
    let wanted = model.line.as_ref().map_or("", |line| line.text());
    put(screen, area, column, 0, &cut(&from_near(&words(model, hit), wanted, room), room), style);
}

fn date(model: &Model, hit: &Hit) -> String {
    day(hit).map(|day| model.locale.short_date_of_year(day)).unwrap_or_default()
}

fn day(hit: &Hit) -> Option<NaiveDate> {
    hit.started.map(|started| started.date_naive())
}

/// What does not fit begins a little before the first of the wanted words that stands in it, or earlier where its end leaves room.
fn from_near(words: &str, wanted: &str, room: usize) -> String {
    let wanted: Vec<String> = wanted.split_whitespace().map(folded).collect();
    let stands_at = |at: &usize| wanted.iter().any(|word| folded(&words[*at..]).starts_with(word.as_str()));
    let hit = words.char_indices().map(|(at, _)| at).find(stands_at).unwrap_or(0);
    if words.width() <= room || words[..hit].width() < room / 2 {
        return words.to_owned();
    }
    let starts = words.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, letter)| at + letter.len_utf8());
    let shows_all = |at: usize| words[at..].width() < room;
    let mut starts = starts.take_while(|at| *at <= hit).filter(|at| !words[*at..].starts_with('·'));
    let begin = starts.find(|at| shows_all(*at) || words[*at..hit].width() <= room / 3);
    format!("…{}", &words[begin.unwrap_or(hit)..])
}

/// What is off the record, or may be, shows that before all else.
fn sign(model: &Model, hit: &Hit) -> &'static str {
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    match (&hit.what, palette) {
        (Found::Marker { kind, .. }, Some(palette)) if !hit.withheld || palette.withholds(kind) => {
            model.theme.sign(palette.sign(kind))
        }
        _ if hit.withheld => "▒",
        (Found::Line { .. }, _) => model.theme.sign("¶"),
        (Found::Session | Found::Marker { .. }, _) => " ",
    }
}

/// Where names are hidden, what was found is not shown, only where.
fn words(model: &Model, hit: &Hit) -> String {
    if model.setup.hides_names { String::new() } else { hit.text.clone() }
}
