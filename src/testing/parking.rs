//! Parking pools and making them again, through fair weather and foul.

use super::company;
use super::create_and_delete::request as creation;
use super::world::{World, lease, pool_id, settings};
use crate::azure::API_VERSION;
use crate::cost::{Card, OwnRates};
use crate::emulator::{ReadyZero, Switches};
use crate::error::{Kind, Result};
use crate::model::definition::{Definition, Egress, EnvValue, Secret, SecretSource};
use crate::model::{Kind as PoolKind, Mark, PoolId};
use crate::ops::apply::{self, Item, Recipe, Run};
use crate::ops::declared::Declared;
use crate::ops::delete::Outcome;
use crate::ops::expense::{Budget, Tail};
use crate::ops::journal::Journal;
use crate::ops::park::{self, Report, Request};
use crate::ops::runs::Runs;
use crate::ops::scale::{self, Parking, Wait};
use crate::ops::{Ops, Warmth, create, delete, unpark, why};
use crate::plan::Intent;
use crate::schedule::records::Known;
use crate::schedule::{Calendar, Claim, Combine, End, OnDrift, ScheduledEvent, When};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

/// What the world's pool is made of here, and what a pool file would say of it.
pub(super) fn definition() -> Definition {
    let mut definition = creation(PoolKind::CustomContainer, 0).definition;
    definition.tags = [("team".to_owned(), "judges".to_owned())].into();
    definition.egress = Some(Egress::Disabled);
    definition
}

fn body() -> Value {
    json!({
        "location": "eastus2",
        "tags": {"team": "judges"},
        "properties": {
            "poolManagementType": "Dynamic",
            "containerType": "CustomContainer",
            "environmentId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/judges-env",
            "scaleConfiguration": {"maxConcurrentSessions": 5, "readySessionInstances": 1},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}},
            "customContainerTemplate": {
                "containers": [{"name": "c", "image": "i:v1", "resources": {"cpu": 0.5, "memory": "1Gi"}}],
                "ingress": {"targetPort": 80},
            },
        },
    })
}

pub(super) fn world() -> World {
    World::holding(Switches::default(), crate::emulator::Times::Realistic, body())
}

pub(super) fn request() -> Request {
    Request {
        id: pool_id(),
        definition: definition(),
        unset: vec![],
        base: Claim::base("idle", settings(5, 0)),
        known: Known::default(),
        budgets: Default::default(),
        as_read: None,
        force: false,
        new_identity: false,
        by: "ana@desk".into(),
    }
}

async fn park_in(world: &World, folder: &Path, request: &Request) -> Result<Report> {
    park::run(&world.ops(HOUR), request, folder, false).await
}

async fn parked(world: &World, request: &Request) -> Result<Report> {
    park_in(world, tempfile::tempdir().unwrap().path(), request).await
}

pub(super) fn revival() -> unpark::Request {
    unpark::Request {
        id: pool_id(),
        definition: definition(),
        secrets: Default::default(),
        declared: Declared {
            base: Claim::base("idle", settings(5, 0)),
            known: Known::default(),
            budgets: Default::default(),
            on_drift: OnDrift::Warn,
            heartbeat: None,
        },
        by: "ana@desk".into(),
        max_cost: None,
        parks: false,
        dry_run: false,
        wait: Wait::Warm,
    }
}

#[tokio::test(start_paused = true)]
async fn a_pool_is_parked_with_a_copy_and_made_again_as_it_was() {
    let (world, folder) = (world(), tempfile::tempdir().unwrap());
    let before = world.pool().await;
    let report = park_in(&world, folder.path(), &request()).await.unwrap();
    assert_eq!(report.outcome, Outcome::Deleted);
    assert!(world.truth(&pool_id()).await.is_none());
    let copy = report.copy.unwrap();
    assert_eq!(copy, folder.path().join("Contest-Pool-20261205T080000Z.json"));
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(copy).unwrap()).unwrap();
    assert_eq!(kept["properties"]["customContainerTemplate"], before["properties"]["customContainerTemplate"]);
    assert_eq!(parked(&world, &request()).await.unwrap().outcome, Outcome::GoneAlready, "twice is once");
    let ops = world.ops(HOUR);
    let made = unpark::run(&ops, revival()).await.unwrap().made;
    assert_eq!((made.outcome, made.warmth), (create::Outcome::Created, Warmth::Warm { ready: 1, wanted: 1 }));
    assert!(made.took >= Duration::from_secs(411), "as long as recorded: {:?}", made.took);
    let (whole, pool) = ops.get_whole(&pool_id()).await.unwrap().unwrap();
    let against = park::against(&ops, &request(), (&whole, &pool), ops.azure.time()).await;
    assert!(against.is_empty(), "what the file makes can be parked again: {against:?}");
    let again = unpark::run(&ops, revival()).await.unwrap().made;
    assert_eq!((again.outcome, world.sent("PUT")), (create::Outcome::ExistedAlready, 2), "a refused 0 and the floor");
}

