//! Private words in texts that leave the library: each is replaced by what may be told instead.

use std::cmp::Reverse;
use std::ops::Range;

/// A whole name of so many letters is no other word, however its letters part.
const LONG: usize = 8;

/// Words that must not be read, with what stands in their place.
#[derive(Debug, Clone, Default)]
pub struct Veil(Vec<Private>);

#[derive(Debug, Clone)]
struct Private {
    words: Vec<String>,
    /// What ends it and is no word: the dot of `Nadia G.`
    tail: String,
    instead: String,
    /// It stands for the name only where it is written as one: `Petit`, and not `petit`.
    only_as_name: bool,
}

/// A word of a text, without capitals and accents.
struct Word {
    folded: String,
    /// It does not begin with a small letter.
    is_name: bool,
    range: Range<usize>,
}

impl Veil {
    /// Of names and the like, each with what is told instead; the longest goes first. A single letter is no name that could be told apart.
    pub fn of(private: impl IntoIterator<Item = (String, String)>) -> Veil {
        Veil(private.into_iter().filter_map(|(name, instead)| Private::of(&name, instead, false)).collect()).sorted()
    }

    /// And of these, where they do not begin with a small letter in the text.
    pub fn and_names(mut self, names: impl IntoIterator<Item = (String, String)>) -> Veil {
        self.0.extend(names.into_iter().filter_map(|(name, instead)| Private::of(&name, instead, true)));
        self.sorted()
    }

    fn sorted(mut self) -> Veil {
        self.0.sort_by_key(|one| Reverse(one.words.concat().len()));
        self
    }

    /// The text without its private words: whole ones, whatever their capitals, accents and what stands between them. A name is known too
    /// with its words in one, or one of its words in several: `Dhondt`, `D'Hondt`, `d’Hondt`.
    pub fn over(&self, text: &str) -> String {
        let found = words(text);
        let (mut out, mut done, mut n) = (String::new(), 0, 0);
        while n < found.len() {
            let Some((private, length)) = self.0.iter().find_map(|private| Some((private, private.length(&found[n..])?))) else {
                n += 1;
                continue;
            };
            out += &text[done..found[n].range.start];
            out += &private.instead;
            n += length;
            done = found[n - 1].range.end;
            done += text[done..].strip_prefix(&private.tail).map_or(0, |_| private.tail.len());
        }
        out + &text[done..]
    }
}

impl Private {
    fn of(name: &str, instead: String, only_as_name: bool) -> Option<Private> {
        let words = words(name);
        let tail = name[words.last()?.range.end..].trim_end().to_owned();
        let words: Vec<String> = words.into_iter().map(|word| word.folded).collect();
        (words.concat().len() > 1).then_some(Private { words, tail, instead, only_as_name })
    }

    /// With how many words a text says it, from the first of them on.
    fn length(&self, words: &[Word]) -> Option<usize> {
        let is_word_by_word =
            words.len() >= self.words.len() && self.words.iter().zip(words).all(|(own, word)| *own == word.folded);
        let length = if is_word_by_word { self.words.len() } else { self.length_joined(words)? };
        let is_name = || words[..length].iter().any(|word| word.is_name);
        let is_sure = !self.only_as_name && (is_word_by_word || self.words.concat().len() >= LONG);
        (is_sure || is_name()).then_some(length)
    }

    /// As [`Private::length`], wherever the letters part into words.
    fn length_joined(&self, words: &[Word]) -> Option<usize> {
        let own = self.words.concat();
        let mut rest = own.as_str();
        for (n, word) in words.iter().enumerate() {
            rest = rest.strip_prefix(word.folded.as_str())?;
            if rest.is_empty() {
                return Some(n + 1);
            }
        }
        None
    }
}

/// Letters and digits that stand together; a combining accent belongs to its letter.
fn words(text: &str) -> Vec<Word> {
    let is_part = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut words: Vec<Word> = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(is_part).map(|at| rest + at) {
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |at| start + at);
        let folded = deunicode::deunicode(&text[start..end]).trim().to_lowercase();
        let is_name = text[start..].starts_with(|c: char| !c.is_lowercase());
        words.push(Word { folded, is_name, range: start..end });
        rest = end;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_replaced_whatever_their_capitals_and_accents() {
        let private =
            [("Nadia G.", "S-03"), ("Zoé", "Z."), ("Jean-Noël Ghesquière", "S-04"), ("Clinique X", "…"), ("N.", "never")];
        let veil = Veil::of(private.map(|(name, instead)| (name.to_owned(), instead.to_owned())));
        for (text, expected) in [
            ("Nadia G., le soir", "S-03, le soir"),
            ("NADIA  G le soir", "S-03 le soir"),
            ("avec ZOE et zoe\u{301} ; Zoétrope", "avec Z. et Z. ; Zoétrope"),
            ("chez jean noel GHESQUIERE", "chez S-04"),
            ("l’équipe de la clinique X", "l’équipe de la …"),
            ("Nadia, N. et Jean", "Nadia, N. et Jean"),
            ("", ""),
        ] {
            assert_eq!(veil.over(text), expected);
        }
    }

    #[test]
    fn a_name_is_known_with_and_without_its_apostrophes_and_hyphens() {
        let private = [("Eva D'Hondt", "S-05"), ("Annemarie Li", "S-06")].map(|(name, code)| (name.to_owned(), code.to_owned()));
        let names = [("D'Hondt", "S-05"), ("Petit", "S-07"), ("Jean-Noël", "S-08")]
            .map(|(name, code)| (name.to_owned(), code.to_owned()));
        let veil = Veil::of(private).and_names(names);
        for (text, expected) in [
            ("chez Dhondt, d’Hondt et D HONDT", "chez S-05, S-05 et S-05"),
            ("eva dhondt et Eva Dhondt", "S-05 et S-05"),
            ("Anne-Marie Li ; annemarie li", "S-06 ; S-06"),
            ("Petit, un petit café", "S-07, un petit café"),
            ("Jean Noël, Jeannoël", "S-08, S-08"),
        ] {
            assert_eq!(veil.over(text), expected);
        }
    }

    #[test]
    fn what_stands_in_place_of_one_name_is_not_searched_for_another() {
        let veil = Veil::of([("Nadia Ada".to_owned(), "Zoé".to_owned()), ("Zoé".to_owned(), "Nadia Ada".to_owned())]);
        assert_eq!(veil.over("Zoé, Nadia Ada"), "Nadia Ada, Zoé");
    }
}
