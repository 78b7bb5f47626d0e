//! What an event or a season costs.

use super::profiles::RAISED;
use super::{basis, line, subject_value, sum_line, with};
use crate::cost::Estimate;
use crate::ops::cost::{Part, Planned, PoolPlan, Subject};
use crate::output::views::leases::moment;
use crate::output::views::money::{amount, bill_value, range};
use crate::output::views::words;
use crate::output::{Here, Look, View, table};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// `pool cost --event` and `pool cost --from --to`.
#[derive(Debug)]
pub struct PlannedView<'a> {
    /// What is planned.
    pub planned: &'a Planned,
    /// The event that was asked for.
    pub event: Option<&'a str>,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: Here,
    /// Whether the data is a row for each part.
    pub rows: bool,
}

impl View for PlannedView<'_> {
    fn value(&self) -> Value {
        let planned = self.planned;
        if self.rows {
            let rows = planned.pools.iter().flat_map(|pool| pool.parts.iter().map(|part| row_value(pool, part)));
            return rows.collect();
        }
        let pool = |pool: &PoolPlan| {
            let total = pool.total();
            let more = json!({
                "parts": pool.parts.iter().map(part_value).collect::<Value>(),
                "readyRaised": pool.is_raised,
                "least": bill_value(&total.least),
                "most": bill_value(&total.most),
            });
            with(subject_value(&pool.subject), more)
        };
        json!({
            "event": self.event,
            "from": planned.from,
            "until": planned.until,
            "hours": planned.from.duration_until(planned.until).as_secs_f64() / 3_600.0,
            "pools": planned.pools.iter().map(pool).collect::<Value>(),
            "sum": self.sum().map(|sum| json!({
                "currency": sum.least.currency.code(),
                "least": amount(sum.least.total()),
                "most": amount(sum.most.total()),
            })),
            "findings": words::findings(&planned.findings),
        })
    }

    fn text(&self, look: &Look) -> String {
        let planned = self.planned;
        let (from, until) = (moment(planned.from, self.now, &self.zone), moment(planned.until, self.now, &self.zone));
        let mut text = match self.event {
            Some(event) => line(&format!("{event}, from {from} with its lead until {until}:"), look),
            None => line(&format!("from {from} until {until}, as planned, without leases:"), look),
        };
        text.push_str(&table::columns(&["POOL", "BY", "TIME", "COST"], self.table(), look.width));
        if self.parts().any(|(_, part)| part.estimate.least != part.estimate.most) {
            text.push_str(&line("From the least, when nobody comes, to the most, when it is full throughout.", look));
        }
        if planned.pools.iter().any(|pool| pool.is_raised) {
            text.push_str(&line(RAISED, look));
        }
        if let (Some(sum), Some(worst)) = (self.sum(), self.worst()) {
            text.push_str(&line(&format!("together: {}", sum_line(&sum, &worst.subject.rates)), look));
        }
        let subjects: Vec<&Subject> = planned.pools.iter().map(|pool| &pool.subject).collect();
        text + &basis(&subjects, look)
    }
}

impl PlannedView<'_> {
    fn parts(&self) -> impl Iterator<Item = (&PoolPlan, &Part)> {
        self.planned.pools.iter().flat_map(|pool| pool.parts.iter().map(move |part| (pool, part)))
    }

    fn table(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for pool in &self.planned.pools {
            for part in &pool.parts {
                let by = format!("{} {}", part.source.word(), part.name);
                rows.push(vec![pool.subject.name.clone(), by, length(part.time), range(&part.estimate)]);
            }
            if pool.parts.len() > 1 {
                let time = pool.parts.iter().map(|part| part.time).sum();
                rows.push(vec![pool.subject.name.clone(), "all".to_owned(), length(time), range(&pool.total())]);
            }
        }
        rows
    }

    /// All pools together, where they have one currency.
    fn sum(&self) -> Option<Estimate> {
        let mut pools = self.planned.pools.iter();
        let mut sum = pools.next()?.total();
        for pool in pools {
            let total = pool.total();
            if total.least.currency != sum.least.currency {
                return None;
            }
            sum.least.take(&total.least);
            sum.most.take(&total.most);
        }
        Some(sum)
    }

    /// The pool whose prices are the least to be trusted, a pool without a bound before the others.
    fn worst(&self) -> Option<&PoolPlan> {
        let rank = |pool: &&PoolPlan| (pool.subject.rates.standing(), !pool.subject.rates.is_bounded());
        self.planned.pools.iter().max_by_key(rank)
    }
}

fn length(time: SignedDuration) -> String {
    let minutes = std::time::Duration::from_secs(time.unsigned_abs().as_secs() / 60 * 60);
    words::time(if minutes.is_zero() { time.unsigned_abs() } else { minutes })
}

fn part_value(part: &Part) -> Value {
    json!({
        "by": part.source.word(),
        "name": part.name,
        "hours": part.time.as_secs_f64() / 3_600.0,
        "least": amount(part.estimate.least.total()),
        "most": amount(part.estimate.most.total()),
    })
}

fn row_value(pool: &PoolPlan, part: &Part) -> Value {
    let head = json!({"pool": pool.subject.name});
    with(with(head, part_value(part)), json!({"currency": pool.subject.rates.currency.code()}))
}
