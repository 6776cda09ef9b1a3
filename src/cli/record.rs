//! `record`, `arm`, `disarm`: commands that start the recorder, in this process or in the background.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use clap::builder::StringValueParser;
use clap::{Arg, ArgAction, Command, value_parser};

use super::background::{self, Herald};
use super::events::Printer;
use super::words::Definition;
use super::{Call, Exit, Output, values};
use crate::actions::World;
use crate::actions::background::{IN_BACKGROUND, WHILE_WATCHED};
use crate::actions::mend::{Depth, mend};
use crate::actions::record::{self, Planned, Wish};
use crate::actions::recover::{RecoveredSession, recover_before};
use crate::actions::rehearse;
use crate::audio::input::InputId;
use crate::clock::{Clock, Monotonic};
use crate::config::{cache_folder, state_folder};
use crate::error::{Error, ErrorKind, Result};
use crate::locale::{Locale, Text};
use crate::recorder::client::{self, Client};
use crate::recorder::protocol::{Reply, Request, SessionPlan, Stamp, Status};
use crate::recorder::{Engine, EngineOptions, Log, Unwatched, become_recorder, leave_terminal};
use crate::store::{Library, sessions};
use crate::text;

/// More inputs than that are no talk: each costs threads, memory and a file.
const INPUTS_MAX: usize = 16;

/// What `record`, `arm` or `join` was asked for.
#[derive(Default)]
pub(super) struct Asked {
    /// `OCC`, `SERIES` or `SESSION`, as typed; absent: a session that was not planned.
    pub what: Option<String>,
    pub title: Option<String>,
    /// Empty: the config's.
    pub inputs: Vec<String>,
    /// Seconds until it stops by itself.
    pub seconds: Option<f64>,
    pub fast: bool,
    pub json: bool,
    /// Comes back once the lamp is on.
    pub detach: bool,
    /// This is the process in the background; the key came at that moment.
    pub background: Option<Monotonic>,
}

pub(super) fn background_option() -> Arg {
    Arg::new(IN_BACKGROUND).long(IN_BACKGROUND).hide(true).value_parser(value_parser!(u64))
}

/// For an interface that arms: see [`Unwatched::EndsArmed`].
fn watched_option() -> Arg {
    Arg::new(WHILE_WATCHED).long(WHILE_WATCHED).hide(true).action(ArgAction::SetTrue)
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "record")
        .optional("what", "record", StringValueParser::new())
        .option("title", "text", StringValueParser::new())
        .options("input", "input", values::input)
        .option("for", "length", values::some_length)
        .flag("fast")
        .flag("detach")
        .json()
        .refine(|command| command.arg(background_option()))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let asked = Asked {
        what: call.text("what"),
        title: call.text_or_input("title")?,
        inputs: call.texts("input"),
        seconds: call.get("for"),
        fast: call.flag("fast"),
        json: call.flag("json"),
        detach: call.flag("detach"),
        background: call.get(IN_BACKGROUND).map(Monotonic),
    };
    let library = library(world)?;
    let wish = Wish {
        what: asked.what.clone(),
        title: asked.title.clone(),
        seconds: asked.seconds,
        key: asked.background.unwrap_or(world.called),
    };
    let plan =
        chosen(record::plan(&library, &wish, world.clock.now(), &world.locale)?, &library, asked.background, world, output);
    if let Some(client) = Client::of_library(library.layout.root())? {
        return take_over(client, plan, &asked, world, output);
    }
    let inputs = inputs(&asked, world, &library)?;
    match (asked.detach, asked.background) {
        (true, None) => {
            background::start(world, asked.title.filter(|_| call.text("title").as_deref() == Some("-")), asked.json, output)
        }
        _ => host(world, &library, inputs, Some(plan), &asked, output),
    }
}

pub fn arm_definition(locale: &Locale) -> Command {
    Definition::new(locale, "arm")
        .optional("what", "what", StringValueParser::new())
        .options("input", "input", values::input)
        .json()
        .refine(|command| command.arg(background_option()).arg(watched_option()))
        .done()
}

pub fn arm(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let asked = Asked {
        what: call.text("what"),
        title: None,
        inputs: call.texts("input"),
        seconds: None,
        fast: false,
        json: call.flag("json"),
        detach: true,
        background: call.get(IN_BACKGROUND).map(Monotonic),
    };
    let library = library(world)?;
    if let Some(mut running) = Client::of_library(library.layout.root())? {
        let status = running.ask(&Request::Status)?.status.map(|status| *status);
        let session = status.and_then(|status| status.session);
        let armed = if session.is_none() { "yes" } else { "no" };
        return Err(Error::new(text!("cli-armed-already", armed = armed, session = session.unwrap_or_default()))
            .hint(text!("cli-armed-already-hint")));
    }
    let inputs = inputs(&asked, world, &library)?;
    if asked.background.is_none() {
        return background::start(world, None, asked.json, output);
    }
    let wish = Wish { what: asked.what.clone(), title: None, seconds: None, key: world.called };
    let armed_for = match asked.what {
        Some(_) => Some(record::plan(&library, &wish, world.clock.now(), &world.locale)?.plan),
        None => None,
    };
    let options = options(world, &library, inputs, &asked)?;
    let unwatched = if call.flag(WHILE_WATCHED) { options.unwatched.max(Unwatched::EndsArmed) } else { options.unwatched };
    run_engine(world, &library, EngineOptions { armed_for, unwatched, ..options }, &asked, output)
}

