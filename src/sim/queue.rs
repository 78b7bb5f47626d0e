//! What happens next: a radix heap, whose cost for an event does not grow with how many are waiting.
//!
//! Time only goes forward, so an event lies in the bucket of the highest bit in which its time differs from now, and
//! is moved to lower buckets as that time comes near: at most once for each bit. Events of one time come out in the
//! order in which they were put in, since every move keeps the order. (Ahuja, Mehlhorn, Orlin and Tarjan, "Faster
//! algorithms for the shortest path problem", Journal of the ACM 37, 1990.)

use super::Millis;

/// A bucket for each bit of a time, and one for now.
const BUCKETS: usize = Millis::BITS as usize + 1;

/// Whatever lies in a bucket below this one happens soon: within 16 ms.
const SOON: usize = 5;

/// Events by their times.
#[derive(Debug)]
pub(super) struct Queue<E> {
    buckets: [Vec<(Millis, E)>; BUCKETS],
    /// The bucket of now, turned round: its last comes out first.
    due: Vec<(Millis, E)>,
    /// Which buckets hold something: bit n for bucket n + 1.
    filled: u64,
    now: Millis,
}

impl<E> Queue<E> {
    pub(super) fn new() -> Self {
        Self { buckets: std::array::from_fn(|_| Vec::new()), due: Vec::new(), filled: 0, now: 0 }
    }

    /// How many are waiting.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.due.len() + self.buckets.iter().map(Vec::len).sum::<usize>()
    }

    /// Puts an event in; one in the past happens now.
    pub(super) fn push(&mut self, at: Millis, event: E) {
        let at = at.max(self.now);
        let bucket = bucket(at ^ self.now);
        self.buckets[bucket].push((at, event));
        if bucket > 0 {
            self.filled |= 1 << (bucket - 1);
        }
    }

    /// Takes out the next one, and moves to its time. Tells of the events that have come near but are not next, many
    /// of them at once where many come.
    pub(super) fn pop(&mut self, soon: impl Fn(&E)) -> Option<(Millis, E)> {
        if self.due.is_empty() {
            if self.buckets[0].is_empty() {
                self.advance(soon)?;
            }
            let (due, now) = (&mut self.due, &mut self.buckets[0]);
            due.extend(now.drain(..).rev());
        }
        self.due.pop()
    }

    /// Moves to the next time at which something happens.
    fn advance(&mut self, soon: impl Fn(&E)) -> Option<()> {
        if self.filled == 0 {
            return None;
        }
        let lowest = self.filled.trailing_zeros() as usize + 1;
        self.filled &= self.filled - 1;
        let mut moved = std::mem::take(&mut self.buckets[lowest]);
        self.now = moved.iter().map(|(at, _)| *at).min()?;
        for (at, event) in moved.drain(..) {
            let bucket = bucket(at ^ self.now);
            if lowest >= SOON && (1..SOON).contains(&bucket) {
                soon(&event);
            }
            self.buckets[bucket].push((at, event));
            if bucket > 0 {
                self.filled |= 1 << (bucket - 1);
            }
        }
        // Its memory is used again.
        self.buckets[lowest] = moved;
        Some(())
    }
}

fn bucket(difference: Millis) -> usize {
    (Millis::BITS - difference.leading_zeros()) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::RefCell;

    #[test]
    fn one_time_keeps_the_order() {
        let mut queue = Queue::new();
        for (at, event) in [(5, 'c'), (3, 'a'), (5, 'd'), (3, 'b'), (9, 'f'), (5, 'e')] {
            queue.push(at, event);
        }
        assert_eq!(queue.pop(|_| ()), Some((3, 'a')));
        // What is put in for now comes after what lies there for now.
        queue.push(3, 'x');
        queue.push(1, 'y');
        let rest: String = std::iter::from_fn(|| queue.pop(|_| ())).map(|(_, event)| event).collect();
        assert_eq!((rest.as_str(), queue.len()), ("bxycdef", 0));
    }

    #[test]
    fn what_comes_near_is_told_of_once_and_not_long_before() {
        let (mut queue, told) = (Queue::new(), RefCell::new(Vec::new()));
        let times: Vec<Millis> = (1..200).map(|number| number * 7).collect();
        times.iter().for_each(|at| queue.push(*at, *at));
        let mut now = 0;
        while let Some((at, _)) = queue.pop(|event| told.borrow_mut().push(*event)) {
            assert!(told.borrow().iter().all(|told| *told < at + 16), "{told:?} at {at}");
            now = at;
        }
        // The first two were near when they were put in; the first of every 16 ms after that was next at once.
        told.borrow_mut().sort_unstable();
        let expected: Vec<Millis> = times.into_iter().filter(|at| *at >= 16 && at / 16 == (at - 7) / 16).collect();
        assert_eq!((told.into_inner(), now), (expected, 199 * 7));
    }

    proptest! {
        #[test]
        fn it_is_a_sorted_list(steps in prop::collection::vec(prop_oneof![(0_u64..5_000).prop_map(Some), Just(None)], 0..300)) {
            let (mut queue, mut list, mut now) = (Queue::new(), Vec::<(Millis, usize)>::new(), 0);
            for (number, step) in steps.into_iter().enumerate() {
                match step {
                    Some(after) => {
                        queue.push(now + after, number);
                        list.push((now + after, number));
                        list.sort_by_key(|(at, _)| *at);
                    }
                    None => {
                        let expected = (!list.is_empty()).then(|| list.remove(0));
                        prop_assert_eq!(queue.pop(|_| ()), expected);
                        now = expected.map_or(now, |(at, _)| at);
                    }
                }
                prop_assert_eq!(queue.len(), list.len());
            }
        }
    }
}
