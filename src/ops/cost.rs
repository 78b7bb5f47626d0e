//! What pools cost: as they stand, under profiles, over events and seasons, and as they were simulated.

mod billed;
mod planned;
mod played;

pub use billed::{Billed, counted};
pub use planned::{ParkedBase, Part, Planned, PoolPlan, event, is_raised, season, with_parked_base};
pub use played::{Played, Usage, play};

use super::expense::{Metered, cooldown, occupancy};
use super::parked::Next;
use crate::cost::estimate::Cheaper;
use crate::cost::{Card, Currency, Estimate, Meter, Model, Money, Occupancy, Rates, Stretch, Unknown};
use crate::error::{Error, Kind, Result};
use crate::model::limits::COOLDOWN_SECONDS;
use crate::model::{Lifecycle, Pool, PoolId, Profile, Scale, Settings};
use crate::schedule::claim::PARKED;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A pool as far as prices go.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// What its cost depends on.
    pub metered: Metered,
    /// The prices that count for it.
    pub rates: Rates,
}

impl Subject {
    /// A pool with its prices.
    ///
    /// # Errors
    /// `NoRate` names the price that is missing.
    pub fn of(card: &Card, name: &str, metered: Metered) -> Result<Self> {
        let rates = metered.rates(card).map_err(|unknown| no_rate(&unknown, name))?;
        Ok(Self { name: name.to_owned(), metered, rates })
    }
}

/// The error for a price that nobody knows.
#[must_use]
pub fn no_rate(unknown: &Unknown, pool: &str) -> Error {
    let currency = match unknown.currency {
        Currency::USD => String::new(),
        other => format!(" --currency {other}"),
    };
    let state = match unknown.meter {
        Meter::Management => {
            "state it under `rates:` in the pool file; `management: 0` says that it is not billed to you"
        }
        _ => "state what you pay under `rates:` in the pool file",
    };
    let error = Error::message(Kind::NoRate, format!("{unknown}, and so not what {pool} costs")).about(pool);
    let error = match unknown.fetched_in {
        Some(other) => error.hint(format!("Prices of that region were fetched in {other}: add `--currency {other}`.")),
        None => error,
    };
    if unknown.was_fetched {
        return error.hint(format!("The price list that was just fetched does not have it: {state}."));
    }
    error
        .hint(format!(
            "Fetch Azure's price list with `pool cost --refresh{currency}`; nobody need be signed in for it."
        ))
        .hint(format!("Or {state}."))
}

/// A pool as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The pool and its prices.
    pub subject: Subject,
    /// Where it lives.
    pub id: PoolId,
    /// Its scale.
    pub scale: Scale,
    /// Its sessions, as Azure counts them; else as many as it keeps ready.
    pub occupancy: Occupancy,
    /// Whether Azure counts them.
    pub is_counted: bool,
    /// Its nodes; `None` where they do not count.
    pub nodes: Option<u32>,
    /// Whether Azure shows how many those are.
    pub shows_nodes: bool,
    /// Of a pool that is parked: what it is when it is made again.
    pub again: Option<Settings>,
    /// Of a pool that is parked: the event that it is made for next by a run, where one does that.
    pub next: Option<Next>,
    /// What speaks against parking it now; `None` where nothing does, or nobody asked.
    pub park_refusal: Option<String>,
    cooldown: Option<Duration>,
}

impl Standing {
    /// What a pool costs that was just read.
    ///
    /// # Errors
    /// `NoRate` names the price that is missing.
    pub fn of(card: &Card, pool: &Pool) -> Result<Self> {
        let subject = Subject::of(card, &pool.id.name, Metered::from(pool))?;
        let occupancy = occupancy(pool);
        let shown = pool.nodes.filter(|_| matches!(subject.rates.model, Model::Nodes { .. }));
        Ok(Self {
            nodes: shown.or_else(|| subject.rates.nodes(occupancy)),
            shows_nodes: shown.is_some(),
            subject,
            id: pool.id.clone(),
            scale: pool.scale,
            occupancy,
            is_counted: pool.counts.is_some(),
            again: None,
            next: None,
            park_refusal: None,
            cooldown: cooldown(pool.lifecycle),
        })
    }

    /// A pool that is not there because it is parked, with what it is when it is made again, and made next.
    ///
    /// # Errors
    /// `NoRate` names the price that is missing.
    pub fn parked(card: &Card, nothing: &Pool, again: Settings, next: Option<Next>) -> Result<Self> {
        let standing = Self::of(card, nothing)?;
        // Nobody is there, which nobody need count.
        Ok(Self { is_counted: true, again: Some(again), next, ..standing })
    }

    /// What it costs over a time when it is made again; `None` where it stands.
    #[must_use]
    pub fn made_again(&self, time: SignedDuration) -> Option<Estimate> {
        let (from, until) = from_the_first(time);
        let stretch = self.subject.metered.stretch(self.again.as_ref()?, from, until);
        Some(self.subject.rates.estimate(&[stretch]))
    }

