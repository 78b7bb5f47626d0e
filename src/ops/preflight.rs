//! The last look before an event: whether the pool is as it has to be, by what Azure says and by one session that is
//! opened and ended. A fault is a no-go; everything else is said and lets it go.

use super::declared::Declared;
use super::doctor::{endpoint, from_error, locks};
use super::parked::{By, Next, Parked};
use super::rehearse::{COLD_FROM, end, free};
use super::runs;
use super::why::{self, Why};
use super::{Ops, Step};
use crate::azure::{Failure, Opened, Scope, Sessions};
use crate::error::Error;
use crate::model::{Finding, Kind, Mark, Pool, PoolId, State, time};
use crate::schedule::{Source, stamp};
use jiff::{SignedDuration, Timestamp};
use std::future::Future;
use std::time::Duration;

/// A claim that ends so soon is no claim for an event.
const SOON: SignedDuration = SignedDuration::from_mins(60);

/// How far ahead the next event is told.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// How many sessions must be free.
    pub sessions: Option<u32>,
    /// Until when the pool has to stay big.
    pub until: Option<Timestamp>,
    /// Who ran `pool apply` last.
    pub runner: Option<stamp::Mark>,
}

/// How one session was opened.
#[derive(Debug, Clone)]
pub struct Probe {
    /// What came of it.
    pub opened: std::result::Result<Opened, Failure>,
    /// Until then.
    pub took: Duration,
    /// Why it could not be ended.
    pub left: Option<String>,
}

/// Looks at everything but a session, of a pool that was just read.
pub async fn look(ops: &Ops, pool: Pool, declared: &Declared, request: &Request) -> (Pool, Vec<Finding>) {
    let now = ops.clock.now();
    let why = why::explain(&ops.card, pool, (declared, &[]), (now, now));
    let mut findings = of_pool(&why, request);
    findings.extend(around(ops, &why.pool.id).await);
    (why.pool, findings)
}

/// What is about a pool, whether it stands or not: locks, and clocks.
async fn around(ops: &Ops, id: &PoolId) -> Vec<Finding> {
    let scope = id.to_string();
    let (locks, reached) = tokio::join!(ops.azure.locks(&scope), ops.azure.reach());
    let mut findings = match locks {
        Ok(locks) => {
            let held: Vec<Finding> =
                locks.iter().filter(|lock| lock.holds_for(&scope)).map(|lock| locks::finding(lock, &id.name)).collect();
            if held.is_empty() { vec![Finding::new(Mark::Ok, "locks", "none")] } else { held }
        }
        Err(failure) => vec![from_error("locks", &told(failure, "read the locks", id))],
    };
    findings.push(match reached {
        Ok(reached) => endpoint::clock(reached),
        Err(failure) => from_error("clock", &told(failure, "reach the endpoint", id)),
    });
    findings
}

/// The same of a pool that is parked. What can be known of one that does not stand is whether it will in time.
pub async fn look_ahead(
    ops: &Ops,
    id: &PoolId,
    parked: &Parked,
    (request, leave): (&Request, Option<&runs::Run>),
) -> Vec<Finding> {
    let now = ops.clock.now();
    let mut findings = vec![in_time(parked, leave, now)];
    findings.extend(parked.next.as_ref().map(|next| room_then(next, request.sessions)));
    findings.extend(parked.next.as_ref().map(|next| lasts_then(next, request.until)));
    findings.push(maker(parked, leave, now));
    findings.extend(parked.refused.iter().map(|refusal| Finding::new(Mark::Warning, "budget", refusal.brief())));
    findings.push(Finding::new(
        Mark::Note,
        "not yet",
        "state, scale, warm sessions, image, nodes and a session are checked when it stands",
    ));
    findings.extend(around(ops, id).await);
    findings
}

/// The same of a pool that somebody parked though its base is not parked: nothing makes it in time.
pub async fn look_for_parked(ops: &Ops, id: &PoolId, by: &By) -> Vec<Finding> {
    let text = format!("there is no pool: {} parked it at {}", by.who, time::utc(by.at));
    let todo = format!("`pool unpark -n {}` makes it again; every `pool apply` fails for it until then.", id.name);
    let mut findings = vec![Finding::new(Mark::Fault, "parked", text).todo(todo)];
    findings.extend(around(ops, id).await);
    findings
}

