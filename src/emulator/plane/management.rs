//! `.management/…`: a session, all of them, and the end of one.
//!
//! The answers to stopSession are recorded (2025-09-07), the codes measured by third parties in 2026, the members of a
//! session from Azure's documentation of sessions (usage, read 2026-04). Looking allocates nothing, and does not count
//! as use (assumed).

use super::guest::Guest;
use super::{Asked, identifier};
use crate::emulator::answers::Reply;
use crate::emulator::codes::{self, Refusal, Trouble};
use crate::emulator::view::stamp;
use crate::sim::Millis;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;

/// Sessions of a page.
const PAGE: usize = 300;

/// Answers `getSession`.
pub(super) fn get(asked: &Asked<'_>) -> Result<Reply, Trouble> {
    let identifier: Arc<str> = identifier::of(asked.call)?.into();
    let shown = asked.with(|live, _| live.guest(&identifier).map(|(guest, ends)| described(guest, ends)))?;
    Ok(Reply::json(200, shown.ok_or_else(|| missing(&identifier))?))
}

/// Answers `listSessions`.
pub(super) fn list(asked: &Asked<'_>) -> Result<Reply, Trouble> {
    let skip = match asked.call.query("skip") {
        None | Some("") => 0,
        Some(skip) => skip.parse::<usize>().map_err(|_| {
            Refusal::new(codes::SESSION_REQUEST, format!("skip '{skip}' is not a number of sessions, 0 or more."))
        })?,
    };
    let (page, more) = asked.with(|live, _| {
        let guests = live.guests();
        let page: Vec<Value> =
            guests.iter().skip(skip).take(PAGE).map(|(guest, ends)| described(guest, *ends)).collect();
        (page, guests.len() > skip.saturating_add(PAGE))
    })?;
    let next = more.then(|| {
        let version = asked.call.version().unwrap_or_default();
        let (origin, path) = (&asked.call.origin, &asked.call.path);
        format!("{origin}{path}?skip={}&api-version={version}", skip + PAGE)
    });
    Ok(Reply::json(200, json!({"value": page, "count": page.len(), "nextLink": next})))
}

/// Answers `stopSession`.
pub(super) fn stop(asked: &Asked<'_>) -> Result<Reply, Trouble> {
    let identifier: Arc<str> = identifier::of(asked.call)?.into();
    let (name, was_there) = asked.with(|live, _| (live.name.clone(), live.stop(&identifier)))?;
    Ok(if was_there {
        Reply::text(200, &format!("Session '{identifier}' in session pool '{name}' stopped."))
    } else {
        Reply::text(400, "Failed to stop session as the session not exist.\n").with("x-content-type-options", "nosniff")
    })
}

/// Answers the DELETE of a code interpreter's session: 204 measured by a third party, 2026-07.
pub(super) fn delete(asked: &Asked<'_>) -> Result<Reply, Trouble> {
    let identifier: Arc<str> = identifier::of(asked.call)?.into();
    let was_there = asked.with(|live, _| live.stop(&identifier))?;
    if was_there { Ok(Reply::empty(204)) } else { Err(missing(&identifier).into()) }
}

fn described(guest: &Guest, ends: Millis) -> Value {
    let ends = i64::try_from(ends).ok().and_then(|ends| Timestamp::from_millisecond(ends).ok());
    json!({
        "identifier": &*guest.identifier,
        "etag": guest.etag.simple().to_string(),
        "expiresAt": zoned(ends.unwrap_or(Timestamp::MAX)),
        "createdAt": zoned(guest.created),
        "lastAccessedAt": zoned(guest.accessed),
    })
}

fn zoned(instant: Timestamp) -> String {
    format!("{}Z", stamp(instant))
}

fn missing(identifier: &str) -> Refusal {
    Refusal::new(codes::NO_SESSION, format!("Session with identifier '{identifier}' was not found."))
}
