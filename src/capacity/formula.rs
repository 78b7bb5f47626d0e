//! What a demand needs, by formula: how many sessions are held at once, and how many must be warm.

use super::{erlang, poisson};
use crate::model::{Arrivals, Demand, Identifiers, Lifecycle, Rhythm, Step};
use std::collections::HashMap;
use std::time::Duration;

/// What a demand needs. A session is *held* from its first run until it is gone; the load is how many are held in the
/// mean (Little: how many are opened a second, times how long each is held).
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// Users who are there at once, once all have come.
    pub users: f64,
    /// Runs a second, then.
    pub runs: f64,
    /// Sessions that are opened a second, then.
    pub opened: f64,
    /// How long each is held.
    pub held: Duration,
    /// Whether whoever comes back finds the session again, so that it is held as long as they stay.
    pub found_again: bool,
    /// Sessions that are held at once in the mean, in erlangs.
    pub load: f64,
    /// The same in whole sessions.
    pub steady: u32,
    /// Most that can be held at once when all come as the demand says.
    pub opening: u32,
    /// The fewest sessions that refuse no more than was wished of those who come at random (Erlang B).
    pub at_random: u32,
    /// Sessions that are opened a second while users come.
    pub rush: f64,
    /// Warm sessions that are enough for the rush, as often as was wished.
    pub ready: u32,
}

/// How good a pool is to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// The share of runs that wait no longer than this.
    pub share: f64,
    /// The longest that these wait.
    pub wait: Duration,
    /// The largest share of runs that get no session.
    pub refused: f64,
}

impl Formula {
    /// Of a demand on a pool with a lifecycle, whose sessions start in a time.
    #[must_use]
    pub fn of(demand: &Demand, lifecycle: Lifecycle, start: Duration, service: &Service) -> Self {
        let (run, start) = (mean_run(demand), start.as_secs_f64());
        let cycle = cycle(demand, run);
        let coming = Coming::of(&demand.arrivals);
        let stay = stay(demand, cycle, run);
        let users = coming.at_once(stay);
        let runs = if cycle.is_finite() { users / cycle } else { coming.a_second };
        let (after, longest) = match lifecycle {
            Lifecycle::Timed { cooldown } => (cooldown.as_secs_f64(), f64::INFINITY),
            Lifecycle::OnContainerExit { max_alive } => (0.0, max_alive.as_secs_f64()),
        };
        // What a run has of its session, and for how long that is held if nobody comes back to it.
        let once = run.min(longest) + after;
        // Whoever comes back within the cooldown finds the session again.
        let comes_back = |apart: f64| apart.is_finite() && apart - run < after;
        // Those who are there, or were until just now: their sessions are held.
        let held_by = coming.at_once(stay + after);
        let stays = stay.min(longest) + after;
        let (opened, held, most, found_again) = match demand.identifiers {
            // Each run opens one, and there are no more than all of them.
            Identifiers::Run => {
                let each = if cycle.is_finite() { demand.runs.map_or(f64::INFINITY, f64::from) } else { 1.0 };
                (runs, once, coming.users * each, false)
            }
            Identifiers::User if comes_back(cycle) => (users / stay, stays, held_by, true),
            Identifiers::User => (runs, once, held_by, false),
            Identifiers::Team(size) => {
                let size = f64::from(size.max(1));
                let (teams, most) = (users / size, held_by / size);
                if after > 0.0 && (cycle.is_infinite() || comes_back(cycle / size)) {
                    (teams / stay, stays, most, true)
                } else {
                    let (opened, held) = in_turn(demand, (teams, size), (runs, cycle), (once, longest));
                    (opened, held, most, false)
                }
            }
            Identifiers::Shared(count) => {
                let count = f64::from(count).min(held_by);
                // One that is free is taken again while it cools down; a container that exits takes its session along.
                if after > 0.0 { (count / stay, stays, count, true) } else { (runs, once, count, false) }
            }
        };
        let load = (opened * held).min(most);
        let opening = opening(demand, &coming, (cycle, once), most).max(load);
        // All at once is a rush of as many as come within a start.
        let rush = match demand.identifiers {
            Identifiers::Team(size) => coming.rush / f64::from(size.max(1)),
            _ => coming.rush,
        };
        let ready = ready((rush, rush.max(opened) * start), start, opening, service);
        Self {
            users,
            runs,
            opened,
            held: Duration::try_from_secs_f64(held).unwrap_or(Duration::MAX),
            found_again,
            load,
            steady: whole(load),
            opening: whole(opening),
            at_random: if most.is_finite() && cycle.is_finite() && found_again {
                whole(most)
            } else {
                erlang::servers_for_blocking(load, service.refused.max(1e-9)).min(whole(most))
            },
            rush,
            ready,
        }
    }
}

