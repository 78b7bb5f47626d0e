//! Which pool a command is about.

use super::context::Context;
use super::local;
use super::park;
use super::settings::Place;
use crate::config::{PoolEntry, nearest};
use crate::error::{Error, Kind, Result};
use crate::model::{Definition, Pool, PoolId};
use crate::ops::Ops;
use crate::ops::parked::{self, Parked};

/// The pool to work on.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct TargetArgs {
    /// The pool's name, or its resource id [default: the only pool of the pool file]
    #[arg(short = 'n', long, value_name = "NAME")]
    pub(super) name: Option<String>,
}

/// A pool, and what the pool file says of it.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) id: PoolId,
    pub(super) entry: Option<PoolEntry>,
}

impl Target {
    /// The profile that the pool goes back to.
    pub(super) fn base(&self) -> &str {
        self.entry.as_ref().map_or("idle", |entry| entry.base.as_str())
    }

    /// What the pool file says that it is made of.
    ///
    /// # Errors
    /// How it would say so, where it does not.
    pub(super) fn described(&self, context: &Context) -> Result<Definition> {
        match self.entry.as_ref().and_then(|entry| entry.definition.clone()) {
            Some(definition) => Ok(definition),
            None => Err(not_described(&self.id.name, context)?),
        }
    }
}

impl Target {
    /// What stands of a pool that is not there where its base is parked: nothing, in the words of a pool.
    ///
    /// # Errors
    /// The error itself where that does not explain it.
    pub(super) fn parked(&self, error: Error) -> Result<Pool> {
        let entry = self.entry.as_ref().filter(|entry| entry.parks && error.kind() == Kind::PoolNotFound);
        entry.and_then(|entry| entry.definition.as_ref()).map(|definition| definition.parked(&self.id)).ok_or(error)
    }
}

impl Target {
    /// Whether the pool file says what it is made of, and leaves making it to people.
    pub(super) fn is_made_by_hand(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| entry.definition.is_some() && !entry.parks)
    }

    /// What is known of it where it is parked.
    pub(super) fn known(&self, context: &Context, ops: &Ops) -> Result<Parked> {
        let (definition, declared) = (self.described(context)?, context.declared(self)?);
        let of = (&definition, &declared);
        Ok(parked::parked(ops, &self.id, of, (&park::copies(context)?, context.clock.now())))
    }
}

/// A pool that was named, or that the pool file describes, before anybody needs to know where it is.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) entry: Option<PoolEntry>,
    /// The id, where it was given whole.
    pub(super) id: Option<PoolId>,
}

impl Named {
    /// All pools of the pool file, where none is named; `None` where one is, or the file has none.
    pub(super) fn all(context: &Context, name: Option<&str>) -> Result<Option<Vec<Self>>> {
        context.set_target(name);
        let entries = context.pool_file()?.map(|file| file.file.pools.as_slice()).unwrap_or_default();
        if name.is_some() || entries.is_empty() {
            return Ok(None);
        }
        let named = |entry: &PoolEntry| Self { name: entry.name.clone(), entry: Some(entry.clone()), id: None };
        Ok(Some(entries.iter().map(named).collect()))
    }

    /// What the pool file says that it is made of.
    pub(super) fn definition(&self) -> Option<&Definition> {
        self.entry.as_ref()?.definition.as_ref()
    }

    /// Where it is.
    pub(super) fn id(&self, context: &Context) -> Result<PoolId> {
        match &self.id {
            Some(id) => Ok(id.clone()),
            None => placed(context.place(self.entry.as_ref()), &self.name),
        }
    }
}

impl TargetArgs {
    /// Finds out which pool is meant.
    pub(super) fn resolve(&self, context: &Context) -> Result<Target> {
        context.set_target(self.name.as_deref());
        self.locate(context)
    }

