//! The table of keys as a JSON Schema, with the words of `config.example.toml`.

use serde_json::{Map, Value, json};

use super::keys::{BITS, INTERFACE, KEYS, Key, LANGUAGES, SECTIONS, Shape};
use super::{Config, palette};

const EXAMPLE: &str = include_str!("../../config.example.toml");

pub(super) fn schema() -> Value {
    let mut properties = section("");
    for name in SECTIONS {
        let table = json!({ "type": "object", "additionalProperties": false, "properties": section(name) });
        properties.insert(name.to_owned(), table);
    }
    properties.insert(INTERFACE.to_owned(), json!({ "type": "object", "additionalProperties": one_or_more_texts() }));
    properties.insert("kind".to_owned(), list_of(palette_row(true)));
    properties.insert("theme".to_owned(), list_of(palette_row(false)));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "temoin: config.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn section(name: &str) -> Map<String, Value> {
    KEYS.iter().filter(|key| key.section == name).map(|key| (key.name.to_owned(), property(key))).collect()
}

fn property(key: &Key) -> Value {
    let mut config = Config::default();
    let config = &mut config;
    let mut property = match key.shape {
        Shape::Slug(_) => json!({ "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$" }),
        Shape::Language(_) => json!({ "enum": LANGUAGES.map(|(tag, _)| tag) }),
        Shape::Folder(_) => json!({ "type": "string" }),
        Shape::Inputs(at) => {
            json!({ "type": ["array", "string"], "items": { "type": "string" }, "minItems": 1, "default": at(config) })
        }
        Shape::Rate(least, most, at) => json!({ "type": "integer", "minimum": least, "maximum": most, "default": at(config) }),
        Shape::Bits(at) => json!({ "enum": BITS, "default": at(config).number() }),
        Shape::Number(least, most, at) => json!({ "type": "number", "minimum": least, "maximum": most, "default": at(config) }),
        Shape::Decibels(least, most, at) => json!({ "type": "number", "minimum": least, "maximum": most, "default": at(config) }),
        Shape::Percent(at) => json!({ "type": "integer", "minimum": 0, "maximum": 100, "default": at(config) }),
        Shape::Hook(_) => hook(),
        Shape::Choice(at) => json!({ "enum": at(config).words(), "default": at(config).word() }),
    };
    if let Some(words) = description(key) {
        property["description"] = words.into();
    }
    property
}

fn one_or_more_texts() -> Value {
    json!({ "type": ["array", "string"], "items": { "type": "string" } })
}

fn hook() -> Value {
    let run = json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 });
    let table = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["run"],
        "properties": { "run": run, "raw": { "type": "boolean", "default": false } },
    });
    json!({ "anyOf": [run, table] })
}

fn list_of(row: Value) -> Value {
    json!({ "type": "array", "items": row })
}

fn palette_row(is_kind: bool) -> Value {
    let text = json!({ "type": "string" });
    let names = json!({ "type": "object", "additionalProperties": false, "properties": { "fr": text, "en": text } });
    let mut properties = json!({
        "id": text,
        "key": { "enum": palette::LETTERS },
        "name": { "anyOf": [text, names] },
        "short": { "anyOf": [text, names] },
        "colour": text,
    });
    if is_kind {
        properties["withhold"] = json!({ "type": "boolean", "default": false });
        properties["reaction"] = json!({ "type": "number", "minimum": 0, "maximum": 600 });
    } else {
        properties["apart"] = json!({ "type": "boolean", "default": false });
    }
    json!({ "type": "object", "additionalProperties": false, "required": ["id"], "properties": properties })
}

/// The comment that stands over the key in the example.
fn description(key: &Key) -> Option<String> {
    let mut section = "";
    let mut words: Vec<&str> = Vec::new();
    for line in EXAMPLE.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        }
        let setting = line.trim_start_matches('#');
        let is_key = setting.strip_prefix(key.name).is_some_and(|rest| rest.trim_start().starts_with('='));
        if is_key && section == key.section {
            return Some(words.join(" "));
        }
        match line.strip_prefix("# ") {
            Some(comment) => words.push(comment),
            None => words.clear(),
        }
    }
    None
}
