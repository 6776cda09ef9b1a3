//! `join`: marks in a session that somebody else records, by a recorder without sound that writes nothing but this user's marks.

use clap::Command;
use clap::builder::StringValueParser;

use super::record::{Asked, background_option, chosen, host, library};
use super::words::Definition;
use super::{Call, Exit, Output, background};
use crate::actions::World;
use crate::actions::background::IN_BACKGROUND;
use crate::actions::join;
use crate::actions::record::Wish;
use crate::audio::input::InputId;
use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::recorder::client::Client;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "join")
        .required("what", "joined", StringValueParser::new())
        .flag("detach")
        .json()
        .refine(|command| command.arg(background_option()))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let key: Option<Monotonic> = call.get(IN_BACKGROUND).map(Monotonic);
    let library = library(world)?;
    if Client::of_library(library.layout.root())?.is_some() {
        return Err(Error::new(text!("join-recorder-runs")).hint(text!("join-recorder-runs-hint")));
    }
    let wish = Wish { what: call.text("what"), key: key.unwrap_or(world.called), ..Wish::default() };
    let planned = join::plan(&library, &wish, world.clock.now(), &world.locale)?;
    let plan = chosen(planned, &library, key, world, output);
    if call.flag("detach") && key.is_none() {
        return background::start_saying(world, None, call.flag("json"), output, joined);
    }
    let asked = Asked { json: call.flag("json"), background: key, ..Asked::default() };
    host(world, &library, vec![InputId::None], Some(plan), &asked, output)
}

fn joined(session: String, pid: String) -> Text {
    text!("join-joined", session = session, pid = pid)
}
