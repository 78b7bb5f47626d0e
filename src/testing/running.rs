//! Scheduled events over hours: runs that apply them late, twice or from another file, and what comes after them.

use super::company::{
    HOUR, applied, apply, at_minute, carry_out, declared, event, in_minutes, known, round, scale_of, up_by, world,
};
use super::world::{World, down_to, intent, lease, pool_id, settings};
use crate::emulator::Switches;
use crate::model::{Lifecycle, Settings};
use crate::ops::apply::Item;
use crate::ops::runs::Runs;
use crate::ops::scale::{self, Outcome, Request, Wait};
use crate::ops::{Ops, Unawaited};
use crate::plan::{Action, Down, Holding, Intent, Others};
use crate::schedule::hold::Outranks;
use crate::schedule::{Combine, Hold, Lease, OnDrift, Person, ScheduledEvent};
use serde_json::json;
use std::path::PathBuf;

/// A machine without the file of a running event never cuts it; after its end anybody takes the pool back.
#[tokio::test(start_paused = true)]
async fn two_machines_with_different_files_never_cut_a_running_event() {
    let world = world();
    let (first, second) = ([event("final", (0, 120), 50, 10)], [event("other", (60, 180), 20, 15)]);
    let mut seen = Vec::new();
    for minute in [1, 30, 60, 90, 119, 120, 150, 179, 180, 200] {
        at_minute(&world, minute).await;
        applied(&world, &first).await;
        applied(&world, &second).await;
        applied(&world, &[]).await;
        seen.push((minute, scale_of(&world).await));
    }
    assert_eq!(
        seen,
        [
            (1, (50, 10)),
            (30, (50, 10)),
            (60, (50, 15)),
            (90, (50, 15)),
            (119, (50, 15)),
            // Who knows `final` has seen its end; what `other` needs, only its own file can tell apart.
            (120, (20, 15)),
            (150, (20, 15)),
            (179, (20, 15)),
            (180, (5, 1)),
            (200, (5, 1)),
        ]
    );
}

/// Who has the file trusts it: an event that was taken out of it ends at once where it was known.
#[tokio::test(start_paused = true)]
async fn a_file_that_knows_the_event_is_trusted() {
    let world = world();
    applied(&world, &[event("final", (0, 120), 50, 10)]).await;
    at_minute(&world, 10).await;
    applied(&world, &[event("final", (600, 700), 50, 10)]).await;
    assert_eq!(scale_of(&world).await, (5, 1), "it was moved to the evening");
}

#[tokio::test(start_paused = true)]
async fn a_scale_down_yields_to_an_event_and_force_holds_it_down() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    at_minute(&world, 10).await;
    let known = known(&events);
    let down = Intent { known: known.clone(), ..down_to(settings(5, 0)) };
    let report = carry_out(&world, down.clone()).await.unwrap();
    assert_eq!(report.still_wanted().map(|claim| claim.name.as_str()), Some("final"));
    assert_eq!(scale_of(&world).await, (50, 10));
    let report = carry_out(&world, Intent { force: true, ..down }).await.unwrap();
    assert_eq!((report.still_wanted(), scale_of(&world).await), (None, (5, 1)));
    at_minute(&world, 60).await;
    assert_eq!(applied(&world, &events).await.outcome, Outcome::NoChanges, "the hold stands");
    // The next scale-up ends it, and the event has its due again.
    let up = Intent { known, ..up_by("ana@desk", 10, 2, in_minutes(&world, 10)) };
    carry_out(&world, up).await.unwrap();
    assert_eq!(scale_of(&world).await, (50, 10));
    at_minute(&world, 120).await;
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (5, 1));
}

#[tokio::test(start_paused = true)]
async fn a_held_base_ends_by_itself_and_yields_to_events() {
    let world = world();
    let hold = |until| Hold {
        settings: settings(20, 2),
        profile: "production".into(),
        outranks: Outranks::Base,
        from: world.clock.now(),
        until,
        by: Person::named("ana@desk"),
    };
    let action = Action::ScaleDown(Box::new(Down::new(
        Person::named("ana@desk"),
        Others::Ask,
        Holding::Write(hold(in_minutes(&world, 180))),
    )));
    carry_out(&world, intent(action, settings(5, 0))).await.unwrap();
    let events = [event("final", (60, 120), 50, 10)];
    let mut seen = Vec::new();
    for minute in [10, 60, 120, 179, 180] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
        seen.push((minute, scale_of(&world).await));
    }
    assert_eq!(seen, [(10, (20, 2)), (60, (50, 10)), (120, (20, 2)), (179, (20, 2)), (180, (5, 1))]);
}

