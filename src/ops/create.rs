//! Making a pool.

use super::expense::{self, Metered};
use super::follow::{Followed, failed};
use super::scale::{ZERO_REFUSED, floor_finding, floor_until_parked};
use super::settle::about;
use super::{Ops, Step, Warmth};
use crate::azure::Started;
use crate::cost::{Card, Occupancy, Rates};
use crate::error::{Error, Kind, Result};
use crate::model::definition::{Definition, Secret};
use crate::model::limits::{self, READY_FLOOR_CUSTOM_CONTAINER};
use crate::model::{Finding, Mark, Pool, PoolId, Scale, Settings, State};
use crate::schedule::Stamp;
use crate::schedule::stamp::{Running, TAG};
use crate::wire;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often a PUT whose answer was lost is sent again, after a look that found no pool.
const MOST_SENDS: u32 = 4;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which pool.
    pub id: PoolId,
    /// What it is made of.
    pub definition: Definition,
    /// The name of the profile, for the stamp.
    pub claim: String,
    /// The scale it starts with.
    pub settings: Settings,
    /// The events that hold, for the stamp.
    pub events: Vec<Running>,
    /// The values of the definition's secrets, by variable.
    pub secrets: BTreeMap<String, Secret>,
    /// Who runs the program, for the stamp.
    pub runner: String,
    /// Decide only.
    pub dry_run: bool,
    /// Do not wait for the operation.
    pub no_wait: bool,
    /// Whether its base is parked, so that it goes by itself once nobody wants it.
    pub parks: bool,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Report {
    /// Which pool.
    pub id: PoolId,
    /// How far it went.
    pub outcome: Outcome,
    /// The pool as it was last read, where there is one.
    pub pool: Option<Pool>,
    /// The body that was sent, or would be, with its secrets' values left out.
    pub body: Value,
    /// Of a dry run: the scale that it would be made at, and what that costs while nobody comes.
    pub planned: Option<(Scale, expense::Running)>,
    /// Whether it is warm.
    pub warmth: Warmth,
    /// Worth saying.
    pub findings: Vec<Finding>,
    /// From the first request to Azure's word that it is there, or that it was taken.
    pub made_after: Option<Duration>,
    /// From the first read to the end.
    pub took: Duration,
}

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There was one; nothing was changed.
    ExistedAlready,
    /// It was only decided.
    DryRun,
    /// It was sent and not waited for.
    Sent,
    /// It is there.
    Created,
}

/// Creates a pool. One that somebody is creating just now is waited for.
///
/// # Errors
/// `InvalidScale`, `Usage` where a secret has no value of its own, `PoolFailed` where a broken one stands there, what
/// Azure refuses, `OperationFailed`, `TimedOut`.
pub async fn run(ops: &Ops, request: Request) -> Result<Report> {
    let started = ops.clock.now();
    limits::check_for(&request.settings, request.definition.kind)
        .map_err(|error| error.about(request.id.to_string()))?;
    check_secrets(&request.definition, &request.secrets).map_err(|error| error.about(request.id.to_string()))?;
    let findings = name_findings(&request.id);
    let mut run =
        Run { ops, request: &request, floor: None, replaces: false, findings, sends: 0, sent_at: None, started };
    let (outcome, pool) = run.make().await?;
    let made_after = run.sent_at.and_then(|sent| Duration::try_from(ops.clock.now().duration_since(sent)).ok());
    let body = run.body(false);
    let mut findings = std::mem::take(&mut run.findings);
    let (pool, warmth) = match (outcome, pool) {
        (Outcome::Created, Some(pool)) if pool.scale.ready.is_none() => (Some(pool), Warmth::NoneKept),
        (Outcome::Created, Some(pool)) => {
            let scale = pool.scale;
            let (pool, warmth) = ops.warmed(&request.id, pool, scale, &mut findings).await?;
            (Some(pool), warmth)
        }
        (_, pool) => (pool, Warmth::NotAwaited),
    };
    let took = Duration::try_from(ops.clock.now().duration_since(started)).unwrap_or_default();
    let planned = (outcome == Outcome::DryRun).then(|| planned(&ops.card, &request));
    Ok(Report { id: request.id, outcome, pool, body, planned, warmth, findings, made_after, took })
}

/// The scale that a pool would be made at, and what it costs then while nobody comes.
fn planned(card: &Card, request: &Request) -> (Scale, expense::Running) {
    let metered = Metered::from(&request.definition);
    let scale = request.settings.scale(metered.kind);
    let ready = metered.really(scale).ready;
    let hour = |rates: &Rates| {
        ready.map(|ready| rates.standing_for(Occupancy { active: 0, ready }, SignedDuration::from_hours(1)))
    };
    (scale, metered.rates(card).map(|rates| (rates.clone(), hour(&rates))))
}

