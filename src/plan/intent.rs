//! From what somebody asks for to a wish: the claims on a pool, merged for now, with the new lease among them or
//! without the old ones.

mod look;

use super::{Direction, Wish};
use crate::error::Result;
use crate::model::Pool;
use crate::schedule::hold::Outranks;
use crate::schedule::lease::ENDED;
use crate::schedule::records::Known;
use crate::schedule::stamp::{self, Mark, Running};
use crate::schedule::{Claim, Desired, Hold, Lease, OnDrift, Person, Records, Source};
use jiff::Timestamp;
use look::{Look, within_limits};
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
        let Action::ScaleDown(down) = &self.action else { return };
        if down.settled.is_some() {
            return;
        }
        let records = Records::read(&pool.tags);
        let hold = match self.forced_hold(down, &records, now) {
            Some(forced) => Holding::Write(forced),
            None => down.hold.clone(),
        };
        let hold = match hold {
            Holding::Write(hold) => Holding::Write(hold.as_written()),
            other => other,
        };
        let is_meant = |lease: &Lease| match &down.others {
            Others::All => true,
            Others::These(shown) => lease.by.is_same(&down.person) || shown.leases.contains(lease),
            Others::Ask => lease.by.is_same(&down.person),
        };
        let ends = records.leases_at(now).map(|(_, lease)| lease).filter(|lease| is_meant(lease)).cloned().collect();
        if let Action::ScaleDown(down) = &mut self.action {
            down.settled = Some(Settled { ends, hold });
        }
    }

    /// With force, the hold that keeps a pool down until the last of the running events has ended.
    fn forced_hold(&self, down: &Down, records: &Records, now: Timestamp) -> Option<Hold> {
        let stands = records.hold_at(now);
        // Whoever says until when is taken at their word.
        let is_said = matches!(&down.hold, Holding::Write(hold) if hold.outranks == Outranks::All);
        let is_held = down.hold == Holding::Keep && stands.is_some_and(|hold| hold.outranks == Outranks::All);
        if !self.force || is_said || is_held {
            return None;
        }
        let (base, claims) = records.claims_at(&self.base, &self.known, now);
        let running = claims.iter().filter(|claim| claim.source == Source::Event);
        let back_at = running.filter_map(|claim| claim.until).max()?;
        let (settings, profile, until) = match &down.hold {
            // Whoever holds another base for longer holds it above the events for as long.
            Holding::Write(hold) => (&hold.settings, &hold.profile, hold.until.map(|until| until.max(back_at))),
            Holding::Keep => {
                let until = stands.map_or(Some(back_at), |hold| hold.until.map(|until| until.max(back_at)));
                (&base.settings, &base.name, until)
            }
            Holding::End => (&self.base.settings, &self.base.name, Some(back_at)),
        };
        let (settings, profile, by) = (settings.clone(), profile.clone(), down.person.clone());
        Some(Hold { settings, profile, outranks: Outranks::All, from: now, until, by })
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
        let Look { records, desired, mut written, strangers, mut findings } = self.look(pool, now)?;
        let events = desired.claims.iter().filter(|claim| claim.source == Source::Event);
        let events = events.filter_map(Running::of).chain(strangers).collect();
        let (direction, runner, heartbeat) = match &self.action {
            Action::ScaleUp(_) | Action::Extend(_) => (Direction::Up, None, None),
            Action::ScaleDown(_) => (Direction::Down, None, None),
            Action::Apply { on_drift, runner, heartbeat } => (Direction::Apply(*on_drift), runner.clone(), *heartbeat),
        };
        if self.force && direction == Direction::Down {
            let broken = records.unreadable.into_iter().map(|unreadable| unreadable.tag);
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
}
