//! Names of sessions: 4 to 128 characters, letters, digits and `|-&^%$#(){}[];<>` (Azure's documentation of sessions,
//! usage, 2025-05-19).

use crate::emulator::codes::{self, Refusal};
use crate::emulator::request::Call;

const LENGTH: std::ops::RangeInclusive<usize> = 4..=128;
const SIGNS: &str = "|-&^%$#(){}[];<>";

/// The identifier of a request.
pub(super) fn of(call: &Call) -> Result<&str, Refusal> {
    let given = call.query("identifier").filter(|given| !given.is_empty()).ok_or_else(|| {
        let text = "The query parameter 'identifier' is required: it names the session.";
        Refusal::new(codes::SESSION_REQUEST, text)
    })?;
    let length = given.chars().count();
    if !LENGTH.contains(&length) {
        let (least, most) = (LENGTH.start(), LENGTH.end());
        let characters = if length == 1 { "character" } else { "characters" };
        let text = format!(
            "The session identifier has {length} {characters}. It must have at least {least} and at most {most}."
        );
        return Err(Refusal::new(codes::IDENTIFIER_LENGTH, text));
    }
    match given.chars().find(|c| !c.is_ascii_alphanumeric() && !SIGNS.contains(*c)) {
        None => Ok(given),
        Some(wrong) => {
            let text = format!(
                "The session identifier has the character '{}'. It takes letters, digits and {SIGNS}.",
                wrong.escape_default()
            );
            Err(Refusal::new(codes::SESSION_REQUEST, text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use http::Request;

    #[test]
    fn identifiers_are_taken_or_refused() {
        let long = "a".repeat(128);
        let longer = "a".repeat(129);
        for (query, expected) in [
            ("identifier=user-1", Ok("user-1")),
            ("Identifier=A%7C%26%5E%25%24%23()%7B%7D%5B%5D%3B%3C%3E", Ok("A|&^%$#(){}[];<>")),
            (&format!("identifier={long}"), Ok(long.as_str())),
            (&format!("identifier={longer}"), Err(codes::IDENTIFIER_LENGTH)),
            ("identifier=abc", Err(codes::IDENTIFIER_LENGTH)),
            ("identifier=a_b_c", Err(codes::SESSION_REQUEST)),
            ("identifier=a%2Fb%2Fc", Err(codes::SESSION_REQUEST)),
            ("identifier=u%C3%B6s-1", Err(codes::SESSION_REQUEST)),
            ("identifier=a%0Abcd", Err(codes::SESSION_REQUEST)),
            ("identifier=", Err(codes::SESSION_REQUEST)),
            ("", Err(codes::SESSION_REQUEST)),
        ] {
            let call = Call::read(Request::get(format!("http://h/x?{query}")).body(Bytes::new()).unwrap());
            assert_eq!(of(&call).map_err(|refusal| refusal.code), expected, "{query}");
        }
    }
}
