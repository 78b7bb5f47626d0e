//! What headers ask for, read a second time and in another way.

use http::HeaderMap;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// The wait that an answer asks for; `None` where it is not plain to see, or there is none.
pub fn asked(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = |name: &str| headers.get_all(name).iter().last().and_then(|value| value.to_str().ok());
    for name in ["x-ms-retry-after-ms", "retry-after-ms"] {
        match value(name) {
            Some(text) => return Some(Duration::from_millis(digits(text)?)),
            None => continue,
        }
    }
    let text = value("retry-after")?;
    if let Some(seconds) = digits(text) {
        return Some(Duration::from_secs(seconds));
    }
    let since = match value("date") {
        Some(date) => http_date(date)?,
        None => now,
    };
    let wait = http_date(text)?.duration_since(since);
    Some(wait.max(SignedDuration::ZERO).unsigned_abs())
}

fn digits(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// `Sat, 05 Dec 2026 08:00:30 GMT`: the one form that servers send (RFC 9110, section 5.6.7).
fn http_date(text: &str) -> Option<Timestamp> {
    let civil = DateTime::strptime("%a, %d %b %Y %H:%M:%S GMT", text).ok()?;
    let instant = civil.to_zoned(TimeZone::UTC).ok()?.timestamp();
    (instant.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string() == text).then_some(instant)
}
