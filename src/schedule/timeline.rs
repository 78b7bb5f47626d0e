//! What the claims on a pool come to over a stretch of time: the moments at which they change, and what holds between.
//!
//! One sweep over the beginnings and ends of all windows, not a look at every minute: what should hold changes at
//! these moments and at no other.

use super::Remark;
use super::claim::{Claim, Source};
use super::desired::{Desired, merge};
use super::hold::Outranks;
use super::records::{Known, Records};
use super::stamp::Running;
use crate::model::{Scale, Settings};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a claim counts for nothing, or for the part of it that is told.
pub type Refused<'a> = &'a dyn Fn(&Claim) -> Option<Option<Running>>;

/// What should hold on a pool between two instants.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// What holds, without gaps, in order; both numbers are 0 where the pool is parked.
    pub spans: Vec<Span>,
    /// The moments at which a claim begins or ends, in order.
    pub turns: Vec<Turn>,
}

/// A stretch of time over which the same claims hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// What should hold.
    pub desired: Desired,
}

/// A moment at which claims begin or end. Equal on two pools where the same happens to both.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// When.
    pub at: Timestamp,
    /// What should hold until then.
    pub before: Settings,
    /// What should hold from then on; numbers may stay as they are.
    pub after: Settings,
    /// What begins and ends, ends first.
    pub edges: Vec<Edge>,
    /// What the claims that share the pool from then on ask for together, where that is more than what holds.
    pub together: Option<Scale>,
    /// The hold over everything that keeps the claims from counting.
    pub held_by: Option<Claim>,
}

/// The beginning or the end of a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Whether it begins, rather than ends.
    pub begins: bool,
    /// The claim.
    pub claim: Claim,
    /// The zone of its local times; an event has one.
    pub zone: Option<TimeZone>,
    /// What the change of clocks did to its window.
    pub remarks: Vec<Remark>,
}

impl Timeline {
    /// What should hold in `[from, until)`, by the files and by what stands on the pool. What begins or ends at `from`
    /// itself is a turn of it.
    #[must_use]
    pub fn of(base: &Claim, known: &Known, records: &Records, from: Timestamp, until: Timestamp) -> Self {
        Self::seen(base, known, records, (from, until), from)
    }

