//! `ask`: a question of the public, into the queue of the running take; from a text file, each line as soon as it is there.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::StringValueParser;
use clap::{ArgGroup, Command, value_parser};

use super::live::{recorder, refusal, send_mark, spoken, stamp};
use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::config::state_folder;
use crate::error::{Error, ErrorKind, Result};
use crate::locale::Locale;
use crate::recorder::protocol::{MarkRequest, Reply, Request, Stamp};
use crate::store::followed::{Followed, Line};
use crate::text;

/// From one look at the file, or for a recorder, to the next.
const LOOK: Duration = Duration::from_millis(300);

/// From one look at a rehearsal to the next: whoever looks more often than each 5 s keeps its recorder when its interface has gone.
const SELDOM: Duration = Duration::from_secs(7);

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "ask")
        .optional("text", "text", StringValueParser::new())
        .option("from", "name", StringValueParser::new())
        .option("follow", "file", value_parser!(PathBuf))
        .json()
        .refine(|command| command.group(ArgGroup::new("question").args(["text", "follow"]).required(true)))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    match call.path("follow") {
        Some(file) => follow(&file, call, world, output),
        None => {
            let words = call.text_or_input("text")?.filter(|words| !words.trim().is_empty());
            let words = words.ok_or_else(|| Error::usage(text!("question-empty")))?;
            let request = question(words, call.text("from"), stamp(world));
            send_mark(&Request::Mark(Box::new(request)), call, world, output)
        }
    }
}

fn question(words: String, from: Option<String>, stamp: Stamp) -> MarkRequest {
    MarkRequest {
        kind: Some("question".to_owned()),
        note: Some(words),
        from,
        state: Some("asked".to_owned()),
        stamp,
        ..MarkRequest::default()
    }
}

/// Until it is interrupted: what comes while no take runs waits for the next one.
fn follow(file: &std::path::Path, call: &Call, world: &World, output: &mut Output) -> Result<Exit> {
    let mut followed = Followed::open(&state_folder()?, file)?;
    let mut told = Told::default();
    loop {
        match followed.news()? {
            None => told.once(world.locale.say(&text!("question-file-awaited", file = file.display().to_string())), output),
            Some(lines) => {
                for line in lines {
                    hand_on(&line, &followed, &mut told, call, world, output)?;
                    followed.done(&line)?;
                }
            }
        }
        std::thread::sleep(LOOK);
    }
}

/// Asks until a recorder has taken the question, or has refused its words for good: then that is told, and the next line comes. A
/// rehearsal is passed over, unless the call names its library.
fn hand_on(line: &Line, followed: &Followed, told: &mut Told, call: &Call, world: &World, output: &mut Output) -> Result<()> {
    let (from, words) = parted(&line.text);
    let now = Stamp { mono: Some(world.clock.monotonic()), ..stamp(world) };
    let from = from.map(ToOwned::to_owned).or_else(|| call.text("from"));
    let from = from.unwrap_or_else(|| world.locale.say(&text!("question-by-file")));
    let request = question(words.to_owned(), Some(from), now);
    let request = Request::Mark(Box::new(MarkRequest { id: Some(followed.id().to_string()), ..request }));
    loop {
        let mut recorder = match recorder(world) {
            Err(error) if error.kind() == ErrorKind::Usage => return Err(error), // several: the call must name a library
            found => found,
        };
        if recorder.as_mut().is_ok_and(|recorder| world.library_asked.is_none() && recorder.is_of_rehearsal()) {
            told.once(world.locale.say(&text!("question-rehearsal-passed-over")), output);
            std::thread::sleep(SELDOM);
            continue; // it goes to the trash, and the line would count as asked
        }
        let answer = recorder.as_mut().map_err(|error| error.clone()).and_then(|recorder| recorder.ask(&request));
        let answer = answer.and_then(|reply| if reply.ok { Ok(reply) } else { Err(refusal(reply)) });
        match answer {
            Ok(reply) => {
                said(&reply, call.flag("json"), world, output);
                told.forget();
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::Usage => {
                let refused = Error::new(text!("question-line-refused")).at(followed.file()).line(line.number);
                let refused = refused.because(error.headline(&world.locale)).hint(text!("question-line-refused-hint"));
                output.error(&world.locale, &refused);
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::Idle => {
                told.once(world.locale.say(&text!("question-take-awaited")), output);
            }
            Err(error) => told.once(error.headline(&world.locale), output), // it ends, or is dead: another one may come
        }
        std::thread::sleep(LOOK);
    }
}

/// `NAME<tab>TEXT`, or the text alone.
fn parted(line: &str) -> (Option<&str>, &str) {
    match line.split_once('\t') {
        Some((name, words)) if !words.trim().is_empty() => (Some(name.trim()).filter(|name| !name.is_empty()), words.trim()),
        _ => (None, line.trim()),
    }
}

/// A closed output is ignored: the questions go on.
fn said(reply: &Reply, json: bool, world: &World, output: &mut Output) {
    let Some(marker) = &reply.marker else { return };
    match json {
        true => output.event(&serde_json::json!({ "format": 1, "session": reply.session, "marker": marker })),
        false => {
            let locale = spoken(reply, world);
            let done = super::events::marked(marker, &locale);
            let (words, from) = (marker.note.as_deref().unwrap_or_default(), marker.from.as_deref().unwrap_or_default());
            output.say(&locale, &text!("question-followed", done = done, words = words, from = from));
            drop(output.flush());
        }
    }
    if let Some(words) = &reply.message {
        output.tell(&super::output::sanitized_lines(words));
    }
}

/// What is waited for is told once, until it has come.
#[derive(Default)]
struct Told(Option<String>);

impl Told {
    fn once(&mut self, words: String, output: &mut Output) {
        if self.0.as_ref() != Some(&words) {
            output.tell(&super::output::sanitized_lines(&words));
            self.0 = Some(words);
        }
    }

    fn forget(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn a_line_names_who_asks_before_a_tab_or_nobody() {
        assert_eq!(parted("Nadia\tEt demain\u{a0}? "), (Some("Nadia"), "Et demain\u{a0}?"));
        assert_eq!(parted("\tEt demain\tou après"), (None, "Et demain\tou après"));
        assert_eq!(parted(" Et demain"), (None, "Et demain"));
        assert_eq!(parted("Nadia\t"), (None, "Nadia"));
    }
}
