//! A session pool as ARM sends it.

use super::reading::{count, instant, number, real, text};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::model::pool::Touch;
use crate::model::{self, Counts, Kind, Lifecycle, PoolId, Scale, SessionSize, State};
use serde_json::Value;
use std::time::Duration;

/// The body of a GET, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool(Value);

impl Pool {
    /// Holds a body.
    #[must_use]
    pub fn new(body: Value) -> Self {
        Self(body)
    }

    /// The body, with everything that Azure sent.
    #[must_use]
    pub fn body(&self) -> &Value {
        &self.0
    }

    /// What we know of it.
    ///
    /// # Errors
    /// `BadAnswer` where the body has no id of a session pool or no max sessions: then it is no pool.
    pub fn view(&self) -> Result<model::Pool> {
        let id: PoolId = self.0["id"]
            .as_str()
            .ok_or_else(|| bad("it has no id"))?
            .parse()
            .map_err(|error| Error::new(ErrorKind::BadAnswer, anyhow::Error::new(error)))?;
        let properties = &self.0["properties"];
        let container_type = text(&properties["containerType"]).unwrap_or_default();
        let scale = &properties["scaleConfiguration"];
        Ok(model::Pool {
            location: text(&self.0["location"]).unwrap_or_default(),
            kind: Kind::named(&container_type),
            container_type,
            scale: Scale {
                max: count(&scale["maxConcurrentSessions"])
                    .ok_or_else(|| bad("it has no maxConcurrentSessions").about(id.to_string()))?,
                ready: count(&scale["readySessionInstances"]),
            },
            lifecycle: lifecycle(&properties["dynamicPoolConfiguration"]),
            state: State::named(properties["provisioningState"].as_str().unwrap_or("Succeeded")),
            nodes: count(&properties["nodeCount"]),
            counts: counts(&properties["templateUpdateStatus"]),
            network: text(&properties["sessionNetworkConfiguration"]["status"]),
            endpoint: text(&properties["poolManagementEndpoint"]),
            environment: text(&properties["environmentId"]),
            image: text(&properties["customContainerTemplate"]["containers"][0]["image"]),
            session_size: session_size(&properties["customContainerTemplate"]),
            identity: text(&self.0["identity"]["type"]).filter(|kind| kind != "None"),
            secrets: names(&properties["secrets"]),
            tags: tags(&self.0["tags"]),
            created: touch(&self.0["systemData"], "created"),
            modified: touch(&self.0["systemData"], "lastModified"),
            id,
        })
    }
}

/// What a session of a template takes of a node, all its containers together; `None` where no cores are named.
#[must_use]
pub fn session_size(template: &Value) -> Option<SessionSize> {
    let size = |container: &Value| {
        let resources = &container["resources"];
        SessionSize::of(real(&resources["cpu"])?, resources["memory"].as_str().unwrap_or_default())
    };
    template["containers"].as_array()?.iter().filter_map(size).reduce(SessionSize::plus)
}

fn bad(what: &str) -> Error {
    Error::message(ErrorKind::BadAnswer, format!("the answer is no session pool: {what}"))
}

/// Both shapes: `lifecycleConfiguration` since 2025-01-01, `executionType` with a cooldown before.
fn lifecycle(configuration: &Value) -> Option<Lifecycle> {
    let nested = &configuration["lifecycleConfiguration"];
    let seconds = |value: &Value| number(value).map(Duration::from_secs);
    let timed =
        |holder: &Value| seconds(&holder["cooldownPeriodInSeconds"]).map(|cooldown| Lifecycle::Timed { cooldown });
    match nested["lifecycleType"].as_str() {
        Some(name) if name.eq_ignore_ascii_case("Timed") => timed(nested),
        Some(name) if name.eq_ignore_ascii_case("OnContainerExit") => {
            seconds(&nested["maxAlivePeriodInSeconds"]).map(|max_alive| Lifecycle::OnContainerExit { max_alive })
        }
        Some(_) => None,
        None => timed(nested).or_else(|| timed(configuration)),
    }
}

