//! Every recording of the real service, played against the emulator: what was sent then is sent again, and each answer
//! is compared with the recorded one, status, headers and body, member by member and in order.
//!
//! Differences are accepted by name and with a reason, and only where the values fit the reason. One that is not on
//! the list fails, and so does a name on the list that nothing needs any more.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use bytes::Bytes;
use http::{Method, Request, Response};
use pool::clock::TokioClock;
use pool::emulator::{Code, CodeRunner, Emulator, Forwarder, Options, Place, Ran, Times};
use pool::model::Kind;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A difference between a recorded answer and ours.
#[derive(Debug, Clone)]
struct Difference {
    /// `header:<name>`, or `body:<pointer>` with a list's pools as if each stood alone.
    place: String,
    recorded: Option<Value>,
    ours: Option<Value>,
}

/// A kind of difference that is accepted.
struct Accepted {
    name: &'static str,
    reason: &'static str,
    fits: fn(&Difference) -> bool,
}

const ACCEPTED: &[Accepted] = &[
    Accepted {
        name: "date of the answer",
        reason: "operations take the emulator's own time, so the clocks run apart",
        fits: |difference| difference.is("header:date") && difference.both().is_some(),
    },
    Accepted {
        name: "request ids",
        reason: "the recorder took them away",
        fits: |difference| {
            difference.is_new("header:x-ms-request-id") || difference.is_new("header:x-ms-correlation-request-id")
        },
    },
    Accepted {
        name: "retry-after",
        reason: "the recorder took it away; the gaps between the polls show that it was 15",
        fits: |difference| difference.is_new("header:retry-after") && difference.our_text() == "15",
    },
    Accepted {
        name: "rate limits",
        reason: "what is left of a limit depends on what else was asked; the runs of 2024-05 have fewer of the headers",
        fits: |difference| {
            let numbers = |value: &Option<Value>| text(value).chars().all(|c| c.is_ascii_digit());
            difference.place.starts_with("header:x-ms-ratelimit-remaining-subscription-")
                && numbers(&difference.recorded)
                && numbers(&difference.ours)
                && difference.ours.is_some()
        },
    },
    Accepted {
        name: "newer api-versions",
        reason: "the service has learnt versions since the recording",
        fits: |difference| {
            let both = difference.both();
            difference.is("header:api-supported-versions")
                && both.is_some_and(|(then, now)| now.starts_with(&format!("{then}, ")))
        },
    },
    Accepted {
        name: "operation identifier",
        reason: "ids and the region of the front door are new each time; the runs of 2024 do not have the header",
        fits: |difference| {
            let form = |text: String| text.starts_with("tenantId=00000000-") && text.len() > 120;
            difference.is("header:x-ms-operation-identifier")
                && form(difference.our_text())
                && difference.recorded.as_ref().is_none_or(|then| form(text(&Some(then.clone()))))
        },
    },
    Accepted {
        name: "original request ids",
        reason: "the runs of 2024 do not have the header, those of 2025 have it empty",
        fits: |difference| difference.is_new("header:x-ms-original-request-ids") && difference.our_text().is_empty(),
    },
    Accepted {
        name: "provider's headers on an empty list",
        reason: "ARM answers ten of eleven recorded empty lists by itself; one, 3 s after a deletion, came through the provider",
        fits: |difference| {
            let names = ["api-supported-versions", "vary", "x-powered-by", "x-ms-original-request-ids"];
            let place = difference.place.strip_prefix("empty list, header:");
            place.is_some_and(|name| names.contains(&name)) && difference.ours.is_none()
        },
    },
    Accepted {
        name: "tokens of operation URLs",
        reason: "time, certificate, signature and hash are new each time; the long ones are cut in the recordings",
        fits: |difference| {
            let lengths = |name: &str| match name {
                "t" => Some(18),
                "c" => Some(2956),
                "s" => Some(342),
                "h" => Some(43),
                _ => None,
            };
            let name = difference.place.rsplit('?').next().unwrap_or_default();
            let is_url = ["header:location?", "header:azure-asyncoperation?"]
                .iter()
                .any(|url| difference.place.starts_with(url));
            is_url && difference.recorded.is_some() && lengths(name) == Some(difference.our_text().len())
        },
    },
    Accepted {
        name: "instants",
        reason: "the clocks run apart; the form must be the same: up to seven digits, Z only where it was recorded",
        fits: |difference| {
            let names = ["/createdAt", "/lastModifiedAt", "/startTime", "/createdTime", "/lastModifiedTime"];
            names.iter().any(|name| difference.place.ends_with(name))
                && difference.both().is_some_and(|(then, now)| form(&then).is_some() && form(&then) == form(&now))
        },
    },
    Accepted {
        name: "who did it",
        reason: "nobody signs in at the emulator",
        fits: |difference| {
            ["body:/systemData/createdBy", "body:/systemData/lastModifiedBy"].contains(&difference.place.as_str())
                && difference.both().is_some()
        },
    },
    Accepted {
        name: "domain of the environment",
        reason: "Azure makes up a name for each environment",
        fits: |difference| {
            let without = |url: &str| {
                let mut labels: Vec<String> = url.split('.').map(str::to_owned).collect();
                (labels.len() == 5).then(|| labels.remove(1)).filter(|made_up| made_up.contains('-')).map(|_| labels)
            };
            difference.is("body:/properties/poolManagementEndpoint")
                && difference
                    .both()
                    .is_some_and(|(then, now)| without(&then).is_some() && without(&then) == without(&now))
        },
    },
    Accepted {
        name: "ids of identities",
        reason: "the recorder made them zeros; Entra gives new ones",
        fits: |difference| {
            let ends = ["/principalId", "/clientId"].iter().any(|name| difference.place.ends_with(name));
            ends && difference
                .both()
                .is_some_and(|(then, now)| then.len() == now.len() && then.starts_with("00000000-"))
        },
    },
    Accepted {
        name: "mcpServerSettings",
        reason: "null in every recording since 2025-09, absent before",
        fits: |difference| {
            difference.is_new("body:/properties/mcpServerSettings") && difference.ours == Some(Value::Null)
        },
    },
    Accepted {
        name: "a stopped session that is still counted",
        reason: "the service counted it four seconds after it was stopped; here it is gone at once",
        fits: |difference| {
            difference.place.ends_with("/templateUpdateStatus/activeTemplate/status/allocatedCount")
                && difference.recorded == Some(Value::from(1))
                && difference.ours == Some(Value::from(0))
        },
    },
    Accepted {
        name: "a ready session that is being replaced",
        reason: "there it was replaced within two seconds; here it takes the 4.4 s that others measured",
        fits: |difference| {
            let numbers = (&difference.recorded, &difference.ours);
            let is = |name: &str, then: u32, now: u32| {
                let place = format!("body:/properties/templateUpdateStatus/activeTemplate/status/{name}");
                difference.is(&place) && numbers == (&Some(Value::from(then)), &Some(Value::from(now)))
            };
            is("readyCount", 2, 1) || is("pendingCount", 0, 1)
        },
    },
    Accepted {
        name: "chunks",
        reason: "how a body is cut for its way is the server's business; here its length is said",
        fits: |difference| difference.place.ends_with("header:transfer-encoding") && difference.ours.is_none(),
    },
    Accepted {
        name: "ids of sessions and executions",
        reason: "they are new each time",
        fits: |difference| {
            let places = ["header:mise-correlation-id", "header:x-ms-session-guid", "body:/id"];
            let is_id = |text: &str| text.len() == 36 && text.matches('-').count() == 4;
            places.contains(&difference.place.as_str())
                && difference.both().is_some_and(|(then, now)| is_id(&then) && is_id(&now))
        },
    },
    Accepted {
        name: "times of an execution",
        reason: "how long each part took; the whole ones must be whole, and the others have a fraction",
        fits: |difference| {
            let is_number = |text: &str| text.parse::<f64>().is_ok_and(|time| time >= 0.0);
            let is_whole = |text: &str| text.chars().all(|c| c.is_ascii_digit());
            difference.place.starts_with("header:x-ms-")
                && ["-time", "-duration"].iter().any(|end| difference.place.ends_with(end))
                && difference
                    .both()
                    .is_some_and(|(then, now)| is_number(&then) && is_number(&now) && is_whole(&then) == is_whole(&now))
        },
    },
    Accepted {
        name: "versions of a stopped session",
        reason: "a later recording (2025-10) has the header, this one does not",
        fits: |difference| {
            difference.is_new("header:api-supported-versions") && difference.our_text() == "2025-02-02-preview"
        },
    },
];

