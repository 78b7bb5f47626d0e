//! The prices of a command: the card, and what is fetched for it.

use super::context::Context;
use crate::cost::card::{Listed, region};
use crate::cost::{Card, Currency};
use crate::error::{Error, Kind, Result};
use crate::model::Finding;
use crate::ops::prices::fetch;
use std::collections::BTreeSet;

/// The prices that count, and the regions whose prices were fetched.
pub(super) struct Prices<'a> {
    context: &'a Context,
    /// The prices.
    pub(super) card: Card,
    fetches: bool,
    fetched: BTreeSet<String>,
}

impl<'a> Prices<'a> {
    /// The prices that are known, in a currency where one is asked for.
    pub(super) fn new(context: &'a Context, currency: Option<Currency>, fetches: bool) -> Result<Self> {
        let mut card = context.card();
        if let Some(asked) = currency {
            let (own, own_currency) = (&card.own, card.currency());
            let states = [own.session_hour, own.node, own.management, own.started_hour].iter().any(Option::is_some);
            if states && asked != own_currency {
                let text = format!("`rates` of the pool file are in {own_currency}, and --currency asks for {asked}");
                let error = Error::message(Kind::Usage, text);
                return Err(error.hint("Amounts are never converted: leave one of the two out."));
            }
            card.own.currency = Some(asked);
        }
        Ok(Self { context, card, fetches, fetched: BTreeSet::new() })
    }

    /// Fetches the prices of a region, where that is asked for and was not done yet.
    pub(super) async fn know(&mut self, location: &str) -> Result<()> {
        let region = region(location);
        if !self.fetches || region.is_empty() || !self.fetched.insert(region.clone()) {
            return Ok(());
        }
        let (context, currency, today) = (self.context, self.card.currency(), self.card.today);
        let client = context.prices()?;
        let fetched = fetch(&client, &region, currency, today).await?;
        let cache = context.price_cache()?;
        // Prices that cannot be kept can be shown all the same.
        if let Err(error) = cache.keep(&fetched, today) {
            let finding = Finding::new(crate::model::Mark::Warning, "prices".to_owned(), error.to_string());
            context.printer.findings(&[finding]);
        }
        let listed = cache.listed(&fetched, today);
        let count = listed.len();
        let noun = if count == 1 { "price" } else { "prices" };
        context.printer.say(&format!("fetched {count} {noun} of {region} in {currency} from {}", cache.name()));
        context.printer.findings(&fetched.findings);
        self.card.listed.extend(listed);
        Ok(())
    }

    /// The prices of regions, fetched now.
    pub(super) async fn list(&mut self, regions: &[String]) -> Result<Vec<Listed>> {
        let mut listed = Vec::new();
        for location in regions {
            let before = self.card.listed.len();
            self.know(location).await?;
            listed.extend_from_slice(&self.card.listed[before..]);
        }
        if listed.is_empty() {
            let text = format!("the price list has no prices of session pools in {}", regions.join(", "));
            return Err(Error::message(Kind::NoRate, text).hint("Give a region's name such as eastus2 or westeurope."));
        }
        Ok(listed)
    }
}
