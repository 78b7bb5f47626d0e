use super::*;
use proptest::prelude::*;
use std::time::Duration;

/// A world in which every session starts after the same time, and which remembers what is to happen.
struct World {
    pool: Option<Pool<u32>>,
    now: Millis,
    later: Vec<(Millis, PoolEvent)>,
    start: Millis,
    node: Millis,
    ended: Vec<u32>,
}

struct Desk<'a> {
    later: &'a mut Vec<(Millis, PoolEvent)>,
    ended: &'a mut Vec<u32>,
    start: Millis,
    node: Millis,
}

impl Outside for Desk<'_> {
    fn start_time(&mut self, needs_node: bool) -> Millis {
        if needs_node { self.start + self.node } else { self.start }
    }

    fn later(&mut self, at: Millis, event: PoolEvent) {
        self.later.push((at, event));
    }

    fn ended(&mut self, _session: SessionId, cut: u32) {
        self.ended.push(cut);
    }
}

impl World {
    fn of(rules: Rules) -> Self {
        let (later, ended) = (vec![], vec![]);
        Self { pool: Some(Pool::warm(rules, 0)), now: 0, later, start: 4_000, node: 0, ended }
    }

    fn on<T>(&mut self, act: impl FnOnce(&mut Pool<u32>, Millis, &mut Desk<'_>) -> T) -> T {
        let mut pool = self.pool.take().unwrap();
        let mut desk = Desk { later: &mut self.later, ended: &mut self.ended, start: self.start, node: self.node };
        let answer = act(&mut pool, self.now, &mut desk);
        self.pool = Some(pool);
        answer
    }

    /// Lets time pass to an instant, and what is to happen happen.
    fn at(&mut self, at: Millis) -> &mut Self {
        while let Some(next) = (0..self.later.len()).min_by_key(|i| self.later[*i].0).filter(|i| self.later[*i].0 <= at)
        {
            let (then, event) = self.later.remove(next);
            self.now = then.max(self.now);
            self.on(|pool, now, desk| pool.follow(now, event, desk));
        }
        self.now = at;
        self
    }

    fn request(&mut self, identifier: u32) -> Option<(SessionId, Start, Millis)> {
        match self.on(|pool, now, desk| pool.request(now, &identifier, desk)) {
            Answer::Given { session, start, from } => Some((session, start, from)),
            Answer::Full => None,
        }
    }

    fn release(&mut self, session: SessionId) -> bool {
        self.on(|pool, now, desk| pool.release(now, session, desk))
    }

    fn counts(&self) -> Counts {
        self.pool.as_ref().unwrap().counts()
    }
}

fn timed(max: u32, ready: u32) -> Rules {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    Rules { max, ready, lifecycle, on_a_node: None, deletes_in: 0 }
}

fn on_exit(max: u32, ready: u32) -> Rules {
    Rules { lifecycle: Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) }, ..timed(max, ready) }
}

/// The user's notes: ready, active, cooldown of five minutes, ready.
#[test]
fn one_user_is_served_warm_and_the_pool_is_whole_again_after_the_cooldown() {
    let mut world = World::of(timed(10, 1));
    let (session, start, from) = world.request(1).unwrap();
    assert_eq!((start, from), (Start::Warm, 0));
    assert_eq!(world.counts(), Counts { busy: 1, pending: 1, ..Counts::default() });
    world.at(4_000);
    assert_eq!(world.counts(), Counts { busy: 1, ready: 1, ..Counts::default() });
    assert!(world.at(10_000).release(session));
    assert_eq!(world.counts(), Counts { idle: 1, ready: 1, ..Counts::default() });
    assert_eq!(world.pool.as_ref().unwrap().ends_at(session), Some(310_000));
    world.at(309_999);
    assert_eq!(world.counts().idle, 1);
    world.at(310_000);
    assert_eq!(world.counts(), Counts { ready: 1, ..Counts::default() });
}

