//! Carries out effects: the only part of the interface that touches the outside. Each kind of work has a thread of its own, and what
//! comes of it goes into the loop's queue.
//!
//! No worker ends with a task that broke: it says so, and goes on with the next one.
//!
//! Effects and the workers' tasks name some things twice, on purpose. The screens have one flat list of what they want, and do not know
//! who does it; a worker's tasks are those that it can do, so that none can be handed to the wrong one, and a few (an end, a stop) that no
//! screen may ask for. Nesting the tasks in the effects would tell every screen of the threads.
//!
//! `watch` follows the recorder, `hand` asks it, `starter` starts recorders and takes, `desk` reads and writes the library (what a crash
//! left is mended beside it), `seeker` looks for words, `copier` brings what was written into the second copy, `ear` plays, `drawing` looks at takes for their
//! waveforms, `around` looks and listens around, `reminder` looks for what is due.

mod around;
mod copier;
mod desk;
mod drawing;
mod ear;
mod hand;
mod reminder;
mod seeker;
mod starter;
mod watch;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use chrono::{DateTime, Utc};

pub use self::desk::{change_marks, change_plans, fetch_facts, note, note_late};
pub use self::drawing::look_at;
pub use self::seeker::search_words;
use super::event::{Effect, Event};
use super::queue::{Inbox, Queue};
use super::run::{broken, spawn};
use super::terminal;
use crate::actions::{World, first_start};
use crate::clock::Clock;
use crate::config::{Config, ShowNames, state_folder};
use crate::copies::Elsewhere;
use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::locale::Language;
use crate::store::Library;
use crate::store::library::is_library;
use crate::text;

/// What every worker needs to know of this call.
#[derive(Debug)]
pub struct Place {
    pub root: PathBuf,
    pub language: Language,
    pub show: ShowNames,
    /// Whose marks are made here.
    pub who: Slug,
    /// Where parts lie that are not in their session's folder.
    pub elsewhere: Elsewhere,
    /// Where what is needed to take acts back is kept; absent where this user has no home folder.
    pub state: Option<PathBuf>,
    /// When the program was built.
    pub built: DateTime<Utc>,
    /// Options of this call, for the recorders that it starts.
    pub passed: Vec<OsString>,
}

/// How long the end of the interface waits for a worker.
const FAREWELL: Duration = Duration::from_secs(2);

#[cfg(test)]
impl Place {
    /// A library of a test.
    pub fn of_test(root: &std::path::Path) -> Place {
        Place {
            root: root.to_owned(),
            language: Language::English,
            show: ShowNames::Name,
            who: Slug::parse("lise").expect("a name"),
            elsewhere: Elsewhere::default(),
            state: None,
            built: DateTime::UNIX_EPOCH,
            passed: Vec::new(),
        }
    }
}

/// Where workers put what came of their work. When the loop has ended, nobody listens any more, and nobody has to.
#[derive(Clone)]
pub struct Outbox {
    queue: Queue,
    /// Number of the sitting for which the work is done.
    sitting: u32,
}

impl Outbox {
    pub fn new(queue: Queue, sitting: u32) -> Outbox {
        Outbox { queue, sitting }
    }

    pub fn tell(&self, event: Event) {
        self.queue.tell(Inbox::Event(self.sitting, event));
    }

    /// Starts a worker. One that breaks says so instead of falling silent.
    pub fn work(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
        let outbox = self.clone();
        spawn(name, move || {
            let done = || {
                work();
                Ok(())
            };
            if let Err(error) = or_broken(done) {
                outbox.tell(Event::Failed(error));
            }
        })
    }
}

/// What came of it; a panic is one more error.
pub fn or_broken<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken()))
}

pub struct Performer {
    pub clock: Clock,
    config: Config,
    outbox: Outbox,
    around: around::Around,
    workers: Option<Workers>,
    /// What a first start has made, as soon as it is done: what the call knows by then, and where the library lies.
    settling: Option<Receiver<(World, Place)>>,
}

/// The threads that work on a library.
struct Workers {
    root: PathBuf,
    watch: watch::Watch,
    hand: Sender<hand::Task>,
    starter: Sender<starter::Task>,
    desk: Sender<desk::Task>,
    seeker: Sender<Option<seeker::Task>>,
    copier: Sender<copier::Task>,
    ear: Sender<ear::Task>,
    drawing: drawing::Drawing,
    /// Absent in a rehearsal.
    _reminding: Option<reminder::Reminding>,
}

