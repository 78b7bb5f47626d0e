//! Random seasons against a second implementation that knows nothing of the first: it walks the minutes of each zone's
//! wall clock, and at every minute it looks at every window anew.

use super::*;
use jiff::civil::DateTime;
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Zones, and the nights on which their clocks change, as the day before in UTC.
const NIGHTS: [(&str, &str); 7] = [
    ("Europe/Berlin", "2026-10-24T00:00:00Z"),
    ("Europe/Berlin", "2027-03-27T00:00:00Z"),
    ("America/New_York", "2026-10-31T00:00:00Z"),
    ("America/New_York", "2027-03-13T00:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T00:00:00Z"),
    ("Australia/Lord_Howe", "2027-04-03T00:00:00Z"),
    ("Asia/Kolkata", "2026-12-05T00:00:00Z"),
];

/// Minutes that are compared.
const COMPARED: usize = 2 * 24 * 60;

/// Minutes of the wall clock that are walked before and after them.
const AROUND: usize = 10 * 24 * 60;

/// What a wall clock shows, minute by minute, from [`AROUND`] minutes before the first one that is compared.
type Wall = Rc<Vec<DateTime>>;

/// One wish for the pool as the season has it.
#[derive(Debug, Clone)]
struct Wish {
    max: u32,
    ready: u32,
    exits: bool,
    period: u64,
    adds: bool,
    when: Wanted,
    /// Minutes.
    lead: u64,
}

#[derive(Debug, Clone)]
enum Wanted {
    /// A day from the first, minutes of its day, and the end.
    Once(i64, u16, Ends),
    /// Days of the week, Monday first, minutes of the day, and the end.
    Weekly([bool; 7], u16, Ends),
    /// A lease until a minute from the first.
    Lease(Option<usize>),
}

#[derive(Debug, Clone)]
enum Ends {
    /// Minutes later.
    After(usize),
    /// At a minute of the day.
    Clock(u16),
}

fn wall(zone: &str, first: Timestamp) -> Wall {
    thread_local!(static WALLS: RefCell<HashMap<(String, Timestamp), Wall>> = RefCell::default());
    let walk = || {
        let zone = TimeZone::get(zone).unwrap();
        let minute = |index: usize| after(first, index as i64 - AROUND as i64).to_zoned(zone.clone()).datetime();
        Rc::new((0..AROUND + COMPARED + AROUND).map(minute).collect())
    };
    WALLS.with_borrow_mut(|walls| Rc::clone(walls.entry((zone.to_owned(), first)).or_insert_with(walk)))
}

