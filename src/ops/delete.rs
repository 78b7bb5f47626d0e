//! Deleting a pool, and what is lost with it.

use super::follow::{Followed, failed};
use super::journal::Entry;
use super::settle::about;
use super::{Ops, Step};
use crate::azure::{Failure, Started};
use crate::error::{Error, Kind, Result};
use crate::model::time::utc;
use crate::model::{Pool, PoolId};
use crate::schedule::calendar::FARTHEST;
use crate::schedule::records::Known;
use crate::schedule::{Claim, Records, ScheduledEvent};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::time::Duration;

/// The claim that a journal names where a pool was deleted.
pub(super) const CLAIM: &str = "deleted";

/// How often a DELETE whose answer was lost is sent again, after a look that found the pool still there.
const MOST_SENDS: u32 = 4;

/// For how long a receipt is likely to be wanted.
const RECENT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// How many events are named.
const MOST_EVENTS: usize = 3;

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There was none.
    GoneAlready,
    /// It was sent and not waited for.
    Sent,
    /// It is gone.
    Deleted,
}

/// What is lost with a pool, each a line.
#[must_use]
pub fn losses(pool: &Pool) -> Vec<String> {
    let mut lost: Vec<String> = sessions_lost(pool).into_iter().collect();
    if let Some(endpoint) = &pool.endpoint {
        lost.push(format!("its endpoint {endpoint}"));
    }
    if let Some(identity) = &pool.identity {
        let its = if identity.contains("SystemAssigned") {
            "its system identity with every role assignment of it (a new pool gets a new one)"
        } else {
            "its link to user-assigned identities"
        };
        lost.push(its.to_owned());
    }
    if !pool.secrets.is_empty() {
        lost.push(format!("the values of its secrets: {} (Azure never shows them)", pool.secrets.join(", ")));
    }
    lost.push("role assignments on the pool itself".to_owned());
    lost
}

/// That metrics go with a pool, where an event or a lease held in the last days by the journal: the last of them may
/// want a receipt, which nobody can take afterwards.
#[must_use]
pub fn metrics_lost(entries: &[Entry], id: &PoolId, known: &Known, now: Timestamp) -> Option<String> {
    let (pool, since) = (id.to_string(), now.saturating_sub(RECENT).unwrap_or(Timestamp::MIN));
    let own = entries.iter().filter(|entry| entry.pool.eq_ignore_ascii_case(&pool));
    // What was before the pool was made is gone already.
    let mut own: Vec<&Entry> = own.rev().take_while(|entry| entry.after.max_sessions > 0).collect();
    own.reverse();
    let ends = own.iter().skip(1).map(|entry| entry.at).chain([now]);
    let named = |(entry, end): (&&Entry, Timestamp)| {
        let event = entry.claim.strip_prefix("event:").filter(|name| known.events.iter().any(|is| is.name == *name));
        let written = entry.leases.values().flatten().map(|lease| lease.profile.as_str()).next();
        let name = written.or(event).or(entry.lease())?;
        (since <= end).then(|| name.to_owned())
    };
    let last = own.iter().zip(ends).filter_map(named).last()?;
    Some(format!("its metrics: for a receipt, run `pool receipt {last} -n {}` first", id.name))
}

/// The sessions that end with a pool.
pub(super) fn sessions_lost(pool: &Pool) -> Option<String> {
    match pool.allocated() {
        Some(0) => None,
        Some(1) => Some("1 allocated session, with what it is working on".to_owned()),
        Some(count) => Some(format!("{count} allocated sessions, with what they are working on")),
        None => Some("sessions in use, if there are any: Azure does not say how many".to_owned()),
    }
}

/// Who still wants the pool: leases and a hold on it, and the events to come, each a line.
#[must_use]
pub fn claims(pool: &Pool, known: &Known, now: Timestamp) -> Vec<String> {
    let records = Records::read(&pool.tags);
    let until = |until: Option<Timestamp>| until.map_or("without an end".to_owned(), |at| format!("until {}", utc(at)));
    let leases = records
        .leases_at(now)
        .map(|(_, lease)| format!("the lease `{}` of {}, {}", lease.profile, lease.by, until(lease.until)));
    let hold =
        records.hold_at(now).map(|hold| format!("the hold `{}` of {}, {}", hold.profile, hold.by, until(hold.until)));
    leases.chain(hold).chain(events(known, now, |_| true)).collect()
}

