//! Random seasons: whenever apply runs, and however many runs are missed, a pool ends up where running it every minute
//! would have brought it.

use super::world::{World, intent, lease, pool_id, settings};
use crate::emulator::{Switches, TagRule, Times};
use crate::model::{Lifecycle, Settings};
use crate::ops::scale::{self, Request};
use crate::plan::{Action, Intent};
use crate::schedule::records::Known;
use crate::schedule::stamp::Mark;
use crate::schedule::{Calendar, Combine, End, OnDrift, Recurrence, ScheduledEvent, When};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::time::Duration;

const START: &str = "2026-12-05T08:00:00Z";
/// How long a season lasts.
const MINUTES: i64 = 300;

/// A season: a base, events, and leases that somebody makes on the way.
#[derive(Debug, Clone)]
struct Season {
    base: Settings,
    events: Vec<ScheduledEvent>,
    leases: Vec<Wished>,
    rule: TagRule,
}

/// A scale-up at a minute, until another.
#[derive(Debug, Clone, Copy)]
struct Wished {
    who: usize,
    at: i64,
    minutes: i64,
    max: u32,
    ready: u32,
}

fn scale() -> impl Strategy<Value = (u32, u32)> {
    (2u32..60, 0u32..59).prop_map(|(max, ready)| (max, ready % max))
}

fn any_settings() -> impl Strategy<Value = Settings> {
    (scale(), 300u64..3600).prop_map(|((max, ready), cooldown)| Settings {
        lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(cooldown) },
        ..settings(max, ready)
    })
}

fn at(minute: i64) -> Timestamp {
    START.parse::<Timestamp>().unwrap().checked_add(SignedDuration::from_mins(minute)).unwrap()
}

fn event() -> impl Strategy<Value = (bool, i64, i64, u64, bool, Settings)> {
    (any::<bool>(), -60..MINUTES, 1i64..180, 0u64..60, any::<bool>(), any_settings())
}

fn season() -> impl Strategy<Value = Season> {
    let wished = (0usize..3, 0..MINUTES, 1i64..120, scale()).prop_map(|(who, at, minutes, (max, ready))| Wished {
        who,
        at,
        minutes,
        max,
        ready,
    });
    let parts = (
        any_settings(),
        prop::collection::vec(event(), 0..5),
        prop::collection::vec(wished, 0..4),
        prop_oneof![Just(TagRule::Merged), Just(TagRule::Replaced)],
    );
    parts.prop_map(|(base, events, mut leases, rule)| {
        let named = |(index, (weekly, from, length, lead, sum, settings))| {
            let zone = TimeZone::get(["UTC", "Asia/Kolkata", "America/New_York"][index % 3]).unwrap();
            let start = at(from).to_zoned(zone.clone()).datetime();
            let when = if weekly {
                let mut days = [false; 7];
                days[usize::from(start.date().weekday().to_monday_zero_offset().unsigned_abs())] = true;
                let weekly = crate::schedule::recurrence::Weekly { days, time: start.time() };
                When::Every(Recurrence { weekly, from: None, to: None, except: vec![] })
            } else {
                When::Once(start)
            };
            let (end, lead) = (End::For(Duration::from_secs(60 * length as u64)), Duration::from_secs(60 * lead));
            ScheduledEvent {
                name: format!("event-{index}"),
                profile: "contest".into(),
                settings,
                calendar: Calendar { when, end, lead, zone, cut: None },
                combine: if sum { Combine::Sum } else { Combine::Max },
            }
        };
        leases.sort_by_key(|wished| wished.at);
        Season { base, events: events.into_iter().enumerate().map(named).collect(), leases, rule }
    })
}

impl Season {
    fn apply(&self, now: Timestamp) -> Intent {
        let names = std::sync::Arc::new(self.events.iter().map(|event| event.name.clone()).collect());
        let runner = Mark { by: "cron@build7".into(), at: now };
        let action = Action::Apply { on_drift: OnDrift::Warn, runner: Some(runner), heartbeat: None };
        Intent { known: Known { events: self.events.clone(), names }, ..intent(action, self.base.clone()) }
    }

    fn scale_up(&self, wished: Wished) -> Intent {
        let until = Some(at(wished.at + wished.minutes));
        let lease = lease(["ana", "ben", "eve"][wished.who], wished.max, wished.ready, until);
        Intent { action: Action::ScaleUp(lease), ..self.apply(at(wished.at)) }
    }

    /// Lives through it with apply at these minutes; the pool's numbers and lifecycle at the end.
    fn lived(&self, runs: &[i64]) -> (u64, u64, serde_json::Value) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let world = World::with(Switches { tags: self.rule, ..Switches::default() }, Times::Instant);
            let ops = world.ops(Duration::from_secs(86_400));
            // The pool is ours from the beginning.
            let first = Intent { action: super::world::down_to(settings(5, 0)).action, ..self.apply(at(0)) };
            scale::run(&ops, Request::new(pool_id(), first)).await.unwrap();
            for minute in 0..=MINUTES {
                let wait = minute * 60 - world.seconds();
                world.clock.sleep(Duration::from_secs(wait.max(0) as u64)).await;
                for wished in self.leases.iter().filter(|wished| wished.at == minute) {
                    scale::run(&ops, Request::new(pool_id(), self.scale_up(*wished))).await.unwrap();
                }
                if runs.contains(&minute) {
                    scale::run(&ops, Request::new(pool_id(), self.apply(world.clock.now()))).await.unwrap();
                }
            }
            let pool = world.pool().await;
            let scale = &pool["properties"]["scaleConfiguration"];
            (
                scale["maxConcurrentSessions"].as_u64().unwrap(),
                scale["readySessionInstances"].as_u64().unwrap(),
                pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"].clone(),
            )
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn missed_runs_lead_to_the_same_end(season in season(), runs in prop::collection::btree_set(0..MINUTES, 0..20)) {
        let every: Vec<i64> = (0..=MINUTES).collect();
        let some: Vec<i64> = runs.into_iter().chain([MINUTES]).collect();
        prop_assert_eq!(season.lived(&some), season.lived(&every));
    }
}
