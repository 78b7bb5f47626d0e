//! Receipts: what the emulator's metrics and the journal say of hours that went by.

use super::parking;
use super::world::{World, down_to, intent, lease, pool_id, settings};
use crate::emulator::{Switches, Times};
use crate::error::Kind;
use crate::model::{Kind as PoolKind, Settings};
use crate::ops::expense::{Budget, Metered};
use crate::ops::journal::Journal;
use crate::ops::receipt::window::{Window, of_lease};
use crate::ops::receipt::{Receipt, Source, Subject, receipt};
use crate::ops::{Ops, Step, coming, cost, delete, park, scale, unpark};
use crate::plan::{Action, Intent};
use crate::schedule::lease::Lease;
use crate::schedule::{Calendar, Claim, Combine, End, OnDrift, ScheduledEvent, When};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minute)
}

/// A world with a machine that keeps a journal.
struct Place {
    world: World,
    folder: tempfile::TempDir,
}

impl Place {
    fn new(times: Times) -> Self {
        Self { world: World::with(Switches::default(), times), folder: tempfile::tempdir().unwrap() }
    }

    fn ops(&self) -> Ops {
        let journal = Some(Journal::at(self.folder.path().join("journal.jsonl")));
        Ops { journal, ..self.world.ops(HOUR) }
    }

    async fn until(&self, minute: i64) {
        let left = self.world.clock.now().duration_until(at(minute));
        self.world.clock.sleep(Duration::try_from(left).unwrap()).await;
    }

    /// Raises the pool as a lease until a minute.
    async fn up(&self, max: u32, ready: u32, until: i64) {
        let lease = lease("ana@desk", max, ready, Some(at(until)));
        let up = intent(Action::ScaleUp(lease), settings(5, 0));
        scale::run(&self.ops(), scale::Request::new(pool_id(), up)).await.unwrap();
    }

    async fn down(&self) {
        scale::run(&self.ops(), scale::Request::new(pool_id(), down_to(settings(5, 0)))).await.unwrap();
    }

    /// Each of so many opens a session; how many got one.
    async fn come(&self, count: u32, who: &str) -> usize {
        let sessions = self.world.sessions().await;
        let mut given = 0;
        for number in 0..count {
            let opened = sessions.open(&format!("{who}-{number:04}"), "/").await.unwrap();
            given += usize::from(opened != crate::azure::Opened::Full);
        }
        given
    }

    async fn receipt(&self, window: Window) -> crate::error::Result<Receipt> {
        receipt(&self.ops(), &Subject::new(pool_id(), window), self.folder.path()).await
    }
}

/// An event that starts after half an hour of lead.
fn event(until: i64, asked: Settings) -> Window {
    let margin = (SignedDuration::from_hours(1), SignedDuration::from_hours(24));
    let asked = Some(("contest".to_owned(), asked));
    let (from, start, planned_by) = (at(0), at(30), Source::Files);
    Window { from, start, until: at(until), ended: None, is_planned: true, asked, planned_by, margin }
}

