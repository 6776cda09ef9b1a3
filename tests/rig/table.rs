//! A row of the table of faults: what was broken, how often, the worst that was measured, what the person was told.
//!
//! A long test gives its row when all its tries are over; the words stand beside the test, in both languages, the figures come from
//! what it measured. `make faults` puts the rows into the pages in `docs` (see [`super::pages`]).
//!
//! ```ignore
//! Row::new("power-cut", words("a power cut while …", "une coupure de courant pendant …"), tries)
//!     .at_most(words("sound missing", "son manquant"), worst_seconds)
//!     .of(words("acknowledged marks lost", "repères confirmés perdus"), lost, acknowledged)
//!     .told(words("how much was found again", "ce qui a été retrouvé"), times, tries)
//!     .give();
//! ```

use std::path::{Path, PathBuf};

use super::is_long;
use super::tries::is_one_seed;

/// The same in both languages: no capital at the beginning, no full stop, in French `\u{a0}` before `:` and `;`.
#[derive(Debug, Clone)]
pub struct Words {
    pub english: String,
    pub french: String,
}

pub fn words(english: impl Into<String>, french: impl Into<String>) -> Words {
    Words { english: english.into(), french: french.into() }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    French,
}

/// One row, in the making.
#[derive(Debug)]
pub struct Row {
    id: &'static str,
    fault: Words,
    tries: u64,
    worst: Vec<Worst>,
    told: Option<(Words, [u64; 2])>,
}

/// Something that was measured in each try, of which the worst counts.
#[derive(Debug)]
enum Worst {
    Seconds(Words, f64),
    Mebibytes(Words, u64),
    Of { what: Words, bad: u64, all: u64 },
}

impl Row {
    /// `id` names the row among all, and begins with its chapter (see [`super::pages::chapters`]): `power-cut`.
    pub fn new(id: &'static str, fault: Words, tries: u64) -> Row {
        Row { id, fault, tries, worst: Vec::new(), told: None }
    }

    /// The longest of all tries, in seconds.
    pub fn at_most(mut self, what: Words, seconds: f64) -> Row {
        self.worst.push(Worst::Seconds(what, seconds.max(0.0)));
        self
    }

    /// The most of all tries, in MiB.
    pub fn mebibytes(mut self, what: Words, most: u64) -> Row {
        self.worst.push(Worst::Mebibytes(what, most));
        self
    }

    /// How many were lost or wrong, of how many, in all tries together.
    pub fn of(mut self, what: Words, bad: u64, all: u64) -> Row {
        self.worst.push(Worst::Of { what, bad, all });
        self
    }

    /// What the person was told, how often, and how often there was something to tell.
    pub fn told(mut self, what: Words, times: u64, all: u64) -> Row {
        self.told = Some((what, [times, all]));
        self
    }

    /// Keeps the row for the table: that of a long form, of which not only one seed was run again for a look.
    pub fn give(self) {
        keep(self.id, &[self.line(Language::English), self.line(Language::French)]);
    }

    /// As it stands in the table.
    pub fn line(&self, language: Language) -> String {
        let worst: Vec<String> = self.worst.iter().map(|worst| worst.cell(language)).collect();
        let told =
            self.told.as_ref().map(|(what, [times, all])| format!("{} ({})", language.of(what), of(*times, *all, language)));
        let fault = format!("<a id=\"{}\"></a>{}", self.id, language.of(&self.fault));
        let cells = [fault, number(self.tries, language), worst.join(language.semicolon()), told.unwrap_or_default()];
        format!("| {} |", cells.join(" | "))
    }
}

impl Worst {
    fn cell(&self, language: Language) -> String {
        match self {
            Worst::Seconds(what, seconds) => match language {
                Language::English => format!("{}: at most {}", what.english, time(*seconds, language)),
                Language::French => format!("{}\u{a0}: {} au plus", what.french, time(*seconds, language)),
            },
            Worst::Mebibytes(what, most) => match language {
                Language::English => format!("{}: at most {}\u{a0}MiB", what.english, number(*most, language)),
                Language::French => format!("{}\u{a0}: {}\u{a0}Mio au plus", what.french, number(*most, language)),
            },
            Worst::Of { what, bad, all } => match language {
                Language::English => format!("{}: {}", what.english, of(*bad, *all, language)),
                Language::French => format!("{}\u{a0}: {}", what.french, of(*bad, *all, language)),
            },
        }
    }
}

