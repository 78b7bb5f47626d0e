//! Long-running operations: how they start, how they end when their time has come, and what polls of them answer.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::document;
use super::faults::{On, What};
use super::front::Desk;
use super::options::Times;
use super::pools;
use super::records::{Action, Course, Failure, Operation, Pool, Status, Template, place_of};
use super::regions;
use super::request::OperationPath;
use super::store::Rows;
use super::versions::Version;
use super::view::{Occasion, stamp};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

/// What an operation's name decodes to begins with this (recorded).
const PREFIX: &str = "sessionPools:";

/// What the start of an operation says.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) action: Action,
    /// Why it will fail, if that is clear from the start.
    pub(super) failure: Option<Failure>,
    /// Whether it makes a new container template.
    pub(super) new_template: bool,
}

/// Starts an operation on a pool and keeps both. Faults that wait for one are met here.
pub(super) fn start(desk: &Desk<'_>, pool: &mut Pool, start: Start) -> Result<Operation, Trouble> {
    let met = desk.faults.meet_operation(match start.action {
        Action::Create | Action::Replace => On::Put,
        Action::Update => On::Patch,
        Action::Delete => On::Delete,
    });
    let takes = desk.times.operation(start.action);
    let ends = (met != Some(What::Never)).then(|| later(desk.now, takes));
    let lost = met == Some(What::LoseRecord);
    let failure = match met {
        Some(What::FailLate(failure)) => Some(failure),
        _ => start.failure,
    };
    let operation = Operation {
        id: Uuid::new_v4().to_string(),
        pool: pool.id.clone(),
        region: regions::slug(pool.document["location"].as_str().unwrap_or_default()),
        action: start.action,
        started: desk.now,
        ends,
        status: Status::InProgress,
        failure,
        // Recorded 12 to 59 s after the start of operations that took 83 to 725 s.
        template: start.new_template.then(|| later(desk.now, takes / 10)),
        lost,
    };
    pool.state = if start.action == Action::Delete { "Deleting" } else { "InProgress" }.to_owned();
    if start.action != Action::Delete {
        pool.course.since = desk.now;
        pool.course.takes = ends.and_then(|_| u64::try_from(takes.as_millis()).ok());
    }
    desk.rows.keep(pool)?;
    desk.rows.keep_operation(&operation)?;
    Ok(operation)
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Ends every operation whose time has come.
pub(super) fn advance(rows: &Rows<'_>, times: Times, now: Timestamp) -> anyhow::Result<()> {
    for operation in rows.due(now)? {
        let failure = operation.failure.clone();
        end(rows, operation, failure, times, now)?;
    }
    Ok(())
}

/// Ends an operation, well or badly, and does to the pool what that does.
pub(super) fn end(
    rows: &Rows<'_>,
    mut operation: Operation,
    failure: Option<Failure>,
    times: Times,
    now: Timestamp,
) -> anyhow::Result<()> {
    operation.status = if failure.is_some() { Status::Failed } else { Status::Succeeded };
    operation.failure = failure;
    rows.keep_operation(&operation)?;
    let Some(mut pool) = rows.pool(&operation.pool)? else {
        return Ok(());
    };
    match (operation.action, operation.status) {
        (Action::Delete, Status::Succeeded) => return rows.forget(&operation.pool),
        (_, Status::Succeeded) => succeed(&mut pool, &operation),
        _ => fail(&mut pool, times, operation.ends.unwrap_or(now)),
    }
    rows.keep(&pool)
}

fn succeed(pool: &mut Pool, operation: &Operation) {
    pool.state = Status::Succeeded.word().to_owned();
    pool.previous = None;
    // One that was ended by hand took less, or more, than was planned.
    let took = operation.ends.map(|ends| ends.duration_since(pool.course.since).as_millis());
    pool.course.takes = took.and_then(|took| u64::try_from(took).ok());
    if let Some(created) = operation.template {
        let body = pool.document["properties"]["customContainerTemplate"].clone();
        pool.template = Some(Template { created, body });
    }
}

/// The pool goes back to what it was: nobody has recorded a failure, and this is what keeps its numbers true.
fn fail(pool: &mut Pool, times: Times, now: Timestamp) {
    pool.state = Status::Failed.word().to_owned();
    if let Some(previous) = pool.previous.take() {
        pool.document = previous.document;
        pool.tags = previous.tags;
        settle_counts(pool, times, now);
    }
}

/// Lets what is warm now be where the course begins, with nothing to wait for. What is missing comes at its pace.
pub(super) fn settle_counts(pool: &mut Pool, times: Times, now: Timestamp) {
    pool.course = Course { before: pool.warm(times, now), since: now, takes: Some(0) };
}

/// Answers a GET of `operationStatuses/…`.
pub(super) fn status(desk: &Desk<'_>, path: &OperationPath) -> Result<Reply, Trouble> {
    let (operation, _) = find(desk, path)?;
    let name = name(&operation);
    let mut body = json!({
        "id": format!(
            "/subscriptions/{}/providers/Microsoft.App/locations/{}/operationStatuses/{name}",
            path.subscription, operation.region
        ),
        "name": name,
        "status": operation.status.word(),
        "startTime": stamp(operation.started),
    });
    if let (Status::Failed, Some(failure)) = (operation.status, &operation.failure) {
        body["error"] = json!({"code": failure.code, "message": failure.message});
    }
    Ok(pools::read(Reply::json(200, body)).of_provider().identified(&operation.region))
}

/// Answers a GET of `operationResults/…`: 202 with a new `location` while it runs, and what it came to at its end. The
/// answer to one that failed was never recorded: the envelope with 400 is assumed, which no client tries again.
pub(super) fn results(desk: &Desk<'_>, path: &OperationPath) -> Result<Reply, Trouble> {
    let (operation, version) = find(desk, path)?;
    let reply = match (operation.status, operation.action) {
        (Status::InProgress, _) => accepted(desk, &operation, version),
        (Status::Failed, _) => {
            let failure = operation.failure.as_ref();
            let of = |part: fn(&Failure) -> &String| failure.map(part).map(String::as_str).unwrap_or_default();
            codes::error(400, of(|failure| &failure.code), of(|failure| &failure.message))
        }
        (Status::Succeeded, Action::Delete) => Reply::empty(204),
        (Status::Succeeded, _) => {
            let gone = || pools::missing(&place_of(&operation.pool));
            let pool = desk.rows.pool(&operation.pool)?.ok_or_else(gone)?;
            Reply::json(200, desk.show(&pool, version, Occasion::Read))
        }
    };
    Ok(pools::read(reply).of_provider().identified(&operation.region))
}

/// The 202 of an operation that runs.
pub(super) fn accepted(desk: &Desk<'_>, operation: &Operation, version: Version) -> Reply {
    Reply::empty(202)
        .with("location", url(desk, operation, "operationResults", version))
        .with("retry-after", desk.times.retry_after().to_string())
}

/// Where an operation is asked for. Each URL is new, and the old ones go on working.
pub(super) fn url(desk: &Desk<'_>, operation: &Operation, which: &str, version: Version) -> String {
    let subscription = place_of(&operation.pool).subscription;
    let asynchronous = if which == "operationStatuses" { "&azureAsyncOperation=true" } else { "" };
    format!(
        "{}/subscriptions/{subscription}/providers/Microsoft.App/locations/{}/{which}/{}?api-version={}{asynchronous}&{}",
        desk.call.origin,
        operation.region,
        name(operation),
        version.name(),
        tokens(desk.times, desk.now),
    )
}

/// The tokens of a URL: `t` in .NET ticks, `c` a certificate, `s` a signature, `h` a hash. Nobody checks them here, and
/// only realistic URLs have the two long ones, which make them some 3,500 characters as Azure's are.
fn tokens(times: Times, now: Timestamp) -> String {
    /// Ticks of 100 ns from the year 1 to 1970.
    const EPOCH: i128 = 621_355_968_000_000_000;
    let ticks = EPOCH + now.as_nanosecond() / 100;
    let hash = noise(32);
    match times {
        Times::Fast | Times::Instant => format!("t={ticks}&h={hash}"),
        Times::Realistic => {
            format!("t={ticks}&c=MIIIpTCCBo2g{}&s={}&h={hash}", "A".repeat(2944), noise(256))
        }
    }
}

/// Bytes that are new each time, in base64 for URLs.
fn noise(bytes: usize) -> String {
    let mut noise = Vec::with_capacity(bytes);
    while noise.len() < bytes {
        noise.extend_from_slice(Uuid::new_v4().as_bytes());
    }
    noise.truncate(bytes);
    URL_SAFE_NO_PAD.encode(noise)
}

/// An operation's name, padding and all.
fn name(operation: &Operation) -> String {
    STANDARD.encode(format!("{PREFIX}{}", operation.id))
}

fn find(desk: &Desk<'_>, path: &OperationPath) -> Result<(Operation, Version), Trouble> {
    let version = Version::read(desk.call.version())?;
    let unknown = || {
        let text = format!("The operation '{}' in location '{}' was not found.", path.name, path.region);
        Refusal::new(codes::NO_OPERATION, text)
    };
    let bytes = STANDARD.decode(&path.name).map_err(|_| unknown())?;
    let text = String::from_utf8(bytes).map_err(|_| unknown())?;
    let id = text.strip_prefix(PREFIX).ok_or_else(unknown)?;
    let operation = desk.rows.operation(id)?.filter(|operation| !operation.lost).ok_or_else(unknown)?;
    let place = place_of(&operation.pool);
    let is_here =
        place.subscription.eq_ignore_ascii_case(&path.subscription) && operation.region == regions::slug(&path.region);
    if is_here { Ok((operation, version)) } else { Err(unknown().into()) }
}

/// How a pool comes about that is warm from the start.
pub(super) fn warm(pool: &mut Pool, now: Timestamp) {
    let ready = document::ready(&pool.document).unwrap_or_default();
    pool.course = Course { before: ready, since: now, takes: Some(0) };
    if document::is_custom(&pool.document) {
        let body = pool.document["properties"]["customContainerTemplate"].clone();
        pool.template = Some(Template { created: now, body });
    }
}
