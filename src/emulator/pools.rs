//! Reading pools: one, and lists with their pages.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::versions::Version;
use super::view::Occasion;
use crate::model::PoolId;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Pools of a page, unless `$top` says fewer. How many Azure gives is not known.
const PAGE: usize = 20;

/// What is left of the hour's reads in every recording but two.
const READS_LEFT: (&str, &str) = ("x-ms-ratelimit-remaining-subscription-global-reads", "16499");

/// Answers a GET of a pool.
pub(super) fn get(desk: &Desk<'_>, id: &PoolId, version: Version) -> Result<Reply, Trouble> {
    let pool = desk.rows.pool(&id.to_string())?.ok_or_else(|| missing(id))?;
    Ok(read(Reply::json(200, desk.show(&pool, version, Occasion::Read))).of_provider())
}

/// Answers a list.
pub(super) fn list(
    desk: &Desk<'_>,
    subscription: &str,
    group: Option<&str>,
    version: Version,
) -> Result<Reply, Trouble> {
    let after = desk.call.query("$skipToken").map(number).transpose()?.unwrap_or(0);
    let top = desk.call.query("$top").and_then(|top| top.parse().ok()).filter(|top| (1..=PAGE).contains(top));
    let most = top.unwrap_or(PAGE);
    let mut found = desk.rows.pools(subscription, group, after, most + 1)?;
    let more = found.len() > most;
    found.truncate(most);
    let shown: Vec<Value> = found.iter().map(|(_, pool)| desk.show(pool, version, Occasion::Read)).collect();
    if shown.is_empty() {
        // ARM answers an empty list by itself, without the provider's headers.
        return Ok(read(Reply::json(200, json!({"value": []}))));
    }
    let mut body = json!({"value": shown});
    if let Some((last, _)) = found.last().filter(|_| more) {
        body["nextLink"] = json!(next_link(desk, *last, top, version));
    }
    Ok(read(Reply::json(200, body)).of_provider().with("x-ms-original-request-ids", ""))
}

/// Adds what every read carries.
pub(super) fn read(reply: Reply) -> Reply {
    reply.with(READS_LEFT.0, READS_LEFT.1)
}

/// ARM's words for a pool that is not there.
pub(super) fn missing(id: &PoolId) -> Refusal {
    Refusal::new(
        codes::NOT_FOUND,
        format!(
            "The Resource 'Microsoft.App/sessionPools/{}' under resource group '{}' was not found. \
             For more details please go to https://aka.ms/ARMResourceNotFoundFix",
            id.name, id.group
        ),
    )
}

fn next_link(desk: &Desk<'_>, last: i64, top: Option<usize>, version: Version) -> String {
    let token = URL_SAFE_NO_PAD.encode(last.to_string());
    let top = top.map(|top| format!("&%24top={top}")).unwrap_or_default();
    let (origin, path) = (&desk.call.origin, &desk.call.path);
    format!("{origin}{path}?api-version={}{top}&%24skipToken={token}", version.name())
}

/// The number behind a skip token, which callers must take as it is.
fn number(token: &str) -> Result<i64, Refusal> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok();
    let number = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|text| text.parse().ok());
    number.ok_or_else(|| Refusal::new(codes::SKIP_TOKEN, format!("The skip token '{token}' is invalid.")))
}