#[tokio::test(start_paused = true)]
async fn an_event_is_told_as_it_was() {
    let place = Place::new(Times::Realistic);
    place.up(50, 10, 120).await;
    place.until(45).await;
    assert_eq!(place.come(8, "early").await, 8);
    place.until(70).await;
    assert_eq!(place.come(9, "late").await, 9);
    place.until(120).await;
    place.down().await;
    place.until(200).await;
    let receipt = place.receipt(event(120, settings(50, 10))).await.unwrap();
    let measures = receipt.measures.as_ref().unwrap();
    let warm = measures.warm.unwrap();
    assert_eq!((warm.from, warm.or_before, warm.or_later), (at(2), false, false), "a PATCH takes 158 s");
    assert!((at(120)..at(125)).contains(&warm.until), "{warm:?}");
    assert!((118..=122).contains(&warm.lasted.as_mins()), "{warm:?}");
    assert_eq!(receipt.ahead().unwrap(), (SignedDuration::from_mins(28), Source::Metrics));
    // The first eight have cooled down when the next come.
    assert_eq!((measures.peak, measures.full), (Some((9, at(70))), SignedDuration::ZERO));
    let (least, when) = measures.least_ready.unwrap();
    assert!(least <= 2 && when == at(70), "{measures:?}");
    assert_eq!(measures.seen, SignedDuration::from_mins(90));
    let average = measures.average.unwrap();
    assert!((0.9..1.1).contains(&average), "17 sessions of a bit more than 5 min in 90: {average}");
    // The journal agrees, to the second.
    let noted = receipt.noted.as_ref().unwrap();
    let (raised, by) = noted.raised.clone().unwrap();
    assert!(raised < at(1) && by == "ana@desk", "{noted:?}");
    assert!((at(2)..at(4)).contains(&noted.warm.unwrap()) && noted.lowered.as_ref().unwrap().0 < at(121), "{noted:?}");
    assert_eq!(noted.maxes.iter().map(|(_, max)| *max).collect::<Vec<_>>(), [5, 50, 5]);
    assert!(receipt.is_over && receipt.findings.is_empty(), "{:?}", receipt.findings);
    // A node and its management: 1.75 an hour, for what was seen.
    let (seen, all) = receipt.cost.covers;
    assert_eq!(seen, all, "all of it was seen");
    let hours = seen.as_secs_f64() / 3_600.0;
    let bill: f64 = receipt.cost.seen.as_ref().unwrap().total().amount.to_string().parse().unwrap();
    assert!((bill - 1.75 * hours).abs() < 0.001, "{bill} for {hours} h");
    assert_eq!(receipt.cost.planned.as_ref().unwrap().least.total().to_string(), "$3.50", "two hours");
    let suggestion = receipt.suggestion.unwrap();
    assert_eq!(suggestion.settings.max_sessions, 12, "9 and a quarter: {suggestion:?}");
    assert!(suggestion.reasons[0].contains("far too many"), "{suggestion:?}");
}

#[tokio::test(start_paused = true)]
async fn a_pool_that_was_full_says_that_nobody_knows_how_many_wanted_in() {
    let place = Place::new(Times::Fast);
    place.up(12, 4, 90).await;
    place.until(40).await;
    assert_eq!(place.come(20, "user").await, 12);
    place.until(60).await;
    let receipt = place.receipt(event(90, settings(12, 4))).await.unwrap();
    let measures = receipt.measures.as_ref().unwrap();
    assert_eq!(measures.peak, Some((12, at(40))));
    assert!((5..=7).contains(&measures.full.as_mins()), "a cooldown: {measures:?}");
    assert_eq!(measures.least_ready.unwrap().0, 0);
    assert!(!receipt.is_over && receipt.findings.iter().any(|finding| finding.subject == "not over"));
    let suggestion = receipt.suggestion.unwrap();
    // All 12 within a minute, and a quarter.
    assert_eq!((suggestion.settings.max_sessions, suggestion.settings.ready_sessions), (18, 15));
    assert!(suggestion.reasons[0].contains("lower bound"), "{suggestion:?}");
}

/// A lease that was forgotten: planned for an hour, up for three.
#[tokio::test(start_paused = true)]
async fn a_lease_is_found_in_the_journal_with_the_end_that_it_was_to_have() {
    let place = Place::new(Times::Fast);
    place.up(50, 10, 60).await;
    place.until(180).await;
    place.down().await;
    place.until(240).await;
    let entries = place.ops().journal.unwrap().entries().unwrap();
    let entries: Vec<_> = entries.iter().collect();
    let window = of_lease(&entries, "contest", Some(settings(50, 10)), at(240), at(240)).unwrap();
    assert_eq!((window.until, window.is_planned), (at(60), true));
    let receipt = place.receipt(window).await.unwrap();
    assert_eq!(receipt.planned_time().as_mins(), 60);
    let (actual, by) = receipt.actual_time().unwrap();
    assert!((179..=181).contains(&actual.as_mins()) && by == Source::Metrics, "{actual:?}");
    assert_eq!(receipt.suggestion.unwrap_err(), "nobody came, which says nothing of how many will");
}

