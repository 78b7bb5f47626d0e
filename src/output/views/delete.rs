//! What came of a delete, and what it would take with it.

use super::{amounts, money, words};
use crate::model::PoolId;
use crate::ops::delete::Outcome;
use crate::ops::expense::Running;
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{GOOD, STRONG, paint};
use crate::output::{Look, View};
use serde_json::{Value, json};
use std::time::Duration;

/// `pool delete`.
#[derive(Debug)]
pub struct DeleteView<'a> {
    /// Which pool.
    pub id: &'a PoolId,
    /// How far it went; `None` for a dry run.
    pub outcome: Option<Outcome>,
    /// What is lost with it.
    pub losses: &'a [String],
    /// What the pool cost, where there was one.
    pub cost: Option<Running>,
    /// How long it took.
    pub took: Duration,
}

impl View for DeleteView<'_> {
    fn value(&self) -> Value {
        json!({
            "outcome": match self.outcome {
                None => "dryRun",
                Some(Outcome::GoneAlready) => "goneAlready",
                Some(Outcome::Sent) => "sent",
                Some(Outcome::Deleted) => "deleted",
            },
            "id": self.id.to_string(),
            "lost": self.losses,
            "saves": self.cost.as_ref().map(amounts::standing_value),
            "seconds": self.took.as_secs(),
        })
    }

    fn text(&self, look: &Look) -> String {
        let name = &self.id.name;
        match self.outcome {
            None => {
                let losses = in_our_words(&loss_lines(name, self.losses), &look.call);
                format!("{losses}dry run: nothing was sent.\n")
            }
            Some(Outcome::GoneAlready) => format!("no session pool {name}: nothing to delete.\n"),
            Some(Outcome::Sent) => format!("sent: Azure is deleting {name}.\n"),
            Some(Outcome::Deleted) => {
                let saves = money::saves(self.cost.as_ref());
                let took = words::time(self.took);
                wrapped(&format!("{}: {name} after {took}.{saves}", paint(GOOD, "deleted")), look.width) + "\n"
            }
        }
    }
}

/// What is lost, before somebody says yes.
#[must_use]
pub fn loss_lines(name: &str, losses: &[String]) -> String {
    let mut text = format!("Deleting {} loses\n", paint(STRONG, name));
    for loss in losses {
        text.push_str(&format!("  - {loss}\n"));
    }
    text
}
