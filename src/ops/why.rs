//! Why a pool is as it is: who wants what of it, who wins, what stands, and who changed it.

use super::coming::horizons;
use super::declared::Declared;
use super::expense::{Refusal, Visit, keep_to_budgets, refusal};
use super::{Ops, Step, park};
use crate::cost::Card;
use crate::error::Result;
use crate::model::{Finding, Mark, Pool, PoolId, Scale, Settings, State};
use crate::plan::{self, Change, changes};
use crate::schedule::timeline::{Timeline, Turn};
use crate::schedule::{Claim, Combine, Desired, Records, Source, Stamp, merge};
use jiff::Timestamp;

/// Why a pool is as it is, or will be.
#[derive(Debug, Clone)]
pub struct Why {
    /// The pool as it is now.
    pub pool: Pool,
    /// The moment that is asked about.
    pub at: Timestamp,
    /// What should hold.
    pub desired: Desired,
    /// Under a hold over everything: what would hold without it.
    pub without_hold: Option<Desired>,
    /// The events that no pool is raised for, of those that hold and of those that begin with `next` and `begins`.
    pub refused: Vec<Refusal>,
    /// The claims of those that hold and count for nothing.
    pub left_out: Vec<Claim>,
    /// What should be changed, from what stands to what should hold.
    pub differences: Vec<Change>,
    /// The ready sessions that Azure keeps where it refused 0.
    pub floor: Option<u32>,
    /// What keeps the pool standing where none is wanted.
    pub waits: Option<String>,
    /// What was applied last.
    pub stamp: Option<Stamp>,
    /// What somebody else changed since, from what was applied to what stands.
    pub drift: Vec<Change>,
    /// When anything begins or ends next.
    pub next: Option<Turn>,
    /// When the next claim begins, where something ends before.
    pub begins: Option<Turn>,
    /// What cannot be read, and what differs.
    pub findings: Vec<Finding>,
}

