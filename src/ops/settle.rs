//! Reading a pool, and waiting until nothing is running on it.

use super::{Ops, Step, parked};
use crate::azure::{Failure, Scope};
use crate::config::nearest;
use crate::error::{Error, Kind, Result};
use crate::model::time::utc;
use crate::model::{Kind as PoolKind, Pool, PoolId};
use serde_json::Value;

/// The version that is known to show `templateUpdateStatus`; whether the newest stable one does is not known.
const VERSION_WITH_COUNTS: &str = "2025-10-02-preview";

impl Ops {
    /// The pool as it is now; `None` where there is none.
    ///
    /// # Errors
    /// As the client says; `BadAnswer` where the answer is no pool.
    pub async fn get(&self, id: &PoolId) -> Result<Option<Pool>> {
        Ok(self.get_whole(id).await?.map(|(_, pool)| pool))
    }

    /// The same with what Azure sent, whole.
    ///
    /// # Errors
    /// As [`Ops::get`].
    pub async fn get_whole(&self, id: &PoolId) -> Result<Option<(Value, Pool)>> {
        let answer = self.azure.get_pool(id).await;
        match answer.map_err(|failure| about(failure, "read the pool", id))? {
            Some(pool) => Ok(Some((pool.body().clone(), pool.view()?))),
            None => Ok(None),
        }
    }

    /// The same pool with its sessions counted: where the answer left them out, Azure is asked once more with a version
    /// that is known to have them. Without them nobody knows how many sessions are in use.
    pub async fn counted(&self, mut pool: Pool) -> Pool {
        let has_counts = pool.kind.is_none_or(PoolKind::keeps_ready);
        if pool.counts.is_none()
            && has_counts
            && let Ok(Some(seen)) = self.azure.get_pool_at(&pool.id, VERSION_WITH_COUNTS).await
            && let Ok(seen) = seen.view()
        {
            // The newer read is the one to decide by: somebody may have written in between.
            let Pool { scale, lifecycle, state, tags, counts, created, modified, .. } = seen;
            pool = Pool { scale, lifecycle, state, tags, counts, created, modified, ..pool };
        }
        pool
    }

    /// The pool as it is now.
    ///
    /// # Errors
    /// `PoolNotFound`, and as [`Ops::get`].
    pub async fn existing(&self, id: &PoolId) -> Result<Pool> {
        match self.get(id).await? {
            Some(pool) => Ok(pool),
            None => Err(self.not_found(id).await),
        }
    }

    /// The error for a pool that is not there, with the nearest name that is.
    pub(super) async fn not_found(&self, id: &PoolId) -> Error {
        let text = format!("no session pool {} in resource group {}", id.name, id.group);
        let error = Error::message(Kind::PoolNotFound, text).about(id.to_string());
        if let Some(by) = self.journal.as_ref().and_then(|journal| parked::by(journal, id)) {
            let (name, at) = (&id.name, utc(by.at));
            return error.hint(format!("{} parked it at {at}: `pool unpark -n {name}` makes it again.", by.who));
        }
        let error = match self.nearest(id).await {
            Some(near) => error.hint(format!("Did you mean `{near}`?")),
            None => error,
        };
        error.hint("`pool list` shows the pools of the group; `pool create` makes one that the pool file describes.")
    }

    /// The pool of the group whose name is nearest to one that is not there.
    pub async fn nearest(&self, id: &PoolId) -> Option<String> {
        let pools = self.azure.list_pools(&id.subscription, Some(&id.group)).await.ok()?;
        let names: Vec<String> = pools.iter().filter_map(|pool| Some(pool.view().ok()?.id.name)).collect();
        nearest(&id.name, names.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The pool once no operation is running on it; `None` where there is none.
    pub(super) async fn settled(&self, id: &PoolId) -> Result<Option<Pool>> {
        Ok(self.settled_whole(id).await?.map(|(_, pool)| pool))
    }

    /// The same with what Azure sent, whole.
    pub(super) async fn settled_whole(&self, id: &PoolId) -> Result<Option<(Value, Pool)>> {
        loop {
            let Some((raw, pool)) = self.get_whole(id).await? else { return Ok(None) };
            let pool = if pool.state.is_busy() { pool } else { self.counted(pool).await };
            if !pool.state.is_busy() {
                return Ok(Some((raw, pool)));
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
