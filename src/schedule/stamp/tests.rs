//! Stamps that are written and read again, and stamps that cannot be read.

use super::*;
use proptest::prelude::*;
use std::time::Duration;

fn stamp() -> Stamp {
    Stamp {
        scale: Scale { max: 5, ready: Some(0) },
        lifecycle: Some(Lifecycle::Timed { cooldown: Duration::from_secs(300) }),
        floor: Some(1),
        claim: "idle".into(),
        draining: None,
        asked: None,
        events: vec![],
        by: "ana@desk".into(),
        at: "2026-11-21T14:00:00Z".parse().unwrap(),
        runner: None,
    }
}

#[test]
fn a_stamp_reads_well_in_the_portal() {
    let text = "v1 max=5 ready=0 floor=1 Timed=300s claim=idle by=ana@desk at=2026-11-21T14:00:00Z";
    assert_eq!(stamp().to_string(), text);
    assert_eq!(Stamp::read(text), Ok(stamp()));
    assert_eq!(stamp().applied(), Scale { max: 5, ready: Some(1) });
}

#[test]
fn events_and_the_runner_stand_behind_it() {
    let text = "v1 max=5 ready=0 floor=1 Timed=300s claim=idle by=ana@desk at=2026-11-21T14:00:00Z \
                runner=cron@build7@2026-11-21T13:58Z \
                events=final@2026-11-21T16:01Z/50/10,warm-up@2026-11-21T15:00Z+5+1";
    let event = |name: &str, until: &str, (max, ready, combine)| Running {
        name: name.into(),
        until: until.parse().unwrap(),
        max,
        ready,
        combine,
    };
    let written = Stamp {
        events: vec![
            event("warm-up", "2026-11-21T15:00:00Z", (5, 1, Combine::Sum)),
            event("final", "2026-11-21T16:00:01Z", (50, 10, Combine::Max)),
        ],
        runner: Some(Mark { by: "cron@build7".into(), at: "2026-11-21T13:58:59Z".parse().unwrap() }),
        ..stamp()
    }
    .as_written();
    assert_eq!(written.to_string(), text);
    assert_eq!(Stamp::read(text), Ok(written));
}

#[test]
fn what_was_asked_for_stands_there_where_there_is_room() {
    let text = "v1 max=50 ready=0 floor=1 Timed=300s claim=idle draining=2026-11-21T13:00:00Z \
                asked=10@2026-11-21T12:31Z by=ana@desk at=2026-11-21T14:00:00Z";
    let written = Stamp {
        scale: Scale { max: 50, ready: Some(0) },
        draining: Some("2026-11-21T13:00:00Z".parse().unwrap()),
        asked: Some(Asked { max: 10, since: "2026-11-21T12:30:01Z".parse().unwrap() }),
        ..stamp()
    }
    .as_written();
    assert_eq!(written.to_string(), text);
    assert_eq!(Stamp::read(text), Ok(written.clone()));
    let event = |n: i64| Running {
        name: format!("a-contest-with-a-long-name-{n}"),
        until: Timestamp::from_second(1_796_000_040 + n * 3600).unwrap(),
        max: 10,
        ready: 1,
        combine: Combine::Max,
    };
    let crowded = |asked| Stamp { asked, events: (0..4).map(event).collect(), ..stamp() }.as_written();
    assert_eq!(crowded(written.asked), crowded(None), "what runs is worth more");
}

#[test]
fn events_without_room_leave_the_latest_end() {
    let event = |n: i64| Running {
        name: format!("a-contest-with-a-long-name-{n}"),
        until: Timestamp::from_second(1_796_000_040 + n * 3600).unwrap(),
        max: 10 + n as u32,
        ready: 1,
        combine: Combine::Max,
    };
    let written = Stamp { events: (0..8).map(event).collect(), ..stamp() }.as_written();
    assert!(written.len() <= TAG_VALUE_CHARACTERS, "{written}");
    assert!(written.events.len() > 1);
    let nameless: Vec<&Running> = written.events.iter().filter(|event| event.is_nameless()).collect();
    assert_eq!(nameless.len(), 1);
    let max = written.events.iter().map(|event| event.max).max();
    assert_eq!((written.events.iter().map(|event| event.until).max(), max), (Some(event(7).until), Some(17)));
}

