//! `pool list`.

use super::context::Context;
use super::target::placed;
use crate::config::PoolEntry;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::inspect::{self, Seen};
use crate::ops::parked;
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

/// The pools of the pool file that are not there because their base is parked, or because they were parked from here.
fn parked(context: &Context, group: Option<&str>, seen: &[Seen]) -> Result<Vec<String>> {
    let entries = context.pool_file()?.map(|file| file.file.pools.as_slice()).unwrap_or_default();
    let is_there = |name: &str| seen.iter().any(|seen| seen.pool.id.name.eq_ignore_ascii_case(name));
    let is_asked = |entry: &&PoolEntry| {
        let own = context.place(Some(entry)).ok().and_then(|place| place.group);
        group.is_none_or(|group| own.is_some_and(|own| own.eq_ignore_ascii_case(group)))
    };
    let journal = context.journal()?;
    let was_parked = |entry: &PoolEntry| {
        let id = placed(context.place(Some(entry)), &entry.name).ok();
        id.is_some_and(|id| parked::by(&journal, &id).is_some())
    };
    let is_parked = |entry: &&PoolEntry| !is_there(&entry.name) && (entry.parks || was_parked(entry));
    let missing = entries.iter().filter(is_asked).filter(is_parked);
    Ok(missing.map(|entry| entry.name.clone()).collect())
}

pub(super) async fn run(context: &Context, args: ListArgs) -> Result<Exit> {
    if args.all && context.global.resource_group.is_some() {
        return Err(Error::message(Kind::Usage, "--all cannot be used with --resource-group"));
    }
    context.set_target(None);
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
            let place =
                group.as_ref().map_or_else(|| "the subscription".to_owned(), |group| format!("resource group {group}"));
            context.printer.say(&format!("no session pools in {place}"));
        }
        context.printer.show(&ListView(&pools))?;
        for name in parked(context, group.as_deref(), &pools)? {
            let text = format!("{name} is parked: `pool unpark -n {name}` makes it again");
            context.printer.say(&context.printer.in_our_words(&text));
        }
    }
    if unreadable.is_empty() {
        return Ok(Exit::Done);
    }
    let told: Vec<String> = unreadable.iter().map(ToString::to_string).collect();
    Err(Error::message(Kind::Partly, format!("not all pools can be read: {}", told.join("; "))))
}
