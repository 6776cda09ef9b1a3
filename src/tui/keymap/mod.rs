//! Which key does what: one table, from which keys are read, help and footers are drawn, and which the config can change.
//!
//! `table` lists the actions with their default keys, `key` reads and names keys, `held` tells a held key from a pressed one.
//! Nothing behind this module knows of a key: a press becomes a [`Command`], or letters for the line of text that is being typed.

mod held;
mod key;
mod table;

pub use held::Held;
pub use key::{Key, Stroke};
pub use table::{ACTIONS, Action, Command, Scope, Scopes};

use crate::config::{KeyEntry, Keys};
use crate::domain::{Palette, Slug, nearest};
use crate::error::{Error, ErrorKind, Place};
use crate::locale::{Locale, Text};
use crate::text;

/// The keys of each action, after the config has had its say.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// In the order of [`ACTIONS`].
    keys: Vec<Vec<Key>>,
    /// Where the config gave an action its keys, in the same order.
    places: Vec<Option<Place>>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        let keys = |action: &Action| action.keys.iter().map(|name| Key::parse(name).expect("the table names keys")).collect();
        Keymap { keys: ACTIONS.iter().map(keys).collect(), places: vec![None; ACTIONS.len()] }
    }
}

impl Keymap {
    /// The table as the config wants it. A wish that cannot be met costs itself, and is told: an action or a key that is not known, a key
    /// that two actions of one screen have.
    pub fn with(wishes: &Keys) -> (Keymap, Vec<Error>) {
        let (mut keymap, mut faults) = (Keymap::default(), Vec::new());
        for wish in &wishes.entries {
            if let Err(words) = keymap.grant(wish) {
                faults.push(fault(words, wish.place.as_ref()));
            }
        }
        faults.extend(keymap.part_twins().into_iter().map(|(winner, words)| {
            let wish = wishes.entries.iter().find(|wish| wish.action == winner);
            wish.map_or_else(|| Error::new(words.clone()), |wish| fault(words.clone(), wish.place.as_ref()))
        }));
        (keymap, faults)
    }

    fn grant(&mut self, wish: &KeyEntry) -> Result<(), Text> {
        let Some(at) = ACTIONS.iter().position(|action| action.name == wish.action) else {
            let near = nearest(&wish.action, ACTIONS.iter().map(|action| action.name)).unwrap_or("stop");
            return Err(text!("screen-keys-action", found = &wish.action, near = near));
        };
        let read = |name: &String| Key::parse(name).ok_or_else(|| text!("screen-keys-key", action = &wish.action, found = name));
        self.keys[at] = wish.keys.iter().map(read).collect::<Result<Vec<Key>, Text>>()?;
        self.places[at].clone_from(&wish.place);
        Ok(())
    }

    /// Leaves each key with one action of a screen: with the one that the config gave it to, else with the first of the table. Gives who
    /// kept each such key, and what is to be told.
    fn part_twins(&mut self) -> Vec<(&'static str, Text)> {
        let defaults = Keymap::default();
        let mut told = Vec::new();
        for (first, second) in pairs().filter(|(first, second)| ACTIONS[*first].scopes.meets(ACTIONS[*second].scopes)) {
            let shared: Vec<Key> = self.keys[first].iter().copied().filter(|key| self.keys[second].contains(key)).collect();
            for key in shared {
                let first_has_it_by_default = defaults.keys[first].contains(&key) && !defaults.keys[second].contains(&key);
                let (winner, loser) = if first_has_it_by_default { (second, first) } else { (first, second) };
                self.keys[loser].retain(|kept| *kept != key);
                let (winner, loser) = (ACTIONS[winner].name, ACTIONS[loser].name);
                told.push((winner, text!("screen-keys-twice", key = key.name(), winner = winner, loser = loser)));
            }
        }
        told
    }

    /// What `key` does on a screen; an action of the screen itself comes before one that works everywhere.
    pub fn command(&self, key: Key, scope: Scope) -> Option<Command> {
        let bound = |action: &(usize, &Action)| self.keys[action.0].contains(&key);
        let own = ACTIONS.iter().enumerate().filter(bound).find(|(_, action)| action.scopes.holds(scope));
        own.map(|(_, action)| action.command).or_else(|| match (scope, key.letter()) {
            (Scope::Record | Scope::Listen, Some(letter)) => Some(Command::Letter(letter)),
            _ => None,
        })
    }

    /// The letters of a palette that are the key of an action of Record here, and stay so: named with both places.
    pub fn clashes(&self, palette: &Palette) -> Vec<Error> {
        let kinds = palette.kinds.iter().map(|kind| ("kind", &kind.id, kind.key));
        let themes = palette.themes.iter().map(|theme| ("theme", &theme.id, theme.key));
        let clash = |(what, id, letter): (&'static str, &Slug, Option<char>)| {
            let letter = letter?.to_string();
            let key = Key::parse(&letter)?;
            let at = ACTIONS
                .iter()
                .zip(&self.keys)
                .position(|(action, keys)| action.scopes.holds(Scope::Record) && keys.contains(&key))?;
            let action = ACTIONS[at].name;
            let words = text!("screen-keys-palette", letter = letter, action = action, what = what, id = id.as_str());
            Some(fault(words, self.places[at].as_ref()).hint(text!("screen-keys-palette-hint")))
        };
        kinds.chain(themes).filter_map(clash).collect()
    }

    /// The first key of an action, if it has one.
    pub fn key(&self, command: Command, scope: Scope) -> Option<Key> {
        self.keys_of(command, scope).first().copied()
    }

