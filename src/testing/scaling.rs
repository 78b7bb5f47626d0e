//! Scaling through fair weather and foul.

use super::world::{World, down_to, pool_id, settings, up_to};
use crate::emulator::{PatchAnswer, ReadyZero, Switches, TagRule};
use crate::error::{Kind, Result};
use crate::model::{Lifecycle, Settings};
use crate::ops::scale::{self, Outcome, Report, Request};
use crate::ops::{Step, Warmth};
use crate::plan::Intent;
use serde_json::{Value, json};
use std::time::Duration;

const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

async fn scale_within(world: &World, intent: Intent, timeout: Duration) -> Result<Report> {
    scale::run(&world.ops(timeout), Request::new(pool_id(), intent)).await
}

async fn up(world: &World) -> Result<Report> {
    scale_within(world, up_to(settings(50, 10)), HALF_AN_HOUR).await
}

async fn down(world: &World) -> Result<Report> {
    scale_within(world, down_to(settings(5, 0)), HALF_AN_HOUR).await
}

fn scale_of(pool: &Value) -> (u64, u64) {
    let scale = &pool["properties"]["scaleConfiguration"];
    (scale["maxConcurrentSessions"].as_u64().unwrap(), scale["readySessionInstances"].as_u64().unwrap())
}

/// What nobody may lose by scaling.
#[track_caller]
fn assert_untouched(pool: &Value) {
    assert_eq!(pool["tags"]["team"], "judges");
    assert_eq!(pool["tags"]["Cost-Centre"], "42");
    assert_eq!(pool["properties"]["secrets"], json!([{"name": "password"}]));
    assert_eq!(pool["identity"]["type"], "SystemAssigned");
    assert_eq!(pool["properties"]["customContainerTemplate"]["containers"][0]["image"], "i:v1");
}

#[tokio::test(start_paused = true)]
async fn one_patch_each_way_and_none_when_nothing_differs() {
    let world = World::new(Switches::default());
    let report = up(&world).await.unwrap();
    assert_eq!((report.outcome, report.warmth), (Outcome::Applied, Warmth::Warm { ready: 10, wanted: 10 }));
    assert_eq!(world.sent("PATCH"), 1);
    assert!((158..200).contains(&world.seconds()), "as long as recorded: {}", world.seconds());
    assert_untouched(&world.pool().await);
    world.forget();
    assert_eq!(up(&world).await.unwrap().outcome, Outcome::NoChanges);
    assert_eq!((world.sent("PATCH"), world.sent("GET")), (0, 1), "a second run only looks");
    let report = down(&world).await.unwrap();
    assert_eq!(scale_of(&world.pool().await), (5, 1));
    assert!(report.findings.iter().any(|finding| finding.text.contains("refuses 0 ready")), "{:?}", report.findings);
    world.forget();
    assert_eq!(down(&world).await.unwrap().outcome, Outcome::NoChanges);
    assert_eq!(world.sent("PATCH"), 0);
    assert_untouched(&world.pool().await);
}

/// A lifecycle type that waits for sessions to end is no reason to write again and again.
#[tokio::test(start_paused = true)]
async fn a_scale_up_that_leaves_the_lifecycle_alone_writes_once() {
    let world = World::new(Switches::default());
    world.set(json!({"allocated": 3})).await;
    let lifecycle = Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) };
    let other = up_to(Settings { lifecycle, ..settings(50, 10) });
    for (outcome, patches) in [(Outcome::Applied, 1), (Outcome::NoChanges, 0)] {
        world.forget();
        let report = scale_within(&world, other.clone(), HALF_AN_HOUR).await.unwrap();
        assert_eq!((report.outcome, world.sent("PATCH")), (outcome, patches));
        assert!(report.plan.withheld.is_some_and(|why| why.contains("lifecycle stays Timed")));
    }
}

