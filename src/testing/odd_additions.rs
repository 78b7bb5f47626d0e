//! Additions in odd company: what comes on top of other claims comes there once, whoever reads the stamp.

use super::company::{
    HOUR, applied, apply, at_minute, carry_out, event, in_minutes, known, scale_of, stamp_of, up, world,
};
use super::world::{intent, lease, pool_id, settings};
use crate::ops::extend::{self, Extension};
use crate::plan::{Action, Intent};
use crate::schedule::{Combine, Lease, OnDrift, Person, ScheduledEvent};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn an_added_lease_beside_an_event_unknown_here_is_added_once() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    at_minute(&world, 10).await;
    // Ben's laptop has no pool file.
    let added = Lease { combine: Combine::Sum, ..lease("ben@desk", 20, 5, in_minutes(&world, 30)) };
    let result = carry_out(&world, up(added, &[])).await;
    assert_eq!(scale_of(&world).await, (70, 15), "{:?}", result.map(|report| report.outcome));
}

#[tokio::test(start_paused = true)]
async fn an_added_lease_does_not_grow_when_a_machine_without_the_file_applies() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    let added = Lease { combine: Combine::Sum, ..lease("ben@desk", 20, 5, in_minutes(&world, 100)) };
    carry_out(&world, up(added, &events)).await.unwrap();
    let mut seen = Vec::new();
    for minute in [10, 11, 12] {
        at_minute(&world, minute).await;
        let _ = carry_out(&world, apply(&world, &[], OnDrift::Warn)).await;
        seen.push(scale_of(&world).await);
    }
    assert_eq!(seen, [(70, 15); 3]);
}

#[tokio::test(start_paused = true)]
async fn many_events_at_once_with_one_added_are_stable_on_one_machine() {
    let world = world();
    let mut events: Vec<ScheduledEvent> =
        (0..5).map(|n| event(&format!("regional-contest-of-district-{n}"), (0, 120 + n), 30, 3)).collect();
    events.push(ScheduledEvent { combine: Combine::Sum, ..event("finals-of-the-whole-country", (0, 60), 20, 5) });
    let mut seen = Vec::new();
    for minute in [1, 2, 3] {
        at_minute(&world, minute).await;
        let _ = carry_out(&world, apply(&world, &events, OnDrift::Warn)).await;
        seen.push(scale_of(&world).await);
    }
    assert_eq!(seen, [(50, 8); 3]);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_does_not_take_away_what_was_added() {
    let world = world();
    let events = [event("final", (0, 300), 50, 10)];
    applied(&world, &events).await;
    let added = Lease { combine: Combine::Sum, ..lease("ana@desk", 20, 5, in_minutes(&world, 60)) };
    carry_out(&world, up(added, &events)).await.unwrap();
    assert_eq!(scale_of(&world).await, (70, 15));
    carry_out(&world, up(lease("ana@desk", 20, 5, in_minutes(&world, 120)), &events)).await.unwrap();
    at_minute(&world, 10).await;
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (70, 15), "a renewal never gets smaller");
}

#[tokio::test(start_paused = true)]
async fn an_addition_beside_ones_own_lease_adds_what_was_asked_for() {
    let world = world();
    let events = [event("final", (0, 300), 50, 10)];
    applied(&world, &events).await;
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 120)), &events)).await.unwrap();
    assert_eq!(scale_of(&world).await, (50, 10));
    let added = Lease { combine: Combine::Sum, ..lease("ana@desk", 20, 5, in_minutes(&world, 60)) };
    carry_out(&world, up(added, &events)).await.unwrap();
    assert_eq!(scale_of(&world).await, (70, 15));
}

#[tokio::test(start_paused = true)]
async fn an_added_event_is_not_extended_to_be_added_twice() {
    let world = world();
    let events = [event("a", (0, 300), 50, 10), ScheduledEvent { combine: Combine::Sum, ..event("b", (0, 60), 20, 5) }];
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (70, 15));
    let known = known(&events);
    let ops = world.ops(HOUR);
    let (pool, person) = (ops.existing(&pool_id()).await.unwrap(), Person::named("ben@desk"));
    let extension = |of| Extension { by: HOUR, of: Some(of), person: &person, reason: None };
    assert!(extend::lease(&extension("b"), &pool, &known, world.clock.now()).is_err());
    let lease = extend::lease(&extension("a"), &pool, &known, world.clock.now()).unwrap();
    assert_eq!(lease.until, Some("2026-12-05T14:00:00Z".parse().unwrap()), "an hour after its end");
    let action = Action::Extend(lease);
    carry_out(&world, Intent { known, ..intent(action, settings(5, 0)) }).await.unwrap();
    at_minute(&world, 359).await;
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (50, 10));
    at_minute(&world, 360).await;
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (5, 1));
}

