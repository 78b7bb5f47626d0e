//! Cases of the lint, as data: events as the sweep gets them, and what is said of them.

use super::*;
use crate::model::{Lifecycle, Mark};
use crate::schedule::recurrence::time_of_day;
use crate::schedule::{Calendar, Combine, End, Recurrence, When};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::collections::BTreeSet;

const NOW: &str = "2026-11-21T12:00:00Z";

fn settings(max: u32, ready: u32) -> Settings {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    Settings { max_sessions: max, ready_sessions: ready, lifecycle, expires_after: None }
}

fn on_exit(max: u32, ready: u32) -> Settings {
    Settings { lifecycle: Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) }, ..settings(max, ready) }
}

fn pool(kind: Option<Kind>) -> LintedPool {
    LintedPool { name: "p".into(), base: "idle".into(), settings: settings(5, 0), parks: false, kind, warm_after: None }
}

/// An event by words: `once 2026-12-05T14:00` or `Sat 18:00`, behind it `+2h` or `-16:00`, then `lead=1h`,
/// `from=`, `to=`, `except=`, `sum`, `zone=`.
fn event(name: &str, words: &str, settings: Settings) -> LintedEvent {
    let value = |key: &str| words.split(' ').filter_map(|word| word.strip_prefix(key)).collect::<Vec<_>>();
    let date = |text: &&str| text.parse().unwrap();
    let hours = |text: &str| {
        let (number, unit) = text.split_at(text.len() - 1);
        Duration::from_secs(number.parse::<u64>().unwrap() * if unit == "h" { 3600 } else { 60 })
    };
    let mut parts = words.split(' ');
    let (first, second) = (parts.next().unwrap(), parts.next().unwrap());
    let when = if first == "once" {
        When::Once(second.parse().unwrap())
    } else {
        When::Every(Recurrence {
            weekly: format!("{first} {second}").parse().unwrap(),
            from: value("from=").first().map(date),
            to: value("to=").first().map(date),
            except: value("except=").iter().map(date).collect(),
        })
    };
    let end = parts.next().unwrap();
    let end = match end.strip_prefix('+') {
        Some(length) => End::For(hours(length)),
        None => End::Until(time_of_day(&end[1..]).unwrap()),
    };
    let calendar = Calendar {
        when,
        end,
        lead: value("lead=").first().map_or(Duration::ZERO, |text| hours(text)),
        zone: TimeZone::get(value("zone=").first().unwrap_or(&"UTC")).unwrap(),
        cut: None,
    };
    let combine = if words.ends_with(" sum") { Combine::Sum } else { Combine::Max };
    let event = ScheduledEvent { name: name.into(), profile: "contest".into(), settings, calendar, combine };
    LintedEvent { event, place: format!("pool.yaml:{name}"), pools: vec![0], is_refused: false }
}

/// Mark, name and text of each finding.
fn told(pool: LintedPool, events: &[LintedEvent]) -> Vec<String> {
    let found = lint(&[pool], events, NOW.parse().unwrap());
    found
        .iter()
        .map(|finding| format!("{} {}: {}", finding.mark.word(), &finding.subject[10..], finding.text))
        .collect()
}

/// The events `a`, `b`, … of these words, all of one profile.
fn of(words: &[&str]) -> Vec<String> {
    let names = ["a", "b", "c", "d"];
    let events: Vec<_> = words.iter().zip(names).map(|(words, name)| event(name, words, settings(50, 10))).collect();
    told(pool(None), &events)
}

#[track_caller]
fn check(found: &[String], expected: &[&str], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: {found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{what}:\n  {found}\n  {expected}");
    }
}