/// An event wants more meanwhile: the numbers stay as they are, and only tags are written.
#[tokio::test(start_paused = true)]
async fn a_lease_under_a_larger_event_has_a_receipt() {
    let place = Place::new(Times::Fast);
    let asked = |action| {
        let known = super::company::known(&[scheduled()]);
        scale::Request::new(pool_id(), Intent { known, ..intent(action, settings(5, 0)) })
    };
    let write = async |action| scale::run(&place.ops(), asked(action)).await.unwrap();
    let small = |until| Lease { profile: "small".into(), ..lease("ben@desk", 20, 2, Some(at(until))) };
    let found = |profile: &str, now| {
        let entries = place.ops().journal.unwrap().entries().unwrap();
        let entries: Vec<_> = entries.iter().collect();
        of_lease(&entries, profile, Some(settings(1, 1)), at(now), at(now))
    };
    let told = |window: &Window| {
        let minute = |time: Timestamp| at(0).duration_until(time).as_mins();
        let asked = window.asked.as_ref().unwrap().1.max_sessions;
        (minute(window.from), minute(window.until), window.ended.map(minute), asked)
    };
    place.until(10).await;
    write(Action::ScaleUp(lease("ana@desk", 30, 3, Some(at(60))))).await;
    place.until(20).await;
    write(Action::ScaleUp(small(40))).await;
    assert_eq!(told(&found("contest", 20).unwrap()), (10, 60, None, 30));
    assert_eq!(told(&found("small", 20).unwrap()), (20, 40, None, 20));
    write(Action::Extend(lease("ana@desk", 30, 3, Some(at(90))))).await;
    assert_eq!(told(&found("contest", 21).unwrap()), (10, 90, None, 30));
    assert_eq!(told(&found("small", 21).unwrap()), (20, 40, None, 20));
    place.until(70).await;
    write(down_to(settings(5, 0)).action).await;
    assert_eq!(told(&found("contest", 71).unwrap()), (10, 90, Some(70), 30));
    assert_eq!(told(&found("small", 71).unwrap()), (20, 40, None, 20), "it was over");
    let receipt = place.receipt(found("small", 71).unwrap()).await.unwrap();
    assert_eq!((receipt.planned_time().as_mins(), receipt.is_over, receipt.asked.max), (20, true, 20));
}

/// Ended long before its end, between two minutes.
#[tokio::test(start_paused = true)]
async fn a_lease_that_was_ended_early_is_over() {
    let place = Place::new(Times::Fast);
    place.up(50, 10, 180).await;
    place.until(51).await;
    place.world.clock.sleep(Duration::from_secs(20)).await;
    place.down().await;
    place.until(70).await;
    let entries = place.ops().journal.unwrap().entries().unwrap();
    let entries: Vec<_> = entries.iter().collect();
    let window = of_lease(&entries, "contest", Some(settings(50, 10)), at(70), at(70)).unwrap();
    let ended = window.ended.unwrap();
    assert!((at(51)..at(52)).contains(&ended) && window.until == at(180), "{window:?}");
    let receipt = place.receipt(window).await.unwrap();
    assert!(receipt.is_over && receipt.findings.is_empty(), "{:?}", receipt.findings);
    assert_eq!((receipt.asked_by, receipt.planned_time().as_mins()), (Source::Journal, 180));
    // Metrics and journal tell the same minutes.
    let warm = receipt.measures.as_ref().unwrap().warm.unwrap();
    assert!(!warm.or_before && warm.until == at(51), "{warm:?}");
    assert_eq!(receipt.actual_time().unwrap().0.as_mins(), 51);
    assert_eq!(receipt.noted.as_ref().unwrap().lasted(receipt.span).unwrap().as_mins(), 51);
    // What comes after it is not its cost.
    assert!((51..=53).contains(&receipt.cost.covers.1.as_mins()), "{:?}", receipt.cost.covers);
}

/// The same event as a pool file has it, until minute 120.
fn scheduled() -> ScheduledEvent {
    let start = at(30).to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let calendar = Calendar {
        when: When::Once(start),
        end: End::For(Duration::from_secs(5_400)),
        lead: Duration::from_secs(1_800),
        zone: jiff::tz::TimeZone::UTC,
        cut: None,
    };
    let (name, profile, combine) = ("final".to_owned(), "contest".to_owned(), Combine::Max);
    ScheduledEvent { name, profile, settings: settings(50, 10), calendar, combine }
}

