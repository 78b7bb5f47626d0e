//! What is planned costs: an event, or a season of them.

use super::{Subject, no_rate};
use crate::cost::{Bill, Card, Estimate};
use crate::error::Result;
use crate::model::Finding;
use crate::ops::coming;
use crate::ops::expense::Metered;
use crate::schedule::timeline::{Span, Timeline};
use crate::schedule::{Claim, Occurrence, Records, ScheduledEvent, Source, merge};
use jiff::{SignedDuration, Timestamp};

/// How far ahead the next time of an event is looked for.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 366 * 5);

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
}

/// What is planned on a pool.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolPlan {
    /// The pool and its prices.
    pub subject: Subject,
    /// What it costs, by what decides it: the base first, then events by the order in which they come.
    pub parts: Vec<Part>,
    /// Whether 0 ready sessions are wished and more are counted, because Azure keeps more.
    pub is_raised: bool,
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

/// What pools cost in `[from, until)`, by their base and their events. Leases are not planned.
///
/// # Errors
/// `NoRate` where no pool can be billed.
pub fn season(card: &Card, subjects: &[coming::Subject], from: Timestamp, until: Timestamp) -> Result<Planned> {
    let spans = |subject: &coming::Subject| {
        Timeline::of(&subject.declared.base, &subject.declared.known, &Records::default(), from, until).spans
    };
    planned(card, subjects, (from, until), &spans)
}

/// What the next time of an event costs on its pools, its lead included. The base below it counts where it is larger.
/// `None` where it does not come again.
///
/// # Errors
/// `NoRate` where none of the pools can be billed.
pub fn event(card: &Card, subjects: &[coming::Subject], name: &str, now: Timestamp) -> Result<Option<Planned>> {
    let of = |subject: &coming::Subject| subject.declared.known.events.iter().find(|event| event.name == name).cloned();
    let Some(occurrence) = subjects.iter().find_map(of).and_then(|event| next(&event, now)) else { return Ok(None) };
    let (from, until) = (occurrence.from, occurrence.until);
    let spans = |subject: &coming::Subject| {
        let claim = of(subject).map(|event| event.claim(&occurrence));
        let desired = merge(subject.declared.base.clone(), claim);
        vec![Span { from, until, desired }]
    };
    planned(card, subjects, (from, until), &spans).map(Some)
}

/// The time at which an event holds now, else the next one.
fn next(event: &ScheduledEvent, now: Timestamp) -> Option<Occurrence> {
    let far = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let mut reach = SignedDuration::from_hours(24 * 8);
    loop {
        let until = now.saturating_add(reach).unwrap_or(far).min(far);
        let found = event.calendar.between(now, until).into_iter().find(|occurrence| occurrence.until > now);
        if found.is_some() || until >= far {
            return found;
        }
        reach = reach.saturating_mul(4);
    }
}

fn planned(
    card: &Card,
    subjects: &[coming::Subject],
    (from, until): (Timestamp, Timestamp),
    spans: &dyn Fn(&coming::Subject) -> Vec<Span>,
) -> Result<Planned> {
    let mut planned = Planned { from, until, pools: Vec::new(), findings: Vec::new() };
    let mut first = None;
    for subject in subjects {
        let Some(metered) = subject.metered.clone() else { continue };
        match metered.rates(card) {
            Ok(rates) => {
                let billed = Subject { name: subject.name.clone(), metered, rates };
                planned.pools.push(plan(billed, spans(subject)));
            }
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

/// Whether fewer ready sessions are wished than Azure keeps, so that more are billed.
#[must_use]
pub fn is_raised(metered: &Metered, spans: &[Span]) -> bool {
    metered.kind.keeps_ready() && spans.iter().any(|span| span.desired.settings.ready_sessions < metered.floor)
}

fn plan(subject: Subject, spans: Vec<Span>) -> PoolPlan {
    let is_raised = is_raised(&subject.metered, &spans);
    let claims: Vec<Claim> = spans.iter().map(|span| span.desired.winner().clone()).collect();
    let timeline = Timeline { spans, turns: Vec::new() };
    let stretches = subject.metered.stretches(&timeline);
    let mut parts: Vec<Part> = Vec::new();
    for (claim, stretch) in claims.into_iter().zip(stretches) {
        let estimate = subject.rates.estimate(&[stretch]);
        let time = stretch.from.duration_until(stretch.until);
        match parts.iter_mut().find(|part| part.source == claim.source && part.name == claim.name) {
            Some(part) => {
                part.time += time;
                part.estimate.least.take(&estimate.least);
                part.estimate.most.take(&estimate.most);
            }
            None => parts.push(Part { source: claim.source, name: claim.name, time, estimate }),
        }
    }
    parts.sort_by_key(|part| !part.source.is_base());
    PoolPlan { subject, parts, is_raised }
}
