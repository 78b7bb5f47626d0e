//! What events on one pool do to each other: the windows of all of them in order, swept once.

use super::LintedPool;
use super::asks::{adds, changes_anything, kind, length};
use super::remarks::Remarks;
use super::stretches::{Stretch, stretches};
use crate::model::limits::{self, Field};
use crate::model::{Mark, Scale, Settings};
use crate::schedule::calendar::LONGEST_LEAD;
use crate::schedule::{ScheduledEvent, When};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

/// A pool that is let down for less than this goes up again before it has rested. Recorded changes took up to 527 s.
const LEAST_REST: SignedDuration = SignedDuration::from_mins(30);

/// With how many others that hold a window is compared, those that end last.
const COMPARED: usize = 8;

/// A window of an event, its lead included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    from: Timestamp,
    until: Timestamp,
    /// The event, by its place among those of the pool.
    event: usize,
}

/// Says what there is to say of the events of a pool. `events` has their places in the file with them.
pub(super) fn remark(
    events: &[(usize, &ScheduledEvent)],
    (number, pool): (usize, &LintedPool),
    is_refused: impl Fn(usize) -> bool,
    now: Timestamp,
    remarks: &mut Remarks,
) {
    let rouses = |(index, event): &(usize, &ScheduledEvent)| changes_anything(event, pool) && !is_refused(*index);
    let mut sweep = Sweep {
        events,
        number,
        pool,
        rouses: events.iter().map(rouses).collect(),
        rousing: 0,
        adds: events.iter().any(|(_, event)| adds(event)),
        open: BTreeSet::new(),
        shared: BTreeMap::new(),
        added: 0,
        last: None,
        told: HashSet::new(),
    };
    for window in windows(events, now) {
        sweep.step(window, remarks);
    }
}

/// The windows that are looked at, in the order of their beginnings.
fn windows(events: &[(usize, &ScheduledEvent)], now: Timestamp) -> Vec<Window> {
    let stretches = stretches(events, now);
    let of_one = |(index, (_, event)): (usize, &(usize, &ScheduledEvent))| -> Vec<Window> {
        let found = match event.calendar.when {
            When::Once(_) => event.calendar.once().into_iter().collect(),
            When::Every(_) => {
                let each = stretches.iter().flat_map(|(from, until): &Stretch| event.calendar.between(*from, *until));
                each.collect::<Vec<_>>()
            }
        };
        let held = found.into_iter().filter(|one| one.from < one.until);
        held.map(|one| Window { from: one.from, until: one.until, event: index }).collect()
    };
    let mut windows: Vec<Window> = events.iter().enumerate().flat_map(of_one).collect();
    windows.sort_unstable();
    // One that reaches from one stretch into the next is found twice.
    windows.dedup();
    windows
}

/// What pair, and what was said of it.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Told {
    Overlap(usize, usize),
    Gap(usize, usize),
    Beyond(usize),
}

struct Sweep<'a> {
    events: &'a [(usize, &'a ScheduledEvent)],
    number: usize,
    pool: &'a LintedPool,
    /// Whether each event changes anything, and its budget lets it.
    rouses: Vec<bool>,
    /// How many windows that hold change anything.
    rousing: usize,
    /// Whether any of them is added to the others.
    adds: bool,
    /// The windows that hold, those that end first before.
    open: BTreeSet<(Timestamp, usize, Timestamp)>,
    /// How many windows that hold share each number of max sessions.
    shared: BTreeMap<u32, usize>,
    /// The max sessions that are added by windows that hold.
    added: u32,
    /// The last end of a window that changed something, with its event.
    last: Option<(Timestamp, usize)>,
    told: HashSet<Told>,
}