struct Run<'a> {
    ops: &'a Ops,
    request: &'a Request,
    /// The fewest ready sessions that Azure takes, once it has refused 0.
    floor: Option<u32>,
    /// Whether the next PUT goes over what a refused one has left.
    replaces: bool,
    findings: Vec<Finding>,
    sends: u32,
    /// When the first PUT was sent.
    sent_at: Option<Timestamp>,
    started: Timestamp,
}

impl Run<'_> {
    async fn make(&mut self) -> Result<(Outcome, Option<Pool>)> {
        let id = &self.request.id;
        loop {
            self.ops.tell(Step::Reading);
            let existing = self.existing().await?;
            if existing.as_ref().is_some_and(|pool| self.left_half_made(pool)) {
                self.learns_floor(true);
                self.ops.tell(Step::Again { why: "an earlier run was cut off when Azure had refused 0".to_owned() });
                self.replaces = true;
            }
            match existing {
                Some(_) if self.replaces && self.request.dry_run => return Ok((Outcome::DryRun, None)),
                Some(_) if std::mem::take(&mut self.replaces) => {}
                Some(pool) if pool.state == State::Failed => return Err(self.failed_pool(&pool)),
                Some(pool) if pool.state == State::Deleting => return Err(being_deleted(&pool)),
                Some(pool) if self.is_ours(&pool) => return Ok((Outcome::Created, Some(pool))),
                // Whoever was faster, it is not the pool that was asked for here.
                Some(pool) => return Ok((Outcome::ExistedAlready, Some(pool))),
                None if self.request.dry_run => return Ok((Outcome::DryRun, None)),
                None if self.sends == MOST_SENDS => return Err(self.vanished()),
                None if self.sends > 0 => self.ops.pause(self.ops.look_every, "the new pool to be there").await?,
                None => {}
            }
            self.sends += 1;
            self.sent_at.get_or_insert(self.ops.clock.now());
            self.ops.tell(Step::Sending);
            match self.ops.azure.put_pool(id, &self.body(true)).await {
                Ok(started) if self.request.no_wait => {
                    self.ops.leave(id, started);
                    return Ok((Outcome::Sent, None));
                }
                Ok(Started::Done(_)) => {}
                Ok(Started::Running(operation)) => match self.ops.follow(id, operation).await? {
                    Followed::Done | Followed::Lost => {}
                    Followed::Failed(error) if self.learns_floor(error.has_code(ZERO_REFUSED)) => self.replaces = true,
                    Followed::Failed(error) => return Err(failed(&error, id)),
                },
                Err(failure) => self.recover(failure).await?,
            }
        }
    }

    /// Whether a pool is the one that this very run has made, by the stamp on it.
    fn is_ours(&self, pool: &Pool) -> bool {
        self.sends > 0 && pool.tag(TAG) == Some(&self.stamp().to_string())
    }

    fn vanished(&self) -> Error {
        let (id, sends) = (&self.request.id, self.sends);
        Error::message(Kind::Conflict, format!("pool {} was created {sends} times and is not there", id.name))
            .about(id.to_string())
            .hint("Somebody may be deleting it at the same time: see the portal's activity log.")
    }

    /// Whether a Failed pool is what a run of ours has left that ended, or did not wait, before Azure's late refusal of 0
    /// and the second PUT. Nobody has touched it since, so the second PUT loses nothing, whatever is wanted by now; it
    /// has a floor, or more than 0, so that there is never a third for this reason.
    fn left_half_made(&self, pool: &Pool) -> bool {
        let request = self.request;
        self.floor.is_none()
            && self.sends < MOST_SENDS
            && pool.state == State::Failed
            && pool.scale.ready == Some(0)
            && pool.created.at.is_some()
            && pool.created == pool.modified
            && pool.tags.keys().all(|name| name == TAG || request.definition.tags.contains_key(name))
            && pool.tag(TAG).and_then(|text| Stamp::read(text).ok()).is_some_and(|stamp| stamp.floor.is_none())
    }

    /// An existing pool, once nothing is running on it; a look without waiting where nobody wants to wait.
    async fn existing(&self) -> Result<Option<Pool>> {
        if self.request.dry_run || self.request.no_wait {
            self.ops.get(&self.request.id).await
        } else {
            self.ops.settled(&self.request.id).await
        }
    }

    async fn recover(&mut self, failure: crate::azure::Failure) -> Result<()> {
        if self.learns_floor(failure.is_ready_zero_refused()) {
            return Ok(());
        }
        if let Some(wait) = failure.is_throttled() {
            self.sends -= 1;
            return self.ops.be_patient(wait, &self.request.id).await;
        }
        if failure.is_busy() {
            // Somebody is at work on a pool of that name: it is waited for, and then looked at.
            self.sends -= 1;
        } else if !failure.is_lost() || self.sends == MOST_SENDS {
            return Err(about(failure, "create the pool", &self.request.id));
        }
        self.ops.tell(Step::Again { why: failure.to_string() });
        self.ops.pause(self.ops.look_every, "Azure to take the new pool").await
    }

    /// Whether a refused 0 has just taught the floor, so that the next body has it.
    fn learns_floor(&mut self, zero_refused: bool) -> bool {
        let learns = zero_refused && self.request.settings.ready_sessions == 0 && self.floor.is_none();
        if learns {
            self.floor = Some(READY_FLOOR_CUSTOM_CONTAINER);
            let name = self.request.id.name.clone();
            self.findings.push(match self.request.parks {
                true => floor_until_parked(name, READY_FLOOR_CUSTOM_CONTAINER),
                false => floor_finding(name, READY_FLOOR_CUSTOM_CONTAINER, true),
            });
        }
        learns
    }

    fn failed_pool(&self, pool: &Pool) -> Error {
        let name = &pool.id.name;
        let (kind, text) = if self.sends == 0 {
            (Kind::PoolFailed, format!("pool {name} exists already, in state Failed"))
        } else {
            (Kind::OperationFailed, format!("pool {name} was created and is in state Failed"))
        };
        Error::message(kind, text)
            .about(pool.id.to_string())
            .hint("The portal's activity log says why; a Failed pool can hold a node.")
            .hint(format!("Delete it with `pool delete -n {name}` before you try again."))
    }

    fn stamp(&self) -> Stamp {
        let request = self.request;
        Stamp {
            scale: request.settings.scale(request.definition.kind),
            lifecycle: Some(request.settings.lifecycle),
            floor: self.floor,
            claim: request.claim.clone(),
            draining: None,
            asked: None,
            events: request.events.clone(),
            by: request.runner.clone(),
            at: self.started,
            runner: None,
        }
        .as_written()
    }

    fn body(&self, with_secrets: bool) -> Value {
        let request = self.request;
        let scale = request.settings.scale(request.definition.kind);
        let scale = Scale { ready: scale.ready.map(|ready| ready.max(self.floor.unwrap_or(0))), ..scale };
        let stamp = self.stamp();
        let hidden = hidden(&request.definition);
        let filling = wire::create::Filling {
            scale,
            lifecycle: request.settings.lifecycle,
            tags: &[(TAG.to_owned(), stamp.to_string())].into(),
            secrets: if with_secrets { &request.secrets } else { &hidden },
        };
        wire::create::encode(&request.id, &request.definition, &filling)
    }
}

