//! `pool simulate`.

use super::chart::{ChartArg, HTML, SVG, check_ending};
use super::context::Context;
use super::demand::{DemandArgs, schedule};
use super::scaling::InsteadArgs;
use crate::config::demand::{Draft, Named};
use crate::disk;
use crate::error::{Error, Exit, Kind, Result};
use crate::model::limits;
use crate::ops::expense::Supposed;
use crate::ops::simulate::Study;
use crate::output::Format;
use crate::output::views::simulate::{Played, SimulateView, course_csv, report_html, svg_of};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the pool is where nobody says it.
pub(super) const PROFILE: &str = "contest";

/// Simulate people on a session pool: waiting, refusals, sessions over time, cost
///
/// A demand file, or flags, say who comes, when, and what they run, and a profile what the pool is. It is played many
/// times with the same model that the emulator uses, in simulated time: nothing is asked of Azure, and nobody need be
/// signed in. What came of it is a table and a picture, and with --html a page to send to others.
///
/// The last line says what that costs, at the prices of `pool cost`: an hour of the pool, and what was used where that
/// is counted. Nodes are counted with --sessions-per-node; `pool cost --simulate` bills the same on a pool of the pool file.
///
/// A spread of times is written 10s, exponential:10s, uniform:3s..5s, lognormal:10s,0.5 or csv:FILE. More than 2
/// billion events are refused, and more than 2 million users.
#[derive(Debug, clap::Args)]
#[command(allow_negative_numbers = true)]
#[command(group = clap::ArgGroup::new("written").args(["html", "plot", "csv"]).multiple(true))]
#[command(after_help = "\
Examples:
  pool simulate --users 200 --every 2m --run 10s --for 2h
  pool simulate --users 50 --arrive 0s --run 3s --max 10 --ready 5 --when-full wait
  pool simulate --users 200 --every exponential:2m --run lognormal:8s,0.5 --for 2h --identifier run
  pool simulate --users 40 --every 2m --run 10s --for 1h --schedule idle,contest@5m    too late
  pool simulate --users 200 --run 10s --kind PythonLTS --identifier run
  pool simulate --users 200 --run 10s --sessions-per-node 30     what was used is billed
  pool simulate peak.yaml --html report.html --plot course.svg --csv course.csv
  pool simulate --compare small.yaml large.yaml
  pool simulate peak.yaml -o json --query \"experiments[0].results.waitP95Seconds.mean\"")]
pub(super) struct SimulateArgs {
    /// A demand file; flags outrank what stands in it
    #[arg(value_name = "FILE", conflicts_with = "compare")]
    demand_file: Option<PathBuf>,
    /// Play several demand files with the same users and the same chance, and show what differs from the first
    #[arg(long, value_name = "FILE", num_args = 2..)]
    compare: Vec<PathBuf>,
    #[command(flatten)]
    demand: DemandArgs,
    /// What the pool is: a profile's name [default: contest]
    #[arg(long, value_name = "NAME", help_heading = "The pool")]
    profile: Option<String>,
    /// What the pool is at first, and what it is told to be later: idle,contest@5m. Azure takes its time from then
    #[arg(long, value_name = "PROFILE@TIME", help_heading = "The pool")]
    schedule: Option<String>,
    #[command(flatten)]
    instead: InsteadArgs,
    /// Write a page with pictures, table and assumptions; it needs nothing but itself
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    html: Option<PathBuf>,
    /// Write the picture as SVG; `-` for stdout
    #[arg(long, value_name = "FILE", conflicts_with = "compare", help_heading = "What is written")]
    plot: Option<PathBuf>,
    /// Write the course as CSV; `-` for stdout
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    csv: Option<PathBuf>,
    /// Overwrite files that are there
    #[arg(long, requires = "written", help_heading = "What is written")]
    force: bool,
    /// Whether a picture is drawn below the table: where stdout is a terminal, always or never
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "What is written")]
    chart: ChartArg,
}