/// Whether it is there when its event begins.
fn in_time(parked: &Parked, run: Option<&runs::Run>, now: Timestamp) -> Finding {
    let finding = |mark, text: String| Finding::new(mark, "parked", text);
    let at_once = "`pool unpark` makes it at once.";
    let Some((next, from, start)) =
        parked.next.as_ref().and_then(|next| Some((next, next.claim.from?, next.claim.start?)))
    else {
        return finding(Mark::Fault, "there is no pool, and no event wants one".to_owned())
            .todo("`pool unpark` makes it; `pool scale-up --for 3h` then keeps it.");
    };
    let (name, begins) = (&next.claim.name, if start <= now { "began" } else { "begins" });
    let event = format!("`{name}` {begins} at {}", time::utc(start));
    let took = match parked.creation {
        Some(took) => format!("its last creation took {}", time::length(took)),
        None => format!("recorded creations took up to {}", time::length(parked.creation_may_take())),
    };
    let takes = SignedDuration::try_from(parked.creation_may_take()).unwrap_or(SignedDuration::MAX);
    let is_due = from <= now;
    // What is due may be made at once; what is not is made by then.
    if from.max(now).duration_until(start) < takes {
        let lead = time::length(from.duration_until(start).unsigned_abs());
        return if is_due {
            finding(Mark::Fault, format!("there is no pool, and {event}: {took}")).todo(at_once)
        } else {
            finding(Mark::Warning, format!("{event}; it is made only {lead} before, and {took}"))
                .todo(format!("Give `{name}` a longer `lead`, or run `pool unpark` before."))
        };
    }
    if is_due {
        let text = format!("there is no pool, and {event}; it was to be made from {} on; {took}", time::utc(from));
        return if run.is_some_and(|run| makes(run, now)) {
            finding(Mark::Warning, text).todo("`pool apply --allow-park` makes it, and so does `pool unpark`.")
        } else {
            finding(Mark::Fault, format!("{text}; nobody is known to make it")).todo(at_once)
        };
    }
    let lead = time::length(from.duration_until(start).unsigned_abs());
    finding(Mark::Ok, format!("{event}; it is made {lead} before, from {} on; {took}", time::utc(from)))
}

fn room_then(next: &Next, sessions: Option<u32>) -> Finding {
    let text = format!("{} for `{}`", next.scale, next.claim.name);
    match sessions {
        Some(wanted) if next.scale.max < wanted => {
            Finding::new(Mark::Fault, "headroom", format!("{text}, and {wanted} are needed"))
                .todo("Give the event a profile with more max sessions.")
        }
        _ => Finding::new(Mark::Ok, "headroom", text),
    }
}

fn lasts_then(next: &Next, until: Option<Timestamp>) -> Finding {
    let Some(end) = next.claim.until else { return Finding::new(Mark::Ok, "lasts", "without an end") };
    let text = format!("until {}", time::utc(end));
    if let (Some(until), Some(from)) = (until, next.claim.from.filter(|from| until.is_some_and(|until| until <= *from)))
    {
        let (until, from) = (time::utc(until), time::utc(from));
        return Finding::new(Mark::Fault, "lasts", format!("{until} is needed, and it is made only from {from} on"))
            .todo("`pool unpark` makes it now; `pool scale-up --for 3h` then keeps it.");
    }
    match until.filter(|until| end < *until) {
        Some(until) => Finding::new(Mark::Fault, "lasts", format!("{text}, and {} is needed", time::utc(until)))
            .todo("Give the event a later end, or a lease when the pool stands: `pool extend`."),
        None => Finding::new(Mark::Ok, "lasts", text),
    }
}

/// Whether whoever ran last is likely to run again, and may make pools.
fn makes(run: &runs::Run, now: Timestamp) -> bool {
    run.allow_park == Some(true) && !run.is_typed && run.at.duration_until(now) <= runs::FRESH
}

