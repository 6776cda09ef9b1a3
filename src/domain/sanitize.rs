//! Makes text by others harmless before it reaches a screen, a terminal's output, a title or a log.

/// Takes out control characters and the format characters that reorder or hide text (bidi overrides and isolates, marks of
/// direction, zero-width space, byte order mark, tags). Tabs and line ends become spaces. Joiners stay: emoji and scripts need them.
///
/// Source of the characters: Unicode Standard Annex #9 (explicit formatting), Technical Report #36 (2.4 onwards).
pub fn sanitize(text: &str) -> String {
    text.chars().filter_map(harmless).collect()
}

fn harmless(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_the_cursor_or_turns_the_text_is_left() {
        assert_eq!(sanitize("a\u{1b}[31mb\u{7}"), "a[31mb");
        assert_eq!(sanitize("nom\u{202e}mon\u{2066}x\u{200f}"), "nommonx");
        assert_eq!(sanitize("deux\nlignes\tet"), "deux lignes et");
        assert_eq!(sanitize("👩\u{200d}👩\u{200d}👧 é"), "👩\u{200d}👩\u{200d}👧 é");
    }
}
