//! `pool cost`.

mod answers;

use super::chart::{ChartArg, SVG, check_ending};
use super::context::Context;
use super::global::duration;
use super::pricing::Prices;
use super::target::{Named, TargetArgs};
use crate::cost::{Currency, Stretch};
use crate::disk::{self, Readers};
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Finding, Kind as PoolKind, Mark, Pool, PoolId, Profile};
use crate::ops::Ops;
use crate::ops::cost::Subject;
use crate::ops::expense::{Metered, Supposed};
use crate::ops::lint::idle_prices;
use crate::ops::survey::survey;
use crate::output::charts::staircase::{self, Mark as Stair, Staircase};
use crate::output::charts::svg::WIDE;
use crate::output::views::cost::list::ListView;
use crate::output::{Format, View};
use crate::schedule::claim::PARKED;
use jiff::Timestamp;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A time where nobody says one.
const DAY: Duration = Duration::from_secs(86_400);

/// Show what pools cost: now, under a profile, for an event, a season or a simulation
///
/// How sessions are billed depends on what the pool runs: custom containers by dedicated nodes, code interpreters by
/// the hours that sessions start, and by `rates: {flat: ...}` of the pool file at a price of your own. The answer names
/// the model, and each price with its source, its date, and how far it can be trusted: prices that are stale or guessed
/// are marked. -v adds what the figures rest on. --refresh fetches Azure's price list, for which nobody need be signed
/// in, and keeps it until the next; after 30 days it is still used, and called stale.
///
/// Without flags it reads the pools as they stand, for which you must be signed in. Profiles, events, seasons and
/// simulations need neither a login nor a network where the pool file says under `container` what the pool is made of;
/// else the pool is read. A parked pool costs nothing, and `parked` may stand for a profile. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool cost                                        every pool, as it stands
  pool cost --refresh                              with today's prices
  pool cost --profile contest --for 2h
  pool cost --compare parked idle contest --for 48h
  pool cost -n contestpool --plot steps.svg        at how many sessions a node more
  pool cost --event autumn-final                   and whether it keeps to its budget
  pool cost --from 2026-12-01 --to 2027-04-01      a season, March included
  pool cost --simulate peak.yaml -v                what people would use
  pool cost --refresh --region westeurope --currency EUR
  pool cost -o json --query \"pools[].[pool, month.asItIs]\"
Ends with 3 where a pool is not there, nor parked, or an event does not come again, with 4 where a
price is not known, and with 7 where that is so for some of several pools.")]
pub(super) struct CostArgs {
    /// The pool's name, or its resource id [default: every pool of the pool file]
    #[arg(short = 'n', long, value_name = "NAME")]
    name: Option<String>,
    /// What it costs under a profile, or `parked`; several are shown side by side
    #[arg(long, value_name = "PROFILE", conflicts_with_all = ["compare", "event", "from", "to"], help_heading = "What of")]
    profile: Vec<String>,
    /// The same for two profiles or more
    #[arg(long, value_name = "PROFILE", num_args = 2.., conflicts_with_all = ["event", "from", "to", "simulate"], help_heading = "What of")]
    compare: Vec<String>,
    /// For how long, with a profile [default: a day]
    #[arg(long = "for", value_name = "TIME", value_parser = duration, conflicts_with_all = ["event", "from", "to", "simulate"], help_heading = "What of")]
    time: Option<Duration>,
    /// What the next time of an event costs, with its lead, beside its budget
    #[arg(long, value_name = "EVENT", conflicts_with_all = ["from", "to", "simulate"], help_heading = "What of")]
    event: Option<String>,
    /// What is planned costs from this local time or date on [default: now]
    #[arg(long, value_name = "TIME", requires = "to", conflicts_with = "simulate", help_heading = "What of")]
    from: Option<String>,
    /// What is planned costs until this local time, or the beginning of this date
    #[arg(long, value_name = "TIME", conflicts_with = "simulate", help_heading = "What of")]
    to: Option<String>,
    /// What the people of a demand file would use costs; --profile says on which scale
    #[arg(long, value_name = "FILE", help_heading = "What of")]
    simulate: Option<PathBuf>,
    /// Fetch Azure's price list first
    #[arg(long, help_heading = "Prices")]
    refresh: bool,
    /// Fetch the prices of this region, and show them
    #[arg(long, value_name = "REGION", requires = "refresh", conflicts_with_all = ["name", "profile", "compare", "event", "from", "to", "simulate"], help_heading = "Prices")]
    region: Vec<String>,
    /// In which currency; Azure's prices are made in USD, and others are for reference
    #[arg(long, value_name = "CODE", value_parser = currency, help_heading = "Prices")]
    currency: Option<Currency>,
    /// Write the picture of the steps as SVG; `-` for stdout
    #[arg(long, value_name = "FILE", conflicts_with_all = ["event", "from", "to", "simulate", "region"], help_heading = "Picture")]
    plot: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "plot", help_heading = "Picture")]
    force: bool,
    /// Whether the steps are drawn below: where stdout is a terminal, always or never
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Picture")]
    chart: ChartArg,
}

