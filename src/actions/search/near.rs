//! Which name somebody meant who has typed it with a letter wrong. Only names are looked for like this: titles, people, kinds and themes;
//! the words of notes are found as they stand.

use super::fold;

/// Of fewer letters than that too many names come near.
const LEAST: usize = 4;

/// From so many letters on two may be wrong.
const LONG: usize = 8;

/// Whether some word of `names` may be meant by `typed`, which is folded: one of its letters is wrong, missing, too many, or two have
/// changed places, but not its first. What is typed may be the beginning of a name.
pub fn is_near(typed: &str, names: &str) -> bool {
    let length = typed.chars().count();
    if length < LEAST {
        return false;
    }
    let wrong = if length < LONG { 1 } else { 2 };
    let folded = fold(names);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().next() == typed.chars().next());
    words.into_iter().any(|word| {
        let beginnings = (length - wrong..=length + wrong).map(|letters| word.chars().take(letters).collect::<String>());
        beginnings.into_iter().any(|beginning| strsim::osa_distance(typed, &beginning) <= wrong)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_meant_where_one_letter_is_wrong_and_two_in_a_long_one() {
        let names = "Nadia, le soir · Benoît-Étienne · Ève";
        for typed in ["nedia", "ndia", "naddia", "nadai", "nedi", "nadja", "benoir", "etiene", "etienen"] {
            assert!(is_near(typed, names), "{typed}");
        }
        for typed in ["nad", "nxdxa", "madia", "eve", "szzr", "samir", "nadiaaa", ""] {
            assert!(!is_near(typed, names), "{typed}");
        }
        assert!(is_near("incirtitode", "l’incertitude") && !is_near("incirtatode", "incertitude"));
    }
}
