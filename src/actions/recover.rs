//! Mends takes that broke off, after a crash or a power cut. Nothing is deleted or cut; twice gives the same bytes.
//!
//! The recorder does this at its start, `temoin recover` on demand. A living recorder announces its session in `.recorder` before it
//! opens a part, so a part that is found open is left alone when its session is announced *afterwards*: looked at in this order, a
//! running take is never touched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, FixedOffset, Utc};

use super::spare_marks::writers;
use crate::audio::journal::{Journal, JournalHead};
use crate::audio::recover::{Recovered, recover_part};
use crate::audio::verify::gone;
use crate::audio::wav::WavFormat;
use crate::copies::{Elsewhere, Homes, format_of};
use crate::domain::{After, Channel, Frames, Gap, GapReason, Part, Session, Take};
use crate::error::{Error, Loaded, Result};
use crate::recorder::spare_folders;
use crate::store::broken_saves::broken_saves;
use crate::store::layout::{journal_file, parse_part_file_name, session_file};
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::markers::{self, MarkerFile};
use crate::store::{Layout, Library, sessions, trash};
use crate::text;

/// What was found again in one session.
#[derive(Debug, Clone, PartialEq)]
pub struct RecoveredSession {
    /// Name of the folder.
    pub session: String,
    /// Of its first take.
    pub started: Option<DateTime<FixedOffset>>,
    /// Length of the sound in the takes that were mended.
    pub seconds: f64,
    pub marks: usize,
    /// Sound at the end that no checkpoint vouches for: to be listened to.
    pub unverified_seconds: f64,
    /// Unverified sound that is digital silence to the last byte, as after a power cut.
    pub silent_tail: bool,
}

/// Mends every session of the library that has an unclosed part or take, except the one that a living recorder holds.
///
/// `elsewhere`: where parts lie that are not in their session's folder. A session that cannot be mended is a fault; the others are.
pub fn recover_library(library: &Library, elsewhere: &Elsewhere) -> Loaded<RecoveredSession> {
    let mut done = Loaded::default();
    for folder in session_folders(&library.layout, &mut done.faults) {
        done.faults.extend(marks_home(library, elsewhere.fallback.as_deref(), &folder));
        match recover_session(library, elsewhere, &folder) {
            Ok((found, faults)) => {
                done.rows.extend(found);
                done.faults.extend(faults);
            }
            Err(fault) => done.faults.push(fault),
        }
    }
    done
}

/// Moves what killed saves have left behind to the trash, and gives where it lay, below the library.
pub fn sweep(library: &Library, now: DateTime<Utc>) -> Loaded<String> {
    let mut done = Loaded::default();
    let left = broken_saves(&library.layout);
    if left.is_empty() {
        return done;
    }
    let now = now.with_timezone(&library.settings.zone).fixed_offset();
    let _lock = match SaveLock::take(&library.layout) {
        Ok(lock) => lock,
        Err(fault) => {
            done.faults.push(fault);
            return done;
        }
    };
    for path in left {
        match trash::discard(&library.layout, &path, now) {
            Ok(trashed) => done.rows.push(trashed.from),
            Err(fault) => done.faults.push(fault),
        }
    }
    done
}

/// One part on the disk, and what was found in it.
struct Mended {
    file: String,
    elsewhere: bool,
    recovered: Recovered,
    journal: Journal,
    /// Number of the take by the file's name.
    take_number: u32,
    input: u32,
}

/// Marks that were kept elsewhere; not while a recorder writes in the session.
fn marks_home(library: &Library, fallback: Option<&Path>, folder: &Path) -> Vec<Error> {
    let spare = spare_folders(&library.layout, fallback, folder);
    if !spare.iter().any(|spare| spare.exists()) || is_held(&library.layout, folder).unwrap_or(true) {
        return Vec::new();
    }
    match sessions::load(folder) {
        Ok(entry) => super::spare_marks::bring_home(&library.layout, fallback, folder, &entry.session).1,
        Err(_) => Vec::new(), // the session's own recovery tells it
    }
}

