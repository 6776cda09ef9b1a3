//! Where sound comes from: a device, a file played in real time, an embedded voice. All of them deliver blocks to a [`Capture`].
//!
//! Calls that may block, some of them for ever when a sound server hangs: [`open`] (asks the server), [`Input::start`] (on
//! PulseAudio it returns with the first sound). The recorder makes them on a thread that it can give up. Ending a stream never blocks.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::capture::{Capture, Format};
use super::{device, file_input, voice};
use crate::domain::{Bits, Hertz};
use crate::error::{Error, Result};
use crate::text;

/// What `--input` and the config say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputId {
    /// The system's input.
    Default,
    /// A device as cpal names it, the host in lower case: `pulseaudio:mic.monitor`.
    Device { host: String, id: String },
    /// A WAV file, in real time.
    File { path: PathBuf },
    /// The embedded clip, looped.
    Voice,
    /// No sound; nothing is opened.
    None,
}

/// What is asked of an input. A device that cannot do it gives what it has: [`Input::format`] tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub rate: Hertz,
    /// A sound server may resample to that rate; else its device's own rate comes first.
    pub exactly: bool,
    /// Files as fast as they are taken, instead of in real time.
    pub fast: bool,
}

/// Decides how silence is taken: a microphone that sends zeros is a fault, a computer that plays nothing is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputRole {
    Microphone,
    /// What the computer plays: the call.
    System,
}

/// An opened source of sound that does not run yet.
pub trait Input: Send {
    /// The id that leads to this very input again: `default` has become the device's.
    fn id(&self) -> String;

    /// For people; sanitized.
    fn name(&self) -> &str;

    fn format(&self) -> Format;

    /// How a file keeps its samples, so that a copy loses nothing; `None` for a device.
    fn bits(&self) -> Option<Bits>;

    fn role(&self) -> InputRole;

    /// True: a second of sound takes a second, and the absence of blocks is a fault.
    fn is_paced(&self) -> bool;

    /// Begins to deliver blocks, from another thread, until the stream is closed. The capture's format is this input's.
    ///
    /// Errors: a device that is busy, gone or refused. May block until the first sound comes.
    fn start(self: Box<Self>, capture: Capture) -> Result<Stream>;
}

/// A running input. Dropping it, or [`Stream::close`], ends it without waiting.
pub struct Stream {
    source: Option<Box<dyn Send>>,
}

/// Finds the input. May block: see the head of this file.
///
/// Errors: nothing there by that name (told with what is there), a file that is no WAV, a sound server over the network.
pub fn open(id: &InputId, wanted: &Wanted) -> Result<Box<dyn Input>> {
    match id {
        InputId::Default => Ok(Box::new(device::open_default(wanted)?)),
        InputId::Device { host, id } => Ok(Box::new(device::open(host, id, wanted)?)),
        InputId::File { path } => Ok(Box::new(file_input::open(path, wanted.fast)?)),
        InputId::Voice => Ok(Box::new(voice::open())),
        InputId::None => Err(Error::new(text!("sound-none-is-silent")).hint(text!("sound-hint-inputs"))),
    }
}

impl Stream {
    /// `source` ends the sound when it is dropped, however long that takes.
    pub(super) fn new(source: impl Send + 'static) -> Stream {
        Stream { source: Some(Box::new(source)) }
    }

    pub fn close(self) {}
}

/// Ends the sound on a thread that nobody joins, since the drop of a device's stream can hang for ever.
impl Drop for Stream {
    fn drop(&mut self) {
        let source = self.source.take();
        let thread = std::thread::Builder::new().name("close".into());
        drop(thread.spawn(move || drop(source))); // without a thread to spare, the source is dropped right here
    }
}

impl FromStr for InputId {
    type Err = Error;

    fn from_str(text: &str) -> Result<InputId> {
        match text.split_once(':') {
            None if text == "default" => Ok(InputId::Default),
            None if text == "voice" => Ok(InputId::Voice),
            None if text == "none" => Ok(InputId::None),
            Some(("file", path)) if !path.is_empty() => Ok(InputId::File { path: path.into() }),
            Some((host, id)) if host != "file" && !host.is_empty() && !id.is_empty() => {
                Ok(InputId::Device { host: host.to_ascii_lowercase(), id: id.to_owned() })
            }
            _ => Err(Error::usage(text!("sound-input-form", found = text)).hint(text!("sound-hint-inputs"))),
        }
    }
}

impl fmt::Display for InputId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            InputId::Default => f.write_str("default"),
            InputId::Device { host, id } => write!(f, "{host}:{id}"),
            InputId::File { path } => write!(f, "file:{}", path.display()),
            InputId::Voice => f.write_str("voice"),
            InputId::None => f.write_str("none"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_as_it_was_written() {
        for id in ["default", "voice", "none", "file:/a b/c:d.wav", "alsa:hw:CARD=0,DEV=0", "pulseaudio:mic.monitor"] {
            assert_eq!(id.parse::<InputId>().unwrap().to_string(), id);
        }
        let device = InputId::Device { host: "pulseaudio".into(), id: "Mic.Monitor".into() };
        assert_eq!("PulseAudio:Mic.Monitor".parse::<InputId>().unwrap(), device);
    }

    #[test]
    fn a_word_that_is_no_input_is_told_with_what_is() {
        for word in ["", "mic", "file:", ":x", "alsa:"] {
            let error = word.parse::<InputId>().unwrap_err().to_string();
            assert!(error.contains(&format!("found `{word}`")) && error.contains("temoin inputs"), "{error}");
        }
    }

    #[test]
    fn no_sound_cannot_be_listened_to() {
        let error = open(&InputId::None, &Wanted { rate: Hertz(48_000), exactly: false, fast: false }).err().unwrap();
        assert!(error.to_string().starts_with("`none` has no sound"), "{error}");
    }
}
