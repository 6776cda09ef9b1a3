//! The recorder's one loop: everything that happens comes through its queue, in one order, and nothing in it waits.
//!
//! `requests` answers clients, `acts` what they do to marks, `strand` follows one input, `inputs` all of them, `sound` what they give and the disk, `paper` the texts
//! and marks, `look` the watchdog and the status. What may be slow is done by others, who report here.

mod acts;
mod inputs;
mod look;
mod paper;
mod requests;
mod second;
mod sound;
mod strand;
mod upsets;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

pub use paper::session_of;

use super::collector::{Note, Order, Shared};
use super::hooks::Runner;
use super::log::Log;
use super::protocol::{Event, Reply, SessionPlan, StopReason};
use super::scribe::{Deed, Done, Scribe};
use super::server::{self, Answer, Asked, Door, Watchers};
use super::take::RunningTake;
use super::tuner::{Attempt, Opened};
use super::vitals::VitalSigns;
use super::watchdog::Watchdog;
use crate::audio::input::InputId;
use crate::audio::writer::Report;
use crate::clock::{Clock, Monotonic};
use crate::config::Config;
use crate::copies::Homes;
use crate::domain::{Marker, MarkerId, Palette, Slug};
use crate::error::{Error, Result};
use crate::locale::{Language, Locale, Text};
use crate::store::layout::Layout;
use crate::store::lock::RecorderLock;
use crate::text;
use strand::Strand;

/// How often the watchdog looks.
const TICK: Duration = Duration::from_millis(100);

/// How long the last answers may take to be written.
const FAREWELL: Duration = Duration::from_secs(2);

/// What a recorder starts with.
pub struct EngineOptions {
    pub layout: Layout,
    pub palette: Palette,
    pub config: Config,
    pub language: Language,
    /// Names this machine's file of marks.
    pub who: Slug,
    /// At least one; the first one leads: the take's rate and its frame 0 are those of its sound.
    pub inputs: Vec<InputId>,
    /// Reads a file as fast as it is written.
    pub fast: bool,
    /// Absent: armed, until a client asks for a take.
    pub plan: Option<SessionPlan>,
    /// What an armed recorder records when it is asked for nothing else.
    pub armed_for: Option<SessionPlan>,
    pub unwatched: Unwatched,
    /// When the take was asked for.
    pub key: Monotonic,
    /// What was wrong with config or library when they were read: recording goes on, and the status says so.
    pub faults: Vec<Error>,
    /// Set by SIGINT and SIGTERM.
    pub stop: Arc<AtomicBool>,
    pub log: Log,
}

/// What becomes of a recorder of which nobody asks any more how it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unwatched {
    /// It goes on: a take outlives everything.
    GoesOn,
    /// It ends unless a take runs: an interface armed it, and has been killed or stopped.
    EndsArmed,
    /// It ends, and so does its take: a rehearsal, of which nothing is real.
    Ends,
}

/// How a recorder ended.
#[derive(Debug, Default)]
pub struct Ending {
    /// The last take's session, where there was one.
    pub session: Option<String>,
    /// The last take's length in seconds, and its marks.
    pub seconds: Option<f64>,
    pub marks: Option<u32>,
    pub why: Option<StopReason>,
    /// That parts of the take lie in other folders, in words.
    pub elsewhere: Option<String>,
    /// What ended it other than it was asked to.
    pub fault: Option<Error>,
}

/// What comes through the queue. Few at a time by their nature: a client waits for its answer before it asks again, blocks of
/// sound do not pass here. Numbers count inputs, from 0.
enum Message {
    Asked(Asked),
    Sound(usize, Note),
    Disk(usize, Report),
    Text(Done),
    Copy(second::CopyNote),
    Input(usize, Box<Attempt>),
    Recovered(String),
}