    /// The first key of an action as a sentence names it; the words of one that has none.
    pub fn named(&self, command: Command, scope: Scope, locale: &Locale) -> String {
        let Some((action, keys)) = self.of_scope(scope).find(|(action, _)| action.command == command) else {
            return String::new();
        };
        keys.first().map_or_else(|| locale.say(&text!("screen-key-none", action = action.words(locale))), |key| key.shown(locale))
    }

    /// Every key of an action on a screen.
    pub fn keys_of(&self, command: Command, scope: Scope) -> &[Key] {
        let found = ACTIONS.iter().position(|action| action.command == command && action.scopes.holds(scope));
        found.map_or(&[], |at| &self.keys[at])
    }

    /// The actions of a screen, with their keys.
    pub fn of_scope(&self, scope: Scope) -> impl Iterator<Item = (&'static Action, &[Key])> {
        ACTIONS
            .iter()
            .zip(&self.keys)
            .filter(move |(action, _)| action.scopes.holds(scope))
            .map(|(action, keys)| (action, &keys[..]))
    }
}

/// Every two rows of the table.
fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..ACTIONS.len()).flat_map(|first| (first + 1..ACTIONS.len()).map(move |second| (first, second)))
}

fn fault(words: Text, place: Option<&Place>) -> Error {
    let fault = Error::new(words).kind_of(ErrorKind::Look);
    match place {
        Some(Place { path, line: Some(line) }) => fault.at(path).line(*line),
        Some(Place { path, line: None }) => fault.at(path),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(wishes: &[(&str, &[&str])]) -> (Keymap, usize) {
        let entry = |(action, keys): &(&str, &[&str])| KeyEntry {
            action: (*action).to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            place: None,
        };
        let (keymap, faults) = Keymap::with(&Keys { entries: wishes.iter().map(entry).collect() });
        (keymap, faults.len())
    }

    fn command(name: &str, scope: Scope) -> Option<Command> {
        Keymap::default().command(Key::parse(name).unwrap(), scope)
    }

    #[test]
    fn no_two_actions_of_a_screen_share_a_key() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.part_twins(), []);
    }

    #[test]
    fn the_same_key_does_what_its_screen_says() {
        assert_eq!(command("space", Scope::Record), Some(Command::Safe));
        assert_eq!(command("space", Scope::Listen), Some(Command::Play));
        assert_eq!(command("t", Scope::Record), Some(Command::Letter('t')));
        assert_eq!(command("t", Scope::Today), None);
    }

    #[test]
    fn a_letter_of_the_palette_that_is_an_action_s_key_is_named() {
        let mut palette = Palette::default();
        let id = Slug::parse("rire").unwrap();
        palette.themes.push(crate::domain::Theme {
            id,
            key: Some('r'),
            names: Default::default(),
            short: Default::default(),
            colour: None,
            apart: false,
        });
        assert!(Keymap::default().clashes(&palette).is_empty());
        let (keymap, faults) = with(&[("pause", &["r"])]);
        let clashes = keymap.clashes(&palette);
        assert_eq!((faults, clashes.len()), (0, 1));
        let words = clashes[0].to_string();
        assert!(["`r`", "pause", "rire", "library.toml"].iter().all(|word| words.contains(word)), "{words}");
    }

    #[test]
    fn a_key_that_the_config_moves_is_taken_from_who_had_it() {
        let (keymap, faults) = with(&[("stop", &["f10"]), ("pause", &["s"])]);
        assert_eq!(faults, 0);
        assert_eq!(keymap.command(Key::parse("s").unwrap(), Scope::Record), Some(Command::Pause));
        assert_eq!(keymap.command(Key::parse("f10").unwrap(), Scope::Record), Some(Command::Stop));
    }

    #[test]
    fn a_clash_costs_the_key_that_was_not_asked_for() {
        let (keymap, faults) = with(&[("pause", &["s"])]);
        assert_eq!(faults, 1);
        assert_eq!(keymap.key(Command::Pause, Scope::Record), Key::parse("s"));
        assert_eq!(keymap.key(Command::Stop, Scope::Record), None);
    }

    #[test]
    fn what_is_no_action_or_no_key_is_told_and_changes_nothing() {
        let (keymap, faults) = with(&[("stpo", &["x"]), ("stop", &["nokey"])]);
        assert_eq!(faults, 2);
        assert_eq!(keymap.key(Command::Stop, Scope::Record), Key::parse("s"));
    }

    #[test]
    fn an_action_may_have_several_keys_or_none() {
        let (keymap, faults) = with(&[("mark", &["m", "f5"]), ("mask", &[])]);
        assert_eq!(faults, 0);
        assert_eq!(keymap.command(Key::parse("f5").unwrap(), Scope::Plan), Some(Command::Mark));
        assert_eq!(keymap.key(Command::Mask, Scope::Record), None);
    }

    #[test]
    fn a_sentence_names_the_key_of_the_config_and_the_words_of_what_has_none() {
        let (keymap, _) = with(&[("off-record", &["f9"]), ("note", &[])]);
        let named = |command| keymap.named(command, Scope::Record, &Locale::new(crate::locale::Language::English));
        assert_eq!([named(Command::OffRecord), named(Command::Note)], ["F9", "“note”"]);
    }

    #[test]
    fn the_example_of_the_config_lists_every_action_with_its_keys() {
        let listed = |action: &Action| match action.keys {
            [key] => format!("#{} = {key:?}", action.name),
            keys => format!("#{} = {keys:?}", action.name),
        };
        let example = include_str!("../../../config.example.toml");
        let section = example.lines().skip_while(|line| *line != "[keys]").skip(1).take_while(|line| !line.is_empty());
        assert_eq!(section.collect::<Vec<_>>(), ACTIONS.iter().map(listed).collect::<Vec<_>>());
    }
}
