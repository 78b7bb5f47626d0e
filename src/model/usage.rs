//! What the sessions of a pool did over a stretch of time, as counts.

use jiff::{SignedDuration, Timestamp};

/// How many sessions there were, one reading after another. What lies between two readings is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Usage {
    /// In order of time, none reaching into the next.
    pub readings: Vec<Reading>,
}

/// Counts that stood for a while, in sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// From when.
    pub at: Timestamp,
    /// For how long.
    pub lasts: SignedDuration,
    /// In use, or cooling down.
    pub active: u32,
    /// Warm and free.
    pub ready: u32,
    /// Starting.
    pub pending: u32,
}

impl Reading {
    /// All of them.
    #[must_use]
    pub fn sessions(&self) -> u32 {
        self.active.saturating_add(self.ready).saturating_add(self.pending)
    }

    /// The first instant after it.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.at.saturating_add(self.lasts).unwrap_or(Timestamp::MAX)
    }
}
