//! The loop: one queue, one order. Draws when the queue is empty, and sleeps until something happens.

use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::Event as Report;
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::event::{Effect, Event, Fetch, Now, Size};
use super::input::Reader;
use super::keymap::Keymap;
use super::model::{Model, Screen, Setup};
use super::perform::Performer;
use super::terminal::{self, GiveBack};
use super::theme::{Background, Depth, Theme};
use super::update::{show, update};
use super::view::view;
use crate::actions::World;
use crate::audio::quiet::quiet_stderr;
use crate::clock::Monotonic;
use crate::config::{self, Colours, Config, ShowNames, Signs, state_folder};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::recorder::Log;
use crate::text;

/// How the interface is opened.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// A rehearsal: synthetic voice, never the microphone.
    pub rehearsal: bool,
    /// On Guided: three keys, for somebody who has never used the program.
    pub is_guided: bool,
}

/// What the loop is told.
pub enum Inbox {
    Terminal(Report, Monotonic),
    Event(Event),
    /// SIGTSTP: gives the terminal back and stops.
    Suspend,
    /// The terminal is gone: nothing may be written any more.
    HungUp,
}

/// How long a signal waits for the loop, which may be held up by a terminal that takes nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether both sides of the program are a terminal: else nothing is asked or drawn.
pub fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Opens the interface and comes back when it is closed. A take that runs goes on.
///
/// Errors: no terminal, or one that goes away.
pub fn run(world: &World, options: &Options) -> Result<()> {
    let log = Log::open(&state_folder()?)?;
    let log_file = log.file().map_err(|error| terminal::lost(&error))?;
    let quiet = quiet_stderr(&log_file)?;
    let mut screen = terminal::take_over()?;
    let give_back = GiveBack;
    let (outbox, inbox) = channel();
    listen_to_keys(outbox.clone())?;
    listen_to_signals(outbox.clone())?;
    let mut model = model(world, options, &screen);
    let mut performer = Performer::new(world, outbox);
    performer.perform(Effect::Fetch(Fetch::Library));
    if options.is_guided {
        show(&mut model, Screen::Guided).into_iter().for_each(|effect| performer.perform(effect));
    }
    // What broke stands in the log; the person gets the terminal back, and a sentence.
    let outcome = catch_unwind(AssertUnwindSafe(|| turn(&mut model, &mut screen, &inbox, &mut performer)));
    drop(give_back);
    drop(quiet);
    outcome.unwrap_or_else(|_| Err(broken().at(log.path())))
}

fn model(world: &World, options: &Options, screen: &terminal::Screen) -> Model {
    let size = screen.size().map_or(Size { width: 80, height: 24 }, |size| Size { width: size.width, height: size.height });
    let setup = Setup {
        who: Some(world.config.who_or_machine()),
        rehearsal: options.rehearsal,
        hides_names: world.config.show_names == ShowNames::Code,
        reaction: world.config.marks.reaction,
        preroll: world.config.audio.preroll,
    };
    let (keymap, faults) = Keymap::with(&world.config.keys);
    let now = Now { mono: world.clock.monotonic(), wall: world.clock.now() };
    let mut model = Model::new(Locale::new(world.locale.language), theme(&world.config), keymap, setup, now, size);
    if let Some(fault) = world.config_faults.iter().chain(&faults).next() {
        model.complain(fault.clone());
    }
    model
}

/// `NO_COLOR` counts unless the config asks for colours.
fn theme(config: &Config) -> Theme {
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let depth = match config.colours {
        Colours::Auto if no_colour => Depth::None,
        Colours::None => Depth::None,
        Colours::Auto | Colours::Sixteen => Depth::Sixteen,
    };
    let background = match config.background {
        config::Background::Auto => background_of(std::env::var("COLORFGBG").ok().as_deref()),
        config::Background::Dark => Background::Dark,
        config::Background::Light => Background::Light,
    };
    Theme { depth, background, ascii: config.signs == Signs::Ascii }
}

