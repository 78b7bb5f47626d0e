use super::*;
use crate::config::pool_file;
use crate::cost::{Currency, Decimal, OwnRates};
use crate::model::{Definition, Kind as PoolKind, Lifecycle, SessionSize};
use crate::ops::coming;
use crate::ops::declared::declared;
use crate::schedule::{Claim, Records, Source};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn flat() -> Card {
    Card { own: OwnRates { session_hour: Some(decimal("0.75")), ..OwnRates::default() }, ..Card::default() }
}

fn metered(kind: PoolKind) -> Metered {
    Metered { kind, location: "eastus2".to_owned(), size: SessionSize::of(0.5, "1Gi"), floor: 1, spare: 0 }
}

fn profile(name: &str, max: u32, ready: u32) -> Profile {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    let settings = Settings { max_sessions: max, ready_sessions: ready, lifecycle, expires_after: None };
    Profile { name: name.to_owned(), description: None, settings }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The user's own tables.
#[test]
fn profiles_cost_what_the_users_tables_say() {
    let subject = Subject::of(&flat(), "p", metered(PoolKind::CustomContainer)).unwrap();
    for (ready, hours, cost) in [(1, 48, "$36.00"), (5, 48, "$180.00"), (10, 2, "$15.00")] {
        let priced = priced(&subject, &profile("x", 50, ready), SignedDuration::from_hours(hours));
        assert_eq!(priced.whole.least.total().to_string(), cost, "{ready} ready for {hours} h");
    }
}

#[test]
fn a_profile_that_wishes_none_ready_pays_for_what_azure_keeps() {
    let card = Card::default();
    let subject = Subject::of(&card, "p", metered(PoolKind::CustomContainer)).unwrap();
    let idle = priced(&subject, &profile("idle", 5, 0), HOUR);
    assert_eq!((idle.scale.ready, idle.nodes), (Some(1), Some((1, 1))));
    assert_eq!(idle.hour.least.total().to_string(), "$1.75");
    let large = priced(&subject, &profile("large", 50, 10), SignedDuration::from_hours(2));
    assert_eq!((large.nodes, large.whole.most.total().to_string()), (Some((1, 2)), "$6.80".to_owned()));
    let python = Subject::of(&card, "p", metered(PoolKind::PythonLTS)).unwrap();
    let python = priced(&python, &profile("idle", 5, 0), HOUR);
    assert_eq!((python.scale.ready, python.nodes), (None, None));
    assert_eq!(python.hour.most.total().to_string(), "$1.80", "5 x 12 x $0.03");
}

/// A step is told as it stands: what fewer would save if nobody were there is no saving while they are.
#[test]
fn a_step_counts_who_is_there() {
    let standing = |counts: Option<(u32, u32)>, shown: Option<u32>, kind| {
        let subject = Subject::of(&Card::default(), "p", metered(kind)).unwrap();
        let occupancy =
            counts.map_or(Occupancy { active: 0, ready: 31 }, |(active, ready)| Occupancy { active, ready });
        Standing {
            nodes: shown.or_else(|| subject.rates.nodes(occupancy)),
            shows_nodes: shown.is_some(),
            subject,
            id: PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() },
            scale: Scale { max: 60, ready: Some(31) },
            occupancy,
            is_counted: counts.is_some(),
            again: None,
            next: None,
            park_refusal: None,
            cooldown: None,
        }
    };
    let custom = PoolKind::CustomContainer;
    let step = |counts, shown| standing(counts, shown, custom).lower().map(|lower| (lower.in_use, lower.cheaper));
    let to = |ready| Some(Cheaper { ready, saves: Money::new(decimal("1.65"), Currency::USD) });
    assert_eq!(step(Some((20, 31)), Some(2)), Some((Some(20), to(10))), "30 would need two nodes as well");
    assert_eq!(step(Some((0, 31)), Some(2)), Some((Some(0), to(30))));
    assert_eq!(step(None, None), Some((None, to(30))));
    // Ten ready are all that is left beside fifty in use.
    assert_eq!(step(Some((50, 10)), Some(2)), Some((Some(50), None)));
    assert_eq!(step(Some((20, 31)), Some(3)), None, "nobody knows what the third is for");
    for (counts, is_seen) in [(None, false), (Some((2, 0)), true)] {
        assert_eq!(standing(counts, None, PoolKind::Shell).is_seen(), is_seen);
        let subject = Subject::of(&flat(), "p", metered(PoolKind::Shell)).unwrap();
        let flat = Standing { subject, ..standing(counts, None, PoolKind::Shell) };
        assert_eq!(flat.is_seen(), is_seen, "a flat rate counts those in use, whom nobody sees either");
        assert!(standing(counts, None, custom).is_seen());
    }
}

