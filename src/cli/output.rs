//! What the command line says: facts to standard output, messages to standard error.
//!
//! The only place that writes to either. Every line is sanitized; a closed pipe is a quiet end.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::sanitize;
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::text;

/// Facts wait in so many bytes.
const ROOM: usize = 64 * 1024;

/// Both outputs of the program. Facts are kept back until [`Output::flush`]; messages are written at once.
pub struct Output {
    facts: io::BufWriter<Box<dyn Write>>,
    messages: Box<dyn Write>,
    /// What the first failed write of facts said; later writes do nothing.
    failed: Option<io::Error>,
    needs_look: bool,
}

impl Output {
    pub fn of_process() -> Output {
        Output::new(io::stdout(), io::stderr())
    }

    pub fn new(facts: impl Write + 'static, messages: impl Write + 'static) -> Output {
        Output {
            facts: io::BufWriter::with_capacity(ROOM, Box::new(facts)),
            messages: Box::new(messages),
            failed: None,
            needs_look: false,
        }
    }

    /// One line of facts; line ends within it become spaces.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.write(&format!("{}\n", sanitize(line.as_ref())));
    }

    /// A sentence of facts.
    pub fn say(&mut self, locale: &Locale, text: &Text) {
        self.line(locale.say(text));
    }

    /// Text of our own with line ends, such as help or a script: written as it is.
    pub fn page(&mut self, text: &str) {
        self.write(text);
    }

    /// One document, indented.
    pub fn json(&mut self, document: &impl Serialize) {
        self.document(|json| serde_json::to_writer_pretty(json, document));
    }

    /// One document on one line, sent at once, for streams of events.
    pub fn event(&mut self, document: &impl Serialize) {
        self.document(|json| serde_json::to_writer(json, document));
        self.send();
    }

    fn document(&mut self, write: impl FnOnce(&mut Json) -> serde_json::Result<()>) {
        let mut json = Json { written: Vec::new(), output: self };
        write(&mut json).expect("documents have string keys and no failing parts");
        json.hand_over();
        self.write("\n");
    }

    /// A sentence for the person, beside the facts. A closed standard error is ignored: there is nobody to tell.
    pub fn message(&mut self, locale: &Locale, text: &Text) {
        self.tell(&locale.say(text));
    }

    pub fn error(&mut self, locale: &Locale, error: &Error) {
        self.tell(&error.worded(locale));
    }

    /// Already worded and sanitized lines of a message.
    pub fn tell(&mut self, lines: &str) {
        self.send(); // so that a terminal shows both in the order in which they were said
        if let Err(closed) = writeln!(self.messages, "{lines}").and_then(|()| self.messages.flush()) {
            drop(closed);
        }
    }

    /// Tells what had to be left out: the call ends with 3 where it is done otherwise.
    pub fn left_out(&mut self, locale: &Locale, faults: &[Error]) {
        faults.iter().for_each(|fault| self.error(locale, fault));
        self.needs_look |= !faults.is_empty();
    }

    /// Whether something was left out.
    pub fn needs_look(&self) -> bool {
        self.needs_look
    }

    /// Nobody reads the facts any more.
    pub fn is_closed(&self) -> bool {
        self.failed.is_some()
    }

    /// Hands over what is left. A closed pipe is no error; a full disk behind `> file` is.
    pub fn flush(&mut self) -> Result<()> {
        self.send();
        match &self.failed {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::new(text!("cli-output-failed")).because(error))
            }
            _ => Ok(()),
        }
    }

    /// Sends what was said so far, for those who wait for it.
    pub fn send(&mut self) {
        if self.failed.is_none() {
            self.failed = self.facts.flush().err();
        }
    }

    fn write(&mut self, text: &str) {
        if self.failed.is_none() {
            self.failed = self.facts.write_all(text.as_bytes()).err();
        }
    }
}

/// A document on its way out, which may be long: a piece is escaped and handed over as soon as it fills the room.
struct Json<'o> {
    written: Vec<u8>,
    output: &'o mut Output,
}

impl Json<'_> {
    fn hand_over(&mut self) {
        let written = str::from_utf8(&self.written).expect("whole characters are written at a time");
        self.output.write(&escaped(written));
        self.written.clear();
    }
}

impl Write for Json<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written.extend_from_slice(bytes);
        if self.written.len() >= ROOM {
            self.hand_over();
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Words of several lines by somebody else, each made harmless.
pub fn sanitized_lines(words: &str) -> String {
    words.lines().map(sanitize).collect::<Vec<_>>().join("\n")
}

/// JSON with the characters escaped that could disturb a terminal. They can only stand within strings.
fn escaped(json: &str) -> Cow<'_, str> {
    if json.as_bytes().chunks(64).all(is_plain) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some((place, c)) = rest.char_indices().find(|(_, c)| *c != '\n' && is_disturbing(*c)) {
        out += &rest[..place];
        for unit in c.encode_utf16(&mut [0; 2]) {
            out += &format!("\\u{unit:04x}");
        }
        rest = &rest[place + c.len_utf8()..];
    }
    Cow::Owned(out + rest)
}

/// Whether there is nothing but signs that each terminal shows. To look at all of them takes less time than to stop in between.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~' | b'\n'))
}

/// What `sanitize` takes out or turns into a space. Most characters are seen to be harmless at once.
fn is_disturbing(c: char) -> bool {
    !matches!(c, ' '..='~') && !sanitize(c.encode_utf8(&mut [0; 4])).contains(c)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;

    #[test]
    fn json_keeps_hostile_text_and_hides_it_from_the_terminal() {
        let hostile = "a\u{1b}[31m\u{9b}b\u{202e}c\u{e0041}\u{2028}é\n\"";
        let plain = serde_json::to_string(hostile).unwrap();
        let json = escaped(&plain);
        assert_eq!(sanitize(&json), json);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), hostile);
    }

    /// What was written, to be looked at.
    #[derive(Clone, Default)]
    struct Kept(Rc<RefCell<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_long_document_goes_out_in_pieces_and_is_whole() {
        let words: Vec<String> = (0..20_000).map(|n| format!("é{n}\u{9b}")).collect();
        let kept = Kept::default();
        let mut output = Output::new(kept.clone(), io::sink());
        output.json(&words);
        output.flush().unwrap();
        let said = String::from_utf8(kept.0.take()).unwrap();
        assert_eq!(said, escaped(&serde_json::to_string_pretty(&words).unwrap()).into_owned() + "\n");
    }

    struct Closed(io::ErrorKind);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_a_quiet_end_and_a_full_disk_is_not() {
        let mut output = Output::new(Closed(io::ErrorKind::BrokenPipe), Closed(io::ErrorKind::BrokenPipe));
        output.line("x");
        output.tell("y");
        assert!(output.flush().is_ok() && output.is_closed());
        let mut output = Output::new(Closed(io::ErrorKind::StorageFull), io::sink());
        output.line("x");
        assert!(output.flush().is_err());
    }
}
