//! Ends in odd company: drains, holds and refused zeros, and stamps without room for all the events that run.

use super::world::{World, down_to, intent, lease, pool_id, settings};
use crate::emulator::{Switches, Times};
use crate::error::Result;
use crate::model::{Lifecycle, Settings};
use crate::ops::scale::{self, Report, Request, Wait};
use crate::plan::{Action, Down, Holding, Intent, Others};
use crate::schedule::hold::Outranks;
use crate::schedule::records::Known;
use crate::schedule::stamp::{self, Mark};
use crate::schedule::{Calendar, Combine, End, Hold, Lease, OnDrift, Person, ScheduledEvent, When};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

fn world() -> World {
    World::with(Switches::default(), Times::Instant)
}

async fn carry_out(world: &World, intent: Intent) -> Result<Report> {
    scale::run(&world.ops(HOUR), Request::new(pool_id(), intent)).await
}

fn apply(world: &World, events: &[ScheduledEvent], on_drift: OnDrift) -> Intent {
    let runner = Mark { by: "cron@build7".into(), at: world.clock.now() };
    let names = std::sync::Arc::new(events.iter().map(|event| stamp::event_name(&event.name)).collect());
    let action = Action::Apply { on_drift, runner: Some(runner), heartbeat: None };
    Intent { known: Known { events: events.to_vec(), names }, ..intent(action, settings(5, 0)) }
}

async fn applied(world: &World, events: &[ScheduledEvent]) -> Report {
    carry_out(world, apply(world, events, OnDrift::Warn)).await.unwrap()
}

fn event(name: &str, (from, until): (i64, i64), max: u32, ready: u32) -> ScheduledEvent {
    let start: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
    let start = start.checked_add(SignedDuration::from_mins(from)).unwrap();
    let end = End::For(Duration::from_secs(60 * u64::try_from(until - from).unwrap()));
    ScheduledEvent {
        name: name.into(),
        profile: "contest".into(),
        settings: settings(max, ready),
        calendar: Calendar {
            when: When::Once(start.to_zoned(TimeZone::UTC).datetime()),
            end,
            lead: Duration::ZERO,
            zone: TimeZone::UTC,
        },
        combine: Combine::Max,
    }
}

fn on_exit(event: ScheduledEvent) -> ScheduledEvent {
    let settings = exits(event.settings.clone());
    ScheduledEvent { settings, ..event }
}

fn exits(settings: Settings) -> Settings {
    Settings { lifecycle: Lifecycle::OnContainerExit { max_alive: HOUR }, ..settings }
}

async fn scale_of(world: &World) -> (u64, u64) {
    let pool = world.pool().await;
    let scale = &pool["properties"]["scaleConfiguration"];
    (scale["maxConcurrentSessions"].as_u64().unwrap(), scale["readySessionInstances"].as_u64().unwrap())
}

async fn lifecycle_of(world: &World) -> String {
    let pool = world.pool().await;
    let lifecycle = &pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"];
    lifecycle["lifecycleType"].as_str().unwrap_or("?").to_owned()
}

async fn at_minute(world: &World, minute: i64) {
    let seconds = minute * 60 - world.seconds();
    world.clock.sleep(Duration::from_secs(u64::try_from(seconds).unwrap())).await;
}

fn in_minutes(world: &World, minutes: i64) -> Option<Timestamp> {
    Some(world.clock.now().checked_add(SignedDuration::from_mins(minutes)).unwrap())
}

fn up(lease: Lease, events: &[ScheduledEvent]) -> Intent {
    let names = std::sync::Arc::new(events.iter().map(|event| stamp::event_name(&event.name)).collect());
    let known = Known { events: events.to_vec(), names };
    Intent { known, ..intent(Action::ScaleUp(lease), settings(5, 0)) }
}

fn down(who: &str, others: bool, hold: Holding) -> Intent {
    intent(
        Action::ScaleDown(Box::new(Down::new(
            Person::named(who),
            if others { Others::All } else { Others::Ask },
            hold,
        ))),
        settings(5, 0),
    )
}

fn held(world: &World, who: &str, max: u32, ready: u32, minutes: i64) -> Hold {
    Hold {
        settings: settings(max, ready),
        profile: "production".into(),
        outranks: Outranks::Base,
        from: world.clock.now(),
        until: in_minutes(world, minutes),
        by: Person::named(who),
    }
}

