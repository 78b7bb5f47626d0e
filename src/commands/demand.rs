//! Who comes, as flags: what `size` and `simulate` have in common.

use super::context::Context;
use crate::config::demand::{self, Beside, Draft, MOST_REPLICATIONS, MOST_RUNS, MOST_USERS};
use crate::config::spread;
use crate::disk;
use crate::error::{Error, Kind, Result};
use crate::model::{Identifiers, Rhythm, Settings, WhenFull};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Who comes, when, and what they run. A spread of times is written `10s`, `exponential:10s`, `uniform:3s..5s`,
/// `lognormal:10s,0.5` (median and sigma) or `csv:FILE`.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Who comes")]
pub(super) struct DemandArgs {
    /// How many users come, up to 2000000
    #[arg(long, value_name = "USERS", value_parser = clap::value_parser!(u64).range(1..=MOST_USERS))]
    users: Option<u64>,
    /// When they come: 60s for at random within that time, ramp:10m, poisson:500ms, steps:10m@600,20m@60 (users an
    /// hour) or trace:FILE [default: 60s]
    #[arg(long, value_name = "WHEN")]
    arrive: Option<String>,
    /// How long a run takes: 10s, exponential:10s, uniform:3s..5s, lognormal:10s,0.5 (median, sigma) or csv:FILE
    #[arg(long, value_name = "SPREAD")]
    run: Option<String>,
    /// From the start of a user's run to the start of the next [default: one run each]
    #[arg(long, value_name = "SPREAD", conflicts_with = "think")]
    every: Option<String>,
    /// From the end of a user's run to the start of the next
    #[arg(long, value_name = "SPREAD")]
    think: Option<String>,
    /// Most runs of a user
    #[arg(long, value_name = "RUNS", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_RUNS)))]
    runs: Option<u32>,
    /// When nobody starts anything any more
    #[arg(long = "for", value_name = "TIME", value_parser = some_time)]
    lasts: Option<Duration>,
    /// How long a user stays
    #[arg(long, value_name = "TIME", value_parser = spread::time)]
    stay: Option<Duration>,
    /// Which identifier a run is sent with: user, run (a new one each), team:4 (users to one) or shared:10 (for all)
    /// [default: user]
    #[arg(long, value_name = "WHICH", value_parser = demand::identifier)]
    identifier: Option<Identifiers>,
    /// What whoever asks does when the pool is full: refuse, wait or wait:30s [default: refuse]
    #[arg(long, value_name = "WHAT", value_parser = demand::when_full)]
    when_full: Option<WhenFull>,
    /// Where chance begins; the same seed gives the same result [default: 1]
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// How often it is played; more make the intervals narrower [default: 20]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_REPLICATIONS)))]
    replications: Option<u32>,
}

fn some_time(text: &str) -> Result<Duration, String> {
    let time = spread::time(text)?;
    if time.is_zero() { Err(format!("`{text}` is no time at all")) } else { Ok(time) }
}

impl DemandArgs {
    /// What a file says, and the flags instead.
    pub(super) fn draft(&self, context: &Context, file: Option<&Path>) -> Result<Draft> {
        let below = match file {
            Some(file) => read(context, file)?,
            None => Draft::default(),
        };
        Ok(self.said(context)?.over(below))
    }

    /// What the flags say.
    fn said(&self, context: &Context) -> Result<Draft> {
        let folder = PathBuf::new();
        with_beside(context, &folder, |beside| {
            let spread = |flag: &str, text: &Option<String>| {
                let read = text.as_ref().map(|text| spread::parse(text, beside)).transpose();
                read.map_err(|why| Error::message(Kind::Usage, format!("{flag}: {why}")))
            };
            let arrive = self.arrive.as_ref().map(|text| demand::arrive(text, beside)).transpose();
            let every = spread("--every", &self.every)?.map(Rhythm::Every);
            Ok(Draft {
                users: self.users,
                arrive: arrive.map_err(|why| Error::message(Kind::Usage, format!("--arrive: {why}")))?,
                run: spread("--run", &self.run)?,
                rhythm: every.or(spread("--think", &self.think)?.map(Rhythm::Think)),
                runs: self.runs,
                lasts: self.lasts,
                stay: self.stay,
                identifiers: self.identifier,
                when_full: self.when_full,
                seed: self.seed,
                replications: self.replications,
                ..Draft::default()
            })
        })
    }
}

/// Reads a demand file. What it names stands beside it.
fn read(context: &Context, file: &Path) -> Result<Draft> {
    let text = disk::read(file)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.display().to_string();
    with_beside(context, folder, |beside| demand::parse(&name, &text, beside).map_err(Error::from))
}

fn with_beside<T>(context: &Context, folder: &Path, read: impl FnOnce(&Beside<'_>) -> Result<T>) -> Result<T> {
    let one_line = |error: Error| error.to_string().replace('\n', "; ");
    let text = |name: &str| disk::read(&folder.join(name)).map_err(one_line);
    let profile = |name: &str| -> Result<Settings, String> {
        context.profile(name).map(|profile| profile.settings).map_err(|error| match error.hints().first() {
            Some(hint) => format!("{error}: {hint}"),
            None => one_line(error),
        })
    };
    read(&Beside { text: &text, profile: &profile })
}
