use super::*;
use crate::model::{Arrivals, Settings, Spread};
use crate::sim::experiment::{Change, StartTimes};
use std::time::Duration;

fn seconds(time: u64) -> Duration {
    Duration::from_secs(time)
}

fn constant(time: u64) -> Spread {
    Spread::Constant(seconds(time))
}

fn settings(max: u32, ready: u32) -> Settings {
    Settings {
        max_sessions: max,
        ready_sessions: ready,
        lifecycle: Lifecycle::Timed { cooldown: seconds(300) },
        expires_after: None,
    }
}

/// So many users at once with a run of 3 s each, in sessions that are warm or start at once.
fn at_once(users: u64, identifiers: Identifiers, max: u32) -> Experiment {
    Experiment {
        demand: Demand {
            arrivals: Arrivals::Within { users, window: Duration::ZERO },
            begins: Duration::ZERO,
            run: constant(3),
            rhythm: Rhythm::Once,
            runs: None,
            stay: None,
            identifiers,
            one_at_a_time: true,
            when_full: WhenFull::Wait(None),
            lasts: None,
        },
        settings: settings(max, 0),
        changes: vec![],
        starts: StartTimes::none(),
        on_a_node: None,
        deletes_in: Duration::ZERO,
        measure_from: Duration::ZERO,
    }
}

/// The user's notes: 10, 20 and 50 sessions at 3 s give 200, 400 and 1,000 runs a minute; 50 requests at once on 10
/// sessions drain in about 15 s.
#[test]
fn sessions_that_are_shared_run_as_many_as_the_notes_say() {
    for (sessions, users, drained) in [(10, 200, 60_000), (20, 400, 60_000), (50, 1_000, 60_000), (10, 50, 15_000)] {
        let tally = play(&at_once(users, Identifiers::Shared(sessions), sessions), 1);
        assert_eq!((tally.served(), tally.course.until), (users, drained), "{sessions} sessions");
        assert_eq!(tally.course.total().most_sessions, u64::from(sessions));
    }
}

/// The user's notes: the eleventh user of a full pool of ten waits or is refused.
#[test]
fn the_eleventh_user_waits_or_is_refused() {
    let waits = at_once(11, Identifiers::User, 10);
    let tally = play(&waits, 1);
    assert_eq!((tally.served(), tally.refused, tally.waits.max() / 1_000), (11, 0, 303), "until the first cools down");
    let with = |when_full| Experiment { demand: Demand { when_full, ..waits.demand.clone() }, ..waits.clone() };
    let tally = play(&with(WhenFull::GiveUp), 1);
    assert_eq!((tally.served(), tally.refused, tally.spent), (10, 1, 30_000));
    let tally = play(&with(WhenFull::Wait(Some(seconds(20)))), 1);
    assert_eq!((tally.served(), tally.refused, tally.spent), (10, 1, 50_000), "20 s in vain");
}

/// The user's notes: 3 to 5 s on the first request without ready sessions, none within the cooldown.
#[test]
fn the_first_request_waits_and_the_next_does_not() {
    let mut experiment = at_once(1, Identifiers::User, 10);
    experiment.starts.cold = Spread::Uniform(seconds(3), seconds(5));
    experiment.demand = Demand { rhythm: Rhythm::Every(constant(120)), runs: Some(9), ..experiment.demand };
    let tally = play(&experiment, 1);
    assert_eq!((tally.cold, tally.found, tally.warm), (1, 8, 0));
    assert!((3_000..=5_003).contains(&tally.waits.max()), "{}", tally.waits.max());
    assert_eq!(tally.waited, tally.starts.max(), "nobody else waited");
    // With one ready there is no wait at all; it is replaced.
    experiment.settings = settings(10, 1);
    let tally = play(&experiment, 1);
    assert_eq!((tally.warm, tally.found, tally.waited, tally.started), (1, 8, 0, 1));
}

/// 200 users with a run of 10 s every two minutes, and a cooldown of 300 s.
fn contest(identifiers: Identifiers) -> Experiment {
    let experiment = at_once(200, identifiers, 1_000);
    Experiment {
        demand: Demand {
            arrivals: Arrivals::Within { users: 200, window: seconds(60) },
            run: constant(10),
            rhythm: Rhythm::Every(constant(120)),
            lasts: Some(seconds(3 * 3_600)),
            ..experiment.demand
        },
        measure_from: seconds(1_200),
        ..experiment
    }
}

