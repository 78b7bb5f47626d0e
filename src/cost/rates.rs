//! The three ways in which sessions cost money, and what counts cost under each.

use super::bill::{Bill, Item, Quantity};
use super::money::Currency;
use super::price::{Meter, Price, Standing};
use crate::model::node::nodes;
use crate::model::{Reading, Usage};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use std::collections::VecDeque;
use std::num::NonZeroU32;

/// What the sessions of one pool cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// In what.
    pub currency: Currency,
    /// How they are counted, with the prices.
    pub model: Model,
}

/// How sessions are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Model {
    /// Custom containers: whole E16 nodes, as many as hold the sessions that are warm, starting or in use (Azure's
    /// billing page, 2025-12-09).
    Nodes {
        /// What a node is made of: its cores and memory, or itself.
        node: Vec<Part>,
        /// The management of the environment, for as long as there is a node. Whether a session pool alone brings it
        /// about is not written anywhere: assumed.
        management: Option<Price>,
        /// Sessions on a node: [`crate::model::node::SessionSize::on_a_node`].
        on_a_node: NonZeroU32,
        /// Nodes that are there beyond those, as long as there is a session.
        spare: u32,
    },
    /// Code interpreters: the hours that each session has started, from its allocation to its end (same page).
    StartedHours(Price),
    /// A price of the user's for each session that is warm, starting or in use.
    Flat(Price),
}

/// So many of something in each node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub count: u32,
    /// What each costs for an hour.
    pub price: Price,
}

/// How many sessions there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Occupancy {
    /// In use, or cooling down.
    pub active: u32,
    /// Warm or starting.
    pub ready: u32,
}

impl Occupancy {
    /// All of them.
    #[must_use]
    pub fn sessions(self) -> u32 {
        self.active.saturating_add(self.ready)
    }
}

impl From<&Reading> for Occupancy {
    fn from(reading: &Reading) -> Self {
        Self { active: reading.active, ready: reading.ready.saturating_add(reading.pending) }
    }
}

impl Model {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Nodes { .. } => "dedicated nodes",
            Self::StartedHours(_) => "session-hours",
            Self::Flat(_) => "flat",
        }
    }
}

impl Rates {
    /// The price of a node for an hour; `None` where nodes do not count.
    #[must_use]
    pub fn node(&self) -> Option<Decimal> {
        let Model::Nodes { node, .. } = &self.model else { return None };
        let add = |sum: Decimal, part: &Part| {
            let part = part.price.amount.checked_mul(Decimal::from(part.count));
            part.and_then(|part| sum.checked_add(part)).unwrap_or(Decimal::MAX)
        };
        Some(node.iter().fold(Decimal::ZERO, add))
    }

    /// Every price that counts.
    pub fn prices(&self) -> impl Iterator<Item = &Price> {
        let (parts, single) = match &self.model {
            Model::Nodes { node, management, .. } => (node.as_slice(), management.as_ref()),
            Model::StartedHours(price) | Model::Flat(price) => (&[][..], Some(price)),
        };
        parts.iter().map(|part| &part.price).chain(single)
    }

    /// Whether the node has a price of the user's, and the management one that nobody is sure of.
    #[must_use]
    pub fn guesses_management_alone(&self) -> bool {
        let Model::Nodes { node, management: Some(management), .. } = &self.model else { return false };
        // Azure's list has no price of a whole node, and the one that is built in is a guess.
        let is_own = |part: &Part| part.price.meter == Meter::Node && part.price.source.standing == Standing::Good;
        management.source.standing != Standing::Good && node.iter().all(is_own)
    }

    /// How far the worst of the prices can be trusted.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.prices().map(|price| price.source.standing).max().unwrap_or(Standing::Guessed)
    }

    /// The nodes that hold so many; `None` where nodes do not count.
    #[must_use]
    pub fn nodes(&self, occupancy: Occupancy) -> Option<u32> {
        match &self.model {
            Model::Nodes { on_a_node, spare, .. } => Some(match occupancy.sessions() {
                0 => 0,
                sessions => nodes(sessions, *on_a_node).saturating_add(*spare),
            }),
            Model::StartedHours(_) | Model::Flat(_) => None,
        }
    }

    /// What so many sessions cost for a time, as long as none of them ends. Under session-hours a session that goes on
    /// starts an hour with each that passes; the part of an hour counts as such, so that times add up.
    #[must_use]
    pub fn standing_for(&self, occupancy: Occupancy, time: SignedDuration) -> Bill {
        let mut bill = Bill::empty(self.currency);
        match &self.model {
            Model::Nodes { .. } => self.hold_nodes(self.nodes(occupancy).unwrap_or_default(), time, &mut bill),
            Model::StartedHours(price) => {
                bill.add(Item::StartedHours, Quantity::lasting(occupancy.active.into(), time), price.amount);
            }
            Model::Flat(price) => {
                bill.add(Item::Sessions, Quantity::lasting(occupancy.sessions().into(), time), price.amount);
            }
        }
        bill
    }

    /// What so many nodes cost for a time; nothing where nodes do not count.
    #[must_use]
    pub fn of_nodes(&self, nodes: u32, time: SignedDuration) -> Bill {
        let mut bill = Bill::empty(self.currency);
        self.hold_nodes(nodes, time, &mut bill);
        bill
    }

    fn hold_nodes(&self, nodes: u32, time: SignedDuration, bill: &mut Bill) {
        let Model::Nodes { management, .. } = &self.model else { return };
        bill.add(Item::Nodes, Quantity::lasting(nodes.into(), time), self.node().unwrap_or_default());
        if let Some(price) = management.as_ref().filter(|_| nodes > 0) {
            bill.add(Item::Management, Quantity::lasting(1, time), price.amount);
        }
    }

    /// What the sessions cost that were there. Under session-hours this is the least: who comes and goes between two
    /// readings is in neither.
    #[must_use]
    pub fn of_usage(&self, usage: &Usage) -> Bill {
        let mut bill = Bill::empty(self.currency);
        if let Model::StartedHours(price) = &self.model {
            bill.add(Item::StartedHours, Quantity::hours(started_hours(usage)), price.amount);
            return bill;
        }
        for reading in &usage.readings {
            bill.take(&self.standing_for(reading.into(), reading.lasts));
        }
        bill
    }

    /// What started hours of sessions cost that were counted one by one; nothing where they do not count.
    #[must_use]
    pub fn of_started_hours(&self, hours: u64) -> Bill {
        let mut bill = Bill::empty(self.currency);
        if let Model::StartedHours(price) = &self.model {
            bill.add(Item::StartedHours, Quantity::hours(hours), price.amount);
        }
        bill
    }
}

/// The hours that the sessions of a usage have started: a count that rises is somebody who comes, one that falls is the
/// one who came first and goes. What nobody counted between two readings is taken to be as the reading before.
fn started_hours(usage: &Usage) -> u64 {
    let mut since: VecDeque<Timestamp> = VecDeque::new();
    let mut hours = 0;
    let mut end = Timestamp::MIN;
    for reading in &usage.readings {
        while since.len() > reading.active as usize {
            hours += since.pop_front().map_or(0, |came| begun(came, reading.at));
        }
        since.resize(reading.active as usize, reading.at);
        end = reading.until();
    }
    hours + since.into_iter().map(|came| begun(came, end)).sum::<u64>()
}

/// The hours begun between two instants; one at least.
fn begun(from: Timestamp, until: Timestamp) -> u64 {
    let time = from.duration_until(until).as_millis().max(1);
    u64::try_from(time).unwrap_or(1).div_ceil(3_600_000)
}