#[tokio::test(start_paused = true)]
async fn what_is_added_on_a_code_interpreter_is_cut_to_what_azure_takes() {
    let world = world();
    let mut pool = world.ops(HOUR).existing(&pool_id()).await.unwrap();
    pool.kind = Some(crate::model::Kind::PythonLTS);
    (pool.scale.ready, pool.counts) = (None, None);
    let added = |name: &str, max, ready| ScheduledEvent { combine: Combine::Sum, ..event(name, (0, 120), max, ready) };
    let intent = apply(&world, &[added("one", 50, 10), added("two", 600, 599)], OnDrift::Warn);
    let now = world.clock.now();
    let plan = crate::plan::decide(&intent.wish(&pool, now, None).unwrap(), &pool, now);
    assert_eq!(plan.unwrap().target.0.max, 600);
}

#[tokio::test(start_paused = true)]
async fn an_added_event_without_room_in_the_stamp_is_added_once() {
    let world = world();
    let mut events: Vec<ScheduledEvent> =
        (0..5).map(|n| event(&format!("regional-contest-district-{n}"), (0, 120 + n), 30, 3)).collect();
    events.push(ScheduledEvent { combine: Combine::Sum, ..event("finals-of-the-whole-country-2026", (0, 60), 20, 5) });
    let mut seen = Vec::new();
    for minute in [1, 2, 3, 4, 5, 6] {
        at_minute(&world, minute).await;
        world.set(json!({"allocated": 0})).await;
        let _ = carry_out(&world, apply(&world, &events, OnDrift::Warn)).await;
        seen.push(scale_of(&world).await);
    }
    assert_eq!(seen, [(50, 8); 6], "{}", stamp_of(&world.pool().await));
}

#[tokio::test(start_paused = true)]
async fn added_events_without_room_do_not_grow() {
    let world = world();
    let added = |n: i64| {
        let name = format!("regional-contest-of-the-east-{n:02}");
        ScheduledEvent { combine: Combine::Sum, ..event(&name, (0, 120 + n), 10, 1) }
    };
    let events: Vec<ScheduledEvent> = (0..6).map(added).collect();
    let mut seen = Vec::new();
    for minute in [1, 2, 3, 4, 5, 6] {
        at_minute(&world, minute).await;
        let _ = carry_out(&world, apply(&world, &events, OnDrift::Warn)).await;
        seen.push(scale_of(&world).await);
    }
    assert_eq!(seen, [(65, 6); 6], "{}", stamp_of(&world.pool().await));
}

#[tokio::test(start_paused = true)]
async fn added_events_rest_from_however_many_on() {
    let mut grows = Vec::new();
    for length in [8usize, 12, 16, 24, 32] {
        for count in 2..=8i64 {
            let world = world();
            let added = |n: i64| {
                let name = format!("{}{n}", "e".repeat(length - 1));
                ScheduledEvent { combine: Combine::Sum, ..event(&name, (0, 120 + n), 10, 1) }
            };
            let events: Vec<ScheduledEvent> = (0..count).map(added).collect();
            let first = carry_out(&world, apply(&world, &events, OnDrift::Warn))
                .await
                .map(|report| report.outcome)
                .map_err(|error| error.to_string());
            let wanted = (5 + 10 * count as u64, count as u64);
            let seen = scale_of(&world).await;
            if seen != wanted {
                grows.push((length, count, wanted, seen, first));
                break;
            }
        }
    }
    assert!(grows.is_empty(), "{grows:#?}");
}

#[tokio::test(start_paused = true)]
async fn an_added_event_without_room_is_not_cut_by_a_machine_without_the_file() {
    let world = world();
    let mut events: Vec<ScheduledEvent> =
        (0..5).map(|n| event(&format!("regional-contest-district-{n}"), (0, 120 + n), 30, 3)).collect();
    events.push(ScheduledEvent { combine: Combine::Sum, ..event("finals-of-the-whole-country-2026", (0, 60), 20, 5) });
    applied(&world, &events).await;
    let mut seen = Vec::new();
    for minute in [1, 2, 3] {
        at_minute(&world, minute).await;
        applied(&world, &[]).await;
        seen.push(scale_of(&world).await);
        applied(&world, &events).await;
        seen.push(scale_of(&world).await);
    }
    assert!(seen.iter().all(|(max, ready)| *max >= 50 && *ready >= 8), "50/8 are wanted: {seen:?}");
}