/// How many sessions a second teams open that do not find theirs again, and how long each is held: as long as one of
/// the team is in it, and no longer than it may live. Whoever comes while a mate is in it opens none.
fn in_turn(
    demand: &Demand,
    (teams, size): (f64, f64),
    (runs, cycle): (f64, f64),
    (once, longest): (f64, f64),
) -> (f64, f64) {
    if cycle.is_infinite() {
        return (runs, once);
    }
    let each = (once / cycle).min(1.0);
    // Of mates who take turns each has the session for themselves; else, and while it cools down, it is theirs together.
    let share = if demand.one_at_a_time && longest.is_finite() {
        (size * each).min(1.0)
    } else {
        1.0 - (1.0 - each).powf(size)
    };
    let opened = runs * (1.0 - share);
    let held = if opened > 0.0 { (teams * share / opened).min(longest) } else { longest };
    if held.is_finite() && held > 0.0 { (teams * share / held, held) } else { (runs, once) }
}

/// Warm sessions for a rush of so many a second, of whom so many come within a start.
fn ready((rush, within): (f64, f64), start: f64, opening: f64, service: &Service) -> u32 {
    let most = (service.share * opening).ceil() as u32;
    if start <= service.wait.as_secs_f64() {
        0
    } else if rush.is_finite() {
        poisson::quantile(within, service.share).min(most.max(1))
    } else {
        most
    }
}

fn whole(sessions: f64) -> u32 {
    (sessions - 1e-6).ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// How long a run takes in the mean, in seconds; a trace says it itself.
fn mean_run(demand: &Demand) -> f64 {
    match &demand.arrivals {
        Arrivals::Trace(visits) if !visits.is_empty() => {
            visits.iter().map(|visit| visit.run.as_secs_f64()).sum::<f64>() / visits.len() as f64
        }
        _ => demand.run.mean().as_secs_f64(),
    }
}

/// From the start of a user's run to that of the next in the mean, in seconds.
fn cycle(demand: &Demand, run: f64) -> f64 {
    match &demand.rhythm {
        Rhythm::Once => f64::INFINITY,
        Rhythm::Every(every) => every.mean().as_secs_f64().max(run),
        Rhythm::Think(think) => think.mean().as_secs_f64() + run,
    }
}

/// How long a user is there, in seconds.
fn stay(demand: &Demand, cycle: f64, run: f64) -> f64 {
    let runs = demand.runs.map_or(f64::INFINITY, |runs| f64::from(runs.saturating_sub(1)) * cycle + run);
    let once = if cycle.is_finite() { f64::INFINITY } else { run };
    let given = demand.stay.map_or(f64::INFINITY, |stay| stay.as_secs_f64());
    let lasts = demand.lasts.map_or(f64::INFINITY, |lasts| lasts.saturating_sub(demand.begins).as_secs_f64());
    runs.min(once).min(given).min(lasts)
}

/// How users come.
struct Coming<'a> {
    arrivals: &'a Arrivals,
    /// How many in all: users, or the runs of a trace.
    users: f64,
    /// How many a second, in the mean while they come.
    a_second: f64,
    /// How many a second when most come.
    rush: f64,
    /// How long they come, in seconds.
    window: f64,
}

