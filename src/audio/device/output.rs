//! A device that plays.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, Data, FromSample, OutputCallbackInfo, SampleFormat, SizedSample, StreamConfig};

use super::{faults, hosts, signals};
use crate::audio::capture::Format;
use crate::audio::input::Stream;
use crate::audio::meter::Meter;
use crate::clock::Monotonic;
use crate::domain::Frames;
use crate::error::{Error, Result};
use crate::text;

/// The system's output, with a configuration that fits the sound.
pub struct Output {
    device: cpal::Device,
    id: String,
    config: StreamConfig,
    format: SampleFormat,
    /// Channels of the sound: as many as the device plays, or one for all of them.
    channels: u16,
}

/// What the callback tells of its progress.
pub struct Speaker {
    taken: AtomicU64,
    heard_until: AtomicU64,
    pub meter: Meter,
}

const PERIOD_MS: u32 = 100;
const PATIENCE: Duration = Duration::from_secs(3);

impl Speaker {
    /// Frames that the device has taken over.
    pub fn taken(&self) -> Frames {
        Frames(self.taken.load(Relaxed))
    }

    /// When the last frame taken will have left the loudspeaker, by the device's word.
    pub fn heard_until(&self) -> Monotonic {
        Monotonic(self.heard_until.load(Relaxed))
    }
}

/// The output of the first host that has one which plays this format. May block: it asks the sound server.
///
/// Errors: no output, or none that plays so many channels at this rate.
pub fn open_output(format: Format) -> Result<Output> {
    let (hosts, _) = hosts::all("output")?;
    let mut refusal = Error::new(text!("sound-no-output")).hint(text!("sound-hint-no-output"));
    for host in hosts {
        let Some(device) = host.default_output_device() else { continue };
        match fit(&device, format) {
            Ok(Some((config, sample_format))) => {
                let id = device.id().map(|id| id.to_string()).unwrap_or_default();
                return Ok(Output { device, id, config, format: sample_format, channels: format.channels });
            }
            Ok(None) => refusal = unfit(format),
            Err(cause) => refusal = refusal.because(faults::said(&cause)),
        }
    }
    Err(refusal)
}

fn unfit(format: Format) -> Error {
    let message = text!("sound-output-unfit", channels = format.channels, rate = format.rate.0);
    Error::new(message).hint(text!("sound-hint-output-unfit"))
}

/// How the device plays the format best: with as many channels, else one channel on all of its own; floats first.
fn fit(device: &cpal::Device, format: Format) -> std::result::Result<Option<(StreamConfig, SampleFormat)>, cpal::Error> {
    let rate = format.rate.0;
    let can = |range: &cpal::SupportedStreamConfigRange| {
        let fits = range.channels() == format.channels || (format.channels == 1 && range.channels() >= 2);
        fits && range.contains_rate(rate) && writer(range.sample_format()).is_some()
    };
    let rank = |range: &cpal::SupportedStreamConfigRange| {
        let kinds = [SampleFormat::F32, SampleFormat::I32, SampleFormat::I24, SampleFormat::I16];
        (range.channels(), kinds.iter().position(|&kind| kind == range.sample_format()).unwrap_or(kinds.len()))
    };
    let best = device.supported_output_configs()?.filter(can).min_by_key(rank);
    Ok(best.map(|range| {
        let size = BufferSize::Fixed(rate * PERIOD_MS / 1000);
        (StreamConfig { channels: range.channels(), sample_rate: rate, buffer_size: size }, range.sample_format())
    }))
}

impl Output {
    /// Begins to play what is in the ring, and silence while it is empty, and from the moment on when `stop` is set: what is left in
    /// the ring is then heard no more, however long the stream takes to close.
    pub fn start(
        &self,
        mut sound: impl FnMut() -> rtrb::Consumer<f32>,
        stop: &Arc<AtomicBool>,
    ) -> Result<(Stream, Arc<Speaker>)> {
        let sizes = [self.config.buffer_size, BufferSize::Default];
        let mut refusal = None;
        for size in sizes {
            match self.start_with(size, sound(), stop.clone()) {
                Ok(started) => return Ok(started),
                Err(cause) => refusal = Some(faults::output_refused(&self.id, &cause)),
            }
        }
        Err(refusal.expect("two sizes were tried"))
    }

