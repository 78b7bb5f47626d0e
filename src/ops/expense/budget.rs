//! What events may cost: whoever is over the budget raises no pool, and what was raised already stays.

use super::{Metered, Tail, longest, of_event, over};
use crate::cost::{Bill, Card, Decimal, Money, OwnRates, Rates, Unknown};
use crate::error::{Error, Kind, Result};
use crate::model::time::utc;
use crate::model::{Finding, Kind as PoolKind, Mark, Pool, SessionSize};
use crate::ops::cost::no_rate;
use crate::schedule::records::Known;
use crate::schedule::stamp::{Running, event_name};
use crate::schedule::timeline::{Span, Timeline};
use crate::schedule::{Claim, Records, ScheduledEvent, Source};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Behind what is said of an event that holds already, where nobody has looked at the pools.
pub const UP_STAYS: &str = "; what is up for it already stays";

/// What events may cost, by their names.
pub type Budgets = BTreeMap<String, Budget>;

/// What an event may cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// At most, each time, on all its pools together.
    pub amount: Decimal,
    /// The names of its other pools.
    pub others: Vec<String>,
    /// What the pool file has of these, and of the pools that share an event with them.
    pub pools: Others,
}

/// Pools, by their names in small letters.
pub type Others = Arc<BTreeMap<String, Other>>;

/// A pool of an event, as the pool file has it. Where it does not say what the pool is made of, it costs as the one that
/// is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// What its cost depends on.
    pub metered: Option<Metered>,
    /// Its base.
    pub base: Option<Claim>,
    /// Its events.
    pub events: Vec<ScheduledEvent>,
    /// What these may cost, with the names of their other pools.
    pub budgets: BTreeMap<String, (Decimal, Vec<String>)>,
}

impl Budget {
    /// That of an event on one pool.
    #[must_use]
    pub fn of_one_pool(amount: Decimal) -> Self {
        Self { amount, others: Vec::new(), pools: Others::default() }
    }

    /// Its other pools, as far as they are known.
    fn others(&self) -> impl Iterator<Item = (&str, Option<&Other>)> {
        self.others.iter().map(|name| (name.as_str(), self.pools.get(&name.to_ascii_lowercase())))
    }
}

impl Other {
    /// What its events may cost, among the pools of a file.
    fn budgets(&self, pools: &Others) -> Budgets {
        let budget = |(name, (amount, others)): (&String, &(Decimal, Vec<String>))| {
            (name.clone(), Budget { amount: *amount, others: others.clone(), pools: Arc::clone(pools) })
        };
        self.budgets.iter().map(budget).collect()
    }
}

/// Puts what was read of pools in the place of what the file says of them as others, by their names in small letters:
/// an event costs the same whichever of its pools is looked at.
pub fn fill_in(budgets: &mut Budgets, seen: &BTreeMap<String, Metered>) {
    let Some(pools) = budgets.values().next().map(|budget| &budget.pools) else { return };
    let mut filled = BTreeMap::clone(pools);
    for (name, other) in &mut filled {
        other.metered = seen.get(name).cloned().or_else(|| other.metered.take());
    }
    let filled = Arc::new(filled);
    budgets.values_mut().for_each(|budget| budget.pools = Arc::clone(&filled));
}

/// Why a pool is not raised for an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The event.
    pub event: String,
    /// The first instant of its time, with its lead.
    pub from: Option<Timestamp>,
    /// The first instant after it.
    pub until: Option<Timestamp>,
    /// What it may cost on all its pools; `None` where nobody knows.
    pub may_cost: Option<Money>,
    /// Whether it may cost more than that, since nobody knows what its pools are made of.
    pub is_least: bool,
    /// What it may cost at most.
    pub budget: Money,
    /// `OverBudget`, or `NoRate`.
    pub kind: Kind,
    /// Why, with the arithmetic.
    pub text: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// What of it the pool was raised to already, and until when: that stays.
    pub stands: Option<Running>,
}

