//! Making a pool bigger, or small again: the write path.
//!
//! Read, decide, send one PATCH, follow it, read again and compare, wait until warm. A conflict, a lost answer or
//! throttling goes back to reading; a PATCH body is never simply sent again.

use super::expense::{Budgets, Expense, Refusal, keep_to_budgets, saves_nothing};
use super::follow::{Followed, failed};
use super::journal::{Entry, Warmed};
use super::settle::about;
use super::{Ops, Step, Warmth};
use crate::azure::{Failure, Started};
use crate::cost::Decimal;
use crate::error::{Error, Kind, Result};
use crate::model::limits::{self, READY_FLOOR_CUSTOM_CONTAINER};
use crate::model::{Finding, Mark, Patch, Pool, PoolId, State};
use crate::plan::{Action, Direction, Holding, Intent, Plan, Unasked, Wish, changes, decide};
use crate::schedule::{Claim, Desired, Source};
use crate::wire;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;
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
    /// What is asked for.
    pub intent: Intent,
    /// Decide only.
    pub dry_run: bool,
    /// How far the change is waited for.
    pub wait: Wait,
    /// Leave a pool on which something is running, instead of waiting for that.
    pub leave_busy: bool,
    /// Decide for this moment instead of now; on a dry run only.
    pub at: Option<Timestamp>,
    /// What the pool may cost at most until the lease that is asked for, or else the last claim, ends.
    pub max_cost: Option<Decimal>,
    /// What the events may cost.
    pub budgets: Budgets,
    /// Whether the pool file says what the pool is made of, so that it can be parked.
    pub is_described: bool,
}

impl Request {
    /// What a person asks for: everything is waited for.
    #[must_use]
    pub fn new(id: PoolId, intent: Intent) -> Self {
        Self {
            id,
            intent,
            dry_run: false,
            wait: Wait::Warm,
            leave_busy: false,
            at: None,
            max_cost: None,
            budgets: Budgets::new(),
            is_described: false,
        }
    }
}

/// How far a change is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Until the sessions are warm.
    Warm,
    /// Until Azure has taken it.
    Sent,
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
    /// What was wished last.
    pub wish: Wish,
    /// The claims that hold now.
    pub desired: Desired,
    /// The moment for which that was asked.
    pub desired_at: Timestamp,
    /// What it costs.
    pub expense: Expense,
    /// How it stands to being parked, where its base is.
    pub parking: Option<Parking>,
    /// The events that the pool is not raised for, since they may cost more than their budget.
    pub refused: Vec<Refusal>,
    /// What other people have asked for and a scale-down would end, where nobody has said yes to that.
    pub unasked: Unasked,
    /// How far it went.
    pub outcome: Outcome,
    /// Whether the pool is warm.
    pub warmth: Warmth,
    /// Worth saying.
    pub findings: Vec<Finding>,
    /// From the first read to the end.
    pub took: Duration,
}

impl Report {
    /// What keeps a pool up that was to go down: an event, or a lease that is newer than the wish.
    #[must_use]
    pub fn still_wanted(&self) -> Option<&Claim> {
        let is_wanted = |claim: &&Claim| !claim.source.is_base() && claim.source != Source::Hold;
        if self.wish.direction == Direction::Up { None } else { self.desired.claims.iter().find(is_wanted) }
    }
}

