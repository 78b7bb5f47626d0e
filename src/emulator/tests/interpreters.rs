//! Code interpreters, containers that requests are handed on to, and what Azure Monitor says of all that.

use super::*;
use crate::emulator::{Code, CodeRunner, Forwarder, Ran};
use crate::model::Kind;
use http::Response;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// Writes the code into the session's folder, and takes as many seconds as the code is long.
#[derive(Debug, Default)]
struct Typist {
    at_once: AtomicU32,
    most_at_once: AtomicU32,
    cut: AtomicU32,
}

impl CodeRunner for Typist {
    fn runs(&self, kind: Kind) -> bool {
        kind == Kind::PythonLTS
    }

    fn run(&self, code: Code) -> Pin<Box<dyn Future<Output = Ran> + Send + '_>> {
        struct Leave<'a>(&'a Typist, bool);
        impl Drop for Leave<'_> {
            fn drop(&mut self) {
                self.0.at_once.fetch_sub(1, Ordering::SeqCst);
                self.0.cut.fetch_add(u32::from(!self.1), Ordering::SeqCst);
            }
        }
        Box::pin(async move {
            let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_at_once.fetch_max(now, Ordering::SeqCst);
            let mut leave = Leave(self, false);
            let took = Duration::from_secs(code.text.len() as u64).min(code.timeout);
            clock().sleep(took).await;
            std::fs::write(code.folder.join("typed.txt"), &code.text).unwrap();
            leave.1 = true;
            let (stdout, stderr) = (code.text.to_uppercase(), String::new());
            Ran { succeeded: code.text != "bad", stdout, stderr, result: json!(took.as_secs()), took }
        })
    }
}

struct Desk {
    azure: Azure,
    typist: Arc<Typist>,
}

const NEW: &str = "2025-10-02-preview";
const OLD: &str = "2024-02-02-preview";

impl Desk {
    async fn open(times: Times) -> Self {
        let typist = Arc::new(Typist::default());
        let runner: Option<Arc<dyn CodeRunner>> = Some(Arc::clone(&typist) as _);
        let azure = Azure::with(Options { times, runner, ..Options::default() });
        azure.send("PUT", &path("py"), &python()).await;
        let mut node = python();
        node["properties"]["containerType"] = json!("NodeLTS");
        azure.send("PUT", &path("node"), &node).await;
        Self { azure, typist }
    }

    async fn ask(&self, method: &str, rest: &str, version: &str, body: &str) -> Answer {
        self.azure.try_send(method, &url("py", rest, version), body).await.unwrap()
    }

    async fn upload(&self, rest: &str, version: &str, name: &str, content: &[u8]) -> Answer {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), content, b"\r\n--b--\r\n"].concat();
        let request = Request::post(format!("https://emulator.test{}", url("py", rest, version)))
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Bytes::from(body));
        taken_apart(self.azure.emulator.answer(request.unwrap()).await.unwrap())
    }
}

fn url(pool: &str, rest: &str, version: &str) -> String {
    let path = path(pool).replace("/providers/Microsoft.App", "");
    let join = if rest.contains('?') { '&' } else { '?' };
    let identifier = if rest.contains("identifier=") { "" } else { "&identifier=user-1" };
    format!("/dynamic{path}/{rest}{join}api-version={version}{identifier}")
}

