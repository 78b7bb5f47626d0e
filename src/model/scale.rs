//! How big a pool is.

use std::fmt;

/// A pool's scale, both numbers in sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// `maxConcurrentSessions`: the most sessions allocated and ready at once.
    pub max: u32,
    /// `readySessionInstances`: how many are kept warm for the next callers. `None` on code interpreters, whose
    /// service drops the number.
    pub ready: Option<u32>,
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ready {
            Some(ready) => write!(f, "max {}, ready {ready}", self.max),
            None => write!(f, "max {}", self.max),
        }
    }
}
