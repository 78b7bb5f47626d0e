//! What was counted in a simulation, billed replication by replication.

use crate::cost::{Bill, Counted, Decimal, Money, Rates};
use crate::sim::{Estimate, Tally};

/// What replications cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Billed {
    /// The mean.
    pub mean: Money,
    /// Half of its 95 % confidence interval; nothing can be said from one replication.
    pub half_width: Option<Money>,
    /// The least and the most of all replications.
    pub range: (Money, Money),
}

impl Billed {
    /// The bills of what was counted; `None` where nothing was played, or nobody can add it up.
    #[must_use]
    pub fn of(rates: &Rates, counted: &[Counted]) -> Option<Self> {
        let bills: Vec<Bill> = counted.iter().map(|counted| rates.of_counted(counted)).collect();
        let totals: Vec<Decimal> = bills.iter().map(|bill| bill.total().amount).collect();
        let money = |amount| Money::new(amount, rates.currency);
        let count = u32::try_from(totals.len()).ok().filter(|count| *count > 0)?;
        let sum = totals.iter().try_fold(Decimal::ZERO, |sum, total| sum.checked_add(*total))?;
        let spread = Estimate::of(&totals.iter().map(as_number).collect::<Vec<_>>());
        Some(Self {
            mean: money(sum.checked_div(Decimal::from(count))?),
            half_width: spread.half_width.and_then(|half| Decimal::try_from(half).ok()).map(money),
            range: (money(*totals.iter().min()?), money(*totals.iter().max()?)),
        })
    }
}

/// An amount as a number, for its spread alone.
fn as_number(amount: &Decimal) -> f64 {
    f64::try_from(*amount).unwrap_or(f64::NAN)
}

/// What is billed of a course.
#[must_use]
pub fn counted(tally: &Tally) -> Counted {
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
