//! What a pool costs: as it stands, as decided, and until it goes back. And what it may cost.

use super::scale::Request;
use crate::config::PoolFile;
use crate::cost::{Bill, Card, Decimal, Estimate, Model, Money, Occupancy, Rates, Stretch, Unknown};
use crate::error::{Error, Kind, Result};
use crate::model::limits::READY_FLOOR_CUSTOM_CONTAINER;
use crate::model::{Definition, Finding, Kind as PoolKind, Lifecycle, Mark, Pool, Scale, SessionSize, Settings};
use crate::plan::{Action, Intent, Plan, Wish};
use crate::schedule::timeline::Timeline;
use crate::schedule::{Desired, Records, Source};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// Hours of a month, as Azure's price pages count them.
pub const MONTH: SignedDuration = SignedDuration::from_hours(730);

/// What the cost of a pool depends on beside its scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Metered {
    /// What runs in its sessions.
    pub kind: PoolKind,
    /// The region, as anybody writes it.
    pub location: String,
    /// What a session takes of a node, where that is known.
    pub size: Option<SessionSize>,
    /// The ready sessions that Azure keeps where 0 is wished.
    pub floor: u32,
}

impl From<&Pool> for Metered {
    fn from(pool: &Pool) -> Self {
        // A pool that stands at 0 was given 0.
        let floor = if pool.scale.ready == Some(0) { 0 } else { READY_FLOOR_CUSTOM_CONTAINER };
        Self { kind: pool.counts_as(), location: pool.location.clone(), size: pool.session_size, floor }
    }
}

impl From<&Definition> for Metered {
    fn from(definition: &Definition) -> Self {
        let size =
            definition.container.as_ref().and_then(|container| SessionSize::of(container.cpu, &container.memory));
        let Definition { kind, location, .. } = definition;
        Self { kind: *kind, location: location.clone(), size, floor: READY_FLOOR_CUSTOM_CONTAINER }
    }
}

impl Metered {
    /// The prices that count for it.
    ///
    /// # Errors
    /// [`Unknown`] names the one that is missing.
    pub fn rates(&self, card: &Card) -> Result<Rates, Unknown> {
        card.rates(self.kind, &self.location, self.size)
    }

    /// Settings as a scale that costs for a time: with the ready sessions that Azure really keeps.
    #[must_use]
    pub fn stretch(&self, settings: &Settings, from: Timestamp, until: Timestamp) -> Stretch {
        Stretch::new(self.really(settings.scale(self.kind)), cooldown(Some(settings.lifecycle)), from, until)
    }

    /// The times over which the scales of a timeline hold.
    #[must_use]
    pub fn stretches(&self, timeline: &Timeline) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for span in &timeline.spans {
            let mut stretch = self.stretch(&span.desired.settings, span.from, span.until);
            let before = stretches.last().filter(|last| last.scale.max == stretch.scale.max);
            // What holds on does not begin anew.
            if let Some(last) = before.filter(|last| last.cooldown == stretch.cooldown) {
                stretch.since = last.since;
            }
            stretches.push(stretch);
        }
        stretches
    }

    pub(super) fn really(&self, scale: Scale) -> Scale {
        if scale.max == 0 {
            // A parked pool is none.
            return scale;
        }
        Scale { ready: scale.ready.map(|ready| ready.max(self.floor)), ..scale }
    }
}

/// What a pool would cost of which nobody knows but what files say.
#[derive(Debug, Clone, PartialEq)]
pub struct Supposed {
    /// What the cost depends on.
    pub metered: Metered,
    /// The prices that count, or which of them nobody knows.
    pub rates: Result<Rates, Unknown>,
    /// What no file says and is assumed: "0.5 cores and 1 GiB a session, in eastus2".
    pub assumed: Vec<String>,
}

/// The region that is assumed where no file names one: one whose prices are built in.
const REGION: &str = "eastus2";

/// The session that is assumed where no file says it: that of the pool file that `pool init` writes.
const SESSION: SessionSize = SessionSize { millicores: 500, memory_mib: 1024 };

