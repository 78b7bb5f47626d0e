//! Drains of a pool whose sessions nobody counts: whoever asked for sessions keeps their room for a cooldown and ten
//! minutes after the end, and what nobody has asked for goes, however many small claims come one after another.

use super::company::{
    HOUR, applied, at_minute, carry_out, down, event, held, in_minutes, known, scale_of, uncounted, up,
};
use super::seeds::{Dice, every_seed, runtime};
use super::world::{intent, lease, pool_id, settings};
use crate::model::{Pool, State};
use crate::plan::{Action, Down, Holding, Intent, Others, decide};
use crate::schedule::stamp::Mark;
use crate::schedule::{Combine, Hold, Lease, OnDrift, Outranks, Person, Records, ScheduledEvent};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Minutes after a claim's end in which its sessions may be there.
const DRAIN: usize = 15;

/// How a small claim comes about.
#[derive(Debug, Clone, Copy)]
enum Small {
    Lease,
    Added,
    Event,
    HeldBase,
}

#[tokio::test(start_paused = true)]
async fn small_claims_one_after_another_do_not_keep_up_a_big_one() {
    // The base has 5, and what is added comes on top of it.
    for (small, most) in [(Small::Lease, 10), (Small::Added, 15), (Small::Event, 10), (Small::HeldBase, 10)] {
        let world = uncounted();
        let mut events = vec![event("big", (0, 60), 50, 5)];
        if matches!(small, Small::Event) {
            events.extend((6..20).map(|n| event(&format!("small-{n}"), (10 * n, 10 * n + 8), 10, 1)));
        }
        let mut seen = Vec::new();
        for minute in 0..240 {
            at_minute(&world, minute).await;
            if minute % 10 == 0 && (60..200).contains(&minute) {
                let lease = lease("ben@desk", 10, 1, in_minutes(&world, 8));
                let intent = match small {
                    Small::Lease => Some(up(lease, &events)),
                    Small::Added => Some(up(Lease { combine: Combine::Sum, ..lease }, &events)),
                    Small::HeldBase => Some(down("ben@desk", true, Holding::Write(held(&world, "ben@desk", 10, 1, 8)))),
                    Small::Event => None,
                };
                if let Some(intent) = intent {
                    carry_out(&world, Intent { known: known(&events), ..intent }).await.unwrap();
                }
            }
            applied(&world, &events).await;
            seen.push(scale_of(&world).await.0);
        }
        assert_eq!(seen[60..75], [50; 15], "{small:?}: the big one's sessions have their room");
        assert!(seen[77..198].iter().all(|max| (10..=most).contains(max)), "{small:?}: {seen:?}");
        assert_eq!(seen[239], 5, "{small:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_for_in_between_keeps_its_room() {
    let world = uncounted();
    let events = [event("big", (0, 60), 50, 5)];
    let mut seen = BTreeMap::new();
    for minute in [0, 60, 61, 67, 74, 75, 76, 80, 81, 91, 92, 93] {
        at_minute(&world, minute).await;
        match minute {
            61 => drop(carry_out(&world, up(lease("ana@desk", 30, 2, in_minutes(&world, 5)), &events)).await.unwrap()),
            // It takes the slot of the one that has ended and that no run has seen.
            67 => drop(carry_out(&world, up(lease("ana@desk", 10, 1, in_minutes(&world, 20)), &events)).await.unwrap()),
            _ => drop(applied(&world, &events).await),
        }
        seen.insert(minute, scale_of(&world).await.0);
    }
    let at = [67, 74, 76, 80, 81, 93].map(|minute| seen[&minute]);
    assert_eq!(at, [50, 50, 30, 30, 30, 10], "30 were asked for until 66: {seen:?}");
}

/// A pool and whoever works on it, minute by minute.
struct Hours {
    pool: Pool,
    minute: i64,
    events: Vec<ScheduledEvent>,
    /// The events that somebody who knows them has raised the pool for.
    raised: Vec<ScheduledEvent>,
}

impl Hours {
    fn now(&self) -> Timestamp {
        let begin: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
        begin.checked_add(SignedDuration::from_mins(self.minute)).unwrap()
    }

    fn act(&mut self, action: Action, knows: bool) {
        let now = self.now();
        let events = if knows { self.events.as_slice() } else { &[] };
        let mut intent = Intent { known: known(events), ..intent(action, settings(5, 1)) };
        intent.settle(&self.pool, now);
        let Ok(wish) = intent.wish(&self.pool, now, None) else { return };
        let plan = decide(&wish, &self.pool, now).unwrap();
        self.pool.scale = plan.patch.scale.unwrap_or(self.pool.scale);
        self.pool.lifecycle = plan.patch.lifecycle.or(self.pool.lifecycle);
        self.pool.tags = plan.patch.tags.unwrap_or_else(|| self.pool.tags.clone());
        self.pool.tags.extend(plan.tags_alone);
        if knows {
            let running = events.iter().filter(|event| !event.claims_at(now).is_empty());
            self.raised = running.cloned().collect();
        }
    }

    /// What everybody asks for now, as far as it has come to the pool.
    fn asked(&self) -> u32 {
        let action = apply(self.now());
        let intent = Intent { known: known(&self.raised), ..intent(action, settings(5, 1)) };
        let mut pool = self.pool.clone();
        // Only an event that somebody has raised it for.
        pool.tags.remove("pool-applied");
        intent.desired(&pool, self.now()).unwrap().settings.max_sessions
    }

    fn added(&self) -> u32 {
        let records = Records::read(&self.pool.tags);
        let added = records.leases_at(self.now()).filter(|(_, lease)| lease.combine == Combine::Sum);
        added.map(|(_, lease)| lease.settings.max_sessions).max().unwrap_or(0)
    }
}

fn apply(now: Timestamp) -> Action {
    let runner = Some(Mark { by: "cron".into(), at: now });
    Action::Apply { on_drift: OnDrift::Warn, runner, heartbeat: None }
}

/// Seeds of an ordinary run; `POOL_SEEDS=3000 cargo test --release --lib drains` runs more.
const SEEDS: u64 = 40;

/// When the last claim may begin, and when everything is over, in minutes.
const LAST: i64 = 240;
const END: i64 = 360;

/// The longest time between two runs.
const EVERY: u64 = 4;

#[test]
fn sessions_keep_their_room_and_nothing_more() {
    let pool = runtime().block_on(async { uncounted().ops(HOUR).existing(&pool_id()).await.unwrap() });
    assert_eq!((pool.allocated(), &pool.state), (None, &State::Succeeded));
    every_seed("drains", SEEDS, |seed| {
        let mut dice = Dice::of(seed);
        let mut hours = Hours { pool: pool.clone(), minute: 0, events: events(&mut dice), raised: Vec::new() };
        let how = Habits { adds: dice.below(3) == 0, holds: dice.below(3) == 0, often: 6 + dice.below(20) };
        let (mut asked, mut last, mut told) = (Vec::new(), 0, Vec::new());
        for minute in 0..END {
            hours.minute = minute;
            if minute < LAST {
                somebody(&mut dice, &mut hours, &how, &mut told);
            }
            last += 1;
            if last >= EVERY || dice.below(2) == 0 {
                let knows = dice.below(4) > 0 || last >= EVERY;
                hours.act(apply(hours.now()), knows);
                last = if knows { 0 } else { last };
            }
            asked.push((hours.asked(), hours.added()));
            check(&asked, hours.pool.scale.max).map_err(|why| {
                format!("minute {minute}: {why}\n  {told:?}\n  {:?}\n  {:?}", hours.events, hours.pool.tags)
            })?;
        }
        if hours.pool.scale.max == 5 { Ok(()) } else { Err(format!("{} at the end", hours.pool.scale.max)) }
    });
}

/// What the people of a seed do, and in how many minutes once.
struct Habits {
    adds: bool,
    holds: bool,
    often: u64,
}

fn events(dice: &mut Dice) -> Vec<ScheduledEvent> {
    let one = |number: u64, dice: &mut Dice| {
        let from = dice.below(LAST as u64) as i64;
        let combine = dice.pick(&[Combine::Max, Combine::Max, Combine::Sum]);
        let until = from + 5 + dice.below(60) as i64;
        ScheduledEvent { combine, ..event(&format!("e{number}"), (from, until), 6 + dice.below(60) as u32, 1) }
    };
    (0..dice.below(4)).map(|number| one(number, dice)).collect()
}

/// Mostly somebody with few sessions for some minutes, sometimes with many; seldom somebody who ends all.
fn somebody(dice: &mut Dice, hours: &mut Hours, how: &Habits, told: &mut Vec<String>) {
    if dice.below(how.often) > 0 {
        return;
    }
    let (now, who) = (hours.now(), dice.pick(&["ana@desk", "ben@desk"]));
    let ends = |minutes: u64| now.checked_add(SignedDuration::from_mins(1 + minutes as i64)).unwrap();
    let max = if dice.below(8) == 0 { 20 + dice.below(50) } else { 6 + dice.below(10) } as u32;
    let action = match dice.below(12) {
        0 => Action::ScaleDown(Box::new(Down::new(Person::named(who), Others::All, Holding::Keep))),
        1 if how.holds => {
            let (outranks, until, by) = (Outranks::Base, Some(ends(dice.below(40))), Person::named(who));
            let hold = Hold { settings: settings(max, 1), profile: "p".into(), outranks, from: now, until, by };
            Action::ScaleDown(Box::new(Down::new(Person::named(who), Others::All, Holding::Write(hold))))
        }
        _ => {
            let combine = if how.adds { dice.pick(&[Combine::Max, Combine::Sum]) } else { Combine::Max };
            let lease = Lease { combine, from: now, ..lease(who, max, 1, Some(ends(dice.below(20)))) };
            Action::ScaleUp(lease)
        }
    };
    told.push(format!("{}: {action:?}", hours.minute));
    hours.act(action, true);
}

/// Room for all that was asked for within a drain, and no more than was asked for within two.
fn check(asked: &[(u32, u32)], max: u32) -> Result<(), String> {
    let within = |minutes: usize| &asked[asked.len().saturating_sub(minutes)..];
    let most = |minutes: usize| within(minutes).iter().map(|asked| asked.0).max().unwrap_or(0);
    if max < most(DRAIN + 1) {
        return Err(format!("{} were asked for in the last minutes, and there is room for {max}", most(DRAIN + 1)));
    }
    // How many of those that were added held at once, nobody knows afterwards.
    let long = 2 * (DRAIN + 1) + 3 * EVERY as usize;
    let added = if within(long).iter().any(|asked| asked.1 > 0) { u32::MAX } else { 0 };
    if max > most(long).saturating_add(added) {
        return Err(format!("{} were asked for in {long} minutes, and there is room for {max}", most(long)));
    }
    Ok(())
}
