//! The variables that credentials are made of, handed in by the caller.

use std::collections::BTreeMap;
use std::fmt;

/// Environment variables. Its Debug shows their names alone: some of them are secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// The value of a variable that is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The value of a variable, or the words that say that it is missing.
    pub(super) fn need(&self, name: &str) -> Result<&str, String> {
        self.get(name).ok_or_else(|| format!("{name} is not set"))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Environment").field(&self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_do_not_show() {
        let environment: Environment = [("AZURE_CLIENT_SECRET", "hunter2")].into_iter().collect();
        let shown = format!("{environment:?}");
        assert!(shown.contains("AZURE_CLIENT_SECRET") && !shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        let environment: Environment = [("A", "")].into_iter().collect();
        assert_eq!(environment.need("A"), Err("A is not set".to_owned()));
    }
}
