//! A resource provider as a subscription sees it.

use super::reading::text;
use serde_json::Value;

/// The provider of session pools, and what it says of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provider {
    /// `Registered`, `Registering`, `NotRegistered`, `Unregistering`, in Azure's letters.
    pub state: String,
    /// The API versions of `sessionPools`. The list may lag behind what the service takes (seen 2025-10-10).
    pub versions: Vec<String>,
    /// The regions of `sessionPools`, as `East US 2`.
    pub regions: Vec<String>,
}

impl Provider {
    /// Reads the answer of `GET …/providers/Microsoft.App`.
    #[must_use]
    pub fn read(body: &Value) -> Self {
        let types = body["resourceTypes"].as_array().into_iter().flatten();
        let is_pools =
            |item: &&Value| item["resourceType"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("sessionPools"));
        let pools = types.into_iter().find(is_pools).unwrap_or(&Value::Null);
        let list = |name: &str| pools[name].as_array().into_iter().flatten().filter_map(text).collect();
        Self {
            state: text(&body["registrationState"]).unwrap_or_default(),
            versions: list("apiVersions"),
            regions: list("locations"),
        }
    }

    /// Whether it may be used.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.state.eq_ignore_ascii_case("Registered")
    }

    /// Whether a region is among them, in any dress: `eastus2` is `East US 2`.
    #[must_use]
    pub fn has_region(&self, name: &str) -> bool {
        let plain = |name: &str| {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect::<String>()
        };
        self.regions.iter().any(|region| plain(region) == plain(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_it_says_of_session_pools_is_read() {
        let provider = Provider::read(&json!({
            "registrationState": "Registered",
            "resourceTypes": [
                {"resourceType": "jobs", "apiVersions": ["2020-01-01"], "locations": ["Mars"]},
                {"resourceType": "sessionpools", "apiVersions": ["2026-01-01"], "locations": ["East US 2", "North Central US (Stage)"]},
            ],
        }));
        assert!(provider.is_registered());
        assert_eq!(provider.versions, ["2026-01-01"]);
        for (name, expected) in
            [("eastus2", true), ("East US 2", true), ("northcentralusstage", true), ("eastus", false), ("Mars", false)]
        {
            assert_eq!(provider.has_region(name), expected, "{name}");
        }
        for body in [json!({}), json!(null), json!({"resourceTypes": {}})] {
            assert_eq!(Provider::read(&body), Provider::default(), "{body}");
        }
    }
}