impl Sweep<'_> {
    /// A window begins; those that are over by then end before it.
    fn step(&mut self, window: Window, remarks: &mut Remarks) {
        while let Some((until, event, from)) = self.open.first().copied().filter(|(until, ..)| *until <= window.from) {
            self.open.remove(&(until, event, from));
            self.count(event, false);
            if self.rouses[event] {
                self.last = self.last.max(Some((until, event)));
            }
        }
        let others: Vec<usize> = self.open.iter().rev().map(|(_, event, _)| *event).take(COMPARED).collect();
        for other in &others {
            self.overlap(window, *other, remarks);
        }
        if self.rouses[window.event] && self.rousing == 0 {
            self.gap(window, remarks);
        }
        self.open.insert((window.until, window.event, window.from));
        self.count(window.event, true);
        if self.adds && !others.is_empty() {
            self.beyond(window, remarks);
        }
    }

    fn event(&self, event: usize) -> &ScheduledEvent {
        self.events[event].1
    }

    /// The event as remarks name it.
    fn about(&self, event: usize) -> (usize, usize) {
        (self.events[event].0, self.number)
    }

    fn count(&mut self, event: usize, begins: bool) {
        let max = self.event(event).settings.max_sessions;
        if self.rouses[event] {
            self.rousing = if begins { self.rousing + 1 } else { self.rousing.saturating_sub(1) };
        }
        if adds(self.event(event)) {
            self.added = if begins { self.added.saturating_add(max) } else { self.added.saturating_sub(max) };
            return;
        }
        let count = self.shared.entry(max).or_insert(0);
        *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        if *count == 0 {
            self.shared.remove(&max);
        }
    }

    /// Two events hold at once. The later one of the file is told of it, once.
    fn overlap(&mut self, window: Window, other: usize, remarks: &mut Remarks) {
        let (first, second) = (window.event.min(other), window.event.max(other));
        if !self.told.insert(Told::Overlap(first, second)) {
            return;
        }
        let (one, own) = (self.event(first), self.event(second));
        let at = clock(window.from, own);
        let about = self.about(second);
        if first == second {
            let text = format!("overlaps itself from {at}: it comes again before it is over");
            remarks.add_on(about, Mark::Note, text, None);
            return;
        }
        if !adds(one) && !adds(own) {
            let (shared, apart) = self.both(&one.settings, &own.settings);
            let text = format!("overlaps `{}` from {at}: they share {shared}; apart they would need {apart}", one.name);
            let todo = "Write `combine: sum` on one of them where both need their own.".to_owned();
            remarks.add_on(about, Mark::Note, text, todo);
        }
        if !one.settings.lifecycle.same_type(&own.settings.lifecycle) {
            let text = format!(
                "overlaps `{}` from {at} with another lifecycle type, {} and not {}: the type stays as it is while \
                 both hold",
                one.name,
                own.settings.lifecycle.type_name(),
                one.settings.lifecycle.type_name()
            );
            let todo = "Give both profiles one type, or keep the events apart.".to_owned();
            remarks.add_on(about, Mark::Warning, text, todo);
        }
    }

    /// What two hold together, and what they would need if they did not share.
    fn both(&self, one: &Settings, other: &Settings) -> (Scale, Scale) {
        let of = |number: fn(u32, u32) -> u32| {
            let settings = Settings {
                max_sessions: number(one.max_sessions, other.max_sessions),
                ready_sessions: number(one.ready_sessions, other.ready_sessions),
                ..one.clone()
            };
            settings.scale(kind(self.pool))
        };
        (of(u32::max), of(u32::saturating_add))
    }

    /// The pool rests for too short a time to be worth it.
    fn gap(&mut self, window: Window, remarks: &mut Remarks) {
        let Some((end, before)) = self.last else { return };
        let rest = end.duration_until(window.from);
        if rest.is_zero() || rest >= LEAST_REST || !self.told.insert(Told::Gap(before, window.event)) {
            return;
        }
        let own = self.event(window.event);
        let rest = rest.unsigned_abs();
        let whose = if before == window.event {
            "its own end".to_owned()
        } else {
            format!("the end of `{}`", self.event(before).name)
        };
        let text = format!(
            "begins {} after {whose}, {}: the pool goes down and up again in between",
            length(rest),
            clock(end, own)
        );
        let lead: Duration = own.calendar.lead.saturating_add(rest);
        let todo = if lead <= LONGEST_LEAD {
            format!("Write `lead: {}`, and it stays up.", length(lead))
        } else {
            "Let the one before last longer, and it stays up.".to_owned()
        };
        remarks.add_on(self.about(window.event), Mark::Warning, text, todo);
    }

    /// What is added up is more than the pool's kind takes, and is cut to that when it is applied.
    fn beyond(&mut self, window: Window, remarks: &mut Remarks) {
        let Some(kind) = self.pool.kind else { return };
        let base = &self.pool.settings;
        let shared = self.shared.last_key_value().map_or(0, |(max, _)| *max).max(base.max_sessions);
        let all = Settings { max_sessions: shared.saturating_add(self.added), ..base.clone() };
        let too_many = limits::faults_for(&all, kind).into_iter().find(|(field, _)| *field == Field::MaxSessions);
        let Some((_, fault)) = too_many.filter(|_| self.told.insert(Told::Beyond(window.event))) else { return };
        let at = clock(window.from, self.event(window.event));
        let text = format!("what adds up from {at} is cut to what Azure takes: {fault}");
        let todo = "Choose smaller profiles, or keep the events apart.".to_owned();
        remarks.add_on(self.about(window.event), Mark::Warning, text, todo);
    }
}

/// A moment on the clocks of an event.
fn clock(at: Timestamp, event: &ScheduledEvent) -> String {
    at.to_zoned(event.calendar.zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}
