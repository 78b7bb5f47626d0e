//! A managed identity in the form of App Service (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`): it hands a token to whoever
//! asks. The token parses and is worth nothing: it has no signature, and nobody here looks at it.

use super::answers::{NOBODY, Reply};
use super::front::Desk;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Seconds that a token lives: a day, as Azure gives managed identities.
const LIFE: i64 = 86_400;

/// Answers a request for a token.
pub(super) fn issue(desk: &Desk<'_>) -> Reply {
    let refuse = |text: &str| Reply::json(400, json!({"statusCode": 400, "message": text}));
    if desk.call.identity_header.is_none() {
        return refuse("The header X-IDENTITY-HEADER is missing.");
    }
    let Some(resource) = desk.call.query("resource").filter(|resource| !resource.is_empty()) else {
        return refuse("The query parameter resource is missing.");
    };
    let now = desk.now.as_second();
    let client = desk.call.query("client_id").unwrap_or(NOBODY);
    let claims = json!({
        "aud": resource,
        "iss": format!("{}/{NOBODY}/", desk.call.origin),
        "iat": now, "nbf": now, "exp": now + LIFE,
        "appid": client, "oid": NOBODY, "sub": NOBODY, "tid": NOBODY, "idtyp": "app", "ver": "1.0",
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let token = format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT"})), part(&claims));
    let body = json!({
        "access_token": token,
        "client_id": client,
        "expires_on": (now + LIFE).to_string(),
        "not_before": now.to_string(),
        "resource": resource,
        "token_type": "Bearer",
    });
    Reply::json(200, body)
}
