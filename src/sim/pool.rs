//! A session pool as a state machine: who asks for a session, what they get, and what that causes later.
//!
//! It draws nothing and waits for nothing: how long a session takes to start is asked of [`Outside`], and what is to
//! happen later is handed there. Cost of a request, of its end and of an expiry: constant, however many sessions live.
//!
//! What is taken for granted, with its source (`azure/services.md` and `azure/arm.md` of the design), or "assumed":
//!
//! 1. The same identifier finds its session again; an unknown one is given a session by its first request (Microsoft's
//!    documentation, sessions usage, 2025-05-19).
//! 2. Ready sessions are warm and nobody's; the service keeps their number at the target, but never more than
//!    max - allocated (recorded: expected 2, ready 2 with one allocated and max above; the ready one was replaced
//!    within 4 s).
//! 3. A new identifier takes the ready session that has waited longest (assumed), else a session is started for it
//!    where there is room, else it takes over the one that is being warmed and comes first (assumed), else it is
//!    refused: the pool is full (measured by three parties: 429; older documentation: 404).
//! 4. Starting, ready, allocated and going sessions together never exceed max sessions (assumed for going ones).
//! 5. `Timed`: every request resets the timer (documentation); while one is running the timer stands (assumed). When
//!    the cooldown is over, the session ends and is not used again.
//! 6. `OnContainerExit`: a session ends when its container exits, and at the latest the maximum life after it was
//!    allocated (documentation; "allocated" assumed). What runs then is cut off, and what waits in it has to ask again
//!    (assumed); [`Outside::ended`] hears of it.
//! 7. Lowering max ends nobody's session; lowering ready takes warm ones away at once, those still starting first
//!    (assumed: nothing is published). Another period counts for sessions that live already (assumed). Another type of
//!    lifecycle ends all sessions in use (assumed).
//! 8. Sessions lie on nodes, so many on each; one that needs a node more starts later (assumed: no time is published).
//!    A node goes with its last session (assumed).
//! 9. No rate of replenishing is published: any number of sessions start at once (assumed).

use super::Millis;
use super::slots::{Phase, Slots};
use crate::model::{Lifecycle, Settings};
use rustc_hash::FxHashMap;
use std::collections::{BTreeSet, VecDeque};
use std::hash::Hash;
use std::hint::black_box;

pub use super::slots::SessionId;

/// What a pool is told to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Most sessions at once.
    pub max: u32,
    /// Warm sessions that are nobody's.
    pub ready: u32,
    /// When a session ends.
    pub lifecycle: Lifecycle,
    /// How many sessions a node holds; `None` where nobody sees the nodes.
    pub on_a_node: Option<u32>,
    /// How long a session that ends still holds its place.
    pub deletes_in: Millis,
}

impl Rules {
    /// Those of settings, on nodes that nobody sees, with sessions that are gone at once.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self {
            max: settings.max_sessions,
            ready: settings.ready_sessions,
            lifecycle: settings.lifecycle,
            on_a_node: None,
            deletes_in: 0,
        }
    }

    fn period(&self) -> Millis {
        Millis::try_from(self.lifecycle.period().as_millis()).unwrap_or(Millis::MAX)
    }

    fn is_timed(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::Timed { .. })
    }
}

/// What the model needs of the world.
pub trait Outside {
    /// How long a session takes to start that starts now; on a new node where it needs one.
    fn start_time(&mut self, needs_node: bool) -> Millis;

    /// Has an event happen later, or at once.
    fn later(&mut self, at: Millis, event: PoolEvent);

    /// Tells that a session in use has ended, with so many requests still running in it.
    fn ended(&mut self, session: SessionId, cut: u32) {
        let _ = (session, cut);
    }
}

/// What an earlier step caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolEvent {
    /// A session has started.
    Started(SessionId),
    /// A session is gone.
    Deleted(SessionId),
    /// The period of a session may be over.
    Timer,
}

/// How a request got its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Start {
    /// Its identifier had one.
    Found,
    /// It took a ready one.
    Warm,
    /// One was started, or was starting.
    Cold,
}

/// What a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A session.
    Given {
        /// Which.
        session: SessionId,
        /// How.
        start: Start,
        /// When it serves.
        from: Millis,
    },
    /// There is none, and no room for one.
    Full,
}

/// Sessions by what they are doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Starting, for whoever comes next.
    pub pending: u32,
    /// Starting, and waited for.
    pub starting: u32,
    /// Warm, and nobody's.
    pub ready: u32,
    /// Somebody's, with a request in it.
    pub busy: u32,
    /// Somebody's, without one: cooling down.
    pub idle: u32,
    /// Ending, and still in their places.
    pub deleting: u32,
}

impl Counts {
    /// Those that are somebody's.
    #[must_use]
    pub fn allocated(&self) -> u32 {
        self.busy + self.idle
    }