impl Supposed {
    /// A pool of a kind: as the first of that kind in the pool file, else assumed. `on_a_node` is how many sessions lie
    /// on a node, where somebody says it.
    #[must_use]
    pub fn of(card: &Card, file: Option<&PoolFile>, kind: PoolKind, on_a_node: Option<u32>) -> Self {
        let defined = file.into_iter().flat_map(|file| &file.pools).filter_map(|pool| pool.definition.as_ref());
        let defined = defined.filter(|made| made.kind == kind).map(Metered::from).next();
        let mut assumed = Vec::new();
        let metered = defined.unwrap_or_else(|| {
            let location = file.and_then(|file| file.defaults.location.clone());
            if kind.keeps_ready() && on_a_node.is_none() {
                assumed.push("0.5 cores and 1 GiB a session".to_owned());
            }
            if location.is_none() {
                assumed.push(format!("in {REGION}"));
            }
            let location = location.unwrap_or_else(|| REGION.to_owned());
            Metered { kind, location, size: Some(SESSION), floor: READY_FLOOR_CUSTOM_CONTAINER }
        });
        let mut rates = metered.rates(card);
        if let (Ok(Rates { model: Model::Nodes { on_a_node: fit, .. }, .. }), Some(said)) =
            (&mut rates, on_a_node.and_then(NonZeroU32::new))
        {
            *fit = said;
        }
        if matches!(&rates, Ok(Rates { model: Model::Flat(_), .. })) {
            assumed.clear();
        }
        Self { metered, rates, assumed }
    }

    /// What an hour of settings costs; `None` where nobody knows.
    #[must_use]
    pub fn hour(&self, settings: &Settings) -> Option<Estimate> {
        let from = Timestamp::UNIX_EPOCH;
        let until = from.saturating_add(SignedDuration::from_hours(1)).unwrap_or(from);
        Some(self.rates.as_ref().ok()?.estimate(&[self.metered.stretch(settings, from, until)]))
    }
}

/// What an hour costs of a pool as it stands, by the nodes that Azure shows where it does. `None` under session-hours,
/// where sessions cost when they start and nobody sees how many do.
///
/// # Errors
/// [`Unknown`] names the price that is missing.
pub fn now(card: &Card, pool: &Pool) -> Result<(Rates, Option<Bill>), Unknown> {
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

/// What a pool costs around a change, or without one.
#[derive(Debug, Clone, PartialEq)]
pub struct Expense {
    /// The prices that count for it, or which of them nobody knows.
    pub rates: Result<Rates, Unknown>,
    /// Now.
    pub from: Timestamp,
    /// When the lease that is asked for ends, else when the last claim does; `None` where there is none, or no end.
    pub until: Option<Timestamp>,
    /// What it costs until then.
    pub estimate: Option<Estimate>,
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
        let until = own_end(intent, &afterwards(pool, wish), wish).unwrap_or_else(|| back_at(intent, pool, now));
        let stretches = until.map(|until| {
            let timeline = Timeline::of(&intent.base, &intent.known, &afterwards(pool, wish), now, until);
            let mut stretches = metered.stretches(&timeline);
            // What stands may be more than what should hold.
            if let Some(first) = stretches.first_mut() {
                let stands = metered.really(plan.target.0);
                first.scale.max = first.scale.max.max(stands.max);
                first.scale.ready = first.scale.ready.max(stands.ready);
            }
            stretches
        });
        let each = |stretches: &[Stretch]| rates.as_ref().ok().map(|rates| rates.estimate(stretches));
        let estimate = stretches.as_deref().and_then(each);
        let an_hour = |scale| each(&[hour(&metered, pool, scale, now)]);
        let (before, after) = (an_hour(pool.scale), an_hour(plan.target.0));
        Self { estimate, before, after, rates, from: now, until }
    }

    /// Refuses what may cost more than was allowed, before anything is written.
    ///
    /// # Errors
    /// `OverBudget` with the arithmetic, `NoRate` where nobody knows what it costs.
    pub(super) fn check_limit(&self, most: Decimal, pool: &Pool) -> Result<()> {
        let about = |error: Error| error.about(pool.id.to_string());
        let rates = self.rates.as_ref().map_err(|unknown| about(no_rate(unknown)))?;
        let Some(estimate) = &self.estimate else {
            let text = "what was asked for has no end, so there is no most that it may cost";
            return Err(about(
                Error::message(Kind::OverBudget, text).hint("Give it an end: --for 3h or --until 21:00."),
            ));
        };
        over(&estimate.most, most, rates, (&format!("pool {}", pool.id.name), "", ""))
            .map_or(Ok(()), |error| Err(about(error)))
    }
}

/// What events may cost, by their names.
pub type Budgets = BTreeMap<String, Budget>;

/// What an event may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// At most, each time, on all its pools together.
    pub amount: Decimal,
    /// How many pools those are. Each may take an equal share.
    pub pools: u32,
}

