//! Which time a receipt is about: an occurrence of an event, a lease by the journal, or two instants.

use super::Source;
use crate::error::{Error, Kind, Result};
use crate::model::Settings;
use crate::ops::journal::Entry;
use crate::schedule::{Occurrence, ScheduledEvent, lease};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// A time that is looked back on.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// From when on the pool was to be warm.
    pub from: Timestamp,
    /// From when on somebody may have come: the start after the lead.
    pub start: Timestamp,
    /// Until when; of a lease that has no end and is not over, now.
    pub until: Timestamp,
    /// When it was ended, where that was before `until`.
    pub ended: Option<Timestamp>,
    /// Whether `until` was planned, or is only how it came.
    pub is_planned: bool,
    /// What was asked for and under which profile's name, where that is known.
    pub asked: Option<(String, Settings)>,
    /// Who says what was planned: the pool file of an event, the journal of a lease.
    pub planned_by: Source,
    /// How far to look before and behind it for when the pool was raised and taken back.
    pub margin: (SignedDuration, SignedDuration),
}

/// Before an event its pool may have been raised by hand; after it, somebody may have forgotten it for a day.
const MARGIN: (SignedDuration, SignedDuration) = (SignedDuration::from_hours(1), SignedDuration::from_hours(24));

/// How far back the last occurrence of an event is looked for: what is longer ago than Azure keeps metrics may still
/// stand in the journal.
const BACK: SignedDuration = SignedDuration::from_hours(24 * 400);

impl Window {
    /// Two instants, of which nobody says what was asked for.
    #[must_use]
    pub fn between(from: Timestamp, until: Timestamp) -> Self {
        let margin = (SignedDuration::ZERO, SignedDuration::ZERO);
        Self { from, start: from, until, ended: None, is_planned: true, asked: None, planned_by: Source::Files, margin }
    }

    /// An occurrence of an event.
    #[must_use]
    pub fn of_occurrence(event: &ScheduledEvent, occurrence: &Occurrence) -> Self {
        Self {
            from: occurrence.from,
            start: occurrence.start,
            until: occurrence.until,
            ended: None,
            is_planned: true,
            asked: Some((event.profile.clone(), event.settings.clone())),
            planned_by: Source::Files,
            margin: MARGIN,
        }
    }

    /// When it was over, or is to be.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.ended.unwrap_or(self.until)
    }

    /// Whether both are at some time.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.from < other.end() && other.from < self.end()
    }
}

/// The last occurrence of an event that has begun, or the one of `at`: a span of instants that it must meet.
///
/// # Errors
/// `NotFound` where there is none, with the next one.
pub fn occurrence(event: &ScheduledEvent, at: Option<(Timestamp, Timestamp)>, now: Timestamp) -> Result<Occurrence> {
    let until = now.saturating_add(SignedDuration::from_nanos(1)).unwrap_or(now);
    let (from, until) = at.unwrap_or((now.saturating_sub(BACK).unwrap_or(Timestamp::MIN), until));
    let begun = |occurrence: &Occurrence| occurrence.from <= now;
    let mut found = event.calendar.between(from, until);
    // Of those that meet a day, the one that starts on it is meant.
    if at.is_some() && found.iter().any(|one| from <= one.start && one.start < until) {
        found.retain(|one| from <= one.start && one.start < until);
    }
    if let Some(last) = found.iter().rfind(|occurrence| begun(occurrence)) {
        return Ok(last.clone());
    }
    let name = &event.name;
    let utc = crate::model::time::utc;
    Err(Error::message(
        Kind::NotFound,
        match found.first() {
            Some(next) => format!("{name} has not begun: its pools are to be warm from {}", utc(next.from)),
            None if at.is_some() => format!("{name} does not happen then"),
            None => format!("{name} has not begun yet"),
        },
    )
    .hint("`pool next` shows when it comes."))
}

