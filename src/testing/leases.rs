//! Leases, holds and events over hours: who keeps a pool up, and what takes it down again.

use super::world::{World, down_to, intent, lease, pool_id, settings, up_to};
use crate::azure::TokenCredential;
use crate::emulator::{Switches, TagRule, Times};
use crate::error::{Kind, Result};
use crate::model::{Lifecycle, Settings};
use crate::ops::Ops;
use crate::ops::apply::{Item, Run};
use crate::ops::declared::Declared;
use crate::ops::journal::Journal;
use crate::ops::runs::Runs;
use crate::ops::scale::{self, Outcome, Report, Request, Wait};
use crate::plan::{Action, Down, Holding, Intent, Others};
use crate::schedule::hold::Outranks;
use crate::schedule::lease::SLOTS;
use crate::schedule::records::Known;
use crate::schedule::stamp::Mark;
use crate::schedule::{Calendar, Combine, End, Hold, OnDrift, Person, ScheduledEvent, When};
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

/// What `pool apply` asks for on a machine that knows these events.
fn apply(world: &World, events: &[ScheduledEvent], on_drift: OnDrift) -> Intent {
    let runner = Mark { by: "cron@build7".into(), at: world.clock.now() };
    let names = std::sync::Arc::new(events.iter().map(|event| event.name.clone()).collect());
    let action = Action::Apply { on_drift, runner: Some(runner), heartbeat: None };
    Intent { known: Known { events: events.to_vec(), names }, ..intent(action, settings(5, 0)) }
}

async fn applied(world: &World, events: &[ScheduledEvent]) -> Report {
    carry_out(world, apply(world, events, OnDrift::Warn)).await.unwrap()
}

/// An event from so many minutes after the beginning of the world, without a lead.
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

async fn scale_of(world: &World) -> (u64, u64) {
    let pool = world.pool().await;
    let scale = &pool["properties"]["scaleConfiguration"];
    (scale["maxConcurrentSessions"].as_u64().unwrap(), scale["readySessionInstances"].as_u64().unwrap())
}

/// Moves the clock to so many minutes after the beginning.
async fn at_minute(world: &World, minute: i64) {
    let seconds = minute * 60 - world.seconds();
    world.clock.sleep(Duration::from_secs(u64::try_from(seconds).unwrap())).await;
}

fn in_minutes(world: &World, minutes: i64) -> Option<Timestamp> {
    Some(world.clock.now().checked_add(SignedDuration::from_mins(minutes)).unwrap())
}

fn up_by(who: &str, max: u32, ready: u32, until: Option<Timestamp>) -> Intent {
    intent(Action::ScaleUp(lease(who, max, ready, until)), settings(5, 0))
}

fn tags(pool: &Value, prefix: &str) -> Vec<String> {
    let tags = pool["tags"].as_object().unwrap();
    tags.iter()
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(_, value)| value.as_str().unwrap().to_owned())
        .collect()
}

fn live_leases(pool: &Value) -> usize {
    tags(pool, "pool-lease-").iter().filter(|value| *value != "ended").count()
}

/// Whoever forgets: the lease lies on the pool, and any machine's next run takes it back (crabbox, Coder, U1).
#[tokio::test(start_paused = true)]
async fn a_lease_ends_by_itself_wherever_apply_runs_next() {
    let world = world();
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 180))).await.unwrap();
    assert_eq!(scale_of(&world).await, (50, 10));
    at_minute(&world, 179).await;
    world.forget();
    assert_eq!(applied(&world, &[]).await.outcome, Outcome::NoChanges);
    assert_eq!(world.sent("PATCH"), 0);
    at_minute(&world, 180).await;
    assert_eq!(applied(&world, &[]).await.outcome, Outcome::Applied);
    assert_eq!(scale_of(&world).await, (5, 1));
    let pool = world.pool().await;
    assert_eq!((live_leases(&pool), tags(&pool, "pool-lease-").len()), (0, 1), "the slot says that it has ended");
    world.forget();
    assert_eq!(applied(&world, &[]).await.outcome, Outcome::NoChanges, "converge once, never again");
    assert_eq!(world.sent("PATCH"), 0);
}

