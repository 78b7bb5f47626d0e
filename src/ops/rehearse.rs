//! A rehearsal: throwaway sessions are opened as contestants would open them, measured, and ended again, whatever
//! happens in between.

use super::settle::about;
use super::{Ops, Step};
use crate::azure::{Failure, Opened, Sessions, Stopped};
use crate::error::Result;
use crate::model::{Arrivals, Demand, Identifiers, Pool, Rhythm, Settings, Spread, Visit, WhenFull};
use crate::sim::experiment::Change;
use crate::sim::{Experiment, StartTimes, Summary, simulate};
use futures::StreamExt;
use futures::stream::{self, FuturesUnordered};
use jiff::Timestamp;
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

/// From here on a first answer is taken for one of a session that had to be started: warm ones were measured at 0.2 to
/// 0.7 s, cold ones at 3 to 5 s (the user's notes; 4.1 and 4.4 s by a third party, 2026).
pub const COLD_FROM: Duration = Duration::from_secs(2);

/// How many sessions are ended at once.
const ENDED_AT_ONCE: usize = 16;

/// How long ending all of them may take, and ending one.
const ENDING_TAKES: Duration = Duration::from_secs(120);
const ONE_ENDING_TAKES: Duration = Duration::from_secs(30);

/// How long a session may still come of which nobody has heard: longer than any start that was measured.
const MAY_COME_FOR: Duration = Duration::from_secs(15);
const ASKED_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// How many courses are played for what is to be expected.
const REPLICATIONS: u32 = 40;

/// What is rehearsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// How many sessions.
    pub sessions: u32,
    /// The time from opening one to opening the next; none for all at once.
    pub every: Duration,
    /// The path that custom containers are asked for.
    pub path: String,
    /// What the identifiers begin with: nobody else's do.
    pub prefix: String,
}

impl Rehearsal {
    /// An identifier of Azure's shape: 4 to 128 characters, none of them outside its set.
    fn identifier(&self, number: u32) -> String {
        format!("{}-{number}", self.prefix)
    }
}

/// How one session was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// When it was asked for, since the beginning.
    pub after: Duration,
    /// Until the first answer.
    pub took: Duration,
    /// What came of it.
    pub came: Came,
}

/// What came of asking for a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It answered soon: it was warm.
    Warm,
    /// It answered late: it had to be started.
    Cold,
    /// The pool was full.
    Full,
    /// Something else went wrong.
    Failed(String),
}

/// What a rehearsal came to.
#[derive(Debug, Clone)]
pub struct Report {
    /// The pool before.
    pub before: Pool,
    /// The pool after, where it could be read.
    pub after: Option<Pool>,
    /// The sessions that were asked for, in the order of their answers.
    pub samples: Vec<Sample>,
    /// How many were to be opened.
    pub wanted: u32,
    /// How many were ended afterwards.
    pub ended: u32,
    /// How many could not be ended, and why the first could not.
    pub left: Option<(u32, String)>,
    /// How many session-seconds were held, from opening to ending.
    pub held: Duration,
    /// Why it was broken off.
    pub broken_off: Option<BrokenOff>,
    /// What the model says of as many sessions on this pool, from one that opens them all; `None` where Azure does not
    /// show the lifecycle.
    pub expected: Option<Expected>,
    /// From the first request to the last ending.
    pub took: Duration,
}

/// What the model of `pool simulate` expects: means of its courses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// How many sessions come warm.
    pub warm: f64,
    /// How many have to be started.
    pub cold: f64,
    /// How many are refused.
    pub refused: f64,
    /// The time in seconds that half of those that come do not exceed.
    pub p50: f64,
    /// The time in seconds that 95 % do not exceed.
    pub p95: f64,
    /// The longest in seconds of all courses.
    pub longest: f64,
}

/// Why a rehearsal was broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenOff {
    /// Somebody pressed Ctrl-C.
    Interrupted,
    /// The time is over.
    TimedOut,
    /// Nobody is let in: asking on makes no sense.
    NotAllowed,
}

impl Report {
    /// The times of those that came so, sorted.
    #[must_use]
    pub fn times(&self, is: impl Fn(&Came) -> bool) -> Vec<Duration> {
        let mut times: Vec<Duration> =
            self.samples.iter().filter(|sample| is(&sample.came)).map(|sample| sample.took).collect();
        times.sort_unstable();
        times
    }

    /// How many came so.
    #[must_use]
    pub fn count(&self, is: impl Fn(&Came) -> bool) -> u32 {
        self.samples.iter().filter(|sample| is(&sample.came)).count() as u32
    }

    /// Whether every session that was wanted came.
    #[must_use]
    pub fn is_well(&self) -> bool {
        let came = self.count(|came| matches!(came, Came::Warm | Came::Cold));
        came == self.wanted && self.left.is_none()
    }
}

/// The sessions that a pool has left; `None` where Azure does not say how many are in use.
#[must_use]
pub fn free(pool: &Pool) -> Option<u32> {
    pool.allocated().map(|allocated| pool.scale.max.saturating_sub(allocated))
}

