//! The client in all weathers, in virtual time: retries, deadlines, operations, origins, tokens.

use super::script::{Line, Script, bare, pool, pool_id, refuses, says};
use super::{Client, Failure, Operation, Progress, Scope, Started};
use crate::clock::Clock;
use crate::error::Kind;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

const STATUS: &str = "https://management.azure.com/subscriptions/s/providers/Microsoft.App/locations/eastus/operationStatuses/b2Zm==?api-version=1&t=638&s=sig";
const RESULT: &str = "https://management.azure.com/subscriptions/s/providers/Microsoft.App/locations/eastus/operationResults/b2Zm==?api-version=1&t=638&s=sig";
const FOREIGN: &str = "https://evil.example/subscriptions/s/operationResults/b2Zm==";

fn running(started: Result<Started, Failure>) -> Operation {
    match started {
        Ok(Started::Running(operation)) => operation,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_pool_is_none_and_a_missing_group_is_not() {
    assert_eq!(Script::new([refuses(404, "ResourceNotFound")]).client().get_pool(&pool_id()).await, Ok(None));
    for line in [
        refuses(404, "ResourceGroupNotFound"),
        refuses(404, "SubscriptionNotFound"),
        refuses(404, "NotFound"),
        bare(404, &[]),
        says(200, json!([])),
    ] {
        let script = Script::new([line]);
        assert!(script.client().get_pool(&pool_id()).await.is_err());
        assert_eq!(script.asked().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_survives_passing_trouble() {
    let script = Script::new([
        refuses(503, "ServiceUnavailable"),
        Line::Break,
        bare(408, &[]),
        refuses(429, "Throttled").with("retry-after", "40"),
        says(200, pool("Succeeded")),
    ]);
    let start = script.clock.now();
    // Five tries are more than are made without a deadline.
    assert!(script.client().get_pool(&pool_id()).await.is_err());
    assert_eq!(script.asked().len(), 4);
    let found = script.client().get_pool(&pool_id()).await;
    assert!(matches!(found, Ok(Some(_))), "{found:?}");
    assert!(script.clock.now().duration_since(start).as_secs() < 10);
}

#[tokio::test(start_paused = true)]
async fn a_wait_asked_for_is_kept() {
    for (header, value, seconds) in
        [("retry-after", "40", 40), ("retry-after-ms", "7000", 7), ("retry-after", "Sat, 05 Dec 2026 14:01:00 GMT", 60)]
    {
        let script = Script::new([refuses(429, "Throttled").with(header, value), says(200, pool("Succeeded"))]);
        let start = script.clock.now();
        script.client_within(600).get_pool(&pool_id()).await.unwrap();
        assert_eq!(script.clock.now().duration_since(start).as_secs(), seconds, "{header}: {value}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_never_overrun() {
    let script = Script::new([refuses(429, "Throttled").with("retry-after", "3600")]);
    let start = script.clock.now();
    let failure = script.client_within(60).get_pool(&pool_id()).await.unwrap_err();
    assert_eq!(script.clock.now(), start, "it fails at once");
    let error = failure.into_error("read the pool", &Scope::Pool(pool_id()));
    assert_eq!(error.kind(), Kind::TimedOut);
    assert!(error.to_string().contains("3600 s") && error.to_string().contains("Throttled"), "{error}");

    for line in [refuses(500, "InternalServerError"), Line::Break, Line::Silence(Duration::from_secs(900))] {
        let script = Script::new([line]);
        let start = script.clock.now();
        let failure = script.client_within(60).get_pool(&pool_id()).await.unwrap_err();
        assert!(matches!(failure, Failure::Deadline { last: Some(_) }), "{failure:?}");
        assert!(script.clock.now().duration_since(start).as_secs() <= 60);
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_the_deadline() {
    let script = Script::new([]);
    let failure = script.client_within(0).patch_pool(&pool_id(), &json!({})).await.unwrap_err();
    assert_eq!(failure, Failure::Deadline { last: None });
    assert!(script.asked().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_endless_wait_is_refused_without_a_deadline() {
    let script = Script::new([refuses(429, "Throttled").with("retry-after", "99999999999999999")]);
    let failure = script.client().get_pool(&pool_id()).await.unwrap_err();
    assert_eq!(failure.is_throttled(), Some(Duration::from_secs(99_999_999_999_999_999)));
}

#[tokio::test(start_paused = true)]
async fn a_write_is_sent_once_whatever_comes_back() {
    let lines = [
        refuses(409, "Conflict"),
        refuses(429, "Throttled").with("retry-after", "1"),
        refuses(500, "InternalServerError"),
        refuses(401, "ExpiredAuthenticationToken"),
        bare(503, &[]),
        bare(307, &[("location", "https://management.azure.com/elsewhere")]),
        Line::Break,
        Line::Silence(Duration::from_secs(600)),
    ];
    for line in lines {
        let script = Script::new([line]);
        assert!(script.client_within(60).patch_pool(&pool_id(), &json!({"tags": {}})).await.is_err());
        assert!(script.client_within(60).put_pool(&pool_id(), &json!({})).await.is_err());
        assert!(script.client_within(60).delete_pool(&pool_id()).await.is_err());
        let methods: Vec<_> = script.asked().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(methods, ["PATCH", "PUT", "DELETE"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_patch_is_followed_by_its_location() {
    let script = Script::new([
        bare(202, &[("location", RESULT), ("retry-after", "15")]),
        bare(202, &[("location", &RESULT.replace("638", "639")), ("retry-after", "15")]),
        bare(202, &[("location", FOREIGN)]),
        refuses(503, "ServiceUnavailable"),
        says(200, pool("Succeeded")),
    ]);
    let client = script.client();
    let mut operation = running(client.patch_pool(&pool_id(), &json!({})).await);
    assert_eq!(operation.wait, Duration::from_secs(15));
    for wait in [15, 2] {
        assert_eq!(client.poll(&mut operation).await, Ok(Progress::Running { word: None }));
        assert_eq!(operation.wait, Duration::from_secs(wait));
    }
    let done = client.poll(&mut operation).await;
    assert!(matches!(done, Ok(Progress::Done(Some(_)))), "{done:?}");
    assert_eq!(script.asked()[3], script.asked()[2], "the foreign location was let be");
}

#[tokio::test(start_paused = true)]
async fn a_put_is_followed_by_its_status() {
    for (last, expected) in
        [("SUCCEEDED", Progress::Done(None)), ("Accepted", Progress::Running { word: Some("Accepted".into()) })]
    {
        let script = Script::new([
            says(201, pool("InProgress")).with("azure-asyncoperation", STATUS),
            says(200, json!({"status": "InProgress"})),
            says(200, json!({"status": last})),
        ]);
        let client = script.client();
        let mut operation = running(client.put_pool(&pool_id(), &json!({})).await);
        assert_eq!(operation.wait, Duration::from_secs(2));
        assert!(!format!("{operation:?}").contains("sig"), "operation URLs carry tokens");
        let first = client.poll(&mut operation).await;
        assert_eq!(first, Ok(Progress::Running { word: Some("InProgress".into()) }));
        assert_eq!(client.poll(&mut operation).await, Ok(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn a_bad_end_comes_in_azures_words() {
    let words = json!({"code": "SessionPoolOperationError", "message": "time out."});
    let at_status = |status| says(200, json!({"status": status, "error": words}));
    for (follow, url, line) in [
        ("azure-asyncoperation", STATUS, at_status("Failed")),
        ("azure-asyncoperation", STATUS, at_status("Canceled")),
        ("azure-asyncoperation", STATUS, at_status("cancelled")),
        ("location", RESULT, at_status("failed")),
        ("location", RESULT, says(400, json!({"error": words}))),
    ] {
        let script = Script::new([bare(202, &[(follow, url)]), line]);
        let client = script.client();
        let mut operation = running(client.patch_pool(&pool_id(), &json!({})).await);
        let Ok(Progress::Failed(error)) = client.poll(&mut operation).await else { panic!("{follow}") };
        assert_eq!(error.code, "SessionPoolOperationError");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_without_headers_is_followed_on_the_pool() {
    let script = Script::new([bare(202, &[]), says(200, pool("InProgress")), says(200, pool("Failed"))]);
    let client = script.client();
    let mut operation = running(client.patch_pool(&pool_id(), &json!({})).await);
    let first = client.poll(&mut operation).await;
    assert_eq!(first, Ok(Progress::Running { word: Some("InProgress".into()) }));
    assert!(matches!(client.poll(&mut operation).await, Ok(Progress::Failed(_))));

    let script = Script::new([bare(202, &[]), says(200, pool("Deleting")), refuses(404, "ResourceNotFound")]);
    let client = script.client();
    let mut operation = running(client.delete_pool(&pool_id()).await);
    assert_eq!(client.poll(&mut operation).await, Ok(Progress::Running { word: Some("Deleting".into()) }));
    assert_eq!(client.poll(&mut operation).await, Ok(Progress::Done(None)));
}

#[tokio::test(start_paused = true)]
async fn what_is_done_at_once_is_done() {
    for (status, state, done) in [(200, "Succeeded", true), (200, "InProgress", false), (200, "Failed", false)] {
        let script = Script::new([says(status, pool(state))]);
        let put = script.client().put_pool(&pool_id(), &json!({})).await.unwrap();
        assert_eq!(matches!(put, Started::Done(Some(_))), done, "{state}");
    }
    let script = Script::new([says(200, pool("Failed"))]);
    let patched = script.client().patch_pool(&pool_id(), &json!({})).await;
    assert!(matches!(patched, Ok(Started::Done(Some(_)))), "a 200 says that the patch was taken");
    for line in [bare(204, &[]), bare(200, &[]), refuses(404, "ResourceNotFound")] {
        assert_eq!(Script::new([line]).client().delete_pool(&pool_id()).await, Ok(Started::Done(None)));
    }
    let missing = Script::new([refuses(404, "ResourceGroupNotFound")]).client().delete_pool(&pool_id()).await;
    assert!(missing.is_err(), "a missing group says nothing about the pool");
}

#[tokio::test(start_paused = true)]
async fn a_vanished_operation_is_lost() {
    for line in [refuses(404, "ResourceNotFound"), bare(404, &[])] {
        let script = Script::new([bare(202, &[("location", RESULT)]), line]);
        let client = script.client();
        let mut operation = running(client.patch_pool(&pool_id(), &json!({})).await);
        let failure = client.poll(&mut operation).await.unwrap_err();
        assert!(failure.is_lost() && matches!(failure, Failure::Arm { status: 404, .. }), "{failure:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn pages_are_followed_and_end() {
    let page = |next: &str| says(200, json!({"value": [pool("Succeeded")], "nextLink": next}));
    let script = Script::new([page("/subscriptions/s/next?$skipToken=1"), page("")]);
    assert_eq!(script.client().list_pools("s", Some("g")).await.unwrap().len(), 2);
    assert_eq!(script.asked()[0], "GET /subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools");

    let circle = Script::new([page("https://management.azure.com/next")]);
    let failure = circle.client().list_pools("s", None).await.unwrap_err();
    assert!(matches!(failure, Failure::Malformed(_)), "{failure:?}");
    assert_eq!(circle.asked().len(), 2);

    let foreign = Script::new([page(FOREIGN)]);
    let failure = foreign.client().list_pools("s", None).await.unwrap_err();
    assert_eq!(failure, Failure::ForeignUrl { url_origin: "https://evil.example".into() });
}

#[tokio::test(start_paused = true)]
async fn no_operation_leads_to_another_server() {
    for header in ["location", "azure-asyncoperation"] {
        let script = Script::new([bare(202, &[(header, FOREIGN)])]);
        let failure = script.client().patch_pool(&pool_id(), &json!({})).await.unwrap_err();
        assert_eq!(failure, Failure::ForeignUrl { url_origin: "https://evil.example".into() });
        assert!(failure.is_lost(), "the write was taken");
    }
}

#[tokio::test(start_paused = true)]
async fn tags_are_merged_and_waited_for() {
    let tags = [("pool-lease-0".to_owned(), "v1".to_owned())].into();
    let script = Script::new([
        refuses(503, "ServiceUnavailable"),
        bare(202, &[("location", RESULT), ("retry-after", "1")]),
        bare(202, &[]),
        says(200, json!({"properties": {"tags": {"pool-lease-0": "v1"}}})),
    ]);
    script.client().merge_tags(&pool_id(), &tags).await.unwrap();
    let asked = script.asked();
    assert!(asked[1].ends_with("/sessionPools/p/providers/Microsoft.Resources/tags/default"), "{asked:?}");
    assert_eq!(asked.len(), 4);
    let body: serde_json::Value = serde_json::from_str(&script.bodies()[1]).unwrap();
    assert_eq!(body, json!({"operation": "Merge", "properties": {"tags": {"pool-lease-0": "v1"}}}));
}

const HOUR: Duration = Duration::from_secs(3600);

fn signed(script: &Script) -> Client {
    Client::new(script.setup("https://management.azure.com", Some(script.tokens(HOUR)))).unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_token_goes_to_the_endpoint_alone() {
    let script = Script::new([says(200, pool("Succeeded"))]);
    signed(&script).get_pool(&pool_id()).await.unwrap();
    script.client().get_pool(&pool_id()).await.unwrap();
    assert_eq!(script.headers("authorization"), [Some("Bearer token-1".to_owned()), None]);
    let agents = script.headers("user-agent");
    assert!(agents[0].as_ref().unwrap().starts_with("pool "), "{agents:?}");
    let ids = script.headers("x-ms-client-request-id");
    assert_ne!(ids[0], ids[1]);

    let foreign = Script::new([bare(202, &[("location", FOREIGN)])]);
    assert!(signed(&foreign).patch_pool(&pool_id(), &json!({})).await.is_err());
    assert_eq!(foreign.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_signature_itself_refuses_another_server() {
    use super::signature::Signature;
    use azure_core::http::policies::Policy;
    use azure_core::http::{Context, Method, Request};
    let script = Script::new([]);
    let endpoint = "https://management.azure.com".parse().unwrap();
    let scope = super::cloud::PUBLIC.scope;
    let signature = Signature::new(endpoint, script.tokens(HOUR), scope, Arc::new(script.clock.clone()));
    let mut request = Request::new(FOREIGN.parse().unwrap(), Method::Get);
    assert!(signature.send(&Context::new(), &mut request, &[]).await.is_err());
    assert_eq!(request.headers().iter().count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_signed_route_needs_https_and_a_credential() {
    let script = Script::new([]);
    let plain = script.setup("http://127.0.0.1:1", Some(script.tokens(HOUR)));
    assert_eq!(Client::new(plain).unwrap_err().kind(), Kind::InsecureEndpoint);
    let mut bare = script.setup("https://management.azure.com", None);
    bare.route.signed = true;
    assert_eq!(Client::new(bare).unwrap_err().kind(), Kind::SignedOut);
}

#[tokio::test(start_paused = true)]
async fn without_a_credential_nothing_is_sent() {
    let script = Script::new([]);
    let environment = super::Environment::default();
    let clock = Arc::new(script.clock.clone());
    let method = super::AuthMethod::ClientSecret;
    let credential =
        super::chain(method, &environment, super::cloud::PUBLIC, None, clock, &super::Worked::default(), None);
    let client = Client::new(script.setup("https://management.azure.com", Some(credential))).unwrap();
    let failure = client.get_pool(&pool_id()).await.unwrap_err();
    let Failure::Credential(none) = &failure else { panic!("{failure:?}") };
    assert_eq!((none.0[0].name, none.0[0].why.as_str()), ("client secret", "AZURE_CLIENT_SECRET is not set"));
    assert!(!failure.is_lost());
    assert_eq!(failure.into_error("read the pool", &Scope::Pool(pool_id())).kind(), Kind::SignedOut);
}

/// Over a real socket, and so in real time: a port that was just free refuses at once, and nothing sleeps.
#[tokio::test]
async fn a_refused_connection_on_this_machine_fails_at_once() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let script = Script::new([]);
    let mut setup = script.setup("http://127.0.0.1:1", None);
    setup.route = crate::net::Route::to(&format!("http://127.0.0.1:{port}")).unwrap();
    let failure = Client::new(setup).unwrap().get_pool(&pool_id()).await.unwrap_err();
    assert!(matches!(failure, Failure::Unreachable { sent: false, refused: true, .. }), "{failure:?}");
    let error = failure.into_error("read the pool", &Scope::Pool(pool_id()));
    assert_eq!(error.kind(), Kind::Unreachable);
    assert!(error.to_string().contains(&format!("http://127.0.0.1:{port}")), "{error}");
    assert!(error.hints().iter().any(|hint| hint.contains("pool emulator")), "{error:?}");
}
