//! Which sessions are worth a closer look: those with a file that, read as it is, may hold the words. Lets too much through, never too
//! little: of a million marks only those are read one by one that lie beside a word that was asked for.

use std::path::Path;

use super::beside::{TEXT_LIMIT, is_text};
use super::fold;
use crate::store::document::read_bytes;

/// Words, and the ids of kinds and themes by whose names each of them is found, too.
pub struct Sieve {
    words: Vec<Word>,
}

struct Word {
    pieces: Vec<String>,
    ids: Vec<String>,
}

impl Sieve {
    /// `words` folded; `ids` for each of them.
    pub fn new(words: &[String], ids: &[Vec<String>]) -> Sieve {
        let pieces = |word: &String| {
            word.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
        };
        let word =
            |(word, ids): (&String, &Vec<String>)| Word { pieces: pieces(word), ids: ids.iter().map(|id| fold(id)).collect() };
        Sieve { words: words.iter().zip(ids).map(word).collect() }
    }

    /// Whether some file in the folder of a session may hold a mark or a line with all words that the session itself `lacks`; where it lacks
    /// none, with any word. What cannot be looked at may.
    pub fn lets_through(&self, folder: &Path, lacks: &[bool]) -> bool {
        let Ok(entries) = std::fs::read_dir(folder) else { return true };
        let names = entries.flatten().map(|entry| entry.file_name());
        let mut files = names.filter(|name| name.to_str().is_none_or(|name| is_marks(name) || is_text(name)));
        files.any(|name| match read_bytes(&folder.join(name), TEXT_LIMIT).map(|bytes| folded(&bytes)) {
            Ok(Some(text)) => self.may_stand_in(&text, lacks),
            _ => true,
        })
    }

    fn may_stand_in(&self, text: &str, lacks: &[bool]) -> bool {
        let stands =
            |word: &Word| word.pieces.iter().all(|piece| text.contains(piece)) || word.ids.iter().any(|id| text.contains(id));
        let mut lacking = self.words.iter().zip(lacks).filter(|(_, lacks)| **lacks).peekable();
        match lacking.peek() {
            Some(_) => lacking.all(|(word, _)| stands(word)),
            None => self.words.iter().any(stands),
        }
    }
}

fn is_marks(name: &str) -> bool {
    name.starts_with("markers-") && name.ends_with(".toml")
}

/// As [`fold`]; `None` for what is written in a way that means something else (escapes, tags), is no text, or is folded with a look at what
/// stands beside it.
fn folded(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '<' | '&' => return None,
            '\0'..='\u{7f}' => folded.push(letter.to_ascii_lowercase()),
            '\u{a0}'..='\u{24f}' | '\u{2010}'..='\u{203a}' => folded += &deunicode::deunicode_char(letter)?.to_lowercase(),
            _ => return None,
        }
    }
    Some(folded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What the search finds in a text, the sieve finds in the file that holds it.
        #[test]
        fn nothing_that_would_be_found_is_held_back(
            before in "[a-zA-Zà-ÿÀ-ßœŒ’“”… .,;:!?'0-9\\-]{0,20}",
            word in "[a-zA-Zà-ÿÀ-ßœŒ’ 0-9\\-]{1,8}",
            after in "\\PC{0,20}",
        ) {
            let (text, word) = (format!("{before}{word}{after}"), fold(&word));
            prop_assume!(fold(&text).contains(&word));
            if let Some(file) = folded(text.as_bytes()) {
                let sieve = Sieve::new(&[word], &[Vec::new()]);
                prop_assert!(sieve.may_stand_in(&file, &[true]) && sieve.may_stand_in(&file, &[false]), "{file:?}");
            }
        }
    }

    #[test]
    fn a_kind_is_found_by_its_name_and_a_word_that_nothing_holds_is_not() {
        let sieve = Sieve::new(&["mere".to_owned(), "ors".to_owned()], &[vec![], vec!["off-record".to_owned()]]);
        let file = |text: &str| folded(text.as_bytes()).unwrap();
        assert!(sieve.may_stand_in(&file("kind = \"off-record\"\nnote = \"sa Mère\""), &[true, true]));
        assert!(!sieve.may_stand_in(&file("kind = \"touching\"\nnote = \"sa Mère\""), &[true, true]));
        assert!(sieve.may_stand_in(&file("kind = \"touching\"\nnote = \"sa Mère\""), &[false, false]));
        assert!(!sieve.may_stand_in(&file("kind = \"touching\"\nnote = \"son père\""), &[false, false]));
        assert_eq!((folded(b"a \\u00e8"), folded("書".as_bytes()), folded(b"\xff")), (None, None, None));
    }
}
