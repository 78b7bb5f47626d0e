//! When users come, which identifiers they use, and what they do when the pool is full: each as a word, which is what
//! flags take, or as keys.

use super::columns;
use super::demand::Beside;
use super::fault::Fault;
use super::node::{Node, Value};
use super::scalar;
use super::shape::{ANY_TEXT, Key, Rule, Shape, Table};
use super::spread::{LENGTH, one_key, time};
use super::view::Object;
use crate::model::{Identifiers, Step, Visit, WhenFull};
use std::sync::Arc;
use std::time::Duration;

/// The most users of a simulation. Each who is there takes about 100 bytes.
pub const MOST_USERS: u64 = 2_000_000;

/// The most that may share an identifier, and the most identifiers that may be shared.
const MOST_SHARED: u32 = 1_000_000;

/// The most steps of arrivals.
const MOST_STEPS: usize = 1_000;

/// The most users an hour.
const MOST_AN_HOUR: f64 = 1e9;

/// When users come; how many is said elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrive {
    /// At random within a time.
    Within(Duration),
    /// More and more of them until its end.
    Ramp(Duration),
    /// One after the other, this long apart in the mean.
    Poisson(Duration),
    /// So many an hour, one step after the other.
    Steps(Vec<Step>),
    /// As written down.
    Trace(Arc<[Visit]>),
}

/// What would be right where arrivals are wrong.
const ARRIVE_FORM: &str = "write `60s`, `ramp:10m`, `poisson:500ms`, `steps:10m@600,20m@60` or `trace:FILE`";

const IDENTIFIER_FORM: &str = "write `user`, `run`, `team:4` or `shared:10`";

const FULL_FORM: &str = "write `refuse`, `wait` or `wait:30s`";

macro_rules! word {
    ($name:ident, $read:path, $noun:literal, $form:ident) => {
        static $name: Rule =
            Rule { pattern: "", allows: |text| $read(text).is_ok(), noun: $noun, todo: $form, echo: true };
    };
}

word!(ARRIVE_WORD, arrive_word, "time of coming", ARRIVE_FORM);
word!(IDENTIFIER_WORD, identifier, "choice of identifiers", IDENTIFIER_FORM);
word!(FULL_WORD, when_full, "answer to a full pool", FULL_FORM);

pub(super) const ARRIVE: Shape = Shape::Either(&Shape::Text(&ARRIVE_WORD), &ARRIVE_TABLE);
pub(super) const IDENTIFIER: Shape = Shape::Either(&Shape::Text(&IDENTIFIER_WORD), &IDENTIFIER_TABLE);
pub(super) const FULL: Shape = Shape::Either(&Shape::Text(&FULL_WORD), &FULL_TABLE);

static ARRIVE_TABLE: Table = Table::new(
    "When users come; one of the keys.",
    &[
        Key::may("within", Shape::Text(&LENGTH), "All of them, at random within a time; 0s for all at once", "60s"),
        Key::may("ramp", Shape::Text(&LENGTH), "All of them, more and more until the end of a time", "10m"),
        Key::may("poisson", Shape::Text(&LENGTH), "One after the other at random, so long apart in the mean", "500ms"),
        Key::may(
            "steps",
            Shape::List(&Shape::Object(&STEP)),
            "So many an hour, each for a time",
            "[{for: 10m, perHour: 600}]",
        ),
        Key::may(
            "trace",
            Shape::Text(&ANY_TEXT),
            "As a file says, with the columns at, identifier and run",
            "visits.csv",
        ),
    ],
);

static STEP: Table = Table::new(
    "So many users an hour for a time.",
    &[
        Key::must("for", Shape::Text(&LENGTH), "How long", "10m"),
        Key::must("perHour", Shape::Whole(0, MOST_AN_HOUR as i128), "Users an hour", "600"),
    ],
);

static IDENTIFIER_TABLE: Table = Table::new(
    "Which identifiers runs are sent with; one of the keys.",
    &[
        Key::may("team", Shape::Whole(1, MOST_SHARED as i128), "One for so many users", "4"),
        Key::may("shared", Shape::Whole(1, MOST_SHARED as i128), "So many for all; a run takes one that is free", "10"),
    ],
);

static FULL_TABLE: Table = Table::new(
    "What whoever asks does when the pool is full.",
    &[Key::must("wait", Shape::Text(&LENGTH), "Wait in line, but only so long", "30s")],
);

/// Arrivals as they were written; a trace is still to be read.
enum Written {
    Known(Arrive),
    File(String),
}

fn arrive_word(text: &str) -> Result<Written, String> {
    let wrong = || format!("`{text}` is no time of coming: {ARRIVE_FORM}");
    let Some((kind, rest)) = text.split_once(':') else {
        return time(text).map(Arrive::Within).map(Written::Known).map_err(|_| wrong());
    };
    let arrive = match kind {
        "within" => Arrive::Within(time(rest)?),
        "ramp" => Arrive::Ramp(time(rest)?),
        "poisson" => Arrive::Poisson(apart(time(rest)?)?),
        "steps" => Arrive::Steps(steps(rest.split(',').map(|step| step_word(step).ok_or_else(wrong)))?),
        "trace" if !rest.is_empty() => return Ok(Written::File(rest.to_owned())),
        _ => return Err(wrong()),
    };
    Ok(Written::Known(arrive))
}

fn apart(time: Duration) -> Result<Duration, String> {
    if time.is_zero() { Err("0s apart is all at once: write `within: 0s`".to_owned()) } else { Ok(time) }
}

