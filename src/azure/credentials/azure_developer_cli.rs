//! Whoever ran `azd auth login`.

use super::chain::Built;
use super::kept;
use super::method::AuthMethod;
use super::surroundings::Surroundings;
use azure_identity::{AzureDeveloperCliCredential, AzureDeveloperCliCredentialOptions};

pub(super) fn build(around: &Surroundings) -> Built {
    let options = AzureDeveloperCliCredentialOptions {
        tenant_id: around.tenant.clone(),
        executor: Some(around.processes.clone()),
    };
    match AzureDeveloperCliCredential::new(Some(options)) {
        Ok(credential) => Ok(kept::before(credential, AuthMethod::AzureDeveloperCli, around)),
        Err(error) => Err(super::chain::why(&error)),
    }
}
