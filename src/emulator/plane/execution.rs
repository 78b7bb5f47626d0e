//! Code that is sent to be run: what it looks like, and what is answered (recorded 2024-05 and 2024-11; failures and
//! the limits measured by third parties in 2026).

use super::interpreter::Shape;
use super::visit::Visit;
use super::{Asked, files, identifier};
use crate::emulator::answers::Reply;
use crate::emulator::codes::{self, Refusal, Trouble};
use crate::emulator::outside::{Code, CodeRunner, Ran};
use crate::emulator::reading::real;
use crate::model::Kind;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// How long code may run: Azure's documentation of code interpreters, 2026-01-30.
const LONGEST: Duration = Duration::from_secs(220);

/// Answers a request to run code.
pub(super) async fn answer(asked: &Asked<'_>, kind: Kind, shape: Shape, status: u16) -> Result<Reply, Trouble> {
    let identifier = identifier::of(asked.call)?;
    let (text, timeout) = read(&asked.call.body, kind, shape)?;
    refuse_pages(asked)?;
    let runner = asked.emulator.runner.as_ref().filter(|runner| runner.runs(kind)).ok_or_else(|| no_runner(kind))?;
    let mut visit = Visit::enter(asked.emulator, &asked.id, &identifier.into()).await?;
    let room = std::sync::Arc::clone(&visit.room);
    let ran = visit
        .stay(async {
            let _turn = room.kernel.lock().await;
            let folder = room.with(|folder| Ok(folder.path().to_owned())).map_err(|error| files::failed(&error, ""))?;
            Ok::<Ran, Trouble>(CodeRunner::run(runner.as_ref(), Code { text, folder, timeout }).await)
        })
        .await??;
    let reply = timed(Reply::json(status, shown(&ran, identifier, shape)), &ran, &visit);
    visit.leave()?;
    Ok(reply)
}

/// The code of a body, and how long it may run.
fn read(body: &[u8], kind: Kind, shape: Shape) -> Result<(String, Duration), Refusal> {
    let refuse = |text: String| Refusal::new(codes::SESSION_REQUEST, text);
    let body: Value = serde_json::from_slice(body).map_err(|error| refuse(format!("The body is no JSON: {error}.")))?;
    let given = if shape == Shape::Wrapped { &body["properties"] } else { &body };
    let name = if kind == Kind::Shell { "shellCommand" } else { "code" };
    let Some(text) = given[name].as_str() else {
        let place = if shape == Shape::Wrapped { "in 'properties'" } else { "at the top, not wrapped in 'properties'" };
        let text = format!("The property '{name}' is required and was not provided: it stands {place}.");
        return Err(Refusal::new(codes::PROPERTIES, text));
    };
    let is = |member: &str, only: &str| given[member].as_str().is_none_or(|value| value.eq_ignore_ascii_case(only));
    if !is("codeInputType", "inline") || !is("executionType", "synchronous") {
        let text =
            "The emulator runs code that comes with the request (codeInputType inline, executionType synchronous).";
        return Err(refuse(text.to_owned()));
    }
    let timeout = match &given["timeoutInSeconds"] {
        Value::Null => LONGEST,
        seconds => real(seconds)
            .filter(|seconds| *seconds > 0.0)
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .ok_or_else(|| refuse("timeoutInSeconds is a number of seconds, above 0 and at most 220.".to_owned()))?,
    };
    Ok((text.to_owned(), timeout.min(LONGEST)))
}

/// A page in a browser can send requests to this machine, and a browser says which page it was. Code runs as the user,
/// so pages have none of it.
fn refuse_pages(asked: &Asked<'_>) -> Result<(), Refusal> {
    if asked.call.headers.contains_key("origin") {
        let text = "The emulator runs no code for pages in a browser: the request has an Origin header.";
        return Err(Refusal::new(codes::FROM_A_PAGE, text));
    }
    Ok(())
}

