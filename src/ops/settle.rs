//! Reading a pool, and waiting until nothing is running on it.

use super::{Ops, Step};
use crate::azure::{Failure, Scope};
use crate::error::Result;
use crate::model::{Kind, Pool, PoolId};

/// The version that is known to show `templateUpdateStatus`; whether the newest stable one does is not known.
const VERSION_WITH_COUNTS: &str = "2025-10-02-preview";

impl Ops {
    /// The pool as it is now; `None` where there is none.
    ///
    /// # Errors
    /// As the client says; `BadAnswer` where the answer is no pool.
    pub async fn get(&self, id: &PoolId) -> Result<Option<Pool>> {
        let answer = self.azure.get_pool(id).await;
        match answer.map_err(|failure| about(failure, "read the pool", id))? {
            Some(pool) => Ok(Some(pool.view()?)),
            None => Ok(None),
        }
    }

    /// The same pool with its sessions counted: where the answer left them out, Azure is asked once more with a version
    /// that is known to have them. Without them nobody knows how many sessions are in use.
    pub(super) async fn counted(&self, mut pool: Pool) -> Pool {
        let has_counts = pool.kind.is_none_or(Kind::keeps_ready);
        if pool.counts.is_none()
            && has_counts
            && let Ok(Some(seen)) = self.azure.get_pool_at(&pool.id, VERSION_WITH_COUNTS).await
            && let Ok(seen) = seen.view()
        {
            pool.counts = seen.counts;
        }
        pool
    }

    /// The pool once no operation is running on it; `None` where there is none.
    pub(super) async fn settled(&self, id: &PoolId) -> Result<Option<Pool>> {
        loop {
            let Some(pool) = self.get(id).await? else { return Ok(None) };
            if !pool.state.is_busy() {
                return Ok(Some(self.counted(pool).await));
            }
            self.tell(Step::Busy { state: pool.state.clone(), counts: pool.counts });
            self.pause(self.look_every, "the operation that is running on the pool").await?;
        }
    }
}

/// The program's error for a failure about a pool.
pub(super) fn about(failure: Failure, doing: &str, id: &PoolId) -> crate::error::Error {
    failure.into_error(doing, &Scope::Pool(id.clone()))
}