/// `None`: there was nothing to mend, or nothing that can be.
type Outcome = (Option<RecoveredSession>, Vec<Error>);

fn recover_session(library: &Library, elsewhere: &Elsewhere, folder: &Path) -> Result<Outcome> {
    let is_named = has_text(&session_file(folder))?;
    let session = match is_named {
        true => sessions::load(folder)?.session,
        false => nameless(folder, library),
    };
    let homes = elsewhere.homes(&library.layout, folder);
    let broken = broken_parts(&homes, &session)?;
    let lost = lost_parts(&session, &homes, &broken);
    let can_close = session.takes.iter().any(|take| take.frames.is_none() && take.parts.iter().all(|part| part.frames.is_some()));
    if (broken.is_empty() && lost.is_empty() && !can_close) || is_held(&library.layout, folder)? {
        return Ok((None, Vec::new()));
    }
    if broken.is_empty() && !can_close {
        return Ok((None, lost));
    }
    let (mended, mut faults) = mend(broken, &session);
    faults.extend(lost);
    let lock = SaveLock::take(&library.layout)?;
    let mut session = match is_named {
        true => sessions::load(folder)?.session, // it may have been edited meanwhile
        false => session,                        // what a power cut left of the file is set aside when it is saved
    };
    faults.extend(close_marker_files(folder));
    take_in(&mut session, &mended);
    let marks = markers::load(folder, &session.takes);
    close_takes(&mut session, &marks.rows);
    sessions::save(folder, &session)?;
    drop(lock);
    faults.extend(marks.faults);
    Ok((Some(told(folder, &session, &mended, marks.rows.len())), faults))
}

/// Parts that were never closed and have no file: nothing here can bring them back.
fn lost_parts(session: &Session, homes: &Homes, found: &[(PathBuf, bool)]) -> Vec<Error> {
    let is_found = |part: &Part| found.iter().any(|(path, _)| path.file_name().is_some_and(|name| *name == *part.file));
    let open = session.takes.iter().flat_map(|take| &take.parts).filter(|part| part.frames.is_none() && !is_found(part));
    let fault = |part: &Part| match part.elsewhere && !homes.knows_elsewhere() {
        true => no_fallback(part, &homes.own),
        false => gone(&homes.path_of(part)),
    };
    open.map(fault).collect()
}

/// A part lies in the fallback, and nobody says where that is.
pub fn no_fallback(part: &Part, folder: &Path) -> Error {
    let fault = Error::new(text!("cli-check-no-fallback", file = part.file.as_str())).at(session_file(folder));
    fault.hint(text!("cli-check-no-fallback-hint"))
}

/// Every session's folder, two levels down.
fn session_folders(layout: &Layout, faults: &mut Vec<Error>) -> Vec<PathBuf> {
    let years = sub_folders(&layout.sessions_dir(), faults);
    years.iter().flat_map(|year| sub_folders(year, faults)).collect()
}

fn sub_folders(folder: &Path, faults: &mut Vec<Error>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(cause) => {
            faults.push(Error::new(text!("cli-folder-unreadable")).at(folder).because(cause));
            return Vec::new();
        }
    };
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

/// Whether there is a text at all: a power cut may leave nothing of one, or zeros. What a hand broke is a text.
fn has_text(path: &Path) -> Result<bool> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes.iter().any(|byte| *byte != 0 && !byte.is_ascii_whitespace())),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::new(text!("files-unread")).at(path).because(cause)),
    }
}

/// A session whose `session.toml` is gone: its folder's name is all that is known.
fn nameless(folder: &Path, library: &Library) -> Session {
    Session {
        title: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        series: None,
        occurrence: None,
        chain: None,
        zone: library.settings.zone,
        number: None,
        of: None,
        people: Vec::new(),
        takes: Vec::new(),
        roles: Default::default(),
        after: After::default(),
    }
}

