//! `pool init`.

use super::context::Context;
use crate::config::template::Blank;
use crate::config::{self, Defaults};
use crate::disk::{self, Readers};
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::pool_files;
use std::path::{Path, PathBuf};

/// Write a pool file to start from
///
/// Writes a commented `pool.yaml` into the working folder; with --profiles also the built-in profiles, to be changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool init
  pool init -n contestpool --profiles
  pool init -f elsewhere/pool.yaml")]
pub(super) struct InitArgs {
    /// The pool's name
    #[arg(short = 'n', long, value_name = "NAME", default_value = "contestpool")]
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
        for (path, text) in &files {
            context.printer.say(&format!("would write {}", path.display()));
            context.printer.raw(text)?;
        }
        return Ok(Exit::Done);
    }
    refuse_overwriting(&files, args.force)?;
    for (path, text) in &files {
        disk::write(path, text, Readers::Anyone)?;
        context.printer.raw(&format!("wrote {}\n", path.display()))?;
    }
    context.printer.say(&context.printer.in_our_words("Next: fill in what it says, then `pool create --dry-run`."));
    Ok(Exit::Done)
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

fn refuse_overwriting(files: &[(PathBuf, String)], force: bool) -> Result<()> {
    let there: Vec<String> =
        files.iter().filter(|(path, _)| disk::exists(path)).map(|(path, _)| path.display().to_string()).collect();
    if force || there.is_empty() {
        return Ok(());
    }
    Err(Error::message(Kind::Usage, format!("there already: {}", there.join(", ")))
        .hint("Nothing was written. Overwrite with --force."))
}
