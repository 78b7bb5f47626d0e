//! When something ends, as people type it.

use super::context::Context;
use super::global::duration;
use crate::config::events::{date, date_time};
use crate::error::{Error, Kind, Result};
use crate::schedule::claim::LONGEST;
use crate::schedule::local;
use crate::schedule::recurrence::time_of_day;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::time::Duration;

/// `--for`, `--until` and `--no-expiry`.
#[derive(Debug, Clone, Default, clap::Args)]
#[group(multiple = false)]
pub(super) struct EndArgs {
    /// End after this time, such as 3h
    #[arg(long = "for", value_name = "TIME", value_parser = duration, help_heading = "Until when")]
    length: Option<Duration>,
    /// End at this local time, such as 21:00 or 2026-12-05T21:00
    #[arg(long, value_name = "TIME", help_heading = "Until when")]
    until: Option<String>,
    /// Have no end
    #[arg(long, help_heading = "Until when")]
    no_expiry: bool,
}

/// An end that somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// At an instant.
    At(Timestamp),
    /// Never.
    Never,
}

impl Ending {
    /// The instant, if there is one.
    pub(super) fn instant(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Never => None,
        }
    }
}

impl EndArgs {
    /// Whether anything was said.
    pub(super) fn is_given(&self) -> bool {
        self.length.is_some() || self.until.is_some() || self.no_expiry
    }

    /// The end that was asked for, else after a length of time, if there is one.
    pub(super) fn ending(&self, context: &Context, otherwise: Option<Duration>) -> Result<Option<Ending>> {
        let now = context.clock.now();
        if self.no_expiry {
            return Ok(Some(Ending::Never));
        }
        if let Some(text) = &self.until {
            let at = moment("--until", text, now, &context.known_zone()?)?;
            if now.checked_add(LONGEST).is_ok_and(|longest| at > longest) {
                return Err(Error::message(Kind::Usage, format!("--until: {text} is more than 366 days from now")));
            }
            return Ok(Some(Ending::At(at)));
        }
        let Some(length) = self.length.or(otherwise) else { return Ok(None) };
        if length.is_zero() || length > LONGEST {
            return Err(Error::message(Kind::Usage, "--for is at least 1s and at most 366d"));
        }
        let end = now.checked_add(length).map_err(|error| Error::new(Kind::Usage, error))?;
        Ok(Some(Ending::At(end)))
    }
}

/// A moment to come: a time of day, today's or tomorrow's, a local date and time, or an instant with its offset.
pub(super) fn moment(flag: &str, text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
    let at = any(flag, text, now, zone)?;
    if at <= now {
        return Err(Error::message(Kind::Usage, format!("{flag}: {text} is in the past")));
    }
    Ok(at)
}

/// The same, to come or past.
pub(super) fn any(flag: &str, text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
    at(text, now, zone).ok_or_else(|| {
        Error::message(Kind::Usage, format!("{flag}: `{text}` is no time"))
            .hint("Such as `21:00`, `2026-12-05T21:00`, or `2026-12-05T21:00:00Z`.")
    })
}

/// The same, or a date, which is its beginning.
pub(super) fn any_or_date(flag: &str, text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
    let beginning = date(text).and_then(|date| local::instant(zone, date.at(0, 0, 0, 0)));
    let otherwise = || any(flag, text, now, zone).map_err(|error| error.hint("Or a date, which is its beginning."));
    beginning.map_or_else(otherwise, |(at, _)| Ok(at))
}

/// A moment that is past: a time of day is the last that was, today's or yesterday's.
pub(super) fn past(flag: &str, text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
    let last = time_of_day(text).and_then(|time| {
        let today = now.to_zoned(zone.clone()).date();
        let days = [today, today.yesterday().ok()?];
        days.into_iter().filter_map(|day| Some(local::instant(zone, day.to_datetime(time))?.0)).find(|at| *at <= now)
    });
    last.map_or_else(|| any(flag, text, now, zone), Ok)
}

/// The same, or a date, which is its beginning.
pub(super) fn past_or_date(flag: &str, text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
    if time_of_day(text).is_some() { past(flag, text, now, zone) } else { any_or_date(flag, text, now, zone) }
}

/// The same, wherever it lies.
pub(super) fn at(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    if let Some(time) = time_of_day(text) {
        let today = now.to_zoned(zone.clone()).date();
        let on = |date: jiff::civil::Date| local::instant(zone, date.to_datetime(time)).map(|(at, _)| at);
        return on(today).filter(|at| now < *at).or_else(|| on(today.checked_add(1.day()).ok()?));
    }
    match date_time(text) {
        Some(local) => local::instant(zone, local).map(|(at, _)| at),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_the_zone_of_the_reader() {
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let now: Timestamp = "2026-12-05T14:00:00Z".parse().unwrap();
        for (text, expected) in [
            // It is 19:30 there.
            ("21:00", Some("2026-12-05T15:30:00Z")),
            ("19:30", Some("2026-12-06T14:00:00Z")),
            ("08:00", Some("2026-12-06T02:30:00Z")),
            ("2026-12-06T08:00", Some("2026-12-06T02:30:00Z")),
            ("2026-12-06 08:00", Some("2026-12-06T02:30:00Z")),
            ("2026-12-06T08:00:00Z", Some("2026-12-06T08:00:00Z")),
            ("2026-12-06T08:00:00+01:00", Some("2026-12-06T07:00:00Z")),
            ("8pm", None),
            ("tomorrow", None),
            ("25:00", None),
        ] {
            let expected = expected.map(|text| text.parse().unwrap());
            assert_eq!(at(text, now, &zone), expected, "{text}");
        }
        for (text, expected) in [
            ("2026-12-06", Some("2026-12-05T18:30:00Z")),
            ("2026-12-06T08:00", Some("2026-12-06T02:30:00Z")),
            ("2020-01-01", Some("2019-12-31T18:30:00Z")),
            ("2026-13-06", None),
            ("2026-12", None),
        ] {
            let expected: Option<Timestamp> = expected.map(|text| text.parse().unwrap());
            assert_eq!(any_or_date("--from", text, now, &zone).ok(), expected, "{text}");
        }
        for (text, expected) in [
            ("19:30", Some("2026-12-05T14:00:00Z")),
            ("19:31", Some("2026-12-04T14:01:00Z")),
            ("08:00", Some("2026-12-05T02:30:00Z")),
            ("2026-12-06", Some("2026-12-05T18:30:00Z")),
            ("2026-12-06T08:00", Some("2026-12-06T02:30:00Z")),
            ("noon", None),
        ] {
            let expected: Option<Timestamp> = expected.map(|text| text.parse().unwrap());
            assert_eq!(past_or_date("--from", text, now, &zone).ok(), expected, "{text}, past");
        }
        // Midnight is skipped there: the day begins at 01:00.
        let cairo = TimeZone::get("Africa/Cairo").unwrap();
        let begins: Timestamp = "2026-04-23T22:00:00Z".parse().unwrap();
        assert_eq!(any_or_date("--to", "2026-04-24", now, &cairo).unwrap(), begins);
        assert!(moment("--until", "2026-12-05T19:30", now, &zone).is_err(), "in the past");
    }
}
