//! What becomes of a pool that somebody else changed.

/// The pool file's word for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDrift {
    /// It is said, and the change stays; only during an event or a lease is the pool raised again.
    #[default]
    Warn,
    /// The change stays.
    Keep,
    /// The change is taken back.
    Enforce,
}

impl OnDrift {
    /// All three, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Warn, Self::Keep, Self::Enforce];

    /// The word of the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Keep => "keep",
            Self::Enforce => "enforce",
        }
    }
}
