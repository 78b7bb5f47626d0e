//! What pools cost as they stand, and what the other views of costs have in common.

mod basis;
pub mod list;
pub mod planned;
pub mod played;
pub mod profiles;

use super::amounts::{amount, bill_value, standing, with};
use super::leases::moment;
use super::money::{UNBOUNDED, range};
use super::parked::next_value;
use crate::cost::{Bill, Decimal, Model, Money};
use crate::model::Finding;
use crate::ops::cost::{Lower, Standing, Subject};
use crate::ops::expense::MONTH;
use crate::ops::parked::Next;
use crate::output::charts::staircase::{Staircase, draw};
use crate::output::printer::in_our_words;
use crate::output::{Here, Look, View, table};
use basis::{basis, cell, head, line, plural, rounding, subject_value};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// How a month is counted, as a sentence.
const OF_A_MONTH: &str = "A month is 730 hours, as Azure's price pages count it.";

/// In place of an amount that nobody can know.
const NOT_SEEN: &str = "not seen";

/// `pool cost`.
#[derive(Debug)]
pub struct StandingView<'a> {
    /// The pools.
    pub pools: &'a [Standing],
    /// What could not be read or billed.
    pub findings: &'a [Finding],
    /// The staircase to draw.
    pub chart: Option<&'a Staircase>,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: Here,
    /// Whether the data is a row for each pool.
    pub rows: bool,
}