/// What the next take of a session goes on with, when a device has come back with another format.
struct Next {
    plan: SessionPlan,
    opened: Box<Opened>,
    steps_taken: u32,
    /// Kinds of the ranges that were open: they stay open.
    open: Vec<String>,
    /// Questions that wait for their turn: they go on waiting, in the next take.
    questions: Vec<(Marker, bool)>,
}

/// Who is answered when a mark is on the disk, and what is told beside it.
struct Ticket {
    answer: Answer,
    words: Option<Text>,
}

pub struct Engine {
    options: EngineOptions,
    locale: Locale,
    clock: Clock,
    inbox: Receiver<Message>,
    outbox: Sender<Message>,
    /// One for each input; the first one leads.
    strands: Vec<Strand>,
    scribe: Scribe,
    watchers: Watchers,
    door: Door,
    vitals: VitalSigns,
    watchdog: Watchdog,
    hooks: HashMap<&'static str, Runner>,
    take: Option<RunningTake>,
    /// Takes with sound that have begun so far.
    begun: u64,
    /// Of the session of the take, where the config names a folder for it.
    second: Option<second::SecondCopy>,
    /// The take that begins when this one has ended: the device came back with another format.
    next: Option<Next>,
    tickets: HashMap<u64, Ticket>,
    last_ticket: u64,
    /// Marks that the disk has refused so far.
    unsaved: HashSet<MarkerId>,
    /// The session of the take before: a take that was to go on with it belongs to it, also where it cannot begin.
    last_session: Option<String>,
    /// What was found again of sessions that had broken off.
    found_again: Vec<String>,
    upsets: upsets::Upsets,
    /// The battery is nearly empty: the disk thread confirms more often.
    hurry: Arc<AtomicBool>,
    tried_again: Monotonic,
    /// When somebody last asked how it is, or had no reason to.
    watched_at: Monotonic,
    ending: Option<Ending>,
    /// Who waits for the end.
    stops: Vec<Answer>,
}

impl Ending {
    /// It ended as somebody wished.
    pub fn is_orderly(&self) -> bool {
        self.fault.is_none() && self.elsewhere.is_none() && !matches!(self.why, Some(StopReason::Battery | StopReason::Fault))
    }
}

impl Engine {
    /// Takes the library's lock, opens the door, starts the helpers and looks for the input.
    ///
    /// Refused where another recorder holds the library; the error names its session.
    pub fn start(options: EngineOptions) -> Result<Engine> {
        let lock = RecorderLock::take(&options.layout)?;
        let socket = super::server::socket_path(options.layout.root())?;
        let (outbox, inbox) = channel();
        let watchers = Watchers::default();
        let door = server::open(&socket, options.language, watchers.clone(), teller(&outbox, Message::Asked))?;
        let scribe = Scribe::spawn(
            options.layout.clone(),
            options.who.clone(),
            options.config.audio.elsewhere(),
            lock,
            socket,
            teller(&outbox, Message::Text),
        );
        Ok(Engine {
            locale: Locale::new(options.language),
            clock: Clock,
            strands: strand::start_all(&options, &outbox)?,
            scribe: scribe.map_err(no_thread)?,
            watchers,
            door,
            vitals: VitalSigns::of(options.layout.root().to_owned()).map_err(no_thread)?,
            watchdog: Watchdog::default(),
            hooks: start_hooks(&options)?,
            take: None,
            begun: 0,
            second: None,
            next: None,
            tickets: HashMap::new(),
            last_ticket: 0,
            unsaved: HashSet::new(),
            last_session: None,
            found_again: Vec::new(),
            upsets: upsets::Upsets::begin(Clock),
            hurry: Arc::default(),
            tried_again: Monotonic::now(),
            watched_at: Monotonic::now(),
            ending: None,
            stops: Vec::new(),
            inbox,
            outbox,
            options,
        })
    }

    /// Every event from now on, as lines of JSON, for this very process.
    pub fn events(&self) -> Receiver<Arc<str>> {
        self.watchers.join()
    }

