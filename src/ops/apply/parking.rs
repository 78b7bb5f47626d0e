//! Applying where the base of a pool is parked: a pool that nobody wants is deleted, and one that is wanted is made
//! again, both only where that is allowed.
//!
//! Level-triggered like the rest: what should hold now decides, and a pool is parked by the first run that finds nothing
//! left to do on it, nobody who wants it, no session in use, and no change since a drain ago. Whatever is in doubt
//! leaves it standing.

use super::{Item, Recipe, Run};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark, Patch, Pool, Scale, State};
use crate::ops::declared::Declared;
use crate::ops::expense::{Expense, Refusal, keep_to_budgets};
use crate::ops::scale::{self, Outcome, Parking, Report, Request, Wait};
use crate::ops::{Ops, Warmth, create, delete, park, unpark};
use crate::plan::{Intent, Plan, Unasked, changes};
use crate::schedule::{Desired, Source};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// Applies, and parks or unparks where the base says so.
pub(super) async fn apply(ops: &Ops, item: &Item, request: Request, run: &Run) -> Result<Report> {
    let result = scale::run(ops, request.clone()).await;
    let is_parked = item.declared.base.source == Source::Parked;
    let Some(recipe) = item.recipe.as_ref().filter(|_| is_parked) else { return result };
    let subject = Subject { ops, item, recipe, request: &request, run };
    match result {
        Ok(report) if report.desired.is_parked() => subject.stands(report).await,
        Err(error) if error.kind() == Kind::PoolNotFound => subject.is_gone().await,
        Err(error) if error.kind() == Kind::PoolFailed => subject.has_failed(error).await,
        result => result,
    }
}

struct Subject<'a> {
    ops: &'a Ops,
    item: &'a Item,
    recipe: &'a Recipe,
    request: &'a Request,
    run: &'a Run,
}

