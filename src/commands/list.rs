//! `pool list`.

use super::context::Context;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::inspect;
use crate::output::views::list::ListView;
use crate::output::views::pool::RawView;

/// List the pools of a resource group, or of a whole subscription
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool --local list
  pool list -g my-group
  pool list --all -o tsv --query \"[].[name, readySessions]\"
A profile with ~ in front is the nearest one: the pool differs from it.")]
pub(super) struct ListArgs {
    /// Every group of the subscription
    #[arg(long, short = 'A')]
    all: bool,
    /// Azure's own JSON, whole
    #[arg(long)]
    raw: bool,
}

pub(super) async fn run(context: &Context, args: ListArgs) -> Result<Exit> {
    if args.all && context.global.resource_group.is_some() {
        return Err(Error::message(Kind::Usage, "--all cannot be used with --resource-group"));
    }
    let place = context.place(None)?;
    let group = place.group.filter(|_| !args.all);
    let (pools, unreadable) =
        inspect::list(&context.ops()?, &place.subscription, group.as_deref(), &context.profiles()?).await?;
    context.progress.finish();
    if args.raw {
        let raw = pools.iter().map(|seen| seen.raw.clone()).collect();
        context.printer.show(&RawView(&raw))?;
    } else {
        if pools.is_empty() && unreadable.is_empty() {
            let place = group.map_or_else(|| "the subscription".to_owned(), |group| format!("resource group {group}"));
            context.printer.say(&format!("no session pools in {place}"));
        }
        context.printer.show(&ListView(&pools))?;
    }
    if unreadable.is_empty() {
        return Ok(Exit::Done);
    }
    let told: Vec<String> = unreadable.iter().map(ToString::to_string).collect();
    Err(Error::message(Kind::Partly, format!("not all pools can be read: {}", told.join("; "))))
}
