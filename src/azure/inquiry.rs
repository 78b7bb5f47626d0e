//! Questions about everything around pools, which only a check of the whole set-up asks: who signs, whether the server
//! is there, what the provider offers, what the caller may do, and which locks hold.

use super::address;
use super::client::Client;
use super::exchange::{Call, no_token};
use super::failure::Failure;
use super::patience::Again;
use crate::model::{Lock, Permission};
use crate::wire::{self, Claims, Page, Provider};
use azure_core::http::Method;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::HashSet;
use std::time::Duration;
use url::Url;

/// Pages of a list. A page of Azure's holds many items; a list that never ends is a fault of the server.
const MOST_PAGES: usize = 1000;

/// Who requests are signed as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The way to sign in that worked, where it is known.
    pub method: Option<&'static str>,
    /// What the token says; `None` where it does not show it.
    pub claims: Option<Claims>,
}

/// A server that answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// How long a round trip took, with whatever it took to connect.
    pub took: Duration,
    /// How far the server's clock is ahead of ours, in seconds; `None` where it does not show its time. Its clock shows
    /// whole seconds, so a second is no difference.
    pub ahead: Option<i64>,
}

impl Client {
    /// Where requests go.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// Signs in, and says who that is; `None` where requests are not signed.
    ///
    /// # Errors
    /// `Credential` where no way to sign in works, `Deadline` where it takes too long.
    pub async fn login(&self) -> Result<Option<Login>, Failure> {
        let Some(signer) = &self.signer else { return Ok(None) };
        let context = azure_core::http::Context::new();
        let asked = signer.signature.token(&context, None);
        let token = match self.exchange.left() {
            None => asked.await,
            Some(left) => tokio::select! {
                biased;
                token = asked => token,
                () = self.exchange.clock.sleep(left) => {
                    return Err(Failure::Deadline { last: Some("signing in takes too long".to_owned()) });
                }
            },
        };
        let token = token.map_err(|error| no_token(&error))?;
        Ok(Some(Login { method: signer.worked.name(), claims: Claims::of_token(token.token.secret()) }))
    }

    /// Asks once whether the server is there, without a token: `/metadata/endpoints` is for everybody. Whatever ARM
    /// says to it, it is there.
    ///
    /// # Errors
    /// No answer, or one that is not ARM's.
    pub async fn reach(&self) -> Result<Reached, Failure> {
        let (clock, url) = (&self.exchange.clock, address::metadata(&self.endpoint)?);
        let start = clock.now();
        let call = Call { method: Method::Get, url, body: None, again: Again::Never };
        let answer = self.unsigned.send(&call).await?;
        let now = clock.now();
        if !answer.is_json() {
            return Err(answer.not_arm());
        }
        let took = Duration::try_from(now.duration_since(start)).unwrap_or_default();
        Ok(Reached { took, ahead: answer.date().map(|date| ahead(date, now)) })
    }

    /// Reads what a subscription has of the provider of session pools.
    ///
    /// # Errors
    /// Whatever kept it from being read.
    pub async fn provider(&self, subscription: &str) -> Result<Provider, Failure> {
        Ok(Provider::read(&self.read(address::provider(&self.endpoint, subscription)?).await?))
    }

    /// What the caller may do at a scope, by its ARM id.
    ///
    /// # Errors
    /// Whatever kept it from being read.
    pub async fn permissions(&self, scope: &str) -> Result<Vec<Permission>, Failure> {
        let items = self.items(address::permissions(&self.endpoint, scope)?).await?;
        Ok(items.iter().map(wire::access::permission).collect())
    }

    /// The locks that Azure lists at a scope, by its ARM id: not all of them need hold for it.
    ///
    /// # Errors
    /// Whatever kept them from being read.
    pub async fn locks(&self, scope: &str) -> Result<Vec<Lock>, Failure> {
        let items = self.items(address::locks(&self.endpoint, scope)?).await?;
        Ok(items.iter().filter_map(wire::access::lock).collect())
    }

    /// The items of a list, all pages.
    pub(super) async fn items(&self, first: Url) -> Result<Vec<Value>, Failure> {
        let mut next = Some(first);
        let mut seen = HashSet::new();
        let mut items = Vec::new();
        while let Some(url) = next {
            if seen.len() == MOST_PAGES || !seen.insert(url.clone()) {
                return Err(Failure::Malformed("the pages of the list lead in a circle".to_owned()));
            }
            let page = Page::read(self.read(url).await?).map_err(|error| Failure::Malformed(error.to_string()))?;
            items.extend(page.items);
            next = page.next.map(|link| address::given(&self.endpoint, &link)).transpose()?;
        }
        Ok(items)
    }
}

fn ahead(theirs: Timestamp, ours: Timestamp) -> i64 {
    theirs.duration_since(ours).as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::azure::script::{Line, Script, Tokens, bare, refuses, says};
    use serde_json::json;
    use std::sync::Arc;

    #[tokio::test(start_paused = true)]
    async fn being_there_is_asked_without_a_token_and_told_with_the_servers_time() {
        for (line, expected) in [
            (says(200, json!({})).with("date", "Sat, 05 Dec 2026 14:00:00 GMT"), Some(Some(0))),
            (refuses(401, "Whatever").with("date", "Sat, 05 Dec 2026 13:55:00 GMT"), Some(Some(-300))),
            (says(200, json!({})), Some(None)),
            (says(200, json!({})).with("date", "yesterday"), Some(None)),
            (bare(302, &[("location", "https://login.example")]), None),
            (Line::Break, None),
        ] {
            let script = Script::new([line]);
            let setup = script.setup(
                "https://management.azure.com",
                Some(Arc::new(Tokens::living(Duration::from_secs(3600), script.clock.clone()))),
            );
            let client = Client::new(setup).unwrap();
            assert_eq!(client.reach().await.map(|reached| reached.ahead).ok(), expected);
            assert_eq!(script.asked(), ["GET /metadata/endpoints"]);
            assert_eq!(script.headers("authorization"), [None]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_signs_is_asked_of_the_credential_and_nobody_else() {
        let script = Script::new([]);
        let setup = script.setup(
            "https://management.azure.com",
            Some(Arc::new(Tokens::living(Duration::from_secs(3600), script.clock.clone()))),
        );
        let login = Client::new(setup).unwrap().login().await.unwrap();
        assert_eq!(login, Some(Login { method: None, claims: None }), "an opaque token");
        assert_eq!(script.client().login().await.unwrap(), None);
        assert!(script.asked().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn scopes_are_ids_and_lists_have_pages() {
        let group = "/subscriptions/s/resourceGroups/g";
        let lock = |name: &str| json!({"id": format!("{group}/providers/Microsoft.Authorization/locks/{name}"), "properties": {"level": "ReadOnly"}});
        let next = "https://management.azure.com/next?api-version=1";
        let script = Script::new([
            says(200, json!({"value": [lock("a"), {}], "nextLink": next})),
            says(200, json!({"value": [lock("b")]})),
        ]);
        let locks = script.client().locks(group).await.unwrap();
        assert_eq!(locks.iter().map(|lock| lock.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(script.asked()[0], format!("GET {group}/providers/Microsoft.Authorization/locks"));
        for scope in ["", "/", "/subscriptions//x", "/subscriptions/../x"] {
            assert!(matches!(script.client().permissions(scope).await, Err(Failure::BadName(_))), "{scope}");
        }
    }
}
