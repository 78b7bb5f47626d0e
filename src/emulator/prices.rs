//! Azure's price list, the Retail Prices API, as far as Container Apps go.
//!
//! The prices of `canadacentral` are those of a public test fixture of 2026-09, and the management and the dynamic
//! sessions are the ones that people state (microsoft/azure-container-apps issue 1596, 2025-11-06, and somebody's
//! reading of 2026-09). **Everything else is made up**: the nodes of other regions, what session pools are not billed
//! by, and what a euro costs. Items that are no price for use stand between the others, and pages are short, so that
//! whoever reads the list has something to get wrong.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use serde_json::{Value, json};

/// Items of a page. Azure's have 100 or 1000.
const PAGE: usize = 5;

const SERVICE: &str = "Azure Container Apps";

/// Regions that have prices: ARM name, what the list calls it, millionths of a dollar for a core and for a GiB.
const REGIONS: [(&str, &str, i64, i64); 5] = [
    ("canadacentral", "CA Central", 80_859, 6_638),
    ("eastus", "US East", 75_000, 6_250),
    ("eastus2", "US East 2", 75_000, 6_250),
    ("westeurope", "EU West", 85_000, 7_000),
    ("centralindia", "IN Central", 70_000, 6_000),
];

/// What a currency costs in hundredths of a dollar's worth.
const CURRENCIES: [(&str, i64); 3] = [("USD", 100), ("EUR", 90), ("INR", 8_400)];

/// A price of the list.
struct Item {
    sku: &'static str,
    meter: &'static str,
    micros: i64,
    unit: &'static str,
    kind: &'static str,
    tier: f64,
}

impl Item {
    const fn of(sku: &'static str, meter: &'static str, micros: i64, unit: &'static str) -> Self {
        Self { sku, meter, micros, unit, kind: "Consumption", tier: 0.0 }
    }
}

/// The items of a region: 13 meters, as the real list has, and some of the other types.
fn items(vcpu: i64, memory: i64) -> Vec<Item> {
    vec![
        Item::of("Standard", "Standard vCPU Active Usage", 24, "1 Second"),
        Item::of("Standard", "Standard vCPU Idle Usage", 3, "1 Second"),
        Item::of("Standard", "Standard Memory Active Usage", 3, "1 GiB Second"),
        Item::of("Standard", "Standard Memory Idle Usage", 3, "1 GiB Second"),
        Item::of("Standard", "Standard Requests", 400_000, "1M"),
        Item { kind: "DevTestConsumption", ..Item::of("Dedicated", "Dedicated vCPU Usage", vcpu / 2, "1 Hour") },
        Item::of("Dedicated", "Dedicated vCPU Usage", vcpu, "1 Hour"),
        Item::of("Dedicated", "Dedicated Memory Usage", memory, "1 Hour"),
        Item::of("Dedicated", "Dedicated GPU Usage", 2_000_000, "1 Hour"),
        Item::of("Dedicated", "Dedicated Plan Management", 100_000, "1 Hour"),
        Item { tier: 10_000.0, ..Item::of("Dedicated", "Dedicated Plan Management", 50_000, "1 Hour") },
        Item::of("Hybrid", "Hybrid vCPU Usage", 30_000, "1 Hour"),
        Item::of("Dynamic Sessions", "Dynamic Sessions", 30_000, "1 Hour"),
    ]
}

/// What a filter asks for. Values are compared with their case, as the API does from 2023-01-01-preview on.
#[derive(Debug, Default, PartialEq, Eq)]
struct Filter {
    service: Option<String>,
    region: Option<String>,
    sku: Option<String>,
}

impl Filter {
    /// Reads `serviceName eq 'x' and armRegionName eq 'y'`.
    fn read(text: &str) -> Option<Self> {
        let mut filter = Self::default();
        for term in text.split(" and ").map(str::trim).filter(|term| !term.is_empty()) {
            let (field, value) = term.split_once(" eq ")?;
            let value = value.trim().strip_prefix('\'')?.strip_suffix('\'').filter(|value| !value.contains('\''))?;
            let place = match field.trim() {
                "serviceName" => &mut filter.service,
                "armRegionName" => &mut filter.region,
                "skuName" => &mut filter.sku,
                _ => return None,
            };
            *place = Some(value.to_owned());
        }
        Some(filter)
    }

