//! Making a parked pool again, from the pool file.
//!
//! It is created at the scale that the claims say at that moment. Creation takes minutes, so that they are looked at
//! once more when the pool is there.

use super::Ops;
use super::create::{self, Outcome};
use super::declared::Declared;
use super::expense::Refusal;
use super::journal::{Entry, Made, Numbers};
use super::scale::{self, Wait};
use crate::cost::Decimal;
use crate::error::Result;
use crate::model::definition::{Definition, Secret};
use crate::model::{PoolId, limits};
use crate::schedule::stamp::{self, Running};
use crate::schedule::{Desired, Records, Source, merge};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long creating a custom-container pool took. The range is that of fourteen recorded runs (2024-05 to 2025-11,
/// until the operation ended); the longest that anybody else has told of is 20 minutes (one large image, two runs, 2026).
pub const CREATION: &str = "Creating a custom-container pool took Azure 317 to 725 s in fourteen recorded runs, and up to \
                            20 minutes elsewhere.";

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which pool.
    pub id: PoolId,
    /// What it is made of.
    pub definition: Definition,
    /// The values of the definition's secrets, by variable.
    pub secrets: BTreeMap<String, Secret>,
    /// What the files say of it.
    pub declared: Declared,
    /// Who runs the program, and where.
    pub by: String,
    /// What it may cost at most until its last claim ends.
    pub max_cost: Option<Decimal>,
    /// Whether the pool file says that its base is parked, whatever base it is made at.
    pub parks: bool,
    /// Decide only.
    pub dry_run: bool,
    /// How far it is waited for.
    pub wait: Wait,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Report {
    /// The creation, with what followed.
    pub made: create::Report,
    /// What the claims say.
    pub desired: Desired,
    /// The events that hold and that the pool is not made for.
    pub refused: Vec<Refusal>,
}

impl Request {
    /// What should hold on a pool that is not there: nothing stands on it.
    #[must_use]
    pub fn desired(&self, now: Timestamp) -> Desired {
        desired(&self.declared, &self.definition, now)
    }
}

/// What the files alone want of a pool of that kind. An event that is nothing for the kind is left out, as it is on a
/// pool that stands.
#[must_use]
pub fn desired(declared: &Declared, definition: &Definition, now: Timestamp) -> Desired {
    let (base, mut others) = Records::default().claims_at(&declared.base, &declared.known, now);
    others.retain(|claim| limits::faults_for(&claim.settings, definition.kind).is_empty());
    merge(base, others)
}

/// Makes the pool, unless it is there. One that is being deleted is waited for.
///
/// # Errors
/// As creating and scaling do.
pub async fn run(ops: &Ops, mut request: Request) -> Result<Report> {
    let started = ops.clock.now();
    // By Azure's clock, as whoever found out that the pool is wanted.
    let now = ops.azure.time();
    let nothing = request.definition.parked(&request.id);
    let refused = request.declared.keep_to_budgets(&ops.card, &nothing, now);
    let desired = request.desired(now);
    let events = desired.claims.iter().filter(|claim| claim.source == Source::Event).filter_map(Running::of).collect();
    let made = create::run(
        ops,
        create::Request {
            id: request.id.clone(),
            definition: request.definition.clone(),
            claim: stamp::name(&desired.winner().to_string()),
            settings: desired.settings.clone(),
            events,
            secrets: request.secrets.clone(),
            runner: request.by.clone(),
            dry_run: request.dry_run,
            no_wait: request.wait == Wait::Sent,
            parks: request.parks,
        },
    )
    .await?;
    let mut report = Report { made, desired, refused };
    let told = report.refused.iter().map(|refusal| refusal.finding(&request.id.name));
    report.made.findings.extend(told);
    match (report.made.outcome, &report.made.pool) {
        (Outcome::Created, Some(pool)) => {
            note(ops, &request, Numbers::new(pool.scale, pool.lifecycle), &report.desired);
            if let Some(made_after) = report.made.made_after {
                let (at, pool) = (ops.clock.now(), request.id.to_string());
                ops.note(&Made { at, pool, made_after_seconds: made_after.as_secs() });
            }
            follow(ops, &request, &mut report).await?;
        }
        (Outcome::Sent, _) => {
            let settings = &report.desired.settings;
            let sent = Numbers::new(settings.scale(request.definition.kind), Some(settings.lifecycle));
            note(ops, &request, sent, &report.desired);
        }
        _ => {}
    }
    report.made.took = Duration::try_from(ops.clock.now().duration_since(started)).unwrap_or_default();
    Ok(report)
}

/// Brings the new pool to what the claims say by now.
async fn follow(ops: &Ops, request: &Request, report: &mut Report) -> Result<()> {
    let intent = request.declared.intent(request.declared.applying(None), &request.by);
    let budgets = request.declared.budgets.clone();
    let wished = scale::Request {
        wait: request.wait,
        max_cost: request.max_cost,
        budgets,
        is_described: true,
        ..scale::Request::new(request.id.clone(), intent)
    };
    let scaled = scale::run(ops, wished).await?;
    if scaled.outcome == scale::Outcome::Applied {
        report.made.warmth = scaled.warmth;
    }
    report.desired = scaled.desired;
    report.made.pool = Some(scaled.after);
    report.made.findings.extend(scaled.findings);
    Ok(())
}

fn note(ops: &Ops, request: &Request, after: Numbers, desired: &Desired) {
    ops.note(&Entry {
        at: ops.clock.now(),
        by: request.by.clone(),
        pool: request.id.to_string(),
        claim: stamp::name(&desired.winner().to_string()),
        before: Numbers::nothing(),
        after,
        tags: vec![stamp::TAG.to_owned()],
        leases: Default::default(),
        until: None,
    });
}
