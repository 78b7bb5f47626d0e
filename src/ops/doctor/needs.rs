//! The actions that pool needs, once: the role check holds a login against them, and `--role` makes the smallest role
//! of them.
//!
//! They follow from the requests that the client sends. The names are those of Azure's lists of permissions: *Compute*
//! for Microsoft.App (2024-04-25), *Management and governance* for Microsoft.Authorization and Microsoft.Resources,
//! *Identity* for Microsoft.ManagedIdentity. A role with an action that is not on those lists is refused as a whole
//! (`InvalidActionOrNotAction`), so none is made up here.

use crate::model::Mark;

/// An action, and what it is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// ARM's name of the action.
    pub action: &'static str,
    /// What it is done to.
    pub on: On,
    /// The commands that need it.
    pub commands: &'static str,
    /// How bad it is to lack it.
    pub lack: Mark,
}

/// What an action is done to, and so the scope at which a role must have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// The pool, or anything that it lies in.
    Pool,
    /// The environment of a custom-container pool.
    Environment,
    /// A user-assigned identity that the pool is given.
    Identity,
    /// The subscription.
    Subscription,
}

/// Every action that some command needs.
pub const NEEDS: [Need; 11] = [
    Need { action: "Microsoft.App/sessionPools/read", on: On::Pool, commands: "every command", lack: Mark::Fault },
    // PUT and PATCH alike, and the tags in their bodies.
    Need {
        action: "Microsoft.App/sessionPools/write",
        on: On::Pool,
        commands: "create, scale-up, scale-down",
        lack: Mark::Fault,
    },
    Need { action: "Microsoft.App/sessionPools/delete", on: On::Pool, commands: "delete", lack: Mark::Warning },
    // A stamp that changes while the scale does not is written there, and so is no operation on the pool.
    Need {
        action: "Microsoft.Resources/tags/write",
        on: On::Pool,
        commands: "scale-up, scale-down",
        lack: Mark::Warning,
    },
    // `Location` and `Azure-AsyncOperation` lead below the subscription (recorded 2025-10-10). Whether ARM asks for
    // these at all, and whether a role on the resource group is enough, is not known.
    Need {
        action: "Microsoft.App/locations/operationResults/read",
        on: On::Subscription,
        commands: "scale-up, scale-down, delete",
        lack: Mark::Warning,
    },
    Need {
        action: "Microsoft.App/locations/operationStatuses/read",
        on: On::Subscription,
        commands: "create",
        lack: Mark::Warning,
    },
    // Linked access: the role Container Apps SessionPools Contributor has it for this reason (2025-06-30).
    Need {
        action: "Microsoft.App/managedEnvironments/join/action",
        on: On::Environment,
        commands: "create",
        lack: Mark::Warning,
    },
    Need {
        action: "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
        on: On::Identity,
        commands: "create",
        lack: Mark::Warning,
    },
    Need {
        action: "Microsoft.Resources/subscriptions/providers/read",
        on: On::Subscription,
        commands: "doctor",
        lack: Mark::Note,
    },
    Need { action: "Microsoft.Authorization/permissions/read", on: On::Pool, commands: "doctor", lack: Mark::Note },
    Need { action: "Microsoft.Authorization/locks/read", on: On::Pool, commands: "doctor", lack: Mark::Note },
];

/// A custom role, in the words of `az role definition create`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleDefinition {
    /// Its name, which is unique in a tenant.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// What it allows.
    pub actions: Vec<&'static str>,
    /// Where it can be assigned: ARM ids of subscriptions.
    pub assignable_scopes: Vec<String>,
}

impl RoleDefinition {
    /// The smallest role with which every command works, to be assigned in these subscriptions.
    #[must_use]
    pub fn smallest(subscriptions: &[String]) -> Self {
        Self {
            name: "Session Pool Operator",
            description: "Create, scale and delete Azure Container Apps session pools, as the command `pool` does.",
            actions: NEEDS.iter().map(|need| need.action).collect(),
            assignable_scopes: subscriptions.iter().map(|id| format!("/subscriptions/{id}")).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_need_is_an_action_and_stands_once() {
        let actions: HashSet<String> = NEEDS.iter().map(|need| need.action.to_ascii_lowercase()).collect();
        assert_eq!(actions.len(), NEEDS.len());
        for Need { action, .. } in NEEDS {
            let verb = action.rsplit('/').next().unwrap();
            assert!(["read", "write", "delete", "action"].contains(&verb), "{action}");
            assert!(action.starts_with("Microsoft.") && !action.contains('*'), "{action}");
        }
    }
}
