//! Which login `az` and `azd` have, told by the files in which they keep it. A token from an earlier run counts only
//! while these are as they were: after `az login`, `az account set` or `azd auth login` it belongs to somebody else.
//!
//! Names of the files: azure-cli's `auth/identity.py` and `_profile.py`, azd's `pkg/auth/manager.go` (read 2026-11-21).

use super::environment::Environment;
use super::method::AuthMethod;
use crate::disk;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What `az` says about accounts, tenants and clouds, without secrets.
const AZ_FILES: [&str; 3] = ["azureProfile.json", "config", "clouds.config"];

/// Where `az` keeps secrets. `az` itself writes the first two while it gives a token.
const AZ_SECRETS: [&str; 4] = [
    "msal_token_cache.json",
    "msal_token_cache.bin",
    "service_principal_entries.json",
    "service_principal_entries.bin",
];

/// What `azd` says about accounts.
const AZD_FILES: [&str; 2] = ["auth.json", "config.json"];

/// A login, as far as others can tell it. What changes with it is not what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Login {
    /// A digest of the files that say who it is.
    who: u64,
    /// Time and size of the files that hold secrets: those are not read.
    secrets: Vec<Option<(i64, u64)>>,
}

impl Login {
    /// Whether it is the same account, whatever happened to its secrets.
    pub(super) fn is_same_account(&self, other: &Self) -> bool {
        self.who == other.who
    }
}

/// Where the two tools keep their login.
#[derive(Debug, Clone)]
pub(super) struct Places {
    az: PathBuf,
    azd: PathBuf,
}

impl Places {
    /// As the tools find them: by a variable, else in the home folder.
    pub(super) fn find(environment: &Environment, home: &Path) -> Self {
        let place = |variable, below| environment.get(variable).map_or_else(|| home.join(below), PathBuf::from);
        Self { az: place("AZURE_CONFIG_DIR", ".azure"), azd: place("AZD_CONFIG_DIR", ".azd") }
    }

    /// The login of a tool now. `None` where it cannot be told: then no token may outlive the run.
    pub(super) fn login(&self, method: AuthMethod) -> Option<Login> {
        // A relative folder means another one to the tool, which starts elsewhere.
        if self.az.is_relative() || self.azd.is_relative() {
            return None;
        }
        let az = AZ_FILES.map(|name| self.az.join(name));
        let azd = AZD_FILES.map(|name| self.azd.join(name));
        let says_who = match method {
            AuthMethod::AzureCli => disk::exists(&az[0]),
            _ => azd.iter().any(|path| disk::exists(path)),
        };
        // `azd` can be told to ask `az`: both matter to both.
        let secrets = AZ_SECRETS.map(|name| disk::time_and_size(&self.az.join(name))).to_vec();
        says_who.then_some(())?;
        Some(Login { who: digest(az.iter().chain(&azd))?, secrets })
    }
}

/// A digest of the texts of files; `None` where one is there and cannot be read.
fn digest<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        disk::read_if_there(path).ok()?.hash(&mut hasher);
    }
    Some(hasher.finish())
}
