//! Azure's JSON for session pools: kept whole, with typed views of what we know.
//!
//! Reading is lenient, as Azure's own clients are: unknown members stay where they are, numbers may be strings, names
//! of states come in any case. Writing makes the smallest body that says what is meant.

pub mod access;
pub mod claims;
pub mod create;
pub mod error;
pub mod metrics;
pub mod operation;
pub mod page;
pub mod patch;
pub mod pool;
pub mod prices;
pub mod provider;
mod reading;
#[cfg(test)]
pub(crate) mod recordings;

pub use claims::Claims;
pub use error::ArmError;
pub use page::Page;
pub use pool::Pool;
pub use prices::{ListedPrice, PricePage};
pub use provider::Provider;
