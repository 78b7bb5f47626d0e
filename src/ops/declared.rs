//! What the files say of a pool: its base and its events, with the profiles they name looked up.

use super::expense::{Around, Budget, Budgets, Metered, Other, Refusal, keep_to_budgets};
use crate::config::{EventEntry, PoolEntry, PoolFile};
use crate::cost::Card;
use crate::error::{Error, Result};
use crate::model::{Pool, Profile, Settings};
use crate::plan::{Action, Intent};
use crate::schedule::records::Known;
use crate::schedule::stamp::{self, Mark};
use crate::schedule::{Claim, OnDrift, Records, ScheduledEvent};
use jiff::Timestamp;
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
        for event in entry.into_iter().flat_map(|entry| file.events_of(&entry.name)) {
            let found = profile(&event.profile)
                .map_err(|error| named_by(error, path, event.line, &format!("the event `{}`", event.name)))?;
            if let Some(amount) = event.budget {
                let others = others(file, entry, &event.pools, &mut profile);
                budgets.insert(event.name.clone(), Budget { amount, others });
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

/// The other pools of an event, as far as the file says what they are.
fn others(
    file: &PoolFile,
    entry: Option<&PoolEntry>,
    pools: &[String],
    profile: &mut impl FnMut(&str) -> Result<Profile>,
) -> Vec<Other> {
    let is_other = |name: &&String| entry.is_none_or(|own| !own.name.eq_ignore_ascii_case(name));
    let mut other = |name: &String| {
        let entry = file.pool(name);
        let metered = entry.and_then(|entry| entry.definition.as_ref()).map(Metered::from);
        let found = entry.and_then(|entry| Some((entry.parks, profile(&entry.base).ok()?)));
        let base = found.map(|(parks, found)| base_claim(parks, &found.name, found.settings));
        // They count where its base is parked: for how long it stands after the end.
        let events = file.events_of(name).filter(|_| entry.is_some_and(|entry| entry.parks));
        let events = events.filter_map(|event| Some(scheduled(event, profile(&event.profile).ok()?))).collect();
        Other { name: name.clone(), metered, base, events }
    };
    pools.iter().filter(is_other).map(&mut other).collect()
}

/// Says which line of the pool file asks for a profile that is not as it should be.
fn named_by(error: Error, path: &str, line: usize, what: &str) -> Error {
    error.hint(format!("{path}:{line} names it for {what}."))
}
