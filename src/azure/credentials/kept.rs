//! A credential whose tokens outlive the run, in the token cache.

use super::asking::is_refused;
use super::cache::TokenCache;
use super::login::Places;
use super::method::AuthMethod;
use super::surroundings::Surroundings;
use crate::clock::Clock;
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use std::sync::Arc;

/// Variables that decide whose token the tools give, beside their files. None of them is a secret.
const VARIABLES: [&str; 6] = [
    "AZURE_CONFIG_DIR",
    "AZURE_CLOUD_NAME",
    "AZURE_TENANT_ID",
    "AZURE_SUBSCRIPTION_ID",
    "AZD_CONFIG_DIR",
    "AZD_AUTH_ENDPOINT",
];

/// The credential of a tool, which is asked only for what the cache does not have. Neither tool is told of a
/// subscription: theirs stands in their files, and with it the tenant.
#[derive(Debug)]
struct Kept {
    tool: Arc<dyn TokenCredential>,
    method: AuthMethod,
    cache: TokenCache,
    places: Places,
    clock: Arc<dyn Clock>,
    /// What is asked, but for the scope.
    asked: Vec<String>,
}

/// Puts the cache, if there is one, before the credential of a tool.
pub(super) fn before(
    tool: Arc<dyn TokenCredential>,
    method: AuthMethod,
    around: &Surroundings,
) -> Arc<dyn TokenCredential> {
    let Some(cache) = around.cache.clone() else { return tool };
    let environment = &around.environment;
    let places = Places::find(environment, cache.home());
    let mut asked = vec![
        method.name().to_owned(),
        around.cloud.name.to_owned(),
        format!("tenant={}", around.tenant.as_deref().unwrap_or_default()),
        format!("home={}", cache.home().display()),
    ];
    asked.extend(VARIABLES.map(|name| format!("{name}={}", environment.get(name).unwrap_or_default())));
    Arc::new(Kept { tool, method, cache, places, clock: Arc::clone(&around.clock), asked })
}

#[async_trait]
impl TokenCredential for Kept {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let Some(login) = self.places.login(self.method) else { return self.tool.get_token(scopes, options).await };
        let mut asked = self.asked.clone();
        asked.push(format!("scope={}", scopes.join(" ")));
        if is_refused(options.as_ref()) {
            self.cache.forget(&asked);
        } else if let Some(token) = self.cache.find(&asked, &login, self.clock.now()) {
            tracing::debug!("a token of an earlier run is used");
            return Ok(token);
        }
        let token = self.tool.get_token(scopes, options).await?;
        // The tool may have renewed its own secrets. An account that changed meanwhile is another matter: whose token
        // this is nobody knows.
        if let Some(after) = self.places.login(self.method).filter(|after| after.is_same_account(&login)) {
            self.cache.keep(&asked, after, &token, self.clock.now());
        }
        Ok(token)
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests;
