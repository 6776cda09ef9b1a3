//! The files of sentences: one for each area of the program, parsed when a sentence of it is first worded.
//!
//! The first word of an id names its area, so that a short call parses little.

use std::sync::OnceLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;

use super::Language;

pub type Bundle = FluentBundle<FluentResource>;

struct Area {
    /// First words of its ids.
    heads: &'static [&'static str],
    french: Sentences,
    english: Sentences,
}

struct Sentences {
    source: &'static str,
    parsed: OnceLock<Bundle>,
}

macro_rules! area {
    ($name:literal, $heads:expr) => {
        Area {
            heads: &$heads,
            french: Sentences { source: include_str!(concat!("fr/", $name, ".ftl")), parsed: OnceLock::new() },
            english: Sentences { source: include_str!(concat!("en/", $name, ".ftl")), parsed: OnceLock::new() },
        }
    };
}

static AREAS: [Area; 18] = [
    area!("words", ["hint", "month", "nth", "system", "told", "weekday"]),
    area!("files", ["files"]),
    area!("plan", ["ics", "plan", "remind"]),
    area!("sound", ["sound"]),
    area!("recorder", ["recorder"]),
    area!("copy", ["copy"]),
    area!("cli", ["cli", "usage"]),
    area!("help", ["help", "value"]),
    area!("screen", ["action", "screen"]),
    area!("today", ["today"]),
    area!("record", ["guided", "record"]),
    area!("listen", ["listen"]),
    area!("marks", ["marks"]),
    area!("question", ["question"]),
    area!("export", ["export", "import", "register"]),
    area!("people", ["people"]),
    area!("merge", ["join", "merge"]),
    area!("schedule", ["rule", "schedule"]),
];

/// Where the sentence `id` stands, if there is one.
pub fn bundle(language: Language, id: &str) -> Option<&'static Bundle> {
    let head = id.split('-').next()?;
    let area = AREAS.iter().find(|area| area.heads.contains(&head))?;
    let sentences = match language {
        Language::French => &area.french,
        Language::English => &area.english,
    };
    Some(sentences.parsed.get_or_init(|| parse(language, sentences.source)))
}

fn parse(language: Language, source: &'static str) -> Bundle {
    let tag = language.tag().parse().expect("`fr` and `en` are language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false); // else terminals show U+2068 around each gap
    bundle.add_builtins().expect("an empty bundle has no function of that name");
    // What does not parse is left out here, and named by tests/locale.rs.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sentence_stands_in_the_area_of_its_first_word() {
        for area in &AREAS {
            for sentences in [&area.french, &area.english] {
                let ids = sentences.source.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
                for id in ids.filter(|id| id.starts_with(|first: char| first.is_ascii_lowercase()) && !id.contains(' ')) {
                    assert!(area.heads.contains(&id.split('-').next().unwrap()), "{id}");
                }
            }
        }
    }
}