pub fn disarm_definition(locale: &Locale) -> Command {
    Definition::new(locale, "disarm").done()
}

pub fn disarm(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let mut client = super::live::recorder(world)?;
    super::live::settled(client.ask(&Request::Disarm)?, output)
}

/// Says what was chosen, and what could not be read. The process in the background has nobody to say it to: the call that started it
/// has said it.
pub(super) fn chosen(
    planned: Planned,
    library: &Library,
    background: Option<Monotonic>,
    world: &World,
    output: &mut Output,
) -> SessionPlan {
    if background.is_none() {
        library.settings_faults.iter().chain(&planned.fault).for_each(|fault| output.error(&world.locale, fault));
        if let Some(words) = &planned.chosen {
            output.message(&world.locale, words);
        }
    }
    planned.plan
}

pub(super) fn library(world: &World) -> Result<Library> {
    let library = world.library()?;
    library.require_writable()?;
    Ok(library)
}

/// In a rehearsal the synthetic voice, whatever was asked for. Never empty.
fn inputs(asked: &Asked, world: &World, library: &Library) -> Result<Vec<InputId>> {
    if rehearse::is_rehearsal(&library.layout) {
        return Ok(vec![rehearse::INPUT.parse()?]);
    }
    let named = if asked.inputs.is_empty() { &world.config.audio.inputs } else { &asked.inputs };
    let inputs = named.iter().map(|input| input.parse()).collect::<Result<Vec<InputId>>>()?;
    match inputs.len() {
        0 => Ok(vec![InputId::Default]),
        1 => Ok(inputs),
        _ => fit_together(&inputs, asked.fast).map(|()| inputs),
    }
}

/// Several inputs of one take.
fn fit_together(inputs: &[InputId], fast: bool) -> Result<()> {
    if let Some((_, twice)) = inputs.iter().enumerate().find(|(n, input)| inputs[..*n].contains(input)) {
        return Err(Error::usage(text!("cli-input-twice", input = twice.to_string())).hint(text!("cli-inputs-hint")));
    }
    if inputs.contains(&InputId::None) {
        return Err(Error::usage(text!("cli-input-none-and-others")).hint(text!("cli-inputs-hint")));
    }
    if fast && !inputs.iter().all(|input| matches!(input, InputId::File { .. })) {
        return Err(Error::usage(text!("cli-fast-needs-files")).hint(text!("cli-inputs-hint")));
    }
    match inputs.len() {
        0..=INPUTS_MAX => Ok(()),
        found => {
            Err(Error::usage(text!("cli-too-many-inputs", expected = INPUTS_MAX, found = found)).hint(text!("cli-inputs-hint")))
        }
    }
}

