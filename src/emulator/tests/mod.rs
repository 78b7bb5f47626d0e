//! The emulator from outside, in memory, with time that tests move.

mod any_session;
mod faults;
mod hands;
mod interpreters;
mod lists;
mod locks;
mod neighbours;
mod operations;
mod refusals;
mod secure;
mod serving;
mod sessions;
mod sharing;
mod switches;
mod tags;

use super::{Emulator, Options, Place, Seed, Times};
use crate::clock::{Clock, TokioClock};
use crate::model::PoolId;
use bytes::Bytes;
use http::{HeaderMap, Request};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// An emulator, and the version of the requests that are sent to it.
struct Azure {
    emulator: Emulator,
}

/// An answer, taken apart.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

const GROUP: &str = "/subscriptions/s/resourceGroups/g";

fn path(name: &str) -> String {
    format!("{GROUP}/providers/Microsoft.App/sessionPools/{name}")
}

/// The body of a custom-container pool.
fn custom(max: u32, ready: u32) -> Value {
    json!({
        "location": "eastus2",
        "properties": {
            "environmentId": format!("{GROUP}/providers/Microsoft.App/managedEnvironments/env"),
            "poolManagementType": "Dynamic",
            "containerType": "CustomContainer",
            "scaleConfiguration": {"maxConcurrentSessions": max, "readySessionInstances": ready},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}},
            "customContainerTemplate": {
                "containers": [{"image": "i:1", "name": "c", "resources": {"cpu": 2.0, "memory": "4Gi"}}],
                "ingress": {"targetPort": 80}},
        },
    })
}

/// The body of a Python pool.
fn python() -> Value {
    json!({
        "location": "eastus2",
        "properties": {
            "poolManagementType": "Dynamic",
            "containerType": "PythonLTS",
            "scaleConfiguration": {"maxConcurrentSessions": 10, "readySessionInstances": 5},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}},
        },
    })
}

/// A PATCH of both scale numbers.
fn scale(max: u32, ready: u32) -> Value {
    json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": max, "readySessionInstances": ready}}})
}

fn clock() -> Arc<TokioClock> {
    Arc::new(TokioClock::starting_at("2026-12-05T08:00:00Z".parse().unwrap()))
}

async fn pass(milliseconds: u64) {
    tokio::time::advance(Duration::from_millis(milliseconds)).await;
}

impl Azure {
    fn with(options: Options) -> Self {
        Self { emulator: Emulator::open(Place::Memory, clock(), options).unwrap() }
    }

    /// An emulator with a warm custom-container pool `p` of at most 20 sessions, 1 of them ready.
    fn with_pool(options: Options) -> Self {
        let id = path("p").parse::<PoolId>().unwrap();
        Self::with(Options { seed: Some(Seed { id, body: custom(20, 1) }), ..options })
    }

    fn fast() -> Self {
        Self::with(Options::default())
    }

    fn realistic() -> Self {
        Self::with(Options { times: Times::Realistic, ..Options::default() })
    }

    /// Sends exactly this; `Err` where the connection broke.
    async fn try_send(&self, method: &str, url: &str, body: &str) -> Result<Answer, String> {
        let url = if url.starts_with('/') { format!("https://emulator.test{url}") } else { url.to_owned() };
        let request = Request::builder().method(method).uri(url).body(Bytes::from(body.to_owned())).unwrap();
        let (parts, body) = self.emulator.answer(request).await?.into_parts();
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap_or(Value::Null) };
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.try_send(method, &format!("{path}?api-version=2026-07-01"), &body).await.unwrap()
    }

    async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null).await
    }

    /// Follows a URL that was handed out.
    async fn follow(&self, url: &str) -> Answer {
        self.try_send("GET", url, "").await.unwrap()
    }

    /// `ready/pending/expected/allocated` of the pool `p`, and its state.
    async fn counts(&self) -> (String, u64, u64, u64, u64) {
        let properties = &self.get(&path("p")).await.body["properties"];
        let status = &properties["templateUpdateStatus"]["activeTemplate"]["status"];
        let of = |name: &str| status[name].as_u64().unwrap();
        let state = properties["provisioningState"].as_str().unwrap().to_owned();
        (state, of("readyCount"), of("pendingCount"), of("expectedCount"), of("allocatedCount"))
    }
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    fn property(&self, name: &str) -> &Value {
        &self.body["properties"][name]
    }
}
