use super::*;
use crate::config::pool_file::{PoolFile, parse};
use proptest::prelude::*;

/// A file with one pool and one event of these keys.
fn file(event: &str) -> String {
    format!("pools: {{p: {{}}}}\nevents:\n  - {{{event}}}\n")
}

fn read(text: &str) -> Result<PoolFile, Vec<String>> {
    parse("pool.yaml", text).map_err(|faults| faults.list.iter().map(ToString::to_string).collect())
}

fn instants(event: &str) -> String {
    let file = read(&file(event)).unwrap_or_else(|faults| panic!("{event}: {faults:?}"));
    let once = file.events[0].calendar.once().unwrap();
    format!("{} {} {}", once.from, once.start, once.until)
}

const HEAD: &str = "name: final, profile: contest, zone: Asia/Kolkata";

#[test]
fn an_event_is_read() {
    for (event, expected) in [
        // The lead is half an hour where nothing is said.
        ("start: 2026-12-05T14:00, for: 2h", "2026-12-05T08:00:00Z 2026-12-05T08:30:00Z 2026-12-05T10:30:00Z"),
        ("start: 2026-12-05 14:00, for: 2h", "2026-12-05T08:00:00Z 2026-12-05T08:30:00Z 2026-12-05T10:30:00Z"),
        (
            "start: 2026-12-05T14:00, until: \"16:00\", lead: 0s",
            "2026-12-05T08:30:00Z 2026-12-05T08:30:00Z 2026-12-05T10:30:00Z",
        ),
        (
            "start: 2026-12-05T14:00, until: 16:00, lead: 1h",
            "2026-12-05T07:30:00Z 2026-12-05T08:30:00Z 2026-12-05T10:30:00Z",
        ),
        (
            "start: 2026-12-05T14:00, until: 2026-12-07T16:00, lead: 0s",
            "2026-12-05T08:30:00Z 2026-12-05T08:30:00Z 2026-12-07T10:30:00Z",
        ),
    ] {
        assert_eq!(instants(&format!("{HEAD}, {event}")), expected, "{event}");
    }
}

#[test]
fn what_comes_again_is_read() {
    let event = format!(
        "{HEAD}, every: Mon-Fri 18:00, until: \"21:00\", from: 2026-12-01, to: 2027-03-31, except: [2026-12-25], \
         combine: sum, pools: [P]"
    );
    let file = read(&file(&event)).unwrap();
    let event = &file.events[0];
    let When::Every(every) = &event.calendar.when else { panic!("{event:?}") };
    assert_eq!(every.weekly.to_string(), "Mon,Tue,Wed,Thu,Fri 18:00");
    assert_eq!((every.from, every.to, every.except.len()), (date("2026-12-01"), date("2027-03-31"), 1));
    assert_eq!((event.combine, event.pools.as_slice(), event.line), (Combine::Sum, &["p".to_owned()][..], 3));
    assert_eq!(file.events_of("P").count(), 1);
    assert_eq!(file.events_of("q").count(), 0);
}

