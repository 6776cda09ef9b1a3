//! Which sessions are worth a closer look: those with files that, read as they are, may hold the words. Lets too much through, never too
//! little: of a million marks only those are read one by one that lie beside a word that was asked for.

use std::path::Path;

use memchr::memchr3;
use memchr::memmem::{Finder, find};

use super::beside::{TEXT_LIMIT, is_text};
use super::fold;
use crate::domain::Person;
use crate::store::document::read_bytes;
use crate::store::layout;

/// The words that are looked for.
pub struct Sieve {
    words: Vec<Word>,
}

struct Word {
    /// What of it stands between spaces and signs.
    pieces: Vec<Piece>,
    /// The ids of kinds and themes by whose names it is found, too.
    ids: Vec<Finder<'static>>,
}

struct Piece {
    text: Finder<'static>,
    /// The ids of people whose names hold it.
    people: Vec<Finder<'static>>,
}

impl Sieve {
    /// `words` folded; `ids` for each of them.
    pub fn new(words: &[String], ids: &[Vec<String>], people: &[Person]) -> Sieve {
        let finder = |text: &str| Finder::new(&fold(text)).into_owned();
        let called = |piece: &str| {
            let people = people.iter().filter(|person| fold(&person.name).contains(piece));
            people.map(|person| finder(person.id.as_str())).collect()
        };
        let piece = |piece: &str| Piece { text: finder(piece), people: called(piece) };
        let pieces =
            |word: &String| word.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()).map(piece).collect();
        let word =
            |(word, ids): (&String, &Vec<String>)| Word { pieces: pieces(word), ids: ids.iter().map(|id| finder(id)).collect() };
        Sieve { words: words.iter().zip(ids).map(word).collect() }
    }

    /// Whether the session in this folder, or some mark or line of it, may hold all words.
    pub fn lets_through(&self, folder: &Path) -> bool {
        let Ok(Some(session)) = read_bytes(&layout::session_file(folder), TEXT_LIMIT).map(folded) else { return true };
        let name = fold(&folder.file_name().unwrap_or_default().to_string_lossy());
        let knows = |piece: &Piece| {
            let stands = |text: &Finder| text.find(session.as_bytes()).is_some();
            stands(&piece.text) || piece.text.find(name.as_bytes()).is_some() || piece.people.iter().any(stands)
        };
        let lacks: Vec<bool> = self.words.iter().map(|word| !word.pieces.iter().all(knows)).collect();
        !lacks.contains(&true) || self.lets_texts_through(folder, &lacks)
    }

    /// Whether some file beside a session may hold a mark or a line with all words that the session itself `lacks`; where it lacks none,
    /// with any word. What cannot be looked at may.
    pub fn lets_texts_through(&self, folder: &Path, lacks: &[bool]) -> bool {
        let Ok(entries) = std::fs::read_dir(folder) else { return true };
        let names = entries.flatten().map(|entry| entry.file_name());
        let mut files = names.filter(|name| name.to_str().is_none_or(|name| is_marks(name) || is_text(name)));
        files.any(|name| match read_bytes(&folder.join(&name), TEXT_LIMIT).map(folded) {
            Ok(Some(text)) if name.to_str().is_some_and(is_marks) => self.may_stand_in_table(&text, lacks),
            Ok(Some(text)) => self.may_stand_in(&text, lacks),
            _ => true,
        })
    }

    /// In one of the tables of a file: of a mark that is looked for, all words stand in its own.
    fn may_stand_in_table(&self, text: &str, lacks: &[bool]) -> bool {
        let has_long_lines = || ["\"\"\"", "'''"].iter().any(|quotes| find(text.as_bytes(), quotes.as_bytes()).is_some());
        let mut tables = text.split("\n[");
        self.may_stand_in(text, lacks) && (has_long_lines() || tables.any(|table| self.may_stand_in(table, lacks)))
    }

    fn may_stand_in(&self, text: &str, lacks: &[bool]) -> bool {
        let holds = |finder: &Finder| finder.find(text.as_bytes()).is_some();
        let stands = |word: &Word| word.pieces.iter().all(|piece| holds(&piece.text)) || word.ids.iter().any(holds);
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
fn folded(bytes: Vec<u8>) -> Option<String> {
    if memchr3(b'\\', b'<', b'&', &bytes).is_some() {
        return None;
    }
    let mut text = String::from_utf8(bytes).ok()?;
    text.make_ascii_lowercase();
    if text.is_ascii() {
        return Some(text);
    }
    let mut folded = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.is_ascii() {
            folded += line;
        } else {
            line.chars().try_for_each(|letter| push_folded(&mut folded, letter))?;
        }
    }
    Some(folded)
}

