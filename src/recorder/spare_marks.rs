//! Marks that a session's own disk refuses while a take runs: they are kept in the fallback folder, else in the user's state folder.
//!
//! They come home as soon as the session's own file takes marks again, else at the stop, or by `recover`: into the library from which
//! they came, and where that is gone, into another one of its id. From then on the file over there is called `markers-WHO.home-1` and
//! is not asked again: what is changed at home later stays changed. Nothing is deleted.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::config::state_folder;
use crate::domain::{Hertz, JOINED, Marker, MarkerId, Session, Slug, Take};
use crate::error::{Error, ErrorKind, Loaded, Result};
use crate::store::Library;
use crate::store::atomic::{create_dir_private, sync_folder, unwritten};
use crate::store::layout::{Layout, markers_file};
use crate::store::markers::{self, MarkerFile};
use crate::text;

/// Where what one library's own disk refuses is kept.
#[derive(Debug, Clone)]
pub struct Spares {
    layout: Layout,
    fallback: Option<PathBuf>,
    id: String,
}

/// Marks that wait for their session's own file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub path: PathBuf,
    /// Versions of marks.
    pub count: usize,
}

/// Whose marks lie in a folder.
enum Whose {
    Ours,
    /// Nothing tells: the takes do.
    Unsaid,
    /// The library that stood there is gone.
    Homeless(PathBuf),
    /// Of another library, or of another copy of this one.
    Others,
}

impl Spares {
    pub fn of(library: &Library, fallback: Option<&Path>) -> Spares {
        let fallback = fallback.map(Path::to_owned);
        Spares { layout: library.layout.clone(), fallback, id: library.settings.id.clone() }
    }

    /// For the session in `folder`, the best first.
    pub fn folders(&self, folder: &Path) -> Vec<PathBuf> {
        let elsewhere = self.fallback.as_deref().map(|fallback| self.layout.elsewhere(fallback, folder));
        let id = Slug::of(&self.id).map_or_else(|| "unnamed".to_owned(), |id| id.to_string()); // it may have been typed
        let state = state_folder().ok().zip(folder.file_name());
        let state = state.map(|(state, name)| state.join("marks").join(id).join(name));
        elsewhere.into_iter().chain(state).collect()
    }

    /// Opens the first file of `who` that can be written there, and notes of which library it is. With every version that it holds already.
    pub fn open(&self, folder: &Path, who: &Slug) -> Option<(MarkerFile, Vec<Marker>)> {
        self.folders(folder).into_iter().find_map(|spare| {
            create_dir_private(&spare).ok()?;
            let file = MarkerFile::open(&spare, who).ok()?;
            if !is_same(&spare, folder) {
                drop(self.note_library(&spare)); // without it the takes tell
            }
            let kept = markers::every_table(file.path(), &[]).map(|kept| kept.rows).unwrap_or_default();
            Some((file, kept))
        })
    }

    /// Brings home what is kept elsewhere for the session in `folder`, which no recorder holds. Gives what could not be read or written,
    /// and what came of a library that is gone.
    pub fn bring_home(&self, folder: &Path, takes: &[Take]) -> Vec<Error> {
        let mut faults = Vec::new();
        for (spare, who) in self.kept_for(folder) {
            let brought = bring_file_home(&spare, folder, &who, |marker| rate_of(marker, takes));
            let kept = markers_file(&spare, &who);
            if kept.exists() {
                faults.extend(markers::load_file(&kept, takes).faults.into_iter().filter(Error::is_doubt));
            }
            match (brought, self.whose(&spare)) {
                (Ok(count), Whose::Homeless(gone)) if count > 0 => faults.push(came_from(&gone, folder, count)),
                (Ok(_), _) => {}
                (Err(fault), _) => faults.push(fault),
            }
        }
        faults
    }

    /// What is kept for the session in `folder` and did not come home yet.
    pub fn waiting(&self, folder: &Path, session: &Session) -> Vec<Waiting> {
        let waiting = self.kept_for(folder).into_iter().map(|(spare, who)| {
            let is_ours = matches!(self.whose(&spare), Whose::Ours);
            let (due, strange) = due(&spare, &who, folder, session).unwrap_or((1, 0)); // what cannot be read waits, too
            Waiting { path: markers_file(&spare, &who), count: due + if is_ours { strange } else { 0 } }
        });
        waiting.filter(|waiting| waiting.count > 0).collect()
    }

    /// A file that holds marks of the session's takes which its own file does not, whichever copy of the library they are for; one that
    /// cannot be read may.
    pub fn away(&self, folder: &Path, session: &Session) -> Option<PathBuf> {
        let mut lying = self.lying_for(folder).into_iter();
        let is_due = |spare: &Path, who: &Slug| due(spare, who, folder, session).is_none_or(|(due, _)| due > 0);
        lying.find(|(spare, who)| is_due(spare, who)).map(|(spare, who)| markers_file(&spare, &who))
    }

