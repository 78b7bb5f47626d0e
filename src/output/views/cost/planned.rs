//! What an event or a season costs.

use super::basis::{basis, cell, line, rounding, subject_value};
use crate::cost::{Bill, Decimal, Estimate, Money, Rates};
use crate::ops::cost::{ParkedBase, Part, Planned, PoolPlan, Subject};
use crate::ops::expense::{Tail, UP_STAYS};
use crate::output::style::{FAINT, WARN, paint};
use crate::output::views::amounts::{amount, bill_value, estimate_value, refusal_value, tail_value, with};
use crate::output::views::leases::moment;
use crate::output::views::money::{RAISED, WITH_REFUSED, counted_while_it_stands, range, sum_of, whose};
use crate::output::views::words;
use crate::output::{Here, Look, View, table};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// `pool cost --event` and `pool cost --from --to`.
#[derive(Debug)]
pub struct PlannedView<'a> {
    /// What is planned.
    pub planned: &'a Planned,
    /// The event that was asked for.
    pub event: Option<&'a str>,
    /// What the event may cost at most, where that is said.
    pub budget: Option<Money>,
    /// How many pools that is for; fewer may have been asked for.
    pub budget_pools: usize,
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
                "goneAfterMinutes": tail_value(pool.tail.as_ref()),
                "parkedBase": pool.parked_base.as_ref().map(parked_base_value),
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
                "of": self.of(),
                "billed": planned.pools.len(),
            })),
            "withRefused": self.with_refused().map(|sum| json!({
                "currency": sum.least.currency.code(),
                "least": amount(sum.least.total()),
                "most": amount(sum.most.total()),
            })),
            "refused": planned.refused.iter().map(refusal_value).collect::<Value>(),
            "base": self.base().as_ref().map(estimate_value),
            "adds": self.adds().map(|(least, most)| json!({"least": amount(least), "most": amount(most)})),
            "budget": self.budget.map(amount),
            "keepsToBudget": self.keeps_to_budget(),
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
        let tail = planned.pools.iter().filter_map(|pool| pool.tail).reduce(Tail::or);
        if let Some(tail) = tail {
            text.push_str(&line(&format!("Base parked: after the end a pool stands {}.", tail.text()), look));
        }
        if let Some(sum) = self.sum() {
            let rates = |cost: fn(&PoolPlan) -> Estimate| priced(&planned.pools, cost);
            let whose = whose(planned.pools.len(), self.of(), "together");
            text.push_str(&line(&format!("{whose}: {}", sum_of(&sum, &rates(PoolPlan::total))), look));
            text.extend(self.anyway().map(|anyway| line(&anyway, look)));
            let with = self.with_refused();
            text.extend(with.map(|sum| line(&format!("{WITH_REFUSED}{}", sum_of(&sum, &rates(with_all))), look)));
        }
        text.push_str(&rounding(self.sums(), look));
        text.extend(planned.pools.iter().filter_map(|pool| self.parked_base(pool)).map(|parked| line(&parked, look)));
        text.extend(self.budget_line().map(|sentence| line(&sentence, look)));
        let mut refused: Vec<String> = planned.refused.iter().map(|one| one.brief_unseen(self.now)).collect();
        let mut told = BTreeSet::new();
        // An event that comes again is told once.
        refused.retain(|sentence| told.insert(sentence.clone()));
        text.extend(refused.iter().map(|sentence| line(&format!("{} {sentence}", paint(WARN, "warning:")), look)));
        let subjects: Vec<&Subject> = planned.pools.iter().map(|pool| &pool.subject).collect();
        text.push_str(&basis(&subjects, look));
        let tail = counted_while_it_stands(tail.as_ref(), look);
        text + tail.trim_start_matches('\n') + if tail.is_empty() { "" } else { "\n" }
    }
}

