//! A device as an input.

use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{
    BufferSize, Data, FromSample, InputCallbackInfo, Sample, SampleFormat, SizedSample, StreamConfig, SupportedBufferSize,
    SupportedStreamConfig,
};

use super::{faults, hosts, signals};
use crate::audio::capture::{Capture, Format};
use crate::audio::input::{Input, InputRole, Stream, Wanted};
use crate::clock::Monotonic;
use crate::domain::{Bits, Hertz, sanitize};
use crate::error::{Error, Result};
use crate::text;

/// A device that was found and asked for its format.
pub struct DeviceInput {
    device: cpal::Device,
    id: cpal::DeviceId,
    name: String,
    config: SupportedStreamConfig,
}

/// What the device is asked to deliver at a time, in milliseconds: so much more is lost in a crash, and a monitor's sound is timed
/// up to so much early (null sinks render ahead). It costs 0.9 % of a core at 50, 1.6 % at 25.
/// PulseAudio's default would be 2 s.
const PERIOD_MS: u32 = 25;

/// What PulseAudio is to keep for us while a busy machine keeps us from it, in seconds: 3.8 MB of two channels.
const HELD_S: u32 = 10;

/// How long the making of a stream may take; starting it is not covered.
const PATIENCE: Duration = Duration::from_secs(3);

/// The input of the first host that has one.
///
/// Errors: no host has an input that works, with what the last one said; a sound server over the network.
pub fn open_default(wanted: &Wanted) -> Result<DeviceInput> {
    let (hosts, faults) = hosts::all("default")?;
    let mut said = faults.last().and_then(|error| error.cause().map(str::to_owned));
    for host in hosts {
        let Some(device) = host.default_input_device() else { continue };
        match describe(&host, device, wanted) {
            Ok(input) => return Ok(input),
            Err(cause) => said = Some(faults::said(&cause)),
        }
    }
    Err(match said {
        Some(said) => none_found().because(said),
        None => none_found(),
    })
}

/// No host has an input.
pub fn none_found() -> Error {
    Error::new(text!("sound-no-input")).hint(text!("sound-hint-no-input"))
}

/// The input that cpal calls `host:id`; the host in any case, the id as it is.
///
/// Errors: an unknown host, one that does not answer, no input of that name (told with those that are there).
pub fn open(host: &str, id: &str, wanted: &Wanted) -> Result<DeviceInput> {
    let host = hosts::named(host, id)?;
    let id = cpal::DeviceId::new(host.id(), id);
    let device = host.device_by_id(&id).filter(|device| device.supports_input());
    let device = device.ok_or_else(|| missing(&host, &id))?;
    describe(&host, device, wanted).map_err(|cause| faults::refused(&id.to_string(), &cause))
}

fn missing(host: &cpal::Host, id: &cpal::DeviceId) -> Error {
    let found: Vec<String> = match host.input_devices() {
        Ok(devices) => devices.filter_map(|device| device.id().ok()).map(|id| format!("`{id}`")).collect(),
        Err(_) => Vec::new(), // then there is none to name
    };
    let message = match found.is_empty() {
        true => text!("sound-missing-alone", id = id.to_string()),
        false => text!("sound-missing", id = id.to_string(), found = sanitize(&found.join(", "))),
    };
    Error::new(message).hint(text!("sound-hint-inputs"))
}

fn describe(host: &cpal::Host, device: cpal::Device, wanted: &Wanted) -> std::result::Result<DeviceInput, cpal::Error> {
    let own = device.default_input_config()?;
    // PulseAudio promises every rate and resamples in silence: its own one is the truth.
    let config = if hosts::is_pulse(host) && !wanted.exactly { own } else { at_rate(&device, own, wanted.rate)? };
    Ok(DeviceInput { id: device.id()?, name: name(&device), device, config })
}

/// The device's own configuration, at the wanted rate if it can.
fn at_rate(
    device: &cpal::Device,
    own: SupportedStreamConfig,
    rate: Hertz,
) -> std::result::Result<SupportedStreamConfig, cpal::Error> {
    let is_alike = |range: &cpal::SupportedStreamConfigRange| {
        range.channels() == own.channels() && range.sample_format() == own.sample_format()
    };
    let mut ranges = device.supported_input_configs()?.filter(is_alike);
    Ok(ranges.find_map(|range| range.try_with_sample_rate(rate.0)).unwrap_or(own))
}