/// How a pool whose base is parked stands to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parking {
    /// It is parked, and nobody wants it.
    Parked,
    /// It would be parked, and stands.
    Stands,
    /// It was parked, is being, or would be.
    Parks,
    /// It was made again, or would be.
    Unparks,
}

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing differed; nothing was sent.
    NoChanges,
    /// It was only decided.
    DryRun,
    /// Something is running on the pool; it was left.
    Busy,
    /// It would end what other people have asked for.
    Unasked,
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
    let mut run = Run::new(ops, request);
    check_before_asking(&run.request)?;
    let Found { plan, pool, wish, expense, outcome } = run.converge().await?;
    let mut findings = run.findings(&plan, &wish, (&pool, &expense), outcome);
    let desired_at = run.now();
    let (before, taken) = (run.before.unwrap_or_else(|| pool.clone()), run.taken);
    let raises = wish.direction == Direction::Up
        || plan.changes.iter().any(|change| change.key == "readySessions" && !change.lowers);
    let (after, warmth) = match (outcome, plan.ready_wanted()) {
        (Outcome::DryRun | Outcome::Sent | Outcome::Busy | Outcome::Unasked, _) => (pool, Warmth::NotAwaited),
        (_, None) => (pool, Warmth::NoneKept),
        (_, Some(_)) if run.request.wait != Wait::Warm || !raises => (pool, Warmth::NotAwaited),
        (_, Some(_)) => ops.warmed(&run.request.id, pool, plan.target.0, &mut findings).await?,
    };
    let took = Duration::try_from(ops.clock.now().duration_since(started)).unwrap_or_default();
    if let Some(taken) = taken.filter(|_| outcome == Outcome::Applied) {
        note_warmth(ops, &before, &after, warmth, taken);
    }
    let request = if plan.patch.is_empty() { Value::Null } else { wire::patch::encode(&plan.patch) };
    let plan = match outcome {
        // What was sent first may have been refused: what counts is what came of it.
        Outcome::Applied => {
            Plan { changes: changes((before.scale, before.lifecycle), (after.scale, after.lifecycle)), ..plan }
        }
        _ => plan,
    };
    let asks = (outcome == Outcome::Unasked).then(|| run.request.intent.unasked(&before, started));
    let desired = run.request.intent.desired(&after, desired_at)?;
    Ok(Report {
        before,
        after,
        plan,
        request,
        wish,
        desired,
        desired_at,
        expense,
        parking: None,
        refused: run.refused,
        unasked: asks.unwrap_or_default(),
        outcome,
        warmth,
        findings,
        took,
    })
}

/// What goes on to cost although it was lowered: a floor under 0, or nodes that fewer ready sessions need as well.
fn what_goes_on(request: &Request, plan: &Plan, wish: &Wish, (pool, expense): (&Pool, &Expense)) -> Option<Finding> {
    let name = pool.id.name.clone();
    let floor = floor_left(plan, wish).map(|floor| match request.intent.base.source {
        Source::Parked => floor_until_parked(name, floor),
        _ => floor_finding(name, floor, request.is_described),
    });
    floor.or_else(|| saves_nothing(plan, pool, expense))
}

/// Notes how long a pool took that was raised and is warm, so that a lead that is too short can be told.
fn note_warmth(ops: &Ops, before: &Pool, after: &Pool, warmth: Warmth, taken: Timestamp) {
    let Warmth::Warm { ready, .. } = warmth else { return };
    if before.scale.ready < after.scale.ready {
        let at = ops.clock.now();
        let warm_after_seconds = taken.duration_until(at).as_secs().unsigned_abs();
        ops.note(&Warmed { at, pool: after.id.to_string(), ready_sessions: ready, warm_after_seconds });
    }
}

struct Run<'a> {
    ops: &'a Ops,
    request: Request,
    /// The floor that Azure's answers have taught.
    floor: Option<u32>,
    sends: u32,
    /// How often it was started over, for the length of the next wait.
    overs: u32,
    /// Whether a pool that a refused 0 had left Failed was sent its scale again.
    mended: bool,
    before: Option<Pool>,
    /// When Azure took a change first.
    taken: Option<Timestamp>,
    /// The events that the pool is not raised for.
    refused: Vec<Refusal>,
}

/// What converging came to.
struct Found {
    plan: Plan,
    pool: Pool,
    wish: Wish,
    expense: Expense,
    outcome: Outcome,
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

impl<'a> Run<'a> {
    fn new(ops: &'a Ops, request: Request) -> Self {
        Self {
            ops,
            request,
            floor: None,
            sends: 0,
            overs: 0,
            mended: false,
            before: None,
            taken: None,
            refused: Vec::new(),
        }
    }

