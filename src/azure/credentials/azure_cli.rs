//! Whoever ran `az login`.

use super::chain::Built;
use super::kept;
use super::method::AuthMethod;
use super::surroundings::Surroundings;
use azure_identity::{AzureCliCredential, AzureCliCredentialOptions};

pub(super) fn build(around: &Surroundings) -> Built {
    let options = AzureCliCredentialOptions {
        tenant_id: around.tenant.clone(),
        executor: Some(around.processes.clone()),
        ..AzureCliCredentialOptions::default()
    };
    match AzureCliCredential::new(Some(options)) {
        Ok(credential) => Ok(kept::before(credential, AuthMethod::AzureCli, around)),
        Err(error) => Err(super::chain::why(&error)),
    }
}
