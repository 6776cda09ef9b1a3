//! The table of keys: where each stands, what it takes, within which limits.

use std::path::PathBuf;

use super::screen::{Choice, KeyEntry};
use super::{Config, Hook, palette};
use crate::domain::{Bits, Hertz, Slug};
use crate::locale::Language;
use crate::store::table::Table;
use crate::text;

/// One key of the config.
pub(super) struct Key {
    /// `audio` for `[audio]`; empty for the top of the file.
    pub section: &'static str,
    pub name: &'static str,
    pub shape: Shape,
}

/// What a key takes, and where it goes.
pub(super) enum Shape {
    Slug(fn(&mut Config) -> &mut Option<Slug>),
    Language(fn(&mut Config) -> &mut Option<Language>),
    Folder(fn(&mut Config) -> &mut Option<PathBuf>),
    Inputs(fn(&mut Config) -> &mut Vec<String>),
    Rate(i64, i64, fn(&mut Config) -> &mut Hertz),
    Bits(fn(&mut Config) -> &mut Bits),
    Number(f64, f64, fn(&mut Config) -> &mut f64),
    Decibels(f64, f64, fn(&mut Config) -> &mut f32),
    Percent(fn(&mut Config) -> &mut u8),
    Hook(fn(&mut Config) -> &mut Option<Hook>),
    Choice(fn(&mut Config) -> &mut dyn Choice),
}

pub(super) const LANGUAGES: [(&str, Language); 2] = [("fr", Language::French), ("en", Language::English)];

pub(super) const BITS: [i64; 3] = [16, 24, 32];

pub(super) const SECTIONS: [&str; 4] = ["audio", "marks", "limits", "hooks"];

const fn key(section: &'static str, name: &'static str, shape: Shape) -> Key {
    Key { section, name, shape }
}

/// The table of keys of the interface: its names are the interface's own.
pub(super) const INTERFACE: &str = "keys";

pub(super) static KEYS: &[Key] = &[
    key("", "who", Shape::Slug(|config| &mut config.who)),
    key("", "language", Shape::Language(|config| &mut config.language)),
    key("", "library", Shape::Folder(|config| &mut config.library)),
    key("", "colours", Shape::Choice(|config| &mut config.colours)),
    key("", "background", Shape::Choice(|config| &mut config.background)),
    key("", "signs", Shape::Choice(|config| &mut config.signs)),
    key("", "show_names", Shape::Choice(|config| &mut config.show_names)),
    key("audio", "inputs", Shape::Inputs(|config| &mut config.audio.inputs)),
    key("audio", "rate", Shape::Rate(8_000, 384_000, |config| &mut config.audio.rate)),
    key("audio", "bits", Shape::Bits(|config| &mut config.audio.bits)),
    key("audio", "preroll", Shape::Number(0.0, 300.0, |config| &mut config.audio.preroll)),
    key("audio", "part_minutes", Shape::Number(0.01, 1440.0, |config| &mut config.audio.part_minutes)),
    key("audio", "checkpoint_seconds", Shape::Number(0.1, 10.0, |config| &mut config.audio.checkpoint_seconds)),
    key("audio", "second_copy", Shape::Folder(|config| &mut config.audio.second_copy)),
    key("audio", "fallback", Shape::Folder(|config| &mut config.audio.fallback)),
    key("marks", "reaction", Shape::Number(0.0, 600.0, |config| &mut config.marks.reaction)),
    key("limits", "disk_minutes", Shape::Number(0.0, 10_080.0, |config| &mut config.limits.disk_minutes)),
    key("limits", "battery_percent", Shape::Percent(|config| &mut config.limits.battery_percent)),
    key("limits", "silence_seconds", Shape::Number(0.5, 3600.0, |config| &mut config.limits.silence_seconds)),
    key("limits", "near_silence_seconds", Shape::Number(1.0, 3600.0, |config| &mut config.limits.near_silence_seconds)),
    key("limits", "near_silence_dbfs", Shape::Decibels(-144.0, 0.0, |config| &mut config.limits.near_silence_dbfs)),
    key("hooks", "on_due", Shape::Hook(|config| &mut config.hooks.on_due)),
    key("hooks", "on_start", Shape::Hook(|config| &mut config.hooks.on_start)),
    key("hooks", "on_mark", Shape::Hook(|config| &mut config.hooks.on_mark)),
    key("hooks", "on_warning", Shape::Hook(|config| &mut config.hooks.on_warning)),
    key("hooks", "on_stop", Shape::Hook(|config| &mut config.hooks.on_stop)),
    key("hooks", "on_export", Shape::Hook(|config| &mut config.hooks.on_export)),
];

