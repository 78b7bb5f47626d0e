//! `pool next`.

use super::context::Context;
use super::local;
use super::moment;
use super::target::{Named, TargetArgs};
use crate::error::{Error, Exit, Kind, Result};
use crate::model::PoolId;
use crate::ops::coming::{Subject, Wanted, coming};
use crate::ops::expense::Metered;
use crate::ops::standing::{self, Unread};
use crate::output::views::next::NextView;
use crate::schedule::Records;
use std::collections::BTreeMap;

/// How many changes are shown where nothing else is said.
const COUNT: usize = 20;

/// Show what will change on the pools, when and why
///
/// Every beginning and end of an event, a lease or a hold on the pools of the pool file, with what it changes, in the
/// event's zone and in UTC; nights on which clocks change, and claims that share a pool, are remarked. Then how long
/// each scale holds. Leases are read from the pools; --offline goes by the files alone. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool next
  pool next -n contestpool --count 5
  pool next --from 2026-09-01 --to 2027-03-01      a season, with its hours
  pool next --offline --at 2026-10-24T12:00        as it will look then
  pool next -o json --query \"changes[].[at, pools[0], after.maxSessions]\"")]
pub(super) struct NextArgs {
    /// The pool's name, or its resource id [default: every pool of the pool file]
    #[arg(short = 'n', long, value_name = "NAME")]
    name: Option<String>,
    /// Show this many changes [default: 20, or all between --from and --to]
    #[arg(long, value_name = "CHANGES", value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,
    /// Show what changes from this local time or date on [default: now]
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Show what changes before this local time, or before the beginning of this date
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Answer as if it were this local time, or the beginning of this date
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Go by the files alone; leases and holds are on the pools and are left out
    #[arg(long)]
    offline: bool,
}

pub(super) async fn run(context: &Context, args: NextArgs) -> Result<Exit> {
    let wanted = args.wanted(context)?;
    let pools = args.pools(context)?;
    let mut subjects = subjects(context, &pools)?;
    let unread = if args.offline {
        Unread::default()
    } else {
        look(context, &pools, &mut subjects).await.map_err(or_offline)?
    };
    let coming = coming(&subjects, wanted, &context.card());
    context.progress.finish();
    context.printer.findings(&unread.findings);
    let has_window = wanted.until.is_some();
    let view = NextView { coming: &coming, zone: context.zone(), has_window, findings: &unread.findings };
    context.printer.show(&view)?;
    match unread.names.as_slice() {
        [] => Ok(Exit::Done),
        [name] => Err(Error::message(Kind::Partly, format!("cannot read {name}: its leases are not told"))),
        names => {
            Err(Error::message(Kind::Partly, format!("cannot read {}: their leases are not told", names.join(", "))))
        }
    }
}

impl NextArgs {
    fn wanted(&self, context: &Context) -> Result<Wanted> {
        let (now, zone) = (context.clock.now(), context.zone());
        let at = |flag: &str, text: &Option<String>, now| {
            text.as_deref().map(|text| moment::any_or_date(flag, text, now, &zone)).transpose()
        };
        let now = at("--at", &self.at, now)?.unwrap_or(now);
        let from = at("--from", &self.from, now)?.unwrap_or(now);
        let until = at("--to", &self.to, from)?;
        if until.is_some_and(|until| until <= from) {
            return Err(Error::message(Kind::Usage, "--to is not after --from"));
        }
        let count = self.count.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
        Ok(Wanted { from, until, count: count.or(until.is_none().then_some(COUNT)) })
    }

    /// The pools that are meant, all of the pool file where none is named.
    fn pools(&self, context: &Context) -> Result<Vec<Named>> {
        if let Some(all) = Named::all(context, self.name.as_deref())? {
            return Ok(all);
        }
        let args = TargetArgs { name: self.name.clone() };
        if !self.offline {
            let target = args.resolve(context)?;
            return Ok(vec![Named { name: target.id.name.clone(), entry: target.entry, id: Some(target.id) }]);
        }
        let (name, entry) = args.named(context)?;
        if entry.is_none() && !(context.is_emulated() && name == local::POOL) {
            let text = format!("no pool file describes {name}, and --offline goes by the files alone");
            return Err(Error::message(Kind::UnknownPool, text).about(name));
        }
        Ok(vec![Named { name, entry, id: None }])
    }
}

fn subjects(context: &Context, pools: &[Named]) -> Result<Vec<Subject>> {
    let mut seen = BTreeMap::new();
    let subject = |pool: &Named| {
        let declared = context.declared_by(pool.entry.as_ref(), &mut seen)?;
        let definition = pool.definition();
        let (kind, metered) = (definition.map(|made| made.kind), definition.map(Metered::from));
        let (name, records) = (pool.name.clone(), Records::default());
        Ok(Subject { name, declared, records, gone_at: None, kind, metered })
    };
    pools.iter().map(subject).collect()
}

/// Adds what stands on the pools.
async fn look(context: &Context, pools: &[Named], subjects: &mut [Subject]) -> Result<Unread> {
    let ids: Vec<PoolId> = pools.iter().map(|pool| pool.id(context)).collect::<Result<_>>()?;
    standing::read(&context.ops()?, &ids, subjects).await
}

fn or_offline(error: Error) -> Error {
    error.hint("`pool next --offline` goes by the files alone, without leases.")
}
