//! What a pool may cost: refused before anything is written, with the arithmetic.

use super::company::{
    HOUR, apply, at_minute, declared, event, in_minutes, known, scale_of, tags, up, up_by, world, writes,
};
use super::world::{World, down_to, lease, pool_id, settings};
use crate::cost::{Card, Currency, Decimal, OwnRates};
use crate::error::{Error, Kind};
use crate::model::{Lifecycle, Mark, Settings};
use crate::ops::Ops;
use crate::ops::declared::Declared;
use crate::ops::expense::{Budget, Refusal};
use crate::ops::extend::{self, Extension};
use crate::ops::scale::{self, Outcome, Report, Request};
use crate::ops::why::{self, Why};
use crate::plan::{Action, Intent};
use crate::schedule::{Claim, Combine, OnDrift, Person, Recurrence, ScheduledEvent, When};
use jiff::SignedDuration;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// What it may cost, at 0.75 a session-hour.
async fn within(
    world: &World,
    intent: Intent,
    max_cost: Option<&str>,
    budget: Option<(&str, usize)>,
) -> Result<Report, Error> {
    at_rates(world, intent, (max_cost, budget), OwnRates { session_hour: Some(decimal("0.75")), ..OwnRates::default() })
        .await
}

async fn at_rates(
    world: &World,
    intent: Intent,
    (max_cost, budget): (Option<&str>, Option<(&str, usize)>),
    own: OwnRates,
) -> Result<Report, Error> {
    let ops = Ops { card: Arc::new(Card { own, ..Card::default() }), ..world.ops(HOUR) };
    let budget = budget.map(|(amount, others)| {
        let others = vec!["other".to_owned(); others];
        ("final".to_owned(), Budget { others, ..Budget::of_one_pool(decimal(amount)) })
    });
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
    assert!(
        error.hints().iter().any(|hint| hint.starts_with("Within $112.49 it may last 2 h 59 min, until")),
        "{error:?}"
    );
    let error = within(&world, three_hours(), Some("0.62"), None).await.unwrap_err();
    let hint = "No end is within $0.62: an hour of it may cost $37.50.";
    assert!(error.hints().iter().any(|known| known == hint), "{error:?}");
    assert_eq!(writes(&world), 0);
    let report = within(&world, three_hours(), Some("112.50"), None).await.unwrap();
    assert_eq!(report.outcome, Outcome::Applied);
    let estimate = report.expense.estimate.unwrap();
    assert_eq!(
        (estimate.least.total().to_string(), estimate.most.total().to_string()),
        ("$22.50".into(), "$112.50".into())
    );
    // The same again writes nothing, and is no success under a smaller limit all the same.
    let error = within(&world, three_hours(), Some("1"), None).await.unwrap_err();
    assert_eq!(error.kind(), Kind::OverBudget);
    // No shorter one would be.
    let alone =
        |hint: &String| hint.starts_with("The lease that stands until") && hint.contains("than $1.00 by itself");
    assert!(error.hints().iter().any(alone), "{error:?}");
    // Where nothing is raised, nothing is refused, and it is said.
    let report = within(&world, apply(&world, &[], OnDrift::Warn), Some("1"), None).await.unwrap();
    // The pool is named once.
    let told = report.findings.iter().any(|finding| {
        finding.text.contains("$1.00 is allowed") && finding.to_string().matches(&pool_id().name).count() == 1
    });
    assert!(report.outcome == Outcome::NoChanges && told, "{:?}", report.findings);
}

