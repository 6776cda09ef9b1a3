//! `temoin copy`: a second folder with the same in it, and no half file, whenever it is killed.
#![cfg(unix)]

#[allow(dead_code)] // it is shared with tests that need more of it
mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use common::Home;

/// Enough for many kills to fall into it.
const FILES: usize = 60;

/// A library with files of every size up to some chunks of the copy.
fn large_library() -> Home {
    let home = Home::with_library();
    for n in 0..FILES {
        let text = format!("{n:04}").repeat(1 + n * n * 250);
        home.write(&format!("L/sessions/2020/2020-03-28-2030-nadia/pictures/{n:02}.jpg"), &text);
    }
    home
}

/// All files below a folder by name, without hidden ones and the trash.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
            if name.starts_with('.') || name == "trash" {
                continue;
            }
            match path.is_dir() {
                true => folders.push(path),
                false => drop(found.insert(path.strip_prefix(root).unwrap().to_owned(), std::fs::read(&path).unwrap())),
            }
        }
    }
    found
}

#[test]
fn a_copy_that_is_killed_shows_no_half_file_and_is_finished_by_the_next() {
    let home = large_library();
    let ours = files(&home.path().join("L"));
    let card = home.path().join("card");
    let mut killed = 0;
    for after in 0..200 {
        let mut copy = home.command(&["--library", "L", "copy", "card"]);
        let mut copy = copy.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(5 + after * 3)); // the moment of the kill is what is tried
        let is_over = copy.try_wait().expect("our own child").is_some();
        copy.kill().expect("our own child");
        copy.wait().expect("our own child");
        let there = files(&card);
        assert!(there.iter().all(|(name, bytes)| ours.get(name) == Some(bytes)), "a half file after {after} kills");
        if is_over {
            break;
        }
        killed += 1;
    }
    assert!(killed > 0);
    let done = home.call(&["--library", "L", "copy", "card", "--json"]);
    assert_eq!((done.code, done.json()["complete"].as_bool()), (0, Some(true)), "{done:?}");
    assert!(files(&card) == ours);
    let hidden = home.call(&["--library", "card", "check"]);
    assert!(!hidden.out.contains(".temoin-"), "nothing of the killed ones is left: {hidden:?}");
}

#[test]
fn a_copy_tells_what_was_copied_and_what_was_equal() {
    let home = Home::with_library();
    let refused = home.call_with(&["--library", "L", "copy"], b"card\n"); // nothing is asked
    assert!(refused.code == 1 && refused.err.contains("expected the folder of the copy") && refused.err.contains("second_copy"));
    let first = home.call(&["--library", "L", "copy", "card"]);
    assert!(
        first.code == 0 && first.out.contains("3 files copied") && first.out.contains("holds the whole library"),
        "{first:?}"
    );
    assert!(first.out.contains("on the same disk") && !first.out.contains("its trash holds"), "{first:?}");
    home.write("card/people/s-03.toml", "edited over there");
    let kept = home.call(&["--library", "L", "copy", "card"]);
    let way = format!("its trash holds 0.000 MB. `temoin --library {} trash empty`", home.path().join("card").display());
    assert!(kept.code == 0 && kept.out.contains(&way), "{kept:?}");
    let set = format!("audio.second_copy={}", home.path().join("card").display());
    let second = home.call(&["--library", "L", "--set", &set, "copy", "--json"]).json();
    assert_eq!((second["equal"].as_u64(), second["copied"].as_array().map(Vec::len)), (Some(3), Some(0)), "{second}");

    std::os::unix::fs::symlink("/etc/hostname", home.path().join("L/people/link.toml")).unwrap();
    let third = home.call(&["--library", "L", "copy", "card"]);
    assert!(third.code == 3 && third.out.contains("is not complete") && third.err.contains("found a link"), "{third:?}");
    let inside = home.call(&["--library", "L", "copy", "L/copy"]);
    assert!(inside.code == 1 && inside.err.contains("lies within the library"), "{inside:?}");
}
