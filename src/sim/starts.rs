//! How long starts take where nobody says otherwise, and what else is taken for granted; each with its source.

use super::experiment::StartTimes;
use crate::model::Spread;
use std::time::Duration;

/// Seconds from a PATCH of a custom-container pool to the end of its operation: fourteen that were recorded from
/// 2024-05 to 2025-11 in four regions.
const OPERATION_SECONDS: [u64; 14] = [83, 85, 96, 96, 111, 116, 151, 158, 160, 161, 166, 292, 347, 527];

/// Something that is taken for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assumption {
    /// What.
    pub text: &'static str,
    /// Who says so, or "assumed".
    pub source: &'static str,
}

/// Where the usual times come from, in the order of [`StartTimes`].
pub const START_SOURCES: [&str; 5] = [
    "an identifier's own session answers at once: assumed",
    "warm calls took 0.2 to 0.7 s (measured by others, 2026); Microsoft says milliseconds",
    "first requests were seen to take 3 to 5 s; 4.1 and 4.4 s were measured by others in 2026",
    "assumed: nothing is published",
    "fourteen recorded changes of custom-container pools, 2024-05 to 2025-11: 83 to 527 s",
];

/// The last of them where the pool is one of code interpreters.
pub const OPERATION_OF_INTERPRETERS: &str =
    "code interpreter pools were created and deleted at once in seven recorded runs; a change: assumed";

/// What the model takes for granted, in the words of its reader; [`super::pool`] has all of it.
pub const MODEL: [Assumption; 9] = [
    Assumption {
        text: "The same identifier finds its session again; a new one is given a session by its first run.",
        source: "Microsoft's documentation, 2025-05-19",
    },
    Assumption {
        text: "Ready sessions are nobody's; one that is taken is replaced while max sessions allows it.",
        source: "recorded in 2025",
    },
    Assumption {
        text: "A new identifier takes the ready session that has waited longest, else one is started for it, else it \
               takes over one that is being warmed; else the pool is full.",
        source: "that a full pool refuses (429): measured by three parties; the order: assumed",
    },
    Assumption {
        text: "Starting, ready and allocated sessions together never exceed max sessions.",
        source: "assumed",
    },
    Assumption {
        text: "With Timed every request resets the cooldown; while one runs the cooldown stands.",
        source: "Microsoft's documentation; the second half: assumed",
    },
    Assumption {
        text: "With OnContainerExit a session ends with its run, and at the latest after its longest life. What runs \
               then is cut off; whoever waits behind it in the same session asks the pool again.",
        source: "Microsoft's documentation; the second sentence: assumed",
    },
    Assumption {
        text: "A smaller max sessions ends nobody's session; a smaller ready takes warm ones away at once; another \
               lifecycle type ends all sessions in use.",
        source: "assumed: nothing is published",
    },
    Assumption { text: "Any number of sessions start at the same time.", source: "assumed: no rate is published" },
    Assumption { text: "A session that has ended frees its place at once.", source: "assumed" },
];

impl StartTimes {
    /// What is seen on custom-container pools; [`START_SOURCES`] says by whom.
    #[must_use]
    pub fn usual() -> Self {
        let millis = Duration::from_millis;
        Self {
            found: Spread::Constant(Duration::ZERO),
            warm: Spread::Uniform(millis(200), millis(700)),
            cold: Spread::Uniform(millis(3_000), millis(5_000)),
            node: Spread::Constant(Duration::from_secs(120)),
            operation: Spread::Measured(OPERATION_SECONDS.map(Duration::from_secs).into()),
        }
    }
}
