//! The table of actions: what a key can do, on which screens, and the keys that it has unless the config says otherwise.
//!
//! No default needs AltGr on the layouts us, fr, fr-afnor, be, bépo, ch-fr and ca; only `?` `/` `:` may need Shift. Every letter of
//! the library's palette stays free on Record: `b c d e g i l o r t v y`.

use crate::locale::Locale;

/// What a person wants, whatever the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// A key that does nothing here: it still answers a question with no.
    Nothing,
    // Everywhere
    Accept,
    Back,
    NextScreen,
    PreviousScreen,
    Help,
    Find,
    Actions,
    Undo,
    Quit,
    /// `Ctrl+S`, pressed by habit: all is kept already.
    Save,
    /// Touching, from every screen.
    Mark,
    Up,
    Down,
    Left,
    Right,
    First,
    Last,
    PageUp,
    PageDown,
    // Record
    /// Starts what waits, marks while a take runs, takes up what is paused; never ends anything.
    Safe,
    OffRecord,
    Mask,
    Note,
    Thread,
    Consent,
    Pause,
    Stop,
    Inputs,
    BigNumber,
    /// The queue of the public's questions.
    Questions,
    /// A letter of the palette.
    Letter(char),
    // Forms
    /// Says yes where `Enter` passes on.
    Choose,
    // Today and Plan
    Add,
    /// Chooses what is open on the card, and then takes it up, keeps it, has checked it.
    Done,
    Rehearse,
    Move,
    ShiftRest,
    Cancel,
    View,
    NextClash,
    // Listen
    Play,
    SecondBack,
    SecondOn,
    Zoom,
    /// The chosen range over and over.
    Loop,
    /// How fast it plays.
    Rate,
    /// Puts the beginning of the chosen mark at the head, and holds it.
    InPoint,
    /// Puts its end there.
    OutPoint,
    /// Opens the palette for the chosen mark.
    Themes,
    Strength,
    /// Who speaks.
    Who,
}

/// A screen, as far as its keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Today,
    Record,
    Listen,
    Plan,
    Guided,
    /// Questions that are answered one after the other.
    Form,
    /// A list or page over a screen: help, find, the list of actions.
    Overlay,
}

/// A set of screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes(u8);

/// One row of the table.
#[derive(Debug)]
pub struct Action {
    /// In the config's `[keys]`; its words are the sentence `action-NAME`.
    pub name: &'static str,
    pub command: Command,
    pub scopes: Scopes,
    pub keys: &'static [&'static str],
}

impl Action {
    /// As help and the list of actions call it.
    pub fn words(&self, locale: &Locale) -> String {
        locale.message(&format!("action-{}", self.name)).unwrap_or_else(|| self.name.to_owned())
    }
}

impl Scopes {
    const fn of(scopes: &[Scope]) -> Scopes {
        let (mut set, mut at) = (0, 0);
        while at < scopes.len() {
            set |= 1 << scopes[at] as u8;
            at += 1;
        }
        Scopes(set)
    }

    pub fn holds(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u8 != 0
    }

    pub fn meets(self, other: Scopes) -> bool {
        self.0 & other.0 != 0
    }
}

use Scope::*;

const SCREENS: Scopes = Scopes::of(&[Today, Record, Listen, Plan]);
const EVERYWHERE: Scopes = Scopes::of(&[Today, Record, Listen, Plan, Guided, Form, Overlay]);
const LISTS: Scopes = Scopes::of(&[Today, Plan, Overlay]);
/// Where `Enter` and the arrows have no other name: on Listen they go through the sound, on Record they work on the last mark.
const PLAIN: Scopes = Scopes::of(&[Today, Plan, Form, Overlay]);
/// Where left and right lead somewhere.
const GRIDS: Scopes = Scopes::of(&[Plan, Form, Overlay]);
const RECORD: Scopes = Scopes::of(&[Record]);
const TAKE: Scopes = Scopes::of(&[Record, Guided]);
const DATES: Scopes = Scopes::of(&[Today, Plan]);
const PLAN: Scopes = Scopes::of(&[Plan]);
const LISTEN: Scopes = Scopes::of(&[Listen]);