impl Difference {
    fn is(&self, place: &str) -> bool {
        self.place == place
    }

    /// Whether only our answer has it.
    fn is_new(&self, place: &str) -> bool {
        self.is(place) && self.recorded.is_none() && self.ours.is_some()
    }

    fn our_text(&self) -> String {
        text(&self.ours)
    }

    /// Both values as texts, where both are there.
    fn both(&self) -> Option<(String, String)> {
        let text = |value: &Option<Value>| value.as_ref()?.as_str().map(str::to_owned);
        Some((text(&self.recorded)?, text(&self.ours)?))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<Value>| value.as_ref().map_or("(absent)".to_owned(), Value::to_string);
        write!(f, "{}: recorded {}, ours {}", self.place, shown(&self.recorded), shown(&self.ours))
    }
}

fn text(value: &Option<Value>) -> String {
    value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What follows the fraction of an instant that is written well.
fn form(instant: &str) -> Option<String> {
    let (seconds, rest) = instant.split_once('.')?;
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let plain =
        seconds.parse::<jiff::civil::DateTime>().is_ok() && (1..=7).contains(&digits) && !rest[..digits].ends_with('0');
    plain.then(|| rest[digits..].to_owned())
}

/// One recording being played.
struct Replay {
    emulator: Emulator,
    /// Names of operations then, and where ours are found.
    operations: BTreeMap<String, Ours>,
    /// Where the pool's sessions were used then, and where they are used here.
    endpoint: Option<(String, String)>,
}

/// Says what was said then, as if it had run the code.
#[derive(Debug)]
struct Then(Duration);

impl CodeRunner for Then {
    fn runs(&self, _: Kind) -> bool {
        true
    }

    fn run(&self, code: Code) -> std::pin::Pin<Box<dyn Future<Output = Ran> + Send + '_>> {
        assert_eq!((code.text.as_str(), code.timeout), ("print(\"Hello world\")", Duration::from_secs(60)));
        let took = self.0;
        let (stdout, stderr, result) = ("Hello world\n".to_owned(), String::new(), Value::from(""));
        Box::pin(async move { Ran { succeeded: true, stdout, stderr, result, took } })
    }
}

