//! What is planned costs: an event, or a season of them.

use super::{Subject, no_rate};
use crate::config::events::PARKED_LEAD;
use crate::cost::{Bill, Card, Estimate, Money};
use crate::error::Result;
use crate::model::{Finding, Settings};
use crate::ops::coming;
use crate::ops::expense::{Course, Metered, Refusal, Tail, around, back, longest, of_event, rest, standing};
use crate::schedule::timeline::{Span, Timeline};
use crate::schedule::{Claim, Records, ScheduledEvent, Source, merge};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// A time, and what is planned in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Its first instant; of an event, that of its lead.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// Each pool.
    pub pools: Vec<PoolPlan>,
    /// Pools whose cost nobody knows.
    pub findings: Vec<Finding>,
    /// The times of events that no pool will be raised for, in their order.
    pub refused: Vec<Refusal>,
}

/// What is planned on a pool.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolPlan {
    /// The pool and its prices.
    pub subject: Subject,
    /// What it costs, by what decides it: the base first, then events by the order in which they come.
    pub parts: Vec<Part>,
    /// What its base costs anyway in the time of the event that was asked for; `None` of a season, and where it is parked.
    pub base: Option<Estimate>,
    /// What it costs with the events that no pool is raised for, where that is something else.
    pub with_refused: Option<Estimate>,
    /// How long it stands after the end of what is wanted, where it is parked then: the longest of these times.
    pub tail: Option<Tail>,
    /// Whether 0 ready sessions are wished and more are counted, because Azure keeps more.
    pub is_raised: bool,
    /// The same season with a base that is parked, where somebody asked and that costs less.
    pub parked_base: Option<ParkedBase>,
}

/// A season in which a pool is made for its events, and parked after them.
#[derive(Debug, Clone, PartialEq)]
pub struct ParkedBase {
    /// What all of it costs.
    pub estimate: Estimate,
    /// What that saves when nobody comes, and when it is full throughout.
    pub saves: (Money, Money),
    /// For how much longer than its events hold the pool stands at most.
    pub beyond: SignedDuration,
}

/// The part of a cost that a claim decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Where the claim comes from: "base" or "event".
    pub source: Source,
    /// The event's name, else the profile's.
    pub name: String,
    /// For how long it decides.
    pub time: SignedDuration,
    /// How many times of an event that is; 1 of the base.
    pub times: usize,
    /// What it costs.
    pub estimate: Estimate,
}

impl PoolPlan {
    /// All parts together.
    #[must_use]
    pub fn total(&self) -> Estimate {
        let empty = Bill::empty(self.subject.rates.currency);
        let mut sum = Estimate { least: empty.clone(), most: empty };
        for part in &self.parts {
            sum.least.take(&part.estimate.least);
            sum.most.take(&part.estimate.most);
        }
        sum
    }
}

/// What pools cost in `[from, until)`, by their base and those of their events that they are raised for. Leases are not
/// planned.
///
/// # Errors
/// `NoRate` where no pool can be billed.
pub fn season(card: &Card, subjects: &[coming::Subject], from: Timestamp, until: Timestamp) -> Result<Planned> {
    let records = Records::default();
    let of = |subject: &coming::Subject, billed: Subject| {
        let plan = plan(billed, &subject.holding(card, &records, (from, until)));
        let (whole, Subject { metered, rates, .. }) = (plan.total(), &plan.subject);
        let with_refused = subject.with_refused((metered, rates, &whole), &records, (from, until));
        PoolPlan { with_refused, ..plan }
    };
    let planned = planned(card, subjects, (from, until), &of)?;
    Ok(Planned { refused: refusals(card, subjects, from, until), ..planned })
}

/// The same season for a pool that has events, with a base that is parked: that one. Each event has the lead that making
/// a pool takes. `None` where it does not cost less.
#[must_use]
pub fn with_parked_base(
    card: &Card,
    plan: &PoolPlan,
    (subject, base): (&coming::Subject, &Claim),
    (from, until): (Timestamp, Timestamp),
) -> Option<ParkedBase> {
    let Subject { metered, rates, .. } = &plan.subject;
    let declared = &subject.declared;
    let events = || plan.parts.iter().filter(|part| !part.source.is_base());
    if !metered.kind.keeps_ready() || declared.base.source == Source::Parked || events().next().is_none() {
        return None;
    }
    let mut known = declared.known.clone();
    known.events.iter_mut().for_each(|event| event.calendar.lead = event.calendar.lead.max(PARKED_LEAD));
    let records = Records::default();
    // What it would still stand for may have ended before.
    let refused = refusals(card, std::slice::from_ref(subject), back(from), until);
    let is_refused = |claim: &Claim| refused.iter().any(|one| one.event == claim.name && one.until == claim.until);
    let left = |claim: &Claim| is_refused(claim).then_some(None);
    let holding = |time: (Timestamp, Timestamp)| Timeline::without(base, &known, &records, time, (time.0, &left)).spans;
    let spans = around(base, &holding, |spans| rest(base, &known, &records, spans, &left), (from, until));
    let (estimate, whole) = (metered.estimate(rates, &spans), plan.total());
    let saved = |end: fn(&Estimate) -> Money| {
        let (is, new) = (end(&whole), end(&estimate));
        Some(Money::new(is.amount - new.amount, is.currency)).filter(|_| new.rounded() < is.rounded())
    };
    let saves = (saved(|of| of.least.total())?, saved(|of| of.most.total())?);
    let stands = standing(metered.kind, &spans, Course::Most);
    let stands = stands.iter().filter(|span| span.desired.settings.max_sessions > 0);
    let stands: SignedDuration = stands.map(|span| span.from.duration_until(span.until)).sum();
    let beyond = stands - events().map(|part| part.time).sum::<SignedDuration>();
    Some(ParkedBase { estimate, saves, beyond })
}

