//! Tokens for whoever asks, in two forms: a managed identity as App Service has it (`IDENTITY_ENDPOINT`,
//! `IDENTITY_HEADER`), and an authority that a service principal asks with its secret (`AZURE_AUTHORITY_HOST`).
//!
//! The tokens parse and are worth nothing: they have no signature, and nobody here looks at them. No secret is kept.

use super::answers::{NOBODY, Reply};
use super::front::Desk;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Seconds that a managed identity's token lives: a day, as Azure's.
const LIFE: i64 = 86_400;

/// Seconds that a principal's token lives: an hour but for a second, as Entra's.
const PRINCIPALS_LIFE: i64 = 3599;

/// The one secret that is refused, for trying out what comes of it.
const WRONG_SECRET: &str = "wrong";

/// Answers a managed identity that asks for a token.
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
    let body = json!({
        "access_token": token(desk, resource, client, LIFE),
        "client_id": client,
        "expires_on": (now + LIFE).to_string(),
        "not_before": now.to_string(),
        "resource": resource,
        "token_type": "Bearer",
    });
    Reply::json(200, body)
}

/// Answers a service principal that asks for a token, with a secret or an assertion.
pub(super) fn grant(desk: &Desk<'_>) -> Reply {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&desk.call.body).into_owned().collect();
    let given = |name: &str| {
        form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    if given("grant_type") != Some("client_credentials") {
        return refuse(400, "unsupported_grant_type", 70_003, "The app requested an unsupported grant type.");
    }
    let (Some(client), Some(scope)) = (given("client_id"), given("scope")) else {
        return refuse(400, "invalid_request", 900_144, "The request body must contain client_id and scope.");
    };
    match given("client_secret").or_else(|| given("client_assertion")) {
        None => refuse(401, "invalid_client", 7_000_216, "'client_assertion' or 'client_secret' is required."),
        Some(WRONG_SECRET) => refuse(401, "invalid_client", 7_000_215, "Invalid client secret provided."),
        Some(_) => {
            let resource = scope.strip_suffix("/.default").unwrap_or(scope);
            let token = token(desk, resource, client, PRINCIPALS_LIFE);
            let (life, kind) = (PRINCIPALS_LIFE, "Bearer");
            let body = json!({"token_type": kind, "expires_in": life, "ext_expires_in": life, "access_token": token});
            Reply::json(200, body)
        }
    }
}

/// A refusal in Entra's words: its number stands in the text and beside it.
fn refuse(status: u16, error: &str, number: u32, text: &str) -> Reply {
    let text = format!("AADSTS{number}: {text} Trace ID: {NOBODY} Correlation ID: {NOBODY}");
    Reply::json(status, json!({"error": error, "error_description": text, "error_codes": [number]}))
}

fn token(desk: &Desk<'_>, resource: &str, client: &str, life: i64) -> String {
    let now = desk.now.as_second();
    let claims = json!({
        "aud": resource,
        "iss": format!("{}/{NOBODY}/", desk.call.origin),
        "iat": now, "nbf": now, "exp": now + life,
        "appid": client, "oid": NOBODY, "sub": NOBODY, "tid": NOBODY, "idtyp": "app", "ver": "1.0",
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT"})), part(&claims))
}
