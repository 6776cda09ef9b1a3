//! French and English say the same things, with the same gaps; no sentence is missing and none is left over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use temoin::locale::{Language, Locale};

/// A message, or an attribute of one (`message.attribute`), with the variables that fill its gaps.
type Sentences = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn is_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Names behind each `sign` in `text`.
fn names_behind(text: &str, sign: char) -> BTreeSet<String> {
    let behind = text.split(sign).skip(1);
    behind.map(|rest| rest.chars().take_while(|&c| is_id(c)).collect()).filter(|name: &String| !name.is_empty()).collect()
}

/// Reads the sentences of one file by its lines: a message begins a line, an attribute is indented and begins with a dot.
fn sentences(source: &str) -> Sentences {
    let mut found = Sentences::new();
    let (mut message, mut current) = (String::new(), String::new());
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
        let head = rest.split_once('=').map(|(head, _)| head.trim_end());
        match head {
            Some(id) if indent.is_empty() && !id.is_empty() && id.chars().all(is_id) => {
                message = id.to_owned();
                current = message.clone();
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{id} stands twice");
            }
            Some(name) if name.starts_with('.') && name[1..].chars().all(is_id) => {
                current = format!("{message}{name}");
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
            }
            _ => {}
        }
        if let Some(variables) = found.get_mut(&current) {
            variables.extend(names_behind(rest, '$'));
        }
    }
    found
}

fn language(tag: &str) -> Sentences {
    let mut all = Sentences::new();
    for path in files(&root().join("src/locale").join(tag), "ftl") {
        let source = std::fs::read_to_string(&path).unwrap();
        if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
            panic!("{}: {errors:?}", path.display());
        }
        for (id, variables) in sentences(&source) {
            assert!(all.insert(id.clone(), variables).is_none(), "{id} stands in two files");
        }
    }
    all
}

/// The calls of `text!` in the program: id, and the names of what fills its gaps.
fn calls() -> Vec<(PathBuf, String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for path in files(&root().join("src"), "rs") {
        let source: String = std::fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        for rest in code.split("text!(").skip(1) {
            let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
            let Some((id, rest)) = rest.split_once('"') else { continue };
            found.push((path.clone(), id.to_owned(), arguments(rest)));
        }
    }
    found
}

/// The names before `=` at the outer level of a call, up to its closing bracket.
fn arguments(rest: &str) -> BTreeSet<String> {
    let (mut depth, mut in_string, mut name, mut names) = (0, false, String::new(), BTreeSet::new());
    let mut before = ' ';
    for c in rest.chars() {
        match c {
            '"' if before != '\\' => in_string = !in_string,
            _ if in_string => {}
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => name.clear(),
            '=' if depth == 0 && !name.is_empty() => {
                names.insert(std::mem::take(&mut name));
                name.push('='); // nothing more of this argument is a name
            }
            c if depth == 0 && (c.is_ascii_alphanumeric() || c == '_') && !name.starts_with('=') => name.push(c),
            _ => {}
        }
        before = c;
    }
    names
}

#[test]
fn both_languages_say_the_same_things_with_the_same_gaps() {
    let (french, english) = (language("fr"), language("en"));
    let ids = |sentences: &Sentences| sentences.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(ids(&french).difference(&ids(&english)).collect::<Vec<_>>(), Vec::<&String>::new(), "only in French");
    assert_eq!(ids(&english).difference(&ids(&french)).collect::<Vec<_>>(), Vec::<&String>::new(), "only in English");
    for (id, variables) in &french {
        assert_eq!(variables, &english[id], "{id}");
    }
}

#[test]
fn every_sentence_in_the_program_exists_and_its_gaps_are_filled() {
    let english = language("en");
    let calls = calls();
    assert!(calls.len() > 50, "the calls of text! are not found any more");
    for (path, id, filled) in calls {
        let path = path.display();
        let gaps = english.get(&id).unwrap_or_else(|| panic!("{path}: no sentence `{id}`"));
        let missing: Vec<_> = gaps.difference(&filled).collect();
        assert!(missing.is_empty(), "{path}: `{id}` lacks {missing:?}");
        let surplus: Vec<_> = filled.difference(gaps).collect();
        assert!(surplus.is_empty(), "{path}: `{id}` has no gap for {surplus:?}");
    }
}

