//! Role assignments: kept and shown, and nothing is made of them. Nobody is kept out here. Role definitions: those that
//! people assign on pools, by their names, which is how `az role assignment create --role` finds the id.

use super::answers::{NOBODY, Reply};
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::neighbours::content;
use super::resources::conditions;
use super::shelf::{Home, Shelf};
use super::view::stamp;
use http::Method;
use serde_json::{Value, json};

const PATH: &str = "providers/Microsoft.Authorization/roleAssignments";

const DEFINITIONS: &str = "providers/Microsoft.Authorization/roleDefinitions";

/// Id, name and description of built-in roles. Source: Microsoft's tables of built-in roles (learn.microsoft.com,
/// azure/role-based-access-control/built-in-roles, looked up 2026-11-21). What they permit is left out: nothing is made
/// of it here.
const ROLES: [(&str, &str, &str); 4] = [
    ("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", "Full access to all resources, and to who may use them."),
    ("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", "Full access to all resources, not to who may use them."),
    ("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", "Looks at all resources and changes none."),
    (
        "0fb8eba5-a2bb-4abe-b1c1-49dfad359bb0",
        "Azure ContainerApps Session Executor",
        "Makes and runs sessions in a session pool.",
    ),
];

/// Answers the list of what the caller may do: everything.
pub(super) fn permissions() -> Reply {
    Reply::json(200, json!({"value": [{"actions": ["*"], "notActions": [], "dataActions": [], "notDataActions": []}]}))
}

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

/// Answers the list of the roles that can be assigned at a scope. Of `$filter` it knows `roleName eq` and `type eq`.
pub(super) fn definitions(desk: &Desk<'_>, scope: &str) -> Result<Reply, Trouble> {
    let conditions = conditions(desk.call.query("$filter").unwrap_or_default(), &["rolename", "type"])?;
    let fits = |definition: &Value| {
        conditions.iter().all(|condition| {
            let name = if condition.what == "type" { "type" } else { "roleName" };
            definition["properties"][name].as_str().is_some_and(|text| text.eq_ignore_ascii_case(&condition.is))
        })
    };
    let all: Vec<Value> = ROLES.iter().map(|role| described(scope, role)).filter(fits).collect();
    Ok(Reply::json(200, json!({"value": all})))
}

/// Answers a GET of one of them, by its id.
pub(super) fn definition(scope: &str, name: &str) -> Result<Reply, Trouble> {
    let role = ROLES.iter().find(|(id, ..)| id.eq_ignore_ascii_case(name)).ok_or_else(|| {
        Refusal::new(codes::NO_DEFINITION, format!("The specified role definition with ID '{name}' does not exist."))
    })?;
    Ok(Reply::json(200, described(scope, role)))
}

/// A definition's id names the subscription from which it is seen, whatever the scope below it.
fn described(scope: &str, (id, name, about): &(&str, &str, &str)) -> Value {
    let subscription = match home(scope).0 {
        "" => String::new(),
        subscription => format!("/subscriptions/{subscription}"),
    };
    json!({
        "id": format!("{subscription}/{DEFINITIONS}/{id}"),
        "name": id,
        "type": "Microsoft.Authorization/roleDefinitions",
        "properties": {
            "roleName": name, "type": "BuiltInRole", "description": about, "assignableScopes": ["/"], "permissions": [],
        },
    })
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
