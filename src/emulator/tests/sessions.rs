//! Sessions: who is given one, when it ends, and what the control plane says of it.

use super::*;
use crate::emulator::{FullPool, Switches};

/// The path of the pool's endpoint, and what follows.
fn at(pool: &str, rest: &str, query: &str) -> String {
    let path = path(pool).replace("/providers/Microsoft.App", "");
    format!("/dynamic{path}{rest}?api-version=2025-02-02-preview&{query}")
}

impl Azure {
    async fn ask(&self, method: &str, url: &str) -> Answer {
        self.try_send(method, url, "").await.unwrap()
    }

    /// A request to the container of an identifier's session in the pool `p`.
    async fn use_it(&self, identifier: &str) -> Answer {
        self.ask("GET", &at("p", "/x", &format!("identifier={identifier}"))).await
    }

    async fn manage(&self, what: &str, query: &str) -> Answer {
        self.ask("POST", &at("p", &format!("/.management/{what}"), query)).await
    }

    /// Ready, pending, expected and allocated of the pool `p`.
    pub(super) async fn now(&self) -> [u64; 4] {
        let (_, ready, pending, expected, allocated) = self.counts().await;
        [ready, pending, expected, allocated]
    }
}

pub(super) fn with(max: u32, ready: u32, options: Options) -> Azure {
    let id = path("p").parse::<PoolId>().unwrap();
    Azure::with(Options { seed: Some(Seed { id, body: custom(max, ready) }), ..options })
}

#[tokio::test(start_paused = true)]
async fn a_ready_session_is_taken_replaced_and_cools_down() {
    let azure = with(20, 2, Options::default());
    assert_eq!(azure.now().await, [2, 0, 2, 0]);
    let first = azure.use_it("user-1").await;
    assert_eq!((first.status, &first.body["identifier"], &first.body["path"]), (200, &json!("user-1"), &json!("/x")));
    assert_eq!(azure.now().await, [1, 1, 2, 1], "the ready one is being replaced");
    pass(4_400).await;
    assert_eq!(azure.now().await, [2, 0, 2, 1]);
    let again = azure.use_it("user-1").await;
    assert_eq!(again.body["session"], first.body["session"], "an identifier finds its session again");
    pass(299_999).await;
    assert_eq!(azure.now().await, [2, 0, 2, 1]);
    pass(1).await;
    assert_eq!(azure.now().await, [2, 0, 2, 0]);
    assert_ne!(azure.use_it("user-1").await.body["session"], first.body["session"]);
}