/// From the allocation to the end, and not from when it was warm: as Azure bills code interpreters.
#[test]
fn hours_are_started_by_whoever_is_given_a_session() {
    const HOUR: Millis = 3_600_000;
    let mut world = World::of(timed(10, 1));
    let hours = |world: &World| world.pool.as_ref().unwrap().started_hours(world.now);
    world.at(5 * HOUR);
    assert_eq!(hours(&world), 0, "a ready session has started none");
    let (session, _, _) = world.request(1).unwrap();
    assert_eq!(hours(&world), 1);
    world.at(6 * HOUR - 300_000).release(session);
    world.at(6 * HOUR);
    assert_eq!((hours(&world), world.counts().allocated()), (1, 0), "an hour to the millisecond, with its cooldown");
    let (session, _, from) = world.request(2).unwrap();
    world.at(from + HOUR - 299_999).release(session);
    world.at(10 * HOUR);
    assert_eq!(hours(&world), 3, "a millisecond more begins the second one");
    world.request(3).unwrap();
    world.at(12 * HOUR);
    assert_eq!(hours(&world), 5, "one in use counts until now");
}

/// The user's notes: 3 to 5 s on the first request, and none within the cooldown.
#[test]
fn without_ready_sessions_the_first_request_waits_and_the_next_does_not() {
    let mut world = World::of(timed(10, 0));
    let (session, start, from) = world.request(1).unwrap();
    assert_eq!((start, from), (Start::Cold, 4_000));
    // A second request meanwhile waits for the same session.
    assert_eq!(world.at(1_000).request(1), Some((session, Start::Found, 4_000)));
    world.at(5_000).release(session);
    world.release(session);
    assert_eq!(world.at(304_999).request(1), Some((session, Start::Found, 304_999)));
    world.at(305_000).release(session);
    world.at(605_000);
    assert_eq!(world.counts(), Counts::default());
}

/// The user's notes: the eleventh user of a full pool of ten is refused; whoever has a session is not.
#[test]
fn a_full_pool_refuses_whoever_is_new() {
    let mut world = World::of(timed(10, 2));
    let sessions: Vec<_> = (0..10).map(|user| world.request(user).unwrap().0).collect();
    assert_eq!((world.request(10), world.counts().total()), (None, 10));
    assert_eq!(world.request(3).unwrap().0, sessions[3]);
    world.at(4_000).release(sessions[0]);
    assert_eq!(world.at(304_000).request(10).unwrap().1, Start::Cold);
}

#[test]
fn a_new_identifier_takes_over_what_is_being_warmed_where_there_is_no_other_room() {
    let mut world = World::of(timed(3, 2));
    world.request(0);
    world.at(1_000).request(1);
    assert_eq!(world.counts(), Counts { busy: 2, pending: 1, ..Counts::default() });
    let (_, start, from) = world.at(2_000).request(2).unwrap();
    assert_eq!((start, from), (Start::Cold, 4_000));
    assert_eq!(world.counts(), Counts { busy: 2, starting: 1, ..Counts::default() });
    assert_eq!(world.at(3_000).request(3), None);
    world.at(4_000);
    assert_eq!(world.counts(), Counts { busy: 3, ..Counts::default() });
}

#[test]
fn a_session_ends_with_its_container_and_at_the_latest_after_its_longest_life() {
    let mut world = World::of(on_exit(2, 0));
    world.start = 0;
    let first = world.request(0).unwrap().0;
    let second = world.at(1_000).request(1).unwrap().0;
    assert!(world.on(|pool, now, desk| pool.end(now, first, desk)));
    assert!(!world.on(|pool, now, desk| pool.end(now, first, desk)), "it is gone");
    assert_eq!(world.counts().busy, 1);
    world.at(600_999);
    assert_eq!(world.counts().busy, 1);
    world.at(601_000);
    assert_eq!((world.counts(), world.ended.as_slice()), (Counts::default(), &[1, 1][..]));
    assert!(!world.release(second));
}

