//! The command line: one file per command or small family. Each defines its words, calls the action, prints.
//!
//! `words` builds definitions in the reader's language, `usage` words the parser's errors, `values` checks what stands behind an
//! option, `output` is the only place that writes. `COMMANDS` is the table of all commands, in the order of the help.

mod agenda;
mod ask;
mod background;
mod call;
mod check;
mod completions;
mod config;
mod copy;
mod documents;
mod events;
mod export;
mod guided;
mod hotkey;
mod import;
mod init;
mod inputs;
mod join;
mod language;
mod list;
mod live;
mod man;
mod marks;
mod merge;
mod next;
mod output;
mod people;
mod plan;
mod play;
mod record;
mod recover;
mod register;
mod rehearse;
mod remind;
mod search;
mod show;
mod status;
mod today;
mod trash;
mod usage;
mod values;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind as ClapKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::actions::World;
use crate::clock::Monotonic;
use crate::error::{ErrorKind, Result};
use crate::locale::Locale;
use crate::store::Library;
use crate::store::lock::RecorderLock;
use crate::store::sessions::{self, SessionEntry};
use crate::text;

pub use call::Call;
pub use man::page as manual;
pub use output::Output;

/// How a command that was done ended; what could not be done is an [`Error`](crate::error::Error).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// Done, and something needs a look.
    Look = 3,
    /// No take is running.
    Idle = 4,
}

/// One command: its words, and what it does.
struct Entry {
    name: &'static str,
    definition: fn(&Locale) -> Command,
    run: fn(&Call, &mut World, &mut Output) -> Result<Exit>,
}

static COMMANDS: &[Entry] = &[
    Entry { name: "init", definition: init::definition, run: init::run },
    Entry { name: "agenda", definition: agenda::definition, run: agenda::run },
    Entry { name: "next", definition: next::definition, run: next::run },
    Entry { name: "plan", definition: plan::definition, run: plan::run },
    Entry { name: "remind", definition: remind::definition, run: remind::run },
    Entry { name: "inputs", definition: inputs::definition, run: inputs::run },
    Entry { name: "check-sound", definition: inputs::check_sound_definition, run: inputs::check_sound },
    Entry { name: "arm", definition: record::arm_definition, run: record::arm },
    Entry { name: "disarm", definition: record::disarm_definition, run: record::disarm },
    Entry { name: "record", definition: record::definition, run: record::run },
    Entry { name: "join", definition: join::definition, run: join::run },
    Entry { name: "guided", definition: guided::definition, run: guided::run },
    Entry { name: "hotkey", definition: hotkey::definition, run: hotkey::run },
    Entry { name: "mark", definition: live::mark_definition, run: live::mark },
    Entry { name: "ask", definition: ask::definition, run: ask::run },
    Entry { name: "note", definition: live::note_definition, run: live::note },
    Entry { name: "step", definition: live::step_definition, run: live::step },
    Entry { name: "pause", definition: live::pause_definition, run: live::pause },
    Entry { name: "resume", definition: live::resume_definition, run: live::resume },
    Entry { name: "stop", definition: live::stop_definition, run: live::stop },
    Entry { name: "status", definition: status::definition, run: status::run },
    Entry { name: "watch", definition: status::watch_definition, run: status::watch },
    Entry { name: "list", definition: list::definition, run: list::run },
    Entry { name: "show", definition: show::definition, run: show::run },
    Entry { name: "marks", definition: marks::definition, run: marks::run },
    Entry { name: "search", definition: search::definition, run: search::run },
    Entry { name: "play", definition: play::definition, run: play::run },
    Entry { name: "merge", definition: merge::definition, run: merge::run },
    Entry { name: "copy", definition: copy::definition, run: copy::run },
    Entry { name: "import", definition: import::definition, run: import::run },
    Entry { name: "people", definition: people::definition, run: people::run },
    Entry { name: "export", definition: export::definition, run: export::run },
    Entry { name: "register", definition: register::definition, run: register::run },
    Entry { name: "check", definition: check::definition, run: check::run },
    Entry { name: "recover", definition: recover::definition, run: recover::run },
    Entry { name: "trash", definition: trash::definition, run: trash::run },
    Entry { name: "rehearse", definition: rehearse::definition, run: rehearse::run },
    Entry { name: "config", definition: config::definition, run: config::run },
    Entry { name: "completions", definition: completions::definition, run: completions::run },
    Entry { name: "man", definition: man::definition, run: man::run },
];