fn taken_apart(response: Response<Bytes>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

fn code(text: &str) -> String {
    json!({"code": text}).to_string()
}

#[tokio::test(start_paused = true)]
async fn code_runs_in_either_shape_and_failing_is_no_error() {
    let desk = Desk::open(Times::Realistic).await;
    let first = desk.ask("POST", "executions", NEW, &code("abc")).await;
    assert_eq!((first.status, &first.body["status"]), (200, &json!("Succeeded")));
    assert_eq!((&first.body["identifier"], &first.body["result"]["stdout"]), (&json!("user-1"), &json!("ABC")));
    assert_eq!(first.body["result"]["executionTimeInMilliseconds"], 3_000);
    assert_eq!(first.header("x-ms-allocation-time"), Some("4100.0000"), "a new session starts in 4.1 s");
    let bad = desk.ask("POST", "execute", NEW, &code("bad")).await;
    assert_eq!((bad.status, &bad.body["status"]), (200, &json!("Failed")));
    assert_eq!(bad.header("x-ms-allocation-time"), Some("0.0000"));
    assert_eq!(bad.header("x-ms-session-guid"), first.header("x-ms-session-guid"));
    let wrapped = json!({"properties": {"code": "bad"}}).to_string();
    let old = desk.ask("POST", "code/execute", OLD, &wrapped).await;
    assert_eq!((old.status, &old.body["properties"]["status"]), (200, &json!("Failure")));
    assert_eq!(desk.ask("POST", "executions", NEW, &wrapped).await.code(), "SessionPropertiesMissing");
    assert_eq!(desk.ask("POST", "executions", "2024-10-02-preview", &code("x")).await.status, 202);
    let long = desk.ask("POST", "executions", NEW, &code(&"x".repeat(500))).await;
    assert_eq!(long.body["result"]["executionResult"], 220, "and no longer");
    let node = desk.azure.try_send("POST", &url("node", "executions", NEW), &code("x")).await.unwrap();
    assert!(node.body["error"]["message"].as_str().unwrap().contains("NodeLTS"), "{node:?}");
}

#[tokio::test(start_paused = true)]
async fn files_are_kept_with_the_session() {
    let desk = Desk::open(Times::Fast).await;
    let put = desk.upload("files", NEW, "a b.csv", b"1,2\n").await;
    assert_eq!((put.status, &put.body["name"], &put.body["sizeInBytes"]), (200, &json!("a b.csv"), &json!(4)));
    assert_eq!(desk.upload("files?path=in/deep", NEW, "x", b"\0\xff").await.status, 200);
    assert_eq!(desk.upload("files/upload", OLD, "old.txt", b"").await.body["value"][0]["properties"]["size"], 0);
    desk.ask("POST", "executions", NEW, &code("me")).await;
    let names = |list: &Answer| -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        list.body["value"].as_array().unwrap().iter().map(|it| (text(&it["name"]), text(&it["contentType"]))).collect()
    };
    let list = desk.ask("GET", "files", NEW, "").await;
    let expected = [
        ("a b.csv", "text/csv; charset=utf-8"),
        ("in", ""),
        ("old.txt", "text/plain; charset=utf-8"),
        ("typed.txt", "text/plain; charset=utf-8"),
    ];
    assert_eq!(names(&list), expected.map(|(name, kind)| (name.to_owned(), kind.to_owned())));
    assert_eq!(desk.ask("GET", "files?path=in/deep", NEW, "").await.body["value"][0]["sizeInBytes"], 2);
    let old = desk.ask("GET", "files?path=", OLD, "").await;
    let ids: Vec<_> = old.body["value"].as_array().unwrap().iter().map(|it| it["properties"]["$id"].clone()).collect();
    assert_eq!(ids, ["3", "5", "7"], "files, and no folders");
    let request = Request::get(format!("https://h{}", url("py", "files/x/content?path=in/deep", NEW)));
    let response = desk.azure.emulator.answer(request.body(Bytes::new()).unwrap()).await.unwrap();
    assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, &b"\0\xff"[..]));
    assert_eq!(desk.ask("GET", "files/content/a%20b.csv", OLD, "").await.status, 200);
    assert_eq!(desk.ask("DELETE", "files/a%20b.csv", NEW, "").await.status, 204);
    assert_eq!(desk.ask("DELETE", "files/a%20b.csv", NEW, "").await.status, 404);
    let other = desk.ask("GET", "files/typed.txt?identifier=user-2", NEW, "").await;
    assert_eq!(other.code(), "FileNotFound", "sessions see each other's files not");
    assert_eq!(desk.ask("DELETE", "session", NEW, "").await.status, 204);
    let gone = desk.ask("GET", "files", NEW, "").await;
    assert_eq!(gone.body, json!({"$id": "1", "value": []}));
}

#[tokio::test(start_paused = true)]
async fn an_upload_has_a_most() {
    let desk = Desk::open(Times::Instant).await;
    let file = vec![b'x'; (128 << 20) + 1];
    let refused = desk.upload("files", NEW, "big", &file).await;
    assert_eq!((refused.status, refused.code()), (413, "FileTooLarge"));
}

#[tokio::test(start_paused = true)]
async fn what_runs_in_a_session_ends_with_it_and_waits_for_its_turn() {
    let desk = Desk::open(Times::Instant).await;
    let text = code(&"x".repeat(30));
    let stop = async {
        pass(10_000).await;
        desk.ask("DELETE", "session", NEW, "").await
    };
    let (run, stopped) = tokio::join!(desk.ask("POST", "executions", NEW, &text), stop);
    assert_eq!((run.status, run.code(), stopped.status), (409, "SessionEnded", 204));
    assert_eq!((desk.typist.at_once.load(Ordering::SeqCst), desk.typist.cut.load(Ordering::SeqCst)), (0, 1));
    let (one, two) =
        tokio::join!(desk.ask("POST", "executions", NEW, &text), desk.ask("POST", "executions", NEW, &text),);
    assert_eq!((one.status, two.status, desk.typist.most_at_once.load(Ordering::SeqCst)), (200, 200, 1));
    let end = async {
        pass(1_000).await;
        desk.azure.emulator.end_sessions();
    };
    let (run, ()) = tokio::join!(desk.ask("POST", "executions", NEW, &text), end);
    assert_eq!(run.code(), "SessionEnded");
}

