//! `pool why`.

use super::context::Context;
use super::create::unset;
use super::moment;
use super::target::TargetArgs;
use crate::error::{Exit, Result};
use crate::ops::why;
use crate::output::views::why::WhyView;

/// Show who wants what of a pool, and who wins
///
/// The stack of claims, strongest first: scheduled events, leases, a hold, the base, and an event that only the pool's
/// own stamp knows. Then where each value comes from and who is next in line, what stands and what differs, what was
/// applied last, what cannot be read, what somebody else changed, and what begins or ends next. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool --local why
  pool why -n contestpool -g my-group
  pool why --at 2026-12-05T14:00              at another moment, by the tags of now
  pool why -o json --query \"claims[].name\"")]
pub(super) struct WhyArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Answer for this local time, such as 21:00 or 2026-12-05T21:00
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

pub(super) async fn run(context: &Context, args: WhyArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let declared = context.declared(&target)?;
    let (now, zone) = (context.clock.now(), context.zone());
    let at = args.at.as_deref().map(|text| moment::any_or_date("--at", text, now, &zone)).transpose()?;
    let unset = target.entry.as_ref().map(|entry| unset(context, entry)).unwrap_or_default();
    let (of, when) = ((&declared, unset.as_slice()), at.unwrap_or(now));
    let why = match why::why(&context.ops()?, &target.id, of, when).await {
        Err(error) => target.parked(error).map(|pool| why::explain(&context.card(), pool, of, (when, now)))?,
        Ok(why) => why,
    };
    context.progress.finish();
    context.printer.show(&WhyView { why: &why, now: at.map_or(why.at, |_| now), zone })?;
    Ok(Exit::Done)
}
