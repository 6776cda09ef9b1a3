//! Private words in texts that leave the library: each is replaced by what may be told instead.

use std::cmp::Reverse;
use std::ops::Range;

/// Words that must not be read, with what stands in their place.
#[derive(Debug, Clone, Default)]
pub struct Veil(Vec<Private>);

#[derive(Debug, Clone)]
struct Private {
    words: Vec<String>,
    /// What ends it and is no word: the dot of `Nadia G.`
    tail: String,
    instead: String,
}

/// A word of a text, without capitals and accents.
struct Word {
    folded: String,
    range: Range<usize>,
}

impl Veil {
    /// Of names and the like, each with what is told instead; the longest goes first. A single letter is no name that could be told apart.
    pub fn of(private: impl IntoIterator<Item = (String, String)>) -> Veil {
        let private = private.into_iter().filter_map(|(name, instead)| {
            let words = words(&name);
            let tail = name[words.last()?.range.end..].trim_end().to_owned();
            let words: Vec<String> = words.into_iter().map(|word| word.folded).collect();
            (words.concat().len() > 1).then_some(Private { words, tail, instead })
        });
        let mut private: Vec<Private> = private.collect();
        private.sort_by_key(|one| Reverse(one.words.len()));
        Veil(private)
    }

    /// The text without its private words: whole ones, whatever their capitals, accents and what stands between them.
    pub fn over(&self, text: &str) -> String {
        let found = words(text);
        let (mut out, mut done, mut n) = (String::new(), 0, 0);
        while n < found.len() {
            let Some(private) = self.0.iter().find(|private| private.begins(&found[n..])) else {
                n += 1;
                continue;
            };
            out += &text[done..found[n].range.start];
            out += &private.instead;
            n += private.words.len();
            done = found[n - 1].range.end;
            done += text[done..].strip_prefix(&private.tail).map_or(0, |_| private.tail.len());
        }
        out + &text[done..]
    }
}

impl Private {
    fn begins(&self, words: &[Word]) -> bool {
        words.len() >= self.words.len() && self.words.iter().zip(words).all(|(own, word)| *own == word.folded)
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
        words.push(Word { folded, range: start..end });
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
    fn what_stands_in_place_of_one_name_is_not_searched_for_another() {
        let veil = Veil::of([("Nadia Ada".to_owned(), "Zoé".to_owned()), ("Zoé".to_owned(), "Nadia Ada".to_owned())]);
        assert_eq!(veil.over("Zoé, Nadia Ada"), "Nadia Ada, Zoé");
    }
}
