//! Who wants what of a pool, and when: scheduled events, leases and holds, merged into what should hold at a moment.
//!
//! Everything here is a pure function of texts and instants. What stands on the pool as tags is read and written
//! here too, so that the words of a tag have one place: [`stamp`], [`lease`], [`hold`], and [`records`] for all.

pub mod calendar;
pub mod claim;
pub mod desired;
pub mod drift;
pub mod event;
mod fields;
pub mod hold;
pub mod lease;
pub mod local;
pub mod person;
pub mod records;
pub mod recurrence;
pub mod stamp;
pub mod timeline;

pub use calendar::{Calendar, End, Occurrence, Remark, When};
pub use claim::{Claim, Combine, Source};
pub use desired::{Desired, merge};
pub use drift::OnDrift;
pub use event::ScheduledEvent;
pub use fields::Unreadable;
pub use hold::{Hold, Outranks};
pub use lease::Lease;
pub use person::Person;
pub use records::{Records, is_ours};
pub use recurrence::Recurrence;
pub use stamp::Stamp;
pub use timeline::Timeline;
