//! Requests to a custom container: handed on to a process of this machine, or answered with which session it would be.

use super::visit::Visit;
use super::{Asked, identifier};
use crate::emulator::answers::Reply;
use crate::emulator::codes::{self, Refusal, Trouble};
use crate::emulator::outside::Forwarder;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName};
use http::{Request, Response};
use serde_json::json;

/// Headers that are between two neighbours on the way, and go no farther.
const HOP_BY_HOP: [&str; 8] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What a request to a session comes to.
pub(super) enum Answered {
    /// An answer of ours.
    Ours(Reply),
    /// The container's.
    Its(Response<Bytes>),
}

/// Answers any request to a session's container.
pub(super) async fn answer(asked: &Asked<'_>) -> Result<Answered, Trouble> {
    let identifier = identifier::of(asked.call)?;
    let mut visit = Visit::enter(asked.emulator, &asked.id, &identifier.into()).await?;
    let answered = match &asked.emulator.forwarder {
        Some(forwarder) => visit.stay(forward(asked, forwarder)).await?.map(Answered::Its)?,
        None => Answered::Ours(canned(asked, identifier, &visit)),
    };
    visit.leave()?;
    Ok(answered)
}

/// The answer where nobody listens.
fn canned(asked: &Asked<'_>, identifier: &str, visit: &Visit<'_>) -> Reply {
    let path = if asked.address.rest.is_empty() { "/" } else { &asked.address.rest };
    Reply::json(
        200,
        json!({
            "emulator": "no container runs here; `pool emulator --forward http://127.0.0.1:PORT` hands requests on",
            "pool": asked.id,
            "identifier": identifier,
            "session": visit.guid.to_string(),
            "method": asked.call.method.as_str(),
            "path": path,
        }),
    )
}

async fn forward(asked: &Asked<'_>, forwarder: &Forwarder) -> Result<Response<Bytes>, Refusal> {
    let unreachable =
        |reason: String| Refusal::new(codes::NO_CONTAINER, format!("The container did not answer: {reason}."));
    let path = if asked.address.rest.is_empty() { "/" } else { &asked.address.rest };
    let query = asked.call.raw_query.as_deref().map(|query| format!("?{query}")).unwrap_or_default();
    let built = Request::builder().method(asked.call.method.clone()).uri(format!("{path}{query}"));
    let mut request = built.body(asked.call.body.clone()).map_err(|error| unreachable(error.to_string()))?;
    *request.headers_mut() = handed_on(&asked.call.headers);
    for name in [AUTHORIZATION, HOST] {
        request.headers_mut().remove(name);
    }
    let mut response = forwarder.forward(request).await.map_err(unreachable)?;
    *response.headers_mut() = handed_on(response.headers());
    Ok(response)
}

/// The headers that go farther than the next neighbour. The length is written anew.
fn handed_on(headers: &HeaderMap) -> HeaderMap {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    let stays =
        |name: &HeaderName| !HOP_BY_HOP.contains(&name.as_str()) && !named.contains(name) && *name != CONTENT_LENGTH;
    headers.iter().filter(|(name, _)| stays(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_neighbours_stays_there() {
        let headers = [
            ("accept", "a"),
            ("accept", "b"),
            ("connection", "x-mine, close"),
            ("x-mine", "1"),
            ("Transfer-Encoding", "chunked"),
            ("content-length", "7"),
            ("x-theirs", "2"),
        ];
        let map: HeaderMap = headers
            .into_iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
            .fold(HeaderMap::new(), |mut map, (name, value)| {
                map.append(name, value);
                map
            });
        let on = handed_on(&map);
        let names: Vec<_> = on.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(names, [("accept", "a"), ("accept", "b"), ("x-theirs", "2")]);
    }
}
