//! A WAV file as an input: in real time, as if somebody spoke, or as fast as it is taken.

use std::path::{Path, PathBuf};

use super::capture::{Capture, Format};
use super::input::{Input, InputRole, Stream};
use super::pace::{self, Pace, Source};
use super::read::WavReader;
use crate::domain::{Bits, Frames, sanitize};
use crate::error::Result;

pub struct FileInput {
    path: PathBuf,
    name: String,
    wav: WavReader,
    pace: Pace,
}

/// Errors: what cannot be read, or is no WAV of a kind that we read.
pub fn open(path: &Path, fast: bool) -> Result<FileInput> {
    let wav = WavReader::open(path)?;
    let name = path.file_name().map(|name| sanitize(&name.to_string_lossy())).unwrap_or_default();
    let pace = if fast { Pace::Fast } else { Pace::RealTime };
    Ok(FileInput { path: path.to_owned(), name, wav, pace })
}

impl Input for FileInput {
    fn id(&self) -> String {
        format!("file:{}", self.path.display())
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn format(&self) -> Format {
        let format = self.wav.format();
        Format { rate: format.rate, channels: format.channels }
    }

    fn bits(&self) -> Option<Bits> {
        Some(self.wav.format().bits)
    }

    /// As strict as with a microphone: a file stands for one.
    fn role(&self) -> InputRole {
        InputRole::Microphone
    }

    fn is_paced(&self) -> bool {
        self.pace == Pace::RealTime
    }

    fn start(self: Box<Self>, capture: Capture) -> Result<Stream> {
        pace::start(self.wav, capture, self.pace)
    }
}

impl Source for WavReader {
    fn read(&mut self, at: Frames, samples: &mut Vec<f32>, frames: usize) -> Result<()> {
        WavReader::read(self, at, samples, frames)
    }
}
