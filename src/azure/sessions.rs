//! A pool's sessions, asked at the pool's own endpoint: opening one, and ending it.
//!
//! Custom containers forward every path to the session's container; code interpreters run code. Both allocate a
//! session for an identifier that they do not know (`azure/arm.md`, section 6).

use super::answer::Answer;
use super::client::{Setup, exchange};
use super::exchange::{Call, Exchange};
use super::failure::Failure;
use super::patience::Again;
use crate::error::Result as ProgramResult;
use crate::model::Kind;
use azure_core::http::Method;
use serde_json::{Value, json};
use url::Url;

/// What a token for sessions of either kind is asked for (Microsoft's documentation, sessions usage, 2025-05-19; of
/// other clouds than the public one nothing is published).
pub const SESSIONS_SCOPE: &str = "https://dynamicsessions.io/.default";

/// The API version of executions and of ending a code interpreter's session (Microsoft's documentation, 2026-01-30).
const INTERPRETER_VERSION: &str = "2025-10-02-preview";

/// The API version of a custom container's `.management` (recorded 2025-09 and 2025-10).
const MANAGEMENT_VERSION: &str = "2025-02-02-preview";

/// What a full pool says, with 429 as measured or 404 as once documented.
const FULL: &str = "allocating pod";

/// A client of a pool's sessions. Clones share connections and the token.
#[derive(Debug, Clone)]
pub struct Sessions {
    endpoint: Url,
    exchange: Exchange,
    kind: Kind,
}

/// What the first request with an identifier came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// The session answered, with a status of its own.
    Answered(u16),
    /// The pool has no session left.
    Full,
}

impl Sessions {
    /// A client of the sessions of a pool of a kind, whose endpoint is that of the route. Nothing is sent.
    ///
    /// # Errors
    /// As [`super::Client::new`].
    pub fn new(setup: &Setup, kind: Kind) -> ProgramResult<Self> {
        Ok(Self { endpoint: setup.route.endpoint.clone(), exchange: exchange(setup)?, kind })
    }

    /// Sends the smallest request that a session answers, which opens one where the identifier has none. Sent once: a
    /// second try would not measure the first.
    ///
    /// # Errors
    /// No answer, or one that is neither the session's nor that of a full pool: not signed in, not allowed.
    pub async fn open(&self, identifier: &str, path: &str) -> Result<Opened, Failure> {
        let body = self.smallest();
        let call = match &body {
            None => self.call(Method::Get, path, None, identifier, None)?,
            Some(body) => self.call(Method::Post, "executions", Some(INTERPRETER_VERSION), identifier, Some(body))?,
        };
        let answer = self.exchange.send(&call).await?;
        match answer.status {
            _ if is_full(&answer) => Ok(Opened::Full),
            401 | 403 => Err(answer.failure()),
            429 => Ok(Opened::Full),
            // What a custom container says to a path of its own is its own matter.
            status if self.kind == Kind::CustomContainer => Ok(Opened::Answered(status)),
            status if answer.is_success() => Ok(Opened::Answered(status)),
            _ => Err(answer.failure()),
        }
    }

    /// Ends a session; one that is not there has ended.
    ///
    /// # Errors
    /// Whatever kept it from being ended.
    pub async fn stop(&self, identifier: &str) -> Result<(), Failure> {
        let call = match self.kind {
            Kind::CustomContainer => {
                let path = ".management/stopSession";
                self.call(Method::Post, path, Some(MANAGEMENT_VERSION), identifier, None)?
            }
            _ => self.call(Method::Delete, "session", Some(INTERPRETER_VERSION), identifier, None)?,
        };
        let answer = self.exchange.send(&Call { again: Again::Read, ..call }).await?;
        match answer.status {
            // Recorded in two wordings: 400, and that there is no such session.
            400 | 404 => Ok(()),
            _ if answer.is_success() => Ok(()),
            _ => Err(answer.failure()),
        }
    }

    /// The body of the smallest execution; custom containers have none.
    fn smallest(&self) -> Option<Value> {
        let run = |code: &str| json!({"codeInputType": "inline", "executionType": "synchronous", "code": code});
        match self.kind {
            Kind::CustomContainer => None,
            Kind::Shell => Some(json!({"shellCommand": "true"})),
            _ => Some(run("1")),
        }
    }

    fn call<'a>(
        &self,
        method: Method,
        path: &str,
        version: Option<&str>,
        identifier: &str,
        body: Option<&'a Value>,
    ) -> Result<Call<'a>, Failure> {
        let mut url = self.endpoint.clone();
        url.path_segments_mut()
            .map_err(|()| Failure::Malformed(format!("{} is no endpoint", self.endpoint)))?
            .pop_if_empty()
            .extend(path.trim_start_matches('/').split('/'));
        let mut query = url.query_pairs_mut();
        if let Some(version) = version {
            query.append_pair("api-version", version);
        }
        query.append_pair("identifier", identifier);
        drop(query);
        Ok(Call { method, url, body, again: Again::Never })
    }
}

fn is_full(answer: &Answer) -> bool {
    matches!(answer.status, 404 | 429) && answer.text().contains(FULL)
}
