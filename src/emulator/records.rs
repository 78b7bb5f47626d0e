//! What the store keeps: a row for each pool and each operation.

use super::warming::{self, Warming};
use super::{document, options::Times};
use crate::model::{Counts, PoolId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::time::Duration;

/// A pool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Pool {
    /// Its ARM id, in the letters of the request that made it.
    pub(super) id: String,
    /// What was asked for, in one shape whatever the api-version, without the values of secrets.
    pub(super) document: Value,
    /// Its tags.
    pub(super) tags: Map<String, Value>,
    /// `provisioningState`.
    pub(super) state: String,
    /// When it was made.
    pub(super) created: Timestamp,
    /// When a write last touched it.
    pub(super) modified: Timestamp,
    /// Sessions in use; set by hand.
    pub(super) allocated: u32,
    /// How its ready sessions got where they are.
    pub(super) course: Course,
    /// The container template that runs; `None` before the first operation has ended.
    pub(super) template: Option<Template>,
    /// What it was before the operation that runs, to go back to if that fails.
    pub(super) previous: Option<Previous>,
}

/// How ready sessions move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Course {
    /// Those that are warm when its operation ends, if that brings none.
    pub(super) before: u32,
    /// When it began.
    pub(super) since: Timestamp,
    /// How long the operation takes, in milliseconds; `None` for one that never ends.
    pub(super) takes: Option<u64>,
}

/// A running container template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Template {
    /// When it was made.
    pub(super) created: Timestamp,
    /// `customContainerTemplate` as it was then.
    pub(super) body: Value,
}

/// A pool before an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Previous {
    pub(super) document: Value,
    pub(super) tags: Map<String, Value>,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Action {
    /// PUT of a new pool.
    Create,
    /// PUT over a pool that exists.
    Replace,
    /// PATCH.
    Update,
    /// DELETE.
    Delete,
}

/// A long-running operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Operation {
    /// A GUID; its URL shows it in base64.
    pub(super) id: String,
    /// The ARM id of its pool.
    pub(super) pool: String,
    /// The pool's region, as URLs have it.
    pub(super) region: String,
    /// What it does.
    pub(super) action: Action,
    /// When it started.
    pub(super) started: Timestamp,
    /// When it ends; `None` for one that never does.
    pub(super) ends: Option<Timestamp>,
    /// How it stands.
    pub(super) status: Status,
    /// Why it fails or has failed.
    pub(super) failure: Option<Failure>,
    /// When the new container template was made, if it makes one.
    pub(super) template: Option<Timestamp>,
    /// Whether nobody knows of it any more, though it goes on.
    #[serde(default)]
    pub(super) lost: bool,
}

/// How an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Status {
    InProgress,
    Succeeded,
    Failed,
}

impl Status {
    /// ARM's word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::InProgress => "InProgress",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
        }
    }
}

/// Why an operation fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    pub(super) code: String,
    pub(super) message: String,
}

impl Pool {
    /// Where it lives.
    pub(super) fn place(&self) -> PoolId {
        place_of(&self.id)
    }

    /// How many ready sessions are warm. A pool that never came about has none.
    pub(super) fn warm(&self, times: Times, now: Timestamp) -> u32 {
        if self.template.is_some() { self.counts(times, now).ready } else { 0 }
    }

    /// What its sessions are doing.
    pub(super) fn counts(&self, times: Times, now: Timestamp) -> Counts {
        let elapsed = Duration::try_from(now.duration_since(self.course.since)).unwrap_or_default();
        let warming = Warming {
            before: self.course.before,
            wanted: document::ready(&self.document).unwrap_or_default(),
            allocated: self.allocated,
            max: document::max(&self.document),
            takes: self.course.takes.map(Duration::from_millis),
            pace: times.pace(),
        };
        warming::counts(&warming, elapsed)
    }
}

/// The parts of an id. What the store holds was an id when it was written; a text that is none names nothing.
pub(super) fn place_of(id: &str) -> PoolId {
    let nowhere = |_| PoolId { subscription: String::new(), group: String::new(), name: id.to_owned() };
    id.parse().unwrap_or_else(nowhere)
}
