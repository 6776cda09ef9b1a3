//! `inputs`, `check-sound`: what can be recorded from, and whether it can be heard.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Command;
use serde::Serialize;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::show::loudness_words;
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults, values};
use crate::actions::World;
use crate::audio::check_sound::{self, SoundCheck};
use crate::audio::device::{self, InputInfo};
use crate::audio::input::{Input, InputId, InputRole, Wanted, open};
use crate::audio::levels::Level;
use crate::audio::quiet::{QuietStderr, quiet_stderr};
use crate::config::{AudioConfig, state_folder};
use crate::domain::{Dbfs, Loudness};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::recorder::Log;
use crate::text;

#[derive(Serialize)]
struct Document {
    format: u32,
    inputs: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    role: &'static str,
    channels: u16,
    rate: u32,
    default: bool,
}

/// What `check-sound --json` prints.
#[derive(Serialize)]
struct CheckDocument {
    format: u32,
    input: String,
    name: String,
    /// How long sound came.
    seconds: f64,
    /// The worst first.
    findings: Vec<FindingDocument>,
    levels: Vec<LevelDocument>,
    /// Absent for silence, and for less than 400 ms.
    loudness: Option<Loudness>,
    /// The further inputs, each so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<CheckDocument>,
}

/// The loudest second of one channel; absent is digital silence.
#[derive(Serialize)]
struct LevelDocument {
    /// From 1.
    channel: usize,
    peak_dbfs: Option<f32>,
    rms_dbfs: Option<f32>,
}

#[derive(Serialize)]
struct FindingDocument {
    code: &'static str,
    text: String,
    fault: bool,
}

/// How long is listened where nothing else is asked.
const CHECK_SECONDS: f64 = 5.0;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "inputs").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let quiet = quiet()?;
    let mut found = device::inputs();
    drop(quiet);
    if found.rows.is_empty() && found.faults.is_empty() {
        found.faults.push(device::none_found());
    }
    if call.flag("json") {
        output.json(&Document { format: 1, inputs: found.rows.into_iter().map(row).collect() });
    } else {
        print(&found.rows, &world.locale, output);
    }
    tell_faults(&found.faults, &world.locale, output);
    Ok(look_if(!found.faults.is_empty()))
}

fn row(input: InputInfo) -> Row {
    Row {
        id: input.id,
        name: input.name,
        role: role(input.role),
        channels: input.channels,
        rate: input.rate.0,
        default: input.is_default,
    }
}

fn role(role: InputRole) -> &'static str {
    match role {
        InputRole::Microphone => "microphone",
        InputRole::System => "system",
    }
}

fn print(inputs: &[InputInfo], locale: &Locale, output: &mut Output) {
    for input in inputs {
        let sign = if input.is_default { "*" } else { " " };
        output.line(format!("{sign} {}", input.id));
        let role = text!("cli-input-role", role = role(input.role));
        let facts = text!("cli-input", name = input.name.as_str(), role = role, channels = input.channels, rate = input.rate.0);
        output.line(format!("    {}", locale.say(&facts)));
    }
    let has_default = if inputs.iter().any(|input| input.is_default) { "yes" } else { "no" };
    output.say(locale, &text!("cli-inputs-always", default = has_default));
}

pub fn check_sound_definition(locale: &Locale) -> Command {
    Definition::new(locale, "check-sound")
        .options("input", "input", values::input)
        .option("for", "length", values::some_length)
        .json()
        .done()
}

pub fn check_sound(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let ids = inputs_to_check(call.texts("input"), &world.config.audio)?;
    let seconds = call.get("for").unwrap_or(CHECK_SECONDS);
    let wanted = Wanted { rate: world.config.audio.rate, exactly: false, fast: false };
    let opening = quiet()?;
    let inputs: Vec<Box<dyn Input>> = ids.iter().map(|id| open(id, &wanted)).collect::<Result<_>>()?;
    drop(opening); // what is said to the person goes to standard error too
    let names = world.locale.list(inputs.iter().map(|input| input.name().to_owned()).collect());
    output.message(&world.locale, &text!("cli-check-sound", input = names, length = world.locale.length(seconds)));
    let near_silence = Dbfs(world.config.limits.near_silence_dbfs);
    let stop = stop_on_interrupt()?;
    let listening = quiet()?;
    let checks = listen_to_all(inputs, seconds, near_silence, &stop)?;
    drop(listening);
    match call.flag("json") {
        true => output.json(&CheckDocument::of_all(&checks, &world.locale)),
        false => checks.iter().for_each(|check| print_check(check, checks.len() > 1, &world.locale, output)),
    }
    Ok(look_if(checks.iter().any(SoundCheck::is_faulty)))
}

