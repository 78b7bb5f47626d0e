//! `pool profile`.

use super::context::Context;
use super::demand;
use super::simulate::PROFILE;
use crate::config::demand::Named;
use crate::config::pool_file::Mention;
use crate::config::{self, Fault, Faults};
use crate::disk;
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Finding, Mark};
use crate::ops::lint::{flat_price, idle_prices};
use crate::ops::pool_files::Loaded;
use crate::ops::profiles::{self, Source};
use crate::ops::simulate::{Study, to_blame};
use crate::output::views::profile::{CheckView, Checked, ProfileView, ProfilesView};
use clap::{Subcommand, ValueEnum};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// List, show and check profiles
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(super) struct ProfileArgs {
    #[command(subcommand)]
    command: ProfileCommand,
}

#[derive(Debug, Subcommand)]
enum ProfileCommand {
    /// List the profiles, the user's own and the built-in ones
    List,
    /// Show a profile's file
    #[command(after_help = "\
Examples:
  pool profile show contest
  mkdir -p profiles && pool profile show contest > profiles/final.yaml   start one of your own")]
    Show {
        /// A name, or a path
        profile: String,
    },
    /// Check profiles, pool files and demand files; report every fault with line and column
    ///
    /// Of a pool file's events also what may be written and is likely not what was meant: overlaps, dates that never
    /// come, hours that clocks skip, numbers that Azure refuses. Asks nobody. Ends with 64 where a file has faults,
    /// with 2 where there are warnings; notes alone are fine.
    #[command(after_help = "\
Examples:
  pool profile check                     every profile, and the pool file
  pool profile check profiles/final.yaml pool.yaml
  pool profile check peak.yaml           a demand file of `pool simulate`")]
    Check {
        /// Files, or names of profiles [default: all, and the pool file]
        files: Vec<String>,
    },
    /// Print the JSON Schema of a file, for editors
    #[command(after_help = "\
Examples:
  pool profile schema > profiles/profile.schema.json
  pool profile schema demand > demand.schema.json   then, as a file's first line:
                                         # yaml-language-server: $schema=./demand.schema.json")]
    Schema {
        /// Of which file
        #[arg(default_value = "profile")]
        of: SchemaOf,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemaOf {
    Profile,
    PoolFile,
    Demand,
}

pub(super) fn run(context: &Context, args: ProfileArgs) -> Result<Exit> {
    match args.command {
        ProfileCommand::List => {
            let all = profiles::all(&context.profile_folders()?)?;
            context.printer.show(&ProfilesView(&all))?;
            Ok(Exit::Done)
        }
        ProfileCommand::Show { profile } => {
            let found = profiles::find(&profile, &context.profile_folders()?)?;
            context.printer.show(&ProfileView(&found))?;
            Ok(Exit::Done)
        }
        ProfileCommand::Check { files } => check(context, &files),
        ProfileCommand::Schema { of } => {
            let schema = match of {
                SchemaOf::Profile => config::schema::profile(),
                SchemaOf::PoolFile => config::schema::pool_file(),
                SchemaOf::Demand => config::schema::demand(),
            };
            context.printer.raw(&format!("{schema:#}\n"))?;
            Ok(Exit::Done)
        }
    }
}

fn check(context: &Context, files: &[String]) -> Result<Exit> {
    let paths = if files.is_empty() { everything(context)? } else { named(context, files)? };
    let checked = paths.iter().map(|path| check_file(context, path)).collect::<Result<Vec<_>>>()?;
    context.printer.show(&CheckView(&checked))?;
    if checked.is_empty() {
        context.printer.say("no files of your own to check: the built-in profiles are in use");
    }
    let faulty: Vec<&str> = checked.iter().filter(|one| one.faults.is_some()).map(|one| one.file.as_str()).collect();
    if !faulty.is_empty() {
        return Err(Error::message(Kind::InvalidFile, format!("faults in {}", faulty.join(", "))));
    }
    let is_well = checked.iter().flat_map(|one| &one.findings).all(|finding| finding.mark < Mark::Warning);
    Ok(if is_well { Exit::Done } else { Exit::Findings })
}

/// A profile that is not there would be found out when it is needed: by a base after the event, by an event at its
/// beginning.
fn unknown_profiles(context: &Context, file: &str, text: &str) -> Result<Vec<Fault>> {
    let folders = context.profile_folders_beside(Some(Path::new(file)))?;
    let mut known: BTreeMap<String, Option<Error>> = BTreeMap::new();
    let mut list = Vec::new();
    for Mention { profile, place } in config::pool_file::profiles_named(text) {
        let error = known.entry(profile.clone()).or_insert_with(|| profiles::find(&profile, &folders).err());
        if let Some(error) = error {
            let todo = error.hints().first().cloned();
            list.push(Fault { text: error.to_string(), todo, ..place });
        }
    }
    Ok(list)
}

fn check_file(context: &Context, path: &Path) -> Result<Checked> {
    let text = disk::read(path)?;
    let file = path.display().to_string();
    if config::pool_file::looks_like_one(&text) {
        return check_pool_file(context, path, file, &text);
    }
    if config::demand::looks_like_one(&text) {
        return check_demand(context, path, file, &text);
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let faults = config::profile::parse(&name, &file, &text).err();
    Ok(Checked { file, faults, findings: Vec::new() })
}

/// What `pool simulate` would refuse of it. What flags can still say is no fault.
fn check_demand(context: &Context, path: &Path, file: String, text: &str) -> Result<Checked> {
    let draft = match demand::parse(context, path, text)? {
        Ok(draft) => draft,
        Err(faults) => return Ok(Checked { file, faults: Some(faults), findings: Vec::new() }),
    };
    let missing = draft.missing();
    if !missing.is_empty() {
        let text = format!("`pool simulate` needs {} with it", missing.join(" and "));
        return Ok(Checked { findings: vec![Finding::new(Mark::Note, file.clone(), text)], file, faults: None });
    }
    let keys = to_blame(&draft);
    let played = context.profile(PROFILE).and_then(|profile| {
        let pool = Named { name: profile.name, settings: profile.settings };
        Study::of(file.clone(), draft, pool)
    });
    let faults = played.err().map(|error| {
        let todo = error.hints().first().map(|hint| fragment(hint));
        Faults::new(&file, vec![config::demand::fault_at(text, keys, error.to_string(), todo.as_deref())])
    });
    Ok(Checked { file, faults, findings: Vec::new() })
}

/// A hint as the end of a fault: without its capital and its full stop.
fn fragment(hint: &str) -> String {
    let mut letters = hint.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn check_pool_file(context: &Context, path: &Path, file: String, text: &str) -> Result<Checked> {
    let unknown = unknown_profiles(context, &file, text)?;
    let (faults, findings) = match config::pool_file::parse(&file, text) {
        Ok(pools) if unknown.is_empty() => {
            let mut findings = idle_prices((&file, &pools));
            findings.extend(flat_price((&file, &pools)));
            findings.extend(context.lint(&Loaded { path: path.to_owned(), file: pools, spared: None }, None)?.findings);
            (None, findings)
        }
        read => {
            let others = read.err().map(|faults| faults.list).unwrap_or_default();
            (Some(Faults::new(&file, others.into_iter().chain(unknown).collect())), Vec::new())
        }
    };
    Ok(Checked { file, faults, findings })
}

/// Every profile file in the folders that are searched, and the pool file.
fn everything(context: &Context) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    // The pool file is looked for here and not parsed: its faults are to be shown with the others.
    let pool_file = context.pool_file_path()?;
    for folder in context.profile_folders_beside(pool_file.as_deref())? {
        paths.extend(disk::yaml_files(&folder)?);
    }
    paths.extend(pool_file);
    Ok(paths)
}

fn named(context: &Context, files: &[String]) -> Result<Vec<PathBuf>> {
    let folders = context.profile_folders_beside(context.pool_file_path()?.as_deref())?;
    files.iter().map(|file| path_of(file, &folders)).collect()
}

/// The file of an argument: a path, or a profile's name.
fn path_of(file: &str, folders: &[PathBuf]) -> Result<PathBuf> {
    let path = PathBuf::from(file);
    if disk::exists(&path) || path.extension().is_some() {
        return Ok(path);
    }
    if let Some(path) = profiles::path_of(file, folders) {
        return Ok(path);
    }
    match profiles::find(file, folders)?.source {
        Source::File(path) => Ok(path),
        Source::BuiltIn => Err(Error::message(Kind::Usage, format!("`{file}` is built in and has no file"))
            .hint(format!("`pool profile show {file}` shows it."))),
    }
}
