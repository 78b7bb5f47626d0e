//! `pool unpark`.

use super::context::Context;
use super::create::secrets;
use super::target::{TargetArgs, not_described};
use crate::error::{Exit, Result};
use crate::model::Kind;
use crate::ops::expense;
use crate::ops::scale::Wait;
use crate::ops::unpark::{self, CREATION, Request};
use crate::output::views::unpark::UnparkView;
use crate::schedule::{Claim, stamp};

/// Make a parked pool again, and wait until it is warm
///
/// From the pool file, at the scale that its base and its events say now; --profile takes another base, until the next
/// `pool apply`. Creating a custom-container pool took Azure 317 to 725 s in fourteen recorded runs, and up to 20
/// minutes elsewhere; code interpreters are there at once. A pool that is there already is left as it is, which is no
/// error.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool unpark
  pool unpark -n contestpool --dry-run          see the request, secrets left out
  pool unpark && pool scale-up --for 3h         big, for three hours")]
pub(super) struct UnparkArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// The profile to start with: a name, or a path [default: the pool file's base]
    #[arg(long, short = 'p', value_name = "PROFILE")]
    profile: Option<String>,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    no_wait: bool,
}

pub(super) async fn run(context: &Context, args: UnparkArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let Some(definition) = target.entry.as_ref().and_then(|entry| entry.definition.clone()) else {
        return Err(not_described(&target.id.name, context)?);
    };
    let mut declared = context.declared(&target)?;
    if let Some(profile) = &args.profile {
        let found = context.profile(profile)?;
        declared.base = Claim::base(&stamp::name(&found.name), found.settings);
    }
    let secrets = secrets(context, &definition)?;
    let is_slow = definition.kind == Kind::CustomContainer;
    let request = Request {
        id: target.id,
        definition,
        secrets,
        declared,
        by: context.runner(),
        dry_run: args.dry_run,
        wait: if args.no_wait { Wait::Sent } else { Wait::Warm },
    };
    let ops = context.ops()?;
    if is_slow && !args.dry_run && ops.get(&request.id).await?.is_none() {
        context.printer.say(CREATION);
    }
    let report = unpark::run(&ops, request).await?;
    context.progress.finish();
    context.printer.findings(&report.findings);
    context.printer.show_outcome(&UnparkView {
        cost: report.pool.as_ref().map(|pool| expense::now(&ops.card, pool)),
        report: &report,
    })?;
    Ok(Exit::Done)
}