/// The seconds since a command began are nothing that a reader could check.
#[tokio::test(start_paused = true)]
async fn a_refusal_counts_whole_minutes() {
    let world = world();
    let until = in_minutes(&world, 180);
    world.clock.sleep(Duration::from_millis(1_700)).await;
    let error = within(&world, up_by("ana@desk", 50, 10, until), Some("112.49"), None).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("may cost $112.50, and $112.49 is allowed: 150 session-hours x $0.75 = $112.50"), "{text}");
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
    let report =
        at_rates(&world, apply(&world, &events, OnDrift::Warn), (None, Some(("1000", 0))), own()).await.unwrap();
    assert_eq!((report.refused[0].kind, scale_of(&world).await), (Kind::NoRate, (5, 1)));
    // Without a limit nobody needs the price.
    assert!(at_rates(&world, lease(), (None, None), own()).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_event_over_its_budget_raises_nothing_and_lowers_nothing() {
    let world = world();
    let events = final_of((0, 120));
    let apply = || apply(&world, &events, OnDrift::Warn);
    // 50 sessions x 2 h x 0.75 = 75, on each of two pools.
    let report = within(&world, apply(), None, Some(("149.99", 1))).await.unwrap();
    assert_eq!((report.refused[0].kind, scale_of(&world).await), (Kind::OverBudget, (5, 1)));
    let text = &report.refused[0].text;
    assert!(
        text.contains("may cost $150.00 on its 2 pools (other counted as Contest-Pool), and $149.99 is allowed"),
        "{text}"
    );
    within(&world, apply(), None, Some(("150", 1))).await.unwrap();
    assert_eq!(scale_of(&world).await, (50, 10));
    // A budget that shrinks while the event goes on cuts nobody off.
    at_minute(&world, 60).await;
    let report = within(&world, apply(), None, Some(("1", 1))).await.unwrap();
    assert_eq!((report.outcome, report.refused.len()), (Outcome::NoChanges, 0));
    at_minute(&world, 120).await;
    within(&world, apply(), None, Some(("1", 1))).await.unwrap();
    assert_eq!(scale_of(&world).await, (5, 1), "it goes down whatever it may cost");
}

/// Nobody raises a pool for it by the way: neither a lease, nor a longer one, nor a scale-down.
#[tokio::test(start_paused = true)]
async fn no_command_raises_a_pool_for_an_event_over_its_budget() {
    let world = world();
    let events = final_of((0, 120));
    let small = |minutes| up(lease("ana@desk", 10, 3, in_minutes(&world, minutes)), &events);
    let report = within(&world, small(30), None, Some(("1", 0))).await.unwrap();
    assert_eq!((report.refused.len(), scale_of(&world).await), (1, (10, 3)));
    within(&world, small(60), None, Some(("1", 0))).await.unwrap();
    assert_eq!(scale_of(&world).await, (10, 3));
    let down = Intent { known: known(&events), ..down_to(settings(5, 1)) };
    let report = within(&world, down, None, Some(("1", 0))).await.unwrap();
    assert_eq!((report.still_wanted(), scale_of(&world).await), (None, (5, 1)));
}

/// What an event was raised to stays when its profile grows beyond the budget, and grows no further.
#[tokio::test(start_paused = true)]
async fn an_event_that_outgrows_its_budget_stays_as_it_is() {
    let world = world();
    let run = |max, ready| {
        let events = [event("final", (0, 120), max, ready)];
        within(&world, apply(&world, &events, OnDrift::Warn), None, Some(("20", 0)))
    };
    // 10 sessions x 2 h x 0.75 = 15.
    assert_eq!(run(10, 3).await.unwrap().refused.len(), 0);
    let report = run(90, 40).await.unwrap();
    assert_eq!((report.refused.len(), scale_of(&world).await), (1, (10, 3)));
}

/// An event that is given a later end while it is up is looked at anew: what is up stays until the end that it had.
#[tokio::test(start_paused = true)]
async fn an_end_that_moves_beyond_the_budget_does_not_move() {
    let world = world();
    let run = |minutes: i64, (max, ready): (u32, u32), budget: &'static str| {
        let events = [event("final", (0, minutes), max, ready)];
        within(&world, apply(&world, &events, OnDrift::Warn), None, Some((budget, 0)))
    };
    // 10 sessions x 2 h x 0.75 = 15; 48 h are 360.
    assert_eq!(run(120, (10, 3), "20").await.unwrap().refused.len(), 0);
    at_minute(&world, 10).await;
    let report = run(48 * 60, (10, 3), "20").await.unwrap();
    let told = report.refused[0].finding("p").text;
    let expected = "what is up for `final` stays, max 10, ready 3, until 2026-12-05 10:00 UTC: the event `final` may cost \
                    $360.00 on pool Contest-Pool, and $20.00 is allowed";
    assert!(told.starts_with(expected), "{told}");
    let error = crate::ops::expense::refused(report.refused.iter()).unwrap().to_string();
    assert!(error.starts_with("no pool is raised further, or for longer, for `final`"), "{error}");
    assert_eq!((report.outcome, scale_of(&world).await), (Outcome::NoChanges, (10, 3)));
    // Whatever else is written meanwhile, the end stays; and it is refused each time.
    within(&world, up_by("ana@desk", 20, 3, in_minutes(&world, 30)), None, None).await.unwrap();
    at_minute(&world, 50).await;
    let report = run(48 * 60, (10, 3), "20").await.unwrap();
    assert_eq!((report.refused.len(), scale_of(&world).await), (1, (10, 3)));
    let stamp = tags(&world.pool().await, "pool-applied").concat();
    assert!(stamp.contains("final@2026-12-05T10:00Z/10/3"), "{stamp}");
    // One that is made smaller and longer is no larger than it is to be.
    let report = run(48 * 60, (8, 3), "20").await.unwrap();
    assert_eq!(report.desired.settings.max_sessions, 8);
    let events = [event("final", (0, 48 * 60), 10, 3)];
    let why = why_within(&world, &events, "20").await;
    let end: jiff::Timestamp = "2026-12-05T10:00:00Z".parse().unwrap();
    assert_eq!((why.refused.len(), why.next.map(|turn| turn.at)), (1, Some(end)));
    at_minute(&world, 120).await;
    let report = run(48 * 60, (10, 3), "20").await.unwrap();
    assert_eq!((report.refused.len(), scale_of(&world).await), (1, (5, 1)));
    // Where it is within the budget it lasts as long as the file says.
    assert_eq!(run(48 * 60, (10, 3), "360").await.unwrap().refused.len(), 0);
    assert_eq!(scale_of(&world).await, (10, 3));
}

