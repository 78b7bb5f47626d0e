//! What was asked for of a pool, in one shape whatever the api-version: ARM's newest, numbers as numbers, only members
//! that are known, and no values of secrets.

use super::answers::NOBODY;
use super::reading::{count, whole};
use super::regions;
use crate::model::Kind;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The period of a lifecycle that names none: what the Azure CLI sends then. What the service takes is not known.
const COOLDOWN: i64 = 300;
const MAX_ALIVE: i64 = 3600;

/// The kind of pool.
pub(super) fn kind(document: &Value) -> Option<Kind> {
    document["properties"]["containerType"].as_str().and_then(Kind::named)
}

/// Whether it runs the user's image, and so has operations, ready sessions and nodes.
pub(super) fn is_custom(document: &Value) -> bool {
    kind(document) == Some(Kind::CustomContainer)
}

/// `maxConcurrentSessions`.
pub(super) fn max(document: &Value) -> u32 {
    count(&document["properties"]["scaleConfiguration"]["maxConcurrentSessions"]).unwrap_or_default()
}

/// `readySessionInstances`; code interpreters have none.
pub(super) fn ready(document: &Value) -> Option<u32> {
    count(&document["properties"]["scaleConfiguration"]["readySessionInstances"])
}

/// Settles a body that was checked: what is stored. Identities keep the ids they had in `previous`.
pub(super) fn settle(body: &Value, previous: Option<&Value>) -> Value {
    let given = &body["properties"];
    let mut properties = Map::new();
    for name in ["environmentId", "customContainerTemplate", "mcpServerSettings"] {
        if !given[name].is_null() {
            properties.insert(name.to_owned(), given[name].clone());
        }
    }
    if let Some(settings) = given["managedIdentitySettings"].as_array().filter(|settings| !settings.is_empty()) {
        properties.insert("managedIdentitySettings".to_owned(), json!(settings));
    }
    let custom = is_custom(body);
    properties.insert("containerType".to_owned(), json!(kind(body).map(Kind::name)));
    properties.insert("scaleConfiguration".to_owned(), scale(&given["scaleConfiguration"], custom));
    let lifecycle = lifecycle(&given["dynamicPoolConfiguration"]["lifecycleConfiguration"]);
    properties.insert("dynamicPoolConfiguration".to_owned(), json!({"lifecycleConfiguration": lifecycle}));
    properties.insert("secrets".to_owned(), secret_names(&given["secrets"]));
    // Egress is disabled unless asked for (Azure's documentation of 2026-03-31).
    let network = given["sessionNetworkConfiguration"]["status"].as_str().unwrap_or("EgressDisabled");
    properties.insert("sessionNetworkConfiguration".to_owned(), json!({"status": network}));
    let location = body["location"].as_str().unwrap_or_default();
    let mut document = json!({"location": regions::display(location).unwrap_or_default(), "properties": properties});
    if let Some(identity) = identity(&body["identity"], previous.map(|previous| &previous["identity"])) {
        document["identity"] = identity;
    }
    document
}

/// Code interpreters drop the ready number (recorded).
fn scale(given: &Value, custom: bool) -> Value {
    let max = whole(&given["maxConcurrentSessions"]);
    match whole(&given["readySessionInstances"]).filter(|_| custom) {
        Some(ready) => json!({"readySessionInstances": ready, "maxConcurrentSessions": max}),
        None => json!({"maxConcurrentSessions": max}),
    }
}

fn lifecycle(given: &Value) -> Value {
    let period = |name: &str, default| whole(&given[name]).unwrap_or(default);
    if is_on_exit(given) {
        let max_alive = period("maxAlivePeriodInSeconds", MAX_ALIVE);
        json!({"lifecycleType": "OnContainerExit", "maxAlivePeriodInSeconds": max_alive})
    } else {
        json!({"lifecycleType": "Timed", "cooldownPeriodInSeconds": period("cooldownPeriodInSeconds", COOLDOWN)})
    }
}

/// Whether a `lifecycleConfiguration` is of the type `OnContainerExit`; without a type it is `Timed`.
pub(super) fn is_on_exit(lifecycle: &Value) -> bool {
    lifecycle["lifecycleType"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("OnContainerExit"))
}

fn secret_names(given: &Value) -> Value {
    given.as_array().into_iter().flatten().map(|secret| json!({"name": secret["name"]})).collect()
}

/// The identity with the ids that Entra would give it; `None` for none.
fn identity(given: &Value, previous: Option<&Value>) -> Option<Value> {
    let kind = given["type"].as_str().filter(|kind| !kind.eq_ignore_ascii_case("None"))?;
    let kept = |pointer: &[&str]| {
        let found = previous.and_then(|previous| pointer.iter().try_fold(previous, |value, name| value.get(name)));
        found.cloned().unwrap_or_else(|| json!(Uuid::new_v4().to_string()))
    };
    let mut identity = json!({"type": kind});
    let has = |what: &str| kind.split(',').any(|part| part.trim().eq_ignore_ascii_case(what));
    if has("SystemAssigned") {
        identity["principalId"] = kept(&["principalId"]);
        identity["tenantId"] = json!(NOBODY);
    }
    if has("UserAssigned") {
        let ids = given["userAssignedIdentities"].as_object().into_iter().flatten().map(|(id, _)| id);
        let assigned = ids.map(|id| {
            let of = |name| kept(&["userAssignedIdentities", id, name]);
            (id.clone(), json!({"principalId": of("principalId"), "clientId": of("clientId")}))
        });
        identity["userAssignedIdentities"] = Value::Object(assigned.collect());
    }
    Some(identity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_has_no_secret_and_no_stranger() {
        let body = json!({"location": "eastus", "tags": {"a": "b"}, "id": "x", "properties": {
            "containerType": "customcontainer", "provisioningState": "Failed", "unheard": 1,
            "scaleConfiguration": {"maxConcurrentSessions": "10", "readySessionInstances": 2.0},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {"cooldownPeriodInSeconds": "400"}},
            "secrets": [{"name": "s", "value": "hunter2", "keyVaultUrl": ""}]}});
        let document = settle(&body, None);
        assert_eq!(
            document,
            json!({"location": "East US", "properties": {
                "containerType": "CustomContainer",
                "scaleConfiguration": {"readySessionInstances": 2, "maxConcurrentSessions": 10},
                "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                    "lifecycleType": "Timed", "cooldownPeriodInSeconds": 400}},
                "secrets": [{"name": "s"}],
                "sessionNetworkConfiguration": {"status": "EgressDisabled"}}})
        );
        assert_eq!(settle(&document, Some(&document)), document, "settling twice is settling once");
    }

    #[test]
    fn identities_keep_their_ids_while_they_stay() {
        let both = json!({"type": "SystemAssigned, UserAssigned", "userAssignedIdentities": {"/a": {}, "/b": {}}});
        let first = identity(&both, None).unwrap();
        let second = identity(&json!({"type": "UserAssigned", "userAssignedIdentities": {"/b": {}}}), Some(&first));
        let second = second.unwrap();
        assert_eq!(second["userAssignedIdentities"]["/b"], first["userAssignedIdentities"]["/b"]);
        assert_eq!((second.get("principalId"), second["userAssignedIdentities"].get("/a")), (None, None));
        assert_eq!(identity(&json!({"type": "None", "userAssignedIdentities": null}), Some(&first)), None);
    }
}