    /// All that hold a place.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.pending + self.starting + self.ready + self.busy + self.idle + self.deleting
    }
}

/// The pool. `K` is what sessions are told apart by.
#[derive(Debug, Clone)]
pub struct Pool<K> {
    rules: Rules,
    slots: Slots<K>,
    of: FxHashMap<K, u32>,
    ready: VecDeque<u32>,
    /// Those that start for whoever comes next, by when they will have.
    pending: BTreeSet<(Millis, u32)>,
    counts: Counts,
    /// The earliest timer that is on its way.
    timer: Millis,
    /// Hours that sessions have started which are over, each from its allocation to its end.
    started_hours: u64,
}

impl<K: Clone + Eq + Hash> Pool<K> {
    /// A pool that starts its ready sessions now.
    pub fn new(rules: Rules, at: Millis, outside: &mut impl Outside) -> Self {
        let mut pool = Self::empty(rules);
        pool.replenish(at, outside);
        pool
    }

    /// A pool whose ready sessions are warm already.
    #[must_use]
    pub fn warm(rules: Rules, at: Millis) -> Self {
        let mut pool = Self::empty(rules);
        while pool.counts.ready < pool.rules.ready.min(pool.rules.max) {
            let slot = pool.slots.add(Phase::Ready, at);
            pool.ready.push_back(slot);
            pool.counts.ready += 1;
        }
        pool
    }

    fn empty(rules: Rules) -> Self {
        Self {
            rules,
            slots: Slots::new(),
            of: FxHashMap::default(),
            ready: VecDeque::new(),
            pending: BTreeSet::new(),
            counts: Counts::default(),
            timer: Millis::MAX,
            started_hours: 0,
        }
    }

