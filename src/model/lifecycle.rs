//! When a session ends.

use std::fmt;
use std::time::Duration;

/// The lifecycle type with the one period that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifecycle {
    /// A session ends when no request came for the cooldown.
    Timed {
        /// `cooldownPeriodInSeconds`, whole seconds.
        cooldown: Duration,
    },
    /// A session ends when its container exits, or at the latest after a time. Custom containers only.
    OnContainerExit {
        /// `maxAlivePeriodInSeconds`, whole seconds.
        max_alive: Duration,
    },
}

impl Lifecycle {
    /// ARM's name for the type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Timed { .. } => "Timed",
            Self::OnContainerExit { .. } => "OnContainerExit",
        }
    }

    /// The period that belongs to the type.
    #[must_use]
    pub fn period(&self) -> Duration {
        match *self {
            Self::Timed { cooldown } => cooldown,
            Self::OnContainerExit { max_alive } => max_alive,
        }
    }

    /// Whether both are of the same type, whatever their periods.
    #[must_use]
    pub fn same_type(&self, other: &Self) -> bool {
        self.type_name() == other.type_name()
    }
}

impl fmt::Display for Lifecycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timed { cooldown } => write!(f, "Timed, cooldown {} s", cooldown.as_secs()),
            Self::OnContainerExit { max_alive } => {
                write!(f, "OnContainerExit, at most {} s", max_alive.as_secs())
            }
        }
    }
}
