//! `pool delete`.

use super::context::Context;
use super::target::TargetArgs;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::delete::{self, Outcome};
use crate::ops::expense;
use crate::output::views::delete::{DeleteView, loss_lines};
use std::time::Duration;

/// Delete a pool, after saying what is lost with it
///
/// Asks for the pool's name to be typed, unless --yes is given, and says before what is lost: leases, coming events,
/// sessions, secrets. Refuses while sessions are allocated, unless --force is given. A pool that is gone already is
/// success.
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
    let show = |outcome, losses: &[String], cost, took| {
        context.progress.finish();
        context.printer.show_outcome(&DeleteView { id: &target.id, outcome, losses, cost, took })
    };
    let Some(pool) = ops.get(&target.id).await? else {
        show(Some(Outcome::GoneAlready), &[], None, Duration::ZERO)?;
        if let Some(near) = ops.nearest(&target.id).await {
            context.printer.say(&format!("Did you mean `{near}`?"));
        }
        return Ok(Exit::Done);
    };
    let pool = ops.counted(pool).await;
    // What the files say is worth a word, and no reason to keep a pool.
    let known = context.declared(&target).map(|declared| declared.known).unwrap_or_default();
    let mut losses = delete::claims(&pool, &known, context.clock.now());
    losses.extend(delete::losses(&pool));
    // So is the journal.
    let entries = context.journal().and_then(|journal| journal.entries()).unwrap_or_default();
    losses.extend(delete::metrics_lost(&entries, &pool.id, &known, context.clock.now()));
    let unused = delete::check_unused(&pool, args.force);
    if args.dry_run {
        let refusal = unused.err();
        losses.extend(refusal.as_ref().map(|error| format!("and it would be refused without --force: {error}")));
        show(None, &losses, None, Duration::ZERO)?;
        return Ok(refusal.map_or(Exit::Done, |error| error.kind().exit()));
    }
    unused?;
    if !args.yes {
        context.progress.finish();
        if context.printer.is_for_people() {
            context.printer.ask(&context.printer.in_our_words(&loss_lines(&pool.id.name, &losses)));
        }
        confirm(context, &pool.id.name, "delete").await?;
    }
    let (outcome, took) = delete::run(&ops, &target.id, &context.runner(), args.force, args.no_wait).await?;
    show(Some(outcome), &losses, Some(expense::now(&ops.card, &pool)), took)?;
    Ok(Exit::Done)
}

/// Asks for the name; anything else is a no.
pub(super) async fn confirm(context: &Context, name: &str, verb: &str) -> Result<()> {
    if !context.printer.is_for_people() {
        let text = "nobody is asked where the output is not for people: nothing was deleted";
        return Err(Error::message(Kind::NotConfirmed, text).hint("Give --yes."));
    }
    context.printer.ask(&format!("Type its name to {verb} it: "));
    let answer = context.line().await;
    if answer.is_empty() {
        context.printer.ask("\n");
    }
    let text = match answer.trim() {
        typed if typed == name => return Ok(()),
        "" => "no name was typed: nothing was deleted".to_owned(),
        typed => format!("`{typed}` is not `{name}`: nothing was deleted"),
    };
    Err(Error::message(Kind::NotConfirmed, text).hint("Where nobody can answer, give --yes."))
}
