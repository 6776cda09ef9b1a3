//! Where hound's bytes go: a buffer, the file behind it, and the sums of what passed.
//!
//! hound keeps its writer to itself, so the [`Sink`] is shared: hound holds a [`Tap`] on it, and we can write out and sync
//! beneath hound. Samples wait in the buffer until [`Sink::write_out`]; what hound writes further up is its header's sizes, and
//! goes straight to the file, in no sum. A sink that was shut has no file any more, so hound's `Drop` cannot touch it.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::rc::Rc;

pub struct Sink {
    file: Option<File>,
    /// Bytes that follow those in the file.
    buffer: Vec<u8>,
    /// Bytes in the file.
    end: u64,
    /// Where hound believes to be.
    position: u64,
    /// Length of the header, whose bytes are in no sum.
    head: u64,
    digest: blake3::Hasher,
    crc32: crc32fast::Hasher,
}

/// hound's end of a [`Sink`].
pub struct Tap(pub Rc<RefCell<Sink>>);

impl Sink {
    /// `file` is new and empty; the first `head` bytes are in no sum.
    pub fn new(file: File, head: u64) -> Sink {
        Sink {
            file: Some(file),
            buffer: Vec::new(),
            end: 0,
            position: 0,
            head,
            digest: blake3::Hasher::new(),
            crc32: crc32fast::Hasher::new(),
        }
    }

    pub fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// Hands the buffer to the system. After an error the file is to be shut: how much of it arrived is not known.
    pub fn write_out(&mut self) -> io::Result<()> {
        put(self.file.as_ref(), self.end, &self.buffer)?;
        let head = self.head.saturating_sub(self.end).min(self.buffer.len() as u64) as usize;
        self.digest.update(&self.buffer[head..]);
        self.crc32.update(&self.buffer[head..]);
        self.end += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Waits until what was written out lies on the disk. Never to be tried again after an error: the kernel then calls the
    /// lost pages clean.
    pub fn sync(&mut self) -> io::Result<()> {
        open(self.file.as_ref())?.sync_data()
    }

    /// Whether `path` still names this file, with all that was written out in it: nobody has moved, removed or emptied it.
    pub fn lies_at(&self, path: &Path) -> io::Result<bool> {
        let (own, there) = (open(self.file.as_ref())?.metadata()?, path.symlink_metadata()?);
        Ok((own.dev(), own.ino()) == (there.dev(), there.ino()) && there.len() >= self.end)
    }

    /// Digest of the sample bytes that were written out so far.
    pub fn digest(&self) -> blake3::Hash {
        self.digest.finalize()
    }

    /// CRC-32 of the sample bytes that were written out since the last call.
    pub fn take_crc32(&mut self) -> u32 {
        std::mem::take(&mut self.crc32).finalize()
    }

    /// Gives the file away; from here on every write fails, and nothing that hound does reaches the disk.
    pub fn shut(&mut self) -> Option<File> {
        self.file.take()
    }
}

fn open(file: Option<&File>) -> io::Result<&File> {
    file.ok_or_else(|| io::Error::other("the file is shut"))
}

fn put(file: Option<&File>, offset: u64, bytes: &[u8]) -> io::Result<()> {
    let mut file = open(file)?;
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

impl Write for Tap {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sink = &mut *self.0.borrow_mut();
        let position = sink.position;
        if position == sink.end + sink.buffer.len() as u64 {
            sink.buffer.extend_from_slice(bytes);
        } else {
            put(sink.file.as_ref(), position, bytes)?;
        }
        sink.position = position + bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().write_out()
    }
}

impl Seek for Tap {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let sink = &mut *self.0.borrow_mut();
        sink.position = match to {
            SeekFrom::Start(position) => position,
            SeekFrom::Current(0) => sink.position,
            _ => return Err(io::Error::other("hound seeks from the start only")),
        };
        Ok(sink.position)
    }
}
