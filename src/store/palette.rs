//! `[[kind]]` and `[[theme]]`, in `library.toml` and in the config, and the ready palettes that `init --palette` offers.

use std::path::Path;

use super::document::Document;
use super::edit;
use super::table::{Table, nearest, shown};
use crate::domain::{Bilingual, Kind, Palette, Slug, Theme};
use crate::error::{Error, Result};
use crate::text;

/// The letters that a palette may use; the rest are commands.
pub const LETTERS: [char; 12] = ['b', 'c', 'd', 'e', 'g', 'i', 'l', 'o', 'r', 't', 'v', 'y'];

/// The palette of a new library where neither the call nor the config names one.
pub const DEFAULT: &str = "basic";

const READY: [(&str, &str); 5] = [
    ("basic", include_str!("palettes/basic.toml")),
    ("web-series", include_str!("palettes/web-series.toml")),
    ("show", include_str!("palettes/show.toml")),
    ("evening", include_str!("palettes/evening.toml")),
    ("intervision", include_str!("palettes/intervision.toml")),
];

/// Names of the ready palettes.
pub fn ready_names() -> impl Iterator<Item = &'static str> {
    READY.iter().map(|(name, _)| *name)
}

/// The ready palette of that name.
pub fn ready(name: &str) -> Result<Palette> {
    let Some((_, source)) = READY.iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = ready_names().collect();
        let fault = Error::usage(text!("files-palette", names = names.join(", "), found = shown(name)));
        return Err(match nearest(name, ready_names()) {
            Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
            None => fault,
        });
    };
    let document = Document::parse(Path::new(name), source)?;
    Ok(read(&document.table()))
}

/// The palette in a table. A letter that cannot be used, or stands twice, costs that letter only. A kind with any other slip is
/// withheld: what was mistyped may have been just that.
pub(crate) fn read(table: &Table) -> Palette {
    let mut letters = Letters::default();
    let tables = table.tables("kind");
    let mut ends: Vec<usize> = tables.iter().skip(1).map(Table::line).collect();
    ends.push(usize::MAX);
    let kinds = tables.iter().zip(ends).filter_map(|(kind, end)| {
        let read = read_kind(kind, &mut letters)?;
        Some(Kind { withhold: read.withhold || kind.has_fault_before(end), ..read })
    });
    Palette {
        kinds: kinds.collect(),
        themes: table.tables("theme").iter().filter_map(|theme| read_theme(theme, &mut letters)).collect(),
    }
}

fn read_kind(table: &Table, letters: &mut Letters) -> Option<Kind> {
    let id = table.need("id", Table::slug);
    let kind = Kind {
        key: letters.read(table),
        names: read_names(table, "name"),
        short: read_names(table, "short"),
        colour: table.text("colour"),
        withhold: table.flag("withhold").unwrap_or(table.has("withhold")), // what is written wrongly withholds
        reaction: table.number("reaction", 0.0..=600.0),
        id: letters.first_of(table, id)?,
    };
    table.refuse_unknown();
    Some(kind)
}

fn read_theme(table: &Table, letters: &mut Letters) -> Option<Theme> {
    let id = table.need("id", Table::slug);
    let theme = Theme {
        key: letters.read(table),
        names: read_names(table, "name"),
        short: read_names(table, "short"),
        colour: table.text("colour"),
        apart: table.flag("apart").unwrap_or(false),
        id: letters.first_of(table, id)?,
    };
    table.refuse_unknown();
    Some(theme)
}

/// `name.fr` and `name.en`, or one `name` for both; and so `short`.
fn read_names(table: &Table, key: &'static str) -> Bilingual {
    if table.is_text(key) {
        let name = table.text(key);
        return Bilingual { fr: name.clone(), en: name };
    }
    let Some(inner) = table.table(key) else { return Bilingual::default() };
    let names = Bilingual { fr: inner.text("fr"), en: inner.text("en") };
    inner.refuse_unknown();
    names
}

/// The letters and ids that are taken, with their lines.
#[derive(Default)]
struct Letters {
    letters: Vec<(char, usize)>,
    ids: Vec<(Slug, usize)>,
}

impl Letters {
    fn read(&mut self, table: &Table) -> Option<char> {
        let text = table.text("key")?;
        let letter = text.chars().next().map(|letter| letter.to_ascii_lowercase()).filter(|_| text.chars().count() == 1);
        let Some(letter) = letter.filter(|letter| LETTERS.contains(letter)) else {
            let letters: String = LETTERS.map(|letter| format!(" {letter}")).concat();
            table.warn("key", text!("files-palette-letter", letters = letters.trim(), found = shown(&text)));
            return None;
        };
        if let Some((_, line)) = self.letters.iter().find(|(taken, _)| *taken == letter) {
            table.warn("key", text!("files-palette-clash", letter = letter.to_string(), line = *line));
            return None;
        }
        self.letters.push((letter, table.line_of("key")));
        Some(letter)
    }

    fn first_of(&mut self, table: &Table, id: Option<Slug>) -> Option<Slug> {
        let id = id?;
        if let Some((_, line)) = self.ids.iter().find(|(taken, _)| *taken == id) {
            table.fault("id", text!("files-twice", id = id.as_str(), line = *line));
            return None;
        }
        self.ids.push((id.clone(), table.line_of("id")));
        Some(id)
    }
}

