//! Who is in which session: those whose runs it has, begun or not, in the order in which it was given to them.
//!
//! A ring for each session, whose links lie beside the users: to come, to go and to be found cost the same however
//! many share a session.

use super::pool::SessionId;

const NOBODY: u32 = u32::MAX;

/// The rings. Users and sessions are told apart by their places.
#[derive(Debug)]
pub(super) struct Guests {
    /// The first in each session.
    first: Vec<u32>,
    /// Who comes before and after each user, where several can be in one session.
    links: Option<Vec<(u32, u32)>>,
}

impl Guests {
    /// Nobody in any; whether several users can be in one.
    pub(super) fn new(has_mates: bool) -> Self {
        Self { first: Vec::new(), links: has_mates.then(Vec::new) }
    }

    /// A session is given to a user who is in none.
    pub(super) fn come(&mut self, session: SessionId, user: u32) {
        let (place, index) = (session.place(), user as usize);
        if self.first.len() <= place {
            self.first.resize(place + 1, NOBODY);
        }
        let first = self.first[place];
        if first == NOBODY {
            self.first[place] = user;
        }
        let Some(links) = &mut self.links else {
            debug_assert_eq!(first, NOBODY, "another user is in the session");
            return;
        };
        if links.len() <= index {
            links.resize(index + 1, (NOBODY, NOBODY));
        }
        if first == NOBODY {
            links[index] = (user, user);
            return;
        }
        let last = links[first as usize].0;
        links[index] = (last, first);
        links[last as usize].1 = user;
        links[first as usize].0 = user;
    }

    /// A user leaves the session.
    pub(super) fn go(&mut self, session: SessionId, user: u32) {
        let first = &mut self.first[session.place()];
        let Some(links) = &mut self.links else {
            *first = NOBODY;
            return;
        };
        let (before, after) = links[user as usize];
        if after == user {
            *first = NOBODY;
            return;
        }
        if *first == user {
            *first = after;
        }
        links[before as usize].1 = after;
        links[after as usize].0 = before;
    }

    /// All leave a session that has ended.
    pub(super) fn all_go(&mut self, session: SessionId) -> Vec<u32> {
        let mut all = Vec::new();
        let Some(first) = self.first.get_mut(session.place()) else { return all };
        let first = std::mem::replace(first, NOBODY);
        let mut user = first;
        while user != NOBODY {
            all.push(user);
            let next = self.links.as_ref().map(|links| links[user as usize].1);
            user = next.filter(|next| *next != first).unwrap_or(NOBODY);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::num::NonZeroU32;

    fn session(slot: u32) -> SessionId {
        SessionId { slot, generation: NonZeroU32::MIN }
    }

    #[test]
    fn one_alone_needs_no_ring() {
        let mut guests = Guests::new(false);
        guests.come(session(1), 7);
        guests.come(session(0), 3);
        assert_eq!((guests.all_go(session(1)), guests.all_go(session(1))), (vec![7], vec![]));
        guests.go(session(0), 3);
        guests.come(session(1), 3);
        assert_eq!((guests.all_go(session(0)), guests.all_go(session(1))), (vec![], vec![3]));
    }

    proptest! {
        #[test]
        fn a_ring_is_a_list(steps in prop::collection::vec((0_u32..3, 0_u32..6), 0..100)) {
            let mut guests = Guests::new(true);
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