#[tokio::test(start_paused = true)]
async fn whatever_speaks_against_it_refuses_and_deletes_nothing() {
    let until = "2026-12-05T11:00:00Z".parse().unwrap();
    let taken = |tag: &str, value: &str| json!({"tags": {"team": "judges", tag: value}});
    let a_lease = lease("ben@desk", 50, 10, Some(until)).to_string();
    let hold =
        "v1 max=5 ready=0 Timed=300s profile=idle over=all from=2026-12-05T07:00:00Z until=2026-12-05T11:00:00Z by=ben";
    let event = "v1 max=50 ready=10 Timed=300s claim=event:final by=ben at=2026-12-05T07:00:00Z events=final@2026-12-05T11:00Z/50/10";
    for (edit, state, expected) in [
        (taken("pool-lease-3", &a_lease), Value::Null, Kind::StillWanted),
        (taken("pool-hold", hold), Value::Null, Kind::StillWanted),
        (taken("pool-applied", event), Value::Null, Kind::StillWanted),
        (taken("pool-lease-3", "v2 who knows"), Value::Null, Kind::StillWanted),
        (taken("pool-applied", "mine"), Value::Null, Kind::StillWanted),
        (Value::Null, json!({"allocated": 1}), Kind::InUse),
        (Value::Null, json!({"provisioningState": "Failed"}), Kind::PoolFailed),
        (taken("Cost-Centre", "42"), Value::Null, Kind::Unrecreatable),
        (json!({"properties": {"secrets": [{"name": "key", "value": "hunter2"}]}}), Value::Null, Kind::Unrecreatable),
        (json!({"identity": {"type": "SystemAssigned"}}), Value::Null, Kind::Unrecreatable),
    ] {
        let world = world();
        if !edit.is_null() {
            world.foreign_edit(edit.clone()).await;
            world.clock.sleep(HOUR).await;
        }
        if !state.is_null() {
            world.set(state.clone()).await;
        }
        let error = parked(&world, &request()).await.unwrap_err();
        assert_eq!((error.kind(), world.sent("DELETE")), (expected, 0), "{edit} {state}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_own_identity_is_parked_on_demand_alone() {
    let mut body = body();
    body["identity"] = json!({"type": "SystemAssigned"});
    let world = World::holding(Switches::default(), crate::emulator::Times::Realistic, body);
    let mut described = request();
    described.definition.identity.system = Some(Default::default());
    let error = parked(&world, &described).await.unwrap_err();
    assert_eq!((error.kind(), world.sent("DELETE")), (Kind::Unrecreatable, 0));
    assert!(error.hints().iter().any(|hint| hint.contains("--new-identity")), "{error:?}");
    let insisted = Request { new_identity: true, ..described };
    assert_eq!(parked(&world, &insisted).await.unwrap().outcome, Outcome::Deleted);
}

#[tokio::test(start_paused = true)]
async fn sessions_that_nobody_can_count_are_not_ended_without_force() {
    let world = World::holding(
        Switches { template_status: false, ..Switches::default() },
        crate::emulator::Times::Realistic,
        body(),
    );
    assert_eq!(parked(&world, &request()).await.unwrap_err().kind(), Kind::InUse);
    let forced = Request { force: true, ..request() };
    assert_eq!(parked(&world, &forced).await.unwrap().outcome, Outcome::Deleted);
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_comes_while_the_copy_is_written_keeps_the_pool() {
    let world = world();
    // The first look finds nothing; the second one, after the copy, a lease of Ben's.
    let folder = tempfile::tempdir().unwrap();
    let wanted = lease("ben@desk", 50, 10, None).to_string();
    let path = format!("{}?api-version={API_VERSION}", pool_id());
    world.fault(json!({"on": "get", "fault": "slow", "seconds": 30})).await;
    let (ops, asked) = (world.ops(HOUR), request());
    let parking = park::run(&ops, &asked, folder.path(), false);
    let asking = async {
        world.clock.sleep(Duration::from_secs(5)).await;
        let edit = json!({"tags": {"team": "judges", "pool-lease-3": wanted}});
        world.stranger_asks("PATCH", &path, &edit).await
    };
    let (result, _) = tokio::join!(parking, asking);
    assert_eq!(result.unwrap_err().kind(), Kind::StillWanted);
    assert!(world.truth(&pool_id()).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn two_at_once_park_one_pool_once_and_make_it_once() {
    let world = world();
    let folder = tempfile::tempdir().unwrap();
    let (ana, ben) = (world.ops_of(1, HOUR), world.ops_of(2, HOUR));
    let wanted = request();
    let (one, other) =
        tokio::join!(park::run(&ana, &wanted, folder.path(), false), park::run(&ben, &wanted, folder.path(), false));
    for report in [one.unwrap(), other.unwrap()] {
        assert!(matches!(report.outcome, Outcome::Deleted | Outcome::GoneAlready), "{report:?}");
    }
    assert!(world.truth(&pool_id()).await.is_none());
    let (one, other) = tokio::join!(unpark::run(&ana, revival()), unpark::run(&ben, revival()));
    let outcomes = [one.unwrap().made.outcome, other.unwrap().made.outcome];
    assert!(outcomes.contains(&create::Outcome::Created), "{outcomes:?}");
    assert_eq!(world.pool().await["properties"]["provisioningState"], "Succeeded");
}

#[tokio::test(start_paused = true)]
async fn what_was_cut_off_is_taken_up() {
    let world = world();
    let folder = tempfile::tempdir().unwrap();
    // Killed while Azure deletes, and again while it creates.
    let cut = park::run(&world.ops(Duration::from_secs(60)), &request(), folder.path(), false).await;
    assert_eq!((cut.unwrap_err().kind(), world.sent("DELETE")), (Kind::TimedOut, 1));
    let cut = unpark::run(&world.ops(Duration::from_secs(60)), revival()).await;
    assert_eq!(cut.unwrap_err().kind(), Kind::TimedOut, "the deletion is waited for first");
    assert_eq!(world.sent("PUT"), 0);
    assert_eq!(parked(&world, &request()).await.unwrap().outcome, Outcome::GoneAlready);
    assert_eq!(world.sent("DELETE"), 1);
    let cut = unpark::run(&world.ops(Duration::from_secs(60)), revival()).await;
    assert_eq!(cut.unwrap_err().kind(), Kind::TimedOut);
    let made = unpark::run(&world.ops(HOUR), revival()).await.unwrap().made;
    assert_eq!(made.outcome, create::Outcome::ExistedAlready);
    assert_eq!(world.pool().await["properties"]["provisioningState"], "Succeeded");
}

#[tokio::test(start_paused = true)]
async fn lost_answers_neither_lose_the_copy_nor_make_a_second_pool() {
    for fault in [
        json!({"on": "delete", "fault": "resetBefore"}),
        json!({"on": "delete", "fault": "resetAfter"}),
        json!({"on": "delete", "fault": "loseRecord"}),
        json!({"on": "delete", "fault": "status", "status": 500, "code": "c", "message": "m"}),
        json!({"on": "delete", "fault": "status", "status": 429, "code": "c", "message": "m", "retryAfter": 9}),
        json!({"on": "get", "count": 3, "fault": "cut"}),
        json!({"on": "put", "fault": "resetAfter"}),
        json!({"on": "put", "fault": "resetBefore"}),
        json!({"on": "poll", "count": 2, "fault": "resetAfter"}),
    ] {
        let world = world();
        let folder = tempfile::tempdir().unwrap();
        world.fault(fault.clone()).await;
        let report =
            park_in(&world, folder.path(), &request()).await.unwrap_or_else(|error| panic!("{fault}: {error}"));
        assert_eq!((report.outcome, report.copy.is_some()), (Outcome::Deleted, true), "{fault}");
        let made = unpark::run(&world.ops(HOUR), revival()).await;
        assert_eq!(
            made.unwrap_or_else(|error| panic!("{fault}: {error}")).made.outcome,
            create::Outcome::Created,
            "{fault}"
        );
        assert!(world.sent("DELETE") <= 2 && world.sent("PUT") <= 3, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_deleted_where_no_copy_can_be_kept() {
    let world = world();
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("parked");
    std::fs::write(&taken, "a file where the folder should be").unwrap();
    let error = park_in(&world, &taken, &request()).await.unwrap_err();
    assert_eq!((error.kind(), world.sent("DELETE")), (Kind::Failed, 0));
}

#[tokio::test(start_paused = true)]
async fn a_deletion_that_fails_late_is_told() {
    let world = world();
    world.fault(json!({"on": "delete", "fault": "failLate", "code": "c", "message": "m"})).await;
    assert_eq!(parked(&world, &request()).await.unwrap_err().kind(), Kind::OperationFailed);
    assert!(world.truth(&pool_id()).await.is_some());
}

/// A pool whose base is parked, under one event from 12:00 to 14:00 with a lead of 45 minutes.
pub(super) fn item(folder: &Path) -> Item {
    let mut declared = revival().declared;
    declared.base = Claim::parked(settings(5, 0));
    let at = |hour: i8| jiff::civil::date(2026, 12, 5).at(hour, 0, 0, 0);
    let calendar = Calendar {
        when: When::Once(at(12)),
        end: End::For(Duration::from_secs(7200)),
        lead: Duration::from_secs(2700),
        zone: jiff::tz::TimeZone::UTC,
        cut: None,
    };
    let event = ScheduledEvent {
        name: "final".into(),
        profile: "contest".into(),
        settings: settings(50, 10),
        calendar,
        combine: Combine::Max,
    };
    declared.known = super::company::known(&[event]);
    let recipe = Recipe { definition: definition(), secrets: Default::default(), copies: folder.to_owned() };
    Item { id: pool_id(), declared, recipe: Some(recipe) }
}

/// The same world with a pool that we have scaled down: nobody else's change is ours to take back.
pub(super) async fn idle_world() -> World {
    let world = world();
    let down = scale::Request::new(pool_id(), super::world::down_to(settings(5, 0)));
    scale::run(&world.ops(HOUR), down).await.unwrap();
    world
}

fn round() -> Run {
    Run { wait: Wait::Warm, allow_park: true, ..company::round("cron@build7") }
}

pub(super) async fn applied(ops: &Ops, item: &Item, allow_park: bool) -> Result<scale::Report> {
    applied_as(ops, item, &Run { allow_park, ..round() }).await
}

async fn applied_as(ops: &Ops, item: &Item, run: &Run) -> Result<scale::Report> {
    let folder = tempfile::tempdir().unwrap();
    let mut runs = Runs::read(folder.path().join("runs.json"));
    apply::run(ops, vec![item.clone()], run, &mut runs).await.pop().unwrap().result
}

/// Applies every five minutes until an instant; the last report.
async fn applied_until(world: &World, item: &Item, at: &str) -> scale::Report {
    let end: jiff::Timestamp = at.parse().unwrap();
    loop {
        let report = applied(&world.ops(HOUR), item, true).await.unwrap();
        if world.clock.now() >= end {
            return report;
        }
        world.clock.sleep(Duration::from_secs(300)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_pool_whose_base_is_parked_comes_for_its_event_and_goes() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let item = item(folder.path());
    let left = applied(&world.ops(HOUR), &item, false).await.unwrap();
    assert_eq!(left.parking, Some(Parking::Stands));
    let soon = applied(&world.ops(HOUR), &item, true).await.unwrap();
    assert_eq!((soon.parking, world.sent("DELETE")), (Some(Parking::Stands), 0), "it has only just been changed");
    let parked = applied_until(&world, &item, "2026-12-05T09:00:00Z").await;
    assert_eq!((parked.parking, parked.outcome), (Some(Parking::Parked), scale::Outcome::NoChanges));
    assert!(world.truth(&pool_id()).await.is_none());
    let warm = applied_until(&world, &item, "2026-12-05T12:00:00Z").await;
    assert_eq!(warm.after.scale.to_string(), "max 50, ready 10", "from its lead on, and warm at its start");
    assert_eq!(warm.after.counts.unwrap().ready, 10);
    let back = applied_until(&world, &item, "2026-12-05T15:30:00Z").await;
    assert_eq!(back.parking, Some(Parking::Parked));
    assert_eq!(world.sent("DELETE"), 2);
    let kept = |end| crate::disk::files(folder.path(), &[end]).unwrap().len();
    assert_eq!((kept("json"), kept("minutes")), (2, 2), "a copy each time, and what was seen");
}

/// With force an event raises nothing until its end: the pool is at its lowest, and parked after that as ever.
#[tokio::test(start_paused = true)]
async fn a_forced_scale_down_keeps_no_pool_from_being_parked() {
    for is_cancelled in [false, true] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let mut item = item(folder.path());
        applied_until(&world, &item, "2026-12-05T12:10:00Z").await;
        let Declared { base, known, .. } = item.declared.clone();
        let down = Intent { base, known, force: true, ..super::world::down_to(settings(5, 0)) };
        let held = scale::run(&world.ops(HOUR), scale::Request::new(pool_id(), down)).await.unwrap();
        let lowest = "max 5, ready 1";
        assert_eq!(held.after.scale.to_string(), lowest);
        let made = world.sent("PUT");
        if is_cancelled {
            item.declared.known = Known::default();
        }
        let during = applied_until(&world, &item, "2026-12-05T13:55:00Z").await;
        let expected = if is_cancelled { None } else { Some(lowest.to_owned()) };
        let stands = world.truth(&pool_id()).await.map(|_| during.after.scale.to_string());
        assert_eq!(stands, expected, "the event would make it again, unless there is none");
        let after = applied_until(&world, &item, "2026-12-05T15:00:00Z").await;
        assert_eq!((after.parking, world.sent("PUT")), (Some(Parking::Parked), made), "{is_cancelled}");
    }
}

/// A hold is lost with the pool that it stands on.
#[tokio::test(start_paused = true)]
async fn a_hold_that_goes_on_keeps_a_pool_for_the_events_that_it_keeps_down() {
    for (until, parking) in [("2026-12-05T11:00:00Z", Parking::Parked), ("2026-12-05T18:00:00Z", Parking::Stands)] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let item = item(folder.path());
        let hold = format!(
            "v1 max=5 ready=0 Timed=300s profile=parked over=all from=2026-12-05T07:00:00Z until={until} by=ana@desk"
        );
        world.foreign_edit(json!({"tags": {"pool-hold": hold}})).await;
        let report = applied_until(&world, &item, "2026-12-05T09:30:00Z").await;
        assert_eq!(report.parking, Some(parking), "{:?}", report.findings);
        let told = report.findings.iter().any(|finding| finding.text.contains("keeps it down for `final` too"));
        assert_eq!(told, parking == Parking::Stands, "{:?}", report.findings);
    }
}

/// A hold of the base wants nothing, and what it outranks raises nothing: who parks by hand is told what comes after.
#[tokio::test(start_paused = true)]
async fn a_hold_of_the_base_keeps_nobody_from_parking_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = request();
    request.base = Claim::parked(settings(5, 0));
    request.known = item(folder.path()).declared.known;
    let a_lease = lease("ben@desk", 50, 10, Some("2026-12-05T13:30:00Z".parse().unwrap())).to_string();
    for (profile, lease, is_refused) in
        [("parked", None, false), ("parked", Some(a_lease), true), ("idle", None, true), ("", None, true)]
    {
        let world = world();
        world.clock.sleep(world.clock.until("2026-12-05T12:30:00Z".parse().unwrap())).await;
        let mut tags = json!({"team": "judges"});
        if !profile.is_empty() {
            let hold = "over=all from=2026-12-05T07:00:00Z until=2026-12-05T14:00:00Z by=ana@desk";
            tags["pool-hold"] = format!("v1 max=5 ready=0 Timed=300s profile={profile} {hold}").into();
        }
        if let Some(lease) = &lease {
            tags["pool-lease-3"] = lease.as_str().into();
        }
        world.foreign_edit(json!({"tags": tags})).await;
        let ops = world.ops(HOUR);
        let (whole, pool) = ops.get_whole(&pool_id()).await.unwrap().unwrap();
        let told = park::told(&ops.card, &request, (&whole, &pool), ops.azure.time());
        let says = "the hold `parked` of ana@desk goes with it: the next `pool apply --allow-park` before \
                    2026-12-05 14:00 UTC makes the pool again for `final`";
        assert_eq!(told.iter().any(|line| line == says), profile == "parked", "{told:?}");
        let came = parked(&world, &request).await;
        assert_eq!(
            came.err().map(|error| error.kind()),
            is_refused.then_some(Kind::StillWanted),
            "{profile} {lease:?}"
        );
        assert_eq!(world.truth(&pool_id()).await.is_some(), is_refused, "{profile} {lease:?}");
    }
}

/// A Failed pool that nothing mends is told with what does, round after round.
#[tokio::test(start_paused = true)]
async fn a_failed_pool_is_told_with_a_remedy() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let mut item = item(folder.path());
    item.declared.base = Claim::base("idle", settings(5, 0));
    world.set(json!({"provisioningState": "Failed"})).await;
    let error = applied(&world.ops(HOUR), &item, false).await.unwrap_err();
    let remedy = "`pool delete -n Contest-Pool` deletes it, and then `pool create` makes it anew.";
    assert!(error.hints().iter().any(|hint| hint.ends_with(remedy)), "{error:?}");
}

/// What is counted for the time until it is gone is as long as it takes, whether people stay or not.
#[tokio::test(start_paused = true)]
async fn a_pool_is_gone_when_its_cost_says() {
    let lifecycle = settings(5, 0).lifecycle;
    let tail = Tail { ended: lifecycle, base: lifecycle, waits: None, is_gone: true };
    let end: jiff::Timestamp = "2026-12-05T14:00:00Z".parse().unwrap();
    for people_stay in [false, true] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let item = item(folder.path());
        applied_until(&world, &item, "2026-12-05T13:50:00Z").await;
        world.set(json!({"allocated": if people_stay { 50 } else { 0 }})).await;
        world.clock.sleep(world.clock.until(end)).await;
        while world.truth(&pool_id()).await.is_some() {
            // Those who stay are there for as long as they may need room.
            if world.clock.now().duration_since(end).as_mins() >= 15 {
                world.set(json!({"allocated": 0})).await;
            }
            applied(&world.ops(HOUR), &item, true).await.unwrap();
            world.clock.sleep(Duration::from_secs(20)).await;
        }
        let took = world.clock.now().duration_since(end);
        let most = if people_stay { tail.most() } else { tail.least() };
        assert!(took <= most && took >= most - jiff::SignedDuration::from_mins(6), "{people_stay}: {took:?}, {most:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_deleted_or_created_without_leave() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let item = item(folder.path());
    for _ in 0..24 {
        assert_eq!(applied(&world.ops(HOUR), &item, false).await.unwrap().parking, Some(Parking::Stands));
        world.clock.sleep(Duration::from_secs(300)).await;
    }
    assert_eq!((world.sent("DELETE"), world.sent("PUT")), (0, 0));
    let forced = Request { force: true, ..request() };
    parked(&world, &forced).await.unwrap();
    let nobody = applied(&world.ops(HOUR), &item, false).await.unwrap();
    assert_eq!(nobody.parking, Some(Parking::Parked));
    world.clock.sleep(2 * HOUR).await;
    let error = applied(&world.ops(HOUR), &item, false).await.unwrap_err();
    assert_eq!((error.kind(), world.sent("PUT")), (Kind::PoolNotFound, 0));
    assert!(error.hints().iter().any(|hint| hint.contains("--allow-park")), "{error:?}");
}

/// Whoever makes the pool again while it is being deleted has a pool of their own.
#[tokio::test(start_paused = true)]
async fn a_pool_that_is_made_again_meanwhile_is_left() {
    let world = world();
    let again = async {
        world.clock.sleep(Duration::from_secs(30)).await;
        unpark::run(&world.ops_of(7, HOUR), revival()).await
    };
    let asked = request();
    let (first, second) = tokio::join!(parked(&world, &asked), again);
    assert_eq!(second.unwrap().made.outcome, create::Outcome::Created);
    assert!(world.truth(&pool_id()).await.is_some(), "{first:?}");
    assert_eq!(world.sent("DELETE"), 1);
}

/// A DELETE that Azure throttles has deleted nothing: what somebody else does while it is waited for is theirs.
#[tokio::test(start_paused = true)]
async fn what_others_do_while_a_deletion_is_throttled_is_theirs() {
    for is_made_anew in [false, true] {
        let (world, folder) = (world(), tempfile::tempdir().unwrap());
        let journal = Journal::at(folder.path().join("journal.jsonl"));
        let throttled = json!({"on": "delete", "fault": "status", "status": 429, "code": "c", "message": "m",
            "retryAfter": 1200});
        world.fault(throttled).await;
        let ops = Ops { journal: Some(journal.clone()), ..world.ops(HOUR) };
        let others = async {
            world.clock.sleep(Duration::from_secs(30)).await;
            delete::run(&world.ops_of(7, HOUR), &pool_id(), "ana@desk", true, false).await.unwrap();
            if is_made_anew {
                unpark::run(&world.ops_of(7, HOUR), revival()).await.unwrap();
            }
        };
        let asked = request();
        let (result, ()) = tokio::join!(park::run(&ops, &asked, folder.path(), false), others);
        if is_made_anew {
            let error = result.unwrap_err().to_string();
            assert!(error.contains("somebody else has deleted pool Contest-Pool and made it anew"), "{error}");
            assert!(world.truth(&pool_id()).await.is_some());
        } else {
            assert_eq!(result.unwrap().outcome, Outcome::GoneAlready);
        }
        assert_eq!(journal.entries().unwrap(), [], "nobody here has parked it");
        assert_eq!(world.sent("DELETE"), 2);
    }
}

/// What `why` says that a pool waits for is what keeps a run from parking it.
#[tokio::test(start_paused = true)]
async fn why_says_what_a_pool_waits_for_until_it_is_parked() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let mut item = item(folder.path());
    item.declared.known = Known::default();
    let waits = async || {
        let now = world.clock.now();
        why::why(&world.ops(HOUR), &pool_id(), (&item.declared, &[]), now).await.unwrap().waits.unwrap()
    };
    let stands = async || {
        let report = applied(&world.ops(HOUR), &item, true).await.unwrap();
        assert_eq!(report.parking, Some(Parking::Stands));
        report.findings.iter().map(ToString::to_string).collect::<String>()
    };
    stands().await;
    for (allocated, expected) in [(0, "it was changed at"), (2, "2 sessions are allocated")] {
        world.set(json!({"allocated": allocated})).await;
        let (said, told) = (waits().await, stands().await);
        assert!(said.contains(expected) && told.contains(&said), "{allocated}: {said} / {told}");
    }
    world.set(json!({"allocated": 0})).await;
    world.clock.sleep(HOUR).await;
    assert_eq!(waits().await, "the next `pool apply --allow-park` parks it");
    assert_eq!(applied(&world.ops(HOUR), &item, true).await.unwrap().parking, Some(Parking::Parks));
}

/// What could not be made again is not parked: a secret that nobody has here, a base that the kind cannot have.
#[tokio::test(start_paused = true)]
async fn what_unpark_would_refuse_is_not_parked() {
    let world = world();
    let bad = Claim::base("bad", settings(1, 0));
    for request in [Request { unset: vec!["KEY".into()], ..request() }, Request { base: bad, ..request() }] {
        let error = parked(&world, &request).await.unwrap_err();
        assert_eq!((error.kind(), world.sent("DELETE")), (Kind::Unrecreatable, 0), "{error}");
    }
}

/// A pool that is wanted soon is not deleted now, for it would not be back in time.
#[tokio::test(start_paused = true)]
async fn a_pool_that_is_wanted_soon_is_left() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let item = item(folder.path());
    for (at, parking) in [("2026-12-05T10:31:00Z", Parking::Stands), ("2026-12-05T10:29:00Z", Parking::Parks)] {
        let run = Run { dry_run: true, at: Some(at.parse().unwrap()), ..round() };
        let report = applied_as(&world.ops(HOUR), &item, &run).await;
        assert_eq!(report.unwrap().parking, Some(parking), "{at}");
    }
}

/// Whoever runs without leave to park, and whoever has to lower it first, promise no parking that the next event
/// prevents: what is said is what `why` says.
#[tokio::test(start_paused = true)]
async fn nobody_promises_to_park_what_is_wanted_soon() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let mut item = item(folder.path());
    // What somebody else has raised is taken back, and keeps nobody from parking.
    item.declared.on_drift = OnDrift::Enforce;
    world.clock.sleep(world.clock.until("2026-12-05T10:45:00Z".parse().unwrap())).await;
    for is_high in [false, true] {
        if is_high {
            world.foreign_edit(json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 20}}})).await;
        }
        let of = (&item.declared, &[][..]);
        let said = why::why(&world.ops(HOUR), &pool_id(), of, world.clock.now()).await.unwrap().waits.unwrap();
        for allow_park in [false, true] {
            let run = Run { dry_run: true, allow_park, ..round() };
            let report = applied_as(&world.ops(HOUR), &item, &run).await.unwrap();
            let told: Vec<&str> = report.findings.iter().map(|finding| finding.text.as_str()).collect();
            let expected = format!("its base is `parked`, and it stands: {said}");
            assert!(told.contains(&expected.as_str()), "{is_high} {allow_park}: {expected} / {told:?}");
        }
        assert!(said.starts_with("`final` wants it from 2026-12-05 11:15 UTC on"), "{said}");
    }
}

