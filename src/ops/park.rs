//! Parking a pool: deleting it, where the pool file makes the same pool again.
//!
//! The only zero there is for custom containers, which keep a ready session and its node otherwise. Since what is
//! deleted is gone, everything that speaks against it refuses: a claim on the pool, sessions that are or may be in use,
//! a tag of ours that cannot be read, a state that is not well, and whatever the pool file would make otherwise. What
//! nobody can look up beforehand is told.
//!
//! Whether somebody wants it now goes by Azure's clock: this machine's may be hours wrong, and what is deleted for that
//! is gone.
//!
//! There are no ETags: a lease that somebody writes between the last look and the DELETE is lost with the pool. The gap
//! is one request long.

mod copy;
mod objections;
mod waits;

pub(super) use copy::{file_name, kept_at, newest as newest_copy};
pub use objections::{Request, hold_lost, may_be_parked, told, unmade};
pub(super) use waits::{Wait, waits};

use super::delete::{self, Go, Guard, Outcome};
use super::journal::Entry;
use super::receipt::kept::{self, Kept};
use super::{Ops, Step};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark, Pool, PoolId};
use jiff::Timestamp;
use objections::objections;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The claim that a journal names where a pool was parked.
pub const CLAIM: &str = "parked";

/// What came of it.
#[derive(Debug, Clone)]
pub struct Report {
    /// Which pool.
    pub id: PoolId,
    /// How far it went.
    pub outcome: Outcome,
    /// The pool as it was last seen.
    pub pool: Option<Pool>,
    /// Where its definition is kept.
    pub copy: Option<PathBuf>,
    /// What is kept beside it of what Azure Monitor saw; `None` where that was nothing, or could not be had.
    pub kept: Option<Kept>,
    /// From the first read to the end.
    pub took: Duration,
}

/// Everything that speaks against parking a pool that was read, at an instant, the gravest first.
pub async fn against(ops: &Ops, request: &Request, read: (&Value, &Pool), now: Timestamp) -> Vec<Error> {
    let mut found = objections(&ops.card, request, read, now);
    found.extend(locked(ops, &request.id).await);
    found
}

/// Parks a pool: looks, keeps a copy of its definition and of its metrics in a folder, looks again, deletes it and waits
/// until it is gone.
///
/// # Errors
/// What speaks against it (exit 4), where the copy cannot be written, what Azure refuses, `OperationFailed`, `TimedOut`.
pub async fn run(ops: &Ops, request: &Request, copies: &Path, no_wait: bool) -> Result<Report> {
    let started = ops.clock.now();
    // A DELETE that Azure is sure to refuse is not sent, every minute.
    if let Some(error) = locked(ops, &request.id).await
        && ops.get(&request.id).await?.is_some()
    {
        return Err(error);
    }
    let mut keeper =
        Keeper { ops, request, copies, started, copy: None, raw: None, kept: None, pool: None, is_noted: false };
    let outcome = delete::remove(ops, &request.id, no_wait, &mut keeper).await?;
    // A DELETE whose answer was lost was taken all the same.
    if outcome == Outcome::Deleted
        && !keeper.is_noted
        && let Some(pool) = keeper.pool.clone()
    {
        keeper.taken(&pool);
    }
    let Keeper { copy, kept, pool, .. } = keeper;
    let took = Duration::try_from(ops.clock.now().duration_since(started)).unwrap_or_default();
    Ok(Report { id: request.id.clone(), outcome, pool, copy, kept, took })
}

/// Lets a pool go once nothing speaks against it and its definition is kept.
struct Keeper<'a> {
    ops: &'a Ops,
    request: &'a Request,
    copies: &'a Path,
    started: Timestamp,
    copy: Option<PathBuf>,
    /// What the copy holds.
    raw: Option<Value>,
    /// What is kept of the metrics.
    kept: Option<Kept>,
    pool: Option<Pool>,
    is_noted: bool,
}

impl Guard for Keeper<'_> {
    async fn look(&mut self, raw: &Value, pool: &Pool) -> Result<Go> {
        let now = self.ops.azure.time();
        if let Some(error) = objections(&self.ops.card, self.request, (raw, pool), now).into_iter().next() {
            return Err(error);
        }
        let is_first = self.copy.is_none();
        if self.raw.as_ref() != Some(raw) {
            let copy = copy::write(self.copies, &self.request.id, self.started, raw)?;
            if is_first {
                self.kept = self.minutes(pool, &copy).await;
            }
            self.copy = Some(copy);
            self.raw = Some(raw.clone());
        }
        self.pool = Some(pool.clone());
        // Writing takes a moment, in which somebody may have asked for the pool.
        Ok(if is_first { Go::LookAgain } else { Go::Delete })
    }

    fn taken(&mut self, pool: &Pool) {
        self.is_noted = true;
        self.ops.tell(Step::Deleting);
        self.ops.note(&Entry::gone(self.ops.clock.now(), &self.request.by, pool, CLAIM));
    }
}

impl Keeper<'_> {
    /// Keeps what Azure Monitor saw. What keeps that from being had keeps no pool from being parked.
    async fn minutes(&self, pool: &Pool, copy: &Path) -> Option<Kept> {
        kept::keep(self.ops, pool, copy).await.unwrap_or_else(|error| {
            let text = format!("not kept, and a receipt of what was before will lack them: {error}");
            self.ops.tell(Step::Noted { finding: Box::new(Finding::new(Mark::Warning, "metrics", text)) });
            None
        })
    }
}

/// A lock that would forbid the DELETE. Where locks cannot be read Azure is left to refuse.
async fn locked(ops: &Ops, id: &PoolId) -> Option<Error> {
    let scope = id.to_string();
    let locks = ops.azure.locks(&scope).await.ok()?;
    let lock = locks.into_iter().find(|lock| lock.holds_for(&scope))?;
    let text = format!("the lock `{}` ({}) forbids deleting {}", lock.name, lock.level, id.name);
    Some(Error::message(Kind::Locked, text).about(scope).hint(format!("It is on {}.", lock.scope)))
}
