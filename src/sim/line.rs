//! Who waits for room: whoever came first comes first, and those who share an identifier are found by it.

use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Entries of an identifier that may be passed over, beside as many as count.
const SPARE: usize = 8;

/// A user in line, with the number of the wait. Whoever has left since is passed over.
type Waiting = (u32, u32);

/// The line. Users are told apart by their places.
#[derive(Debug)]
pub(super) struct Line {
    waiting: VecDeque<Waiting>,
    /// The number of each user's wait; 0 where the user is not in line. No two waits have the same.
    tickets: Vec<u32>,
    last: u32,
    length: usize,
    /// Who waits with which identifier, where several users may have the same.
    mates: Option<FxHashMap<u64, Mates>>,
}

/// Those in line with one identifier.
#[derive(Debug, Default)]
struct Mates {
    waiting: Vec<Waiting>,
    /// How many of them count.
    length: usize,
}

impl Line {
    pub(super) fn new(has_mates: bool) -> Self {
        Self {
            waiting: VecDeque::new(),
            tickets: Vec::new(),
            last: 0,
            length: 0,
            mates: has_mates.then(FxHashMap::default),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// A user gets in line; the number of the wait.
    pub(super) fn join(&mut self, user: u32, identifier: u64) -> u32 {
        self.last = self.last.wrapping_add(1).max(1);
        if self.tickets.len() <= user as usize {
            self.tickets.resize(user as usize + 1, 0);
        }
        self.tickets[user as usize] = self.last;
        self.waiting.push_back((user, self.last));
        self.length += 1;
        if let Some(mates) = &mut self.mates {
            let mates = mates.entry(identifier).or_default();
            mates.waiting.push((user, self.last));
            mates.length += 1;
            if mates.waiting.len() > 2 * mates.length + SPARE {
                mates.waiting.retain(|(user, ticket)| self.tickets[*user as usize] == *ticket);
            }
        }
        self.last
    }

    /// Whether a user is still in the wait of a number.
    pub(super) fn is_in(&self, user: u32, ticket: u32) -> bool {
        self.tickets.get(user as usize) == Some(&ticket)
    }

    /// A user who is in line leaves it.
    pub(super) fn leave(&mut self, user: u32, identifier: u64) {
        self.tickets[user as usize] = 0;
        self.length -= 1;
        let Some(all) = &mut self.mates else { return };
        let Some(mates) = all.get_mut(&identifier) else { return };
        mates.length -= 1;
        if mates.length == 0 {
            all.remove(&identifier);
        }
    }

    /// Whoever is at its head.
    pub(super) fn first(&mut self) -> Option<u32> {
        while let Some((user, ticket)) = self.waiting.front().copied() {
            if self.is_in(user, ticket) {
                return Some(user);
            }
            self.waiting.pop_front();
        }
        None
    }

    /// Those in line with an identifier that several users have, whoever came first before the others.
    pub(super) fn mates(&self, identifier: u64) -> Vec<u32> {
        let mates = self.mates.as_ref().and_then(|mates| mates.get(&identifier));
        let waiting = mates.map_or(&[][..], |mates| &mates.waiting);
        waiting.iter().filter(|(user, ticket)| self.is_in(*user, *ticket)).map(|(user, _)| *user).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_leaves_is_passed_over() {
        let mut line = Line::new(true);
        let tickets: Vec<u32> = [(4, 1), (2, 0), (7, 1), (1, 1)].map(|(user, team)| line.join(user, team)).into();
        assert_eq!((line.len(), line.first(), line.mates(1)), (4, Some(4), vec![4, 7, 1]));
        line.leave(4, 1);
        line.leave(7, 1);
        assert_eq!((line.len(), line.first(), line.mates(1)), (2, Some(2), vec![1]));
        // Whoever comes again stands at the end, and an old wait does not count.
        line.join(4, 1);
        assert!(!line.is_in(4, tickets[0]) && line.is_in(1, tickets[3]));
        assert_eq!(line.mates(1), [1, 4]);
        for user in [2, 1, 4] {
            assert_eq!(line.first(), Some(user));
            line.leave(user, u64::from(user != 2));
        }
        assert!(line.is_empty() && line.first().is_none() && line.mates(1).is_empty());
    }

    #[test]
    fn memory_grows_with_those_who_wait() {
        let mut line = Line::new(true);
        line.join(0, 5);
        for _ in 0..10_000 {
            line.join(1, 5);
            line.leave(1, 5);
        }
        assert!(line.mates.as_ref().unwrap()[&5].waiting.len() < 20);
    }
}
