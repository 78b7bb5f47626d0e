//! The client: one function for each request that session pools know.

use super::address;
use super::credentials::Worked;
use super::exchange::{Call, Exchange};
use super::failure::Failure;
use super::operation::{Operation, Progress, Started, Write, started};
use super::patience::{Again, LONGEST_WAIT};
use super::signature::Signature;
use super::trace::Trace;
use super::transport;
use crate::clock::Clock;
use crate::error::{Error, Kind, Result as ProgramResult};
use crate::model::PoolId;
use crate::net::Route;
use crate::wire::Pool;
use azure_core::credentials::TokenCredential;
use azure_core::http::policies::Policy;
use azure_core::http::{ClientOptions, Method, Pipeline, RetryOptions, UserAgentOptions};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use url::Url;

/// The newest stable API version that has session pools (specification read on 2026-11-20).
pub const API_VERSION: &str = "2026-07-01";

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Where requests go, what carries them, and whether they are signed.
    pub route: Route,
    /// The API version of session pools, [`API_VERSION`] unless somebody asks for another.
    pub api_version: String,
    /// Where tokens come from; needed where the route is signed.
    pub credential: Option<Arc<dyn TokenCredential>>,
    /// Says which way to sign in worked, once one has.
    pub worked: Worked,
    /// The scope of the tokens, such as `https://management.azure.com/.default`.
    pub scope: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// When the whole command has to be over.
    pub deadline: Option<Timestamp>,
}

/// A client of Azure Resource Manager. Clones share connections and the token.
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) endpoint: Url,
    api_version: String,
    pub(super) exchange: Exchange,
    /// For what everybody may ask.
    pub(super) unsigned: Exchange,
    pub(super) signer: Option<Signer>,
}

/// Who signs, asked directly. The token is the one that requests are signed with.
#[derive(Debug, Clone)]
pub(super) struct Signer {
    pub(super) signature: Arc<Signature>,
    pub(super) worked: Worked,
}

impl Client {
    /// Makes a client. Nothing is sent, and no credential is asked.
    ///
    /// # Errors
    /// `InsecureEndpoint` for a signed route that is not https, `SignedOut` for one without a credential.
    pub fn new(setup: Setup) -> ProgramResult<Self> {
        let endpoint = setup.route.endpoint.clone();
        let signature = signature(&setup)?;
        let unsigned = exchange_signed_by(&setup, None);
        let exchange = exchange_signed_by(&setup, signature.clone());
        let signer = signature.map(|signature| Signer { signature, worked: setup.worked });
        Ok(Self { endpoint, api_version: setup.api_version, exchange, unsigned, signer })
    }

    /// The same client with another deadline.
    #[must_use]
    pub fn with_deadline(&self, deadline: Option<Timestamp>) -> Self {
        let mut client = self.clone();
        client.exchange.deadline = deadline;
        client.unsigned.deadline = deadline;
        client
    }

