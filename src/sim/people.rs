//! When users come, one after the other: nobody is made before their time.

use super::Millis;
use super::draws::{self, Wide, exponential, unit};
use crate::model::{Arrivals, Step, Visit};
use rand::SeedableRng;
use std::sync::Arc;

/// Those who are still to come.
#[derive(Debug, Clone)]
pub(super) struct People {
    kind: Coming,
    rng: Wide,
    begins: Millis,
    /// How many have come.
    came: u64,
    /// The time of the last, in milliseconds and parts of one, so that rounding does not add up.
    last: f64,
}

#[derive(Debug, Clone)]
enum Coming {
    /// So many are still to come until then; with the square root of the time for a ramp.
    Within {
        users: u64,
        window: f64,
        is_ramp: bool,
    },
    Poisson {
        users: u64,
        every: f64,
    },
    Steps {
        steps: Vec<Step>,
        now: usize,
        ends: f64,
    },
    Trace(Arc<[Visit]>),
}

/// A user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comer {
    pub(super) at: Millis,
    /// Who: counted, or as the trace says.
    pub(super) who: u64,
    /// How long the run takes, where the trace says so.
    pub(super) run: Option<Millis>,
}

impl People {
    pub(super) fn of(arrivals: &Arrivals, begins: Millis, rng: Wide) -> Self {
        let window = |time: std::time::Duration| time.as_secs_f64() * 1_000.0;
        let kind = match arrivals {
            Arrivals::Within { users, window: time } => {
                Coming::Within { users: *users, window: window(*time), is_ramp: false }
            }
            Arrivals::Ramp { users, window: time } => {
                Coming::Within { users: *users, window: window(*time), is_ramp: true }
            }
            Arrivals::Poisson { every, users } => Coming::Poisson { users: *users, every: window(*every) },
            Arrivals::Steps(steps) => Coming::Steps {
                steps: steps.clone(),
                now: 0,
                ends: steps.first().map_or(0.0, |step| window(step.lasts)),
            },
            Arrivals::Trace(visits) => Coming::Trace(Arc::clone(visits)),
        };
        Self { kind, rng, begins, came: 0, last: 0.0 }
    }

    /// Nobody.
    pub(super) fn nobody() -> Self {
        Self::of(&Arrivals::Trace([].into()), 0, Wide::seed_from_u64(0))
    }

    /// The next one.
    pub(super) fn next(&mut self) -> Option<Comer> {
        let came = self.came;
        let at = match &mut self.kind {
            Coming::Within { users, window, is_ramp } => {
                let left = users.checked_sub(came).filter(|left| *left > 0)?;
                // The least of so many numbers between what was last and 1 (Bentley and Saxe, 1980).
                let share = 1.0 - (1.0 - self.last) * unit(&mut self.rng).powf(1.0 / left as f64);
                self.last = share;
                window.min(*window * if *is_ramp { share.sqrt() } else { share })
            }
            Coming::Poisson { users, every } => {
                users.checked_sub(came).filter(|left| *left > 0)?;
                self.last += exponential(&mut self.rng) * *every;
                self.last
            }
            Coming::Steps { steps, now, ends } => {
                // What a step has not used is carried into the next: one process whose rate changes.
                let mut due = exponential(&mut self.rng);
                loop {
                    let step = steps.get(*now)?;
                    let a_millisecond = step.an_hour / 3_600_000.0;
                    let (left, needs) = (*ends - self.last, due / a_millisecond);
                    if a_millisecond > 0.0 && needs < left {
                        self.last += needs;
                        break self.last;
                    }
                    due -= left * a_millisecond;
                    (self.last, *now) = (*ends, *now + 1);
                    *ends += steps.get(*now)?.lasts.as_secs_f64() * 1_000.0;
                }
            }
            Coming::Trace(visits) => {
                let visit = visits.get(usize::try_from(came).ok()?)?;
                self.came += 1;
                return Some(Comer {
                    at: self.begins + draws::millis(visit.at),
                    who: visit.who,
                    run: Some(draws::millis(visit.run)),
                });
            }
        };
        self.came += 1;
        Some(Comer { at: self.begins + at.round() as Millis, who: came, run: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::draws::{Stream, stream};
    use std::time::Duration;

    fn all(arrivals: &Arrivals) -> Vec<Millis> {
        let mut people = People::of(arrivals, 0, stream(3, Stream::Arrivals));
        std::iter::from_fn(|| people.next()).map(|comer| comer.at).collect()
    }

    #[test]
    fn they_come_in_order_and_as_many_as_were_said() {
        let minute = Duration::from_secs(60);
        let steps = vec![
            Step { lasts: minute, an_hour: 60_000.0 },
            Step { lasts: minute, an_hour: 0.0 },
            Step { lasts: minute, an_hour: 120_000.0 },
        ];
        for (arrivals, count, until) in [
            (Arrivals::Within { users: 1_000, window: minute }, 1_000..1_001, 60_000),
            (Arrivals::Within { users: 50, window: Duration::ZERO }, 50..51, 0),
            (Arrivals::Ramp { users: 1_000, window: minute }, 1_000..1_001, 60_000),
            (Arrivals::Poisson { users: 1_000, every: Duration::from_millis(60) }, 1_000..1_001, 70_000),
            (Arrivals::Steps(steps), 2_780..3_220, 180_000),
        ] {
            let times = all(&arrivals);
            assert!(count.contains(&times.len()), "{arrivals:?}: {}", times.len());
            assert!(times.is_sorted() && times.last().is_some_and(|last| *last <= until), "{arrivals:?}: {times:?}");
        }
    }

    /// The share that has come by half of the time.
    #[test]
    fn a_ramp_grows_and_the_rest_is_even() {
        let window = Duration::from_secs(60);
        for (arrivals, expected) in
            [(Arrivals::Within { users: 40_000, window }, 0.5), (Arrivals::Ramp { users: 40_000, window }, 0.25)]
        {
            let times = all(&arrivals);
            let share = times.iter().filter(|at| **at < 30_000).count() as f64 / times.len() as f64;
            assert!((share - expected).abs() < 0.0125, "{arrivals:?}: {share}");
        }
    }
}
