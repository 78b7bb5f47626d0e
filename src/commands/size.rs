//! `pool size`.

use super::context::Context;
use super::demand::DemandArgs;
use super::global::duration;
use crate::capacity::formula::Service;
use crate::config::{self, profile};
use crate::disk;
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Kind as PoolKind, Lifecycle, Profile, Settings};
use crate::ops::expense::Supposed;
use crate::ops::size::{self, Request};
use crate::output::views::size::SizeView;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Find the smallest scale for the people who come, and what it costs
///
/// Formulas say what a demand needs (Little, Erlang B, Poisson), and simulation finds the smallest max and ready
/// sessions that keep waits and refusals as low as wished, with the uncertainty counted against it. Shows what other
/// cooldowns and identifiers would need, how early to scale up, and what an hour of each scale costs: of a pool as the
/// pool file describes it, else of a usual one, at the prices of `pool cost`. Asks nobody and changes nothing.
#[derive(Debug, clap::Args)]
#[command(allow_negative_numbers = true)]
#[command(after_help = "\
Examples:
  pool size --users 200 --every 2m --run 10s --arrive 60s
  pool size --users 200 --every 2m --run 10s --identifier run --kind PythonLTS
  pool size peak.yaml --wait-p95 500ms --max-refused 0
  pool size peak.yaml -o json --query cost.hour
  pool size --users 200 --every 2m --run 10s --write profiles/final.yaml
Ends with 2 where no scale within the limits does it.")]
pub(super) struct SizeArgs {
    /// A demand file, which the flags come on top of
    // Not `file`, which is the pool file's flag.
    #[arg(value_name = "FILE")]
    demand_file: Option<PathBuf>,
    #[command(flatten)]
    demand: DemandArgs,
    /// The longest wait for 95 of 100 runs, and for 95 of 100 sessions that are opened
    #[arg(long, value_name = "TIME", value_parser = config::spread::time, default_value = "1s", help_heading = "How good")]
    wait_p95: Duration,
    /// The largest share of runs that get no session: 0.1% or 0.001
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0.1%", help_heading = "How good")]
    max_refused: f64,
    /// Cooldown: 5m to 1h [default: 5m]
    #[arg(long, value_name = "TIME", value_parser = duration, conflicts_with = "max_alive", help_heading = "The pool")]
    cooldown: Option<Duration>,
    /// Longest life with OnContainerExit, where each run is a container's life
    #[arg(long, value_name = "TIME", value_parser = duration, help_heading = "The pool")]
    max_alive: Option<Duration>,
    /// The profile that the pool has before
    #[arg(long, value_name = "PROFILE", default_value = "idle", help_heading = "The pool")]
    base: String,
    /// Write the profile to this file
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "write")]
    force: bool,
}

/// A share: `0.1%` or `0.001`.
fn share(text: &str) -> std::result::Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number.trim_end(), 100.0));
    let share = number.parse::<f64>().map(|number| number / unit).ok().filter(|share| (0.0..1.0).contains(share));
    share.ok_or_else(|| format!("`{text}` is no share; write it as 0.1% or 0.001"))
}

pub(super) fn run(context: &Context, args: &SizeArgs) -> Result<Exit> {
    if let Some(path) = &args.write {
        check_target(path, args.force)?;
    }
    let lifecycle = match args.max_alive {
        Some(max_alive) => Lifecycle::OnContainerExit { max_alive },
        None => Lifecycle::Timed { cooldown: args.cooldown.unwrap_or(Duration::from_secs(300)) },
    };
    let drafted = args.demand.draft(context, args.demand_file.as_deref(), Vec::new())?;
    drafted.tell_left_out(context);
    let base = context.profile(&args.base)?.settings;
    drafted.spare(context, args.write.iter().map(|path| ("--write", path.as_path())))?;
    let request = Request {
        draft: drafted.draft,
        lifecycle,
        service: Service { share: 0.95, wait: args.wait_p95, refused: args.max_refused },
        base,
    };
    let question = size::question(&request)?;
    let progress = &context.progress;
    let answer = size::answer(&question, &request.base, &|what| progress.looking_for(what));
    context.progress.finish();
    let Some(answer) = answer? else {
        return Err(Error::message(Kind::Usage, "nobody comes, so there is nothing to size"));
    };
    let found = &answer.size.settings;
    let lasts = question.demand.lasts.unwrap_or(LONGEST_VISIT);
    let settings = Settings { expires_after: Some(expires_after(lasts)), ..found.clone() };
    let name = args
        .write
        .as_deref()
        .and_then(Path::file_stem)
        .map_or("sized".to_owned(), |stem| stem.to_string_lossy().into());
    let profile = Profile { name, description: Some(described(&question.demand)), settings };
    let text = profile::render(&profile);
    let written = args.write.as_ref().filter(|_| answer.size.serves);
    if let Some(path) = written {
        disk::write_all(&[(path.clone(), text.as_str())], args.force)?;
    }
    let file = context.pool_file()?.map(|loaded| &loaded.file);
    let cost = Supposed::of(
        &context.card(),
        file,
        request.draft.kind.unwrap_or(PoolKind::CustomContainer),
        question.on_a_node,
    );
    context.set_target(None);
    context.printer.show(&SizeView {
        cost: &cost,
        question: &question,
        answer: &answer,
        profile: &text,
        written: written.map(PathBuf::as_path),
    })?;
    Ok(if answer.size.serves { Exit::Done } else { Exit::Findings })
}

/// How long an event is taken to be of which nobody says it.
const LONGEST_VISIT: Duration = Duration::from_secs(5 * 3_600);

/// An hour more than the event, in whole hours.
fn expires_after(lasts: Duration) -> Duration {
    Duration::from_secs((lasts.as_secs().div_ceil(3_600) + 1) * 3_600)
}

fn described(demand: &crate::model::Demand) -> String {
    let users = match demand.users() {
        Some(1) => "1 user".to_owned(),
        Some(users) => format!("{users} users"),
        None => "users".to_owned(),
    };
    format!("For {users}, found by `pool size`")
}

/// What cannot be written is known before anything is computed.
fn check_target(path: &Path, force: bool) -> Result<()> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let is_yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    if !is_yaml || !profile::is_name(&stem) {
        let text = format!("{} cannot be a profile's file", path.display());
        return Err(
            Error::message(Kind::Usage, text).hint("Write it as profiles/final.yaml: the name is the profile's.")
        );
    }
    if disk::exists(path) && !disk::is_file(path) {
        return Err(Error::message(Kind::Usage, format!("{} is there already and is no file", path.display())));
    }
    disk::check_free([path].into_iter(), force)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_in_both_ways() {
        for (text, expected) in [("0.1%", Some(0.001)), ("0.001", Some(0.001)), ("0", Some(0.0)), ("5 %", Some(0.05))] {
            assert_eq!(share(text).ok(), expected, "{text}");
        }
        for text in ["", "%", "-1%", "100%", "1", "x", "NaN", "inf"] {
            assert!(share(text).is_err(), "{text}");
        }
        assert_eq!(expires_after(Duration::from_secs(7_200)), Duration::from_secs(3 * 3_600));
        assert_eq!(expires_after(Duration::from_secs(1_800)), Duration::from_secs(2 * 3_600));
    }
}