impl PlannedView<'_> {
    fn parts(&self) -> impl Iterator<Item = (&PoolPlan, &Part)> {
        self.planned.pools.iter().flat_map(|pool| pool.parts.iter().map(move |part| (pool, part)))
    }

    fn table(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let cost = |estimate: &Estimate| cell(&range(estimate), estimate.most.currency);
        for pool in &self.planned.pools {
            for part in &pool.parts {
                let by = format!("{} {}", part.source.word(), part.name);
                rows.push(vec![pool.subject.name.clone(), by, lasting(part), cost(&part.estimate)]);
            }
            if pool.parts.len() > 1 {
                let time = pool.parts.iter().map(|part| part.time).sum();
                rows.push(vec![pool.subject.name.clone(), "all".to_owned(), whole(time), cost(&pool.total())]);
            }
        }
        rows
    }

    /// All pools together, where they have one currency.
    fn sum(&self) -> Option<Estimate> {
        self.sum_of_all(PoolPlan::total)
    }

    /// The same with the events that no pool is raised for, where there are any.
    fn with_refused(&self) -> Option<Estimate> {
        let is_any = self.planned.pools.iter().any(|pool| pool.with_refused.is_some());
        is_any.then(|| self.sum_of_all(with_all))?
    }

    /// What the bases cost anyway in the time of the event, those that are not parked.
    fn base(&self) -> Option<Estimate> {
        let is_any = self.planned.pools.iter().any(|pool| pool.base.is_some());
        let nothing = |pool: &PoolPlan| {
            let empty = Bill::empty(pool.subject.rates.currency);
            Estimate { least: empty.clone(), most: empty }
        };
        is_any.then(|| self.sum_of_all(|pool| pool.base.clone().unwrap_or_else(|| nothing(pool))))?
    }

    /// What the event adds to that.
    fn adds(&self) -> Option<(Money, Money)> {
        let (base, sum) = (self.base()?, self.sum()?);
        let more = |all: Money, base: Money| Money::new(all.amount - base.amount, all.currency);
        Some((more(sum.least.total(), base.least.total()), more(sum.most.total(), base.most.total())))
    }

    fn anyway(&self) -> Option<String> {
        let (base, (least, most)) = (self.base()?, self.adds()?);
        let adds = match (least.amount.is_zero(), most.amount.is_zero()) {
            (true, true) => "nothing".to_owned(),
            (true, false) => format!("at most {most}"),
            _ if least == most => most.to_string(),
            _ => format!("{least} to {most}"),
        };
        Some(format!("of which the base costs {} anyway, and the event adds {adds}", range(&base)))
    }

    /// What the base costs outside of events, and what it would save if it were parked.
    fn parked_base(&self, pool: &PoolPlan) -> Option<String> {
        let ParkedBase { saves: (least, most), beyond, .. } = pool.parked_base.as_ref()?;
        let base = pool.parts.iter().find(|part| part.source.is_base())?;
        let name = &pool.subject.name;
        let outside = if self.planned.pools.len() > 1 { format!("{name}: outside") } else { "Outside".to_owned() };
        let (low, high) = if least.amount <= most.amount { (least, most) } else { (most, least) };
        let saves = if low.rounded() == high.rounded() { low.to_string() } else { format!("{low} to {high}") };
        let (base, beyond) = (range(&base.estimate), whole(*beyond));
        Some(format!(
            "{outside} of events the base costs {base}. `base: parked` would save {saves} of that: the pool would \
             stand at most {beyond} longer than its events."
        ))
    }

    fn sum_of_all(&self, cost: impl Fn(&PoolPlan) -> Estimate) -> Option<Estimate> {
        let mut pools = self.planned.pools.iter();
        let mut sum = cost(pools.next()?);
        for pool in pools {
            let total = cost(pool);
            if total.least.currency != sum.least.currency {
                return None;
            }
            sum.least.take(&total.least);
            sum.most.take(&total.most);
        }
        Some(sum)
    }

    /// What the amounts that are shown come to, beside what is shown for them.
    fn sums(&self) -> Vec<(Decimal, Money)> {
        let ends: [fn(&Estimate) -> Money; 2] = [|estimate| estimate.least.total(), |estimate| estimate.most.total()];
        let of_pool = |pool: &PoolPlan| {
            ends.map(|end| (pool.parts.iter().map(|part| end(&part.estimate).rounded()).sum(), end(&pool.total())))
        };
        let pools = &self.planned.pools;
        let all =
            |sum: Estimate| ends.map(|end| (pools.iter().map(|pool| end(&pool.total()).rounded()).sum(), end(&sum)));
        pools.iter().flat_map(of_pool).chain(self.sum().into_iter().flat_map(all)).collect()
    }

    /// How many pools were asked for.
    fn of(&self) -> usize {
        self.planned.pools.len() + self.planned.findings.len()
    }

    /// Whether the most of all pools of the event is within its budget; `None` where not all of them are known.
    fn keeps_to_budget(&self) -> Option<bool> {
        let (budget, sum) = (self.budget?, self.sum()?);
        let is_over = sum.most.total().rounded() > budget.rounded();
        // Some of the pools may be more than what all of them may cost.
        (is_over || self.planned.pools.len() == self.budget_pools).then_some(!is_over)
    }

    fn budget_line(&self) -> Option<String> {
        let budget = self.budget?;
        let most = self.sum().map(|sum| sum.most.total());
        let (warning, note) = (paint(WARN, "warning:"), paint(FAINT, "note:"));
        Some(match (self.keeps_to_budget(), most) {
            (Some(false), Some(most)) => {
                let up = if self.planned.from <= self.now { UP_STAYS } else { "" };
                format!("{warning} it may cost {most}, and its budget is {budget}: no pool is raised for it{up}")
            }
            (Some(true), Some(most)) => format!("{note} at most {most} of its budget of {budget}"),
            _ => format!("{note} its budget is {budget} for all its pools, and not all of them are billed here"),
        })
    }
}

