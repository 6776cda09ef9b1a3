//! What a disk answered, in words for a person.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::error::Error;
use crate::text;

/// Why sound could not be kept in `path`, and what to do.
pub fn disk_error(cause: &io::Error, path: &Path) -> Error {
    let error = match cause.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Error::new(text!("sound-disk-full")).hint(text!("sound-disk-full-hint"))
        }
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
            Error::new(text!("sound-disk-locked")).hint(text!("sound-disk-locked-hint"))
        }
        ErrorKind::NotFound => Error::new(text!("sound-disk-gone")).hint(text!("sound-disk-gone-hint")),
        ErrorKind::FileTooLarge => Error::new(text!("sound-disk-limit")).hint(text!("sound-disk-limit-hint")),
        _ => Error::new(text!("sound-disk-failed")).hint(text!("sound-disk-failed-hint")),
    };
    error.at(path).because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_of_a_disk_has_its_own_words() {
        let worded = |kind: ErrorKind| disk_error(&kind.into(), Path::new("take-01-001.wav")).to_string();
        let kinds = [
            ErrorKind::StorageFull,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::NotFound,
            ErrorKind::FileTooLarge,
            ErrorKind::Other,
        ];
        let mut sentences: Vec<String> = kinds.into_iter().map(worded).collect();
        assert!(sentences.iter().all(|sentence| sentence.starts_with("take-01-001.wav: ") && sentence.contains("hint: ")));
        sentences.dedup_by_key(|sentence| sentence.lines().last().unwrap_or_default().to_owned());
        assert_eq!(sentences.len(), kinds.len());
    }
}
