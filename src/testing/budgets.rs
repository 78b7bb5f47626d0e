//! What a pool may cost: refused before anything is written, with the arithmetic.

use super::company::{HOUR, apply, at_minute, event, in_minutes, scale_of, up, up_by, world, writes};
use super::world::{World, down_to, lease, pool_id, settings};
use crate::cost::{Card, Currency, Decimal, OwnRates};
use crate::error::{Error, Kind};
use crate::model::Mark;
use crate::ops::Ops;
use crate::ops::expense::Budget;
use crate::ops::scale::{self, Outcome, Report, Request};
use crate::plan::Intent;
use crate::schedule::{OnDrift, ScheduledEvent};
use std::sync::Arc;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// What it may cost, at 0.75 a session-hour.
async fn within(
    world: &World,
    intent: Intent,
    max_cost: Option<&str>,
    budget: Option<(&str, u32)>,
) -> Result<Report, Error> {
    at_rates(world, intent, (max_cost, budget), OwnRates { session_hour: Some(decimal("0.75")), ..OwnRates::default() })
        .await
}

async fn at_rates(
    world: &World,
    intent: Intent,
    (max_cost, budget): (Option<&str>, Option<(&str, u32)>),
    own: OwnRates,
) -> Result<Report, Error> {
    let ops = Ops { card: Arc::new(Card { own, ..Card::default() }), ..world.ops(HOUR) };
    let budget = budget.map(|(amount, pools)| ("final".to_owned(), Budget { amount: decimal(amount), pools }));
    let request = Request {
        max_cost: max_cost.map(decimal),
        budgets: budget.into_iter().collect(),
        ..Request::new(pool_id(), intent)
    };
    scale::run(&ops, request).await
}

fn final_of(minutes: (i64, i64)) -> [ScheduledEvent; 1] {
    [event("final", minutes, 50, 10)]
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_may_cost_too_much_is_refused_before_anything_is_written() {
    let world = world();
    let three_hours = || up_by("ana@desk", 50, 10, in_minutes(&world, 180));
    // 50 sessions x 3 h x 0.75 = 112.50.
    let error = within(&world, three_hours(), Some("112.49"), None).await.unwrap_err();
    assert_eq!(error.kind(), Kind::OverBudget);
    let text = error.to_string();
    assert!(text.contains("may cost $112.50, and $112.49 is allowed: 150 session-hours x $0.75 = $112.50"), "{text}");
    assert_eq!(writes(&world), 0);
    let report = within(&world, three_hours(), Some("112.50"), None).await.unwrap();
    assert_eq!(report.outcome, Outcome::Applied);
    let estimate = report.expense.estimate.unwrap();
    assert_eq!(
        (estimate.least.total().to_string(), estimate.most.total().to_string()),
        ("$22.50".into(), "$112.50".into())
    );
    // The same again writes nothing, and is no success under a smaller limit all the same.
    assert_eq!(within(&world, three_hours(), Some("1"), None).await.unwrap_err().kind(), Kind::OverBudget);
}

#[tokio::test(start_paused = true)]
async fn a_lease_without_an_end_has_no_most() {
    let world = world();
    let error = within(&world, up_by("ana@desk", 50, 10, None), Some("1000000"), None).await.unwrap_err();
    assert_eq!((error.kind(), writes(&world)), (Kind::OverBudget, 0));
    assert!(error.to_string().contains("no end"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_knows_the_price_of_is_refused() {
    let world = world();
    let own = || OwnRates { currency: Currency::named("EUR"), ..OwnRates::default() };
    let lease = || up_by("ana@desk", 50, 10, in_minutes(&world, 60));
    let error = at_rates(&world, lease(), (Some("1000"), None), own()).await.unwrap_err();
    assert_eq!((error.kind(), writes(&world)), (Kind::NoRate, 0));
    let events = final_of((0, 60));
    let error =
        at_rates(&world, apply(&world, &events, OnDrift::Warn), (None, Some(("1000", 1))), own()).await.unwrap_err();
    assert_eq!((error.kind(), writes(&world)), (Kind::NoRate, 0));
    // Without a limit nobody needs the price.
    assert!(at_rates(&world, lease(), (None, None), own()).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_event_over_its_budget_raises_nothing_and_lowers_nothing() {
    let world = world();
    let events = final_of((0, 120));
    let apply = || apply(&world, &events, OnDrift::Warn);
    // 50 sessions x 2 h x 0.75 = 75, on each of two pools.
    let error = within(&world, apply(), None, Some(("149.99", 2))).await.unwrap_err();
    assert_eq!((error.kind(), writes(&world)), (Kind::OverBudget, 0));
    assert!(error.to_string().contains("its share of $149.99 among 2 pools"), "{error}");
    within(&world, apply(), None, Some(("150", 2))).await.unwrap();
    assert_eq!(scale_of(&world).await, (50, 10));
    // A budget that shrinks while the event goes on cuts nobody off.
    at_minute(&world, 60).await;
    assert_eq!(within(&world, apply(), None, Some(("1", 2))).await.unwrap().outcome, Outcome::NoChanges);
    at_minute(&world, 120).await;
    within(&world, apply(), None, Some(("1", 2))).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1), "it goes down whatever it may cost");
}

#[tokio::test(start_paused = true)]
async fn a_run_has_a_limit_too() {
    let world = world();
    let events = final_of((0, 120));
    let run = |most| within(&world, apply(&world, &events, OnDrift::Warn), Some(most), None);
    assert_eq!(run("74.99").await.unwrap_err().kind(), Kind::OverBudget);
    assert_eq!(writes(&world), 0);
    assert_eq!(run("75").await.unwrap().outcome, Outcome::Applied);
}

/// What holds beside the lease costs too, until the lease ends and no longer.
#[tokio::test(start_paused = true)]
async fn the_whole_pool_counts_until_the_lease_ends() {
    let world = world();
    let events = [event("final", (60, 600), 100, 20)];
    let intent = up(lease("ana@desk", 50, 10, in_minutes(&world, 120)), &events);
    let report = within(&world, intent, None, None).await.unwrap();
    let most = report.expense.estimate.unwrap().most.total();
    assert_eq!(most.to_string(), "$112.50", "50 for an hour and 100 for another");
}

#[tokio::test(start_paused = true)]
async fn lowering_that_saves_nothing_is_named() {
    let world = world();
    let node = || OwnRates { node: Some(decimal("2")), management: Some(Decimal::ZERO), ..OwnRates::default() };
    let raised =
        at_rates(&world, up_by("ana@desk", 50, 10, in_minutes(&world, 60)), (None, None), node()).await.unwrap();
    assert_eq!(raised.expense.after.unwrap().least.total().to_string(), "$2.00");
    let report = at_rates(&world, down_to(settings(5, 2)), (None, None), node()).await.unwrap();
    let notes: Vec<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.mark == Mark::Note)
        .map(|finding| finding.text.as_str())
        .collect();
    assert_eq!(notes, ["lowering ready sessions from 10 to 2 saves nothing: $2.00 an hour as before"]);
}
