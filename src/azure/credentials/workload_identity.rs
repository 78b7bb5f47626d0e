//! A federated token in a file: AZURE_FEDERATED_TOKEN_FILE, AZURE_TENANT_ID, AZURE_CLIENT_ID.

use super::chain::Built;
use super::surroundings::Surroundings;
use azure_identity::{ClientAssertionCredentialOptions, WorkloadIdentityCredential, WorkloadIdentityCredentialOptions};

pub(super) fn build(around: &Surroundings) -> Built {
    let file = around.environment.need("AZURE_FEDERATED_TOKEN_FILE")?;
    let client = around.environment.need("AZURE_CLIENT_ID")?;
    let options = WorkloadIdentityCredentialOptions {
        credential_options: ClientAssertionCredentialOptions { client_options: around.authority()? },
        client_id: Some(client.to_owned()),
        tenant_id: Some(around.tenant()?.to_owned()),
        token_file_path: Some(file.into()),
    };
    match WorkloadIdentityCredential::new(Some(options)) {
        Ok(credential) => Ok(credential),
        Err(error) => Err(super::chain::why(&error)),
    }
}
