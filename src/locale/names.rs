//! What kinds and themes of marks are called, and which one a person means by a name.

use super::{Language, Locale};
use crate::domain::{Palette, RESERVED_KINDS, Theme, folded, nearest};
use crate::text;

impl Locale {
    /// What a kind is called: by the library's palette, else by the program; one that neither knows is called by its id.
    pub fn kind_name(&self, id: &str, palette: &Palette) -> String {
        let own = palette.kind(id).and_then(|kind| kind.names.in_language(self.language));
        own.map_or_else(|| self.say(&text!("cli-kind", kind = id)), str::to_owned)
    }

    /// `2 repères, 1 hors diffusion`: behind the words for so many marks, what is withheld and not among them.
    pub fn marks_and_withheld(&self, marks: String, withheld: usize) -> String {
        match withheld {
            0 => marks,
            _ => format!("{marks}, {}", self.say(&text!("record-marks-withheld", count = withheld))),
        }
    }

    /// What a theme is called; one that the palette does not know is called by its id.
    pub fn theme_name(&self, id: &str, palette: &Palette) -> String {
        let known = palette.themes.iter().find(|theme| theme.id.as_str() == id);
        known.and_then(|theme| theme.names.in_language(self.language)).unwrap_or(id).to_owned()
    }
}

/// Every kind that can be marked here, and what it is called: its id, and its names in both languages.
fn kind_words(palette: &Palette) -> Vec<(String, [String; 3])> {
    let locales = [Language::French, Language::English].map(Locale::new);
    let own = palette.kinds.iter().map(|kind| kind.id.as_str());
    let made = RESERVED_KINDS.into_iter().filter(|&id| id != "hole" && palette.kind(id).is_none());
    let words = |id: &str| [id.to_owned(), locales[0].kind_name(id, palette), locales[1].kind_name(id, palette)];
    own.chain(made).map(|id| (id.to_owned(), words(id))).collect()
}

/// The id of the kind that `word` names: its id, or its name in either language, whatever the accents and capitals.
pub fn kind_called(word: &str, palette: &Palette) -> Option<String> {
    if palette.knows(word) {
        return Some(word.to_owned());
    }
    let wanted = folded(word);
    kind_words(palette).into_iter().find(|(_, words)| words.iter().any(|word| folded(word) == wanted)).map(|(id, _)| id)
}

/// The themes that `word` names: the one with this id, else all with this name in either language, whatever the accents and capitals.
pub fn themes_called<'p>(word: &str, palette: &'p Palette) -> Vec<&'p Theme> {
    if let Some(theme) = palette.themes.iter().find(|theme| theme.id.as_str() == word) {
        return vec![theme];
    }
    let wanted = folded(word);
    let is_meant = |theme: &&Theme| {
        let names = [&theme.names.fr, &theme.names.en].into_iter().flatten().map(String::as_str);
        names.chain([theme.id.as_str()]).any(|name| folded(name) == wanted)
    };
    palette.themes.iter().filter(is_meant).collect()
}

/// The id of the kind whose id or name is most like `word`, if one is near enough to be meant.
pub fn nearest_kind(word: &str, palette: &Palette) -> Option<String> {
    let words: Vec<(String, String)> =
        kind_words(palette).into_iter().flat_map(|(id, words)| words.map(|word| (id.clone(), folded(&word)))).collect();
    let wanted = folded(word);
    let near = nearest(&wanted, words.iter().map(|(_, word)| word.as_str()))?;
    words.iter().find(|(_, word)| word == near).map(|(id, _)| id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::palette::ready;

    #[test]
    fn a_kind_is_called_by_its_name_in_the_language_of_the_reader() {
        let (french, palette) = (Locale::new(Language::French), ready("web-series").unwrap());
        assert_eq!(french.kind_name("touching", &Palette::default()), "touchant");
        assert_eq!(french.kind_name("unheard-of", &palette), "unheard-of");
        let theme = &palette.themes[0];
        assert_eq!(french.theme_name(theme.id.as_str(), &palette), theme.names.fr.clone().unwrap());
        assert_eq!(french.theme_name("unheard-of", &palette), "unheard-of");
    }

    #[test]
    fn a_kind_is_meant_by_its_id_or_a_name_in_either_language() {
        let palette = ready("web-series").unwrap();
        for word in ["touching", "touchant", "Touchant "] {
            assert_eq!(kind_called(word, &palette).as_deref(), Some("touching"), "{word}");
        }
        assert_eq!(kind_called("tuching", &palette), None);
        assert_eq!(nearest_kind("tuching", &palette).as_deref(), Some("touching"));
        assert_eq!(nearest_kind("touchan", &palette).as_deref(), Some("touching"));
        assert_eq!(nearest_kind("xyz", &palette), None);
    }
}
