//! Numbers as the service takes them: also as strings (recorded: `"cooldownPeriodInSeconds": "400"`).

use serde_json::Value;

/// A whole number, also one written as a string or as 300.0; negative ones too, so that they can be refused by name.
pub(super) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 1e15).map(|n| n as i64))
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A number of sessions.
pub(super) fn count(value: &Value) -> Option<u32> {
    whole(value).and_then(|number| u32::try_from(number).ok())
}

/// A number with a fraction, such as cores.
pub(super) fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_come_in_any_dress() {
        for (value, expected) in [
            (json!(300), Some(300)),
            (json!("400"), Some(400)),
            (json!(2.0), Some(2)),
            (json!(-1), Some(-1)),
            (json!(0.5), None),
            (json!("many"), None),
            (json!(null), None),
            (json!(1e300), None),
        ] {
            assert_eq!(whole(&value), expected, "{value}");
        }
        assert_eq!(count(&json!(-1)), None);
        assert_eq!(real(&json!("0.25")), Some(0.25));
        assert_eq!(real(&json!("inf")), None);
    }
}
