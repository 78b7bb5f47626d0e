//! What came of a create.

use super::pool::pool_value;
use super::scale::warm_value;
use super::{amounts, money, words};
use crate::ops::Warmth;
use crate::ops::create::{Outcome, Report};
use crate::ops::expense::Running;
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{GOOD, paint};
use crate::output::{Look, View};
use serde_json::{Value, json};

/// `pool create`.
#[derive(Debug)]
pub struct CreateView<'a> {
    /// What came of it.
    pub report: &'a Report,
    /// What the pool costs, where there is one.
    pub cost: Option<Running>,
}

impl View for CreateView<'_> {
    fn value(&self) -> Value {
        let report = self.report;
        json!({
            "outcome": match report.outcome {
                Outcome::ExistedAlready => "existedAlready",
                Outcome::DryRun => "dryRun",
                Outcome::Sent => "sent",
                Outcome::Created => "created",
            },
            "id": report.id.to_string(),
            "request": (report.outcome == Outcome::DryRun).then(|| report.body.clone()),
            "warm": warm_value(report.warmth),
            "cost": self.cost.as_ref().map(amounts::standing_value),
            "pool": report.pool.as_ref().map(pool_value),
            "findings": words::findings(&report.findings),
            "seconds": report.took.as_secs(),
        })
    }

    fn text(&self, look: &Look) -> String {
        let report = self.report;
        let (name, took) = (&report.id.name, words::time(report.took));
        let cost = money::costs(self.cost.as_ref());
        let text = match report.outcome {
            Outcome::ExistedAlready => {
                format!("{name} exists already; nothing was changed. `pool show -n {name}` shows it.")
            }
            Outcome::DryRun => format!("dry run: nothing was sent. The request would be\n{:#}", report.body),
            Outcome::Sent => {
                format!("sent: Azure is at work on {name}. `pool show -n {name}` tells how it stands.")
            }
            Outcome::Created => match report.warmth {
                Warmth::Warm { ready, wanted } => {
                    format!("{}: {name} after {took}, {ready} of {wanted} ready.{cost}", paint(GOOD, "created"))
                }
                _ => format!("{}: {name} after {took}.{cost}", paint(GOOD, "created")),
            },
        };
        // A request that somebody may copy keeps its lines.
        let width = look.width.filter(|_| report.outcome != Outcome::DryRun);
        wrapped(&in_our_words(&text, &look.call), width) + "\n"
    }
}