/// Runs one call. `called` is the monotonic time at which the program began: a mark belongs to it.
pub fn main(arguments: Vec<OsString>, called: Monotonic) -> ExitCode {
    let mut output = Output::of_process();
    ExitCode::from(answer(arguments, called, &mut output))
}

/// `temoin help`, `temoin aide`, and either with a command, ask for what `--help` shows.
fn with_help(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "help" || word == "aide") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// The exit code of one call, after everything has been said.
fn answer(arguments: Vec<OsString>, called: Monotonic, output: &mut Output) -> u8 {
    let arguments = with_help(arguments);
    let peek = language::peek(&arguments);
    let passed = peek.passed_on();
    let mut world = World { passed, ..World::new(peek.library, peek.config, called) };
    let refused: Vec<_> = peek.set.iter().filter_map(|setting| world.config.set(setting).err()).collect();
    world.locale = Locale::new(language::choose(&world));
    let matches = match read(arguments, peek.command.as_deref(), &world.locale) {
        Ok(matches) => matches,
        Err((error, call)) => return end_of_reading(&error, &call, &world.locale, output),
    };
    if let Some(error) = refused.first() {
        output.error(&world.locale, &error.clone().kind_of(ErrorKind::Usage));
        return exit_code(ErrorKind::Usage);
    }
    if let Some(unread) = world.config_unread() {
        output.error(&world.locale, &unread);
        return exit_code(unread.kind());
    }
    if !is_config_check(&matches) {
        tell_faults(&world.config_faults, &world.locale, output);
    }
    let result = run(&matches, &mut world, output).and_then(|exit| output.flush().map(|()| exit));
    match result {
        Ok(Exit::Done) if output.needs_look() => Exit::Look as u8,
        Ok(exit) => exit as u8,
        Err(error) => {
            output.error(&world.locale, &error);
            exit_code(error.kind())
        }
    }
}

/// Understands the words of the call. The definitions are put into words only where help is wanted, or a word is wrong: the error
/// then comes with the call.
fn read(
    arguments: Vec<OsString>,
    called: Option<&str>,
    locale: &Locale,
) -> std::result::Result<ArgMatches, (clap::Error, String)> {
    if let Ok(matches) = definition_for(&Locale::silent(), called).try_get_matches_from(&arguments) {
        return Ok(matches);
    }
    let definition = definition_for(locale, called);
    let call = usage::call_of(&arguments, &definition);
    definition.try_get_matches_from(arguments).map_err(|error| (error, call))
}

fn run(matches: &ArgMatches, world: &mut World, output: &mut Output) -> Result<Exit> {
    let Some((name, matches)) = matches.subcommand() else { return today::run(world, output) };
    let entry = COMMANDS.iter().find(|entry| entry.name == name);
    let entry = entry.expect("the parser knows the commands of the table only");
    (entry.run)(&Call::new(matches), world, output)
}

/// `config check` lists the faults itself.
fn is_config_check(matches: &ArgMatches) -> bool {
    let inner = matches.subcommand_matches("config").and_then(|config| config.subcommand_name());
    inner == Some("check")
}

/// Help and version are facts; anything else is a wrong word.
fn end_of_reading(error: &clap::Error, call: &str, locale: &Locale, output: &mut Output) -> u8 {
    if matches!(error.kind(), ClapKind::DisplayHelp | ClapKind::DisplayVersion) {
        output.page(&error.render().to_string());
        return match output.flush() {
            Ok(()) => Exit::Done as u8,
            Err(error) => exit_code(error.kind()),
        };
    }
    output.tell(&usage::worded(error, call, locale));
    exit_code(ErrorKind::Usage)
}

fn exit_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Failed => 1,
        ErrorKind::Usage => 2,
        ErrorKind::Look => Exit::Look as u8,
        ErrorKind::Idle => Exit::Idle as u8,
    }
}