/// Whether a living recorder writes in the session's folder.
pub fn is_held(layout: &Layout, folder: &Path) -> Result<bool> {
    let running = RecorderLock::holder(layout)?;
    let held = running.and_then(|running| running.session);
    Ok(held.is_some() && held.as_deref() == folder.file_name().and_then(|name| name.to_str()))
}

/// Path and place of each part that is open, or that `session.toml` does not name and the journal does.
fn broken_parts(homes: &Homes, session: &Session) -> Result<Vec<(PathBuf, bool)>> {
    let (closed, open): (Vec<&Part>, Vec<&Part>) =
        session.takes.iter().flat_map(|take| &take.parts).partition(|part| part.frames.is_some());
    let names = |parts: Vec<&Part>| -> BTreeSet<String> { parts.iter().map(|part| part.file.clone()).collect() };
    let (closed, open) = (names(closed), names(open));
    let mut broken = Vec::new();
    for (place, is_elsewhere) in [(Some(&homes.own), false), (homes.fallback.as_ref(), true)] {
        let paths = parts_in(place)?.into_iter().filter(|path| !closed.iter().any(|name| path.ends_with(name)));
        let paths = paths.filter(|path| open.iter().any(|name| path.ends_with(name)) || is_adoptable(path));
        broken.extend(paths.map(|path| (path, is_elsewhere)));
    }
    let of_copy = parts_in(homes.second_copy.as_ref())?.into_iter().filter(|path| went_on_there(path, homes, session));
    broken.extend(of_copy.map(|path| (path, true)));
    broken.sort();
    Ok(broken)
}

fn parts_in(folder: Option<&PathBuf>) -> Result<Vec<PathBuf>> {
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else { return Ok(Vec::new()) };
    let entries = std::fs::read_dir(folder);
    let entries = entries.map_err(|cause| Error::new(text!("cli-folder-unreadable")).at(folder).because(cause))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter(|name| parse_part_file_name(name).is_some()).map(|name| folder.join(name)).collect())
}

/// The second copy holds a mirror of everything. Of it only what the take went on in is ours to mend: named so in `session.toml`, or
/// of a take that broke off, under a name that stands nowhere else.
fn went_on_there(path: &Path, homes: &Homes, session: &Session) -> bool {
    let name = path.file_name().unwrap_or_default();
    let named = session.takes.iter().flat_map(|take| &take.parts).find(|part| *name == *part.file);
    if let Some(part) = named {
        return part.elsewhere && part.frames.is_none() && homes.path_of(part) == path;
    }
    let is_taken = [Some(&homes.own), homes.fallback.as_ref()].into_iter().flatten().any(|folder| folder.join(name).exists());
    let of = Journal::read(&journal_file(path)).ok().and_then(|journal| journal.head).map(|head| head.take);
    !is_taken && session.takes.iter().any(|take| take.frames.is_none() && Some(&take.id) == of.as_ref())
}

/// Whether the journal of a part tells which take it is of. Without it nothing does: `check` names the part, and it stays as it is.
pub fn is_adoptable(part: &Path) -> bool {
    Journal::read(&journal_file(part)).is_ok_and(|journal| journal.head.is_some())
}

/// Corrects the headers. What cannot be mended is a fault, and stays as it is.
fn mend(broken: Vec<(PathBuf, bool)>, session: &Session) -> (Vec<Mended>, Vec<Error>) {
    let (mut mended, mut faults) = (Vec::new(), Vec::new());
    for (path, elsewhere) in broken {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (take_number, _, input) = parse_part_file_name(&file).expect("only names of parts were listed");
        match recover_part(&path, expected_format(session, &file)) {
            Ok(recovered) => {
                let journal = Journal::read(&journal_file(&path)).unwrap_or_default(); // without one, what stands in the file counts
                mended.push(Mended { file, elsewhere, recovered, journal, take_number, input });
            }
            Err(fault) => faults.push(fault),
        }
    }
    (mended, faults)
}

