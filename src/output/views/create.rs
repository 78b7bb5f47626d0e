//! What came of making a pool, for the first time or again.

use super::pool::pool_value;
use super::scale::warm_value;
use super::{amounts, money, words};
use crate::ops::Warmth;
use crate::ops::create::{Outcome, Report};
use crate::ops::expense::{Refusal, Running};
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{GOOD, paint};
use crate::output::{Look, View};
use crate::schedule::{Claim, Source};
use serde_json::{Value, json};

/// `pool create` and `pool unpark`.
#[derive(Debug)]
pub struct CreateView<'a> {
    /// What came of it.
    pub report: &'a Report,
    /// Who wants it so, where claims were asked.
    pub wanted: Option<Wanted<'a>>,
    /// What the pool costs, where there is one.
    pub cost: Option<Running>,
}

/// Who wants a pool.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The claim that wins.
    pub claim: &'a Claim,
    /// The events that hold and that the pool is not made for.
    pub refused: &'a [Refusal],
}

impl View for CreateView<'_> {
    fn value(&self) -> Value {
        let report = self.report;
        let mut value = json!({
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
        });
        if let Some(Wanted { claim, .. }) = self.wanted {
            value["claim"] = json!({"source": claim.source.word(), "name": claim.name});
        }
        value
    }

    fn text(&self, look: &Look) -> String {
        let report = self.report;
        let name = &report.id.name;
        let text = match report.outcome {
            Outcome::ExistedAlready => format!("no changes: {name} exists already. `pool show -n {name}` shows it."),
            Outcome::DryRun => return self.dry_run(look),
            Outcome::Sent => format!("sent: Azure is at work on {name}. `pool show -n {name}` tells how it stands."),
            Outcome::Created => self.created(),
        };
        wrapped(&in_our_words(&text, &look.call), look.width) + "\n"
    }
}

impl CreateView<'_> {
    fn dry_run(&self, look: &Look) -> String {
        let (report, cost) = (self.report, money::costs(self.cost.as_ref()));
        let made = report.planned.as_ref().map_or_else(String::new, |(scale, _)| {
            format!(" {} would be made at {scale}{}", report.id.name, self.wanted.map_or_else(|| ".".to_owned(), then))
        });
        let text = format!("dry run: nothing was sent.{made}{cost} The request would be");
        // A request that somebody may copy keeps its lines.
        format!("{}\n{:#}\n", wrapped(&in_our_words(&text, &look.call), look.width), report.body)
    }

    fn created(&self) -> String {
        let report = self.report;
        let (name, took, cost) = (&report.id.name, words::time(report.took), money::costs(self.cost.as_ref()));
        let warm = match report.warmth {
            Warmth::Warm { ready, wanted } => format!(", {ready} of {wanted} ready"),
            _ => String::new(),
        };
        // A claim says what profile nobody named.
        let scale = report.pool.as_ref().filter(|_| self.wanted.is_some());
        let scale = scale.map_or_else(String::new, |pool| format!(" at {}", pool.scale));
        let then = self.wanted.map_or_else(|| ".".to_owned(), then);
        format!("{}: {name} after {took}{scale}{warm}{then}{cost}", paint(GOOD, "created"))
    }
}

/// Who wants it so; or that nobody does.
fn then(Wanted { claim, refused }: Wanted<'_>) -> String {
    if claim.source == Source::Parked {
        let nobody = match words::refused(refused) {
            None => "Nobody wants it: `pool scale-up` does".to_owned(),
            Some(names) => format!("It is not made for {names}, by its budget: `pool scale-up` keeps it"),
        };
        return format!(". {nobody}, else `pool apply --allow-park` parks it again.");
    }
    format!(", as the {} `{}` says.", claim.source.word(), claim.name)
}