#[tokio::test(start_paused = true)]
async fn an_event_that_its_budget_kept_down_says_so() {
    let place = Place::new(Times::Fast);
    let own = scheduled();
    let subject = |amount: &str| {
        let budget = Budget::of_one_pool(amount.parse().unwrap());
        let base = Some(Claim::base("idle", settings(5, 0)));
        Subject {
            own: Some(own.clone()),
            budgets: [("final".to_owned(), budget)].into(),
            base,
            ..Subject::new(pool_id(), event(120, settings(50, 10)))
        }
    };
    place.until(45).await;
    // Its base holds: five get in, and it is full.
    assert_eq!(place.come(7, "user").await, 5);
    place.until(130).await;
    let told = receipt(&place.ops(), &subject("0.50"), place.folder.path()).await.unwrap();
    let finding = told.findings.iter().find(|finding| finding.subject == "budget").unwrap();
    assert!(finding.text.contains("`final` may cost $") && finding.text.contains("$0.50 is allowed"), "{finding:?}");
    assert!(told.findings.iter().all(|finding| finding.subject != "journal"), "{:?}", told.findings);
    assert!(told.kept_down && told.maxes_by == Source::Pool && told.held_max() == 5);
    let measures = told.measures.as_ref().unwrap();
    assert!(measures.warm.is_none() && measures.full.is_positive() && measures.full == measures.full_below);
    assert_eq!(told.suggestion.unwrap().settings.max_sessions, 50, "never tried");
    // One that may cost so much was not kept down by that.
    let told = receipt(&place.ops(), &subject("500"), place.folder.path()).await.unwrap();
    assert!(!told.kept_down && told.findings.iter().all(|finding| finding.subject != "budget"));
    // Nor one that was raised all the same.
    let place = Place::new(Times::Fast);
    place.until(100).await;
    place.up(50, 10, 110).await;
    place.until(111).await;
    place.down().await;
    place.until(140).await;
    let told = receipt(&place.ops(), &subject("0.50"), place.folder.path()).await.unwrap();
    assert!(!told.kept_down, "{:?}", told.findings);
}

/// An event without lead between two minutes.
fn one(name: &str, (from, until): (i64, i64)) -> ScheduledEvent {
    let length = Duration::from_secs(u64::try_from(until - from).unwrap() * 60);
    let start = When::Once(at(from).to_zoned(jiff::tz::TimeZone::UTC).datetime());
    let calendar = Calendar { when: start, end: End::For(length), lead: Duration::ZERO, ..scheduled().calendar };
    ScheduledEvent { name: name.to_owned(), calendar, ..scheduled() }
}

/// The receipt of the first of some events, on a base and within budgets.
async fn first_of(place: &Place, events: &[ScheduledEvent], base: Claim, budgets: &[(&str, &str)]) -> Receipt {
    let (own, others) = (events[0].clone(), events[1..].to_vec());
    let window = Window::of_occurrence(&own, &own.calendar.between(at(-1), at(600))[0]);
    let budget = |(name, amount): &(&str, &str)| ((*name).to_owned(), Budget::of_one_pool(amount.parse().unwrap()));
    let budgets = budgets.iter().map(budget).collect();
    let metered = Some(Metered::from(&parking::definition()));
    let (own, base) = (Some(own), Some(base));
    let subject = Subject { own, others, budgets, base, metered, ..Subject::new(pool_id(), window) };
    receipt(&place.ops(), &subject, place.folder.path()).await.unwrap()
}

impl Place {
    /// A run of `pool apply` at a minute, where these events hold.
    async fn applied(&self, minute: i64, events: &[ScheduledEvent]) {
        self.until(minute).await;
        let intent = super::company::apply(&self.world, events, OnDrift::Warn);
        scale::run(&self.ops(), scale::Request::new(pool_id(), intent)).await.unwrap();
    }
}

/// When it was warm, in minutes, and whether before or later too; and how many minutes its cost is of.
fn told(receipt: &Receipt) -> (Option<(i64, i64, bool, bool)>, i64) {
    let minute = |time: Timestamp| (time.as_second() - at(0).as_second()).div_euclid(60);
    let warm = receipt.measures.as_ref().and_then(|measures| measures.warm);
    let warm = warm.map(|warm| (minute(warm.from), minute(warm.until), warm.or_before, warm.or_later));
    (warm, receipt.cost.covers.1.as_mins())
}

#[tokio::test(start_paused = true)]
async fn an_event_that_was_refused_takes_nothing_over_from_the_one_before() {
    let place = Place::new(Times::Fast);
    let (first, second) = (one("first", (0, 60)), one("second", (60, 120)));
    let idle = || Claim::base("idle", settings(5, 0));
    place.applied(0, std::slice::from_ref(&first)).await;
    place.applied(60, &[]).await;
    place.until(140).await;
    let refused = [("second", "0.50")];
    let both = [second.clone(), first.clone()];
    let told = first_of(&place, &both, idle(), &refused).await;
    assert!(told.kept_down && told.findings.iter().any(|finding| finding.subject == "budget"), "{:?}", told.findings);
    let noted = told.noted.as_ref().unwrap();
    assert_eq!((&noted.raised, &noted.lowered, noted.warm), (&None, &None, None));
    assert_eq!((told.measures.as_ref().unwrap().warm, told.actual_time(), told.held_max()), (None, None, 5));
    // One that was up beyond what lowering takes was up for it.
    let late = [one("second", (40, 120)), one("first", (0, 40))];
    let told = first_of(&place, &late, idle(), &refused).await;
    assert!(!told.kept_down && told.noted.unwrap().raised.is_some());
    // One that had no pool shared none, unless the journal knows better.
    let beside = [first.clone(), one("second", (30, 120))];
    let shares = |receipt: Receipt| receipt.findings.iter().any(|finding| finding.subject == "shared");
    assert!(!shares(first_of(&place, &beside, idle(), &refused).await));
    assert!(shares(first_of(&place, &beside, idle(), &[("second", "500")]).await));
    let beside = [one("second", (30, 120)), first];
    assert!(shares(first_of(&place, &beside, idle(), &[("first", "0.50")]).await), "it was raised for it");
}

