//! Leases over hours: who keeps a pool up, and what takes it down again.

use super::company::{
    HOUR, applied, at_minute, carry_out, event, in_minutes, live_leases, scale_of, tags, up_by, world,
};
use super::world::{Sent, World, down_to, intent, pool_id, settings, up_to};
use crate::azure::TokenCredential;
use crate::emulator::{Switches, TagRule, Times};
use crate::error::Kind;
use crate::ops::journal::Journal;
use crate::ops::scale::{Outcome, Request};
use crate::ops::{Ops, scale};
use crate::plan::{Action, Down, Holding, Others};
use crate::schedule::Person;
use crate::schedule::lease::SLOTS;
use serde_json::json;
use std::time::Duration;

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
    let writes: Vec<_> = world.log().into_iter().filter(Sent::is_write).collect();
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

#[tokio::test(start_paused = true)]
async fn a_scale_up_without_an_end_stays_until_somebody_ends_it() {
    let world = world();
    carry_out(&world, up_to(settings(50, 10))).await.unwrap();
    at_minute(&world, 60 * 24 * 30).await;
    assert_eq!(applied(&world, &[]).await.outcome, Outcome::NoChanges);
    carry_out(&world, down_to(settings(5, 0))).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1));
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
