//! The simulated pool against what theory says exactly. `cargo test theory -- --nocapture` prints the tables.

#![expect(clippy::print_stdout, reason = "tables for people who want to see them")]

use super::erlang;
use crate::model::{Arrivals, Demand, Identifiers, Lifecycle, Rhythm, Settings, Spread, WhenFull};
use crate::sim::{Experiment, StartTimes, Summary, Tally, simulate};
use std::time::Duration;

fn seconds(time: f64) -> Duration {
    Duration::from_secs_f64(time)
}

/// Sessions that serve one run each, ended by their container; runs of 10 s in the mean.
fn servers(servers: u32, load: f64, users: u64, when_full: WhenFull, run: Spread) -> Experiment {
    let every = run.mean().div_f64(load);
    Experiment {
        demand: Demand {
            arrivals: Arrivals::Poisson { every, users },
            begins: Duration::ZERO,
            run,
            rhythm: Rhythm::Once,
            runs: None,
            stay: None,
            identifiers: Identifiers::Run,
            one_at_a_time: true,
            when_full,
            lasts: None,
        },
        settings: Settings {
            max_sessions: servers,
            ready_sessions: 0,
            lifecycle: Lifecycle::OnContainerExit { max_alive: seconds(1e6) },
            expires_after: None,
        },
        changes: vec![],
        starts: StartTimes::none(),
        on_a_node: None,
        deletes_in: Duration::ZERO,
        measure_from: seconds(600.0),
    }
}

fn played(experiment: &Experiment, seed: u64, times: u32) -> (Vec<Tally>, Summary) {
    let tallies = simulate(experiment, seed, times, &|_| {});
    let summary = Summary::of(&tallies, experiment.settings.max_sessions).unwrap();
    (tallies, summary)
}

const RUN: f64 = 10.0;

fn exponential() -> Spread {
    Spread::Exponential(seconds(RUN))
}

/// Times are whole milliseconds, which a mean of 10 s and 10,000 draws never show.
#[test]
fn waiting_is_as_erlang_says() {
    println!("servers  load   mean wait, s            P95 wait, s");
    println!("                theory  simulated       theory  simulated");
    for (count, utilisation, users) in [
        (1, 0.5, 20_000),
        (1, 0.8, 60_000),
        (2, 0.7, 20_000),
        (10, 0.8, 20_000),
        (10, 0.95, 90_000),
        (50, 0.9, 40_000),
        (50, 0.5, 10_000),
    ] {
        let load = f64::from(count) * utilisation;
        let experiment = servers(count, load, users, WhenFull::Wait(None), exponential());
        let (_, summary) = played(&experiment, 11, 12);
        let mean = erlang::mean_wait(load, count).unwrap() * RUN;
        let tail = erlang::wait_quantile(load, count, 0.95).unwrap() * RUN;
        let (simulated, p95) = (summary.wait, summary.wait_p95);
        println!(
            "{count:>7}  {load:>5.1}  {mean:>6.3}  {:>6.3} ± {:<6.3} {tail:>6.3}  {:>6.3} ± {:.3}",
            simulated.mean,
            simulated.half_width.unwrap(),
            p95.mean,
            p95.half_width.unwrap()
        );
        // Seven pairs of 95 % intervals: one in three such tables would have a miss, so they are widened by half.
        assert!(simulated.covers(mean, 1.5) || (simulated.mean - mean).abs() < 0.001, "{count} {load}: {simulated:?}");
        assert!(p95.covers(tail, 1.5) || (p95.mean - tail).abs() < 0.01, "{count} {load}: {p95:?} and not {tail}");
    }
}

/// Whatever the spread of the run times.
#[test]
fn refusals_are_as_erlang_says() {
    let lognormal = Spread::Lognormal { median: seconds(RUN / (0.5_f64).exp()), sigma: 1.0 };
    println!("servers  load   refused, theory  simulated");
    for (count, load, run) in [
        (1, 1.0, exponential()),
        (5, 3.0, Spread::Constant(seconds(RUN))),
        (10, 10.0, exponential()),
        (10, 5.0, lognormal),
        (50, 45.0, Spread::Uniform(seconds(5.0), seconds(15.0))),
        (100, 95.0, exponential()),
    ] {
        let experiment = servers(count, load, 20_000, WhenFull::GiveUp, run);
        let (_, summary) = played(&experiment, 5, 12);
        let lost = erlang::blocking(load, count);
        let half = summary.refused.half_width.unwrap();
        println!("{count:>7}  {load:>5.1}  {lost:>14.5}  {:>9.5} ± {half:.5}", summary.refused.mean);
        assert!(summary.refused.covers(lost, 1.5), "{count} {load}: {:?} and not {lost}", summary.refused);
    }
}

/// Little: the mean number in the system is the rate times the mean time spent there. Both are whole milliseconds here,
/// and the same to the last one.
#[test]
fn littles_law_holds_to_the_millisecond() {
    for when_full in [WhenFull::GiveUp, WhenFull::Wait(None), WhenFull::Wait(Some(seconds(7.0)))] {
        let experiment = servers(8, 7.5, 5_000, when_full, exponential());
        let experiment = Experiment { measure_from: Duration::ZERO, ..experiment };
        for tally in played(&experiment, 3, 4).0 {
            assert_eq!(tally.course.total().sums.runs, tally.spent);
            assert_eq!((tally.asked(), tally.users), (5_000, 5_000));
        }
    }
}

/// The same build and seed give the same course, on however many cores, and another seed another.
#[test]
fn a_seed_is_a_course() {
    let experiment = servers(8, 7.5, 500, WhenFull::Wait(None), exponential());
    let course = |seed| played(&experiment, seed, 3).0.into_iter().map(|tally| tally.course).collect::<Vec<_>>();
    assert_eq!(course(1), course(1));
    assert!(course(1) != course(2));
}
