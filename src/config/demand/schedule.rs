//! What a pool is, and what becomes of it: as keys of a file, or as a word, which is what a flag takes.

use super::super::fault::Fault;
use super::super::profile;
use super::super::spread;
use super::super::view::Object;
use super::table::TURN;
use super::{Beside, Named, Turn, time};
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
    for (index, piece) in text.split(',').enumerate() {
        let (name, at) = match piece.rsplit_once('@') {
            Some((name, at)) => (name, spread::time(at)?),
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

/// The scale that an object names or holds.
pub(super) fn pool(object: &Object<'_>, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Option<Named> {
    if object.has("profile") && object.has("settings") {
        faults.push(object.fault("settings", "stands beside `profile`", Some("keep one of the two")));
        return None;
    }
    if let Some(settings) = object.object("settings") {
        let settings = profile::settings(&settings, faults)?;
        return Some(Named { name: format!("max {}", settings.max_sessions), settings });
    }
    let name = object.text("profile")?;
    match (beside.profile)(&name) {
        Ok(settings) => Some(Named { name, settings }),
        Err(text) => {
            faults.push(object.value_fault("profile", text, None));
            None
        }
    }
}

pub(super) fn read(demand: &Object<'_>, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Vec<Turn> {
    let list = demand.list("schedule");
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
        let (to, at) = (pool(&object, beside, faults), time(&object, "at"));
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