#[test]
fn no_sentence_is_left_over() {
    let mut used: BTreeSet<String> = calls().into_iter().map(|(_, id, _)| id).collect();
    used.extend(ids_of_definitions());
    used.extend(temoin::tui::keymap::ACTIONS.iter().map(|action| format!("action-{}", action.name)));
    let english = language("en");
    let left: Vec<_> = english.keys().filter(|id| !used.contains(*id)).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Ids that `cli/words.rs` makes by its rule: `help-COMMAND`, `help-COMMAND.ARGUMENT`, and `value-NAME`.
fn ids_of_definitions() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let root = temoin::cli::definition(&Locale::new(Language::English));
    collect(&root, "help-temoin", &mut ids);
    for command in root.get_subcommands() {
        collect(command, &format!("help-{}", command.get_name()), &mut ids);
        for inner in command.get_subcommands() {
            collect(inner, &format!("help-{}-{}", command.get_name(), inner.get_name()), &mut ids);
        }
    }
    for path in files(&self::root().join("src/cli"), "rs") {
        let source = std::fs::read_to_string(path).unwrap();
        for word in source.split(['"', '\n']) {
            ids.insert(format!("value-{word}"));
        }
    }
    ids
}

fn collect(command: &clap::Command, id: &str, ids: &mut BTreeSet<String>) {
    ids.insert(id.to_owned());
    ids.extend(["example", "more"].map(|name| format!("{id}.{name}")));
    ids.extend(command.get_arguments().map(|arg| format!("{id}.{}", arg.get_id())));
}

/// A sentence that is missing comes back as its id, so an id in the help is a missing sentence.
#[test]
fn every_command_and_argument_has_its_help_in_both_languages() {
    for language in [Language::French, Language::English] {
        let root = temoin::cli::definition(&Locale::new(language));
        let mut commands = vec![root.clone()];
        for command in root.get_subcommands() {
            commands.push(command.clone());
            commands.extend(command.get_subcommands().cloned());
        }
        for mut command in commands {
            let help = command.render_long_help().to_string();
            assert!(!help.contains("help-") && !help.contains("value-"), "{help}");
            assert!(command.get_after_help().is_some(), "{} has no example", command.get_name());
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                assert!(arg.get_help().is_some_and(|help| !help.to_string().is_empty()), "{}", arg.get_id());
            }
            let foreign = ["Usage:", "Options:\n", "Commands:\n", "Arguments:\n", "[possible", "[default"];
            let foreign = if language == Language::French { &foreign[..] } else { &foreign[4..] };
            for word in foreign {
                let own = matches!(*word, "Options:\n" | "Arguments:\n"); // the same words in French
                assert!(own || !help.contains(word), "{word} in:\n{help}");
            }
        }
    }
}

/// Every key can be another one: a sentence of the screen that names one has a gap for it.
#[test]
fn no_sentence_of_the_screen_holds_a_letter_of_the_key_table() {
    let letters = temoin::tui::keymap::ACTIONS.iter().flat_map(|action| action.keys).filter(|key| key.len() == 1);
    let letters: BTreeSet<&str> = letters.copied().filter(|key| key.chars().all(char::is_alphabetic)).collect();
    let areas = ["listen", "marks", "plan", "question", "record", "schedule", "screen", "today"];
    for (language, area) in ["fr", "en"].into_iter().flat_map(|language| areas.map(|area| (language, area))) {
        let source = std::fs::read_to_string(root().join(format!("src/locale/{language}/{area}.ftl"))).unwrap();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let value = line.split_once(" = ").or_else(|| line.split_once("] ")).map_or(line, |(_, value)| value);
            let words: Vec<&str> = value.split_whitespace().collect();
            for (at, word) in words.iter().enumerate() {
                let before = at.checked_sub(1).map_or("", |before| words[before]);
                let is_unit = *word == "s" && before.ends_with(|end: char| end.is_ascii_digit() || end == '}');
                let is_word = *word == "a" && !before.ends_with('.');
                let letter = word.trim_end_matches([',', ':', ';', '?']).to_lowercase();
                let is_key = letters.contains(letter.as_str()) && *word != "A" && !is_unit && !is_word;
                assert!(!is_key, "the key `{letter}` in {language}/{area}.ftl: {line}");
            }
        }
    }
}

#[test]
fn french_has_its_own_spaces_and_apostrophes() {
    for path in files(&root().join("src/locale/fr"), "ftl") {
        let source = std::fs::read_to_string(&path).unwrap();
        for (number, line) in source.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.contains("temoin ")) {
            let place = format!("{}:{}: {line}", path.display(), number + 1);
            let value = line.split_once(" = ").map_or(line, |(_, value)| value);
            for pair in [" :", " ;", " ?", " !", "« ", " »"] {
                assert!(!value.contains(pair), "a plain space in `{pair}` at {place}");
            }
            for unit in ["s", "min", "h", "%"] {
                let behind = value.split_once(&format!("}} {unit}")).map(|(_, behind)| behind);
                let is_unit = behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphanumeric() || c == '’'));
                assert!(!is_unit, "a plain space before `{unit}` at {place}");
            }
            let letters: Vec<char> = value.chars().collect();
            let straight = letters.windows(3).any(|w| w[1] == '\'' && w[0].is_alphabetic() && w[2].is_alphabetic());
            assert!(!straight, "a typewriter's apostrophe at {place}");
        }
    }
}