/// The whole command line in the language of `locale`: what is completed, and described in the manual.
pub fn definition(locale: &Locale) -> Command {
    definition_with(locale, |entry| (entry.definition)(locale))
}

/// What is parsed: of the commands that are not called only the names, since wording all of them takes longer than most calls.
fn definition_for(locale: &Locale, called: Option<&str>) -> Command {
    if !COMMANDS.iter().any(|entry| Some(entry.name) == called) {
        return definition(locale);
    }
    definition_with(locale, |entry| match Some(entry.name) == called {
        true => (entry.definition)(locale),
        false => Command::new(entry.name),
    })
}

fn definition_with(locale: &Locale, worded: impl Fn(&Entry) -> Command) -> Command {
    let heading = locale.say(&text!("usage-everywhere"));
    let help = |name: &str| words::folded(&locale.attribute("help-temoin", name).unwrap_or_default(), words::HELP_WIDTH);
    let global = |name: &'static str| Arg::new(name).long(name).global(true).help(help(name)).help_heading(heading.clone());
    let value = |name: &str| words::value_name(locale, name);
    words::Definition::new(locale, "temoin")
        .refine(|command| {
            command
                .version(env!("CARGO_PKG_VERSION"))
                .disable_help_flag(true)
                .disable_help_subcommand(true)
                .disable_version_flag(true)
                .subcommands(COMMANDS.iter().map(worded))
                .arg(global("library").value_name(value("folder")).value_parser(value_parser!(std::path::PathBuf)))
                .arg(global("config").value_name(value("config")).value_parser(value_parser!(std::path::PathBuf)))
                .arg(global("set").value_name(value("setting")).value_parser(values::setting).action(ArgAction::Append))
                .arg(global("help").short('h').action(ArgAction::Help))
                .arg(global("version").global(false).short('V').action(ArgAction::Version))
        })
        .done()
}

/// Where a command ends that lists: `Look` when something was left out.
fn look_if(needed: bool) -> Exit {
    if needed { Exit::Look } else { Exit::Done }
}

/// The library of this call; what in its `library.toml` needs a look is told.
fn library(world: &World, output: &mut Output) -> Result<Library> {
    let library = world.library()?;
    output.left_out(&world.locale, &library.settings_faults);
    tell_faults(&library.warnings, &world.locale, output);
    Ok(library)
}

/// The session that the call names. Where that is `last`, a later one that cannot be read is told.
fn session(call: &Call, library: &Library, locale: &Locale, output: &mut Output) -> Result<SessionEntry> {
    let name = call.required::<String>("session");
    let entry = sessions::resolve(&library.layout, &name)?;
    if name == "last" {
        output.left_out(locale, &sessions::unread_after(&library.layout, &entry));
    }
    Ok(entry)
}

/// Name of the folder of the session that is being recorded; what hinders to know is told.
fn running_session(library: &Library, locale: &Locale, output: &mut Output) -> Option<String> {
    match RecorderLock::holder(&library.layout) {
        Ok(running) => running?.session,
        Err(fault) => {
            output.left_out(locale, &[fault]);
            None
        }
    }
}

/// Tells what was left out, on standard error.
fn tell_faults(faults: &[crate::error::Error], locale: &Locale, output: &mut Output) {
    for fault in faults {
        output.error(locale, fault);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn each_command_has_the_name_of_its_words() {
        for entry in COMMANDS {
            assert_eq!((entry.definition)(&Locale::new(Language::English)).get_name(), entry.name);
        }
    }

    #[test]
    fn what_is_called_is_worded_whole_and_so_is_everything_where_nothing_is() {
        let locale = Locale::new(Language::English);
        let worded = |called| {
            let root = definition_for(&locale, called);
            root.get_subcommands().filter(|command| command.get_about().is_some()).count()
        };
        assert_eq!([Some("agenda"), Some("agend"), None].map(worded), [1, COMMANDS.len(), COMMANDS.len()]);
        for arguments in [["temoin", "-h", "agenda"], ["temoin", "--", "agenda"]] {
            assert_eq!(language::peek(&arguments.map(OsString::from)).command, None);
        }
    }
}