/// Takes out of what is known the events that a pool is not raised for now, by their budgets; those.
pub(in crate::ops) fn keep_to_budgets(
    card: &Card,
    budgets: &Budgets,
    (base, known, pool): (&Claim, &mut Known, &Pool),
    now: Timestamp,
) -> Vec<Refusal> {
    let records = Records::read(&pool.tags);
    let refused = over_budget(card, (base, known, budgets, &records), pool, now);
    refused.iter().for_each(|refusal| refusal.leave_out(known));
    refused
}

/// The events that hold now and may cost more than their budget. One that a pool was raised for already goes on, as it was
/// and until the end that it had: what shrinks while people are there is the budget, not the pool.
fn over_budget(
    card: &Card,
    (base, known, budgets, records): (&Claim, &Known, &Budgets, &Records),
    pool: &Pool,
    now: Timestamp,
) -> Vec<Refusal> {
    if budgets.is_empty() {
        return Vec::new();
    }
    let claims = known.events.iter().flat_map(|event| event.claims_at(now));
    let around = Around { base, known, budgets, records };
    claims.filter_map(|claim| refusal(card, &Visit::of(pool, around, &claim), now)).collect()
}

/// Whether no pool is raised for an event at an instant, by its budget and by what a pool was raised to for it already.
/// What that was is within the budget of then: more of it, or longer, is looked at anew.
pub(in crate::ops) fn refusal(card: &Card, visit: &Visit<'_>, at: Timestamp) -> Option<Refusal> {
    let budget = visit.around.budgets.get(&visit.claim.name)?;
    let name = event_name(&visit.claim.name);
    let running = visit.around.records.stamp.iter().flat_map(|stamp| &stamp.events);
    let running = running.filter(|event| event.name == name && at < event.until);
    let Claim { settings, until, .. } = visit.claim;
    // The stamp has the end in whole minutes, rounded up.
    let is_all = |event: &Running| {
        event.max >= settings.max_sessions
            && event.ready >= settings.ready_sessions
            && until.is_some_and(|until| until <= event.until)
    };
    let stands = running.max_by_key(|event| (event.max, event.ready, event.until));
    if stands.is_some_and(is_all) {
        return None;
    }
    let stands = stands.map(|event| Running {
        max: event.max.min(settings.max_sessions),
        ready: event.ready.min(settings.ready_sessions),
        ..event.clone()
    });
    let refusal = check(card, budget, visit)?;
    Some(Refusal { stands, ..refusal })
}

/// Whether an event raises no pool by its budget, where it begins and at once where it holds, and nothing is up for it.
pub(in crate::ops) fn raises_nothing(card: &Card, visit: &Visit<'_>, now: Timestamp) -> bool {
    let at = visit.claim.from.map_or(now, |from| from.max(now));
    refusal(card, visit, at).is_some_and(|refusal| refusal.stands.is_none())
}

/// What is around an event on its pool: all that may hold the pool at the event's end, or want it again after that.
#[derive(Debug, Clone, Copy)]
pub(in crate::ops) struct Around<'a> {
    /// Its base.
    pub(in crate::ops) base: &'a Claim,
    /// Its events.
    pub(in crate::ops) known: &'a Known,
    /// What these may cost.
    pub(in crate::ops) budgets: &'a Budgets,
    /// What stands on it.
    pub(in crate::ops) records: &'a Records,
}

/// An event on a pool.
#[derive(Debug)]
pub(in crate::ops) struct Visit<'a> {
    /// The pool's name.
    pub(in crate::ops) pool: &'a str,
    /// What its cost depends on; `None` where nobody knows.
    pub(in crate::ops) metered: Option<Metered>,
    /// What is around it.
    pub(in crate::ops) around: Around<'a>,
    /// What the event wants of it, and when.
    pub(in crate::ops) claim: &'a Claim,
    /// How many events it is looked at for that end before it.
    pub(in crate::ops) depth: u8,
}

/// How many events that follow one another are looked at, whether their budgets let them raise a pool. Of those behind
/// them it is supposed that they do.
const DEEPEST: u8 = 3;

