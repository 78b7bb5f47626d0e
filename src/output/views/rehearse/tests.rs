//! What is said of a rehearsal, case by case.

use super::*;
use crate::output::{Call, ColorChoice, Format};

fn sample(milliseconds: u64, came: Came) -> Sample {
    Sample { after: Duration::ZERO, took: Duration::from_millis(milliseconds), came }
}

#[test]
fn answers_are_counted_by_class() {
    let samples = [
        sample(30, Came::Warm),
        sample(249, Came::Warm),
        sample(250, Came::Warm),
        sample(4_100, Came::Cold),
        sample(9, Came::Full),
    ];
    let counts: Vec<usize> = histogram(&samples).iter().map(|class| class.sessions).collect();
    assert_eq!(counts, [2, 1, 0, 0, 0, 1, 0, 0, 0]);
    let plain = anstream::adapter::strip_str(&histogram_lines(&samples)).to_string();
    assert_eq!(plain.lines().count(), 6, "{plain}");
    assert!(plain.starts_with("0.00 s to 0.25 s    2  ████"), "{plain}");
    assert!(
        anstream::adapter::strip_str(&rehearsal_line(&samples, 40))
            .to_string()
            .starts_with("5 of 40 answered: warm 3, cold 1, refused 1")
    );
}

#[test]
fn a_quantile_is_one_of_the_times() {
    let times: Vec<Duration> = (1..=20).map(Duration::from_secs).collect();
    for (share, expected) in [(0.0, 1), (0.5, 10), (0.95, 19), (1.0, 20)] {
        assert_eq!(quantile(&times, share), Some(Duration::from_secs(expected)));
    }
    assert_eq!(quantile(&[], 0.5), None);
}

fn pool() -> Pool {
    Pool {
        id: crate::model::PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() },
        location: "East US 2".into(),
        kind: Some(Kind::CustomContainer),
        container_type: "CustomContainer".into(),
        scale: crate::model::Scale { max: 50, ready: Some(10) },
        lifecycle: None,
        state: crate::model::State::Succeeded,
        nodes: Some(1),
        counts: None,
        session_size: None,
        network: None,
        endpoint: None,
        environment: None,
        image: None,
        identity: None,
        secrets: vec![],
        tags: std::collections::BTreeMap::new(),
        created: crate::model::pool::Touch::default(),
        modified: crate::model::pool::Touch::default(),
    }
}

fn report(samples: Vec<Sample>) -> Report {
    let wanted = samples.len() as u32;
    let (ended, held, took) = (wanted, Duration::ZERO, Duration::ZERO);
    let (after, left, broken_off, expected) = (None, None, None, None);
    Report { before: pool(), after, samples, wanted, ended, left, held, broken_off, expected, took }
}

/// Every figure of a node's price but what was there before.
#[test]
fn a_node_more_brings_no_second_management() {
    let rates = || crate::cost::Card::default().rates(Kind::CustomContainer, "eastus2", None);
    for (before, after, said) in
        [(0, 1, ": $1.75 an hour more,"), (1, 2, ": $1.65 an hour more,"), (1, 4, ": $4.95 an hour more,")]
    {
        let with = |nodes| Pool { nodes: Some(nodes), ..pool() };
        let report = Report { before: with(before), after: Some(with(after)), ..report(Vec::new()) };
        let billed = RehearseView { report: &report, rates: rates() }.billed();
        assert!(billed.contains(said), "{before} to {after}: {billed}");
    }
}

/// How it is shown, and what stands beside `expected`.
fn shown(report: &Report) -> (String, Value) {
    let (meter, currency, region) = (crate::cost::Meter::Node, crate::cost::Currency::USD, String::new());
    let view =
        RehearseView { report, rates: Err(Unknown { meter, currency, region, was_fetched: false, fetched_in: None }) };
    let look = Look {
        format: Format::Table,
        query: None,
        quiet: false,
        detail: false,
        color: ColorChoice::Never,
        width: None,
        talk_width: None,
        is_terminal: false,
        unicode: true,
        call: Call::default(),
    };
    (anstream::adapter::strip_str(&view.text(&look)).to_string(), view.value()["expected"].clone())
}

