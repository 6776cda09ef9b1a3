//! Every sentence that a person reads, in French and English.
//!
//! The sentences lie in `en/` and `fr/` ([Fluent](https://projectfluent.org)), one file for each area of the program; code names
//! them with [`text!`](crate::text), and [`Locale::say`] words them. `tests/locale.rs` holds both languages to the same ids and
//! variables, and finds ids that are used nowhere.

mod names;
mod numbers;
mod rules;
mod sentences;
mod series;
pub use series::capitalized;

pub use names::{kind_called, nearest_kind, themes_called};

use chrono::{NaiveDate, NaiveTime};
use fluent_bundle::{FluentArgs, FluentValue};

use crate::domain::sanitize;

/// A sentence by its id, with what fills its gaps. Worded by a [`Locale`].
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub id: &'static str,
    pub args: Vec<(&'static str, Arg)>,
}

/// What fills a gap of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    Word(String),
    Number(i64),
    /// Worded with one decimal.
    Decimal(f64),
    /// Worded with its weekday and year.
    Date(NaiveDate),
    Clock(NaiveTime),
    /// Another sentence, worded in the same language.
    Text(Text),
}

impl Text {
    /// With another sentence in each gap of that name, also in the sentences that fill its gaps.
    pub fn filled(&self, gap: &str, words: &Text) -> Text {
        let fill = |(name, arg): &(&'static str, Arg)| match arg {
            _ if *name == gap => (*name, Arg::Text(words.clone())),
            Arg::Text(inner) => (*name, Arg::Text(inner.filled(gap, words))),
            arg => (*name, arg.clone()),
        };
        Text { id: self.id, args: self.args.iter().map(fill).collect() }
    }
}

/// Makes a [`Text`]: `text!("file-missing")`, `text!("unknown-key", key = name, count = 3)`.
#[macro_export]
macro_rules! text {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::locale::Text { id: $id, args: vec![$((stringify!($name), $crate::locale::Arg::from($value))),*] }
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Language {
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// `fr` or `en`, also as the head of a tag (`fr_BE.UTF-8`).
    pub fn from_tag(tag: &str) -> Option<Language> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "fr" => Some(Language::French),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// The language of this session; English where the system names neither.
    pub fn of_system() -> Language {
        sys_locale::get_locale().and_then(|tag| Language::from_tag(&tag)).unwrap_or(Language::English)
    }

    pub fn tag(self) -> &'static str {
        match self {
            Language::French => "fr",
            Language::English => "en",
        }
    }
}

/// Words sentences, dates and numbers in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    pub language: Language,
    is_silent: bool,
}

impl Locale {
    pub const fn new(language: Language) -> Locale {
        Locale { language, is_silent: false }
    }

    /// Gives ids in the place of sentences: for what is made as if to be read, and is not, since no sentence has to be parsed.
    pub const fn silent() -> Locale {
        Locale { language: Language::English, is_silent: true }
    }

    fn bundle(&self, id: &str) -> Option<&'static sentences::Bundle> {
        if self.is_silent { None } else { sentences::bundle(self.language, id) }
    }

    /// The sentence, its gaps filled. An id without a sentence comes back as itself, so that nothing is ever silent.
    ///
    /// Words that fill a gap may come from a file, a device or the network: they are sanitized here, once for all sentences.
    pub fn say(&self, text: &Text) -> String {
        let Some(bundle) = self.bundle(text.id) else { return text.id.to_owned() };
        let Some(pattern) = bundle.get_message(text.id).and_then(|message| message.value()) else { return text.id.to_owned() };
        let mut args = FluentArgs::new();
        for (name, value) in &text.args {
            args.set(*name, self.fill(value));
        }
        let mut faults = Vec::new();
        let worded = bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
        debug_assert!(faults.is_empty(), "{}: {faults:?}", text.id);
        worded
    }

    fn fill(&self, value: &Arg) -> FluentValue<'static> {
        match value {
            Arg::Word(word) => FluentValue::from(sanitize(word)),
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Decimal(number) => FluentValue::from(self.decimal(*number, 1)),
            Arg::Date(date) => FluentValue::from(self.date(*date)),
            Arg::Clock(time) => FluentValue::from(self.clock(*time)),
            Arg::Text(text) => FluentValue::from(self.say(text)),
        }
    }

    /// An attribute of a message without gaps, such as the help of one argument in `help.ftl`; `None` where there is none.
    ///
    /// Only for ids that are made at run time by a rule; everything else is a [`Text`].
    pub fn attribute(&self, id: &str, name: &str) -> Option<String> {
        let bundle = self.bundle(id)?;
        let pattern = bundle.get_message(id)?.get_attribute(name)?.value();
        Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }

    /// A message without gaps by an id made at run time, as [`Locale::attribute`].
    pub fn message(&self, id: &str) -> Option<String> {
        let bundle = self.bundle(id)?;
        let pattern = bundle.get_message(id)?.value()?;
        Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }

    /// A hint as it stands under an error.
    pub fn hint(&self, hint: &Text) -> String {
        self.say(&text!("hint", text = self.say(hint)))
    }
}

impl From<&str> for Arg {
    fn from(word: &str) -> Arg {
        Arg::Word(word.to_owned())
    }
}

impl From<String> for Arg {
    fn from(word: String) -> Arg {
        Arg::Word(word)
    }
}

impl From<&String> for Arg {
    fn from(word: &String) -> Arg {
        Arg::Word(word.clone())
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Arg {
        Arg::Decimal(number)
    }
}

impl From<NaiveDate> for Arg {
    fn from(date: NaiveDate) -> Arg {
        Arg::Date(date)
    }
}

impl From<NaiveTime> for Arg {
    fn from(time: NaiveTime) -> Arg {
        Arg::Clock(time)
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Arg {
        Arg::Text(text)
    }
}

macro_rules! arg_from_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Arg {
            fn from(number: $integer) -> Arg {
                Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
arg_from_integers!(i64 u64 i32 u32 u16 usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_stands_in_both_languages() {
        for (language, expected) in [(Language::English, "hint: x"), (Language::French, "conseil\u{a0}: x")] {
            let locale = Locale::new(language);
            assert_eq!(locale.say(&text!("hint", text = "x")), expected);
        }
    }
}
