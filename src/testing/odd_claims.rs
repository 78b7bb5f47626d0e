//! Claims in odd company: what they must not do to each other, or to a pool that others work on.

use super::company::{
    HOUR, applied, apply, at_minute, carry_out, down, event, in_minutes, live_leases, scale_of, up, world,
};
use super::world::{World, down_to, intent, lease, pool_id, settings};
use crate::emulator::{Switches, TagRule, Times};
use crate::ops::scale::Outcome;
use crate::plan::{Action, Down, Holding, Intent, Others, Unasked};
use crate::schedule::{Combine, Lease, OnDrift, Person};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn a_scale_down_without_room_for_the_stamp_still_ends_leases() {
    let world = World::with(Switches { tags: TagRule::Replaced, ..Switches::default() }, Times::Instant);
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 600)), &[])).await.unwrap();
    // Somebody's script sets its own tags, and loses the stamp.
    let mut tags = world.pool().await["tags"].as_object().unwrap().clone();
    tags.remove("pool-applied");
    tags.extend((tags.len()..50).map(|n| (format!("t{n}"), json!("theirs"))));
    world.foreign_edit(json!({"tags": tags})).await;
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1));
    assert_eq!(live_leases(&world.pool().await), 0, "the lease has ended");
    at_minute(&world, 5).await;
    let _ = carry_out(&world, apply(&world, &[], OnDrift::Warn)).await;
    assert_eq!(scale_of(&world).await, (5, 1), "and stays ended");
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_is_over_before_it_is_sent_raises_nothing() {
    let world = world();
    let until = in_minutes(&world, 5);
    at_minute(&world, 6).await;
    world.forget();
    let result = carry_out(&world, up(lease("ana@desk", 50, 10, until), &[])).await;
    assert_eq!(world.sent("PATCH"), 0, "{:?}", result.map(|report| report.outcome));
}

#[tokio::test(start_paused = true)]
async fn a_yes_about_one_lease_ends_no_other() {
    let world = world();
    carry_out(&world, up(lease("ben@desk", 50, 10, in_minutes(&world, 180)), &[])).await.unwrap();
    let report = carry_out(&world, down("ana@desk", false, Holding::Keep)).await.unwrap();
    assert_eq!((report.outcome, report.unasked.leases.len()), (Outcome::Unasked, 1));
    // While the question stands on the screen:
    carry_out(&world, up(lease("eve@desk", 40, 8, in_minutes(&world, 180)), &[])).await.unwrap();
    let told = |shown| {
        let action = Action::ScaleDown(Box::new(Down::new(
            Person::named("ana@desk"),
            Others::These(Box::new(shown)),
            Holding::Keep,
        )));
        intent(action, settings(5, 0))
    };
    let again = carry_out(&world, told(report.unasked.clone())).await.unwrap();
    assert_eq!((again.outcome, again.unasked.leases.len()), (Outcome::Unasked, 1), "nobody said yes to ending Eve's");
    let shown = Unasked { leases: [report.unasked.leases, again.unasked.leases].concat(), ..Unasked::default() };
    carry_out(&world, told(shown)).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1));
}

#[tokio::test(start_paused = true)]
async fn a_scale_down_says_that_it_ends_an_event_unknown_here() {
    let world = world();
    applied(&world, &[event("final", (0, 120), 50, 10)]).await;
    at_minute(&world, 10).await;
    let report = carry_out(&world, down("ana@desk", false, Holding::Keep)).await.unwrap();
    let told = report.findings.iter().any(|finding| finding.text.contains("final"));
    assert!(told || report.outcome == Outcome::Unasked || scale_of(&world).await == (50, 10), "{:?}", report.findings);
}

#[tokio::test(start_paused = true)]
async fn an_impossible_event_does_not_keep_the_others_from_being_warm() {
    let world = world();
    let mut pool = world.ops(HOUR).existing(&pool_id()).await.unwrap();
    pool.kind = Some(crate::model::Kind::PythonLTS);
    (pool.scale.ready, pool.counts) = (None, None);
    let intent = apply(&world, &[event("good", (0, 120), 50, 10), event("typo", (0, 240), 6000, 10)], OnDrift::Warn);
    let now = world.clock.now();
    let plan = crate::plan::decide(&intent.wish(&pool, now, None).unwrap(), &pool, now);
    assert!(plan.is_ok_and(|plan| plan.target.0.max >= 50));
}

#[tokio::test(start_paused = true)]
async fn a_second_spelling_of_a_slot_hides_no_lease() {
    let world = world();
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 180)), &[])).await.unwrap();
    let pool = world.pool().await;
    let mut tags = pool["tags"].as_object().unwrap().clone();
    let slot = tags.keys().find(|tag| tag.starts_with("pool-lease")).unwrap().clone();
    let text = tags.remove(&slot).unwrap();
    tags.insert(slot.clone(), json!("ended"));
    tags.insert("pool-lease-0".into(), text.clone());
    let over = text.as_str().unwrap().replace("max=50 ready=10", "max=6 ready=1");
    tags.insert("pool-lease-00".into(), json!(over));
    world.foreign_edit(json!({"tags": tags})).await;
    at_minute(&world, 10).await;
    applied(&world, &[]).await;
    assert_eq!(scale_of(&world).await, (50, 10));
}

#[tokio::test(start_paused = true)]
async fn a_stamp_whose_scale_never_came_is_not_somebodys_change() {
    let world = world();
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 60)), &[])).await.unwrap();
    at_minute(&world, 60).await;
    applied(&world, &[]).await;
    let tags = world.pool().await["tags"].clone();
    // The operation that lowered it failed, and Azure has kept the tags that came with it.
    world
        .foreign_edit(json!({"tags": tags, "properties": {"scaleConfiguration": {
        "maxConcurrentSessions": 50, "readySessionInstances": 10}}}))
        .await;
    world.set(json!({"provisioningState": "Failed"})).await;
    at_minute(&world, 70).await;
    let result = carry_out(&world, apply(&world, &[], OnDrift::Warn)).await;
    assert_eq!(scale_of(&world).await.1, 1, "{:?}", result.map(|report| report.findings));
}

#[tokio::test(start_paused = true)]
async fn a_tag_of_others_that_begins_like_ours_is_theirs() {
    let world = world();
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 60)), &[])).await.unwrap();
    let mut tags = world.pool().await["tags"].clone();
    tags["pool-lease-owner"] = json!("Finance");
    world.foreign_edit(json!({"tags": tags})).await;
    at_minute(&world, 60).await;
    carry_out(&world, Intent { force: true, ..down_to(settings(5, 0)) }).await.unwrap();
    assert_eq!(world.pool().await["tags"]["pool-lease-owner"], "Finance", "it was never ours");
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_apply_would_leave_out_is_refused() {
    let world = world();
    let mut pool = world.ops(HOUR).existing(&pool_id()).await.unwrap();
    pool.kind = Some(crate::model::Kind::PythonLTS);
    (pool.scale.ready, pool.counts) = (None, None);
    let added = Lease { combine: Combine::Sum, ..lease("ana@desk", 700, 10, in_minutes(&world, 60)) };
    let now = world.clock.now();
    let intent = up(added, &[]);
    let error = intent.wish(&pool, now, None).unwrap_err();
    assert!(error.to_string().contains("at most 600"), "{error}");
}
