//! Tables that fit the terminal.

use super::format::plain;
use super::printer::wrapped_at;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde_json::Value;

/// Spaces beside a cell.
const PADDING: u16 = 2;

/// A table with a heading, without frames. `width` in columns; `None` leaves lines as long as they are. Lines break
/// between words alone: a name that somebody may copy stays whole, though the table may be wider for it.
pub(super) fn columns(heading: &[&str], rows: Vec<Vec<String>>, width: Option<u16>) -> String {
    let mut table = empty(width);
    // A heading is broken only where there is no other way.
    let whole: Vec<String> = heading.iter().map(|title| held(title)).collect();
    let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
    let (heading, widths) = match width {
        None => (heading, None),
        Some(width) => match fitting(&whole, &rows, width) {
            widths if is_too_wide(&widths, width) => (heading, Some(fitting(heading, &rows, width))),
            widths => (&*whole, Some(widths)),
        },
    };
    table.set_header(heading.iter().map(|title| super::style::paint(super::style::FAINT, title)));
    table.add_rows(rows);
    if let Some(widths) = widths {
        let fixed = |width| ColumnConstraint::Absolute(Width::Fixed(width + PADDING));
        table.set_constraints(widths.into_iter().map(fixed));
    }
    finish(&table)
}

/// A space that no line is broken at; shown as any other.
const HELD: char = '\u{a0}';

/// A cell that stays on one line, as a number with its unit should.
pub(super) fn held(text: &str) -> String {
    text.replace(' ', &HELD.to_string())
}

/// How wide each column is: as its longest cell, and where that is too much for the line, the column that can give most
/// gives first, down to its longest word.
fn fitting(heading: &[&str], rows: &[Vec<String>], width: u16) -> Vec<u16> {
    let count = |text: &str| u16::try_from(text.chars().count()).unwrap_or(u16::MAX - PADDING);
    let most_and_least = |index: usize, title: &str| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(String::as_str).chain([title]);
        cells.fold((0, 0), |(most, least), cell| {
            let plain = anstream::adapter::strip_str(cell).to_string();
            let word = plain.split([' ', '\n']).map(count).max().unwrap_or(0);
            (most.max(count(&plain)), least.max(word))
        })
    };
    let (mut widths, least): (Vec<u16>, Vec<u16>) =
        heading.iter().enumerate().map(|(index, title)| most_and_least(index, title)).unzip();
    while is_too_wide(&widths, width) {
        let can_give = |index: &usize| widths[*index].saturating_sub(least[*index]);
        match (0..widths.len()).max_by_key(can_give).filter(|index| can_give(index) > 0) {
            Some(index) => widths[index] -= 1,
            None => break,
        }
    }
    widths
}

/// Whether columns are more than a line. The padding before the first is not shown.
fn is_too_wide(widths: &[u16], width: u16) -> bool {
    let all: u32 = widths.iter().map(|width| u32::from(*width) + u32::from(PADDING)).sum();
    all > u32::from(width) + u32::from(PADDING)
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
    table
        .lines()
        .map(|line| line.trim_end().strip_prefix(' ').unwrap_or(line.trim_end()).replace(HELD, " ") + "\n")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_break_between_words() {
        let rows = || vec![vec!["event a-long-name-of-autumn-final".into(), "50".into(), "started 08:30 UTC".into()]];
        let text = |width| anstream::adapter::strip_str(&columns(&["CLAIM", "MAX", "WHY"], rows(), width)).to_string();
        for width in [20, 30, 36, 40, 50, 60, 80] {
            let text = text(Some(width));
            for word in ["event", "a-long-name-of-autumn-final", "started", "08:30", "UTC", "CLAIM", "WHY"] {
                assert!(text.split_whitespace().any(|found| found == word), "{width}: {word}\n{text}");
            }
            assert!(width < 45 || text.lines().all(|line| line.chars().count() <= width.into()), "{width}\n{text}");
        }
        assert_eq!(text(None).lines().count(), 2);
    }

    #[test]
    fn a_heading_is_broken_last() {
        let row = ["the 2 that can be billed", "dedicated nodes", "$1.75", "$42.00", "$1,277.50", "$3.55"];
        let heading = ["POOL", "MODEL", "AN HOUR", "A DAY", "A MONTH", "FULL, AN HOUR"];
        let text = |width| {
            let text = columns(&heading, vec![row.map(str::to_owned).into()], Some(width));
            anstream::adapter::strip_str(&text).to_string()
        };
        for (width, is_whole) in [(100, true), (80, true), (72, true), (40, false)] {
            let text = text(width);
            assert_eq!(text.lines().next().unwrap().ends_with("FULL, AN HOUR"), is_whole, "{width}\n{text}");
            assert!(!is_whole || text.lines().all(|line| line.chars().count() <= width.into()), "{width}\n{text}");
        }
    }

    #[test]
    fn what_is_held_stays_on_one_line() {
        let row = ["a-pool-with-a-rather-long-name", "event autumn-final", "2 h 30 min", "$1,302.00 to $1,306.13"];
        let row: Vec<String> = row.map(|cell| if cell.starts_with('2') { held(cell) } else { cell.to_owned() }).into();
        for width in [40, 60, 72] {
            let text = columns(&["POOL", "BY", "TIME", "COST"], vec![row.clone()], Some(width));
            assert!(text.contains("2 h 30 min"), "{text}");
        }
    }

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
