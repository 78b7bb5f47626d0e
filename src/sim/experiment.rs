//! What is played, and playing it many times.

use super::draws::replication;
use super::pool::Rules;
use super::run::play;
use super::tally::Tally;
use crate::model::{Demand, Settings, Spread};
use std::num::NonZero;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

/// How long it takes until a session serves.
#[derive(Debug, Clone, PartialEq)]
pub struct StartTimes {
    /// A session that its identifier has.
    pub found: Spread,
    /// A ready one.
    pub warm: Spread,
    /// One that has to be started.
    pub cold: Spread,
    /// What a new node adds.
    pub node: Spread,
    /// From asking for another scale until sessions are started for it.
    pub operation: Spread,
}

impl StartTimes {
    /// No time at all: for what theory says.
    #[must_use]
    pub fn none() -> Self {
        let none = Spread::Constant(Duration::ZERO);
        Self { found: none.clone(), warm: none.clone(), cold: none.clone(), node: none.clone(), operation: none }
    }
}

/// A change of scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When it is asked for.
    pub at: Duration,
    /// What is asked for.
    pub settings: Settings,
}

/// What is played.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// Who comes.
    pub demand: Demand,
    /// What the pool is at the beginning, warm.
    pub settings: Settings,
    /// What becomes of it.
    pub changes: Vec<Change>,
    /// How long starts take.
    pub starts: StartTimes,
    /// How many sessions a node holds; `None` where nobody sees the nodes.
    pub on_a_node: Option<u32>,
    /// How long a session that ends still holds its place.
    pub deletes_in: Duration,
    /// Before then nothing counts.
    pub measure_from: Duration,
}

impl Experiment {
    pub(super) fn rules(&self, settings: &Settings) -> Rules {
        let deletes_in = super::draws::millis(self.deletes_in);
        Rules { on_a_node: self.on_a_node, deletes_in, ..Rules::of(settings) }
    }
}

/// Plays an experiment so many times, each from a seed of its own, on all cores. The answers are in the order of their
/// numbers and the same on any machine. `tell` hears how many are done.
pub fn simulate(experiment: &Experiment, seed: u64, times: u32, tell: &(dyn Fn(u32) + Sync)) -> Vec<Tally> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(times.max(1) as usize);
    let (next, done) = (AtomicU32::new(0), AtomicU32::new(0));
    let work = || {
        let mut played = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= times {
                return played;
            }
            played.push((number, play(experiment, replication(seed, number))));
            tell(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    let mut all = thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, tally)| tally).collect()
}
