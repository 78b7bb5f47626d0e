//! A file inside a YAML document.

use crate::config::quote::quote;

/// A text as the value behind `key:`, with its lines `indent` spaces in, so that it reads back letter by letter: a
/// block, so that people can read it, or one quoted line where a block could not hold it.
pub(super) fn value(text: &str, indent: usize) -> String {
    // What YAML would fold, drop or refuse in a block.
    let plain = |c: char| {
        c == '\n' || c == '\t' || !(c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}'))
    };
    let is_blank = text.trim().is_empty();
    if is_blank || !text.chars().all(plain) || text.contains(['\u{fffe}', '\u{ffff}']) {
        return quote(text);
    }
    // The indent is read off the first line, unless that begins with white space itself.
    let explicit = if text.starts_with([' ', '\n', '\t']) { "2" } else { "" };
    let (body, ending) = match (text.ends_with('\n'), text.ends_with("\n\n")) {
        (false, _) => (text, "-"),
        (true, false) => (&text[..text.len() - 1], ""),
        (true, true) => (&text[..text.len() - 1], "+"),
    };
    let margin = " ".repeat(indent);
    let lines =
        body.split('\n').map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\n{margin}{line}") });
    format!("|{explicit}{ending}{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// A document like a ConfigMap, with another key behind the text.
    fn read_back(text: &str) -> String {
        let document = format!("data:\n  pool.yaml: {}\nafter: true\n", value(text, 4));
        let read: Value = serde_saphyr::from_str(&document).unwrap_or_else(|error| panic!("{error}:\n{document}"));
        assert_eq!(read["after"], Value::Bool(true), "{document}");
        read["data"]["pool.yaml"].as_str().unwrap_or_else(|| panic!("no text:\n{document}")).to_owned()
    }

    #[test]
    fn a_file_stays_readable() {
        assert_eq!(value("a: 1\n\nb: [2]\n", 4), "|\n    a: 1\n\n    b: [2]");
        assert_eq!(value("  a: 1", 2), "|2-\n    a: 1");
        assert_eq!(value("a\u{7}\n", 2), "\"a\\U00000007\\n\"");
    }

    #[test]
    fn odd_files_read_back() {
        let cases = [
            "",
            " ",
            "\n",
            "a",
            "a\n",
            "a\n\n",
            "a\n\n\n",
            "\na\n",
            "  a\nb\n",
            "\ta\n",
            "a\r\nb\r\n",
            "a\rb",
            "---\na\n",
            "# a\n",
            "a \n",
            "a\n  \n",
            "a\n \n \n",
            "{{ a }}: 'b'\n",
            "% a\n",
            "...\n",
            "\u{feff}a\n",
            "\u{85}\n",
            "a\n\t\n",
            "日本: \"語\"\n",
            "- |\n  x\n",
            "a\n\u{2028}b",
            "\n\n",
        ];
        for text in cases {
            assert_eq!(read_back(text), text, "{text:?}");
        }
        for (_, text) in crate::config::builtin::PROFILES {
            assert_eq!(read_back(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_file_reads_back(text in r"[ -~\n\t]{0,40}|[^\x00]{0,24}") {
            prop_assert_eq!(read_back(&text), text);
        }
    }
}
