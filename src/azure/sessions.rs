//! A pool's sessions, asked at the pool's own endpoint: opening one, and ending it.
//!
//! Custom containers forward every path to the session's container; code interpreters run code. Both allocate a
//! session for an identifier that they do not know (`azure/arm.md`, section 6).

use super::answer::Answer;
use super::client::{Setup, exchange_signed_by, signature};
use super::exchange::{Call, Exchange, no_token};
use super::failure::Failure;
use super::patience::Again;
use super::signature::Signature;
use crate::error::Result as ProgramResult;
use crate::model::Kind;
use azure_core::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;
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

/// What says that a session is not there: a code, and the two texts that were recorded with 400.
const NOT_THERE: [&str; 3] = ["SessionWithIdentifierNotFound", "session not found", "session not exist"];

/// A client of a pool's sessions. Clones share connections and the token.
#[derive(Debug, Clone)]
pub struct Sessions {
    endpoint: Url,
    exchange: Exchange,
    signature: Option<Arc<Signature>>,
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

/// What ending a session came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// It has ended.
    Ended,
    /// It is not there: it has ended before, or has not come yet.
    NotThere,
}

impl Sessions {
    /// A client of the sessions of a pool of a kind, whose endpoint is that of the route. Nothing is sent.
    ///
    /// # Errors
    /// As [`super::Client::new`].
    pub fn new(setup: &Setup, kind: Kind) -> ProgramResult<Self> {
        let signature = signature(setup)?;
        let exchange = exchange_signed_by(setup, signature.clone());
        Ok(Self { endpoint: setup.route.endpoint.clone(), exchange, signature, kind })
    }

    /// Gets the token that requests are signed with, so that the first of them is not the slower for it.
    ///
    /// # Errors
    /// `Credential` where no way to sign in works.
    pub async fn sign_in(&self) -> Result<(), Failure> {
        let Some(signature) = &self.signature else { return Ok(()) };
        signature.token(&azure_core::http::Context::new(), None).await.map_err(|error| no_token(&error))?;
        Ok(())
    }

    /// Sends the smallest request that a session answers, which opens one where the identifier has none. Sent once: a
    /// second try would not measure the first. `path` may have a query.
    ///
    /// # Errors
    /// No answer, or one that is Azure's own and neither the session's nor that of a full pool.
    pub async fn open(&self, identifier: &str, path: &str) -> Result<Opened, Failure> {
        let body = self.smallest();
        let call = match &body {
            None => self.call(Method::Get, path, None, identifier, None)?,
            Some(body) => self.call(Method::Post, "executions", Some(INTERPRETER_VERSION), identifier, Some(body))?,
        };
        let answer = self.exchange.send(&call).await?;
        let is_custom = self.kind == Kind::CustomContainer;
        match answer.status {
            status if answer.is_success() => Ok(Opened::Answered(status)),
            404 | 429 if answer.text().contains(FULL) => Ok(Opened::Full),
            429 if !is_custom => Ok(Opened::Full),
            // What a container says to a path of its own is its own matter; what Azure says is not.
            status if is_custom && !is_azures(&answer) => Ok(Opened::Answered(status)),
            _ => Err(answer.failure()),
        }
    }

    /// Ends a session. Tried again where that may help: ending twice is ending once.
    ///
    /// # Errors
    /// Whatever kept it from being ended.
    pub async fn stop(&self, identifier: &str) -> Result<Stopped, Failure> {
        let call = match self.kind {
            Kind::CustomContainer => {
                let path = ".management/stopSession";
                self.call(Method::Post, path, Some(MANAGEMENT_VERSION), identifier, None)?
            }
            _ => self.call(Method::Delete, "session", Some(INTERPRETER_VERSION), identifier, None)?,
        };
        match self.exchange.ask(&Call { again: Again::Read, ..call }).await {
            Ok(_) => Ok(Stopped::Ended),
            Err(failure) if is_not_there(&failure) => Ok(Stopped::NotThere),
            Err(failure) => Err(failure),
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
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        url.set_path(&format!("{}/{}", self.endpoint.path().trim_end_matches('/'), path.trim_start_matches('/')));
        url.set_query(query);
        let mut query = url.query_pairs_mut();
        if let Some(version) = version {
            query.append_pair("api-version", version);
        }
        query.append_pair("identifier", identifier);
        drop(query);
        Ok(Call { method, url, body, again: Again::Never })
    }
}

/// Whether an error is Azure's: it says who issues tokens, or has a code of the service.
fn is_azures(answer: &Answer) -> bool {
    match answer.failure() {
        Failure::Arm { status: 401 | 403, .. } => true,
        Failure::Arm { error, .. } => error.code.starts_with("Session") || error.code == "DynamicApisNotAllowed",
        _ => false,
    }
}

fn is_not_there(failure: &Failure) -> bool {
    let says = |text: &str| NOT_THERE.iter().any(|known| text.contains(known));
    match failure {
        Failure::Arm { status: 400 | 404, error, .. } => says(&error.code) || says(&error.message),
        Failure::NotArm { status: 400 | 404, excerpt } => says(excerpt),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
