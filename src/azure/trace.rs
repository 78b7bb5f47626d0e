//! What `-v` shows of a request: method, URL, status and milliseconds. Never a header, never a body.

use crate::clock::Clock;
use async_trait::async_trait;
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request};
use std::sync::Arc;
use url::Url;

/// Tells of each try.
#[derive(Debug)]
pub(super) struct Trace(pub(super) Arc<dyn Clock>);

#[async_trait]
impl Policy for Trace {
    async fn send(&self, context: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let (method, url) = (request.method(), shown(request.url()));
        let start = self.0.now();
        let result = next[0].send(context, request, &next[1..]).await;
        let milliseconds = self.0.now().duration_since(start).as_millis();
        match &result {
            Ok(response) => {
                let status = u16::from(response.status());
                tracing::debug!("{method} {url} -> {status} in {milliseconds} ms");
            }
            Err(_) => tracing::debug!("{method} {url} -> no answer in {milliseconds} ms"),
        }
        result
    }
}

/// A URL without the values of its query: operation URLs carry tokens there. The API version is no secret.
fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    if url.query().is_some() {
        let pairs = url.query_pairs().map(|(name, value)| match name.as_ref() {
            "api-version" => format!("{name}={value}"),
            _ => format!("{name}=..."),
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        shown.set_query(Some(&query));
    }
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_in_urls_are_cut() {
        for (url, expected) in [
            ("https://a.example/x?api-version=2026-07-01", "https://a.example/x?api-version=2026-07-01"),
            (
                "https://a.example/x?api-version=1&t=638&c=MIIH&s=sig",
                "https://a.example/x?api-version=1&t=...&c=...&s=...",
            ),
            ("https://a.example/x", "https://a.example/x"),
        ] {
            assert_eq!(shown(&Url::parse(url).unwrap()), expected);
        }
    }
}
