//! A server that answers by a script and remembers what it was asked, for tests.

use super::{API_VERSION, Client, Setup, Worked, cloud};
use crate::clock::{Clock, TokioClock};
use crate::model::PoolId;
use crate::net::{Carrier, InProcess, Request, Response, Route};
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::time::OffsetDateTime;
use bytes::Bytes;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub(super) enum Line {
    /// Answers.
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// Breaks the connection after the request has arrived.
    Break,
    /// Answers nothing for a time, then 200 `{}`.
    Silence(Duration),
}

/// A line with a JSON body.
pub(super) fn says(status: u16, body: Value) -> Line {
    Line::Answer { status, headers: Vec::new(), body: body.to_string() }
}

/// A line with headers and no body.
pub(super) fn bare(status: u16, headers: &[(&'static str, &str)]) -> Line {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Line::Answer { status, headers, body: String::new() }
}

/// An error in ARM's words.
pub(super) fn refuses(status: u16, code: &str) -> Line {
    says(status, serde_json::json!({"error": {"code": code, "message": "no"}}))
}

impl Line {
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

/// The server. Its last line is said again and again.
#[derive(Debug, Clone)]
pub(super) struct Script {
    lines: Arc<Mutex<VecDeque<Line>>>,
    asked: Arc<Mutex<Vec<(http::request::Parts, Bytes)>>>,
    pub(super) clock: TokioClock,
}

impl Script {
    pub(super) fn new(lines: impl IntoIterator<Item = Line>) -> Self {
        let clock = TokioClock::starting_at("2026-12-05T14:00:00Z".parse().unwrap());
        Self { lines: Arc::new(Mutex::new(lines.into_iter().collect())), asked: Arc::default(), clock }
    }

    fn next(&self, request: Request) -> Line {
        let (parts, body) = request.into_parts();
        self.asked.lock().unwrap().push((parts, body));
        let mut lines = self.lines.lock().unwrap();
        match lines.len() {
            0 => panic!("nothing was to be asked"),
            1 => lines[0].clone(),
            _ => lines.pop_front().unwrap(),
        }
    }

    pub(super) fn carrier(&self) -> Carrier {
        let script = self.clone();
        Carrier::InProcess(InProcess::new(move |request| {
            let (line, clock) = (script.next(request), script.clock.clone());
            Box::pin(async move {
                let (status, headers, body) = match line {
                    Line::Answer { status, headers, body } => (status, headers, body),
                    Line::Break => return Err("connection reset by peer".to_owned()),
                    Line::Silence(time) => {
                        clock.sleep(time).await;
                        (200, Vec::new(), "{}".to_owned())
                    }
                };
                let mut response = Response::new(Bytes::from(body));
                *response.status_mut() = status.try_into().unwrap();
                for (name, value) in headers {
                    response.headers_mut().insert(name, value.parse().unwrap());
                }
                Ok(response)
            })
        }))
    }

    /// A client of this server, unsigned, under Azure's own address.
    pub(super) fn client(&self) -> Client {
        Client::new(self.setup("https://management.azure.com", None)).unwrap()
    }

    /// A client with a deadline so many seconds from now.
    pub(super) fn client_within(&self, seconds: u64) -> Client {
        self.client().with_deadline(Some(self.clock.now() + Duration::from_secs(seconds)))
    }

    pub(super) fn setup(&self, endpoint: &str, credential: Option<Arc<dyn TokenCredential>>) -> Setup {
        Setup {
            route: Route {
                endpoint: Url::parse(endpoint).unwrap(),
                carrier: self.carrier(),
                signed: credential.is_some(),
            },
            api_version: API_VERSION.to_owned(),
            credential,
            worked: Worked::default(),
            scope: cloud::PUBLIC.scope.to_owned(),
            clock: Arc::new(self.clock.clone()),
            deadline: None,
        }
    }

    /// What gives tokens that live so long by this server's clock.
    pub(super) fn tokens(&self, life: Duration) -> Arc<Tokens> {
        Arc::new(Tokens::living(life, self.clock.clone()))
    }

    /// Method and path of each request.
    pub(super) fn asked(&self) -> Vec<String> {
        self.parts(|parts| format!("{} {}", parts.method, parts.uri.path()))
    }

    /// The whole address of each request.
    pub(super) fn urls(&self) -> Vec<String> {
        self.parts(|parts| parts.uri.to_string())
    }

    /// The host of each request.
    pub(super) fn hosts(&self) -> Vec<String> {
        self.parts(|parts| parts.uri.host().unwrap_or_default().to_owned())
    }

    /// The value of a header in each request.
    pub(super) fn headers(&self, name: &str) -> Vec<Option<String>> {
        self.parts(|parts| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned()))
    }

    /// The body of each request.
    pub(super) fn bodies(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(_, body)| String::from_utf8(body.to_vec()).unwrap()).collect()
    }

    fn parts<T>(&self, read: impl Fn(&http::request::Parts) -> T) -> Vec<T> {
        self.asked.lock().unwrap().iter().map(|(parts, _)| read(parts)).collect()
    }
}

/// Gives `token-1`, `token-2` and so on, until it is told to fail.
#[derive(Debug)]
pub(super) struct Tokens {
    count: AtomicUsize,
    most: AtomicUsize,
    life: Duration,
    clock: TokioClock,
}

impl Tokens {
    /// Tokens that live so long.
    pub(super) fn living(life: Duration, clock: TokioClock) -> Self {
        Self { count: AtomicUsize::new(0), most: AtomicUsize::new(usize::MAX), life, clock }
    }

    /// Gives no more than so many.
    pub(super) fn end_after(&self, count: usize) {
        self.most.store(count, Ordering::SeqCst);
    }
}

#[async_trait]
impl TokenCredential for Tokens {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        assert_eq!(scopes, [cloud::PUBLIC.scope]);
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        // Others get their turn meanwhile.
        self.clock.sleep(Duration::from_millis(1)).await;
        if number > self.most.load(Ordering::SeqCst) {
            return Err(azure_core::Error::with_message(azure_core::error::ErrorKind::Credential, "no more tokens"));
        }
        let end = (self.clock.now() + self.life).as_second();
        let end = OffsetDateTime::from_unix_timestamp(end).unwrap();
        Ok(AccessToken::new(Secret::new(format!("token-{number}")), end))
    }
}

/// The pool that tests ask for.
pub(super) fn pool_id() -> PoolId {
    PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() }
}

/// A pool in a state.
pub(super) fn pool(state: &str) -> Value {
    serde_json::json!({"id": pool_id().to_string(), "properties": {
        "provisioningState": state, "scaleConfiguration": {"maxConcurrentSessions": 10}}})
}