/// A session for each user, or as many as runs start within run and cooldown: 200 / 120 s * 310 s = 516.7.
#[test]
fn an_identifier_for_each_run_needs_more_than_twice_the_sessions() {
    for (identifiers, mean, steady_peak, peak) in [
        (Identifiers::User, 200.0, 200, 200),
        (Identifiers::Run, 516.7, 600, 600),
        (Identifiers::Team(4), 50.0, 50, 50),
    ] {
        let mut experiment = contest(identifiers);
        let tally = play(&experiment, 7);
        let total = tally.course.total();
        let span = (tally.course.until - tally.course.from) as f64;
        let allocated = (total.sums.busy + total.sums.idle) as f64 / span;
        assert!((allocated - mean).abs() < 1.5, "{identifiers:?}: {allocated}");
        assert_eq!((total.most_sessions, tally.refused), (steady_peak, 0));
        experiment.measure_from = Duration::ZERO;
        assert_eq!(play(&experiment, 7).course.total().most_sessions, peak);
    }
}

/// Whoever shares a session that serves one at a time waits for the others.
#[test]
fn a_team_waits_for_itself() {
    let together = at_once(4, Identifiers::Team(4), 10);
    assert_eq!(play(&together, 1).waited, 3_000 + 6_000 + 9_000);
    let side_by_side = Experiment { demand: Demand { one_at_a_time: false, ..together.demand.clone() }, ..together };
    assert_eq!(play(&side_by_side, 1).waited, 0);
}

/// A scale-up that is asked for at the start is there when Azure has worked: until then the pool is small.
#[test]
fn scaled_up_too_late_is_seen() {
    let mut experiment = at_once(50, Identifiers::User, 5);
    experiment.starts.operation = constant(158);
    experiment.starts.cold = constant(4);
    experiment.demand.lasts = Some(seconds(900));
    let asked = |at| vec![Change { at: seconds(at), settings: settings(50, 10) }];
    let late = Experiment { changes: asked(0), ..experiment.clone() };
    let tally = play(&late, 1);
    // Those who waited take over the ready ones that are being started, and new ones are started for the others.
    assert_eq!((tally.cold, tally.waits.max() / 1_000), (50, 162));
    let early = Experiment {
        changes: asked(0),
        demand: Demand { arrivals: Arrivals::Trace(trace(50, 600)), ..experiment.demand },
        ..experiment
    };
    let tally = play(&early, 1);
    assert_eq!((tally.warm, tally.cold, tally.waits.max() / 1_000), (10, 40, 4));
}

fn trace(users: u64, at: u64) -> std::sync::Arc<[crate::model::Visit]> {
    (0..users).map(|who| crate::model::Visit { at: seconds(at), who, run: seconds(3) }).collect()
}

/// The same users come to both pools, with the same runs at the same times.
#[test]
fn two_pools_see_the_same_users() {
    let mut small = contest(Identifiers::User);
    small.demand.run = Spread::Exponential(seconds(10));
    small.demand.rhythm = Rhythm::Think(Spread::Exponential(seconds(60)));
    small.demand.runs = Some(5);
    small.demand.lasts = None;
    small.measure_from = Duration::ZERO;
    let mut large = small.clone();
    small.settings = settings(20, 0);
    large.settings = settings(500, 50);
    large.starts.cold = constant(30);
    let (small, large) = (play(&small, 3), play(&large, 3));
    assert!(small.waited > 0 && large.served() == small.served());
    // What is spent beyond waiting is the runs themselves.
    assert_eq!(small.spent - small.waited, large.spent - large.waited);
}

/// Memory grows with those who are there, not with all who come.
#[test]
fn nobody_is_kept_who_has_gone() {
    let mut experiment = at_once(20_000, Identifiers::User, 100);
    experiment.demand.arrivals = Arrivals::Poisson { every: Duration::from_millis(500), users: 20_000 };
    let mut run = Run::of(&experiment, 1);
    while let Some((at, what)) = run.next() {
        run.step(at, what);
    }
    assert!(run.tally.served() == 20_000 && run.users.len() < 20_000, "{}", run.users.len());
    experiment.settings.lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(3_600) };
    let mut run = Run::of(&experiment, 1);
    while let Some((at, what)) = run.next() {
        run.step(at, what);
    }
    assert!(run.tally.served() == 20_000 && run.users.len() < 30, "{}", run.users.len());
}

