//! Whether locks are in the way.

use super::look::{Look, Seen};
use super::{from_error, not_checked, told_elsewhere};
use crate::model::{Finding, Lock, LockLevel, Mark};

/// What was found about locks. One that holds for several pools is told once, and so are the pools without any.
pub(super) fn findings(looks: &[Look]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found: Vec<(&Lock, Vec<&str>)> = Vec::new();
    let mut free = Vec::new();
    for Seen { id, locks, .. } in looks.iter().filter_map(|look| look.seen.as_ref()) {
        let locks = match locks {
            Ok(locks) => locks,
            Err(error) => {
                findings.push(told_elsewhere("locks", error).unwrap_or_else(|| from_error("locks", error)));
                continue;
            }
        };
        let arm_id = id.to_string();
        let holding: Vec<&Lock> = locks.iter().filter(|lock| lock.holds_for(&arm_id)).collect();
        if holding.is_empty() {
            free.push(id.name.as_str());
        }
        for lock in holding {
            match found.iter_mut().find(|(known, _)| known.id.eq_ignore_ascii_case(&lock.id)) {
                Some((_, pools)) => pools.push(&id.name),
                None => found.push((lock, vec![&id.name])),
            }
        }
    }
    findings.extend(found.iter().map(|(lock, pools)| finding(lock, &pools.join(", "))));
    if !free.is_empty() {
        findings.push(Finding::new(Mark::Ok, "locks", format!("none on {}", free.join(", "))));
    }
    if findings.is_empty() {
        findings.extend(not_checked(&["locks"], "no pool is named"));
    }
    findings
}

/// A lock on pools of these names.
pub(in crate::ops) fn finding(lock: &Lock, pools: &str) -> Finding {
    let Lock { name, level, id, .. } = lock;
    let told = |mark, what: &str| {
        let mut text = format!("`{name}` ({level}) on {} {what} {pools}", place(lock));
        if let Some(notes) = &lock.notes {
            text.push_str(&format!("; its note says: {notes}"));
        }
        Finding::new(mark, "locks", text)
    };
    match level {
        LockLevel::CanNotDelete => told(Mark::Note, "allows scaling, and forbids deleting"),
        LockLevel::ReadOnly => told(Mark::Fault, "forbids scaling and deleting")
            .todo(format!("Have whoever owns it remove it: `az lock delete --ids {id}`.")),
        LockLevel::Other(_) => told(Mark::Warning, "may forbid something to"),
    }
}

/// "resource group judges", "the subscription", "the pool".
fn place(lock: &Lock) -> String {
    let parts: Vec<&str> = lock.scope.split('/').collect();
    match parts.as_slice() {
        [_, _, _] => "the subscription".to_owned(),
        [_, _, _, _, group] => format!("resource group {group}"),
        _ => "the pool itself".to_owned(),
    }
}
