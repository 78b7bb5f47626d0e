//! Making pools and deleting them, through fair weather and foul.

use super::world::{World, pool_id};
use crate::emulator::{ReadyZero, Switches};
use crate::error::{Kind, Result};
use crate::model::definition::{Container, Definition, Identity};
use crate::model::{Kind as PoolKind, Lifecycle, PoolId, Settings};
use crate::ops::create::{self, Outcome, Report, Request};
use crate::ops::journal::Journal;
use crate::ops::{Ops, Warmth, delete};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

pub(super) fn request(kind: PoolKind, ready: u32) -> Request {
    let container = Container {
        environment: "judges-env".into(),
        image: "i:v1".into(),
        command: vec![],
        args: vec![],
        cpu: 0.5,
        memory: "1Gi".into(),
        target_port: 80,
        registry: None,
        env: vec![],
        probes: vec![],
    };
    Request {
        id: PoolId { name: "fresh".into(), ..pool_id() },
        definition: Definition {
            location: "eastus2".into(),
            kind,
            container: (kind == PoolKind::CustomContainer).then_some(container),
            identity: Identity::default(),
            egress: None,
            tags: BTreeMap::new(),
        },
        claim: "idle".into(),
        settings: Settings {
            max_sessions: 5,
            ready_sessions: ready,
            lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(300) },
            expires_after: None,
        },
        events: vec![],
        secrets: BTreeMap::new(),
        runner: "ana@desk".into(),
        dry_run: false,
        no_wait: false,
        parks: false,
    }
}

async fn make(world: &World, kind: PoolKind, ready: u32) -> Result<Report> {
    create::run(&world.ops(HALF_AN_HOUR), request(kind, ready)).await
}