fn no_runner(kind: Kind) -> Refusal {
    let text = match kind {
        Kind::PythonLTS => {
            "The emulator runs no code unless it is told how: start it as `pool emulator --exec python3`.".to_owned()
        }
        kind => format!(
            "The emulator runs the code of PythonLTS pools alone (`pool emulator --exec python3`); this is a {} pool.",
            kind.name()
        ),
    };
    Refusal::new(codes::NO_RUNNER, text)
}

fn shown(ran: &Ran, identifier: &str, shape: Shape) -> Value {
    let took = milliseconds(ran.took);
    match shape {
        Shape::Wrapped => json!({"$id": "1", "properties": {
            "$id": "2",
            "status": if ran.succeeded { "Success" } else { "Failure" },
            "stdout": ran.stdout,
            "stderr": ran.stderr,
            "result": ran.result,
            "executionTimeInMilliseconds": took,
        }}),
        Shape::Plain => json!({
            "$id": "1",
            "id": Uuid::new_v4().to_string(),
            "identifier": identifier,
            "executionType": "synchronous",
            "status": if ran.succeeded { "Succeeded" } else { "Failed" },
            "result": {
                "$id": "2",
                "stdout": ran.stdout,
                "stderr": ran.stderr,
                "executionResult": ran.result,
                "executionTimeInMilliseconds": took,
            },
        }),
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The times that an execution's answer carries: the wait for the session and the run are true, the rest is nothing.
fn timed(reply: Reply, ran: &Ran, visit: &Visit<'_>) -> Reply {
    let exact = |time: Duration| format!("{:.4}", time.as_secs_f64() * 1_000.0);
    let whole = |time: Duration| milliseconds(time).to_string();
    reply
        .with("x-ms-allocation-retries", "0")
        .with("x-ms-allocation-time", exact(visit.waited))
        .with("x-ms-container-execution-duration", whole(ran.took))
        .with("x-ms-execution-read-response-time", exact(Duration::ZERO))
        .with("x-ms-execution-request-time", whole(ran.took))
        .with("x-ms-overall-execution-time", exact(ran.took))
        .with("x-ms-preparation-time", exact(Duration::ZERO))
        .with("x-ms-session-guid", visit.guid.to_string())
        .with("x-ms-total-execution-service-time", exact(visit.waited + ran.took))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_read_or_refused() {
        let plain = |body: Value| read(body.to_string().as_bytes(), Kind::PythonLTS, Shape::Plain);
        let wrapped = |body: Value| read(body.to_string().as_bytes(), Kind::PythonLTS, Shape::Wrapped);
        let code = |seconds| Ok(("x".to_owned(), Duration::from_secs(seconds)));
        assert_eq!(plain(json!({"code": "x"})), code(220));
        assert_eq!(plain(json!({"code": "x", "timeoutInSeconds": "60", "executionType": "Synchronous"})), code(60));
        assert_eq!(plain(json!({"code": "x", "timeoutInSeconds": 1e300})).ok(), None);
        assert_eq!(plain(json!({"code": "x", "timeoutInSeconds": 900})), code(220));
        assert_eq!(wrapped(json!({"properties": {"code": "x", "codeInputType": "Inline"}})), code(220));
        for (refused, expected) in [
            (plain(json!({"properties": {"code": "x"}})), codes::PROPERTIES),
            (wrapped(json!({"code": "x"})), codes::PROPERTIES),
            (plain(json!({"code": 7})), codes::PROPERTIES),
            (plain(json!([])), codes::PROPERTIES),
            (plain(json!({"code": "x", "executionType": "asynchronous"})), codes::SESSION_REQUEST),
            (plain(json!({"code": "x", "codeInputType": "inlinetext"})), codes::SESSION_REQUEST),
            (plain(json!({"code": "x", "timeoutInSeconds": 0})), codes::SESSION_REQUEST),
            (plain(json!({"code": "x", "timeoutInSeconds": "soon"})), codes::SESSION_REQUEST),
            (read(b"\xff{", Kind::PythonLTS, Shape::Plain), codes::SESSION_REQUEST),
            (read(b"{\"code\": \"x\"}", Kind::Shell, Shape::Plain), codes::PROPERTIES),
        ] {
            assert_eq!(refused.unwrap_err().code, expected);
        }
    }
}