/// Names before the one that stands for all of them, in the order of letters.
#[test]
fn events_of_one_letter_find_an_end_too() {
    let event = |n: i64| Running {
        name: ["!", "#", "$", "%", "&", "(", ")", "*", "a", "b", "c", "d"][usize::try_from(n).unwrap()].into(),
        until: Timestamp::from_second(1_796_000_040 + n * 3600).unwrap(),
        max: 50,
        ready: 10,
        combine: Combine::Max,
    };
    let written = Stamp { events: (0..12).map(event).collect(), ..stamp() }.as_written();
    assert!(written.len() <= TAG_VALUE_CHARACTERS, "{written}");
}

#[test]
fn an_edited_or_newer_tag_is_unreadable() {
    for text in [
        "",
        "hello",
        "v2 max=5",
        "v1",
        "v1 max=five claim=a at=2026-11-21T14:00:00Z",
        "v1 max=5 claim=a",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z events=",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z events=final",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z events=final@2026-11-21T14:00Z",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z events=final@2026-11-21T14:00Z/5",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z events=final@2026-11-21T14:00Z/5+1",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z runner=cron",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z asked=5",
        "v1 max=5 claim=a at=2026-11-21T14:00:00Z asked=five@2026-11-21T14:00Z",
    ] {
        assert!(Stamp::read(text).is_err(), "{text}");
    }
}

#[test]
fn nothing_that_somebody_wrote_there_forges_a_line() {
    let stamp = Stamp::read("v1 max=5 claim=\u{1b}[31m by=a\u{7}b at=2026-11-21T14:00:00Z").unwrap();
    assert_eq!((stamp.claim.as_str(), stamp.by.as_str()), ("_[31m", "a_b"));
    for text in ["v2 \u{1b}[31m", "v1 max=\u{1b}[31m", "v1 max=5 claim=a at=\u{7}"] {
        let error = Stamp::read(text).unwrap_err().to_string();
        assert!(!error.contains(char::is_control), "{error:?}");
    }
}

proptest! {
    #[test]
    fn every_stamp_fits_a_tag_and_comes_back(
        max: u32, ready: Option<u32>, floor: Option<u32>, seconds: Option<u32>, exit: bool,
        draining in proptest::option::of(0i64..4_000_000_000),
        asked in proptest::option::of((any::<u32>(), 0i64..4_000_000_000)), claim in "\\PC{0,80}", by in "\\PC{0,80}",
        events in proptest::collection::vec(
            ("\\PC{0,80}", 0i64..4_000_000_000, any::<u32>(), any::<u32>(), any::<bool>()), 0..12,
        ),
        runner in proptest::option::of(("\\PC{0,80}", 0i64..4_000_000_000)), at in 0i64..4_000_000_000,
    ) {
        let instant = |second: i64| Timestamp::from_second(second).unwrap();
        let period = seconds.map(|seconds| Duration::from_secs(seconds.into()));
        let stamp = Stamp {
            scale: Scale { max, ready },
            lifecycle: period.map(|period| if exit {
                Lifecycle::OnContainerExit { max_alive: period }
            } else {
                Lifecycle::Timed { cooldown: period }
            }),
            floor,
            claim,
            draining: draining.map(instant),
            asked: asked.map(|(max, since)| Asked { max, since: instant(since) }),
            events: events.iter().map(|(name, until, max, ready, sum)| Running {
                name: name.clone(),
                until: instant(*until),
                max: *max,
                ready: *ready,
                combine: if *sum { Combine::Sum } else { Combine::Max },
            }).collect(),
            by,
            at: instant(at),
            runner: runner.map(|(by, at)| Mark { by, at: instant(at) }),
        }.as_written();
        let text = stamp.to_string();
        prop_assert!(text.chars().count() <= TAG_VALUE_CHARACTERS, "{}", text);
        prop_assert_eq!(Stamp::read(&text), Ok(stamp.clone()));
        prop_assert_eq!(stamp.clone().as_written(), stamp.clone());
        let latest = events.iter().map(|(_, until, ..)| minute(instant(*until), 59)).max();
        prop_assert_eq!(stamp.events.iter().map(|event| event.until).max(), latest);
    }

    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = Stamp::read(&text);
    }
}