#[test]
fn faults_of_events() {
    let good = "start: 2026-12-05T14:00, for: 2h";
    for (event, expected) in [
        (format!("{HEAD}, for: 2h"), "start: is missing (write `start: 2026-12-05T14:00`, or `every: Sat 18:00`)"),
        (
            format!("{HEAD}, start: 2026-12-05T14:00"),
            "for: is missing (an event must end: write `for: 2h`, or `until: \"16:00\"`)",
        ),
        (format!("{HEAD}, {good}, every: Sat 18:00"), "every: stands beside `start` (an event is once or comes again)"),
        (format!("{HEAD}, {good}, until: \"16:00\""), "until: stands beside `for` (keep one of the two)"),
        (format!("{HEAD}, {good}, from: 2026-12-01"), "from: goes with `every` only (leave it out)"),
        (format!("{HEAD}, start: 2026-12-05T14:00, for: 0s"), "for: a window of no length never holds"),
        (
            format!("{HEAD}, start: 2026-12-05T14:00, for: 400d"),
            "for: is longer than 366 days (make it the pool's `base`)",
        ),
        (format!("{HEAD}, every: Sat 18:00, for: 8d"), "for: is longer than 7 days, and the event comes again"),
        (format!("{HEAD}, {good}, lead: 8d"), "lead: is longer than 7 days, the most there is"),
        (
            format!("{HEAD}, every: Sat 18:00, until: 2026-12-06T10:00"),
            "until: is a date, and the event comes again (write a time of day alone)",
        ),
        (format!("{HEAD}, start: 2026-12-05T14:00, until: 2026-12-05T14:00"), "until: is not after `start`"),
        (format!("{HEAD}, every: Sat 18:00, for: 1h, from: 2026-12-09, to: 2026-12-01"), "to: is before `from`"),
        (format!("{HEAD}, start: 2026-12-05, for: 2h"), "start: `2026-12-05` is no local date and time"),
        (format!("{HEAD}, start: 2026-02-30T10:00, for: 2h"), "start: `2026-02-30T10:00` is no local date and time"),
        (format!("{HEAD}, start: 2026-12-05T14:00Z, for: 2h"), "start: `2026-12-05T14:00Z` is no local date and time"),
        (format!("{HEAD}, start: 2026-12-05T14:00, until: 4pm"), "until: `4pm` is no local time"),
        (format!("{HEAD}, every: 0 18 * * 6, for: 2h"), "every: `0 18 * * 6` is no recurring time"),
        (format!("{HEAD}, {good}, cron: x"), "cron: a cron line has no end"),
        (format!("{HEAD}, {good}, timezone: UTC"), "timezone: unknown key (here it is `zone`)"),
        (format!("{HEAD}, {good}, end: x"), "end: unknown key (here it is `until`)"),
        (format!("{HEAD}, {good}, pools: [q]"), "pools[0]: the file has no pool `q`"),
        (format!("{HEAD}, {good}, pools: [p, P]"), "pools[1]: `P` stands twice"),
        (format!("{HEAD}, {good}, pools: []"), "pools: names no pool"),
        (format!("name: final, profile: contest, {good}"), "zone: is missing (write `zone: Asia/Kolkata`)"),
        (format!("name: final, profile: contest, zone: Berlin, {good}"), "zone: `Berlin` is no time zone of the IANA"),
        (format!("profile: contest, zone: UTC, {good}"), "name: is missing"),
        (format!("name: two words, profile: contest, zone: UTC, {good}"), "name: `two words` is no name of an event"),
    ] {
        let faults = read(&file(&event)).unwrap_err();
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{event}\n{expected}\n{faults:#?}");
        assert!(faults.iter().all(|fault| fault.starts_with("3:")), "{faults:?}");
    }
}

#[test]
fn events_and_their_pools_are_held_together() {
    let events = "events:\n  - {name: a, profile: contest, zone: UTC, start: 2026-12-05T14:00, for: 2h}\n";
    for (text, expected) in [
        (
            format!("pools: {{p: {{}}, q: {{}}}}\n{events}"),
            "the file has several pools (write `pools: [p, q]`, or some of them)",
        ),
        (events.to_owned(), "the file has no pool that it could be about"),
        (
            format!(
                "pools: {{p: {{}}}}\n{events}  - {{name: A, profile: idle, zone: UTC, every: Sat 10:00, for: 1h}}\n"
            ),
            "`A` is the name of the event on line 3 already (give each its own)",
        ),
        ("pools: {p: {}}\nevents: {}\n".to_owned(), "keys with values where a list belongs"),
        ("pools: {p: {}}\nheartbeat: 5\n".to_owned(), "`5` has no unit"),
    ] {
        let faults = read(&text).unwrap_err();
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{text}\n{faults:#?}");
    }
    // A pool with faults of its own is no unknown pool.
    let faults = read(&format!("pools: {{p: {{bas: x}}}}\n{events}")).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(read("pools: {p: {}}\nheartbeat: 1d\n").unwrap().heartbeat, Some(Duration::from_secs(86_400)));
}

proptest! {
    #[test]
    fn no_event_panics(
        start in "[0-9T: -]{0,18}", every in "[a-zA-Z,0-9: -]{0,14}", end in "[0-9hms:T-]{0,12}", zone in "[A-Za-z/_]{0,14}",
    ) {
        let _ = read(&file(&format!("{HEAD}, start: '{start}', for: '{end}'")));
        let _ = read(&file(&format!("name: a, profile: b, zone: '{zone}', every: '{every}', until: '{end}'")));
    }
}
