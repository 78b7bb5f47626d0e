//! Claims in odd company: what they must not do to each other, to a pool that others work on, or to sessions in use.

use super::world::{World, down_to, intent, lease, pool_id, settings};
use crate::emulator::{Switches, TagRule, Times};
use crate::error::Result;
use crate::model::{Lifecycle, Settings};
use crate::ops::extend::{self, Extension};
use crate::ops::scale::{self, Outcome, Report, Request, Wait};
use crate::plan::{Action, Down, Holding, Intent, Others, Unasked};
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

fn live_leases(pool: &Value) -> usize {
    let tags = pool["tags"].as_object().unwrap();
    tags.iter().filter(|(name, value)| name.starts_with("pool-lease-") && **value != "ended").count()
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
            let known = apply(&world, &events, OnDrift::Warn).known;
            let hold = Hold { outranks: Outranks::All, ..held(&world, "ana@desk", 5, 0, 30) };
            carry_out(&world, Intent { known, ..down("ana@desk", true, Holding::Write(hold)) }).await.unwrap();
        }
        assert_eq!(scale_of(&world).await, (50, 1), "moved {moved}: 40 sessions are allocated, and drain from now on");
    }
}

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
async fn a_hold_without_room_is_refused() {
    let world = world();
    let events = [event("final", (0, 300), 50, 10)];
    applied(&world, &events).await;
    let mut tags = world.pool().await["tags"].as_object().unwrap().clone();
    tags.extend((tags.len()..50).map(|n| (format!("t{n}"), json!("theirs"))));
    world.foreign_edit(json!({"tags": tags})).await;
    let known = apply(&world, &events, OnDrift::Warn).known;
    let result = carry_out(&world, Intent { known, force: true, ..down_to(settings(5, 0)) }).await;
    let was_done = result.is_ok();
    at_minute(&world, 5).await;
    applied(&world, &events).await;
    assert_eq!(was_done, scale_of(&world).await == (5, 1), "done {was_done}: what was said holds at the next run");
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
async fn an_event_on_a_pool_of_unknown_lifecycle_is_not_cut() {
    let world = world();
    let mut pool = world.pool().await;
    pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"] = json!({"lifecycleType": "Eternal"});
    world.answer("Contest-Pool", 200, pool.clone());
    let events = [event("final", (0, 120), 50, 10)];
    let ops = world.ops(HOUR);
    let request = Request { wait: Wait::Sent, ..Request::new(pool_id(), apply(&world, &events, OnDrift::Warn)) };
    scale::run(&ops, request).await.unwrap();
    let sent = world.log().into_iter().rfind(super::world::Sent::is_write).unwrap();
    pool["tags"] = sent.body["tags"].clone();
    pool["properties"]["scaleConfiguration"] = sent.body["properties"]["scaleConfiguration"].clone();
    world.answer("Contest-Pool", 200, pool);
    at_minute(&world, 10).await;
    let request = Request { dry_run: true, ..Request::new(pool_id(), apply(&world, &[], OnDrift::Warn)) };
    let report = scale::run(&ops, request).await.unwrap();
    assert!(!report.plan.changes.iter().any(|change| change.lowers), "{:?}", report.plan.changes);
}

#[tokio::test(start_paused = true)]
async fn what_is_held_down_is_not_extended() {
    let world = world();
    let events = [event("final", (0, 300), 50, 10)];
    applied(&world, &events).await;
    let known = apply(&world, &events, OnDrift::Warn).known;
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
async fn a_lease_that_is_over_before_it_is_sent_raises_nothing() {
    let world = world();
    let until = in_minutes(&world, 5);
    at_minute(&world, 6).await;
    world.forget();
    let result = carry_out(&world, up(lease("ana@desk", 50, 10, until), &[])).await;
    assert_eq!(world.sent("PATCH"), 0, "{:?}", result.map(|report| report.outcome));
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
    assert_eq!(world.log().iter().filter(|sent| sent.is_write()).count(), 0);
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
async fn an_added_event_is_not_extended_to_be_added_twice() {
    let world = world();
    let events = [event("a", (0, 300), 50, 10), ScheduledEvent { combine: Combine::Sum, ..event("b", (0, 60), 20, 5) }];
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (70, 15));
    let known = apply(&world, &events, OnDrift::Warn).known;
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
async fn a_scale_down_says_that_it_ends_an_event_unknown_here() {
    let world = world();
    applied(&world, &[event("final", (0, 120), 50, 10)]).await;
    at_minute(&world, 10).await;
    let report = carry_out(&world, down("ana@desk", false, Holding::Keep)).await.unwrap();
    let told = report.findings.iter().any(|finding| finding.text.contains("final"));
    assert!(told || report.outcome == Outcome::Unasked || scale_of(&world).await == (50, 10), "{:?}", report.findings);
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
async fn where_nobody_counts_a_running_event_keeps_its_sessions() {
    let world = World::with(Switches { template_status: false, ..Switches::default() }, Times::Instant);
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
async fn somebody_elses_hold_is_asked_about() {
    let world = world();
    carry_out(&world, down("ben@desk", false, Holding::Write(held(&world, "ben@desk", 20, 2, 600)))).await.unwrap();
    let report = carry_out(&world, down("ana@desk", false, Holding::End)).await.unwrap();
    assert_eq!((report.outcome, scale_of(&world).await), (Outcome::Unasked, (20, 2)));
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

#[tokio::test(start_paused = true)]
async fn two_files_agree_on_a_stamp_while_a_lifecycle_waits() {
    let world = world();
    let events = [on_exit(event("final", (0, 120), 50, 10))];
    world.set(json!({"allocated": 3})).await;
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    let mut writes = Vec::new();
    for minute in [1, 2, 3, 4, 5] {
        at_minute(&world, minute).await;
        world.forget();
        applied(&world, &events).await;
        applied(&world, &[]).await;
        writes.push(world.log().iter().filter(|sent| sent.is_write()).count());
    }
    assert_eq!(writes[1..], [0; 4]);
}

#[tokio::test(start_paused = true)]
async fn two_files_let_a_drain_end() {
    let world = World::with(Switches { template_status: false, ..Switches::default() }, Times::Instant);
    let events = [event("big", (0, 60), 50, 5), event("small", (0, 400), 13, 5)];
    let mut writes = Vec::new();
    for minute in [1, 30, 59, 60, 65, 70, 75, 80, 85, 90] {
        at_minute(&world, minute).await;
        world.set(json!({"allocated": 14})).await;
        world.forget();
        applied(&world, &events).await;
        applied(&world, &[]).await;
        writes.push(world.log().iter().filter(|sent| sent.is_write()).count());
    }
    assert_eq!((scale_of(&world).await, writes[8..].to_vec()), ((13, 5), vec![0, 0]), "{writes:?}");
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
