//! The token on a request.
//!
//! **Rule.** A token goes to the origin of the endpoint and nowhere else, and never over plain http. The client checks
//! every URL that a server gave before it asks for it; this is the second check, on the request itself.

use super::failure::ForeignOrigin;
use async_trait::async_trait;
use azure_core::credentials::TokenCredential;
use azure_core::error::{Error, ErrorKind};
use azure_core::http::policies::auth::BearerTokenAuthorizationPolicy;
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request};
use std::sync::Arc;
use url::Url;

/// Signs each try. The token is kept between requests and asked for anew five minutes before it expires, and after
/// any 401 (both are azure_core's doing).
#[derive(Debug)]
pub(super) struct Signature {
    endpoint: Url,
    bearer: BearerTokenAuthorizationPolicy,
}

impl Signature {
    pub(super) fn new(endpoint: Url, credential: Arc<dyn TokenCredential>, scope: &str) -> Self {
        Self { endpoint, bearer: BearerTokenAuthorizationPolicy::new(credential, [scope]) }
    }
}

#[async_trait]
impl Policy for Signature {
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        if !super::address::is_ours(request.url(), &self.endpoint) {
            let origin = request.url().origin().ascii_serialization();
            return Err(Error::new(ErrorKind::Other, ForeignOrigin(origin)));
        }
        self.bearer.send(context, request, next).await
    }
}
