//! `pool extend`.

use super::context::Context;
use super::global::{amount, duration};
use super::scaling::{self, PersonArgs, Way};
use super::target::TargetArgs;
use crate::cost::Decimal;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::extend::{self, Extension};
use crate::ops::scale::Outcome;
use crate::plan::Action;
use std::time::Duration;

/// The shortest extension.
const LEAST: Duration = Duration::from_secs(60);

/// Let a lease or a running event last longer
///
/// A lease is renewed, whoever made it. For a scheduled event a lease with its numbers is added until its end and the
/// time given, since the file that the runner reads may be elsewhere. That lease is made by hand, so the event's `budget`
/// does not bound it: --max-cost does. An event that no pool was raised for, by its budget, is not extended.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool extend 90m
  pool extend 30m -n contestpool --reason \"one more problem\"
  pool extend 1h --of autumn-final --dry-run")]
pub(super) struct ExtendArgs {
    /// How much longer, such as 90m
    #[arg(value_name = "TIME", value_parser = duration)]
    time: Duration,
    #[command(flatten)]
    target: TargetArgs,
    /// Which, where several hold: the profile of a lease, its tag such as pool-lease-3, or the name of an event
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    /// What for; it stands on the pool with the lease
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Refuse what may cost more until the new end, in the currency of `rates`
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    max_cost: Option<Decimal>,
    #[command(flatten)]
    person: PersonArgs,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    no_wait: bool,
}

pub(super) async fn run(context: &Context, args: ExtendArgs) -> Result<Exit> {
    if args.time < LEAST {
        context.set_target(args.target.name.as_deref());
        return Err(
            Error::message(Kind::Usage, "less than a minute is no extension").hint("Such as `pool extend 90m`.")
        );
    }
    let target = args.target.resolve(context)?;
    let declared = context.declared(&target)?;
    let ops = context.ops()?;
    let pool = ops.existing(&target.id).await?;
    let person = args.person.person(context, &ops, &target).await?;
    let extension =
        Extension { by: args.time, of: args.of.as_deref(), person: &person, reason: args.reason.as_deref() };
    let lease = extend::of_what_holds(&extension, &pool, &declared, (&ops.card, context.clock.now()))?;
    scaling::note_cut_reason(context, &lease, args.reason.as_deref());
    let name = lease.profile.clone();
    let (dry_run, no_wait, max_cost) = (args.dry_run, args.no_wait, args.max_cost);
    let way = Way { force: false, retry_zero: false, dry_run, no_wait, max_cost };
    let report = scaling::carry_out(context, &ops, &target, &declared, Action::Extend(lease), &way).await?;
    scaling::show(context, &report, &name, false)?;
    if report.outcome != Outcome::DryRun {
        scaling::check_withheld(&report)?;
    }
    Ok(Exit::Done)
}
