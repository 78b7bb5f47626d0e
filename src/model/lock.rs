//! A management lock.

/// A lock that holds for a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Its name.
    pub name: String,
    /// The ARM id of what it is on: the pool, its group, or its subscription.
    pub scope: String,
    /// Its ARM id.
    pub id: String,
    /// What it forbids.
    pub level: LockLevel,
    /// What its owner wrote on it.
    pub notes: Option<String>,
}

/// What a lock forbids (Azure's documentation of 2024-03-08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockLevel {
    /// Deleting.
    CanNotDelete,
    /// Every change: scaling and tagging too.
    ReadOnly,
    /// A level that is newer than this program.
    Other(String),
}

impl LockLevel {
    /// The level of that name, compared without case.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "cannotdelete" => Self::CanNotDelete,
            "readonly" => Self::ReadOnly,
            _ => Self::Other(name.to_owned()),
        }
    }
}

impl std::fmt::Display for LockLevel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::CanNotDelete => "CanNotDelete",
            Self::ReadOnly => "ReadOnly",
            Self::Other(name) => name,
        })
    }
}

impl Lock {
    /// Whether it holds for a resource: it is on it, or on what it lies in.
    #[must_use]
    pub fn holds_for(&self, id: &str) -> bool {
        let (scope, id) = (self.scope.to_ascii_lowercase(), id.to_ascii_lowercase());
        id.strip_prefix(&scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_holds_for_what_lies_below_it() {
        let pool = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/p";
        for (scope, expected) in [
            (pool, true),
            ("/subscriptions/S/resourcegroups/G", true),
            ("/subscriptions/s", true),
            ("/subscriptions/s/resourceGroups/gg", false),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/pp", false),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/p/x", false),
        ] {
            let (name, id) = ("l".to_owned(), "i".to_owned());
            let lock = Lock { name, scope: scope.to_owned(), id, level: LockLevel::ReadOnly, notes: None };
            assert_eq!(lock.holds_for(pool), expected, "{scope}");
        }
    }
}