#[test]
fn a_run_longer_than_the_longest_life_is_cut_off() {
    let mut experiment = at_once(5, Identifiers::Run, 10);
    experiment.settings.lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(2) };
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut), (5, 5));
}

/// A patience belongs to one wait: whoever has the place of somebody who has gone is not thrown out by their timer.
/// Users come every second, each with a run of 10 s; one in three waits, and nobody longer than 15 s.
#[test]
fn a_patience_ends_one_wait() {
    let mut experiment = at_once(0, Identifiers::User, 10);
    experiment.settings.lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(3_600) };
    experiment.demand.run = constant(10);
    let visits = (0..2_000).map(|who| crate::model::Visit { at: seconds(who), who, run: seconds(10 + who % 2) });
    experiment.demand.arrivals = Arrivals::Trace(visits.collect());
    experiment.demand.when_full = WhenFull::Wait(Some(seconds(15)));
    let tally = play(&experiment, 1);
    // 10.5 s of work a second for 10 sessions: the line grows to the patience, and a twentieth is thrown out.
    let share = tally.refused as f64 / 2_000.0;
    assert!((0.02..0.06).contains(&share) && tally.waits.max() <= 15_007, "{share} {}", tally.waits.max());
    assert!(tally.waited / tally.served() > 10_000, "those who are served have waited nearly as long");
}

/// Whoever shares identifiers waits for a free one, and is refused where the pool is full.
#[test]
fn shared_identifiers_do_not_hide_a_full_pool() {
    let mut experiment = at_once(30, Identifiers::Shared(20), 10);
    experiment.demand.when_full = WhenFull::GiveUp;
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.refused), (10, 20));
}

/// A change waits for the one before: the last that was asked for is the last that holds.
#[test]
fn changes_do_not_overtake_each_other() {
    let mut experiment = at_once(1, Identifiers::User, 5);
    experiment.starts.operation = Spread::Uniform(seconds(1), seconds(1_000));
    let asked = |at, max| Change { at: seconds(at), settings: settings(max, max / 2) };
    experiment.changes = vec![asked(0, 60), asked(10, 20)];
    experiment.demand.lasts = Some(seconds(7_200));
    for seed in 0..50 {
        let tally = play(&experiment, seed);
        let last = tally.course.spans.iter().rev().nth(1).unwrap();
        assert_eq!(last.sums.ready / tally.course.width, 10, "seed {seed}");
    }
}

#[test]
fn a_trace_begins_when_it_is_told_to() {
    let mut experiment = at_once(1, Identifiers::User, 50);
    experiment.demand.arrivals = Arrivals::Trace(trace(5, 10));
    experiment.demand.begins = seconds(100);
    assert_eq!(play(&experiment, 1).course.until, 113_000);
}

/// Four who share a session that lives 5 s, with a run of 3 s each. What had begun when it ends is cut off; those who
/// have not begun are given another one.
#[test]
fn whoever_waits_behind_a_session_that_ends_asks_again() {
    let mut experiment = at_once(4, Identifiers::Team(4), 1);
    experiment.settings.lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(5) };
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut, tally.refused), (4, 2, 0), "the second and the fourth");
    assert_eq!((tally.cold, tally.found, tally.waited), (2, 2, 3_000 + 5_000 + 8_000));
    assert_eq!((tally.spent, tally.course.until), (3_000 + 5_000 + 8_000 + 10_000, 10_000));
    // While the session goes there is no room: whoever gives up was never served.
    experiment.deletes_in = seconds(2);
    experiment.demand.when_full = WhenFull::GiveUp;
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut, tally.refused, tally.waited), (2, 1, 2, 3_000));
    // Whoever waits is served when it has gone; a patience begins with the wait for room.
    for (patience, served, refused) in [(None, 4, 0), (Some(seconds(3)), 4, 0), (Some(seconds(1)), 2, 2)] {
        experiment.demand.when_full = WhenFull::Wait(patience);
        let tally = play(&experiment, 1);
        assert_eq!((tally.served(), tally.refused), (served, refused), "{patience:?}");
    }
}

