//! What plan and apply have in common.

use super::context::Context;
use super::create::given_secrets;
use super::park::copies;
use super::target::{Target, TargetArgs};
use crate::cost::Decimal;
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Finding, Mark};
use crate::ops::apply::{self, Applied, Item, Recipe, Run, silence_finding};
use crate::ops::declared::Declared;
use crate::ops::expense::{Refusal, refused};
use crate::ops::lint::Linted;
use crate::ops::scale::{Report, Wait};
use crate::output::views::apply::ApplyView;
use jiff::Timestamp;

/// Which pools.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PoolsArgs {
    /// The pool's name, or its resource id [default: every pool of the pool file]
    #[arg(short = 'n', long, value_name = "NAME")]
    pub(super) name: Option<String>,
}

impl PoolsArgs {
    /// The pool that is named, else all of the pool file.
    pub(super) fn items(&self, context: &Context) -> Result<Vec<Item>> {
        let file = context.pool_file()?;
        let several = match file {
            Some(file) if self.name.is_none() && file.file.pools.len() != 1 => &file.file.pools[..],
            _ => {
                let target = TargetArgs { name: self.name.clone() }.resolve(context)?;
                let declared = context.declared(&target)?;
                return Ok(vec![item(context, target, declared)?]);
            }
        };
        if several.is_empty() {
            return Err(Error::message(Kind::UnknownPool, "the pool file describes no pool")
                .hint("Describe one under `pools:`, or name one with -n."));
        }
        let target = |name: &str| -> Result<Target> { TargetArgs { name: Some(name.to_owned()) }.locate(context) };
        several
            .iter()
            .map(|entry| {
                let target = target(&entry.name)?;
                let declared = context.declared(&target)?;
                item(context, target, declared)
            })
            .collect()
    }
}

/// A pool with what it takes to make it again, where the pool file says so.
fn item(context: &Context, target: Target, declared: Declared) -> Result<Item> {
    let definition = target.entry.and_then(|entry| entry.definition);
    let recipe = definition.map(|definition| -> Result<Recipe> {
        Ok(Recipe { secrets: given_secrets(context, &definition), copies: copies(context)?, definition })
    });
    Ok(Item { id: target.id, declared, recipe: recipe.transpose()? })
}

/// How a run is to go.
pub(super) struct Way {
    pub(super) dry_run: bool,
    pub(super) at: Option<Timestamp>,
    pub(super) wait: Wait,
    pub(super) force: bool,
    /// What each pool may cost at most until its last claim ends.
    pub(super) max_cost: Option<Decimal>,
    /// Delete and create pools whose base is parked.
    pub(super) allow_park: bool,
    /// Whether only what changed is worth a line.
    pub(super) brief: bool,
    /// What is worth saying of the pool file's events.
    pub(super) linted: Linted,
}

/// Runs over the pools and shows what came of it.
pub(super) async fn run(context: &Context, pools: &PoolsArgs, way: &Way) -> Result<Exit> {
    let mut items = pools.items(context)?;
    let ops = context.ops()?;
    apply::see_shared(&ops, &mut items).await;
    let declared: Vec<Declared> = items.iter().map(|item| item.declared.clone()).collect();
    let mut runs = context.runs()?;
    let Way { dry_run, at, wait, force, max_cost, allow_park, .. } = *way;
    // Whoever stays and goes round is a schedule, wherever that was typed.
    let is_typed = context.is_typed() && !way.brief;
    let run = Run { by: context.runner(), is_typed, dry_run, at, wait, force, max_cost, allow_park };
    let applied = apply::run(&ops, items, &run, &mut runs).await;
    context.progress.finish();
    if !way.dry_run
        && let Err(error) = runs.save()
    {
        context.printer.say(&format!("the run could not be noted: {error}"));
    }
    let findings = of_events(context, (&applied, &declared), way);
    show(context, &applied, &findings, way)?;
    finish(&applied, way.dry_run)
}

