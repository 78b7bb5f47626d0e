//! Whether an event's budget kept its pool down.

use super::Subject;
use super::measures::Measures;
use super::noted::Noted;
use crate::model::{Finding, Mark, Pool};
use crate::ops::Ops;
use crate::ops::expense::{Around, Budgets, Metered, Refusal, Visit, check_budget};
use crate::schedule::Records;

/// That the pool file's budget keeps the pool from being raised, at the rates of now; `None` where anybody saw it raised.
pub(super) fn kept_down(
    ops: &Ops,
    pool: Option<&Pool>,
    subject: &Subject,
    (noted, measures): (Option<&Noted>, Option<&Measures>),
) -> Option<Finding> {
    let was_raised =
        noted.is_some_and(|noted| noted.raised.is_some()) || measures.is_some_and(|measures| measures.warm.is_some());
    if was_raised {
        return None;
    }
    let metered = Some(pool.map(Metered::from).or_else(|| subject.metered.clone())?);
    let (budget, base, claim) = (subject.budget.as_ref()?, subject.base.as_ref()?, subject.claim()?);
    let (known, budgets, records) = (subject.known(), Budgets::new(), Records::default());
    let around = Around { base, known: &known, budgets: &budgets, records: &records };
    let visit = Visit { pool: &subject.id.name, metered, around, claim: &claim, depth: 0 };
    let Refusal { text, .. } = check_budget(&ops.card, budget, &visit)?;
    Some(Finding::new(Mark::Warning, "budget", format!("by the files the pool is not raised for it: {text}")))
}
