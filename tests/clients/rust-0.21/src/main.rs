//! The old Rust crate `azure_mgmt_app` 0.21, unmodified, works with session pools on the emulator.
//!
//!     pool-clients-rust http://127.0.0.1:8787
//!
//! It speaks 2024-08-02-preview, where the lifecycle is an `executionType`. One function for each flow; prints a line
//! for each that passed and a closing line. The emulator should be started with `--instant --empty --state :memory:`.
//!
//! The crate can write pools and hardly read them, with Azure as with the emulator: the times in every recorded answer
//! to a GET have no zone (48 of 48, 2024-05 to 2025-11), and it takes none without. So answers are looked at and not
//! awaited, and that awaiting them fails is a flow of its own.

use azure_core::StatusCode;
use azure_core::auth::{AccessToken, TokenCredential};
use azure_core::error::ErrorKind;
use azure_mgmt_app::package_preview_2024_08::{Client, models};
use futures::StreamExt;
use serde_json::{Value, json};
use std::sync::Arc;

const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";
const GROUP: &str = "rust-crate";

/// The crate sends a token over http too; this one is worth nothing.
#[derive(Debug)]
struct Nobody;

#[async_trait::async_trait]
impl TokenCredential for Nobody {
    async fn get_token(&self, _: &[&str]) -> azure_core::Result<AccessToken> {
        let tomorrow = time::OffsetDateTime::now_utc() + time::Duration::DAY;
        Ok(AccessToken::new("nobody", tomorrow))
    }

    async fn clear_cache(&self) -> azure_core::Result<()> {
        Ok(())
    }
}

fn custom_container(max: u32, ready: u32) -> models::SessionPool {
    pool(json!({
        "environmentId": format!(
            "/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.App/managedEnvironments/judges-env"
        ),
        "containerType": "CustomContainer",
        "poolManagementType": "Dynamic",
        "scaleConfiguration": {"maxConcurrentSessions": max, "readySessionInstances": ready},
        "dynamicPoolConfiguration": {"executionType": "Timed", "cooldownPeriodInSeconds": 300},
        "customContainerTemplate": {
            "containers": [
                {"name": "judge", "image": "registry.example/judge:v1", "resources": {"cpu": 0.5, "memory": "1Gi"}}
            ],
            "ingress": {"targetPort": 2000},
        },
    }))
}

fn interpreter() -> models::SessionPool {
    pool(json!({
        "containerType": "PythonLTS",
        "poolManagementType": "Dynamic",
        "scaleConfiguration": {"maxConcurrentSessions": 10},
        "dynamicPoolConfiguration": {"executionType": "Timed", "cooldownPeriodInSeconds": 300},
    }))
}

fn pool(properties: Value) -> models::SessionPool {
    serde_json::from_value(json!({"location": "eastus2", "properties": properties})).unwrap()
}

fn patch(properties: Value) -> models::SessionPoolUpdatableProperties {
    serde_json::from_value(json!({"properties": properties})).unwrap()
}

/// The status of an answer, and its properties.
async fn seen(answer: impl Into<azure_core::Response>) -> (u16, Value) {
    let (status, _, body) = answer.into().deconstruct();
    let body = body.collect().await.unwrap();
    let mut body: Value = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    (status.into(), body["properties"].take())
}

async fn refused<T>(expected: StatusCode, code: &str, action: impl IntoFuture<Output = azure_core::Result<T>>) {
    match action.await.map(|_| ()).unwrap_err().kind() {
        ErrorKind::HttpResponse { status, error_code } => {
            assert_eq!((*status, error_code.as_deref()), (expected, Some(code)));
        }
        other => panic!("no answer of the service: {other:?}"),
    }
}