#[tokio::test(start_paused = true)]
async fn every_answer_that_azure_might_give_leads_to_the_same_end() {
    let one_by_one = [
        Switches { ready_zero: ReadyZero::RefusedLate, ..Switches::default() },
        Switches { ready_zero: ReadyZero::Accepted, ..Switches::default() },
        Switches { tags: TagRule::Replaced, ..Switches::default() },
        Switches { custom_patch: PatchAnswer::Done200, ..Switches::default() },
        Switches { template_status: false, ..Switches::default() },
    ];
    for switches in one_by_one {
        let floor = u64::from(switches.ready_zero != ReadyZero::Accepted);
        let world = World::new(switches.clone());
        up(&world).await.unwrap();
        assert_eq!(scale_of(&world.pool().await), (50, 10), "{switches:?}");
        let forced = Intent { force: true, ..down_to(settings(5, 0)) };
        scale_within(&world, forced, HALF_AN_HOUR).await.unwrap();
        let pool = world.pool().await;
        assert_eq!(scale_of(&pool), (5, floor), "{switches:?}");
        assert_untouched(&pool);
        world.forget();
        assert_eq!(down(&world).await.unwrap().outcome, Outcome::NoChanges, "{switches:?}");
        assert_eq!(world.sent("PATCH"), 0, "{switches:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn trouble_on_the_way_changes_nothing_about_the_end() {
    for fault in [
        json!({"on": "patch", "fault": "resetBefore"}),
        json!({"on": "patch", "fault": "resetAfter"}),
        json!({"on": "patch", "fault": "notJson"}),
        json!({"on": "patch", "count": 3, "fault": "status", "status": 503, "code": "ServiceUnavailable", "message": "m"}),
        json!({"on": "patch", "fault": "status", "status": 409, "code": "AnotherOperationInProgress", "message": "m"}),
        json!({"on": "patch", "fault": "status", "status": 429, "code": "TooManyRequests", "message": "m", "retryAfter": 17}),
        json!({"on": "get", "count": 3, "fault": "status", "status": 500, "code": "InternalServerError", "message": "m"}),
        json!({"on": "get", "fault": "resetBefore"}),
        json!({"on": "poll", "count": 2, "fault": "resetAfter"}),
        json!({"on": "poll", "fault": "status", "status": 429, "code": "TooManyRequests", "message": "m", "retryAfter": 60}),
        json!({"on": "poll", "count": 0, "fault": "status", "status": 404, "code": "NotFound", "message": "m"}),
        json!({"on": "get", "count": 3, "fault": "cut"}),
        json!({"on": "get", "count": 3, "fault": "notJson"}),
        json!({"on": "patch", "fault": "cut"}),
        json!({"on": "patch", "fault": "loseRecord"}),
        json!({"on": "patch", "fault": "busy"}),
        json!({"on": "poll", "count": 2, "fault": "busy"}),
        json!({"on": "any", "count": 5, "fault": "slow", "seconds": 30}),
        json!({"on": "patch", "fault": "throttled", "retryAfter": 30, "retryAfterAs": "date"}),
    ] {
        let world = World::new(Switches::default());
        world.fault(fault.clone()).await;
        let report = up(&world).await.unwrap_or_else(|error| panic!("{fault}: {error}"));
        assert_eq!(report.warmth, Warmth::Warm { ready: 10, wanted: 10 }, "{fault}");
        assert!(world.sent("PATCH") <= 4, "{fault}: {} writes", world.sent("PATCH"));
        assert_untouched(&world.pool().await);
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_stays_is_told_soon() {
    let world = World::new(Switches::default());
    world.fault(json!({"on": "get", "count": 0, "fault": "notJson"})).await;
    assert_eq!(up(&world).await.unwrap_err().kind(), Kind::BadAnswer);
    assert!(world.seconds() < 10, "{} s", world.seconds());
}

#[tokio::test(start_paused = true)]
async fn a_tag_that_comes_while_sessions_are_counted_is_kept() {
    let world = World::new(Switches { template_status: false, tags: TagRule::Replaced, ..Switches::default() });
    world.fault(json!({"on": "get", "count": 2, "fault": "slow", "seconds": 20})).await;
    let meddle = async {
        // Between the two reads: the pool, and its sessions' counts.
        world.clock.sleep(Duration::from_secs(10)).await;
        let tags = format!("{}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", pool_id());
        let body = json!({"operation": "Merge", "properties": {"tags": {"theirs": "1"}}});
        world.ask("PATCH", &tags, body).await;
    };
    let (report, ()) = tokio::join!(up(&world), meddle);
    report.unwrap();
    assert_eq!(world.pool().await["tags"]["theirs"], "1");
}

#[tokio::test(start_paused = true)]
async fn a_pool_that_is_lowered_while_sessions_are_counted_is_not_called_done() {
    let switches = Switches { template_status: false, custom_patch: PatchAnswer::Done200, ..Switches::default() };
    let world = World::new(switches);
    up(&world).await.unwrap();
    world.fault(json!({"on": "get", "fault": "slow", "seconds": 20})).await;
    let meddle = async {
        world.clock.sleep(Duration::from_secs(10)).await;
        let scale = json!({"maxConcurrentSessions": 5, "readySessionInstances": 1});
        world.foreign_edit(json!({"properties": {"scaleConfiguration": scale}})).await;
    };
    let (report, ()) = tokio::join!(up(&world), meddle);
    assert_eq!(report.unwrap().outcome, Outcome::Applied);
    assert_eq!(scale_of(&world.pool().await), (50, 10));
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_past_its_deadline() {
    let status = |on: &str, status: u16, code: &str| json!({"on": on, "count": 0, "fault": "status", "status": status, "code": code, "message": "m", "retryAfter": 3600});
    for (fault, timeout, kind, at_least) in [
        (json!({"on": "patch", "fault": "never"}), 300, Kind::TimedOut, 300),
        (status("patch", 429, "TooManyRequests"), 300, Kind::Throttled, 0),
        (status("get", 503, "ServiceUnavailable"), 300, Kind::TimedOut, 0),
        (
            json!({"on": "patch", "count": 0, "fault": "status", "status": 409, "code": "Conflict", "message": "m"}),
            60,
            Kind::TimedOut,
            60,
        ),
    ] {
        let world = World::new(Switches::default());
        world.fault(fault.clone()).await;
        let error = scale_within(&world, up_to(settings(50, 10)), Duration::from_secs(timeout)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault}: {error}");
        let seconds = u64::try_from(world.seconds()).unwrap();
        assert!((at_least..=timeout).contains(&seconds), "{fault}: {seconds} s");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_pool_is_no_success_even_where_nothing_differs() {
    let world = World::new(Switches::default());
    up(&world).await.unwrap();
    world.set(json!({"provisioningState": "Failed"})).await;
    world.forget();
    assert_eq!(up(&world).await.unwrap_err().kind(), Kind::PoolFailed);
    assert_eq!(world.sent("PATCH"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_zero_that_is_refused_late_leaves_no_failed_pool() {
    let world = World::new(Switches { ready_zero: ReadyZero::RefusedLate, ..Switches::default() });
    for _ in 0..2 {
        let retry = Intent { retry_zero: true, ..down_to(settings(5, 0)) };
        scale_within(&world, retry, HALF_AN_HOUR).await.unwrap();
        assert_eq!(world.pool().await["properties"]["provisioningState"], "Succeeded");
    }
    world.forget();
    assert_eq!(down(&world).await.unwrap().outcome, Outcome::NoChanges);
    assert_eq!(world.sent("PATCH"), 0, "the floor was written down");
}

/// Storms 42794 and 55807: the PATCH that mends was lost itself, and was counted as tried.
#[tokio::test(start_paused = true)]
async fn a_mend_that_is_lost_is_sent_again() {
    let world = World::new(Switches { ready_zero: ReadyZero::RefusedLate, ..Switches::default() });
    let lost = json!({"on": "patch", "count": 1, "probability": 0.3, "seed": 195, "fault": "status", "status": 502,
        "code": "BadGateway", "message": "m"});
    world.fault(lost).await;
    down(&world).await.unwrap();
    assert_eq!(world.pool().await["properties"]["provisioningState"], "Succeeded");
    assert_eq!(world.sent("PATCH"), 3, "the refused 0, the lost mend, and the mend");
}

#[tokio::test(start_paused = true)]
async fn a_change_that_does_not_stay_is_told_after_two_tries() {
    let world = World::new(Switches { custom_patch: PatchAnswer::Done200, ..Switches::default() });
    world.ignore_scale();
    let error = up(&world).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Conflict);
    assert!(error.to_string().contains("max sessions is 5, not 50"), "{error}");
    assert_eq!(world.sent("PATCH"), 2);
}

#[tokio::test(start_paused = true)]
async fn warmth_that_cannot_come_is_not_waited_for() {
    for (change, kind) in [
        (json!({"scale": 1}), Kind::Conflict),
        (json!({"state": "Failed"}), Kind::OperationFailed),
        (json!({"deleted": true}), Kind::Conflict),
    ] {
        let world = World::new(Switches::default());
        world.never_warm();
        let meddle = async {
            world.clock.sleep(Duration::from_secs(300)).await;
            if change["deleted"] == true {
                world.ask("DELETE", &format!("{}?api-version=2026-07-01", pool_id()), Value::Null).await;
            } else if change["state"].is_string() {
                world.set(json!({"provisioningState": "Failed"})).await;
            } else {
                let scale = json!({"maxConcurrentSessions": 5, "readySessionInstances": 1});
                world.foreign_edit(json!({"properties": {"scaleConfiguration": scale}})).await;
            }
        };
        let (result, ()) = tokio::join!(up(&world), meddle);
        assert_eq!(result.unwrap_err().kind(), kind, "{change}");
        assert!(world.seconds() < 700, "{change}: {} s", world.seconds());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_reported_is_what_came_of_it() {
    let world = World::new(Switches::default());
    down(&world).await.unwrap();
    let retry = Intent { retry_zero: true, ..down_to(settings(5, 0)) };
    let report = scale_within(&world, retry, HALF_AN_HOUR).await.unwrap();
    assert!(report.plan.changes.is_empty(), "a refused 0 changed nothing: {:?}", report.plan.changes);
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_comes_late_is_told_with_azures_words() {
    let world = World::new(Switches::default());
    world
        .fault(json!({"on": "patch", "fault": "failLate", "code": "SessionPoolOperationError", "message": "time out"}))
        .await;
    let error = up(&world).await.unwrap_err();
    assert_eq!(error.kind(), Kind::OperationFailed);
    assert!(error.to_string().contains("SessionPoolOperationError: time out"), "{error}");
    assert_eq!(up(&world).await.unwrap_err().kind(), Kind::PoolFailed, "a Failed pool is not raised");
}

#[tokio::test(start_paused = true)]
async fn a_busy_pool_is_waited_for_and_its_new_state_is_what_counts() {
    let world = World::new(Switches::default());
    world.foreign_edit(json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 80}}})).await;
    let report = up(&world).await.unwrap();
    assert!(world.told(|step| matches!(step, Step::Busy { .. })));
    assert_eq!(report.before.scale.max, 80, "read after the other operation");
    assert_eq!(scale_of(&world.pool().await), (80, 10), "never lowered");
}

#[tokio::test(start_paused = true)]
async fn what_sessions_hold_up_goes_down_when_they_must_be_gone() {
    let world = World::new(Switches::default());
    up(&world).await.unwrap();
    world.set(json!({"allocated": 12})).await;
    let report = down(&world).await.unwrap();
    assert!(report.plan.withheld.is_some());
    assert_eq!(scale_of(&world.pool().await), (50, 1), "ready goes at once, max waits");
    world.forget();
    assert!(down(&world).await.unwrap().plan.withheld.is_some());
    assert_eq!(world.sent("PATCH"), 0, "nothing new to say");
    world.set(json!({"allocated": 5})).await;
    assert!(down(&world).await.unwrap().plan.withheld.is_none());
    assert_eq!(scale_of(&world.pool().await), (5, 1));
}

#[tokio::test(start_paused = true)]
async fn two_at_once_end_where_one_would() {
    let world = World::new(Switches::default());
    let (one, two) = tokio::join!(up(&world), up(&world));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    assert_eq!(scale_of(&world.pool().await), (50, 10));
    assert!(world.sent("PATCH") <= 3, "{}", world.sent("PATCH"));
}
