//! A rehearsal from its beginning to the trash, in a state folder of its own.

use super::*;
use crate::actions::agenda::Plans;
use crate::locale::Language;
use crate::plan::State;
use crate::store::samples::put;

/// A person with a library, a config with a hook and a microphone, and a state folder of their own.
struct Home {
    folder: tempfile::TempDir,
    world: World,
}

impl Home {
    fn new() -> Home {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("recordings");
        put(&root.join("library.toml"), "format = 1\nid = \"x\"\n[[kind]]\nid = \"laugh\"\nkey = \"r\"\n");
        let mut world = World::new(Some(root), None, Monotonic(0));
        world.config = Config::default();
        for setting in ["who=lise", "keys.stop=f4", "signs=ascii", "hooks.on_start=[\"true\"]", "audio.inputs=pulseaudio:x"] {
            world.config.set(setting).unwrap();
        }
        world.locale = Locale::new(Language::French);
        Home { folder, world }
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn begin(&self) -> Rehearsal {
        begin(&self.state(), &self.world).unwrap()
    }

    /// Names in the trash of the person's library, and in that of the state folder.
    fn trash(&self) -> (usize, usize) {
        let of_state = Layout::new(self.state());
        (self.world.library().map_or(0, |library| trash::list(&library.layout).rows.len()), trash::list(&of_state).rows.len())
    }
}

#[test]
fn an_evening_is_due_in_a_library_of_its_own_and_only_a_voice_is_heard() {
    let home = Home::new();
    let rehearsal = home.begin();
    let rows = Plans::of(&rehearsal.library).next(home.world.clock.now()).rows;
    assert_eq!((rows.len(), rows[0].state, rows[0].occurrence.title.as_str()), (1, State::Due, "Une soirée pour essayer"));
    let series = crate::store::series::load_all(&rehearsal.library.layout, rehearsal.library.settings.zone);
    assert_eq!((series.rows[0].steps.len(), series.rows[0].announce.is_some(), series.faults.len()), (3, true, 0));
    assert_eq!(rehearsal.library.settings.palette.kinds[0].id.as_str(), "laugh");
    let (config, world) = (&rehearsal.world.config, &rehearsal.world);
    assert_eq!((config.audio.inputs.clone(), config.hooks.clone()), (vec![INPUT.to_owned()], config::Hooks::default()));
    assert_eq!((config.who.clone().unwrap().as_str(), config.language), ("lise", Some(Language::French)));
    assert_eq!((config.signs, config.keys.entries[0].keys.clone()), (config::Signs::Ascii, vec!["f4".to_owned()]));
    assert_eq!(world.library().unwrap().layout.root(), rehearsal.library.layout.root());
    assert!(is_rehearsal(&rehearsal.library.layout) && !is_rehearsal(&home.world.library().unwrap().layout));
    assert_eq!(world.passed, [std::ffi::OsStr::new("--config"), rehearsal.library.layout.root().join("config.toml").as_os_str()]);
}

#[test]
fn what_was_rehearsed_lies_in_the_trash_of_the_real_library() {
    let home = Home::new();
    let rehearsal = home.begin();
    let trashed = finish(rehearsal, &home.world).unwrap();
    assert!(trashed.path.join("library.toml").exists() && trashed.path.starts_with(home.folder.path().join("recordings/trash")));
    assert_eq!(home.trash(), (1, 0));
}

#[test]
fn without_a_library_it_stays_in_the_trash_of_the_state_folder() {
    let mut home = Home::new();
    let rehearsal = home.begin();
    home.world.library_asked = Some(home.folder.path().join("nowhere"));
    let trashed = finish(rehearsal, &home.world).unwrap();
    assert!(trashed.path.starts_with(home.state().join("trash")) && trashed.path.join("library.toml").exists());
}

#[test]
fn what_a_kill_has_left_over_is_swept_up_and_what_goes_on_is_not() {
    let home = Home::new();
    let first = home.begin();
    let second = home.begin();
    assert_ne!(first.library.layout.root(), second.library.layout.root());
    assert_eq!(home.trash(), (0, 0), "the first one goes on");
    drop(first);
    let third = home.begin();
    assert_eq!(home.trash(), (1, 0));
    assert!(second.library.layout.settings_file().exists() && third.library.layout.settings_file().exists());
}

#[test]
fn a_rehearsal_whose_recorder_does_not_answer_is_not_moved_from_under_it() {
    let home = Home::new();
    let rehearsal = home.begin();
    let root = rehearsal.library.layout.root().to_owned();
    let _recorder = RecorderLock::take(&rehearsal.library.layout).unwrap();
    finish(rehearsal, &home.world).unwrap_err();
    assert!(root.join("library.toml").exists());
}