/// The container of the recorded pool: it answers with nothing.
fn container() -> Forwarder {
    Forwarder::new(|request| {
        assert_eq!(request.uri(), "/health?identifier=testidentifier000005");
        Box::pin(async {
            Ok(Response::builder().header("date", "Sun, 07 Sep 2025 04:51:06 GMT").body(Bytes::new()).unwrap())
        })
    })
}

struct Ours {
    name: String,
    url: String,
}

impl Replay {
    fn new(first_date: &str, took: Duration) -> Self {
        let date = jiff::fmt::rfc2822::parse(first_date).unwrap().timestamp();
        let start = date.checked_add(Duration::from_nanos(123_456_700)).unwrap();
        let (forwarder, runner) = (Some(container()), Some(Arc::new(Then(took)) as Arc<dyn CodeRunner>));
        let options = Options { times: Times::Realistic, forwarder, runner, ..Options::default() };
        let emulator = Emulator::open(Place::Memory, Arc::new(TokioClock::starting_at(start)), options).unwrap();
        Self { emulator, operations: BTreeMap::new(), endpoint: None }
    }

    async fn play(&mut self, request: &Value, recorded: &Value) -> Vec<Difference> {
        let uri = request["uri"].as_str().unwrap();
        let ends = operation_name(uri).is_some() && has_ended(recorded);
        // The longest realistic operation takes 411 s. `left_out` polls are those in between.
        tokio::time::advance(Duration::from_secs(if ends { 420 } else { 1 })).await;
        let ours = self.send(request, uri).await;
        self.remember(recorded, &ours);
        self.compare(recorded, &ours)
    }

    async fn send(&self, request: &Value, uri: &str) -> Response<Bytes> {
        let uri = operation_name(uri).map_or(uri.to_owned(), |name| self.operations[&name].url.clone());
        let uri = match &self.endpoint {
            Some((then, ours)) => uri.replacen(then, ours, 1),
            None => uri,
        };
        let method: Method = request["method"].as_str().unwrap().parse().unwrap();
        let body = match &request["body"] {
            Value::Null => String::new(),
            Value::String(form) => form.clone(),
            body => body.to_string(),
        };
        let mut built = Request::builder().method(method).uri(uri);
        for (name, value) in request["headers"].as_object().unwrap() {
            built = built.header(name, value.as_str().unwrap());
        }
        self.emulator.answer(built.body(Bytes::from(body)).unwrap()).await.unwrap()
    }