impl View for StandingView<'_> {
    fn value(&self) -> Value {
        let pools: Vec<Value> = self.pools.iter().map(pool_value).collect();
        if self.rows {
            return self.pools.iter().map(row_value).collect();
        }
        let sum = |time| self.sum(time).map(|(now, full)| json!({"asItIs": now.map(amount), "full": amount(full)}));
        json!({
            "pools": pools,
            "sum": sum(HOUR).map(|hour| json!({
                "currency": self.pools.first().map(|pool| pool.subject.rates.currency.code()),
                "of": self.of(),
                "billed": self.pools.len(),
                "seen": self.pools.iter().filter(|pool| pool.is_seen()).count(),
                "hour": hour, "day": sum(DAY), "month": sum(MONTH),
            })),
            "findings": super::words::findings(self.findings),
        })
    }

    fn text(&self, look: &Look) -> String {
        let mut text = String::new();
        match self.pools {
            [one] => text.push_str(&self.of_one(one, look)),
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
    /// What a parked pool is made for next, and what it costs then.
    fn next(&self, pool: &Standing) -> Option<String> {
        let (Next { claim, scale }, hour) = (pool.next.as_ref()?, range(&pool.next_hour()?));
        let from = claim.from.filter(|from| self.now < *from);
        let made = match from.map(|from| moment(from, self.now, &self.zone)) {
            Some(from) => format!("made for `{}` from {from} on", claim.name),
            None => format!("made for `{}` by the next `pool apply --allow-park`", claim.name),
        };
        Some(format!("next: {made}: {scale}, {hour} an hour"))
    }

    /// How many pools were asked for.
    fn of(&self) -> usize {
        self.pools.len() + self.findings.len()
    }

    /// All pools together, those that are seen as they are, and all of them full; `None` where there are several
    /// currencies, or a single pool.
    fn sum(&self, time: SignedDuration) -> Option<(Option<Money>, Money)> {
        let currency = self.pools.first().filter(|_| self.pools.len() > 1)?.subject.rates.currency;
        let (mut now, mut full) = (Bill::empty(currency), Bill::empty(currency));
        for pool in self.pools {
            if pool.subject.rates.currency != currency {
                return None;
            }
            let estimate = pool.lasting(time);
            if pool.is_seen() {
                now.take(&estimate.least);
            }
            full.take(&estimate.most);
        }
        let is_any_seen = self.pools.iter().any(Standing::is_seen);
        Some((is_any_seen.then(|| now.total()), full.total()))
    }

    fn of_one(&self, pool: &Standing, look: &Look) -> String {
        let mut text = head(&pool.subject, look);
        text.push_str(&line(&stands(pool), look));
        let times = [HOUR, DAY, MONTH];
        let row = |label: &str, of: &dyn Fn(SignedDuration) -> Money| {
            std::iter::once(label.to_owned()).chain(times.map(|time| shown(of(time)))).collect()
        };
        let least = |time| pool.made_again(time).unwrap_or_else(|| pool.lasting(time)).least.total();
        let most = |time| pool.made_again(time).unwrap_or_else(|| pool.lasting(time)).most.total();
        let mut rows: Vec<Vec<String>> = vec![row(left(pool), &|time| pool.lasting(time).least.total())];
        if pool.again.is_some() {
            rows.push(row("made again, nobody there", &least));
            rows.push(row("made again, full throughout", &most));
        } else {
            rows.push(row("full throughout", &most));
        }
        text.push_str(&table::columns(&["", "AN HOUR", "A DAY", "A MONTH"], rows, look.width));
        text.push_str(&line(OF_A_MONTH, look));
        if !pool.subject.rates.is_bounded() {
            text.push_str(&line(&format!("Full is a new session with each cooldown. {UNBOUNDED}"), look));
        }
        text.push_str(&rounding(longer(&least).into_iter().chain(longer(&most)), look));
        text.push_str(&basis(&[&pool.subject], look));
        if let Some(step) = step(pool, "") {
            text.push_str(&line(&format!("Next cheaper step: {}", in_our_words(&step, &look.call)), look));
        }
        if let Some(next) = self.next(pool) {
            text.push_str(&line(&in_our_words(&next, &look.call), look));
        }
        if pool.again.is_some() {
            text.push_str(&line(
                &in_our_words(&format!("`pool unpark -n {}` makes it again.", pool.subject.name), &look.call),
                look,
            ));
        }
        text
    }

    fn of_several(&self, pools: &[Standing], look: &Look) -> String {
        let row = |pool: &Standing| {
            let bills = [HOUR, DAY, MONTH].map(|time| pool.lasting(time));
            let seen = |money: Money| if pool.is_seen() { shown(money) } else { NOT_SEEN.to_owned() };
            let now = bills.iter().map(|bill| seen(bill.least.total()));
            let model = pool.subject.rates.model.name().to_owned();
            [pool.subject.name.clone(), model].into_iter().chain(now).chain([shown(bills[0].most.total())]).collect()
        };
        let mut rows: Vec<Vec<String>> = pools.iter().map(row).collect();
        if let (Some(hour), Some(day), Some(month)) = (self.sum(HOUR), self.sum(DAY), self.sum(MONTH)) {
            let amounts = [hour.0, day.0, month.0, Some(hour.1)];
            let amounts = amounts.map(|money| money.map_or(NOT_SEEN.to_owned(), shown));
            let whose =
                if pools.len() == self.of() { "all".to_owned() } else { format!("{} of {}", pools.len(), self.of()) };
            rows.push([whose, String::new()].into_iter().chain(amounts).collect());
        }
        let heading = ["POOL", "MODEL", "AN HOUR", "A DAY", "A MONTH", "FULL, AN HOUR"];
        let mut text = table::columns(&heading, rows, look.width);
        text.push_str(&line(OF_A_MONTH, look));
        text.push_str(&unseen(pools, look));
        if pools.iter().any(|pool| !pool.subject.rates.is_bounded()) {
            let full = format!("Full under session-hours is a new session with each cooldown. {UNBOUNDED}");
            text.push_str(&line(&full, look));
        }
        let sums = [HOUR, DAY, MONTH].map(|time| {
            let (now, full) = self.sum(time)?;
            let all = |of: &dyn Fn(&Standing) -> Money| pools.iter().map(|pool| of(pool).rounded()).sum::<Decimal>();
            let seen = |pool: &Standing| pool.lasting(time).least.total();
            let now = now.map(|now| (all(&seen), now));
            let full = (time == HOUR).then(|| (all(&|pool| pool.lasting(time).most.total()), full));
            Some(now.into_iter().chain(full))
        });
        let times = pools
            .iter()
            .filter(|pool| pool.is_seen())
            .flat_map(|pool| longer(&|time| pool.lasting(time).least.total()));
        text.push_str(&rounding(sums.into_iter().flatten().flatten().chain(times), look));
        let subjects: Vec<&Subject> = pools.iter().map(|pool| &pool.subject).collect();
        text.push_str(&basis(&subjects, look));
        for pool in pools {
            let name = &pool.subject.name;
            if let (Some(scale), Some(hour)) = (pool.scale_again(), pool.made_again(HOUR)) {
                let hour = range(&hour);
                let again =
                    format!("{name} is parked; made again by `pool unpark -n {name}` it is {scale}: {hour} an hour");
                text.push_str(&line(&in_our_words(&again, &look.call), look));
            }
            if let Some(next) = self.next(pool) {
                text.push_str(&line(&in_our_words(&format!("{name}: {next}"), &look.call), look));
            }
            if let Some(step) = step(pool, &format!(" -n {name}")) {
                text.push_str(&line(&in_our_words(&format!("{name}: {step}"), &look.call), look));
            }
        }
        text
    }
}

/// An amount in a cell.
fn shown(money: Money) -> String {
    cell(&money.to_string(), money.currency)
}

/// A day and a month as whoever sees the hour would compute them, beside what is shown.
fn longer(of: &dyn Fn(SignedDuration) -> Money) -> [(Decimal, Money); 2] {
    let hour = of(HOUR).rounded();
    [DAY, MONTH].map(|time| (hour * Decimal::from(time.as_hours()), of(time)))
}

/// The pools of which nobody sees what they cost as they are.
fn unseen(pools: &[Standing], look: &Look) -> String {
    let names: Vec<&str> = pools.iter().filter(|pool| !pool.is_seen()).map(|pool| pool.subject.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        names => {
            let names = names.join(", ");
            line(&format!("{names}: Azure does not show how many are in use; in a sum none are counted."), look)
        }
    }
}

/// What the first row is of.
fn left(pool: &Standing) -> &'static str {
    match (&pool.again, pool.is_seen()) {
        (Some(_), _) => "parked",
        (None, false) => "while nobody comes",
        (None, true) => "left as it is",
    }
}