/// An event whose next lead overlaps its last end is looked at each time.
#[tokio::test(start_paused = true)]
async fn an_event_without_a_pause_is_checked_each_time() {
    let world = world();
    let mut daily = event("final", (0, 24 * 60), 10, 3);
    let weekly = "daily 08:00".parse().unwrap();
    daily.calendar.when = When::Every(Recurrence { weekly, from: None, to: None, except: vec![] });
    daily.calendar.lead = Duration::from_secs(30 * 60);
    let run = |budget| within(&world, apply(&world, &[daily.clone()], OnDrift::Warn), None, Some((budget, 0)));
    // 10 sessions x 24.5 h x 0.75 = 183.75.
    assert_eq!(run("183.75").await.unwrap().refused.len(), 0);
    at_minute(&world, 24 * 60 - 20).await;
    assert_eq!((run("183.74").await.unwrap().refused.len(), scale_of(&world).await), (1, (10, 3)), "until its end");
    at_minute(&world, 24 * 60).await;
    assert_eq!((run("183.74").await.unwrap().refused.len(), scale_of(&world).await), (1, (5, 1)));
    assert_eq!((run("183.75").await.unwrap().refused.len(), scale_of(&world).await), (0, (10, 3)));
}

/// What `why` says of a pool and its events at a budget.
async fn why_within(world: &World, events: &[ScheduledEvent], budget: &str) -> Why {
    let budget = Budget::of_one_pool(decimal(budget));
    let declared = Declared { budgets: [("final".to_owned(), budget)].into(), ..declared(events) };
    why::why(&flat(world), &pool_id(), (&declared, &[]), world.clock.now()).await.unwrap()
}

fn flat(world: &World) -> Ops {
    let own = OwnRates { session_hour: Some(decimal("0.75")), ..OwnRates::default() };
    Ops { card: Arc::new(Card { own, ..Card::default() }), ..world.ops(HOUR) }
}

