//! Where pools are looked for, and who says so: the command line, the pool file, the environment, or what `az` left.

use super::context::Context;
use super::local;
use crate::config::{PoolEntry, az};
use crate::error::{Error, Kind, Result};
use crate::ops::doctor::{Setting, Told};
use crate::ops::pool_files::Loaded;

/// Where pools are looked for.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) subscription: String,
    pub(super) group: Option<String>,
}

/// What can be set at several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Subscription,
    Group,
}

/// Who may say it, the first one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    CommandLine,
    PoolFile,
    Environment,
    Emulator,
    Az,
}

const SOURCES: [Source; 5] = [Source::CommandLine, Source::PoolFile, Source::Environment, Source::Emulator, Source::Az];

/// What the pool file has to say of a pool, or of pools that it does not describe.
#[derive(Debug, Clone, Copy)]
struct Said<'a> {
    file: Option<&'a Loaded>,
    entry: Option<&'a PoolEntry>,
}

impl Context {
    /// The subscription and the group that hold for a pool of the pool file, or for none.
    pub(super) fn place(&self, entry: Option<&PoolEntry>) -> Result<Place> {
        self.place_beside(self.pool_file()?, entry)
    }

    /// The same by a pool file that was read already, or by none.
    pub(super) fn place_beside(&self, file: Option<&Loaded>, entry: Option<&PoolEntry>) -> Result<Place> {
        let said = Said { file, entry };
        let first = |what| SOURCES.into_iter().find_map(|source| self.says(source, what, said));
        let subscription = first(What::Subscription).ok_or_else(no_subscription)?;
        Ok(Place { subscription, group: first(What::Group) })
    }

    /// Both settings with everybody who says something of them.
    pub(super) fn told_place(&self, file: Option<&Loaded>, entry: Option<&PoolEntry>) -> Vec<Setting> {
        let said = Said { file, entry };
        let named = [(What::Subscription, "subscription"), (What::Group, "resource group")];
        named.into_iter().filter_map(|(what, name)| self.told(what, name, said)).collect()
    }

    fn told(&self, what: What, name: &'static str, said: Said<'_>) -> Option<Setting> {
        let mut told = SOURCES
            .into_iter()
            .filter_map(|source| Some(Told { value: self.says(source, what, said)?, by: named(source, what, said) }));
        let won = told.next()?;
        // What is set for Azure is not weighed against what an emulator has.
        let passed_over = if self.is_emulated() { Vec::new() } else { told.collect() };
        Some(Setting { name, won, passed_over })
    }

    fn says(&self, source: Source, what: What, said: Said<'_>) -> Option<String> {
        let (of_subscription, emulated) = (what == What::Subscription, self.is_emulated());
        let either = |subscription: &Option<String>, group: &Option<String>| {
            if of_subscription { subscription.clone() } else { group.clone() }
        };
        let value = match source {
            Source::CommandLine => either(&self.global.subscription, &self.global.resource_group),
            Source::PoolFile => {
                let own = said.entry.and_then(|entry| either(&entry.subscription, &entry.resource_group));
                let defaults = said.file.map(|file| &file.file.defaults);
                own.or_else(|| defaults.and_then(|all| either(&all.subscription, &all.resource_group)))
            }
            // What is set for Azure does not name a place in an emulator.
            Source::Environment if emulated => None,
            Source::Environment => self.variable(variable(what)).map(str::to_owned),
            Source::Emulator if !emulated => None,
            Source::Emulator => Some(if of_subscription { local::SUBSCRIPTION } else { local::GROUP }.to_owned()),
            Source::Az if of_subscription => az::subscription(&self.az_file("azureProfile.json")?),
            Source::Az => az::defaults(&self.az_file("config")?).group,
        };
        value.filter(|value| !value.is_empty())
    }
}

fn variable(what: What) -> &'static str {
    match what {
        What::Subscription => "AZURE_SUBSCRIPTION_ID",
        What::Group => "AZURE_DEFAULTS_GROUP",
    }
}

fn named(source: Source, what: What, said: Said<'_>) -> String {
    match (source, what) {
        (Source::CommandLine, What::Subscription) => "--subscription".to_owned(),
        (Source::CommandLine, What::Group) => "-g".to_owned(),
        (Source::PoolFile, _) => {
            said.file.map_or_else(|| "the pool file".to_owned(), |file| file.path.display().to_string())
        }
        (Source::Environment, _) => variable(what).to_owned(),
        (Source::Emulator, _) => "the emulator".to_owned(),
        (Source::Az, What::Subscription) => "`az login`".to_owned(),
        (Source::Az, What::Group) => "`az configure`".to_owned(),
    }
}

fn no_subscription() -> Error {
    Error::message(Kind::NoSubscription, "no subscription is named")
        .hint("Give --subscription, write `defaults: subscription:` in the pool file, set AZURE_SUBSCRIPTION_ID, or run `az login`.")
        .hint("To try it without an Azure account: `pool --local show`.")
}
