//! A look at a pool: the claims on it, with what an action adds to them and takes from them.

use super::{Action, Holding, Intent};
use crate::error::{Error, Kind, Result};
use crate::model::limits::{self, MAX_SESSIONS_CODE_INTERPRETER};
use crate::model::time::utc;
use crate::model::{Finding, Kind as PoolKind, Mark, Pool, Settings};
use crate::schedule::hold::{self, Outranks};
use crate::schedule::lease::{ENDED, SLOTS};
use crate::schedule::records::tag_of;
use crate::schedule::stamp::Running;
use crate::schedule::{Claim, Desired, Hold, Lease, Records, Source, merge};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What the claims on a pool come to.
pub(super) struct Look {
    /// What our tags say.
    pub(super) records: Records,
    /// What should hold.
    pub(super) desired: Desired,
    /// Leases and holds to be written.
    pub(super) written: BTreeMap<String, String>,
    /// Events of the stamp that go on and that no file here knows.
    pub(super) strangers: Vec<Running>,
    /// Worth saying.
    pub(super) findings: Vec<Finding>,
}

impl Intent {
    /// Looks.
    ///
    /// # Errors
    /// `InvalidScale` for a lease that is nothing for the pool, `Rejected` where all slots are taken, `TimedOut` where
    /// the lease is over before it is written.
    pub(super) fn look(&self, pool: &Pool, now: Timestamp) -> Result<Look> {
        let records = Records::read(&pool.tags);
        let (base, mut others) = records.claims_at(&self.base, &self.known, now);
        let mut written = BTreeMap::new();
        let mut strangers = records.strangers_at(now, &self.known);
        let mut findings = Vec::new();
        others.retain(|claim| possible(claim, pool, &mut findings));
        let base = match &self.action {
            Action::Apply { .. } => base,
            Action::ScaleUp(lease) | Action::Extend(lease) => {
                if let Some(kind) = pool.kind {
                    limits::check_for(&lease.settings, kind).map_err(|error| error.about(pool.id.to_string()))?;
                }
                if records.has_had(lease, now) {
                    findings.push(over_finding(lease, pool));
                    return Ok(Look { records, desired: merge(base, others), written, strangers, findings });
                }
                let (slot, lease) = lease_for(&records, lease, pool, (now, &mut findings))?;
                written.insert(tag_of(slot), lease.to_string());
                let hold = records.hold.as_ref().filter(|hold| hold.outranks == Outranks::All);
                if let (Action::ScaleUp(_), Some(hold)) = (&self.action, hold) {
                    findings.extend(hold.holds_at(now).then(|| ends_a_hold(hold, pool)));
                    written.insert(hold::TAG.to_owned(), ENDED.to_owned());
                    others.retain(|claim| claim.source != Source::Hold);
                }
                others.retain(|claim| claim.source != Source::Lease(Some(slot)));
                others.push(Claim::lease(Some(slot), &lease));
                base
            }
            Action::ScaleDown(down) => {
                findings.extend(strangers.iter().map(|event| ends_a_stranger(pool, event)));
                strangers.clear();
                let (ends, hold) = down
                    .settled
                    .as_ref()
                    .map_or((&[][..], &Holding::Keep), |settled| (&settled.ends[..], &settled.hold));
                others.retain(|claim| claim.source != Source::Stamp);
                for (slot, _) in records.leases_at(now).filter(|(_, lease)| ends.contains(lease)) {
                    written.insert(tag_of(slot), ENDED.to_owned());
                    others.retain(|claim| claim.source != Source::Lease(Some(slot)));
                }
                self.held(hold, base, &mut others, &mut written)
            }
        };
        Ok(Look { records, desired: merge(base, others), written, strangers, findings })
    }
    /// The base under what becomes of the hold.
    fn held(
        &self,
        hold: &Holding,
        base: Claim,
        others: &mut Vec<Claim>,
        written: &mut BTreeMap<String, String>,
    ) -> Claim {
        if *hold == Holding::Keep {
            return base;
        }
        others.retain(|claim| claim.source != Source::Hold);
        let Holding::Write(hold) = hold else {
            written.insert(hold::TAG.to_owned(), ENDED.to_owned());
            return self.base.clone();
        };
        written.insert(hold::TAG.to_owned(), hold.to_string());
        if hold.outranks == Outranks::Base {
            return Claim::hold(Source::HeldBase, hold);
        }
        others.push(Claim::hold(Source::Hold, hold));
        self.base.clone()
    }
}

