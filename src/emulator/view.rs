//! A pool as a GET shows it: which members, in which order, with which nulls. All of it as recorded 2024-05 to 2025-11.

use super::document;
use super::reading::real;
use super::records::{Pool, Template};
use super::regions;
use super::versions::Version;
use super::{plane, warming};
use crate::model::{Counts, PoolId};
use crate::wire;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// Who makes and changes pools: nobody signs in here.
const SOMEBODY: &str = "somebody@example.com";

/// How an answer looks at a pool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) version: Version,
    /// What its sessions are doing.
    pub(super) counts: Counts,
    /// Where the caller knows the emulator, for the pool's own endpoint.
    pub(super) origin: &'a str,
    /// Whether `templateUpdateStatus` is shown at all.
    pub(super) template_status: bool,
    pub(super) occasion: Occasion,
}

/// Which answer shows the pool; the one to a PUT differs in small things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    /// A GET, a list, the end of an operation.
    Read,
    /// The answer to the PUT that made it.
    Created,
    /// The answer to a PUT over it.
    Replaced,
}

/// The pool's body.
pub(super) fn body(pool: &Pool, look: &Look<'_>) -> Value {
    let place = pool.place();
    let mut body = Map::new();
    body.insert("id".to_owned(), json!(pool.id));
    body.insert("name".to_owned(), json!(place.name));
    body.insert("type".to_owned(), json!("Microsoft.App/sessionpools"));
    body.insert("location".to_owned(), pool.document["location"].clone());
    if !pool.tags.is_empty() {
        body.insert("tags".to_owned(), json!(pool.tags));
    }
    body.insert("systemData".to_owned(), system_data(pool, look.occasion));
    body.insert("properties".to_owned(), Value::Object(properties(pool, &place, look)));
    if look.version.shows_identity() {
        match pool.document.get("identity") {
            Some(identity) => drop(body.insert("identity".to_owned(), identity.clone())),
            // The answer to a code interpreter's PUT has none at all.
            None if is_bare(pool, look) => {}
            None => drop(body.insert("identity".to_owned(), json!({"type": "None"}))),
        }
    }
    Value::Object(body)
}

/// Whether this is the answer to the PUT of a code interpreter, which leaves out what is empty.
fn is_bare(pool: &Pool, look: &Look<'_>) -> bool {
    look.occasion != Occasion::Read && !document::is_custom(&pool.document)
}

/// Up to seven fractional digits. Times that the request itself set have a `Z`, those that come from the store none.
fn system_data(pool: &Pool, occasion: Occasion) -> Value {
    let zone = |set_now: bool| if set_now { "Z" } else { "" };
    let created = format!("{}{}", stamp(pool.created), zone(occasion == Occasion::Created));
    let modified = format!("{}{}", stamp(pool.modified), zone(occasion != Occasion::Read));
    json!({
        "createdBy": SOMEBODY, "createdByType": "User", "createdAt": created,
        "lastModifiedBy": SOMEBODY, "lastModifiedByType": "User", "lastModifiedAt": modified,
    })
}

/// An instant as the service writes it: ticks of 100 ns, zeros at the end left out, no zone.
pub(super) fn stamp(instant: Timestamp) -> String {
    let whole = instant.strftime("%Y-%m-%dT%H:%M:%S");
    let ticks = format!("{:07}", instant.subsec_nanosecond() / 100);
    match ticks.trim_end_matches('0') {
        "" => whole.to_string(),
        ticks => format!("{whole}.{ticks}"),
    }
}

fn properties(pool: &Pool, place: &PoolId, look: &Look<'_>) -> Map<String, Value> {
    let document = &pool.document;
    let asked = &document["properties"];
    let custom = document::is_custom(document);
    let mut shown = Map::new();
    let mut show = |name: &str, value: Value| drop(shown.insert(name.to_owned(), value));
    show("environmentId", asked["environmentId"].clone());
    show("poolManagementType", json!("Dynamic"));
    show("containerType", asked["containerType"].clone());
    show("scaleConfiguration", asked["scaleConfiguration"].clone());
    if asked["secrets"].as_array().is_some_and(|secrets| !secrets.is_empty()) {
        show("secrets", asked["secrets"].clone());
    }
    let lifecycle = &asked["dynamicPoolConfiguration"]["lifecycleConfiguration"];
    show("dynamicPoolConfiguration", look.version.lifecycle(lifecycle));
    if custom {
        show("customContainerTemplate", template(&asked["customContainerTemplate"]));
    }
    show("sessionNetworkConfiguration", asked["sessionNetworkConfiguration"].clone());
    show("provisioningState", json!(pool.state));
    let counts = look.counts;
    if let Some(running) = &pool.template {
        show("nodeCount", json!(warming::nodes(&counts, wire::pool::session_size(&running.body))));
    }
    show("poolManagementEndpoint", json!(plane::endpoint(look.origin, document, place)));
    if let Some(running) = pool.template.as_ref().filter(|_| look.template_status && look.version.shows_previews()) {
        show("templateUpdateStatus", template_status(running, &counts));
    }
    if look.version.shows_identity() {
        show("managedIdentitySettings", identity_settings(pool, look));
    }
    if look.version.shows_previews() && custom {
        // Null in every recording since 2025-09, whatever a custom container was given (a third party, 2026). What
        // code interpreters show there was not recorded.
        show("mcpServerSettings", Value::Null);
    }
    shown
}