const fn action(name: &'static str, command: Command, scopes: Scopes, keys: &'static [&'static str]) -> Action {
    Action { name, command, scopes, keys }
}

/// Every action. The order is the one in which help lists them.
pub static ACTIONS: &[Action] = &[
    action("start-mark-resume", Command::Safe, TAKE, &["space"]),
    action("off-record", Command::OffRecord, TAKE, &["h"]),
    action("mask", Command::Mask, RECORD, &["x"]),
    action("note", Command::Note, RECORD, &["n"]),
    action("thread", Command::Thread, RECORD, &["f"]),
    action("who", Command::Who, RECORD, &["w"]),
    action("consent", Command::Consent, RECORD, &["k"]),
    action("questions", Command::Questions, RECORD, &["a"]),
    action("pause", Command::Pause, RECORD, &["p"]),
    action("stop", Command::Stop, TAKE, &["s"]),
    action("inputs", Command::Inputs, RECORD, &["j"]),
    action("big-number", Command::BigNumber, RECORD, &["z"]),
    action("next-step", Command::Accept, TAKE, &["enter"]),
    action("stronger", Command::Up, RECORD, &["up"]),
    action("weaker", Command::Down, RECORD, &["down"]),
    action("earlier", Command::Left, RECORD, &["left"]),
    action("until-here", Command::Right, RECORD, &["right"]),
    action("play", Command::Play, LISTEN, &["space", "k"]),
    action("play-mark", Command::Accept, LISTEN, &["enter"]),
    action("mark-before", Command::Up, LISTEN, &["up"]),
    action("mark-behind", Command::Down, LISTEN, &["down"]),
    action("seconds-back", Command::Left, LISTEN, &["left", "j"]),
    action("seconds-on", Command::Right, LISTEN, &["right", "l"]),
    action("second-back", Command::SecondBack, LISTEN, &["shift-left"]),
    action("second-on", Command::SecondOn, LISTEN, &["shift-right"]),
    action("half-minute-back", Command::PageUp, LISTEN, &["page-up"]),
    action("half-minute-on", Command::PageDown, LISTEN, &["page-down"]),
    action("take-start", Command::First, LISTEN, &["home"]),
    action("take-end", Command::Last, LISTEN, &["end"]),
    action("loop", Command::Loop, LISTEN, &["b"]),
    action("rate", Command::Rate, LISTEN, &["r"]),
    action("begins-here", Command::InPoint, LISTEN, &["i"]),
    action("ends-here", Command::OutPoint, LISTEN, &["o"]),
    action("themes", Command::Themes, LISTEN, &["t"]),
    action("strength", Command::Strength, LISTEN, &["v"]),
    action("words", Command::Note, LISTEN, &["n"]),
    action("off-record-here", Command::OffRecord, LISTEN, &["h"]),
    action("mask-before", Command::Mask, LISTEN, &["x"]),
    action("thread-here", Command::Thread, LISTEN, &["f"]),
    action("who-speaks", Command::Who, LISTEN, &["w"]),
    action("take-away", Command::Cancel, LISTEN, &["delete"]),
    action("zoom", Command::Zoom, LISTEN, &["z"]),
    action("choose", Command::Choose, Scopes::of(&[Form]), &["space"]),
    action("unplanned", Command::Add, Scopes::of(&[Today]), &["a"]),
    action("done", Command::Done, Scopes::of(&[Today]), &["f"]),
    action("mark-on-today", Command::Safe, Scopes::of(&[Today]), &["space"]),
    action("rehearse", Command::Rehearse, Scopes::of(&[Today]), &["s"]),
    action("add", Command::Add, PLAN, &["a"]),
    action("move", Command::Move, DATES, &["d"]),
    action("shift-rest", Command::ShiftRest, PLAN, &["r"]),
    action("cancel", Command::Cancel, DATES, &["delete"]),
    action("view", Command::View, PLAN, &["v"]),
    action("next-clash", Command::NextClash, PLAN, &["c"]),
    action("mark", Command::Mark, EVERYWHERE, &["m"]),
    action("accept", Command::Accept, PLAIN, &["enter"]),
    action("back", Command::Back, EVERYWHERE, &["esc"]),
    action("up", Command::Up, PLAIN, &["up"]),
    action("down", Command::Down, PLAIN, &["down"]),
    action("left", Command::Left, GRIDS, &["left"]),
    action("right", Command::Right, GRIDS, &["right"]),
    action("first", Command::First, LISTS, &["home"]),
    action("last", Command::Last, LISTS, &["end"]),
    action("page-up", Command::PageUp, LISTS, &["page-up"]),
    action("page-down", Command::PageDown, LISTS, &["page-down"]),
    action("next-screen", Command::NextScreen, SCREENS, &["tab"]),
    action("previous-screen", Command::PreviousScreen, SCREENS, &["shift-tab"]),
    action("find", Command::Find, SCREENS, &["/"]),
    action("actions", Command::Actions, SCREENS, &[":"]),
    action("undo", Command::Undo, SCREENS, &["u", "ctrl-z"]),
    action("save", Command::Save, EVERYWHERE, &["ctrl-s"]),
    action("help", Command::Help, EVERYWHERE, &["?"]),
    action("quit", Command::Quit, EVERYWHERE, &["q", "ctrl-c"]),
];
