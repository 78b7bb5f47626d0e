//! Names of pools, as ARM writes them.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The ARM resource type of a session pool.
pub const RESOURCE_TYPE: &str = "Microsoft.App/sessionPools";

/// Where a pool lives: `/subscriptions/…/resourceGroups/…/providers/Microsoft.App/sessionPools/…`.
///
/// ARM compares all three parts without case; `==` here compares letters, [`PoolId::is`] compares as ARM does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PoolId {
    /// The subscription's id, a GUID.
    pub subscription: String,
    /// The resource group's name.
    pub group: String,
    /// The pool's name.
    pub name: String,
}

/// A text that is no id of a session pool.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{}` is not the resource id of a session pool", .0.escape_debug())]
pub struct NotAPoolId(String);

impl PoolId {
    /// Whether both name the same pool, as ARM compares.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.subscription.eq_ignore_ascii_case(&other.subscription)
            && self.group.eq_ignore_ascii_case(&other.group)
            && self.name.eq_ignore_ascii_case(&other.name)
    }

    /// The scope of the pool's resource group.
    #[must_use]
    pub fn group_scope(&self) -> String {
        format!("/subscriptions/{}/resourceGroups/{}", self.subscription, self.group)
    }
}

impl fmt::Display for PoolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/providers/{RESOURCE_TYPE}/{}", self.group_scope(), self.name)
    }
}

impl FromStr for PoolId {
    type Err = NotAPoolId;

    fn from_str(text: &str) -> Result<Self, NotAPoolId> {
        let parts: Vec<&str> = text.trim_matches('/').split('/').collect();
        match parts.as_slice() {
            [s, subscription, g, group, p, provider, kind, name]
                if s.eq_ignore_ascii_case("subscriptions")
                    && g.eq_ignore_ascii_case("resourceGroups")
                    && p.eq_ignore_ascii_case("providers")
                    && provider.eq_ignore_ascii_case("Microsoft.App")
                    && kind.eq_ignore_ascii_case("sessionPools")
                    && [subscription, group, name].iter().all(|part| is_name(part)) =>
            {
                Ok(Self {
                    subscription: (*subscription).to_owned(),
                    group: (*group).to_owned(),
                    name: (*name).to_owned(),
                })
            }
            _ => Err(NotAPoolId(text.to_owned())),
        }
    }
}

/// Whether a part can be a name. No name of Azure's has control characters, and raw ones would forge a line on a
/// terminal.
fn is_name(part: &str) -> bool {
    !part.is_empty() && !part.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_in_any_case_and_written_in_arms() {
        let id: PoolId = "/SUBSCRIPTIONS/s/resourcegroups/G/providers/microsoft.app/SESSIONPOOLS/P".parse().unwrap();
        assert_eq!(id.to_string(), "/subscriptions/s/resourceGroups/G/providers/Microsoft.App/sessionPools/P");
        assert!(id.is(&PoolId { subscription: "S".into(), group: "g".into(), name: "p".into() }));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in
            ["", "/", "contest", "/subscriptions/s", "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/jobs/j"]
        {
            assert!(text.parse::<PoolId>().is_err(), "{text}");
        }
    }

    #[test]
    fn no_name_forges_a_line() {
        for name in ["a\nb", "\u{1b}[31m", "\u{7f}"] {
            let text = format!("/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/{name}");
            let error = text.parse::<PoolId>().unwrap_err().to_string();
            assert!(!error.contains(char::is_control), "{error:?}");
        }
    }
}