pub fn name(device: &cpal::Device) -> String {
    device.description().map(|description| sanitize(description.name())).unwrap_or_default()
}

/// PulseAudio and PipeWire call what an output plays its monitor.
pub fn role(id: &cpal::DeviceId) -> InputRole {
    match id.host().to_string().as_str() == "pulseaudio" && id.id().ends_with(".monitor") {
        true => InputRole::System,
        false => InputRole::Microphone,
    }
}

impl Input for DeviceInput {
    fn id(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn format(&self) -> Format {
        Format { rate: Hertz(self.config.sample_rate()), channels: self.config.channels() }
    }

    fn bits(&self) -> Option<Bits> {
        None
    }

    fn role(&self) -> InputRole {
        role(&self.id)
    }

    fn is_paced(&self) -> bool {
        true
    }

    fn start(self: Box<Self>, capture: Capture) -> Result<Stream> {
        self.begin(capture).map_err(|cause| faults::refused(&self.id.to_string(), &cause))
    }
}

impl DeviceInput {
    fn begin(&self, mut capture: Capture) -> std::result::Result<Stream, cpal::Error> {
        let pacer = if self.is_pulse() { Some(self.pacer()?) } else { None };
        let (size, mut door, stream) = self.build(&capture)?;
        capture.watch_time(self.longest_gap(size));
        let watcher = self.is_pulse().then(|| self.watcher(&capture));
        if door.push(capture).is_err() {
            debug_assert!(false, "nothing went through this door before");
        }
        if let Some(pacer) = &pacer {
            pacer.play()?;
        }
        stream.play()?;
        Ok(Stream::new((watcher, stream, pacer)))
    }

    /// Watches that the sound server does not move the streams to another device.
    #[cfg(target_os = "linux")]
    fn watcher(&self, capture: &Capture) -> super::route::Watcher {
        super::route::watch(self.id.id(), capture.meter().clone())
    }

    #[cfg(not(target_os = "linux"))]
    fn watcher(&self, _: &Capture) {}

    /// While this process gets no processor, the sound server keeps what the buffer holds, but for a moment for safety.
    fn longest_gap(&self, size: BufferSize) -> Duration {
        let held = match size {
            BufferSize::Fixed(frames) if self.is_pulse() => f64::from(frames) / f64::from(self.config.sample_rate()),
            _ => 0.0,
        };
        Duration::from_secs_f64((held - 1.0).max(1.0))
    }

    fn is_pulse(&self) -> bool {
        self.id.host().to_string() == "pulseaudio"
    }

    /// A stream that makes the sound server deliver often, and whose sound is thrown away.
    ///
    /// cpal asks PulseAudio for a buffer of one delivery, and what comes while that is full is lost: with deliveries of 50 ms,
    /// 100 to 500 ms for each sound that another program began to play (null sink). With long deliveries, the server is late. So
    /// the recording stream asks for ten seconds, and this one sees to it that it gets them in small pieces: nothing
    /// was lost so in 40 s of sounds beginning and ending on a machine twice overloaded.
    fn pacer(&self) -> std::result::Result<cpal::Stream, cpal::Error> {
        let rate = self.config.sample_rate();
        let config = StreamConfig { channels: 1, sample_rate: rate, buffer_size: BufferSize::Fixed(rate * PERIOD_MS / 1000) };
        let ignore = |_: &Data, _: &InputCallbackInfo| {};
        let build = || self.device.build_input_stream_raw(config, SampleFormat::U8, ignore, |_| {}, Some(PATIENCE));
        signals::without(build)
    }

