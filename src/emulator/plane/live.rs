//! A pool with its sessions: the model of `sim`, what is to happen to it, and who the sessions' guests are.

use super::guest::Guest;
use super::samples::{Minute, Samples, Trio};
use super::told::Told;
use crate::emulator::document;
use crate::emulator::options::Times;
use crate::emulator::records::Pool as Record;
use crate::emulator::warming::Pace;
use crate::model::{self, Kind};
use crate::sim::Millis;
use crate::sim::pool::{Answer, Outside, Pool, PoolEvent, Rules, SessionId, Start};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A pool.
#[derive(Debug)]
pub(in crate::emulator) struct Live {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// Tells it from one that was made anew under its name.
    created: Timestamp,
    told: Told,
    pool: Pool<Arc<str>>,
    later: BTreeMap<(Millis, u64), PoolEvent>,
    /// How many things were put off or begun: what comes first, where times are the same.
    count: u64,
    now: Millis,
    /// Sessions of others that somebody set by hand.
    pinned: u32,
    starts_in: Millis,
    guests: Vec<Option<Guest>>,
    /// Those whose sessions have ended, to be let go where nothing is locked.
    gone: Vec<Guest>,
    samples: Samples,
}

/// The world of the model.
struct World<'a> {
    later: &'a mut BTreeMap<(Millis, u64), PoolEvent>,
    count: &'a mut u64,
    starts: Starts,
    ended: Vec<SessionId>,
}

/// How long sessions take to start.
#[derive(Debug, Clone, Copy)]
enum Starts {
    /// Each this long.
    In(Millis),
    /// One after the other, as an operation brings them: each this long after the one before.
    OneByOne { step: Millis, last: Millis },
}

impl Outside for World<'_> {
    fn start_time(&mut self, _needs_node: bool) -> Millis {
        match &mut self.starts {
            Starts::In(time) => *time,
            Starts::OneByOne { step, last } => {
                *last += *step;
                *last
            }
        }
    }

    fn later(&mut self, at: Millis, event: PoolEvent) {
        *self.count += 1;
        self.later.insert((at, *self.count), event);
    }

    fn ended(&mut self, session: SessionId, _cut: u32) {
        self.ended.push(session);
    }
}

impl Live {
    /// A pool as the store has it, where it serves already. What happened to its ready sessions since they were asked
    /// for has happened.
    pub(super) fn open(record: &Record, times: Times, now: Millis) -> Option<Self> {
        let told = Told::of(record)?;
        let kind = document::kind(&record.document)?;
        let before = Rules { ready: told.before, max: told.rules.max.max(told.before), ..told.rules.clone() };
        let mut live = Self {
            kind,
            name: record.place().name,
            created: record.created,
            pool: Pool::warm(before, told.since),
            later: BTreeMap::new(),
            count: 0,
            now: told.since,
            pinned: record.allocated,
            starts_in: times.session_start(kind),
            guests: Vec::new(),
            gone: Vec::new(),
            samples: Samples::default(),
            told: told.clone(),
        };
        live.change(&told, pace(times));
        live.follow(now);
        Some(live)
    }

    /// Learns what the store has of the pool by now. `false` where this is not the pool any more.
    pub(super) fn learn(&mut self, record: &Record, times: Times, now: Millis) -> bool {
        let Some(told) = Told::of(record).filter(|_| record.created == self.created) else { return false };
        if told.rules != self.told.rules {
            // Two operations within a millisecond have the same course.
            let is_brought = told.course != self.told.course || told.rules.ready != self.told.rules.ready;
            let (at, starts) = if is_brought { (told.since, pace(times)) } else { (now, Starts::In(self.starts_in)) };
            self.follow(at.min(now));
            if is_brought {
                self.forget_the_coming();
            }
            self.change(&told, starts);
        }
        self.pinned = record.allocated;
        self.told = told;
        true
    }

    /// Leaves out the ready sessions that are not warm yet: whoever learns of an operation that brings ready sessions
    /// begins with those that were warm before it, and another process knows no more than that.
    fn forget_the_coming(&mut self) {
        let rules = Rules { ready: self.pool.counts().ready, ..self.pool.rules().clone() };
        self.usual(|pool, now, world| pool.change(now, rules, world));
    }

    fn change(&mut self, told: &Told, starts: Starts) {
        let rules = told.rules.clone();
        self.step(starts, |pool, now, world| pool.change(now, rules, world));
    }

    /// Lets time pass.
    pub(super) fn follow(&mut self, now: Millis) {
        while let Some(entry) = self.later.first_entry().filter(|entry| entry.key().0 <= now) {
            let ((at, _), event) = entry.remove_entry();
            self.pass(at);
            self.usual(|pool, at, world| pool.follow(at, event, world));
        }
        self.pass(now);
    }

    /// Time in which nothing happens.
    fn pass(&mut self, now: Millis) {
        let now = now.max(self.now);
        self.samples.pass(self.now, now, self.trio());
        self.now = now;
    }

