//! Cases of decisions, as data.

use super::*;
use crate::error::Kind as ErrorKind;
use crate::model::pool::Touch;
use crate::model::{Counts, Kind, Lifecycle, Pool, PoolId, Profile, Scale, Settings, State};
use crate::schedule::Stamp;
use crate::schedule::stamp::TAG;
use jiff::Timestamp;
use proptest::prelude::*;
use std::time::Duration;

const NOW: i64 = 1_796_000_000;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn timed(seconds: u64) -> Lifecycle {
    Lifecycle::Timed { cooldown: Duration::from_secs(seconds) }
}

fn settings(max: u32, ready: u32, cooldown: u64) -> Settings {
    Settings { max_sessions: max, ready_sessions: ready, lifecycle: timed(cooldown), expires_after: None }
}

fn pool(max: u32, ready: u32, allocated: Option<u32>) -> Pool {
    Pool {
        id: PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() },
        location: "East US 2".into(),
        kind: Some(Kind::CustomContainer),
        container_type: "CustomContainer".into(),
        scale: Scale { max, ready: Some(ready) },
        lifecycle: Some(timed(300)),
        state: State::Succeeded,
        nodes: Some(1),
        counts: allocated.map(|allocated| Counts { allocated, ready, expected: ready, ..Counts::default() }),
        network: None,
        endpoint: None,
        environment: None,
        image: None,
        session_size: None,
        identity: None,
        secrets: vec![],
        tags: [("team".to_owned(), "judges".to_owned())].into(),
        created: Touch::default(),
        modified: Touch { by: Some("ben@example.com".into()), at: None },
    }
}

fn wish(direction: Direction, settings: Settings) -> Wish {
    Wish {
        direction,
        claim: "profile".into(),
        base: settings.clone(),
        settings,
        has_claims: false,
        has_others: false,
        findings: vec![],
        events: vec![],
        records: std::collections::BTreeMap::new(),
        force: false,
        retry_zero: false,
        floor: None,
        by: "ana@desk".into(),
        runner: None,
        heartbeat: None,
    }
}

fn up(max: u32, ready: u32, cooldown: u64) -> Wish {
    wish(Direction::Up, settings(max, ready, cooldown))
}

fn down(max: u32, ready: u32, cooldown: u64) -> Wish {
    wish(Direction::Down, settings(max, ready, cooldown))
}

fn stamped(mut pool: Pool, stamp: &str) -> Pool {
    pool.tags.insert(TAG.to_uppercase(), stamp.to_owned());
    pool
}

fn stamp_ago(ready: u32, floor: &str, claim: &str, seconds: i64) -> String {
    let at = Timestamp::from_second(NOW - seconds).unwrap();
    format!("v1 max=5 ready={ready} {floor} Timed=300s claim={claim} by=x at={at}")
}

/// The target as "max/ready/cooldown", what is sent as letters (s scale, l lifecycle, t tags, a stamp alone), and
/// whether something is withheld (w).
fn told(wish: &Wish, pool: &Pool) -> String {
    let plan = decide(wish, pool, now()).unwrap();
    let mut sent = String::new();
    for (letter, there) in [
        ('s', plan.patch.scale.is_some()),
        ('l', plan.patch.lifecycle.is_some()),
        ('t', plan.patch.tags.is_some()),
        ('a', !plan.tags_alone.is_empty()),
        ('w', plan.withheld.is_some()),
    ] {
        if there {
            sent.push(letter);
        }
    }
    let ready = plan.target.0.ready.map_or_else(|| "-".to_owned(), |ready| ready.to_string());
    format!("{}/{ready}/{} {sent}", plan.target.0.max, plan.target.1.unwrap().period().as_secs())
}

#[test]
fn a_scale_up_never_lowers_a_number() {
    let idle = pool(5, 1, Some(0));
    for (wish, expected) in [
        (up(50, 10, 300), "50/10/300 st"),
        (up(5, 1, 300), "5/1/300 "),
        (up(5, 1, 600), "5/1/600 lt"),
        (up(3, 2, 300), "5/2/300 st"),
        (up(2, 0, 300), "5/1/300 "),
        (up(50, 10, 600), "50/10/600 slt"),
    ] {
        assert_eq!(told(&wish, &idle), expected, "{wish:?}");
    }
    let slow = Pool { lifecycle: Some(timed(900)), ..idle };
    assert_eq!(told(&up(5, 1, 300), &slow), "5/1/900 ");
}

