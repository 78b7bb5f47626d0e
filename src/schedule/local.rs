//! Local times, which on two nights a year do not exist or happen twice.
//!
//! The rule, ours and told wherever it applies: a time in the gap of spring is the first instant after the gap; a time
//! in the fold of autumn is its first pass.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// What was special about a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// It does not exist: clocks are put forward over it.
    Gap,
    /// It happens twice: clocks are put back over it.
    Fold,
}

/// The instant of a local time in a zone. `None` beyond the years that are known.
#[must_use]
pub fn instant(zone: &TimeZone, local: DateTime) -> Option<(Timestamp, Option<Shift>)> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => Some((ambiguous.unambiguous().ok()?, None)),
        AmbiguousOffset::Fold { .. } => Some((ambiguous.earlier().ok()?, Some(Shift::Fold))),
        // With the offset from before the gap the time lands behind its end; the gap itself ends at the transition.
        AmbiguousOffset::Gap { before, .. } => {
            let behind = before.to_timestamp(local).ok()?;
            let later = Timestamp::from_second(behind.as_second().checked_add(1)?).ok()?;
            let end = zone.preceding(later).next().map_or(behind, |transition| transition.timestamp());
            Some((end, Some(Shift::Gap)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_end_at_their_end_and_folds_take_the_first_pass() {
        // The changes of 2026 and 2027 as the zone data of the IANA has them.
        let cases = [
            ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00:00Z", Some(Shift::Gap)),
            ("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00:00Z", Some(Shift::Gap)),
            ("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z", None),
            ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z", Some(Shift::Fold)),
            ("America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z", None),
            ("America/New_York", "2027-03-14T02:30", "2027-03-14T07:00:00Z", Some(Shift::Gap)),
            ("America/New_York", "2027-11-07T01:00", "2027-11-07T05:00:00Z", Some(Shift::Fold)),
            ("Europe/Berlin", "2026-03-29T02:15", "2026-03-29T01:00:00Z", Some(Shift::Gap)),
            ("Europe/Berlin", "2026-10-25T02:15", "2026-10-25T00:15:00Z", Some(Shift::Fold)),
            ("Europe/Berlin", "2027-03-28T02:59", "2027-03-28T01:00:00Z", Some(Shift::Gap)),
            ("Europe/Berlin", "2027-10-31T02:00", "2027-10-31T00:00:00Z", Some(Shift::Fold)),
            // Half an hour only.
            ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z", Some(Shift::Gap)),
            ("Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30:00Z", None),
            ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", Some(Shift::Fold)),
            ("Australia/Lord_Howe", "2027-10-03T02:00", "2027-10-02T15:30:00Z", Some(Shift::Gap)),
            ("Australia/Lord_Howe", "2027-04-04T01:30", "2027-04-03T14:30:00Z", Some(Shift::Fold)),
            // Backwards for Ramadan and forwards after it.
            ("Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30:00Z", Some(Shift::Fold)),
            ("Africa/Casablanca", "2026-03-22T02:30", "2026-03-22T02:00:00Z", Some(Shift::Gap)),
            ("Africa/Casablanca", "2027-02-07T02:30", "2027-02-07T01:30:00Z", Some(Shift::Fold)),
            ("Africa/Casablanca", "2027-03-14T02:30", "2027-03-14T02:00:00Z", Some(Shift::Gap)),
            // None at all.
            ("Asia/Kolkata", "2026-03-29T02:30", "2026-03-28T21:00:00Z", None),
            ("Asia/Kolkata", "2027-11-07T01:30", "2027-11-06T20:00:00Z", None),
        ];
        for (zone, local, expected, shift) in cases {
            let zone = TimeZone::get(zone).unwrap();
            let found = instant(&zone, local.parse().unwrap());
            assert_eq!(found, Some((expected.parse().unwrap(), shift)), "{zone:?} {local}");
        }
    }
}