/// Whoever asks is told what every run does: that the event counts for nothing; and before it begins, that it will not.
#[tokio::test(start_paused = true)]
async fn an_event_over_its_budget_counts_for_nothing_in_why() {
    let world = world();
    let told = |why: &Why| {
        let (now, next) = why.refused_now_and_next();
        let names = |all: &[&Refusal]| all.iter().map(|refusal| refusal.event.clone()).collect::<Vec<_>>();
        (why.desired.settings.max_sessions, why.left_out.len(), names(&now), names(&next))
    };
    let nobody = Vec::<String>::new;
    let events = final_of((60, 180));
    assert_eq!(told(&why_within(&world, &events, "75").await), (5, 0, nobody(), nobody()));
    assert_eq!(told(&why_within(&world, &events, "74.99").await), (5, 0, nobody(), vec!["final".to_owned()]));
    at_minute(&world, 60).await;
    let over = why_within(&world, &events, "74.99").await;
    assert_eq!(told(&over), (5, 1, vec!["final".to_owned()], nobody()));
    assert_eq!(over.next, None, "what counts for nothing changes nothing when it ends");
    assert_eq!(told(&why_within(&world, &events, "75").await), (50, 0, nobody(), nobody()));
    // What is up already counts, whatever it may cost.
    within(&world, apply(&world, &events, OnDrift::Warn), None, Some(("75", 0))).await.unwrap();
    assert_eq!(told(&why_within(&world, &events, "1").await), (50, 0, nobody(), nobody()));
}

