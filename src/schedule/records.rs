//! Everything of ours that stands on a pool: leases, a hold, the stamp.

use super::claim::{Claim, Combine, Source};
use super::event::ScheduledEvent;
use super::fields::Unreadable;
use super::hold::{self, Hold, Outranks};
use super::lease::{self, ENDED, Lease, SLOTS};
use super::stamp::{self, Running, Stamp};
use crate::model::Lifecycle;
use crate::model::limits::COOLDOWN_SECONDS;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// The cooldown of a claim whose lifecycle nobody knows.
const SHORTEST_COOLDOWN: Duration = Duration::from_secs(*COOLDOWN_SECONDS.start());

/// Whether `pool` keeps its own records under a tag's name.
#[must_use]
pub fn is_ours(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let is_slot = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    tag == stamp::TAG || tag == hold::TAG || tag.strip_prefix(lease::TAG).is_some_and(is_slot)
}

/// What our tags on a pool say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records {
    /// The leases by their slots, ended ones too until somebody sweeps them.
    pub leases: BTreeMap<u8, Lease>,
    /// The hold, ended or not.
    pub hold: Option<Hold>,
    /// The stamp.
    pub stamp: Option<Stamp>,
    /// What cannot be read.
    pub unreadable: Vec<Unreadable>,
}

/// What this machine's files know.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// The events of the pool.
    pub events: Vec<ScheduledEvent>,
    /// The names of all events of the file, as a stamp holds them, also of those for other pools; one set for
    /// all pools.
    pub names: Arc<BTreeSet<String>>,
}

impl Records {
    /// Reads the tags of a pool. Names compare without case, as Azure's do.
    #[must_use]
    pub fn read(tags: &BTreeMap<String, String>) -> Self {
        let mut records = Self::default();
        for (tag, text) in tags {
            let name = tag.to_ascii_lowercase();
            if !is_ours(&name) || text.trim() == ENDED {
                continue;
            }
            if let Err(unreadable) = records.take(&name, text) {
                records.unreadable.push(unreadable);
            }
        }
        records
    }

    fn take(&mut self, name: &str, text: &str) -> Result<(), Unreadable> {
        match name {
            stamp::TAG => self.stamp = Some(Stamp::read(text)?),
            hold::TAG => self.hold = Some(Hold::read(text)?),
            _ => {
                let slot = name.strip_prefix(lease::TAG).and_then(|number| number.parse().ok());
                let is_known = |slot: &u8| *slot < SLOTS && tag_of(*slot) == name;
                let slot: u8 = slot.filter(is_known).ok_or_else(|| Unreadable {
                    tag: name.to_owned(),
                    why: "this version knows no such slot".to_owned(),
                })?;
                self.leases.insert(slot, Lease::read(name, text)?);
            }
        }
        Ok(())
    }

    /// The leases that hold at an instant.
    pub fn leases_at(&self, now: Timestamp) -> impl Iterator<Item = (u8, &Lease)> {
        self.leases.iter().filter(move |(_, lease)| lease.holds_at(now)).map(|(slot, lease)| (*slot, lease))
    }

    /// The hold that holds at an instant.
    #[must_use]
    pub fn hold_at(&self, now: Timestamp) -> Option<&Hold> {
        self.hold.as_ref().filter(|hold| hold.holds_at(now))
    }

    /// The events of the stamp that hold at an instant and that a file does not know. Those that found no room are
    /// taken for the ones of the file that hold and are not named.
    #[must_use]
    pub fn strangers_at(&self, now: Timestamp, known: &Known) -> Vec<Running> {
        let Some(stamp) = &self.stamp else { return Vec::new() };
        let is_named = |name: &str| stamp.events.iter().any(|event| event.name == stamp::event_name(name));
        let explains = |event: &ScheduledEvent| !is_named(&event.name) && !event.claims_at(now).is_empty();
        let is_stranger = |event: &&Running| {
            let is_known =
                if event.is_nameless() { known.events.iter().any(explains) } else { known.names.contains(&event.name) };
            now < event.until && !is_known
        };
        stamp.events.iter().filter(is_stranger).cloned().collect()
    }

    /// The claims of running events that are not known here, as the stamp has them.
    pub fn stamp_claims(&self, now: Timestamp, known: &Known) -> Vec<Claim> {
        let Some(stamp) = &self.stamp else { return Vec::new() };
        // Where Azure named a lifecycle that nobody knew, none is applied either.
        let lifecycle = stamp.lifecycle.unwrap_or(Lifecycle::Timed { cooldown: SHORTEST_COOLDOWN });
        let claim = |event: Running| Claim {
            combine: event.combine,
            from: Some(stamp.at),
            start: Some(stamp.at),
            until: Some(event.until),
            by: Some(stamp.by.clone()),
            ..Claim { source: Source::Stamp, ..Claim::base(&event.name, event.settings(lifecycle)) }
        };
        self.strangers_at(now, known).into_iter().map(claim).collect()
    }

