//! YAML text as a tree in which every key and every value knows its place.
//!
//! Knows nothing of profiles or pools. Whatever is wrong with the YAML itself ends here: syntax, several documents,
//! merge keys, aliases without end. A key that stands twice is kept twice, so that it can be reported beside the
//! other faults of the file.

use super::fault::Fault;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{DefaultMessageFormatter, Location, MessageFormatter, Spanned};
use std::fmt;

/// The most nodes of a file, aliases unfolded. A season of ten thousand events has about two hundred thousand.
const MAX_NODES: usize = 500_000;

/// How deep a file nests. The deepest key that means anything is at level 8.
const MAX_DEPTH: usize = 32;

/// Comment lines in a row. The parser's own default is 32, which a generous header exceeds.
const MAX_COMMENT_LINES: usize = 10_000;

const TOO_BIG: &str = "too big or too deep for a file of settings, with its aliases unfolded";

/// A place in a file, both numbers from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Place {
    /// Where a fault goes that is about the file as a whole.
    pub(super) const START: Self = Self { line: 1, column: 1 };

    /// A fault here. Whatever of the file it repeats stays on its line.
    pub(super) fn fault(self, path: &str, text: impl Into<String>, todo: Option<String>) -> Fault {
        Fault {
            line: self.line,
            column: self.column,
            path: visible(path),
            text: visible(&text.into()),
            todo: todo.map(|todo| visible(&todo)),
        }
    }
}

/// A text with its control characters written out: keys may hold any, and raw ones would forge a line on a terminal.
fn visible(text: &str) -> String {
    let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(shown).collect()
}

impl From<Location> for Place {
    fn from(location: Location) -> Self {
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).max(1);
        Self { line: number(location.line()), column: number(location.column()) }
    }
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) place: Place,
    /// A scalar as it stands in the file, quotes and all: `0x10` and `1.10` are not what their numbers print as.
    pub(super) source: String,
    pub(super) value: Value,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Whole(i128),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) key: String,
    pub(super) node: Node,
}

/// The tree of a text.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Fault>> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        merge_keys: MergeKeyPolicy::Error,
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        reject_unsupported_tags: true,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! {
            max_nodes: MAX_NODES,
            max_depth: MAX_DEPTH,
            max_buffered_comment_events: MAX_COMMENT_LINES,
        },
    };
    let raw = serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options)
        .map_err(|error| vec![syntax(text, error.without_snippet())])?;
    let mut faults = Vec::new();
    let node = locate(text, raw, &mut faults);
    if faults.is_empty() { Ok(node) } else { Err(faults) }
}

/// What the parser has to say, in words of ours where its own assume that the reader is a programmer.
fn syntax(text: &str, error: &serde_saphyr::Error) -> Fault {
    use serde_saphyr::Error as Yaml;
    let place = error.location().map_or(Place::START, Place::from);
    match error {
        Yaml::AliasError { error, .. } => syntax(text, error),
        Yaml::MergeKeyNotAllowed { .. } => {
            place.fault("", "merge keys (`<<`) are not read", Some("write the keys out".to_owned()))
        }
        Yaml::MultipleDocuments { .. } => {
            place.fault("", "a second document", Some("one file holds one; leave out the `---`".to_owned()))
        }
        Yaml::Budget { .. }
        | Yaml::AliasReplayLimitExceeded { .. }
        | Yaml::AliasExpansionLimitExceeded { .. }
        | Yaml::AliasReplayStackDepthExceeded { .. } => place.fault("", TOO_BIG, None),
        other => {
            let message = DefaultMessageFormatter.format_message(other);
            if message.contains("recursion limit") {
                return place.fault("", TOO_BIG, None);
            }
            let tab = message.contains("tab").then(|| tab(text)).flatten();
            tab.unwrap_or_else(|| place.fault("", format!("no YAML: {message}"), None))
        }
    }
}

/// The first tab that indents a line. The parser names the value before it, which may be lines early.
fn tab(text: &str) -> Option<Fault> {
    let indent = |line: &str| line.find(|c: char| c != ' ').filter(|&at| line[at..].starts_with('\t'));
    // A carriage return alone ends a line in YAML too.
    let text = text.replace("\r\n", "\n");
    let mut lines = text.split(['\n', '\r']).enumerate();
    let (line, column) = lines.find_map(|(line, text)| Some((line, indent(text)?)))?;
    let place = Place { line: line + 1, column: column + 1 };
    Some(place.fault("", "a tab", Some("YAML indents with spaces".to_owned())))
}

/// A value as the deserializer hands it over.
enum Raw {
    Null,
    Bool(bool),
    Whole(i128),
    Number(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn locate(text: &str, raw: Spanned<Raw>, faults: &mut Vec<Fault>) -> Node {
    let source = source(text, raw.defined);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value),
        Raw::Whole(value) => Value::Whole(value),
        Raw::Number(value) => Value::Number(value),
        Raw::Text(value) => Value::Text(value),
        Raw::List(list) => Value::List(list.into_iter().map(|item| locate(text, item, faults)).collect()),
        Raw::Map(map) => {
            Value::Map(map.into_iter().filter_map(|(key, value)| entry(text, key, value, faults)).collect())
        }
    };
    let source = if matches!(value, Value::List(_) | Value::Map(_)) { String::new() } else { source };
    Node { place: raw.referenced.into(), source, value }
}

