//! A scheduled event of the pool file, for one pool.

use super::calendar::{Calendar, Occurrence};
use super::claim::{Claim, Combine, Source};
use crate::model::Settings;
use jiff::Timestamp;

/// A scheduled event with the profile it names looked up.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduledEvent {
    /// Its name.
    pub name: String,
    /// The name of its profile.
    pub profile: String,
    /// What the profile says.
    pub settings: Settings,
    /// When.
    pub calendar: Calendar,
    /// How its numbers meet those of other claims.
    pub combine: Combine,
}

impl ScheduledEvent {
    /// Every claim of it whose window meets `[from, until)`.
    #[must_use]
    pub fn claims(&self, from: Timestamp, until: Timestamp) -> Vec<Claim> {
        self.calendar.between(from, until).iter().map(|occurrence| self.claim(occurrence)).collect()
    }

    /// The claims that hold at an instant.
    #[must_use]
    pub fn claims_at(&self, now: Timestamp) -> Vec<Claim> {
        let next = Timestamp::from_nanosecond(now.as_nanosecond() + 1).unwrap_or(now);
        self.claims(now, next)
    }

    /// The claim of one occurrence.
    #[must_use]
    pub fn claim(&self, occurrence: &Occurrence) -> Claim {
        Claim {
            combine: self.combine,
            from: Some(occurrence.from),
            start: Some(occurrence.start),
            until: Some(occurrence.until),
            ..Claim { source: Source::Event, ..Claim::base(&self.name, self.settings.clone()) }
        }
    }
}