/// How many sessions and nodes there are, and who says so.
fn stands(pool: &Standing) -> String {
    if let Some(scale) = pool.scale_again() {
        return format!("parked: no pool stands, and none is billed; made again, it is {scale}");
    }
    let mut parts = vec![format!("max {}", pool.scale.max)];
    parts.extend(pool.scale.ready.map(|ready| format!("{ready} ready")));
    let occupancy = pool.occupancy;
    match pool.is_counted {
        false if !pool.is_seen() => parts.push("Azure does not show how many are in use".to_owned()),
        true => {
            parts.push(format!("now {} warm or starting, {} in use", occupancy.ready, occupancy.active));
        }
        false => parts.push("taken as if nobody were there: Azure shows no counts".to_owned()),
    }
    if let Some(nodes) = pool.nodes {
        let by = if pool.shows_nodes { "as Azure shows" } else { "computed" };
        parts.push(format!("{} ({by})", plural(nodes, "node")));
    }
    parts.join(", ")
}

/// What fewer ready sessions, and no pool at all, would save as it stands. `target` names the pool for a
/// command.
fn step(pool: &Standing, target: &str) -> Option<String> {
    let lower = pool.lower().map(|Lower { ready, floor, in_use, cheaper }| {
        let beside = match in_use {
            Some(0) => String::new(),
            Some(count) => format!(" with {count} in use"),
            None => " while nobody is there".to_owned(),
        };
        match cheaper {
            Some(step) => format!("{ready} -> {} ready saves {} an hour{beside}", step.ready, step.saves),
            None => format!("{ready} -> {floor} ready saves nothing{beside}{}", on_the_same_nodes(pool)),
        }
    });
    let saved = pool.park_saves();
    let park = (pool.is_seen() && !saved.amount.is_zero()).then(|| {
        let nodes = pool.nodes.map_or_else(String::new, |nodes| format!("{}, ", plural(nodes, "node")));
        match &pool.park_refusal {
            None => format!("`pool park{target}` saves {nodes}{saved} an hour"),
            Some(why) => format!("`pool park{target}` would save {nodes}{saved} an hour, and is refused now: {why}"),
        }
    });
    match (lower, park) {
        (None, None) => None,
        (one, None) | (None, one) => one,
        (Some(lower), Some(park)) => Some(format!("{lower}; {park}")),
    }
}

/// Why fewer ready sessions cost as much.
fn on_the_same_nodes(pool: &Standing) -> String {
    let Model::Nodes { on_a_node, .. } = &pool.subject.rates.model else { return String::new() };
    let holds = plural(on_a_node.get(), "session");
    match pool.nodes {
        None | Some(0) => String::new(),
        Some(1) => format!(
            ": all fit on one node of {holds}, and one node is the least that is billed while a session is warm"
        ),
        Some(nodes) => format!(": both take {nodes} nodes of {holds}"),
    }
}

fn pool_value(pool: &Standing) -> Value {
    let seen = |money: Money| pool.is_seen().then(|| amount(money));
    let lasting = |time| {
        let estimate = pool.lasting(time);
        json!({"asItIs": seen(estimate.least.total()), "full": amount(estimate.most.total())})
    };
    let counted = |count: u32| pool.is_counted.then_some(count);
    let again = |time| {
        let estimate = pool.made_again(time)?;
        Some(json!({"nobody": amount(estimate.least.total()), "full": amount(estimate.most.total())}))
    };
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
        "lines": pool.is_seen().then(|| bill_value(&pool.lasting(HOUR).least)["lines"].clone()),
        "cheaper": pool.lower().map(|lower| json!({
            "readySessions": lower.cheaper.map_or(lower.floor, |step| step.ready),
            "savesHour": lower.cheaper.map_or_else(|| amount(nothing(pool)), |step| amount(step.saves)),
        })),
        "parkSavesHour": seen(pool.park_saves()),
        "parkRefused": pool.park_refusal,
        "parked": pool.again.is_some(),
        "next": pool.next.as_ref().map(|next| {
            let hour = pool.next_hour();
            let hour = hour.map(|hour| json!({"nobody": amount(hour.least.total()), "full": amount(hour.most.total())}));
            with(next_value(next), json!({"hour": hour}))
        }),
        "madeAgain": pool.scale_again().map(|scale| json!({
            "maxSessions": scale.max, "readySessions": scale.ready,
            "hour": again(HOUR), "day": again(DAY), "month": again(MONTH),
        })),
    });
    with(subject_value(&pool.subject), more)
}

fn nothing(pool: &Standing) -> Money {
    Money::new(Decimal::ZERO, pool.subject.rates.currency)
}

fn row_value(pool: &Standing) -> Value {
    let bills = [HOUR, DAY, MONTH].map(|time| pool.lasting(time));
    let now = bills.each_ref().map(|bill| pool.is_seen().then(|| amount(bill.least.total())));
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
