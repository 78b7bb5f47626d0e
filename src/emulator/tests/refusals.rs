//! Everything that is refused, and what it is refused with.

use super::super::codes::{self, Code};
use super::super::merge::merge;
use super::*;

/// A custom pool's PUT with a change to it, and what it gets.
#[tokio::test(start_paused = true)]
async fn a_put_is_refused() {
    let lifecycle =
        |value: Value| json!({"properties": {"dynamicPoolConfiguration": {"lifecycleConfiguration": value}}});
    let property = |name: &str, value: Value| json!({"properties": {name: value}});
    let scale = |max: Value, ready: Value| json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": max, "readySessionInstances": ready}}});
    let cases: Vec<(Value, Code)> = vec![
        (json!({"location": null}), codes::NO_LOCATION),
        (json!({"location": " "}), codes::NO_LOCATION),
        (json!({"location": "moon"}), codes::LOCATION),
        (lifecycle(json!({"cooldownPeriodInSeconds": 299})), codes::COOLDOWN),
        (lifecycle(json!({"cooldownPeriodInSeconds": 3601})), codes::COOLDOWN),
        (lifecycle(json!({"cooldownPeriodInSeconds": "60"})), codes::COOLDOWN),
        (lifecycle(json!({"cooldownPeriodInSeconds": "soon"})), codes::INVALID_CONTENT),
        (lifecycle(json!({"maxAlivePeriodInSeconds": 600})), codes::LIFECYCLE),
        (lifecycle(json!({"lifecycleType": "OnContainerExit"})), codes::LIFECYCLE),
        (lifecycle(json!({"lifecycleType": "Eternal"})), codes::LIFECYCLE),
        (
            lifecycle(json!({"lifecycleType": "OnContainerExit", "cooldownPeriodInSeconds": null,
                "maxAlivePeriodInSeconds": 0})),
            codes::MAX_ALIVE,
        ),
        (property("dynamicPoolConfiguration", Value::Null), codes::LIFECYCLE),
        (scale(json!(10), json!(0)), codes::READY),
        (scale(json!(10), json!(10)), codes::READY),
        (scale(json!(10), json!("11")), codes::READY),
        (scale(json!(10), json!(-1)), codes::READY),
        (scale(json!(10), Value::Null), codes::READY),
        (scale(json!(1), json!(1)), codes::READY),
        (scale(json!(0), json!(0)), codes::MAX),
        (scale(json!(-5), json!(1)), codes::MAX),
        (scale(json!(5_000_000_000_u64), json!(1)), codes::MAX),
        (scale(Value::Null, json!(1)), codes::MAX),
        (scale(json!(true), json!(1)), codes::INVALID_CONTENT),
        (property("environmentId", Value::Null), codes::ENVIRONMENT),
        (property("environmentId", json!("")), codes::ENVIRONMENT),
        (property("customContainerTemplate", Value::Null), codes::TEMPLATE),
        (json!({"properties": {"customContainerTemplate": {"containers": []}}}), codes::TEMPLATE),
        (property("containerType", json!("GpuBase")), codes::CONTAINER_TYPE),
        (property("containerType", Value::Null), codes::CONTAINER_TYPE),
        (property("poolManagementType", json!("Manual")), codes::MANAGEMENT_TYPE),
        (json!({"properties": [1]}), codes::INVALID_CONTENT),
        (json!({"tags": {"a": "x".repeat(257)}}), codes::TAGS),
    ];
    let azure = Azure::fast();
    for (change, code) in cases {
        let mut body = custom(10, 2);
        merge(&mut body, &change);
        let answer = azure.send("PUT", &path("p"), &body).await;
        assert_eq!((answer.status, answer.code()), (code.status, code.name), "{change}");
        assert!(answer.body["error"]["message"].as_str().is_some_and(|text| text.ends_with('.')), "{change}");
        assert_eq!(azure.get(&path("p")).await.status, 404, "a refused PUT makes nothing: {change}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_interpreter_is_refused_what_is_for_containers() {
    let on_exit = json!({"properties": {"dynamicPoolConfiguration": {"lifecycleConfiguration": {
        "lifecycleType": "OnContainerExit", "cooldownPeriodInSeconds": null, "maxAlivePeriodInSeconds": 600}}}});
    let cases = [
        (on_exit, codes::LIFECYCLE),
        (json!({"properties": {"environmentId": "/subscriptions/s/e"}}), codes::ENVIRONMENT),
        (json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 601}}}), codes::MAX),
    ];
    for kind in ["PythonLTS", "NodeLTS", "Shell"] {
        for (change, code) in &cases {
            let azure = Azure::fast();
            let mut body = python();
            merge(&mut body, &json!({"properties": {"containerType": kind}}));
            merge(&mut body, change);
            let answer = azure.send("PUT", &path("p"), &body).await;
            assert_eq!((answer.status, answer.code()), (code.status, code.name), "{kind}: {change}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_patch_is_refused_and_changes_nothing() {
    let property = |name: &str, value: Value| json!({"properties": {name: value}});
    let lifecycle =
        |value: Value| json!({"properties": {"dynamicPoolConfiguration": {"lifecycleConfiguration": value}}});
    let cases = [
        (property("environmentId", json!("/other")), codes::IMMUTABLE),
        (property("environmentId", Value::Null), codes::IMMUTABLE),
        (property("containerType", json!("PythonLTS")), codes::IMMUTABLE),
        (property("poolManagementType", json!("Manual")), codes::IMMUTABLE),
        (json!({"location": "westus"}), codes::MOVED),
        (scale(20, 0), codes::READY),
        (scale(20, 20), codes::READY),
        (property("scaleConfiguration", json!({"maxConcurrentSessions": 1})), codes::READY),
        (lifecycle(json!({"cooldownPeriodInSeconds": 60})), codes::COOLDOWN),
        (lifecycle(json!({"cooldownPeriodInSeconds": 300, "maxAlivePeriodInSeconds": 300})), codes::LIFECYCLE),
        (lifecycle(json!({"maxAlivePeriodInSeconds": 300})), codes::LIFECYCLE),
    ];
    let azure = Azure::with_pool(Options::default());
    let before = azure.get(&path("p")).await.body;
    for (change, code) in cases {
        let answer = azure.send("PATCH", &path("p"), &change).await;
        assert_eq!((answer.status, answer.code()), (code.status, code.name), "{change}");
        assert_eq!(azure.get(&path("p")).await.body, before, "{change}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_the_same_in_other_letters_is_no_change() {
    let azure = Azure::with_pool(Options::default());
    let environment = format!("{GROUP}/providers/Microsoft.App/managedEnvironments/ENV");
    let patch = json!({"location": "East US 2", "properties": {
        "environmentId": environment, "containerType": "customcontainer", "poolManagementType": "dynamic"}});
    assert_eq!(azure.send("PATCH", &path("P"), &patch).await.status, 202);
}

#[tokio::test(start_paused = true)]
async fn bodies_that_are_no_json_objects_are_refused() {
    let azure = Azure::with_pool(Options::default());
    for body in ["", "{", "[]", "1", "null", "\u{0}", "{\"tags\": 1}"] {
        for method in ["PUT", "PATCH"] {
            let url = format!("{}?api-version=2026-07-01", path("p"));
            let answer = azure.try_send(method, &url, body).await.unwrap();
            assert_eq!((answer.status, answer.code()), (400, "InvalidRequestContent"), "{method} {body}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn writes_that_meet_an_operation_are_refused() {
    let azure = Azure::with_pool(Options::default());
    assert_eq!(azure.send("PATCH", &path("p"), &scale(20, 2)).await.status, 202);
    for (method, body) in [("PUT", custom(10, 2)), ("PATCH", scale(20, 3)), ("DELETE", Value::Null)] {
        let answer = azure.send(method, &path("p"), &body).await;
        assert_eq!((answer.status, answer.code()), (409, codes::BUSY.name), "{method}");
    }
    pass(2_000).await;
    assert_eq!(azure.send("PATCH", &path("p"), &scale(20, 3)).await.status, 202);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_is_not_found_in_arms_words() {
    let azure = Azure::fast();
    let answer = azure.get(&path("Contest-Pool")).await;
    assert_eq!((answer.status, answer.code()), (404, "ResourceNotFound"));
    assert_eq!(
        answer.body["error"]["message"],
        "The Resource 'Microsoft.App/sessionPools/Contest-Pool' under resource group 'g' was not found. \
         For more details please go to https://aka.ms/ARMResourceNotFoundFix"
    );
    assert_eq!(azure.send("PATCH", &path("p"), &scale(5, 1)).await.status, 404);
    assert_eq!(azure.send("DELETE", &path("p"), &Value::Null).await.status, 204);
    for name in ["c2Vzc2lvblBvb2xzOmYwZTY4MTFkLTE4MzMtNGZlNy1iMjdmLWFkMmYwMDNlNzg2OA==", "noise", "%FF"] {
        for which in ["operationStatuses", "operationResults"] {
            let path = format!("/subscriptions/s/providers/Microsoft.App/locations/eastus/{which}/{name}");
            assert_eq!(azure.get(&path).await.code(), codes::NO_OPERATION.name, "{name}");
        }
    }
    for (path, code) in [("/subscriptions/s/providers/Microsoft.App/jobs", codes::TYPE), ("/", codes::NO_SUBSCRIPTION)]
    {
        assert_eq!(azure.get(path).await.code(), code.name, "{path}");
    }
    assert_eq!(azure.send("POST", &path("p"), &Value::Null).await.status, 405);
}

#[tokio::test(start_paused = true)]
async fn an_api_version_is_asked_for() {
    let azure = Azure::with_pool(Options::default());
    for (query, code) in [
        ("", codes::NO_VERSION),
        ("?api-version=newest", codes::VERSION_FORM),
        ("?api-version=2019-01-01", codes::VERSION),
    ] {
        for method in ["GET", "PUT", "PATCH", "DELETE"] {
            let answer = azure.try_send(method, &format!("{}{query}", path("p")), "{}").await.unwrap();
            assert_eq!((answer.status, answer.code()), (code.status, code.name), "{method} {query}");
        }
    }
    let url = format!("{}?API-VERSION=2025-07-01", path("p"));
    assert_eq!(azure.follow(&url).await.status, 200, "names of parameters compare without case");
}

#[tokio::test(start_paused = true)]
async fn names_as_real_pools_have_them_are_taken() {
    let azure = Azure::fast();
    for name in ["pool-contoso-runtime", "AI-TA-ra-Session-Pool", "a", "p1"] {
        assert_eq!(azure.send("PUT", &path(name), &python()).await.status, 200, "{name}");
        let answer = azure.get(&path(&name.to_uppercase()).replace("resourceGroups", "RESOURCEGROUPS")).await;
        assert_eq!(answer.body["name"], name, "the name stays as it was made");
    }
}
