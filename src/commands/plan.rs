//! `pool plan`.

use super::applying::{self, PoolsArgs, Way};
use super::context::Context;
use super::global::amount;
use super::moment;
use crate::cost::Decimal;
use crate::error::{Exit, Result};
use crate::ops::scale::Wait;

/// Show what `pool apply` would change
///
/// Every pool of the pool file, or one with -n. Ends with 0 where all is as it should be, and with 2 where something
/// would change, or where somebody else has changed a pool and `onDrift: warn` leaves it so. What is worth knowing of the
/// events is said first, as `pool profile check` does, and changes no exit code.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool plan
  pool plan -n contestpool --at 2026-12-05T14:00
  pool plan -o json --query \"pools[?outcome=='dryRun'].name\"")]
pub(super) struct PlanArgs {
    #[command(flatten)]
    pools: PoolsArgs,
    /// Decide for another moment: 21:00, or 2026-12-05T14:00, in your zone
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Show what `pool apply --allow-park` would do
    #[arg(long)]
    allow_park: bool,
    /// Show what `pool apply --max-cost` would refuse, in the currency of `rates`
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    max_cost: Option<Decimal>,
}

pub(super) async fn run(context: &Context, args: PlanArgs) -> Result<Exit> {
    let now = context.clock.now();
    let zone = context.zone();
    let at = args.at.as_deref().map(|text| moment::any_or_date("--at", text, now, &zone)).transpose()?;
    let only = args.pools.name.as_deref().and_then(|name| name.rsplit('/').next());
    // A profile that is not there is told by the run, with who names it.
    let linted = context.pool_file()?.and_then(|file| context.lint(file, only).ok()).unwrap_or_default();
    let way = Way {
        dry_run: true,
        at,
        wait: Wait::Warm,
        force: false,
        max_cost: args.max_cost,
        allow_park: args.allow_park,
        brief: false,
        linted,
    };
    applying::run(context, &args.pools, &way).await
}
