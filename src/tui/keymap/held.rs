//! Tells a key that is held from one that is pressed again: terminals send both as presses.

use super::Key;
use crate::clock::Monotonic;

/// The same key again within this time is a held key, in nanoseconds. Keyboards repeat 10 to 40 times a second.
const REPEAT: i64 = 120_000_000;

/// Remembers the last key.
#[derive(Debug, Default)]
pub struct Held {
    last: Option<(Key, Monotonic)>,
}

impl Held {
    /// Whether this stroke is the last key, still down. Each repeat counts as the last one, so a held key stays one key.
    pub fn is_held(&mut self, key: Key, at: Monotonic) -> bool {
        let held = self.last.is_some_and(|(last, when)| last == key && at.since(when) < REPEAT);
        self.last = Some((key, at));
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_held_for_a_minute_is_one_key() {
        let key = Key::parse("space").unwrap();
        let mut held = Held::default();
        let pressed = (0..1800).filter(|n| !held.is_held(key, Monotonic(1_000_000_000 + n * 33_000_000))).count();
        assert_eq!(pressed, 1);
    }

    #[test]
    fn two_presses_and_two_keys_are_two() {
        let (space, m) = (Key::parse("space").unwrap(), Key::parse("m").unwrap());
        let mut held = Held::default();
        assert!(!held.is_held(space, Monotonic(1_000_000_000)));
        assert!(!held.is_held(space, Monotonic(1_200_000_000)));
        assert!(!held.is_held(m, Monotonic(1_210_000_000)));
        assert!(!held.is_held(space, Monotonic(1_220_000_000)));
    }
}
