//! What a scale costs before anybody has come: the least, when nobody does, and the most, when it is full throughout.

use super::bill::{Bill, Item, Quantity};
use super::rates::{Model, Occupancy, Rates};
use crate::model::Scale;
use crate::model::limits::COOLDOWN_SECONDS;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// A time over which a scale holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// When this max sessions began to hold, at `from` or before: a part of a stretch keeps that of the whole.
    pub since: Timestamp,
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// The scale; ready sessions as they really are where Azure has a floor.
    pub scale: Scale,
    /// How soon a session may end and make room for the next: the cooldown. `None` where nobody knows; then it is the
    /// shortest that Azure takes.
    pub cooldown: Option<Duration>,
}

impl Stretch {
    /// A scale for a time.
    #[must_use]
    pub fn new(scale: Scale, cooldown: Option<Duration>, from: Timestamp, until: Timestamp) -> Self {
        Self { since: from, from, until, scale, cooldown }
    }

    /// Makes what follows one another from now on last whole minutes: the first begins an instant earlier, since nobody can
    /// check its seconds.
    pub fn from_a_whole_minute(stretches: &mut [Self]) {
        let Some(until) = stretches.last().map(|last| last.until) else { return };
        let Some(first) = stretches.first_mut() else { return };
        let all = first.from.duration_until(until);
        let minutes = i64::try_from(all.as_millis()).unwrap_or(i64::MAX).max(0).saturating_add(59_999) / 60_000;
        first.from = until.saturating_sub(SignedDuration::from_mins(minutes)).unwrap_or(first.from);
        first.since = first.since.min(first.from);
    }

    fn lasts(&self) -> SignedDuration {
        self.from.duration_until(self.until)
    }

    /// The hours that one place in the pool can start: at the first instant, and then whenever a cooldown is over, which
    /// counts as `n = ceil(3600 / cooldown)` times an hour. Sessions that are stopped early make room sooner; for those
    /// there is no bound.
    fn starts(&self) -> u64 {
        let each_hour = starts_an_hour(self.cooldown);
        let until = |at: Timestamp| {
            let passed = self.since.duration_until(at).as_millis().max(0);
            let passed = u128::try_from(passed).unwrap_or_default();
            (passed * u128::from(each_hour)).div_ceil(3_600_000)
        };
        u64::try_from(until(self.until).saturating_sub(until(self.from))).unwrap_or(u64::MAX)
    }
}

/// How often a place in the pool can be given to somebody new within an hour, when no session is stopped early:
/// `ceil(3600 / cooldown)`.
#[must_use]
pub fn starts_an_hour(cooldown: Option<Duration>) -> u64 {
    let shortest = Duration::from_secs(*COOLDOWN_SECONDS.start());
    let cooldown = cooldown.unwrap_or(shortest).as_millis().max(1);
    u64::try_from(3_600_000u128.div_ceil(cooldown)).unwrap_or(u64::MAX)
}

/// What a scale costs over a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// When nobody comes.
    pub least: Bill,
    /// When it is full throughout. Under session-hours this holds as long as no session is stopped before its cooldown
    /// is over ([`Rates::is_bounded`]).
    pub most: Bill,
}

impl Rates {
    /// What scales cost over their times.
    #[must_use]
    pub fn estimate(&self, stretches: &[Stretch]) -> Estimate {
        let mut estimate = Estimate { least: Bill::empty(self.currency), most: Bill::empty(self.currency) };
        for stretch in stretches {
            let Scale { max, ready } = stretch.scale;
            let (max, ready) = (max, ready.unwrap_or_default());
            let nobody = Occupancy { active: 0, ready };
            estimate.least.take(&self.standing_for(nobody, stretch.lasts()));
            match &self.model {
                Model::StartedHours(price) => {
                    let hours = u64::from(max).saturating_mul(stretch.starts());
                    estimate.most.add(Item::StartedHours, Quantity::hours(hours), price.amount);
                }
                Model::Nodes { .. } | Model::Flat(_) => {
                    let full = Occupancy { active: max.saturating_sub(ready), ready: ready.min(max) };
                    estimate.most.take(&self.standing_for(full, stretch.lasts()));
                }
            }
        }
        estimate
    }

    /// Whether the most of an estimate is a bound whatever people do.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        !matches!(self.model, Model::StartedHours(_))
    }

    /// The largest smaller number of ready sessions that costs less beside so many in use, and what it saves in an
    /// hour. `None` where none above the floor does.
    #[must_use]
    pub fn cheaper(&self, Occupancy { active, ready }: Occupancy, floor: u32) -> Option<Cheaper> {
        if matches!(self.model, Model::StartedHours(_)) {
            return None;
        }
        let hour = SignedDuration::from_hours(1);
        let cost = |ready| self.standing_for(Occupancy { active, ready }, hour).total();
        let now = cost(ready);
        // Fewer never cost more: between one that costs less and one that does not lies the step.
        let (mut less, mut same) = (floor, ready);
        if floor >= ready || cost(floor).amount >= now.amount {
            return None;
        }
        while same - less > 1 {
            let between = u32::midpoint(less, same);
            if cost(between).amount < now.amount {
                less = between;
            } else {
                same = between;
            }
        }
        Some(Cheaper { ready: less, saves: super::Money::new(now.amount - cost(less).amount, now.currency) })
    }
}

/// A smaller number of ready sessions that costs less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cheaper {
    /// The number.
    pub ready: u32,
    /// What it saves in an hour.
    pub saves: super::Money,
}

#[cfg(test)]
mod tests;
