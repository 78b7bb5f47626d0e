//! A world of one emulator, one clock, and whoever works on pools in it.

use crate::azure::{API_VERSION, Client, Setup};
use crate::clock::{Clock, TokioClock};
use crate::emulator::{Emulator, Options, Place, Seed, Switches, Times};
use crate::model::{Lifecycle, PoolId, Settings};
use crate::net::{InProcess, Request, Response, Route};
use crate::ops::{Observer, Ops, Step};
use crate::plan::{Direction, Wish};
use bytes::Bytes;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// When every world begins.
const START: &str = "2026-12-05T08:00:00Z";

/// The world.
pub(super) struct World {
    emulator: Arc<Emulator>,
    pub(super) clock: Arc<dyn Clock>,
    requests: Arc<Mutex<Vec<Sent>>>,
    steps: Arc<Steps>,
    tricks: Arc<Mutex<Tricks>>,
}

/// A request as it was sent. Their order is the order in which the emulator was asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sent {
    /// The actor; see [`World::ops_of`].
    pub(super) who: u32,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Value,
}

impl Sent {
    pub(super) fn is_write(&self) -> bool {
        self.method != "GET"
    }
}

/// Somebody who is not us.
pub(super) const STRANGER: u32 = u32::MAX;

/// More requests than any world needs: whoever sends so many turns in a circle.
const MOST_REQUESTS: usize = 50_000;

/// What no emulator does, and Azure might.
#[derive(Debug, Clone, Copy, Default)]
struct Tricks {
    /// A PATCH is answered well and does nothing.
    ignores_scale: bool,
    /// The ready sessions never come.
    never_warm: bool,
}

/// Every step that was told.
#[derive(Debug, Default)]
pub(super) struct Steps(Mutex<Vec<Step>>);

impl Observer for Steps {
    fn step(&self, step: &Step) {
        self.0.lock().unwrap().push(step.clone());
    }
}

/// The pool that every world holds.
pub(super) fn pool_id() -> PoolId {
    PoolId { subscription: "s".into(), group: "g".into(), name: "Contest-Pool".into() }
}

/// Its body when it was created: secrets and tags that nobody may lose, and a member that we do not know.
fn seed() -> Value {
    json!({
        "location": "eastus2",
        "tags": {"team": "judges", "Cost-Centre": "42"},
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "poolManagementType": "Dynamic",
            "containerType": "CustomContainer",
            "environmentId": "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/e",
            "scaleConfiguration": {"maxConcurrentSessions": 5, "readySessionInstances": 1},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {
                "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}},
            "secrets": [{"name": "password", "value": "hunter2"}],
            "customContainerTemplate": {
                "containers": [{"name": "c", "image": "i:v1", "resources": {"cpu": 0.5, "memory": "1Gi"}}],
                "ingress": {"targetPort": 80},
            },
        },
    })
}

impl World {
    /// A world where operations take as long as recorded.
    pub(super) fn new(switches: Switches) -> Self {
        Self::with(switches, Times::Realistic)
    }

