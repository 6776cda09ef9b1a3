//! What holds for each key: the file, the defaults and `--set` taken together.

use toml::Value;

use super::keys::{INTERFACE, KEYS, Key, Shape};
use super::{Config, Hook};

impl Config {
    /// Every key (`audio.preroll`) with its value, in the order of `config.example.toml`; `None` where it has none. Those of `[keys]`
    /// stand at the end, as many as there are.
    pub fn values(&self) -> Vec<(String, Option<Value>)> {
        let own = KEYS.iter().map(|key| (key.full_name(), value(&mut self.clone(), key)));
        let keys =
            self.keys.entries.iter().map(|entry| (format!("{INTERFACE}.{}", entry.action), Some(entry.keys.clone().into())));
        own.chain(keys).collect()
    }
}

fn value(config: &mut Config, key: &Key) -> Option<Value> {
    match key.shape {
        Shape::Slug(at) => at(config).as_ref().map(|slug| slug.as_str().into()),
        Shape::Language(at) => at(config).map(|language| language.tag().into()),
        Shape::Folder(at) => at(config).as_ref().map(|folder| folder.display().to_string().into()),
        Shape::Inputs(at) => Some(at(config).clone().into()),
        Shape::Rate(_, _, at) => Some(i64::from(at(config).0).into()),
        Shape::Bits(at) => Some(i64::from(at(config).number()).into()),
        Shape::Number(_, _, at) => Some((*at(config)).into()),
        Shape::Decibels(_, _, at) => Some(f64::from(*at(config)).into()),
        Shape::Percent(at) => Some(i64::from(*at(config)).into()),
        Shape::Hook(at) => at(config).as_ref().map(hook),
        Shape::Choice(at) => Some(at(config).word().into()),
    }
}

fn hook(hook: &Hook) -> Value {
    if !hook.raw {
        return hook.run.clone().into();
    }
    let table = [("run".to_owned(), hook.run.clone().into()), ("raw".to_owned(), true.into())];
    Value::Table(table.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_set_again() {
        let mut config = Config::default();
        config.set("audio.preroll=10").unwrap();
        config.set("colours=16").unwrap();
        config.set("keys.stop=[\"s\", \"f4\"]").unwrap();
        config.set("hooks.on_stop={ run = [\"sync\", \"-f\"], raw = true }").unwrap();
        let mut again = Config::default();
        for (key, value) in config.values() {
            if let Some(value) = value {
                again.set(&format!("{key}={value}")).unwrap();
            }
        }
        assert_eq!(again, config);
    }
}