#[tokio::test(start_paused = true)]
async fn pages_run_no_code() {
    let desk = Desk::open(Times::Instant).await;
    let request = Request::post(format!("http://127.0.0.1:8787{}", url("py", "executions", NEW)));
    let request = request.header("origin", "https://page.example").body(Bytes::from(code("x"))).unwrap();
    assert_eq!(taken_apart(desk.azure.emulator.answer(request).await.unwrap()).code(), "EmulatorRunsNoCodeOfPages");
    assert_eq!(desk.typist.most_at_once.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn requests_are_handed_on_to_the_container() {
    let heard: Arc<Mutex<Vec<Request<Bytes>>>> = Arc::default();
    let hears = Arc::clone(&heard);
    let forwarder = Forwarder::new(move |request| {
        let answer = match request.uri().path() {
            "/broken" => Err("connection refused".to_owned()),
            _ => Ok(Response::builder()
                .status(418)
                .header("x-its", "1")
                .header("connection", "close")
                .body(Bytes::from_static(b"tea"))
                .unwrap()),
        };
        hears.lock().unwrap().push(request);
        Box::pin(async move { answer })
    });
    let id = path("p").parse::<PoolId>().unwrap();
    let seed = Some(Seed { id, body: custom(20, 1) });
    let azure = Azure::with(Options { forwarder: Some(forwarder), seed, ..Options::default() });
    let base = format!("http://127.0.0.1:8787/dynamic{}", path("p").replace("/providers/Microsoft.App", ""));
    let request = Request::put(format!("{base}/a%2Fb//c?x=%20&identifier=user-1"))
        .header("authorization", "Bearer secret")
        .header("connection", "x-hop")
        .header("x-hop", "1")
        .header("x-mine", "2")
        .body(Bytes::from_static(b"\0body"));
    let response = azure.emulator.answer(request.unwrap()).await.unwrap();
    assert_eq!((response.status().as_u16(), response.body().as_ref()), (418, &b"tea"[..]));
    assert_eq!(response.headers().keys().map(|name| name.as_str()).collect::<Vec<_>>(), ["x-its"]);
    let handed_on = heard.lock().unwrap().pop().unwrap();
    assert_eq!(
        (handed_on.method().as_str(), handed_on.uri().to_string()),
        ("PUT", "/a%2Fb//c?x=%20&identifier=user-1".into())
    );
    assert_eq!(handed_on.body().as_ref(), b"\0body");
    assert_eq!(handed_on.headers().keys().map(|name| name.as_str()).collect::<Vec<_>>(), ["x-mine"]);
    assert_eq!(azure.follow(&format!("{base}/broken?identifier=user-1")).await.status, 502);
    assert_eq!(azure.follow(&format!("{base}?identifier=user-1")).await.status, 418);
    assert_eq!(azure.follow(&format!("{base}/?identifier=abc")).await.status, 400);
    assert_eq!(heard.lock().unwrap().len(), 2, "the path of the pool alone is the container's /");
    assert_eq!(azure.counts().await.4, 1);
}

#[tokio::test(start_paused = true)]
async fn azure_monitor_remembers_every_minute() {
    let azure = Azure::with_pool(Options::default());
    let endpoint = format!("/dynamic{}", path("p").replace("/providers/Microsoft.App", ""));
    pass(90_000).await;
    azure.try_send("GET", &format!("{endpoint}/x?identifier=user-1"), "").await.unwrap();
    pass(90_000).await;
    let ask = |query: &str| {
        let route = format!("{}/providers/Microsoft.Insights/metrics?api-version=2024-02-01{query}", path("p"));
        let azure = &azure;
        async move { azure.try_send("GET", &route, "").await.unwrap() }
    };
    let span = "&timespan=2026-12-05T07:59:00Z/2026-12-05T08:03:00Z&interval=PT1M&aggregation=maximum,average";
    let names = "&metricnames=PoolExecutingPodCount,PoolPendingPodCount";
    let answer = ask(&format!("{span}{names}&metricnamespace=Microsoft.App/sessionpools")).await;
    assert_eq!((answer.status, &answer.body["interval"]), (200, &json!("PT1M")));
    let data = |which: usize| answer.body["value"][which]["timeseries"][0]["data"].clone();
    let at = |minute: &str| format!("2026-12-05T{minute}:00Z");
    assert_eq!(
        data(0),
        json!([
            {"timeStamp": at("07:59")},
            {"timeStamp": at("08:00"), "maximum": 0.0, "average": 0.0},
            {"timeStamp": at("08:01"), "maximum": 1.0, "average": 0.5},
            {"timeStamp": at("08:02"), "maximum": 1.0, "average": 1.0},
        ])
    );
    assert_eq!(data(1)[2], json!({"timeStamp": at("08:01"), "maximum": 1.0, "average": 4.4 / 60.0}));
    assert_eq!(answer.body["value"][0]["name"]["value"], "PoolExecutingPodCount");
    let all = ask("").await;
    assert_eq!((all.body["value"].as_array().unwrap().len(), all.status), (3, 200));
    for wrong in ["&metricnames=QueueLength", "&timespan=PT1H", "&interval=PT5M", "&aggregation=p99"] {
        assert_eq!((ask(wrong).await.status, ask(wrong).await.code()), (400, "BadRequest"), "{wrong}");
    }
    azure.send("PUT", &path("py"), &python()).await;
    let python = azure.get(&format!("{}/providers/microsoft.insights/METRICS", path("py"))).await;
    assert_eq!(python.body["value"].as_array().unwrap().len(), 1);
    assert_eq!(azure.get(&format!("{}/providers/microsoft.insights/metrics", path("q"))).await.status, 404);
}
