//! What a pool would cost of which nobody knows but what files say.

use super::Metered;
use crate::config::PoolFile;
use crate::cost::{Card, Estimate, Model, Rates, Unknown};
use crate::model::limits::READY_FLOOR_CUSTOM_CONTAINER;
use crate::model::{Kind as PoolKind, SessionSize, Settings};
use jiff::{SignedDuration, Timestamp};
use std::num::NonZeroU32;

/// What a pool would cost of which nobody knows but what files say.
#[derive(Debug, Clone, PartialEq)]
pub struct Supposed {
    /// What the cost depends on.
    pub metered: Metered,
    /// The prices that count, or which of them nobody knows.
    pub rates: Result<Rates, Unknown>,
    /// What no file says and is assumed: "0.5 cores and 1 GiB a session, in eastus2".
    pub assumed: Vec<String>,
}

/// The region that is assumed where no file names one: one whose prices are built in.
const REGION: &str = "eastus2";

/// The session that is assumed where no file says it: that of the pool file that `pool init` writes.
const SESSION: SessionSize = SessionSize { millicores: 500, memory_mib: 1024 };

impl Supposed {
    /// A pool of a kind: as the first of that kind in the pool file, else assumed. `on_a_node` is how many sessions lie
    /// on a node, where somebody says it.
    #[must_use]
    pub fn of(card: &Card, file: Option<&PoolFile>, kind: PoolKind, on_a_node: Option<u32>) -> Self {
        let described = file.into_iter().flat_map(|file| &file.pools);
        let mut alike = described.filter_map(|pool| {
            let made = pool.definition.as_ref().filter(|made| made.kind == kind)?;
            Some((&pool.name, Metered::from(made)))
        });
        let mut assumed = Vec::new();
        let defined = alike.next().map(|(name, metered)| {
            if alike.any(|(_, other)| other != metered) {
                assumed.push(format!("as {name} is made"));
            }
            metered
        });
        let metered = defined.unwrap_or_else(|| {
            let location = file.and_then(|file| file.defaults.location.clone());
            if kind.keeps_ready() && on_a_node.is_none() {
                assumed.push("0.5 cores and 1 GiB a session".to_owned());
            }
            if location.is_none() {
                assumed.push(format!("in {REGION}"));
            }
            let location = location.unwrap_or_else(|| REGION.to_owned());
            Metered { kind, location, size: Some(SESSION), floor: READY_FLOOR_CUSTOM_CONTAINER, spare: 0 }
        });
        let mut rates = metered.rates(card);
        if let (Ok(Rates { model: Model::Nodes { on_a_node: fit, .. }, .. }), Some(said)) =
            (&mut rates, on_a_node.and_then(NonZeroU32::new))
        {
            *fit = said;
        }
        if matches!(&rates, Ok(Rates { model: Model::Flat(_), .. })) {
            assumed.clear();
        }
        Self { metered, rates, assumed }
    }

    /// What an hour of settings costs; `None` where nobody knows.
    #[must_use]
    pub fn hour(&self, settings: &Settings) -> Option<Estimate> {
        let from = Timestamp::UNIX_EPOCH;
        let until = from.saturating_add(SignedDuration::from_hours(1)).unwrap_or(from);
        Some(self.rates.as_ref().ok()?.estimate(&[self.metered.stretch(settings, from, until)]))
    }
}