/// What the claims come to together, and no more than Azure takes: sums can be larger than each of their parts.
pub(super) fn within_limits(desired: &Desired, pool: &Pool, findings: &mut Vec<Finding>) -> Settings {
    let settings = desired.settings.clone();
    let most = MAX_SESSIONS_CODE_INTERPRETER;
    let is_interpreter = pool.kind.is_some_and(|kind| kind != PoolKind::CustomContainer);
    if !is_interpreter || !desired.adds() || settings.max_sessions <= most {
        return settings;
    }
    let text = format!("together the claims ask for {} sessions, and Azure takes {most}", settings.max_sessions);
    findings.push(Finding::new(Mark::Warning, pool.id.name.clone(), text));
    Settings { max_sessions: most, ready_sessions: settings.ready_sessions.min(most - 1), ..settings }
}

/// That an event ends here whose file is elsewhere.
fn ends_a_stranger(pool: &Pool, event: &Running) -> Finding {
    let text = format!("`{}`, which no file here knows, was to last until {}", event.name, utc(event.until));
    Finding::new(Mark::Warning, pool.id.name.clone(), text)
        .todo("It ends here; whoever runs `pool apply` with its file raises the pool again.")
}

/// Whether a pool of this kind can be what a claim asks for. One that cannot keeps no other from what it asks for.
fn possible(claim: &Claim, pool: &Pool, findings: &mut Vec<Finding>) -> bool {
    let Some(kind) = pool.kind else { return true };
    let faults = limits::faults_for(&claim.settings, kind);
    let Some((_, fault)) = faults.into_iter().next() else { return true };
    let text = format!("the {} `{}` is left out: {fault}", claim.source.word(), claim.name);
    findings.push(Finding::new(Mark::Warning, pool.id.name.clone(), text));
    false
}

/// That a lease which stands has more than was asked for, and keeps it.
fn kept_finding(wanted: &Lease, lease: &Lease, pool: &Pool) -> Option<Finding> {
    // A renewal that is later by less than a minute changes nothing, and is no news.
    let ends = |lease: &Lease| lease.until.map_or(i64::MAX, |until| until.as_second() / 60);
    let (is, new) = (&lease.settings, &wanted.settings);
    let is_larger = is.max_sessions > new.max_sessions || is.ready_sessions > new.ready_sessions;
    if ends(lease) <= ends(wanted) && !is_larger {
        return None;
    }
    let until = lease.until.map_or("without an end".to_owned(), |until| format!("until {}", utc(until)));
    let text = format!(
        "the lease `{}` of {} stands at max {}, ready {} {until}, and a renewal takes nothing away",
        lease.profile, lease.by, is.max_sessions, is.ready_sessions
    );
    Some(Finding::new(Mark::Note, pool.id.name.clone(), text).todo("`pool scale-down` ends it first."))
}

/// That a hold over everything ends, and what it kept down counts again.
fn ends_a_hold(hold: &Hold, pool: &Pool) -> Finding {
    let until = hold.until.map_or("without an end".to_owned(), |until| format!("until {}", utc(until)));
    let text = format!("this ends the hold `{}` of {}, which held the pool down {until}", hold.profile, hold.by);
    Finding::new(Mark::Note, pool.id.name.clone(), text).todo("Events that it kept down count again.")
}

/// That a lease was written and has ended while Azure was at work.
fn over_finding(lease: &Lease, pool: &Pool) -> Finding {
    let text = format!("the lease `{}` ended while Azure was changing the pool", lease.profile);
    Finding::new(Mark::Warning, pool.id.name.clone(), text)
        .todo("`pool apply` or `pool scale-down` takes the pool back.")
}

/// The slot of a lease, and the lease as it stands there afterwards.
fn lease_for(
    records: &Records,
    lease: &Lease,
    pool: &Pool,
    (now, findings): (Timestamp, &mut Vec<Finding>),
) -> Result<(u8, Lease)> {
    let Some(slot) = records.slot_for(lease, now) else {
        return Err(Error::message(
            Kind::Rejected,
            format!("pool {} holds {SLOTS} leases, the most it can", pool.id.name),
        )
        .about(pool.id.to_string())
        .hint("`pool why` shows them; `pool scale-down` ends them."));
    };
    let held = records.leases.get(&slot).filter(|held| held.holds_at(now) && held.is_renewed_by(lease));
    let wanted = lease;
    let lease = match held {
        Some(held) => held.renewed(wanted.clone()),
        None => wanted.clone(),
    };
    findings.extend(kept_finding(wanted, &lease, pool));
    if !lease.holds_at(now) {
        return Err(Error::message(
            Kind::TimedOut,
            "the end that was asked for passed before the pool was as asked for",
        )
        .about(pool.id.to_string())
        .hint("Azure was at work for too long. Ask again with a later end."));
    }
    Ok((slot, lease.as_written()))
}
