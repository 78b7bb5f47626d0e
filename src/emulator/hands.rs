//! The hands of the emulator's clock: they go with a clock or stand still, and can be moved on by hand.
//!
//! They are in memory: whoever opens the emulator again begins at the clock's own time. They never go back, because
//! operations that have ended do not begin again.

use crate::clock::{Clock, Sleep};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// The hands.
#[derive(Debug)]
pub(super) struct Hands {
    clock: Arc<dyn Clock>,
    reading: Mutex<Reading>,
    moved: Notify,
}

/// How what they show comes about.
#[derive(Debug, Clone, Copy)]
enum Reading {
    /// The clock's time, and so much more.
    Ahead(SignedDuration),
    /// This, until somebody moves them.
    Still(Timestamp),
}

/// How far to move them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tick {
    By(Duration),
    To(Timestamp),
}

impl Hands {
    /// Hands on a clock; by hand alone if they stand still.
    pub(super) fn on(clock: Arc<dyn Clock>, manual: bool) -> Self {
        let reading = if manual { Reading::Still(clock.now()) } else { Reading::Ahead(SignedDuration::ZERO) };
        Self { clock, reading: Mutex::new(reading), moved: Notify::new() }
    }

    /// Moves them on, and says what they show then. Whoever waits for that time goes on.
    pub(super) fn tick(&self, tick: Tick) -> Result<Timestamp, String> {
        let mut reading = self.lock();
        let now = reading.shown(self.clock.as_ref());
        let by = match tick {
            Tick::By(time) => SignedDuration::try_from(time).map_err(|_| "that is too far".to_owned())?,
            Tick::To(then) => then.duration_since(now),
        };
        if by.is_negative() {
            return Err(format!("the clock shows {now} and does not go back"));
        }
        let then = now.checked_add(by).map_err(|_| "that is too far".to_owned())?;
        match &mut *reading {
            Reading::Ahead(ahead) => *ahead = ahead.checked_add(by).ok_or("that is too far")?,
            Reading::Still(shown) => *shown = then,
        }
        self.moved.notify_waiters();
        Ok(then)
    }

    fn lock(&self) -> MutexGuard<'_, Reading> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn wait_until(&self, then: Timestamp) {
        loop {
            let moved = self.moved.notified();
            let left = self.until(then);
            if left.is_zero() {
                return;
            }
            // Read before the wait: the guard must not be held across it.
            let stands_still = matches!(*self.lock(), Reading::Still(_));
            if stands_still {
                moved.await;
            } else {
                tokio::select! {
                    () = moved => {}
                    () = self.clock.sleep(left) => {}
                }
            }
        }
    }
}

impl Reading {
    fn shown(self, clock: &dyn Clock) -> Timestamp {
        match self {
            Self::Ahead(ahead) => clock.now().checked_add(ahead).unwrap_or(Timestamp::MAX),
            Self::Still(shown) => shown,
        }
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        self.lock().shown(self.clock.as_ref())
    }

    fn sleep(&self, time: Duration) -> Sleep<'_> {
        let then = self.now().checked_add(time).unwrap_or(Timestamp::MAX);
        Box::pin(self.wait_until(then))
    }
}

impl Tick {
    /// Reads `{"seconds": n}` or `{"to": instant}`.
    pub(super) fn read(body: &Value) -> Result<Self, String> {
        let usage =
            || "a tick is {\"seconds\": a number} or {\"to\": an instant such as 2026-12-05T14:00:00Z}".to_owned();
        let members = body.as_object().filter(|members| members.len() == 1).ok_or_else(usage)?;
        let seconds = members.get("seconds").and_then(Value::as_f64);
        let to = members.get("to").and_then(Value::as_str);
        match (seconds, to) {
            (Some(seconds), _) => Duration::try_from_secs_f64(seconds).map(Self::By).map_err(|_| usage()),
            (_, Some(to)) => to.parse().map(Self::To).map_err(|_| usage()),
            _ => Err(usage()),
        }
    }
}