#[test]
fn the_model_is_compared_with_what_reached_the_pool_to_the_end() {
    let expected = Expected { warm: 0.1 + 0.2, cold: 2.7, refused: 0.0, p50: 0.4, p95: 4.86, longest: 5.0 };
    let three = [sample(30, Came::Warm), sample(30, Came::Warm), sample(4_100, Came::Cold)];
    let whole = Report { expected: Some(expected), ..report(three.to_vec()) };
    let (text, value) = shown(&whole);
    assert!(text.contains("expected 0 warm, 3 cold") && text.contains("starts sessions faster"), "{text}");
    assert_eq!(value["warm"].to_string(), "0.3");
    let broken = Report { broken_off: Some(BrokenOff::Interrupted), wanted: 9, ..whole.clone() };
    let mut failed = whole;
    failed.samples[0].came = Came::Failed("connection refused".into());
    for (report, said) in [(broken, "broken off"), (failed, "not compared, since requests failed")] {
        let (text, value) = shown(&report);
        assert!(text.contains(said) && !text.contains("expected"), "{text}");
        assert!(value.is_null() && !text.contains("anybody else"), "{value} {text}");
    }
}

#[test]
fn what_is_left_and_what_nobody_asked_for_are_said() {
    let all = report(vec![sample(30, Came::Warm); 3]);
    let some = Report { ended: 1, left: Some((2, "interrupted again".into())), ..all.clone() };
    assert_eq!([aftermath(&all), aftermath(&some)], ["the sessions were ended", "2 of 3 sessions were not ended"]);
    assert!(shown(&some).0.contains("every session came, but not all were ended"));
    assert!(shown(&all).0.contains("by nodes, which nobody could ask for afterwards"));
    let unseen = Report { after: Some(Pool { nodes: None, ..pool() }), ..all };
    assert!(shown(&unseen).0.contains("by nodes, which Azure does not show here"));
}

#[test]
fn what_the_model_says_stands_beside_what_was_measured() {
    let report = |warm: usize, cold: usize, full: usize| {
        let samples = [vec![sample(30, Came::Warm); warm], vec![sample(4_100, Came::Cold); cold]];
        report([samples.concat(), vec![sample(9, Came::Full); full]].concat())
    };
    let expected =
        |warm: f64, cold: f64, refused: f64| Expected { warm, cold, refused, p50: 0.4, p95: 4.86, longest: 5.0 };
    for (seen, model, line, said) in [
        ((10, 30, 0), expected(10.0, 30.0, 0.0), "expected 10 warm, 30 cold, P95 4.9 s; measured 10, 30, 4.1 s", ""),
        ((14, 26, 0), expected(10.0, 30.0, 0.0), "expected 10 warm, 30 cold, P95 4.9 s; measured 14, 26, 4.1 s", ""),
        (
            (40, 0, 0),
            expected(10.0, 30.0, 0.0),
            "expected 10 warm, 30 cold, P95 4.9 s; measured 40, 0, 0.0 s",
            "more came within 2 s than were ready: this pool starts sessions faster than the model",
        ),
        (
            (2, 3, 4),
            expected(4.0, 2.0, 3.0),
            "expected 4 warm, 2 cold, 3 refused, P95 4.9 s; measured 2, 3, 4, 4.1 s",
            "fewer came within 2 s than were ready: was anybody else opening sessions?",
        ),
        ((0, 0, 3), expected(0.0, 0.0, 3.0), "expected 0 warm, 0 cold, 3 refused, P95 4.9 s; measured 0, 0, 3, -", ""),
    ] {
        let report = report(seen.0, seen.1, seen.2);
        assert_eq!(comparison(&report, &model), line);
        assert_eq!(discrepancy(&report, &model).unwrap_or_default(), said);
    }
}