/// `COLORFGBG` is `15;0` and the like where a terminal tells: the last figure is the colour behind. Most terminals are dark.
fn background_of(told: Option<&str>) -> Background {
    match told.and_then(|told| told.rsplit(';').next()) {
        Some("7" | "15") => Background::Light,
        _ => Background::Dark,
    }
}

fn turn(model: &mut Model, screen: &mut terminal::Screen, inbox: &Receiver<Inbox>, performer: &mut Performer) -> Result<()> {
    let mut reader = Reader::default();
    loop {
        let told = match inbox.try_recv() {
            Ok(told) => Some(told),
            Err(TryRecvError::Disconnected) => return Ok(()),
            Err(TryRecvError::Empty) => {
                screen.draw(|screen| view(model, screen)).map_err(|error| terminal::lost(&error))?;
                match inbox.recv_timeout(model.patience()) {
                    Ok(told) => Some(told),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            }
        };
        let now = Now { mono: performer.clock.monotonic(), wall: performer.clock.now() };
        let mut effects = update(model, Event::Tick(now));
        let event = match told {
            Some(Inbox::Terminal(report, at)) => reader.read(report, at, model),
            Some(Inbox::Event(event)) => Some(event),
            Some(Inbox::Suspend) => {
                suspend(screen)?;
                None
            }
            Some(Inbox::HungUp) => return Ok(()),
            None => None,
        };
        if let Some(event) = event {
            effects.extend(update(model, event));
        }
        for effect in effects {
            if effect == Effect::Quit {
                performer.close();
                return Ok(());
            }
            performer.perform(effect);
        }
    }
}

/// Stops as the shell asks, and takes the terminal over again when it lets this go on.
fn suspend(screen: &mut terminal::Screen) -> Result<()> {
    terminal::give_back();
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP)
        .map_err(|error| terminal::lost(&error.into()))?;
    *screen = terminal::take_over()?;
    screen.clear().map_err(|error| terminal::lost(&error))
}

/// Reads the terminal on a thread of its own. It looks for a hang-up first, since after one the library would never return.
fn listen_to_keys(outbox: Sender<Inbox>) -> Result<()> {
    let work = move || {
        let stdin = std::io::stdin();
        loop {
            let mut ready = [PollFd::new(&stdin, PollFlags::IN)];
            match poll(&mut ready, None) {
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => break,
                Ok(_) => {}
            }
            if ready[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                break;
            }
            while crossterm::event::poll(Duration::ZERO).unwrap_or(false) {
                let Ok(report) = crossterm::event::read() else { break };
                // A change of size is told by its signal, also when no key comes.
                if !matches!(report, Report::Resize(..)) && outbox.send(Inbox::Terminal(report, Monotonic::now())).is_err() {
                    return;
                }
            }
        }
        drop(outbox.send(Inbox::HungUp));
    };
    spawn("keys", work)
}

fn listen_to_signals(outbox: Sender<Inbox>) -> Result<()> {
    let mut signals =
        Signals::new([SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT]).map_err(|error| terminal::lost(&error))?;
    let work = move || {
        for signal in signals.forever() {
            let told = match signal {
                SIGWINCH | SIGCONT => match crossterm::terminal::size() {
                    Ok((width, height)) => Inbox::Terminal(Report::Resize(width, height), Monotonic::now()),
                    Err(_) => continue,
                },
                SIGTSTP => Inbox::Suspend,
                SIGHUP => Inbox::HungUp,
                _ => Inbox::Event(Event::Leave),
            };
            let ends = matches!(told, Inbox::HungUp | Inbox::Event(_));
            if outbox.send(told).is_err() {
                return;
            }
            if ends {
                // A loop that a terminal holds up would never see it.
                thread::spawn(|| {
                    thread::sleep(PATIENCE);
                    terminal::give_back();
                    std::process::exit(1);
                });
            }
        }
    };
    spawn("signals", work)
}

/// A thread that nobody waits for.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(drop).map_err(|error| Error::new(text!("recorder-no-thread")).because(error))
}

/// A fault of the program itself. The take goes on: it is recorded by another process.
pub fn broken() -> Error {
    Error::new(text!("screen-broken")).hint(text!("screen-broken-hint"))
}
