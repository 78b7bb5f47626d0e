//! `pool unpark`.

use super::context::Context;
use super::create::{MakingArgs, secrets, show};
use crate::error::{Exit, Result};
use crate::model::{Finding, Kind, Mark};
use crate::ops::create::Outcome;
use crate::ops::scale::Wait;
use crate::ops::unpark::{self, CREATION, Request};
use crate::output::views::create::Wanted;
use crate::schedule::{Claim, Source, stamp};

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
    making: MakingArgs,
}

pub(super) async fn run(context: &Context, args: UnparkArgs) -> Result<Exit> {
    let args = args.making;
    let (target, definition) = args.resolve(context)?;
    let mut declared = context.declared(&target)?;
    let parks = declared.base.source == Source::Parked;
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
        max_cost: None,
        parks,
        dry_run: args.dry_run,
        wait: if args.no_wait { Wait::Sent } else { Wait::Warm },
    };
    let ops = context.ops()?;
    if is_slow && !args.dry_run && ops.get(&request.id).await?.is_none() {
        context.printer.say(CREATION);
    }
    let mut report = unpark::run(&ops, request).await?;
    let winner = report.desired.winner();
    let is_made = report.made.outcome != Outcome::ExistedAlready;
    if parks && is_made && winner.source == Source::Base {
        let text = "its base is `parked`, and --profile is no claim: `pool apply --allow-park` parks it again";
        let todo = format!("A lease keeps it: `pool scale-up --profile {} --for 3h`.", winner.name);
        let finding = Finding::new(Mark::Warning, &report.made.id.name, text);
        report.made.findings.push(finding.todo(todo));
    }
    let wanted = Wanted { claim: report.desired.winner(), refused: &report.refused };
    show(context, &ops, &report.made, Some(wanted))
}
