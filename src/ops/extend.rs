//! `pool extend`: a later end for what holds now.
//!
//! A lease is renewed, whoever made it. A scheduled event stays as the file has it, since the runner's file may be
//! elsewhere: a lease with the event's numbers is written until the event's end and the time asked for. It bears the
//! event's name where others have a profile's: that is what it goes on with, the event knows its profile's numbers and
//! not always its name, and so `--of` finds both by one word.

use super::declared::Declared;
use super::expense::{Refusal, keep_to_budgets};
use crate::cost::Card;
use crate::error::{Error, Kind, Result};
use crate::model::Pool;
use crate::model::time::utc;
use crate::schedule::claim::LONGEST;
use crate::schedule::hold::Outranks;
use crate::schedule::records::{Known, tag_of};
use crate::schedule::{Claim, Combine, Lease, Person, Records, Source};
use jiff::Timestamp;
use std::time::Duration;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Extension<'a> {
    /// How much longer.
    pub by: Duration,
    /// Which lease or event, where there are several.
    pub of: Option<&'a str>,
    /// Who asks.
    pub person: &'a Person,
    /// What for, in their words.
    pub reason: Option<&'a str>,
}

/// The lease that makes what holds on a pool last longer. An event that no pool is raised for, by its budget, does not
/// hold: to make it last longer would be to raise the pool for it.
///
/// # Errors
/// As [`lease`]; and `OverBudget` or `NoRate` where it is such an event that would last longer.
pub fn of_what_holds(
    extension: &Extension<'_>,
    pool: &Pool,
    declared: &Declared,
    (card, now): (&Card, Timestamp),
) -> Result<Lease> {
    let mut held = declared.known.clone();
    let refused = keep_to_budgets(card, &declared.budgets, (&declared.base, &mut held, pool), now);
    lease(extension, pool, &held, now).map_err(|error| {
        let is_meant = |refusal: &&Refusal| extension.of.is_none_or(|of| of == refusal.event);
        match refused.iter().find(is_meant).filter(|_| error.kind() == Kind::NotFound) {
            Some(refusal) => not_held(refusal).about(pool.id.to_string()),
            None => error,
        }
    })
}

/// That an event is not made to last longer, since no pool is raised for it.
fn not_held(refusal: &Refusal) -> Error {
    let event = &refusal.event;
    Error::message(
        refusal.kind,
        format!("no pool is raised for `{event}`, so nothing could last longer: {}", refusal.text),
    )
    .hint("Raise its `budget`; or `pool scale-up` raises the pool by hand, whatever the budget says.")
}

/// The same, whatever events cost.
///
/// # Errors
/// `NotFound` where nothing holds that could last longer, `Usage` where it is not clear which, or where it has no end.
pub fn lease(extension: &Extension<'_>, pool: &Pool, known: &Known, now: Timestamp) -> Result<Lease> {
    let records = Records::read(&pool.tags);
    if let Some(hold) = records.hold_at(now).filter(|hold| hold.outranks == Outranks::All) {
        let until = hold.until.map_or_else(String::new, |until| format!(" until {}", utc(until)));
        let text = format!("{} holds the pool at `{}`{until}, whatever else is wanted", hold.by, hold.profile);
        return Err(Error::message(Kind::Rejected, text)
            .about(pool.id.to_string())
            .hint("`pool scale-up` ends the hold; then there is something to extend."));
    }
    let (_, claims) = records.claims_at(&Claim::base("base", base()), known, now);
    let tag = |claim: &Claim| match claim.source {
        Source::Lease(Some(slot)) => Some(tag_of(slot)),
        _ => None,
    };
    let named = |claim: &&Claim| extension.of.is_none_or(|of| claim.name == of || tag(claim).as_deref() == Some(of));
    let wanted: Vec<&Claim> = claims.iter().filter(|claim| claim.source != Source::Hold).filter(named).collect();
    let claim = choose(&wanted, &claims, &records, extension)?;
    let Some(until) = claim.until else {
        let text = format!("the {} `{}` has no end that could be later", claim.source.word(), claim.name);
        return Err(Error::message(Kind::Usage, text).hint("`pool scale-down` ends it."));
    };
    if claim.combine == Combine::Sum && !matches!(claim.source, Source::Lease(_)) {
        let text = format!(
            "the {} `{}` is added to other claims, and a lease beside it would be added once more",
            claim.source.word(),
            claim.name
        );
        return Err(Error::message(Kind::Usage, text)
            .hint("When it has ended, `pool scale-up --add --for 90m` goes on with as much."));
    }
    let until = until.checked_add(extension.by).map_err(|error| Error::new(Kind::Usage, error))?;
    if now.checked_add(LONGEST).is_ok_and(|longest| until > longest) {
        return Err(Error::message(Kind::Usage, "that would be an end more than 366 days from now"));
    }
    let reason = extension.reason.map(str::to_owned);
    let held = match claim.source {
        Source::Lease(Some(slot)) => records.leases.get(&slot),
        _ => None,
    };
    Ok(match held {
        Some(held) => Lease { until: Some(until), reason: reason.or_else(|| held.reason.clone()), ..held.clone() },
        None => Lease {
            settings: claim.settings.clone(),
            profile: claim.name.clone(),
            from: now,
            until: Some(until),
            combine: Combine::Max,
            by: extension.person.clone(),
            reason,
        },
    }
    .as_written())
}

/// The base plays no part in what is extended.
fn base() -> crate::model::Settings {
    let lifecycle = crate::model::Lifecycle::Timed { cooldown: Duration::ZERO };
    crate::model::Settings { max_sessions: 0, ready_sessions: 0, lifecycle, expires_after: None }
}

fn choose<'a>(wanted: &[&'a Claim], all: &[Claim], records: &Records, extension: &Extension<'_>) -> Result<&'a Claim> {
    // What comes by hand is what people extend by hand; an event only where there is no lease.
    let leases: Vec<&&Claim> = wanted.iter().filter(|claim| matches!(claim.source, Source::Lease(_))).collect();
    let is_own = |claim: &&&&Claim| match claim.source {
        Source::Lease(Some(slot)) => records.leases.get(&slot).is_some_and(|lease| lease.by.is_same(extension.person)),
        _ => false,
    };
    let own: Vec<&&Claim> = leases.iter().filter(is_own).copied().collect();
    let candidates: Vec<&&Claim> = if !own.is_empty() {
        own
    } else if !leases.is_empty() {
        leases
    } else {
        wanted.iter().collect()
    };
    match candidates.as_slice() {
        [only] => Ok(only),
        [] if all.is_empty() => {
            Err(Error::message(Kind::NotFound, "nothing holds that could last longer: no lease and no event")
                .hint("`pool scale-up --for 90m` makes a lease."))
        }
        [] => {
            let names: Vec<String> =
                all.iter().map(|claim| format!("{} `{}`", claim.source.word(), claim.name)).collect();
            let text = format!("no lease and no event `{}` holds now", extension.of.unwrap_or_default());
            Err(Error::message(Kind::NotFound, text).hint(format!("There are: {}.", names.join(", "))))
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|claim| match (claim.source, &claim.by) {
                    (Source::Lease(Some(slot)), Some(by)) => format!("`{}` by {by} ({})", claim.name, tag_of(slot)),
                    _ => format!("`{}`", claim.name),
                })
                .collect();
            Err(Error::message(Kind::Usage, format!("{} hold now: which?", several.len()))
                .hint(format!("Name one with --of: {}.", names.join(", "))))
        }
    }
}
