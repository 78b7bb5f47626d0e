//! `pool create`.

use super::context::Context;
use super::target::{Target, TargetArgs};
use crate::config::PoolEntry;
use crate::error::{Exit, Result};
use crate::model::Definition;
use crate::model::definition::Secret;
use crate::ops::create::{self, Report, Request};
use crate::ops::{Ops, expense};
use crate::output::views::create::{CreateView, Wanted};
use crate::schedule::stamp;
use crate::wire::create::secret_variables;
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
    making: MakingArgs,
}

/// Which pool to make, and how.
#[derive(Debug, clap::Args)]
pub(super) struct MakingArgs {
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// The profile to start with: a name, or a path [default: the pool file's base]
    #[arg(long, short = 'p', value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do not wait for Azure
    #[arg(long)]
    pub(super) no_wait: bool,
}

impl MakingArgs {
    /// The pool, and what the pool file says that it is made of.
    pub(super) fn resolve(&self, context: &Context) -> Result<(Target, Definition)> {
        let target = self.target.resolve(context)?;
        let definition = target.described(context)?;
        Ok((target, definition))
    }
}

pub(super) async fn run(context: &Context, args: CreateArgs) -> Result<Exit> {
    let args = args.making;
    let (target, definition) = args.resolve(context)?;
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
        parks: target.entry.as_ref().is_some_and(|entry| entry.parks),
    };
    let ops = context.ops()?;
    let report = create::run(&ops, request).await?;
    show(context, &ops, &report, None)
}

/// Shows what came of making a pool, and who wants it so.
pub(super) fn show(context: &Context, ops: &Ops, report: &Report, wanted: Option<Wanted<'_>>) -> Result<Exit> {
    context.progress.finish();
    context.printer.findings(&report.findings);
    let planned = report.planned.as_ref().map(|(_, cost)| cost.clone());
    let cost = planned.or_else(|| report.pool.as_ref().map(|pool| expense::now(&ops.card, pool)));
    context.printer.show_outcome(&CreateView { report, wanted, cost })?;
    Ok(Exit::Done)
}

/// The values of the secrets that the definition points to; every one must be there.
pub(super) fn secrets(context: &Context, definition: &Definition) -> Result<BTreeMap<String, Secret>> {
    let values = given_secrets(context, definition);
    create::check_secrets(definition, &values)?;
    Ok(values)
}

/// The variables of a pool's secrets that are not set here.
pub(super) fn unset(context: &Context, entry: &PoolEntry) -> Vec<String> {
    let of = |definition| create::unset(definition, &given_secrets(context, definition));
    entry.definition.as_ref().map(of).unwrap_or_default()
}

/// Those of them that are set here.
pub(super) fn given_secrets(context: &Context, definition: &Definition) -> BTreeMap<String, Secret> {
    let value = |name: String| context.variable(&name).map(|value| (name.clone(), Secret::new(value.to_owned())));
    secret_variables(definition).into_iter().filter_map(value).collect()
}
