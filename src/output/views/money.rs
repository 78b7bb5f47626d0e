//! What something costs, in a sentence and as data.

use super::leases::moment;
use crate::cost::{Bill, Estimate, Item, Line, Model, Money, Price, Rates, Standing, Unknown};
use crate::model::Settings;
use crate::ops::expense::{Expense, MONTH_HOURS, Running, Supposed};
use crate::output::printer::{in_our_words, wrapped_at};
use crate::output::style::{FAINT, paint};
use crate::output::{Here, Look};
use jiff::Timestamp;
use serde_json::{Value, json};

/// From the least to the most: "$10.50", "$10.50 to $21.00"; under session-hours "at most $36.00".
pub(super) fn range(estimate: &Estimate) -> String {
    let (least, most) = (estimate.least.total(), estimate.most.total());
    if least == most {
        most.to_string()
    } else if least.amount.is_zero() {
        format!("at most {most}")
    } else {
        format!("{least} to {most}")
    }
}

/// Where more ready sessions are billed than are wished.
pub(super) const RAISED: &str = "Where 0 ready sessions are wished, 1 is counted: Azure keeps at least one for custom \
                                 containers.";

/// Where the most is not a bound.
pub(super) const UNBOUNDED: &str = "Sessions that are stopped early make room for more than that.";

/// Behind a most that is not a bound.
pub(super) fn caveat(rates: &Rates) -> &'static str {
    if rates.is_bounded() { "" } else { " unless sessions are stopped early" }
}

/// A sum over pools: from the least to the most, with the caveat of any of them, and the worst of their prices.
pub(super) fn sum_of(estimate: &Estimate, rates: &[&Rates]) -> String {
    let unbounded = rates.iter().find(|rates| !rates.is_bounded()).map_or("", |rates| caveat(rates));
    let worst = rates.iter().max_by_key(|rates| rates.standing()).map_or("", |rates| doubt(rates));
    format!("{}{unbounded}{worst}", range(estimate))
}

/// Whose sum it is: of all of them, or of those that can be billed.
pub(super) fn whose(billed: usize, of: usize, all: &str) -> String {
    match billed {
        _ if billed == of => all.to_owned(),
        1 => "the one that can be billed".to_owned(),
        several => format!("the {several} that can be billed"),
    }
}

/// How far the prices can be trusted, behind an amount: nothing, or ", at guessed rates".
pub(super) fn doubt(rates: &Rates) -> &'static str {
    rates.standing().clause()
}

/// What an hour of a supposed pool costs: "$1.75 to $12.25 an hour, at guessed rates; 0.5 cores and 1 GiB a session, in
/// eastus2 (assumed)".
pub(super) fn supposed(supposed: &Supposed, settings: &Settings) -> String {
    match (&supposed.rates, supposed.hour(settings)) {
        (Ok(rates), Some(hour)) => {
            let nobody = if hour.least == hour.most { "" } else { ", from nobody there to full" };
            format!("{} an hour{nobody}{}{}", range(&hour), doubt(rates), assumed(supposed))
        }
        (Err(missing), _) => format!("not known: {missing} (`pool cost --refresh`)"),
        (Ok(_), None) => String::new(),
    }
}

/// What no file says of a supposed pool, behind an amount.
pub(super) fn assumed(supposed: &Supposed) -> String {
    match supposed.assumed.as_slice() {
        [] => String::new(),
        all => format!("; {} (assumed)", all.join(", ")),
    }
}

/// The same as data.
pub(super) fn supposed_value(supposed: &Supposed, settings: &Settings) -> Value {
    match (&supposed.rates, supposed.hour(settings)) {
        (Ok(rates), Some(hour)) => {
            let mut value = head(rates);
            value["bounded"] = json!(rates.is_bounded());
            value["hour"] = estimate_value(&hour);
            value["assumed"] = json!(supposed.assumed);
            value["prices"] = prices(rates);
            value
        }
        (Err(missing), _) => json!({"unknown": missing.to_string()}),
        (Ok(_), None) => Value::Null,
    }
}

/// That no price is known, as a sentence.
pub(super) fn unknown(unknown: &Unknown) -> String {
    format!("What it costs is not known: {unknown} (`pool cost --refresh`).")
}

/// A sentence with a space before it: what a pool costs until it goes back, else what it costs as it stays.
pub(super) fn sentence(expense: &Expense, now: Timestamp, zone: &Here) -> String {
    let rates = match &expense.rates {
        Ok(rates) => rates,
        Err(missing) => return format!(" {}", unknown(missing)),
    };
    let doubt = doubt(rates);
    let caveat = caveat(rates);
    match (&expense.estimate, expense.until) {
        (Some(estimate), Some(until)) => {
            let until = moment(until, now, zone);
            format!(" Until {until} it costs {}{caveat}{doubt}.", range(estimate))
        }
        _ => expense.after.as_ref().map_or_else(String::new, |hour| {
            let least = hour.least.total();
            if least.amount.is_zero() {
                return format!(" It costs {} an hour{caveat}{doubt}.", range(hour));
            }
            let empty = if least == hour.most.total() { "" } else { " while nobody comes" };
            format!(" It costs {least} an hour{empty}, {} a month{doubt}.", month(&hour.least))
        }),
    }
}

