//! What is measured, in plain words, and how its numbers are shown.

use crate::output::views::words;
use crate::sim::Measure;
use std::time::Duration;

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Users, runs, sessions.
    Count,
    /// Seconds.
    Seconds,
    /// A part of 1.
    Share,
    /// Minutes.
    Minutes,
}

impl Unit {
    pub(super) fn text(self, number: f64) -> String {
        match self {
            Self::Count if number > 0.0 && number < 0.1 => format!("{number:.2}"),
            Self::Count => format!("{number:.1}").trim_end_matches(".0").to_owned(),
            Self::Seconds if number < 10.0 => format!("{number:.2} s"),
            Self::Seconds if number < 60.0 => format!("{number:.1} s"),
            Self::Seconds => words::time(Duration::from_secs_f64(number.round())),
            Self::Share if number > 0.0 && number < 0.01 => format!("{:.2} %", number * 100.0),
            Self::Share => words::share(number),
            Self::Minutes => format!("{number:.1} min"),
        }
    }
}

/// The key in data, the words for people, and the unit.
pub(super) fn entry(measure: Measure) -> (&'static str, &'static str, Unit) {
    match measure {
        Measure::Users => ("users", "users that came", Unit::Count),
        Measure::Asked => ("runs", "runs that were asked for", Unit::Count),
        Measure::Wait => ("waitSeconds", "mean wait of those that ran", Unit::Seconds),
        Measure::WaitP50 => ("waitP50Seconds", "half of them waited at most", Unit::Seconds),
        Measure::WaitP95 => ("waitP95Seconds", "95 % waited at most", Unit::Seconds),
        Measure::WaitP99 => ("waitP99Seconds", "99 % waited at most", Unit::Seconds),
        Measure::StartP50 => ("startP50Seconds", "half of those given a session, at most", Unit::Seconds),
        Measure::StartP95 => ("startP95Seconds", "95 % of those given a session", Unit::Seconds),
        Measure::StartP99 => ("startP99Seconds", "99 % of those given a session", Unit::Seconds),
        Measure::LongestWait => ("waitLongestSeconds", "the longest wait of all", Unit::Seconds),
        Measure::Found => ("foundShare", "runs in the session they had", Unit::Share),
        Measure::Warm => ("warmShare", "runs that took a ready session", Unit::Share),
        Measure::Cold => ("coldShare", "runs that waited for a start", Unit::Share),
        Measure::Refused => ("refusedShare", "runs that got no session", Unit::Share),
        Measure::Cut => ("cutShare", "runs cut off with their session", Unit::Share),
        Measure::Utilisation => ("utilisation", "max sessions in use, on average", Unit::Share),
        Measure::PeakSessions => ("peakSessions", "most sessions at once", Unit::Count),
        Measure::PeakWaiting => ("peakWaiting", "most runs in line at once", Unit::Count),
        Measure::MinutesFull => ("minutesFull", "time without room for anybody new", Unit::Minutes),
        Measure::Allocated => ("meanAllocated", "sessions in use or cooling down", Unit::Count),
        Measure::Runs => ("meanRuns", "runs in line, starting or running", Unit::Count),
        Measure::Nodes => ("meanNodes", "nodes", Unit::Count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_they_need_be() {
        for (unit, number, expected) in [
            (Unit::Count, 200.0, "200"),
            (Unit::Count, 516.66, "516.7"),
            (Unit::Count, 49.97, "50"),
            (Unit::Count, 0.0, "0"),
            (Unit::Count, 0.034, "0.03"),
            (Unit::Seconds, 0.0, "0.00 s"),
            (Unit::Seconds, 4.814, "4.81 s"),
            (Unit::Seconds, 12.34, "12.3 s"),
            (Unit::Seconds, 303.2, "5 min 3 s"),
            (Unit::Share, 0.0, "0.0 %"),
            (Unit::Share, 0.00123, "0.12 %"),
            (Unit::Share, 0.25, "25.0 %"),
            (Unit::Share, 0.9994, "99.9 %"),
            (Unit::Share, 0.9998, "99.98 %"),
            (Unit::Share, 0.99999, "over 99.99 %"),
            (Unit::Share, 1.0, "100.0 %"),
            (Unit::Minutes, 12.0, "12.0 min"),
        ] {
            assert_eq!(unit.text(number), expected);
        }
    }
}
