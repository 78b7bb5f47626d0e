//! Whether a pool file can recreate exactly what stands: what would be another pool, or be lost, if the pool were
//! deleted and created again.
//!
//! Compares two documents of Azure's: the body that would create the pool, and the body of a GET. Left out are what
//! only Azure writes, the numbers of the scale and of the lifecycle, which profiles say, and our own tags. Whatever else stands and would
//! not be sent is a difference, also what this program has no word for: it would be lost.
//!
//! Knows nothing of the values of secrets, which Azure never shows, nor of role assignments.

mod facts;

use crate::model::{Finding, Mark};
use facts::{Fact, facts};
use serde_json::Value;
use std::collections::BTreeSet;

/// What becomes of a pool that is deleted and created again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recreation {
    /// What the new pool would have otherwise or not at all: a fault for each, about the pool file's key, or about Azure's
    /// name where the file has no word for it.
    pub faults: Vec<Finding>,
    /// Whether the pool has an identity of its own: the new one is somebody else to whoever gave the old one a role.
    pub has_own_identity: bool,
    /// Its identities whose use Azure does not show: it is assumed.
    pub unsaid_uses: Vec<String>,
    /// The name of its container, where the new one gets another, which only logs show.
    pub renamed: Option<(String, String)>,
}

/// Compares what would be created with what stands.
#[must_use]
pub fn recreation(creates: &Value, stands: &Value) -> Recreation {
    let (new, old) = (facts(creates), facts(stands));
    let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
    let mut faults: Vec<Finding> = keys.filter_map(|key| difference(old.get(key), new.get(key))).collect();
    // A variable differs once, however many members of it do.
    let mut seen = BTreeSet::new();
    faults.retain(|fault| seen.insert(fault.subject.clone()));
    let name = |body: &Value| facts::container_name(body).map(str::to_owned);
    let renamed = name(stands).zip(name(creates)).filter(|(old, new)| old != new);
    Recreation {
        faults,
        has_own_identity: facts::has_own_identity(stands),
        unsaid_uses: unsaid(creates, stands),
        renamed,
    }
}

/// The identities that would be created with a use and stand without one.
fn unsaid(creates: &Value, stands: &Value) -> Vec<String> {
    let said = facts::identities_with_use(stands);
    let is_said = |id: &&str| said.iter().any(|said| said.eq_ignore_ascii_case(id));
    facts::identities_with_use(creates).into_iter().filter(|id| !is_said(id)).map(str::to_owned).collect()
}

fn difference(old: Option<&Fact>, new: Option<&Fact>) -> Option<Finding> {
    if old.map(|fact| &fact.value) == new.map(|fact| &fact.value) {
        return None;
    }
    let fact = old.or(new)?;
    let text = match (old, new) {
        (Some(old), Some(new)) if fact.is_shown => {
            format!("{} stands, and the pool file makes it {}", old.shown(), new.beside(old))
        }
        (Some(_), Some(_)) => "another value stands than the pool file has".to_owned(),
        (Some(old), None) if fact.is_shown => format!("{} stands, and the pool file has nothing of it", old.shown()),
        (Some(_), None) => "it stands, and the pool file has nothing of it".to_owned(),
        (None, _) => "the pool file has it, and the pool does not".to_owned(),
    };
    let todo = match (old, &fact.todo) {
        (None, _) => format!("Take `{}` out of the pool file.", fact.place),
        (_, Some(todo)) => todo.clone(),
        (Some(old), None) => old.to_write(),
    };
    Some(Finding::new(Mark::Fault, fact.place.clone(), text).todo(todo))
}

#[cfg(test)]
mod cases;