    /// A world where operations take so long.
    pub(super) fn with(switches: Switches, times: Times) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::starting_at(START.parse().unwrap()));
        let options =
            Options { times, switches, seed: Some(Seed { id: pool_id(), body: seed() }), ..Options::default() };
        let emulator = Arc::new(Emulator::open(Place::Memory, Arc::clone(&clock), options).unwrap());
        Self { emulator, clock, requests: Arc::default(), steps: Arc::default(), tricks: Arc::default() }
    }

    /// Operations that have to end within a time.
    pub(super) fn ops(&self, timeout: Duration) -> Ops {
        self.ops_of(0, timeout)
    }

    /// The same for one of several actors, whose requests are told apart.
    pub(super) fn ops_of(&self, who: u32, timeout: Duration) -> Ops {
        let (emulator, requests) = (Arc::clone(&self.emulator), Arc::clone(&self.requests));
        let tricks = Arc::clone(&self.tricks);
        let route = Route::in_process(InProcess::new(move |request| {
            note(&requests, who, &request);
            let (emulator, tricks) = (Arc::clone(&emulator), *tricks.lock().unwrap());
            Box::pin(async move { tricks.played(emulator.answer(tricks.asked(request)).await) })
        }));
        let deadline = self.clock.now().checked_add(timeout).unwrap();
        let azure = Client::new(Setup {
            route,
            api_version: API_VERSION.to_owned(),
            credential: None,
            scope: String::new(),
            clock: Arc::clone(&self.clock),
            deadline: Some(deadline),
        });
        Ops {
            azure: azure.unwrap(),
            clock: Arc::clone(&self.clock),
            observer: self.steps.clone(),
            deadline,
            look_every: Duration::from_secs(3),
        }
    }

    /// Turns the emulator's gear, or asks it anything.
    pub(super) async fn ask(&self, method: &str, path: &str, body: Value) -> Value {
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let request = http::Request::builder().method(method).uri(format!("http://emulator.localhost{path}"));
        let request = request.header("content-type", "application/json").body(body).unwrap();
        let answer = self.emulator.answer(request).await.unwrap();
        assert!(answer.status().is_success(), "{method} {path}: {:?}", answer.body());
        serde_json::from_slice(answer.body()).unwrap_or(Value::Null)
    }

    /// Plants a fault.
    pub(super) async fn fault(&self, fault: Value) {
        self.ask("POST", "/_emulator/faults", json!([fault])).await;
    }

    /// Sets what no request can: sessions in use, a state.
    pub(super) async fn set(&self, body: Value) {
        self.ask("PUT", &format!("/_emulator/pools{}", pool_id()), body).await;
    }

    /// Somebody else changes the pool.
    pub(super) async fn foreign_edit(&self, body: Value) {
        self.ask("PATCH", &format!("{}?api-version={API_VERSION}", pool_id()), body).await;
    }

    /// The pool as it is.
    pub(super) async fn pool(&self) -> Value {
        self.ask("GET", &format!("{}?api-version={API_VERSION}", pool_id()), Value::Null).await
    }

    /// Somebody else asks for something, in whatever weather; the status, where Azure answered.
    pub(super) async fn stranger_asks(&self, method: &str, path: &str, body: &Value) -> Option<u16> {
        let request = http::Request::builder().method(method).uri(format!("http://emulator.localhost{path}"));
        let request = request.body(Bytes::from(body.to_string())).unwrap();
        note(&self.requests, STRANGER, &request);
        let answer = self.emulator.answer(request).await.ok()?;
        let is_azures = answer.headers().get("content-type").is_none_or(|kind| kind != "text/html");
        is_azures.then(|| answer.status().as_u16())
    }

    /// A pool as it truly is, whatever the weather; `None` where there is none.
    pub(super) async fn truth(&self, id: &PoolId) -> Option<Value> {
        let request = http::Request::get(format!("http://emulator.localhost/_emulator/pools{id}"));
        let answer = self.emulator.answer(request.body(Bytes::new()).unwrap()).await.unwrap();
        answer.status().is_success().then(|| serde_json::from_slice(answer.body()).unwrap())
    }

    /// Every request so far.
    pub(super) fn log(&self) -> Vec<Sent> {
        self.requests.lock().unwrap().clone()
    }

    /// How many requests of a method were sent.
    pub(super) fn sent(&self, method: &str) -> usize {
        self.requests.lock().unwrap().iter().filter(|sent| sent.method == method).count()
    }

    /// From now on a PATCH is answered well and does nothing.
    pub(super) fn ignore_scale(&self) {
        self.tricks.lock().unwrap().ignores_scale = true;
    }

    /// From now on the ready sessions never come.
    pub(super) fn never_warm(&self) {
        self.tricks.lock().unwrap().never_warm = true;
    }

    /// Forgets what was sent.
    pub(super) fn forget(&self) {
        self.requests.lock().unwrap().clear();
    }

    /// Seconds since the world began.
    pub(super) fn seconds(&self) -> i64 {
        self.clock.now().as_second() - START.parse::<jiff::Timestamp>().unwrap().as_second()
    }

    /// Whether a step of this kind was told.
    pub(super) fn told(&self, is: impl Fn(&Step) -> bool) -> bool {
        self.steps.0.lock().unwrap().iter().any(is)
    }
}

fn note(requests: &Mutex<Vec<Sent>>, who: u32, request: &Request) {
    let mut requests = requests.lock().unwrap();
    assert!(requests.len() < MOST_REQUESTS, "{who} turns in a circle");
    requests.push(Sent {
        who,
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        body: serde_json::from_slice(request.body()).unwrap_or(Value::Null),
    });
}

impl Tricks {
    fn asked(self, mut request: Request) -> Request {
        if self.ignores_scale && request.method() == "PATCH" {
            *request.body_mut() = Bytes::from_static(b"{}");
        }
        request
    }

    fn played(self, answer: Result<Response, String>) -> Result<Response, String> {
        let mut answer = answer?;
        if self.never_warm
            && let Ok(mut body) = serde_json::from_slice::<Value>(answer.body())
            && let Some(status) = body.pointer_mut("/properties/templateUpdateStatus/activeTemplate/status")
        {
            status["readyCount"] = json!(0);
            *answer.body_mut() = Bytes::from(body.to_string());
        }
        Ok(answer)
    }
}

/// A wish for a scale with five minutes of cooldown.
pub(super) fn wish(direction: Direction, max: u32, ready: u32) -> Wish {
    Wish {
        direction,
        claim: if direction == Direction::Up { "contest".into() } else { "idle".into() },
        settings: Settings {
            max_sessions: max,
            ready_sessions: ready,
            lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(300) },
            expires_after: None,
        },
        force: false,
        retry_zero: false,
        floor: None,
        runner: "ana@desk".into(),
    }
}
