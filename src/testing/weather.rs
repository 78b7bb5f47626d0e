//! The weather test: whatever storm a seed brings, what must hold holds.
//!
//! `cargo test weather` runs some seeds; `POOL_SEEDS=100000 cargo test --release --lib weather` runs more, and
//! `POOL_SEED=n` one. All is in memory and in virtual time, so a seed is the same weather every time.

use super::create_and_delete::request;
use super::seeds::{every_seed, runtime};
use super::storm::{Actor, Deed, Meddling, Storm};
use super::world::{STRANGER, World, down_to, pool_id, settings, up_to};
use crate::azure::API_VERSION;
use crate::emulator::{ReadyZero, TagRule};
use crate::error::{Error, Kind};
use crate::model::{Kind as PoolKind, Lifecycle, PoolId};
use crate::ops::{Ops, create, delete, scale};
use crate::plan::Direction;
use futures::future::join_all;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// Seeds of an ordinary run.
const SEEDS: u64 = 200;

/// The longest single wait for which an exit may come before the time is over: Azure's `Retry-After` and our own.
const LONGEST_WAIT: i64 = 130;

/// How somebody's run ended.
struct Ended {
    who: u32,
    actor: Actor,
    at: Timestamp,
    deadline: Timestamp,
    /// How many requests had been sent by then, by everybody.
    requests: usize,
    outcome: Result<(), Error>,
    truth: Option<Value>,
}

#[test]
fn what_must_hold_holds_in_every_weather() {
    every_seed("weather", SEEDS, |seed| {
        let storm = Storm::of(seed);
        runtime().block_on(live(&storm)).map_err(|why| format!("{why}\n  {storm:?}"))
    });
}

#[test]
fn the_same_seed_is_the_same_weather() {
    for seed in [3, 14, 15] {
        let told = || {
            runtime().block_on(async {
                let world = begun(&Storm::of(seed)).await;
                storm(&world, &Storm::of(seed)).await;
                world.log()
            })
        };
        assert_eq!(lines(&told()), lines(&told()), "seed {seed}");
    }
}

fn lines(log: &[super::world::Sent]) -> Vec<String> {
    log.iter().map(|sent| format!("{} {} {}", sent.who, sent.method, sent.body)).collect()
}

async fn live(storm: &Storm) -> Result<(), String> {
    let world = begun(storm).await;
    let before = world.truth(&pool_id()).await.unwrap();
    let (ends, meddled) = self::storm(&world, storm).await;
    for end in &ends {
        check_end(&world, storm, end)?;
    }
    check_writes(&world, storm)?;
    calm(&world, storm).await;
    check_untouched(&world, storm, &before, &meddled).await?;
    again(&world, storm, ends.last().unwrap()).await?;
    check_untouched(&world, storm, &before, &meddled).await
}

async fn begun(storm: &Storm) -> World {
    let world = World::with(storm.switches.clone(), storm.times);
    world.set(json!({"allocated": storm.allocated})).await;
    world.ask("POST", "/_emulator/faults", json!(storm.faults)).await;
    world
}

/// What a stranger wrote and was told to have been taken, with its place among the requests.
type Meddled = Vec<(usize, Meddling)>;

/// Everybody at once.
async fn storm(world: &World, storm: &Storm) -> (Vec<Ended>, Meddled) {
    let acting = storm.actors.iter().enumerate().map(|(who, actor)| act(world, storm, who as u32, actor));
    let meddling = storm.meddling.iter().map(|(after, what)| meddle(world, *after, what));
    let (ends, meddled) = tokio::join!(join_all(acting), join_all(meddling));
    let mut meddled: Meddled = meddled.into_iter().flatten().collect();
    meddled.sort_by_key(|(place, _)| *place);
    (ends, meddled)
}

async fn act(world: &World, storm: &Storm, who: u32, actor: &Actor) -> Ended {
    world.clock.sleep(actor.after).await;
    let mut ops = world.ops_of(who, actor.timeout);
    ops.look_every = Duration::from_secs(15);
    let outcome = run(&ops, actor.does, &storm.pool()).await.map(drop);
    let (at, requests) = (world.clock.now(), world.log().len());
    let truth = world.truth(&storm.pool()).await;
    Ended { who, actor: actor.clone(), at, deadline: ops.deadline, requests, outcome, truth }
}

/// What came of a deed.
enum Done {
    Scaled(Box<scale::Report>),
    Other,
}

