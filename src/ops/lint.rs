//! What is worth saying of a pool file's scheduled events, with the profiles they name looked up.

use crate::config::{PoolEntry, PoolFile};
use crate::error::Result;
use crate::model::{Finding, Profile};
use crate::plan::lint::{LintedEvent, LintedPool, lint};
use crate::schedule::ScheduledEvent;
use jiff::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// What is worth saying of the events of a pool file, which stands at `path`; of one pool's alone with `only`.
///
/// # Errors
/// What `profile` answers for a name.
pub fn findings(
    (path, file): (&str, &PoolFile),
    only: Option<&str>,
    mut profile: impl FnMut(&str) -> Result<Profile>,
    warm_after: impl Fn(&PoolEntry) -> Option<Duration>,
    now: Timestamp,
) -> Result<Vec<Finding>> {
    let mut known: HashMap<String, Profile> = HashMap::new();
    let mut find = |name: &str| -> Result<Profile> {
        if let Some(profile) = known.get(name) {
            return Ok(profile.clone());
        }
        let found = profile(name)?;
        known.insert(name.to_owned(), found.clone());
        Ok(found)
    };
    let wanted = |pool: &&PoolEntry| only.is_none_or(|only| only.eq_ignore_ascii_case(&pool.name));
    let mut pools = Vec::new();
    for entry in file.pools.iter().filter(wanted) {
        pools.push(LintedPool {
            name: entry.name.clone(),
            base: entry.base.clone(),
            settings: find(&entry.base)?.settings,
            kind: entry.definition.as_ref().map(|definition| definition.kind),
            warm_after: warm_after(entry),
        });
    }
    let numbers: HashMap<&str, usize> =
        pools.iter().enumerate().map(|(number, pool)| (pool.name.as_str(), number)).collect();
    let mut events = Vec::new();
    for entry in &file.events {
        let own: Vec<usize> = entry.pools.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect();
        if own.is_empty() {
            continue;
        }
        let found = find(&entry.profile)?;
        events.push(LintedEvent {
            event: ScheduledEvent {
                name: entry.name.clone(),
                profile: found.name,
                settings: found.settings,
                calendar: entry.calendar.clone(),
                combine: entry.combine,
            },
            place: format!("{path}:{}:{}", entry.line, entry.column),
            pools: own,
        });
    }
    Ok(lint(&pools, &events, now))
}
