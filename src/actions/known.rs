//! Whether a name that somebody typed stands for anything in the library.

use std::collections::BTreeSet;

use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::store::table::{nearest, shown};
use crate::store::{Library, people, series, sessions};
use crate::text;

/// Fails where no series, nor any session of one, is called `id`; the nearest is named.
pub fn require_series(library: &Library, id: &str) -> Result<()> {
    let known = series_ids(library);
    require(&known, id, Error::new(text!("cli-unknown-series", id = shown(id))))
}

/// Fails where nobody of the library, its series or its sessions is called `id`; the nearest is named.
pub fn require_person(library: &Library, id: &str) -> Result<()> {
    let mut known: BTreeSet<String> = people::load_all(&library.layout).rows.iter().map(|person| person.id.to_string()).collect();
    let planned = series::load_all(&library.layout, library.settings.zone).rows;
    known.extend(planned.iter().flat_map(|series| series.people()).map(|id| id.to_string()));
    let recorded = sessions::list(&library.layout).rows;
    known.extend(recorded.iter().flat_map(|entry| &entry.session.people).map(ToString::to_string));
    known.extend(file_of(id, |id| library.layout.person_file(id)));
    require(&known, id, Error::new(text!("cli-unknown-person", id = shown(id)))).map_err(|fault| match Slug::parse(id) {
        // Nobody is called nearly so: it is somebody new.
        Some(id) if nearest(id.as_str(), known.iter().map(String::as_str)).is_none() => {
            fault.hint(text!("cli-unknown-person-hint", file = format!("people/{id}.toml")))
        }
        _ => fault,
    })
}

fn series_ids(library: &Library) -> BTreeSet<String> {
    let planned = series::load_all(&library.layout, library.settings.zone);
    let mut known: BTreeSet<String> = planned.rows.iter().map(|series| series.id.to_string()).collect();
    // A file that is there but bad has been named already.
    let bad = planned.faults.iter().filter_map(|fault| Slug::parse(fault.place()?.path.file_stem()?.to_str()?));
    known.extend(bad.map(|id| id.to_string()));
    let recorded = sessions::list(&library.layout).rows;
    known.extend(recorded.iter().filter_map(|entry| entry.session.series.as_ref()).map(ToString::to_string));
    known
}

fn file_of(id: &str, path: impl Fn(&Slug) -> std::path::PathBuf) -> Option<String> {
    Slug::parse(id).filter(|id| path(id).exists()).map(|id| id.to_string())
}

fn require(known: &BTreeSet<String>, id: &str, unknown: Error) -> Result<()> {
    if known.contains(id) { Ok(()) } else { Err(with_nearest(unknown, known, id)) }
}

fn with_nearest(fault: Error, known: &BTreeSet<String>, typed: &str) -> Error {
    match nearest(typed, known.iter().map(String::as_str)) {
        Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
        None => fault.hint(text!("cli-unknown-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::put;

    fn library() -> (tempfile::TempDir, Library) {
        let (folder, layout) = crate::store::samples::library();
        put(&layout.settings_file(), "format = 1\nid = \"x\"\n");
        put(
            &layout.series_dir().join("nadia.toml"),
            "format = 1\ntitle = \"N\"\nstart = 2020-03-20T20:30:00\nguests = [\"s-03\"]\n",
        );
        put(&layout.series_dir().join("samir.toml"), "format = 1\n");
        let library = Library::open(layout.root()).unwrap();
        (folder, library)
    }

    #[test]
    fn what_is_called_so_is_known_even_where_its_file_is_bad() {
        let (_folder, library) = library();
        for id in ["nadia", "samir"] {
            require_series(&library, id).unwrap();
        }
        require_person(&library, "s-03").unwrap();
    }

    #[test]
    fn what_nobody_is_called_is_told_with_the_nearest() {
        let (_folder, library) = library();
        let told = [
            require_series(&library, "nada").unwrap_err(),
            require_person(&library, "s-04").unwrap_err(),
            require_series(&library, "zzz").unwrap_err(),
            require_person(&library, "lise").unwrap_err(),
        ];
        let expected = [
            "no series is called `nada`\n  hint: did you mean `nadia`?",
            "nobody is called `s-04`\n  hint: did you mean `s-03`?",
            "no series is called `zzz`\n  hint: `temoin agenda` and `temoin list` show the names",
            "nobody is called `lise`\n  hint: write people/lise.toml with two lines, `format = 1` and `name = \"Lise\"`",
        ];
        assert_eq!(told.map(|fault| fault.to_string()), expected);
    }
}