async fn run(ops: &Ops, deed: Deed, id: &PoolId) -> Result<Done, Error> {
    match deed {
        Deed::Scale { direction, max, ready, exit } => {
            let mut wanted = settings(max, ready);
            if exit {
                wanted.lifecycle = Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) };
            }
            let intent = if direction == Direction::Up { up_to(wanted) } else { down_to(wanted) };
            let report = scale::run(ops, scale::Request::new(id.clone(), intent)).await?;
            if let Some(claim) = report.still_wanted() {
                return Err(Error::message(Kind::StillWanted, claim));
            }
            Ok(Done::Scaled(Box::new(report)))
        }
        Deed::Create => create::run(ops, request(PoolKind::CustomContainer, 2)).await.map(|_| Done::Other),
        Deed::Delete => delete::run(ops, id, "ana@desk", false, false).await.map(|_| Done::Other),
    }
}

async fn meddle(world: &World, after: Duration, what: &Meddling) -> Option<(usize, Meddling)> {
    world.clock.sleep(after).await;
    let mut all_tags = json!({});
    if let Meddling::OwnPatch { name, gap } = what {
        all_tags = world.truth(&pool_id()).await?["tags"].take();
        all_tags[name.as_str()] = json!("theirs");
        world.clock.sleep(*gap).await;
    }
    let pool = format!("{}?api-version={API_VERSION}", pool_id());
    let tags = format!("{}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", pool_id());
    let place = world.log().len();
    let status = match what {
        Meddling::Tag(name) => {
            let body = json!({"operation": "Merge", "properties": {"tags": {name: "theirs"}}});
            world.stranger_asks("PATCH", &tags, &body).await
        }
        Meddling::OwnPatch { .. } => world.stranger_asks("PATCH", &pool, &json!({"tags": all_tags})).await,
        Meddling::Scale { max, ready } => {
            let scale = json!({"maxConcurrentSessions": max, "readySessionInstances": ready});
            world.stranger_asks("PATCH", &pool, &json!({"properties": {"scaleConfiguration": scale}})).await
        }
        Meddling::Secret(name) => {
            let secrets = json!([{"name": "password", "value": "hunter2"}, {"name": name, "value": "x"}]);
            world.stranger_asks("PATCH", &pool, &json!({"properties": {"secrets": secrets}})).await
        }
    };
    status.filter(|status| (200..300).contains(status)).map(|_| (place, what.clone()))
}

/// The pool ends as asked, or the exit says that it did not, and why; and never after its time.
fn check_end(world: &World, storm: &Storm, end: &Ended) -> Result<(), String> {
    let Ended { who, actor, .. } = end;
    if end.at > end.deadline {
        return Err(format!("{who} ended at {}, after its deadline {}", end.at, end.deadline));
    }
    match &end.outcome {
        Err(error) if storm.is_survivable() && storm.allocated == 0 => {
            Err(format!("{who} gave up where it had to get through: {error}"))
        }
        Err(error) if !is_explained(storm, end, error.kind()) => {
            Err(format!("{who} ended with {:?}, for which nothing is a reason: {error}", error.kind()))
        }
        Err(_) => Ok(()),
        Ok(()) => {
            let log = &world.log()[..end.requests];
            let looked = log.iter().rposition(|sent| sent.who == *who && sent.method == "GET").unwrap_or(0);
            let disturbed = log[looked..].iter().any(|sent| sent.who != *who && sent.is_write());
            if disturbed || is_as_asked(storm, actor.does, end.truth.as_ref()) {
                return Ok(());
            }
            Err(format!("{who} said yes to {:?} and it is not so: {:?}", actor.does, end.truth))
        }
    }
}

/// Whether the storm has what an exit says.
fn is_explained(storm: &Storm, end: &Ended, kind: Kind) -> bool {
    let late = storm.has(&["failLate"]) || storm.switches.ready_zero == ReadyZero::RefusedLate;
    let refused = |status: u64| storm.faults.iter().any(|fault| fault["status"] == status);
    match kind {
        Kind::TimedOut | Kind::Throttled => {
            let throttled = kind == Kind::TimedOut || storm.has(&["throttled"]) || refused(429);
            throttled && end.deadline.as_second() - end.at.as_second() <= LONGEST_WAIT
        }
        Kind::Locked => storm.has(&["locked"]),
        Kind::Policy => storm.has(&["policy"]),
        Kind::Forbidden => storm.has(&["forbidden"]),
        Kind::Quota => storm.has(&["quota", "cores"]),
        // A refusal where the result is asked for reads as the operation's own bad end.
        Kind::OperationFailed => late || storm.has(&["locked", "cores"]),
        Kind::PoolFailed => late,
        Kind::Conflict => {
            let lost = ["cut", "notJson", "resetBefore", "resetAfter", "loseRecord", "status"];
            storm.is_contested() || storm.has(&["busy"]) || storm.has(&lost)
        }
        Kind::InUse => storm.allocated > 0,
        Kind::StillWanted => {
            storm.actors.iter().any(|actor| matches!(actor.does, Deed::Scale { direction: Direction::Up, .. }))
        }
        Kind::PoolNotFound => storm.actors.iter().any(|actor| actor.does == Deed::Delete),
        Kind::BadAnswer => storm.has(&["cut", "notJson"]),
        Kind::Failed => storm.has(&["status"]),
        Kind::Unreachable => storm.has(&["resetBefore", "resetAfter"]),
        _ => false,
    }
}

