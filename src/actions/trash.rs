//! Empties the trash, and registers first what is erased: no older copy brings it back.

use chrono::{DateTime, FixedOffset};

use crate::error::Result;
use crate::store::lock::SaveLock;
use crate::store::register::{self, Copy, Entry};
use crate::store::trash::{self, Trashed};
use crate::store::{Layout, Library, sessions};

/// What the register calls it.
pub const ERASURE: &str = "erasure";

/// Erases what a person was asked about: the entries of these names that are still there; gives how many. What has come into the trash since
/// then stays.
///
/// Errors: what is to be erased cannot be registered: then nothing is; a file cannot be erased.
pub fn empty(library: &Library, asked: &[String], now: DateTime<FixedOffset>) -> Result<usize> {
    library.require_writable()?;
    let layout = &library.layout;
    let _lock = SaveLock::take(layout)?;
    let names: Vec<String> = trash::entries(layout)?.into_iter().filter(|name| asked.contains(name)).collect();
    if let Some(entry) = erasure(layout, &names, now) {
        register::append_locked(layout, &entry)?;
    }
    trash::erase(layout, &names).map(|()| names.len())
}

/// Sessions that are to be erased, with the digests of their sound; texts that were replaced are not told.
fn erasure(layout: &Layout, names: &[String], now: DateTime<FixedOffset>) -> Option<Entry> {
    let mut entry = Entry { what: ERASURE.to_owned(), ..Entry::export(now) };
    let is_erased = |trashed: &&Trashed| is_session(trashed) && names.contains(&trashed.name);
    for trashed in trash::list(layout).rows.iter().filter(is_erased) {
        let Ok(found) = sessions::load(&trashed.path) else { continue };
        entry.people.extend(found.session.people.iter().filter(|id| !entry.people.contains(id)).cloned().collect::<Vec<_>>());
        let parts = found.session.takes.iter().flat_map(|take| &take.parts);
        let copy = |file: &str, digest: &str| Copy { path: format!("{}/{file}", trashed.from), blake3: digest.to_owned() };
        entry.files.extend(parts.filter_map(|part| Some(copy(&part.file, part.blake3.as_deref()?))));
        entry.sessions.push(found.id);
    }
    (!entry.sessions.is_empty()).then_some(entry)
}

fn is_session(trashed: &Trashed) -> bool {
    trashed.from.starts_with("sessions/") && trashed.path.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, session, slug, take};

    #[test]
    fn a_session_that_is_erased_is_registered_and_a_text_is_not() {
        let (_home, layout) = library();
        let folder = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        sessions::save(&folder, &session(vec![take("01A", 1)])).unwrap();
        let text = layout.root().join("notes.txt");
        std::fs::write(&text, "x").unwrap();
        let now = DateTime::parse_from_rfc3339("2020-03-28T22:00:00+01:00").unwrap();
        trash::discard(&layout, &text, now).unwrap();
        let library = Library::open(layout.root()).unwrap();
        let asked = trash::entries(&layout).unwrap();
        trash::discard(&layout, &folder, now).unwrap();
        assert_eq!(empty(&library, &asked, now).unwrap(), 1);
        assert!(register::load(&layout).rows.is_empty());
        let asked = trash::entries(&layout).unwrap();
        assert_eq!(asked, ["2020-03-28-2030-nadia"], "what was put there after the question stays");
        assert_eq!(empty(&library, &asked, now).unwrap(), 1);
        let rows = register::load(&layout).rows;
        assert_eq!((rows[0].what.as_str(), &rows[0].sessions[..]), (ERASURE, &["2020-03-28-2030-nadia".to_owned()][..]));
        assert_eq!(rows[0].files[0].path, "sessions/2020/2020-03-28-2030-nadia/take-01-001.wav");
        assert_eq!((rows[0].people.len(), empty(&library, &asked, now).unwrap()), (2, 0));
    }
}
