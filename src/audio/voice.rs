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
