//! `pool doctor`.

use super::context::Context;
use super::create::unset;
use super::local;
use super::settings::Place;
use super::target::{self, TargetArgs};
use crate::config::{PoolEntry, az};
use crate::error::{Exit, Kind, Result};
use crate::model::{Finding, Mark, PoolId};
use crate::ops::doctor::{self, Request, RoleDefinition, Setting, Target, Told};
use crate::ops::parked::{self, Next};
use crate::ops::pool_files::Loaded;
use crate::output::views::doctor::{DoctorView, RoleView};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Check settings, login, role, provider, locks and pools
///
/// One line for each check, with what to do where something is wrong. Looks at the pools of the pool file, or at the
/// one that -n names; changes nothing. What cannot be checked, because nobody is signed in for example, says so.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool doctor
  pool doctor -n contestpool -g my-group
  pool doctor -o json --query \"findings[?mark=='fault'].text\"
  pool doctor --role > role.json                then: az role definition create --role-definition @role.json
Ends with 2 where something is a warning or a fault.")]
pub(super) struct DoctorArgs {
    /// The pool's name, or its resource id [default: every pool of the pool file]
    #[arg(short = 'n', long, value_name = "NAME")]
    name: Option<String>,
    /// Print the smallest custom role with which pool works, for `az role definition create`
    #[arg(long)]
    role: bool,
}

pub(super) async fn run(context: &Context, args: DoctorArgs) -> Result<Exit> {
    context.set_target(args.name.as_deref());
    let mut request = request(context, &TargetArgs { name: args.name });
    // What was noted here is worth a word, and no reason to check nothing.
    let (journal, runs) = (context.journal().ok(), context.runs().ok());
    let file = context.pool_file().ok().flatten();
    for target in &mut request.targets {
        target.parked_by = journal.as_ref().and_then(|journal| parked::by(journal, &target.id));
        let entry = file.and_then(|file| file.file.pool(&target.id.name));
        target.unset = entry.map(|entry| unset(context, entry)).unwrap_or_default();
        target.due = entry.and_then(|entry| due(context, entry, &target.id));
        target.run = runs.as_ref().and_then(|runs| runs.run(&target.id.to_string())).cloned();
    }
    if args.role {
        return role(context, &request);
    }
    let findings = match context.ops() {
        Ok(ops) => doctor::run(&ops, &request).await,
        Err(error) => doctor::offline(&request, &error),
    };
    context.progress.finish();
    let findings: Vec<Finding> =
        findings.into_iter().map(|finding| context.printer.finding_in_our_words(finding)).collect();
    context.printer.show(&DoctorView(&findings))?;
    let is_well = findings.iter().all(|finding| finding.mark < Mark::Warning);
    Ok(if is_well { Exit::Done } else { Exit::Findings })
}

/// What wants a parked pool now. A file with faults is told by itself.
fn due(context: &Context, entry: &PoolEntry, id: &PoolId) -> Option<Next> {
    let definition = entry.definition.as_ref().filter(|_| entry.parks)?;
    let (declared, now) = (context.declared_by(Some(entry), &mut BTreeMap::new()).ok()?, context.clock.now());
    let next = parked::next(&context.card(), id, (definition, &declared), now).0;
    next.filter(|next| next.claim.from.is_none_or(|from| from <= now))
}

/// The role for every subscription in use. Needs no network, and nobody who is signed in.
fn role(context: &Context, request: &Request) -> Result<Exit> {
    let mut subscriptions: Vec<String> = Vec::new();
    for target in &request.targets {
        if !subscriptions.contains(&target.id.subscription) {
            subscriptions.push(target.id.subscription.clone());
        }
    }
    if subscriptions.is_empty() {
        subscriptions.push(context.place(None)?.subscription);
    }
    for subscription in &mut subscriptions {
        if let Some(id) = id_of(context, subscription) {
            *subscription = id;
        }
    }
    context.printer.show(&RoleView(&RoleDefinition::smallest(&subscriptions)))?;
    Ok(Exit::Done)
}

