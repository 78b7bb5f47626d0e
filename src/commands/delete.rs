//! `pool delete`.

use super::context::Context;
use super::target::TargetArgs;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::delete::{self, Outcome};
use crate::output::views::delete::{DeleteView, loss_lines};
use std::time::Duration;

/// Delete a pool, after saying what is lost with it
///
/// Asks for the pool's name to be typed, unless --yes is given. Refuses while sessions are allocated, unless --force
/// is given. A pool that is gone already is success.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool delete -n contestpool -g my-group
  pool delete -n contestpool --dry-run          see what would be lost
  pool --local delete --yes")]
pub(super) struct DeleteArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// Delete although sessions are allocated
    #[arg(long)]
    force: bool,
    /// Show what would be lost, and delete nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    no_wait: bool,
}

pub(super) async fn run(context: &Context, args: DeleteArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let ops = context.ops()?;
    let show = |outcome, losses: &[String], took| {
        context.progress.finish();
        context.printer.show(&DeleteView { id: &target.id, outcome, losses, took })
    };
    let Some(pool) = ops.get(&target.id).await? else {
        show(Some(Outcome::GoneAlready), &[], Duration::ZERO)?;
        return Ok(Exit::Done);
    };
    let losses = delete::losses(&pool);
    if args.dry_run {
        show(None, &losses, Duration::ZERO)?;
        return Ok(Exit::Done);
    }
    delete::check_unused(&pool, args.force)?;
    if !args.yes {
        context.progress.finish();
        context.printer.ask(&loss_lines(&pool.id.name, &losses));
        confirm(context, &pool.id.name)?;
    }
    let (outcome, took) = delete::run(&ops, &target.id, args.force, args.no_wait).await?;
    show(Some(outcome), &losses, took)?;
    Ok(Exit::Done)
}

/// Asks for the name; anything else is a no.
fn confirm(context: &Context, name: &str) -> Result<()> {
    context.printer.ask("Type its name to delete it: ");
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    if read.is_ok() && answer.trim() == name {
        return Ok(());
    }
    Err(Error::message(Kind::NotConfirmed, format!("`{}` is not `{name}`: nothing was deleted", answer.trim()))
        .hint("Where nobody can answer, give --yes."))
}
