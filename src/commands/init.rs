//! `pool init`.

use super::context::Context;
use crate::config::template::Blank;
use crate::config::{self, Defaults};
use crate::disk;
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::pool_files;
use crate::output::views::init::{DraftView, InitView};
use std::path::{Path, PathBuf};

/// Write a pool file to start from
///
/// Writes a commented `pool.yaml` into the working folder; with --profiles also the built-in profiles, to be changed.
/// What is there already stays as it is, unless --force is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool init
  pool init -n finalpool --profiles
  pool init -f elsewhere/pool.yaml")]
pub(super) struct InitArgs {
    /// The pool's name
    #[arg(short = 'n', long, value_name = "NAME", default_value = "mypool")]
    name: String,
    /// Write the built-in profiles too, into `profiles`
    #[arg(long)]
    profiles: bool,
    /// Overwrite what is there
    #[arg(long)]
    force: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(context: &Context, args: &InitArgs) -> Result<Exit> {
    let path = context.global.file.clone().unwrap_or_else(|| PathBuf::from(pool_files::NAME));
    let mut files = vec![(path.clone(), config::template::pool_file(&args.name, &blank(context)))];
    // What the template makes of a name that YAML reads otherwise must not be found out by the next command.
    config::pool_file::parse(&path.display().to_string(), &files[0].1).map_err(|_| {
        Error::message(Kind::Usage, format!("`{}` cannot be a pool's name", args.name))
            .hint("Use letters, digits and hyphens.")
    })?;
    if args.profiles {
        let folder = path.parent().unwrap_or(Path::new("")).join("profiles");
        files.extend(
            config::builtin::PROFILES
                .iter()
                .map(|(name, text)| (folder.join(format!("{name}.yaml")), (*text).to_owned())),
        );
        let schema = format!("{:#}\n", config::schema::profile());
        files.push((folder.join("profile.schema.json"), schema));
    }
    if args.dry_run {
        let would: Vec<(String, String)> =
            files.iter().map(|(path, text)| (path.display().to_string(), text.clone())).collect();
        context.printer.show(&DraftView(&would))?;
        return Ok(Exit::Done);
    }
    let (kept, written) = write(files, args.force)?;
    context.printer.show(&InitView { written: &written, kept: &kept })?;
    context.printer.say("Next: fill in what it says, then `pool create --dry-run`.");
    Ok(Exit::Done)
}

/// Writes what is missing, everything with force; what is there otherwise stays. Answers with what was kept and what
/// was written.
fn write(files: Vec<(PathBuf, String)>, force: bool) -> Result<(Vec<String>, Vec<String>)> {
    let (kept, missing): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| !force && disk::exists(path));
    let names = |files: &[(PathBuf, String)]| files.iter().map(|(path, _)| path.display().to_string()).collect();
    let (kept_names, written): (Vec<String>, Vec<String>) = (names(&kept), names(&missing));
    if missing.is_empty() {
        disk::check_free(kept.iter().map(|(path, _)| path.as_path()), force)?;
    }
    let missing: Vec<(PathBuf, &str)> = missing.iter().map(|(path, text)| (path.clone(), text.as_str())).collect();
    disk::write_all(&missing, force)?;
    Ok((kept_names, written))
}

/// What is known already of where the pool shall live.
fn blank(context: &Context) -> Blank<'static> {
    let home = Defaults {
        subscription: context.global.subscription.clone(),
        resource_group: context.global.resource_group.clone(),
        location: None,
    };
    Blank { home, schema: None }
}
