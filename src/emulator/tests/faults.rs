//! Faults, as a client meets them.

use super::*;

async fn add(azure: &Azure, faults: Value) {
    assert_eq!(azure.send("POST", "/_emulator/faults", &faults).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn an_error_is_answered_as_often_as_asked() {
    let azure = Azure::with_pool(Options::default());
    add(
        &azure,
        json!([
            {"on": "get", "count": 2, "fault": "status", "status": 429, "code": "SubscriptionRequestsThrottled",
                "message": "Wait.", "retryAfter": 7},
            {"on": "list", "fault": "status", "status": 404, "code": "ResourceGroupNotFound", "message": "No group."},
        ]),
    )
    .await;
    for _ in 0..2 {
        let answer = azure.get(&path("p")).await;
        assert_eq!((answer.status, answer.code()), (429, "SubscriptionRequestsThrottled"));
        assert_eq!(answer.header("retry-after"), Some("7"));
    }
    assert_eq!(azure.get(&path("p")).await.status, 200);
    let list = format!("{GROUP}/providers/Microsoft.App/sessionPools");
    assert_eq!(azure.get(&list).await.code(), "ResourceGroupNotFound");
    assert_eq!(azure.get(&list).await.status, 200);
    assert_eq!(azure.get("/_emulator/faults").await.body, json!([]));
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_no_json_does_nothing() {
    let azure = Azure::with_pool(Options::default());
    add(&azure, json!([{"on": "patch", "fault": "notJson"}])).await;
    let answer = azure.send("PATCH", &path("p"), &scale(20, 5)).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html")));
    assert_eq!(azure.counts().await, ("Succeeded".into(), 1, 0, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_connection_breaks_before_or_after_it_is_done() {
    for (fault, state) in [("resetBefore", "Succeeded"), ("resetAfter", "InProgress")] {
        let azure = Azure::with_pool(Options::default());
        add(&azure, json!([{"on": "patch", "fault": fault}])).await;
        let url = format!("{}?api-version=2026-07-01", path("p"));
        let broken = azure.try_send("PATCH", &url, &scale(20, 5).to_string()).await;
        assert!(broken.unwrap_err().contains("reset"), "{fault}");
        assert_eq!(azure.counts().await.0, state, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_fails_late() {
    let azure = Azure::with_pool(Options::default());
    add(&azure, json!([{"on": "any", "fault": "failLate", "code": "Boom", "message": "It broke."}])).await;
    assert_eq!(azure.send("PATCH", &path("p"), &scale(20, 0)).await.status, 400, "starts nothing, uses nothing up");
    let answer = azure.send("PATCH", &path("p"), &scale(20, 5)).await;
    assert_eq!(answer.status, 202);
    pass(2_000).await;
    assert_eq!(azure.follow(answer.header("location").unwrap()).await.code(), "Boom");
    assert_eq!(azure.counts().await, ("Failed".into(), 1, 0, 1, 0));
    assert_eq!(azure.send("PATCH", &path("p"), &scale(20, 5)).await.status, 202, "a failed pool takes a PATCH");
    pass(5_000).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 5, 0, 5, 0));
}

#[tokio::test(start_paused = true)]
async fn a_create_that_fails_leaves_a_failed_pool() {
    let azure = Azure::fast();
    add(&azure, json!([{"on": "put", "fault": "failLate"}])).await;
    let answer = azure.send("PUT", &path("p"), &custom(20, 3)).await;
    pass(3_000).await;
    let status = azure.follow(answer.header("azure-asyncoperation").unwrap()).await;
    assert_eq!((&status.body["status"], status.code()), (&json!("Failed"), "SessionPoolOperationError"));
    let pool = azure.get(&path("p")).await;
    assert_eq!((pool.status, pool.property("provisioningState")), (200, &json!("Failed")));
    assert_eq!(pool.property("nodeCount"), &Value::Null);
    azure.send("PUT", &path("p"), &custom(20, 3)).await;
    pass(2_300).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 1, 2, 3, 0), "it warms from nothing");
}

#[tokio::test(start_paused = true)]
async fn an_operation_never_ends() {
    let azure = Azure::with_pool(Options::default());
    add(&azure, json!([{"on": "delete", "fault": "never"}])).await;
    let answer = azure.send("DELETE", &path("p"), &Value::Null).await;
    pass(1_000_000_000).await;
    assert_eq!(azure.follow(answer.header("location").unwrap()).await.status, 202);
    assert_eq!(azure.get(&path("p")).await.property("provisioningState"), "Deleting");
    azure.send("PUT", &format!("/_emulator/pools{}", path("p")), &json!({"provisioningState": "Succeeded"})).await;
    assert_eq!(azure.get(&path("p")).await.status, 404, "a hand ends it");
}

#[tokio::test(start_paused = true)]
async fn faults_are_listed_and_cleared() {
    let azure = Azure::with_pool(Options::default());
    add(&azure, json!([{"on": "any", "count": 0, "fault": "resetBefore"}])).await;
    assert_eq!(azure.get("/_emulator/faults").await.body, json!([{"on": "any", "count": 0, "fault": "resetBefore"}]));
    let wrong = azure.send("POST", "/_emulator/faults", &json!([{"on": "lunch", "fault": "never"}])).await;
    assert_eq!(wrong.status, 400);
    assert_eq!(azure.send("DELETE", "/_emulator/faults", &Value::Null).await.status, 204);
    assert_eq!(azure.get(&path("p")).await.status, 200);
    assert_eq!(azure.get("/_emulator/nothing").await.status, 404);
}
