//! An answer as it came, and what is read from it: JSON, headers, or a failure.

use super::failure::Failure;
use super::retry_after;
use crate::wire::ArmError;
use azure_core::http::RawResponse;
use azure_core::http::headers::{HeaderName, Headers, WWW_AUTHENTICATE};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// Characters of a foreign answer that are shown.
const EXCERPT_CHARACTERS: usize = 160;

/// Status, headers and body.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) retry_after: Option<Duration>,
    headers: Headers,
    body: Bytes,
}

impl Answer {
    pub(super) fn new(response: RawResponse, now: Timestamp) -> Self {
        let (status, headers, body) = response.deconstruct();
        let retry_after = retry_after::read(&headers, now);
        Self { status: status.into(), retry_after, headers, body: body.into() }
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header that is there and not empty.
    pub(super) fn header(&self, name: &'static str) -> Option<&str> {
        self.headers.get_optional_str(&HeaderName::from_static(name)).filter(|value| !value.is_empty())
    }

    /// The server's time.
    pub(super) fn date(&self) -> Option<Timestamp> {
        retry_after::http_date(self.header("date")?)
    }

    /// The body as text; what is no UTF-8 is replaced.
    pub(super) fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether the body is JSON, and all of it.
    pub(super) fn is_json(&self) -> bool {
        serde_json::from_slice::<serde::de::IgnoredAny>(&self.body).is_ok()
    }

    /// The body, which has to be a JSON object: everything that ARM sends is one.
    pub(super) fn object(&self) -> Result<Value, Failure> {
        match serde_json::from_slice::<Value>(&self.body) {
            Ok(value) if value.is_object() => Ok(value),
            _ => Err(self.not_arm()),
        }
    }

    /// The failure that a status outside 200 to 299 stands for.
    pub(super) fn failure(&self) -> Failure {
        let error = serde_json::from_slice(&self.body).ok().as_ref().and_then(ArmError::read);
        // A redirection is never followed and never ARM's, whatever its body says.
        match error.or_else(|| self.challenge()) {
            Some(error) if self.status >= 400 => {
                Failure::Arm { status: self.status, error: self.with_authority(error), retry_after: self.retry_after }
            }
            _ => self.not_arm(),
        }
    }

    pub(super) fn not_arm(&self) -> Failure {
        Failure::NotArm { status: self.status, excerpt: excerpt(&String::from_utf8_lossy(&self.body)) }
    }

    /// A 401 without words is Azure's all the same where it says who issues the tokens.
    fn challenge(&self) -> Option<ArmError> {
        self.authority()
            .filter(|_| self.status == 401)
            .map(|_| ArmError { message: "the token was not accepted".to_owned(), ..ArmError::default() })
    }

    fn with_authority(&self, mut error: ArmError) -> ArmError {
        if self.status == 401 {
            error.target = self.authority().or(error.target);
        }
        error
    }

    /// `WWW-Authenticate: Bearer authorization_uri="https://login.windows.net/<tenant>", error=…`
    fn authority(&self) -> Option<String> {
        let challenge = self.headers.get_optional_str(&WWW_AUTHENTICATE)?;
        let rest = challenge.split_once("authorization_uri=\"")?.1;
        rest.split_once('"').map(|(uri, _)| uri.to_owned())
    }
}

/// The beginning of a text on one line, without control characters.
fn excerpt(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT_CHARACTERS) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Answer {
        let mut given = Headers::new();
        for (name, value) in headers {
            given.insert(HeaderName::from_static(name), *value);
        }
        Answer::new(RawResponse::from_bytes(status.into(), given, body), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_is_not_json_is_not_arm() {
        for (status, body, shown) in [
            (502, "<html>\r\n<h1>Bad \u{1b}[31mGateway</h1>", "<html> <h1>Bad [31mGateway</h1>"),
            (500, "{\"error\": {\"code\": \"Int", "{\"error\": {\"code\": \"Int"),
            (404, "", ""),
            (403, "[]", "[]"),
            (
                302,
                "{\"error\": {\"code\": \"A\", \"message\": \"b\"}}",
                "{\"error\": {\"code\": \"A\", \"message\": \"b\"}}",
            ),
        ] {
            assert_eq!(answer(status, &[], body).failure(), Failure::NotArm { status, excerpt: shown.into() });
        }
    }

    #[test]
    fn an_excerpt_is_short() {
        let long = excerpt(&"ä".repeat(1000));
        assert_eq!(long.chars().count(), EXCERPT_CHARACTERS + 3);
    }

    #[test]
    fn a_bare_401_with_a_challenge_is_azures() {
        let headers = [(
            "www-authenticate",
            "Bearer authorization_uri=\"https://login.windows.net/8a7b\", error=\"invalid_token\"",
        )];
        let Failure::Arm { status: 401, error, .. } = answer(401, &headers, "").failure() else { panic!() };
        assert_eq!(error.target.as_deref(), Some("https://login.windows.net/8a7b"));
        assert!(matches!(answer(401, &[], "").failure(), Failure::NotArm { status: 401, .. }));
    }

    #[test]
    fn a_body_that_is_no_object_is_refused() {
        for body in ["", "null", "[]", "<html>", "{\"id\":"] {
            assert!(matches!(answer(200, &[], body).object(), Err(Failure::NotArm { status: 200, .. })), "{body}");
        }
    }
}
