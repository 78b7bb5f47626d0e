//! Small lenient readers.

use serde_json::Value;

/// A whole number that is not negative, also one written as a string ("300") or as 300.0.
pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => {
            number.as_u64().or_else(|| number.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0).map(|n| n as u64))
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A number, also one written as a string.
pub(super) fn real(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    number.filter(|number| number.is_finite())
}

/// A number of sessions or nodes.
pub(super) fn count(value: &Value) -> Option<u32> {
    number(value).and_then(|number| u32::try_from(number).ok())
}

/// A text that is not empty, for people to read: control characters, which could forge a line on a terminal, become
/// spaces.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = value.as_str().filter(|text| !text.is_empty())?;
    Some(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
}

/// An instant. Azure writes seven fractional digits and often leaves the `Z` out; it means UTC all the same.
pub(super) fn instant(value: &Value) -> Option<jiff::Timestamp> {
    let text = value.as_str()?;
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok())
}
