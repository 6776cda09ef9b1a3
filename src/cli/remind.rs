//! `remind`: says when a session is due or late, for as long as it runs. It sleeps until the next moment that matters, a minute at most:
//! so a laptop that has slept, a clock that was set and a file that has changed are noticed.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use clap::{ArgGroup, Command};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::actions::remind::{self, Teller, autostart, notice};
use crate::config::state_folder;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::recorder::hooks::Runner;
use crate::store::Library;
use crate::text;

/// A program of the user's that runs when this one ends is waited for so long, and then goes on by itself.
const LAST_WORDS: Duration = Duration::from_secs(2);

pub fn definition(locale: &Locale) -> Command {
    let instead = ArgGroup::new("instead").args(["once", "install", "remove"]);
    let definition = Definition::new(locale, "remind").flag("once").flag("install").flag("remove");
    definition.refine(|command| command.group(instead)).done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    match () {
        () if call.flag("install") => {
            let path = autostart::install(world, &library)?;
            output.say(&world.locale, &text!("remind-installed", path = path.display().to_string()));
        }
        () if call.flag("remove") => {
            let (path, was_there) = autostart::remove(&library)?;
            let path = path.display().to_string();
            let done = if was_there { text!("remind-removed", path = path) } else { text!("remind-none", path = path) };
            output.say(&world.locale, &done);
        }
        () if call.flag("once") => {
            let mut teller = Teller::of(&library, &world.config, &state_folder()?)?;
            tell(&mut teller, world, output);
            teller.hook.into_iter().for_each(Runner::finish);
        }
        () => stay(world, &library, output)?,
    }
    Ok(Exit::Done)
}

/// Until a signal comes.
fn stay(world: &World, library: &Library, output: &mut Output) -> Result<()> {
    let mut teller = Teller::of(library, &world.config, &state_folder()?)?;
    let _turn = teller.reminders.memory.take_turn()?;
    let end = listen_for_the_end()?;
    output.say(&world.locale, &text!("remind-watches"));
    output.send();
    loop {
        let patience = tell(&mut teller, world, output);
        match end.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    teller.hook.into_iter().for_each(|hook| hook.finish_within(LAST_WORDS));
    Ok(())
}

/// Tells what is due or late and was not told, on all ways that there are, and gives how long nothing needs to be looked at.
fn tell(teller: &mut Teller, world: &World, output: &mut Output) -> Duration {
    let now = world.clock.now();
    let round = teller.look(now, false);
    round.faults.iter().for_each(|fault| output.error(&world.locale, fault));
    for reminder in &round.mine {
        let words = remind::plain_words(reminder, now, &world.locale);
        let time = world.locale.clock(reminder.occurrence.start.time());
        output.line(format!("{time}  {words}"));
        output.send();
        notice::show(words);
    }
    round.patience
}

fn listen_for_the_end() -> Result<Receiver<()>> {
    let refused = |error: std::io::Error| Error::new(text!("recorder-system-refused")).because(error);
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(refused)?;
    let (end, ended) = channel();
    let work = move || signals.forever().take(1).for_each(|_| end.send(()).unwrap_or_default());
    thread::Builder::new().name("signals".into()).spawn(work).map_err(refused)?;
    Ok(ended)
}