    /// The same of a time that may have begun before now, where some claims count for nothing, or for a part: `refused` says so, with what is left of them. What
    /// counts for nothing is a turn all the same, once, so that it can be told.
    #[must_use]
    pub fn without(
        base: &Claim,
        known: &Known,
        records: &Records,
        (from, until): (Timestamp, Timestamp),
        (now, refused): (Timestamp, Refused<'_>),
    ) -> Self {
        let mut windows = windows(known, records, (just_before(from), until), just_before(now));
        for window in &mut windows {
            match refused(&window.claim) {
                None => {}
                Some(None) => window.counts = false,
                Some(Some(rest)) => window.shrink(&rest),
            }
        }
        Self::among(base, &windows, from, until)
    }

    /// The same of a time that may have begun before now: what was made since then begins when it was made.
    #[must_use]
    pub fn seen(
        base: &Claim,
        known: &Known,
        records: &Records,
        (from, until): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> Self {
        let windows = windows(known, records, (just_before(from), until), just_before(now));
        Self::among(base, &windows, from, until)
    }

    fn among(base: &Claim, windows: &[Window], from: Timestamp, until: Timestamp) -> Self {
        let is_active = |index: &usize| windows[*index].counts && windows[*index].has_begun(from);
        let mut active: BTreeSet<usize> = (0..windows.len()).filter(is_active).collect();
        let mut timeline = Self { spans: Vec::new(), turns: Vec::new() };
        let (mut since, mut desired) = (from, merged(base, windows, &active));
        for moment in moments(windows, from, until).chunk_by(|one, other| one.at == other.at) {
            let at = moment[0].at;
            let counts = |edge: &&Moment| windows[edge.window].counts;
            for edge in moment.iter().filter(counts) {
                if edge.begins {
                    active.insert(edge.window)
                } else {
                    active.remove(&edge.window)
                };
            }
            let after = merged(base, windows, &active);
            timeline.turns.push(turn(at, &desired, &after, moment, windows));
            if !moment.iter().any(|edge| counts(&edge)) {
                continue;
            }
            let before = std::mem::replace(&mut desired, after);
            timeline.add(since, at, before);
            since = at;
        }
        timeline.add(since, until, desired);
        timeline
    }

    fn add(&mut self, from: Timestamp, until: Timestamp, desired: Desired) {
        if from < until {
            self.spans.push(Span { from, until, desired });
        }
    }

    /// How long each scale holds until an instant, the smallest scale first.
    #[must_use]
    pub fn time_at_scales(&self, until: Timestamp) -> Vec<(Scale, SignedDuration)> {
        let mut times: BTreeMap<(u32, u32), SignedDuration> = BTreeMap::new();
        for span in self.spans.iter().take_while(|span| span.from < until) {
            let Settings { max_sessions, ready_sessions, .. } = span.desired.settings;
            let time = span.from.duration_until(span.until.min(until));
            *times.entry((max_sessions, ready_sessions)).or_default() += time;
        }
        times.into_iter().map(|((max, ready), time)| (Scale { max, ready: Some(ready) }, time)).collect()
    }
}

/// A claim with the instants between which it holds.
#[derive(Debug)]
struct Window {
    claim: Claim,
    /// `None` where it holds from the first instant looked at.
    begins: Option<Timestamp>,
    /// `None` without an end.
    ends: Option<Timestamp>,
    zone: Option<TimeZone>,
    remarks: Vec<Remark>,
    /// Whether it changes what holds.
    counts: bool,
}

impl Window {
    /// The window of something that stands on the pool, where it holds until its end: from the first instant looked at,
    /// where it was there.
    fn standing(claim: Claim, from: Timestamp, now: Timestamp) -> Self {
        let begins = claim.from.filter(|_| !claim.was_made_by(from, now));
        Self { begins, ends: claim.until, claim, zone: None, remarks: Vec::new(), counts: true }
    }

    /// Leaves of it what a pool was raised to for it already.
    fn shrink(&mut self, rest: &Running) {
        let Self { claim, ends, .. } = self;
        (claim.settings.max_sessions, claim.settings.ready_sessions) = (rest.max, rest.ready);
        *ends = Some(ends.map_or(rest.until, |end| end.min(rest.until)));
        claim.until = *ends;
    }

    fn has_begun(&self, from: Timestamp) -> bool {
        self.begins.is_none_or(|begins| begins < from)
    }
}

/// A beginning or an end among windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    at: Timestamp,
    /// Ends come first.
    begins: bool,
    window: usize,
}

/// Every window that meets `[from, until)`.
fn windows(known: &Known, records: &Records, (from, until): (Timestamp, Timestamp), now: Timestamp) -> Vec<Window> {
    let standing = |claim: Claim| Window::standing(claim, from, now);
    let mut windows = Vec::new();
    for event in &known.events {
        let mut times = event.calendar.between(from, until);
        // One whose start and end both lie in an hour that the clocks skip never holds.
        times.retain(|time| time.from < time.until);
        windows.extend(times.into_iter().map(|occurrence| Window {
            claim: event.claim(&occurrence),
            begins: Some(occurrence.from),
            ends: Some(occurrence.until),
            zone: Some(event.calendar.zone.clone()),
            remarks: occurrence.remarks,
            counts: true,
        }));
    }
    windows.extend(records.leases_at(from).map(|(slot, lease)| standing(Claim::lease(Some(slot), lease))));
    windows.extend(records.hold_at(from).map(|hold| {
        let source = if hold.outranks == Outranks::All { Source::Hold } else { Source::HeldBase };
        standing(Claim::hold(source, hold))
    }));
    windows.extend(records.stamp_claims(from, known).into_iter().map(standing));
    windows
}

/// The beginnings and ends in `[from, until)`, in order.
fn moments(windows: &[Window], from: Timestamp, until: Timestamp) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (index, window) in windows.iter().enumerate() {
        let begins = window.begins.map(|at| Moment { at, begins: true, window: index });
        let ends = window.ends.map(|at| Moment { at, begins: false, window: index });
        let inside = begins.into_iter().chain(ends).filter(|moment| from <= moment.at && moment.at < until);
        moments.extend(inside.take(if window.counts { 2 } else { 1 }));
    }
    moments.sort_unstable();
    moments
}

fn merged(base: &Claim, windows: &[Window], active: &BTreeSet<usize>) -> Desired {
    let mut base = base;
    let mut others = Vec::with_capacity(active.len());
    for claim in active.iter().map(|index| &windows[*index].claim) {
        if claim.source == Source::HeldBase { base = claim } else { others.push(claim.clone()) }
    }
    let mut desired = merge(base.clone(), others);
    if desired.is_parked() {
        // A pool that is not there has no sessions.
        (desired.settings.max_sessions, desired.settings.ready_sessions) = (0, 0);
    }
    desired
}

fn turn(at: Timestamp, before: &Desired, after: &Desired, moment: &[Moment], windows: &[Window]) -> Turn {
    let edge = |moment: &Moment| {
        let window = &windows[moment.window];
        let Window { claim, zone, remarks, .. } = window;
        Edge { begins: moment.begins, claim: claim.clone(), zone: zone.clone(), remarks: remarks.clone() }
    };
    let held_by = after.claims.iter().find(|claim| claim.source == Source::Hold);
    Turn {
        at,
        before: before.settings.clone(),
        after: after.settings.clone(),
        edges: moment.iter().map(edge).collect(),
        together: after.together(),
        held_by: held_by.cloned(),
    }
}

/// The last instant before another.
fn just_before(at: Timestamp) -> Timestamp {
    Timestamp::from_nanosecond(at.as_nanosecond() - 1).unwrap_or(at)
}

#[cfg(test)]
mod tests;