#[tokio::test(start_paused = true)]
async fn a_receipt_reaches_into_no_other_ones_time() {
    let place = Place::new(Times::Fast);
    let (one, two) = (one("one", (15, 120)), one("two", (60, 180)));
    let both = [one.clone(), two.clone()];
    for minute in [15, 60, 120, 180] {
        place.applied(minute, &both).await;
    }
    place.until(220).await;
    let idle = || Claim::base("idle", settings(5, 0));
    let first = first_of(&place, &both, idle(), &[]).await;
    assert_eq!(told(&first), (Some((15, 120, false, false)), 105));
    assert_eq!(first.noted.as_ref().unwrap().lasted(first.span).unwrap().as_mins(), 105);
    let second = first_of(&place, &[two, one], idle(), &[]).await;
    assert_eq!(told(&second), (Some((60, 180, false, false)), 120));
    assert_eq!(second.noted.as_ref().unwrap().lasted(second.span).unwrap().as_mins(), 120);
}

#[tokio::test(start_paused = true)]
async fn a_lease_within_an_event_ends_where_it_ended() {
    let place = Place::new(Times::Fast);
    let event = one("one", (0, 180));
    place.applied(0, std::slice::from_ref(&event)).await;
    place.until(20).await;
    let known = super::company::known(std::slice::from_ref(&event));
    let up = intent(Action::ScaleUp(lease("ana@desk", 50, 10, Some(at(80)))), settings(5, 0));
    scale::run(&place.ops(), scale::Request::new(pool_id(), Intent { known, ..up })).await.unwrap();
    place.applied(180, std::slice::from_ref(&event)).await;
    place.until(220).await;
    let entries = place.ops().journal.unwrap().entries().unwrap();
    let entries: Vec<_> = entries.iter().collect();
    let window = of_lease(&entries, "contest", Some(settings(50, 10)), at(220), at(220)).unwrap();
    let subject = Subject { others: vec![event.clone()], ..Subject::new(pool_id(), window) };
    let receipt = receipt(&place.ops(), &subject, place.folder.path()).await.unwrap();
    let ((from, until, or_before, or_later), cost) = (told(&receipt).0.unwrap(), told(&receipt).1);
    assert_eq!((until, or_before, or_later, receipt.noted.unwrap().lowered), (80, false, false, None));
    assert!((20..=21).contains(&from) && (59..=60).contains(&cost), "{from} {cost}");
    let event = first_of(&place, &[event], Claim::base("idle", settings(5, 0)), &[]).await;
    assert_eq!(told(&event), (Some((0, 180, false, false)), 180));
}

/// The pool is wanted again too soon to park it: the time between is the first one's.
#[tokio::test(start_paused = true)]
async fn between_two_events_the_pool_is_the_first_ones_until_the_second_begins() {
    let place = Place { world: parking::world(), folder: tempfile::tempdir().unwrap() };
    let (one, two) = (one("one", (0, 60)), one("two", (75, 120)));
    let both = [one.clone(), two.clone()];
    for minute in [0, 60, 75, 120] {
        place.applied(minute, &both).await;
    }
    place.until(200).await;
    let parked = || Claim::parked(settings(5, 0));
    let first = first_of(&place, &both, parked(), &[]).await;
    assert_eq!((told(&first).1, first.cost.tail.unwrap().waits.map(|time| time.as_mins())), (75, Some(15)));
    let second = first_of(&place, &[two, one], parked(), &[]).await;
    let (from, _, or_before, _) = told(&second).0.unwrap();
    assert!((75..=78).contains(&from) && !or_before, "{from}");
    assert!(second.span.0 == at(75), "{:?}", second.span);
    // One that is kept down wants it no more: it is parked after the first.
    let first = first_of(&place, &both, parked(), &[("two", "0.01")]).await;
    assert_eq!(first.cost.tail.unwrap().waits, None);
}

