//! What `az` left behind: its defaults in `config` and its logins in `azureProfile.json`.
//!
//! Lenient: these are somebody else's files, and whatever cannot be read there was simply not said. Form: azure-cli
//! 2.91, whose `config` is what Python's ConfigParser writes, and whose profile starts with a byte order mark.

use serde_json::Value;

/// What `az configure --defaults` and `az cloud set` left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AzDefaults {
    /// The resource group.
    pub group: Option<String>,
    /// The region.
    pub location: Option<String>,
    /// The cloud: `AzureCloud`, `AzureUSGovernment`, `AzureChinaCloud` or one that was registered by hand.
    pub cloud: Option<String>,
}

/// A subscription that a login can see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether it is the one that `az` uses; of each cloud one is.
    pub is_default: bool,
    /// Its cloud, as in [`AzDefaults::cloud`].
    pub cloud: Option<String>,
    /// Who signed in: a user's name, or an application's id.
    pub user: Option<String>,
}

/// Reads `config`.
#[must_use]
pub fn defaults(config_ini: &str) -> AzDefaults {
    let value = |section, key| ini_value(config_ini, section, key);
    AzDefaults {
        group: value("defaults", "group"),
        location: value("defaults", "location"),
        cloud: value("cloud", "name"),
    }
}

/// The id of the subscription that `az` uses, from `azureProfile.json`.
#[must_use]
pub fn subscription(azure_profile_json: &str) -> Option<String> {
    accounts(azure_profile_json).into_iter().find(|account| account.is_default).map(|account| account.id)
}

/// Every subscription of `azureProfile.json`, in its order; none where it cannot be read.
#[must_use]
pub fn accounts(azure_profile_json: &str) -> Vec<Account> {
    let text = azure_profile_json.trim_start_matches('\u{feff}');
    let profile: Value = serde_json::from_str(text).unwrap_or_default();
    let list = profile["subscriptions"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(account).collect()
}

fn account(value: &Value) -> Option<Account> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    Some(Account {
        id: text(&value["id"])?,
        name: text(&value["name"]),
        is_default: value["isDefault"].as_bool().unwrap_or_default(),
        cloud: text(&value["environmentName"]),
        user: text(&value["user"]["name"]),
    })
}

/// The last value of a key in a section. Names of keys compare without case, names of sections with it.
fn ini_value(text: &str, section: &str, key: &str) -> Option<String> {
    let mut inside = false;
    let mut found = None;
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = name.trim() == section;
        } else if inside && !line.starts_with(['#', ';']) {
            let Some((name, value)) = line.split_once(['=', ':']) else { continue };
            if name.trim().eq_ignore_ascii_case(key) {
                found = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PROFILE: &str = "\u{feff}{\"installationId\": \"x\", \"subscriptions\": [
        {\"id\": \"1111\", \"name\": \"one\", \"isDefault\": false, \"environmentName\": \"AzureCloud\",
         \"user\": {\"name\": \"ana@example.com\", \"type\": \"user\"}},
        {\"id\": \"2222\", \"name\": \"two\", \"isDefault\": true, \"environmentName\": \"AzureUSGovernment\",
         \"user\": {\"name\": \"9999\", \"type\": \"servicePrincipal\"}},
        {\"name\": \"without an id\", \"isDefault\": true}
    ]}";

    #[test]
    fn defaults_are_read() {
        let text = "[core]\r\ngroup = not-this\r\n[cloud]\r\nname = AzureUSGovernment\r\n\r\n[defaults]\r\n\
                    # group = nor-this\r\nGroup=ai-ta-2\r\nlocation = eastus2\r\n[other]\r\ngroup = x\r\n";
        let expected = AzDefaults {
            group: Some("ai-ta-2".into()),
            location: Some("eastus2".into()),
            cloud: Some("AzureUSGovernment".into()),
        };
        assert_eq!(defaults(text), expected);
        for broken in ["", "[defaults", "group = x", "[defaults]\ngroup =\n", "[defaults]\ngroup"] {
            assert_eq!(defaults(broken), AzDefaults::default(), "{broken}");
        }
    }

    #[test]
    fn the_login_in_use_is_found() {
        assert_eq!(subscription(PROFILE).as_deref(), Some("2222"));
        let accounts = accounts(PROFILE);
        assert_eq!(accounts.len(), 2);
        assert_eq!(accounts[0].user.as_deref(), Some("ana@example.com"));
        assert_eq!(accounts[1].cloud.as_deref(), Some("AzureUSGovernment"));
        for broken in
            ["", "{", "[]", "{\"subscriptions\": {}}", "{\"subscriptions\": [1, null, {\"isDefault\": true}]}"]
        {
            assert_eq!(subscription(broken), None, "{broken}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), ini in "[\\[\\]=#a-z \n]{0,40}") {
            let _ = (defaults(&text), defaults(&ini), accounts(&text));
        }
    }
}
