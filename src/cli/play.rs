//! `play`: listens to a session.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Command;
use clap::builder::StringValueParser;

use super::inputs::{quiet, stop_on_interrupt};
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults, values};
use crate::actions::World;
use crate::actions::listen::Listening;
use crate::actions::play::{From, Heard};
use crate::audio::player::{self, Manner};
use crate::audio::stretch::Tempo;
use crate::domain::Take;
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "play")
        .required("session", "session", StringValueParser::new())
        .option("at", "position", values::position)
        .option("marker", "marker", values::marker)
        .option("for", "length", values::some_length)
        .option("rate", "rate", values::tempo)
        .refine(|command| command.mut_arg("marker", |arg| arg.conflicts_with("at")))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let entry = super::session(call, &library, &world.locale, output)?;
    let listening = Listening::of(&library, &world.config.audio.elsewhere(), entry);
    tell_faults(&listening.faults, &world.locale, output);
    let heard = listening.heard(&from(call), call.get("for"))?;
    let manner = Manner { tempo: call.get("rate").unwrap_or(Tempo::NORMAL), again_from: None };
    let stop = stop_on_interrupt()?;
    for (take, heard) in heard.iter().take_while(|_| !stop.load(Ordering::Relaxed)) {
        tell(&listening.entry.id, take, heard, &world.locale, output);
        listen(heard, manner, &stop)?;
    }
    Ok(look_if(!listening.faults.is_empty()))
}

fn from(call: &Call) -> From {
    match (call.get("marker"), call.get("at")) {
        (Some(marker), _) => From::Marker(marker),
        (None, Some(position)) => From::Position(position),
        (None, None) => From::Beginning,
    }
}

fn tell(session: &str, take: &Take, heard: &Heard, locale: &Locale, output: &mut Output) {
    let at = locale.position(heard.start, take.rate);
    output.message(locale, &text!("cli-play-at", session = session, take = take.number, at = at));
    if heard.skipped {
        output.message(locale, &text!("cli-play-skipped"));
    }
}

/// Plays until the end, or until `stop` is set.
fn listen(heard: &Heard, manner: Manner, stop: &Arc<AtomicBool>) -> Result<()> {
    let quiet = quiet()?;
    player::play(&heard.segments, manner, stop, |_| {})?;
    drop(quiet);
    Ok(())
}
