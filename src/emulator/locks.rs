//! Management locks, by their documentation of 2024-03-08: `CanNotDelete` forbids deleting, `ReadOnly` forbids writing
//! and tagging too, both hold for everything below the scope that they are on, and the most restrictive wins.
//!
//! ARM looks at them before it hands a request to the provider, so a locked pool is refused before a busy one.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::neighbours::content;
use super::shelf::{Home, Shelf};
use http::Method;
use serde_json::{Value, json};

const PATH: &str = "providers/Microsoft.Authorization/locks";

/// What a request does to what is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    Write,
    Delete,
}

/// Answers a request to a lock.
pub(super) fn answer(desk: &Desk<'_>, scope: &str, name: &str) -> Result<Reply, Trouble> {
    let id = format!("{scope}/{PATH}/{name}");
    let kept = desk.rows.kept(Shelf::Lock, &id)?;
    match desk.call.method {
        Method::GET => Ok(Reply::json(200, kept.ok_or_else(|| missing(name))?)),
        Method::PUT => put(desk, scope, name, kept.is_some()),
        Method::DELETE => {
            let there = desk.rows.take_off(Shelf::Lock, &id)?;
            Ok(Reply::empty(if there { 200 } else { 204 }))
        }
        _ => Err(desk.no_method().into()),
    }
}

/// Answers the list at a scope: the locks on it, above it and below it. That it shows those above is what the portal
/// does with it; the documentation does not say.
pub(super) fn list(desk: &Desk<'_>, scope: &str) -> Result<Reply, Trouble> {
    let all = desk.rows.shelf(Shelf::Lock, subscription(scope), None)?;
    let near = |lock: &Value| holds_for(at(lock), scope) || holds_for(scope, at(lock));
    Ok(Reply::json(200, json!({"value": all.into_iter().filter(near).collect::<Vec<_>>()})))
}

/// Refuses what a lock on a resource, or above it, forbids.
pub(super) fn check(desk: &Desk<'_>, id: &str, does: Does) -> Result<(), Trouble> {
    let all = desk.rows.shelf(Shelf::Lock, subscription(id), None)?;
    let forbids = |lock: &&Value| {
        let read_only = lock["properties"]["level"] == "ReadOnly";
        (read_only || does == Does::Delete) && holds_for(at(lock), id)
    };
    let scopes: Vec<&str> = all.iter().filter(forbids).map(at).collect();
    if scopes.is_empty() {
        return Ok(());
    }
    let (doing, scopes) = (if does == Does::Delete { "delete" } else { "write" }, scopes.join(","));
    let text = format!(
        "The scope '{id}' cannot perform {doing} operation because following scope(s) are locked: '{scopes}'. Please \
         remove the lock and try again."
    );
    Err(Refusal::new(codes::LOCKED, text).into())
}

fn put(desk: &Desk<'_>, scope: &str, name: &str, is_there: bool) -> Result<Reply, Trouble> {
    let body = content(desk)?;
    let given = &body["properties"];
    if !["CanNotDelete", "ReadOnly"].iter().any(|level| given["level"] == *level) {
        let text = "The lock level is missing or invalid; it is CanNotDelete or ReadOnly.";
        return Err(Refusal::new(codes::INVALID_CONTENT, text).into());
    }
    let id = format!("{scope}/{PATH}/{name}");
    let mut lock = json!({
        "id": id,
        "name": name,
        "type": "Microsoft.Authorization/locks",
        "properties": {"level": given["level"]},
    });
    if given["notes"].is_string() {
        lock["properties"]["notes"] = given["notes"].clone();
    }
    let group = scope.split('/').nth(4).unwrap_or_default();
    desk.rows.put_on(Shelf::Lock, &id, Home { subscription: subscription(scope), group }, &lock)?;
    Ok(Reply::json(if is_there { 200 } else { 201 }, lock))
}

/// What a lock is on.
fn at(lock: &Value) -> &str {
    let id = lock["id"].as_str().unwrap_or_default();
    let end = id.to_ascii_lowercase().rfind("/providers/microsoft.authorization/locks/").unwrap_or(id.len());
    &id[..end]
}

/// Whether a lock on `scope` holds for `id`: it is on it, or above it.
fn holds_for(scope: &str, id: &str) -> bool {
    let (scope, id) = (scope.to_ascii_lowercase(), id.to_ascii_lowercase());
    id.strip_prefix(&scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn subscription(scope: &str) -> &str {
    scope.split('/').nth(2).unwrap_or_default()
}

fn missing(name: &str) -> Refusal {
    Refusal::new(codes::NO_LOCK, format!("The lock '{name}' could not be found."))
}