/// Whether anything here makes it.
fn maker(parked: &Parked, run: Option<&runs::Run>, now: Timestamp) -> Finding {
    let finding = |mark, text: String| Finding::new(mark, "runner", text);
    let mark = if parked.next.is_some() { Mark::Warning } else { Mark::Note };
    let by_hand = "Let `pool apply --allow-park` be run regularly, or run `pool unpark` in time.";
    let Some(run) = run else {
        return finding(mark, "none was seen here: nobody knows whether one makes the pool".to_owned()).todo(by_hand);
    };
    let age = run.at.duration_until(now);
    let text = format!("{} ran `pool apply` {} min ago", run.by, age.as_mins().max(0));
    match run.allow_park {
        Some(true) if makes(run, now) => finding(Mark::Ok, format!("{text}, with --allow-park")),
        Some(true) if run.is_typed => {
            finding(mark, format!("{text}, with --allow-park, by hand: nobody knows whether one makes the pool"))
                .todo(by_hand)
        }
        Some(true) => finding(mark, format!("{text}, with --allow-park: does it still run?")).todo(by_hand),
        Some(false) => finding(mark, format!("{text}, without --allow-park: that makes no pool")).todo(by_hand),
        None => finding(mark, format!("{text}; whether with --allow-park was not noted")).todo(by_hand),
    }
}

fn told(failure: Failure, doing: &str, id: &PoolId) -> Error {
    failure.into_error(doing, &Scope::Pool(id.clone()))
}

/// Opens a session and ends it, also when somebody interrupts; then there is nothing to tell.
pub async fn probe(ops: &Ops, sessions: &Sessions, path: &str, interrupted: impl Future<Output = ()>) -> Option<Probe> {
    ops.tell(Step::Checking);
    if let Err(failure) = sessions.sign_in().await {
        return Some(Probe { opened: Err(failure), took: Duration::ZERO, left: None });
    }
    let identifier = format!("pool-preflight-{}", uuid::Uuid::new_v4().simple());
    let at = ops.clock.now();
    let left = ops.clock.until(ops.deadline);
    let opened = tokio::select! {
        biased;
        opened = sessions.open(&identifier, path) => Some(opened),
        () = interrupted => None,
        () = ops.clock.sleep(left) => Some(Err(Failure::Deadline { last: Some("the session has not answered yet".to_owned()) })),
    };
    let took = Duration::try_from(ops.clock.now().duration_since(at)).unwrap_or_default();
    let is_heard_of = matches!(opened, Some(Ok(_)));
    let left = end(ops, sessions, &identifier, !is_heard_of).await.err();
    Some(Probe { opened: opened?, took, left })
}

/// What a probe says.
#[must_use]
pub fn of_probe(probe: &Probe, pool: &Pool) -> Vec<Finding> {
    let finding = |mark, text: String| Finding::new(mark, "session", text);
    let took = format!("{:.1} s", probe.took.as_secs_f64());
    let first = match &probe.opened {
        Ok(Opened::Answered(status)) if pool.kind == Some(Kind::CustomContainer) && *status >= 500 => {
            finding(Mark::Fault, format!("the container answered {status} after {took}"))
                .todo("Look at the container's logs, or ask another path with --path.")
        }
        Ok(Opened::Answered(status)) if probe.took >= COLD_FROM => {
            finding(Mark::Warning, format!("answered {status} after {took}: it was not warm"))
                .todo("Wait until sessions are ready: `pool show` tells.")
        }
        Ok(Opened::Answered(status)) => finding(Mark::Ok, format!("answered {status} after {took}")),
        Ok(Opened::Full) => finding(Mark::Fault, "the pool is full: a new identifier is refused".to_owned())
            .todo("`pool scale-up` with more max sessions, or end sessions that nobody needs."),
        Err(failure) if failure.is_refused_entry() => {
            finding(Mark::Fault, format!("this login may not use sessions: {}", failure.in_short()))
                .todo("Give it the role Azure ContainerApps Session Executor on the pool; it may take minutes to hold.")
        }
        Err(failure) => finding(Mark::Fault, format!("no session could be opened: {}", failure.in_short())),
    };
    let left = probe
        .left
        .as_ref()
        .map(|why| finding(Mark::Note, format!("it could not be ended, and ends by itself after the cooldown: {why}")));
    std::iter::once(first).chain(left).collect()
}

