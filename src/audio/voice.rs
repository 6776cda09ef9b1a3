//! A synthetic voice as an input, looped: for rehearsals and for trying things out, without a microphone.
//!
//! `voice.wav` was made with espeak-ng: a sentence in French, one in English, pauses of about a second between them.

use super::capture::{Capture, Format};
use super::input::{Input, InputRole, Stream};
use super::pace::{self, Pace, Source};
use crate::domain::{Bits, Frames, Hertz};
use crate::error::Result;

pub struct VoiceInput;

pub fn open() -> VoiceInput {
    VoiceInput
}

/// 16-bit mono, behind a header of 44 bytes.
const CLIP: &[u8] = include_bytes!("voice.wav");
const HEADER_BYTES: usize = 44;
const FORMAT: Format = Format { rate: Hertz(24_000), channels: 1 };

impl Input for VoiceInput {
    fn id(&self) -> String {
        "voice".to_owned()
    }

    fn name(&self) -> &str {
        "voice"
    }

    fn format(&self) -> Format {
        FORMAT
    }

    fn bits(&self) -> Option<Bits> {
        Some(Bits::Int16)
    }

    fn role(&self) -> InputRole {
        InputRole::Microphone
    }

    fn is_paced(&self) -> bool {
        true
    }

    fn start(self: Box<Self>, capture: Capture) -> Result<Stream> {
        pace::start(*self, capture, Pace::RealTime)
    }
}

impl Source for VoiceInput {
    fn read(&mut self, at: Frames, samples: &mut Vec<f32>, frames: usize) -> Result<()> {
        let (clip, _) = CLIP[HEADER_BYTES..].as_chunks::<2>();
        let from = (at.0 % clip.len() as u64) as usize;
        samples.clear();
        let looped = clip[from..].iter().chain(clip).take(frames);
        samples.extend(looped.map(|&bytes| f32::from(i16::from_le_bytes(bytes)) / 32_768.0));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clip_is_what_its_format_says() {
        let header = &CLIP[..HEADER_BYTES];
        assert_eq!(header[..4], *b"RIFF");
        assert_eq!(header[22..24], FORMAT.channels.to_le_bytes());
        assert_eq!(header[24..28], FORMAT.rate.0.to_le_bytes());
        assert_eq!(header[34..36], 16_u16.to_le_bytes());
        assert_eq!(header[36..40], *b"data");
    }

    #[test]
    fn the_voice_goes_on_behind_its_end() {
        let clip = (CLIP.len() - HEADER_BYTES) as u64 / 2;
        let (mut around, mut start) = (Vec::new(), Vec::new());
        VoiceInput.read(Frames(clip - 100), &mut around, 480).unwrap();
        VoiceInput.read(Frames(5 * clip), &mut start, 380).unwrap();
        assert_eq!((around.len(), &around[100..]), (480, &start[..]));
        assert!(around.iter().all(|sample| sample.abs() <= 1.0));
    }
}
