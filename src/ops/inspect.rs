//! Looking at pools, and telling which profile they match.

use super::{Ops, Step};
use crate::azure::Scope;
use crate::error::Result;
use crate::model::{Finding, Mark, Pool, PoolId, Profile};
use crate::plan::{Match, matching};
use crate::schedule::Stamp;
use crate::schedule::stamp::TAG;
use crate::wire;
use serde_json::Value;

/// A pool that was looked at.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What we know of it.
    pub pool: Pool,
    /// What Azure sent, whole.
    pub raw: Value,
    /// How it stands to the profiles.
    pub matching: Match,
    /// What we applied last; `Err` where the tag cannot be read, `None` where we never did.
    pub stamp: Option<Result<Stamp, String>>,
}

/// One pool.
///
/// # Errors
/// `PoolNotFound`, and as the client says.
pub async fn show(ops: &Ops, id: &PoolId, profiles: &[Profile]) -> Result<Seen> {
    ops.tell(Step::Reading);
    let answer = ops.azure.get_pool(id).await.map_err(|failure| super::settle::about(failure, "read the pool", id))?;
    let Some(answer) = answer else { return Err(ops.not_found(id).await) };
    let mut seen = look(answer, profiles)?;
    seen.pool = ops.counted(seen.pool).await;
    Ok(seen)
}

/// The pools of a group, or of a whole subscription, in the order of their groups and names, and a finding for each
/// that cannot be read: one strange pool hides no other.
///
/// # Errors
/// As the client says.
pub async fn list(
    ops: &Ops,
    subscription: &str,
    group: Option<&str>,
    profiles: &[Profile],
) -> Result<(Vec<Seen>, Vec<Finding>)> {
    ops.tell(Step::Reading);
    let scope = match group {
        Some(group) => Scope::Group { subscription: subscription.to_owned(), group: group.to_owned() },
        None => Scope::Subscription(subscription.to_owned()),
    };
    let pools = ops.azure.list_pools(subscription, group).await;
    let pools = pools.map_err(|failure| failure.into_error("list the pools", &scope))?;
    let (mut seen, mut unreadable) = (Vec::new(), Vec::new());
    for pool in pools {
        let name = pool.body()["name"].as_str().unwrap_or("a pool without a name").to_owned();
        match look(pool, profiles) {
            Ok(pool) => seen.push(pool),
            Err(error) => unreadable.push(Finding::new(Mark::Warning, name, error.to_string())),
        }
    }
    seen.sort_by_key(|seen| (seen.pool.id.group.to_lowercase(), seen.pool.id.name.to_lowercase()));
    Ok((seen, unreadable))
}

fn look(answer: wire::Pool, profiles: &[Profile]) -> Result<Seen> {
    let pool = answer.view()?;
    let stamp = pool.tag(TAG).map(|text| Stamp::read(text).map_err(|error| error.to_string()));
    let readable = stamp.as_ref().and_then(|stamp| stamp.as_ref().ok());
    let matching = matching(&pool, profiles, readable);
    Ok(Seen { raw: answer.body().clone(), matching, stamp, pool })
}