/// The last lease of a profile that was begun on a pool from this machine, at `by` or before.
#[must_use]
pub fn of_lease(
    entries: &[&Entry],
    profile: &str,
    settings: Option<Settings>,
    by: Timestamp,
    now: Timestamp,
) -> Option<Window> {
    let Run { begun, until: planned, ended: end, .. } =
        runs(entries, profile).into_iter().rfind(|run| run.begun.at <= by)?;
    let until = planned.or(end).unwrap_or(now);
    // Under a larger claim the pool has that one's numbers.
    let own = begun.leases.values().flatten().find(|written| written.profile == profile);
    let asked = match own.filter(|_| begun.lease() != Some(profile)) {
        Some(own) => (own.max_sessions, Some(own.ready_sessions)),
        None => (begun.after.max_sessions, begun.after.ready_sessions),
    };
    let settings = settings.map(|settings| Settings {
        max_sessions: asked.0,
        ready_sessions: asked.1.unwrap_or(settings.ready_sessions),
        ..settings
    });
    Some(Window {
        from: begun.at,
        start: begun.at,
        until,
        ended: end.filter(|end| *end < until),
        is_planned: planned.is_some(),
        asked: settings.map(|settings| (profile.to_owned(), settings)),
        planned_by: Source::Journal,
        margin: (SignedDuration::ZERO, MARGIN.1),
    })
}

/// A lease from its beginning to its end, renewed and extended or not; two people's at once are one.
struct Run<'a> {
    begun: &'a Entry,
    /// The tags that it stands in.
    slots: Vec<&'a String>,
    /// Until when it was to be.
    until: Option<Timestamp>,
    /// When it was ended before that.
    ended: Option<Timestamp>,
}

impl<'a> Run<'a> {
    fn is_open_at(&self, at: Timestamp) -> bool {
        self.ended.is_none() && self.until.is_none_or(|until| at < until)
    }

    /// Takes what was written while it was open.
    fn take(&mut self, entry: &'a Entry, profile: &str) {
        if entry.after.max_sessions == 0 {
            // Whatever it was for, it leaves no pool.
            self.ended = Some(entry.at);
        } else if entry.leases.is_empty() {
            self.take_old(entry, profile);
        }
        for (slot, written) in &entry.leases {
            let is_own = self.slots.contains(&slot);
            match written {
                Some(written) if written.profile == profile => {
                    // None ends earlier by being renewed.
                    self.until = self.until.zip(written.until).map(|(is, new)| is.max(new));
                    self.slots.push(slot);
                }
                _ => {
                    self.slots.retain(|own| *own != slot);
                    if is_own && self.slots.is_empty() {
                        self.ended = Some(entry.at);
                    }
                }
            }
        }
    }

    /// The same of an entry that does not say what was written to which slot, but only which claim won.
    fn take_old(&mut self, entry: &'a Entry, profile: &str) {
        let is_own = slots(entry).any(|slot| self.slots.contains(&slot));
        if entry.lease() == Some(profile) {
            // It may have won, and another have been written: that tells nothing of this one's end.
            self.until = match (self.until, entry.until) {
                (Some(is), Some(new)) => Some(is.max(new)),
                (is, None) if !is_own => is,
                _ => None,
            };
            if entry.until.is_some() {
                self.slots.extend(slots(entry));
            }
        } else if is_own && entry.lease().is_none() {
            // Another claim may win while it holds: whoever ends it writes its own tag. Under another lease it was
            // extended, for leases are ended together.
            self.ended = Some(entry.at);
        }
    }
}

/// Every lease of a profile, the oldest first.
fn runs<'a>(entries: &[&'a Entry], profile: &str) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    for entry in entries {
        if let Some(open) = runs.last_mut().filter(|run| run.is_open_at(entry.at)) {
            open.take(entry, profile);
        } else {
            runs.extend(begun(entry, profile));
        }
    }
    runs
}

/// From when to when each lease had the pool, of whichever profile.
pub(super) fn leases(entries: &[&Entry], now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let written = entries.iter().flat_map(|entry| entry.leases.values().flatten());
    let written = written.map(|written| written.profile.as_str());
    let profiles: BTreeSet<&str> = written.chain(entries.iter().filter_map(|entry| entry.lease())).collect();
    let runs = profiles.into_iter().flat_map(|profile| runs(entries, profile));
    runs.map(|run| (run.begun.at, run.ended.or(run.until).unwrap_or(now.max(run.begun.at)))).collect()
}

/// The lease of a profile that an entry begins, where it does.
fn begun<'a>(entry: &'a Entry, profile: &str) -> Option<Run<'a>> {
    let written = entry.leases.iter().find_map(|(slot, written)| {
        let own = written.as_ref().filter(|written| written.profile == profile)?;
        Some((vec![slot], own.until))
    });
    let old = || {
        let begins = entry.until.is_some() || slots(entry).next().is_some();
        let is_it = entry.leases.is_empty() && entry.lease() == Some(profile) && begins;
        is_it.then(|| (slots(entry).collect(), entry.until))
    };
    let (slots, until) = written.or_else(old)?;
    Some(Run { begun: entry, slots, until, ended: None })
}