#[tokio::test(start_paused = true)]
async fn max_goes_down_when_the_sessions_are_gone_or_must_be() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    world.set(json!({"allocated": 30})).await;
    let mut seen = Vec::new();
    for minute in [119, 120, 125, 134, 135, 140] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
        seen.push((minute, scale_of(&world).await));
    }
    // Five minutes of cooldown and ten more after the end of the event.
    assert_eq!(seen, [(119, (50, 10)), (120, (50, 1)), (125, (50, 1)), (134, (50, 1)), (135, (5, 1)), (140, (5, 1))]);
}

/// Runs that were missed, late or doubled change nothing about the end (kube-green#246, kubernetes#42649).
#[tokio::test(start_paused = true)]
async fn missed_runs_change_nothing_about_the_end() {
    let events = [event("final", (30, 60), 50, 10), event("second", (300, 400), 20, 5)];
    for minutes in [&[0, 45, 350, 500][..], &[0, 500], &[350, 500], &[31, 32, 33, 61, 62, 301, 402, 500]] {
        let world = world();
        for minute in minutes {
            at_minute(&world, *minute).await;
            applied(&world, &events).await;
        }
        assert_eq!(scale_of(&world).await, (5, 1), "{minutes:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_heartbeat_is_one_write_a_day() {
    let world = world();
    applied(&world, &[event("final", (0, 10), 50, 10)]).await;
    at_minute(&world, 10).await;
    applied(&world, &[]).await;
    world.forget();
    for hour in 1..=72 {
        at_minute(&world, 10 + hour * 60).await;
        let mut beat = apply(&world, &[], OnDrift::Warn);
        if let Action::Apply { heartbeat, .. } = &mut beat.action {
            *heartbeat = Some(24 * HOUR);
        }
        carry_out(&world, beat).await.unwrap();
    }
    let log = world.log();
    let writes: Vec<_> = log.iter().filter(|sent| sent.is_write()).collect();
    assert_eq!(writes.len(), 3);
    assert!(writes.iter().all(|sent| sent.path.contains("Microsoft.Resources/tags")));
}

#[tokio::test(start_paused = true)]
async fn what_is_added_comes_on_top() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    let added = Lease { combine: Combine::Sum, ..lease("ben@desk", 20, 5, in_minutes(&world, 60)) };
    let known = known(&events);
    let base: Settings = settings(5, 0);
    carry_out(&world, Intent { known, ..intent(Action::ScaleUp(added), base) }).await.unwrap();
    assert_eq!(scale_of(&world).await, (70, 15));
    at_minute(&world, 60).await;
    applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (50, 10));
}

/// A lifecycle type does not change while another claim holds, whose sessions it would end.
#[tokio::test(start_paused = true)]
async fn a_lifecycle_waits_for_the_other_claim() {
    let world = world();
    let on_exit = Settings { lifecycle: Lifecycle::OnContainerExit { max_alive: HOUR }, ..settings(60, 5) };
    let events =
        [event("timed", (0, 60), 50, 10), ScheduledEvent { settings: on_exit, ..event("exit", (30, 120), 0, 0) }];
    let mut seen = Vec::new();
    for minute in [10, 30, 59, 60, 119, 120] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
        let pool = world.pool().await;
        let lifecycle = &pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"]["lifecycleType"];
        seen.push((minute, lifecycle.as_str().unwrap().to_owned()));
    }
    let kinds: Vec<&str> = seen.iter().map(|(_, kind)| kind.as_str()).collect();
    assert_eq!(kinds, ["Timed", "Timed", "Timed", "OnContainerExit", "OnContainerExit", "Timed"], "{seen:?}");
}

/// A start that was missed is made up for, and told (kube-green#246, logicapps#1476).
#[tokio::test(start_paused = true)]
async fn a_late_start_is_told() {
    for (minute, late) in [(5, false), (11, true)] {
        let world = world();
        at_minute(&world, minute).await;
        let found = late_findings(&world, &[event("final", (0, 120), 50, 10)]).await;
        assert_eq!(found.iter().any(|text| text.contains("`final` started 11 min ago")), late, "{found:?}");
    }
}

