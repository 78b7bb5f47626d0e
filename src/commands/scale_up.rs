//! `pool scale-up`.

use super::context::Context;
use super::scaling::{self, ScalingArgs, Way};
use crate::error::{Exit, Result};
use crate::plan::Direction;

/// Make a pool big for an event
///
/// Sends one PATCH with what differs and waits until the ready sessions are there. It never lowers a number.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool --local scale-up --profile contest
  pool scale-up --profile contest --dry-run
  pool scale-up -n contestpool -g my-group --ready 20 --max 80
  pool scale-up --profile ./final.yaml --timeout 15m")]
pub(super) struct ScaleUpArgs {
    /// The profile to apply: a name, or a path
    #[arg(long, short = 'p', value_name = "PROFILE", default_value = "contest")]
    profile: String,
    /// Change the lifecycle type although sessions are allocated: it ends them
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    scaling: ScalingArgs,
}

pub(super) async fn run(context: &Context, args: ScaleUpArgs) -> Result<Exit> {
    let target = args.scaling.target.resolve(context)?;
    // A base that cannot be found would be found out when the pool is to go back to it: after the event.
    context.profile(target.base())?;
    let way = Way { direction: Direction::Up, force: args.force, retry_zero: false };
    scaling::run(context, args.scaling, target, &args.profile, way).await
}
