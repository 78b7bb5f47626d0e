//! Operations from start to end, and how sessions warm.

use super::*;

#[tokio::test(start_paused = true)]
async fn scaling_from_one_to_ten_can_be_watched() {
    let azure = Azure::with_pool(Options::default());
    assert_eq!(azure.counts().await, ("Succeeded".into(), 1, 0, 1, 0));
    let answer = azure.send("PATCH", &path("p"), &scale(20, 10)).await;
    assert_eq!((answer.status, &answer.body), (202, &Value::Null));
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!(answer.header("azure-asyncoperation"), None);
    assert_eq!(azure.counts().await, ("InProgress".into(), 1, 9, 10, 0));
    let mut seen = vec![1];
    for _ in 0..60 {
        pass(100).await;
        let (_, ready, pending, ..) = azure.counts().await;
        assert_eq!(ready + pending, 10);
        seen.push(ready);
    }
    assert!(seen.is_sorted(), "{seen:?}");
    seen.dedup();
    assert_eq!(seen, (1..=10).collect::<Vec<_>>());
    assert_eq!(azure.counts().await, ("Succeeded".into(), 10, 0, 10, 0));
    assert_eq!(azure.get(&path("p")).await.property("nodeCount"), 2, "ten sessions of 2 cores");
    azure.send("PATCH", &path("p"), &scale(20, 2)).await;
    pass(1_999).await;
    assert_eq!(azure.counts().await.1, 10);
    pass(1).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 2, 0, 2, 0), "lowering is at once at the end");
}

#[tokio::test(start_paused = true)]
async fn realistic_operations_take_what_was_recorded() {
    let azure = Azure::realistic();
    let create = azure.send("PUT", &path("p"), &custom(10, 2)).await;
    assert_eq!(create.status, 201);
    let url = create.header("azure-asyncoperation").unwrap().to_owned();
    assert!(url.len() > 3_000, "as long as Azure's");
    pass(410_999).await;
    assert_eq!(azure.follow(&url).await.body["status"], "InProgress");
    pass(1).await;
    assert_eq!(azure.follow(&url).await.body["status"], "Succeeded");
    assert_eq!(azure.counts().await, ("Succeeded".into(), 2, 0, 2, 0));
    let patch = azure.send("PATCH", &path("p"), &scale(10, 4)).await;
    assert_eq!(patch.header("retry-after"), Some("15"));
    pass(79_000).await;
    assert_eq!(azure.counts().await, ("InProgress".into(), 3, 1, 4, 0));
    pass(79_000).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 4, 0, 4, 0));
    let delete = azure.send("DELETE", &path("p"), &Value::Null).await;
    let url = delete.header("location").unwrap();
    pass(300_999).await;
    assert_eq!(azure.follow(url).await.status, 202);
    assert_eq!(azure.get(&path("p")).await.property("provisioningState"), "Deleting");
    pass(1).await;
    assert_eq!(azure.follow(url).await.status, 204);
    assert_eq!(azure.get(&path("p")).await.status, 404);
    assert_eq!(azure.follow(url).await.status, 204, "an operation is remembered when its pool is gone");
}

