//! Keeps what libraries print on standard error (ALSA, libjack) off the terminal.

use std::fs::File;
use std::os::fd::OwnedFd;

use crate::error::{Error, Result};
use crate::text;

/// While it lives, standard error goes to the file; its drop gives it back.
#[must_use = "standard error comes back as soon as this is dropped"]
pub struct QuietStderr {
    /// `None` once it was let go.
    terminal: Option<OwnedFd>,
}

/// Sends what is printed on file descriptor 2, by whatever part of the process, to `log`.
///
/// Errors: the process may have no more files.
pub fn quiet_stderr(log: &File) -> Result<QuietStderr> {
    let refused = |cause: rustix::io::Errno| Error::new(text!("sound-no-stderr")).because(cause);
    let terminal = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stderr(), 3).map_err(refused)?;
    rustix::stdio::dup2_stderr(log).map_err(refused)?;
    Ok(QuietStderr { terminal: Some(terminal) })
}

impl QuietStderr {
    /// What standard error was before, to be written to meanwhile.
    pub fn terminal(&self) -> std::io::Result<File> {
        let terminal = self.terminal.as_ref().ok_or(std::io::ErrorKind::NotFound)?;
        Ok(File::from(terminal.try_clone()?))
    }

    /// Leaves standard error with the log for good, and lets the terminal go.
    pub fn stay(mut self) {
        self.terminal = None;
    }
}

impl Drop for QuietStderr {
    fn drop(&mut self) {
        let Some(terminal) = &self.terminal else { return };
        let given_back = rustix::stdio::dup2_stderr(terminal);
        debug_assert!(given_back.is_ok(), "{given_back:?}"); // both are open files of this process
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek, Write};

    use super::*;

    /// Writes past Rust's own handle, as a C library does; the test harness would catch `eprintln`.
    fn print(words: &str) {
        let stderr = rustix::io::dup(rustix::stdio::stderr()).unwrap();
        File::from(stderr).write_all(words.as_bytes()).unwrap();
    }

    #[test]
    fn what_libraries_print_goes_to_the_log_until_the_guard_is_gone() {
        let mut log = tempfile::tempfile().unwrap();
        let guard = quiet_stderr(&log).unwrap();
        print("ALSA lib pcm.c: unknown PCM\n");
        drop(guard);
        print("");
        log.rewind().unwrap();
        let mut logged = String::new();
        log.read_to_string(&mut logged).unwrap();
        assert!(logged.contains("unknown PCM"), "{logged}");
        let terminal = rustix::fs::fstat(rustix::stdio::stderr()).unwrap();
        assert_ne!(terminal.st_ino, rustix::fs::fstat(&log).unwrap().st_ino);
    }
}