    /// Where to tell, in the reader's words, that a session was found again which had broken off.
    pub fn recovery(&self) -> impl Fn(String) + Send + 'static {
        teller(&self.outbox, Message::Recovered)
    }

    /// Records until it is stopped, the input ends, or a fault ends it; returns when the files are finished, the lock is free and
    /// the hooks have been heard.
    pub fn run(mut self) -> Ending {
        self.begin();
        let mut next_look = Monotonic::now();
        while self.ending.is_none() {
            match self.inbox.recv_timeout(TICK) {
                Ok(message) => self.hear(message),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let now = self.clock.monotonic();
            if now >= next_look {
                next_look = Monotonic(now.0 + TICK.as_nanos() as u64);
                self.look(now);
            }
        }
        self.leave()
    }

    fn begin(&mut self) {
        let now = self.clock.monotonic();
        let faults: Vec<String> = self.options.faults.iter().map(|fault| fault.worded(&self.locale)).collect();
        if !faults.is_empty() {
            let words = text!("recorder-warning-files", words = faults.join(" · "));
            let change = self.watchdog.raise("files", &words, self.clock.now(), &self.locale);
            self.tell_changes(change);
        }
        match self.options.plan.take() {
            Some(plan) => self.begin_take(plan, self.options.key, None),
            None if self.is_soundless() => self.tell_armed(),
            None => {}
        }
        if !self.is_soundless() {
            self.strands[0].look_for(now);
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Asked(asked) => self.answer(asked),
            Message::Sound(n, note) => self.note(n, note),
            Message::Disk(n, report) => self.report(n, report),
            Message::Text(done) => self.done(done),
            Message::Copy(note) => self.copy_noted(note),
            Message::Input(n, attempt) => self.attempted(n, *attempt),
            Message::Recovered(words) => self.recovered(words),
        }
    }

    /// Closes everything in order; those who asked for the stop are answered when nothing is left to do with files.
    fn leave(mut self) -> Ending {
        let mut ending = self.ending.take().unwrap_or_default();
        if let (Some(_), Some(fault)) = (&ending.session, &ending.fault) {
            let words = text!("recorder-last-take-failed", words = fault.headline(&self.locale));
            self.scribe.ask(Deed::LastWords(self.locale.say(&words)));
        }
        if let (None, Some(StopReason::InputEnded), None) = (&ending.session, ending.why, &ending.fault) {
            let fault = Error::new(text!("recorder-input-empty")).hint(text!("recorder-input-empty-hint"));
            ending.fault = Some(fault);
        }
        let reply = self.last_reply(&ending);
        self.strands.iter_mut().for_each(Strand::quit);
        self.door.close(); // while the lock is held: the next recorder's socket has the same name
        drop(self.scribe);
        for answer in self.stops {
            answer.give(reply.clone());
        }
        self.tickets.clear();
        let unheard =
            Reply::refused(if ending.fault.is_some() { 1 } else { 4 }, self.locale.say(&text!("recorder-never-started")));
        let words = ending.fault.as_ref().map(|fault| fault.worded(&self.locale));
        let unheard = Reply { message: words.or(unheard.message.clone()), ..unheard };
        if let Some(take) = self.take.take() {
            let early = take.early.into_iter().map(|(_, _, answer)| answer);
            take.starts.into_iter().chain(take.pauses).chain(early).for_each(|answer| answer.give(unheard.clone()));
        }
        drop(self.inbox); // nobody waits for what is not answered any more
        self.door.see_out(FAREWELL);
        if let Some(copied) = second::check(self.second.take(), &self.options, &self.locale, &self.options.stop) {
            self.watchers.tell(&serde_json::to_string(&copied).expect("events are plain data"));
        }
        self.watchers.close();
        self.options.log.line("ended");
        for (_, hook) in self.hooks {
            hook.finish();
        }
        self.options.log.settle(FAREWELL);
        ending
    }

    /// What whoever has stopped the take is told: the fault that ended it, what lies elsewhere, and a copy that is not complete.
    fn last_reply(&self, ending: &Ending) -> Reply {
        let copy = self.second.as_ref().and_then(second::SecondCopy::is_not_complete).map(|words| self.locale.say(&words));
        let fault = ending.fault.as_ref().map(|fault| fault.worded(&self.locale));
        let needs_look = fault.is_some() || ending.elsewhere.is_some();
        let words: Vec<String> = [fault, ending.elsewhere.clone(), copy].into_iter().flatten().collect();
        Reply {
            session: ending.session.clone(),
            seconds: ending.seconds,
            marks: ending.marks,
            elsewhere: ending.elsewhere.clone().filter(|_| ending.fault.is_none()),
            joined: self.take.as_ref().is_some_and(|take| take.plan.joins),
            exit: needs_look.then_some(3),
            message: (!words.is_empty()).then(|| words.join("\n")),
            ..Reply::done()
        }
    }

    fn tell(&mut self, event: &Event) {
        let line = serde_json::to_string(event).expect("events are plain data");
        self.watchers.tell(&line);
    }

    fn order(&mut self, n: usize, order: Order) {
        if !self.strands[n].order(order) && self.ending.is_none() {
            self.end(None, Some(Error::new(text!("recorder-broken"))));
        }
    }

    fn order_all(&mut self, order: impl Fn() -> Order) {
        (0..self.strands.len()).for_each(|n| self.order(n, order()));
    }

    /// What the leading input shares: its timeline is the take's.
    fn lead(&self) -> &Shared {
        &self.strands[0].shared
    }

    /// No sound is wanted: no input is opened.
    fn is_soundless(&self) -> bool {
        self.options.inputs.iter().all(|input| matches!(input, InputId::None))
    }

    fn write(&mut self, deed: Deed) {
        if !self.scribe.ask(deed) && self.ending.is_none() {
            self.end(None, Some(Error::new(text!("recorder-broken"))));
        }
    }

    /// The loop ends after this message.
    fn end(&mut self, why: Option<StopReason>, fault: Option<Error>) {
        let take = self.take.as_ref().filter(|take| take.place.is_some());
        let session = take.and_then(|take| take.session_id().map(ToOwned::to_owned)).or(self.last_session.take());
        self.ending = Some(Ending {
            seconds: take.and_then(|take| Some(take.take.frames?.seconds(take.take.rate))),
            marks: take.map(|take| take.ledger.count(&self.options.palette)),
            elsewhere: take.and_then(|take| sound::apart(take, &self.locale)),
            session,
            why,
            fault,
        });
    }
}