    /// Who has marks that are kept for the session in `folder`, and in which folder: nobody by a file that was only just made, and nobody
    /// whose library stands elsewhere.
    pub fn kept_for(&self, folder: &Path) -> Vec<(PathBuf, Slug)> {
        let mut kept = self.lying_for(folder);
        kept.retain(|(spare, _)| !matches!(self.whose(spare), Whose::Others));
        kept
    }

    fn lying_for(&self, folder: &Path) -> Vec<(PathBuf, Slug)> {
        let spares = self.folders(folder).into_iter().filter(|spare| !is_same(spare, folder));
        let kept = spares.flat_map(|spare| writers(&spare).into_iter().map(move |who| (spare.clone(), who)));
        kept.filter(|(spare, who)| !markers::is_blank(&markers_file(spare, who))).collect()
    }

    /// By the roots that were noted there: one that is a library of this id still keeps its marks.
    fn whose(&self, spare: &Path) -> Whose {
        let noted = roots(spare);
        let is_there = |root: &PathBuf| Library::open(root).is_ok_and(|library| library.settings.id == self.id);
        match noted.first() {
            None => Whose::Unsaid,
            Some(_) if self.root().is_some_and(|root| noted.contains(&root)) => Whose::Ours,
            Some(_) if noted.iter().any(is_there) => Whose::Others,
            Some(first) => Whose::Homeless(first.clone()),
        }
    }

    fn root(&self) -> Option<PathBuf> {
        self.layout.root().canonicalize().ok()
    }

    /// One line for each root from which marks have come.
    fn note_library(&self, spare: &Path) -> std::io::Result<()> {
        let Some(root) = self.root().filter(|root| !roots(spare).contains(root)) else { return Ok(()) };
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(spare.join(NOTE))?;
        file.write_all(&[root.as_os_str().as_bytes(), b"\n"].concat())?;
        file.sync_data()
    }
}

/// Beside the marks: the roots of the libraries from which they are.
const NOTE: &str = "library";

fn roots(spare: &Path) -> Vec<PathBuf> {
    let lines = std::fs::read(spare.join(NOTE)).unwrap_or_default();
    let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| PathBuf::from(std::ffi::OsString::from_vec(line.to_vec()))).collect()
}

fn came_from(gone: &Path, folder: &Path, count: usize) -> Error {
    let dir = gone.display().to_string();
    Error::new(text!("recorder-marks-homeless", count = count, dir = dir)).at(folder).kind_of(ErrorKind::Look)
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// Whose files of marks lie in this folder; nobody's where there is no folder.
pub fn writers(folder: &Path) -> Vec<Slug> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name());
    let who = |name: std::ffi::OsString| Slug::parse(name.to_str()?.strip_prefix("markers-")?.strip_suffix(".toml")?);
    names.filter_map(who).collect()
}

/// Appends to the session's own file what that of `spare` holds and it does not, and gives how many versions of marks that were; `rate`
/// knows the takes of the session. Then the one over there is put away, unless anything of it remains: a mark of no take of the
/// session, or one that cannot be read. Where anything fails it stays as it is: the next time goes on from there.
pub fn bring_file_home(spare: &Path, folder: &Path, who: &Slug, rate: impl Fn(&Marker) -> Option<Hertz>) -> Result<usize> {
    let (kept, own) = (markers_file(spare, who), markers_file(folder, who));
    if is_same(&kept, &own) {
        return Ok(0); // the fallback is the library itself
    }
    let tables = whole_tables(spare, who)?;
    let ours: Vec<Marker> = tables.rows.iter().filter(|marker| rate(marker).is_some()).cloned().collect();
    let missing: Vec<&Marker> = missing(&ours, &at_home(&own)?);
    if !missing.is_empty() {
        let mut file = MarkerFile::open(folder, who)?;
        missing.iter().try_for_each(|marker| file.append(marker, rate(marker).unwrap_or(Hertz(1000))))?;
    }
    if ours.len() == tables.rows.len() && !tables.faults.iter().any(Error::is_doubt) {
        put_away(&kept)?;
    }
    Ok(missing.len())
}

/// Of the mark's take, or of the clock of somebody who joined; `None`: it is of another session.
fn rate_of(marker: &Marker, takes: &[Take]) -> Option<Hertz> {
    let of_take = takes.iter().find(|take| take.id == marker.take).map(|take| take.rate);
    of_take.or(marker.take.join_began().map(|_| JOINED))
}

/// Every version of every mark in the session's own file; none where there is no file yet.
pub fn at_home(own: &Path) -> Result<Vec<Marker>> {
    if own.exists() { markers::every_table(own, &[]).map(|tables| tables.rows) } else { Ok(Vec::new()) }
}