    /// What an hour costs when it is made for the next event.
    #[must_use]
    pub fn next_hour(&self) -> Option<Estimate> {
        let Next { claim, scale } = self.next.as_ref()?;
        let stretch = self.subject.metered.hour(*scale, Some(claim.settings.lifecycle), Timestamp::UNIX_EPOCH);
        Some(self.subject.rates.estimate(&[stretch]))
    }

    /// The scale that it has when it is made again.
    #[must_use]
    pub fn scale_again(&self) -> Option<Scale> {
        let metered = &self.subject.metered;
        Some(metered.really(self.again.as_ref()?.scale(metered.kind)))
    }

    /// What it costs over a time: left as it is, and full throughout. Under session-hours the first is for those that
    /// are known to be in use.
    #[must_use]
    pub fn lasting(&self, time: SignedDuration) -> Estimate {
        let rates = &self.subject.rates;
        let least = match self.nodes {
            Some(nodes) => rates.of_nodes(nodes, time),
            None => rates.standing_for(self.occupancy, time),
        };
        let (from, until) = from_the_first(time);
        let scale = self.subject.metered.really(self.scale);
        let most = rates.estimate(&[Stretch::new(scale, self.cooldown, from, until)]).most;
        Estimate { least, most }
    }

    /// How soon a session may end and make room for the next.
    #[must_use]
    pub fn cooldown(&self) -> Option<Duration> {
        self.cooldown
    }

    /// What fewer ready sessions would save; `None` where there can be no fewer.
    #[must_use]
    pub fn lower(&self) -> Option<Lower> {
        let ready = self.scale.ready?;
        let floor = if self.subject.metered.kind.keeps_ready() { self.subject.metered.floor } else { 0 };
        let rates = &self.subject.rates;
        // Where Azure shows other nodes than the sessions come to, nobody knows which of them would go.
        if self.shows_nodes && self.nodes != rates.nodes(self.occupancy) {
            return None;
        }
        let active = self.occupancy.active;
        let kept = ready.min(self.scale.max.saturating_sub(active));
        let cheaper = rates.cheaper(Occupancy { active, ready: kept }, floor);
        let in_use = self.is_counted.then_some(active);
        (ready > floor).then_some(Lower { ready, floor, in_use, cheaper })
    }

    /// Whether anybody sees what it costs as it is. Of a code interpreter that is who is in use.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.is_counted || self.subject.metered.kind.keeps_ready()
    }

    /// What an hour without the pool would save.
    #[must_use]
    pub fn park_saves(&self) -> Money {
        self.lasting(HOUR).least.total()
    }
}

/// Fewer ready sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lower {
    /// How many there are.
    pub ready: u32,
    /// The fewest that Azure keeps.
    pub floor: u32,
    /// How many sessions are in use beside them; `None` where Azure shows no counts, and nobody is taken to be there.
    pub in_use: Option<u32>,
    /// The next number that costs less beside those in use; `None` where none down to the floor does.
    pub cheaper: Option<Cheaper>,
}

/// A pool under a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// The profile's name.
    pub name: String,
    /// What it says.
    pub settings: Settings,
    /// The scale that costs: with the ready sessions that Azure really keeps.
    pub scale: Scale,
    /// The nodes while nobody is there, and when it is full; `None` where they do not count.
    pub nodes: Option<(u32, u32)>,
    /// What an hour costs.
    pub hour: Estimate,
    /// What the time that was asked for costs.
    pub whole: Estimate,
}

/// No pool at all, as a profile: the base `parked`. Whatever its lifecycle, nobody is there to see it.
#[must_use]
pub fn no_pool() -> Profile {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(*COOLDOWN_SECONDS.start()) };
    let settings = Settings { max_sessions: 0, ready_sessions: 0, lifecycle, expires_after: None };
    Profile { name: PARKED.to_owned(), description: None, settings }
}

/// A time that begins somewhere: what it costs does not depend on where.
fn from_the_first(time: SignedDuration) -> (Timestamp, Timestamp) {
    let from = Timestamp::UNIX_EPOCH;
    (from, from.saturating_add(time).unwrap_or(Timestamp::MAX))
}

/// What a pool costs under a profile, in an hour and over a time.
#[must_use]
pub fn priced(subject: &Subject, profile: &Profile, time: SignedDuration) -> Priced {
    let Subject { metered, rates, .. } = subject;
    let scale = metered.really(profile.settings.scale(metered.kind));
    let ready = scale.ready.unwrap_or_default();
    let nodes = |active, ready| rates.nodes(Occupancy { active, ready });
    let lasting = |time: SignedDuration| {
        let (from, until) = from_the_first(time);
        rates.estimate(&[metered.stretch(&profile.settings, from, until)])
    };
    Priced {
        name: profile.name.clone(),
        settings: profile.settings.clone(),
        scale,
        nodes: nodes(0, ready).zip(nodes(scale.max.saturating_sub(ready), ready.min(scale.max))),
        hour: lasting(HOUR),
        whole: lasting(time),
    }
}

#[cfg(test)]
mod tests;
