//! What git leaves in a file that both branches have changed: both sides, between lines of its own.

/// Ours and theirs; `None` where no such lines stand in the text, or they do not fit together.
pub fn sides(text: &str) -> Option<(String, String)> {
    let (mut ours, mut theirs) = (String::new(), String::new());
    let mut side = Side::Both;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        side = match (side, Mark::of(line)) {
            (Side::Both, Some(Mark::Begin)) => Side::Ours,
            (Side::Ours, Some(Mark::Base)) => Side::Base,
            (Side::Ours | Side::Base, Some(Mark::Middle)) => Side::Theirs,
            (Side::Theirs, Some(Mark::End)) => {
                found = true;
                Side::Both
            }
            (_, Some(Mark::Begin | Mark::End)) => return None,
            (side, _) => {
                if matches!(side, Side::Both | Side::Ours) {
                    ours += line;
                }
                if matches!(side, Side::Both | Side::Theirs) {
                    theirs += line;
                }
                side
            }
        };
    }
    (found && matches!(side, Side::Both)).then_some((ours, theirs))
}

#[derive(Clone, Copy)]
enum Side {
    Both,
    Ours,
    /// What both had before, where git was asked to tell it.
    Base,
    Theirs,
}

enum Mark {
    Begin,
    Base,
    Middle,
    End,
}

impl Mark {
    fn of(line: &str) -> Option<Mark> {
        let line = line.trim_end();
        match line.get(..7)? {
            "<<<<<<<" => Some(Mark::Begin),
            "|||||||" => Some(Mark::Base),
            "=======" if line.len() == 7 => Some(Mark::Middle),
            ">>>>>>>" => Some(Mark::End),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_told_apart() {
        let text = "format = 1\n<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\nb = 3\n";
        assert_eq!(sides(text), Some(("format = 1\na = 1\nb = 3\n".into(), "format = 1\na = 2\nb = 3\n".into())));
        let with_base = text.replace("=======", "||||||| base\na = 0\n=======");
        assert_eq!(sides(&with_base), sides(text));
        for other in ["format = 1\n", "=======\ntitle\n=======\n", "<<<<<<< HEAD\na\n", "é\n>>>>>>> x\n"] {
            assert_eq!(sides(other), None, "{other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_sides_or_none(text in "([<>=|]{7}( x)?\n|a\n|é){0,12}") {
            sides(&text);
        }
    }
}
