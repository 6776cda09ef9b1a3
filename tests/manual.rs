//! The manual: the committed pages are those that the program makes, and every command and flag stands on them.

use std::path::Path;
use std::process::Command;

use temoin::cli::{definition, manual};
use temoin::locale::{Language, Locale};

/// The committed page, and the language that it is in.
const PAGES: [(&str, Language); 2] = [("man/temoin.1", Language::English), ("man/fr/temoin.1", Language::French)];

fn committed(page: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap_or_default()
}

/// To make them again: `temoin --set language=en man > man/temoin.1`, and with `fr` into `man/fr/`.
#[test]
fn the_committed_pages_are_those_that_the_program_makes() {
    for (page, language) in PAGES {
        assert!(committed(page) == manual(language), "{page} is not what `temoin man` makes; see the comment of this test");
    }
}

#[test]
fn every_command_and_flag_is_on_the_page() {
    for (page, language) in PAGES {
        let text = committed(page).replace("\\-", "-");
        let root = definition(&Locale::new(language));
        let mut commands = vec![("temoin".to_owned(), root.clone())];
        for command in root.get_subcommands() {
            let name = format!("temoin {}", command.get_name());
            commands.extend(command.get_subcommands().map(|inner| (format!("{name} {}", inner.get_name()), inner.clone())));
            commands.push((name, command.clone()));
        }
        for (name, command) in commands {
            assert!(text.contains(&name), "{name} is not on {page}");
            for flag in command.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(|arg| arg.get_long()) {
                assert!(text.contains(&format!("--{flag}")), "--{flag} of {name} is not on {page}");
            }
        }
    }
}

/// mandoc is one of the tests' tools; it reads a page as strictly as any system does.
#[test]
fn the_pages_are_clean_for_mandoc() {
    for (page, _) in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let lint = Command::new("mandoc").args(["-Tlint", "-Wwarning"]).arg(&path).output().expect("mandoc is installed");
        let told = String::from_utf8_lossy(&lint.stdout).into_owned();
        assert!(lint.status.success() && told.is_empty(), "{told}");
    }
}
