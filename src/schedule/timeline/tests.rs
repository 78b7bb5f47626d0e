//! What is coming, case by case; [`season`] holds it to a second implementation.

mod season;

use super::*;
use crate::model::Lifecycle;
use crate::schedule::lease::Lease;
use crate::schedule::recurrence::{Recurrence, time_of_day};
use crate::schedule::stamp::{Running, Stamp};
use crate::schedule::{Calendar, Combine, End, Hold, Person, ScheduledEvent, When};
use std::sync::Arc;
use std::time::Duration;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn settings(max: u32, ready: u32) -> Settings {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    Settings { max_sessions: max, ready_sessions: ready, lifecycle, expires_after: None }
}

fn base() -> Claim {
    Claim::base("idle", settings(5, 0))
}

/// `name scale combine when end zone lead`: `final 50/10 max 2026-12-05T14:00 16:00 UTC 30`; the lead in minutes, an
/// end as a time of day or as a number of minutes, `when` as a start or as `Sat@18:00`.
fn event(text: &str) -> ScheduledEvent {
    let [name, scale, combine, when, end, zone, lead] = text.split(' ').collect::<Vec<_>>().try_into().unwrap();
    let (max, ready) = scale.split_once('/').unwrap();
    let when = match when.split_once('@') {
        Some((days, time)) => {
            let weekly = format!("{days} {time}").parse().unwrap();
            When::Every(Recurrence { weekly, from: None, to: None, except: vec![] })
        }
        None => When::Once(when.parse().unwrap()),
    };
    let end = match time_of_day(end) {
        Some(time) => End::Until(time),
        None => End::For(Duration::from_secs(end.parse::<u64>().unwrap() * 60)),
    };
    let lead = Duration::from_secs(lead.parse::<u64>().unwrap() * 60);
    ScheduledEvent {
        name: name.into(),
        profile: "contest".into(),
        settings: settings(max.parse().unwrap(), ready.parse().unwrap()),
        calendar: Calendar { when, end, lead, zone: TimeZone::get(zone).unwrap(), cut: None },
        combine: if combine == "sum" { Combine::Sum } else { Combine::Max },
    }
}

fn known(events: &[&str]) -> Known {
    let events: Vec<ScheduledEvent> = events.iter().map(|text| event(text)).collect();
    let names = events.iter().map(|event| event.name.clone()).collect();
    Known { events, names: Arc::new(names) }
}

fn lease(scale: (u32, u32), until: Option<&str>) -> Lease {
    Lease {
        settings: settings(scale.0, scale.1),
        profile: "contest".into(),
        from: at("2026-12-05T09:00:00Z"),
        until: until.map(at),
        combine: Combine::Max,
        by: Person::named("ana@desk"),
        reason: None,
    }
}

fn hold(outranks: Outranks, until: Option<&str>) -> Hold {
    Hold {
        settings: settings(8, 1),
        profile: "small".into(),
        outranks,
        from: at("2026-12-05T09:00:00Z"),
        until: until.map(at),
        by: Person::named("ana@desk"),
    }
}

/// A turn in a line: `14:00Z 5/0 > 50/10 +final`.
fn line(turn: &Turn) -> String {
    let scale = |settings: &Settings| format!("{}/{}", settings.max_sessions, settings.ready_sessions);
    let edge = |edge: &Edge| format!(" {}{}", if edge.begins { "+" } else { "-" }, edge.claim);
    let mut line = format!("{} {} > {}", turn.at.strftime("%dT%H:%MZ"), scale(&turn.before), scale(&turn.after));
    line.extend(turn.edges.iter().map(edge));
    line.extend(turn.together.iter().map(|sum| format!(" (together {sum})")));
    line.extend(turn.held_by.iter().map(|hold| format!(" ({hold})")));
    line
}

