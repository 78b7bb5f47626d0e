//! The open questions, played each way.

use super::super::{PatchAnswer, ReadyZero, Switches, TagRule};
use super::*;

fn options(switches: Switches) -> Options {
    Options { switches, ..Options::default() }
}

#[tokio::test(start_paused = true)]
async fn zero_is_refused_at_once_or_late_or_taken() {
    let azure = Azure::with_pool(options(Switches { ready_zero: ReadyZero::Refused, ..Switches::default() }));
    let answer = azure.send("PATCH", &path("p"), &scale(5, 0)).await;
    assert_eq!((answer.status, answer.code()), (400, "SessionPoolInvalidReadySessionInstances"));
    assert_eq!(
        answer.body["error"]["message"],
        "Supported values should be greater than 0 and smaller than maxConcurrentSessions."
    );

    let azure = Azure::with_pool(options(Switches { ready_zero: ReadyZero::RefusedLate, ..Switches::default() }));
    let answer = azure.send("PATCH", &path("p"), &scale(5, 0)).await;
    assert_eq!(answer.status, 202);
    pass(2_000).await;
    let late = azure.follow(answer.header("location").unwrap()).await;
    assert_eq!((late.status, late.code()), (400, "SessionPoolInvalidReadySessionInstances"));
    let status = answer.header("location").unwrap().replace("operationResults", "operationStatuses");
    let status = azure.follow(&status).await;
    assert_eq!((&status.body["status"], status.code()), (&json!("Failed"), "SessionPoolInvalidReadySessionInstances"));
    let pool = azure.get(&path("p")).await;
    assert_eq!(pool.property("provisioningState"), "Failed");
    let numbers = json!({"readySessionInstances": 1, "maxConcurrentSessions": 20});
    assert_eq!(pool.property("scaleConfiguration"), &numbers);
    assert_eq!(azure.counts().await.1, 1);

    let azure = Azure::with_pool(options(Switches { ready_zero: ReadyZero::Accepted, ..Switches::default() }));
    azure.send("PATCH", &path("p"), &scale(5, 0)).await;
    pass(2_000).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 0, 0, 0, 0));
    assert_eq!(azure.get(&path("p")).await.property("nodeCount"), 0);
}

#[tokio::test(start_paused = true)]
async fn tags_of_a_patch_are_merged_or_replaced() {
    for (rule, expected) in [
        (TagRule::Merged, json!({"Team": "b", "cost": "1", "new": "x"})),
        (TagRule::Replaced, json!({"team": "b", "new": "x"})),
    ] {
        let azure = Azure::with(options(Switches { tags: rule, ..Switches::default() }));
        let mut body = python();
        body["tags"] = json!({"Team": "a", "cost": "1"});
        azure.send("PUT", &path("p"), &body).await;
        azure.send("PATCH", &path("p"), &json!({"tags": {"team": "b", "new": "x"}})).await;
        assert_eq!(azure.get(&path("p")).await.body["tags"], expected, "{rule:?}");
        azure.send("PATCH", &path("p"), &scale(12, 1)).await;
        assert_eq!(azure.get(&path("p")).await.body["tags"], expected, "a PATCH without tags leaves them");
    }
}

#[tokio::test(start_paused = true)]
async fn a_patch_answers_202_or_200() {
    let swapped = Switches {
        custom_patch: PatchAnswer::Done200,
        interpreter_patch: PatchAnswer::Accepted202,
        ..Switches::default()
    };
    let azure = Azure::with_pool(options(swapped));
    let answer = azure.send("PATCH", &path("p"), &scale(20, 3)).await;
    assert_eq!((answer.status, answer.property("provisioningState")), (200, &json!("Succeeded")));
    pass(600).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 3, 0, 3, 0));
    azure.send("PUT", &path("q"), &python()).await;
    let answer = azure.send("PATCH", &path("q"), &scale(12, 1)).await;
    assert_eq!(answer.status, 202);
    pass(2_000).await;
    let done = azure.follow(answer.header("location").unwrap()).await;
    assert_eq!(done.property("scaleConfiguration"), &json!({"maxConcurrentSessions": 12}));
    assert_eq!(done.property("nodeCount"), &Value::Null);
}

#[tokio::test(start_paused = true)]
async fn counts_may_be_absent() {
    let azure = Azure::with_pool(options(Switches { template_status: false, ..Switches::default() }));
    let pool = azure.get(&path("p")).await;
    assert_eq!(pool.property("templateUpdateStatus"), &Value::Null);
    assert_eq!(pool.property("nodeCount"), 1);
}

#[tokio::test(start_paused = true)]
async fn an_old_pool_keeps_its_zero() {
    let id = path("p").parse::<PoolId>().unwrap();
    let azure = Azure::with(Options { seed: Some(Seed { id, body: custom(20, 0) }), ..Options::default() });
    assert_eq!(azure.send("PATCH", &path("p"), &json!({"tags": {"a": "b"}})).await.status, 202);
    pass(2_000).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 0, 0, 0, 0));
    let only_max = json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 5}}});
    assert_eq!(azure.send("PATCH", &path("p"), &only_max).await.code(), "SessionPoolInvalidReadySessionInstances");
}
