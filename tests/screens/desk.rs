//! A desk: the interface's model on a copy of the demo library, at the evening of 28 March 2020, with hands to type.
//!
//! Keys pass through the real reader and table; what is wanted of the library is done at once; what is asked of the recorder is given
//! back to the test.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, Duration};
use crossterm::event::{Event as Report, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use temoin::audio::peaks::Bucket;
use temoin::clock::Monotonic;
use temoin::config::ShowNames;
use temoin::domain::Slug;
use temoin::locale::{Language, Locale};
use temoin::recorder::protocol::{Level, State, Status};
use temoin::tui::event::{Click, Effect, Event, Fetch, Now, Size};
use temoin::tui::keymap::Keymap;
use temoin::tui::model::{Model, Screen, Setup};
use temoin::tui::theme::Theme;
use temoin::tui::{Place, Reader, change_marks, change_plans, fetch_facts, look_at, search_words, update, view};

/// The session that [`Desk::recording`] records: it is in the demo library.
pub const SESSION: &str = "2020-03-28-2030-nadia";

pub struct Desk {
    pub model: Model,
    /// Nobody reads or writes the library: what is wanted of it is given back.
    pub is_alone: bool,
    place: Place,
    reader: Reader,
    now: Now,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// In French, at 80×24, on Today.
    pub fn new() -> Desk {
        Desk::of(Language::French, (80, 24), Theme::default())
    }

    pub fn of(language: Language, (width, height): (u16, u16), theme: Theme) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("recordings");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings"), &root);
        let wall = DateTime::parse_from_rfc3339("2020-03-28T20:24:00+01:00").unwrap().to_utc();
        let now = Now { mono: Monotonic(1_000_000_000_000), wall };
        let model = fresh_model(language, theme, now, Size { width, height });
        let place = Place {
            root,
            language,
            show: ShowNames::Name,
            who: Slug::parse("lise").unwrap(),
            elsewhere: Default::default(),
            state: Some(folder.path().join("state")),
            built: now.wall,
            passed: Vec::new(),
        };
        let mut desk = Desk { model, is_alone: false, place, reader: Reader::default(), now, _folder: folder };
        desk.carry_out(vec![Effect::Fetch(Fetch::Library)]);
        desk
    }

    /// The interface is closed and opened again on the same library.
    pub fn reopen(&mut self) {
        self.model = fresh_model(self.place.language, self.model.theme, self.now, self.model.size);
        self.carry_out(vec![Effect::Fetch(Fetch::Library)]);
    }

    /// With a take running at 0:12:07.
    pub fn recording() -> Desk {
        let mut desk = Desk::new();
        desk.status(State::Recording, |_| ());
        desk
    }

    /// Where the interface reads and writes.
    pub fn place(&self) -> &Place {
        &self.place
    }

    pub fn root(&self) -> PathBuf {
        self.place.root.clone()
    }

    /// Presses keys, named as the config names them and parted by spaces, 300 ms apart. Gives what is asked of the world outside.
    pub fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for key in keys.split(' ') {
            self.wait(0.3);
            effects.extend(self.strike(key));
        }
        effects
    }

    /// One key, at this very moment.
    pub fn strike(&mut self, key: &str) -> Vec<Effect> {
        let report = Report::Key(key_event(key));
        let event = self.reader.read(report, self.now.mono, &self.model);
        event.map_or_else(Vec::new, |event| self.hear(event))
    }

    /// Types a text letter by letter.
    pub fn type_in(&mut self, text: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for letter in text.chars() {
            self.wait(0.2);
            let report = Report::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
            if let Some(event) = self.reader.read(report, self.now.mono, &self.model) {
                effects.extend(self.hear(event));
            }
        }
        effects
    }

    /// A click of the left button.
    pub fn click(&mut self, column: u16, row: u16) -> Vec<Effect> {
        self.wait(0.3);
        self.hear(Event::Clicked(Click { column, row, at: self.now.mono }))
    }

    /// People stand with their codes from now on.
    pub fn show_codes(&mut self) {
        self.place.show = ShowNames::Code;
    }

    /// Something happens.
    pub fn hear(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = update(&mut self.model, Event::Tick(self.now));
        effects.extend(update(&mut self.model, event));
        self.carry_out(effects)
    }

    /// Time passes.
    pub fn wait(&mut self, seconds: f64) -> Vec<Effect> {
        let nanoseconds = (seconds * 1e9) as u64;
        self.now.mono = Monotonic(self.now.mono.0 + nanoseconds);
        self.now.wall += Duration::nanoseconds(nanoseconds as i64);
        let effects = update(&mut self.model, Event::Tick(self.now));
        self.carry_out(effects)
    }

    /// Somebody sets the clock.
    pub fn set_clock(&mut self, wall: &str) {
        self.now.wall = DateTime::parse_from_rfc3339(wall).unwrap().to_utc();
    }

    /// The recorder says how it is: in `state`, at 0:12:07 of the session, changed by `change`.
    pub fn status(&mut self, state: State, change: impl FnOnce(&mut Status)) -> Vec<Effect> {
        let mut status = Status {
            state,
            pid: Some(4242),
            session: (state != State::Armed).then(|| SESSION.to_owned()),
            take: (state != State::Armed).then_some(2),
            seconds: 727.0,
            disk_seconds_left: Some(41 * 3600),
            battery_percent: Some(82),
            levels: vec![level("moi", -18.0)],
            ..Status::idle()
        };
        change(&mut status);
        self.hear(Event::Status(Some(Box::new(status))))
    }

    /// What the screen shows, without the spaces at the ends of its rows.
    pub fn screen(&self) -> String {
        text_of(self.draw().backend().buffer())
    }

    pub fn draw(&self) -> Terminal<TestBackend> {
        let Size { width, height } = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|screen| view(&self.model, screen)).unwrap();
        terminal
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.hear(Event::Resized(Size { width, height }));
    }

    /// As [`Desk::press`], for scenes: what is asked of the recorder and of the player is not done.
    pub fn pressing(mut self, keys: &str) -> Desk {
        let effects = self.press(keys);
        self.serve(effects);
        self
    }

    /// Time passes, for scenes.
    pub fn waiting(mut self, seconds: f64) -> Desk {
        let effects = self.wait(seconds);
        self.serve(effects);
        self
    }

    /// Something was different in the library, and is read anew.
    pub fn with(mut self, change: impl FnOnce(&Desk)) -> Desk {
        change(&self);
        self.hear(Event::Focused(true));
        self
    }

    pub fn typing(mut self, text: &str) -> Desk {
        let effects = self.type_in(text);
        self.serve(effects);
        self
    }

    pub fn hearing(mut self, event: Event) -> Desk {
        self.hear(event);
        self
    }

    /// Turned to a screen, with `Tab` where tabs lead there.
    pub fn on(mut self, screen: Screen) -> Desk {
        if Screen::TABS.contains(&screen) {
            for _ in Screen::TABS {
                if self.model.screen == screen {
                    break;
                }
                self.press("tab");
            }
        }
        self.model.screen = screen;
        self
    }

    /// What is wanted of the library by a call that no key made.
    pub fn fetch(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        self.carry_out(effects)
    }

    /// Does what the desk of the interface does beside keys: looks at takes, searches, writes. The rest is given back.
    pub fn serve(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in effects {
            match effect {
                Effect::Draw { look, session, take } => {
                    let mut chunks = Vec::new();
                    let stop = AtomicBool::new(false);
                    let hand_over = |buckets: &[Bucket]| chunks.push(buckets.to_vec());
                    let faults = look_at(&self.place, &session, &take, None, &stop, hand_over).unwrap();
                    assert!(faults.is_empty(), "{faults:?}");
                    for buckets in chunks {
                        left.extend(self.hear(Event::Peaks { look, take: take.clone(), buckets }));
                    }
                }
                Effect::Search { number, words } => {
                    let mut told = Vec::new();
                    let mut tell = |found, is_all| {
                        told.push((Box::new(found), is_all));
                        true
                    };
                    search_words(&self.place, &words, &mut tell).unwrap();
                    for (found, is_all) in told {
                        left.extend(self.hear(Event::Found { number, found, is_all }));
                    }
                }
                Effect::ChangeMark { session, change } => {
                    let outcome = change_marks(&self.place, &session, &change, self.now.wall);
                    left.extend(self.hear(Event::MarkChanged { session, change, outcome }));
                }
                effect => left.push(effect),
            }
        }
        left
    }

    /// What is wanted of the library is done; the rest is given back.
    fn carry_out(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        if self.is_alone {
            return effects;
        }
        let mut left = Vec::new();
        for effect in effects {
            match effect {
                Effect::Fetch(fetch) => {
                    let event = fetch_facts(&self.place, fetch, self.now.wall).map_or_else(Event::Failed, Event::Fetched);
                    let more = update(&mut self.model, event);
                    left.extend(self.carry_out(more));
                }
                Effect::Change(change) => {
                    let event = Event::Changed(change_plans(&self.place, change, self.now.wall));
                    let more = update(&mut self.model, event);
                    left.extend(self.carry_out(more));
                }
                effect => left.push(effect),
            }
        }
        left
    }
}

