//! What stands around session pools in Azure and is asked for by others' clients on their way to them: which paths
//! there are, and who answers each. As much as the Azure CLI and the SDKs ask for, and no more.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::{directory, environments, groups, locks, metadata, prices, provider, resources, roles, tokens, versions};
use http::Method;
use serde_json::Value;

/// What a path names, of what stands around pools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Neighbour {
    Tenants,
    Subscriptions,
    Subscription(String),
    /// The regions of a subscription.
    Locations(String),
    /// Who calls, as Microsoft Graph says it.
    Me,
    /// Every provider, as a subscription sees them.
    Providers(Option<String>),
    /// One provider, by its namespace.
    Provider {
        subscription: Option<String>,
        namespace: String,
    },
    /// `register` and `unregister`.
    Registration {
        subscription: String,
        namespace: String,
    },
    Groups(String),
    Group(Place),
    Environments {
        subscription: String,
        group: Option<String>,
    },
    Environment {
        place: Place,
        name: String,
    },
    /// Resources of any type.
    Resources {
        subscription: String,
        group: Option<String>,
    },
    /// Role assignments at a scope.
    Roles(String),
    /// One of them.
    Role {
        scope: String,
        name: String,
    },
    /// What the caller may do at a scope.
    Permissions,
    /// Locks at a scope.
    Locks(String),
    /// One of them.
    Lock {
        scope: String,
        name: String,
    },
    /// The roles that can be assigned, at a scope.
    RoleDefinitions(String),
    /// One of them.
    RoleDefinition {
        scope: String,
        name: String,
    },
    /// What a cloud is made of.
    Metadata,
    /// What Azure's services cost.
    Prices,
    /// The managed identity's tokens.
    Token,
    /// A service principal's tokens.
    Grant,
}

/// A resource group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) subscription: String,
    pub(super) group: String,
}

impl Place {
    /// Its ARM id.
    pub(super) fn id(&self) -> String {
        format!("/subscriptions/{}/resourceGroups/{}", self.subscription, self.group)
    }
}

impl Neighbour {
    /// Reads a path, given in parts and in lower-case parts.
    pub(super) fn read(parts: &[String], lower: &[&str]) -> Option<Self> {
        let part = |index: usize| parts.get(index).cloned().unwrap_or_default();
        let place = || Place { subscription: part(1), group: part(3) };
        let group = Some(part(3));
        Some(match lower {
            [scope @ .., "providers", "microsoft.authorization", "roleassignments"] => {
                Self::Roles(joined(&parts[..scope.len()]))
            }
            [scope @ .., "providers", "microsoft.authorization", "roleassignments", _] => {
                Self::Role { scope: joined(&parts[..scope.len()]), name: part(scope.len() + 3) }
            }
            [.., "providers", "microsoft.authorization", "permissions"] => Self::Permissions,
            [scope @ .., "providers", "microsoft.authorization", "locks"] => Self::Locks(joined(&parts[..scope.len()])),
            [scope @ .., "providers", "microsoft.authorization", "locks", _] => {
                Self::Lock { scope: joined(&parts[..scope.len()]), name: part(scope.len() + 3) }
            }
            [scope @ .., "providers", "microsoft.authorization", "roledefinitions"] => {
                Self::RoleDefinitions(joined(&parts[..scope.len()]))
            }
            [scope @ .., "providers", "microsoft.authorization", "roledefinitions", _] => {
                Self::RoleDefinition { scope: joined(&parts[..scope.len()]), name: part(scope.len() + 3) }
            }
            ["tenants"] => Self::Tenants,
            ["subscriptions"] => Self::Subscriptions,
            ["subscriptions", _] => Self::Subscription(part(1)),
            ["subscriptions", _, "locations"] => Self::Locations(part(1)),
            ["v1.0", "me"] => Self::Me,
            ["providers"] => Self::Providers(None),
            ["subscriptions", _, "providers"] => Self::Providers(Some(part(1))),
            ["providers", _] => Self::Provider { subscription: None, namespace: part(1) },
            ["subscriptions", _, "providers", _] => Self::Provider { subscription: Some(part(1)), namespace: part(3) },
            ["subscriptions", _, "providers", _, "register" | "unregister"] => {
                Self::Registration { subscription: part(1), namespace: part(3) }
            }
            ["subscriptions", _, "resourcegroups"] => Self::Groups(part(1)),
            ["subscriptions", _, "resourcegroups", _] => Self::Group(place()),
            ["subscriptions", _, "resources"] => Self::Resources { subscription: part(1), group: None },
            ["subscriptions", _, "resourcegroups", _, "resources"] => Self::Resources { subscription: part(1), group },
            ["subscriptions", _, "providers", "microsoft.app", "managedenvironments"] => {
                Self::Environments { subscription: part(1), group: None }
            }
            ["subscriptions", _, "resourcegroups", _, "providers", "microsoft.app", "managedenvironments"] => {
                Self::Environments { subscription: part(1), group }
            }
            ["subscriptions", _, "resourcegroups", _, "providers", "microsoft.app", "managedenvironments", _] => {
                Self::Environment { place: place(), name: part(7) }
            }
            ["metadata", "endpoints"] => Self::Metadata,
            ["api", "retail", "prices"] => Self::Prices,
            ["msi", "token"] => Self::Token,
            [_, "oauth2", "v2.0", "token"] => Self::Grant,
            _ => return None,
        })
    }
}

