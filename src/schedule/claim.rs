//! A claim: somebody's wish for a scale over a window.

use super::hold::Hold;
use super::lease::Lease;
use crate::model::Settings;
use jiff::{SignedDuration, Timestamp};
use std::fmt;
use std::time::Duration;

/// The longest that a lease, a hold or a single event may last.
pub const LONGEST: Duration = Duration::from_secs(366 * 86_400);

/// The name of the base that is no pool at all.
pub const PARKED: &str = "parked";

/// By how much the clock of whoever made a claim may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

/// How a claim's numbers meet those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Combine {
    /// They share the pool: the larger number holds.
    #[default]
    Max,
    /// It is added to what the others want.
    Sum,
}

/// Where a claim comes from. The order is that of [`super::desired`]'s ties, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Always there: the pool's base profile.
    Base,
    /// The pool's base, which is no pool at all; its numbers are those of the pool as long as it stands.
    Parked,
    /// The pool's base for a while, by a hold.
    HeldBase,
    /// An event that this machine's files do not know, from the stamp.
    Stamp,
    /// A scheduled event of the pool file.
    Event,
    /// A lease, in the slot of that number; `None` for one that is not written yet.
    Lease(Option<u8>),
    /// A hold over everything.
    Hold,
}

impl Source {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Base | Self::Parked => "base",
            Self::HeldBase | Self::Hold => "hold",
            Self::Stamp => "stamp",
            Self::Event => "event",
            Self::Lease(_) => "lease",
        }
    }

    /// Whether it is there when nobody wants anything.
    #[must_use]
    pub fn is_base(self) -> bool {
        matches!(self, Self::Base | Self::Parked | Self::HeldBase)
    }
}

/// Somebody's wish for a scale over a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Where it comes from.
    pub source: Source,
    /// The event's name, else the profile's.
    pub name: String,
    /// What it asks for.
    pub settings: Settings,
    /// How its numbers meet those of others.
    pub combine: Combine,
    /// From when on; `None` for always.
    pub from: Option<Timestamp>,
    /// The event's start, after its lead.
    pub start: Option<Timestamp>,
    /// Until when; `None` without an end.
    pub until: Option<Timestamp>,
    /// Whose it is, where somebody made it by hand.
    pub by: Option<String>,
    /// What for, in their words.
    pub reason: Option<String>,
}

impl Claim {
    /// The pool's base.
    #[must_use]
    pub fn base(profile: &str, settings: Settings) -> Self {
        Self {
            source: Source::Base,
            name: profile.to_owned(),
            settings,
            combine: Combine::Max,
            from: None,
            start: None,
            until: None,
            by: None,
            reason: None,
        }
    }

    /// The base of a pool that is parked while nobody wants it; the settings are those that it has as long as it stands.
    #[must_use]
    pub fn parked(settings: Settings) -> Self {
        Self { source: Source::Parked, ..Self::base(PARKED, settings) }
    }

    /// A lease in a slot.
    #[must_use]
    pub fn lease(slot: Option<u8>, lease: &Lease) -> Self {
        Self {
            combine: lease.combine,
            from: Some(lease.from),
            start: Some(lease.from),
            until: lease.until,
            by: Some(lease.by.name.clone()),
            reason: lease.reason.clone(),
            ..Self { source: Source::Lease(slot), ..Self::base(&lease.profile, lease.settings.clone()) }
        }
    }

    /// A hold, over the base or over everything.
    #[must_use]
    pub fn hold(source: Source, hold: &Hold) -> Self {
        Self {
            from: Some(hold.from),
            start: Some(hold.from),
            until: hold.until,
            by: Some(hold.by.name.clone()),
            ..Self { source, ..Self::base(&hold.profile, hold.settings.clone()) }
        }
    }

    /// Whether it holds a pool down to a base that is parked: it wants no pool itself.
    #[must_use]
    pub fn holds_parked(&self, base: &Self) -> bool {
        self.source == Source::Hold && self.name == PARKED && base.source == Source::Parked
    }

    /// Whether it was there at an instant, as seen now. What stands there now and was made a little later is of a clock
    /// that is ahead; of an instant that is past nobody can tell that from what was made after it.
    #[must_use]
    pub fn was_made_by(&self, at: Timestamp, now: Timestamp) -> bool {
        let ahead = if at < now { SignedDuration::ZERO } else { AHEAD };
        self.from.is_none_or(|from| at.duration_until(from) <= ahead)
    }

    /// Whether it is a lease that was made of an event while it held, so that it lasts longer: it bears the event's
    /// name and its numbers.
    #[must_use]
    pub fn extends(&self, event: &Self) -> bool {
        let (own, its) = (&self.settings, &event.settings);
        let is_alike =
            self.name == event.name && (own.max_sessions, own.ready_sessions) == (its.max_sessions, its.ready_sessions);
        let end = |claim: &Self| claim.until.unwrap_or(Timestamp::MAX);
        matches!(self.source, Source::Lease(_))
            && event.source == Source::Event
            && is_alike
            && self.combine == Combine::Max
            && self.from >= event.from
            && end(self) > end(event)
    }

    /// Whether it holds at an instant.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        // A lease of a machine whose clock is ahead holds at once; an event has its window.
        let has_begun = self.source != Source::Event || self.from.is_none_or(|from| from <= now);
        has_begun && self.until.is_none_or(|until| now < until)
    }
}

/// As the stamp names it: `idle`, `event:autumn-final`, `lease:contest`.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Source::Base | Source::Parked => f.write_str(&self.name),
            // It is one to whoever has its file: machines with different files must not write it back and forth.
            Source::Stamp => write!(f, "{}:{}", Source::Event.word(), self.name),
            source => write!(f, "{}:{}", source.word(), self.name),
        }
    }
}
