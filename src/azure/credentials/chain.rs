//! Ways to sign in, one after the other until one works. That one is kept; when none works, one error says why each
//! did not.

use super::asking::{is_refused, waiting};
use super::cache::TokenCache;
use super::environment::Environment;
use super::method::AuthMethod;
use super::surroundings::Surroundings;
use super::{azure_cli, azure_developer_cli, client_secret, managed_identity, workload_identity};
use crate::azure::cloud::Cloud;
use crate::azure::exchange::{GAVE_UP, find, in_words};
use crate::clock::Clock;
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error, ErrorKind};
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How long the machine's identity may take where nobody asked for it: it answers in a second or not at all.
const MACHINE_PATIENCE: Duration = Duration::from_secs(10);

/// How long `az` and `azd` may take. They need a second or two, and more where they renew their own login.
const TOOL_PATIENCE: Duration = Duration::from_secs(30);

/// Characters of a reason that are shown; the authority's go on for a paragraph.
const REASON_CHARACTERS: usize = 240;

/// A credential, or why there is none.
pub(super) type Built = Result<Arc<dyn TokenCredential>, String>;

/// A way to sign in that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which way.
    pub name: &'static str,
    /// Why it did not work.
    pub why: String,
}

/// No way to sign in worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCredential(pub Vec<Attempt>);

/// Each way on a line of its own.
impl fmt::Display for NoCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no credential worked")?;
        self.0.iter().try_for_each(|Attempt { name, why }| write!(f, "\n  {name}: {why}"))
    }
}

impl std::error::Error for NoCredential {}

/// Which way to sign in worked, once one has. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Worked(Arc<OnceLock<&'static str>>);

impl Worked {
    /// The name of the way, as messages use it.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        self.0.get().copied()
    }
}

/// The credential of a way to sign in, which tells `worked` what it found. Nothing is read, asked or started before the
/// first token is needed. Tokens of `az` and `azd` are kept in `cache` from run to run, where there is one.
#[must_use]
pub fn chain(
    method: AuthMethod,
    environment: &Environment,
    cloud: Cloud,
    tenant: Option<&str>,
    clock: Arc<dyn Clock>,
    worked: &Worked,
    cache: Option<TokenCache>,
) -> Arc<dyn TokenCredential> {
    let around = Surroundings::new(environment.clone(), cloud, tenant.map(str::to_owned), clock);
    let around = Surroundings { cache, ..around };
    Arc::new(Chain { found: worked.clone(), ..Chain::new(method, around) })
}

/// The ways, and the one that worked. Its Debug shows no secret.
#[derive(Debug)]
struct Chain {
    method: AuthMethod,
    around: Surroundings,
    worked: Mutex<Option<(AuthMethod, Arc<dyn TokenCredential>)>>,
    found: Worked,
}

impl Chain {
    fn new(method: AuthMethod, around: Surroundings) -> Self {
        Self { method, around, worked: Mutex::new(None), found: Worked::default() }
    }

    fn build(&self, method: AuthMethod) -> Built {
        match method {
            AuthMethod::ClientSecret => client_secret::build(&self.around),
            AuthMethod::WorkloadIdentity => workload_identity::build(&self.around),
            AuthMethod::ManagedIdentity => managed_identity::build(&self.around, self.method == method),
            AuthMethod::AzureCli => azure_cli::build(&self.around),
            AuthMethod::AzureDeveloperCli => azure_developer_cli::build(&self.around),
            AuthMethod::Auto => Err("it is no way of its own".to_owned()),
        }
    }

    fn worked(&self) -> Option<(AuthMethod, Arc<dyn TokenCredential>)> {
        self.worked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks one way, and keeps it if it works.
    async fn attempt(
        &self,
        method: AuthMethod,
        built: Built,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> Result<AccessToken, Attempt> {
        let failed = |why| Attempt { name: method.title(), why };
        let credential = built.map_err(failed)?;
        let waiting = waiting(options.as_ref());
        waiting.set(Some(method.whom()));
        let answer = self.patiently(method, credential.get_token(scopes, options)).await;
        waiting.set(None);
        let token = answer.map_err(failed)?;
        *self.worked.lock().unwrap_or_else(PoisonError::into_inner) = Some((method, credential));
        Ok(token)
    }

    /// Waits for an answer as long as its way may take.
    async fn patiently(
        &self,
        method: AuthMethod,
        asked: impl Future<Output = azure_core::Result<AccessToken>>,
    ) -> Result<AccessToken, String> {
        let (patience, late) = match method {
            AuthMethod::ManagedIdentity if self.method != method => {
                (MACHINE_PATIENCE, "the machine did not answer".to_owned())
            }
            AuthMethod::AzureCli | AuthMethod::AzureDeveloperCli => {
                (TOOL_PATIENCE, format!("{} gave no token in {} s", method.whom(), TOOL_PATIENCE.as_secs()))
            }
            _ => return asked.await.map_err(|error| why(&error)),
        };
        tokio::select! {
            biased;
            token = asked => token.map_err(|error| why(&error)),
            () = self.around.clock.sleep(patience) => Err(late),
        }
    }
}

#[async_trait]
impl TokenCredential for Chain {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        if let Some((method, credential)) = self.worked() {
            // azure_identity's credentials keep their token and know of no refusal: for another they are made anew.
            let built = if is_refused(options.as_ref()) { self.build(method) } else { Ok(credential) };
            return self.attempt(method, built, scopes, options).await.map_err(|attempt| none(vec![attempt]));
        }
        let mut attempts = Vec::new();
        for method in self.method.order() {
            match self.attempt(method, self.build(method), scopes, options.clone()).await {
                Ok(token) => {
                    tracing::debug!(credential = method.title(), "signed in");
                    // The first one is kept, so nobody else's name comes later.
                    let _ = self.found.0.set(method.title());
                    return Ok(token);
                }
                Err(attempt) => attempts.push(attempt),
            }
            if method == AuthMethod::ClientSecret && self.around.has_principal() {
                // Somebody said who to be. Being somebody else instead, because a secret has run out, would be worse
                // than failing.
                break;
            }
        }
        Err(none(attempts))
    }
}

fn none(attempts: Vec<Attempt>) -> Error {
    Error::new(ErrorKind::Credential, NoCredential(attempts))
}

/// Why a credential of azure_identity's did not work, on one line: without its type's name in front, the link behind,
/// and the ids of the authority's own records.
pub(super) fn why(error: &Error) -> String {
    if find::<serde_json::Error>(error).is_some() {
        // The parser quotes what it cannot use, and that may be the token.
        return "what came is no token".to_owned();
    }
    let text = error.to_string();
    let text = text.split("\nTo troubleshoot").next().unwrap_or_default();
    let text = text.split_once("authentication failed.").map_or(text, |(_, rest)| rest);
    let text = text.split("Trace ID:").next().unwrap_or_default().trim();
    let text = text.strip_prefix("ERROR:").unwrap_or(text);
    if let Some(tool) = text.trim().strip_suffix(" not found on PATH") {
        return format!("`{tool}` is not on the PATH");
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    // A failed request is told by what broke below it.
    let says_nothing = line.is_empty() || line.contains("reqwest") || line.contains(GAVE_UP);
    let line = if says_nothing { in_words(error) } else { line };
    match line.char_indices().nth(REASON_CHARACTERS) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests;
