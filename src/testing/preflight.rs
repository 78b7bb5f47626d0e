//! GO or NO-GO, by what stands on a pool.

use super::world::{World, intent, lease, pool_id, settings};
use crate::emulator::{Switches, Times};
use crate::model::{Finding, Mark, Scale};
use crate::ops::declared::Declared;
use crate::ops::parked::{Next, Parked};
use crate::ops::preflight::{Request, look, look_ahead};
use crate::ops::runs::Run;
use crate::ops::scale;
use crate::plan::Action;
use crate::schedule::records::Known;
use crate::schedule::stamp;
use crate::schedule::{Claim, OnDrift};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

async fn looked(world: &World, request: &Request) -> Vec<Finding> {
    let declared = Declared {
        base: Claim::base("idle", settings(5, 1)),
        known: Known::default(),
        budgets: Default::default(),
        on_drift: OnDrift::default(),
        heartbeat: None,
    };
    let ops = world.ops(HOUR);
    let pool = ops.counted(ops.existing(&pool_id()).await.unwrap()).await;
    look(&ops, pool, &declared, request).await.1
}

/// The mark of a subject.
fn mark(findings: &[Finding], subject: &str) -> Option<Mark> {
    findings.iter().find(|finding| finding.subject == subject).map(|finding| finding.mark)
}