#[tokio::test(start_paused = true)]
async fn one_witness_is_enough_and_none_is_not() {
    let place = Place::new(Times::Fast);
    place.up(50, 10, 60).await;
    place.until(60).await;
    place.down().await;
    place.until(70).await;
    // Another machine knows what Azure Monitor saw.
    let window = || event(60, settings(50, 10));
    let subject = |window| Subject::new(pool_id(), window);
    let elsewhere = receipt(&place.world.ops(HOUR), &subject(window()), place.folder.path()).await.unwrap();
    assert!(elsewhere.noted.is_none() && elsewhere.actual_time().unwrap().1 == Source::Metrics);
    assert!(elsewhere.findings.iter().any(|finding| finding.text.contains("another machine")));
    // Whoever may not read metrics has the journal.
    let refusal = json!({"error": {"code": "AuthorizationFailed", "message": "no Microsoft.Insights/metrics/read"}});
    place.world.answer("/metrics", 403, refusal);
    let alone = place.receipt(window()).await.unwrap();
    assert_eq!((alone.measures.is_none(), alone.actual_time().unwrap().1), (true, Source::Journal));
    assert!(alone.findings.iter().any(|finding| finding.subject == "metrics" && finding.todo.is_some()));
    assert!(alone.suggestion.is_err() && alone.cost.seen.is_none() && alone.cost.planned.is_some());
    // Neither: what kept the metrics from being read is the answer.
    let nothing = receipt(&place.world.ops(HOUR), &subject(window()), place.folder.path()).await.unwrap_err();
    assert_eq!(nothing.kind(), Kind::Forbidden);
    place.world.answer("/metrics", 200, json!({"value": []}));
    let nothing = receipt(&place.world.ops(HOUR), &subject(window()), place.folder.path()).await.unwrap_err();
    assert_eq!((nothing.kind(), nothing.kind().exit().code()), (Kind::NotFound, 3));
    assert!(nothing.to_string().contains("neither Azure Monitor nor the journal"), "{nothing}");
    // What is longer ago than Azure keeps it is not asked for.
    let ago = |hours: i64| at(-60 * hours);
    place.world.forget();
    let old = Window::between(ago(24 * 100), ago(24 * 99));
    assert_eq!(
        receipt(&place.world.ops(HOUR), &subject(old), place.folder.path()).await.unwrap_err().kind(),
        Kind::NotFound
    );
    assert!(place.world.log().iter().all(|sent| !sent.path.ends_with("/metrics")));
}

/// What Azure took and did not carry out is noted as taken; that it failed is told, unless a later write mended it.
#[tokio::test(start_paused = true)]
async fn a_change_that_failed_is_no_quiet_success() {
    let place = Place::new(Times::Realistic);
    let fault = json!({"on": "patch", "fault": "failLate", "code": "SessionPoolOperationError", "message": "time out"});
    place.world.fault(fault).await;
    let lease = lease("ana@desk", 50, 10, Some(at(60)));
    let up = scale::Request::new(pool_id(), intent(Action::ScaleUp(lease), settings(5, 0)));
    assert_eq!(scale::run(&place.ops(), up).await.unwrap_err().kind(), Kind::OperationFailed);
    place.until(60).await;
    let failed = "Azure failed the change of 2026-12-05 08:00 UTC: ";
    assert!(says(&place.receipt(event(60, settings(50, 10))).await.unwrap(), failed));
    // Somebody brings it to rest.
    place.world.set(json!({"provisioningState": "Succeeded"})).await;
    place.up(60, 12, 90).await;
    place.until(90).await;
    assert!(!says(&place.receipt(event(90, settings(60, 12))).await.unwrap(), failed), "a later write went well");
}