/// Hands the plan to an armed recorder, and follows it unless the call comes back at once. One that records refuses.
fn take_over(mut client: Client, plan: SessionPlan, asked: &Asked, world: &World, output: &mut Output) -> Result<Exit> {
    let root = world.find_library()?.root;
    let status = client.ask(&Request::Status)?.status.map(|status| *status);
    let armed_on = status.map(armed_inputs).unwrap_or_default();
    let is_armed_on = |asked: &String| asked == "default" || armed_on.contains(asked);
    if !asked.inputs.is_empty() && (asked.inputs.len() != armed_on.len() || !asked.inputs.iter().all(is_armed_on)) {
        let message = text!("cli-armed-on-another", armed = armed_on.join(", "), asked = asked.inputs.join(", "));
        return Err(Error::new(message).hint(text!("cli-armed-on-another-hint")));
    }
    let watcher = Client::of_library(&root)?.ok_or_else(client::idle)?.watch()?; // before the take begins, so that nothing is missed
    let reply = client.ask(&Request::Record(Box::new(plan)))?;
    if !reply.ok || asked.detach {
        return started(reply, asked.json, &world.locale, output, recording);
    }
    let stop = become_recorder()?;
    let (json, language) = (asked.json, world.locale.language);
    let printing = thread::spawn(move || {
        let mut printer = Printer::new(json, language);
        for event in watcher.flatten() {
            printer.print(&event.1);
        }
    });
    while !printing.is_finished() {
        if stop.swap(false, Ordering::Relaxed) {
            let mut client = Client::of_library(&root)?.ok_or_else(client::idle)?; // the first one was let go when it was idle
            let stopped = client.ask(&Request::Stop(Stamp { mono: Some(Monotonic::now()), wall: None }))?;
            return super::live::settled(stopped, output);
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(Exit::Done)
}

/// What a recorder listens to; an older one tells the first input only.
fn armed_inputs(status: Status) -> Vec<String> {
    if status.inputs.is_empty() { status.input.into_iter().collect() } else { status.inputs }
}

/// Says which session records where.
pub fn started(
    reply: Reply,
    json: bool,
    locale: &Locale,
    output: &mut Output,
    words: fn(String, String) -> Text,
) -> Result<Exit> {
    if !reply.ok {
        return Err(super::live::refusal(reply));
    }
    let (session, pid) = (reply.session.unwrap_or_default(), reply.pid.unwrap_or_default());
    match json {
        true => output.json(&serde_json::json!({ "format": 1, "session": session, "pid": pid })),
        false => output.say(locale, &words(session, pid.to_string())),
    }
    Ok(Exit::Done)
}

pub fn recording(session: String, pid: String) -> Text {
    text!("cli-recording", session = session, pid = pid)
}

/// Becomes the recorder.
pub(super) fn host(
    world: &World,
    library: &Library,
    inputs: Vec<InputId>,
    plan: Option<SessionPlan>,
    asked: &Asked,
    output: &mut Output,
) -> Result<Exit> {
    let options = options(world, library, inputs, asked)?;
    run_engine(world, library, EngineOptions { plan, ..options }, asked, output)
}

fn options(world: &World, library: &Library, inputs: Vec<InputId>, asked: &Asked) -> Result<EngineOptions> {
    let faults = world.config_faults.iter().chain(&library.settings_faults).cloned();
    Ok(EngineOptions {
        layout: library.layout.clone(),
        palette: library.settings.palette.clone(),
        config: world.config.clone(),
        language: world.locale.language,
        who: world.config.who_or_machine(),
        inputs,
        fast: asked.fast,
        plan: None,
        armed_for: None,
        unwatched: if rehearse::is_rehearsal(&library.layout) { Unwatched::Ends } else { Unwatched::GoesOn },
        key: asked.background.unwrap_or(world.called),
        faults: faults.collect(),
        stop: Arc::new(AtomicBool::new(false)),
        log: Log::open(&state_folder()?)?,
    })
}

fn run_engine(world: &World, library: &Library, mut options: EngineOptions, asked: &Asked, output: &mut Output) -> Result<Exit> {
    output.flush()?;
    options.stop = become_recorder()?;
    if asked.background.is_some() {
        leave_terminal()?;
    }
    let herald = Herald::redirect(&options.log)?;
    let mended = mend_before(library, options.plan.as_ref(), world);
    let outcome = Engine::start(options).and_then(|engine| {
        let telling = match asked.background {
            Some(_) => herald.tell_start(engine.events())?,
            None => herald.tell_all(engine.events(), asked.json, world.locale.language)?,
        };
        mend_beside(library, world, mended, engine.recovery());
        let ending = engine.run();
        telling.finish();
        Ok(ending)
    });
    herald.restore();
    match outcome? {
        ending if ending.session.is_none() => ending.fault.map_or(Ok(Exit::Done), Err),
        ending => match ending.fault {
            Some(fault) => Err(fault.kind_of(ErrorKind::Look)),
            None if ending.is_orderly() => Ok(Exit::Done),
            None => Ok(Exit::Look),
        },
    }
}

/// A session that gets its next take is mended first, as far as that take needs it: the microphone waits for it.
fn mend_before(library: &Library, plan: Option<&SessionPlan>, world: &World) -> Vec<RecoveredSession> {
    let session = plan.and_then(|plan| plan.session.as_ref());
    let Some(entry) = session.and_then(|id| sessions::resolve(&library.layout, id).ok()) else { return Vec::new() };
    recover_before(library, &world.config.audio.elsewhere(), &entry.folder).rows // what it could not mend, `check` names
}

/// Tells what was `mended` before, and mends whatever else is to be mended, beside the take that begins now.
fn mend_beside(library: &Library, world: &World, mended: Vec<RecoveredSession>, tell: impl Fn(String) + Send + 'static) {
    let (root, elsewhere) = (library.layout.root().to_owned(), world.config.audio.elsewhere());
    let language = world.locale.language;
    thread::spawn(move || {
        let locale = Locale::new(language);
        mended.iter().for_each(|session| tell(super::recover::worded(session, &locale)));
        let Ok(library) = Library::open(root) else { return };
        let done = mend(&library, &elsewhere, Depth::Texts, cache_folder().ok().as_deref(), Clock.now());
        for fault in &done.faults {
            tell(fault.worded(&locale));
        }
        for session in done.sessions {
            tell(super::recover::worded(&session, &locale));
        }
        for deed in done.deeds {
            tell(locale.say(&deed.text(&locale)));
        }
    });
}
