//! A plan, before and while it is carried out.

use crate::model::Pool;
use crate::output::style::{FAINT, STRONG, WARN, paint};
use crate::plan::Plan;

/// The plan as lines under the pool's name.
pub(in crate::output) fn plan_lines(plan: &Plan, before: &Pool) -> String {
    let place = paint(FAINT, format!("{}, {}", before.id.group, before.location));
    let mut lines = vec![format!("{}  {place}", paint(STRONG, &before.id.name))];
    let label = plan.changes.iter().map(|change| change.label.len()).max().unwrap_or(0);
    for change in &plan.changes {
        let to = paint(if change.lowers { FAINT } else { STRONG }, &change.to);
        lines.push(format!("  {:label$}  {} -> {to}", change.label, change.from));
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
