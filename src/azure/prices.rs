//! A client of Azure's price list, the Retail Prices API. Everybody may ask it: no request of it is ever signed.

use super::address;
use super::client::{Setup, exchange_signed_by};
use super::exchange::{Call, Exchange};
use super::failure::Failure;
use super::patience::Again;
use crate::wire::{ListedPrice, PricePage};
use azure_core::http::Method;
use std::collections::HashSet;
use url::Url;

/// Where it answers (documentation of the Retail Prices API, read 2026-11).
pub const ENDPOINT: &str = "https://prices.azure.com";

/// The service that session pools are billed under.
const SERVICE: &str = "Azure Container Apps";

/// Pages of an answer. Ours is 13 items long; a list that never ends is a fault of the server.
const MOST_PAGES: usize = 50;

/// Items of a full page: 100 were reported in older places, 1000 in newer ones. A page that is shorter is the last one
/// where no link follows.
const FULL_PAGE: usize = 100;

/// A client of the price list.
#[derive(Debug, Clone)]
pub struct Prices {
    endpoint: Url,
    exchange: Exchange,
}

impl Prices {
    /// Makes a client; a credential is not even looked at. Nothing is sent.
    #[must_use]
    pub fn new(setup: &Setup) -> Self {
        Self { endpoint: setup.route.endpoint.clone(), exchange: exchange_signed_by(setup, None) }
    }

    /// The prices of Container Apps in a region, by its ARM name, and a currency; all pages.
    ///
    /// # Errors
    /// Whatever kept a page from being read: half a list is none.
    pub async fn list(&self, region: &str, currency: &str) -> Result<Vec<ListedPrice>, Failure> {
        let (mut asked, mut known) = (HashSet::new(), HashSet::new());
        let (mut prices, mut items, mut last) = (Vec::new(), 0, None);
        let mut url = self.address(region, currency, 0)?;
        while asked.insert(url.clone()) {
            if asked.len() > MOST_PAGES {
                return Err(Failure::Malformed(format!("the price list has more than {MOST_PAGES} pages")));
            }
            let page = self.page(url).await?;
            // A server that does not know `$skip` says the same again.
            if last.as_ref() == Some(&page) {
                break;
            }
            items += page.items;
            prices.extend(page.prices.iter().filter(|price| known.insert((*price).clone())).cloned());
            let link = page.next.as_deref().and_then(|link| self.usable(link)).filter(|link| !asked.contains(link));
            // Links were broken, and empty, for a time (Microsoft Q&A 1188465, 2023-03-10).
            let has_more = page.items > 0 && (page.next.is_some() || page.items >= FULL_PAGE);
            url = match link {
                Some(link) => link,
                None if has_more => self.address(region, currency, items)?,
                None => break,
            };
            last = Some(page);
        }
        Ok(prices)
    }

    async fn page(&self, url: Url) -> Result<PricePage, Failure> {
        let call = Call { method: Method::Get, url, body: None, again: Again::Read };
        let answer = self.exchange.ask(&call).await?;
        PricePage::read(&answer.text()).map_err(|error| Failure::Malformed(error.to_string()))
    }

    /// A link that leads back to the same server; no other is followed.
    fn usable(&self, link: &str) -> Option<Url> {
        let url = address::given(&self.endpoint, link).ok();
        if url.is_none() {
            tracing::debug!(link, "a link of the price list leads elsewhere");
        }
        url
    }

