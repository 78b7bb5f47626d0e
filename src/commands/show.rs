//! `pool show`.

use super::context::Context;
use super::target::{Target, TargetArgs};
use crate::error::{Exit, Result};
use crate::model::{Finding, Mark};
use crate::ops::inspect::Seen;
use crate::ops::parked::Parked;
use crate::ops::{Ops, expense, inspect, park};
use crate::output::views::parked::ParkedView;
use crate::output::views::pool::{PoolView, RawView};
use crate::plan::Match;

/// Show a pool at a glance
///
/// Tells which profile the pool matches or how it differs, its scale, what its sessions are doing, the leases on it with
/// their ends, and who changed it last.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool --local show
  pool show -n contestpool -g my-group
  pool show -o json --query \"sessions.ready\"
  pool show -o json --raw                       as Azure has it")]
pub(super) struct ShowArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Azure's own JSON, whole
    #[arg(long)]
    raw: bool,
}

pub(super) async fn run(context: &Context, args: ShowArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let ops = context.ops()?;
    let seen = match inspect::show(&ops, &target.id, &context.profiles()?).await {
        Err(error) if !args.raw => {
            let pool = target.parked(error)?;
            Seen { pool, raw: serde_json::Value::Null, matching: Match::Unknown, stamp: None }
        }
        seen => seen?,
    };
    context.progress.finish();
    if args.raw {
        context.printer.show(&RawView(&seen.raw))?;
    } else if let Some(parked) = known(context, &ops, &target, &seen)? {
        let (now, zone, cost) = (context.clock.now(), context.zone(), expense::now(&ops.card, &seen.pool));
        context.printer.show(&ParkedView { seen: &seen, parked: &parked, now, zone, cost })?;
    } else {
        let parks = target.entry.as_ref().is_some_and(|entry| entry.parks) && !seen.raw.is_null();
        let stranger = park::unmade(&seen.pool).filter(|_| parks).map(|text| {
            let text = format!("its base is `parked`, and {text}");
            Finding::new(Mark::Note, seen.pool.id.name.clone(), text).todo("No run parks it; `pool park` does.")
        });
        context.printer.findings(&stranger.into_iter().collect::<Vec<_>>());
        let cost = expense::now(&ops.card, &seen.pool);
        context.printer.show(&PoolView { seen: &seen, now: context.clock.now(), zone: context.zone(), cost })?;
    }
    Ok(Exit::Done)
}

/// What is known of it where it is not there.
fn known(context: &Context, ops: &Ops, target: &Target, seen: &Seen) -> Result<Option<Parked>> {
    if seen.raw.is_null() { target.known(context, ops).map(Some) } else { Ok(None) }
}