    /// Remembers our operation for one that the recording starts. Polls always go to its first URL, as the recorded
    /// client's did.
    fn remember(&mut self, recorded: &Value, ours: &Response<Bytes>) {
        for header in ["location", "azure-asyncoperation"] {
            let then = recorded["headers"][header].as_str().and_then(operation_name);
            let url = ours.headers().get(header).and_then(|value| value.to_str().ok());
            if let (Some(then), Some(url)) = (then, url) {
                let name = operation_name(url).unwrap();
                self.operations.entry(then).or_insert_with(|| Ours { name, url: url.to_owned() });
            }
        }
        let endpoint = |body: &Value| Some(body["properties"]["poolManagementEndpoint"].as_str()?.to_owned());
        if let (Some(then), Some(now)) = (endpoint(&recorded["body"]), endpoint(&body(ours))) {
            self.endpoint = Some((then, now));
        }
    }

    fn compare(&self, recorded: &Value, ours: &Response<Bytes>) -> Vec<Difference> {
        let mut found = Vec::new();
        let status = Value::from(ours.status().as_u16());
        differ("status", Some(&recorded["status"]), Some(&status), &mut found);
        let then = headers(
            recorded["headers"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str().unwrap())),
        );
        let now = headers(ours.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())));
        for place in then.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
            let now = now.get(place).map(|value| self.translated(value.clone()));
            differ(place, then.get(place), now.as_ref(), &mut found);
        }
        let body = body(ours);
        if body["value"].as_array().is_some_and(Vec::is_empty) {
            for difference in found.iter_mut().filter(|difference| difference.ours.is_none()) {
                difference.place.insert_str(0, "empty list, ");
            }
        }
        walk("body:", &recorded["body"], &self.translated(body), &mut found);
        found
    }

    /// Our answer with the names of operations as they were then.
    fn translated(&self, value: Value) -> Value {
        let mut text = value.to_string();
        for (then, ours) in &self.operations {
            text = text.replace(&ours.name, then);
        }
        serde_json::from_str(&text).unwrap()
    }
}

/// A body: JSON, or a text.
fn body(response: &Response<Bytes>) -> Value {
    match std::str::from_utf8(response.body()).unwrap() {
        "" => Value::Null,
        text => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
    }
}

/// The name of an operation in its URL.
fn operation_name(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("/operationStatuses/").or_else(|| url.split_once("/operationResults/"))?;
    Some(rest.split('?').next()?.to_owned())
}

fn has_ended(recorded: &Value) -> bool {
    recorded["status"] != 202 && recorded["body"]["status"] != "InProgress"
}

/// Headers by place; URLs taken apart, so that each part is compared.
fn headers<'a>(all: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, Value> {
    let mut parts = BTreeMap::new();
    for (name, value) in all {
        match url::Url::parse(value) {
            Ok(url) => {
                parts.insert(format!("header:{name}"), Value::from(url[..url::Position::AfterPath].to_owned()));
                for (key, value) in url.query_pairs() {
                    parts.insert(format!("header:{name}?{key}"), Value::from(value.into_owned()));
                }
            }
            Err(_) => drop(parts.insert(format!("header:{name}"), Value::from(value))),
        }
    }
    parts
}

fn differ(place: &str, recorded: Option<&Value>, ours: Option<&Value>, found: &mut Vec<Difference>) {
    if recorded != ours {
        found.push(Difference { place: place.to_owned(), recorded: recorded.cloned(), ours: ours.cloned() });
    }
}

fn walk(place: &str, recorded: &Value, ours: &Value, found: &mut Vec<Difference>) {
    match (recorded, ours) {
        (Value::Object(then), Value::Object(now)) => {
            for name in then.keys().chain(now.keys().filter(|name| !then.contains_key(*name))) {
                let place = format!("{place}/{}", name.replace('/', "~1"));
                match (then.get(name), now.get(name)) {
                    (Some(then), Some(now)) => walk(&place, then, now, found),
                    (then, now) => differ(&place, then, now, found),
                }
            }
            let order = |object: &serde_json::Map<String, Value>, other: &serde_json::Map<String, Value>| {
                object.keys().filter(|name| other.contains_key(*name)).cloned().collect::<Value>()
            };
            differ(&format!("{place} (order)"), Some(&order(then, now)), Some(&order(now, then)), found);
        }
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            for (index, (then, now)) in then.iter().zip(now).enumerate() {
                // A pool in a list is compared as one that stands alone.
                let place = if place == "body:/value" { "body:".to_owned() } else { format!("{place}/{index}") };
                walk(&place, then, now, found);
            }
        }
        (then, now) => differ(place, Some(then), Some(now), found),
    }
}