/// The tags of leases that were written.
fn slots(entry: &Entry) -> impl Iterator<Item = &String> {
    entry.tags.iter().filter(|tag| tag.starts_with(lease::TAG))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lifecycle;
    use crate::ops::journal::{Numbers, Written};
    use crate::schedule::{Calendar, Combine, End, Recurrence, When};
    use jiff::tz::TimeZone;
    use std::collections::BTreeMap;
    use std::time::Duration;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn settings() -> Settings {
        let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
        Settings { max_sessions: 50, ready_sessions: 10, lifecycle, expires_after: None }
    }

    #[test]
    fn the_last_one_that_has_begun_is_meant_or_that_of_a_day() {
        let recurrence = Recurrence { weekly: "Sat 18:00".parse().unwrap(), from: None, to: None, except: vec![] };
        let calendar = Calendar {
            when: When::Every(recurrence),
            end: End::For(Duration::from_secs(7_200)),
            lead: Duration::from_secs(1_800),
            zone: TimeZone::get("Asia/Kolkata").unwrap(),
            cut: None,
        };
        let event = ScheduledEvent {
            name: "weekly".into(),
            profile: "contest".into(),
            settings: settings(),
            calendar,
            combine: Combine::Max,
        };
        let day = |date: &str| {
            let from = at(&format!("{date}T00:00:00+05:30"));
            Some((from, from + SignedDuration::from_hours(24)))
        };
        let cases = [
            // Warm from 17:30 there, which is 12:00 in UTC.
            ("2026-12-05T12:00:00Z", None, Ok("2026-12-05T12:30:00Z")),
            ("2026-12-05T11:59:59Z", None, Ok("2026-11-28T12:30:00Z")),
            ("2026-12-30T00:00:00Z", day("2026-12-12"), Ok("2026-12-12T12:30:00Z")),
            ("2026-12-30T00:00:00Z", day("2026-12-13"), Err("does not happen then")),
            (
                "2026-12-01T00:00:00Z",
                day("2026-12-05"),
                Err("has not begun: its pools are to be warm from 2026-12-05 12:00"),
            ),
        ];
        for (now, day, expected) in cases {
            match (occurrence(&event, day, at(now)), expected) {
                (Ok(found), Ok(start)) => assert_eq!(found.start, at(start), "{now}"),
                (Err(error), Err(says)) => assert!(error.to_string().contains(says), "{error}"),
                (found, expected) => panic!("{now}: {found:?}, not {expected:?}"),
            }
        }
    }

    fn hour(hour: u32) -> Timestamp {
        at(&format!("2026-12-05T{hour:02}:00:00Z"))
    }

    fn written(at: u32, claim: &str, until: Option<u32>, tags: &[&str]) -> Entry {
        let numbers = |max| Numbers { max_sessions: max, ready_sessions: Some(7), lifecycle: None };
        Entry {
            at: hour(at),
            by: "ana".into(),
            pool: "p".into(),
            claim: claim.into(),
            before: numbers(5),
            after: numbers(60),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            leases: BTreeMap::new(),
            until: until.map(hour),
        }
    }

    fn parked(at: u32) -> Entry {
        let entry = written(at, "parked", None, &[]);
        Entry {
            before: entry.after,
            after: Numbers { max_sessions: 0, ready_sessions: Some(0), lifecycle: None },
            ..entry
        }
    }

    fn entry(at: u32, claim: &str, until: Option<u32>) -> Entry {
        written(at, claim, until, &["pool-lease-0", "pool-applied"])
    }

    /// Entries, the hour that is asked for, and what is found: from, until, whether that was planned, and when it was
    /// ended before that.
    type Case = (&'static str, Vec<Entry>, u32, Option<(u32, u32, bool, Option<u32>)>);

    fn check(cases: impl IntoIterator<Item = Case>) {
        let now = at("2026-12-05T20:00:00Z");
        for (what, entries, by, expected) in cases {
            let entries: Vec<&Entry> = entries.iter().collect();
            let found = of_lease(&entries, "contest", Some(settings()), hour(by), now);
            let told = found.as_ref().map(|window| (window.from, window.until, window.is_planned, window.ended));
            let expected = expected.map(|(from, until, is, ended)| (hour(from), hour(until), is, ended.map(hour)));
            assert_eq!(told, expected, "{what}");
            assert!(found.as_ref().is_none_or(|window| window.planned_by == Source::Journal));
            if let Some((_, asked)) = found.and_then(|window| window.asked) {
                assert_eq!((asked.max_sessions, asked.ready_sessions), (60, 7), "as it was, not as the file is now");
            }
        }
    }

    #[test]
    fn a_lease_is_found_by_what_was_written_for_it() {
        check([
            (
                "ended by its end",
                vec![entry(8, "lease:contest", Some(11)), entry(11, "idle", None)],
                20,
                Some((8, 11, true, None)),
            ),
            (
                "forgotten",
                vec![entry(8, "lease:contest", Some(11)), entry(15, "idle", None)],
                20,
                Some((8, 11, true, None)),
            ),
            (
                "extended",
                vec![
                    entry(8, "lease:contest", Some(11)),
                    entry(10, "lease:contest", Some(13)),
                    entry(13, "idle", None),
                ],
                20,
                Some((8, 13, true, None)),
            ),
            (
                "without an end",
                vec![entry(8, "lease:contest", None), entry(12, "idle", None)],
                20,
                Some((8, 12, false, None)),
            ),
            (
                "the one before",
                vec![entry(8, "lease:contest", Some(9)), entry(9, "idle", None), entry(14, "lease:contest", None)],
                10,
                Some((8, 9, true, None)),
            ),
            ("another profile's", vec![entry(8, "lease:other", Some(11))], 20, None),
        ]);
    }

    #[test]
    fn a_lease_is_ended_by_whoever_wrote_its_own_tag() {
        check([
            (
                "ended early",
                vec![entry(8, "lease:contest", Some(11)), entry(9, "idle", None)],
                20,
                Some((8, 11, true, Some(9))),
            ),
            (
                "an event begins meanwhile, which is no end",
                vec![entry(8, "lease:contest", Some(11)), written(9, "event:final", None, &["pool-applied"])],
                20,
                Some((8, 11, true, None)),
            ),
            (
                "another lease begins meanwhile, in a slot of its own",
                vec![entry(8, "lease:contest", Some(11)), written(9, "lease:other", None, &["pool-lease-5"])],
                20,
                Some((8, 11, true, None)),
            ),
            ("parked", vec![entry(8, "lease:contest", Some(11)), parked(9)], 20, Some((8, 11, true, Some(9)))),
            (
                "parked after its end",
                vec![entry(8, "lease:contest", Some(11)), parked(11)],
                20,
                Some((8, 11, true, None)),
            ),
        ]);
    }

    #[test]
    fn what_another_lease_writes_is_not_this_one() {
        // It has fewer sessions: this one still wins.
        let meanwhile = |at, tags: &[&str]| written(at, "lease:contest", None, tags);
        check([
            (
                "another begins meanwhile",
                vec![entry(8, "lease:contest", Some(11)), meanwhile(9, &["pool-lease-6"]), entry(12, "idle", None)],
                20,
                Some((8, 11, true, None)),
            ),
            (
                "another begins meanwhile, and both are ended",
                vec![
                    entry(8, "lease:contest", Some(11)),
                    meanwhile(9, &["pool-lease-6"]),
                    written(10, "idle", None, &["pool-applied", "pool-lease-0", "pool-lease-6"]),
                ],
                20,
                Some((8, 11, true, Some(10))),
            ),
            (
                "another, larger, under which it is extended by its tag alone",
                vec![
                    entry(8, "lease:contest", Some(11)),
                    written(9, "lease:other", Some(12), &["pool-lease-6", "pool-applied"]),
                    written(10, "lease:other", None, &["pool-lease-0"]),
                ],
                20,
                Some((8, 11, true, None)),
            ),
        ]);
    }

    #[test]
    fn leases_of_one_profile_are_one_at_once_and_two_in_turn() {
        check([
            (
                "that of another person, of the same profile",
                vec![
                    entry(8, "lease:contest", Some(13)),
                    written(9, "lease:contest", Some(11), &["pool-lease-3"]),
                    written(13, "idle", None, &["pool-applied"]),
                ],
                20,
                Some((8, 13, true, None)),
            ),
            (
                "the later one of two people, ended early",
                vec![
                    entry(8, "lease:contest", Some(11)),
                    written(9, "lease:contest", Some(13), &["pool-lease-3"]),
                    written(12, "idle", None, &["pool-applied", "pool-lease-3"]),
                ],
                20,
                Some((8, 13, true, Some(12))),
            ),
            (
                "the next one in the same slot, before anybody took it back",
                vec![entry(8, "lease:contest", Some(11)), entry(12, "lease:contest", Some(14))],
                20,
                Some((12, 14, true, None)),
            ),
            (
                "and the one before that",
                vec![entry(8, "lease:contest", Some(11)), entry(12, "lease:contest", Some(14))],
                11,
                Some((8, 11, true, None)),
            ),
            (
                "another's in the same slot after its end",
                vec![entry(8, "lease:contest", Some(11)), entry(12, "lease:other", Some(14))],
                20,
                Some((8, 11, true, None)),
            ),
        ]);
    }

    /// A slot, and what was written to it: of whose profile and until when, or that it is ended.
    type Slot<'a> = (&'a str, Option<(&'a str, Option<u32>)>);

    /// An entry that says what was written to which slots.
    fn slotted(at: u32, claim: &str, slots: &[Slot<'_>]) -> Entry {
        let lease = |(profile, until): (&str, Option<u32>)| Written {
            profile: profile.to_owned(),
            max_sessions: 60,
            ready_sessions: 7,
            until: until.map(hour),
        };
        let leases = slots.iter().map(|(slot, is)| ((*slot).to_owned(), is.map(lease))).collect();
        let tags: Vec<&str> = slots.iter().map(|(slot, _)| *slot).collect();
        Entry { leases, ..written(at, claim, None, &tags) }
    }

    #[test]
    fn a_lease_goes_by_what_was_written_to_its_slot_whoever_wins() {
        let (own, other) = ("pool-lease-0", "pool-lease-6");
        let contest = |until| Some(("contest", until));
        check([
            (
                "under an event from its beginning, extended and ended early",
                vec![
                    slotted(8, "event:final", &[(own, contest(Some(11)))]),
                    slotted(9, "event:final", &[(own, contest(Some(15)))]),
                    slotted(13, "event:final", &[(own, None)]),
                ],
                20,
                Some((8, 15, true, Some(13))),
            ),
            (
                "without an end from then on, under a larger lease",
                vec![
                    slotted(8, "lease:other", &[(own, contest(Some(11)))]),
                    slotted(9, "lease:other", &[(own, contest(None))]),
                    slotted(13, "lease:other", &[(own, None)]),
                ],
                20,
                Some((8, 13, false, None)),
            ),
            (
                "it wins, and others are written",
                vec![
                    slotted(8, "lease:contest", &[(own, contest(Some(11)))]),
                    slotted(9, "lease:contest", &[(other, Some(("other", Some(16))))]),
                    slotted(10, "lease:contest", &[(other, None)]),
                ],
                20,
                Some((8, 11, true, None)),
            ),
            (
                "two people's, of which one ends",
                vec![
                    slotted(8, "lease:contest", &[(own, contest(Some(13)))]),
                    slotted(9, "lease:contest", &[(other, contest(Some(11)))]),
                    slotted(12, "lease:contest", &[(other, None)]),
                ],
                20,
                Some((8, 13, true, None)),
            ),
            (
                "another one's, which loses",
                vec![slotted(8, "lease:contest", &[(own, Some(("other", None)))])],
                20,
                None,
            ),
            (
                "begun by an older version",
                vec![entry(8, "lease:contest", Some(11)), slotted(9, "event:final", &[(own, contest(Some(12)))])],
                20,
                Some((8, 12, true, None)),
            ),
        ]);
    }

    #[test]
    fn an_extension_is_no_end() {
        let twice = || {
            vec![
                entry(8, "lease:contest", Some(11)),
                entry(10, "lease:contest", Some(13)),
                written(12, "lease:contest", Some(15), &["pool-lease-0"]),
            ]
        };
        let and = |last: Entry| twice().into_iter().chain([last]).collect();
        check([
            ("asked for by the time before it", twice(), 9, Some((8, 15, true, None))),
            ("twice", and(written(15, "idle", None, &["pool-applied"])), 20, Some((8, 15, true, None))),
            ("twice, and ended early", and(entry(14, "idle", None)), 9, Some((8, 15, true, Some(14)))),
            (
                "without an end from then on",
                vec![entry(8, "lease:contest", Some(11)), entry(10, "lease:contest", None), entry(16, "idle", None)],
                20,
                Some((8, 16, false, None)),
            ),
        ]);
    }
}