/// The change that lowers it fails, and is made again ten minutes later.
#[tokio::test(start_paused = true)]
async fn a_change_that_failed_took_nothing_back() {
    let place = Place::new(Times::Fast);
    place.up(50, 10, 60).await;
    place.until(60).await;
    let fault = json!({"on": "patch", "fault": "failLate", "code": "SessionPoolOperationError", "message": "time out"});
    place.world.fault(fault).await;
    let down = || scale::Request::new(pool_id(), down_to(settings(5, 0)));
    assert_eq!(scale::run(&place.ops(), down()).await.unwrap_err().kind(), Kind::OperationFailed);
    place.until(65).await;
    let told = place.receipt(event(60, settings(50, 10))).await.unwrap();
    assert!(says(&told, "Azure failed the change of 2026-12-05 09:00 UTC: "), "{:?}", told.findings);
    let noted = told.noted.unwrap();
    assert!(noted.raised.is_some() && noted.lowered.is_none(), "{noted:?}");
    assert_eq!(noted.maxes.iter().map(|(_, max)| *max).collect::<Vec<_>>(), [5, 50]);
    place.world.set(json!({"provisioningState": "Succeeded"})).await;
    place.until(70).await;
    scale::run(&place.ops(), down()).await.unwrap();
    place.until(90).await;
    let told = place.receipt(event(60, settings(50, 10))).await.unwrap();
    let mended = "the change of 2026-12-05 09:00 UTC failed; it went through at 2026-12-05 09:10 UTC";
    assert!(says(&told, mended), "{:?}", told.findings);
    assert!((at(70)..at(71)).contains(&told.noted.unwrap().lowered.unwrap().0));
}

/// A pool that the files can make again, two hours up with nine people, and taken back an hour ago.
async fn idle_after_an_event() -> Place {
    let place = Place { world: parking::world(), folder: tempfile::tempdir().unwrap() };
    place.up(50, 10, 120).await;
    place.until(40).await;
    assert_eq!(place.come(9, "user").await, 9);
    place.until(120).await;
    place.down().await;
    place.until(180).await;
    place
}

/// As the command looks back on an event of a pool that its pool file describes.
async fn looked_back(place: &Place) -> crate::error::Result<Receipt> {
    let metered = Some(Metered::from(&parking::definition()));
    let subject = Subject { metered, ..Subject::new(pool_id(), event(120, settings(50, 10))) };
    receipt(&place.ops(), &subject, place.folder.path()).await
}

fn says(receipt: &Receipt, text: &str) -> bool {
    receipt.findings.iter().any(|finding| finding.text.contains(text))
}

#[tokio::test(start_paused = true)]
async fn parking_loses_nothing_that_azure_monitor_saw() {
    let place = idle_after_an_event().await;
    let stands = looked_back(&place).await.unwrap();
    let parked = park::run(&place.ops(), &parking::request(), place.folder.path(), false).await.unwrap();
    let kept = parked.kept.unwrap();
    assert_eq!(kept.until().unwrap(), at(180), "the emulator's are there at once");
    let file = parked.copy.unwrap().with_extension("minutes");
    assert!(std::fs::metadata(&file).unwrap().len() < 4_000, "three hours of few changes");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let gone = looked_back(&place).await.unwrap();
    assert!(stands.measures.is_some() && gone.measures == stands.measures, "{:?}", gone.measures);
    assert_eq!((&gone.cost.seen, &gone.cost.planned), (&stands.cost.seen, &stands.cost.planned));
    assert!(gone.cost.seen.is_some() && gone.cost.planned.is_some() && gone.cost.noted.is_none());
    assert_eq!(gone.suggestion, stands.suggestion);
    assert!(says(&gone, "as kept when it was parked at 2026-12-05 11:0"), "{:?}", gone.findings);
    assert!(!says(&gone, "metrics go with their pool"), "{:?}", gone.findings);
    // Made again, it has nothing of before.
    unpark::run(&place.ops(), parking::revival()).await.unwrap();
    place.until(240).await;
    let again = looked_back(&place).await.unwrap();
    assert_eq!((&again.measures, &again.cost.seen), (&stands.measures, &stands.cost.seen));
    assert!(says(&again, "as kept when it was parked") && !says(&again, "has nothing of that time"));
    // Whoever did not park it has neither.
    let elsewhere = Place { folder: tempfile::tempdir().unwrap(), ..place };
    assert_eq!(looked_back(&elsewhere).await.unwrap_err().kind(), Kind::NotFound);
}