/// What a pool costs with the events that it is not raised for.
fn with_all(pool: &PoolPlan) -> Estimate {
    pool.with_refused.clone().unwrap_or_else(|| pool.total())
}

/// The prices of those pools that cost anything.
fn priced(pools: &[PoolPlan], cost: impl Fn(&PoolPlan) -> Estimate) -> Vec<&Rates> {
    let costs = pools.iter().filter(|pool| !cost(pool).most.total().amount.is_zero());
    costs.map(|pool| &pool.subject.rates).collect()
}

/// A time in whole minutes, that stays on one line.
fn whole(time: SignedDuration) -> String {
    let minutes = std::time::Duration::from_secs(time.unsigned_abs().as_secs() / 60 * 60);
    table::held(&words::time(if minutes.is_zero() { time.unsigned_abs() } else { minutes }))
}

/// The time of a part, with how many times of an event that is where it comes again: "15 h (4 x)".
fn lasting(part: &Part) -> String {
    let times = if part.times > 1 { format!(" ({} x)", part.times) } else { String::new() };
    whole(part.time) + &table::held(&times)
}

fn parked_base_value(parked: &ParkedBase) -> Value {
    let (least, most) = parked.saves;
    with(estimate_value(&parked.estimate), json!({"saves": {"least": amount(least), "most": amount(most)}}))
}

fn part_value(part: &Part) -> Value {
    json!({
        "by": part.source.word(),
        "name": part.name,
        "hours": part.time.as_secs_f64() / 3_600.0,
        "times": part.times,
        "least": amount(part.estimate.least.total()),
        "most": amount(part.estimate.most.total()),
    })
}

fn row_value(pool: &PoolPlan, part: &Part) -> Value {
    let head = json!({"pool": pool.subject.name});
    with(with(head, part_value(part)), json!({"currency": pool.subject.rates.currency.code()}))
}
