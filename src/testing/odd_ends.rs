//! Ends in odd company: drains and peaks, and pools that come to rest.

use super::company::{
    HOUR, applied, apply, at_minute, carry_out, down, event, held, in_minutes, known, lifecycle_of, on_exit, scale_of,
    stamp_of, uncounted, up, world, writes,
};
use super::world::{World, down_to, lease, pool_id, settings};
use crate::emulator::{Switches, Times};
use crate::ops::scale::{self, Request, Wait};
use crate::plan::{Holding, Intent};
use crate::schedule::hold::Outranks;
use crate::schedule::{Hold, OnDrift, ScheduledEvent, stamp};
use serde_json::json;
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn an_old_lease_is_not_the_end_of_what_has_just_ended() {
    for moved in [true, false] {
        let world = world();
        let events = [event("final", (0, 120), 50, 10)];
        applied(&world, &events).await;
        carry_out(&world, up(lease("ben@desk", 20, 2, in_minutes(&world, 30)), &events)).await.unwrap();
        for minute in [29, 30, 31, 60, 89] {
            at_minute(&world, minute).await;
            applied(&world, &events).await;
        }
        world.set(json!({"allocated": 40})).await;
        at_minute(&world, 90).await;
        if moved {
            // The file now has it in the evening.
            applied(&world, &[event("final", (600, 700), 50, 10)]).await;
        } else {
            // The contest is over early; somebody holds the pool down with --force on max? No: without it.
            let known = known(&events);
            let hold = Hold { outranks: Outranks::All, ..held(&world, "ana@desk", 5, 0, 30) };
            carry_out(&world, Intent { known, ..down("ana@desk", true, Holding::Write(hold)) }).await.unwrap();
        }
        assert_eq!(scale_of(&world).await, (50, 1), "moved {moved}: 40 sessions are allocated, and drain from now on");
    }
}

#[tokio::test(start_paused = true)]
async fn two_names_of_a_base_do_not_keep_a_drain_from_ending() {
    let world = world();
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 60)), &[])).await.unwrap();
    world.set(json!({"allocated": 30})).await;
    for minute in (60..120).step_by(5) {
        at_minute(&world, minute).await;
        applied(&world, &[]).await;
        let mut other = apply(&world, &[], OnDrift::Warn);
        other.base.name = "./profiles/idle.yaml".into();
        carry_out(&world, other).await.unwrap();
    }
    assert_eq!(scale_of(&world).await, (5, 1));
}

#[tokio::test(start_paused = true)]
async fn two_files_let_a_drain_end() {
    let world = uncounted();
    let events = [event("big", (0, 60), 50, 5), event("small", (0, 400), 13, 5)];
    let mut counts = Vec::new();
    for minute in [1, 30, 59, 60, 65, 70, 75, 80, 85, 90] {
        at_minute(&world, minute).await;
        world.set(json!({"allocated": 14})).await;
        world.forget();
        applied(&world, &events).await;
        applied(&world, &[]).await;
        counts.push(writes(&world));
    }
    assert_eq!((scale_of(&world).await, counts[8..].to_vec()), ((13, 5), vec![0, 0]), "{counts:?}");
}

#[tokio::test(start_paused = true)]
async fn the_peak_ends_with_its_own_event_on_the_machine_that_knows_all() {
    let world = world();
    let mut events: Vec<ScheduledEvent> =
        (0..5).map(|n| event(&format!("regional-contest-of-district-{n}"), (0, 600 + n), 10, 1)).collect();
    events.push(event("finals-of-the-whole-country", (0, 60), 100, 40));
    for minute in [0, 59, 60, 61, 120] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
    }
    assert_eq!(scale_of(&world).await, (10, 1), "every event is known here");
}

#[tokio::test(start_paused = true)]
async fn the_peak_with_the_longest_name_ends() {
    let world = world();
    let mut events: Vec<ScheduledEvent> =
        (0..5).map(|n| event(&format!("regional-contest-district-{n}"), (0, 600 + n), 10, 1)).collect();
    events.push(event("finals-of-the-whole-country-2026", (0, 60), 100, 40));
    for minute in [0, 59, 60, 61, 120] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
    }
    assert_eq!(scale_of(&world).await, (10, 1), "{}", stamp_of(&world.pool().await));
}

