//! Making a pool bigger, or small again: the write path.
//!
//! Read, decide, send one PATCH, follow it, read again and compare, wait until warm. A conflict, a lost answer or
//! throttling goes back to reading; a PATCH body is never simply sent again.

use super::follow::{Followed, failed};
use super::settle::about;
use super::{Ops, Step, Warmth};
use crate::azure::{Failure, Started};
use crate::error::{Error, Kind, Result};
use crate::model::limits::{self, READY_FLOOR_CUSTOM_CONTAINER};
use crate::model::{Finding, Mark, Pool, PoolId, Settings, State};
use crate::plan::{Direction, Plan, Wish, changes, decide};
use crate::schedule::stamp::TAG;
use crate::wire;
use serde_json::Value;
use std::time::Duration;

/// How often a change is sent before somebody else must be changing the pool at the same time.
const MOST_SENDS: u32 = 5;

/// The wait before starting over; it doubles each time.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which pool.
    pub id: PoolId,
    /// What is wished of it.
    pub wish: Wish,
    /// Decide only.
    pub dry_run: bool,
    /// Do not wait for the operation, nor for warmth.
    pub no_wait: bool,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Report {
    /// The pool as it was first read.
    pub before: Pool,
    /// The pool as it was last read.
    pub after: Pool,
    /// What was decided last.
    pub plan: Plan,
    /// The body of that decision's request.
    pub request: Value,
    /// What was wished.
    pub wished: Settings,
    /// How far it went.
    pub outcome: Outcome,
    /// Whether the pool is warm.
    pub warmth: Warmth,
    /// Worth saying.
    pub findings: Vec<Finding>,
    /// From the first read to the end.
    pub took: Duration,
}

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing differed; nothing was sent.
    NoChanges,
    /// It was only decided.
    DryRun,
    /// It was sent and not waited for.
    Sent,
    /// It was sent, and the pool is as decided.
    Applied,
}

/// Makes a pool as wished.
///
/// # Errors
/// `PoolNotFound`, what [`decide`] refuses, what Azure refuses, `OperationFailed`, `TimedOut`, and `Conflict` where
/// somebody else keeps changing the pool.
pub async fn run(ops: &Ops, request: Request) -> Result<Report> {
    let started = ops.clock.now();
    let mut run = Run { ops, request, sends: 0, overs: 0, mended: false, before: None };
    check_before_asking(&run.request)?;
    let (plan, pool, outcome) = run.converge().await?;
    let mut findings = plan.findings.clone();
    findings.extend(floor_left(&plan, &run.request.wish).map(|floor| floor_finding(pool.id.name.clone(), floor)));
    let before = run.before.unwrap_or_else(|| pool.clone());
    let (after, warmth) = match (outcome, plan.ready_wanted(), run.request.wish.direction) {
        (Outcome::DryRun | Outcome::Sent, ..) => (pool, Warmth::NotAwaited),
        (_, None, _) => (pool, Warmth::NoneKept),
        (Outcome::NoChanges, _, _) if run.request.no_wait => (pool, Warmth::NotAwaited),
        (_, Some(_), Direction::Down) => (pool, Warmth::NotAwaited),
        (_, Some(_), Direction::Up) => ops.warmed(&run.request.id, pool, plan.target.0, &mut findings).await?,
    };
    let took = Duration::try_from(ops.clock.now().duration_since(started)).unwrap_or_default();
    let request = if plan.patch.is_empty() { Value::Null } else { wire::patch::encode(&plan.patch) };
    let plan = match outcome {
        // What was sent first may have been refused: what counts is what came of it.
        Outcome::Applied => {
            Plan { changes: changes((before.scale, before.lifecycle), (after.scale, after.lifecycle)), ..plan }
        }
        _ => plan,
    };
    let wished = run.request.wish.settings;
    Ok(Report { before, after, plan, request, wished, outcome, warmth, findings, took })
}

struct Run<'a> {
    ops: &'a Ops,
    request: Request,
    sends: u32,
    /// How often it was started over, for the length of the next wait.
    overs: u32,
    /// Whether a pool that a refused 0 had left Failed was sent its scale again.
    mended: bool,
    before: Option<Pool>,
}

