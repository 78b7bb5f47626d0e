//! What the views of costs have in common: whose cost it is, and the prices that it rests on.

use crate::cost::card::region;
use crate::cost::{Currency, Decimal, Meter, Model, Money, Price, Rates, Standing as Trust};
use crate::ops::cost::Subject;
use crate::output::Look;
use crate::output::printer::{in_our_words, wrapped_at};
use crate::output::style::{STRONG, WARN, paint};
use crate::output::table::held;
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
    // Once, however many pools there are.
    lines.extend(subjects.iter().find_map(|subject| beside_nodes(subject)).map(|text| line(&text, look)));
    let managed = all().filter(|rates| matches!(&rates.model, Model::Nodes { management: Some(_), .. })).count();
    if managed > 1 {
        lines.push(line("Pools of one environment share its management; here each pays for its own.", look));
    }
    let todo = to_be_sure(&all().collect::<Vec<_>>());
    lines.extend(todo.map(|todo| line(&in_our_words(todo, &look.call), look)));
    if look.detail {
        for (model, sentences) in counting(subjects) {
            lines.push(rests_on(model, &sentences, look).trim_start_matches('\n').to_owned() + "\n");
        }
    }
    lines.concat()
}

/// What is to be known of a flat price beside what Azure bills, as a sentence.
fn beside_nodes(subject: &Subject) -> Option<String> {
    let Subject { metered, rates, .. } = subject;
    Some(format!("`flat` {}.", rates.beside_nodes(metered.kind, metered.size)?))
}

/// How each model counts, every sentence once: the prices stand above.
fn counting<'a>(subjects: &[&'a Subject]) -> Vec<(&'a str, Vec<String>)> {
    let mut models: Vec<(&str, Vec<String>)> = Vec::new();
    for rates in subjects.iter().map(|subject| &subject.rates) {
        let name = rates.model.name();
        let index = models.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            models.push((name, Vec::new()));
            models.len() - 1
        });
        let said = &mut models[index].1;
        let new: Vec<String> = rates.counting().into_iter().filter(|sentence| !said.contains(sentence)).collect();
        said.extend(new);
    }
    models
}

/// A line for each source of prices, and for what makes up a node. What does not hold for every pool names its region.
fn rate_lines(subjects: &[&Subject]) -> Vec<String> {
    let mut known: Vec<Stated> = Vec::new();
    for subject in subjects {
        let (rates, region) = (&subject.rates, region(&subject.metered.location));
        let node = rates.node_sum().map(|sum| (format!("a node-hour is {sum}"), None));
        let (parts, whole): (Vec<&Price>, Vec<&Price>) =
            rates.prices().partition(|price| matches!(price.meter, Meter::Vcpu | Meter::Memory));
        let says = |price: &&Price| (price_text(price, rates), Some(source(price)));
        for (text, source) in parts.iter().map(says).chain(node).chain(whole.iter().map(says)) {
            match known.iter_mut().find(|known| (&known.text, &known.source) == (&text, &source)) {
                Some(known) => _ = known.regions.insert(region.clone()),
                None => known.push(Stated { text, source, regions: BTreeSet::from([region.clone()]) }),
            }
        }
    }
    let several = known.iter().flat_map(|stated| &stated.regions).collect::<BTreeSet<_>>().len();
    // Prices of one source stand in one line, so that it is named once.
    let mut lines: Vec<(Stated, u32)> = Vec::new();
    for stated in known {
        let of_one = |(other, _): &&mut (Stated, u32)| {
            stated.source.is_some() && (&other.source, &other.regions) == (&stated.source, &stated.regions)
        };
        match lines.iter_mut().find(of_one) {
            Some((line, count)) => {
                line.text.push_str(&format!(", {}", stated.text));
                *count += 1;
            }
            None => lines.push((stated, 1)),
        }
    }
    lines.iter().map(|(stated, count)| stated.line(*count, several)).collect()
}

/// What is said of prices, and where it holds.
struct Stated {
    text: String,
    /// How far it can be trusted, and where it comes from; `None` for what is computed.
    source: Option<String>,
    regions: BTreeSet<String>,
}

impl Stated {
    /// The line of so many prices, where pools are in so many regions.
    fn line(&self, count: u32, regions: usize) -> String {
        let names: Vec<&str> = self.regions.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let place = match names.as_slice() {
            _ if self.regions.len() == regions => String::new(),
            [] => " in an unknown region".to_owned(),
            names => format!(" in {}", names.join(", ")),
        };
        let (text, source) = (&self.text, self.source.as_deref().unwrap_or_default());
        if count > 1 { format!("rates{place}{source}: {text}") } else { format!("rate{place}: {text}{source}") }
    }
}

/// "$1.65 a node-hour".
fn price_text(price: &Price, rates: &Rates) -> String {
    format!("{} {}", Money::new(price.amount, rates.currency).exact(), price.meter.one())
}

/// ", guessed (somebody's statement, 2026-09)".
fn source(price: &Price) -> String {
    let trust = match price.source.standing {
        Trust::Good => String::new(),
        trust => format!(", {}", paint(WARN, standing(trust))),
    };
    format!("{trust} ({})", price.source)
}

/// That amounts which are shown do not add up, or multiply, to the cent, where that is so. `sums` has what they come to as shown, and
/// what is shown in place of that.
pub(super) fn rounding(sums: impl IntoIterator<Item = (Decimal, Money)>, look: &Look) -> String {
    if sums.into_iter().all(|(sum, shown)| sum == shown.rounded()) {
        return String::new();
    }
    line("Amounts are rounded only where they are shown; to check them, begin with the rates below.", look)
}

/// Amounts in a cell: each stays on one line, "EUR 36.00 to EUR 72.00".
pub(super) fn cell(amounts: &str, currency: Currency) -> String {
    let code = format!("{currency} ");
    amounts.replace(&code, &held(&code))
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
    let assumptions: Vec<String> = rates.assumptions().into_iter().chain(beside_nodes(subject)).collect();
    let own = json!({"pool": name, "kind": metered.kind.name(), "region": region(&metered.location)});
    let more = json!({
        "bounded": rates.is_bounded(),
        "sessionsOnNode": on_a_node,
        "nodeHour": rates.node().map(|price| price.normalize().to_string()),
        "prices": amounts::prices(rates),
        "assumptions": assumptions,
    });
    with(with(own, amounts::head(rates)), more)
}