/// The times of events in a season that no pool will be raised for; each once, whichever of its pools says so.
fn refusals(card: &Card, subjects: &[coming::Subject], from: Timestamp, until: Timestamp) -> Vec<Refusal> {
    let mut all: Vec<Refusal> = Vec::new();
    for subject in subjects {
        let budgeted = |event: &&ScheduledEvent| subject.declared.budgets.contains_key(&event.name);
        for event in subject.declared.known.events.iter().filter(budgeted) {
            let times = event.calendar.between(from, until);
            let refusals = times.iter().filter_map(|time| subject.refusal(card, &event.claim(time), time.from));
            all.extend(refusals);
        }
    }
    all.sort_by_key(|refusal| refusal.from);
    let mut told: Vec<Refusal> = Vec::new();
    all.into_iter().for_each(|refusal| refusal.tell_once(&mut told));
    told
}

/// What the next time of an event costs on its pools, its lead included, and the time until a pool is gone that is parked
/// then. The base below it counts where it is larger. `None` where it does not come again.
///
/// # Errors
/// `NoRate` where none of the pools can be billed.
pub fn event(card: &Card, subjects: &[coming::Subject], name: &str, now: Timestamp) -> Result<Option<Planned>> {
    let named =
        |subject: &coming::Subject| subject.declared.known.events.iter().find(|event| event.name == name).cloned();
    let Some(occurrence) = subjects.iter().find_map(named).and_then(|event| event.calendar.next(now)) else {
        return Ok(None);
    };
    let (from, until) = (occurrence.from, occurrence.until);
    let of = |subject: &coming::Subject, billed: Subject| {
        let base = &subject.declared.base;
        let claim = named(subject).map(|event| event.claim(&occurrence));
        let after = |time| claim.as_ref().map_or_else(Vec::new, |claim| subject.after(card, claim, time));
        let spans = of_event(billed.metered.kind, base, claim.clone(), (from, until), &after);
        let plan = plan(billed, &spans);
        let anyway = || {
            let desired = merge(base.clone(), []);
            plan.subject.metered.estimate(&plan.subject.rates, &[Span { from, until, desired }])
        };
        let base = (base.source != Source::Parked).then(anyway);
        PoolPlan { base, ..plan }
    };
    planned(card, subjects, (from, until), &of).map(Some)
}

fn planned(
    card: &Card,
    subjects: &[coming::Subject],
    (from, until): (Timestamp, Timestamp),
    plan: &dyn Fn(&coming::Subject, Subject) -> PoolPlan,
) -> Result<Planned> {
    let mut planned = Planned { from, until, pools: Vec::new(), findings: Vec::new(), refused: Vec::new() };
    let mut first = None;
    for subject in subjects {
        let Some(metered) = subject.metered.clone() else { continue };
        match metered.rates(card) {
            Ok(rates) => planned.pools.push(plan(subject, Subject { name: subject.name.clone(), metered, rates })),
            Err(unknown) => {
                let error = no_rate(&unknown, &subject.name);
                planned.findings.push(Finding::new(crate::model::Mark::Warning, &subject.name, error.to_string()));
                first.get_or_insert(error);
            }
        }
    }
    match first {
        Some(error) if planned.pools.is_empty() => Err(error),
        _ => Ok(planned),
    }
}

/// Whether fewer ready sessions are wished than Azure keeps while a pool stands, so that more are billed.
#[must_use]
pub fn is_raised(metered: &Metered, spans: &[Span]) -> bool {
    let is_raised = |settings: &Settings| {
        let scale = settings.scale(metered.kind);
        metered.really(scale).ready > scale.ready
    };
    standing(metered.kind, spans, Course::Most).iter().any(|span| is_raised(&span.desired.settings))
}

fn plan(subject: Subject, spans: &[Span]) -> PoolPlan {
    let Subject { metered, rates, .. } = &subject;
    let empty = Bill::empty(rates.currency);
    let mut parts: Vec<Part> = Vec::new();
    for course in [Course::Least, Course::Most] {
        let stands = standing(metered.kind, spans, course);
        for (span, stretch) in stands.iter().zip(metered.stretches(&stands)) {
            let claim = span.desired.winner();
            let known = parts.iter().position(|part| part.source == claim.source && part.name == claim.name);
            let index = known.unwrap_or_else(|| {
                let estimate = Estimate { least: empty.clone(), most: empty.clone() };
                let (source, name, time) = (claim.source, claim.name.clone(), SignedDuration::ZERO);
                parts.push(Part { source, name, time, times: 0, estimate });
                parts.len() - 1
            });
            let (part, estimate) = (&mut parts[index], rates.estimate(&[stretch]));
            match course {
                Course::Least => part.estimate.least.take(&estimate.least),
                Course::Most => {
                    part.estimate.most.take(&estimate.most);
                    part.time += span.from.duration_until(span.until);
                }
            }
        }
    }
    for part in &mut parts {
        let winners = spans.iter().filter(|span| span.from < span.until).map(|span| span.desired.winner());
        let own = winners.filter(|claim| claim.source == part.source && claim.name == part.name);
        part.times = own.map(|claim| claim.from).collect::<BTreeSet<_>>().len();
    }
    parts.sort_by_key(|part| !part.source.is_base());
    let (is_raised, tail) = (is_raised(metered, spans), longest(metered.kind, spans));
    PoolPlan { subject, parts, base: None, with_refused: None, tail, is_raised, parked_base: None }
}
