//! `pool apply`.

use super::applying::{self, PoolsArgs, Way};
use super::context::Context;
use super::global::{amount, duration};
use super::signals::terminated;
use crate::cost::Decimal;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::lint::Linted;
use crate::ops::scale::Wait;
use std::time::Duration;

/// The shortest and the longest time between two rounds.
const EVERY: std::ops::RangeInclusive<Duration> = Duration::from_secs(5)..=Duration::from_secs(86_400);

/// Bring pools to what base, events and leases say
///
/// Every pool of the pool file, or one with -n. Safe every minute, from anywhere, twice at once and after any crash:
/// what should hold now is computed anew each time. A pool on which something is running is left to the next run.
/// Where somebody else has changed a pool, `onDrift` of the pool file says what becomes of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool apply                      from cron, every few minutes: see `pool export`
  pool apply --every 60s          in a container, or under systemd
  pool apply --allow-park         with `base: parked`: delete and create, too
  pool apply -n contestpool --dry-run")]
pub(super) struct ApplyArgs {
    #[command(flatten)]
    pools: PoolsArgs,
    /// Stay, and apply again after each such time, until SIGTERM
    #[arg(long, value_name = "TIME", value_parser = duration, conflicts_with = "dry_run")]
    every: Option<Duration>,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    no_wait: bool,
    /// Lower max sessions, and change the lifecycle type, although sessions are allocated
    #[arg(long)]
    force: bool,
    /// Delete pools whose base is `parked` while nobody wants them, and create them when somebody does
    #[arg(long)]
    allow_park: bool,
    /// Raise no pool that may cost more until its last claim ends, each by itself, in the currency of `rates`
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    max_cost: Option<Decimal>,
}

pub(super) async fn run(context: &Context, args: ApplyArgs) -> Result<Exit> {
    let wait = if args.no_wait { Wait::Sent } else { Wait::Warm };
    let ApplyArgs { dry_run, force, max_cost, allow_park, .. } = args;
    let way = Way { dry_run, at: None, wait, force, max_cost, allow_park, brief: false, linted: Linted::default() };
    match args.every {
        None => {
            let exit = applying::run(context, &args.pools, &way).await?;
            // That a dry run would change something is no failure of a run.
            Ok(if exit == Exit::Findings { Exit::Done } else { exit })
        }
        Some(every) if EVERY.contains(&every) => {
            // Azure takes minutes, in which other pools and events would wait: a later round tells what came of it.
            let way = Way { wait: Wait::Sent, brief: true, ..way };
            tokio::select! {
                result = rounds(context, &args.pools, &way, every) => result,
                () = terminated() => Ok(Exit::Done),
            }
        }
        Some(_) => Err(Error::message(Kind::Usage, "--every is at least 5s and at most 1d")),
    }
}

/// Round after round. The files are read anew each time; what goes wrong is told and tried again.
async fn rounds(context: &Context, pools: &PoolsArgs, way: &Way, every: Duration) -> Result<Exit> {
    let mut first = true;
    loop {
        let began = context.clock.now();
        let round = context.again();
        round.tell_ended().await;
        match applying::run(&round, pools, way).await {
            // What cannot work at all is told at once, not every minute.
            Err(error) if first && error.kind().exit() == Exit::Usage => return Err(error),
            Err(error) => round.printer.error(&error),
            Ok(_) => {}
        }
        first = false;
        let next = began.checked_add(every).unwrap_or(began);
        let left = context.clock.until(next);
        context.clock.sleep(left).await;
    }
}
