//! Lists and their pages.

use super::*;

#[tokio::test(start_paused = true)]
async fn lists_come_in_pages() {
    let azure = Azure::fast();
    let elsewhere = path("other").replace("resourceGroups/g", "resourceGroups/h");
    for name in (0..45).map(|n| path(&format!("p{n}"))).chain([elsewhere]) {
        azure.send("PUT", &name, &python()).await;
    }
    let group = format!("{GROUP}/providers/Microsoft.App/sessionPools");
    let subscription = "/SUBSCRIPTIONS/S/providers/microsoft.app/sessionpools".to_owned();
    for (list, top, pages) in [
        (&group, "", vec![20, 20, 5]),
        (&subscription, "", vec![20, 20, 6]),
        (&group, "&$top=40", vec![20, 20, 5]),
        (&group, "&$top=15", vec![15, 15, 15]),
    ] {
        let (mut sizes, mut names) = (Vec::new(), Vec::new());
        let mut next = Some(format!("{list}?api-version=2025-07-01{top}"));
        while let Some(url) = next {
            let answer = azure.follow(&url).await;
            let value = answer.body["value"].as_array().unwrap();
            sizes.push(value.len());
            assert!(sizes.len() <= pages.len(), "pages without end: {sizes:?}");
            names.extend(value.iter().map(|pool| pool["name"].as_str().unwrap().to_owned()));
            next = answer.body.get("nextLink").map(|link| link.as_str().unwrap().to_owned());
            assert!(next.as_ref().is_none_or(|link| link.contains("api-version=2025-07-01")), "{next:?}");
        }
        assert_eq!(sizes, pages, "{list}{top}");
        let expected: Vec<String> = (0..45).map(|n| format!("p{n}")).collect();
        assert_eq!(names[..45], expected, "in the order in which they were made");
    }
    let wrong = azure.follow(&format!("{group}?api-version=2025-07-01&$skipToken=%21")).await;
    assert_eq!((wrong.status, wrong.code()), (400, "InvalidSkipToken"));
}

#[tokio::test(start_paused = true)]
async fn a_page_goes_on_after_what_was_deleted() {
    let azure = Azure::fast();
    for n in 0..4 {
        azure.send("PUT", &path(&format!("p{n}")), &python()).await;
    }
    let list = format!("{GROUP}/providers/Microsoft.App/sessionPools?api-version=2026-07-01&%24top=2");
    let first = azure.follow(&list).await;
    azure.send("DELETE", &path("p1"), &Value::Null).await;
    let second = azure.follow(first.body["nextLink"].as_str().unwrap()).await;
    let names: Vec<_> = second.body["value"].as_array().unwrap().iter().map(|pool| &pool["name"]).collect();
    assert_eq!(names, ["p2", "p3"]);
}