fn expected_format(session: &Session, file: &str) -> Option<WavFormat> {
    let mut takes = session.takes.iter();
    let (take, part) = takes.find_map(|take| take.parts.iter().find(|part| part.file == file).map(|part| (take, part)))?;
    Some(format_of(take, part))
}

/// Opens each file of marks once, which sets a torn tail aside.
fn close_marker_files(folder: &Path) -> Vec<Error> {
    writers(folder).into_iter().filter_map(|who| MarkerFile::open(folder, &who).err()).collect()
}

fn take_in(session: &mut Session, mended: &[Mended]) {
    for part in mended {
        let is_it = |known: &&mut Part| known.file == part.file && known.elsewhere == part.elsewhere;
        let known = session.takes.iter_mut().flat_map(|take| &mut take.parts).find(is_it);
        match known {
            Some(known) => {
                known.frames = Some(part.recovered.frames);
                known.blake3 = Some(part.recovered.blake3.clone());
            }
            None => adopt(session, part),
        }
    }
}

/// Gives a part that `session.toml` does not name to the take that its journal names, or to a new one.
fn adopt(session: &mut Session, mended: &Mended) {
    let Some(head) = mended.journal.head.clone() else { return };
    let part = Part {
        file: mended.file.clone(),
        input: mended.input,
        start: head.start,
        frames: Some(mended.recovered.frames),
        blake3: Some(mended.recovered.blake3.clone()),
        elsewhere: mended.elsewhere,
    };
    let at = match session.takes.iter().position(|take| take.id == head.take) {
        Some(at) => at,
        None => {
            session.takes.push(new_take(session, mended, &head));
            session.takes.len() - 1
        }
    };
    let take = &mut session.takes[at];
    if take.channels_of(part.input) == 0 {
        take.channels.extend(channels_of(&head)); // a further input of a take whose session.toml is gone
        take.channels.sort_by_key(|channel| channel.input);
    }
    let inputs = take.channels.iter().map(|channel| channel.input as usize).max().unwrap_or(1);
    take.inputs.resize(take.inputs.len().max(inputs), "none".to_owned());
    take.parts.push(part);
    take.parts.sort_by_key(|part| (part.start, part.input));
}

/// Of an input of which nothing but its journal is known.
fn channels_of(head: &JournalHead) -> impl Iterator<Item = Channel> {
    let input = head.input;
    (1..=head.format.channels).map(move |n| Channel { name: n.to_string(), input })
}

fn new_take(session: &Session, mended: &Mended, head: &JournalHead) -> Take {
    let first = mended.journal.checkpoints.first();
    // Frame 0 lies before the first checkpoint by the frames up to it; without any, only now is known.
    let started = first.map_or_else(Utc::now, |first| {
        let before = (head.start + first.frames).nanoseconds(head.format.rate);
        first.stamp.utc - Duration::nanoseconds(before as i64)
    });
    let is_taken = |number: u32| session.takes.iter().any(|take| take.number == number);
    let number = (mended.take_number..).find(|&number| !is_taken(number)).expect("there are more numbers than takes");
    Take {
        id: head.take.clone(),
        number,
        started: started.with_timezone(&session.zone).fixed_offset(),
        preroll: Frames(0),
        rate: head.format.rate,
        bits: head.format.bits,
        channels: channels_of(head).collect(),
        inputs: vec!["none".to_owned()],
        frames: None,
        parts: Vec::new(),
        gaps: Vec::new(),
        loudness: Default::default(),
    }
}

