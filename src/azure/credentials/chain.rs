//! Ways to sign in, one after the other until one works. That one is kept; when none works, one error says why each
//! did not.

use super::environment::Environment;
use super::method::AuthMethod;
use super::surroundings::Surroundings;
use super::{azure_cli, azure_developer_cli, client_secret, managed_identity, workload_identity};
use crate::azure::cloud::Cloud;
use crate::azure::exchange::in_words;
use crate::clock::Clock;
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error, ErrorKind};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long the machine's identity may take where nobody asked for it: it answers in a second or not at all.
const MACHINE_PATIENCE: Duration = Duration::from_secs(10);

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

impl fmt::Display for NoCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tried: Vec<_> = self.0.iter().map(|Attempt { name, why }| format!("{name}: {why}")).collect();
        write!(f, "no credential worked: {}", tried.join("; "))
    }
}

impl std::error::Error for NoCredential {}

/// The credential of a way to sign in. Nothing is read, asked or started before the first token is needed.
#[must_use]
pub fn chain(
    method: AuthMethod,
    environment: &Environment,
    cloud: Cloud,
    tenant: Option<&str>,
    clock: Arc<dyn Clock>,
) -> Arc<dyn TokenCredential> {
    let around = Surroundings::new(environment.clone(), cloud, tenant.map(str::to_owned), clock);
    Arc::new(Chain::new(method, around))
}

/// The ways, and the one that worked. Its Debug shows no secret.
#[derive(Debug)]
struct Chain {
    method: AuthMethod,
    around: Surroundings,
    worked: Mutex<Option<Arc<dyn TokenCredential>>>,
}

impl Chain {
    fn new(method: AuthMethod, around: Surroundings) -> Self {
        Self { method, around, worked: Mutex::new(None) }
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

    async fn attempt(&self, method: AuthMethod, scopes: &[&str]) -> Result<AccessToken, String> {
        let credential = self.build(method)?;
        let asked = credential.get_token(scopes, None);
        let token = if method == AuthMethod::ManagedIdentity && self.method != method {
            tokio::select! {
                biased;
                token = asked => token,
                () = self.around.clock.sleep(MACHINE_PATIENCE) => return Err("the machine did not answer".to_owned()),
            }
        } else {
            asked.await
        };
        let token = token.map_err(|error| why(&error))?;
        *self.worked.lock().unwrap_or_else(PoisonError::into_inner) = Some(credential);
        Ok(token)
    }
}

#[async_trait]
impl TokenCredential for Chain {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let worked = self.worked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(credential) = worked {
            return credential.get_token(scopes, options).await;
        }
        let mut attempts = Vec::new();
        for method in self.method.order() {
            let name = method.title();
            match self.attempt(method, scopes).await {
                Ok(token) => {
                    tracing::debug!(credential = name, "signed in");
                    return Ok(token);
                }
                Err(why) => attempts.push(Attempt { name, why }),
            }
        }
        Err(Error::new(ErrorKind::Credential, NoCredential(attempts)))
    }
}

/// Why a credential of azure_identity's did not work, on one line: without its type's name in front, the link behind,
/// and the ids of the authority's own records.
pub(super) fn why(error: &Error) -> String {
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
    let line = if line.is_empty() || line.contains("reqwest") { in_words(error) } else { line };
    match line.char_indices().nth(REASON_CHARACTERS) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}