/// The active template's counts, and of the desired one while an update runs: only the active one was ever recorded.
fn counts(status: &Value) -> Option<Counts> {
    let status = status["activeTemplate"]["status"].as_object()?;
    let of = |name: &str| status.get(name).and_then(count);
    Some(Counts {
        expected: of("expectedCount").unwrap_or_default(),
        ready: of("readyCount")?,
        pending: of("pendingCount").unwrap_or_default(),
        allocated: of("allocatedCount")?,
        image_pull_failed: of("imagePullFailCount").unwrap_or_default(),
        crashed: of("crashCount").unwrap_or_default(),
    })
}

fn names(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|item| text(&item["name"])).collect()
}

fn tags(tags: &Value) -> std::collections::BTreeMap<String, String> {
    let pairs = tags.as_object().into_iter().flatten();
    pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

fn touch(system_data: &Value, which: &str) -> Touch {
    Touch { by: text(&system_data[format!("{which}By")]), at: instant(&system_data[format!("{which}At")]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const ID: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/p";

    fn view(properties: Value) -> model::Pool {
        Pool::new(json!({"id": ID, "location": "East US", "properties": properties})).view().unwrap()
    }

    #[test]
    fn numbers_may_be_strings() {
        let pool = view(json!({
            "containerType": "customcontainer",
            "scaleConfiguration": {"maxConcurrentSessions": "10", "readySessionInstances": 2.0},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                "lifecycleType": "timed", "cooldownPeriodInSeconds": "400"}},
        }));
        assert_eq!(pool.scale, Scale { max: 10, ready: Some(2) });
        assert_eq!(pool.lifecycle, Some(Lifecycle::Timed { cooldown: Duration::from_secs(400) }));
        assert_eq!(pool.kind, Some(Kind::CustomContainer));
    }

    #[test]
    fn the_older_shape_of_the_lifecycle_is_read() {
        let pool = view(json!({
            "scaleConfiguration": {"maxConcurrentSessions": 10},
            "dynamicPoolConfiguration": {"executionType": "Timed", "cooldownPeriodInSeconds": 300},
        }));
        assert_eq!(pool.lifecycle, Some(Lifecycle::Timed { cooldown: Duration::from_secs(300) }));
        assert_eq!(pool.scale.ready, None);
    }

    #[test]
    fn what_is_newer_than_us_is_left_open() {
        let pool = view(json!({
            "containerType": "GpuBase",
            "provisioningState": "Pondering",
            "scaleConfiguration": {"maxConcurrentSessions": 10},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {"lifecycleType": "Eternal"}},
        }));
        assert_eq!((pool.kind, pool.lifecycle), (None, None));
        assert_eq!(pool.container_type, "GpuBase");
        assert!(pool.state.is_busy());
    }

    #[test]
    fn no_state_forges_a_line() {
        let pool = view(json!({
            "provisioningState": "Pond\u{1b}[31m\nering",
            "scaleConfiguration": {"maxConcurrentSessions": 10},
        }));
        assert_eq!(pool.state.to_string(), "Pond [31m ering");
    }

    /// Any JSON, a few levels deep, with our own keys among others.
    fn json() -> impl Strategy<Value = Value> {
        let keys = prop_oneof![
            Just("id"),
            Just("properties"),
            Just("scaleConfiguration"),
            Just("maxConcurrentSessions"),
            Just("tags"),
            Just("templateUpdateStatus"),
            Just("activeTemplate"),
            Just("status"),
            Just("readyCount"),
            Just("secrets"),
            Just("systemData"),
            Just("createdAt"),
            Just("error"),
            Just("code"),
            Just("details"),
            Just("value"),
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from),
            Just(Value::from(ID)),
        ];
        leaf.prop_recursive(6, 48, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((keys.clone(), inner), 0..8)
                    .prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_json_panics_and_none_is_lost(value in json()) {
            let _ = crate::wire::ArmError::read(&value).map(|error| error.to_string());
            let _ = crate::wire::operation::read(&value);
            let _ = crate::wire::Page::read(value.clone());
            let pool = Pool::new(value.clone());
            let _ = pool.view();
            prop_assert_eq!(pool.body(), &value);
        }
    }

    #[test]
    fn what_is_no_pool_is_refused() {
        for body in [json!({}), json!({"id": "x"}), json!([]), json!({"id": ID, "properties": {}})] {
            assert_eq!(Pool::new(body).view().unwrap_err().kind(), ErrorKind::BadAnswer);
        }
    }
}
