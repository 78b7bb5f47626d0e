//! What the files say of a pool: its base and its events, with the profiles they name looked up.

use super::expense::{Around, Budget, Budgets, Metered, Other, Others, Refusal, keep_to_budgets};
use crate::config::{EventEntry, PoolEntry, PoolFile};
use crate::cost::{Card, Decimal};
use crate::error::{Error, Result};
use crate::model::{Pool, Profile, Settings};
use crate::plan::{Action, Intent};
use crate::schedule::records::Known;
use crate::schedule::stamp::{self, Mark};
use crate::schedule::{Claim, OnDrift, Records, ScheduledEvent};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// What the files say of a pool.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// Its base.
    pub base: Claim,
    /// Its events, and the names of all events.
    pub known: Known,
    /// What becomes of changes that somebody else made.
    pub on_drift: OnDrift,
    /// What its events may cost.
    pub budgets: Budgets,
    /// How often the stamp is renewed on quiet days.
    pub heartbeat: Option<Duration>,
}

impl Declared {
    /// What somebody at this machine asks for.
    #[must_use]
    pub fn intent(&self, action: Action, by: &str) -> Intent {
        let (base, known) = (self.base.clone(), self.known.clone());
        Intent { action, base, known, force: false, retry_zero: false, by: by.to_owned() }
    }

    /// That what the claims say holds. `runner` is whoever comes again and again.
    #[must_use]
    pub fn applying(&self, runner: Option<Mark>) -> Action {
        Action::Apply { on_drift: self.on_drift, runner, heartbeat: self.heartbeat }
    }

    /// What is around its events, with what stands on the pool.
    pub(super) fn around<'a>(&'a self, records: &'a Records) -> Around<'a> {
        Around { base: &self.base, known: &self.known, budgets: &self.budgets, records }
    }

    /// Takes out the events that a pool is not raised for now, by their budgets; those.
    pub fn keep_to_budgets(&mut self, card: &Card, pool: &Pool, now: Timestamp) -> Vec<Refusal> {
        keep_to_budgets(card, &self.budgets, (&self.base, &mut self.known, pool), now)
    }
}

/// What a pool file says of a pool. `entry` is the pool's own; without one, no event is about it.
///
/// # Errors
/// What `profile` answers for a name, with the place of the event that names it.
pub fn declared(
    file: Option<(&str, &PoolFile)>,
    entry: Option<&PoolEntry>,
    base: &str,
    mut profile: impl FnMut(&str) -> Result<Profile>,
) -> Result<Declared> {
    let found = profile(base).map_err(|error| match (file, entry) {
        (Some((path, _)), Some(entry)) => named_by(error, path, entry.line, &format!("the base of {}", entry.name)),
        _ => error,
    })?;
    let mut known = Known::default();
    let mut budgets = Budgets::new();
    if let Some((path, file)) = file {
        known.names = file.event_names();
        let pools = others(file, entry, &mut profile);
        for event in entry.into_iter().flat_map(|entry| file.events_of(&entry.name)) {
            let found = profile(&event.profile)
                .map_err(|error| named_by(error, path, event.line, &format!("the event `{}`", event.name)))?;
            if let Some((amount, others)) = entry.and_then(|entry| budget(event, &entry.name)) {
                budgets.insert(event.name.clone(), Budget { amount, others, pools: Arc::clone(&pools) });
            }
            known.events.push(scheduled(event, found));
        }
    }
    let parks = entry.is_some_and(|entry| entry.parks);
    Ok(Declared {
        base: base_claim(parks, &found.name, found.settings),
        known,
        budgets,
        on_drift: entry.map(|entry| entry.on_drift).unwrap_or_default(),
        heartbeat: file.and_then(|(_, file)| file.heartbeat),
    })
}

/// The claim of a base by its profile; of one that is parked the profile is what it has as long as it stands.
pub(super) fn base_claim(parks: bool, profile: &str, settings: Settings) -> Claim {
    if parks { Claim::parked(settings) } else { Claim::base(&stamp::name(profile), settings) }
}

/// An event of a file with the profile that it names.
pub(super) fn scheduled(event: &EventEntry, found: Profile) -> ScheduledEvent {
    ScheduledEvent {
        name: event.name.clone(),
        profile: found.name,
        settings: found.settings,
        calendar: event.calendar.clone(),
        combine: event.combine,
    }
}

/// What an event may cost, and its pools beside one.
fn budget(event: &EventEntry, pool: &str) -> Option<(Decimal, Vec<String>)> {
    let others = event.pools.iter().filter(|name| !name.eq_ignore_ascii_case(pool));
    Some((event.budget?, others.cloned().collect()))
}

/// The pools that share an event that has a budget with a pool, or with one of these; as far as the file says what they
/// are.
fn others(file: &PoolFile, entry: Option<&PoolEntry>, profile: &mut impl FnMut(&str) -> Result<Profile>) -> Others {
    let own = entry.into_iter().flat_map(|entry| file.events_of(&entry.name));
    let mut wanted: Vec<&str> = own.filter(|event| event.budget.is_some()).flat_map(names).collect();
    let mut pools = BTreeMap::new();
    while let Some(name) = wanted.pop() {
        if pools.contains_key(&name.to_ascii_lowercase()) {
            continue;
        }
        let entry = file.pool(name);
        let metered = entry.and_then(|entry| entry.definition.as_ref()).map(Metered::from);
        let found = entry.and_then(|entry| Some((entry.parks, profile(&entry.base).ok()?)));
        let base = found.map(|(parks, found)| base_claim(parks, &found.name, found.settings));
        let mut other = Other { metered, base, events: Vec::new(), budgets: BTreeMap::new() };
        // They count where its base is parked: for how long it stands after the end.
        for event in file.events_of(name).filter(|_| entry.is_some_and(|entry| entry.parks)) {
            other.events.extend(profile(&event.profile).ok().map(|found| scheduled(event, found)));
            if let Some(budget) = budget(event, name) {
                other.budgets.insert(event.name.clone(), budget);
                wanted.extend(names(event));
            }
        }
        pools.insert(name.to_ascii_lowercase(), other);
    }
    Arc::new(pools)
}

fn names(event: &EventEntry) -> impl Iterator<Item = &str> {
    event.pools.iter().map(String::as_str)
}

/// Says which line of the pool file asks for a profile that is not as it should be.
fn named_by(error: Error, path: &str, line: usize, what: &str) -> Error {
    error.hint(format!("{path}:{line} names it for {what}."))
}
