//! A pool to look at, with what the pool file would make it of.

use super::needs::On;
use crate::config::PoolEntry;
use crate::model::PoolId;
use crate::model::definition::{Definition, RegistryLogin};
use crate::ops::parked::{By, Next};
use crate::ops::runs::Run;
use crate::wire;

/// A pool to look at.
#[derive(Debug, Clone)]
pub struct Target {
    /// Where it lives, or will.
    pub id: PoolId,
    /// Whether it is parked while nobody wants it.
    pub parks: bool,
    /// Who parked it from here, where nothing was written to it since.
    pub parked_by: Option<By>,
    /// What wants it now, where it is parked while nobody does.
    pub due: Option<Next>,
    /// The last run of `pool apply` over it from here.
    pub run: Option<Run>,
    /// The variables of its secrets that are not set here.
    pub unset: Vec<String>,
    /// Its region, where the pool file says.
    pub region: Option<String>,
    /// ARM ids of what it is linked to when it is created, with what that is.
    pub links: Vec<(On, String)>,
}

impl Target {
    /// A pool, and what the pool file says of it.
    #[must_use]
    pub fn new(id: PoolId, entry: Option<&PoolEntry>) -> Self {
        let definition = entry.and_then(|entry| entry.definition.as_ref());
        let region = definition.map(|definition| definition.location.clone());
        let links = definition.map(|definition| links(&id, definition)).unwrap_or_default();
        Self {
            parks: entry.is_some_and(|entry| entry.parks),
            parked_by: None,
            due: None,
            run: None,
            unset: Vec::new(),
            region,
            links,
            id,
        }
    }
}

/// The environment, and the user-assigned identities of the pool and of its registry, each once.
fn links(id: &PoolId, definition: &Definition) -> Vec<(On, String)> {
    let container = definition.container.as_ref();
    let environment = container.map(|it| (On::Environment, wire::create::environment_id(id, &it.environment)));
    let registry = container.and_then(|it| it.registry.as_ref()).and_then(|registry| match &registry.login {
        RegistryLogin::Identity(identity) if identity.starts_with('/') => Some(identity),
        _ => None,
    });
    let mut links: Vec<(On, String)> = environment.into_iter().collect();
    for identity in definition.identity.user.iter().map(|(identity, _)| identity).chain(registry) {
        if !links.iter().any(|(_, known)| known.eq_ignore_ascii_case(identity)) {
            links.push((On::Identity, identity.clone()));
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::pool_file;

    #[test]
    fn what_a_new_pool_is_linked_to_is_read_from_the_file() {
        let mine = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine";
        let text = format!(
            "defaults: {{location: eastus2}}\n\
             pools:\n  p:\n    container:\n      type: CustomContainer\n      environment: env\n      image: i:1\n      \
             cpu: 0.5\n      memory: 1Gi\n      targetPort: 80\n      registry: {{server: r.example, identity: {mine}}}\n    \
             identity: {{user: [{mine}]}}\n  q: {{}}\n"
        );
        let file = pool_file::parse("pool.yaml", &text).unwrap();
        let id = PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() };
        let target = Target::new(id.clone(), file.pool("p"));
        let environment = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/env";
        assert_eq!(target.links, [(On::Environment, environment.to_owned()), (On::Identity, mine.to_owned())]);
        assert_eq!(target.region.as_deref(), Some("eastus2"));
        let bare = Target::new(id, file.pool("q"));
        assert_eq!((bare.links, bare.region), (vec![], None));
    }
}
