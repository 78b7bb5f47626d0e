//! `pool preflight`.

use super::context::Context;
use super::global::duration;
use super::moment;
use super::rehearse::check_path;
use super::signals::interrupted;
use super::target::{Target, TargetArgs};
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Finding, Mark, Pool};
use crate::ops::Ops;
use crate::ops::parked;
use crate::ops::preflight::{self, Request};
use crate::output::views::preflight::PreflightView;
use crate::schedule::Records;
use jiff::Timestamp;
use std::future::Future;
use std::time::Duration;

/// The pause between two looks while a go is waited for.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Say GO or NO-GO before an event, with reasons
///
/// Looks at the pool's state, its scale against its claims, warm sessions, free sessions, image, nodes, locks, clocks,
/// how long it stays big, who takes it back and what comes next; then opens one session and ends it. A fault is a
/// NO-GO. Changes nothing but that session. Of a pool that is parked it says whether it is made in time.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool preflight
  pool preflight --sessions 40 --until 21:00    40 free sessions, and a lease until then
  pool preflight --until-go 20m                 wait until it is a GO
  pool preflight --no-session                   open none
  pool --local preflight
Ends with 2 where it is a NO-GO.")]
pub(super) struct PreflightArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// How many sessions must be free
    #[arg(long, short = 's', value_parser = clap::value_parser!(u32).range(1..))]
    sessions: Option<u32>,
    /// Until when the pool has to stay big: 21:00 or 2026-12-05T21:00
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Wait so long for a GO
    #[arg(long, value_name = "TIME", value_parser = duration)]
    until_go: Option<Duration>,
    /// The path that a custom container is asked for
    #[arg(long, default_value = "/")]
    path: String,
    /// Open no session
    #[arg(long, conflicts_with = "path")]
    no_session: bool,
}

pub(super) async fn run(context: &Context, args: PreflightArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let until = args.until.as_deref().map(|text| later(context, text)).transpose()?;
    check_path(&args.path)?;
    let ops = context.ops()?;
    let patience = args.until_go.unwrap_or_default();
    let end = context.clock.now().saturating_add(jiff::SignedDuration::try_from(patience).unwrap_or_default());
    let end = end.unwrap_or(ops.deadline).min(ops.deadline);
    loop {
        let (pool, mut findings) = unless_interrupted(look(context, &ops, &target, (args.sessions, until))).await??;
        if let Some(pool) = &pool {
            findings.extend(session(context, &ops, pool, &findings, &args).await?);
        }
        let is_go = findings.iter().all(|finding| finding.mark < Mark::Fault);
        if is_go || context.clock.now() >= end {
            context.progress.finish();
            let ours = |finding| context.printer.finding_in_our_words(finding);
            let findings: Vec<Finding> = findings.into_iter().map(ours).collect();
            context.printer.show(&PreflightView { id: &target.id, findings: &findings, is_go })?;
            return Ok(if is_go { Exit::Done } else { Exit::Findings });
        }
        let first = findings.iter().find(|finding| finding.mark == Mark::Fault);
        context.progress.wait_for_go(&first.map(ToString::to_string).unwrap_or_default(), end);
        unless_interrupted(context.clock.sleep(LOOK_EVERY.min(context.clock.until(end)))).await?;
    }
}

/// A moment that is still to come.
fn later(context: &Context, text: &str) -> Result<Timestamp> {
    let now = context.clock.now();
    let until = moment::any("--until", text, now, &context.known_zone()?)?;
    if until > now { Ok(until) } else { Err(Error::message(Kind::Usage, format!("--until {text} is over"))) }
}

/// Does something that opens nothing.
async fn unless_interrupted<T>(work: impl Future<Output = T>) -> Result<T> {
    tokio::select! {
        biased;
        answer = work => Ok(answer),
        () = interrupted() => Err(Error::message(Kind::Interrupted, "interrupted: no session is open")),
    }
}

/// One look at everything but a session.
async fn look(
    context: &Context,
    ops: &Ops,
    target: &Target,
    (sessions, until): (Option<u32>, Option<Timestamp>),
) -> Result<(Option<Pool>, Vec<Finding>)> {
    let (declared, runs, key) = (context.declared(target)?, context.runs()?, target.id.to_string());
    let pool = match ops.existing(&target.id).await {
        Ok(pool) => ops.counted(pool).await,
        Err(error) => {
            let by = parked::by(&context.journal()?, &target.id);
            if let Some(by) = by.filter(|_| error.kind() == Kind::PoolNotFound && target.is_made_by_hand()) {
                return Ok((None, preflight::look_for_parked(ops, &target.id, &by).await));
            }
            target.parked(error)?;
            let (parked, request) = (target.known(context, ops)?, Request { sessions, until, runner: None });
            let run = runs.run(&key);
            return Ok((None, preflight::look_ahead(ops, &target.id, &parked, (&request, run)).await));
        }
    };
    let stamp = Records::read(&pool.tags).stamp;
    let runner = runs.last(&key, stamp.and_then(|stamp| stamp.runner).as_ref());
    let request = Request { sessions, until, runner };
    let (pool, findings) = preflight::look(ops, pool, &declared, &request).await;
    Ok((Some(pool), findings))
}

/// What a session says. One is opened where everything else is well: it costs, and would only fail.
async fn session(
    context: &Context,
    ops: &Ops,
    pool: &Pool,
    findings: &[Finding],
    args: &PreflightArgs,
) -> Result<Vec<Finding>> {
    if args.no_session {
        return Ok(vec![Finding::new(Mark::Note, "session", "not opened")]);
    }
    if findings.iter().any(|finding| finding.mark == Mark::Fault) {
        return Ok(vec![Finding::new(Mark::Note, "session", "not opened: see above")]);
    }
    let sessions = context.sessions(pool)?;
    match preflight::probe(ops, &sessions, &args.path, interrupted()).await {
        Some(probe) => Ok(preflight::of_probe(&probe, pool)),
        None => Err(Error::message(Kind::Interrupted, "interrupted: the session was ended")),
    }
}
