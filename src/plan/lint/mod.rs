//! What a reader of a pool file would like to be told of its scheduled events, before they come.
//!
//! Faults of a file are found where it is read. Here is what may be written, and is likely not what was meant, or is
//! worth knowing: events that overlap, that never come, that clocks cut short, that ask for what Azure refuses.
//!
//! **Cost.** Near-linear in the number of events: each is looked at by itself, then the windows of each pool are put in
//! order and swept once. A recurring event is looked at where its weeks differ, not over every week; see [`stretches`].

mod asks;
mod clocks;
mod dates;
mod overlaps;
mod remarks;
mod stretches;

use crate::model::{Finding, Kind, Settings};
use crate::schedule::ScheduledEvent;
use jiff::{SignedDuration, Timestamp};
use remarks::Remarks;
use std::time::Duration;

/// How far ahead events are looked at.
const AHEAD: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// A pool of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct LintedPool {
    /// Its name.
    pub name: String,
    /// The name of its base profile.
    pub base: String,
    /// What its base profile says.
    pub settings: Settings,
    /// Whether it is parked while nobody wants it.
    pub parks: bool,
    /// Its kind, where the file says it.
    pub kind: Option<Kind>,
    /// The longest that it was seen to take until its ready sessions were there.
    pub warm_after: Option<Duration>,
}

/// An event of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct LintedEvent {
    /// The event with its profile looked up.
    pub event: ScheduledEvent,
    /// Where it stands: `pool.yaml:12:5`.
    pub place: String,
    /// Its pools, by their places in the list of pools.
    pub pools: Vec<usize>,
    /// Whether its budget keeps its pools from being raised.
    pub is_refused: bool,
}

/// What is worth saying of the events, in the order of the file.
#[must_use]
pub fn lint(pools: &[LintedPool], events: &[LintedEvent], now: Timestamp) -> Vec<Finding> {
    let mut remarks = Remarks::default();
    let mut of_pools: Vec<Vec<usize>> = vec![Vec::new(); pools.len()];
    for (index, event) in events.iter().enumerate() {
        let has_more = dates::remark(index, &event.event.calendar, now, &mut remarks);
        if !has_more {
            continue;
        }
        clocks::remark(index, &event.event.calendar, now, &mut remarks);
        for (pool, number) in event.pools.iter().filter_map(|number| Some((pools.get(*number)?, *number))) {
            asks::remark(index, &event.event, (number, pool), &mut remarks);
            of_pools[number].push(index);
        }
    }
    for (number, of_pool) in of_pools.iter().enumerate().filter(|(_, of_pool)| !of_pool.is_empty()) {
        let own: Vec<(usize, &ScheduledEvent)> = of_pool.iter().map(|index| (*index, &events[*index].event)).collect();
        overlaps::remark(&own, (number, &pools[number]), |index| events[index].is_refused, now, &mut remarks);
    }
    remarks.findings(pools, events)
}

#[cfg(test)]
mod cases;