fn runs() -> crate::ops::runs::Runs {
    crate::ops::runs::Runs::read(std::path::PathBuf::new())
}

fn declared(world: &World, events: &[ScheduledEvent]) -> crate::ops::declared::Declared {
    let Intent { base, known, .. } = apply(world, events, OnDrift::Warn);
    crate::ops::declared::Declared { base, known, on_drift: OnDrift::Warn, heartbeat: None }
}

fn uncounted() -> World {
    World::with(Switches { template_status: false, ..Switches::default() }, Times::Instant)
}

fn writes(world: &World) -> usize {
    world.log().iter().filter(|sent| sent.is_write()).count()
}

fn stamp_of(pool: &Value) -> String {
    pool["tags"]["pool-applied"].as_str().unwrap_or("none").to_owned()
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
async fn a_smaller_event_during_a_drain_drains_too() {
    let world = uncounted();
    let events = [on_exit(event("big", (0, 60), 50, 5)), on_exit(event("small", (70, 125), 30, 5))];
    let mut pool = Vec::new();
    for minute in [0, 1, 60, 61, 70, 71, 124, 125, 126, 129, 130, 131, 135] {
        at_minute(&world, minute).await;
        // By hand, so that the pool is OnContainerExit although nobody counts.
        let force = minute == 0;
        let intent = Intent { force, ..apply(&world, &events, OnDrift::Warn) };
        carry_out(&world, intent).await.unwrap();
        pool.push((minute, scale_of(&world).await, lifecycle_of(&world).await));
    }
    let last = pool.last().unwrap();
    assert_eq!(
        (last.1.0, last.2.as_str()),
        (50, "OnContainerExit"),
        "small ended ten minutes ago, its sessions live an hour: {pool:?}"
    );
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
    assert_eq!(pool.last().unwrap().1.0, 50, "small ended two minutes ago: {pool:?}");
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

#[tokio::test(start_paused = true)]
async fn force_does_not_end_a_held_base() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    let known = apply(&world, &events, OnDrift::Warn).known;
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
async fn a_second_event_does_not_make_the_first_late() {
    let world = world();
    let events = [event("a", (0, 120), 50, 10), event("b", (60, 120), 30, 20)];
    for minute in [0, 60] {
        at_minute(&world, minute).await;
        let items = vec![crate::ops::apply::Item { id: pool_id(), declared: declared(&world, &events) }];
        let run = crate::ops::apply::Run {
            by: "cron@build7".into(),
            dry_run: false,
            at: None,
            wait: Wait::Applied,
            force: false,
        };
        let mut runs = runs();
        let done = crate::ops::apply::run(&world.ops(HOUR), items, &run, &mut runs).await;
        let report = done[0].result.as_ref().unwrap();
        let late: Vec<&str> =
            report.findings.iter().map(|one| one.text.as_str()).filter(|text| text.contains("only now")).collect();
        assert!(late.is_empty(), "minute {minute}: {late:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn raised_again_is_not_late() {
    let world = world();
    let events = [event("a", (0, 120), 50, 10)];
    for minute in [0, 60] {
        at_minute(&world, minute).await;
        if minute == 60 {
            world
                .foreign_edit(json!({"properties": {"scaleConfiguration": {
                "maxConcurrentSessions": 50, "readySessionInstances": 2}}}))
                .await;
        }
        let items = vec![crate::ops::apply::Item { id: pool_id(), declared: declared(&world, &events) }];
        let run = crate::ops::apply::Run {
            by: "cron@build7".into(),
            dry_run: false,
            at: None,
            wait: Wait::Applied,
            force: false,
        };
        let mut runs = runs();
        let done = crate::ops::apply::run(&world.ops(HOUR), items, &run, &mut runs).await;
        let report = done[0].result.as_ref().unwrap();
        let late: Vec<&str> =
            report.findings.iter().map(|one| one.text.as_str()).filter(|text| text.contains("only now")).collect();
        assert!(late.is_empty(), "minute {minute}: {late:?}");
    }
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
async fn force_again_does_not_shorten_a_hold() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10), event("night", (180, 240), 50, 10)];
    let known = apply(&world, &events, OnDrift::Warn).known;
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