impl Language {
    pub fn of(self, words: &Words) -> &str {
        match self {
            Language::English => &words.english,
            Language::French => &words.french,
        }
    }

    fn semicolon(self) -> &'static str {
        match self {
            Language::English => "; ",
            Language::French => "\u{a0}; ",
        }
    }
}

/// Keeps a row as it stands in its table, in English and in French: that of a long form, of which not only one seed was run again.
pub fn keep(id: &str, lines: &[String; 2]) {
    println!("{}", lines[0]);
    if !is_long() || is_one_seed() {
        return;
    }
    std::fs::create_dir_all(folder()).expect("the folder of the build");
    std::fs::write(folder().join(id), format!("{}\n{}\n", lines[0], lines[1])).expect("room on the disk");
}

/// The rows that long tests have given since the folder was last emptied: id, then a line in each language.
pub fn given() -> Vec<(String, [String; 2])> {
    let entries = std::fs::read_dir(folder()).into_iter().flatten();
    let rows = entries.map(|entry| {
        let path = entry.expect("a readable folder").path();
        let text = std::fs::read_to_string(&path).expect("a row");
        let (english, french) = text.trim_end().split_once('\n').expect("a line in each language");
        (path.file_name().expect("a name").to_string_lossy().into_owned(), [english.to_owned(), french.to_owned()])
    });
    rows.collect()
}

/// `faults` in the build's own folder.
fn folder() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_temoin"));
    program.ancestors().nth(2).expect("target/debug/temoin").join("faults")
}

pub fn of(some: u64, all: u64, language: Language) -> String {
    let (some, all) = (number(some, language), number(all, language));
    match language {
        Language::English => format!("{some} of {all}"),
        Language::French => format!("{some} sur {all}"),
    }
}

/// With the thousands set apart.
fn number(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let apart = if language == Language::English { "," } else { "\u{a0}" };
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join(apart)
}

/// To the tenth.
pub fn milliseconds(milliseconds: f64, language: Language) -> String {
    let value = format!("{milliseconds:.1}\u{a0}ms");
    if language == Language::French { value.replace('.', ",") } else { value }
}

/// Milliseconds below a second, else seconds to the hundredth.
fn time(seconds: f64, language: Language) -> String {
    let (value, unit) = match seconds < 0.9995 {
        true => (format!("{:.0}", seconds * 1_000.0), "ms"),
        false => (format!("{seconds:.2}"), "s"),
    };
    let value = if language == Language::French { value.replace('.', ",") } else { value };
    format!("{value}\u{a0}{unit}")
}

#[test]
fn a_row_says_what_was_measured_in_both_languages() {
    let row = Row::new("power-cut", words("a cut", "une coupure"), 1_200)
        .at_most(words("sound missing", "son manquant"), 0.0871)
        .at_most(words("told after", "dit après"), 1.456)
        .mebibytes(words("memory", "mémoire"), 1_024)
        .of(words("marks lost", "repères perdus"), 0, 51_234)
        .told(words("what was found; where", "ce qui a été retrouvé\u{a0}; où"), 1_199, 1_200);
    assert_eq!(
        row.line(Language::English),
        "| <a id=\"power-cut\"></a>a cut | 1,200 | sound missing: at most 87\u{a0}ms; told after: at most 1.46\u{a0}s; \
         memory: at most 1,024\u{a0}MiB; marks lost: 0 of 51,234 | what was found; where (1,199 of 1,200) |"
    );
    assert_eq!(
        row.line(Language::French),
        "| <a id=\"power-cut\"></a>une coupure | 1\u{a0}200 | son manquant\u{a0}: 87\u{a0}ms au plus\u{a0}; dit après\u{a0}: \
         1,46\u{a0}s au plus\u{a0}; mémoire\u{a0}: 1\u{a0}024\u{a0}Mio au plus\u{a0}; repères perdus\u{a0}: 0 sur 51\u{a0}234 | ce qui a été retrouvé\u{a0}; où (1\u{a0}199 sur \
         1\u{a0}200) |"
    );
}