#[test]
fn a_scale_down_lowers_ready_at_once_and_max_when_sessions_are_gone() {
    for (allocated, expected) in
        [(Some(0), "5/1/300 st"), (Some(5), "5/1/300 st"), (Some(6), "50/1/300 stw"), (None, "50/1/300 stw")]
    {
        assert_eq!(told(&down(5, 1, 300), &pool(50, 10, allocated)), expected, "{allocated:?}");
    }
    let forced = Wish { force: true, ..down(5, 1, 300) };
    assert_eq!(told(&forced, &pool(50, 10, Some(20))), "5/1/300 st");
}

#[test]
fn what_is_withheld_is_remembered_and_goes_when_the_sessions_must_be_gone() {
    let draining = |claim: &str, max: u32, ago: i64| {
        let at = Timestamp::from_second(NOW - ago).unwrap();
        format!("v1 max={max} ready=1 Timed=300s claim={claim} draining={at} by=x at={at}")
    };
    let down = down(5, 1, 300);
    for (allocated, stamp, expected) in [
        (None, None, "50/1/300 aw"),
        (None, Some(draining("profile", 50, 899)), "50/1/300 w"),
        (None, Some(draining("profile", 50, 900)), "5/1/300 st"),
        (Some(12), Some(draining("profile", 50, 900)), "5/1/300 st"),
        // Whichever claim it was that ended: its sessions are gone.
        (None, Some(draining("contest", 50, 9000)), "5/1/300 st"),
        // A pool that somebody has changed since is another matter.
        (None, Some(draining("profile", 40, 9000)), "50/1/300 aw"),
        (Some(12), Some(draining("profile", 40, 9000)), "50/1/300 aw"),
        (None, Some(draining("profile", 50, 9000).replace(" draining=", " was=")), "50/1/300 aw"),
    ] {
        let pool = pool(50, 1, allocated);
        let pool = match &stamp {
            Some(stamp) => stamped(pool, stamp),
            None => pool,
        };
        assert_eq!(told(&down, &pool), expected, "{allocated:?} {stamp:?}");
    }
    let exit = Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) };
    let up = wish(Direction::Up, Settings { lifecycle: exit, ..settings(50, 1, 300) });
    let long_ago = stamped(pool(50, 1, Some(3)), &draining("profile", 50, 9000));
    assert_eq!(told(&up, &long_ago), "50/1/300 aw", "a scale-up ends no sessions, however long ago");
}

#[test]
fn a_scale_up_stops_a_drain_and_a_drain_keeps_its_cooldown() {
    let at = Timestamp::from_second(NOW - 60).unwrap();
    let draining = format!("v1 max=50 ready=10 Timed=300s claim=idle draining={at} by=x at={at}");
    assert_eq!(told(&up(50, 10, 300), &stamped(pool(50, 10, None), &draining)), "50/10/300 a");
    let slow = Pool { lifecycle: Some(timed(3600)), ..pool(50, 1, None) };
    assert_eq!(told(&down(5, 1, 300), &slow), "50/1/3600 aw", "the sessions were used under the long one");
}

#[test]
fn a_drain_with_another_lifecycle_is_remembered_once() {
    let exit = Settings {
        lifecycle: Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) },
        ..settings(5, 0, 300)
    };
    let taught = Wish { floor: Some(1), ..wish(Direction::Down, exit) };
    let busy = pool(5, 1, Some(3));
    let plan = decide(&taught, &busy, now()).unwrap();
    let after = stamped(busy, &plan.tags_alone[TAG]);
    assert!(decide(&taught, &after, now()).unwrap().is_empty());
}

#[test]
fn a_lifecycle_that_is_newer_than_us_is_left_alone() {
    let strange = Pool { lifecycle: None, ..pool(5, 1, Some(0)) };
    for wish in [up(50, 10, 300), down(3, 1, 300)] {
        let plan = decide(&wish, &strange, now()).unwrap();
        assert_eq!((plan.patch.lifecycle, plan.target.1), (None, None));
        assert!(plan.findings.iter().any(|finding| finding.text.contains("does not know")));
    }
}

