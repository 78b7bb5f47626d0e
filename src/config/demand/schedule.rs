//! What a pool is, and what becomes of it: as keys of a file, or as a word, which is what a flag takes.

use super::super::fault::Fault;
use super::super::node::Value;
use super::super::profile;
use super::super::spread;
use super::super::view::Object;
use super::table::TURN;
use super::{Beside, Named, Turn, time};
use crate::model::limits::{self, Field};
use crate::model::{Kind, Settings};
use std::time::Duration;

/// The most changes of scale.
const MOST_TURNS: usize = 1_000;

/// What would be right where a schedule is wrong.
const FORM: &str = "write `idle,contest@5m`: what the pool is at first, and what it is told to be from when on";

/// A schedule from its word form: profiles in the order of their times, the first of them from the beginning on where
/// it has none.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn parse(text: &str, beside: &Beside<'_>) -> Result<Vec<Turn>, String> {
    let mut turns: Vec<Turn> = Vec::new();
    for (index, piece) in text.split(',').map(str::trim).enumerate() {
        if piece.is_empty() {
            return Err(format!("an entry is empty: {FORM}"));
        }
        let (name, at) = match piece.split_once('@') {
            Some((_, at)) if at.contains('@') => return Err(format!("`{piece}` has `@` more than once: {FORM}")),
            Some((name, at)) => (name.trim_end(), spread::time(at.trim_start())?),
            None if index == 0 => (piece, Duration::ZERO),
            None => return Err(format!("`{piece}` does not say when: {FORM}")),
        };
        if name.is_empty() {
            return Err(format!("`{piece}` names no profile: {FORM}"));
        }
        if turns.last().is_some_and(|last| at < last.at) {
            return Err(format!("`{piece}` is before what stands before it"));
        }
        let settings = (beside.profile)(name)?;
        turns.push(Turn { at, to: Named { name: name.to_owned(), settings } });
    }
    if turns.len() > MOST_TURNS {
        return Err(format!("{} entries; {MOST_TURNS} is the most", turns.len()));
    }
    Ok(turns)
}

/// The scale that an object names or holds, on a pool of a kind where that is said.
pub(super) fn pool(
    object: &Object<'_>,
    kind: Option<Kind>,
    beside: &Beside<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Named> {
    if object.has("profile") && object.has("settings") {
        faults.push(object.fault("settings", "stands beside `profile`", Some("keep one of the two")));
        return None;
    }
    if let Some(settings) = object.object("settings") {
        let read = profile::settings(&settings, faults)?;
        if let Some(kind) = kind {
            of_kind(&settings, &read, kind, faults);
        }
        return Some(Named::numbers(read));
    }
    let name = object.text("profile")?;
    match (beside.profile)(&name) {
        Ok(settings) => {
            let wrong = kind.map(|kind| of_kind_alone(&settings, kind)).unwrap_or_default();
            faults.extend(wrong.into_iter().map(|(_, text)| object.value_fault("profile", text, None)));
            Some(Named { name, settings })
        }
        Err(text) => {
            faults.push(object.value_fault("profile", text, None));
            None
        }
    }
}

/// What no pool of the kind can be, at the keys that it is about.
fn of_kind(object: &Object<'_>, settings: &Settings, kind: Kind, faults: &mut Vec<Fault>) {
    for (field, text) in of_kind_alone(settings, kind) {
        let key = match field {
            Field::MaxSessions => "maxSessions",
            Field::ReadySessions => "readySessions",
            Field::Lifecycle => "lifecycle",
        };
        faults.push(object.value_fault(key, text, None));
    }
    // Profiles are for pools of any kind; numbers that stand here are for this one.
    if !kind.keeps_ready() && settings.ready_sessions > 0 {
        let text = format!("a {kind} pool keeps no ready sessions of one's own");
        faults.push(object.value_fault("readySessions", text, Some("write 0")));
    }
}

/// What no pool of the kind can be, and pools of other kinds can.
fn of_kind_alone(settings: &Settings, kind: Kind) -> Vec<(Field, String)> {
    let whatever = limits::faults(settings);
    limits::faults_for(settings, kind).into_iter().filter(|fault| !whatever.contains(fault)).collect()
}

pub(super) fn read(demand: &Object<'_>, kind: Option<Kind>, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Vec<Turn> {
    let list = demand.list("schedule");
    if list.is_empty() && demand.at("schedule").is_some_and(|(node, _)| matches!(node.value, Value::List(_))) {
        let todo = "leave it out, or begin with `{at: 0s, profile: idle}`";
        faults.push(demand.value_fault("schedule", "is empty", Some(todo)));
    }
    if list.len() > MOST_TURNS {
        faults.push(demand.value_fault(
            "schedule",
            format!("has {} entries; {MOST_TURNS} is the most", list.len()),
            None,
        ));
        return Vec::new();
    }
    let mut turns: Vec<Turn> = Vec::new();
    for (path, node) in &list {
        let Some(object) = Object::of(node, path, &TURN) else { continue };
        if !object.has("profile") && !object.has("settings") && !object.has_unknown_keys() {
            faults.push(object.fault("profile", "is missing", Some("write `profile: contest`")));
        }
        let (to, at) = (pool(&object, kind, beside, faults), time(&object, "at"));
        let (Some(to), Some(at)) = (to, at) else { continue };
        if turns.last().is_some_and(|last| at < last.at) {
            faults.push(object.value_fault("at", "is before the entry above", None));
        }
        turns.push(Turn { at, to });
    }
    if !demand.has("profile") && !demand.has("settings") && turns.first().is_some_and(|first| !first.at.is_zero()) {
        let todo = "begin with `{at: 0s, profile: idle}`, or write `profile: idle` above it";
        faults.push(demand.fault("schedule", "does not say what the pool is at first", Some(todo)));
    }
    turns
}
