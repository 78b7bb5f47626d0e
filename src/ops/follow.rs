//! Following an operation to its end, looking at the pool in between; or later, where nobody waits for it.

use super::journal::Failed;
use super::settle::about;
use super::{Ops, Step};
use crate::azure::{Operation, Progress, Started};
use crate::error::{Error, Kind, Result};
use crate::model::PoolId;
use crate::model::time::utc;
use crate::wire::ArmError;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a look at an operation that nobody waits for may take.
const GLANCE: Duration = Duration::from_secs(10);

/// How long such an operation is remembered: longer than Azure was ever seen to take.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

/// How an operation ended.
#[derive(Debug)]
pub(super) enum Followed {
    /// Well.
    Done,
    /// Badly, with Azure's reason.
    Failed(ArmError),
    /// Its record is gone: only the pool itself can tell.
    Lost,
}

/// What was sent and is not waited for, in the memory of whoever comes again and tells then how it ended.
#[derive(Debug, Clone, Default)]
pub struct Unawaited(Arc<Mutex<Vec<Left>>>);

/// An operation that goes on by itself.
#[derive(Debug)]
struct Left {
    id: PoolId,
    sent: Timestamp,
    /// When it may be asked again.
    due: Timestamp,
    operation: Operation,
}

impl Unawaited {
    fn take(&self) -> Vec<Left> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, left: impl IntoIterator<Item = Left>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(left);
    }

    /// Whether there is nothing to tell of.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

impl Ops {
    /// Remembers what was sent and is not waited for.
    pub(super) fn leave(&self, id: &PoolId, started: Started) {
        let Started::Running(operation) = started else { return };
        let sent = self.clock.now();
        let due = sent.checked_add(operation.wait).unwrap_or(sent);
        self.unawaited.add([Left { id: id.clone(), sent, due, operation }]);
    }

    /// What came of what was sent earlier and not waited for: that it is done, or why it failed. What goes on is
    /// remembered; nothing is waited for.
    pub async fn ended(&self) -> Vec<Result<String>> {
        let looks = join_all(self.unawaited.take().into_iter().map(|left| self.glance(left))).await;
        let mut told = Vec::new();
        for look in looks {
            match look {
                Look::Ended(end) => told.extend(end),
                Look::GoesOn(left) => self.unawaited.add([left]),
            }
        }
        told
    }

    async fn glance(&self, mut left: Left) -> Look {
        let now = self.clock.now();
        if now < left.due {
            return Look::GoesOn(left);
        }
        let poll = tokio::select! {
            poll = self.azure.poll(&mut left.operation) => Some(poll),
            () = self.clock.sleep(GLANCE) => None,
        };
        let Left { id, sent, operation, .. } = &left;
        let change = format!("{}: the change sent at {}", id.name, utc(*sent));
        match poll {
            Some(Ok(Progress::Done(_))) => Look::Ended(Some(Ok(format!("{change} is done")))),
            Some(Ok(Progress::Failed(error))) => {
                self.note_failure(id, &error);
                Look::Ended(Some(Err(failed_as(format!("{change} failed: {error}"), &error, id))))
            }
            // Its record is gone, and the next look at the pool says what there is.
            Some(Err(failure)) if failure.status() == Some(404) => Look::Ended(None),
            _ if sent.duration_until(now) > REMEMBERED => Look::Ended(None),
            _ => {
                left.due = now.checked_add(operation.wait).unwrap_or(now);
                Look::GoesOn(left)
            }
        }
    }

    fn note_failure(&self, id: &PoolId, error: &ArmError) {
        self.note(&Failed { at: self.clock.now(), pool: id.to_string(), failed_with: error.to_string() });
    }

    pub(super) async fn follow(&self, id: &PoolId, mut operation: Operation) -> Result<Followed> {
        self.tell(Step::Running { word: None, counts: None });
        loop {
            self.look_while_waiting(id, operation.wait).await?;
            match self.azure.poll(&mut operation).await {
                Ok(Progress::Running { word }) => self.tell(Step::Running { word, counts: None }),
                Ok(Progress::Done(_)) => return Ok(Followed::Done),
                Ok(Progress::Failed(error)) => {
                    self.note_failure(id, &error);
                    return Ok(Followed::Failed(error));
                }
                Err(failure) if failure.is_lost() => return Ok(Followed::Lost),
                Err(failure) => return Err(about(failure, "follow the operation", id)),
            }
        }
    }

    /// Waits until the next poll is due. Azure asks for up to 15 s between polls of an operation; the pool itself may
    /// be read meanwhile, so that people see its sessions start.
    async fn look_while_waiting(&self, id: &PoolId, mut left: Duration) -> Result<()> {
        left = left.max(self.look_every.min(Duration::from_millis(500)));
        while !left.is_zero() {
            let slice = left.min(self.look_every);
            self.pause(slice, "the operation to end").await?;
            left -= slice;
            if !left.is_zero()
                && let Ok(Some(pool)) = self.get(id).await
            {
                self.tell(Step::Running { word: Some(pool.state.to_string()), counts: pool.counts });
            }
        }
        Ok(())
    }
}

/// How a glance at an operation came out.
enum Look {
    /// It is over; `None` where nobody knows how.
    Ended(Option<Result<String>>),
    /// It goes on, or could not be asked.
    GoesOn(Left),
}

/// The error of an operation that Azure took and then did not carry out.
pub(super) fn failed(error: &ArmError, id: &PoolId) -> Error {
    failed_as(format!("Azure took the change and then failed: {error}"), error, id)
}

fn failed_as(text: String, error: &ArmError, id: &PoolId) -> Error {
    let mut problem = Error::message(Kind::OperationFailed, text)
        .about(id.to_string())
        .hint(format!("Look at the pool with `pool show -n {}`.", id.name));
    if error.mentions("time out") || error.mentions("image") {
        problem = problem
            .hint("A time-out here is often an image that cannot be pulled: check its name and the registry's login.");
    }
    problem
}
