//! The weather of leases and events: runners on machines with different files, people who scale up and down, strangers
//! who write tags, and whatever a network does, over hours.
//!
//! `cargo test tides` runs some seeds; `POOL_SEEDS=20000 cargo test --release --lib tides` runs more, and `POOL_SEED=n`
//! one.

use super::company::round;
use super::seeds::{Dice, every_seed, runtime};
use super::world::{World, intent, lease, pool_id, settings};
use crate::azure::API_VERSION;
use crate::emulator::{PatchAnswer, Switches, TagRule, Times};
use crate::ops::apply::Item;
use crate::ops::declared::Declared;
use crate::ops::runs::Runs;
use crate::ops::scale::{self, Request, Wait};
use crate::ops::{Ops, apply};
use crate::plan::{Action, Down, Holding, Intent, Others};
use crate::schedule::records::Known;
use crate::schedule::{Calendar, Claim, Combine, End, Lease, OnDrift, Person, Records, ScheduledEvent, When};
use futures::future::join_all;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

/// Seeds of an ordinary run.
const SEEDS: u64 = 16;

/// When the last claim may begin, the last fault is over, and everything is over, in minutes.
const LAST_BEGIN: u64 = 120;
const CALM: i64 = 60;
const END: i64 = 420;

/// How long the slowest recorded change took, the drain after a claim, and one run that meets the last fault.
const OPERATION: i64 = 9;
const DRAIN: i64 = 15;
const RUN: i64 = 10;

/// A few hours of one pool.
#[derive(Debug, Clone)]
struct Tide {
    switches: Switches,
    times: Times,
    allocated: u32,
    /// The events that each machine's file knows.
    files: [Vec<ScheduledEvent>; 2],
    /// How often each machine runs apply, in minutes.
    every: [u64; 2],
    people: Vec<Wishes>,
    /// When a stranger writes a tag of this name, in seconds.
    strangers: Vec<(u64, String)>,
    /// When what goes wrong, in seconds.
    faults: Vec<(u64, Value)>,
}

/// What somebody asks for.
#[derive(Debug, Clone)]
struct Wishes {
    who: &'static str,
    /// In seconds.
    at: u64,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Up {
        minutes: u64,
        max: u32,
        ready: u32,
    },
    /// Everybody's leases end.
    Down,
}

impl Tide {
    fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let switches = Switches {
            tags: dice.pick(&[TagRule::Merged, TagRule::Replaced]),
            custom_patch: dice.pick(&[PatchAnswer::Accepted202, PatchAnswer::Accepted202, PatchAnswer::Done200]),
            template_status: dice.below(4) > 0,
            ..Switches::default()
        };
        let mut files = [Vec::new(), Vec::new()];
        for number in 0..dice.below(4) {
            let event = event(&mut dice, number);
            match dice.below(3) {
                0 => files[0].push(event),
                1 => files[1].push(event),
                _ => files.iter_mut().for_each(|file| file.push(event.clone())),
            }
        }
        let people = (0..dice.below(5)).map(|_| wishes(&mut dice)).collect();
        let strangers = (0..dice.below(4)).map(|n| (dice.below(60 * LAST_BEGIN), format!("foreign-{n}"))).collect();
        let trouble = dice.pick(&[0, 0, 1, 2, 4]);
        Self {
            switches,
            times: dice.pick(&[Times::Realistic, Times::Fast]),
            allocated: dice.pick(&[0, 0, 12]),
            files,
            every: [1 + dice.below(7), 1 + dice.below(7)],
            people,
            strangers,
            faults: (0..trouble).map(|_| (dice.below(60 * CALM as u64), dice.passing_fault())).collect(),
        }
    }

    /// The longest that anything that should change may take when all is calm, in minutes.
    fn patience(&self) -> i64 {
        *self.every.iter().max().unwrap() as i64 + OPERATION + RUN
    }

    fn events(&self) -> Vec<ScheduledEvent> {
        let mut events: BTreeMap<String, ScheduledEvent> = BTreeMap::new();
        events.extend(self.files.iter().flatten().map(|event| (event.name.clone(), event.clone())));
        events.into_values().collect()
    }
}

fn event(dice: &mut Dice, number: u64) -> ScheduledEvent {
    let start = at(dice.below(LAST_BEGIN) as i64);
    let max = 10 + dice.below(60) as u32;
    ScheduledEvent {
        name: format!("event-{number}"),
        profile: "contest".into(),
        settings: settings(max, dice.below(u64::from(max)) as u32),
        calendar: Calendar {
            when: When::Once(start.to_zoned(TimeZone::UTC).datetime()),
            end: End::For(Duration::from_secs(60 * (20 + dice.below(120)))),
            lead: Duration::ZERO,
            zone: TimeZone::UTC,
            cut: None,
        },
        combine: Combine::Max,
    }
}

