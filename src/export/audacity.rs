//! Labels of Audacity: `start TAB end TAB title LF`, seconds with a dot, UTF-8, no header.
//!
//! Both times stand always: behind an empty end, a title that is a number would be taken for it (`LabelStruct::Import`). A title has
//! neither tab nor line end, and no line begins with `\`.

use super::words::{seconds, title};
use super::{Told, Written};

pub fn write(told: &Told) -> Written {
    let line = |mark: &super::Moment| {
        let end = mark.end.unwrap_or(mark.start);
        format!("{}\t{}\t{}\n", seconds(mark.start, told.rate), seconds(end, told.rate), title(mark))
    };
    Written { text: told.marks.iter().map(line).collect(), marks: told.marks.len(), remarks: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{moment, told};
    use super::*;
    use crate::domain::Frames;

    #[test]
    fn a_label_has_two_times_and_a_title_on_one_line() {
        let mut range = moment("touchant", 2.0, "12\t\n3");
        range.end = Some(Frames(144_000));
        let text = write(&told(vec![moment("note", 1.25, ""), range])).text;
        assert_eq!(text, "1.250000\t1.250000\tnote\n2.000000\t3.000000\ttouchant: 12 3\n");
    }
}
