//! What a pool costs: as it stands, as decided, and until it goes back. And what it may cost.

mod budget;
mod metered;
mod supposed;
mod tail;

pub use budget::{Budget, Budgets, Other, Others, Refusal, UP_STAYS, fill_in, refused};
pub use metered::Metered;
pub use supposed::Supposed;
pub use tail::{DELETION, Tail};

pub(super) use budget::{Around, Visit, check as check_budget, keep_to_budgets, raises_nothing, refusal};
pub(super) use metered::cooldown;
pub(super) use tail::{Course, around, back, longest, of_event, rest, standing, stood_through, with_tail};

use super::cost::no_rate;
use super::scale::Request;
use crate::cost::{Bill, Card, Decimal, Estimate, Model, Money, Occupancy, Rates, Standing, Stretch, Unknown};
use crate::error::{Error, Kind, Result};
use crate::model::time::{length, utc};
use crate::model::{Finding, Mark, Pool};
use crate::plan::{Action, Intent, Plan, Wish};
use crate::schedule::Records;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Hours of a month, as Azure's price pages count them.
pub const MONTH_HOURS: u32 = 730;

/// The same as a time.
pub const MONTH: SignedDuration = SignedDuration::from_hours(MONTH_HOURS as i64);

/// What an hour costs of a pool as it stands, and by which prices; or which of them nobody knows.
pub type Running = Result<(Rates, Option<Bill>), Unknown>;

/// What an hour costs of a pool as it stands, by the nodes that Azure shows where it does. `None` under session-hours,
/// where sessions cost when they start and nobody sees how many do.
///
/// # Errors
/// [`Unknown`] names the price that is missing.
pub fn now(card: &Card, pool: &Pool) -> Running {
    let rates = Metered::from(pool).rates(card)?;
    let hour = SignedDuration::from_hours(1);
    let bill = match (&rates.model, pool.nodes) {
        (Model::StartedHours(_), _) => None,
        (Model::Nodes { .. }, Some(nodes)) => Some(rates.of_nodes(nodes, hour)),
        (Model::Nodes { .. } | Model::Flat(_), _) => Some(rates.standing_for(occupancy(pool), hour)),
    };
    Ok((rates, bill))
}

/// How many sessions a pool has, as far as money goes: as Azure counts them, else as many as it keeps ready.
pub(super) fn occupancy(pool: &Pool) -> Occupancy {
    match pool.counts {
        Some(counts) => Occupancy { active: counts.allocated, ready: counts.ready.saturating_add(counts.pending) },
        None => Occupancy { active: 0, ready: pool.scale.ready.unwrap_or_default() },
    }
}

/// What holds already of what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stands {
    /// A lease.
    Lease,
    /// The event of that name.
    Event(String),
}

/// What a pool costs around a change, or without one.
#[derive(Debug, Clone, PartialEq)]
pub struct Expense {
    /// The prices that count for it, or which of them nobody knows.
    pub rates: Result<Rates, Unknown>,
    /// When the lease that is asked for ends, else when the last claim does; `None` where there is none, or no end.
    pub until: Option<Timestamp>,
    /// What it costs until then, and until it is gone where it is parked then.
    pub estimate: Option<Estimate>,
    /// How long it stands after that, where it is parked then.
    pub tail: Option<Tail>,
    /// What is asked for as it stands, and when that ends: no lease is shortened, and no event.
    pub(crate) stands: Option<(Stands, Timestamp)>,
    /// What may hold until then at most.
    pub(crate) course: Vec<Stretch>,
    /// What an hour costs of the pool as it was.
    pub before: Option<Estimate>,
    /// What an hour costs of the pool as decided.
    pub after: Option<Estimate>,
}

