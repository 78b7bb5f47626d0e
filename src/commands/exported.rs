//! What the surroundings of a pool file know that is exported with it.

use super::context::Context;
use super::target::placed;
use crate::azure::cloud;
use crate::config::PoolEntry;
use crate::error::{Error, Kind, Result};
use crate::model::PoolId;
use crate::ops::export::{self, Material, Variable};
use crate::wire::create::environment_id;

/// The pool file with what it leaves to its surroundings, as far as these know it.
pub(super) fn material(context: &Context) -> Result<Material> {
    let file = context.pool_file()?.ok_or_else(|| {
        Error::message(Kind::Usage, "there is no pool file to export").hint("`pool init` writes one to start from.")
    })?;
    let mut material = export::gather(file, &context.working_folder()?, &context.profile_folders()?)?;
    // What an emulator has says nothing of Azure.
    let place = if context.is_emulated() { None } else { context.place(None).ok() };
    let (subscription, group) = place.map(|place| (place.subscription, place.group)).unzip();
    let pools = &file.file.pools;
    if pools.iter().any(|pool| pool.subscription.is_none()) {
        material.variables.push(Variable { name: "AZURE_SUBSCRIPTION_ID", value: subscription });
    }
    if pools.iter().any(|pool| pool.resource_group.is_none()) {
        material.variables.push(Variable { name: "AZURE_DEFAULTS_GROUP", value: group.flatten() });
    }
    material.cloud = match context.cloud() {
        cloud::US_GOVERNMENT => Some("usgov".to_owned()),
        cloud::CHINA => Some("china".to_owned()),
        _ => None,
    };
    Ok(material)
}

/// Where a pool lives, where that is known.
pub(super) fn id(context: &Context, pool: &PoolEntry) -> Option<PoolId> {
    placed(context.place(Some(pool)), &pool.name).ok().filter(|_| !context.is_emulated())
}

/// The environment of the first pool that names one, as an ARM id, and its region.
pub(super) fn environment_of<'a>(context: &Context, material: &'a Material) -> (Option<String>, Option<&'a str>) {
    let found = material.file.pools.iter().find_map(|pool| {
        let definition = pool.definition.as_ref()?;
        Some((pool, definition, definition.container.as_ref()?))
    });
    let Some((pool, definition, container)) = found else { return (None, None) };
    let named = &container.environment;
    let own = id(context, pool).map(|id| environment_id(&id, named));
    (own.or_else(|| named.starts_with('/').then(|| named.clone())), Some(&definition.location))
}