impl Why {
    /// The events that hold and that no pool is raised for, and those that begin next.
    #[must_use]
    pub fn refused_now_and_next(&self) -> (Vec<&Refusal>, Vec<&Refusal>) {
        self.refused.iter().partition(|refusal| refusal.from.is_none_or(|from| from <= self.at))
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// The profile's key.
    pub key: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The value that holds.
    pub value: String,
    /// The claim that it comes from.
    pub winner: &'a Claim,
    /// The claims whose numbers are added to it.
    pub added: Vec<&'a Claim>,
    /// The claim that it would come from without the winner, and its value.
    pub runner_up: Option<(&'a Claim, String)>,
}

/// Reads a pool and says why it is as it is, or what will hold on it at another moment; by what the files say of it, and
/// the variables of its secrets that are not set here.
///
/// # Errors
/// `PoolNotFound`, and as the client says.
pub async fn why(ops: &Ops, id: &PoolId, of: (&Declared, &[String]), at: Timestamp) -> Result<Why> {
    ops.tell(Step::Reading);
    match ops.get(id).await? {
        Some(pool) => Ok(explain(&ops.card, ops.counted(pool).await, of, (at, ops.clock.now()))),
        None => Err(ops.not_found(id).await),
    }
}

/// The same of a pool that was read. What stands on it now counts now, whatever its maker's clock said; at another
/// moment what had been made by then.
#[must_use]
pub fn explain(
    card: &Card,
    pool: Pool,
    (declared, unset): (&Declared, &[String]),
    (at, now): (Timestamp, Timestamp),
) -> Why {
    let records = Records::read(&pool.tags);
    let mut known = declared.known.clone();
    let mut refused = keep_to_budgets(card, &declared.budgets, (&declared.base, &mut known, &pool), at);
    let is_out = |name: &str| refused.iter().any(|refusal| refusal.event == name && refusal.stands.is_none());
    let events = declared.known.events.iter().filter(|event| is_out(&event.name));
    let left_out: Vec<Claim> = events.flat_map(|event| event.claims_at(at)).collect();
    let (base, mut others) = records.claims_at(&declared.base, &known, at);
    let counts = |claim: &Claim| claim.was_made_by(at, now) || at == now;
    others.retain(counts);
    let base = if counts(&base) { base } else { declared.base.clone() };
    let beneath: Vec<Claim> = others.iter().filter(|claim| claim.source != Source::Hold).cloned().collect();
    let without_hold = (beneath.len() < others.len()).then(|| merge(base.clone(), beneath));
    let mut desired = merge(base, others);
    if desired.is_parked() {
        // While nobody wants it no pool is to be, whatever it has as long as it stands.
        let nothing = |settings: &mut Settings| (settings.max_sessions, settings.ready_sessions) = (0, 0);
        nothing(&mut desired.settings);
        desired.claims.iter_mut().for_each(|claim| nothing(&mut claim.settings));
    }
    let mut wanted = desired.settings.scale(pool.counts_as());
    let floor = plan::floor_instead_of_zero(&pool, &wanted, records.stamp.as_ref());
    wanted.ready = floor.or(wanted.ready);
    let lifecycle = pool.lifecycle.filter(|_| !desired.is_parked()).map(|_| desired.settings.lifecycle);
    let differences = changes((pool.scale, pool.lifecycle), (wanted, lifecycle));
    let drift = records.stamp.as_ref().map(|stamp| drift(&pool, stamp)).unwrap_or_default();
    // What stands of an event ends when it was to end.
    let mut coming = declared.known.clone();
    refused.iter().filter(|refusal| refusal.stands.is_some()).for_each(|refusal| refusal.leave_out(&mut coming));
    // What counts for nothing changes nothing when it ends.
    let is_heard = |turn: &Turn| !turn.edges.iter().all(|edge| left_out.contains(&edge.claim));
    let is_beginning = |turn: &Turn| turn.edges.iter().any(|edge| edge.begins);
    let (mut next, mut begins) = (None, None);
    for ahead in horizons(at) {
        let turns = Timeline::seen(&declared.base, &coming, &records, (at, ahead), now).turns;
        let mut turns = turns.into_iter().filter(|turn| turn.at > at && is_heard(turn));
        next = turns.next();
        let begins_next = next.as_ref().is_some_and(is_beginning);
        begins = if begins_next { None } else { turns.find(is_beginning) };
        if begins_next || begins.is_some() {
            break;
        }
    }
    let mut findings = findings(&pool, &records, &drift);
    findings.extend(kept_lifecycle(&pool, &desired));
    refused.extend(next.iter().chain(&begins).flat_map(|turn| beginning(card, &pool, declared, &records, turn)));
    let waits = waits(card, (declared, unset), &pool, (&desired, &records), at);
    let stamp = records.stamp;
    Why {
        at,
        desired,
        without_hold,
        refused,
        left_out,
        differences,
        floor,
        waits,
        stamp,
        drift,
        next,
        begins,
        findings,
        pool,
    }
}

/// What a pool that stands waits for where none is wanted.
fn waits(
    card: &Card,
    (declared, unset): (&Declared, &[String]),
    pool: &Pool,
    (desired, records): (&Desired, &Records),
    at: Timestamp,
) -> Option<String> {
    if !desired.is_parked() || pool.scale.max == 0 {
        return None;
    }
    if pool.state == State::Deleting {
        return Some("Azure is deleting it".to_owned());
    }
    let lowest = &declared.base.settings;
    let mut wanted = lowest.scale(pool.counts_as());
    wanted.ready = plan::floor_instead_of_zero(pool, &wanted, records.stamp.as_ref()).or(wanted.ready);
    let lifecycle = pool.lifecycle.map(|_| lowest.lifecycle);
    let is_lowest = changes((pool.scale, pool.lifecycle), (wanted, lifecycle)).is_empty();
    let doubt = records.unreadable.first().map(ToString::to_string);
    let kept = park::waits(card, (declared, unset), (pool, doubt.as_deref()), at);
    Some(match kept {
        Some(kept) => kept.text(),
        None if is_lowest => "the next `pool apply --allow-park` parks it".to_owned(),
        None => "it goes to its lowest scale first, and a later `pool apply --allow-park` parks it".to_owned(),
    })
}

/// The events that begin at a turn and that no pool will be raised for.
fn beginning(card: &Card, pool: &Pool, declared: &Declared, records: &Records, turn: &Turn) -> Vec<Refusal> {
    let events = turn.edges.iter().filter(|edge| edge.begins && edge.claim.source == Source::Event);
    let refusal = |claim: &Claim| refusal(card, &Visit::of(pool, declared.around(records), claim), turn.at);
    events.filter_map(|edge| refusal(&edge.claim)).collect()
}

/// From what was applied to what stands. Where Azure leaves the ready number out, it is 0.
fn drift(pool: &Pool, stamp: &Stamp) -> Vec<Change> {
    let applied = stamp.applied();
    let ready = pool.scale.ready.or(applied.ready.map(|_| 0));
    let lifecycle = stamp.lifecycle.and(pool.lifecycle);
    changes((applied, stamp.lifecycle), (Scale { ready, ..pool.scale }, lifecycle))
}

fn findings(pool: &Pool, records: &Records, drift: &[Change]) -> Vec<Finding> {
    let name = &pool.id.name;
    let unreadable = records.unreadable.iter().map(|unreadable| {
        Finding::new(Mark::Warning, name, unreadable.to_string())
            .todo("It counts for nothing, and nothing is lowered while it stands; `pool scale-down --force` ends it.")
    });
    let texts: Vec<String> =
        drift.iter().map(|change| format!("{} {} -> {}", change.label, change.from, change.to)).collect();
    let drift = (!texts.is_empty()).then(|| {
        let text =
            format!("the pool is not as it was applied: {}; {}", texts.join(", "), pool.modified.changed_last("it"));
        Finding::new(Mark::Warning, name, text)
    });
    unreadable.chain(drift).collect()
}

/// A lifecycle type that waits for the other claims to end.
fn kept_lifecycle(pool: &Pool, desired: &Desired) -> Option<Finding> {
    let current = pool.lifecycle?;
    let waits = desired.has_others() && !current.same_type(&desired.settings.lifecycle);
    let text = format!(
        "the lifecycle stays {} while another claim holds: a change would end its sessions",
        current.type_name()
    );
    waits.then(|| Finding::new(Mark::Note, &pool.id.name, text))
}

/// Where each value of what should hold comes from.
#[must_use]
pub fn fields(desired: &Desired) -> Vec<Field<'_>> {
    let (claims, settings) = (&desired.claims, &desired.settings);
    let period = match settings.lifecycle {
        crate::model::Lifecycle::Timed { .. } => ("lifecycle.cooldown", "cooldown"),
        crate::model::Lifecycle::OnContainerExit { .. } => ("lifecycle.maxAlive", "max alive"),
    };
    let seconds = |claim: &Claim| format!("{} s", claim.settings.lifecycle.period().as_secs());
    let kind = |claim: &Claim| claim.settings.lifecycle.type_name().to_owned();
    let alike = claims.iter().filter(|claim| claim.settings.lifecycle.same_type(&settings.lifecycle));
    let second = alike
        .filter(|claim| !std::ptr::eq(*claim, &claims[desired.period_from]))
        .reduce(|best, claim| if period_of(claim) > period_of(best) { claim } else { best });
    vec![
        number(desired, ("maxSessions", "max sessions"), desired.max_from, |claim| claim.settings.max_sessions),
        number(desired, ("readySessions", "ready sessions"), desired.ready_from, |claim| claim.settings.ready_sessions),
        Field {
            key: "lifecycle.type",
            label: "lifecycle",
            value: settings.lifecycle.type_name().to_owned(),
            winner: &claims[desired.lifecycle_from],
            added: Vec::new(),
            runner_up: claims.get(1).filter(is_pool).map(|claim| (claim, kind(claim))),
        },
        Field {
            key: period.0,
            label: period.1,
            value: format!("{} s", settings.lifecycle.period().as_secs()),
            winner: &claims[desired.period_from],
            added: Vec::new(),
            runner_up: second.filter(is_pool).map(|claim| (claim, seconds(claim))),
        },
    ]
}

/// Whether a claim is for a pool: one that is parked has no lifecycle.
fn is_pool(claim: &&Claim) -> bool {
    claim.source != Source::Parked
}

fn period_of(claim: &Claim) -> std::time::Duration {
    claim.settings.lifecycle.period()
}

fn number<'a>(
    desired: &'a Desired,
    (key, label): (&'static str, &'static str),
    winner: usize,
    of: fn(&Claim) -> u32,
) -> Field<'a> {
    let claims = &desired.claims;
    let added: Vec<&Claim> = claims.iter().filter(|claim| claim.combine == Combine::Sum && of(claim) > 0).collect();
    let total = added.iter().fold(of(&claims[winner]), |sum, claim| sum.saturating_add(of(claim)));
    let others = claims.iter().enumerate().filter(|(index, claim)| *index != winner && claim.combine == Combine::Max);
    let second = others.map(|(_, claim)| claim).reduce(|best, claim| if of(claim) > of(best) { claim } else { best });
    // What is left where only a parked base is next in line is no pool, which has no sessions.
    let value = |claim: &Claim| if claim.source == Source::Parked { 0 } else { of(claim) };
    let runner_up = second.map(|claim| (claim, value(claim).to_string()));
    Field { key, label, value: total.to_string(), winner: &claims[winner], added, runner_up }
}