    fn lets(asked: &Option<String>, value: &str) -> bool {
        asked.as_deref().is_none_or(|asked| asked == value)
    }
}

/// Answers `/api/retail/prices`, to everybody.
pub(super) fn answer(desk: &Desk<'_>) -> Result<Reply, Trouble> {
    let text = desk.call.query("$filter").unwrap_or_default();
    let Some(filter) = Filter::read(text) else {
        return Err(refused(&format!("Invalid filter `{text}`.")));
    };
    let code = desk.call.query("currencyCode").unwrap_or("USD").trim_matches('\'').to_owned();
    let Some((_, worth)) = CURRENCIES.into_iter().find(|(known, _)| *known == code) else {
        return Err(refused(&format!("Invalid currency code '{code}'.")));
    };
    let Ok(skip) = desk.call.query("$skip").unwrap_or("0").parse::<usize>() else {
        return Err(refused("Invalid $skip."));
    };
    let mut found = Vec::new();
    for (region, location, vcpu, memory) in REGIONS {
        let is_meant = Filter::lets(&filter.service, SERVICE) && Filter::lets(&filter.region, region);
        let items = items(vcpu, memory).into_iter().filter(|item| is_meant && Filter::lets(&filter.sku, item.sku));
        found.extend(items.map(|item| shown(&item, (region, location), (&code, worth))));
    }
    let page: Vec<Value> = found.iter().skip(skip).take(PAGE).cloned().collect();
    let next = (skip + page.len() < found.len()).then(|| link(desk, text, &code, skip + page.len()));
    let count = page.len();
    Ok(Reply::json(
        200,
        json!({
            "BillingCurrency": code,
            "CustomerEntityId": "Default",
            "CustomerEntityType": "Retail",
            "Items": page,
            "NextPageLink": next,
            "Count": count,
        }),
    ))
}

fn refused(text: &str) -> Trouble {
    Refusal::new(codes::PRICES, text).into()
}

fn shown(item: &Item, (region, location): (&str, &str), (code, worth): (&str, i64)) -> Value {
    // Six digits behind the point are what a float has in any case.
    let price = (item.micros * worth / 100) as f64 / 1e6;
    json!({
        "currencyCode": code,
        "tierMinimumUnits": item.tier,
        "retailPrice": price,
        "unitPrice": price,
        "armRegionName": region,
        "location": location,
        "effectiveStartDate": "2024-01-01T00:00:00Z",
        "meterId": format!("emulator-{region}-{}", item.meter.replace(' ', "-")),
        "meterName": item.meter,
        "productId": "emulator",
        "skuId": format!("emulator/{}", item.sku),
        "productName": SERVICE,
        "skuName": item.sku,
        "serviceName": SERVICE,
        "serviceId": "emulator",
        "serviceFamily": "Containers",
        "unitOfMeasure": item.unit,
        "type": item.kind,
        "isPrimaryMeterRegion": true,
        "armSkuName": "",
    })
}

/// The next page, with its port, as Azure's links have it.
fn link(desk: &Desk<'_>, filter: &str, code: &str, skip: usize) -> String {
    let origin = &desk.call.origin;
    let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
    let port = match (host.contains(':'), origin.starts_with("https")) {
        (true, _) => "",
        (false, true) => ":443",
        (false, false) => ":80",
    };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("currencyCode", &format!("'{code}'"))
        .append_pair("$filter", filter)
        .append_pair("$skip", &skip.to_string())
        .finish();
    format!("{origin}{port}/api/retail/prices?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read() {
        let some = |text: &str| Some(text.to_owned());
        let both = Filter { service: some(SERVICE), region: some("eastus2"), sku: None };
        for (text, expected) in [
            ("", Some(Filter::default())),
            ("serviceName eq 'Azure Container Apps' and armRegionName eq 'eastus2'", Some(both)),
            ("skuName eq 'Dedicated'", Some(Filter { sku: some("Dedicated"), ..Filter::default() })),
            ("serviceName ne 'x'", None),
            ("serviceName eq x", None),
            ("serviceName eq 'x' or '1' eq '1'", None),
            ("meterName eq 'x'", None),
        ] {
            assert_eq!(Filter::read(text), expected, "{text}");
        }
    }
}