/// A lease shorter than Azure's operation is over when that is done: said so, and not an error, so that whoever stays
/// takes it back.
#[tokio::test(start_paused = true)]
async fn a_lease_that_ends_while_azure_is_at_work_was_there() {
    let world = World::new(Switches::default());
    let report = carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 1))).await.unwrap();
    assert_eq!((report.outcome, world.seconds() > 60), (Outcome::Applied, true));
    assert!(report.findings.iter().any(|finding| finding.text.contains("ended while Azure")), "{:?}", report.findings);
    assert!(!report.desired.has_claims());
    applied(&world, &[]).await;
    assert_eq!(scale_of(&world).await, (5, 1));
    // Before anything was sent, it is an error.
    let past = up_by("ana@desk", 50, 10, in_minutes(&world, -1));
    assert_eq!(carry_out(&world, past).await.unwrap_err().kind(), Kind::TimedOut);
}

/// The scale and the lease are one PATCH, so that no crash can separate them.
#[tokio::test(start_paused = true)]
async fn a_lease_comes_in_the_same_patch_as_the_scale() {
    let world = world();
    world.forget();
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 180))).await.unwrap();
    let writes: Vec<_> = world.log().into_iter().filter(super::world::Sent::is_write).collect();
    assert_eq!(writes.len(), 1);
    assert_eq!(live_leases(&writes[0].body), 1);
    assert!(writes[0].body["tags"]["pool-applied"].is_string());
    assert_eq!(writes[0].body["properties"]["scaleConfiguration"]["maxConcurrentSessions"], 50);
}

/// How long a pool took to be warm is noted, from Azure's taking of the change on; what goes down says nothing.
#[tokio::test(start_paused = true)]
async fn how_long_a_pool_took_to_be_warm_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::at(folder.path().join("journal.jsonl"));
    let world = World::new(Switches::default());
    let ops = || Ops { journal: Some(journal.clone()), ..world.ops(HOUR) };
    for (intent, expected) in [
        (up_by("ana@desk", 50, 10, in_minutes(&world, 60)), 1),
        (up_by("ana@desk", 50, 10, in_minutes(&world, 60)), 1),
        (up_by("ana@desk", 60, 10, in_minutes(&world, 60)), 1),
        (down_to(settings(5, 0)), 1),
        (up_by("ana@desk", 50, 2, in_minutes(&world, 60)), 2),
    ] {
        scale::run(&ops(), Request::new(pool_id(), intent)).await.unwrap();
        assert_eq!(journal.warmed().unwrap().len(), expected);
    }
    let warmed = journal.warmed().unwrap();
    // The recorded median of a change, and the sessions after it.
    assert!((158..=400).contains(&warmed[0].warm_after_seconds), "{warmed:?}");
    assert_eq!((warmed[0].ready_sessions, warmed[1].ready_sessions), (10, 2));
    assert!(journal.entries().unwrap().len() >= 4);
}

/// The end of one claim leads to the others, not to the base (azure-docs#39303, coder#2028).
#[tokio::test(start_paused = true)]
async fn claims_never_cut_each_other() {
    let world = world();
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 60))).await.unwrap();
    carry_out(&world, up_by("ben@desk", 20, 15, in_minutes(&world, 120))).await.unwrap();
    let events = [event("final", (90, 240), 30, 3), event("warm-up", (240, 300), 40, 1)];
    let mut seen = Vec::new();
    for minute in [10, 60, 90, 120, 239, 240, 299, 300, 330] {
        at_minute(&world, minute).await;
        applied(&world, &events).await;
        seen.push((minute, scale_of(&world).await));
    }
    assert_eq!(
        seen,
        [
            (10, (50, 15)),
            (60, (20, 15)),
            (90, (30, 15)),
            (120, (30, 3)),
            (239, (30, 3)),
            (240, (40, 1)),
            (299, (40, 1)),
            (300, (5, 1)),
            (330, (5, 1)),
        ],
        "at the seam of two events there is no gap (azure-docs#103376)"
    );
}