/// An event that never held cannot last longer: a lease with its numbers would raise the pool behind its budget.
#[tokio::test(start_paused = true)]
async fn an_event_over_its_budget_is_not_extended() {
    let world = world();
    let events = final_of((0, 120));
    let person = Person::named("ana@desk");
    let extend = async |budget: &str, of: Option<&str>| {
        let extension = Extension { by: HOUR, of, person: &person, reason: None };
        let budget = Budget::of_one_pool(decimal(budget));
        let declared = Declared { budgets: [("final".to_owned(), budget)].into(), ..declared(&events) };
        let ops = flat(&world);
        let pool = ops.existing(&pool_id()).await.unwrap();
        extend::of_what_holds(&extension, &pool, &declared, (&ops.card, world.clock.now()))
    };
    for of in [None, Some("final")] {
        let error = extend("74.99", of).await.unwrap_err();
        assert_eq!(error.kind(), Kind::OverBudget);
        assert!(
            error.to_string().starts_with("no pool is raised for `final`, so nothing could last longer"),
            "{error}"
        );
    }
    assert_eq!(extend("74.99", Some("else")).await.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(extend("75", None).await.unwrap().settings.max_sessions, 50);
    // What is up for it already lasts longer, and by hand nothing bounds that but --max-cost.
    within(&world, apply(&world, &events, OnDrift::Warn), None, Some(("75", 0))).await.unwrap();
    assert_eq!(extend("1", None).await.unwrap().settings.max_sessions, 50);
    // A lease is what is extended where there is one.
    at_minute(&world, 130).await;
    within(&world, up_by("ana@desk", 20, 4, in_minutes(&world, 30)), None, None).await.unwrap();
    assert_eq!(extend("1", None).await.unwrap().settings.max_sessions, 20);
}

/// Until the event's own end nothing is extended.
#[tokio::test(start_paused = true)]
async fn an_event_that_may_cost_too_much_longer_says_how_much_longer_it_may_last() {
    let world = world();
    let events = final_of((0, 120));
    within(&world, apply(&world, &events, OnDrift::Warn), None, None).await.unwrap();
    let person = Person::named("ana@desk");
    let hint = async |most: &str| {
        let extension = Extension { by: HOUR, of: None, person: &person, reason: None };
        let (ops, declared) = (flat(&world), declared(&events));
        let pool = ops.existing(&pool_id()).await.unwrap();
        let lease = extend::of_what_holds(&extension, &pool, &declared, (&ops.card, world.clock.now())).unwrap();
        let intent = Intent { action: Action::Extend(lease), ..apply(&world, &events, OnDrift::Warn) };
        within(&world, intent, Some(most), None).await.unwrap_err().hints().join("\n")
    };
    // 50 sessions x 0.75 = 37.50 an hour, for two hours.
    for most in ["5", "74.99"] {
        let told = hint(most).await;
        assert!(told.starts_with("The event `final`, which ends at") && told.contains("by itself."), "{most}: {told}");
    }
    let told = hint("75").await;
    assert!(told.starts_with("Within $75.00 it may not be extended: it ends at"), "{told}");
    let told = hint("93.75").await;
    assert!(told.starts_with("Within $93.75 it may be extended by 30 min, until"), "{told}");
}

/// A plan says of the next time what will come of it.
#[tokio::test(start_paused = true)]
async fn what_will_be_refused_is_known_of_a_pool_that_was_read() {
    let world = world();
    let ops = flat(&world);
    let pool = ops.existing(&pool_id()).await.unwrap();
    let next = |minutes, budget: &str| {
        let budget = Budget::of_one_pool(decimal(budget));
        let declared = Declared { budgets: [("final".to_owned(), budget)].into(), ..declared(&final_of(minutes)) };
        crate::ops::apply::refused_next(&ops.card, &declared, &pool, world.clock.now()).len()
    };
    assert_eq!((next((60, 180), "74.99"), next((60, 180), "75")), (1, 0));
    assert_eq!(next((0, 180), "1"), 0, "what holds now is told of the pool");
}

/// One event that is too dear keeps no other from what it asks for.
#[tokio::test(start_paused = true)]
async fn other_events_go_on_beside_one_over_its_budget() {
    let world = world();
    let events = [event("final", (0, 120), 50, 10), event("warm-up", (0, 120), 20, 4)];
    let report = within(&world, apply(&world, &events, OnDrift::Warn), None, Some(("1", 0))).await.unwrap();
    assert_eq!((report.refused.len(), scale_of(&world).await), (1, (20, 4)));
}

/// What the event is added to costs too.
#[tokio::test(start_paused = true)]
async fn a_budget_counts_the_base_under_an_event_that_is_added() {
    let world = world();
    let events = [ScheduledEvent { combine: Combine::Sum, ..event("final", (0, 120), 50, 10) }];
    let run = |budget| within(&world, apply(&world, &events, OnDrift::Warn), None, Some((budget, 0)));
    // 55 sessions x 2 h x 0.75.
    assert_eq!(run("82.49").await.unwrap().refused.len(), 1);
    assert_eq!(run("82.50").await.unwrap().refused.len(), 0);
}

/// A part of a cent that nobody sees refuses nobody.
#[tokio::test(start_paused = true)]
async fn a_limit_is_held_as_it_is_shown() {
    let world = world();
    at_minute(&world, 1).await;
    let lease = up_by("ana@desk", 50, 10, world.clock.now().checked_add(SignedDuration::from_millis(7_199_900)).ok());
    // 50 sessions x 1.99997 h x 0.75 = 74.999.
    assert!(within(&world, lease, Some("75.00"), None).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_base_counts_for_a_month_in_a_run_with_a_limit() {
    let world = world();
    let to = |max, cooldown| {
        let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(cooldown) };
        let base = Claim::base("idle", Settings { lifecycle, ..settings(max, 1) });
        Intent { base, ..apply(&world, &[], OnDrift::Enforce) }
    };
    // 100 sessions x 730 h x 0.75.
    let error = within(&world, to(100, 300), Some("54749.99"), None).await.unwrap_err();
    assert!(error.to_string().contains("may cost $54,750.00 in a month, since what is wanted has no end"), "{error}");
    assert!(within(&world, to(100, 300), Some("54750"), None).await.is_ok());
    assert!(within(&world, to(5, 300), Some("0"), None).await.is_ok(), "what goes down is not held up");
}

/// Azure shows more nodes than our reckoning needs: they are there, and go on to be.
#[tokio::test(start_paused = true)]
async fn nodes_that_azure_shows_count() {
    let world = world();
    let mut pool = world.pool().await;
    pool["properties"]["nodeCount"] = json!(3);
    world.answer(&format!("/{}", pool_id().name), 200, pool);
    let own = OwnRates { node: Some(decimal("2")), management: Some(Decimal::ZERO), ..OwnRates::default() };
    let ops = Ops { card: Arc::new(Card { own, ..Card::default() }), ..world.ops(HOUR) };
    let intent = up_by("ana@desk", 50, 10, in_minutes(&world, 60));
    let report = scale::run(&ops, Request { dry_run: true, ..Request::new(pool_id(), intent) }).await.unwrap();
    let estimate = report.expense.estimate.unwrap();
    // 1 node for 10 sessions and 2 for 50, and the 2 that are there besides.
    assert_eq!(
        (estimate.least.total().to_string(), estimate.most.total().to_string()),
        ("$6.00".into(), "$8.00".into())
    );
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
