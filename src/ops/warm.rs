//! Waiting until the ready sessions are there: a change that was accepted is not yet warmth.

use super::{Ops, Step};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark, Pool, PoolId, Scale, State};

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
    /// Waits until `min(ready, max - allocated)` sessions are ready, and gives the pool as it was then.
    ///
    /// # Errors
    /// `Conflict` where somebody changes the scale meanwhile, `OperationFailed` where the pool turns Failed: then the
    /// sessions will not come, however long one waits.
    pub(super) async fn warmed(
        &self,
        id: &PoolId,
        mut pool: Pool,
        scale: Scale,
        findings: &mut Vec<Finding>,
    ) -> Result<(Pool, Warmth)> {
        let (mut said_why, wanted) = (false, scale.ready.unwrap_or(0));
        loop {
            check_still_wanted(&pool, scale)?;
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
                None => return Err(self.not_found(id).await),
            };
        }
    }
}

/// Whether the sessions that are waited for are still going to come.
fn check_still_wanted(pool: &Pool, scale: Scale) -> Result<()> {
    let name = &pool.id.name;
    let (kind, text) = if pool.state == State::Failed {
        (Kind::OperationFailed, format!("pool {name} turned Failed while its sessions were starting"))
    } else if pool.state == State::Deleting {
        (Kind::Conflict, format!("pool {name} is being deleted while its sessions were starting"))
    } else if pool.scale.ready < scale.ready || pool.scale.max < scale.max {
        let by = pool.modified.by.as_deref().unwrap_or("somebody");
        (Kind::Conflict, format!("{by} lowered pool {name} to {} while its sessions were starting", pool.scale))
    } else {
        return Ok(());
    };
    Err(Error::message(kind, text).about(pool.id.to_string()).hint("Look at it with `pool show`, then try again."))
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