/// Nor is a pool made for an event that may cost more than its budget, or beyond what a run may cost.
#[tokio::test(start_paused = true)]
async fn a_parked_pool_is_not_made_beyond_its_budget() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let mut item = item(folder.path());
    parked(&world, &Request { force: true, ..request() }).await.unwrap();
    let price = Some("0.75".parse().unwrap());
    let card = Card { own: OwnRates { session_hour: price, ..OwnRates::default() }, ..Card::default() };
    let ops = || Ops { card: std::sync::Arc::new(card.clone()), ..world.ops(HOUR) };
    // 50 sessions x (2.75 h and a drain) and 5 x (a drain and 8 min for the deletion), x 0.75 = 113.9375.
    let budget = |amount: &str| Budget::of_one_pool(amount.parse().unwrap());
    item.declared.budgets = [("final".to_owned(), budget("113.93"))].into();
    let noon: jiff::Timestamp = "2026-12-05T12:00:00Z".parse().unwrap();
    world.clock.sleep(world.clock.until(noon)).await;
    let report = applied(&ops(), &item, true).await.unwrap();
    assert_eq!((report.parking, report.refused.len(), world.sent("PUT")), (Some(Parking::Parked), 1, 0));
    item.declared.budgets = [("final".to_owned(), budget("113.94"))].into();
    let report = applied(&ops(), &item, true).await.unwrap();
    assert_eq!((report.outcome, report.refused.len(), world.sent("PUT")), (scale::Outcome::Applied, 0, 1));
}