fn after(world: &World, minutes: i64) -> Timestamp {
    world.clock.now().checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

async fn raised(world: &World, minutes: i64) {
    let lease = lease("ana@desk", 50, 10, Some(after(world, minutes)));
    let intent = intent(Action::ScaleUp(lease), settings(5, 1));
    scale::run(&world.ops(HOUR), scale::Request::new(pool_id(), intent)).await.unwrap();
}

/// A pool that is parked is there in time, or it is not.
#[tokio::test(start_paused = true)]
async fn a_parked_pool_is_a_go_where_it_is_made_in_time() {
    let world = World::with(Switches::default(), Times::Instant);
    let ops = world.ops(HOUR);
    let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
    let run = |minute: i64, allow_park: Option<bool>| {
        Some(Run {
            by: "cron@build7".into(),
            at: after(&world, minute),
            usual_gap: Some(60),
            is_typed: false,
            allow_park,
        })
    };
    let makes = run(-1, Some(true));
    // The event's start in minutes from now, its lead, what making the pool took the last time, and who ran last.
    for (start, lead, creation, run, expected) in [
        (10_080, 45, None, None, Mark::Ok),
        (50, 45, minutes(45), None, Mark::Ok),
        (50, 45, minutes(46), None, Mark::Warning),
        (40, 45, minutes(20), makes.clone(), Mark::Warning),
        (40, 45, minutes(20), None, Mark::Fault),
        (40, 45, minutes(20), run(-1, None), Mark::Fault),
        (40, 45, minutes(20), run(-1, Some(false)), Mark::Fault),
        (40, 45, minutes(20), makes.clone().map(|run| Run { is_typed: true, ..run }), Mark::Fault),
        (40, 45, minutes(20), run(-1441, Some(true)), Mark::Fault),
        (40, 45, minutes(41), makes.clone(), Mark::Fault),
        (13, 45, None, makes.clone(), Mark::Warning),
        (12, 45, None, makes.clone(), Mark::Fault),
        (-1, 45, minutes(1), makes.clone(), Mark::Fault),
    ] {
        let claim = Claim {
            from: Some(after(&world, start - lead)),
            start: Some(after(&world, start)),
            until: Some(after(&world, start + 120)),
            ..Claim::base("final", settings(50, 10))
        };
        let next = Some(Next { claim, scale: Scale { max: 50, ready: Some(10) } });
        let parked = Parked { by: None, deleted_by: None, kept: None, copy: None, next, refused: vec![], creation };
        let findings = look_ahead(&ops, &pool_id(), &parked, (&Request::default(), run.as_ref())).await;
        assert_eq!(mark(&findings, "parked"), Some(expected), "{start} {lead} {creation:?} {run:?}: {findings:?}");
        assert_eq!(mark(&findings, "locks"), Some(Mark::Ok), "what can be checked is");
        for (sessions, until, subject) in
            [(Some(51), None, "headroom"), (None, Some(start + 121), "lasts"), (None, Some(start - lead), "lasts")]
        {
            let until = until.map(|minute| after(&world, minute));
            let request = Request { sessions, until, runner: None };
            let findings = look_ahead(&ops, &pool_id(), &parked, (&request, None)).await;
            assert_eq!(mark(&findings, subject), Some(Mark::Fault), "{subject} {start}: {findings:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_warm_pool_is_a_go_and_what_is_missing_is_said() {
    let world = World::with(Switches::default(), Times::Instant);
    let findings = looked(&world, &Request::default()).await;
    assert!(findings.iter().all(|finding| finding.mark < Mark::Fault), "{findings:?}");
    assert_eq!(mark(&findings, "lasts"), Some(Mark::Warning), "nothing holds");
    raised(&world, 180).await;
    let request = Request { sessions: Some(50), until: Some(after(&world, 120)), runner: None };
    let findings = looked(&world, &request).await;
    for (subject, expected) in [
        ("state", Mark::Ok),
        ("scale", Mark::Ok),
        ("ready", Mark::Ok),
        ("headroom", Mark::Ok),
        ("image", Mark::Ok),
        ("nodes", Mark::Ok),
        ("locks", Mark::Ok),
        ("lasts", Mark::Ok),
        ("runner", Mark::Warning),
    ] {
        assert_eq!(mark(&findings, subject), Some(expected), "{subject}: {findings:?}");
    }
    let runner = Some(stamp::Mark { by: "cron@build7".into(), at: world.clock.now() });
    assert_eq!(mark(&looked(&world, &Request { runner, ..request }).await, "runner"), Some(Mark::Ok));
}

#[tokio::test(start_paused = true)]
async fn each_trouble_is_a_no_go() {
    let world = World::with(Switches::default(), Times::Instant);
    raised(&world, 90).await;
    let until = Request { until: Some(after(&world, 120)), ..Request::default() };
    assert_eq!(mark(&looked(&world, &until).await, "lasts"), Some(Mark::Fault), "the lease ends before");
    world.set(json!({"allocated": 20})).await;
    let room = |sessions| Request { sessions, ..Request::default() };
    assert_eq!(mark(&looked(&world, &room(Some(31))).await, "headroom"), Some(Mark::Fault));
    assert_eq!(mark(&looked(&world, &room(Some(30))).await, "headroom"), Some(Mark::Ok));
    assert_eq!(mark(&looked(&world, &room(None)).await, "headroom"), Some(Mark::Warning), "somebody is at it");
    world.set(json!({"allocated": 50})).await;
    let findings = looked(&world, &room(None)).await;
    assert_eq!((mark(&findings, "headroom"), mark(&findings, "ready")), (Some(Mark::Fault), Some(Mark::Ok)));
    // Somebody lowered it behind our back.
    world.set(json!({"allocated": 0})).await;
    let scale = json!({"maxConcurrentSessions": 5, "readySessionInstances": 1});
    world.foreign_edit(json!({"properties": {"scaleConfiguration": scale}})).await;
    assert_eq!(mark(&looked(&world, &room(None)).await, "scale"), Some(Mark::Fault));
    world.set(json!({"provisioningState": "Failed"})).await;
    assert_eq!(mark(&looked(&world, &room(None)).await, "state"), Some(Mark::Fault));
}

/// While an operation runs, and until the sessions are warm, it is a no-go.
#[tokio::test(start_paused = true)]
async fn a_pool_that_is_being_raised_is_none_yet() {
    let world = World::with(Switches::default(), Times::Fast);
    let scale = json!({"maxConcurrentSessions": 50, "readySessionInstances": 10});
    world.foreign_edit(json!({"properties": {"scaleConfiguration": scale}})).await;
    let findings = looked(&world, &Request::default()).await;
    assert_eq!(mark(&findings, "state"), Some(Mark::Fault));
    world.clock.sleep(Duration::from_secs(3)).await;
    let findings = looked(&world, &Request::default()).await;
    assert_eq!((mark(&findings, "state"), mark(&findings, "ready")), (Some(Mark::Ok), Some(Mark::Fault)));
    // More than its claims ask for keeps nobody waiting.
    assert_eq!(mark(&findings, "scale"), Some(Mark::Warning));
    world.clock.sleep(Duration::from_secs(10)).await;
    assert_eq!(mark(&looked(&world, &Request::default()).await, "ready"), Some(Mark::Ok));
}
