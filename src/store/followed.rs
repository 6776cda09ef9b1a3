//! A text file that another program writes, line by line, and how far it was read: remembered in the user's state folder, not in the library.
//!
//! A line counts when its end is there. What was read is known by its digest: a file that was emptied, or replaced by another one, is read
//! from its beginning, also where the same lines come again; one that was written anew at once with the same beginning goes on. Each line has an id before anything is done with it, so
//! that whoever was killed in between does it again under the same id.

use std::fs::{File, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::atomic;
use super::document::{LARGE, read_text};
use super::lock;
use crate::domain::MarkerId;
use crate::error::{Error, Result};
use crate::text;

/// How long the one before may take to let go.
const PATIENCE: Duration = Duration::from_millis(500);

/// Files of lines are no longer, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// The file, for as long as it is followed: by one program at a time.
#[derive(Debug)]
pub struct Followed {
    file: PathBuf,
    memory: PathBuf,
    read: Read,
    /// What the file was when it was last read: nothing new can be in it.
    seen: Option<Stamp>,
    /// It held other bytes then than those that were read.
    is_gone: bool,
    _lock: File,
}

/// A line that is new.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Without its end.
    pub text: String,
    /// From 1.
    pub number: usize,
    offset: u64,
    digest: String,
}

/// How far a file was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Read {
    /// Bytes, with the last line's end.
    offset: u64,
    /// Of these bytes, BLAKE3.
    digest: String,
    /// The id of the next line.
    next: MarkerId,
}

#[derive(Debug, Clone, PartialEq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    file: (u64, u64),
}

impl Followed {
    /// `state`: the user's state folder. The file need not be there yet. Refused: a file that is followed already.
    pub fn open(state: &Path, file: &Path) -> Result<Followed> {
        let folder = state.join("follow");
        atomic::create_dir_private(&folder)?;
        let name = blake3::hash(whole_path(file)?.as_os_str().as_encoded_bytes()).to_hex();
        let memory = folder.join(format!("{}.json", &name[..32]));
        let held = lock::open(&memory.with_extension("lock"))?;
        if !lock::locked_within(&held, &memory, PATIENCE)? {
            return Err(Error::new(text!("question-followed-already")).at(file).hint(text!("question-followed-already-hint")));
        }
        let known = read_text(&memory, LARGE).ok().and_then(|text| serde_json::from_str(&text).ok());
        let read = known.unwrap_or_else(Read::nothing);
        let followed = Followed { file: file.to_owned(), memory, read, seen: None, is_gone: false, _lock: held };
        followed.remember(&followed.read)?; // the id of the next line, before anything is done with it
        Ok(followed)
    }

    /// The whole lines that were not read yet, in order; `None` where there is no file.
    pub fn news(&mut self) -> Result<Option<Vec<Line>>> {
        let Some(stamp) = self.stamp()? else { return Ok(None) };
        if self.seen.as_ref() == Some(&stamp) {
            self.forget_what_is_gone()?;
            return Ok(Some(Vec::new()));
        }
        let bytes = std::fs::read(&self.file).map_err(|cause| unread(&self.file).because(cause))?;
        self.seen = Some(stamp);
        self.is_gone = self.read.known(&bytes).is_none();
        Ok(Some(lines(&bytes, &self.read)))
    }

    /// What comes from now on is new, also where it reads as what was there before. Not at the first look: a program that writes the file
    /// anew empties it for a moment.
    fn forget_what_is_gone(&mut self) -> Result<()> {
        if !self.is_gone {
            return Ok(());
        }
        let read = Read { next: self.read.next.clone(), ..Read::nothing() };
        self.remember(&read)?;
        (self.read, self.is_gone) = (read, false);
        Ok(())
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The id of the line that comes next.
    pub fn id(&self) -> &MarkerId {
        &self.read.next
    }

    /// Remembers, synced, that this line was handed on, and the id of the next one.
    pub fn done(&mut self, line: &Line) -> Result<()> {
        let read = Read { offset: line.offset, digest: line.digest.clone(), next: MarkerId::new() };
        self.remember(&read)?;
        (self.read, self.is_gone) = (read, false);
        Ok(())
    }

    fn remember(&self, read: &Read) -> Result<()> {
        let text = serde_json::to_string(read).expect("plain data is JSON");
        atomic::write(&self.memory, text.as_bytes())
    }

    fn stamp(&self) -> Result<Option<Stamp>> {
        match self.file.metadata() {
            Ok(meta) if !meta.is_file() => Err(no_file(&self.file)),
            Ok(meta) if meta.len() > MOST => Err(Error::new(text!("question-file-too-long", limit = MOST >> 20))
                .at(&self.file)
                .hint(text!("question-file-too-long-hint"))),
            Ok(meta) => Ok(Some(Stamp::of(&meta))),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(unread(&self.file).because(cause)),
        }
    }
}

impl Read {
    fn nothing() -> Read {
        Read { offset: 0, digest: digest(&[]), next: MarkerId::new() }
    }

    /// The bytes that were read, where the file still begins with them.
    fn known<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let known = usize::try_from(self.offset).ok().and_then(|offset| bytes.get(..offset));
        known.filter(|known| digest(known) == self.digest)
    }
}

impl Stamp {
    fn of(meta: &Metadata) -> Stamp {
        Stamp { length: meta.len(), modified: meta.modified().ok(), file: (meta.dev(), meta.ino()) }
    }
}