/// Who ran in time was kept from raising it by something else, which was told then.
#[tokio::test(start_paused = true)]
async fn who_ran_in_time_is_not_late() {
    for (ran, late) in [(-1, true), (1, false)] {
        let (world, mut runs) = (world(), Runs::read(PathBuf::new()));
        at_minute(&world, 31).await;
        let at = world.clock.now().saturating_sub(jiff::SignedDuration::from_mins(31 - ran)).unwrap();
        let run =
            crate::ops::runs::Run { by: "cron@build7".into(), at, usual_gap: None, is_typed: false, allow_park: None };
        runs.note(&pool_id().to_string(), run, None, None);
        let found = late_findings_after(&world, &[event("final", (0, 120), 50, 10)], &mut runs).await;
        assert_eq!(!found.is_empty(), late, "{ran}: {found:?}");
    }
}

/// What a run says of events that were raised for late.
async fn late_findings(world: &World, events: &[ScheduledEvent]) -> Vec<String> {
    late_findings_after(world, events, &mut Runs::read(PathBuf::new())).await
}

async fn late_findings_after(world: &World, events: &[ScheduledEvent], runs: &mut Runs) -> Vec<String> {
    let items = vec![Item { id: pool_id(), declared: declared(events), recipe: None }];
    let done = crate::ops::apply::run(&world.ops(HOUR), items, &round("cron@build7"), runs).await;
    let findings = &done[0].result.as_ref().unwrap().findings;
    findings.iter().map(|finding| finding.text.clone()).filter(|text| text.contains("only now")).collect()
}

#[tokio::test(start_paused = true)]
async fn a_second_event_does_not_make_the_first_late() {
    let world = world();
    let events = [event("a", (0, 120), 50, 10), event("b", (60, 120), 30, 20)];
    for minute in [0, 60] {
        at_minute(&world, minute).await;
        let late = late_findings(&world, &events).await;
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
        let late = late_findings(&world, &events).await;
        assert!(late.is_empty(), "minute {minute}: {late:?}");
    }
}

/// Who goes round waits for nothing, and tells later what came of it.
#[tokio::test(start_paused = true)]
async fn a_later_round_tells_how_what_was_sent_has_ended() {
    let world = World::new(Switches::default());
    let fault =
        |what: &str| json!({"on": "patch", "fault": what, "code": "SessionPoolOperationError", "message": "time out"});
    let unawaited = Unawaited::default();
    let ops = || Ops { unawaited: unawaited.clone(), ..world.ops(HOUR) };
    let mut told = Vec::new();
    for (minute, trouble) in [(1, Some("failLate")), (20, Some("loseRecord")), (40, None), (60, None)] {
        at_minute(&world, minute).await;
        for ended in ops().ended().await {
            told.push((minute, ended.unwrap_or_else(|error| format!("{}: {error}", error.kind().code()))));
        }
        world.set(json!({"provisioningState": "Succeeded"})).await;
        if let Some(trouble) = trouble {
            world.fault(fault(trouble)).await;
        }
        let events = [event("final", (0, 120), if minute < 40 { 50 } else { 60 }, 10)];
        let intent = apply(&world, &events, OnDrift::Warn);
        let request = Request { wait: Wait::Sent, leave_busy: true, ..Request::new(pool_id(), intent) };
        let began = world.seconds();
        let outcome = scale::run(&ops(), request).await.map(|report| report.outcome);
        assert!(world.seconds() - began < 5, "a round at {minute} waits");
        match minute {
            60 => assert_eq!(outcome.unwrap(), Outcome::NoChanges),
            _ => assert_eq!(outcome.unwrap(), Outcome::Sent, "{minute}"),
        }
        if minute < 60 {
            assert_eq!(ops().ended().await.len(), 0, "it goes on");
            assert!(!unawaited.is_empty());
        }
    }
    let failed = "operation-failed: Contest-Pool: the change sent at 2026-12-05 08:01 UTC failed: \
                  SessionPoolOperationError: time out";
    let done = "Contest-Pool: the change sent at 2026-12-05 08:40 UTC is done";
    assert_eq!(told, [(20, failed.to_owned()), (60, done.to_owned())], "what has no record left nobody can tell");
    assert!(unawaited.is_empty());
}