fn currency(code: &str) -> Result<Currency, String> {
    Currency::named(code).ok_or_else(|| format!("`{code}` is no code of a currency, such as USD or EUR"))
}

pub(super) async fn run(context: &Context, args: CostArgs) -> Result<Exit> {
    args.check(context.printer.look().format)?;
    let mut prices = Prices::new(context, args.currency, args.refresh)?;
    if !args.region.is_empty() {
        let (listed, missing) = prices.list(&args.region).await?;
        let rows = context.printer.look().wants_rows();
        context.printer.show(&ListView { prices: &listed, rows })?;
        return missing.map_or(Ok(Exit::Done), Err);
    }
    if context.printer.look().detail
        && let Some(file) = context.pool_file()?
    {
        context.printer.findings(&idle_prices((&file.path.display().to_string(), &file.file)));
    }
    match () {
        () if args.simulate.is_some() => answers::simulated(context, &args, &mut prices).await,
        () if !args.profile.is_empty() || !args.compare.is_empty() => {
            answers::profiles(context, &args, &mut prices).await
        }
        () if args.event.is_some() || args.to.is_some() => answers::planned(context, &args, &mut prices).await,
        () => answers::standing(context, &args, &mut prices).await,
    }
}

impl CostArgs {
    /// What would be found out only after everything is fetched.
    fn check(&self, format: Format) -> Result<()> {
        let usage = |text: String| Err(Error::message(Kind::Usage, text));
        if self.time.is_some() && self.profile.is_empty() && self.compare.is_empty() {
            return usage("--for goes with --profile or --compare".to_owned());
        }
        if self.time.is_some_and(|time| time.is_zero()) {
            return usage("--for is no time at all".to_owned());
        }
        if self.simulate.is_some() && self.profile.len() > 1 {
            return usage("a simulation is played on one profile".to_owned());
        }
        if self.simulate.is_some() && self.profile.iter().any(|name| name == PARKED) {
            return usage("a simulation needs a pool, and a parked one is none".to_owned());
        }
        let Some(path) = &self.plot else { return Ok(()) };
        if path == Path::new("-") && format != Format::Table {
            return usage("--plot - and --output both write to stdout".to_owned());
        }
        if disk::exists(path) && !disk::is_file(path) {
            return usage(format!("--plot: {} is there already and is no file", path.display()));
        }
        check_ending("--plot", path, SVG)?;
        disk::check_free(std::iter::once(path.as_path()).filter(|path| *path != Path::new("-")), self.force)
    }

    /// The pools that are meant, all of the pool file where none is named.
    fn pools(&self, context: &Context) -> Result<Vec<Named>> {
        if let Some(all) = Named::all(context, self.name.as_deref())? {
            return Ok(all);
        }
        self.pool(context).map(|pool| vec![pool])
    }