/// The variables of a definition's secrets that have no value.
#[must_use]
pub fn unset(definition: &Definition, secrets: &BTreeMap<String, Secret>) -> Vec<String> {
    let mut names = wire::create::secret_variables(definition);
    names.retain(|name| secrets.get(name).is_none_or(|secret| secret.reveal().is_empty()));
    names
}

/// Refuses a definition whose secrets would be made without a value, or with another one's.
///
/// # Errors
/// `Usage`, with every variable that is missing.
pub fn check_secrets(definition: &Definition, secrets: &BTreeMap<String, Secret>) -> Result<()> {
    if let Some([one, other]) = wire::create::alike(&wire::create::secret_variables(definition)) {
        return Err(Error::message(Kind::Usage, format!("the variables {one} and {other} would be the same secret"))
            .hint("Azure's names for secrets have no capitals and no `_`: rename one of the variables."));
    }
    let missing = unset(definition, secrets);
    if missing.is_empty() {
        return Ok(());
    }
    let text = format!("the pool file takes secrets from variables that are not set: {}", missing.join(", "));
    Err(Error::message(Kind::Usage, text)
        .hint("Set them for this command; the values are sent to Azure and kept nowhere else."))
}

/// What stands for the values of a definition's secrets where they are not sent.
pub(super) fn hidden(definition: &Definition) -> BTreeMap<String, Secret> {
    let names = wire::create::secret_variables(definition).into_iter();
    names.map(|name| (name, Secret::new("***".to_owned()))).collect()
}

fn name_findings(id: &PoolId) -> Vec<Finding> {
    if limits::is_plain_name(&id.name) {
        return Vec::new();
    }
    let text =
        "the name is outside the specification's pattern (3 to 63 lower-case letters and digits, a letter first)";
    vec![Finding::new(Mark::Warning, id.name.clone(), text).todo("Pools with such names exist; Azure decides.")]
}

fn being_deleted(pool: &Pool) -> Error {
    Error::message(Kind::Conflict, format!("pool {} is being deleted", pool.id.name))
        .about(pool.id.to_string())
        .hint("Wait until it is gone, which took Azure about five minutes in fourteen recorded runs, and try again.")
}