/// `customContainerTemplate`: known members, nulls left out but for the registry's.
fn template(asked: &Value) -> Value {
    let containers: Vec<Value> = asked["containers"].as_array().into_iter().flatten().map(container).collect();
    json!({
        "registryCredentials": registry(&asked["registryCredentials"]),
        "containers": containers,
        "ingress": ingress(asked),
    })
}

fn registry(asked: &Value) -> Value {
    if !asked.is_object() {
        return Value::Null;
    }
    let members = ["server", "username", "passwordSecretRef", "identity"];
    Value::Object(members.into_iter().map(|name| (name.to_owned(), asked[name].clone())).collect())
}

fn container(asked: &Value) -> Value {
    let mut shown = Map::new();
    for name in ["image", "name", "command", "args", "env"] {
        if !asked[name].is_null() {
            shown.insert(name.to_owned(), asked[name].clone());
        }
    }
    shown.insert("resources".to_owned(), resources(&asked["resources"]));
    if !asked["probes"].is_null() {
        shown.insert("probes".to_owned(), asked["probes"].clone());
    }
    Value::Object(shown)
}

fn resources(asked: &Value) -> Value {
    json!({"cpu": real(&asked["cpu"]), "memory": asked["memory"]})
}

fn ingress(asked: &Value) -> Value {
    match super::reading::whole(&asked["ingress"]["targetPort"]) {
        Some(port) => json!({"targetPort": port}),
        None => Value::Null,
    }
}

/// Only `activeTemplate` was ever recorded; the specification has a `desiredTemplate` during an update too, and nobody
/// has seen it.
fn template_status(running: &Template, counts: &Counts) -> Value {
    let containers: Vec<Value> =
        running.body["containers"].as_array().into_iter().flatten().map(running_container).collect();
    json!({"activeTemplate": {
        "details": "Running",
        "createdTime": format!("{}+00:00", stamp(running.created)),
        "status": {
            "expectedCount": counts.expected,
            "readyCount": counts.ready,
            "pendingCount": counts.pending,
            "imagePullFailCount": counts.image_pull_failed,
            "crashCount": counts.crashed,
            "allocatedCount": counts.allocated,
        },
        "containers": containers,
        "ingress": ingress(&running.body),
    }})
}

/// The same container as another part of the service shows it: empty lists are there, and 2.0 cores are 2.
fn running_container(asked: &Value) -> Value {
    let mut shown = Map::new();
    let list = |name: &str| asked[name].as_array().cloned().unwrap_or_default();
    for name in ["image", "name"] {
        shown.insert(name.to_owned(), asked[name].clone());
    }
    for name in ["command", "args"] {
        if !list(name).is_empty() {
            shown.insert(name.to_owned(), json!(list(name)));
        }
    }
    shown.insert("env".to_owned(), json!(list("env")));
    let cpu = match super::reading::whole(&asked["resources"]["cpu"]) {
        Some(cores) => json!(cores),
        None => json!(real(&asked["resources"]["cpu"])),
    };
    shown.insert("resources".to_owned(), json!({"cpu": cpu, "memory": asked["resources"]["memory"]}));
    shown.insert("probes".to_owned(), json!(list("probes")));
    Value::Object(shown)
}

/// What was asked for, and the registry's identity, which the service adds by itself.
fn identity_settings(pool: &Pool, look: &Look<'_>) -> Value {
    let asked = &pool.document["properties"];
    let mut settings = asked["managedIdentitySettings"].as_array().cloned().unwrap_or_default();
    let puller = asked["customContainerTemplate"]["registryCredentials"]["identity"].as_str().unwrap_or_default();
    let is_there = settings
        .iter()
        .any(|setting| setting["identity"].as_str().is_some_and(|identity| identity.eq_ignore_ascii_case(puller)));
    if !puller.is_empty() && !is_there {
        settings.push(json!({"identity": puller, "lifecycle": "None"}));
    }
    if settings.is_empty() && is_bare(pool, look) { Value::Null } else { json!(settings) }
}

/// A pool's region, as URLs have it.
pub(super) fn region(document: &Value) -> String {
    regions::slug(document["location"].as_str().unwrap_or_default())
}

/// A name like those that Azure makes up for an environment (`icywater-241822b5`); the same for the same environment.
pub(super) fn domain(environment: &str) -> String {
    // FNV-1a, 32 bits.
    let hash = environment
        .to_ascii_lowercase()
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("emulated-{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_have_up_to_seven_digits() {
        for (instant, expected) in [
            ("2025-08-05T04:38:34.559521Z", "2025-08-05T04:38:34.559521"),
            ("2025-08-05T04:38:34.123456789Z", "2025-08-05T04:38:34.1234567"),
            ("2025-08-05T04:38:34.0000001Z", "2025-08-05T04:38:34.0000001"),
            ("2025-08-05T04:38:34Z", "2025-08-05T04:38:34"),
        ] {
            assert_eq!(stamp(instant.parse().unwrap()), expected);
        }
    }
}
