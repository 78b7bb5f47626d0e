//! Applying what the claims say to pools, several at once: `pool plan` and `pool apply`.
//!
//! Level-triggered: what should hold now is computed anew each time, so a run that was missed, late or doubled changes
//! nothing about where a pool ends up. One pool's trouble is no other's.

mod parking;

use super::Ops;
use super::create;
use super::declared::Declared;
use super::expense::{Metered, Refusal, Visit, fill_in, refusal};
use super::observer::OnPool;
use super::runs::{self, Runs, Silence};
use super::scale::{Outcome, Parking, Report, Request, Wait};
use crate::cost::{Card, Decimal};
use crate::error::{Error, Kind, Result};
use crate::model::definition::{Definition, Secret};
use crate::model::time::length;
use crate::model::{Finding, Mark as FindingMark, Pool, PoolId};
use crate::plan::Intent;
use crate::schedule::stamp::{Mark, event_name};
use crate::schedule::{Records, ScheduledEvent, Source};
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How many pools are worked on at once.
const AT_ONCE: usize = 8;

/// An event that is raised for later than this was waited for in vain.
const LATE: SignedDuration = SignedDuration::from_mins(10);

/// A pool, and what the files say of it.
#[derive(Debug, Clone)]
pub struct Item {
    /// Which pool.
    pub id: PoolId,
    /// What the files say.
    pub declared: Declared,
    /// What it is made of, where the pool file says.
    pub recipe: Option<Recipe>,
}

/// What a pool is made of.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// What the pool file says.
    pub definition: Definition,
    /// The values of its secrets, by variable.
    pub secrets: BTreeMap<String, Secret>,
    /// The folder for copies of what is deleted.
    pub copies: PathBuf,
}

impl Recipe {
    /// The variables of its secrets that are not set here.
    fn unset(&self) -> Vec<String> {
        create::unset(&self.definition, &self.secrets)
    }
}

/// How a run is to go.
#[derive(Debug, Clone)]
pub struct Run {
    /// Who runs it, and where.
    pub by: String,
    /// Whether somebody typed it: one run, and no schedule.
    pub is_typed: bool,
    /// Decide only.
    pub dry_run: bool,
    /// Decide for this moment instead of now; on a dry run only.
    pub at: Option<Timestamp>,
    /// How far a change is waited for.
    pub wait: Wait,
    /// Lower what sessions in use hold up.
    pub force: bool,
    /// What each pool may cost at most until its last claim ends.
    pub max_cost: Option<Decimal>,
    /// Delete and create pools whose base is parked.
    pub allow_park: bool,
}

/// What came of a pool.
#[derive(Debug)]
pub struct Applied {
    /// Which pool.
    pub id: PoolId,
    /// What came of it.
    pub result: Result<Report>,
    /// That nothing ran for longer than it used to.
    pub silence: Option<Silence>,
}

impl Applied {
    /// Whether something would change, or has.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        let changes = |report: &Report| matches!(report.outcome, Outcome::Applied | Outcome::DryRun | Outcome::Sent);
        self.result.as_ref().is_ok_and(changes)
    }

    /// Whether the pool differs from what its claims say and is left so: somebody else changed it, or it is not parked.
    #[must_use]
    pub fn leaves_drift(&self) -> bool {
        let leaves = |report: &Report| report.plan.leaves_drift || report.parking == Some(Parking::Stands);
        self.result.as_ref().is_ok_and(leaves)
    }

    /// The events that the pool was not raised for, since they may cost more than their budget.
    #[must_use]
    pub fn refused(&self) -> &[Refusal] {
        self.result.as_ref().map(|report| report.refused.as_slice()).unwrap_or_default()
    }

    /// What kept the run from deciding, where it could read the pool: tags of ours that nobody can read.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        self.result.as_ref().ok()?.plan.doubt.as_deref()
    }
}