fn is_as_asked(storm: &Storm, deed: Deed, truth: Option<&Value>) -> bool {
    let number = |pool: &Value, name: &str| pool["properties"]["scaleConfiguration"][name].as_u64().unwrap_or(0) as u32;
    match (deed, truth) {
        (Deed::Create, Some(pool)) => pool["properties"]["provisioningState"] == "Succeeded",
        (Deed::Delete, None) => true,
        (Deed::Scale { direction, max, ready, .. }, Some(pool)) => {
            let (is_max, is_ready) = (number(pool, "maxConcurrentSessions"), number(pool, "readySessionInstances"));
            match direction {
                Direction::Up => is_max >= max && is_ready >= ready,
                // Sessions in use, or that nobody can count, hold max up; Azure keeps one ready session.
                Direction::Down | Direction::Apply(_) => {
                    let held = storm.allocated > max || !storm.switches.template_status;
                    (is_max == max || held) && is_ready <= 1
                }
            }
        }
        _ => false,
    }
}

/// Writes say no more than they must, and there are not many.
fn check_writes(world: &World, storm: &Storm) -> Result<(), String> {
    let log = world.log();
    let ours = log.iter().filter(|sent| sent.who != STRANGER && sent.is_write());
    for sent in ours.clone().filter(|sent| sent.method == "PATCH" && !sent.path.contains("Microsoft.Resources")) {
        let known = |value: &Value, names: &[&str]| {
            value.as_object().is_none_or(|members| members.keys().all(|name| names.contains(&name.as_str())))
        };
        let small = known(&sent.body, &["tags", "properties"])
            && known(&sent.body["properties"], &["scaleConfiguration", "dynamicPoolConfiguration"]);
        if !small {
            return Err(format!("{} wrote more than is ours: {}", sent.who, sent.body));
        }
    }
    for who in 0..storm.actors.len() as u32 {
        let own = ours.clone().filter(|sent| sent.who == who).count();
        let others = log.iter().filter(|sent| sent.who != who && sent.is_write()).count();
        let most = 6 + storm.troubles() + others;
        if own > most {
            return Err(format!("{who} wrote {own} times, and {most} are enough"));
        }
    }
    Ok(())
}

/// The storm is over: nothing goes wrong any more, what never ends is ended by hand, and what failed is mended.
async fn calm(world: &World, storm: &Storm) {
    world.ask("DELETE", "/_emulator/faults", Value::Null).await;
    world.clock.sleep(Duration::from_secs(3600)).await;
    for id in [pool_id(), storm.pool()] {
        let state = world.truth(&id).await.map(|pool| pool["properties"]["provisioningState"].clone());
        if state.is_some_and(|state| state != "Succeeded") {
            let body = json!({"provisioningState": "Succeeded"});
            world.ask("PUT", &format!("/_emulator/pools{id}"), body).await;
        }
    }
}

