//! Rehearsals: what is measured, and that nothing is left behind.

use super::world::{World, intent, lease, pool_id, settings};
use crate::emulator::{Switches, Times};
use crate::error::Kind;
use crate::model::{Mark, Pool};
use crate::ops::rehearse::{BrokenOff, Came, Rehearsal, Report, free, run};
use crate::ops::{preflight, scale};
use crate::plan::Action;
use crate::sim::StartTimes;
use serde_json::json;
use std::future::Future;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

fn sessions(count: u32, every: Duration) -> Rehearsal {
    Rehearsal { sessions: count, every, path: "/".into(), prefix: "pool-rehearsal-test".into() }
}

async fn raised(max: u32, ready: u32) -> World {
    let world = World::new(Switches::default());
    let up = intent(Action::ScaleUp(lease("ana@desk", max, ready, None)), settings(5, 1));
    scale::run(&world.ops(HOUR), scale::Request::new(pool_id(), up)).await.unwrap();
    world
}

async fn pool(world: &World) -> Pool {
    world.ops(HOUR).existing(&pool_id()).await.unwrap()
}

async fn rehearsed<I: Future<Output = ()>>(
    world: &World,
    rehearsal: &Rehearsal,
    interrupted: impl Fn() -> I,
) -> Report {
    let client = world.sessions().await;
    let before = pool(world).await;
    let usual = StartTimes::usual();
    run(&world.ops(HOUR), &client, before, rehearsal, &usual, interrupted).await.unwrap()
}

/// All at once on ten ready ones: ten are warm, the others start, and afterwards the pool is as before.
#[tokio::test(start_paused = true)]
async fn warm_and_cold_are_told_apart_and_all_are_ended() {
    let world = raised(50, 10).await;
    let report = rehearsed(&world, &sessions(25, Duration::ZERO), std::future::pending::<()>).await;
    let count = |is: Came| report.count(|came| *came == is);
    assert_eq!((count(Came::Warm), count(Came::Cold), count(Came::Full)), (10, 15, 0), "{:?}", report.samples);
    assert!(report.is_well() && report.ended == 25, "{report:?}");
    assert!(report.times(|came| *came == Came::Cold).iter().all(|time| time.as_secs() == 4), "as measured: 4.4 s");
    let expected = report.expected.as_ref().unwrap();
    assert!((expected.warm - 10.0).abs() < 1e-9 && (expected.cold - 15.0).abs() < 1e-9, "{expected:?}");
    assert!((4.0..=5.0).contains(&expected.p95), "{expected:?}");
    assert_eq!(pool(&world).await.allocated(), Some(0));
    // One a second is slow enough for the ready ones to be replaced.
    world.clock.sleep(Duration::from_secs(60)).await;
    let report = rehearsed(&world, &sessions(25, Duration::from_secs(1)), std::future::pending::<()>).await;
    assert_eq!(report.count(|came| *came == Came::Warm), 25);
}

/// Also of a pool whose ready sessions are taken, and whose replacements are on their way: at once, and as they come.
#[tokio::test(start_paused = true)]
async fn the_model_expects_what_the_emulator_does() {
    for (every, taken) in [(0, 4), (0, 20), (200, 4), (1_000, 10)] {
        let world = raised(60, 10).await;
        let client = world.sessions().await;
        let others = (0..taken).map(|number| {
            let client = client.clone();
            async move { client.open(&format!("others-{number}"), "/").await.unwrap() }
        });
        // The first ten are given at once, and none of them has been replaced yet.
        futures::future::join_all(others).await;
        let report = rehearsed(&world, &sessions(20, Duration::from_millis(every)), std::future::pending::<()>).await;
        let warm = f64::from(report.count(|came| *came == Came::Warm));
        let expected = report.expected.unwrap();
        assert!((expected.warm - warm).abs() <= 3.0, "{every} {taken}: {warm} {expected:?}");
        assert!((expected.warm + expected.cold - 20.0).abs() < 1e-9, "{expected:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_full_pool_refuses_and_that_is_said() {
    let world = raised(6, 3).await;
    let report = rehearsed(&world, &sessions(9, Duration::ZERO), std::future::pending::<()>).await;
    let expected = report.expected.unwrap();
    assert!((expected.refused - 3.0).abs() < 1e-9, "{expected:?}");
    assert_eq!((report.count(|came| *came == Came::Full), report.ended, report.is_well()), (3, 6, false));
    assert_eq!(free(&pool(&world).await), Some(6));
}

/// Ctrl-C in the middle: what was asked for is ended, also what has not answered yet.
#[tokio::test(start_paused = true)]
async fn an_interruption_leaves_nothing_behind() {
    let world = raised(50, 2).await;
    let first = std::cell::Cell::new(Some(Duration::from_millis(2_500)));
    let clock = std::sync::Arc::clone(&world.clock);
    // Once, and not again.
    let interrupted = || {
        let (clock, after) = (std::sync::Arc::clone(&clock), first.take().unwrap_or(HOUR));
        async move { clock.sleep(after).await }
    };
    let report = rehearsed(&world, &sessions(10, Duration::from_millis(500)), interrupted).await;
    assert_eq!(report.broken_off, Some(BrokenOff::Interrupted));
    assert!((1..10).contains(&report.samples.len()) && report.ended >= 5, "{report:?}");
    world.clock.sleep(Duration::from_secs(10)).await;
    assert_eq!(pool(&world).await.allocated(), Some(0));
}

/// A pool that lets nobody in is asked no further.
#[tokio::test(start_paused = true)]
async fn whoever_is_not_let_in_stops_asking() {
    let world = raised(50, 2).await;
    let refusal = json!({"error": {"code": "AuthorizationFailed", "message": "no data action"}});
    world.answer("/judge", 403, refusal);
    let client = world.sessions().await;
    let before = pool(&world).await;
    let ops = world.ops(HOUR);
    let rehearsal = Rehearsal { path: "/judge".into(), ..sessions(20, Duration::from_secs(1)) };
    world.forget();
    let outcome = run(&ops, &client, before, &rehearsal, &StartTimes::usual(), std::future::pending::<()>).await;
    assert_eq!(outcome.unwrap_err().kind(), Kind::Forbidden);
    let asked = world.log().iter().filter(|sent| sent.path.ends_with("/judge")).count();
    assert_eq!(asked, 1);
}

#[tokio::test(start_paused = true)]
async fn a_probe_is_one_session_that_is_ended() {
    let world = World::with(Switches::default(), Times::Fast);
    let client = world.sessions().await;
    let probe = preflight::probe(&world.ops(HOUR), &client, "/health", std::future::pending()).await.unwrap();
    let findings = preflight::of_probe(&probe, &pool(&world).await);
    assert_eq!((findings.len(), findings[0].mark), (1, Mark::Ok), "{findings:?}");
    assert_eq!(pool(&world).await.allocated(), Some(0));
    world.set(json!({"allocated": 5})).await;
    let probe = preflight::probe(&world.ops(HOUR), &client, "/", std::future::pending()).await.unwrap();
    assert_eq!(preflight::of_probe(&probe, &pool(&world).await)[0].mark, Mark::Fault);
}
