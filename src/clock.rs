//! The only door to time: what time it is, and waiting.
//!
//! Nothing else in the program asks the system for the time or sleeps, so that tests pass hours in milliseconds.

use jiff::Timestamp;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A wait that somebody can hold.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Tells the time and waits.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The instant that is now.
    fn now(&self) -> Timestamp;

    /// Waits for a time.
    fn sleep(&self, time: Duration) -> Sleep<'_>;

    /// How long it is until `then`; zero when that is past.
    fn until(&self, then: Timestamp) -> Duration {
        Duration::try_from(then.duration_since(self.now())).unwrap_or(Duration::ZERO)
    }
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn sleep(&self, time: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// Tokio's clock, which tests pause: `now` moves exactly as far as tokio's time did since it was made.
#[derive(Debug, Clone)]
pub struct TokioClock {
    start: Timestamp,
    since: tokio::time::Instant,
}

impl TokioClock {
    /// A clock that shows `start` now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn starting_at(start: Timestamp) -> Self {
        Self { start, since: tokio::time::Instant::now() }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        self.start.checked_add(self.since.elapsed()).unwrap_or(Timestamp::MAX)
    }

    fn sleep(&self, time: Duration) -> Sleep<'_> {
        SystemClock.sleep_on_tokio(time)
    }
}

impl SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn sleep_on_tokio(self, time: Duration) -> Sleep<'static> {
        Box::pin(tokio::time::sleep(time))
    }
}