/// Gives every open take its length: up to its last sound, or its last mark. One that was stopped while its last part was open may
/// hold more sound than was known then.
fn close_takes(session: &mut Session, marks: &[markers::FiledMarker]) {
    for take in session.takes.iter_mut().filter(|take| take.frames.is_some()) {
        take.frames = Some(take.end());
    }
    for take in session.takes.iter_mut().filter(|take| take.frames.is_none()) {
        let of_take = marks.iter().map(|filed| &filed.marker).filter(|mark| mark.take == take.id);
        let last = of_take.map(|mark| mark.end_frame.unwrap_or(mark.frame)).max().unwrap_or_default();
        name_gaps(take);
        if take.parts.iter().all(|part| part.frames.is_some()) {
            take.frames = Some(take.end().max(last));
        }
    }
}

/// Where no input has sound between two parts, and nothing says why, the devices were away.
fn name_gaps(take: &mut Take) {
    let mut parts: Vec<(Frames, Frames)> =
        take.parts.iter().filter_map(|part| Some((part.start, part.start + part.frames?))).collect();
    parts.sort();
    let ends = parts.iter().scan(Frames(0), |end, part| {
        *end = part.1.max(*end);
        Some(*end)
    });
    let ends: Vec<Frames> = ends.collect();
    for (end, (next, _)) in ends.into_iter().zip(parts.into_iter().skip(1)) {
        let is_named = take.gaps.iter().any(|gap| gap.start < next && end < gap.start + gap.frames);
        if end < next && !is_named {
            take.gaps.push(Gap { start: end, frames: next - end, why: GapReason::Device });
        }
    }
    take.gaps.sort_by_key(|gap| gap.start);
}

fn told(folder: &Path, session: &Session, mended: &[Mended], marks: usize) -> RecoveredSession {
    let seconds = |of: fn(&Recovered) -> Frames| -> f64 {
        mended.iter().filter_map(|part| Some(of(&part.recovered).seconds(rate_of(session, &part.file)?))).sum()
    };
    let touched = |take: &&Take| take.parts.iter().any(|part| mended.iter().any(|mended| mended.file == part.file));
    RecoveredSession {
        session: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        started: session.takes.first().map(|take| take.started),
        seconds: session.takes.iter().filter(touched).map(|take| take.end().seconds(take.rate)).sum(),
        marks,
        unverified_seconds: seconds(|recovered| recovered.unverified),
        silent_tail: mended.iter().any(|part| part.recovered.all_zero_tail),
    }
}