    /// The one pool that is meant.
    fn pool(&self, context: &Context) -> Result<Named> {
        context.set_target(self.name.as_deref());
        let args = TargetArgs { name: self.name.clone() };
        if self.name.as_deref().is_some_and(|name| name.contains('/')) {
            let found = args.resolve(context)?;
            return Ok(Named { name: found.id.name.clone(), entry: found.entry, id: Some(found.id) });
        }
        let (name, entry) = args.named(context)?;
        Ok(Named { name, entry, id: None })
    }

    /// The one pool that is meant, with its prices; where none is named anywhere, one as most are.
    async fn subject(&self, context: &Context, prices: &mut Prices<'_>) -> Result<Subject> {
        if self.name.is_none() && !context.is_emulated() && context.pool_file()?.is_none() {
            let Supposed { metered, assumed, .. } = Supposed::of(&prices.card, None, PoolKind::CustomContainer, None);
            let text = format!("no pool is named, and there is no pool file; assumed: {}", assumed.join(", "));
            context.printer.findings(&[Finding::new(Mark::Note, "pool", text)]);
            prices.know(&metered.location).await?;
            return Subject::of(&prices.card, "a pool", metered);
        }
        let pool = self.pool(context)?;
        let metered = metered(context, &pool).await?;
        prices.know(&metered.location).await?;
        Subject::of(&prices.card, &pool.name, metered)
    }

    /// Whether a picture is drawn below.
    fn draws(&self, context: &Context) -> bool {
        self.chart.draws(context.printer.look())
    }

    /// Shows what was found, and writes the picture where one is wanted. What takes stdout takes it alone.
    fn show(&self, context: &Context, view: &dyn View, stairs: Option<&Staircase>) -> Result<()> {
        if let (Some(path), Some(stairs)) = (&self.plot, stairs) {
            let picture = staircase::svg(stairs, WIDE);
            if path == Path::new("-") {
                return context.printer.raw(&picture);
            }
            context.spare("--plot", path)?;
            disk::write(path, &picture, Readers::Anyone)?;
            context.printer.say(&format!("wrote {}", path.display()));
        }
        context.printer.show(view)
    }
}

/// Each pool as it is at Azure, with what Azure sent.
async fn read(context: &Context, ops: &Ops, pools: &[Named]) -> Result<Vec<Result<(Value, Pool)>>> {
    let ids: Vec<PoolId> = pools.iter().map(|pool| pool.id(context)).collect::<Result<_>>()?;
    let found = survey(ops, &ids).await?;
    context.progress.finish();
    let missing = |id: &PoolId| {
        Error::message(Kind::PoolNotFound, format!("pool {} does not exist", id.name)).about(id.to_string())
    };
    Ok(found.into_iter().zip(&ids).map(|(found, id)| found.and_then(|pool| pool.ok_or_else(|| missing(id)))).collect())
}

/// What a pool's cost depends on: as the pool file says, else as Azure does.
async fn metered(context: &Context, pool: &Named) -> Result<Metered> {
    if let Some(metered) = pool.definition().map(Metered::from) {
        return Ok(metered);
    }
    let hint =
        "Or say under `container` of the pool in the pool file what it is made of: then nobody need be signed in.";
    let found =
        read(context, &context.ops()?, std::slice::from_ref(pool)).await.map_err(|error| error.hint(hint))?.pop();
    match found {
        Some(found) => found.map(|(_, pool)| Metered::from(&pool)).map_err(|error| error.hint(hint)),
        None => Err(Error::message(Kind::UnknownPool, "no pool is named")),
    }
}

/// What stands on a picture for a profile.
fn stairs_of(profile: &Profile, metered: &Metered) -> Vec<Stair> {
    let Stretch { scale, cooldown, .. } =
        metered.stretch(&profile.settings, Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
    if scale.max == 0 {
        return vec![Stair { sessions: 0, cooldown, words: profile.name.clone() }];
    }
    let stair = |sessions, what| Stair { sessions, cooldown, words: format!("{}: {what}", profile.name) };
    let ready = scale.ready.map(|ready| stair(ready, "ready"));
    let max = stair(scale.max, "max");
    ready.into_iter().chain([max]).collect()
}
