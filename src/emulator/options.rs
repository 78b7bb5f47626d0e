//! What an emulator is opened with.

use super::outside::{CodeRunner, Forwarder};
use crate::model::PoolId;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// Where pools and operations are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In memory; gone with the emulator.
    Memory,
    /// In a file, which several processes may hold open at once. Its folder must exist.
    File(PathBuf),
}

/// How an emulator behaves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How long operations take, and sessions to start.
    pub times: Times,
    /// What it answers where nobody knows what Azure does.
    pub switches: Switches,
    /// A pool that is there from the start.
    pub seed: Option<Seed>,
    /// Faults that wait from the start, as `POST /_emulator/faults` takes them.
    pub faults: Vec<Value>,
    /// Whether its clock stands still until `POST /_emulator/tick` moves it.
    pub manual: bool,
    /// What plays the sessions' container; without it requests get a canned answer.
    pub forwarder: Option<Forwarder>,
    /// What runs the code of code interpreters; without it they refuse to.
    pub runner: Option<Arc<dyn CodeRunner>>,
}

/// How long operations take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// A few seconds, so that a person can watch.
    #[default]
    Fast,
    /// As recorded: minutes.
    Realistic,
    /// No time at all: an operation has ended when it is first asked about. For tests.
    Instant,
}

/// A pool that is made, succeeded and warm, when the store is made fresh, and never again, so that a deleted pool
/// stays deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Seed {
    /// Where it lives.
    pub id: PoolId,
    /// The body of the PUT that would create it, in the newest api-version's shape.
    pub body: Value,
}

/// The open questions, each with the answers that Azure might give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switches {
    /// What 0 ready sessions on a custom container get.
    pub ready_zero: ReadyZero,
    /// What `tags` in a pool's PATCH do to the tags that are there.
    pub tags: TagRule,
    /// What a PATCH of a custom container answers. 202 in every recording, all of which resend the template.
    pub custom_patch: PatchAnswer,
    /// What a PATCH of a code interpreter answers; never recorded.
    pub interpreter_patch: PatchAnswer,
    /// Whether a GET shows `templateUpdateStatus`, which the stable specification does not have and the service
    /// sends all the same.
    pub template_status: bool,
    /// What a request gets for which a full pool has no session.
    pub full_pool: FullPool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            ready_zero: ReadyZero::Refused,
            tags: TagRule::Merged,
            custom_patch: PatchAnswer::Accepted202,
            interpreter_patch: PatchAnswer::Done200,
            template_status: true,
            full_pool: FullPool::Refused429,
        }
    }
}

/// What 0 ready sessions on a custom container get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadyZero {
    /// 400 at once, as reported since about mid-2026.
    #[default]
    Refused,
    /// The operation starts and then fails.
    RefusedLate,
    /// It is taken, as it was before.
    Accepted,
}

/// What `tags` in a pool's PATCH do to the tags that are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagRule {
    /// They are merged into them; null removes one.
    #[default]
    Merged,
    /// They take their place.
    Replaced,
}

/// What a PATCH answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchAnswer {
    /// 202, and an operation.
    Accepted202,
    /// 200 with the pool, at once.
    Done200,
}

/// What a request gets for which a full pool has no session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FullPool {
    /// 429, as three parties measured since 2025-11.
    #[default]
    Refused429,
    /// 404, as Azure's documentation said until 2025-04.
    NotFound404,
}
