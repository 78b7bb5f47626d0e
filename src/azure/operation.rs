//! Operations that take their time, followed one poll at a time.
//!
//! Three ways, in ARM's order: the status record that `azure-asyncoperation` names (PUT on custom containers), the
//! result that `location` names (PATCH and DELETE), and the resource's own `provisioningState`. All three were
//! recorded; azure_core's poller is not used, because it hides the words of a failed operation.

use super::address;
use super::answer::Answer;
use super::failure::{Failure, OPERATION_GONE};
use crate::model::State;
use crate::wire::operation::Status;
use crate::wire::{self, ArmError, Pool};
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// How long to leave a status or a result alone that does not say. Azure's own client does the same (2025-10-10).
const STATUS_WAIT: Duration = Duration::from_secs(2);

/// The same for the resource itself, which is a whole read.
const RESOURCE_WAIT: Duration = Duration::from_secs(5);

/// What a write came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Started {
    /// It is done, with the pool if Azure sent it.
    Done(Option<Pool>),
    /// It goes on.
    Running(Operation),
}

/// An operation that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// How long until the next poll is due; zero means at once.
    pub wait: Duration,
    follow: Follow,
    write: Write,
}

/// How an operation stands after a poll.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// It goes on.
    Running {
        /// Azure's word for how it stands, if it gave one.
        word: Option<String>,
    },
    /// It ended well, with the pool if Azure sent it: read it where it did not.
    Done(Option<Pool>),
    /// It ended badly.
    Failed(ArmError),
}

/// The write that started an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Write {
    Put,
    Patch,
    Delete,
}

/// What is polled. Its Debug shows no URL: operation URLs carry tokens.
#[derive(Clone, PartialEq, Eq)]
enum Follow {
    Status(Url),
    Result(Url),
    Resource(Url),
}

impl std::fmt::Debug for Follow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Status(_) => "Status",
            Self::Result(_) => "Result",
            Self::Resource(_) => "Resource",
        })
    }
}

/// Reads the answer to a write. `resource` is where the pool is.
pub(super) fn started(endpoint: &Url, resource: &Url, write: Write, answer: &Answer) -> Result<Started, Failure> {
    let running = |follow: Follow| {
        let wait = answer.retry_after.unwrap_or(follow.patience());
        Ok(Started::Running(Operation { wait, follow, write }))
    };
    if let Some(url) = answer.header("azure-asyncoperation") {
        return running(Follow::Status(address::given(endpoint, url)?));
    }
    match (answer.status, answer.header("location")) {
        (202, Some(url)) => return running(Follow::Result(address::given(endpoint, url)?)),
        (202, None) => return running(Follow::Resource(resource.clone())),
        (204, _) => return Ok(Started::Done(None)),
        _ if write == Write::Delete || answer.is_empty() => return Ok(Started::Done(None)),
        _ => {}
    }
    let body = answer.object()?;
    match state(&body) {
        // A pool that was Failed before may be patched, and 200 says that the patch was taken; a new one that is Failed
        // has failed, and the first poll says so.
        State::Succeeded => Ok(Started::Done(Some(Pool::new(body)))),
        State::Failed | State::Canceled if write == Write::Patch => Ok(Started::Done(Some(Pool::new(body)))),
        _ => running(Follow::Resource(resource.clone())),
    }
}

impl Operation {
    /// Where the next poll goes.
    pub(super) fn url(&self) -> &Url {
        match &self.follow {
            Follow::Status(url) | Follow::Result(url) | Follow::Resource(url) => url,
        }
    }

    /// Reads a poll that succeeded.
    pub(super) fn advance(&mut self, endpoint: &Url, answer: &Answer) -> Result<Progress, Failure> {
        self.wait = answer.retry_after.unwrap_or(self.follow.patience());
        match &self.follow {
            Follow::Status(_) => status_progress(answer),
            Follow::Result(_) => self.result_progress(endpoint, answer),
            Follow::Resource(_) => Ok(self.resource_progress(answer.object()?)),
        }
    }