fn wishes(dice: &mut Dice) -> Wishes {
    let max = 10 + dice.below(60) as u32;
    let up = What::Up { minutes: 20 + dice.below(120), max, ready: dice.below(u64::from(max)) as u32 };
    Wishes {
        who: dice.pick(&["ana@desk", "ben@desk", "eve@desk"]),
        at: dice.below(60 * LAST_BEGIN),
        what: if dice.below(5) == 0 { What::Down } else { up },
    }
}

fn at(minute: i64) -> Timestamp {
    "2026-12-05T08:00:00Z".parse::<Timestamp>().unwrap().checked_add(SignedDuration::from_mins(minute)).unwrap()
}

/// What was seen of the pool at a minute.
#[derive(Debug, Clone, Copy)]
struct Seen {
    minute: i64,
    max: u32,
    ready: u32,
}

/// A lease that somebody was told to have, and when; `ends` is when somebody ended it, or its own end.
#[derive(Debug, Clone)]
struct Held {
    lease: Lease,
    from: Timestamp,
    ends: Timestamp,
}

#[test]
fn what_must_hold_holds_through_every_tide() {
    every_seed("tides", SEEDS, |seed| {
        let tide = Tide::of(seed);
        runtime().block_on(live(&tide)).map_err(|why| format!("{why}\n  {tide:?}"))
    });
}

async fn live(tide: &Tide) -> Result<(), String> {
    let world = World::with(tide.switches.clone(), tide.times);
    world.set(json!({"allocated": tide.allocated})).await;
    let held = Mutex::new(Vec::new());
    let first = Intent { action: ends_all("setup"), ..asking(tide, 0, Action::ScaleUp(lease("x", 2, 1, None))) };
    scale::run(&world.ops(Duration::from_secs(3600)), Request { intent: first, ..request(Wait::Warm) })
        .await
        .map_err(|error| format!("the beginning fails: {error}"))?;
    let runners = [0, 1].map(|machine| run_regularly(&world, tide, machine));
    let people = tide.people.iter().map(|wishes| wish(&world, tide, wishes, &held));
    let strangers = tide.strangers.iter().map(|(second, tag)| stranger(&world, *second, tag));
    let faults = tide.faults.iter().map(|(second, fault)| plant(&world, *second, fault));
    let (_, _, tagged, _, _, seen) = tokio::join!(
        join_all(runners),
        join_all(people),
        join_all(strangers),
        join_all(faults),
        calm(&world),
        watch(&world)
    );
    let held = held.into_inner().unwrap();
    check_nothing_is_cut(tide, &held, &seen)?;
    check_nothing_is_left(tide, &seen)?;
    check_tags(&world, tide, &tagged).await?;
    check_rest(&world, tide).await
}

fn request(wait: Wait) -> Request {
    let intent = intent(ends_all("nobody"), settings(5, 0));
    Request { wait, ..Request::new(pool_id(), intent) }
}

fn ends_all(who: &str) -> Action {
    Action::ScaleDown(Box::new(Down::new(Person::named(who), Others::All, Holding::Keep)))
}

/// Operations of one run, which looks less often than people like to.
fn patient(world: &World, who: u32) -> Ops {
    Ops { look_every: Duration::from_secs(15), ..world.ops_of(who, Duration::from_secs(60 * RUN as u64)) }
}

/// What somebody at a machine asks for.
fn asking(tide: &Tide, machine: usize, action: Action) -> Intent {
    let names = tide.files[machine].iter().map(|event| event.name.clone()).collect();
    let names = std::sync::Arc::new(names);
    Intent { known: Known { events: tide.files[machine].clone(), names }, ..intent(action, settings(5, 0)) }
}

async fn run_regularly(world: &World, tide: &Tide, machine: usize) {
    let declared = Declared {
        base: Claim::base("idle", settings(5, 0)),
        known: asking(tide, machine, ends_all("x")).known,
        budgets: Default::default(),
        on_drift: OnDrift::Warn,
        heartbeat: None,
    };
    let mut runs = Runs::read(std::path::PathBuf::new());
    let mut next = 0;
    while world.seconds() < 60 * END {
        let wait = next - world.seconds();
        world.clock.sleep(Duration::from_secs(wait.max(1) as u64)).await;
        let ops = patient(world, machine as u32);
        let items = vec![Item { id: pool_id(), declared: declared.clone(), recipe: None }];
        let run = round(&format!("cron@machine-{machine}"));
        let _ = apply::run(&ops, items, &run, &mut runs).await;
        next = (next + 60 * tide.every[machine] as i64).max(world.seconds());
    }
}

