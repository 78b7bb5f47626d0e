//! Money as data: amounts, bills, and the prices that they rest on.

use super::money::month;
use crate::cost::{Bill, Estimate, Item, Line, Model, Money, Price, Rates, Standing};
use crate::model::Settings;
use crate::ops::expense::{Expense, Refusal, Running, Supposed, Tail};
use serde_json::{Value, json};

/// What an hour of a supposed pool costs.
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

/// What an hour and a month of a pool cost as it stands.
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

/// What every amount rests on: how it is counted, in what, and how far the prices can be trusted.
pub(super) fn head(rates: &Rates) -> Value {
    json!({
        "model": rates.model.name(),
        "currency": rates.currency.code(),
        "standing": standing(rates.standing()),
    })
}

/// The prices of an amount.
pub(super) fn prices(rates: &Rates) -> Value {
    rates.prices().map(|price| price_value(price, rates)).collect()
}

/// An expense.
pub(super) fn expense_value(expense: &Expense) -> Value {
    match &expense.rates {
        Err(missing) => json!({"unknown": missing.to_string()}),
        Ok(rates) => {
            let bill = |of: fn(&Estimate) -> &Bill| expense.estimate.as_ref().map(|estimate| bill_value(of(estimate)));
            let mut value = head(rates);
            value["bounded"] = json!(rates.is_bounded());
            value["until"] = json!(expense.until);
            value["goneAfterMinutes"] = tail_value(expense.tail.as_ref());
            value["least"] = json!(bill(|estimate| &estimate.least));
            value["most"] = json!(bill(|estimate| &estimate.most));
            value["hourBefore"] = json!(expense.before.as_ref().map(estimate_value));
            value["hourAfter"] = json!(expense.after.as_ref().map(estimate_value));
            value["prices"] = prices(rates);
            value
        }
    }
}

/// For how long a pool stands after the end of what was wanted, where it is parked then, before it is wanted again.
pub(super) fn tail_value(tail: Option<&Tail>) -> Value {
    json!(
        tail.filter(|tail| tail.is_gone)
            .map(|tail| json!({"least": tail.least().as_mins(), "most": tail.most().as_mins()}))
    )
}

/// The least and the most.
pub(super) fn estimate_value(estimate: &Estimate) -> Value {
    json!({"least": amount(estimate.least.total()), "most": amount(estimate.most.total())})
}

/// A bill: its lines, and what they come to.
pub(super) fn bill_value(bill: &Bill) -> Value {
    let line = |line: &Line| {
        json!({
            "item": item(line.item),
            "hours": line.hours(bill.currency).to_string(),
            "price": line.price.normalize().to_string(),
            "amount": amount(Money::new(line.amount(), bill.currency)),
        })
    };
    json!({"total": amount(bill.total()), "lines": bill.lines.iter().map(line).collect::<Value>()})
}

/// That no pool is raised for an event.
pub(super) fn refusal_value(refusal: &Refusal) -> Value {
    json!({
        "event": refusal.event,
        "from": refusal.from,
        "until": refusal.until,
        "mayCost": refusal.may_cost.map(amount),
        "isLeast": refusal.is_least,
        "budget": amount(refusal.budget),
        "text": refusal.text,
    })
}

/// A price.
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

/// An amount: text with the currency's digits, so that nothing is lost in a float.
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

#[cfg(test)]
mod tests {
    use super::super::money::tests::expense;
    use super::*;
    use crate::cost::OwnRates;
    use crate::model::Kind;

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
