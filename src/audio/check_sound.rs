//! Listens to an input for a while, keeps nothing, and says in words what is wrong with it.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use super::capture::{Format, Listener, ring};
use super::input::{Input, InputRole};
use super::levels::{Level, Levels};
use super::loudness::LoudnessMeter;
use super::patience::within;
use crate::clock::Monotonic;
use crate::domain::{Dbfs, Loudness};
use crate::error::Result;
use crate::locale::{Arg, Text};
use crate::text;

/// What was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct SoundCheck {
    /// The input's own id and name.
    pub id: String,
    pub name: String,
    pub format: Format,
    /// How long blocks came.
    pub seconds: f64,
    /// The loudest second of each channel.
    pub levels: Vec<Level>,
    /// Of all that was heard; absent for silence, and for less than 400 ms.
    pub loudness: Option<Loudness>,
    /// The worst first; never empty: a good sound is a finding too.
    pub findings: Vec<Finding>,
}

/// Channels count from 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The input opened, and not one block came.
    NoBlocks,
    /// Blocks stopped, or the device reported that it is gone.
    Stopped,
    /// Every sample of a microphone is exactly zero.
    Silence,
    /// One channel is exactly zero while another is not.
    DeadChannel {
        channel: u16,
    },
    Clipping {
        channel: u16,
    },
    /// The loudest peak.
    TooQuiet {
        peak: Dbfs,
    },
    /// Sound, and nobody spoke.
    NobodySpoke {
        peak: Dbfs,
    },
    /// The computer plays nothing: no fault of a monitor.
    NothingPlays,
    Fine {
        peak: Dbfs,
    },
}

/// How long the start of an input may take before it counts as giving nothing. PulseAudio's first sound may take 2 s.
const PATIENCE: Duration = Duration::from_secs(8);

/// Blocks that stay away for so long have stopped.
const STOPPED_AFTER: i64 = 1_000_000_000;

/// A voice whose loudest peak is below this disappears in the noise of the converter.
const TOO_QUIET: Dbfs = Dbfs(-36.0);

impl SoundCheck {
    /// Something needs a look: exit code 3.
    pub fn is_faulty(&self) -> bool {
        self.findings.iter().any(Finding::is_fault)
    }
}

impl Finding {
    pub fn is_fault(&self) -> bool {
        !matches!(self, Finding::Fine { .. } | Finding::NothingPlays | Finding::NobodySpoke { .. })
    }

    /// A word for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Finding::NoBlocks => "no-blocks",
            Finding::Stopped => "stopped",
            Finding::Silence => "silence",
            Finding::DeadChannel { .. } => "dead-channel",
            Finding::Clipping { .. } => "clipping",
            Finding::TooQuiet { .. } => "too-quiet",
            Finding::NobodySpoke { .. } => "nobody-spoke",
            Finding::NothingPlays => "nothing-plays",
            Finding::Fine { .. } => "fine",
        }
    }

    /// What is wrong, and what to do about it.
    pub fn text(&self) -> Text {
        match self {
            Finding::NoBlocks => text!("sound-check-no-blocks"),
            Finding::Stopped => text!("sound-check-stopped"),
            Finding::Silence => text!("sound-check-silence"),
            Finding::DeadChannel { channel } => text!("sound-check-dead-channel", channel = *channel),
            Finding::Clipping { channel } => text!("sound-check-clipping", channel = *channel),
            Finding::TooQuiet { peak } => text!("sound-check-too-quiet", peak = whole(*peak)),
            Finding::NobodySpoke { peak } => text!("sound-check-nobody-spoke", peak = whole(*peak)),
            Finding::NothingPlays => text!("sound-check-nothing-plays"),
            Finding::Fine { peak } => text!("sound-check-fine", peak = whole(*peak)),
        }
    }
}

/// Whole decibels; a real minus sign, as people read it.
fn whole(level: Dbfs) -> Arg {
    Arg::Word(format!("{:.0}", level.0).replace('-', "−"))
}

