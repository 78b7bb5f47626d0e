//! The world of a course: what is to happen, and what chance has to say.

use super::Millis;
use super::draws::{Draw, Stream, Wide, millis, stream};
use super::experiment::{Experiment, StartTimes};
use super::pool::{Outside, PoolEvent, Rules, SessionId};
use super::queue::Queue;
use crate::model::{Demand, Rhythm};

/// What happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Happens {
    /// The next user comes.
    Arrival,
    /// A user starts a run.
    Ask(u32),
    /// A run is over; with the number of the visit, so that one that was cut off is not over again.
    Done(u32, u32),
    /// A user who waits has had enough; with the number of the wait.
    Enough(u32, u32),
    /// Something of the pool.
    Pool(PoolEvent),
    /// The pool's scale has been changed, to that of a number.
    Changed(u32),
}

/// What the pool needs of the world: time, and how long starts take.
pub(super) struct World {
    pub(super) queue: Queue<Happens>,
    rng: Wide,
    cold: Draw,
    node: Draw,
    pub(super) started: u64,
    /// Sessions that have ended with people in them.
    pub(super) ended: Vec<SessionId>,
}

impl Outside for World {
    fn start_time(&mut self, needs_node: bool) -> Millis {
        self.started += 1;
        let cold = self.cold.from(&mut self.rng);
        if needs_node { cold.saturating_add(self.node.from(&mut self.rng)) } else { cold }
    }

    fn later(&mut self, at: Millis, event: PoolEvent) {
        self.queue.push(at, Happens::Pool(event));
    }

    fn ended(&mut self, session: SessionId, cut: u32) {
        if cut > 0 {
            self.ended.push(session);
        }
    }
}

impl World {
    pub(super) fn of(times: &StartTimes, seed: u64) -> Self {
        Self {
            queue: Queue::new(),
            rng: stream(seed, Stream::Starts),
            cold: Draw::of(&times.cold),
            node: Draw::of(&times.node),
            started: 0,
            ended: Vec::new(),
        }
    }

    /// Has the pool's scale change as is asked for: to what, one after the other.
    pub(super) fn plan(&mut self, experiment: &Experiment) -> Vec<Rules> {
        let operation = Draw::of(&experiment.starts.operation);
        let mut free = 0;
        let change = |(number, change): (usize, &super::experiment::Change)| {
            // One operation at a time: a change waits for the one before.
            free = millis(change.at).max(free).saturating_add(operation.from(&mut self.rng));
            self.queue.push(free, Happens::Changed(number as u32));
            experiment.rules(&change.settings)
        };
        experiment.changes.iter().enumerate().map(change).collect()
    }
}

/// What is drawn for a run.
#[derive(Debug)]
pub(super) struct Draws {
    pub(super) run: Draw,
    pub(super) rhythm: Option<Draw>,
    pub(super) found: Draw,
    pub(super) warm: Draw,
    pub(super) starts: Wide,
}

impl Draws {
    pub(super) fn of(demand: &Demand, times: &StartTimes, seed: u64) -> Self {
        let rhythm = match &demand.rhythm {
            Rhythm::Once => None,
            Rhythm::Every(spread) | Rhythm::Think(spread) => Some(Draw::of(spread)),
        };
        Self {
            run: Draw::of(&demand.run),
            rhythm,
            found: Draw::of(&times.found),
            warm: Draw::of(&times.warm),
            starts: stream(seed, Stream::Latencies),
        }
    }
}
