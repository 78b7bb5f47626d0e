//! Random seasons of a pool whose base is parked: what it really costs is within what was told of any part of them.

use super::parking::{applied, idle_world, item};
use super::world::{pool_id, settings};
use crate::cost::{Card, Stretch};
use crate::model::Scale;
use crate::ops::coming;
use crate::ops::cost::{PoolPlan, season};
use crate::ops::expense::Metered;
use crate::ops::standing;
use crate::schedule::{Calendar, Combine, End, Records, ScheduledEvent, When};
use jiff::{SignedDuration, Timestamp, Unit};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;

/// How long a season lasts, and how long after a start its events begin at the earliest.
const MINUTES: i64 = 360;
const FIRST: i64 = 90;
/// How long people stay after the end. They may for 15 min; a run each minute is late twice by a minute.
const STAY: SignedDuration = SignedDuration::from_mins(12);

fn later(at: Timestamp, minutes: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

fn event(number: usize, start: Timestamp, minutes: u64) -> ScheduledEvent {
    let zone = jiff::tz::TimeZone::UTC;
    let when = When::Once(start.to_zoned(zone.clone()).datetime());
    let (end, lead) = (End::For(Duration::from_secs(60 * minutes)), Duration::from_secs(45 * 60));
    ScheduledEvent {
        name: format!("event-{number}"),
        profile: "contest".into(),
        settings: settings(50, 10),
        calendar: Calendar { when, end, lead, zone, cut: None },
        combine: Combine::Max,
    }
}

fn scale_of(pool: &Value) -> Scale {
    let scale = &pool["properties"]["scaleConfiguration"];
    let number = |key: &str| u32::try_from(scale[key].as_u64().unwrap()).unwrap();
    Scale { max: number("maxConcurrentSessions"), ready: Some(number("readySessionInstances")) }
}

/// Lives through a season in which it is full, with a run each minute: what stood, and what was told of it.
async fn lived(starts: &[(i64, u64)]) -> (Timestamp, Vec<Stretch>, coming::Subject) {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let mut item = item(folder.path());
    item.declared.known = Default::default();
    while world.truth(&pool_id()).await.is_some() {
        applied(&world.ops(Duration::from_secs(3_600)), &item, true).await.unwrap();
        world.clock.sleep(Duration::from_secs(60)).await;
    }
    let from = later(world.clock.now().round(Unit::Hour).unwrap(), 60);
    let numbered = starts.iter().enumerate();
    let events: Vec<_> = numbered.map(|(number, (start, long))| event(number, later(from, *start), *long)).collect();
    item.declared.known = super::company::known(&events);
    world.clock.sleep(world.clock.until(from)).await;
    let mut stood: Vec<Stretch> = Vec::new();
    while world.clock.now() < later(from, MINUTES) {
        let (begun, before) = (world.clock.now(), world.truth(&pool_id()).await);
        if before.is_some() {
            let stays = |event: &ScheduledEvent| {
                let back = begun.checked_sub(STAY).unwrap();
                !event.claims(back, later(begun, 1)).is_empty()
            };
            world.set(json!({"allocated": if events.iter().any(stays) { 50 } else { 0 }})).await;
        }
        applied(&world.ops(Duration::from_secs(3_600)), &item, true).await.unwrap();
        let after = world.truth(&pool_id()).await;
        let until_next = 60 - (world.clock.now().as_second() - from.as_second()).rem_euclid(60);
        let ran = world.clock.now();
        world.clock.sleep(Duration::from_secs(until_next.unsigned_abs())).await;
        let of = |pool: Option<&Value>| pool.map(scale_of);
        let during = [before.as_ref(), after.as_ref()].into_iter().filter_map(of).max_by_key(|scale| scale.max);
        let cooldown = Some(Duration::from_secs(300));
        stood.extend(during.map(|scale| Stretch::new(scale, cooldown, begun, ran)));
        stood.extend(of(after.as_ref()).map(|scale| Stretch::new(scale, cooldown, ran, world.clock.now())));
    }
    let metered = Metered::from(&item.recipe.as_ref().unwrap().definition);
    let (name, kind) = ("p".to_owned(), Some(metered.kind));
    let (records, metered) = (Records::default(), Some(metered));
    (from, stood, coming::Subject { name, declared: item.declared, records, gone_at: None, kind, metered })
}

fn any_starts() -> impl Strategy<Value = Vec<(i64, u64)>> {
    prop::collection::vec((FIRST..MINUTES, 10u64..90), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn no_bill_is_over_what_was_told(starts in any_starts()) {
        are_within_what_was_told(&starts);
    }
}

/// Until the next one's lead, an hour after the end, it stands.
#[test]
fn a_pool_that_is_wanted_again_soon_costs_what_was_told() {
    are_within_what_was_told(&[(90, 30), (225, 60)]);
}

/// Wherever somebody cuts the season: what it cost by then is within what was told of it.
fn are_within_what_was_told(starts: &[(i64, u64)]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let (from, stood, subject) = runtime.block_on(lived(starts));
    let (card, subjects) = (Card::default(), [subject]);
    for minutes in (5..=MINUTES).step_by(5) {
        let until = later(from, minutes);
        let told: &PoolPlan = &season(&card, &subjects, from, until).unwrap().pools[0];
        let begun = stood.iter().filter(|stretch| stretch.from < until);
        let real: Vec<Stretch> = begun.map(|stretch| Stretch { until: stretch.until.min(until), ..*stretch }).collect();
        let (real, told) = (told.subject.rates.estimate(&real).most.total(), told.total());
        assert!(real.amount <= told.most.total().amount, "{real} of {} after {minutes} min", told.most.total());
        let is_half = real.amount + real.amount >= told.most.total().amount;
        assert!(is_half, "{real} is far from {} after {minutes} min", told.most.total());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// What a time costs does not depend on where somebody cuts it, and more of it never costs less.
    #[test]
    fn a_season_that_is_split_costs_the_same_as_whole(starts in any_starts(), cut in 1..MINUTES) {
        let from: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let item = item(folder.path());
        let mut declared = item.declared;
        let numbered = starts.iter().enumerate();
        let events: Vec<_> = numbered.map(|(number, (start, long))| event(number, later(from, *start), *long)).collect();
        declared.known = super::company::known(&events);
        let metered = Some(Metered::from(&item.recipe.as_ref().unwrap().definition));
        let (name, kind, records) = ("p".to_owned(), None, Records::default());
        let subjects = [coming::Subject { name, declared, records, gone_at: None, kind, metered }];
        let cost = |one: i64, other: i64| {
            let total = season(&Card::default(), &subjects, later(from, one), later(from, other)).unwrap().pools[0].total();
            // The last of 28 digits may differ.
            [total.least, total.most].map(|bill| bill.total().amount.round_dp(20))
        };
        let (whole, first, second) = (cost(0, MINUTES), cost(0, cut), cost(cut, MINUTES));
        let sum = [0, 1].map(|end| (first[end] + second[end]).round_dp(18));
        prop_assert_eq!(sum, whole.map(|amount| amount.round_dp(18)));
        let more = cost(0, cut + 1);
        prop_assert!(first[0] <= more[0] && first[1] <= more[1] && first[0] <= first[1]);
        prop_assert!(first[0] >= crate::cost::Decimal::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn whether_a_pool_still_stands_is_looked_up() {
    let (world, folder) = (idle_world().await, tempfile::tempdir().unwrap());
    let (item, ops) = (item(folder.path()), world.ops(Duration::from_secs(3_600)));
    let (declared, records) = (item.declared, Records::default());
    let mut subject =
        coming::Subject { name: "p".to_owned(), declared, records, gone_at: None, kind: None, metered: None };
    standing::look_after_event(&ops, &pool_id(), &mut subject).await;
    assert_eq!(subject.gone_at, None);
    let none = crate::model::PoolId { name: "none".to_owned(), ..pool_id() };
    standing::look_after_event(&ops, &none, &mut subject).await;
    assert_eq!(subject.gone_at, Some(world.clock.now()));
}
