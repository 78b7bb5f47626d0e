//! Following an operation to its end, looking at the pool in between.

use super::settle::about;
use super::{Ops, Step};
use crate::azure::{Operation, Progress};
use crate::error::{Error, Kind, Result};
use crate::model::PoolId;
use crate::wire::ArmError;
use std::time::Duration;

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

impl Ops {
    pub(super) async fn follow(&self, id: &PoolId, mut operation: Operation) -> Result<Followed> {
        self.tell(Step::Running { word: None, counts: None });
        loop {
            self.look_while_waiting(id, operation.wait).await?;
            match self.azure.poll(&mut operation).await {
                Ok(Progress::Running { word }) => self.tell(Step::Running { word, counts: None }),
                Ok(Progress::Done(_)) => return Ok(Followed::Done),
                Ok(Progress::Failed(error)) => return Ok(Followed::Failed(error)),
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

/// The error of an operation that Azure took and then did not carry out.
pub(super) fn failed(error: &ArmError, id: &PoolId) -> Error {
    let mut problem = Error::message(Kind::OperationFailed, format!("Azure took the change and then failed: {error}"))
        .about(id.to_string())
        .hint(format!("Look at the pool with `pool show -n {}`.", id.name));
    if error.mentions("time out") || error.mentions("image") {
        problem = problem
            .hint("A time-out here is often an image that cannot be pulled: check its name and the registry's login.");
    }
    problem
}