/// A custom-container pool from its making to its end.
async fn custom_container_flow(client: &Client) {
    let pools = client.container_apps_session_pools_client();
    let make = pools.create_or_update(SUBSCRIPTION, GROUP, "contest", custom_container(20, 2));
    let (status, _) = seen(make.send().await.unwrap()).await;
    assert_eq!(status, 201);
    let (status, made) = seen(pools.get(SUBSCRIPTION, GROUP, "contest").send().await.unwrap()).await;
    let lifecycle = json!({"executionType": "Timed", "cooldownPeriodInSeconds": 300});
    assert_eq!((status, &made["provisioningState"]), (200, &json!("Succeeded")));
    assert_eq!(made["dynamicPoolConfiguration"], lifecycle);
    let change = patch(json!({
        "scaleConfiguration": {"maxConcurrentSessions": 200, "readySessionInstances": 40},
        "dynamicPoolConfiguration": {"executionType": "Timed", "cooldownPeriodInSeconds": 600},
    }));
    let (status, _) = seen(pools.update(SUBSCRIPTION, GROUP, "contest", change).send().await.unwrap()).await;
    assert_eq!(status, 202);
    let (_, scaled) = seen(pools.get(SUBSCRIPTION, GROUP, "contest").send().await.unwrap()).await;
    assert_eq!(scaled["scaleConfiguration"], json!({"maxConcurrentSessions": 200, "readySessionInstances": 40}));
    assert_eq!(scaled["dynamicPoolConfiguration"]["cooldownPeriodInSeconds"], 600);
    assert_eq!(scaled["customContainerTemplate"], made["customContainerTemplate"]);
    let (status, _) = seen(pools.delete(SUBSCRIPTION, GROUP, "contest").send().await.unwrap()).await;
    assert_eq!(status, 202);
    refused(StatusCode::NotFound, "ResourceNotFound", pools.get(SUBSCRIPTION, GROUP, "contest")).await;
}

/// A Python pool: no operations, no ready sessions.
async fn interpreter_flow(client: &Client) {
    let pools = client.container_apps_session_pools_client();
    // The one answer that the crate can read: the times of a PUT have a zone.
    let made = pools.create_or_update(SUBSCRIPTION, GROUP, "python", interpreter()).await.unwrap();
    assert_eq!(made.properties.unwrap().scale_configuration.unwrap().max_concurrent_sessions, Some(10));
    let change = patch(json!({"scaleConfiguration": {"maxConcurrentSessions": 50}}));
    let (status, scaled) = seen(pools.update(SUBSCRIPTION, GROUP, "python", change).send().await.unwrap()).await;
    assert_eq!((status, &scaled["scaleConfiguration"]), (200, &json!({"maxConcurrentSessions": 50})));
    let (status, _) = seen(pools.delete(SUBSCRIPTION, GROUP, "python").send().await.unwrap()).await;
    assert_eq!(status, 204);
}

/// What the crate cannot read of Azure's recorded answers, it cannot read here.
async fn unreadable_flow(client: &Client) {
    let pools = client.container_apps_session_pools_client();
    pools.create_or_update(SUBSCRIPTION, GROUP, "python", interpreter()).await.unwrap();
    let shown = pools.get(SUBSCRIPTION, GROUP, "python").await.map(drop);
    let mut pages = pools.list_by_resource_group(SUBSCRIPTION, GROUP).into_stream();
    let listed = pages.next().await.unwrap().map(drop);
    for unreadable in [shown, listed] {
        assert!(matches!(unreadable.unwrap_err().kind(), ErrorKind::DataConversion), "times without a zone");
    }
    pools.delete(SUBSCRIPTION, GROUP, "python").send().await.unwrap();
    let mut pages = pools.list_by_subscription(SUBSCRIPTION).into_stream();
    assert!(pages.next().await.unwrap().unwrap().value.is_empty());
}

/// What is not there, and what the service does not take.
async fn refusal_flow(client: &Client) {
    let pools = client.container_apps_session_pools_client();
    refused(StatusCode::NotFound, "ResourceNotFound", pools.get(SUBSCRIPTION, GROUP, "nowhere")).await;
    let wrong = pools.create_or_update(SUBSCRIPTION, GROUP, "wrong", custom_container(5, 5));
    refused(StatusCode::BadRequest, "SessionPoolInvalidReadySessionInstances", wrong).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let endpoint: azure_core::Url = std::env::args().nth(1).expect("the emulator's address").parse().unwrap();
    let client = Client::builder(Arc::new(Nobody)).endpoint(endpoint).build().unwrap();
    custom_container_flow(&client).await;
    println!("  passed: A custom-container pool from its making to its end.");
    interpreter_flow(&client).await;
    println!("  passed: A Python pool: no operations, no ready sessions.");
    unreadable_flow(&client).await;
    println!("  passed: What the crate cannot read of Azure's recorded answers, it cannot read here.");
    refusal_flow(&client).await;
    println!("  passed: What is not there, and what the service does not take.");
    println!("Rust azure_mgmt_app 0.21 (api-version 2024-08-02-preview): 4 flows passed");
}