/// What a pool costs at most, by which prices, and how long it stands after the end.
type Most = (Rates, Bill, Option<Tail>);

/// The same of all pools of an event: the longest time.
type All = (Vec<Rates>, Bill, Option<Tail>);

impl<'a> Visit<'a> {
    /// One on a pool that was read.
    pub(in crate::ops) fn of(pool: &'a Pool, around: Around<'a>, claim: &'a Claim) -> Self {
        Self { pool: &pool.id.name, metered: Some(Metered::from(pool)), around, claim, depth: 0 }
    }

    /// What holds on the pool in a time after the event's end, without what no pool is raised for.
    pub(in crate::ops) fn holding(&self, card: &Card, (from, until): (Timestamp, Timestamp)) -> Vec<Span> {
        let Around { base, known, budgets, records } = self.around;
        let refused = |claim: &Claim| {
            if claim.source != Source::Event || !budgets.contains_key(&claim.name) || self.depth >= DEEPEST {
                return None;
            }
            let visit = Visit { metered: self.metered.clone(), claim, depth: self.depth + 1, ..*self };
            refusal(card, &visit, claim.from.unwrap_or(from)).map(|refusal| refusal.stands)
        };
        Timeline::without(base, known, records, (from, until), (from, &refused)).spans
    }

    /// What a pool costs at most in the event's window, with the event on its base, and until it is gone or wanted again
    /// where it is parked then.
    fn most(&self, card: &Card, metered: &Metered) -> Result<Most, Unknown> {
        let rates = metered.rates(card)?;
        let (Some(from), Some(until)) = (self.claim.from, self.claim.until) else {
            return Ok((rates.clone(), Bill::empty(rates.currency), None));
        };
        let holding = |time| self.holding(card, time);
        let spans = of_event(metered.kind, self.around.base, Some(self.claim.clone()), (from, until), &holding);
        let bill = metered.estimate(&rates, &spans).most;
        let tail = longest(metered.kind, &spans);
        Ok((rates, bill, tail))
    }

    /// The same on another pool of the event, as the files have that one.
    fn most_on(
        &self,
        card: &Card,
        metered: &Metered,
        (name, other, pools): (&str, Option<&Other>, &Others),
    ) -> Result<Most, Unknown> {
        let Around { base, known, .. } = self.around;
        let own = other.and_then(|other| other.metered.as_ref());
        let events = other.map(|other| other.events.clone()).unwrap_or_default();
        let known = Known { events, names: known.names.clone() };
        let base = other.and_then(|other| other.base.as_ref()).unwrap_or(base);
        let budgets = other.map(|other| other.budgets(pools)).unwrap_or_default();
        let around = Around { base, known: &known, budgets: &budgets, records: &Records::default() };
        let seen = own.or(self.metered.as_ref()).cloned();
        let visit = Visit { pool: name, metered: seen, around, claim: self.claim, depth: self.depth };
        visit.most(card, own.unwrap_or(metered))
    }

    /// The same of all pools of the event.
    fn together(&self, card: &Card, metered: &Metered, budget: &Budget) -> Result<All, Unknown> {
        let (rates, mut sum, mut tail) = self.most(card, metered)?;
        let mut all = vec![rates];
        for (name, other) in budget.others() {
            let (rates, bill, its) = self.most_on(card, metered, (name, other, &budget.pools))?;
            sum.take(&bill);
            tail = [tail, its].into_iter().flatten().reduce(Tail::or);
            all.push(rates);
        }
        Ok((all, sum, tail))
    }
}

