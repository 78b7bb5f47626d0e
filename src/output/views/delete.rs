//! What came of a delete, and what it would take with it.

use super::words;
use crate::model::PoolId;
use crate::ops::delete::Outcome;
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
            "seconds": self.took.as_secs(),
        })
    }

    fn text(&self, _: &Look) -> String {
        let name = &self.id.name;
        match self.outcome {
            None => format!("{}dry run: nothing was sent.\n", loss_lines(name, self.losses)),
            Some(Outcome::GoneAlready) => format!("no session pool {name}: nothing to delete.\n"),
            Some(Outcome::Sent) => format!("sent: Azure is deleting {name}.\n"),
            Some(Outcome::Deleted) => {
                format!("{}: {name} after {}.\n", paint(GOOD, "deleted"), words::time(self.took))
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
