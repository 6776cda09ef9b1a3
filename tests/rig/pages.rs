//! The tables that tests measure as pages that people read: `docs/faults.md` and `docs/marks.md`, each in both languages.
//!
//! A row that was measured again takes the place of the older one of the same name; the others stay. So a table can be brought up to
//! date row by row, though all of it takes hours.

use std::collections::BTreeMap;
use std::path::Path;

use super::table::{Language, Words, given, words};

const LANGUAGES: [Language; 2] = [Language::English, Language::French];

/// One page, in both languages.
pub struct Page {
    /// `docs/NAME.md` and `docs/NAME.fr.md`.
    pub name: &'static str,
    /// The title, and what must be known before the rows.
    introduction: Words,
    /// What a row's id begins with, and the heading under which it stands, in order.
    chapters: Vec<(&'static str, Words)>,
    /// The heads of the columns, with the line below them.
    head: Words,
}

pub fn pages() -> [Page; 2] {
    [faults(), marks()]
}

fn faults() -> Page {
    let chapters = vec![
        ("process", words("The program is killed or stopped", "Le programme est tué ou arrêté")),
        ("power", words("The power fails", "Le courant est coupé")),
        ("disk", words("The disk refuses", "Le disque refuse")),
        ("device", words("The microphone or the sound server vanishes", "Le micro ou le serveur de son disparaît")),
        ("time", words("The clock jumps", "L’horloge saute")),
        ("length", words("The take is very long", "La prise est très longue")),
        ("load", words("The machine is busy", "La machine est chargée")),
    ];
    let head = words(
        "| fault | tries | the worst that was measured | what was told |\n| --- | ---: | --- | --- |",
        "| panne | essais | le pire mesuré | ce qui a été dit |\n| --- | ---: | --- | --- |",
    );
    Page { name: "faults", introduction: words(FAULTS_ENGLISH, FAULTS_FRENCH), chapters, head }
}

fn marks() -> Page {
    let chapters = vec![("click", words("From the click to its mark", "Du claquement à son repère"))];
    let head = words(
        "| the click is | clicks | marked at once | beginning and end of a range | `mark --ago` later | reached back with the key | set apart |\n\
         | --- | ---: | --- | --- | --- | --- | --- |",
        "| le claquement est | claquements | repère aussitôt | début et fin d’un passage | `mark --ago` plus tard | atteint en reculant à la touche | mis à part |\n\
         | --- | ---: | --- | --- | --- | --- | --- |",
    );
    Page { name: "marks", introduction: words(MARKS_ENGLISH, MARKS_FRENCH), chapters, head }
}

const FAULTS_ENGLISH: &str = "# What was broken, and what came of it

Written by `make faults` from what it measured: no figure here was typed. Each row is a fault that was caused on purpose, as often as
*tries* says, in a library of its own, with a sound of which every frame is known. The figures are the worst of all tries; where
something is counted, all tries count together. The tests are in `tests/sound`.
";

const FAULTS_FRENCH: &str = "# Ce qui a été cassé, et ce qui en est resté

Écrit par `make faults` d’après ses mesures\u{a0}: aucun chiffre n’est tapé à la main. Chaque ligne est une panne provoquée exprès,
autant de fois que l’indique *essais*, dans une bibliothèque à part, avec un son dont chaque trame est connue. Les chiffres sont les pires de tous
les essais\u{a0}; ce qui est compté l’est sur tous les essais ensemble. Les essais sont dans `tests/sound`.
";

const MARKS_ENGLISH: &str = "# How far a mark lies from its sound

Written by `make faults FAULTS=clicks::` from what it measured: no figure here was typed. Somebody snaps with the fingers in front of a
microphone whose every frame is known, and marks it; the distance is that of the mark from the click in the recorded files, the start of the
command `mark`, the sound server and the recorder’s reckoning included. Each cell says the median, then the worst of all, whether the mark came
too early or too late; 50 ms are promised. *Later* is 3 and 15 seconds, in the pre-roll 12 and 15. *Set apart* are the marks whose command took more
than 50 ms from its start to its answer, because the machine was busy with other things. The tests are in `tests/sound/clicks.rs`.
";

const MARKS_FRENCH: &str = "# À quelle distance de son moment se trouve un repère

Écrit par `make faults FAULTS=clicks::` d’après ses mesures\u{a0}: aucun chiffre n’est tapé à la main. Quelqu’un claque des doigts devant un
micro dont chaque trame est connue, et pose un repère\u{a0}; la distance est celle du repère au claquement dans les fichiers enregistrés, y compris
le démarrage de la commande `mark`, le serveur de son et le calcul de l’enregistreur. Chaque case donne la médiane, puis le pire de tous, que le
repère soit trop tôt ou trop tard\u{a0}; 50 ms sont promises. *Plus tard* veut dire 3 et 15 secondes, dans le préenregistrement 12 et 15. *Mis à part* sont
les repères dont la commande a pris plus de 50 ms du démarrage à la réponse, parce que la machine faisait autre chose. Les essais sont dans
`tests/sound/clicks.rs`.
";

impl Page {
    /// Brings the page in `folder` up to date with the rows that were given.
    pub fn write(&self, folder: &Path) {
        for (n, language) in LANGUAGES.into_iter().enumerate() {
            let path = folder.join(self.file(language));
            let mut rows = rows_of(&std::fs::read_to_string(&path).unwrap_or_default());
            let own = given().into_iter().filter(|(id, _)| self.has(id));
            rows.extend(own.map(|(id, lines)| (id, lines[n].clone())));
            std::fs::write(&path, self.text(language, &rows)).expect("room on the disk");
        }
    }