impl Performer {
    /// Before a first start there is no library to work on.
    pub fn new(world: &World, outbox: Outbox) -> Performer {
        let around = around::Around::new(outbox.clone());
        Performer { clock: world.clock, config: world.config.clone(), outbox, around, workers: None, settling: None }
    }

    /// The workers begin on a library.
    ///
    /// `place` is an error where none was found.
    pub fn begin(&mut self, world: &World, place: Result<Place>) {
        self.config = world.config.clone();
        match place.and_then(|place| Workers::start(Arc::new(place), &self.config, &self.outbox)) {
            Ok(workers) => self.workers = Some(workers),
            Err(error) => self.outbox.tell(Event::Failed(error)),
        }
    }

    pub fn perform(&mut self, effect: Effect, world: &World) {
        match effect {
            Effect::Quit | Effect::Rehearse => {}
            Effect::Bell => ring(),
            Effect::Notify(words) => terminal::notify(&words),
            Effect::ListInputs => self.around.list(),
            Effect::Meter(input) => self.around.meter(input, self.config.audio.rate),
            Effect::FirstStart(answers) => self.settle(answers, world),
            effect => self.hand_on(effect),
        }
    }

    /// Gives work to those who do it.
    fn hand_on(&mut self, effect: Effect) {
        let Some(workers) = &mut self.workers else { return };
        let to_desk = |task| drop(workers.desk.send(task));
        match effect {
            Effect::Ask(act, request) => {
                workers.hand.send(hand::Task::Ask(act, Box::new(request))).map_or((), |()| workers.watch.poke())
            }
            Effect::Arm { what, input } => drop(workers.starter.send(starter::Task::Arm { what, input })),
            Effect::Disarm => drop(workers.starter.send(starter::Task::Disarm)),
            Effect::Record { what, title, input, at } => {
                drop(workers.starter.send(starter::Task::Record { what, title, input, at }));
            }
            Effect::Fetch(fetch) => to_desk(desk::Task::Fetch(fetch)),
            Effect::Change(change) => to_desk(desk::Task::Change(change)),
            Effect::ChangeMark { session, change } => to_desk(desk::Task::ChangeMark { session, change }),
            Effect::Search { number, words } => drop(workers.seeker.send(Some(seeker::Task { number, words }))),
            Effect::StopSearch => drop(workers.seeker.send(None)),
            Effect::NoteLate(late) => to_desk(desk::Task::NoteLate(late)),
            Effect::Recover => to_desk(desk::Task::Recover),
            Effect::Note { session, answers } => to_desk(desk::Task::Note { session, answers }),
            Effect::LookAround => self.around.look(workers.root.clone(), self.config.clone()),
            Effect::Play { number, session, from, manner } => {
                drop(workers.ear.send(ear::Task::Play { number, session, from, manner }));
            }
            Effect::StopPlaying => drop(workers.ear.send(ear::Task::Stop)),
            Effect::Draw { look, session, take } => workers.drawing.begin(look, session, take),
            Effect::StopDrawing => workers.drawing.stop(),
            Effect::Quit | Effect::Rehearse | Effect::Bell | Effect::Notify(_) => {}
            Effect::ListInputs | Effect::Meter(_) | Effect::FirstStart(_) => {}
        }
    }

    /// Makes the library and the config of a first start, beside the loop; [`Performer::settled`] takes over what was made.
    fn settle(&mut self, answers: first_start::Answers, world: &World) {
        let (made, settling) = channel();
        self.settling = Some(settling);
        let (mut world, outbox) = (world.clone(), self.outbox.clone());
        let work = move || {
            let outcome = or_broken(|| {
                first_start::finish(&mut world, &answers)?;
                Place::of(&world)
            });
            outbox.tell(Event::Settled(outcome.map(|place| drop(made.send((world, place))))));
        };
        if let Err(error) = self.outbox.work("settle", work) {
            self.outbox.tell(Event::Settled(Err(error)));
        }
    }

