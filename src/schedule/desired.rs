//! What should hold: the claims of a moment, merged.
//!
//! Numbers take the largest of the claims, and what is to be added comes on top. The lifecycle type is that of the
//! claim with the most max sessions; ties go to the later start, and the base comes last. Its period is the longest
//! among the claims of that type. A hold over everything holds alone.

use super::claim::{Claim, Combine, Source};
use crate::model::{Lifecycle, Scale, Settings};
use jiff::Timestamp;
use std::cmp::Reverse;

/// What should hold at a moment, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desired {
    /// What should hold.
    pub settings: Settings,
    /// The claims it was merged from, strongest first. Never empty.
    pub claims: Vec<Claim>,
    /// Which claim the number of max sessions comes from; what is added counts for none.
    pub max_from: usize,
    /// Which claim the number of ready sessions comes from.
    pub ready_from: usize,
    /// Which claim the lifecycle type comes from.
    pub lifecycle_from: usize,
    /// The claim that its period comes from.
    pub period_from: usize,
}

impl Desired {
    /// The claim that wins: the one with the most max sessions.
    #[must_use]
    pub fn winner(&self) -> &Claim {
        &self.claims[0]
    }

    /// The base, which is always among them; a hold over everything is its own.
    #[must_use]
    pub fn base(&self) -> &Claim {
        self.claims.iter().find(|claim| claim.source.is_base()).unwrap_or(&self.claims[0])
    }

    /// What the events and leases ask for together, where there are several and that is more than what holds: they
    /// share the pool. A stamp's numbers are those of others already, and count for none; so are those of a lease by
    /// which an event lasts longer.
    #[must_use]
    pub fn together(&self) -> Option<Scale> {
        let is_use = |claim: &&Claim| match claim.source {
            Source::Event => true,
            Source::Lease(_) => !self.claims.iter().any(|event| claim.extends(event)),
            _ => false,
        };
        let mut wanted = self.claims.iter().filter(is_use);
        let first = wanted.next()?;
        let (max, ready) = wanted.fold((first.settings.max_sessions, first.settings.ready_sessions), |sum, claim| {
            let Settings { max_sessions, ready_sessions, .. } = claim.settings;
            (sum.0.saturating_add(max_sessions), sum.1.saturating_add(ready_sessions))
        });
        let is_more = max > self.settings.max_sessions || ready > self.settings.ready_sessions;
        is_more.then_some(Scale { max, ready: Some(ready) })
    }

    /// Whether no pool at all is wanted: its base is parked, and nobody wants anything.
    #[must_use]
    pub fn is_parked(&self) -> bool {
        self.winner().source == Source::Parked && self.claims.len() == 1
    }

    /// Whether anything is added on top of the rest.
    #[must_use]
    pub fn adds(&self) -> bool {
        self.claims.iter().any(|claim| claim.combine == Combine::Sum)
    }

    /// Whether an event or a lease besides the winner holds, whose sessions a change of the lifecycle type would end.
    #[must_use]
    pub fn has_others(&self) -> bool {
        self.claims.iter().skip(1).any(|claim| !claim.source.is_base())
    }

    /// Whether an event or a lease holds; what a hold outranks does not.
    #[must_use]
    pub fn has_claims(&self) -> bool {
        self.claims.iter().any(|claim| !claim.source.is_base() && claim.source != Source::Hold)
    }

    /// When the first of the claims ends, and what should hold may change.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        self.claims.iter().filter_map(|claim| claim.until).min()
    }

    /// When the last event or lease ends and only the base is left; `None` where one never ends.
    #[must_use]
    pub fn back_at(&self) -> Option<Timestamp> {
        let wanted = self.claims.iter().filter(|claim| !claim.source.is_base());
        wanted.map(|claim| claim.until).max_by_key(|until| until.unwrap_or(Timestamp::MAX)).flatten()
    }
}

/// Merges the claims that hold at one moment. `base` is there always. Where nobody wants anything, a hold at the parked
/// base keeps nothing down, and no pool is wanted.
#[must_use]
pub fn merge(base: Claim, others: impl IntoIterator<Item = Claim>) -> Desired {
    let mut claims: Vec<Claim> = others.into_iter().collect();
    if let Some(hold) = claims.iter().position(|claim| claim.source == Source::Hold) {
        let hold = claims.swap_remove(hold);
        if !(claims.is_empty() && hold.holds_parked(&base)) {
            return of_one(hold);
        }
    }
    claims.push(base);
    claims.sort_by(|one, other| rank(other).cmp(&rank(one)));
    let strongest = |number: fn(&Settings) -> u32| {
        let shared = claims.iter().enumerate().filter(|(_, claim)| claim.combine == Combine::Max);
        // The first of those alike, which is the strongest.
        let best = shared.max_by_key(|(index, claim)| (number(&claim.settings), Reverse(*index)));
        let added: u32 = claims
            .iter()
            .filter(|claim| claim.combine == Combine::Sum)
            .fold(0, |sum, claim| sum.saturating_add(number(&claim.settings)));
        best.map_or((0, added), |(index, claim)| (index, number(&claim.settings).saturating_add(added)))
    };
    let (max_from, max_sessions) = strongest(|settings| settings.max_sessions);
    let (ready_from, ready_sessions) = strongest(|settings| settings.ready_sessions);
    let kind = claims[0].settings.lifecycle;
    let same = claims.iter().enumerate().filter(|(_, claim)| claim.settings.lifecycle.same_type(&kind));
    let (period_from, lifecycle) = same
        .map(|(index, claim)| (index, claim.settings.lifecycle))
        .max_by_key(|(index, lifecycle)| (lifecycle.period(), Reverse(*index)))
        .unwrap_or((0, kind));
    let settings = Settings { max_sessions, ready_sessions, lifecycle, expires_after: None };
    Desired { settings, claims, max_from, ready_from, lifecycle_from: 0, period_from }
}

fn of_one(claim: Claim) -> Desired {
    let settings = Settings { expires_after: None, ..claim.settings.clone() };
    Desired { settings, claims: vec![claim], max_from: 0, ready_from: 0, lifecycle_from: 0, period_from: 0 }
}

/// What a claim's strength depends on. Total, so that the same claims in any order come out the same.
fn rank(claim: &Claim) -> impl Ord + '_ {
    let settings = &claim.settings;
    (
        settings.max_sessions,
        !claim.source.is_base(),
        claim.start,
        settings.ready_sessions,
        (is_timed(settings.lifecycle), settings.lifecycle.period()),
        claim.source,
        Reverse(&claim.name),
        claim.until.unwrap_or(Timestamp::MAX),
        claim.combine == Combine::Sum,
    )
}

fn is_timed(lifecycle: Lifecycle) -> bool {
    matches!(lifecycle, Lifecycle::Timed { .. })
}
