//! Lifecycles in odd company: a change of type ends sessions, so it waits for whoever may have some.

use super::company::{
    HOUR, applied, apply, at_minute, carry_out, event, exits, in_minutes, lifecycle_of, on_exit, uncounted, up, world,
    writes,
};
use super::world::{Sent, down_to, lease, pool_id, settings};
use crate::model::{Lifecycle, Settings};
use crate::ops::scale::{self, Request, Wait};
use crate::schedule::{Lease, OnDrift};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn a_lease_that_waits_for_its_lifecycle_is_not_cut_by_apply() {
    let world = world();
    world.set(json!({"allocated": 2})).await;
    let wished = Lease { settings: exits(settings(50, 10)), ..lease("ana@desk", 50, 10, in_minutes(&world, 180)) };
    let report = carry_out(&world, up(wished, &[])).await.unwrap();
    assert!(report.plan.withheld.is_some());
    // The contest runs: 40 people are in their sessions, which are Timed.
    world.set(json!({"allocated": 40})).await;
    let mut seen = Vec::new();
    for minute in [1, 10, 16, 30] {
        at_minute(&world, minute).await;
        applied(&world, &[]).await;
        seen.push((minute, lifecycle_of(&world).await));
    }
    assert!(seen.iter().all(|(_, lifecycle)| lifecycle == "Timed"), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn an_event_of_another_lifecycle_is_not_cut_when_the_one_before_has_drained() {
    let world = world();
    let events = [event("a", (0, 120), 30, 5), on_exit(event("b", (60, 300), 50, 10))];
    let mut seen = Vec::new();
    for minute in [1, 60, 119, 120, 130, 135, 140, 200] {
        at_minute(&world, minute).await;
        world.set(json!({"allocated": 40})).await;
        applied(&world, &events).await;
        seen.push((minute, lifecycle_of(&world).await));
    }
    assert!(seen.iter().all(|(_, lifecycle)| lifecycle == "Timed"), "b runs with 40 sessions: {seen:?}");
}

#[tokio::test(start_paused = true)]
async fn an_event_on_a_pool_of_unknown_lifecycle_is_not_cut() {
    let world = world();
    let mut pool = world.pool().await;
    pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"] = json!({"lifecycleType": "Eternal"});
    world.answer("Contest-Pool", 200, pool.clone());
    let events = [event("final", (0, 120), 50, 10)];
    let ops = world.ops(HOUR);
    let request = Request { wait: Wait::Sent, ..Request::new(pool_id(), apply(&world, &events, OnDrift::Warn)) };
    scale::run(&ops, request).await.unwrap();
    let sent = world.log().into_iter().rfind(Sent::is_write).unwrap();
    pool["tags"] = sent.body["tags"].clone();
    pool["properties"]["scaleConfiguration"] = sent.body["properties"]["scaleConfiguration"].clone();
    world.answer("Contest-Pool", 200, pool);
    at_minute(&world, 10).await;
    let request = Request { dry_run: true, ..Request::new(pool_id(), apply(&world, &[], OnDrift::Warn)) };
    let report = scale::run(&ops, request).await.unwrap();
    assert!(!report.plan.changes.iter().any(|change| change.lowers), "{:?}", report.plan.changes);
}

#[tokio::test(start_paused = true)]
async fn a_refused_zero_is_remembered_while_a_lifecycle_waits() {
    let world = world();
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    let events = [event("a", (0, 120), 30, 0), on_exit(event("b", (0, 300), 50, 0))];
    for minute in [1, 2] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
    }
    world.forget();
    for minute in [3, 4, 5] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
    }
    assert_eq!(writes(&world), 0);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_does_not_shorten_the_cooldown() {
    let world = world();
    let long = Settings { lifecycle: Lifecycle::Timed { cooldown: HOUR }, ..settings(50, 10) };
    carry_out(&world, up(Lease { settings: long, ..lease("ana@desk", 50, 10, in_minutes(&world, 60)) }, &[]))
        .await
        .unwrap();
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 120)), &[])).await.unwrap();
    at_minute(&world, 5).await;
    applied(&world, &[]).await;
    let pool = world.pool().await;
    let lifecycle = &pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"];
    assert_eq!(lifecycle["cooldownPeriodInSeconds"], 3600, "it never gets smaller");
}

#[tokio::test(start_paused = true)]
async fn where_nobody_counts_a_running_event_keeps_its_sessions() {
    let world = uncounted();
    let events = [on_exit(event("b", (60, 300), 50, 10))];
    applied(&world, &[]).await;
    let mut seen = Vec::new();
    for minute in [60, 70, 80, 120] {
        at_minute(&world, minute).await;
        world.set(json!({"allocated": 40})).await;
        let _ = carry_out(&world, apply(&world, &events, OnDrift::Warn)).await;
        seen.push((minute, lifecycle_of(&world).await));
    }
    assert!(seen.iter().all(|(_, lifecycle)| lifecycle == "Timed"), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn two_files_agree_on_a_stamp_while_a_lifecycle_waits() {
    let world = world();
    let events = [on_exit(event("final", (0, 120), 50, 10))];
    world.set(json!({"allocated": 3})).await;
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    let mut counts = Vec::new();
    for minute in [1, 2, 3, 4, 5] {
        at_minute(&world, minute).await;
        world.forget();
        applied(&world, &events).await;
        applied(&world, &[]).await;
        counts.push(writes(&world));
    }
    assert_eq!(counts[1..], [0; 4]);
}

#[tokio::test(start_paused = true)]
async fn a_base_of_another_lifecycle_waits_for_its_own_sessions() {
    let world = world();
    carry_out(&world, down_to(settings(5, 2))).await.unwrap();
    let mut seen = Vec::new();
    for minute in [1, 10, 16, 17, 40] {
        at_minute(&world, minute).await;
        world.set(json!({"allocated": 3})).await;
        let mut one = apply(&world, &[], OnDrift::Warn);
        one.base.settings = exits(settings(5, 2));
        carry_out(&world, one).await.unwrap();
        seen.push((minute, lifecycle_of(&world).await));
    }
    assert!(seen.iter().all(|(_, lifecycle)| lifecycle == "Timed"), "{seen:?}");
}
