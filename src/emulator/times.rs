//! How long things take.

use super::options::Times;
use super::records::Action;
use super::warming::Pace;
use crate::model::Kind;
use crate::sim::Millis;
use std::time::Duration;

impl Times {
    /// How long an operation on a custom container takes.
    ///
    /// Realistic: the medians of fourteen recordings each, 2024-05 to 2025-11; of a PUT over a pool that exists there
    /// are two, 148 and 150 s. All of them had two ready sessions of a small image.
    pub(super) fn operation(self, action: Action) -> Duration {
        let milliseconds = match (self, action) {
            (Self::Realistic, Action::Create) => 411_000,
            (Self::Realistic, Action::Replace) => 149_000,
            (Self::Realistic, Action::Update) => 158_000,
            (Self::Realistic, Action::Delete) => 301_000,
            (Self::Fast, Action::Create) => 3_000,
            (Self::Fast, Action::Replace | Action::Update) => 2_000,
            (Self::Fast, Action::Delete) => 1_500,
            (Self::Instant, _) => 0,
        };
        Duration::from_millis(milliseconds)
    }

    /// How ready sessions come. Realistic: in every recording all were warm when the operation ended. Fast: one by one
    /// afterwards, so that there is something to watch.
    pub(super) fn pace(self) -> Pace {
        match self {
            Self::Realistic => Pace::Within,
            Self::Fast => Pace::After(Duration::from_millis(300)),
            Self::Instant => Pace::Within,
        }
    }

    /// Seconds of `Retry-After`. Realistic: worked out from polls that came 16 to 17 s apart (recorder strips the
    /// header itself).
    pub(super) fn retry_after(self) -> u64 {
        match self {
            Self::Realistic => 15,
            Self::Fast => 1,
            Self::Instant => 0,
        }
    }

    /// Milliseconds that a session takes to start that nobody has warmed: measured by a third party, 2026, with its
    /// allocation. Fast as well: who watches is to see what a cold start is beside a warm one.
    pub(super) fn session_start(self, kind: Kind) -> Millis {
        match (self, kind) {
            (Self::Realistic | Self::Fast, Kind::CustomContainer) => 4_400,
            (Self::Realistic | Self::Fast, _) => 4_100,
            (Self::Instant, _) => 0,
        }
    }
}
