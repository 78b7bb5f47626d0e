//! The sessions of a pool: slots that are used again, and a list of them from the one that ends first to the one that
//! ends last.
//!
//! The list is a plain queue: whoever is taken off it is only marked, and passed over when its turn comes. So every
//! session is touched where it lies and its neighbours are not, which is what large pools cost.

use super::Millis;
use std::collections::VecDeque;

/// Entries of the list that may be passed over, beside as many as count.
const SPARE: usize = 64;

/// A session. The generation tells it from those that had the slot before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId {
    pub(super) slot: u32,
    pub(super) generation: u32,
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
    pub(super) generation: u32,
    pub(super) phase: Phase,
    /// Requests in it.
    pub(super) in_flight: u32,
    pub(super) identifier: Option<K>,
    /// When it has started; once it is somebody's, since when it serves them.
    pub(super) started_at: Millis,
    /// From when the period of the lifecycle counts.
    pub(super) counts_from: Millis,
    is_listed: bool,
}

/// A place in the list: of a slot, as of a time.
#[derive(Debug, Clone, Copy)]
struct Listed {
    from: Millis,
    slot: u32,
}

/// All slots, and the list.
#[derive(Debug, Clone)]
pub(super) struct Slots<K> {
    slots: Vec<Slot<K>>,
    free: Vec<u32>,
    list: VecDeque<Listed>,
    /// How many entries of the list count.
    listed: usize,
}

impl<K> Slots<K> {
    pub(super) fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), list: VecDeque::new(), listed: 0 }
    }

    /// A new session.
    pub(super) fn add(&mut self, phase: Phase, started_at: Millis) -> u32 {
        if let Some(slot) = self.free.pop() {
            let it = &mut self.slots[slot as usize];
            (it.phase, it.started_at, it.in_flight) = (phase, started_at, 0);
            return slot;
        }
        let slot =
            Slot { generation: 0, phase, in_flight: 0, identifier: None, started_at, counts_from: 0, is_listed: false };
        self.slots.push(slot);
        (self.slots.len() - 1) as u32
    }

    /// Frees a slot for the next session.
    pub(super) fn remove(&mut self, slot: u32) {
        self.unlist(slot);
        let it = &mut self.slots[slot as usize];
        it.generation = it.generation.wrapping_add(1);
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
        while let Some(listed) = self.list.front() {
            if self.counts(listed) {
                return Some(listed.slot);
            }
            self.list.pop_front();
        }
        None
    }

    /// Whether an entry is not to be passed over. A slot that was listed again within the same millisecond has two
    /// that say the same, and the first of them counts.
    fn counts(&self, listed: &Listed) -> bool {
        let slot = &self.slots[listed.slot as usize];
        slot.is_listed && slot.counts_from == listed.from
    }

    /// Puts a slot at the end of the list: its period counts from now, and now is never before then.
    pub(super) fn list(&mut self, slot: u32, now: Millis) {
        self.unlist(slot);
        let it = &mut self.slots[slot as usize];
        (it.counts_from, it.is_listed) = (now, true);
        self.list.push_back(Listed { from: now, slot });
        self.listed += 1;
        if self.list.len() > 2 * self.listed + SPARE {
            let mut list = std::mem::take(&mut self.list);
            list.retain(|listed| self.counts(listed));
            self.list = list;
        }
    }

    /// Takes a slot off the list, where it is on it.
    pub(super) fn unlist(&mut self, slot: u32) {
        let it = &mut self.slots[slot as usize];
        if it.is_listed {
            it.is_listed = false;
            self.listed -= 1;
        }
    }
}
