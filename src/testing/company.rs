//! Company for claims: events, leases and holds on the pool of a world, and what can be seen of it afterwards.

use super::world::{World, intent, lease, pool_id, settings};
use crate::emulator::{Switches, Times};
use crate::error::Result;
use crate::model::{Lifecycle, Settings};
use crate::ops::apply::Run;
use crate::ops::declared::Declared;
use crate::ops::scale::{self, Report, Request, Wait};
use crate::plan::{Action, Down, Holding, Intent, Others};
use crate::schedule::records::Known;
use crate::schedule::stamp::{self, Mark};
use crate::schedule::{Calendar, Claim, Combine, End, Hold, Lease, OnDrift, Outranks, Person, ScheduledEvent, When};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// How long a command may take.
pub(super) const HOUR: Duration = Duration::from_secs(3600);

/// A run of `pool apply` as a schedule has it, that waits for nothing and parks nothing.
pub(super) fn round(by: &str) -> Run {
    Run {
        by: by.to_owned(),
        is_typed: false,
        dry_run: false,
        at: None,
        wait: Wait::Sent,
        force: false,
        max_cost: None,
        allow_park: false,
    }
}

/// A world where Azure is done at once.
pub(super) fn world() -> World {
    World::with(Switches::default(), Times::Instant)
}

/// The same, where Azure does not count sessions.
pub(super) fn uncounted() -> World {
    World::with(Switches { template_status: false, ..Switches::default() }, Times::Instant)
}

/// Does what somebody asks for.
pub(super) async fn carry_out(world: &World, intent: Intent) -> Result<Report> {
    scale::run(&world.ops(HOUR), Request::new(pool_id(), intent)).await
}

/// What a machine knows whose file has these events.
pub(super) fn known(events: &[ScheduledEvent]) -> Known {
    let names = events.iter().map(|event| stamp::event_name(&event.name)).collect();
    Known { events: events.to_vec(), names: Arc::new(names) }
}

/// What `pool apply` asks for on a machine that knows these events.
pub(super) fn apply(world: &World, events: &[ScheduledEvent], on_drift: OnDrift) -> Intent {
    let runner = Mark { by: "cron@build7".into(), at: world.clock.now() };
    let action = Action::Apply { on_drift, runner: Some(runner), heartbeat: None };
    Intent { known: known(events), ..intent(action, settings(5, 0)) }
}

/// A run of `pool apply` on such a machine.
pub(super) async fn applied(world: &World, events: &[ScheduledEvent]) -> Report {
    carry_out(world, apply(world, events, OnDrift::Warn)).await.unwrap()
}

/// An event from so many minutes after the beginning of the world, without a lead.
pub(super) fn event(name: &str, (from, until): (i64, i64), max: u32, ready: u32) -> ScheduledEvent {
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
            cut: None,
        },
        combine: Combine::Max,
    }
}

/// The same event with sessions that live until their container exits.
pub(super) fn on_exit(event: ScheduledEvent) -> ScheduledEvent {
    let settings = exits(event.settings.clone());
    ScheduledEvent { settings, ..event }
}

/// The same with an hour for whoever does not exit.
pub(super) fn exits(settings: Settings) -> Settings {
    Settings { lifecycle: Lifecycle::OnContainerExit { max_alive: HOUR }, ..settings }
}

/// Max and ready sessions, as they are.
pub(super) async fn scale_of(world: &World) -> (u64, u64) {
    let pool = world.pool().await;
    let scale = &pool["properties"]["scaleConfiguration"];
    (scale["maxConcurrentSessions"].as_u64().unwrap(), scale["readySessionInstances"].as_u64().unwrap())
}

/// The type of the lifecycle, as it is.
pub(super) async fn lifecycle_of(world: &World) -> String {
    let pool = world.pool().await;
    let lifecycle = &pool["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"];
    lifecycle["lifecycleType"].as_str().unwrap_or("?").to_owned()
}

/// Moves the clock to so many minutes after the beginning.
pub(super) async fn at_minute(world: &World, minute: i64) {
    let seconds = minute * 60 - world.seconds();
    world.clock.sleep(Duration::from_secs(u64::try_from(seconds).unwrap())).await;
}

/// So many minutes from now.
pub(super) fn in_minutes(world: &World, minutes: i64) -> Option<Timestamp> {
    Some(world.clock.now().checked_add(SignedDuration::from_mins(minutes)).unwrap())
}

/// A scale-up by a lease, on a machine that knows these events.
pub(super) fn up(lease: Lease, events: &[ScheduledEvent]) -> Intent {
    Intent { known: known(events), ..intent(Action::ScaleUp(lease), settings(5, 0)) }
}

/// The same by somebody whose machine knows none.
pub(super) fn up_by(who: &str, max: u32, ready: u32, until: Option<Timestamp>) -> Intent {
    up(lease(who, max, ready, until), &[])
}

/// A scale-down, which ends what others have too, or asks.
pub(super) fn down(who: &str, others: bool, hold: Holding) -> Intent {
    let others = if others { Others::All } else { Others::Ask };
    intent(Action::ScaleDown(Box::new(Down::new(Person::named(who), others, hold))), settings(5, 0))
}

/// A base that somebody holds for so many minutes.
pub(super) fn held(world: &World, who: &str, max: u32, ready: u32, minutes: i64) -> Hold {
    Hold {
        settings: settings(max, ready),
        profile: "production".into(),
        outranks: Outranks::Base,
        from: world.clock.now(),
        until: in_minutes(world, minutes),
        by: Person::named(who),
    }
}

/// What the files of that machine say of the pool.
pub(super) fn declared(events: &[ScheduledEvent]) -> Declared {
    let base = Claim::base("idle", settings(5, 0));
    Declared { base, known: known(events), on_drift: OnDrift::Warn, budgets: Default::default(), heartbeat: None }
}

/// The values of the tags that begin so.
pub(super) fn tags(pool: &Value, prefix: &str) -> Vec<String> {
    let tags = pool["tags"].as_object().unwrap();
    tags.iter()
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(_, value)| value.as_str().unwrap().to_owned())
        .collect()
}

/// How many slots hold a lease.
pub(super) fn live_leases(pool: &Value) -> usize {
    tags(pool, "pool-lease-").iter().filter(|value| *value != "ended").count()
}

/// How many requests changed something.
pub(super) fn writes(world: &World) -> usize {
    world.log().iter().filter(|sent| sent.is_write()).count()
}

/// The stamp.
pub(super) fn stamp_of(pool: &Value) -> String {
    pool["tags"]["pool-applied"].as_str().unwrap_or("none").to_owned()
}