pub(super) async fn run(context: &Context, args: SimulateArgs) -> Result<Exit> {
    args.check_files(context.printer.look().format)?;
    let studies = args.studies(context)?;
    let played = tokio::select! {
        biased;
        // Nothing is written before all is played, and what is written then is written at once.
        _ = tokio::signal::ctrl_c() => {
            return Err(Error::message(Kind::Interrupted, "interrupted: nothing was written"));
        }
        played = play(context, studies) => played?,
    };
    context.progress.finish();
    let takes_stdout = args.write(context, &played)?;
    if !takes_stdout {
        context.set_target(None);
        let look = context.printer.look();
        let chart = args.chart.draws(look);
        let rows = look.wants_rows();
        let file = context.pool_file()?.map(|loaded| &loaded.file);
        let card = context.card();
        let cost = |(study, _): &Played| Supposed::of(&card, file, study.kind, study.experiment.on_a_node);
        let costs: Vec<Supposed> = played.iter().map(cost).collect();
        context.printer.show(&SimulateView { played: &played, chart, rows, costs: &costs })?;
    }
    Ok(Exit::Done)
}

/// Plays on threads of its own: this one waits for Ctrl-C, and nobody waits for those when it comes.
async fn play(context: &Context, studies: Vec<Study>) -> Result<Vec<Played>> {
    let (sender, answer) = tokio::sync::oneshot::channel();
    let progress = Arc::clone(&context.progress);
    let of = studies.iter().map(|study| study.replications).sum();
    let events: f64 = studies.iter().map(|study| study.events() * f64::from(study.replications)).sum();
    tracing::debug!("playing about {events:.0} events");
    progress.played(0, of);
    std::thread::spawn(move || {
        let mut before = 0;
        let played = studies.into_iter().map(|study| {
            let outcome = study.play(&|done| progress.played(before + done, of))?;
            before += study.replications;
            Ok((study, outcome))
        });
        let played: Result<Vec<Played>> = played.collect();
        // Nobody listens any more after Ctrl-C.
        let _ = sender.send(played);
    });
    answer.await.map_err(|_| Error::message(Kind::Failed, "the simulation failed"))?
}

