//! Signed commands that last longer than their tokens, and whose tokens are refused on the way.

use super::create_and_delete::request;
use super::world::{World, pool_id, settings, up_to};
use crate::clock::Clock;
use crate::emulator::{Switches, Times};
use crate::error::Kind;
use crate::model::Kind as PoolKind;
use crate::ops::scale::{self, Request};
use crate::ops::{Ops, Warmth, create};
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::time::OffsetDateTime;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

/// Gives a new token each time, which lives so long.
#[derive(Debug)]
struct Tokens {
    count: AtomicUsize,
    life: Duration,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl TokenCredential for Tokens {
    async fn get_token(&self, _: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        let end = self.clock.now().checked_add(self.life).unwrap().as_second();
        Ok(AccessToken::new(format!("{number}"), OffsetDateTime::from_unix_timestamp(end).unwrap()))
    }
}

fn signed(world: &World, life: Duration) -> (Ops, Arc<Tokens>) {
    let tokens = Arc::new(Tokens { count: AtomicUsize::new(0), life, clock: Arc::clone(&world.clock) });
    (world.signed_ops(tokens.clone(), HALF_AN_HOUR), tokens)
}

/// How many tokens the requests of a world were signed with.
#[track_caller]
fn tokens_used(world: &World) -> usize {
    let mut tokens: Vec<String> = world.log().into_iter().filter_map(|sent| sent.token).collect();
    assert_eq!(tokens.len(), world.log().iter().filter(|sent| sent.who == 0).count(), "every request is signed");
    tokens.sort_unstable();
    tokens.dedup();
    tokens.len()
}

#[tokio::test(start_paused = true)]
async fn making_a_pool_takes_longer_than_a_token_lives() {
    let world = World::new(Switches::default());
    let (ops, tokens) = signed(&world, Duration::from_secs(360));
    let report = create::run(&ops, request(PoolKind::CustomContainer, 2)).await.unwrap();
    assert_eq!(report.warmth, Warmth::Warm { ready: 2, wanted: 2 });
    assert!(world.seconds() > 400, "{} s, as recorded", world.seconds());
    assert_eq!(tokens_used(&world), 7, "one a minute: each lives six and is renewed five before its end");
    assert_eq!(tokens.count.load(Ordering::SeqCst), 7);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_anywhere_is_one_renewal() {
    for on in ["get", "patch", "poll", "any"] {
        let world = World::with(Switches::default(), Times::Realistic);
        let code = "ExpiredAuthenticationToken";
        let message = "The access token expiry UTC time is earlier than current UTC time.";
        world.fault(json!({"on": on, "fault": "status", "status": 401, "code": code, "message": message})).await;
        let (ops, tokens) = signed(&world, Duration::from_secs(3600));
        let request = Request::new(pool_id(), up_to(settings(50, 10)));
        let report = scale::run(&ops, request).await.unwrap_or_else(|error| panic!("{on}: {error}"));
        assert_eq!(report.warmth, Warmth::Warm { ready: 10, wanted: 10 }, "{on}");
        assert_eq!((tokens_used(&world), tokens.count.load(Ordering::SeqCst)), (2, 2), "{on}");
        assert_eq!(world.sent("PATCH"), if on == "patch" { 2 } else { 1 }, "{on}: what was refused was not done");
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_that_is_over_ends_the_command() {
    let world = World::new(Switches::default());
    world
        .fault(json!({"on": "poll", "count": 0, "fault": "status", "status": 401,
            "code": "ExpiredAuthenticationToken", "message": "m"}))
        .await;
    let (ops, _) = signed(&world, Duration::from_secs(3600));
    let request = Request::new(pool_id(), up_to(settings(50, 10)));
    let error = scale::run(&ops, request).await.unwrap_err();
    assert_eq!(error.kind(), Kind::SignedOut, "{error}");
}