#[tokio::test(start_paused = true)]
async fn every_poll_gives_a_new_url_and_the_old_ones_work() {
    let azure = Azure::with_pool(Options::default());
    let answer = azure.send("PATCH", &path("p"), &scale(20, 2)).await;
    let mut urls = vec![answer.header("location").unwrap().to_owned()];
    for _ in 0..3 {
        let answer = azure.follow(urls.last().unwrap()).await;
        assert_eq!(answer.status, 202);
        urls.push(answer.header("location").unwrap().to_owned());
    }
    pass(2_000).await;
    for url in &urls {
        assert!(url.starts_with("https://emulator.test/"), "{url}");
        let answer = azure.follow(url).await;
        assert_eq!((answer.status, answer.body["name"].as_str()), (200, Some("p")));
        let status = url.replace("operationResults", "operationStatuses").replace("==", "%3D%3D");
        assert_eq!(azure.follow(&status).await.body["status"], "Succeeded");
    }
    urls.dedup();
    assert_eq!(urls.len(), 4, "each is new");
    let elsewhere = urls[0].replace("eastus2", "westus");
    assert_eq!(azure.follow(&elsewhere).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn code_interpreters_are_done_at_once() {
    let azure = Azure::fast();
    let put = azure.send("PUT", &path("p"), &python()).await;
    assert_eq!((put.status, put.property("provisioningState")), (200, &json!("Succeeded")));
    assert_eq!(put.header("azure-asyncoperation"), None);
    let patch = azure.send("PATCH", &path("p"), &scale(12, 3)).await;
    assert_eq!(patch.property("scaleConfiguration"), &json!({"maxConcurrentSessions": 12}), "ready is dropped");
    assert_eq!(azure.send("DELETE", &path("p"), &Value::Null).await.status, 204);
    assert_eq!(azure.get(&path("p")).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_patch_touches_only_what_it_says() {
    let azure = Azure::with_pool(Options::default());
    let before = azure.get(&path("p")).await.body;
    pass(1_000).await;
    let patch = json!({"properties": {"dynamicPoolConfiguration": {"lifecycleConfiguration": {
        "lifecycleType": "OnContainerExit", "cooldownPeriodInSeconds": null, "maxAlivePeriodInSeconds": 600}}}});
    azure.send("PATCH", &path("p"), &patch).await;
    pass(2_000).await;
    let mut expected = before.clone();
    expected["properties"]["dynamicPoolConfiguration"] =
        json!({"lifecycleConfiguration": {"lifecycleType": "OnContainerExit", "maxAlivePeriodInSeconds": 600}});
    let after = azure.get(&path("p")).await.body;
    expected["systemData"]["lastModifiedAt"] = json!("2026-12-05T08:00:01");
    assert_eq!(after, expected, "the template is the same too");
    let old = azure.follow(&format!("{}?api-version=2024-02-02-preview", path("p"))).await;
    assert_eq!(old.property("dynamicPoolConfiguration"), &json!({"executionType": "OnContainerExit"}));
}

#[tokio::test(start_paused = true)]
async fn a_put_over_a_pool_keeps_its_birthday() {
    let azure = Azure::with_pool(Options::default());
    let before = azure.get(&path("p")).await.body["systemData"].clone();
    pass(60_000).await;
    let answer = azure.send("PUT", &path("p"), &custom(20, 3)).await;
    assert_eq!(answer.status, 201);
    pass(10_000).await;
    let after = azure.get(&path("p")).await.body;
    assert_eq!(after["systemData"]["createdAt"], before["createdAt"]);
    assert_eq!(after["systemData"]["lastModifiedAt"], "2026-12-05T08:01:00");
    assert_eq!(azure.counts().await.1, 3);
    let moved = {
        let mut body = custom(20, 3);
        body["location"] = json!("westus");
        azure.send("PUT", &path("p"), &body).await
    };
    assert_eq!((moved.status, moved.code()), (409, "InvalidResourceLocation"));
}

#[tokio::test(start_paused = true)]
async fn sessions_in_use_are_set_by_hand() {
    let azure = Azure::with_pool(Options::default());
    let gear = format!("/_emulator/pools{}", path("p"));
    let answer = azure.send("PUT", &gear, &json!({"allocated": 20})).await;
    assert_eq!((answer.status, &answer.body["allocated"]), (200, &json!(20)));
    assert_eq!(azure.counts().await, ("Succeeded".into(), 0, 0, 0, 20), "there is no room for a ready one");
    azure.send("PUT", &gear, &json!({"allocated": 3})).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 1, 0, 1, 3));
    for (body, status) in [(json!({"allocated": -1}), 400), (json!({"ready": 1}), 400), (json!([]), 400)] {
        assert_eq!(azure.send("PUT", &gear, &body).await.status, status, "{body}");
    }
    let nowhere = format!("/_emulator/pools{}", path("q"));
    assert_eq!(azure.send("PUT", &nowhere, &json!({"allocated": 1})).await.status, 404);
    assert_eq!(azure.send("PUT", "/_emulator/pools/x", &json!({"allocated": 1})).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_state_set_by_hand_ends_what_runs() {
    let azure = Azure::with_pool(Options::default());
    let gear = format!("/_emulator/pools{}", path("p"));
    let started = azure.send("PATCH", &path("p"), &scale(20, 10)).await;
    azure.send("PUT", &gear, &json!({"provisioningState": "Failed"})).await;
    let url = started.header("location").unwrap().replace("operationResults", "operationStatuses");
    assert_eq!(azure.follow(&url).await.body["status"], "Failed");
    let pool = azure.get(&path("p")).await;
    assert_eq!(pool.property("provisioningState"), "Failed");
    assert_eq!(pool.property("scaleConfiguration")["readySessionInstances"], 1, "the old numbers stay");
    azure.send("PUT", &gear, &json!({"provisioningState": "InProgress"})).await;
    assert_eq!(azure.send("PATCH", &path("p"), &scale(20, 2)).await.status, 409);
    azure.send("PUT", &gear, &json!({"provisioningState": "Succeeded"})).await;
    azure.send("PATCH", &path("p"), &scale(20, 3)).await;
    pass(500).await;
    azure.send("PUT", &gear, &json!({"provisioningState": "Succeeded"})).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 1, 2, 3, 0), "ended early, and warming from now");
    pass(600).await;
    assert_eq!(azure.counts().await.1, 3);
}

#[tokio::test(start_paused = true)]
async fn secrets_come_back_without_values() {
    let azure = Azure::fast();
    let mut body = custom(10, 2);
    body["properties"]["secrets"] = json!([{"name": "key", "value": "hunter2"}]);
    let answer = azure.send("PUT", &path("p"), &body).await;
    assert_eq!(answer.property("secrets"), &json!([{"name": "key"}]));
    assert!(!format!("{:?} {:?}", azure.emulator, answer).contains("hunter2"));
}

#[tokio::test(start_paused = true)]
async fn health_tells_the_time() {
    let azure = Azure::with_pool(Options::default());
    pass(1_000).await;
    let answer = azure.get("/_emulator/health").await;
    assert_eq!(answer.body, json!({"status": "ok", "now": "2026-12-05T08:00:01Z", "pools": 1}));
    assert_eq!(answer.header("date"), Some("Sat, 05 Dec 2026 08:00:01 GMT"));
    assert_eq!(answer.header("x-ms-request-id"), None, "the gear is not ARM's");
}
