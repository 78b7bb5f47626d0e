//! Instants and lengths of time, as people read them.

use jiff::Timestamp;
use std::time::Duration;

/// An instant to the minute, in UTC: "2026-12-05 21:00 UTC".
#[must_use]
pub fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A length of time: "3 s", "2 min 5 s", "1 h 10 min".
#[must_use]
pub fn length(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds @ 60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        seconds if seconds / 60 % 60 == 0 => format!("{} h", seconds / 3600),
        seconds => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}