/// Rehearses. Whatever is opened is ended, also when somebody interrupts: the first time no more is opened, the second
/// time what has not ended is left. The report says what the model expects with these start times.
///
/// # Errors
/// `SignedOut` and `Forbidden` where not one session could be opened for that. What else goes wrong stands in the
/// report.
pub async fn run<I: Future<Output = ()>>(
    ops: &Ops,
    sessions: &Sessions,
    pool: Pool,
    rehearsal: &Rehearsal,
    starts: &StartTimes,
    interrupted: impl Fn() -> I,
) -> Result<Report> {
    let expected = expected(&pool, rehearsal, starts);
    sessions.sign_in().await.map_err(|failure| about(failure, "open a session", &pool.id))?;
    let begins = ops.clock.now();
    let opened: Vec<Cell<Option<Attempt>>> = (0..rehearsal.sessions).map(|_| Cell::new(None)).collect();
    let Opening { samples, broken_off, refusal } = open_all(ops, sessions, rehearsal, &opened, interrupted()).await;
    let attempts: Vec<(u32, Attempt)> =
        (0..).zip(&opened).filter_map(|(number, attempt)| Some((number, attempt.get()?))).collect();
    let Ending { ended, left, held } = end_all(ops, sessions, rehearsal, &attempts, interrupted()).await;
    let took = since(ops, begins);
    let is_any = samples.iter().any(|sample| matches!(sample.came, Came::Warm | Came::Cold));
    if let Some(refusal) = refusal.filter(|_| !is_any) {
        return Err(about(refusal, "open a session", &pool.id));
    }
    let after = ops.get(&pool.id).await.ok().flatten();
    let wanted = rehearsal.sessions;
    Ok(Report { before: pool, after, samples, wanted, ended, left, held, broken_off, expected, took })
}

/// A session that was asked for.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    at: Timestamp,
    /// What came of it; `None` while nobody knows.
    gave_one: Option<bool>,
}

/// How the opening went.
struct Opening {
    samples: Vec<Sample>,
    broken_off: Option<BrokenOff>,
    refusal: Option<Failure>,
}

async fn open_all(
    ops: &Ops,
    sessions: &Sessions,
    rehearsal: &Rehearsal,
    opened: &[Cell<Option<Attempt>>],
    interrupted: impl Future<Output = ()>,
) -> Opening {
    let begins = ops.clock.now();
    let open = |number: u32| async move {
        ops.clock.sleep(rehearsal.every * number).await;
        let at = ops.clock.now();
        let attempt = &opened[number as usize];
        attempt.set(Some(Attempt { at, gave_one: None }));
        let answer = sessions.open(&rehearsal.identifier(number), &rehearsal.path).await;
        attempt.set(match &answer {
            Ok(opened) => Some(Attempt { at, gave_one: Some(matches!(opened, Opened::Answered(_))) }),
            // It never left this machine.
            Err(Failure::Unreachable { sent: false, .. }) => None,
            Err(_) => Some(Attempt { at, gave_one: None }),
        });
        (since_then(begins, at), since(ops, at), answer)
    };
    let mut under_way: FuturesUnordered<_> = (0..rehearsal.sessions).map(open).collect();
    let (mut interrupted, mut samples) = (pin!(interrupted), Vec::new());
    let (mut broken_off, mut refusal) = (None, None);
    loop {
        let left = ops.clock.until(ops.deadline);
        let next = tokio::select! {
            biased;
            () = &mut interrupted => {
                broken_off = Some(BrokenOff::Interrupted);
                break;
            }
            next = under_way.next() => next,
            () = ops.clock.sleep(left) => {
                broken_off = Some(BrokenOff::TimedOut);
                break;
            }
        };
        let Some((after, took, answer)) = next else { break };
        if let Err(failure) = &answer
            && failure.is_refused_entry()
        {
            refusal.get_or_insert(failure.clone());
        }
        samples.push(Sample { after, took, came: came(&answer, took) });
        ops.tell(Step::Rehearsing { samples: samples.clone(), of: rehearsal.sessions });
        if refusal.is_some() {
            broken_off = Some(BrokenOff::NotAllowed);
            break;
        }
    }
    Opening { samples, broken_off, refusal }
}

fn came(answer: &std::result::Result<Opened, Failure>, took: Duration) -> Came {
    match answer {
        Ok(Opened::Answered(status)) if *status >= 500 => Came::Failed(format!("the session answered {status}")),
        Ok(Opened::Answered(_)) if took < COLD_FROM => Came::Warm,
        Ok(Opened::Answered(_)) => Came::Cold,
        Ok(Opened::Full) => Came::Full,
        Err(failure) => Came::Failed(failure.in_short()),
    }
}

/// How the ending went.
struct Ending {
    ended: u32,
    left: Option<(u32, String)>,
    held: Duration,
}

