//! Pictures of every screen and every state of the lamp: each scene at three sizes, in both languages, on dark, on light and without
//! colours. `make pictures DIR=…` writes them as SVG and text, with a contact sheet for each look; the test draws them all.

mod scenes;
mod svg;

use std::fs;
use std::path::Path;

use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Modifier;
use temoin::locale::Language;
use temoin::tui::theme::{Background, Depth, Theme};

use crate::desk::Desk;
use scenes::{Look, SCENES};

const SIZES: [(u16, u16); 3] = [(80, 24), (100, 30), (160, 45)];

const LANGUAGES: [Language; 2] = [Language::French, Language::English];

/// What is behind the letters, and whether there are colours; with the name that stands in a picture's file name.
const THEMES: [(&str, Background, Depth); 3] = [
    ("dark", Background::Dark, Depth::Sixteen),
    ("light", Background::Light, Depth::Sixteen),
    ("none", Background::Dark, Depth::None),
];

/// The folder that `make pictures` fills.
const WANTED: &str = "TEMOIN_PICTURES";

/// Scenes that the README shows, in English, at the smallest size, from the folder `pictures`.
const SHOWN: [&str; 3] = ["today", "record-recording", "listen"];

#[test]
fn every_scene_is_drawn_at_every_size_in_both_languages_on_dark_on_light_and_without_colours() {
    let folder = std::env::var_os(WANTED);
    let folder = folder.as_deref().map(Path::new);
    for (theme_name, background, depth) in THEMES {
        for language in LANGUAGES {
            for size in SIZES {
                let theme = Theme { depth, background, ascii: false };
                let look = Look { language, size, theme };
                let end = format!("{}.{}x{}.{theme_name}", language.tag(), size.0, size.1);
                let drawn: Vec<(String, Buffer)> =
                    SCENES.iter().map(|(name, set)| ((*name).to_owned(), draw(name, set(&look)))).collect();
                if let Some(folder) = folder {
                    write_all(folder, &end, &drawn, background);
                }
            }
        }
    }
    if folder.is_some() {
        write_shown();
    }
}

#[test]
fn each_scene_has_a_name_of_its_own() {
    let mut names: Vec<&str> = SCENES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), SCENES.len());
}

#[test]
fn the_readme_shows_pictures_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for name in SHOWN {
        let file = format!("pictures/{name}.svg");
        assert!(readme.contains(&format!("({file})")), "README.md shows {file}");
        assert!(root.join(&file).exists(), "{file} is there: make pictures");
    }
}

fn draw(name: &str, desk: Desk) -> Buffer {
    let mut terminal = desk.draw();
    let mut buffer = terminal.backend().buffer().clone();
    assert!(!desk.screen().trim().is_empty(), "{name} shows something");
    let cursor = terminal.backend_mut().get_cursor_position().expect("no terminal is asked");
    if let Some(cell) = buffer.cell_mut(cursor).filter(|_| cursor != Position::ORIGIN) {
        cell.modifier.toggle(Modifier::REVERSED); // at the origin it is hidden
    }
    buffer
}

fn write_all(folder: &Path, end: &str, drawn: &[(String, Buffer)], background: Background) {
    fs::create_dir_all(folder).unwrap();
    for (name, buffer) in drawn {
        fs::write(folder.join(format!("{name}.{end}.svg")), svg::picture(buffer, background)).unwrap();
        fs::write(folder.join(format!("{name}.{end}.txt")), crate::desk::text_of(buffer)).unwrap();
    }
    fs::write(folder.join(format!("all.{end}.svg")), svg::sheet(drawn, background)).unwrap();
}

fn write_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures");
    fs::create_dir_all(&folder).unwrap();
    let look = Look { language: Language::English, size: SIZES[0], theme: Theme::default() };
    for (name, set) in SCENES.iter().filter(|(name, _)| SHOWN.contains(name)) {
        let buffer = draw(name, set(&look));
        fs::write(folder.join(format!("{name}.svg")), svg::picture(&buffer, Background::Dark)).unwrap();
    }
}
