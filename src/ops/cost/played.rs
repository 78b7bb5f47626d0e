//! What a simulated usage costs.

use super::Subject;
use crate::cost::{Bill, Counted, Decimal, Model, Money};
use crate::ops::simulate::Study;
use crate::sim::{Estimate, Tally, simulate};
use std::time::Duration;

/// What a simulation cost, replication by replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// The pool and its prices.
    pub subject: Subject,
    /// What was played.
    pub name: String,
    /// The scale that was played, by its name.
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
    /// What it cost: the mean.
    pub mean: Money,
    /// Half of its 95 % confidence interval; nothing can be said from one replication.
    pub half_width: Option<Money>,
    /// The least and the most of all replications.
    pub range: (Money, Money),
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
pub fn play(subject: Subject, mut study: Study, tell: &(dyn Fn(u32) + Sync)) -> Option<Played> {
    if let Model::Nodes { on_a_node, .. } = &subject.rates.model {
        study.experiment.on_a_node.get_or_insert(on_a_node.get());
    }
    let is_raised = raise(&subject, &mut study);
    let tallies = simulate(&study.experiment, study.seed, study.replications, tell);
    let counted: Vec<Counted> = tallies.iter().map(counted).collect();
    let bills: Vec<Bill> = counted.iter().map(|counted| subject.rates.of_counted(counted)).collect();
    let totals: Vec<Decimal> = bills.iter().map(|bill| bill.total().amount).collect();
    let currency = subject.rates.currency;
    let money = |amount| Money::new(amount, currency);
    let count = u32::try_from(totals.len()).ok().filter(|count| *count > 0)?;
    let sum = totals.iter().try_fold(Decimal::ZERO, |sum, total| sum.checked_add(*total))?;
    let mean = sum.checked_div(Decimal::from(count))?;
    let spread = Estimate::of(&totals.iter().map(as_number).collect::<Vec<_>>());
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
        mean: money(mean),
        half_width: spread.half_width.and_then(|half| Decimal::try_from(half).ok()).map(money),
        range: (money(*totals.iter().min()?), money(*totals.iter().max()?)),
        lasts: Duration::from_millis(lasts / u64::from(count)),
        subject,
        name: study.name,
        profile: study.pool.name,
        is_raised,
        replications: study.replications,
        seed: study.seed,
    })
}

/// Plays the ready sessions that Azure really keeps. Whether those are more than were wished.
fn raise(subject: &Subject, study: &mut Study) -> bool {
    if !subject.metered.kind.keeps_ready() {
        return false;
    }
    let experiment = &mut study.experiment;
    let all = experiment.changes.iter_mut().map(|change| &mut change.settings).chain([&mut experiment.settings]);
    let mut is_raised = false;
    for settings in all {
        let kept = settings.ready_sessions.max(subject.metered.floor);
        is_raised |= kept > settings.ready_sessions;
        settings.ready_sessions = kept;
    }
    is_raised
}

/// An amount as a number, for its spread alone.
fn as_number(amount: &Decimal) -> f64 {
    f64::try_from(*amount).unwrap_or(f64::NAN)
}

fn counted(tally: &Tally) -> Counted {
    let total = tally.course.total().sums;
    Counted {
        node_millis: total.nodes,
        managed_millis: managed(tally),
        session_millis: total.sessions(),
        started_hours: tally.started_hours,
    }
}

/// For how long there was a node. A part of the course in which there was one for a while counts whole: of 512 parts
/// at most, so that this is at most a little more than was.
fn managed(tally: &Tally) -> u64 {
    let course = &tally.course;
    let spans = course.spans.iter().enumerate();
    let lasts = |index: usize| {
        let from = course.from + course.width * index as u64;
        (from + course.width).min(course.until).saturating_sub(from)
    };
    spans.filter(|(_, span)| span.sums.nodes > 0).map(|(index, _)| lasts(index)).sum()
}