/// The palette as the tables of a file.
pub(super) fn write(palette: &Palette) -> String {
    let mut out = String::new();
    for kind in &palette.kinds {
        out += "\n[[kind]]\n";
        write_common(&mut out, (&kind.id, kind.key), (&kind.names, &kind.short), &kind.colour);
        if kind.withhold {
            out += "withhold = true\n";
        }
        if let Some(reaction) = kind.reaction {
            out += &format!("reaction = {}\n", edit::number(reaction));
        }
    }
    for theme in &palette.themes {
        out += "\n[[theme]]\n";
        write_common(&mut out, (&theme.id, theme.key), (&theme.names, &theme.short), &theme.colour);
        if theme.apart {
            out += "apart = true\n";
        }
    }
    out
}

fn write_common(
    out: &mut String,
    (id, key): (&Slug, Option<char>),
    (names, short): (&Bilingual, &Bilingual),
    colour: &Option<String>,
) {
    *out += &format!("id = {}\n", edit::quoted(id.as_str()));
    let key = key.map(String::from);
    let names = [("name.fr", &names.fr), ("name.en", &names.en), ("short.fr", &short.fr), ("short.en", &short.en)];
    for (name, value) in [("key", &key)].into_iter().chain(names).chain([("colour", colour)]) {
        if let Some(value) = value {
            *out += &format!("{name} = {}\n", edit::quoted(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;
    use crate::store::samples::told;

    fn read_text(text: &str) -> (Palette, Vec<String>, bool) {
        let document = Document::parse(Path::new("l/library.toml"), text).unwrap();
        let palette = read(&document.table());
        let (refused, faults) = (document.is_refused(), document.into_faults());
        (palette, faults.iter().map(told).collect(), refused)
    }

    #[test]
    fn ready_palettes_have_names_in_both_languages_and_letters_of_their_own() {
        for (name, source) in READY {
            let (palette, faults, _) = read_text(source);
            assert_eq!(faults, Vec::<String>::new(), "{name}");
            assert_eq!(ready(name).unwrap(), palette);
            assert!(palette.withholds("off-record") && palette.kind("off-record").unwrap().withhold, "{name}");
            let names = palette.kinds.iter().map(|kind| &kind.names).chain(palette.themes.iter().map(|theme| &theme.names));
            for names in names {
                assert!(names.fr.is_some() && names.en.is_some(), "{name}: {names:?}");
            }
            for Theme { names, short, .. } in &palette.themes {
                let length = |names: &Bilingual| [Language::French, Language::English].map(|own| names.own(own).map(str::len));
                let [names, short] = [names, short].map(length);
                assert!(names.into_iter().zip(short).all(|(name, short)| short < name), "{name}: a short name is shorter");
            }
        }
        assert_eq!(ready("web-series").unwrap().themes.len(), 12);
    }

    #[test]
    fn the_letter_of_a_ready_palette_stands_in_its_french_word() {
        for name in ready_names() {
            let palette = ready(name).unwrap();
            let keyed = palette
                .kinds
                .iter()
                .map(|kind| (kind.key, &kind.names))
                .chain(palette.themes.iter().map(|theme| (theme.key, &theme.names)));
            for (key, names) in keyed {
                let word = deunicode::deunicode(names.in_language(Language::French).unwrap());
                assert!(key.is_none_or(|key| word.contains(key)), "{name}: {key:?} {word}");
            }
        }
    }

    #[test]
    fn a_palette_that_does_not_exist_is_told_with_those_that_do() {
        let fault = ready("webseries").unwrap_err();
        assert_eq!(fault.kind(), crate::error::ErrorKind::Usage);
        let expected = "expected one of the palettes basic, web-series, show, evening, intervision, found webseries\n  hint: did you mean `web-series`?";
        assert_eq!(fault.to_string(), expected);
    }

    #[test]
    fn a_palette_is_read_as_it_was_written() {
        let text = "[[kind]]\nid = \"hush\"\nwithhold = true\nreaction = 2\ncolour = \"red\"\n[[theme]]\nid = \"r\"\nkey = \"L\"\nname = \"both\"\nshort.fr = \"un\"\napart = true\n";
        let (palette, faults, _) = read_text(text);
        assert_eq!((read_text(&write(&palette)).0, faults.len()), (palette.clone(), 0));
        assert_eq!(
            (palette.themes[0].key, palette.themes[0].names.fr.as_deref(), palette.kinds[0].reaction),
            (Some('l'), Some("both"), Some(2.0))
        );
        assert_eq!((palette.themes[0].short.own(Language::French), palette.themes[0].apart), (Some("un"), true));
    }

    #[test]
    fn a_letter_that_is_taken_or_a_command_costs_that_letter_only() {
        let text = "[[kind]]\nid = \"a\"\nkey = \"r\"\n[[kind]]\nid = \"b\"\nkey = \"s\"\n[[theme]]\nid = \"a\"\nkey = \"r\"\n";
        let text = text.replace("[[theme]]\nid = \"a\"", "[[theme]]\nid = \"c\"");
        let (palette, faults, refused) = read_text(&text);
        assert_eq!((palette.kinds[0].key, palette.kinds[1].key, palette.themes[0].key, refused), (Some('r'), None, None, false));
        assert_eq!(
            faults[0],
            "library.toml:6: expected one of the letters b c d e g i l o r t v y, found s; this key is left aside"
        );
        assert_eq!(faults[1], "library.toml:9: the letter r is taken on line 3 already; this key is left aside");
    }

    #[test]
    fn an_id_that_stands_twice_is_refused() {
        let (_, faults, refused) = read_text("[[kind]]\nid = \"a\"\n[[kind]]\nid = \"a\"\n");
        assert_eq!((faults[0].as_str(), refused), ("library.toml:4: `a` stands on line 2 already", true));
    }
}
