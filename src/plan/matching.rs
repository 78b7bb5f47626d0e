//! Which profile a pool matches, or how it differs from the nearest.

use super::change::{Change, changes};
use crate::model::{Pool, Profile};
use crate::schedule::Stamp;

/// How a pool stands to the known profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// It is as the profile says; with the floor where Azure refused the profile's 0 ready sessions.
    Exactly {
        /// The profile's name.
        profile: String,
        /// The ready sessions that Azure keeps instead of 0.
        floor: Option<u32>,
    },
    /// It differs from every profile; this one is nearest.
    Nearest {
        /// The profile's name.
        profile: String,
        /// From the profile's values to the pool's.
        differences: Vec<Change>,
    },
    /// There are no profiles to compare with.
    Unknown,
}

/// Compares a pool with profiles. Of several that match alike, the one that the stamp names wins, then the first.
#[must_use]
pub fn matching(pool: &Pool, profiles: &[Profile], stamp: Option<&Stamp>) -> Match {
    let named_first = |profile: &&Profile| stamp.is_none_or(|stamp| stamp.claim != profile.name);
    let mut ordered: Vec<&Profile> = profiles.iter().collect();
    ordered.sort_by_key(named_first);
    let differing = |profile: &Profile| differences(pool, profile, stamp);
    let nearest =
        ordered.into_iter().map(|profile| (differing(profile), profile)).min_by_key(|(found, _)| found.0.len());
    match nearest {
        None => Match::Unknown,
        Some(((differences, floor), profile)) if differences.is_empty() => {
            Match::Exactly { profile: profile.name.clone(), floor }
        }
        Some(((differences, _), profile)) => Match::Nearest { profile: profile.name.clone(), differences },
    }
}

fn differences(pool: &Pool, profile: &Profile, stamp: Option<&Stamp>) -> (Vec<Change>, Option<u32>) {
    let keeps_ready = pool.kind.map_or(pool.scale.ready.is_some(), crate::model::Kind::keeps_ready);
    let mut wanted = crate::model::Scale {
        max: profile.settings.max_sessions,
        ready: keeps_ready.then_some(profile.settings.ready_sessions),
    };
    let floor = floor_instead_of_zero(pool, &wanted, stamp);
    if floor.is_some() {
        wanted.ready = floor;
    }
    (changes((wanted, Some(profile.settings.lifecycle)), (pool.scale, pool.lifecycle)), floor)
}

/// The floor, where 0 is wanted, the stamp remembers that Azure refused it, the pool stands at it, and it is below the
/// wanted max, as Azure demands.
#[must_use]
pub fn floor_instead_of_zero(pool: &Pool, wanted: &crate::model::Scale, stamp: Option<&Stamp>) -> Option<u32> {
    let stamp = stamp.filter(|stamp| stamp.scale.ready == Some(0))?;
    (wanted.ready == Some(0))
        .then_some(stamp.floor)
        .flatten()
        .filter(|floor| pool.scale.ready == Some(*floor) && *floor < wanted.max)
}