    /// The ids of the rows in each language, by name.
    pub fn ids(&self, folder: &Path) -> [Vec<String>; 2] {
        let text = |language| std::fs::read_to_string(folder.join(self.file(language))).expect("`make faults` writes it");
        LANGUAGES.map(|language| rows_of(&text(language)).into_keys().collect())
    }

    /// Whether a row of that id belongs here.
    pub fn has(&self, id: &str) -> bool {
        self.chapters.iter().any(|(chapter, _)| chapter_of(id) == *chapter)
    }

    pub fn file(&self, language: Language) -> String {
        match language {
            Language::English => format!("{}.md", self.name),
            Language::French => format!("{}.fr.md", self.name),
        }
    }

    fn text(&self, language: Language, rows: &BTreeMap<String, String>) -> String {
        let mut text = language.of(&self.introduction).to_owned();
        for (chapter, heading) in &self.chapters {
            let rows: Vec<&str> =
                rows.iter().filter(|(id, _)| chapter_of(id) == *chapter).map(|(_, line)| line.as_str()).collect();
            if !rows.is_empty() {
                text += &format!("\n## {}\n\n{}\n{}\n", language.of(heading), language.of(&self.head), rows.join("\n"));
            }
        }
        text
    }
}

fn rows_of(page: &str) -> BTreeMap<String, String> {
    let id = |line: &str| Some(line.strip_prefix("| <a id=\"")?.split_once('"')?.0.to_owned());
    page.lines().filter_map(|line| Some((id(line)?, line.to_owned()))).collect()
}

fn chapter_of(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

#[test]
fn a_row_that_is_measured_again_takes_the_place_of_the_older_one_and_the_others_stay() {
    let line = |id: &str, tries: u64| format!("| <a id=\"{id}\"></a>a fault | {tries} |  |  |");
    let mut rows = BTreeMap::from(["power-cut", "process-kill"].map(|id| (id.to_owned(), line(id, 1))));
    let first = faults().text(Language::French, &rows);
    assert!(first.find("Le programme est tué") < first.find("Le courant est coupé"), "{first}");
    assert_eq!(rows_of(&first), rows);
    rows.insert("power-cut".to_owned(), line("power-cut", 2));
    assert_eq!(rows_of(&faults().text(Language::French, &rows)), rows);
}