/// What Azure's answer and the claims say.
fn of_pool(why: &Why, request: &Request) -> Vec<Finding> {
    let mut findings = vec![state(&why.pool), scale(why)];
    findings.extend(ready(why));
    findings.push(room(&why.pool, request.sessions));
    findings.extend(image(&why.pool));
    findings.extend(nodes(&why.pool));
    findings.push(lasts(why, request.until));
    findings.extend(runner(why, request.runner.as_ref()));
    findings.extend(next(why));
    findings.extend(budgets(why));
    findings.extend(why.findings.iter().filter(|finding| finding.mark >= Mark::Warning).cloned());
    findings
}

/// The events that the pool is not raised for, and those that it will not be raised for.
fn budgets(why: &Why) -> Vec<Finding> {
    let (now, next) = why.refused_now_and_next();
    let now = now.into_iter().map(|refusal| Finding { mark: Mark::Fault, ..refusal.finding("budget") });
    now.chain(next.into_iter().map(|refusal| Finding::new(Mark::Warning, "budget", refusal.brief()))).collect()
}

fn state(pool: &Pool) -> Finding {
    let finding = |mark| Finding::new(mark, "state", pool.state.to_string());
    match pool.state {
        State::Succeeded => finding(Mark::Ok),
        _ if pool.state.is_busy() => finding(Mark::Fault).todo("An operation is running: wait for its end."),
        _ => finding(Mark::Fault).todo("`pool show` tells more; a Failed pool may not serve sessions."),
    }
}

fn scale(why: &Why) -> Finding {
    let wanted: Vec<String> = why
        .differences
        .iter()
        .map(|change| format!("{} is {}, not {}", change.label, change.from, change.to))
        .collect();
    if wanted.is_empty() {
        let by = why.desired.winner();
        return Finding::new(
            Mark::Ok,
            "scale",
            format!("{}, as the {} `{}` asks", why.pool.scale, by.source.word(), by.name),
        );
    }
    if let Some(waits) = &why.waits {
        let text = format!("{}; nobody wants the pool, and it waits to be parked: {waits}", why.pool.scale);
        return Finding::new(Mark::Note, "scale", text);
    }
    let lowers = why.differences.iter().all(|change| change.lowers);
    // More than is asked for keeps nobody waiting.
    let mark = if lowers { Mark::Warning } else { Mark::Fault };
    Finding::new(mark, "scale", wanted.join("; ")).todo("`pool apply` brings the pool to what its claims ask for.")
}

fn ready(why: &Why) -> Option<Finding> {
    let target = why.pool.scale.ready?;
    let Some(counts) = why.pool.counts else {
        return Some(Finding::new(Mark::Warning, "ready", format!("Azure does not say how many of {target} are warm")));
    };
    let wanted = target.min(why.pool.scale.max.saturating_sub(counts.allocated));
    let in_use = if wanted < target { format!(", since {} are in use", counts.allocated) } else { String::new() };
    let text = format!("{} of {wanted} warm{in_use}", counts.ready);
    Some(if counts.ready >= wanted {
        Finding::new(Mark::Ok, "ready", text)
    } else {
        Finding::new(Mark::Fault, "ready", format!("{text}, {} starting", counts.pending))
            .todo("Wait for them: --until-go 20m does.")
    })
}

fn room(pool: &Pool, sessions: Option<u32>) -> Finding {
    let (Some(free), max) = (free(pool), pool.scale.max) else {
        let text = format!("Azure does not say how many of {} sessions are in use", pool.scale.max);
        return match sessions {
            Some(wanted) if wanted > pool.scale.max => Finding::new(
                Mark::Fault,
                "headroom",
                format!("at most {} sessions, and {wanted} are needed", pool.scale.max),
            )
            .todo("`pool scale-up` with more max sessions."),
            _ => Finding::new(Mark::Note, "headroom", text),
        };
    };
    let text = format!("{free} of {max} sessions are free");
    match sessions {
        Some(wanted) if free < wanted => {
            Finding::new(Mark::Fault, "headroom", format!("{text}, and {wanted} are needed"))
                .todo("`pool scale-up` with more max sessions, or end sessions that nobody needs.")
        }
        _ if free == 0 => Finding::new(Mark::Fault, "headroom", text).todo("`pool scale-up` with more max sessions."),
        None if free * 5 < max * 4 => {
            Finding::new(Mark::Warning, "headroom", format!("{text}: somebody uses it already"))
        }
        Some(_) => Finding::new(Mark::Ok, "headroom", text),
        None => Finding::new(Mark::Ok, "headroom", format!("{text}; --sessions says how many are needed")),
    }
}