/// An event that may cost more than its budget keeps no pool standing, neither from a run nor from somebody's hand.
#[tokio::test(start_paused = true)]
async fn an_event_over_its_budget_holds_no_pool() {
    let price = Some("0.75".parse().unwrap());
    let card = Card { own: OwnRates { session_hour: price, ..OwnRates::default() }, ..Card::default() };
    let card = std::sync::Arc::new(card);
    let ops = |world: &World| Ops { card: card.clone(), ..world.ops(HOUR) };
    // In its time, and within what making a pool takes of it.
    for (at, amount, parking) in [
        ("2026-12-05T12:00:00Z", "113.93", Parking::Parks),
        ("2026-12-05T10:31:00Z", "113.93", Parking::Parks),
        ("2026-12-05T10:31:00Z", "113.94", Parking::Stands),
    ] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let mut item = item(folder.path());
        item.declared.budgets = [("final".to_owned(), Budget::of_one_pool(amount.parse().unwrap()))].into();
        world.clock.sleep(world.clock.until(at.parse().unwrap())).await;
        let report = applied(&ops(&world), &item, true).await.unwrap();
        assert_eq!(report.parking, Some(parking), "{at} {amount}: {:?}", report.findings);
        assert!(report.expense.until.is_none(), "{at} {amount}: what is parked costs nothing to come");
    }
    // By hand, of a pool whose base is one: nothing is counted beyond the event.
    for (amount, kind) in [("103.12", None), ("103.13", Some(Kind::StillWanted))] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let item = item(folder.path());
        let budgets = [("final".to_owned(), Budget::of_one_pool(amount.parse().unwrap()))].into();
        let request = Request { known: item.declared.known, budgets, ..request() };
        let told = async || {
            let (raw, pool) = ops(&world).get_whole(&pool_id()).await.unwrap().unwrap();
            let told = park::told(&card, &request, (&raw, &pool), world.clock.now());
            told.iter().any(|line| line.contains("the scheduled event `final`"))
        };
        assert_eq!(told().await, kind.is_some(), "{amount}: before it begins");
        world.clock.sleep(world.clock.until("2026-12-05T12:00:00Z".parse().unwrap())).await;
        assert_eq!(told().await, kind.is_some(), "{amount}: while it holds");
        let result = park::run(&ops(&world), &request, folder.path(), false).await;
        assert_eq!(result.err().map(|error| error.kind()), kind, "{amount}");
    }
}