/// Reads the pools that have an event with a budget in common, so that it costs the same for each of them.
pub async fn see_shared(ops: &Ops, items: &mut [Item]) {
    let budgets = items.iter().flat_map(|item| item.declared.budgets.values());
    let shared = budgets.filter(|budget| !budget.others.is_empty());
    let names: BTreeSet<String> = shared.flat_map(|budget| budget.pools.keys().cloned()).collect();
    let shared = items.iter().map(|item| (item.id.name.to_ascii_lowercase(), item.id.clone()));
    let look = async |(name, id): (String, PoolId)| {
        // Why one cannot be read is told when its turn comes.
        let pool = ops.get(&id).await.ok().flatten()?;
        Some((name, Metered::from(&pool)))
    };
    let looks: Vec<_> = shared.filter(|(name, _)| names.contains(name)).map(look).collect();
    let seen: Vec<_> = futures::stream::iter(looks).buffered(AT_ONCE).collect().await;
    let seen: BTreeMap<String, Metered> = seen.into_iter().flatten().collect();
    items.iter_mut().for_each(|item| fill_in(&mut item.declared.budgets, &seen));
}

/// Applies what the claims say to every pool, and notes the run unless it is dry. In the order of the items.
pub async fn run(ops: &Ops, items: Vec<Item>, run: &Run, runs: &mut Runs) -> Vec<Applied> {
    let several = items.len() > 1;
    let each = items.into_iter().map(|item| one(ops, item, run, several));
    let results: Vec<(Item, Result<Report>)> = futures::stream::iter(each).buffered(AT_ONCE).collect().await;
    let (by, at, allow_park) = (run.by.clone(), ops.clock.now(), Some(run.allow_park));
    let noted = runs::Run { by, at, usual_gap: None, is_typed: run.is_typed, allow_park };
    let applied = results.into_iter().map(|(item, result)| {
        let before = runs.run(&item.id.to_string()).map(|run| run.at);
        let result = result.map(|report| with_lateness(report, before));
        let stamp = result.as_ref().ok().and_then(|report| Records::read(&report.before.tags).stamp);
        let silence = if run.dry_run || !is_worth_noting(&item, &result, run) {
            None
        } else {
            let stamp = stamp.and_then(|stamp| stamp.runner);
            let id = item.id.to_string();
            runs.note(&id, noted.clone(), stamp.as_ref(), item.declared.heartbeat)
        };
        Applied { id: item.id, result, silence }
    });
    applied.collect()
}

/// Whether a run decided what becomes of the pool: also one that may not make a parked pool that is wanted.
fn is_worth_noting(item: &Item, result: &Result<Report>, run: &Run) -> bool {
    let parks = item.declared.base.source == Source::Parked && item.recipe.is_some();
    match result {
        Ok(_) => true,
        Err(error) => parks && !run.allow_park && error.kind() == Kind::PoolNotFound,
    }
}

async fn one(ops: &Ops, item: Item, run: &Run, several: bool) -> (Item, Result<Report>) {
    let own = if several {
        Ops { observer: Arc::new(OnPool::new(&item.id.name, Arc::clone(&ops.observer))), ..ops.clone() }
    } else {
        ops.clone()
    };
    let runner = (!run.is_typed).then(|| Mark { by: run.by.clone(), at: own.clock.now() });
    let intent = item.declared.intent(item.declared.applying(runner), &run.by);
    let intent = Intent { force: run.force, ..intent };
    let request = Request {
        dry_run: run.dry_run,
        wait: run.wait,
        leave_busy: true,
        at: run.at,
        max_cost: run.max_cost,
        budgets: item.declared.budgets.clone(),
        is_described: item.recipe.is_some(),
        ..Request::new(item.id.clone(), intent)
    };
    let result = parking::apply(&own, &item, request, run).await;
    (item, result)
}

