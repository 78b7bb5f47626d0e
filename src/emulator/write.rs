//! Writing pools: PUT, PATCH and DELETE.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::document;
use super::front::Desk;
use super::locks::{self, Does};
use super::merge::merge;
use super::operations::{self, Start};
use super::options::{PatchAnswer, ReadyZero, TagRule};
use super::pools;
use super::records::{Action, Course, Pool, Previous, Status, Template};
use super::tags;
use super::validation;
use super::versions::Version;
use super::view::Occasion;
use crate::model::PoolId;
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::time::Duration;

/// What is left of the writes and deletes of the hour, as recorded 2025-09.
const WRITES_LEFT: (&str, &str) = ("x-ms-ratelimit-remaining-subscription-resource-requests", "799");
const DELETES_LEFT: [(&str, &str); 2] = [
    ("x-ms-ratelimit-remaining-subscription-deletes", "799"),
    ("x-ms-ratelimit-remaining-subscription-global-deletes", "11999"),
];

/// Answers a PUT.
pub(super) fn put(desk: &Desk<'_>, id: &PoolId, version: Version) -> Result<Reply, Trouble> {
    locks::check(desk, &id.to_string(), Does::Write)?;
    let body = body(desk, version)?;
    let existing = desk.rows.pool(&id.to_string())?;
    existing.as_ref().map_or(Ok(()), refuse_busy)?;
    if let Some(existing) = &existing {
        validation::unchanged(&existing.document, &body)?;
    }
    let failure = validation::check(&body, &body, desk.switches.ready_zero)?;
    let tags = tags::checked(body["tags"].as_object().cloned().unwrap_or_default())?;
    let mut pool = made(id, &body, tags, existing.as_ref(), desk)?;
    let (action, occasion) = match existing {
        Some(_) => (Action::Replace, Occasion::Replaced),
        None => (Action::Create, Occasion::Created),
    };
    if !document::is_custom(&pool.document) {
        pool.previous = None;
        desk.rows.keep(&pool)?;
        return Ok(written(desk, Reply::json(200, desk.show(&pool, version, occasion)), &pool));
    }
    let operation = operations::start(desk, &mut pool, Start { action, failure, new_template: true })?;
    let reply = Reply::json(201, desk.show(&pool, version, occasion))
        .with("azure-asyncoperation", operations::url(desk, &operation, "operationStatuses", version))
        .with("x-ms-async-operation-timeout", "PT30M");
    Ok(written(desk, reply, &pool))
}

/// Answers a PATCH.
pub(super) fn patch(desk: &Desk<'_>, id: &PoolId, version: Version) -> Result<Reply, Trouble> {
    locks::check(desk, &id.to_string(), Does::Write)?;
    let mut sent = body(desk, version)?;
    let mut pool = desk.rows.pool(&id.to_string())?.ok_or_else(|| pools::missing(id))?;
    refuse_busy(&pool)?;
    let sent_tags = sent.as_object_mut().and_then(|sent| sent.shift_remove("tags"));
    validation::same_management_type(&sent)?;
    let mut merged = pool.document.clone();
    merge(&mut merged, &sent);
    validation::unchanged(&pool.document, &merged)?;
    let failure = validation::check(&merged, &sent, desk.switches.ready_zero)?;
    let tags = patched_tags(&pool.tags, sent_tags, desk.switches.tags)?;
    let previous = Previous { document: pool.document.clone(), tags: std::mem::replace(&mut pool.tags, tags) };
    let before = warm_by_its_end(&pool, desk, Action::Update);
    pool.document = document::settle(&merged, Some(&previous.document));
    pool.modified = desk.now;
    pool.course = Course { before, since: desk.now, takes: Some(0) };
    let custom = document::is_custom(&pool.document);
    // Every recorded PATCH resends the template, and each made a new one. That others make none is assumed.
    let new_template = custom && !sent["properties"]["customContainerTemplate"].is_null();
    let answer = if custom { desk.switches.custom_patch } else { desk.switches.interpreter_patch };
    match answer {
        PatchAnswer::Accepted202 => {
            // From now on this process remembers what the sessions do, as Azure Monitor does: as the pool was until now.
            if let Some(before) = desk.rows.pool(&pool.id)? {
                desk.sessions.open_and_look(&before, desk.times, desk.now, |_| ());
            }
            pool.previous = Some(previous);
            let start = Start { action: Action::Update, failure, new_template };
            let operation = operations::start(desk, &mut pool, start)?;
            Ok(written(desk, operations::accepted(desk, &operation, version), &pool))
        }
        PatchAnswer::Done200 => {
            // Without an operation there is none that could fail late.
            failure.map_or(Ok(()), |failure| Err(Refusal::new(codes::READY, failure.message)))?;
            if new_template {
                let body = pool.document["properties"]["customContainerTemplate"].clone();
                pool.template = Some(Template { created: desk.now, body });
            }
            pool.state = Status::Succeeded.word().to_owned();
            desk.rows.keep(&pool)?;
            Ok(written(desk, Reply::json(200, desk.show(&pool, version, Occasion::Read)), &pool))
        }
    }
}

