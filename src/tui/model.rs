//! Everything that the interface knows. Only `update` changes it; a view is made from it and nothing else.

use std::time::Duration;

use chrono::Timelike;

use super::event::{Effect, Now, Size};
use super::keymap::{Command, Keymap, Scope};
use super::line::Line;
use super::live::Live;
use super::overlay::Overlay;
use super::reminders;
use super::screen::{after, first, listen, plan, record, today};
use super::theme::Theme;
use crate::actions::names::PeopleNames;
use crate::clock::Monotonic;
use crate::domain::{LibrarySettings, Slug};
use crate::error::Error;
use crate::locale::{Locale, Text};
use crate::plan::{Occurrence, Reminder};

pub struct Model {
    pub locale: Locale,
    pub theme: Theme,
    pub keymap: Keymap,
    pub setup: Setup,
    pub now: Now,
    pub size: Size,
    pub has_focus: bool,
    pub screen: Screen,
    /// Nobody has pressed or clicked anything yet.
    pub is_untouched: bool,
    /// Absent until it has been read, and where there is none.
    pub library: Option<LibraryFacts>,
    /// The recorder that runs.
    pub live: Option<Live>,
    pub overlay: Option<Overlay>,
    pub question: Option<Question>,
    pub line: Option<Line>,
    pub message: Option<Message>,
    pub today: today::State,
    pub record: record::State,
    pub listen: listen::State,
    pub plan: plan::State,
    pub after: after::State,
    pub first: first::State,
    pub reminders: reminders::State,
}

/// What stays as it was when the interface was opened.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Whose marks are made on this machine.
    pub who: Option<Slug>,
    /// A rehearsal: the lamp says so, and no microphone is opened.
    pub rehearsal: bool,
    /// Nobody has settled anything on this machine: a rehearsal is offered.
    pub is_new: bool,
    /// Shows people's codes, and hides words.
    pub hides_names: bool,
    /// Seconds taken off a touching mark.
    pub reaction: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Today,
    Record,
    Listen,
    Plan,
    Guided,
    /// What is noted after a take.
    After,
    /// The first start.
    First,
}

/// What holds for every screen of a library.
#[derive(Debug, Clone)]
pub struct LibraryFacts {
    pub settings: LibrarySettings,
    pub writable: bool,
    /// What people are called here: by name, or by code where names must not be seen.
    pub names: PeopleNames,
    pub faults: Vec<Error>,
}

/// A sentence to which `Enter` is yes; any other key is no, and then does its own work.
#[derive(Debug)]
pub struct Question {
    pub sentence: Text,
    /// When the key came that asked it, or when it came up by itself.
    pub asked: Monotonic,
    /// What is done on yes.
    pub yes: Yes,
    /// When it leaves by itself.
    pub until: Option<Monotonic>,
    /// `Enter` came so soon that nobody can have read it: it counts if nothing else comes before somebody may have.
    pub is_answered: bool,
}

/// To whom a key goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listener {
    /// `Enter` is yes; any other key is no, and goes on to the next of these.
    Question,
    Line,
    /// What lies over the screen.
    Overlay,
    Screen,
}

/// What a yes leads to.
#[derive(Debug, PartialEq)]
pub enum Yes {
    /// These effects, as they are.
    Do(Vec<Effect>),
    /// Leaves the program.
    Quit,
    /// Plays, although there is a reason not to.
    Play(Box<Effect>),
    /// Stops the running take; the key that asked came at that moment.
    Stop(Monotonic),
    /// Closes the form of a series without keeping it.
    GiveUpForm,
    /// Records with the synthetic voice, since there is no microphone.
    SyntheticVoice,
    /// Records an occurrence that was missed.
    Record(Box<Occurrence>),
}

/// The latest message.
#[derive(Debug)]
pub struct Message {
    pub words: Words,
    pub since: Monotonic,
    pub about: About,
}

