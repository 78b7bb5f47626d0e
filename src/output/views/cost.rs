//! What pools cost as they stand, and what the other views of costs have in common.

pub mod list;
pub mod planned;
pub mod played;
pub mod profiles;

use super::money::{amount, bill_value, doubt, price_value, standing};
use crate::cost::card::region;
use crate::cost::{Bill, Model, Money, Price, Rates, Standing as Trust};
use crate::model::Finding;
use crate::ops::cost::{Lower, Standing, Subject};
use crate::ops::expense::MONTH;
use crate::output::charts::staircase::{Staircase, draw};
use crate::output::printer::{in_our_words, wrapped_at};
use crate::output::style::{STRONG, WARN, paint};
use crate::output::{Look, View, table};
use jiff::SignedDuration;
use serde_json::{Value, json};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// How a month is counted, as a sentence.
const OF_A_MONTH: &str = "A month is 730 hours, as Azure's price pages count it.";

/// `pool cost`.
#[derive(Debug)]
pub struct StandingView<'a> {
    /// The pools.
    pub pools: &'a [Standing],
    /// What could not be read or billed.
    pub findings: &'a [Finding],
    /// The staircase to draw.
    pub chart: Option<&'a Staircase>,
    /// Whether the data is a row for each pool.
    pub rows: bool,
}

impl View for StandingView<'_> {
    fn value(&self) -> Value {
        let pools: Vec<Value> = self.pools.iter().map(pool_value).collect();
        if self.rows {
            return self.pools.iter().map(row_value).collect();
        }
        let sum = |time| self.sum(time).map(|(now, full)| json!({"asItIs": amount(now), "full": amount(full)}));
        json!({
            "pools": pools,
            "sum": sum(HOUR).map(|hour| json!({
                "currency": self.pools.first().map(|pool| pool.subject.rates.currency.code()),
                "hour": hour, "day": sum(DAY), "month": sum(MONTH),
            })),
            "findings": super::words::findings(self.findings),
        })
    }

    fn text(&self, look: &Look) -> String {
        let mut text = String::new();
        match self.pools {
            [one] => text.push_str(&of_one(one, look)),
            several => text.push_str(&self.of_several(several, look)),
        }
        if let Some(chart) = self.chart {
            text.push('\n');
            text.push_str(&draw(chart, look.width.unwrap_or(80), look.unicode));
        }
        text
    }
}

impl StandingView<'_> {
    /// All pools together, as they are and full; `None` where there are several currencies, or a single pool.
    fn sum(&self, time: SignedDuration) -> Option<(Money, Money)> {
        let currency = self.pools.first().filter(|_| self.pools.len() > 1)?.subject.rates.currency;
        let (mut now, mut full) = (Bill::empty(currency), Bill::empty(currency));
        for pool in self.pools {
            if pool.subject.rates.currency != currency {
                return None;
            }
            let estimate = pool.lasting(time);
            now.take(&estimate.least);
            full.take(&estimate.most);
        }
        Some((now.total(), full.total()))
    }

    fn of_several(&self, pools: &[Standing], look: &Look) -> String {
        let row = |pool: &Standing| {
            let bills = [HOUR, DAY, MONTH].map(|time| pool.lasting(time));
            let now = bills.iter().map(|bill| bill.least.total().to_string());
            let model = pool.subject.rates.model.name().to_owned();
            [pool.subject.name.clone(), model]
                .into_iter()
                .chain(now)
                .chain([bills[0].most.total().to_string()])
                .collect()
        };
        let mut rows: Vec<Vec<String>> = pools.iter().map(row).collect();
        if let (Some(hour), Some(day), Some(month)) = (self.sum(HOUR), self.sum(DAY), self.sum(MONTH)) {
            let amounts = [hour.0, day.0, month.0, hour.1].map(|money| money.to_string());
            rows.push(["all", ""].map(str::to_owned).into_iter().chain(amounts).collect());
        }
        let heading = ["POOL", "MODEL", "AN HOUR", "A DAY", "A MONTH", "FULL, AN HOUR"];
        let mut text = table::columns(&heading, rows, look.width);
        text.push_str(&line(OF_A_MONTH, look));
        let subjects: Vec<&Subject> = pools.iter().map(|pool| &pool.subject).collect();
        text.push_str(&basis(&subjects, look));
        for pool in pools {
            if let Some(step) = step(pool) {
                text.push_str(&line(&format!("{}: {step}", pool.subject.name), look));
            }
        }
        text
    }
}

