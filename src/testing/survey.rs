//! Reading many pools at once.

use super::world::{World, pool_id};
use crate::emulator::Switches;
use crate::error::Kind;
use crate::model::PoolId;
use crate::ops::Step;
use crate::ops::survey::survey;
use serde_json::json;
use std::time::Duration;

const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

/// The pool that there is, and others.
fn ids(count: usize) -> Vec<PoolId> {
    let other = |number: usize| PoolId { name: format!("other-{number}"), ..pool_id() };
    std::iter::once(pool_id()).chain((1..count).map(other)).collect()
}

#[tokio::test(start_paused = true)]
async fn pools_are_read_eight_at_a_time_and_a_long_wait_is_told() {
    let world = World::new(Switches::default());
    let found = survey(&world.ops(HALF_AN_HOUR), &ids(17)).await.unwrap();
    let there: Vec<bool> = found.into_iter().map(|found| found.unwrap().is_some()).collect();
    assert_eq!(there.iter().filter(|there| **there).count(), 1);
    assert!(there[0], "in the order in which they were asked for");
    assert!(!world.told(|step| matches!(step, Step::Surveying { .. })), "what is quick is not told");
    world.fault(json!({"on": "any", "count": 0, "fault": "slow", "seconds": 2})).await;
    let before = world.seconds();
    survey(&world.ops(HALF_AN_HOUR), &ids(17)).await.unwrap();
    assert_eq!(world.seconds() - before, 6, "one alone, then twice eight");
    assert!(world.told(|step| matches!(step, Step::Surveying { read: 0, of: 17 })));
    assert!(world.told(|step| matches!(step, Step::Surveying { read: 17, of: 17 })));
}

#[tokio::test(start_paused = true)]
async fn one_pool_hides_no_other_but_nobody_asks_twice_without_a_login() {
    let refusal = |status: u16, code: &str| json!({"on": "get", "count": 1, "fault": "status", "status": status, "code": code, "message": "m"});
    let world = World::new(Switches::default());
    world.fault(refusal(403, "AuthorizationFailed")).await;
    let found = survey(&world.ops(HALF_AN_HOUR), &ids(3)).await.unwrap();
    let kinds: Vec<_> = found.iter().map(|found| found.as_ref().err().map(|error| error.kind())).collect();
    assert_eq!(kinds, [Some(Kind::Forbidden), None, None]);
    world.forget();
    world.fault(refusal(401, "InvalidAuthenticationToken")).await;
    let error = survey(&world.ops(HALF_AN_HOUR), &ids(3)).await.unwrap_err();
    assert_eq!((error.kind(), world.sent("GET")), (Kind::SignedOut, 1));
    assert!(survey(&world.ops(HALF_AN_HOUR), &[]).await.unwrap().is_empty());
}
