//! What somebody wants a pool to be.

use super::{Lifecycle, Scale};
use std::time::Duration;

/// What a profile resolves to, and what a claim carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `maxSessions`, in sessions.
    pub max_sessions: u32,
    /// `readySessions`, in sessions. Code interpreters have none, whatever stands here.
    pub ready_sessions: u32,
    /// When a session ends.
    pub lifecycle: Lifecycle,
    /// How long a manual scale-up with it lasts when no end is given.
    pub expires_after: Option<Duration>,
}

impl Settings {
    /// The scale that a pool of a kind gets from these settings.
    #[must_use]
    pub fn scale(&self, kind: super::Kind) -> Scale {
        Scale { max: self.max_sessions, ready: kind.keeps_ready().then_some(self.ready_sessions) }
    }
}

/// Settings under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The name: the file's name without its ending.
    pub name: String,
    /// What it is for, one line.
    pub description: Option<String>,
    /// What it asks for.
    pub settings: Settings,
}
