use super::*;
use crate::cost::price::{Meter, Price, Source, Standing};
use crate::cost::rates::Part;
use crate::cost::{Currency, Money};
use crate::model::{Reading, Usage};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::num::NonZeroU32;

const COOLDOWN: Option<Duration> = Some(Duration::from_secs(300));

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn price(meter: Meter, amount: &str) -> Price {
    Price { meter, amount: decimal(amount), source: Source::new("a test", None, Standing::Good) }
}

fn flat(amount: &str) -> Rates {
    Rates { currency: Currency::USD, model: Model::Flat(price(Meter::SessionHour, amount)) }
}

fn nodes(on_a_node: u32) -> Rates {
    let node = vec![
        Part { count: 16, price: price(Meter::Vcpu, "0.080859") },
        Part { count: 128, price: price(Meter::Memory, "0.006638") },
    ];
    let management = Some(price(Meter::Management, "0.10"));
    let on_a_node = NonZeroU32::new(on_a_node).unwrap();
    Rates { currency: Currency::USD, model: Model::Nodes { node, management, on_a_node, spare: 0 } }
}

fn started() -> Rates {
    Rates { currency: Currency::USD, model: Model::StartedHours(price(Meter::StartedHour, "0.03")) }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn stretch(max: u32, ready: u32, from: i64, until: i64) -> Stretch {
    Stretch::new(Scale { max, ready: Some(ready) }, COOLDOWN, at(from), at(until))
}

fn hours(max: u32, ready: u32, hours: i64) -> Vec<Stretch> {
    vec![stretch(max, ready, 0, hours * 3600)]
}

/// The user's own tables: ready sessions at 0.75 an hour each.
#[test]
fn the_users_tables_come_out_to_the_cent() {
    for (ready, time, cost) in
        [(1, 48, "$36.00"), (5, 48, "$180.00"), (10, 2, "$15.00"), (1, 24, "$18.00"), (0, 48, "$0.00")]
    {
        let estimate = flat("0.75").estimate(&hours(50, ready, time));
        assert_eq!(estimate.least.total().to_string(), cost, "{ready} ready for {time} h");
    }
}

/// The forgotten pool: a contest of two hours that nobody scaled down, and the session that was left warm.
#[test]
fn the_forgotten_pool_comes_out_in_parts() {
    let bill = flat("0.75").estimate(&hours(10, 1, 48)).least;
    let [line] = bill.lines[..] else { panic!("{bill:?}") };
    assert_eq!((line.quantity.in_hours(), line.price), (decimal("48"), decimal("0.75")));
    let day = flat("0.75").estimate(&hours(10, 1, 24)).least.total();
    assert_eq!(day.amount * decimal("2"), bill.total().amount);
    assert_eq!(bill.total().to_string(), "$36.00");
}

#[test]
fn nodes_cost_as_a_staircase() {
    let rates = nodes(30);
    assert_eq!(rates.node(), Some(decimal("2.143408")));
    let cost = |ready| rates.estimate(&hours(60, ready, 1)).least.total().to_string();
    let seen: Vec<String> = [0, 1, 5, 30, 31, 60].map(cost).to_vec();
    assert_eq!(seen, ["$0.00", "$2.24", "$2.24", "$2.24", "$4.39", "$4.39"]);
    let most = rates.estimate(&hours(50, 10, 6)).most;
    assert_eq!(most.total().to_string(), "$26.32", "2 nodes for 6 h, and 6 h of management");
}

#[test]
fn lowering_may_save_nothing() {
    let cases = [
        (nodes(30), (0, 5), 1, None),
        (nodes(30), (0, 31), 1, Some((30, "$2.14"))),
        (nodes(30), (0, 1), 1, None),
        (nodes(30), (0, 1), 0, Some((0, "$2.24"))),
        // Two nodes hold 51 sessions, and one holds 30 of them: one ready session less saves nothing.
        (nodes(30), (20, 31), 1, Some((10, "$2.14"))),
        (nodes(30), (29, 31), 1, Some((1, "$2.14"))),
        (nodes(30), (30, 31), 1, Some((30, "$2.14"))),
        (nodes(30), (30, 30), 1, None),
        (nodes(30), (60, 1), 0, Some((0, "$2.14"))),
        (flat("0.75"), (0, 5), 1, Some((4, "$0.75"))),
        (flat("0.75"), (3, 5), 1, Some((4, "$0.75"))),
        (flat("0.75"), (0, 1), 1, None),
        (flat("0"), (0, 5), 0, None),
        (started(), (0, 5), 0, None),
    ];
    for (rates, (active, ready), floor, expected) in cases {
        let found = rates.cheaper(Occupancy { active, ready }, floor);
        let found = found.map(|step| (step.ready, step.saves.to_string()));
        let expected = expected.map(|(ready, saves)| (ready, saves.to_owned()));
        assert_eq!(found, expected, "{ready} beside {active} of {rates:?}");
    }
}

#[test]
fn the_worst_of_started_hours_is_a_new_session_with_each_cooldown() {
    let worst = |max, cooldown: u64, seconds| {
        let cooldown = Some(Duration::from_secs(cooldown));
        let stretch = Stretch::new(Scale { max, ready: None }, cooldown, at(0), at(seconds));
        started().estimate(&[stretch]).most.total()
    };
    let cases = [
        (50, 300, 7_200, "$36.00"),  // 50 x 2 h x 12 = 1,200 started hours
        (50, 3_600, 7_200, "$3.00"), // 50 x 2 h x 1
        (10, 420, 3_600, "$2.70"),   // 10 x 1 h x ceil(8.57)
        (10, 3_600, 1, "$0.30"),     // a second is a started hour
        (10, 3_600, 0, "$0.00"),
    ];
    for (max, cooldown, seconds, cost) in cases {
        assert_eq!(worst(max, cooldown, seconds).to_string(), cost, "{max} for {seconds} s, cooldown {cooldown} s");
    }
    let unknown = Stretch::new(Scale { max: 1, ready: None }, None, at(0), at(3_600));
    assert_eq!(started().estimate(&[unknown]).most.total().to_string(), "$0.36", "the shortest cooldown");
    assert_eq!(started().estimate(&hours(50, 10, 2)).least.total().to_string(), "$0.00");
}

fn reading(from: i64, lasts: i64, active: u32, ready: u32) -> Reading {
    Reading { at: at(from), lasts: SignedDuration::from_secs(lasts), active, ready, pending: 0 }
}

#[test]
fn what_was_used_is_billed_as_it_was_counted() {
    let readings = vec![reading(0, 1_800, 0, 10), reading(1_800, 1_800, 25, 10), reading(3_600, 3_600, 0, 0)];
    let usage = Usage { readings };
    // A node for half an hour, two for half an hour, and none.
    let nodes = nodes(30).of_usage(&usage);
    assert_eq!(nodes.total().amount, decimal("2.143408") * decimal("1.5") + decimal("0.10"));
    // 10 x 0.5 h + 35 x 0.5 h.
    assert_eq!(flat("0.75").of_usage(&usage).total().to_string(), "$16.88");
    // 25 came and went.
    assert_eq!(started().of_usage(&usage).total().to_string(), "$0.75");
}

#[test]
fn hours_are_started_by_who_comes_and_by_who_stays() {
    type Counts = &'static [(i64, i64, u32)];
    let cases: &[(Counts, u64)] = &[
        (&[], 0),
        (&[(0, 60, 0)], 0),
        (&[(0, 60, 1)], 1),
        (&[(0, 3_600, 1)], 1),
        (&[(0, 3_601, 1)], 2),
        (&[(0, 60, 1), (60, 60, 0), (120, 60, 1)], 2),
        (&[(0, 60, 2), (60, 7_200, 1)], 4),
        (&[(0, 60, 1), (60, 60, 3), (120, 60, 0)], 3),
    ];
    for (counts, hours) in cases {
        let usage =
            Usage { readings: counts.iter().map(|(from, lasts, active)| reading(*from, *lasts, *active, 0)).collect() };
        let price = decimal("0.03") * Decimal::from(*hours);
        assert_eq!(started().of_usage(&usage).total(), Money::new(price, Currency::USD), "{counts:?}");
    }
}

fn any_rates() -> impl Strategy<Value = Rates> {
    prop_oneof![Just(flat("0.75")), (1u32..100).prop_map(nodes), Just(started())]
}

fn any_stretches() -> impl Strategy<Value = Vec<Stretch>> {
    let one = (0u32..300, 0u32..300, 0u64..4_000, 1i64..100_000);
    prop::collection::vec(one, 0..6).prop_map(|parts| {
        let mut from = 0;
        let mut stretches = Vec::new();
        for (max, ready, cooldown, seconds) in parts {
            let scale = Scale { max, ready: Some(ready.min(max)) };
            let cooldown = Some(Duration::from_secs(cooldown));
            stretches.push(Stretch::new(scale, cooldown, at(from), at(from + seconds)));
            from += seconds;
        }
        stretches
    })
}

/// The part of stretches within a window.
fn cut(stretches: &[Stretch], from: Timestamp, until: Timestamp) -> Vec<Stretch> {
    let part =
        |stretch: &Stretch| Stretch { from: stretch.from.max(from), until: stretch.until.min(until), ..*stretch };
    stretches.iter().map(part).filter(|stretch| stretch.from < stretch.until).collect()
}

proptest! {
    #[test]
    fn a_cost_is_never_negative_and_the_least_is_no_more_than_the_most(rates in any_rates(), stretches in any_stretches()) {
        let estimate = rates.estimate(&stretches);
        prop_assert!(estimate.least.total().amount >= Decimal::ZERO);
        prop_assert!(estimate.least.total().amount <= estimate.most.total().amount);
    }

    #[test]
    fn a_cost_never_decreases_with_time(rates in any_rates(), stretches in any_stretches(), one in 0i64..500_000, more in 0i64..500_000) {
        let until = |end| rates.estimate(&cut(&stretches, at(0), at(end)));
        let (short, long) = (until(one), until(one + more));
        prop_assert!(short.least.total().amount <= long.least.total().amount);
        prop_assert!(short.most.total().amount <= long.most.total().amount);
    }

    #[test]
    fn a_window_that_is_split_costs_the_same_as_whole(rates in any_rates(), stretches in any_stretches(), place in 0i64..500_000) {
        let whole = rates.estimate(&stretches);
        let mut parts = rates.estimate(&cut(&stretches, at(0), at(place)));
        let rest = rates.estimate(&cut(&stretches, at(place), Timestamp::MAX));
        parts.least.take(&rest.least);
        parts.most.take(&rest.most);
        prop_assert_eq!(parts, whole);
    }

    #[test]
    fn the_staircase_never_goes_down(fit in 1u32..100, sessions in 0u32..1_000, active in 0u32..1_000) {
        let cost = |sessions| {
            let occupancy = Occupancy { active, ready: sessions };
            nodes(fit).standing_for(occupancy, SignedDuration::from_hours(1)).total().amount
        };
        prop_assert!(cost(sessions) <= cost(sessions + 1));
    }

    #[test]
    fn the_cheaper_step_is_cheaper_and_the_one_above_it_is_not(fit in 1u32..100, active in 0u32..200, ready in 1u32..1_000) {
        let rates = nodes(fit);
        let cost = |ready| rates.standing_for(Occupancy { active, ready }, SignedDuration::from_hours(1)).total().amount;
        let Some(step) = rates.cheaper(Occupancy { active, ready }, 0) else {
            prop_assert_eq!(cost(0), cost(ready));
            return Ok(());
        };
        prop_assert!(step.ready < ready);
        prop_assert_eq!(cost(step.ready + 1), cost(ready));
        prop_assert_eq!(cost(ready) - cost(step.ready), step.saves.amount);
    }

    #[test]
    fn usage_within_a_scale_costs_no_more_than_its_most(
        rates in any_rates(),
        max in 1u32..50,
        counts in prop::collection::vec((0u32..50, 0u32..50), 1..60),
    ) {
        let readings: Vec<Reading> = counts
            .iter()
            .enumerate()
            .map(|(minute, (active, ready))| {
                let active = (*active).min(max);
                reading(minute as i64 * 300, 300, active, (*ready).min(max - active))
            })
            .collect();
        let usage = Usage { readings };
        let most = rates.estimate(&[stretch(max, 0, 0, counts.len() as i64 * 300)]).most;
        prop_assert!(rates.of_usage(&usage).total().amount <= most.total().amount);
    }
}

/// However often what holds changes meanwhile, the whole is what is rounded.
#[test]
fn what_follows_one_another_lasts_whole_minutes() {
    for (ends, first) in [(vec![10_800], 0), (vec![9_510, 10_800], 0), (vec![9_510, 10_799], -1), (vec![59, 61], -59)] {
        let mut from = 0;
        let mut all: Vec<Stretch> =
            ends.iter().map(|until| stretch(50, 10, std::mem::replace(&mut from, *until), *until)).collect();
        Stretch::from_a_whole_minute(&mut all);
        assert_eq!((all[0].from, all[0].since), (at(first), at(first)), "{ends:?}");
        assert!(all.iter().zip(&ends).all(|(stretch, until)| stretch.until == at(*until)), "{ends:?}");
    }
    Stretch::from_a_whole_minute(&mut []);
}