/// What a message tells of, where that decides who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Anything,
    /// The mark on which keys still work: the screen says that with the keys.
    Mark,
    /// What is recorded from: of use on the screens from which a take begins, and nowhere else.
    Input,
}

#[derive(Debug)]
pub enum Words {
    Said(Text),
    Wrong(Error),
    /// In the recorder's own words.
    Told(String),
    /// What is due or late: worded by the clock of the moment, as its row is.
    Due(Box<Reminder>),
}

/// How long a line stays open in a take without being typed in, in seconds.
pub const LINE_PATIENCE: f64 = 8.0;

/// So soon after its question nobody has read it, in seconds: an `Enter` then may have come in one burst with the key that asked.
const UNREAD: f64 = 0.25;

/// How long a message stays, in seconds.
const MESSAGE_SECONDS: f64 = 20.0;

impl Question {
    /// Whether somebody may have read it when a key came at `at`.
    pub fn may_be_read(&self, at: Monotonic) -> bool {
        at.seconds_since(self.asked) >= UNREAD
    }

    /// When the `Enter` counts that came too soon.
    fn counts(&self) -> Option<Monotonic> {
        self.is_answered.then(|| Monotonic(self.asked.0 + (UNREAD * 1e9) as u64))
    }
}

impl Screen {
    /// The screens that tabs lead to, in their order.
    pub const TABS: [Screen; 4] = [Screen::Today, Screen::Record, Screen::Listen, Screen::Plan];

    /// It has its message above two rows of keys; Record and Guided have places of their own for what is said.
    pub fn has_frame(self) -> bool {
        !matches!(self, Screen::Record | Screen::Guided)
    }

    pub fn scope(self) -> Scope {
        match self {
            Screen::Today => Scope::Today,
            Screen::Record => Scope::Record,
            Screen::Listen => Scope::Listen,
            Screen::Plan => Scope::Plan,
            Screen::Guided => Scope::Guided,
            Screen::After | Screen::First => Scope::Form,
        }
    }
}

impl Model {
    pub fn new(locale: Locale, theme: Theme, keymap: Keymap, setup: Setup, now: Now, size: Size) -> Model {
        Model {
            locale,
            theme,
            keymap,
            setup,
            now,
            size,
            has_focus: true,
            screen: Screen::Today,
            is_untouched: true,
            library: None,
            live: None,
            overlay: None,
            question: None,
            line: None,
            message: None,
            today: today::State::default(),
            record: record::State::default(),
            listen: listen::State::default(),
            plan: plan::State::default(),
            after: after::State::default(),
            first: first::State::default(),
            reminders: reminders::State::default(),
        }
    }

    /// Whose the keys are: they are asked in this order, and every foot tells the keys of the one that is asked.
    pub fn listens(&self) -> Listener {
        match (&self.question, &self.line, &self.overlay) {
            (Some(_), ..) => Listener::Question,
            (None, Some(_), _) => Listener::Line,
            (None, None, Some(_)) => Listener::Overlay,
            (None, None, None) => Listener::Screen,
        }
    }

    /// Every letter is a letter of what is open to choose from, and no key of the table.
    pub fn takes_letters(&self) -> bool {
        self.screen == Screen::Listen && self.overlay.is_none() && self.listen.chooses()
    }

    /// Which part of the table of keys counts now.
    pub fn scope(&self) -> Scope {
        match self.overlay {
            Some(_) => Scope::Overlay,
            None => self.screen.scope(),
        }
    }

    /// The key of an action, as a sentence names it. What the config has left without a key is called by its words, as in the list of
    /// actions.
    pub fn key(&self, command: Command, scope: Scope) -> String {
        self.keymap.named(command, scope, &self.locale)
    }

    pub fn say(&mut self, words: Text) {
        self.put(Words::Said(words), About::Anything);
    }

    /// Says what has become of the last mark.
    pub fn say_of_mark(&mut self, words: Text) {
        self.put(Words::Said(words), About::Mark);
    }

