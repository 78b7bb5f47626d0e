//! How ready sessions come and go: one pure function from what is wanted and the time that passed to counts.
//!
//! Knows no clock and no store. Recorded: at the end of every operation `readyCount` = `expectedCount`, and ready does
//! not include allocated. How counts move while an operation runs was never recorded; that part is assumed.

use crate::model::{Counts, SessionSize, node};
use std::num::NonZeroU32;
use std::time::Duration;

/// When new ready sessions are warm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Evenly while the operation runs; all of them at its end.
    Within,
    /// One after the other, each this long after the one before, the first one that long after the operation's end.
    After(Duration),
}

/// A change of the ready number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Warming {
    /// Warm sessions when the operation started.
    pub(super) before: u32,
    /// Ready sessions that are wanted.
    pub(super) wanted: u32,
    /// Sessions in use.
    pub(super) allocated: u32,
    /// The most sessions, ready and in use together.
    pub(super) max: u32,
    /// How long the operation takes; `None` for one that never ends.
    pub(super) takes: Option<Duration>,
    /// When new ones are warm.
    pub(super) pace: Pace,
}

/// What the sessions are doing when a time has passed since the operation started.
pub(super) fn counts(warming: &Warming, elapsed: Duration) -> Counts {
    let room = warming.max.saturating_sub(warming.allocated);
    let expected = warming.wanted.min(room);
    let ready = ready(warming, expected, elapsed);
    Counts {
        expected,
        ready,
        pending: expected.saturating_sub(ready),
        allocated: warming.allocated,
        ..Counts::default()
    }
}

fn ready(warming: &Warming, expected: u32, elapsed: Duration) -> u32 {
    let Some(takes) = warming.takes else {
        return warming.before;
    };
    if warming.before < expected {
        warming.before + warmed(expected - warming.before, warming.pace, takes, elapsed)
    } else if elapsed < takes {
        warming.before
    } else {
        expected
    }
}

/// How many of `new` sessions are warm.
fn warmed(new: u32, pace: Pace, takes: Duration, elapsed: Duration) -> u32 {
    let share = |part: Duration, whole: Duration| part.as_millis().checked_div(whole.as_millis());
    let warm = match pace {
        Pace::Within if elapsed < takes => share(elapsed * new, takes),
        Pace::Within => None,
        Pace::After(step) => share(elapsed.saturating_sub(takes), step),
    };
    warm.and_then(|warm| u32::try_from(warm).ok()).map_or(new, |warm| warm.min(new))
}

/// `nodeCount`: the nodes that hold all sessions, warm, starting or in use, of a size. None are needed for none.
pub(super) fn nodes(counts: &Counts, size: Option<SessionSize>) -> u32 {
    let sessions = counts.ready.saturating_add(counts.pending).saturating_add(counts.allocated);
    node::nodes(sessions, on_a_node(size))
}

/// Sessions of a size that lie on one node; one of a size that nobody knows takes a node.
pub(super) fn on_a_node(size: Option<SessionSize>) -> NonZeroU32 {
    size.map_or(NonZeroU32::MIN, SessionSize::on_a_node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FAST: Pace = Pace::After(Duration::from_millis(300));

    fn change(before: u32, wanted: u32, pace: Pace) -> Warming {
        Warming { before, wanted, allocated: 0, max: 50, takes: Some(Duration::from_secs(2)), pace }
    }

    #[test]
    fn one_to_ten_is_watchable_and_done_in_six_seconds() {
        let warming = change(1, 10, FAST);
        let ready = |ms| counts(&warming, Duration::from_millis(ms)).ready;
        let seen: Vec<u32> = [0, 1_999, 2_299, 2_300, 2_600, 4_699, 4_700, 60_000].map(ready).to_vec();
        assert_eq!(seen, [1, 1, 1, 2, 3, 9, 10, 10]);
        assert_eq!(counts(&warming, Duration::from_millis(2_600)).pending, 7);
    }

    #[test]
    fn all_are_warm_at_the_end_of_a_realistic_operation() {
        let warming = change(0, 4, Pace::Within);
        let ready = |ms| counts(&warming, Duration::from_millis(ms)).ready;
        assert_eq!([0, 500, 999, 1_999, 2_000].map(ready), [0, 1, 1, 3, 4]);
    }

    #[test]
    fn lowering_happens_at_once_at_the_end() {
        for pace in [FAST, Pace::Within] {
            let warming = change(10, 1, pace);
            assert_eq!(counts(&warming, Duration::from_millis(1_999)).ready, 10);
            assert_eq!(counts(&warming, Duration::from_secs(2)).ready, 1);
        }
    }

    #[test]
    fn an_operation_that_never_ends_warms_nothing() {
        let warming = Warming { takes: None, ..change(1, 10, FAST) };
        let counts = counts(&warming, Duration::from_secs(1_000_000));
        assert_eq!((counts.ready, counts.pending), (1, 9));
    }

    #[test]
    fn sessions_in_use_leave_less_room() {
        let warming = Warming { allocated: 45, ..change(0, 10, FAST) };
        let counts = counts(&warming, Duration::from_secs(60));
        assert_eq!((counts.expected, counts.ready, counts.allocated), (5, 5, 45));
    }

    #[test]
    fn nodes_hold_all_sessions() {
        let of = |ready, allocated| Counts { ready, allocated, ..Counts::default() };
        for (counts, cpu, expected) in [
            (of(0, 0), 0.5, 0),
            (of(1, 0), 0.5, 1),
            (of(0, 1), 2.0, 1),
            (of(7, 0), 2.0, 1),
            (of(7, 1), 2.0, 2),
            (of(30, 1), 0.5, 2),
            (of(2, 0), 0.0, 2),
            (of(1, 0), 100.0, 1),
        ] {
            assert_eq!(nodes(&counts, SessionSize::of(cpu, "1Gi")), expected, "{counts:?} of {cpu}");
        }
    }

    fn warmings() -> impl Strategy<Value = Warming> {
        let pace =
            prop_oneof![Just(Pace::Within), (0_u64..2_000).prop_map(|ms| Pace::After(Duration::from_millis(ms)))];
        (0_u32..200, 0_u32..200, 0_u32..50, 1_u32..300, 0_u64..500_000, pace).prop_map(
            |(before, wanted, allocated, max, takes, pace)| Warming {
                before,
                wanted,
                allocated,
                max,
                takes: Some(Duration::from_millis(takes)),
                pace,
            },
        )
    }

    proptest! {
        #[test]
        fn counts_move_one_way_and_end_at_what_is_wanted(warming in warmings(), mut times in prop::collection::vec(0_u64..900_000, 1..20)) {
            times.sort_unstable();
            let expected = warming.wanted.min(warming.max.saturating_sub(warming.allocated));
            let mut last = warming.before;
            for time in times {
                let counts = counts(&warming, Duration::from_millis(time));
                prop_assert_eq!(counts.pending, expected.saturating_sub(counts.ready));
                if warming.before <= expected {
                    prop_assert!(counts.ready >= last && counts.ready <= expected);
                } else {
                    prop_assert!(counts.ready <= last && counts.ready >= expected);
                }
                last = counts.ready;
            }
            prop_assert_eq!(counts(&warming, Duration::from_secs(100_000)).ready, expected);
        }
    }
}
