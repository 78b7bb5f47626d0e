//! What the program does to pools: read, decide, send, wait, look again.
//!
//! **Invariant.** Nothing here prints and nothing here knows the command line. What happens is told to an
//! [`Observer`]; what came of it is returned.

pub mod apply;
pub mod coming;
pub mod cost;
pub mod create;
pub mod declared;
pub mod delete;
pub mod doctor;
pub mod expense;
pub mod export;
pub mod extend;
mod follow;
pub mod inspect;
pub mod journal;
pub mod lint;
mod observer;
pub mod park;
pub mod parked;
pub mod pool_files;
pub mod preflight;
pub mod prices;
pub mod profiles;
pub mod receipt;
pub mod rehearse;
pub mod runs;
pub mod scale;
mod settle;
mod signed_in;
pub mod simulate;
pub mod size;
pub mod standing;
pub mod survey;
pub mod unpark;
mod warm;
pub mod why;

pub use follow::Unawaited;
pub use observer::{Observer, Step};
pub use warm::Warmth;

use crate::azure::Client;
use crate::clock::Clock;
use crate::cost::Card;
use crate::error::{Error, Kind, Result};
use crate::model::PoolId;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// The wait after a request that Azure throttled without saying for how long.
const LEAST_PATIENCE: Duration = Duration::from_secs(1);

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
    /// Where writes are noted; nowhere on a dry run of the whole world.
    pub journal: Option<journal::Journal>,
    /// The prices that are known.
    pub card: Arc<Card>,
    /// What was sent and not waited for.
    pub unawaited: Unawaited,
}

impl Ops {
    fn tell(&self, step: Step) {
        self.observer.step(&step);
    }

    /// Waits, but never past the deadline: what would last longer ends there, with what was waited for.
    async fn pause(&self, time: Duration, waiting_for: &str) -> Result<()> {
        let left = self.clock.until(self.deadline);
        self.clock.sleep(time.min(left)).await;
        if left > time {
            return Ok(());
        }
        Err(Error::message(Kind::TimedOut, format!("the time is over while waiting for {waiting_for}"))
            .hint("Give more time with --timeout."))
    }

    /// Waits as long as Azure asks; what it will not give in time fails at once.
    async fn be_patient(&self, asked: Duration, id: &PoolId) -> Result<()> {
        let wait = asked.max(LEAST_PATIENCE);
        let left = self.clock.until(self.deadline);
        if wait >= left {
            let (asked, left) = (wait.as_secs(), left.as_secs());
            let text = format!("Azure takes no more requests for {asked} s, and the time is over in {left} s");
            return Err(Error::message(Kind::Throttled, text)
                .about(id.to_string())
                .hint("Nothing was changed by the refused request. Give more time with --timeout, or try later."));
        }
        self.tell(Step::Throttled { wait });
        self.clock.sleep(wait).await;
        Ok(())
    }
}
