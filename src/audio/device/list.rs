//! The inputs of this machine.

use cpal::Host;
use cpal::traits::{DeviceTrait, HostTrait};

use super::{hosts, record};
use crate::audio::input::InputRole;
use crate::domain::Hertz;
use crate::error::{Error, Loaded};

/// An input as `temoin inputs` shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct InputInfo {
    /// What `--input` takes: `pulseaudio:mic.monitor`.
    pub id: String,
    /// For people; sanitized.
    pub name: String,
    pub role: InputRole,
    pub channels: u16,
    pub rate: Hertz,
    /// What `default` means now.
    pub is_default: bool,
}

/// All inputs, those of the best host first, and what could not be asked; where there is neither, no microphone is there. May block for seconds, and writes on standard error
/// (ALSA): see [`super::super::quiet`].
pub fn inputs() -> Loaded<InputInfo> {
    let (hosts, mut faults) = match hosts::all("list") {
        Ok(found) => found,
        Err(error) => return Loaded { rows: Vec::new(), faults: vec![error] },
    };
    let default = hosts.iter().find_map(|host| default_id(host));
    let mut rows = Vec::new();
    for host in &hosts {
        match of_host(host, hosts.iter().any(|host| hosts::is_pulse(host)), default.as_deref()) {
            Ok(found) => rows.extend(found),
            Err(error) => faults.push(error),
        }
    }
    Loaded { rows, faults }
}

fn default_id(host: &Host) -> Option<String> {
    let device = host.default_input_device()?;
    device.default_input_config().ok()?;
    device.id().ok().map(|id| id.to_string())
}

/// Beside a sound server, ALSA's only inputs of their own are the cards: its other names lead to the server again. A card that the
/// server holds cannot be asked, and is left out.
fn of_host(host: &Host, beside_server: bool, default: Option<&str>) -> Result<Vec<InputInfo>, Error> {
    let devices = host.devices().map_err(|cause| super::faults::refused(&host.id().to_string(), &cause))?;
    let only_cards = beside_server && hosts::is_alsa(host);
    let is_shown = |info: &InputInfo| !only_cards || info.id.starts_with("alsa:hw:");
    Ok(devices.filter_map(|device| info(&device, default)).filter(is_shown).collect())
}

fn info(device: &cpal::Device, default: Option<&str>) -> Option<InputInfo> {
    let id = device.id().ok()?;
    if id.id() == "null" {
        return None; // ALSA's, which records nothing, unpaced
    }
    let config = device.default_input_config().ok()?;
    Some(InputInfo {
        name: record::name(device),
        role: record::role(&id),
        channels: config.channels(),
        rate: Hertz(config.sample_rate()),
        is_default: default == Some(id.to_string().as_str()),
        id: id.to_string(),
    })
}