#[tokio::test(start_paused = true)]
async fn doubt_leaves_a_pool_standing() {
    let tagged = |tag: &str, value: &str| json!({"tags": {"team": "judges", tag: value}});
    for (edit, set, deletions) in [
        (Value::Null, Value::Null, 1),
        (tagged("pool-lease-3", "v2 who knows"), Value::Null, 0),
        (tagged("pool-applied", "mine"), Value::Null, 0),
        (tagged("Cost-Centre", "42"), Value::Null, 0),
        (tagged("pool-lease-3", &lease("ben@desk", 5, 1, None).to_string()), Value::Null, 0),
        (Value::Null, json!({"allocated": 1}), 0),
        (Value::Null, json!({"provisioningState": "Failed"}), 0),
    ] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let item = item(folder.path());
        if !edit.is_null() {
            world.foreign_edit(edit.clone()).await;
        }
        if !set.is_null() {
            world.set(set.clone()).await;
        }
        for _ in 0..12 {
            let _ = applied(&world.ops(HOUR), &item, true).await;
            world.clock.sleep(Duration::from_secs(300)).await;
        }
        assert_eq!(world.sent("DELETE"), deletions, "{edit} {set}");
    }
}

#[tokio::test(start_paused = true)]
async fn two_runners_park_and_unpark_one_pool() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let item = item(folder.path());
    let end: jiff::Timestamp = "2026-12-05T16:00:00Z".parse().unwrap();
    let runner = async |who: u32| {
        while world.clock.now() < end {
            // A run may end badly where the other one is at work; the next one goes on from there.
            let _ = applied(&world.ops_of(who, HOUR), &item, true).await;
            world.clock.sleep(Duration::from_secs(240 + u64::from(who))).await;
        }
    };
    let watch = async {
        world.clock.sleep(Duration::from_secs(4 * 3600)).await;
        let pool = world.truth(&pool_id()).await.expect("it is there for its event");
        assert_eq!(pool["properties"]["scaleConfiguration"]["maxConcurrentSessions"], 50, "{pool}");
    };
    tokio::join!(runner(1), runner(2), watch);
    assert!(world.truth(&pool_id()).await.is_none(), "parked after its event");
}