/// Why no pool is raised for an event, where it does not keep to its budget: what all its pools cost at most in its
/// window, with the event on their bases. Where nobody knows what the pool is made of, what is so whatever it is.
pub(in crate::ops) fn check(card: &Card, budget: &Budget, visit: &Visit<'_>) -> Option<Refusal> {
    if let Some(metered) = &visit.metered {
        return check_as(card, metered, (budget, visit));
    }
    let Some(Least { card, kinds }) = Least::of(card) else { return check_anywhere(card, budget, visit) };
    let all = kinds.iter().map(|metered| check_as(&card, metered, (budget, visit)));
    let all: Vec<Refusal> = all.collect::<Option<_>>()?;
    let least = all.into_iter().min_by_key(|refusal| refusal.may_cost.map(|most| most.amount))?;
    Some(Refusal { is_least: true, ..least })
}

/// The same where the cost hangs on prices of a region: that nothing is to be had for nothing, and that no price of the
/// currency is known in any region.
fn check_anywhere(card: &Card, budget: &Budget, visit: &Visit<'_>) -> Option<Refusal> {
    let regions = card.regions();
    let all = regions.iter().flat_map(|region| Least::kinds(region));
    let all = all.map(|metered| check_as(card, &metered, (budget, visit)));
    let all: Vec<Refusal> = all.collect::<Option<_>>()?;
    if all.iter().all(|refusal| refusal.may_cost.is_none()) {
        return all.into_iter().next();
    }
    let costly = all.into_iter().find(|refusal| refusal.may_cost.is_some() && budget.amount.is_zero())?;
    Some(Refusal { may_cost: None, text: format!("it costs more than {}", costly.budget), ..costly })
}

/// The least that a pool may cost of which nobody knows what it is made of.
struct Least {
    card: Card,
    kinds: [Metered; 2],
}

impl Least {
    /// By the prices that the pool file states, since nobody knows its region. `None` where the cost hangs on others.
    fn of(card: &Card) -> Option<Self> {
        let stated = &card.own;
        let (flat, both) = (stated.session_hour.is_some(), stated.node.is_some() && stated.started_hour.is_some());
        let own = OwnRates { management: stated.management.or(Some(Decimal::ZERO)), ..stated.clone() };
        let card = Card { own, listed: Vec::new(), ..card.clone() };
        (flat || both).then(|| Self { card, kinds: Self::kinds("") })
    }

    /// All that a pool in a region may be.
    fn kinds(region: &str) -> [Metered; 2] {
        // All sessions of the smallest size lie on one node.
        let size = Some(SessionSize { millicores: 1, memory_mib: 1 });
        let of_kind = |kind| Metered { kind, location: region.to_owned(), size, floor: 0, spare: 0 };
        [PoolKind::CustomContainer, PoolKind::PythonLTS].map(of_kind)
    }
}

/// The pools of an event, and of which of them nobody knows what they are made of.
fn place(budget: &Budget, visit: &Visit<'_>) -> String {
    let others = budget.others.len();
    if others == 0 {
        return format!(" on pool {}", visit.pool);
    }
    let is_known = |other: Option<&Other>| other.is_some_and(|other| other.metered.is_some());
    let unknown = budget.others().filter(|(_, other)| !is_known(*other) && visit.metered.is_some());
    let unknown: Vec<&str> = unknown.map(|(name, _)| name).collect();
    let counted =
        if unknown.is_empty() { String::new() } else { format!(" ({} counted as {})", unknown.join(", "), visit.pool) };
    format!(" on its {} pools{counted}", others + 1)
}

