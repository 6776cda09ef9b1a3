//! Any text as a calendar: read as events, taken over, and as holidays. What becomes a series is written and read as the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use temoin::domain::LibrarySettings;
use temoin::plan::ics::{Adopted, Named, adopt, closed_days, events_of, read, written};

fn settings() -> LibrarySettings {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "format = 1\nid = \"x\"\nzone = \"Europe/Brussels\"\nclosed = [\"2020-04-06/2020-04-19\"]\n";
    std::fs::write(folder.path().join("library.toml"), text).expect("room");
    temoin::store::Library::open(folder.path()).expect("a library").settings
}

thread_local! {
    static SETTINGS: LibrarySettings = settings();
}

fuzz_target!(|text: &str| SETTINGS.with(|settings| {
    drop(closed_days(text, settings.zone));
    let Ok(calendar) = read(text, settings.zone) else { return };
    let Ok((adopted, _)) = adopt(calendar, &[], settings) else { return };
    for adopted in adopted.into_iter().take(20) {
        let Adopted::New(_, series) = adopted else { continue };
        let Ok(exported) = events_of(&series, settings) else { continue };
        let named = |event| Named { event, coded: None, people: Vec::new(), stamp: Default::default() };
        let text = written("x", &exported.events.into_iter().map(named).collect::<Vec<_>>());
        let again = read(&text, settings.zone).expect("what we write is a calendar");
        let (again, faults) = adopt(again, std::slice::from_ref(&series), settings).expect("and one that we read");
        assert!(faults.is_empty(), "{faults:?}\n{text}");
        assert!(again.iter().all(|one| matches!(one, Adopted::Same(_))), "{again:?}\n{series:?}\n{text}");
    }
}));