/// What one send came to.
enum Sent {
    /// Azure says that it is done: the pool must be read to be sure.
    Done,
    /// It did not work, or nobody knows: the pool must be read again.
    LookAgain,
    /// It was accepted and is not waited for.
    NotAwaited,
}

impl Run<'_> {
    /// Reads, decides and sends until nothing differs.
    async fn converge(&mut self) -> Result<(Plan, Pool, Outcome)> {
        let (mut last, mut done): (Option<Plan>, Option<Plan>) = (None, None);
        loop {
            self.ops.tell(if last.is_some() { Step::Verifying } else { Step::Reading });
            let pool = self.read().await?;
            let plan = decide(&self.request.wish, &pool, self.ops.clock.now())?;
            self.before.get_or_insert_with(|| pool.clone());
            if plan.is_empty() {
                self.check_state(&pool, last.is_some())?;
                // What was sent is shown, not the empty rest.
                return Ok(match last {
                    Some(sent) => {
                        (Plan { target: plan.target, withheld: plan.withheld, ..sent }, pool, Outcome::Applied)
                    }
                    None => (plan, pool, Outcome::NoChanges),
                });
            }
            if self.request.dry_run {
                return Ok((plan, pool, Outcome::DryRun));
            }
            let mends = plan.changes.is_empty() && plan.stamp_alone.is_none();
            if mends && self.mended {
                self.check_state(&pool, true)?;
            }
            self.ops.tell(Step::Planned { plan: Box::new(plan.clone()), before: Box::new(pool.clone()) });
            match self.send(&plan).await? {
                Sent::NotAwaited => return Ok((plan, pool, Outcome::Sent)),
                Sent::Done => {
                    self.check_progress(done.as_ref(), &plan)?;
                    // One whose answer was lost has not been tried yet.
                    self.mended |= mends;
                    done = Some(plan.clone());
                }
                Sent::LookAgain => {}
            }
            last = Some(plan);
        }
    }

    async fn read(&self) -> Result<Pool> {
        let id = &self.request.id;
        let pool = if self.request.dry_run {
            match self.ops.get(id).await? {
                Some(pool) => Some(self.ops.counted(pool).await),
                None => None,
            }
        } else {
            self.ops.settled(id).await?
        };
        match pool {
            Some(pool) => Ok(pool),
            None => Err(self.ops.not_found(id).await),
        }
    }

    /// A pool that is as wished and Failed is no success: somebody must look.
    fn check_state(&self, pool: &Pool, was_sent: bool) -> Result<()> {
        if pool.state != State::Failed || (self.request.wish.direction == Direction::Down && !was_sent) {
            return Ok(());
        }
        let kind = if was_sent { Kind::OperationFailed } else { Kind::PoolFailed };
        Err(Error::message(
            kind,
            format!("pool {} has the scale that was asked for and is in state Failed", pool.id.name),
        )
        .about(pool.id.to_string())
        .hint("The portal's activity log says why. A Failed pool may not serve sessions, and can still hold a node."))
    }

    /// The same change twice, taken both times and not there afterwards, is not going to work the third time.
    fn check_progress(&self, done: Option<&Plan>, plan: &Plan) -> Result<()> {
        let Some(last) = done.filter(|last| !plan.changes.is_empty() && last.changes == plan.changes) else {
            return Ok(());
        };
        let undone: Vec<String> = last
            .changes
            .iter()
            .map(|change| format!("{} is {}, not {}", change.label, change.from, change.to))
            .collect();
        let text = format!("Azure took the change twice, and it does not stay: {}", undone.join(", "));
        Err(Error::message(Kind::Conflict, text).about(self.request.id.to_string()).hint(format!(
            "Somebody else may be changing it back: see who with `pool show -n {}`.",
            self.request.id.name
        )))
    }

    async fn send(&mut self, plan: &Plan) -> Result<Sent> {
        if self.sends == MOST_SENDS {
            let text = format!("the change was sent {MOST_SENDS} times, and the pool still differs");
            return Err(Error::message(Kind::Conflict, text).about(self.request.id.to_string()).hint(format!(
                "Somebody else is changing it too, or answers are lost on the way: see with `pool show -n {}`.",
                self.request.id.name
            )));
        }
        self.sends += 1;
        self.ops.tell(Step::Sending);
        if let Some(stamp) = &plan.stamp_alone {
            return self.send_stamp(stamp).await;
        }
        match self.ops.azure.patch_pool(&self.request.id, &wire::patch::encode(&plan.patch)).await {
            Ok(_) if self.request.no_wait => Ok(Sent::NotAwaited),
            Ok(Started::Done(_)) => Ok(Sent::Done),
            Ok(Started::Running(operation)) => match self.ops.follow(&self.request.id, operation).await? {
                Followed::Done => Ok(Sent::Done),
                Followed::Lost => Ok(Sent::LookAgain),
                Followed::Failed(error) if self.learns_floor(error.has_code(ZERO_REFUSED)) => Ok(Sent::LookAgain),
                Followed::Failed(error) => Err(failed(&error, &self.request.id)),
            },
            Err(failure) => self.recover(failure).await,
        }
    }

    async fn send_stamp(&mut self, stamp: &str) -> Result<Sent> {
        let tags = [(TAG.to_owned(), stamp.to_owned())].into();
        match self.ops.azure.merge_tags(&self.request.id, &tags).await {
            Ok(()) => Ok(Sent::LookAgain),
            Err(failure) => self.recover(failure).await,
        }
    }

    /// What a refused or doubtful send means: start over, or give up.
    async fn recover(&mut self, failure: Failure) -> Result<Sent> {
        if self.learns_floor(failure.is_ready_zero_refused()) {
            return Ok(Sent::LookAgain);
        }
        if let Some(wait) = failure.is_throttled() {
            // It was not processed, and counts for nothing.
            self.sends -= 1;
            self.ops.be_patient(wait, &self.request.id).await?;
            return Ok(Sent::LookAgain);
        }
        if failure.is_busy() {
            // Somebody else was faster: their operation is waited for, and counts for nothing.
            self.sends -= 1;
        } else if !failure.is_lost() || self.sends == MOST_SENDS {
            return Err(about(failure, "change the pool", &self.request.id));
        }
        self.ops.tell(Step::Again { why: failure.to_string() });
        self.overs += 1;
        let wait = FIRST_WAIT * 2u32.pow(self.overs.min(5));
        self.ops.pause(wait.min(LONGEST_WAIT), "another operation, or a lost answer").await?;
        Ok(Sent::LookAgain)
    }

    /// Whether a refused 0 has just taught the floor, so that the next decision uses it.
    fn learns_floor(&mut self, zero_refused: bool) -> bool {
        let wish = &mut self.request.wish;
        let learns = zero_refused && wish.settings.ready_sessions == 0 && wish.floor.is_none();
        if learns {
            wish.floor = Some(READY_FLOOR_CUSTOM_CONTAINER);
            let floor = READY_FLOOR_CUSTOM_CONTAINER;
            self.ops.tell(Step::Again { why: format!("Azure refuses 0 ready sessions here: with {floor}") });
        }
        learns
    }
}

