//! What the views of costs have in common: whose cost it is, and the prices that it rests on.

use crate::cost::card::region;
use crate::cost::{Meter, Model, Money, Price, Rates, Standing as Trust};
use crate::ops::cost::Subject;
use crate::output::Look;
use crate::output::printer::{in_our_words, wrapped_at};
use crate::output::style::{STRONG, WARN, paint};
use crate::output::views::amounts::{self, standing, with};
use crate::output::views::money::{rests_on, to_be_sure};
use serde_json::{Value, json};
use std::collections::BTreeSet;

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

/// The prices of pools, each once and with its source, with its region where not all have it; what several pools of an environment share; and what all that
/// rests on where `-v` asks for it.
pub(super) fn basis(subjects: &[&Subject], look: &Look) -> String {
    let mut lines: Vec<String> = Vec::new();
    let all = || subjects.iter().map(|subject| &subject.rates);
    lines.extend(rate_lines(subjects).iter().map(|text| line(text, look)));
    let managed = all().filter(|rates| matches!(&rates.model, Model::Nodes { management: Some(_), .. })).count();
    if managed > 1 {
        lines.push(line("Pools of one environment share its management; here each pays for its own.", look));
    }
    let todo = to_be_sure(&all().collect::<Vec<_>>());
    lines.extend(todo.map(|todo| line(&in_our_words(todo, &look.call), look)));
    for assumed in all().map(|rates| rests_on(rates, look)).filter(|assumed| !assumed.is_empty()) {
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

/// A line for each price, and for what makes up a node. What does not hold for every pool names its region.
fn rate_lines(subjects: &[&Subject]) -> Vec<String> {
    let mut regions_of: Vec<(String, BTreeSet<String>)> = Vec::new();
    for subject in subjects {
        let rates = &subject.rates;
        let node = rates.node_sum().map(|sum| format!("a node-hour is {sum}"));
        let (parts, whole): (Vec<&Price>, Vec<&Price>) =
            rates.prices().partition(|price| matches!(price.meter, Meter::Vcpu | Meter::Memory));
        let says = |price: &&Price| price_line(price, rates);
        for text in parts.iter().map(says).chain(node).chain(whole.iter().map(says)) {
            let region = region(&subject.metered.location);
            match regions_of.iter_mut().find(|(known, _)| *known == text) {
                Some((_, regions)) => _ = regions.insert(region),
                None => regions_of.push((text, BTreeSet::from([region]))),
            }
        }
    }
    let all: BTreeSet<&String> = regions_of.iter().flat_map(|(_, regions)| regions).collect();
    let several = all.len();
    let said = |(text, regions): &(String, BTreeSet<String>)| {
        if regions.len() == several {
            return format!("rate: {text}");
        }
        let names: Vec<&str> = regions.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let place = if names.is_empty() { "an unknown region".to_owned() } else { names.join(", ") };
        format!("rate in {place}: {text}")
    };
    regions_of.iter().map(said).collect()
}

/// "$1.65 a node-hour, guessed (somebody's statement, 2026-09)".
fn price_line(price: &Price, rates: &Rates) -> String {
    let sum = Money::new(price.amount, rates.currency).exact();
    let trust = match price.source.standing {
        Trust::Good => String::new(),
        trust => format!(", {}", paint(WARN, standing(trust))),
    };
    format!("{sum} {}{trust} ({})", price.meter.one(), price.source)
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
    let own = json!({"pool": name, "kind": metered.kind.name(), "region": region(&metered.location)});
    let more = json!({
        "bounded": rates.is_bounded(),
        "sessionsOnNode": on_a_node,
        "nodeHour": rates.node().map(|price| price.normalize().to_string()),
        "prices": amounts::prices(rates),
        "assumptions": rates.assumptions(),
    });
    with(with(own, amounts::head(rates)), more)
}