impl Expense {
    /// What the pool costs under a decision that was made for a moment.
    #[must_use]
    pub(super) fn of(card: &Card, pool: &Pool, (intent, wish, plan): (&Intent, &Wish, &Plan), now: Timestamp) -> Self {
        let metered = Metered::from(pool);
        let rates = metered.rates(card);
        let records = afterwards(pool, wish);
        let until = own_end(intent, &records, wish).unwrap_or_else(|| back_at(intent, pool, now));
        let spans = until.map(|until| with_tail(&intent.base, &intent.known, &records, (now, until)));
        let as_known = |mut stretches: Vec<Stretch>| {
            Stretch::from_a_whole_minute(&mut stretches);
            // What stands may be more than what should hold.
            if let Some(first) = stretches.first_mut() {
                let stands = metered.really(plan.target.0);
                first.scale.max = first.scale.max.max(stands.max);
                first.scale.ready = first.scale.ready.max(stands.ready);
                first.cooldown = cooldown(plan.target.1);
            }
            stretches
        };
        let both = spans.as_deref().zip(rates.as_ref().ok());
        let estimate = both.map(|(spans, rates)| metered.estimate_of(rates, spans, as_known));
        let course = spans
            .as_deref()
            .map(|spans| as_known(metered.stretches(&standing(metered.kind, spans, Course::Most))))
            .unwrap_or_default();
        let tail = both.and_then(|(spans, _)| longest(metered.kind, spans));
        let hour = |(scale, lifecycle)| {
            let stretch = metered.hour(scale, lifecycle, now);
            rates.as_ref().ok().map(|rates| rates.estimate(&[stretch]))
        };
        let (before, after) = (hour((pool.scale, pool.lifecycle)), hour(plan.target));
        let stands = standing_end(intent, pool, wish, now);
        Self { estimate, tail, stands, course, before, after, rates, until }
    }

    /// Refuses what may cost more than was allowed, before anything is written. What has no end counts for a month;
    /// a lease that is asked for must have one.
    ///
    /// # Errors
    /// `OverBudget` with the arithmetic, `NoRate` where nobody knows what it costs.
    fn check_limit(&self, most: Decimal, pool: &Pool, asks: Option<bool>) -> Result<()> {
        let about = |error: Error| error.about(pool.id.to_string());
        let rates = self.rates.as_ref().map_err(|unknown| about(no_rate(unknown, &pool.id.name)))?;
        let who = format!("pool {}", pool.id.name);
        let (bill, place) = match (&self.estimate, &self.after) {
            (Some(estimate), _) => (estimate.most.clone(), ""),
            (None, Some(hour)) if asks.is_none() => {
                (hour.most.times(MONTH_HOURS), " in a month, since what is wanted has no end")
            }
            (None, _) => {
                let text = "what was asked for has no end, so there is no most that it may cost";
                let error = Error::message(Kind::OverBudget, text);
                return Err(about(error.hint("Give it an end: --for 3h or --until 21:00.")));
            }
        };
        let refused = over(&bill, most, std::slice::from_ref(rates), (&who, place));
        refused.map_or(Ok(()), |error| {
            let hint = self.latest_end(rates, Money::new(most, bill.currency), asks == Some(true));
            Err(about(hint.into_iter().fold(error, Error::hint)))
        })
    }

    /// Until when it would be within a limit. What is parked at the end costs for a while after any.
    fn latest_end(&self, rates: &Rates, limit: Money, extends: bool) -> Option<String> {
        let (first, last) = (self.course.first()?, self.course.last()?);
        if self.tail.is_some() {
            return None;
        }
        let end =
            |minutes: i64| first.from.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX);
        let is_within = |minutes: i64| {
            let begun = self.course.iter().filter(|stretch| stretch.from < end(minutes));
            let cut = |stretch: &Stretch| Stretch { until: stretch.until.min(end(minutes)), ..*stretch };
            rates.estimate(&begun.map(cut).collect::<Vec<_>>()).most.total().rounded() <= limit.rounded()
        };
        // A longer time never costs less.
        let (mut within, mut beyond) = (0, first.from.duration_until(last.until).as_mins() + 1);
        while beyond - within > 1 {
            let middle = within.midpoint(beyond);
            if is_within(middle) { within = middle } else { beyond = middle }
        }
        if within == 0 {
            let hour = self.after.as_ref()?.most.total();
            return Some(format!("No end is within {limit}: an hour of it may cost {hour}."));
        }
        let length = |minutes: i64| length(Duration::from_secs(minutes.unsigned_abs() * 60));
        let latest = end(within);
        Some(match &self.stands {
            Some((stands, end)) if latest < *end => {
                let until = utc(*end);
                match stands {
                    Stands::Lease => format!(
                        "The lease that stands until {until} may cost more than {limit} by itself; `pool scale-down` ends it."
                    ),
                    Stands::Event(name) => {
                        format!("The event `{name}`, which ends at {until}, may cost more than {limit} by itself.")
                    }
                }
            }
            Some((_, end)) if extends && latest == *end => {
                format!("Within {limit} it may not be extended: it ends at {}.", utc(*end))
            }
            Some((_, end)) if extends => {
                let more = length(end.duration_until(latest).as_mins());
                format!("Within {limit} it may be extended by {more}, until {}.", utc(latest))
            }
            _ => format!("Within {limit} it may last {}, until {}.", length(within), utc(latest)),
        })
    }
}

