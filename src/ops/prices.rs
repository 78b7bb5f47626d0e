//! Azure's price list: fetched, and kept in the user's cache.

use crate::azure::prices::ENDPOINT;
use crate::azure::{Failure, Prices};
use crate::cost::card::{AZURES_LIST, EMULATORS_LIST, Listed};
use crate::cost::price::amount;
use crate::cost::{Currency, Meter};
use crate::disk::{self, Readers};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark};
use crate::wire::ListedPrice;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Lists of a region and currency that are kept, the newest.
const KEPT: usize = 30;

/// The form of the file.
const VERSION: u32 = 1;

/// What was fetched of a region in a currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The region by its ARM name.
    pub region: String,
    /// In what.
    pub currency: Currency,
    /// The prices that session pools are billed by, as they were written.
    pub prices: BTreeMap<&'static str, String>,
    /// What was left out, and what is missing.
    pub findings: Vec<Finding>,
}

/// Fetches the prices of a region, by its ARM name.
///
/// # Errors
/// Whatever kept the list from being read.
pub async fn fetch(prices: &Prices, region: &str, currency: Currency, today: Date) -> Result<Fetched> {
    let listed = prices.list(region, currency.code()).await.map_err(|failure| into_error(failure, region))?;
    let mut fetched = Fetched { region: region.to_owned(), currency, prices: BTreeMap::new(), findings: Vec::new() };
    let mut lacks = Vec::new();
    for (_, name) in Meter::LISTED {
        let of_meter = |price: &&ListedPrice| {
            price.meter == name
                && price.region == region
                && price.currency == currency.code()
                && !is_future(price, today)
        };
        let mut of_meter: Vec<&ListedPrice> = listed.iter().filter(of_meter).collect();
        // The one that has held for the shortest time is the one that holds.
        of_meter.sort_by(|one, other| other.since.cmp(&one.since));
        for price in &of_meter {
            fetched.findings.extend(doubt(price));
        }
        let usable = of_meter.into_iter().find(|price| doubt(price).is_none());
        match usable {
            Some(price) => {
                fetched.prices.insert(name, price.price.clone());
            }
            None => lacks.push(missing(name, region, currency)),
        }
    }
    if fetched.prices.is_empty() {
        lacks = vec![Finding::new(Mark::Warning, region.to_owned(), nothing(currency))];
    }
    fetched.findings.extend(lacks);
    Ok(fetched)
}

/// What is said of a region without any price.
#[must_use]
pub fn nothing(currency: Currency) -> String {
    format!("the price list has no prices of session pools in {currency}")
}

/// Whether a price holds from a later day on.
fn is_future(price: &ListedPrice, today: Date) -> bool {
    price.since.get(..10).and_then(|date| date.parse::<Date>().ok()).is_some_and(|date| date > today)
}

/// Why a price is not used.
fn doubt(price: &ListedPrice) -> Option<Finding> {
    let ListedPrice { meter, unit, price: text, region, .. } = price;
    let why = match amount(text) {
        _ if !price.is_for_an_hour() => format!("`{meter}` is for `{unit}` and not for an hour; it is left out"),
        None => format!("`{meter}` costs `{text}`, which is no amount of money; it is left out"),
        Some(amount) if amount.is_zero() => {
            format!("`{meter}` costs {text}, and nothing that pools need is for nothing; it is left out")
        }
        Some(_) => return None,
    };
    Some(Finding::new(Mark::Warning, region.clone(), why))
}

fn missing(meter: &str, region: &str, currency: Currency) -> Finding {
    let text = format!("the price list has no `{meter}` in {currency}");
    Finding::new(Mark::Warning, region.to_owned(), text)
        .todo("State it yourself under `rates:` in the pool file, if pools there need it.")
}

fn into_error(failure: Failure, region: &str) -> Error {
    let kind = match &failure {
        Failure::Deadline { .. } => Kind::TimedOut,
        Failure::Unreachable { .. } => Kind::Unreachable,
        Failure::BadName(_) => Kind::Usage,
        Failure::Arm { status: 429, .. } | Failure::NotArm { status: 429, .. } => Kind::Throttled,
        Failure::Arm { .. } => Kind::Rejected,
        _ => Kind::BadAnswer,
    };
    Error::new(kind, failure)
        .context(format!("failed to fetch the prices of {region}"))
        .about(region)
        .hint("State them yourself under `rates:` in the pool file, or try again later.")
}

