//! What the cost of a pool depends on, and the times over which its scales hold.

use super::occupancy;
use super::tail::{Course, standing};
use crate::cost::{Card, Estimate, Model, Rates, Stretch, Unknown};
use crate::model::limits::READY_FLOOR_CUSTOM_CONTAINER;
use crate::model::node::nodes;
use crate::model::{Definition, Kind as PoolKind, Lifecycle, Pool, Scale, SessionSize, Settings};
use crate::schedule::timeline::Span;
use jiff::{SignedDuration, Timestamp};

/// What the cost of a pool depends on beside its scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Metered {
    /// What runs in its sessions.
    pub kind: PoolKind,
    /// The region, as anybody writes it.
    pub location: String,
    /// What a session takes of a node, where that is known.
    pub size: Option<SessionSize>,
    /// The ready sessions that Azure keeps where 0 is wished.
    pub floor: u32,
    /// Nodes that Azure shows beyond those that the sessions need by our reckoning.
    pub spare: u32,
}

impl From<&Pool> for Metered {
    fn from(pool: &Pool) -> Self {
        // A pool that stands at 0 was given 0; one that is parked is none.
        let floor = if pool.scale.ready == Some(0) && pool.scale.max > 0 { 0 } else { READY_FLOOR_CUSTOM_CONTAINER };
        let (kind, size) = (pool.counts_as(), pool.session_size);
        Self { kind, location: pool.location.clone(), size, floor, spare: spare(pool) }
    }
}

impl From<&Definition> for Metered {
    fn from(definition: &Definition) -> Self {
        let size =
            definition.container.as_ref().and_then(|container| SessionSize::of(container.cpu, &container.memory));
        let Definition { kind, location, .. } = definition;
        Self { kind: *kind, location: location.clone(), size, floor: READY_FLOOR_CUSTOM_CONTAINER, spare: 0 }
    }
}

impl Metered {
    /// The prices that count for it.
    ///
    /// # Errors
    /// [`Unknown`] names the one that is missing.
    pub fn rates(&self, card: &Card) -> Result<Rates, Unknown> {
        let mut rates = card.rates(self.kind, &self.location, self.size)?;
        if let Model::Nodes { spare, .. } = &mut rates.model {
            *spare = self.spare;
        }
        Ok(rates)
    }

    /// Settings as a scale that costs for a time: with the ready sessions that Azure really keeps.
    #[must_use]
    pub fn stretch(&self, settings: &Settings, from: Timestamp, until: Timestamp) -> Stretch {
        Stretch::new(self.really(settings.scale(self.kind)), cooldown(Some(settings.lifecycle)), from, until)
    }

    /// A scale that holds for an hour from an instant on.
    pub(in crate::ops) fn hour(&self, scale: Scale, lifecycle: Option<Lifecycle>, from: Timestamp) -> Stretch {
        let until = from.saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX);
        Stretch::new(self.really(scale), cooldown(lifecycle), from, until)
    }

    /// What a time costs, with that for which a pool still stands that is then parked.
    #[must_use]
    pub fn estimate(&self, rates: &Rates, spans: &[Span]) -> Estimate {
        self.estimate_of(rates, spans, |stretches| stretches)
    }

    /// The same where something more is known of its stretches.
    pub(super) fn estimate_of(
        &self,
        rates: &Rates,
        spans: &[Span],
        as_known: impl Fn(Vec<Stretch>) -> Vec<Stretch>,
    ) -> Estimate {
        let of = |course| rates.estimate(&as_known(self.stretches(&standing(self.kind, spans, course))));
        Estimate { least: of(Course::Least).least, most: of(Course::Most).most }
    }

    /// The times over which scales hold.
    #[must_use]
    pub fn stretches(&self, spans: &[Span]) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for span in spans {
            let mut stretch = self.stretch(&span.desired.settings, span.from, span.until);
            let before = stretches.last().filter(|last| last.scale.max == stretch.scale.max);
            // What holds on does not begin anew.
            if let Some(last) = before.filter(|last| last.cooldown == stretch.cooldown) {
                stretch.since = last.since;
            }
            stretches.push(stretch);
        }
        stretches
    }

    pub(in crate::ops) fn really(&self, scale: Scale) -> Scale {
        if scale.max == 0 {
            // A parked pool is none.
            return scale;
        }
        Scale { ready: scale.ready.map(|ready| ready.max(self.floor)), ..scale }
    }
}

/// The nodes that Azure shows beyond those that the sessions need by our reckoning: how many lie on one is assumed.
fn spare(pool: &Pool) -> u32 {
    let (Some(shown), Some(size), Some(_)) = (pool.nodes, pool.session_size, pool.counts) else { return 0 };
    match occupancy(pool).sessions() {
        0 => 0,
        sessions => shown.saturating_sub(nodes(sessions, size.on_a_node())),
    }
}

/// How soon a session may make room for the next; nobody knows where it ends by itself.
pub(in crate::ops) fn cooldown(lifecycle: Option<Lifecycle>) -> Option<std::time::Duration> {
    match lifecycle {
        Some(Lifecycle::Timed { cooldown }) => Some(cooldown),
        Some(Lifecycle::OnContainerExit { .. }) | None => None,
    }
}