/// The refusal of a bill that is over a limit, with its arithmetic: who may cost it, and where.
fn over(bill: &Bill, most: Decimal, rates: &[Rates], (who, place): (&str, &str)) -> Option<Error> {
    let (total, most) = (bill.total(), Money::new(most, bill.currency));
    // As both are shown: nobody is refused for a part of a cent.
    if total.rounded() <= most.rounded() {
        return None;
    }
    let doubt = rates.iter().map(Rates::standing).max().map_or("", Standing::clause);
    let text = format!("{who} may cost {total}{place}, and {most} is allowed: {}{doubt}", bill.arithmetic());
    let error = Error::message(Kind::OverBudget, text);
    Some(if rates.iter().all(Rates::is_bounded) {
        error
    } else {
        error.hint("A new session with each cooldown is counted; sessions that are stopped early could cost even more.")
    })
}

/// Our tags as they are after a wish is carried out.
fn afterwards(pool: &Pool, wish: &Wish) -> Records {
    let mut tags = pool.tags.clone();
    tags.retain(|name, _| !wish.records.keys().any(|tag| tag.eq_ignore_ascii_case(name)));
    tags.extend(wish.records.clone());
    Records::read(&tags)
}

/// The end of the lease that is asked for: `Some(None)` for one without an end, `None` where no lease is asked for.
fn own_end(intent: &Intent, records: &Records, wish: &Wish) -> Option<Option<Timestamp>> {
    let (Action::ScaleUp(lease) | Action::Extend(lease)) = &intent.action else { return None };
    let written = wish.lease_slot().and_then(|slot| records.leases.get(&slot));
    Some(written.unwrap_or(lease).until)
}

/// When the lease ends that is asked for, as it stands before, or the event that it makes last longer.
fn standing_end(intent: &Intent, pool: &Pool, wish: &Wish, now: Timestamp) -> Option<(Stands, Timestamp)> {
    let records = Records::read(&pool.tags);
    let asked = wish.lease_slot()?;
    if let Some((_, lease)) = records.leases_at(now).find(|(slot, _)| *slot == asked) {
        return lease.until.map(|until| (Stands::Lease, until));
    }
    let Action::Extend(longer) = &intent.action else { return None };
    let claims = intent.known.events.iter().flat_map(|event| event.claims_at(now));
    let event = claims.filter(|claim| longer.is_of(&claim.name)).max_by_key(|claim| claim.until)?;
    event.until.map(|until| (Stands::Event(event.name), until))
}

/// When the last claim ends.
fn back_at(intent: &Intent, pool: &Pool, now: Timestamp) -> Option<Timestamp> {
    intent.desired(pool, now).ok()?.back_at()
}

/// That fewer ready sessions cost as much as before, where they do.
pub(super) fn saves_nothing(plan: &Plan, pool: &Pool, expense: &Expense) -> Option<Finding> {
    let lowered = plan.changes.iter().find(|change| change.key == "readySessions" && change.lowers)?;
    let (before, after) = (expense.before.as_ref()?.least.total(), expense.after.as_ref()?.least.total());
    if before != after || after.amount.is_zero() {
        return None;
    }
    let text = format!(
        "lowering ready sessions from {} to {} saves nothing: {after} an hour as before",
        lowered.from, lowered.to
    );
    Some(
        Finding::new(Mark::Note, pool.id.name.clone(), text)
            .todo("Azure bills whole nodes; `pool cost` shows the steps."),
    )
}

impl Request {
    /// Refuses a plan that may cost more than was allowed. Where nothing is asked for or raised, that is only told.
    pub(super) fn check_expense(&self, plan: &Plan, pool: &Pool, expense: &Expense) -> Result<Option<Finding>> {
        let Some(most) = self.max_cost else { return Ok(None) };
        let asks = match self.intent.action {
            Action::ScaleUp(_) => Some(false),
            Action::Extend(_) => Some(true),
            Action::Apply { .. } | Action::ScaleDown(_) => None,
        };
        let costs_more = match (&expense.before, &expense.after) {
            (Some(before), Some(after)) => after.most.total().amount > before.most.total().amount,
            _ => false,
        };
        let raises = plan.changes.iter().any(|change| !change.lowers && change.key != "lifecycle");
        match expense.check_limit(most, pool, asks) {
            Ok(()) => Ok(None),
            Err(error) if asks.is_some() || raises || costs_more => Err(error),
            Err(error) if error.kind() != Kind::OverBudget => Ok(None),
            Err(error) => {
                let text = format!("{error}; nothing is raised, so nothing is refused");
                Ok(Some(Finding::new(Mark::Note, "--max-cost", text)))
            }
        }
    }
}
