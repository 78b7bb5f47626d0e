//! `Microsoft.Resources/tags`.

use super::*;

fn tags_path() -> String {
    format!("{}/providers/Microsoft.Resources/tags/default", path("p"))
}

fn body(operation: &str, tags: Value) -> Value {
    json!({"operation": operation, "properties": {"tags": tags}})
}

#[tokio::test(start_paused = true)]
async fn tags_are_merged_replaced_and_deleted() {
    let azure = Azure::with_pool(Options::default());
    let steps = [
        ("PUT", body("", json!({"a": "1", "B": "2"})), json!({"a": "1", "B": "2"})),
        ("PATCH", body("Merge", json!({"b": "3", "c": "4"})), json!({"a": "1", "B": "3", "c": "4"})),
        ("PATCH", body("Delete", json!({"A": "other", "b": "3", "C": ""})), json!({"a": "1"})),
        ("PATCH", body("replace", json!({"x": "y"})), json!({"x": "y"})),
        ("GET", Value::Null, json!({"x": "y"})),
    ];
    for (method, body, expected) in steps {
        let answer = azure.send(method, &tags_path(), &body).await;
        assert_eq!((answer.status, answer.property("tags")), (200, &expected), "{method} {body}");
        assert_eq!(answer.body["type"], "Microsoft.Resources/tags");
    }
    assert_eq!(azure.get(&path("p")).await.body["tags"], json!({"x": "y"}));
    assert_eq!(azure.send("DELETE", &tags_path(), &Value::Null).await.status, 200);
    assert_eq!(azure.get(&path("p")).await.body.get("tags"), None, "no tags, no member");
}

#[tokio::test(start_paused = true)]
async fn limits_are_refused_and_change_nothing() {
    let azure = Azure::with_pool(Options::default());
    let many = |count: usize| Value::Object((0..count).map(|n| (format!("t{n}"), json!("v"))).collect());
    assert_eq!(azure.send("PUT", &tags_path(), &body("", many(50))).await.status, 200);
    assert_eq!(azure.send("PATCH", &tags_path(), &body("Merge", json!({"T1": "ü".repeat(256)}))).await.status, 200);
    let before = azure.get(&tags_path()).await.body;
    for tags in [
        json!({"one-more": "v"}),
        json!({"t1": "x".repeat(257)}),
        json!({"t1": 7}),
        json!({"a/b": "v"}),
        json!({"": "v"}),
        json!({"x".repeat(513): "v"}),
    ] {
        let answer = azure.send("PATCH", &tags_path(), &body("Merge", tags.clone())).await;
        assert_eq!((answer.status, answer.code()), (400, "InvalidTags"), "{tags}");
    }
    let twice = azure.send("PATCH", &tags_path(), &body("Replace", json!({"a": "1", "A": "2"}))).await;
    assert_eq!(twice.code(), "InvalidTags");
    for wrong in [body("Rename", json!({})), json!({}), json!({"operation": "Merge", "properties": {}})] {
        assert_eq!(azure.send("PATCH", &tags_path(), &wrong).await.code(), "InvalidRequestContent", "{wrong}");
    }
    assert_eq!(azure.get(&tags_path()).await.body, before);
    let nowhere = tags_path().replace("sessionPools/p", "sessionPools/q");
    assert_eq!(azure.get(&nowhere).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn tags_can_be_written_while_an_operation_runs_and_stay_when_it_fails() {
    let azure = Azure::with_pool(Options::default());
    let fault = json!([{"on": "patch", "fault": "failLate", "code": "X", "message": "y"}]);
    azure.send("POST", "/_emulator/faults", &fault).await;
    let mut patch = scale(20, 5);
    patch["tags"] = json!({"mine": "1"});
    azure.send("PATCH", &path("p"), &patch).await;
    assert_eq!(azure.send("PATCH", &tags_path(), &body("Merge", json!({"theirs": "2"}))).await.status, 200);
    assert_eq!(azure.get(&path("p")).await.body["tags"], json!({"mine": "1", "theirs": "2"}));
    pass(2_000).await;
    let pool = azure.get(&path("p")).await;
    assert_eq!(pool.property("provisioningState"), "Failed");
    assert_eq!(pool.body["tags"], json!({"theirs": "2"}));
}
