//! Max sessions on their way down: they wait until the sessions of the claim that has ended are gone, or must be.
//!
//! Two notes in the stamp tell when that is. `draining` is the end of whatever ended last: after a drain from there on
//! nothing is left. `asked` is since when nobody has asked for more than how many: after a drain from there on so many
//! are left at most. Without the second, small claims one after another would keep up the max of a big one for ever.

use super::Decision;
use crate::model::time::utc;
use crate::plan::Direction;
use crate::schedule::Hold;
use crate::schedule::stamp::Asked;
use jiff::Timestamp;
use std::time::Duration;

/// How long after the end of a claim its sessions may still need room, beyond their cooldown.
pub const DRAIN_BEYOND_COOLDOWN: Duration = Duration::from_secs(600);

impl Decision<'_> {
    pub(super) fn lowered_max(&mut self, wanted: u32) -> u32 {
        let current = self.pool.scale.max;
        if wanted >= current || self.may_disturb_sessions(wanted) {
            return wanted;
        }
        let room = self.room().clamp(wanted, current);
        if room > wanted {
            self.withheld.push(format!("max sessions stays {room}: {}", self.sessions_in_use()));
            self.drains = self.wish.direction != Direction::Up;
            self.keeps_max = true;
        }
        room
    }

    /// How many sessions there may be although they cannot be counted, or are not gone. Those of a claim that asked
    /// for more than anybody since must be gone some time after its end; whoever came later has brought no more than
    /// they asked for.
    fn room(&self) -> u32 {
        let asked =
            self.asked_so_far().filter(|asked| self.drained_at(asked.since).is_some_and(|then| then <= self.now));
        asked.map_or(u32::MAX, |asked| asked.max.max(self.pool.allocated().unwrap_or(0)))
    }

    /// Whether max sessions is as we left it.
    pub(super) fn has_stamped_max(&self) -> bool {
        self.stamp().is_some_and(|stamp| stamp.applied().max == self.pool.scale.max)
    }

    /// The most that was asked for since something bigger ended, as far as our tags say.
    pub(super) fn asked_so_far(&self) -> Option<Asked> {
        let stamp = self.stamp().filter(|_| self.has_stamped_max())?;
        let asked = stamp.asked?;
        let since = self.records.asked_between(stamp.at, self.now, self.wish.settings.max_sessions);
        Some(Asked { max: asked.max.max(since), ..asked })
    }

    /// Whether lowering max to `room` leaves every session its place, or need not.
    fn may_disturb_sessions(&self, room: u32) -> bool {
        self.wish.force || self.pool.allocated().is_some_and(|allocated| allocated <= room) || self.is_drained()
    }

    /// Whether the claim that came before ended long enough ago that its sessions are gone.
    pub(super) fn is_drained(&self) -> bool {
        let Some(from) = self.draining_since() else { return false };
        self.drained_at(from).is_some_and(|then| then <= self.now)
    }

    /// When sessions that were in use at an instant must be gone.
    fn drained_at(&self, from: Timestamp) -> Option<Timestamp> {
        from.checked_add(self.pool.lifecycle?.period() + DRAIN_BEYOND_COOLDOWN).ok()
    }

    /// Since when the sessions of an ended claim have been on their way out, as far as our tags say.
    pub(super) fn draining_since(&self) -> Option<Timestamp> {
        if self.wish.direction == Direction::Up {
            return None;
        }
        let stamp = self.stamp().filter(|_| self.has_stamped_max())?;
        // By hand, what is ended ends now; so does a hold that gives way to a smaller one.
        let shrinks = |hold: &Hold| hold.settings.max_sessions > self.wish.settings.max_sessions;
        let ends_now = self.wish.direction == Direction::Down
            && (self.records.leases_at(self.now).next().is_some()
                || self.records.hold_at(self.now).is_some_and(shrinks)
                || stamp.events.iter().any(|event| self.now < event.until));
        // Whatever ended last brought the sessions that are there last.
        if ends_now {
            return None;
        }
        let since = stamp.draining.max(self.records.end_of(self.pool.scale.max, self.now))?;
        // Whatever claim ended after that has sessions of its own on their way out.
        Some(self.records.last_end(self.now).map_or(since, |end| since.max(end)))
    }

    /// Whether the stamp says that the pool is on its way back to this wish, and nobody has changed it since.
    pub(super) fn is_draining(&self) -> bool {
        self.draining_since().is_some() && self.stamp().is_some_and(|stamp| stamp.draining.is_some())
    }

    pub(super) fn sessions_in_use(&self) -> String {
        match self.pool.allocated() {
            Some(1) => "1 session is allocated".to_owned(),
            Some(allocated) => format!("{allocated} sessions are allocated"),
            None => format!("Azure does not say how many sessions are allocated; {}", self.when_drained()),
        }
    }

    /// From when on sessions that nobody can count must be gone.
    fn when_drained(&self) -> String {
        if self.wish.direction == Direction::Up {
            return "--force changes it all the same".to_owned();
        }
        match self.drained_at(self.draining_since().unwrap_or(self.now)) {
            Some(then) => format!("a run after {} lowers it", utc(then)),
            None => "--force lowers it all the same".to_owned(),
        }
    }
}
