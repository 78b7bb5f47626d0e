//! The rate card: which prices are known, for which region and currency, and which of them count for a pool.

use super::money::Currency;
use super::price::{Meter, Price, Source, Standing};
use super::rates::{Model, Part, Rates};
use crate::model::Kind;
use crate::model::node::{NODE_CORES, NODE_MEMORY_GIB, SessionSize};
use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::fmt;

/// Days after which a price from Azure's list is called stale. Prices change some times a year; that a month is long is
/// our own rule.
pub const STALE_AFTER_DAYS: i32 = 30;

/// What Azure's own list is called.
pub const AZURES_LIST: &str = "Azure's price list";

/// What the list of an emulator is called. Its prices are made up.
pub const EMULATORS_LIST: &str = "the emulator's price list";

/// Days that a price may be ahead of today: the date was taken elsewhere, or this machine's clock was set back a little.
const AHEAD_DAYS: i64 = 1;

/// A price of Azure's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Of what.
    pub meter: Meter,
    /// How much for one.
    pub amount: Decimal,
    /// In what.
    pub currency: Currency,
    /// The region by its ARM name, such as `eastus2`.
    pub region: String,
    /// When it was fetched.
    pub seen: Date,
    /// From which list, in words: "Azure's price list".
    pub list: &'static str,
}

/// What the user says that sessions cost: `rates` of the pool file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnRates {
    /// In what; dollars when left out.
    pub currency: Option<Currency>,
    /// `flat`: an hour of a session, warm or in use.
    pub session_hour: Option<Decimal>,
    /// `node`: a node for an hour.
    pub node: Option<Decimal>,
    /// `management`: an hour of an environment with nodes; 0 where it is not billed.
    pub management: Option<Decimal>,
    /// `startedHour`: a started hour of a code interpreter's session.
    pub started_hour: Option<Decimal>,
    /// Where they come from, in words.
    pub source: Option<String>,
}

impl OwnRates {
    fn price(&self, meter: Meter, amount: Option<Decimal>) -> Option<Price> {
        let text = match &self.source {
            Some(source) => format!("`rates` of the pool file: {source}"),
            None => "`rates` of the pool file".to_owned(),
        };
        Some(Price { meter, amount: amount?, source: Source::new(text, None, Standing::Good) })
    }
}

/// Every price that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// What the user says; it outranks the rest.
    pub own: OwnRates,
    /// What was fetched; it outranks what is built in.
    pub listed: Vec<Listed>,
    /// Today, for what is stale.
    pub today: Date,
    /// The regions whose list was fetched just now, by their ARM names.
    pub fetched: BTreeSet<String>,
}

/// Which price is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Of what.
    pub meter: Meter,
    /// In what.
    pub currency: Currency,
    /// The region by its ARM name; empty where Azure did not say.
    pub region: String,
    /// Whether its list was fetched just now, and does not have the price.
    pub was_fetched: bool,
    /// A currency in which prices of the region were fetched.
    pub fetched_in: Option<Currency>,
}

/// "no price of a node-hour in westeurope is known in EUR".
impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { meter, currency, region, .. } = self;
        let place = if region.is_empty() { "an unknown region" } else { region };
        write!(f, "no price of {} in {place} is known in {currency}", meter.one())
    }
}

/// A price that is built in, in dollars. None of them was seen on a page of Microsoft's: each is a guess with a source.
struct BuiltIn {
    region: Option<&'static str>,
    meter: Meter,
    /// Millionths of a dollar.
    micros: i64,
    source: &'static str,
    date: &'static str,
}

/// Known from public material.
const BUILT_IN: [BuiltIn; 5] = [
    BuiltIn {
        region: Some("canadacentral"),
        meter: Meter::Vcpu,
        micros: 80_859,
        source: "a public test fixture of the price list",
        date: "2026-09",
    },
    BuiltIn {
        region: Some("canadacentral"),
        meter: Meter::Memory,
        micros: 6_638,
        source: "a public test fixture of the price list",
        date: "2026-09",
    },
    BuiltIn {
        region: Some("eastus2"),
        meter: Meter::Node,
        micros: 1_650_000,
        source: "somebody's statement of an E16 node, about $1,200 a month, which may hold the management",
        date: "2026-09",
    },
    BuiltIn {
        region: None,
        meter: Meter::Management,
        micros: 100_000,
        source: "microsoft/azure-container-apps issue 1596",
        date: "2025-11-06",
    },
    BuiltIn {
        region: None,
        meter: Meter::StartedHour,
        micros: 30_000,
        source: "somebody's reading of the price list",
        date: "2026-09",
    },
];

