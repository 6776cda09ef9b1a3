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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::capture::{Block, Listener, ring};
    use crate::clock::Monotonic;
    use crate::domain::Hertz;

    /// A 16-bit stereo file whose samples carry their own number.
    fn numbered(frames: usize) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let spec =
            hound::WavSpec { channels: 2, sample_rate: 8000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
        let mut writer = hound::WavWriter::create(file.path(), spec).unwrap();
        for n in 0..frames * 2 {
            writer.write_sample((n % 30_000) as i16).unwrap();
        }
        writer.finalize().unwrap();
        file
    }

    /// Everything that the file delivers to a ring of `seconds`, until it says that it has ended.
    fn heard(path: &Path, fast: bool, seconds: u32) -> (Vec<Block>, Listener) {
        let input = Box::new(open(path, fast).unwrap());
        let (capture, mut listener) = ring(input.format(), seconds);
        let stream = input.start(capture).unwrap();
        let mut blocks = Vec::new();
        let limit = Monotonic(Monotonic::now().0 + 20_000_000_000);
        while !listener.meter().has_ended() {
            assert!(Monotonic::now() < limit, "the file does not end");
            blocks.extend(listener.by_ref());
            std::thread::yield_now();
        }
        blocks.extend(listener.by_ref());
        stream.close();
        (blocks, listener)
    }

    fn samples(blocks: &[Block]) -> Vec<i16> {
        blocks.iter().flat_map(|block| &block.samples).map(|sample| (sample * 32_768.0) as i16).collect()
    }

    #[test]
    fn a_fast_file_gives_every_sample_however_small_the_ring() {
        let file = numbered(8000 * 5 + 3);
        let (blocks, listener) = heard(file.path(), true, 1);
        assert_eq!(samples(&blocks), (0..80_006).map(|n| (n % 30_000) as i16).collect::<Vec<_>>());
        assert_eq!(listener.meter().dropped_frames(), Frames(0));
    }

    #[test]
    fn a_file_in_real_time_keeps_to_the_clock_and_tells_its_times_evenly() {
        let file = numbered(8000 / 2);
        let before = Monotonic::now();
        let (blocks, _) = heard(file.path(), false, 10);
        assert!(Monotonic::now().since(before) >= 500_000_000, "half a second takes half a second");
        assert_eq!(samples(&blocks).len(), 8000);
        for pair in blocks.windows(2) {
            let frames = pair[1].position - pair[0].position;
            assert_eq!(pair[1].captured.since(pair[0].captured), Frames(frames).nanoseconds(Hertz(8000)) as i64);
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = open(Path::new("/nowhere/talk.wav"), false).err().unwrap().to_string();
        assert!(error.contains("/nowhere/talk.wav"), "{error}");
    }
}
