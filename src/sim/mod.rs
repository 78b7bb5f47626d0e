//! A session pool and the people who use it, played through in simulated time.
//!
//! [`pool`] is the model: a state machine that waits for nothing and draws nothing. `run` drives it from a queue of
//! events; the emulator drives the same model from its requests and its clock. One seed gives one course, whatever the
//! machine and however many cores work on the replications.

pub mod draws;
pub mod experiment;
mod guests;
mod line;
pub mod measure;
mod people;
pub mod pool;
mod queue;
mod run;
mod slots;
pub mod starts;
pub mod summary;
pub mod tally;
mod world;

/// Milliseconds: since the beginning, or a span of them.
pub type Millis = u64;

pub use experiment::{Experiment, StartTimes, simulate};
pub use measure::Measure;
pub use pool::{Answer, Counts, Outside, Pool, PoolEvent, Rules, SessionId, Start};
pub use summary::{Estimate, Summary};
pub use tally::{Course, Tally};
