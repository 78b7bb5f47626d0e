//! What would be done, as a value: pure functions from (what is wanted, what GET said, now) to a plan that can be
//! printed, sent or thrown away.
//!
//! **Invariant.** Nothing here waits, asks for the time or reads anything. What GET said may be out of date by the
//! time a plan is sent; whoever sends it reads again afterwards.

mod change;
mod decide;
mod intent;
pub mod lint;
mod matching;
pub mod recreate;
mod tags;
mod wish;

pub use change::{Change, changes};
pub use decide::{DRAIN_BEYOND_COOLDOWN, decide};
pub use intent::{Action, Down, Holding, Intent, Others, Unasked};
pub use matching::{Match, floor_instead_of_zero, matching};
pub use wish::{Direction, Plan, Wish};

#[cfg(test)]
mod cases;