fn step_word(text: &str) -> Option<Step> {
    let (lasts, an_hour) = text.split_once('@')?;
    let an_hour = an_hour.parse::<u32>().ok().map(f64::from)?;
    Some(Step { lasts: time(lasts).ok()?, an_hour })
}

/// Steps in which somebody comes, and not too many.
fn steps(steps: impl Iterator<Item = Result<Step, String>>) -> Result<Vec<Step>, String> {
    let steps = steps.collect::<Result<Vec<_>, _>>()?;
    let users: f64 = steps.iter().map(|step| step.lasts.as_secs_f64() / 3_600.0 * step.an_hour).sum();
    if steps.len() > MOST_STEPS {
        return Err(format!("{} steps; {MOST_STEPS} is the most", steps.len()));
    }
    if users > MOST_USERS as f64 {
        return Err(format!("about {users:.0} users come; {MOST_USERS} is the most"));
    }
    if users <= 0.0 { Err("nobody comes in any step".to_owned()) } else { Ok(steps) }
}

fn finish(written: Written, beside: &Beside<'_>) -> Result<Arrive, String> {
    match written {
        Written::Known(arrive) => Ok(arrive),
        Written::File(file) => columns::trace(&file, &(beside.text)(&file)?).map(Arrive::Trace),
    }
}

/// Arrivals from their word form.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn parse(text: &str, beside: &Beside<'_>) -> Result<Arrive, String> {
    finish(arrive_word(text)?, beside)
}

/// Reads the arrivals behind a key.
pub(super) fn read(object: &Object<'_>, key: &str, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Option<Arrive> {
    let (node, _) = object.at(key)?;
    let written = match &node.value {
        Value::Map(_) => keys(&Object::of(node, &object.below(key), &ARRIVE_TABLE)?, faults)?,
        _ => arrive_word(scalar::text(node, &ARRIVE_WORD).ok()?),
    };
    match written.and_then(|written| finish(written, beside)) {
        Ok(arrive) => Some(arrive),
        Err(text) => {
            faults.push(object.value_fault(key, text, None));
            None
        }
    }
}

fn keys(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Result<Written, String>> {
    let key = one_key(object, &["within", "ramp", "poisson", "steps", "trace"], faults)?;
    let length = || object.text(key).and_then(|text| time(&text).ok());
    Some(match key {
        "within" => Ok(Written::Known(Arrive::Within(length()?))),
        "ramp" => Ok(Written::Known(Arrive::Ramp(length()?))),
        "poisson" => apart(length()?).map(Arrive::Poisson).map(Written::Known),
        "steps" => {
            let list = object.list(key);
            let read = list.iter().map(|(path, node)| step(node, path)).collect::<Option<Vec<_>>>()?;
            steps(read.into_iter().map(Ok)).map(Arrive::Steps).map(Written::Known)
        }
        _ => Ok(Written::File(object.text(key)?)),
    })
}

fn step(node: &Node, path: &str) -> Option<Step> {
    let step = Object::of(node, path, &STEP)?;
    let an_hour: u32 = step.whole("perHour")?;
    Some(Step { lasts: time(&step.text("for")?).ok()?, an_hour: f64::from(an_hour) })
}

/// Which identifiers, from the word form.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn identifier(text: &str) -> Result<Identifiers, String> {
    let wrong = || format!("`{text}` is no choice of identifiers: {IDENTIFIER_FORM}");
    let number = |rest: &str| rest.parse().ok().filter(|number| (1..=MOST_SHARED).contains(number)).ok_or_else(wrong);
    match text.split_once(':') {
        None if text == "user" => Ok(Identifiers::User),
        None if text == "run" => Ok(Identifiers::Run),
        Some(("team", size)) => number(size).map(Identifiers::Team),
        Some(("shared", count)) => number(count).map(Identifiers::Shared),
        _ => Err(wrong()),
    }
}

/// Reads the identifiers behind a key.
pub(super) fn read_identifier(object: &Object<'_>, key: &str, faults: &mut Vec<Fault>) -> Option<Identifiers> {
    let (node, _) = object.at(key)?;
    let Value::Map(_) = &node.value else { return identifier(scalar::text(node, &IDENTIFIER_WORD).ok()?).ok() };
    let inner = Object::of(node, &object.below(key), &IDENTIFIER_TABLE)?;
    match one_key(&inner, &["team", "shared"], faults)? {
        "team" => inner.whole("team").map(Identifiers::Team),
        _ => inner.whole("shared").map(Identifiers::Shared),
    }
}

/// What they do when the pool is full, from the word form.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn when_full(text: &str) -> Result<WhenFull, String> {
    match text.split_once(':') {
        None if text == "refuse" => Ok(WhenFull::GiveUp),
        None if text == "wait" => Ok(WhenFull::Wait(None)),
        Some(("wait", patience)) => time(patience).map(|patience| WhenFull::Wait(Some(patience))),
        _ => Err(format!("`{text}` is no answer to a full pool: {FULL_FORM}")),
    }
}

/// Reads the answer to a full pool behind a key.
pub(super) fn read_when_full(object: &Object<'_>, key: &str) -> Option<WhenFull> {
    let (node, _) = object.at(key)?;
    let Value::Map(_) = &node.value else { return when_full(scalar::text(node, &FULL_WORD).ok()?).ok() };
    let inner = Object::of(node, &object.below(key), &FULL_TABLE)?;
    time(&inner.text("wait")?).ok().map(|patience| WhenFull::Wait(Some(patience)))
}
