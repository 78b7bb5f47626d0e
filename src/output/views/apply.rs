//! What plan and apply came to, pool by pool.

use super::leases::moment;
use super::plan::plan_lines;
use super::{amounts, money, words};
use crate::error::Error;
use crate::model::{Finding, State};
use crate::ops::apply::Applied;
use crate::ops::expense::Expense;
use crate::ops::scale::{Outcome, Parking, Report};
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{BAD, FAINT, GOOD, STRONG, WARN, paint};
use crate::output::{Here, Look, View};
use crate::schedule::Source;
use jiff::Timestamp;
use serde_json::{Value, json};

/// `pool plan` and `pool apply`.
#[derive(Debug)]
pub struct ApplyView<'a> {
    /// Pool by pool.
    pub applied: &'a [Applied],
    /// What is worth saying of the pool file's events.
    pub findings: &'a [Finding],
    /// Whether it was only decided.
    pub dry_run: bool,
    /// The moment that it is about.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: Here,
}

impl View for ApplyView<'_> {
    fn value(&self) -> Value {
        let changed = self.applied.iter().filter(|one| one.has_changes()).count();
        json!({
            "at": self.now,
            "changed": changed,
            "findings": words::findings(self.findings),
            "pools": self.applied.iter().map(pool_value).collect::<Vec<_>>(),
        })
    }

    fn text(&self, look: &Look) -> String {
        // Why the only pool failed is the error that the run ends with.
        if let [Applied { result: Err(_), .. }] = self.applied {
            return String::new();
        }
        let parts = self.applied.iter().map(|one| self.part(one));
        let text = parts.collect::<Vec<_>>().join("\n");
        let text = format!("{text}\n{}{}", self.summary(), self.hints());
        let text = wrapped(&in_our_words(&text, &look.call), look.width);
        let mut bases: Vec<String> = self.applied.iter().filter_map(|one| basis(one, look)).collect();
        bases.dedup();
        format!("{text}{}\n", bases.concat())
    }
}

impl ApplyView<'_> {
    fn part(&self, one: &Applied) -> String {
        match &one.result {
            Err(error) => format!("{}  {} {error}", paint(STRONG, &one.id.name), paint(BAD, "failed:")),
            Ok(report) if report.outcome == Outcome::DryRun => {
                format!("{}\n  {}", plan_lines(&report.plan, &report.before, &report.expense), self.because(report))
            }
            Ok(report) => {
                let (word, then) = match report.outcome {
                    Outcome::NoChanges if report.parking == Some(Parking::Parked) => {
                        (paint(FAINT, "parked:"), format!("no pool stands, and {}", unwanted(report)))
                    }
                    Outcome::Applied if report.parking == Some(Parking::Parks) => {
                        (paint(GOOD, "parked:"), "`pool unpark` makes it again".to_owned())
                    }
                    Outcome::Applied if report.parking == Some(Parking::Unparks) => {
                        (paint(GOOD, "created:"), report.plan.target.0.to_string())
                    }
                    Outcome::Sent if report.parking == Some(Parking::Parks) => {
                        (paint(GOOD, "sent:"), "Azure is deleting it; `pool unpark` makes it again".to_owned())
                    }
                    Outcome::Sent if report.parking == Some(Parking::Unparks) => {
                        (paint(GOOD, "sent:"), format!("Azure is making it at {}", report.plan.target.0))
                    }
                    Outcome::Busy => (paint(WARN, "busy:"), format!("{}; left to the next run", report.after.state)),
                    Outcome::Sent => (paint(GOOD, "sent:"), report.plan.target.0.to_string()),
                    Outcome::Applied => (paint(GOOD, "applied:"), report.plan.target.0.to_string()),
                    _ => (paint(FAINT, "no changes:"), report.after.scale.to_string()),
                };
                format!("{}  {word} {then}. {}", paint(STRONG, &one.id.name), self.because(report))
            }
        }
    }

    /// The claim that wins, and until when.
    fn because(&self, report: &Report) -> String {
        let winner = report.desired.winner();
        let others = report.desired.claims.iter().filter(|claim| !claim.source.is_base()).count().saturating_sub(1);
        let besides =
            if others > 0 && !winner.source.is_base() { format!(" and {others} more") } else { String::new() };
        let until = match winner.until {
            Some(until) => format!(", until {}", moment(until, self.now, &self.zone)),
            None if winner.source.is_base() => String::new(),
            None => ", without an end".to_owned(),
        };
        let word = if winner.source == Source::Stamp { "event that no file here knows," } else { winner.source.word() };
        let drains = report.plan.withheld.as_ref().map(|withheld| format!("; {withheld}")).unwrap_or_default();
        let goes = report.desired.is_parked();
        let cost = costs(report).map(|expense| money::sentence(expense, goes, self.now, &self.zone));
        let cost = cost.unwrap_or_default();
        paint(FAINT, format!("By the {word} `{}`{besides}{until}{drains}.{cost}", winner.name))
    }

    /// What helps the pools that failed; what helps several is said once.
    fn hints(&self) -> String {
        let errors = self.applied.iter().filter_map(|one| one.result.as_ref().err());
        let mut hints: Vec<&String> = Vec::new();
        for hint in errors.flat_map(Error::hints) {
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        hints.iter().map(|hint| format!("\n{} {hint}", paint(WARN, "hint:"))).collect()
    }

    fn summary(&self) -> String {
        let (all, changed) = (self.applied.len(), self.applied.iter().filter(|one| one.has_changes()).count());
        let failed = self.applied.iter().filter(|one| one.result.is_err()).count();
        let pools = if all == 1 { "pool" } else { "pools" };
        let verb = if self.dry_run { "would change" } else { "changed" };
        let failed = if failed > 0 { format!(", {failed} failed") } else { String::new() };
        let left = self.applied.iter().filter(|one| one.leaves_drift()).count();
        let left = match left {
            0 => String::new(),
            1 => ", 1 differs and is left as it is".to_owned(),
            left => format!(", {left} differ and are left as they are"),
        };
        format!("{changed} of {all} {pools} {verb}{left}{failed}")
    }
}