#[track_caller]
fn check(known: &Known, records: &Records, expected: &[&str]) {
    let (from, until) = (at("2026-12-05T10:00:00Z"), at("2026-12-07T00:00:00Z"));
    let timeline = Timeline::of(&base(), known, records, from, until);
    let lines: Vec<String> = timeline.turns.iter().map(line).collect();
    assert_eq!(lines, expected);
    assert_eq!((timeline.spans[0].from, timeline.spans[timeline.spans.len() - 1].until), (from, until));
    assert!(timeline.spans.windows(2).all(|pair| pair[0].until == pair[1].from), "no gap between spans");
}

/// By a clock that is ahead it holds already; of a time that is past it was made when it says.
#[test]
fn what_was_made_since_a_past_moment_begins_there() {
    let records = Records { leases: [(0, lease((50, 10), None))].into(), ..Records::default() };
    let (from, until) = (at("2026-12-05T08:30:00Z"), at("2026-12-05T12:00:00Z"));
    for (now, expected) in
        [("2026-12-05T08:30:00Z", vec![]), ("2026-12-05T09:30:00Z", vec!["05T09:00Z 5/0 > 50/10 +lease:contest"])]
    {
        let timeline = Timeline::seen(&base(), &Known::default(), &records, (from, until), at(now));
        assert_eq!(timeline.turns.iter().map(line).collect::<Vec<_>>(), expected, "{now}");
    }
    let claim = Claim::lease(Some(0), &lease((50, 10), None));
    assert!(claim.was_made_by(from, from) && !claim.was_made_by(from, until) && claim.was_made_by(until, until));
}

/// `pool extend` of an event writes a lease of the event's name and numbers: both are one use.
#[test]
fn an_extension_and_its_event_are_no_two() {
    let event = || Claim {
        source: Source::Event,
        from: Some(at("2026-12-05T08:30:00Z")),
        until: Some(at("2026-12-05T11:00:00Z")),
        ..Claim::base("final", settings(50, 10))
    };
    let own = |name: &str, until: &str| {
        Claim::lease(Some(0), &Lease { profile: name.into(), ..lease((50, 10), Some(until)) })
    };
    for (lease, together) in [
        (own("final", "2026-12-05T12:00:00Z"), None),
        (own("contest", "2026-12-05T12:00:00Z"), Some(100)),
        (own("final", "2026-12-05T10:00:00Z"), Some(100)),
    ] {
        let desired = super::super::merge(base(), [event(), lease]);
        assert_eq!(desired.together().map(|scale| scale.max), together);
    }
}

#[test]
fn events_begin_with_their_lead_and_share_the_pool() {
    let cases: &[(&[&str], &[&str])] = &[
        (&[], &[]),
        (
            &["final 50/10 max 2026-12-05T14:00 16:00 UTC 30"],
            &["05T13:30Z 5/0 > 50/10 +event:final", "05T16:00Z 50/10 > 5/0 -event:final"],
        ),
        // One ends while the other still holds, and cuts nothing.
        (
            &["big 50/10 max 2026-12-05T14:00 16:00 UTC 0", "late 20/15 max 2026-12-05T15:00 18:00 UTC 0"],
            &[
                "05T14:00Z 5/0 > 50/10 +event:big",
                "05T15:00Z 50/10 > 50/15 +event:late (together max 70, ready 25)",
                "05T16:00Z 50/15 > 20/15 -event:big",
                "05T18:00Z 20/15 > 5/0 -event:late",
            ],
        ),
        // What is added is not shared.
        (
            &["big 50/10 max 2026-12-05T14:00 16:00 UTC 0", "more 20/5 sum 2026-12-05T15:00 18:00 UTC 0"],
            &[
                "05T14:00Z 5/0 > 50/10 +event:big",
                "05T15:00Z 50/10 > 70/15 +event:more",
                "05T16:00Z 70/15 > 25/5 -event:big",
                "05T18:00Z 25/5 > 5/0 -event:more",
            ],
        ),
        // At a seam there is one moment and no gap.
        (
            &["one 50/10 max 2026-12-05T14:00 16:00 UTC 0", "two 50/10 max 2026-12-05T16:00 18:00 UTC 0"],
            &[
                "05T14:00Z 5/0 > 50/10 +event:one",
                "05T16:00Z 50/10 > 50/10 -event:one +event:two",
                "05T18:00Z 50/10 > 5/0 -event:two",
            ],
        ),
        // One that has begun already only ends; one of tomorrow is beyond the end.
        (
            &["now 50/10 max 2026-12-05T09:00 11:00 UTC 0", "next 50/10 max 2026-12-07T00:00 60 UTC 0"],
            &["05T11:00Z 50/10 > 5/0 -event:now"],
        ),
        // The very first instant counts.
        (
            &["now 50/10 max 2026-12-05T10:00 11:00 UTC 0"],
            &["05T10:00Z 5/0 > 50/10 +event:now", "05T11:00Z 50/10 > 5/0 -event:now"],
        ),
    ];
    for (events, expected) in cases {
        check(&known(events), &Records::default(), expected);
    }
}

