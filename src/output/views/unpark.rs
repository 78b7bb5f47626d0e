//! What came of making a parked pool again.

use super::pool::pool_value;
use super::scale::warm_value;
use super::{amounts, money, words};
use crate::ops::Warmth;
use crate::ops::create::Outcome;
use crate::ops::expense::Running;
use crate::ops::unpark::Report;
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{GOOD, paint};
use crate::output::{Look, View};
use crate::schedule::Source;
use serde_json::{Value, json};

/// `pool unpark`.
#[derive(Debug)]
pub struct UnparkView<'a> {
    /// What came of it.
    pub report: &'a Report,
    /// What the pool costs, where there is one.
    pub cost: Option<Running>,
}

impl View for UnparkView<'_> {
    fn value(&self) -> Value {
        let report = self.report;
        let winner = report.desired.winner();
        json!({
            "outcome": match report.outcome {
                Outcome::ExistedAlready => "existedAlready",
                Outcome::DryRun => "dryRun",
                Outcome::Sent => "sent",
                Outcome::Created => "created",
            },
            "id": report.id.to_string(),
            "claim": {"source": winner.source.word(), "name": winner.name},
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
        let text = match report.outcome {
            Outcome::ExistedAlready => format!("no changes: {name} is there. `pool show -n {name}` shows it."),
            Outcome::DryRun => format!("dry run: nothing was sent. The request would be\n{:#}", report.body),
            Outcome::Sent => format!("sent: Azure is at work on {name}. `pool show -n {name}` tells how it stands."),
            Outcome::Created => {
                let warm = match report.warmth {
                    Warmth::Warm { ready, wanted } => format!(", {ready} of {wanted} ready"),
                    _ => String::new(),
                };
                let scale = report.pool.as_ref().map_or_else(String::new, |pool| format!(" at {}", pool.scale));
                let then = then(report);
                let cost = money::costs(self.cost.as_ref());
                format!("{}: {name} after {took}{scale}{warm}{then}{cost}", paint(GOOD, "created"))
            }
        };
        // A request that somebody may copy keeps its lines.
        let width = look.width.filter(|_| report.outcome != Outcome::DryRun);
        wrapped(&in_our_words(&text, &look.call), width) + "\n"
    }
}

/// Who wants it so; or that nobody does.
fn then(report: &Report) -> String {
    let claim = report.desired.winner();
    if claim.source == Source::Parked {
        let nobody = match words::refused(&report.refused) {
            None => "Nobody wants it: `pool scale-up` does".to_owned(),
            Some(names) => format!("It is not made for {names}, by its budget: `pool scale-up` keeps it"),
        };
        return format!(". {nobody}, else `pool apply --allow-park` parks it again.");
    }
    format!(", as the {} `{}` says.", claim.source.word(), claim.name)
}