    /// The same for one of several, which hints are not about.
    pub(super) fn locate(&self, context: &Context) -> Result<Target> {
        if let Some(id) = self.name.as_deref().filter(|name| name.contains('/')) {
            let id: PoolId = id.parse().map_err(|error| Error::new(Kind::Usage, anyhow::Error::new(error)))?;
            // An entry of the same name may describe another pool.
            let same =
                |own: &Option<String>, other: &str| own.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(other));
            let entry = context.pool_file()?.and_then(|file| file.file.pool(&id.name)).cloned();
            let entry = entry
                .filter(|entry| same(&entry.subscription, &id.subscription) && same(&entry.resource_group, &id.group));
            return Ok(Target { id, entry });
        }
        let (name, entry) = self.named(context)?;
        let id = placed(context.place(entry.as_ref()), &name)?;
        Ok(Target { id, entry })
    }

    /// The name, and what the pool file says of it; where it lies is another matter.
    pub(super) fn named(&self, context: &Context) -> Result<(String, Option<PoolEntry>)> {
        let file = context.pool_file()?;
        match (&self.name, file) {
            (Some(name), Some(file)) => Ok((name.clone(), file.file.pool(name).cloned())),
            (Some(name), None) => Ok((name.clone(), None)),
            (None, Some(file)) => match file.file.pools.as_slice() {
                [only] => Ok((only.name.clone(), Some(only.clone()))),
                [] => Err(Error::message(Kind::UnknownPool, format!("{} describes no pool", file.path.display()))
                    .hint("Name one with -n, or describe one under `pools:`.")),
                several => {
                    let names: Vec<&str> = several.iter().map(|entry| entry.name.as_str()).collect();
                    let text = format!("{} describes {} pools", file.path.display(), names.len());
                    Err(Error::message(Kind::UnknownPool, text)
                        .hint(format!("Choose one with -n: {}.", names.join(", "))))
                }
            },
            (None, None) if context.is_emulated() => Ok((local::POOL.to_owned(), None)),
            (None, None) => Err(Error::message(Kind::Usage, "no pool is named, and there is no pool file")
                .hint("Name one with -n, or write a pool file with `pool init`.")
                .hint("To try it without an Azure account: `pool --local show`.")),
        }
    }
}

/// The id of a pool at a place.
pub(super) fn placed(place: Result<Place>, name: &str) -> Result<PoolId> {
    let Place { subscription, group } = place?;
    let group = group.ok_or_else(|| no_group(name))?;
    Ok(PoolId { subscription, group, name: name.to_owned() })
}

/// The error for a pool that must stand in the pool file and does not.
fn not_described(name: &str, context: &Context) -> Result<Error> {
    let Some(file) = context.pool_file()? else {
        return Ok(Error::message(
            Kind::UnknownPool,
            format!("there is no pool file to say what pool {name} is made of"),
        )
        .hint("`pool init` writes one to start from."));
    };
    let error =
        Error::message(Kind::UnknownPool, format!("{} does not say what pool {name} is made of", file.path.display()))
            .about(name);
    let near = nearest(name, file.file.pools.iter().map(|entry| entry.name.as_str()));
    Ok(match near.filter(|near| *near != name) {
        Some(near) => error.hint(format!("Did you mean `{near}`?")),
        None => error.hint(format!("Describe it under `pools: {name}: container:`; `pool init` shows how.")),
    })
}

/// The error for a pool that the pool file does not have.
pub(super) fn unknown(name: &str, file: &str, pools: &[&str]) -> Error {
    let error = Error::message(Kind::UnknownPool, format!("{file} has no pool `{name}`")).about(name);
    match nearest(name, pools.iter().copied()) {
        Some(near) => error.hint(format!("Did you mean `{near}`?")),
        None => error.hint(format!("Known: {}.", pools.join(", "))),
    }
}

fn no_group(name: &str) -> Error {
    Error::message(Kind::NoResourceGroup, format!("no resource group is named for pool {name}"))
        .hint("Give -g, write `defaults: resourceGroup:` in the pool file, set AZURE_DEFAULTS_GROUP, or run `az configure --defaults group=…`.")
}