    pub fn complain(&mut self, error: Error) {
        self.put(Words::Wrong(error), About::Anything);
    }

    /// The microphone does not answer, or something like it.
    pub fn complain_of_input(&mut self, error: Error) {
        self.put(Words::Wrong(error), About::Input);
    }

    pub fn repeat(&mut self, words: String) {
        self.put(Words::Told(words), About::Anything);
    }

    pub fn remind(&mut self, reminder: Reminder) {
        self.put(Words::Due(Box::new(reminder)), About::Anything);
    }

    /// What was said of something else goes, since it would cover what is opened now; what is due stays, and what is wrong with the input.
    pub fn let_go_message(&mut self) {
        let now = self.now.mono;
        let is_due = |words: &Words| matches!(words, Words::Due(_));
        self.message.take_if(|message| message.about != About::Input && !is_due(&message.words) && message.since < now);
    }

    fn put(&mut self, words: Words, about: About) {
        self.message = Some(Message { words, since: self.now.mono, about });
    }

    /// Asks, for five seconds while a take runs.
    pub fn ask(&mut self, sentence: Text, yes: Yes) {
        let until = self.has_take().then(|| Monotonic(self.now.mono.0 + 5_000_000_000));
        self.question = Some(Question { sentence, asked: self.now.mono, yes, until, is_answered: false });
    }

    /// Nothing says that the library can only be read.
    pub fn may_write(&self) -> bool {
        self.library.as_ref().is_none_or(|library| library.writable)
    }

    /// A take is open: recording, paused, lost, or about to begin or end.
    pub fn has_take(&self) -> bool {
        self.live.as_ref().is_some_and(Live::has_take)
    }

    /// Another machine records; here only marks are made.
    pub fn has_joined(&self) -> bool {
        self.live.as_ref().is_some_and(|live| live.status.joined)
    }

    /// A take is open, or has been asked for.
    pub fn has_or_awaits_take(&self) -> bool {
        self.has_take() || self.record.starting.is_some()
    }

    /// A line is open that keeps itself when nobody types in it: it belongs to the take that runs, or to one that has just ended.
    pub fn has_live_line(&self) -> bool {
        self.line.as_ref().is_some_and(Line::is_live) && (self.has_take() || self.record.left_open.is_some())
    }

    /// How long nothing needs to be drawn anew, if nothing happens: until the next minute, or until something leaves by itself.
    pub fn patience(&self) -> Duration {
        let now = self.now.mono;
        let of_minute = 60.0 - f64::from(self.now.wall.second());
        let of_question = self.question.as_ref().and_then(|question| question.counts().or(question.until));
        let of_question = of_question.map(|until| until.seconds_since(now));
        let of_message = self.message.as_ref().map(|message| MESSAGE_SECONDS - now.seconds_since(message.since));
        let of_line = self.line.as_ref().filter(|_| self.has_live_line());
        let of_line = of_line.map(|line| LINE_PATIENCE - now.seconds_since(line.typed));
        let of_record = self.record.next_look(now).map(|at| at.seconds_since(now));
        let soonest = [of_question, of_message, of_line, of_record].into_iter().flatten().fold(of_minute, f64::min);
        Duration::from_secs_f64(soonest.clamp(0.05, 60.0) + 0.01)
    }

    /// Lets go what has been there long enough.
    pub fn forget_old(&mut self) {
        let now = self.now.mono;
        self.question.take_if(|question| question.until.is_some_and(|until| now >= until));
        self.message.take_if(|message| now.seconds_since(message.since) > MESSAGE_SECONDS);
    }

    /// The time of the library's zone.
    pub fn local(&self) -> chrono::DateTime<chrono_tz::Tz> {
        let zone = self.library.as_ref().map_or(chrono_tz::Tz::UTC, |library| library.settings.zone);
        self.now.wall.with_timezone(&zone)
    }
}