#[test]
fn a_floor_that_was_just_learned_is_written_down_even_where_nothing_differs() {
    let taught = Wish { floor: Some(1), ..down(5, 0, 300) };
    assert_eq!(told(&taught, &pool(5, 1, Some(0))), "5/1/300 a");
    let failed = Pool { state: State::Failed, ..pool(5, 1, Some(0)) };
    assert_eq!(told(&taught, &failed), "5/1/300 st", "a refusal that came late is mended");
}

#[test]
fn a_number_that_is_left_out_is_zero() {
    let mut silent = pool(5, 1, Some(0));
    silent.scale.ready = None;
    assert_eq!(told(&down(5, 0, 300), &silent), "5/0/300 ");
}

#[test]
fn a_failed_pool_is_lowered_even_where_another_number_rises() {
    let failed = Pool { state: State::Failed, ..pool(50, 10, Some(0)) };
    assert_eq!(told(&down(5, 1, 600), &failed), "5/1/600 slt");
    assert!(decide(&up(60, 10, 300), &failed, now()).is_err());
}

#[test]
fn a_refused_zero_counts_as_reached_until_the_profile_changes() {
    let floored = |claim| stamped(pool(5, 1, Some(0)), &stamp_ago(0, "floor=1", claim, 60));
    assert_eq!(told(&down(5, 0, 300), &floored("profile")), "5/1/300 ");
    assert_eq!(told(&down(5, 0, 300), &floored("other")), "5/1/300 ", "whatever it is called");
    assert_eq!(told(&down(6, 0, 300), &floored("profile")), "6/0/300 st");
    assert_eq!(told(&Wish { retry_zero: true, ..down(5, 0, 300) }, &floored("profile")), "5/0/300 st");
    assert_eq!(told(&down(5, 0, 300), &pool(5, 1, Some(0))), "5/0/300 st", "an explicit 0 is tried");
    let high = stamped(pool(5, 2, Some(0)), &stamp_ago(0, "floor=2", "profile", 60));
    assert_eq!(told(&down(2, 0, 300), &high), "2/0/300 st", "a floor that is no longer below max is none");
    let taught = Wish { floor: Some(1), ..down(5, 0, 300) };
    assert_eq!(told(&taught, &pool(50, 10, Some(0))), "5/1/300 st");
    let plan = decide(&taught, &pool(50, 10, Some(0)), now()).unwrap();
    let stamp = Stamp::read(&plan.patch.tags.unwrap()[TAG]).unwrap();
    assert_eq!((stamp.scale.ready, stamp.floor), (Some(0), Some(1)));
}

#[test]
fn code_interpreters_are_never_sent_ready_sessions() {
    let mut python = pool(10, 0, None);
    (python.kind, python.container_type, python.scale.ready) = (Some(Kind::PythonLTS), "PythonLTS".into(), None);
    assert_eq!(told(&up(50, 10, 300), &python), "50/-/300 st");
    let plan = decide(&up(50, 10, 300), &python, now()).unwrap();
    assert!(plan.findings.iter().any(|finding| finding.text.contains("keeps no ready sessions")));
    assert_eq!(told(&up(10, 3, 300), &python), "10/-/300 ");
}

#[test]
fn the_lifecycle_type_stays_while_sessions_live() {
    let exit = Settings {
        lifecycle: Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) },
        ..settings(50, 10, 300)
    };
    for direction in [Direction::Up, Direction::Down] {
        let wish = wish(direction, exit.clone());
        assert_eq!(told(&wish, &pool(50, 10, Some(0))), "50/10/600 lt");
        let remembered = if direction == Direction::Down { "a" } else { "" };
        assert_eq!(told(&wish, &pool(50, 10, Some(1))), format!("50/10/300 {remembered}w"));
        assert_eq!(told(&Wish { force: true, ..wish }, &pool(50, 10, Some(1))), "50/10/600 lt");
    }
}

#[test]
fn refusals_say_why() {
    let failed = Pool { state: State::Failed, ..pool(5, 1, Some(0)) };
    let unreadable = stamped(pool(50, 10, Some(0)), "v2 who knows");
    let mut crowded = pool(5, 1, Some(0));
    crowded.tags = (0..50).map(|n| (format!("t{n}"), String::new())).collect();
    for (wish, pool, expected) in [
        (up(50, 10, 300), &failed, ErrorKind::PoolFailed),
        (up(50, 50, 300), &failed, ErrorKind::InvalidScale),
        (up(50, 10, 60), &failed, ErrorKind::InvalidScale),
        (down(1, 0, 300), &failed, ErrorKind::InvalidScale),
        (down(5, 1, 300), &unreadable, ErrorKind::Failed),
        (up(50, 10, 300), &crowded, ErrorKind::Rejected),
    ] {
        assert_eq!(decide(&wish, pool, now()).unwrap_err().kind(), expected, "{wish:?}");
    }
    assert!(decide(&down(3, 1, 300), &failed, now()).is_ok(), "a Failed pool may be lowered");
    let plan = decide(&down(3, 1, 300), &crowded, now()).unwrap();
    assert_eq!((plan.patch.scale.unwrap().max, plan.patch.tags), (3, None), "what is warm goes down without a note");
}