fn recordings() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/recordings");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test(start_paused = true)]
async fn the_emulator_answers_as_the_recordings_do() {
    let (mut played, mut used, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for file in recordings() {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let recording: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let interactions = recording["interactions"].as_array().unwrap();
        let took = interactions.iter().find_map(|interaction| {
            let body = &interaction["response"]["body"];
            let result = [&body["result"], &body["properties"]].map(|it| it["executionTimeInMilliseconds"].as_u64());
            result.into_iter().flatten().next()
        });
        let first_date = interactions[0]["response"]["headers"]["date"].as_str().unwrap();
        let mut replay = Replay::new(first_date, Duration::from_millis(took.unwrap_or_default()));
        for (index, interaction) in interactions.iter().enumerate() {
            if interaction["request"]["uri"].is_null() {
                continue;
            }
            for difference in replay.play(&interaction["request"], &interaction["response"]).await {
                match ACCEPTED.iter().find(|accepted| (accepted.fits)(&difference)) {
                    Some(accepted) => drop(used.insert(accepted.name)),
                    None => wrong.push(format!("{name} #{index}: {difference}")),
                }
            }
            played += 1;
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(played, 161, "recorded requests that were played");
    for accepted in ACCEPTED {
        assert!(used.contains(accepted.name), "nothing needs `{}` any more ({})", accepted.name, accepted.reason);
    }
}

#[tokio::test(start_paused = true)]
async fn the_examples_of_the_specification_are_taken() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples");
    let mut taken = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let example: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let parameters = &example["parameters"];
        let (method, body, expected) =
            match parameters.as_object().unwrap().keys().find(|name| name.ends_with("nvelope")) {
                Some(name) if file.to_string_lossy().contains("CreateOrUpdate") => ("PUT", &parameters[name], 201),
                Some(name) => ("PATCH", &parameters[name], 202),
                None => continue,
            };
        let replay = Replay::new("Sat, 05 Dec 2026 08:00:00 GMT", Duration::ZERO);
        let version = parameters["api-version"].as_str().unwrap();
        let pool = "https://x/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/p";
        let request = |method: &str, body: &Value| serde_json::json!({"method": method, "headers": {}, "body": body});
        let mut before = body.clone();
        if method == "PATCH" {
            before["location"] = Value::from("eastus");
            before["properties"]["containerType"] = Value::from("CustomContainer");
            before["properties"]["environmentId"] = Value::from("/e");
        }
        let url = format!("{pool}?api-version={version}");
        let made = replay.send(&request("PUT", &before), &url).await;
        assert_eq!(made.status(), 201, "{}: {:?}", file.display(), made.body());
        if method == "PATCH" {
            tokio::time::advance(Duration::from_secs(420)).await;
            assert_eq!(replay.send(&request(method, body), &url).await.status(), expected, "{}", file.display());
        }
        taken += 1;
    }
    assert_eq!(taken, 5);
}

#[test]
fn a_difference_that_does_not_fit_its_reason_is_not_accepted() {
    let cases = [
        ("status", "200", "201"),
        ("header:x-cache", "CONFIG_NOCACHE", "HIT"),
        ("header:retry-after", "15", "1"),
        ("header:api-supported-versions", "2024-02-02-preview", "2026-07-01"),
        ("header:location", "https://a/b", "https://a/c"),
        ("header:location?api-version", "2025-01-01", "2025-07-01"),
        ("header:location?t", "638899648271400244", "0"),
        ("body:/type", "Microsoft.App/sessionpools", "Microsoft.App/sessionPools"),
        ("body:/systemData/createdAt", "2025-08-05T04:27:02.3895684", "2025-08-05T04:27:02.3895684Z"),
        ("body:/systemData/createdAt", "2025-08-05T04:27:02.3895684", "2025-08-05T04:27:02.389568400"),
        ("body:/properties/poolManagementEndpoint", "https://p.a-1.eastus.x.io", "https://p.a-1.westus.x.io"),
        ("body:/properties/provisioningState", "Succeeded", "InProgress"),
    ];
    for (place, recorded, ours) in cases {
        let of = |text: &str| Some(Value::from(text));
        let difference = Difference { place: place.to_owned(), recorded: of(recorded), ours: of(ours) };
        let accepted = ACCEPTED.iter().find(|accepted| (accepted.fits)(&difference));
        assert!(accepted.is_none(), "{difference} is accepted as {}", accepted.unwrap().name);
    }
}
