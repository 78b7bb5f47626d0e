//! `pool park`.

use super::context::Context;
use super::create::given_secrets;
use super::delete::confirm;
use super::target::{Target, TargetArgs};
use crate::error::{Exit, Result};
use crate::model::{Finding, Mark};
use crate::ops::delete::Outcome;
use crate::ops::park::{self, Request};
use crate::ops::unpark::CREATION;
use crate::ops::{create, expense};
use crate::output::views::park::{ParkView, park_lines};
use std::path::PathBuf;
use std::time::Duration;

/// Delete a pool that the pool file makes again: a real zero
///
/// A custom-container pool keeps a ready session and its node otherwise, which is billed around the clock. Checks first
/// that the pool file makes exactly what stands, and names every difference with what to write; names what nobody can
/// look up, such as role assignments; keeps a copy of the definition; asks for the pool's name, unless --yes is given;
/// deletes. Refuses (4) while a lease, a hold or an event wants the pool, while sessions are allocated, and where
/// something would not come back. `pool unpark` makes the pool again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool park --dry-run                 see what speaks against it, and what it takes
  pool park -n contestpool
  pool --local park --yes")]
pub(super) struct ParkArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// Park although sessions are allocated, or nobody knows
    #[arg(long)]
    force: bool,
    /// Park although the pool's system identity comes back as another one, without its roles
    #[arg(long)]
    new_identity: bool,
    /// Show what speaks against it, and delete nothing; ends as the command would, with 4 where it would be refused
    #[arg(long)]
    dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    no_wait: bool,
}

pub(super) async fn run(context: &Context, args: ParkArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let request = Request { force: args.force, new_identity: args.new_identity, ..request(context, &target)? };
    let ops = context.ops()?;
    let Some((raw, pool)) = ops.get_whole(&target.id).await? else {
        context.progress.finish();
        context.printer.show_outcome(&ParkView::gone(&target.id))?;
        return Ok(Exit::Done);
    };
    let pool = ops.counted(pool).await;
    let now = ops.azure.time();
    let told = park::told(&ops.card, &request, (&raw, &pool), now);
    let against = park::against(&ops, &request, (&raw, &pool), now).await;
    let view = ParkView { told: &told, against: &against, ..ParkView::gone(&target.id) };
    if args.dry_run {
        context.progress.finish();
        context.printer.show_outcome(&ParkView { outcome: None, ..view })?;
        return Ok(against.first().map_or(Exit::Done, |error| error.kind().exit()));
    }
    // A pool that something is running on is waited for, and looked at again then.
    if !pool.state.is_busy()
        && let Some(error) = against.into_iter().next()
    {
        return Err(error);
    }
    if args.yes {
        // What comes after is no question, and no surprise either.
        let lost = park::hold_lost(&ops.card, &request, &pool, now);
        let lost = lost.map(|text| Finding::new(Mark::Note, &pool.id.name, text));
        context.printer.findings(&lost.into_iter().collect::<Vec<_>>());
    } else {
        context.progress.finish();
        if context.printer.is_for_people() {
            context.printer.ask(&context.printer.in_our_words(&park_lines(&pool.id.name, &told, CREATION)));
        }
        confirm(context, &pool.id.name, "park").await?;
    }
    let report = park::run(&ops, &request, &copies(context)?, args.no_wait).await?;
    context.progress.finish();
    context.printer.show_outcome(&ParkView {
        id: &target.id,
        outcome: Some(report.outcome),
        told: &told,
        against: &[],
        copy: report.copy.as_deref(),
        kept: report.kept.as_ref(),
        cost: Some(expense::now(&ops.card, report.pool.as_ref().unwrap_or(&pool))),
        took: report.took,
    })?;
    Ok(Exit::Done)
}

/// Where copies of definitions are kept.
pub(super) fn copies(context: &Context) -> Result<PathBuf> {
    Ok(context.folders()?.state.join("parked"))
}

/// What the files say of a pool that is to be parked.
pub(super) fn request(context: &Context, target: &Target) -> Result<Request> {
    let definition = target.described(context)?;
    let declared = context.declared(target)?;
    Ok(Request {
        id: target.id.clone(),
        unset: create::unset(&definition, &given_secrets(context, &definition)),
        definition,
        base: declared.base,
        known: declared.known,
        budgets: declared.budgets,
        as_read: None,
        force: false,
        new_identity: false,
        by: context.runner(),
    })
}

impl<'a> ParkView<'a> {
    /// A pool that is not there.
    fn gone(id: &'a crate::model::PoolId) -> Self {
        Self {
            id,
            outcome: Some(Outcome::GoneAlready),
            told: &[],
            against: &[],
            copy: None,
            kept: None,
            cost: None,
            took: Duration::ZERO,
        }
    }
}