    /// Reads a poll that failed: the operation's own bad end, or trouble with asking.
    pub(super) fn refused(&self, failure: Failure) -> Result<Progress, Failure> {
        match (&self.follow, failure) {
            (Follow::Resource(_), Failure::Arm { status: 404, error, .. })
                if self.write == Write::Delete && error.has_code("ResourceNotFound") =>
            {
                Ok(Progress::Done(None))
            }
            (Follow::Resource(_), failure) => Err(failure),
            (_, failure) if failure.status() == Some(404) => Err(gone(failure)),
            // That another operation is running is not how this one ended: the pool itself has to tell.
            (_, failure) if failure.is_busy() => Err(gone(failure)),
            // ARM's rule for `location`: the answer there is the operation's own.
            (Follow::Result(_), Failure::Arm { status: 400 | 409 | 412 | 422, error, .. }) => {
                Ok(Progress::Failed(error))
            }
            (_, failure) => Err(failure),
        }
    }

    fn result_progress(&mut self, endpoint: &Url, answer: &Answer) -> Result<Progress, Failure> {
        if answer.status == 202 {
            // Each poll names a new URL; the old one goes on working (2025-10-10), so a foreign one is let be.
            if let Some(Ok(url)) = answer.header("location").map(|url| address::given(endpoint, url)) {
                self.follow = Follow::Result(url);
            }
            return Ok(Progress::Running { word: None });
        }
        if answer.status == 204 || answer.is_empty() {
            return Ok(Progress::Done(None));
        }
        let body = answer.object()?;
        match wire::operation::read(&body) {
            Some(status) => Ok(progress(status)),
            None => Ok(ended(body)),
        }
    }

    fn resource_progress(&self, body: Value) -> Progress {
        match (self.write, state(&body)) {
            // Still there, and nothing runs: the deletion has not begun to show.
            (Write::Delete, State::Succeeded) => Progress::Running { word: Some("Succeeded".to_owned()) },
            _ => ended(body),
        }
    }
}

impl Follow {
    fn patience(&self) -> Duration {
        match self {
            Self::Status(_) | Self::Result(_) => STATUS_WAIT,
            Self::Resource(_) => RESOURCE_WAIT,
        }
    }
}

fn status_progress(answer: &Answer) -> Result<Progress, Failure> {
    if answer.status == 204 {
        return Ok(Progress::Done(None));
    }
    if answer.status == 202 && answer.is_empty() {
        return Ok(Progress::Running { word: None });
    }
    match wire::operation::read(&answer.object()?) {
        Some(status) => Ok(progress(status)),
        None => Err(answer.not_arm()),
    }
}

fn progress(status: Status) -> Progress {
    match status {
        Status::Running(word) => Progress::Running { word: Some(word) },
        Status::Succeeded => Progress::Done(None),
        Status::Failed(error) => Progress::Failed(error),
    }
}

/// Reads a pool that an operation left behind.
fn ended(body: Value) -> Progress {
    match state(&body) {
        State::Succeeded => Progress::Done(Some(Pool::new(body))),
        state @ (State::Failed | State::Canceled) => Progress::Failed(ArmError::read(&body).unwrap_or(ArmError {
            code: state.to_string(),
            message: format!("the pool is in state {state}, and Azure says no more"),
            ..ArmError::default()
        })),
        state => Progress::Running { word: Some(state.to_string()) },
    }
}

/// A pool without a state has nothing running.
fn state(body: &Value) -> State {
    State::named(body["properties"]["provisioningState"].as_str().unwrap_or("Succeeded"))
}

/// The record of the operation is gone, so nobody can say how it ended: the caller has to look at the pool.
fn gone(failure: Failure) -> Failure {
    let details = match failure {
        Failure::Arm { error, .. } => vec![error],
        _ => Vec::new(),
    };
    let error = ArmError {
        code: OPERATION_GONE.to_owned(),
        message: "the record of the operation is gone; how it ended shows on the pool only".to_owned(),
        details,
        ..ArmError::default()
    };
    Failure::Arm { status: 404, error, retry_after: None }
}
