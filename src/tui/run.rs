//! The loop: one queue, one order. Draws when the queue is empty, and sleeps until something happens.
//!
//! It waits for no disk and no process: what may take long between two libraries is done beside it, see [`meanwhile`].

use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crossterm::event::{Event as Report, KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::event::{Effect, Event, Now, Size};
use super::input::Reader;
use super::keymap::Keymap;
use super::model::{Model, Screen, Setup};
use super::perform::{Outbox, Performer, Place, or_broken};
use super::queue::{Inbox, Queue, Waiting, queue};
use super::screen::{first, today};
use super::terminal::{self, GiveBack};
use super::theme::{Background, Depth, Theme};
use super::update::{keep_before_leaving, show, update};
use super::view::view;
use crate::actions::rehearse::Rehearsal;
use crate::actions::{World, first_start, rehearse};
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

/// How long a signal waits for the loop, which may be held up by a terminal that takes nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the keys behind a key are waited for. Without any time nothing is read at all.
const MORE: Duration = Duration::from_millis(20);

/// How long such a terminal may take to be given back, once it has been emptied.
const LAST_TRY: Duration = Duration::from_secs(2);

/// Whether both sides of the program are a terminal: else nothing is asked or drawn.
pub fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Where the person sits: the terminal, and what comes from it.
struct Seat {
    screen: terminal::Screen,
    queue: Queue,
    inbox: Waiting,
    /// How many libraries have been shown.
    sittings: u32,
}

/// How a sitting ended.
enum End {
    /// By the person.
    Closed,
    /// The terminal or the system has gone: nothing more is shown.
    Gone,
    /// The person wants to rehearse.
    Rehearse,
}

/// Opens the interface and comes back when it is closed. A take that runs goes on.
///
/// Errors: no terminal, or one that goes away.
pub fn run(world: &mut World, options: &Options) -> Result<()> {
    let log = Log::open(&state_folder()?)?;
    let log_file = log.file().map_err(|error| terminal::lost(&error))?;
    let quiet = quiet_stderr(&log_file)?;
    let screen = terminal::take_over()?;
    let give_back = GiveBack;
    let (queue, inbox) = queue();
    listen_to_keys(queue.clone())?;
    listen_to_signals(queue.clone())?;
    let mut seat = Seat { screen, queue, inbox, sittings: 0 };
    // What broke stands in the log; the person gets the terminal back, and a sentence.
    let outcome = catch_unwind(AssertUnwindSafe(|| stay(world, options, &mut seat)));
    drop(give_back);
    drop(quiet);
    outcome.unwrap_or_else(|_| Err(broken().at(log.path())))
}

/// What was left when a sitting ended.
struct Left {
    end: End,
    model: Model,
    performer: Performer,
}

/// Where the library of a world lies; `None` before its first start.
type Opening = Option<Result<Place>>;

fn look(world: &World) -> Opening {
    (!first_start::is_first(world)).then(|| Place::of(world))
}

/// Until the person goes: a rehearsal comes between two looks at the same library.
fn stay(world: &mut World, options: &Options, seat: &mut Seat) -> Result<()> {
    let (mut opening, mut news) = (look(world), None);
    loop {
        let mut left = sit(world, opening, options, seat, news.take())?;
        if !matches!(left.end, End::Rehearse) {
            left.performer.close();
            return Ok(());
        }
        let Some((again, said)) = rehearse_between(world, options, seat, left)? else { return Ok(()) };
        (opening, news) = (again, Some(said));
    }
}

/// A whole rehearsal, which is then put away; what became of it, in words. `None`: nobody is there any more.
fn rehearse_between(world: &World, options: &Options, seat: &mut Seat, left: Left) -> Result<Option<(Opening, Event)>> {
    let Left { mut model, mut performer, .. } = left;
    let real = world.clone();
    let begin = move || {
        performer.close();
        let begun = state_folder().and_then(|state| rehearse::begin(&state, &real));
        (look(&real), begun.map(|rehearsal| (look(&rehearsal.world), rehearsal)))
    };
    let Some((again, begun)) = meanwhile(seat, &mut model, begin)? else { return Ok(None) };
    let (opening, rehearsal) = match begun {
        Ok(begun) => begun,
        Err(error) => return Ok(Some((again, Event::Failed(error)))),
    };
    Ok(rehearse_in(rehearsal, opening, world, options, seat)?.map(|said| (again, said)))
}

/// The rehearsal itself. Whatever ends it, its recorder is ended, and it goes to the trash.
fn rehearse_in(
    mut rehearsal: Rehearsal,
    opening: Opening,
    world: &World,
    options: &Options,
    seat: &mut Seat,
) -> Result<Option<Event>> {
    let sat = sit(&mut rehearsal.world, opening, &Options { rehearsal: true, is_guided: options.is_guided }, seat, None);
    let real = world.clone();
    match sat {
        Ok(Left { end: End::Closed | End::Rehearse, mut model, mut performer }) => {
            let put_away = move || {
                performer.close();
                rehearse::finish(rehearsal, &real)
            };
            Ok(meanwhile(seat, &mut model, put_away)?.map(|trashed| match trashed {
                Ok(trashed) => Event::Done(text!("today-rehearsal-over", path = trashed.path.display().to_string())),
                Err(error) => Event::Failed(error),
            }))
        }
        gone => {
            drop(rehearse::finish(rehearsal, &real)); // what cannot be put away is swept up by the next one
            gone.map(|_| None)
        }
    }
}

/// Does something beside the loop that may take long, and says so meanwhile. What is pressed in that time was meant for no screen that is
/// there, and does nothing, but for `Ctrl+C`, which leaves. `None`: nobody waits any more.
fn meanwhile<T: Send + 'static>(
    seat: &mut Seat,
    model: &mut Model,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Option<T>> {
    let (done, over) = channel();
    let (queue, sitting) = (seat.queue.clone(), seat.sittings);
    spawn("between", move || {
        drop(done.send(or_broken(|| Ok(work()))));
        queue.tell(Inbox::Prepared(sitting));
    })?;
    (model.line, model.overlay, model.question) = (None, None, None);
    model.say(text!("screen-preparing"));
    loop {
        seat.screen.draw(|screen| view(model, screen)).map_err(|error| terminal::lost(&error))?;
        match seat.inbox.take_within(model.patience()) {
            Some(Inbox::Prepared(of)) if of == sitting => return over.recv().map_err(|_| broken())?.map(Some),
            Some(Inbox::Terminal(Report::Resize(width, height), _)) => {
                drop(update(model, Event::Resized(Size { width, height })))
            }
            Some(Inbox::Terminal(Report::Key(key), _)) if is_interrupt(&key) => return Ok(None),
            Some(Inbox::Suspend) => suspend(&mut seat.screen)?,
            Some(Inbox::HungUp | Inbox::Leave) => return Ok(None),
            Some(Inbox::Terminal(..) | Inbox::Event(..) | Inbox::Prepared(_)) | None => {}
        }
    }
}

fn is_interrupt(key: &KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL)
}

