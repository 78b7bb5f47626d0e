//! The data plane under any request.

use super::sessions::with;
use super::*;
use proptest::prelude::*;

/// What a request of any kind is made of, with much that means something.
fn requests() -> impl Strategy<Value = (String, String, Vec<u8>)> {
    let word = prop::sample::select(vec![
        "files",
        "upload",
        "content",
        "executions",
        "code",
        "execute",
        "session",
        ".management",
        "stopSession",
        "getSession",
        "listSessions",
        "..",
        "%2e%2e%2f",
        "a.txt",
        "%00",
        "%ff",
        "",
        "subscriptions",
    ]);
    let query = prop::sample::select(vec![
        "identifier=user-1",
        "identifier=user-2",
        "identifier=%ff%00",
        "api-version=2025-02-02-preview",
        "api-version=2024-02-02-preview",
        "api-version=2024",
        "path=/in",
        "path=../..",
        "skip=1",
        "skip=99999999999999999999",
        "&=&",
    ]);
    let body = prop_oneof![
        Just(b"{\"code\": \"1\"}".to_vec()),
        Just(b"--b\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nx\r\n--b--".to_vec()),
        prop::collection::vec(any::<u8>(), 0..60),
    ];
    let method = prop::sample::select(vec!["GET", "POST", "DELETE", "PUT", "HEAD"]);
    let pool = prop::sample::select(vec!["p", "py", "none"]);
    let (words, queries) = (prop::collection::vec(word, 0..4), prop::collection::vec(query, 0..4));
    (method, pool, words, queries, body).prop_map(|(method, pool, words, queries, body)| {
        let base = path(pool).replace("/providers/Microsoft.App", "");
        (method.to_owned(), format!("http://h/dynamic{base}/{}?{}", words.join("/"), queries.join("&")), body)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every request is answered by a status that means something, and the counts stay within the rules.
    #[test]
    fn whatever_is_asked_is_answered(all in prop::collection::vec(requests(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let result: Result<(), TestCaseError> = runtime.block_on(async {
            let azure = with(2, 1, Options::default());
            azure.send("PUT", &path("py"), &python()).await;
            for (method, url, body) in all {
                let request = Request::builder().method(method.as_str()).uri(&url);
                let request = request.header("content-type", "multipart/form-data; boundary=b").body(Bytes::from(body));
                let answer = azure.emulator.answer(request.unwrap()).await.unwrap();
                prop_assert!(answer.status().as_u16() < 500, "{method} {url}: {:?}", answer.body());
                let [ready, pending, expected, allocated] = azure.now().await;
                prop_assert!(ready + pending + allocated <= 2 && ready <= expected, "{method} {url}");
                pass(100).await;
            }
            Ok(())
        });
        result?;
    }
}
