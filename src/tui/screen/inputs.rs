//! What can be recorded from, as the lists of Record and of the first start show it.

use crate::audio::device::InputInfo;
use crate::locale::Locale;
use crate::text;

/// One thing to record from.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// As `--input` and the config take it.
    pub id: String,
    /// Of a device, for people; absent: the voice or nothing, which are always there.
    pub name: Option<String>,
    /// What `default` means now.
    pub is_default: bool,
}

/// The devices that were found, the default first, those of one name told apart by a number; then the synthetic voice, and none at all.
pub fn choices(mut found: Vec<InputInfo>) -> Vec<Choice> {
    found.sort_by_key(|input| !input.is_default);
    let names: Vec<String> = found.iter().map(|input| input.name.clone()).collect();
    let numbered = |at: usize, name: &String| match names.iter().filter(|other| *other == name).count() {
        1 => name.clone(),
        _ => format!("{name} ({})", 1 + names[..at].iter().filter(|other| *other == name).count()),
    };
    let device = |(at, input): (usize, InputInfo)| Choice {
        id: input.id,
        name: Some(numbered(at, &input.name)),
        is_default: input.is_default,
    };
    let always = |id: &str| Choice { id: id.to_owned(), name: None, is_default: false };
    found.into_iter().enumerate().map(device).chain(["voice", "none"].map(always)).collect()
}

impl Choice {
    pub fn words(&self, locale: &Locale) -> String {
        match &self.name {
            Some(name) => {
                let default = if self.is_default { "yes" } else { "no" };
                locale.say(&text!("record-input", name = name.as_str(), default = default))
            }
            None => locale.say(&text!("record-input-always", name = self.id.as_str())),
        }
    }
}