/// Says so when a pool was raised for an event that should have been warm long before, since nothing had run: where
/// something had, it was kept from raising it, by a budget, say.
fn with_lateness(mut report: Report, ran: Option<Timestamp>) -> Report {
    let raised = matches!(report.outcome, Outcome::Applied | Outcome::Sent)
        && report.plan.changes.iter().any(|change| !change.lowers);
    let winner = report.desired.winner();
    let now = report.desired_at;
    let stamp = Records::read(&report.before.tags).stamp;
    let elsewhere = stamp.as_ref().and_then(|stamp| stamp.runner.as_ref()).map(|mark| mark.at);
    let ran = ran.max(elsewhere);
    let is_news = stamp.is_none_or(|stamp| {
        let name = crate::schedule::stamp::event_name(&winner.name);
        stamp.events.iter().all(|event| event.name != name)
    });
    if raised
        && is_news
        && winner.source == Source::Event
        && let (Some(from), Some(start)) = (winner.from, winner.start)
        && from.duration_until(now) > LATE
        && ran.is_none_or(|ran| ran < from)
    {
        let late = |since: Timestamp| since.duration_until(now).as_mins();
        let text = if start < now {
            format!("`{}` started {} min ago, and the pool was raised for it only now", winner.name, late(start))
        } else {
            format!(
                "`{}` was to be warm from {} min ago, and the pool was raised for it only now",
                winner.name,
                late(from)
            )
        };
        let todo = "Run `pool apply` more often, or give the event a longer `lead`.";
        report.findings.push(Finding::new(FindingMark::Warning, report.after.id.name.clone(), text).todo(todo));
    }
    report
}

/// The findings that a silence is worth.
#[must_use]
pub fn silence_finding(id: &PoolId, silence: Silence) -> Finding {
    let minutes = |time: Duration| length(Duration::from_secs(time.as_secs().max(60) / 60 * 60));
    let (lasted, usual) = (minutes(silence.lasted.unsigned_abs()), minutes(silence.usual));
    let text = format!("nothing has run here for {lasted}; it used to run every {usual}");
    Finding::new(FindingMark::Warning, id.name.clone(), text)
        .todo("See what keeps the runner from running: `pool export` lists ways.")
}

/// The events that do not hold yet and that a pool, which was read, will not be raised for the next time.
#[must_use]
pub fn refused_next(card: &Card, declared: &Declared, pool: &Pool, now: Timestamp) -> Vec<Refusal> {
    let Declared { known, budgets, .. } = declared;
    let records = Records::read(&pool.tags);
    let refusal = |event: &ScheduledEvent| {
        let next = event.calendar.next(now).filter(|next| now < next.from)?;
        let claim = event.claim(&next);
        refusal(card, &Visit::of(pool, declared.around(&records), &claim), next.from)
    };
    let budgeted = known.events.iter().filter(|event| budgets.contains_key(&event.name));
    budgeted.filter_map(refusal).collect()
}

/// Those of some refusals that are of what a pool is up for, as its stamp says.
#[must_use]
pub fn up_for<'a>(pool: &Pool, refusals: &'a [Refusal], now: Timestamp) -> Vec<&'a Refusal> {
    let stamp = Records::read(&pool.tags).stamp;
    let running: Vec<_> = stamp.iter().flat_map(|stamp| &stamp.events).filter(|event| now < event.until).collect();
    let is_up = |refusal: &&Refusal| {
        let holds = refusal.from.is_some_and(|from| from <= now);
        holds && running.iter().any(|event| event.name == event_name(&refusal.event))
    };
    refusals.iter().filter(is_up).collect()
}

/// The error that a run over several pools ends with: that of all, where they share its exit code, else a summary.
#[must_use]
pub fn failure(applied: &[Applied]) -> Option<Error> {
    let errors: Vec<&Error> = applied.iter().filter_map(|one| one.result.as_ref().err()).collect();
    let first = errors.first()?;
    if let [Applied { result: Err(only), .. }] = applied {
        let error = Error::message(only.kind(), only).about(only.target().unwrap_or_default());
        return Some(only.hints().iter().fold(error, |error, hint| error.hint(hint.clone())));
    }
    let text = format!("{} of {} pools failed", errors.len(), applied.len());
    let all_alike =
        errors.len() == applied.len() && errors.iter().all(|error| error.kind().exit() == first.kind().exit());
    let kind = if all_alike { first.kind() } else { Kind::Partly };
    Some(Error::message(kind, text).hint("What kept each is told above; the next run tries them again."))
}
