//! A pool as Azure shows it.

use super::{Kind, Lifecycle, PoolId, Scale, SessionSize, time};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt;

/// A pool as the last GET said. What Azure left out is `None`, and never made up.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Where it lives.
    pub id: PoolId,
    /// The region as Azure prints it: `East US 2`.
    pub location: String,
    /// What runs in its sessions; `None` for a container type that is newer than this program.
    pub kind: Option<Kind>,
    /// The container type as Azure prints it.
    pub container_type: String,
    /// Its scale.
    pub scale: Scale,
    /// When a session ends; `None` where Azure says nothing that we know.
    pub lifecycle: Option<Lifecycle>,
    /// Whether an operation is running.
    pub state: State,
    /// How many nodes it occupies; custom containers only.
    pub nodes: Option<u32>,
    /// What its sessions are doing; custom containers only.
    pub counts: Option<Counts>,
    /// `EgressEnabled` or `EgressDisabled`.
    pub network: Option<String>,
    /// `poolManagementEndpoint`.
    pub endpoint: Option<String>,
    /// The ARM id of its environment; custom containers only.
    pub environment: Option<String>,
    /// The image of its first container.
    pub image: Option<String>,
    /// What one session takes of a node; custom containers only.
    pub session_size: Option<SessionSize>,
    /// `None`, `SystemAssigned`, …
    pub identity: Option<String>,
    /// The names of its secrets; Azure never shows their values.
    pub secrets: Vec<String>,
    /// All its tags.
    pub tags: BTreeMap<String, String>,
    /// Who made it, and when.
    pub created: Touch,
    /// Who changed it last, and when.
    pub modified: Touch,
}

/// Who did something, and when, as far as Azure says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touch {
    /// A user's name, or an application's id.
    pub by: Option<String>,
    /// The instant.
    pub at: Option<Timestamp>,
}

impl Touch {
    /// Who changed a thing last, and when: "ana@example.com changed the pool last, 2026-12-05 21:00 UTC".
    #[must_use]
    pub fn changed_last(&self, what: &str) -> String {
        let by = self.by.as_deref().unwrap_or("somebody");
        match self.at {
            Some(at) => format!("{by} changed {what} last, {}", time::utc(at)),
            None => format!("{by} changed {what} last"),
        }
    }
}

impl Pool {
    /// The kind that counts for it: one newer than this program has ready sessions where Azure shows the number.
    #[must_use]
    pub fn counts_as(&self) -> Kind {
        self.kind.unwrap_or(if self.scale.ready.is_some() { Kind::CustomContainer } else { Kind::Shell })
    }

    /// The value of a tag; names compare without case, as Azure's do.
    #[must_use]
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// When it was changed last, or made; `None` where Azure does not say.
    #[must_use]
    pub fn changed_at(&self) -> Option<Timestamp> {
        self.modified.at.max(self.created.at)
    }

    /// How many sessions are in use; `None` where Azure does not say.
    #[must_use]
    pub fn allocated(&self) -> Option<u32> {
        self.counts.map(|counts| counts.allocated)
    }
}

/// What the sessions of a pool are doing: `templateUpdateStatus.activeTemplate.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// How many ready ones the service is working towards.
    pub expected: u32,
    /// Warm and free. Does not include allocated ones (recorded 2025-09-07).
    pub ready: u32,
    /// Starting.
    pub pending: u32,
    /// In use, or cooling down.
    pub allocated: u32,
    /// Whose image could not be pulled.
    pub image_pull_failed: u32,
    /// Whose container crashed.
    pub crashed: u32,
}

/// `provisioningState`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing is running.
    Succeeded,
    /// An operation is running.
    InProgress,
    /// The last operation failed.
    Failed,
    /// The last operation was cancelled.
    Canceled,
    /// It is being deleted.
    Deleting,
    /// A state that is newer than this program; counts as busy.
    Other(String),
}

impl State {
    /// The state of that name, compared without case.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "succeeded" => Self::Succeeded,
            "inprogress" => Self::InProgress,
            "failed" => Self::Failed,
            "canceled" | "cancelled" => Self::Canceled,
            "deleting" => Self::Deleting,
            // For people to read: control characters could forge a line on a terminal.
            _ => Self::Other(name.replace(char::is_control, " ")),
        }
    }

    /// Whether an operation is running, so that a write would meet it.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Succeeded | Self::Failed | Self::Canceled => false,
            Self::InProgress | Self::Deleting | Self::Other(_) => true,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Succeeded => "Succeeded",
            Self::InProgress => "InProgress",
            Self::Failed => "Failed",
            Self::Canceled => "Canceled",
            Self::Deleting => "Deleting",
            Self::Other(name) => name,
        })
    }
}
