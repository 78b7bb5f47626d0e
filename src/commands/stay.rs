//! `--stay`: waiting for the end of a lease, and taking the pool back then.

use super::context::Context;
use super::scaling::{self, Way};
use super::target::Target;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::declared::Declared;
use crate::ops::scale::Report;
use crate::output::views::leases::moment;
use crate::schedule::{Lease, Records};
use jiff::Timestamp;
use std::time::Duration;

/// The longest single sleep: a machine that was suspended wakes to a clock that has moved on.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Waits until the end of a lease, which an earlier one may have made later, then applies what the claims say.
pub(super) async fn until_the_end_of(
    context: &Context,
    target: &Target,
    declared: &Declared,
    (lease, report): (&Lease, &Report),
) -> Result<Exit> {
    let records = Records::read(&report.after.tags);
    let now = context.clock.now();
    let held = records.leases_at(now).map(|(_, held)| held).find(|held| held.is_renewed_by(lease));
    let Some(end) = held.unwrap_or(lease).until else {
        return Err(Error::message(Kind::Usage, "the lease that was renewed has no end to stay for")
            .hint("`pool scale-down` ends it."));
    };
    context.progress.wait_until(end);
    while context.clock.now() < end {
        let left = context.clock.until(end);
        tokio::select! {
            () = context.clock.sleep(left.min(LONGEST_SLEEP)) => {}
            _ = tokio::signal::ctrl_c() => return Err(left_early(context, end)),
        }
    }
    context.progress.finish();
    // Nobody comes again after this one.
    let action = declared.applying(None);
    let report = scaling::carry_out(context, &context.ops()?, target, declared, action, &Way::default()).await?;
    scaling::show(context, &report, &report.desired.base().name, false)?;
    scaling::check_withheld(&report)?;
    match report.still_wanted() {
        Some(claim) => Err(scaling::still_wanted(context, &report, claim)),
        None => Ok(Exit::Done),
    }
}

/// The lease stays on the pool, whoever stays here.
fn left_early(context: &Context, end: Timestamp) -> Error {
    let end = moment(end, context.clock.now(), &context.zone());
    Error::message(Kind::Interrupted, format!("interrupted: the lease goes on until {end}"))
        .hint("`pool apply` takes the pool back after that, `pool scale-down` at once.")
}
