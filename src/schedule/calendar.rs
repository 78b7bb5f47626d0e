//! When a scheduled event holds: from its calendar in a zone to instants.
//!
//! Windows are half-open, `[start - lead, end)`, anchored at their start: a window never grows because it was looked
//! at later, and of two that meet at a seam exactly one holds.

use super::local::{self, Shift};
use super::recurrence::Recurrence;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::time::Duration;

/// The longest window that comes again: beyond a week it would meet itself.
pub const LONGEST_RECURRING: Duration = Duration::from_secs(7 * 86_400);

/// How far ahead anybody looks for what is coming.
pub const FARTHEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 5);

/// The longest lead.
pub const LONGEST_LEAD: Duration = Duration::from_secs(7 * 86_400);

/// When something is warm, once or again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// When it starts.
    pub when: When,
    /// When it ends.
    pub end: End,
    /// How long before its start it shall be warm.
    pub lead: Duration,
    /// The zone of every local time of it.
    pub zone: TimeZone,
    /// What has begun before this instant ends at it, if not earlier; a pool file never says so.
    pub cut: Option<Timestamp>,
}

/// When it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Once.
    Once(DateTime),
    /// Every week.
    Every(Recurrence),
}

/// When it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A length of elapsed time from the start.
    For(Duration),
    /// A time on the wall clock; at or before the start's, it is the next day's.
    Until(Time),
    /// A date and time on the wall clock.
    At(DateTime),
}

/// One time that it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// From when on the pool shall be warm: the start less the lead.
    pub from: Timestamp,
    /// The start itself.
    pub start: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// What the change of clocks did to it.
    pub remarks: Vec<Remark>,
}

/// What the change of clocks did to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// The local time does not exist that night; it moves to the first instant after the gap.
    Gap(DateTime),
    /// The local time happens twice that night; it is the first.
    Fold(DateTime),
    /// The window is longer or shorter than its wall clock says.
    Length {
        /// What the wall clock says.
        wall: SignedDuration,
        /// What really elapses.
        elapsed: SignedDuration,
    },
    /// With a length of time: the wall clock at the end is not start plus length.
    EndsAt {
        /// What the wall clock would say on another night.
        wall: DateTime,
        /// What it says.
        really: DateTime,
    },
}

impl Occurrence {
    /// Whether it holds at an instant.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }

    /// Whether it holds at any instant of `[from, until)`.
    #[must_use]
    pub fn meets(&self, from: Timestamp, until: Timestamp) -> bool {
        self.from < until && from < self.until
    }
}

impl Calendar {
    /// Every occurrence whose window meets `[from, until)`, in the order of their starts.
    #[must_use]
    pub fn between(&self, from: Timestamp, until: Timestamp) -> Vec<Occurrence> {
        let starts: Vec<DateTime> = match &self.when {
            When::Once(start) => vec![*start],
            When::Every(recurrence) => self
                .dates(recurrence, from, until)
                .filter(|date| recurrence.is_on(*date))
                .map(|date| date.to_datetime(recurrence.weekly.time))
                .collect(),
        };
        let occurrences = starts.into_iter().filter_map(|start| self.occurrence(start));
        occurrences.filter(|occurrence| occurrence.meets(from, until)).collect()
    }

