//! The identity of the machine: Container Apps and App Service (IDENTITY_ENDPOINT), or a virtual machine.
//!
//! azure_identity looks at IDENTITY_ENDPOINT and IDENTITY_HEADER itself, in the environment of the process; what the
//! caller hands in only decides whether it is asked at all. AZURE_CLIENT_ID chooses a user-assigned identity.

use super::chain::Built;
use super::surroundings::Surroundings;
use azure_identity::{ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId};

/// `asked_for`: the user named this way, so it is tried wherever this runs.
pub(super) fn build(around: &Surroundings, asked_for: bool) -> Built {
    let variables = &around.environment;
    let endpoint = variables.get("IDENTITY_ENDPOINT");
    let hosted = endpoint.is_some() && variables.get("IDENTITY_HEADER").is_some();
    if !(asked_for || hosted || around.is_azure_machine()) {
        return Err("this is no virtual machine of Azure, and IDENTITY_ENDPOINT is not set".to_owned());
    }
    let options = ManagedIdentityCredentialOptions {
        user_assigned_id: variables.get("AZURE_CLIENT_ID").map(|id| UserAssignedId::ClientId(id.to_owned())),
        client_options: around.machine(endpoint)?,
    };
    match ManagedIdentityCredential::new(Some(options)) {
        Ok(credential) => Ok(credential),
        Err(error) => Err(super::chain::why(&error)),
    }
}
