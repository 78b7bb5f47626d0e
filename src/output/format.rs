//! Output formats, and `--query`.

use crate::error::{Error, Kind, Result};
use anyhow::Context;
use serde_json::Value;

/// What `-o` chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// One YAML document.
    Yaml,
    /// Tab-separated values without a heading, as `az` has them.
    Tsv,
}

/// A compiled JMESPath expression.
#[derive(Debug, Clone)]
pub struct Query(jmespath::Expression<'static>);

impl Query {
    /// Compiles an expression.
    ///
    /// # Errors
    /// `Usage`, with the place of the fault.
    pub fn parse(expression: &str) -> Result<Self> {
        jmespath::compile(expression).map(Self).map_err(|error| {
            Error::message(
                Kind::Usage,
                format!("--query is no JMESPath expression: {}", first_line(&error.to_string())),
            )
            .hint(
                "Examples: --query name, --query \"[].{name: name, ready: readySessions}\"; see https://jmespath.org.",
            )
        })
    }

    /// What the expression finds. Keys come out in the order of their names.
    ///
    /// # Errors
    /// `Usage` where the expression does not fit the data.
    pub fn search(&self, value: &Value) -> Result<Value> {
        let found =
            jmespath::Variable::try_from(value).and_then(|variable| self.0.search(variable)).map_err(|error| {
                Error::message(Kind::Usage, format!("--query fails: {}", first_line(&error.to_string())))
            })?;
        let value = serde_json::to_value(&*found).context("failed to read what --query found");
        value.map(whole_numbers).map_err(|error| Error::new(Kind::Failed, error))
    }
}

/// JMESPath knows one kind of number; whole ones come back as such.
fn whole_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 => Value::from(float as i64),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(whole_numbers).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, whole_numbers(value))).collect(),
        other => other,
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// A value as JSON, for people to read and programs to parse.
pub(super) fn json(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A value as YAML.
pub(super) fn yaml(value: &Value) -> Result<String> {
    let text = serde_saphyr::to_string(value).context("failed to write YAML");
    text.map_err(|error| Error::new(Kind::Failed, error))
}

/// A value as tab-separated lines: an object is one line of its members, a list a line an item.
pub(super) fn tsv(value: &Value) -> String {
    let lines: Vec<String> = match value {
        Value::Array(items) => items.iter().map(tsv_line).collect(),
        Value::Null => Vec::new(),
        other => vec![tsv_line(other)],
    };
    lines.into_iter().map(|line| line + "\n").collect()
}

fn tsv_line(value: &Value) -> String {
    match value {
        Value::Object(members) => members.values().map(plain).collect::<Vec<_>>().join("\t"),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("\t"),
        other => plain(other),
    }
}

/// A value in one cell: texts without quotes, null as nothing, the rest as compact JSON.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace(['\t', '\n', '\r'], " "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_query_keeps_whole_numbers_whole() {
        let query = Query::parse("[].{name: name, ready: readySessions}").unwrap();
        let found = query.search(&json!([{"name": "a", "readySessions": 10, "share": 0.5}])).unwrap();
        assert_eq!(found, json!([{"name": "a", "ready": 10}]));
        assert_eq!(Query::parse("length(@)").unwrap().search(&json!([1, 2])).unwrap(), json!(2));
        assert_eq!(Query::parse("[0]").unwrap().search(&json!([0.5])).unwrap(), json!(0.5));
    }

    #[test]
    fn a_wrong_query_is_wrong_usage() {
        assert_eq!(Query::parse("[").unwrap_err().kind(), Kind::Usage);
        let query = Query::parse("abs(name)").unwrap();
        assert_eq!(query.search(&json!({"name": "a"})).unwrap_err().kind(), Kind::Usage);
    }

    #[test]
    fn tsv_is_a_line_an_item() {
        let cases = [
            (json!([{"a": 1, "b": "x\ty"}, {"a": null, "b": [1]}]), "1\tx y\n\t[1]\n"),
            (json!({"a": true, "b": {"c": 1}}), "true\t{\"c\":1}\n"),
            (json!("text"), "text\n"),
            (json!(null), ""),
            (json!(["a", "b"]), "a\nb\n"),
        ];
        for (value, expected) in cases {
            assert_eq!(tsv(&value), expected);
        }
    }

    #[test]
    fn yaml_says_the_same() {
        let text = yaml(&json!({"a": 1, "b": ["no", null]})).unwrap();
        let back: Value = serde_saphyr::from_str(&text).unwrap();
        assert_eq!(back, json!({"a": 1, "b": ["no", null]}));
    }
}
