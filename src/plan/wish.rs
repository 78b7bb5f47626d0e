//! What somebody wishes of a pool, and the plan that comes of it.

use super::change::Change;
use crate::model::{Finding, Lifecycle, Patch, Scale, Settings};
use crate::schedule::OnDrift;
use crate::schedule::lease::{self, ENDED};
use crate::schedule::stamp::{Mark, Running};
use std::collections::BTreeMap;
use std::time::Duration;

/// Which way somebody wants to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Bigger: numbers only rise.
    Up,
    /// Back to what is left without the leases.
    Down,
    /// To what the claims say, whichever way that is; what somebody else changed is treated as the pool file says.
    Apply(OnDrift),
}

/// What somebody wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which way.
    pub direction: Direction,
    /// The claim that wins, for the stamp.
    pub claim: String,
    /// What the claims say together, with what was changed on the command line.
    pub settings: Settings,
    /// What the base says, which is all that holds while nobody wants anything.
    pub base: Settings,
    /// Whether an event or a lease holds.
    pub has_claims: bool,
    /// Whether one holds besides the winner: a new lifecycle type would end its sessions.
    pub has_others: bool,
    /// The events that hold, for the stamp.
    pub events: Vec<Running>,
    /// Leases and holds to be written, by their tags.
    pub records: BTreeMap<String, String>,
    /// What was found while the claims were merged.
    pub findings: Vec<Finding>,
    /// Lower what sessions in use would hold up.
    pub force: bool,
    /// Try 0 ready sessions again although Azure refused it.
    pub retry_zero: bool,
    /// The floor that Azure's answer to this very wish has just taught.
    pub floor: Option<u32>,
    /// Who runs the program, for the stamp.
    pub by: String,
    /// Who runs it regularly, for the stamp.
    pub runner: Option<Mark>,
    /// Write the stamp although nothing differs when its runner's mark is older than this.
    pub heartbeat: Option<Duration>,
}

impl Wish {
    /// The slot of the lease that is to be written, or stands there as it would be written.
    #[must_use]
    pub fn lease_slot(&self) -> Option<u8> {
        let mut live = self.records.iter().filter(|(_, value)| *value != ENDED);
        live.find_map(|(tag, _)| tag.strip_prefix(lease::TAG)?.parse().ok())
    }
}

/// What would be sent, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What differs, for people.
    pub changes: Vec<Change>,
    /// The body, before it is JSON. Empty where nothing differs.
    pub patch: Patch,
    /// Tags of ours to be written alone, where no number changes.
    pub tags_alone: BTreeMap<String, String>,
    /// How the pool would be afterwards.
    pub target: (Scale, Option<Lifecycle>),
    /// Why it would not be all that was wished: sessions in use.
    pub withheld: Option<String>,
    /// Why nothing is lowered: tags of ours that cannot be read.
    pub doubt: Option<String>,
    /// Whether somebody else's change is left as it is although the claims say otherwise, and nobody asked for that.
    pub leaves_drift: bool,
    /// Worth saying.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patch.is_empty() && self.tags_alone.is_empty()
    }

    /// The ready sessions to wait for; `None` where the service keeps none.
    #[must_use]
    pub fn ready_wanted(&self) -> Option<u32> {
        self.target.0.ready
    }
}
