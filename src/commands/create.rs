//! `pool create`.

use super::context::Context;
use super::target::{TargetArgs, not_described};
use crate::error::{Error, Exit, Kind, Result};
use crate::model::Definition;
use crate::model::definition::Secret;
use crate::ops::create::{self, Request};
use crate::ops::expense;
use crate::output::views::create::CreateView;
use crate::schedule::stamp;
use crate::wire::create::{alike, secret_variables};
use std::collections::BTreeMap;

/// Create a pool that the pool file describes
///
/// What the pool is made of comes from the pool file, its scale from a profile, its secrets from the environment.
/// Creating what exists changes nothing and is no error. Azure took 5 to 12 minutes for custom containers in
/// fourteen recorded runs; code interpreters are there at once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool init && pool --local create
  pool create --dry-run                         see the request, secrets left out
  pool create -n contestpool --profile contest  start big")]
pub(super) struct CreateArgs {
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

pub(super) async fn run(context: &Context, args: CreateArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let Some(definition) = target.entry.as_ref().and_then(|entry| entry.definition.clone()) else {
        return Err(not_described(&target.id.name, context)?);
    };
    let profile = args.profile.clone().unwrap_or_else(|| target.base().to_owned());
    let found = context.profile(&profile)?;
    let secrets = secrets(context, &definition)?;
    let request = Request {
        id: target.id,
        definition,
        claim: stamp::name(&found.name),
        settings: found.settings,
        events: Vec::new(),
        secrets,
        runner: context.runner(),
        dry_run: args.dry_run,
        no_wait: args.no_wait,
    };
    let ops = context.ops()?;
    let report = create::run(&ops, request).await?;
    context.progress.finish();
    context.printer.findings(&report.findings);
    context.printer.show_outcome(&CreateView {
        cost: report.pool.as_ref().map(|pool| expense::now(&ops.card, pool)),
        report: &report,
    })?;
    Ok(Exit::Done)
}

/// The values of the secrets that the definition points to, every missing one named at once.
pub(super) fn secrets(context: &Context, definition: &Definition) -> Result<BTreeMap<String, Secret>> {
    let (mut values, mut missing) = (BTreeMap::new(), Vec::new());
    let variables = secret_variables(definition);
    if let Some([one, other]) = alike(&variables) {
        return Err(Error::message(Kind::Usage, format!("the variables {one} and {other} would be the same secret"))
            .hint("Azure's names for secrets have no capitals and no `_`: rename one of the variables."));
    }
    for name in variables {
        match context.variable(&name) {
            Some(value) => {
                values.insert(name, Secret::new(value.to_owned()));
            }
            None => missing.push(name),
        }
    }
    if missing.is_empty() {
        return Ok(values);
    }
    let text = format!("the pool file takes secrets from variables that are not set: {}", missing.join(", "));
    Err(Error::message(Kind::Usage, text)
        .hint("Set them for this command; the values are sent to Azure and kept nowhere else."))
}
