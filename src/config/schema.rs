//! The formats of the files as JSON Schema, draft 2020-12, for editors and for other tools.
//!
//! Written from the tables that the files are checked by, so that schema and reader know the same keys. A schema
//! cannot say everything: a length within Azure's limits, names that differ in more than case.

use super::demand::table::DEMAND;
use super::node::{self, Node, Value as Yaml};
use super::pool_file::POOL_FILE;
use super::profile::PROFILE;
use super::shape::{Key, Names, Rule, Shape, Table};
use serde_json::{Map, Value, json};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What [`super::duration`] reads.
const DURATION: &str = "^(?=.*[0-9])(([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?|[Pp]([0-9]+[Dd])?([Tt](?=[0-9])([0-9]+[Hh])?([0-9]+[Mm])?([0-9]+[Ss])?)?)$";

/// The schema of a profile.
#[must_use]
pub fn profile() -> Value {
    document("A profile of pool", &PROFILE)
}

/// The schema of the pool file.
#[must_use]
pub fn pool_file() -> Value {
    document("The pool file of pool", &POOL_FILE)
}

/// The schema of a demand file.
#[must_use]
pub fn demand() -> Value {
    document("A demand file of pool", &DEMAND)
}

fn document(title: &str, table: &Table) -> Value {
    let mut members = Map::new();
    members.insert("$schema".to_owned(), json!(DRAFT));
    members.insert("title".to_owned(), json!(title));
    members.extend(object(table));
    Value::Object(members)
}

fn object(table: &Table) -> Map<String, Value> {
    let properties: Map<String, Value> = table.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = table.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let kind = if table.may_be_empty { json!(["object", "null"]) } else { json!("object") };
    let mut members = Map::new();
    members.insert("description".to_owned(), json!(table.about));
    members.insert("type".to_owned(), kind);
    members.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        members.insert("required".to_owned(), json!(required));
    }
    members.insert("additionalProperties".to_owned(), json!(false));
    // The rules are constants, and a test reads each.
    if let Ok(Value::Object(rules)) = serde_json::from_str(table.rules) {
        members.extend(rules);
    }
    members
}

fn property(key: &Key) -> Value {
    let mut members = shape(&key.shape);
    members.insert("description".to_owned(), json!(key.about));
    // The examples are constants, and a test reads each.
    if let Ok(example) = node::parse(key.example) {
        members.insert("examples".to_owned(), json!([plain(&example)]));
    }
    Value::Object(members)
}

fn shape(shape: &Shape) -> Map<String, Value> {
    match shape {
        Shape::Text(rule) => text(rule),
        Shape::Literal => members(json!({"type": ["string", "number", "boolean"]})),
        Shape::Choice(words) => members(json!({"type": "string", "enum": words})),
        Shape::Whole(least, most) => {
            // Every bound in the tables fits.
            let bound = |number: &i128| i64::try_from(*number).unwrap_or(i64::MAX);
            members(json!({"type": "integer", "minimum": bound(least), "maximum": bound(most)}))
        }
        Shape::Positive => members(json!({"type": "number", "exclusiveMinimum": 0})),
        Shape::Amount(most) => members(json!({"type": "number", "minimum": 0, "maximum": most})),
        Shape::Flag => members(json!({"type": "boolean"})),
        Shape::Duration => members(json!({"type": "string", "pattern": DURATION})),
        Shape::Object(table) => object(table),
        Shape::Either(single, table) => members(json!({"anyOf": [self::shape(single), object(table)]})),
        Shape::List(item) => members(json!({"type": "array", "items": self::shape(item)})),
        Shape::Map(names, value) => map(names, value),
    }
}

fn text(rule: &Rule) -> Map<String, Value> {
    let mut members = members(json!({"type": "string"}));
    if !rule.pattern.is_empty() {
        members.insert("pattern".to_owned(), json!(rule.pattern));
    }
    members
}

