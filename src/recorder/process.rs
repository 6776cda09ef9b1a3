//! What a recorder asks of the system for itself: to be private, to outlive its terminal, to be stopped in order.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU, SIGXFSZ};

use crate::error::{Error, Result};
use crate::text;

/// Makes this process a recorder: files for the user alone, no core dumps (they would hold sound), and no end by a hang-up, a stop
/// from the keyboard or a limit on file sizes. Gives the flag that SIGINT and SIGTERM set.
pub fn become_recorder() -> Result<Arc<AtomicBool>> {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let no_core = Rlimit { current: Some(0), maximum: Some(0) };
    rustix::process::setrlimit(Resource::Core, no_core).map_err(|error| refused(&error.into()))?;
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(|error| refused(&error))?;
    }
    // A handler that does nothing, rather than `ignore`: programs that hooks start must not inherit it.
    let unheeded = Arc::new(AtomicBool::new(false));
    for signal in [SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGXFSZ] {
        signal_hook::flag::register(signal, Arc::clone(&unheeded)).map_err(|error| refused(&error))?;
    }
    Ok(stop)
}

/// Leaves the terminal's session, so that closing its window reaches nobody here. Only for a process that leads no group.
pub fn leave_terminal() -> Result<()> {
    rustix::process::setsid().map_err(|error| refused(&error.into()))?;
    Ok(())
}

fn refused(error: &std::io::Error) -> Error {
    Error::new(text!("recorder-system-refused")).because(error)
}
