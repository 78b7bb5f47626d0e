//! How long a server asks to be left alone.
//!
//! Four forms are in use: `x-ms-retry-after-ms` and `retry-after-ms` in milliseconds, `retry-after` in seconds or as
//! an HTTP date (RFC 9110, section 10.2.3). The finer one wins, as in azure_core.

use azure_core::http::headers::{HeaderName, Headers, RETRY_AFTER, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS};
use jiff::Timestamp;
use std::time::Duration;

const DATE: HeaderName = HeaderName::from_static("date");

/// The wait asked for; `None` where nothing readable was said.
pub(super) fn read(headers: &Headers, now: Timestamp) -> Option<Duration> {
    let whole = |name: &HeaderName| headers.get_optional_str(name)?.trim().parse::<u64>().ok();
    whole(&X_MS_RETRY_AFTER_MS)
        .or_else(|| whole(&RETRY_AFTER_MS))
        .map(Duration::from_millis)
        .or_else(|| whole(&RETRY_AFTER).map(Duration::from_secs))
        .or_else(|| until_date(headers, now))
}

/// A date is read against the server's own clock where it shows it, so that a wrong clock here does no harm.
fn until_date(headers: &Headers, now: Timestamp) -> Option<Duration> {
    let date = |name: &HeaderName| http_date(headers.get_optional_str(name)?);
    let then = date(&RETRY_AFTER)?;
    let since = date(&DATE).unwrap_or(now);
    Some(Duration::try_from(then.duration_since(since)).unwrap_or(Duration::ZERO))
}

/// An instant as HTTP writes it.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Given = &'static [(&'static str, &'static str)];

    #[test]
    fn every_form_is_read() {
        let now: Timestamp = "2025-08-05T04:34:40Z".parse().unwrap();
        let cases: &[(Given, Option<u64>)] = &[
            (&[("retry-after", "15")], Some(15_000)),
            (&[("retry-after", " 0 ")], Some(0)),
            (&[("retry-after-ms", "250")], Some(250)),
            (&[("x-ms-retry-after-ms", "120"), ("retry-after", "1")], Some(120)),
            (&[("retry-after", "Tue, 05 Aug 2025 04:35:00 GMT")], Some(20_000)),
            (&[("retry-after", "Tue, 05 Aug 2025 04:30:00 GMT")], Some(0)),
            (
                &[("retry-after", "Tue, 05 Aug 2025 03:00:10 GMT"), ("date", "Tue, 05 Aug 2025 03:00:00 GMT")],
                Some(10_000),
            ),
            (&[("retry-after", "soon")], None),
            (&[("retry-after", "-5")], None),
            (&[("retry-after", "")], None),
            (&[], None),
        ];
        for (headers, expected) in cases {
            let mut given = Headers::new();
            for (name, value) in *headers {
                given.insert(HeaderName::from_static(name), *value);
            }
            assert_eq!(read(&given, now), expected.map(Duration::from_millis), "{headers:?}");
        }
    }
}
