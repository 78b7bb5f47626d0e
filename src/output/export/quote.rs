//! A text as one word of a format. Each function says whose rule it follows.

/// A word of a POSIX shell, bare where that is plain to see.
pub(super) fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:@+=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// A command of a crontab: cron reads a bare `%` as the end of the command and takes the backslash from `\%`. The
/// backslash stands outside the quotes, so that one inside them cannot be taken for it. Source: crontab(5), cronie.
pub(super) fn cron(text: &str) -> String {
    shell(text).replace('%', "'\\%'")
}

/// A value of a variable in a crontab, which knows quotes and no escapes; `None` where it cannot stand there.
pub(super) fn cron_variable(text: &str) -> Option<String> {
    if text.chars().any(char::is_control) {
        return None;
    }
    ['"', '\''].into_iter().find(|mark| !text.contains(*mark)).map(|mark| format!("{mark}{text}{mark}"))
}

/// A word of a unit's setting, in double quotes: specifiers begin with `%`. Source: systemd.syntax(7),
/// systemd.unit(5).
pub(super) fn unit(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '%' => quoted.push_str("%%"),
            c if c.is_control() => {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).bytes();
                quoted.extend(bytes.map(|byte| format!("\\x{byte:02x}")));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A text that GitHub puts in as it stands: `${{` would begin an expression.
pub(super) fn github(text: &str) -> String {
    text.replace("${{", "${{ '${{' }}")
}

/// A string of HCL. Source: the Terraform language, "Strings and Templates".
pub(super) fn hcl(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '$' | '%' if letters.peek() == Some(&'{') => quoted.extend([c, c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A string of Bicep. Source: Microsoft's "Data types in Bicep", strings.
pub(super) fn bicep(text: &str) -> String {
    let mut quoted = String::from("'");
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            '$' if letters.peek() == Some(&'{') => quoted.push_str("\\$"),
            c if c.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "'"
}

/// A name of Terraform's or Bicep's for a thing that is called so elsewhere: letters, digits and `_`.
pub(super) fn identifier(text: &str) -> String {
    let letters: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if letters.starts_with(|c: char| c.is_ascii_alphabetic()) { letters } else { format!("pool_{letters}") }
}

/// A text that ends no comment: what does not print becomes a mark.
pub(super) fn printable(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    text.chars().map(|c| if breaks(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What cron hands to the shell of a command, as cronie's do_command.c does it.
    fn through_cron(command: &str) -> String {
        let (mut handed, mut escaped) = (String::new(), false);
        for c in command.chars() {
            match c {
                '%' if escaped => {
                    handed.pop();
                    handed.push('%');
                }
                '%' => return handed,
                c => handed.push(c),
            }
            escaped = c == '\\' && !escaped;
        }
        handed
    }

    /// What systemd makes of a quoted word: escapes, then specifiers.
    fn through_systemd(word: &str) -> String {
        let inner = word.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
        let (mut bytes, mut letters) = (Vec::new(), inner.chars());
        while let Some(c) = letters.next() {
            match (c, c == '\\') {
                (_, true) => match letters.next().unwrap() {
                    'x' => {
                        let digits: String = letters.by_ref().take(2).collect();
                        bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                    }
                    other => bytes.extend(other.to_string().bytes()),
                },
                ('"', _) => panic!("a quote inside {word}"),
                ('%', _) => {
                    assert_eq!(letters.next(), Some('%'), "{word}");
                    bytes.push(b'%');
                }
                (c, _) => bytes.extend(c.to_string().bytes()),
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    /// What Bicep makes of a string, by the escapes that are written here.
    fn through_bicep(word: &str) -> String {
        let inner = word.strip_prefix('\'').unwrap().strip_suffix('\'').unwrap();
        let (mut text, mut letters) = (String::new(), inner.chars().peekable());
        while let Some(c) = letters.next() {
            match c {
                '\\' if letters.peek() == Some(&'u') => {
                    let digits: String = letters.by_ref().skip(2).take_while(|c| *c != '}').collect();
                    text.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
                }
                '\\' => text.push(letters.next().unwrap()),
                '$' if letters.peek() == Some(&'{') => panic!("an expression in {word}"),
                c if c == '\'' || c.is_control() => panic!("{c:?} inside {word}"),
                c => text.push(c),
            }
        }
        text
    }

    #[test]
    fn plain_paths_stay_plain() {
        assert_eq!(shell("/usr/local/bin/pool"), "/usr/local/bin/pool");
        assert_eq!(shell("/my files/it's"), "'/my files/it'\\''s'");
        assert_eq!(cron("/100% of it"), "'/100'\\%' of it'");
        assert_eq!(unit("/100% \"of\" it"), "\"/100%% \\\"of\\\" it\"");
        assert_eq!(hcl("a${b}%{c}$d"), "\"a$${b}%%{c}$d\"");
        assert_eq!(bicep("it's ${b}"), "'it\\'s \\${b}'");
        assert_eq!(github("a${{ b }}"), "a${{ '${{' }} b }}");
        assert_eq!(cron_variable("Contest's 2026"), Some("\"Contest's 2026\"".to_owned()));
        assert_eq!(cron_variable("'\""), None);
        for (name, expected) in [("contestpool", "contestpool"), ("My-Pool.2", "My_Pool_2"), ("1st", "pool_1st")] {
            assert_eq!(identifier(name), expected);
        }
    }

    proptest! {
        #[test]
        fn a_shell_reads_one_word(text in "[^\0]{0,24}") {
            prop_assert_eq!(shlex::split(&shell(&text)), Some(vec![text]));
        }

        #[test]
        fn cron_hands_the_shell_one_word(text in r#"[^\x00-\x1f\x7f]{0,12}|[%\\'" a]{0,12}"#) {
            prop_assert_eq!(shlex::split(&through_cron(&cron(&text))), Some(vec![text]));
        }

        #[test]
        fn systemd_reads_one_word(text in r#"[^\x00]{0,16}|[%\\'" a\n]{0,12}"#) {
            prop_assert_eq!(through_systemd(&unit(&text)), text);
        }

        #[test]
        fn bicep_reads_one_string(text in r#"[^\x00]{0,16}|[%\\'"$\{\} a\n]{0,12}"#) {
            prop_assert_eq!(through_bicep(&bicep(&text)), text);
        }

        #[test]
        fn an_identifier_is_one(text in any::<String>()) {
            let name = identifier(&text);
            prop_assert!(name.starts_with(|c: char| c.is_ascii_alphabetic()));
            prop_assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        }

        #[test]
        fn a_comment_has_one_line(text in any::<String>()) {
            prop_assert_eq!(printable(&text).lines().count().max(1), 1);
        }
    }
}