/// What is worth saying of the events, of a plan also which of them no pool will be raised for when their time comes.
fn of_events(context: &Context, (applied, declared): (&[Applied], &[Declared]), way: &Way) -> Vec<Finding> {
    let mut findings = way.linted.findings.clone();
    if !way.dry_run {
        return findings;
    }
    let now = way.at.unwrap_or_else(|| context.clock.now());
    let card = context.card();
    for (one, declared) in applied.iter().zip(declared) {
        let Ok(report) = &one.result else { continue };
        // What is refused now is said of the pool.
        let is_told = |finding: &Finding| {
            let mut linted = way.linted.refused.iter().filter(|linted| linted.text == finding.text);
            linted.any(|linted| report.refused.iter().any(|refusal| refusal.event == linted.event))
        };
        findings.retain(|finding| !is_told(finding));
        // What is up for an event stays, and where it does not stay as the file has it, that is said of the pool.
        let up = apply::up_for(&report.before, &way.linted.refused, now);
        findings.retain(|finding| !up.iter().any(|refusal| refusal.text == finding.text));
        let is_linted = |refusal: &Refusal| way.linted.refused.iter().any(|linted| linted.event == refusal.event);
        let refused = apply::refused_next(&card, declared, &report.before, now).into_iter();
        let refused = refused.filter(|refusal| !is_linted(refusal));
        findings.extend(refused.map(|refusal| Finding::new(Mark::Warning, &one.id.name, refusal.brief())));
    }
    findings
}

fn show(context: &Context, applied: &[Applied], findings: &[Finding], way: &Way) -> Result<()> {
    context.printer.findings(findings);
    let of_pools = together(applied.iter().filter_map(|one| one.result.as_ref().ok()));
    context.printer.findings(&of_pools);
    warn(context, &of_pools, way);
    for (one, silence) in applied.iter().filter_map(|one| Some((one, one.silence?))) {
        context.printer.findings(&[silence_finding(&one.id, silence)]);
    }
    // Cron writes a mail for every word.
    let is_brief = way.brief || (context.printer.look().quiet && context.printer.is_for_people() && !way.dry_run);
    if is_brief && !applied.iter().any(|one| one.result.is_err() || one.has_changes()) {
        return Ok(());
    }
    let now = way.at.unwrap_or_else(|| context.clock.now());
    context.printer.show_outcome(&ApplyView { applied, findings, dry_run: way.dry_run, now, zone: context.zone() })
}

/// What there is to say of the pools; the same of several is said once.
fn together<'a>(reports: impl Iterator<Item = &'a Report>) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for finding in reports.flat_map(|report| &report.findings) {
        let alike = |known: &&mut Finding| {
            (known.mark, &known.text, &known.todo) == (finding.mark, &finding.text, &finding.todo)
        };
        match all.iter_mut().find(alike) {
            Some(known) => known.subject += &format!(", {}", finding.subject),
            None => all.push(finding.clone()),
        }
    }
    all
}

/// What is wrong is said even where talk is not wanted: cron is told what somebody else has changed.
fn warn(context: &Context, findings: &[Finding], way: &Way) {
    let printer = &context.printer;
    if printer.look().quiet && printer.is_for_people() && !way.dry_run {
        let wrong = findings.iter().filter(|finding| finding.mark >= Mark::Warning);
        printer.insist(&wrong.cloned().collect::<Vec<_>>());
    }
}

/// The exit: trouble first, then doubt, then whether something would change or was found and is left.
fn finish(applied: &[Applied], dry_run: bool) -> Result<Exit> {
    if let Some(error) = apply::failure(applied) {
        return Err(error);
    }
    let doubts: Vec<&str> = applied.iter().filter_map(Applied::doubt).collect();
    if !doubts.is_empty() {
        return Err(Error::message(Kind::Failed, doubts.join("; ")).hint(
            "Such a pool is raised where need be, and never lowered; `pool scale-down --force` overwrites the tag.",
        ));
    }
    if let Some(error) = refused(applied.iter().flat_map(Applied::refused)) {
        return Err(error);
    }
    let findings = dry_run && applied.iter().any(|one| one.has_changes() || one.leaves_drift());
    Ok(if findings { Exit::Findings } else { Exit::Done })
}