/// What is to be checked. What is wrong with the settings is a finding, and the rest is checked without it.
fn request(context: &Context, args: &TargetArgs) -> Request {
    let mut request =
        Request { api_version: context.global.api_version.clone(), endpoint: endpoint(context), ..Request::default() };
    let file = match context.pool_file() {
        Ok(file) => file,
        Err(error) => {
            let remark = doctor::from_error("pool file", &error);
            request.remarks.push(match error.kind() {
                Kind::InvalidFile => remark.todo(format!("Mend it; `{}` checks it again.", context.check_command())),
                _ => remark,
            });
            None
        }
    };
    request.settings.extend(pool_file(context, file));
    request.settings.extend(cloud(context));
    let entry = args.name.as_deref().and_then(|name| file?.file.pool(name)).or_else(|| only(file));
    request.settings.extend(context.told_place(file, entry));
    match context.place_beside(file, entry) {
        Ok(Place { subscription, group }) => {
            request.remarks.extend(name_for_id(context, &subscription));
            (request.subscription, request.group) = (Some(subscription), group);
        }
        Err(error) => request.remarks.push(doctor::from_error("subscription", &error)),
    }
    if request.subscription.is_some() || args.name.is_some() {
        add_targets(context, args, file, &mut request);
    }
    request
}

/// A pool file may call a subscription by its name; Azure's addresses have its id.
fn name_for_id(context: &Context, subscription: &str) -> Option<Finding> {
    if context.is_emulated() || Uuid::try_parse(subscription).is_ok() {
        return None;
    }
    let todo = match id_of(context, subscription) {
        Some(id) => format!("`az` knows it as {id}: write that."),
        None => "`az account list` shows the ids.".to_owned(),
    };
    let text = format!("{subscription} is no id of a subscription, and Azure takes ids alone");
    Some(Finding::new(Mark::Warning, "subscription", text).todo(todo))
}

/// The id of the subscription that `az` knows by a name.
fn id_of(context: &Context, name: &str) -> Option<String> {
    let accounts = az::accounts(&context.az_file("azureProfile.json")?);
    accounts.into_iter().find(|account| account.name.as_deref() == Some(name)).map(|account| account.id)
}

fn add_targets(context: &Context, args: &TargetArgs, file: Option<&Loaded>, request: &mut Request) {
    if args.name.is_some() {
        match args.resolve(context) {
            Ok(target) => request.targets.push(Target::new(target.id, target.entry.as_ref())),
            // A faulty pool file is told already.
            Err(_) if request.remarks.iter().any(|remark| remark.subject == "pool file") => {}
            Err(error) => {
                let remark = doctor::from_error("pool", &error);
                request.remarks.push(match error.kind() {
                    Kind::Usage => remark.todo("Name it as `-n contestpool`, or by its whole resource id."),
                    _ => remark,
                });
            }
        }
        return;
    }
    let entries = file.map(|file| file.file.pools.as_slice()).unwrap_or_default();
    if entries.is_empty() && context.is_emulated() {
        let (subscription, group) = (local::SUBSCRIPTION.to_owned(), local::GROUP.to_owned());
        request.targets.push(Target::new(PoolId { subscription, group, name: local::POOL.to_owned() }, None));
    }
    for entry in entries {
        match target::placed(context.place_beside(file, Some(entry)), &entry.name) {
            Ok(id) => request.targets.push(Target::new(id, Some(entry))),
            Err(error) => request.remarks.push(doctor::from_error("resource group", &error)),
        }
    }
}

/// The entry of a pool file that describes one pool.
fn only(file: Option<&Loaded>) -> Option<&PoolEntry> {
    match file?.file.pools.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn endpoint(context: &Context) -> String {
    match &context.global.endpoint {
        _ if context.global.local => "the emulator inside the program".to_owned(),
        Some(endpoint) => endpoint.clone(),
        None => context.cloud().endpoint.to_owned(),
    }
}

fn cloud(context: &Context) -> Option<Setting> {
    if context.global.local || context.global.endpoint.is_some() {
        return None;
    }
    let by = match (context.global.cloud, context.az_cloud()) {
        (Some(_), _) => "--cloud",
        (None, Some(_)) => "`az cloud set`",
        (None, None) => "the default",
    };
    let won = Told { value: context.cloud().name.to_owned(), by: by.to_owned() };
    Some(Setting { name: "cloud", won, passed_over: Vec::new() })
}

fn pool_file(context: &Context, file: Option<&Loaded>) -> Option<Setting> {
    let file = file?;
    let in_config = context.folders().is_ok_and(|folders| file.path.starts_with(&folders.config));
    let by = match (&context.global.file, in_config) {
        (Some(_), _) => "-f",
        (None, true) => "the config folder",
        (None, false) => "the working folder or one above it",
    };
    let count = file.file.pools.len();
    let pools = if count == 1 { "1 pool".to_owned() } else { format!("{count} pools") };
    let won = Told { value: format!("{} ({pools})", file.path.display()), by: by.to_owned() };
    Some(Setting { name: "pool file", won, passed_over: Vec::new() })
}