    /// What time it is by the server's clock, as its last answer showed it; by our own before the first.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.exchange.time_there()
    }

    /// Reads a pool; `None` where there is none. A missing group or subscription is a failure of its own: it says
    /// nothing about the pool.
    ///
    /// # Errors
    /// Whatever kept the pool from being read.
    pub async fn get_pool(&self, id: &PoolId) -> Result<Option<Pool>, Failure> {
        self.get_pool_at(id, &self.api_version).await
    }

    /// Reads a pool at an API version of the caller's choice: previews show what stable ones may not.
    ///
    /// # Errors
    /// Whatever kept the pool from being read.
    pub async fn get_pool_at(&self, id: &PoolId, api_version: &str) -> Result<Option<Pool>, Failure> {
        match self.read(address::pool(&self.endpoint, id, api_version)?).await {
            Ok(body) => Ok(Some(Pool::new(body))),
            Err(failure) if is_missing_pool(&failure) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Lists the pools of a group, or of the whole subscription, all pages.
    ///
    /// # Errors
    /// Whatever kept a page from being read: half a list is none.
    pub async fn list_pools(&self, subscription: &str, group: Option<&str>) -> Result<Vec<Pool>, Failure> {
        let items = self.items(address::pools(&self.endpoint, subscription, group, &self.api_version)?).await?;
        Ok(items.into_iter().map(Pool::new).collect())
    }

    /// Creates a pool, or replaces it. Sent once.
    ///
    /// # Errors
    /// Every outcome that is not a plain yes; see [`Failure::is_busy`] and [`Failure::is_lost`].
    pub async fn put_pool(&self, id: &PoolId, body: &Value) -> Result<Started, Failure> {
        self.write(id, Write::Put, Some(body)).await
    }

    /// Changes a pool. Sent once: between two tries somebody else may have changed it, and the body says what was
    /// right before. (A request whose token was refused was not looked at, and goes out again with another.)
    ///
    /// # Errors
    /// Every outcome that is not a plain yes; see [`Failure::is_busy`] and [`Failure::is_lost`].
    pub async fn patch_pool(&self, id: &PoolId, body: &Value) -> Result<Started, Failure> {
        self.write(id, Write::Patch, Some(body)).await
    }

    /// Deletes a pool. Sent once; one that is not there is done.
    ///
    /// # Errors
    /// Every outcome that is not a plain yes; see [`Failure::is_busy`] and [`Failure::is_lost`].
    pub async fn delete_pool(&self, id: &PoolId) -> Result<Started, Failure> {
        match self.write(id, Write::Delete, None).await {
            Err(failure) if is_missing_pool(&failure) => Ok(Started::Done(None)),
            outcome => outcome,
        }
    }

    /// Adds tags to a pool, or changes them, without touching the others and without an operation on the pool itself.
    /// May be sent several times: merging twice is merging once.
    ///
    /// # Errors
    /// Whatever kept the tags from being written.
    pub async fn merge_tags(&self, id: &PoolId, tags: &BTreeMap<String, String>) -> Result<(), Failure> {
        let body = json!({"operation": "Merge", "properties": {"tags": tags}});
        let url = address::tags(&self.endpoint, id)?;
        let call = Call { method: Method::Patch, url: url.clone(), body: Some(&body), again: Again::Read };
        let answer = self.exchange.ask(&call).await?;
        // What 200 carries are the tags, and the caller does not need them; newer servers may answer 202.
        if answer.status != 202 {
            return Ok(());
        }
        match started(&self.endpoint, &url, Write::Patch, &answer)? {
            Started::Done(_) => Ok(()),
            Started::Running(operation) => self.follow(operation).await,
        }
    }

    /// Asks once how an operation stands. Waiting until it is due is the caller's part.
    ///
    /// # Errors
    /// Trouble with asking. An operation whose record is gone is lost ([`Failure::is_lost`]).
    pub async fn poll(&self, operation: &mut Operation) -> Result<Progress, Failure> {
        let call = Call { method: Method::Get, url: operation.url().clone(), body: None, again: Again::Poll };
        match self.exchange.ask(&call).await {
            Ok(answer) => operation.advance(&self.endpoint, &answer),
            Err(failure) => operation.refused(failure),
        }
    }

    /// Follows a small operation to its end, for as long as the deadline or our own patience allows.
    async fn follow(&self, mut operation: Operation) -> Result<(), Failure> {
        let clock = &self.exchange.clock;
        let patience = clock.now().checked_add(LONGEST_WAIT).unwrap_or(Timestamp::MAX);
        let end = self.exchange.deadline.unwrap_or(patience);
        loop {
            if operation.wait >= clock.until(end) {
                return Err(Failure::Deadline { last: Some("the tags are still being written".to_owned()) });
            }
            clock.sleep(operation.wait).await;
            match self.poll(&mut operation).await? {
                Progress::Running { .. } => {}
                Progress::Done(_) => return Ok(()),
                // The words of a status record come without a status; 409 lets their code decide what they mean.
                Progress::Failed(error) => return Err(Failure::Arm { status: 409, error, retry_after: None }),
            }
        }
    }

    pub(super) async fn read(&self, url: Url) -> Result<Value, Failure> {
        let call = Call { method: Method::Get, url, body: None, again: Again::Read };
        self.exchange.ask(&call).await?.object()
    }

    async fn write(&self, id: &PoolId, write: Write, body: Option<&Value>) -> Result<Started, Failure> {
        let method = match write {
            Write::Put => Method::Put,
            Write::Patch => Method::Patch,
            Write::Delete => Method::Delete,
        };
        let url = address::pool(&self.endpoint, id, &self.api_version)?;
        let call = Call { method, url, body, again: Again::Never };
        let answer = self.exchange.ask(&call).await?;
        started(&self.endpoint, &call.url, write, &answer)
    }
}

/// What sends requests by a set-up, signed by somebody or not at all.
pub(super) fn exchange_signed_by(setup: &Setup, signature: Option<Arc<Signature>>) -> Exchange {
    let trace: Arc<dyn Policy> = Arc::new(Trace(setup.clock.clone()));
    let policy = signature.map(|signature| signature as Arc<dyn Policy>);
    let pipeline = pipeline(setup, policy.into_iter().chain([trace]).collect());
    Exchange::new(pipeline, Arc::clone(&setup.clock), setup.deadline)
}

/// What carries requests, with what is done on each try. No retries of its own.
fn pipeline(setup: &Setup, policies: Vec<Arc<dyn Policy>>) -> Pipeline {
    let options = ClientOptions {
        retry: RetryOptions::none(),
        transport: Some(transport::over(&setup.route.carrier)),
        // No slash: azure_core takes a token of RFC 9110 of at most 24 characters and panics on others.
        user_agent: UserAgentOptions { application_id: Some("pool".to_owned()) },
        ..ClientOptions::default()
    };
    let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    Pipeline::new(Some(name), Some(version), options, Vec::new(), policies, None)
}

/// What signs, if the route is signed.
pub(super) fn signature(setup: &Setup) -> ProgramResult<Option<Arc<Signature>>> {
    if !setup.route.signed {
        return Ok(None);
    }
    if setup.route.endpoint.scheme() != "https" {
        return Err(Error::message(Kind::InsecureEndpoint, "a token never leaves over plain http"));
    }
    let credential = setup
        .credential
        .clone()
        .ok_or_else(|| Error::message(Kind::SignedOut, format!("{} needs a credential", setup.route.endpoint)))?;
    let (endpoint, clock) = (setup.route.endpoint.clone(), Arc::clone(&setup.clock));
    Ok(Some(Arc::new(Signature::new(endpoint, credential, &setup.scope, clock))))
}

fn is_missing_pool(failure: &Failure) -> bool {
    matches!(failure, Failure::Arm { status: 404, error, .. } if error.code.eq_ignore_ascii_case("ResourceNotFound"))
}