fn rate_of(session: &Session, file: &str) -> Option<crate::domain::Hertz> {
    session.takes.iter().find(|take| take.parts.iter().any(|part| part.file == file)).map(|take| take.rate)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::audio::journal::Stamp;
    use crate::audio::part_file::PartFile;
    use crate::clock::Monotonic;
    use crate::domain::{Bits, Hertz, Marker, Slug, TakeId};
    use crate::locale::Language;
    use crate::store::library::{self, NewLibrary};
    use crate::store::lock::Running;
    use crate::store::palette;

    const RATE: Hertz = Hertz(1000);

    /// A library with one session that was being recorded when the program died.
    struct Wreck {
        _home: tempfile::TempDir,
        library: Library,
        folder: PathBuf,
    }

    impl Wreck {
        fn new() -> Wreck {
            let home = tempfile::tempdir().unwrap();
            let library = library::init(&NewLibrary {
                folder: home.path().join("L"),
                title: "L".into(),
                language: Language::English,
                zone: chrono_tz::Europe::Brussels,
                palette: palette::ready("basic").unwrap(),
            });
            let library = library.unwrap();
            let start = "2020-03-28T20:30:00".parse().unwrap();
            let folder = sessions::create(&library.layout, start, &Slug::parse("nadia").unwrap()).unwrap();
            Wreck { _home: home, library, folder }
        }

        fn save(&self, takes: Vec<Take>) {
            let session = Session { takes, ..nameless(&self.folder, &self.library) };
            sessions::save(&self.folder, &session).unwrap();
        }

        /// Sound of `confirmed` frames that are in the journal, and `written` in all.
        fn record(&self, file: &str, start: u64, confirmed: usize, written: usize) {
            let format = WavFormat { rate: RATE, channels: 1, bits: Bits::Int16 };
            let (_, _, input) = parse_part_file_name(file).unwrap();
            let head = JournalHead { take: TakeId("T".into()), input, start: Frames(start), format };
            let mut part = PartFile::create(&self.folder.join(file), head).unwrap();
            part.write(&vec![0.25; confirmed]).unwrap();
            part.checkpoint(Stamp { monotonic: Monotonic(1), utc: "2020-03-28T19:30:10Z".parse().unwrap() }).unwrap();
            part.write(&vec![0.5; written - confirmed]).unwrap();
            part.refresh().unwrap();
            std::mem::forget(part); // as a kill leaves it
        }

        fn recover(&self) -> Loaded<RecoveredSession> {
            recover_library(&self.library, &Elsewhere::default())
        }

        /// As after a disk that was full: the session's folder under a second one, which was full then too.
        fn fallback(&self) -> (Elsewhere, Wreck) {
            let fallback = self._home.path().join("card");
            let folder = self.library.layout.elsewhere(&fallback, &self.folder);
            fs::create_dir_all(&folder).unwrap();
            let library = Library::open(self.library.layout.root()).unwrap();
            (
                Elsewhere { fallback: Some(fallback), second_copy: None },
                Wreck { _home: tempfile::tempdir().unwrap(), library, folder },
            )
        }

        fn session(&self) -> Session {
            sessions::load(&self.folder).unwrap().session
        }

        fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
            let mut files: Vec<_> = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
        }
    }

    fn take(rate: Hertz, parts: Vec<Part>) -> Take {
        Take {
            id: TakeId("T".into()),
            number: 1,
            started: "2020-03-28T20:30:00+01:00".parse().unwrap(),
            preroll: Frames(0),
            rate,
            bits: Bits::Int16,
            channels: vec![Channel { name: "1".into(), input: 1 }],
            inputs: vec!["default".into()],
            frames: None,
            parts,
            gaps: Vec::new(),
            loudness: Default::default(),
        }
    }

    fn open_part(file: &str, start: u64) -> Part {
        Part { file: file.into(), input: 1, start: Frames(start), frames: None, blake3: None, elsewhere: false }
    }

    #[test]
    fn a_take_that_broke_off_gets_its_length_and_keeps_its_marks() {
        let wreck = Wreck::new();
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
        wreck.record("take-01-001.wav", 0, 2000, 2500);
        let mut marks = MarkerFile::open(&wreck.folder, &Slug::parse("lise").unwrap()).unwrap();
        marks.append(&Marker::point(TakeId("T".into()), "touching", Frames(500)), RATE).unwrap();

        let done = wreck.recover();
        assert!(done.faults.is_empty(), "{:?}", done.faults);
        let [found] = &done.rows[..] else { panic!("{:?}", done.rows) };
        assert_eq!((found.seconds, found.marks, found.unverified_seconds), (2.5, 1, 0.5));
        let session = wreck.session();
        assert_eq!(session.takes[0].frames, Some(Frames(2500)));
        assert!(!session.takes[0].is_open());
    }

    #[test]
    fn a_writer_that_gave_up_on_the_full_fallback_is_completed() {
        for stopped in [Some(Frames(1200)), None] {
            let wreck = Wreck::new();
            let (fallback, card) = wreck.fallback();
            let first = Part { frames: Some(Frames(1000)), ..open_part("take-01-001.wav", 0) };
            let second = Part { elsewhere: true, ..open_part("take-01-002.wav", 1000) };
            wreck.save(vec![Take { frames: stopped, ..take(RATE, vec![first, second]) }]);
            card.record("take-01-002.wav", 1000, 300, 500);
            let done = recover_library(&wreck.library, &fallback);
            assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
            let take = &wreck.session().takes[0];
            assert_eq!((take.parts[1].frames, take.parts[1].elsewhere), (Some(Frames(500)), true));
            assert_eq!((take.frames, take.is_open()), (Some(Frames(1500)), false));
            assert!(recover_library(&wreck.library, &fallback).rows.is_empty(), "there is nothing left to do");
        }
    }

    /// After `kill -9` with a second copy: its parts have the same names, and are not the take's.
    #[test]
    fn of_the_second_copy_only_what_the_take_went_on_in_is_taken_in() {
        let wreck = Wreck::new();
        let (elsewhere, card) = wreck.fallback();
        let elsewhere = Elsewhere { fallback: None, second_copy: elsewhere.fallback };
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
        wreck.record("take-01-001.wav", 0, 1000, 1000);
        card.record("take-01-001.wav", 0, 900, 1100);
        card.record("take-01-002.wav", 1000, 200, 300);
        let done = recover_library(&wreck.library, &elsewhere);
        assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
        let parts: Vec<_> =
            wreck.session().takes[0].parts.iter().map(|part| (part.file.clone(), part.frames, part.elsewhere)).collect();
        let expected = [("take-01-001.wav", 1000, false), ("take-01-002.wav", 300, true)]
            .map(|(file, n, away)| (file.to_owned(), Some(Frames(n)), away));
        assert_eq!(parts, expected);
        card.record("take-01-003.wav", 1300, 200, 300); // of a take that is closed by now
        assert!(recover_library(&wreck.library, &elsewhere).rows.is_empty());
        assert_eq!(wreck.session().takes[0].parts.len(), 2);
    }

    #[test]
    fn a_part_that_is_gone_is_named_and_the_rest_is_mended_once() {
        let wreck = Wreck::new();
        let elsewhere = Part { elsewhere: true, ..open_part("take-01-003.wav", 2000) };
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0), open_part("take-01-002.wav", 1000), elsewhere])]);
        wreck.record("take-01-001.wav", 0, 500, 500);
        let done = wreck.recover();
        let faults = done.faults.iter().map(Error::to_string).collect::<Vec<_>>();
        assert_eq!((done.rows.len(), faults.len()), (1, 2), "{faults:?}");
        assert!(faults[0].contains("take-01-002.wav: the file of this take is gone\n  hint: bring it back"), "{faults:?}");
        assert!(faults[1].contains("the config names none"), "{faults:?}");
        let bytes = wreck.bytes();
        let again = wreck.recover();
        assert_eq!((again.rows.len(), again.faults.len(), wreck.bytes()), (0, 2, bytes));
    }

    #[test]
    fn sound_without_a_journal_that_no_take_names_is_left_alone() {
        let wreck = Wreck::new();
        wreck.save(Vec::new());
        wreck.record("take-01-001.wav", 0, 500, 500);
        fs::write(wreck.folder.join("take-01-001.crc"), "").unwrap();
        let bytes = wreck.bytes();
        assert!(wreck.recover().rows.is_empty());
        assert_eq!(wreck.bytes(), bytes);
    }

    #[test]
    fn recovering_twice_gives_the_same_bytes() {
        let wreck = Wreck::new();
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
        wreck.record("take-01-001.wav", 0, 1000, 1000);
        wreck.recover();
        let bytes = wreck.bytes();
        let again = wreck.recover();
        assert!(again.rows.is_empty() && again.faults.is_empty());
        assert_eq!(wreck.bytes(), bytes);
    }

    #[test]
    fn sound_that_session_toml_does_not_name_goes_to_its_take_and_the_hole_before_it_is_named() {
        let wreck = Wreck::new();
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
        wreck.record("take-01-001.wav", 0, 1000, 1000);
        wreck.record("take-01-002.wav", 1500, 300, 300);
        wreck.recover();
        let take = &wreck.session().takes[0];
        assert_eq!(take.parts.len(), 2);
        assert_eq!((take.parts[1].start, take.parts[1].frames), (Frames(1500), Some(Frames(300))));
        assert_eq!(take.gaps, [Gap { start: Frames(1000), frames: Frames(500), why: GapReason::Device }]);
        assert_eq!(take.frames, Some(Frames(1800)));
    }

    #[test]
    fn a_session_without_its_file_is_made_again_from_the_journal() {
        let wreck = Wreck::new();
        wreck.record("take-01-001.wav", 0, 10_000, 10_000);
        let done = wreck.recover();
        assert_eq!(done.rows.len(), 1, "{:?}", done.faults);
        let session = wreck.session();
        assert_eq!(session.title, "2020-03-28-2030-nadia");
        assert_eq!(session.takes[0].started.to_rfc3339(), "2020-03-28T20:30:00+01:00");
        assert_eq!(session.takes[0].frames, Some(Frames(10_000)));
    }

    #[test]
    fn each_input_s_files_are_found_again_and_a_gap_is_where_none_has_sound() {
        let wreck = Wreck::new();
        wreck.record("take-01-001.wav", 0, 1000, 1000);
        wreck.record("take-01-002.wav", 3000, 500, 500);
        wreck.record("take-01-001-2.wav", 20, 1500, 1500);
        let done = wreck.recover();
        assert!(done.faults.is_empty(), "{:?}", done.faults);
        let take = &wreck.session().takes[0];
        let parts: Vec<_> = take.parts.iter().map(|part| (part.input, part.start.0, part.frames)).collect();
        let frames = |frames| Some(Frames(frames));
        assert_eq!(parts, [(1, 0, frames(1000)), (2, 20, frames(1500)), (1, 3000, frames(500))]);
        assert_eq!(take.channels.iter().map(|channel| channel.input).collect::<Vec<_>>(), [1, 2]);
        assert_eq!((take.inputs.len(), take.frames), (2, frames(3500)));
        assert_eq!(take.gaps, [Gap { start: Frames(1520), frames: Frames(1480), why: GapReason::Device }]);
    }

    #[test]
    fn a_take_without_sound_lasts_to_its_last_mark() {
        let wreck = Wreck::new();
        wreck.save(vec![take(RATE, Vec::new())]);
        let mut marks = MarkerFile::open(&wreck.folder, &Slug::parse("lise").unwrap()).unwrap();
        marks.append(&Marker::point(TakeId("T".into()), "note", Frames(7000)), RATE).unwrap();
        wreck.recover();
        assert_eq!(wreck.session().takes[0].frames, Some(Frames(7000)));
    }

    #[test]
    fn what_a_living_recorder_holds_is_left_alone() {
        let wreck = Wreck::new();
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
        wreck.record("take-01-001.wav", 0, 1000, 1000);
        let mut lock = RecorderLock::take(&wreck.library.layout).unwrap();
        let session = wreck.folder.file_name().unwrap().to_str().unwrap().to_owned();
        lock.announce(&Running { pid: 1, session: Some(session), socket: "s".into(), fault: None }).unwrap();
        let bytes = wreck.bytes();
        assert!(wreck.recover().rows.is_empty());
        assert_eq!(wreck.bytes(), bytes);
        drop(lock);
        assert_eq!(wreck.recover().rows.len(), 1);
    }

    #[test]
    fn a_torn_mark_is_set_aside_and_the_others_are_kept() {
        let wreck = Wreck::new();
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
        wreck.record("take-01-001.wav", 0, 1000, 1000);
        let mut marks = MarkerFile::open(&wreck.folder, &Slug::parse("lise").unwrap()).unwrap();
        marks.append(&Marker::point(TakeId("T".into()), "touching", Frames(500)), RATE).unwrap();
        let path = marks.path().to_owned();
        let torn = fs::read_to_string(&path).unwrap() + "\n[[marker]]\nid = \"m-0";
        fs::write(&path, torn).unwrap();
        let done = wreck.recover();
        assert_eq!((done.rows[0].marks, done.faults.len()), (1, 0), "{:?}", done.faults);
        assert!(wreck.bytes().iter().any(|(path, _)| path.to_string_lossy().contains("torn")));
    }
}
