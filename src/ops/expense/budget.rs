//! What events may cost: whoever is over the budget raises no pool, and what was raised already stays.

use super::{Metered, over};
use crate::cost::{Bill, Card, Decimal, Rates, Unknown};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark, Pool, Settings};
use crate::ops::cost::no_rate;
use crate::plan::Intent;
use crate::schedule::records::Known;
use crate::schedule::stamp::event_name;
use crate::schedule::{Claim, Records, merge};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What events may cost, by their names.
pub type Budgets = BTreeMap<String, Budget>;

/// What an event may cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// At most, each time, on all its pools together.
    pub amount: Decimal,
    /// Its other pools.
    pub others: Vec<Other>,
}

/// Another pool of an event, as the pool file has it. Where it does not say what the pool is made of, it costs as the
/// one that is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// What its cost depends on.
    pub metered: Option<Metered>,
    /// Its base.
    pub base: Option<Settings>,
}

/// Why a pool is not raised for an event.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The event.
    pub event: String,
    /// `OverBudget`, or `NoRate`.
    pub kind: Kind,
    /// Why, with the arithmetic.
    pub text: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The max and ready sessions that the pool was raised to for it already; they stay.
    pub stands: Option<(u32, u32)>,
}

/// The events that hold now and may cost more than their budget. One that a pool was raised for already goes on: what
/// shrinks while people are there is the budget, not the pool.
pub(in crate::ops) fn over_budget(
    card: &Card,
    budgets: &Budgets,
    (intent, pool): (&Intent, &Pool),
    now: Timestamp,
) -> Vec<Refusal> {
    if budgets.is_empty() {
        return Vec::new();
    }
    let records = Records::read(&pool.tags);
    let stands = |name: &str| {
        let name = event_name(name);
        let running = records.stamp.iter().flat_map(|stamp| &stamp.events);
        let found =
            running.filter(|event| event.name == name && now < event.until).map(|event| (event.max, event.ready));
        found.max()
    };
    let events = intent.known.events.iter().filter(|event| budgets.contains_key(&event.name));
    let refusal = |claim: Claim| {
        let stands = stands(&claim.name);
        let wanted = (claim.settings.max_sessions, claim.settings.ready_sessions);
        if stands.is_some_and(|stands| stands.0 >= wanted.0 && stands.1 >= wanted.1) {
            return None;
        }
        let why = check(card, budgets.get(&claim.name)?, &Visit::of(pool, &intent.base, &claim)).err()?;
        let (kind, text, hints) = (why.kind(), why.to_string(), why.hints().to_vec());
        Some(Refusal { event: claim.name, kind, text, hints, stands })
    };
    events.flat_map(|event| event.claims_at(now)).filter_map(refusal).collect()
}

/// An event on a pool.
#[derive(Debug)]
pub(in crate::ops) struct Visit<'a> {
    /// The pool's name.
    pub(in crate::ops) pool: &'a str,
    /// What its cost depends on.
    pub(in crate::ops) metered: Metered,
    /// Its base.
    pub(in crate::ops) base: &'a Claim,
    /// What the event wants of it, and when.
    pub(in crate::ops) claim: &'a Claim,
}

impl<'a> Visit<'a> {
    fn of(pool: &'a Pool, base: &'a Claim, claim: &'a Claim) -> Self {
        Self { pool: &pool.id.name, metered: Metered::from(pool), base, claim }
    }

    /// What a pool costs at most in the event's window, with the event on its base.
    fn most(&self, card: &Card, other: Option<&Other>) -> Result<(Rates, Bill), Unknown> {
        let metered = other.and_then(|other| other.metered.as_ref()).unwrap_or(&self.metered);
        let base = match other.and_then(|other| other.base.clone()) {
            Some(settings) => Claim::base(&self.base.name, settings),
            None => self.base.clone(),
        };
        let rates = metered.rates(card)?;
        let (Some(from), Some(until)) = (self.claim.from, self.claim.until) else {
            return Ok((rates.clone(), Bill::empty(rates.currency)));
        };
        let together = merge(base, [self.claim.clone()]).settings;
        let bill = rates.estimate(&[metered.stretch(&together, from, until)]).most;
        Ok((rates, bill))
    }
}

/// Whether an event keeps to its budget: what all its pools cost at most in its window, with the event on their bases.
///
/// # Errors
/// `OverBudget` with the arithmetic, `NoRate` where nobody knows what it costs.
pub(in crate::ops) fn check(card: &Card, budget: &Budget, visit: &Visit<'_>) -> Result<()> {
    let event = &visit.claim.name;
    let unknown = |unknown: Unknown| no_rate(&unknown, visit.pool).hint(format!("`{event}` has a budget."));
    let (rates, mut sum) = visit.most(card, None).map_err(unknown)?;
    let mut all = vec![rates];
    for other in &budget.others {
        let (rates, bill) = visit.most(card, Some(other)).map_err(unknown)?;
        sum.take(&bill);
        all.push(rates);
    }
    let place = match budget.others.len() {
        0 => format!(" on pool {}", visit.pool),
        others => format!(" on its {} pools", others + 1),
    };
    over(&sum, budget.amount, &all, (&format!("the event `{event}`"), &place)).map_or(Ok(()), |error| {
        Err(error.hint("Raise its `budget`, take a smaller profile or a shorter time, or scale up by hand."))
    })
}

impl Refusal {
    /// Takes the event out of what is known, or what it wants beyond what the pool was raised to for it already. It is
    /// still known by name: the pool's stamp is not taken for one of another machine.
    pub(in crate::ops) fn leave_out(&self, known: &mut Known) {
        match self.stands {
            None => known.events.retain(|event| event.name != self.event),
            Some((max, ready)) => {
                for event in known.events.iter_mut().filter(|event| event.name == self.event) {
                    (event.settings.max_sessions, event.settings.ready_sessions) = (max, ready);
                }
            }
        }
    }

    /// As a finding about a pool.
    #[must_use]
    pub fn finding(&self, pool: &str) -> Finding {
        let text = format!("not raised for `{}`: {}", self.event, self.text);
        let finding = Finding::new(Mark::Warning, pool, text);
        match self.hints.last() {
            Some(hint) => finding.todo(hint),
            None => finding,
        }
    }

    /// As the error that a run ends with whose task it was.
    #[must_use]
    pub fn error(&self) -> Error {
        let error = Error::message(self.kind, &self.text);
        self.hints.iter().fold(error, |error, hint| error.hint(hint.clone()))
    }
}
