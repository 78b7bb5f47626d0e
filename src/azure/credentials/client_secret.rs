//! A service principal with a secret: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET.

use super::chain::Built;
use super::surroundings::Surroundings;
use azure_core::credentials::Secret;
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};

pub(super) fn build(around: &Surroundings) -> Built {
    let secret = around.environment.need("AZURE_CLIENT_SECRET")?;
    let client = around.environment.need("AZURE_CLIENT_ID")?;
    let options = ClientSecretCredentialOptions { client_options: around.authority()? };
    let secret = Secret::new(secret.to_owned());
    match ClientSecretCredential::new(around.tenant()?, client.to_owned(), secret, Some(options)) {
        Ok(credential) => Ok(credential),
        Err(error) => Err(super::chain::why(&error)),
    }
}