fn check_as(card: &Card, metered: &Metered, (budget, visit): (&Budget, &Visit<'_>)) -> Option<Refusal> {
    let claim = visit.claim;
    let refused = |why: Error, may_cost: Option<Money>| Refusal {
        event: claim.name.clone(),
        from: claim.from,
        until: claim.until,
        may_cost,
        is_least: false,
        budget: Money::new(budget.amount, card.currency()),
        kind: why.kind(),
        text: why.to_string(),
        hints: why.hints().to_vec(),
        stands: None,
    };
    match visit.together(card, metered, budget) {
        Err(unknown) => {
            let why = no_rate(&unknown, visit.pool).hint(format!("`{}` has a budget.", claim.name));
            Some(refused(why, None))
        }
        Ok((rates, sum, tail)) => {
            let place = place(budget, visit);
            let why = over(&sum, budget.amount, &rates, (&format!("the event `{}`", claim.name), &place))?;
            let why = match tail {
                Some(tail) => why.hint(format!(
                    "Counted is also how long a pool with `base: parked` stands after the end: {}.",
                    tail.text()
                )),
                None => why,
            };
            let why = why.hint("Raise its `budget`, take a smaller profile or a shorter time, or scale up by hand.");
            Some(refused(why, Some(sum.total())))
        }
    }
}

impl Refusal {
    /// Takes the event out of what is known, or what it wants beyond what the pool was raised to for it already. It is
    /// still known by name: the pool's stamp is not taken for one of another machine.
    pub(in crate::ops) fn leave_out(&self, known: &mut Known) {
        let Some(stands) = &self.stands else {
            known.events.retain(|event| event.name != self.event);
            return;
        };
        for event in known.events.iter_mut().filter(|event| event.name == self.event) {
            (event.settings.max_sessions, event.settings.ready_sessions) = (stands.max, stands.ready);
            event.calendar.cut = Some(stands.until);
        }
    }

    /// Joins those that are told, unless one of them says the same of the same time.
    pub(in crate::ops) fn tell_once(self, told: &mut Vec<Self>) {
        if !told.iter().any(|known| known.from == self.from && known.brief() == self.brief()) {
            told.push(self);
        }
    }

    /// As a finding about a pool.
    #[must_use]
    pub fn finding(&self, pool: &str) -> Finding {
        let text = match self.stays() {
            None => format!("not raised for `{}`: {}", self.event, self.text),
            Some(stays) => format!("{stays}: {}", self.text),
        };
        let finding = Finding::new(Mark::Warning, pool, text);
        match self.hints.last() {
            Some(hint) => finding.todo(hint),
            None => finding,
        }
    }

    /// What comes of it, without the arithmetic: "`final` may cost $8.50, and its budget is $8.00: no pool is raised for
    /// it".
    #[must_use]
    pub fn brief(&self) -> String {
        let Self { event, text, budget, .. } = self;
        let why = match self.may_cost {
            Some(most) => {
                let least = if self.is_least { "at least " } else { "" };
                format!("`{event}` may cost {least}{most}, and its budget is {budget}")
            }
            None => format!("`{event}` has a budget of {budget}, and {text}"),
        };
        match self.stays() {
            None => format!("{why}: no pool is raised for it"),
            Some(stays) => format!("{why}: {stays}"),
        }
    }

    /// The same where nobody has looked whether a pool is up for it.
    #[must_use]
    pub fn brief_unseen(&self, now: Timestamp) -> String {
        let holds = self.from.is_some_and(|from| from <= now) && self.stands.is_none();
        self.brief() + if holds { UP_STAYS } else { "" }
    }

    /// What stays of it: "what is up for `final` stays, max 10, ready 3, until 2026-12-05 16:00 UTC".
    fn stays(&self) -> Option<String> {
        let Running { max, ready, until, .. } = self.stands.as_ref()?;
        Some(format!("what is up for `{}` stays, max {max}, ready {ready}, until {}", self.event, utc(*until)))
    }
}

/// The error that a run ends with whose task it was to raise pools for events. What each may cost is told beside it.
#[must_use]
pub fn refused<'a>(refusals: impl Iterator<Item = &'a Refusal>) -> Option<Error> {
    let (mut kind, mut names, mut stand) = (None, Vec::new(), true);
    for refusal in refusals {
        kind.get_or_insert(refusal.kind);
        stand &= refusal.stands.is_some();
        let name = format!("`{}`", refusal.event);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let (kind, names) = (kind?, names.join(", "));
    let raised = if stand { "raised further, or for longer," } else { "raised" };
    Some(Error::message(
        kind,
        match kind {
            Kind::NoRate => {
                format!("no pool is {raised} for {names}: what that costs is not known, and there is a budget")
            }
            _ => format!("no pool is {raised} for {names}: that may cost more than its budget"),
        },
    ))
}