#[test]
fn dates_that_say_nothing_are_told() {
    for (words, expected) in [
        ("once 2026-12-05T14:00 +2h", ""),
        ("once 2026-11-21T11:00 +2h", ""),
        ("once 2026-11-21T10:00 +2h", "note a: a: is over since 2026-11-21 12:00 UTC"),
        ("once 2026-03-08T10:00 +2h zone=Asia/Kolkata", "is over since 2026-03-08 12:00 IST"),
        ("Sat 18:00 +2h", ""),
        ("Sat 18:00 +2h to=2026-11-21", ""),
        ("Fri 18:00 +20h to=2026-11-20", ""),
        ("Fri 18:00 +2h to=2026-11-20", "note a: a: is over and does not come again: `to` is 2026-11-20"),
        (
            "Sat 18:00 +2h from=2026-12-06 to=2026-12-11",
            "warning a: a: never starts: `Sat 18:00` does not come between",
        ),
        ("Sat 18:00 +2h from=2026-12-05 to=2026-12-11 except=2026-12-05", "`except` leaves out every date"),
        ("Sat 18:00 +2h from=9999-12-31", "does not come after 9999-12-31 in the years"),
        ("Sat 18:00 +2h from=2030-01-01", ""),
        ("Sat 18:00 +2h except=2026-12-26", ""),
        (
            "Sat 18:00 +2h except=2026-12-25",
            "warning a: a: `except` names Fri 2026-12-25, when it does not start anyway",
        ),
        ("Sat 18:00 +2h to=2027-03-31 except=2027-04-03", "it comes `Sat 18:00` to 2027-03-31"),
        ("Sat 18:00 +2h except=2026-11-20", ""),
    ] {
        let expected: &[&str] = if expected.is_empty() { &[] } else { &[expected] };
        check(&of(&[words]), expected, words);
    }
}

#[test]
fn changes_of_clocks_are_told() {
    for (words, expected) in [
        // Both in the gap of 2027 and 2028 in New York.
        (
            "daily 02:10 -02:50 zone=America/New_York",
            &["warning a: a: has no length on 2027-03-14, 2028-03-12: its start and its end"][..],
        ),
        (
            "daily 02:10 +1h zone=America/New_York",
            &["note a: a: its start 02:10 does not exist on 2027-03-14, 2028-03-12: it starts at 03:00 EDT"],
        ),
        (
            "Sun 01:30 +1h zone=America/New_York",
            &["its start 01:30 happens twice on 2027-11-07, 2028-11-05: it starts at the first, 01:30 EDT"],
        ),
        (
            "Sat 22:00 -02:30 zone=Europe/Berlin",
            &[
                "its end 02:30 does not exist on 2027-03-28, 2028-03-26: it ends at 03:00 CEST",
                "its end 02:30 happens twice on 2027-10-31, 2028-10-29",
            ],
        ),
        ("Sat 18:00 -21:00 zone=Europe/Berlin", &[]),
        ("once 2027-03-14T02:10 -02:50 zone=America/New_York", &["has no length on 2027-03-14"]),
        ("once 2027-03-14T02:10 +1h zone=America/New_York", &["its start 02:10 does not exist"]),
        ("Sun 02:10 +1h zone=America/New_York except=2027-03-14 except=2028-03-12", &[]),
        ("Sun 02:10 +1h zone=Asia/Kolkata", &[]),
    ] {
        check(&of(&[words]), expected, words);
    }
}

