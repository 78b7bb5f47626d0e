//! `pool scale-down`.

use super::context::Context;
use super::scaling::{self, ScalingArgs, Way};
use crate::error::{Exit, Result};
use crate::plan::Direction;

/// Take a pool back to its base
///
/// Ready sessions are lowered at once. Max sessions stays while sessions are allocated, or may be (exit 4); run it
/// again later, or use --force. Where Azure refuses 0 ready sessions, the lowest number it takes stays, and is named.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool --local scale-down
  pool scale-down --dry-run
  pool scale-down -n contestpool -g my-group --profile production
  pool scale-down --force                       end sessions that are still allocated")]
pub(super) struct ScaleDownArgs {
    /// The profile to go back to: a name, or a path [default: the pool file's base, else idle]
    #[arg(long, short = 'p', value_name = "PROFILE")]
    profile: Option<String>,
    /// Lower max sessions, and change the lifecycle type, although sessions are allocated
    #[arg(long)]
    force: bool,
    /// Try 0 ready sessions again although Azure refused it
    #[arg(long)]
    retry_zero: bool,
    #[command(flatten)]
    scaling: ScalingArgs,
}

pub(super) async fn run(context: &Context, args: ScaleDownArgs) -> Result<Exit> {
    let target = args.scaling.target.resolve(context)?;
    let profile = args.profile.clone().unwrap_or_else(|| target.base().to_owned());
    let way = Way { direction: Direction::Down, force: args.force, retry_zero: args.retry_zero };
    scaling::run(context, args.scaling, target, &profile, way).await
}