impl Card {
    /// In what money is counted.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.own.currency.unwrap_or(Currency::USD)
    }

    /// The regions of which a price is known in the currency, and one of which none is: the empty name.
    #[must_use]
    pub fn regions(&self) -> BTreeSet<String> {
        let listed = self.listed.iter().filter(|listed| listed.currency == self.currency());
        let built_in = BUILT_IN.iter().filter_map(|known| known.region.map(str::to_owned));
        listed.map(|listed| listed.region.clone()).chain(built_in).chain([String::new()]).collect()
    }

    /// The rates of a pool. `location` is the region as anybody writes it; `size` is what a session takes of a node,
    /// where it is known.
    ///
    /// # Errors
    /// [`Unknown`] names the price that is missing.
    pub fn rates(&self, kind: Kind, location: &str, size: Option<SessionSize>) -> Result<Rates, Unknown> {
        let region = region(location);
        let currency = self.currency();
        if let Some(price) = self.own.price(Meter::SessionHour, self.own.session_hour) {
            return Ok(Rates { currency, model: Model::Flat(price) });
        }
        let was_fetched = self.fetched.contains(&region);
        let of_region = self.listed.iter().filter(|listed| listed.region == region);
        let fetched_in = of_region.map(|listed| listed.currency).find(|other| *other != currency);
        let unknown = |meter| Unknown { meter, currency, region: region.clone(), was_fetched, fetched_in };
        let model = if kind.keeps_ready() {
            let node = self.node(&region).ok_or_else(|| unknown(Meter::Node))?;
            let own = self.own.price(Meter::Management, self.own.management);
            let management = own.or_else(|| self.price(Meter::Management, &region));
            let management = management.ok_or_else(|| unknown(Meter::Management))?;
            // A management that costs nothing is no line.
            let management = Some(management).filter(|price| !price.amount.is_zero());
            let size = size.unwrap_or(LARGEST);
            Model::Nodes { node, management, on_a_node: size.on_a_node(), spare: 0 }
        } else {
            let own = self.own.price(Meter::StartedHour, self.own.started_hour);
            let price = own.or_else(|| self.price(Meter::StartedHour, &region));
            Model::StartedHours(price.ok_or_else(|| unknown(Meter::StartedHour))?)
        };
        Ok(Rates { currency, model })
    }

    /// What a node is made of. Cores and memory come from one list: prices of two days are those of no day.
    fn node(&self, region: &str) -> Option<Vec<Part>> {
        let whole = |price| vec![Part { count: 1, price }];
        if let Some(price) = self.own.price(Meter::Node, self.own.node) {
            return Some(whole(price));
        }
        let parts = |from: &dyn Fn(Meter) -> Option<Price>| {
            let cores = Part { count: NODE_CORES, price: from(Meter::Vcpu)? };
            Some(vec![cores, Part { count: NODE_MEMORY_GIB, price: from(Meter::Memory)? }])
        };
        let mut days: Vec<Date> = self.of_region(region).map(|listed| listed.seen).collect();
        days.sort_unstable();
        days.dedup();
        let listed = |day: &Date| parts(&|meter| self.newest(meter, region, |seen| seen == *day));
        days.iter()
            .rev()
            .find_map(listed)
            .or_else(|| parts(&|meter| self.built_in(meter, region)))
            .or_else(|| self.built_in(Meter::Node, region).map(whole))
    }

    fn price(&self, meter: Meter, region: &str) -> Option<Price> {
        self.newest(meter, region, |_| true).or_else(|| self.built_in(meter, region))
    }

    /// What was fetched of a region. A date that is yet to come is a fault of somebody's clock, and would win for ever.
    fn of_region(&self, region: &str) -> impl Iterator<Item = &Listed> {
        let currency = self.currency();
        let latest = self.today.saturating_add(Span::new().days(AHEAD_DAYS));
        let fits = move |listed: &&Listed| listed.currency == currency && listed.seen <= latest;
        self.listed.iter().filter(move |listed| listed.region == region).filter(fits)
    }

    fn newest(&self, meter: Meter, region: &str, on: impl Fn(Date) -> bool) -> Option<Price> {
        let of_meter = self.of_region(region).filter(|listed| listed.meter == meter && on(listed.seen));
        let listed = of_meter.max_by_key(|listed| listed.seen)?;
        let days = listed.seen.until(self.today).map_or(i32::MAX, |span| span.get_days());
        let standing = match listed.list {
            EMULATORS_LIST => Standing::Guessed,
            _ if days > STALE_AFTER_DAYS => Standing::Stale,
            _ => Standing::Good,
        };
        let source = Source::new(listed.list, Some(listed.seen.to_string()), standing);
        Some(Price { meter, amount: listed.amount, source })
    }

    fn built_in(&self, meter: Meter, region: &str) -> Option<Price> {
        let fits = |known: &&BuiltIn| known.meter == meter && known.region.is_none_or(|of| of == region);
        let known = BUILT_IN.iter().filter(|_| self.currency() == Currency::USD).find(fits)?;
        let source = Source::new(known.source, Some(known.date.to_owned()), Standing::Guessed);
        Some(Price { meter, amount: Decimal::new(known.micros, 6), source })
    }
}

/// The size of a session of which nobody knows: the largest of custom containers by the Azure CLI's help (2 cores,
/// 4 GiB), of which the fewest fit on a node.
const LARGEST: SessionSize = SessionSize { millicores: 2000, memory_mib: 4096 };

/// The ARM name of a region: `East US 2` is `eastus2`.
#[must_use]
pub fn region(location: &str) -> String {
    location.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
