//! Xfce's shortcuts, through `xfconf-query`.

use super::{ask, taken};
use crate::error::Result;

pub const PROGRAM: &str = "xfconf-query";

const CHANNEL: [&str; 2] = ["-c", "xfce4-keyboard-shortcuts"];
/// What the key calls, by the person's own wish; and what windows do at it.
const COMMAND: &str = "/commands/custom/<Primary><Alt>m";
const WINDOWS: &str = "/xfwm4/custom/<Primary><Alt>m";

pub fn bind(command: &str) -> Result<()> {
    if let Some(by) = value(WINDOWS)? {
        return Err(taken(&by));
    }
    match value(COMMAND)? {
        Some(by) if !is_ours(&by) => Err(taken(&by)),
        Some(_) => query(&["-p", COMMAND, "-s", command]).map(drop),
        None => query(&["-p", COMMAND, "-n", "-t", "string", "-s", command]).map(drop),
    }
}

/// Gives whether it was there, and ours.
pub fn unbind() -> Result<bool> {
    match value(COMMAND)? {
        Some(by) if is_ours(&by) => query(&["-p", COMMAND, "-r"]).map(|_| true),
        _ => Ok(false),
    }
}

/// Of all properties with their values, since asking for one that is not there is an error as any other.
fn value(property: &str) -> Result<Option<String>> {
    let all = query(&["-l", "-v"])?;
    let of = |line: &str| Some(line.strip_prefix(property)?.strip_prefix(char::is_whitespace)?.trim().to_owned());
    Ok(all.lines().find_map(of))
}

fn query(arguments: &[&str]) -> Result<String> {
    ask(PROGRAM, &[&CHANNEL[..], arguments].concat())
}

fn is_ours(command: &str) -> bool {
    command.contains("temoin") && command.ends_with(" mark")
}
