//! The answers of `pool cost`, one for each question.

use super::{CostArgs, DAY, metered, read, stairs_of};
use crate::commands::context::Context;
use crate::commands::create::given_secrets;
use crate::commands::moment;
use crate::commands::park;
use crate::commands::pricing::Prices;
use crate::commands::simulate::SimulateArgs;
use crate::commands::target::{Named, Target};
use crate::config::nearest;
use crate::config::pool_file::DEFAULT_BASE;
use crate::cost::{Card, Money};
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Finding, Mark, Pool, PoolId, Profile};
use crate::ops::cost::{self, Standing};
use crate::ops::journal::Entry;
use crate::ops::park::CLAIM;
use crate::ops::{self, Ops, coming, create, standing, unpark};
use crate::output::charts::staircase::{Mark as Stair, Staircase};
use crate::output::views::cost::StandingView;
use crate::output::views::cost::planned::PlannedView;
use crate::output::views::cost::played::PlayedView;
use crate::output::views::cost::profiles::ProfilesView;
use crate::schedule::claim::PARKED;
use crate::schedule::{Claim, Records, Source};
use clap::Parser;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// `pool cost` without a question: the pools as they stand.
pub(super) async fn standing(context: &Context, args: &CostArgs, prices: &mut Prices<'_>) -> Result<Exit> {
    let pools = args.pools(context)?;
    if args.plot.is_some() && pools.len() > 1 {
        let names: Vec<&str> = pools.iter().map(|pool| pool.name.as_str()).collect();
        let error = Error::message(Kind::Usage, "--plot draws the steps of one pool");
        return Err(error.hint(format!("Choose one with -n: {}.", names.join(", "))));
    }
    // Nobody need be signed in for prices: those of the pool file's regions are fetched first.
    for definition in pools.iter().filter_map(Named::definition) {
        prices.know(&definition.location).await?;
    }
    let ops = context.ops()?;
    let (mut standing, mut findings, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (named, found) in pools.iter().zip(read(context, &ops, &pools).await?) {
        let priced = match found {
            Ok((raw, pool)) => {
                prices.know(&pool.location).await?;
                match Standing::of(&prices.card, &pool) {
                    Ok(standing) => Ok(with_refusal(context, &ops, standing, named, (&raw, pool)).await),
                    error => error,
                }
            }
            Err(error) => parked(context, named, error, &prices.card),
        };
        match priced {
            Ok(pool) => standing.push(pool),
            Err(error) => {
                findings.push(Finding::new(Mark::Warning, named.name.clone(), error.to_string()));
                errors.push(error);
            }
        }
    }
    if standing.is_empty() {
        return Err(errors.swap_remove(0));
    }
    context.printer.findings(&findings);
    let stairs = match (standing.as_slice(), pools.as_slice()) {
        ([one], [named]) => Some(stairs_now(context, one, named)?),
        _ => None,
    };
    let chart = stairs.as_ref().filter(|_| args.draws(context));
    let (rows, now, zone) = (context.printer.look().wants_rows(), context.clock.now(), context.zone());
    let view = StandingView { pools: &standing, findings: &findings, chart, now, zone, rows };
    args.show(context, &view, stairs.as_ref())?;
    if errors.is_empty() {
        return Ok(Exit::Done);
    }
    let text = format!("{} of {} pools cannot be billed", errors.len(), pools.len());
    Err(Error::message(Kind::Partly, text))
}

/// A pool that stands, with what speaks against parking it, where that would save anything.
async fn with_refusal(
    context: &Context,
    ops: &Ops,
    mut standing: Standing,
    named: &Named,
    (raw, pool): (&Value, Pool),
) -> Standing {
    if !standing.is_seen() || standing.park_saves().amount.is_zero() {
        return standing;
    }
    let target = Target { id: pool.id.clone(), entry: named.entry.clone() };
    let refusal = match park::request(context, &target) {
        Ok(request) => {
            let pool = ops.counted(pool).await;
            let against = ops::park::against(ops, &request, (raw, &pool), ops.azure.time()).await;
            against.into_iter().next()
        }
        Err(error) => Some(error),
    };
    // A pool file that says little differs in many things: one is enough here.
    let is_said = format!("{} is not parked: ", named.name);
    standing.park_refusal = refusal.map(|error| match error.to_string().split_once("\n  ") {
        Some((count, differences)) if error.kind() == Kind::Unrecreatable => {
            let first = differences.lines().next().unwrap_or_default();
            format!("{count} {first}; and more, which `pool park -n {} --dry-run` lists", named.name)
        }
        _ => error.to_string().trim_start_matches(&is_said).to_owned(),
    });
    standing
}

/// A pool that is not there because it is parked: its base is, or it was parked from here.
///
/// # Errors
/// The error itself where neither is so.
fn parked(context: &Context, named: &Named, error: Error, card: &Card) -> Result<Standing> {
    let Some(definition) = named.definition().filter(|_| error.kind() == Kind::PoolNotFound) else { return Err(error) };
    let id = named.id(context)?;
    let entry = named.entry.as_ref();
    if !entry.is_some_and(|entry| entry.parks) && !was_parked(&context.journal()?.entries()?, &id) {
        return Err(error);
    }
    let (nothing, now) = (definition.parked(&id), context.clock.now());
    let mut declared = context.declared_by(entry, &mut BTreeMap::new())?;
    // Where the pool file does not say that it is parked, no run makes it.
    let comes = entry.is_some_and(|entry| entry.parks);
    let next = comes.then(|| ops::parked::next(card, &id, (definition, &declared), now).0).flatten();
    declared.keep_to_budgets(card, &nothing, now);
    let again = unpark::desired(&declared, definition, now).settings;
    Standing::parked(card, &nothing, again, next)
}

/// Whether the last that was done to a pool from here is that it was parked. A pool that is made by a base that is no pool
/// has a claim of the same name.
fn was_parked(entries: &[Entry], id: &PoolId) -> bool {
    let id = id.to_string();
    let is_parking = |entry: &Entry| entry.claim == CLAIM && entry.after.max_sessions == 0;
    entries.iter().rfind(|entry| entry.pool.eq_ignore_ascii_case(&id)).is_some_and(is_parking)
}

/// The steps of a pool, with where it stands and what its profiles ask for.
fn stairs_now(context: &Context, standing: &Standing, named: &Named) -> Result<Staircase> {
    let declared = context.declared_by(named.entry.as_ref(), &mut BTreeMap::new())?;
    // What a parked pool has as long as it stands is a profile's.
    let base = if declared.base.source == Source::Parked { DEFAULT_BASE } else { &declared.base.name };
    let mut profiles =
        vec![Profile { name: base.to_owned(), description: None, settings: declared.base.settings.clone() }];
    for event in &declared.known.events {
        if !profiles.iter().any(|known| known.name == event.profile) {
            let settings = event.settings.clone();
            profiles.push(Profile { name: event.profile.clone(), description: None, settings });
        }
    }
    let metered = &standing.subject.metered;
    let cooldown = standing.cooldown();
    let now = Stair { sessions: standing.occupancy.sessions(), cooldown, words: "now".to_owned() };
    // Where nobody sees how many are in use, there is no place for it.
    let now = standing.is_seen().then_some(now);
    let mut marks: Vec<Stair> =
        now.into_iter().chain(profiles.iter().flat_map(|profile| stairs_of(profile, metered))).collect();
    // The table says what it costs full.
    let max = standing.scale.max;
    if max > 0 && !marks.iter().any(|mark| mark.sessions == max) {
        marks.push(Stair { sessions: max, cooldown, words: "now: max".to_owned() });
    }
    Ok(Staircase::of(format!("What an hour of {} costs", standing.subject.name), &standing.subject.rates, marks))
}

/// `--profile` and `--compare`.
pub(super) async fn profiles(context: &Context, args: &CostArgs, prices: &mut Prices<'_>) -> Result<Exit> {
    let names = args.profile.iter().chain(&args.compare);
    let profile = |name: &String| if name == PARKED { Ok(cost::no_pool()) } else { context.profile(name) };
    let profiles: Vec<Profile> = names.map(profile).collect::<Result<_>>()?;
    let subject = args.subject(context, prices).await?;
    let time = args.time.unwrap_or(DAY);
    let length = SignedDuration::try_from(time)
        .map_err(|error| Error::new(Kind::Usage, anyhow::Error::new(error).context("--for is too long")))?;
    let priced: Vec<_> = profiles.iter().map(|profile| cost::priced(&subject, profile, length)).collect();
    let marks = profiles.iter().flat_map(|profile| stairs_of(profile, &subject.metered)).collect();
    let stairs = Staircase::of(format!("What an hour of {} costs", subject.name), &subject.rates, marks);
    let chart = args.draws(context).then_some(&stairs);
    let view =
        ProfilesView { subject: &subject, profiles: &priced, time, chart, rows: context.printer.look().wants_rows() };
    args.show(context, &view, Some(&stairs))?;
    Ok(Exit::Done)
}

/// `--event`, and `--from` with `--to`.
pub(super) async fn planned(context: &Context, args: &CostArgs, prices: &mut Prices<'_>) -> Result<Exit> {
    let (now, zone) = (context.clock.now(), context.zone());
    let at = |flag: &str, text: &Option<String>, now| {
        text.as_deref().map(|text| moment::any_or_date(flag, text, now, &zone)).transpose()
    };
    let from = at("--from", &args.from, now)?.unwrap_or(now);
    let until = at("--to", &args.to, from)?;
    if until.is_some_and(|until| until <= from) {
        return Err(Error::message(Kind::Usage, "--to is not after --from"));
    }
    let mut pools = args.pools(context)?;
    if let Some(event) = &args.event {
        let taking = taking_part(context, event)?;
        pools.retain(|pool| taking.iter().any(|name| name.eq_ignore_ascii_case(&pool.name)));
        if pools.is_empty() {
            let error = Error::message(Kind::Usage, format!("the event `{event}` is not about that pool"));
            return Err(error.hint(format!("It is about {}.", taking.join(", "))));
        }
    }
    let mut seen = BTreeMap::new();
    let mut subjects = Vec::new();
    for pool in &pools {
        let declared = context.declared_by(pool.entry.as_ref(), &mut seen)?;
        let metered = metered(context, pool).await?;
        prices.know(&metered.location).await?;
        let (name, kind) = (pool.name.clone(), Some(metered.kind));
        let records = Records::default();
        subjects.push(coming::Subject { name, declared, records, gone_at: None, kind, metered: Some(metered) });
    }
    look_after_events(context, &prices.card, (&pools, &mut subjects), (from, until.unwrap_or(from))).await;
    let mut planned = match (&args.event, until) {
        (Some(event), _) => cost::event(&prices.card, &subjects, event, now)?
            .ok_or_else(|| Error::message(Kind::NotFound, format!("the event `{event}` does not come again")))?,
        (None, until) => cost::season(&prices.card, &subjects, from, until.unwrap_or(from))?,
    };
    if args.event.is_none()
        && let Ok(idle) = context.profile(DEFAULT_BASE)
    {
        let base = Claim::parked(idle.settings);
        for plan in &mut planned.pools {
            let pool = pools.iter().zip(&subjects).find(|(pool, _)| pool.name == plan.subject.name);
            let Some((_, subject)) = pool.filter(|(pool, _)| may_be_parked(context, pool, &base)) else { continue };
            let window = (planned.from, planned.until);
            plan.parked_base = cost::with_parked_base(&prices.card, plan, (subject, &base), window);
        }
    }
    context.printer.findings(&planned.findings);
    let event = args.event.as_deref();
    let entry = context.pool_file()?.and_then(|file| file.file.events.iter().find(|known| Some(&*known.name) == event));
    let budget = entry.and_then(|entry| entry.budget).map(|most| Money::new(most, prices.card.currency()));
    let budget_pools = entry.map_or(0, |entry| entry.pools.len());
    let rows = context.printer.look().wants_rows();
    context.printer.show(&PlannedView { planned: &planned, event, budget, budget_pools, now, zone, rows })?;
    if planned.findings.is_empty() {
        return Ok(Exit::Done);
    }
    let text = format!("{} of {} pools cannot be billed", planned.findings.len(), subjects.len());
    Err(Error::message(Kind::Partly, text))
}

/// Looks at the pools that may still stand after an event, where that can be: nobody need be signed in.
async fn look_after_events(
    context: &Context,
    card: &Card,
    (pools, subjects): (&[Named], &mut [coming::Subject]),
    window: (Timestamp, Timestamp),
) {
    let now = context.clock.now();
    for (pool, subject) in pools.iter().zip(subjects) {
        if subject.may_still_stand(card, window, now)
            && let (Ok(id), Ok(ops)) = (pool.id(context), context.ops())
        {
            standing::look_after_event(&ops, &id, subject).await;
        }
    }
    context.progress.finish();
}

/// Whether a pool could be parked under a base, as far as the pool file tells.
fn may_be_parked(context: &Context, pool: &Named, base: &Claim) -> bool {
    pool.definition().is_some_and(|definition| {
        let unset = create::unset(definition, &given_secrets(context, definition));
        ops::park::may_be_parked(definition, &unset, base)
    })
}

/// The pools of an event.
fn taking_part(context: &Context, event: &str) -> Result<Vec<String>> {
    let Some(file) = context.pool_file()? else {
        return Err(Error::message(Kind::Usage, format!("there is no pool file with an event `{event}`")));
    };
    if let Some(found) = file.file.events.iter().find(|known| known.name == event) {
        return Ok(found.pools.clone());
    }
    let names = file.file.events.iter().map(|known| known.name.as_str());
    let error = Error::message(Kind::Usage, format!("{} has no event `{event}`", file.path.display()));
    Err(match nearest(event, names.clone()) {
        Some(near) => error.hint(format!("Did you mean `{near}`?")),
        None => error.hint(format!("Known: {}.", names.collect::<Vec<_>>().join(", "))),
    })
}

/// The arguments of `pool simulate`, by themselves.
#[derive(Debug, Parser)]
struct Simulating {
    #[command(flatten)]
    args: SimulateArgs,
}

/// `--simulate`.
pub(super) async fn simulated(context: &Context, args: &CostArgs, prices: &mut Prices<'_>) -> Result<Exit> {
    let file = args.simulate.as_deref().unwrap_or(Path::new(""));
    let subject = args.subject(context, prices).await?;
    let profile = args.profile.iter().flat_map(|name| ["--profile", name.as_str()]);
    // What the pool runs is known better than by the file.
    let kind = ["--kind", subject.metered.kind.name()];
    let simulating = Simulating::try_parse_from(["simulate"].into_iter().chain(profile).chain(kind))
        .map_err(|error| Error::new(Kind::Usage, error))?;
    let study = simulating.args.study(context, Some(file))?;
    // Played on a thread of its own, so that Ctrl-C ends it.
    let (sender, answer) = tokio::sync::oneshot::channel();
    let (progress, of) = (Arc::clone(&context.progress), study.replications);
    progress.played(0, of);
    std::thread::spawn(move || {
        let played = cost::play(subject, study, &|done| progress.played(done, of));
        // Nobody listens any more after Ctrl-C.
        let _ = sender.send(played.map(Box::new));
    });
    let played = answer.await.ok().flatten();
    context.progress.finish();
    let played = played.ok_or_else(|| Error::message(Kind::Failed, "the simulation failed"))?;
    context.printer.show(&PlayedView { played: &played, rows: context.printer.look().wants_rows() })?;
    Ok(Exit::Done)
}