/// Shows one library until the person wants something else.
fn sit(world: &mut World, opening: Opening, options: &Options, seat: &mut Seat, news: Option<Event>) -> Result<Left> {
    seat.sittings += 1;
    let outbox = Outbox::new(seat.queue.clone(), seat.sittings);
    let mut performer = Performer::new(world, outbox.clone());
    let mut model = model(world, options, &seat.screen);
    let mut opened = match opening {
        None => first::open(&mut model, first_start::propose(world)),
        Some(place) => {
            performer.begin(world, place);
            today::opened(&mut model)
        }
    };
    if options.is_guided && model.screen != Screen::First {
        opened.extend(show(&mut model, Screen::Guided));
    }
    opened.into_iter().for_each(|effect| performer.perform(effect, world));
    news.into_iter().for_each(|event| outbox.tell(event));
    let end = turn(&mut model, seat, &mut performer, world);
    match end {
        Ok(end) => Ok(Left { end, model, performer }),
        Err(error) => {
            performer.close();
            Err(error)
        }
    }
}

fn model(world: &World, options: &Options, screen: &terminal::Screen) -> Model {
    let size = screen.size().map_or(Size { width: 80, height: 24 }, |size| Size { width: size.width, height: size.height });
    let setup = Setup {
        who: Some(world.config.who_or_machine()),
        rehearsal: options.rehearsal,
        is_new: !first_start::has_config(world),
        hides_names: world.config.show_names == ShowNames::Code,
        reaction: world.config.marks.reaction,
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

fn turn(model: &mut Model, seat: &mut Seat, performer: &mut Performer, world: &mut World) -> Result<End> {
    let mut reader = Reader::default();
    loop {
        let told = match seat.inbox.take() {
            Some(told) => Some(told),
            None => {
                seat.screen.draw(|screen| view(model, screen)).map_err(|error| terminal::lost(&error))?;
                seat.inbox.take_within(model.patience())
            }
        };
        let now = Now { mono: performer.clock.monotonic(), wall: performer.clock.now() };
        let mut effects = update(model, Event::Tick(now));
        let event = match told {
            Some(Inbox::Terminal(report, at)) => reader.read(report, at, model),
            Some(Inbox::Event(sitting, event)) => (sitting == seat.sittings).then_some(event),
            Some(Inbox::Suspend) => {
                suspend(&mut seat.screen)?;
                None
            }
            Some(Inbox::HungUp | Inbox::Leave) => {
                effects.extend(keep_before_leaving(model, now.mono));
                effects.into_iter().for_each(|effect| performer.perform(effect, world));
                return Ok(End::Gone);
            }
            Some(Inbox::Prepared(_)) | None => None,
        };
        if let Some(event) = event {
            if matches!(event, Event::Settled(Ok(()))) {
                performer.settled(world);
            }
            effects.extend(update(model, event));
        }
        for effect in effects {
            match effect {
                Effect::Quit => return Ok(End::Closed),
                Effect::Rehearse => return Ok(End::Rehearse),
                effect => performer.perform(effect, world),
            }
        }
    }
}

/// Stops as the shell asks, and takes the terminal over again when it lets this go on.
fn suspend(screen: &mut terminal::Screen) -> Result<()> {
    terminal::give_back();
    kill_process(getpid(), Signal::STOP).map_err(|error| terminal::lost(&error.into()))?;
    *screen = terminal::take_over()?;
    screen.clear().map_err(|error| terminal::lost(&error))
}

/// Reads the terminal on a thread of its own. It looks for a hang-up first, since after one the library would never return.
///
/// The library's own way of waiting (feature `use-dev-tty`) is the one that loses no key beside a change of size: with `mio` it drops the
/// terminal's readiness where both come together, and the key waits for the next one.
fn listen_to_keys(queue: Queue) -> Result<()> {
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
            while crossterm::event::poll(MORE).unwrap_or(false) {
                let Ok(report) = crossterm::event::read() else { break };
                // A change of size is told by its signal, also when no key comes.
                if !matches!(report, Report::Resize(..)) && !queue.tell(Inbox::Terminal(report, Monotonic::now())) {
                    return;
                }
            }
        }
        queue.tell(Inbox::HungUp);
    };
    spawn("keys", work)
}

