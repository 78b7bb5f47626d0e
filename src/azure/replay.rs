//! The client against recorded traffic of Azure's: every recording is gone through from its first request to its last,
//! with the recorded answers in the recorded order.
//!
//! A `left_out` entry stands for that many polls like the one before it. The data plane is not the client's matter and
//! is left out here.

use super::script::Tokens;
use super::{Client, Operation, Progress, Setup, Started, Worked, cloud};
use crate::clock::{Clock, TokioClock};
use crate::model::PoolId;
use crate::net::{Carrier, InProcess, Request, Response, Route};
use crate::wire::recordings::fixtures;
use bytes::Bytes;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

type Tape = Arc<Mutex<VecDeque<Value>>>;

/// The recorded traffic with Resource Manager, polls that were left out put back.
fn tape(recording: &Value) -> VecDeque<Value> {
    let mut tape: VecDeque<Value> = VecDeque::new();
    for interaction in recording["interactions"].as_array().unwrap() {
        if let Some(times) = interaction["left_out"].as_u64() {
            let poll = tape.back().unwrap().clone();
            tape.extend(std::iter::repeat_n(poll, usize::try_from(times).unwrap()));
        } else if url(interaction).host_str() == Some("management.azure.com") {
            tape.push_back(interaction.clone());
        }
    }
    tape
}

fn url(interaction: &Value) -> Url {
    interaction["request"]["uri"].as_str().unwrap().parse().unwrap()
}

/// Answers a request as it was answered then, if it is the one that was made then.
fn play(tape: &Tape, request: &Request) -> Response {
    let then = tape.lock().unwrap().pop_front().expect("a request too many");
    let (recorded, asked) = (url(&then), request.uri());
    assert_eq!(request.method().as_str(), then["request"]["method"]);
    assert_eq!(asked.path(), recorded.path());
    assert_eq!(api_version(asked.query().unwrap()), api_version(recorded.query().unwrap()));
    if !request.body().is_empty() {
        assert_eq!(serde_json::from_slice::<Value>(request.body()).unwrap(), body_sent(&then));
    }
    let answer = &then["response"];
    let body = if answer["body"].is_null() { String::new() } else { answer["body"].to_string() };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = u16::try_from(answer["status"].as_u64().unwrap()).unwrap().try_into().unwrap();
    for (name, value) in answer["headers"].as_object().unwrap() {
        let name: http::HeaderName = name.parse().unwrap();
        response.headers_mut().insert(name, value.as_str().unwrap().parse().unwrap());
    }
    response
}

fn api_version(query: &str) -> Option<&str> {
    query.split('&').find_map(|pair| pair.strip_prefix("api-version="))
}

fn body_sent(interaction: &Value) -> Value {
    match &interaction["request"]["body"] {
        Value::String(text) => serde_json::from_str(text).unwrap(),
        other => other.clone(),
    }
}

struct Replay {
    tape: Tape,
    clock: TokioClock,
    client: Client,
}

impl Replay {
    fn of(recording: &Value) -> Self {
        let tape: Tape = Arc::new(Mutex::new(tape(recording)));
        let first = url(&tape.lock().unwrap()[0]);
        let clock = TokioClock::starting_at("2025-08-05T04:27:00Z".parse().unwrap());
        let server = tape.clone();
        let answer = move |request: Request| -> crate::net::Answer {
            let response = play(&server, &request);
            Box::pin(async move { Ok(response) })
        };
        let route = Route {
            endpoint: cloud::PUBLIC.endpoint.parse().unwrap(),
            carrier: Carrier::InProcess(InProcess::new(answer)),
            signed: true,
        };
        let client = Client::new(Setup {
            route,
            api_version: api_version(first.query().unwrap()).unwrap().to_owned(),
            credential: Some(Arc::new(Tokens::living(Duration::from_secs(3600), clock.clone()))),
            worked: Worked::default(),
            scope: cloud::PUBLIC.scope.to_owned(),
            clock: Arc::new(clock.clone()),
            deadline: None,
        });
        Self { tape, clock, client: client.unwrap() }
    }

    /// Does what was done then, one step of it.
    async fn step(&self, then: &Value) -> String {
        let (method, path) = (then["request"]["method"].as_str().unwrap(), url(then).path().to_owned());
        let answered = &then["response"]["body"];
        let Ok(id) = path.parse::<PoolId>() else {
            let parts: Vec<_> = path.split('/').collect();
            let pools = self.client.list_pools(parts[2], Some(parts[4])).await.unwrap();
            assert_eq!(pools.len(), answered["value"].as_array().unwrap().len());
            return "list".to_owned();
        };
        let body = body_sent(then);
        let (started, step) = match method {
            "GET" => {
                let pool = self.client.get_pool(&id).await.unwrap().unwrap();
                assert_eq!(pool.body(), answered);
                assert!(pool.view().unwrap().id.is(&id));
                return "show".to_owned();
            }
            "PUT" => (self.client.put_pool(&id, &body).await.unwrap(), "create"),
            "PATCH" => (self.client.patch_pool(&id, &body).await.unwrap(), "scale"),
            "DELETE" => (self.client.delete_pool(&id).await.unwrap(), "delete"),
            other => panic!("{other}"),
        };
        match started {
            Started::Done(pool) => assert_eq!(pool.map_or(Value::Null, |pool| pool.body().clone()), *answered),
            Started::Running(operation) => self.follow(operation, step).await,
        }
        step.to_owned()
    }

    /// Follows an operation to its end, which is the last poll that was recorded for it.
    async fn follow(&self, mut operation: Operation, step: &str) {
        loop {
            self.clock.sleep(operation.wait).await;
            let then = self.tape.lock().unwrap()[0].clone();
            match self.client.poll(&mut operation).await.unwrap() {
                Progress::Running { word } => {
                    assert_eq!(word.as_deref(), then["response"]["body"]["status"].as_str());
                }
                Progress::Done(pool) => {
                    assert_eq!(pool.is_some(), step == "scale", "a PATCH ends with the pool");
                    return;
                }
                Progress::Failed(error) => panic!("{error}"),
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_recording_is_gone_through() {
    let mut steps = Vec::new();
    let recordings = fixtures("recordings");
    assert_eq!(recordings.len(), 7);
    for (_, recording) in &recordings {
        let replay = Replay::of(recording);
        let next = || replay.tape.lock().unwrap().front().cloned();
        while let Some(then) = next() {
            steps.push(replay.step(&then).await);
        }
    }
    for (step, at_least) in [("create", 8), ("show", 20), ("list", 10), ("scale", 5), ("delete", 8)] {
        let times = steps.iter().filter(|made| *made == step).count();
        assert!(times >= at_least, "{step}: {times}");
    }
}