    fn build(&self, capture: &Capture) -> std::result::Result<(BufferSize, rtrb::Producer<Capture>, cpal::Stream), cpal::Error> {
        let mut refusal = None;
        for size in self.sizes().map(BufferSize::Fixed).into_iter().chain([BufferSize::Default]) {
            match self.build_with(size, capture) {
                Ok((door, stream)) => return Ok((size, door, stream)),
                Err(cause) => refusal = Some(cause),
            }
        }
        Err(refusal.expect("three sizes were tried"))
    }

    /// The buffers to be asked for, the best first, in frames.
    ///
    /// PulseAudio delivers what it has, however long the buffer (see [`DeviceInput::pacer`]); PipeWire, which answers in its place, only what
    /// fills the buffer, and holds four of them.
    fn sizes(&self) -> [u32; 2] {
        let period = self.config.sample_rate() * PERIOD_MS / 1000;
        let most = match self.config.buffer_size() {
            SupportedBufferSize::Range { max, .. } => *max,
            SupportedBufferSize::Unknown => u32::MAX,
        };
        match self.is_pulse() {
            true if is_pipewire() => [2 * period, 4 * period],
            true => [(HELD_S * self.config.sample_rate()).min(most), 4 * period],
            false => [period, period / 2],
        }
    }

    /// A stream, and the door through which the capture reaches it: one that cannot be made takes its callback with it.
    fn build_with(
        &self,
        size: BufferSize,
        capture: &Capture,
    ) -> std::result::Result<(rtrb::Producer<Capture>, cpal::Stream), cpal::Error> {
        let (door, mut arrival) = rtrb::RingBuffer::new(1);
        let mut inside: Option<Capture> = None;
        let format = self.config.sample_format();
        let deliver = deliverer(format)?;
        let on_data = move |data: &Data, info: &InputCallbackInfo| {
            if inside.is_none() {
                inside = arrival.pop().ok();
            }
            if let Some(capture) = &mut inside {
                deliver(capture, data, captured_at(info));
            }
        };
        let meter = capture.meter().clone();
        let on_error = move |cause: cpal::Error| meter.report(faults::kind(&cause));
        let config = StreamConfig { buffer_size: size, ..self.config.config() };
        let build = || self.device.build_input_stream_raw(config, format, on_data, on_error, Some(PATIENCE));
        Ok((door, signals::without(build)?))
    }
}

#[cfg(target_os = "linux")]
fn is_pipewire() -> bool {
    super::pulse::Server::connect().and_then(|mut server| server.is_pipewire()).unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
fn is_pipewire() -> bool {
    false
}

/// When the first frame was in the air: now, less what cpal says it took to get here.
fn captured_at(info: &InputCallbackInfo) -> Monotonic {
    let stamp = info.timestamp();
    let age = stamp.callback.checked_duration_since(stamp.capture).unwrap_or_default();
    Monotonic::now().minus(age.as_nanos() as u64)
}

type Deliver = fn(&mut Capture, &Data, Monotonic);

/// How a delivery in this format becomes floats.
fn deliverer(format: SampleFormat) -> std::result::Result<Deliver, cpal::Error> {
    Ok(match format {
        SampleFormat::I8 => deliver::<i8>,
        SampleFormat::I16 => deliver::<i16>,
        SampleFormat::I24 => deliver::<cpal::I24>,
        SampleFormat::I32 => deliver::<i32>,
        SampleFormat::I64 => deliver::<i64>,
        SampleFormat::U8 => deliver::<u8>,
        SampleFormat::U16 => deliver::<u16>,
        SampleFormat::U24 => deliver::<cpal::U24>,
        SampleFormat::U32 => deliver::<u32>,
        SampleFormat::U64 => deliver::<u64>,
        SampleFormat::F32 => deliver::<f32>,
        SampleFormat::F64 => deliver::<f64>,
        other => return Err(cpal::Error::with_message(cpal::ErrorKind::UnsupportedConfig, other.to_string())),
    })
}

/// Realtime-safe. A delivery in another format than agreed, which cpal rules out, is left out.
fn deliver<T: SizedSample>(capture: &mut Capture, data: &Data, captured: Monotonic)
where
    f32: FromSample<T>,
{
    if let Some(samples) = data.as_slice::<T>() {
        capture.block_of(samples, captured, |sample| f32::from_sample(sample));
    }
}