#[tokio::test(start_paused = true)]
async fn a_cold_session_is_waited_for_and_a_full_pool_refuses() {
    for (times, expected) in [(Times::Fast, 4_400), (Times::Realistic, 4_400), (Times::Instant, 0)] {
        for (full_pool, status) in [(FullPool::Refused429, 429), (FullPool::NotFound404, 404)] {
            let switches = Switches { full_pool, ..Switches::default() };
            let azure = with(2, 0, Options { times, switches, ..Options::default() });
            let watch = clock();
            let (one, two) = tokio::join!(azure.use_it("user-1"), azure.use_it("user-1"));
            assert_eq!((one.status, &one.body["session"]), (200, &two.body["session"]));
            let took = watch.now().duration_since("2026-12-05T08:00:00Z".parse().unwrap()).as_millis();
            assert_eq!(took, expected, "{times:?}");
            azure.use_it("user-2").await;
            assert_eq!(azure.now().await, [0, 0, 0, 2]);
            let refused = azure.use_it("user-3").await;
            assert_eq!(refused.status, status);
            let text = "Error happened when allocating pod for identifier user-3 in pool p";
            assert_eq!(refused.body["error"]["message"], text);
            assert_eq!(azure.use_it("user-2").await.status, 200, "who has a session keeps it");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_goes_before_the_start_gives_the_session_back() {
    let azure = with(2, 0, Options::default());
    {
        let waiting = azure.use_it("user-1");
        tokio::pin!(waiting);
        assert!(futures::poll!(waiting.as_mut()).is_pending());
        assert_eq!(azure.now().await, [0, 1, 0, 0], "it starts for somebody");
    }
    pass(4_400).await;
    assert_eq!(azure.now().await, [0, 0, 0, 1]);
    pass(300_000).await;
    assert_eq!(azure.now().await, [0, 0, 0, 0], "and cools down from there");
}

#[tokio::test(start_paused = true)]
async fn sessions_are_shown_listed_and_stopped() {
    let azure = with(700, 1, Options { times: Times::Instant, ..Options::default() });
    assert_eq!(azure.manage("getSession", "identifier=user-1").await.code(), "SessionWithIdentifierNotFound");
    assert_eq!(azure.now().await, [1, 0, 1, 0], "looking allocates nothing");
    azure.use_it("user-1").await;
    pass(60_000).await;
    azure.use_it("user-1").await;
    let shown = azure.manage("getSession", "identifier=user-1").await;
    assert_eq!((shown.status, &shown.body["createdAt"]), (200, &json!("2026-12-05T08:00:00Z")));
    assert_eq!(shown.body["lastAccessedAt"], "2026-12-05T08:01:00Z");
    assert_eq!(shown.body["expiresAt"], "2026-12-05T08:06:00Z");
    for number in 2..=601 {
        azure.use_it(&format!("user-{number}")).await;
    }
    let (mut names, mut url, mut pages) = (vec![], at("p", "/.management/listSessions", "skip=0"), vec![]);
    loop {
        let page = azure.ask("POST", &url).await;
        names.extend(page.body["value"].as_array().unwrap().iter().map(|it| it["identifier"].clone()));
        pages.push(page.body["count"].as_u64().unwrap());
        match page.body["nextLink"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(pages, [300, 300, 1]);
    assert_eq!(names, (1..=601).map(|number| json!(format!("user-{number}"))).collect::<Vec<_>>());
    let stopped = azure.manage("stopSession", "identifier=user-1").await;
    assert_eq!((stopped.status, azure.now().await), (200, [1, 0, 1, 600]));
    assert_eq!(azure.manage("stopSession", "identifier=user-1").await.status, 400);
    assert_eq!(azure.manage("getSession", "identifier=user-1").await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_says_why() {
    let azure = with(2, 1, Options::default());
    azure.send("PUT", &path("py"), &python()).await;
    azure.send("PUT", &path("new"), &custom(5, 1)).await;
    let none = |pool: &str, rest: &str, identifier: &str| at(pool, rest, identifier);
    for (method, url, status, code) in [
        ("GET", none("p", "/x", ""), 400, "SessionRequestValidationFailed"),
        ("GET", none("p", "/x", "identifier=abc"), 400, "InvalidLengthOfSessionIdentifier"),
        ("GET", none("p", "/x", "identifier=a_b_c"), 400, "SessionRequestValidationFailed"),
        ("GET", none("nowhere", "/x", "identifier=abcd"), 404, "SessionPoolNotFound"),
        ("GET", none("new", "/x", "identifier=abcd"), 429, "SessionAllocationFailed"),
        ("GET", none("p", "/.management/stopSession", "identifier=abcd"), 400, "SessionRequestNotSupported"),
        ("POST", none("p", "/.management/other", "identifier=abcd"), 400, "SessionRequestNotSupported"),
        ("POST", none("p", "/.management/listSessions", "skip=-1"), 400, "SessionRequestValidationFailed"),
        ("POST", none("py", "/.management/stopSession", "identifier=abcd"), 400, "SessionRequestNotSupported"),
        ("PUT", none("py", "/files", "identifier=abcd"), 400, "SessionRequestNotSupported"),
        ("DELETE", none("py", "/session", "identifier=abcd"), 400, "SessionWithIdentifierNotFound"),
        ("GET", none("py", "/files/x", "identifier=abcd"), 404, "FileNotFound"),
        ("GET", none("py", "/files/..%2Fx/content", "identifier=abcd"), 400, "SessionRequestValidationFailed"),
        ("GET", none("py", "/files", "identifier=abcd&path=a/../../b"), 400, "SessionRequestValidationFailed"),
        ("POST", none("py", "/files", "identifier=abcd"), 400, "SessionRequestValidationFailed"),
    ] {
        let answer = azure.ask(method, &url).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{method} {url}");
    }
    let bare = at("p", "/.management/listSessions", "").replace("api-version", "v");
    assert_eq!(azure.ask("POST", &bare).await.code(), "ApiVersionUnspecified");
    let regional = path("p").replace("/providers/Microsoft.App", "");
    let regional = format!("https://eastus2.dynamicsessions.io{regional}/files?identifier=abcd");
    assert_eq!(azure.ask("GET", &regional).await.code(), "DynamicApisNotAllowed");
    let code = json!({"code": "1"}).to_string();
    let refused = azure.try_send("POST", &at("py", "/executions", "identifier=abcd"), &code).await.unwrap();
    assert_eq!((refused.status, refused.code()), (400, "EmulatorRunsNoCode"));
    assert!(refused.body["error"]["message"].as_str().unwrap().contains("--exec python3"));
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_leads_to_the_pool_under_any_name_of_the_emulator() {
    let azure = with(2, 1, Options::default());
    for origin in
        ["http://127.0.0.1:8787", "http://emulator.localhost", "https://arm.test", "https://management.azure.com"]
    {
        let pool = azure.follow(&format!("{origin}{}?api-version=2026-07-01", path("p"))).await;
        let endpoint = pool.property("poolManagementEndpoint").as_str().unwrap().to_owned();
        assert_eq!(azure.follow(&format!("{endpoint}/a?identifier=user-1")).await.status, 200, "{endpoint}");
        assert_eq!(endpoint.starts_with(origin), !origin.contains("azure"), "{endpoint}");
    }
    assert_eq!(azure.follow("https://q.env.eastus2.azurecontainerapps.io/?identifier=user-1").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_change_of_scale_reaches_the_sessions_at_its_end() {
    let azure = with(2, 1, Options::default());
    azure.use_it("user-1").await;
    azure.use_it("user-2").await;
    azure.send("PATCH", &path("p"), &scale(6, 3)).await;
    assert_eq!((azure.use_it("user-3").await.status, azure.now().await), (429, [0, 3, 3, 2]));
    pass(1_999).await;
    assert_eq!(azure.use_it("user-3").await.status, 429, "the operation is still at work");
    pass(1).await;
    // One by one, as the operation brings them, whoever asks first.
    pass(300).await;
    assert_eq!(azure.use_it("user-3").await.status, 200);
    assert_eq!(azure.now().await, [0, 3, 3, 3]);
    // The one that replaces it starts like any other.
    pass(4_400).await;
    assert_eq!(azure.now().await, [3, 0, 3, 3]);
    azure.send("PATCH", &path("p"), &scale(4, 1)).await;
    pass(2_000).await;
    assert_eq!(azure.now().await, [1, 0, 1, 3], "nobody's session ends");
    azure.send("DELETE", &path("p"), &Value::Null).await;
    assert_eq!(azure.use_it("user-1").await.status, 200, "it serves until it is gone");
    pass(1_500).await;
    assert_eq!(azure.use_it("user-1").await.code(), "SessionPoolNotFound");
}

#[tokio::test(start_paused = true)]
async fn a_pool_whose_sessions_are_asked_for_late_counts_as_before() {
    for times in [Times::Fast, Times::Realistic] {
        let [one, two] = [(), ()].map(|()| with(20, 1, Options { times, ..Options::default() }));
        let mut seen = Vec::new();
        for azure in [&one, &two] {
            azure.send("PATCH", &path("p"), &scale(20, 9)).await;
        }
        for step in 0..80 {
            // One of them has its sessions opened by a look at them, at any time.
            if step == 1 || step == 30 {
                assert_eq!(two.manage("listSessions", "").await.status, 200);
            }
            seen.push(one.now().await);
            assert_eq!(seen.last(), Some(&two.now().await), "{times:?} {step}");
            pass(if times == Times::Fast { 100 } else { 3_000 }).await;
        }
        assert_eq!((seen[0], seen[79]), ([1, 8, 9, 0], [9, 0, 9, 0]));
    }
}

/// One process has followed the sessions all the while, another is started for each look, as with `--local`.
#[tokio::test(start_paused = true)]
async fn processes_agree_whatever_was_on_its_way_when_an_operation_began() {
    let cases = [
        (Times::Fast, [(1, 2_100), (3, 3_500), (12, 2_700), (15, 2_050), (4, 3_000)]),
        (Times::Fast, [(10, 2_000), (11, 2_400), (2, 2_100), (5, 2_850), (16, 9_000)]),
        (Times::Realistic, [(1, 158_000), (9, 158_050), (3, 159_000), (5, 158_000), (1, 160_000)]),
        (Times::Instant, [(1, 50), (9, 50), (3, 50), (5, 50), (1, 50)]),
    ];
    for (times, changes) in cases {
        let folder = tempfile::tempdir().unwrap();
        let clock = clock();
        let open = || {
            let id = path("p").parse::<PoolId>().unwrap();
            let options = Options { seed: Some(Seed { id, body: custom(20, 0) }), times, ..Options::default() };
            let place = Place::File(folder.path().join("store"));
            Azure { emulator: Emulator::open(place, clock.clone(), options).unwrap() }
        };
        let one = open();
        for (ready, milliseconds) in changes {
            assert_eq!(one.send("PATCH", &path("p"), &scale(20, ready)).await.status, 202);
            pass(milliseconds.max(2_000) - 2_000).await;
            for passed in (0..=milliseconds.min(2_000)).step_by(50) {
                let (state, seen) = (one.counts().await.0, one.now().await);
                let fresh = open().now().await;
                assert!(state != "Succeeded" || seen == fresh, "{times:?} {ready} {passed}: {seen:?}, {fresh:?}");
                pass(50).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sessions_that_are_set_by_hand_take_places() {
    let azure = with(4, 1, Options { times: Times::Instant, ..Options::default() });
    azure.use_it("user-1").await;
    let gear = format!("/_emulator/pools{}", path("p"));
    azure.send("PUT", &gear, &json!({"allocated": 2})).await;
    assert_eq!(azure.now().await, [1, 0, 1, 3]);
    assert_eq!(azure.use_it("user-2").await.status, 200);
    assert_eq!((azure.use_it("user-3").await.status, azure.now().await), (429, [0, 0, 0, 4]));
    azure.send("PUT", &gear, &json!({"allocated": 0})).await;
    assert_eq!((azure.use_it("user-3").await.status, azure.now().await), (200, [1, 0, 1, 3]));
}

#[tokio::test(start_paused = true)]
async fn another_emulator_on_the_file_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let clock = clock();
    let open = || {
        let id = path("p").parse::<PoolId>().unwrap();
        let options = Options { seed: Some(Seed { id, body: custom(1, 0) }), ..Options::default() };
        let place = Place::File(folder.path().join("store"));
        Azure { emulator: Emulator::open(place, clock.clone(), options).unwrap() }
    };
    let (one, two) = (open(), open());
    one.use_it("user-1").await;
    assert_eq!(one.use_it("user-2").await.status, 429);
    two.send("PATCH", &path("p"), &scale(3, 1)).await;
    pass(2_500).await;
    assert_eq!(two.now().await, [1, 0, 1, 0], "sessions are those of the process that serves them");
    assert_eq!((one.use_it("user-2").await.status, one.now().await), (200, [0, 1, 1, 2]));
    two.send("DELETE", &path("p"), &Value::Null).await;
    pass(1_500).await;
    assert_eq!(one.use_it("user-1").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_moved_by_hand_moves_the_sessions() {
    let azure = with(2, 0, Options { manual: true, ..Options::default() });
    let tick = async {
        pass(5_000).await;
        azure.send("POST", "/_emulator/tick", &json!({"seconds": 4.4})).await
    };
    let (answer, _) = tokio::join!(azure.use_it("user-1"), tick);
    assert_eq!((answer.status, azure.now().await), (200, [0, 0, 0, 1]));
    azure.send("POST", "/_emulator/tick", &json!({"seconds": 300})).await;
    assert_eq!(azure.now().await, [0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_ends_with_its_container_ends_after_its_longest_life() {
    let azure = with(2, 0, Options { times: Times::Instant, ..Options::default() });
    let life =
        json!({"lifecycleType": "OnContainerExit", "cooldownPeriodInSeconds": null, "maxAlivePeriodInSeconds": 60});
    let body = json!({"properties": {"dynamicPoolConfiguration": {"lifecycleConfiguration": life}}});
    assert_eq!(azure.send("PATCH", &path("p"), &body).await.status, 202);
    azure.use_it("user-1").await;
    pass(59_999).await;
    azure.use_it("user-1").await;
    assert_eq!(azure.now().await, [0, 0, 0, 1]);
    pass(1).await;
    assert_eq!(azure.now().await, [0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn faults_meet_requests_to_sessions_too() {
    let azure = with(2, 1, Options::default());
    let list = json!([{"on": "any", "fault": "throttled"}, {"on": "any", "fault": "resetAfter"}]);
    azure.send("POST", "/_emulator/faults", &list).await;
    assert_eq!(azure.use_it("user-1").await.status, 429);
    assert!(azure.try_send("GET", &at("p", "/x", "identifier=user-1"), "").await.is_err());
    assert_eq!(azure.now().await[3], 1, "the second one was given its session");
}
