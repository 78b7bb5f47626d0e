//! What is coming: each change with when, where and why, and how long each scale holds.

use super::{amounts, money, turns, words};
use crate::cost::{Estimate, Rates};
use crate::model::Finding;
use crate::ops::coming::{Change, Coming, Cost, Hours};
use crate::ops::expense::Tail;
use crate::output::printer::{in_our_words, wrapped_at};
use crate::output::style::{FAINT, STRONG, WARN, paint};
use crate::output::{Here, Look, View, table};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Pools that are named on a line, and in the table of hours by themselves.
const NAMED: usize = 3;
const WITH_OWN_HOURS: usize = 8;

/// `pool next`.
#[derive(Debug)]
pub struct NextView<'a> {
    /// What is coming.
    pub coming: &'a Coming,
    /// The zone of whoever reads.
    pub zone: Here,
    /// Whether a window was asked for, rather than a number of changes.
    pub has_window: bool,
    /// What could not be read.
    pub findings: &'a [Finding],
}

impl View for NextView<'_> {
    fn value(&self) -> Value {
        let change = |change: &Change| {
            let refused: Value = change.refused.iter().map(amounts::refusal_value).collect();
            let mut value = json!({"pools": change.pools, "refused": refused});
            if let (Some(value), Value::Object(turn)) =
                (value.as_object_mut(), turns::turn_value(&change.turn, change.keeps_ready, &self.zone))
            {
                value.extend(turn);
            }
            value
        };
        let hours = |hours: &Hours| {
            json!({
                "pool": hours.pool,
                "maxSessions": hours.scale.max,
                "readySessions": hours.scale.ready,
                "hours": hours.time.as_secs_f64() / 3600.0,
            })
        };
        json!({
            "from": self.coming.from,
            "until": self.coming.until,
            "changes": self.coming.changes.iter().map(change).collect::<Value>(),
            "more": self.coming.more,
            "hours": self.coming.hours.iter().map(hours).collect::<Value>(),
            "costs": self.coming.costs.iter().map(cost_value).collect::<Value>(),
            "findings": words::findings(self.findings),
        })
    }

    fn text(&self, look: &Look) -> String {
        let coming = self.coming;
        if coming.changes.is_empty() && !self.has_window {
            return "nothing is coming: no event is scheduled, and no lease ends\n".to_owned();
        }
        let mut text = String::new();
        if coming.changes.is_empty() {
            text.push_str("nothing changes in this time\n");
        }
        text.push_str(&self.changes(look));
        if coming.more > 0 {
            text.push_str(&format!("and {} more: see them with --count\n", coming.more));
        }
        text.push_str(&self.hours(look));
        text.push_str(&self.costs(look));
        text
    }
}

impl NextView<'_> {
    fn changes(&self, look: &Look) -> String {
        let heads: Vec<(String, String)> = self.coming.changes.iter().map(|change| self.when(change)).collect();
        let widest = |of: fn(&(String, String)) -> usize| heads.iter().map(of).max().unwrap_or(0);
        let (local, utc) = (widest(|head| head.0.chars().count()), widest(|head| head.1.chars().count()));
        let mut text = String::new();
        for (change, head) in self.coming.changes.iter().zip(&heads) {
            let utc_column = if utc == 0 { String::new() } else { format!("  {:utc$}", head.1) };
            let first = format!("{:local$}{utc_column}  {}", head.0, paint(STRONG, pools(&change.pools)));
            text.push_str(&wrapped_at(first.trim_end(), "  ", look.width));
            text.push('\n');
            for line in self.lines(change, look) {
                text.push_str(&wrapped_at(&format!("  {line}"), "    ", look.width));
                text.push('\n');
            }
        }
        text
    }

    fn when(&self, change: &Change) -> (String, String) {
        let zone = turns::zone(&change.turn, &self.zone);
        (turns::dated(change.turn.at, zone), turns::in_utc(change.turn.at, zone))
    }

    /// What changes and why, and what is worth knowing.
    fn lines(&self, change: &Change, look: &Look) -> Vec<String> {
        let mut lines = vec![turns::change(&change.turn, change.keeps_ready)];
        lines.extend(turns::reasons(&change.turn, &self.zone));
        let refused = change.refused.iter().map(|refusal| format!("{} {}", paint(WARN, "warning:"), refusal.brief()));
        lines.extend(refused);
        lines.extend(turns::notes(&change.turn, &self.zone).into_iter().map(|(is_serious, note)| {
            let mark = if is_serious { paint(WARN, "warning:") } else { paint(FAINT, "note:") };
            format!("{mark} {}", in_our_words(&note, &look.call))
        }));
        lines
    }

    fn hours(&self, look: &Look) -> String {
        let until = turns::dated(self.coming.until, &self.zone);
        let from = turns::dated(self.coming.from, &self.zone);
        let heading = ["TIME", "MAX", "READY", "POOL"];
        let rows: Vec<Vec<String>> = rows(&self.coming.hours);
        if rows.is_empty() {
            return String::new();
        }
        format!("\nfrom {from} until {until}:\n{}", table::columns(&heading, rows, look.width))
    }
}