/// Nothing now, and then as the pool that the file makes: with what Azure keeps ready.
#[test]
fn a_parked_pool_costs_nothing_until_it_is_made_again() {
    for (card, kind, nodes, again) in [
        (Card::default(), PoolKind::CustomContainer, Some(0), "$1.75"),
        (flat(), PoolKind::CustomContainer, None, "$0.75"),
        (Card::default(), PoolKind::PythonLTS, None, "$0.00"),
    ] {
        let definition = Definition {
            location: "eastus2".into(),
            kind,
            container: None,
            identity: crate::model::definition::Identity::default(),
            egress: None,
            tags: std::collections::BTreeMap::new(),
        };
        let nothing = definition.parked(&PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() });
        let parked = Standing::parked(&card, &nothing, profile("idle", 5, 0).settings, None).unwrap();
        let hour = parked.lasting(HOUR);
        assert_eq!((hour.least.lines.len(), hour.most.lines.len(), parked.nodes), (0, 0, nodes));
        assert_eq!(parked.made_again(HOUR).unwrap().least.total().to_string(), again);
        assert!(parked.is_seen() && parked.lower().is_none());
    }
}

#[test]
fn a_price_that_is_missing_is_named() {
    let euro = Card { own: OwnRates { currency: Currency::named("EUR"), ..OwnRates::default() }, ..Card::default() };
    let error = Subject::of(&euro, "p", metered(PoolKind::CustomContainer)).unwrap_err();
    assert_eq!(error.kind(), Kind::NoRate);
    assert_eq!(error.to_string(), "no price of a node-hour in eastus2 is known in EUR, and so not what p costs");
    assert!(error.hints()[0].contains("`pool cost --refresh --currency EUR`"));
    let euro_rates = euro.own.clone();
    let own = OwnRates { node: Some(decimal("1.5")), ..euro.own };
    let error = Subject::of(&Card { own, ..Card::default() }, "p", metered(PoolKind::CustomContainer)).unwrap_err();
    assert!(error.to_string().starts_with("no price of an hour of management in eastus2 is known in EUR"));
    assert!(error.hints()[1].contains("`management: 0`"), "{:?}", error.hints());
    // What was just fetched need not be fetched again.
    let fetched = Card { fetched: ["eastus2".to_owned()].into(), own: euro_rates, ..Card::default() };
    let error = Subject::of(&fetched, "p", metered(PoolKind::CustomContainer)).unwrap_err();
    let hint =
        "The price list that was just fetched does not have it: state what you pay under `rates:` in the pool file.";
    assert_eq!(error.hints(), [hint]);
}

const EVENTS: &str = "
- {name: final, profile: contest, start: 2026-12-05T14:00, zone: UTC, for: 2h, pools: [a, b]}
- {name: weekly, profile: contest, every: Sat 20:00, zone: UTC, for: 2h, lead: 1s, pools: [a]}
- {name: past, profile: contest, start: 2025-12-05T14:00, zone: UTC, for: 2h, pools: [a]}
";

fn subjects() -> Vec<coming::Subject> {
    let text = format!("pools: {{a: {{}}, b: {{}}}}\nevents:{EVENTS}");
    let file = pool_file::parse("pool.yaml", &text).unwrap();
    let named = |name: &str| Ok(if name == "idle" { profile("idle", 5, 0) } else { profile("contest", 50, 10) });
    let subject = |name: &str, kind: PoolKind| coming::Subject {
        name: name.to_owned(),
        declared: declared(Some(("pool.yaml", &file)), file.pool(name), "idle", named).unwrap(),
        records: Records::default(),
        gone_at: None,
        kind: Some(kind),
        metered: Some(metered(kind)),
    };
    vec![subject("a", PoolKind::CustomContainer), subject("b", PoolKind::Shell)]
}

#[test]
fn an_event_costs_from_its_lead_to_its_end() {
    let planned = event(&flat(), &subjects(), "final", at("2026-11-21T00:00:00Z")).unwrap().unwrap();
    assert_eq!((planned.from, planned.until), (at("2026-12-05T13:30:00Z"), at("2026-12-05T16:00:00Z")));
    let totals: Vec<String> = planned.pools.iter().map(|pool| pool.total().least.total().to_string()).collect();
    assert_eq!(totals, ["$18.75", "$0.00"], "10 ready for 2.5 h; none are kept for a shell");
    assert_eq!(planned.pools[0].total().most.total().to_string(), "$93.75");
    let running = event(&flat(), &subjects(), "final", at("2026-12-05T15:00:00Z")).unwrap().unwrap();
    assert_eq!(running.from, planned.from, "one that holds now is the one that is meant");
    assert_eq!(event(&flat(), &subjects(), "past", at("2026-11-21T00:00:00Z")).unwrap(), None);
    assert_eq!(event(&flat(), &subjects(), "none", at("2026-11-21T00:00:00Z")).unwrap(), None);
}

