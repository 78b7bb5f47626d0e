//! Waiting until the ready sessions are there: a change that was accepted is not yet warmth.

use super::{Ops, Step};
use crate::error::Result;
use crate::model::{Finding, Mark, Pool, PoolId};

/// Whether a pool is warm, as far as anybody can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warmth {
    /// The ready sessions are there.
    Warm {
        /// How many are warm.
        ready: u32,
        /// How many were wanted.
        wanted: u32,
    },
    /// The service keeps no ready sessions for this kind.
    NoneKept,
    /// Azure does not say.
    NotVerifiable,
    /// It was not waited for.
    NotAwaited,
}

impl Ops {
    /// Waits until `min(wanted, max - allocated)` sessions are ready, and gives the pool as it was then.
    pub(super) async fn warmed(
        &self,
        id: &PoolId,
        mut pool: Pool,
        wanted: u32,
        findings: &mut Vec<Finding>,
    ) -> Result<(Pool, Warmth)> {
        let mut said_why = false;
        loop {
            let Some(counts) = pool.counts else { return Ok((pool, Warmth::NotVerifiable)) };
            let room = pool.scale.max.saturating_sub(counts.allocated);
            if counts.ready >= wanted.min(room) {
                return Ok((pool, Warmth::Warm { ready: counts.ready, wanted }));
            }
            if !said_why && let Some(finding) = trouble(&pool) {
                findings.push(finding);
                said_why = true;
            }
            self.tell(Step::Warming { ready: counts.ready, wanted, counts });
            self.pause(self.look_every, &format!("{} of {wanted} ready sessions", wanted - counts.ready)).await?;
            pool = match self.get(id).await? {
                Some(seen) => self.counted(seen).await,
                None => return Err(super::scale::not_found(id)),
            };
        }
    }
}

/// Sessions that cannot start, and what is known of why.
fn trouble(pool: &Pool) -> Option<Finding> {
    let counts = pool.counts?;
    let (failed, text, todo) = if counts.image_pull_failed > 0 {
        (counts.image_pull_failed, "cannot pull their image", "Check the image's name and the registry's login.")
    } else if counts.crashed > 0 {
        (counts.crashed, "crashed", "Check the container's command, its port and its probes.")
    } else {
        return None;
    };
    Some(Finding::new(Mark::Warning, pool.id.name.clone(), format!("{failed} sessions {text}")).todo(todo))
}