/// How many versions of marks are to come home, and how many marks are of no take of the session. `None`: not all can be read.
fn due(spare: &Path, who: &Slug, folder: &Path, session: &Session) -> Option<(usize, usize)> {
    let tables = markers::every_table(&markers_file(spare, who), &[]).ok()?;
    if tables.faults.iter().any(Error::is_doubt) {
        return None;
    }
    let is_known = |marker: &Marker| rate_of(marker, &session.takes).is_some();
    let (ours, strange): (Vec<Marker>, Vec<Marker>) = tables.rows.into_iter().partition(is_known);
    Some((missing(&ours, &at_home(&markers_file(folder, who)).ok()?).len(), strange.len()))
}

/// What is kept in `spare`; a torn end, as a kill leaves it, is set aside first.
fn whole_tables(spare: &Path, who: &Slug) -> Result<Loaded<Marker>> {
    let kept = markers_file(spare, who);
    let tables = markers::every_table(&kept, &[])?;
    if !tables.faults.iter().any(Error::is_doubt) {
        return Ok(tables);
    }
    drop(MarkerFile::open(spare, who)?);
    markers::every_table(&kept, &[])
}

/// What of `kept` is not `known`: of each mark the versions behind the last one that is. Both in the order in which they were written.
pub fn missing<'a>(kept: &'a [Marker], known: &[Marker]) -> Vec<&'a Marker> {
    let mut places: HashMap<&MarkerId, (usize, &Marker)> = HashMap::new();
    let mut missing = Vec::new();
    for marker in kept {
        let (from, last) = places.get(&marker.id).map_or((0, None), |(from, last)| (*from, Some(*last)));
        if last == Some(marker) {
            continue;
        }
        let found = known.get(from..).and_then(|rest| rest.iter().position(|known| known == marker));
        if found.is_none() {
            missing.push(marker);
        }
        places.insert(&marker.id, (found.map_or(usize::MAX, |found| from + found + 1), marker));
    }
    missing
}