#[test]
fn a_season_is_split_by_what_decides() {
    let (from, until) = (at("2026-12-01T00:00:00Z"), at("2026-12-08T00:00:00Z"));
    let planned = season(&flat(), &subjects(), from, until).unwrap();
    let parts: Vec<(Source, &str, i64)> =
        planned.pools[0].parts.iter().map(|part| (part.source, part.name.as_str(), part.time.as_secs())).collect();
    let week = 7 * 24 * 3_600;
    let expected = [
        (Source::Base, "idle", week - 9_000 - 7_201),
        (Source::Event, "final", 9_000),
        (Source::Event, "weekly", 7_201),
    ];
    assert_eq!(parts, expected);
    assert!(planned.pools[0].is_raised && !planned.pools[1].is_raised);
    let whole = planned.pools[0].total();
    let one = planned.pools[0].subject.metered.stretches(
        &crate::schedule::Timeline::of(
            &subjects()[0].declared.base,
            &subjects()[0].declared.known,
            &Records::default(),
            from,
            until,
        )
        .spans,
    );
    assert_eq!(whole, planned.pools[0].subject.rates.estimate(&one), "the parts come to the whole");
}

/// The time during which no pool stands raises nothing.
#[test]
fn a_parked_pool_is_not_raised() {
    let mut subjects = subjects();
    let (from, until) = (at("2026-12-06T00:00:00Z"), at("2026-12-07T00:00:00Z"));
    for (base, is_raised) in [
        (Claim::base("idle", profile("idle", 5, 0).settings), true),
        (Claim::parked(profile("idle", 5, 0).settings), false),
    ] {
        subjects[0].declared.base = base;
        let planned = season(&flat(), &subjects[..1], from, until).unwrap();
        assert_eq!(planned.pools[0].is_raised, is_raised);
    }
}

/// What an event adds is beside what its base costs anyway; where that is no pool, that is nothing.
#[test]
fn the_base_under_an_event_is_told() {
    let mut subjects = subjects();
    let base = |subjects: &[coming::Subject]| {
        let planned = event(&flat(), subjects, "final", at("2026-11-21T00:00:00Z")).unwrap().unwrap();
        let of = |base: Estimate| (base.least.total().to_string(), base.most.total().to_string());
        planned.pools[0].base.clone().map(of)
    };
    // One and five sessions for 2.5 h.
    assert_eq!(base(&subjects), Some(("$1.88".to_owned(), "$9.38".to_owned())));
    subjects[0].declared.base = Claim::parked(profile("idle", 5, 0).settings);
    assert_eq!(base(&subjects), None);
}

#[test]
fn times_of_an_event_are_counted() {
    let (from, until) = (at("2026-12-01T00:00:00Z"), at("2026-12-15T00:00:00Z"));
    let planned = season(&flat(), &subjects(), from, until).unwrap();
    let times: Vec<(&str, usize)> =
        planned.pools[0].parts.iter().map(|part| (part.name.as_str(), part.times)).collect();
    assert_eq!(times, [("idle", 1), ("final", 1), ("weekly", 2)]);
}

/// A pool that is parked afterwards is paid for until it is gone: the base while nobody comes for 15 + 8 min, and, where
/// people stay, as many as may be for 15 min and the base for 15 + 8.
#[test]
fn a_pool_that_is_parked_after_an_event_costs_until_it_is_gone() {
    for (card, kind, least, most) in [
        // One node and two, and the management.
        (Card::default(), PoolKind::CustomContainer, "$0.67", "$1.52"),
        (flat(), PoolKind::CustomContainer, "$0.29", "$10.81"),
        (Card::default(), PoolKind::Shell, "", ""),
        (flat(), PoolKind::PythonLTS, "", ""),
    ] {
        let mut subjects = subjects();
        subjects.truncate(1);
        subjects[0].metered = Some(metered(kind));
        subjects[0].declared.base = Claim::parked(profile("idle", 5, 0).settings);
        let planned = event(&card, &subjects, "final", at("2026-11-21T00:00:00Z")).unwrap().unwrap();
        assert_eq!(planned.until, at("2026-12-05T16:00:00Z"), "the event ends when it does");
        let base = &planned.pools[0].parts[0];
        if !kind.keeps_ready() {
            assert_eq!((base.source, planned.pools[0].tail), (Source::Event, None), "no run parks it");
            continue;
        }
        let ends = (base.estimate.least.total().to_string(), base.estimate.most.total().to_string());
        assert_eq!((base.source, ends), (Source::Parked, (least.to_owned(), most.to_owned())), "{kind:?}");
    }
}

