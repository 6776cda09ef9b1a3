//! Room on the disk, charge of the battery and the machine's zone, looked up beside the engine: a stalled disk does not answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use chrono_tz::Tz;

use crate::store::library::machine_zone;
use crate::store::room::room;

const EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Bytes that this user may still write on the fullest of the disks that are watched; absent where the system does not tell.
    pub room: Option<u64>,
    /// Percent; absent without a battery.
    pub battery: Option<u8>,
    /// The battery is being emptied.
    pub discharging: bool,
    /// The machine's time zone.
    pub zone: Option<Tz>,
}

/// The last look, shared with the thread that looks, which ends a look after this is dropped.
pub struct VitalSigns(Arc<Watched>);

struct Watched {
    sight: Mutex<Sight>,
    /// Other folders are to be looked at.
    turned: Condvar,
}

struct Sight {
    /// Of each folder that is watched; absent until it was looked at.
    rooms: BTreeMap<PathBuf, Option<u64>>,
    seen: Vitals,
}

impl VitalSigns {
    /// Looks now, and then every five seconds.
    pub fn of(folder: PathBuf) -> std::io::Result<VitalSigns> {
        let seen = look(&folder);
        let sight = Mutex::new(Sight { rooms: [(folder, seen.room)].into(), seen });
        let signs = VitalSigns(Arc::new(Watched { sight, turned: Condvar::new() }));
        let shared = Arc::downgrade(&signs.0);
        thread::Builder::new().name("vitals".into()).spawn(move || {
            while let Some(watched) = shared.upgrade() {
                let sight = watched.turned.wait_timeout(lock(&watched.sight), EVERY);
                let rooms = sight.unwrap_or_else(PoisonError::into_inner).0.rooms.clone();
                let seen = supplies();
                let looked = rooms.into_keys().map(|folder| (room(&folder), folder)).collect(); // may take long on a stalled disk
                lock(&watched.sight).saw(looked, seen);
            }
        })?;
        Ok(signs)
    }

    /// From now on the disks that hold these folders; until one was looked at, its room is not known.
    pub fn watch(&self, folders: BTreeSet<PathBuf>) {
        let mut sight = lock(&self.0.sight);
        let known = |folder: PathBuf| (sight.rooms.get(&folder).copied().flatten(), folder);
        let rooms: Vec<_> = folders.into_iter().map(known).collect();
        sight.rooms = rooms.into_iter().map(|(room, folder)| (folder, room)).collect();
        sight.seen.room = sight.least();
        self.0.turned.notify_all();
    }

    pub fn last(&self) -> Vitals {
        lock(&self.0.sight).seen
    }

    /// Bytes that this user may still write in a folder that is watched.
    pub fn room(&self, folder: &Path) -> Option<u64> {
        lock(&self.0.sight).rooms.get(folder).copied().flatten()
    }
}

impl Sight {
    /// What was seen; of folders that nobody watches any more it is forgotten.
    fn saw(&mut self, looked: Vec<(Option<u64>, PathBuf)>, seen: Vitals) {
        for (room, folder) in looked {
            self.rooms.entry(folder).and_modify(|known| *known = room);
        }
        self.seen = Vitals { room: self.least(), ..seen };
    }

    fn least(&self) -> Option<u64> {
        self.rooms.values().copied().flatten().min()
    }
}

fn lock(sight: &Mutex<Sight>) -> MutexGuard<'_, Sight> {
    sight.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks once. May take long on a disk that stalls.
pub fn look(folder: &Path) -> Vitals {
    Vitals { room: room(folder), ..supplies() }
}

fn supplies() -> Vitals {
    let (battery, discharging) = battery(Path::new("/sys/class/power_supply"));
    Vitals { room: None, battery, discharging, zone: Some(machine_zone()) }
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
