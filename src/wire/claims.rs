//! What an access token says of its bearer. The token itself is never kept, printed or logged.

use super::reading::text;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// Claims of an access token of Microsoft Entra (its reference of access token claims).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims {
    /// The object id of the user or the service principal.
    pub object: Option<String>,
    /// The user's name; applications have none.
    pub user: Option<String>,
    /// The application that asked for the token, by its id. For a user that is the tool that signed them in.
    pub application: Option<String>,
    /// The tenant.
    pub tenant: Option<String>,
}

impl Claims {
    /// Reads the middle of a token; `None` where it is no JSON Web Token, which nobody promises that it is.
    #[must_use]
    pub fn of_token(token: &str) -> Option<Self> {
        let payload = token.split('.').nth(1)?.trim_end_matches('=');
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        let first = |names: &[&str]| names.iter().find_map(|name| text(&claims[*name]));
        Some(Self {
            object: first(&["oid"]),
            user: first(&["upn", "preferred_username", "unique_name"]),
            application: first(&["appid", "azp"]),
            tenant: first(&["tid"]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn token(claims: &Value) -> String {
        format!("head.{}.signature", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn claims_are_read() {
        let user = json!({"oid": "o", "upn": "ana@example.com", "unique_name": "other", "appid": "a", "tid": "t"});
        let read = Claims::of_token(&token(&user)).unwrap();
        assert_eq!(read.user.as_deref(), Some("ana@example.com"));
        assert_eq!((read.object.as_deref(), read.tenant.as_deref()), (Some("o"), Some("t")));
        let application = Claims::of_token(&token(&json!({"azp": "a", "ver": "2.0"}))).unwrap();
        assert_eq!((application.user, application.application.as_deref()), (None, Some("a")));
        let forged = Claims::of_token(&token(&json!({"upn": "a\n\u{1b}[1mok"}))).unwrap();
        assert_eq!(forged.user.as_deref(), Some("a  [1mok"), "nobody writes on a line of ours");
        for text in ["", "opaque", "a.b.c", "..", "a.e30", "a.W10.c"] {
            assert!(Claims::of_token(text).is_none_or(|claims| claims == Claims::default()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Claims::of_token(&text);
        }
    }
}