fn map(names: &Names, value: &Shape) -> Map<String, Value> {
    let (names, value) = (json!({"pattern": names.rule.pattern}), shape(value));
    members(json!({"type": "object", "propertyNames": names, "additionalProperties": value}))
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A value without its places.
fn plain(node: &Node) -> Value {
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => json!(value),
        Yaml::Whole(number) => i64::try_from(*number).map_or(Value::Null, Value::from),
        Yaml::Number(number) => json!(number),
        Yaml::Text(text) => json!(text),
        Yaml::List(list) => list.iter().map(plain).collect(),
        Yaml::Map(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.clone(), plain(&entry.node))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{builtin, check, template};
    use super::*;

    /// Every table that can be reached from one, itself first.
    fn tables(table: &'static Table) -> Vec<&'static Table> {
        fn below(shape: &'static Shape, found: &mut Vec<&'static Table>) {
            match shape {
                Shape::Object(table) => found.extend(tables(table)),
                Shape::Either(single, table) => {
                    below(single, found);
                    found.extend(tables(table));
                }
                Shape::List(inner) | Shape::Map(_, inner) => below(inner, found),
                _ => {}
            }
        }
        let mut found = vec![table];
        for key in table.keys {
            below(&key.shape, &mut found);
        }
        found
    }

    fn all() -> Vec<&'static Table> {
        [&PROFILE, &POOL_FILE, &DEMAND].into_iter().flat_map(tables).collect()
    }

    /// The faults of a value by a schema, as far as keys and types go.
    fn unknown_keys(value: &Value, schema: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(choices) = schema["anyOf"].as_array() {
            let fits = |choice: &&Value| choice["type"] == "object" && value.is_object() || !value.is_object();
            return unknown_keys(value, choices.iter().find(fits).unwrap(), path, found);
        }
        let of_type = |name: &str| match name {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            _ => value.is_null(),
        };
        let allowed: Vec<&str> = match &schema["type"] {
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            name => name.as_str().into_iter().collect(),
        };
        if !allowed.iter().any(|name| of_type(name)) {
            found.push(format!("{path}: {value} is none of {allowed:?}"));
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = format!("{path}.{key}");
            match (&schema["properties"][key], &schema["additionalProperties"]) {
                (Value::Object(_), _) => unknown_keys(value, &schema["properties"][key], &path, found),
                (_, Value::Object(_)) => unknown_keys(value, &schema["additionalProperties"], &path, found),
                _ => found.push(format!("{path}: unknown")),
            }
        }
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.is_object() && value.get(key).is_none() {
                found.push(format!("{path}: lacks {key}"));
            }
        }
        for item in value.as_array().into_iter().flatten() {
            unknown_keys(item, &schema["items"], path, found);
        }
    }

    fn check_text(text: &str, schema: &Value) -> Vec<String> {
        let mut found = Vec::new();
        unknown_keys(&plain(&node::parse(text).unwrap()), schema, "", &mut found);
        found
    }

    #[test]
    fn the_files_we_bring_along_keep_to_the_schema() {
        for (name, text) in builtin::PROFILES {
            assert_eq!(check_text(text, &profile()), Vec::<String>::new(), "{name}");
        }
        let text = template::pool_file("contestpool", &template::Blank::default());
        let readme = include_str!("../../README.md").split("# peak.yaml\n").nth(1).unwrap();
        assert_eq!(check_text(readme.split("```").next().unwrap(), &demand()), Vec::<String>::new());
        assert_eq!(check_text(&text, &pool_file()), Vec::<String>::new());
        assert_eq!(check_text("maxSessions: x\ncolour: red", &profile()).len(), 4);
    }

    #[test]
    fn every_example_in_the_tables_is_right() {
        for table in all() {
            for key in table.keys {
                let node = node::parse(key.example).unwrap();
                let mut faults = Vec::new();
                check::check(&node, key.name, &key.shape, &mut faults);
                assert!(faults.is_empty(), "{}: {}: {faults:?}", key.name, key.example);
            }
        }
    }

    #[test]
    fn every_rule_in_the_tables_names_known_keys() {
        fn names<'a>(rules: &'a Value, found: &mut Vec<&'a str>) {
            if let Some(properties) = rules["properties"].as_object() {
                found.extend(properties.keys().map(String::as_str));
            }
            found.extend(rules["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
            for inner in ["if", "then", "else"].map(|name| &rules[name]) {
                if inner.is_object() {
                    names(inner, found);
                }
            }
            rules["oneOf"].as_array().into_iter().flatten().for_each(|inner| names(inner, found));
            for (key, others) in rules["dependentRequired"].as_object().into_iter().flatten() {
                found.push(key);
                found.extend(others.as_array().into_iter().flatten().filter_map(Value::as_str));
            }
        }
        for table in all() {
            let rules: Value = serde_json::from_str(table.rules).unwrap();
            let mut found = Vec::new();
            names(&rules, &mut found);
            assert_eq!(found.is_empty(), table.rules == "{}");
            assert!(found.iter().all(|name| table.key(name).is_some()), "{found:?}");
        }
    }

    #[test]
    fn every_name_from_elsewhere_leads_to_a_known_key() {
        use super::super::shape::Stranger;
        for table in all() {
            for (name, stranger) in table.strangers {
                assert!(table.key(name).is_none(), "{name} is a key");
                let Stranger::Here(ours) = stranger else { continue };
                let mut at = Some(table);
                for part in ours.split('.') {
                    let key = at.and_then(|table| table.key(part));
                    assert!(key.is_some(), "{name} -> {ours}");
                    at = key.and_then(|key| match key.shape {
                        Shape::Object(table) => Some(table),
                        _ => None,
                    });
                }
            }
        }
    }

    #[test]
    fn the_schema_beside_the_profiles_is_this_one() {
        let file: Value = serde_json::from_str(include_str!("../../profiles/profile.schema.json")).unwrap();
        assert_eq!(file, profile(), "write profiles/profile.schema.json anew: {:#}", profile());
    }
}
