//! The sessions of a pool: slots that are used again, and a list of them from the one that ends first to the one that
//! ends last.
//!
//! The list is a plain queue: whoever is taken off it is only marked, and passed over when its turn comes. So every
//! session is touched where it lies and its neighbours are not, which is what large pools cost. The marks lie by
//! themselves, close together.

use super::Millis;
use std::collections::VecDeque;
use std::num::NonZeroU32;

/// Entries of the list that may be passed over, beside as many as count.
const SPARE: usize = 64;

/// A session. The generation tells it from those that had the slot before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId {
    pub(super) slot: u32,
    pub(super) generation: NonZeroU32,
}

impl SessionId {
    /// Its place, used again by later sessions: an index into what a caller keeps beside each session.
    #[must_use]
    pub fn place(self) -> usize {
        self.slot as usize
    }
}

/// What a session is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// There is none.
    Free,
    /// It starts, for whoever comes next.
    Pending,
    /// It starts, and somebody waits for it.
    Starting,
    /// It is warm, and nobody's.
    Ready,
    /// It is somebody's.
    Allocated,
    /// It is being taken away and still holds its place.
    Deleting,
}

/// A slot.
#[derive(Debug, Clone)]
pub(super) struct Slot<K> {
    pub(super) generation: NonZeroU32,
    pub(super) phase: Phase,
    /// Requests in it.
    pub(super) in_flight: u32,
    pub(super) identifier: Option<K>,
    /// When it has started; once it is somebody's, since when it serves them.
    pub(super) started_at: Millis,
    /// From when the period of the lifecycle counts.
    pub(super) counts_from: Millis,
}

/// A slot in the list, with the number of the entry.
type Listed = (u32, u32);

/// All slots, and the list.
#[derive(Debug, Clone)]
pub(super) struct Slots<K> {
    slots: Vec<Slot<K>>,
    free: Vec<u32>,
    list: VecDeque<Listed>,
    /// The number of each slot's entry in the list; 0 where it is not on it. No two entries have the same.
    entries: Vec<u32>,
    last: u32,
    /// How many entries of the list count.
    listed: usize,
}

impl<K> Slots<K> {
    pub(super) fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), list: VecDeque::new(), entries: Vec::new(), last: 0, listed: 0 }
    }

    /// A new session.
    pub(super) fn add(&mut self, phase: Phase, started_at: Millis) -> u32 {
        if let Some(slot) = self.free.pop() {
            let it = &mut self.slots[slot as usize];
            (it.phase, it.started_at, it.in_flight) = (phase, started_at, 0);
            return slot;
        }
        self.slots.push(Slot {
            generation: NonZeroU32::MIN,
            phase,
            in_flight: 0,
            identifier: None,
            started_at,
            counts_from: 0,
        });
        self.entries.push(0);
        (self.slots.len() - 1) as u32
    }

    /// Frees a slot for the next session.
    pub(super) fn remove(&mut self, slot: u32) {
        self.unlist(slot);
        let it = &mut self.slots[slot as usize];
        it.generation = it.generation.checked_add(1).unwrap_or(NonZeroU32::MIN);
        (it.phase, it.identifier) = (Phase::Free, None);
        self.free.push(slot);
    }

    pub(super) fn get(&self, slot: u32) -> &Slot<K> {
        &self.slots[slot as usize]
    }

    pub(super) fn get_mut(&mut self, slot: u32) -> &mut Slot<K> {
        &mut self.slots[slot as usize]
    }

    pub(super) fn id(&self, slot: u32) -> SessionId {
        SessionId { slot, generation: self.get(slot).generation }
    }

    /// The slot of a session that is still there.
    pub(super) fn find(&self, id: SessionId) -> Option<u32> {
        let slot = self.slots.get(id.slot as usize)?;
        (slot.generation == id.generation && slot.phase != Phase::Free).then_some(id.slot)
    }

    /// All that are in a phase.
    pub(super) fn in_phase(&self, phase: Phase) -> impl Iterator<Item = u32> {
        let is_it = move |(_, slot): &(usize, &Slot<K>)| slot.phase == phase;
        self.slots.iter().enumerate().filter(is_it).map(|(slot, _)| slot as u32)
    }

    /// The one that ends first.
    pub(super) fn first(&mut self) -> Option<u32> {
        while let Some((slot, entry)) = self.list.front().copied() {
            if self.entries[slot as usize] == entry {
                return Some(slot);
            }
            self.list.pop_front();
        }
        None
    }

    /// Puts a slot at the end of the list: its period counts from now, and now is never before then.
    pub(super) fn list(&mut self, slot: u32, now: Millis) {
        self.unlist(slot);
        self.slots[slot as usize].counts_from = now;
        self.last = self.last.wrapping_add(1).max(1);
        self.entries[slot as usize] = self.last;
        self.list.push_back((slot, self.last));
        self.listed += 1;
        if self.list.len() > 2 * self.listed + SPARE {
            self.list.retain(|(slot, entry)| self.entries[*slot as usize] == *entry);
        }
    }

    /// Takes a slot off the list, where it is on it.
    pub(super) fn unlist(&mut self, slot: u32) {
        if std::mem::take(&mut self.entries[slot as usize]) != 0 {
            self.listed -= 1;
        }
    }
}