/// A second scale-up by the same person renews; it never moves the end earlier (coder#8546).
#[tokio::test(start_paused = true)]
async fn a_renewal_takes_the_same_slot() {
    let world = world();
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 180))).await.unwrap();
    world.forget();
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 60))).await.unwrap();
    assert_eq!((world.sent("PATCH"), live_leases(&world.pool().await)), (0, 1), "an earlier end changes nothing");
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 240))).await.unwrap();
    let log = world.log();
    let writes: Vec<_> = log.iter().filter(|sent| sent.is_write()).collect();
    assert_eq!(writes.len(), 1);
    assert!(writes[0].path.contains("Microsoft.Resources/tags"), "tags alone are no operation on the pool");
    at_minute(&world, 239).await;
    applied(&world, &[]).await;
    assert_eq!(scale_of(&world).await, (50, 10));
}

#[tokio::test(start_paused = true)]
async fn where_tags_alone_are_not_allowed_the_pool_is_patched() {
    let world = world();
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 60))).await.unwrap();
    world.fault(json!({"fault": "forbidden", "on": "tags", "count": 5})).await;
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 240))).await.unwrap();
    let pool = world.pool().await;
    assert!(tags(&pool, "pool-lease-")[0].contains("until=2026-12-05T12:"), "{pool}");
    assert_eq!((&pool["tags"]["team"], &pool["tags"]["Cost-Centre"]), (&json!("judges"), &json!("42")));
}

#[tokio::test(start_paused = true)]
async fn two_at_once_lose_no_lease() {
    for rule in [TagRule::Merged, TagRule::Replaced] {
        let world = World::with(Switches { tags: rule, ..Switches::default() }, Times::Realistic);
        let (until, id) = (in_minutes(&world, 180), pool_id());
        let run = |who: u32, name: &str, max: u32| {
            let (ops, intent) = (world.ops_of(who, HOUR), up_by(name, max, 10, until));
            let id = id.clone();
            async move { scale::run(&ops, Request::new(id, intent)).await.unwrap() }
        };
        tokio::join!(run(1, "ana@desk", 50), run(2, "ben@desk", 40), run(3, "eve@desk", 30));
        assert_eq!(live_leases(&world.pool().await), 3, "{rule:?}");
        assert_eq!(scale_of(&world).await, (50, 10));
    }
}

#[tokio::test(start_paused = true)]
async fn somebody_elses_lease_is_asked_about() {
    let world = world();
    carry_out(&world, up_by("ben@desk", 50, 10, in_minutes(&world, 180))).await.unwrap();
    let asks = |others| {
        let action = Action::ScaleDown(Box::new(Down::new(
            Person::named("ana@desk"),
            if others { Others::All } else { Others::Ask },
            Holding::Keep,
        )));
        intent(action, settings(5, 0))
    };
    world.forget();
    let report = carry_out(&world, asks(false)).await.unwrap();
    assert_eq!((report.outcome, report.unasked.leases.len(), world.sent("PATCH")), (Outcome::Unasked, 1, 0));
    assert_eq!(scale_of(&world).await, (50, 10));
    carry_out(&world, asks(true)).await.unwrap();
    assert_eq!((scale_of(&world).await, live_leases(&world.pool().await)), ((5, 1), 0));
    // One's own is not asked about.
    carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 180))).await.unwrap();
    assert_eq!(carry_out(&world, asks(false)).await.unwrap().outcome, Outcome::Applied);
}

#[tokio::test(start_paused = true)]
async fn when_every_slot_is_taken_nothing_is_written() {
    let world = world();
    for n in 0..SLOTS {
        carry_out(&world, up_by(&format!("judge-{n}"), 50, 10, in_minutes(&world, 60))).await.unwrap();
    }
    world.forget();
    let error = carry_out(&world, up_by("one-too-many", 60, 10, in_minutes(&world, 60))).await.unwrap_err();
    assert_eq!((error.kind(), world.sent("PATCH")), (Kind::Rejected, 0));
    // An ended slot is used again.
    at_minute(&world, 61).await;
    carry_out(&world, up_by("one-too-many", 60, 10, in_minutes(&world, 60))).await.unwrap();
    assert_eq!(live_leases(&world.pool().await), 1);
}

