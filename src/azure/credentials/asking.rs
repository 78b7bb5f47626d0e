//! What travels with a request for a token, in azure_core's own context, and what is read off a token.

use azure_core::credentials::{AccessToken, TokenRequestOptions};
use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A token is renewed when so much is left of it or less, and not taken from an earlier run then. The credentials of
/// azure_identity 1.0 renew theirs at the same moment; with less they would hand out the old one again.
pub(in crate::azure) const RENEW_BEFORE: Duration = Duration::from_secs(300);

/// Marks a request for another token: the one from before was refused, whatever its expiry says.
#[derive(Debug, Clone, Copy)]
pub(in crate::azure) struct Refused;

/// Who is being asked for a token now, for whoever gives up waiting.
#[derive(Debug, Clone, Default)]
pub(in crate::azure) struct Waiting(Arc<Mutex<Option<&'static str>>>);

impl Waiting {
    /// What there is to say, where a token is being waited for.
    pub(in crate::azure) fn words(&self) -> Option<String> {
        let whom = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        Some(format!("no token from {whom} yet"))
    }

    /// Notes who is asked; `None` when the answer is there.
    pub(super) fn set(&self, whom: Option<&'static str>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = whom;
    }
}

/// Whether a request is marked by [`Refused`].
pub(super) fn is_refused(options: Option<&TokenRequestOptions<'_>>) -> bool {
    options.is_some_and(|options| options.method_options.context.value::<Refused>().is_some())
}

/// The note that a request carries, or one that nobody reads.
pub(super) fn waiting(options: Option<&TokenRequestOptions<'_>>) -> Waiting {
    options.and_then(|options| options.method_options.context.value::<Waiting>()).cloned().unwrap_or_default()
}

/// When a token expires.
pub(in crate::azure) fn expiry(token: &AccessToken) -> Timestamp {
    Timestamp::from_second(token.expires_on.unix_timestamp()).unwrap_or(Timestamp::MAX)
}
