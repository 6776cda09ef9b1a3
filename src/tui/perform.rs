//! Carries out effects: the only part of the interface that touches the outside. Each kind of work has a thread of its own, and what
//! comes of it goes into the loop's queue.
//!
//! `watch` follows the recorder, `hand` asks it, `starter` starts recorders and takes, `desk` reads and writes the library,
//! `ear` plays, `drawing` looks at takes for their waveforms.

mod desk;
mod drawing;
mod ear;
mod hand;
mod starter;
mod watch;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

pub use self::desk::{change_plans, fetch_facts, put_words, search_words};
pub use self::drawing::look_at;
use super::event::{Effect, Event};
use super::run::{Inbox, broken, spawn};
use crate::actions::World;
use crate::clock::Clock;
use crate::config::{ShowNames, state_folder};
use crate::error::Result;
use crate::locale::Language;

/// What every worker needs to know of this call.
#[derive(Debug)]
pub struct Place {
    pub root: PathBuf,
    pub language: Language,
    pub show: ShowNames,
    /// The config's folder for parts that lie elsewhere.
    pub fallback: Option<PathBuf>,
    /// Where what is needed to take acts back is kept; absent where this user has no home folder.
    pub state: Option<PathBuf>,
    /// Options of this call, for the recorders that it starts.
    pub passed: Vec<OsString>,
}

/// Where workers put what came of their work. When the loop has ended, nobody listens any more, and nobody has to.
#[derive(Clone)]
pub struct Outbox(Sender<Inbox>);

impl Outbox {
    pub fn tell(&self, event: Event) {
        drop(self.0.send(Inbox::Event(event)));
    }

    /// Starts a worker. One that breaks says so instead of falling silent.
    pub fn work(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
        let outbox = self.clone();
        spawn(name, move || {
            if catch_unwind(AssertUnwindSafe(work)).is_err() {
                outbox.tell(Event::Failed(broken()));
            }
        })
    }
}

pub struct Performer {
    pub clock: Clock,
    workers: Option<Workers>,
}

/// The threads that work on a library.
struct Workers {
    watch: watch::Watch,
    hand: Sender<hand::Task>,
    starter: Sender<starter::Task>,
    desk: Sender<desk::Task>,
    ear: Sender<ear::Task>,
    drawing: drawing::Drawing,
}

impl Performer {
    /// The workers begin at once where there is a library.
    pub fn new(world: &World, outbox: Sender<Inbox>) -> Performer {
        let outbox = Outbox(outbox);
        let workers = world.find_library().and_then(|found| {
            let place = Place {
                root: found.root,
                language: world.locale.language,
                show: world.config.show_names,
                fallback: world.config.audio.fallback.clone(),
                state: state_folder().ok(),
                passed: world.passed.clone(),
            };
            Workers::start(Arc::new(place), &outbox)
        });
        let workers = match workers {
            Ok(workers) => Some(workers),
            Err(error) => {
                outbox.tell(Event::Failed(error));
                None
            }
        };
        Performer { clock: world.clock, workers }
    }

    pub fn perform(&mut self, effect: Effect) {
        let Some(workers) = &mut self.workers else { return };
        match effect {
            Effect::Quit => {}
            Effect::Bell => ring(),
            Effect::Ask(act, request) => workers.hand.send(hand::Task { act, request }).map_or((), |()| workers.watch.poke()),
            Effect::Arm { what, input } => drop(workers.starter.send(starter::Task::Arm { what, input })),
            Effect::Disarm => drop(workers.starter.send(starter::Task::Disarm)),
            Effect::Record { what, title, input, at } => {
                drop(workers.starter.send(starter::Task::Record { what, title, input, at }));
            }
            Effect::Change(change) => drop(workers.desk.send(desk::Task::Change(change))),
            Effect::Fetch(fetch) => drop(workers.desk.send(desk::Task::Fetch(fetch))),
            Effect::PutWords { session, marker, words, who } => {
                drop(workers.desk.send(desk::Task::PutWords { session, marker, words, who }));
            }
            Effect::Search { number, words } => drop(workers.desk.send(desk::Task::Search { number, words })),
            Effect::Play { number, session, from } => drop(workers.ear.send(ear::Task::Play { number, session, from })),
            Effect::StopPlaying => drop(workers.ear.send(ear::Task::Stop)),
            Effect::Draw { look, session, take } => workers.drawing.begin(look, session, take),
            Effect::StopDrawing => workers.drawing.stop(),
        }
    }

    /// Nobody listens when the interface has gone: a recorder that only listens is ended.
    pub fn close(&mut self) {
        if let Some(workers) = self.workers.take() {
            starter::finish(workers.starter);
        }
    }
}

impl Workers {
    fn start(place: Arc<Place>, outbox: &Outbox) -> Result<Workers> {
        let watch = watch::Watch::start(Arc::clone(&place), outbox.clone())?;
        let (hand, tasks) = channel();
        hand::start(Arc::clone(&place), outbox.clone(), tasks)?;
        let (desk, tasks) = channel();
        desk::start(Arc::clone(&place), outbox.clone(), tasks)?;
        let (ear, tasks) = channel();
        ear::start(Arc::clone(&place), outbox.clone(), tasks)?;
        let drawing = drawing::Drawing::new(Arc::clone(&place), outbox.clone());
        let (starter, tasks) = channel();
        starter::start(place, outbox.clone(), tasks, watch.clone())?;
        Ok(Workers { watch, hand, starter, desk, ear, drawing })
    }
}

/// The terminal's bell, beside what is drawn.
fn ring() {
    use std::io::Write;
    let mut out = std::io::stdout();
    drop(out.write_all(b"\x07").and_then(|()| out.flush()));
}
