//! What was counted of sessions, second by second, and what that costs.

use super::bill::{Bill, Item, Quantity};
use super::rates::{Model, Rates};
use jiff::SignedDuration;

/// What was counted over a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Nodes times milliseconds.
    pub node_millis: u64,
    /// For how long there was a node, in milliseconds.
    pub managed_millis: u64,
    /// Sessions that were warm, starting or in use, times milliseconds.
    pub session_millis: u64,
    /// Hours that sessions have started, each from its allocation to its end.
    pub started_hours: u64,
}

impl Rates {
    /// What that costs.
    #[must_use]
    pub fn of_counted(&self, counted: &Counted) -> Bill {
        let mut bill = Bill::empty(self.currency);
        let millis = |count| Quantity::lasting(count, SignedDuration::from_millis(1));
        match &self.model {
            Model::Nodes { management, .. } => {
                bill.add(Item::Nodes, millis(counted.node_millis), self.node().unwrap_or_default());
                if let Some(price) = management {
                    bill.add(Item::Management, millis(counted.managed_millis), price.amount);
                }
            }
            Model::StartedHours(price) => {
                bill.add(Item::StartedHours, Quantity::hours(counted.started_hours), price.amount);
            }
            Model::Flat(price) => bill.add(Item::Sessions, millis(counted.session_millis), price.amount),
        }
        bill
    }
}
