//! Time by hand.

use super::*;

async fn tick(azure: &Azure, body: Value) -> Answer {
    azure.send("POST", "/_emulator/tick", &body).await
}

#[tokio::test(start_paused = true)]
async fn a_clock_stands_still_until_it_is_told() {
    let id = path("p").parse::<PoolId>().unwrap();
    let seed = Some(Seed { id, body: custom(20, 1) });
    let azure = Azure::with(Options { manual: true, seed, times: Times::Realistic, ..Options::default() });
    let answer = azure.send("PATCH", &path("p"), &scale(20, 5)).await;
    pass(1_000_000).await;
    assert_eq!(azure.counts().await.0, "InProgress", "time goes by elsewhere");
    assert_eq!(tick(&azure, json!({"seconds": 157.5})).await.body["now"], "2026-12-05T08:02:37.5Z");
    assert_eq!(azure.follow(answer.header("location").unwrap()).await.status, 202);
    assert_eq!(tick(&azure, json!({"to": "2026-12-05T08:02:38Z"})).await.status, 200);
    assert_eq!(azure.follow(answer.header("location").unwrap()).await.status, 200);
    assert_eq!(azure.counts().await, ("Succeeded".into(), 5, 0, 5, 0));
    assert_eq!(azure.get("/_emulator/health").await.body["now"], "2026-12-05T08:02:38Z");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_goes_can_be_moved_on() {
    let azure = Azure::with_pool(Options::default());
    azure.send("PATCH", &path("p"), &scale(20, 5)).await;
    tick(&azure, json!({"seconds": 3600})).await;
    assert_eq!(azure.counts().await, ("Succeeded".into(), 5, 0, 5, 0));
    pass(60_000).await;
    assert_eq!(azure.get("/_emulator/health").await.body["now"], "2026-12-05T09:01:00Z", "it goes on from there");
}

#[tokio::test(start_paused = true)]
async fn a_slow_answer_waits_for_the_hands() {
    for manual in [true, false] {
        let faults = vec![json!({"on": "any", "fault": "slow", "seconds": 40})];
        let azure = Azure::with(Options { manual, faults, ..Options::default() });
        let watch = clock();
        let pool = path("p");
        let moved = async {
            pass(5_000).await;
            tick(&azure, json!({"seconds": 20})).await;
            tick(&azure, json!({"seconds": 20})).await
        };
        let (answer, _) = tokio::join!(azure.get(&pool), moved);
        assert_eq!((answer.status, watch.now().as_second() % 60), (404, 5), "by hand alone: {manual}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_tick_moves_nothing() {
    let azure = Azure::with_pool(Options::default());
    for wrong in [
        json!({}),
        json!({"seconds": -1}),
        json!({"seconds": 1e300}),
        json!({"seconds": "5"}),
        json!({"minutes": 5}),
        json!({"to": "noon"}),
        json!({"to": "2026-12-05T07:59:59Z"}),
        json!({"seconds": 1, "to": "2026-12-05T09:00:00Z"}),
        json!([]),
    ] {
        assert_eq!(tick(&azure, wrong.clone()).await.status, 400, "{wrong}");
    }
    assert_eq!(azure.get("/_emulator/health").await.body["now"], "2026-12-05T08:00:00Z");
}
