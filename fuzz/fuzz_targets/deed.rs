//! Whole commands against any answers: each ends by its deadline, never in a circle, sends a token to the endpoint
//! alone, and writes no more than is ours.
//!
//! An input is a deed on its first line (`up`, `down`, `apply`, `create`, `delete`, else a look), then a script.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pool::clock::Clock;
use pool::error::Error;
use pool::model::Kind;
use pool::model::definition::{Definition, Identity};
use pool::ops::{Observer, Ops, Step, create, delete, inspect, scale};
use pool::plan::Intent;
use pool_fuzz::asked;
use pool_fuzz::script::{Script, TOKEN, answers, id, pool, run};
use std::sync::Arc;
use std::time::Duration;

fuzz_target!(|input: &str| {
    let (deed, script) = input.split_once('\n').unwrap_or((input, ""));
    let script = Script::new(answers(script), pool("Succeeded"));
    let deadline = script.clock.now().checked_add(Duration::from_secs(1800)).expect("an instant");
    let ops = Ops {
        unawaited: Default::default(),
        azure: script.client(Some(deadline)),
        clock: script.clock.clone(),
        observer: Arc::new(Nobody),
        deadline,
        look_every: Duration::from_secs(3),
        journal: None,
        card: Arc::default(),
    };
    if let Err(error) = run(act(deed, &ops)) {
        let told = format!("{error} {}", error.hints().join(" "));
        assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{told:?}");
        assert!(!told.contains(TOKEN), "{told}");
    }
    assert!(script.clock.now() <= deadline, "{} is past the deadline", script.clock.now());
});

async fn act(deed: &str, ops: &Ops) -> Result<(), Error> {
    match deed {
        "up" | "down" | "apply" => {
            let request = scale::Request::new(id(), intent(deed, ops));
            scale::run(ops, request).await.map(drop)
        }
        "create" => create::run(ops, request()).await.map(drop),
        "delete" => delete::run(ops, &id(), "fuzz@here", false, false).await.map(drop),
        "list" => inspect::list(ops, "s", None, &[]).await.map(drop),
        _ => inspect::show(ops, &id(), &[]).await.map(drop),
    }
}

fn intent(deed: &str, ops: &Ops) -> Intent {
    let now = ops.clock.now();
    asked::intent(match deed {
        "up" => asked::up(now, Some(ops.deadline)),
        "down" => asked::down(),
        _ => asked::apply(now),
    })
}

fn request() -> create::Request {
    create::Request {
        parks: false,
        id: id(),
        definition: Definition {
            location: "eastus2".to_owned(),
            kind: Kind::PythonLTS,
            container: None,
            identity: Identity::default(),
            egress: None,
            tags: Default::default(),
        },
        claim: "idle".to_owned(),
        settings: asked::settings(5, 0),
        events: Vec::new(),
        secrets: Default::default(),
        runner: "ana@desk".to_owned(),
        dry_run: false,
        no_wait: false,
    }
}

#[derive(Debug)]
struct Nobody;

impl Observer for Nobody {
    fn step(&self, _: &Step) {}
}