/// A pool with a secret, whose values come from these variables.
fn with_secrets(mut item: Item, given: &[(&str, &str)]) -> Item {
    let recipe = item.recipe.as_mut().unwrap();
    let variable = |name: &str| EnvValue::Secret(SecretSource::Env(name.to_owned()));
    recipe.definition.container.as_mut().unwrap().env = vec![
        ("KEY".to_owned(), variable("API_KEY")),
        ("OTHER".to_owned(), variable(if given.len() > 1 { given[1].0 } else { "API_KEY" })),
    ];
    recipe.secrets = given.iter().map(|(name, value)| ((*name).to_owned(), Secret::new((*value).into()))).collect();
    item
}

#[tokio::test(start_paused = true)]
async fn who_lacks_a_secret_neither_parks_nor_makes() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    world.clock.sleep(HOUR).await;
    let lacking = with_secrets(item(folder.path()), &[]);
    let left = applied(&world.ops(HOUR), &lacking, true).await.unwrap();
    assert_eq!((left.parking, world.sent("DELETE")), (Some(Parking::Stands), 0));
    let said = left.findings.iter().find(|finding| finding.text.contains("API_KEY is not set here"));
    assert_eq!(said.map(|finding| finding.mark), Some(Mark::Warning), "it would stand for ever: {:?}", left.findings);
    let of = (&lacking.declared, &["API_KEY".to_owned()][..]);
    let why = why::why(&world.ops(HOUR), &pool_id(), of, world.clock.now()).await.unwrap();
    assert!(why.waits.unwrap().starts_with("API_KEY is not set here"));
    parked(&world, &request()).await.unwrap();
    world.clock.sleep(3 * HOUR).await;
    for (given, missing) in [
        (&[][..], "API_KEY"),
        (&[("API_KEY", "")], "API_KEY"),
        (&[("API_KEY", "hunter2"), ("TOKEN", "")], "TOKEN"),
        (&[("API_KEY", "hunter2"), ("api-key", "hunter3")], "would be the same secret"),
    ] {
        let item = with_secrets(item(folder.path()), given);
        let error = applied(&world.ops(HOUR), &item, true).await.unwrap_err();
        assert_eq!((error.kind(), world.sent("PUT")), (Kind::Usage, 0), "{given:?}");
        assert!(error.to_string().contains(missing), "{given:?}: {error}");
    }
    let plan = applied_as(&world.ops(HOUR), &lacking, &Run { dry_run: true, ..round() }).await.unwrap();
    assert_eq!(plan.parking, Some(Parking::Unparks));
    assert!(plan.findings.iter().any(|finding| finding.text.ends_with("not set here: API_KEY")), "{:?}", plan.findings);
    let whole = with_secrets(item(folder.path()), &[("API_KEY", "hunter2")]);
    applied(&world.ops(HOUR), &whole, true).await.unwrap();
    let sent = world.log().into_iter().find(|sent| sent.method == "PUT").unwrap();
    assert_eq!(sent.body["properties"]["secrets"], json!([{"name": "api-key", "value": "hunter2"}]));
}

/// From now on Azure's clock shows so many seconds more than ours.
async fn skew(world: &World, seconds: i64) {
    world.fault(json!({"on": "any", "count": 0, "fault": "skew", "seconds": seconds})).await;
}

/// Whoever's clock is wrong deletes no pool that is wanted by Azure's.
#[tokio::test(start_paused = true)]
async fn what_is_deleted_goes_by_azures_clock() {
    const TWO_HOURS: i64 = 7200;
    for (ahead, outcome) in [(0, Ok(Outcome::Deleted)), (-TWO_HOURS, Err(Kind::StillWanted))] {
        let world = world();
        let until = "2026-12-05T09:30:00Z".parse().unwrap();
        let value = lease("ben@desk", 50, 10, Some(until)).to_string();
        world.foreign_edit(json!({"tags": {"team": "judges", "pool-lease-3": value}})).await;
        world.clock.sleep(2 * HOUR).await;
        skew(&world, ahead).await;
        let result = parked(&world, &request()).await.map(|report| report.outcome);
        assert_eq!(result.map_err(|error| error.kind()), outcome, "Azure's clock is {ahead} s ahead");
    }
    // By our clock the event is over, or is far; by Azure's it is on, and the pool is raised for it, or near.
    for (at, ahead, parking) in [
        ("2026-12-05T15:00:00Z", 0, Some(Parking::Parks)),
        ("2026-12-05T15:00:00Z", -TWO_HOURS, None),
        ("2026-12-05T09:00:00Z", 0, Some(Parking::Parks)),
        ("2026-12-05T09:00:00Z", TWO_HOURS, Some(Parking::Stands)),
        // A change that is hours old here was made just now.
        ("2026-12-05T08:12:00Z", 0, Some(Parking::Stands)),
        ("2026-12-05T09:00:00Z", -3000, Some(Parking::Stands)),
    ] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        world.clock.sleep(world.clock.until(at.parse().unwrap())).await;
        skew(&world, ahead).await;
        let report = applied(&world.ops(HOUR), &item(folder.path()), true).await.unwrap();
        assert_eq!(report.parking, parking, "at {at}, where Azure's clock is {ahead} s ahead");
    }
}

/// A pool that is made for an event by Azure's clock is not made small again by ours, in the same run or a later one.
#[tokio::test(start_paused = true)]
async fn what_is_made_by_azures_clock_stays_by_it() {
    for (at, ahead) in [("2026-12-05T09:00:00Z", 3 * 3600 + 1800), ("2026-12-05T15:30:00Z", -3 * 3600)] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        parked(&world, &Request { force: true, ..request() }).await.unwrap();
        world.clock.sleep(world.clock.until(at.parse().unwrap())).await;
        skew(&world, ahead).await;
        let patches = world.sent("PATCH");
        for run in ["that makes it", "afterwards"] {
            let report = applied(&world.ops(HOUR), &item(folder.path()), true).await.unwrap();
            let scale = (report.after.scale.max, report.after.scale.ready);
            assert_eq!(scale, (50, Some(10)), "the run {run}, at {at} where Azure's clock is {ahead} s ahead");
        }
        assert_eq!(world.sent("PATCH"), patches);
    }
}