impl Subject<'_> {
    /// The moment that is decided for, by Azure's clock: a pool is neither deleted nor made because ours is wrong.
    fn now(&self) -> Timestamp {
        self.run.at.unwrap_or_else(|| self.ops.azure.time())
    }

    /// Nobody wants a pool that stands.
    async fn stands(&self, report: Report) -> Result<Report> {
        if report.after.state == State::Deleting {
            return Ok(self.going(report));
        }
        if let Some(why) = self.not_yet(&report) {
            return Ok(standing(report, why));
        }
        let request = park::Request {
            id: self.item.id.clone(),
            definition: self.recipe.definition.clone(),
            unset: self.recipe.unset(),
            base: self.item.declared.base.clone(),
            known: self.item.declared.known.clone(),
            budgets: self.item.declared.budgets.clone(),
            as_read: report.after.changed_at(),
            force: false,
            new_identity: false,
            by: self.run.by.clone(),
        };
        let result = if self.run.dry_run { self.would_park(&request).await } else { self.park(&request).await };
        match result {
            Ok(outcome) => Ok(self.parked(report, outcome)),
            // Somebody has come meanwhile: the next run sees what they want.
            Err(error) if matches!(error.kind(), Kind::StillWanted | Kind::InUse) => {
                Ok(standing(report, park::Wait::Passes(error.to_string())))
            }
            Err(error) => Err(error),
        }
    }

    async fn park(&self, request: &park::Request) -> Result<Outcome> {
        let done = park::run(self.ops, request, &self.recipe.copies, self.run.wait == Wait::Sent).await?;
        Ok(if done.outcome == delete::Outcome::Sent { Outcome::Sent } else { Outcome::Applied })
    }

    /// Refuses what parking would refuse.
    async fn would_park(&self, request: &park::Request) -> Result<Outcome> {
        if let Some((raw, pool)) = self.ops.get_whole(&request.id).await? {
            let pool = self.ops.counted(pool).await;
            let against = park::against(self.ops, request, (&raw, &pool), self.now()).await;
            against.into_iter().next().map_or(Ok(()), Err)?;
        }
        Ok(Outcome::DryRun)
    }

    /// A pool that is being deleted: what its scale is, and what goes on to cost, is past.
    fn going(&self, report: Report) -> Report {
        let findings = report.refused.iter().map(|refusal| refusal.finding(&self.item.id.name)).collect();
        Report { findings, plan: nothing_to_send(report.after.scale), parking: Some(Parking::Parks), ..report }
    }

    /// Why a pool is not parked by this run.
    fn not_yet(&self, report: &Report) -> Option<park::Wait> {
        let (pool, plan) = (&report.after, &report.plan);
        let of = (&self.item.declared, self.recipe.unset());
        let waits = park::waits(&self.ops.card, (of.0, &of.1), (pool, plan.doubt.as_deref()), self.now());
        let passes = |text: &str| Some(park::Wait::Passes(text.to_owned()));
        match waits {
            // What no run would park, whatever it may.
            Some(park::Wait::Stays(_) | park::Wait::Comes(_)) => waits,
            _ if !self.run.allow_park => passes("`pool apply --allow-park` parks it"),
            _ if report.outcome != Outcome::NoChanges || plan.withheld.is_some() => {
                passes("it goes to its lowest scale first, and a later run parks it")
            }
            waits => waits,
        }
    }

    /// The pool is gone, or would be.
    fn parked(&self, report: Report, outcome: Outcome) -> Report {
        let after = self.nothing();
        let changes = changes((report.after.scale, None), (after.scale, None));
        let plan = Plan { changes, ..nothing_to_send(after.scale) };
        let (before, mut intent) = (report.after.clone(), self.request.intent.clone());
        report.refused.iter().for_each(|refusal| refusal.leave_out(&mut intent.known));
        let expense = Expense::of(&self.ops.card, &before, (&intent, &report.wish, &plan), self.now());
        let parking = Some(Parking::Parks);
        Report { before, after, plan, expense, outcome, parking, request: Value::Null, ..report }
    }

    /// There is no pool.
    async fn is_gone(&self) -> Result<Report> {
        let (now, definition) = (self.now(), &self.recipe.definition);
        let mut intent = self.request.intent.clone();
        // Events that may cost more than their budget are none, as on a pool that stands.
        let of = (&intent.base, &mut intent.known, &self.nothing());
        let refused = keep_to_budgets(&self.ops.card, &self.request.budgets, of, now);
        let declared = Declared { known: intent.known.clone(), ..self.item.declared.clone() };
        let desired = unpark::desired(&declared, definition, now);
        if desired.is_parked() {
            let plan = nothing_to_send(self.nothing().scale);
            return self.report((&intent, refused), desired, plan, (Outcome::NoChanges, Parking::Parked));
        }
        if !self.run.allow_park {
            return Err(self.wanted(&desired));
        }
        let lifecycle = Some(desired.settings.lifecycle);
        let scale = desired.settings.scale(definition.kind);
        let changes = changes((self.nothing().scale, lifecycle), (scale, lifecycle));
        let plan = Plan { changes, target: (scale, lifecycle), ..nothing_to_send(scale) };
        let report = self.report((&intent, refused), desired, plan, (Outcome::DryRun, Parking::Unparks))?;
        self.request.check_expense(&report.plan, &report.before, &report.expense)?;
        self.make(report, declared).await
    }

    /// A Failed pool that is wanted may be what a run has left that ended after Azure had refused 0 late: that one is
    /// made anew, and every other is left with its error.
    async fn has_failed(&self, error: Error) -> Result<Report> {
        match self.is_gone().await {
            Ok(report) if report.parking == Some(Parking::Unparks) => Ok(report),
            // What came of making it is worth more than that it has failed; what kept it from being tried is not.
            Err(another) if matches!(another.kind(), Kind::TimedOut | Kind::OperationFailed) => Err(another),
            _ => Err(error),
        }
    }

    /// Makes the pool, or only says so.
    async fn make(&self, report: Report, declared: Declared) -> Result<Report> {
        let (definition, dry_run) = (&self.recipe.definition, self.run.dry_run);
        let request = unpark::Request {
            id: self.item.id.clone(),
            definition: definition.clone(),
            secrets: if dry_run { create::hidden(definition) } else { self.recipe.secrets.clone() },
            declared,
            by: self.run.by.clone(),
            max_cost: self.run.max_cost,
            parks: true,
            dry_run,
            wait: self.run.wait,
        };
        let made = unpark::run(self.ops, request).await?.made;
        Ok(match made.outcome {
            create::Outcome::DryRun => {
                let findings = [report.findings, self.unset_finding().into_iter().collect()].concat();
                Report { request: made.body, findings, ..report }
            }
            create::Outcome::Sent => Report { outcome: Outcome::Sent, ..report },
            // Where somebody else was faster the next run brings it to what is wanted.
            create::Outcome::ExistedAlready | create::Outcome::Created => {
                let target = made.pool.as_ref().map_or(report.plan.target, |pool| (pool.scale, pool.lifecycle));
                Report {
                    outcome: Outcome::Applied,
                    plan: Plan { target, ..report.plan },
                    after: made.pool.unwrap_or(report.after),
                    warmth: made.warmth,
                    findings: [report.findings, made.findings].concat(),
                    took: made.took,
                    ..report
                }
            }
        })
    }

    /// That a run without some secrets would be refused.
    fn unset_finding(&self) -> Option<Finding> {
        let unset = self.recipe.unset();
        let text = format!("its secrets come from variables that are not set here: {}", unset.join(", "));
        let finding = Finding::new(Mark::Warning, self.item.id.name.clone(), text);
        (!unset.is_empty()).then(|| finding.todo("Whoever lacks them cannot make it: `pool apply` would end with 64."))
    }

    fn wanted(&self, desired: &Desired) -> Error {
        let (name, winner) = (&self.item.id.name, desired.winner());
        let text = format!("{name} is parked, and the {} `{}` wants it", winner.source.word(), winner.name);
        Error::message(Kind::PoolNotFound, text)
            .about(self.item.id.to_string())
            .hint("`pool apply --allow-park` makes it, and so does `pool unpark`.")
    }

    /// A report on a pool that is not there.
    fn report(
        &self,
        (intent, refused): (&Intent, Vec<Refusal>),
        desired: Desired,
        plan: Plan,
        (outcome, parking): (Outcome, Parking),
    ) -> Result<Report> {
        let (pool, now) = (self.nothing(), self.now());
        let wish = intent.wish(&pool, now, None)?;
        let expense = Expense::of(&self.ops.card, &pool, (intent, &wish, &plan), now);
        Ok(Report {
            before: pool.clone(),
            after: pool,
            plan,
            request: Value::Null,
            wish,
            desired,
            desired_at: now,
            expense,
            parking: Some(parking),
            findings: refused.iter().map(|refusal| refusal.finding(&self.item.id.name)).collect(),
            refused,
            unasked: Unasked::default(),
            outcome,
            warmth: Warmth::NotAwaited,
            took: Duration::ZERO,
        })
    }

    fn nothing(&self) -> Pool {
        self.recipe.definition.parked(&self.item.id)
    }
}

fn nothing_to_send(scale: Scale) -> Plan {
    Plan {
        changes: Vec::new(),
        patch: Patch::default(),
        tags_alone: BTreeMap::new(),
        target: (scale, None),
        withheld: None,
        doubt: None,
        leaves_drift: false,
        findings: Vec::new(),
    }
}

/// That a pool is left although its base is parked.
fn standing(mut report: Report, why: park::Wait) -> Report {
    let mark = if matches!(why, park::Wait::Stays(_)) { Mark::Warning } else { Mark::Note };
    let text = format!("its base is `parked`, and it stands: {}", why.text());
    report.findings.push(Finding::new(mark, report.after.id.name.clone(), text));
    report.parking = Some(Parking::Stands);
    report
}