/// A function that puts what it is told into the queue. After the loop has ended nobody listens any more, and nobody has to.
fn teller<T>(
    outbox: &Sender<Message>,
    wrap: impl Fn(T) -> Message + Send + Sync + 'static,
) -> impl Fn(T) + Send + Sync + 'static {
    let outbox = outbox.clone();
    move |told| drop(outbox.send(wrap(told)))
}

fn start_hooks(options: &EngineOptions) -> Result<HashMap<&'static str, Runner>> {
    let hooks = &options.config.hooks;
    let mut runners = HashMap::new();
    for (name, hook) in [
        ("on_start", &hooks.on_start),
        ("on_mark", &hooks.on_mark),
        ("on_warning", &hooks.on_warning),
        ("on_stop", &hooks.on_stop),
    ] {
        if let Some(hook) = hook {
            runners.insert(name, Runner::spawn(name, hook.clone(), options.log.clone()).map_err(no_thread)?);
        }
    }
    Ok(runners)
}

fn no_thread(error: std::io::Error) -> Error {
    Error::new(text!("recorder-no-thread")).because(error)
}

/// Where the parts of a session lie.
fn homes(options: &EngineOptions, folder: &std::path::Path) -> Homes {
    options.config.audio.elsewhere().homes(&options.layout, folder)
}
