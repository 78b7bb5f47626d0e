//! What scale-up and scale-down have in common.

use super::context::Context;
use super::global::duration;
use super::target::{Target, TargetArgs};
use crate::cost::Decimal;
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Lifecycle, Mark, Settings};
use crate::ops::Ops;
use crate::ops::declared::Declared;
use crate::ops::scale::{self, Report, Request, Wait};
use crate::output::views::ends::{Before, EndsView, Held};
use crate::output::views::leases::moment;
use crate::output::views::scale::ScaleView;
use crate::plan::{Action, Direction, Intent};
use crate::schedule::{Claim, Lease, Person, Records, Source, stamp};
use jiff::Timestamp;
use std::time::Duration;

/// Which pool, how to wait, and what differs from the profile this once.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ScalingArgs {
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    pub(super) no_wait: bool,
    #[command(flatten)]
    pub(super) instead: InsteadArgs,
}

/// What differs from the profile this once.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct InsteadArgs {
    /// Max sessions, this once
    #[arg(long, value_name = "SESSIONS", help_heading = "Instead of the profile's")]
    max: Option<u32>,
    /// Ready sessions, this once
    #[arg(long, value_name = "SESSIONS", help_heading = "Instead of the profile's")]
    ready: Option<u32>,
    /// Cooldown of a Timed lifecycle, this once: 5m to 1h
    #[arg(long, value_name = "TIME", value_parser = duration, conflicts_with = "max_alive", help_heading = "Instead of the profile's")]
    cooldown: Option<Duration>,
    /// Longest life with OnContainerExit, this once
    #[arg(long, value_name = "TIME", value_parser = duration, help_heading = "Instead of the profile's")]
    max_alive: Option<Duration>,
}

/// Who asks.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PersonArgs {
    /// Your name, where several people share a login
    #[arg(long = "as", value_name = "NAME")]
    alias: Option<String>,
}

impl PersonArgs {
    pub(super) async fn person(&self, context: &Context, ops: &Ops, target: &Target) -> Result<Person> {
        let person = ops.person(&target.id, &context.runner(), self.alias.as_deref()).await?;
        if let Some(kept) = self.alias.as_deref().and_then(|alias| person.cut_alias(alias)) {
            note(
                context,
                "--as",
                format!("people are told apart by the beginning of it that a tag has room for: `{kept}`"),
            );
        }
        Ok(person)
    }
}

/// Says so where a reason is longer than what stands on the pool with the lease.
pub(super) fn note_cut_reason(context: &Context, lease: &Lease, reason: Option<&str>) {
    if let Some(kept) = reason.and_then(|reason| lease.cut_reason(reason)) {
        note(context, "--reason", format!("a tag has room for the beginning of it: `{kept}`"));
    }
}

fn note(context: &Context, flag: &str, text: String) {
    context.printer.findings(&[Finding::new(Mark::Note, flag, text)]);
}

/// How an action is carried out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Way {
    pub(super) force: bool,
    pub(super) retry_zero: bool,
    pub(super) dry_run: bool,
    pub(super) no_wait: bool,
    /// What it may cost at most until the lease ends.
    pub(super) max_cost: Option<Decimal>,
}

/// Carries an action out on a pool.
pub(super) async fn carry_out(
    context: &Context,
    ops: &Ops,
    target: &Target,
    declared: &Declared,
    action: Action,
    way: &Way,
) -> Result<Report> {
    let intent = declared.intent(action, &context.runner());
    let intent = Intent { force: way.force, retry_zero: way.retry_zero, ..intent };
    let wait = if way.no_wait { Wait::Sent } else { Wait::Warm };
    let request = Request {
        dry_run: way.dry_run,
        wait,
        max_cost: way.max_cost,
        budgets: declared.budgets.clone(),
        is_described: target.entry.as_ref().is_some_and(|entry| entry.definition.is_some()),
        ..Request::new(target.id.clone(), intent)
    };
    scale::run(ops, request).await
}

/// Shows what came of it.
pub(super) fn show(context: &Context, report: &Report, profile: &str, stays: bool) -> Result<()> {
    context.progress.finish();
    context.printer.findings(&report.findings);
    let runner = runner(context, report)?;
    let ends = EndsView {
        at: report.desired.back_at(),
        before: Before::of(&report.desired, report.wish.lease_slot()),
        has_end: !report.desired.has_claims() || report.desired.back_at().is_some(),
        is_over: report.wish.direction == Direction::Up && !report.desired.has_claims(),
        now: context.clock.now(),
        zone: context.zone(),
        runner,
        once: context.runs()?.once(&report.after.id.to_string()),
        stays,
        held: report.desired.claims.iter().find(|claim| matches!(claim.source, Source::Hold | Source::HeldBase)).map(
            |claim| Held {
                outranks_all: claim.source == Source::Hold,
                profile: claim.name.clone(),
                until: claim.until,
                is_below: claim.source == Source::HeldBase && report.still_wanted().is_some(),
            },
        ),
    };
    context.printer.show_outcome(&ScaleView { report, profile, ends: &ends })
}