/// What a pool costs; of one that is being deleted that is past.
fn costs(report: &Report) -> Option<&Expense> {
    Some(&report.expense).filter(|_| report.after.state != State::Deleting)
}

/// Why no pool is made.
fn unwanted(report: &Report) -> String {
    match words::refused(&report.refused) {
        None => "nobody wants one".to_owned(),
        Some(names) => format!("none is made for {names}, by its budget"),
    }
}

/// What the costs of a pool rest on, for `-v`.
fn basis(one: &Applied, look: &Look) -> Option<String> {
    let expense = costs(one.result.as_ref().ok()?)?;
    expense.rates.is_ok().then(|| money::basis(expense, look))
}

fn pool_value(one: &Applied) -> Value {
    let head = json!({"name": one.id.name, "id": one.id.to_string()});
    let mut value = head.as_object().cloned().unwrap_or_default();
    let rest = match &one.result {
        Ok(report) => report_value(report),
        Err(error) => json!({"outcome": "failed", "error": words::error_value(error)}),
    };
    value.extend(rest.as_object().cloned().unwrap_or_default());
    Value::Object(value)
}

fn parking_word(parking: Parking) -> &'static str {
    match parking {
        Parking::Parked => "parked",
        Parking::Stands => "stands",
        Parking::Parks => "parks",
        Parking::Unparks => "unparks",
    }
}

fn report_value(report: &Report) -> Value {
    let winner = report.desired.winner();
    json!({
        "outcome": super::scale::outcome_word(report.outcome),
        "changes": words::changes(&report.plan.changes),
        "parking": report.parking.map(parking_word),
        "maxSessions": report.plan.target.0.max,
        "readySessions": report.plan.target.0.ready,
        "claim": {"source": winner.source.word(), "name": winner.name},
        "until": report.desired.until(),
        "withheld": report.plan.withheld,
        "request": (report.outcome == Outcome::DryRun).then_some(&report.request),
        "warm": super::scale::warm_value(report.warmth),
        "cost": costs(report).map(amounts::expense_value),
        "refused": report.refused.iter().map(amounts::refusal_value).collect::<Value>(),
        "findings": words::findings(&report.findings),
    })
}