/// Azure's code for a number of ready sessions that it does not take.
pub(super) const ZERO_REFUSED: &str = "SessionPoolInvalidReadySessionInstances";

/// What no pool of any kind can be is refused before Azure is asked for anything.
fn check_before_asking(request: &Request) -> Result<()> {
    let faults = limits::faults(&request.wish.settings);
    if faults.is_empty() {
        return Ok(());
    }
    let texts: Vec<String> = faults.into_iter().map(|(_, text)| text).collect();
    Err(Error::message(Kind::InvalidScale, texts.join("; ")).about(request.id.to_string()))
}

/// What stays warm where 0 was wished and Azure keeps more.
fn floor_left(plan: &Plan, wish: &Wish) -> Option<u32> {
    let wished_zero = wish.direction == Direction::Down && wish.settings.ready_sessions == 0;
    plan.ready_wanted().filter(|ready| wished_zero && *ready > 0)
}

/// What a refused 0 leaves, and what it means.
pub(super) fn floor_finding(subject: String, floor: u32) -> Finding {
    let text = format!("Azure refuses 0 ready sessions here; {floor} stays warm and is billed around the clock");
    let todo =
        "A custom-container pool with a ready session holds at least one dedicated node; only `pool delete` ends that.";
    Finding::new(Mark::Warning, subject, text).todo(todo)
}
