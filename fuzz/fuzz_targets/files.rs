//! Any text as each kind of file of a library, as a config and as a request to the recorder: an answer or a fault, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use temoin::config::Config;
use temoin::domain::Slug;
use temoin::recorder::protocol::Request;
use temoin::store::{Layout, Library, markers, people, series, sessions};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let layout = Layout::new(folder.path());
    let id = Slug::parse("x").expect("a slug");
    let session = layout.sessions_dir().join("2020/2020-03-28-2030-x");
    for path in [layout.settings_file(), layout.person_file(&id), layout.series_file(&id), session.join("session.toml")] {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("room");
        std::fs::write(&path, bytes).expect("room");
    }
    std::fs::write(session.join("markers-x.toml"), bytes).expect("room");
    drop(Library::open(folder.path()));
    drop(people::load_all(&layout));
    drop(series::load_all(&layout, chrono_tz::Tz::UTC));
    drop(sessions::list(&layout));
    drop(markers::load(&session, &[]));
    drop(Config::load(&layout.settings_file()));
    drop(serde_json::from_slice::<Request>(bytes));
});
