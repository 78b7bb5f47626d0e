//! What somebody else changed, and what nobody can read: told, and never lowered on doubt.

use super::company::{applied, apply, at_minute, carry_out, event, in_minutes, scale_of, up_by, world};
use super::world::{down_to, settings};
use crate::ops::scale::Outcome;
use crate::plan::Intent;
use crate::schedule::OnDrift;
use serde_json::json;

/// The first run on a pool that was never ours stops nothing (startstopv2#73): it says so.
#[tokio::test(start_paused = true)]
async fn a_pool_that_no_claim_explains_is_reported_and_left() {
    let world = world();
    world
        .foreign_edit(json!({"properties": {"scaleConfiguration": {
        "maxConcurrentSessions": 40, "readySessionInstances": 8}}}))
        .await;
    world.forget();
    let report = applied(&world, &[]).await;
    assert_eq!((report.outcome, world.sent("PATCH")), (Outcome::NoChanges, 0));
    assert!(
        report.findings.iter().any(|finding| finding.text.contains("no claim wants more")),
        "{:?}",
        report.findings
    );
    carry_out(&world, apply(&world, &[], OnDrift::Enforce)).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1));
}

#[tokio::test(start_paused = true)]
async fn drift_is_treated_as_the_file_says() {
    let events = [event("final", (0, 120), 50, 10)];
    for (on_drift, during, after) in
        [(OnDrift::Warn, (50, 10), (5, 1)), (OnDrift::Keep, (20, 3), (5, 1)), (OnDrift::Enforce, (50, 10), (5, 1))]
    {
        let world = world();
        applied(&world, &events).await;
        // Terraform puts it back in the middle of the contest (terraform-aws-ecs#422).
        world
            .foreign_edit(json!({"properties": {"scaleConfiguration": {
            "maxConcurrentSessions": 20, "readySessionInstances": 3}}}))
            .await;
        at_minute(&world, 10).await;
        let report = carry_out(&world, apply(&world, &events, on_drift)).await.unwrap();
        assert_eq!(scale_of(&world).await, during, "{on_drift:?}");
        let told = report.findings.iter().any(|finding| finding.text.contains("somebody@example.com"));
        assert_eq!(told, on_drift != OnDrift::Enforce, "{:?}", report.findings);
        at_minute(&world, 120).await;
        carry_out(&world, apply(&world, &events, on_drift)).await.unwrap();
        assert_eq!(scale_of(&world).await, after, "{on_drift:?}: it is below what we raised, and ours to lower");
    }
}

/// Somebody raised one number by hand while an event ran: that one is theirs, the other goes back.
#[tokio::test(start_paused = true)]
async fn only_what_we_raised_is_lowered() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    world
        .foreign_edit(json!({"properties": {"scaleConfiguration": {
        "maxConcurrentSessions": 80, "readySessionInstances": 10}}}))
        .await;
    at_minute(&world, 120).await;
    let report = applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (80, 1));
    assert!(report.findings.iter().any(|finding| finding.text.contains("max sessions is 80")), "{:?}", report.findings);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_never_lowers_a_pool() {
    for (tag, value) in [
        ("pool-lease-3", "v2 something newer"),
        ("pool-lease-0", "max=5"),
        ("Pool-Lease-9", "v1 max=50 ready=10 Timed=300s profile=x from=2026-12-05T08:00:00Z until=never by=x"),
        ("pool-hold", "please"),
        ("pool-applied", "v9 max=50"),
    ] {
        let world = world();
        carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 60))).await.unwrap();
        let mut tags = world.pool().await["tags"].clone();
        tags[tag] = json!(value);
        world.foreign_edit(json!({"tags": tags})).await;
        at_minute(&world, 61).await;
        let report = applied(&world, &[]).await;
        assert_eq!(scale_of(&world).await, (50, 10), "{tag}");
        assert!(report.plan.doubt.is_some(), "{tag}");
        // Raising goes on.
        applied(&world, &[event("final", (0, 300), 60, 20)]).await;
        assert_eq!(scale_of(&world).await, (60, 20), "{tag}");
        assert_eq!(world.pool().await["tags"][tag], value, "it is left as it is");
        // And whoever insists gets the pool down.
        carry_out(&world, Intent { force: true, ..down_to(settings(5, 0)) }).await.unwrap();
        assert_eq!(scale_of(&world).await, (5, 1), "{tag}");
    }
}