    /// The base and the other claims that hold at an instant.
    #[must_use]
    pub fn claims_at(&self, base: &Claim, known: &Known, now: Timestamp) -> (Claim, Vec<Claim>) {
        let mut others: Vec<Claim> = known.events.iter().flat_map(|event| event.claims_at(now)).collect();
        others.extend(self.leases_at(now).map(|(slot, lease)| Claim::lease(Some(slot), lease)));
        others.extend(self.stamp_claims(now, known));
        let mut base = base.clone();
        if let Some(hold) = self.hold_at(now) {
            match hold.outranks {
                Outranks::Base => base = Claim::hold(Source::HeldBase, hold),
                Outranks::All => others.push(Claim::hold(Source::Hold, hold)),
            }
        }
        (base, others)
    }

    /// The slot for a lease: its own where it renews one, else the first free one from where its owner's name points.
    /// Different people start at different slots, so that two at once seldom meet.
    #[must_use]
    pub fn slot_for(&self, lease: &Lease, now: Timestamp) -> Option<u8> {
        if let Some((slot, _)) = self.leases_at(now).find(|(_, held)| held.is_renewed_by(lease)) {
            return Some(slot);
        }
        let first = lease
            .by
            .name
            .bytes()
            .chain(lease.profile.bytes())
            .fold(0u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
        let is_taken = |slot: &u8| {
            let tag = tag_of(*slot);
            self.leases.get(slot).is_some_and(|held| held.holds_at(now))
                || self.unreadable.iter().any(|unreadable| unreadable.tag == tag)
        };
        (0..SLOTS).map(|step| (first % SLOTS + step) % SLOTS).find(|slot| !is_taken(slot))
    }

    /// Whether a lease stands here that has ended at an instant.
    #[must_use]
    pub fn has_had(&self, lease: &Lease, now: Timestamp) -> bool {
        let written = lease.clone().as_written();
        let is_it = |held: &Lease| held.is_renewed_by(&written) && held.until == written.until;
        !written.holds_at(now) && self.leases.values().any(is_it)
    }

    /// The tags of what has ended at an instant, each to be overwritten by [`ENDED`].
    #[must_use]
    pub fn ended_at(&self, now: Timestamp) -> Vec<String> {
        let leases = self.leases.iter().filter(|(_, lease)| !lease.holds_at(now)).map(|(slot, _)| tag_of(*slot));
        let hold = self.hold.iter().filter(|hold| !hold.holds_at(now)).map(|_| hold::TAG.to_owned());
        leases.chain(hold).collect()
    }

    /// The last end of any claim, at or before an instant.
    #[must_use]
    pub fn last_end(&self, now: Timestamp) -> Option<Timestamp> {
        self.ends().filter_map(|(_, until)| until).filter(|until| *until <= now).max()
    }

    /// When the claim ended, at or before an instant, with which so many max sessions were applied: from when on its
    /// sessions drain. `None` where that is not clear.
    #[must_use]
    pub fn end_of(&self, max: u32, now: Timestamp) -> Option<Timestamp> {
        let applied_at = self.stamp.as_ref()?.at;
        let ends = self.ends().filter(|(most, _)| *most >= max).map(|(_, until)| until.unwrap_or(Timestamp::MAX));
        ends.filter(|until| applied_at < *until).max().filter(|until| *until <= now)
    }

    /// The most that leases and a hold which ended after one instant, and at or before another, can have asked for
    /// together with what is wanted now.
    #[must_use]
    pub fn asked_between(&self, after: Timestamp, now: Timestamp, wanted: u32) -> u32 {
        let has_ended = |until: Option<Timestamp>| until.is_some_and(|until| after < until && until <= now);
        let leases = self.leases.values().filter(|lease| has_ended(lease.until));
        let hold = self.hold.iter().filter(|hold| has_ended(hold.until)).map(|hold| hold.settings.max_sessions);
        let (added, shared): (Vec<&Lease>, Vec<&Lease>) = leases.partition(|lease| lease.combine == Combine::Sum);
        let most = shared.iter().map(|lease| lease.settings.max_sessions).chain(hold).fold(wanted, u32::max);
        // Nobody knows which of them held at the same time.
        added.iter().fold(most, |sum, lease| sum.saturating_add(lease.settings.max_sessions))
    }

    /// Max sessions and the end of everything that stands here, over or not.
    fn ends(&self) -> impl Iterator<Item = (u32, Option<Timestamp>)> {
        let leases = self.leases.values().map(|lease| (lease.settings.max_sessions, lease.until));
        let hold = self.hold.iter().map(|hold| (hold.settings.max_sessions, hold.until));
        let events = self.stamp.iter().flat_map(|stamp| &stamp.events).map(|event| (event.max, Some(event.until)));
        leases.chain(hold).chain(events)
    }
}

/// The name of a slot's tag.
#[must_use]
pub fn tag_of(slot: u8) -> String {
    format!("{}{slot}", lease::TAG)
}
