//! How often a runner calls.
//!
//! Only lengths that divide an hour or a day are taken: a cron line of any other comes out uneven at the full hour or
//! at midnight.

use crate::config::duration::render;
use crate::error::{Error, Kind, Result};
use std::time::Duration;

/// A length that divides a minute, an hour or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// Every so many seconds, a divisor of 60 below it.
    Seconds(u32),
    /// Every so many minutes, a divisor of 60 below it.
    Minutes(u32),
    /// Every so many hours, a divisor of 24.
    Hours(u32),
}

impl Cadence {
    /// The cadence of a length, where a target's shortest allows it.
    ///
    /// # Errors
    /// `Usage` for one that is shorter, or not even; the hint names the nearest that are right.
    pub fn of(every: Duration, shortest: Duration, target: &str) -> Result<Self> {
        let near = format!("Even lengths near it: {}.", near(every, shortest));
        if every < shortest {
            let text = format!("--every {} is shorter than {target} can: {}", render(every), render(shortest));
            return Err(Error::message(Kind::Usage, text).hint(near));
        }
        Self::even(every).ok_or_else(|| {
            let text = format!("--every {} divides neither an hour nor a day evenly", render(every));
            Error::message(Kind::Usage, text).hint(near)
        })
    }

    fn even(every: Duration) -> Option<Self> {
        let seconds = u32::try_from(every.as_secs()).ok().filter(|seconds| *seconds > 0)?;
        match (seconds % 3_600, seconds % 60) {
            (0, _) => (24 % (seconds / 3_600) == 0).then_some(Self::Hours(seconds / 3_600)),
            (_, 0) => (60 % (seconds / 60) == 0).then_some(Self::Minutes(seconds / 60)),
            _ => (60 % seconds == 0).then_some(Self::Seconds(seconds)),
        }
    }

    /// Its length.
    #[must_use]
    pub fn length(self) -> Duration {
        Duration::from_secs(match self {
            Self::Seconds(seconds) => seconds.into(),
            Self::Minutes(minutes) => u64::from(minutes) * 60,
            Self::Hours(hours) => u64::from(hours) * 3_600,
        })
    }

    /// As [`render`] writes it: `5m`.
    pub(super) fn words(self) -> String {
        render(self.length())
    }

    /// The five fields of a cron line, `offset` minutes past the full hour where it comes once an hour or less.
    /// Cron knows no seconds: they become every minute.
    pub(super) fn cron(self, offset: u32) -> String {
        match self {
            Self::Seconds(_) | Self::Minutes(1) => "* * * * *".to_owned(),
            Self::Minutes(minutes) if offset == 0 => format!("*/{minutes} * * * *"),
            Self::Minutes(minutes) => format!("{}-59/{minutes} * * * *", offset % minutes),
            Self::Hours(1) => format!("{offset} * * * *"),
            Self::Hours(24) => format!("{offset} 0 * * *"),
            Self::Hours(hours) => format!("{offset} */{hours} * * *"),
        }
    }

    /// The same as systemd's calendar has it, in UTC, which has no gaps.
    pub(super) fn calendar(self) -> String {
        match self {
            Self::Seconds(seconds) => format!("*-*-* *:*:0/{seconds} UTC"),
            Self::Minutes(1) => "*-*-* *:*:00 UTC".to_owned(),
            Self::Minutes(minutes) => format!("*-*-* *:0/{minutes}:00 UTC"),
            Self::Hours(1) => "*-*-* *:00:00 UTC".to_owned(),
            Self::Hours(24) => "*-*-* 00:00:00 UTC".to_owned(),
            Self::Hours(hours) => format!("*-*-* 0/{hours}:00:00 UTC"),
        }
    }
}

/// The even lengths on both sides of one: "6m and 10m".
fn near(every: Duration, shortest: Duration) -> String {
    let all = [10, 30].into_iter().chain([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map(|minutes| minutes * 60));
    let all = all.chain([1, 2, 3, 4, 6, 8, 12, 24].map(|hours| hours * 3_600)).map(Duration::from_secs);
    let all: Vec<Duration> = all.filter(|length| *length >= shortest).collect();
    let below = all.iter().rev().find(|length| **length < every);
    let above = all.iter().find(|length| **length > every);
    below.into_iter().chain(above).map(|length| render(*length)).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn length(text: &str) -> Duration {
        crate::config::duration::parse(text).unwrap()
    }

    #[test]
    fn uneven_and_too_short_lengths_are_refused_with_the_nearest() {
        let cases = [
            ("7m", "1m", "divides neither", "6m and 10m"),
            ("5h", "1m", "divides neither", "4h and 6h"),
            ("90s", "1m", "divides neither", "1m and 2m"),
            ("2d", "1m", "divides neither", "1d"),
            ("30s", "1m", "shorter than cron can: 1m", "1m"),
            ("4m", "5m", "shorter than cron can: 5m", "5m"),
            ("0s", "1m", "shorter than", "1m"),
        ];
        for (every, shortest, text, hint) in cases {
            let error = Cadence::of(length(every), length(shortest), "cron").unwrap_err();
            assert_eq!(error.kind(), Kind::Usage);
            assert!(error.to_string().contains(text), "{every}: {error}");
            assert!(error.hints()[0].contains(&format!("near it: {hint}.")), "{every}: {:?}", error.hints());
        }
    }

    /// The values of one field of a cron line.
    fn field(text: &str, end: u32) -> Vec<u32> {
        let (range, step) = text.split_once('/').unwrap_or((text, "1"));
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (first.parse().unwrap(), last.parse().unwrap()),
            None if range == "*" => (0, end - 1),
            None => (range.parse().unwrap(), range.parse().unwrap()),
        };
        (first..=last).step_by(step.parse().unwrap()).collect()
    }

    #[test]
    fn a_cron_line_comes_evenly_all_day_and_over_midnight() {
        let minutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].map(|minutes| MINUTE * minutes);
        let hours = [1, 2, 3, 4, 6, 8, 12, 24].map(|hours| MINUTE * 60 * hours);
        for every in minutes.into_iter().chain(hours) {
            for offset in [0, 2, 17] {
                let line = Cadence::of(every, MINUTE, "cron").unwrap().cron(offset);
                let fields: Vec<&str> = line.split(' ').collect();
                assert_eq!(fields[2..], ["*", "*", "*"], "{line}");
                let (minutes, hours) = (field(fields[0], 60), field(fields[1], 24));
                let day = hours.iter().flat_map(|hour| minutes.iter().map(move |minute| hour * 60 + minute));
                let day: Vec<u32> = day.collect();
                let next = day.iter().skip(1).copied().chain([day[0] + 24 * 60]);
                let gaps: Vec<u64> = day.iter().zip(next).map(|(one, next)| u64::from(next - one) * 60).collect();
                assert!(gaps.iter().all(|gap| *gap == every.as_secs()), "{line}: {gaps:?}");
            }
        }
    }

    #[test]
    fn calendars_are_those_of_systemd() {
        let cases = [
            ("10s", "*-*-* *:*:0/10 UTC"),
            ("1m", "*-*-* *:*:00 UTC"),
            ("5m", "*-*-* *:0/5:00 UTC"),
            ("1h", "*-*-* *:00:00 UTC"),
            ("6h", "*-*-* 0/6:00:00 UTC"),
            ("1d", "*-*-* 00:00:00 UTC"),
        ];
        for (every, calendar) in cases {
            let cadence = Cadence::of(length(every), length("10s"), "systemd").unwrap();
            assert_eq!((cadence.calendar().as_str(), cadence.words().as_str()), (calendar, every));
        }
    }
}