fn entry(text: &str, key: Spanned<Raw>, value: Spanned<Raw>, faults: &mut Vec<Fault>) -> Option<Entry> {
    let place = Place::from(key.referenced);
    let name = match key.value {
        Raw::Text(name) => name,
        Raw::Bool(_) | Raw::Whole(_) | Raw::Number(_) => source(text, key.defined),
        Raw::Null | Raw::List(_) | Raw::Map(_) => {
            faults.push(place.fault("", "a key is a name", None));
            return None;
        }
    };
    Some(Entry { place, key: name, node: locate(text, value, faults) })
}

/// What stands at a place of the file.
fn source(text: &str, location: Location) -> String {
    let span = location.span();
    let bytes = span.byte_offset().zip(span.byte_len()).and_then(|(offset, length)| {
        let start = usize::try_from(offset).ok()?;
        text.get(start..start.checked_add(usize::try_from(length).ok()?)?)
    });
    bytes.unwrap_or_default().trim().to_owned()
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Whole(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Whole(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = access.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = access.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(node: &Node) -> String {
        let at = format!("{}:{} ", node.place.line, node.place.column);
        match &node.value {
            Value::List(list) => format!("{at}[{}]", list.iter().map(show).collect::<Vec<_>>().join(", ")),
            Value::Map(map) => {
                let entry = |e: &Entry| format!("{}:{} {} = {}", e.place.line, e.place.column, e.key, show(&e.node));
                format!("{at}{{{}}}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            value => format!("{at}{value:?} `{}`", node.source),
        }
    }

    #[test]
    fn values_are_read_with_place_and_source() {
        let cases = [
            ("a: 5", "1:1 {1:1 a = 1:4 Whole(5) `5`}"),
            ("a: 0x10", "1:1 {1:1 a = 1:4 Whole(16) `0x10`}"),
            ("a: 1.10", "1:1 {1:1 a = 1:4 Number(1.1) `1.10`}"),
            ("a: no", "1:1 {1:1 a = 1:4 Text(\"no\") `no`}"),
            ("a: true", "1:1 {1:1 a = 1:4 Bool(true) `true`}"),
            ("a: ~", "1:1 {1:1 a = 1:4 Null `~`}"),
            ("a: '5'", "1:1 {1:1 a = 1:4 Text(\"5\") `'5'`}"),
            ("a:\n  - b\n  - c: d # e", "1:1 {1:1 a = 2:3 [2:5 Text(\"b\") `b`, 3:5 {3:5 c = 3:8 Text(\"d\") `d`}]}"),
            ("{a: [1, 2]}", "1:1 {1:2 a = 1:5 [1:6 Whole(1) `1`, 1:9 Whole(2) `2`]}"),
            ("1: x\ntrue: y", "1:1 {1:1 1 = 1:4 Text(\"x\") `x`, 2:1 true = 2:7 Text(\"y\") `y`}"),
            ("a: &x 1.50\nb: *x", "1:1 {1:1 a = 1:7 Number(1.5) `1.50`, 2:1 b = 2:4 Number(1.5) `1.50`}"),
            ("a: 1\na: 2", "1:1 {1:1 a = 1:4 Whole(1) `1`, 2:1 a = 2:4 Whole(2) `2`}"),
            ("é: 'ü'\n", "1:1 {1:1 é = 1:4 Text(\"ü\") `'ü'`}"),
            ("a: .inf", "1:1 {1:1 a = 1:4 Number(inf) `.inf`}"),
            ("a: 99999999999999999999", "1:1 {1:1 a = 1:4 Number(1e20) `99999999999999999999`}"),
        ];
        for (text, expected) in cases {
            assert_eq!(show(&parse(text).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_yaml_is_one_fault_with_its_place() {
        let cases = [
            ("a: [1", "1:4: no YAML: unclosed bracket '['"),
            ("a: 1\n\tb: 2", "2:1: a tab (YAML indents with spaces)"),
            ("a:\n\t- b", "2:1: a tab (YAML indents with spaces)"),
            ("a: 1\r\rb: 2\r\n\tb: 2", "4:1: a tab (YAML indents with spaces)"),
            ("a: 1\n---\nb: 2", "3:1: a second document (one file holds one; leave out the `---`)"),
            ("a: *nowhere", "1:4: no YAML: alias references unknown anchor"),
            ("a: &x {b: 1}\nc:\n  <<: *x", "3:3: merge keys (`<<`) are not read (write the keys out)"),
            ("a: \"open", "1:4: no YAML: unclosed quote"),
            ("a: b: c", "1:5: no YAML: mapping values are not allowed in this context"),
            ("? [a]\n: 1", "1:3: a key is a name"),
            ("a: !secret x", "1:12: no YAML: unsupported tag `!secret`"),
            (": 1", "1:1: a key is a name"),
        ];
        for (text, expected) in cases {
            let shown: Vec<_> = parse(text).unwrap_err().iter().map(ToString::to_string).collect();
            assert_eq!(shown.join(" | "), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_unfolded_or_nested_without_end() {
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = vec![format!("*a{}", level - 1); 10].join(", ");
            laughs.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        for text in [laughs, "[".repeat(5_000), "- ".repeat(5_000), "{a: ".repeat(5_000)] {
            let faults = parse(&text).unwrap_err();
            assert_eq!(faults.len(), 1);
            assert_eq!(faults[0].text, TOO_BIG);
        }
    }

    #[test]
    fn an_empty_text_is_null() {
        for text in ["", "# only a comment\n", "---\n"] {
            assert_eq!(parse(text).unwrap().value, Value::Null, "{text}");
        }
        let header = "# a line of a long header\n".repeat(200);
        assert!(parse(&format!("a:\n{header}  b: 1\n{header}")).is_ok());
    }
}