async fn end_all(
    ops: &Ops,
    sessions: &Sessions,
    rehearsal: &Rehearsal,
    attempts: &[(u32, Attempt)],
    interrupted: impl Future<Output = ()>,
) -> Ending {
    let end = |(number, attempt): (u32, Attempt)| async move {
        let outcome = end(ops, sessions, &rehearsal.identifier(number), attempt.gave_one.is_none()).await;
        let held = if attempt.gave_one == Some(false) { Duration::ZERO } else { since(ops, attempt.at) };
        (attempt.gave_one, outcome, held)
    };
    let of = attempts.len() as u32;
    let mut under_way = stream::iter(attempts.iter().copied()).map(end).buffer_unordered(ENDED_AT_ONCE);
    let (mut interrupted, patience) = (pin!(interrupted), ops.clock.now());
    let (mut ended, mut left, mut held, mut answered) = (0, None::<(u32, String)>, Duration::ZERO, 0);
    let why = loop {
        let rest = ENDING_TAKES.saturating_sub(since(ops, patience));
        let next = tokio::select! {
            biased;
            next = under_way.next() => next,
            () = &mut interrupted => break "interrupted again",
            () = ops.clock.sleep(rest) => break "it takes too long",
        };
        let Some((gave_one, outcome, time)) = next else { break "" };
        (answered, held) = (answered + 1, held + time);
        match outcome {
            // One that was refused was no session, and is only made sure of.
            Ok(()) => ended += u32::from(gave_one != Some(false)),
            Err(why) => left.get_or_insert((0, why)).0 += 1,
        }
        ops.tell(Step::Ending { ended: answered, of });
    };
    if answered < of {
        left.get_or_insert((0, why.to_owned())).0 += of - answered;
    }
    Ending { ended, left, held }
}

/// Ends a session. One whose opening was never answered may come after it was asked to end, so that is asked for a
/// while.
pub(super) async fn end(
    ops: &Ops,
    sessions: &Sessions,
    identifier: &str,
    may_come_yet: bool,
) -> std::result::Result<(), String> {
    let begins = ops.clock.now();
    loop {
        let stopped = tokio::select! {
            biased;
            stopped = sessions.stop(identifier) => stopped,
            () = ops.clock.sleep(ONE_ENDING_TAKES) => return Err("no answer to its ending".to_owned()),
        };
        match stopped {
            Ok(Stopped::Ended) => return Ok(()),
            Ok(Stopped::NotThere) if !may_come_yet || since(ops, begins) >= MAY_COME_FOR => return Ok(()),
            Ok(Stopped::NotThere) => ops.clock.sleep(ASKED_AGAIN_AFTER).await,
            Err(failure) => return Err(failure.in_short()),
        }
    }
}

fn since(ops: &Ops, at: Timestamp) -> Duration {
    since_then(at, ops.clock.now())
}

fn since_then(then: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(then)).unwrap_or_default()
}

/// What the model says of as many sessions, opened as quickly, on the pool as it is.
fn expected(pool: &Pool, rehearsal: &Rehearsal, starts: &StartTimes) -> Option<Expected> {
    let visit = |number: u32| Visit { at: rehearsal.every * number, who: number.into(), run: Duration::ZERO };
    let visits: Vec<Visit> = (0..rehearsal.sessions).map(visit).collect();
    let room = free(pool).unwrap_or(pool.scale.max);
    let lifecycle = pool.lifecycle?;
    let settings =
        |ready: u32| Settings { max_sessions: room, ready_sessions: ready.min(room), lifecycle, expires_after: None };
    let wanted = pool.scale.ready.unwrap_or(0);
    let warm = pool.counts.map_or(wanted, |counts| counts.ready);
    // Those that are not warm yet are being started.
    let changes = if warm < wanted { vec![Change { at: Duration::ZERO, settings: settings(wanted) }] } else { vec![] };
    let experiment = Experiment {
        demand: Demand {
            arrivals: Arrivals::Trace(visits.into()),
            begins: Duration::ZERO,
            run: Spread::Constant(Duration::ZERO),
            rhythm: Rhythm::Once,
            runs: None,
            stay: None,
            identifiers: Identifiers::User,
            one_at_a_time: true,
            when_full: WhenFull::GiveUp,
            lasts: None,
        },
        settings: settings(warm),
        changes,
        starts: StartTimes { operation: Spread::Constant(Duration::ZERO), ..starts.clone() },
        on_a_node: None,
        deletes_in: Duration::ZERO,
        measure_from: Duration::ZERO,
    };
    let summary = Summary::of(&simulate(&experiment, 1, REPLICATIONS, &|_| {}), room)?;
    let of = f64::from(rehearsal.sessions);
    Some(Expected {
        warm: summary.warm.mean * of,
        cold: summary.cold.mean * of,
        refused: summary.refused.mean * of,
        p50: summary.start_p50.mean,
        p95: summary.start_p95.mean,
        longest: summary.longest_wait,
    })
}
