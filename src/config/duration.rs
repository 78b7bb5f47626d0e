//! Lengths of time as people write them: `5m`, `300s`, `1h30m`, `2d`, and ISO's `PT5M`.
//!
//! Whole seconds only, as Azure counts. A bare number is refused: nobody can see whether it means seconds or minutes.
//! Months and years are refused, since their lengths differ. What people and sessions take, and Azure never hears of, may
//! be as fine as a millisecond: [`fine`].

use std::fmt::Write as _;
use std::time::Duration;

/// What would be right, wherever a length of time is wrong.
pub const FORM: &str = "write it like `5m`, `300s`, `1h30m` or `PT5M`";

/// The longest, in seconds: ARM's periods are 32-bit integers.
const MAX_SECONDS: u64 = i32::MAX as u64;

/// The units in the order in which they are written.
const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The length that a text names. The error is a fragment that fits behind the text itself.
pub fn parse(text: &str) -> Result<Duration, String> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("has no unit".to_owned());
    }
    if text.contains(['.', ',']) {
        return Err("is no length of time in whole numbers".to_owned());
    }
    let lower = text.to_ascii_lowercase();
    let seconds = match lower.strip_prefix('p') {
        Some(iso) => iso_seconds(iso),
        None => unit_seconds(text, &UNITS),
    };
    match seconds {
        Some(seconds) if seconds <= MAX_SECONDS => Ok(Duration::from_secs(seconds)),
        Some(_) => Err(format!("is longer than {MAX_SECONDS} s, the most there is")),
        None => Err("is no length of time".to_owned()),
    }
}

/// What would be right where [`fine`] reads.
pub const FINE_FORM: &str = "write it like `10s`, `0.5s`, `500ms`, `2m` or `1h30m`";

/// The length that a text names, in thousandths of a second: what [`parse`] reads, and `500ms` or `0.5s`. The error is a
/// fragment that fits behind the text itself.
pub fn fine(text: &str) -> Result<Duration, String> {
    let digits = |text: &str| (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| text.parse::<u64>().ok().filter(|_| digits(text));
    if let Some(millis) = text.strip_suffix("ms").and_then(number) {
        return Ok(Duration::from_millis(millis));
    }
    if let Some((whole, part)) = text.strip_suffix('s').and_then(|text| text.split_once('.'))
        && let (Some(seconds), Some(millis)) = (number(whole), number(&format!("{part:0<3}")))
    {
        return match part.len() {
            0 => Err("is no length of time".to_owned()),
            1..=3 => Ok(Duration::from_secs(seconds) + Duration::from_millis(millis)),
            _ => Err("is finer than a millisecond".to_owned()),
        };
    }
    if text.contains(['.', ',']) {
        return Err("is no length of time".to_owned());
    }
    parse(text)
}

/// A length as [`fine`] reads it: thousandths of a second only where there are any.
#[must_use]
pub fn render_fine(duration: Duration) -> String {
    match duration.subsec_millis() {
        0 => render(duration),
        millis if duration.as_secs() == 0 => format!("{millis}ms"),
        _ => format!("{}s", duration.as_millis() as f64 / 1_000.0),
    }
}

/// A length as [`parse`] reads it, in the largest units that fit; fractions of a second are cut off.
#[must_use]
pub fn render(duration: Duration) -> String {
    let mut left = duration.as_secs();
    if left == 0 {
        return "0s".to_owned();
    }
    let mut text = String::new();
    for (unit, seconds) in UNITS {
        if left >= seconds {
            // Writing to a string cannot fail.
            let _ = write!(text, "{}{unit}", left / seconds);
            left %= seconds;
        }
    }
    text
}

/// What stands behind ISO's `P`: days, then behind `T` the rest.
fn iso_seconds(text: &str) -> Option<u64> {
    let (days, clock) = UNITS.split_at(1);
    match text.split_once('t') {
        Some(("", time)) => unit_seconds(time, clock),
        Some((date, time)) => unit_seconds(date, days)?.checked_add(unit_seconds(time, clock)?),
        None => unit_seconds(text, days),
    }
}

/// Numbers with units, each unit at most once and the larger first.
fn unit_seconds(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut rest = text;
    let mut sum: u64 = 0;
    let mut units = units.iter();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..end].parse().ok()?;
        let unit = rest[end..].chars().next()?;
        let (_, seconds) = units.find(|(name, _)| *name == unit)?;
        sum = sum.checked_add(number.checked_mul(*seconds)?)?;
        rest = &rest[end + unit.len_utf8()..];
    }
    (!text.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_read() {
        let cases = [
            ("5m", 300),
            ("300s", 300),
            ("1h30m", 5_400),
            ("2d", 172_800),
            ("1d12h", 129_600),
            ("0s", 0),
            ("90m", 5_400),
            ("PT5M", 300),
            ("pt1h30m10s", 5_410),
            ("P1D", 86_400),
            ("P1DT1H", 90_000),
            ("2147483647s", 2_147_483_647),
        ];
        for (text, seconds) in cases {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused_with_a_reason() {
        let cases = [
            ("300", "has no unit"),
            ("0.5s", "is no length of time in whole numbers"),
            ("1,5h", "is no length of time in whole numbers"),
            ("", "is no length of time"),
            ("m", "is no length of time"),
            ("-5m", "is no length of time"),
            ("5 m", "is no length of time"),
            ("5M", "is no length of time"),
            ("5m1h", "is no length of time"),
            ("5m5m", "is no length of time"),
            ("5mo", "is no length of time"),
            ("1y", "is no length of time"),
            ("P", "is no length of time"),
            ("PT", "is no length of time"),
            ("P5M", "is no length of time"),
            ("P1DT", "is no length of time"),
            ("5é", "is no length of time"),
            ("99999999999999999999s", "is no length of time"),
            ("2147483648s", "is longer than 2147483647 s, the most there is"),
        ];
        for (text, reason) in cases {
            assert_eq!(parse(text), Err(reason.to_owned()), "{text}");
        }
    }

    #[test]
    fn fine_lengths_are_as_fine_as_a_millisecond() {
        let cases = [
            ("500ms", Ok(500)),
            ("0.5s", Ok(500)),
            ("1.25s", Ok(1_250)),
            ("2m", Ok(120_000)),
            ("0ms", Ok(0)),
            ("0.0005s", Err("is finer than a millisecond")),
            ("1.s", Err("is no length of time")),
            (".5s", Err("is no length of time")),
            ("0.5m", Err("is no length of time")),
            ("10", Err("has no unit")),
            ("-1ms", Err("is no length of time")),
            ("9999999999ms", Err("is no length of time")),
        ];
        for (text, expected) in cases {
            let read = fine(text);
            assert_eq!(read, expected.map(Duration::from_millis).map_err(str::to_owned), "{text}");
            if let Ok(length) = read {
                assert_eq!(fine(&render_fine(length)), Ok(length), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in 0..=MAX_SECONDS) {
            let duration = Duration::from_secs(seconds);
            prop_assert_eq!(parse(&render(duration)), Ok(duration));
        }

        #[test]
        fn no_text_panics(text in "[pPtT0-9dhms.é ]{0,12}") {
            let _ = (parse(&text), fine(&text));
        }
    }
}
