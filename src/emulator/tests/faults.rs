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

#[tokio::test(start_paused = true)]
async fn a_throttled_client_is_told_for_how_long_in_every_form() {
    for (form, header, value) in [
        ("seconds", "retry-after", "90"),
        ("date", "retry-after", "Sat, 05 Dec 2026 08:01:30 GMT"),
        ("retry-after-ms", "retry-after-ms", "90000"),
        ("x-ms-retry-after-ms", "x-ms-retry-after-ms", "90000"),
    ] {
        let azure = Azure::with_pool(Options::default());
        add(&azure, json!([{"on": "get", "fault": "throttled", "retryAfter": 90, "retryAfterAs": form}])).await;
        let answer = azure.get(&path("p")).await;
        assert_eq!((answer.status, answer.code()), (429, "SubscriptionRequestsThrottled"));
        assert_eq!(answer.header(header), Some(value), "{form}");
        let others = ["retry-after", "retry-after-ms", "x-ms-retry-after-ms"].map(|name| answer.header(name));
        assert_eq!(others.iter().flatten().count(), 1, "{form}: one form at a time");
    }
}

#[tokio::test(start_paused = true)]
async fn a_bare_status_has_azures_code() {
    for (status, code) in [
        (429, "TooManyRequests"),
        (500, "InternalServerError"),
        (502, "BadGateway"),
        (503, "ServiceUnavailable"),
        (504, "GatewayTimeout"),
        (418, "EmulatedFault"),
    ] {
        let azure = Azure::with_pool(Options::default());
        add(&azure, json!([{"on": "patch", "fault": "status", "status": status}])).await;
        let answer = azure.send("PATCH", &path("p"), &scale(20, 5)).await;
        assert_eq!((answer.status, answer.code()), (status, code));
        assert_eq!(azure.counts().await, ("Succeeded".into(), 1, 0, 1, 0), "nothing was done");
    }
}

#[tokio::test(start_paused = true)]
async fn azures_own_refusals_have_names() {
    for (fault, status, code, says) in [
        ("busy", 409, "AnotherOperationInProgress", "in progress"),
        ("locked", 409, "ScopeLocked", "following scope(s) are locked: '/subscriptions/s/resourceGroups/g'"),
        ("policy", 403, "RequestDisallowedByPolicy", "disallowed by policy"),
        ("forbidden", 403, "AuthorizationFailed", "action 'Microsoft.App/sessionPools/write' over scope"),
        ("quota", 403, "QuotaExceeded", "quota"),
        ("cores", 400, "OperationNotAllowed", "Maximum Allowed Cores exceeded for the Managed Environment"),
    ] {
        let azure = Azure::with_pool(Options::default());
        add(&azure, json!({"on": "patch", "fault": fault})).await;
        let answer = azure.send("PATCH", &path("p"), &scale(20, 5)).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{fault}");
        assert!(answer.body["error"]["message"].as_str().unwrap().contains(says), "{fault}: {answer:?}");
        assert_eq!(azure.send("PATCH", &path("p"), &scale(20, 5)).await.status, 202, "{fault}: once");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_slow_and_the_change_is_not() {
    let azure = Azure::with_pool(Options::default());
    add(&azure, json!([{"on": "patch", "fault": "slow", "seconds": 40}])).await;
    let watch = clock();
    let body = scale(20, 5);
    let pool = path("p");
    let patch = azure.send("PATCH", &pool, &body);
    let look = async {
        pass(1_000).await;
        azure.counts().await.0
    };
    let (answer, state) = tokio::join!(patch, look);
    assert_eq!((answer.status, state.as_str()), (202, "InProgress"));
    assert_eq!(watch.now().to_string(), "2026-12-05T08:00:40Z");
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_cut_in_its_middle() {
    let azure = Azure::with_pool(Options::default());
    add(&azure, json!([{"on": "get", "fault": "cut"}])).await;
    let url = format!("https://emulator.test{}?api-version=2026-07-01", path("p"));
    let request = || Request::get(&url).body(Bytes::new()).unwrap();
    let cut = azure.emulator.answer(request()).await.unwrap();
    let whole = azure.emulator.answer(request()).await.unwrap();
    assert_eq!((cut.status().as_u16(), cut.body().len()), (200, whole.body().len() / 2));
    assert!(whole.body().starts_with(cut.body()));
}

#[tokio::test(start_paused = true)]
async fn the_date_is_wrong_and_nothing_else() {
    for (seconds, date) in [(600, "Sat, 05 Dec 2026 08:10:00 GMT"), (-600, "Sat, 05 Dec 2026 07:50:00 GMT")] {
        let azure = Azure::with_pool(Options::default());
        add(&azure, json!([{"on": "patch", "fault": "skew", "seconds": seconds}])).await;
        let answer = azure.send("PATCH", &path("p"), &scale(20, 5)).await;
        assert_eq!((answer.status, answer.header("date")), (202, Some(date)));
        let after = azure.get(&path("p")).await;
        assert_eq!(after.header("date"), Some("Sat, 05 Dec 2026 08:00:00 GMT"));
        assert_eq!(after.body["systemData"]["lastModifiedAt"], "2026-12-05T08:00:00");
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_goes_on_without_its_record() {
    let azure = Azure::with_pool(Options::default());
    add(&azure, json!([{"on": "patch", "fault": "loseRecord"}])).await;
    let answer = azure.send("PATCH", &path("p"), &scale(20, 5)).await;
    let lost = azure.follow(answer.header("location").unwrap()).await;
    assert_eq!((lost.status, lost.code()), (404, "OperationNotFound"));
    pass(5_000).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 5, 0, 5, 0));
}

#[tokio::test(start_paused = true)]
async fn faults_wait_from_the_start() {
    let id = path("p").parse::<PoolId>().unwrap();
    let faults = vec![json!({"on": "get", "fault": "locked"})];
    let seed = Some(Seed { id, body: custom(20, 1) });
    let azure = Azure::with(Options { faults, seed, ..Options::default() });
    let truth = azure.get(&format!("/_emulator/pools{}", path("p"))).await;
    assert_eq!(truth.property("provisioningState"), "Succeeded", "the gear meets no faults");
    assert_eq!(azure.get(&path("p")).await.code(), "ScopeLocked");
    assert_eq!(azure.get(&path("p")).await.body, truth.body);
    let options = Options { faults: vec![json!({"on": "get"})], ..Options::default() };
    let error = Emulator::open(Place::Memory, clock(), options).unwrap_err();
    assert_eq!(error.kind(), crate::error::Kind::Usage);
}
