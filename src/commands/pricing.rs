//! The prices of a command: the card, and what is fetched for it.

use super::context::Context;
use crate::cost::card::{Listed, region};
use crate::cost::{Card, Currency};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark};
use crate::ops::prices::{fetch, nothing};

/// The prices that count, and the regions whose prices were fetched.
pub(super) struct Prices<'a> {
    context: &'a Context,
    /// The prices.
    pub(super) card: Card,
    fetches: bool,
    /// What was fetched for this command, as it counts.
    shown: Vec<Listed>,
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
        Ok(Self { context, card, fetches, shown: Vec::new() })
    }

    /// Fetches the prices of a region, where that is asked for and was not done yet.
    pub(super) async fn know(&mut self, location: &str) -> Result<()> {
        let region = region(location);
        if !self.fetches || region.is_empty() || !self.card.fetched.insert(region.clone()) {
            return Ok(());
        }
        let (context, currency, today) = (self.context, self.card.currency(), self.card.today);
        let client = context.prices()?;
        let fetched = fetch(&client, &region, currency, today).await?;
        let cache = context.price_cache()?;
        let count = fetched.prices.len();
        let noun = if count == 1 { "price" } else { "prices" };
        context.printer.say(&format!("fetched {count} {noun} of {region} in {currency} from {}", cache.name()));
        context.printer.findings(&fetched.findings);
        let warn = |text: String| context.printer.findings(&[Finding::new(Mark::Warning, "prices", text)]);
        if let Some(better) = cache.better(&fetched, today) {
            warn(format!("the list of {region} that was fetched earlier today has more, and stays"));
            self.shown.extend(better);
            return Ok(());
        }
        if count == 0 {
            return Ok(());
        }
        // Prices that cannot be kept can be shown all the same.
        if let Err(error) = cache.keep(&fetched, today) {
            warn(error.to_string());
        }
        let listed = cache.listed(&fetched, today);
        // What was fetched earlier today is gone from the cache, and so from here.
        let is_gone = |known: &Listed| (&known.region, known.currency, known.seen) == (&region, currency, today);
        self.card.listed.retain(|known| !is_gone(known));
        self.shown.extend_from_slice(&listed);
        self.card.listed.extend(listed);
        Ok(())
    }

    /// The prices of regions, fetched now, and the regions that have none.
    ///
    /// # Errors
    /// `NoRate` where none has any.
    pub(super) async fn list(&mut self, regions: &[String]) -> Result<(Vec<Listed>, Option<Error>)> {
        for location in regions {
            self.know(location).await?;
        }
        let has_none = |location: &&String| !self.shown.iter().any(|price| price.region == region(location));
        let without: Vec<&str> = regions.iter().filter(has_none).map(String::as_str).collect();
        let error = (!without.is_empty()).then(|| {
            let text = format!("{}: {}", without.join(", "), nothing(self.card.currency()));
            Error::message(Kind::NoRate, text).hint("Give a region's name such as eastus2 or westeurope.")
        });
        match error {
            Some(error) if self.shown.is_empty() => Err(error),
            error => Ok((std::mem::take(&mut self.shown), error)),
        }
    }
}
