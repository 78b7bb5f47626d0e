//! From what somebody asks for to a wish: the claims on a pool, merged for now, with the new lease among them or
//! without the old ones.

use super::{Direction, Wish};
use crate::error::{Error, Kind, Result};
use crate::model::limits::{self, MAX_SESSIONS_CODE_INTERPRETER};
use crate::model::time::utc;
use crate::model::{Finding, Kind as PoolKind, Mark as FindingMark, Pool, Settings};
use crate::schedule::hold::{self, Outranks};
use crate::schedule::lease::{ENDED, SLOTS};
use crate::schedule::records::{Known, tag_of};
use crate::schedule::stamp::{self, Mark, Running};
use crate::schedule::{Claim, Desired, Hold, Lease, OnDrift, Person, Records, Source, merge};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// What somebody asks for, and what they know.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    /// What for.
    pub action: Action,
    /// The pool's base.
    pub base: Claim,
    /// The scheduled events that this machine's files know.
    pub known: Known,
    /// Lower what sessions in use would hold up, and what an unreadable tag would; with a scale-down, outrank events.
    pub force: bool,
    /// Try 0 ready sessions again although Azure refused it.
    pub retry_zero: bool,
    /// Who runs the program, and where.
    pub by: String,
}

/// What for.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A lease is added, or renewed, and a hold over everything ends.
    ScaleUp(Lease),
    /// The same with a lease that only lasts longer than what holds: a hold goes on.
    Extend(Lease),
    /// Leases end.
    ScaleDown(Box<Down>),
    /// What the claims say holds.
    Apply {
        /// What becomes of changes that somebody else made.
        on_drift: OnDrift,
        /// This run, for the stamp, where it is one of many.
        runner: Option<Mark>,
        /// How often the stamp is renewed on quiet days.
        heartbeat: Option<Duration>,
    },
}

/// What a scale-down is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Down {
    /// Who asks: their leases end without a question.
    pub person: Person,
    /// Which of those of others end too.
    pub others: Others,
    /// What becomes of the hold.
    pub hold: Holding,
    /// What ends; known after the first look.
    settled: Option<Settled>,
}

impl Down {
    /// Before anything was looked at.
    #[must_use]
    pub fn new(person: Person, others: Others, hold: Holding) -> Self {
        Self { person, others, hold, settled: None }
    }
}

/// What of other people ends without a further question.
#[derive(Debug, Clone, PartialEq)]
pub enum Others {
    /// Nothing: they are asked about.
    Ask,
    /// What somebody was shown and said yes to.
    These(Box<Unasked>),
    /// Whatever is there at the first look.
    All,
}

/// What other people have asked for and a scale-down would end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unasked {
    /// Leases.
    pub leases: Vec<Lease>,
    /// A hold.
    pub hold: Option<Hold>,
    /// Running events that no file here knows.
    pub events: Vec<Running>,
}

impl Unasked {
    /// Whether there is nothing to ask about.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.leases.is_empty() && self.hold.is_none() && self.events.is_empty()
    }
}

/// What becomes of a pool's hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Holding {
    /// One that stands goes on.
    Keep,
    /// One that stands ends.
    End,
    /// It is this one from now on.
    Write(Hold),
}

/// What a scale-down ends, as it was at the first look: a lease that comes later is somebody's newer wish.
#[derive(Debug, Clone, PartialEq)]
struct Settled {
    /// The leases that end.
    ends: Vec<Lease>,
    /// What becomes of the hold.
    hold: Holding,
}

impl Intent {
    /// What other people have asked for and a scale-down would end without having been told so.
    #[must_use]
    pub fn unasked(&self, pool: &Pool, now: Timestamp) -> Unasked {
        let Action::ScaleDown(down) = &self.action else { return Unasked::default() };
        let shown = match &down.others {
            Others::Ask => &Unasked::default(),
            Others::These(shown) => shown,
            Others::All => return Unasked::default(),
        };
        let records = Records::read(&pool.tags);
        let leases = records.leases_at(now).map(|(_, lease)| lease.clone());
        let leases = leases.filter(|lease| !lease.by.is_same(&down.person) && !shown.leases.contains(lease)).collect();
        let replaces = down.hold != Holding::Keep || self.force;
        let hold = records.hold_at(now).filter(|hold| replaces && !hold.by.is_same(&down.person)).cloned();
        let mut events = records.strangers_at(now, &self.known);
        events.retain(|event| !shown.events.contains(event));
        Unasked { leases, hold: hold.filter(|hold| shown.hold.as_ref() != Some(hold)), events }
    }

