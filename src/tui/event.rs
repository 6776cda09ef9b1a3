//! What can happen, and what is to be done about it: plain data, so that a run of the interface is a list of events.
//!
//! Everything arrives through one queue, in one order: keys, the clock, the recorder, and what came of effects. Facts travel inside.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};

use super::keymap::Command;
use super::model::LibraryFacts;
use crate::actions::calendar::Calendar;
use crate::actions::listen::{Listening, SessionRow};
use crate::actions::marks::Did;
use crate::actions::mend::Mended;
use crate::actions::names::PeopleNames;
use crate::actions::notes::LateNote;
use crate::actions::play::From;
use crate::actions::search::Hit;
use crate::actions::sitting::{NextDate, Sitting};
use crate::actions::today::Today;
use crate::actions::{after, first_start, readiness};
use crate::audio::device::InputInfo;
use crate::audio::peaks::Bucket;
use crate::audio::player::Manner;
use crate::audio::playing::Played;
use crate::clock::Monotonic;
use crate::domain::{Dbfs, MarkerId, OccurrenceId, Slug, TakeId};
use crate::error::{Error, Loaded, Result};
use crate::locale::Text;
use crate::plan::{Occurrence, Reminder, SeriesDraft};
use crate::recorder::protocol::{self, MarkEdit, MarkRequest, MarkerFacts, Reply, Request, Status};

/// Both clocks at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Now {
    pub mono: Monotonic,
    pub wall: DateTime<Utc>,
}

/// Cells of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u16,
    pub height: u16,
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// Time has passed, and nothing else.
    Tick(Now),
    Resized(Size),
    /// Whether this terminal has the keyboard.
    Focused(bool),
    /// A key that the table knows, at the moment when it came.
    Command(Command, Monotonic),
    /// A key for the line of text that is being typed.
    Typed(Typing, Monotonic),
    Pasted(String),
    Clicked(Click),
    /// The mouse has moved with its left button held, and where it was let go.
    Dragged(Click),
    Released(Click),
    /// The wheel was turned over this cell.
    Scrolled {
        scroll: Scroll,
        column: u16,
        row: u16,
    },
    /// What the recorder says of itself; `None`: none runs.
    Status(Option<Box<Status>>),
    /// The recorder has not answered since then, and has not ended either.
    Mute(Monotonic),
    /// The marks of the running take, as far as they were there when the interface came.
    Marks(Vec<MarkerFacts>),
    /// What a running recorder tells those who watch.
    Told(Box<protocol::Event>),
    /// What came of [`Effect::Ask`].
    Answered(Act, Result<Box<Reply>>),
    /// What came of [`Effect::Arm`].
    Armed(Result<()>),
    Fetched(Facts),
    /// What the player with this number plays, or that it has ended.
    Played(u64, Played),
    /// The next buckets of a take's waveform, of the look with this number.
    Peaks {
        look: u64,
        take: TakeId,
        buckets: Vec<Bucket>,
    },
    /// Where the words of the search with this number stand, behind what was found before.
    Found {
        number: u64,
        found: Box<Loaded<Hit>>,
        /// Nothing comes behind it.
        is_all: bool,
    },
    /// What came of [`Effect::Change`].
    Changed(Result<Changed>),
    /// What came of [`Effect::LookAround`]: at once …
    Supplied(readiness::Supplies),
    /// … and as soon as the sound server has answered, or nobody can ask it.
    Heard(Result<Vec<readiness::ReadyInput>>),
    /// What came of [`Effect::Recover`].
    Recovered(Mended),
    /// What came of [`Effect::Note`].
    Noted {
        session: String,
        outcome: Result<()>,
    },
    /// After something of a session was written here, its second copy was brought up to date and compared with it.
    Copied {
        session: String,
        at: DateTime<Utc>,
        complete: bool,
        same_disk: bool,
    },
    /// What came of [`Effect::ChangeMark`]; `None`: there was nothing to take back.
    MarkChanged {
        session: String,
        change: MarkChange,
        outcome: Result<Option<Box<MarkChanged>>>,
    },
    /// What came of [`Effect::NoteLate`].
    LateNoted(LateNote, Result<()>),
    /// What came of [`Effect::ListInputs`], and what could not be asked.
    Inputs(Loaded<InputInfo>),
    /// What came of [`Effect::Meter`]: how loud the input is, or why it cannot be heard.
    Metered(Result<Dbfs>),
    /// What came of [`Effect::FirstStart`].
    Settled(Result<()>),
    /// Something is due or late. `is_told`: whoever has to be told outside this terminal has been.
    Reminded {
        reminder: Box<Reminder>,
        is_told: bool,
    },
    /// A change is on the disk; what was done, in words.
    Done(Text),
    Failed(Error),
}

/// A change to a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    Letter(char),
    DeleteBack,
    DeleteOn,
    DeleteWord,
    Clear,
    Left,
    Right,
    Start,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Click {
    pub column: u16,
    pub row: u16,
    pub at: Monotonic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    Up,
    Down,
}

/// What a request to the recorder was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Start,
    Mark,
    /// A change to the last mark.
    Edit,
    Undo,
    Step,
    Pause,
    Resume,
    Stop,
}

