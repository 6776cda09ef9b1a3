//! Reads the frames of a WAV file.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::capture::Format;
use crate::domain::{Bits, Frames, Hertz};
use crate::error::{Error, Result};
use crate::text;

pub struct Pcm {
    reader: hound::WavReader<BufReader<File>>,
}

impl Pcm {
    pub fn open(path: &Path) -> Result<Pcm> {
        let reader = hound::WavReader::open(path);
        let reader = reader.map_err(|cause| Error::new(text!("sound-file-unread")).at(path).because(cause))?;
        Ok(Pcm { reader })
    }

    pub fn format(&self) -> Format {
        let spec = self.reader.spec();
        Format { rate: Hertz(spec.sample_rate), channels: spec.channels }
    }

    pub fn bits(&self) -> Bits {
        match self.reader.spec().bits_per_sample {
            ..=16 => Bits::Int16,
            24 => Bits::Int24,
            _ => Bits::Float32,
        }
    }

    pub fn frames(&self) -> Frames {
        Frames(u64::from(self.reader.duration()))
    }

    /// Replaces `samples` by at most `frames` frames from `at` on.
    pub fn read(&mut self, at: Frames, samples: &mut Vec<f32>, frames: usize) -> Result<()> {
        let fault = |cause: String| Error::new(text!("sound-file-unread")).because(cause);
        let spec = self.reader.spec();
        self.reader.seek(at.0 as u32).map_err(|e| fault(e.to_string()))?;
        samples.clear();
        let count = frames * usize::from(spec.channels);
        if spec.sample_format == hound::SampleFormat::Float {
            for sample in self.reader.samples::<f32>().take(count) {
                samples.push(sample.map_err(|e| fault(e.to_string()))?);
            }
        } else {
            let full = (1u64 << (spec.bits_per_sample - 1)) as f32;
            for sample in self.reader.samples::<i32>().take(count) {
                samples.push(sample.map_err(|e| fault(e.to_string()))? as f32 / full);
            }
        }
        Ok(())
    }
}