#[tokio::test(start_paused = true)]
async fn room_among_the_tags_is_needed_before_anything_is_written() {
    for (foreign, fits) in [(48, true), (49, false)] {
        for rule in [TagRule::Merged, TagRule::Replaced] {
            let world = World::with(Switches { tags: rule, ..Switches::default() }, Times::Instant);
            let mut tags = world.pool().await["tags"].as_object().unwrap().clone();
            tags.extend((tags.len()..foreign).map(|n| (format!("t{n}"), json!("theirs"))));
            world.foreign_edit(json!({"tags": tags})).await;
            world.forget();
            let result = carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 60))).await;
            assert_eq!(
                result.as_ref().err().map(crate::error::Error::kind),
                (!fits).then_some(Kind::Rejected),
                "{result:?}"
            );
            assert_eq!(world.sent("PATCH") > 0, fits);
            if fits {
                let pool = world.pool().await;
                let is_ours = |name: &&String| crate::schedule::is_ours(name);
                let theirs = pool["tags"].as_object().unwrap().keys().filter(|name| !is_ours(name)).count();
                assert_eq!((theirs, live_leases(&pool)), (48, 1), "{rule:?}");
                at_minute(&world, 60).await;
                applied(&world, &[]).await;
                assert_eq!(scale_of(&world).await, (5, 1));
            }
        }
    }
}

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
    let known = apply(&world, &events, OnDrift::Warn).known;
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

/// The first run on a pool that was never ours stops nothing (startstopv2#73): it says so.
#[tokio::test(start_paused = true)]
async fn a_pool_that_no_claim_explains_is_reported_and_left() {
    let world = world();
    world
        .foreign_edit(json!({"properties": {"scaleConfiguration": {
        "maxConcurrentSessions": 40, "readySessionInstances": 8}}}))
        .await;
    world.forget();
    let report = applied(&world, &[]).await;
    assert_eq!((report.outcome, world.sent("PATCH")), (Outcome::NoChanges, 0));
    assert!(
        report.findings.iter().any(|finding| finding.text.contains("no claim wants more")),
        "{:?}",
        report.findings
    );
    carry_out(&world, apply(&world, &[], OnDrift::Enforce)).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1));
}

#[tokio::test(start_paused = true)]
async fn drift_is_treated_as_the_file_says() {
    let events = [event("final", (0, 120), 50, 10)];
    for (on_drift, during, after) in
        [(OnDrift::Warn, (50, 10), (5, 1)), (OnDrift::Keep, (20, 3), (5, 1)), (OnDrift::Enforce, (50, 10), (5, 1))]
    {
        let world = world();
        applied(&world, &events).await;
        // Terraform puts it back in the middle of the contest (terraform-aws-ecs#422).
        world
            .foreign_edit(json!({"properties": {"scaleConfiguration": {
            "maxConcurrentSessions": 20, "readySessionInstances": 3}}}))
            .await;
        at_minute(&world, 10).await;
        let report = carry_out(&world, apply(&world, &events, on_drift)).await.unwrap();
        assert_eq!(scale_of(&world).await, during, "{on_drift:?}");
        let told = report.findings.iter().any(|finding| finding.text.contains("somebody@example.com"));
        assert_eq!(told, on_drift != OnDrift::Enforce, "{:?}", report.findings);
        at_minute(&world, 120).await;
        carry_out(&world, apply(&world, &events, on_drift)).await.unwrap();
        assert_eq!(scale_of(&world).await, after, "{on_drift:?}: it is below what we raised, and ours to lower");
    }
}