#[test]
fn an_unreadable_stamp_lets_a_pool_rise_and_is_left_alone() {
    let unreadable = stamped(pool(5, 1, Some(0)), "v2 who knows");
    let plan = decide(&up(50, 10, 300), &unreadable, now()).unwrap();
    assert_eq!((plan.patch.scale.unwrap().max, plan.patch.tags), (50, None));
    assert!(plan.findings.iter().any(|finding| finding.text.contains("cannot be read")));
    assert_eq!(told(&Wish { force: true, ..down(3, 1, 300) }, &unreadable), "3/1/300 st");
}

#[test]
fn the_full_set_of_tags_is_sent_once_each() {
    let plan = decide(&up(50, 10, 300), &stamped(pool(5, 1, Some(0)), &stamp_ago(1, "", "idle", 9)), now()).unwrap();
    let tags = plan.patch.tags.unwrap();
    assert_eq!(tags.keys().collect::<Vec<_>>(), [TAG, "team"]);
}

#[test]
fn a_pool_is_matched_with_the_nearest_profile() {
    let profiles: Vec<Profile> = [("idle", 5, 0), ("contest", 50, 10), ("same", 50, 10)]
        .map(|(name, max, ready)| Profile { name: name.into(), description: None, settings: settings(max, ready, 300) })
        .into();
    let at = |max, ready, stamp: Option<&str>| {
        let stamp = stamp.map(|text| Stamp::read(text).unwrap());
        match matching(&pool(max, ready, None), &profiles, stamp.as_ref()) {
            Match::Exactly { profile, floor } => format!("{profile} {floor:?}"),
            Match::Nearest { profile, differences } => format!("near {profile} {}", differences.len()),
            Match::Unknown => "unknown".into(),
        }
    };
    assert_eq!(at(50, 10, None), "contest None");
    assert_eq!(at(50, 10, Some(&stamp_ago(10, "", "same", 0))), "same None");
    assert_eq!(at(5, 1, Some(&stamp_ago(0, "floor=1", "idle", 0))), "idle Some(1)");
    assert_eq!(at(5, 1, None), "near idle 1");
    assert_eq!(at(40, 10, None), "near contest 1");
}

proptest! {
    /// Whatever stands there and whatever is wished: a scale-up lowers nothing, what is sent is legal, and applying
    /// the target leaves nothing to do.
    #[test]
    fn deciding_twice_changes_nothing(
        up_wanted: bool, force: bool, max in 2u32..60, ready in 0u32..60, cooldown in 300u64..3600,
        current_max in 2u32..60, current_ready in 1u32..60, allocated in proptest::option::of(0u32..60),
    ) {
        let (ready, current_ready) = (ready % max, 1 + current_ready % (current_max - 1));
        let direction = if up_wanted { Direction::Up } else { Direction::Down };
        let wish = Wish { force, ..wish(direction, settings(max, ready, cooldown)) };
        let before = pool(current_max, current_ready, allocated);
        let plan = decide(&wish, &before, now()).unwrap();
        let (scale, lifecycle) = plan.target;
        if up_wanted {
            prop_assert!(scale.max >= current_max && scale.ready.unwrap() >= current_ready);
            prop_assert!(plan.changes.iter().all(|change| !change.lowers));
        } else if !force && allocated.is_none_or(|allocated| allocated > scale.max) {
            prop_assert!(scale.max >= current_max);
        }
        prop_assert!(scale.ready.unwrap() < scale.max);
        let mut after = Pool { scale, lifecycle, ..before };
        if let Some(tags) = plan.patch.tags {
            after.tags = tags;
        }
        after.tags.extend(plan.tags_alone);
        let again = decide(&wish, &after, now()).unwrap();
        prop_assert!(again.is_empty(), "{again:?}");
    }
}