/// Listens for `seconds`, or until `stop` is set. `near_silence` as in the config. Keeps no sound.
///
/// Errors: the input refuses to start. One that hangs, or gives nothing, is a finding.
pub fn listen(input: Box<dyn Input>, seconds: f64, near_silence: Dbfs, stop: &AtomicBool) -> Result<SoundCheck> {
    let (id, name, format, role) = (input.id(), input.name().to_owned(), input.format(), input.role());
    let (capture, mut listener) = ring(format, 10);
    let mut ear = Ear::new(format);
    let stream = match within(PATIENCE, || true, move || input.start(capture))? {
        Some(stream) => stream,
        None => return Ok(ear.judged(id, name, role, Some(Finding::NoBlocks))),
    };
    let end = Monotonic(Monotonic::now().0 + (seconds.clamp(0.1, 86_400.0) * 1e9) as u64);
    let mut trouble = None;
    while trouble.is_none() && Monotonic::now() < end && !stop.load(Relaxed) && !listener.meter().has_ended() {
        thread::sleep(Duration::from_millis(20));
        ear.take_in(&mut listener, near_silence);
        trouble = stopped(&listener);
    }
    stream.close();
    ear.take_in(&mut listener, near_silence);
    Ok(ear.judged(id, name, role, trouble))
}

fn stopped(listener: &Listener) -> Option<Finding> {
    let meter = listener.meter();
    let is_late = |last| Monotonic::now().since(last) > STOPPED_AFTER;
    match meter.last_error().is_some_and(|error| error.is_final()) || meter.last_arrival().is_some_and(is_late) {
        true => Some(Finding::Stopped),
        false => None,
    }
}

/// What has been heard so far.
struct Ear {
    levels: Levels,
    loudness: LoudnessMeter,
    loudest: Vec<Level>,
    /// Frames heard.
    frames: u64,
    /// Channels that had a sample other than zero.
    alive: Vec<bool>,
}

impl Ear {
    fn new(format: Format) -> Ear {
        let channels = usize::from(format.channels);
        let nothing = Level { peak: Dbfs(f32::NEG_INFINITY), rms: Dbfs(f32::NEG_INFINITY), now: Dbfs(f32::NEG_INFINITY) };
        Ear {
            levels: Levels::new(format),
            loudness: LoudnessMeter::new(format),
            loudest: vec![nothing; channels],
            frames: 0,
            alive: vec![false; channels],
        }
    }

    fn take_in(&mut self, listener: &mut Listener, near_silence: Dbfs) {
        for block in listener.by_ref() {
            self.hear(&block.samples, near_silence);
        }
    }

    fn hear(&mut self, samples: &[f32], near_silence: Dbfs) {
        self.levels.add(samples, near_silence);
        self.loudness.add(samples);
        self.frames += self.levels.format().frames(samples.len()) as u64;
        for (channel, level) in self.levels.last_second().into_iter().enumerate() {
            let loudest = &mut self.loudest[channel];
            loudest.peak.0 = loudest.peak.0.max(level.peak.0);
            loudest.rms.0 = loudest.rms.0.max(level.rms.0);
            self.alive[channel] |= level.peak.finite().is_some();
        }
    }

    fn judged(self, id: String, name: String, role: InputRole, trouble: Option<Finding>) -> SoundCheck {
        let format = self.levels.format();
        let seconds = self.frames as f64 / f64::from(format.rate.0);
        let (loudness, findings) = (self.loudness.measured(), self.findings(role, trouble));
        SoundCheck { id, name, format, seconds, findings, levels: self.loudest, loudness }
    }

    fn findings(&self, role: InputRole, trouble: Option<Finding>) -> Vec<Finding> {
        if self.frames == 0 {
            return vec![trouble.unwrap_or(Finding::NoBlocks)];
        }
        let mut findings: Vec<Finding> = trouble.into_iter().collect();
        match (self.alive.contains(&true), role) {
            (true, _) => self.of_sound(&mut findings),
            (false, InputRole::Microphone) => findings.push(Finding::Silence),
            (false, InputRole::System) => findings.push(Finding::NothingPlays),
        }
        findings
    }