#[test]
fn overlaps_are_told_once_for_each_pair() {
    for (words, expected) in [
        // A seam is no overlap.
        (&["once 2026-12-05T14:00 +2h", "once 2026-12-05T16:00 +2h"][..], &[][..]),
        (
            &["once 2026-12-05T14:00 +3h", "once 2026-12-05T16:00 +2h"],
            &[
                "note b: b: overlaps `a` from 2026-12-05 16:00 UTC: they share max 50, ready 10; apart they would need max 100, ready 20",
            ],
        ),
        (&["once 2026-12-05T14:00 +3h", "once 2026-12-05T16:00 +2h sum"], &[]),
        // The lead counts.
        (&["once 2026-12-05T14:00 +2h", "once 2026-12-05T16:00 +2h lead=30m"], &["from 2026-12-05 15:30 UTC"]),
        (&["Sat 18:00 +3h", "Sat 20:00 +3h"], &["b: overlaps `a` from 2026-11-21 20:00 UTC"]),
        (&["Sat 18:00 +3h", "Sun 20:00 +3h"], &[]),
        // Far ahead, by one that comes once, by a beginning, and by clocks that change on different days.
        (&["Sat 18:00 +3h", "once 2028-05-06T19:00 +1h"], &["b: overlaps `a` from 2028-05-06 19:00 UTC"]),
        (&["Sat 18:00 +3h", "Sat 20:00 +3h from=2028-02-06"], &["from 2028-02-12 20:00 UTC"]),
        (&["Sat 18:00 +3h from=2027-10-01 to=2027-10-31", "Sat 20:00 +3h from=2027-01-01 to=2027-09-30"], &[]),
        (
            &["Sat 15:00 +1h zone=America/New_York", "Sat 20:00 +1h zone=Europe/Berlin"],
            &["overlaps `a` from 2027-03-20 20:00 CET"],
        ),
        (&["daily 18:00 +30h"], &["note a: a: overlaps itself from"]),
        (
            &["Sat 18:00 +3h", "Sat 19:00 +3h", "Sat 20:00 +3h"],
            &["b: overlaps `a`", "c: overlaps `b`", "c: overlaps `a`"],
        ),
    ] {
        check(&of(words), expected, &format!("{words:?}"));
    }
}

#[test]
fn short_rests_are_told() {
    for (words, expected) in [
        (&["Sat 14:00 +2h", "Sat 17:00 +2h lead=30m"][..], &[][..]),
        (
            &["Sat 14:00 +2h", "Sat 16:50 +2h lead=30m"],
            &["warning b: b: begins 20m after the end of `a`, 2026-11-21 16:00 UTC: the pool goes down and up again"],
        ),
        (&["Sat 14:00 +2h", "Sat 16:20 +2h", "Sat 13:00 +8h"], &["c: overlaps `a`", "c: overlaps `b`"]),
        (&["daily 00:00 -23:45"], &["warning a: a: begins 15m after its own end"]),
        (&["Sat 14:00 +2h", "once 2028-05-06T16:20 +2h"], &["begins 20m after the end of `a`, 2028-05-06 16:00 UTC"]),
    ] {
        check(&of(words), expected, &format!("{words:?}"));
    }
    let pair = [event("a", "Sat 14:00 +2h", settings(50, 10)), event("b", "Sat 16:50 +2h lead=30m", settings(50, 10))];
    let found = lint(&[pool(None)], &pair, NOW.parse().unwrap());
    assert_eq!(found[0].todo.as_deref(), Some("Write `lead: 50m`, and it stays up."));
    // One that no pool is raised for begins nothing.
    let [first, second] = pair;
    let refused = [first, LintedEvent { is_refused: true, ..second }];
    assert_eq!(lint(&[pool(None)], &refused, NOW.parse().unwrap()), []);
}

