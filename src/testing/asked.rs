//! What users of other schedulers and leases were bitten by, where no other test has it: renewals, ids that change by
//! themselves, deploys that put everything back.

use super::world::{World, intent, lease, pool_id, settings};
use crate::emulator::{Switches, TagRule, Times};
use crate::error::{Kind, Result};
use crate::model::{Lifecycle, Settings};
use crate::ops::extend::{self, Extension};
use crate::ops::scale::{self, Outcome, Report, Request};
use crate::plan::{Action, Intent};
use crate::schedule::records::Known;
use crate::schedule::{Calendar, Combine, End, Lease, OnDrift, Person, Records, ScheduledEvent, When};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

async fn carry_out(world: &World, intent: Intent) -> Result<Report> {
    scale::run(&world.ops(HOUR), Request::new(pool_id(), intent)).await
}

fn apply(events: &[ScheduledEvent]) -> Intent {
    let names = std::sync::Arc::new(events.iter().map(|event| event.name.clone()).collect());
    let action = Action::Apply { on_drift: OnDrift::Warn, runner: None, heartbeat: None };
    Intent { known: Known { events: events.to_vec(), names }, ..intent(action, settings(5, 0)) }
}

fn up(lease: Lease) -> Intent {
    intent(Action::ScaleUp(lease), settings(5, 0))
}

/// An event of two hours that begins with the world.
fn event(name: &str, max: u32, ready: u32) -> ScheduledEvent {
    let start: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
    let when = When::Once(start.to_zoned(TimeZone::UTC).datetime());
    ScheduledEvent {
        name: name.into(),
        profile: "contest".into(),
        settings: settings(max, ready),
        calendar: Calendar { when, end: End::For(2 * HOUR), lead: Duration::ZERO, zone: TimeZone::UTC, cut: None },
        combine: Combine::Max,
    }
}

async fn scale_of(world: &World) -> (u64, u64) {
    let pool = world.pool().await;
    let scale = &pool["properties"]["scaleConfiguration"];
    (scale["maxConcurrentSessions"].as_u64().unwrap(), scale["readySessionInstances"].as_u64().unwrap())
}

async fn cooldown_of(world: &World) -> u64 {
    let pool = world.pool().await;
    pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"]["cooldownPeriodInSeconds"]
        .as_u64()
        .unwrap()
}

fn in_minutes(world: &World, minutes: i64) -> Option<Timestamp> {
    Some(world.clock.now().checked_add(SignedDuration::from_mins(minutes)).unwrap())
}

async fn leases(world: &World) -> Vec<Lease> {
    let pool = world.ops(HOUR).existing(&pool_id()).await.unwrap();
    Records::read(&pool.tags).leases_at(world.clock.now()).map(|(_, lease)| lease.clone()).collect()
}

/// A renewal is held to the limits like a new lease, and one that has ended is renewed by nothing: what it had is not
/// taken over (U8, openclaw/crabbox#1035).
#[tokio::test(start_paused = true)]
async fn a_renewal_is_held_to_the_limits_of_a_new_lease() {
    let world = World::with(Switches::default(), Times::Instant);
    carry_out(&world, up(lease("ana@desk", 80, 20, in_minutes(&world, 30)))).await.unwrap();
    // While it holds: the same refusals, and nothing is sent.
    let cooldown = Lifecycle::Timed { cooldown: Duration::from_secs(60) };
    for wrong in [settings(10, 10), settings(0, 0), Settings { lifecycle: cooldown, ..settings(80, 20) }] {
        world.forget();
        let renewal = Lease { settings: wrong.clone(), ..lease("ana@desk", 80, 20, in_minutes(&world, 90)) };
        let error = carry_out(&world, up(renewal)).await.unwrap_err();
        assert_eq!((error.kind(), world.sent("PATCH")), (Kind::InvalidScale, 0), "{wrong:?}");
    }
    let person = Person::named("ana@desk");
    let longer = |by| Extension { by, of: None, person: &person, reason: None };
    let pool = world.ops(HOUR).existing(&pool_id()).await.unwrap();
    let far = extend::lease(&longer(367 * 24 * HOUR), &pool, &Known::default(), world.clock.now());
    assert_eq!(far.unwrap_err().kind(), Kind::Usage);
    // When it has ended, nobody has swept it yet: it cannot be extended, and a new one is as large as was asked for.
    world.clock.sleep(Duration::from_secs(31 * 60)).await;
    let ended = extend::lease(&longer(HOUR), &pool, &Known::default(), world.clock.now());
    assert_eq!(ended.unwrap_err().kind(), Kind::NotFound);
    carry_out(&world, up(lease("ana@desk", 50, 10, in_minutes(&world, 60)))).await.unwrap();
    let [only] = leases(&world).await.try_into().unwrap();
    assert_eq!((only.settings.max_sessions, only.until), (50, in_minutes(&world, 60).map(whole)));
}

