//! The table of faults as pages that people read: `docs/faults.md` and `docs/faults.fr.md`.
//!
//! A row that was measured again takes the place of the older one of the same name; the others stay. So the table can be brought up to
//! date row by row, though all of it takes hours.

use std::collections::BTreeMap;
use std::path::Path;

use super::table::{Language, Words, given, words};

/// What a row's id begins with, and the heading under which it stands, in order.
pub fn chapters() -> [(&'static str, Words); 7] {
    [
        ("process", words("The program is killed or stopped", "Le programme est tué ou arrêté")),
        ("power", words("The power fails", "Le courant est coupé")),
        ("disk", words("The disk refuses", "Le disque refuse")),
        ("device", words("The microphone or the sound server vanishes", "Le micro ou le serveur de son disparaît")),
        ("time", words("The clock jumps", "L’horloge saute")),
        ("length", words("The take is very long", "La prise est très longue")),
        ("load", words("The machine is busy", "La machine est chargée")),
    ]
}

const NAMES: [(Language, &str); 2] = [(Language::English, "faults.md"), (Language::French, "faults.fr.md")];

const ENGLISH: &str = "# What was broken, and what came of it

Written by `make faults` from what it measured: no figure here was typed. Each row is a fault that was caused on purpose, as often as
*tries* says, in a library of its own, with a sound of which every frame is known. The figures are the worst of all tries; where
something is counted, all tries count together. The tests are in `tests/sound`.
";

const FRENCH: &str = "# Ce qui a été cassé, et ce qui en est resté

Écrit par `make faults` d’après ses mesures\u{a0}: aucun chiffre n’est tapé à la main. Chaque ligne est une panne provoquée exprès,
autant de fois que l’indique *essais*, dans une bibliothèque à part, avec un son dont chaque trame est connue. Les chiffres sont les pires de tous
les essais\u{a0}; ce qui est compté l’est sur tous les essais ensemble. Les essais sont dans `tests/sound`.
";

/// Brings both pages in `folder` up to date with the rows that were given.
pub fn write(folder: &Path) {
    for (n, (language, name)) in NAMES.into_iter().enumerate() {
        let path = folder.join(name);
        let mut rows = rows_of(&std::fs::read_to_string(&path).unwrap_or_default());
        rows.extend(given().into_iter().map(|(id, lines)| (id, lines[n].clone())));
        std::fs::write(&path, page(language, &rows)).expect("room on the disk");
    }
}

/// The ids of the rows of each page, by name.
pub fn ids(folder: &Path) -> [Vec<String>; 2] {
    let page = |name: &str| std::fs::read_to_string(folder.join(name)).expect("`make faults` writes it");
    NAMES.map(|(_, name)| rows_of(&page(name)).into_keys().collect())
}

fn rows_of(page: &str) -> BTreeMap<String, String> {
    let id = |line: &str| Some(line.strip_prefix("| <a id=\"")?.split_once('"')?.0.to_owned());
    page.lines().filter_map(|line| Some((id(line)?, line.to_owned()))).collect()
}

fn page(language: Language, rows: &BTreeMap<String, String>) -> String {
    let mut page = if language == Language::English { ENGLISH } else { FRENCH }.to_owned();
    for (chapter, heading) in chapters() {
        let rows: Vec<&str> = rows.iter().filter(|(id, _)| chapter_of(id) == chapter).map(|(_, line)| line.as_str()).collect();
        if !rows.is_empty() {
            page += &format!(
                "\n## {}\n\n{}\n| --- | ---: | --- | --- |\n{}\n",
                language.of(&heading),
                head(language),
                rows.join("\n")
            );
        }
    }
    page
}

fn head(language: Language) -> &'static str {
    match language {
        Language::English => "| fault | tries | the worst that was measured | what was told |",
        Language::French => "| panne | essais | le pire mesuré | ce qui a été dit |",
    }
}

pub fn chapter_of(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

#[test]
fn a_row_that_is_measured_again_takes_the_place_of_the_older_one_and_the_others_stay() {
    let line = |id: &str, tries: u64| format!("| <a id=\"{id}\"></a>a fault | {tries} |  |  |");
    let mut rows = BTreeMap::from(["power-cut", "process-kill"].map(|id| (id.to_owned(), line(id, 1))));
    let first = page(Language::French, &rows);
    assert!(first.find("Le programme est tué") < first.find("Le courant est coupé"), "{first}");
    assert_eq!(rows_of(&first), rows);
    rows.insert("power-cut".to_owned(), line("power-cut", 2));
    assert_eq!(rows_of(&page(Language::French, &rows)), rows);
}