#[test]
fn what_is_asked_is_held_to_the_pool() {
    let cases: &[(LintedPool, Settings, &str, &[&str])] = &[
        (pool(None), settings(50, 10), "Sat 18:00 +2h", &[]),
        (pool(Some(Kind::CustomContainer)), settings(5000, 10), "Sat 18:00 +2h", &[]),
        (
            pool(Some(Kind::PythonLTS)),
            settings(601, 10),
            "Sat 18:00 +2h",
            &["fault a: a: its profile `contest` asks for what Azure refuses: max sessions 601: a PythonLTS"],
        ),
        (
            pool(None),
            settings(5, 0),
            "Sat 18:00 +2h",
            &[
                "warning a: a: changes nothing: its profile `contest` (max 5, ready 0) asks for no more than the base `idle`",
            ],
        ),
        (pool(None), settings(3, 1), "Sat 18:00 +2h", &[]),
        // A code interpreter keeps none ready.
        (pool(Some(Kind::Shell)), settings(3, 1), "Sat 18:00 +2h", &["changes nothing"]),
        // What is added is never nothing.
        (pool(None), settings(5, 0), "Sat 18:00 +2h sum", &[]),
        (
            pool(None),
            on_exit(50, 10),
            "Sat 18:00 +2h",
            &["note a: a: changes the lifecycle type from Timed (the base `idle`) to OnContainerExit and back"],
        ),
        (pool(None), on_exit(4, 2), "Sat 18:00 +2h", &["warning a: a: its lifecycle type OnContainerExit never holds"]),
        (
            LintedPool { warm_after: Some(Duration::from_secs(527)), ..pool(None) },
            settings(50, 10),
            "Sat 18:00 +2h lead=5m",
            &["warning a: a: its lead of 5m is shorter than the 527s that the pool took to be warm"],
        ),
        (
            LintedPool { warm_after: Some(Duration::from_secs(527)), ..pool(None) },
            settings(50, 10),
            "Sat 18:00 +2h lead=10m",
            &[],
        ),
        (
            LintedPool { warm_after: Some(Duration::from_secs(527)), ..pool(None) },
            settings(50, 0),
            "Sat 18:00 +2h lead=5m",
            &[],
        ),
    ];
    for (pool, settings, words, expected) in cases {
        let found = told(pool.clone(), &[event("a", words, settings.clone())]);
        check(&found, expected, &format!("{settings:?}"));
    }
}

#[test]
fn types_that_differ_and_sums_that_are_too_large_are_told() {
    let both = [event("a", "Sat 18:00 +3h", settings(50, 10)), event("b", "Sat 20:00 +3h", on_exit(80, 10))];
    let found = told(LintedPool { settings: on_exit(5, 0), ..pool(None) }, &both);
    let differs = "warning b: b: overlaps `a` from 2026-11-21 20:00 UTC with another lifecycle type, OnContainerExit and \
                   not Timed: the type stays as it is while both hold";
    check(&found, &["a: changes the lifecycle type", "b: overlaps `a`", differs], "types");
    let adding = ["Sat 18:00 +3h", "Sat 19:00 +3h sum", "Sat 20:00 +1h sum"];
    let events: Vec<_> =
        adding.iter().zip(["a", "b", "c"]).map(|(words, name)| event(name, words, settings(250, 0))).collect();
    let found = told(pool(Some(Kind::NodeLTS)), &events);
    check(
        &found,
        &["warning c: c: what adds up from 2026-11-21 20:00 UTC is cut to what Azure takes: max sessions 750"],
        "sums",
    );
    assert!(told(pool(Some(Kind::CustomContainer)), &events).is_empty());
}

#[test]
fn what_is_true_of_several_pools_is_said_once() {
    let pools: Vec<LintedPool> = (0..5).map(|number| LintedPool { name: format!("p{number}"), ..pool(None) }).collect();
    let everywhere = LintedEvent { pools: (0..5).collect(), ..event("a", "Sat 18:00 +2h", settings(5, 0)) };
    let found = lint(&pools, &[everywhere], NOW.parse().unwrap());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text.ends_with("(max 5, ready 0) (p0, p1, p2, 2 more)"), "{}", found[0].text);
    assert_eq!((found[0].mark, found[0].subject.as_str()), (Mark::Warning, "pool.yaml:a: a"));
}

/// A pool on which all of a thousand events meet is told of the nearest of them, not of half a million pairs.
#[test]
fn many_events_are_swept_and_not_compared() {
    let pools: Vec<LintedPool> =
        (0..200).map(|number| LintedPool { name: format!("p{number}"), ..pool(None) }).collect();
    let weekly = |number: usize, of: usize| LintedEvent {
        pools: vec![number % of],
        ..event(&format!("e{number}"), "Sat 18:00 +2h", settings(50, 10))
    };
    let apart: Vec<_> = (0..1000).map(|number| weekly(number, 200)).collect();
    assert_eq!(lint(&pools, &apart, NOW.parse().unwrap()).len(), 200 * (4 + 3 + 2 + 1));
    let together: Vec<_> = (0..1000).map(|number| weekly(number, 1)).collect();
    assert!(lint(&pools, &together, NOW.parse().unwrap()).len() < 1000 * 9);
}