fn fresh_model(language: Language, theme: Theme, now: Now, size: Size) -> Model {
    let setup = Setup { reaction: 8.0, who: Slug::parse("lise"), ..Setup::default() };
    Model::new(Locale::new(language), theme, Keymap::default(), setup, now, size)
}

/// A channel that is heard.
pub fn level(channel: &str, peak: f32) -> Level {
    serde_json::from_value(serde_json::json!({ "channel": channel, "peak_dbfs": peak, "rms_dbfs": peak - 9.0 })).unwrap()
}

/// Row by row, without the spaces at their ends.
pub fn text_of(buffer: &Buffer) -> String {
    let rows = buffer.content.chunks(usize::from(buffer.area.width.max(1)));
    let text: Vec<String> = rows.map(|row| row_text(row).trim_end().to_owned()).collect();
    text.join("\n")
}

/// Wide letters fill two cells; the second holds nothing of its own.
fn row_text(row: &[ratatui::buffer::Cell]) -> String {
    let mut text = String::new();
    let mut skip = 0;
    for cell in row {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        text.push_str(cell.symbol());
        skip = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
    }
    text
}

fn key_event(name: &str) -> KeyEvent {
    let (name, modifiers) = match name.strip_prefix("ctrl-") {
        Some(rest) => (rest, KeyModifiers::CONTROL),
        None => match name.strip_prefix("shift-") {
            Some(rest) => (rest, KeyModifiers::SHIFT),
            None => (name, KeyModifiers::NONE),
        },
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" if modifiers == KeyModifiers::SHIFT => KeyCode::BackTab,
        "tab" => KeyCode::Tab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "page-up" => KeyCode::PageUp,
        "page-down" => KeyCode::PageDown,
        letter => KeyCode::Char(letter.chars().next().expect("a key has a name")),
    };
    KeyEvent::new(code, modifiers)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