fn image(pool: &Pool) -> Option<Finding> {
    let counts = pool.counts?;
    let trouble: Vec<String> = [(counts.image_pull_failed, "could not pull the image"), (counts.crashed, "crashed")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let image = pool.image.as_deref().unwrap_or("the image");
    Some(if trouble.is_empty() {
        Finding::new(Mark::Ok, "image", format!("{image} runs"))
    } else {
        Finding::new(Mark::Fault, "image", format!("{image}: {}", trouble.join(", ")))
            .todo("Check the tag, the registry's login and the container's logs.")
    })
}

fn nodes(pool: &Pool) -> Option<Finding> {
    let nodes = pool.nodes?;
    Some(Finding::new(Mark::Ok, "nodes", if nodes == 1 { "1 node".to_owned() } else { format!("{nodes} nodes") }))
}

/// Whether what makes the pool big lasts.
fn lasts(why: &Why, until: Option<Timestamp>) -> Finding {
    let finding = |mark, text: String| Finding::new(mark, "lasts", text);
    if !why.desired.has_claims() {
        let base = why.desired.base();
        let stands = match base.source {
            Source::Parked => "the pool waits to be parked".to_owned(),
            _ => format!("the pool is at its base `{}`", base.name),
        };
        let lease = "`pool scale-up --for 3h`";
        return match why.refused_now_and_next().0.as_slice() {
            [] => finding(Mark::Warning, format!("no lease and no event holds: {stands}"))
                .todo(format!("{lease}, or an event in the pool file.")),
            // What is to be done for it stands with the budget.
            [refusal, ..] => {
                finding(Mark::Warning, format!("`{}` raises nothing, and no lease holds: {stands}", refusal.event))
                    .todo(format!("{lease} raises it whatever the event's budget is."))
            }
        };
    }
    let Some(back) = why.desired.back_at() else { return finding(Mark::Ok, "without an end".to_owned()) };
    let at = time::utc(back);
    match until {
        Some(until) if back < until => {
            let needed = time::utc(until);
            finding(Mark::Fault, format!("until {at}, and {needed} is needed"))
                .todo(format!("`pool extend {}m` makes it so long.", (back.duration_until(until).as_secs() + 59) / 60))
        }
        None if back.duration_since(why.at) < SOON => {
            finding(Mark::Warning, format!("only until {at}")).todo("`pool extend 1h` makes it longer.")
        }
        _ => finding(Mark::Ok, format!("until {at}")),
    }
}

/// Whether anything takes the pool back.
fn runner(why: &Why, runner: Option<&stamp::Mark>) -> Option<Finding> {
    why.desired.back_at()?;
    let finding = |mark, text: String| Some(Finding::new(mark, "runner", text));
    let Some(runner) = runner else {
        return Some(
            Finding::new(Mark::Warning, "runner", "none runs regularly: nothing takes the pool back by itself")
                .todo("Set up `pool export cron`, or run `pool scale-down` afterwards."),
        );
    };
    let age = runner.at.duration_until(why.at);
    let text = format!("{} ran `pool apply` {} min ago", runner.by, age.as_mins().max(0));
    if age > runs::FRESH {
        finding(Mark::Warning, format!("{text}: does it still run?"))
    } else {
        finding(Mark::Ok, text)
    }
}

/// What begins next.
fn next(why: &Why) -> Option<Finding> {
    let turn = why.next.iter().chain(&why.begins).find(|turn| turn.edges.iter().any(|edge| edge.begins))?;
    let edge = turn.edges.iter().find(|edge| edge.begins)?;
    if turn.at.duration_since(why.at) > AHEAD {
        return None;
    }
    let at = time::utc(turn.at);
    let text = format!("{} `{}` at {at}", edge.claim.source.word(), edge.claim.name);
    Some(Finding::new(Mark::Ok, "next", text))
}
