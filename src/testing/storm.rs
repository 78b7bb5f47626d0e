//! A storm, drawn from a seed: who does what and when, who else meddles, and what goes wrong meanwhile.

use super::seeds::{Dice, FINAL};
use super::world::pool_id;
use crate::emulator::{PatchAnswer, ReadyZero, Switches, TagRule, Times};
use crate::model::PoolId;
use crate::plan::Direction;
use serde_json::Value;
use std::time::Duration;

/// The storm of a seed.
#[derive(Debug, Clone)]
pub(super) struct Storm {
    pub(super) switches: Switches,
    pub(super) times: Times,
    /// Sessions in use from the start.
    pub(super) allocated: u32,
    pub(super) actors: Vec<Actor>,
    pub(super) meddling: Vec<(Duration, Meddling)>,
    pub(super) faults: Vec<Value>,
}

/// Somebody who runs the program.
#[derive(Debug, Clone)]
pub(super) struct Actor {
    pub(super) does: Deed,
    pub(super) after: Duration,
    pub(super) timeout: Duration,
}

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Scale {
        direction: Direction,
        max: u32,
        ready: u32,
        /// With the lifecycle type that the pool does not have.
        exit: bool,
    },
    Create,
    Delete,
}

/// What a stranger does to the pool that everybody works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meddling {
    /// A tag with this name, through the tags' own resource.
    Tag(String),
    /// A tag with this name as the portal writes one: all tags as they were read so long before, in a PATCH of the pool.
    OwnPatch {
        name: String,
        gap: Duration,
    },
    Scale {
        max: u32,
        ready: u32,
    },
    /// A secret with this name, beside the one that is there.
    Secret(String),
}

const UP: Deed = Deed::Scale { direction: Direction::Up, max: 50, ready: 10, exit: false };
const WIDER: Deed = Deed::Scale { direction: Direction::Up, max: 30, ready: 20, exit: false };
const DOWN: Deed = Deed::Scale { direction: Direction::Down, max: 5, ready: 0, exit: false };
const UP_EXIT: Deed = Deed::Scale { direction: Direction::Up, max: 50, ready: 10, exit: true };
const DOWN_EXIT: Deed = Deed::Scale { direction: Direction::Down, max: 5, ready: 0, exit: true };

impl Storm {
    /// Draws one.
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let switches = Switches {
            ready_zero: dice.pick(&[
                ReadyZero::Refused,
                ReadyZero::Refused,
                ReadyZero::RefusedLate,
                ReadyZero::Accepted,
            ]),
            tags: dice.pick(&[TagRule::Merged, TagRule::Replaced]),
            custom_patch: dice.pick(&[PatchAnswer::Accepted202, PatchAnswer::Accepted202, PatchAnswer::Done200]),
            template_status: dice.below(4) > 0,
            ..Switches::default()
        };
        let deeds: &[Deed] = dice.pick(&[
            &[UP][..],
            &[DOWN],
            &[UP, UP],
            &[UP, WIDER],
            &[UP, DOWN],
            &[DOWN, UP],
            &[UP_EXIT],
            &[UP_EXIT, DOWN],
            &[UP, DOWN_EXIT],
            &[UP, Deed::Delete],
            &[Deed::Delete, UP],
            &[Deed::Delete, DOWN],
            &[Deed::Create],
            &[Deed::Create, Deed::Create],
            &[Deed::Create, Deed::Delete],
            &[Deed::Create, Deed::Delete, Deed::Create],
        ]);
        let times = dice.pick(&[Times::Realistic, Times::Realistic, Times::Fast]);
        let actors = deeds.iter().map(|does| dice.actor(*does)).collect();
        let meddling = (0..dice.below(4)).map(|number| dice.meddling(number)).collect();
        let faults = (0..dice.pick(&[0, 1, 1, 1, 2, 3, 6])).map(|_| dice.fault()).collect();
        let allocated = dice.pick(&[0, 0, 0, 3, 12]);
        Self { switches, times, allocated, actors, meddling, faults }
    }

    /// The pool that this storm is about.
    pub(super) fn pool(&self) -> PoolId {
        let scales = |actor: &Actor| matches!(actor.does, Deed::Scale { .. });
        if self.actors.iter().any(scales) { pool_id() } else { PoolId { name: "fresh".into(), ..pool_id() } }
    }

    /// Whether somebody deletes the pool that everybody works on.
    pub(super) fn ends_the_pool(&self) -> bool {
        self.pool() == pool_id() && self.actors.iter().any(|actor| actor.does == Deed::Delete)
    }

    /// How many requests and operations go wrong at most.
    pub(super) fn troubles(&self) -> usize {
        self.faults.iter().filter_map(|fault| fault["count"].as_u64()).sum::<u64>() as usize
    }

    /// Whether one of these faults is among them.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.faults.iter().any(|fault| names.iter().any(|name| fault["fault"] == *name))
    }

    /// Whether somebody who is alone, has time and knocks often enough has to get through.
    pub(super) fn is_survivable(&self) -> bool {
        let alone = self.actors.len() == 1 && self.meddling.iter().all(|(_, what)| matches!(what, Meddling::Tag(_)));
        let has_time = self.actors.iter().all(|actor| actor.timeout > Duration::from_secs(3600));
        alone && has_time && self.troubles() <= 3 && !self.has(&FINAL)
    }

    /// Whether somebody changes what another wants.
    pub(super) fn is_contested(&self) -> bool {
        self.actors.len() > 1 || self.meddling.iter().any(|(_, what)| !matches!(what, Meddling::Tag(_)))
    }
}

impl Dice {
    fn actor(&mut self, does: Deed) -> Actor {
        let after = self.pick(&[0, 0, 1, 20, 170, 430]);
        let timeout = self.pick(&[45, 300, 7200, 7200, 7200, 7200]);
        Actor { does, after: Duration::from_secs(after), timeout: Duration::from_secs(timeout) }
    }

    fn meddling(&mut self, number: u64) -> (Duration, Meddling) {
        let what = match self.below(7) {
            0..=2 => Meddling::Tag(format!("foreign-{number}")),
            3 | 4 => {
                let gap = Duration::from_secs(self.pick(&[0, 0, 5, 60]));
                Meddling::OwnPatch { name: format!("foreign-{number}"), gap }
            }
            5 => Meddling::Secret(format!("extra-{number}")),
            _ => self.pick(&[Meddling::Scale { max: 80, ready: 2 }, Meddling::Scale { max: 4, ready: 1 }]),
        };
        (Duration::from_millis(self.below(400_000)), what)
    }
}
