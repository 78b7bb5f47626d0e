//! Role assignments: kept and shown, and nothing is made of them. Nobody is kept out here.

use super::answers::{NOBODY, Reply};
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::neighbours::content;
use super::shelf::{Home, Shelf};
use super::view::stamp;
use http::Method;
use serde_json::{Value, json};

const PATH: &str = "providers/Microsoft.Authorization/roleAssignments";

/// Answers a request to an assignment.
pub(super) fn answer(desk: &Desk<'_>, scope: &str, name: &str) -> Result<Reply, Trouble> {
    let id = format!("{scope}/{PATH}/{name}");
    let kept = desk.rows.kept(Shelf::Role, &id)?;
    match desk.call.method {
        Method::GET => Ok(Reply::json(200, kept.ok_or_else(|| missing(name))?)),
        Method::PUT => put(desk, scope, name, &id),
        Method::DELETE => match kept {
            Some(assignment) => {
                desk.rows.take_off(Shelf::Role, &id)?;
                Ok(Reply::json(200, assignment))
            }
            None => Ok(Reply::empty(204)),
        },
        _ => Err(desk.no_method().into()),
    }
}

/// Answers the list at a scope: the assignments at it and below it.
pub(super) fn list(desk: &Desk<'_>, scope: &str) -> Result<Reply, Trouble> {
    let inside = |assignment: &Value| {
        let at = assignment["properties"]["scope"].as_str().unwrap_or_default().to_ascii_lowercase();
        at.strip_prefix(&scope.to_ascii_lowercase()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let (subscription, _) = home(scope);
    let all = desk.rows.shelf(Shelf::Role, subscription, None)?;
    Ok(Reply::json(200, json!({"value": all.into_iter().filter(inside).collect::<Vec<_>>()})))
}

fn put(desk: &Desk<'_>, scope: &str, name: &str, id: &str) -> Result<Reply, Trouble> {
    let body = content(desk)?;
    let given = &body["properties"];
    for wanted in ["roleDefinitionId", "principalId"] {
        if given[wanted].as_str().is_none_or(str::is_empty) {
            let text = format!("The request content was invalid and could not be deserialized: {wanted} is missing.");
            return Err(Refusal::new(codes::INVALID_CONTENT, text).into());
        }
    }
    let now = format!("{}Z", stamp(desk.now));
    let assignment = json!({
        "id": id,
        "name": name,
        "type": "Microsoft.Authorization/roleAssignments",
        "properties": {
            "roleDefinitionId": given["roleDefinitionId"],
            "principalId": given["principalId"],
            "principalType": given.get("principalType").cloned().unwrap_or(json!("User")),
            "scope": scope,
            "createdOn": now, "updatedOn": now, "createdBy": NOBODY, "updatedBy": NOBODY,
        },
    });
    let (subscription, group) = home(scope);
    desk.rows.put_on(Shelf::Role, id, Home { subscription, group }, &assignment)?;
    Ok(Reply::json(201, assignment))
}

/// Subscription and group of a scope.
fn home(scope: &str) -> (&str, &str) {
    let mut parts = scope.split('/').skip(2).step_by(2);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

fn missing(name: &str) -> Refusal {
    Refusal::new(codes::NO_ROLE, format!("The role assignment '{name}' is not found."))
}
