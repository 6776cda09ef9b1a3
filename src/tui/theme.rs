//! Styles with names of meaning. Colour is never the only sign: each style differs without it, or stands beside a word or a shape.

use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// `NO_COLOR`, or a terminal without.
    None,
    #[default]
    Sixteen,
}

/// What the terminal writes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    #[default]
    Dark,
    Light,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    pub depth: Depth,
    pub background: Background,
    /// Signs for terminals whose fonts have ASCII only.
    pub ascii: bool,
}

/// What the filling of the lamp says about the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// Kept.
    Solid,
    /// Kept, and never leaves.
    Withheld,
    /// In memory only.
    Memory,
    /// Nothing is kept.
    Empty,
    /// Not what one believes.
    Alarm,
}

/// A cell of nothing but colour, at the left of what has it.
pub const CHIP: &str = "▐";

impl Theme {
    fn colour(self, colour: Color) -> Style {
        match self.depth {
            Depth::None => Style::new(),
            Depth::Sixteen => Style::new().fg(colour),
        }
    }

    /// The lamp, by its filling.
    pub fn lamp(self, filling: Filling) -> Style {
        match (filling, self.depth) {
            (Filling::Alarm, Depth::None) => Style::new().add_modifier(Modifier::BOLD),
            (Filling::Alarm, _) => Style::new().fg(Color::Black).bg(Color::Yellow),
            (Filling::Solid, _) => self.colour(Color::Red),
            (Filling::Withheld, _) => self.colour(Color::Blue),
            (Filling::Memory, _) => self.grey(),
            (Filling::Empty, _) => Style::new(),
        }
    }

    /// The lamp of a pause: as empty as that of an end, and not alike.
    pub fn paused(self) -> Style {
        self.grey()
    }

    fn grey(self) -> Style {
        match self.background {
            Background::Dark => self.colour(Color::Gray),
            Background::Light => self.colour(Color::DarkGray),
        }
    }

    /// A sign as this terminal can show it: see [`Palette::sign`](crate::domain::Palette::sign).
    pub fn sign(self, sign: &'static str) -> &'static str {
        match sign {
            _ if !self.ascii => sign,
            "✓" => "ok",
            "¶" => "n",
            "▲" => "!!",
            _ => sign,
        }
    }

    /// What fills the cell of a sign that this terminal's font has not; `None` for a letter. Signs that become two letters are
    /// [`Theme::sign`]'s, since their room must be known before they are drawn.
    pub fn plain_cell(self, sign: &str) -> Option<&'static str> {
        match sign {
            _ if !self.ascii => None,
            "─" => Some("-"),
            "│" | "┃" => Some("|"),
            "├" => Some("["),
            "┤" => Some("]"),
            "┌" | "┐" | "└" | "┘" | "┬" | "┴" => Some("+"),
            "↑" => Some("^"),
            "⇧" => Some("+"),
            "↓" | "▼" => Some("v"),
            "←" => Some("<"),
            "→" | "►" | "▌" => Some(">"),
            "◆" | "•" | CHIP => Some("*"),
            "×" => Some("x"),
            "▲" => Some("!"),
            "█" => Some("#"),
            "▒" => Some("%"),
            "░" => Some(":"),
            "▀" => Some("\""),
            "▄" => Some("_"),
            _ => None,
        }
    }

    /// Of a mark: a dot for each step of its strength, none where it has none.
    pub fn strength(self, strength: Option<u8>) -> String {
        "•".repeat(usize::from(strength.unwrap_or_default().min(3)))
    }

    /// A sentence about something that is not as it should be.
    pub fn alarm(self) -> Style {
        match self.depth {
            Depth::None => Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Depth::Sixteen => Style::new().fg(Color::Black).bg(Color::Yellow),
        }
    }

    /// A question, which is no alarm.
    pub fn question(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A sentence in signs that the terminal's font has.
    pub fn in_font(self, words: &str) -> String {
        ["✓", "▲"].iter().fold(words.to_owned(), |words, sign| words.replace(sign, self.sign(sign)))
    }

    /// Ordinary text.
    pub fn plain(self) -> Style {
        Style::new()
    }

    pub fn title(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The tab that is open, the row that is chosen.
    pub fn chosen(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The place that is heard, over whatever is drawn there.
    pub fn head(self) -> Style {
        Style::reset().add_modifier(Modifier::BOLD)
    }

    /// A key in help and footers.
    pub fn key(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The room of a field in which somebody types.
    pub fn field(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// What may be read and need not. On dark a dimmed grey would be too dark to read: the terminal's own letters are dimmed there.
    pub fn faint(self) -> Style {
        match (self.depth, self.background) {
            (Depth::Sixteen, Background::Light) => Style::new().fg(Color::DarkGray),
            _ => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// Over keys that do nothing now.
    pub fn away(self) -> Style {
        self.faint().remove_modifier(Modifier::BOLD)
    }

    /// Due, late, missed: what waits for somebody. Yellow cannot be read on light, and blue is off the record: bold alone.
    pub fn due(self) -> Style {
        match self.background {
            Background::Dark => self.colour(Color::Yellow),
            Background::Light => Style::new(),
        }
        .add_modifier(Modifier::BOLD)
    }

    /// As it should be.
    pub fn good(self) -> Style {
        self.colour(Color::Green)
    }

    /// A colour that a library gives to a kind or theme, by its English name; an unknown one changes nothing. It is for signs: words stand
    /// in the terminal's own colour, since on light green and cyan are pale in most terminals. Yellow is too pale there for signs, too.
    pub fn of_palette(self, name: Option<&str>) -> Style {
        let colour = match name {
            Some("red") => Color::Red,
            Some("green") => Color::Green,
            Some("yellow") if self.background == Background::Light => return Style::new(),
            Some("yellow") => Color::Yellow,
            Some("blue") => Color::Blue,
            Some("magenta") => Color::Magenta,
            Some("cyan") => Color::Cyan,
            _ => return Style::new(),
        };
        self.colour(colour)
    }
}