impl NextView<'_> {
    /// What it comes to: a line for each of a few pools, and the sum of what can be added.
    fn costs(&self, look: &Look) -> String {
        let mut lines: Vec<String> = Vec::new();
        let several = self.coming.costs.len() > 1;
        for Cost { pool, estimate, .. } in &self.coming.costs {
            match estimate {
                None => {}
                Some(Err(missing)) => {
                    lines.push(format!("{pool}: {}", in_our_words(&money::unknown(missing), &look.call)))
                }
                Some(Ok((rates, estimate))) if self.coming.costs.len() <= WITH_OWN_HOURS => {
                    let whose = if several { format!("{pool}: ") } else { "cost: ".to_owned() };
                    let of = money::course(estimate).map(|course| format!(", {course} throughout")).unwrap_or_default();
                    let (caveat, doubt) = (money::caveat(rates), money::doubt(rates, estimate.most.total()));
                    lines.push(format!("{whose}{}{of}{caveat}{doubt}", money::range(estimate)));
                }
                Some(Ok(_)) => {}
            }
        }
        lines.dedup();
        if several && let Some((whose, sum)) = self.sum(|_, whole| whole.clone()) {
            lines.push(format!("{whose}: {sum}"));
        }
        if self.coming.costs.iter().any(|cost| cost.with_refused.is_some())
            && let Some((_, sum)) = self.sum(|cost, whole| cost.with_refused.clone().unwrap_or(whole.clone()))
        {
            lines.push(format!("{}{sum}", money::WITH_REFUSED));
        }
        if self.coming.costs.iter().any(|cost| cost.is_raised && matches!(cost.estimate, Some(Ok(_)))) {
            lines.push(money::RAISED.to_owned());
        }
        let lines = lines.iter().map(|line| format!("{}\n", wrapped_at(line, "  ", look.width)));
        let mut text: String = lines.collect();
        if let Some(Ok((rates, _))) = self.coming.costs.iter().find_map(|cost| cost.estimate.as_ref()) {
            let tail = self.coming.costs.iter().filter_map(|cost| cost.tail).reduce(Tail::or);
            let basis = money::assumptions(rates, look) + &money::counted_while_it_stands(tail.as_ref(), look);
            text.push_str(basis.trim_start_matches('\n'));
            text.extend((!basis.is_empty()).then_some('\n'));
        }
        text
    }

    /// The sum over the pools, where all of them can be billed in one currency, and whose it is.
    fn sum(&self, part: impl Fn(&Cost, &Estimate) -> Estimate) -> Option<(String, String)> {
        let known = |cost: &Cost| {
            let (rates, whole) = cost.estimate.as_ref()?.as_ref().ok()?;
            Some((rates.clone(), part(cost, whole)))
        };
        let estimates: Vec<(Rates, Estimate)> = self.coming.costs.iter().filter_map(known).collect();
        let (first, mut sum) = estimates.first().cloned()?;
        for (rates, estimate) in &estimates[1..] {
            if rates.currency != first.currency {
                return None;
            }
            sum.least.take(&estimate.least);
            sum.most.take(&estimate.most);
        }
        let whose = money::whose(estimates.len(), self.coming.costs.len(), "all of them");
        let costing = estimates.iter().filter(|(_, estimate)| !estimate.most.total().amount.is_zero());
        let rates: Vec<&Rates> = costing.map(|(rates, _)| rates).collect();
        Some((whose, money::sum_of(&sum, &rates)))
    }
}

fn cost_value(cost: &Cost) -> Value {
    match &cost.estimate {
        None => json!({"pool": cost.pool}),
        Some(Err(missing)) => json!({"pool": cost.pool, "unknown": missing.to_string()}),
        Some(Ok((rates, estimate))) => amounts::with(
            amounts::with(json!({"pool": cost.pool}), amounts::head(rates)),
            json!({
                "bounded": rates.is_bounded(),
                "readyRaised": cost.is_raised,
                "goneAfterMinutes": amounts::tail_value(cost.tail.as_ref()),
                "least": amounts::bill_value(&estimate.least),
                "most": amounts::bill_value(&estimate.most),
                "withRefused": cost.with_refused.as_ref().map(|with| json!({
                    "least": amounts::amount(with.least.total()),
                    "most": amounts::amount(with.most.total()),
                })),
            }),
        ),
    }
}

/// The names of pools: all of a few, else some and how many more.
fn pools(names: &[String]) -> String {
    if names.len() <= NAMED {
        return names.join(", ");
    }
    format!("{} and {} more", names[..NAMED - 1].join(", "), names.len() - (NAMED - 1))
}

/// A row for each pool and scale; of many pools, for each scale.
fn rows(hours: &[Hours]) -> Vec<Vec<String>> {
    let row = |scale: (u32, Option<u32>), time: SignedDuration, pool: String| {
        // No pool that stands has room for nobody.
        let (max, ready) = match scale {
            (0, _) => ("parked".to_owned(), "-".to_owned()),
            (max, ready) => (max.to_string(), ready.map_or_else(|| "-".to_owned(), |ready| ready.to_string())),
        };
        vec![table::held(&whole_minutes(time)), max, ready, pool]
    };
    let mut names: Vec<&str> = hours.iter().map(|hours| hours.pool.as_str()).collect();
    names.dedup();
    if names.len() <= WITH_OWN_HOURS {
        let of_pool = |hours: &Hours| row((hours.scale.max, hours.scale.ready), hours.time, hours.pool.clone());
        return hours.iter().map(of_pool).collect();
    }
    let mut by_scale: BTreeMap<(u32, Option<u32>), (SignedDuration, usize)> = BTreeMap::new();
    for hours in hours {
        let sum = by_scale.entry((hours.scale.max, hours.scale.ready)).or_default();
        *sum = (sum.0 + hours.time, sum.1 + 1);
    }
    by_scale.into_iter().map(|(scale, (time, count))| row(scale, time, plural(count))).collect()
}

fn plural(count: usize) -> String {
    if count == 1 { "1 pool".to_owned() } else { format!("{count} pools together") }
}

/// A time without its seconds, unless there is nothing else.
fn whole_minutes(time: SignedDuration) -> String {
    let time = time.unsigned_abs();
    let minutes = std::time::Duration::from_secs(time.as_secs() / 60 * 60);
    words::time(if minutes.is_zero() { time } else { minutes })
}