/// Where the next event comes before a pool could be gone and made again, it stands all the time between.
#[test]
fn a_pool_that_is_wanted_soon_costs_all_the_time_until_then() {
    let card = Card::default();
    for (second, least, most) in [
        // It would be parked at 10:15 or 10:30, and is wanted 45 min after that.
        ("11:00", "1 node-hours", "1.25 node-hours"),
        ("11:01", "0.3833 node-hours", "1.2667 node-hours"),
        ("11:15", "0.3833 node-hours", "1.5 node-hours"),
        ("11:16", "0.3833 node-hours", "0.8833 node-hours"),
        ("10:10", "0.1667 node-hours", "0.3333 node-hours"),
    ] {
        let subject = with_events(
            "parked",
            &format!(
                "- {{name: x, profile: contest, start: 2026-12-05T08:00, zone: UTC, for: 2h, lead: 0s}}\n\
                 - {{name: y, profile: contest, start: 2026-12-05T{second}, zone: UTC, for: 2h, lead: 0s}}\n"
            ),
        );
        let until = at(&format!("2026-12-05T{second}:00Z"));
        let planned = season(&card, &[subject], at("2026-12-05T08:00:00Z"), until.saturating_add(HOUR).unwrap());
        let base = planned.unwrap().pools[0].parts[0].estimate.clone();
        assert!(base.least.arithmetic().starts_with(least), "{second}: {}", base.least.arithmetic());
        assert!(base.most.arithmetic().starts_with(most), "{second}: {}", base.most.arithmetic());
    }
}

/// The pool `a` of a file, with a base and events.
fn with_events(base: &str, events: &str) -> coming::Subject {
    let text = format!(
        "pools: {{a: {{base: {base}, container: {{type: CustomContainer, environment: e, image: i:v1, cpu: 0.5, \
         memory: 1Gi, targetPort: 80}}}}}}\ndefaults: {{location: eastus2}}\nevents:\n{events}"
    );
    let file = pool_file::parse("pool.yaml", &text).unwrap();
    let named = |name: &str| Ok(if name == "idle" { profile("idle", 5, 0) } else { profile("contest", 50, 10) });
    let declared = declared(Some(("pool.yaml", &file)), file.pool("a"), "idle", named).unwrap();
    coming::Subject { declared, ..subjects().remove(0) }
}

/// What is left of an event is nothing where the pool was gone after its end, and is told the same by both.
#[test]
fn a_pool_that_was_gone_before_an_event_stands_after_it() {
    let event = "- {name: x, profile: contest, start: 2026-12-05T10:00, zone: UTC, for: 2h, lead: 45m}\n";
    let subject = with_events("parked", event);
    let (from, until) = (at("2026-12-05T12:10:00Z"), at("2026-12-05T20:00:00Z"));
    for (gone_at, most) in [
        (None, "0.55 node-hours"),
        (Some("2026-12-01T00:00:00Z"), "0.55 node-hours"),
        (Some("2026-12-05T11:59:59Z"), "0.55 node-hours"),
        (Some("2026-12-05T12:00:00Z"), "$0.00"),
        (Some("2026-12-05T12:10:00Z"), "$0.00"),
    ] {
        let subject = coming::Subject { gone_at: gone_at.map(at), ..subject.clone() };
        let planned = season(&Card::default(), std::slice::from_ref(&subject), from, until).unwrap();
        let bill = planned.pools[0].total().most;
        let told = if bill.total().amount.is_zero() { bill.total().to_string() } else { bill.arithmetic() };
        assert!(told.starts_with(most), "{gone_at:?}: {told}");
        let wanted = coming::Wanted { from, until: Some(until), count: None };
        let next = coming::coming(&[subject], wanted, &Card::default());
        let (_, estimate) = next.costs[0].estimate.clone().unwrap().unwrap();
        assert_eq!(estimate.most.total(), bill.total(), "{gone_at:?}");
    }
    for (now, asks) in [("2026-12-05T11:59:00Z", false), ("2026-12-05T12:00:00Z", true), ("2026-12-05T12:10:00Z", true)]
    {
        assert_eq!(subject.may_still_stand(&Card::default(), (from, until), at(now)), asks, "{now}");
    }
    assert!(!subject.may_still_stand(
        &Card::default(),
        (at("2026-12-05T13:30:00Z"), until),
        at("2026-12-05T12:10:00Z")
    ));
}

