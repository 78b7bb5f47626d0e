//! The nouns of the program, without any of its verbs: what a session pool is, what somebody wants of it.
//!
//! Knows nothing of files, of JSON or of the network.

pub mod access;
pub mod definition;
pub mod demand;
pub mod finding;
pub mod id;
pub mod lifecycle;
pub mod limits;
pub mod lock;
pub mod minutes;
pub mod node;
pub mod patch;
pub mod pool;
pub mod scale;
pub mod settings;
pub mod time;
pub mod usage;

pub use access::{Permission, Verdict};
pub use definition::{Definition, Kind};
pub use demand::{Arrivals, Demand, Identifiers, Rhythm, Spread, Step, Visit, WhenFull};
pub use finding::{Finding, Mark};
pub use id::PoolId;
pub use lifecycle::Lifecycle;
pub use lock::{Lock, LockLevel};
pub use minutes::{Minute, Minutes, Seen, whole_minute};
pub use node::SessionSize;
pub use patch::Patch;
pub use pool::{Counts, Pool, State};
pub use scale::Scale;
pub use settings::{Profile, Settings};
pub use usage::{Reading, Usage};