    /// What is to be known of what was decided.
    fn findings(&self, plan: &Plan, wish: &Wish, of: (&Pool, &Expense), outcome: Outcome) -> Vec<Finding> {
        let mut findings = plan.findings.clone();
        // Whoever forces the pool down wants no event raised.
        let is_forced_down = wish.direction == Direction::Down && self.request.intent.force;
        let refused = self.refused.iter().filter(|_| !is_forced_down);
        findings.extend(refused.map(|refusal| refusal.finding(&of.0.id.name)));
        // A runner that finds nothing to do has nothing to say, every few minutes.
        let is_news = outcome != Outcome::NoChanges || wish.direction == Direction::Down;
        findings.extend(what_goes_on(&self.request, plan, wish, of).filter(|_| is_news));
        findings
    }

    /// The moment that is decided for. Whoever goes by claims alone goes by Azure's clock, as whoever makes a parked pool
    /// for them does; what a person asks for begins when theirs says so.
    fn now(&self) -> Timestamp {
        self.request.at.unwrap_or_else(|| match self.request.intent.action {
            Action::Apply { .. } => self.ops.azure.time(),
            Action::ScaleUp(_) | Action::Extend(_) | Action::ScaleDown(_) => self.ops.clock.now(),
        })
    }

    /// Reads, decides and sends until nothing differs.
    async fn converge(&mut self) -> Result<Found> {
        let (mut last, mut done): (Option<Plan>, Option<Plan>) = (None, None);
        let mut sent: Option<Expense> = None;
        loop {
            self.ops.tell(if last.is_some() { Step::Verifying } else { Step::Reading });
            let pool = self.read().await?;
            let now = self.now();
            let first = self.before.is_none();
            self.before.get_or_insert_with(|| pool.clone());
            let (wish, mut plan) = self.decided(&pool, now)?;
            let expense = Expense::of(&self.ops.card, &pool, (&self.request.intent, &wish, &plan), now);
            let found = |plan: Plan, pool: Pool, outcome| Found {
                plan,
                pool,
                wish: wish.clone(),
                expense: sent.clone().unwrap_or_else(|| expense.clone()),
                outcome,
            };
            if pool.state.is_busy() && self.request.leave_busy {
                return Ok(found(plan, pool, Outcome::Busy));
            }
            if first && !self.request.dry_run && !self.request.intent.unasked(&pool, now).is_empty() {
                return Ok(found(plan, pool, Outcome::Unasked));
            }
            // What Azure has taken is carried to its end, whatever it costs by now.
            if self.taken.is_none() {
                let note = self.request.check_expense(&plan, &pool, &expense)?;
                plan.findings.extend(note);
            }
            if plan.is_empty() {
                self.check_state(&pool, &wish, last.is_some())?;
                return Ok(match last {
                    Some(sent) => found(of_what_was_sent(sent, plan, &wish), pool, Outcome::Applied),
                    None => found(plan, pool, Outcome::NoChanges),
                });
            }
            if self.request.dry_run {
                return Ok(found(plan, pool, Outcome::DryRun));
            }
            let mends = plan.changes.is_empty() && plan.tags_alone.is_empty();
            if mends && self.mended {
                self.check_state(&pool, &wish, true)?;
            }
            self.ops.tell(Step::Planned {
                plan: Box::new(plan.clone()),
                before: Box::new(pool.clone()),
                expense: Box::new(expense.clone()),
            });
            match self.send(&plan, &pool, &wish).await? {
                Sent::NotAwaited => return Ok(found(plan, pool, Outcome::Sent)),
                Sent::Done => {
                    self.check_progress(done.as_ref(), &plan)?;
                    // One whose answer was lost has not been tried yet.
                    self.mended |= mends;
                    done = Some(plan.clone());
                }
                Sent::LookAgain => {}
            }
            last = Some(plan);
            sent = Some(expense);
        }
    }

    fn decided(&mut self, pool: &Pool, now: Timestamp) -> Result<(Wish, Plan)> {
        self.leave_out_dear_events(pool, now);
        self.request.intent.settle(pool, now);
        let wish = self.request.intent.wish(pool, now, self.floor)?;
        let plan = decide(&wish, pool, now)?;
        Ok((wish, plan))
    }

