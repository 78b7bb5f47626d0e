//! The emulator: any requests, one after the other, are answered with JSON or with nothing (the data plane with a text or
//! a file too), never with a fault of its own, and the pool that was there is one that the client can read.
//!
//! An input is requests between lines of `===`, each a method and a path, an empty line and a body.

#![no_main]

use bytes::Bytes;
use http::Request;
use libfuzzer_sys::fuzz_target;
use pool::emulator::{Emulator, Options, Place, Seed};
use pool::wire;
use pool_fuzz::script::{Hands, id, pool, run};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

fuzz_target!(|input: &str| {
    let clock: Arc<Hands> = Arc::default();
    let body: Value = serde_json::from_slice(pool("Succeeded").body()).expect("JSON");
    let mut seed = body.clone();
    seed["properties"]["environmentId"] =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/e".into();
    seed["properties"]["customContainerTemplate"] = serde_json::json!({"containers": [{"name": "c", "image": "i:v1"}]});
    let options = Options { seed: Some(Seed { id: id(), body: seed }), ..Options::default() };
    let emulator = Emulator::open(Place::Memory, clock.clone(), options).expect("an emulator");
    for text in input.split("\n===\n").take(16) {
        let Some(request) = request(text) else { continue };
        // Faults are asked for, and break what they like.
        if request.uri().path().to_ascii_lowercase().contains("faults") {
            continue;
        }
        let is_session = request.uri().path().to_ascii_lowercase().starts_with("/dynamic/");
        let answer = run(emulator.answer(request)).expect("no fault, so no broken connection");
        assert!(answer.status().as_u16() < 500, "{text}: {:?}", answer.body());
        let is_json = serde_json::from_slice::<Value>(answer.body()).is_ok();
        assert!(is_json || is_session || answer.body().is_empty(), "{text}: {:?}", answer.body());
        run(pool::clock::Clock::sleep(clock.as_ref(), Duration::from_secs(1)));
    }
    let look = Request::get(format!("http://emulator.localhost{}?api-version=2026-07-01", id()));
    let answer = run(emulator.answer(look.body(Bytes::new()).expect("a request"))).expect("an answer");
    if answer.status() == 200 {
        let body = serde_json::from_slice(answer.body()).expect("JSON");
        wire::Pool::new(body).view().expect("a pool");
    }
});

fn request(text: &str) -> Option<Request<Bytes>> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let (method, path) = head.lines().next()?.split_once(' ')?;
    let kind = if body.starts_with("--b\r\n") { "multipart/form-data; boundary=b" } else { "application/json" };
    let uri = format!("http://emulator.localhost{}", path.trim());
    let request = Request::builder().method(method).uri(uri).header("content-type", kind);
    request.body(Bytes::from(body.to_owned())).ok()
}