/// The next time of each event that counts, the nearest first.
pub(super) fn events(known: &Known, now: Timestamp, counts: impl Fn(&Claim) -> bool) -> Vec<String> {
    let Ok(horizon) = now.checked_add(FARTHEST) else { return Vec::new() };
    let next = |event: &ScheduledEvent| {
        let claims = event.claims(now, horizon);
        claims.into_iter().min_by_key(|claim| claim.from)
    };
    let mut coming: Vec<Claim> = known.events.iter().filter_map(next).filter(counts).collect();
    coming.sort_by_key(|claim| claim.from);
    let line = |claim: &Claim| match (claim.from.filter(|from| now < *from), claim.until) {
        (Some(from), _) => format!("the scheduled event `{}`, next from {}", claim.name, utc(from)),
        (None, Some(until)) => format!("the scheduled event `{}`, which holds until {}", claim.name, utc(until)),
        (None, None) => format!("the scheduled event `{}`", claim.name),
    };
    let more = coming.len().saturating_sub(MOST_EVENTS);
    let rest = (more > 0).then(|| format!("{more} more scheduled events"));
    coming.iter().take(MOST_EVENTS).map(line).chain(rest).collect()
}

/// Refuses to delete a pool whose sessions are in use.
///
/// # Errors
/// `InUse`, unless forced or unless nothing is known to be allocated.
pub fn check_unused(pool: &Pool, force: bool) -> Result<()> {
    match pool.allocated() {
        Some(allocated) if allocated > 0 && !force => {
            let (name, s) = (&pool.id.name, if allocated == 1 { " is" } else { "s are" });
            Err(Error::message(Kind::InUse, format!("{allocated} session{s} allocated in pool {name}"))
                .about(pool.id.to_string())
                .hint("Wait until they have ended, or delete them with the pool: --force."))
        }
        _ => Ok(()),
    }
}

/// Deletes a pool on behalf of somebody and waits until it is gone.
///
/// # Errors
/// `InUse` where sessions became allocated meanwhile, what Azure refuses, `OperationFailed`, `TimedOut`.
pub async fn run(ops: &Ops, id: &PoolId, by: &str, force: bool, no_wait: bool) -> Result<(Outcome, Duration)> {
    let started = ops.clock.now();
    let mut guard = Unused { ops, by, force, last: None };
    let outcome = remove(ops, id, no_wait, &mut guard).await?;
    // A DELETE whose answer was lost was taken all the same.
    if let Some(pool) = guard.last.take().filter(|_| outcome == Outcome::Deleted) {
        guard.taken(&pool);
    }
    Ok((outcome, Duration::try_from(ops.clock.now().duration_since(started)).unwrap_or_default()))
}

/// Who looks at a pool before it is deleted.
pub(super) trait Guard {
    /// Looks at a pool, just before each DELETE, as Azure sent it and as we know it. Refusing is an error.
    async fn look(&mut self, raw: &Value, pool: &Pool) -> Result<Go>;
    /// Azure has taken a DELETE.
    fn taken(&mut self, _pool: &Pool) {}
}

/// What a guard says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Go {
    /// The DELETE may be sent.
    Delete,
    /// The pool is to be read again first.
    LookAgain,
}

/// Keeps pools whose sessions are in use.
struct Unused<'a> {
    ops: &'a Ops,
    by: &'a str,
    force: bool,
    /// The pool as it was last seen, until Azure has taken its DELETE.
    last: Option<Pool>,
}

impl Guard for Unused<'_> {
    async fn look(&mut self, _: &Value, pool: &Pool) -> Result<Go> {
        check_unused(pool, self.force)?;
        self.last = Some(pool.clone());
        Ok(Go::Delete)
    }

    fn taken(&mut self, pool: &Pool) {
        self.last = None;
        self.ops.note(&Entry::gone(self.ops.clock.now(), self.by, pool, CLAIM));
    }
}

/// That another pool of the same name stands. Who deleted the one that was meant is known only where we have not.
fn made_again(id: &PoolId, may_be_ours: bool) -> Error {
    let name = &id.name;
    let text = if may_be_ours {
        format!("pool {name} was deleted, and somebody has made it again meanwhile: that one is left")
    } else {
        format!("somebody else has deleted pool {name} and made it anew meanwhile: that one is left")
    };
    Error::message(Kind::Conflict, text).about(id.to_string())
}

/// A DELETE that is not waited for.
fn sent(ops: &Ops, id: &PoolId, started: Started) -> Outcome {
    ops.leave(id, started);
    Outcome::Sent
}