/// A lease has an end and no length that could be worked out wrongly: however often it was renewed, `--for` counts from
/// now and `extend` from the end (U9, phnx-labs/agi-cli#2208).
#[tokio::test(start_paused = true)]
async fn a_renewal_is_as_long_as_was_asked_for_however_often() {
    let world = World::with(Switches::default(), Times::Instant);
    let first = world.clock.now();
    for round in 0..4 {
        let end = in_minutes(&world, 60);
        carry_out(&world, up(lease("ana@desk", 50, 10, end))).await.unwrap();
        let [only] = leases(&world).await.try_into().unwrap();
        assert_eq!((only.until, only.from), (end.map(whole), whole(first)), "round {round}");
        world.clock.sleep(Duration::from_secs(40 * 60)).await;
    }
    let [only] = leases(&world).await.try_into().unwrap();
    let pool = world.ops(HOUR).existing(&pool_id()).await.unwrap();
    let person = Person::named("ana@desk");
    let half = Extension { by: HOUR / 2, of: None, person: &person, reason: None };
    let longer = extend::lease(&half, &pool, &Known::default(), world.clock.now()).unwrap();
    assert_eq!(longer.until.unwrap(), only.until.unwrap().checked_add(SignedDuration::from_mins(30)).unwrap());
}

/// Events have the names that people gave them and the stamp has one order: files that say the same in another order
/// write nothing on top of each other (U32, instance-scheduler-on-aws 3.2.4).
#[tokio::test(start_paused = true)]
async fn the_order_of_a_file_changes_nothing_on_the_pool() {
    let mut events = [event("final", 50, 10), event("warm-up", 20, 15), event("aside", 50, 10), event("b", 7, 2)];
    for adds in [false, true] {
        let world = World::with(Switches::default(), Times::Instant);
        events[1].combine = if adds { Combine::Sum } else { Combine::Max };
        let first = carry_out(&world, apply(&events)).await.unwrap();
        assert_eq!(first.outcome, Outcome::Applied);
        let before = world.pool().await;
        world.forget();
        for _ in 0..events.len() {
            events.rotate_left(1);
            assert_eq!(carry_out(&world, apply(&events)).await.unwrap().outcome, Outcome::NoChanges);
            let mut mirrored = events.clone();
            mirrored.reverse();
            assert_eq!(carry_out(&world, apply(&mirrored)).await.unwrap().outcome, Outcome::NoChanges);
        }
        assert!(!world.log().iter().any(super::world::Sent::is_write), "adds: {adds}");
        assert_eq!(world.pool().await, before);
    }
}

/// A deploy in the middle of an event puts scale, lifecycle and tags back to its own: `pool apply` after it, as often as
/// anybody likes, brings the event back and then changes nothing (U35, the `sync_warm_state` that users of Modal write).
#[tokio::test(start_paused = true)]
async fn apply_after_each_deploy_brings_the_event_back_and_then_sends_nothing() {
    for rule in [TagRule::Merged, TagRule::Replaced] {
        let world = World::with(Switches { tags: rule, ..Switches::default() }, Times::Instant);
        let events = [event("final", 50, 10)];
        carry_out(&world, apply(&events)).await.unwrap();
        for deploy in 1..=3 {
            world.clock.sleep(Duration::from_secs(600)).await;
            world
                .foreign_edit(json!({
                    "tags": {"team": "judges", "deploy": format!("{deploy}")},
                    "properties": {
                        "scaleConfiguration": {"maxConcurrentSessions": 10, "readySessionInstances": 5},
                        "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                            "lifecycleType": "Timed", "cooldownPeriodInSeconds": 900, "maxAlivePeriodInSeconds": null}},
                    },
                }))
                .await;
            carry_out(&world, apply(&events)).await.unwrap();
            assert_eq!((scale_of(&world).await, cooldown_of(&world).await), ((50, 10), 300), "{rule:?} {deploy}");
            assert_eq!(world.pool().await["tags"]["deploy"], format!("{deploy}"), "theirs stays");
            world.forget();
            for _ in 0..3 {
                assert_eq!(carry_out(&world, apply(&events)).await.unwrap().outcome, Outcome::NoChanges);
            }
            assert!(!world.log().iter().any(super::world::Sent::is_write), "{rule:?} {deploy}");
        }
        world.clock.sleep(2 * HOUR).await;
        carry_out(&world, apply(&events)).await.unwrap();
        assert_eq!(scale_of(&world).await, (5, 1), "{rule:?}: what we raised goes back");
    }
}

fn whole(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap()
}
