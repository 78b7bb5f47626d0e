//! Tables that fit the terminal.

use super::format::plain;
use super::printer::wrapped_at;
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::Value;

/// A table with a heading, without frames. `width` in columns; `None` leaves lines as long as they are.
pub(super) fn columns(heading: &[&str], rows: Vec<Vec<String>>, width: Option<u16>) -> String {
    let mut table = empty(width);
    table.set_header(heading.iter().map(|title| super::style::paint(super::style::FAINT, title)));
    table.add_rows(rows);
    finish(&table)
}

/// Labels and values under one another. A value without spaces, such as a URL, is never broken.
pub(super) fn pairs(rows: Vec<(String, String)>, width: Option<u16>) -> String {
    let widest = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let indent = " ".repeat(widest + 2);
    let lines = rows.into_iter().map(|(label, value)| {
        let padding = " ".repeat(widest - label.chars().count() + 2);
        let label = super::style::paint(super::style::FAINT, label);
        let width = width.filter(|_| value.contains(' '));
        wrapped_at(&format!("{label}{padding}{value}"), &indent, width).trim_end().to_owned() + "\n"
    });
    lines.collect()
}

/// Any JSON as a table: a list of objects by columns, an object by pairs, the rest as it is.
pub(super) fn of(value: &Value, width: Option<u16>) -> String {
    match value {
        Value::Array(items) if items.iter().all(Value::is_object) && !items.is_empty() => {
            let mut heading: Vec<&str> = Vec::new();
            for key in items.iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys) {
                if !heading.contains(&key.as_str()) {
                    heading.push(key);
                }
            }
            let rows = items.iter().map(|item| heading.iter().map(|key| plain(&item[*key])).collect()).collect();
            columns(&heading, rows, width)
        }
        Value::Array(items) => items.iter().map(|item| plain(item) + "\n").collect(),
        Value::Object(members) => {
            pairs(members.iter().map(|(key, value)| (key.clone(), plain(value))).collect(), width)
        }
        Value::Null => String::new(),
        other => plain(other) + "\n",
    }
}

fn empty(width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    match width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    table
}

fn finish(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().strip_prefix(' ').unwrap_or(line.trim_end()).to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn any_json_is_a_table() {
        let strip = |text: String| anstream::adapter::strip_str(&text).to_string();
        assert_eq!(strip(of(&json!([{"a": 1}, {"a": 2, "b": "x"}]), None)), "a  b\n1\n2  x\n");
        assert_eq!(strip(of(&json!({"a": 1}), None)), "a  1\n");
        assert_eq!(of(&json!(["x", "y"]), None), "x\ny\n");
        assert_eq!(of(&json!(3), None), "3\n");
        assert_eq!(of(&json!(null), None), "");
        assert_eq!(of(&json!([]), None), "");
    }
}