#[tokio::test(start_paused = true)]
async fn a_peak_ends_from_however_many_on() {
    let mut stays = Vec::new();
    for length in [8usize, 12, 16, 24, 32] {
        for count in 2..=8i64 {
            let world = world();
            let one = |n: i64| event(&format!("{}{n}", "e".repeat(length - 1)), (0, 600 + n), 10, 1);
            let mut events: Vec<ScheduledEvent> = (0..count - 1).map(one).collect();
            events.push(event(&format!("{}z", "e".repeat(length - 1)), (0, 60), 100, 40));
            for minute in [0, 59, 60, 61, 120] {
                at_minute(&world, minute).await;
                applied(&world, &events).await;
            }
            let seen = scale_of(&world).await;
            if seen != (10, 1) {
                stays.push((length, count, seen));
                break;
            }
        }
    }
    assert!(stays.is_empty(), "{stays:?}");
}

#[tokio::test(start_paused = true)]
async fn a_smaller_event_during_a_drain_drains_too() {
    let world = uncounted();
    let events = [on_exit(event("big", (0, 60), 50, 5)), on_exit(event("small", (70, 125), 30, 5))];
    let mut pool = Vec::new();
    for minute in [0, 1, 60, 61, 70, 71, 124, 125, 126, 129, 130, 131, 135, 194, 195] {
        at_minute(&world, minute).await;
        // By hand, so that the pool is OnContainerExit although nobody counts.
        let force = minute == 0;
        let intent = Intent { force, ..apply(&world, &events, OnDrift::Warn) };
        carry_out(&world, intent).await.unwrap();
        pool.push((minute, scale_of(&world).await, lifecycle_of(&world).await));
    }
    let max: Vec<u64> = pool[8..].iter().map(|(_, scale, _)| scale.0).collect();
    assert_eq!(
        max,
        [50, 50, 30, 30, 30, 30, 5],
        "big's sessions are gone after an hour and ten minutes, small's as long after its own end: {pool:?}"
    );
    assert!(pool[..14].iter().all(|(_, _, lifecycle)| lifecycle == "OnContainerExit"), "{pool:?}");
}

#[tokio::test(start_paused = true)]
async fn a_smaller_event_during_a_drain_drains_too_counted() {
    let world = world();
    let events = [event("big", (0, 60), 50, 5), event("small", (65, 74), 30, 5)];
    let mut pool = Vec::new();
    for minute in [0, 60, 61, 65, 66, 73, 74, 75, 76] {
        at_minute(&world, minute).await;
        world.set(json!({"allocated": 35})).await;
        applied(&world, &events).await;
        pool.push((minute, scale_of(&world).await));
    }
    let max: Vec<u64> = pool[6..].iter().map(|(_, scale)| scale.0).collect();
    assert_eq!(max, [50, 35, 35], "small ended two minutes ago, and 35 sessions are there: {pool:?}");
}