fn of_one(pool: &Standing, look: &Look) -> String {
    let mut text = head(&pool.subject, look);
    text.push_str(&line(&stands(pool), look));
    let bills = [HOUR, DAY, MONTH].map(|time| pool.lasting(time));
    let least = bills.iter().map(|bill| bill.least.total().to_string());
    let most = bills.iter().map(|bill| bill.most.total().to_string());
    let rows = vec![
        std::iter::once(left(pool).to_owned()).chain(least).collect(),
        std::iter::once("full throughout".to_owned()).chain(most).collect(),
    ];
    text.push_str(&table::columns(&["", "AN HOUR", "A DAY", "A MONTH"], rows, look.width));
    text.push_str(&line(OF_A_MONTH, look));
    text.push_str(&basis(&[&pool.subject], look));
    if let Some(step) = step(pool) {
        text.push_str(&line(&format!("Next cheaper step: {}", in_our_words(&step, &look.call)), look));
    }
    text
}

/// What the first row is of.
fn left(pool: &Standing) -> &'static str {
    match (&pool.subject.rates.model, pool.is_counted) {
        (Model::StartedHours(_), false) => "while nobody comes",
        _ => "left as it is",
    }
}

/// How many sessions and nodes there are, and who says so.
fn stands(pool: &Standing) -> String {
    let mut parts = vec![format!("max {}", pool.scale.max)];
    parts.extend(pool.scale.ready.map(|ready| format!("{ready} ready")));
    let occupancy = pool.occupancy;
    match &pool.subject.rates.model {
        Model::StartedHours(_) if !pool.is_counted => parts.push("Azure does not show how many are in use".to_owned()),
        _ if pool.is_counted => {
            parts.push(format!("now {} warm or starting, {} in use", occupancy.ready, occupancy.active));
        }
        _ => parts.push("taken as if nobody were there: Azure shows no counts".to_owned()),
    }
    if let Some(nodes) = pool.nodes {
        let by = if pool.shows_nodes { "as Azure shows" } else { "computed" };
        parts.push(format!("{} ({by})", plural(nodes, "node")));
    }
    parts.join(", ")
}

/// What fewer ready sessions, and no pool at all, would save.
fn step(pool: &Standing) -> Option<String> {
    let lower = pool.lower().map(|Lower { ready, floor, cheaper }| match cheaper {
        Some(step) => format!("{ready} -> {} ready saves {} an hour", step.ready, step.saves),
        None => format!("{ready} -> {floor} ready saves nothing"),
    });
    let parked = pool.parked();
    let park = (!parked.amount.is_zero()).then(|| match pool.nodes {
        Some(nodes) => format!("`pool park` saves {}, {parked} an hour", plural(nodes, "node")),
        None => format!("`pool park` saves {parked} an hour"),
    });
    match (lower, park) {
        (None, None) => None,
        (one, None) | (None, one) => one,
        (Some(lower), Some(park)) => Some(format!("{lower}; {park}")),
    }
}

/// "contestpool: dedicated nodes in eastus2, 30 sessions on each".
pub(super) fn head(subject: &Subject, look: &Look) -> String {
    let is_flat = matches!(subject.rates.model, Model::Flat(_));
    let region = region(&subject.metered.location);
    let place = if region.is_empty() || is_flat { String::new() } else { format!(" in {region}") };
    let fits = match &subject.rates.model {
        Model::Nodes { on_a_node, .. } => {
            let guess = if subject.metered.size.is_none() { ", as if they were the largest" } else { "" };
            format!(", {} on each{guess}", plural(on_a_node.get(), "session"))
        }
        Model::StartedHours(_) | Model::Flat(_) => String::new(),
    };
    let name = paint(STRONG, &subject.name);
    line(&format!("{name}: {}{place}{fits}", subject.rates.model.name()), look)
}

