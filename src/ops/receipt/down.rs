//! Whether an event's budget kept its pool down.

use super::Subject;
use super::measures::Measures;
use super::noted::Noted;
use super::window::Window;
use crate::model::{Finding, Mark, Pool};
use crate::ops::Ops;
use crate::ops::expense::{Metered, Refusal, check_budget};
use crate::schedule::Claim;
use jiff::SignedDuration;

/// How long what was up for another one may go on to be, into a time for which nothing is raised: a PATCH took 158 s
/// (2025), and whoever lowers a pool may come some minutes late.
const LOWERING: SignedDuration = SignedDuration::from_mins(5);

/// That the pool file's budget keeps the pool from being raised, at the rates of now; `None` where anybody saw it raised.
pub(super) fn kept_down(
    ops: &Ops,
    pool: Option<&Pool>,
    subject: &Subject,
    (noted, measures): (Option<&Noted>, Option<&Measures>),
) -> Option<Finding> {
    let window = &subject.window;
    if noted.is_some_and(|noted| is_noted_up(noted, window)) || measures.is_some_and(|it| is_seen_up(it, window)) {
        return None;
    }
    let Refusal { text, .. } = refusal(ops, pool, subject, &subject.claim()?)?;
    Some(Finding::new(Mark::Warning, "budget", format!("by the files the pool is not raised for it: {text}")))
}

/// Why no pool is raised for a claim, by its budget and at the rates of now.
pub(super) fn refusal(ops: &Ops, pool: Option<&Pool>, subject: &Subject, claim: &Claim) -> Option<Refusal> {
    let metered = pool.map(Metered::from).or_else(|| subject.metered.clone())?;
    let (budget, base) = (subject.budgets.get(&claim.name)?, subject.base.as_ref()?);
    subject.visited(base, claim, Some(metered), |visit| check_budget(&ops.card, budget, visit))
}

/// Whether the journal says that the pool was up in a time, for longer than it takes to lower it.
fn is_noted_up(noted: &Noted, window: &Window) -> bool {
    let Some((raised, _)) = &noted.raised else { return false };
    let stays = || noted.lowered.as_ref().is_none_or(|(at, _)| *at > window.from + LOWERING);
    !noted.down.is_empty() || if *raised < window.from { stays() } else { *raised < window.end() }
}

/// The same of Azure Monitor.
fn is_seen_up(measures: &Measures, window: &Window) -> bool {
    let is_within = |from| window.from < from && from < window.end();
    measures.warm.is_some_and(|warm| is_within(warm.from) || warm.until > window.from + LOWERING)
}
