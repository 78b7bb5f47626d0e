//! What the emulator needs of the world and does not reach for itself: its owner brings it.

use crate::model::Kind;
use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value;
use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// An answer that is on its way; `Err` with the reason where none comes.
pub type Forwarded = Pin<Box<dyn Future<Output = Result<Response<Bytes>, String>> + Send>>;

/// Hands a request on to the process that plays the sessions' container. The URI has a path and a query alone.
#[derive(Clone)]
pub struct Forwarder(Arc<dyn Fn(Request<Bytes>) -> Forwarded + Send + Sync>);

impl Forwarder {
    /// Wraps a function.
    pub fn new(forward: impl Fn(Request<Bytes>) -> Forwarded + Send + Sync + 'static) -> Self {
        Self(Arc::new(forward))
    }

    pub(super) fn forward(&self, request: Request<Bytes>) -> Forwarded {
        (self.0)(request)
    }
}

impl fmt::Debug for Forwarder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Forwarder")
    }
}

/// Runs the code of code interpreters.
pub trait CodeRunner: fmt::Debug + Send + Sync {
    /// Whether it runs the code of this kind of pool.
    fn runs(&self, kind: Kind) -> bool;

    /// Runs code to its end. Whoever drops this ends the code.
    fn run(&self, code: Code) -> Pin<Box<dyn Future<Output = Ran> + Send + '_>>;
}

/// Code to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its text.
    pub text: String,
    /// The folder that it runs in: the session's files.
    pub folder: PathBuf,
    /// How long it may run.
    pub timeout: Duration,
}

/// What running came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Ran {
    /// Whether it ended well.
    pub succeeded: bool,
    /// What it printed.
    pub stdout: String,
    /// What it printed as errors.
    pub stderr: String,
    /// The value of its last line; an empty text for none.
    pub result: Value,
    /// How long it ran.
    pub took: Duration,
}
