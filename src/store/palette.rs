//! `[[kind]]` and `[[theme]]`, in `library.toml` and in the config, and the ready palettes that `init --palette` offers.

use std::path::Path;

use super::document::Document;
use super::edit;
use super::table::{Table, nearest, shown};
use crate::domain::{Kind, Names, Palette, Slug, Theme};
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
    let document = Document::parse(Path::new(name), (*source).to_owned())?;
    Ok(read(&document.table()))
}

/// The palette in a table. A letter that cannot be used, or stands twice, costs that letter only.
pub(crate) fn read(table: &Table) -> Palette {
    let mut letters = Letters::default();
    Palette {
        kinds: table.tables("kind").iter().filter_map(|kind| read_kind(kind, &mut letters)).collect(),
        themes: table.tables("theme").iter().filter_map(|theme| read_theme(theme, &mut letters)).collect(),
    }
}

fn read_kind(table: &Table, letters: &mut Letters) -> Option<Kind> {
    let id = table.need("id", Table::slug);
    let kind = Kind {
        key: letters.read(table),
        names: read_names(table),
        colour: table.text("colour"),
        withhold: table.flag("withhold").unwrap_or(false),
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
        names: read_names(table),
        colour: table.text("colour"),
        id: letters.first_of(table, id)?,
    };
    table.refuse_unknown();
    Some(theme)
}

/// `name.fr` and `name.en`, or one `name` for both.
fn read_names(table: &Table) -> Names {
    if table.is_text("name") {
        let name = table.text("name");
        return Names { fr: name.clone(), en: name };
    }
    let Some(inner) = table.table("name") else { return Names::default() };
    let names = Names { fr: inner.text("fr"), en: inner.text("en") };
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
        write_common(&mut out, &kind.id, kind.key, &kind.names, &kind.colour);
        if kind.withhold {
            out += "withhold = true\n";
        }
        if let Some(reaction) = kind.reaction {
            out += &format!("reaction = {}\n", edit::number(reaction));
        }
    }
    for theme in &palette.themes {
        out += "\n[[theme]]\n";
        write_common(&mut out, &theme.id, theme.key, &theme.names, &theme.colour);
    }
    out
}

fn write_common(out: &mut String, id: &Slug, key: Option<char>, names: &Names, colour: &Option<String>) {
    *out += &format!("id = {}\n", edit::quoted(id.as_str()));
    let key = key.map(String::from);
    for (name, value) in [("key", &key), ("name.fr", &names.fr), ("name.en", &names.en), ("colour", colour)] {
        if let Some(value) = value {
            *out += &format!("{name} = {}\n", edit::quoted(value));
        }
    }
}
