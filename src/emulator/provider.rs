//! Resource providers: which types there are, where, and in which api-versions. All are registered.
//!
//! The capabilities and the default version of session pools are those of the provider's own listing of 2025-10-10.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::{regions, versions};
use serde_json::{Value, json};

/// What can be asked for here, by namespace: type, and whether it has a place.
const TYPES: [(&str, &[(&str, bool)]); 3] = [
    ("Microsoft.App", &[("sessionPools", true), ("managedEnvironments", true)]),
    (
        "Microsoft.Resources",
        &[("subscriptions", false), ("resourceGroups", true), ("resources", false), ("tags", false)],
    ),
    (
        "Microsoft.Authorization",
        &[("roleAssignments", false), ("roleDefinitions", false), ("permissions", false), ("locks", false)],
    ),
];

const CAPABILITIES: &str = "CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, \
                            SystemAssignedResourceIdentity, SupportsTags, SupportsLocation";

/// Answers the list of providers.
pub(super) fn list(subscription: Option<&str>) -> Reply {
    let all: Vec<Value> = TYPES.iter().map(|(namespace, types)| described(subscription, namespace, types)).collect();
    Reply::json(200, json!({"value": all}))
}

/// Answers a GET of one, and its registration, which has always happened already.
pub(super) fn show(subscription: Option<&str>, namespace: &str) -> Result<Reply, Trouble> {
    let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(namespace));
    let (namespace, types) = known
        .ok_or_else(|| Refusal::new(codes::NAMESPACE, format!("The resource namespace '{namespace}' is invalid.")))?;
    Ok(Reply::json(200, described(subscription, namespace, types)))
}

fn described(subscription: Option<&str>, namespace: &str, types: &[(&str, bool)]) -> Value {
    let types: Vec<Value> = types.iter().map(|(name, placed)| resource_type(namespace, name, *placed)).collect();
    let mut body = json!({
        "namespace": namespace,
        "registrationPolicy": "RegistrationRequired",
        "registrationState": "Registered",
        "resourceTypes": types,
    });
    if let Some(subscription) = subscription {
        body["id"] = json!(format!("/subscriptions/{subscription}/providers/{namespace}"));
    }
    body
}

fn resource_type(namespace: &str, name: &str, placed: bool) -> Value {
    let app = namespace == "Microsoft.App";
    let mut versions: Vec<&str> = if app { versions::SUPPORTED.to_vec() } else { vec!["2022-04-01", "2024-11-01"] };
    versions.reverse();
    let mut body = json!({
        "resourceType": name,
        "locations": if placed { regions::REGIONS.to_vec() } else { Vec::new() },
        "apiVersions": versions,
        "capabilities": if placed { CAPABILITIES } else { "None" },
    });
    if app {
        body["defaultApiVersion"] = json!("2025-02-02-preview");
    }
    body
}
