//! A key of the desktop that marks the running take from wherever the keyboard is: Ctrl+Alt+M calls `temoin mark`.
//!
//! GNOME and Xfce are asked through their own programs (`gnome`, `xfce`); of other desktops it is told what to bind there. What is bound to
//! that key already stays, and so does everything that is not ours.

mod gnome;
mod xfce;

use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::actions::World;
use crate::error::{Error, Result};
use crate::text;

/// As a person reads it.
pub const KEY: &str = "Ctrl+Alt+M";

/// How long a program of the desktop may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The key calls this.
    Bound(String),
    /// It was bound, and calls nothing any more.
    Removed,
    /// It was not bound.
    Nothing,
    /// Only the person can bind it, or take it away: in this desktop, to this command.
    ByHand { desktop: &'static str, command: String },
}

/// Binds the key. The command names the library only where this call does: else it reaches the only recorder that runs.
///
/// Errors: the key is bound to something else; the desktop refuses; a path that no shell can be given.
pub fn install(world: &World) -> Result<Outcome> {
    let command = command(world)?;
    match desktop() {
        Desktop::Gnome if is_there(gnome::PROGRAM) => gnome::bind(&command)?,
        Desktop::Xfce if is_there(xfce::PROGRAM) => xfce::bind(&command)?,
        desktop => return Ok(Outcome::ByHand { desktop: desktop.name(), command }),
    }
    Ok(Outcome::Bound(command))
}

/// Takes the key away, if it is ours.
///
/// Errors: the desktop refuses.
pub fn remove(world: &World) -> Result<Outcome> {
    let was_there = match desktop() {
        Desktop::Gnome if is_there(gnome::PROGRAM) => gnome::unbind()?,
        Desktop::Xfce if is_there(xfce::PROGRAM) => xfce::unbind()?,
        desktop => return Ok(Outcome::ByHand { desktop: desktop.name(), command: command(world)? }),
    };
    Ok(if was_there { Outcome::Removed } else { Outcome::Nothing })
}

#[derive(Debug, Clone, Copy)]
enum Desktop {
    Gnome,
    Xfce,
    Kde,
    Sway,
    Hyprland,
    Other,
}

impl Desktop {
    fn name(self) -> &'static str {
        match self {
            Desktop::Gnome => "gnome",
            Desktop::Xfce => "xfce",
            Desktop::Kde => "kde",
            Desktop::Sway => "sway",
            Desktop::Hyprland => "hyprland",
            Desktop::Other => "other",
        }
    }
}

/// The desktop of this session, as it calls itself: `ubuntu:GNOME`, `XFCE`.
fn desktop() -> Desktop {
    let names = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default().to_lowercase();
    let known = names.split(':').find_map(|name| match name {
        "gnome" | "unity" | "budgie" | "pop" => Some(Desktop::Gnome),
        "xfce" => Some(Desktop::Xfce),
        "kde" => Some(Desktop::Kde),
        "sway" | "i3" => Some(Desktop::Sway),
        "hyprland" => Some(Desktop::Hyprland),
        _ => None,
    });
    known.unwrap_or(Desktop::Other)
}

/// The call, with paths that hold wherever it is made from.
fn command(world: &World) -> Result<String> {
    let program = std::env::current_exe().map_err(|cause| Error::new(text!("remind-no-program")).because(cause))?;
    let mut words = vec![quoted(&program)?];
    if let Some(library) = &world.library_asked {
        let whole = library.canonicalize().unwrap_or_else(|_| library.clone());
        words.extend(["--library".to_owned(), quoted(&whole)?]);
    }
    words.push("mark".to_owned());
    Ok(words.join(" "))
}

/// One word for a shell, as POSIX and GLib take it.
fn quoted(word: &Path) -> Result<String> {
    let unfit = || Error::new(text!("cli-hotkey-unfit")).at(word).hint(text!("remind-path-unfit-hint"));
    let text = word.to_str().filter(|text| !text.chars().any(char::is_control)).ok_or_else(unfit)?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '_' | '-');
    match text.chars().all(is_plain) {
        true => Ok(text.to_owned()),
        false => Ok(format!("'{}'", text.replace('\'', r"'\''"))),
    }
}

fn is_there(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// What a program of the desktop says. Errors: it cannot be run, refuses, or does not answer.
fn ask(program: &str, arguments: &[&str]) -> Result<String> {
    let fault = |words| Error::new(words).hint(text!("cli-hotkey-refused-hint", key = KEY));
    let refused = || fault(text!("cli-hotkey-refused", program = program));
    let output = output_of(Command::new(program).args(arguments)).map_err(|cause| refused().because(cause))?;
    let output = output.ok_or_else(|| fault(text!("cli-hotkey-silent", program = program, seconds = PATIENCE.as_secs())))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(refused().because(String::from_utf8_lossy(&output.stderr).trim())),
    }
}

/// What it has written by its end; `None` where that has not come, and the program was ended.
fn output_of(command: &mut Command) -> io::Result<Option<Output>> {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let process = Pid::from_child(&child);
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || tell.send(child.wait_with_output()));
    match told.recv_timeout(PATIENCE) {
        Ok(output) => output.map(Some),
        Err(_) => kill_process(process, Signal::KILL).map(|()| None).map_err(io::Error::from),
    }
}

/// Somebody else has the key.
fn taken(by: &str) -> Error {
    Error::new(text!("cli-hotkey-taken", key = KEY, by = by)).hint(text!("cli-hotkey-taken-hint"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_whatever_it_holds() {
        let word = |path: &str| quoted(Path::new(path));
        assert_eq!(word("/usr/bin/temoin").unwrap(), "/usr/bin/temoin");
        assert_eq!(word("/home/lise/à moi").unwrap(), "'/home/lise/à moi'");
        assert_eq!(word("/l'été $x").unwrap(), r"'/l'\''été $x'");
        assert!(word("/a\nb").is_err());
    }
}