impl SimulateArgs {
    fn outputs(&self) -> impl Iterator<Item = (&'static str, &Path)> + '_ {
        let all = [("--html", &self.html), ("--plot", &self.plot), ("--csv", &self.csv)];
        all.into_iter().filter_map(|(flag, path)| Some((flag, path.as_deref()?)))
    }

    /// What would be found out only after everything is played.
    fn check_files(&self, format: Format) -> Result<()> {
        let wrong = |text: String| Err(Error::message(Kind::Usage, text));
        if format != Format::Table
            && let Some((flag, _)) = self.outputs().find(|(_, path)| *path == Path::new("-"))
        {
            return wrong(format!("{flag} - and --output both write to stdout"));
        }
        let mut seen: Vec<(&str, &Path)> = Vec::new();
        for (flag, path) in self.outputs() {
            let shown = path.display();
            let is_same = |known: &Path| match (known == Path::new("-"), path == Path::new("-")) {
                (false, false) => disk::is_same(known, path),
                (one, another) => one == another,
            };
            if let Some((other, _)) = seen.iter().find(|(_, known)| is_same(known)) {
                return wrong(format!("{other} and {flag} both write {shown}"));
            }
            if path != Path::new("-") && disk::exists(path) && !disk::is_file(path) {
                return wrong(format!("{flag}: {shown} is there already and is no file"));
            }
            match flag {
                "--plot" => check_ending(flag, path, SVG)?,
                "--html" => check_ending(flag, path, HTML)?,
                _ => {}
            }
            seen.push((flag, path));
        }
        disk::check_free(self.outputs().map(|(_, path)| path).filter(|path| *path != Path::new("-")), self.force)
    }

    fn studies(&self, context: &Context) -> Result<Vec<Study>> {
        let study = |file: Option<&Path>| {
            let mut study = self.study(context, file)?;
            study.raise(limits::READY_FLOOR_CUSTOM_CONTAINER);
            Ok(study)
        };
        if self.compare.is_empty() {
            return Ok(vec![study(self.demand_file.as_deref())?]);
        }
        let mut studies = self.compare.iter().map(|file| study(Some(file))).collect::<Result<Vec<_>>>()?;
        // The same chance for all, as often as the first.
        let (seed, replications) = studies.first().map_or((0, 0), |first| (first.seed, first.replications));
        for study in &mut studies {
            study.seed = seed;
            study.replications = replications;
            study.check()?;
        }
        tell_apart(&mut studies);
        Ok(studies)
    }

    pub(super) fn study(&self, context: &Context, file: Option<&Path>) -> Result<Study> {
        let schedule = self.schedule.as_ref().map(|text| schedule(context, text)).transpose()?.unwrap_or_default();
        let mut drafted = self.demand.draft(context, file, schedule)?;
        if self.profile.is_none() {
            drafted.tell_left_out(context);
        }
        let pool = self.pool(context, &mut drafted.draft)?;
        drafted.spare(context, self.outputs())?;
        let name = match file.and_then(Path::file_stem) {
            Some(stem) => stem.to_string_lossy().into_owned(),
            None => String::new(),
        };
        let mut study = Study::of(name, drafted.draft, pool).map_err(|error| match file {
            Some(file) => error.about(file.display().to_string()),
            None => error,
        })?;
        if file.is_none() {
            study.name = study.scales();
        }
        Ok(study)
    }

    /// The pool where the draft names none; what the flags say goes into the draft.
    fn pool(&self, context: &Context, draft: &mut Draft) -> Result<Named> {
        self.check_schedule(draft)?;
        let named = |name: &str| -> Result<Named> {
            Ok(Named { name: name.to_owned(), settings: context.profile(name)?.settings })
        };
        let base = match (&self.profile, draft.pool.take()) {
            (Some(profile), _) => named(profile)?,
            (None, Some(pool)) => pool,
            (None, None) if !draft.schedule.is_empty() => return named(PROFILE),
            (None, None) => named(PROFILE)?,
        };
        let settings = self.instead.adjusted(base.settings.clone(), &base.name)?;
        limits::check(&settings)?;
        let name = if settings == base.settings { base.name } else { format!("{}, adjusted", base.name) };
        let pool = Named { name, settings };
        draft.pool = Some(pool.clone());
        Ok(pool)
    }

    /// A schedule says what the pool is; whoever says it as well says it twice.
    fn check_schedule(&self, draft: &Draft) -> Result<()> {
        let wrong = |text: &str, hint: &str| Err(Error::message(Kind::Usage, text).hint(hint));
        if draft.kind.is_some_and(|kind| !kind.keeps_ready()) && self.instead.readies() {
            return wrong("a code interpreter keeps no ready sessions of one's own", "Leave out --ready.");
        }
        let Some(first) = draft.schedule.first() else { return Ok(()) };
        let is_flag = self.schedule.is_some();
        if self.instead.adjusts() || self.profile.is_some() && !is_flag {
            let text = "a schedule says what the pool is, and --profile, --max, --ready, --cooldown and --max-alive \
                        are about a pool that stays as it is";
            return wrong(text, "Leave them out, or the schedule.");
        }
        if self.profile.is_some() && first.at.is_zero() {
            return wrong("--profile and --schedule both say what the pool is at first", "Leave out --profile.");
        }
        if self.profile.is_none() && draft.pool.is_none() && !first.at.is_zero() {
            let text = "--schedule does not say what the pool is at first";
            return wrong(text, "Begin with a profile that has no time: `idle,contest@5m`.");
        }
        Ok(())
    }

    /// Writes what is wanted; whether something of it went to stdout.
    fn write(&self, context: &Context, played: &[Played]) -> Result<bool> {
        let mut takes_stdout = false;
        let mut files: Vec<(PathBuf, String)> = Vec::new();
        let writes = self.outputs().any(|(_, path)| path != Path::new("-"));
        for (flag, path) in self.outputs() {
            let text = match flag {
                "--html" => report_html(played, &context.command_again(writes, self.force)),
                "--plot" => played.first().map(svg_of).unwrap_or_default(),
                _ => course_csv(played),
            };
            if path == Path::new("-") {
                context.printer.raw(&text)?;
                takes_stdout = true;
            } else {
                files.push((path.to_owned(), text));
            }
        }
        let texts: Vec<(PathBuf, &str)> = files.iter().map(|(path, text)| (path.clone(), text.as_str())).collect();
        disk::write_all(&texts, self.force)?;
        for (path, _) in &files {
            context.printer.say(&format!("wrote {}", path.display()));
        }
        Ok(takes_stdout)
    }
}

/// Files of one name in different folders are told apart by number.
fn tell_apart(studies: &mut [Study]) {
    for index in 1..studies.len() {
        let (before, rest) = studies.split_at_mut(index);
        let Some(study) = rest.first_mut() else { continue };
        if before.iter().any(|other| other.name == study.name) {
            study.name = format!("{} ({})", study.name, index + 1);
        }
    }
}
