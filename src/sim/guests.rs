//! Who is in which session: those whose runs it has, begun or not, in the order in which it was given to them.
//!
//! A ring for each session, whose links lie beside the users: to come, to go and to be found cost the same however
//! many share a session.

use super::pool::SessionId;

const NOBODY: u32 = u32::MAX;

/// The rings. Users and sessions are told apart by their places.
#[derive(Debug, Default)]
pub(super) struct Guests {
    /// The first in each session.
    first: Vec<u32>,
    /// Who comes before and after each user.
    links: Vec<(u32, u32)>,
}

impl Guests {
    /// A session is given to a user who is in none.
    pub(super) fn come(&mut self, session: SessionId, user: u32) {
        let (place, index) = (session.place(), user as usize);
        if self.first.len() <= place {
            self.first.resize(place + 1, NOBODY);
        }
        if self.links.len() <= index {
            self.links.resize(index + 1, (NOBODY, NOBODY));
        }
        let first = self.first[place];
        if first == NOBODY {
            self.first[place] = user;
            self.links[index] = (user, user);
            return;
        }
        let last = self.links[first as usize].0;
        self.links[index] = (last, first);
        self.links[last as usize].1 = user;
        self.links[first as usize].0 = user;
    }

    /// A user leaves the session.
    pub(super) fn go(&mut self, session: SessionId, user: u32) {
        let (before, after) = self.links[user as usize];
        let first = &mut self.first[session.place()];
        if after == user {
            *first = NOBODY;
            return;
        }
        if *first == user {
            *first = after;
        }
        self.links[before as usize].1 = after;
        self.links[after as usize].0 = before;
    }

    /// All leave a session that has ended.
    pub(super) fn all_go(&mut self, session: SessionId) -> Vec<u32> {
        let mut all = Vec::new();
        let Some(first) = self.first.get_mut(session.place()) else { return all };
        let first = std::mem::replace(first, NOBODY);
        let mut user = first;
        while user != NOBODY {
            all.push(user);
            user = Some(self.links[user as usize].1).filter(|next| *next != first).unwrap_or(NOBODY);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn session(slot: u32) -> SessionId {
        SessionId { slot, generation: 0 }
    }

    proptest! {
        #[test]
        fn a_ring_is_a_list(steps in prop::collection::vec((0_u32..3, 0_u32..6), 0..100)) {
            let mut guests = Guests::default();
            let mut lists: [Vec<u32>; 3] = Default::default();
            for (place, user) in steps {
                match (0..3).find(|place| lists[*place].contains(&user)) {
                    Some(2) => {
                        prop_assert_eq!(guests.all_go(session(2)), std::mem::take(&mut lists[2]));
                    }
                    Some(inside) => {
                        guests.go(session(inside as u32), user);
                        lists[inside].retain(|other| *other != user);
                    }
                    None => {
                        guests.come(session(place), user);
                        lists[place as usize].push(user);
                    }
                }
            }
            for place in 0..3 {
                prop_assert_eq!(&guests.all_go(session(place)), &lists[place as usize]);
            }
        }
    }
}