/// What a month of the same hour costs.
fn month(hour: &Bill) -> Money {
    hour.times(MONTH_HOURS).total()
}

/// What a pool costs as it stands: "$1.75 an hour, $1,277.50 a month, at guessed rates".
pub(super) fn standing_line(cost: &Running) -> String {
    match cost {
        Err(missing) => format!("not known: {missing} (`pool cost --refresh`)"),
        Ok((rates, Some(hour))) => {
            format!("{} an hour, {} a month{}", hour.total(), month(hour), doubt(rates))
        }
        Ok((rates, None)) => {
            let price = rates.prices().next().map(|price| Money::new(price.amount, rates.currency).exact());
            let price = price.unwrap_or_default();
            format!("{price} for each hour that a session has started{}", doubt(rates))
        }
    }
}

/// The same as a sentence with a space before it: " It costs $1.75 an hour, …".
pub(super) fn costs(cost: Option<&Running>) -> String {
    match cost {
        Some(Err(missing)) => format!(" {}", unknown(missing)),
        Some(Ok((_, Some(hour)))) if hour.lines.is_empty() => String::new(),
        Some(cost) => format!(" It costs {}.", standing_line(cost)),
        None => String::new(),
    }
}

/// What it is worth that a pool is gone, where that is known: " That saves $1.75 an hour, …".
pub(super) fn saves(cost: Option<&Running>) -> String {
    match cost {
        Some(cost @ Ok((_, Some(hour)))) if !hour.lines.is_empty() => format!(" That saves {}.", standing_line(cost)),
        _ => String::new(),
    }
}

/// The same as data.
pub(super) fn standing_value(cost: &Running) -> Value {
    match cost {
        Err(missing) => json!({"unknown": missing.to_string()}),
        Ok((rates, hour)) => {
            let mut value = head(rates);
            value["hour"] = json!(hour.as_ref().map(|hour| amount(hour.total())));
            value["month"] = json!(hour.as_ref().map(|hour| amount(month(hour))));
            value["prices"] = prices(rates);
            value
        }
    }
}

/// The hour before and after a change, as values of a line: `None` where nobody knows.
pub(super) fn hours(expense: &Expense) -> Option<(String, String)> {
    let (before, after) = (expense.before.as_ref()?, expense.after.as_ref()?);
    let text = |estimate: &Estimate| {
        let (least, most) = (estimate.least.total(), estimate.most.total());
        if least == most { least.to_string() } else { format!("{least} (full {most})") }
    };
    Some((text(before), text(after)))
}

/// What figures rest on, a line each with a line break before it, where `-v` asks for it.
pub(super) fn assumptions(rates: &Rates, look: &Look) -> String {
    if !look.detail {
        return String::new();
    }
    rests_on(rates.model.name(), &rates.assumptions(), look)
}

/// The same of sentences that were chosen, for a model.
pub(super) fn rests_on(model: &str, sentences: &[String], look: &Look) -> String {
    let lines = sentences.iter().map(|sentence| {
        let sentence = in_our_words(sentence, &look.call);
        let line = wrapped_at(&format!("  {sentence}"), "    ", look.width);
        format!("\n{}", paint(FAINT, line))
    });
    let model = format!("\nWhat it costs rests on these ({model}):");
    std::iter::once(model).chain(lines).collect()
}

/// What every amount rests on, as data: how it is counted, in what, and how far the prices can be trusted.
fn head(rates: &Rates) -> Value {
    json!({
        "model": rates.model.name(),
        "currency": rates.currency.code(),
        "standing": standing(rates.standing()),
    })
}

/// The prices of an amount, as data.
fn prices(rates: &Rates) -> Value {
    rates.prices().map(|price| price_value(price, rates)).collect()
}

/// An expense as data.
pub(super) fn expense_value(expense: &Expense) -> Value {
    match &expense.rates {
        Err(missing) => json!({"unknown": missing.to_string()}),
        Ok(rates) => {
            let bill = |of: fn(&Estimate) -> &Bill| expense.estimate.as_ref().map(|estimate| bill_value(of(estimate)));
            let mut value = head(rates);
            value["bounded"] = json!(rates.is_bounded());
            value["until"] = json!(expense.until);
            value["least"] = json!(bill(|estimate| &estimate.least));
            value["most"] = json!(bill(|estimate| &estimate.most));
            value["hourBefore"] = json!(expense.before.as_ref().map(estimate_value));
            value["hourAfter"] = json!(expense.after.as_ref().map(estimate_value));
            value["prices"] = prices(rates);
            value
        }
    }
}

/// The least and the most as data.
pub(super) fn estimate_value(estimate: &Estimate) -> Value {
    json!({"least": amount(estimate.least.total()), "most": amount(estimate.most.total())})
}