/// Somebody raised one number by hand while an event ran: that one is theirs, the other goes back.
#[tokio::test(start_paused = true)]
async fn only_what_we_raised_is_lowered() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    world
        .foreign_edit(json!({"properties": {"scaleConfiguration": {
        "maxConcurrentSessions": 80, "readySessionInstances": 10}}}))
        .await;
    at_minute(&world, 120).await;
    let report = applied(&world, &events).await;
    assert_eq!(scale_of(&world).await, (80, 1));
    assert!(report.findings.iter().any(|finding| finding.text.contains("max sessions is 80")), "{:?}", report.findings);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_never_lowers_a_pool() {
    for (tag, value) in [
        ("pool-lease-3", "v2 something newer"),
        ("pool-lease-0", "max=5"),
        ("Pool-Lease-9", "v1 max=50 ready=10 Timed=300s profile=x from=2026-12-05T08:00:00Z until=never by=x"),
        ("pool-hold", "please"),
        ("pool-applied", "v9 max=50"),
    ] {
        let world = world();
        carry_out(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 60))).await.unwrap();
        let mut tags = world.pool().await["tags"].clone();
        tags[tag] = json!(value);
        world.foreign_edit(json!({"tags": tags})).await;
        at_minute(&world, 61).await;
        let report = applied(&world, &[]).await;
        assert_eq!(scale_of(&world).await, (50, 10), "{tag}");
        assert!(report.plan.doubt.is_some(), "{tag}");
        // Raising goes on.
        applied(&world, &[event("final", (0, 300), 60, 20)]).await;
        assert_eq!(scale_of(&world).await, (60, 20), "{tag}");
        assert_eq!(world.pool().await["tags"][tag], value, "it is left as it is");
        // And whoever insists gets the pool down.
        carry_out(&world, Intent { force: true, ..down_to(settings(5, 0)) }).await.unwrap();
        assert_eq!(scale_of(&world).await, (5, 1), "{tag}");
    }
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
async fn a_scale_up_without_an_end_stays_until_somebody_ends_it() {
    let world = world();
    carry_out(&world, up_to(settings(50, 10))).await.unwrap();
    at_minute(&world, 60 * 24 * 30).await;
    assert_eq!(applied(&world, &[]).await.outcome, Outcome::NoChanges);
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1));
}

#[tokio::test(start_paused = true)]
async fn what_is_added_comes_on_top() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10)];
    applied(&world, &events).await;
    let added = crate::schedule::Lease { combine: Combine::Sum, ..lease("ben@desk", 20, 5, in_minutes(&world, 60)) };
    let known = apply(&world, &events, OnDrift::Warn).known;
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
        let known = apply(&world, &[event("final", (0, 120), 50, 10)], OnDrift::Warn).known;
        let declared = Declared {
            base: crate::schedule::Claim::base("idle", settings(5, 0)),
            known,
            on_drift: OnDrift::Warn,
            heartbeat: None,
        };
        let run = Run { by: "cron".into(), dry_run: false, at: None, wait: Wait::Warm, force: false };
        let mut runs = Runs::read(std::path::PathBuf::new());
        let items = vec![Item { id: pool_id(), declared }];
        let done = crate::ops::apply::run(&world.ops(HOUR), items, &run, &mut runs).await;
        let findings = &done[0].result.as_ref().unwrap().findings;
        assert_eq!(
            findings.iter().any(|finding| finding.text.contains("`final` started 11 min ago")),
            late,
            "{findings:?}"
        );
    }
}

/// A token that says who it is for.
#[derive(Debug)]
struct Says(&'static str);

#[async_trait::async_trait]
impl TokenCredential for Says {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<azure_core::credentials::TokenRequestOptions<'_>>,
    ) -> azure_core::Result<azure_core::credentials::AccessToken> {
        use base64::Engine;
        let claims = json!({"oid": self.0, "upn": format!("{}@example.com", self.0)}).to_string();
        let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
        let expires = azure_core::time::OffsetDateTime::now_utc() + Duration::from_secs(86_400 * 400);
        Ok(azure_core::credentials::AccessToken::new(format!("e30.{payload}.x"), expires))
    }
}

/// The same person by the token, whichever machine it is (a shared principal is told apart by `--as`).
#[tokio::test(start_paused = true)]
async fn a_person_is_who_the_token_says() {
    let world = world();
    let person = |object: &'static str, host: &'static str, alias: Option<&'static str>| {
        let ops = world.signed_ops(std::sync::Arc::new(Says(object)), HOUR);
        async move { ops.person(&pool_id(), host, alias).await.unwrap() }
    };
    let ana = person("aaaa-1", "ana@desk", None).await;
    assert_eq!((ana.name.as_str(), ana.key.as_deref()), ("aaaa-1@example.com", Some("aaaa1")));
    assert!(ana.is_same(&person("aaaa-1", "ana@laptop", None).await));
    assert!(!ana.is_same(&person("bbbb-2", "ana@desk", None).await));
    let (one, other) = (person("cccc-3", "ci", Some("ben")).await, person("cccc-3", "ci", Some("eve")).await);
    assert!(!one.is_same(&other) && one.is_same(&person("cccc-3", "elsewhere", Some("ben")).await));
}