/// The file in which prices outlive a run, as far as one price list goes.
#[derive(Debug, Clone)]
pub struct PriceCache {
    path: PathBuf,
    origin: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct File {
    version: u32,
    lists: Vec<List>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct List {
    origin: String,
    region: String,
    currency: String,
    date: String,
    prices: BTreeMap<String, String>,
}

impl PriceCache {
    /// The cache in a file, for the price list that an endpoint has.
    #[must_use]
    pub fn new(path: PathBuf, origin: String) -> Self {
        Self { path, origin }
    }

    /// What was kept of this price list, and what is wrong with the file. One that is not there is empty.
    #[must_use]
    pub fn read(&self) -> (Vec<Listed>, Option<Finding>) {
        match self.file() {
            Ok(file) => (file.lists.iter().filter(|list| list.origin == self.origin).flat_map(listed).collect(), None),
            Err(why) => {
                let text = format!("{} cannot be read and counts for nothing: {why}", self.path.display());
                let finding = Finding::new(Mark::Warning, "prices".to_owned(), text);
                (Vec::new(), Some(finding.todo("`pool cost --refresh` writes it anew.")))
            }
        }
    }

    /// What was fetched earlier today, where that has a price which this lacks: lists are kept whole, and the better one
    /// stays.
    #[must_use]
    pub fn better(&self, fetched: &Fetched, today: Date) -> Option<Vec<Listed>> {
        let list = self.list(fetched, today);
        let is_same = |known: &&List| {
            (&known.origin, &known.region, &known.currency, &known.date)
                == (&list.origin, &list.region, &list.currency, &list.date)
        };
        let known = self.file().ok()?.lists.into_iter().find(|known| is_same(&known))?;
        let prices = listed(&known);
        prices.iter().any(|price| !listed(&list).iter().any(|new| new.meter == price.meter)).then_some(prices)
    }

    /// Keeps what was fetched, in place of what was fetched the same day. A file that cannot be read is written anew.
    ///
    /// # Errors
    /// Names the file that cannot be written.
    pub fn keep(&self, fetched: &Fetched, today: Date) -> Result<()> {
        let mut file = self.file().unwrap_or_default();
        let list = self.list(fetched, today);
        let key = |list: &List| (list.origin.clone(), list.region.clone(), list.currency.clone());
        file.lists.retain(|known| key(known) != key(&list) || known.date != list.date);
        let mut older = file.lists.iter().filter(|known| key(known) == key(&list)).count();
        file.lists.retain(|known| {
            let is_older = key(known) == key(&list);
            let goes = is_older && older >= KEPT;
            older -= usize::from(goes);
            !goes
        });
        file.lists.push(list);
        file.version = VERSION;
        let text = serde_json::to_string_pretty(&file).map_err(|error| Error::new(Kind::Failed, error))?;
        disk::write(&self.path, &(text + "\n"), Readers::Anyone)
    }

    /// What the price list is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        list_name(&self.origin)
    }

    /// What was fetched, as prices of this list.
    #[must_use]
    pub fn listed(&self, fetched: &Fetched, today: Date) -> Vec<Listed> {
        listed(&self.list(fetched, today))
    }

    fn list(&self, fetched: &Fetched, today: Date) -> List {
        List {
            origin: self.origin.clone(),
            region: fetched.region.clone(),
            currency: fetched.currency.code().to_owned(),
            date: today.to_string(),
            prices: fetched.prices.iter().map(|(meter, price)| ((*meter).to_owned(), price.clone())).collect(),
        }
    }

    fn file(&self) -> Result<File, String> {
        let text = disk::read_if_there(&self.path).map_err(|error| error.to_string())?;
        let Some(text) = text else { return Ok(File::default()) };
        let value: Value = serde_json::from_str(&text)
            .map_err(|error| format!("it is no JSON (line {}, column {})", error.line(), error.column()))?;
        match value.get("version").and_then(Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => return Err(format!("its version is {version} and not {VERSION}")),
            None => return Err("it is no file of prices".to_owned()),
        }
        serde_json::from_value(value).map_err(|_| "it is not as `pool` writes it".to_owned())
    }
}

fn list_name(origin: &str) -> &'static str {
    if origin == ENDPOINT { AZURES_LIST } else { EMULATORS_LIST }
}

