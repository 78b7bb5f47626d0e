//! Small CSV files: times in one column, and traces. Strict: what is not understood is a fault with its line.
//!
//! Fields are separated by commas. Quotes may stand round a field; nothing in these files needs a comma inside of them
//! (Azure's identifiers have none), so a comma always separates.

use super::spread::LONGEST;
use crate::model::Visit;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// The most lines of a file.
const MOST_LINES: usize = 1_000_000;

/// The most faults of a file that are told.
const MOST_FAULTS: usize = 10;

/// Lines with something in them, each with its number.
fn lines<'a>(file: &'a str, text: &'a str) -> Result<Vec<(usize, &'a str)>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let lines: Vec<_> = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect();
    if lines.len() > MOST_LINES {
        return Err(format!("{file} has {} lines; {MOST_LINES} is the most", lines.len()));
    }
    Ok(lines)
}

fn field(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let shown: String = text.chars().take(40).flat_map(char::escape_debug).collect();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = text.parse::<f64>().ok().filter(|number| plain && number.is_finite());
    match number {
        Some(number) if number <= LONGEST.as_secs_f64() => Ok(Duration::from_secs_f64(number)),
        Some(_) => Err(format!("`{shown}` is more than 366 days")),
        None => Err(format!("`{shown}` is no number of seconds such as 12.5")),
    }
}

/// Every line as a value, or every fault with its line.
fn all<'a, T>(
    file: &str,
    lines: &[(usize, &'a str)],
    mut read: impl FnMut(&'a str) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let (mut values, mut faults) = (Vec::with_capacity(lines.len()), Vec::new());
    for (number, line) in lines {
        match read(line) {
            Ok(value) => values.push(value),
            Err(fault) => faults.push(format!("{file}:{number}: {fault}")),
        }
    }
    if faults.is_empty() {
        return Ok(values);
    }
    let more = faults.len().saturating_sub(MOST_FAULTS);
    faults.truncate(MOST_FAULTS);
    let more = if more > 0 { format!("; and {more} faults more") } else { String::new() };
    Err(faults.join("; ") + &more)
}

/// One column of seconds. A heading may stand above it.
pub(super) fn times(file: &str, text: &str) -> Result<Arc<[Duration]>, String> {
    let mut lines = lines(file, text)?;
    if lines.first().is_some_and(|(_, line)| field(line).starts_with(char::is_alphabetic)) {
        lines.remove(0);
    }
    if lines.is_empty() {
        return Err(format!("{file} has no times: write a number of seconds on each line"));
    }
    all(file, &lines, |line| seconds(field(line))).map(Arc::from)
}

/// A trace: `at,identifier,run` as a heading, then a line for each run, in the order of their times.
pub(super) fn trace(file: &str, text: &str) -> Result<Arc<[Visit]>, String> {
    const HEADING: &str = "at,identifier,run";
    let mut lines = lines(file, text)?;
    let heading = lines.first().map(|(_, line)| line.split(',').map(field).collect::<Vec<_>>().join(","));
    if heading.as_deref() != Some(HEADING) {
        let number = lines.first().map_or(1, |(number, _)| *number);
        return Err(format!("{file}:{number}: the heading is not `{HEADING}`"));
    }
    lines.remove(0);
    if lines.is_empty() {
        return Err(format!("{file} has no runs below its heading"));
    }
    let mut identifiers: HashMap<&str, u64> = HashMap::new();
    let mut last = Duration::ZERO;
    let visits = all(file, &lines, |line| {
        let fields: Vec<&str> = line.split(',').map(field).collect();
        let [at, identifier, run] = fields[..] else {
            return Err(format!("{} fields where `{HEADING}` belong", fields.len()));
        };
        if identifier.is_empty() {
            return Err("the identifier is empty".to_owned());
        }
        let (at, run) = (seconds(at)?, seconds(run)?);
        if at < last {
            return Err("is before the line above: sort the file by `at`".to_owned());
        }
        last = at;
        let next = identifiers.len() as u64;
        Ok(Visit { at, who: *identifiers.entry(identifier).or_insert(next), run })
    })?;
    Ok(visits.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_or_refused_with_their_lines() {
        let millis = |all: &[u64]| Ok(all.iter().copied().map(Duration::from_millis).collect());
        let cases = [
            ("1\n2.5\n", millis(&[1_000, 2_500])),
            ("\u{feff}seconds\r\n\"3\"\r\n# old\n\n4\n", millis(&[3_000, 4_000])),
            ("", Err("r.csv has no times: write a number of seconds on each line")),
            ("run\n", Err("r.csv has no times: write a number of seconds on each line")),
            ("1\n-2\n", Err("r.csv:2: `-2` is no number of seconds such as 12.5")),
            (
                "1\nx\n1e9\n",
                Err(
                    "r.csv:2: `x` is no number of seconds such as 12.5; r.csv:3: `1e9` is no number of seconds such as 12.5",
                ),
            ),
            ("1,2\n", Err("r.csv:1: `1,2` is no number of seconds such as 12.5")),
            ("40000000", Err("r.csv:1: `40000000` is more than 366 days")),
        ];
        for (text, expected) in cases {
            assert_eq!(times("r.csv", text), expected.map_err(str::to_owned), "{text}");
        }
        let many = times("r.csv", &"x\n".repeat(500)).unwrap_err();
        assert!(many.ends_with("; and 489 faults more"), "{many}");
    }

    #[test]
    fn traces_are_read_or_refused_with_their_lines() {
        let visits = trace("v.csv", "at,identifier,run\n0,ana,10\n1.5,ben,2\n1.5,ana,3\n").unwrap();
        let shown: Vec<_> = visits.iter().map(|v| (v.at.as_millis(), v.who, v.run.as_secs())).collect();
        assert_eq!(shown, [(0, 0, 10), (1_500, 1, 2), (1_500, 0, 3)]);
        let heading = "at,identifier,run\n";
        let cases = [
            ("0,ana,10".to_owned(), "v.csv:1: the heading is not `at,identifier,run`"),
            (heading.to_owned(), "v.csv has no runs below its heading"),
            (format!("{heading}0,ana"), "v.csv:2: 2 fields where `at,identifier,run` belong"),
            (format!("{heading}0,,1"), "v.csv:2: the identifier is empty"),
            (format!("{heading}5,a,1\n4,b,1"), "v.csv:3: is before the line above: sort the file by `at`"),
            (format!("{heading}0,a,soon"), "v.csv:2: `soon` is no number of seconds such as 12.5"),
        ];
        for (text, expected) in cases {
            assert_eq!(trace("v.csv", &text).unwrap_err(), expected, "{text}");
        }
    }
}
