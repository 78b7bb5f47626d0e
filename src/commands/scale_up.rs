//! `pool scale-up`.

use super::context::Context;
use super::global::amount;
use super::moment::EndArgs;
use super::scaling::{self, PersonArgs, ScalingArgs, Way};
use super::stay;
use crate::cost::Decimal;
use crate::error::{Error, Exit, Kind, Result};
use crate::model::limits;
use crate::ops::scale::Outcome;
use crate::plan::Action;
use crate::schedule::{Combine, Lease};

/// Make a pool big for an event
///
/// Adds a lease, kept on the pool itself, sends one PATCH with what differs and waits until the ready sessions are
/// there. It never lowers a number. The lease ends by itself: at --until, after --for, or after the profile's
/// `expiresAfter`; then the next `pool apply` anywhere takes the pool back. The same again renews it, and never ends
/// it earlier. What is raised by hand is bounded by --max-cost alone, and by no event's `budget`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool --local scale-up --profile contest
  pool scale-up --for 3h --reason \"autumn final\"
  pool scale-up --profile contest --until 21:00 --dry-run
  pool scale-up --for 3h --max-cost 20                     refuse what may cost more
  pool scale-up -n contestpool -g my-group --ready 20 --max 80 --for 90m
  pool scale-up --profile ./final.yaml --for 2h --stay     take it back, too")]
pub(super) struct ScaleUpArgs {
    /// The profile to apply: a name, or a path
    #[arg(long, short = 'p', value_name = "PROFILE", default_value = "contest")]
    profile: String,
    #[command(flatten)]
    end: EndArgs,
    /// Stay until the end, and take the pool back then
    #[arg(long, conflicts_with_all = ["no_expiry", "no_wait"])]
    pub(super) stay: bool,
    /// What for; it stands on the pool with the lease
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Add the numbers to what other claims want, instead of sharing the pool with them
    #[arg(long)]
    add: bool,
    /// Refuse what may cost more until the lease ends, in the currency of `rates`
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    max_cost: Option<Decimal>,
    #[command(flatten)]
    person: PersonArgs,
    /// Change the lifecycle type although sessions are allocated: it ends them
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    scaling: ScalingArgs,
}

pub(super) async fn run(context: &Context, args: ScaleUpArgs) -> Result<Exit> {
    let target = args.scaling.target.resolve(context)?;
    // A base that cannot be found would be found out when the pool is to go back to it: after the event.
    let declared = context.declared(&target)?;
    let found = context.profile(&args.profile)?;
    let settings = args.scaling.instead.adjusted(found.settings, &args.profile)?;
    let Some(ending) = args.end.ending(context, settings.expires_after)? else {
        return Err(no_end(&args.profile));
    };
    // Before anything is asked, and before anybody signs in.
    limits::check(&settings)?;
    let ops = context.ops()?;
    let lease = Lease {
        settings,
        profile: found.name.clone(),
        from: context.clock.now(),
        until: ending.instant(),
        combine: if args.add { Combine::Sum } else { Combine::Max },
        by: args.person.person(context, &ops, &target).await?,
        reason: args.reason.clone(),
    }
    .as_written();
    scaling::note_cut_reason(context, &lease, args.reason.as_deref());
    let (dry_run, no_wait) = (args.scaling.dry_run, args.scaling.no_wait);
    let way = Way { force: args.force, retry_zero: false, dry_run, no_wait, max_cost: args.max_cost };
    let report = scaling::carry_out(context, &ops, &target, &declared, Action::ScaleUp(lease.clone()), &way).await?;
    scaling::show(context, &report, &found.name, args.stay)?;
    if report.outcome == Outcome::DryRun {
        return Ok(Exit::Done);
    }
    scaling::check_withheld(&report)?;
    if args.stay {
        stay::until_the_end_of(context, &target, &declared, (&lease, &report)).await
    } else {
        Ok(Exit::Done)
    }
}

fn no_end(profile: &str) -> Error {
    Error::message(Kind::Usage, format!("profile `{profile}` says nothing of an end, and every scale-up has one"))
        .hint("Give --for 3h, --until 21:00 or --no-expiry, or write `expiresAfter: 6h` in the profile.")
}
