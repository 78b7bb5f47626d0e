use super::*;
use crate::cost::rates::Occupancy;
use jiff::SignedDuration;
use jiff::civil::date;

const HALF_A_CORE: Option<SessionSize> = Some(SessionSize { millicores: 500, memory_mib: 1024 });

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn card() -> Card {
    Card { today: date(2026, 11, 21), ..Card::default() }
}

fn listed(meter: Meter, amount: &str, currency: &str, seen: Date) -> Listed {
    let currency = Currency::named(currency).unwrap();
    Listed { meter, amount: decimal(amount), currency, region: "westeurope".to_owned(), seen, list: AZURES_LIST }
}

fn hourly(rates: &Rates) -> Decimal {
    rates.standing_for(Occupancy { active: 0, ready: 1 }, SignedDuration::from_hours(1)).total().amount
}

#[test]
fn what_is_built_in_is_a_guess_with_a_source() {
    for (region, node) in [("Canada Central", "2.143408"), ("eastus2", "1.65"), ("East US 2", "1.65")] {
        let rates = card().rates(Kind::CustomContainer, region, HALF_A_CORE).unwrap();
        assert_eq!(rates.node(), Some(decimal(node)), "{region}");
        assert_eq!(rates.standing(), Standing::Guessed);
        assert!(rates.prices().all(|price| !price.source.text.is_empty() && price.source.date.is_some()));
    }
    let rates = card().rates(Kind::PythonLTS, "anywhere", None).unwrap();
    assert_eq!((rates.model.name(), rates.standing()), ("session-hours", Standing::Guessed));
}

#[test]
fn a_price_that_nobody_knows_is_named() {
    let unknown = card().rates(Kind::CustomContainer, "West Europe", HALF_A_CORE).unwrap_err();
    assert_eq!(unknown.to_string(), "no price of a node-hour in westeurope is known in USD");
    let in_euro = Card { own: OwnRates { currency: Currency::named("EUR"), ..OwnRates::default() }, ..card() };
    let unknown = in_euro.rates(Kind::Shell, "", None).unwrap_err();
    assert_eq!(unknown.to_string(), "no price of a started hour in an unknown region is known in EUR");
}

#[test]
fn the_price_list_outranks_what_is_built_in_and_grows_stale() {
    let of = |seen, currency| {
        let prices = [(Meter::Vcpu, "0.09"), (Meter::Memory, "0.007"), (Meter::StartedHour, "0.04")];
        let listed = prices.map(|(meter, amount)| listed(meter, amount, currency, seen)).to_vec();
        Card { listed, ..card() }.rates(Kind::CustomContainer, "westeurope", HALF_A_CORE)
    };
    let rates = of(date(2026, 11, 1), "USD").unwrap();
    assert_eq!(rates.node(), Some(decimal("2.336")));
    let node = |rates: &Rates| rates.prices().next().unwrap().source.standing;
    assert_eq!(node(&rates), Standing::Good);
    assert_eq!(node(&of(date(2026, 10, 1), "USD").unwrap()), Standing::Stale);
    assert_eq!(node(&of(date(2025, 11, 20), "USD").unwrap()), Standing::Stale, "a year is not a day");
    assert!(of(date(2026, 11, 1), "EUR").is_err(), "another currency");
}

#[test]
fn what_the_user_says_outranks_everything() {
    let own = |own: OwnRates| Card { own, ..card() };
    let flat = own(OwnRates { session_hour: Some(decimal("0.75")), ..OwnRates::default() });
    for kind in Kind::ALL {
        assert_eq!(flat.rates(kind, "nowhere", None).unwrap().model.name(), "flat");
    }
    let node = OwnRates { node: Some(decimal("3")), management: Some(Decimal::ZERO), ..OwnRates::default() };
    let rates = own(node).rates(Kind::CustomContainer, "nowhere", HALF_A_CORE).unwrap();
    assert_eq!((hourly(&rates), rates.standing()), (decimal("3"), Standing::Good));
    assert_eq!(rates.prices().count(), 1, "no line for a management that costs nothing");
}

#[test]
fn a_session_of_unknown_size_counts_as_a_large_one() {
    let rates = card().rates(Kind::CustomContainer, "eastus2", None).unwrap();
    assert_eq!(rates.nodes(Occupancy { active: 0, ready: 8 }), Some(2));
}