fn after(at: Timestamp, minutes: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

/// The minute at which the wall clock first shows a time, or something later where it never shows it.
fn first_showing(wall: &Wall, local: DateTime) -> Option<usize> {
    let before = wall.iter().position(|shown| *shown >= local)?;
    (before > 0).then_some(before)
}

/// Every window of a wish in minutes of the walk: from, start, until.
fn windows_of(wish: &Wish, wall: &Wall) -> Vec<(usize, usize, Option<usize>)> {
    let (ends, minute) = match &wish.when {
        Wanted::Lease(until) => return vec![(0, AROUND - 60, until.map(|until| until + AROUND))],
        Wanted::Once(_, minute, ends) | Wanted::Weekly(_, minute, ends) => (ends, *minute),
    };
    let mut dates: Vec<jiff::civil::Date> = wall.iter().map(|shown| shown.date()).collect();
    dates.dedup();
    let mut seen = std::collections::BTreeSet::new();
    dates.retain(|date| seen.insert(*date));
    let today = wall[AROUND].date();
    let is_on = |date: jiff::civil::Date| match &wish.when {
        Wanted::Once(day, ..) => (date - today).get_days() as i64 == *day,
        Wanted::Weekly(days, ..) => days[date.weekday().to_monday_zero_offset() as usize],
        Wanted::Lease(_) => false,
    };
    let clock = |date: jiff::civil::Date, minute: u16| date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
    let window = |date: jiff::civil::Date| {
        let start = first_showing(wall, clock(date, minute))?;
        let until = match ends {
            Ends::After(minutes) => start + minutes,
            Ends::Clock(end) if *end > minute => first_showing(wall, clock(date, *end))?,
            Ends::Clock(end) => first_showing(wall, clock(date.tomorrow().unwrap(), *end))?,
        };
        Some((start.checked_sub(wish.lead as usize)?, start, Some(until)))
    };
    dates.into_iter().filter(|date| is_on(*date)).filter_map(window).collect()
}

/// What should hold at a minute, by a rule written down once more: max, ready, whether it exits, period.
fn should_hold(
    season: &Season,
    windows: &[Vec<(usize, usize, Option<usize>)>],
    minute: usize,
) -> (u32, u32, bool, u64) {
    // The base comes last among equals: its start is before all others.
    let mut claims: Vec<(&Wish, i64)> = vec![(&season.base, i64::MIN)];
    for (wish, windows) in season.wishes.iter().zip(windows) {
        let holds =
            windows.iter().filter(|(from, _, until)| *from <= minute && until.is_none_or(|until| minute < until));
        claims.extend(holds.map(|(_, start, _)| (wish, *start as i64)));
    }
    let shared = |number: fn(&Wish) -> u32| {
        let most = claims.iter().filter(|(wish, _)| !wish.adds).map(|(wish, _)| number(wish)).max().unwrap();
        most + claims.iter().filter(|(wish, _)| wish.adds).map(|(wish, _)| number(wish)).sum::<u32>()
    };
    let strongest = claims.iter().map(|(wish, start)| (wish.max, *start)).max().unwrap();
    let mut kinds: Vec<bool> =
        claims.iter().filter(|(wish, start)| (wish.max, *start) == strongest).map(|(wish, _)| wish.exits).collect();
    kinds.dedup();
    // Beyond max and start the rule of ties is the program's own; such a season says nothing of the type.
    let exits = if kinds.len() == 1 { kinds[0] } else { tied(&claims, strongest) };
    let period = claims.iter().filter(|(wish, _)| wish.exits == exits).map(|(wish, _)| wish.period).max().unwrap();
    (shared(|wish| wish.max), shared(|wish| wish.ready), exits, period)
}

/// Among claims alike in max and start: the most ready sessions, then Timed.
fn tied(claims: &[(&Wish, i64)], strongest: (u32, i64)) -> bool {
    let alike = claims.iter().filter(|(wish, start)| (wish.max, *start) == strongest);
    !alike.map(|(wish, _)| (wish.ready, !wish.exits)).max().unwrap().1
}

#[derive(Debug, Clone)]
struct Season {
    night: usize,
    base: Wish,
    wishes: Vec<Wish>,
}

fn ends() -> impl Strategy<Value = Ends> {
    prop_oneof![(1usize..36 * 60).prop_map(Ends::After), (0u16..1440).prop_map(Ends::Clock)]
}

/// Half of the times of day lie in the hours in which clocks change.
fn minute() -> impl Strategy<Value = u16> {
    prop_oneof![0u16..1440, 30u16..240]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    prop_oneof![
        4 => (-2i64..4, minute(), ends()).prop_map(|(day, minute, ends)| Wanted::Once(day, minute, ends)),
        3 => (any::<[bool; 7]>(), minute(), ends()).prop_map(|(days, minute, ends)| Wanted::Weekly(days, minute, ends)),
        2 => proptest::option::of(0usize..COMPARED).prop_map(Wanted::Lease),
    ]
}

fn wish() -> impl Strategy<Value = Wish> {
    // Few numbers, so that ties are frequent.
    let scale = (prop_oneof![Just(20u32), Just(50), 2u32..80], 0u32..20, any::<bool>(), 5u64..9);
    (scale, proptest::bool::weighted(0.2), wanted(), prop_oneof![Just(0u64), 0u64..600]).prop_map(
        |((max, ready, exits, minutes), adds, when, lead)| Wish {
            max,
            ready: ready % max,
            exits,
            period: minutes * 60,
            adds,
            when,
            lead,
        },
    )
}

fn season() -> impl Strategy<Value = Season> {
    (0..NIGHTS.len(), wish(), proptest::collection::vec(wish(), 0..7)).prop_map(|(night, base, wishes)| Season {
        night,
        base: Wish { adds: false, ..base },
        wishes,
    })
}

impl Wish {
    fn settings(&self) -> Settings {
        let period = Duration::from_secs(self.period);
        let lifecycle = if self.exits {
            Lifecycle::OnContainerExit { max_alive: period }
        } else {
            Lifecycle::Timed { cooldown: period }
        };
        Settings { max_sessions: self.max, ready_sessions: self.ready, lifecycle, expires_after: None }
    }

    fn combine(&self) -> Combine {
        if self.adds { Combine::Sum } else { Combine::Max }
    }
}

/// The season as the program has it.
fn as_files_and_tags(season: &Season) -> (Claim, Known, Records) {
    let (zone, first) = NIGHTS[season.night];
    let (zone, first) = (TimeZone::get(zone).unwrap(), at(first));
    let today = first.to_zoned(zone.clone()).date();
    let (mut known, mut records) = (Known::default(), Records::default());
    for (index, wish) in season.wishes.iter().enumerate() {
        let clock = |minute: u16| jiff::civil::time((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let (when, ends) = match &wish.when {
            Wanted::Lease(until) => {
                let lease = Lease {
                    settings: wish.settings(),
                    from: after(first, -60),
                    until: until.map(|until| after(first, until as i64)),
                    combine: wish.combine(),
                    ..lease((2, 0), None)
                };
                records.leases.insert(index as u8, lease);
                continue;
            }
            Wanted::Once(day, minute, ends) => {
                let date = today.checked_add(jiff::Span::new().days(*day)).unwrap();
                (When::Once(date.to_datetime(clock(*minute))), ends)
            }
            Wanted::Weekly(days, minute, ends) => {
                let weekly = crate::schedule::recurrence::Weekly { days: *days, time: clock(*minute) };
                (When::Every(Recurrence { weekly, from: None, to: None, except: vec![] }), ends)
            }
        };
        let end = match ends {
            Ends::After(minutes) => End::For(Duration::from_secs(*minutes as u64 * 60)),
            Ends::Clock(minute) => End::Until(clock(*minute)),
        };
        let lead = Duration::from_secs(wish.lead * 60);
        known.events.push(ScheduledEvent {
            name: format!("event-{index}"),
            profile: "contest".into(),
            settings: wish.settings(),
            calendar: Calendar { when, end, lead, zone: zone.clone(), cut: None },
            combine: wish.combine(),
        });
    }
    (Claim::base("idle", season.base.settings()), known, records)
}

fn numbers(desired: &Desired) -> (u32, u32, bool, u64) {
    let settings = &desired.settings;
    let exits = matches!(settings.lifecycle, Lifecycle::OnContainerExit { .. });
    (settings.max_sessions, settings.ready_sessions, exits, settings.lifecycle.period().as_secs())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn at_every_minute_all_ways_to_compute_it_agree(season in season()) {
        let (zone, first) = NIGHTS[season.night];
        let (wall, first) = (wall(zone, at(first)), at(first));
        let windows: Vec<_> = season.wishes.iter().map(|wish| windows_of(wish, &wall)).collect();
        let (base, known, records) = as_files_and_tags(&season);
        let timeline = Timeline::of(&base, &known, &records, first, after(first, COMPARED as i64));
        let mut spans = timeline.spans.iter().peekable();
        for minute in 0..COMPARED {
            let now = after(first, minute as i64);
            let expected = should_hold(&season, &windows, minute + AROUND);
            while spans.next_if(|span| span.until <= now).is_some() {}
            let span = spans.peek().unwrap();
            prop_assert!(span.from <= now, "a gap at {}", now);
            prop_assert_eq!(numbers(&span.desired), expected, "the timeline at {}", now);
            // Every seventh: it is the same question, and a slow one without optimisation.
            if minute % 7 == 0 || span.from == now {
                let (base, others) = records.claims_at(&base, &known, now);
                prop_assert_eq!(numbers(&merge(base, others)), expected, "the claims at {}", now);
            }
        }
        for pair in timeline.turns.windows(2) {
            prop_assert!(pair[0].at < pair[1].at && pair[0].after == pair[1].before);
        }
    }
}