fn push_folded(folded: &mut String, letter: char) -> Option<()> {
    match letter {
        '\0'..='\u{7f}' => folded.push(letter),
        '\u{a0}'..='\u{24f}' | '\u{2010}'..='\u{203a}' => *folded += &deunicode::deunicode_char(letter)?.to_lowercase(),
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::About;
    use super::*;
    use crate::domain::{After, Role, Session};
    use crate::store::samples::{library, put, session, slug};
    use crate::store::sessions::{self, SessionEntry};

    /// Sieves by one word.
    fn sieve(word: &str) -> Sieve {
        let benoit = Person {
            id: slug("s-03"),
            name: "Benoît Le Gœff".into(),
            shown: None,
            code: None,
            role: Role::Guest,
            consents: Vec::new(),
        };
        Sieve::new(&[fold(word)], &[Vec::new()], &[benoit])
    }

    fn file(text: &str) -> String {
        folded(text.into()).unwrap()
    }

    proptest! {
        /// What the search finds in a text, the sieve finds in the file that holds it.
        #[test]
        fn nothing_that_would_be_found_is_held_back(
            before in "[a-zA-Zà-ÿÀ-ßœŒ’“”… .,;:!?'0-9\\-\n]{0,20}",
            word in "[a-zA-Zà-ÿÀ-ßœŒ’ 0-9\\-]{1,8}",
            after in "\\PC{0,20}",
        ) {
            let text = format!("{before}{word}{after}");
            prop_assume!(fold(&text).contains(&fold(&word)));
            if let Some(file) = folded(text.clone().into()) {
                let sieve = sieve(&word);
                prop_assert!(sieve.may_stand_in(&file, &[true]) && sieve.may_stand_in(&file, &[false]), "{file:?}");
                prop_assert!(sieve.may_stand_in_table(&format!("[[marker]]\n{file}\n[[marker]]\n"), &[true]), "{file:?}");
            }
        }

        /// Nor in what is known of a session as a whole.
        #[test]
        fn no_session_is_held_back_that_is_called_so(title in "\\PC{0,12}", gist in "\\PC{0,12}", at in 0usize..60, length in 1usize..6) {
            let (_folder, layout) = library();
            let start = "2020-03-28T20:30:00".parse().unwrap();
            let folder = sessions::create(&layout, start, &slug("nadia")).unwrap();
            let mut said = session(Vec::new());
            (said.title, said.after.gist) = (title, Some(gist));
            sessions::save(&folder, &said).unwrap();
            let entry = SessionEntry { id: "2020-03-28-2030-nadia".into(), folder: folder.clone(), session: said };
            let about = About::of(&entry, |_| Some("Benoît Le Gœff".to_owned()));
            let letters: Vec<char> = about.known.chars().collect();
            let at = at % letters.len();
            let word: String = letters[at..letters.len().min(at + length)].iter().collect();
            prop_assert!(sieve(&word).lets_through(&folder), "{word:?} of {:?}", about.known);
        }
    }

    #[test]
    fn a_kind_is_found_by_its_name_and_a_word_that_nothing_holds_is_not() {
        let sieve = Sieve::new(&["mere".to_owned(), "ors".to_owned()], &[vec![], vec!["off-record".to_owned()]], &[]);
        assert!(sieve.may_stand_in(&file("kind = \"off-record\"\nnote = \"sa Mère\""), &[true, true]));
        assert!(!sieve.may_stand_in(&file("kind = \"touching\"\nnote = \"sa Mère\""), &[true, true]));
        assert!(sieve.may_stand_in(&file("kind = \"touching\"\nnote = \"sa Mère\""), &[false, false]));
        assert!(!sieve.may_stand_in(&file("kind = \"touching\"\nnote = \"son père\""), &[false, false]));
        assert_eq!((folded(b"a \\u00e8".into()), folded("書".into()), folded(b"\xff".into())), (None, None, None));
    }

    #[test]
    fn words_of_two_marks_are_those_of_none_unless_a_note_may_have_several_lines() {
        let sieve = Sieve::new(&["mere".to_owned(), "pont".to_owned()], &[vec![], vec![]], &[]);
        let text = |note: &str| file(&format!("format = 1\n[[marker]]\nnote = {note}\n[[marker]]\nnote = \"le pont\"\n"));
        assert!(!sieve.may_stand_in_table(&text("\"sa mère\""), &[true, true]));
        assert!(sieve.may_stand_in_table(&text("\"sa mère\""), &[true, false]));
        assert!(sieve.may_stand_in_table(&text("\"le pont de sa mère\""), &[true, true]));
        assert!(sieve.may_stand_in_table(&text("\"\"\"sa mère\n[rit]\n\"\"\""), &[true, true]));
    }

    #[test]
    fn a_session_is_read_for_its_people_s_names_and_passed_over_where_nothing_is_called_so() {
        let (_folder, layout) = library();
        let folder = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        sessions::save(&folder, &Session { after: After::default(), ..session(Vec::new()) }).unwrap();
        for (word, is_let) in [("benoit", true), ("goeff", true), ("2030-nadia", true), ("nadia", true), ("platypus", false)] {
            assert_eq!(sieve(word).lets_through(&folder), is_let, "{word}");
        }
        put(&folder.join("notes.md"), "un Platypus");
        assert!(sieve("platypus").lets_through(&folder));
    }
}
