//! A world of one emulator, one clock, and whoever works on pools in it.

use crate::azure::{API_VERSION, Client, Prices, Sessions, Setup, TokenCredential, Worked};
use crate::clock::{Clock, TokioClock};
use crate::emulator::{Emulator, Options, Place, Seed, Switches, Times};
use crate::model::{Lifecycle, PoolId, Settings};
use crate::net::{Carrier, InProcess, Request, Response, Route};
use crate::ops::{Observer, Ops, Step, Unawaited};
use crate::plan::{Action, Direction, Down, Holding, Intent, Others, Wish};
use crate::schedule::records::Known;
use crate::schedule::{Claim, Combine, Lease, Person};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
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
    /// What it was signed with; nothing where it was not.
    pub(super) token: Option<String>,
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
#[derive(Debug, Clone, Default)]
struct Tricks {
    /// A PATCH is answered well and does nothing.
    ignores_scale: bool,
    /// The ready sessions never come.
    never_warm: bool,
    /// Status and body of the answer to a GET whose path ends so; the last one counts.
    answers: Vec<(String, u16, Value)>,
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
        Self::holding(switches, times, seed())
    }

    /// A world whose pool was created with such a body.
    pub(super) fn holding(switches: Switches, times: Times, body: Value) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::starting_at(START.parse().unwrap()));
        let options = Options { times, switches, seed: Some(Seed { id: pool_id(), body }), ..Options::default() };
        let emulator = Arc::new(Emulator::open(Place::Memory, Arc::clone(&clock), options).unwrap());
        Self { emulator, clock, requests: Arc::default(), steps: Arc::default(), tricks: Arc::default() }
    }

    /// Operations that have to end within a time.
    pub(super) fn ops(&self, timeout: Duration) -> Ops {
        self.ops_of(0, timeout)
    }

    /// The same for one of several actors, whose requests are told apart.
    pub(super) fn ops_of(&self, who: u32, timeout: Duration) -> Ops {
        self.ops_over(Route::in_process(self.answering(who)), None, timeout)
    }

    /// Operations whose requests are signed, under Azure's own address.
    pub(super) fn signed_ops(&self, credential: Arc<dyn TokenCredential>, timeout: Duration) -> Ops {
        let endpoint = crate::azure::cloud::PUBLIC.endpoint.parse().unwrap();
        let route = Route { endpoint, carrier: Carrier::InProcess(self.answering(0)), signed: true };
        self.ops_over(route, Some(credential), timeout)
    }

    /// The emulator, as an actor meets it.
    fn answering(&self, who: u32) -> InProcess {
        let (emulator, requests) = (Arc::clone(&self.emulator), Arc::clone(&self.requests));
        let tricks = Arc::clone(&self.tricks);
        InProcess::new(move |request| {
            note(&requests, who, &request);
            let (emulator, tricks) = (Arc::clone(&emulator), tricks.lock().unwrap().clone());
            Box::pin(async move {
                let instead = tricks.instead(&request);
                let answer = emulator.answer(tricks.asked(request)).await;
                tricks.played(instead.map_or(answer, Ok))
            })
        })
    }

    /// A client of the sessions of the pool.
    pub(super) async fn sessions(&self) -> Sessions {
        let pool = self.ops(Duration::from_secs(60)).existing(&pool_id()).await.unwrap();
        let route = Route::in_process(self.answering(0)).onward(&pool.endpoint.unwrap()).unwrap();
        Sessions::new(&self.setup(route, None, None), pool.kind.unwrap()).unwrap()
    }

    /// A client of the price list that the emulator has.
    pub(super) fn prices(&self, timeout: Duration) -> Prices {
        let deadline = self.clock.now().checked_add(timeout).unwrap();
        Prices::new(&self.setup(Route::in_process(self.answering(0)), None, Some(deadline)))
    }

    fn setup(&self, route: Route, credential: Option<Arc<dyn TokenCredential>>, deadline: Option<Timestamp>) -> Setup {
        Setup {
            route,
            api_version: API_VERSION.to_owned(),
            credential,
            worked: Worked::default(),
            scope: String::new(),
            clock: Arc::clone(&self.clock),
            deadline,
        }
    }

    fn ops_over(&self, route: Route, credential: Option<Arc<dyn TokenCredential>>, timeout: Duration) -> Ops {
        let deadline = self.clock.now().checked_add(timeout).unwrap();
        let azure = Client::new(self.setup(route, credential, Some(deadline)));
        Ops {
            azure: azure.unwrap(),
            clock: Arc::clone(&self.clock),
            observer: self.steps.clone(),
            deadline,
            look_every: Duration::from_secs(3),
            unawaited: Unawaited::default(),
            journal: None,
            card: Arc::default(),
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

    /// From now on a GET whose path ends so is answered with this.
    pub(super) fn answer(&self, path_ends: &str, status: u16, body: Value) {
        self.tricks.lock().unwrap().answers.push((path_ends.to_owned(), status, body));
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
        token: request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned()),
    });
}

impl Tricks {
    fn instead(&self, request: &Request) -> Option<Response> {
        let is_meant = |ends: &str| request.method() == "GET" && request.uri().path().ends_with(ends);
        let (_, status, body) = self.answers.iter().rev().find(|(ends, _, _)| is_meant(ends))?;
        let response = http::Response::builder().status(*status).header("content-type", "application/json");
        Some(response.body(Bytes::from(body.to_string())).unwrap())
    }

    fn asked(&self, mut request: Request) -> Request {
        if self.ignores_scale && request.method() == "PATCH" {
            *request.body_mut() = Bytes::from_static(b"{}");
        }
        request
    }

    fn played(&self, answer: Result<Response, String>) -> Result<Response, String> {
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

/// A scale with five minutes of cooldown.
pub(super) fn settings(max: u32, ready: u32) -> Settings {
    Settings {
        max_sessions: max,
        ready_sessions: ready,
        lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(300) },
        expires_after: None,
    }
}

/// What an action is about: a pool whose base is that, and no events.
pub(super) fn intent(action: Action, base: Settings) -> Intent {
    Intent {
        action,
        base: Claim::base("idle", base),
        known: Known::default(),
        force: false,
        retry_zero: false,
        by: "ana@desk".into(),
    }
}

/// A lease of somebody's from the beginning of the world.
pub(super) fn lease(who: &str, max: u32, ready: u32, until: Option<Timestamp>) -> Lease {
    Lease {
        settings: settings(max, ready),
        profile: "contest".into(),
        from: START.parse().unwrap(),
        until,
        combine: Combine::Max,
        by: Person::named(who),
        reason: None,
    }
    .as_written()
}

/// A wish as decisions take it, for a scale with five minutes of cooldown.
pub(super) fn wish(direction: Direction, max: u32, ready: u32) -> Wish {
    Wish {
        direction,
        claim: "idle".into(),
        settings: settings(max, ready),
        base: settings(max, ready),
        has_claims: false,
        has_others: false,
        findings: vec![],
        events: vec![],
        records: BTreeMap::new(),
        force: false,
        retry_zero: false,
        floor: None,
        by: "ana@desk".into(),
        runner: None,
        heartbeat: None,
    }
}

/// Scaling up, without an end.
pub(super) fn up_to(wanted: Settings) -> Intent {
    let lease = Lease { settings: wanted, ..lease("ana@desk", 2, 0, None) };
    intent(Action::ScaleUp(lease), settings(5, 0))
}

/// Scaling down to a base.
pub(super) fn down_to(base: Settings) -> Intent {
    intent(Action::ScaleDown(Box::new(Down::new(Person::named("ana@desk"), Others::All, Holding::Keep))), base)
}