    /// The page behind so many items.
    fn address(&self, region: &str, currency: &str, skip: usize) -> Result<Url, Failure> {
        // A quote would end the text in the filter. No region has one.
        if region.is_empty() || !region.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Failure::BadName(region.to_owned()));
        }
        let mut url = self.endpoint.clone();
        url.set_path("/api/retail/prices");
        let filter = format!("serviceName eq '{SERVICE}' and armRegionName eq '{region}'");
        url.query_pairs_mut().clear().append_pair("currencyCode", &format!("'{currency}'"));
        url.query_pairs_mut().append_pair("$filter", &filter);
        if skip > 0 {
            url.query_pairs_mut().append_pair("$skip", &skip.to_string());
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::azure::script::{Line, Script, bare, says};
    use crate::azure::{API_VERSION, Worked};
    use crate::net::Route;
    use serde_json::{Value, json};
    use std::sync::Arc;

    const FIRST: &str = "/api/retail/prices";

    fn item(number: usize) -> Value {
        json!({"currencyCode": "USD", "retailPrice": 0.1, "armRegionName": "r", "meterName": format!("m{number}"),
            "productName": SERVICE, "unitOfMeasure": "1 Hour", "type": "Consumption"})
    }

    fn page(items: std::ops::Range<usize>, next: Value) -> Line {
        says(200, json!({"Items": items.map(item).collect::<Value>(), "NextPageLink": next}))
    }

    async fn ask(lines: Vec<Line>) -> (Result<usize, Failure>, Vec<String>) {
        let script = Script::new(lines);
        let endpoint = Url::parse(ENDPOINT).unwrap();
        let setup = Setup {
            route: Route { endpoint, carrier: script.carrier(), signed: true },
            api_version: API_VERSION.to_owned(),
            credential: None,
            worked: Worked::default(),
            scope: String::new(),
            clock: Arc::new(script.clock.clone()),
            deadline: None,
        };
        let listed = Prices::new(&setup).list("eastus2", "EUR").await;
        assert!(script.headers("authorization").iter().all(Option::is_none), "never a token");
        (listed.map(|prices| prices.len()), script.urls())
    }

    fn link(rest: &str) -> Value {
        json!(format!("https://prices.azure.com:443{FIRST}?{rest}"))
    }

    #[tokio::test(start_paused = true)]
    async fn pages_are_followed_to_the_end() {
        for end in [json!(null), json!("")] {
            let lines = vec![page(0..3, link("a")), page(3..4, link("b")), page(4..9, end)];
            let (listed, paths) = ask(lines).await;
            assert_eq!(listed, Ok(9));
            assert_eq!(
                paths[0],
                "https://prices.azure.com/api/retail/prices?currencyCode=%27EUR%27&%24filter=serviceName+eq+%27Azure+\
                 Container+Apps%27+and+armRegionName+eq+%27eastus2%27"
            );
            assert_eq!(
                paths[1..],
                ["https://prices.azure.com/api/retail/prices?a", "https://prices.azure.com/api/retail/prices?b"]
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_link_that_is_of_no_use_is_not_followed_and_nothing_is_missed() {
        let links = [
            json!("https://prices.example.com/api/retail/prices?a"),
            json!("https://prices.azure.com:8443/api/retail/prices?a"),
            json!("http://prices.azure.com/api/retail/prices?a"),
            json!("https://me:secret@prices.azure.com/api/retail/prices?a"),
            json!("https://"),
            // The page itself.
            link(
                "currencyCode=%27EUR%27&%24filter=serviceName+eq+%27Azure+Container+Apps%27+and+armRegionName+eq+%27eastus2%27",
            ),
        ];
        for next in links {
            let (listed, paths) = ask(vec![page(0..3, next.clone()), page(3..5, json!(null))]).await;
            assert_eq!((listed, paths.len()), (Ok(5), 2), "{next}");
            assert!(paths[1].starts_with("https://prices.azure.com/") && paths[1].ends_with("&%24skip=3"), "{paths:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_full_page_without_a_link_is_not_the_last_one() {
        let (listed, paths) = ask(vec![page(0..100, json!("")), page(100..101, json!(""))]).await;
        assert_eq!((listed, paths.len()), (Ok(101), 2));
        let (listed, paths) = ask(vec![page(0..100, json!("")), page(0..0, json!(""))]).await;
        assert_eq!((listed, paths.len()), (Ok(100), 2));
        let (listed, paths) = ask(vec![page(0..100, json!(""))]).await;
        assert_eq!((listed, paths.len()), (Ok(100), 2), "the same page again and again");
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_without_an_end_is_given_up() {
        let lines = (0..60).map(|number| page(number..number + 1, link(&number.to_string()))).collect();
        let (listed, paths) = ask(lines).await;
        assert!(matches!(listed, Err(Failure::Malformed(_))), "{listed:?}");
        assert_eq!(paths.len(), MOST_PAGES);
    }

    #[tokio::test(start_paused = true)]
    async fn trouble_that_may_pass_is_tried_again() {
        let half = Line::Answer { status: 200, headers: vec![], body: "{\"Items\": [".to_owned() };
        let trouble = [bare(503, &[]), bare(429, &[("retry-after", "7")]), Line::Break, half];
        for line in trouble {
            let (listed, paths) = ask(vec![line, page(0..2, json!(null))]).await;
            assert_eq!((listed, paths.len()), (Ok(2), 2));
        }
        let (listed, _) = ask(vec![bare(400, &[])]).await;
        assert!(listed.is_err());
        let (listed, _) = ask(vec![says(200, json!({"value": []}))]).await;
        assert!(matches!(listed, Err(Failure::Malformed(_))), "{listed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn no_region_ends_the_filter() {
        let script = Script::new([]);
        let endpoint = Url::parse(ENDPOINT).unwrap();
        let clock = Arc::new(script.clock.clone());
        let route = Route { endpoint, carrier: script.carrier(), signed: false };
        let setup = Setup {
            route,
            api_version: String::new(),
            credential: None,
            worked: Worked::default(),
            scope: String::new(),
            clock,
            deadline: None,
        };
        for region in ["", "x' or '1' eq '1", "east us"] {
            assert_eq!(Prices::new(&setup).list(region, "USD").await, Err(Failure::BadName(region.to_owned())));
        }
    }
}