/// Deletes a pool that the guard lets go, and waits until it is gone.
pub(super) async fn remove(ops: &Ops, id: &PoolId, no_wait: bool, guard: &mut impl Guard) -> Result<Outcome> {
    let (mut sends, mut lingers) = (0, false);
    // A DELETE that Azure refused, as it does where it throttles, has deleted nothing.
    let (mut meant, mut may_be_ours) = (None::<Timestamp>, false);
    loop {
        ops.tell(Step::Reading);
        let Some((raw, pool)) = ops.settled_whole(id).await? else {
            return Ok(if may_be_ours { Outcome::Deleted } else { Outcome::GoneAlready });
        };
        // Whoever makes it again has a pool of their own.
        match (meant, pool.created.at) {
            (Some(meant), Some(created)) if meant != created => return Err(made_again(id, may_be_ours)),
            (None, created) => meant = created,
            _ => {}
        }
        // What Azure has just deleted may still be shown for a moment.
        if std::mem::take(&mut lingers) {
            ops.pause(ops.look_every, "the deleted pool to be gone").await?;
            continue;
        }
        if guard.look(&raw, &pool).await? == Go::LookAgain {
            continue;
        }
        sends += 1;
        lingers = true;
        ops.tell(Step::Sending);
        let answer = ops.azure.delete_pool(id).await;
        may_be_ours |= answer.as_ref().map_or_else(Failure::is_lost, |_| true);
        if answer.is_ok() {
            guard.taken(&pool);
        }
        match answer {
            Ok(started) if no_wait => return Ok(sent(ops, id, started)),
            Ok(Started::Done(_)) => {}
            Ok(Started::Running(operation)) => {
                ops.tell(Step::Deleting);
                if let Followed::Failed(error) = ops.follow(id, operation).await? {
                    return Err(failed(&error, id));
                }
            }
            Err(failure) => {
                lingers = false;
                if await_another(ops, id, failure, sends).await? == Tried::No {
                    sends -= 1;
                }
            }
        }
        if sends > MOST_SENDS && ops.get(id).await?.is_some() {
            return Err(Error::message(
                Kind::Conflict,
                format!("pool {} was deleted {sends} times and is still there", id.name),
            )
            .about(id.to_string()));
        }
    }
}

/// Whether a DELETE that went wrong counts as one of those that are sent at most.
#[derive(PartialEq, Eq)]
enum Tried {
    Yes,
    No,
}

/// Waits until a DELETE that went wrong may be sent again.
async fn await_another(ops: &Ops, id: &PoolId, failure: Failure, sends: u32) -> Result<Tried> {
    if let Some(wait) = failure.is_throttled() {
        ops.be_patient(wait, id).await?;
        return Ok(Tried::No);
    }
    if !(failure.is_lost() || failure.is_busy()) || sends == MOST_SENDS {
        return Err(about(failure, "delete the pool", id));
    }
    ops.tell(Step::Again { why: failure.to_string() });
    ops.pause(ops.look_every, "Azure to take the deletion").await?;
    Ok(Tried::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::journal::Numbers;

    #[test]
    fn a_receipt_is_offered_of_what_was_last_and_not_long_ago() {
        let id = PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() };
        let now: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
        let entry = |days: i64, claim: &str, max_sessions| Entry {
            at: now - SignedDuration::from_hours(24 * days),
            by: "ana@desk".into(),
            pool: id.to_string(),
            claim: claim.into(),
            before: Numbers::nothing(),
            after: Numbers { max_sessions, ..Numbers::nothing() },
            tags: vec![],
            leases: Default::default(),
            until: None,
        };
        let (up, down) = (|days| entry(days, "lease:contest", 50), |days| entry(days, "idle", 5));
        let cases = [
            (vec![], None),
            (vec![down(1)], None),
            (vec![up(2), down(1)], Some("contest")),
            (vec![up(20), down(6)], Some("contest")),
            (vec![up(20), down(8)], None),
            (vec![up(20)], Some("contest")),
            (vec![up(3), down(2), entry(1, "parked", 0), down(0)], None),
            (vec![up(3), entry(2, "lease:other", 60), down(1)], Some("other")),
            (vec![entry(2, "event:unknown", 60), down(1)], None),
        ];
        for (entries, expected) in cases {
            let expected =
                expected.map(|name| format!("its metrics: for a receipt, run `pool receipt {name} -n p` first"));
            assert_eq!(metrics_lost(&entries, &id, &Known::default(), now), expected, "{entries:?}");
        }
    }
}
