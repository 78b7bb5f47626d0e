use super::*;
use crate::model::{Arrivals, Rhythm, Spread, WhenFull};
use proptest::prelude::*;

fn seconds(time: u64) -> Duration {
    Duration::from_secs(time)
}

/// 200 users who come within a minute, with a run of 10 s every two minutes.
fn contest(identifiers: Identifiers) -> Question {
    Question {
        demand: Demand {
            arrivals: Arrivals::Within { users: 200, window: seconds(60) },
            begins: Duration::ZERO,
            run: Spread::Constant(seconds(10)),
            rhythm: Rhythm::Every(Spread::Constant(seconds(120))),
            runs: None,
            stay: None,
            identifiers,
            one_at_a_time: true,
            when_full: WhenFull::GiveUp,
            lasts: Some(seconds(1_800)),
        },
        lifecycle: Lifecycle::Timed { cooldown: seconds(300) },
        service: Service { share: 0.95, wait: seconds(1), refused: 0.001 },
        starts: StartTimes {
            cold: Spread::Uniform(seconds(3), seconds(5)),
            operation: Spread::Constant(seconds(158)),
            ..StartTimes::none()
        },
        on_a_node: None,
        most: 10_000,
        keeps_ready: true,
        seed: 1,
        replications: 6,
    }
}

fn base() -> Settings {
    contest(Identifiers::User).settings(5, 1)
}

#[test]
fn a_contest_is_sized() {
    let answer = size(&contest(Identifiers::User), &base(), &|_| {}).unwrap();
    let settings = &answer.size.settings;
    assert!(answer.size.serves && settings.max_sessions == 200, "{settings:?}");
    assert!((10..=25).contains(&settings.ready_sessions), "{settings:?}");
    assert!(serves(&contest(Identifiers::User).service, &answer.size.summary), "on courses that it has not seen");
    // A session less, or two ready ones less, and it does not do.
    let question = contest(Identifiers::User);
    for (max, ready) in [(199, settings.ready_sessions), (200, settings.ready_sessions - 2)] {
        let summary = question.played(question.settings(max, ready), 1, 6).unwrap();
        assert!(!serves(&question.service, &summary), "{max} {ready}: {summary:?}");
    }
    let run = answer.otherwise.iter().find(|other| other.what == What::Identifiers(Identifiers::Run)).unwrap();
    assert!(run.scale.is_some_and(|(max, _)| (590..=600).contains(&max)), "{run:?}");
    let waits: Vec<f64> = answer.leads.iter().map(|lead| lead.wait.mean).collect();
    assert!(answer.leads[0].refused.mean > 0.05 && answer.leads[4].refused.mean == 0.0, "{:?}", answer.leads);
    assert!(waits[0] > 1.0 && waits[4] < 1.0, "{waits:?}");
}

#[test]
fn what_no_pool_can_is_said() {
    let question = Question { most: 400, ..contest(Identifiers::Run) };
    let answer = size(&question, &base(), &|_| {}).unwrap();
    assert!(!answer.size.serves && answer.size.settings.max_sessions == 400);
    assert!(answer.size.summary.refused.mean > 0.05);
    // One identifier for each user would do.
    let user = answer.otherwise.iter().find(|other| other.what == What::Identifiers(Identifiers::User)).unwrap();
    assert!(user.scale.is_some_and(|(max, _)| max == 200));
    // A code interpreter has no ready sessions, and those who come are cold.
    let question = Question { keeps_ready: false, most: 600, ..contest(Identifiers::User) };
    assert!(!size(&question, &base(), &|_| {}).unwrap().size.serves);
}

proptest! {
    #[test]
    fn the_least_is_found(guess in 0_u32..3_000, (least, answer, most) in (0_u32..50, 0_u32..1_500, 0_u32..1_500).prop_map(|(least, a, b)| (least, least + a, least + b))) {
        let tries = std::cell::Cell::new(0);
        let found = least_that(guess, (least, most), |number| {
            assert!((least..=most).contains(&number));
            tries.set(tries.get() + 1);
            number >= answer
        });
        prop_assert_eq!(found, (answer <= most).then_some(answer));
        prop_assert!(tries.get() <= 32);
    }
}

/// Where people wait nobody is refused, and the size is found by how long they wait.
#[test]
fn those_who_wait_are_sized_by_their_wait() {
    let mut question = contest(Identifiers::Run);
    question.demand.arrivals = Arrivals::Within { users: 30, window: seconds(300) };
    question.demand.when_full = WhenFull::Wait(None);
    let (max, ready) = smallest(&question, 3).unwrap();
    assert!((60..=120).contains(&max), "{max} {ready}");
    // Sessions that are shared by few are no more than these few.
    let mut shared = contest(Identifiers::Shared(1_000));
    shared.demand.arrivals = Arrivals::Within { users: 10, window: seconds(60) };
    let (max, _) = smallest(&shared, 3).unwrap();
    assert!(max <= 12, "{max}");
}

/// Whoever waits for their own team is not helped by room: what is needed is the best, not the most there is.
#[test]
fn no_room_helps_a_team_that_waits_for_itself() {
    let mut question = contest(Identifiers::Team(3));
    question.demand.arrivals = Arrivals::Within { users: 30, window: seconds(60) };
    question.demand.rhythm = Rhythm::Think(Spread::Constant(seconds(0)));
    question.demand.when_full = WhenFull::Wait(None);
    question.demand.lasts = Some(seconds(600));
    let (max, ready) = smallest(&question, 3).unwrap_err();
    assert!((10..=40).contains(&max) && ready < max, "{max} {ready}");
}

/// A custom container keeps at least one ready session, however long people would wait; and nobody needs no pool.
#[test]
fn the_least_is_what_azure_takes() {
    let mut question = contest(Identifiers::User);
    question.demand.arrivals = Arrivals::Within { users: 5, window: seconds(60) };
    question.service.wait = seconds(3_600);
    assert_eq!(smallest(&question, 3), Ok((5, 1)));
    question.demand.arrivals = Arrivals::Steps(vec![crate::model::Step { lasts: seconds(1), an_hour: 0.001 }]);
    assert!(size(&question, &base(), &|_| {}).is_none());
}