    /// From the first look on, events that may cost more than their budget are none.
    fn leave_out_dear_events(&mut self, pool: &Pool, now: Timestamp) {
        let Request { intent, budgets, .. } = &mut self.request;
        let refused = keep_to_budgets(&self.ops.card, budgets, (&intent.base, &mut intent.known, pool), now);
        self.refused.extend(refused);
    }

    async fn read(&self) -> Result<Pool> {
        let id = &self.request.id;
        let leaves_busy = self.request.leave_busy && self.sends == 0;
        let pool = if self.request.dry_run || leaves_busy {
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
    fn check_state(&self, pool: &Pool, wish: &Wish, was_sent: bool) -> Result<()> {
        if pool.state != State::Failed || (wish.direction == Direction::Down && !was_sent) {
            return Ok(());
        }
        let kind = if was_sent { Kind::OperationFailed } else { Kind::PoolFailed };
        let name = &pool.id.name;
        let again = match (self.request.is_described, self.request.intent.base.source) {
            (true, Source::Parked) => {
                "`pool apply --allow-park` makes it anew where it is wanted, and so does `pool unpark`"
            }
            (true, _) => "`pool create` makes it anew",
            (false, _) => "make it anew",
        };
        Err(Error::message(kind, format!("pool {name} has the scale that was asked for and is in state Failed"))
            .about(pool.id.to_string())
            .hint(
                "The portal's activity log says why. A Failed pool may not serve sessions, and can still hold a node.",
            )
            .hint(format!("If it stays so: `pool delete -n {name}` deletes it, and then {again}.")))
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

    async fn send(&mut self, plan: &Plan, pool: &Pool, wish: &Wish) -> Result<Sent> {
        if self.sends == MOST_SENDS {
            let text = format!("the change was sent {MOST_SENDS} times, and the pool still differs");
            return Err(Error::message(Kind::Conflict, text).about(self.request.id.to_string()).hint(format!(
                "Somebody else is changing it too, or answers are lost on the way: see with `pool show -n {}`.",
                self.request.id.name
            )));
        }
        self.sends += 1;
        self.ops.tell(Step::Sending);
        if !plan.tags_alone.is_empty() {
            return self.send_tags(plan, pool, wish).await;
        }
        self.patch(&plan.patch, (pool, plan, wish)).await
    }

    async fn patch(&mut self, patch: &Patch, write: (&Pool, &Plan, &Wish)) -> Result<Sent> {
        let answer = self.ops.azure.patch_pool(&self.request.id, &wire::patch::encode(patch)).await;
        if answer.is_ok() {
            self.note(write);
        }
        match answer {
            // A 0 may be refused late, and whoever does not look never learns of it.
            Ok(started)
                if self.request.wait == Wait::Sent && patch.scale.is_none_or(|scale| scale.ready != Some(0)) =>
            {
                self.ops.leave(&self.request.id, started);
                Ok(Sent::NotAwaited)
            }
            Ok(Started::Done(_)) => Ok(Sent::Done),
            Ok(Started::Running(operation)) => match self.ops.follow(&self.request.id, operation).await? {
                Followed::Done => Ok(Sent::Done),
                Followed::Lost => Ok(Sent::LookAgain),
                Followed::Failed(error) if self.learns_floor(write.2, error.has_code(ZERO_REFUSED)) => {
                    Ok(Sent::LookAgain)
                }
                Followed::Failed(error) => Err(failed(&error, &self.request.id)),
            },
            Err(failure) => self.recover(failure, write.2).await,
        }
    }

    /// Tags alone are no operation on the pool. Who may not write them so may still write the pool.
    async fn send_tags(&mut self, plan: &Plan, pool: &Pool, wish: &Wish) -> Result<Sent> {
        match self.ops.azure.merge_tags(&self.request.id, &plan.tags_alone).await {
            Ok(()) => {
                self.note((pool, plan, wish));
                Ok(Sent::LookAgain)
            }
            Err(failure) if failure.is_forbidden() => {
                let mut tags: BTreeMap<String, String> = pool.tags.clone();
                tags.retain(|name, _| !plan.tags_alone.keys().any(|tag| tag.eq_ignore_ascii_case(name)));
                tags.extend(plan.tags_alone.clone());
                self.patch(&Patch { tags: Some(tags), ..Patch::default() }, (pool, plan, wish)).await
            }
            Err(failure) => self.recover(failure, wish).await,
        }
    }

    /// Writes down what Azure has just taken.
    fn note(&mut self, (pool, plan, wish): (&Pool, &Plan, &Wish)) {
        let now = self.ops.clock.now();
        self.taken.get_or_insert(now);
        self.ops.note(&Entry::new(now, pool, plan, wish));
    }

    /// What a refused or doubtful send means: start over, or give up.
    async fn recover(&mut self, failure: Failure, wish: &Wish) -> Result<Sent> {
        if self.learns_floor(wish, failure.is_ready_zero_refused()) {
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
    fn learns_floor(&mut self, wish: &Wish, zero_refused: bool) -> bool {
        let learns = zero_refused && wish.settings.ready_sessions == 0 && self.floor.is_none();
        if learns {
            self.floor = Some(READY_FLOOR_CUSTOM_CONTAINER);
            let floor = READY_FLOOR_CUSTOM_CONTAINER;
            self.ops.tell(Step::Again { why: format!("Azure refuses 0 ready sessions here: with {floor}") });
        }
        learns
    }
}

/// What was sent, with what is left: what was sent is shown, not the empty rest.
fn of_what_was_sent(sent: Plan, rest: Plan, wish: &Wish) -> Plan {
    let news = wish.findings.iter().filter(|finding| !sent.findings.contains(finding));
    let findings = sent.findings.iter().chain(news).cloned().collect();
    let Plan { target, withheld, doubt, leaves_drift, .. } = rest;
    Plan { target, withheld, doubt, leaves_drift, findings, ..sent }
}

/// Azure's code for a number of ready sessions that it does not take.
pub(super) const ZERO_REFUSED: &str = "SessionPoolInvalidReadySessionInstances";

/// What no pool of any kind can be is refused before Azure is asked for anything.
fn check_before_asking(request: &Request) -> Result<()> {
    let settings = match &request.intent.action {
        Action::ScaleUp(lease) | Action::Extend(lease) => &lease.settings,
        Action::ScaleDown(down) => match &down.hold {
            Holding::Write(hold) => &hold.settings,
            Holding::Keep | Holding::End => &request.intent.base.settings,
        },
        Action::Apply { .. } => &request.intent.base.settings,
    };
    limits::check(settings).map_err(|error| error.about(request.id.to_string()))
}

/// What stays warm where 0 was wished and Azure keeps more.
fn floor_left(plan: &Plan, wish: &Wish) -> Option<u32> {
    let wished_zero = wish.direction != Direction::Up && wish.settings.ready_sessions == 0;
    plan.ready_wanted().filter(|ready| wished_zero && *ready > 0)
}

/// What a refused 0 leaves, and what it means.
pub(super) fn floor_finding(subject: String, floor: u32, is_described: bool) -> Finding {
    let text = format!("Azure refuses 0 ready sessions here; {floor} stays warm and is billed around the clock");
    let todo = if is_described {
        "A custom-container pool with a ready session holds at least one dedicated node; `pool park` ends that, and \
         `pool unpark` makes the pool again."
    } else {
        "A custom-container pool with a ready session holds at least one dedicated node; `pool park` ends that where the \
         pool file says under `container` what the pool is made of."
    };
    Finding::new(Mark::Warning, subject, text).todo(todo)
}

/// The same where the pool is parked once nobody wants it: it is no news, and goes by itself.
pub(super) fn floor_until_parked(subject: String, floor: u32) -> Finding {
    let text =
        format!("Azure refuses 0 ready sessions here; {floor} stays warm and is billed until the pool is parked");
    Finding::new(Mark::Note, subject, text)
        .todo("`pool apply --allow-park` parks it when nothing speaks against it, `pool park` at once.")
}
