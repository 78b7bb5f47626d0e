//! Spreads of time, as a word (`10s`, `exponential:10s`, `uniform:3s..5s`, `lognormal:10s,0.5`, `csv:runs.csv`) or as
//! keys (`{exponential: 10s}`). Both forms name the same spreads.

use super::columns;
use super::demand::Beside;
use super::duration::{self, FINE_FORM};
use super::fault::Fault;
use super::node::{Node, Value};
use super::scalar;
use super::shape::{ANY_TEXT, Key, Rule, Shape, Table};
use super::view::Object;
use crate::model::Spread;
use std::time::Duration;

/// The longest time of a simulation. Longer ones would only be slips.
pub const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// The most that a lognormal spread may spread; at 2 one in forty is fifty times the median.
const MOST_SIGMA: f64 = 2.0;

/// What would be right where a spread is wrong.
pub const FORM: &str = "write `10s`, `exponential:10s`, `uniform:3s..5s`, `lognormal:10s,0.5` or `csv:FILE`";

/// A length of time as fine as a millisecond.
pub(super) static LENGTH: Rule = Rule {
    pattern: "",
    allows: |text| length(text).is_ok(),
    noun: "length of time up to 366 days",
    todo: FINE_FORM,
    echo: true,
};

static WORD: Rule =
    Rule { pattern: "", allows: |text| written(text).is_ok(), noun: "spread of times", todo: FORM, echo: true };

/// The shape of a spread.
pub(super) const SPREAD: Shape = Shape::Either(&Shape::Text(&WORD), &SPREAD_TABLE);

pub(super) static SPREAD_TABLE: Table = Table::new(
    "How times are spread; one of the keys.",
    &[
        Key::may("exponential", Shape::Text(&LENGTH), "With this mean, as chance makes them", "10s"),
        Key::may("uniform", Shape::List(&Shape::Text(&LENGTH)), "Any between two, each as likely", "[3s, 5s]"),
        Key::may(
            "lognormal",
            Shape::Object(&LOGNORMAL),
            "Many of a size, and a long tail",
            "{median: 10s, sigma: 0.5}",
        ),
        Key::may("csv", Shape::Text(&ANY_TEXT), "One of those in a file, one a line, in seconds", "runs.csv"),
    ],
);

static LOGNORMAL: Table = Table::new(
    "Many of a size, and a long tail.",
    &[
        Key::must("median", Shape::Text(&LENGTH), "Half are shorter", "10s"),
        Key::must("sigma", Shape::Positive, "The standard deviation of the logarithm, up to 2", "0.5"),
    ],
);

/// A spread as it was written; the times of a file are still to be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    Known(Spread),
    File(String),
}

fn length(text: &str) -> Result<Duration, String> {
    let length = duration::fine(text)?;
    if length > LONGEST { Err("is longer than 366 days, the most there is".to_owned()) } else { Ok(length) }
}

/// A length of time of a simulation. The error says what would be right.
///
/// # Errors
/// A fragment that begins with the text.
pub fn time(text: &str) -> Result<Duration, String> {
    length(text).map_err(|why| format!("`{text}` {why}: {FINE_FORM}"))
}

/// The word form.
pub(super) fn written(text: &str) -> Result<Written, String> {
    let wrong = || format!("`{text}` is no spread of times: {FORM}");
    let Some((kind, rest)) = text.split_once(':') else {
        return time(text).map(Spread::Constant).map(Written::Known);
    };
    let spread = match kind {
        "exponential" => Spread::Exponential(time(rest)?),
        "uniform" => {
            let (from, to) = rest.split_once("..").ok_or_else(wrong)?;
            let (from, to) = (time(from)?, time(to)?);
            if to < from {
                return Err(format!("`{text}` ends before it begins"));
            }
            Spread::Uniform(from, to)
        }
        "lognormal" => {
            let (median, sigma) = rest.split_once(',').ok_or_else(wrong)?;
            let sigma: f64 = sigma.trim().parse().map_err(|_| wrong())?;
            if !(sigma > 0.0 && sigma <= MOST_SIGMA) {
                return Err(format!("`{text}` has a sigma that is not above 0 and at most {MOST_SIGMA}"));
            }
            Spread::Lognormal { median: time(median)?, sigma }
        }
        "csv" if !rest.is_empty() => return Ok(Written::File(rest.to_owned())),
        _ => return Err(wrong()),
    };
    Ok(Written::Known(spread))
}

