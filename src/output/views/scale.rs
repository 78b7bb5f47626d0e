//! What came of a scale-up or a scale-down.

use super::plan::plan_lines;
use super::pool::pool_value;
use super::words;
use crate::ops::Warmth;
use crate::ops::scale::{Outcome, Report};
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{GOOD, WARN, paint};
use crate::output::{Look, View};
use crate::plan::Direction;
use serde_json::{Value, json};

/// `pool scale-up` and `pool scale-down`.
#[derive(Debug)]
pub struct ScaleView<'a> {
    /// What came of it.
    pub report: &'a Report,
    /// Which way it was.
    pub direction: Direction,
    /// The profile's name.
    pub profile: &'a str,
}

impl View for ScaleView<'_> {
    fn value(&self) -> Value {
        let report = self.report;
        json!({
            "outcome": outcome_word(report.outcome),
            "profile": self.profile,
            "changes": words::changes(&report.plan.changes),
            "request": (report.outcome == Outcome::DryRun).then_some(&report.request),
            "warm": warm_value(report.warmth),
            "withheld": report.plan.withheld,
            "pool": pool_value(&report.after),
            "findings": words::findings(&report.findings),
            "seconds": report.took.as_secs(),
        })
    }

    fn text(&self, look: &Look) -> String {
        // A request that somebody may copy keeps its lines.
        let width = look.width.filter(|_| self.report.outcome != Outcome::DryRun);
        wrapped(&in_our_words(&self.sentence(), &look.program), width) + "\n"
    }
}

impl ScaleView<'_> {
    fn sentence(&self) -> String {
        let report = self.report;
        match report.outcome {
            Outcome::DryRun if report.plan.changes.is_empty() => "dry run: only the tag would be written".to_owned(),
            Outcome::DryRun => {
                let (plan, body) = (plan_lines(&report.plan, &report.before), &report.request);
                format!("{plan}\ndry run: nothing was sent. The request would be\n{body:#}")
            }
            Outcome::NoChanges => {
                format!("no changes: {} is as `{}` says{}", self.name(), self.profile, self.warm_clause())
            }
            Outcome::Sent => format!(
                "sent: Azure is at work on {name}. `pool show -n {name}` tells how it stands.{end}",
                name = self.name(),
                end = self.how_it_ends(),
            ),
            Outcome::Applied => {
                let took = words::time(report.took);
                match self.direction {
                    Direction::Up => format!("{}{}", self.warm_line(&took), self.how_it_ends()),
                    Direction::Down if report.plan.withheld.is_some() => {
                        format!(
                            "{} is on its way to `{}` ({took}): {}",
                            self.name(),
                            self.profile,
                            report.plan.target.0
                        )
                    }
                    Direction::Down => {
                        let done = paint(GOOD, "done");
                        format!(
                            "{done}: {} is `{}` again ({took}): {}",
                            self.name(),
                            self.profile,
                            report.plan.target.0
                        )
                    }
                }
            }
        }
    }

    fn name(&self) -> &str {
        &self.report.after.id.name
    }

    fn warm_line(&self, took: &str) -> String {
        match self.report.warmth {
            Warmth::Warm { ready, wanted } => {
                format!("{}: {ready} of {wanted} ready after {took}.", paint(GOOD, "warm"))
            }
            Warmth::NoneKept => format!(
                "{}: max {} after {took}. Azure keeps no ready sessions for this kind of pool.",
                paint(GOOD, "done"),
                self.report.plan.target.0.max
            ),
            Warmth::NotVerifiable | Warmth::NotAwaited => format!(
                "{}: applied after {took}; Azure does not say whether the sessions are warm.",
                paint(WARN, "not verifiable")
            ),
        }
    }

    fn warm_clause(&self) -> String {
        match self.report.warmth {
            Warmth::Warm { ready, wanted } => format!("; {ready} of {wanted} ready"),
            _ => String::new(),
        }
    }

    /// When the pool goes back. Nothing takes it back by itself until leases are built.
    fn how_it_ends(&self) -> String {
        if self.direction == Direction::Down {
            return String::new();
        }
        " Nothing takes it back by itself: run `pool scale-down` afterwards.".to_owned()
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoChanges => "noChanges",
        Outcome::DryRun => "dryRun",
        Outcome::Sent => "sent",
        Outcome::Applied => "applied",
    }
}

/// Whether it is warm, as data; null where nobody can tell or nobody waited.
pub(super) fn warm_value(warmth: Warmth) -> Value {
    match warmth {
        Warmth::Warm { ready, wanted } => json!({"ready": ready, "wanted": wanted}),
        Warmth::NoneKept | Warmth::NotVerifiable | Warmth::NotAwaited => Value::Null,
    }
}