#[test]
fn what_stands_on_the_pool_holds_until_its_end() {
    let leases = |lease: Lease| Records { leases: [(3, lease)].into(), ..Records::default() };
    let holds = |hold: Hold| Records { hold: Some(hold), ..Records::default() };
    let ended = "2026-12-05T09:30:00Z";
    let end = "2026-12-05T15:00:00Z";
    let ours = known(&["final 50/10 max 2026-12-05T14:00 16:00 UTC 0"]);
    let cases: Vec<(Records, Vec<&str>)> = vec![
        (
            leases(lease((20, 4), Some(end))),
            vec![
                "05T14:00Z 20/4 > 50/10 +event:final (together max 70, ready 14)",
                "05T15:00Z 50/10 > 50/10 -lease:contest",
                "05T16:00Z 50/10 > 5/0 -event:final",
            ],
        ),
        (
            leases(lease((20, 4), Some(ended))),
            vec!["05T14:00Z 5/0 > 50/10 +event:final", "05T16:00Z 50/10 > 5/0 -event:final"],
        ),
        (
            leases(lease((60, 4), None)),
            vec![
                "05T14:00Z 60/4 > 60/10 +event:final (together max 110, ready 14)",
                "05T16:00Z 60/10 > 60/4 -event:final",
            ],
        ),
        (
            holds(hold(Outranks::Base, Some(end))),
            vec![
                "05T14:00Z 8/1 > 50/10 +event:final",
                "05T15:00Z 50/10 > 50/10 -hold:small",
                "05T16:00Z 50/10 > 5/0 -event:final",
            ],
        ),
        // It stands in the place of the base, also where it is smaller.
        (
            holds(Hold { settings: settings(2, 0), ..hold(Outranks::Base, Some("2026-12-05T13:00:00Z")) }),
            vec![
                "05T13:00Z 2/0 > 5/0 -hold:small",
                "05T14:00Z 5/0 > 50/10 +event:final",
                "05T16:00Z 50/10 > 5/0 -event:final",
            ],
        ),
        (
            holds(hold(Outranks::All, Some(end))),
            vec![
                "05T14:00Z 8/1 > 8/1 +event:final (hold:small)",
                "05T15:00Z 8/1 > 50/10 -hold:small",
                "05T16:00Z 50/10 > 5/0 -event:final",
            ],
        ),
    ];
    for (records, expected) in cases {
        check(&ours, &records, &expected);
    }
}