/// A bill as data: its lines, and what they come to.
pub(super) fn bill_value(bill: &Bill) -> Value {
    let line = |line: &Line| {
        json!({
            "item": item(line.item),
            "hours": line.quantity.in_hours().normalize().to_string(),
            "price": line.price.normalize().to_string(),
            "amount": amount(Money::new(line.amount(), bill.currency)),
        })
    };
    json!({"total": amount(bill.total()), "lines": bill.lines.iter().map(line).collect::<Value>()})
}

/// A price as data.
pub(super) fn price_value(price: &Price, rates: &Rates) -> Value {
    let of_node = match &rates.model {
        Model::Nodes { node, .. } => node.iter().find(|part| part.price.meter == price.meter).map(|part| part.count),
        Model::StartedHours(_) | Model::Flat(_) => None,
    };
    json!({
        "of": price.meter.to_string(),
        "price": price.amount.normalize().to_string(),
        "inNode": of_node,
        "currency": rates.currency.code(),
        "source": price.source.text,
        "date": price.source.date,
        "standing": standing(price.source.standing),
    })
}

/// An amount as data: text with the currency's digits, so that nothing is lost in a float.
pub(super) fn amount(money: Money) -> String {
    money.rounded().to_string()
}

/// A word for how far prices can be trusted.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Good => "good",
        Standing::Stale => "stale",
        Standing::Guessed => "guessed",
    }
}

fn item(item: Item) -> &'static str {
    match item {
        Item::Nodes => "nodes",
        Item::Management => "management",
        Item::StartedHours => "startedHours",
        Item::Sessions => "sessions",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::{Card, Currency, Decimal, OwnRates, Stretch};
    use crate::model::{Kind, Scale, SessionSize};
    use jiff::SignedDuration;
    use jiff::tz::TimeZone;

    fn now() -> Timestamp {
        "2026-12-05T12:00:00Z".parse().unwrap()
    }

    /// A pool that goes from 1 of 5 ready to 10 of 50, for so many hours; without any it stays so.
    fn expense(own: OwnRates, kind: Kind, hours: Option<i64>) -> Expense {
        let card = Card { own, ..Card::default() };
        let rates = card.rates(kind, "eastus2", SessionSize::of(0.5, "1Gi"));
        let ahead = |hours| now().saturating_add(SignedDuration::from_hours(hours)).unwrap();
        let of = |max, ready, hours| {
            let stretch = Stretch::new(Scale { max, ready: Some(ready) }, None, now(), ahead(hours));
            Some(rates.as_ref().ok()?.estimate(&[stretch]))
        };
        let estimate = hours.and_then(|hours| of(50, 10, hours));
        let (before, after) = (of(5, 1, 1), of(50, 10, 1));
        Expense { estimate, before, after, until: hours.map(ahead), rates }
    }

    #[test]
    fn a_sentence_says_what_it_costs_until_it_ends() {
        let flat = || OwnRates { session_hour: "0.75".parse::<Decimal>().ok(), ..OwnRates::default() };
        let euro = OwnRates { currency: Currency::named("EUR"), ..OwnRates::default() };
        let custom = Kind::CustomContainer;
        for (own, kind, hours, expected) in [
            (flat(), custom, Some(2), " Until 14:00 UTC it costs $15.00 to $75.00."),
            (OwnRates::default(), custom, Some(6), " Until 18:00 UTC it costs $10.50 to $20.40, at guessed rates."),
            (
                OwnRates::default(),
                Kind::Shell,
                Some(2),
                " Until 14:00 UTC it costs at most $36.00 unless sessions are stopped early, at guessed rates.",
            ),
            (flat(), custom, None, " It costs $7.50 an hour while nobody comes, $5,475.00 a month."),
            (
                OwnRates::default(),
                Kind::Shell,
                None,
                " It costs at most $18.00 an hour unless sessions are stopped early, at guessed rates.",
            ),
            (
                euro,
                custom,
                Some(2),
                " What it costs is not known: no price of a node-hour in eastus2 is known in EUR (`pool cost --refresh`).",
            ),
        ] {
            let zone = TimeZone::UTC.into();
            assert_eq!(sentence(&expense(own, kind, hours), now(), &zone), expected);
        }
    }

    #[test]
    fn an_hour_before_and_after_is_told_as_it_is() {
        let found = hours(&expense(OwnRates::default(), Kind::CustomContainer, None)).unwrap();
        assert_eq!(found, ("$1.75".to_owned(), "$1.75 (full $3.40)".to_owned()));
    }

    #[test]
    fn amounts_are_text_as_data() {
        let value = expense_value(&expense(OwnRates::default(), Kind::CustomContainer, Some(6)));
        assert_eq!(value["least"]["total"], "10.50");
        assert_eq!(
            value["most"]["lines"][0],
            json!({"item": "nodes", "hours": "12", "price": "1.65", "amount": "19.80"})
        );
        assert_eq!(value["prices"][1]["standing"], "guessed");
    }
}