/// What somebody else made under the name, or changed, is no run's to delete unless the pool file says so.
#[tokio::test(start_paused = true)]
async fn a_pool_of_somebody_elses_is_left() {
    let scaled = |ready: u32| json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 5, "readySessionInstances": ready}}});
    let cooling = |seconds: u32| {
        json!({"properties": {"dynamicPoolConfiguration": {"lifecycleConfiguration": {
        "lifecycleType": "Timed", "cooldownPeriodInSeconds": seconds}}}})
    };
    for (is_ours, edit, on_drift, parking, word) in [
        (true, Value::Null, OnDrift::Warn, Parking::Parked, ""),
        (true, scaled(3), OnDrift::Warn, Parking::Stands, "not as this program left it"),
        (true, scaled(3), OnDrift::Keep, Parking::Stands, "not as this program left it"),
        (true, scaled(3), OnDrift::Enforce, Parking::Parked, ""),
        (true, cooling(3600), OnDrift::Warn, Parking::Stands, "not as this program left it"),
        (true, cooling(3600), OnDrift::Keep, Parking::Stands, "not as this program left it"),
        (true, cooling(3600), OnDrift::Enforce, Parking::Parked, ""),
        // Nothing here has ever written to it.
        (false, Value::Null, OnDrift::Warn, Parking::Stands, "no stamp of this program"),
        (false, Value::Null, OnDrift::Keep, Parking::Stands, "no stamp of this program"),
        (false, Value::Null, OnDrift::Enforce, Parking::Parked, ""),
    ] {
        let (world, folder) = (if is_ours { idle_world().await } else { world() }, tempfile::tempdir().unwrap());
        let mut item = item(folder.path());
        item.declared.on_drift = on_drift;
        // Its base has the ready session that Azure insists on: without a stamp nothing else tells it from ours.
        item.declared.base = Claim::parked(settings(5, 1));
        if !edit.is_null() {
            world.foreign_edit(edit.clone()).await;
        }
        let report = applied_until(&world, &item, "2026-12-05T10:00:00Z").await;
        assert_eq!(report.parking, Some(parking), "{edit} {on_drift:?}: {:?}", report.findings);
        let said = report.findings.iter().any(|finding| finding.text.contains(word));
        assert!(said || word.is_empty(), "{edit} {on_drift:?}: {:?}", report.findings);
        let by_hand = parked(&world, &Request { force: true, ..request() }).await;
        assert!(by_hand.is_ok(), "{edit} {on_drift:?}: {by_hand:?}");
    }
}

/// Whoever changes a pool while a run is parking it wants it as it is then.
#[tokio::test(start_paused = true)]
async fn a_pool_that_is_changed_while_it_is_parked_is_left() {
    let raised =
        json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 30, "readySessionInstances": 8}}});
    // Azure asks for patience, or each look takes its time: the first one that is for parking begins at 6 s.
    let throttled = json!({"on": "delete", "fault": "throttled", "retryAfter": 6});
    let slow = json!({"on": "get", "fault": "slow", "seconds": 6, "count": 3});
    for (fault, seconds) in [(throttled, 3), (slow.clone(), 9), (slow, 15)] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        world.clock.sleep(HOUR).await;
        world.fault(fault.clone()).await;
        let path = format!("{}?api-version={API_VERSION}", pool_id());
        let (ops, item) = (world.ops(HOUR), item(folder.path()));
        let somebody = async {
            world.clock.sleep(Duration::from_secs(seconds)).await;
            world.stranger_asks("PATCH", &path, &raised).await
        };
        let (report, _) = tokio::join!(applied(&ops, &item, true), somebody);
        assert_eq!(report.unwrap().parking, Some(Parking::Stands), "{fault} {seconds}");
        assert!(world.truth(&pool_id()).await.is_some(), "{fault} {seconds}");
    }
}

/// Nor is it deleted where somebody has made it anew since it was decided on.
#[tokio::test(start_paused = true)]
async fn a_pool_that_was_made_anew_is_left() {
    let world = world();
    let as_read = world.ops(HOUR).existing(&pool_id()).await.unwrap().changed_at();
    delete::run(&world.ops(HOUR), &pool_id(), "ana@desk", true, false).await.unwrap();
    unpark::run(&world.ops(HOUR), revival()).await.unwrap();
    world.forget();
    for (as_read, deletions) in [(as_read, 0), (None, 1)] {
        let kind = parked(&world, &Request { as_read, ..request() }).await.err().map(|error| error.kind());
        assert_eq!((kind, world.sent("DELETE")), (as_read.map(|_| Kind::StillWanted), deletions));
    }
}

/// A dry run says what the run would say.
#[tokio::test(start_paused = true)]
async fn a_dry_run_refuses_what_the_run_refuses() {
    for (image, lock, kind) in
        [("i:v1", None, None), ("i:v2", None, Some(Kind::Unrecreatable)), ("i:v1", Some("keep"), Some(Kind::Locked))]
    {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let mut item = item(folder.path());
        item.recipe.as_mut().unwrap().definition.container.as_mut().unwrap().image = image.into();
        if let Some(lock) = lock {
            locked(&world, lock).await;
        }
        world.clock.sleep(HOUR).await;
        for dry_run in [true, false] {
            let result = applied_as(&world.ops(HOUR), &item, &Run { dry_run, ..round() }).await;
            let said = result.map(|report| report.parking).map_err(|error| error.kind());
            assert_eq!(said, kind.map_or(Ok(Some(Parking::Parks)), Err), "{image} {lock:?} {dry_run}");
        }
    }
    // What keeps it now is past at another moment.
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    world.clock.sleep(world.clock.until("2026-12-05T13:00:00Z".parse().unwrap())).await;
    let later = Some("2026-12-05T15:00:00Z".parse().unwrap());
    let run = Run { dry_run: true, at: later, ..round() };
    let report = applied_as(&world.ops(HOUR), &item(folder.path()), &run).await.unwrap();
    assert_eq!(report.parking, Some(Parking::Parks), "{:?}", report.findings);
}

async fn locked(world: &World, name: &str) {
    let path = format!("{}/providers/Microsoft.Authorization/locks/{name}?api-version=2016-09-01", pool_id());
    world.ask("PUT", &path, json!({"properties": {"level": "CanNotDelete"}})).await;
}

/// A lock costs a run neither a DELETE nor a copy; where nobody here may read locks, one copy is kept of one pool.
#[tokio::test(start_paused = true)]
async fn a_lock_leaves_no_trace_run_after_run() {
    for (readable, deletions, copies) in [(true, 0, 0), (false, 3, 1)] {
        let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
        let item = item(folder.path());
        locked(&world, "keep").await;
        if !readable {
            world.answer("/locks", 403, json!({"error": {"code": "AuthorizationFailed", "message": "m"}}));
        }
        world.clock.sleep(HOUR).await;
        for _ in 0..3 {
            let error = applied(&world.ops(HOUR), &item, true).await.unwrap_err();
            assert_eq!(error.kind(), Kind::Locked, "{readable}: {error}");
            world.clock.sleep(Duration::from_secs(60)).await;
        }
        let kept = |end| crate::disk::files(folder.path(), &[end]).unwrap().len();
        assert_eq!((world.sent("DELETE"), kept("json")), (deletions, copies), "locks are readable: {readable}");
        assert_eq!(kept("minutes"), copies, "and what was seen beside it, once");
    }
}

