//! What credentials find around them: variables, carriers, processes, the machine. Tests give their own.

use super::cache::TokenCache;
use super::environment::Environment;
use super::process::Processes;
use crate::azure::cloud::Cloud;
use crate::azure::transport;
use crate::clock::Clock;
use crate::disk;
use crate::error::Result;
use crate::net::{self, Carrier};
use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::http::{ClientOptions, ExponentialRetryOptions, RetryOptions};
use azure_identity::Executor;
use std::path::PathBuf;
use std::sync::Arc;

/// Where Linux shows the tag of the machine's chassis.
const CHASSIS: &str = "/sys/class/dmi/id/chassis_asset_tag";

/// The tag that every virtual machine of Azure has; cloud-init knows Azure by it too (its Azure data source, 2026-11).
const AZURE_CHASSIS: &str = "7783-7084-3265-9085-8269-3286-77";

/// Tries of a request for a token beyond the first; a person waits for it.
const RETRIES: u32 = 2;

/// What is around.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    pub(super) environment: Environment,
    pub(super) cloud: Cloud,
    /// The tenant that the user names, before the one in the environment.
    pub(super) tenant: Option<String>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) processes: Arc<dyn Executor>,
    /// Carries everything, in tests; `None` makes the carrier that fits when it is needed.
    pub(super) carrier: Option<Carrier>,
    pub(super) chassis: PathBuf,
    /// Where tokens of `az` and `azd` are kept from run to run.
    pub(super) cache: Option<TokenCache>,
}

impl Surroundings {
    pub(super) fn new(environment: Environment, cloud: Cloud, tenant: Option<String>, clock: Arc<dyn Clock>) -> Self {
        let chassis = PathBuf::from(CHASSIS);
        Self { environment, cloud, tenant, clock, processes: Arc::new(Processes), carrier: None, chassis, cache: None }
    }

    /// The tenant, or the words that say that it is missing.
    pub(super) fn tenant(&self) -> std::result::Result<&str, String> {
        self.tenant.as_deref().map_or_else(|| self.environment.need("AZURE_TENANT_ID"), Ok)
    }

    /// Whether the variables name a service principal with its secret, whole.
    pub(super) fn has_principal(&self) -> bool {
        let set = |name| self.environment.get(name).is_some();
        self.tenant().is_ok() && set("AZURE_CLIENT_ID") && set("AZURE_CLIENT_SECRET")
    }

    /// Options for a credential that asks the authority of the cloud, over https.
    pub(super) fn authority(&self) -> std::result::Result<ClientOptions, String> {
        let mut cloud = CustomConfiguration::default();
        let host = self.environment.get("AZURE_AUTHORITY_HOST").unwrap_or(self.cloud.authority);
        // Both `login.example.com` and `https://login.example.com/` are in use.
        cloud.authority_host = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
        let cloud = Some(Arc::new(CloudConfiguration::from(cloud)));
        Ok(ClientOptions { cloud, ..self.options(|| net::secure_client().map(Carrier::Network))? })
    }

    /// Options for a credential that asks the machine itself, never through a proxy, or the endpoint that a host names.
    pub(super) fn machine(&self, endpoint: Option<&str>) -> std::result::Result<ClientOptions, String> {
        let client = endpoint.map_or_else(net::loopback_client, net::identity_client);
        let client = client.map_err(|error| format!("IDENTITY_ENDPOINT: {error}"))?;
        self.options(|| Ok(Carrier::Network(client.clone())))
    }

    /// Whether this is a virtual machine of Azure. Elsewhere its metadata address leads nowhere, slowly.
    pub(super) fn is_azure_machine(&self) -> bool {
        cfg!(target_os = "linux")
            && matches!(disk::read_if_there(&self.chassis), Ok(Some(tag)) if tag.trim() == AZURE_CHASSIS)
    }

    fn options(&self, make: impl Fn() -> Result<Carrier>) -> std::result::Result<ClientOptions, String> {
        let carrier = match &self.carrier {
            Some(carrier) => carrier.clone(),
            None => make().map_err(|error| error.to_string())?,
        };
        let retry = ExponentialRetryOptions { max_retries: RETRIES, ..ExponentialRetryOptions::default() };
        Ok(ClientOptions {
            transport: Some(transport::over(&carrier)),
            retry: RetryOptions::exponential(retry),
            ..ClientOptions::default()
        })
    }
}
