//! A server that answers by a script, and holds every request to the rule of tokens.
//!
//! A script is a text, so that a seed can be read: answers between lines of `===`, each a status, its headers, an empty
//! line and a body, as HTTP has them.

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::time::{Duration as Span, OffsetDateTime};
use bytes::Bytes;
use jiff::Timestamp;
use pool::azure::{API_VERSION, Client, Setup, Worked};
use pool::clock::{Clock, Sleep};
use pool::model::PoolId;
use pool::net::{Carrier, InProcess, Request, Response, Route};
use serde_json::json;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// The only origin to which a token may go.
pub const ENDPOINT: &str = "https://management.azure.com";

/// What every signed request carries.
pub const TOKEN: &str = "canary-7f3a";

/// More requests than any script needs: whoever sends so many turns in a circle.
const MOST_REQUESTS: usize = 20_000;

/// The answers of a script, in order.
pub fn answers(text: &str) -> Vec<Response> {
    text.split("\n===\n").take(64).map(answer).collect()
}

fn answer(text: &str) -> Response {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.trim().parse::<u16>().ok()).unwrap_or(200);
    let mut response = Response::new(Bytes::from(body.to_owned()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::OK);
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = http::HeaderName::from_bytes(name.trim().as_bytes());
        if let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_str(value.trim())) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// The server. What comes after its script is said again and again.
#[derive(Clone)]
pub struct Script {
    answers: Arc<Mutex<VecDeque<Response>>>,
    last: Response,
    asked: Arc<Mutex<usize>>,
    /// The time, which passes when somebody waits.
    pub clock: Arc<Hands>,
}

impl Script {
    /// A server with these answers and a last one.
    pub fn new(answers: Vec<Response>, last: Response) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into())), last, asked: Arc::default(), clock: Arc::default() }
    }

    /// A client of it that signs its requests.
    pub fn client(&self, deadline: Option<Timestamp>) -> Client {
        let script = self.clone();
        let carrier = Carrier::InProcess(InProcess::new(move |request| {
            let answer = script.next(&request);
            Box::pin(async move { Ok(answer) })
        }));
        let setup = Setup {
            worked: Worked::default(),
            route: Route { endpoint: Url::parse(ENDPOINT).expect("a URL"), carrier, signed: true },
            api_version: API_VERSION.to_owned(),
            credential: Some(Arc::new(Canary)),
            scope: format!("{ENDPOINT}/.default"),
            clock: self.clock.clone(),
            deadline,
        };
        Client::new(setup).expect("a client")
    }

    /// How many answers of the script nobody has asked for.
    pub fn left(&self) -> usize {
        self.answers.lock().expect("no panic").len()
    }

    fn next(&self, request: &Request) -> Response {
        held_to_the_rule(request);
        let mut asked = self.asked.lock().expect("no panic");
        *asked += 1;
        assert!(*asked < MOST_REQUESTS, "the client turns in a circle");
        self.answers.lock().expect("no panic").pop_front().unwrap_or_else(|| self.last.clone())
    }
}

/// A token goes to the endpoint and nowhere else, and once.
fn held_to_the_rule(request: &Request) {
    let url = Url::parse(&request.uri().to_string()).expect("a URL");
    assert_eq!(url.origin().ascii_serialization(), ENDPOINT, "{url}");
    assert!(url.username().is_empty() && url.password().is_none(), "{url}");
    let tokens: Vec<_> = request.headers().get_all("authorization").iter().collect();
    assert_eq!(tokens, [&format!("Bearer {TOKEN}")], "{url}");
    let elsewhere = |text: &[u8]| text.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes());
    assert!(!elsewhere(url.as_str().as_bytes()) && !elsewhere(request.body()), "{url}");
}

#[derive(Debug)]
struct Canary;

#[async_trait]
impl TokenCredential for Canary {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        Ok(AccessToken::new(Secret::new(TOKEN), OffsetDateTime::now_utc() + Span::days(365)))
    }
}

/// A clock that moves when somebody waits, at once.
#[derive(Debug)]
pub struct Hands(AtomicI64);

/// When every script begins, in milliseconds since 1970: 2026-12-05T08:00:00Z.
const START: i64 = 1_796_457_600_000;

impl Default for Hands {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }

    fn sleep(&self, time: Duration) -> Sleep<'_> {
        Box::pin(async move {
            let time = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
            let moved = |now: i64| Some(now.saturating_add(time));
            self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved).expect("it always moves");
        })
    }
}

/// The pool that every script is about.
pub fn id() -> PoolId {
    PoolId { subscription: "s".to_owned(), group: "g".to_owned(), name: "contest".to_owned() }
}

/// An answer that shows it.
pub fn pool(state: &str) -> Response {
    let body = json!({
        "id": id().to_string(),
        "name": "contest",
        "location": "East US 2",
        "tags": {"team": "judges"},
        "properties": {
            "containerType": "CustomContainer",
            "provisioningState": state,
            "scaleConfiguration": {"maxConcurrentSessions": 20, "readySessionInstances": 3},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}},
            "templateUpdateStatus": {"activeTemplate": {"status": {"readyCount": 3, "allocatedCount": 0}}},
        },
    });
    Response::new(Bytes::from(body.to_string()))
}

/// Runs to the end. Nothing here waits for the world, so it never sleeps.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let runtime = || Builder::new_current_thread().build().expect("a runtime");
    RUNTIME.get_or_init(runtime).block_on(future)
}