/// The whole lines of `bytes` behind what was read, or all of them where these are other bytes. A line without words is none.
fn lines(bytes: &[u8], read: &Read) -> Vec<Line> {
    let mut offset = read.known(bytes).map_or(0, <[u8]>::len);
    let mut number = bytes[..offset].iter().filter(|&&byte| byte == b'\n').count();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes[..offset]);
    let mut lines = Vec::new();
    while let Some(length) = bytes[offset..].iter().position(|&byte| byte == b'\n') {
        let line = &bytes[offset..=offset + length];
        hasher.update(line);
        (offset, number) = (offset + line.len(), number + 1);
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}');
        if !text.trim().is_empty() {
            let digest = hasher.finalize().to_hex().to_string();
            lines.push(Line { text: text.to_owned(), number, offset: offset as u64, digest });
        }
    }
    lines
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The same for each name of a file that may not be there yet.
fn whole_path(file: &Path) -> Result<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().ok_or_else(|| no_file(file))?;
    match file.canonicalize() {
        Ok(path) => Ok(path),
        Err(_) => folder.canonicalize().map(|folder| folder.join(name)).map_err(|cause| unread(file).because(cause)),
    }
}

fn unread(file: &Path) -> Error {
    Error::new(text!("files-unread")).at(file)
}

fn no_file(file: &Path) -> Error {
    Error::new(text!("question-no-file")).at(file).hint(text!("question-no-file-hint"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    struct Desk {
        folder: tempfile::TempDir,
        followed: Option<Followed>,
    }

    impl Desk {
        fn new() -> Desk {
            Desk { folder: tempfile::tempdir().unwrap(), followed: None }
        }

        fn file(&self) -> PathBuf {
            self.folder.path().join("questions.txt")
        }

        fn write(&self, text: &str) {
            fs::write(self.file(), text).unwrap();
        }

        /// Reads what is new, by the program of before or, after a kill, by another one.
        fn news(&mut self) -> Vec<String> {
            let (state, file) = (self.folder.path().join("state"), self.file());
            let followed = self.followed.get_or_insert_with(|| Followed::open(&state, &file).unwrap());
            followed.seen = None; // two writes may fall within one tick of the file's time
            let lines = followed.news().unwrap().unwrap_or_default();
            for line in &lines {
                followed.done(line).unwrap();
            }
            lines.into_iter().map(|line| line.text).collect()
        }

        fn kill(&mut self) {
            self.followed = None;
        }
    }

    #[test]
    fn each_whole_line_is_new_once_whatever_becomes_of_the_program() {
        let mut desk = Desk::new();
        assert_eq!(desk.news(), [""; 0], "it is not there yet");
        desk.write("\u{feff}Un\r\n\r\n  \nDeux\nTro");
        assert_eq!(desk.news(), ["Un", "Deux"]);
        assert_eq!(desk.news(), [""; 0]);
        desk.kill();
        assert_eq!(desk.news(), [""; 0], "remembered");
        desk.write("\u{feff}Un\r\n\r\n  \nDeux\nTrois ?\nUn\r\n");
        assert_eq!(desk.news(), ["Trois ?", "Un"], "also twice the same");
    }

    #[test]
    fn a_file_that_is_emptied_or_another_one_is_read_from_its_beginning() {
        let mut desk = Desk::new();
        desk.write("un\ndeux\n");
        assert_eq!(desk.news(), ["un", "deux"]);
        desk.write("");
        assert_eq!(desk.news(), [""; 0]);
        desk.write("un\n");
        assert_eq!(desk.news(), ["un"]);
        let other = desk.folder.path().join("other");
        fs::write(&other, "ein Wort, und noch eines\n").unwrap();
        fs::rename(other, desk.file()).unwrap();
        assert_eq!(desk.news(), ["ein Wort, und noch eines"]);
    }

    #[test]
    fn a_question_that_comes_again_after_the_file_was_emptied_is_new() {
        let mut desk = Desk::new();
        desk.write("Pourquoi ?\n");
        assert_eq!(desk.news(), ["Pourquoi ?"]);
        desk.write("");
        assert_eq!(desk.news(), [""; 0]);
        desk.write("Pourquoi ?\n");
        assert_eq!(desk.news(), [""; 0], "written anew, emptied for a moment");
        desk.write("");
        assert_eq!(desk.news(), [""; 0]);
        let followed = desk.followed.as_mut().unwrap();
        let next = followed.id().clone();
        assert_eq!(followed.news().unwrap(), Some(Vec::new()), "it stays empty");
        assert_eq!(*followed.id(), next);
        desk.kill();
        desk.write("Pourquoi ?\n");
        assert_eq!(desk.news(), ["Pourquoi ?"]);
    }

    #[test]
    fn a_line_that_was_begun_before_a_kill_keeps_its_id() {
        let mut desk = Desk::new();
        desk.write("un\ndeux\n");
        assert_eq!(desk.news().len(), 2);
        let id = desk.followed.as_ref().unwrap().id().clone();
        desk.kill();
        desk.write("un\ndeux\ntrois\n");
        let again = Followed::open(&desk.folder.path().join("state"), &desk.file()).unwrap();
        assert_eq!(*again.id(), id);
    }

    #[test]
    fn two_programs_do_not_follow_one_file_and_a_folder_is_none() {
        let mut desk = Desk::new();
        desk.write("un\n");
        desk.news();
        let state = desk.folder.path().join("state");
        assert!(Followed::open(&state, &desk.file()).unwrap_err().to_string().contains("followed already"));
        let mut folder = Followed::open(&state, desk.folder.path()).unwrap();
        assert!(folder.news().unwrap_err().to_string().contains("hint:"));
    }

    #[test]
    fn words_that_are_no_utf_8_are_read_as_far_as_they_can_be() {
        let read = Read::nothing();
        assert_eq!(lines(b"caf\xe9 ?\n", &read)[0].text, "caf\u{fffd} ?");
    }
}
