//! The token on a request.
//!
//! **Rule.** A token goes to the origin of the endpoint and nowhere else, and never over plain http. The client checks
//! every URL that a server gave before it asks for it; this is the second check, on the request itself.
//!
//! azure_core's own bearer policy is not used: it tells the time by itself, and it sends a request whose token was
//! refused again only where a challenge says how.

use super::credentials::{RENEW_BEFORE, Refused, expiry};
use super::failure::ForeignOrigin;
use crate::clock::Clock;
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::AUTHORIZATION;
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{ClientMethodOptions, Context, Request, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use url::Url;

/// Signs each try. The token is kept between requests, and renewed some minutes before it expires and when it is
/// refused.
#[derive(Debug)]
pub(super) struct Signature {
    endpoint: Url,
    credential: Arc<dyn TokenCredential>,
    scope: String,
    clock: Arc<dyn Clock>,
    /// Held while a token is asked for: requests at the same time wait for that one and do not ask again.
    kept: Mutex<Option<AccessToken>>,
}

impl Signature {
    pub(super) fn new(endpoint: Url, credential: Arc<dyn TokenCredential>, scope: &str, clock: Arc<dyn Clock>) -> Self {
        Self { endpoint, credential, scope: scope.to_owned(), clock, kept: Mutex::default() }
    }

    /// The token to sign with. Not `refused`, which Azure did not take: somebody who met it first may have another.
    pub(super) async fn token(
        &self,
        context: &Context<'_>,
        refused: Option<&AccessToken>,
    ) -> azure_core::Result<AccessToken> {
        let mut kept = self.kept.lock().await;
        let usable = kept.clone().filter(|token| refused.is_none_or(|refused| !is_same(token, refused)));
        if let Some(token) = usable.as_ref().filter(|token| self.left(token) > RENEW_BEFORE) {
            return Ok(token.clone());
        }
        kept.clone_from(&usable);
        match (self.ask(context, refused.is_some()).await, usable) {
            (Ok(token), _) => {
                *kept = Some(token.clone());
                Ok(token)
            }
            // It could not be renewed in time and still holds for a while.
            (Err(_), Some(token)) if !self.left(&token).is_zero() => Ok(token),
            (Err(error), _) => Err(error),
        }
    }

    async fn ask(&self, context: &Context<'_>, refused: bool) -> azure_core::Result<AccessToken> {
        let mut context = context.to_borrowed();
        if refused {
            context.insert(Refused);
        }
        let options = TokenRequestOptions { method_options: ClientMethodOptions { context } };
        self.credential.get_token(&[&self.scope], Some(options)).await
    }

    fn left(&self, token: &AccessToken) -> Duration {
        self.clock.until(expiry(token))
    }
}

#[async_trait]
impl Policy for Signature {
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        if !super::address::is_ours(request.url(), &self.endpoint) {
            let origin = request.url().origin().ascii_serialization();
            return Err(Error::new(ErrorKind::Other, ForeignOrigin(origin)));
        }
        let token = self.token(context, None).await?;
        sign(request, &token);
        let response = next[0].send(context, request, &next[1..]).await?;
        if response.status() != StatusCode::Unauthorized {
            return Ok(response);
        }
        // Azure looks at the token before it looks at anything else: nothing was done, and even a write may be sent
        // again.
        let renewed = self.token(context, Some(&token)).await?;
        if is_same(&renewed, &token) {
            return Ok(response);
        }
        tracing::debug!("the token was refused; trying another");
        sign(request, &renewed);
        next[0].send(context, request, &next[1..]).await
    }
}

fn sign(request: &mut Request, token: &AccessToken) {
    request.insert_header(AUTHORIZATION, format!("Bearer {}", token.token.secret()));
}

fn is_same(one: &AccessToken, other: &AccessToken) -> bool {
    one.token.secret() == other.token.secret()
}