impl Key {
    /// `audio.preroll`, as `--set` names it.
    pub fn full_name(&self) -> String {
        match self.section {
            "" => self.name.to_owned(),
            section => format!("{section}.{}", self.name),
        }
    }
}

/// Takes over what the file says; what it says wrongly, or not at all, stays as it was.
pub(super) fn apply(config: &mut Config, table: &Table) {
    read_section(config, table, "");
    for section in SECTIONS {
        if let Some(inner) = table.table(section) {
            read_section(config, &inner, section);
            inner.refuse_unknown();
        }
    }
    if let Some(keys) = table.table(INTERFACE) {
        let entries = keys.texts_by_name().into_iter();
        entries.for_each(|(action, keys, place)| config.keys.put(KeyEntry { action, keys, place: Some(place) }));
    }
    let palette = palette::read(table);
    if table.has("kind") || table.has("theme") {
        config.palette = palette;
    }
    table.refuse_unknown();
}

fn read_section(config: &mut Config, table: &Table, section: &str) {
    for key in KEYS.iter().filter(|key| key.section == section) {
        read_key(config, table, key);
    }
}

fn read_key(config: &mut Config, table: &Table, key: &Key) {
    let name = key.name;
    match key.shape {
        Shape::Slug(at) => take(at(config), table.slug(name).map(Some)),
        Shape::Language(at) => take(at(config), table.one_of(name, &LANGUAGES).map(Some)),
        Shape::Folder(at) => take(at(config), table.text(name).map(|folder| Some(PathBuf::from(folder)))),
        Shape::Inputs(at) => take(at(config), read_inputs(table, name)),
        Shape::Rate(least, most, at) => take(at(config), table.whole(name, least..=most).map(|rate| Hertz(rate as u32))),
        Shape::Bits(at) => take(at(config), table.one_of_numbers(name, &BITS).and_then(Bits::from_number)),
        Shape::Number(least, most, at) => take(at(config), table.number(name, least..=most)),
        Shape::Decibels(least, most, at) => take(at(config), table.number(name, least..=most).map(|level| level as f32)),
        Shape::Percent(at) => take(at(config), table.whole(name, 0..=100).map(|percent| percent as u8)),
        Shape::Hook(at) => take(at(config), read_hook(table, name).map(Some)),
        Shape::Choice(at) => {
            let choice = at(config);
            if let Some(word) = table.word(name, choice.words()) {
                choice.choose(word);
            }
        }
    }
}

fn take<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// A list of inputs, or one input.
fn read_inputs(table: &Table, name: &'static str) -> Option<Vec<String>> {
    let inputs = if table.is_text(name) { vec![table.text(name)?] } else { table.texts(name) };
    if !table.has(name) {
        return None;
    }
    let is_input = |input: &&String| {
        let (host, id) = input.split_once(':').unwrap_or((input, ""));
        matches!(input.as_str(), "default" | "voice" | "none") || (!host.is_empty() && !id.is_empty())
    };
    match inputs.iter().find(|input| !is_input(input)) {
        Some(wrong) => table.fault(name, text!("files-input", found = crate::store::table::shown(wrong))),
        None if inputs.is_empty() => table.fault(name, text!("files-no-input")),
        None => return Some(inputs),
    }
    None
}

/// `["prog", "arg"]`, or `{ run = ["prog", "arg"], raw = true }`.
fn read_hook(table: &Table, name: &'static str) -> Option<Hook> {
    if !table.has(name) {
        return None;
    }
    let hook = if table.is_list(name) {
        Hook { run: table.texts(name), raw: false }
    } else {
        let inner = table.table(name)?;
        let hook = Hook { run: inner.texts("run"), raw: inner.flag("raw").unwrap_or(false) };
        inner.refuse_unknown();
        hook
    };
    if hook.run.first().is_none_or(|program| program.is_empty()) {
        table.fault(name, text!("files-hook-program"));
        return None;
    }
    Some(hook)
}
