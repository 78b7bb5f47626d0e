//! Who comes, as flags: what `size` and `simulate` have in common.

use super::context::Context;
use crate::config::demand::{self, Beside, Draft, MOST_ON_A_NODE, MOST_REPLICATIONS, MOST_RUNS, MOST_USERS, Turn};
use crate::config::{Faults, spread};
use crate::disk;
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Identifiers, Kind as PoolKind, Mark, Rhythm, Settings, WhenFull};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Who comes, when, and what they run. A spread of times is written `10s`, `exponential:10s`, `uniform:3s..5s`,
/// `lognormal:10s,0.5` (median and sigma) or `csv:FILE`.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Who comes")]
pub(super) struct DemandArgs {
    /// How many users come, up to 2000000
    #[arg(long, value_name = "USERS", value_parser = whole(1, MOST_USERS))]
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
    #[arg(long, value_name = "RUNS", value_parser = whole(1, MOST_RUNS))]
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
    #[arg(long, value_name = "NUMBER", value_parser = whole(0, u64::MAX))]
    seed: Option<u64>,
    /// How often it is played; more make the intervals narrower [default: 20]
    #[arg(long, value_name = "TIMES", value_parser = whole(1, MOST_REPLICATIONS))]
    replications: Option<u32>,
    /// What the pool runs. A code interpreter keeps no ready sessions and has at most 600 [default: CustomContainer]
    #[arg(long, value_name = "KIND", value_parser = kind(), ignore_case = true, help_heading = "The pool")]
    kind: Option<PoolKind>,
    /// How many sessions a node holds; whoever needs a new one waits two minutes longer [default: nobody sees nodes]
    #[arg(long, value_name = "SESSIONS", value_parser = whole(1, MOST_ON_A_NODE), help_heading = "The pool")]
    sessions_per_node: Option<u32>,
}

/// Reads a whole number within bounds, both included.
fn whole<T>(least: T, most: T) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync
where
    T: TryFrom<i128> + Copy + Into<i128> + std::fmt::Display + Send + Sync,
{
    move |text| match text.parse::<i128>() {
        Ok(number) if (least.into()..=most.into()).contains(&number) => {
            T::try_from(number).map_err(|_| format!("`{text}` is out of range ({least} to {most})"))
        }
        Ok(_) => Err(format!("`{text}` is out of range ({least} to {most})")),
        Err(_) => Err(format!("`{text}` is no whole number from {least} to {most}")),
    }
}

/// Reads one of the kinds, which shells complete.
fn kind() -> impl TypedValueParser<Value = PoolKind> {
    let names = PossibleValuesParser::new(PoolKind::ALL.map(PoolKind::name));
    names.try_map(|text| PoolKind::named(&text).ok_or_else(|| format!("`{text}` is no kind")))
}

fn some_time(text: &str) -> Result<Duration, String> {
    let time = spread::time(text)?;
    if time.is_zero() { Err(format!("`{text}` is no time at all")) } else { Ok(time) }
}

/// A draft, and the files that it was made of.
pub(super) struct Drafted {
    pub(super) draft: Draft,
    files: Vec<PathBuf>,
}

impl Drafted {
    /// Refuses to write over a file that was read, whatever it is called.
    pub(super) fn spare<'a>(
        &self,
        context: &Context,
        outputs: impl Iterator<Item = (&'static str, &'a Path)>,
    ) -> Result<()> {
        for (flag, output) in outputs.filter(|(_, output)| *output != Path::new("-")) {
            if self.files.iter().any(|file| disk::is_same(file, output)) {
                let text = format!("{flag} would overwrite {}, which is read for the demand", output.display());
                return Err(Error::message(Kind::Usage, text));
            }
            context.spare(flag, output)?;
        }
        Ok(())
    }

    /// Says that a kind that was asked for leaves out ready sessions that a file states in numbers. Of a profile, which
    /// is for pools of any kind, that is known.
    pub(super) fn tell_left_out(&self, context: &Context) {
        let Some(kind) = self.draft.kind.filter(|kind| !kind.keeps_ready()) else { return };
        let scales = self.draft.pool.iter().chain(self.draft.schedule.iter().map(|turn| &turn.to));
        let ready = scales.filter(|scale| scale.is_numbers()).map(|scale| scale.settings.ready_sessions).max();
        if let Some(ready) = ready.filter(|ready| *ready > 0) {
            let text =
                format!("readySessions: {ready} is left out: a {kind} pool keeps no ready sessions of one's own");
            context.printer.findings(&[Finding::new(Mark::Warning, "settings", text)]);
        }
    }
}

impl DemandArgs {
    /// What a file says, and the flags instead; among them a schedule, where there is one.
    pub(super) fn draft(&self, context: &Context, file: Option<&Path>, schedule: Vec<Turn>) -> Result<Drafted> {
        let files: RefCell<Vec<PathBuf>> = RefCell::default();
        let below = match file {
            Some(file) => {
                let text = disk::read(file)?;
                files.borrow_mut().push(file.to_owned());
                parse_with(context, file, &text, &files)??
            }
            None => Draft::default(),
        };
        let draft = Draft { schedule, ..self.said(context, &files)? }.over(below);
        Ok(Drafted { draft, files: files.into_inner() })
    }

    /// What the flags say.
    fn said(&self, context: &Context, files: &RefCell<Vec<PathBuf>>) -> Result<Draft> {
        with_beside(context, Path::new(""), files, |beside| {
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
                kind: self.kind,
                on_a_node: self.sessions_per_node,
                ..Draft::default()
            })
        })
    }
}

/// Reads the word form of a schedule.
pub(super) fn schedule(context: &Context, text: &str) -> Result<Vec<Turn>> {
    let read = |beside: &Beside<'_>| demand::schedule(text, beside);
    let wrong = |why| Error::message(Kind::Usage, format!("--schedule: {why}"));
    with_beside(context, Path::new(""), &RefCell::default(), |beside| read(beside).map_err(wrong))
}

/// Reads the text of a demand file. What it names stands beside it.
pub(super) fn parse(context: &Context, file: &Path, text: &str) -> Result<Result<Draft, Faults>> {
    parse_with(context, file, text, &RefCell::default())
}

fn parse_with(
    context: &Context,
    file: &Path,
    text: &str,
    files: &RefCell<Vec<PathBuf>>,
) -> Result<Result<Draft, Faults>> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.display().to_string();
    with_beside(context, folder, files, |beside| Ok(demand::parse(&name, text, beside)))
}

/// Reads what may name files of a folder, and notes which it read.
fn with_beside<T>(
    context: &Context,
    folder: &Path,
    files: &RefCell<Vec<PathBuf>>,
    read: impl FnOnce(&Beside<'_>) -> Result<T>,
) -> Result<T> {
    let one_line = |error: Error| error.to_string().replace('\n', "; ");
    let text = |name: &str| {
        let path = folder.join(name);
        let text = disk::read(&path).map_err(one_line)?;
        files.borrow_mut().push(path);
        Ok(text)
    };
    let profile = |name: &str| -> Result<Settings, String> {
        context.profile(name).map(|profile| profile.settings).map_err(|error| match error.hints().first() {
            Some(hint) => format!("{error}: {hint}"),
            None => one_line(error),
        })
    };
    read(&Beside { text: &text, profile: &profile })
}
