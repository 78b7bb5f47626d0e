//! What a simulated usage costs.

use super::Subject;
use super::billed::{Billed, counted};
use crate::cost::{Counted, Model};
use crate::ops::simulate::Study;
use crate::sim::{Estimate, simulate};
use std::num::NonZeroU32;
use std::time::Duration;

/// What a simulation cost, replication by replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// The pool and its prices.
    pub subject: Subject,
    /// What was played.
    pub name: String,
    /// The scale that was played, by its name; several are joined by `, then `.
    pub profile: String,
    /// Whether 0 ready sessions are wished and more were played, because Azure keeps more.
    pub is_raised: bool,
    /// How often it was played.
    pub replications: u32,
    /// Where chance began.
    pub seed: u64,
    /// How long it lasted, in the mean.
    pub lasts: Duration,
    /// What was counted.
    pub usage: Usage,
    /// What it cost.
    pub billed: Billed,
}

/// What was counted, in hours; each with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usage {
    /// Node-hours.
    pub nodes: Estimate,
    /// Session-hours: warm, starting or in use.
    pub sessions: Estimate,
    /// Started hours.
    pub started: Estimate,
}

/// Plays a study and bills it. `tell` hears how many replications are done.
pub fn play(mut subject: Subject, mut study: Study, tell: &(dyn Fn(u32) + Sync)) -> Option<Played> {
    if let Model::Nodes { on_a_node, .. } = &mut subject.rates.model {
        // A demand may say how many lie on a node.
        let said = study.experiment.on_a_node.get_or_insert(on_a_node.get());
        *on_a_node = NonZeroU32::new(*said).unwrap_or(*on_a_node);
    }
    // What the pool runs is known better than by the study.
    let is_raised = subject.metered.kind.keeps_ready() && study.raise(subject.metered.floor);
    let tallies = simulate(&study.experiment, study.seed, study.replications, tell);
    let counted: Vec<Counted> = tallies.iter().map(counted).collect();
    let billed = Billed::of(&subject.rates, &counted)?;
    let hours = |of: fn(&Counted) -> u64| {
        Estimate::of(&counted.iter().map(|counted| of(counted) as f64 / 3_600_000.0).collect::<Vec<_>>())
    };
    let lasts: u64 = tallies.iter().map(|tally| tally.course.until - tally.course.from).sum();
    Some(Played {
        usage: Usage {
            nodes: hours(|counted| counted.node_millis),
            sessions: hours(|counted| counted.session_millis),
            started: Estimate::of(&counted.iter().map(|counted| counted.started_hours as f64).collect::<Vec<_>>()),
        },
        billed,
        lasts: Duration::from_millis(lasts / tallies.len().max(1) as u64),
        subject,
        profile: study.scales(),
        name: study.name,
        is_raised,
        replications: study.replications,
        seed: study.seed,
    })
}