/// Refuses to raise a pool for an event that may cost more than its budget. The pool's whole cost in the event's window
/// counts, with the event alone on it; each of its pools has an equal share of the budget.
///
/// # Errors
/// As [`Expense::check_limit`].
pub(super) fn check_budgets(card: &Card, budgets: &Budgets, pool: &Pool, desired: &Desired) -> Result<()> {
    for claim in desired.claims.iter().filter(|claim| claim.source == Source::Event) {
        let (Some(budget), Some(from), Some(until)) = (budgets.get(&claim.name), claim.from, claim.until) else {
            continue;
        };
        let visit = Visit { event: &claim.name, pool: &pool.id.name, settings: &claim.settings, from, until };
        check_budget(card, *budget, &Metered::from(pool), &visit).map_err(|error| error.about(pool.id.to_string()))?;
    }
    Ok(())
}

/// An event on a pool.
pub(super) struct Visit<'a> {
    /// The event's name.
    pub(super) event: &'a str,
    /// The pool's.
    pub(super) pool: &'a str,
    /// What it asks for.
    pub(super) settings: &'a Settings,
    /// Its first instant, its lead before its start.
    pub(super) from: Timestamp,
    /// The first instant after it.
    pub(super) until: Timestamp,
}

/// Whether an event on a pool keeps to its budget.
///
/// # Errors
/// As [`Expense::check_limit`].
pub(super) fn check_budget(card: &Card, budget: Budget, metered: &Metered, visit: &Visit<'_>) -> Result<()> {
    let Visit { event, pool, settings, from, until } = visit;
    let rates = metered.rates(card).map_err(|unknown| no_rate(&unknown).hint(format!("`{event}` has a budget.")))?;
    let most = rates.estimate(&[metered.stretch(settings, *from, *until)]).most;
    let share = budget.amount.checked_div(Decimal::from(budget.pools.max(1))).unwrap_or_default();
    let of = match budget.pools {
        0 | 1 => String::new(),
        several => format!(", its share of {} among {several} pools", Money::new(budget.amount, rates.currency)),
    };
    over(&most, share, &rates, (&format!("the event `{event}`"), &format!(" on pool {pool}"), &of))
        .map_or(Ok(()), |error| {
            Err(error.hint("Raise its `budget`, take a smaller profile or a shorter time, or scale up by hand."))
        })
}

/// The refusal of a bill that is over a limit, with its arithmetic: who may cost it, where, and what the limit is of.
fn over(bill: &Bill, most: Decimal, rates: &Rates, (who, place, of): (&str, &str, &str)) -> Option<Error> {
    let (total, most) = (bill.total(), Money::new(most, bill.currency));
    if total.amount <= most.amount {
        return None;
    }
    let text = format!("{who} may cost {total}{place}, and {most} is allowed{of}: {}", bill.arithmetic());
    let error = Error::message(Kind::OverBudget, text);
    Some(if rates.is_bounded() {
        error
    } else {
        error.hint("A new session with each cooldown is counted; sessions that are stopped early could cost even more.")
    })
}

fn no_rate(unknown: &Unknown) -> Error {
    Error::message(Kind::NoRate, format!("{unknown}, so nobody can say what it may cost"))
        .hint("`pool cost --refresh` fetches Azure's price list; `rates:` in the pool file states your own.")
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

/// When the last claim ends.
fn back_at(intent: &Intent, pool: &Pool, now: Timestamp) -> Option<Timestamp> {
    intent.desired(pool, now).ok()?.back_at()
}

/// An hour of a pool at a scale.
fn hour(metered: &Metered, pool: &Pool, scale: Scale, now: Timestamp) -> Stretch {
    let until = now.saturating_add(SignedDuration::from_hours(1)).unwrap_or(now);
    Stretch::new(metered.really(scale), cooldown(pool.lifecycle), now, until)
}

pub(super) fn cooldown(lifecycle: Option<Lifecycle>) -> Option<std::time::Duration> {
    match lifecycle {
        Some(Lifecycle::Timed { cooldown }) => Some(cooldown),
        Some(Lifecycle::OnContainerExit { .. }) | None => None,
    }
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
    /// Refuses a plan that raises a pool beyond what it may cost.
    pub(super) fn check_expense(
        &self,
        card: &Card,
        (pool, plan, expense): (&Pool, &Plan, &Expense),
        now: Timestamp,
    ) -> Result<()> {
        let raises = plan.changes.iter().any(|change| !change.lowers && change.key != "lifecycle");
        let asks = matches!(self.intent.action, Action::ScaleUp(_) | Action::Extend(_));
        if let Some(most) = self.max_cost.filter(|_| raises || asks) {
            expense.check_limit(most, pool)?;
        }
        if raises && matches!(self.intent.action, Action::Apply { .. }) {
            check_budgets(card, &self.budgets, pool, &self.intent.desired(pool, now)?)?;
        }
        Ok(())
    }
}
