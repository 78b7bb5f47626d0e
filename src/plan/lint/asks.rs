//! What an event asks of a pool: more than its kind takes, no more than it has anyway, sooner than it can be warm.

use super::LintedPool;
use super::remarks::Remarks;
use crate::model::{Kind, Mark, Settings, limits};
use crate::schedule::{Claim, Combine, ScheduledEvent, merge};
use jiff::Timestamp;
use std::time::Duration;

/// A lead is advised in steps of this.
const LEAD_STEP: u64 = 5 * 60;

/// The shortest lead that is enough to create a pool, with a run of `pool apply` that comes late: creation took up to 20
/// minutes (2026).
const CREATION: Duration = Duration::from_secs(30 * 60);

/// Says what there is to say of an event on a pool.
pub(super) fn remark(
    event: usize,
    scheduled: &ScheduledEvent,
    (number, pool): (usize, &LintedPool),
    remarks: &mut Remarks,
) {
    let settings = &scheduled.settings;
    let beyond = pool.kind.map(|kind| limits::faults_for(settings, kind)).unwrap_or_default();
    for (_, text) in beyond {
        let text = format!("its profile `{}` asks for what Azure refuses: {text}", scheduled.profile);
        remarks.add_on((event, number), Mark::Fault, text, "Choose another profile, or change that one.".to_owned());
    }
    if pool.parks && kind(pool) == Kind::CustomContainer && scheduled.calendar.lead < CREATION {
        let text = format!(
            "its lead of {} is short where the base is `parked`: creating a pool took 317 to 725 s in fourteen recorded \
             runs, and up to 20 minutes elsewhere",
            length(scheduled.calendar.lead)
        );
        remarks.add_on((event, number), Mark::Warning, text, "Write `lead: 45m`, or leave it out.".to_owned());
    }
    if !changes_anything(scheduled, pool) {
        let text = format!(
            "changes nothing: its profile `{}` ({}) asks for no more than the base `{}` ({})",
            scheduled.profile,
            settings.scale(kind(pool)),
            pool.base,
            pool.settings.scale(kind(pool)),
        );
        remarks.add_on((event, number), Mark::Warning, text, "Name a larger profile, or take it out.".to_owned());
        return;
    }
    lifecycle(event, scheduled, (number, pool), remarks);
    let short = pool.warm_after.filter(|seen| scheduled.calendar.lead < *seen && asks_for_ready(settings, pool));
    if let Some(seen) = short {
        let text = format!(
            "its lead of {} is shorter than the {} that the pool took to be warm",
            length(scheduled.calendar.lead),
            length(seen)
        );
        let advised = Duration::from_secs(seen.as_secs().div_ceil(LEAD_STEP) * LEAD_STEP);
        remarks.add_on((event, number), Mark::Warning, text, format!("Write `lead: {}`.", length(advised)));
    }
}

/// Whether the pool is another while the event holds. Where the ready number is dropped, it is none.
pub(super) fn changes_anything(scheduled: &ScheduledEvent, pool: &LintedPool) -> bool {
    if pool.parks {
        return true;
    }
    let base = Claim::base(&pool.base, pool.settings.clone());
    let start = Some(Timestamp::UNIX_EPOCH);
    let source = crate::schedule::Source::Event;
    let claim =
        Claim { source, start, combine: scheduled.combine, ..Claim::base(&scheduled.name, scheduled.settings.clone()) };
    let both = merge(base, [claim]).settings;
    (both.scale(kind(pool)), both.lifecycle) != (pool.settings.scale(kind(pool)), pool.settings.lifecycle)
}

/// Says what becomes of the lifecycle type where the base has another.
fn lifecycle(event: usize, scheduled: &ScheduledEvent, (number, pool): (usize, &LintedPool), remarks: &mut Remarks) {
    let (wanted, base) = (&scheduled.settings, &pool.settings);
    if wanted.lifecycle.same_type(&base.lifecycle) {
        return;
    }
    let (to, from) = (wanted.lifecycle.type_name(), base.lifecycle.type_name());
    if wanted.max_sessions < base.max_sessions {
        let text =
            format!("its lifecycle type {to} never holds: the base `{}` has more max sessions, and {from}", pool.base);
        let todo = format!("Give its profile at least the {} max sessions of the base, or {from}.", base.max_sessions);
        remarks.add_on((event, number), Mark::Warning, text, todo);
        return;
    }
    let text = format!(
        "changes the lifecycle type from {from} (the base `{}`) to {to} and back: each time it stays as it is while \
         another claim holds or sessions are in use",
        pool.base
    );
    let todo = format!("Where that is not meant, give its profile the type {from}.");
    remarks.add_on((event, number), Mark::Note, text, todo);
}

fn asks_for_ready(settings: &Settings, pool: &LintedPool) -> bool {
    kind(pool).keeps_ready() && (settings.ready_sessions > pool.settings.ready_sessions)
}

/// The pool's kind; one that the file does not name keeps ready sessions, as far as anybody knows.
pub(super) fn kind(pool: &LintedPool) -> Kind {
    pool.kind.unwrap_or(Kind::CustomContainer)
}

/// Whether it comes on top of what others want.
pub(super) fn adds(scheduled: &ScheduledEvent) -> bool {
    scheduled.combine == Combine::Sum
}

/// A length of time as the file takes it.
pub(super) fn length(time: Duration) -> String {
    match time.as_secs() {
        0 => "0s".to_owned(),
        seconds if seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}