/// Those that are `named`, else all of the config that give sound.
fn inputs_to_check(named: Vec<String>, config: &AudioConfig) -> Result<Vec<InputId>> {
    let names = if named.is_empty() { config.inputs.clone() } else { named };
    let ids = names.iter().map(|name| name.parse()).collect::<Result<Vec<InputId>>>()?;
    let sounding: Vec<InputId> = ids.into_iter().filter(|id| *id != InputId::None).collect();
    Ok(if sounding.is_empty() { vec![InputId::Default] } else { sounding })
}

/// All at once: in a call both sides speak at their own times.
fn listen_to_all(inputs: Vec<Box<dyn Input>>, seconds: f64, near_silence: Dbfs, stop: &AtomicBool) -> Result<Vec<SoundCheck>> {
    std::thread::scope(|scope| {
        let listen = |input| scope.spawn(move || check_sound::listen(input, seconds, near_silence, stop));
        let threads: Vec<_> = inputs.into_iter().map(listen).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// What was found, under the input's name where there are several.
fn print_check(check: &SoundCheck, is_one_of_several: bool, locale: &Locale, output: &mut Output) {
    if is_one_of_several {
        output.line(format!("{} ({})", check.name, check.id));
    }
    check.findings.iter().for_each(|finding| output.say(locale, &finding.text()));
    measures(check, locale).into_iter().for_each(|line| output.line(line));
}

/// How loud it was, in figures: each channel that gave sound, then what the ear makes of all.
fn measures(check: &SoundCheck, locale: &Locale) -> Vec<String> {
    let line = |(n, level): (usize, &Level)| {
        let (channel, figure) = (if check.levels.len() > 1 { n + 1 } else { 0 }, |dbfs: f32| locale.decimal(f64::from(dbfs), 0));
        let (peak, rms) = (figure(level.peak.finite()?), figure(level.rms.finite()?));
        Some(locale.say(&text!("cli-check-level", channel = channel, peak = peak, rms = rms)))
    };
    let levels = check.levels.iter().enumerate().filter_map(line);
    levels.chain(check.loudness.map(|loudness| loudness_words(&loudness, locale))).collect()
}

/// Keeps what sound libraries print off the terminal, in the recorder's log, until it is dropped.
pub fn quiet() -> Result<QuietStderr> {
    let log = Log::open(&state_folder()?)?;
    quiet_stderr(&log.file().map_err(|cause| Error::new(text!("recorder-log-fault")).at(log.path()).because(cause))?)
}

/// A flag that Ctrl-C and a request to end set.
pub fn stop_on_interrupt() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|cause| Error::new(text!("recorder-system-refused")).because(cause))?;
    }
    Ok(stop)
}

impl LevelDocument {
    fn new(channel: usize, level: &Level) -> LevelDocument {
        LevelDocument { channel, peak_dbfs: level.peak.finite(), rms_dbfs: level.rms.finite() }
    }
}

impl CheckDocument {
    /// The first input, with the others in it; there is at least one.
    fn of_all(checks: &[SoundCheck], locale: &Locale) -> Option<CheckDocument> {
        let mut documents = checks.iter().map(|check| CheckDocument::new(check, locale));
        let first = documents.next()?;
        Some(CheckDocument { others: documents.collect(), ..first })
    }

    fn new(check: &SoundCheck, locale: &Locale) -> CheckDocument {
        CheckDocument {
            format: 1,
            input: check.id.clone(),
            name: check.name.clone(),
            seconds: check.seconds,
            findings: check
                .findings
                .iter()
                .map(|finding| FindingDocument {
                    code: finding.code(),
                    text: locale.say(&finding.text()),
                    fault: finding.is_fault(),
                })
                .collect(),
            levels: (1..).zip(&check.levels).map(|(channel, level)| LevelDocument::new(channel, level)).collect(),
            loudness: check.loudness,
            others: Vec::new(),
        }
    }
}