/// A parked base would stand before an event for the lead, and after it until it is gone: nothing of one that is refused.
#[test]
fn a_refused_event_leaves_nothing_to_a_base_that_would_be_parked() {
    let beyond = |refused: &str| {
        let later = "- {name: later, profile: contest, start: 2026-12-05T18:00, zone: UTC, for: 2h, lead: 30m}\n";
        let subject = with_events("idle", &format!("{refused}{later}"));
        let window = (at("2026-12-05T13:40:00Z"), at("2026-12-06T00:00:00Z"));
        let card = Card::default();
        let planned = season(&card, std::slice::from_ref(&subject), window.0, window.1).unwrap();
        let base = Claim::parked(profile("idle", 5, 0).settings);
        with_parked_base(&card, &planned.pools[0], (&subject, &base), window).unwrap().beyond.as_mins()
    };
    let before = |budget: &str| {
        beyond(&format!(
            "- {{name: x, profile: contest, start: 2026-12-05T12:30, zone: UTC, for: 1h, lead: 0m, budget: {budget}}}\n"
        ))
    };
    // 15 min more of a lead, and 38 until it is gone.
    assert_eq!((beyond(""), before("1")), (53, 53));
    assert_eq!(before("99"), 53 + 28, "10 of the 38 min are over");
}

#[test]
fn pools_whose_price_is_unknown_are_told_beside_the_others() {
    let mut subjects = subjects();
    subjects[0].metered = Some(Metered { location: "westeurope".to_owned(), ..metered(PoolKind::CustomContainer) });
    let (from, until) = (at("2026-12-01T00:00:00Z"), at("2026-12-08T00:00:00Z"));
    let planned = season(&Card::default(), &subjects, from, until).unwrap();
    assert_eq!((planned.pools.len(), planned.findings.len()), (1, 1));
    let error = season(&Card::default(), &subjects[..1], from, until).unwrap_err();
    assert_eq!(error.kind(), Kind::NoRate);
}

/// A usage that is known to the session: five people, one run each, and a session each that cools down for five minutes.
fn study(text: &str, settings: Settings) -> crate::ops::simulate::Study {
    let nothing = |_: &str| Err(String::new());
    let profile = |_: &str| Err(String::new());
    let draft = crate::config::demand::parse(
        "d.yaml",
        text,
        &crate::config::demand::Beside { text: &nothing, profile: &profile },
    );
    let pool = crate::config::demand::Named { name: "x".to_owned(), settings };
    crate::ops::simulate::Study::of("d".to_owned(), draft.unwrap(), pool).unwrap()
}

#[test]
fn a_simulated_usage_costs_what_was_counted() {
    let demand = "users: 5\nrun: 10s\narrive: {within: 1s}\nfor: 2h\nreplications: 3\n";
    let idle = profile("idle", 50, 0).settings;
    let of = |card: &Card, kind: PoolKind, text: &str| {
        let subject = Subject::of(card, "p", metered(kind)).unwrap();
        play(subject, study(text, idle.clone()), &|_| {}).unwrap()
    };
    let python = of(&Card::default(), PoolKind::PythonLTS, demand);
    assert_eq!(
        (python.usage.started.mean, python.billed.mean.to_string()),
        (5.0, "$0.15".to_owned()),
        "an hour for each"
    );
    assert!(!python.is_raised);
    let long = "users: 5\nrun: 61m\narrive: {within: 1s}\nfor: 3h\nreplications: 3\n";
    assert_eq!(of(&Card::default(), PoolKind::PythonLTS, long).usage.started.mean, 10.0, "two for each");
    let nodes = of(&Card::default(), PoolKind::CustomContainer, demand);
    assert!(nodes.is_raised, "a node around the clock, though none is wished");
    assert!((nodes.usage.nodes.mean - nodes.lasts.as_secs_f64() / 3_600.0).abs() < 1e-9, "{nodes:?}");
    assert_eq!(nodes.billed.mean.amount, nodes.billed.range.0.amount, "one node all the time, in every course");
    // One is kept ready, and five are in use for ten seconds and five minutes.
    let flat = of(&flat(), PoolKind::CustomContainer, demand);
    let most = nodes.lasts.as_secs_f64() / 3_600.0 + 5.0 * 315.0 / 3_600.0;
    assert!((most - 0.1..=most).contains(&flat.usage.sessions.mean), "{} and at most {most}", flat.usage.sessions.mean);
    assert!(flat.billed.half_width.is_some());
}
