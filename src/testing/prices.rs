//! Azure's price list, fetched from the emulator.

use super::world::World;
use crate::azure::prices::ENDPOINT;
use crate::cost::card::region;
use crate::cost::{Card, Currency, Decimal, OwnRates, Standing};
use crate::emulator::Switches;
use crate::error::Kind;
use crate::model::{Kind as PoolKind, SessionSize};
use crate::ops::prices::{Fetched, PriceCache, fetch};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use std::time::Duration;

const TODAY: Date = date(2026, 12, 5);

const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

async fn fetched(world: &World, region: &str, code: &str) -> Fetched {
    fetch(&world.prices(HALF_AN_HOUR), region, Currency::named(code).unwrap(), TODAY).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_prices_of_a_region_are_fetched_page_by_page() {
    let world = World::new(Switches::default());
    let prices = fetched(&world, "canadacentral", "USD").await;
    let expected = [
        ("Dedicated Memory Usage", "0.006638"),
        ("Dedicated Plan Management", "0.1"),
        ("Dedicated vCPU Usage", "0.080859"),
        ("Dynamic Sessions", "0.03"),
    ];
    assert_eq!(prices.prices.iter().map(|(meter, price)| (*meter, price.as_str())).collect::<Vec<_>>(), expected);
    assert_eq!(prices.findings, []);
    let log = world.log();
    assert_eq!(log.len(), 3, "13 items, 5 on a page");
    assert!(log.iter().all(|sent| sent.token.is_none() && sent.path == "/api/retail/prices"), "{log:?}");
}

#[tokio::test(start_paused = true)]
async fn what_was_fetched_outranks_what_is_built_in_until_it_is_stale() {
    let world = World::new(Switches::default());
    let folder = tempfile::tempdir().unwrap();
    let cache = PriceCache::new(folder.path().join("prices.json"), ENDPOINT.to_owned());
    cache.keep(&fetched(&world, &region("East US 2"), "EUR").await, TODAY).unwrap();
    let (listed, _) = cache.read();
    let euro = OwnRates { currency: Currency::named("EUR"), ..OwnRates::default() };
    for (today, standing) in [(TODAY, Standing::Good), (date(2027, 1, 5), Standing::Stale)] {
        let card = Card { own: euro.clone(), listed: listed.clone(), today, ..Card::default() };
        let rates = card.rates(PoolKind::CustomContainer, "eastus2", SessionSize::of(0.5, "1Gi")).unwrap();
        assert_eq!((rates.node(), rates.standing()), ("1.8".parse::<Decimal>().ok(), standing));
        assert!(rates.assumptions()[0].contains("Azure's price list, 2026-12-05"));
    }
    // The same from an emulator is made up, and never called good.
    let cache = PriceCache::new(folder.path().join("prices.json"), "local".to_owned());
    cache.keep(&fetched(&world, "eastus2", "EUR").await, TODAY).unwrap();
    let card = Card { own: euro, listed: cache.read().0, today: TODAY, ..Card::default() };
    let rates = card.rates(PoolKind::CustomContainer, "eastus2", SessionSize::of(0.5, "1Gi")).unwrap();
    assert_eq!((rates.node(), rates.standing()), ("1.8".parse::<Decimal>().ok(), Standing::Guessed));
    assert!(rates.assumptions()[0].contains("the emulator's price list, 2026-12-05; made up"));
}

#[tokio::test(start_paused = true)]
async fn what_the_list_does_not_have_is_said() {
    let world = World::new(Switches::default());
    let nowhere = fetched(&world, "nowhere", "USD").await;
    assert_eq!((nowhere.prices.len(), nowhere.findings.len()), (0, 1));
    assert_eq!(nowhere.findings[0].to_string(), "nowhere: the price list has no prices of session pools in USD");
    let error =
        fetch(&world.prices(HALF_AN_HOUR), "eastus2", Currency::named("XXX").unwrap(), TODAY).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Rejected, "{error}");
}

/// The list in the weather that it may have: what may pass is waited for, and half a list is none.
#[tokio::test(start_paused = true)]
async fn trouble_that_passes_is_waited_for_and_other_trouble_is_told() {
    for fault in [
        json!({"on": "any", "count": 3, "fault": "status", "status": 503}),
        json!({"on": "any", "count": 1, "fault": "status", "status": 429, "retryAfter": 20}),
        json!({"on": "any", "count": 1, "fault": "resetAfter"}),
        json!({"on": "any", "count": 1, "fault": "cut"}),
    ] {
        let world = World::new(Switches::default());
        world.fault(fault.clone()).await;
        assert_eq!(fetched(&world, "eastus2", "USD").await.prices.len(), 4, "{fault}");
    }
    for (fault, kind) in [
        (json!({"on": "any", "count": 0, "fault": "notJson"}), Kind::BadAnswer),
        (json!({"on": "any", "count": 0, "fault": "resetBefore"}), Kind::TimedOut),
        (json!({"on": "any", "count": 0, "fault": "status", "status": 403}), Kind::Rejected),
    ] {
        let world = World::new(Switches::default());
        world.fault(fault.clone()).await;
        let error = fetch(&world.prices(HALF_AN_HOUR), "eastus2", Currency::USD, TODAY).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{fault}: {error}");
        assert!(error.hints().iter().any(|hint| hint.contains("`rates:`")));
    }
}

/// A list whose prices are for another unit, hold from later on, or are none.
#[tokio::test(start_paused = true)]
async fn a_price_of_another_unit_is_left_out_and_the_latest_one_holds() {
    let item = |changes: Value| {
        let mut item = json!({"currencyCode": "USD", "retailPrice": 0.1, "armRegionName": "eastus2", "meterName":
            "Dynamic Sessions", "productName": "Azure Container Apps", "unitOfMeasure": "1 Hour", "type": "Consumption"});
        for (key, value) in changes.as_object().unwrap() {
            item[key] = value.clone();
        }
        item
    };
    let world = World::new(Switches::default());
    let items = [
        item(json!({"effectiveStartDate": "2024-01-01T00:00:00Z", "retailPrice": 0.01})),
        item(json!({"effectiveStartDate": "2026-06-01T00:00:00Z", "retailPrice": 0.02})),
        item(json!({"effectiveStartDate": "2027-01-01T00:00:00Z", "retailPrice": 0.04})),
        item(json!({"meterName": "Dedicated vCPU Usage", "unitOfMeasure": "100 Hours"})),
        item(json!({"meterName": "Dedicated Memory Usage", "retailPrice": -1})),
        item(json!({"meterName": "Dedicated Plan Management", "armRegionName": "westeurope"})),
        item(json!({"meterName": "Dedicated Plan Management", "retailPrice": 0})),
    ];
    world.answer("/prices", 200, json!({"Items": items, "NextPageLink": null}));
    let prices = fetched(&world, "eastus2", "USD").await;
    assert_eq!(prices.prices.into_iter().collect::<Vec<_>>(), [("Dynamic Sessions", "0.02".to_owned())]);
    let said: String = prices.findings.iter().map(|finding| format!("{finding}\n")).collect();
    assert!(said.contains("`Dedicated vCPU Usage` is for `100 Hours` and not for an hour"), "{said}");
    assert!(said.contains("`Dedicated Memory Usage` costs `-1`, which is no amount of money"), "{said}");
    assert!(said.contains("`Dedicated Plan Management` costs 0, and nothing that pools need is for nothing"), "{said}");
    assert!(said.contains("the price list has no `Dedicated Plan Management` in USD"), "{said}");
}
