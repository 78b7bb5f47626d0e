//! A change to a pool.

use super::{Lifecycle, Scale};
use std::collections::BTreeMap;

/// The smallest change that makes a pool as it is wanted. Each part is whole or not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Patch {
    /// Both scale numbers.
    pub scale: Option<Scale>,
    /// The lifecycle type with its period.
    pub lifecycle: Option<Lifecycle>,
    /// The full set of tags. Nobody knows whether Azure merges or replaces them in a PATCH; the full set is right
    /// under either rule.
    pub tags: Option<BTreeMap<String, String>>,
}

impl Patch {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
