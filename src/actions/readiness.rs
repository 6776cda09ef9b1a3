//! Whether everything is there to record: the inputs that the config names, room on the disk, the battery.

use std::path::Path;

use crate::audio::device;
use crate::audio::input::InputId;
use crate::config::Config;
use crate::recorder::vitals;

/// What there is apart from the inputs; asking for it does not wait for a sound server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplies {
    /// Seconds of sound in one channel that fit on the library's disk; absent where the system does not tell.
    pub room: Option<u64>,
    /// So many seconds, in all channels, a long session wants.
    pub least_room: u64,
    /// Percent; absent without a battery.
    pub battery: Option<u8>,
    /// It does not get empty during a session.
    pub is_battery_enough: bool,
    /// Whether the second copy's folder is there, or can be made; absent where the config wants none.
    pub copy: Option<bool>,
}

/// One input of the config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadyInput {
    /// A device that is there, by its name for people.
    Device {
        name: String,
        channels: u16,
    },
    /// A device that is not there, as the config names it.
    Missing(String),
    /// A file, by its name.
    File(String),
    Voice,
    /// No sound is wanted.
    Nothing,
}

/// Less room than this is told, in seconds of sound.
const ROOM: f64 = 3600.0;

/// Less charge than this is told while the battery is being emptied, in percent.
const CHARGE: u8 = 20;

/// What there is for a library whose folder is `root`.
pub fn supplies(root: &Path, config: &Config) -> Supplies {
    let seen = vitals::look(root);
    let a_second = u64::from(config.audio.rate.0) * u64::from(config.audio.bits.number()) / 8;
    Supplies {
        room: seen.room.map(|bytes| bytes / a_second.max(1)),
        least_room: ROOM.max(config.limits.disk_minutes * 60.0) as u64,
        battery: seen.battery,
        is_battery_enough: !seen.discharging || seen.battery.is_none_or(|percent| percent >= CHARGE),
        copy: config.audio.second_copy.as_deref().map(|dir| dir.is_dir() || dir.parent().is_some_and(Path::is_dir)),
    }
}

/// The inputs of the config, in their order. May block for seconds where a device is named, or for ever where a sound server hangs.
pub fn inputs(config: &Config) -> Vec<ReadyInput> {
    let is_device = |input: &&String| matches!(input.parse(), Ok(InputId::Default | InputId::Device { .. }) | Err(_));
    let known = if config.audio.inputs.iter().any(|input| is_device(&input)) { device::inputs().rows } else { Vec::new() };
    config.audio.inputs.iter().map(|input| of_input(input, &known)).collect()
}

fn of_input(input: &str, known: &[device::InputInfo]) -> ReadyInput {
    let found = |is_meant: &dyn Fn(&device::InputInfo) -> bool| match known.iter().find(|info| is_meant(info)) {
        Some(info) => ReadyInput::Device { name: info.name.clone(), channels: info.channels },
        None => ReadyInput::Missing(input.to_owned()),
    };
    match input.parse() {
        Ok(InputId::Default) => found(&|info| info.is_default),
        Ok(InputId::Device { .. }) | Err(_) => found(&|info| info.id == input),
        Ok(InputId::File { path }) => ReadyInput::File(path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
        Ok(InputId::Voice) => ReadyInput::Voice,
        Ok(InputId::None) => ReadyInput::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::input::InputRole;
    use crate::domain::Hertz;

    #[test]
    fn each_input_is_called_by_its_name_or_missed() {
        let microphone = device::InputInfo {
            id: "pulseaudio:mic".into(),
            name: "micro interne".into(),
            role: InputRole::Microphone,
            channels: 1,
            rate: Hertz(48_000),
            is_default: true,
        };
        let ready = |input: &str| of_input(input, std::slice::from_ref(&microphone));
        let built_in = ReadyInput::Device { name: "micro interne".into(), channels: 1 };
        assert_eq!(ready("default"), built_in);
        assert_eq!(ready("pulseaudio:mic"), built_in);
        assert_eq!(ready("pulseaudio:call"), ReadyInput::Missing("pulseaudio:call".into()));
        assert_eq!(of_input("default", &[]), ReadyInput::Missing("default".into()));
        assert_eq!((ready("voice"), ready("file:/a/b.wav")), (ReadyInput::Voice, ReadyInput::File("b.wav".into())));
    }
}