/// What is to be done outside.
#[derive(Debug, PartialEq)]
pub enum Effect {
    Quit,
    Bell,
    /// Asks the terminal to notify the person, without a sound of ours. No title and no name is among the words.
    Notify(String),
    /// Asks the running recorder; its answer is an [`Event::Answered`].
    Ask(Act, Request),
    /// Starts a recorder that listens: for an occurrence or series, on an input; absent: the config's.
    Arm {
        what: Option<String>,
        input: Option<String>,
    },
    /// Ends a recorder that only listens.
    Disarm,
    /// Begins a take, on the recorder that listens or on a new one. The key came at `at`.
    Record {
        what: Option<String>,
        title: Option<String>,
        input: Option<String>,
        at: Monotonic,
    },
    Fetch(Fetch),
    /// Looks whether everything is there to record.
    LookAround,
    /// Mends what broke off.
    Recover,
    /// Keeps what is noted after the session with this folder name.
    Note {
        session: String,
        answers: after::Answers,
    },
    /// Listens to an input for its level, keeping nothing, and no longer to the one before; `None`: to none.
    Meter(Option<String>),
    /// Lists what can be recorded from. May take seconds.
    ListInputs,
    /// Makes the library and the config.
    FirstStart(first_start::Answers),
    /// Leaves this library for a rehearsal, and comes back.
    Rehearse,
    /// Plays of the session with this folder name. Whatever played before is silent; reports carry the number.
    Play {
        number: u64,
        session: String,
        from: From,
        manner: Manner,
    },
    StopPlaying,
    /// Looks at a take, for its waveform, and no longer at the one before.
    Draw {
        look: u64,
        session: String,
        take: TakeId,
    },
    StopDrawing,
    /// Makes or changes a mark of the session with this folder name; what came of it is an [`Event::MarkChanged`].
    ChangeMark {
        session: String,
        change: MarkChange,
    },
    /// Keeps what was being typed when its take ended.
    NoteLate(LateNote),
    /// Looks for places that hold all the words. Only the latest search needs an answer.
    Search {
        number: u64,
        words: Vec<String>,
    },
    /// Nobody looks at what the search would find.
    StopSearch,
    /// Changes plans; what came of it is an [`Event::Changed`].
    Change(Change),
}

/// An act on marks, as [`crate::actions::marks::Editor`] carries it out.
#[derive(Debug, Clone, PartialEq)]
pub enum MarkChange {
    /// At a place of this take.
    Add(TakeId, Box<MarkRequest>),
    Edit(MarkerId, Box<MarkEdit>),
    /// Takes back the last act, on whichever session it was; where that lets something out, only if it may.
    Undo {
        may_open: bool,
    },
}

/// What an act on marks has done.
#[derive(Debug)]
pub struct MarkChanged {
    /// The session of the mark.
    pub session: String,
    pub did: Did,
    /// The mark as it stands now.
    pub mark: MarkerFacts,
    /// Something can leave from now on that was off the record.
    pub opens: bool,
    /// The recorder has it, and not yet on its disk.
    pub look: Option<Error>,
    /// False for an act that would open something when it is taken back, which it may not yet.
    pub is_done: bool,
}

/// An act on plans, as [`crate::actions::schedule::Planner`] carries it out.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Add(Box<SeriesDraft>),
    Edit(Slug, Box<SeriesDraft>),
    Remove(Slug),
    /// To a wall time of its series' zone.
    Move(OccurrenceId, NaiveDateTime),
    Cancel(OccurrenceId),
    Restore(OccurrenceId),
    /// With all later ones, by a length of wall time.
    Shift(OccurrenceId, Duration),
    /// Takes back the last act.
    Undo,
}

/// What a change has done.
#[derive(Debug)]
pub struct Changed {
    pub words: Text,
    /// The series that is new.
    pub added: Option<Slug>,
}

/// Facts that are wanted of the disk.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetch {
    Library,
    /// All that Today says.
    Today,
    /// What there is to know of a planned occurrence.
    Occurrence(Box<Occurrence>),
    /// The series and what lies between two days, both included, in the library's zone.
    Calendar {
        first: NaiveDate,
        last: NaiveDate,
    },
    /// What there is to know of the session with this folder name, which is being recorded.
    Sitting {
        session: String,
    },
    /// All that can be listened to.
    Sessions,
    /// The session with this folder name, to listen to it.
    Listening {
        session: String,
    },
    /// What is due or late now.
    Waiting,
    /// The first date of a series after that moment.
    Next {
        series: Slug,
        after: DateTime<Utc>,
    },
}

/// Facts that have come from the disk.
#[derive(Debug)]
pub enum Facts {
    Library(Box<LibraryFacts>),
    Today(Box<Today>),
    Occurrence(Box<Sitting>),
    Calendar(Box<Calendar>),
    Sitting(Box<Sitting>),
    Sessions(Loaded<SessionRow>),
    /// With what people are called.
    Listening(Box<Listening>, PeopleNames),
    Waiting(Option<Box<Sitting>>),
    Next(Option<NextDate>),
}
