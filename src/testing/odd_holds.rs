//! Holds in odd company: what somebody decided by hand stands until its end, and no longer.

use super::company::{HOUR, applied, at_minute, carry_out, down, event, held, in_minutes, known, scale_of, up, world};
use super::world::{down_to, lease, pool_id, settings};
use crate::ops::extend::{self, Extension};
use crate::ops::scale::Outcome;
use crate::plan::{Holding, Intent};
use crate::schedule::hold::Outranks;
use crate::schedule::{Hold, Person};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn a_held_base_that_ends_by_hand_drains() {
    let world = world();
    carry_out(&world, down("ana@desk", true, Holding::Write(held(&world, "ana@desk", 20, 2, 600)))).await.unwrap();
    for minute in [1, 29, 30, 60] {
        at_minute(&world, minute).await;
        applied(&world, &[event("small", (0, 30), 10, 1)]).await;
    }
    world.set(json!({"allocated": 15})).await;
    at_minute(&world, 200).await;
    carry_out(&world, down("ana@desk", true, Holding::End)).await.unwrap();
    assert_eq!(scale_of(&world).await, (20, 1), "15 sessions are allocated, and nobody said --force");
}

#[tokio::test(start_paused = true)]
async fn a_hold_without_room_is_refused() {
    let world = world();
    let events = [event("final", (0, 300), 50, 10)];
    applied(&world, &events).await;
    let mut tags = world.pool().await["tags"].as_object().unwrap().clone();
    tags.extend((tags.len()..50).map(|n| (format!("t{n}"), json!("theirs"))));
    world.foreign_edit(json!({"tags": tags})).await;
    let known = known(&events);
    let result = carry_out(&world, Intent { known, force: true, ..down_to(settings(5, 0)) }).await;
    let was_done = result.is_ok();
    at_minute(&world, 5).await;
    applied(&world, &events).await;
    assert_eq!(was_done, scale_of(&world).await == (5, 1), "done {was_done}: what was said holds at the next run");
}

#[tokio::test(start_paused = true)]
async fn what_is_held_down_is_not_extended() {
    let world = world();
    let events = [event("final", (0, 300), 50, 10)];
    applied(&world, &events).await;
    let known = known(&events);
    carry_out(&world, Intent { known: known.clone(), force: true, ..down_to(settings(5, 0)) }).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1));
    let ops = world.ops(HOUR);
    let (pool, person) = (ops.existing(&pool_id()).await.unwrap(), Person::named("ben@desk"));
    let extension = Extension { by: HOUR, of: None, person: &person, reason: None };
    let error = extend::lease(&extension, &pool, &known, world.clock.now()).unwrap_err();
    assert!(error.to_string().contains("ana@desk holds the pool at `idle` until"), "{error}");
    assert_eq!(scale_of(&world).await, (5, 1), "the hold was to stand until the end of the event");
}

#[tokio::test(start_paused = true)]
async fn a_scale_up_leaves_somebodys_held_base_alone() {
    let world = world();
    carry_out(&world, down("ana@desk", true, Holding::Write(held(&world, "ana@desk", 20, 2, 1440)))).await.unwrap();
    assert_eq!(scale_of(&world).await, (20, 2));
    carry_out(&world, up(lease("ben@desk", 50, 10, in_minutes(&world, 60)), &[])).await.unwrap();
    at_minute(&world, 60).await;
    applied(&world, &[]).await;
    assert_eq!(scale_of(&world).await, (20, 2), "ana holds it until tomorrow");
}

#[tokio::test(start_paused = true)]
async fn somebody_elses_hold_is_asked_about() {
    let world = world();
    carry_out(&world, down("ben@desk", false, Holding::Write(held(&world, "ben@desk", 20, 2, 600)))).await.unwrap();
    let report = carry_out(&world, down("ana@desk", false, Holding::End)).await.unwrap();
    assert_eq!((report.outcome, scale_of(&world).await), (Outcome::Unasked, (20, 2)));
}

#[tokio::test(start_paused = true)]
async fn force_does_not_end_a_held_base() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    let known = known(&events);
    carry_out(
        &world,
        Intent {
            known: known.clone(),
            ..down("ana@desk", false, Holding::Write(held(&world, "ana@desk", 20, 2, 1440)))
        },
    )
    .await
    .unwrap();
    applied(&world, &events).await;
    at_minute(&world, 60).await;
    let forced = Intent { known, force: true, ..down("ana@desk", false, Holding::Keep) };
    carry_out(&world, forced).await.unwrap();
    let during = scale_of(&world).await;
    at_minute(&world, 121).await;
    applied(&world, &events).await;
    assert_eq!((during, scale_of(&world).await), ((20, 2), (20, 2)), "she holds production until tomorrow");
}

#[tokio::test(start_paused = true)]
async fn force_again_does_not_shorten_a_hold() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10), event("night", (180, 240), 50, 10)];
    let known = known(&events);
    applied(&world, &events).await;
    let hold = Hold { outranks: Outranks::All, ..held(&world, "ana@desk", 5, 1, 1440) };
    carry_out(&world, Intent { known: known.clone(), force: true, ..down("ana@desk", false, Holding::Write(hold)) })
        .await
        .unwrap();
    at_minute(&world, 60).await;
    carry_out(&world, Intent { known, force: true, ..down("ana@desk", false, Holding::Keep) }).await.unwrap();
    at_minute(&world, 200).await;
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (5, 1), "no event was to raise it before tomorrow");
}
