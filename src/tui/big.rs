//! Large letters and figures, readable from two metres. Only `█ ▀ ▄` and spaces, which every console font has.

/// Rows of a large letter.
pub const LETTER_ROWS: usize = 3;

/// Rows of a large figure.
pub const FIGURE_ROWS: usize = 5;

/// A word in large letters: three rows of equal width. Letters without a drawing are left out.
pub fn word(word: &str) -> [String; LETTER_ROWS] {
    let mut rows = [const { String::new() }; LETTER_ROWS];
    for letter in word.chars().filter_map(letter) {
        for (row, piece) in rows.iter_mut().zip(letter) {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(piece);
        }
    }
    rows
}

/// A place or a time in large figures: five rows. Takes figures, `:`, `h` and `-`.
pub fn figures(text: &str) -> [String; FIGURE_ROWS] {
    let mut rows = [const { String::new() }; FIGURE_ROWS];
    for figure in text.chars().filter_map(figure) {
        for (row, piece) in rows.iter_mut().zip(figure) {
            if !row.is_empty() {
                row.push_str("  ");
            }
            row.push_str(piece);
        }
    }
    rows
}

/// The same drawing, twice as wide and twice as high: half blocks become whole ones.
pub fn doubled(rows: &[String]) -> Vec<String> {
    let half = |row: &String, lost: char| {
        row.chars().flat_map(|cell| std::iter::repeat_n(if cell == lost || cell == ' ' { ' ' } else { '█' }, 2)).collect()
    };
    rows.iter().flat_map(|row| [half(row, '▄'), half(row, '▀')]).collect()
}

fn letter(letter: char) -> Option<[&'static str; LETTER_ROWS]> {
    Some(match letter {
        ' ' | '\u{a0}' => ["  ", "  ", "  "],
        'A' => ["▄▀▄", "█▀█", "▀ ▀"],
        'B' => ["█▀▄", "█▀▄", "▀▀ "],
        'C' => ["█▀▀", "█  ", "▀▀▀"],
        'D' => ["█▀▄", "█ █", "▀▀ "],
        'E' => ["█▀▀", "█▀ ", "▀▀▀"],
        'F' => ["█▀▀", "█▀ ", "▀  "],
        'G' => ["█▀▀", "█ █", "▀▀▀"],
        'H' => ["█ █", "█▀█", "▀ ▀"],
        'I' => ["█", "█", "▀"],
        'J' => ["  █", "  █", "▀▀ "],
        'K' => ["█ █", "█▀▄", "▀ ▀"],
        'L' => ["█  ", "█  ", "▀▀▀"],
        'M' => ["█▄ ▄█", "█ ▀ █", "▀   ▀"],
        'N' => ["█▄ █", "█ ▀█", "▀  ▀"],
        'O' => ["█▀█", "█ █", "▀▀▀"],
        'P' => ["█▀█", "█▀▀", "▀  "],
        'Q' => ["█▀█", "█▄▀", " ▀▀"],
        'R' => ["█▀█", "█▀▄", "▀ ▀"],
        'S' => ["█▀▀", "▀▀█", "▀▀▀"],
        'T' => ["▀█▀", " █ ", " ▀ "],
        'U' => ["█ █", "█ █", "▀▀▀"],
        'V' => ["█ █", "█▄▀", " ▀ "],
        'W' => ["█   █", "█ █ █", "▀▀ ▀▀"],
        'X' => ["█ █", " █ ", "▀ ▀"],
        'Y' => ["█ █", " █ ", " ▀ "],
        'Z' => ["▀▀█", " █ ", "▀▀▀"],
        '0' => ["█▀█", "█ █", "▀▀▀"],
        '1' => ["▄█ ", " █ ", "▀▀▀"],
        '2' => ["▀▀█", "█▀▀", "▀▀▀"],
        '3' => ["▀▀█", " ▀█", "▀▀▀"],
        '4' => ["█ █", "▀▀█", "  ▀"],
        '5' => ["█▀▀", "▀▀█", "▀▀▀"],
        '6' => ["█▀▀", "█▀█", "▀▀▀"],
        '7' => ["▀▀█", "  █", "  ▀"],
        '8' => ["█▀█", "█▀█", "▀▀▀"],
        '9' => ["█▀█", "▀▀█", "▀▀▀"],
        '?' => ["▀▀█", " █▀", " ▄ "],
        _ => return None,
    })
}

fn figure(figure: char) -> Option<[&'static str; FIGURE_ROWS]> {
    Some(match figure {
        '0' => ["██████", "██  ██", "██  ██", "██  ██", "██████"],
        '1' => ["  ██  ", "████  ", "  ██  ", "  ██  ", "██████"],
        '2' => ["██████", "    ██", "██████", "██    ", "██████"],
        '3' => ["██████", "    ██", "██████", "    ██", "██████"],
        '4' => ["██  ██", "██  ██", "██████", "    ██", "    ██"],
        '5' => ["██████", "██    ", "██████", "    ██", "██████"],
        '6' => ["██████", "██    ", "██████", "██  ██", "██████"],
        '7' => ["██████", "    ██", "    ██", "    ██", "    ██"],
        '8' => ["██████", "██  ██", "██████", "██  ██", "██████"],
        '9' => ["██████", "██  ██", "██████", "    ██", "██████"],
        ':' => ["  ", "██", "  ", "██", "  "],
        'h' => ["██    ", "██    ", "██████", "██  ██", "██  ██"],
        '-' => ["      ", "      ", "██████", "      ", "      "],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_a_word_is_as_wide_as_the_others() {
        for all in ["ABCDEFGHIJKLM", "NOPQRSTUVWXYZ ?", "0123456789"] {
            let rows = word(all);
            assert!(rows.iter().all(|row| row.chars().count() == rows[0].chars().count()), "{rows:?}");
        }
        let rows = figures("0123456789:h-");
        assert!(rows.iter().all(|row| row.chars().count() == rows[0].chars().count()), "{rows:?}");
    }

    #[test]
    fn every_letter_of_the_lamp_has_a_drawing() {
        for source in [include_str!("../locale/fr/record.ftl"), include_str!("../locale/en/record.ftl")] {
            let (_, behind) = source.split_once("record-lamp = {").unwrap();
            let (variants, _) = behind.split_once("\n}").unwrap();
            let words: Vec<&str> = variants.lines().filter_map(|line| line.split_once("] ")).map(|(_, words)| words).collect();
            assert!(words.len() > 15, "{words:?}");
            for word in words {
                let drawn = word.replace("{ $minutes }", "12");
                assert!(drawn.chars().all(|sign| letter(sign).is_some()), "{word}");
            }
        }
    }

    #[test]
    fn a_word_looks_as_it_is_drawn() {
        assert_eq!(word("PAS"), ["█▀█ ▄▀▄ █▀▀", "█▀▀ █▀█ ▀▀█", "▀   ▀ ▀ ▀▀▀"]);
        assert_eq!(doubled(&["█▀▄ ".to_owned()]), ["████    ", "██  ██  "]);
    }
}