/// Two events that no file here knows, as the stamp has them; one that is known is what the file says.
#[test]
fn events_that_nobody_here_knows_hold_as_the_stamp_has_them() {
    let running = |name: &str, until: &str, max, ready| Running {
        name: name.into(),
        until: at(until),
        max,
        ready,
        combine: Combine::Max,
    };
    let stamp = Stamp {
        scale: Scale { max: 40, ready: Some(9) },
        lifecycle: Some(settings(0, 0).lifecycle),
        floor: None,
        claim: "event:theirs".into(),
        draining: None,
        asked: None,
        events: vec![
            running("theirs", "2026-12-05T15:00:00Z", 40, 9),
            running("longer", "2026-12-05T17:00:00Z", 30, 2),
            running("final", "2026-12-05T22:00:00Z", 60, 6),
        ],
        by: "ben@laptop".into(),
        at: at("2026-12-05T09:00:00Z"),
        runner: None,
    };
    let records = Records { stamp: Some(stamp), ..Records::default() };
    let ours = known(&["final 50/10 max 2026-12-05T14:00 16:00 UTC 0"]);
    check(
        &ours,
        &records,
        &[
            "05T14:00Z 40/9 > 50/10 +event:final",
            "05T15:00Z 50/10 > 50/10 -event:theirs",
            "05T16:00Z 50/10 > 30/2 -event:final",
            "05T17:00Z 30/2 > 5/0 -event:longer",
        ],
    );
}

#[test]
fn the_nights_on_which_clocks_change_are_remarked() {
    // Event, what begins and ends in UTC, and how many remarks it has.
    let cases = [
        ("night 50/10 max 2026-10-25T00:00 06:00 Europe/Berlin 0", ["24T22:00Z", "25T05:00Z"], 1),
        ("fold 50/10 max 2026-10-25T02:15 60 Europe/Berlin 30", ["24T23:45Z", "25T01:15Z"], 2),
        ("night 50/10 max 2027-03-28T00:00 06:00 Europe/Berlin 0", ["27T23:00Z", "28T04:00Z"], 1),
        ("gap 50/10 max 2027-03-28T02:15 60 Europe/Berlin 30", ["28T00:30Z", "28T02:00Z"], 2),
        ("weekly 50/10 max Sun@01:30 04:00 America/New_York 0", ["01T05:30Z", "01T09:00Z"], 2),
        ("weekly 50/10 max Sun@02:30 04:00 America/New_York 0", ["14T07:00Z", "14T08:00Z"], 2),
        ("plain 50/10 max 2026-10-25T00:00 06:00 Asia/Kolkata 0", ["24T18:30Z", "25T00:30Z"], 0),
    ];
    let windows = [
        ("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z"),
        ("2027-03-27T00:00:00Z", "2027-03-29T00:00:00Z"),
        ("2026-10-31T00:00:00Z", "2026-11-02T00:00:00Z"),
        ("2027-03-13T00:00:00Z", "2027-03-15T00:00:00Z"),
    ];
    for (text, expected, remarks) in cases {
        let known = known(&[text]);
        let turns: Vec<Turn> = windows
            .iter()
            .filter(|(from, _)| {
                !text.contains("weekly") || from.contains(if text.contains("01:30") { "10-31" } else { "03-13" })
            })
            .flat_map(|(from, until)| Timeline::of(&base(), &known, &Records::default(), at(from), at(until)).turns)
            .collect();
        let instants: Vec<String> = turns.iter().map(|turn| turn.at.strftime("%dT%H:%MZ").to_string()).collect();
        assert_eq!(instants, expected, "{text}");
        assert!(turns.iter().all(|turn| turn.edges[0].remarks.len() == remarks), "{text}: {:?}", turns[0].edges);
    }
}

#[test]
fn time_at_each_scale_adds_up() {
    let known = known(&["a 50/10 max 2026-12-05T14:00 16:00 UTC 30", "b 50/10 max 2026-12-06T14:00 16:00 UTC 30"]);
    let (from, until) = (at("2026-12-05T00:00:00Z"), at("2026-12-07T00:00:00Z"));
    let times =
        Timeline::of(&base(), &known, &Records::default(), from, until).time_at_scales(at("2026-12-06T15:00:00Z"));
    let times: Vec<(String, i64)> = times.iter().map(|(scale, time)| (scale.to_string(), time.as_mins())).collect();
    assert_eq!(times, [("max 5, ready 0".to_owned(), 35 * 60), ("max 50, ready 10".to_owned(), 4 * 60)]);
}
