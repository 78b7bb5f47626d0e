//! `pool rehearse`.

use super::context::Context;
use super::global::duration;
use super::signals::interrupted;
use super::target::TargetArgs;
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Kind as PoolKind, Pool};
use crate::ops::expense::Metered;
use crate::ops::rehearse::{self, BrokenOff, Rehearsal};
use crate::output::views::rehearse::{RehearseView, aftermath, question};
use std::time::Duration;

/// Most sessions of one rehearsal.
const MOST: u32 = 5_000;

/// Open throwaway sessions as contestants would, measure them, and end them again
///
/// Each session has an identifier that nobody else has. The time to its first answer is measured, and those that came
/// warm are told from those that had to be started. All are ended afterwards, also on Ctrl-C and when something fails.
/// It is real: the sessions take places in the pool, and cost what sessions cost.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool rehearse --sessions 40                   all at once
  pool rehearse --sessions 40 --rate 5/s        as they come in
  pool rehearse --sessions 40 --path /health    what a custom container is asked for
  pool --local rehearse --sessions 3
Ends with 2 where not every session came.")]
pub(super) struct RehearseArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// How many sessions
    #[arg(long, short = 's', value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    sessions: u32,
    /// How many are opened in a time: 5/s, 100/m [default: all at once]
    #[arg(long, value_name = "RATE", value_parser = every)]
    rate: Option<Duration>,
    /// The path that a custom container is asked for
    #[arg(long, default_value = "/")]
    path: String,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// Show what would be opened, and open nothing
    #[arg(long)]
    dry_run: bool,
}

/// The time from one to the next of so many in a time.
fn every(text: &str) -> std::result::Result<Duration, String> {
    let wrong = || format!("`{text}` is no rate; write it as 5/s, 100/m or 20/10s");
    let (count, time) = text.split_once('/').ok_or_else(wrong)?;
    let count: f64 = count.trim().parse().map_err(|_| wrong())?;
    let time = time.trim();
    let time =
        if time.starts_with(|c: char| c.is_ascii_digit()) { duration(time) } else { duration(&format!("1{time}")) };
    let time = time.map_err(|_| wrong())?;
    if !(count.is_finite() && count > 0.0) || time.is_zero() {
        return Err(wrong());
    }
    let every = Duration::try_from_secs_f64(time.as_secs_f64() / count).map_err(|_| wrong())?;
    if every > Duration::from_secs(3_600) { Err(format!("`{text}` is less than one in an hour")) } else { Ok(every) }
}

pub(super) async fn run(context: &Context, args: RehearseArgs) -> Result<Exit> {
    let target = args.target.resolve(context)?;
    let ops = context.ops()?;
    let pool = ops.existing(&target.id).await?;
    let pool = ops.counted(pool).await;
    check_ready(&pool)?;
    check_room(&pool, args.sessions)?;
    check_path(&args.path)?;
    let sessions = context.sessions(&pool)?;
    let rehearsal = Rehearsal {
        sessions: args.sessions,
        every: args.rate.unwrap_or_default(),
        path: args.path,
        prefix: format!("pool-rehearsal-{}", uuid::Uuid::new_v4().simple()),
    };
    if args.dry_run {
        context.progress.finish();
        context.printer.say(&plan(&pool, &rehearsal));
        return Ok(Exit::Done);
    }
    ask(context, &pool, args.sessions, args.yes).await?;
    let starts = crate::sim::StartTimes::usual();
    let report = rehearse::run(&ops, &sessions, pool, &rehearsal, &starts, interrupted).await?;
    context.progress.finish();
    let rates = Metered::from(&report.before).rates(&context.card());
    context.printer.show(&RehearseView { report: &report, rates })?;
    match report.broken_off {
        Some(BrokenOff::Interrupted) => {
            Err(Error::message(Kind::Interrupted, format!("interrupted: {}", aftermath(&report))))
        }
        Some(BrokenOff::TimedOut) => {
            Err(Error::message(Kind::TimedOut, format!("the time is over: {}", aftermath(&report)))
                .hint("Give more time with --timeout."))
        }
        _ if report.is_well() => Ok(Exit::Done),
        _ => Ok(Exit::Findings),
    }
}

