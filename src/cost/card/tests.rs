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

/// A list with everything that pools need.
fn whole() -> [(Meter, &'static str); 4] {
    [(Meter::Vcpu, "0.09"), (Meter::Memory, "0.007"), (Meter::Management, "0.11"), (Meter::StartedHour, "0.04")]
}

fn of(listed: Vec<Listed>) -> Result<Rates, Unknown> {
    Card { listed, ..card() }.rates(Kind::CustomContainer, "westeurope", HALF_A_CORE)
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
        let listed = whole().map(|(meter, amount)| listed(meter, amount, currency, seen)).to_vec();
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

/// A price list, or prices of one's own, in a currency in which nobody knows what the management costs.
#[test]
fn a_management_that_nobody_knows_the_price_of_is_missed_and_not_taken_for_nothing() {
    let euro = Currency::named("EUR");
    let own = |management: Option<&str>| {
        let management = management.map(decimal);
        let own = OwnRates { currency: euro, node: Some(decimal("1.5")), management, ..OwnRates::default() };
        Card { own, ..card() }.rates(Kind::CustomContainer, "westeurope", HALF_A_CORE)
    };
    let unknown = own(None).unwrap_err();
    assert_eq!(unknown.to_string(), "no price of an hour of management in westeurope is known in EUR");
    assert_eq!(hourly(&own(Some("0")).unwrap()), decimal("1.5"));
    assert_eq!(hourly(&own(Some("0.1")).unwrap()), decimal("1.6"));
    let day = date(2026, 11, 20);
    let fetched: Vec<Listed> = whole()
        .into_iter()
        .filter(|(meter, _)| *meter != Meter::Management)
        .map(|(m, a)| listed(m, a, "EUR", day))
        .collect();
    let listed = Card { own: OwnRates { currency: euro, ..OwnRates::default() }, listed: fetched, ..card() };
    let unknown = listed.rates(Kind::CustomContainer, "westeurope", HALF_A_CORE).unwrap_err();
    assert_eq!(unknown.meter, Meter::Management);
    assert!(listed.rates(Kind::Shell, "westeurope", None).is_ok(), "where no node counts nobody needs it");
}

#[test]
fn a_date_that_is_yet_to_come_counts_for_nothing() {
    let on = |seen| whole().map(|(meter, amount)| listed(meter, amount, "USD", seen)).to_vec();
    assert!(of(on(date(2026, 11, 22))).is_ok(), "a day ahead is another time zone");
    for seen in [date(2026, 11, 23), date(2099, 1, 1)] {
        assert!(of(on(seen)).is_err(), "{seen}");
        let mut both = on(seen);
        both.extend(whole().map(|(meter, _)| listed(meter, "0.01", "USD", date(2026, 11, 21))));
        assert_eq!(of(both).unwrap().node(), Some(decimal("1.44")), "{seen}");
    }
}

#[test]
fn cores_and_memory_come_from_one_list() {
    let mut all = whole().map(|(meter, amount)| listed(meter, amount, "USD", date(2026, 11, 1))).to_vec();
    all.push(listed(Meter::Vcpu, "9", "USD", date(2026, 11, 20)));
    let rates = of(all).unwrap();
    assert_eq!(rates.node(), Some(decimal("2.336")), "the newer list lacks the memory");
}

#[test]
fn what_an_emulator_lists_is_a_guess() {
    let listed = whole()
        .map(|(meter, amount)| Listed { list: EMULATORS_LIST, ..listed(meter, amount, "USD", date(2026, 11, 21)) });
    let rates = of(listed.to_vec()).unwrap();
    assert_eq!((hourly(&rates), rates.standing()), (decimal("2.446"), Standing::Guessed));
    assert!(rates.assumptions()[0].ends_with("(the emulator's price list, 2026-11-21; made up)"), "{rates:?}");
}