    /// Goes on with what a first start has made, if it has made something.
    pub fn settled(&mut self, world: &mut World) {
        if let Some((made, place)) = self.settling.take().and_then(|settling| settling.try_recv().ok()) {
            *world = made;
            self.begin(world, Ok(place));
        }
    }

    /// What was asked still reaches the recorder, and what was handed on is written. Nobody listens when the interface has gone: a recorder
    /// that only listens is ended.
    pub fn close(&mut self) {
        if let Some(workers) = self.workers.take() {
            finish(workers.hand, hand::Task::Finish);
            finish(workers.desk, desk::Task::Finish);
            finish(workers.copier, copier::Task::Finish); // behind the desk: what that has written goes there
            finish(workers.starter, starter::Task::Finish);
        }
    }
}

impl Place {
    /// Looks for the library of this call.
    ///
    /// Errors: none is found.
    pub fn of(world: &World) -> Result<Place> {
        Ok(Place {
            root: world.find_library()?.root,
            language: world.locale.language,
            show: world.config.show_names,
            who: world.config.who_or_machine(),
            elsewhere: world.config.audio.elsewhere(),
            state: state_folder().ok(),
            built: world.clock.built(),
            passed: world.passed.clone(),
        })
    }

    /// Opens the library on which the interface was opened.
    ///
    /// Errors: it is not there any more.
    pub fn library(&self) -> Result<Library> {
        match is_library(&self.root) {
            true => Library::open(&self.root),
            false => Err(Error::new(text!("screen-library-gone")).at(&self.root).hint(text!("screen-library-gone-hint"))),
        }
    }
}

impl Workers {
    /// Errors: the system gives no thread.
    fn start(place: Arc<Place>, config: &Config, outbox: &Outbox) -> Result<Workers> {
        let watch = watch::Watch::start(Arc::clone(&place), outbox.clone())?;
        let (hand, tasks) = channel();
        hand::start(Arc::clone(&place), outbox.clone(), tasks)?;
        let (copier, tasks) = channel();
        copier::start(Arc::clone(&place), outbox.clone(), tasks)?;
        let (desk, tasks) = channel();
        desk::start(Arc::clone(&place), outbox.clone(), tasks, copier.clone())?;
        let (seeker, tasks) = channel();
        seeker::start(Arc::clone(&place), outbox.clone(), tasks)?;
        let (ear, tasks) = channel();
        ear::start(Arc::clone(&place), outbox.clone(), tasks)?;
        let reminding = reminder::Reminding::start(&place, config, outbox)?;
        let drawing = drawing::Drawing::new(Arc::clone(&place), outbox.clone());
        let (starter, tasks) = channel();
        let root = place.root.clone();
        starter::start(place, outbox.clone(), tasks, watch.clone())?;
        Ok(Workers { root, watch, hand, starter, desk, seeker, copier, ear, drawing, _reminding: reminding })
    }
}

/// Waits until a worker has done all that it was handed, but not for ever: a recorder that hangs ends by itself when nobody watches, and
/// a disk that hangs takes nothing any more.
fn finish<Task>(worker: Sender<Task>, last: impl FnOnce(Sender<()>) -> Task) {
    let (done, over) = channel();
    if worker.send(last(done)).is_ok() {
        over.recv_timeout(FAREWELL).unwrap_or_default();
    }
}

/// The terminal's bell, beside what is drawn.
fn ring() {
    use std::io::Write;
    let mut out = std::io::stdout();
    drop(out.write_all(b"\x07").and_then(|()| out.flush()));
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::thread;

    use super::*;

    #[test]
    fn the_end_waits_for_what_was_handed_on() {
        let (worker, tasks) = channel::<Option<Sender<()>>>();
        let is_written = Arc::new(AtomicBool::new(false));
        worker.send(None).unwrap();
        let written = Arc::clone(&is_written);
        thread::spawn(move || {
            for task in tasks {
                match task {
                    Some(done) => done.send(()).unwrap(),
                    None => {
                        thread::yield_now();
                        written.store(true, SeqCst);
                    }
                }
            }
        });
        finish(worker, Some);
        assert!(is_written.load(SeqCst));
    }

    #[test]
    fn a_worker_that_has_gone_is_not_waited_for() {
        finish(channel::<Sender<()>>().0, |done| done);
    }
}
