//! Management locks.

use super::*;

fn lock(scope: &str, name: &str) -> String {
    format!("{scope}/providers/Microsoft.Authorization/locks/{name}")
}

fn level(level: &str) -> Value {
    json!({"properties": {"level": level, "notes": "for the final"}})
}

#[tokio::test(start_paused = true)]
async fn a_lock_forbids_what_its_level_says_to_everything_below() {
    let tags = format!("{}/providers/Microsoft.Resources/tags/default", path("p"));
    let merge = json!({"operation": "Merge", "properties": {"tags": {"a": "b"}}});
    for (scope, level_name, writes) in [
        (path("p"), "ReadOnly", 409),
        (path("P").to_uppercase(), "ReadOnly", 409),
        (GROUP.to_owned(), "ReadOnly", 409),
        ("/subscriptions/s".to_owned(), "ReadOnly", 409),
        (GROUP.to_owned(), "CanNotDelete", 202),
        (path("other"), "ReadOnly", 202),
        (format!("{GROUP}g"), "ReadOnly", 202),
    ] {
        let azure = Azure::with_pool(Options::default());
        assert_eq!(azure.send("PUT", &lock(&scope, "keep"), &level(level_name)).await.status, 201);
        let written = azure.send("PATCH", &path("p"), &scale(20, 2)).await;
        assert_eq!(written.status, writes, "{scope} {level_name}");
        if writes == 409 {
            assert_eq!(written.code(), "ScopeLocked");
            assert_eq!(azure.send("PUT", &path("p"), &custom(20, 2)).await.code(), "ScopeLocked");
            assert_eq!(azure.send("PATCH", &tags, &merge).await.code(), "ScopeLocked");
            assert_eq!(azure.get(&tags).await.status, 200, "reading is allowed");
        }
        pass(60_000).await;
        let forbidden = writes == 409 || level_name == "CanNotDelete";
        let deleted = azure.send("DELETE", &path("p"), &Value::Null).await;
        assert_eq!(deleted.status, if forbidden { 409 } else { 202 }, "{scope} {level_name}");
        if forbidden {
            let text = deleted.body["error"]["message"].as_str().unwrap();
            assert!(text.contains("perform delete operation") && text.contains(&scope), "{text}");
            assert_eq!(azure.send("DELETE", GROUP, &Value::Null).await.code(), "ScopeLocked");
        }
        assert_eq!(azure.send("DELETE", &lock(&scope, "keep"), &Value::Null).await.status, 200);
        assert_eq!(azure.send("DELETE", &lock(&scope, "keep"), &Value::Null).await.status, 204);
    }
}

#[tokio::test(start_paused = true)]
async fn locks_are_listed_where_they_hold() {
    let azure = Azure::with_pool(Options::default());
    for (scope, name) in [("/subscriptions/s", "one"), (GROUP, "two"), (&path("p"), "three"), (&path("q"), "four")] {
        azure.send("PUT", &lock(scope, name), &level("CanNotDelete")).await;
    }
    let names = async |scope: &str| {
        let list = azure.get(&format!("{scope}/providers/Microsoft.Authorization/locks")).await;
        let list = list.body["value"].as_array().unwrap().clone();
        list.iter().map(|lock| lock["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&path("p")).await, ["one", "two", "three"]);
    assert_eq!(names(GROUP).await, ["one", "two", "three", "four"]);
    let kept = azure.get(&lock(GROUP, "TWO")).await;
    assert_eq!(kept.property("notes"), "for the final");
    assert_eq!(azure.get(&lock(GROUP, "three")).await.status, 404);
    assert_eq!(azure.send("PUT", &lock(GROUP, "five"), &level("Tight")).await.code(), "InvalidRequestContent");
}

#[tokio::test(start_paused = true)]
async fn whoever_asks_may_do_everything() {
    let azure = Azure::with_pool(Options::default());
    for scope in [path("p"), GROUP.to_owned(), "/subscriptions/s".to_owned()] {
        let list = azure.get(&format!("{scope}/providers/Microsoft.Authorization/permissions")).await;
        assert_eq!(list.body["value"][0]["actions"], json!(["*"]), "{scope}");
    }
}