    fn usual<T>(&mut self, act: impl FnOnce(&mut Pool<Arc<str>>, Millis, &mut World<'_>) -> T) -> T {
        self.step(Starts::In(self.starts_in), act)
    }

    fn step<T>(&mut self, starts: Starts, act: impl FnOnce(&mut Pool<Arc<str>>, Millis, &mut World<'_>) -> T) -> T {
        let mut world = World { later: &mut self.later, count: &mut self.count, starts, ended: Vec::new() };
        let done = act(&mut self.pool, self.now, &mut world);
        for session in world.ended {
            self.gone.extend(self.guests.get_mut(session.place()).and_then(Option::take));
        }
        self.samples.pass(self.now, self.now, self.trio());
        done
    }

    /// A request with an identifier: when its session serves, and whose guest it is. `None` where the pool is full.
    pub(super) fn request(&mut self, identifier: &Arc<str>, now: Timestamp) -> Option<(Start, Millis, &Guest)> {
        let answer = self.usual(|pool, at, world| pool.request(at, identifier, world));
        let Answer::Given { session, start, from } = answer else { return None };
        if self.guests.len() <= session.place() {
            self.guests.resize_with(session.place() + 1, || None);
        }
        self.count += 1;
        let fresh = || Guest::new(session, self.count, Arc::clone(identifier), now);
        let guest = self.guests[session.place()].get_or_insert_with(fresh);
        guest.accessed = now;
        Some((start, from, guest))
    }

    /// A request has ended. Whether its session was still there.
    pub(super) fn release(&mut self, session: SessionId) -> bool {
        self.usual(|pool, at, world| pool.release(at, session, world))
    }

    /// Ends the session of an identifier. Whether there was one.
    pub(super) fn stop(&mut self, identifier: &Arc<str>) -> bool {
        let session = self.pool.session(identifier);
        session.is_some_and(|session| self.usual(|pool, at, world| pool.end(at, session, world)))
    }

    /// Whose the session of an identifier is, and when it ends if nobody uses it again.
    pub(super) fn guest(&self, identifier: &Arc<str>) -> Option<(&Guest, Millis)> {
        let session = self.pool.session(identifier)?;
        let guest = self.guests.get(session.place())?.as_ref()?;
        Some((guest, self.ends_at(session)))
    }

    /// All guests in the order in which they came, each with the end of the session.
    pub(super) fn guests(&self) -> Vec<(&Guest, Millis)> {
        let mut all: Vec<&Guest> = self.guests.iter().flatten().collect();
        all.sort_unstable_by_key(|guest| guest.number);
        all.into_iter().map(|guest| (guest, self.ends_at(guest.session))).collect()
    }

    /// One that is being used ends a whole period from now at the earliest.
    fn ends_at(&self, session: SessionId) -> Millis {
        let period = Millis::try_from(self.pool.rules().lifecycle.period().as_millis()).unwrap_or(Millis::MAX);
        self.pool.ends_at(session).unwrap_or(self.now.saturating_add(period))
    }

    /// What is remembered of these minutes.
    pub(in crate::emulator) fn minutes(&self, minutes: std::ops::Range<Millis>) -> Vec<Minute> {
        self.samples.within(minutes).copied().collect()
    }

    /// All guests of a pool that is no more.
    pub(super) fn into_guests(self) -> Vec<Guest> {
        self.guests.into_iter().flatten().chain(self.gone).collect()
    }

    /// Guests whose sessions have ended.
    pub(super) fn take_gone(&mut self) -> Vec<Guest> {
        std::mem::take(&mut self.gone)
    }

    fn trio(&self) -> Trio {
        let counts = self.pool.counts();
        [counts.ready, counts.allocated().saturating_add(self.pinned), counts.pending + counts.starting]
    }

    /// What the control plane says that the sessions are doing. While an operation runs, the ready sessions that it
    /// brings are counted beside those that the model has; they are given to nobody before its end.
    pub(super) fn counts(&self, record: &Record, on_course: &model::Counts) -> model::Counts {
        let counts = self.pool.counts();
        let allocated = counts.allocated().saturating_add(record.allocated);
        let in_use = allocated.saturating_add(counts.starting);
        let expected = document::ready(&record.document)
            .unwrap_or_default()
            .min(document::max(&record.document).saturating_sub(in_use));
        let (ready, pending) = if ["InProgress", "Deleting"].contains(&record.state.as_str()) {
            let brought = on_course.ready.saturating_sub(record.course.before);
            let ready = counts.ready.saturating_add(brought).min(expected.max(counts.ready));
            (ready, expected.saturating_sub(ready))
        } else {
            (counts.ready, counts.pending)
        };
        model::Counts { expected, ready, pending: pending + counts.starting, allocated, ..model::Counts::default() }
    }
}

/// How the ready sessions come that an operation brings.
fn pace(times: Times) -> Starts {
    match times.pace() {
        Pace::Within => Starts::In(0),
        Pace::After(step) => {
            Starts::OneByOne { step: Millis::try_from(step.as_millis()).unwrap_or(Millis::MAX), last: 0 }
        }
    }
}