impl<'a> Coming<'a> {
    fn of(arrivals: &'a Arrivals) -> Self {
        let even = |users: f64, window: f64, peak: f64| Self {
            arrivals,
            users,
            a_second: users / window,
            rush: users / window * peak,
            window,
        };
        match arrivals {
            Arrivals::Within { users, window } => even(*users as f64, window.as_secs_f64(), 1.0),
            // Their density grows evenly, and ends at twice the mean.
            Arrivals::Ramp { users, window } => even(*users as f64, window.as_secs_f64(), 2.0),
            Arrivals::Poisson { every, users } => even(*users as f64, every.as_secs_f64() * *users as f64, 1.0),
            Arrivals::Steps(steps) => {
                let window: f64 = steps.iter().map(|step| step.lasts.as_secs_f64()).sum();
                let users: f64 = steps.iter().map(|step| step.lasts.as_secs_f64() * step.an_hour / 3_600.0).sum();
                let most = steps.iter().map(|step| step.an_hour / 3_600.0).fold(0.0, f64::max);
                Self { rush: most, ..even(users, window, 1.0) }
            }
            Arrivals::Trace(visits) => {
                let window = visits.last().map_or(0.0, |visit| visit.at.as_secs_f64());
                even(visits.len() as f64, window, 1.0)
            }
        }
    }

    /// Most users that are there at once of those that stay so long. In a trace somebody comes more than once.
    fn at_once(&self, stay: f64) -> f64 {
        let Arrivals::Trace(visits) = self.arrivals else { return self.most_within(stay) };
        let mut there: HashMap<u64, usize> = HashMap::new();
        let (mut first, mut most) = (0, 0);
        for visit in visits.iter() {
            *there.entry(visit.who).or_default() += 1;
            while (visit.at.saturating_sub(visits[first].at)).as_secs_f64() > stay {
                if let Some(count) = there.get_mut(&visits[first].who) {
                    *count -= 1;
                    if *count == 0 {
                        there.remove(&visits[first].who);
                    }
                }
                first += 1;
            }
            most = most.max(there.len());
        }
        most as f64
    }

    /// Most that come within a time: users, or the runs of a trace.
    fn most_within(&self, time: f64) -> f64 {
        if self.window <= time {
            return self.users;
        }
        match self.arrivals {
            Arrivals::Within { .. } | Arrivals::Poisson { .. } => self.a_second * time,
            Arrivals::Ramp { .. } => self.users * (1.0 - (1.0 - time / self.window).powi(2)),
            Arrivals::Steps(steps) => most_of_steps(steps, time),
            Arrivals::Trace(visits) => {
                let at = |place: usize| visits[place].at.as_secs_f64();
                let mut first = 0;
                let within = |last: usize| {
                    while at(last) - at(first) > time {
                        first += 1;
                    }
                    last + 1 - first
                };
                (0..visits.len()).map(within).max().unwrap_or(0) as f64
            }
        }
    }
}

/// Most that come within a time: it begins or ends where a step does.
fn most_of_steps(steps: &[Step], time: f64) -> f64 {
    let mut ends = vec![0.0];
    for step in steps {
        ends.push(ends[ends.len() - 1] + step.lasts.as_secs_f64());
    }
    let came = |from: f64| -> f64 {
        let overlap = |(step, edge): (&Step, &[f64])| {
            let seconds = (edge[1].min(from + time) - edge[0].max(from)).max(0.0);
            seconds * step.an_hour / 3_600.0
        };
        steps.iter().zip(ends.windows(2)).map(overlap).sum()
    };
    ends.iter().flat_map(|edge| [*edge, edge - time]).map(came).fold(0.0, f64::max)
}

