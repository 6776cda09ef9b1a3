//! Room on the disk and charge of the battery, looked up beside the engine: a stalled disk does not answer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::store::room::room;

const EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Bytes that this user may still write; absent where the system does not tell.
    pub room: Option<u64>,
    /// Percent; absent without a battery.
    pub battery: Option<u8>,
    /// The battery is being emptied.
    pub discharging: bool,
}

/// The last look, shared with the thread that looks. Dropping it ends the thread at its next look.
pub struct VitalSigns(Arc<Mutex<Sight>>);

struct Sight {
    folder: PathBuf,
    seen: Vitals,
}

impl VitalSigns {
    /// Looks now, and then every five seconds.
    pub fn of(folder: PathBuf) -> std::io::Result<VitalSigns> {
        let signs = VitalSigns(Arc::new(Mutex::new(Sight { seen: look(&folder), folder })));
        let shared = Arc::downgrade(&signs.0);
        thread::Builder::new().name("vitals".into()).spawn(move || {
            loop {
                thread::sleep(EVERY);
                let Some(sight) = shared.upgrade() else { return };
                let folder = lock(&sight).folder.clone();
                let seen = look(&folder); // may take long on a stalled disk: nobody waits for it
                lock(&sight).seen = seen;
            }
        })?;
        Ok(signs)
    }

    /// From the next look on, the disk that holds this folder.
    pub fn turn_to(&self, folder: PathBuf) {
        lock(&self.0).folder = folder;
    }

    pub fn last(&self) -> Vitals {
        lock(&self.0).seen
    }
}

fn lock(sight: &Mutex<Sight>) -> MutexGuard<'_, Sight> {
    sight.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks once. May take long on a disk that stalls.
pub fn look(folder: &Path) -> Vitals {
    let (battery, discharging) = battery(Path::new("/sys/class/power_supply"));
    Vitals { room: room(folder), battery, discharging }
}

/// The emptiest battery of the machine, as Linux tells it (`Documentation/ABI/testing/sysfs-class-power`).
fn battery(supplies: &Path) -> (Option<u8>, bool) {
    let Ok(entries) = fs::read_dir(supplies) else { return (None, false) };
    let read = |path: PathBuf| fs::read_to_string(path).map(|text| text.trim().to_owned()).unwrap_or_default();
    let mut emptiest: Option<(u8, bool)> = None;
    for supply in entries.flatten().map(|entry| entry.path()) {
        if read(supply.join("type")) != "Battery" || read(supply.join("scope")) == "Device" {
            continue; // the mains, or the battery of a mouse
        }
        let Ok(percent) = read(supply.join("capacity")).parse::<u8>() else { continue };
        let discharging = read(supply.join("status")) == "Discharging";
        if emptiest.is_none_or(|(least, _)| percent < least) {
            emptiest = Some((percent.min(100), discharging));
        }
    }
    (emptiest.map(|(percent, _)| percent), emptiest.is_some_and(|(_, discharging)| discharging))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_battery_of_a_mouse_is_not_the_laptop_s() {
        let folder = tempfile::tempdir().unwrap();
        for (name, files) in [
            ("AC", vec![("type", "Mains")]),
            ("BAT0", vec![("type", "Battery"), ("capacity", "64\n"), ("status", "Discharging\n")]),
            ("mouse", vec![("type", "Battery"), ("scope", "Device"), ("capacity", "5"), ("status", "Discharging")]),
        ] {
            let supply = folder.path().join(name);
            fs::create_dir(&supply).unwrap();
            for (file, text) in files {
                fs::write(supply.join(file), text).unwrap();
            }
        }
        assert_eq!(battery(folder.path()), (Some(64), true));
        assert_eq!(battery(&folder.path().join("absent")), (None, false));
    }
}
