//! What scale-up and scale-down have in common.

use super::context::Context;
use super::global::duration;
use super::target::{Target, TargetArgs};
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Lifecycle, Settings};
use crate::ops::scale::{self, Report, Request};
use crate::output::views::scale::ScaleView;
use crate::plan::{Direction, Wish};
use crate::schedule::stamp;
use std::time::Duration;

/// Which pool, how to wait, and what differs from the profile this once.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ScalingArgs {
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    no_wait: bool,
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

/// What one of the two adds.
pub(super) struct Way {
    pub(super) direction: Direction,
    pub(super) force: bool,
    pub(super) retry_zero: bool,
}

/// Scales as the arguments say.
pub(super) async fn run(context: &Context, args: ScalingArgs, target: Target, profile: &str, way: Way) -> Result<Exit> {
    let found = context.profile(profile)?;
    let settings = adjusted(found.settings, profile, &args)?;
    let wish = Wish {
        direction: way.direction,
        // A path is too long for a stamp, and means nothing on another machine.
        claim: stamp::name(&found.name),
        settings,
        force: way.force,
        retry_zero: way.retry_zero,
        floor: None,
        runner: context.runner(),
    };
    let profile = wish.claim.clone();
    let request = Request { id: target.id, wish, dry_run: args.dry_run, no_wait: args.no_wait };
    let report = scale::run(&context.ops()?, request).await?;
    context.progress.finish();
    context.printer.findings(&report.findings);
    context.printer.show_outcome(&ScaleView { report: &report, direction: way.direction, profile: &profile })?;
    finish(&report, args.dry_run)
}

/// A pool that is not all that was asked for is no success, however good the reason.
fn finish(report: &Report, dry_run: bool) -> Result<Exit> {
    match &report.plan.withheld {
        Some(withheld) if !dry_run => Err(Error::message(Kind::InUse, withheld)
            .about(report.after.id.to_string())
            .hint("Run the same again when the sessions have ended, or add --force, which may end them.")),
        _ => Ok(Exit::Done),
    }
}

/// The profile's settings with what the command line says instead.
fn adjusted(settings: Settings, profile: &str, args: &ScalingArgs) -> Result<Settings> {
    let lifecycle = match (settings.lifecycle, args.cooldown, args.max_alive) {
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
        max_sessions: args.max.unwrap_or(settings.max_sessions),
        ready_sessions: args.ready.unwrap_or(settings.ready_sessions),
        lifecycle,
        ..settings
    })
}

fn wrong_period(lifecycle: Lifecycle, profile: &str, given: &str, right: &str) -> Error {
    let text = format!("{given} does not go with profile `{profile}`, whose lifecycle is {}", lifecycle.type_name());
    Error::message(Kind::Usage, text).hint(format!("Its period is set with {right}."))
}
