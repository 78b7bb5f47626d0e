//! What Azure really sent, and what its specification shows: read, viewed and written back without a loss.

use super::{Page, Pool};
use crate::model::Lifecycle;
use serde_json::Value;
use std::path::Path;

/// The files of a folder of fixtures with their names, in order.
pub(crate) fn fixtures(folder: &str) -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), serde_json::from_str(&text).unwrap())
    };
    paths.iter().filter(|path| path.extension().is_some_and(|end| end == "json")).map(read).collect()
}

/// Every JSON body in a document that is a session pool: it says so itself, or its id does.
fn pools(document: &Value, found: &mut Vec<Value>) {
    let has = |key: &str, end: &str| document[key].as_str().is_some_and(|text| text.to_ascii_lowercase().contains(end));
    if has("id", "/providers/microsoft.app/sessionpools/") && document["properties"].is_object() {
        found.push(document.clone());
    }
    match document {
        Value::Array(items) => items.iter().for_each(|item| pools(item, found)),
        Value::Object(members) => members.values().for_each(|member| pools(member, found)),
        _ => {}
    }
}

fn pools_in(folder: &str) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (name, document) in fixtures(folder) {
        let mut found = Vec::new();
        pools(&document, &mut found);
        all.extend(found.into_iter().map(|body| (name.clone(), body)));
    }
    all
}

#[test]
fn every_recorded_pool_is_viewed() {
    let pools = pools_in("recordings");
    assert!(pools.len() > 40, "{}", pools.len());
    for (file, body) in pools {
        let pool = Pool::new(body.clone()).view().unwrap_or_else(|error| panic!("{file}: {error}\n{body}"));
        let properties = &body["properties"];
        assert_eq!(pool.id.name, body["name"].as_str().unwrap(), "{file}");
        assert!(pool.kind.is_some(), "{file}: {}", pool.container_type);
        let max = properties["scaleConfiguration"]["maxConcurrentSessions"].as_u64();
        assert_eq!(Some(u64::from(pool.scale.max)), max, "{file}");
        assert!(pool.lifecycle.is_some(), "{file}");
        assert!(pool.created.at.is_some() && pool.modified.at.is_some(), "{file}");
        assert_eq!(pool.counts.is_some(), !properties["templateUpdateStatus"].is_null(), "{file}");
    }
}

#[test]
fn every_recorded_lifecycle_is_seen() {
    let views = pools_in("recordings").into_iter().map(|(_, body)| Pool::new(body).view().unwrap());
    let lifecycles: Vec<_> = views.filter_map(|pool| pool.lifecycle).collect();
    assert!(lifecycles.iter().any(|one| matches!(one, Lifecycle::Timed { .. })));
    assert!(lifecycles.iter().any(|one| matches!(one, Lifecycle::OnContainerExit { .. })));
}

#[test]
fn every_example_that_is_whole_is_viewed() {
    let mut whole = 0;
    for (file, body) in pools_in("examples") {
        if body["properties"]["scaleConfiguration"]["maxConcurrentSessions"].is_u64() {
            Pool::new(body).view().unwrap_or_else(|error| panic!("{file}: {error}"));
            whole += 1;
        }
    }
    assert!(whole > 4, "{whole}");
}

#[test]
fn nothing_is_lost_on_the_way() {
    for (file, body) in pools_in("recordings").into_iter().chain(pools_in("examples")) {
        let pool = Pool::new(body.clone());
        let written: Value = serde_json::from_str(&pool.body().to_string()).unwrap();
        assert_eq!(written, body, "{file}");
    }
}

#[test]
fn every_recorded_list_is_a_page() {
    let mut lists = 0;
    for (file, recording) in fixtures("recordings") {
        for interaction in recording["interactions"].as_array().unwrap() {
            let url = interaction["request"]["uri"].as_str().unwrap_or_default();
            if url.split('?').next().unwrap().ends_with("/sessionPools") {
                let body = &interaction["response"]["body"];
                let page = Page::read(body.clone()).unwrap_or_else(|error| panic!("{file}: {error}"));
                assert_eq!(page.items.len(), body["value"].as_array().unwrap().len(), "{file}");
                lists += 1;
            }
        }
    }
    assert!(lists > 10, "{lists}");
}