/// A spread from its word form.
///
/// # Errors
/// A sentence without an end: what is wrong, and what would be right.
pub fn parse(text: &str, beside: &Beside<'_>) -> Result<Spread, String> {
    finish(written(text)?, beside)
}

fn finish(written: Written, beside: &Beside<'_>) -> Result<Spread, String> {
    match written {
        Written::Known(spread) => Ok(spread),
        Written::File(file) => columns::times(&file, &(beside.text)(&file)?).map(Spread::Measured),
    }
}

/// Reads the spread behind a key.
pub(super) fn read(object: &Object<'_>, key: &str, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Option<Spread> {
    let (node, _) = object.at(key)?;
    let read = match &node.value {
        Value::Map(_) => keys(&Object::of(node, &object.below(key), &SPREAD_TABLE)?, faults)?,
        _ => written(scalar::text(node, &WORD).ok()?).ok()?,
    };
    match finish(read, beside) {
        Ok(spread) => Some(spread),
        Err(text) => {
            faults.push(object.value_fault(key, text, None));
            None
        }
    }
}

fn keys(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Written> {
    let of = |key: &str| object.text(key).and_then(|text| length(&text).ok());
    let key = one_key(object, &["exponential", "uniform", "lognormal", "csv"], faults)?;
    Some(Written::Known(match key {
        "exponential" => Spread::Exponential(of(key)?),
        "uniform" => {
            let list = object.list(key);
            let times = list.iter().map(|(_, node)| written_length(node)).collect::<Option<Vec<_>>>()?;
            let [from, to] = times[..] else {
                faults.push(object.value_fault(key, "has not two times", Some("write `[3s, 5s]`")));
                return None;
            };
            if to < from {
                faults.push(object.value_fault(key, "ends before it begins", None));
                return None;
            }
            Spread::Uniform(from, to)
        }
        "lognormal" => {
            let inner = object.object(key)?;
            let (median, sigma) = (inner.text("median").and_then(|text| length(&text).ok())?, inner.positive("sigma")?);
            if sigma > MOST_SIGMA {
                faults.push(inner.value_fault("sigma", "is above 2, the most there is", None));
                return None;
            }
            Spread::Lognormal { median, sigma }
        }
        _ => return Some(Written::File(object.text(key)?)),
    }))
}

fn written_length(node: &Node) -> Option<Duration> {
    scalar::text(node, &LENGTH).ok().and_then(|text| length(text).ok())
}

/// The one key that an object has of some; none or several are a fault.
pub(super) fn one_key(object: &Object<'_>, keys: &[&'static str], faults: &mut Vec<Fault>) -> Option<&'static str> {
    let mut there = keys.iter().copied().filter(|key| object.has(key));
    let first = there.next();
    if let (Some(first), Some(second)) = (first, there.next()) {
        faults.push(object.fault(second, format!("stands beside `{first}`"), Some("keep one of the two")));
        return None;
    }
    if first.is_none() && !object.has_unknown_keys() {
        let todo = format!("one of {}", keys.join(", "));
        faults.push(object.place.fault(&object.path, "says nothing", Some(todo)));
    }
    first
}

/// The word form of a spread, for people.
#[must_use]
pub fn render(spread: &Spread) -> String {
    let time = |time: &Duration| duration::render_fine(*time);
    match spread {
        Spread::Constant(length) => time(length),
        Spread::Uniform(from, to) => format!("{} to {}", time(from), time(to)),
        Spread::Exponential(mean) => format!("exponential, mean {}", time(mean)),
        Spread::Lognormal { median, sigma } => format!("lognormal, median {}, sigma {sigma}", time(median)),
        Spread::Measured(times) => {
            let (least, most) = (times.iter().min(), times.iter().max());
            let (least, most) = (least.copied().unwrap_or_default(), most.copied().unwrap_or_default());
            format!("one of {} measured, {} to {}", times.len(), time(&least), time(&most))
        }
    }
}
