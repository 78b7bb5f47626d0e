//! What keeps a pool standing although its base is parked and nobody wants it: whatever is in doubt.

use super::unmade;
use crate::config::events::PARKED_LEAD;
use crate::cost::Card;
use crate::model::time::utc;
use crate::model::{Lifecycle, Pool};
use crate::ops::declared::Declared;
use crate::ops::expense::{Visit, raises_nothing};
use crate::plan::DRAIN_BEYOND_COOLDOWN;
use crate::schedule::claim::LONGEST;
use crate::schedule::hold::Outranks;
use crate::schedule::{Claim, OnDrift, Records, Stamp};
use jiff::Timestamp;
use std::time::Duration;

/// What a pool waits for until a run parks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ops) enum Wait {
    /// What passes by itself, before a run parks it.
    Passes(String),
    /// An event that wants it before it could be gone and made again.
    Comes(String),
    /// What stays until somebody does something, while the pool costs what it costs.
    Stays(String),
}

impl Wait {
    /// In words.
    pub(in crate::ops) fn text(self) -> String {
        match self {
            Self::Passes(text) | Self::Comes(text) | Self::Stays(text) => text,
        }
    }
}

/// Why no run from here parks it now, besides what the run itself has still to do or may not; `None` where nothing keeps
/// it. `unset` are the variables of its secrets that are not set here, `doubt` is what could not be decided.
pub(in crate::ops) fn waits(
    card: &Card,
    (declared, unset): (&Declared, &[String]),
    (pool, doubt): (&Pool, Option<&str>),
    now: Timestamp,
) -> Option<Wait> {
    let stays = match (unset, doubt) {
        ([first, ..], _) => {
            Some(format!("{first} is not set here, and without it nobody here could make the pool again"))
        }
        ([], Some(doubt)) => Some(doubt.to_owned()),
        ([], None) => is_of_others(declared, pool),
    };
    let comes = || comes(card, declared, pool, now).map(Wait::Comes);
    stays.map(Wait::Stays).or_else(comes).or_else(|| passes(pool, now).map(Wait::Passes))
}

fn comes(card: &Card, declared: &Declared, pool: &Pool, now: Timestamp) -> Option<String> {
    if let Some((event, from)) = soon(card, declared, pool, now) {
        return Some(format!("`{event}` wants it from {} on, and making it again takes its time", utc(from)));
    }
    let event = held_down(card, declared, pool, now)?;
    Some(format!("a hold keeps it down for `{event}` too, and would be gone with the pool"))
}

fn passes(pool: &Pool, now: Timestamp) -> Option<String> {
    match pool.allocated() {
        Some(0) => {}
        Some(1) => return Some("1 session is allocated".to_owned()),
        Some(count) => return Some(format!("{count} sessions are allocated")),
        None => return Some("Azure does not say how many sessions are allocated".to_owned()),
    }
    let Some(changed) = pool.changed_at() else {
        return Some("Azure does not say when it was changed last".to_owned());
    };
    let drain = pool.lifecycle.as_ref().map_or(Duration::ZERO, Lifecycle::period) + DRAIN_BEYOND_COOLDOWN;
    let then = changed.checked_add(drain).unwrap_or(Timestamp::MAX);
    (now < then).then(|| format!("it was changed at {}, and a run after {} parks it", utc(changed), utc(then)))
}

/// That a pool is not as this program left it, where the pool file does not say to take that back.
fn is_of_others(declared: &Declared, pool: &Pool) -> Option<String> {
    if declared.on_drift == OnDrift::Enforce {
        return None;
    }
    match Records::read(&pool.tags).stamp {
        None => unmade(pool).map(|text| format!("{text}; `pool park` parks it all the same")),
        Some(stamp) if is_as_left(&stamp, pool) => None,
        Some(_) => Some(format!("it is not as this program left it: {}", pool.modified.changed_last("the pool"))),
    }
}

/// Whether a pool has the scale and the lifecycle that were applied to it.
fn is_as_left(stamp: &Stamp, pool: &Pool) -> bool {
    stamp.is_applied(pool.scale) && (stamp.lifecycle.is_none() || stamp.lifecycle == pool.lifecycle)
}

/// The event that begins before a pool could be gone and made again.
fn soon(card: &Card, declared: &Declared, pool: &Pool, now: Timestamp) -> Option<(String, Timestamp)> {
    first(card, declared, pool, (now, now.checked_add(PARKED_LEAD).ok()?))
}

/// The first event that begins while a hold over everything stands: without the hold it would make the pool again.
fn held_down(card: &Card, declared: &Declared, pool: &Pool, now: Timestamp) -> Option<String> {
    let records = Records::read(&pool.tags);
    let hold = records.hold_at(now).filter(|hold| hold.outranks == Outranks::All)?;
    let until = hold.until.or_else(|| now.checked_add(LONGEST).ok())?;
    first(card, declared, pool, (now, until)).map(|(event, _)| event)
}

/// The first event in a time. No pool is raised for one that may cost more than its budget.
fn first(
    card: &Card,
    declared: &Declared,
    pool: &Pool,
    (now, until): (Timestamp, Timestamp),
) -> Option<(String, Timestamp)> {
    let records = Records::read(&pool.tags);
    let is_refused = |claim: &Claim| raises_nothing(card, &Visit::of(pool, declared.around(&records), claim), now);
    let claims = declared.known.events.iter().flat_map(|event| event.claims(now, until));
    let held = claims.filter(|claim| !is_refused(claim));
    held.filter_map(|claim| Some((claim.name, claim.from?))).min_by_key(|(_, from)| *from)
}
