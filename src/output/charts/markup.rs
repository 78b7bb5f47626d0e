//! Text that stands in XML and HTML.

/// A text in which nothing is markup, between tags and in quoted attributes alike. Control characters, which XML does
/// not take, become the sign for what cannot be shown.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            // These turn the order of what stands behind them.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        for (text, expected) in [
            ("plain é", "plain é"),
            ("</style><script>x&y", "&lt;/style&gt;&lt;script&gt;x&amp;y"),
            ("a\"b'c", "a&quot;b&#39;c"),
            ("a\nb\u{0}c\u{1b}[1m\u{202e}", "a b\u{fffd}c\u{fffd}[1m\u{fffd}"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }
}
