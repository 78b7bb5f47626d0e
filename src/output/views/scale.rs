//! What came of a scale-up or a scale-down.

use super::ends::EndsView;
use super::plan::plan_lines;
use super::pool::pool_value;
use super::{amounts, money, words};
use crate::ops::Warmth;
use crate::ops::scale::{Outcome, Report};
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{GOOD, WARN, paint};
use crate::output::{Look, View};
use crate::plan::Direction;
use crate::schedule::Source;
use crate::schedule::claim::PARKED;
use serde_json::{Value, json};

/// `pool scale-up` and `pool scale-down`.
#[derive(Debug)]
pub struct ScaleView<'a> {
    /// What came of it.
    pub report: &'a Report,
    /// The profile's name.
    pub profile: &'a str,
    /// When it goes back.
    pub ends: &'a EndsView,
}

impl View for ScaleView<'_> {
    fn value(&self) -> Value {
        let report = self.report;
        json!({
            "outcome": outcome_word(report.outcome),
            // Where no pool is wanted there is no profile that it goes back to.
            "profile": (!self.is_lowest()).then_some(self.profile),
            "changes": words::changes(&report.plan.changes),
            "request": (report.outcome == Outcome::DryRun).then_some(&report.request),
            "warm": warm_value(report.warmth),
            "withheld": report.plan.withheld,
            "ends": self.ends.value(),
            "cost": amounts::expense_value(&report.expense),
            "pool": pool_value(&report.after),
            "findings": words::findings(&report.findings),
            "seconds": report.took.as_secs(),
        })
    }

    fn text(&self, look: &Look) -> String {
        let text = wrapped(&in_our_words(&self.sentence(), &look.call), look.width);
        // A request that somebody may copy keeps its lines.
        let is_shown = self.report.outcome == Outcome::DryRun && !self.report.plan.changes.is_empty();
        let request = if is_shown { format!("\n{:#}", self.report.request) } else { String::new() };
        let basis = money::basis(&self.report.expense, look);
        format!("{text}{request}{basis}\n")
    }
}

impl ScaleView<'_> {
    fn sentence(&self) -> String {
        let report = self.report;
        match report.outcome {
            Outcome::DryRun => self.dry_run(),
            Outcome::NoChanges => {
                let ends = format!("{}{}{}", self.ends.sentence(), self.parking(), self.cost());
                let stop = if ends.is_empty() { "" } else { "." };
                format!("no changes: {}{}{stop}{ends}", self.how_it_stands(), self.warm_clause())
            }
            Outcome::Sent => format!(
                "sent: Azure is at work on {name}. `pool show -n {name}` tells how it stands.{end}{cost}",
                name = self.name(),
                end = self.ends.sentence(),
                cost = self.cost(),
            ),
            Outcome::Busy => format!("{} is busy ({}): left as it is", self.name(), report.after.state),
            Outcome::Unasked => format!("{} is left as it is", self.name()),
            Outcome::Applied if self.is_up() => {
                format!("{}{}{}", self.warm_line(&words::time(report.took)), self.ends.sentence(), self.cost())
            }
            Outcome::Applied if report.plan.withheld.is_some() || report.still_wanted().is_some() => {
                let (how, took) = (self.how_it_stands(), words::time(report.took));
                format!("{how} ({took}){}.{}", self.ends.hold_sentence(), self.cost())
            }
            Outcome::Applied => {
                let (done, took) = (paint(GOOD, "done"), words::time(report.took));
                let (name, profile, scale) = (self.name(), self.profile, report.plan.target.0);
                let what = if self.is_lowest() { "at its lowest".to_owned() } else { format!("`{profile}` again") };
                format!(
                    "{done}: {name} is {what} ({took}): {scale}{}{}.{}{}",
                    self.floor_clause(),
                    self.ends.hold_sentence(),
                    self.parking(),
                    self.cost()
                )
            }
        }
    }

    /// What it costs, as a sentence with a space before it.
    fn cost(&self) -> String {
        money::sentence(&self.report.expense, self.report.desired.is_parked(), self.ends.now, &self.ends.zone)
    }

    /// Whether nobody wants the pool, whose base is no pool at all: it has no profile to go back to.
    fn is_lowest(&self) -> bool {
        let desired = &self.report.desired;
        let winner = desired.winner();
        !self.is_up() && (desired.is_parked() || (winner.source == Source::Hold && winner.name == PARKED))
    }

    /// What becomes of a pool that nobody wants and whose base is no pool at all, as a sentence with a space before it.
    fn parking(&self) -> &str {
        match self.is_lowest() {
            true if self.report.desired.is_parked() => " `pool apply --allow-park` parks it, `pool park` at once.",
            true => {
                " `pool apply --allow-park` parks it after that. `pool park` does at once, and ends the hold: an event that \
                 it keeps down makes the pool again."
            }
            false => "",
        }
    }

    fn dry_run(&self) -> String {
        let report = self.report;
        let plan = plan_lines(&report.plan, &report.before, &report.expense);
        if report.plan.changes.is_empty() {
            return format!("{plan}\ndry run: nothing was sent.{}{}", self.ends.sentence(), self.cost());
        }
        let ends = format!("{}{}", self.ends.sentence(), self.cost());
        format!("{plan}\ndry run: nothing was sent.{ends} The request would be")
    }

    /// How the pool stands to what was wished, where nothing is left to send.
    fn how_it_stands(&self) -> String {
        let (report, name, profile) = (self.report, self.name(), self.profile);
        let scale = report.plan.target.0;
        let above = scale.max > report.wish.settings.max_sessions
            || scale.ready.is_some_and(|ready| ready > report.wish.settings.ready_sessions);
        if let Some(claim) = report.still_wanted() {
            format!("{name} stays as the {} `{}` wants it: {scale}", claim.source.word(), claim.name)
        } else if report.plan.withheld.is_some() {
            let what = if self.is_lowest() { "its lowest".to_owned() } else { format!("`{profile}`") };
            format!("{name} is on its way to {what}: {scale}")
        } else if above && self.is_up() {
            format!("{name} has more than `{profile}` asks for: {scale}")
        } else if self.is_lowest() {
            format!("{name} is at its lowest: {scale}{}", self.floor_clause())
        } else {
            format!("{name} is as `{profile}` says{}", self.floor_clause())
        }
    }

    /// What stays warm although 0 was wished.
    fn floor_clause(&self) -> String {
        match self.report.plan.ready_wanted() {
            Some(ready) if ready > 0 && self.report.wish.settings.ready_sessions == 0 && !self.is_up() => {
                format!(" (Azure refuses 0 ready: {ready} stays warm, and is billed)")
            }
            _ => String::new(),
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

    fn is_up(&self) -> bool {
        self.report.wish.direction == Direction::Up
    }
}

pub(super) fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoChanges => "noChanges",
        Outcome::DryRun => "dryRun",
        Outcome::Busy => "busy",
        Outcome::Unasked => "unasked",
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