/// A path of a container's own, as it is sent: nothing in it may be lost on the way.
pub(super) fn check_path(path: &str) -> Result<()> {
    let (plain, _) = path.split_once('?').unwrap_or((path, ""));
    let steps = |step: &str| matches!(step, "." | ".." | ".management");
    let is_odd = path.contains('#') || path.chars().any(|c| c.is_whitespace() || c.is_control());
    if !path.starts_with('/') || is_odd || plain.split('/').any(steps) {
        let text = format!("`{path}` is no path of a container");
        return Err(Error::message(Kind::Usage, text).hint("Write it as /health or /run?quick=1."));
    }
    Ok(())
}

/// What would be done, in a line.
fn plan(pool: &Pool, rehearsal: &Rehearsal) -> String {
    let pace = match rehearsal.every {
        Duration::ZERO => "all at once".to_owned(),
        every if every < Duration::from_millis(1) => "one in less than a millisecond".to_owned(),
        every if every < Duration::from_secs(1) => format!("one every {} ms", every.as_millis()),
        every => format!("one every {:.1} s", every.as_secs_f64()),
    };
    let free = rehearse::free(pool).map_or("an unknown number".to_owned(), |free| free.to_string());
    format!("dry run: {} sessions of {} would be opened, {pace}; {free} are free", rehearsal.sessions, pool.id.name)
}

fn check_ready(pool: &Pool) -> Result<()> {
    if pool.state.is_busy() || pool.state == crate::model::State::Failed {
        return Err(Error::message(Kind::PoolFailed, format!("pool {} is {}", pool.id.name, pool.state))
            .about(pool.id.to_string())
            .hint("Rehearse when it is Succeeded: `pool show` tells how it stands."));
    }
    if pool.kind.is_none() {
        let text =
            format!("pool {} is of the type {}, whose sessions nobody here knows", pool.id.name, pool.container_type);
        return Err(Error::message(Kind::Rejected, text).about(pool.id.to_string()));
    }
    Ok(())
}

/// More than there is room for can only be refused.
fn check_room(pool: &Pool, sessions: u32) -> Result<()> {
    let free = rehearse::free(pool).unwrap_or(pool.scale.max);
    if sessions <= free {
        return Ok(());
    }
    let text = format!("{sessions} sessions are more than the {free} that are free in {}", pool.id.name);
    Err(Error::message(Kind::Rejected, text)
        .about(pool.id.to_string())
        .hint("Rehearse with fewer, or after `pool scale-up`."))
}

/// Whoever would take more than half of what is free says yes first.
async fn ask(context: &Context, pool: &Pool, sessions: u32, yes: bool) -> Result<()> {
    let free = rehearse::free(pool);
    let is_small = free.is_some_and(|free| sessions * 2 <= free)
        || (pool.kind != Some(PoolKind::CustomContainer) && free.is_none() && sessions * 2 <= pool.scale.max);
    if yes || is_small {
        return Ok(());
    }
    if !context.printer.is_for_people() {
        return Err(Error::message(
            Kind::NotConfirmed,
            "this takes more than half of what is free, and nobody is asked",
        )
        .hint("Give --yes."));
    }
    context.progress.finish();
    context.printer.ask(&question(pool, sessions, free));
    let answer = context.line().await;
    if answer.is_empty() {
        context.printer.ask("\n");
    }
    if matches!(answer.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    Err(Error::message(Kind::NotConfirmed, "not confirmed: no session was opened")
        .hint("Where nobody can answer, give --yes."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_so_many_in_a_time() {
        for (text, milliseconds) in [
            ("5/s", Some(200)),
            ("100/m", Some(600)),
            ("20/10s", Some(500)),
            ("0.5/s", Some(2_000)),
            ("1/h", Some(3_600_000)),
        ] {
            assert_eq!(every(text).ok().map(|time| time.as_millis()), milliseconds, "{text}");
        }
        for text in ["", "5", "5/", "/s", "0/s", "-1/s", "x/s", "5/parsec", "inf/s", "NaN/s", "5/0s", "1/2h"] {
            assert!(every(text).is_err(), "{text}");
        }
    }
}
