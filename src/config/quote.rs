//! Text as a YAML value of one line.

use std::fmt::Write as _;

/// The text as it stands in a YAML file: bare where that is plain to see, in double quotes otherwise.
#[must_use]
pub fn quote(text: &str) -> String {
    if is_bare(text) { text.to_owned() } else { in_quotes(text) }
}

/// Letters that begin a word, and nothing behind them that YAML reads as anything else.
fn is_bare(text: &str) -> bool {
    let harmless = |c: char| c.is_ascii_alphanumeric() || " ._-/();+@=%".contains(c);
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(harmless)
        && !text.ends_with(' ')
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

fn in_quotes(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Whatever does not print is escaped: YAML refuses some of it raw, and nobody sees the rest.
            c if is_invisible(c) => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Control characters, and the separators and marks that a line break or an editor would swallow.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || (c.is_whitespace() && c != ' ')
}

#[cfg(test)]
mod tests {
    use super::super::node::{Value, parse};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_words_stay_bare() {
        let cases = [
            ("A contest of two hours", "A contest of two hours"),
            ("no", "\"no\""),
            ("5m", "\"5m\""),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("say \"hi\"\\", "\"say \\\"hi\\\"\\\\\""),
            ("", "\"\""),
            ("a\nb", "\"a\\nb\""),
        ];
        for (text, expected) in cases {
            assert_eq!(quote(text), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_quoted_reads_back(text in any::<String>()) {
            let node = parse(&quote(&text)).unwrap();
            prop_assert_eq!(node.value, Value::Text(text));
        }

        #[test]
        fn words_read_back(text in "[ -~]{0,12}") {
            let node = parse(&format!("key: {}\n", quote(&text))).unwrap();
            let Value::Map(entries) = node.value else { panic!("no map") };
            prop_assert_eq!(&entries[0].node.value, &Value::Text(text));
        }
    }
}
