//! The pages of faults: written by `make faults` when all long tests have given their rows, else only looked at.

use std::path::Path;

use crate::rig::pages;

#[test]
fn the_table_of_faults_has_the_same_rows_in_both_languages_and_is_found() {
    if let Some(folder) = std::env::var_os("TEMOIN_TABLE") {
        pages::write(Path::new(&folder));
    }
    let [english, french] = pages::ids(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs"));
    assert!(!english.is_empty());
    assert_eq!(english, french);
    for (readme, page) in [("README.md", "(docs/faults.md)"), ("README.fr.md", "(docs/faults.fr.md)")] {
        assert!(std::fs::read_to_string(readme).expect("it is here").contains(page), "{readme} leads to {page}");
    }
    let known = pages::chapters().map(|(chapter, _)| chapter);
    assert!(english.iter().all(|id| known.contains(&pages::chapter_of(id))), "{english:?} begin with one of {known:?}");
}