/// Most sessions that are held at once when all users are new: those who started a run within the time that a session
/// is held. A user starts one in each cycle, and all who come within what is left of the time start one more.
fn opening(demand: &Demand, coming: &Coming<'_>, (cycle, held): (f64, f64), most: f64) -> f64 {
    let sessions = if cycle.is_finite() {
        let whole = (held / cycle).floor();
        let rest = held - whole * cycle;
        let runs = demand.runs.map_or(f64::INFINITY, f64::from);
        let there = coming.at_once(held.max(cycle));
        (whole * there + coming.most_within(rest)).min(runs * there)
    } else {
        coming.most_within(held)
    };
    sessions.min(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Spread, Visit, WhenFull};

    const SERVICE: Service = Service { share: 0.95, wait: Duration::from_secs(1), refused: 0.001 };

    fn seconds(time: u64) -> Duration {
        Duration::from_secs(time)
    }

    fn contest(identifiers: Identifiers, every: u64) -> Demand {
        Demand {
            arrivals: Arrivals::Within { users: 200, window: seconds(60) },
            begins: Duration::ZERO,
            run: Spread::Constant(seconds(10)),
            rhythm: Rhythm::Every(Spread::Constant(seconds(every))),
            runs: None,
            stay: None,
            identifiers,
            one_at_a_time: true,
            when_full: WhenFull::GiveUp,
            lasts: Some(seconds(7_200)),
        }
    }

    fn of(demand: &Demand, cooldown: u64) -> Formula {
        Formula::of(demand, Lifecycle::Timed { cooldown: seconds(cooldown) }, seconds(4), &SERVICE)
    }

    #[test]
    fn the_known_case_comes_out() {
        let formula = of(&contest(Identifiers::User, 120), 300);
        assert_eq!((formula.steady, formula.opening, formula.at_random), (200, 200, 200));
        let formula = of(&contest(Identifiers::Run, 120), 300);
        // 200 / 120 s * 310 s, and three runs of everybody within 310 s when all come within 60 s.
        assert_eq!((formula.steady, formula.opening, formula.held), (517, 600, seconds(310)));
        assert!((formula.runs - 200.0 / 120.0).abs() < 1e-9 && formula.at_random > 570);
        // 3.3 a second for 4 s, and 95 % of the time.
        assert_eq!(formula.ready, 20);
    }

    #[test]
    fn whoever_comes_back_too_late_opens_a_session_anew() {
        let formula = of(&contest(Identifiers::User, 600), 300);
        assert_eq!((formula.steady, formula.opening), (104, 200), "200 / 600 s * 310 s");
        assert_eq!(of(&contest(Identifiers::User, 600), 600).steady, 200);
        let shared = of(&contest(Identifiers::Shared(10), 120), 300);
        assert_eq!((shared.steady, of(&contest(Identifiers::Team(4), 120), 300).steady), (10, 50));
    }

    /// Without a cooldown nobody finds a session again, and none is held longer than it may live.
    #[test]
    fn a_container_that_exits_takes_its_session_along() {
        let of = |identifiers, every, one_at_a_time, max_alive| {
            let mut demand = Demand { one_at_a_time, ..contest(identifiers, every) };
            (demand.arrivals, demand.run) =
                (Arrivals::Within { users: 40, window: seconds(60) }, Spread::Constant(seconds(60)));
            let lifecycle = Lifecycle::OnContainerExit { max_alive: seconds(max_alive) };
            Formula::of(&demand, lifecycle, seconds(4), &SERVICE)
        };
        let team = of(Identifiers::Team(4), 300, true, 600);
        // 40 runs of 60 s in 300 s, one after the other: 8 of 10 teams at a time; and each of the 4 has 60 s of 300 s.
        assert!((team.load - 8.0).abs() < 1e-6 && !team.found_again, "{team:?}");
        assert!((seconds(60)..=seconds(600)).contains(&team.held), "{team:?}");
        let together = of(Identifiers::Team(4), 300, false, 600);
        assert!((together.load - 10.0 * (1.0 - 0.8_f64.powi(4))).abs() < 1e-6, "{together:?}");
        let crowded = of(Identifiers::Team(4), 60, true, 600);
        assert_eq!((crowded.steady, crowded.held), (10, seconds(600)), "never free, and ended at the latest then");
        let shared = of(Identifiers::Shared(10), 300, true, 600);
        assert_eq!((shared.steady, shared.held, shared.found_again), (8, seconds(60), false));
        assert_eq!(of(Identifiers::Shared(5), 300, true, 600).steady, 5);
        let cut = of(Identifiers::User, 300, true, 30);
        assert_eq!((cut.steady, cut.held, cut.found_again), (4, seconds(30), false), "40 / 300 s * 30 s");
    }

    #[test]
    fn a_team_that_comes_back_too_late_opens_a_session_anew() {
        // Four a team, each 10 s every 2 h: half an hour apart, and the session is there for 310 s of it.
        let formula = Formula { ready: 0, ..of(&contest(Identifiers::Team(4), 7_200), 300) };
        assert!(!formula.found_again && (formula.load - 50.0 * 4.0 * 310.0 / 7_200.0).abs() < 1.0, "{formula:?}");
        assert!(of(&contest(Identifiers::Team(4), 600), 300).found_again);
    }

    #[test]
    fn those_who_come_at_once_need_all_warm() {
        let mut demand = contest(Identifiers::User, 120);
        demand.arrivals = Arrivals::Within { users: 200, window: Duration::ZERO };
        assert_eq!(of(&demand, 300).ready, 190);
    }

    /// Two people take turns, a run of 1 s every 10 s: they need two sessions, or one for each run within 301 s.
    #[test]
    fn a_trace_of_few_people_needs_few_sessions() {
        let visits = (0..100).map(|run| Visit { at: seconds(10 * run), who: run % 2, run: seconds(1) });
        let demand = Demand {
            arrivals: Arrivals::Trace(visits.collect()),
            rhythm: Rhythm::Once,
            ..contest(Identifiers::User, 120)
        };
        let formula = of(&demand, 300);
        assert_eq!((formula.users, formula.steady, formula.opening), (1.0, 2, 2));
        let apart = of(&Demand { identifiers: Identifiers::Run, ..demand }, 300);
        assert_eq!((apart.users, apart.opening), (1.0, 31));
    }

    /// Runs that all begin at one instant are as many as they are, and not without end.
    #[test]
    fn a_rush_of_runs_is_finite() {
        let mut demand = contest(Identifiers::Run, 120);
        (demand.arrivals, demand.rhythm) = (Arrivals::Within { users: 20, window: Duration::ZERO }, Rhythm::Once);
        for (rhythm, runs, expected) in
            [(Rhythm::Once, None, 20), (Rhythm::Think(Spread::Constant(Duration::ZERO)), Some(3), 60)]
        {
            (demand.rhythm, demand.runs, demand.run) = (rhythm, runs, Spread::Constant(Duration::ZERO));
            let formula = of(&demand, 300);
            assert_eq!((formula.steady, formula.opening), (expected, expected), "{:?}", demand.rhythm);
            assert!(formula.ready <= expected && formula.at_random <= expected && formula.load.is_finite());
        }
    }

    #[test]
    fn a_stream_of_runs_is_erlangs() {
        let mut demand = contest(Identifiers::Run, 120);
        demand.arrivals = Arrivals::Poisson { every: seconds(1), users: 100_000 };
        (demand.rhythm, demand.lasts) = (Rhythm::Once, None);
        let formula =
            Formula::of(&demand, Lifecycle::OnContainerExit { max_alive: seconds(600) }, Duration::ZERO, &SERVICE);
        assert!((formula.load - 10.0).abs() < 1e-6);
        assert_eq!((formula.steady, formula.at_random, formula.ready), (10, 21, 0));
    }
}