/// No field of others is lost, nor a tag, nor a secret.
async fn check_untouched(world: &World, storm: &Storm, before: &Value, meddled: &Meddled) -> Result<(), String> {
    let pool = match world.truth(&pool_id()).await {
        Some(pool) => pool,
        None if storm.ends_the_pool() => return Ok(()),
        None => return Err("the pool of others is gone".to_owned()),
    };
    let others = |pool: &Value| {
        let mut pool = pool.clone();
        for name in ["tags", "systemData"] {
            pool.as_object_mut().unwrap().shift_remove(name);
        }
        let changing = ["scaleConfiguration", "dynamicPoolConfiguration", "provisioningState", "nodeCount"];
        for name in changing.into_iter().chain(["templateUpdateStatus", "secrets"]) {
            pool["properties"].as_object_mut().unwrap().shift_remove(name);
        }
        pool
    };
    if others(&pool) != others(before) {
        return Err(format!("a field of others has changed: {pool} was {before}"));
    }
    let lost = before["tags"].as_object().unwrap().iter().find(|(name, value)| pool["tags"][name.as_str()] != **value);
    if let Some((name, _)) = lost {
        return Err(format!("the tag {name} is lost: {}", pool["tags"]));
    }
    let secret =
        |name: &str| pool["properties"]["secrets"].as_array().is_some_and(|all| all.contains(&json!({"name": name})));
    if !secret("password") {
        return Err(format!("a secret is lost: {}", pool["properties"]["secrets"]));
    }
    // Also one whose answer was lost, and that was done all the same.
    let secrets = |sent: &super::world::Sent| sent.who == STRANGER && sent.body["properties"]["secrets"].is_array();
    let newest = world.log().iter().rposition(secrets);
    for (place, what) in meddled {
        match what {
            Meddling::Tag(name) | Meddling::OwnPatch { name, .. }
                if pool["tags"][name] != "theirs"
                    && !could_not_be_saved(world, storm, *place)
                    && !is_taken_back(world, storm, (*place, what), name) =>
            {
                return Err(format!("the tag {name} of a stranger is lost: {}", pool["tags"]));
            }
            // A stranger's later list takes the place of the earlier; an operation that fails takes it back.
            Meddling::Secret(name) if newest == Some(*place) && !storm.has(&["failLate"]) && !secret(name) => {
                return Err(format!("the secret {name} of a stranger is lost"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a tag was written between somebody's GET and PATCH, under the rule by which a PATCH replaces all tags.
fn could_not_be_saved(world: &World, storm: &Storm, place: usize) -> bool {
    let log = world.log();
    let is_between = |(index, sent): (usize, &super::world::Sent)| {
        let read = log[..index].iter().rposition(|earlier| earlier.who == sent.who && earlier.method == "GET");
        sent.method == "PATCH" && sent.who != STRANGER && index > place && read.is_some_and(|read| read < place)
    };
    storm.switches.tags == TagRule::Replaced && log.iter().enumerate().any(is_between)
}

/// Whether strangers have undone a tag among themselves: an operation that fails takes its PATCH back, and one stranger
/// writes what another had not written yet when the tags were read.
fn is_taken_back(world: &World, storm: &Storm, (place, what): (usize, &Meddling), name: &str) -> bool {
    let fails = matches!(what, Meddling::OwnPatch { .. }) && storm.has(&["failLate"]);
    let omits = |sent: &super::world::Sent| {
        sent.who == STRANGER && sent.body["tags"].is_object() && sent.body["tags"].get(name).is_none()
    };
    fails || (storm.switches.tags == TagRule::Replaced && world.log()[place + 1..].iter().any(omits))
}

/// What is not as wished is said.
fn nothing_is_left(deed: Deed, report: &scale::Report) -> Result<(), String> {
    if let Deed::Scale { direction: Direction::Down, max, .. } = deed
        && report.after.scale.max != max
    {
        return Err(format!("max is {} and nothing says why", report.after.scale.max));
    }
    let wished = &report.wish.settings.lifecycle;
    if report.after.lifecycle.is_none_or(|is| !is.same_type(wished)) {
        return Err(format!("the lifecycle is {:?} and nothing says why", report.after.lifecycle));
    }
    Ok(())
}

/// Once calm, a second run converges and a third changes nothing.
async fn again(world: &World, storm: &Storm, last: &Ended) -> Result<(), String> {
    let deed = last.actor.does;
    let mut ops = world.ops_of(100, Duration::from_secs(7200));
    ops.look_every = Duration::from_secs(15);
    let is_gone = world.truth(&storm.pool()).await.is_none();
    let second = match run(&ops, deed, &storm.pool()).await {
        Ok(second) => second,
        // Scaling makes no pool, and deleting one ends no session.
        Err(error) if storm.ends_the_pool() && is_gone && error.kind() == Kind::PoolNotFound => return Ok(()),
        Err(error) if deed == Deed::Delete && storm.allocated > 0 && error.kind() == Kind::InUse => return Ok(()),
        Err(error) => return Err(format!("once calm, {deed:?} fails: {error}")),
    };
    let truth = world.truth(&storm.pool()).await;
    if !is_as_asked(storm, deed, truth.as_ref()) {
        return Err(format!("once calm, {deed:?} is not so: {truth:?}"));
    }
    if let Done::Scaled(report) = second
        && report.plan.withheld.is_none()
    {
        nothing_is_left(deed, &report)?;
    }
    let before = world.log().len();
    run(&ops, deed, &storm.pool()).await.map_err(|error| format!("a third {deed:?} fails: {error}"))?;
    match world.log()[before..].iter().find(|sent| sent.is_write()) {
        Some(sent) => Err(format!("a third {deed:?} still writes: {} {}", sent.method, sent.body)),
        None => Ok(()),
    }
}
