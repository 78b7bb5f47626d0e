//! A plan, before and while it is carried out.

use super::money;
use crate::model::Pool;
use crate::ops::expense::Expense;
use crate::output::style::{FAINT, STRONG, WARN, paint};
use crate::plan::Plan;

/// The label of what an hour costs.
const COST: &str = "cost an hour";

/// The plan as lines under the pool's name.
pub(in crate::output) fn plan_lines(plan: &Plan, before: &Pool, expense: &Expense) -> String {
    let place = paint(FAINT, format!("{}, {}", before.id.group, before.location));
    let mut lines = vec![format!("{}  {place}", paint(STRONG, &before.id.name))];
    let cost = money::hours(expense).filter(|_| !plan.changes.is_empty());
    let labels = plan.changes.iter().map(|change| change.label).chain(cost.is_some().then_some(COST));
    let label = labels.map(str::len).max().unwrap_or(0);
    for change in &plan.changes {
        let to = paint(if change.lowers { FAINT } else { STRONG }, &change.to);
        lines.push(format!("  {:label$}  {} -> {to}", change.label, change.from));
    }
    if let Some((from, to)) = cost {
        let change = if from == to { format!("{to} as before") } else { format!("{from} -> {to}") };
        lines.push(format!("  {COST:label$}  {change}"));
    }
    if !plan.tags_alone.is_empty() {
        let tags: Vec<&str> = plan.tags_alone.keys().map(String::as_str).collect();
        let (noun, verb) = if tags.len() == 1 { ("tag", "is") } else { ("tags", "are") };
        lines.push(format!("  no number changes; the {noun} {} {verb} written", tags.join(", ")));
    }
    if let Some(withheld) = &plan.withheld {
        lines.push(format!("  {}", paint(WARN, withheld)));
    }
    lines.join("\n")
}