/// Who runs `pool apply` over the pool, where anybody was seen to.
fn runner(context: &Context, report: &Report) -> Result<Option<stamp::Mark>> {
    let stamp = Records::read(&report.after.tags).stamp;
    Ok(context.runs()?.last(&report.after.id.to_string(), stamp.and_then(|stamp| stamp.runner).as_ref()))
}

/// A pool that is not all that was asked for is no success, however good the reason.
pub(super) fn check_withheld(report: &Report) -> Result<()> {
    match &report.plan.withheld {
        Some(withheld) => Err(Error::message(Kind::InUse, withheld)
            .about(report.after.id.to_string())
            .hint("Run `pool scale-down` again when the sessions have ended, or with --force, which may end them.")),
        _ => Ok(()),
    }
}

impl InsteadArgs {
    /// Whether anything is said beside a profile.
    pub(super) fn adjusts(&self) -> bool {
        self.max.is_some() || self.ready.is_some() || self.cooldown.is_some() || self.max_alive.is_some()
    }

    /// Whether ready sessions are asked for.
    pub(super) fn readies(&self) -> bool {
        self.ready.is_some_and(|ready| ready > 0)
    }

    /// The profile's settings with what the command line says instead.
    pub(super) fn adjusted(&self, settings: Settings, profile: &str) -> Result<Settings> {
        let lifecycle = match (settings.lifecycle, self.cooldown, self.max_alive) {
            (Lifecycle::Timed { .. }, Some(cooldown), _) => Lifecycle::Timed { cooldown },
            (Lifecycle::OnContainerExit { .. }, _, Some(max_alive)) => Lifecycle::OnContainerExit { max_alive },
            (lifecycle @ Lifecycle::OnContainerExit { .. }, Some(_), _) => {
                return Err(wrong_period(lifecycle, profile, "--cooldown", "--max-alive"));
            }
            (lifecycle @ Lifecycle::Timed { .. }, _, Some(_)) => {
                return Err(wrong_period(lifecycle, profile, "--max-alive", "--cooldown"));
            }
            (lifecycle, None, None) => lifecycle,
        };
        Ok(Settings {
            max_sessions: self.max.unwrap_or(settings.max_sessions),
            ready_sessions: self.ready.unwrap_or(settings.ready_sessions),
            lifecycle,
            ..settings
        })
    }
}

/// The error for a pool that was to go down and that a claim keeps up.
pub(super) fn still_wanted(context: &Context, report: &Report, claim: &Claim) -> Error {
    let until = claim
        .until
        .map_or_else(String::new, |until| format!(" until {}", moment(until, context.clock.now(), &context.zone())));
    let (name, scale) = (&report.after.id.name, report.plan.target.0);
    let stays = format!("{name} stays at {scale}: the {} `{}` wants it{until}", claim.source.word(), claim.name);
    let text = match ended(report, context.clock.now()).as_slice() {
        [] => stays,
        [one] => format!("the lease `{one}` has ended, but {stays}"),
        several => format!("{} leases have ended, but {stays}", several.len()),
    };
    // A runs file that cannot be read was told when the outcome was shown.
    let has_runner = runner(context, report).is_ok_and(|runner| runner.is_some());
    Error::message(Kind::StillWanted, text)
        .about(report.after.id.to_string())
        .hint(after_that(claim.until.is_some(), has_runner))
}

/// What becomes of a pool that is still wanted.
fn after_that(has_end: bool, has_runner: bool) -> &'static str {
    match (has_end, has_runner) {
        (true, true) => "It goes back by itself after that; --force holds it down until then.",
        (true, false) => {
            "Nothing will take it back by itself after that: run `pool scale-down` then, or set up `pool export cron`. \
             --force holds it down until then."
        }
        (false, _) => "--force holds it down.",
    }
}

/// The leases that held and do not any more, by their profiles.
fn ended(report: &Report, now: Timestamp) -> Vec<String> {
    let after = Records::read(&report.after.tags);
    let before = Records::read(&report.before.tags);
    let holds = |slot: u8| after.leases_at(now).any(|(held, _)| held == slot);
    before.leases_at(now).filter(|(slot, _)| !holds(*slot)).map(|(_, lease)| lease.profile.clone()).collect()
}

fn wrong_period(lifecycle: Lifecycle, profile: &str, given: &str, right: &str) -> Error {
    let text = format!("{given} does not go with profile `{profile}`, whose lifecycle is {}", lifecycle.type_name());
    Error::message(Kind::Usage, text).hint(format!("Its period is set with {right}."))
}
