//! Tokens that expire or are refused while something goes on, in virtual time.

use super::script::{Line, Script, Tokens, bare, pool, pool_id, refuses, says};
use super::{Client, Failure, Progress, Scope, Started};
use crate::clock::Clock;
use crate::error::Kind;
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::time::OffsetDateTime;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

const RESULT: &str = "https://management.azure.com/subscriptions/s/operationResults/b2Zm==?t=638&s=sig";
const MINUTE: Duration = Duration::from_secs(60);

fn client(script: &Script, credential: Arc<dyn TokenCredential>) -> Client {
    Client::new(script.setup("https://management.azure.com", Some(credential))).unwrap()
}

/// A client whose tokens live so long, and what gives them.
fn signed(script: &Script, life: Duration) -> (Client, Arc<Tokens>) {
    let tokens = script.tokens(life);
    (client(script, tokens.clone()), tokens)
}

fn expired() -> Line {
    refuses(401, "ExpiredAuthenticationToken")
}

/// An answer that says to come back in a minute.
fn in_a_minute() -> Line {
    bare(202, &[("location", RESULT), ("retry-after", "60")])
}

/// The number of the token on each request.
fn numbers(script: &Script) -> Vec<usize> {
    let header = |value: Option<String>| value.unwrap().strip_prefix("Bearer token-").unwrap().parse().unwrap();
    script.headers("authorization").into_iter().map(header).collect()
}

/// Changes the pool and polls until the operation is over.
async fn change(script: &Script, client: &Client) -> Result<(), Failure> {
    let Started::Running(mut operation) = client.patch_pool(&pool_id(), &json!({})).await? else { panic!() };
    loop {
        script.clock.sleep(operation.wait).await;
        match client.poll(&mut operation).await? {
            Progress::Running { .. } => {}
            Progress::Done(_) => return Ok(()),
            Progress::Failed(error) => panic!("{error:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_outlives_its_token() {
    for (life, polls) in [(10 * MINUTE, 40), (60 * MINUTE, 130), (6 * MINUTE, 35)] {
        let lines = (0..=polls).map(|_| in_a_minute()).chain([says(200, pool("Succeeded"))]);
        let script = Script::new(lines);
        let (client, _) = signed(&script, life);
        change(&script, &client).await.unwrap();
        let each = usize::try_from((life - 5 * MINUTE).as_secs() / 60).unwrap();
        let expected: Vec<usize> = (0..polls + 2).map(|minute| minute / each + 1).collect();
        assert_eq!(numbers(&script), expected, "renewed five minutes before its end, and not before");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_in_the_middle_of_polling_is_one_renewal() {
    for refusal in [expired(), refuses(401, "InvalidAuthenticationToken"), bare(401, &[])] {
        let script = Script::new([in_a_minute(), in_a_minute(), refusal, in_a_minute(), says(200, pool("Succeeded"))]);
        let (client, _) = signed(&script, 60 * MINUTE);
        change(&script, &client).await.unwrap();
        assert_eq!(numbers(&script), [1, 1, 1, 2, 2]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_write_was_not_done_and_is_sent_with_another_token() {
    let script = Script::new([expired(), in_a_minute(), says(200, pool("Succeeded"))]);
    let (client, _) = signed(&script, 60 * MINUTE);
    change(&script, &client).await.unwrap();
    assert_eq!(numbers(&script), [1, 2, 2]);
    assert_eq!(script.bodies()[..2], ["{}", "{}"], "with its body");
}

#[tokio::test(start_paused = true)]
async fn a_second_refusal_is_told() {
    let script = Script::new([expired()]);
    let (client, _) = signed(&script, 60 * MINUTE);
    let failure = client.get_pool(&pool_id()).await.unwrap_err();
    assert_eq!(numbers(&script), [1, 2]);
    let error = failure.into_error("read the pool", &Scope::Pool(pool_id()));
    assert_eq!(error.kind(), Kind::SignedOut);
    assert!(error.to_string().contains("expired"), "{error}");
    let _ = client.get_pool(&pool_id()).await;
    assert_eq!(numbers(&script), [1, 2, 2, 3], "the next request begins with the newest");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_renewed_is_used_to_its_end() {
    let script = Script::new((0..60).map(|_| in_a_minute()));
    let (client, tokens) = signed(&script, 10 * MINUTE);
    tokens.end_after(1);
    let failure = change(&script, &client).await.unwrap_err();
    assert!(matches!(failure, Failure::Credential(_)), "{failure:?}");
    assert_eq!(numbers(&script), [1; 10], "until the tenth minute, and nothing is sent without one");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_used_again_when_there_is_no_other() {
    let script = Script::new([expired()]);
    let (client, tokens) = signed(&script, 60 * MINUTE);
    tokens.end_after(1);
    for _ in 0..2 {
        let failure = client.get_pool(&pool_id()).await.unwrap_err();
        assert!(matches!(failure, Failure::Credential(_)), "{failure:?}");
    }
    assert_eq!(numbers(&script), [1]);
}

#[tokio::test(start_paused = true)]
async fn requests_at_once_share_a_token_and_its_renewal() {
    let script = Script::new([expired(), expired(), expired(), says(200, pool("Succeeded"))]);
    let (client, _) = signed(&script, 60 * MINUTE);
    let id = pool_id();
    let (one, two, three) = tokio::join!(client.get_pool(&id), client.get_pool(&id), client.get_pool(&id));
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    let mut numbers = numbers(&script);
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 1, 1, 2, 2, 2]);
}

/// `az` keeps its own tokens, and gives the same one again.
#[derive(Debug)]
struct Same;

#[async_trait]
impl TokenCredential for Same {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        Ok(AccessToken::new("token-1", OffsetDateTime::from_unix_timestamp(4_102_444_800).unwrap()))
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_token_is_not_sent_twice() {
    let script = Script::new([expired()]);
    let failure = client(&script, Arc::new(Same)).get_pool(&pool_id()).await.unwrap_err();
    assert!(matches!(failure, Failure::Arm { status: 401, .. }), "{failure:?}");
    assert_eq!(numbers(&script), [1]);
}