/// A session that lives shorter than it takes to answer serves nobody: that ends all the same.
#[test]
fn a_session_that_ends_before_it_answers_is_cut_off() {
    let mut experiment = at_once(3, Identifiers::Team(3), 5);
    experiment.settings =
        Settings { lifecycle: Lifecycle::OnContainerExit { max_alive: seconds(5) }, ..settings(5, 2) };
    (experiment.starts.warm, experiment.starts.found) = (constant(10), constant(10));
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut, tally.warm, tally.waited), (3, 3, 3, 5_000 + 10_000 + 15_000));
}

/// What ends at the instant at which its session does has run, and who would begin then has not.
#[test]
fn a_run_that_ends_with_its_session_is_whole() {
    let mut experiment = at_once(2, Identifiers::Team(2), 5);
    experiment.settings.lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(3) };
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut, tally.cold, tally.found), (2, 0, 2, 0));
}

/// Another type of lifecycle ends what is in use: users go on from there, and one who waited for the start is given
/// another session.
#[test]
fn a_change_of_lifecycle_ends_runs_at_that_instant() {
    let mut experiment = at_once(1, Identifiers::User, 5);
    experiment.demand.run = constant(100);
    experiment.demand.rhythm = Rhythm::Think(constant(20));
    experiment.demand.runs = Some(2);
    let on_exit = Lifecycle::OnContainerExit { max_alive: seconds(600) };
    experiment.changes = vec![Change { at: seconds(10), settings: Settings { lifecycle: on_exit, ..settings(5, 0) } }];
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut, tally.spent, tally.course.until), (2, 1, 110_000, 130_000));
    experiment.starts.cold = constant(15);
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut, tally.waited), (2, 0, 25_000 + 15_000));
}

/// An identifier whose session has ended is free again.
#[test]
fn a_shared_identifier_comes_back_from_a_session_that_ends() {
    let mut experiment = at_once(3, Identifiers::Shared(1), 5);
    experiment.settings.lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(2) };
    let tally = play(&experiment, 1);
    assert_eq!((tally.served(), tally.cut, tally.waited), (3, 3, 2_000 + 4_000));
}

fn visits(all: &[(u64, u64, u64)]) -> Arrivals {
    let visit =
        |(at, who, run): &(u64, u64, u64)| crate::model::Visit { at: seconds(*at), who: *who, run: seconds(*run) };
    Arrivals::Trace(all.iter().map(visit).collect())
}

/// Two sessions are taken, for 10 s and for 30. Whoever waits behind a stranger is served with their own team.
#[test]
fn a_mate_does_not_wait_for_room() {
    let mut experiment = at_once(0, Identifiers::User, 2);
    experiment.settings.lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(3_600) };
    experiment.demand.one_at_a_time = false;
    experiment.demand.arrivals = visits(&[(0, 0, 10), (0, 1, 30), (1, 2, 50), (2, 3, 1), (3, 2, 5)]);
    let tally = play(&experiment, 1);
    // The third and its mate begin at 10, the fourth at 30.
    assert_eq!((tally.waited, tally.found), (9_000 + 28_000 + 7_000, 1));
    // The same as teams, whose numbers are those of two visitors each.
    experiment.demand.identifiers = Identifiers::Team(2);
    experiment.demand.arrivals = visits(&[(0, 0, 10), (0, 2, 30), (1, 4, 50), (2, 6, 1), (3, 5, 5)]);
    assert_eq!(play(&experiment, 1).waited, 9_000 + 28_000 + 7_000);
}

#[test]
fn whoever_comes_twice_in_a_trace_is_one_user() {
    let mut experiment = at_once(0, Identifiers::User, 5);
    experiment.demand.arrivals = visits(&[(0, 0, 1), (5, 1, 1), (6, 0, 1), (9, 0, 1)]);
    let tally = play(&experiment, 1);
    assert_eq!((tally.users, tally.asked()), (2, 4));
    assert_eq!(experiment.demand.users(), Some(2));
}
