//! The pages of what was measured: written by `make faults` when all long tests have given their rows, else only looked at.

use std::path::Path;

use crate::rig::pages::pages;
use crate::rig::table::Language;

#[test]
fn the_table_of_faults_and_that_of_marks_have_the_same_rows_in_both_languages_and_are_found() {
    for page in pages() {
        if let Some(folder) = std::env::var_os("TEMOIN_TABLE") {
            page.write(Path::new(&folder));
        }
        let [english, french] = page.ids(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs"));
        assert!(!english.is_empty());
        assert_eq!(english, french);
        for (readme, language) in [("README.md", Language::English), ("README.fr.md", Language::French)] {
            let link = format!("(docs/{})", page.file(language));
            assert!(std::fs::read_to_string(readme).expect("it is here").contains(&link), "{readme} leads to {link}");
        }
        assert!(english.iter().all(|id| page.has(id)), "{english:?} are rows of {}", page.name);
    }
}
