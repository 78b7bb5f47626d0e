//! The known name that a mistyped one was meant to be.

/// The nearest known name, compared without case; `None` when nothing is near enough to be meant.
///
/// Near enough is one slip for every three letters, and always one: a swapped pair counts as one.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), name))
        .filter(|&(distance, name)| distance <= allowed && distance < name.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["maxSessions", "readySessions", "lifecycle", "cpu", "env"];
        let cases = [
            ("redySessions", Some("readySessions")),
            ("maxsessions", Some("maxSessions")),
            ("max_sessions", Some("maxSessions")),
            ("lifcycel", Some("lifecycle")),
            ("cup", Some("cpu")),
            ("evn", Some("env")),
            ("color", None),
            ("x", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }
}
