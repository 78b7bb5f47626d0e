//! A page of Azure's price list: the Retail Prices API, which everybody may ask.
//!
//! Prices are kept as the text of their numbers, so that no digit is lost on the way to a decimal.

use crate::error::{Error, Kind, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The only product that has prices of session pools.
const PRODUCT: &str = "Azure Container Apps";

/// The only type of price that is paid by use; `DevTestConsumption` and `Reservation` are others.
const TYPE: &str = "Consumption";

/// The unit of everything that session pools are billed by.
const HOUR: &str = "1 Hour";

/// A page: some prices, and where the next ones are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricePage {
    /// The prices of this page that are of use, in its order.
    pub prices: Vec<ListedPrice>,
    /// How many items the page had, of use or not.
    pub items: usize,
    /// The URL of the next page; absent, null or empty on the last.
    pub next: Option<String>,
}

/// A price for use, of the first unit on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListedPrice {
    /// `meterName`: `Dedicated vCPU Usage`.
    pub meter: String,
    /// `retailPrice` as it was written: `0.080859`.
    pub price: String,
    /// `currencyCode`.
    pub currency: String,
    /// `armRegionName`: `eastus2`.
    pub region: String,
    /// `unitOfMeasure`: `1 Hour`.
    pub unit: String,
    /// `effectiveStartDate` as it was written; empty where there is none.
    pub since: String,
}

impl ListedPrice {
    /// Whether it is for an hour, as everything is that session pools are billed by.
    #[must_use]
    pub fn is_for_an_hour(&self) -> bool {
        self.unit.eq_ignore_ascii_case(HOUR)
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "Items", borrow)]
    items: Vec<&'a RawValue>,
    #[serde(rename = "NextPageLink", default)]
    next: serde_json::Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    meter_name: String,
    #[serde(borrow)]
    retail_price: &'a RawValue,
    currency_code: String,
    arm_region_name: String,
    unit_of_measure: String,
    product_name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    tier_minimum_units: f64,
    #[serde(default)]
    effective_start_date: String,
}

impl PricePage {
    /// Reads the body of an answer. What is no price for use by everybody is left out, and so is an item that lacks
    /// something.
    ///
    /// # Errors
    /// `BadAnswer` where it has no `Items` array.
    pub fn read(body: &str) -> Result<Self> {
        let envelope: Envelope<'_> = serde_json::from_str(body).map_err(|error| {
            let error = anyhow::Error::new(error).context("the answer is no page of the price list");
            Error::new(Kind::BadAnswer, error)
        })?;
        Ok(Self {
            items: envelope.items.len(),
            prices: envelope.items.into_iter().filter_map(price).collect(),
            next: super::reading::text(&envelope.next),
        })
    }
}

fn price(item: &RawValue) -> Option<ListedPrice> {
    let item: Item<'_> = serde_json::from_str(item.get()).ok()?;
    let is_meant = item.product_name == PRODUCT && item.kind == TYPE && item.tier_minimum_units == 0.0;
    let price = item.retail_price.get().trim_matches('"');
    is_meant.then(|| ListedPrice {
        price: price.to_owned(),
        meter: item.meter_name,
        currency: item.currency_code,
        region: item.arm_region_name,
        unit: item.unit_of_measure,
        since: item.effective_start_date,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn item(changes: Value) -> Value {
        let mut item = json!({
            "currencyCode": "USD", "tierMinimumUnits": 0.0, "retailPrice": 0.080859, "unitPrice": 0.080859,
            "armRegionName": "canadacentral", "location": "CA Central",
            "effectiveStartDate": "2024-01-01T00:00:00Z", "meterId": "m", "meterName": "Dedicated vCPU Usage",
            "productId": "p", "skuId": "s", "productName": "Azure Container Apps", "skuName": "Dedicated",
            "serviceName": "Azure Container Apps", "serviceId": "x", "serviceFamily": "Containers",
            "unitOfMeasure": "1 Hour", "type": "Consumption", "isPrimaryMeterRegion": true, "armSkuName": "",
        });
        for (key, value) in changes.as_object().unwrap() {
            item[key] = value.clone();
        }
        item
    }

    fn page(items: &[Value], next: Value) -> PricePage {
        let body = json!({"BillingCurrency": "USD", "CustomerEntityId": "Default", "CustomerEntityType": "Retail",
            "Items": items, "NextPageLink": next, "Count": items.len()});
        PricePage::read(&body.to_string()).unwrap()
    }

    #[test]
    fn only_prices_for_use_by_everybody_are_read() {
        let cases = [
            (json!({}), true),
            (json!({"retailPrice": "0.1"}), true),
            (json!({"unitOfMeasure": "100 Hours"}), true),
            (json!({"type": "DevTestConsumption"}), false),
            (json!({"type": "Reservation"}), false),
            (json!({"tierMinimumUnits": 100.0}), false),
            (json!({"productName": "Azure Container Instances"}), false),
            (json!({"meterName": null}), false),
            (json!({"retailPrice": null, "type": 7}), false),
            (json!({"armRegionName": 5}), false),
        ];
        for (changes, is_read) in cases {
            let page = page(&[item(changes.clone()), json!(7), json!(null)], Value::Null);
            assert_eq!((page.prices.len(), page.items), (usize::from(is_read), 3), "{changes}");
        }
        assert!(page(&[item(json!({}))], Value::Null).prices[0].is_for_an_hour());
        assert!(!page(&[item(json!({"unitOfMeasure": "1 Second"}))], Value::Null).prices[0].is_for_an_hour());
    }

    /// A float would keep 17 digits of it.
    #[test]
    fn no_digit_of_a_price_is_lost() {
        for number in ["0.080859", "6.6E-06", "0.0066380000000000000000001", "12345678901234567890.1", "0"] {
            let body = json!({"Items": [item(json!({"retailPrice": "X"}))]}).to_string().replace("\"X\"", number);
            assert_eq!(PricePage::read(&body).unwrap().prices[0].price, number);
        }
    }

    #[test]
    fn the_next_link_may_be_absent_null_or_empty() {
        for next in [json!(null), json!(""), json!(7)] {
            assert_eq!(page(&[], next).next, None);
        }
        assert_eq!(page(&[], json!("https://x/y")).next.as_deref(), Some("https://x/y"));
        assert_eq!(PricePage::read("{\"Items\": []}").unwrap().next, None);
    }

    #[test]
    fn what_is_no_page_is_a_bad_answer() {
        for body in ["", "[]", "{}", "{\"Items\": {}}", "{\"Items\": [}", "<html>", "{\"error\": {}}", "null"] {
            assert_eq!(PricePage::read(body).unwrap_err().kind(), Kind::BadAnswer, "{body}");
        }
    }
}