    /// The time that it holds now, else the next one within five years.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Option<Occurrence> {
        let far = now.saturating_add(FARTHEST).unwrap_or(Timestamp::MAX);
        let mut reach = SignedDuration::from_hours(24 * 8);
        loop {
            let until = now.saturating_add(reach).unwrap_or(far).min(far);
            let found = self.between(now, until).into_iter().find(|occurrence| occurrence.until > now);
            if found.is_some() || until >= far {
                return found;
            }
            reach = reach.saturating_mul(4);
        }
    }

    /// The one that happens once, whenever that is.
    #[must_use]
    pub fn once(&self) -> Option<Occurrence> {
        match self.when {
            When::Once(start) => self.occurrence(start),
            When::Every(_) => None,
        }
    }

    /// The dates on which a window that meets `[from, until)` may start.
    fn dates(&self, recurrence: &Recurrence, from: Timestamp, until: Timestamp) -> impl Iterator<Item = Date> {
        let length = match self.end {
            End::For(length) => length,
            End::Until(_) | End::At(_) => Duration::from_secs(2 * 86_400),
        };
        // A day on each side for what zones and their changes move.
        let back = SignedDuration::try_from(length).unwrap_or(SignedDuration::MAX);
        let ahead = SignedDuration::try_from(self.lead).unwrap_or(SignedDuration::ZERO);
        let first = from.saturating_sub(back).unwrap_or(Timestamp::MIN).to_zoned(self.zone.clone()).date();
        let last = until.saturating_add(ahead).unwrap_or(Timestamp::MAX).to_zoned(self.zone.clone()).date();
        let (first, last) = (first.saturating_sub(1.day()), last.saturating_add(1.day()));
        // A season that is over, or far off, has no days to be looked at.
        let first = recurrence.from.map_or(first, |from| from.max(first));
        let last = recurrence.to.map_or(last, |to| to.min(last));
        first.series(1.day()).take_while(move |date| *date <= last)
    }

    fn occurrence(&self, start: DateTime) -> Option<Occurrence> {
        let mut remarks = Vec::new();
        let begin = self.instant(start, &mut remarks)?;
        let until = match self.wall_end(start) {
            Some(end) => self.instant(end?, &mut remarks)?,
            None => begin.checked_add(self.length()?).ok()?,
        };
        remarks.extend(self.length_remark(start, begin, until));
        let from = begin.checked_sub(self.lead).ok()?;
        let until = self.cut.filter(|cut| from < *cut).map_or(until, |cut| cut.min(until));
        Some(Occurrence { from, start: begin, until, remarks })
    }

    /// The length of time, where that is what ends it.
    fn length(&self) -> Option<Duration> {
        match self.end {
            End::For(length) => Some(length),
            End::Until(_) | End::At(_) => None,
        }
    }

    /// The end on the wall clock, where that is what ends it.
    fn wall_end(&self, start: DateTime) -> Option<Option<DateTime>> {
        match self.end {
            End::For(_) => None,
            End::At(end) => Some(Some(end)),
            End::Until(time) if time > start.time() => Some(Some(start.date().to_datetime(time))),
            End::Until(time) => Some(start.date().tomorrow().ok().map(|date| date.to_datetime(time))),
        }
    }

    fn instant(&self, local: DateTime, remarks: &mut Vec<Remark>) -> Option<Timestamp> {
        let (at, shift) = local::instant(&self.zone, local)?;
        remarks.extend(shift.map(|shift| match shift {
            Shift::Gap => Remark::Gap(local),
            Shift::Fold => Remark::Fold(local),
        }));
        Some(at)
    }

    /// What the wall clock says of the window, where it is not what happens.
    fn length_remark(&self, start: DateTime, begin: Timestamp, until: Timestamp) -> Option<Remark> {
        if let Some(end) = self.wall_end(start) {
            let (wall, elapsed) = (start.duration_until(end?), begin.duration_until(until));
            return (wall != elapsed).then_some(Remark::Length { wall, elapsed });
        }
        let wall = start.checked_add(self.length()?).ok()?;
        let really = until.to_zoned(self.zone.clone()).datetime();
        (wall != really).then_some(Remark::EndsAt { wall, really })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn once(start: &str, end: End, zone_name: &str, lead: u64) -> Calendar {
        let when = When::Once(start.parse().unwrap());
        Calendar { when, end, lead: Duration::from_secs(lead), zone: zone(zone_name), cut: None }
    }

    fn weekly(days: &str, end: End, zone_name: &str) -> Calendar {
        let weekly = days.parse().unwrap();
        let recurrence = Recurrence { weekly, from: None, to: None, except: vec![] };
        Calendar { when: When::Every(recurrence), end, lead: Duration::ZERO, zone: zone(zone_name), cut: None }
    }

    fn hours(hours: u64) -> End {
        End::For(Duration::from_secs(hours * 3600))
    }

    fn until(time: &str) -> End {
        End::Until(super::super::recurrence::time_of_day(time).unwrap())
    }

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn shown(occurrence: &Occurrence) -> String {
        format!("{} {} {}", occurrence.from, occurrence.start, occurrence.until)
    }

    #[test]
    fn windows_become_instants() {
        let cases = [
            // The design's own example.
            (
                once("2026-12-05T14:00", hours(2), "Asia/Kolkata", 1800),
                "2026-12-05T08:00:00Z 2026-12-05T08:30:00Z 2026-12-05T10:30:00Z",
            ),
            (
                once("2026-12-05T14:00", until("16:00"), "Asia/Kolkata", 0),
                "2026-12-05T08:30:00Z 2026-12-05T08:30:00Z 2026-12-05T10:30:00Z",
            ),
            // Across midnight, the month and the year.
            (
                once("2026-12-31T22:00", until("02:00"), "UTC", 0),
                "2026-12-31T22:00:00Z 2026-12-31T22:00:00Z 2027-01-01T02:00:00Z",
            ),
            (
                once("2026-11-30T22:00", hours(4), "UTC", 0),
                "2026-11-30T22:00:00Z 2026-11-30T22:00:00Z 2026-12-01T02:00:00Z",
            ),
            // The end at the start's own time is the next day's.
            (
                once("2026-12-05T18:00", until("18:00"), "UTC", 0),
                "2026-12-05T18:00:00Z 2026-12-05T18:00:00Z 2026-12-06T18:00:00Z",
            ),
            // A leap day.
            (
                once("2028-02-28T23:00", until("01:00"), "UTC", 0),
                "2028-02-28T23:00:00Z 2028-02-28T23:00:00Z 2028-02-29T01:00:00Z",
            ),
            (
                once("2028-02-29T23:00", hours(24), "UTC", 0),
                "2028-02-29T23:00:00Z 2028-02-29T23:00:00Z 2028-03-01T23:00:00Z",
            ),
            // Several days.
            (
                once("2026-12-05T08:00", End::At("2026-12-07T20:00".parse().unwrap()), "UTC", 0),
                "2026-12-05T08:00:00Z 2026-12-05T08:00:00Z 2026-12-07T20:00:00Z",
            ),
        ];
        for (calendar, expected) in cases {
            assert_eq!(shown(&calendar.once().unwrap()), expected);
        }
    }

    /// `for` and `until` on the nights on which clocks change: what elapses, in hours.
    #[test]
    fn a_length_elapses_and_a_wall_clock_does_not() {
        let cases = [
            ("America/New_York", "2026-03-08T00:00", "06:00", 5),
            ("America/New_York", "2026-11-01T00:00", "06:00", 7),
            ("America/New_York", "2027-03-14T00:00", "06:00", 5),
            ("Europe/Berlin", "2026-03-29T00:00", "06:00", 5),
            ("Europe/Berlin", "2026-10-25T00:00", "06:00", 7),
            ("Asia/Kolkata", "2026-10-25T00:00", "06:00", 6),
        ];
        for (zone, start, end, expected) in cases {
            let wall = once(start, until(end), zone, 0).once().unwrap();
            assert_eq!(wall.start.duration_until(wall.until).as_hours(), expected, "{zone} {start}");
            assert_eq!(wall.remarks.len(), usize::from(expected != 6), "{:?}", wall.remarks);
            let elapsed = once(start, hours(6), zone, 0).once().unwrap();
            assert_eq!(elapsed.start.duration_until(elapsed.until).as_hours(), 6);
            assert_eq!(elapsed.remarks.len(), usize::from(expected != 6), "{:?}", elapsed.remarks);
        }
    }

    #[test]
    fn a_gap_and_a_fold_are_remarked() {
        let gap = once("2026-03-08T02:30", hours(1), "America/New_York", 0).once().unwrap();
        assert_eq!(gap.start, instant("2026-03-08T07:00:00Z"));
        assert_eq!(gap.remarks[0], Remark::Gap("2026-03-08T02:30".parse().unwrap()));
        let fold = once("2026-11-01T01:30", hours(1), "America/New_York", 0).once().unwrap();
        assert_eq!(fold.start, instant("2026-11-01T05:30:00Z"));
        assert_eq!(fold.remarks[0], Remark::Fold("2026-11-01T01:30".parse().unwrap()));
    }

    #[test]
    fn a_week_comes_again_at_its_local_time() {
        let calendar = weekly("Sat 18:00", until("21:00"), "Europe/Berlin");
        let found = calendar.between(instant("2026-10-17T00:00:00Z"), instant("2026-11-08T00:00:00Z"));
        let starts: Vec<String> = found.iter().map(|one| one.start.to_string()).collect();
        let expected = ["2026-10-17T16:00:00Z", "2026-10-24T16:00:00Z", "2026-10-31T17:00:00Z", "2026-11-07T17:00:00Z"];
        assert_eq!(starts, expected);
        // The day is Saturday in Berlin, which in UTC it may not be yet.
        let kiritimati = weekly("Sat 01:00", hours(1), "Pacific/Kiritimati");
        let found = kiritimati.between(instant("2026-12-04T00:00:00Z"), instant("2026-12-05T00:00:00Z"));
        assert_eq!(found.iter().map(|one| one.start.to_string()).collect::<Vec<_>>(), ["2026-12-04T11:00:00Z"]);
    }

    #[test]
    fn a_season_has_its_bounds() {
        let mut calendar = weekly("Sat 18:00", until("21:00"), "Europe/Berlin");
        let date = |text: &str| Some(text.parse().unwrap());
        let (from, until) = (instant("2026-11-01T00:00:00Z"), instant("2027-02-01T00:00:00Z"));
        for (first, last, expected) in [
            (None, None, 13),
            (date("2026-12-05"), date("2026-12-19"), 3),
            (date("2026-12-06"), date("2026-12-18"), 1),
            (date("2025-12-06"), date("2026-06-01"), 0),
            (date("2027-02-06"), None, 0),
            (None, date("2026-11-07"), 1),
        ] {
            let When::Every(recurrence) = &mut calendar.when else { unreachable!() };
            (recurrence.from, recurrence.to) = (first, last);
            assert_eq!(calendar.between(from, until).len(), expected, "{first:?} {last:?}");
        }
    }

    #[test]
    fn at_a_seam_exactly_one_holds() {
        let first = once("2026-12-05T14:00", until("16:00"), "UTC", 0).once().unwrap();
        let second = once("2026-12-05T16:00", until("18:00"), "UTC", 0).once().unwrap();
        for (at, expected) in [
            ("2026-12-05T15:59:59Z", [true, false]),
            ("2026-12-05T16:00:00Z", [false, true]),
            ("2026-12-05T17:59:59Z", [false, true]),
            ("2026-12-05T18:00:00Z", [false, false]),
        ] {
            assert_eq!([first.holds_at(instant(at)), second.holds_at(instant(at))], expected, "{at}");
        }
    }

    #[test]
    fn a_window_is_found_by_any_instant_of_it() {
        let mut calendar = weekly("Sat 18:00", End::For(LONGEST_RECURRING), "Europe/Berlin");
        calendar.lead = LONGEST_LEAD;
        let only = calendar.between(instant("2026-12-05T17:00:00Z"), instant("2026-12-05T17:00:01Z"));
        // The one that starts now, the one before, whose last second is over, and the next, whose lead has begun.
        assert_eq!(only.len(), 2, "{only:?}");
        for second in [0, 86_400 * 3, 86_400 * 6] {
            let at = instant("2026-12-05T17:00:00Z").checked_add(SignedDuration::from_secs(second)).unwrap();
            let held = calendar.between(at, at.checked_add(SignedDuration::from_secs(1)).unwrap());
            assert!(held.iter().all(|one| one.holds_at(at)) && !held.is_empty());
        }
    }
}
