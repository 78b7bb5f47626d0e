//! What the program does to pools: read, decide, send, wait, look again.
//!
//! **Invariant.** Nothing here prints and nothing here knows the command line. What happens is told to an
//! [`Observer`]; what came of it is returned.

pub mod create;
pub mod delete;
mod follow;
pub mod inspect;
mod observer;
pub mod pool_files;
pub mod profiles;
pub mod scale;
mod settle;
mod warm;

pub use observer::{Observer, Step};
pub use warm::Warmth;

use crate::azure::Client;
use crate::clock::Clock;
use crate::error::{Error, Kind, Result};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// What every operation needs.
#[derive(Debug, Clone)]
pub struct Ops {
    /// The client of Azure, or of an emulator.
    pub azure: Client,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Who is told what happens.
    pub observer: Arc<dyn Observer>,
    /// When the whole command must have ended.
    pub deadline: Timestamp,
    /// How often a pool is looked at while something is awaited.
    pub look_every: Duration,
}

impl Ops {
    fn tell(&self, step: Step) {
        self.observer.step(&step);
    }

    /// Waits, but never past the deadline: what would last longer fails at once.
    async fn pause(&self, time: Duration, waiting_for: &str) -> Result<()> {
        let left = self.clock.until(self.deadline);
        if left.is_zero() {
            return Err(Error::message(Kind::TimedOut, format!("the time is over while waiting for {waiting_for}"))
                .hint("What was sent goes on at Azure: look with `pool show`, or give more time with --timeout."));
        }
        self.clock.sleep(time.min(left)).await;
        Ok(())
    }
}
