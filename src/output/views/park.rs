//! What came of parking a pool, and what it takes.

use super::{amounts, money, words};
use crate::error::Error;
use crate::model::PoolId;
use crate::model::time::utc;
use crate::ops::delete::Outcome;
use crate::ops::expense::Running;
use crate::ops::receipt::kept::Kept;
use crate::output::printer::{in_our_words, wrapped, wrapped_at};
use crate::output::style::{BAD, GOOD, STRONG, paint};
use crate::output::{Look, View};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// `pool park`.
#[derive(Debug)]
pub struct ParkView<'a> {
    /// Which pool.
    pub id: &'a PoolId,
    /// How far it went; `None` for a dry run.
    pub outcome: Option<Outcome>,
    /// What nobody can look up beforehand, or what will be otherwise.
    pub told: &'a [String],
    /// What speaks against it; of a dry run alone.
    pub against: &'a [Error],
    /// Where the definition is kept.
    pub copy: Option<&'a Path>,
    /// What is kept beside it of its metrics.
    pub kept: Option<&'a Kept>,
    /// What the pool cost, where there was one.
    pub cost: Option<Running>,
    /// How long it took.
    pub took: Duration,
}

impl View for ParkView<'_> {
    fn value(&self) -> Value {
        json!({
            "outcome": match self.outcome {
                None => "dryRun",
                Some(Outcome::GoneAlready) => "goneAlready",
                Some(Outcome::Sent) => "sent",
                Some(Outcome::Deleted) => "parked",
            },
            "id": self.id.to_string(),
            "notes": self.told,
            "against": self.against.iter().map(words::error_value).collect::<Vec<_>>(),
            "saves": self.cost.as_ref().map(amounts::standing_value),
            "copy": self.copy.map(|path| path.display().to_string()),
            "metricsUntil": self.kept.and_then(Kept::until),
            "seconds": self.took.as_secs(),
        })
    }

    fn text(&self, look: &Look) -> String {
        let name = &self.id.name;
        let kept = self.copy.map_or_else(String::new, |path| {
            format!(" Its definition is kept in {}{}.", path.display(), self.metrics(look))
        });
        let text = match self.outcome {
            None => return self.dry_run(look),
            Some(Outcome::GoneAlready) => {
                format!("no session pool {name}: nothing to park. `pool unpark -n {name}` makes it.")
            }
            Some(Outcome::Sent) => {
                format!("sent: Azure is deleting {name}.{kept} `pool unpark -n {name}` makes it again.")
            }
            Some(Outcome::Deleted) => {
                let took = words::time(self.took);
                let saves = money::saves(self.cost.as_ref());
                format!(
                    "{}: {name} after {took}; nothing of it is left that is billed.{saves}{kept} `pool unpark -n {name}` makes \
                     it again.",
                    paint(GOOD, "parked")
                )
            }
        };
        wrapped(&in_our_words(&text, &look.call), look.width) + "\n"
    }
}

impl ParkView<'_> {
    /// That metrics are kept beside the definition; in detail, how fresh they were.
    fn metrics(&self, look: &Look) -> String {
        let Some((at, until)) = self.kept.and_then(|kept| Some((kept.at, kept.until()?))) else {
            return String::new();
        };
        let lag = Duration::try_from(until.duration_until(at)).unwrap_or_default();
        let fresh = match look.detail {
            true => format!(" until {} ({} before)", utc(until), words::time(lag)),
            false => String::new(),
        };
        format!(", with its metrics{fresh} beside it")
    }

    fn dry_run(&self, look: &Look) -> String {
        let mut text = String::new();
        for error in self.against {
            text.push_str(&format!("{} {error}\n", paint(BAD, "refused:")));
            for hint in error.hints() {
                text.push_str(&format!("  {hint}\n"));
            }
        }
        let is_possible = self.against.is_empty();
        if is_possible {
            text.push_str(&format!("the pool file makes {} as it stands\n", self.id.name));
        }
        for line in self.told {
            text.push_str(&format!("  - {line}\n"));
        }
        let end = if is_possible { "nothing was deleted" } else { "it would be refused" };
        text.push_str(&format!("dry run: {end}."));
        let indent = |line: &str| if line.starts_with("  - ") { "    " } else { "  " };
        let lines = text.lines().map(|line| wrapped_at(&in_our_words(line, &look.call), indent(line), look.width));
        lines.collect::<Vec<_>>().join("\n") + "\n"
    }
}

/// What parking takes, before somebody says yes.
#[must_use]
pub fn park_lines(name: &str, told: &[String], creation: &str) -> String {
    let mut text = format!("Parking {} deletes it; `pool unpark` makes it again\n", paint(STRONG, name));
    for line in told {
        text.push_str(&format!("  - {line}\n"));
    }
    text.push_str(&format!("{creation}\n"));
    text
}