#[test]
fn whoever_goes_before_the_start_leaves_an_idle_session() {
    let mut world = World::of(timed(2, 0));
    let session = world.request(0).unwrap().0;
    world.at(1_000).release(session);
    world.at(4_000);
    assert_eq!(world.counts(), Counts { idle: 1, ..Counts::default() });
    world.at(304_000);
    assert_eq!(world.counts(), Counts::default());
}

#[test]
fn a_change_raises_and_lowers_and_ends_nobody() {
    let mut world = World::of(timed(5, 1));
    let session = world.request(0).unwrap().0;
    world.at(10_000);
    world.on(|pool, now, desk| pool.change(now, timed(50, 10), desk));
    assert_eq!(world.counts(), Counts { busy: 1, ready: 1, pending: 9, ..Counts::default() });
    world.at(12_000);
    world.on(|pool, now, desk| pool.change(now, timed(3, 4), desk));
    assert_eq!(world.counts(), Counts { busy: 1, ready: 1, pending: 1, ..Counts::default() }, "3 - 1 in use");
    world.at(14_000);
    world.on(|pool, now, desk| pool.change(now, timed(1, 0), desk));
    assert_eq!(world.counts(), Counts { busy: 1, ..Counts::default() });
    // A shorter cooldown counts for who cools down already.
    world.release(session);
    let short = Rules { lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(100) }, ..timed(1, 0) };
    world.on(|pool, now, desk| pool.change(now, short, desk));
    world.at(114_000);
    assert_eq!(world.counts(), Counts::default());
    // Another type ends what is in use.
    world.request(7);
    world.on(|pool, now, desk| pool.change(now, on_exit(1, 0), desk));
    assert_eq!((world.counts(), world.ended.last()), (Counts::default(), Some(&1)));
}

#[test]
fn a_session_that_goes_holds_its_place_and_a_new_node_takes_its_time() {
    let rules = Rules { deletes_in: 2_000, on_a_node: Some(2), ..on_exit(3, 0) };
    let mut world = World::of(rules);
    world.node = 100_000;
    let froms: Vec<Millis> = (0..3).map(|user| world.request(user).unwrap().2).collect();
    assert_eq!((froms, world.pool.as_ref().unwrap().nodes()), (vec![104_000, 4_000, 104_000], 2));
    world.at(200_000);
    let session = world.pool.as_ref().unwrap().session(&1).unwrap();
    assert_eq!(world.pool.as_ref().unwrap().identifier(session), Some(&1));
    world.on(|pool, now, desk| pool.end(now, session, desk));
    assert_eq!(world.request(9), None);
    assert!(world.at(202_000).request(9).is_some());
}

/// A step of a random history.
#[derive(Debug, Clone)]
enum Act {
    Request(u32),
    Release(usize),
    Exit(usize),
    End(usize),
    Wait(Millis),
    Change(Rules),
}

fn rules() -> impl Strategy<Value = Rules> {
    let lifecycle = prop_oneof![
        3 => (1_u64..20).prop_map(|s| Lifecycle::Timed { cooldown: Duration::from_secs(s) }),
        1 => (1_u64..20).prop_map(|s| Lifecycle::OnContainerExit { max_alive: Duration::from_secs(s) }),
    ];
    (0_u32..9, 0_u32..9, lifecycle, prop::option::of(1_u32..4), 0_u64..3_000).prop_map(
        |(max, ready, lifecycle, on_a_node, deletes_in)| Rules { max, ready, lifecycle, on_a_node, deletes_in },
    )
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0_u32..14).prop_map(Act::Request),
        4 => (0_usize..40).prop_map(Act::Release),
        1 => (0_usize..40).prop_map(Act::End),
        2 => (0_usize..40).prop_map(Act::Exit),
        4 => (0_u64..9_000).prop_map(Act::Wait),
        1 => rules().prop_map(Act::Change),
    ]
}

