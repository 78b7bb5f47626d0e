//! What happens while something is done, for whoever wants to show it.

use crate::model::{Counts, Pool, State};
use crate::plan::Plan;
use std::time::Duration;

/// Is told each step. Must not block.
pub trait Observer: std::fmt::Debug + Send + Sync {
    /// Something happened.
    fn step(&self, step: &Step);
}

/// Something that happened, or is happening.
#[derive(Debug, Clone)]
pub enum Step {
    /// The pool is read.
    Reading,
    /// Somebody else's operation is running; it is waited for.
    Busy {
        /// The state of the pool.
        state: State,
        /// What its sessions are doing.
        counts: Option<Counts>,
    },
    /// It is decided what to send.
    Planned {
        /// The plan.
        plan: Box<Plan>,
        /// The pool as it was read.
        before: Box<Pool>,
    },
    /// It is being sent. From here on Azure may be at work on it, whatever becomes of this program.
    Sending,
    /// Azure took it; the operation is running.
    Running {
        /// Azure's word for how it stands.
        word: Option<String>,
        /// What the sessions are doing, where Azure says.
        counts: Option<Counts>,
    },
    /// Azure asks for patience.
    Throttled {
        /// How long.
        wait: Duration,
    },
    /// It is done over from the start: read, decide, send.
    Again {
        /// Why.
        why: String,
    },
    /// The result is read.
    Verifying,
    /// The ready sessions are starting.
    Warming {
        /// How many are warm.
        ready: u32,
        /// How many shall be.
        wanted: u32,
        /// What the sessions are doing.
        counts: Counts,
    },
    /// The pool is on its way to be gone.
    Deleting,
}