#[tokio::test(start_paused = true)]
async fn a_custom_container_is_warm_when_it_is_there() {
    let world = World::new(Switches::default());
    let report = make(&world, PoolKind::CustomContainer, 2).await.unwrap();
    assert_eq!((report.outcome, report.warmth), (Outcome::Created, Warmth::Warm { ready: 2, wanted: 2 }));
    assert!((411..440).contains(&world.seconds()), "as long as recorded: {}", world.seconds());
    world.forget();
    assert_eq!(make(&world, PoolKind::CustomContainer, 3).await.unwrap().outcome, Outcome::ExistedAlready);
    assert_eq!((world.sent("PUT"), world.sent("GET")), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refused_zero_becomes_the_floor_and_is_remembered() {
    for (ready_zero, floor) in
        [(ReadyZero::Refused, Some(1)), (ReadyZero::RefusedLate, Some(1)), (ReadyZero::Accepted, None)]
    {
        let world = World::new(Switches { ready_zero, ..Switches::default() });
        let report = make(&world, PoolKind::CustomContainer, 0).await.unwrap();
        let pool = report.pool.unwrap();
        assert_eq!(pool.scale.ready, Some(floor.unwrap_or(0)));
        let stamp = crate::schedule::Stamp::read(pool.tag("pool-applied").unwrap()).unwrap();
        assert_eq!((stamp.scale.ready, stamp.floor), (Some(0), floor));
    }
}

#[tokio::test(start_paused = true)]
async fn code_interpreters_are_there_at_once() {
    for kind in [PoolKind::PythonLTS, PoolKind::NodeLTS, PoolKind::Shell] {
        let world = World::new(Switches::default());
        let report = make(&world, kind, 2).await.unwrap();
        assert_eq!((report.outcome, report.warmth), (Outcome::Created, Warmth::NoneKept));
        assert_eq!(world.seconds(), 0);
        let id = PoolId { name: "fresh".into(), ..pool_id() };
        let (outcome, _) = delete::run(&world.ops(HALF_AN_HOUR), &id, "ana@desk", false, false).await.unwrap();
        assert_eq!((outcome, world.seconds()), (delete::Outcome::Deleted, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn trouble_on_the_way_makes_no_second_pool_and_loses_none() {
    for fault in [
        json!({"on": "put", "fault": "resetBefore"}),
        json!({"on": "put", "fault": "resetAfter"}),
        json!({"on": "put", "fault": "status", "status": 503, "code": "c", "message": "m"}),
        json!({"on": "put", "fault": "status", "status": 429, "code": "c", "message": "m", "retryAfter": 9}),
        json!({"on": "poll", "count": 2, "fault": "resetAfter"}),
        json!({"on": "get", "count": 3, "fault": "cut"}),
        json!({"on": "poll", "count": 2, "fault": "busy"}),
        json!({"on": "put", "fault": "cut"}),
        json!({"on": "delete", "fault": "loseRecord"}),
        json!({"on": "delete", "fault": "resetBefore"}),
        json!({"on": "delete", "fault": "resetAfter"}),
        json!({"on": "delete", "fault": "status", "status": 500, "code": "c", "message": "m"}),
    ] {
        let world = World::new(Switches::default());
        world.fault(fault.clone()).await;
        let made = make(&world, PoolKind::CustomContainer, 2).await.unwrap_or_else(|error| panic!("{fault}: {error}"));
        assert_eq!(made.outcome, Outcome::Created, "{fault}");
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("journal.jsonl"));
        let ops = Ops { journal: Some(journal.clone()), ..world.ops(HALF_AN_HOUR) };
        let gone = delete::run(&ops, &made.id, "ana@desk", false, false).await;
        assert_eq!(gone.unwrap_or_else(|error| panic!("{fault}: {error}")).0, delete::Outcome::Deleted, "{fault}");
        assert!(world.sent("PUT") <= 2 && world.sent("DELETE") <= 2, "{fault}");
        let noted: Vec<_> =
            journal.entries().unwrap().into_iter().map(|it| (it.claim, it.after.max_sessions)).collect();
        assert_eq!(noted, [("deleted".to_owned(), 0)], "{fault}: once, whoever took it");
    }
}

#[tokio::test(start_paused = true)]
async fn a_pool_in_use_is_kept_and_one_that_is_gone_is_success() {
    let world = World::new(Switches::default());
    world.set(json!({"allocated": 1})).await;
    let ops = world.ops(HALF_AN_HOUR);
    let error = delete::run(&ops, &pool_id(), "ana@desk", false, false).await.unwrap_err();
    assert_eq!((error.kind(), world.sent("DELETE")), (Kind::InUse, 0));
    assert_eq!(delete::run(&ops, &pool_id(), "ana@desk", true, false).await.unwrap().0, delete::Outcome::Deleted);
    assert_eq!(delete::run(&ops, &pool_id(), "ana@desk", false, false).await.unwrap().0, delete::Outcome::GoneAlready);
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_fails_late_is_told() {
    let world = World::new(Switches::default());
    world
        .fault(json!({"on": "put", "fault": "failLate", "code": "SessionPoolOperationError", "message": "time out."}))
        .await;
    let error = make(&world, PoolKind::CustomContainer, 2).await.unwrap_err();
    assert_eq!(error.kind(), Kind::OperationFailed);
    assert!(error.hints().iter().any(|hint| hint.contains("image")), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_pool_that_is_half_made_is_waited_for_and_a_broken_one_is_no_success() {
    let world = World::new(Switches::default());
    let unawaited = Request { no_wait: true, ..request(PoolKind::CustomContainer, 2) };
    let started = create::run(&world.ops(HALF_AN_HOUR), unawaited).await.unwrap();
    assert_eq!(started.outcome, Outcome::Sent);
    let again = make(&world, PoolKind::CustomContainer, 2).await.unwrap();
    assert_eq!((again.outcome, world.sent("PUT")), (Outcome::ExistedAlready, 1));
    assert!(world.seconds() >= 411, "it was waited for");

    let world = World::new(Switches::default());
    world.fault(json!({"on": "put", "fault": "failLate", "code": "c", "message": "m"})).await;
    assert_eq!(make(&world, PoolKind::CustomContainer, 2).await.unwrap_err().kind(), Kind::OperationFailed);
    assert_eq!(make(&world, PoolKind::CustomContainer, 2).await.unwrap_err().kind(), Kind::PoolFailed);
}

/// What a run leaves that ends between Azure's late refusal of 0 and the second PUT is taken up by the next run, unless
/// somebody has put something of theirs on it.
#[tokio::test(start_paused = true)]
async fn a_creation_that_was_cut_off_after_a_late_refusal_is_taken_up() {
    for (is_touched, wanted) in [(false, 0), (false, 4), (true, 0)] {
        let world = World::new(Switches { ready_zero: ReadyZero::RefusedLate, ..Switches::default() });
        let cut_off = create::run(&world.ops(Duration::from_secs(60)), request(PoolKind::CustomContainer, 0)).await;
        assert_eq!(cut_off.unwrap_err().kind(), Kind::TimedOut);
        if is_touched {
            let id = PoolId { name: "fresh".into(), ..pool_id() };
            let tags = [("team".to_owned(), "others".to_owned())].into();
            world.ops(HALF_AN_HOUR).azure.merge_tags(&id, &tags).await.unwrap();
        }
        // By whoever comes, with what is wanted by now.
        let other = Request { claim: "event:final".into(), ..request(PoolKind::CustomContainer, wanted) };
        let again = create::run(&world.ops(HALF_AN_HOUR), other).await;
        if is_touched {
            assert_eq!((again.unwrap_err().kind(), world.sent("PUT")), (Kind::PoolFailed, 1));
            continue;
        }
        let again = again.unwrap();
        assert_eq!((again.outcome, again.pool.unwrap().scale.ready), (Outcome::Created, Some(wanted.max(1))));
        assert_eq!(world.sent("PUT"), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn throttling_is_patience_and_not_failure() {
    let world = World::new(Switches::default());
    let throttled = json!({"on": "any", "count": 8, "fault": "status", "status": 429, "code": "c", "message": "m", "retryAfter": 0});
    world.fault(throttled).await;
    let ops = world.ops(HALF_AN_HOUR);
    assert_eq!(delete::run(&ops, &pool_id(), "ana@desk", false, false).await.unwrap().0, delete::Outcome::Deleted);
}