    /// What it is told to be.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Its sessions by what they are doing.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The nodes that its sessions lie on; none where nobody sees them.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        self.rules.on_a_node.map_or(0, |on_a_node| self.counts.total().div_ceil(on_a_node.max(1)))
    }

    /// The hours that sessions have started so far, each from its allocation to its end; those in use until now.
    #[must_use]
    pub fn started_hours(&self, at: Millis) -> u64 {
        let in_use = self.slots.in_phase(Phase::Allocated).chain(self.slots.in_phase(Phase::Starting));
        let hours = in_use.map(|slot| begun(self.slots.get(slot).started_at, at));
        self.started_hours + hours.sum::<u64>()
    }

    /// Whether a new identifier would be given a session.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.counts.ready > 0 || self.counts.total() < self.rules.max || self.counts.pending > 0
    }

    /// The session of an identifier, without using it.
    #[must_use]
    pub fn session(&self, identifier: &K) -> Option<SessionId> {
        self.of.get(identifier).map(|slot| self.slots.id(*slot))
    }

    /// Whose a session is.
    #[must_use]
    pub fn identifier(&self, session: SessionId) -> Option<&K> {
        self.slots.find(session).and_then(|slot| self.slots.get(slot).identifier.as_ref())
    }

    /// When a session ends that nobody uses again; `None` while its timer stands.
    #[must_use]
    pub fn ends_at(&self, session: SessionId) -> Option<Millis> {
        let slot = self.slots.get(self.slots.find(session)?);
        let counts = slot.phase == Phase::Allocated && (slot.in_flight == 0 || !self.rules.is_timed());
        counts.then(|| slot.counts_from.saturating_add(self.rules.period()))
    }

    /// A request with an identifier. Whoever is given a session tells [`Pool::release`] or [`Pool::end`] afterwards.
    pub fn request(&mut self, at: Millis, identifier: &K, outside: &mut impl Outside) -> Answer {
        self.request_again(at, (identifier, None), outside)
    }

    /// The same for whoever knows which session the identifier had last: it is looked for there first.
    pub fn request_again(
        &mut self,
        at: Millis,
        (identifier, last): (&K, Option<SessionId>),
        outside: &mut impl Outside,
    ) -> Answer {
        let last = last.and_then(|last| self.in_use(last));
        let last = last.filter(|slot| self.slots.get(*slot).identifier.as_ref() == Some(identifier));
        if let Some(slot) = last.or_else(|| self.of.get(identifier).copied()) {
            let from = self.use_again(slot).max(at);
            return Answer::Given { session: self.slots.id(slot), start: Start::Found, from };
        }
        let Some((slot, start)) = self.take(at, outside) else { return Answer::Full };
        self.of.insert(identifier.clone(), slot);
        let it = self.slots.get_mut(slot);
        it.identifier = Some(identifier.clone());
        it.in_flight = 1;
        let from = it.started_at.max(at);
        it.started_at = from;
        if from == at {
            self.allocate(at, slot, outside);
        }
        if start == Start::Warm {
            self.replenish(at, outside);
        }
        Answer::Given { session: self.slots.id(slot), start, from }
    }

    /// One request more in a session; when it has started.
    fn use_again(&mut self, slot: u32) -> Millis {
        let it = self.slots.get_mut(slot);
        it.in_flight += 1;
        if it.phase == Phase::Allocated && it.in_flight == 1 {
            self.counts.idle -= 1;
            self.counts.busy += 1;
            if self.rules.is_timed() {
                self.slots.unlist(slot);
            }
        }
        self.slots.get(slot).started_at
    }

    /// A session for a new identifier, still to be allocated: a ready one, a new one, or one that is being warmed.
    fn take(&mut self, at: Millis, outside: &mut impl Outside) -> Option<(u32, Start)> {
        if let Some(slot) = self.ready.pop_front() {
            self.counts.ready -= 1;
            self.counts.starting += 1;
            self.slots.get_mut(slot).phase = Phase::Starting;
            return Some((slot, Start::Warm));
        }
        if self.counts.total() < self.rules.max {
            return Some((self.start(at, Phase::Starting, outside), Start::Cold));
        }
        let (_, slot) = self.pending.pop_first()?;
        self.slots.get_mut(slot).phase = Phase::Starting;
        self.counts.pending -= 1;
        self.counts.starting += 1;
        Some((slot, Start::Cold))
    }

    /// Starts a session. One that takes no time is not waited for.
    fn start(&mut self, at: Millis, phase: Phase, outside: &mut impl Outside) -> u32 {
        let total = self.counts.total();
        let needs_node = self.rules.on_a_node.is_some_and(|on_a_node| total.is_multiple_of(on_a_node.max(1)));
        let started_at = at.saturating_add(outside.start_time(needs_node));
        let slot = self.slots.add(phase, started_at);
        match phase {
            Phase::Pending => {
                self.counts.pending += 1;
                self.pending.insert((started_at, slot));
            }
            _ => self.counts.starting += 1,
        }
        if started_at > at {
            outside.later(started_at, PoolEvent::Started(self.slots.id(slot)));
        } else if phase == Phase::Pending {
            self.warmed(slot);
        }
        slot
    }

    fn warmed(&mut self, slot: u32) {
        self.pending.remove(&(self.slots.get(slot).started_at, slot));
        self.slots.get_mut(slot).phase = Phase::Ready;
        self.ready.push_back(slot);
        self.counts.pending -= 1;
        self.counts.ready += 1;
    }

    /// A session that was starting serves whoever waited.
    fn allocate(&mut self, at: Millis, slot: u32, outside: &mut impl Outside) {
        self.counts.starting -= 1;
        let it = self.slots.get_mut(slot);
        it.phase = Phase::Allocated;
        // Whoever waited may have gone.
        let is_idle = it.in_flight == 0;
        if is_idle {
            self.counts.idle += 1;
        } else {
            self.counts.busy += 1;
        }
        if is_idle || !self.rules.is_timed() {
            self.slots.list(slot, at);
            self.arm(outside);
        }
    }

    /// A request has ended, and its session goes on. Whether that was still there.
    pub fn release(&mut self, at: Millis, session: SessionId, outside: &mut impl Outside) -> bool {
        let Some(slot) = self.in_use(session) else { return false };
        let it = self.slots.get_mut(slot);
        it.in_flight = it.in_flight.saturating_sub(1);
        if it.in_flight == 0 && it.phase == Phase::Allocated {
            self.counts.busy -= 1;
            self.counts.idle += 1;
            if self.rules.is_timed() {
                self.slots.list(slot, at);
                self.arm(outside);
            }
        }
        true
    }

    /// A request has ended, and so has its container, unless others run in it. Whether it was still there.
    pub fn exit(&mut self, at: Millis, session: SessionId, outside: &mut impl Outside) -> bool {
        let Some(slot) = self.in_use(session) else { return false };
        let it = self.slots.get_mut(slot);
        it.in_flight = it.in_flight.saturating_sub(1);
        if it.in_flight > 0 {
            return true;
        }
        if it.phase == Phase::Allocated {
            self.counts.busy -= 1;
            self.counts.idle += 1;
        }
        self.finish(at, slot, outside);
        self.replenish(at, outside);
        true
    }

    /// A session was stopped, whatever runs in it. Whether it was still there.
    pub fn end(&mut self, at: Millis, session: SessionId, outside: &mut impl Outside) -> bool {
        let Some(slot) = self.in_use(session) else { return false };
        self.finish(at, slot, outside);
        self.replenish(at, outside);
        true
    }

    /// Reads what is kept of a session that will be asked about soon.
    pub(super) fn touch(&self, session: SessionId) {
        black_box(self.slots.get(session.slot).generation);
    }

    /// The slot of a session that is somebody's, or is starting for somebody.
    fn in_use(&self, session: SessionId) -> Option<u32> {
        let is_used = |slot: &u32| matches!(self.slots.get(*slot).phase, Phase::Allocated | Phase::Starting);
        self.slots.find(session).filter(is_used)
    }

    /// Ends a session in use, or takes away one that is nobody's.
    fn finish(&mut self, at: Millis, slot: u32, outside: &mut impl Outside) {
        let id = self.slots.id(slot);
        let it = self.slots.get_mut(slot);
        let cut = it.in_flight;
        if let Some(identifier) = it.identifier.take() {
            self.started_hours += begun(it.started_at, at);
            self.of.remove(&identifier);
            outside.ended(id, cut);
        }
        let it = self.slots.get(slot);
        match it.phase {
            Phase::Pending => {
                self.counts.pending -= 1;
                self.pending.remove(&(it.started_at, slot));
            }
            Phase::Starting => self.counts.starting -= 1,
            Phase::Ready => self.counts.ready -= 1,
            Phase::Allocated if it.in_flight > 0 => self.counts.busy -= 1,
            Phase::Allocated => self.counts.idle -= 1,
            Phase::Free | Phase::Deleting => return,
        }
        if self.rules.deletes_in == 0 {
            self.slots.remove(slot);
            return;
        }
        self.slots.unlist(slot);
        self.slots.get_mut(slot).phase = Phase::Deleting;
        self.counts.deleting += 1;
        outside.later(at.saturating_add(self.rules.deletes_in), PoolEvent::Deleted(id));
    }

    /// What an earlier step caused.
    pub fn follow(&mut self, at: Millis, event: PoolEvent, outside: &mut impl Outside) {
        match event {
            PoolEvent::Started(session) => {
                let Some(slot) = self.slots.find(session) else { return };
                match self.slots.get(slot).phase {
                    Phase::Pending => self.warmed(slot),
                    Phase::Starting => self.allocate(at, slot, outside),
                    _ => {}
                }
            }
            PoolEvent::Deleted(session) => {
                if let Some(slot) =
                    self.slots.find(session).filter(|slot| self.slots.get(*slot).phase == Phase::Deleting)
                {
                    self.counts.deleting -= 1;
                    self.slots.remove(slot);
                    self.replenish(at, outside);
                }
            }
            PoolEvent::Timer => self.expire(at, outside),
        }
    }

    fn expire(&mut self, at: Millis, outside: &mut impl Outside) {
        if self.timer <= at {
            self.timer = Millis::MAX;
        }
        let mut has_ended = false;
        while let Some(slot) = self.slots.first().filter(|slot| self.due(*slot) <= at) {
            self.finish(at, slot, outside);
            has_ended = true;
        }
        if has_ended {
            self.replenish(at, outside);
        }
        self.arm(outside);
    }

    fn due(&self, slot: u32) -> Millis {
        self.slots.get(slot).counts_from.saturating_add(self.rules.period())
    }

    /// Sees to it that the session that ends first is looked at in time.
    fn arm(&mut self, outside: &mut impl Outside) {
        let Some(due) = self.slots.first().map(|slot| self.due(slot)) else { return };
        if due < self.timer {
            self.timer = due;
            outside.later(due, PoolEvent::Timer);
        }
    }

    /// The pool is told to be something else.
    pub fn change(&mut self, at: Millis, rules: Rules, outside: &mut impl Outside) {
        let ends_all = !rules.lifecycle.same_type(&self.rules.lifecycle);
        if ends_all {
            let in_use: Vec<u32> =
                self.slots.in_phase(Phase::Allocated).chain(self.slots.in_phase(Phase::Starting)).collect();
            for slot in in_use {
                self.finish(at, slot, outside);
            }
        }
        self.rules = rules;
        let surplus = (self.counts.ready + self.counts.pending).saturating_sub(self.ready_wanted());
        for _ in 0..surplus {
            // Those that would be warm last go first.
            if let Some(slot) = self.pending.pop_last().map(|(_, slot)| slot).or_else(|| self.ready.pop_back()) {
                self.finish(at, slot, outside);
            }
        }
        self.replenish(at, outside);
        self.arm(outside);
    }

    /// As many as are kept warm while so many are in use.
    fn ready_wanted(&self) -> u32 {
        let Counts { starting, busy, idle, deleting, .. } = self.counts;
        self.rules.ready.min(self.rules.max.saturating_sub(starting + busy + idle + deleting))
    }

    /// Starts what is missing of the ready sessions.
    fn replenish(&mut self, at: Millis, outside: &mut impl Outside) {
        while self.counts.ready + self.counts.pending < self.ready_wanted() {
            self.start(at, Phase::Pending, outside);
        }
    }
}

/// The hours begun between two instants; one at least.
fn begun(from: Millis, until: Millis) -> u64 {
    until.saturating_sub(from).div_ceil(3_600_000).max(1)
}

#[cfg(test)]
mod tests;