async fn wish(world: &World, tide: &Tide, wishes: &Wishes, held: &Mutex<Vec<Held>>) {
    world.clock.sleep(Duration::from_secs(wishes.at)).await;
    let who = 2 + wishes.at as u32;
    let ops = patient(world, who);
    let now = world.clock.now();
    let (action, lease) = match wishes.what {
        What::Down => (ends_all(wishes.who), None),
        What::Up { minutes, max, ready } => {
            let until = now.checked_add(SignedDuration::from_mins(minutes as i64)).unwrap();
            let lease = Lease { from: now, ..lease(wishes.who, max, ready, Some(until)) };
            (Action::ScaleUp(lease.clone()), Some(lease))
        }
    };
    let request = Request { intent: asking(tide, (wishes.at % 2) as usize, action), ..request(Wait::Warm) };
    let result = scale::run(&ops, request).await;
    let end = world.clock.now();
    let mut held = held.lock().unwrap();
    match lease {
        Some(lease) if result.is_ok() => {
            let ends = lease.until.unwrap();
            held.push(Held { lease, from: end, ends });
        }
        Some(_) => {}
        // Whoever scales down ends what was there at the latest when they were done, told so or not.
        None => held.iter_mut().filter(|held| held.ends > now).for_each(|held| held.ends = now),
    }
}

async fn stranger(world: &World, second: u64, tag: &str) -> Option<String> {
    world.clock.sleep(Duration::from_secs(second)).await;
    let path = format!("{}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", pool_id());
    let body = json!({"operation": "Merge", "properties": {"tags": {tag: "theirs"}}});
    let status = world.stranger_asks("PATCH", &path, &body).await?;
    (200..300).contains(&status).then(|| tag.to_owned())
}

async fn plant(world: &World, second: u64, fault: &Value) {
    world.clock.sleep(Duration::from_secs(second)).await;
    world.fault(fault.clone()).await;
}

/// From here on nothing goes wrong any more.
async fn calm(world: &World) {
    world.clock.sleep(Duration::from_secs(60 * CALM as u64)).await;
    world.ask("DELETE", "/_emulator/faults", Value::Null).await;
}

async fn watch(world: &World) -> Vec<Seen> {
    let mut seen = Vec::new();
    for minute in 0..END {
        let wait = minute * 60 - world.seconds();
        world.clock.sleep(Duration::from_secs(wait.max(0) as u64)).await;
        let pool = world.truth(&pool_id()).await.unwrap();
        let number = |name: &str| pool["properties"]["scaleConfiguration"][name].as_u64().unwrap_or(0) as u32;
        seen.push(Seen { minute, max: number("maxConcurrentSessions"), ready: number("readySessionInstances") });
    }
    seen
}

/// Whether somebody has just scaled down, maybe without the file of a running event: its runner raises the pool again.
fn was_scaled_down(tide: &Tide, minute: i64) -> bool {
    let downs = tide.people.iter().filter(|wishes| matches!(wishes.what, What::Down));
    downs.map(|wishes| wishes.at as i64 / 60).any(|down| down <= minute && minute <= down + RUN + tide.patience())
}

/// Every running event and every lease has its numbers once there was time for it.
fn check_nothing_is_cut(tide: &Tide, held: &[Held], seen: &[Seen]) -> Result<(), String> {
    let patience = SignedDuration::from_mins(tide.patience());
    let after = |instant: Timestamp| instant.checked_add(patience).unwrap().max(at(CALM + tide.patience()));
    let events = tide.events().into_iter().map(|event| {
        let one = event.calendar.once().unwrap();
        (event.name.clone(), event.settings, after(one.from), one.until)
    });
    // The one thing that nobody can save: a lease that another PATCH did not know of, where tags are replaced.
    let leases = held.iter().filter(|_| tide.switches.tags == TagRule::Merged || tide.people.len() == 1);
    let leases = leases
        .map(|held| (format!("the lease of {}", held.lease.by), held.lease.settings.clone(), held.from, held.ends));
    for (name, settings, from, until) in events.chain(leases) {
        // At the very moment of an end or a beginning, who looks may be earlier.
        let during = seen.iter().filter(|seen| from < at(seen.minute) && at(seen.minute) < until);
        for seen in during.filter(|seen| !was_scaled_down(tide, seen.minute)) {
            if seen.max < settings.max_sessions || seen.ready < settings.ready_sessions {
                return Err(format!("{name} ({from} to {until}) is cut: {settings:?}, {seen:?}"));
            }
        }
    }
    Ok(())
}