/// Planned is what `pool cost --event` said, and as it came is until it was parked: both with the time after the end.
#[tokio::test(start_paused = true)]
async fn a_parked_base_is_counted_until_the_pool_is_gone() {
    let place = idle_after_an_event().await;
    let (metered, base) = (Some(Metered::from(&parking::definition())), Claim::parked(settings(5, 0)));
    let mut declared = parking::revival().declared;
    (declared.base, declared.known) = (base.clone(), super::company::known(&[scheduled()]));
    let coming = coming::Subject {
        name: pool_id().name,
        declared,
        records: Default::default(),
        gone_at: None,
        kind: Some(PoolKind::CustomContainer),
        metered: metered.clone(),
    };
    let said = cost::event(&place.ops().card, &[coming], "final", at(-10)).unwrap().unwrap().pools[0].total();
    let look = async |own: Option<ScheduledEvent>, base: Claim| {
        let (base, metered, window) = (Some(base), metered.clone(), event(120, settings(50, 10)));
        let subject = Subject { own, base, metered, ..Subject::new(pool_id(), window) };
        receipt(&place.ops(), &subject, place.folder.path()).await.unwrap()
    };
    let minutes = |receipt: &Receipt| (receipt.cost.covers.0.as_mins(), receipt.cost.covers.1.as_mins());
    let stands = look(Some(scheduled()), base.clone()).await;
    assert_eq!((minutes(&stands), stands.parked), ((180, 180), None), "it is not parked yet");
    let idle = look(Some(scheduled()), Claim::base("idle", settings(5, 0))).await;
    assert!(minutes(&idle).1 < 130 && idle.cost.tail.is_none(), "{:?}", idle.cost.covers);
    park::run(&place.ops(), &parking::request(), place.folder.path(), false).await.unwrap();
    place.until(240).await;
    for own in [Some(scheduled()), None] {
        let told = look(own, base.clone()).await;
        let planned = told.cost.planned.as_ref().unwrap();
        assert_eq!((planned.least.total(), planned.most.total()), (said.least.total(), said.most.total()));
        assert_eq!(told.cost.tail.unwrap().most().as_mins(), 38);
        assert!((at(180)..at(182)).contains(&told.parked.unwrap()), "{:?}", told.parked);
        assert!((180..=182).contains(&minutes(&told).1) && minutes(&told).0 >= 180, "{:?}", told.cost.covers);
    }
}

/// An event over which the pool was parked and made again: Azure Monitor has the end, and the file the beginning.
#[tokio::test(start_paused = true)]
async fn what_was_kept_and_what_azure_has_are_one() {
    let place = idle_after_an_event().await;
    park::run(&place.ops(), &parking::request(), place.folder.path(), false).await.unwrap();
    place.until(200).await;
    unpark::run(&place.ops(), parking::revival()).await.unwrap();
    place.until(260).await;
    let both = place.receipt(Window::between(at(150), at(250))).await.unwrap();
    let hole = |minute: i64| !both.minutes.0.iter().any(|it| it.at == at(minute));
    assert!(!hole(150) && !hole(179) && hole(190) && !hole(249), "{:?}", both.minutes);
    assert!(both.minutes.0.is_sorted_by(|one, next| one.at < next.at));
    assert!(says(&both, "from 2026-12-05 10:30 UTC to 2026-12-05 11:00 UTC as kept"), "{:?}", both.findings);
}

/// Whatever becomes of the metrics, the pool is parked; and the journal says what that time may have cost.
#[tokio::test(start_paused = true)]
async fn metrics_that_cannot_be_had_keep_no_pool_from_being_parked() {
    let code = |code: &str| json!({"error": {"code": code, "message": "m"}});
    for (status, body) in [(403, code("AuthorizationFailed")), (429, code("TooManyRequests")), (200, json!("odd"))] {
        let place = idle_after_an_event().await;
        place.world.answer("/metrics", status, body);
        let began = place.world.clock.now();
        let parked = park::run(&place.ops(), &parking::request(), place.folder.path(), false).await.unwrap();
        assert_eq!((parked.outcome, parked.kept), (delete::Outcome::Deleted, None), "{status}");
        let told = |step: &Step| matches!(step, Step::Noted { finding } if finding.subject == "metrics");
        assert!(place.world.told(told), "{status}");
        let took = began.duration_until(place.world.clock.now());
        assert!(took < SignedDuration::from_mins(15), "{status}: {took}");
        let gone = looked_back(&place).await.unwrap();
        assert!(says(&gone, "metrics go with their pool") && gone.measures.is_none(), "{:?}", gone.findings);
        assert_eq!(gone.cost.planned.unwrap().least.total().to_string(), "$3.50", "two hours");
        let noted = gone.cost.noted.unwrap();
        assert!(gone.cost.seen.is_none() && noted.least.total().to_string() == "$3.50", "{noted:?}");
        assert!(noted.most.total().amount > noted.least.total().amount, "{noted:?}");
    }
}