/// The prices of a list; what is none of ours, or no price, is left out.
fn listed(list: &List) -> Vec<Listed> {
    let (Some(currency), Ok(seen)) = (Currency::named(&list.currency), list.date.parse()) else { return Vec::new() };
    let name = list_name(&list.origin);
    let price = |(meter, price): (&String, &String)| {
        let (meter, amount) = (Meter::named(meter)?, amount(price).filter(|amount| !amount.is_zero())?);
        Some(Listed { meter, amount, currency, region: list.region.clone(), seen, list: name })
    };
    list.prices.iter().filter_map(price).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);

    fn fetched(region: &str, price: &str) -> Fetched {
        let prices = BTreeMap::from([("Dedicated vCPU Usage", price.to_owned())]);
        Fetched { region: region.to_owned(), currency: Currency::USD, prices, findings: vec![] }
    }

    #[test]
    fn prices_are_kept_by_list_region_and_day() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/prices.json");
        let cache = |origin: &str| PriceCache::new(path.clone(), origin.to_owned());
        assert_eq!(cache(ENDPOINT).read(), (vec![], None));
        cache(ENDPOINT).keep(&fetched("eastus2", "0.1"), TODAY).unwrap();
        cache(ENDPOINT).keep(&fetched("eastus2", "0.080859000000000000001"), TODAY).unwrap();
        cache(ENDPOINT).keep(&fetched("westeurope", "0.3"), TODAY).unwrap();
        cache("local").keep(&fetched("eastus2", "0.2"), TODAY).unwrap();
        let (kept, broken) = cache(ENDPOINT).read();
        assert_eq!((kept.len(), broken), (2, None));
        assert_eq!(kept[0].amount.to_string(), "0.080859000000000000001", "the last of the day, to its last digit");
        assert_eq!((kept[0].seen, kept[0].list), (TODAY, AZURES_LIST));
        let (kept, _) = cache("local").read();
        assert_eq!((kept.len(), kept[0].list), (1, "the emulator's price list"));
    }

    #[test]
    fn a_list_that_lacks_something_does_not_replace_the_whole_one_of_the_same_day() {
        let folder = tempfile::tempdir().unwrap();
        let cache = PriceCache::new(folder.path().join("prices.json"), ENDPOINT.to_owned());
        let of = |names: &[&'static str]| {
            let prices = names.iter().map(|name| (*name, "0.1".to_owned())).collect();
            Fetched { prices, ..fetched("eastus2", "0") }
        };
        let (core, memory) = ("Dedicated vCPU Usage", "Dedicated Memory Usage");
        assert_eq!(cache.better(&of(&[core]), TODAY), None, "nothing was kept yet");
        cache.keep(&of(&[core, memory]), TODAY).unwrap();
        for names in [&[core][..], &[]] {
            assert_eq!(cache.better(&of(names), TODAY).map(|prices| prices.len()), Some(2), "{names:?}");
        }
        assert_eq!(cache.better(&of(&[core, memory, "Dynamic Sessions"]), TODAY), None);
        assert_eq!(cache.better(&of(&[core]), TODAY.tomorrow().unwrap()), None, "another day is another list");
        assert_eq!(cache.better(&Fetched { region: "westeurope".to_owned(), ..of(&[core]) }, TODAY), None);
    }

    #[test]
    fn old_lists_go() {
        let folder = tempfile::tempdir().unwrap();
        let cache = PriceCache::new(folder.path().join("prices.json"), ENDPOINT.to_owned());
        for day in 0..40 {
            cache.keep(&fetched("eastus2", "0.1"), TODAY.saturating_add(jiff::Span::new().days(day))).unwrap();
        }
        let (kept, _) = cache.read();
        assert_eq!((kept.len(), kept[0].seen), (KEPT, date(2026, 12, 1)));
    }

    #[test]
    fn a_broken_file_is_told_and_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prices.json");
        let cache = PriceCache::new(path.clone(), ENDPOINT.to_owned());
        for text in
            ["", "{", "[]", "{\"version\": 2, \"lists\": []}", "{\"version\": 1}", "{\"version\": 1, \"lists\": [7]}"]
        {
            std::fs::write(&path, text).unwrap();
            let (listed, broken) = cache.read();
            let broken = broken.unwrap().to_string();
            assert!(listed.is_empty() && broken.contains("prices.json"), "{text}");
            assert!(!broken.contains("struct") && !broken.contains("expected"), "{broken}");
        }
        cache.keep(&fetched("eastus2", "0.1"), TODAY).unwrap();
        assert_eq!(cache.read().0.len(), 1);
        let odd = "{\"version\": 1, \"lists\": [{\"origin\": \"https://prices.azure.com\", \"region\": \"r\", \"currency\": \
                   \"USD\", \"date\": \"2026-11-21\", \"prices\": {\"Dedicated vCPU Usage\": \"-1\", \"Dedicated \
                   Memory Usage\": \"0\", \"x\": \"1\"}}]}";
        std::fs::write(&path, odd).unwrap();
        assert_eq!(cache.read(), (vec![], None), "what is no price is left out");
    }
}