    /// Fixes what depends on the first look at the pool. Later looks change nothing.
    pub fn settle(&mut self, pool: &Pool, now: Timestamp) {
        let records = Records::read(&pool.tags);
        let (base, claims) = records.claims_at(&self.base, &self.known, now);
        let Action::ScaleDown(down) = &mut self.action else { return };
        if down.settled.is_some() {
            return;
        }
        let running = claims.iter().filter(|claim| claim.source == Source::Event);
        let back_at = running.filter_map(|claim| claim.until).max();
        // Whoever says until when is taken at their word.
        let is_said = matches!(&down.hold, Holding::Write(hold) if hold.outranks == Outranks::All);
        let stands = records.hold_at(now);
        let is_held = down.hold == Holding::Keep && stands.is_some_and(|hold| hold.outranks == Outranks::All);
        let forced = back_at.filter(|_| self.force && !is_said && !is_held).map(|back_at| {
            let (settings, profile, until) = match &down.hold {
                // Whoever holds another base for longer holds it above the events for as long.
                Holding::Write(hold) => (&hold.settings, &hold.profile, hold.until.map(|until| until.max(back_at))),
                Holding::Keep => {
                    let until = stands.map_or(Some(back_at), |hold| hold.until.map(|until| until.max(back_at)));
                    (&base.settings, &base.name, until)
                }
                Holding::End => (&self.base.settings, &self.base.name, Some(back_at)),
            };
            let (settings, profile) = (settings.clone(), profile.clone());
            Holding::Write(Hold {
                settings,
                profile,
                outranks: Outranks::All,
                from: now,
                until,
                by: down.person.clone(),
            })
        });
        let hold = match forced.unwrap_or_else(|| down.hold.clone()) {
            Holding::Write(hold) => Holding::Write(hold.as_written()),
            other => other,
        };
        let ends = records.leases_at(now).filter(|(_, lease)| match &down.others {
            Others::All => true,
            Others::These(shown) => lease.by.is_same(&down.person) || shown.leases.contains(lease),
            Others::Ask => lease.by.is_same(&down.person),
        });
        down.settled = Some(Settled { ends: ends.map(|(_, lease)| lease.clone()).collect(), hold });
    }

    /// What should hold on a pool.
    ///
    /// # Errors
    /// `Rejected` where all slots for leases are taken.
    pub fn desired(&self, pool: &Pool, now: Timestamp) -> Result<Desired> {
        self.look(pool, now).map(|look| look.desired)
    }

    /// The wish that brings a pool there.
    ///
    /// # Errors
    /// As [`Intent::desired`].
    pub fn wish(&self, pool: &Pool, now: Timestamp, floor: Option<u32>) -> Result<Wish> {
        let Look { desired, mut written, strangers, mut findings } = self.look(pool, now)?;
        let events = desired.claims.iter().filter(|claim| claim.source == Source::Event);
        let events = events.filter_map(Running::of).chain(strangers).collect();
        let (direction, runner, heartbeat) = match &self.action {
            Action::ScaleUp(_) | Action::Extend(_) => (Direction::Up, None, None),
            Action::ScaleDown(_) => (Direction::Down, None, None),
            Action::Apply { on_drift, runner, heartbeat } => (Direction::Apply(*on_drift), runner.clone(), *heartbeat),
        };
        if self.force && direction == Direction::Down {
            let broken = Records::read(&pool.tags).unreadable.into_iter().map(|unreadable| unreadable.tag);
            written.extend(broken.filter(|tag| tag != stamp::TAG).map(|tag| (tag, ENDED.to_owned())));
        }
        let settings = within_limits(&desired, pool, &mut findings);
        Ok(Wish {
            direction,
            claim: stamp::name(&desired.winner().to_string()),
            settings,
            base: desired.base().settings.clone(),
            has_claims: desired.has_claims(),
            has_others: desired.has_others(),
            findings,
            events,
            records: written,
            force: self.force,
            retry_zero: self.retry_zero,
            floor,
            by: self.by.clone(),
            runner,
            heartbeat,
        })
    }