fn joined(parts: &[String]) -> String {
    parts.iter().map(|part| format!("/{part}")).collect()
}

/// Answers a request to one of them.
pub(super) fn answer(desk: &Desk<'_>, neighbour: &Neighbour) -> Result<Reply, Trouble> {
    let of_arm = !matches!(
        neighbour,
        Neighbour::Metadata | Neighbour::Prices | Neighbour::Token | Neighbour::Grant | Neighbour::Me
    );
    if of_arm {
        versions::form(desk.call.version())?;
    }
    let get = desk.call.method == Method::GET;
    match neighbour {
        Neighbour::Group(place) => groups::answer(desk, place),
        Neighbour::Environment { place, name } => environments::answer(desk, place, name),
        Neighbour::Role { scope, name } => roles::answer(desk, scope, name),
        Neighbour::Lock { scope, name } => locks::answer(desk, scope, name),
        Neighbour::Registration { namespace, subscription } if desk.call.method == Method::POST => {
            provider::show(Some(subscription), namespace)
        }
        Neighbour::Tenants if get => Ok(directory::tenants()),
        Neighbour::Subscriptions if get => directory::subscriptions(desk),
        Neighbour::Subscription(id) if get => Ok(directory::subscription(id)),
        Neighbour::Locations(id) if get => Ok(directory::locations(id)),
        Neighbour::Me if get => Ok(directory::me()),
        Neighbour::Providers(subscription) if get => Ok(provider::list(subscription.as_deref())),
        Neighbour::Provider { subscription, namespace } if get => provider::show(subscription.as_deref(), namespace),
        Neighbour::Groups(subscription) if get => groups::list(desk, subscription),
        Neighbour::Environments { subscription, group } if get => {
            environments::list(desk, subscription, group.as_deref())
        }
        Neighbour::Resources { subscription, group } if get => resources::list(desk, subscription, group.as_deref()),
        Neighbour::Roles(scope) if get => roles::list(desk, scope),
        Neighbour::Permissions if get => Ok(roles::permissions()),
        Neighbour::Locks(scope) if get => locks::list(desk, scope),
        Neighbour::RoleDefinitions(scope) if get => roles::definitions(desk, scope),
        Neighbour::RoleDefinition { scope, name } if get => roles::definition(scope, name),
        Neighbour::Metadata if get => Ok(metadata::endpoints(desk)),
        Neighbour::Prices if get => prices::answer(desk),
        Neighbour::Token if get => Ok(tokens::issue(desk)),
        Neighbour::Grant if desk.call.method == Method::POST => Ok(tokens::grant(desk)),
        _ => Err(desk.no_method().into()),
    }
}

/// A body that is an object.
pub(super) fn content(desk: &Desk<'_>) -> Result<Value, Refusal> {
    serde_json::from_slice::<Value>(&desk.call.body).ok().filter(Value::is_object).ok_or_else(|| {
        let text = "The request content was invalid and could not be deserialized: an object is missing.";
        Refusal::new(codes::INVALID_CONTENT, text)
    })
}
