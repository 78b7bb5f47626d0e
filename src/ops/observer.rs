//! What happens while something is done, for whoever wants to show it.

use crate::model::{Counts, Pool, State};
use crate::plan::Plan;
use std::sync::Arc;
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
        /// What it costs.
        expense: Box<super::expense::Expense>,
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
    /// The set-up is being checked, and it takes a while.
    Checking,
    /// Several pools are being read, and it takes a while.
    Surveying {
        /// How many were read.
        read: usize,
        /// How many there are.
        of: usize,
    },
    /// Sessions are being opened.
    Rehearsing {
        /// Those that were answered.
        samples: Vec<super::rehearse::Sample>,
        /// How many there will be.
        of: u32,
    },
    /// They are being ended.
    Ending {
        /// How many were ended.
        ended: u32,
        /// How many there are.
        of: u32,
    },
    /// The pool is on its way to be gone.
    Deleting,
    /// One of several pools.
    On {
        /// Its name.
        pool: String,
        /// What happens to it.
        step: Box<Step>,
    },
    /// Something besides went wrong, which changes nothing of what is done.
    Noted {
        /// What.
        finding: Box<crate::model::Finding>,
    },
}

/// Tells the steps of one of several pools under its name.
#[derive(Debug)]
pub(super) struct OnPool {
    pool: String,
    inner: Arc<dyn Observer>,
}

impl OnPool {
    pub(super) fn new(pool: &str, inner: Arc<dyn Observer>) -> Self {
        Self { pool: pool.to_owned(), inner }
    }
}

impl Observer for OnPool {
    fn step(&self, step: &Step) {
        match step {
            // These name the pool themselves, or are about more than one.
            Step::Planned { .. } | Step::Sending | Step::Noted { .. } => self.inner.step(step),
            step => self.inner.step(&Step::On { pool: self.pool.clone(), step: Box::new(step.clone()) }),
        }
    }
}