    fn start_with(
        &self,
        size: BufferSize,
        sound: rtrb::Consumer<f32>,
        stop: Arc<AtomicBool>,
    ) -> std::result::Result<(Stream, Arc<Speaker>), cpal::Error> {
        let meter = Meter::default();
        let speaker = Arc::new(Speaker { taken: AtomicU64::new(0), heard_until: AtomicU64::new(0), meter });
        let config = StreamConfig { buffer_size: size, ..self.config };
        let write = writer(self.format).expect("only such formats fit");
        let mut feed = Feed { sound, stop, channels: self.channels, config, speaker: speaker.clone() };
        let on_data = move |data: &mut Data, info: &OutputCallbackInfo| {
            let frames = write(&mut feed, data);
            feed.tell(frames, info);
        };
        let told = speaker.clone();
        let on_error = move |cause: cpal::Error| told.meter.report(faults::kind(&cause));
        let build = || self.device.build_output_stream_raw(config, self.format, on_data, on_error, Some(PATIENCE));
        let stream = signals::without(build)?;
        stream.play()?;
        Ok((Stream::new(stream), speaker))
    }
}

/// What the callback owns.
struct Feed {
    sound: rtrb::Consumer<f32>,
    stop: Arc<AtomicBool>,
    channels: u16,
    config: StreamConfig,
    speaker: Arc<Speaker>,
}

impl Feed {
    fn tell(&self, frames: usize, info: &OutputCallbackInfo) {
        if frames == 0 {
            return;
        }
        let stamp = info.timestamp();
        let delay = stamp.playback.checked_duration_since(stamp.callback).unwrap_or_default();
        let length = frames as u64 * 1_000_000_000 / u64::from(self.config.sample_rate);
        self.speaker.heard_until.store(Monotonic::now().0 + delay.as_nanos() as u64 + length, Relaxed);
        self.speaker.taken.fetch_add(frames as u64, Relaxed);
    }
}

type Write = fn(&mut Feed, &mut Data) -> usize;

fn writer(format: SampleFormat) -> Option<Write> {
    Some(match format {
        SampleFormat::I8 => write::<i8>,
        SampleFormat::I16 => write::<i16>,
        SampleFormat::I24 => write::<cpal::I24>,
        SampleFormat::I32 => write::<i32>,
        SampleFormat::U8 => write::<u8>,
        SampleFormat::U16 => write::<u16>,
        SampleFormat::U32 => write::<u32>,
        SampleFormat::F32 => write::<f32>,
        SampleFormat::F64 => write::<f64>,
        _ => return None,
    })
}

/// A buffer in another format than agreed, which cpal rules out, is left alone.
fn write<T: SizedSample + FromSample<f32>>(feed: &mut Feed, data: &mut Data) -> usize {
    let Some(out) = data.as_slice_mut::<T>() else { return 0 };
    if feed.stop.load(Relaxed) {
        out.fill(T::EQUILIBRIUM);
        return 0;
    }
    lay(&mut feed.sound, usize::from(feed.channels), out, usize::from(feed.config.channels))
}

/// Fills the device's buffer of `wide` channels from the ring of `narrow` ones, the last of these on all that are left; silence
/// behind it. Gives the frames taken. Realtime-safe.
fn lay<T: SizedSample + FromSample<f32>>(sound: &mut rtrb::Consumer<f32>, narrow: usize, out: &mut [T], wide: usize) -> usize {
    let frames = (out.len() / wide).min(sound.slots() / narrow);
    let (sounding, silent) = out.split_at_mut(frames * wide);
    silent.fill(T::EQUILIBRIUM);
    let Ok(chunk) = sound.read_chunk(frames * narrow) else { return 0 };
    let mut samples = chunk.into_iter();
    for frame in sounding.chunks_exact_mut(wide) {
        let mut last = 0.0;
        for (channel, place) in frame.iter_mut().enumerate() {
            if channel < narrow {
                last = samples.next().unwrap_or_default();
            }
            *place = T::from_sample(last);
        }
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_channel_sounds_on_all_and_silence_follows_the_end() {
        let (mut door, mut sound) = rtrb::RingBuffer::new(8);
        door.push_entire_slice(&[0.5, -0.5]).unwrap();
        let mut out = [9_i16; 6];
        assert_eq!(lay(&mut sound, 1, &mut out, 2), 2);
        assert_eq!(out, [16_384, 16_384, -16_384, -16_384, 0, 0]);
    }

    #[test]
    fn half_a_frame_in_the_ring_waits_for_its_other_half() {
        let (mut door, mut sound) = rtrb::RingBuffer::new(8);
        door.push_entire_slice(&[0.1, 0.2, 0.3]).unwrap();
        let mut out = [9.0_f32; 4];
        assert_eq!(lay(&mut sound, 2, &mut out, 2), 1);
        assert_eq!(out, [0.1, 0.2, 0.0, 0.0]);
        door.push(0.4).unwrap();
        assert_eq!(lay(&mut sound, 2, &mut out, 2), 1);
        assert_eq!(out, [0.3, 0.4, 0.0, 0.0]);
    }
}
