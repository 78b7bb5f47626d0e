//! Azure's bodies: any JSON is read without a panic, as whatever the request was about, and nothing of it is lost.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pool::model::{Lifecycle, Patch, Pool, Scale};
use pool::wire::{self, ArmError, Page, operation, patch};
use serde_json::{Value, json};

fuzz_target!(|bytes: &[u8]| {
    let Ok(body) = serde_json::from_slice::<Value>(bytes) else { return };
    let error = ArmError::read(&body);
    if let Some(error) = &error {
        is_one_line(&error.to_string());
        assert!(!error.code.is_empty() || !error.message.is_empty());
    }
    if let Some(operation::Status::Failed(error)) = operation::read(&body) {
        is_one_line(&error.to_string());
    }
    is_whole(&wire::Pool::new(body.clone()), &body);
    if let Ok(page) = Page::read(body.clone()) {
        assert_eq!(Some(&page.items), body["value"].as_array());
        page.items.iter().for_each(|item| is_whole(&wire::Pool::new(item.clone()), item));
    }
});

/// What is viewed is kept, and what differs is sent and nothing else.
fn is_whole(pool: &wire::Pool, body: &Value) {
    assert_eq!(pool.body(), body, "nothing is lost");
    let view = match pool.view() {
        Ok(view) => view,
        Err(error) => return is_one_line(&error.to_string()),
    };
    assert_eq!(view.id.to_string().parse().ok(), Some(view.id.clone()), "its id is one");
    for text in [&view.location, &view.container_type].into_iter().chain(&view.endpoint).chain(&view.image) {
        is_one_line(text);
    }
    is_one_line(&view.state.to_string());
    is_one_line(&view.id.to_string());
    echoes(body, &view);
}

/// A PATCH of what the view shows, merged into the body, shows the same: what is unknown stays as it is.
fn echoes(body: &Value, view: &Pool) {
    let sent = Patch { scale: Some(view.scale), lifecycle: view.lifecycle, tags: Some(view.tags.clone()) };
    let mut after = body.clone();
    merge(&mut after, &patch::encode(&sent));
    let again = wire::Pool::new(after).view().expect("still a pool");
    assert_eq!(shape(&again), shape(view), "{body}");
    assert_eq!(again.tags, view.tags, "{body}");
    let rest = |pool: &Pool| (pool.id.clone(), pool.kind, pool.state.clone(), pool.counts, pool.secrets.clone());
    assert_eq!(rest(&again), rest(view), "{body}");
}

fn shape(pool: &Pool) -> (Scale, Option<Lifecycle>) {
    (pool.scale, pool.lifecycle)
}

/// JSON Merge Patch, as the recordings show that Azure does it (RFC 7396).
fn merge(into: &mut Value, from: &Value) {
    let Value::Object(members) = from else {
        *into = from.clone();
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    for (name, value) in members {
        if value.is_null() {
            into.as_object_mut().expect("an object").shift_remove(name);
        } else {
            merge(&mut into[name.as_str()], value);
        }
    }
}

/// What people see forges no line and no colour.
fn is_one_line(text: &str) {
    assert!(!text.contains(char::is_control), "{text:?}");
}
