//! Writes, reads and operations against any answers: what a header asks for is done, no token goes to another host or
//! over http, and whatever comes ends as a value.
//!
//! An input is a verb on its first line (`PUT`, `PATCH`, `DELETE`, `TAGS`, `LIST`, else `GET`), then a script.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pool::azure::{Client, Failure, Operation, Progress, Scope, Started};
use pool::clock::Clock;
use pool::model::PoolId;
use pool_fuzz::script::{Script, answers, run};
use pool_fuzz::wait;
use serde_json::json;
use std::time::Duration;

/// More polls than a script has answers.
const POLLS: usize = 80;

fuzz_target!(|input: &str| {
    let (verb, script) = input.split_once('\n').unwrap_or((input, ""));
    let answers = answers(script);
    let first = answers.first().cloned();
    let script = Script::new(answers, pool_fuzz::script::pool("Succeeded"));
    let now = script.clock.now();
    let deadline = now.checked_add(Duration::from_secs(7200)).expect("an instant");
    let client = script.client(Some(deadline));
    let id = pool_fuzz::script::id();
    let body = json!({});
    let started = run(async {
        match verb {
            "PUT" => client.put_pool(&id, &body).await,
            "PATCH" => client.patch_pool(&id, &body).await,
            "DELETE" => client.delete_pool(&id).await,
            _ => return reads(verb, &client, &id).await,
        }
        .inspect(|started| {
            if let (Started::Running(operation), Some(first)) = (started, &first)
                && let Some(asked) = wait::asked(first.headers(), now)
            {
                assert_eq!(operation.wait, asked, "{:?}", first.headers());
            }
        })
    });
    match started {
        Ok(Started::Running(operation)) => run(follow(&client, &id, operation)),
        Ok(Started::Done(_)) => {}
        Err(failure) => is_told(failure, &id),
    }
    assert!(script.clock.now() <= deadline, "{} is past the deadline", script.clock.now());
});

async fn reads(verb: &str, client: &Client, id: &PoolId) -> Result<Started, Failure> {
    match verb {
        "TAGS" => client.merge_tags(id, &[("a".to_owned(), "b".to_owned())].into()).await?,
        "LIST" => drop(client.list_pools("s", Some("g")).await?),
        _ => drop(client.get_pool(id).await?),
    }
    Ok(Started::Done(None))
}

async fn follow(client: &Client, id: &PoolId, mut operation: Operation) {
    for _ in 0..POLLS {
        match client.poll(&mut operation).await {
            Ok(Progress::Running { .. }) => {}
            Ok(Progress::Done(_) | Progress::Failed(_)) => return,
            Err(failure) => return is_told(failure, id),
        }
    }
}

/// A failure becomes an error that shows no token and forges no line.
fn is_told(failure: Failure, id: &PoolId) {
    let error = failure.into_error("read the pool", &Scope::Pool(id.clone()));
    let told = format!("{error} {}", error.hints().join(" "));
    assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{told:?}");
    assert!(!told.contains(pool_fuzz::script::TOKEN), "{told}");
}