/// Renames it to the first free `markers-WHO.home-N`.
fn put_away(kept: &Path) -> Result<()> {
    let free = (1..10_000).map(|n| kept.with_extension(format!("home-{n}"))).find(|name| !name.exists());
    let Some(name) = free else { return Err(Error::new(text!("files-exists")).at(kept).hint(text!("files-exists-hint"))) };
    let renamed = std::fs::rename(kept, name).and_then(|()| sync_folder(kept.parent().unwrap_or(Path::new("."))));
    renamed.map_err(|cause| unwritten(kept, cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{After, Bits, Frames, Take, TakeId};

    fn session() -> Session {
        let take = Take {
            id: TakeId("01JD41".into()),
            number: 1,
            started: chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04+01:00").unwrap(),
            preroll: Frames(0),
            rate: Hertz(1000),
            bits: Bits::Int24,
            channels: Vec::new(),
            inputs: vec!["none".into()],
            frames: Some(Frames(60_000)),
            parts: Vec::new(),
            gaps: Vec::new(),
            loudness: Default::default(),
        };
        Session {
            title: "Nadia".into(),
            series: None,
            occurrence: None,
            chain: None,
            zone: chrono_tz::Tz::UTC,
            number: None,
            of: None,
            people: Vec::new(),
            takes: vec![take],
            roles: Default::default(),
            after: After::default(),
        }
    }

    /// A session's folder, and one in the fallback in which marks of it are kept.
    struct Desk {
        _homes: [tempfile::TempDir; 2],
        spares: Spares,
        folder: PathBuf,
        spare: PathBuf,
        who: Slug,
    }

    impl Desk {
        fn new() -> Desk {
            let homes = [(); 2].map(|()| tempfile::tempdir().unwrap());
            let place = "sessions/2020/2020-03-28-2030-nadia";
            let (folder, spare) = (homes[0].path().join(place), homes[1].path().join(place));
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::create_dir_all(&spare).unwrap();
            let spares = spares_of(homes[0].path(), homes[1].path());
            Desk { _homes: homes, spares, folder, spare, who: Slug::parse("lise").unwrap() }
        }

        fn append(&self, folder: &Path, marks: &[Marker]) {
            let mut file = MarkerFile::open(folder, &self.who).unwrap();
            marks.iter().for_each(|mark| file.append(mark, Hertz(1000)).unwrap());
        }

        fn bring(&self) -> usize {
            let before = at_home(&markers_file(&self.folder, &self.who)).unwrap().len();
            let faults = self.spares.bring_home(&self.folder, &session().takes);
            assert!(faults.is_empty(), "{faults:?}");
            at_home(&markers_file(&self.folder, &self.who)).unwrap().len() - before
        }

        fn at_home(&self) -> Vec<Marker> {
            markers::load(&self.folder, &session().takes).rows.into_iter().map(|filed| filed.marker).collect()
        }
    }

    /// Of a library in `root`, whose id is `x`.
    fn spares_of(root: &Path, fallback: &Path) -> Spares {
        std::fs::write(root.join("library.toml"), "format = 1\nid = \"x\"\ntitle = \"L\"\nzone = \"UTC\"\n").unwrap();
        Spares::of(&Library::open(root).unwrap(), Some(fallback))
    }

    fn mark(at: u64) -> Marker {
        Marker::point(TakeId("01JD41".into()), "touching", Frames(at))
    }

    /// Else every `recover` from then on would call for a look.
    #[test]
    fn a_file_that_was_only_just_made_when_its_recorder_was_killed_is_no_fault() {
        let desk = Desk::new();
        for begun in ["", "format", "format = 1\n\n"] {
            std::fs::write(markers_file(&desk.spare, &desk.who), begun).unwrap();
            assert_eq!(desk.bring(), 0, "{begun}");
        }
    }

    #[test]
    fn marks_come_home_once_and_stay_where_they_were_kept() {
        let (desk, marks) = (Desk::new(), [mark(1000), mark(2000)]);
        desk.append(&desk.folder, &marks[..1]);
        desk.append(&desk.spare, &marks);
        assert_eq!((desk.bring(), desk.bring()), (1, 0));
        assert_eq!(desk.at_home(), marks);
        assert!(desk.spare.join("markers-lise.home-1").exists());
    }

    #[test]
    fn what_was_changed_after_marks_came_home_stays_changed() {
        let (desk, mut marks) = (Desk::new(), [mark(1000), mark(2000)]);
        desk.append(&desk.spare, &marks);
        assert_eq!(desk.bring(), 2);
        marks[0].note = Some("changed later".into());
        marks[1].deleted = true;
        desk.append(&desk.folder, &marks);
        assert_eq!((desk.bring(), desk.at_home()), (0, marks[..1].to_vec()));
        let later = mark(3000);
        desk.append(&desk.spare, std::slice::from_ref(&later)); // refused once more, in the session's next take
        assert_eq!((desk.bring(), desk.at_home()), (1, vec![marks[0].clone(), later]));
    }

    /// As on a card that was away while the mark was changed at home.
    #[test]
    fn an_older_version_never_comes_home_behind_a_later_one() {
        let (desk, mut mark) = (Desk::new(), mark(1000));
        mark.open = true;
        desk.append(&desk.spare, std::slice::from_ref(&mark));
        desk.append(&desk.folder, std::slice::from_ref(&mark));
        (mark.open, mark.end_frame) = (false, Some(Frames(5000)));
        desk.append(&desk.folder, std::slice::from_ref(&mark));
        assert_eq!((desk.bring(), desk.at_home()), (0, vec![mark]));
    }

    #[test]
    fn a_change_that_was_taken_back_comes_home_although_its_version_is_known() {
        let (desk, first) = (Desk::new(), mark(1000));
        let changed = Marker { note: Some("x".into()), ..first.clone() };
        desk.append(&desk.folder, &[first.clone(), changed.clone()]);
        desk.append(&desk.spare, &[changed, first.clone()]);
        assert_eq!((desk.bring(), desk.at_home()), (1, vec![first]));
    }

    /// Two libraries with one fallback, and each a session of that name.
    #[test]
    fn marks_of_another_take_stay_where_they_wait() {
        let (desk, ours, mut strange) = (Desk::new(), mark(1000), mark(2000));
        strange.take = TakeId("other".into());
        desk.append(&desk.spare, &[ours.clone(), strange]);
        assert_eq!((desk.bring(), desk.bring()), (1, 0));
        assert_eq!(desk.at_home(), [ours]);
        assert!(markers_file(&desk.spare, &desk.who).exists());
    }

    #[test]
    fn a_copy_of_the_library_leaves_them_to_it_while_it_is_there() {
        let (desk, copy) = (Desk::new(), Desk::new());
        let (mut file, kept) = desk.spares.open(&desk.folder, &desk.who).unwrap();
        assert!(kept.is_empty());
        file.append(&mark(1000), Hertz(1000)).unwrap();
        let of_copy = spares_of(copy._homes[0].path(), desk._homes[1].path());
        assert!(of_copy.bring_home(&copy.folder, &session().takes).is_empty() && copy.at_home().is_empty());
        assert!(of_copy.waiting(&copy.folder, &session()).is_empty());
        assert_eq!(desk.spares.waiting(&desk.folder, &session())[0].count, 1);
        std::fs::remove_file(desk._homes[0].path().join("library.toml")).unwrap();
        let told = of_copy.bring_home(&copy.folder, &session().takes);
        assert!(told.len() == 1 && told[0].kind() == ErrorKind::Look && copy.at_home().len() == 1, "{told:?}");
    }
}