    fn of_sound(&self, findings: &mut Vec<Finding>) {
        let channels = 0..self.levels.format().channels;
        let clipped = channels.clone().filter(|&channel| self.levels.clipped(usize::from(channel)) > 0);
        findings.extend(clipped.map(|channel| Finding::Clipping { channel: channel + 1 }));
        let dead = channels.clone().filter(|&channel| !self.alive[usize::from(channel)]);
        findings.extend(dead.map(|channel| Finding::DeadChannel { channel: channel + 1 }));
        let peak = self.loudest.iter().map(|level| level.peak).fold(Dbfs(f32::NEG_INFINITY), |a, b| if a > b { a } else { b });
        let was_heard = channels.into_iter().any(|channel| self.levels.was_heard(usize::from(channel)));
        if peak < TOO_QUIET {
            findings.push(Finding::TooQuiet { peak });
        } else if !was_heard {
            findings.push(Finding::NobodySpoke { peak });
        } else if !findings.iter().any(Finding::is_fault) {
            findings.push(Finding::Fine { peak });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Hertz;

    const FORMAT: Format = Format { rate: Hertz(8000), channels: 2 };

    /// What is found in two seconds of background noise, then a second of these two channels.
    fn findings(role: InputRole, left: impl Fn(usize) -> f32, right: impl Fn(usize) -> f32) -> Vec<&'static str> {
        let mut ear = Ear::new(FORMAT);
        for piece in 0..30 {
            let voice = if piece < 20 { 0.003 } else { 1.0 };
            let samples: Vec<f32> = (0..800).flat_map(|n| [left(n) * voice, right(n) * voice]).collect();
            ear.hear(&samples, Dbfs(-60.0));
        }
        ear.findings(role, None).iter().map(Finding::code).collect()
    }

    fn tone(amplitude: f32) -> impl Fn(usize) -> f32 {
        move |n| amplitude * (n as f32 * 0.4).sin()
    }

    #[test]
    fn a_voice_on_both_channels_is_fine() {
        assert_eq!(findings(InputRole::Microphone, tone(0.3), tone(0.2)), ["fine"]);
    }

    #[test]
    fn each_fault_has_its_word() {
        let silent = |_| 0.0;
        assert_eq!(findings(InputRole::Microphone, silent, silent), ["silence"]);
        assert_eq!(findings(InputRole::System, silent, silent), ["nothing-plays"]);
        assert_eq!(findings(InputRole::Microphone, tone(0.3), silent), ["dead-channel"]);
        assert_eq!(findings(InputRole::Microphone, tone(0.01), tone(0.01)), ["too-quiet"]);
        assert_eq!(findings(InputRole::Microphone, |n| tone(4.0)(n).clamp(-1.0, 1.0), tone(0.2)), ["clipping"]);
        assert_eq!(Ear::new(FORMAT).findings(InputRole::Microphone, None), [Finding::NoBlocks]);
        assert_eq!(Ear::new(FORMAT).findings(InputRole::System, Some(Finding::Stopped)), [Finding::Stopped]);
    }

    #[test]
    fn a_hum_is_sound_without_speech() {
        let mut ear = Ear::new(FORMAT);
        for n in 0..200 {
            ear.hear(&vec![if n % 2 == 0 { 0.02 } else { -0.02 }; 1600], Dbfs(-60.0));
        }
        assert_eq!(ear.findings(InputRole::Microphone, None).len(), 1);
    }

    #[test]
    fn the_embedded_voice_is_fine() {
        let check = listen(Box::new(crate::audio::voice::open()), 2.5, Dbfs(-60.0), &AtomicBool::new(false)).unwrap();
        assert_eq!(check.findings.iter().map(Finding::code).collect::<Vec<_>>(), ["fine"], "{check:?}");
        assert!(check.seconds > 2.0 && !check.is_faulty());
        assert!(check.loudness.is_some_and(|loudness| (-40.0..-10.0).contains(&loudness.integrated)), "{check:?}");
    }
}