proptest! {
    /// Whatever happens: no more sessions than the rules allow, every number as counted anew, nothing that should end
    /// stays, and ready sessions are as many as wanted wherever there is room.
    #[test]
    fn the_rules_hold_over_any_history(first in rules(), start in 0_u64..5_000, history in prop::collection::vec(acts(), 1..120)) {
        let mut world = World::of(first.clone());
        world.start = start;
        let (mut open, mut allowed) = (Vec::new(), first.max);
        for act in history {
            match act {
                Act::Request(user) => {
                    let before = world.counts();
                    let is_known = world.pool.as_ref().unwrap().session(&user).is_some();
                    let has_room = world.pool.as_ref().unwrap().has_room();
                    let given = world.request(user);
                    prop_assert_eq!(given.is_some(), is_known || has_room);
                    if let Some((session, kind, from)) = given {
                        prop_assert_eq!(kind == Start::Found, is_known);
                        prop_assert_eq!(kind == Start::Warm, !is_known && before.ready > 0);
                        prop_assert!(from >= world.now && from <= world.now + start.max(4_000));
                        open.push(session);
                    }
                }
                Act::Release(number) if number < open.len() => { let session = open.swap_remove(number); world.release(session); }
                Act::End(number) if number < open.len() => {
                    let session = open.swap_remove(number);
                    world.on(|pool, now, desk| pool.end(now, session, desk));
                }
                Act::Exit(number) if number < open.len() => {
                    let session = open.swap_remove(number);
                    world.on(|pool, now, desk| pool.exit(now, session, desk));
                }
                Act::Release(_) | Act::End(_) | Act::Exit(_) => {}
                Act::Wait(time) => { let at = world.now + time; world.at(at); }
                Act::Change(rules) => {
                    allowed = allowed.max(rules.max);
                    world.on(|pool, now, desk| pool.change(now, rules, desk));
                    // What was there before may stay above a lower max, and nothing new comes above it.
                    allowed = world.counts().total().max(world.pool.as_ref().unwrap().rules().max).min(allowed);
                }
            }
            let now = world.now;
            world.at(now);
            let counts = world.counts();
            prop_assert!(counts.total() <= allowed);
            let pool = world.pool.as_ref().unwrap();
            let counted = |phase| pool.slots.in_phase(phase).count() as u32;
            let idle = pool.slots.in_phase(Phase::Allocated).filter(|slot| pool.slots.get(*slot).in_flight == 0).count() as u32;
            prop_assert_eq!(counts, Counts {
                pending: counted(Phase::Pending), starting: counted(Phase::Starting), ready: counted(Phase::Ready),
                busy: counted(Phase::Allocated) - idle, idle, deleting: counted(Phase::Deleting),
            });
            prop_assert_eq!(pool.of.len() as u32, counted(Phase::Allocated) + counted(Phase::Starting));
            prop_assert_eq!(pool.ready.len() as u32, counts.ready);
            prop_assert!(counts.ready + counts.pending >= pool.ready_wanted());
            for slot in pool.slots.in_phase(Phase::Allocated) {
                let it = pool.slots.get(slot);
                if it.in_flight == 0 || !pool.rules.is_timed() {
                    prop_assert!(pool.due(slot) > world.now, "a session outlives its end");
                }
            }
            allowed = allowed.min(counts.total().max(pool.rules.max));
        }
        // Left alone, everything that was in use goes.
        for session in open { world.release(session); }
        let at = world.now + 60_000;
        world.at(at);
        let pool = world.pool.as_ref().unwrap();
        let is_empty = pool.counts().allocated() == 0 || !pool.rules.is_timed();
        prop_assert!(is_empty, "{:?}", pool.counts());
        prop_assert_eq!(pool.counts().ready, pool.rules.ready.min(pool.rules.max.saturating_sub(pool.counts().allocated())));
    }
}