/// The prices of pools, each once and with its source; what several pools of an environment share; and what all that
/// rests on where `-v` asks for it.
pub(super) fn basis(subjects: &[&Subject], look: &Look) -> String {
    let mut lines: Vec<String> = Vec::new();
    let all = || subjects.iter().map(|subject| &subject.rates);
    lines.extend(all().flat_map(|rates| rates.prices().map(|price| line(&price_line(price, rates), look))));
    let managed = all().filter(|rates| matches!(&rates.model, Model::Nodes { management: Some(_), .. })).count();
    if managed > 1 {
        lines.push(line("Pools of one environment share its management; here each pays for its own.", look));
    }
    if all().any(|rates| rates.standing() != Trust::Good) {
        let todo = "`pool cost --refresh` fetches Azure's price list; `rates:` in the pool file states your own.";
        lines.push(line(&in_our_words(todo, &look.call), look));
    }
    for assumed in all().map(|rates| super::money::assumptions(rates, look)).filter(|assumed| !assumed.is_empty()) {
        lines.push(assumed.trim_start_matches('\n').to_owned() + "\n");
    }
    let mut said: Vec<String> = Vec::new();
    for line in lines {
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said.concat()
}

/// "rate: $1.65 a node-hour, guessed (somebody's statement, 2026-09)".
fn price_line(price: &Price, rates: &Rates) -> String {
    let unit = price.meter.to_string();
    let article = if unit.starts_with("hour") { "an" } else { "a" };
    let sum = Money::new(price.amount, rates.currency).exact();
    let trust = match price.source.standing {
        Trust::Good => String::new(),
        trust => format!(", {}", paint(WARN, standing(trust))),
    };
    format!("rate: {sum} {article} {unit}{trust} ({})", price.source)
}

/// A line within the width, with its line end; what follows the first break is indented.
pub(super) fn line(text: &str, look: &Look) -> String {
    wrapped_at(text, "  ", look.width) + "\n"
}

pub(super) fn plural(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// What a pool and its prices are, as members of an object.
pub(super) fn subject_value(subject: &Subject) -> Value {
    let Subject { name, metered, rates } = subject;
    let on_a_node = match &rates.model {
        Model::Nodes { on_a_node, .. } => Some(on_a_node.get()),
        Model::StartedHours(_) | Model::Flat(_) => None,
    };
    json!({
        "pool": name,
        "kind": metered.kind.name(),
        "region": region(&metered.location),
        "model": rates.model.name(),
        "currency": rates.currency.code(),
        "standing": standing(rates.standing()),
        "bounded": rates.is_bounded(),
        "sessionsOnNode": on_a_node,
        "prices": rates.prices().map(|price| price_value(price, rates)).collect::<Value>(),
        "assumptions": rates.assumptions(),
    })
}

/// Adds members to an object.
pub(super) fn with(value: Value, more: Value) -> Value {
    match (value, more) {
        (Value::Object(mut members), Value::Object(more)) => {
            members.extend(more);
            Value::Object(members)
        }
        (value, _) => value,
    }
}

fn pool_value(pool: &Standing) -> Value {
    let lasting = |time| {
        let estimate = pool.lasting(time);
        json!({"asItIs": amount(estimate.least.total()), "full": amount(estimate.most.total())})
    };
    let counted = |count: u32| pool.is_counted.then_some(count);
    let more = json!({
        "id": pool.id.to_string(),
        "maxSessions": pool.scale.max,
        "readySessions": pool.scale.ready,
        "sessionsInUse": counted(pool.occupancy.active),
        "sessionsWarm": counted(pool.occupancy.ready),
        "nodes": pool.nodes,
        "nodesShown": pool.shows_nodes,
        "hour": lasting(HOUR),
        "day": lasting(DAY),
        "month": lasting(MONTH),
        "lines": bill_value(&pool.lasting(HOUR).least)["lines"],
        "cheaper": pool.lower().map(|lower| json!({
            "readySessions": lower.cheaper.map_or(lower.floor, |step| step.ready),
            "savesHour": lower.cheaper.map_or_else(|| amount(nothing(pool)), |step| amount(step.saves)),
        })),
        "parkSavesHour": amount(pool.parked()),
    });
    with(subject_value(&pool.subject), more)
}

fn nothing(pool: &Standing) -> Money {
    Money::new(crate::cost::Decimal::ZERO, pool.subject.rates.currency)
}

fn row_value(pool: &Standing) -> Value {
    let bills = [HOUR, DAY, MONTH].map(|time| pool.lasting(time));
    let now = bills.each_ref().map(|bill| amount(bill.least.total()));
    json!({
        "pool": pool.subject.name,
        "model": pool.subject.rates.model.name(),
        "currency": pool.subject.rates.currency.code(),
        "hour": now[0],
        "day": now[1],
        "month": now[2],
        "fullHour": amount(bills[0].most.total()),
        "standing": standing(pool.subject.rates.standing()),
    })
}

/// From the least to the most, with how far it can be trusted.
pub(super) fn sum_line(estimate: &crate::cost::Estimate, rates: &Rates) -> String {
    let caveat = if rates.is_bounded() { "" } else { " unless sessions are stopped early" };
    format!("{}{caveat}{}", super::money::range(estimate), doubt(rates))
}
