//! What a pool is made of. Read only by `create`; scaling never touches any of it.

use super::pool::Touch;
use super::{Pool, PoolId, Scale, SessionSize, State};
use std::collections::BTreeMap;
use std::fmt;

/// What runs in a pool's sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An image of the user's.
    CustomContainer,
    /// Azure's Python code interpreter.
    PythonLTS,
    /// Azure's JavaScript code interpreter.
    NodeLTS,
    /// Azure's shell.
    Shell,
}

impl Kind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::CustomContainer, Self::PythonLTS, Self::NodeLTS, Self::Shell];

    /// ARM's name for it, as `containerType`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CustomContainer => "CustomContainer",
            Self::PythonLTS => "PythonLTS",
            Self::NodeLTS => "NodeLTS",
            Self::Shell => "Shell",
        }
    }

    /// The kind of that name, compared without case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// Whether the service keeps ready sessions for it. Code interpreters drop the number (recorded 2024-11-11 and
    /// 2025-10-10).
    #[must_use]
    pub fn keeps_ready(self) -> bool {
        self == Self::CustomContainer
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Everything `create` needs beside the scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The region, as the user wrote it: `eastus2` or `East US 2`.
    pub location: String,
    /// What runs in the sessions.
    pub kind: Kind,
    /// The container; `None` on code interpreters.
    pub container: Option<Container>,
    /// Managed identities.
    pub identity: Identity,
    /// `EgressEnabled` or `EgressDisabled`, if the user says which.
    pub egress: Option<Egress>,
    /// Tags for the new pool.
    pub tags: BTreeMap<String, String>,
}

impl Definition {
    /// What stands where such a pool is parked: nothing, in the words of a pool. Its state is `Parked`.
    #[must_use]
    pub fn parked(&self, id: &PoolId) -> Pool {
        let container = self.container.as_ref();
        Pool {
            id: id.clone(),
            location: self.location.clone(),
            kind: Some(self.kind),
            container_type: self.kind.name().to_owned(),
            scale: Scale { max: 0, ready: self.kind.keeps_ready().then_some(0) },
            lifecycle: None,
            state: State::Other("Parked".to_owned()),
            nodes: None,
            counts: None,
            network: None,
            endpoint: None,
            environment: container.map(|container| container.environment.clone()),
            image: container.map(|container| container.image.clone()),
            session_size: container.and_then(|container| SessionSize::of(container.cpu, &container.memory)),
            identity: None,
            secrets: Vec::new(),
            tags: BTreeMap::new(),
            created: Touch::default(),
            modified: Touch::default(),
        }
    }
}

/// Whether sessions reach the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Egress {
    /// They do.
    Enabled,
    /// They do not; Azure's own default.
    Disabled,
}

impl Egress {
    /// ARM's word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Enabled => "EgressEnabled",
            Self::Disabled => "EgressDisabled",
        }
    }
}

/// A custom container.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// The environment: its ARM id, or its name in the pool's group.
    pub environment: String,
    /// The image with its tag.
    pub image: String,
    /// The entry point; empty for the image's own.
    pub command: Vec<String>,
    /// Its arguments; empty for the image's own.
    pub args: Vec<String>,
    /// Cores.
    pub cpu: f64,
    /// Memory with its unit, such as `1Gi`.
    pub memory: String,
    /// The port that requests are forwarded to.
    pub target_port: u16,
    /// Where the image comes from, unless it is public.
    pub registry: Option<Registry>,
    /// The environment variables of the container, in the order of the file.
    pub env: Vec<(String, EnvValue)>,
    /// Probes, at most one of each type.
    pub probes: Vec<Probe>,
}

/// A registry and how to sign in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    /// The host, such as `example.azurecr.io`.
    pub server: String,
    /// How to sign in.
    pub login: RegistryLogin,
}

/// How to sign in at a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistryLogin {
    /// A user and a password that stands somewhere else.
    Password {
        /// The user.
        username: String,
        /// Where the password stands.
        password: SecretSource,
    },
    /// A managed identity: `system`, or the ARM id of a user-assigned one.
    Identity(String),
}

/// The value of an environment variable in the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvValue {
    /// As it stands in the file.
    Plain(String),
    /// A secret of the pool, whose value stands somewhere else.
    Secret(SecretSource),
}

/// Where a secret's value stands. Never in a file of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// In an environment variable of the process that runs `create`.
    Env(String),
}

/// A secret's value. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Holds a value.
    #[must_use]
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value, for the one place that sends it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// A probe of the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What it decides.
    pub kind: ProbeKind,
    /// What it does.
    pub action: ProbeAction,
    /// `failureThreshold`, times.
    pub failure_threshold: Option<u32>,
    /// `initialDelaySeconds`.
    pub initial_delay_seconds: Option<u32>,
    /// `periodSeconds`.
    pub period_seconds: Option<u32>,
    /// `timeoutSeconds`.
    pub timeout_seconds: Option<u32>,
}

/// What a probe decides. Readiness is not supported by session pools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeKind {
    /// Whether the container still lives.
    Liveness,
    /// Whether it has started.
    Startup,
}

impl ProbeKind {
    /// ARM's word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Liveness => "Liveness",
            Self::Startup => "Startup",
        }
    }
}

/// What a probe does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeAction {
    /// An HTTP GET.
    HttpGet {
        /// The path, such as `/health`.
        path: Option<String>,
        /// The port.
        port: u16,
        /// `HTTP` or `HTTPS`.
        scheme: Option<String>,
    },
    /// A TCP connection.
    TcpSocket {
        /// The port.
        port: u16,
    },
}

/// The managed identities of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// Whether the pool has one of its own, and what it is for.
    pub system: Option<IdentityUse>,
    /// User-assigned ones by their ARM id.
    pub user: Vec<(String, IdentityUse)>,
}

/// What an identity is for: `managedIdentitySettings[].lifecycle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdentityUse {
    /// For pulling the image only.
    #[default]
    None,
    /// For the main container too.
    Main,
}

impl IdentityUse {
    /// ARM's word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Main => "Main",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show() {
        assert_eq!(format!("{:?}", Secret::new("hunter2".into())), "Secret(***)");
    }
}