/// Every window of an event in a time, looked for day by day.
fn all_windows(event: &LintedEvent, until: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let calendar = &event.event.calendar;
    let found = calendar.between(NOW.parse().unwrap(), until).into_iter();
    found.filter(|one| one.from < one.until).map(|one| (one.from, one.until)).collect()
}

/// Which events overlap in a time, each pair compared window by window.
fn overlapping(events: &[LintedEvent], until: Timestamp) -> BTreeSet<(usize, usize)> {
    let windows: Vec<_> = events.iter().map(|event| all_windows(event, until)).collect();
    let meet = |a: usize, b: usize| {
        let pairs = windows[a].iter().enumerate().flat_map(|(i, one)| {
            windows[b].iter().enumerate().map(move |(j, other)| ((a, i) != (b, j)).then_some((one, other)))
        });
        pairs.flatten().any(|(one, other)| one.0 < other.1 && other.0 < one.1)
    };
    let pairs = (0..events.len()).flat_map(|a| (a..events.len()).map(move |b| (a, b)));
    pairs.filter(|(a, b)| meet(*a, *b)).collect()
}

fn arbitrary_event() -> impl Strategy<Value = String> {
    let zone = prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Africa/Casablanca"]);
    let days = prop::sample::select(vec!["Sat", "Sun", "daily", "Mon-Fri", "once"]);
    let date = || (2026i32..=2028, 1u8..=12, 1u8..=28).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"));
    let option = || prop::option::weighted(0.3, date());
    (days, zone, date(), 0u8..24, 1u32..200, prop::option::weighted(0.3, 1u32..60), (option(), option(), option()))
        .prop_map(|(days, zone, date, hour, minutes, lead, (from, to, except))| {
            let lead = lead.map(|lead| format!(" lead={lead}m")).unwrap_or_default();
            if days == "once" {
                return format!("once {date}T{hour:02}:30 +{minutes}m zone={zone}{lead}");
            }
            let key = |key: &str, date: Option<String>| date.map(|date| format!(" {key}={date}")).unwrap_or_default();
            let (from, to, except) = (key("from", from), key("to", to), key("except", except));
            format!("{days} {hour:02}:30 +{minutes}m zone={zone}{lead}{from}{to}{except}")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What is looked at stands for all the weeks: whoever compares every window with every other finds the same.
    #[test]
    fn a_sweep_of_some_weeks_finds_what_all_weeks_have(words in prop::collection::vec(arbitrary_event(), 2..4)) {
        let events: Vec<LintedEvent> = words
            .iter()
            .enumerate()
            .map(|(index, words)| event(&index.to_string(), words, settings(50, 10)))
            .collect();
        let now: Timestamp = NOW.parse().unwrap();
        let found: BTreeSet<(usize, usize)> = lint(&[pool(None)], &events, now)
            .iter()
            .filter_map(|finding| {
                let own: usize = finding.subject.rsplit(' ').next()?.parse().ok()?;
                let rest = finding.text.strip_prefix("overlaps ")?;
                let other = rest.split('`').nth(1).map_or(own, |name| name.parse().unwrap());
                Some((other, own))
            })
            .collect();
        let ahead = now.checked_add(AHEAD).unwrap();
        let missed: Vec<_> = overlapping(&events, ahead).difference(&found).copied().collect();
        prop_assert!(missed.is_empty(), "missed {:?} of {:?}", missed, words);
        let beyond = ahead.checked_add(SignedDuration::from_hours(24 * 1000)).unwrap();
        let invented: Vec<_> = found.difference(&overlapping(&events, beyond)).copied().collect();
        prop_assert!(invented.is_empty(), "invented {:?} of {:?}", invented, words);
    }
}
