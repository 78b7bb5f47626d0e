//! Asking for everything about every pool at once.

use super::needs::On;
use super::{Request, Target};
use crate::azure::{Client, Failure, Scope};
use crate::error::Error;
use crate::model::{Lock, Permission, Pool, PoolId};
use crate::ops::parked::{By, Next};
use futures::StreamExt;

/// Pools that are looked at at the same time, each with some requests.
const AT_ONCE: usize = 8;

/// What was found out about a pool, or about a group without one.
#[derive(Debug)]
pub(super) struct Look {
    /// The pool; `None` where only a group is looked at.
    pub(super) seen: Option<Seen>,
    /// What the login may do, at each scope that matters.
    pub(super) rights: Vec<Rights>,
}

/// A pool as it was found.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) id: PoolId,
    /// Whether it is parked while nobody wants it.
    pub(super) parks: bool,
    /// Who parked it from here, where nothing was written to it since.
    pub(super) parked_by: Option<By>,
    /// What wants it now, where it is parked while nobody does.
    pub(super) due: Option<Next>,
    /// The pool; `None` where there is none.
    pub(super) pool: Result<Option<Pool>, Error>,
    /// The locks that Azure lists at it.
    pub(super) locks: Result<Vec<Lock>, Error>,
}

/// What the login may do at a scope.
#[derive(Debug)]
pub(super) struct Rights {
    /// What lies there.
    pub(super) on: On,
    /// The scope in words.
    pub(super) place: String,
    pub(super) permissions: Result<Vec<Permission>, Error>,
}

/// Looks at every pool; where there is none to look at, at what may be done in the group.
pub(super) async fn at_all(azure: &Client, request: &Request) -> Vec<Look> {
    if let (true, Some(subscription), Some(group)) = (request.targets.is_empty(), &request.subscription, &request.group)
    {
        let id = PoolId { subscription: subscription.clone(), group: group.clone(), name: String::new() };
        return vec![Look { seen: None, rights: vec![rights_in_group(azure, &id).await] }];
    }
    let looks = request.targets.iter().map(|target| look(azure, target));
    futures::stream::iter(looks).buffered(AT_ONCE).collect().await
}

async fn look(azure: &Client, target: &Target) -> Look {
    let id = &target.id;
    let links = target.links.iter().map(|(on, scope)| rights(azure, *on, link_name(*on, scope), scope));
    let (pool, locks, own, links) = tokio::join!(
        azure.get_pool(id),
        async { azure.locks(&id.to_string()).await },
        rights_on_pool(azure, id),
        futures::future::join_all(links)
    );
    let scope = || Scope::Pool(id.clone());
    let pool = pool.map_err(|failure| failure.into_error("read the pool", &scope()));
    let pool = pool.and_then(|pool| pool.map(|pool| pool.view()).transpose());
    let locks = locks.map_err(|failure| failure.into_error("read the locks", &scope()));
    let rights = std::iter::once(own).chain(links).collect();
    let Target { parks, parked_by, due, .. } = target.clone();
    Look { seen: Some(Seen { id: id.clone(), parks, parked_by, due, pool, locks }), rights }
}

/// On a pool that is not there yet, what may be done in its group is what counts.
async fn rights_on_pool(azure: &Client, id: &PoolId) -> Rights {
    match azure.permissions(&id.to_string()).await {
        Err(failure) if failure.is_missing() => rights_in_group(azure, id).await,
        asked => told(On::Pool, id.name.clone(), asked),
    }
}

async fn rights_in_group(azure: &Client, id: &PoolId) -> Rights {
    rights(azure, On::Pool, format!("resource group {}", id.group), &id.group_scope()).await
}

async fn rights(azure: &Client, on: On, place: String, scope: &str) -> Rights {
    told(on, place, azure.permissions(scope).await)
}

fn told(on: On, place: String, asked: Result<Vec<Permission>, Failure>) -> Rights {
    let doing = format!("read what this login may do on {place}");
    let permissions = asked.map_err(|failure| failure.into_error(&doing, &Scope::Subscription(String::new())));
    Rights { on, place, permissions }
}

fn link_name(on: On, scope: &str) -> String {
    let name = scope.rsplit('/').next().unwrap_or(scope);
    match on {
        On::Environment => format!("environment {name}"),
        On::Identity => format!("identity {name}"),
        On::Pool | On::Subscription => name.to_owned(),
    }
}