    fn look(&self, pool: &Pool, now: Timestamp) -> Result<Look> {
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
                    return Ok(Look { desired: merge(base, others), written, strangers, findings });
                }
                let (slot, lease) = lease_for(&records, lease, pool, (now, &mut findings))?;
                written.insert(tag_of(slot), lease.to_string());
                if matches!(self.action, Action::ScaleUp(_))
                    && records.hold.as_ref().is_some_and(|hold| hold.outranks == Outranks::All)
                {
                    written.insert(hold::TAG.to_owned(), ENDED.to_owned());
                    others.retain(|claim| claim.source != Source::Hold);
                }
                others.retain(|claim| claim.source != Source::Lease(Some(slot)));
                others.push(Claim::lease(Some(slot), &lease));
                base
            }
            Action::ScaleDown(down) => {
                findings.extend(strangers.iter().map(|event| self.ends_a_stranger(pool, event)));
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
        Ok(Look { desired: merge(base, others), written, strangers, findings })
    }
}

/// What the claims come to together, and no more than Azure takes: sums can be larger than each of their parts.
fn within_limits(desired: &Desired, pool: &Pool, findings: &mut Vec<Finding>) -> Settings {
    let settings = desired.settings.clone();
    let most = MAX_SESSIONS_CODE_INTERPRETER;
    let is_interpreter = pool.kind.is_some_and(|kind| kind != PoolKind::CustomContainer);
    if !is_interpreter || !desired.adds() || settings.max_sessions <= most {
        return settings;
    }
    let text = format!("together the claims ask for {} sessions, and Azure takes {most}", settings.max_sessions);
    findings.push(Finding::new(FindingMark::Warning, pool.id.name.clone(), text));
    Settings { max_sessions: most, ready_sessions: settings.ready_sessions.min(most - 1), ..settings }
}

impl Intent {
    /// That an event ends here whose file is elsewhere.
    fn ends_a_stranger(&self, pool: &Pool, event: &Running) -> Finding {
        let text = format!("`{}`, which no file here knows, was to last until {}", event.name, utc(event.until));
        Finding::new(FindingMark::Warning, pool.id.name.clone(), text)
            .todo("It ends here; whoever runs `pool apply` with its file raises the pool again.")
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

/// What the claims on a pool come to.
struct Look {
    desired: Desired,
    /// Leases and holds to be written.
    written: BTreeMap<String, String>,
    /// Events of the stamp that go on and that no file here knows.
    strangers: Vec<Running>,
    /// Worth saying.
    findings: Vec<Finding>,
}

/// Whether a pool of this kind can be what a claim asks for. One that cannot keeps no other from what it asks for.
fn possible(claim: &Claim, pool: &Pool, findings: &mut Vec<Finding>) -> bool {
    let Some(kind) = pool.kind else { return true };
    let faults = limits::faults_for(&claim.settings, kind);
    let Some((_, fault)) = faults.into_iter().next() else { return true };
    let text = format!("the {} `{}` is left out: {fault}", claim.source.word(), claim.name);
    findings.push(Finding::new(FindingMark::Warning, pool.id.name.clone(), text));
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
    Some(Finding::new(FindingMark::Note, pool.id.name.clone(), text).todo("`pool scale-down` ends it first."))
}

/// That a lease was written and has ended while Azure was at work.
fn over_finding(lease: &Lease, pool: &Pool) -> Finding {
    let text = format!("the lease `{}` ended while Azure was changing the pool", lease.profile);
    Finding::new(FindingMark::Warning, pool.id.name.clone(), text)
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