#[tokio::test(start_paused = true)]
async fn an_enforced_lowering_comes_to_rest() {
    for counted in [true, false] {
        let world = if counted { world() } else { uncounted() };
        carry_out(&world, down_to(settings(5, 0))).await.unwrap();
        applied(&world, &[]).await;
        world
            .foreign_edit(json!({"properties": {"scaleConfiguration": {
                "maxConcurrentSessions": 50, "readySessionInstances": 1}}}))
            .await;
        let mut seen = Vec::new();
        for minute in [1, 5, 10, 20, 30, 60, 120] {
            at_minute(&world, minute).await;
            world.set(json!({"allocated": 14})).await;
            world.forget();
            let _ = carry_out(&world, apply(&world, &[], OnDrift::Enforce)).await;
            seen.push((minute, writes(&world), scale_of(&world).await.0));
        }
        assert_eq!(
            &seen[5..],
            [(60, 0, 5), (120, 0, 5)],
            "counted {counted}: {seen:?} {}",
            stamp_of(&world.pool().await)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn two_names_of_a_base_do_not_send_a_refused_zero_for_ever() {
    let world = world();
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    let mut counts = Vec::new();
    for minute in [1, 2, 3, 4, 5] {
        at_minute(&world, minute).await;
        world.forget();
        applied(&world, &[]).await;
        let mut other = apply(&world, &[], OnDrift::Warn);
        other.base.name = "./profiles/idle.yaml".into();
        carry_out(&world, other).await.unwrap();
        counts.push(writes(&world));
    }
    assert_eq!(counts[1..], [0; 4], "{counts:?}");
}

#[tokio::test(start_paused = true)]
async fn two_files_with_equal_events_come_to_rest() {
    let world = world();
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    let one = [event("a", (0, 120), 50, 0)];
    let other = [event("b", (0, 120), 50, 0)];
    let mut counts = Vec::new();
    for minute in [1, 2, 3, 4, 5] {
        at_minute(&world, minute).await;
        world.forget();
        applied(&world, &one).await;
        applied(&world, &other).await;
        counts.push(writes(&world));
    }
    assert_eq!(counts[1..], [0; 4], "{counts:?} {}", stamp_of(&world.pool().await));
}

#[tokio::test(start_paused = true)]
async fn a_failed_pool_comes_to_rest() {
    let world = uncounted();
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 60)), &[])).await.unwrap();
    for minute in [60, 70, 76] {
        at_minute(&world, minute).await;
        applied(&world, &[]).await;
    }
    assert_eq!(scale_of(&world).await.0, 5);
    let tags = world.pool().await["tags"].clone();
    world
        .foreign_edit(json!({"tags": tags, "properties": {"scaleConfiguration": {
        "maxConcurrentSessions": 50, "readySessionInstances": 10}}}))
        .await;
    world.set(json!({"provisioningState": "Failed"})).await;
    let mut seen = Vec::new();
    for minute in [80, 90, 100, 120, 180] {
        at_minute(&world, minute).await;
        world.forget();
        let _ = carry_out(&world, apply(&world, &[], OnDrift::Warn)).await;
        seen.push((minute, writes(&world), scale_of(&world).await));
    }
    assert_eq!(seen[4], (180, 0, (5, 1)), "{seen:?} {}", stamp_of(&world.pool().await));
}

#[tokio::test(start_paused = true)]
async fn a_runner_that_does_not_wait_gets_past_a_late_refusal() {
    let switches = Switches { ready_zero: crate::emulator::ReadyZero::RefusedLate, ..Switches::default() };
    let world = World::with(switches, Times::Realistic);
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 60)), &[])).await.unwrap();
    world.forget();
    for minute in (60..300).step_by(15) {
        at_minute(&world, minute).await;
        let request = Request {
            wait: Wait::Sent,
            leave_busy: true,
            ..Request::new(pool_id(), apply(&world, &[], OnDrift::Warn))
        };
        let _ = scale::run(&world.ops(HOUR), request).await;
    }
    assert_eq!(scale_of(&world).await, (5, 1), "{} writes in four hours", world.sent("PATCH"));
}

#[test]
fn a_stamp_with_short_names_is_written_down() {
    let name = "x".repeat(32);
    let events: Vec<String> = (0..4).map(|n| format!("{}@2026-12-05T10:0{n}Z/5/1", ["!", "#", "$", "%"][n])).collect();
    let text = format!(
        "v1 max=5000 ready=1000 Timed=300s claim={name} draining=2026-12-05T09:00:00Z by={0} at=2026-12-05T09:00:00Z \
         runner={0}@2026-12-05T09:00Z events={1}",
        &name[..24],
        events.join(",")
    );
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let _ = stamp::Stamp::read(&text).unwrap().as_written();
        let _ = done.send(());
    });
    assert!(is_done.recv_timeout(Duration::from_secs(2)).is_ok(), "Stamp::as_written never ends");
}