/// Ready sessions that are warm when an operation ends that begins now: those that an earlier one brings come meanwhile.
fn warm_by_its_end(pool: &Pool, desk: &Desk<'_>, action: Action) -> u32 {
    let takes = if document::is_custom(&pool.document) { desk.times.operation(action) } else { Duration::ZERO };
    pool.warm(desk.times, desk.now.checked_add(takes).unwrap_or(desk.now))
}

/// Answers a DELETE. That of a pool that is not there is 204 by the specification, and was never recorded.
pub(super) fn delete(desk: &Desk<'_>, id: &PoolId, version: Version) -> Result<Reply, Trouble> {
    locks::check(desk, &id.to_string(), Does::Delete)?;
    let Some(mut pool) = desk.rows.pool(&id.to_string())? else {
        return Ok(deleted(Reply::empty(204)));
    };
    refuse_busy(&pool)?;
    if !document::is_custom(&pool.document) {
        desk.rows.forget(&pool.id)?;
        return Ok(deleted(Reply::empty(204)).of_provider().identified(&desk.region(&pool)));
    }
    let start = Start { action: Action::Delete, failure: None, new_template: false };
    let operation = operations::start(desk, &mut pool, start)?;
    let reply = operations::accepted(desk, &operation, version);
    Ok(deleted(reply).of_provider().identified(&operation.region))
}

/// A pool that was never asked for: succeeded and warm.
pub(super) fn seed(id: &PoolId, body: &Value, now: Timestamp) -> Result<Pool, Refusal> {
    // A seed with 0 ready sessions is one that somebody wants to see; whether Azure would take it is not asked.
    validation::check(body, body, ReadyZero::Accepted)?;
    let tags = tags::checked(body["tags"].as_object().cloned().unwrap_or_default())?;
    let mut pool = Pool {
        id: id.to_string(),
        document: document::settle(body, None),
        tags,
        state: Status::Succeeded.word().to_owned(),
        created: now,
        modified: now,
        allocated: 0,
        course: Course { before: 0, since: now, takes: Some(0) },
        template: None,
        previous: None,
    };
    operations::warm(&mut pool, now);
    Ok(pool)
}

/// The pool that a PUT makes, or makes anew: what it was stays visible until the operation ends.
fn made(
    id: &PoolId,
    body: &Value,
    tags: Map<String, Value>,
    existing: Option<&Pool>,
    desk: &Desk<'_>,
) -> Result<Pool, Trouble> {
    let document = document::settle(body, existing.map(|existing| &existing.document));
    let before = existing.map_or(0, |existing| warm_by_its_end(existing, desk, Action::Replace));
    Ok(Pool {
        id: existing.map_or_else(|| id.to_string(), |existing| existing.id.clone()),
        document,
        tags,
        state: Status::Succeeded.word().to_owned(),
        created: existing.map_or(desk.now, |existing| existing.created),
        modified: desk.now,
        allocated: existing.map_or(0, |existing| existing.allocated),
        course: Course { before, since: desk.now, takes: Some(0) },
        template: existing.and_then(|existing| existing.template.clone()),
        previous: existing
            .map(|existing| Previous { document: existing.document.clone(), tags: existing.tags.clone() }),
    })
}

/// The body as the newest api-version has it.
fn body(desk: &Desk<'_>, version: Version) -> Result<Value, Refusal> {
    let refuse = |text: String| Refusal::new(codes::INVALID_CONTENT, text);
    let mut body: Value = serde_json::from_slice(&desk.call.body).map_err(|error| {
        refuse(format!("The request content was invalid and could not be deserialized: '{error}'."))
    })?;
    let fits = |value: &Value| value.is_object() || value.is_null();
    if !body.is_object() || !["properties", "tags", "identity"].iter().all(|name| fits(&body[*name])) {
        let text = "The request content was invalid and could not be deserialized: an object is missing.";
        return Err(refuse(text.to_owned()));
    }
    version.upgrade(&mut body);
    Ok(body)
}

pub(super) fn refuse_busy(pool: &Pool) -> Result<(), Refusal> {
    if ["InProgress", "Deleting"].contains(&pool.state.as_str()) {
        let text = format!(
            "Another operation on the session pool '{}' is in progress (provisioning state {}). Try again later.",
            pool.place().name,
            pool.state
        );
        return Err(Refusal::new(codes::BUSY, text));
    }
    Ok(())
}

fn patched_tags(old: &Map<String, Value>, sent: Option<Value>, rule: TagRule) -> Result<Map<String, Value>, Refusal> {
    let Some(Value::Object(sent)) = sent else {
        return Ok(old.clone());
    };
    match rule {
        TagRule::Replaced => tags::checked(sent),
        TagRule::Merged => tags::merged(old, &sent),
    }
}

fn written(desk: &Desk<'_>, reply: Reply, pool: &Pool) -> Reply {
    reply.with(WRITES_LEFT.0, WRITES_LEFT.1).of_provider().identified(&desk.region(pool))
}

fn deleted(reply: Reply) -> Reply {
    DELETES_LEFT.into_iter().fold(reply, |reply, (name, left)| reply.with(name, left))
}
