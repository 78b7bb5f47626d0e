//! The manual gear: everything under `/_emulator/`, for tests and for people, and never ARM's.

use super::answers::Reply;
use super::codes::Trouble;
use super::front::Desk;
use super::hands::Tick;
use super::operations;
use super::pools;
use super::records::{Failure, Pool};
use super::versions::{SUPPORTED, Version};
use crate::model::PoolId;
use http::Method;
use serde_json::{Value, json};

/// Answers a request to the gear; the parts are those after `/_emulator/`.
pub(super) fn answer(desk: &Desk<'_>, parts: &[String]) -> Result<Reply, Trouble> {
    let words: Vec<&str> = parts.iter().map(String::as_str).collect();
    match (&desk.call.method, words.as_slice()) {
        (&Method::GET, ["health"]) => {
            Ok(Reply::json(200, json!({"status": "ok", "now": desk.now.to_string(), "pools": desk.rows.count()?})))
        }
        (&Method::GET, ["faults"]) => Ok(Reply::json(200, desk.faults.list())),
        (&Method::DELETE, ["faults"]) => {
            desk.faults.clear();
            Ok(Reply::empty(204))
        }
        (&Method::POST, ["faults"]) => Ok(add_faults(desk)),
        (&Method::POST, ["tick"]) => tick(desk),
        (&Method::GET, ["pools", id @ ..]) => match id.join("/").parse::<PoolId>() {
            Ok(id) => pools::get(desk, &id, Version::read(desk.call.version().or(SUPPORTED.last().copied()))?),
            Err(error) => Ok(refuse(400, error)),
        },
        (&Method::PUT, ["pools", id @ ..]) => match id.join("/").parse() {
            Ok(id) => set(desk, &id),
            Err(error) => Ok(refuse(400, error)),
        },
        _ => Ok(refuse(
            404,
            "the gear has GET health, POST tick, GET and PUT pools/<ARM id>, and GET, POST and DELETE faults",
        )),
    }
}

fn refuse(status: u16, text: impl std::fmt::Display) -> Reply {
    Reply::json(status, json!({"error": {"code": "EmulatorGear", "message": text.to_string()}}))
}

fn add_faults(desk: &Desk<'_>) -> Reply {
    let list: Value = match serde_json::from_slice(&desk.call.body) {
        Ok(list) => list,
        Err(error) => return refuse(400, format!("the body is no JSON: {error}")),
    };
    match desk.faults.add(&list) {
        Ok(()) => Reply::json(200, desk.faults.list()),
        Err(text) => refuse(400, text),
    }
}

/// Moves the clock, and the state with it.
fn tick(desk: &Desk<'_>) -> Result<Reply, Trouble> {
    let by = serde_json::from_slice(&desk.call.body)
        .map_err(|error| format!("the body is no JSON: {error}"))
        .and_then(|body: Value| Tick::read(&body));
    match by.and_then(|tick| desk.hands.tick(tick)) {
        Ok(now) => {
            operations::advance(desk.rows, desk.times, now)?;
            desk.sessions.catch_up(desk.rows, desk.times, now)?;
            Ok(Reply::json(200, json!({"now": now.to_string()})))
        }
        Err(text) => Ok(refuse(400, text)),
    }
}

/// What can be set on a pool.
#[derive(Debug, Default, PartialEq, Eq)]
struct Setting {
    allocated: Option<u32>,
    state: Option<&'static str>,
}

fn setting(body: &[u8]) -> Result<Setting, String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))?;
    let mut setting = Setting::default();
    for (name, value) in body.as_object().ok_or("the body is no JSON object")? {
        match name.as_str() {
            "allocated" => {
                let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
                setting.allocated = Some(number.ok_or("`allocated` is a number of sessions")?);
            }
            "provisioningState" => {
                let states = ["Failed", "Succeeded", "InProgress"];
                let state = states.into_iter().find(|state| value.as_str() == Some(state));
                setting.state = Some(state.ok_or("`provisioningState` is Failed, Succeeded or InProgress")?);
            }
            _ => return Err(format!("a pool has no `{name}` to set; it has allocated and provisioningState")),
        }
    }
    Ok(setting)
}

fn set(desk: &Desk<'_>, id: &PoolId) -> Result<Reply, Trouble> {
    let setting = match setting(&desk.call.body) {
        Ok(setting) => setting,
        Err(text) => return Ok(refuse(400, text)),
    };
    if desk.rows.pool(&id.to_string())?.is_none() {
        return Ok(refuse(404, format!("there is no pool {id}")));
    }
    if let Some(state) = setting.state.filter(|state| *state != "InProgress") {
        end_all(desk, id, state)?;
    }
    let Some(mut pool) = desk.rows.pool(&id.to_string())? else {
        // Its deletion was running, and has succeeded now.
        return Ok(Reply::empty(204));
    };
    apply(&mut pool, &setting);
    desk.rows.keep(&pool)?;
    Ok(Reply::json(200, json!({"id": pool.id, "allocated": pool.allocated, "provisioningState": pool.state})))
}

fn apply(pool: &mut Pool, setting: &Setting) {
    if let Some(allocated) = setting.allocated {
        pool.allocated = allocated;
    }
    if let Some(state) = setting.state {
        state.clone_into(&mut pool.state);
    }
}

/// Operations that run end here and now.
fn end_all(desk: &Desk<'_>, id: &PoolId, state: &str) -> Result<(), Trouble> {
    for mut operation in desk.rows.running(&id.to_string())? {
        let failure = (state == "Failed").then(|| Failure {
            code: super::codes::OPERATION.name.to_owned(),
            message: format!("Failed to provision session pool '{}'. Error details: set by hand.", id.name),
        });
        operation.ends = Some(desk.now);
        operations::end(desk.rows, operation, failure, desk.times, desk.now)?;
    }
    Ok(())
}