fn listen_to_signals(queue: Queue) -> Result<()> {
    let mut signals =
        Signals::new([SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT]).map_err(|error| terminal::lost(&error))?;
    let mut is_ending = false;
    let work = move || {
        for signal in signals.forever() {
            let told = match signal {
                SIGWINCH | SIGCONT => match crossterm::terminal::size() {
                    Ok((width, height)) => Inbox::Terminal(Report::Resize(width, height), Monotonic::now()),
                    Err(_) => continue,
                },
                SIGTSTP => Inbox::Suspend,
                SIGHUP => Inbox::HungUp,
                _ => Inbox::Leave,
            };
            let ends = matches!(told, Inbox::HungUp | Inbox::Leave);
            if !queue.tell_at_once(told) {
                return;
            }
            if ends && !is_ending {
                is_ending = true;
                thread::spawn(end_all_the_same);
            }
        }
    };
    spawn("signals", work)
}

/// Ends the program where a terminal that takes nothing holds up the loop, which then never sees that it is to leave.
fn end_all_the_same() {
    thread::sleep(PATIENCE);
    terminal::empty();
    // The kernel does not wake whoever waits for room that came about like this; any signal does.
    kill_process(getpid(), Signal::WINCH).unwrap_or_default();
    thread::sleep(LAST_TRY); // for the loop, which has room again
    thread::spawn(terminal::give_back_emptied); // which waits for ever where the terminal still takes nothing
    thread::sleep(LAST_TRY);
    std::process::exit(1);
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
