//! What was fetched of the price list.

use super::basis::line;
use crate::cost::Money;
use crate::cost::card::{EMULATORS_LIST, Listed};
use crate::output::{Look, View, table};
use serde_json::{Value, json};

/// `pool cost --refresh --region`.
#[derive(Debug)]
pub struct ListView<'a> {
    /// The prices.
    pub prices: &'a [Listed],
    /// Whether the data is a row for each.
    pub rows: bool,
}

impl View for ListView<'_> {
    fn value(&self) -> Value {
        let price = |price: &Listed| {
            json!({
                "region": price.region,
                "of": price.meter.to_string(),
                "price": price.amount.normalize().to_string(),
                "currency": price.currency.code(),
                "source": price.list,
                "date": price.seen.to_string(),
            })
        };
        let prices: Value = self.prices.iter().map(price).collect();
        if self.rows { prices } else { json!({"prices": prices}) }
    }

    fn text(&self, look: &Look) -> String {
        let source = |price: &Listed| format!("{}, {}", price.list, price.seen);
        let first = self.prices.first().map(source);
        let is_one = self.prices.iter().all(|price| Some(source(price)) == first);
        let row = |price: &Listed| {
            let sum = Money::new(price.amount, price.currency).exact();
            let cells = [price.region.clone(), price.meter.to_string(), sum];
            cells.into_iter().chain((!is_one).then(|| source(price))).collect()
        };
        let heading = ["REGION", "OF", "PRICE", "SOURCE"];
        let heading = if is_one { &heading[..3] } else { &heading };
        let table = table::columns(heading, self.prices.iter().map(row).collect(), look.width);
        let source = first.filter(|_| is_one).map_or_else(String::new, |source| line(&format!("from {source}"), look));
        let is_emulated = self.prices.iter().any(|price| price.list == EMULATORS_LIST);
        let doubt =
            if is_emulated { line("Guessed: most prices of an emulator are made up.", look) } else { String::new() };
        table + &source + &doubt
    }
}