/// What was raised is down again when its claims have been over for long enough.
fn check_nothing_is_left(tide: &Tide, seen: &[Seen]) -> Result<(), String> {
    let ends: Vec<(Timestamp, Timestamp, u32, u32)> = tide
        .events()
        .iter()
        .map(|event| {
            let one = event.calendar.once().unwrap();
            (one.from, one.until, event.settings.max_sessions, event.settings.ready_sessions)
        })
        .chain(["ana@desk", "ben@desk", "eve@desk"].into_iter().filter_map(|who| all_of(tide, who)))
        .collect();
    for seen in seen.iter().filter(|seen| seen.minute > CALM + RUN + tide.patience() + DRAIN) {
        let now = at(seen.minute);
        let since = now.checked_sub(SignedDuration::from_mins(tide.patience() + DRAIN)).unwrap();
        let recent = ends.iter().filter(|(from, until, ..)| *from <= now && *until > since);
        let (max, ready) = recent.fold((5, 1), |(max, ready), end| (max.max(end.2), ready.max(end.3)));
        // Where sessions may be in use, max goes down in steps, each a drain after somebody has seen the one before.
        let waits = tide.allocated > 0 || !tide.switches.template_status;
        let max = if waits {
            let steps = now.checked_sub(SignedDuration::from_mins(3 * (tide.patience() + DRAIN))).unwrap();
            let asked = ends.iter().filter(|(from, until, ..)| *from <= now && *until > steps);
            asked.fold(max.max(tide.allocated), |max, end| max.max(end.2))
        } else {
            max
        };
        if seen.max > max || seen.ready > ready {
            return Err(format!("more than anybody wanted for long: {seen:?}, and {max}/{ready} would do"));
        }
    }
    Ok(())
}

/// Everything that somebody asks for, as one: a lease that is renewed keeps the larger numbers and the later end, and
/// one that nobody was told of may stand there all the same.
fn all_of(tide: &Tide, who: &str) -> Option<(Timestamp, Timestamp, u32, u32)> {
    let own = tide.people.iter().filter(|wishes| wishes.who == who).filter_map(|wishes| match wishes.what {
        What::Up { minutes, max, ready } => {
            let from = at(0).checked_add(SignedDuration::from_secs(wishes.at as i64)).unwrap();
            Some((from, from.checked_add(SignedDuration::from_mins(minutes as i64)).unwrap(), max, ready))
        }
        What::Down => None,
    });
    own.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1), one.2.max(other.2), one.3.max(other.3)))
}

async fn check_tags(world: &World, tide: &Tide, tagged: &[Option<String>]) -> Result<(), String> {
    let pool = world.truth(&pool_id()).await.unwrap();
    let tags = &pool["tags"];
    if tags["team"] != "judges" || tags["Cost-Centre"] != "42" {
        return Err(format!("tags of others are gone: {tags}"));
    }
    let lost = tagged.iter().flatten().find(|tag| tags[tag.as_str()] != "theirs");
    match lost {
        Some(tag) if tide.switches.tags == TagRule::Merged => Err(format!("the tag {tag} is lost: {tags}")),
        _ => Ok(()),
    }
}

/// At the end everything is over, and another run changes nothing.
async fn check_rest(world: &World, tide: &Tide) -> Result<(), String> {
    let pool = world.truth(&pool_id()).await.unwrap();
    let tags: BTreeMap<String, String> = serde_json::from_value(pool["tags"].clone()).unwrap();
    let records = Records::read(&tags);
    let now = world.clock.now();
    if !records.unreadable.is_empty() || records.leases_at(now).next().is_some() {
        return Err(format!("something of ours is left: {tags:?}"));
    }
    let body = world.ask("GET", &format!("{}?api-version={API_VERSION}", pool_id()), Value::Null).await;
    let scale = &body["properties"]["scaleConfiguration"];
    if scale["maxConcurrentSessions"] != 5 || scale["readySessionInstances"] != 1 {
        return Err(format!("the pool is not back: {scale}"));
    }
    world.forget();
    run_once(world, tide).await;
    if world.log().iter().any(super::world::Sent::is_write) {
        return Err("a run after everything is over writes".to_owned());
    }
    Ok(())
}

async fn run_once(world: &World, tide: &Tide) {
    let action = Action::Apply {
        on_drift: OnDrift::Warn,
        runner: Some(crate::schedule::stamp::Mark { by: "cron".into(), at: world.clock.now() }),
        heartbeat: None,
    };
    let request = Request { intent: asking(tide, 0, action), leave_busy: true, ..request(Wait::Warm) };
    scale::run(&world.ops(Duration::from_secs(60)), request).await.unwrap();
}
