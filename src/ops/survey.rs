//! Reading several pools at once.

use super::{Ops, Step};
use crate::error::{Kind, Result};
use crate::model::{Pool, PoolId};
use futures::StreamExt;
use serde_json::Value;
use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

/// Pools that are read at the same time.
const AT_ONCE: usize = 8;

/// How long nothing is said of what goes on.
const SILENCE: Duration = Duration::from_secs(1);

/// Each pool as it is now, with what Azure sent, in the order in which they were asked for; `None` for one that does
/// not exist.
///
/// # Errors
/// `SignedOut`, after the first request. What goes wrong with one pool hides no other.
pub async fn survey(ops: &Ops, ids: &[PoolId]) -> Result<Vec<Result<Option<(Value, Pool)>>>> {
    // The first one alone: nobody is asked for a token eight times, nor told eight times that there is none.
    let Some((first, rest)) = ids.split_first() else { return Ok(Vec::new()) };
    let (read, loud) = (Cell::new(0), Cell::new(false));
    let tell = || {
        if loud.get() {
            ops.tell(Step::Surveying { read: read.get(), of: ids.len() });
        }
    };
    let one = async |id: &PoolId| {
        let found = ops.get_whole(id).await;
        read.set(read.get() + 1);
        tell();
        found
    };
    let all = async {
        let found = one(first).await;
        if found.as_ref().is_err_and(|error| error.kind() == Kind::SignedOut) {
            return found.map(|_| Vec::new());
        }
        let rest = futures::stream::iter(rest.iter().map(&one)).buffered(AT_ONCE).collect::<Vec<_>>().await;
        Ok(std::iter::once(found).chain(rest).collect())
    };
    let mut all = pin!(all);
    tokio::select! {
        biased;
        found = &mut all => return found,
        () = ops.clock.sleep(SILENCE) => {}
    }
    loud.set(true);
    tell();
    all.await
}