/// While Azure deletes a pool, a run has nothing to say but that.
#[tokio::test(start_paused = true)]
async fn a_pool_that_is_being_deleted_is_being_parked() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let item = item(folder.path());
    world.clock.sleep(HOUR).await;
    let sent = applied_as(&world.ops(HOUR), &item, &Run { wait: Wait::Sent, ..round() }).await.unwrap();
    assert_eq!((sent.parking, sent.outcome), (Some(Parking::Parks), scale::Outcome::Sent));
    world.clock.sleep(Duration::from_secs(20)).await;
    for (dry_run, allow_park) in [(true, true), (false, true), (false, false)] {
        let report = applied_as(&world.ops(HOUR), &item, &Run { dry_run, allow_park, ..round() }).await.unwrap();
        assert_eq!((report.parking, report.outcome), (Some(Parking::Parks), scale::Outcome::Busy), "{dry_run}");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert!(!report.plan.leaves_drift && report.plan.withheld.is_none());
    }
}

/// What a run may cost holds while the new pool follows the claims, too.
#[tokio::test(start_paused = true)]
async fn a_new_pool_is_not_raised_beyond_what_a_run_may_cost() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let mut item = item(folder.path());
    let mut late = item.declared.known.events[0].clone();
    late.name = "late".into();
    late.settings = settings(60, 10);
    late.calendar.when = When::Once(jiff::civil::date(2026, 12, 5).at(11, 20, 0, 0));
    late.calendar.end = End::For(12 * HOUR);
    late.calendar.lead = Duration::ZERO;
    item.declared.known = super::company::known(&[item.declared.known.events[0].clone(), late]);
    parked(&world, &Request { force: true, ..request() }).await.unwrap();
    let price = Some("0.75".parse().unwrap());
    let card = Card { own: OwnRates { session_hour: price, ..OwnRates::default() }, ..Card::default() };
    let ops = Ops { card: std::sync::Arc::new(card), ..world.ops(24 * HOUR) };
    world.clock.sleep(world.clock.until("2026-12-05T11:16:00Z".parse().unwrap())).await;
    world.forget();
    // Until 14:00 it may cost about 123; with `late`, which comes while the pool is made, about 520.
    let run = Run { max_cost: Some("200".parse().unwrap()), ..round() };
    let error = applied_as(&ops, &item, &run).await.unwrap_err();
    assert_eq!((error.kind(), world.sent("PUT"), world.sent("PATCH")), (Kind::OverBudget, 1, 0), "{error}");
    assert_eq!(world.pool().await["properties"]["scaleConfiguration"]["maxConcurrentSessions"], 50);
}

/// A run that ended while Azure was making the pool is finished by the next, also where Azure refuses 0 late.
#[tokio::test(start_paused = true)]
async fn a_creation_that_was_cut_off_is_finished_by_the_next_run() {
    for (ready_zero, ready) in [(ReadyZero::RefusedLate, 0), (ReadyZero::Refused, 0), (ReadyZero::RefusedLate, 10)] {
        let switches = Switches { ready_zero, ..Switches::default() };
        let world = World::holding(switches, crate::emulator::Times::Realistic, body());
        let folder = tempfile::tempdir().unwrap();
        let mut item = item(folder.path());
        item.declared.known.events[0].settings = settings(50, ready);
        parked(&world, &Request { force: true, ..request() }).await.unwrap();
        world.clock.sleep(world.clock.until("2026-12-05T11:16:00Z".parse().unwrap())).await;
        let cut = applied(&world.ops(Duration::from_secs(60)), &item, true).await;
        assert_eq!(cut.unwrap_err().kind(), Kind::TimedOut);
        let report = applied_until(&world, &item, "2026-12-05T12:00:00Z").await;
        assert_eq!(report.after.scale.ready, Some(ready.max(1)), "{ready_zero:?} {ready}");
        assert_eq!(report.after.state.to_string(), "Succeeded", "{ready_zero:?} {ready}");
    }
}

/// Rounds that do not wait for Azure: while one pool is made, for minutes, another one gets its event in time.
#[tokio::test(start_paused = true)]
async fn no_pool_waits_until_another_is_made_or_deleted() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let item = item(folder.path());
    let other = PoolId { name: "other".into(), ..pool_id() };
    let ops = || world.ops(24 * HOUR);
    create::run(&ops(), create::Request { id: other.clone(), ..creation(PoolKind::CustomContainer, 1) }).await.unwrap();
    parked(&world, &Request { force: true, ..request() }).await.unwrap();
    let mut second = item.clone();
    (second.id, second.recipe, second.declared.base) = (other.clone(), None, Claim::base("idle", settings(5, 1)));
    second.declared.known.events[0].name = "soon".into();
    let at = |hour: i8, minute: i8| jiff::civil::date(2026, 12, 5).at(hour, minute, 0, 0);
    // The parked pool is wanted from 11:15 to 14:00, the other one from 11:17 to 13:58.
    second.declared.known.events[0].calendar.when = When::Once(at(12, 2));
    second.declared.known.events[0].calendar.end = End::For(Duration::from_secs(116 * 60));
    let sent = Run { wait: Wait::Sent, ..round() };
    let mut runs = Runs::read(folder.path().join("runs.json"));
    let mut first_seen: BTreeMap<String, String> = BTreeMap::new();
    world.clock.sleep(world.clock.until("2026-12-05T11:14:30Z".parse().unwrap())).await;
    while world.clock.now() < "2026-12-05T14:20:00Z".parse().unwrap() {
        let began = world.clock.now();
        let done = apply::run(&ops(), vec![item.clone(), second.clone()], &sent, &mut runs).await;
        assert!(began.duration_until(world.clock.now()).as_secs() < 15, "a round at {began} took longer");
        for (one, done) in ["parked", "other"].into_iter().zip(&done) {
            let report = done.result.as_ref().unwrap_or_else(|error| panic!("{one} at {began}: {error}"));
            let now = format!("{one} {:?} {}", report.outcome, report.plan.target.0);
            first_seen.entry(now).or_insert_with(|| began.strftime("%H:%M").to_string());
        }
        let next = began.checked_add(Duration::from_secs(60)).unwrap();
        world.clock.sleep(world.clock.until(next)).await;
    }
    let seen = |what: &str| first_seen.get(what).map_or("never", String::as_str);
    let order = [
        seen("parked Sent max 50, ready 10"),
        seen("other Sent max 50, ready 10"),
        seen("parked NoChanges max 50, ready 10"),
        seen("other NoChanges max 50, ready 10"),
        seen("parked Sent max 0, ready 0"),
    ];
    assert_eq!(order, ["11:15", "11:17", "11:22", "11:20", "14:15"], "{first_seen:#?}");
    assert_eq!((world.sent("DELETE"), world.sent("PUT")), (2, 2), "each once, beside what came before");
}
