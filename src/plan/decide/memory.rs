//! What the stamp remembers of a decision, and when it is worth a write of its own.

use super::Decision;
use crate::model::{Lifecycle, Scale};
use crate::plan::Direction;
use crate::schedule::Stamp;
use crate::schedule::stamp::{self, Asked, Running};

impl Decision<'_> {
    /// Whether a stamp must be written although no number changes.
    pub(super) fn remembers(&self, new: &Stamp) -> bool {
        let asks_otherwise = self.stamp().is_some_and(|stamp| stamp.asked.is_some() && stamp.asked != new.asked);
        // An end that something waits for is known from its record alone until it is noted.
        let ended = self.records.ended_at(self.now);
        let takes_an_end = self.stays_above(new.scale.max) && self.wish.records.keys().any(|tag| ended.contains(tag));
        let starts_draining = self.drains && !self.is_draining();
        // A drain that nobody stops would end the sessions of the next event.
        let stops_draining = !self.drains && self.stamp().is_some_and(|stamp| stamp.draining.is_some());
        match self.wish.direction {
            _ if asks_otherwise || takes_an_end => true,
            Direction::Up => stops_draining || self.has_unlisted_events(),
            Direction::Down => starts_draining || self.has_learned() || self.ends_events(),
            Direction::Apply(_) => {
                starts_draining
                    || stops_draining
                    || self.has_learned()
                    || self.has_unlisted_events()
                    || self.is_heartbeat_due()
            }
        }
    }

    /// Whether Azure has just refused a 0 that the stamp does not know of.
    fn has_learned(&self) -> bool {
        self.wish.floor.is_some()
            && !self.stamp().is_some_and(|stamp| stamp.floor == self.wish.floor && self.is_same_wish())
    }

    /// Whether an event holds that the stamp does not name: another machine may not know it.
    fn has_unlisted_events(&self) -> bool {
        let listed = self.stamp().map(|stamp| stamp.events.as_slice()).unwrap_or_default();
        let is_listed = |event: &Running| {
            let name = stamp::event_name(&event.name);
            // Those without room stand there as one without a name.
            let is_it = |known: &&Running| known.name == name || known.is_nameless();
            let covers =
                |known: &Running| event.until <= known.until && event.max <= known.max && event.ready <= known.ready;
            listed.iter().filter(is_it).any(covers)
        };
        !self.wish.events.iter().all(is_listed)
    }

    /// Whether the stamp names a running event that is over by this wish.
    fn ends_events(&self) -> bool {
        let still = |name: &str| self.wish.events.iter().any(|event| stamp::event_name(&event.name) == name);
        self.stamp().is_some_and(|stamp| stamp.events.iter().any(|event| self.now < event.until && !still(&event.name)))
    }

    fn is_heartbeat_due(&self) -> bool {
        let (Some(every), Some(_)) = (self.wish.heartbeat, &self.wish.runner) else { return false };
        let mark = self.stamp().and_then(|stamp| stamp.runner.as_ref());
        mark.is_none_or(|mark| mark.at.checked_add(every).is_ok_and(|due| due <= self.now))
    }

    /// The stamp for what is about to be applied; `None` where one stands that we cannot read and may not overwrite.
    pub(super) fn new_stamp(&self, scale: Scale, lifecycle: Option<Lifecycle>) -> Option<Stamp> {
        if self.records.unreadable.iter().any(|unreadable| unreadable.tag == stamp::TAG) && !self.wish.force {
            return None;
        }
        let wanted = self.wish.settings.scale(self.pool.counts_as());
        let least = self.lowered_ready(wanted);
        let floor = least.filter(|ready| {
            wanted.ready == Some(0) && *ready > 0 && self.wish.direction != Direction::Up && scale.ready == least
        });
        let old = self.stamp().map(Stamp::applied);
        Some(
            Stamp {
                scale: Scale {
                    max: if self.keeps_max {
                        scale.max
                    } else {
                        self.stamped(scale.max, wanted.max, old.map(|old| old.max))
                    },
                    ready: match (scale.ready, wanted.ready) {
                        _ if floor.is_some() => Some(0),
                        (Some(ready), Some(wanted)) => {
                            Some(self.stamped(ready, wanted, old.map(|old| old.ready.unwrap_or(0))))
                        }
                        (ready, _) => ready,
                    },
                },
                lifecycle,
                floor,
                claim: self.wish.claim.clone(),
                // What a scale-up leaves undone waits for no time to pass: the next one decides it anew.
                draining: self.drains.then(|| self.draining_since().unwrap_or(self.now)),
                asked: self.asked(scale.max),
                events: self.wish.events.clone(),
                by: self.wish.by.clone(),
                at: self.now,
                runner: self.wish.runner.clone().or_else(|| self.stamp().and_then(|stamp| stamp.runner.clone())),
            }
            .as_written(),
        )
    }

    /// The most that was asked for since something bigger ended, where max stays above what is wished: from now on,
    /// unless the stamp knows of an earlier end.
    fn asked(&self, max: u32) -> Option<Asked> {
        let from_now = Asked { max: self.wish.settings.max_sessions, since: self.now };
        let earlier = self.asked_so_far().filter(|asked| max == self.pool.scale.max && asked.max < max);
        self.stays_above(max).then(|| earlier.unwrap_or(from_now))
    }

    /// Whether max sessions stays at a number that is ours and more than is wished.
    fn stays_above(&self, max: u32) -> bool {
        match self.wish.direction {
            Direction::Up => self.wish.settings.max_sessions < max && self.has_stamped_max(),
            Direction::Down | Direction::Apply(_) => self.keeps_max,
        }
    }

    /// The number that the stamp has for one that ends up at `target`. What somebody else made bigger than was ever
    /// wished is not ours to lower later, so the stamp has what was wished.
    fn stamped(&self, target: u32, wanted: u32, old: Option<u32>) -> u32 {
        let is_ours = target <= wanted || old.is_some_and(|old| target <= old);
        match self.wish.direction {
            Direction::Down => target,
            Direction::Up if is_ours => target,
            Direction::Apply(_) if is_ours => target.max(wanted),
            Direction::Up | Direction::Apply(_) => wanted,
        }
    }
}
